"""The byte-exact package: a Word file read within bounds, and written with every unchanged part as it was.

Source: ECMA-376 part 2 (parts, content types, relationships, core properties).
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeVar
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.package.archive import ArchiveError, Entry, entry, join, pack, read_entries
from specgen.word.package.ooxml import (
    CONTENT_TYPES,
    DOCUMENT_TYPE,
    OFFICE_DOCUMENT,
    RELATIONSHIPS,
    STRICT_RELATIONSHIPS,
    TEMPLATE_TYPE,
    parse_xml,
    prolog_fault,
)

CONTENT_TYPES_PART: Final = "[Content_Types].xml"
RECORD_NAMESPACE: Final = "urn:specgen:record:1"
_HEADS: Final = (4096, 2**20)
_SMALL: Final = 2**16
_OFTEN_SAME: Final = 2**19
"""Bytes of a part that is kept for the next document: a form's styles have as many."""
_Read = TypeVar("_Read")
_STRICT: Final = "the file is saved as “Strict Open XML Document”, which few programs read"
_RESAVE: Final = "open it in Word and save it as “Word Document (*.docx)”"


class Relationship(Struct, frozen=True):
    """One relationship; `target` is a part's name, or the outer address when `external`."""

    id: str
    type: str
    target: str
    external: bool = False


class ContentTypes(Struct, frozen=True):
    """The content types of a package: by part name, then by extension (both without regard to case)."""

    parts: Mapping[str, str]
    extensions: Mapping[str, str]

    def of(self, name: str) -> str:
        """The content type of the part `name`, or "" when the package gives none."""
        known = self.parts.get(name.lower())
        return known if known is not None else self.extensions.get(name.rpartition(".")[2].lower(), "")


@dataclass(frozen=True, slots=True)
class Package:
    """A Word file's parts in their order, decompressed when asked for and kept.

    `file` is the name for problems; `main` the main document part; `entries` the parts as they are packed.
    """

    file: str
    main: str
    entries: Mapping[str, Entry]
    _opened: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    _digests: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _fresh: dict[str, etree._Element] = field(default_factory=dict, repr=False, compare=False)
    """Roots that were parsed and that nobody has changed, for their first reader."""
    _shared: dict[str, etree._Element] = field(default_factory=dict, repr=False, compare=False)
    """Roots that several readers have; nobody changes them."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts in the archive's order."""
        return tuple(name for name in self.entries if not name.endswith("/"))

    def part(self, name: str) -> bytes:
        """The uncompressed bytes of the part. Raises KeyError when there is none."""
        if name not in self._opened:
            self._opened[name] = self.entries[name].opened()
        return self._opened[name]

    def root(self, name: str) -> etree._Element:
        """The root of the part, the caller's own to change. Raises etree.XMLSyntaxError, and KeyError when there is
        none."""
        if name in self._shared:
            return deepcopy(self._shared[name])
        found = self._fresh.pop(name, None)
        return found if found is not None else parse_xml(self.part(name))

    def tree(self, name: str) -> etree._Element:
        """The root of the part, parsed once for all who read it and change nothing. Raises as `root` does."""
        if name not in self._shared:
            self._shared[name] = self.root(name)
        return self._shared[name]

    def keep(self, name: str, root: etree._Element, *, shared: bool = False) -> None:
        """Keep the part's root, as it is in the file, for the next who asks for it; `shared` where others have it."""
        (self._shared if shared else self._fresh)[name] = root

    def keep_those_of(self, other: Package) -> None:
        """Take over the roots that `other` keeps of parts that are the same bytes here."""
        for name in [each for each in other._fresh if each in self.entries and other.part(each) == self.part(each)]:
            self._fresh[name] = other._fresh.pop(name)

    def share_trees_of(self, other: Package) -> None:
        """Read the parts that are the same bytes in `other` by the roots that its readers share."""
        for name, root in other._shared.items():
            if name in self.entries and other.part(name) == self.part(name):
                self._shared.setdefault(name, root)

    def digest(self, name: str) -> str:
        """The SHA-256 of the part's uncompressed bytes in hexadecimal digits."""
        if name not in self._digests:
            self._digests[name] = hashlib.sha256(self.part(name)).hexdigest()
        return self._digests[name]

    def whole_digest(self, name: str, depth: int = 4) -> str:
        """The SHA-256 of a part with what it stands on, such as a chart's workbook, `depth` parts behind it; its own
        where it stands on nothing."""
        key = f"{name}\0{depth}"
        if key not in self._digests:
            behind = [
                each.target
                if each.external or each.target not in self.entries
                else self.whole_digest(each.target, depth - 1)
                for each in (relationships(self, name) if depth else ())
            ]
            every = enumerate([self.digest(name), *sorted(behind)])
            self._digests[key] = content_hash((str(at), each) for at, each in every) if behind else self.digest(name)
        return self._digests[key]


