"""What the report of a review says in Word, as values: the first page, then each clause with the redline between.

The first page says what changed, by class and clause, and who must decide. A change whose words are quoted there is not
listed again at its clause, so that nothing is printed four times: on the first page or in its clause's table, in the
redline, and in the wording that can be imported.

The redline of a clause is one of three states: as issued, as changed without tracking, and as changed with tracking on
top. Accepting all gives the third, rejecting all the first. What was put in without tracking and struck with it is a
deletion inside an insertion, as Word writes it.

The wording to import is the other side's words: a value that stands where it was printed becomes its placeholder again;
one that was changed stays as typed, since only a person can say whether the clause is to ask for it or to hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.values import Printed
from specgen.library.model import ClauseVersion, Library
from specgen.problems import Problem, in_reading_order, render_text
from specgen.review.changes import Change, difference
from specgen.review.findings import ClauseFinding, OutsideChange, Review, as_read
from specgen.review.reports.forms import ReportForm, drawn, open_form
from specgen.review.reports.front_page import ChangeAt, Decider, FrontRow, capital, decider, front_page
from specgen.review.sorts import SORT_WORDS
from specgen.review.words import (
    by_class,
    by_whom,
    called,
    comment_lines,
    place_of,
    removed_and_added,
    said_date,
    shaped,
    silent,
    sorts,
    verdict,
    visible,
    vouched,
)
from specgen.word.document.comments import Comment
from specgen.wording.difference import Mark
from specgen.wording.wording import (
    Block,
    Blocks,
    Inline,
    Passage,
    Placeholder,
    Redlined,
    RedlinedBlock,
    RedlinedWords,
    Run,
    Signature,
)

THEIRS_TAG: Final = "specgen-theirs:"
"""How the tag of the content control round their words, as wording to be imported, begins."""
WITHOUT: Final = "Changed without tracking"
"""The author under which a redline shows what nobody tracked."""
LONGEST_WORDS: Final = 700
"""Letters of a change that its table shows."""
MOST_CHANGES: Final = 500
"""Rows of one table of changes; what is beyond them is counted, and is in the JSON."""
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?")


class SummaryRow(Struct, frozen=True):
    """What became of one clause."""

    number: int
    title: str
    name: str
    became: str
    sort: str
    found_by: str


class ChangeRow(Struct, frozen=True):
    """One change, in words and never by colour alone."""

    change: str
    removed: str
    added: str
    sort: str
    by_whom: str


class CommentRow(Struct, frozen=True):
    """A comment or a reply; `by` has the author and the day, a line each."""

    by: str
    about: str
    words: str


class ReviewedClause(Struct, frozen=True):
    """A clause about which there is something to say. `quoted` says how many of its changes the first page lists,
    `more` how many its table leaves out."""

    number: int
    title: str
    name: str
    became: str
    recognised: str
    held_against: str
    decides: str
    notes: tuple[str, ...]
    gone: bool
    redline: tuple[Redlined, ...]
    redline_title: str
    changes: tuple[ChangeRow, ...]
    quoted: str
    more: str
    comments: tuple[CommentRow, ...]


class PlainRow(Struct, frozen=True):
    """The changes of one paragraph of a file that specgen never made, with the whole paragraph before and after."""

    change: str
    before: str
    after: str


class TheirWords(Struct, frozen=True):
    """Their words of a clause as wording to be imported."""

    number: int
    title: str
    words: Passage


class DecisionRow(Struct, frozen=True):
    """One change or comment to be decided: its id, where and by whom, and what was taken out and put in."""

    id: str
    where: str
    removed: str
    added: str


class ReviewPage(Struct, frozen=True):
    """The report of one review. Texts that may be nothing are ""."""

    title: str
    contract: str
    result: str
    attention: str
    classes: str
    first: tuple[FrontRow, ...]
    decide: tuple[Decider, ...]
    held_against: tuple[str, ...]
    summary: tuple[SummaryRow, ...]
    clauses: tuple[ReviewedClause, ...]
    outside: tuple[ChangeRow, ...]
    quoted: str
    plain: tuple[PlainRow, ...]
    more: str
    comments: tuple[CommentRow, ...]
    uncompared: tuple[str, ...]
    theirs: tuple[TheirWords, ...]
    not_looked_at: tuple[str, ...]
    problems: tuple[str, ...]
    to_decide: tuple[DecisionRow, ...] = ()


def review_page(review: Review, library: Library, to_decide: tuple[DecisionRow, ...] = ()) -> ReviewPage:
    """The report's values. `library` has the versions with their placeholders, their owners and their approvals;
    `to_decide` are the rows of the table in which each change is decided."""
    unseen = silent(review)
    title = f"Review of {review.file}"
    attention = (
        f"{unseen:,} change{'' if unseen == 1 else 's'} without tracking. Look at "
        f"{'it' if unseen == 1 else 'these'} first."
        if unseen
        else ""
    )
    classes = f"{by_class(review)}." if review.by_class() else ""
    if comments := review.counts()["comments"]:
        classes = f"{classes} {comments:,} comment{'' if comments == 1 else 's'}.".strip()
    front = front_page(review, library, (title, review.relied.reference, verdict(review), attention, classes))
    quoted = front.quoted
    told = [
        (number, finding)
        for number, finding in enumerate(review.clauses, 1)
        if not finding.as_issued or finding.comments or finding.remarks
    ]
    shown = review.outside[:MOST_CHANGES]
    return ReviewPage(
        title=title,
        contract=review.relied.reference,
        result=verdict(review),
        attention=attention,
        classes=classes,
        first=front.rows,
        decide=front.decide,
        held_against=review.relied.says,
        summary=tuple(_summary_row(number, finding) for number, finding in enumerate(review.clauses, 1)),
        clauses=tuple(_clause(number, finding, quoted, decider(finding, library)) for number, finding in told),
        outside=tuple(
            _outside_row(each.change, place_of(each)) for at, each in enumerate(shown) if (0, at) not in quoted
        )
        if review.clauses
        else (),
        quoted=_on_first_page(sum(number == 0 for number, _ in quoted)) if review.clauses else "",
        plain=tuple(_plain_rows(shown)) if not review.clauses else (),
        more=_more(len(review.outside) - MOST_CHANGES, "more"),
        comments=_comments(review.comments),
        uncompared=review.uncompared,
        theirs=tuple(_their_words(review.clauses, library)),
        not_looked_at=review.not_looked_at,
        problems=tuple(render_text(problem).replace("\n    ", " ") for problem in in_reading_order(review.problems)),
        to_decide=to_decide,
    )


# The clauses.


def _summary_row(number: int, finding: ClauseFinding) -> SummaryRow:
    return SummaryRow(
        number,
        finding.expected.title,
        finding.expected.name,
        capital(finding.summary),
        capital(sorts(finding)) or "–",
        str(finding.recognised).capitalize() if finding.recognised else "Not found",
    )


def _clause(number: int, finding: ClauseFinding, quoted: frozenset[ChangeAt], who: str) -> ReviewedClause:
    expected = finding.expected
    redline = _redline(finding)
    listed = [change for at, change in enumerate(finding.changes) if (number, at) not in quoted]
    return ReviewedClause(
        number=number,
        title=expected.title,
        name=expected.name,
        became=f"{capital(finding.summary)}.",
        recognised=str(finding.recognised) if finding.recognised else "not found",
        held_against=vouched(expected),
        decides=who if not finding.as_issued else "",
        notes=finding.remarks,
        gone=bool(redline) and not finding.theirs,
        redline=(redline,) if redline is not None else (),
        redline_title=f"from {_uncapital(called(expected))} to theirs",
        changes=tuple(_change_row(change) for change in listed[:MOST_CHANGES]),
        quoted=_on_first_page(len(finding.changes) - len(listed)),
        more=_more(len(listed) - MOST_CHANGES, "more changes"),
        comments=_comments(finding.comments),
    )


def _on_first_page(count: int) -> str:
    """Without a number: words taken out and put in are two changes, and one row there."""
    return "Changes that are listed on the first page are not said again here." if count else ""


def _more(count: int, what: str) -> str:
    return (
        f"{count:,} {what} are not listed here; the report with --format json holds all of them." if count > 0 else ""
    )


def _change_row(change: Change) -> ChangeRow:
    where = "" if change.where in ("wording", "outside the clauses") else f" ({change.where.replace('_', ' ')})"
    removed, added = (_shortened(words) for words in removed_and_added(change))
    return ChangeRow(
        f"{capital(change.kind)}{where}{_named(change)}",
        removed,
        added,
        capital(SORT_WORDS[change.sort]),
        capital(by_whom(change)),
    )


def _named(change: Change) -> str:
    """The change's id on a line of its own, where it has one."""
    return f"\n{change.id}" if change.id else ""


