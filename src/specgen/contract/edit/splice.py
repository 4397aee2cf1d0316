"""Text put in or taken out at one place of a YAML text, and nothing else of it touched.

Each function gives the whole text after one edit, or says that it cannot be written there. Whether the text then says
what it must is `change`'s to judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.edit.spans import (
    Lines,
    ListSpan,
    NamesSpan,
    NodeSpan,
    ScalarSpan,
    every,
    found_at,
    lines_of,
    standing,
)
from specgen.contract.edit.writing import (
    Given,
    Habits,
    Noted,
    NotWritableError,
    bare,
    block_lines,
    comment,
    entry_lines,
    flow_text,
    item_lines,
    name,
    written,
)
from specgen.contract.read import names_in_order
from specgen.yamlfile import Path


def put(raw: str, path: Path, value: Given, order: tuple[str, ...] = ()) -> str:
    """The text in which `value` stands at `path`."""
    return _text_with(raw, path, value, order)


def put_together(raw: str, puts: Sequence[tuple[Path, Given]]) -> str | None:
    """The text with values in one piece in the place of others; None where they have to be put in one by one.

    The last in the text comes first, so that one reading of it serves for all."""
    page = _page(raw)
    found: list[tuple[int, NodeSpan, Path, Given]] = []
    for path, value in puts:
        node = found_at(page.root, path)
        given = value.value if isinstance(value, Noted) else value
        above = found_at(page.root, path[:-1]) if path else None
        if (
            node is None
            or not isinstance(above, NamesSpan)
            or above.flow
            or not (given is None or isinstance(given, str))
        ):
            return None
        if _said(node) != bare(given):
            key = next(key for key, _ in above.entries if key.value == path[-1])
            found.append((_after_colon(raw, key), node, path, value))
    limit = len(raw) + 1
    for colon, node, path, value in sorted(found, key=lambda each: each[0], reverse=True):
        if page.lines.end_of_line(max(colon, node.end)) >= limit:
            return None  # one stands within the other, or in its line
        text = _replaced(page, path, node, value.value if isinstance(value, Noted) else value)
        if isinstance(value, Noted) and value.beside:
            rest = _LINE.match(text, colon)
            assert rest is not None
            if not rest.group().strip():
                text = _spliced(text, colon, rest.end(), f"  {comment(value.beside)}")
        page = replace(page, lines=replace(page.lines, text=text))
        limit = page.lines.start_of_line(colon)
    return page.text


_LINE = re.compile(r"[^\r\n]*")


def taken_out(raw: str, path: Path) -> str:
    """The text without what stands at `path`."""
    page = _page(raw)
    return raw if found_at(page.root, path) is None else _without(page, path)


def added(raw: str, path: Path, value: Given, at: int | None) -> str:
    """The text in which the list at `path` has one entry more."""
    page = _page(raw)
    node = found_at(page.root, path)
    if isinstance(node, ListSpan) and node.items:
        return _with_item(page, node, len(node.items) if at is None else at, value)
    if node is None or _is_empty(node):
        return _text_with(raw, path, [value], ())
    raise NotWritableError


class _Page(Struct, frozen=True):
    """A text with its tree, and how it is written."""

    lines: Lines
    root: NodeSpan
    habits: Habits
    line_end: str

    @property
    def text(self) -> str:
        return self.lines.text


def _page(raw: str) -> _Page:
    lines = lines_of(raw)
    root = standing(lines)
    ends = re.search("\r\n|\r|\n", raw)
    return _Page(lines, root, _habits(root), ends.group() if ends else "\n")


def _habits(root: NodeSpan) -> Habits:
    """How far the file's own first part and first list are indented."""
    step = dash = None
    for _, node in every(root):
        if not isinstance(node, NamesSpan) or node.flow:
            continue
        for _, value in node.entries:
            if isinstance(value, NamesSpan) and not value.flow and step is None:
                step = value.column - node.column
            if isinstance(value, ListSpan) and not value.flow and dash is None:
                dash = value.column - node.column
    return Habits(2 if step is None or step < 1 else step, 2 if dash is None or dash < 0 else dash)


