"""Laws of changing a contract file at one place: the value typed is the value read, and no other byte moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specgen.contract.edit.change import AddTo, Put, TakeOut, edited
from specgen.contract.edit.spans import ListSpan, NamesSpan, ScalarSpan, every, lines_of, standing
from specgen.contract.kinds import garbled
from specgen.contract.read import read_contract
from specgen.yamlfile import Path as Steps
from specgen.yamlfile import decode, parse_yaml, plain

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/contract.yaml"))
SEVERAL = settings(max_examples=80, deadline=None)

ODD_VALUES = (
    "a\tb",
    *("NO", "no", "on", "~", "null", "0123", "1_000", "12:30", "1e3", "5.0", "2027-03-31", "2026-02-30", "Q2 2026/27"),
    *("# leading", "Unit #4", "a: b", "a:", ": a", "- a", "-", "[x", "{x}", "x]", "a, b", "*x", "&x", "!x", "%x", "@x"),
    *(
        "`x",
        '"',
        "'",
        "it's",
        '"quoted"',
        "'a' b",
        "\\n",
        "a\\",
        "? x",
        "?",
        "<<",
        "=",
        "|",
        ">",
        "|-\nx",
        "---",
        "...",
    ),
    *("--- a", "a\nb", "a\n\n\nb", " a\n  b", "a\n  b\nc", "a\tb", "\ta", "a \nb", "- a\n- b", "# a\n# b", "a:\n  b"),
    *("a\r\nb", "é", "\U0001f600", "\xa0a\xa0", "a\u2028b", "\ufeffa", "“x”", "x" * 300, "word " * 60 + "end"),
    *("a  b " * 40, "£1,250,000.00"),
)
FORBIDDEN = "".join(
    map(chr, [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFE, 0xFFFF])
)
TEXT = st.one_of(
    st.sampled_from(ODD_VALUES),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN), min_size=1, max_size=40).filter(
        lambda text: not garbled(text)
    ),
    st.text("ab:#-'\"[]{},\n >|&*!%@\\", min_size=1, max_size=20),
).filter(lambda text: as_read(text) != "")


def as_read(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def tree(data: bytes) -> Any:
    """What the reader makes of a file, its text as `check` takes it."""
    text, problems = decode(data, "")
    document, faults = parse_yaml(text, "")
    assert problems + faults == []
    return taken(plain(document.root))


def taken(value: object) -> Any:
    if isinstance(value, str):
        return as_read(value)
    if isinstance(value, list):
        return [taken(item) for item in value]
    return {key: taken(item) for key, item in value.items()} if isinstance(value, dict) else value


def leaves(value: object, path: Steps = ()) -> Iterator[tuple[Steps, object]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


def put_in(value: Any, path: Steps, new: object) -> Any:
    if not path:
        return new
    if isinstance(value, dict):
        return {key: put_in(item, path[1:], new) if key == path[0] else item for key, item in value.items()}
    return [put_in(item, path[1:], new) if index == path[0] else item for index, item in enumerate(value)]


def own_lines(data: bytes, path: Steps) -> tuple[int, int]:
    """The first and the last line of the value at `path`, by characters of its own."""
    lines = lines_of(data.decode("utf-8-sig"))
    node = next(node for steps, node in every(standing(lines)) if steps == path)
    return lines.line_of(node.start), lines.line_of(node.end)


def outside_is_the_same(before: bytes, after: bytes, path: Steps) -> None:
    first, last = own_lines(before, path)
    old, new = (data.splitlines(keepends=True) for data in (before, after))
    behind = len(old) - last - 1
    assert new[:first] == old[:first]
    assert new[len(new) - behind :] == old[last + 1 :]


# --- the examples -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_a_value_put_back_as_it_is_leaves_every_byte(path: Path) -> None:
    data = path.read_bytes()
    told = tree(data)
    assert edited(data, [Put((), told)], "c.yaml") == (data, [])
    assert edited(data, [Put(place, value) for place, value in list(leaves(told))[::9]], "c.yaml") == (data, [])  # type: ignore[arg-type]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_each_value_of_an_example_can_be_changed_alone(path: Path) -> None:
    data = path.read_bytes()
    told = tree(data)
    places = list(leaves(told))
    for number, (place, _) in enumerate(places):
        if number % max(1, len(places) // 25):
            continue
        value = ODD_VALUES[(number * 7 + len(places)) % len(ODD_VALUES)]
        after, problems = edited(data, [Put(place, value)], "c.yaml")
        assert after is not None, (place, value, problems)
        assert tree(after) == put_in(told, place, as_read(value))
        outside_is_the_same(data, after, place)


SMALL = b"""\
contract:
  reference: A-1
  title: Home care
  edition: 2026/27
  term: {start: 2026-04-01, end: 2027-03-31}
  local_policies:
    - one  # of several
