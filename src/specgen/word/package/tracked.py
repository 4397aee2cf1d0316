"""What is written into a part as a tracked change: whose it is, its marks, and its prefix where that is not declared.

Source: ECMA-376 part 1, 17.13.5 (revisions)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.package.ooxml import W, attribute_text, w
from specgen.word.package.spans import SpannedPart, Splice

_Element = etree._Element

_TOP_LEVEL: Final = re.compile(r"^<w:\w+")
_STARTS: Final = re.compile(r"<w:\w+")


class Tracking(Struct):
    """Who proposes what is put in, when, and the next free ids. `author` is "" where nothing is tracked."""

    author: str
    date: str
    revision: int
    control: int

    @property
    def tracked(self) -> bool:
        """Whether what is put in is a tracked change."""
        return bool(self.author)

    def mark(self, name: str) -> str:
        """The inside of a start tag of a revision, `w:name` with a fresh id, author and date."""
        self.revision += 1
        return f'w:{name} w:id="{self.revision - 1}" w:author="{attribute_text(self.author)}" w:date="{self.date}"'

    def control_id(self) -> int:
        """A fresh id of a content control."""
        self.control += 1
        return self.control - 1


def range_marks(tracking: Tracking, kind: str) -> tuple[str, str]:
    """The start and the end of a tracked range round the tag of a control, put in (Ins) or taken out (Del)."""
    start = tracking.mark(f"customXml{kind}RangeStart")
    return f"<{start}/>", f'<w:customXml{kind}RangeEnd w:id="{tracking.revision - 1}"/>'


def declared(written: Sequence[str], place: _Element) -> str:
    """The elements one after the other, with the declaration of their prefix where it is not declared at `place`."""
    if place.nsmap.get("w") == W:
        return "".join(written)
    return "".join(_TOP_LEVEL.sub(lambda found: f'{found[0]} xmlns:w="{W}"', each) for each in written)


def declared_throughout(written: str, place: _Element) -> str:
    """The same for what holds the start of one element and the end of another."""
    return written if place.nsmap.get("w") == W else _STARTS.sub(lambda found: f'{found[0]} xmlns:w="{W}"', written)


def marked(part: SpannedPart, paragraph: _Element, mark: str) -> Iterator[Splice]:
    """The splice that puts the mark of a tracked change on the paragraph's own mark."""
    properties = paragraph.find(w("pPr"))
    mark = declared([mark], paragraph)
    whole = declared([f"<w:rPr>{mark}</w:rPr>"], paragraph)
    own = properties.find(w("rPr")) if properties is not None else None
    if properties is None:
        after = part.start_tag(paragraph)[1]
        if part.is_empty_tag(paragraph):
            name = part.text(paragraph)[1:-2].split(None, 1)[0].rstrip("/")
            yield Splice(after - 2, after, f">{declared([f'<w:pPr>{whole}</w:pPr>'], paragraph)}</{name}>")
        else:
            yield Splice(after, after, declared([f"<w:pPr>{whole}</w:pPr>"], paragraph))
    elif part.is_empty_tag(properties):
        yield Splice(part.start(properties), part.end(properties), declared([f"<w:pPr>{whole}</w:pPr>"], paragraph))
    elif own is None:
        later = next((child for child in properties if child.tag in (w("sectPr"), w("pPrChange"))), None)
        before = part.start(later) if later is not None else part.end_tag(properties)
        yield Splice(before, before, whole)
    elif part.is_empty_tag(own):
        yield Splice(part.start(own), part.end(own), whole)
    else:
        # After an insertion that others propose, so that the two stand in the order of the schema.
        first = next((child for child in own if child.tag == w("ins")), None)
        after = part.end(first) if first is not None else part.start_tag(own)[1]
        yield Splice(after, after, mark)
