"""Which elements Word shows: of two alternatives the one that it understands, and nothing of what it does not know.

Source: ECMA-376 part 3 (markup compatibility): 9.3 (alternate content), 7.2 (elements of unknown names are passed over).
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from specgen.word.ooxml import MC

_Element = etree._Element

ANOTHER_BRANCH: Final = "another branch"
"""Said of an alternative that stands aside for one before it."""
_UNKNOWN: Final = "elements that Word passes over with all that is in them"
_CHOICE: Final = f"{{{MC}}}Choice"
_FALLBACK: Final = f"{{{MC}}}Fallback"
_KNOWN: Final = re.compile(r"\{(?:http://schemas\.openxmlformats\.org/|urn:schemas-microsoft-com:(?:vml|office:)|http://schemas\.microsoft\.com/office/)")
_OFFICE: Final = "http://schemas.microsoft.com/office/word/2010/"
_SURE: Final = frozenset(f"{_OFFICE}{name}" for name in ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas", "wordml"))
"""What every Word since 2010 understands, so that of two alternatives it shows the first. Of all others both are read."""
_ART_WORDS: Final = "{urn:schemas-microsoft-com:vml}textpath"
_DRAWN_WORDS: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def passed_over(element: _Element) -> str:
    """Why Word shows nothing of the element, in words; "" when it does."""
    if element.tag in (_CHOICE, _FALLBACK):
        return ANOTHER_BRANCH if any(_is_sure(each) for each in element.itersiblings(_CHOICE, preceding=True)) else ""
    return "" if _KNOWN.match(element.tag) else _UNKNOWN


def _is_sure(choice: _Element) -> bool:
    prefixes = choice.get("Requires", "").split()
    return bool(prefixes) and all(choice.nsmap.get(prefix) in _SURE for prefix in prefixes)


def words_of_picture(picture: _Element) -> str:
    """The words that a picture is drawn of, such as a watermark's, after a colon; "" when there are none."""
    said = [each.get("string", "") for each in picture.iter(_ART_WORDS)] + [each.text or "" for each in picture.iter(_DRAWN_WORDS)]
    return f": {' '.join(said)}" if any(said) else ""
