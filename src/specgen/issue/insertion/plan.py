"""What is to be done for each clause that is asked for: it stands already, comes in, changes, or was edited and is
left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.assembly.choices import SERVICE_PLACES
from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.reports import has_list_of_reports
from specgen.assembly.marks import FIELD_LINES, field_line, inserted_tag, short_key
from specgen.assembly.pack import Pack, assemble
from specgen.assembly.page import CALENDAR_MONTH, first_month
from specgen.assembly.values import Printed, ValueFault, convert
from specgen.checks import check
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date, parse_day
from specgen.issue.insertion.values import other_values
from specgen.issue.precedents import Workplace
from specgen.library.duties.sentences import addresses, carried
from specgen.library.model import Clause, ClauseVersion, DeclaredPlaceholder, Library
from specgen.problems import Location, Problem, did_you_mean, has_errors
from specgen.recognition.alignment import read_lines
from specgen.recognition.by_words import find_clauses, owned_lines, stands, version_index
from specgen.recognition.marks import read_tag
from specgen.word.document.lines import Line
from specgen.word.insert.host import Host, Standing
from specgen.wording.folded import fold
from specgen.wording.gaps import gap_left_by_a_person
from specgen.wording.wording import Block, Blocks, Passage, Run, fill, placeholder_names, references_in

NO_REFERENCES: Mapping[str, tuple[Block, ...]] = MappingProxyType({})
_SURE = 12
"""Words of a paragraph from which its standing in the document word for word is no accident."""


class WantedClause(Struct, frozen=True):
    """A clause version with its words as printed, the place of the library it belongs to, and its marks. `sees` are
    its references to numbered paragraphs, each with the forms in which that paragraph may stand; their numbers are the
    host's, and known once the clause stands there. `cited` are its paragraphs that the contract's list of reports
    names, by the number that stands in that list."""

    version: ClauseVersion
    passage: Passage
    sees: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    cited: Mapping[str, Block] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The place of the library, which says in which section it goes."""
        return self.version.clause_id.split("/")[1]

    @property
    def name(self) -> str:
        """`id@version`."""
        return self.version.name

    @property
    def lines(self) -> tuple[str, ...]:
        """The words, a line for each paragraph."""
        return tuple(block.text for block in self.passage.blocks)


def with_numbers(wanted: WantedClause, numbers: Mapping[str, str]) -> WantedClause:
    """The clause with its references as these numbers; “?” stands for one that is not known yet."""
    blocks = fill(wanted.passage.blocks, {name: numbers.get(name) or "?" for name in wanted.sees})
    marks = inserted_tag(wanted.version, [block.text for block in blocks])
    return replace(wanted, passage=replace(wanted.passage, blocks=blocks, tag=marks))


def seen_paragraphs(library: Library, version: ClauseVersion) -> dict[str, tuple[Block, ...]]:
    """The version's references, each with the paragraph that it names in every version of that clause, newest first."""
    found: dict[str, tuple[Block, ...]] = {}
    for reference in references_in(version.blocks):
        clause_id, sentence = reference.target
        clause = library.clauses.get(clause_id)
        forms = []
        for other in reversed(clause.versions) if clause is not None else ():
            own = clause_id == version.clause_id and other.number == version.number
            now = sentence if own else carried(clause, sentence, other) if clause is not None else None
            forms += [other.blocks[index] for item, index in addresses(other) if item == (now or "").partition(".")[0]]
        found[reference.name] = tuple(forms)
    return found


def wanted_clause(
    version: ClauseVersion, blocks: Blocks, lines: Blocks = (), sees: Mapping[str, tuple[Block, ...]] = NO_REFERENCES
) -> WantedClause:
    """The version with its filled blocks as it is put into a document: with its title as a heading in 3.2; in 5.1
    alone, with its threshold, method and what else is said of the measure in the lines below it."""
    inline = version.clause_id.split("/")[1] != "specification"
    printed = (*blocks, *lines) if inline else (Block("heading", (Run(version.title),)), *blocks)
    tag = inserted_tag(version, [block.text for block in printed])
    return WantedClause(version, Passage(printed, tag, "", version.title, inline), sees)


def lines_of_measure(version: ClauseVersion) -> dict[str, Block]:
    """The lines that stand under a measure, by field, their placeholders open; none for wording."""
    if version.clause_id.split("/")[1] != "quality":
        return {}
    found = {name: field_line(version, name) for name in FIELD_LINES}
    return {name: line for name, line in found.items() if line is not None}


class Changed(Struct, frozen=True):
    """A clause that stands in an older version, or with other values, and the one that is proposed instead."""

    standing: Standing
    wanted: WantedClause


