"""Which rows of the tables of one tree are which of another that was made from it: by the controls and bookmarks in
them, by their words, and by their first cell; of all ways to pair them in order the one that fits best as a whole.

Source: ECMA-376 part 1, 17.4.78 (tr), 17.5.2.42 (tag), 17.13.6.2 (bookmarkStart), 17.13.5.16 (rows put in).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from lxml import etree
from rapidfuzz import fuzz

from specgen.word.document.inline import rows_of, text_after, text_before
from specgen.word.package.ooxml import w
from specgen.wording.sequences import heaviest

_Element = etree._Element

_STILL_LIKE: Final = 60.0
"""How alike, of 100, two rows must be that share neither a mark nor a first cell."""
_BY_MARK, _BY_LABEL, _EMPTIED = 10_000.0, 300.0, 20.0
_BY_TABLE: Final = 0.2
_NO_LONGER_LIKE: Final = 30.0
"""Below it other words stand in the place of a row, though its mark is there."""
_MOST_COMPARED: Final = 20_000
"""Pairs of rows whose words are compared letter by letter; beyond it marks and first cells tell."""
_MOST_TRIED: Final = 50
"""Rows with one and the same first cell that one may stand for."""
_CAME: Final = frozenset({w("ins"), w("moveTo")})


def put_in_with_tracking(row: _Element) -> bool:
    """Whether the row came with a tracked change."""
    return any(each.tag in _CAME for each in row.iterfind(f"{w('trPr')}/*"))


class TableRow:
    """A row, and what it is known by; `read` gives the words of a paragraph."""

    def __init__(self, row: _Element, read: Callable[[_Element], str]) -> None:
        self.row, self._read = row, read
        self.words = _spaced(" ".join(map(read, row.iter(w("p")))))
        self.table = next(row.iterancestors(w("tbl")))
        self.depth = sum(1 for _ in row.iterancestors(w("tbl")))
        self.cells = sum(1 for _ in row.iter(w("tc")))

    @cached_property
    def marks(self) -> frozenset[str]:
        """The tags of its controls, those round it alone among them, and the names of its bookmarks."""
        held = [each.get(w("val"), "") for each in self.row.iter(w("tag"))]
        held += [each.get(w("name"), "") for each in self.row.iter(w("bookmarkStart"))]
        above = self.row.getparent()
        while above is not None and above.tag != w("tbl"):
            if above.tag == w("sdt") and sum(1 for _ in above.iter(w("tr"))) == 1:
                held += [each.get(w("val"), "") for each in above.iterfind(f"{w('sdtPr')}/{w('tag')}")]
            above = above.getparent()
        return frozenset(each for each in held if each and each != "_GoBack")

    @cached_property
    def label(self) -> str:
        """The words of its first cell that has some, without what was put in with tracking."""
        cells = (_spaced(" ".join(map(self._read, cell.iter(w("p"))))) for cell in self.row.iter(w("tc")))
        return next(filter(None, cells), "")


def rows_that_stay(was: _Element, now: _Element) -> dict[_Element, _Element]:
    """The rows of `was` that `now` still has, each with what it is there, in order. Rows put in with tracking are in
    neither."""
    old, new = (
        [TableRow(row, read) for row in root.iter(w("tr")) if not put_in_with_tracking(row)]
        for root, read in ((was, text_after), (now, text_before))
    )
    if [_key(row) for row in old] == [_key(row) for row in new]:
        return {one.row: two.row for one, two in zip(old, new, strict=True)}
    near = _Tables(old, new)
    weighed = (
        (a, b, weight + near.share(old[a], new[b])) for a, b, weight in _candidates(old, new, _shared_marks(old))
    )
    return {old[a].row: new[b].row for a, b in heaviest(list(weighed))}


def _key(row: TableRow) -> Hashable:
    return row.words, row.marks, row.depth


class _Tables:
    """How many rows word for word two tables have in common: of rows alike, as headings are, that of its own table."""

    def __init__(self, old: Iterable[TableRow], new: Iterable[TableRow]) -> None:
        self._words: tuple[dict[_Element, Counter[str]], ...] = ({}, {})
        for held, rows in zip(self._words, (old, new), strict=True):
            for row in rows:
                held.setdefault(row.table, Counter())[row.words] += 1
        self._found: dict[tuple[_Element, _Element], float] = {}

    def share(self, one: TableRow, two: TableRow) -> float:
        """What that adds for the two rows: less than anything that they themselves say."""
        key = one.table, two.table
        if key not in self._found:
            both = (self._words[0][key[0]] & self._words[1][key[1]]).total()
            self._found[key] = min(both, _MOST_TRIED) * _BY_TABLE
        return self._found[key]


def _shared_marks(rows: Iterable[TableRow]) -> frozenset[str]:
    """What one row alone is known by."""
    return frozenset(mark for mark, times in Counter(mark for row in rows for mark in row.marks).items() if times == 1)


def _candidates(
    old: Sequence[TableRow], new: Sequence[TableRow], own: frozenset[str]
) -> Iterator[tuple[int, int, float]]:
    """Each pair that could be one row, and how much speaks for it."""
    whole = len(old) * len(new) <= _MOST_COMPARED
    keyed: dict[Hashable, list[int]] = {}
    for at, row in enumerate(new if not whole else ()):
        for key in _keys(row, own):
            keyed.setdefault(key, []).append(at)
    for a, one in enumerate(old):
        tried: Iterable[int] = range(len(new)) if whole else _near(keyed, _keys(one, own), a)
        for b in tried:
            if weight := _weight(one, new[b], own, letters=whole):
                yield a, b, weight


def _keys(row: TableRow, own: frozenset[str]) -> list[Hashable]:
    return [*(row.marks & own), ("words", row.words), ("label", row.label)]


def _near(keyed: Mapping[Hashable, Sequence[int]], keys: Iterable[Hashable], here: int) -> set[int]:
    return {at for key in keys for at in sorted(keyed.get(key, ()), key=lambda each: abs(each - here))[:_MOST_TRIED]}


def _weight(one: TableRow, two: TableRow, own: frozenset[str], *, letters: bool) -> float:
    """How much speaks for one row being the other; 0 where nothing does, or where marks say that it is another."""
    mine, theirs = one.marks & own, two.marks & own
    if one.depth != two.depth or (mine and theirs and not mine & theirs):
        return 0.0
    marked, labelled = bool(mine & theirs), bool(one.label) and one.label == two.label
    if one.words == two.words:
        like = 100.0 if one.words else _EMPTIED * (one.cells == two.cells)
    else:
        like = fuzz.ratio(one.words, two.words) if letters or marked else 0.0
    marked = marked and (labelled or not two.words or like >= _NO_LONGER_LIKE)
    if marked or labelled or like >= _STILL_LIKE:
        return _BY_MARK * marked + _BY_LABEL * labelled + like
    return _EMPTIED * (not two.words and one.cells == two.cells) if one.words else like


def lines_gone(was: _Element, now: _Element, stay: Mapping[_Element, _Element]) -> frozenset[int]:
    """The paragraphs of `was`, by their numbers, in rows that are surely gone: nothing that nobody tracked came between
    the rows round them, and no words that they alone held stand anywhere in `now`."""
    if all(row in stay for row in was.iter(w("tr"))):
        return frozenset()
    numbers = {paragraph: number for number, paragraph in enumerate(was.iter(w("p")), 1)}
    texts = {paragraph: _spaced(text_after(paragraph)) for paragraph in numbers}
    times = Counter(texts.values())
    left = [_spaced(text_before(paragraph)) for paragraph in now.iter(w("p"))]
    said, running = frozenset(left), ("\n".join(texts.values()), "\n".join(left))
    came = frozenset(stay.values())
    found: set[int] = set()
    for table in was.iter(w("tbl")):
        own = rows_of(table)
        for at, row in enumerate(own):
            if row in stay or put_in_with_tracking(row) or not _nothing_came(own, at, stay, came):
                continue
            alone = [texts[each] for each in row.iter(w("p")) if texts[each] and times[texts[each]] == 1]
            if not any(text in said or _stands_within(text, *running) for text in alone):
                found |= {numbers[each] for each in row.iter(w("p"))}
    return frozenset(found)


def _stands_within(text: str, was: str, now: str) -> bool:
    """Whether the words may stand among others now: as often as they were issued, themselves counted."""
    return len(text) >= _LONG and text in now and now.count(text) >= was.count(text)


_LONG: Final = 20
"""Letters from which words that stand within others are taken for the same."""


def between(own: Sequence[_Element], at: int, stay: Mapping[_Element, _Element]) -> list[_Element] | None:
    """What stands now between the nearest rows above and below the one at that place which stay; None where they stand
    in two tables, or there are none."""
    above = next((stay[each] for each in reversed(own[:at]) if each in stay), None)
    below = next((stay[each] for each in own[at + 1 :] if each in stay), None)
    beside = above if above is not None else below
    table = next(beside.iterancestors(w("tbl"))) if beside is not None else None
    if table is None or (below is not None and next(below.iterancestors(w("tbl"))) is not table):
        return None
    rows = rows_of(table)
    return rows[rows.index(above) + 1 if above is not None else 0 : rows.index(below) if below is not None else None]


def _nothing_came(
    own: Sequence[_Element], at: int, stay: Mapping[_Element, _Element], came: frozenset[_Element]
) -> bool:
    held = between(own, at, stay)
    return held is not None and not any(row not in came and not put_in_with_tracking(row) for row in held)


def _spaced(text: str) -> str:
    return " ".join(text.split())
