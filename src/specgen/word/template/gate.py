"""The gate: every output is checked before it is put in place, from the bytes that are to be written.

What no document changes was checked once when its template was compiled; what a document changes is checked in each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.document.styles import kind_of
from specgen.word.package.archive import ArchiveError, Entry
from specgen.word.package.ooxml import MC, WP, parse_xml, w, xpath
from specgen.word.package.package import (
    CONTENT_TYPES_PART,
    Package,
    content_types,
    is_xml,
    parsed,
    parsed_apart,
    read_package,
    read_relationships,
    relationships_part,
)
from specgen.word.package.properties import properties_faults
from specgen.word.template.sheet import Stylesheet, read_stylesheet
from specgen.word.template.tags import CANONICAL, Tag, enclosing, literal_braces, standing
from specgen.wording.wording import Block, Passage, Redlined, RedlinedBlock, RedlinedWords

if TYPE_CHECKING:
    from specgen.word.template.render import Rendered

# The text that a document is to hold, made from the template's own words and the raw values by a way of its own.
#
# It shares no code with the writing of XML, so that the gate's comparison of the two can fail. A paragraph begins with
# a line feed, a line break is a vertical tab (as in Word's own programming), a tab a tab.

PARAGRAPH: Final = "\n"
LINE: Final = "\v"
TAB: Final = "\t"
PUT_IN: Final = "\x11"
STRUCK: Final = "\x12"
MARK_END: Final = "\x13"
"""Where a tracked insertion or deletion begins, and where either ends; no XML text can hold these signs."""
_LINE_END: Final = re.compile("\r\n|[\r\n\u2028\u2029]")
_P, _T, _R, _TAB, _BR, _CR = w("p"), w("t"), w("r"), w("tab"), w("br"), w("cr")
_PRINTED: Final = (_P, _T, _TAB, _BR, _CR)
_INS, _DEL, _DEL_TEXT = w("ins"), w("del"), w("delText")
_BEGINS: Final = {_INS: PUT_IN, _DEL: STRUCK}


def read_text(root: etree._Element) -> str:
    """The text of a parsed part, paragraphs in the order in which they begin."""
    return "".join(
        [
            each.text or "" if (tag := each.tag) == _T else PARAGRAPH if tag == _P else _mark(each)
            for each in root.iter(*_PRINTED)
        ]
    )


def read_marked_text(root: etree._Element) -> str:
    """The text of a parsed part with tracked changes: struck words too, and where each change begins and ends."""
    found: list[str] = []
    for event, each in etree.iterwalk(root, events=("start", "end"), tag=(*_PRINTED, _DEL_TEXT, *_BEGINS)):
        if event == "end":
            found.append(MARK_END if each.tag in _BEGINS else "")
        elif each.tag in (_T, _DEL_TEXT):
            found.append(each.text or "")
        else:
            found.append(PARAGRAPH if each.tag == _P else _BEGINS.get(str(each.tag)) or _mark(each))
    return "".join(found)


def _mark(element: etree._Element) -> str:
    if element.tag != _TAB:
        return LINE
    parent = element.getparent()
    # A w:tab in a paragraph's properties is a tab stop, not a tab.
    return TAB if parent is not None and parent.tag == _R else ""


def template_text(root: etree._Element, tags: dict[int, Tag]) -> Iterable[str | Tag]:
    """The part's literal text and its tags in order; the paragraphs that a tag takes the place of left out."""
    dropped: set[etree._Element] = set()
    for number, element in standing(root).items():
        if (scope := tags[number].scope) in ("p", "tr", "tc"):
            whole = enclosing(element, scope)
            dropped.update(whole.iter(_P, _T) if whole is not None else ())
    for each in root.iter(*_PRINTED):
        if each.tag == _P:
            yield "" if each in dropped else PARAGRAPH
        elif each.tag != _T:
            yield _mark(each)
        else:
            yield from (
                piece for piece in _split(each.text or "", tags) if each not in dropped or isinstance(piece, Tag)
            )


