"""Decisions judged before anything is written, each fault named by its cell: what is not in the file, what cannot be
answered there, and decisions that contradict each other or say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from specgen.assembly.seams import LONGEST_LEAD, words_put_in
from specgen.problems import Location, Problem
from specgen.review.answer.sheet import Decisions
from specgen.review.answer.units import Unit
from specgen.word.document.inline import read_line
from specgen.word.document.revisions import story_parts
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package
from specgen.word.reply.comments import COMMENTS, SpotAt, ThreadAt, part_of
from specgen.word.reply.letters import WordsAt
from specgen.word.reply.missing import MissingParagraph
from specgen.word.reply.proposals import Proposal
from specgen.word.reply.rows import MissingRow, RowsAt
from specgen.word.reply.write import Answer, WrittenReply


def faults_of_decisions(decisions: Decisions, known: Mapping[str, Unit], answers: Sequence[Answer]) -> list[Problem]:
    """All that is wrong with the decisions on the changes of a file."""
    return [
        *_refused(decisions, known),
        *_says_the_same(answers, known, decisions),
        *_overlaps(answers, decisions),
        *_torn(answers, known, decisions),
        *_half_a_fallback(answers, known, decisions),
    ]


def name_of_theirs(package: Package, author: str) -> Iterator[Problem]:
    """The problem that somebody of our author's name changed or commented on the file: nobody could tell the two
    apart, and rejecting ours would reject theirs."""
    names = [*story_parts(package), *filter(None, [part_of(package, COMMENTS)])]
    roots = (package.tree(name) for name in dict.fromkeys(names))
    theirs = {each.get(w("author"), "") for root in roots for each in root.iter("{*}*")}
    same = next((name for name in sorted(theirs) if name and _plain(name) == _plain(author)), None)
    if same is not None:
        yield Problem(
            "author-is-theirs",
            f"“{same}” stands on tracked changes or comments of {package.file} already, so ours could not be told from "
            "them",
            Location(package.file),
            cure=f"give --author another name, such as “{author}, for the Commissioner”; where they are your own from "
            f"an earlier round, add the round: “{author}, round 2”",
        )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def faults_of_counters(
    package: Package, written: WrittenReply, answers: Sequence[Answer], decisions: Decisions
) -> Iterator[Problem]:
    """Counters that do not read on from the words before them or into those after them in the reply, such as “at least
    at least”; `package` is the reply."""
    rows = {each.id: each for each in decisions.rows}
    for answer in answers:
        if answer.verdict != "counter":
            continue
        for before, words, after in _where_ours_stand(package, written, answer):
            if found := words_put_in(before[-LONGEST_LEAD:], words.strip(), after[:LONGEST_LEAD]):
                yield Problem(
                    "counter-does-not-read-on",
                    f"the words of the counter do not read on where they would stand: {found}",
                    decisions.at(rows[answer.id], "Words"),
                    cure="write only the words that take the place of theirs; those on either side stay",
                )
                break


def _where_ours_stand(package: Package, written: WrittenReply, answer: Answer) -> Iterator[tuple[str, str, str]]:
    """Each place at which the words of the counter were put in, with the words before and after it when all is
    accepted."""
    for paragraph in package.tree(answer.where.part).iter(w("p")):
        ours = [mark for mark in paragraph.iter(w("ins")) if mark.get(w("id")) in written.marks]
        for mark in ours:
            said = "".join(each.text or "" for each in mark.iter(w("t")))
            if said == answer.words:
                items = [each for each in read_line(paragraph) if each.will_be and not each.aside]
                at = next((number for number, each in enumerate(items) if mark in each.marks), len(items))
                own = sum(mark in each.marks for each in items)
                yield "".join(each.text for each in items[:at]), said, "".join(each.text for each in items[at + own :])


def _refused(decisions: Decisions, known: Mapping[str, Unit]) -> Iterator[Problem]:
    """Decisions on what the file does not hold, and on what cannot be answered in it."""
    for each in decisions.rows:
        unit = known.get(each.id)
        if unit is None:
            yield Problem(
                "decision-unknown",
                f"“{each.id}” is no change of this file"
                + (", or what the report keeps of it was changed" if each.id in decisions.kept else ""),
                decisions.at(each, "Id"),
                cure="take the ids from the report of this very file",
            )
        elif reason := unit.refusal(each.verdict):
            yield Problem(
                "cannot-answer-here",
                f"{each.id} cannot be answered with “{each.verdict}” in the file: {reason}",
                decisions.at(each),
                cure=f"choose {', '.join(takes)}, or leave it blank" if (takes := unit.takes) else "leave it blank",
            )


def _says_the_same(answers: Sequence[Answer], known: Mapping[str, Unit], decisions: Decisions) -> Iterator[Problem]:
    """Counters that are their words, or those that were issued: marks that would change nothing."""
    rows = {each.id: each for each in decisions.rows}
    for each in answers:
        told = known[each.id].told
        if each.verdict != "counter":
            continue
        for side, whose, instead in (
            (told.added, "theirs", "accept"),
            (told.removed, "those that were issued", "reject"),
        ):
            if side.strip() and " ".join(side.split()) == " ".join(each.words.split()):
                yield Problem(
                    "counter-says-the-same",
                    f"the words of the counter are {whose}, so it would change nothing: “{each.words.strip()[:60]}”",
                    decisions.at(rows[each.id], "Words"),
                    cure=f"choose {instead} and clear the words, or write other words",
                )
                break


def _overlaps(answers: Sequence[Answer], decisions: Decisions) -> Iterator[Problem]:
    """Decisions on the same words or the same marks."""
    rows = {each.id: each for each in decisions.rows}
    for number, one in enumerate(answers):
        for two in answers[number + 1 :]:
            if _meet(one, two):
                yield Problem(
                    "decisions-overlap",
                    f"{two.id} and {one.id} (row {rows[one.id].row}) are about the same words",
                    decisions.at(rows[two.id]),
                    cure="decide one of the two",
                )


def _torn(answers: Sequence[Answer], known: Mapping[str, Unit], decisions: Decisions) -> Iterator[Problem]:
    """Decisions on the two halves of words that were moved, after which they would stand twice, or nowhere."""
    rows = {each.id: each for each in decisions.rows}
    given = {each.id: each for each in answers if not each.by_comment}
    for away in known.values():
        here = known.get(away.half)
        if here is None or len(away.told.removed) <= len(away.told.added):
            continue
        one, two = given.get(away.id), given.get(here.id)
        back = one is not None and one.verdict in ("reject", "counter")
        out = two is not None and two.verdict == "reject"
        decided = next((each.id for each in (two, one) if each is not None), "")
        if back != out and decided:
            yield Problem(
                "move-torn",
                f"{away.id} and {here.id} are the same words, moved: as decided they would stand "
                f"{'twice' if back else 'nowhere'}",
                decisions.at(rows[decided]),
                cure="refuse both, or accept both; where one cannot be refused in the file, ask about it",
            )


def _half_a_fallback(answers: Sequence[Answer], known: Mapping[str, Unit], decisions: Decisions) -> Iterator[Problem]:
    """Some of the changes accepted that only together are wording which somebody approved."""
    rows = {each.id: each for each in decisions.rows}
    accepted = {each.id for each in answers if each.verdict == "accept"}
    for whole in dict.fromkeys(unit.together for unit in known.values() if accepted.intersection(unit.together)):
        left = [f"{each} (row {rows[each].row})" if each in rows else each for each in whole if each not in accepted]
        mine = [each for each in whole if each in accepted]
        if left:
            named = ", ".join(f"{each} (row {rows[each].row})" for each in mine)
            yield Problem(
                "fallback-torn",
                f"{named} and {', '.join(left)} are one fallback together: accepted without the others, the clause "
                "would be nobody’s wording",
                decisions.at(rows[mine[0]]),
                cure="accept all of them, or none; where only a part is wanted, counter it with the words",
            )


def _meet(one: Answer, two: Answer) -> bool:
    a, b = one.where, two.where
    if a.part != b.part:
        return False
    if isinstance(a, ThreadAt | MissingParagraph | MissingRow) or isinstance(
        b, ThreadAt | MissingParagraph | MissingRow
    ):
        return a == b
    if isinstance(a, SpotAt | RowsAt) or isinstance(b, SpotAt | RowsAt):
        return a == b and isinstance(a, RowsAt)
    for look, other in ((one, b), (two, a)):
        # A look is refused by striking its words, which others beside them are put in again between.
        if isinstance(look.where, Proposal) and look.where.look and isinstance(other, WordsAt):
            return look.verdict == "reject" and other.paragraph in look.where.paragraphs
    if isinstance(a, Proposal) or isinstance(b, Proposal):
        return isinstance(a, Proposal) and isinstance(b, Proposal) and bool({*a.marks} & {*b.marks})
    if a.paragraph != b.paragraph:
        return False
    return (a.start < b.end and b.start < a.end) or (a.start, a.end) == (b.start, b.end)
