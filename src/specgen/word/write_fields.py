"""Hyperlinks and simple fields written out as the fields they are, since no tracked change can enclose them.

Source: ECMA-376 part 1, 17.16.5.25 (HYPERLINK), 17.16.18 (complex fields), 17.16.19 (simple fields), 17.16.22 (hyperlinks).
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from specgen.word.compare_side import Side
from specgen.word.ooxml import R, w

_Element = etree._Element

_SWITCHES: Final = (("anchor", "\\l"), ("tooltip", "\\o"), ("tgtFrame", "\\t"))
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def write_out_fields(root: _Element, side: Side, part: str) -> None:
    """Replace every hyperlink and simple field below `root` by the runs of a field; addresses are looked up in `part`."""
    for element in reversed(list(root.iter(w("hyperlink"), w("fldSimple")))):
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