def _is_empty(node: NodeSpan) -> bool:
    """Whether nothing stands there: no value, or brackets without anything in them."""
    if isinstance(node, ScalarSpan):
        return node.style == "plain" and node.value in ("", "~", "null", "Null", "NULL")
    return not (node.entries if isinstance(node, NamesSpan) else node.items)


def _said(node: NodeSpan) -> object:
    """What a standing value says, comparable with `bare`."""
    if isinstance(node, ScalarSpan):
        return None if _is_empty(node) else bare(node.value)
    if isinstance(node, NamesSpan):
        return {key.value: _said(value) for key, value in node.entries} or None
    return [_said(item) for item in node.items]


def _text_with(raw: str, path: Path, value: Given, order: tuple[str, ...]) -> str:
    """The text in which `value` stands at `path`."""
    page = _page(raw)
    node = found_at(page.root, path)
    if node is None:
        return _made(page, path, value, order)
    given = value.value if isinstance(value, Noted) else value
    if _said(node) == bare(given):
        return raw
    if isinstance(value, Noted) and value.beside:
        return _noted(_text_with(raw, path, given, order), path, value.beside)
    if isinstance(node, NamesSpan) and isinstance(given, Mapping) and given and node.entries:
        return _names_changed(raw, path, node, given)
    if isinstance(node, ListSpan) and _is_list(given) and given and node.items:
        assert isinstance(given, Sequence)
        return _items_changed(raw, path, node, given)
    return _replaced(page, path, node, given)


def _noted(raw: str, path: Path, beside: str) -> str:
    """The text with a note behind the value at `path`, where its line has none yet."""
    page = _page(raw)
    node = found_at(page.root, path)
    if not isinstance(node, ScalarSpan):
        raise NotWritableError
    end = page.lines.end_of_line(node.start if node.header else node.end)
    if page.lines.line_of(node.end) != page.lines.line_of(node.start) or raw[node.end : end].strip():
        return raw
    return _spliced(raw, node.end, node.end, f"  {comment(beside)}")


def _is_list(value: Given) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _names_changed(raw: str, path: Path, node: NamesSpan, given: Mapping[str, Given]) -> str:
    """NamesSpan that stay keep their lines; what is not given is taken out, what is new is added."""
    order = tuple(given)
    for wanted in order:
        raw = _text_with(raw, (*path, wanted), given[wanted], order)
    for key, _ in node.entries:
        if key.value not in given:
            raw = _without(_page(raw), (*path, key.value))
    return raw


def _items_changed(raw: str, path: Path, node: ListSpan, given: Sequence[Given]) -> str:
    """ListSpan that stay keep their lines, the last first so that the numbers of those before hold."""
    before = [repr(_said(item)) for item in node.items]
    after = [repr(bare(item)) for item in given]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, b0, b1, a0, a1 in reversed(steps):
        if kind == "equal":
            continue
        both = min(b1 - b0, a1 - a0)
        for extra in reversed(range(both, b1 - b0)):
            raw = _without(_page(raw), (*path, b0 + extra))
        for extra in range(both, a1 - a0):
            page = _page(raw)
            listed = found_at(page.root, path)
            if isinstance(listed, ListSpan) and listed.items:
                raw = _with_item(page, listed, b0 + extra, given[a0 + extra])
            else:
                raise NotWritableError
        for extra in range(both):
            raw = _text_with(raw, (*path, b0 + extra), given[a0 + extra], ())
    return raw


# --- a value that stands there is replaced ----------------------------------------------------------------------------


