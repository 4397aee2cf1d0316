"""The tree of a YAML text in which every node knows from which character to which it stands.

The reader (`yamlfile`) keeps line and column of each value, which is enough to name a fault. To write at a value's
place its end is needed too, how it is quoted, and whether it stands within brackets. Text that the reader refuses has
no such tree: `parse_yaml` is asked first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

import yaml
from msgspec import Struct, field

from specgen.yamlfile import Path

Style = Literal["plain", "single", "double", "literal", "folded"]

_STYLES: dict[str | None, Style] = {
    None: "plain",
    "": "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}
_LINE_END = re.compile("\r\n|\r|\n")


class ScalarSpan(Struct, frozen=True):
    """A value as it stands: its words, its quotes, its first character and the one after its last.

    Of a block text `header` is the sign with what follows it in its line, `column` that of its words.
    """

    value: str
    style: Style
    start: int
    end: int
    header: str = ""
    column: int = 0


class NamesSpan(Struct, frozen=True):
    """NamesSpan with their values; `column` is that of the first name, `flow` says that braces enclose them."""

    entries: tuple[tuple[ScalarSpan, NodeSpan], ...]
    start: int
    end: int
    column: int
    flow: bool


class ListSpan(Struct, frozen=True):
    """A list; `column` is that of its dashes, `flow` says that brackets enclose it."""

    items: tuple[NodeSpan, ...]
    start: int
    end: int
    column: int
    flow: bool


NodeSpan = ScalarSpan | NamesSpan | ListSpan


class Lines(Struct, frozen=True):
    """A text by its lines, whatever ends them; characters count from 0 through the whole text."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def at(self, line: int, column: int) -> int:
        """The place of a character; the end of the text for a line after the last."""
        return self.starts[line] + column if line < len(self.starts) else len(self.text)

    def line_of(self, place: int) -> int:
        return bisect_right(self.starts, place) - 1

    def start_of_line(self, place: int) -> int:
        return self.starts[self.line_of(place)]

    def end_of_line(self, place: int) -> int:
        """The end of the line in which `place` lies, before what ends the line."""
        return self.ends[self.line_of(place)]

    def after_line(self, place: int) -> int:
        """Where the next line begins; the end of the text for the last line."""
        line = self.line_of(place) + 1
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def of(self, number: int) -> str:
        """A line's own text."""
        return self.text[self.starts[number] : self.ends[number]]


def lines_of(text: str) -> Lines:
    starts, ends = [0], []
    for match in _LINE_END.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    return Lines(text, tuple(starts), (*ends, len(text)))


class _Unclosed(Struct):
    mapping: bool
    flow: bool
    start: int
    column: int
    children: list[NodeSpan] = field(default_factory=list)


def standing(lines: Lines) -> NodeSpan:
    """The tree of a text that `parse_yaml` has read without refusing it."""
    plain = "\n".join(lines.of(number) for number in range(len(lines.starts)))
    open_: list[_Unclosed] = []
    root: NodeSpan = ScalarSpan("", "plain", 0, 0)
    for event in yaml.parse(plain, Loader=yaml.CSafeLoader):
        found: NodeSpan | None = None
        first, last = event.start_mark, event.end_mark
        if first is None or last is None:
            continue
        start, end = lines.at(first.line, first.column), lines.at(last.line, last.column)
        if isinstance(event, yaml.ScalarEvent):
            style = _STYLES[event.style]
            if style in ("literal", "folded"):
                found = _block(lines, event.value, style, start, last.line, last.column)
            else:
                found = ScalarSpan(event.value, style, start, end)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            mapping = isinstance(event, yaml.MappingStartEvent)
            open_.append(_Unclosed(mapping, bool(event.flow_style), start, first.column))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            found = _closed(open_.pop(), end)
        if found is not None:
            if open_:
                open_[-1].children.append(found)
            else:
                root = found
    return root


def _block(lines: Lines, value: str, style: Style, start: int, line: int, column: int) -> ScalarSpan:
    """A block text. It ends with its last line of words; where its sign keeps blank lines, with the last of those."""
    first = lines.line_of(start)
    last = min(line if column else line - 1, len(lines.starts) - 1)
    header = lines.text[start : lines.ends[first]]
    if "+" not in header.split("#")[0]:
        while last > first and not lines.of(last).strip():
            last -= 1
    words = next((row for number in range(first + 1, last + 1) if (row := lines.of(number)).strip()), "")
    return ScalarSpan(value, style, start, lines.ends[max(first, last)], header, len(words) - len(words.lstrip(" ")))


def _closed(part: _Unclosed, end: int) -> NodeSpan:
    """A part with its end: of brackets their own, otherwise that of the last value, since what follows may be notes."""
    if not part.flow:
        end = part.children[-1].end if part.children else part.start
    if not part.mapping:
        return ListSpan(tuple(part.children), part.start, end, part.column, part.flow)
    entries = []
    seen = set()
    for key, value in zip(part.children[::2], part.children[1::2], strict=True):
        if isinstance(key, ScalarSpan) and key.value not in seen:  # of a name given twice the reader keeps the first
            seen.add(key.value)
            entries.append((key, value))
    return NamesSpan(tuple(entries), part.start, end, part.column, part.flow)


def found_at(root: NodeSpan, path: Path) -> NodeSpan | None:
    """What stands at `path`, or None."""
    node: NodeSpan = root
    for step in path:
        if isinstance(node, NamesSpan):
            below = next((value for key, value in node.entries if key.value == step), None)
            if below is None:
                return None
            node = below
        elif isinstance(node, ListSpan) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def every(root: NodeSpan, path: Path = ()) -> Iterator[tuple[Path, NodeSpan]]:
    """Every value with its path, a part before what is in it."""
    stack: list[tuple[Path, NodeSpan]] = [(path, root)]
    while stack:
        here, node = stack.pop()
        yield here, node
        if isinstance(node, NamesSpan):
            stack.extend(((*here, key.value), value) for key, value in reversed(node.entries))
        elif isinstance(node, ListSpan):
            stack.extend(((*here, index), item) for index, item in reversed(list(enumerate(node.items))))