def _split(text: str, tags: dict[int, Tag]) -> Iterable[str | Tag]:
    position = 0
    for found in CANONICAL.finditer(text):
        yield literal_braces(text[position : found.start()])
        yield tags[int(found[2])]
        position = found.end()
    yield literal_braces(text[position:])


@lru_cache(maxsize=4_096)
def is_one_line(text: str) -> bool:
    """Whether the text reads as it is: what can be printed holds no end of a line."""
    return text.isprintable()


def inline_text(value: object) -> str:
    """What a value inside a line is to read as."""
    if type(value) is str:
        return value if is_one_line(value) else _LINE_END.sub(LINE, value)
    if isinstance(value, Passage):
        return _words(value.blocks[0])
    if isinstance(value, tuple | list):
        return _words(value[0])
    return _LINE_END.sub(LINE, str(value))


def paragraphs_text(value: object) -> str:
    """What whole paragraphs are to read as."""
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n") if value else []
        return "".join(PARAGRAPH + _LINE_END.sub(LINE, line) for line in lines)
    if isinstance(value, Passage):
        return _passage_text(value)
    if isinstance(value, Block):
        return PARAGRAPH + _words(value)
    if isinstance(value, Redlined):
        return "".join(map(_redlined_text, value.blocks))
    return "".join(map(paragraphs_text, value))  # type: ignore[call-overload]


def rows_text(value: Iterable[Iterable[object]]) -> str:
    """What table rows are to read as."""
    return "".join(PARAGRAPH + inline_text(cell) for row in value for cell in row)


def _redlined_text(block: RedlinedBlock) -> str:
    """A paragraph of a redline: its mark's changes, then its words within theirs."""
    mark = "".join(sign + MARK_END for sign in _begun(block))
    words = (
        f"{_begun(each)}{inline_text(''.join(getattr(part, 'text', '') for part in each.inlines))}"
        f"{MARK_END * len(_begun(each))}"
        for each in block.words
    )
    return f"{PARAGRAPH}{mark}{''.join(words)}"


def _begun(marked: RedlinedBlock | RedlinedWords) -> str:
    """Where the changes of a paragraph or of its words begin, the outer one first."""
    return (PUT_IN if marked.put_in is not None else "") + (STRUCK if marked.struck is not None else "")


@lru_cache(maxsize=512)  # documents of many contracts print the same ones
def _passage_text(passage: Passage) -> str:
    return "".join([PARAGRAPH + _words(block) for block in passage.blocks])


@lru_cache(maxsize=4096)
def _words(block: Block) -> str:
    parts = block.inlines
    text = getattr(parts[0], "text", "") if len(parts) == 1 else "".join([getattr(part, "text", "") for part in parts])
    return text if is_one_line(text) else _LINE_END.sub(LINE, text)


# What the gate must know of one part, read from its parsed XML in a single pass.
#
# Source: ECMA-376 part 1: 17.4 (tables), 17.5.2 (content controls), 17.13.6 (bookmarks), 17.16.18 (complex fields),
# 20.4.2.5 (drawing ids).

