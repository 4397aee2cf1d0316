"""The first page of a review's report: what changed, by class and clause, and who must decide.

It quotes figures, dates, names, thresholds and ticks whole, however many there are, then wording, as far as it has
room, and counts the rest of each class with the clauses where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from msgspec import Struct

from specgen.library.model import Library
from specgen.problems import cut, in_a_row
from specgen.review.changes import MOVED, Change, weight
from specgen.review.findings import ClauseFinding, Review
from specgen.review.outside import WORDING
from specgen.review.sorts import IN_ORDER, NUMBER_CHANGED, SORT_WORDS, Sort
from specgen.review.words import both_visible, by_whom, place_of, removed_and_added, spot_said, visible

MOST_QUOTED: Final = 12
LONGEST_QUOTED: Final = 60
_LONGEST_WHOLE: Final = 700
_MOST_VALUES: Final = 500
_LONGEST_DETAIL: Final = 80
"""Changes that the first page quotes where not all have room, letters of each side of one that is quoted; of one that
holds a figure, a date or a name, and how many of these at most; and letters of what has no words."""
_PAGE: Final = 33
"""Lines of text that the page holds under the shipped template, its headings and the space between them taken off."""
_ACROSS: Final = (17, 21, 25, 15)
"""Letters that stand side by side in each column of the table, and below in a line of text and of the title."""
_LINE: Final = 80
_TITLE: Final = 40
_QUOTED: Final[frozenset[Sort]] = frozenset({"value", "wording and value", "choice", "wording"})
_WHOLE: Final[frozenset[Sort]] = frozenset({"value", "wording and value", "choice"})
"""What is said whole, though it takes more than the page."""
_SHORTEST_RUN: Final = 3
"""Clauses in a row that are named by the first and the last."""
_MOST_DECIDERS: Final = 4
_LONGEST_NAME: Final = 40
"""Letters of an author's name where several people's changes are counted."""
NOBODYS: Final = "Whoever answers for the contract"
"""Who decides about what belongs to no clause, or to one that the library does not have."""


class FrontRow(Struct, frozen=True):
    """A line of the first page: a change with its words, or how many changes of one class there are and where."""

    sort: str
    clause: str
    what: str
    by_whom: str


class Decider(Struct, frozen=True):
    """Who must decide, and about what."""

    who: str
    what: str


class FrontPage(Struct, frozen=True):
    """The rows of its table, who must decide, and the changes whose words it quotes."""

    rows: tuple[FrontRow, ...]
    decide: tuple[Decider, ...]
    quoted: frozenset[ChangeAt]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


ChangeAt = tuple[int, int]
"""Which change: its clause's number (0 outside the clauses), and its place among the changes there."""
_Placed = tuple[ChangeAt, str, Change]
"""A change with which it is, and where it stands."""


def _placed(review: Review) -> list[_Placed]:
    """Every change of the review, those that matter first, in the order of the text."""
    found: list[_Placed] = [
        ((number, at), f"{number}. {finding.expected.title}{_beside(change)}", change)
        for number, finding in enumerate(review.clauses, 1)
        for at, change in enumerate(finding.changes)
    ]
    found += [((0, at), capital(place_of(each)), each.change) for at, each in enumerate(review.outside)]
    return sorted(found, key=lambda each: weight(each[2]))


def _beside(change: Change) -> str:
    """Which field of its clause the change stands in."""
    return "" if change.where == WORDING else f", {change.where.replace('_', ' ')}"


