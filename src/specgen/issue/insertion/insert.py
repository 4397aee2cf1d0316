"""Clauses into a specification that already exists: what stands there, what comes in and where, and the proof of it.

Nothing is written here; the caller puts the bytes in place. Source: handbook 4.2.4 (where the wording and measures go).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from specgen.assembly.marks import short_key
from specgen.issue.insertion.plan import InsertionPlan, WantedClause, plan_insertion, with_numbers
from specgen.issue.insertion.upgrade import cannot, one_break, take_out, upgrade
from specgen.library.model import ClauseVersion
from specgen.problems import Location, Problem, Severity, has_errors
from specgen.recognition.marks import TAG_PREFIX, read_tag
from specgen.recognition.percentages import OtherPercentage, other_percentages
from specgen.word.document.fillins import number_field
from specgen.word.document.headings import HeadingWords
from specgen.word.insert.change import CannotChangeError
from specgen.word.insert.closed import closed_host, closed_place, struck_end
from specgen.word.insert.extent import SectionExtent, shortened, stands_out
from specgen.word.insert.host import Host, HostParagraph, Standing, read_host, standing_controls, words_that_stay
from specgen.word.insert.lists import NewLists
from specgen.word.insert.look import InsertedNumbers
from specgen.word.insert.place import LINE, TABLE, Found, SectionNumber, doubtful_end, find_heading, option
from specgen.word.insert.proof import ExpectedClause, ToBeDone, prove_insertion
from specgen.word.insert.stands import labels_moved, printed, whereabouts
from specgen.word.insert.write import Addition, PutIn, put_in, tracking_of
from specgen.word.package.bounds import read_document, unended_cells
from specgen.word.package.ooxml import RefusedValue, w
from specgen.word.package.package import Package, read_package
from specgen.word.package.properties import check_stamp
from specgen.word.package.spans import Splice
from specgen.wording.wording import SEE, Block, Placeholder, Run

SECTIONS: Final[Mapping[str, SectionNumber]] = {"specification": "3.2", "quality": "5.1"}
LARGEST_TEXT: Final = 32 * 2**20
"""Bytes of a document's main part that are read; a specification of five hundred pages has a tenth of it."""


class Request(Struct, frozen=True):
    """What is asked: the clauses in order, and after which heading each section's go where that was said.

    `author` is "" where nothing is to be tracked.
    """

    wanted: tuple[WantedClause, ...]
    author: str
    date: str
    after: Mapping[SectionNumber, str] = field(default_factory=dict)
    renumber: bool = False
    """Whether numbers of the document that come later may move on, where what is put in is numbered."""
    known: tuple[ClauseVersion, ...] = ()
    """The library's versions: words of one of them that stand there are not taken for another clause's."""
    whole: bool = False
    """Whether these are all the clauses that the document is to hold."""


class InsertedAt(Struct, frozen=True):
    """Where clauses went in: the section, its heading, what they were to stand after, and which they are.

    `under`, `number`, `line_before` and `line_after` are read from the written document: the heading under which they
    stand with its number, and the lines round them.
    """

    section: SectionNumber
    heading: str
    after: str
    clauses: tuple[str, ...]
    under: str = ""
    number: str = ""
    line_before: str = ""
    line_after: str = ""


class Insertion(Struct, frozen=True):
    """The result. `data` is the host's own bytes where nothing was to be done."""

    data: bytes
    places: tuple[InsertedAt, ...] = ()
    standing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str, str], ...] = ()
    """Lines whose printed number moved on: (words, old, new)."""


