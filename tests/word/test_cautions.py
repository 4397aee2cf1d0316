"""What a template carries into every document unseen is cautioned against, and stops nothing."""

from __future__ import annotations

import pytest
from tests.word.making import NAMES, OFFICE, docx_bytes, p, zipped
from tests.word.test_package import parts_of

from specgen.word.template.compile import compile_template


def with_settings(settings: str, relationships: str = "") -> bytes:
    parts = parts_of(
        docx_bytes(p("{{ a }}"), parts={"word/settings.xml": f"<w:settings {NAMES}>{settings}</w:settings>"})
    )
    related = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="s" Type="{OFFICE}/settings" Target="settings.xml"/></Relationships>'.encode(),
    )
    own = {
        "word/_rels/settings.xml.rels": f"<Relationships "
        f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relationships}</Relationships>"
    }
    return zipped({**parts, "word/_rels/document.xml.rels": related, **own})


ATTACHED = (
    f'<Relationship Id="t" Type="{OFFICE}/attachedTemplate" Target="file:///C:/Users/Jo/Mine.dotm" '
    f'TargetMode="External"/>'
)


@pytest.mark.parametrize(
    ("data", "slugs"),
    [
        (with_settings(""), []),
        (with_settings("<w:updateFields/>"), ["template-asks"]),
        (with_settings('<w:updateFields w:val="false"/>'), []),
        (with_settings("", ATTACHED), ["template-path"]),
        (
            docx_bytes(p("{{ a }}"), comments=f'<w:comment w:id="1" w:author="A">{p("why?")}</w:comment>'),
            ["template-comments"],
        ),
        (docx_bytes(p("{{ a }}"), comments=""), []),
    ],
)
def test_a_template_with_something_unseen_compiles_with_a_caution(data: bytes, slugs: list[str]) -> None:
    template, problems = compile_template(data, "t.docx")
    assert template is not None
    assert [(problem.slug, problem.severity) for problem in problems] == [(slug, "warning") for slug in slugs]
