"""Writing the marks of tracked changes: on runs, paragraph marks, rows, controls, and on properties that change.

Source: ECMA-376 part 1, 17.13.5; docs/word/revisions.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy, deepcopy
from typing import Final, Literal

from lxml import etree
from msgspec import Struct, field

from specgen.word.package.ooxml import R, W, local_name, paragraph_properties, w
from specgen.word.redline.inline import MARKERS, TRANSPARENT
from specgen.word.redline.sides import Side

_Element = etree._Element
MarkKind = Literal["ins", "del"]

_ID: Final = w("id")
_AUTHOR: Final = w("author")
_DATE: Final = w("date")
_STRUCK: Final = {w("t"): w("delText"), w("instrText"): w("delInstrText")}
_RANGE: Final = {"ins": "customXmlInsRange", "del": "customXmlDelRange"}
_CONTAINERS: Final = frozenset({w("bdo"), w("dir"), *TRANSPARENT})
_LEFT_ALONE: Final = MARKERS | {w("pPr"), w("smartTagPr"), w("customXmlPr"), w("proofErr")}
_LAST_IN_PARAGRAPH: Final = frozenset({w("sectPr"), w("pPrChange")})
_MARK_TAGS: Final = frozenset(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))
TRACKED: Final = {
    "rPr": "rPrChange", "pPr": "pPrChange", "sectPr": "sectPrChange", "tblPr": "tblPrChange",
    "tblPrEx": "tblPrExChange", "tblGrid": "tblGridChange", "trPr": "trPrChange", "tcPr": "tcPrChange",
}  # fmt: skip


class CannotMarkError(Exception):
    """Something stands where no tracked change can express it; the text says what."""


class Stamp(Struct):
    """Who changed, when, and the next free id. Ids are given in the order of writing, so the same inputs have the same
    ids."""

    author: str
    date: str
    next_id: int

    def id(self) -> str:
        """A fresh id."""
        self.next_id += 1
        return str(self.next_id - 1)

    _workbench: _Element = field(default_factory=lambda: etree.Element(w("p"), nsmap={"w": W}))
    """Where elements are made before they are put in their place: many in one tree cost a third of one tree each."""
    _models: dict[str, _Element] = field(default_factory=dict)
    """The marks of which copies are made: to say who and when on each anew takes twice the time."""

    def element(self, tag: str, attributes: dict[str, str] | None = None) -> _Element:
        """A new element that is about to be put in its place."""
        return etree.SubElement(self._workbench, tag, attributes)

    def mark(self, name: str) -> _Element:
        """An element `w:name` with a fresh id, the author and the date."""
        model = self._models.get(name)
        if model is None:
            model = self._models[name] = self.element(w(name), {_ID: "", _AUTHOR: self.author, _DATE: self.date})
        made = copy(model)
        made.set(_ID, self.id())
        return made

    def wrap(self, kind: MarkKind, runs: Iterable[_Element]) -> _Element:
        """The runs as one tracked insertion or deletion."""
        element = self.mark(kind)
        for run in runs:
            if kind == "del":
                strike(run)
            element.append(run)
        return element

    def control(self, kind: MarkKind, shell: _Element, content: Sequence[_Element]) -> list[_Element]:
        """The control `shell` round `content`, its start and its end each in a tracked range."""
        held = shell.find(w("sdtContent"))
        if held is None:
            held = etree.SubElement(shell, w("sdtContent"))
        pairs = []
        for _ in range(2):
            start = self.mark(f"{_RANGE[kind]}Start")
            pairs.append((start, etree.Element(w(f"{_RANGE[kind]}End"), {w("id"): start.get(w("id"), "")})))
        held[:] = [pairs[0][1], *content, pairs[1][0]]
        return [pairs[0][0], shell, pairs[1][1]]

    def content(self, children: Sequence[_Element], kind: MarkKind) -> list[_Element]:
        """The children of a paragraph with every run marked. Raises CannotMarkError at what no mark can hold."""
        made: list[_Element] = []
        runs: list[_Element] = []

        def close() -> None:
            if runs:
                made.append(self.wrap(kind, runs))
                runs.clear()

        for child in children:
            if child.tag == w("r") and not _is_comment(child):
                runs.append(child)
                continue
            close()
            if child.tag == w("sdt"):
                held = child.find(w("sdtContent"))
                inner = self.content(list(held), kind) if held is not None else []
                made.extend(self.control(kind, child, inner))
                continue
            if child.tag in _CONTAINERS:
                child[:] = self.content(list(child), kind)
            elif child.tag not in _LEFT_ALONE and child.tag != w("r") and isinstance(child.tag, str):
                raise CannotMarkError(_said(child))
            made.append(child)
        close()
        return made

    def paragraph(self, paragraph: _Element, kind: MarkKind, mark: bool = True) -> None:
        """Mark the whole content of the paragraph, and its mark too unless `mark` is False."""
        properties = paragraph.find(w("pPr"))
        children = self.content([child for child in paragraph if child is not properties], kind)
        paragraph[:] = [*([properties] if properties is not None else []), *children]
        if mark:
            self.paragraph_mark(paragraph, kind)

    def paragraph_mark(self, paragraph: _Element, kind: MarkKind) -> None:
        """Mark the paragraph's mark as put in or taken out."""
        run_properties(paragraph).insert(0, self.mark(kind))

    def table(self, table: _Element, kind: MarkKind) -> None:
        """Mark every row of the table, and of tables in it, with what stands there."""
        for row in list(table.iter(w("tr"))):
            self.row_mark(row, kind)
        for paragraph in list(table.iter(w("p"))):
            if next(paragraph.iterancestors(w("txbxContent")), None) is None:
                self.paragraph(paragraph, kind)

    def row(self, row: _Element, kind: MarkKind) -> None:
        """Mark one row with what stands in it."""
        self.row_mark(row, kind)
        for inner in list(row.iter(w("tr"))):
            if inner is not row:
                self.row_mark(inner, kind)
        for paragraph in list(row.iter(w("p"))):
            if next(paragraph.iterancestors(w("txbxContent")), None) is None:
                self.paragraph(paragraph, kind)

    def row_mark(self, row: _Element, kind: MarkKind) -> None:
        """Mark the row itself: in its properties, after all but a change of them."""
        properties = row.find(w("trPr"))
        if properties is None:
            properties = etree.Element(w("trPr"))
            exceptions = row.find(w("tblPrEx"))
            row.insert(row.index(exceptions) + 1 if exceptions is not None else 0, properties)
        properties.append(self.mark(kind))

    def block(self, block: _Element, kind: MarkKind) -> list[_Element]:
        """Mark a whole block. Raises CannotMarkError for one that is no paragraph, table or control."""
        if block.tag == w("p"):
            self.paragraph(block, kind)
        elif block.tag == w("tbl"):
            self.table(block, kind)
        elif block.tag == w("sdt"):
            held = block.find(w("sdtContent"))
            inner = [each for child in (list(held) if held is not None else []) for each in self.block(child, kind)]
            return self.control(kind, block, inner)
        elif block.tag not in _LEFT_ALONE:
            raise CannotMarkError(_said(block))
        return [block]

    def change(self, holder: _Element, old: _Element | None, leave: frozenset[str] = frozenset()) -> None:
        """Say in `holder`, which has the new properties, what the old ones were (without those in `leave`)."""
        name = local_name(holder)
        change = self.mark(TRACKED[name])
        if name == "tblGrid":
            # The schema gives this one neither author nor date.
            del change.attrib[w("author")], change.attrib[w("date")]
        inner = etree.SubElement(change, w(name))
        for child in old if old is not None else ():
            if (
                child.tag not in leave
                and child.tag not in _MARK_TAGS
                and isinstance(child.tag, str)
                and not child.tag.endswith("Change")
            ):
                inner.append(deepcopy(child))
        holder.append(change)