def read_package(data: bytes, file: str, *, macros: bool = False) -> tuple[Package | None, list[Problem]]:
    """The package in `data`, or the problem for which it is refused.

    Every part is checked against the archive's own sum, so that no later reading can fail; XML parts are kept as read,
    others are decompressed again when they are asked for. `macros` allows a macro-enabled file (.docm), which is kept
    and never run.
    """
    opened: dict[str, bytes] = {}
    try:
        entries = {each.name: each for each in read_entries(data)}
        _refuse_missing(entries, CONTENT_TYPES_PART)
        _refuse_missing(entries, "_rels/.rels")
        for name in (CONTENT_TYPES_PART, "_rels/.rels"):
            _refuse_prolog(entries[name])
        types = _read_content_types(entries[CONTENT_TYPES_PART].opened(), "")
        main = _main_part(entries, types, macros)
        for each in entries.values():
            if is_xml(each.name, types):
                opened[each.name] = _opened_xml(each)
            else:
                each.verify()
        if b"http://purl.oclc.org/ooxml/wordprocessingml/main" in opened[main]:
            raise ArchiveError("strict-file", _STRICT, _RESAVE)
    except ArchiveError as fault:
        return None, [Problem(fault.slug, str(fault), Location(file), cure=fault.cure)]
    except etree.XMLSyntaxError as fault:
        return None, [
            Problem("damaged-file", f"the file is damaged: {fault.msg}", Location(file), cure="ask for the file again")
        ]
    return Package(file, main, entries, opened), []


def write_package(
    package: Package,
    replaced: Mapping[str, bytes | Entry],
    added: Mapping[str, bytes | Entry] | None = None,
) -> bytes:
    """The file with some parts replaced or added at the end; every other part is its compressed bytes of old.

    A part may be given as bytes or ready packed. Raises KeyError for a replaced part that is not there and
    ValueError for an added one that is.
    """
    new = added or {}
    if unknown := replaced.keys() - package.entries.keys():
        raise KeyError(f"no such part: {', '.join(sorted(unknown))}")
    if known := new.keys() & package.entries.keys():
        raise ValueError(f"already there: {', '.join(sorted(known))}")
    kept = (_packed(name, replaced[name]) if name in replaced else old for name, old in package.entries.items())
    return join((*kept, *(_packed(name, found) for name, found in new.items())))


def _packed(name: str, found: bytes | Entry) -> Entry:
    return found if isinstance(found, Entry) else pack(name, found)


def content_hash(digests: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 over the sorted lines `name, NUL, SHA-256 of the part, LF`: what “unchanged” means in this house.

    The part that holds the record is left out by the caller, since the record holds this hash.
    """
    whole = hashlib.sha256()
    whole.update("".join([f"{name}\0{digest}\n" for name, digest in sorted(digests)]).encode("utf-8"))
    return whole.hexdigest()


def package_hash(package: Package) -> str:
    """The content hash of a file as it lies there, its record part left out."""
    record = record_part(package)
    return content_hash((name, package.digest(name)) for name in package.names if name != record)


def record_part(package: Package) -> str | None:
    """The custom XML part that holds this house's record, or None."""
    for name in package.names:
        if name.startswith("customXml/") and name.endswith(".xml") and RECORD_NAMESPACE.encode() in package.part(name):
            root, _ = parsed(package, name)
            if root is not None and etree.QName(root).namespace == RECORD_NAMESPACE:
                return name
    return None


def parsed(package: Package, name: str) -> tuple[etree._Element | None, list[Problem]]:
    """The root of the part, which other readers have too and nobody changes, or the problem that it is not well-formed.
    Raises KeyError when there is none."""
    try:
        return package.tree(name), []
    except etree.XMLSyntaxError as fault:
        return None, [not_well_formed(package, name, fault)]


def parsed_apart(package: Package, name: str) -> tuple[etree._Element | None, list[Problem]]:
    """The root of the part, the caller's own to change, or the problem that it is not well-formed. Raises KeyError when
    there is none."""
    try:
        return package.root(name), []
    except etree.XMLSyntaxError as fault:
        return None, [not_well_formed(package, name, fault)]


def not_well_formed(package: Package, name: str, fault: etree.XMLSyntaxError) -> Problem:
    """The problem that the part is no XML, or none that is read: nothing in a Word file nests deeper than 256."""
    deep = "depth" in fault.msg
    message = "nests elements more than 256 deep" if deep else f"is not well-formed XML: {fault.msg}"
    return Problem(
        "damaged-file", f"the part {message}", Location(package.file, part=name), cure="ask for the file again"
    )


def content_types(package: Package) -> ContentTypes:
    """The package's content types. Raises etree.XMLSyntaxError when they are no XML."""
    return _read_content_types(package.part(CONTENT_TYPES_PART), "")


def _remembered(read: Callable[[bytes, str], _Read]) -> Callable[[bytes, str], _Read]:
    """`read`, which gives the same value for the same bytes, asked once for the small parts that every step asks of."""
    known = lru_cache(maxsize=64)(read)
    return lambda found, source: known(found, source) if len(found) <= _SMALL else read(found, source)


@_remembered
def _read_content_types(found: bytes, _: str) -> ContentTypes:
    parts: dict[str, str] = {}
    extensions: dict[str, str] = {}
    for each in parse_xml(found):
        if each.tag == f"{{{CONTENT_TYPES}}}Override":
            parts[each.get("PartName", "").lstrip("/").lower()] = each.get("ContentType", "")
        elif each.tag == f"{{{CONTENT_TYPES}}}Default":
            extensions[each.get("Extension", "").lower()] = each.get("ContentType", "")
    return ContentTypes(parts, extensions)


def is_xml(name: str, types: ContentTypes) -> bool:
    """Whether the part is XML by its content type, or by its name when it has none."""
    kind = types.of(name).partition(";")[0].strip().lower()
    return (
        name == CONTENT_TYPES_PART
        or kind.endswith(("+xml", "/xml", "vmldrawing"))
        or name.endswith((".xml", ".rels", ".vml"))
    )


def relationships_part(source: str) -> str:
    """The name of the part that holds the relationships of `source` ("" is the package itself)."""
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def relationships(package: Package, source: str = "") -> tuple[Relationship, ...]:
    """The relationships of the part `source` ("" is the package itself), in their order; none when it has no such
    part."""
    name = relationships_part(source)
    return read_relationships(package.part(name), source) if name in package.entries else ()


def related(package: Package, kind: str) -> str | None:
    """The name of the part that the main part is related to by `kind` (styles, numbering, settings), or None."""
    targets = (
        each.target
        for each in relationships(package, package.main)
        if each.type.endswith(f"/{kind}") and not each.external
    )
    return next((target for target in targets if target in package.entries), None)


@_remembered
def read_relationships(found: bytes, source: str) -> tuple[Relationship, ...]:
    """The relationships in `found`, targets made part names. Raises etree.XMLSyntaxError."""
    return tuple(_relationships(found, source))


def _relationships(found: bytes, source: str) -> Iterator[Relationship]:
    for each in parse_xml(found):
        if each.tag == f"{{{RELATIONSHIPS}}}Relationship":
            external = each.get("TargetMode") == "External"
            target = each.get("Target", "")
            yield Relationship(
                each.get("Id", ""), each.get("Type", ""), target if external else _resolved(target, source), external
            )


def _resolved(target: str, source: str) -> str:
    path = unquote(target.partition("#")[0])
    if not path:
        return ""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), path)).lstrip("/")


