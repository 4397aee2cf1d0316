"""Whether what is refused stands again as it was issued: the last word on an answer, with what was issued at hand."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from tests.review.answering import report, units_of
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, edited

from specgen.cli.main import run
from specgen.word.document.inline import rows_of, text_after
from specgen.word.package.ooxml import W, parse_xml, w


def _answered(
    returned: bytes,
    pack: IssuedPack,
    kind: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    verdict: str = "reject",
) -> dict[str, Any]:
    """What answer says as JSON, with all decided so that can be."""
    shutil.copytree(pack.folder, folder / "issued" / pack.folder.name)
    units = units_of(returned, pack.file(kind))
    rows = {at: (verdict, "") for at, each in enumerate(units) if not each.refusal("reject")}
    (folder / "back.docx").write_bytes(returned)
    (folder / "report.xlsx").write_bytes(report(returned, units, rows))
    asked = ["answer", str(folder / "back.docx"), "--decisions", str(folder / "report.xlsx"), "--author", "Ada Shah"]
    asked += ["--date", "2026-05-11", "-o", str(folder / "reply.docx"), "--clean", str(folder / "clean.docx")]
    run([*asked, "--format", "json", "--issued", str(folder / "issued")])
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert said["written"], said
    return said


def _left(said: dict[str, Any]) -> list[str]:
    return [each["message"] for each in said["problems"] if each["slug"] == "left-otherwise"]


def _exchanged(root: Element) -> None:
    """The heading of a table of two rows and the row below it exchange two cells each: the wording stands in the
    heading, and what was its last cell beside it."""
    table = next(
        each for each in root.iter(w("tbl")) if len(rows_of(each)) == 2 and len(list(each.iter(w("tc")))) == 10
    )
    cells = list(table.iter(w("tc")))
    for one, two in ((5, 4), (9, 1)):
        held = [[each for each in cells[at] if each.tag != w("tcPr")] for at in (one, two)]
        cells[two].extend(held[0])
        cells[one].extend(held[1])


def test_what_is_not_as_issued_though_all_is_refused_is_named(
    pack: IssuedPack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _answered(edited(pack.data("2M"), _exchanged), pack, "2M", tmp_path, capsys)
    assert len(said["by_comment"]) == 1, "that one line is taken out, and nothing of the row which is one too many"
    (told,) = _left(said)
    assert "Shared decision making in named pathways" in told and "would stand there" in told


def _two_rows_exchanged(root: Element) -> None:
    rows = rows_of(next(root.iter(w("tbl"))))
    rows[1].addprevious(rows[2])


def _an_empty_cell(root: Element) -> None:
    row = rows_of(next(root.iter(w("tbl"))))[2]
    row.insert(1 if row.find(w("trPr")) is not None else 0, parse_xml(f'<w:tc xmlns:w="{W}"><w:p/></w:tc>'.encode()))


def _a_paragraph_in_two(root: Element) -> None:
    one = next(each for each in root.iter(w("p")) if len(text_after(each)) > 60 and len(each.findall(w("r"))) == 1)
    two = deepcopy(one)
    for each, half in ((one, slice(0, 5)), (two, slice(5, None))):
        (text,) = each.iter(w("t"))
        text.text = " ".join((text.text or "").split()[half])
    one.addnext(two)


def _a_figure(root: Element) -> None:
    text = next(each for each in root.iter(w("t")) if "2027" in (each.text or ""))
    text.text = (text.text or "").replace("2027", "2029")


@pytest.mark.parametrize("edit", [_two_rows_exchanged, _an_empty_cell, _a_paragraph_in_two, _a_figure])
@pytest.mark.parametrize("kind", ["2M", "6D"])
def test_what_stands_again_or_is_told_to_stand_otherwise_is_not_named_twice(
    edit: Any, kind: str, pack: IssuedPack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _left(_answered(edited(pack.data(kind), edit), pack, kind, tmp_path, capsys)) == []


def test_where_nothing_is_refused_nothing_is_to_stand_again(
    pack: IssuedPack, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _left(_answered(edited(pack.data("2M"), _exchanged), pack, "2M", tmp_path, capsys, "accept")) == []