def insert(
    data: bytes,
    file: str,
    request: Request,
    model: Mapping[HeadingWords, str],
    opened: tuple[Host | None, list[Problem]] | None = None,
) -> tuple[Insertion | None, list[Problem]]:
    """The document in `data` with the clauses put in, or None with the problems for which it is not.

    Warnings and notes may come with a result. `model` are the headings of the model specification; `opened` is what
    `open_host` gave for these bytes, where somebody has asked already. Where a clause refers to a paragraph by its
    number, this is the one that the document prints, once all clauses stand there.
    """
    host, faults = opened if opened is not None else open_host(data, file, model)
    if host is None:
        return None, [*(check_stamp(request.author, request.date) if request.author else []), *faults]
    made, problems, written = _with_references(host, data, request, model)
    if made is not None:
        paragraphs = (written if written is not None else host).paragraphs
        problems += _cited_otherwise(file, paragraphs, request.wanted)
        new = {name for place in made.places for name in place.clauses}
        lines = (each.line.text for each in host.paragraphs if not each.contents)
        measures = (each for each in request.wanted if each.name in new and each.place == "quality")
        said = ((each.version.title, " ".join(each.lines)) for each in measures)
        problems += [_other_percentage(file, each) for each in other_percentages(lines, said)]
    return made, problems


def _with_references(
    host: Host, data: bytes, request: Request, model: Mapping[HeadingWords, str]
) -> tuple[Insertion | None, list[Problem], Host | None]:
    """As `_inserted`, each reference with the number that the document prints once all clauses stand there."""
    if not any(each.sees for each in request.wanted):
        return _inserted(host, data, request, model)
    # What stands there already has its number; a paragraph that comes in most often counts from one in its clause.
    guessed = {
        name: number or name.rpartition("#")[2] for name, number in _numbers_in(host.paragraphs, request.wanted).items()
    }
    made, problems, written = _inserted(host, data, _numbered(request, guessed), model)
    if made is None:
        return None, problems, None
    then = _numbers_in((written if written is not None else host).paragraphs, request.wanted)
    if unknown := [name for name, number in then.items() if not number]:
        file = host.package.file
        faults = [_not_seen(file, each, name) for each in request.wanted for name in unknown if name in each.sees]
        return None, faults, None
    if then == guessed:
        return made, problems, written
    return _inserted(host, data, _numbered(request, then), model)


def _cited_otherwise(file: str, paragraphs: Sequence[HostParagraph], wanted: Iterable[WantedClause]) -> list[Problem]:
    """The warning that a schedule of the contract names paragraphs by numbers that they do not have here."""
    moved: list[str] = []
    for each in wanted:
        here = {
            number: _number_in(paragraphs, (form,), short_key(each.version.clause_id))
            for number, form in each.cited.items()
        }
        others = [f"{number} is {now or 'without a number'}" for number, now in here.items() if now != number]
        if others:
            moved.append(f"“{each.version.title}”: {', '.join(others)}")
    if not moved:
        return []
    return [
        Problem(
            "cited-otherwise",
            f"Schedule 6A of the contract names paragraphs by numbers that they do not have here. {'; '.join(moved)}",
            Location(file),
            severity="warning",
            cure="correct them in the Schedule 6A that goes with this document; “specgen duties” names them as it does",
        )
    ]


def _numbered(request: Request, numbers: Mapping[str, str]) -> Request:
    return replace(request, wanted=tuple(with_numbers(each, numbers) for each in request.wanted))


def _numbers_in(paragraphs: Sequence[HostParagraph], wanted: Iterable[WantedClause]) -> dict[str, str]:
    return {
        name: _number_in(paragraphs, forms, short_key(name.removeprefix(SEE).partition("#")[0]))
        for each in wanted
        for name, forms in each.sees.items()
    }


def _number_in(paragraphs: Sequence[HostParagraph], forms: Sequence[Block], key: str) -> str:
    """The number that the host prints before the clause's paragraph, in one of the forms that it may have; "" where
    none, or more than one, of its lines is that paragraph. Two clauses may have the same words in one, so a paragraph
    in the control of the clause itself comes first, and one in the control of another is none."""
    for form in forms:
        words = max([part.text for part in form.inlines if isinstance(part, Run)], key=len, default="")
        alike = [each for each in paragraphs if words in each.line.text]  # nearly no line has these
        found = [(each, _clause_round(each)) for each in alike if _is_form(form, each.line.text)]
        own = [each for each, whose in found if whose == key]
        if there := own or [each for each, whose in found if not whose]:
            counted = len(there) == 1 and (there[0].number or there[0].line.kind == "number")
            # A list may count in letters: “c)” is referred to as c.
            return there[0].label.strip().strip("().") if counted else ""
    return ""