def _outside_row(change: Change, place: str) -> ChangeRow:
    row = _change_row(change)
    return ChangeRow(f"{capital(change.kind)}\n{place}{_named(change)}", row.removed, row.added, row.sort, row.by_whom)


def _plain_rows(changes: Sequence[OutsideChange]) -> Iterator[PlainRow]:
    """A row for each paragraph, so that none is printed again for every change in it."""

    def paragraph(each: OutsideChange) -> tuple[str, str, str]:
        return place_of(each), each.change.before, each.change.after

    for (place, before, after), held in groupby(changes, paragraph):
        found = [each.change for each in held]
        said = [
            f"{capital(change.kind)}: {visible(change.removed or change.added or change.detail)}\n"
            f"{capital(SORT_WORDS[change.sort])}{_named(change)}"
            for change in found
        ]
        people = dict.fromkeys(by_whom(change) for change in found)
        yield PlainRow("\n".join((*said, capital(place), *people)), visible(before), visible(after))


def _shortened(words: str) -> str:
    return (
        words
        if len(words) <= LONGEST_WORDS
        else f"{words[: LONGEST_WORDS - 1]}… (the whole is in the redline, and with “--format json”)"
    )


def _comments(comments: Sequence[Comment]) -> tuple[CommentRow, ...]:
    return tuple(
        CommentRow(
            (f"{capital(reply)} by " if reply else "")
            + f"{comment.author or 'no author given'}\n{said_date(comment.date)}",
            "" if reply else visible(comment.about),
            visible(comment.words) + ("\n(settled)" if comment.settled else ""),
        )
        for comment, reply in comment_lines(comments)
    )[:MOST_CHANGES]


