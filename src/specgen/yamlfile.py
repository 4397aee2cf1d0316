"""YAML with line and column, every scalar as it was written, and bounds that hold before anything is built.

Values stay the characters of the file (`no`, `012`, `1.10`, `12:30`), because a YAML reader's guesses change them.
Anchors, aliases, tags and merge keys are refused: a contract needs none and each is a way to hide or to explode.
The tree is built from the parser's events with a stack of our own, since composing 50,000 nested brackets ends the
process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import yaml
from msgspec import Struct

from specgen.problems import Location, Problem, WrittenByUsers

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes. A contract of a hundred services is a tenth of this."""
DEEPEST = 24
MOST_NODES = 100_000
LARGEST_TABLES = 6 * 1024 * 1024
MOST_CELLS = 600_000
"""Names and values of a file of tables. One of 10,000 rows and 25 columns has fewer."""

_SPLIT = "split it into one file a contract, or one a document"
NESTED_TOO_DEEP = f"values are nested more than {DEEPEST} deep"
FLATTEN = "take levels out; if the brackets or dashes belong to the text, put the whole value in double quotes"

_HASH = re.compile(r"[ \t]+(#[^\s#!-].*)")
"""A comment that begins like a word: “#4” rather than “# four”."""

PathStep = str | int
Path = tuple[PathStep, ...]

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Characters that YAML takes for line ends and no editor shows as such: every line number after one would be wrong."""
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that a Word document cannot hold."""
_REFUSED: Final = tuple(
    sign
    for sign in map(chr, (*range(0xA0), 0x2028, 0x2029, 0xFFFE, 0xFFFF))
    if FORBIDDEN.match(sign) or _LINE_ENDS.match(sign)
)
"""All of these that UTF-8 can hold: sought one after the other, they are found to be absent ten times as fast."""


class Scalar(Struct, frozen=True):
    """A value as written. `empty` is a value that was left out (nothing, `~` or `null`, unquoted)."""

    value: str
    place: Location
    quoted: bool = False

    @property
    def empty(self) -> bool:
        return not self.quoted and self.value in ("", "~", "null", "Null", "NULL")


class Sequence(Struct, frozen=True):
    items: tuple[Node, ...]
    place: Location


class Mapping(Struct, frozen=True):
    entries: tuple[tuple[Scalar, Node], ...]
    place: Location

    def get(self, name: str) -> Node | None:
        """The value of key `name`, or None."""
        return next((node for key, node in self.entries if key.value == name), None)


Node = Scalar | Sequence | Mapping


def excerpt_at(lines: tuple[str, ...], index: int) -> str:
    """The line as a problem shows it, or "" where there is none."""
    return lines[index].strip()[:200] if 0 <= index < len(lines) else ""


class YamlDocument(Struct, WrittenByUsers, frozen=True):
    """A parsed file: its tree (None when there is nothing usable) and its lines for excerpts."""

    file: str
    root: Node | None
    lines: tuple[str, ...]
    first_line: int = 1

    def excerpt(self, place: Location) -> str:
        """The line of the file that `place` names, or ""."""
        return excerpt_at(self.lines, (place.line or 0) - self.first_line)

    def place(self, path: Path) -> Location:
        """Where the value at `path` stands; the nearest place above it when it is not there."""
        node, place = self.root, Location(self.file, self.first_line, 1)
        if node is not None:
            place = node.place
        for step in path:
            if isinstance(node, Mapping):
                found = next(((key, value) for key, value in node.entries if key.value == str(step)), None)
                if found is None:
                    continue
                place = found[0].place
                node = found[1]
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = node.place
        return place


def read_document(data: bytes, file: str, *, of_tables: bool = False) -> tuple[YamlDocument, list[Problem]]:
    """The tree of a user's file, and its faults: those of its text alone where it is no text. See `parse_yaml`."""
    text, problems = decode(data, file)
    return (YamlDocument(file, None, ()), problems) if problems else parse_yaml(text, file, of_tables=of_tables)


def decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    """The text of a user's UTF-8 file with line ends as LF; a problem with its place for what is not such text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        return "", [
            Problem(
                "not-utf-8",
                "the file is not saved as UTF-8 text",
                Location(file, line, 1),
                cure="save it again with the encoding UTF-8 (in Notepad: Save As, Encoding: UTF-8)",
            )
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems: list[Problem] = []
    if not any(map(text.__contains__, _REFUSED)):
        return text, problems
    for match in FORBIDDEN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        problems.append(_forbidden(match.group(), Location(file, line, column)))
        if len(problems) == 20:
            break
    for match in _LINE_ENDS.finditer(text):
        place = Location(
            file, text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
        )
        problems.append(
            Problem(
                "hidden-line-end",
                f"the character U+{ord(match.group()):04X} is a line end that an editor does not show",
                place,
                cure="put an ordinary line end or a space in its place; it often comes with text pasted from "
                "another program",
            )
        )
        if len(problems) >= 20:
            break
    return text, problems


def _forbidden(character: str, place: Location) -> Problem:
    return Problem(
        "control-character",
        f"the character U+{ord(character):04X} cannot stand in a Word document",
        place,
        cure="delete it; it often comes with text pasted from another program",
    )


def parse_yaml(
    text: str, file: str, first_line: int = 1, *, of_tables: bool = False
) -> tuple[YamlDocument, list[Problem]]:
    """The tree of `text`, and every fault found in it. `first_line` is the line of `file` where `text` begins; a file
    `of_tables` may be longer."""
    lines = tuple(text.split("\n"))
    largest, most = (LARGEST_TABLES, MOST_CELLS) if of_tables else (LARGEST_FILE, MOST_NODES)
    if len(text.encode("utf-8", "surrogatepass")) > largest:
        return YamlDocument(file, None, (), first_line), [
            Problem(
                "file-too-large",
                f"the file is larger than {largest // 1024 // 1024} MiB",
                Location(file),
                cure=_SPLIT,
            )
        ]
    builder = _Builder(file, first_line, lines, most)
    fault = builder.read(text)
    if isinstance(fault, yaml.MarkedYAMLError) and _too_deep(fault):
        # The parser scans ahead and gave up before it told where our own limit is passed: that is shown by what stands
        # before the place where it gave up.
        builder = _Builder(file, first_line, lines, most)
        fault = builder.read(text[: fault.problem_mark.index] if fault.problem_mark else "") or (
            None if builder.problems else fault
        )
    if fault is not None:
        builder.problems.append(_fault(fault, file, first_line, lines))
        builder.root = None
    return YamlDocument(file, builder.root, lines, first_line), builder.problems


def _too_deep(fault: yaml.MarkedYAMLError) -> bool:
    """Whether the parser has refused what is nested too deeply for it, as libyaml does from 0.2.6 on (1,000 levels)."""
    return "nesting" in (fault.problem or "")


def _fault(fault: Exception, file: str, first_line: int, lines: tuple[str, ...]) -> Problem:
    """What the parser refused, as a problem."""
    if isinstance(fault, yaml.MarkedYAMLError):
        return _syntax_fault(fault, file, first_line, lines)
    return Problem(
        "yaml-syntax", f"the file cannot be read: {fault}", Location(file), cure="check that it is plain text"
    )


_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon followed by a space is not expected here",
        "if it belongs to the value, put the whole value in double quotes; if a new name begins in this line, "
        "begin it in the same column as the names beside it",
    ),
    (
        "could not find expected ':'",
        "this line is neither a name with its value nor an entry of a list",
        "write “name: value”, with a space after the colon, or begin an entry of a list with “- ”",
    ),
    (
        "did not find expected key",
        "this line does not begin in the same column as the names that it stands with",
        "move it to their column; if it is there already, look above it for a quote that is not closed",
    ),
    (
        "did not find expected '-' indicator",
        "an entry of the list is expected here",
        "begin it with “- ”, in the same column as the other entries, or move the line back to the names it "
        "belongs with",
    ),
    (
        "expected ',' or",
        "a bracket is opened here and never closed",
        "put the whole value in double quotes if it only begins with a bracket",
    ),
    ("unexpected end of stream", "a quote is opened here and never closed", "close it at the end of the value"),
    (
        "did not find expected node content",
        "a value is expected here, since a bracket is open",
        "write the value or close the bracket; put the whole value in double quotes if it only begins with a bracket",
    ),
)
"""What the parser says → what that means in a contract file, and how it is mended."""
_FROM_ITS_BEGINNING = ("could not find expected ':'", "expected ',' or", "unexpected end of stream")
"""The parser notices these only later, at times many lines down; the slip is where it began to read the thing."""


def _syntax_fault(fault: yaml.MarkedYAMLError, file: str, first_line: int, lines: tuple[str, ...]) -> Problem:
    """The parser's complaint in the words of whoever writes such a file, at the place where the slip was made."""
    said = fault.problem or fault.context or ""
    mark = fault.problem_mark or fault.context_mark
    if fault.context_mark and any(part in said for part in _FROM_ITS_BEGINNING):
        mark = fault.context_mark
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    message, cure = next(
        ((told, mend) for part, told, mend in _SYNTAX if part in said),
        (
            said,
            "check the indentation (spaces, never tabs), the colon and space after each name, and quotes that "
            "are opened and not closed",
        ),
    )
    if "\t" in line[: len(line) - len(line.lstrip())]:
        message, cure = (
            "the line begins with a Tab",
            "put spaces in its place; Tab and space look alike, so delete everything before the first word",
        )
    elif "cannot start any token" in said and mark:
        message, cure = (
            f"a value cannot begin with “{line[mark.column : mark.column + 1]}”",
            "put the whole value in double quotes",
        )
    elif "did not find expected key" in said and mark and line[: mark.column].rstrip().endswith(('"', "'", "]", "}")):
        message, cure = "words stand after a closed quote or bracket", "put double quotes round the whole value"
    place = Location(file, mark.line + first_line, mark.column + 1) if mark else Location(file)
    if _too_deep(fault):
        return Problem("yaml-depth", NESTED_TOO_DEEP, place, cure=FLATTEN, excerpt=line.strip()[:200])
    if (unseen := _unseen_space(lines[: mark.line + 1] if mark else lines)) is not None:
        number, column = unseen
        line = lines[number]
        message = f"the line begins with a space that YAML does not know (U+{ord(line[column]):04X})"
        cure, place = _ORDINARY_SPACE, Location(file, number + first_line, column + 1)
    elif mark and (unseen := _odd_after_mark(lines, mark.line)) is not None:
        number, column = unseen
        line = lines[number]
        message = f"after the colon or dash stands a space that YAML does not know (U+{ord(line[column]):04X})"
        cure, place = _ORDINARY_SPACE, Location(file, number + first_line, column + 1)
    return Problem(
        "yaml-syntax", f"the file cannot be read from here on: {message}", place, cure=cure, excerpt=line.strip()[:200]
    )


