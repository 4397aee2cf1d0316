"""What stands apart from the lines of a document, as the judge sees it: its text boxes, pictures and shapes.

Each is told by the words in its boxes and by what its links lead to; where it stands on the page and how large it is
are left out. Source: ECMA-376 part 1, 17.3.3.9 (drawing), 17.3.3.19 (object), 17.17.1 (txbxContent); part 3, 9.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from specgen.word.package.ooxml import MC, R, w

_Element = etree._Element

ApartForm = tuple[str, tuple[str, ...], tuple[str, ...]]
"""("apart", the lines in its boxes, the fingerprints of what it links to)."""

_PICTURES: Final = (w("drawing"), w("pict"), w("object"))
_FALLBACK: Final = f"{{{MC}}}Fallback"
_LINK: Final = f"{{{R}}}"


def forms_apart(root: _Element, leads_to: Callable[[str], str]) -> Counter[ApartForm]:
    """How many there are of each in a story; `leads_to` says what a relationship's id stands for."""
    return Counter(
        ("apart", tuple(_lines(picture)), tuple(_links(picture, leads_to)))
        for picture in root.iter(*_PICTURES)
        if next(picture.iterancestors(*_PICTURES, _FALLBACK), None) is None
    )


def _lines(picture: _Element) -> Iterator[str]:
    for paragraph in picture.iter(w("p")):
        if _shown_in(paragraph, picture):
            yield "".join(text.text or "" for text in paragraph.iter(w("t")))


def _shown_in(paragraph: _Element, picture: _Element) -> bool:
    """Whether no copy for older programs lies between the paragraph and the picture."""
    for each in paragraph.iterancestors():
        if each is picture:
            return True
        if each.tag == _FALLBACK:
            return False
    return False


def _links(picture: _Element, leads_to: Callable[[str], str]) -> Iterator[str]:
    for each in picture.iter():
        for key, value in each.attrib.items():
            if str(key).startswith(_LINK):
                yield leads_to(str(value))
