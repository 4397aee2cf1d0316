"""What the report of a review says in Word, as values: the first page, then each clause with the redline between.

The first page says what changed, by class and clause, and who must decide. A change whose words are quoted there is not
listed again at its clause, so that nothing is printed four times: on the first page or in its clause's table, in the
redline, and in the wording that can be imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from specgen.library.model import ClauseVersion, Library
from specgen.problems import in_reading_order, render_text
from specgen.review.adaptation import agreed_blocks
from specgen.review.findings import IN_ORDER, SORT_WORDS, Change, ClauseFinding, Review, Sort, as_read
from specgen.review.reports.redline import clause_redline
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
from specgen.wording.redlined import Redlined, Signature
from specgen.wording.wording import Block, Passage, Run

THEIRS_TAG: Final = "specgen-theirs:"
"""How the tag of the content control round their words, as wording to be imported, begins."""
WITHOUT: Final = "Changed without tracking"
"""The author under which a redline shows what nobody tracked."""
LONGEST_WORDS: Final = 700
"""Letters of a change that its table shows."""
MOST_CHANGES: Final = 500
"""Rows of one table of changes; what is beyond them is counted, and is in the JSON."""
MOST_QUOTED: Final = 6
LONGEST_QUOTED: Final = 60
"""Changes that the first page quotes, and letters of each side of one: so much that it stays one page."""
_QUOTED: Final[frozenset[Sort]] = frozenset({"value", "wording and value", "choice"})
_LONGEST_LIST: Final = 12
"""Clauses that a line of the first page names by number."""
_MOST_DECIDERS: Final = 5
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?")
NOBODYS: Final = "Whoever answers for the contract"
"""Who decides about what belongs to no clause, or to one that the library does not have."""


@dataclass(frozen=True, slots=True)
class FrontRow:
    """A line of the first page: a change with its words, or how many changes of one class there are and where."""

    sort: str
    clause: str
    what: str
    by_whom: str


@dataclass(frozen=True, slots=True)
class Decider:
    """Who must decide, and about what."""

    who: str
    what: str


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """What became of one clause."""

    number: int
    title: str
    name: str
    became: str
    sort: str
    found_by: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change, in words and never by colour alone."""

    change: str
    removed: str
    added: str
    sort: str
    by_whom: str


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment or a reply; `by` has the author and the day, a line each."""

    by: str
    about: str
    words: str


@dataclass(frozen=True, slots=True)
class ReviewedClause:
    """A clause about which there is something to say. `quoted` says how many of its changes the first page lists,
    `more` how many its table leaves out."""

    number: int
    title: str
    name: str
    became: str
    recognised: str
    held_against: str
    notes: tuple[str, ...]
    gone: bool
    redline: tuple[Redlined, ...]
    redline_title: str
    changes: tuple[ChangeRow, ...]
    quoted: str
    more: str
    comments: tuple[CommentRow, ...]


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A change of a file that specgen never made, with the whole paragraph before and after."""

    change: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TheirWords:
    """Their words of a clause as wording to be imported."""

    number: int
    title: str
    words: Passage


@dataclass(frozen=True, slots=True)
class ReviewPage:
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


def review_page(review: Review, library: Library) -> ReviewPage:
    """The report's values. `library` has the versions with their placeholders, their owners and their approvals."""
    quoted = _quoted(review)
    unseen = silent(review)
    told = [
        (number, finding)
        for number, finding in enumerate(review.clauses, 1)
        if not finding.as_issued or finding.comments or finding.remarks
    ]
    shown = review.outside[:MOST_CHANGES]
    return ReviewPage(
        title=f"Review of {review.file}",
        contract=review.relied.reference,
        result=verdict(review),
        attention=f"{unseen:,} change{'' if unseen == 1 else 's'} without tracking. Look at "
        f"{'it' if unseen == 1 else 'these'} first."
        if unseen
        else "",
        classes=f"{by_class(review)}." if review.by_class() else "",
        first=tuple(_first(review, quoted)),
        decide=_deciders(review, library),
        held_against=review.relied.says,
        summary=tuple(_summary_row(number, finding) for number, finding in enumerate(review.clauses, 1)),
        clauses=tuple(_clause(number, finding, quoted) for number, finding in told),
        outside=tuple(_outside_row(each.change, place_of(each)) for each in shown if id(each.change) not in quoted)
        if review.clauses
        else (),
        quoted=_on_first_page(sum(id(each.change) in quoted for each in shown)),
        plain=tuple(_plain_row(each.change, place_of(each)) for each in shown) if not review.clauses else (),
        more=_more(len(review.outside) - MOST_CHANGES, "more"),
        comments=_comments(review.comments),
        uncompared=review.uncompared,
        theirs=tuple(_their_words(review.clauses, library)),
        not_looked_at=review.not_looked_at,
        problems=tuple(render_text(problem).replace("\n    ", " ") for problem in in_reading_order(review.problems)),
    )


