"""The styles of one document as every command asks for them: which there are, which one counts where none is named,
what each is based on, which heading a paragraph is, which list its style gives, and what several styles come to
together.

Source: ECMA-376 part 1, 17.7.4.17 (a style's type and id, the default style of each type), 17.7.4.3 (basedOn),
17.3.1.27 (a paragraph style that is not there is none, so the default one counts), 17.3.1.20 (outlineLvl).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from lxml import etree

from specgen.word.package.ooxml import w, whole_number

_VAL: Final = w("val")
_HEADING_NAME: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BODY_LEVEL: Final = 9
"""The outline level of body text (17.3.1.20)."""


class StyleList(NamedTuple):
    """The list that a paragraph style gives: its instance, and of the style and those it is based on, nearest first,
    (id, the level that it names or None)."""

    instance: str
    levels: tuple[tuple[str, str | None], ...]

    @property
    def said(self) -> str | None:
        """The level that the nearest style names; the list is inherited apart from it (17.7.2)."""
        return next((level for _, level in self.levels if level is not None), None)


class Styles:
    """The styles of the styles part's root (None: there is none). Of two with one id the first counts, of two default
    ones the last."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        for style in root.iterchildren(w("style")) if root is not None else ():
            identity = style.get(w("styleId"), "")
            if identity and self._styles.setdefault(identity, style) is style and _is_on(style.get(w("default"))):
                self._defaults[kind_of(style)] = identity
        self._document = root.find(w("docDefaults")) if root is not None else None
        self._chains: dict[str, tuple[etree._Element, ...]] = {}
        self._headings: dict[str, int] = {}
        self._lists: dict[str, StyleList | None] = {}

    def __contains__(self, identity: object) -> bool:
        return identity in self._styles

    def __iter__(self) -> Iterator[etree._Element]:
        return iter(self._styles.values())

    def get(self, identity: str | None, kind: str) -> etree._Element | None:
        """The style with that id, or None where there is none of that kind."""
        style = self._styles.get(identity) if identity is not None else None
        return style if style is not None and kind_of(style) == kind else None

    def default(self, kind: str) -> str:
        """The id of the default style of `kind` (paragraph, character, table, numbering), or ""."""
        return self._defaults.get(kind, "")

    def known(self, identity: str | None, kind: str = "paragraph") -> str:
        """The id itself where it names a style of that kind, else that of the default style, "" without one."""
        return identity if identity is not None and self.get(identity, kind) is not None else self.default(kind)

    def document(self, part: str) -> etree._Element | None:
        """The document's own defaults for `part` (rPr or pPr), or None."""
        return self._document.find(f"{w(part + 'Default')}/{w(part)}") if self._document is not None else None

    def chain(self, identity: str | None, kind: str = "paragraph") -> tuple[etree._Element, ...]:
        """The style that counts for that id and those it is based on, nearest first, each once.

        17.7.4.3: a parent that is not there or of another type is none, and a numbering style has none."""
        wanted = self.known(identity, kind)
        if wanted not in self._chains:
            found: dict[str, etree._Element] = {}
            at: str | None = wanted
            while at is not None and at not in found and (style := self.get(at, kind)) is not None:
                found[at] = style
                parent = style.find(w("basedOn")) if kind != "numbering" else None
                at = parent.get(_VAL) if parent is not None else None
            self._chains[wanted] = tuple(found.values())
        return self._chains[wanted]

    def name(self, identity: str | None, kind: str = "paragraph") -> str:
        """The name of the style that counts for that id, or ""."""
        chain = self.chain(identity, kind)
        return style_name(chain[0]) if chain else ""

    def heading(self, properties: etree._Element | None) -> int:
        """The level, from 1 to 9, of the heading that a paragraph with these properties is; 0 for any other.

        What the paragraph says of itself comes before its style, and a style before those it is based on (17.3.1.20).
        Word's own heading styles stay headings of their level whatever else they say: contents tables take them by
        their names (17.16.5.68)."""
        named = properties.find(w("pStyle")) if properties is not None else None
        identity = self.known(named.get(_VAL) if named is not None else None)
        styled = self._heading_of(identity)
        own = _outline(properties)
        if own is None or (own == _BODY_LEVEL and _HEADING_NAME.fullmatch(self.name(identity))):
            return styled
        return own + 1 if own < _BODY_LEVEL else 0

    def _heading_of(self, identity: str) -> int:
        if identity not in self._headings:
            text = self.get(self.default("paragraph"), "paragraph")
            said = (_own_heading(style, of_text=style is text) for style in self.chain(identity))
            self._headings[identity] = next((level for level in said if level is not None), 0)
        return self._headings[identity]

    def list_of(self, identity: str | None) -> StyleList | None:
        """The list that the paragraph style gives, its own or of those it is based on; None without one.

        Of the instance and the level each is inherited for itself (17.7.2)."""
        wanted = self.known(identity)
        if wanted not in self._lists:
            levels: list[tuple[str, str | None]] = []
            instance: str | None = None
            for style in self.chain(wanted):
                own = style.find(f"{w('pPr')}/{w('numPr')}")
                number = own.find(w("numId")) if own is not None else None
                level = own.find(w("ilvl")) if own is not None else None
                instance = number.get(_VAL, "") if instance is None and number is not None else instance
                levels.append((style.get(w("styleId"), ""), level.get(_VAL) if level is not None else None))
            self._lists[wanted] = StyleList(instance, tuple(levels)) if instance is not None else None
        return self._lists[wanted]


