"""What must hold of a library besides that each file can be read: dates, quotations, adaptations, approvals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from msgspec import Struct

from specgen.library.approvals import question_faults, withdrawals_out_of_time
from specgen.library.model import Approval, Clause, ClauseVersion, DeclaredPlaceholder, Library
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, did_you_mean
from specgen.wording.difference import compare_words
from specgen.wording.wording import Block, Blocks, Run, references_in
from specgen.yamlfile import decode

# Whether quoted wording has its source's words: compared with the passage that the library stores, word for word.
#
# A stored passage lies at `sources/<document>/<section>.txt`, as the document prints it. Compared are the words alone:
# white space, list marks, the quotation marks round a whole passage, footnote digits and the brackets of “[®]” are not
# words of the source. Each placeholder stands for the characters that clause.yaml gives as its `gap`.

_LIST_MARK = re.compile(r"^\s*(?:- |\d+\. )")
_TRANSCRIPTION = re.compile(r"[⁰¹²³⁴-⁹]|\[(?=®)|(?<=®)\]")
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


def words_alone(text: str) -> str:
    """The words of a passage or a wording on one line, single spaces between them."""
    lines = (_LIST_MARK.sub("", line) for line in text.splitlines())
    return " ".join(_TRANSCRIPTION.sub("", " ".join(lines)).split())


def with_gaps(blocks: Blocks, placeholders: Mapping[str, DeclaredPlaceholder]) -> str:
    """The wording as the source prints it, a line a block: every placeholder replaced by the gap that it stands for."""
    return "\n".join(
        "".join(
            part.text if isinstance(part, Run) else placeholders[part.name].gap if part.name in placeholders else ""
            for part in block.inlines
        )
        for block in blocks
    )


def quotations(passage: str) -> tuple[str, ...]:
    """What may be quoted from a stored passage: the whole of it, or, where it is a list of measures, each single item.

    A passage between quotation marks is model wording and is quoted whole or not at all.
    """
    whole = passage.strip()
    if whole.startswith("“") and whole.endswith("”"):
        return (words_alone(whole[1:-1]),)
    items = [words_alone(line) for line in whole.splitlines() if line.startswith("- ")]
    return (words_alone(whole), *(item for item in items if item != "AND/OR"))


def quotation_faults(library: Library, folders: Sequence[Path]) -> list[Problem]:
    """Every national version of the library whose words are not its source's, or whose source is not stored.

    `folders` are the libraries' folders, each of which may hold `sources/`.
    """
    return [
        fault
        for clause in library.clauses.values()
        for version in clause.versions
        if version.origin == "national"
        for fault in _faults(clause, version, folders)
    ]


def _faults(clause: Clause, version: ClauseVersion, folders: Sequence[Path]) -> Iterator[Problem]:
    place = Location(version.file, 1, 1)
    source = f"{version.source.document}, {', '.join(version.source.sections)}"
    for name in {part.name for block in version.blocks for part in block.inlines if not isinstance(part, Run)}:
        if name not in clause.placeholders or not clause.placeholders[name].gap:
            message = (
                f"the quoted wording of {version.name} has {{{{ {name} }}}}, and clause.yaml does not say "
                f"what the source prints there"
            )
            cure = "add “gap:” with the source’s own characters"
            yield Problem("gap-not-given", message, clause.location, cure=cure, source=source)
    passages = [_passages(version.source.document, section, folders) for section in version.source.sections]
    if not all(passages):
        message = f"the source of {version.name} is not stored, so its words cannot be compared"
        cure = f"store the passage as sources/{version.source.document}/<section>.txt in the library"
        yield Problem("source-not-stored", message, place, source=source, cure=cure)
        return
    words = words_alone(with_gaps(version.blocks, clause.placeholders))
    known = [found for group in passages for passage in group for found in quotations(passage)]
    if len(passages) > 1:
        known.append(" ".join(quotations(group[0])[0] for group in passages))
    if words not in known:
        message = f"{version.name} says that it is quoted, and its words are not those of the source"
        cure = "put the source’s words back, or make the wording a drafted clause that is based on this one"
        yield Problem(
            "quoted-words-differ", message, place, source=source, excerpt=_first_difference(words, known), cure=cure
        )


def _passages(document: str, section: str, folders: Iterable[Path]) -> tuple[str, ...]:
    """The stored passages of a section: `<section>.txt`, else those that begin with it, such as `4.1-stage-4.txt`."""
    if not _SAFE_NAME.fullmatch(document) or not _SAFE_NAME.fullmatch(section):
        return ()
    for folder in folders:
        place = folder / "sources" / document
        exact = place / f"{section}.txt"
        files = [exact] if exact.is_file() else sorted(place.glob(f"{section}-*.txt"))
        texts = [decode(read_plain(file), str(file)) for file in files]
        if texts:
            return tuple(text for text, problems in texts if not problems)
    return ()


def _first_difference(words: str, known: Sequence[str]) -> str:
    """Where the words first leave the nearest quotation: `[-source's words-]{+the clause's words+}` with some words
    round."""

    def block(text: str) -> Block:
        return Block("paragraph", (Run(text),))

    nearest = min(
        (compare_words(block(text), block(words)) for text in known),
        key=lambda stretches: sum(len(s.text) for s in stretches if s.mark != "kept"),
    )
    at = next(index for index, stretch in enumerate(nearest) if stretch.mark != "kept")
    before = nearest[at - 1].text[-30:] if at else ""
    forms = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return before + "".join(
        forms[stretch.mark].format(stretch.text) for stretch in nearest[at : at + 2] if stretch.mark != "kept"
    )


def library_faults(library: Library, folders: Sequence[Path]) -> list[Problem]:
    """Every fault of the joined library that reading it does not find. `folders` are the libraries' folders."""
    problems = quotation_faults(library, folders)
    for clause in library.clauses.values():
        problems += _date_faults(library, clause)
        for version in clause.versions:
            problems += _adaptation_faults(library, version)
            problems += _reference_faults(library, version)
    problems += _approvals_of_two_wordings(library.approvals)
    problems += withdrawals_out_of_time(library.approvals)
    problems += question_faults(library.approvals, library.clauses)
    problems += [_behind(each) for each in adaptations_behind(library)]
    return problems


