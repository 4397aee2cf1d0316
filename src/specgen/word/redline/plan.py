"""What a redline will say, before anything is written: blocks, rows and cells in pairs, and the controls over them.

Source: ECMA-376 part 1, 17.4 (tables); docs/word/revisions.md (“A paragraph is ended by its mark”).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from lxml import etree
from msgspec import Struct, field

from specgen.word.package.ooxml import w
from specgen.word.redline.blocks import ContainerBlocks, Leaf, align, laid_out, read_blocks, same_styles, text_of_block
from specgen.word.redline.controls import Nest, PairedItem, nest
from specgen.word.redline.inline import MARKERS
from specgen.word.redline.sides import Side

_Element = etree._Element
Ending = Literal["even", "longer", "shorter"]
Notice = Callable[[_Element, _Element], None]
"""Told of every two paragraphs that belong together, so that lists can be matched by what stands in them."""

_ROW_PROPERTIES: Final = frozenset({w("tblPr"), w("tblGrid"), w("tblPrEx"), w("trPr")}) | MARKERS


class BlockPlan(Struct):
    """Two containers compared: their blocks as `items`, the controls as `nests`, and how they end.

    `ending`: longer when paragraphs are put in after OLD's last, shorter when OLD's last ones go; then the mark of the
    paragraph pair at `join` is the one that comes or goes, and the last item's own mark stays.
    """

    old: ContainerBlocks
    new: ContainerBlocks
    items: list[PairedItem]
    nests: list[Nest]
    ending: Ending = "even"
    join: int = -1
    tables: dict[int, TablePlan] = field(default_factory=dict)

    def old_leaf(self, item: PairedItem) -> Leaf:
        """OLD's block of an item that has one."""
        assert item[0] is not None
        return self.old.leaves[item[0]]

    def new_leaf(self, item: PairedItem) -> Leaf:
        """NEW's block of an item that has one."""
        assert item[1] is not None
        return self.new.leaves[item[1]]


class TablePlan(Struct):
    """Two tables compared: their rows as items, and the plans of the cells of each pair of rows."""

    old: _Element
    new: _Element
    old_rows: list[_Element]
    new_rows: list[_Element]
    items: list[PairedItem]
    cells: dict[int, list[BlockPlan]]


def plan_blocks(
    old: _Element, new: _Element, sides: tuple[Side, Side], parts: tuple[str, str], notice: Notice
) -> BlockPlan:
    """The plan for two containers, and for the tables in them."""
    olds, news = read_blocks(old, sides[0], parts[0]), read_blocks(new, sides[1], parts[1])
    items = align(olds.leaves, news.leaves, pairable)
    plan = _with_controls(BlockPlan(olds, news, items, []))
    for at, item in enumerate(plan.items):
        if item[0] is None or item[1] is None:
            continue
        one, two = plan.old_leaf(item), plan.new_leaf(item)
        if one.kind == "paragraph":
            notice(one.elements[0], two.elements[0])
        elif one.kind == "table":
            same = one.same(two)
            if same:
                _notice_all(one, two, notice)
            if not same or _needs_a_look(one, two):
                plan.tables[at] = plan_table(one, two, sides, parts, notice)
        else:
            _notice_all(one, two, notice)
    return plan


def _needs_a_look(old: Leaf, new: Leaf) -> bool:
    """Whether equal bytes are not enough: the block's styles, lists or notes may mean something else in NEW."""
    return not same_styles(old, new) or b"<w:numId " in new.raw or bool(new.notes)


def _notice_all(one: Leaf, two: Leaf, notice: Notice) -> None:
    for first, second in zip(one.elements, two.elements, strict=False):
        for old, new in zip(first.iter(w("p")), second.iter(w("p")), strict=False):
            notice(old, new)