# The first page.

_Placed = tuple[int, str, Change]
"""A change with its clause's number (0 outside the clauses), and where it stands."""


def _placed(review: Review) -> list[_Placed]:
    """Every change of the review, those that matter first, in the order of the text."""
    found: list[_Placed] = [
        (number, f"{number}. {finding.expected.title}", change)
        for number, finding in enumerate(review.clauses, 1)
        for change in finding.changes
    ]
    found += [(0, _capital(place_of(each)), each.change) for each in review.outside]
    return sorted(found, key=lambda each: IN_ORDER.index(each[2].sort))


def _quoted(review: Review) -> frozenset[int]:
    """The changes, by identity, whose words the first page quotes: figures, dates, names, thresholds and boxes."""
    if not review.clauses:
        return frozenset()  # the report of such a file is one table, in the order of its text
    short = (
        change
        for _, _, change in _placed(review)
        if change.sort in _QUOTED
        and (change.removed or change.added)
        and max(map(len, removed_and_added(change))) <= LONGEST_QUOTED
    )
    return frozenset(id(change) for change, _ in zip(short, range(MOST_QUOTED), strict=False))


def _first(review: Review, quoted: frozenset[int]) -> Iterator[FrontRow]:
    """A row for each change that is quoted, and one for the rest of each class."""
    placed = _placed(review)
    for sort in IN_ORDER:
        of_class = [each for each in placed if each[2].sort == sort]
        for _, where, change in of_class:
            if id(change) in quoted:
                yield FrontRow(_capital(SORT_WORDS[sort]), where, _said(change), _capital(by_whom(change)))
        rest = [each for each in of_class if id(each[2]) not in quoted]
        if rest:
            yield FrontRow(
                _capital(SORT_WORDS[sort]),
                rest[0][1] if len(rest) == 1 else _capital(_clauses_named(number for number, _, _ in rest)),
                _counted([change for _, _, change in rest], more=len(rest) < len(of_class)),
                _capital(_people(change for _, _, change in rest)),
            )


def _counted(changes: Sequence[Change], *, more: bool) -> str:
    """`Clause deleted` for one change, `3 changes` for several; `more` says that others of the class stand above."""
    if len(changes) == 1:
        return _capital(changes[0].kind)
    return f"{len(changes):,}{' more' if more else ''} changes"


def _said(change: Change) -> str:
    removed, added = removed_and_added(change)
    if removed and added:
        return f"“{removed}” becomes “{added}”"
    return f"“{added}” put in" if added else f"“{removed}” taken out"


def _people(changes: Iterable[Change]) -> str:
    """Who made the changes, without the days: `Ann Bell and others; not tracked`."""
    held = list(changes)
    authors = list(dict.fromkeys(change.author or "no author given" for change in held if change.tracked))
    silently = "not tracked" if any(not change.tracked for change in held) else ""
    named = _listed(authors[:2]) if len(authors) < 3 else f"{authors[0]} and {len(authors) - 1} others"
    return "; ".join(part for part in (named, silently) if part)


def _clauses_named(numbers: Iterable[int]) -> str:
    """`clauses 1, 4 and 7; outside the clauses` for numbers, 0 being outside."""
    held = sorted(set(numbers))
    inside = [str(number) for number in held if number]
    if len(inside) > _LONGEST_LIST:
        named = f"{len(inside):,} clauses, from {inside[0]} to {inside[-1]}"
    else:
        named = f"clause{'' if len(inside) == 1 else 's'} {_listed(inside)}" if inside else ""
    return "; ".join(part for part in (named, "outside the clauses" if 0 in held else "") if part)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)


def _deciders(review: Review, library: Library) -> tuple[Decider, ...]:
    """Who must decide about the clauses that are not as they were issued, and about what belongs to none.

    Of a clause that the organisation's list approves it is who approved it, else the post that looks after it."""
    held: dict[str, list[int]] = {}
    for number, finding in enumerate(review.clauses, 1):
        if not finding.as_issued:
            held.setdefault(_decider(finding, library), []).append(number)
    if review.outside:
        held.setdefault(NOBODYS, []).append(0)
    found = [Decider(who, _clauses_named(numbers)) for who, numbers in held.items()]
    if len(found) <= _MOST_DECIDERS:
        return tuple(found)
    rest = [number for numbers in list(held.values())[_MOST_DECIDERS - 1 :] for number in numbers]
    others = f"{len(found) - _MOST_DECIDERS + 1} others, named at the clauses"
    return (*found[: _MOST_DECIDERS - 1], Decider(others, _clauses_named(rest)))


