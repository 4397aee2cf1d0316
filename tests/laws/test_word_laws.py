"""Laws of writing Word files, for any text, any lists and any file."""

from __future__ import annotations

import functools
import io
import zipfile

import docx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.word.labels import labels
from tests.word.making import PROPERTIES, compiled, docx_bytes, p, part_of, passage, split, table, text_box, texts
from tests.work import calls

from specgen.word.package.package import read_package, write_package
from specgen.word.package.properties import Properties
from specgen.word.template.compile import compile_template
from specgen.word.template.gate import check, check_package
from specgen.word.template.names import Shape, check_names
from specgen.word.template.parts import Template
from specgen.word.template.render import Rendered, RenderError, render
from specgen.wording.wording import Block, Blocks, Run

NASTY = st.sampled_from(
    [
        "&",
        "<",
        ">",
        '"',
        "'",
        "]]>",
        "&amp;",
        "{{ a }}",
        "{% if a %}",
        "{#",
        "}}",
        "%}",
        "{_{",
        "[Annex 1]",
        "\n",
        "\t",
        "\u00a0",
        "\u2028",
        "\u200b",
        "\u202e",
        "\U0001f600",
        "<w:t>",
        "</w:t></w:r>",
        "ENTER NAME",
        "\x85",
        "\ufdd0",
        "\ufeff",
        " ",
        "  ",
        "\u00ad",
        "e\u0301",
    ]
)
ANY = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
TEXT = st.lists(NASTY | st.text(ANY, max_size=8), max_size=6).map("".join)
SAID = TEXT.filter(bool)

EVERYWHERE = (
    p("{{ x }}")
    + table((p("{{ x }}"), p("{{p x }}")))
    + text_box(p("{{ x }}"))
    + p("{{p blocks }}")
    + p("{{p passage }}")
    + p("<x> {{r x }}".replace("<x>", "r"))
    + table((p("{%tr for r in rows %}"),), (p("{{ r }}"),), (p("{%tr endfor %}"),))
    + p("{{ inline }}")
)


@functools.cache
def everywhere() -> Template:
    return compiled(
        EVERYWHERE,
        header1=p("{{ x }}"),
        footer1=p("{{ x }}"),
        footnotes=f'<w:footnote w:id="2">{p("{{ x }}")}</w:footnote>',
        core="<dc:description>{{ x }}</dc:description>",
    )


def values_of(text: str) -> dict[str, object]:
    run = (Run(text),)
    kinds = (
        Block("heading", run),
        Block("number", run),
        Block("bullet", run, 1),
        Block("paragraph", (Run(text, bold=True), Run("|"), Run(text, gap=True))),
    )
    return {
        "x": text,
        "blocks": kinds,
        "passage": passage(*kinds, number=1),
        "rows": (text, text),
        "inline": passage(kinds[0], number=2, inline=True),
    }


def as_read(text: str) -> str:
    return text.replace("\u2028", "\n").replace("\u2029", "\n")


@settings(max_examples=60, deadline=None)
@given(SAID)
def test_any_text_that_can_be_typed_reaches_word_as_typed_in_every_place(text: str) -> None:
    rendered = render(everywhere(), values_of(text), Properties(title=text, subject=text))
    assert check(rendered) == []
    typed = as_read(text)
    lines = [as_read(line) for line in text.split("\n")]
    blocks = [typed, typed, typed, f"{typed}|{typed}"]
    assert texts(rendered) == [
        typed,
        typed,
        *lines,
        "",
        typed,
        typed,
        *blocks,
        *blocks,
        f"r {typed}",
        typed,
        typed,
        typed,
    ]
    for name in ("header1", "footer1", "footnotes"):
        assert texts(rendered, f"word/{name}.xml") == [typed]
    core = {each.tag.rpartition("}")[2]: each.text for each in part_of(rendered, "docProps/core.xml")}
    assert (core["title"], core["subject"], core["description"]) == (text, text, text)
    # python-docx reads a content control inside a line as nothing, and a line break as a line feed.
    assert docx.Document(io.BytesIO(rendered.data)).paragraphs[0].text == typed


@settings(max_examples=30, deadline=None)
@given(st.lists(SAID, min_size=2, max_size=4))
def test_documents_of_one_template_are_the_same_whatever_was_made_before(said: list[str]) -> None:
    def record(found: str, _: object) -> bytes:
        return f'<record xmlns="urn:specgen:record:1" hash="{found}"/>'.encode()

    together = [render(everywhere(), values_of(text), PROPERTIES, record) for text in said]
    for text, first in zip(reversed(said), reversed(together), strict=True):
        again = render(everywhere(), values_of(text), PROPERTIES, record)
        assert again.data == first.data
        assert again.content_hash == first.content_hash


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("abcdefghij", min_size=12, max_size=12), min_size=2, max_size=5, unique=True))
def test_nothing_of_one_document_is_ever_in_another(secrets: list[str]) -> None:
    for secret in secrets:
        package, _ = read_package(render(everywhere(), values_of(secret), Properties(title=secret)).data, "x.docx")
        assert package is not None
        everything = b"".join(package.part(name) for name in package.names).decode()
        assert secret in everything
        assert not any(other in everything for other in secrets if other != secret)


