"""A clause that was put in and then altered: `insert` and `review` read it with the same eyes and both say so."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from specgen.cli.main import run
from specgen.word.package.ooxml import MC, W, w

SPECIFICATION = Path(__file__).parents[2] / "docs" / "respiratory-specification.docx"
CLAUSE = "shared-decision-making/specification/national"
TRACKED = ("--author", "Ada Shah", "--date", "2026-05-04")
NAMES = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
SHAPES = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
ARIAL = "".join(f'<w:sym w:font="Arial" w:char="{ord(letter):04X}"/>' for letter in " if it so wishes")
ALTERED = {
    "words": "<w:r><w:t> if it so wishes</w:t></w:r>",
    "an equation": "<m:oMath><m:r><m:t> if it so wishes</m:t></m:r></m:oMath>",
    "signs of a plain font": f"<w:r>{ARIAL}</w:r>",
    "a sign of Symbol": '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>',
    "a sign of Wingdings": '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>',
    "a simple field": '<w:fldSimple w:instr="QUOTE x"><w:r><w:t> if it so wishes</w:t></w:r></w:fldSimple>',
    "a tag of Word's": '<w:smartTag w:element="x"><w:r><w:t> if it so wishes</w:t></w:r></w:smartTag>',
    "a footnote": '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "a date that is computed": "<w:r><w:dayLong/></w:r>",
    "the one of two alternatives that is shown": (
        f'<w:r><mc:AlternateContent><mc:Choice {SHAPES} Requires="wps"><w:t> if it so wishes</w:t></mc:Choice>'
        "<mc:Fallback/></mc:AlternateContent></w:r>"
    ),
    "words above words": ("<w:r><w:ruby><w:rt><w:r><w:t>not</w:t></w:r></w:rt><w:rubyBase/></w:ruby></w:r>"),
    "a tab set to the margin": '<w:r><w:ptab w:relativeTo="margin" w:alignment="left" w:leader="none"/></w:r>',
    "struck letters without a mark": "<w:r><w:delText> if it so wishes</w:delText></w:r>",
}


@pytest.fixture(scope="module")
def put_in(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The specification with the clause in it, nothing tracked."""
    out = tmp_path_factory.mktemp("host") / "in.docx"
    command = [
        "insert",
        str(SPECIFICATION),
        "-o",
        str(out),
        "--clause",
        CLAUSE,
        "--set",
        "sdm_cohort=asthma",
        "--plain",
    ]
    assert run(command) == 0
    return out.read_bytes()


def altered(data: bytes, added: str) -> bytes:
    """The document with something at the end of the clause's last paragraph."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                (control,) = (each for each in root.iter(w("sdt")) if each.find(f"{w('sdtPr')}/{w('tag')}") is not None)
                list(control.iter(w("p")))[-1].extend(etree.fromstring(f"<x {NAMES}>{added}</x>"))
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, part)
    return held.getvalue()


@pytest.mark.parametrize("how", ALTERED)
def test_a_clause_that_was_altered_is_altered_for_both(
    how: str, put_in: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "altered.docx").write_bytes(altered(put_in, ALTERED[how]))
    command = ["insert", "altered.docx", "-o", "out.docx", "--clause", CLAUSE, "--set", "sdm_cohort=asthma", *TRACKED]
    run(command)
    said = capsys.readouterr()
    assert "Stands there already" not in said.out and "edited-by-hand" in said.err
    assert run(["review", "altered.docx"]) == 1
    assert "changed without tracking" in capsys.readouterr().out


def test_a_clause_that_stands_as_it_was_put_in_does_so_for_both(
    put_in: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept.docx").write_bytes(altered(put_in, "<w:proofErr w:type='spellEnd'/>"))
    command = ["insert", "kept.docx", "-o", "out.docx", "--clause", CLAUSE, "--set", "sdm_cohort=asthma", *TRACKED]
    assert run(command) == 0
    assert "edited-by-hand" not in capsys.readouterr().err
    run(["review", "kept.docx"])
    assert "changed without tracking" not in capsys.readouterr().out
