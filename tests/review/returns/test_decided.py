"""What decisions leave: a value that was one when it was issued and would be two; and one count in every report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.review.answering import main_part, package_of, reply_to, report, texts, units_of
from tests.review.conftest import IssuedPack
from tests.review.negotiating import Element, edited, silently, tracked

from specgen.cli.main import run
from specgen.review.answer.sheet import ours_said, theirs_said
from specgen.review.answer.units import identified
from specgen.review.reports.review_page import review_page
from specgen.review.words import by_class
from specgen.word.package.ooxml import w
from specgen.word.reply.rows import whole_row


@pytest.fixture
def issued(pack: IssuedPack, tmp_path: Path) -> Path:
    shutil.copytree(pack.folder, tmp_path / "issued" / pack.folder.name)
    return tmp_path / "issued"


OTHER = "Northbrook Community Health NHS"
"""Words of another change, whose refusal leaves nothing."""


@pytest.mark.parametrize("edit", [silently, tracked])
@pytest.mark.parametrize(
    ("verdict", "words", "left"),
    [("accept", "", "70%"), ("counter", "66%", "66%"), ("reject", "", ""), ("ask", "Why?", ""), ("", "", "")],
)
def test_a_value_that_would_stand_otherwise_as_decided_is_told_with_both_places_and_values(
    verdict: str, words: str, left: str, edit: Any, pack: IssuedPack, issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned = silently(edit(pack.data("4C"), "60% of the", "70% of the"), OTHER, "Southbrook Health NHS")
    units = units_of(returned, pack.file("4C"))
    rows = {
        at: (verdict, words) if "60%" in each.told.removed else ("reject", "")
        for at, each in enumerate(units)
        if verdict or "60%" not in each.told.removed
    }
    folder = issued.parent
    (folder / "back.docx").write_bytes(returned)
    (folder / "report.xlsx").write_bytes(report(returned, units, rows))
    asked = ["answer", str(folder / "back.docx"), "--decisions", str(folder / "report.xlsx"), "--author", "Ada Shah"]
    asked += ["--date", "2026-05-11", "-o", str(folder / "reply.docx"), "--format", "json", "--issued", str(issued)]
    run(asked)
    said = json.loads(capsys.readouterr().out)
    assert said["written"], said
    told = [each["message"] for each in said["problems"] if each["slug"] == "decided-otherwise"]
    assert len(told) == bool(left), told
    for each in told:
        assert left in each and "60%" in each and "back.docx, “" in each
        assert "as issued in" in each and "Schedule 2A" in each and "did not come back" not in each


def test_a_row_whose_removal_is_refused_stands_otherwise_nowhere(
    pack: IssuedPack, issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its words stand in our tracked row alone, and the clean file is as issued."""

    def without_a_row(root: Element) -> None:
        row = next(row for row in root.iter(w("tr")) if any("80%" in (each.text or "") for each in row.iter(w("t"))))
        place = whole_row(row)
        place.getparent().remove(place)  # type: ignore[union-attr]

    returned = edited(pack.data("4C"), without_a_row)
    units = units_of(returned, pack.file("4C"))
    (issued.parent / "back.docx").write_bytes(returned)
    decided = report(returned, units, dict.fromkeys(range(len(units)), ("reject", "")))
    (issued.parent / "report.xlsx").write_bytes(decided)
    asked = ["answer", str(issued.parent / "back.docx"), "--decisions", str(issued.parent / "report.xlsx")]
    asked += ["--author", "Ada Shah", "-o", str(issued.parent / "reply.docx"), "--format", "json"]
    run([*asked, "--date", "2026-05-11", "--issued", str(issued)])
    said = json.loads(capsys.readouterr().out)
    assert said["written"] and units, said
    assert [each["message"] for each in said["problems"] if each["slug"] == "decided-otherwise"] == []


