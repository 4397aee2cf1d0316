"""The gate: every output is checked before it is put in place, from the bytes that are to be written.

What no document changes was checked once when its template was compiled; what a document changes is checked in each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.document.styles import kind_of
from specgen.word.package.archive import ArchiveError, Entry
from specgen.word.package.ooxml import parse_xml, w
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
from specgen.word.template.facts import (
    LINE,
    MARK_END,
    PARAGRAPH,
    PRINTED,
    PUT_IN,
    STRUCK,
    Facts,
    mark_of,
    read_facts,
    scan,
)
from specgen.word.template.sheet import Stylesheet, read_stylesheet
from specgen.word.template.tags import CANONICAL, Tag, enclosing, literal_braces, standing
from specgen.wording.wording import Block, Passage, Redlined, RedlinedBlock, RedlinedWords

if TYPE_CHECKING:
    from specgen.word.template.render import Rendered

# The text that a document is to hold, made from the template's own words and the raw values by a way of its own.
#
# It shares no code with the writing of XML, so that the gate's comparison of the two can fail. A paragraph begins with
# a line feed, a line break is a vertical tab (as in Word's own programming), a tab a tab.

_LINE_END: Final = re.compile("\r\n|[\r\n\u2028\u2029]")


def template_text(root: etree._Element, tags: dict[int, Tag]) -> Iterable[str | Tag]:
    """The part's literal text and its tags in order; the paragraphs that a tag takes the place of left out."""
    dropped: set[etree._Element] = set()
    for number, element in standing(root).items():
        if (scope := tags[number].scope) in ("p", "tr", "tc"):
            whole = enclosing(element, scope)
            dropped.update(whole.iter(w("p"), w("t")) if whole is not None else ())
    for each in root.iter(*PRINTED):
        if each.tag == w("p"):
            yield "" if each in dropped else PARAGRAPH
        elif each.tag != w("t"):
            yield mark_of(each)
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


@lru_cache(maxsize=1_024)
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


@lru_cache(maxsize=256)  # documents of many contracts print the same ones
def _passage_text(passage: Passage) -> str:
    return "".join([PARAGRAPH + _words(block) for block in passage.blocks])


@lru_cache(maxsize=512)
def _words(block: Block) -> str:
    parts = block.inlines
    text = getattr(parts[0], "text", "") if len(parts) == 1 else "".join([getattr(part, "text", "") for part in parts])
    return text if is_one_line(text) else _LINE_END.sub(LINE, text)


LONGEST_CONTROL_TAG: Final = 64
LONGEST_BOOKMARK: Final = 40
_STORIES: Final = ("main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml", "comments+xml")
_SAVE_AGAIN: Final = "open the file in Word and save it again"
_BUG: Final = "this is a fault of the program or its template, not of the contract; nothing was written"


class PackageFacts(Struct, frozen=True):
    """What holds for every document of a package: its styles, lists, relationships, and the facts of parts that
    stay."""

    styles: frozenset[tuple[str, str]]
    nums: frozenset[str]
    relationships: Mapping[str, frozenset[str]]
    """part → the ids of its relationships."""
    facts: tuple[Facts, ...]


class ReadBack(Struct, frozen=True):
    """What is wrong with a rendered document, and how often each bookmark stands in it."""

    problems: list[Problem]
    bookmarks: Counter[str]


def check(rendered: Rendered) -> list[Problem]:
    """All that is wrong with a rendered document."""
    return read_back(rendered).problems


def read_back(rendered: Rendered) -> ReadBack:
    """The document as it lies in the file: its changed parts are read back from the packed bytes."""
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
            data = packed.opened()
            found = read_facts(data, name) if name in rendered.texts else None
            root = parse_xml(data) if found is None else None
        except (etree.XMLSyntaxError, ArchiveError) as broken:
            fault(f"the part is not well-formed: {broken}", name)
            continue
        if found is not None:
            facts.append(found)
            if odd := _text_fault(rendered.texts[name], found.text, loose=name in rendered.loose):
                fault(odd, name)
        elif root is not None and name == rendered.core_part:
            for each in properties_faults(root, rendered.properties):
                fault(f"the property “{each}” is not as it was to be written", name)
    problems.extend(judge(rendered.standing, facts, rendered.file, nums, _BUG))
    return ReadBack(problems, Counter(name for each in facts for _, name in each.bookmarks))


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
    if loose and expected != found:
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
            where = Location(package.file, part=name)
            problems.append(Problem("gate", "the part has no content type", where, cure=_SAVE_AGAIN))
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
                problems.append(Problem("gate", message, Location(package.file, part=holder), cure=_SAVE_AGAIN))
        if repeated := _twice(each.id for each in found):
            message = f"two relationships have the id {repeated}"
            problems.append(Problem("gate", message, Location(package.file, part=holder)))
    return problems
