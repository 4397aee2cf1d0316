"""What a YAML file of a library, an edition or a document type must look like, and every place where one does not.

A reader describes the shape it expects once; what has another shape is said with its place and how to mend it, before
anything is taken from the file. Contract files have a model of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from specgen.problems import Problem, did_you_mean
from specgen.yamlfile import (
    Mapping as Tree,
)
from specgen.yamlfile import (
    Node,
    Scalar,
    Sequence,
    YamlDocument,
)
from specgen.yamlfile import (
    Path as KeyPath,
)


class Written(Struct, frozen=True):
    """Text on one line, or on several where `lines` says so; `pattern` (whole text) and `says` narrow it."""

    lines: bool = False
    pattern: str = ""
    says: str = ""


class OneOf(Struct, frozen=True):
    """One of the words."""

    words: tuple[str, ...]


class ListOf(Struct, frozen=True):
    """A list of `item`; with `alone`, a single one may be written without the list."""

    item: WrittenShape
    alone: bool = False


class Names(Struct, frozen=True):
    """Names with values: those that are needed and those that may be there."""

    needed: Mapping[str, WrittenShape] = field(default_factory=dict)
    optional: Mapping[str, WrittenShape] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, WrittenShape]:
        return {**self.needed, **self.optional}


class EachName(Struct, frozen=True):
    """Names that the file's writer chooses, each with a value of one shape."""

    value: WrittenShape


WrittenShape = Written | OneOf | ListOf | Names | EachName

LINE = Written()
LINES = Written(lines=True)
NUMBER = Written(pattern="[0-9]{1,4}", says="a whole number from 0 to 9999")


def shape_faults(document: YamlDocument, shape: WrittenShape, slug: str) -> list[Problem]:
    """Every place of the file that has not the shape; one of them where the file as a whole has not."""
    return list(_faults(document.root, shape, (), document, slug))


def part_faults(document: YamlDocument, shape: WrittenShape, slug: str, *path: str | int) -> list[Problem]:
    """The same for what stands at `path`."""
    node = document.root
    for step in path:
        node = (
            node.get(str(step))
            if isinstance(node, Tree)
            else node.items[step]
            if isinstance(node, Sequence) and isinstance(step, int)
            else None
        )
    return list(_faults(node, shape, path, document, slug))


def kind_faults(document: YamlDocument, shape: Names, slug: str) -> list[Problem]:
    """The same for what is there, at the top of the file: names that are unknown or missing are for the caller."""
    root = document.root
    if not isinstance(root, Tree):
        return shape_faults(document, shape, slug)
    known = shape.known
    return [
        fault
        for key, value in root.entries
        if key.value in known and not _blank(value)
        for fault in _faults(value, known[key.value], (key.value,), document, slug)
    ]


def _faults(
    node: Node | None, shape: WrittenShape, path: KeyPath, document: YamlDocument, slug: str
) -> Iterator[Problem]:
    if isinstance(shape, (Names, EachName)):
        yield from _names_faults(node, shape, path, document, slug)
    elif isinstance(shape, ListOf):
        if isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                yield from _faults(item, shape.item, (*path, index), document, slug)
        elif shape.alone:
            yield from _faults(node, shape.item, path, document, slug)
        else:
            yield _said(
                f"{_called(path)} must be a list, not {_what(node)}",
                path,
                document,
                slug,
                cure="put each entry on its own line below, beginning with “- ”",
            )
    else:
        yield from _scalar_faults(node, shape, path, document, slug)


def _names_faults(
    node: Node | None, shape: Names | EachName, path: KeyPath, document: YamlDocument, slug: str
) -> Iterator[Problem]:
    if not isinstance(node, Tree):
        yield _said(
            f"{_called(path)} must hold names with values, not {_what(node)}",
            path,
            document,
            slug,
            cure="put each name on its own line, with a colon, a space and its value",
        )
        return
    known = shape.known if isinstance(shape, Names) else {}
    for key, value in node.entries:
        here = (*path, key.value)
        if isinstance(shape, EachName):
            yield from _faults(value, shape.value, here, document, slug)
        elif key.value not in known:
            yield _said(
                f"“{key.value}” is not a name that belongs here",
                here,
                document,
                "unknown-key",
                did_you_mean(key.value, known),
                f"use: {', '.join(known)}",
            )
        elif not _blank(value):
            yield from _faults(value, known[key.value], here, document, slug)
    if isinstance(shape, Names):
        given = {key.value for key, value in node.entries if not _blank(value)}
        for name in shape.needed:
            if name not in given:
                yield _said(
                    f"“{name}” is missing here", path, document, "missing-value", cure=f"add “{name}:” with its value"
                )


def _scalar_faults(
    node: Node | None, shape: Written | OneOf, path: KeyPath, document: YamlDocument, slug: str
) -> Iterator[Problem]:
    if not isinstance(node, Scalar) or node.empty or not node.value.strip():
        yield _said(
            f"{_called(path)} must be text, not {_what(node)}",
            path,
            document,
            slug,
            cure="write the text after the colon; in quotes, if it begins with a bracket or a brace",
        )
    elif isinstance(shape, OneOf):
        if node.value not in shape.words:
            yield _said(
                f"“{node.value}” is not a value that {_called(path)} can have",
                path,
                document,
                slug,
                did_you_mean(node.value, shape.words),
                f"use one of: {', '.join(shape.words)}",
            )
    elif not shape.lines and "\n" in node.value.strip():
        yield _said(f"{_called(path)} must be one line", path, document, slug, cure="write it on one line")
    elif shape.pattern and not re.fullmatch(shape.pattern, node.value):
        yield _said(
            f"“{node.value[:80]}” is not {shape.says}, and {_called(path)} must be one",
            path,
            document,
            slug,
            cure="correct the value",
        )


def _said(
    message: str, path: KeyPath, document: YamlDocument, slug: str, suggestion: str = "", cure: str = ""
) -> Problem:
    place = document.place(path)
    return document.problem(slug, message, place, cure=cure, suggestion=suggestion)


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def _called(path: KeyPath) -> str:
    """`“title”`; for an entry of a list, the list it stands in."""
    if not path:
        return "the file"
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    entry = f"entry {path[-1] + 1} of " if isinstance(path[-1], int) else ""
    return f"{entry}{f'“{name}”' if name else 'the list'}"


def _what(node: Node | None) -> str:
    if isinstance(node, Tree):
        return "names with values"
    if isinstance(node, Sequence):
        return "a list"
    return f"the text “{node.value[:40]}”" if node is not None and node.value.strip() and not node.empty else "nothing"