_ODD_SPACES = "\u00a0\u00ad\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_ODD_AFTER_MARK = re.compile(f"[ ]*(?:- )*(?:-|[^\"'#{{}}\\[\\]:]*:)[ ]*[{_ODD_SPACES}]")
_ODD_FIRST = re.compile(f"[{_ODD_SPACES}]")
_NEAR = 5
"""Lines above the one at which the parser stops: it goes on until a line makes no sense with what was before."""
_ORDINARY_SPACE = "put ordinary spaces in its place; it often comes with text pasted from Word, and looks like a space"


def _odd_after_mark(lines: tuple[str, ...], last: int) -> tuple[int, int] | None:
    """Line and column (from 0) of a space that is none for YAML, after a colon or dash at or just above line `last`."""
    for number in range(min(last, len(lines) - 1), max(last - _NEAR, -1), -1):
        if found := _ODD_AFTER_MARK.match(lines[number]):
            return number, found.end() - 1
    return None


_NAME_OR_ENTRY = re.compile(r"^\W*(?:-\s|[\w\"'][\w .\"'-]*:(?:\s|$))")


def _unseen_space(lines: tuple[str, ...]) -> tuple[int, int] | None:
    """The first line, and the column from 0, where a space other than the ordinary one stands before the words."""
    for number, line in enumerate(lines):
        for column, character in enumerate(line):
            if character not in " \t":
                if (character.isspace() or character in "\u200b\u2060\ufeff") and _NAME_OR_ENTRY.search(line):
                    return number, column
                break
    return None


class _Open:
    """A mapping or sequence that is not closed yet."""

    __slots__ = ("children", "is_mapping", "place")

    def __init__(self, is_mapping: bool, place: Location) -> None:
        self.is_mapping = is_mapping
        self.place = place
        self.children: list[Node] = []


class _Builder:
    """Builds the tree from parser events."""

    def __init__(self, file: str, first_line: int, lines: tuple[str, ...], most: int) -> None:
        self.file = file
        self.first_line = first_line
        self.lines = lines
        self.hashes = {number for number, line in enumerate(lines) if "#" in line}
        self.most = most
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.nodes = 0
        self.documents = 0

    def read(self, text: str) -> Exception | None:
        """Take the events of `text` until it ends or is refused here; what the parser refused, if it did."""
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                if not self.take(event):
                    break
        except (yaml.YAMLError, UnicodeError, ValueError) as fault:
            return fault
        return None

    def take(self, event: yaml.Event) -> bool:
        """Take one event. Answers whether to go on."""
        if isinstance(event, yaml.NodeEvent):
            return self._node(event)
        if isinstance(event, yaml.CollectionEndEvent):
            closed = self.open.pop()
            self._add(self._mapping(closed) if closed.is_mapping else Sequence(tuple(closed.children), closed.place))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                return self._stop(
                    "several-documents",
                    "a second document begins here (a line “---”)",
                    self._place(event),
                    "keep one contract a file",
                )
        return True

    def _place(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        return Location(self.file, mark.line + self.first_line, mark.column + 1) if mark else Location(self.file)

    def _node(self, event: yaml.NodeEvent) -> bool:
        """Take an event with which a value begins, or a reference to one."""
        place = self._place(event)
        if event.anchor or isinstance(event, yaml.AliasEvent):
            return self._stop(
                "yaml-anchor",
                "anchors (&) and aliases (*) are not used in these files",
                place,
                "write the value out; put text that begins with & or * in quotes",
            )
        self.nodes += 1
        if self.nodes > self.most:
            return self._stop("file-too-large", f"the file holds more than {self.most:,} values", place, _SPLIT)
        if (tag := getattr(event, "tag", None)) is not None:
            return self._stop(
                "yaml-tag",
                f"the tag “{tag}” is not used in these files",
                place,
                "delete it; put text that begins with ! in quotes",
            )
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, place)
        elif len(self.open) >= DEEPEST:
            return self._stop("yaml-depth", NESTED_TOO_DEEP, place, FLATTEN)
        else:
            self.open.append(_Open(isinstance(event, yaml.MappingStartEvent), place))
        return True

    def _scalar(self, event: yaml.ScalarEvent, place: Location) -> None:
        value = event.value
        if odd := FORBIDDEN.search(value):
            self.problems.append(_forbidden(odd.group(), place))
        quoted = event.style is not None and event.style != ""
        end = event.end_mark
        if not quoted and end is not None and end.line in self.hashes and (cut := self._cut_off(end.line, end.column)):
            self.problems.append(
                Problem(
                    "text-after-hash",
                    f"the value ends before “{cut[:60]}”: what follows a space and # is a comment and is not read",
                    place,
                    excerpt=self._line(place),
                    cure="put the whole value in double quotes; if it is a comment, put a space after the #",
                )
            )
        self._add(Scalar(value, place, quoted=quoted))

    def _cut_off(self, line: int, column: int) -> str:
        """What looks like the rest of a value that YAML takes for a comment, as in “Unit #4”; "" when nothing does."""
        found = _HASH.match(self.lines[line], column)
        return found[1] if found else ""

    def _add(self, node: Node) -> None:
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node

    def _mapping(self, closed: _Open) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Location] = {}
        for key, value in zip(closed.children[::2], closed.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problems.append(
                    Problem(
                        "yaml-key",
                        "a name before a colon must be plain text",
                        key.place,
                        cure="put text that begins with { or [ in quotes",
                    )
                )
                continue
            if not key.quoted and _ODD_FIRST.match(key.value):
                self.problems.append(
                    Problem(
                        "yaml-syntax",
                        f"the line begins with a space that YAML does not know (U+{ord(key.value[0]):04X})",
                        key.place,
                        cure=_ORDINARY_SPACE,
                        excerpt=self._line(key.place),
                    )
                )
                continue
            if key.value in seen:
                self.problems.append(
                    Problem(
                        "repeated-key",
                        f"“{key.value}” is given twice; the first stands in line {seen[key.value].line}",
                        key.place,
                        cure="keep one of the two",
                        excerpt=self._line(key.place),
                    )
                )
                continue
            seen[key.value] = key.place
            entries.append((key, value))
        return Mapping(tuple(entries), closed.place)

    def _line(self, place: Location) -> str:
        return excerpt_at(self.lines, (place.line or 0) - self.first_line)

    def _stop(self, slug: str, message: str, place: Location, cure: str) -> bool:
        self.problems.append(Problem(slug, message, place, cure=cure, excerpt=self._line(place)))
        self.root = None
        self.open.clear()
        return False


def plain(node: Node | None) -> object:
    """The tree as dicts, lists, str and None (a value left out), for validation by a model."""
    if node is None or (isinstance(node, Scalar) and node.empty):
        return None
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.value: plain(value) for key, value in node.entries}


def places(root: Node | None) -> Iterator[tuple[Path, Location]]:
    """Every value's path and place in a tree; a mapping's value has the place of its key."""
    stack: list[tuple[Path, Node, Location]] = []
    if root is not None:
        stack.append(((), root, root.place))
    while stack:
        path, node, place = stack.pop()
        yield path, place
        if isinstance(node, Mapping):
            stack.extend(((*path, key.value), value, key.place) for key, value in node.entries)
        elif isinstance(node, Sequence):
            stack.extend(((*path, index), item, item.place) for index, item in enumerate(node.items))


# What a file is by its first key, told without reading the rest: a document with figures, or not.


_FIRST: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*|---[ \t]*|%YAML[^\n]*)?\r?\n)*[\"']?document[\"']?[ \t]*:"
)


def is_own_file(data: bytes) -> bool:
    """Whether the first key of the file is `document`: it is then no contract, whatever else it holds."""
    return _FIRST.match(data) is not None
