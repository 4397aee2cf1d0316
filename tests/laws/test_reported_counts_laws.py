"""Laws of what is counted of reported figures: every count that is printed is one that a reader counts in the rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.progress.portfolio import wording
from tests.reported_figures.returned import CONTRACT, asked

from specgen.contract.register.spreadsheet import open_workbook
from specgen.progress.page import progress_html
from specgen.progress.report import progress_json, progress_report
from specgen.progress.words import board_summary
from specgen.progress.workbook import progress_workbook
from specgen.reported_figures.hold import OUTCOMES, hold
from specgen.reported_figures.page import returns_html, returns_page
from specgen.reported_figures.read import ReadReturns, ReportedRow
from specgen.reported_figures.report import returns_json, returns_report
from specgen.reported_figures.shown import ShownReturns, counts_said, latest_by_contract, shown

ON = date(2026, 11, 15)
BOARD, COUNCIL = "NHS Upland Integrated Care Board", "Upland Council"
PACKS = (
    asked(),
    asked(
        CONTRACT.replace("reference: T-1", "reference: T-2").replace(
            "    kind: local authority\n",
            "    kind: local authority\n    values: {pcsp_agreed_target: 70, sp_referrals_target: 60}\n",
        )
    ),
)
DUE = [row for pack in PACKS for row in pack.rows if row.last <= ON]


@st.composite
def returns(draw: st.DrawFn) -> tuple[ReportedRow, ...]:
    """Any rows that are due, whole or of one Commissioner, of which some are missing and some do not add up."""
    found = []
    for row in DUE:
        if not draw(st.booleans()):
            continue
        denominator = draw(st.integers(0, 40))
        numerator = draw(st.integers(0, denominator))
        whole = Decimal(denominator) if row.kind == "share" else row.whole
        status = draw(st.sampled_from(["provisional", "final"]))
        found.append(ReportedRow(row.id, "returns.csv", 2, Decimal(numerator), whole, status, None, ""))
    return tuple(found)


def sheets(data: bytes) -> dict[str, list[dict[str, str]]]:
    """Every sheet's rows by their headings."""
    book, problems = open_workbook(data, "report.xlsx")
    assert book is not None, problems
    found = {}
    for name in book.names:
        sheet, _ = book.sheet(name)
        assert sheet is not None
        head, *rows = [[cell.text if cell else "" for cell in row.cells] for row in sheet.rows]
        found[name] = [dict(zip_longest(head, row, fillvalue="")) for row in rows]
    return found


def stands(rows: Sequence[dict[str, str]]) -> Counter[str]:
    return Counter(row["Stands"] for row in rows)


def said_by_hand(rows: Sequence[dict[str, str]]) -> str:
    """What a reader who counts the rows of a sheet says of them."""
    every, own = stands(rows), stands([row for row in rows if row["Commissioner"] != "all"])
    return ", ".join(
        f"{every[outcome]} {outcome}{f' ({own[outcome]} of single Commissioners)' if own[outcome] else ''}"
        for outcome in OUTCOMES
        if every[outcome]
    ) or "none"  # fmt: skip


@given(returns(), st.sampled_from([0, 5]))
@settings(max_examples=25)
def test_every_count_of_the_returns_is_that_of_the_rows_of_its_sheet(rows: tuple[ReportedRow, ...], least: int) -> None:
    found = shown(hold(ReadReturns(rows), PACKS, ON)[0], least)
    pages = sheets(returns_report(found))
    about = {row["What"]: row["Says"] for row in pages["About"]}
    for sheet in ("Figures", "Contract Years"):
        every = stands(pages[sheet])
        assert int(about[f"Rows of the sheet {sheet}"]) == len(pages[sheet]) == sum(every.values())
        told = {name.removeprefix(f"{sheet} "): said for name, said in about.items() if name.startswith(f"{sheet} ")}
        assert {name: int(said.partition(",")[0]) for name, said in told.items()} == every
    said = returns_json(found)
    assert said["outcomes"] == Counter(each["outcome"] for each in said["figures"]) == stands(pages["Figures"])
    assert said["outcomes_of_years"] == stands(pages["Contract Years"])
    facts = {note.label: note.words for note in returns_page(found).facts}
    assert facts["Figures"] == counts_said(found.listed) == said_by_hand(pages["Figures"])
    assert facts.get("Contract Years", "none") == said_by_hand(pages["Contract Years"])