@functools.cache
def one_tag() -> Template:
    return compiled(p("{{p x }}"))


ITEMS = st.lists(
    st.tuples(st.sampled_from(["number", "bullet", "paragraph", "number"]), st.integers(0, 3)), max_size=25
)


def nested(items: list[tuple[str, int]]) -> Blocks:
    """Blocks whose items go at most one level deeper than the one before, as wording does."""
    blocks: list[Block] = []
    deepest = 0
    for kind, level in items:
        depth = min(level, deepest) if kind != "paragraph" else 0
        blocks.append(Block(kind, (Run(f"{kind} {depth}"),), depth))  # type: ignore[arg-type]
        deepest = depth + 1 if kind != "paragraph" else 0
    return tuple(blocks)


def expected_labels(blocks: Blocks) -> list[str]:
    """What a reader expects: each list counts its own items; a list ends with a paragraph, a shallower item or a change
    of kind."""
    counts: list[int] = [0] * 4
    out: list[str] = []
    for block in blocks:
        if block.kind == "paragraph":
            counts = [0] * 4
            out.append("")
            continue
        counts[block.level + 1 :] = [0] * (3 - block.level)
        counts[block.level] = counts[block.level] + 1 if block.kind == "number" else 0
        number = counts[block.level]
        forms = (f"{number}.", f"({chr(96 + number)})", f"({_roman(number)})", f"{number})")
        out.append(forms[block.level] if block.kind == "number" else "•")
    return out


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            out, number = out + sign, number - value
    return out


@settings(max_examples=150, deadline=None)
@given(ITEMS, ITEMS)
def test_every_list_begins_at_its_start_and_counts_on_within_itself(
    first: list[tuple[str, int]], second: list[tuple[str, int]]
) -> None:
    one, two = nested(first), nested(second)
    values = {"x": tuple(passage(*blocks, number=n) for n, blocks in enumerate((one, two)) if blocks)}
    rendered = render(one_tag(), values, PROPERTIES)
    assert check(rendered) == []
    assert [label for label, _ in labels(rendered)] == expected_labels(one) + expected_labels(two)


PIECE = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{",
        "}",
        "{{ a }}",
        "{{p a }}",
        "{{r a }}",
        "{% if a %}",
        "{% endif %}",
        "{%p if a %}",
        "{%p endif %}",
        "{% for i in b %}",
        "{% endfor %}",
        "{%r if a %}",
        "{%r endif %}",
        "{%tr for i in b %}",
        "{%tr endfor %}",
        "{{ i }}",
        "words",
        " ",
        "{#",
        "#}",
        "{% else %}",
        "-",
        "|",
        "loop.index",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(PIECE, min_size=1, max_size=5), min_size=1, max_size=5), st.booleans())
def test_any_template_is_either_refused_with_reasons_or_gives_documents_that_pass(
    paragraphs: list[list[str]], in_table: bool
) -> None:
    body = "".join(split(*pieces) for pieces in paragraphs)
    template, problems = compile_template(docx_bytes(table((body, p("x"))) + p() if in_table else body + p()), "t.docx")
    assert (template is None) == any(problem.severity == "error" for problem in problems)
    assert all(problem.message and problem.location.file == "t.docx" for problem in problems)
    values: dict[str, object] = {"a": "A", "b": ("1", "2")}
    shape: dict[str, Shape] = {"a": "text", "b": ["text"]}
    if template is not None and not check_names(template, shape):
        rendered = render(template, values, PROPERTIES)
        assert check(rendered) == []
        assert check_package(rendered.data, "x.docx") == []


GOOD = docx_bytes(p("{{ a }}") + table((p("x"),)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(max_size=6)), max_size=5), st.integers(0, len(GOOD)))
def test_any_bytes_are_read_or_refused_with_little_work_and_never_raise(
    changes: list[tuple[int, bytes]], length: int
) -> None:
    data = bytearray(GOOD)
    for at, new in changes:
        data[at : at + len(new)] = new
    hostile = bytes(data[: length if length % 3 == 0 else len(data)])
    package, problems = read_package(hostile, "x.docx")
    assert (package is None) == bool(problems)
    assert calls(lambda: (compile_template(hostile, "x.docx"), check_package(hostile, "x.docx"))) <= 100_000


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["word/document.xml", "word/styles.xml"]), st.binary(max_size=200)),
    st.binary(max_size=300),
)
def test_what_is_not_replaced_is_not_changed(replaced: dict[str, bytes], added: bytes) -> None:
    package, _ = read_package(GOOD, "x.docx")
    assert package is not None
    data = write_package(package, replaced, {"customXml/item1.xml": added})
    again = _parts(data)
    assert list(again) == [*package.names, "customXml/item1.xml"]
    for name in package.names:
        assert again[name] == replaced.get(name, package.part(name))


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=8))
def test_a_text_is_either_written_as_typed_or_refused_with_its_name(text: str) -> None:
    try:
        rendered: Rendered = render(one_tag(), {"x": text}, PROPERTIES)
    except RenderError as refused:
        assert refused.name == "x"
        assert any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 or c in "\ufffe\uffff" for c in text)
    else:
        assert check(rendered) == []