def kind_of(style: etree._Element) -> str:
    """The type of a style; a paragraph's where none is written (17.7.4.17)."""
    return str(style.get(w("type"), "paragraph"))


def style_name(style: etree._Element) -> str:
    """The name of a style, or ""."""
    name = style.find(w("name"))
    return str(name.get(_VAL, "")) if name is not None else ""


def _is_on(said: str | None) -> bool:
    return said is not None and said in ("1", "true", "on")


def _outline(properties: etree._Element | None) -> int | None:
    """The outline level that is written there, 0 to 9, or None; what is no level counts as none."""
    found = properties.find(w("outlineLvl")) if properties is not None else None
    level = whole_number(found.get(_VAL), -1) if found is not None else -1
    return level if 0 <= level <= _BODY_LEVEL else None


def _own_heading(style: etree._Element, *, of_text: bool) -> int | None:
    """The heading that a style says it is: 1 to 9, 0 for body text, None where it says nothing. A level that the
    style of every other line has marks no heading."""
    named = _HEADING_NAME.fullmatch(style_name(style))
    if named is not None:
        return int(named[1])
    if of_text:
        return None
    level = _outline(style.find(w("pPr")))
    return None if level is None else level + 1 if level < _BODY_LEVEL else 0


# What several styles, the document's defaults and a run's own properties come to together.
#
# Source: ECMA-376 part 1, 17.7.2 (which gives way to which), 17.7.3 (toggle properties), 17.7.6 (table styles).