_TC, _TR, _TBL, _SDT_PR, _FIELD = w("tc"), w("tr"), w("tbl"), w("sdtPr"), w("fldChar")
_STYLES: Final = {w("rStyle"): "character", w("tblStyle"): "table"}
_PARAGRAPH_STYLE: Final = w("pStyle")
_NUM_ID, _START, _END = w("numId"), w("bookmarkStart"), w("bookmarkEnd")
_DOC_PR, _FALLBACK, _TEXT_BOX = f"{{{WP}}}docPr", f"{{{MC}}}Fallback", w("txbxContent")
_COMMENT_START, _COMMENT_END, _COMMENT_REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")
_NOTE_REFERENCES: Final = {
    w("footnoteReference"): "footnote",
    w("endnoteReference"): "endnote",
    _COMMENT_REFERENCE: "comment",
}
_SPANS: Final = (w("gridSpan"), w("gridBefore"), w("gridAfter"), w("customXml"))
_STORY_ROOTS: Final = {w("hdr"), w("ftr"), w("footnote"), w("endnote"), w("comment")}
_NOTES: Final = {w("footnote"): "footnote", w("endnote"): "endnote", w("comment"): "comment"}
# As elements, w:id and w:tag are a content control's and nothing else's (17.5.2.18, 17.5.2.42).
_VAL, _ID, _NAME, _CONTROL_TAG = w("val"), w("id"), w("name"), w("tag")
_WANTED: Final = (
    _TBL, *_SPANS, _SDT_PR, _ID, _CONTROL_TAG, _FIELD, *_STYLES, _NUM_ID, _START, _END, _DOC_PR, _FALLBACK, _TEXT_BOX,
    _COMMENT_START, _COMMENT_END, *_NOTE_REFERENCES, *_STORY_ROOTS, *_BEGINS,
)  # fmt: skip
_WRAPPERS: Final = frozenset(map(w, ("sdt", "sdtContent", "customXml", "smartTag", "ins", "del")))
_RANGES: Final = frozenset(
    map(w, ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "proofErr"))
)
_RELATED: Final = xpath("descendant-or-self::*/@r:*")
_ODD_ROWS: Final = xpath("descendant::w:tr[count(w:tc) != count(../w:tblGrid/w:gridCol) or not(w:tc)]")
_ALL_ROWS: Final = xpath("descendant::w:tr")


class Facts(Struct, frozen=True):
    """One part's ids, names and references, its text, and the sentences on what is broken within it."""

    part: str
    text: str
    faults: tuple[str, ...]
    controls: tuple[str, ...]
    control_tags: tuple[str, ...]
    bookmarks: tuple[tuple[str, str], ...]
    drawings: tuple[str, ...]
    notes: frozenset[tuple[str, str]]
    noted: frozenset[tuple[str, str]]
    nums: frozenset[str]
    styles: frozenset[tuple[str, str]]
    related: frozenset[str]


def scan(root: etree._Element, part: str) -> Facts:
    """The facts of the part whose parsed root is `root`."""
    found: dict[str, list[etree._Element]] = {tag: [] for tag in _WANTED}
    for each in root.iter(*_WANTED):
        found[each.tag].append(each)
    # In mc:Fallback the same things stand again for old programs, with the same ids: Word reads one or the other.
    again = frozenset(inner for each in found[_FALLBACK] for inner in each.iter())
    once = (lambda tag: [each for each in found[tag] if each not in again]) if again else found.__getitem__
    notes = [(kind, each.get(_ID, "")) for tag, kind in _NOTES.items() for each in found[tag]]
    return Facts(
        part,
        read_marked_text(root) if found[_INS] or found[_DEL] else read_text(root),
        tuple(
            chain(
                _tables(root, found),
                _stories(found),
                _fields(found[_FIELD]),
                _paired(found, once),
                _repeated("note or comment", notes),
            )
        ),
        tuple(each.get(_VAL, "") for each in once(_ID)),
        tuple(each.get(_VAL, "") for each in found[_CONTROL_TAG]),
        tuple((each.get(_ID, ""), each.get(_NAME, "")) for each in once(_START)),
        tuple(each.get("id", "") for each in once(_DOC_PR)),
        frozenset(notes),
        frozenset((kind, each.get(_ID, "")) for tag, kind in _NOTE_REFERENCES.items() for each in found[tag]),
        frozenset(each.get(_VAL, "") for each in found[_NUM_ID]),
        frozenset(
            [
                *(
                    ("paragraph", style)
                    for style in {each.get(_VAL) for each in root.iter(_PARAGRAPH_STYLE)}
                    if style is not None
                ),
                *((kind, each.get(_VAL, "")) for tag, kind in _STYLES.items() for each in found[tag]),
            ]
        ),
        frozenset(_RELATED(root)),
    )


def _repeated(what: str, ids: list[tuple[str, str]]) -> Iterator[str]:
    if len(set(ids)) < len(ids):
        yield f"the id of a {what} is there twice"


