"""What an existing specification holds of personalised care: its clauses, measures, gaps and open changes.

Source: handbook 2.1.2 (key action 1: a trajectory for all contracts and specifications), 4.2.4 (the wording under 3.2
and a measure in 5.1)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree
from msgspec import Struct, field

from specgen.assembly.edition import SpecificationHeading
from specgen.issue.document_record import DocumentRecord
from specgen.issue.folders import gone_through
from specgen.issue.precedents import Workplace, library_folders, open_workplace
from specgen.library.duties.sentences import sentences_of
from specgen.library.model import ClauseVersion, Component, Library
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, in_a_row
from specgen.recognition.alignment import ReadLine, read_lines
from specgen.recognition.by_words import ClauseThere, WordIndex, find_clauses, owned_lines, version_index
from specgen.recognition.marks import NamedReport, named_by_marks, reports_by_marks
from specgen.recognition.percentages import other_percentages
from specgen.review.audit.findings import (
    MOST_KEPT,
    Audit,
    ClauseFound,
    ComponentFinding,
    Coverage,
    DocumentAudit,
    Gap,
    Measure,
    Mention,
    SpokenOf,
    Terms,
    by_component,
    gaps_in,
    gaps_that_stand_out,
    read_terms,
)
from specgen.review.audit.sections import NOT_STATED, Sections, other_paper, read_head
from specgen.review.issued import fits, own_record
from specgen.shared_work import ElsewhereError, shared
from specgen.word.document.lines import Story
from specgen.word.document.stories import Existing, read_existing
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.bounds import read_document
from specgen.wording.folded import fold

if TYPE_CHECKING:
    from concurrent.futures import Executor

_MOST_MENTIONS: Final = 5
_NO_TEXT: Final = "the file holds no words; it may be a picture of a document"


class Yardstick(Struct, frozen=True):
    """What documents are held against; made once for a run."""

    library: Library
    index: WordIndex[ClauseVersion]
    terms: Terms
    model: tuple[SpecificationHeading, ...]

    @property
    def components(self) -> tuple[Component, ...]:
        return self.library.components


def audit_document(data: bytes, file: str, yardstick: Yardstick) -> tuple[DocumentAudit | None, list[Problem]]:
    """The findings of the document in `data`, or None with the problem for which it cannot be read.

    `file` is its name for people. Nothing in the file is run; it is read within the bounds of the package and its
    parts."""
    package, problems = read_document(data, file, macros=True)
    if package is None:
        return None, problems
    existing, problems = read_existing(package)
    if existing is None:
        return None, problems
    as_it_stands = _Reading(existing.before.main, yardstick)
    if_accepted = as_it_stands if existing.after is existing.before else _Reading(existing.after.main, yardstick)
    others = [line for story in existing.after.others for line in read_lines(story.lines)]
    record, _ = own_record(package)
    if paper := _other_paper(record, if_accepted.lines, others):
        return None, [
            *problems,
            Problem(
                LEFT_OUT,
                f"this is no specification, and counts in no share: “{paper}”{_listing(if_accepted.reports)}",
                Location(file),
                severity="note",
            ),
        ]
    if not as_it_stands.lines and not if_accepted.lines:
        return None, [
            *problems,
            Problem(
                "no-words",
                _NO_TEXT,
                Location(file),
                severity="warning",
                cure="ask for the Word file that it was made from",
            ),
        ]
    others_given = other_percentages(if_accepted.free, if_accepted.measures)
    head = read_head(if_accepted.lines, others)
    gaps = _gaps(existing)
    return DocumentAudit(
        file,
        head.provider or NOT_STATED,
        "the document" if head.provider else "",
        head.service,
        # A document of ours says whose it is, whatever its pages print.
        head.contract or (record.reference if record is not None else ""),
        tuple(_component(component, as_it_stands, if_accepted, yardstick) for component in yardstick.components),
        bool(as_it_stands.measured_lines),
        tuple(gaps[:MOST_KEPT]),
        tuple(if_accepted.heading_of(gap) for gap in gaps[:MOST_KEPT]),
        len(gaps),
        existing.tracked,
        existing.comments,
        (
            *(problem.message for problem in problems),
            *(
                f"“{each.title}” says {each.given}, and the document says elsewhere “{each.sentence}”"
                for each in others_given
            ),
        ),
        record is not None and not record.schedule,
        if_accepted.reports,
    ), problems


def _listing(reports: Sequence[NamedReport]) -> str:
    """What a schedule of reports lists because other paragraphs ask for it, by their clauses."""
    if not reports:
        return ""
    clauses = ", ".join(dict.fromkeys(filter(None, (each.clause_id for each in reports))))
    asked = f"asked for by {clauses}" if clauses else "asked for elsewhere"
    return f"; it lists {len(reports)} {'reports' if len(reports) > 1 else 'report'} {asked}"


LEFT_OUT: Final = "no-specification"


def _other_paper(record: DocumentRecord | None, lines: Sequence[ReadLine], elsewhere: Sequence[ReadLine]) -> str:
    """What the document is where it is a paper of a contract other than a specification; "" for what may be one.

    A document of ours says it in its record: one that belongs to a schedule other than 2A, or to none, and prints no
    clause of a specification."""
    if record is None:
        return other_paper(lines, elsewhere)
    if record.schedule == "2A" or any(clause.id.split("/")[1:2] == ["specification"] for clause in record.clauses):
        return ""
    return f"Schedule {record.schedule}" if record.schedule else record.type.replace("-", " ")


def _gaps(existing: Existing) -> list[Gap]:
    main = existing.after.main
    found = [
        *gaps_in(main.lines, main.part, numbered=True),
        *gaps_that_stand_out(existing.marked, main.lines, main.part),
    ]
    # What is both highlighted and in brackets is one gap.
    known = {(gap.line, gap.mark.strip("[] ")) for gap in found if gap.kind != "highlighted"}
    found = [gap for gap in found if gap.kind != "highlighted" or (gap.line, gap.mark.strip("[] ")) not in known]
    found.sort(key=lambda gap: gap.line if gap.line >= 0 else len(main.lines))
    return found + [gap for story in existing.after.others for gap in gaps_in(story.lines, story.part, numbered=False)]


def _says_it_again(report: NamedReport, story: Story, library: Library) -> bool:
    """Whether the control holds the sentence that it names and nothing else: a mark is a claim, and what it says of the
    words is checked."""
    versions = library.clauses[report.clause_id].versions if report.clause_id else ()
    version = next((each for each in versions if each.number == report.version), None)
    said = (
        next((each.text for each in sentences_of(version) if each.id.replace(":", "-") == report.sentence), None)
        if version
        else None
    )
    if said is None or report.first != report.last:
        return False
    return fits(re.split(r"\{\{[^{}]*\}\}", said), " ".join(story.lines[report.first].text.split())) is not None


class _Reading:
    """The main text read one way: its lines, its clauses, and what the rest speaks of."""

    def __init__(self, story: Story, yardstick: Yardstick) -> None:
        # A report that is listed says again what another paragraph asks for, and is no clause or mention of its own.
        self.reports = tuple(
            each
            for each in reports_by_marks(story, yardstick.library)
            if _says_it_again(each, story, yardstick.library)
        )
        said_again = {line for each in self.reports for line in range(each.first, each.last + 1)}
        self.lines = [line for line in read_lines(story.lines) if line.index not in said_again]
        marked = story.controls or story.bookmarks
        claimed = [named.version for named in named_by_marks(story, yardstick.library)] if marked else []
        self._sections = Sections(self.lines, yardstick.model)
        measured = self._sections.quality_requirements()
        self.measured_lines = frozenset(place for section in measured for place in section)
        found = find_clauses(yardstick.index, self.lines, claimed)
        owned = owned_lines(found, self.lines)
        self.clauses: dict[str, list[ClauseFound]] = {}
        for each in found:
            self.clauses.setdefault(each.key.clause_id.split("/")[0], []).append(self._told(each, yardstick.library))
        free = [place for place in range(len(self.lines)) if place not in owned]
        self.free = [self.lines[place].text for place in free]
        self.measures = [
            (each.key.title, " ".join(line.text for line in self.lines[each.first : each.last + 1]))
            for each in found
            if each.key.clause_id.split("/")[1] == "quality"
        ]
        self.mentions: Mapping[str, list[SpokenOf]] = by_component(yardstick.terms.spoken_of(self.lines, free))
        self._places = {line.index: place for place, line in enumerate(self.lines)}

    def _told(self, there: ClauseThere[ClauseVersion], library: Library) -> ClauseFound:
        version = there.key
        newest = library.clauses[version.clause_id].versions[-1].number
        return ClauseFound(
            version.clause_id,
            version.number,
            newest,
            version.title,
            there.amount,
            there.share,
            self._above(there.first, version.title),
            self.lines[there.first].text[:120],
            there.first in self.measured_lines,
        )

    def _above(self, place: int, title: str) -> str:
        """The heading that a clause stands under, its own left out."""
        title, name = fold(title), self._sections.name(place)
        while title and name.endswith(title):
            place = self._sections.above(place) - 1
            name = self._sections.name(place) if place >= 0 else ""
        return name

    def mention(self, spoken: SpokenOf) -> Mention:
        return Mention(self._sections.name(spoken.line), spoken.excerpt)

    def heading_of(self, gap: Gap) -> str:
        """The heading that a gap stands under; the part of the file where it is not the main text."""
        place = self._places.get(gap.line)
        return (
            self._sections.name(place)
            if place is not None
            else gap.part.removeprefix("word/").removesuffix(".xml")
            if gap.line < 0
            else ""
        )


def _component(component: Component, now: _Reading, then: _Reading, yardstick: Yardstick) -> ComponentFinding:
    clauses = [each for each in now.clauses.get(component.id, ()) if each.place != "quality"]
    measures = [each for each in now.clauses.get(component.id, ()) if each.place == "quality"]
    mentions = now.mentions.get(component.id, [])
    coverage = _coverage(component.id, now)
    measure = _measure(component, measures, mentions, now, yardstick.library)
    missing = tuple(_missing(component, coverage, measure, clauses, yardstick.library))
    return ComponentFinding(
        component.id,
        component.title,
        coverage,
        coverage if then is now else _coverage(component.id, then),
        tuple(clauses),
        measure,
        tuple(measures),
        tuple(now.mention(each) for each in mentions[:_MOST_MENTIONS]),
        len(mentions),
        missing,
    )


def _coverage(component: str, reading: _Reading) -> Coverage:
    found = reading.clauses.get(component, [])
    wording = [each for each in found if each.place != "quality"]
    if wording:
        return "word for word" if all(each.word_for_word for each in wording) else "changed"
    return "only mentioned" if found or component in reading.mentions else "absent"


def _measure(
    component: Component,
    measures: Sequence[ClauseFound],
    mentions: Iterable[SpokenOf],
    reading: _Reading,
    library: Library,
) -> Measure:
    there = [each for each in measures if each.in_5_1]
    if there:
        return "library's, in 5.1" if all(each.word_for_word for each in there) else "library's, changed, in 5.1"
    if any(each.line in reading.measured_lines for each in mentions):
        return "in its own words, in 5.1"
    if measures:
        return "outside 5.1"
    offered = any(clause.component == component.id and clause.place == "quality" for clause in library.clauses.values())
    return "none" if offered else "none offered"


def _missing(
    component: Component, coverage: Coverage, measure: Measure, clauses: Sequence[ClauseFound], library: Library
) -> Iterable[str]:
    if coverage == "absent":
        yield "nothing about it"
        return
    if coverage == "only mentioned":
        yield "mentioned, and no clause about it"
    if measure in ("none", "outside 5.1"):
        yield "no measure in 5.1" if measure == "none" else "a measure, but not in 5.1"
    found = {each.clause_id for each in clauses}
    # The set that the document has most of says what else belongs beside its clauses.
    sets = [ids for ids in component.sets.values() if found & set(ids)]
    nearest = max(sets, key=lambda ids: (len(found & set(ids)) / len(ids), len(ids)), default=())
    for clause_id in nearest:
        if clause_id not in found:
            yield f"no clause “{library.clauses[clause_id].versions[-1].title}” ({clause_id})"
    changed = [f"“{each.title}”" for each in clauses if not each.word_for_word]
    if changed:
        yield f"the approved words of {in_a_row(changed)}, which were changed"
    for each in clauses:
        if each.version < each.newest and each.word_for_word:
            yield f"version {each.version} of “{each.title}”, of which there is a version {each.newest}"


def yardstick_of(library: Library, terms: Terms, headings: Iterable[SpecificationHeading]) -> Yardstick:
    """What documents are held against, from the library, the words of its components and the editions' headings."""
    unique = {heading.title: heading for heading in headings}
    return Yardstick(library, version_index(library.versions_offered()), terms, tuple(unique.values()))