class InsertionPlan(Struct, frozen=True):
    """`standing` and `left` are names of clauses that stay as they are: as asked, or edited by a person."""

    new: tuple[WantedClause, ...]
    changed: tuple[Changed, ...]
    standing: tuple[str, ...]
    left: tuple[str, ...]


def plan_insertion(
    host: Host,
    standing: Sequence[Standing],
    wanted: Sequence[WantedClause],
    known: Sequence[ClauseVersion] = (),
    *,
    whole: bool = False,
) -> tuple[InsertionPlan, list[Problem]]:
    """The plan, and what a person must know of the clauses that are left as they stand.

    `known` are the versions that may stand there too: words that are more alike to one of them are no other's. `whole`
    says that `wanted` is all that the document is to hold."""
    free = list(standing)
    new: list[WantedClause] = []
    changed: list[Changed] = []
    same: list[str] = []
    left: list[str] = []
    problems: list[Problem] = []
    words: _WordsThere | None = None
    waiting: list[WantedClause] = []
    for each in wanted:
        exact = next((found for found in free if found.tag == each.passage.tag and _untouched(found)), None)
        if exact is None:
            waiting.append(each)
        else:
            free.remove(exact)
            same.append(each.name)
    for each in waiting:
        key = short_key(each.version.clause_id)
        other = next((found for found in free if _key(found) == key), None)
        if other is None:
            words = words or _WordsThere(host, wanted, known)
            if (fault := words.instead_of(each)) is not None:
                left.append(each.name)
                problems.append(fault)
            else:
                new.append(each)
                problems += words.beside(each)
        else:
            free.remove(other)
            fault = _not_to_touch(host, other, each)
            if fault is None:
                changed.append(Changed(other, each))
            elif other.lines == each.lines and not other.struck:
                same.append(each.name)
            else:
                left.append(each.name)
                problems.append(fault)
    if whole:
        problems += _not_asked_for(host, free, known)
    return InsertionPlan(tuple(new), tuple(changed), tuple(same), tuple(left)), problems


def _not_asked_for(host: Host, standing: Iterable[Standing], known: Iterable[ClauseVersion]) -> list[Problem]:
    """The warning that clauses stand there, by their marks, which are none of those that are asked for."""
    ids = {short_key(each.clause_id): each.clause_id for each in known}
    left = [clause for each in standing if not each.struck and (clause := ids.get(_key(each), ""))]
    if not left:
        return []
    one = len(left) == 1
    return [
        Problem(
            "stands-unasked",
            f"{', '.join(left)} {'stands' if one else 'stand'} there, and the contract does not choose "
            f"{'it: it is' if one else 'them: they are'} left",
            Location(host.package.file),
            severity="warning",
            cure=f"take {'it' if one else 'each'} out with --remove {left[0]}, or choose it in the contract",
        )
    ]


def _key(standing: Standing) -> str:
    return read_tag(standing.tag).key


def _untouched(standing: Standing) -> bool:
    """Whether the words are those that were put in, by the digest in the tag."""
    return not standing.struck and not standing.mixed and read_tag(standing.tag).holds(standing.lines)


def _became(standing: Standing, wanted: WantedClause) -> str:
    """What became of the clause's own words, as review and audit say it."""
    alone = wanted.version.clause_id.split("/")[1] != "specification"
    lines = [Line(line, "") for line in standing.lines]
    found = stands(wanted.version.blocks, lines, alone=alone)
    if found == "changed":
        return "its words are changed"
    return "its own words are there word for word" if found == "word for word" else "other words stand in its place"


def _not_to_touch(host: Host, standing: Standing, wanted: WantedClause) -> Problem | None:
    clause = wanted.version.clause_id

    def left(slug: str, message: str, cure: str) -> Problem:
        paragraph = next((line[:80] for line in standing.lines if line.strip()), None)
        where = Location(host.package.file, paragraph=paragraph)
        return Problem(slug, f"{message}: it is left", where, severity="warning", cure=cure)

    if standing.struck:
        message = f"{clause} stands there and a tracked change takes it out"
        return left("clause-struck", message, "accept or reject that change in Word, and run the command again")
    if not any(line.strip() for line in standing.lines):
        message = f"the content control of {clause} stands there empty"
        return left("clause-emptied", message, "delete the empty control in Word, and run the command again")
    if standing.mixed:
        message = f"{clause} stands there with tracked changes in it"
        return left("clause-open", message, "accept or reject them in Word, and run the command again")
    if not read_tag(standing.tag).digest:
        message = f"{clause} stands there as it was built with the document"
        return left("clause-issued", message, "build the document anew, or make a variation")
    if not _untouched(standing):
        message = f"{clause} stands there and was edited since it was put in ({_became(standing, wanted)})"
        return left("edited-by-hand", message, "“specgen review” says what was changed; take over by hand what is new")
    if (number := read_tag(standing.tag).number) > wanted.version.number:
        message = f"{clause} stands there in version {number}, and version {wanted.version.number} is asked for"
        return left("newer-version", message, "take it out first with --remove, if the older version is really meant")
    return None