commissioners:
  - {name: The Board, ods_code: X9A01, role: co-ordinating, kind: integrated care board}
provider: {name: The Trust, ods_code: X9T03, kind: NHS trust}
services:
  - name: Home care
values:
  # a note
  yy: 70
"""


def test_what_is_put_into_a_contract_is_what_check_reads() -> None:
    data = SMALL
    for value in ODD_VALUES:
        after, problems = edited(
            data, [Put(("values", "zz"), value), Put(("contract", "local_policies"), [value, "b"])], "c.yaml"
        )
        assert after is not None, (value, problems)
        found, faults = read_contract(after, "c.yaml")
        assert found is not None, (value, faults)
        assert found.content.values["zz"] == as_read(value)
        assert found.content.contract.local_policies == (as_read(value), "b")


# --- odd files --------------------------------------------------------------------------------------------------------

KEYS = st.sampled_from(["a", "b", "name", "values", "sdm_x", "0", "no", "it's", "x y", "é"])
NOTES = st.sampled_from(["", "", "", "  # note", " # a: b", "\t# tab"])
ABOVE = st.sampled_from(["", "", "", "# above\n", "\n", "\n  # far in\n", "# x: y\n\n"])
SIMPLE = st.sampled_from(
    ["a", "two words", "70", "2026-04-01", "no", "it's", "x: y", "# no", "long " * 30 + "end", "a\nb", "a\n\n  b"]
)


@st.composite
def scalar_lines(draw: st.DrawFn, column: int) -> list[str]:
    """A value in one of YAML's ways, to stand behind a name or a dash at `column`."""
    text = draw(SIMPLE)
    note = draw(NOTES)
    deep = " " * (column + draw(st.integers(1, 4)))
    ways = ['"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' + note, note]
    if "\n" not in text:
        ways.append("'" + text.replace("'", "''") + "'" + note)
        if not any(sign in text for sign in (": ", "#")):
            ways.append(text + note)
            ways.append(f"{note}\n{deep}" + text.replace(" ", f"\n{deep}", 1) if " " in text else text + note)
        if "  " not in text:
            ways.append(f">-{note}\n{deep}" + text.replace(" ", f"\n{deep}", 1))
    block = "\n".join(deep + line if line else "" for line in text.split("\n"))
    ways += [f"|{note}\n{block}", f"|-{note}\n{block}", f"|+{note}\n{block}\n"]
    return draw(st.sampled_from(ways)).split("\n")


@st.composite
def part_lines(draw: st.DrawFn, column: int, depth: int) -> list[str]:
    """Names or a list with odd steps, notes and blank lines."""
    lines: list[str] = []
    flow = st.sampled_from(["[]", "{}", "[a, 'b, c']", "{x: 1, y: [2, z]}", '[ "q" ,r, ]'])
    named = draw(st.booleans()) or depth == 0
    heads = draw(st.lists(KEYS, min_size=1, max_size=4, unique=True)) if named else ["-"] * draw(st.integers(1, 3))
    if named:
        heads = [f'"{head}":' if head in ("it's", "no", "0") else f"{head}:" for head in heads]
    for head in heads:
        lines += draw(ABOVE).split("\n")[:-1]
        kind = draw(st.integers(0, 5 if depth < 3 else 3))
        if kind >= 4:
            inner = column + draw(st.integers(1, 4))
            below = draw(part_lines(inner, depth + 1))
            first = next((n for n, line in enumerate(below) if line.strip() and not line.lstrip().startswith("#")), 0)
            if head == "-" and first == 0 and inner >= column + 2:
                lines.append(" " * column + "-" + " " * (inner - column - 1) + below[0].lstrip(" "))
                lines += below[1:]
            else:
                lines.append(" " * column + head + draw(NOTES))
                lines += below
        elif kind == 3:
            lines.append(" " * column + head + " " + draw(flow) + draw(NOTES))
        else:
            value = draw(scalar_lines(column))
            lines.append(" " * column + head + ("" if not value[0] or value[0][0] in " \t" else " ") + value[0])
            lines += value[1:]
    return lines