# Auditing many files, one at a time: which files a folder holds for an audit, and one bad file that stops none of them.

READ: Final = (".docx", ".docm")
_OTHER_FORMS: Final = {
    ".doc": "the old .doc format", ".pdf": "PDF", ".rtf": "Rich Text", ".odt": "OpenDocument text",
    ".dot": "an old Word template", ".dotx": "a Word template", ".dotm": "a Word template with macros",
    ".wpd": "WordPerfect", ".pages": "Apple Pages",
}  # fmt: skip
_LOCK: Final = "~$"
_STUMBLES: Final = (ValueError, LookupError, ArithmeticError, RecursionError, etree.LxmlError)
"""What a file that no one foresaw may make the reading raise."""


class FoundFiles(Struct, frozen=True):
    """The files of a run. `read` are those to be read, `not_read` documents in another form; the rest is only
    counted."""

    read: tuple[Path, ...]
    not_read: tuple[Problem, ...]
    passed_over: int = 0
    others: int = 0


class _Collecting(Struct):
    read: dict[Path, Path] = field(default_factory=dict)
    not_read: dict[Path, Problem] = field(default_factory=dict)
    passed_over: int = 0
    others: int = 0

    def take(self, file: Path, *, named: bool) -> None:
        ending = file.suffix.lower()
        if file.name.startswith(_LOCK):
            self.passed_over += 1
        elif ending in READ:
            self.read.setdefault(Path(os.path.realpath(file)), file)
        elif ending in _OTHER_FORMS:
            self.not_read[file] = Problem(
                "not-read",
                f"{_OTHER_FORMS[ending]} is not read",
                Location(str(file)),
                severity="warning",
                cure="save it in Word as “Word Document (*.docx)” and run the audit again",
            )
        elif named:
            self.not_read[file] = Problem(
                "not-read",
                "the file is not a Word document (.docx)",
                Location(str(file)),
                severity="warning",
                cure="name Word files or folders of them",
            )
        else:
            self.others += 1


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """The files themselves, and all below each folder in the order of their names, each once.

    Nothing hidden is looked at and no link to a folder is followed. A folder that cannot be listed is among those not
    read."""
    found = _Collecting()
    for path in paths:
        if not path.is_dir():
            found.take(path, named=True)
            continue
        for file in _below(path, found.not_read):
            found.take(file, named=False)
    return FoundFiles(tuple(found.read.values()), tuple(found.not_read.values()), found.passed_over, found.others)


