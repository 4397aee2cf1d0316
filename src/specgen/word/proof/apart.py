"""What stands apart from the lines of a document, as the judge sees it: its text boxes, pictures and shapes.

Each is told by where it is anchored, by what stands in its boxes, and by what its links lead to; where it stands on the
page and how large it is are left out. Source: ECMA-376 part 1, 17.3.3.9 (drawing), 17.3.3.19 (object), 17.17.1
(txbxContent); part 3, 9.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from specgen.word.document.style_forms import StyleForm
from specgen.word.package.ooxml import MC, R, w

_Element = etree._Element

PICTURES: Final = frozenset({w("drawing"), w("pict"), w("object"), f"{{{MC}}}AlternateContent"})
"""What a picture, a box or a shape stands in."""
_DRAWN: Final = (w("drawing"), w("pict"), w("object"))
_BOX: Final = w("txbxContent")
_FALLBACK: Final = f"{{{MC}}}Fallback"
_LINK: Final = f"{{{R}}}"
_TEXT: Final = w("t")


def forms_apart(
    held: _Element,
    place: tuple[int, int],
    inside: Callable[[_Element], tuple[StyleForm, ...]],
    leads_to: Callable[[str], str],
) -> Iterator[StyleForm]:
    """The form of each picture, box or shape in `held`, anchored at `place` (paragraph, letters before it).

    `inside` gives the forms of what stands in a box, `leads_to` what a relationship's id stands for. A box is told
    once; whether its copy for older programs says the same is told with it."""
    for picture in held.iter(*_DRAWN):
        if _within(picture, held, {*_DRAWN, _FALLBACK}):
            continue
        boxes = [box for box in picture.iter(_BOX) if not _within(box, picture, {_BOX, _FALLBACK})]
        said = ["".join(text.text or "" for text in box.iter(_TEXT)) for box in boxes]
        copies = [
            "".join(text.text or "" for text in box.iter(_TEXT))
            for box in held.iter(_BOX)
            if _within(box, held, {_FALLBACK}) and not _within(box, held, {_BOX})
        ]
        alike = not copies or copies == said
        yield ("apart", place, tuple(map(inside, boxes)), tuple(_links(picture, leads_to)), alike)


def _within(element: _Element, top: _Element, names: set[str]) -> bool:
    """Whether an element of one of the names lies between the element and `top`, or is `top`."""
    if element is top:
        return False
    for each in element.iterancestors():
        if each.tag in names:
            return True
        if each is top:
            return False
    return False


def _links(picture: _Element, leads_to: Callable[[str], str]) -> Iterator[str]:
    """What the picture's own links lead to; those of the words in its boxes are told with these."""
    for each in picture.iter(etree.Element):
        names = [name for name in each.attrib if str(name).startswith(_LINK)]
        if names and not _within(each, picture, {_BOX}):
            yield from (leads_to(str(each.attrib[name])) for name in names)
