"""Compiling a template: everything that is wrong with it is found before any value is seen, with part and paragraph."""

from __future__ import annotations

import re

import pytest
from tests.word.making import (
    NUMBERING,
    PROPERTIES,
    STYLES,
    block,
    compiled,
    docx_bytes,
    faults_of,
    issued,
    p,
    passage,
    split,
    style,
    table,
    text_box,
    texts,
    zipped,
)
from tests.word.test_package import parts_of
from tests.work import calls

from specgen.problems import Problem
from specgen.word.template.compile import compile_template
from specgen.word.template.names import Shape, check_names
from specgen.word.template.render import render


def only_fault(body: str, **more: str) -> tuple[str, str, str]:
    problems = faults_of(body, **more)
    assert len(problems) == 1, problems
    return problems[0].slug, problems[0].location.part or "", problems[0].location.paragraph or ""


def test_a_plain_template_compiles_and_tells_its_names() -> None:
    template = compiled(
        p("{{ contract.reference }}") + p("{%p for item in items %}") + p("{{ item.title }}") + p("{%p endfor %}")
    )
    assert [(use.written, use.path, use.role) for use in template.names] == [
        ("contract.reference", ("contract", "reference"), "text"),
        ("items", ("items",), "each"),
        ("item.title", ("items", "[]", "title"), "text"),
    ]
    assert template.names[2].part == "word/document.xml"
    assert template.names[2].paragraph == "{{ item.title }}"


def test_a_tag_split_over_runs_is_one_tag_and_the_runs_keep_their_looks() -> None:
    rendered = issued(split("before {", "{ na", "me }", "} after"), {"name": "A & B"})
    assert texts(rendered) == ["before A & B after"]


def test_typographic_quotes_of_word_are_read_as_quotes() -> None:
    rendered = issued(p("{% if kind == “a” %}yes{% else %}no{% endif %}"), {"kind": "a"})
    assert texts(rendered) == ["yes"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("{{ name|upper }}", "tag-not-allowed"),
        ("{{ name.upper() }}", "tag-not-allowed"),
        ("{{ range(10) }}", "tag-not-allowed"),
        ("{{ a[0] }}", "tag-not-allowed"),
        ("{{ 'a' * 300000000 }}", "tag-not-allowed"),
        ("{{ a + b }}", "tag-not-allowed"),
        ("{{ a ~ b }}", "tag-not-allowed"),
        ("{{ a if b else c }}", "tag-not-allowed"),
        ("{{ a is defined }}", "tag-not-allowed"),
        ("{{ _a }}", "tag-not-allowed"),
        ("{{ a.__class__ }}", "tag-not-allowed"),
        ("{{ self }}", "tag-not-allowed"),
        ("{{ loop.index }}", "tag-not-allowed"),
        ("{{ a b }}", "tag-syntax"),
        ("{{ a. }}", "tag-syntax"),
        ("{{ }}", "tag-empty"),
        ("{% set a = 1 %}", "tag-not-allowed"),
        ("{% include 'x' %}", "tag-not-allowed"),
        ("{% macro a() %}{% endmacro %}", "tag-not-allowed"),
        ("{% raw %}{% endraw %}", "tag-not-allowed"),
        ("{% autoescape false %}{% endautoescape %}", "tag-not-allowed"),
        ("{% for a in b recursive %}{% endfor %}", "tag-not-allowed"),
        ("{% for a in b if a %}{% endfor %}", "tag-not-allowed"),
        ("{% for a, c in b %}{% endfor %}", "tag-not-allowed"),
        ("{% colspan 2 %}", "tag-not-allowed"),
        ("{%- if a %}x{% endif %}", "tag-not-allowed"),
        ("{% if a -%}x{% endif %}", "tag-not-allowed"),
        ("{# a comment #}", "tag-not-allowed"),
        ("{{ a", "tag-not-closed"),
        ("a }}", "tag-not-closed"),
        ("{% if a %}x", "tag-not-paired"),
        ("x{% endif %}", "tag-not-paired"),
        ("{% for a in b %}x{% endif %}", "tag-not-paired"),
        ("{{ " + "a." * 160 + "b }}", "tag-not-allowed"),
        ("{{ " + "(" * 50 + "a" + ")" * 50 + " }}", "tag-not-allowed"),
        ("{{ " + "not " * 60 + "a }}", "tag-not-allowed"),
    ],
)
def test_what_a_template_may_not_use_is_a_problem_at_its_paragraph(text: str, slug: str) -> None:
    problems = faults_of(p("Good words") + p(f"Start {text}") + p("{{ good }}"))
    assert {problem.slug for problem in problems} == {slug}
    assert {problem.location.paragraph for problem in problems} == {" ".join(f"Start {text}".split())}
    assert {problem.location.part for problem in problems} == {"word/document.xml"}
    assert all(problem.message and problem.location.file == "template.docx" for problem in problems)