def _below(folder: Path, faults: dict[Path, Problem]) -> Iterator[Path]:
    def failed(fault: OSError) -> None:
        place = Path(str(fault.filename))
        faults[place] = Problem(
            "cannot-be-read",
            f"the folder cannot be read: {fault.strerror}",
            Location(str(place)),
            cure="ask for the right to read it",
        )

    for place, folders, files in os.walk(folder, onerror=failed):
        folders[:] = gone_through(folders)
        yield from (Path(place, name) for name in sorted(files) if not name.startswith("."))


Audited = tuple[DocumentAudit | None, Sequence[Problem]]
"""One file's findings, or why it has none."""


def audit_files(
    files: FoundFiles,
    yardstick: Yardstick,
    told: Callable[[DocumentAudit], DocumentAudit] | None = None,
    audited: Callable[[Iterable[Path]], Iterable[Audited]] | None = None,
) -> Audit:
    """The audit of the files; each is read, held against the yardstick and let go before the next is opened.

    `told` may say more of a document, such as its provider from a register; `audited` audits them elsewhere, in their
    order.
    """
    documents: list[DocumentAudit] = []
    not_read = list(files.not_read)
    left_out: list[Problem] = []
    each_audited = audited(files.read) if audited is not None else (audit_file(path, yardstick) for path in files.read)
    for document, problems in each_audited:
        not_read += [each for each in problems if each.slug != LEFT_OUT]
        left_out += [each for each in problems if each.slug == LEFT_OUT]
        if document is not None:
            documents.append(told(document) if told is not None else document)
    return Audit(tuple(documents), tuple(not_read), files.passed_over, files.others, tuple(left_out))