def test_every_report_has_as_many_changes_as_there_are_to_decide(
    pack: IssuedPack, issued: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back = issued.parent / "back"
    back.mkdir()
    data = tracked(silently(pack.data("2A"), "60% of the", "65% of the"), "within one month", "within two months")
    (back / "2A.docx").write_bytes(data)
    (back / "4C.docx").write_bytes(tracked(pack.data("4C"), "60% of the", "70% of the"))
    out = issued.parent / "worklist.xlsx"
    run(["review", str(back), "--issued", str(issued), "-o", str(out), "--format", "json"])
    whole = json.loads(capsys.readouterr().out)
    sheets = CalamineWorkbook.from_path(out)
    (pack_report,) = (issued.parent / "worklist - packs").iterdir()
    decisions = CalamineWorkbook.from_path(pack_report).get_sheet_by_name("Decisions").to_python()[1:]
    of_files = {Path(each["file"]).stem: sum(each["by_class"].values()) for each in whole["files"] if each["file"]}
    assert of_files == {"2A": 2, "4C": 1}
    assert sum(whole["classes"].values()) == len(sheets.get_sheet_by_name("Worklist").to_python()) - 1 == 3
    assert len(decisions) == 3
    files = [row for row in sheets.get_sheet_by_name("Files").to_python() if row[1] in ("2A.docx", "4C.docx")]
    assert sorted("By class: 2 a number" in str(row[-1]) for row in files) == [False, True]

    review, units = identified(pack.review(data, pack.file("2A")), package_of(data))
    page = review_page(review, pack.library)
    assert len(units) == sum(review.by_class().values()) == len(page.first) == 2
    assert page.classes == f"{by_class(review)}." == "2 a number, date, name or threshold."
    assert page.attention.startswith("1 change without tracking")


def test_a_paragraph_that_is_gone_has_the_number_it_was_issued_with_and_never_that_of_another(
    pack: IssuedPack,
) -> None:
    words = "Training. The Provider must ensure"

    def gone(root: Element) -> None:
        said = {each: "".join(text.text or "" for text in each.iter(w("t"))) for each in root.iter(w("p"))}
        paragraph = next(each for each, text in said.items() if text.startswith(words))
        paragraph.getparent().remove(paragraph)  # type: ignore[union-attr]

    review = pack.review(edited(pack.data("2A"), gone), pack.file("2A"))
    (change,) = [each for clause in review.clauses for each in clause.changes if each.before.startswith(words)]
    whole = pack.review(
        silently(pack.data("2A"), "have completed training in", "have had training in"), pack.file("2A")
    )
    (same,) = [each for clause in whole.clauses for each in clause.changes if each.before.startswith(words)]
    assert same.number[:1].isdigit() and change.number == f"{same.number} as issued"
    without = pack.review(edited(pack.data("2A"), gone))
    assert {each.number for clause in without.clauses for each in clause.changes if each.before.startswith(words)} <= {
        ""
    }


@pytest.mark.parametrize(
    ("away", "here", "torn"),
    [
        ("accept", "reject", "nowhere"),
        ("", "reject", "nowhere"),
        ("reject", "accept", "twice"),
        ("reject", "reject", ""),
        ("accept", "accept", ""),
    ],
)
def test_halves_of_a_sentence_moved_without_tracking_name_each_other_and_are_decided_alike(
    away: str, here: str, torn: str, pack: IssuedPack
) -> None:
    part = ", with the changes that it makes because of them"
    data = silently(pack.data("2A"), part, "")
    data = silently(data, "the findings of each check", f"the findings of each check{part}")
    units = units_of(data, pack.file("2A"))
    halves = {bool(each.told.removed): each for each in units if each.half}
    assert halves[True].half == halves[False].id and halves[False].half == halves[True].id
    assert all(each.half in f"{ours_said(each)} {theirs_said(each)}" for each in halves.values())
    verdicts = {halves[True].id: away, halves[False].id: here}
    rows = {at: (verdicts[each.id], "") for at, each in enumerate(units) if verdicts.get(each.id)}
    reply, problems = reply_to(data, report(data, units, rows))
    assert [each.slug for each in problems] == (["move-torn"] if torn else [])
    assert torn in "".join(each.message for each in problems)
    if reply is not None:
        said = " ".join(texts(main_part(reply.data)))
        assert said.count(part) == 1


def test_figures_and_short_words_that_come_again_are_no_halves_of_a_move(pack: IssuedPack) -> None:
    data = silently(pack.data("2A"), " in the skills of shared decision making", "")
    data = silently(data, "within one month of each decision", "of each decision")
    data = silently(data, "the findings of each check", "the findings of each check within one month")
    assert not any(each.half for each in units_of(data, pack.file("2A")))
