"""The documents of one pack that came back, held against each other: what was changed in one stands otherwise in
another that said the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.review.conftest import ROOT, IssuedPack
from tests.review.negotiating import Element, control, edited, silently, tracked

from specgen.cli.main import run
from specgen.word.package.ooxml import w


@pytest.fixture
def back(pack: IssuedPack, tmp_path: Path) -> Path:
    shutil.copytree(pack.folder, tmp_path / "issued" / pack.folder.name)
    folder = tmp_path / "back"
    shutil.copytree(pack.folder, folder)
    (folder / "specgen-record.json").unlink()
    return folder


def otherwise(back: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out = back.parent / "worklist.xlsx"
    run(["review", str(back), "--issued", str(back.parent / "issued"), "-o", str(out), "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    sheets = CalamineWorkbook.from_path(out).sheet_names
    assert ("Otherwise elsewhere" in sheets) == bool(said["otherwise"])
    found: list[dict[str, Any]] = said["otherwise"]
    return found


def put(back: Path, pack: IssuedPack, kind: str, data: bytes) -> None:
    (back / pack.file(kind).name).write_bytes(data)


def schedules(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(each["file"].split(" - ")[1].split(" ")[1], each["other"].split(" - ")[1].split(" ")[1]) for each in found}


def without_row(data: bytes, tag: str) -> bytes:
    """The file without the row of a table in which this clause stands."""

    def gone(root: Element) -> None:
        row = next(control(root, tag).iterancestors(w("tr")))
        table = row.getparent()
        assert table is not None
        table.remove(row)

    return edited(data, gone)


@pytest.mark.parametrize("edit", [silently, tracked])
def test_a_threshold_changed_in_4c_alone_stands_otherwise_under_5_1(
    edit: Any, pack: IssuedPack, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(back, pack, "4C", edit(pack.data("4C"), "60% of the", "70% of the"))
    (found,) = otherwise(back, capsys)
    assert schedules([found]) == {("4C", "2A")}
    assert found["issued"].startswith("At least 60%") and "At least 70%" in found["now"]
    assert found["there"] == "as issued" and "CollaboRATE" in found["where"]


def test_two_figures_for_one_that_was_issued_are_told_once_with_both(
    pack: IssuedPack, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(back, pack, "4C", silently(pack.data("4C"), "60% of the", "70% of the"))
    put(back, pack, "2A", tracked(pack.data("2A"), "60% of the", "65% of the"))
    (found,) = otherwise(back, capsys)
    assert {"65%", "70%"} == {each for each in ("65%", "70%") if each in found["now"] + found["there"]}


@pytest.mark.parametrize("edit", [silently, tracked])
def test_a_fact_changed_alike_in_all_its_places_is_silent(
    edit: Any, pack: IssuedPack, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("4C", "2A"):
        put(back, pack, kind, edit(pack.data(kind), "60% of the", "70% of the"))
    assert otherwise(back, capsys) == []


def test_a_value_of_the_contract_that_two_clauses_print_is_one_fact(
    pack: IssuedPack, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(back, pack, "6D", silently(pack.data("6D"), "train 80% of the Staff", "train 90% of the Staff"))
    (found,) = otherwise(back, capsys)
    assert schedules([found]) == {("6D", "2A")}
    assert (found["issued"], found["now"], found["there"]) == ("80%", "now “90%”", "as issued")


def test_a_figure_that_stands_alike_by_chance_is_no_fact_of_two_places(
    pack: IssuedPack, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The share of plans agreed is 80% as well, and another fact.
    put(back, pack, "2M", tracked(pack.data("2M"), "100%", "95%"))
    # Several reports share the days after which they are due, and each has its own.
    put(back, pack, "6A", silently(pack.data("6A"), "Within 20 days", "Within 30 days"))
    put(back, pack, "2A", silently(pack.data("2A"), "in Schedule 4C", "in Schedule 5C"))
    put(back, pack, "Schedule 8", silently(pack.data("Schedule 8"), "every 2 weeks", "every 3 weeks"))
    assert otherwise(back, capsys) == []


def test_an_item_gone_from_6d_is_told_where_its_share_and_day_still_stand(
    pack: IssuedPack, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag = next(each.tag for each in pack.clauses("6D").clauses if each.id.endswith("/trained-staff"))

    put(back, pack, "6D", without_row(pack.data("6D"), tag))
    found = otherwise(back, capsys)
    assert schedules(found) == {("6D", "2A")}
    assert {each["issued"] for each in found} == {"80%", "31 March 2027"}
    assert {each["now"] for each in found} == {"gone with its clause"}


def test_a_measure_gone_from_4c_that_stands_under_5_1_is_told(
    pack: IssuedPack, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag = next(each.tag for each in pack.clauses("4C").clauses if each.id.endswith("/uptake"))

    put(back, pack, "4C", without_row(pack.data("4C"), tag))
    (found,) = otherwise(back, capsys)
    assert (found["now"], found["there"]) == ("gone", "as issued") and "taken up" in found["issued"]


def test_a_party_renamed_at_the_head_of_one_document_stands_otherwise_in_the_others(
    pack: IssuedPack, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(back, pack, "4C", silently(pack.data("4C"), "Northbrook Community Health NHS", "Southbrook Health NHS"))
    (back / pack.file("6A").name).unlink()
    found = otherwise(back, capsys)
    assert schedules(found) == {("4C", other) for other in ("2A", "2M", "6A", "6D", "8")}
    (missing,) = [each for each in found if "6A" in each["other"]]
    assert missing["other"].endswith("(did not come back)")


def test_the_period_of_a_grant_changed_at_the_head_and_not_in_its_sections_is_told_on_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = next((ROOT / "examples" / "harbour-grant").glob("*.yaml"))
    assert run(["build", str(example), "-o", str(tmp_path / "issued")]) == 0
    file = next((tmp_path / "issued").glob("*/*insert.docx"))
    (tmp_path / "back").mkdir()
    changed = silently(file.read_bytes(), "31 March 2028", "31 March 2029")
    (tmp_path / "back" / "grant.docx").write_bytes(changed)
    capsys.readouterr()
    asked = ["review", str(tmp_path / "back"), "--issued", str(tmp_path / "issued"), "-o", str(tmp_path / "w.xlsx")]
    assert run(asked) == 1
    said = capsys.readouterr().out
    assert "Changed in one place, and otherwise in another that said the same (1):" in said
    assert "“Period of the grant”: “1 April 2026 to 31 March 2028” now “1 April 2026 to 31 March 2029”" in said
    assert said.index("Changed in one place") < said.index("The worklist is in")