def _tables(root: etree._Element, found: dict[str, list[etree._Element]]) -> Iterator[str]:
    """Faults of tables. What is plain is passed over at C speed; only the rest is looked at more closely."""
    if not found[_TBL]:
        return
    spanned = any(found[tag] for tag in _SPANS) or any(_holds_cells(each) for each in found[_SDT_PR])
    for cell in [each for each in root.iter(_TC) if not len(each) or each[-1].tag != _P]:
        last = len(cell) - 1
        while last >= 0 and cell[last].tag in _RANGES:
            last -= 1
        if last < 0 or cell[last].tag != _P:
            yield "a table cell does not end with a paragraph"
    for table in found[_TBL]:
        if table.find(_TR) is None and not any(each.tag == _TR for each in _within(table)):
            yield "a table has no rows"
    for row in (_ALL_ROWS if spanned else _ODD_ROWS)(root):
        grid = next(row.iterancestors(_TBL)).find(w("tblGrid"))
        columns = len(grid.findall(w("gridCol"))) if grid is not None else 0
        spans = _spans(row)
        if not spans:
            yield "a table row has no cells"
        elif sum(spans) != columns and "{%tc" not in "".join(map(str, row.itertext())):
            # In a template, cells within a choice or a loop stand beside each other; the grid follows when it is drawn.
            yield f"a table row is {sum(spans)} columns wide in a table of {columns}"


def _holds_cells(properties: etree._Element) -> bool:
    control = properties.getparent()
    parent = control.getparent() if control is not None else None
    return parent is not None and parent.tag == _TR


def _within(element: etree._Element) -> Iterator[etree._Element]:
    """The children, those inside wrappers (content controls, tracked rows) too."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _within(child)
        else:
            yield child


def _spans(row: etree._Element) -> list[int]:
    """How many grid columns each cell of the row takes, skipped columns before and after included."""
    spans: list[int] = []
    skipped = 0
    for child in _within(row):
        if child.tag == _TC:
            properties = child.find(w("tcPr"))
            span = properties.find(w("gridSpan")) if properties is not None else None
            spans.append(_count(span, 1))
        elif child.tag == w("trPr"):
            skipped = _count(child.find(w("gridBefore")), 0) + _count(child.find(w("gridAfter")), 0)
    if spans:
        spans.append(skipped)
    return spans


def _count(element: etree._Element | None, otherwise: int) -> int:
    text = element.get(_VAL, "") if element is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _stories(found: dict[str, list[etree._Element]]) -> Iterator[str]:
    for tag in (_TEXT_BOX, *_STORY_ROOTS):
        for each in found[tag]:
            if not any(child.tag in (_P, _TBL) or child.tag in _WRAPPERS for child in each):
                yield f"a w:{etree.QName(each).localname} has no paragraph"


def _fields(marks: list[etree._Element]) -> Iterator[str]:
    """Every complex field begun is ended, with at most one separator between."""
    separated: list[bool] = []
    for mark in marks:
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            separated.append(False)
        elif not separated or (kind == "separate" and separated[-1]):
            yield f"a field has a “{kind}” mark out of place"
            return
        elif kind == "separate":
            separated[-1] = True
        else:
            separated.pop()
    if separated:
        yield "a field is begun and not ended"


def _paired(found: dict[str, list[etree._Element]], once: Callable[[str], list[etree._Element]]) -> Iterator[str]:
    for what, begins, ends in (
        ("bookmark", once(_START), once(_END)),
        ("comment’s range", found[_COMMENT_START], found[_COMMENT_END]),
    ):
        started = [each.get(_ID, "") for each in begins]
        ended = [each.get(_ID, "") for each in ends]
        if len(set(started)) < len(started):
            yield f"the id of a {what} is there twice"
        if sorted(started) != sorted(ended):
            odd = sorted(set(started).symmetric_difference(ended))
            yield f"a {what} is begun and not ended, or ended and not begun (id {', '.join(odd[:5])})"


LONGEST_CONTROL_TAG: Final = 64
LONGEST_BOOKMARK: Final = 40
_STORIES: Final = ("main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml", "comments+xml")
_BUG: Final = "this is a fault of the program or its template, not of the contract; nothing was written"


class PackageFacts(Struct, frozen=True):
    """What holds for every document of a package: its styles, lists, relationships, and the facts of parts that
    stay."""

    styles: frozenset[tuple[str, str]]
    nums: frozenset[str]
    relationships: Mapping[str, frozenset[str]]
    """part → the ids of its relationships."""
    facts: tuple[Facts, ...]


def check(rendered: Rendered) -> list[Problem]:
    """All that is wrong with a rendered document. Reads the changed parts back from the packed bytes that are in the
    file."""
    problems: list[Problem] = []
    facts: list[Facts] = []
    nums: frozenset[str] = frozenset()

    def fault(message: str, part: str) -> None:
        problems.append(Problem("gate", message, Location(rendered.file, part=part), cure=_BUG))

    for name, packed in rendered.changed.items():
        try:
            if not _stands_in(packed, rendered.data):
                fault("the part is not in the file as it was made", name)
            if name == rendered.numbering_part:
                nums = _instances(packed)
                continue
            root = parse_xml(packed.opened())
        except (etree.XMLSyntaxError, ArchiveError) as broken:
            fault(f"the part is not well-formed: {broken}", name)
            continue
        if name in rendered.texts:
            found = scan(root, name)
            facts.append(found)
            if odd := _text_fault(rendered.texts[name], found.text, loose=name in rendered.loose):
                fault(odd, name)
        elif name == rendered.core_part:
            for each in properties_faults(root, rendered.properties):
                fault(f"the property “{each}” is not as it was to be written", name)
    problems.extend(judge(rendered.standing, facts, rendered.file, nums, _BUG))
    return problems


@lru_cache(maxsize=256)
def _instances(numbering: Entry) -> frozenset[str]:
    """The lists of the numbering part. Documents with the same number of lists have the very same part, which is read
    back once."""
    return frozenset(each.get(w("numId"), "") for each in parse_xml(numbering.opened()).iter(w("num")))


def _stands_in(packed: Entry, data: bytes) -> bool:
    """Whether the file holds the part's own record with its bytes after it."""
    at = data.find(packed.local)
    return at >= 0 and data.startswith(packed.packed, at + len(packed.local))