def front_page(review: Review, library: Library, facts: Sequence[str]) -> FrontPage:
    """The first page of the review; `facts` are the title and the lines that stand above its table."""
    who = _deciders(review, library)
    used = _lines(facts[0], _TITLE) * 2 + sum(_lines(fact, _LINE) for fact in facts[1:])
    used += sum(_lines(f"{each.who}: {each.what}", _LINE) for each in who)
    quoted: frozenset[ChangeAt] = frozenset()
    rows = tuple(_first(review, quoted))
    # A figure is quoted whatever else stands there; then as many as there is room for, those that matter first.
    figures, others = _quotable(review)
    quoted = frozenset().union(*figures[:_MOST_VALUES])
    rows = tuple(_first(review, quoted))
    for more in [*figures[_MOST_VALUES:], *others][: max(MOST_QUOTED - len(figures), 0)]:
        taken = quoted | more
        longer = tuple(_first(review, taken))
        if not quoted or used + _height(longer) <= _PAGE:
            quoted, rows = taken, longer
    # The sentences of the changes as long as they have room; a figure is never without its own.
    for longest in _SENTENCES:
        longer = tuple(_first(review, quoted, longest))
        if used + _height(longer) <= _PAGE or longest == _SENTENCES[-1]:
            rows = longer
            break
    rows += _comments(review, int((_PAGE - used - _height(rows)) // _COMMENT_LINES))
    # What is cut here stands whole at its clause too.
    return FrontPage(rows, who, frozenset(at for at, _, change in _placed(review) if at in quoted and not _cut(change)))


def _cut(change: Change) -> bool:
    return max(map(len, removed_and_added(change))) > _longest(change)


def _longest(change: Change) -> int:
    """The letters of each side that are quoted; a whole clause is told by how it begins."""
    return _LONGEST_WHOLE if change.sort in _WHOLE and not change.kind.startswith("clause") else LONGEST_QUOTED


_SENTENCES: Final = (140, 90, 60, 40)
"""Letters that the sentence round a change may have, the longest for which the page has room."""
_COMMENT_LINES: Final = 5.0
"""Lines of the page that a quoted comment may take."""


def _comments(review: Review, room: int) -> tuple[FrontRow, ...]:
    """Their comments, as many quoted as there is room for; the rest is counted."""
    said = [(number, comment) for number, each in enumerate(review.clauses, 1) for comment in each.comments]
    said += [(0, comment) for comment in review.comments]
    titles = ["Outside the clauses", *(f"{at}. {each.expected.title}" for at, each in enumerate(review.clauses, 1))]
    shown = said[: max(room - (len(said) > room), 0)]
    rows = [
        FrontRow(
            "Comment", titles[where], f"“{cut(visible(each.words), LONGEST_QUOTED)}”", each.author or "No author given"
        )
        for where, each in shown
    ]
    if left := said[len(shown) :]:
        where = titles[left[0][0]] if len(left) == 1 else capital(_clauses_named(number for number, _ in left))
        people = in_a_row(list(dict.fromkeys(each.author or "no author given" for _, each in left))[:3])
        one = len(left) == 1
        what = f"{len(left):,}{' more' if shown else ''} comment{'' if one else 's'}"
        rows.append(FrontRow("Comment" if one else "Comments", where, what, capital(people)))
    return tuple(rows)


def _quotable(review: Review) -> tuple[list[frozenset[ChangeAt]], list[frozenset[ChangeAt]]]:
    """The changes whose words may be quoted, those alike together: figures, dates, names, thresholds and boxes; then
    wording, and the numbers of items that others moved along."""
    short = [
        each
        for each in _placed(review)
        if (each[2].sort in _QUOTED or each[2].kind == MOVED) and (each[2].removed or each[2].added)
    ]
    found: tuple[list[frozenset[ChangeAt]], list[frozenset[ChangeAt]]] = ([], [])
    for alike in _alike(short):
        only = alike[0][2]
        figure = only.sort in _WHOLE and only.kind != NUMBER_CHANGED
        found[not figure].append(frozenset(at for at, _, _ in alike))
    return found


def _height(rows: Sequence[FrontRow]) -> float:
    """The lines that the rows of the table take, each with the space round it."""
    return sum(max(map(_lines, (row.sort, row.clause, row.what, row.by_whom), _ACROSS)) * 0.8 + 0.3 for row in rows)


def _lines(text: str, across: int) -> int:
    return max(len(wrap(text, across)), 1)


def _alike(placed: Sequence[_Placed]) -> Iterable[list[_Placed]]:
    """The changes, those together that say the same words of the same place and people: one date, changed all
    through."""
    held: dict[tuple[str, str, str], list[_Placed]] = {}
    for each in placed:
        held.setdefault((each[1], _said(each[2]), by_whom(each[2])), []).append(each)
    return held.values()


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count:,} times"


def _first(review: Review, quoted: frozenset[ChangeAt], longest: int = 0) -> Iterator[FrontRow]:
    """A row for each change that is quoted, its sentence as long as the `longest`, and one for the rest of each
    class."""
    placed = _placed(review)
    for sort in IN_ORDER:
        of_class = [each for each in placed if each[2].sort == sort]
        for alike in _alike([each for each in of_class if each[0] in quoted]):
            (_, place, change), alone = alike[0], len(alike) == 1
            # The ids of several stand in the table of decisions.
            what = "\n".join(filter(None, (capital(SORT_WORDS[sort]), change.id if alone else "")))
            said = _said(change) + ("" if alone else f", {_times(len(alike))}")
            spot = spot_said(change, longest) if alone else ""
            yield FrontRow(what, "\n".join(filter(None, (place, spot))), said, capital(by_whom(change)))
        rest = [each for each in of_class if each[0] not in quoted]
        if rest:
            yield FrontRow(
                capital(SORT_WORDS[sort]),
                rest[0][1] if len(rest) == 1 else capital(_clauses_named(number for (number, _), _, _ in rest)),
                _counted([change for _, _, change in rest], more=len(rest) < len(of_class)),
                capital(_people(change for _, _, change in rest)),
            )


def _counted(changes: Sequence[Change], *, more: bool) -> str:
    """`Clause deleted` for one change, `3 changes` for several; `more` says that others of the class stand above."""
    if len(changes) == 1:
        only = changes[0]
        wordless = only.detail and not only.removed and not only.added
        if wordless:
            return capital(f"{only.kind}. {cut(only.detail, _LONGEST_DETAIL)}")
        words = cut(visible(only.added or only.removed), LONGEST_QUOTED)
        return "\n".join(filter(None, (capital(f"{only.kind}: “{words}”" if words else only.kind), only.id)))
    kinds = {"" if each.removed or each.added else each.kind for each in changes}
    named = f" ({kinds.pop()})" if len(kinds) == 1 and "" not in kinds else ""
    return f"{len(changes):,}{' more' if more else ''} changes{named}"


def _said(change: Change) -> str:
    if change.kind == MOVED:
        return f"“{cut(visible(change.added), LONGEST_QUOTED)}” moved {change.detail}"
    if change.kind.startswith("clause"):
        words = cut(visible(change.removed or change.added).replace("\n", " / "), LONGEST_QUOTED)
        return capital(f"{change.kind}: “{words}”")
    removed, added = (cut(words, _longest(change)) for words in removed_and_added(change))
    if change.detail and bool(change.removed) != bool(change.added):
        words = "".join(both_visible(change.removed, change.added))
        return f"“{words}” {'taken out' if change.removed else 'put in'}: {change.detail}"
    if removed and added:
        return f"“{removed}” becomes “{added}”"
    return f"“{added}” put in" if added else f"“{removed}” taken out"


def _people(changes: Iterable[Change]) -> str:
    """Who made the changes, without the days: `Ann Bell; not tracked`, or how many people."""
    held = list(changes)
    authors = list(dict.fromkeys(change.author or "no author given" for change in held if change.tracked))
    silently = "not tracked" if any(not change.tracked for change in held) else ""
    if len(authors) < 3 and len("".join(authors)) <= _LONGEST_NAME:
        named = in_a_row(authors)
    else:
        named = f"{len(authors)} people" if len(authors) > 1 else f"{authors[0][: _LONGEST_NAME - 1]}…"
    return "; ".join(part for part in (named, silently) if part)


def _clauses_named(numbers: Iterable[int]) -> str:
    """`clauses 1, 4 to 6 and 9; outside the clauses` for numbers, 0 being outside."""
    held = sorted(set(numbers))
    runs: list[list[int]] = []
    for number in filter(None, held):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    inside = [
        said for run in runs for said in (map(str, run) if len(run) < _SHORTEST_RUN else [f"{run[0]} to {run[-1]}"])
    ]
    named = f"clause{'' if inside == [str(held[-1])] else 's'} {in_a_row(inside)}" if inside else ""
    return "; ".join(part for part in (named, "outside the clauses" if 0 in held else "") if part)


def _deciders(review: Review, library: Library) -> tuple[Decider, ...]:
    """Who must decide about the clauses that are not as they were issued, and about what belongs to none.

    Of a clause that the organisation's list approves it is who approved it, else the post that looks after it."""
    held: dict[str, list[int]] = {}
    for number, finding in enumerate(review.clauses, 1):
        if not finding.as_issued:
            held.setdefault(decider(finding, library), []).append(number)
    if review.outside:
        held.setdefault(NOBODYS, []).append(0)
    found = [Decider(who, _clauses_named(numbers)) for who, numbers in held.items()]
    if len(found) <= _MOST_DECIDERS:
        return tuple(found)
    rest = [number for numbers in list(held.values())[_MOST_DECIDERS - 1 :] for number in numbers]
    others = f"{len(found) - _MOST_DECIDERS + 1} others, named at the clauses"
    return (*found[: _MOST_DECIDERS - 1], Decider(others, _clauses_named(rest)))


def decider(finding: ClauseFinding, library: Library) -> str:
    """Who must decide about the clause."""
    clause = library.clauses.get(finding.expected.id)
    version = clause.version(finding.expected.version) if clause is not None else None
    approval = library.approval(version) if version is not None and finding.expected.approved else None
    if approval is not None:
        return f"{in_a_row([f'{each.approved_by}, {each.role}' for each in approval.together])}, who approved the words"
    return f"{clause.owner}, who looks after the clause" if clause is not None and clause.owner else NOBODYS