def _their_words(clauses: Sequence[ClauseFinding], library: Library) -> Iterator[TheirWords]:
    """Their words of each changed clause as wording that asks again for the values that were not changed."""
    for number, finding in enumerate(clauses, 1):
        if not finding.theirs or finding.theirs == finding.expected.lines:
            continue
        title = finding.expected.title
        blocks = agreed_blocks(finding, library.version(finding.expected.id, finding.expected.version))
        words = Passage(blocks, f"{THEIRS_TAG}{number}", f"specgen_theirs_{number}", f"Their words: {title}")
        yield TheirWords(number, title, words)


# The redline of a clause: what was issued, what was changed without tracking, and what was changed with it.


def _redline(finding: ClauseFinding) -> Redlined | None:
    """From what was issued to theirs, the silent changes under a name that says so; None where no word changed."""
    issued, between, theirs = finding.expected.lines, finding.rejected, finding.theirs
    if issued == between == theirs:
        return None
    blocks = [block for block in finding.expected.blocks if block.text.strip()]
    labels = [mark.label for mark in finding.marks[0]] if len(finding.marks[0]) == len(blocks) else [""] * len(blocks)
    before = tuple(
        Block(block.kind, (Run(as_read(block.text)),), block.level, label=label)
        for block, label in zip(blocks, labels, strict=True)
    )
    middle, after = shaped(between, before, finding.marks[1]), shaped(theirs, before, finding.marks[2])
    drawn = clause_redline(before, middle, after, Signature(WITHOUT), _signature(finding.changes))
    return Redlined(tuple(map(_numbered, drawn.blocks)))


def _numbered(block: RedlinedBlock) -> RedlinedBlock:
    """The paragraph with the number that it has in the file: the report's own list would count it anew."""
    if not block.block.label or block.block.kind == "heading":
        return block
    number = RedlinedWords((Run(f"{block.block.label} "),), block.put_in, block.struck)
    return replace(block, block=Block("paragraph", ()), words=(number, *block.words))


