"""The summary of a run over many contracts: a workbook that says of every contract and document what became of it.

It lies beside the packs. Like a document, one that somebody edited since it was written is never overwritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

from specgen.contract.columns import TAKEN_SLUG, heading_in
from specgen.excel import Out, PackedRows, Page, columns, intact, workbook_bytes
from specgen.issue.disk import disk_problem, unfinished_in
from specgen.issue.plan import InputChange
from specgen.issue.portfolio.contents import CONTENTS, THRESHOLDS
from specgen.issue.portfolio.portfolio import Ended, Prepared, ended
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, in_reading_order
from specgen.writing import Disk

SUMMARY_FILE: Final = "specgen-summary.xlsx"
_MOST_BESIDE: Final = 100
_LARGEST: Final = 256 * 2**20


_COLUMNS: Final[Mapping[str, Sequence[tuple[str, int]]]] = {
    "Totals": (("What", 44), ("How many", 12)),
    "Contracts": (
        ("Reference", 16), ("Title", 32), ("Provider", 28), ("What was done", 14), ("Documents", 11), ("Of them", 20),
        ("Written", 9), ("Errors", 8), ("Warnings", 10), ("Folder", 24), ("Where", 44),
    ),
    "Documents": (
        ("Reference", 16), ("Document", 44), ("What was done", 14), ("Put beside it as", 28), ("What changed", 46),
    ),
    "Problems": (
        ("Reference", 16), ("Severity", 10), ("What is wrong", 80), ("To fix this", 60), ("Nearest known word", 12),
        ("File", 30), ("Sheet or part", 12), ("Row or line", 8), ("Column", 16), ("What stands there", 40),
        ("Kind", 24),
    ),
    "Taken from the base": (
        ("Reference", 20), ("Title", 44), ("Fact", 36), ("What the base says", 60), ("Sheet", 20), ("Row", 10),
        ("Column", 30), ("File", 36),
    ),
    "From and to": (
        ("Reference", 20), ("Provider", 36), ("Document", 60), ("Kind", 22), ("What differs", 50), ("From", 40),
        ("To", 40),
    ),
}  # fmt: skip
"""Sheet → its headings, each with the width of its column."""


def _page(name: str, rows: Iterable[Sequence[Out]], printed: int = 0) -> Page:
    texts, widths = zip(*_COLUMNS[name], strict=True)
    return Page(name, columns(texts, widths, printed), rows, left=True, printed=printed)


class RunSummary:
    """Takes up what became of each contract, as packed rows, so that thousands need little memory."""

    def __init__(self, *folders: Path) -> None:
        """`folders` are where the contracts and what they are drafted from lie: files are named from there, others by
        their names alone, so that no path of a machine is in the summary."""
        self._before = sorted((f"{folder.as_posix().rstrip('/')}/" for folder in folders), key=len, reverse=True)
        self._contracts, self._documents = PackedRows(), PackedRows()
        self._problems, self._taken = PackedRows(), PackedRows()
        self.failed = 0
        self._totals: Counter[str] = Counter()
        self._named = lru_cache(maxsize=256)(self._from_nearest)  # most problems are of the same few files

    def add(self, of: Ended, done: str = "") -> None:
        """Take up what became of a contract; `done` says it, where the words of a build do not fit."""
        reference = of.reference
        kinds = Counter(document.kind for document in of.documents)
        problems = in_reading_order(of.problems)  # each once, as two services of one base have it twice
        severities = Counter(problem.severity for problem in problems)
        self.failed += of.failed
        self._totals.update({f"documents {kind}": count for kind, count in kinds.items()})
        self._totals.update(f"{severity}s" for severity in severities.elements())
        contract = (
            reference,
            of.title,
            of.provider,
            done or done_in_words(of),
            len(of.documents),
            "; ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())),
            len(of.written),
            severities["error"],
            severities["warning"],
            PurePath(of.folder).name,
            self._named(of.file),
        )
        self._contracts.add(reference, [contract])
        self._documents.add(
            reference,
            [
                (
                    reference,
                    document.file,
                    document.kind,
                    document.writes if document.writes and document.writes != document.file else "",
                    "\n".join(document.changes),
                )
                for document in of.documents
            ],
        )
        self._problems.add(reference, [(reference, *self._problem(problem)) for problem in problems])
        taken = [problem for problem in problems if problem.slug == TAKEN_SLUG]
        self._taken.add(reference, [(reference, of.title, *self._fact_taken(problem)) for problem in taken])

    def add_found(self, found: Prepared) -> None:
        """Take up what became of a contract, or a letter, in its own words."""
        self.add(ended(found.outcome), found.state)

    def take(self, problem: Problem) -> None:
        """A problem of the run that belongs to no contract."""
        self._totals.update((f"{problem.severity}s",))
        self._problems.add("", [("", *self._problem(problem))])

    def workbook(self) -> bytes:
        """The workbook's bytes: the contracts by reference, so that the order of a register's rows does not matter."""
        return workbook_bytes(self.pages(), "What became of each contract", lean=True)

    def pages(self) -> tuple[Page, ...]:
        """The sheets: contracts, documents, problems; and the facts that were taken from the base, if there are any."""
        taken = _page("Taken from the base", self._taken)
        found = (
            _page("Contracts", self._contracts, printed=9),  # where each lies is for the screen
            _page("Documents", self._documents),
            _page("Problems", self._problems, printed=9),  # so are what stands there and the kind
        )
        return (*found, taken) if self._taken else found

    def totals(self) -> Page:
        """The sheet that says how many contracts and documents there are of each kind."""
        counted: list[tuple[Out, ...]] = [*sorted(self._totals.items())]
        return _page("Totals", counted)

    def _fact_taken(self, problem: Problem) -> tuple[str | int | None, ...]:
        """The fact by its heading, what the base gives, and the blank cell, or the place in the base."""
        where = problem.location
        return (
            heading_in(where) or problem.message[1:].partition("”")[0],
            problem.excerpt,
            where.sheet or "",
            where.line,
            where.cell or "",
            self._named(where.file),
        )

    def _problem(self, problem: Problem) -> tuple[str | int | None, ...]:
        where = problem.location
        column = where.cell or (str(where.column) if where.column is not None else "")
        return (
            problem.severity,
            problem.message,
            problem.cure,
            problem.suggestion,
            self._named(where.file),
            where.sheet or where.part or "",
            where.line,
            column,
            problem.excerpt,
            problem.slug,
        )

    def _from_nearest(self, file: str) -> str:
        """A file by its path from the nearest of the folders."""
        written = file.replace("\\", "/")
        before = next((folder for folder in self._before if written.startswith(folder)), "")
        within = written[len(before) :]
        outside = within.startswith(("/", "../")) or PureWindowsPath(within).drive
        return within.rpartition("/")[2] if outside else within


class PlanSummary(RunSummary):
    """What would become of each contract, to be read and sent before anything is written: totals first, then every fact
    and value from and to."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(*folders)
        self._facts, self._contents, self._thresholds = PackedRows(), PackedRows(), PackedRows()

    def add(self, of: Ended, done: str = "") -> None:
        """Take up what would become of a contract."""
        writes = any(document.writes for document in of.documents)
        done = done or ("would not be built" if of.failed else "would be built" if writes else "unchanged")
        super().add(of, done)
        self._totals.update({f"contracts that {done}" if done.startswith("would") else f"contracts {done}": 1})
        reference, provider = of.reference, of.provider
        if of.contents is not None:
            self._contents.add(reference, [of.contents.row])
            self._thresholds.add(reference, of.contents.thresholds)
            self._totals.update(["contracts with DRAFT on every page"] if of.draft else [])
        rows = [
            (reference, provider, "", "fact of the contract", fact.named, fact.before, fact.after) for fact in of.facts
        ]
        for document in of.documents:
            rows += [(reference, provider, document.file, *_told(change)) for change in of.told_of(document)]
        if of.why_draft and of.draft_changed:
            was, now = ("no", "yes") if of.draft else ("yes", "no")
            rows.append((reference, provider, "", "DRAFT", of.draft_line, was, now))
        found = list(dict.fromkeys(rows))
        self._facts.add(reference, found)
        self._totals.update({"facts and values that differ": len(found)})

    def workbook(self) -> bytes:
        """The workbook's bytes."""
        facts = _page("From and to", self._facts)
        contracts, *others = self.pages()
        said = (
            Page(name, columns([text for text, _ in of], [width for _, width in of]), rows)
            for name, of, rows in (
                ("What they say", CONTENTS, self._contents),
                ("Thresholds", THRESHOLDS, self._thresholds),
            )
            if rows
        )
        pages = (self.totals(), contracts, *said, facts, *others)
        return workbook_bytes(pages, "What would become of each contract", lean=True)