def _text_fault(expected: str, found: str, *, loose: bool) -> str:
    if loose:
        expected, found = _packed(expected), _packed(found)
    if expected == found:
        return ""
    at = next(
        (place for place, (one, other) in enumerate(zip(expected, found, strict=False)) if one != other),
        min(len(expected), len(found)),
    )
    return f"the text is not as it was to be written: “{_near(found, at)}” instead of “{_near(expected, at)}”"


def _packed(text: str) -> str:
    """Empty paragraphs left out: Word needs one where a cell would be empty, and no value has put it there."""
    return "\n".join(filter(None, text.split("\n")))


def _near(text: str, at: int) -> str:
    return text[max(0, at - 20) : at + 20].replace("\n", "¶").replace("\v", "↵")


def judge(
    standing: PackageFacts, changed: Iterable[Facts], file: str, nums: frozenset[str] = frozenset(), cure: str = ""
) -> Iterator[Problem]:
    """What is wrong with and between parts: `changed` against the rest. `nums` are numbering instances that were
    added."""
    fresh = list(changed)

    def fault(message: str, part: str) -> Problem:
        return Problem("gate", message, Location(file, part=part), cure=cure)

    for facts in fresh:
        part = facts.part
        yield from (fault(sentence, part) for sentence in dict.fromkeys(facts.faults))
        for kind, style in sorted(facts.styles - standing.styles):
            yield fault(f"the {kind} style “{style}” does not exist", part)
        for num in sorted(facts.nums - standing.nums - nums - {"0"}):
            yield fault(f"the list {num} does not exist", part)
        for related in sorted(facts.related - standing.relationships.get(part, frozenset())):
            yield fault(f"the relationship “{related}” does not exist", part)
        if repeated := _twice(facts.drawings):
            yield fault(f"two drawings have the id {repeated}", part)
        for tag in facts.control_tags:
            if len(tag) > LONGEST_CONTROL_TAG:
                yield fault(
                    f"the tag of a content control is longer than {LONGEST_CONTROL_TAG} characters: “{tag}”", part
                )
        for _, name in facts.bookmarks:
            if not 0 < len(name) <= LONGEST_BOOKMARK:
                yield fault(f"a bookmark’s name is empty or longer than {LONGEST_BOOKMARK} characters: “{name}”", part)
        for number in facts.controls:
            if not _is_int32(number):
                yield fault(f"the id of a content control is not a number that Word holds: “{number}”", part)
    everything = [*standing.facts, *fresh]
    where = fresh[0].part if fresh else ""
    if repeated := _twice(number for facts in everything for number in facts.controls):
        yield fault(f"two content controls have the id {repeated}", where)
    if repeated := _twice(name.casefold() for facts in everything for _, name in facts.bookmarks):
        yield fault(f"two bookmarks have the name “{repeated}”", where)
    known = frozenset().union(*(facts.notes for facts in everything))
    for facts in fresh:
        for kind, number in sorted(facts.noted - known):
            yield fault(f"a reference leads to the {kind} {number}, which does not exist", facts.part)