class _WordsThere:
    """The clauses that stand in the host by their words alone, as the audit finds them."""

    def __init__(self, host: Host, wanted: Sequence[WantedClause], known: Sequence[ClauseVersion]) -> None:
        self._host = host
        versions = {each.name: each for each in (*known, *(each.version for each in wanted))}
        newest_first = sorted(versions.values(), key=lambda each: (each.clause_id, -each.number))
        self._lines = read_lines(host.story.lines)
        found = find_clauses(version_index(newest_first), self._lines)
        self._of = {there.key.clause_id: there for there in reversed(found)}
        self._owned = owned_lines(found, self._lines)

    def instead_of(self, wanted: WantedClause) -> Problem | None:
        """The problem that the clause stands there without its control; None where its words do not."""
        there = self._of.get(wanted.version.clause_id)
        if there is None:
            return None
        how = "word for word" if there.word_for_word else f"changed, with {int(there.share * 100)}% of its words"
        others = [f"version {there.key.number}, where version {wanted.version.number} is asked for"]
        others = [] if wanted.version in there.wanted.keys else others
        if there.word_for_word and not others:
            own = there.last + 1 - there.first
            below = 2 * len(FIELD_LINES) if wanted.passage.inline else 0  # a measure's lines, or cells of a table
            near = [each.line.text for each in self._lines[there.first : there.last + 1 + below]]
            others = other_values(near, own, wanted.passage.blocks, wanted.version.blocks)
            how = "word for word but for its values" if others else how
        said = f", and it says otherwise: {'; '.join(others)}" if others else ""
        return Problem(
            "other-values-stand" if others else "words-stand-already",
            f"{wanted.version.clause_id} stands there already, {how}, without its content control: it is not put in a "
            f"second time{said}",
            Location(self._host.package.file, paragraph=self._lines[there.first].line.text.strip()[:80]),
            severity="warning",
            cure="correct it there by hand, or take those words out and run the command again"
            if others
            else "take those words out, if the clause is to be put in",
        )

    def beside(self, wanted: WantedClause) -> list[Problem]:
        """A warning where a longer paragraph of a clause that is put in stands there word for word, and is no other
        clause's."""
        free = {line.text for place, line in enumerate(self._lines) if place not in self._owned}
        for block in wanted.passage.blocks:
            if block.kind != "heading" and len((text := fold(block.text)).split()) >= _SURE and text in free:
                return [
                    Problem(
                        "paragraph-stands-already",
                        f"{wanted.version.clause_id} is put in, and one of its paragraphs stands there already",
                        Location(self._host.package.file, paragraph=block.text.strip()[:80]),
                        severity="warning",
                        cure="take the older paragraph out, if it is to be said once",
                    )
                ]
        return []


# Which clauses are put into a specification: those a contract chooses for one service, or a single one with its values.

NOT_HERE = ("edition-not-verified",)
"""Problems about schedules of which nothing is printed in a specification."""


def clauses_of_contract(
    contract: Contract, service: int, workplace: Workplace, document: str, file: str
) -> tuple[tuple[WantedClause, ...], list[Problem]]:
    """The wording and the measures that the contract chooses for the service with this index, and every problem of the
    contract and of what the document, whose folded text is given, does not say of them."""
    library = workplace.library
    pack, problems = assemble(contract, library, workplace.editions, workplace.types)
    if pack is not None:
        problems += check(pack)
    problems = [each for each in problems if each.slug not in NOT_HERE]
    if pack is None or has_errors(problems):
        return (), problems
    problems += _month_not_said(pack, service, document, file)
    return tuple(
        replace(
            wanted_clause(
                each.version,
                _with_open_references(each),
                fill(tuple(lines_of_measure(each.version).values()), each.printed),
                seen_paragraphs(library, each.version),
            ),
            cited=_cited_paragraphs(pack, each),
        )
        for place in SERVICE_PLACES
        for each in pack.at(place, service)
    ), problems