def test_faults_of_all_parts_come_out_together() -> None:
    problems = faults_of(
        p("{{ a|b }}") + p("{{ c() }}"),
        header1=p("{{ d"),
        footnotes=f'<w:footnote w:id="2">{p("{% set x = 1 %}")}</w:footnote>',
    )
    assert [(problem.location.part, problem.location.paragraph) for problem in problems] == [
        ("word/document.xml", "{{ a|b }}"),
        ("word/document.xml", "{{ c() }}"),
        ("word/footnotes.xml", "{% set x = 1 %}"),
        ("word/header1.xml", "{{ d"),
    ]


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        (p("Words {%p if a %}") + p("x") + p("{%p endif %}"), "Words"),
        (p("{%p if a %}", properties="<w:sectPr/>") + p("x") + p("{%p endif %}"), "section break"),
        (
            '<w:p><w:bookmarkStart w:id="1" w:name="here"/><w:r><w:t>{{p a }}</w:t></w:r><w:bookmarkEnd '
            'w:id="1"/></w:p>',
            "bookmark",
        ),
        ("<w:p><w:r><w:t>{{p a }}</w:t><w:br/></w:r></w:p>", "line break"),
        (table((p("{%tr for r in rows %}"), p("lost"))) + table((p("{%tr endfor %}"), p())), "lost"),
        (table((p("{%tc if a %}") + p("lost"), p("{%tc endif %}"))), "lost"),
    ],
)
def test_what_would_vanish_with_a_tags_paragraph_row_or_cell_is_a_problem(body: str, lost: str) -> None:
    problems = faults_of(body)
    assert problems[0].slug == "tag-not-alone"
    assert lost in problems[0].message


@pytest.mark.parametrize(
    "body",
    [
        p("{% if a %}x") + p("y{% endif %}"),
        p("{%p if a %}") + table((p("{%p endif %}"),)),
        p("{%p if a %}") + p("x") + p("{% endif %}"),
        table((p("{%tr for r in rows %}"),)) + table((p("{%tr endfor %}"),)),
        (
            '<w:p><w:r><w:t>{% if a %}</w:t></w:r><w:hyperlink r:id="rstyles"><w:r><w:t>x{% endif %}</w:t></w:r>'
            "</w:hyperlink></w:p>"
        ),
    ],
)
def test_a_condition_that_opens_in_one_place_and_closes_in_another_is_a_problem(body: str) -> None:
    assert faults_of(body)[0].slug == "tag-not-paired"


@pytest.mark.parametrize(
    "body",
    [
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "{{ a }}"</w:instrText>'
            '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        ),
        text_box(p("x")).replace('name="Box"', 'name="{{ a }}"'),
        '<w:sdt><w:sdtPr><w:id w:val="5"/><w:dataBinding w:xpath="/x" w:storeItemID="{A}"/></w:sdtPr><w:sdtContent>'
        + p("{{ a }}")
        + "</w:sdtContent></w:sdt>",
    ],
)
def test_a_tag_where_no_value_can_be_filled_in_is_a_problem(body: str) -> None:
    assert faults_of(body)[0].slug == "tag-out-of-place"


def test_a_tag_in_a_part_that_holds_no_text_is_a_problem() -> None:
    assert only_fault(p("x"), styles=STYLES + style("x", "{{ a }}"))[:2] == ("tag-out-of-place", "word/styles.xml")


def test_tracked_changes_in_a_template_are_a_problem() -> None:
    body = p("{{ a }}") + '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'
    assert only_fault(body)[0] == "template-tracked"


def test_a_tag_broken_by_a_line_break_is_a_problem() -> None:
    assert only_fault("<w:p><w:r><w:t>{{ a</w:t><w:br/><w:t>b }}</w:t></w:r></w:p>")[0] == "tag-broken"


def test_a_template_without_a_style_that_blocks_need_is_a_problem() -> None:
    bare = STYLES.replace('w:val="List Number"', 'w:val="Numbered"').replace('w:val="heading 2"', 'w:val="Second"')
    problems = faults_of(p("{{p a }}"), styles=bare)
    assert {problem.slug for problem in problems} == {"template-style"}
    assert [re.findall("“(.+?)”", problem.message)[0] for problem in problems] == ["List Number", "heading …"]
    assert faults_of(p("{{ a }}"), styles=bare) == []


def test_list_styles_with_one_level_each_serve_when_there_are_four_of_them() -> None:
    single = re.sub(r'(<w:lvl w:ilvl="[1-3]".*?</w:lvl>)', "", NUMBERING)
    assert {problem.slug for problem in faults_of(p("{{p a }}"), numbering=single)} == {"template-style"}
    more = "".join(
        style(f"{kind}{n}", f"{name} {n}", f'<w:pPr><w:numPr><w:numId w:val="{num}"/></w:numPr></w:pPr>')
        for kind, name, num in (("LN", "List Number", 1), ("LB", "List Bullet", 2))
        for n in (2, 3, 4)
    )
    assert faults_of(p("{{p a }}"), numbering=single, styles=STYLES + more) == []


def test_an_issued_document_is_not_taken_for_a_template() -> None:
    record = {"customXml/item1.xml": '<record xmlns="urn:specgen:record:1"/>'}
    assert only_fault(p("x"), parts=record)[0] == "template-issued"  # type: ignore[arg-type]