def _decider(finding: ClauseFinding, library: Library) -> str:
    clause = library.clauses.get(finding.expected.id)
    version = clause.version(finding.expected.version) if clause is not None else None
    approval = library.approval(version) if version is not None and finding.expected.approved else None
    if approval is not None:
        return f"{approval.approved_by}, {approval.role}, who approved the words"
    return f"{clause.owner}, who looks after the clause" if clause is not None and clause.owner else NOBODYS


# The clauses.


def _summary_row(number: int, finding: ClauseFinding) -> SummaryRow:
    return SummaryRow(
        number,
        finding.expected.title,
        finding.expected.name,
        _capital(finding.summary),
        _capital(sorts(finding)) or "–",
        str(finding.recognised).capitalize() if finding.recognised else "Not found",
    )


def _clause(number: int, finding: ClauseFinding, quoted: frozenset[int]) -> ReviewedClause:
    expected = finding.expected
    redline = _redline(finding)
    listed = [change for change in finding.changes if id(change) not in quoted]
    return ReviewedClause(
        number=number,
        title=expected.title,
        name=expected.name,
        became=f"{_capital(finding.summary)}.",
        recognised=str(finding.recognised) if finding.recognised else "not found",
        held_against=vouched(expected),
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
    if count < 1:
        return ""
    return f"{count:,} change{' is' if count == 1 else 's are'} listed on the first page."


def _more(count: int, what: str) -> str:
    return (
        f"{count:,} {what} are not listed here; the report with --format json holds all of them." if count > 0 else ""
    )


def _change_row(change: Change) -> ChangeRow:
    where = "" if change.where in ("wording", "outside the clauses") else f" ({change.where.replace('_', ' ')})"
    removed, added = (_shortened(words) for words in removed_and_added(change))
    return ChangeRow(
        f"{_capital(change.kind)}{where}",
        removed,
        added,
        _capital(SORT_WORDS[change.sort]),
        _capital(by_whom(change)),
    )


def _outside_row(change: Change, place: str) -> ChangeRow:
    row = _change_row(change)
    return ChangeRow(f"{_capital(change.kind)}\n{place}", row.removed, row.added, row.sort, row.by_whom)


def _plain_row(change: Change, place: str) -> PlainRow:
    return PlainRow(
        f"{_capital(change.kind)}: {visible(change.removed or change.added or change.detail)}\n"
        f"{_capital(SORT_WORDS[change.sort])}\n{_capital(place)}\n{by_whom(change)}",
        visible(change.before),
        visible(change.after),
    )


def _shortened(words: str) -> str:
    return (
        words
        if len(words) <= LONGEST_WORDS
        else f"{words[: LONGEST_WORDS - 1]}… (the whole is in the redline and in the JSON)"
    )


def _comments(comments: Sequence[Comment]) -> tuple[CommentRow, ...]:
    return tuple(
        CommentRow(
            f"{'Reply by ' if reply else ''}{comment.author or 'no author given'}\n{said_date(comment.date)}",
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
        blocks = agreed_blocks(finding, _version(finding, library))
        words = Passage(blocks, f"{THEIRS_TAG}{number}", f"specgen_theirs_{number}", f"Their words: {title}")
        yield TheirWords(number, title, words)


def _version(finding: ClauseFinding, library: Library) -> ClauseVersion | None:
    clause = library.clauses.get(finding.expected.id)
    return clause.version(finding.expected.version) if clause is not None else None


# The redline of a clause: what was issued, what was changed without tracking, and what was changed with it.


def _redline(finding: ClauseFinding) -> Redlined | None:
    """From what was issued to theirs, the silent changes under a name that says so; None where no word changed."""
    issued, between, theirs = finding.expected.lines, finding.rejected, finding.theirs
    if issued == between == theirs:
        return None
    before = tuple(
        Block(block.kind, (Run(as_read(block.text)),), block.level)
        for block in finding.expected.blocks
        if block.text.strip()
    )
    middle, after = shaped(between, before), shaped(theirs, before)
    return clause_redline(before, middle, after, Signature(WITHOUT), _signature(finding.changes))


def _signature(changes: Iterable[Change]) -> Signature:
    """The name and day that stand on the tracked changes of a clause: their own where there is one."""
    tracked = [change for change in changes if change.tracked]
    authors = list(dict.fromkeys(change.author or "no author given" for change in tracked))
    dates = list(dict.fromkeys(change.date for change in tracked))
    date = dates[0] if len(dates) == 1 and _DATE.fullmatch(dates[0]) else ""
    named = ", ".join(authors[:3]) + (" and others" if len(authors) > 3 else "")
    return Signature(named if authors else "With tracking", date)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _uncapital(text: str) -> str:
    return text[:1].lower() + text[1:]