def _reference_faults(library: Library, version: ClauseVersion) -> Iterator[Problem]:
    """References of the wording to clauses that the library does not have."""
    for name in dict.fromkeys(reference.target[0] for reference in references_in(version.blocks)):
        if name not in library.clauses:
            yield Problem(
                "reference-unknown",
                f"{version.name} refers to a paragraph of {name}, which the library does not have",
                Location(version.file, 1, 1),
                suggestion=did_you_mean(name, library.clauses),
                cure="correct the clause’s id after “see:”",
            )


def approvals_wanting(library: Library, on: date | None = None) -> list[Problem]:
    """A warning for each version whose approvals do not count by the organisation's settings: too few people gave
    them, or they will have lapsed by the day `on`."""
    return [
        Problem(
            "approval-wanting",
            f"{version.name} does not count as approved{f' on {on}' if on is not None else ''}: {reason}",
            library.given(version)[-1].location,
            "warning",
            cure=f"have it approved: specgen clauses approve {version.name}",
        )
        for clause in library.clauses.values()
        for version in clause.versions
        if library.given(version) and (reason := library.not_enough(version, on))
    ]


class AdaptationBehind(Struct, frozen=True):
    """A local adaptation whose base has a newer version: the adaptation's version, the version that it is based on, and
    the newest one of that clause. `through` is the adaptation that stands between them, "" where there is none."""

    version: ClauseVersion
    base: ClauseVersion
    newest: ClauseVersion
    through: str = ""

    def __str__(self) -> str:
        """What is told of it, in a sentence without its full stop."""
        by_way = f", by way of {self.through}" if self.through else ""
        return f"{self.version.name} is based on {self.base.name}{by_way}, and {self.newest.name} is newer"


def adaptations_behind(library: Library) -> tuple[AdaptationBehind, ...]:
    """Every adaptation that is based on an older version of a clause which has a newer one, itself or by way of another
    adaptation: of each clause the newest version, and the one that contracts take while that is not approved."""
    return tuple(
        found
        for clause in library.clauses.values()
        for version in dict.fromkeys((library.version_on(clause, None), clause.versions[-1]) if clause.versions else ())
        for found in bases_behind(library, version)
    )


def bases_behind(library: Library, version: ClauseVersion, day: date | None = None) -> Iterator[AdaptationBehind]:
    """The bases of the version that have a newer version, the nearest first; with a day, of which a contract of that
    day takes a newer one."""
    before = version
    for base in bases_of(library, version):
        clause = library.clauses[base.clause_id]
        newest = clause.versions[-1] if day is None else library.version_on(clause, day)
        if newest.number > base.number:
            yield AdaptationBehind(version, base, newest, before.name if before is not version else "")
        before = base


