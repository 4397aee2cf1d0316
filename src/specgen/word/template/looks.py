"""How blocks look at the place of a `{{p }}` tag: the opening XML of every kind of paragraph and run, made once.

Ordinary paragraphs look like the tag's own paragraph, so whatever an author does to that paragraph counts. Where the
tag's paragraph is a heading, ordinary ones are in “Body Text” (else the default style). Headings begin at the tag's own
heading level, else one below the nearest heading before the tag in its part, else at 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from specgen.problems import Problem
from specgen.word.package.ooxml import RUN_TEXT, attribute_text, in_order
from specgen.word.template.sheet import BODY_TEXT, HEADING, LIST_BULLET, LIST_LEVELS, LIST_NUMBER, Stylesheet
from specgen.word.template.tags import PrintedLook, Tag, XmlProperties

DEFAULT_HEADING_LEVEL: Final = 2
_BOLD: Final = (("b", "<w:b/>"), ("bCs", "<w:bCs/>"))
_ITALIC: Final = (("i", "<w:i/>"), ("iCs", "<w:iCs/>"))
_GAP: Final = (*_BOLD, ("highlight", '<w:highlight w:val="yellow"/>'))

RunProperties = tuple[str, ...]


class NumberLook(Struct, frozen=True):
    """A numbered item's opening, in two halves round the num id, and the abstract list it counts in."""

    before: str
    after: str
    abstract: str


class Look(Struct, frozen=True):
    """Openings of paragraphs (`<w:p>` with its properties) and of runs (up to the text), by what they are.

    Runs are by bold + 2 × italic + 4 × gap. An empty string stands for what the template has no style for.
    """

    paragraph: str
    headings: tuple[str, ...]
    bullets: tuple[str, ...]
    numbers: tuple[NumberLook | None, ...]
    runs: RunProperties
    heading_runs: RunProperties
    fallback: bool


def run_looks(properties: XmlProperties) -> RunProperties:
    """The openings of a run with these properties, for each of bold, italic and gap."""
    return tuple(
        _run(properties, *(_BOLD if index & 1 else ()), *(_ITALIC if index & 2 else ()), *(_GAP if index & 4 else ()))
        for index in range(8)
    )


def _run(properties: XmlProperties, *added: tuple[str, str]) -> str:
    inner = "".join(xml for _, xml in in_order("rPr", (*properties, *added)))
    return f"<w:r><w:rPr>{inner}</w:rPr>{RUN_TEXT}" if inner else f"<w:r>{RUN_TEXT}"


def look_of(place: PrintedLook, own: int, heading_before: int | None, sheet: Stylesheet) -> Look:
    """The look of blocks at `place`. `own` is the level of the heading that the tag's paragraph is, 0 for any other;
    `heading_before` that of the nearest heading before it in its part."""
    base = own or (heading_before + 1 if heading_before else DEFAULT_HEADING_LEVEL)
    body = sheet.named(BODY_TEXT)
    ordinary = f"<w:p>{place.paragraph_properties}"
    if own:
        ordinary = f"<w:p>{_style(body)}" if body else "<w:p>"
    headings = [sheet.named(HEADING.format(level)) for level in range(base, 10)]
    return Look(
        ordinary,
        tuple(f"<w:p>{_style(each)}" if each else "" for each in headings),
        tuple(_bullet(sheet, depth) for depth in range(LIST_LEVELS)),
        tuple(_number(sheet, depth) for depth in range(LIST_LEVELS)),
        run_looks(() if own else place.run_properties),
        run_looks(()),
        place.fallback,
    )


def missing_styles(tag: Tag, look: Look) -> Iterator[Problem]:
    """What a template that prints blocks at `tag` has no style for."""
    needed = [
        (HEADING.format("…"), bool(look.headings and look.headings[0]), "the headings printed here"),
        (LIST_BULLET, all(look.bullets), f"bulleted lists of {LIST_LEVELS} levels"),
        (LIST_NUMBER, all(look.numbers), f"numbered lists of {LIST_LEVELS} levels"),
    ]
    for name, found, what in needed:
        if not found:
            yield tag.problem(
                "template-style", f"the template has no style for {what} (“{name}”)",
                f"add the style “{name}” in Word; a list style belongs to a multilevel list with "
                    f"{LIST_LEVELS} levels (Home, Multilevel List)",
            )  # fmt: skip


def _style(identifier: str, numbering: str = "") -> str:
    return f'<w:pPr><w:pStyle w:val="{attribute_text(identifier)}"/>{numbering}</w:pPr>'


def _bullet(sheet: Stylesheet, depth: int) -> str:
    found = sheet.list_look(LIST_BULLET, depth)
    if found is None:
        return ""
    numbering = f'<w:numPr><w:ilvl w:val="{found.level}"/><w:numId w:val="{attribute_text(found.num)}"/></w:numPr>'
    return f"<w:p>{_style(found.style, numbering if found.direct else '')}"


def _number(sheet: Stylesheet, depth: int) -> NumberLook | None:
    found = sheet.list_look(LIST_NUMBER, depth)
    if found is None:
        return None
    before, after = _style(
        found.style, f'<w:numPr><w:ilvl w:val="{found.level}"/><w:numId w:val="\0"/></w:numPr>'
    ).split("\0")
    return NumberLook(f"<w:p>{before}", after, found.abstract)