@given(returns(), st.sampled_from([0, 5]))
@settings(max_examples=15)
def test_every_count_of_the_board_is_that_of_the_rows_of_its_workbook(
    rows: tuple[ReportedRow, ...], least: int
) -> None:
    found = shown(hold(ReadReturns(rows), PACKS, ON)[0], least)
    library, _, _, yardstick = wording()
    report = progress_report((), yardstick, library.components, ON, found.packs, found)
    pages = sheets(progress_workbook(report))
    about = {row["What"]: row["Says"] for row in pages["About"]}
    assert about["Returned figures"] == said_by_hand(pages["Returned figures"])
    assert about.get("Contract Years", "none") == said_by_hand(pages["Contract Years"])
    line = next((each for each in board_summary(report).decisions if each.startswith("Reported")), "")
    figures, years = stands(pages["Returned figures"]), stands(pages["Contract Years"])
    asked_of_the_board = {
        r"(\d+) figures? (?:\([^)]*\) )?outside the threshold": figures["below threshold"] + figures["above threshold"],
        r"(\d+) figures? (?:\([^)]*\) )?missing": figures["missing"],
        r"(\d+) Contract Years? (?:\([^)]*\) )?outside": years["below threshold"] + years["above threshold"],
    }
    for pattern, count in asked_of_the_board.items():
        told = re.search(pattern, line)
        assert (int(told[1]) if told else 0) == count, line
    for row in pages["Reported"]:
        others = sum(int(each.split()[0]) for each in row["Otherwise"].split("; ") if each)
        named = ("Met", "Below threshold", "Above threshold", "No cases", "Missing")
        assert int(row["Due from"]) == sum(int(row[name] or 0) for name in named) + others
    assert progress_json(report)["returns"] == returns_json(found)


HALF_FILLED = re.compile(
    r"\(\s|\s\)|\(\)|\bof \)|\(of\b(?! which for )|  | [,;]|[,:] ?$|[,;] ?[,;]|\bNone\b|\bby $|^[,;)]"
)
"""What is left of a sentence where a value in it is empty: `(78 of )`, two spaces, a comma with nothing after it."""


@given(returns(), st.sampled_from([0, 5]))
@settings(max_examples=15)
def test_no_sentence_about_a_figure_is_half_filled(rows: tuple[ReportedRow, ...], least: int) -> None:
    found = shown(hold(ReadReturns(rows), PACKS, ON)[0], least)
    library, _, _, yardstick = wording()
    report = progress_report((), yardstick, library.components, ON, found.packs, found)
    texts = {
        text
        for data in (returns_report(found), progress_workbook(report))
        for sheet in sheets(data).values()
        for row in sheet
        for cell in row.values()
        for text in cell.split("\n")
    }
    for page in (returns_html(found), progress_html(report)):
        told = re.split(r"<[^>]*>", page.decode().partition("<main>")[2])
        texts |= {text.strip("\n") for text in told if not text.endswith(":")}
    texts |= {words for told in latest_by_contract(found).values() for pair in told for words in pair}
    assert [text for text in texts if HALF_FILLED.search(text)] == []


def test_a_part_of_a_trajectory_without_a_share_of_it_is_a_number_alone() -> None:
    """The contract gives the trajectory for all Commissioners together: a baseline of one is the number that came."""
    row = next(
        row
        for row in PACKS[0].rows
        if (row.party, row.last.isoformat()) == (COUNCIL, "2026-09-30") and row.clause.endswith("/patient-education")
    )
    reported = ReportedRow(row.id, "returns.csv", 2, Decimal(78), None, "final", None, "")
    found = shown(hold(ReadReturns((reported,)), PACKS, ON)[0])
    assert [each.words for each in found.baselines] == [
        "78 from 1 April 2026 to 30 September 2026, which is not a whole Contract Year"
    ]


def row_of(party: str, last: str, name: str = "plans-agreed") -> ReportedRow:
    """That return of T-2: three quarters of the Council's people have a plan, a quarter of the Board's."""
    row = next(
        row
        for row in PACKS[1].rows
        if (row.party, row.last.isoformat()) == (party, last) and row.clause.endswith(f"/{name}")
    )
    numerator = {"": 100, COUNCIL: 75, BOARD: 25}[party]
    return ReportedRow(
        row.id, "returns.csv", 2, Decimal(numerator), Decimal(200 if not party else 100), "final", None, ""
    )


@pytest.fixture
def own_thresholds() -> ShownReturns:
    """The Board is below its 80%, the Council met its 70%; the row of all is held to neither."""
    rows = tuple(row_of(party, "2026-06-30") for party in ("", BOARD, COUNCIL))
    return shown(hold(ReadReturns(rows), PACKS, date(2026, 8, 1))[0])


def test_a_measure_with_a_threshold_for_each_commissioner_is_judged_for_each(own_thresholds: ShownReturns) -> None:
    library, _, _, yardstick = wording()
    report = progress_report((), yardstick, library.components, ON, own_thresholds.packs, own_thresholds)
    plans = next(each for each in report.reported if each.clause.endswith("/plans-agreed"))
    # One service of T-1, of which no return came, and the two Commissioners of T-2.
    assert (plans.asked, dict(plans.outcomes)) == (3, {"missing": 1, "below threshold": 1, "met": 1})
    assert "1 figure (1 of single Commissioners) outside the threshold" in board_summary(report).decisions[-1]


def test_a_letter_says_how_each_commissioners_figure_stands_to_its_own_threshold(own_thresholds: ShownReturns) -> None:
    period = "from 1 April 2026 to 30 June 2026"
    assert latest_by_contract(own_thresholds) == {
        "T-2": [
            ("Plans agreed by eligible people (01 A service)", f"50.0% (100 of 200) {period}, reported"),
            (
                f"Plans agreed by eligible people (01 A service, {BOARD})",
                f"25.0% (25 of 100) {period}, below threshold by 55.0 percentage points",
            ),
            (f"Plans agreed by eligible people (01 A service, {COUNCIL})", f"75.0% (75 of 100) {period}, met"),
        ]
    }