def bases_of(library: Library, version: ClauseVersion) -> Iterator[ClauseVersion]:
    """What the version is based on, itself or by way of another adaptation, the nearest first."""
    seen = [version]
    while (base := base_of(library, seen[-1])) is not None and base not in seen:
        yield base
        seen.append(base)


def base_of(library: Library, version: ClauseVersion) -> ClauseVersion | None:
    """The version that it says it is based on; None where it names none that the library has."""
    clause_id, _, number = version.based_on.partition("@")
    base = library.clauses.get(clause_id)
    return base.version(int(number)) if base is not None and number.isdecimal() else None


def _behind(found: AdaptationBehind) -> Problem:
    cure = (
        f"read what changed (specgen clauses diff {found.base.clause_id} {found.base.number} "
        f"{found.newest.number}; “redline” in its place writes it for Word), and make a version of the adaptation that "
        f"is based on {found.newest.name}, or that says why the older one stays"
    )
    return Problem("adaptation-behind", str(found), Location(found.version.file, 1, 1), "warning", cure=cure)


def _date_faults(library: Library, clause: Clause) -> Iterator[Problem]:
    """Versions that are in force at the same time although one was meant to end or could never apply.

    A version without an end is ended by the next one. A withdrawn version counts no longer, and two that begin on one
    day are a fault only once both are approved: until then the older one is a draft that was replaced.
    """
    for version in clause.versions:
        if version.effective_to is not None and version.effective_to < version.effective_from:
            message = f"{version.name} ends on {version.effective_to}, before it begins on {version.effective_from}"
            yield Problem("dates-reversed", message, Location(version.file, 1, 1), cure="correct the dates")
    counting = [version for version in clause.versions if not _withdrawn(library, version)]
    for earlier, later in combinations(counting, 2):
        ended = earlier.effective_to is not None and later.effective_from <= earlier.effective_to
        same_day = (
            earlier.effective_from == later.effective_from
            and library.approval(earlier) is not None
            and library.approval(later) is not None
        )
        if ended or same_day or later.effective_from < earlier.effective_from:
            until = f" to {earlier.effective_to}" if earlier.effective_to else ""
            yield Problem(
                "overlapping-dates",
                f"{later.name} is in force from {later.effective_from}, and {earlier.name} from "
                f"{earlier.effective_from}{until}: their dates overlap",
                Location(later.file, 1, 1),
                cure="let the later version begin after the earlier one ends; one that is approved is withdrawn first",
            )


def _withdrawn(library: Library, version: ClauseVersion) -> bool:
    lines = [
        line for line in library.approvals if (line.clause_id, line.version) == (version.clause_id, version.number)
    ]
    return bool(lines) and lines[-1].withdrawn


def _adaptation_faults(library: Library, version: ClauseVersion) -> Iterator[Problem]:
    place = Location(version.file, 1, 1)
    if version.based_on:
        clause_id = version.based_on.partition("@")[0]
        if clause_id == version.clause_id or base_of(library, version) is None:
            yield Problem(
                "based-on-unknown",
                f"{version.name} says that it is based on “{version.based_on}”, which is no version of another clause",
                place,
                suggestion=did_you_mean(clause_id, library.clauses),
                cure="write the other clause’s id, @ and its version",
            )
        if version.origin == "national":
            message = f"{version.name} is an adaptation and says that it is quoted"
            yield Problem("adaptation-origin", message, place, cure="give it the origin “drafted”")
    elif version.deviation_until is not None:
        message = f"{version.name} says until when its deviation holds, and not what it deviates from"
        cure = "add “based_on:” with the other clause’s id, @ and its version"
        yield Problem("deviation-without-base", message, place, cure=cure)


def _approvals_of_two_wordings(approvals: tuple[Approval, ...]) -> Iterator[Problem]:
    """A version that was approved with one wording and then, by a line added by hand, with another."""
    first: dict[tuple[str, int], Approval] = {}
    for line in approvals:
        known = first.setdefault((line.clause_id, line.version), line)
        if not line.withdrawn and not known.withdrawn and known.sha256 != line.sha256:
            message = (
                f"{line.clause_id}@{line.version} was approved with other words by {known.approved_by} on "
                f"{known.approved_on}"
            )
            cure = "an approved version never changes: put the approved file back and make the change as a new version"
            yield Problem("approved-version-changed", message, line.location, cure=cure)
