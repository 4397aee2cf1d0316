"""The documents of one pack that came back, held against each other: what was changed in one stands otherwise in
another that said the same."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook
from tests.review.conftest import ROOT, IssuedPack
from tests.review.negotiating import Element, control, edited, silently, text_with, tracked

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


def printed_in(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as package:
        return "".join(str(each.text) for each in etree.fromstring(package.read("word/document.xml")).iter(w("t")))


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
    told = otherwise(back, capsys)
    (found,) = [each for each in told if each["other"] != each["file"]]
    assert (found["now"], found["there"]) == ("gone", "as issued") and "taken up" in found["issued"]


def test_what_the_other_table_of_4c_still_says_of_a_measure_that_went_is_told_and_not_called_gone(
    pack: IssuedPack, back: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag = next(each.tag for each in pack.clauses("4C").clauses if each.id.endswith("/uptake"))
    whole = pack.data("4C")
    row = without_row(whole, tag)
    put(back, pack, "4C", row)
    left = [each for each in otherwise(back, capsys) if each["other"] == each["file"]]
    assert left and {each["there"] for each in left} == {"as issued"}
    for each in left:
        # Where the value stands as often as it was issued, nothing of it went with the row.
        stays = printed_in(row).count(each["issued"]) == printed_in(whole).count(each["issued"])
        assert each["now"] == ("left over from its clause, which is gone" if stays else "gone with its clause")
    assert any(each["now"].startswith("left over") for each in left)


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


@pytest.fixture(scope="module")
def issued_of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of a contract with two services, two Commissioners and a measure that both services have."""
    folder = tmp_path_factory.mktemp("two")
    assert run(["build", str(ROOT / "examples" / "two-services" / "contract.yaml"), "-o", str(folder)]) in (0, 1)
    return next(folder.iterdir())


@pytest.fixture
def two(issued_of_two: Path, tmp_path: Path) -> Path:
    shutil.copytree(issued_of_two, tmp_path / "issued" / issued_of_two.name)
    folder = tmp_path / "back"
    folder.mkdir()
    for file in issued_of_two.glob("*Schedule*.docx"):
        shutil.copy(file, folder)
    return folder


def change(back: Path, kind: str, edit: Any, old: str, new: str) -> None:
    file = next(path for path in back.iterdir() if kind in path.name)
    file.write_bytes(edit(file.read_bytes(), old, new))


