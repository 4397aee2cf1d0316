"""The reply to a file that came back, from the decisions of its report to the bytes of the file; nothing is written
here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from specgen.problems import Location, Problem
from specgen.review.answer.judge import faults_of_counters, faults_of_decisions, name_of_theirs
from specgen.review.answer.nearest import Comments, note_of
from specgen.review.answer.sheet import Decision, Decisions
from specgen.review.answer.units import COMMENT, Unit, content_kept, content_of, is_resolved, units_kept
from specgen.review.words import NOBODY
from specgen.word.package.ooxml import RefusedValue
from specgen.word.package.package import Package, read_package
from specgen.word.reply.clean import clean_copy
from specgen.word.reply.comments import SpotAt, ThreadAt
from specgen.word.reply.letters import WordsAt
from specgen.word.reply.missing import MissingParagraph
from specgen.word.reply.proposals import AnswerVerdict, Proposal
from specgen.word.reply.prove import prove_reply
from specgen.word.reply.rows import MissingRow, RowsAgain, RowsAt
from specgen.word.reply.write import Answer, AnswerPlace, WrittenReply, write_reply

NOT_AGREED: Final = "Open: not agreed"
"""How our comment begins at a change that nobody tracked and nobody has agreed, in the file as decided."""


class Reply(Struct, frozen=True):
    """The reply and, where it was asked for, the clean file; what was decided, and what was left undecided."""

    data: bytes
    clean: bytes | None
    decided: tuple[Answer, ...]
    undecided: tuple[Unit, ...]
    by_comment: tuple[Unit, ...] = ()
    """What was refused by a comment alone, and stands in the file as they made it."""
    open: tuple[Unit, ...] = ()
    """The changes that nobody has agreed and that stand in the clean file, each tracked or with a comment of ours."""
    threads: tuple[Unit, ...] = ()
    """The threads of theirs that nobody has resolved; in the clean file they stand with our replies."""


def make_reply(
    data: bytes,
    package: Package,
    decisions: Decisions,
    author: str,
    date: str,
    *,
    clean: bool,
) -> tuple[Reply | None, list[Problem]]:
    """The reply to the file in `data`, proved, or None with the problems for which there is none. `date` is a day or a
    moment (ISO 8601)."""
    content = content_of(package)
    known = {unit.id: unit for unit in units_kept(decisions.kept, package)}
    others = {name for name, text in decisions.kept.items() if content_kept(text) != content}
    if others == set(decisions.kept):
        return None, [
            Problem(
                "another-file",
                f"the report is of another file than {package.file}, or of another state of it",
                Location(decisions.file),
                cure="review the file that came back again, and decide on that report",
            )
        ]
    decisions = replace(decisions, rows=tuple(each for each in decisions.rows if each.id not in others))
    known = _halves_alike(known, decisions, package)
    answers = [
        Answer(each.id, each.verdict, where, _spaced(each, known[each.id]))
        for each in decisions.rows
        if each.id in known
        for where in _places(known[each.id], each.verdict)
    ]
    if problems := [*name_of_theirs(package, author), *faults_of_decisions(decisions, known, answers)]:
        return None, problems
    answers.sort(key=lambda each: _anchor(each.where))
    decided = {each.id for each in answers}
    undecided = tuple(unit for unit in known.values() if unit.id not in decided)
    moment = date if "T" in date else f"{date}T00:00:00Z"
    made, problems = _written(package, answers, author, moment)
    if made is None:
        return None, list(_named(package, answers, author, moment, decisions, problems))
    if problems := list(faults_of_counters(made.package, made.written, answers, decisions)):
        return None, problems
    gone = set(_gone_with_others(answers, known))
    refused = tuple(known[each.id] for each in answers if each.by_comment and each.id not in gone)
    settled = gone | {each.id for each in answers if each.verdict != "ask" and (not each.by_comment or each.resolves)}
    left = tuple(unit for unit in known.values() if unit.id not in settled and unit.told.kind != COMMENT)
    copy: bytes | None = None
    if clean:
        copy, problems = _clean(package, answers, left, gone, author, moment)
        if copy is None:
            return None, problems
    reply = made.written.data if answers else data
    threads = tuple(unit for unit in known.values() if unit.told.kind == COMMENT and not is_resolved(unit))
    open_in_it = (left, threads) if clean else ((), ())
    once = {each.id: each for each in answers}
    return Reply(reply, copy, tuple(once.values()), undecided, refused, *open_in_it), []


def _places(unit: Unit, verdict: AnswerVerdict) -> tuple[AnswerPlace, ...]:
    """Where the unit is answered so: rows are struck and put in again, and one comment speaks for all."""
    if isinstance(unit.where, RowsAgain):
        return (unit.where.stand, *(unit.where.issued if verdict == "reject" else ()))
    return (unit.where,) if unit.where is not None else ()


def _halves_alike(known: Mapping[str, Unit], decisions: Decisions, package: Package) -> dict[str, Unit]:
    """The units; where words that were moved can be answered by a comment alone at the one place, so they are at the
    other, if both are refused or nobody has agreed them: struck there, they would stand nowhere."""
    given: dict[str, str] = {each.id: each.verdict for each in decisions.rows}
    found = dict(known)
    for unit in known.values():
        twin = known.get(unit.half)
        if twin is None or not isinstance(twin.where, SpotAt) or unit.where is None or isinstance(unit.where, SpotAt):
            continue
        both = given.get(unit.id, ""), given.get(twin.id, "")
        silent = unit.told.by == NOBODY
        if both == ("reject", "reject") or (silent and both[0] in ("", "ask") and both[1] != "accept"):
            place = _anchor(_places(unit, "ask")[0])
            spot = Comments(package).about((place[0], place[1]), unit.told, tracked=not silent)
            found[unit.id] = replace(unit, where=spot or unit.where)
    return found


WHOSE: Final = "specgen"
"""The author of marks that nobody is shown."""


def as_decided(data: bytes, package: Package, decisions: Decisions) -> Package | None:
    """The clean file with what was accepted, countered and refused, and all else of theirs refused where it can be;
    None where that cannot stand together."""
    made = _else_refused(data, package, decisions)
    return read_package(made.clean or made.data, package.file, macros=True)[0] if made is not None else None


def all_refused(data: bytes, package: Package, decisions: Decisions) -> Reply | None:
    """The reply, with its clean file, in which every change that can be refused is; None where that cannot stand
    together."""
    return _else_refused(data, package, replace(decisions, rows=()))


def _else_refused(data: bytes, package: Package, decisions: Decisions) -> Reply | None:
    settled = {each.id: each for each in decisions.rows if each.verdict in ("accept", "reject", "counter")}
    for unit in units_kept(decisions.kept, package):
        if unit.told.kind != COMMENT and not unit.refusal("reject"):
            settled.setdefault(unit.id, Decision(unit.id, "reject", "", 0))
    return make_reply(data, package, replace(decisions, rows=tuple(settled.values())), WHOSE, "2000-01-01", clean=True)[
        0
    ]


def _spaced(decision: Decision, unit: Unit) -> str:
    """The words of a counter with the spaces at the ends of those whose place they take: a cell holds none."""
    if decision.verdict != "counter":
        return decision.words
    theirs = unit.told.added or unit.told.removed
    before, after = theirs[: len(theirs) - len(theirs.lstrip())], theirs[len(theirs.rstrip()) :]
    return f"{before}{decision.words}{after}" if theirs.strip() else decision.words


def _anchor(where: AnswerPlace) -> tuple[str, int, int]:
    """In the order of the text, so far as one part goes."""
    if isinstance(where, Proposal):
        return where.part, where.paragraphs[0] if where.paragraphs else 0, where.marks[0]
    if isinstance(where, MissingParagraph):
        return where.part, where.beside, where.order
    if isinstance(where, ThreadAt):
        return where.part, 0, where.number
    if isinstance(where, SpotAt | RowsAt | MissingRow):
        return where.part, where.paragraph, where.order if isinstance(where, MissingRow) else 0
    return where.part, where.paragraph, where.start


def _gone_with_others(answers: Sequence[Answer], known: Mapping[str, Unit]) -> Iterator[str]:
    """The ids of changes, such as a look, of words that are gone once another decision is carried out: nothing of them
    is left to be put right."""
    for unit in known.values():
        spot = unit.where
        if not isinstance(spot, SpotAt) or spot.away or unit.told.added:
            continue
        for answer in answers:
            where, other = answer.where, known[answer.id]
            if answer.verdict != "reject" or not isinstance(where, WordsAt):
                continue
            words = bool(unit.told.removed) and unit.told.removed.strip() in other.told.added
            if (where.part, where.paragraph) == (spot.part, spot.paragraph) and (where.whole or words):
                yield unit.id
                break


class _Proved(Struct, frozen=True):
    """What was written, and the same read again, when it is proved to be what it is to be."""

    written: WrittenReply
    package: Package


def _written(
    package: Package, answers: Sequence[Answer], author: str, moment: str
) -> tuple[_Proved | None, list[Problem]]:
    try:
        written = write_reply(package, answers, author, moment)
    except (RefusedValue, ValueError, etree.XMLSyntaxError) as fault:
        said = fault.reason if isinstance(fault, RefusedValue) else f"it cannot be written: {fault}"
        return None, [Problem("cannot-answer-here", said, Location(package.file))]
    reply, problems = read_package(written.data, package.file, macros=True)
    if reply is None:
        return None, problems
    problems = prove_reply(package, answers, reply, written)
    return (None if problems else _Proved(written, reply)), problems


# The file as decided: what nobody agreed stands in it as what it is.


def _clean(
    package: Package, answers: Sequence[Answer], left: Sequence[Unit], gone: Set[str], author: str, moment: str
) -> tuple[bytes | None, list[Problem]]:
    """The file as decided. Of the changes that are `left` open those that nobody tracked are tracked there against the
    words that were issued or, where that cannot be, have a comment of ours; never do they stand as settled words. Our
    replies stay in the threads of theirs, and nothing is said of what is `gone`."""
    said = [
        replace(
            each,
            open=(each.verdict in ("ask", "reply") or (each.by_comment and not each.resolves)) and each.id not in gone,
        )
        for each in answers
    ]
    silent = [list(_marks_of_open(package, unit, said)) for unit in left if unit.told.by == NOBODY]

    def write(marked: list[Answer]) -> tuple[_Proved | None, list[Problem]]:
        return _written(package, sorted(marked, key=lambda each: _anchor(each.where)), author, moment)

    marked, made, problems = _beside_each_other(said, silent, write)
    if made is None:
        return None, problems
    return clean_copy(
        package, sorted(marked, key=lambda each: _anchor(each.where)), made.package, made.written, author, moment
    )


_Trial = Callable[[list[Answer]], tuple[_Proved | None, list[Problem]]]


def _beside_each_other(
    marked: list[Answer], silent: Sequence[Sequence[list[Answer]]], write: _Trial
) -> tuple[list[Answer], _Proved | None, list[Problem]]:
    """What is `marked` with one way of each of the `silent`, in their order the first in which it can stand beside
    those before it, and what was written of it.

    Many are tried at once in their first ways, and halved where these do not stand together: a whole reply is written
    and proved for each trial, and few of hundreds are in each other's way."""
    tried = [*marked, *(each for ways in silent for each in ways[0])]
    made, problems = write(tried)
    if made is not None:
        return tried, made, []
    if len(silent) > 1:
        half = len(silent) // 2
        marked, made, problems = _beside_each_other(marked, silent[:half], write)
        return (marked, None, problems) if made is None else _beside_each_other(marked, silent[half:], write)
    for way in silent[0][1:] if silent else ():
        tried = [*marked, *way]
        made, problems = write(tried)
        if made is not None:
            return tried, made, []
    return marked, None, problems


