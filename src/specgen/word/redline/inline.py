"""What stands in a paragraph as a row of atoms: words with their looks, tabs and breaks, and what is kept whole.

Source: ECMA-376 part 1, 17.3.2 and 17.3.3 (runs), 17.16 (fields and hyperlinks), 17.5.2 (inline content controls).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import accumulate
from typing import Final, Literal

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.signs import SIGNS, letters
from specgen.word.document.style_forms import StyleForm, form_of, properties_of
from specgen.word.package.ooxml import MC, WP, R, w
from specgen.word.redline.controls import SideControl
from specgen.word.redline.sides import NOTE_KINDS, Side
from specgen.wording.difference import LEAST_ALIKE, SMALL, Token, filled, likeness, text_token, tokens_of
from specgen.wording.sequences import common_row

_Element = etree._Element

_FIELD_CHAR: Final = w("fldChar")
_R_PR: Final = w("rPr")
_T: Final = w("t")
DROPPED: Final = frozenset({w("proofErr"), w("lastRenderedPageBreak")})
MARKERS: Final = frozenset(
    w(name) for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd")
)  # fmt: skip
PICTURES: Final = frozenset(
    {*(name for name, sign in SIGNS.items() if sign.kind == "picture"), f"{{{MC}}}AlternateContent"}
)
TRANSPARENT: Final = frozenset({w("smartTag"), w("customXml")})
_PROPERTIES: Final = frozenset({w("pPr"), w("smartTagPr"), w("customXmlPr")})
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

    A word that stands in one run, as almost all do, is its letters, and `runs` has the words of that run with their
    look at the same index (None for every other atom). `plain` is set while there are no other atoms. `rigid` is set
    when a field begins or ends in the middle of something else, so that nothing inside can be compared.
    """

    atoms: list[Atom | str] = field(default_factory=list)
    runs: list[AtomPiece | None] = field(default_factory=list)
    plain: bool = True
    controls: list[SideControl] = field(default_factory=list)
    markers: list[tuple[int, _Element]] = field(default_factory=list)
    rigid: bool = False
    pictures: bool = False

    def add(self, atom: Atom) -> None:
        """Add an atom that is more than a word in one run."""
        self.atoms.append(atom)
        self.runs.append(None)
        self.plain = False

    def whole(self, at: int) -> Atom:
        """The atom at an index, with its look if it is a word in one run."""
        atom, run = self.atoms[at], self.runs[at]
        if isinstance(atom, Atom):
            return atom
        assert run is not None
        return Atom("text", atom, [AtomPiece(atom, run.properties, run.look)])

    @property
    def text(self) -> str:
        """The line's words."""
        return "".join([atom if isinstance(atom, str) else atom.text for atom in self.atoms])


def token_of(atom: Atom | str) -> Token:
    """The atom as the word comparison sees it."""
    return text_token(atom) if isinstance(atom, str) else atom.token()


def read_line(paragraph: _Element, side: Side, part: str) -> ParagraphContent:
    """The content of `paragraph` as a line of atoms."""
    reader = _InlineReader(side, part, next(paragraph.iter(_FIELD_CHAR), None) is not None)
    reader.read(paragraph)
    reader.flush()
    return reader.line