def _told(change: InputChange) -> tuple[str, str, str, str]:
    """Kind, what differs, from and to of a change in a document."""
    kinds = {
        "clause added": "clause added",
        "clause removed": "clause taken out",
        "clause version": "version of a clause",
        "value": "value",
        "contract": "fact of the contract",
        "fact": "fact of the contract",
        "approvals": "approvals",
    }
    named = (change.asked or change.name) if change.what == "value" else change.name
    if change.what not in kinds:
        return "other", str(change), "", ""
    return kinds[change.what], named, change.before, change.after


def done_in_words(ended: Ended) -> str:
    """What became of a contract."""
    if ended.failed:
        return "built in part" if ended.written else "not built"
    return "built" if ended.written else "unchanged"


def put_summary(out: Path, data: bytes, disk: Disk) -> tuple[Path | None, list[Problem]]:
    """Put the summary into `out`: in place of an earlier one that nobody touched, else beside it under a new name."""
    problems: list[Problem] = []
    for name in _names():
        path = out / name
        try:
            held = _held(path)
            if held is None or intact(held):
                if held != data:
                    for left in unfinished_in(out):
                        disk.remove(out / left)
                    disk.make_folder(out)
                    disk.put(path, data)
                return path, problems
        except OSError as fault:
            return None, [*problems, disk_problem(fault, path)]
        if not problems:
            problems.append(
                Problem(
                    "edited-by-hand",
                    f"{SUMMARY_FILE} was edited since it was written, or is not specgen’s: it is kept, and "
                    f"the new summary is put beside it",
                    Location(name),
                    severity="warning",
                    cure="move it elsewhere, and the next summary takes its place",
                )
            )
    return None, [
        *problems,
        Problem(
            "in-the-way",
            "too many edited summaries lie in the folder",
            Location(SUMMARY_FILE),
            cure="move them elsewhere",
        ),
    ]


def _names() -> Iterator[str]:
    stem, _, ending = SUMMARY_FILE.rpartition(".")
    yield SUMMARY_FILE
    yield f"{stem} (new).{ending}"
    yield from (f"{stem} (new {number}).{ending}" for number in range(2, _MOST_BESIDE))


def _held(path: Path) -> bytes | None:
    """The bytes of the file at `path`; None when there is none, nothing of ours when it is no plain file."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return b""
    try:
        return read_plain(path, _LARGEST)
    except FileNotFoundError:
        return None
