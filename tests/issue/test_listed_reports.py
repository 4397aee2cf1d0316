"""A variation tells what changes in the reports that Schedule 6A lists because other schedules ask for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.checks.contracts import shipped
from tests.issue.test_variation import build, vary, words_of

from specgen.assembly.marks import ReadReading, read_reading_tag, reading_tag
from specgen.issue.occasions.listed_reports import ReportRow, ReportRows, report_changes
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Reading

Read = Callable[..., Reading]
EXAMPLE, REFERENCE = "podiatry-services", "NBB-2026-051"
GENERIC = "personalised-care/specification/generic"
TWO = "two-services"
OWN = "personalised-care/reporting/personalised-approaches"
CHOICE = "enabling-choice/specification/general"
OFTEN = ("pc_report_interval: 6 months", "pc_report_interval: 3 months")


def test_the_first_day_of_a_listed_report_is_told_with_the_report(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    build([reading(EXAMPLE)], precedents, tmp_path / "issued")
    (varied,) = vary([reading(EXAMPLE, OFTEN)], precedents, tmp_path / "issued", tmp_path / "out")
    (revised,) = (each for each in varied.revised if each.compared.issued.schedule == "6A")
    own, change = revised.reports
    assert (change.state, change.title, change.clause_id) == ("changed", "Component use", GENERIC)
    assert (change.before, change.after) == ("First due on 20 October 2026", "First due on 20 July 2026")
    # The schedule’s own report has the same period, and the same words in its row, which are told as that report’s.
    assert (own.title, own.clause_id, own.sentence) == ("People with personalised care approaches", OWN, "")
    assert (own.before, own.after) == (change.before, change.after) and revised.words == ()
    pack = tmp_path / "out" / REFERENCE
    agreement = words_of((pack / f"{REFERENCE} - Variation agreement.docx").read_bytes())
    assert "Report “Component use”: asked for by “Personalised care”, version 1" in agreement
    said = "from “First due on 20 October 2026” to “First due on 20 July 2026”"
    assert f"In its row of the list: {said}" in agreement
    changes = words_of((pack / f"{REFERENCE} - List of changes.docx").read_bytes())
    assert "Report “Component use”\nIn its row of the list\n" in changes


def tags(*sentences: tuple[str, int, str]) -> tuple[str, ...]:
    return tuple(reading_tag(*each) for each in sentences)


def test_reports_that_come_in_and_go_are_told_and_one_in_a_new_version_is_the_same() -> None:
    before = tags((GENERIC, 1, "6"), (CHOICE, 1, "10"))
    after = tags((CHOICE, 2, "10"), (CHOICE, 2, "12"))
    words = [(ReportRow(before[0]), "Every 3 months", ""), (ReportRow(after[0]), "Every year", "Every 6 months")]
    found = report_changes(before, after, words, ReportRows({}, {after[1]: "A new account"}), shipped())
    assert [(each.state, each.clause_id, each.version, each.sentence) for each in found] == [
        ("added", CHOICE, 2, "12"),
        ("taken out", GENERIC, 1, "6"),
        ("changed", CHOICE, 2, "10"),
    ]
    assert [each.title for each in found][:2] == ["A new account", "Personalised care"]


def test_a_report_for_which_another_sentence_of_the_new_version_asks_is_the_same_report() -> None:
    (was, other), (now, new) = tags((CHOICE, 1, "8"), (CHOICE, 1, "9")), tags((CHOICE, 2, "10"), (CHOICE, 2, "11"))
    titles = {was: "Review of wider choice", now: "Review of wider choice", other: "Uptake", new: "Refusals"}
    words = [(ReportRow(now), "3.2.33", "3.2.35")]
    found = report_changes((was, other), (now, new), words, ReportRows({}, titles), shipped())
    assert [(each.state, each.title, each.before, each.after) for each in found] == [
        ("added", "Refusals", "", ""),
        ("taken out", "Uptake", "", ""),
        ("changed", "Review of wider choice", "3.2.33", "3.2.35"),
    ]


def test_a_tag_of_a_clause_that_the_library_does_not_know_is_still_told() -> None:
    (found,) = report_changes((), ("specgen-reading:our_spe_gone_0000:1:2",), [], ReportRows({}, {}), shipped())
    assert (found.state, found.clause_id, found.asked_for_by) == ("added", "", "asked for by another schedule")


def test_the_tag_of_a_reading_is_read_back_and_no_other_is() -> None:
    assert read_reading_tag(reading_tag(GENERIC, 3, "p2:4")).sentence == "p2-4"
    for other in ("specgen:a:1:abc", "specgen-reading:a", "specgen-reading:a:x:1", ""):
        assert read_reading_tag(other) == ReadReading()


def test_a_row_that_goes_while_another_services_stays_is_told_once_as_no_longer_listed_and_whose_it_is(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    """The report of the second service has a row of its own while that service begins on another day."""
    name = "    name: Continuing healthcare at home\n"
    later = (name, f"{name}    period: {{start: 2026-05-15, end: 2031-03-31}}\n")
    build([reading(TWO, later)], precedents, tmp_path / "issued")
    (varied,) = vary([reading(TWO)], precedents, tmp_path / "issued", tmp_path / "out")
    (revised,) = (each for each in varied.revised if each.compared.issued.schedule == "6A")
    told = [each for each in revised.reports if each.title == "Review of wider choice"]
    gone = [(each.named, each.before, each.after) for each in told if each.state == "taken out"]
    assert gone == [("“Review of wider choice” (service 02)", "", "")]
    assert {each.services for each in told if each.state == "changed"} == {"service 01, service 02"}
