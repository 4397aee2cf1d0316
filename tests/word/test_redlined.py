"""Words with tracked changes in a template: written as Word writes them, and read back by the gate."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.word.labels import labels
from tests.word.making import block, compiled, faults_of, issued, p, part_of, passage

from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.package.archive import pack
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.properties import Properties
from specgen.word.template.gate import check
from specgen.word.template.names import check_names, shape_of_type
from specgen.word.template.render import Rendered, RenderError, render
from specgen.wording.wording import (
    Block,
    BlockKind,
    Placeholder,
    Redlined,
    RedlinedBlock,
    RedlinedWords,
    Run,
    Signature,
    list_marks,
)

ANN, SILENT = Signature("Ann Bell", "2026-05-04T09:30:00Z"), Signature("Changed without tracking")


def said(text: str, put_in: Signature | None = None, struck: Signature | None = None) -> RedlinedWords:
    return RedlinedWords((Run(text),), put_in, struck)


HOURS = RedlinedBlock(
    block("", "number"),
    (said("At least "), said("four", struck=SILENT), said("two", SILENT, ANN), said("three", ANN), said(" hours")),
)
GONE = RedlinedBlock(block(""), (said("No longer.", struck=ANN),), struck=ANN)
NEW = RedlinedBlock(block("", "bullet"), (said("A new item", SILENT),), put_in=SILENT)


def lines(xml: bytes) -> list[str]:
    return [
        "".join(each.text or "" for each in found.iter(w("t"), w("delText"))) for found in parse_xml(xml).iter(w("p"))
    ]


def document(rendered: Rendered) -> bytes:
    return rendered.changed["word/document.xml"].opened()


def test_accepting_all_gives_the_new_words_and_rejecting_all_the_old_ones() -> None:
    rendered = issued(p("{{p x }}"), {"x": Redlined((HOURS, GONE, NEW))})
    assert lines(accept_all(document(rendered))) == ["At least three hours", "A new item"]
    assert lines(reject_all(document(rendered))) == ["At least four hours", "No longer."]


def test_what_was_put_in_and_struck_again_is_a_deletion_inside_an_insertion() -> None:
    root = part_of(issued(p("{{p x }}"), {"x": Redlined((HOURS,))}))
    (inner,) = root.findall(f".//{w('ins')}/{w('del')}")
    assert inner.get(w("author")) == "Ann Bell" and inner.get(w("date")) == "2026-05-04T09:30:00Z"
    outer = inner.getparent()
    assert outer is not None and outer.get(w("author")) == SILENT.author and outer.get(w("date")) is None
    assert [each.text for each in inner.iter(w("delText"))] == ["two"] and inner.find(f".//{w('t')}") is None


def test_every_change_has_an_id_of_its_own_and_so_have_the_bookmarks() -> None:
    root = part_of(
        issued(p("{{p x }}") + p("{{p y }}"), {"x": Redlined((HOURS, GONE, NEW)), "y": passage(block("A clause."))})
    )
    ids = [each.get(w("id")) for each in root.iter(w("ins"), w("del"), w("bookmarkStart"))]
    assert len(ids) == 9 and len(set(ids)) == 9


def test_a_paragraph_that_comes_or_goes_is_marked_where_the_schema_has_it() -> None:
    body = p("{{p x }}", '<w:jc w:val="center"/><w:rPr><w:i/></w:rPr>')
    root = part_of(issued(body, {"x": Redlined((GONE, NEW))}))
    gone, new = root.findall(f".//{w('pPr')}")[:2]
    assert [child.tag for child in gone] == [w("jc"), w("rPr")]
    assert [child.tag for child in gone[1]] == [w("del"), w("i")], "a mark's own changes come first (17.3.1.29)"
    assert [child.tag for child in new][-1] == w("rPr") and new[-1][0].tag == w("ins")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b">three<", b">ten<"),
        (b">four<", b">for<"),
        (b"<w:del ", b"<w:ins "),
        (b"</w:ins><w:r>", b"<w:r>"),
    ],
    ids=["a word put in", "a struck word", "another kind of change", "a change that reaches further"],
)
def test_the_gate_refuses_words_or_changes_that_are_not_as_they_were_to_be_written(old: bytes, new: bytes) -> None:
    rendered = issued(p("{{p x }}"), {"x": Redlined((HOURS,))})
    xml = document(rendered)
    if new == b"<w:ins ":
        changed = xml.replace(b"<w:del ", new, 1).replace(b"</w:del>", b"</w:ins>", 1)
    elif old.startswith(b"</w:ins>"):
        at = xml.rindex(b"</w:ins><w:r>")
        end = xml.index(b"</w:r>", at) + len(b"</w:r>")
        changed = xml[:at] + xml[at + len(b"</w:ins>") : end] + b"</w:ins>" + xml[end:]
    else:
        changed = xml.replace(old, new, 1)
    assert changed != xml
    entry = pack("word/document.xml", changed)
    broken = replace(
        rendered,
        changed={**rendered.changed, "word/document.xml": entry},
        data=rendered.data + entry.local + entry.packed,
    )
    assert [problem.slug for problem in check(broken)] == ["gate"]


def test_a_redline_stands_in_a_paragraph_of_its_own_and_is_refused_elsewhere() -> None:
    template = compiled(p("{{ x }}") + p("See {{r x }}"))
    problems = check_names(template, {"x": shape_of_type(Redlined)})
    assert [problem.slug for problem in problems] == ["name-misused", "name-misused"]
    assert all("words with tracked changes" in problem.message for problem in problems)
    with pytest.raises(RenderError):
        render(compiled(p("{{ x }}")), {"x": Redlined((HOURS,))}, Properties("A title"))


def test_a_placeholder_that_nobody_filled_is_refused_in_a_redline_too() -> None:
    open_words = RedlinedBlock(block(""), (RedlinedWords((Placeholder("days"),)),))
    with pytest.raises(RenderError, match="days"):
        render(compiled(p("{{p x }}")), {"x": Redlined((open_words,))}, Properties("A title"))


def test_a_template_that_holds_tracked_changes_itself_is_still_refused() -> None:
    tracked = '<w:p><w:ins w:id="7" w:author="A"><w:r><w:t>Words</w:t></w:r></w:ins></w:p>'
    assert "template-tracked" in [problem.slug for problem in faults_of(p("{{ x }}") + tracked)]


# Lists in a redline are numbered as those of a clause are.


def numbers(blocks: tuple[Block, ...]) -> list[int]:
    """The number of each numbered block as `specgen clauses show` counts it; 0 for other blocks."""
    return [int(mark.strip()[:-1]) if mark.strip().endswith(".") else 0 for mark in list_marks(blocks)]


def printed(rendered: Rendered) -> list[int]:
    """The number that Word prints before each block, whatever its form; 0 for bullets and paragraphs."""
    romans = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
    found = []
    for label, text in labels(rendered):
        if text.startswith("item"):
            plain = label.strip("().")
            level = int(text.removeprefix("item"))
            if plain.isdigit() or not plain.isalpha():
                found.append(int(plain) if plain.isdigit() else 0)
            else:
                found.append(romans[plain] if level == 2 else ord(plain) - 96)
    return found


_KINDS: st.SearchStrategy[BlockKind] = st.sampled_from(("number", "number", "bullet", "paragraph"))


@st.composite
def wordings(draw: st.DrawFn) -> tuple[Block, ...]:
    """Paragraphs, bullets and numbers, each at most one level below the one before it."""
    made: list[Block] = []
    for kind in draw(st.lists(_KINDS, min_size=1, max_size=8)):
        deepest = made[-1].level + 1 if made and made[-1].kind != "paragraph" else 0
        level = 0 if kind == "paragraph" else draw(st.integers(0, min(deepest, 2)))
        made.append(item(kind, level))
    return tuple(made)


def item(kind: BlockKind, level: int) -> Block:
    return block(f"item{level}", kind, level)


def kept(blocks: tuple[Block, ...]) -> Redlined:
    return Redlined(tuple(RedlinedBlock(each, (RedlinedWords(each.inlines),)) for each in blocks))


@settings(max_examples=60, deadline=None)
@given(wordings())
def test_lists_in_a_report_are_numbered_as_the_clause_is(blocks: tuple[Block, ...]) -> None:
    rendered = issued(p("{{p x }}") + p("Between.") + p("{{p y }}"), {"x": blocks, "y": kept(blocks)})
    assert printed(rendered) == [*numbers(blocks), *numbers(blocks)]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((("number", 0), ("bullet", 0), ("number", 0)), [1, 0, 1]),
        ((("number", 0), ("bullet", 1), ("number", 0)), [1, 0, 2]),
        ((("bullet", 0), ("number", 1), ("bullet", 0), ("number", 1)), [0, 1, 0, 1]),
    ],
)
def test_a_bullet_ends_the_numbers_of_its_level_and_below(
    kinds: tuple[tuple[BlockKind, int], ...], expected: list[int]
) -> None:
    assert printed(issued(p("{{p x }}"), {"x": kept(tuple(item(kind, level) for kind, level in kinds))})) == expected
