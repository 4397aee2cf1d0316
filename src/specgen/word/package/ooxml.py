"""Names of WordprocessingML and its package, and the one way in which this room parses XML.

Source: ECMA-376 part 1 (transitional namespaces as in part 4) and part 2 (open packaging conventions).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal, cast

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


def detach(element: etree._Element) -> None:
    """Take the element out of its parent, if it has one."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def paragraph_properties(paragraph: etree._Element) -> etree._Element:
    """The paragraph's properties, made if there are none."""
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    return properties


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace, in a fifth of the time that lxml's own takes."""
    return str(element.tag).rpartition("}")[2]


def first_child(holder: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name; where there is one it mostly stands first, and is found in a third of the time."""
    if not len(holder):
        return None
    first = holder[0]
    return first if first.tag == name else next(holder.iterchildren(name), None)


def paragraph_property(paragraph: etree._Element, name: str) -> etree._Element | None:
    """What stands in the paragraph's properties under that name, in a third of the time that a path takes."""
    properties = first_child(paragraph, w("pPr"))
    return None if properties is None else next(properties.iterchildren(name), None)


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


def xpath(expression: str, *, parents: bool = False) -> Callable[..., list[Any]]:
    """A compiled XPath over the usual prefixes whose result is a list; `parents` lets its texts tell where they
    stand."""
    return cast(
        "Callable[..., list[Any]]",
        etree.XPath(expression, namespaces=dict(PREFIXES), smart_strings=parents),
    )


def parse_xml(data: bytes) -> etree._Element:
    """The root of `data`, parsed strictly: no recovery, no entities, no network. Raises etree.XMLSyntaxError.

    A part that read_package has passed holds no DTD, so there is no entity to expand.
    """
    return etree.fromstring(data, _PARSER)


class _NoTree:
    """What a parser makes of a part that is to be well-formed and nothing else."""

    def close(self) -> None:
        return None


_REFUSING: Final = etree.XMLParser(
    target=cast("etree.ParserTarget", _NoTree()),
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    recover=False,
    collect_ids=False,
)


def refuse_broken(data: bytes) -> None:
    """Raise etree.XMLSyntaxError unless `data` is well-formed. No tree is made, which takes two thirds of the time that
    parsing takes; so nothing is said of namespaces."""
    etree.fromstring(data, _REFUSING)


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


def canonical(element: etree._Element) -> bytes:
    """The element in one form, whatever order its attributes stand in; as it stands where it names more namespaces than
    the canonical form takes."""
    try:
        return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    except etree.C14NError:
        return etree.tostring(element, with_tail=False)


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


# The order in which the schema has the properties of paragraphs and runs: Word refuses a file that has another.
#
# Source: ECMA-376 part 1, 17.3.1.26 (CT_PPr), 17.3.2.28 (CT_RPr), 17.3.1.29 (CT_ParaRPr: what says that the mark came
# in or goes stands before its look).


_Element = etree._Element

PropertiesName = Literal["pPr", "rPr"]

_NAMES: Final[dict[PropertiesName, str]] = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
        suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
        snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
        textboxTightWrap outlineLvl divId cnfStyle rPr sectPr""",
    "rPr": """ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss
        imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd
        fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath""",
}
_CHANGES: Final[dict[PropertiesName, str]] = {"pPr": "pPrChange", "rPr": "rPrChange"}
_PLACES: Final = {
    kind: {name: place for place, name in enumerate(names.split())} | {_CHANGES[kind]: len(names.split()) + 1}
    for kind, names in _NAMES.items()
}
# What the standard does not name (later versions of Word put theirs at the end) stands before the change alone.
_UNNAMED: Final = {kind: len(names.split()) for kind, names in _NAMES.items()}


def in_order(kind: PropertiesName, properties: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Properties as (local name, XML) in the order of the schema, each once: of two of a name the later one counts."""
    places, last = _PLACES[kind], _UNNAMED[kind]
    return tuple(sorted(dict(properties).items(), key=lambda each: places.get(each[0], last)))


def put_in_order(properties: _Element) -> None:
    """The children of a `w:pPr` or `w:rPr` in the order of the schema, those of one name as they stand."""
    kind: PropertiesName = "pPr" if properties.tag == w("pPr") else "rPr"
    places, last = _PLACES[kind], _UNNAMED[kind]
    names = {
        child: etree.QName(child).localname if child.tag == w(etree.QName(child).localname) else ""
        for child in properties
        if isinstance(child.tag, str)
    }
    properties[:] = sorted(properties, key=lambda child: places.get(names.get(child, ""), last))


# A user's text as the inside of `w:t`: what they type, and nothing that it might mean elsewhere.


RUN_TEXT: Final = '<w:t xml:space="preserve">'
_BREAK: Final = f"</w:t><w:br/>{RUN_TEXT}"
_TAB: Final = f"</w:t><w:tab/>{RUN_TEXT}"
SPECIAL: Final = re.compile("[&<>\x00-\x1f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""What is written otherwise than it is typed, or not at all."""
_REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WRITTEN: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\t": _TAB,
    "\n": _BREAK,
    "\r": _BREAK,
    "\r\n": _BREAK,
    "\u2028": _BREAK,
    "\u2029": _BREAK,
}
_EACH: Final = re.compile("\r\n|[&<>\t\n\r\u2028\u2029]")
_PLAIN: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


class RefusedValue(ValueError):  # noqa: N818 - a refusal, told on as a problem
    """A value that cannot stand where a template puts it; `reason` says why in a user's words."""

    def __init__(self, reason: str, cure: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.cure = cure
        self.number = 0
        self.tag: object = None  # the template’s tag at which it was refused, told by who draws the template


@lru_cache(maxsize=1_024)
def is_plain(text: str) -> bool:
    """Whether the text is written as it is typed. Asked of the same words again and again: those of the library stand
    in every contract, and most of a contract's own in several documents."""
    return SPECIAL.search(text) is None


def run_text(text: str) -> str:
    """`text` for the inside of a `w:t` of a run: line breaks become w:br and tabs w:tab.

    Raises RefusedValue for characters that XML 1.0 cannot hold (its clause 2.2).
    """
    if is_plain(text):
        return text
    refuse_unwritable(text)
    return _EACH.sub(lambda found: _WRITTEN[found[0]], text)


def element_text(text: str) -> str:
    """`text` for the inside of an element that is no run: a property. Raises RefusedValue as run_text does."""
    refuse_unwritable(text)
    return re.sub("[&<>\r]", lambda found: _PLAIN[found[0]], text)


@lru_cache(maxsize=4096)
def attribute_text(text: str) -> str:
    """`text` for the inside of a double-quoted attribute. Raises RefusedValue as run_text does."""
    return element_text(text).replace('"', "&quot;").replace("\n", " ").replace("\t", " ").replace("&#13;", " ")


def refuse_unwritable(text: str) -> None:
    """Raise RefusedValue when `text` holds a character that no XML can hold."""
    found = _REFUSED.search(text)
    if found is not None:
        raise RefusedValue(
            f"it holds the character U+{ord(found[0]):04X}, which no Word file can hold",
            "delete the character and type the words again",
        )