def _spliced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _replaced(page: _Page, path: Path, node: NodeSpan, value: Given) -> str:
    above = found_at(page.root, path[:-1]) if path else None
    if not isinstance(above, NamesSpan | ListSpan):
        raise NotWritableError  # the whole file is no value to replace
    if above.flow:
        return _spliced(page.text, node.start, node.end, _behind_mark(page.text, node, flow_text(value, _leaf(node))))
    own_block = isinstance(node, NamesSpan | ListSpan) and not node.flow
    whole = value is not None and not isinstance(value, str) and bool(value)
    if not whole and not own_block:
        return _leaf_replaced(page, node, value, above.column)
    if isinstance(above, ListSpan):
        return _entry_replaced(page, above, node, value if whole else None)
    key = next(key for key, _ in above.entries if key.value == path[-1])
    if not whole:
        return _part_to_leaf(page, key, node, value, above.column)
    if page.lines.line_of(node.end) == page.lines.line_of(key.start) or isinstance(node, ScalarSpan):
        return _leaf_to_part(page, key, node, value, above.column)
    if not own_block:
        raise NotWritableError  # brackets over several lines
    new = block_lines(value, node.start - page.lines.start_of_line(node.start), page.habits)
    start = _own_line(page, key, node)
    return _spliced(page.text, start, page.lines.end_of_line(node.end), page.line_end.join(new))


def _own_line(page: _Page, key: ScalarSpan, node: NodeSpan) -> int:
    """The beginning of the line in which a part below its name starts."""
    start = page.lines.start_of_line(node.start)
    if start <= key.end:
        raise NotWritableError
    return start


def _entry_replaced(page: _Page, above: ListSpan, node: NodeSpan, value: Given) -> str:
    """An entry of a list by names or a list of its own; by nothing, where its names are all taken out."""
    if value is None:
        start = page.lines.start_of_line(node.start) + above.column + 1
        if start >= node.start or page.lines.text[start : node.start].strip():
            raise NotWritableError
        return _spliced(page.text, start, page.lines.end_of_line(node.end), "")
    new = block_lines(value, above.column + 2, page.habits)
    lines = page.line_end.join([new[0][above.column + 2 :], *new[1:]])
    return _spliced(page.text, node.start, node.end, _behind_mark(page.text, node, lines))


def _part_to_leaf(page: _Page, key: ScalarSpan, node: NodeSpan, value: Given, column: int) -> str:
    """NamesSpan or a list below their name by a value in the name's own line."""
    new = written(value, "block", column) if value is None or isinstance(value, str) else [_empty_brackets(value)]
    start, end = _own_line(page, key, node), page.lines.end_of_line(node.end)
    before = page.lines.ends[page.lines.line_of(start) - 1]
    without = _spliced(page.text, before, end, "")
    colon = _after_colon(page.text, key)
    return _spliced(without, colon, colon, f" {page.line_end.join(new)}" if new != [""] else "")


def _leaf_to_part(page: _Page, key: ScalarSpan, node: NodeSpan, value: Given, column: int) -> str:
    """A value in one piece, or nothing, by names or a list below; the note behind it stays behind the name."""
    end = page.lines.end_of_line(node.end)
    inner = column + (page.habits.step if isinstance(value, Mapping) else page.habits.dash)
    below = page.line_end.join(["", *block_lines(value, inner, page.habits)])
    colon = _after_colon(page.text, key)
    note = (_header_note(node) or page.text[node.end : end]).strip()
    between = page.text[colon : node.start]
    if "#" in between or (note and not note.startswith("#")):
        raise NotWritableError
    return _spliced(page.text, colon, end, (f"  {note}" if note else "") + below)


def _empty_brackets(value: Given) -> str:
    return "{}" if isinstance(value, Mapping) else "[]"


def _leaf(node: NodeSpan) -> ScalarSpan | None:
    return node if isinstance(node, ScalarSpan) else None