def _cited_paragraphs(pack: Pack, clause: ChosenClause) -> dict[str, Block]:
    """The clause's paragraphs that the schedule with the contract's reports names, by their numbers there."""
    if not has_list_of_reports(pack):
        return {}
    blocks = dict(addresses(clause.version))
    found: dict[str, Block] = {}
    for row in ledger_of(pack).rows:
        item = row.reading.sentence.partition(".")[0]
        if (row.clause_id, row.service) == (clause.id, clause.service) and row.reading.reported and item in blocks:
            found[row.paragraph.number] = clause.version.blocks[blocks[item]]
    found.pop("", None)
    return found


def _with_open_references(clause: ChosenClause) -> Blocks:
    """The clause's blocks as filled, its references open: the host's numbers are others than those of a pack."""
    blocks = clause.version.blocks
    if not any(True for _ in references_in(blocks)):
        return clause.blocks
    return fill(blocks, {name: clause.printed[name] for name in placeholder_names(blocks)})


def single_clause(
    library: Library, clause: Clause, version: ClauseVersion | None, given: Mapping[str, Sequence[str]], day: date
) -> tuple[WantedClause | None, list[Problem]]:
    """The clause (the version that applies on `day` where none is named) with the values that were given for its
    placeholders."""
    if clause.place not in SERVICE_PLACES:
        return None, [
            Problem(
                "clause-elsewhere",
                f"{clause.id} belongs in a schedule of its own (“{clause.place}”), not in a service specification",
                cure="choose it in a contract file and build that schedule",
            )
        ]
    version = version or _applying(library, clause, day)
    if version is None:
        return None, [
            Problem(
                "version-not-in-force",
                f"no version of {clause.id} is in force on {day}",
                cure=f"name one: {clause.id}@{clause.versions[-1].number}",
            )
        ]
    names = tuple(dict.fromkeys(placeholder_names(version.blocks)))
    lines = lines_of_measure(version)
    of_fields = {name: tuple(placeholder_names((line,))) for name, line in lines.items()}
    all_names = tuple(dict.fromkeys((*names, *(each for needed in of_fields.values() for each in needed))))
    values: dict[str, Printed] = {}
    problems = [
        Problem(
            "unused-value",
            f"{clause.id} does not ask for “{name}” in its wording",
            cure=f"it asks for: {', '.join(all_names) or 'nothing'}",
            suggestion=did_you_mean(name, all_names),
        )
        for name in given
        if name not in all_names
    ]
    for name in all_names:
        placeholder = clause.placeholders[name]
        if name not in given and placeholder.otherwise:
            values[name] = (placeholder.otherwise,) if placeholder.kind == "list" else placeholder.otherwise
            continue
        if name not in given and name not in names:
            continue
        if name not in given:
            problems.append(_missing_value(name, clause, placeholder))
            continue
        printed, faults = _converted(name, given[name], placeholder, day, library)
        problems += faults
        if printed is not None:
            values[name] = printed
    if library.approval(version, day) is None:
        reason = library.not_enough(version, day)
        problems.append(
            Problem(
                "clause-not-approved",
                f"{version.name} is not approved by your organisation" + (f": {reason}" if reason else ""),
                Location(""),
                severity="warning",
                cure=f"have it approved: specgen clauses approve {version.name}",
            )
        )
    if has_errors(problems):
        return None, problems
    whole = [name for name, needed in of_fields.items() if all(each in values for each in needed)]
    problems += _left_out(clause, [name for name in of_fields if name not in whole], of_fields, values)
    below = fill(tuple(lines[name] for name in whole), values)
    sees = seen_paragraphs(library, version)
    return wanted_clause(version, fill(version.blocks, values), below, sees), problems


def _missing_value(name: str, clause: Clause, placeholder: DeclaredPlaceholder) -> Problem:
    question = placeholder.question or f"it is the contract's {placeholder.comes_from}"
    return Problem(
        "missing-value",
        f"the value “{name}” is missing; {clause.id} needs it: {question}",
        cure=f'add --set "{name}={placeholder.example or "…"}"',
    )


def _converted(
    name: str, given: Sequence[str], placeholder: DeclaredPlaceholder, day: date, library: Library
) -> tuple[Printed | None, list[Problem]]:
    """What the value that was given is printed as, None where it cannot be; and what is to be said of it."""
    written: object = tuple(given) if placeholder.kind == "list" or len(given) > 1 else given[0]
    converted = convert(written, placeholder, day, library.situations)
    if isinstance(converted, ValueFault):
        fault = Problem(
            "wrong-value", f"“{name}”: {converted.message}", cure=converted.cure, suggestion=converted.suggestion
        )
        return None, [fault]
    mark = next(filter(None, map(gap_left_by_a_person, given)), None)
    if mark is None:
        return converted.printed, []
    return converted.printed, [
        Problem(
            "gap-in-value",
            f"the value “{name}” holds “{mark}”, which looks like a gap that was left open",
            severity="warning",
            cure="write what is meant",
        )
    ]