def audit_file(path: Path, yardstick: Yardstick) -> Audited:
    """One file's findings, or why it has none. Nothing that a file holds ends the run."""
    place = Location(str(path))
    try:
        if not path.is_file():
            return None, [Problem("cannot-be-read", "this is not an ordinary file", place)]
        data = read_plain(path, LARGEST_ARCHIVE + 1)
        return audit_document(data, str(path), yardstick)
    except PermissionError:
        return None, [
            Problem(
                "cannot-be-read",
                "the file cannot be opened",
                place,
                cure="close it in Word, or ask for the right to read it",
            )
        ]
    except OSError as fault:
        return None, [Problem("cannot-be-read", f"the file cannot be read: {fault.strerror or fault}", place)]
    except _STUMBLES as fault:
        said = f"the file is made in a way that specgen did not foresee ({type(fault).__name__}: {str(fault)[:120]})"
        return None, [
            Problem(
                "not-foreseen",
                said,
                place,
                cure="open it in Word, save it under a new name and run the audit again; and please report it with "
                "the file",
            )
        ]


# Specifications audited by several processes: each makes the yardstick ready for itself, once for a run.


def opened_yardstick(workplace: Workplace) -> Yardstick:
    """What documents are held against in an organisation's workplace, whatever faults are in its lists of words."""
    terms, _ = read_terms(library_folders(workplace.organisation), workplace.library.components)
    return yardstick_of(
        workplace.library, terms, (heading for edition in workplace.editions for heading in edition.headings)
    )


def audited_by(
    executor: Executor, start: Path, yardstick: Yardstick, meanwhile: Callable[[], None]
) -> Callable[[Iterable[Path]], Iterable[Audited]]:
    """How the executor's processes audit files; `start` is where the organisation is found.

    Raises ElsewhereError where one of them finds another library, and WorkerDiedError."""
    work = partial(_audited, start, yardstick.library.seal)
    return lambda files: shared(executor, work, files, meanwhile=meanwhile)


def _audited(start: Path, seal: str, files: Sequence[Path]) -> list[Audited]:
    yardstick = _yardstick(start)
    if yardstick.library.seal != seal:
        raise ElsewhereError("a worker finds other clauses than the run began with")
    return [audit_file(file, yardstick) for file in files]


@lru_cache(maxsize=1)
def _yardstick(start: Path) -> Yardstick:
    return opened_yardstick(open_workplace(start)[0])