def _signature(changes: Iterable[Change]) -> Signature:
    """The name and day that stand on the tracked changes of a clause: their own where there is one."""
    tracked = [change for change in changes if change.tracked]
    authors = list(dict.fromkeys(change.author or "no author given" for change in tracked))
    dates = list(dict.fromkeys(change.date for change in tracked))
    date = dates[0] if len(dates) == 1 and _DATE.fullmatch(dates[0]) else ""
    named = ", ".join(authors[:3]) + (" and others" if len(authors) > 3 else "")
    return Signature(named if authors else "With tracking", date)


def _uncapital(text: str) -> str:
    return text[:1].lower() + text[1:]


# The report of a review in Word, made for a negotiation: one page that says what changed and who must decide, then
# clause by clause the redline between what was issued and theirs.


SUBJECT = "What came back, held against what was issued"


def word_report(
    review: Review, library: Library, form: ReportForm | None = None, to_decide: tuple[DecisionRow, ...] = ()
) -> tuple[bytes | None, list[Problem]]:
    """The report as the bytes of a .docx file, or the problems for which there is none.

    The same review and form give the same bytes; without a `form` the shipped one is used. `library` has the versions
    with their placeholders; `to_decide` are the rows of its table of decisions."""
    problems: list[Problem] = []
    if form is None:
        form, problems = open_form("review", ReviewPage)
    if form is None:
        return None, problems
    page = review_page(review, library, to_decide)
    data, faults = drawn(form, page, page.title, SUBJECT)
    return data, [*problems, *faults]


class StepBlock(Struct, frozen=True):
    """A paragraph in one step from old to new: its form on each side, None where it is not, and its words with their
    fate."""

    old: Block | None
    new: Block | None
    words: tuple[tuple[Mark, str], ...]


def steps(old: Blocks, new: Blocks) -> list[StepBlock]:
    """The two wordings paragraph by paragraph: kept, taken out and put in."""
    found: list[StepBlock] = []
    i = j = 0
    for each in difference([block.text for block in old], [block.text for block in new]):
        found.append(
            StepBlock(
                old[i] if each.old is not None else None,
                new[j] if each.new is not None else None,
                tuple((stretch.mark, stretch.text) for stretch in each.stretches),
            )
        )
        i, j = i + (each.old is not None), j + (each.new is not None)
    return found


def clause_redline(issued: Blocks, between: Blocks, theirs: Blocks, first: Signature, second: Signature) -> Redlined:
    """The redline from `issued` over `between` to `theirs`; the `first` signed what led to `between`, the `second` the
    rest."""
    return Redlined(tuple(_joined(steps(issued, between), steps(between, theirs), first, second)))


def _joined(
    one: Sequence[StepBlock], two: Sequence[StepBlock], first: Signature, second: Signature
) -> Iterator[RedlinedBlock]:
    later = iter(two)
    for step in one:
        if step.new is None:
            assert step.old is not None
            yield RedlinedBlock(step.old, tuple(_merged(step.words, (), first, second)), struck=first)
            continue
        for each in later:
            if each.old is None:  # put in before the paragraph that `step` led to
                yield _put_in(each, second)
                continue
            yield RedlinedBlock(
                each.new or each.old,
                tuple(_merged(step.words, each.words, first, second)),
                put_in=first if step.old is None else None,
                struck=second if each.new is None else None,
            )
            break
    yield from (_put_in(each, second) for each in later)


def _put_in(step: StepBlock, signature: Signature) -> RedlinedBlock:
    assert step.new is not None
    words = tuple(RedlinedWords((Run(text),), put_in=signature) for _, text in step.words)
    return RedlinedBlock(step.new, words, put_in=signature)


def _merged(
    one: Sequence[tuple[Mark, str]], two: Sequence[tuple[Mark, str]], first: Signature, second: Signature
) -> Iterator[RedlinedWords]:
    """The words of both steps in one row. What the first keeps or puts in is what the second keeps or strikes."""
    before, after = list(reversed(one)), list(reversed(two))
    while before or after:
        if before and before[-1][0] == "removed":
            yield RedlinedWords((Run(before.pop()[1]),), struck=first)
        elif after and after[-1][0] == "added":
            yield RedlinedWords((Run(after.pop()[1]),), put_in=second)
        else:
            (mark, text), (fate, other) = before.pop(), after.pop()
            length = min(len(text), len(other))
            if length < len(text):
                before.append((mark, text[length:]))
            if length < len(other):
                after.append((fate, other[length:]))
            yield RedlinedWords(
                (Run(text[:length]),), first if mark == "added" else None, second if fate == "removed" else None
            )


