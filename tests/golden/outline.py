"""A document as lines that a person can read: each paragraph's style, number and words; tables; headers and footers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from specgen.word.document.numbering import Counters, NumberingPart
from specgen.word.package.ooxml import w

_VAL = w("val")


class _Reader:
    """Reads one document; its lists count on from part to part, as they stand in the body."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        styles = self._root("word/styles.xml")
        self._styles = {each.get(w("styleId"), ""): each for each in styles.iter(w("style"))}
        self._numbering = NumberingPart(self._root("word/numbering.xml"))
        self._counters = Counters(self._numbering)

    def _root(self, name: str) -> etree._Element:
        return etree.fromstring(self._package.read(name))

    def part(self, name: str) -> Iterator[str]:
        """The part's lines."""
        root = self._root(name)
        body = root.find(w("body"))
        yield from self._inside(root if body is None else body)

    def _inside(self, holder: etree._Element) -> Iterator[str]:
        for child in holder:
            if child.tag == w("p"):
                yield self._paragraph(child)
                if (section := child.find(f"{w('pPr')}/{w('sectPr')}")) is not None:
                    yield self._section(section)
            elif child.tag == w("tbl"):
                yield from self._table(child)
            elif child.tag == w("sdt"):
                inner = child.find(w("sdtContent"))
                assert inner is not None
                yield "<clause>"
                yield from self._inside(inner)
                yield "</clause>"
            elif child.tag == w("sectPr"):
                yield self._section(child)

    def _section(self, section: etree._Element) -> str:
        size = section.find(w("pgSz"))
        return (
            f"-- section ends: "
            f"{'landscape' if size is not None and size.get(w('orient')) == 'landscape' else 'portrait'} --"
        )

    def _table(self, table: etree._Element) -> Iterator[str]:
        columns = table.findall(f"{w('tblGrid')}/{w('gridCol')}")
        yield f"table of {len(columns)} columns, {' + '.join(column.get(w('w'), '') for column in columns)}:"
        for row in table.findall(w("tr")):
            mark = "header row" if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None else "row"
            yield f"  {mark}"
            for cell in row.findall(w("tc")):
                yield "    | " + "\n      ".join(self._inside(cell))

    def _paragraph(self, paragraph: etree._Element) -> str:
        named = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        style = named.get(_VAL, "") if named is not None else "Normal"
        label = self._label(paragraph, style)
        name = self._styles[style].find(w("name")) if style in self._styles else None
        return f"[{name.get(_VAL) if name is not None else '?'}] {label}{_words(paragraph)}".rstrip()

    def _label(self, paragraph: etree._Element, style: str) -> str:
        number = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        if number is None:
            number = self._styles[style].find(f"{w('pPr')}/{w('numPr')}") if style in self._styles else None
        if number is None:
            return ""
        found, level = number.find(w("numId")), number.find(w("ilvl"))
        depth = int(level.get(_VAL, "0")) if level is not None else 0
        label = self._counters.next_label(found.get(_VAL, "") if found is not None else "", depth)
        return f"{'  ' * depth}{label} "


def _words(paragraph: etree._Element) -> str:
    """The paragraph's words; bold between stars, a field as its instruction, a tab as an arrow."""
    said: list[tuple[bool, str]] = []
    for run in paragraph.iter(w("r")):
        look = run.find(w("rPr"))
        style = look.find(w("rStyle")) if look is not None else None
        heavy = (look is not None and look.find(w("b")) is not None) or (
            style is not None and style.get(_VAL) == "Strong"
        )
        for piece in run:
            if piece.tag == w("t"):
                said.append((heavy, piece.text or ""))
            elif piece.tag == w("tab"):
                said.append((heavy, "→"))
            elif piece.tag == w("br"):
                said.append((heavy, "↵"))
            elif piece.tag == w("instrText"):
                said.append((heavy, f"{{{(piece.text or '').strip()} shown as "))
            elif piece.tag == w("fldChar") and piece.get(w("fldCharType")) == "end":
                said.append((heavy, "}"))
    text = "".join(f"**{piece}**" if heavy and piece else piece for heavy, piece in said)
    return text.replace("****", "")


def outline(data: bytes) -> str:
    """The outline of a document: title, header, body, footer."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        reader = _Reader(package)
        core = etree.fromstring(package.read("docProps/core.xml"))
        lines = [f"{etree.QName(each).localname}: {each.text}" for each in core]
        for name, part in (
            ("header", "word/header1.xml"),
            ("body", "word/document.xml"),
            ("footer", "word/footer1.xml"),
        ):
            lines += ["", f"=== {name} ===", *reader.part(part)]
    return "\n".join(lines) + "\n"