def _leaf_replaced(page: _Page, node: NodeSpan, value: Given, column: int) -> str:
    """A value in one piece, or brackets, by a value in one piece."""
    text = page.text
    if value is None or isinstance(value, str):
        new = written(value, "block", column, _leaf(node))
    else:
        new = [_empty_brackets(value)]
    note = _header_note(node)
    start, end = node.start, node.end
    rest = text[end : page.lines.end_of_line(end)]
    if len(new) > 1 and rest.lstrip().startswith("#"):
        note, end = rest, end + len(rest)  # a note behind the value stands behind the sign of the block text
    new = [new[0] + note, *new[1:]]
    if value is None and not rest.strip() and not note:
        while text[start - 1 : start] in (" ", "\t"):
            start -= 1  # no space is left behind at the end of a line
    return _spliced(text, start, end, _behind_mark(text, node, page.line_end.join(new)))


def _behind_mark(text: str, node: NodeSpan, new: str) -> str:
    """The new words, with the space that a colon or dash needs before them where nothing stood."""
    before = text[node.start - 1 : node.start]
    return f" {new}" if node.start == node.end and new and not before.isspace() else new


def _header_note(node: NodeSpan) -> str:
    """The note behind the sign of a block text, with the space before it: `>-  # as agreed`."""
    header = node.header if isinstance(node, ScalarSpan) else ""
    found = re.search(r"[ \t]+#.*", header)
    return found.group() if found else ""


def _after_colon(text: str, key: ScalarSpan) -> int:
    found = re.compile(r"[ \t]*:").match(text, key.end)
    if found is None:
        raise NotWritableError
    return found.end()


# --- a value that was not there ---------------------------------------------------------------------------------------


def _made(page: _Page, path: Path, value: Given, order: tuple[str, ...]) -> str:
    """The value at a path that is not in the file yet, with the parts above it that are not there either."""
    depth = len(path)
    while depth and found_at(page.root, path[:depth]) is None:
        depth -= 1
    above, new = path[:depth], value
    for step in reversed(path[depth + 1 :]):
        if step == 0:
            new = [new]
        elif isinstance(step, str):
            new = {step: new}
        else:
            raise NotWritableError
    node = found_at(page.root, above)
    step = path[depth]
    order = order if depth + 1 == len(path) else ()
    if isinstance(node, NamesSpan) and isinstance(step, str) and node.entries:
        return _with_name(page, node, step, new, order or names_in_order(above))
    if isinstance(node, ListSpan) and node.items and step == len(node.items):
        return _with_item(page, node, len(node.items), new)
    if node is not None and _is_empty(node):
        whole: Given = {step: new} if isinstance(step, str) else [new]
        if not isinstance(step, str) and step != 0:
            raise NotWritableError
        if not above:
            below = page.line_end.join([*block_lines(whole, 0, page.habits), ""])
            gap = "" if not page.text or page.text.endswith(("\n", "\r")) else page.line_end
            return page.text + gap + below
        return _replaced(page, above, node, whole)
    raise NotWritableError


def _with_name(page: _Page, part: NamesSpan, key: str, value: Given, order: Sequence[str]) -> str:
    """A part with one name more, at its place among those that are there."""
    lines, text = page.lines, page.text
    present = [entry.value for entry, _ in part.entries]
    after = _predecessor(present, key, order)
    if part.flow:
        last = part.entries[-1][1] if after is None else part.entries[after][1]
        pair = f", {name(key)}: {flow_text(value)}"
        return _spliced(text, last.end, last.end, pair)
    new = entry_lines(key, value, part.column, page.habits)
    if after is None and (first := _free_line(page, part.entries[0][0].start)) is not None:
        return _spliced(text, first, first, page.line_end.join([*new, ""]))
    where = lines.end_of_line(part.entries[after or 0][1].end)
    return _spliced(text, where, where, page.line_end.join(["", *new]))


def _predecessor(present: Sequence[str], key: str, order: Sequence[str]) -> int | None:
    """Behind which of the names that are there a new one goes; None when it goes before the first."""
    if key not in order:
        return len(present) - 1
    at = order.index(key)
    for earlier in reversed(order[:at]):
        if earlier in present:
            return present.index(earlier)
    later = [present.index(name) for name in order[at + 1 :] if name in present]
    if not later:
        return len(present) - 1
    return min(later) - 1 if min(later) else None


