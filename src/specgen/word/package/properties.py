"""A document's own properties: title, subject, creator and dates, as they stand under File, Info.

Source: ECMA-376 part 2, 8.3 (core properties). No clock: dates are given, or the document has none.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.problems import Problem
from specgen.word.package.ooxml import CORE, DC, DCTERMS, DECLARATION, XSI, element_text, parse_xml

CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATIONSHIP: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
EMPTY_CORE: Final = (
    f'{DECLARATION}<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="{DC}" xmlns:dcterms="{DCTERMS}" xmlns:xsi="{XSI}"/>'
).encode()
_STALE: Final = (f"{{{CORE}}}lastPrinted", f"{{{CORE}}}revision", f"{{{CORE}}}lastModifiedBy")


class Properties(Struct, frozen=True):
    """What a document says of itself. An empty text leaves the template's own; dates are like
    `2026-03-20T00:00:00Z`."""

    title: str
    subject: str = ""
    creator: str = ""
    keywords: str = ""
    description: str = ""
    category: str = ""
    language: str = ""
    created: str | None = None
    modified: str | None = None

    def named(self) -> dict[str, str]:
        """The texts that are given, by element name in lxml's notation."""
        known = {
            f"{{{DC}}}title": self.title,
            f"{{{DC}}}subject": self.subject,
            f"{{{DC}}}creator": self.creator,
            f"{{{CORE}}}keywords": self.keywords,
            f"{{{DC}}}description": self.description,
            f"{{{CORE}}}category": self.category,
            f"{{{DC}}}language": self.language,
            f"{{{CORE}}}lastModifiedBy": self.creator,
        }
        return {name: text for name, text in known.items() if text}


def core_properties(found: bytes, properties: Properties) -> bytes:
    """The core properties part `found` with `properties` put in, and nothing in it of when and by whom the template was
    made.

    Raises RefusedValue for characters that XML cannot hold.
    """
    dates = {name: date for name, date in zip(_DATES, (properties.created, properties.modified), strict=True) if date}
    texts = {**properties.named(), **dates}
    pieces, order = _cut(found, tuple(texts))
    written = [element_text(texts[name]) for name in order]
    return "".join(chain.from_iterable(zip_longest(pieces, written, fillvalue=""))).encode("utf-8")


_DATES: Final = (f"{{{DCTERMS}}}created", f"{{{DCTERMS}}}modified")
_PRIVATE_USE: Final = range(0xE000, 0xF900)


@lru_cache(maxsize=64)
def _cut(found: bytes, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The part `found` cut where the texts of these elements go, and the elements in the order of their places: the
    same for all documents of a template."""
    root = parse_xml(found)
    whole = etree.tostring(root, encoding="unicode")
    hole = next((chr(sign) for sign in _PRIVATE_USE if chr(sign) not in whole), "")
    while not hole or hole in whole:  # all of them stand there: some of them in a row do not
        hole += chr(_PRIVATE_USE[0])
    for each in list(root):
        if each.tag in _STALE or each.tag in _DATES:
            root.remove(each)
    for number, name in enumerate(names):
        element = root.find(name)
        if element is None:
            element = etree.SubElement(root, name, {f"{{{XSI}}}type": "dcterms:W3CDTF"} if name in _DATES else {})
        element.text = f"{hole}{number}{hole}"
    pieces = (DECLARATION + etree.tostring(root, encoding="unicode")).split(hole)
    return tuple(pieces[::2]), tuple(names[int(number)] for number in pieces[1::2])


def properties_faults(root: etree._Element, properties: Properties) -> list[str]:
    """The names of the properties that the parsed part does not hold as given: the gate's own reading."""
    held: dict[object, str] = {}
    for each in root:
        held.setdefault(each.tag, each.text or "")
    return [etree.QName(name).localname for name, text in properties.named().items() if held.get(name) != text]


# Whether a name and a date can stand on tracked changes (ECMA-376 part 1, 17.13.5: ST_String of 255, ST_DateTime).

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?)?")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def check_stamp(author: str, date: str) -> list[Problem]:
    """What is wrong with the name and the date that are to stand on tracked changes."""
    problems: list[Problem] = []
    if not author.strip() or _CONTROL.search(author) or len(author) > 255:
        problems.append(
            Problem(
                "author-unfit",
                "the author's name is empty, too long, or holds a character that Word cannot hold",
                cure="give a name, for example --author “Ann Bell”",
                excerpt=author[:80],
            )
        )
    try:
        fits = _DATE.fullmatch(date) is not None and datetime.fromisoformat(date.replace("Z", "+00:00")) is not None
    except ValueError:
        fits = False
    if not fits:
        problems.append(
            Problem("date-unfit", f"“{date[:40]}” is not a date", cure="write it as 2026-04-01 or 2026-04-01T09:30:00Z")
        )
    return problems