def agreed_blocks(finding: ClauseFinding, version: ClauseVersion | None) -> Blocks:
    """Their words as blocks; each value of `version` that is as it was issued is its placeholder again."""
    theirs = shaped(finding.theirs, finding.expected.blocks, finding.marks[2])
    if version is None:
        return theirs
    values = finding.expected.values
    sources: list[Block | None] = [*([] if finding.expected.inline else [None]), *_sources(version.blocks, values)]
    made: list[Block] = []
    lists: dict[int, bool] = {}
    old_number = new_number = 0
    for each in difference([block.text for block in finding.expected.blocks], [block.text for block in theirs]):
        source = sources[old_number] if each.old is not None and old_number < len(sources) else None
        old_number += each.old is not None
        if each.new is None:
            continue
        block = theirs[new_number]
        new_number += 1
        if source is not None and (items := _items(source, values)) is not None:
            whole = lists.setdefault(id(source), _in_a_row(items, theirs))
            if whole:
                if not made or made[-1].inlines != source.inlines:
                    made.append(replace(block, inlines=source.inlines))
                continue
            source = None
        made.append(block if source is None else replace(block, inlines=_kept_or_filled(block, source, values)))
    return tuple(made)


def _in_a_row(items: Sequence[str], theirs: Blocks) -> bool:
    """Whether the items of a list stand there as they were issued, one after the other and no other of their level
    between."""
    texts = [block.text for block in theirs]
    wanted = [as_read(item) for item in items]
    for start in range(len(texts) - len(wanted) + 1):
        if texts[start : start + len(wanted)] == wanted:
            after = theirs[start + len(wanted)] if start + len(wanted) < len(theirs) else None
            last = theirs[start + len(wanted) - 1]
            return after is None or (after.kind, after.level) != (last.kind, last.level) or last.kind == "paragraph"
    return False


def _kept_or_filled(block: Block, source: Block, values: Mapping[str, Printed]) -> tuple[Inline, ...]:
    """The source's own inlines where the words are as issued, else the words with the values in them put back."""
    issued = "".join(part.text if isinstance(part, Run) else _said(values.get(part.name)) for part in source.inlines)
    return source.inlines if as_read(issued) == block.text else _with_placeholders(block.text, source, values)


def _said(value: Printed | None) -> str:
    return value if isinstance(value, str) else "; ".join(value or ())


def _sources(blocks: Blocks, values: Mapping[str, Printed]) -> Iterator[Block]:
    """The version's block for each printed one: a list's placeholder stands for as many as it has items."""
    for block in blocks:
        items = _items(block, values)
        for _ in range(len(items) if items is not None else 1):
            yield block


def _items(block: Block, values: Mapping[str, Printed]) -> tuple[str, ...] | None:
    """The items that the block's placeholder printed as a list, or None for another block."""
    only = block.inlines[0] if len(block.inlines) == 1 else None
    value = values.get(only.name) if isinstance(only, Placeholder) else None
    return value if isinstance(value, tuple) else None


def _with_placeholders(text: str, source: Block, values: Mapping[str, Printed]) -> tuple[Inline, ...]:
    """The text with each value that stands in it, in the order of the source's placeholders, made its placeholder."""
    made: list[Inline] = []
    at = 0
    for part in source.inlines:
        if not isinstance(part, Placeholder):
            continue
        value = values.get(part.name)
        said = as_read(value) if isinstance(value, str) else ""
        found = _whole(text, said, at) if said else -1
        if found == -1:
            continue
        made += [Run(text[at:found]), Placeholder(part.name)] if found > at else [Placeholder(part.name)]
        at = found + len(said)
    return (*made, Run(text[at:])) if text[at:] else tuple(made)


def _whole(text: str, value: str, start: int) -> int:
    """Where `value` stands in `text` as words of its own, from `start` on; -1 for nowhere."""
    at = text.find(value, start)
    while at != -1:
        if not (text[:at][-1:].isalnum() and value[:1].isalnum()) and not (
            text[at + len(value) :][:1].isalnum() and value[-1:].isalnum()
        ):
            return at
        at = text.find(value, at + 1)
    return -1