def _with_controls(plan: BlockPlan) -> BlockPlan:
    """The plan with its ending settled and its controls laid over it; matches that a control crosses are given up."""
    apart = False
    while True:
        _settle_ending(plan)
        glued = None if plan.ending == "even" else (plan.join, "old" if plan.ending == "longer" else "new")
        if not plan.old.controls and not plan.new.controls:
            return plan
        made = nest(plan.items, plan.old.controls, plan.new.controls, glued, apart)
        if isinstance(made, list):
            plan.nests = made
            return plan
        pairs = [
            (i, j)
            for at, (i, j) in enumerate(plan.items)
            if i is not None and j is not None and not made[0] <= at < made[1]
        ]
        apart = apart or len(pairs) == sum(i is not None and j is not None for i, j in plan.items)
        if apart and not pairs:
            return plan
        plan.items = laid_out(pairs if not apart else [], len(plan.old.leaves), len(plan.new.leaves))


def _settle_ending(plan: BlockPlan) -> None:
    """See that the last mark of the container is one that stays: it can neither go nor come."""
    plan.ending, plan.join = "even", -1
    if not plan.old.leaves or not plan.new.leaves:
        return
    last_old, last_new = plan.old.leaves[-1], plan.new.leaves[-1]
    both = max((at for at, (i, j) in enumerate(plan.items) if i is not None and j is not None), default=-1)
    tail = plan.items[both + 1 :]
    if not tail or last_old.kind != "paragraph" or last_new.kind != "paragraph":
        return
    goes, comes = [item for item in tail if item[0] is not None], [item for item in tail if item[1] is not None]
    if goes and comes:
        if pairable(last_old, last_new):
            plan.items = [*plan.items[: both + 1], *goes[:-1], *comes[:-1], (goes[-1][0], comes[-1][1])]
    else:
        plan.ending, plan.join = ("longer" if comes else "shorter"), both


def pairable(one: Leaf, two: Leaf) -> bool:
    """Whether two blocks that are not equal can be compared inside."""
    if one.kind != two.kind:
        return False
    first, second = one.elements[0], two.elements[0]
    if one.kind == "paragraph":
        return True
    if one.kind == "table":
        return _columns(first) == _columns(second) and _regular(first) and _regular(second)
    return one.kind == "row" and len(_cells(first)) == len(_cells(second)) and _regular(first) and _regular(second)


def _columns(table: _Element) -> int:
    grid = table.find(w("tblGrid"))
    return len(grid.findall(w("gridCol"))) if grid is not None else -1


def _regular(holder: _Element) -> bool:
    """Whether nothing but rows, or nothing but cells, stands in the table or row: no control round them."""
    wanted = w("tr") if holder.tag == w("tbl") else w("tc")
    return all(child.tag == wanted or child.tag in _ROW_PROPERTIES for child in holder if isinstance(child.tag, str))


def _cells(row: _Element) -> list[_Element]:
    return row.findall(w("tc"))


def plan_table(old: Leaf, new: Leaf, sides: tuple[Side, Side], parts: tuple[str, str], notice: Notice) -> TablePlan:
    """The plan for two tables that `pairable` has passed."""
    tables = old.elements[0], new.elements[0]
    leaves = [
        [
            Leaf("row", [row], side, part, "\t".join(text_of_block(cell) for cell in _cells(row)))
            for row in table.findall(w("tr"))
        ]
        for table, side, part in zip(tables, sides, parts, strict=True)
    ]
    items = align(leaves[0], leaves[1], pairable)
    plan = TablePlan(*tables, tables[0].findall(w("tr")), tables[1].findall(w("tr")), items, {})
    for at, (i, j) in enumerate(items):
        if i is None or j is None:
            continue
        if leaves[0][i].same(leaves[1][j]):
            _notice_all(leaves[0][i], leaves[1][j], notice)
            if not _needs_a_look(leaves[0][i], leaves[1][j]):
                continue
        plan.cells[at] = [
            plan_blocks(one, two, sides, parts, notice)
            for one, two in zip(_cells(plan.old_rows[i]), _cells(plan.new_rows[j]), strict=True)
        ]
    return plan
