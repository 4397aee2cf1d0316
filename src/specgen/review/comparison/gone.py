"""Where a row of a table stood of which nothing is left, and what is put in again there for it; the control and the
bookmark of a clause that is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal

from lxml import etree
from msgspec.structs import replace

from specgen.recognition.rows import between
from specgen.review.changes import ChangePlace
from specgen.review.comparison.cells import (
    RowsInWords,
    cells_of,
    words_of,
)
from specgen.word.document.inline import known_by, neighbours, rows_of, sides_of, text_after, text_before
from specgen.word.document.lines import Line
from specgen.word.package.ooxml import w
from specgen.word.reply.issued_rows import RowsAsIssued
from specgen.word.reply.rows import MissingRow


class RowsGone:
    """Where each row of the issued file stood of which nothing is left, and what was taken out of a cell of one that
    stays; `roots` are those of the issued file and of the one that came back, `pairs` its rows that stay, and `stay`
    the paragraphs of the issued file that something there stands for, each with the paragraph where that is;
    `as_issued` makes rows that can stand in it."""

    def __init__(
        self,
        roots: tuple[etree._Element, etree._Element],
        part: str,
        pairs: Mapping[etree._Element, etree._Element],
        stay: Mapping[int, int],
        as_issued: Callable[[], RowsAsIssued],
    ) -> None:
        self.roots, self.part, self.pairs, self._stay = roots, part, pairs, stay
        self._as_issued = as_issued

    @cached_property
    def _olds(self) -> list[etree._Element]:
        return list(self.roots[0].iter(w("p")))

    @cached_property
    def _news(self) -> list[etree._Element]:
        return list(self.roots[1].iter(w("p")))

    @cached_property
    def numbers(self) -> dict[etree._Element, int]:
        """The paragraphs of the file that came back, each with its number."""
        return {each: number for number, each in enumerate(self._news, 1)}

    @cached_property
    def order(self) -> dict[etree._Element, int]:
        """Its rows, each with its number."""
        return {row: number for number, row in enumerate(self.roots[1].iter(w("tr")), 1)}

    @cached_property
    def _home(self) -> dict[etree._Element, etree._Element]:
        """Which table each one was: headings alone are those of many."""
        shared: dict[etree._Element, Counter[etree._Element]] = {}
        for was, now in self.pairs.items():
            tables = [next(row.iterancestors(w("tbl"))) for row in (was, now)]
            shared.setdefault(tables[1], Counter())[tables[0]] += len(words_of(was))
        return {now: held.most_common(1)[0][0] for now, held in shared.items()}

    def row_of(self, line: Line) -> etree._Element | None:
        """The row that the line of the issued file stood in, where that is gone."""
        row = next(self._olds[line.numbers[0] - 1].iterancestors(w("tr")), None) if line.numbers else None
        if row is None or row in self.pairs or any(number in self._stay for number, _ in self._said(row)):
            return None
        return row

    def words(self, row: etree._Element) -> str:
        """What is gone of the row in words: cell after cell, each after the heading of its column."""
        says = RowsInWords(self.roots[0])
        return says.of(
            [
                (number, said)
                for number, each in self._said(row)
                if number not in self._stay and (said := text_after(each).strip())
            ]
        )

    def more_gone(self, line: Line, own: Sequence[str]) -> str:
        """What is gone, in words, of a row that stays in part and that the line stood in; "" where it is no more than
        the lines of its `own`."""
        row = next(self._olds[line.numbers[0] - 1].iterancestors(w("tr")), None) if line.numbers else None
        if row is None:
            return ""
        gone = [
            text for number, each in self._said(row) if number not in self._stay and (text := text_after(each).strip())
        ]
        return self.words(row) if Counter(gone) - Counter(each.strip() for each in own) else ""

    def _unsure(self, row: etree._Element) -> bool:
        """Whether what stands for the row's words is not what the row was paired with: nothing is put beside it."""
        held = {self._stay[number] for number, _ in self._said(row) if self._stay.get(number)}
        stands = {next(self._news[number - 1].iterancestors(w("tr")), None) for number in held}
        return bool(stands) and self.pairs.get(row) not in stands

    def _said(self, row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
        first = self._olds.index(next(row.iter(w("p")))) + 1
        return enumerate(row.iter(w("p")), first)

    def place(self, row: etree._Element) -> ChangePlace | None:
        """Where the row stood, and the row as it can stand there again; None where that is not known, or it held more
        than words."""
        own = rows_of(next(row.iterancestors(w("tbl"))))
        at = own.index(row) if row in own else -1
        stands = self._stood(row, own, at) if at >= 0 and _of_words(row) else None
        missing = self.again(row, stands) if stands is not None and not self._torn(own, at) else None
        return ChangePlace(self.part, (), (missing.paragraph,), row=missing) if missing is not None else None

    def again(self, row: etree._Element, stands: MissingRow, gone: Collection[str] = ()) -> MissingRow | None:
        """The row as it can stand again in that place, once the controls with the tags that are `gone` and bookmarks
        with these names are; None where it held more than words or cannot stand there."""
        own = rows_of(next(row.iterancestors(w("tbl"))))
        at = own.index(row)
        others = sorted((each for each in own if each in self.pairs), key=lambda each: abs(own.index(each) - at))
        others += [each for each in self.pairs if each not in own]
        like = next((each for each in others if _form_of_row(each) == _form_of_row(row) and self.plain(each)), None)
        form = self.pairs[like] if like is not None else None
        made = self._as_issued().row(row, form, gone) if _of_words(row) else None
        if made is None:
            return None
        words = tuple("\n".join(map(text_after, cell.iter(w("p")))) for cell in row.iter(w("tc")))
        return replace(stands, row=made.xml, lacks=made.lacks, cells=words, order=at, around=neighbours(own, at))

    def _stood(self, row: etree._Element, own: Sequence[etree._Element], at: int) -> MissingRow | None:
        """Where the row stood: beside the nearest of its table that stays, or in the table that is gone with it."""
        table = next(row.iterancestors(w("tbl")))
        left = {each for each, now in self.pairs.items() if self._home[next(now.iterancestors(w("tbl")))] is table}
        above = next((each for each in reversed(own[:at]) if each in left), None)
        stays = above if above is not None else next((each for each in own[at + 1 :] if each in left), None)
        if stays is None:
            return self._table_stood(table) if not any(each in self.pairs for each in own) else None
        if not self._sure(own, at):
            return None
        beside, after = self._in_order(self.pairs[stays], above is not None, neighbours(own, at))
        if beside is None:
            return None
        paragraphs = [self.numbers[each] for each in beside.iter(w("p"))]
        return MissingRow(self.part, self.order[beside], after, "", (), at, paragraphs[-1 if after else 0], "")

    def beside(self, row: etree._Element, news: Sequence[etree._Element]) -> MissingRow | None:
        """The place of the row after the last of these, or else after the nearest above it that stays or before the one
        below it, in a table that is in both files."""
        own = rows_of(next(row.iterancestors(w("tbl"))))
        at = own.index(row)
        above = next((self.pairs[each] for each in reversed(own[:at]) if each in self.pairs), None)
        below = next((self.pairs[each] for each in own[at + 1 :] if each in self.pairs), None)
        beside = news[-1] if news else above if above is not None else below
        if beside is None:
            return None
        after = beside is not below or bool(news)
        paragraphs = [self.numbers[each] for each in beside.iter(w("p"))]
        return MissingRow(self.part, self.order[beside], after, "", (), 0, paragraphs[-1 if after else 0], "")

    def row_now(self, number: int) -> etree._Element:
        """The row of the file that came back with that number."""
        return list(self.order)[number - 1]

    @cached_property
    def _known(self) -> dict[etree._Element, list[str]]:
        """What the rows of each table are known by."""
        return {table: list(map(known_by, rows_of(table))) for table in self.roots[1].iter(w("tbl"))}

    def _in_order(
        self, beside: etree._Element, after: bool, around: tuple[str, str]
    ) -> tuple[etree._Element | None, bool]:
        """That place or, where rows were moved, the nearest at which the row stands below all that it was issued below
        and above all that it was issued above; None where there is none."""
        table = next(beside.iterancestors(w("tbl")))
        rows, sets = rows_of(table), [frozenset(side.split()) for side in around]
        sides = sides_of(self._known[table], *sets)
        held = {each: len((sets[0] | sets[1]) & {*known}) for each, known in self._known.items()}
        if held[table] < max(held.values()):
            # Another table has more of the rows round it: nothing says that it is not that one.
            return None, after
        first = max((at + 1 for at, side in enumerate(sides) if side < 0), default=0)
        last = min((at for at, side in enumerate(sides) if side > 0), default=len(rows))
        if first > last:
            return None, after
        here = rows.index(beside) + after
        gap = min(max(here, first), last)
        return (beside, after) if gap == here else (rows[gap - 1], True) if gap else (rows[0], False)

    def _table_stood(self, table: etree._Element) -> MissingRow | None:
        """Where a table stood of which nothing is left: between the two lines that it was issued between."""
        holder = table.getparent()
        if holder is None or holder.tag != w("body"):
            return None
        sides = [
            next((each for each in table.itersiblings(preceding=before) if _line(each)), None)
            for before in (True, False)
        ]
        paragraphs = table.itersiblings(w("p"), preceding=True)
        empty = next((count for count, each in enumerate(paragraphs) if each is sides[0]), 0)
        above, below = (self._still(each) for each in sides)
        if above is None or (below is None and sides[1] is not None and sides[1].tag != w("sectPr")):
            return None
        between = [each for each in above.itersiblings() if below is None or each in below.itersiblings(preceding=True)]
        if any(_line(each) != "" for each in between if each.tag != w("sectPr")):
            return None
        gap = [above, *(each for each in between if each.tag == w("p"))]
        stands = gap[min(empty, len(gap) - 1)]
        said = tuple(text_after(each) if each is not None and each.tag == w("p") else "" for each in (above, below))
        number = self.numbers[stands if stands.tag == w("p") else list(stands.iter(w("p")))[-1]]
        made = self._as_issued().table(table)
        return MissingRow(self.part, number, True, "", (), 0, number, "", table=made, between=(said[0], said[1]))

    def _still(self, line: etree._Element | None) -> etree._Element | None:
        """The one line of the body that says what this one alone said, or the one table that has rows of this one and
        of no other."""
        if line is not None and line.tag == w("tbl"):
            stay = {next(now.iterancestors(w("tbl"))) for was, now in self.pairs.items() if line in was.iterancestors()}
            came = {
                next(was.iterancestors(w("tbl"))) for was, now in self.pairs.items() if stay & {*now.iterancestors()}
            }
            table = next(iter(stay)) if len(stay) == len(came) == 1 else None
            return table if table is not None and table.getparent().tag == w("body") else None  # type: ignore[union-attr]
        if line is None or line.tag != w("p"):
            return None
        said = text_after(line)
        old, new = (
            [each for each in held if each.getparent().tag == w("body") and text_after(each) == said]  # type: ignore[union-attr]
            for held in (self._olds, self._news)
        )
        return new[0] if len(old) == len(new) == 1 else None

    def _torn(self, own: Sequence[etree._Element], at: int) -> bool:
        """Whether a cell of the row goes on from one of a row that is gone from a table which stays."""
        goes_on = any(each.get(w("val"), "continue") == "continue" for each in own[at].iter(w("vMerge")))
        return goes_on and own[at - 1] not in self.pairs and any(each in self.pairs for each in own)

    def plain(self, row: etree._Element) -> bool:
        """Whether the row still has the cells that it had, merged as they were, with no table in them."""
        now = self.pairs[row]
        return _merged(now) == _merged(row) and next(now.iter(w("tbl")), None) is None

    def _sure(self, own: Sequence[etree._Element], at: int) -> bool:
        """Whether every row between the nearest ones that stay, above and below, is accounted for."""
        first = next((each for each in range(at - 1, -1, -1) if own[each] in self.pairs), 0)
        last = next((each for each in range(at + 1, len(own)) if own[each] in self.pairs), len(own) - 1)
        held = between(own, at, self.pairs)
        return (
            held is not None
            and not any(map(self._unsure, own[first : last + 1]))
            and not any(each in self._came for each in held)
        )

    def control(self, tag: str, bookmark: str) -> tuple[str, ...]:
        """The title and the tag of the control that was issued, and the name of its bookmark; () where one of the two
        is none, or stands in what came back."""
        was, now = (
            {each.get(w("val") if each.tag == w("tag") else w("name"), ""): each for each in root.iter(*_NAMED)}
            for root in self.roots
        )
        if not {tag, bookmark} <= was.keys() or {tag, bookmark} & now.keys() or "" in (tag, bookmark):
            return ()
        title = next((each.get(w("val"), "") for each in was[tag].itersiblings(w("alias"), preceding=True)), "")
        return title, tag, bookmark

    def out_of(self, tag: str, line: Line) -> int:
        """How many controls the line was issued in that the one with the tag was not."""
        own = next(each for each in self.roots[0].iter(w("tag")) if each.get(w("val")) == tag)
        around = set(own.iterancestors(w("sdt")))
        return sum(each not in around for each in self._olds[line.numbers[0] - 1].iterancestors(w("sdt")))

    @cached_property
    def _came(self) -> frozenset[etree._Element]:
        return frozenset(self.pairs.values())

    def in_cell(self, line: Line) -> ChangePlace | None:
        """Where the words of the line stood in a cell that stays: the paragraph that was emptied, or the one beside
        that which is gone; None where that is not known."""
        mine = self._olds[line.numbers[0] - 1] if len(line.numbers) == 1 else None
        cell = next(mine.iterancestors(w("tc")), None) if mine is not None else None
        row = next(cell.iterancestors(w("tr"))) if cell is not None else None
        now = self.pairs.get(row) if row is not None else None
        if mine is None or cell is None or row is None or now is None or _NOT_A_WORD & {*line.text}:
            return None
        if _count(row) != _count(now):
            return None
        at = list(row.iter(w("tc"))).index(cell)
        olds, news = list(cell.iter(w("p"))), list(list(now.iter(w("tc")))[at].iter(w("p")))
        own = olds.index(mine)
        if len(olds) == len(news):
            empty = not text_after(news[own]) and not text_before(news[own])
            return ChangePlace(self.part, (), (self.numbers[news[own]],)) if empty else None
        said = {text_after(each): each for each in news}
        if text_after(mine) in said:
            return None
        for others, side in ((reversed(olds[:own]), "after"), (olds[own + 1 :], "before")):
            for other in others:
                beside = said.get(text_after(other)) if _style(other) == _style(mine) else None
                if beside is not None:
                    number = self.numbers[beside]
                    after: Literal["after", "before"] = "after" if side == "after" else "before"
                    return ChangePlace(self.part, (), (number,), own, beside=after, like=number)
        return None


def _of_words(row: etree._Element) -> bool:
    """Whether the row holds nothing but words."""
    more = (w(name) for name in ("tbl", "drawing", "pict", "footnoteReference", "object"))
    return next(row.iter(*more), None) is None and not any(
        _NOT_A_WORD & {*text_after(each)} for each in row.iter(w("p"))
    )


def _line(element: etree._Element) -> str:
    """The words of a paragraph; of anything else what it is."""
    if element.tag == w("p") and next(element.iter(w("drawing"), w("pict"), w("object")), None) is None:
        return text_after(element).strip()
    return "" if str(element.tag) in _PASSED else str(element.tag)


_PASSED: Final = frozenset(w(name) for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"))


_NAMED: Final = (w("tag"), w("bookmarkStart"))


def _count(row: etree._Element) -> int:
    return sum(1 for _ in row.iter(w("tc")))


_NOT_A_WORD: Final = frozenset("\t\n\ufffc")


def _merged(row: etree._Element) -> list[list[tuple[object, str]]]:
    """How each of its cells is merged with others."""
    return [
        [(each.tag, each.get(w("val"), "continue")) for each in cell.iterfind(f"{w('tcPr')}/*") if each.tag in _MERGES]
        for cell in row.iter(w("tc"))
    ]


_MERGES: Final = frozenset((w("vMerge"), w("hMerge"), w("gridSpan")))


def _form_of_row(row: etree._Element) -> tuple[object, ...]:
    """What its cells and the paragraphs in them are like, so that one can stand for another."""
    merged = f"{w('tcPr')}/{w('vMerge')}"
    return tuple(
        (span, [each.get(w("val"), "continue") for each in cell.iterfind(merged)], _style(next(cell.iter(w("p")))))
        for _, span, cell in cells_of(row)
    )


def _style(paragraph: etree._Element) -> tuple[str, bool]:
    """The style of the paragraph, and whether a list counts it."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    numbered = paragraph.find(f"{w('pPr')}/{w('numPr')}") is not None
    return (style.get(w("val"), "") if style is not None else ""), numbered
