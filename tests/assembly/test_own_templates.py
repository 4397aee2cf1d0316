"""What an organisation may do with templates in Word, without Python: restyle one, or add a document type."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
from docx.shared import Pt
from lxml import etree
from tests.golden.test_outlines import HERE, ROOT, golden_pack

from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.pack import Document, Pack, assemble
from specgen.assembly.page import page_values
from specgen.contract.read import read_contract
from specgen.library.read import read_library
from specgen.problems import Problem
from specgen.word.package.ooxml import w
from specgen.word.package.properties import Properties
from specgen.word.template.compile import compile_template
from specgen.word.template.gate import check
from specgen.word.template.render import Rendered, render


def built(template: bytes, pack: Pack, document: Document) -> tuple[Rendered, list[Problem]]:
    compiled, problems = compile_template(template, "template.docx")
    assert compiled is not None, problems
    made = render(compiled, page_values(pack, document), Properties(title=document.title))
    assert check(made) == []
    return made, problems


def test_a_template_that_was_restyled_prints_the_same_words_in_the_new_style() -> None:
    pack, _ = golden_pack()
    document = pack.documents[0]
    shipped = document.type.template.read_bytes()
    template = docx.Document(BytesIO(shipped))
    for name, font, size in (("Normal", "Verdana", 13), ("Heading 1", "Georgia", 20), ("List Number", "Georgia", 14)):
        template.styles[name].font.name = font
        template.styles[name].font.size = Pt(size)
    restyled = BytesIO()
    template.save(restyled)

    before, _ = built(shipped, pack, document)
    after, problems = built(restyled.getvalue(), pack, document)
    assert problems == []
    assert dict(after.texts) == dict(before.texts)
    styles = {style.name: style for style in docx.Document(BytesIO(after.data)).styles}
    assert (styles["Heading 1"].font.name, styles["Heading 1"].font.size) == ("Georgia", Pt(20))


def test_a_heading_moved_down_a_level_in_word_takes_the_clauses_headings_with_it() -> None:
    pack, _ = golden_pack()
    document = pack.documents[0]
    template = docx.Document(BytesIO(document.type.template.read_bytes()))
    for paragraph in template.paragraphs:
        if paragraph.style is not None and paragraph.style.name == "Heading 1":
            paragraph.style = template.styles["Heading 2"]
    saved = BytesIO()
    template.save(saved)
    made, _ = built(saved.getvalue(), pack, document)
    with zipfile.ZipFile(BytesIO(made.data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    headings = [
        str(style.get(w("val"))) for style in body.iter(w("pStyle")) if str(style.get(w("val"))).startswith("Heading")
    ]
    assert headings == ["Heading2", "Heading3", "Heading3", "Heading3", "Heading2"]


def test_a_folder_with_type_yaml_and_template_docx_is_a_document_type(tmp_path: Path) -> None:
    folder = tmp_path / "cover-letter"
    folder.mkdir()
    (folder / "type.yaml").write_text(
        "title: Cover letter\nper: contract\nwhen: always\nname: Cover letter\norder: 5\n", encoding="utf-8"
    )
    letter = docx.Document()
    letter.add_heading("Contract {{ contract.reference }}", level=1)
    for text in (
        "{%p for service in services %}",
        "{{ service.number }}: {{ service.name }}",
        "{%p endfor %}",
        "To {{ provider.name }}",
    ):
        letter.add_paragraph(text)
    letter.save(str(folder / "template.docx"))

    types, faults = read_document_types(tmp_path)
    assert faults == []
    contract, faults = read_contract((HERE / "contract.yaml").read_bytes(), "contract.yaml")
    assert contract is not None and faults == []
    pack, _ = assemble(contract, read_library(HERE / "clauses")[0], read_editions(ROOT / "editions")[0], types)
    assert pack is not None
    (document,) = pack.documents
    assert document.file_name == "GLD-01 - Cover letter.docx"
    made, _ = built(document.type.template.read_bytes(), pack, document)
    assert made.texts["word/document.xml"].split("\n")[1:] == [
        "Contract GLD-01",
        "01: Back pain service",
        "02: Neck pain service",
        "To Hill & Dale Trust",
    ]