def _free_line(page: _Page, start: int) -> int | None:
    """Where a line can be put in above a name; None where the name shares its line, or a note above belongs to it."""
    first = page.lines.start_of_line(start)
    if page.text[first:start].strip(" "):
        return None
    number = page.lines.line_of(start)
    return None if number and page.lines.of(number - 1).lstrip().startswith("#") else first


def _with_item(page: _Page, part: ListSpan, at: int, value: Given) -> str:
    """A list with one entry more, numbered `at` from 0."""
    lines, text = page.lines, page.text
    if not 0 <= at <= len(part.items):
        raise NotWritableError
    if part.flow:
        if at == 0:
            return _spliced(text, part.items[0].start, part.items[0].start, f"{flow_text(value)}, ")
        end = part.items[at - 1].end
        return _spliced(text, end, end, f", {flow_text(value)}")
    new = item_lines(value, part.column, page.habits)
    if at:
        where = lines.end_of_line(part.items[at - 1].end)
        return _spliced(text, where, where, page.line_end.join(["", *new]))
    first = lines.start_of_line(part.start)
    if text[first : part.start].strip(" "):
        raise NotWritableError
    return _spliced(text, first, first, page.line_end.join([*new, ""]))


# --- a value that goes ------------------------------------------------------------------------------------------------


def _without(page: _Page, path: Path) -> str:
    if not path:
        raise NotWritableError
    above = found_at(page.root, path[:-1])
    if isinstance(above, NamesSpan):
        spans = [(key.start, value.end) for key, value in above.entries]
        index = next(at for at, (key, _) in enumerate(above.entries) if key.value == path[-1])
    elif isinstance(above, ListSpan) and isinstance(path[-1], int):
        spans = [(item.start, item.end) for item in above.items]
        index = path[-1]
    else:
        raise NotWritableError
    if above.flow:
        return _out_of_brackets(page.text, spans, index)
    if len(spans) == 1:
        return _replaced(page, path[:-1], above, [] if isinstance(above, ListSpan) else None)
    start = _dash_of(page, above, index) if isinstance(above, ListSpan) else spans[index][0]
    line = page.lines.start_of_line(start)
    if not page.text[line:start].strip(" "):
        return _lines_out(page, line, spans[index][1])
    # The name shares its line with a dash: the next one comes in its place, unless notes stand between them.
    if index or isinstance(above, ListSpan):
        raise NotWritableError
    end, following = spans[0][1], spans[1][0]
    return _spliced(page.text, start, end if page.text[end:following].strip() else following, "")


def _lines_out(page: _Page, line: int, end: int) -> str:
    after = page.lines.after_line(end)
    if after == len(page.text) and page.lines.end_of_line(end) == after and line:
        # The last line of a file that ends without a line end: the one before it goes instead.
        line = page.lines.ends[page.lines.line_of(line) - 1]
    return _spliced(page.text, line, after, "")


def _out_of_brackets(text: str, spans: Sequence[tuple[int, int]], index: int) -> str:
    if index:
        start, end = spans[index - 1][1], spans[index][1]
    elif len(spans) > 1:
        start, end = spans[0][0], spans[1][0]
    else:
        start, end = spans[0]
    if "#" in text[start : spans[index][0]] + text[spans[index][1] : end]:
        raise NotWritableError
    return _spliced(text, start, end, "")


def _dash_of(page: _Page, part: ListSpan, index: int) -> int:
    """The dash of an entry: the last one in the list's column at or above the entry's first word."""
    lowest = page.lines.line_of(part.items[index - 1].end) + 1 if index else page.lines.line_of(part.start)
    for number in range(page.lines.line_of(part.items[index].start), lowest - 1, -1):
        line = page.lines.of(number)
        if line[part.column : part.column + 1] == "-" and not line[: part.column].strip(" "):
            return page.lines.at(number, part.column)
    raise NotWritableError
