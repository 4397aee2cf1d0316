"""A template's headings and lists are what the resolvers say: inherited, bound, or by outline level."""

from __future__ import annotations

import pytest
from tests.word.labels import labels
from tests.word.making import NUMBERING, STYLES, block, issued, p, part_of, style

from specgen.word.package.ooxml import w

HOUSE = "".join(
    (
        style("Section", "House section", '<w:basedOn w:val="Heading2"/>'),
        style("Part", "House part", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        style("Plain", "House text", '<w:basedOn w:val="Heading1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
    )
)
OUTLINE = '<w:outlineLvl w:val="1"/>'


def styles_of(before: str, own: str) -> list[str]:
    """The styles of a heading and a paragraph that are printed at a tag, which has the properties `own`; before it
    stands a paragraph with the properties `before`."""
    body = p("Before", before) + p("{{p x }}", own)
    values = {"x": (block("The heading", "heading"), block("The words"))}
    root = part_of(issued(body, values, styles=STYLES + HOUSE))
    found = (each.find(f"{w('pPr')}/{w('pStyle')}") for each in list(root.iter(w("p")))[1:])
    return [each.get(w("val"), "") if each is not None else "" for each in found]


@pytest.mark.parametrize(
    ("before", "own", "expected"),
    [
        ('<w:pStyle w:val="Section"/>', "", ["Heading3", ""]),
        ('<w:pStyle w:val="Part"/>', "", ["Heading4", ""]),
        (OUTLINE, "", ["Heading3", ""]),
        ('<w:pStyle w:val="Plain"/>', "", ["Heading2", ""]),
        ("", '<w:pStyle w:val="Section"/>', ["Heading2", "BodyText"]),
        ("", '<w:pStyle w:val="Part"/>', ["Heading3", "BodyText"]),
        ("", '<w:pStyle w:val="Plain"/>', ["Heading2", "Plain"]),
    ],
    ids=[
        "after a style that is based on a heading",
        "after a style with an outline level",
        "after a paragraph with an outline level of its own",
        "after a style that takes its heading's level back",
        "in a style that is based on a heading",
        "in a style with an outline level",
        "in a style that takes its heading's level back",
    ],
)
def test_a_heading_is_known_by_what_its_style_comes_to_and_not_by_its_name_alone(
    before: str, own: str, expected: list[str]
) -> None:
    assert styles_of(before, own) == expected


def numbered(styles: str, numbering: str = NUMBERING) -> list[str]:
    """What is printed before three numbered items, the second one level down."""
    items = (block("One", "number"), block("Deeper", "number", 1), block("Two", "number"))
    rendered = issued(p("{{p x }}"), {"x": items}, styles=styles, numbering=numbering)
    return [label for label, _ in labels(rendered)]


LIST_NUMBER = style("ListNumber", "List Number", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')


def test_a_list_style_may_inherit_its_list_and_give_the_level_alone() -> None:
    parent = style("House", "House list", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    own = style("ListNumber", "List Number", '<w:basedOn w:val="House"/>')
    assert LIST_NUMBER in STYLES
    assert numbered(STYLES.replace(LIST_NUMBER, parent + own)) == ["1.", "(a)", "2."]
    second = style(
        "ListNumber2",
        "List Number 2",
        '<w:basedOn w:val="House"/><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr>',
    )
    assert numbered(STYLES.replace(LIST_NUMBER, parent + own + second)) == ["1.", "(i)", "2."]


def test_a_list_that_only_points_to_a_list_style_counts_in_the_levels_of_that_style() -> None:
    pointing = (
        '<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>'
        '<w:numStyleLink w:val="Numbers"/></w:abstractNum><w:num '
    )
    numbering = NUMBERING.replace("<w:num ", pointing, 1).replace(
        "</w:numbering>", '<w:num w:numId="9"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    linked = style("Numbers", "Numbers", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    own = LIST_NUMBER.replace('w:numId w:val="1"', 'w:numId w:val="9"')
    assert numbered(STYLES.replace(LIST_NUMBER, own + linked), numbering) == ["1.", "(a)", "2."]


def test_a_list_style_whose_level_belongs_to_another_style_has_its_list_said_in_each_paragraph() -> None:
    """17.9.23: a level that is bound to a style numbers no paragraph of another, as Word has it."""
    taken = NUMBERING.replace('<w:pStyle w:val="ListBullet"/>', '<w:pStyle w:val="BodyText"/>')
    items = {"x": (block("One", "bullet"), block("Two", "bullet"))}
    for numbering, said in ((NUMBERING, 0), (taken, 2)):
        rendered = issued(p("{{p x }}"), items, numbering=numbering)
        assert len(part_of(rendered).findall(f".//{w('numId')}")) == said
        assert [label for label, _ in labels(rendered)] == ["•", "•"]