def _marks_of_open(package: Package, unit: Unit, answers: Sequence[Answer]) -> Iterator[list[Answer]]:
    """The ways in which a silent change that is open can be marked, the one that says most first."""
    where, said = next(iter(_places(unit, "ask")), None), f"{NOT_AGREED}."
    if not (isinstance(where, SpotAt) and where.away):
        said += f" This was changed without tracking: {note_of(unit.told)}"
    spoken = any(each.id == unit.id for each in answers)
    comment = [Answer(unit.id, "ask", where, said, open=True)] if where is not None and not unit.refusal("ask") else []
    comment = [] if spoken else comment
    if isinstance(where, WordsAt | MissingParagraph | RowsAt | MissingRow):
        yield [*comment, *(Answer(unit.id, "reject", each, open=True) for each in _places(unit, "reject"))]
    if comment or spoken:
        yield comment
    # Where nothing can stand at its place, the first paragraph that can hold a comment says it.
    first = Comments(package).first or 1
    place = unit.told.place.replace("\n", ", ")
    note = f"{NOT_AGREED}. This was changed without tracking, {place}: {note_of(unit.told)}"
    yield [Answer(unit.id, "ask", SpotAt(package.main, first, ""), note, open=True)]


def _named(
    package: Package,
    answers: Sequence[Answer],
    author: str,
    moment: str,
    decisions: Decisions,
    problems: Sequence[Problem],
) -> Iterator[Problem]:
    """What stood in the way, named by the cells of the decisions that alone bring it about."""
    rows: dict[str, Decision] = {each.id: each for each in decisions.rows}
    found = False
    for answer in answers:
        made, faults = _written(package, [answer], author, moment)
        if made is None:
            found = True
            yield Problem(
                "cannot-answer-here",
                f"{answer.id} cannot be answered with “{answer.verdict}” in the file: {faults[0].message}",
                decisions.at(rows[answer.id]),
                cure="leave it undecided here, and answer it in Word",
            )
    if not found:
        yield from problems
