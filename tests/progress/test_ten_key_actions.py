"""The ten key actions over a portfolio, held to what was counted by hand."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from tests.progress.portfolio import portfolio, report_of, text_of, with_change, wording

from specgen.progress.report import ProgressReport, progress_json, progress_report

# Counted by hand, contract file by contract file. 1 to 7 by contract and by service, 4 then those to which the rights
# apply, 6 then coaching, education and peer support, 9 all eight reports and then each of them.
BY_HAND = {
    1: ["8/8 contracts", "9/9 services"],
    2: ["5/8 contracts", "5/9 services"],
    3: ["4/8 contracts", "5/9 services"],
    4: ["8/8 contracts", "9/9 services", "1/9 services"],
    5: ["4/8 contracts", "4/9 services"],
    6: ["4/8 contracts", "4/9 services", "2/9 services", "3/9 services", "3/9 services"],
    7: ["3/8 contracts", "3/9 services"],
    8: ["1/8 contracts"],
    9: [
        "1/8 contracts",  # NBB-2026-003 alone
        "3/8 contracts",  # a plan: 003, 014, NBC
        "3/8 contracts",  # a budget: 003, 031, NBC
        "4/8 contracts",  # social prescribing: 003, 014, 040, NBC
        "4/8 contracts",  # approaches: 003, 014, 022, 051
        "2/8 contracts",  # total funding: 003, 031
        "2/8 contracts",  # outcomes: 003, 014
        "4/8 contracts",  # satisfaction: 003, 014, 022, 040
        "4/8 contracts",  # co-production: 003, 022, 040, NBC
    ],
    10: ["2/8 contracts"],
}


def cells(report: ProgressReport) -> dict[str, tuple[object, ...]]:
    """Every cell by its name: what stands in it of contracts, and apart of grants."""
    found: dict[str, tuple[object, ...]] = {}
    for progress in report.actions:
        for index, cell in enumerate(progress.cells, 1):
            found[f"{cell.action}.{index}"] = (cell.count, cell.of, cell.missing, cell.not_applicable)
        for index, cell in enumerate(progress.grants, 1):
            found[f"{cell.action}.{index} of grants"] = (cell.count, cell.of)
    return found


def changed(report: ProgressReport) -> set[str]:
    before, after = cells(report_of(portfolio())), cells(report)
    assert before.keys() == after.keys()
    return {name for name in before if before[name] != after[name]}


def test_every_action_is_counted_as_it_was_by_hand() -> None:
    report = report_of(portfolio())
    assert {
        progress.action.number: [f"{cell.count}/{cell.of} {cell.measure.unit}" for cell in progress.cells]
        for progress in report.actions
    } == BY_HAND
    assert (len(report.contracts), report.services, len(report.grants)) == (8, 9, 1)


def test_services_with_shared_decision_making_are_those_five() -> None:
    cell = report_of(portfolio()).actions[1].cells[1]
    assert [name.name for name in cell.holding] == [
        "NBB-2026-003, 01 Community diabetes service",
        "NBB-2026-014, 01 Community respiratory service",
        "NBB-2026-022, 01 Musculoskeletal outpatient service",
        "NBB-2026-060, 01 Community diabetes service",
        "NBC-2021-009, 01 Community rehabilitation and aftercare service",
    ]


def test_groups_with_a_budget_are_those_with_a_legal_right_to_one() -> None:
    assert report_of(portfolio()).actions[6].groups == (
        "continuing healthcare",
        "wheelchair services",
        "section 117 aftercare",
    )


def test_situations_and_shares_come_from_the_values_of_contracts() -> None:
    report = report_of(portfolio())
    assert [str(amount) for _, amount in report.figure("situations").total or ()] == ["4"]
    shares = report.figure("pathways-with-plans")
    assert shares.total is None
    assert [(contract.reference, [str(n) for _, n in row.amounts]) for contract, row in shares.rows] == [
        ("NBB-2026-003", ["75"]),
        ("NBB-2026-014", ["100"]),
    ]


def test_a_figure_of_one_commissioner_is_listed_and_not_added() -> None:
    referrals = report_of(portfolio()).figure("referrals-asked")
    assert [str(amount) for _, amount in referrals.total or ()] == ["380"]
    assert [(row.party, [str(n) for _, n in row.amounts]) for _, row in referrals.rows] == [
        ("", ["200"]),
        ("NHS Eastmere Integrated Care Board", ["60"]),
        ("", ["180"]),
    ]


def test_a_schedule_that_is_declared_not_applicable_or_that_the_form_lacks_is_counted_apart() -> None:
    cell = report_of(portfolio()).actions[7].cells[0]
    assert [name.reference for name in cell.not_applicable] == ["NBB-2026-040", "NBB-2026-051", "NBB-2026-060"]
    assert [name.reference for name in cell.missing] == [
        "NBB-2026-003",
        "NBB-2026-014",
        "NBB-2026-031",
        "NBC-2021-009",
    ]
    assert all(name.why for name in cell.not_applicable)


def without(*lines: str) -> Callable[[str], str]:
    """Takes lines out of a contract file."""

    def change(text: str) -> str:
        for line in lines:
            assert text.count(f"{line}\n") == 1, line
            text = text.replace(f"{line}\n", "")
        return text

    return change


@pytest.mark.parametrize(
    ("contract", "line", "found"),
    [
        ("variation", "      - shared-decision-making", {"2.1", "2.2"}),
        ("community-respiratory", "      - personalised-care-and-support-planning", {"3.1", "3.2"}),
        ("podiatry-services", "      - enabling-choice", {"4.1", "4.2"}),
        ("community-respiratory", "      - social-prescribing", {"5.1", "5.2"}),
        ("link-worker-service", "      - link-worker-service", {"5.1", "5.2"}),
        ("community-respiratory", "      - supported-self-management/health-coaching-referred", {"6.3"}),
        ("community-mental-health", "      - personal-health-budgets", {"7.1", "7.2"}),
        ("musculoskeletal-outpatients", "  - personalised-care/incentives", {"8.1"}),
        ("podiatry-services", "  - personalised-care/personalised-approaches", {"9.5"}),
        ("two-services", "  - personalised-care/total-funding", {"9.1", "9.6"}),
        ("community-mental-health", "  - personalised-care/lead-commissioner", {"10.1"}),
        ("harbour-grant", "      - grant-link-workers", {"5.2 of grants"}),
        ("community-respiratory", "      - shared-decision-making/collaborate@1", set()),
    ],
)
def test_taking_out_one_clause_changes_exactly_its_own_cells(contract: str, line: str, found: set[str]) -> None:
    assert changed(report_of(with_change(contract, without(line)))) == found


def test_a_service_without_any_wording_is_missing_from_the_first_action() -> None:
    bare = without("      - personalised-care", "      - enabling-choice")
    assert changed(report_of(with_change("podiatry-services", bare))) == {"1.1", "1.2", "4.1", "4.2"}


def test_grants_are_no_contracts() -> None:
    as_contract = with_change("harbour-grant", lambda text: text.replace("form: grant", "form: full-length"))
    report = report_of(as_contract)
    assert (len(report.contracts), report.services, len(report.grants)) == (9, 11, 0)


def test_at_a_quarters_end_those_are_counted_whose_dated_steps_are_all_due() -> None:
    # NBB-2026-003: resources 31 March 2027, menu 30 September 2026, pathways 30 September 2027.
    # NBB-2026-014: 31 December 2026, 31 March 2027, pathways 30 September 2027. NBB-2026-022: Q3 2026/27,
    # 30 September 2026, pathways 31 March 2027. The others have wording and no dated step.
    report = report_of(portfolio())
    assert [day.isoformat() for day in report.quarters][:5] == [
        "2026-09-30",
        "2026-12-31",
        "2027-03-31",
        "2027-06-30",
        "2027-09-30",
    ]
    cell = report.actions[1].cells[0]
    assert cell.by_quarter == (0, 0, 1, 1, 3, 3, 3, 3)
    assert cell.undated == 2


def test_the_order_of_the_contracts_changes_nothing() -> None:
    shuffled = list(portfolio())
    random.Random(7).shuffle(shuffled)
    assert progress_json(report_of(shuffled)) == progress_json(report_of(portfolio()))


def test_with_a_day_contracts_that_ended_before_it_are_counted_apart() -> None:
    library, _, _, yardstick = wording()
    report = progress_report(portfolio(), yardstick, library.components, date(2026, 7, 10))
    assert [contract.reference for contract in report.ended] == ["NBC-2021-009"]
    assert (len(report.contracts), report.services) == (7, 8)
    assert report.actions[1].cells[1].count == 4


def test_wording_without_a_day_is_missing_and_says_so() -> None:
    line = next(line for line in text_of("variation").split("\n") if "sdm_ready_date" in line)
    report = report_of(with_change("variation", without(line)))
    assert report.actions[1].cells[1].count == 4
    name = next(name for name in report.actions[1].cells[1].missing if name.reference == "NBB-2026-060")
    assert name.why == "has the wording, and no day from which it is used"
