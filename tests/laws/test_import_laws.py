"""The law of importing: wording written as a Word document and imported is the same wording."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import docx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from specgen.library.read import read_library
from specgen.library.versions import wording_text
from specgen.problems import Location
from specgen.word.draft.read import DraftWording, read_wording
from specgen.word.package.package import read_package
from specgen.word.package.properties import Properties
from specgen.word.template.compile import compile_template
from specgen.word.template.parts import Template
from specgen.word.template.render import render
from specgen.wording.difference import joined_runs
from specgen.wording.folded import UNSEEN
from specgen.wording.wording import Block, BlockKind, Blocks, Inline, Placeholder, Reference, Run, parse_wording

ROOT = Path(__file__).parents[2]


MARGINS = {
    "schedule": {"heading": "Schedule"},
    "service": {"number": "01"},
    "contract": {"reference": "N-1"},
    "document": {"version": "0.1", "label": "Draft", "draft": True},
}
"""What the template's header and footer print, which is no wording."""


@cache
def template() -> Template:
    """A shipped template's styles with nothing in it but a heading and a place for wording."""
    document = docx.Document(str(ROOT / "templates" / "specification-insert" / "template.docx"))
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    document.add_paragraph("{{ title }}", style="Heading 1")
    document.add_paragraph("{{p words }}")
    held = io.BytesIO()
    document.save(held)
    made, problems = compile_template(held.getvalue(), "template.docx")
    assert made is not None, problems
    return made


def in_brackets(blocks: Blocks) -> Blocks:
    """The blocks with each placeholder as a person would write it in Word."""
    return tuple(
        Block(
            block.kind,
            tuple(
                part if isinstance(part, Run) else Run(f"[{part.name}]", part.bold, part.italic)
                for part in block.inlines
            ),
            block.level,
        )
        for block in blocks
    )


def there_and_back(blocks: Blocks) -> DraftWording | None:
    made = render(template(), {**MARGINS, "title": "Our terms", "words": in_brackets(blocks)}, Properties("Draft"))
    package, problems = read_package(made.data, "draft.docx")
    assert package is not None, problems
    read, problems = read_wording(package)
    assert read is not None, problems
    return read


LOOK_ALIKE = "".join(map(chr, range(0x400, 0x500))) + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
LETTERS = st.text(
    st.characters(
        codec="utf-8",
        # A draft is refused for what nobody sees, and for letters that look like others in a word.
        exclude_characters=["[", "]", "{", "}", "\ufffc", *UNSEEN, *LOOK_ALIKE],
        exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp", "Co"),
    ),
    min_size=1,
    max_size=6,
)
WORDS = st.lists(
    LETTERS | st.sampled_from(["the", "Provider", "**", "\\", "&", "<", "1."]), min_size=1, max_size=4
).map(" ".join)
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,5}(_[a-z0-9]{1,5}){0,2}", fullmatch=True)
INLINE = (
    st.builds(Run, WORDS | WORDS.map(lambda words: f" {words} "), st.booleans(), st.booleans())
    | st.builds(Placeholder, NAMES, st.booleans(), st.booleans())
    | st.builds(
        Reference,
        st.sampled_from(["see: choice/specification/offer#2", "see: a-b/items/c-1#s3.1"]),
        st.booleans(),
        st.booleans(),
    )
)


KINDS: tuple[BlockKind, ...] = ("paragraph", "bullet", "number")


def trimmed(inlines: list[Inline]) -> tuple[Inline, ...]:
    """A paragraph as wording has it: no white space at its ends, and no list mark typed at its beginning."""
    first = Run("All", inlines[0].bold, inlines[0].italic)
    last = Run("z", inlines[-1].bold, inlines[-1].italic)
    return joined_runs((first, *inlines, last))


@st.composite
def wordings(draw: st.DrawFn) -> Blocks:
    blocks: list[Block] = []
    above: list[BlockKind] = []
    for _ in range(draw(st.integers(1, 8))):
        kind: BlockKind = draw(st.sampled_from(KINDS))
        deepest = blocks[-1].level + 1 if blocks and blocks[-1].kind != "paragraph" else 0
        level = draw(st.integers(0, min(deepest, 3))) if kind != "paragraph" else 0
        above = above[:level]
        if kind == "number" and above[-1:] == ["bullet"] and "number" in above:
            # A numbered list below a bullet below a numbered list: programs differ in how the outer list counts on.
            kind = "bullet"
        above.append(kind)
        blocks.append(Block(kind, trimmed(draw(st.lists(INLINE, min_size=1, max_size=4))), level))
    return tuple(blocks)


POINTED_TO_TWICE = (
    Reference("see: choice/specification/offer#2"),
    Run(" and "),
    Reference("see: choice/specification/offer#2"),
)


@settings(max_examples=60, deadline=None)
@given(wordings())
@example((Block("paragraph", (Run("As in "), *POINTED_TO_TWICE)),))
def test_wording_written_in_word_and_imported_is_the_same_wording(blocks: Blocks) -> None:
    read = there_and_back(blocks)
    assert read is not None
    assert (read.title, read.blocks) == ("Our terms", blocks)


@settings(max_examples=100, deadline=None)
@given(wordings())
def test_blocks_written_as_wording_are_read_back_or_refused(blocks: Blocks) -> None:
    text, problems = wording_text(blocks, Location("1.md"))
    assert problems or parse_wording(text, "1.md") == (blocks, [])


def test_every_shipped_wording_survives_word() -> None:
    library, _ = read_library(ROOT / "clauses")
    for clause in library.clauses.values():
        for version in clause.versions:
            read = there_and_back(version.blocks)
            assert read is not None
            assert read.blocks == version.blocks, version.name
