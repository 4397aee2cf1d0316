"""A value as YAML text that our own reader, and a reader that guesses, take for exactly that value.

Several ways of writing are tried in the order of preference, and each is read again before it is taken: which text
needs quotes is asked of the reader, not told by rules of our own.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import yaml
from msgspec import Struct

from specgen.contract.edit.spans import ScalarSpan, Style
from specgen.yamlfile import FORBIDDEN, Node, Scalar, parse_yaml
from specgen.yamlfile import Mapping as ReadMapping
from specgen.yamlfile import Sequence as ReadSequence

WIDTH = 110
"""Characters of a line before a long text is folded into several."""

Room = Literal["block", "flow", "name"]


class Noted(Struct, frozen=True):
    """A value with notes: lines above its name, and words after it in its line. They are written as comments."""

    value: Given
    above: tuple[str, ...] = ()
    beside: str = ""


Given = None | str | Sequence["Given"] | Mapping[str, "Given"] | Noted
"""A value to write: None leaves it empty."""


class NotWritableError(Exception):
    """A value that no YAML text gives back, or none at this place."""


class Habits(Struct, frozen=True):
    """How a file is written: spaces a level, and whether dashes stand under their name or further in."""

    step: int = 2
    dash: int = 2


def as_read(value: str) -> str:
    """Text as `check` takes it: without space around it, its lines ended alike."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def bare(value: Given) -> object:
    """A value without its notes, as plain lists and dicts of text as `check` takes it; what is empty is None."""
    if isinstance(value, Noted):
        return bare(value.value)
    if value is None or isinstance(value, str):
        return value if value is None else as_read(value)
    if isinstance(value, Mapping):
        return {key: bare(item) for key, item in value.items()} or None
    return [bare(item) for item in value]


# --- one value --------------------------------------------------------------------------------------------------------


def written(value: str | None, room: Room, column: int, old: ScalarSpan | None = None) -> list[str]:
    """The lines of a value: the first goes behind the name, those after it are indented already.

    `column` is that of the value's name or dash; `old` is what stood there, whose quotes are kept where they can be.
    """
    if value is None:
        return [""]
    text = as_read(value)
    if FORBIDDEN.search(text):
        raise NotWritableError
    for lines in _ways(text, room, column, old):
        if _reads_back(lines, text, room, column):
            return lines
    raise NotWritableError


def _ways(text: str, room: Room, column: int, old: ScalarSpan | None) -> Iterator[list[str]]:
    """The ways of writing `text`, best first."""
    style: Style = old.style if old is not None and old.value else "plain"
    blocks = style in ("literal", "folded")
    inner = old.column if blocks and old is not None and old.column > column else column + 2
    ending = "" if blocks and old is not None and not re.match(r"[|>][0-9]*[-+]", old.header) else "-"
    if room == "block" and text:
        if style == "folded" and "\n" not in text:
            yield folded(text, inner, ending)
        if blocks or (style == "plain" and "\n" in text):
            yield literal(text, inner, ending)
        if style == "plain" and len(text) + column > WIDTH and " " in text:
            yield folded(text, inner, ending)
    bare_words = _guessed(text) == _TEXT if room == "name" else _taken_for_text(text, old)
    # A tab within bare words is read by libyaml and refused by PyYAML's own reader.
    if style not in ("single", "double") and not {"\n", "\t"}.intersection(text) and bare_words:
        yield [text]
    if style == "single" and "\n" not in text:
        yield ["'" + text.replace("'", "''") + "'"]
    yield [double_quoted(text)]


def _taken_for_text(text: str, old: ScalarSpan | None) -> bool:
    """Whether a reader that guesses takes the bare words for this text, or for what it took the old value for.

    `no`, `12:30`, `1_000`, `0042` would be False, 750, 1000 and 34 to PyYAML's safe_load.
    """
    guess = _guessed(text)
    if guess == _TEXT:
        return True
    if guess == _WHOLE_NUMBER:
        return re.fullmatch(r"-?(0|[1-9][0-9]*)", text) is not None
    if guess == _NUMBER:
        return re.fullmatch(r"-?(0|[1-9][0-9]*)\.([0-9]*[1-9]|0)", text) is not None
    return old is not None and old.style == "plain" and old.value != "" and _guessed(old.value) == guess


_TEXT, _WHOLE_NUMBER, _NUMBER = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float"))
_GUESSING = yaml.SafeLoader("")


def _guessed(text: str) -> str:
    """What YAML 1.1's rules for bare words make of a text; see PyYAML's resolver."""
    return str(_GUESSING.resolve(yaml.ScalarNode, text, (True, False)))  # type: ignore[no-untyped-call]


def literal(text: str, column: int, ending: str = "-") -> list[str]:
    return [f"|{ending}", *(" " * column + line if line else "" for line in text.split("\n"))]


