"""Names of WordprocessingML and its package, and the one way in which this room parses XML.

Source: ECMA-376 part 1 (transitional namespaces as in part 4) and part 2 (open packaging conventions).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, cast

from lxml import etree

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
XML: Final = "http://www.w3.org/XML/1998/namespace"
CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC: Final = "http://purl.org/dc/elements/1.1/"
DCTERMS: Final = "http://purl.org/dc/terms/"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
CUSTOM_XML: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"

OFFICE_DOCUMENT: Final = f"{R}/officeDocument"
STRICT_RELATIONSHIPS: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
DOCUMENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PREFIXES: Final[Mapping[str, str]] = MappingProxyType({"w": W, "r": R, "wp": WP, "mc": MC})

_PARSER: Final = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    huge_tree=False,
    recover=False,
    collect_ids=False,
)
_DECLARATION: Final = re.compile(r"\ufeff?<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
# Possessive, so that a hostile row of comments is passed over once and never tried again in another way.
_BEFORE_ROOT: Final = re.compile(r"\ufeff?(?>\s+|<!--.*?-->|<\?.*?\?>)*+", re.DOTALL)
_NUMBER: Final = re.compile(r"-?[0-9]{1,10}")
_HEXADECIMAL: Final = re.compile(r"[0-9A-Fa-f]{1,4}")
_ENCODINGS: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be"})


@lru_cache(maxsize=1_000)
def w(name: str) -> str:
    """The `w:` element or attribute `name` in lxml's notation."""
    return f"{{{W}}}{name}"


def whole_number(said: str | None, otherwise: int = 0) -> int:
    """The whole number that an attribute says; `otherwise` when it says none, or one beyond what WordprocessingML has.

    Only the digits 0 to 9 count: `str.isdigit` takes “²” for a digit, which `int` does not, and so any file could stop
    a reader."""
    number = int(said) if said is not None and _NUMBER.fullmatch(said) else otherwise
    return number if -(2**31) <= number < 2**31 else otherwise


def symbol(char: str | None) -> str:
    """The letter that a `w:sym` names by its number in hexadecimal digits; the replacement character when it names
    none."""
    if char is None or not _HEXADECIMAL.fullmatch(char):
        return "\ufffd"
    found = chr(int(char, 16))
    return "\ufffd" if "\ud800" <= found <= "\udfff" else found


def xpath(expression: str, *, parents: bool = False) -> Callable[[etree._Element], list[Any]]:
    """A compiled XPath over the usual prefixes whose result is a list; `parents` lets its texts tell where they
    stand."""
    return cast(
        "Callable[[etree._Element], list[Any]]",
        etree.XPath(expression, namespaces=dict(PREFIXES), smart_strings=parents),
    )


def parse_xml(data: bytes) -> etree._Element:
    """The root of `data`, parsed strictly: no recovery, no entities, no network. Raises etree.XMLSyntaxError.

    A part that read_package has passed holds no DTD, so there is no entity to expand.
    """
    return etree.fromstring(data, _PARSER)


def prolog_fault(head: bytes) -> str | None:
    """Why the XML that begins with `head` is refused before parsing, "" when it is not, None when `head` is too short.

    A DTD can stand only before the root element. Only the encodings that the packaging conventions allow are read
    (ECMA-376 part 2, 8.2.5: UTF-8 and UTF-16), so nothing hides in another.
    """
    text = _decoded(head)
    if text is None:
        return "is not XML in UTF-8 or UTF-16"
    declared = _DECLARATION.match(text)
    if declared and declared[1].lower() not in _ENCODINGS:
        return f"is in the encoding “{declared[1][:20]}”, not in UTF-8 or UTF-16"
    before = _BEFORE_ROOT.match(text)
    root = text[before.end() if before else 0 :][:9]
    if root.startswith("<!DOCTYPE"):
        return "holds a document type definition, which a Word file never needs"
    if root.startswith(("<!", "<?")) or "<!DOCTYPE".startswith(root):
        return None
    return "" if root.startswith("<") else "is not XML"


def _decoded(head: bytes) -> str | None:
    encoding = "utf-8"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif head[1:2] == b"\0":
        encoding = "utf-16-le"
    elif head[:1] == b"\0":
        encoding = "utf-16-be"
    text = head.decode(encoding, errors="ignore")
    return None if "\0" in text else text


def outer_xml(element: etree._Element | None, names: Mapping[str | None, str] | None = None) -> str:
    """The element as text for splicing into its own part: without the declarations that the part's root makes, "" for
    None.

    `names` are the root's declarations where the element was taken out of its part.
    """
    if element is None:
        return ""
    declared = element.getroottree().getroot().nsmap if names is None else names
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    for prefix, uri in declared.items():
        text = text.replace(f' xmlns:{prefix}="{uri}"' if prefix else f' xmlns="{uri}"', "")
    return text