def _clause_round(paragraph: HostParagraph) -> str:
    """The key of the clause in whose content control the paragraph stands; "" in none of ours."""
    tags = (
        control.find(f"{w('sdtPr')}/{w('tag')}") for control in (paragraph.element, *paragraph.element.iterancestors())
    )
    keys = (read_tag(found.get(w("val"), "")).key for found in tags if found is not None)
    return next(filter(None, keys), "")


def _is_form(form: Block, text: str) -> bool:
    """Whether the line has the words of the paragraph, in their order, whatever stands at its placeholders."""
    literals = [part.text for part in form.inlines if isinstance(part, Run)]
    at = 0
    for literal in literals:
        found = text.find(literal, at)
        if found == -1 or (at == 0 and found and not isinstance(form.inlines[0], Placeholder)):
            return False
        at = found + len(literal)
    return sum(map(len, literals)) >= _ENOUGH


_ENOUGH: Final = 12
"""Letters of a paragraph's own words by which it is told."""


def _not_seen(file: str, wanted: WantedClause, name: str) -> Problem:
    return Problem(
        "reference-not-there",
        f"{wanted.version.clause_id} refers to {name.removeprefix(SEE)}, and the document has no numbered paragraph, "
        f"or more than one, with its words",
        Location(file),
        cure="put the clause that it refers to in as well, or a version that does not refer to it",
    )


def _other_percentage(file: str, other: OtherPercentage) -> Problem:
    return Problem(
        "another-percentage",
        f"“{other.title}”, which is put in, says {other.given}, and the document says “{other.sentence}”",
        Location(file),
        severity="warning",
        cure="if both are of one thing, correct or take out one of them: the document contradicts itself; "
        "if they are of two, nothing need be done",
    )


def _inserted(
    host: Host, data: bytes, request: Request, model: Mapping[HeadingWords, str]
) -> tuple[Insertion | None, list[Problem], Host | None]:
    """The result, and the document that was written as it was read again; None where nothing was."""
    file = host.package.file
    problems = check_stamp(request.author, request.date) if request.author else []
    if has_errors(problems):
        return None, problems, None
    standing = standing_controls(host, TAG_PREFIX)
    plan, faults = plan_insertion(host, standing, request.wanted, request.known, whole=request.whole)
    problems += faults
    additions, places, faults = _additions(host, plan.new, request)
    problems += faults
    if has_errors(problems):
        return None, problems, None
    said = Insertion(data, tuple(places), plan.standing, tuple(each.wanted.name for each in plan.changed), plan.left)
    if not additions and not plan.changed:
        return said, problems, None
    made, package, moved, faults = _proved(host, plan, additions, request)
    problems += faults
    if made is None or package is None or has_errors(problems):
        return None, problems, None
    package.share_trees_of(host.package)
    written = read_host(package, model)
    seen, faults = _seen(host, written, additions, places)
    problems += faults
    if has_errors(problems):
        return None, problems, None
    problems += [_moved(file, words) for words in made.marks_moved]
    return Insertion(made.data, tuple(seen), said.standing, said.changed, said.left, moved=moved), problems, written


