"""The page for template authors shows the problems that really come, and names only styles that the templates have."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import cast

import docx
import pytest
from lxml import etree

from specgen.assembly.document_type import read_document_types
from specgen.assembly.names import name_shapes
from specgen.problems import Problem, render_text
from specgen.word.package.ooxml import w
from specgen.word.template.compile import compile_template
from specgen.word.template.names import Shape, check_names

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "template-author.md").read_text(encoding="utf-8")


def faults_of(*paragraphs: str) -> list[Problem]:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    saved = BytesIO()
    made.save(saved)
    template, problems = compile_template(saved.getvalue(), "my-letter/template.docx")
    return (
        problems
        if template is None
        else problems + check_names(template, cast(Mapping[str, Shape], name_shapes(False)))
    )


@pytest.mark.parametrize(
    ("mark", "paragraphs"),
    [
        ("faults", ("Contract {{ contract.referense }}", "Premises: {{ service.premises }}")),
        ("broken", ("Dear {{ provider.name", "{{ provider.name | upper }}", "For {{p item.wording }} only")),
    ],
)
def test_the_problems_shown_are_the_problems_that_come(mark: str, paragraphs: tuple[str, ...]) -> None:
    shown = re.search(rf"<!-- {mark} -->\n```text\n(.*?)\n```", PAGE, re.DOTALL)
    assert shown is not None
    assert shown[1] == "\n".join(render_text(problem) for problem in faults_of(*paragraphs))


def test_the_example_of_type_yaml_is_a_document_type(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    folder = tmp_path / "board-summary"
    folder.mkdir()
    (folder / "type.yaml").write_text(example[1], encoding="utf-8")
    (folder / "template.docx").write_bytes(b"")
    types, problems = read_document_types(tmp_path)
    assert problems == [] and [(kind.per, kind.when, kind.order) for kind in types] == [("service", "chosen", 80)]


def test_every_style_of_the_templates_is_explained() -> None:
    with zipfile.ZipFile(ROOT / "templates" / "drafting-note" / "template.docx") as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
    named = [
        name.get(w("val"), "")
        for style in styles.iter(w("style"))
        if style.get(w("default")) is None and (name := style.find(w("name"))) is not None
    ]
    table = PAGE[PAGE.index("| style |") : PAGE.index("The code knows only")]
    ranges = r"(Heading|List Number|List Bullet) \d"
    missing = [
        name
        for name in named
        if name.casefold() not in table.casefold() and not re.fullmatch(ranges, name, re.IGNORECASE)
    ]
    assert missing == ["Template Tag"] and "*Template Tag*" in PAGE