def _left_out(
    clause: Clause, left: Sequence[str], needed: Mapping[str, Sequence[str]], values: Mapping[str, Printed]
) -> list[Problem]:
    """What a person must know of lines under a measure that no value was given for."""
    if not left:
        return []
    missing = dict.fromkeys(each for name in left for each in needed[name] if each not in values)
    lines = ", ".join(f"“{FIELD_LINES[name]}”" for name in left)
    them = "it" if len(left) == 1 else "them"
    gaps = " ".join(f'--set "{each}={clause.placeholders[each].example or "…"}"' for each in missing)
    return [
        Problem(
            "lines-left-out",
            f"no value was given for {lines}: {clause.id} is meant without {them}",
            severity="warning",
            cure=f"add {gaps}",
        )
    ]


def _applying(library: Library, clause: Clause, day: date) -> ClauseVersion | None:
    """The newest approved version in force on `day`, else the newest in force."""
    in_force = [version for version in clause.versions if version.in_force(day)]
    approved = [version for version in in_force if library.approval(version, day) is not None]
    best = approved or in_force
    return best[-1] if best else None


def service_named(contract: Contract, written: str, text: str) -> tuple[int | None, list[Problem]]:
    """The index of the service that is meant: the one with the number or name `written`, the only one, or the one that
    the document's first words name."""
    services = contract.content.services
    names = [f"{contract.service_number(index)} ({service.name})" for index, service in enumerate(services)]
    if written:
        found = [
            index
            for index, service in enumerate(services)
            if written.casefold() in (contract.service_number(index).casefold(), service.name.casefold())
        ]
        if len(found) == 1:
            return found[0], []
        return None, [
            Problem(
                "service-unknown",
                f"the contract has no service “{written}”",
                Location(contract.file),
                cure=f"it has: {', '.join(names)}",
            )
        ]
    said = [index for index, service in enumerate(services) if service.name.casefold() in text]
    if len(services) == 1:
        return 0, [] if said else [_not_named(contract, services[0].name)]
    if len(said) == 1:
        return said[0], []
    return None, [
        Problem(
            "service-not-said",
            f"the contract has {len(services)} services, and the document names "
            f"{'several' if said else 'none'} of them",
            Location(contract.file),
            cure=f"say whose specification it is with --service: {', '.join(names)}",
        )
    ]


_PERIOD = re.compile(r"(?:(?:contract|service) )?(?:period|term)\b:?", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d\d-\d\d")


def period_differs(contract: Contract, service: int, lines: Sequence[str], file: str) -> list[Problem]:
    """The warning that the document gives the service another first or last day than the contract, beside the label of
    the model specification's own table or in the cell after it."""
    given = contract.content.services[service].period or contract.content.contract.term
    for at, line in enumerate(lines):
        label = _PERIOD.match(line.strip())
        value = line.strip()[label.end() :] if label is not None else ""
        days = [parse_day(each) for each in _DAY.findall(value or " ".join(lines[at + 1 : at + 2]))]
        if label is not None and len(days) == 2 and None not in days and days != [given.start, given.end]:
            said = " to ".join(long_date(day) for day in days if day is not None)
            return [
                Problem(
                    "period-differs",
                    f"the document gives “{said}” as the period, and the contract {long_date(given.start)} to "
                    f"{long_date(given.end)}",
                    Location(file, paragraph=line.strip()[:80]),
                    severity="warning",
                    cure="make the two the same before the document is sent",
                )
            ]
    return []


def _month_not_said(pack: Pack, service: int, document: str, file: str) -> list[Problem]:
    """The warning that the contract's own schedule says at its head what “each period of 1 month” is, and the document,
    into which wording that counts so is put, says nowhere."""
    month = first_month(pack, service)
    if not month or CALENDAR_MONTH.partition(";")[0] in document:
        return []
    return [
        Problem(
            "month-not-said",
            f"what is put in counts by “each period of 1 month”, the service begins within one, and the document does "
            f"not say how that is counted; the contract’s own Schedule 2A says “{month}”",
            Location(file),
            severity="warning",
            cure="write that sentence beside the period of the service before the document is sent",
        )
    ]


def _not_named(contract: Contract, name: str) -> Problem:
    return Problem(
        "service-not-named",
        f"the document does not name the service “{name}”",
        Location(contract.file),
        severity="warning",
        cure="check that it is the specification of this service",
    )