@st.composite
def odd_files(draw: st.DrawFn) -> bytes:
    text = "\n".join(draw(part_lines(0, 0))) + draw(st.sampled_from(["\n", "", "\n\n# end\n", "\n...\n"]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.replace("\n", end).encode()


def readable(data: bytes) -> bool:
    document, problems = parse_yaml(decode(data, "")[0], "")
    return not problems and document.root is not None


@SEVERAL
@given(data=odd_files().filter(readable), choice=st.integers(0, 10_000), value=TEXT)
@example(data=b"a:\n  - x # n\n  -\n", choice=1, value="- y")
def test_one_value_of_an_odd_file_changes_its_own_lines_only(data: bytes, choice: int, value: str) -> None:
    told = tree(data)
    places = list(leaves(told))
    place, _ = places[choice % len(places)]
    if not place:
        return
    after, problems = edited(data, [Put(place, value)], "c.yaml")
    if after is None:
        assert [problem.slug for problem in problems] == ["edit-by-hand"]
        assert problems[0].location.line
        return
    assert tree(after) == put_in(told, place, as_read(value))
    outside_is_the_same(data, after, place)
    back, _ = edited(after, [Put(place, value)], "c.yaml")
    assert back == after


@SEVERAL
@given(data=odd_files().filter(readable), values=st.lists(st.one_of(st.none(), TEXT), min_size=2, max_size=4))
def test_many_values_changed_at_once_are_as_if_one_after_another(data: bytes, values: list[str | None]) -> None:
    puts = [Put(place, value) for (place, _), value in zip(leaves(tree(data)), values, strict=False) if place]
    together, _ = edited(data, puts, "c.yaml")
    one_by_one: bytes | None = data
    for put in puts:
        one_by_one = edited(one_by_one, [put], "c.yaml")[0] if one_by_one is not None else None
    assert together == one_by_one


def said_by(data: bytes) -> object:
    """What a reader that guesses makes of it all."""
    return yaml.safe_load(data.decode("utf-8-sig"))


@SEVERAL
@given(value=TEXT.filter(lambda text: "\u2028" not in text and "\x85" not in text))
def test_a_reader_that_guesses_reads_a_new_value_as_the_text_that_it_is(value: str) -> None:
    after, _ = edited(b"values:\n  a: x\n", [Put(("values", "b"), value)], "c.yaml")
    assert after is not None
    guessed = said_by(after)["values"]["b"]  # type: ignore[index]
    assert str(guessed).strip() == as_read(value).strip()


@SEVERAL
@given(data=odd_files().filter(readable), choice=st.integers(0, 10_000), value=TEXT)
def test_names_and_entries_that_come_and_go_leave_all_others_as_they_are(data: bytes, choice: int, value: str) -> None:
    told = tree(data)
    parts = [(path, node) for path, node in every(standing(lines_of(data.decode("utf-8-sig").replace("\r\n", "\n"))))]
    parts = [(path, node) for path, node in parts if not isinstance(node, ScalarSpan)]
    path, node = parts[choice % len(parts)]
    if isinstance(node, NamesSpan):
        came, _ = edited(data, [Put((*path, "new name"), value)], "c.yaml")
        if came is not None and node.entries:
            gone, _ = edited(came, [TakeOut((*path, "new name"))], "c.yaml")
            assert gone is None or gone == data
    elif isinstance(node, ListSpan) and node.items:
        at = choice % (len(node.items) + 1)
        came, _ = edited(data, [AddTo(path, value, at)], "c.yaml")
        if came is not None:
            gone, _ = edited(came, [TakeOut((*path, at))], "c.yaml")
            assert gone is None or gone == data
    assert told == tree(data)


@SEVERAL
@given(
    told=st.recursive(
        st.one_of(st.none(), TEXT),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3), st.dictionaries(KEYS, inner, min_size=1, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_what_is_written_anew_is_read_as_it_was_given(told: Any) -> None:
    after, problems = edited(b"a: 1\n", [Put(("b",), told)], "c.yaml")
    assert after is not None, problems
    assert tree(after) == {"a": "1", "b": taken(told)}