def _seen(
    host: Host, written: Host, additions: Sequence[Addition], places: Sequence[InsertedAt]
) -> tuple[list[InsertedAt], list[Problem]]:
    """The places as they are in the written document; a problem where clauses do not stand under their heading, or
    are read as part of a deeper one."""
    file = host.package.file
    seen: list[InsertedAt] = []
    problems: list[Problem] = []
    for addition, place in zip(additions, places, strict=True):
        heading = addition.extent.heading
        found = whereabouts(written, [each.tag for each in addition.passages], heading)
        if found is None or (stands_out(heading) and printed(heading) not in found.above):
            above = f"“{found.above[0]}”" if found is not None and found.above else "no heading"
            problems.append(
                Problem(
                    "misplaced",
                    f"in the document as it would be written, the clauses stand under {above} and not under "
                    f"“{printed(heading)}”",
                    Location(file),
                    cure=f"nothing was written; choose the line after which they go with --after “{LINE}…”",
                )
            )
            continue
        if found.under in found.above[: found.above.index(printed(heading)) if stands_out(heading) else 0]:
            problems.append(_read_deeper(host, addition.extent, place.section, found.under))
        seen.append(
            replace(
                place,
                under=found.under,
                number=found.number,
                line_before=found.before,
                line_after=found.after,
            )
        )
    return seen, problems


def _read_deeper(host: Host, extent: SectionExtent, section: SectionNumber, under: str) -> Problem:
    """The warning that the clauses stand at the end of their section under a heading of another subject in it."""
    lines = [each for each in (extent.heading, *extent.members) if not each.blank]
    first = next((at for at, each in enumerate(lines) if at and stands_out(each)), 0)
    last = lines[first - 1]
    kind = LINE if last.cell is extent.heading.cell else TABLE
    chosen = option(host, last, f"{section}={kind}") if first else ""
    before = f"put them before “{shortened(lines[first].said)}” with {chosen}, or " if chosen else ""
    return Problem(
        "under-another-heading",
        f"the clauses come at the end of “{shortened(extent.heading.said)}”, and a reader takes them for part of "
        f"“{under}”, the last heading in it: nothing that is put in shows that this one has ended",
        Location(host.package.file),
        severity="warning",
        cure=f"if they are not to be part of it, {before}choose another place with --after “{section}={LINE}…”",
    )


def moment(date: str) -> str:
    """The date as it stands on a tracked change."""
    return date if "T" in date else f"{date}T00:00:00Z"


def open_host(data: bytes, file: str, model: Mapping[HeadingWords, str]) -> tuple[Host | None, list[Problem]]:
    """The document read, or None with the reason for which nothing is put into it."""
    package, problems = read_document(data, file)
    if package is None:
        return None, problems
    if len(package.part(package.main)) > LARGEST_TEXT:
        return None, [
            Problem(
                "part-too-large",
                f"the text of the file is larger than {LARGEST_TEXT // 2**20} MiB",
                Location(file),
                cure="take pasted-in files out of the document, or split it",
            )
        ]
    try:
        if closed := closed_host(package):
            return None, closed
        host = read_host(package, model)
        host.body  # noqa: B018 - a main part without a body is no document
    except (etree.XMLSyntaxError, AssertionError) as fault:
        what = "the file is damaged: its main part has no body"
        if isinstance(fault, etree.XMLSyntaxError):
            what = f"a part of it is damaged: {fault.msg}"
        return None, [Problem("damaged-file", what, Location(file), cure="ask for the file again")]
    return host, []


def _additions(
    host: Host, new: Sequence[WantedClause], request: Request
) -> tuple[list[Addition], list[InsertedAt], list[Problem]]:
    additions: list[Addition] = []
    places: list[InsertedAt] = []
    problems: list[Problem] = []
    both = len({each.place for each in request.wanted if each.place in SECTIONS}) > 1
    for place, section in SECTIONS.items():
        wanted = [each for each in new if each.place == place]
        if not wanted:
            continue
        found, faults = find_heading(host, section, request.after.get(section, ""), both=both)
        problems += faults
        if found is None:
            continue
        extent = found.extent
        if doubts := doubtful_end(host, section, extent, both=both):
            problems += doubts
            continue
        problems += closed_place(host, extent.spot, tracked=bool(request.author))
        if found.remark:
            problems.append(_remark(host, found))
        problems += _numbered_by_fields(host, extent)
        additions.append(Addition(extent, tuple(each.passage for each in wanted)))
        places.append(InsertedAt(section, found.heading.said, _last_words(extent), tuple(each.name for each in wanted)))
    return additions, places, problems


