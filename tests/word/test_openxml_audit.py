"""A second opinion on what is written: openxml-audit, which knows the schemas of the Open XML SDK."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator
from tests.word.making import block, issued, p, passage, table

from specgen.word.package.properties import Properties
from specgen.wording.wording import Block, Run

# The small packages of these tests leave out what every file of Word's own has, and no rule of the schema asks for.
_OPTIONAL = ("fontTable' is missing", "theme' is missing", "settings' is missing", "webSettings' is missing")

WORDING = (
    block("Title", "heading"),
    Block(
        "paragraph",
        (Run("plain "), Run("bold", bold=True), Run(" both", bold=True, italic=True), Run("[GAP]", gap=True)),
    ),
    block("one", "number"),
    block("deeper", "number", 1),
    block("a bullet", "bullet", 2),
    block("two", "number"),
    block("a", "bullet"),
    block("b", "bullet", 3),
)
LOOK = '<w:color w:val="112233"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-GB"/>'


@pytest.mark.parametrize(
    ("body", "values"),
    [
        (
            p("{{p w }}", properties='<w:pStyle w:val="BodyText"/><w:spacing w:after="120"/>', run=LOOK),
            {"w": passage(*WORDING)},
        ),
        (p("{{p w }}", run=LOOK), {"w": WORDING}),
        (p("Before {{ w }} after", run=LOOK), {"w": passage(WORDING[1], inline=True)}),
        (p("Before {{r w }} after", run=LOOK), {"w": passage(WORDING[1], inline=True)}),
        (table((p("{{p w }}"), p("{{ x }}"))) + p("end"), {"w": passage(*WORDING), "x": "a\nb\tc & d"}),
        (
            table((p("{%tr for r in rows %}"),), (p("{{ r }}"),), (p("{%tr endfor %}"),)) + p("end"),
            {"rows": ("a", "b")},
        ),
        (table((p("{%tc for r in rows %}"), p("{{ r }}"), p("{%tc endfor %}"))) + p("end"), {"rows": ("a", "b", "c")}),
    ],
)
def test_a_written_document_is_valid(body: str, values: dict[str, object], tmp_path: Path) -> None:
    properties = Properties(
        title="T", subject="S", creator="C", category="G", keywords="K", description="D", created="2026-03-20T00:00:00Z"
    )
    record = b'<record xmlns="urn:specgen:record:1"/>'
    file = tmp_path / "out.docx"
    file.write_bytes(issued(body, values, properties, lambda *_: record).data)
    found = [str(error) for error in OpenXmlValidator().validate(str(file)).errors]
    assert [error for error in found if not any(each in error for each in _OPTIONAL)] == []
