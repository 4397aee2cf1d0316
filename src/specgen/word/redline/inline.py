"""What stands in a paragraph as a row of atoms: words with their looks, tabs and breaks, and what is kept whole.

Source: ECMA-376 part 1, 17.3.2 and 17.3.3 (runs), 17.16 (fields and hyperlinks), 17.5.2 (inline content controls).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from copy import deepcopy
from typing import Final, Literal

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.signs import SIGNS, letters
from specgen.word.document.style_forms import StyleForm, form_of, properties_of
from specgen.word.package.ooxml import MC, w
from specgen.word.redline.controls import SideControl
from specgen.word.redline.sides import NOTE_KINDS, Side
from specgen.wording.difference import Token, text_token, tokens_of

_Element = etree._Element

_FIELD_CHAR: Final = w("fldChar")
DROPPED: Final = frozenset({w("proofErr"), w("lastRenderedPageBreak")})
MARKERS: Final = frozenset(
    w(name) for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd")
)  # fmt: skip
PICTURES: Final = frozenset(
    {*(name for name, sign in SIGNS.items() if sign.kind == "picture"), f"{{{MC}}}AlternateContent"}
)
TRANSPARENT: Final = frozenset({w("smartTag"), w("customXml")})
_SHELL_PROPERTIES: Final = frozenset({w("smartTagPr"), w("customXmlPr")})
CONTROL_LEAVE: Final = frozenset({w("id")})


class AtomPiece(Struct):
    """Words of one look inside one atom."""

    text: str
    properties: _Element | None
    look: int


class Atom(Struct):
    """One thing in a paragraph. Words have `pieces`; an item (a tab, a note reference) its element; a whole its
    elements."""

    kind: Literal["text", "item", "whole", "picture"]
    key: Hashable
    pieces: list[AtomPiece] = field(default_factory=list)
    elements: list[_Element] = field(default_factory=list)
    properties: _Element | None = None
    look: int = 0

    @property
    def text(self) -> str:
        """The atom's words; "" for what has none."""
        return "".join(piece.text for piece in self.pieces)

    def token(self) -> Token:
        """The atom as the word comparison sees it."""
        if self.kind == "text":
            return text_token(str(self.key))
        # What cannot be made anew (a picture, a note with its number) stays where it is matched.
        return Token(
            self.key, 1, fast=self.kind == "picture" or (isinstance(self.key, tuple) and self.key[0] == "note")
        )


class ParagraphContent(Struct):
    """A paragraph's content: atoms, inline controls over them, and range marks with the index of the atom they precede.

    `rigid` is set when a field begins or ends in the middle of something else, so that nothing inside can be compared.
    """

    atoms: list[Atom] = field(default_factory=list)
    controls: list[SideControl] = field(default_factory=list)
    markers: list[tuple[int, _Element]] = field(default_factory=list)
    rigid: bool = False
    pictures: bool = False


def read_line(paragraph: _Element, side: Side, part: str) -> ParagraphContent:
    """The content of `paragraph` as a line of atoms."""
    reader = _InlineReader(side, part)
    reader.read(paragraph)
    reader.flush()
    return reader.line