class _InlineReader:
    def __init__(self, side: Side, part: str, fields: bool) -> None:
        self.line = ParagraphContent()
        self._fields = fields
        self._side = side
        self._part = part
        self._pending: list[AtomPiece] = []

    def read(self, holder: Iterable[_Element]) -> None:
        children = [child for child in holder if isinstance(child.tag, str) and child.tag not in _PROPERTIES]
        at = 0
        while at < len(children):
            child = children[at]
            at += 1
            if child.tag in DROPPED:
                continue
            if child.tag == w("r"):
                depth = field_depth(child) if self._fields else None
                if depth is None:
                    self._run(child)
                    continue
                group = [child]
                while depth > 0 and at < len(children):
                    group.append(children[at])
                    depth += field_depth(children[at]) or 0
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
                self.line.rigid = self.line.rigid or (field_depth(child) or 0) != 0
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
            self.line.add(Atom("whole", ("empty control", key), elements=[control]))
        else:
            # An outer control stands before those in it.
            self.line.controls.insert(place, SideControl(start, len(self.line.atoms), key, control))

    def _run(self, run: _Element) -> None:
        properties = next(run.iterchildren(_R_PR), None)
        look = self._side.look(properties)
        for child in run:
            tag = child.tag
            if tag == _R_PR:
                continue
            if tag == _T:
                text = letters(child)
                if text:
                    self._pending.append(AtomPiece(text, properties, look))
            elif tag == w("commentReference"):
                self.flush()
                self.line.markers.append((len(self.line.atoms), _alone(child, properties)))
            elif isinstance(tag, str) and tag not in DROPPED:
                self.flush()
                self.line.add(self._item(child, properties, look))

    def _item(self, child: _Element, properties: _Element | None, look: int) -> Atom:
        if child.tag in PICTURES:
            self.line.pictures = True
            return Atom("picture", ("picture",), elements=[child], properties=properties, look=look)
        key: StyleForm = ("note", child.tag) if child.tag in NOTE_KINDS else form_of(child)
        return Atom("item", key, elements=[child], properties=properties, look=look)

    def _whole(self, elements: list[_Element], kind: str) -> None:
        self.flush()
        self.line.add(Atom("whole", (kind, *self._forms(elements)), elements=elements))

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
        line = self.line
        said = tokens_of("".join([piece.text for piece in pending]))
        if all(piece.properties is pending[0].properties for piece in pending):
            line.atoms += said
            line.runs += [pending[0]] * len(said)
            return
        ends = list(accumulate(map(len, said)))
        # The first word that is no atom yet, and the letters of the runs so far.
        at = done = 0
        for number, piece in enumerate(pending):
            done += len(piece.text)
            inside = bisect_right(ends, done, at)
            line.atoms += said[at:inside]
            line.runs += [piece] * (inside - at)
            at = inside
            start = ends[at - 1] if at else 0
            if start < done:
                line.add(Atom("text", said[at], _cut(pending, number, done - start, len(said[at]))))
                at += 1


def _cut(pending: Sequence[AtomPiece], number: int, first: int, length: int) -> list[AtomPiece]:
    """The pieces of a word of `length` letters that begins with the last letters (`first`) of the run `number`."""
    pieces: list[AtomPiece] = []
    text = pending[number].text[-first:]
    while length > 0:
        pieces.append(AtomPiece(text[:length], pending[number].properties, pending[number].look))
        length -= len(text)
        number += 1
        text = pending[number].text if length > 0 else ""
    return pieces


def _alone(reference: _Element, properties: _Element | None) -> _Element:
    """A run that holds nothing but a comment's reference."""
    run = etree.Element(w("r"))
    run.extend(deepcopy(each) for each in (properties, reference) if each is not None)
    return run


def field_depth(element: _Element) -> int | None:
    """How many more fields begin than end in the element; None when it holds no field mark."""
    marks = [mark.get(w("fldCharType")) for mark in element.iter(_FIELD_CHAR)]
    return None if not marks else marks.count("begin") - marks.count("end")


# Text boxes, shapes and pictures in a line: which of two documents belong together, and what of one can come into the
# other.
#
# A box stands in a run as a drawing, and for older programs once more in VML: what is tracked in the one copy is
# tracked in the other. Source: ECMA-376 part 1, 17.3.3.9 (drawing), 17.3.3.21 (pict), 17.17.1 (txbxContent), 20.4.2.5
# (docPr); part 3, 9.3 (alternate content).

BOX: Final = w("txbxContent")
CHOICE: Final = f"{{{MC}}}Choice"
NAMED_BY_NUMBER: Final = f"{{{WP}}}docPr"
"""What every drawing of a document is numbered by."""
_FALLBACK: Final = f"{{{MC}}}Fallback"
_LINK: Final = f"{{{R}}}"
_OLD_LINKS: Final = ("relid", "relpict")
VML: Final = "{urn:schemas-microsoft-com:vml}"
SHAPE_TYPE: Final = f"{VML}shapetype"
"""What a shape says that it is of; it is written where it is first used in a part (part 4, 19.1.2.20)."""
_SPID: Final = "{urn:schemas-microsoft-com:office:office}spid"
_GFX: Final = "{urn:schemas-microsoft-com:office:office}gfxdata"
_IDS: Final = ("}anchorId", "}editId")


class BoxPair(Struct, frozen=True):
    """The contents of two boxes that belong together, and the names of the parts that they stand in."""

    old: _Element
    new: _Element
    parts: tuple[str, str]