def test_what_may_stand_only_once_is_a_problem_inside_a_loop() -> None:
    loop = (
        p("{%p for a in b %}")
        + '<w:p><w:bookmarkStart w:id="1" w:name="here"/><w:bookmarkEnd w:id="1"/></w:p>'
        + p("{%p endfor %}")
    )
    assert only_fault(loop)[0] == "tag-repeats"


def test_the_bookmark_that_word_leaves_where_one_was_typing_is_no_trouble() -> None:
    loop = (
        p("{%p for a in b %}").replace(
            "<w:r>", '<w:bookmarkStart w:id="9" w:name="_GoBack"/><w:bookmarkEnd w:id="9"/><w:r>'
        )
        + p("x")
        + p("{%p endfor %}")
    )
    assert texts(issued(loop, {"b": ("1", "2")})) == ["x", "x"]


def test_a_broken_template_is_refused_with_its_fault() -> None:
    missing = p("x").replace("<w:p>", '<w:p><w:hyperlink r:id="rId99"><w:r><w:t>y</w:t></w:r></w:hyperlink>')
    assert "rId99" in faults_of(missing)[0].message
    assert "NoSuchStyle" in faults_of(p("x", properties='<w:pStyle w:val="NoSuchStyle"/>'))[0].message
    template, problems = compile_template(
        zipped({**parts_of(docx_bytes(p("x"))), "word/document.xml": "<w:document"}), "t.docx"
    )
    assert template is None
    assert problems[0].location.part == "word/document.xml"


SHAPE: dict[str, Shape] = {
    "contract": {"reference": "text", "signed": "flag", "parties": [{"name": "text"}]},
    "items": [{"title": "text", "wording": "passage", "text": "blocks"}],
    "open": "any",
}


def test_misspelt_names_are_reported_together_with_their_paragraphs_and_the_likely_name() -> None:
    body = (
        p("Ref {{ contract.referense }}")
        + p("{%p for item in items %}")
        + p("Title {{ item.titel }}")
        + p("{%p endfor %}")
        + p("{{ item.title }}")
    )
    problems = check_names(compiled(body, header1=p("Page of {{ contrakt.reference }}")), SHAPE)
    assert [(problem.location.part, problem.location.paragraph, problem.suggestion) for problem in problems] == [
        ("word/document.xml", "Ref {{ contract.referense }}", "reference"),
        ("word/document.xml", "Title {{ item.titel }}", "title"),
        ("word/document.xml", "{{ item.title }}", "items"),
        ("word/header1.xml", "Page of {{ contrakt.reference }}", "contract"),
    ]
    assert {problem.slug for problem in problems} == {"unknown-name"}


@pytest.mark.parametrize(
    "text",
    [
        "{{ items }}",
        "{{ contract }}",
        "{{ contract.signed }}",
        ("{% for a in contract.reference %}{% endfor %}"),
        "{{ contract.reference.length }}",
        "{% for i in items %}{{ i.text }}{% endfor %}",
    ],
)
def test_a_name_that_cannot_stand_where_it_does_is_a_problem(text: str) -> None:
    problems = check_names(compiled(p(text)), SHAPE)
    assert len(problems) == 1
    assert problems[0].slug in ("name-misused", "unknown-name")


def test_names_that_are_known_are_no_problem() -> None:
    body = p("{{ contract.reference }}{% if contract.signed and open.x.y == 3 %}x{% endif %}") + p(
        "{%p for item in items %}"
    )
    body += (
        p("{{p item.wording }}")
        + p("{{p item.text }}")
        + p("{{p item.title }}")
        + p("{{ item.wording }} {{ loop.index }}")
        + p("{%p endfor %}")
    )
    assert check_names(compiled(body), SHAPE) == []


@pytest.mark.parametrize(
    ("body", "slugs"),
    [
        (
            "".join(p("{%p if a %}") for _ in range(500)) + p("x") + "".join(p("{%p endif %}") for _ in range(500)),
            {"tag-not-allowed"},
        ),
        ("".join(p("{{ a }}") for _ in range(2001)), {"template-too-large"}),
        (p("{{" * 50_000), {"tag-not-allowed", "tag-not-closed"}),
        (p("{" * 100_000), {"tag-not-allowed", "tag-not-closed"}),
        ("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400, {"damaged-file"}),
    ],
    ids=["tags within tags", "thousands of tags", "tags that are opened", "braces", "deep nesting"],
)
def test_hostile_templates_are_refused_with_work_that_grows_no_faster_than_they_do(body: str, slugs: set[str]) -> None:
    problems: list[Problem] = []
    assert calls(lambda: problems.extend(faults_of(body))) <= 10 * len(body)
    assert problems[0].slug in slugs


def test_one_template_serves_many_documents() -> None:
    template = compiled(p("{{ a }}") + p("{{p w }}"))
    first = render(template, {"a": "one", "w": passage(block("secret"))}, PROPERTIES)
    second = render(template, {"a": "two", "w": (block("plain"),)}, PROPERTIES)
    assert texts(first) == ["one", "secret"]
    assert texts(second) == ["two", "plain"]
    assert b"secret" not in parts_of(second.data)["word/document.xml"]