def _main_part(entries: Mapping[str, Entry], types: ContentTypes, macros: bool) -> str:
    found = read_relationships(entries["_rels/.rels"].opened(), "")
    if any(each.type.startswith(STRICT_RELATIONSHIPS) for each in found):
        raise ArchiveError("strict-file", _STRICT, _RESAVE)
    main = next((each.target for each in found if each.type == OFFICE_DOCUMENT and not each.external), None)
    if main is None:
        raise ArchiveError("not-a-word-file", "the file is not a Word document: it has no main part", _RESAVE)
    _refuse_missing(entries, main)
    kind = types.of(main)
    has_macros = "macroenabled" in kind.lower() or any(
        "vbaproject" in (name + types.of(name)).lower() for name in entries
    )
    if has_macros and not macros:
        raise ArchiveError("macros", "the file holds macros", _RESAVE)
    if kind == TEMPLATE_TYPE:
        raise ArchiveError("not-a-word-file", "the file is saved as a Word template (.dotx)", _RESAVE)
    if kind != DOCUMENT_TYPE and not has_macros:
        raise ArchiveError("not-a-word-file", "the file is an Office file, but not a Word document", _RESAVE)
    return main


def _refuse_missing(entries: Mapping[str, Entry], name: str) -> None:
    if name not in entries:
        raise ArchiveError("not-a-word-file", f"the file is not a Word document: it has no {name}", _RESAVE)


def _opened_xml(each: Entry) -> bytes:
    """The part's bytes, when they begin as XML does; how they begin is told before what else is wrong with them."""
    try:
        found = each.opened() if each.size > _OFTEN_SAME else _opened_once(each)
    except ArchiveError:
        _refuse_prolog(each)
        raise
    _refuse_prolog(each, found)
    return found


def _opened_once(each: Entry) -> bytes:
    """The part's bytes; of what documents of one form have in common, like styles, unpacked and checked once."""
    return _unpacked(bytes(each.packed), each.method, each.crc, each.size)


@lru_cache(maxsize=32)
def _unpacked(packed: bytes, method: int, crc: int, size: int) -> bytes:
    return entry("", method, crc, size, packed).opened()


def _refuse_prolog(each: Entry, found: bytes | None = None) -> None:
    if each.size == 0:
        return
    for length in _HEADS:
        fault = prolog_fault(found[:length] if found is not None else each.head(length))
        if fault is not None:
            break
    if fault != "":
        raise ArchiveError(
            "hostile-file",
            f"the part {each.name} {fault or 'does not begin as XML'}",
            "do not use this file; ask where it came from",
        )
