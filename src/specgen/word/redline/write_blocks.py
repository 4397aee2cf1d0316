"""A plan written into OLD's tree: paragraphs, tables, rows and cells that stay, go and come, and the controls round
them.

Source: ECMA-376 part 1, 17.13.5; docs/word/revisions.md (“A paragraph is ended by its mark”, “Content controls”).
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from lxml import etree

from specgen.word.document.style_forms import make_plain, properties_of
from specgen.word.package.ooxml import paragraph_property, w
from specgen.word.redline.blocks import Leaf, same_styles
from specgen.word.redline.controls import PairedItem
from specgen.word.redline.draft import Draft
from specgen.word.redline.inline import MARKERS
from specgen.word.redline.marks import TRACKED, CannotMarkError, write_out_fields
from specgen.word.redline.plan import BlockPlan, TablePlan
from specgen.word.redline.write_lines import new_mark, strike_paragraph, track_properties, write_nested, write_pair

_Element = etree._Element

_FIRST: Final = frozenset({w("tcPr")})
_TABLE_STYLE: Final = frozenset({w("tblStyle")})
_VAL: Final = w("val")
_SECTION: Final = w("sectPr")
_ROW_MARKS: Final = frozenset({w("ins"), w("del")})


def write_blocks(draft: Draft, plan: BlockPlan, parts: tuple[str, str]) -> bool:
    """Write the plan into OLD's container; whether anything changed."""
    return _Blocks(draft, plan, parts).write()


class _Blocks:
    def __init__(self, draft: Draft, plan: BlockPlan, parts: tuple[str, str]) -> None:
        self._draft = draft
        self._plan = plan
        self._parts = parts
        self._changed = False
        self._joined: tuple[_Element, _Element] | None = None
        self._marks: dict[int, _Element] = {}
        """Paragraphs that hold nothing but NEW's mark, by the item that they follow."""

    def write(self) -> bool:
        plan = self._plan
        if plan.ending != "even":
            join = plan.items[plan.join]
            # As they were: the pair is rewritten before the paragraph that takes over from it.
            self._joined = deepcopy(plan.old_leaf(join).elements[0]), plan.new_leaf(join).elements[0]
        written = [self._item(at, item) for at, item in enumerate(plan.items)]
        if not self._changed and all(each.fate == "stays" for each in plan.nests):
            return False
        container = plan.old.container
        first = [child for child in container if child.tag in _FIRST]
        last = [child for child in container if child.tag == w("sectPr")]
        content = write_nested(
            self._draft, plan.nests, lambda start, end: _flat(written[start:end]), len(written), self._parts[1]
        )
        container[:] = [*first, *content, *plan.old.after, *last]
        return True

    def _item(self, at: int, item: PairedItem) -> list[_Element]:
        try:
            return self._written(at, item)
        except CannotMarkError as fault:
            leaf = self._plan.old_leaf(item) if item[0] is not None else self._plan.new_leaf(item)
            message = f"{fault} comes, goes or differs here, and no tracked change can express that"
            cure = "make this place the same in both documents"
            if "equation" in str(fault):
                cure += (
                    "; LibreOffice without its part Math loses every equation of a file that it saves: if NEW came "
                    "that way, ask for it as it was before"
                )
            self._draft.refuse("cannot-be-tracked", message, leaf.part, leaf.text, cure)
            return leaf.elements

    def _written(self, at: int, item: PairedItem) -> list[_Element]:
        i, j = item
        if i is not None and j is not None:
            self._changed |= self._pair(at, item)
            leaf = self._plan.old_leaf(item)
            return [*leaf.before, *leaf.elements, *([self._marks[at]] if at in self._marks else [])]
        self._changed = True
        if i is not None:
            leaf = self._plan.old_leaf(item)
            return [*leaf.before, *self._goes(leaf, last=at == len(self._plan.items) - 1)]
        return self._comes(self._plan.new_leaf(item), last=at == len(self._plan.items) - 1)

    def _pair(self, at: int, item: PairedItem) -> bool:
        old, new = self._plan.old_leaf(item), self._plan.new_leaf(item)
        joint = at == self._plan.join
        if not joint and old.same(new) and self._means_the_same(old, new):
            return False
        one, two = old.elements[0], new.elements[0]
        if old.kind == "paragraph":
            if joint:
                return write_pair(
                    self._draft, one, two, self._parts, "comes" if self._plan.ending == "longer" else "goes"
                )
            breaks = paragraph_property(one, _SECTION), paragraph_property(two, _SECTION)
            if (breaks[0] is None) != (breaks[1] is None):
                # A section break is the paragraph's mark: the old mark goes, and one of its own brings the new.
                self._marks[at] = new_mark(self._draft, two, self._parts[1])
                return write_pair(self._draft, one, two, self._parts, "goes")
            changed = (
                breaks[0] is not None and breaks[1] is not None and _track_section(self._draft, breaks[0], breaks[1])
            )
            return write_pair(self._draft, one, two, self._parts) or changed
        if at in self._plan.tables:
            return write_table(self._draft, self._plan.tables[at], self._parts)
        return False

    def _means_the_same(self, old: Leaf, new: Leaf) -> bool:
        return not new.notes and same_styles(old, new) and self._draft.same_lists(new.raw)

    def _goes(self, leaf: Leaf, last: bool) -> list[_Element]:
        if last and self._plan.ending == "shorter" and self._joined is not None:
            paragraph = leaf.elements[0]
            strike_paragraph(self._draft, paragraph, self._parts[0], mark=False)
            track_properties(self._draft, paragraph, paragraph, self._joined[1], self._parts[1])
            return [paragraph]
        made: list[_Element] = []
        for element in leaf.elements:
            write_out_fields(element, self._draft.old, self._parts[0])
            made += self._draft.stamp.block(element, "del")
        return made

    def _comes(self, leaf: Leaf, last: bool) -> list[_Element]:
        copies = [self._draft.bring(element, self._parts[1]) for element in leaf.elements]
        if last and self._plan.ending == "longer" and self._joined is not None:
            paragraph = copies[0]
            self._draft.stamp.paragraph(paragraph, "ins", mark=False)
            track_properties(self._draft, paragraph, self._joined[0], leaf.elements[0], self._parts[1])
            return [paragraph]
        return [each for copy in copies for each in self._draft.stamp.block(copy, "ins")]