def boxes_in(picture: _Element) -> tuple[list[_Element], list[_Element]]:
    """The contents of the boxes in a drawing: those that Word shows, and their copies for older programs."""
    shown: list[_Element] = []
    copies: list[_Element] = []
    for box in picture.iter(BOX):
        inside = [each.tag for each in _up_to(box, picture)]
        if BOX not in inside:
            (copies if _FALLBACK in inside else shown).append(box)
    return shown, copies


def _up_to(element: _Element, top: _Element) -> Iterator[_Element]:
    for each in element.iterancestors():
        yield each
        if each is top:
            return


def words_in_box(element: _Element) -> str:
    """The words of a text box, once: Word writes them a second time for old programs (part 3, 9.3)."""
    paragraphs = (each for each in element.iter(w("p")) if next(each.iterancestors(_FALLBACK), None) is None)
    return " / ".join(filter(None, ("".join(each.text or "" for each in p.iter(w("t"))) for p in paragraphs)))


def frame_form(picture: _Element, side: Side, part: str) -> StyleForm:
    """What the drawing is without the words in its boxes and the numbers and names that programs give to what they
    save."""
    frame = deepcopy(picture)
    for box in boxes_in(frame):
        for each in box:
            each[:] = []
    for each in frame.iter(etree.Element):
        if each.tag == NAMED_BY_NUMBER:
            for name in ("id", "name"):
                each.attrib.pop(name, "")
        elif str(each.tag).startswith(VML):
            for name in ("id", _SPID, _GFX):
                each.attrib.pop(name, "")
        for given in [given for given in each.attrib if str(given).endswith(_IDS)]:
            del each.attrib[given]
    return side.whole_form(frame, part)


def stands_alone(picture: _Element) -> bool:
    """Whether nothing in the drawing stands on another part of its file; the links of words can be written out."""
    return (
        not any(
            str(name).startswith(_LINK) or str(name).rpartition("}")[2] in _OLD_LINKS
            for each in picture.iter(etree.Element)
            if each.tag != w("hyperlink")
            for name in each.attrib
        )
        and next(picture.iter(w("object"), w("contentPart")), None) is None
    )


def needed_spaces(choice: _Element, root: _Element) -> list[str] | None:
    """The namespaces that a program must know to show the choice (part 3, 7.5); None where a name stands for none.
    `root` is that of the part that it comes from."""
    spaces = [choice.nsmap.get(prefix) or root.nsmap.get(prefix) for prefix in choice.get("Requires", "").split()]
    return None if None in spaces else [space for space in spaces if space is not None]


def paired_boxes(
    old: Sequence[_Element], new: Sequence[_Element], alike: Callable[[int, int], bool]
) -> list[tuple[int, int]]:
    """Which boxes of two lines belong together, in order: the same words first, then like ones between two of these;
    `alike` says whether two are so in another way."""
    said = [[words_in_box(each) for each in side] for side in (old, new)]

    def between(olds: range, news: range) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        j = news.start
        if len(olds) * len(news) > SMALL:  # nobody draws so many boxes on one paragraph
            return found
        for i in olds:
            at = next(
                (each for each in range(j, news.stop) if _like(said[0][i], said[1][each]) or alike(i, each)), None
            )
            if at is not None:
                found.append((i, at))
                j = at + 1
        return found

    return filled(common_row(*said), len(old), len(new), between)


def _like(one: str, two: str) -> bool:
    words = [[token for token in tokens_of(text) if not token.isspace()] for text in (one, two)]
    return likeness(*words) >= LEAST_ALIKE


def pairs_of_contents(old: _Element, new: _Element, parts: tuple[str, str]) -> list[BoxPair] | None:
    """The contents of two drawings in pairs, both copies of each; None where the drawings hold other boxes."""
    ones, twos = boxes_in(old), boxes_in(new)
    if not ones[0] or len(ones[0]) != len(twos[0]) or len(ones[1]) not in (0, len(ones[0])):
        return None
    pairs = [*zip(ones[0], twos[0], strict=True)]
    if ones[1]:
        pairs += zip(ones[1], twos[1] if len(twos[1]) == len(ones[1]) else twos[0], strict=True)
    if not all(_ended(each) for pair in pairs for each in pair):
        return None
    return [BoxPair(one, two, parts) for one, two in pairs]


def _ended(box: _Element) -> bool:
    """Whether the box ends with a paragraph, whose mark stays."""
    return len(box) > 0 and box[-1].tag == w("p")
