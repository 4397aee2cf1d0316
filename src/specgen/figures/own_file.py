"""A file whose first key is `document:`, as it was written: its type by name, its reference, the place of every value.

It is read before any type is known, so that a run knows which folder its document goes to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as MappingOf
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.figures.model import OwnFileType, sheet_title
from specgen.figures.read_type import FIRST_KEY, HEAD
from specgen.figures.values import UnreadableError, read_value
from specgen.problems import Location, Problem, WrittenByUsers
from specgen.yamlfile import FORBIDDEN, Mapping, Node, Scalar, Sequence, read_document

STATUSES: Final = ("draft", "final")
_LONGEST: Final = 200


class OwnFile(Struct, WrittenByUsers, frozen=True):
    """One such file, or what a workbook says of one document. `cells` is what a workbook's cells hold."""

    file: str
    kind: str
    reference: str
    title: str
    draft: bool
    version: str
    root: Mapping
    lines: tuple[str, ...] = ()
    sha256: str = ""
    cells: MappingOf[Location, str] = field(default_factory=dict)

    def place(self, *path: str | int) -> Location:
        """Where the value at `path` stands; the nearest place above it when it is not there."""
        steps = path[1:] if path[:1] == ("contract",) else path
        node: Node = self.root
        place = node.place
        for step in steps:
            if isinstance(node, Mapping):
                found = next(((key, value) for key, value in node.entries if key.value == step), None)
                if found is None:
                    break
                place, node = found[0].place, found[1]
            elif isinstance(node, Scalar):
                break
            elif isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = node.place
        return place

    def excerpt(self, place: Location) -> str:
        """What the user wrote at `place`."""
        if place in self.cells:
            return self.cells[place]
        if place.line is None or place.sheet is not None or not 0 < place.line <= len(self.lines):
            return ""
        return self.lines[place.line - 1].strip()[:200]

    def fault(self, slug: str, message: str, cure: str, *path: str | int, suggestion: str = "") -> Problem:
        """A fault at `path`."""
        place = self.place(*path)
        return self.problem(slug, message, place, cure=cure, suggestion=suggestion)


def read_own_file(data: bytes, file: str) -> tuple[OwnFile | None, list[Problem]]:
    """The file's head, and what is wrong with it; None when it cannot be used."""
    document, problems = read_document(data, file, of_tables=True)
    if not isinstance(document.root, Mapping):
        return None, problems or [Problem("wrong-value", "the file holds no names with values", Location(file, 1, 1))]
    found, faults = own_file_of(document.root, file, document.lines, hashlib.sha256(data).hexdigest())
    return (None if problems else found), [*problems, *faults]


def own_file_of(
    root: Mapping, file: str, lines: tuple[str, ...], sha256: str, cells: MappingOf[Location, str] | None = None
) -> tuple[OwnFile | None, list[Problem]]:
    """The document that the tree says, and what is wrong with its head."""
    head: dict[str, str] = {}
    known: dict[str, Node] = {key.value: value for key, value in root.entries}
    bare = OwnFile(file, "", "", "", True, "", root, lines, sha256, cells or {})
    problems: list[Problem] = []
    for name in HEAD:
        node = known.get(name)
        if node is None or (isinstance(node, Scalar) and (node.empty or not node.value.strip())):
            if name in (FIRST_KEY, "reference"):
                problems.append(
                    bare.fault("missing-value", f"“{name}” is missing", f"add “{name}:” with its value", name)
                )
            continue
        if (
            not isinstance(node, Scalar)
            or "\n" in node.value.strip()
            or len(node.value) > _LONGEST
            or FORBIDDEN.search(node.value)
        ):
            message = f"“{name}” is not one line of at most {_LONGEST} characters"
            problems.append(bare.fault("wrong-value", message, "shorten it", name))
            continue
        head[name] = node.value.strip()
    status = head.get("status", "draft")
    if status not in STATUSES:
        message = f"“{status}” is not a value that “status” can have"
        problems.append(bare.fault("not-one-of", message, f"use one of: {', '.join(STATUSES)}", "status"))
    if problems:
        return None, problems
    return replace(
        bare, kind=head[FIRST_KEY], reference=head["reference"], title=head.get("title", ""),
        draft=status == "draft", version=head.get("version", "0.1"),
    ), []  # fmt: skip


def is_identifier(text: str) -> bool:
    """Whether the text is an identifier that names nobody."""
    try:
        read_value("identifier", text, Location())
    except UnreadableError:
        return False
    return True


def by_its_names(own: OwnFile, kind: OwnFileType) -> OwnFile:
    """What a workbook says by the titles that the type gives, under the names that a file gives."""
    tables = {sheet_title(of.title).casefold(): name for name, of in kind.tables.items()}
    alone = {of.title.casefold(): name for name, of in kind.figures.items()}
    alone |= {of.title.casefold(): name for name, of in kind.fields.items()}
    entries = []
    for key, node in own.root.entries:
        titles = tables if isinstance(node, Sequence) else alone
        name = key.value if key.value in HEAD else titles.get(key.value.casefold(), key.value)
        table = kind.tables.get(name)
        if table is not None and isinstance(node, Sequence):
            columns = {column.title.casefold(): column.name for column in table.columns.values()}
            node = replace(node, items=tuple(_renamed(item, columns) for item in node.items))
        entries.append((replace(key, value=name), node))
    return replace(own, root=replace(own.root, entries=tuple(entries)))


def _renamed(item: Node, columns: MappingOf[str, str]) -> Node:
    if not isinstance(item, Mapping):
        return item
    entries = [(replace(key, value=columns.get(key.value.casefold(), key.value)), node) for key, node in item.entries]
    return replace(item, entries=tuple(entries))