def _flat(written: Sequence[Sequence[_Element]]) -> list[_Element]:
    return [element for held in written for element in held]


def write_table(draft: Draft, plan: TablePlan, parts: tuple[str, str]) -> bool:
    """Write the plan of a table into OLD's; whether anything changed."""
    changed = _track_table_properties(draft, plan, parts[1])
    rows: list[_Element] = []
    for at, (i, j) in enumerate(plan.items):
        if i is not None and j is not None:
            row = plan.old_rows[i]
            if at in plan.cells:
                changed |= _write_row(draft, row, plan.new_rows[j], plan.cells[at], parts)
        elif i is not None:
            row = plan.old_rows[i]
            write_out_fields(row, draft.old, parts[0])
            draft.stamp.row(row, "del")
            changed = True
        else:
            assert j is not None
            row = draft.bring(plan.new_rows[j], parts[1])
            draft.stamp.row(row, "ins")
            changed = True
        rows.append(row)
    if changed:
        table = plan.old
        table[:] = [*[child for child in table if child.tag != w("tr")], *rows]
    return changed


def _write_row(draft: Draft, old: _Element, new: _Element, cells: Sequence[BlockPlan], parts: tuple[str, str]) -> bool:
    changed = _track(draft, old, new, "tblPrEx", 0, parts[1])
    changed |= _track(draft, old, new, "trPr", 1 if old.find(w("tblPrEx")) is not None else 0, parts[1])
    for one, two, plan in zip(old.findall(w("tc")), new.findall(w("tc")), cells, strict=True):
        changed |= write_blocks(draft, plan, parts)
        changed |= _track(draft, one, two, "tcPr", 0, parts[1])
    return changed


def _track_table_properties(draft: Draft, plan: TablePlan, part: str) -> bool:
    old, new = plan.old.find(w("tblPr")), plan.new.find(w("tblPr"))
    styles = [properties.find(w("tblStyle")) if properties is not None else None for properties in (old, new)]
    named = [
        side.style(style.get(_VAL) if style is not None else None, "table")
        for side, style in zip((draft.old, draft.new), styles, strict=True)
    ]
    before = sum(child.tag in MARKERS for child in plan.old)
    changed = False
    if named[0] != named[1] or properties_of(old, _TABLE_STYLE, draft.old.theme) != properties_of(
        new, _TABLE_STYLE, draft.new.theme
    ):
        changed = _track(draft, plan.old, plan.new, "tblPr", before, part, force=True)
        properties = plan.old.find(w("tblPr"))
        if named[1] is not None and properties is not None and properties.find(w("tblStyle")) is None:
            properties.insert(0, etree.Element(w("tblStyle"), {_VAL: named[1]}))
    return _track(draft, plan.old, plan.new, "tblGrid", before + 1, part) or changed


def _track(draft: Draft, old: _Element, new: _Element, name: str, at: int, part: str, force: bool = False) -> bool:
    """Give `old` the properties `name` of `new` and say what they were; whether they differ."""
    was, now = old.find(w(name)), new.find(w(name))
    if not force and properties_of(was, theme=draft.old.theme) == properties_of(now, theme=draft.new.theme):
        return False
    fresh = draft.bring(now, part) if now is not None else etree.Element(w(name))
    marks = [child for child in was if child.tag in _ROW_MARKS] if was is not None else []
    before = deepcopy(was)
    if was is None:
        old.insert(at, fresh)
    else:
        old.replace(was, fresh)
    fresh.extend(marks)
    draft.stamp.change(fresh, before)
    return True


def track_final_section(draft: Draft, old: _Element, new: _Element, parts: tuple[str, str]) -> bool:
    """Track the change of the body's own section; whether it differs. Without one, the other's page settings are only
    named."""
    one, two = old.find(w("sectPr")), new.find(w("sectPr"))
    if one is None or two is None:
        if one is not None or two is not None:
            message = (
                f"{'OLD' if one is None else 'NEW'} says nothing of the page's size and margins; the redline "
                f"keeps OLD's"
            )
            draft.warn("settings-not-compared", message, parts[0])
        return False
    return _track_section(draft, one, two)


_SECTION_STAYS: Final = frozenset(w(name) for name in ("headerReference", "footerReference", "printerSettings"))


def _track_section(draft: Draft, old: _Element, new: _Element) -> bool:
    if properties_of(old, _SECTION_STAYS, draft.old.theme) == properties_of(new, _SECTION_STAYS, draft.new.theme):
        return False
    before = deepcopy(old)
    stays = [child for child in old if child.tag in _SECTION_STAYS]
    references = [child for child in stays if child.tag != w("printerSettings")]
    fresh = [deepcopy(child) for child in new if child.tag not in _SECTION_STAYS and child.tag != w(TRACKED["sectPr"])]
    for child in fresh if draft.new.theme is not None else ():
        make_plain(child, draft.new.theme or {})
    old[:] = [*references, *fresh]
    draft.stamp.change(old, before, _SECTION_STAYS)
    return True