def _twice(values: Iterable[str]) -> str:
    found = list(values)
    return "" if len(set(found)) == len(found) else next(value for value, count in Counter(found).items() if count > 1)


def _is_int32(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 11 and -(2**31) <= int(text) < 2**31


def check_package(data: bytes, file: str) -> list[Problem]:
    """All that is wrong with a whole Word file from anywhere; its text is not compared with anything."""
    package, problems = read_package(data, file, macros=True)
    if package is None:
        return problems
    sheet, found = read_stylesheet(package)
    problems += found
    problems += package_faults(package)
    facts: list[Facts] = []
    for name in story_parts(package):
        root, faults = parsed(package, name)
        problems += faults
        if root is not None:
            facts.append(scan(root, name))
    return [*problems, *judge(standing_of(package, sheet, ()), facts, file)]


def story_parts(package: Package) -> tuple[str, ...]:
    """The parts that hold paragraphs: the body, headers, footers, notes and comments, in the package's order."""
    types = content_types(package)
    return tuple(name for name in package.names if types.of(name).endswith(_STORIES) and "glossary" not in name)


def standing_of(package: Package, sheet: Stylesheet, facts: tuple[Facts, ...]) -> PackageFacts:
    """What holds for the package as it lies there."""
    ids = {
        name: frozenset(each.id for each in read_relationships(package.part(relationships_part(name)), name))
        for name in package.names
        if relationships_part(name) in package.entries
    }
    return PackageFacts(
        frozenset((kind_of(style), style.get(w("styleId"), "")) for style in sheet.styles),
        sheet.lists.instances,
        ids,
        facts,
    )


def package_faults(package: Package) -> list[Problem]:
    """Parts that are not well-formed, relationships that lead nowhere, parts without a content type."""
    problems: list[Problem] = []
    types = content_types(package)
    folded = {name.lower() for name in package.names}
    for name in package.names:
        if is_xml(name, types):
            problems += parsed_apart(package, name)[1]
        if name != CONTENT_TYPES_PART and not types.of(name):
            problems.append(
                Problem(
                    "gate",
                    "the part has no content type",
                    Location(package.file, part=name),
                    cure="open the file in Word and save it again",
                )
            )
    if problems:
        return problems
    for name in ("", *package.names):
        holder = relationships_part(name)
        if holder not in package.entries:
            continue
        found = list(read_relationships(package.part(holder), name))
        for each in found:
            if not each.external and each.target.lower() not in folded and each.target:
                message = f"the relationship “{each.id}” leads to {each.target}, which does not exist"
                problems.append(
                    Problem(
                        "gate",
                        message,
                        Location(package.file, part=holder),
                        cure="open the file in Word and save it again",
                    )
                )
        if repeated := _twice(each.id for each in found):
            problems.append(
                Problem("gate", f"two relationships have the id {repeated}", Location(package.file, part=holder))
            )
    return problems