def _remark(host: Host, found: Found) -> Problem:
    return Problem(
        "place-by-number",
        f"the place was {found.remark}: “{found.heading.said}”",
        Location(host.package.file),
        severity="warning",
        cure="check that this is the section that is meant, or say which with --after",
    )


def _numbered_by_fields(host: Host, extent: SectionExtent) -> list[Problem]:
    """The warning that lines of the section have numbers that Word counts in fields, and what is put in has none."""
    lines = (each for each in (extent.heading, *extent.members) if each.line.fields)
    found = next(((name, each) for each in lines if (name := number_field(each.element))), None)
    if found is None:
        return []
    name, line = found
    return [
        Problem(
            "not-numbered",
            f"what is put in takes no number: lines here, such as “{shortened(line.said)}”, have theirs from {name} "
            "fields, which no list of the document counts",
            Location(host.package.file),
            severity="warning",
            cure=f"where it must have a number, copy the field from such a line in Word and press F9; numbers of later "
            f"{name} fields then move on",
        )
    ]


def _last_words(extent: SectionExtent) -> str:
    return next((each.line.text.strip() for each in reversed(extent.members) if each.text), "")


_ATTEMPTS: Final = (
    InsertedNumbers(paragraphs=True, headings=True),
    InsertedNumbers(paragraphs=False, headings=True),
    InsertedNumbers(paragraphs=False, headings=False),
)
"""What of the insertion is numbered as its neighbours are, tried one after the other until no other number moves."""


def _proved(
    host: Host, plan: InsertionPlan, additions: Sequence[Addition], request: Request
) -> tuple[PutIn | None, Package | None, tuple[tuple[str, str, str], ...], list[Problem]]:
    """The result, proved, as the file that it is, and the numbers that moved; where numbering what is put in would move
    others, without."""
    problems: list[Problem] = []
    would_move: tuple[tuple[str, str, str], ...] = ()
    for numbering in _ATTEMPTS:
        made, problems = _made(host, plan, additions, request, numbering)
        if made is None:
            return None, None, (), problems
        result, problems = read_package(made.data, host.package.file)
        change = _change(additions, plan, made, request)
        if result is not None:
            problems += prove_insertion(host.package, result, change)
        if not problems:
            return made, result, (), _not_numbered(host, would_move) if would_move else []
        if not additions or problems[0].slug != "insertion-not-proved":
            break
        if result is not None and numbering is _ATTEMPTS[0]:
            would_move = _moved_by(host, result, change)
            if would_move and request.renumber:
                problems = prove_insertion(host.package, result, replace(change, renumbers=True))
                if not problems:
                    return made, result, would_move, []
    struck = (struck_end(host, each.extent.spot) for each in additions)
    faults = unended_cells(host.package) or problems
    return None, None, (), next(([named] for named in struck if named is not None), faults)


def _moved_by(host: Host, result: Package, change: ToBeDone) -> tuple[tuple[str, str, str], ...]:
    return tuple(labels_moved(host, read_host(result, {}), [each.tag for each in change.comes]))


def _not_numbered(host: Host, would_move: Sequence[tuple[str, str, str]]) -> list[Problem]:
    words, old, new = would_move[0]
    more = f" and {len(would_move) - 1:,} more" if len(would_move) > 1 else ""
    return [
        Problem(
            "not-numbered",
            f"what is put in takes no number, because “{old}” before “{shortened(words)}” would become “{new}”{more}",
            Location(host.package.file),
            severity="note",
            cure="if the later numbers may move on, say --renumber",
        )
    ]


