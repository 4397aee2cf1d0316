"""`specgen redline`, as a user runs it."""

import json
from pathlib import Path

import docx
import pytest
from tests.word.making import docx_bytes, p

from specgen.cli.main import run
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.document.revisions import read_revisions
from specgen.word.package.package import read_package

STAMP = ["--author", "Ada Shah", "--date", "2026-05-04"]


def written(path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def words_of(xml: bytes) -> list[str]:
    from lxml import etree

    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return [
        "".join(text.text or "" for text in paragraph.iter(f"{space}t"))
        for paragraph in etree.fromstring(xml).iter(f"{space}p")
    ]


def test_a_redline_accepts_to_the_new_document_and_rejects_to_the_old(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = written(tmp_path / "old.docx", "The Provider must reply within 5 days.", "It stays.")
    new = written(tmp_path / "new.docx", "The Provider must reply within 10 days.", "It stays.", "It is new.")
    out = tmp_path / "redline.docx"
    assert run(["redline", str(old), str(new), "-o", str(out), *STAMP]) == 0
    assert "proved both ways" in capsys.readouterr().out
    package, problems = read_package(out.read_bytes(), "redline.docx")
    assert package is not None, problems
    body = package.part(package.main)
    assert words_of(accept_all(body)) == ["The Provider must reply within 10 days.", "It stays.", "It is new."]
    assert words_of(reject_all(body)) == ["The Provider must reply within 5 days.", "It stays."]
    assert {(revision.author, revision.date) for revision in read_revisions(package)[0]} == {
        ("Ada Shah", "2026-05-04T00:00:00Z")
    }


def test_a_side_with_tracked_changes_is_refused_by_name_unless_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = written(tmp_path / "old.docx", "One.")
    new = written(tmp_path / "new.docx", "Two.")
    tracked = tmp_path / "tracked.docx"
    assert run(["redline", str(old), str(new), "-o", str(tracked), *STAMP]) == 0
    assert run(["redline", str(tracked), str(new), "-o", str(tmp_path / "b.docx"), *STAMP]) == 1
    assert "tracked.docx" in capsys.readouterr().err
    assert not (tmp_path / "b.docx").exists()
    assert run(["redline", str(tracked), str(new), "-o", str(tmp_path / "b.docx"), *STAMP, "--existing", "reject"]) == 0


def test_a_file_that_is_there_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = written(tmp_path / "old.docx", "One."), written(tmp_path / "new.docx", "Two.")
    (tmp_path / "out.docx").write_bytes(b"mine")
    assert run(["redline", str(old), str(new), "-o", str(tmp_path / "out.docx"), *STAMP]) == 1
    assert (tmp_path / "out.docx").read_bytes() == b"mine"
    assert "file-exists" in capsys.readouterr().err


def test_json_says_what_was_written_and_how_many_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = written(tmp_path / "old.docx", "One."), written(tmp_path / "new.docx", "Two.")
    assert run(["redline", str(old), str(new), "-o", str(tmp_path / "out.docx"), *STAMP, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["written"] == str(tmp_path / "out.docx")
    assert said["revisions"] >= 1
    assert said["problems"] == []


def test_what_is_no_word_file_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = written(tmp_path / "old.docx", "One.")
    (tmp_path / "new.docx").write_bytes(b"not a zip")
    assert run(["redline", str(old), str(tmp_path / "new.docx"), "-o", str(tmp_path / "out.docx"), *STAMP]) == 1
    assert "new.docx" in capsys.readouterr().err
    assert not (tmp_path / "out.docx").exists()


BOX = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
PICTURE = '<w:r><w:pict><v:shape><v:imagedata r:id="rIdImage"/></v:shape></w:pict></w:r>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", BOX.format(p("only NEW says this"))),
        (BOX.format(p("as it was")), BOX.format(p("as it is"))),
        ("<w:hyperlink w:anchor='x'><w:r><w:t>y</w:t></w:r></w:hyperlink>",
         f"<w:hyperlink w:anchor='x'><w:r><w:t>y</w:t></w:r>{BOX.format(p('in a link'))}</w:hyperlink>"),
    ],
)  # fmt: skip
def test_a_text_box_that_comes_or_changes_is_tracked_and_proved(
    old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, box in (("old", old), ("new", new)):
        words = f"<w:p><w:r><w:t>Words of {name}</w:t></w:r>{box}</w:p>"
        (tmp_path / f"{name}.docx").write_bytes(docx_bytes(words + p("The end")))
    command = ["redline", str(tmp_path / "old.docx"), str(tmp_path / "new.docx"), "-o", str(tmp_path / "r.docx")]
    assert run([*command, *STAMP]) == 0
    assert "proved both ways. Written" in capsys.readouterr().out


def test_a_picture_that_is_not_compared_is_excepted_from_what_is_proved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, picture in (("old", ""), ("new", PICTURE)):
        words = f"<w:p><w:r><w:t>Words of {name}</w:t></w:r>{picture}</w:p>"
        (tmp_path / f"{name}.docx").write_bytes(docx_bytes(words + p("The end")))
    command = ["redline", str(tmp_path / "old.docx"), str(tmp_path / "new.docx"), "-o", str(tmp_path / "r.docx")]
    assert run([*command, *STAMP]) == 1
    told = capsys.readouterr()
    assert "proved both ways, except 1 thing named above" in told.out
    assert "picture-not-compared" in told.err and "which the redline does not show" in told.err
    assert (tmp_path / "r.docx").exists()


def test_a_text_box_that_goes_is_struck_and_proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_box = f"<w:p><w:r><w:t>Words</w:t></w:r>{BOX.format(p('in the box'))}</w:p>"
    (tmp_path / "old.docx").write_bytes(docx_bytes(with_box + p("The end")))
    (tmp_path / "new.docx").write_bytes(docx_bytes(p("Words") + p("The end")))
    command = ["redline", str(tmp_path / "old.docx"), str(tmp_path / "new.docx"), "-o", str(tmp_path / "r.docx")]
    assert run([*command, *STAMP]) == 0
    assert "proved both ways. Written" in capsys.readouterr().out


def test_paragraphs_that_are_only_numbered_now_are_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = written(tmp_path / "old.docx", "The Provider must reply within 5 days.", "It stays.", "So does it.")
    document = docx.Document()
    for text in ("The Provider must reply within 10 days.", "It stays.", "So does it."):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = 1  # type: ignore[attr-defined]
    document.save(str(tmp_path / "new.docx"))
    out = tmp_path / "out.docx"
    assert run(["redline", str(old), str(tmp_path / "new.docx"), "-o", str(out), *STAMP]) == 0
    said = capsys.readouterr().out
    assert "3 of look" in said
    assert said.count("Paragraphs are numbered in another way now: 3 changes of look do nothing else.") == 1