_Element = etree._Element
Held = dict[str, str]
"""Properties by name: for a toggle "1" where it is on and another value where it is off, else any value."""
TOGGLES: Final = frozenset(
    ("b", "bCs", "caps", "emboss", "i", "iCs", "imprint", "outline", "shadow", "smallCaps", "strike", "vanish")
)
"""The toggle properties (17.7.3): what two levels of styles turn on is off again."""
_CONDITIONS: Final = (
    *("wholeTable", "band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstRow", "lastRow", "firstCol", "lastCol"),
    *("nwCell", "neCell", "swCell", "seCell"),
)
"""The parts of a table that its style may treat apart, each over those before it (17.7.6, 17.18.89)."""
_LOOK_BITS: Final = {
    **{"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400}
}


class TableStyle(NamedTuple):
    """The style of a table, and the parts of it that a cell belongs to."""

    identity: str = ""
    conditions: frozenset[str] = frozenset()


class RunStyles:
    """What runs come to by the styles of one document. `read` says which properties of a `w:rPr` matter."""

    def __init__(self, styles: Styles, read: Callable[[_Element | None], Held]) -> None:
        self._styles, self._read = styles, read
        self._defaults = read(styles.document("rPr"))
        self._levels: dict[tuple[str, str], Held] = {}
        self._tables: dict[TableStyle, Held] = {}
        self._conditional: dict[str, bool] = {}

    def of(self, paragraph: str | None, run: _Element | None, table: TableStyle | None = None) -> Held:
        """The properties of a run with the properties `run` in a paragraph of that style, which may stand in a
        table."""
        named = run.find(w("rStyle")) if run is not None else None
        levels = [
            self._table(table) if table is not None else {},
            self._level(self._styles.known(paragraph), "paragraph"),
            self._level(self._styles.known(named.get(_VAL) if named is not None else None, "character"), "character"),
        ]
        return {**_combined(self._defaults, levels), **self._read(run)}

    def is_conditional(self, identity: str) -> bool:
        """Whether the table style treats the letters of some of a table's parts apart."""
        if identity not in self._conditional:
            self._conditional[identity] = any(
                part.find(w("rPr")) is not None
                for style in self._styles.chain(identity, "table")
                for part in style.iterchildren(w("tblStylePr"))
            )
        return self._conditional[identity]

    def _level(self, identity: str, kind: str) -> Held:
        """What a style and those it is based on come to: one level, in which the nearest counts (17.7.3)."""
        key = (identity, kind)
        if key not in self._levels:
            found: Held = {}
            for style in self._styles.chain(identity, kind):
                found = {**self._read(style.find(w("rPr"))), **found}
            self._levels[key] = found
        return self._levels[key]

    def _table(self, table: TableStyle) -> Held:
        if table not in self._tables:
            found: Held = {}
            for part in ("", *(each for each in _CONDITIONS if each in table.conditions or each == "wholeTable")):
                apart: Held = {}
                for style in self._styles.chain(table.identity, "table"):
                    for own in (style,) if not part else style.iterchildren(w("tblStylePr")):
                        if not part or own.get(w("type")) == part:
                            apart = {**self._read(own.find(w("rPr"))), **apart}
                found.update(apart)
            self._tables[table] = found
        return self._tables[table]


def _combined(defaults: Held, levels: Iterable[Held]) -> Held:
    """Levels of styles over the document's defaults. A toggle that several levels name is on where the defaults turn it
    on, else where an odd number of them do; where one names it, that one counts, as Word has it (measured by docx4j,
    toggle-levels and toggle-levels-docdefaults)."""
    found = dict(defaults)
    said: dict[str, list[str]] = {}
    for level in levels:
        found.update(level)
        for name in level.keys() & TOGGLES:
            said.setdefault(name, []).append(level[name])
    for name, values in said.items():
        if len(values) > 1:
            on = defaults.get(name) == "1" or sum(value == "1" for value in values) % 2 == 1
            found[name] = "1" if on else ""
    return found


def cell_conditions(cell: _Element, row: int, column: int) -> frozenset[str]:
    """The parts of its table that a cell belongs to, by its row and column counted from 1 (17.7.6, 17.4.55)."""
    own = cell.getparent()
    table = next(cell.iterancestors(w("tbl")), None)
    look = table.find(f"{w('tblPr')}/{w('tblLook')}") if table is not None else None
    if own is None or look is None:
        return frozenset()
    on = {name: _looks(look, name, bit) for name, bit in _LOOK_BITS.items()}
    first_row, first_column = on["firstRow"] and row == 1, on["firstColumn"] and column == 1
    last_row = on["lastRow"] and next(own.itersiblings(w("tr")), None) is None
    last_column = on["lastColumn"] and next(cell.itersiblings(w("tc")), None) is None
    bands = (
        ("Horz", row - on["firstRow"], on["noHBand"] or first_row or last_row),
        ("Vert", column - on["firstColumn"], on["noVBand"] or first_column or last_column),
    )
    found = {f"band{2 - number % 2}{name}" for name, number, without in bands if not without}
    edges = {"firstRow": first_row, "lastRow": last_row, "firstCol": first_column, "lastCol": last_column}
    found |= {name for name, is_there in edges.items() if is_there}
    for corner, sides in (("nw", "firstRow firstCol"), ("ne", "firstRow lastCol"), ("sw", "lastRow firstCol")):
        found |= {f"{corner}Cell"} if set(sides.split()) <= found else set()
    return frozenset(found | ({"seCell"} if {"lastRow", "lastCol"} <= found else set()))


def _looks(look: _Element, name: str, bit: int) -> bool:
    said = look.get(w(name))
    if said is not None:
        return _is_on(said)
    value = look.get(_VAL, "")
    return bool(int(value, 16) & bit) if re.fullmatch("[0-9A-Fa-f]{1,8}", value) else False