def _made(
    host: Host, plan: InsertionPlan, additions: Sequence[Addition], request: Request, numbering: InsertedNumbers
) -> tuple[PutIn | None, list[Problem]]:
    tracking, problems = tracking_of(host, request.author, moment(request.date))
    if tracking is None:
        return None, problems
    lists = NewLists(host)
    splices: list[Splice] = []
    for each in plan.changed:
        try:
            splices += upgrade(host, each, tracking, lists)
        except CannotChangeError as fault:
            problems.append(cannot(host, each.wanted.version.clause_id, fault))
    if problems:
        return None, problems
    try:
        return put_in(host, additions, splices, tracking, lists, numbering), []
    except RefusedValue as fault:
        return None, [Problem("value-refused", f"a clause cannot be written: {fault.reason}", cure=fault.cure)]


def _change(additions: Sequence[Addition], plan: InsertionPlan, made: PutIn, request: Request) -> ToBeDone:
    comes = [
        ExpectedClause(
            passage.tag,
            _printed(passage.blocks),
            words_that_stay(each.extent.heading.element),
            words_that_stay(each.extent.ended_by.element) if each.extent.ended_by is not None else "",
        )
        for each in additions
        for passage in each.passages
    ]
    return ToBeDone(
        (
            *comes,
            *(ExpectedClause(each.wanted.passage.tag, _printed(each.wanted.passage.blocks)) for each in plan.changed),
        ),
        tuple(each.standing.tag for each in plan.changed),
        made.endings,
        bool(request.author),
    )


def _printed(blocks: Iterable[Block]) -> tuple[str, ...]:
    return tuple(one_break(block.text) for block in blocks)


def _moved(file: str, words: str) -> Problem:
    return Problem(
        "mark-moved",
        "no paragraph follows the place, so the mark of the paragraph before it became the inserted one; "
        "rejecting gives it back",
        Location(file, paragraph=words[:80] or None),
        severity="note",
    )


# A clause that was put into a specification taken out again.


def remove(
    data: bytes, file: str, ids: Sequence[str], author: str, date: str, model: Mapping[HeadingWords, str]
) -> tuple[Insertion | None, list[Problem]]:
    """The document with the clauses taken out as tracked deletions; one that is only proposed, by the same author, is
    withdrawn."""
    problems = check_stamp(author, date)
    host, faults = open_host(data, file, model)
    problems += faults
    if host is None or has_errors(problems):
        return None, problems
    tracking, faults = tracking_of(host, author, moment(date))
    problems += faults
    if tracking is None:
        return None, problems
    controls = standing_controls(host, TAG_PREFIX)
    splices: list[Splice] = []
    gone: list[Standing] = []

    def tell(slug: str, message: str, cure: str, severity: Severity = "error") -> None:
        problems.append(Problem(slug, message, Location(file), severity, cure))

    for clause_id in dict.fromkeys(ids):
        found = [each for each in controls if read_tag(each.tag).key == short_key(clause_id)]
        struck = [each for each in found if each.struck]
        if not found:
            cure = "“specgen review” says which clauses it holds"
            tell("clause-not-there", f"no content control of {clause_id} stands in the file", cure)
        if struck:
            message = f"a tracked change takes {clause_id} out already"
            tell("clause-struck", message, "accept or reject it in Word", "warning")
        for each in found:
            if each.struck:
                continue
            if each.mixed:
                cure = "accept or reject them in Word, and run the command again"
                tell("clause-open", f"{clause_id} has tracked changes in it", cure)
                continue
            try:
                splices += take_out(host, each, tracking)
                gone.append(each)
            except CannotChangeError as fault:
                problems.append(cannot(host, clause_id, fault))
    if has_errors(problems):
        return None, problems
    if not gone:
        return Insertion(data), problems
    made = put_in(host, (), splices, tracking, NewLists(host))
    result, faults = read_package(made.data, file)
    problems += faults
    if result is not None:
        problems += prove_insertion(
            host.package, result, ToBeDone((), tuple(each.tag for each in gone), renumbers=True)
        )
    if has_errors(problems):
        return None, problems
    return Insertion(made.data, removed=tuple(dict.fromkeys(ids))), problems
