"""The gate: every output is checked before it is put in place, from the bytes that are to be written.

What no document changes was checked once when its template was compiled; what a document changes is checked in each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.archive import ArchiveError, Entry
from specgen.word.ooxml import parse_xml, w
from specgen.word.package import (
    CONTENT_TYPES_PART,
    Package,
    content_types,
    is_xml,
    parsed,
    read_package,
    read_relationships,
    relationships_part,
)
from specgen.word.properties import properties_faults
from specgen.word.scan import Facts, scan
from specgen.word.stylesheet import Stylesheet, read_stylesheet

if TYPE_CHECKING:
    from specgen.word.render import Rendered

LONGEST_CONTROL_TAG: Final = 64
LONGEST_BOOKMARK: Final = 40
_STORIES: Final = ("main+xml", "header+xml", "footer+xml", "footnotes+xml", "endnotes+xml", "comments+xml")
_BUG: Final = "this is a fault of the program or its template, not of the contract; nothing was written"


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for every document of a package: its styles, lists, relationships, and the facts of parts that stay."""

    styles: frozenset[tuple[str, str]]
    nums: frozenset[str]
    relationships: Mapping[str, frozenset[str]]
    """part → the ids of its relationships."""
    facts: tuple[Facts, ...]


def check(rendered: Rendered) -> list[Problem]:
    """All that is wrong with a rendered document. Reads the changed parts back from the packed bytes that are in the file."""
    problems: list[Problem] = []
    facts: list[Facts] = []
    nums: frozenset[str] = frozenset()

    def fault(message: str, part: str) -> None:
        problems.append(Problem("gate", message, Location(rendered.file, part=part), cure=_BUG))

    for name, packed in rendered.changed.items():
        try:
            if not _stands_in(packed, rendered.data):
                fault("the part is not in the file as it was made", name)
            root = parse_xml(packed.opened())
        except (etree.XMLSyntaxError, ArchiveError) as broken:
            fault(f"the part is not well-formed: {broken}", name)
            continue
        if name in rendered.texts:
            found = scan(root, name)
            facts.append(found)
            if odd := _text_fault(rendered.texts[name], found.text, loose=name in rendered.loose):
                fault(odd, name)
        elif name == rendered.numbering_part:
            nums = frozenset(each.get(w("numId"), "") for each in root.iter(w("num")))
        elif name == rendered.core_part:
            for each in properties_faults(packed.opened(), rendered.properties):
                fault(f"the property “{each}” is not as it was to be written", name)
    problems.extend(judge(rendered.standing, facts, rendered.file, nums, _BUG))
    return problems


def _stands_in(packed: Entry, data: bytes) -> bool:
    """Whether the file holds the part's own record with its bytes after it."""
    at = data.find(packed.local)
    return at >= 0 and data.startswith(packed.packed, at + len(packed.local))


def _text_fault(expected: str, found: str, *, loose: bool) -> str:
    if loose:
        expected, found = _packed(expected), _packed(found)
    if expected == found:
        return ""
    at = next((place for place, (one, other) in enumerate(zip(expected, found, strict=False)) if one != other), min(len(expected), len(found)))
    return f"the text is not as it was to be written: “{_near(found, at)}” instead of “{_near(expected, at)}”"


def _packed(text: str) -> str:
    """Empty paragraphs left out: Word needs one where a cell would be empty, and no value has put it there."""
    return "\n".join(filter(None, text.split("\n")))


def _near(text: str, at: int) -> str:
    return text[max(0, at - 20) : at + 20].replace("\n", "¶").replace("\v", "↵")


def judge(standing: Standing, changed: Iterable[Facts], file: str, nums: frozenset[str] = frozenset(), cure: str = "") -> Iterator[Problem]:
    """What is wrong with and between parts: `changed` against the rest. `nums` are numbering instances that were added."""
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
                yield fault(f"the tag of a content control is longer than {LONGEST_CONTROL_TAG} characters: “{tag}”", part)
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


def standing_of(package: Package, sheet: Stylesheet, facts: tuple[Facts, ...]) -> Standing:
    """What holds for the package as it lies there."""
    ids = {
        name: frozenset(each.id for each in read_relationships(package.part(relationships_part(name)), name))
        for name in package.names
        if relationships_part(name) in package.entries
    }
    return Standing(frozenset((style.kind, style.id) for style in sheet.styles.values()), frozenset(sheet.nums), ids, facts)


def package_faults(package: Package) -> list[Problem]:
    """Parts that are not well-formed, relationships that lead nowhere, parts without a content type."""
    problems: list[Problem] = []
    types = content_types(package)
    folded = {name.lower() for name in package.names}
    for name in package.names:
        if is_xml(name, types):
            problems += parsed(package, name)[1]
        if name != CONTENT_TYPES_PART and not types.of(name):
            problems.append(Problem("gate", "the part has no content type", Location(package.file, part=name), cure="open the file in Word and save it again"))
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
                problems.append(Problem("gate", message, Location(package.file, part=holder), cure="open the file in Word and save it again"))
        if repeated := _twice(each.id for each in found):
            problems.append(Problem("gate", f"two relationships have the id {repeated}", Location(package.file, part=holder)))
    return problems
