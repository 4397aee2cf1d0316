"""Lists restart where a list starts: the printed labels, not the ids."""

from __future__ import annotations

import re

from tests.word.labels import labels
from tests.word.making import NUMBERING, PROPERTIES, STYLES, W, block, compiled, issued, p, part_of, passage, style

from specgen.word.template.render import render
from specgen.wording.wording import Block


def printed(*blocks: Block) -> list[str]:
    return [label for label, _ in labels(issued(p("{{p x }}"), {"x": blocks}))]


def n(level: int = 0) -> Block:
    return block("item", "number", level)


def b(level: int = 0) -> Block:
    return block("item", "bullet", level)


TEXT = block("text")


def test_a_list_counts_and_a_list_after_a_paragraph_begins_again() -> None:
    assert printed(n(), n(), TEXT, n(), n(), n()) == ["1.", "2.", "", "1.", "2.", "3."]


def test_nested_numbers_begin_again_under_each_item_and_the_outer_list_goes_on() -> None:
    assert printed(n(), n(1), n(1), n(), n(1), n(2), n(2), n(1), n()) == [
        "1.",
        "(a)",
        "(b)",
        "2.",
        "(a)",
        "(i)",
        "(ii)",
        "(b)",
        "3.",
    ]


def test_numbers_under_bullets_begin_again_under_each_bullet() -> None:
    assert printed(b(), n(1), n(1), b(), n(1)) == ["•", "(a)", "(b)", "•", "(a)"]


def test_a_bullet_between_nested_numbers_ends_their_list() -> None:
    assert printed(n(), n(1), b(1), n(1), n(), n(1)) == ["1.", "(a)", "•", "(a)", "2.", "(a)"]


def test_bullets_under_numbers_leave_the_numbers_alone() -> None:
    assert printed(n(), b(1), b(2), n(), b(1), n()) == ["1.", "•", "•", "2.", "•", "3."]


def test_each_passage_has_lists_of_its_own() -> None:
    rendered = issued(
        p("{%p for w in ws %}") + p("{{p w }}") + p("{%p endfor %}"),
        {"ws": tuple(passage(n(), n(), number=k) for k in range(3))},
    )
    assert [label for label, _ in labels(rendered)] == ["1.", "2."] * 3


def test_a_list_of_the_template_itself_is_not_disturbed() -> None:
    own = p("own", properties='<w:pStyle w:val="ListNumber"/>')
    rendered = issued(own + p("{{p x }}") + own, {"x": (n(), n())})
    assert [label for label, _ in labels(rendered)][:3] == ["1.", "1.", "2."]


def test_only_as_many_lists_are_added_as_are_used_and_the_same_count_gives_the_same_part() -> None:
    template = compiled(p("{{p x }}"))
    for count in (0, 1, 3):
        rendered = render(template, {"x": tuple([n(), TEXT] * count)}, PROPERTIES)
        assert len(list(part_of(rendered, "word/numbering.xml").iter(f"{{{W}}}num"))) == 2 + count


def test_added_lists_come_after_the_abstract_ones_and_before_what_must_follow() -> None:
    odd = NUMBERING.replace("</w:numbering>", '<w:numIdMacAtCleanup w:val="2"/></w:numbering>')
    rendered = issued(p("{{p x }}"), {"x": (n(),)}, numbering=odd)
    names = [each.tag.rpartition("}")[2] for each in part_of(rendered, "word/numbering.xml")]
    assert names == ["abstractNum", "abstractNum", "num", "num", "num", "numIdMacAtCleanup"]


def test_a_list_begins_where_the_template_says_it_begins() -> None:
    rendered = issued(
        p("{{p x }}"),
        {"x": (n(), TEXT, n())},
        numbering=NUMBERING.replace('<w:start w:val="1"/>', '<w:start w:val="5"/>', 1),
    )
    assert [label for label, _ in labels(rendered)] == ["5.", "", "5."]


def test_a_style_and_list_for_each_level_serve_as_well() -> None:
    single = re.sub(r'(<w:lvl w:ilvl="[1-3]".*?</w:lvl>)', "", NUMBERING)
    extra, styles, nums = "", "", ""
    for level in (2, 3, 4):
        for base, name, num in ((10, "List Number", "0"), (20, "List Bullet", "1")):
            number = base + level
            found = re.search(rf'<w:abstractNum w:abstractNumId="{num}">.*?</w:abstractNum>', single)
            assert found is not None
            extra += (
                found[0]
                .replace(f'w:abstractNumId="{num}"', f'w:abstractNumId="{number}"')
                .replace("<w:pStyle", "<w:pStyle")
                .replace('w:val="ListNumber"', f'w:val="S{number}"')
                .replace('w:val="ListBullet"', f'w:val="S{number}"')
            )
            nums += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
            styles += style(
                f"S{number}", f"{name} {level}", f'<w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr>'
            )
    numbering = single.replace('<w:num w:numId="1">', extra + '<w:num w:numId="1">', 1).replace(
        "</w:numbering>", nums + "</w:numbering>"
    )
    rendered = issued(
        p("{{p x }}"), {"x": (n(), n(1), n(1), n(), n(1), b(1), n(1))}, numbering=numbering, styles=STYLES + styles
    )
    assert [label for label, _ in labels(rendered)] == ["1.", "1.", "2.", "2.", "1.", "•", "1."]