def places_of(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Of each that is told, the document and the place that say otherwise."""
    kinds = (INSERT, WHOLE, "service 02", "4C", "6A", "6D", "2M", "Schedule 8")
    return {(next(kind for kind in kinds if kind in each["other"]), each["other_where"]) for each in found}


INSERT, WHOLE = "specification insert - service 01", "specification - service 01"
"""The contract has the whole draft of this service's specification made beside the insert."""
EDUCATION = "“Supported self-management: patient education, delivered by the Provider”"
ATTENDANCE = "“Attendance at patient education”"
PLANS = "“Plans agreed by eligible people”"


@pytest.mark.parametrize("edit", [silently, tracked])
@pytest.mark.parametrize(
    ("kind", "old", "new", "otherwise_in"),
    [
        # What differs for a Commissioner stands in the threshold, with a colon of its own.
        (INSERT, "At least 80% (for", "At least 75% (for", {("4C", PLANS), (WHOLE, PLANS)}),
        ("4C", "At least 80% (for", "At least 75% (for", {(INSERT, PLANS), (WHOLE, PLANS)}),
        # One value of the service stands in its specification, under 5.1, and twice in 4C.
        (
            INSERT,
            "at least 1,250 Service",
            "at least 900 Service",
            {(INSERT, ATTENDANCE), ("4C", ATTENDANCE), (WHOLE, ATTENDANCE), (WHOLE, EDUCATION)},
        ),
        (
            "4C",
            "At least 80% of the trajectory of 1,250",
            "At least 80% of the trajectory of 900",
            {
                (INSERT, ATTENDANCE),
                (INSERT, EDUCATION),
                (WHOLE, ATTENDANCE),
                (WHOLE, EDUCATION),
                ("4C", "“The trajectory of 1,250 Service Users for the Contract Year…”"),
            },
        ),
        # Schedule 6A lists the sentence again.
        (
            INSERT,
            "within 20 days of the end of each period of 3 months, the number of Service Users offered the programme",
            "within 40 days of the end of each period of 3 months, the number of Service Users offered the programme",
            {("6A", "“17. Patient education activity”"), (WHOLE, EDUCATION)},
        ),
        (
            "6A",
            "within 20 days of the end of each period of 3 months, the number of Service Users offered the programme",
            "within 40 days of the end of each period of 3 months, the number of Service Users offered the programme",
            {(INSERT, EDUCATION), (WHOLE, EDUCATION)},
        ),
    ],
)
def test_every_other_printing_of_one_value_or_sentence_is_named_though_there_are_two_services(
    kind: str, old: str, new: str, otherwise_in: set[tuple[str, str]], edit: Any, two: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    change(two, kind, edit, old, new)
    found = otherwise(two, capsys)
    assert places_of(found) == otherwise_in
    assert {each["there"] for each in found} == {"as issued"}


@pytest.mark.parametrize(
    "edits",
    [
        # In all its places, though not in the other service's.
        dict.fromkeys((INSERT, WHOLE, "4C"), ("At least 80% (for", "At least 75% (for")),
        # A day that several sentences have is the day of each.
        dict.fromkeys(
            (INSERT, WHOLE), ("no later than 30 September 2026, a map", "no later than 31 October 2026, a map")
        ),
        # One report of two services is listed once.
        dict.fromkeys(
            (INSERT, WHOLE, "insert - service 02", "6A"),
            ("a written review of how choice", "a full review of how choice"),
        ),
    ],
)
def test_what_is_a_fact_of_each_service_or_is_changed_in_all_its_places_is_silent(
    edits: dict[str, tuple[str, str]], two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind, (old, new) in edits.items():
        change(two, kind, silently, old, new)
    assert otherwise(two, capsys) == []


def test_a_document_that_was_changed_is_never_called_as_issued(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in (INSERT, WHOLE):
        change(two, kind, silently, "At least 80% (for", "At least 75% (for")
    file = next(path for path in two.iterdir() if "4C" in path.name)

    def gone(root: Element) -> None:
        row = next(each for each in root.iter(w("tr")) if "2. Plans agreed" in "".join(map(str, each.itertext())))
        row.getparent().remove(row)  # type: ignore[union-attr]

    file.write_bytes(edited(file.read_bytes(), gone))
    found = otherwise(two, capsys)
    assert {each["there"] for each in found if INSERT in each["file"]} == {"gone with its clause"}
    told = [each["there"] for each in found if "4C" in each["file"] and each["other"] != each["file"]]
    assert told and all("75%" in there for there in told)


def test_a_paragraph_that_only_stands_elsewhere_says_what_it_said(
    two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def moved(root: Element) -> None:
        paragraph = next(
            each for each in root.iter(w("p")) if "at least 1,250 Service" in "".join(map(str, each.itertext()))
        )
        after = paragraph.getnext()
        assert after is not None
        after.addnext(paragraph)

    for file in two.iterdir():
        if INSERT in file.name:
            file.write_bytes(edited(file.read_bytes(), moved))
    assert otherwise(two, capsys) == []


def test_a_report_gone_from_6a_that_schedule_2a_still_asks_for_is_told(
    back: Path, pack: IssuedPack, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(root: Element) -> None:
        row = next(text_with(root, OPTIONS).iterancestors(w("tr")))
        row.getparent().remove(row)  # type: ignore[union-attr]

    put(back, pack, "6A", edited(pack.data("6A"), gone))
    (told,) = [each for each in otherwise(back, capsys) if OPTIONS in each["issued"]]
    assert (told["now"], told["there"]) == ("gone", "as issued")
    assert "6A" in told["file"] and "Schedule 2A" in told["other"]


def test_a_paragraph_gone_from_2a_whose_report_stands_in_6a_is_gone_and_not_a_full_stop(
    back: Path, pack: IssuedPack, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(root: Element) -> None:
        paragraph = next(text_with(root, OPTIONS).iterancestors(w("p")))
        paragraph.getparent().remove(paragraph)  # type: ignore[union-attr]

    put(back, pack, "2A", edited(pack.data("2A"), gone))
    told = [each for each in otherwise(back, capsys) if OPTIONS in each["issued"]]
    assert {each["now"] for each in told} == {"gone"}


OPTIONS = "the number of Service Users who chose each option at each decision point"
"""Of a sentence of Schedule 2A that Schedule 6A lists."""