class _InlineReader:
    def __init__(self, side: Side, part: str) -> None:
        self.line = ParagraphContent()
        self._side = side
        self._part = part
        self._pending: list[AtomPiece] = []

    def read(self, holder: Iterable[_Element]) -> None:
        children = [
            child
            for child in holder
            if isinstance(child.tag, str) and child.tag != w("pPr") and child.tag not in _SHELL_PROPERTIES
        ]
        at = 0
        while at < len(children):
            child = children[at]
            at += 1
            if child.tag in DROPPED:
                continue
            if child.tag == w("r"):
                depth = _field_depth(child)
                if depth is None:
                    self._run(child)
                    continue
                group = [child]
                while depth > 0 and at < len(children):
                    group.append(children[at])
                    depth += _field_depth(children[at]) or 0
                    at += 1
                self.line.rigid = self.line.rigid or depth != 0
                self._whole(group, "field")
            elif child.tag in MARKERS:
                self.flush()
                self.line.markers.append((len(self.line.atoms), child))
            elif child.tag == w("sdt"):
                self._control(child)
            elif child.tag in TRANSPARENT:
                self.read(child)
            else:
                self.line.rigid = self.line.rigid or (_field_depth(child) or 0) != 0
                self._whole([child], "hyperlink" if child.tag == w("hyperlink") else "other")

    def _control(self, control: _Element) -> None:
        self.flush()
        start = len(self.line.atoms)
        content = control.find(w("sdtContent"))
        place = len(self.line.controls)
        key = (properties_of(control.find(w("sdtPr")), CONTROL_LEAVE), properties_of(control.find(w("sdtEndPr"))))
        if content is not None:
            self.read(content)
            self.flush()
        if len(self.line.atoms) == start:
            self.line.atoms.append(Atom("whole", ("empty control", key), elements=[control]))
        else:
            # An outer control stands before those in it.
            self.line.controls.insert(place, SideControl(start, len(self.line.atoms), key, control))

    def _run(self, run: _Element) -> None:
        properties = run.find(w("rPr"))
        look = self._side.look(properties)
        for child in run:
            tag = child.tag
            if tag == w("t"):
                text = letters(child)
                if text:
                    self._pending.append(AtomPiece(text, properties, look))
            elif tag == w("commentReference"):
                self.flush()
                self.line.markers.append((len(self.line.atoms), _alone(child, properties)))
            elif tag != w("rPr") and isinstance(tag, str) and tag not in DROPPED:
                self.flush()
                self.line.atoms.append(self._item(child, properties, look))

    def _item(self, child: _Element, properties: _Element | None, look: int) -> Atom:
        if child.tag in PICTURES:
            self.line.pictures = True
            return Atom("picture", ("picture",), elements=[child], properties=properties, look=look)
        key: StyleForm = ("note", child.tag) if child.tag in NOTE_KINDS else form_of(child)
        return Atom("item", key, elements=[child], properties=properties, look=look)

    def _whole(self, elements: list[_Element], kind: str) -> None:
        self.flush()
        self.line.atoms.append(Atom("whole", (kind, *self._forms(elements)), elements=elements))

    def _forms(self, elements: Iterable[_Element]) -> tuple[StyleForm, ...]:
        """What a whole says: words with their looks joined, so that the same words cut into other runs are the same."""
        made: list[StyleForm] = []
        for element in elements:
            if element.tag in DROPPED or element.tag in MARKERS or not isinstance(element.tag, str):
                continue
            if element.tag == w("r"):
                look = self._side.look(element.find(w("rPr")))
                for child in element:
                    kind = {w("t"): "text", w("instrText"): "code"}.get(child.tag, "")
                    if kind and made and made[-1][0] == kind and made[-1][2] == look:
                        made[-1] = (kind, f"{made[-1][1]}{child.text or ''}", look)
                    elif kind:
                        made.append((kind, child.text or "", look))
                    elif child.tag not in DROPPED and child.tag != w("rPr") and isinstance(child.tag, str):
                        made.append(("item", self._side.whole_form(child, self._part), look))
            elif element.tag in (w("hyperlink"), w("fldSimple"), w("dir"), w("bdo"), *TRANSPARENT):
                made.append((element.tag, self._attributes(element), self._forms(element)))
            else:
                made.append(("element", self._side.whole_form(element, self._part)))
        return tuple(made)

    def _attributes(self, element: _Element) -> StyleForm:
        plain = ((str(key), str(value)) for key, value in element.attrib.items())
        return tuple(
            sorted(
                (key, self._side.target(self._part, value) if key.endswith("}id") else value)
                for key, value in plain
                if "rsid" not in key and not key.endswith("}history")
            )
        )

    def flush(self) -> None:
        """Make the words that are waiting into atoms, whole words whatever runs they are cut into."""
        pending, self._pending = self._pending, []
        if not pending:
            return
        atoms = self.line.atoms
        if all(piece.properties is pending[0].properties for piece in pending):
            properties, look = pending[0].properties, pending[0].look
            said = tokens_of("".join([piece.text for piece in pending]))
            atoms.extend([Atom("text", word, [AtomPiece(word, properties, look)]) for word in said])
            return
        at, used = 0, 0
        for wanted in tokens_of("".join([piece.text for piece in pending])):
            left = len(wanted)
            piece = pending[at]
            if used + left < len(piece.text):  # most words, which stand in one run
                used += left
                atoms.append(Atom("text", wanted, [AtomPiece(wanted, piece.properties, piece.look)]))
                continue
            pieces: list[AtomPiece] = []
            while left:
                piece = pending[at]
                taken = piece.text[used : used + left]
                pieces.append(AtomPiece(taken, piece.properties, piece.look))
                left -= len(taken)
                used += len(taken)
                if used == len(piece.text):
                    at, used = at + 1, 0
            atoms.append(Atom("text", wanted, pieces))


def _alone(reference: _Element, properties: _Element | None) -> _Element:
    """A run that holds nothing but a comment's reference."""
    run = etree.Element(w("r"))
    run.extend(deepcopy(each) for each in (properties, reference) if each is not None)
    return run


def _field_depth(element: _Element) -> int | None:
    """How many more fields begin than end in the element; None when it holds no field mark."""
    marks = [mark.get(w("fldCharType")) for mark in element.iter(_FIELD_CHAR)]
    return None if not marks else marks.count("begin") - marks.count("end")