def strike(run: _Element) -> None:
    """Make the run's words deleted words. Word reads plain words in a deletion as damage."""
    for child in run:
        if child.tag in _STRUCK:
            child.tag = _STRUCK[child.tag]


def run_properties(paragraph: _Element) -> _Element:
    """The run properties of the paragraph's mark, made where the schema has them if there are none."""
    properties = paragraph_properties(paragraph)
    found = properties.find(w("rPr"))
    if found is None:
        found = etree.Element(w("rPr"))
        last = next((child for child in properties if child.tag in _LAST_IN_PARAGRAPH), None)
        properties.insert(properties.index(last) if last is not None else len(properties), found)
    return found


def _is_comment(run: _Element) -> bool:
    """Whether the run holds a comment's reference, which is no part of the words."""
    return run.find(w("commentReference")) is not None


def _said(element: _Element) -> str:
    name = local_name(element)
    return {
        "oMath": "an equation",
        "oMathPara": "an equation",
        "altChunk": "an embedded document",
        "subDoc": "a subdocument",
    }.get(name, f"the element “{name}”")


# Hyperlinks and simple fields written out as the fields they are, since no tracked change can enclose them.
#
# Source: ECMA-376 part 1, 17.16.5.25 (HYPERLINK), 17.16.18 (complex fields), 17.16.19 (simple fields), 17.16.22
# (hyperlinks).


FIELD_TAGS: Final = (w("hyperlink"), w("fldSimple"))
_SWITCHES: Final = (("anchor", "\\l"), ("tooltip", "\\o"), ("tgtFrame", "\\t"))
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def write_out_fields(root: _Element, side: Side, part: str) -> None:
    """Replace every hyperlink and simple field below `root` by the runs of a field; addresses are looked up in
    `part`."""
    for element in reversed(list(root.iter(*FIELD_TAGS))):
        parent = element.getparent()
        if parent is not None:
            at = parent.index(element)
            parent[at : at + 1] = as_field(element, side, part)


def as_field(element: _Element, side: Side, part: str) -> list[_Element]:
    """The runs of a field that says and does what the hyperlink or simple field does."""
    code = element.get(w("instr"), "") if element.tag == w("fldSimple") else _address(element, side, part)
    inner = [child for child in element if child.tag not in (w("fldData"),)]
    begin, said, shows, ends = (etree.Element(w("r")) for _ in range(4))
    etree.SubElement(begin, w("fldChar"), {w("fldCharType"): "begin"})
    text = etree.SubElement(said, w("instrText"), {_SPACE: "preserve"})
    text.text = f" {code.strip()} "
    etree.SubElement(shows, w("fldChar"), {w("fldCharType"): "separate"})
    etree.SubElement(ends, w("fldChar"), {w("fldCharType"): "end"})
    return [begin, said, shows, *inner, ends]


def _address(link: _Element, side: Side, part: str) -> str:
    found = side.links(part).get(link.get(f"{{{R}}}id", ""))
    target = found.target if found is not None else ""
    said = ["HYPERLINK"] + ([_quoted(target)] if target else [])
    for name, switch in _SWITCHES:
        value = link.get(w(name))
        if value:
            said += [switch, _quoted(value)]
    return " ".join(said)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
