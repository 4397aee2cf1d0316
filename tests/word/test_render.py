"""Values into a document: as typed, in every place, and nothing of one document in the next."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.word.making import (
    PROPERTIES,
    W,
    block,
    compiled,
    docx_bytes,
    issued,
    opened,
    p,
    part_of,
    passage,
    split,
    table,
    text_box,
    texts,
    words,
)

from specgen.word.package.ooxml import parse_xml
from specgen.word.package.package import content_types, package_hash, read_package, record_part, relationships
from specgen.word.package.properties import EMPTY_CORE, Properties, core_properties, properties_faults
from specgen.word.template.gate import check
from specgen.word.template.render import RenderError, render
from specgen.wording.wording import Block, Placeholder, Run

ODD = "Smith & Sons <CIC> \"quoted\" 'single' {{ name }} {% if %} {# no #} [Annex 1] a\u00a0b \U0001f600 {_{ ]]> é"


def test_markup_and_template_characters_arrive_as_typed_in_every_place() -> None:
    rendered = issued(
        p("Body {{ x }}") + p("{{p x }}") + table((p("Cell {{ x }}"), p("{{p x }}"))) + text_box(p("Box {{ x }}")),
        {"x": ODD},
        Properties(title=ODD, subject=ODD),
        header1=p("Header {{ x }}"),
        footer1=p("Footer {{ x }}"),
        footnotes=f'<w:footnote w:id="2">{p("Footnote {{ x }}")}</w:footnote>',
        endnotes=f'<w:endnote w:id="2">{p("Endnote {{ x }}")}</w:endnote>',
        comments=f'<w:comment w:id="2" w:author="A">{p("Comment {{ x }}")}</w:comment>',
        core="<dc:description>Made for {{ x }}</dc:description>",
    )
    assert texts(rendered) == [f"Body {ODD}", ODD, f"Cell {ODD}", ODD, "", f"Box {ODD}", f"Box {ODD}"]
    for name, first in (
        ("header1", "Header"),
        ("footer1", "Footer"),
        ("footnotes", "Footnote"),
        ("endnotes", "Endnote"),
        ("comments", "Comment"),
    ):
        assert texts(rendered, f"word/{name}.xml") == [f"{first} {ODD}"]
    document = opened(rendered)
    assert document.core_properties.title == ODD
    assert document.core_properties.subject == ODD
    assert document.core_properties.comments == f"Made for {ODD}"
    assert document.paragraphs[0].text == f"Body {ODD}"


def test_line_breaks_and_tabs_become_words_own() -> None:
    rendered = issued(p("{{ x }}") + p("{{p x }}"), {"x": "a\tb\nc\r\nd\u2028e"})
    assert texts(rendered) == ["a\tb\nc\nd\ne", "a\tb", "c", "d\ne"]
    names = [
        each.tag.rpartition("}")[2] for each in part_of(rendered).iter() if each.tag.rpartition("}")[2] in ("br", "tab")
    ]
    assert names == ["tab", "br", "br", "br", "tab", "br"]


def test_spaces_at_the_edges_are_kept() -> None:
    rendered = issued(p("[{{ x }}]") + split("  {{ x", " }}  "), {"x": "  two  "})
    assert texts(rendered) == ["[  two  ]", "    two    "]
    assert all(
        each.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        for each in part_of(rendered).iter(f"{{{W}}}t")
    )


@pytest.mark.parametrize("character", ["\0", "\x07", "\x0b", "\x1b", "\ud800", "\udfff", "\ufffe", "\uffff"])
@pytest.mark.parametrize("body", [p("{{ a.x }}"), p("{{p a.x }}"), p("{{r a.x }}")])
def test_a_character_that_no_word_file_can_hold_is_refused_with_the_name(character: str, body: str) -> None:
    with pytest.raises(RenderError) as caught:
        render(compiled(body), {"a": {"x": f"a{character}b"}}, PROPERTIES)
    assert caught.value.name == "a.x"
    assert f"U+{ord(character):04X}" in caught.value.problem.message
    assert caught.value.problem.location.paragraph


def test_such_a_character_is_refused_in_properties_too() -> None:
    with pytest.raises(RenderError, match=r"U\+0007"):
        render(compiled(p("x")), {}, Properties(title="a\x07"))


@pytest.mark.parametrize("value", [None, True, 1.5, ("a", "b"), {"a": 1}, (block("a"),)])
def test_a_value_that_is_no_text_is_refused_inside_a_line(value: object) -> None:
    with pytest.raises(RenderError) as caught:
        render(compiled(p("Words {{ x }}")), {"x": value}, PROPERTIES)
    assert caught.value.problem.location.paragraph == "Words {{ x }}"


def test_a_missing_value_is_refused_and_never_printed_as_nothing() -> None:
    for body in (p("{{ a.x }}"), p("{% if a.x %}y{% endif %}"), p("{{p a.x }}"), p("{% for y in a.x %}{% endfor %}")):
        with pytest.raises(RenderError) as caught:
            render(compiled(body), {"a": {}}, PROPERTIES)
        assert "a.x" in caught.value.name


@pytest.mark.parametrize("names", [("a.x", "a.y", "a.z"), ("a.x", "b.y", "a.z")])
@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("plain", "plain"),
        ("", ""),
        ("R & D <all>", "R & D <all>"),
        ("100% of {{ x }} and %s", "100% of {{ x }} and %s"),
        ("one\ntwo", "one\ntwo"),
        (7, "7"),
        (passage(block("words"), inline=True), "words"),
    ],
)
def test_tags_that_stand_one_after_another_print_each_value_as_alone(
    names: tuple[str, ...], value: object, read: str
) -> None:
    first, second, third = names
    body = p(f"5% {{{{ {first} }}}} %s, {{{{ {second} }}}}; {{{{ {third} }}}}.")
    known = {"x": "before", "y": value, "z": "after"}
    text = texts(issued(body, {"a": known, "b": known}))
    assert text == [f"5% before %s, {read}; after."]


@pytest.mark.parametrize("lacking", ["x", "y", "z"])
def test_of_tags_that_stand_one_after_another_the_one_without_a_value_is_named(lacking: str) -> None:
    known = {name: "words" for name in "xyz" if name != lacking}
    with pytest.raises(RenderError) as caught:
        render(compiled(p("{{ a.x }}, {{ a.y }}, {{ a.z }}")), {"a": known}, PROPERTIES)
    assert caught.value.name == f"a.{lacking}"


def test_names_of_methods_are_names_like_others_and_methods_are_never_called() -> None:
    assert texts(
        issued(p("{{ a.items }} {{ a.values }} {{ a.keys }}"), {"a": {"items": "1", "values": "2", "keys": "3"}})
    ) == ["1 2 3"]
    with pytest.raises(RenderError):
        render(compiled(p("{{ a.upper }}")), {"a": "text"}, PROPERTIES)


@dataclass(frozen=True)
class Party:
    name: str

    @property
    def secret(self) -> str:
        raise AssertionError("a property is not a field")


def test_fields_of_dataclasses_are_read_and_nothing_else_of_them() -> None:
    assert texts(issued(p("{{ party.name }}"), {"party": Party("Trust")})) == ["Trust"]
    with pytest.raises(RenderError):
        render(compiled(p("{{ party.secret }}")), {"party": Party("Trust")}, PROPERTIES)


def test_conditions_and_loops_over_paragraphs_leave_no_blank_paragraph() -> None:
    body = (
        p("{%p if a == 'x' %}")
        + p("yes")
        + p("{%p elif a %}")
        + p("maybe")
        + p("{%p else %}")
        + p("no")
        + p("{%p endif %}")
    )
    body += (
        p("{%p for i in items %}")
        + p("{{ loop.index }}. {{ i.name }}{% if not loop.last %};{% endif %}")
        + p("{%p endfor %}")
    )
    template = compiled(body)
    assert texts(render(template, {"a": "x", "items": ({"name": "one"}, {"name": "two"})}, PROPERTIES)) == [
        "yes",
        "1. one;",
        "2. two",
    ]
    assert texts(render(template, {"a": "", "items": ()}, PROPERTIES)) == ["no"]
    assert texts(render(template, {"a": "y", "items": []}, PROPERTIES)) == ["maybe"]


def test_rows_repeat_and_the_header_row_stays() -> None:
    body = table(
        (p("Name"), p("Place")),
        (p("{%tr for r in rows %}"), p()),
        (p("{{ r.name }}"), p("{{ r.place }}")),
        (p("{%tr endfor %}"), p()),
    )
    rendered = issued(body, {"rows": ({"name": "a", "place": "b"}, {"name": "c", "place": "d"})})
    assert [[cell.text for cell in row.cells] for row in opened(rendered).tables[0].rows] == [
        ["Name", "Place"],
        ["a", "b"],
        ["c", "d"],
    ]
    assert len(opened(issued(body, {"rows": ()})).tables[0].rows) == 1


def test_rows_can_be_given_whole() -> None:
    body = table((p("Name"), p("Place")), (p("{{tr rows }}"), p("", run="")))
    rendered = issued(body, {"rows": (("a", "b"), ("c & d", passage(block("e"), inline=True)))})
    assert [[words(each) for each in row.iter(f"{{{W}}}p")] for row in part_of(rendered).iter(f"{{{W}}}tr")] == [
        ["Name", "Place"],
        ["a", "b"],
        ["c & d", "e"],
    ]
    with pytest.raises(RenderError, match="as many values"):
        render(compiled(body), {"rows": (("a",),)}, PROPERTIES)


def test_columns_repeat_and_the_grid_follows() -> None:
    body = table(
        (p("{%tc for c in columns %}"), p("{{ c }}"), p("{%tc endfor %}")),
        (p("{%tc for c in columns %}"), p("{{ c }}!"), p("{%tc endfor %}")),
    )
    rendered = issued(body, {"columns": ("a", "b", "c", "d")})
    assert [[cell.text for cell in row.cells] for row in opened(rendered).tables[0].rows] == [
        ["a", "b", "c", "d"],
        ["a!", "b!", "c!", "d!"],
    ]


def test_a_choice_between_cells_stands_in_one_row_of_a_table_whose_others_have_none() -> None:
    choice = (p('{%tc if level == "all" %}'), p("{{ a }}, dark"), p("{%tc else %}"), p("{{ a }}"), p("{%tc endif %}"))
    body = table((p("Measure"), p("Now")), (p("m"), *choice))
    for level, now in (("all", "9 of 9, dark"), ("some", "9 of 9")):
        rendered = issued(body, {"a": "9 of 9", "level": level})
        assert [[cell.text for cell in row.cells] for row in opened(rendered).tables[0].rows] == [
            ["Measure", "Now"],
            ["m", now],
        ]


def test_a_cell_header_or_text_box_that_would_be_empty_keeps_a_paragraph() -> None:
    gone = p("{%p if a %}") + p("x") + p("{%p endif %}")
    rendered = issued(table((gone, p("{{p b }}"))) + text_box(gone) + p("end"), {"a": False, "b": ""}, header1=gone)
    assert texts(rendered, "word/header1.xml") == [""]
    assert texts(rendered)[-1] == "end"


def test_a_paragraph_tag_gives_its_look_to_ordinary_paragraphs() -> None:
    body = p(
        "{{p x }}",
        properties='<w:pStyle w:val="BodyText"/><w:jc w:val="left"/>',
        run='<w:color w:val="112233"/><w:sz w:val="28"/>',
    )
    rendered = issued(
        body, {"x": (Block("paragraph", (Run("a"), Run("b", bold=True), Run("c", italic=True), Run("d", gap=True))),)}
    )
    paragraph = opened(rendered).paragraphs[0]
    assert paragraph.style is not None
    assert paragraph.style.name == "Body Text"
    assert [(run.text, run.bold, run.italic, run.font.highlight_color is not None) for run in paragraph.runs] == [
        ("a", None, None, False), ("b", True, None, False), ("c", None, True, False), ("d", True, None, True),
    ]  # fmt: skip
    properties = next(part_of(rendered).iter(f"{{{W}}}rPr"))
    assert [child.tag.rpartition("}")[2] for child in properties] == ["color", "sz"]
    marked = list(part_of(rendered).iter(f"{{{W}}}rPr"))[3]
    assert [child.tag.rpartition("}")[2] for child in marked] == ["b", "bCs", "color", "sz", "highlight"]


@pytest.mark.parametrize(
    ("before", "own", "expected"),
    [
        ("", "", ["Heading2", "Heading3"]),
        ("Heading1", "", ["Heading2", "Heading3"]),
        ("Heading2", "", ["Heading3", "Heading4"]),
        ("", "Heading1", ["Heading1", "Heading2"]),
    ],
)
def test_headings_begin_below_the_heading_that_stands_before_them(before: str, own: str, expected: list[str]) -> None:
    body = p("Above", properties=f'<w:pStyle w:val="{before}"/>' if before else "") + p(
        "{{p x }}", properties=f'<w:pStyle w:val="{own}"/>' if own else ""
    )
    rendered = issued(body, {"x": (block("One", "heading"), block("Two", "heading", 1), block("Text"))})
    styles = [each.get(f"{{{W}}}val") for each in part_of(rendered).iter(f"{{{W}}}pStyle")]
    assert styles == [*([before] if before else []), *expected, *(["BodyText"] if own else [])]


def test_a_passage_is_a_content_control_with_a_bookmark_that_holds_its_words() -> None:
    rendered = issued(p("{{p w }}") + p("after"), {"w": passage(block("Title", "heading"), block("Words"))})
    control = next(part_of(rendered).iter(f"{{{W}}}sdt"))
    names = [child.tag.rpartition("}")[2] for child in control[0]]
    assert names == ["alias", "tag", "id"]
    assert [child.get(f"{{{W}}}val") for child in control[0]][:2] == ["Clause 1", "specgen:key1:1:abcdef012345"]
    assert 0 < int(control[0][2].get(f"{{{W}}}val") or 0) < 2**31
    assert [words(each) for each in control.iter(f"{{{W}}}p")] == ["Title", "Words"]
    start, end = next(control.iter(f"{{{W}}}bookmarkStart")), next(control.iter(f"{{{W}}}bookmarkEnd"))
    assert start.get(f"{{{W}}}name") == "sg_key1_1"
    assert start.get(f"{{{W}}}id") == end.get(f"{{{W}}}id")
    assert not list(part_of(rendered).iter(f"{{{W}}}lock"))


def test_a_passage_inside_a_line_is_a_control_inside_the_paragraph() -> None:
    inline = passage(Block("paragraph", (Run("a "), Run("b", bold=True))), inline=True)
    for body in (p("Before {{ w }} after", run="<w:i/>"), p("Before {{r w }} after", run="<w:i/>")):
        rendered = issued(body, {"w": inline})
        assert texts(rendered) == ["Before a b after"]
        control = next(part_of(rendered).iter(f"{{{W}}}sdt"))
        parent = control.getparent()
        assert parent is not None
        assert parent.tag == f"{{{W}}}p"
        assert len(list(part_of(rendered).iter(f"{{{W}}}i"))) == len(
            [run for run in part_of(rendered).iter(f"{{{W}}}r") if run.find(f"{{{W}}}t") is not None]
        )
    assert texts(issued(table((p("{{p w }}"),)), {"w": inline})) == ["a b"]


def test_a_passage_in_a_cell_leaves_the_cell_ending_with_a_paragraph() -> None:
    rendered = issued(table((p("{{p w }}"),)), {"w": passage(block("a"), block("b"))})
    assert texts(rendered) == ["a", "b", ""]


def test_ids_are_unique_and_above_those_of_the_template() -> None:
    held = (
        '<w:sdt><w:sdtPr><w:id w:val="100000005"/></w:sdtPr><w:sdtContent>' + p("{{ i }}") + "</w:sdtContent></w:sdt>"
    )
    marked = '<w:p><w:bookmarkStart w:id="41" w:name="mine"/><w:bookmarkEnd w:id="41"/></w:p>'
    body = (
        marked
        + p("{%p for i in items %}")
        + held
        + p("{%p endfor %}")
        + p("{%p for w in ws %}")
        + p("{{p w }}")
        + p("{%p endfor %}")
    )
    rendered = issued(body, {"items": ("a", "b"), "ws": (passage(block("x"), number=1), passage(block("y"), number=2))})
    ids = [each.get(f"{{{W}}}val") for each in part_of(rendered).iter(f"{{{W}}}id")]
    assert len(set(ids)) == 4
    assert [each.get(f"{{{W}}}id") for each in part_of(rendered).iter(f"{{{W}}}bookmarkStart")] == ["41", "42", "43"]


def test_a_drawing_in_a_loop_gets_an_id_each_time() -> None:
    rendered = issued(p("{%p for i in items %}") + text_box(p("{{ i }}")) + p("{%p endfor %}"), {"items": ("a", "b")})
    assert texts(rendered) == ["", "a", "a", "", "b", "b"]


def test_wording_in_a_text_box_is_marked_once_though_it_stands_there_twice() -> None:
    rendered = issued(text_box(p("{{p w }}")), {"w": passage(block("words"))})
    assert texts(rendered) == ["", "words", "words"]
    assert len(list(part_of(rendered).iter(f"{{{W}}}sdt"))) == 1


def test_an_unfilled_placeholder_or_wording_without_words_is_refused() -> None:
    for value in ((Block("paragraph", (Placeholder("name"),)),), passage()):
        with pytest.raises(RenderError):
            render(compiled(p("{{p x }}")), {"x": value}, PROPERTIES)


def test_several_values_can_follow_each_other_at_one_tag() -> None:
    rendered = issued(
        p("{{p x }}"),
        {"x": (passage(block("a"), number=1), "b\nc", (block("d"),), passage(block("e"), number=2, inline=True))},
    )
    assert texts(rendered) == ["a", "b", "c", "d", "e"]


RECORD = '<record xmlns="urn:specgen:record:1" hash="{}"/>'


def test_the_record_travels_in_a_part_of_its_own_and_the_hash_leaves_it_out() -> None:
    own = {"customXml/item1.xml": "<mine/>", "customXml/item3.xml": "<mine/>"}
    rendered = issued(p("{{ x }}"), {"x": "a"}, PROPERTIES, lambda found, _: RECORD.format(found).encode(), parts=own)
    package, problems = read_package(rendered.data, "out.docx")
    assert package is not None, problems
    assert record_part(package) == "customXml/item4.xml"
    assert package.part("customXml/item4.xml") == RECORD.format(rendered.content_hash).encode()
    assert package_hash(package) == rendered.content_hash
    assert [each.target for each in relationships(package, package.main) if each.type.endswith("/customXml")] == [
        "customXml/item4.xml"
    ]
    assert [each.target for each in relationships(package, "customXml/item4.xml")] == ["customXml/itemProps4.xml"]
    assert content_types(package).of("customXml/itemProps4.xml").endswith("customXmlProperties+xml")


def test_a_document_without_a_record_has_no_place_for_one() -> None:
    rendered = issued(p("{{ x }}"), {"x": "a"})
    package, _ = read_package(rendered.data, "out.docx")
    assert package is not None
    assert record_part(package) is None
    assert package_hash(package) == rendered.content_hash
    assert not [name for name in package.names if name.startswith("customXml/")]


@pytest.mark.parametrize("title", ["A & B <c>", "one\rtwo", "\ue0000\ue000", "”"])
def test_any_text_can_be_a_property(title: str) -> None:
    found = core_properties(EMPTY_CORE, Properties(title=title, subject="\ue000", creator="x"))
    assert properties_faults(parse_xml(found), Properties(title=title, subject="\ue000", creator="x")) == []
    again = core_properties(found, Properties(title="other"))
    assert properties_faults(parse_xml(again), Properties(title="other", subject="\ue000")) == []


def test_properties_are_given_and_nothing_of_the_templates_own_past_is_left() -> None:
    core = (
        "<dc:title>Old {{ x }}</dc:title><dc:creator>Someone</dc:creator>"
        '<dcterms:created xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:type="dcterms:W3CDTF">2019-01-01T00:00:00Z</dcterms:created>'
    )
    properties = Properties(title="New", creator="A board", modified="2026-03-20T00:00:00Z")
    found = opened(issued(p("y"), {"x": "z"}, properties, core=core)).core_properties
    assert (found.title, found.author, found.last_modified_by, found.created) == ("New", "A board", "A board", None)
    assert str(found.modified) == "2026-03-20 00:00:00+00:00"
    untitled = opened(issued(p("y"), {"x": "z"}, Properties(title=""), core=core)).core_properties
    assert (untitled.title, untitled.author) == ("Old z", "Someone")


def test_parts_without_tags_are_the_compressed_bytes_of_the_template() -> None:
    template, source = compiled(p("{{ x }}")), read_package(docx_bytes(p("{{ x }}")), "t")[0]
    rendered = render(template, {"x": "1"}, PROPERTIES)
    package = read_package(rendered.data, "out.docx")[0]
    assert package is not None
    assert source is not None
    for name in ("word/styles.xml", "word/numbering.xml"):
        assert bytes(package.entries[name].packed) == bytes(source.entries[name].packed)
    assert check(rendered) == []


def test_nothing_that_word_refuses_or_asks_about_is_written() -> None:
    rendered = issued(p("{{p x }}"), {"x": (passage(block("a", "number"), block("b", "bullet")), "c")})
    package = read_package(rendered.data, "o")[0]
    assert package is not None
    everything = b"".join(package.part(name) for name in package.names)
    for word in (b"trackChanges", b"updateFields", b"moveFrom", b"stylesWithEffects"):
        assert word not in everything