def folded(text: str, column: int, ending: str = "-") -> list[str]:
    lines = textwrap.wrap(text, max(WIDTH - column, 40), break_long_words=False, break_on_hyphens=False)
    return [f">{ending}", *(" " * column + line for line in lines)]


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def double_quoted(text: str) -> str:
    def escaped(character: str) -> str:
        if character in _ESCAPES:
            return _ESCAPES[character]
        if character in "\x85\u2028\u2029\ufeff":
            return f"\\u{ord(character):04X}"
        return character

    return '"' + "".join(map(escaped, text)) + '"'


def _reads_back(lines: list[str], text: str, room: Room, column: int) -> bool:
    """Whether our reader takes the lines for `text` at such a place."""
    joined = "\n".join(lines)
    if re.search("[\x85\u2028\u2029]", joined):
        return False
    indent = " " * column
    if room == "name":
        around = [f"{joined}: x"]
    elif room == "flow":
        around = [f"[{joined}]", f"{{x: {joined}}}"]
    else:
        around = [f"{indent}x: {joined}\n", f"{indent}- {joined}\n"]
    return all(_only_value(whole, name=room == "name") == text for whole in around)


def _only_value(whole: str, *, name: bool) -> str | None:
    """The one value of a text, or its one name; None when the text is refused or says something else."""
    document, problems = parse_yaml(whole, "")
    node: Node | None = None if problems else document.root
    if isinstance(node, ReadMapping) and len(node.entries) == 1:
        key, node = node.entries[0]
        if name:
            return as_read(key.value)
    elif isinstance(node, ReadSequence) and len(node.items) == 1:
        node = node.items[0]
    else:
        return None
    return as_read(node.value) if isinstance(node, Scalar) and not node.empty else None


# --- values with values in them ---------------------------------------------------------------------------------------


def name(key: str) -> str:
    """A name before its colon."""
    return written(key, "name", 0)[0]


def entry_lines(key: str, value: Given, column: int, habits: Habits) -> list[str]:
    """The lines of a name with its value, indented to `column`."""
    above, beside, value = _notes(value)
    lines = [f"{' ' * column}{note}" for note in above]
    head = f"{' ' * column}{name(key)}:"
    if _nested(value):
        lines.append(head + beside)
        inner = column + (habits.step if isinstance(value, Mapping) else habits.dash)
        return lines + block_lines(value, inner, habits)
    return lines + _behind(head, _leaf(value, column), beside)


def item_lines(value: Given, column: int, habits: Habits) -> list[str]:
    """The lines of an entry of a list, its dash at `column`."""
    above, beside, value = _notes(value)
    notes = [f"{' ' * column}{note}" for note in above]
    if _nested(value):
        lines = block_lines(value, column + 2, habits)
        while lines[0].lstrip().startswith("#"):  # a note on its first name stands above the dash
            notes.append(" " * column + lines.pop(0).lstrip())
        return [*notes, " " * column + "- " + lines[0][column + 2 :], *lines[1:]]
    return notes + _behind(" " * column + "-", _leaf(value, column), beside)


def block_lines(value: Given, column: int, habits: Habits) -> list[str]:
    """The lines of names or of a list, from `column` on."""
    if isinstance(value, Mapping):
        return [line for key, item in value.items() for line in entry_lines(key, item, column, habits)]
    assert isinstance(value, Sequence) and not isinstance(value, str)
    return [line for item in value for line in item_lines(item, column, habits)]


def flow_text(value: Given, old: ScalarSpan | None = None) -> str:
    """A value within brackets, in one line."""
    value = _notes(value)[2]
    if value is None or isinstance(value, str):
        return "~" if value is None else written(value, "flow", 0, old)[0]
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name(key)}: {flow_text(item)}" for key, item in value.items()) + "}"
    assert isinstance(value, Sequence)
    return "[" + ", ".join(map(flow_text, value)) + "]"


def _notes(value: Given) -> tuple[list[str], str, Given]:
    """The comments above and beside a value, and the value."""
    if not isinstance(value, Noted):
        return [], "", value
    return [comment(note) for note in value.above], f"  {comment(value.beside)}" if value.beside else "", value.value


def comment(note: str) -> str:
    """Words as a comment of one line; letters that would end it or that no file of ours may hold are left out."""
    return ("# " + " ".join(FORBIDDEN.sub(" ", note).split())).rstrip()


def _nested(value: Given) -> bool:
    return not isinstance(value, str) and value is not None and bool(value)


def _leaf(value: Given, column: int) -> list[str]:
    if value is None or isinstance(value, str):
        return written(value, "block", column)
    return ["{}" if isinstance(value, Mapping) else "[]"]


def _behind(head: str, lines: list[str], beside: str) -> list[str]:
    first = f"{head} {lines[0]}".rstrip() + beside
    return [first, *lines[1:]]
