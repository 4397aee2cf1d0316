"""The ten key actions over a portfolio, held to what was counted by hand."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace
from tests.progress.portfolio import contract_of, portfolio, report_of, text_of, with_change, wording

from specgen.progress.report import ProgressReport, progress_json, progress_report
from specgen.progress.words import facts, figure_words, total_words

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
    assert [name.reference for name in cell.missing] == ["NBB-2026-003", "NBB-2026-014", "NBB-2026-031", "NBC-2021-009"]
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


def test_services_that_ended_or_have_not_begun_on_the_day_are_named() -> None:
    library, _, _, yardstick = wording()
    three = [contract for contract in portfolio() if contract.reference == "NBB-2026-003"]
    ((service, other),) = [contract.services for contract in three]
    assert (service.first, service.last) == (other.first, other.last) == (date(2026, 4, 1), date(2031, 3, 31))
    later = [replace(each, services=(service, replace(other, first=date(2027, 4, 1)))) for each in three]
    for day, running in ((date(2026, 10, 1), "1"), (date(2027, 4, 1), "2")):
        told = dict(facts(progress_report(later, yardstick, library.components, day)))
        assert told.get("Begin after the day, counted as written", "").startswith("1 service: ") == (running == "1")
    gone = [replace(each, services=(replace(service, last=date(2027, 3, 31)), other)) for each in three]
    told = dict(facts(progress_report(gone, yardstick, library.components, date(2027, 4, 1))))
    assert told["Ended before the day, counted as written"].endswith(f"{service.name} (31 March 2027)")


def test_wording_without_a_day_is_missing_and_says_so() -> None:
    line = next(line for line in text_of("variation").split("\n") if "sdm_ready_date" in line)
    report = report_of(with_change("variation", without(line)))
    assert report.actions[1].cells[1].count == 4
    name = next(name for name in report.actions[1].cells[1].missing if name.reference == "NBB-2026-060")
    assert name.why == "has the wording, and no day from which it is used"


PARTIES = """\
commissioners:
  - {{name: Northbrook Council, ods_code: X9A01, role: co-ordinating, kind: local authority{one}}}
  - {{name: Eastmere Council, ods_code: X9A02, role: associate, kind: local authority{other}}}
"""
PLANNED = """\
contract:
  {reference: R-1, title: T, edition: 2026/27, status: draft, draft_version: "1",
   term: {start: 2026-04-01, end: 2028-03-31}}
PARTIES
provider: {name: Harbour Community Health NHS Trust, kind: NHS trust, ods_code: X9P01}
services:
  - name: One
    specification: [supported-self-management/health-coaching-delivered]
    quality: [supported-self-management/health-coaching]
development: [personalised-care-and-support-planning/development/people]
values: {VALUES}
"""
FIGURES = ("pcsp_people_by_year", "ssm_coaching_trajectory")


def planned(values: str, one: str, other: str = "") -> dict[str, list[str]]:
    """What the report says of plans and coaching in a contract of two Commissioners, or of one where there is one."""
    parties = PARTIES.format(one=f", values: {{{one}}}" if one else "", other=f", values: {{{other}}}")
    if not other:
        parties = "\n".join(parties.splitlines()[:2])
    report = report_of([contract_of(PLANNED.replace("PARTIES", parties).replace("VALUES", values))])
    return {
        name: [f"{amount} {year}".strip() for year, amount in report.figure(figure).total or ()]
        for name, figure in zip(FIGURES, ("people-with-plans", "coaching"), strict=True)
    }


def by_year(first: int, second: int) -> str:
    return ", ".join(f"{name}: {{2026/27: {first}, 2027/28: {second}}}" for name in FIGURES)


@pytest.mark.parametrize(
    ("values", "one", "other"),
    [
        (by_year(100, 120), "", ""),
        (by_year(100, 120), by_year(70, 80), by_year(30, 40)),  # the total is written, and is the sum
        ("", by_year(70, 80), by_year(30, 40)),  # the sum is computed, and the contract prints the same
        (by_year(100, 120), "", by_year(30, 40)),
        ("", by_year(100, 120), ""),  # the only Commissioner's own are all that there are
        (by_year(1, 2), by_year(100, 120), ""),
    ],
)
def test_what_is_planned_for_all_commissioners_is_added_however_the_total_came_about(
    values: str, one: str, other: str
) -> None:
    assert planned(values, one, other) == {name: ["100 2026/27", "120 2027/28"] for name in FIGURES}


def test_each_group_of_a_plan_that_is_chosen_for_several_groups_is_added() -> None:
    budgets = "\n".join(
        "  - {clause: personal-health-budgets/development/budgets-by-year, values: "
        f"{{phb_group_by_year: {group}, phb_budgets_by_year: {{2026/27: {number}}}}}}}"
        for group, number in (("people with continuing healthcare", 8), ("wheelchair users", 30))
    )
    text = PLANNED.replace("PARTIES", PARTIES.format(one="", other="")).replace("VALUES", "")
    plan = text.replace("[personalised-care-and-support-planning/development/people]", f"\n{budgets}")
    found = report_of([contract_of(plan)]).figure("budgets").total or ()
    assert [(year, str(amount)) for year, amount in found] == [("2026/27", "38")]


def test_a_figure_that_stands_in_words_alone_is_no_nought() -> None:
    text = PLANNED.replace("PARTIES", PARTIES.format(one="", other=""))
    words = text.replace("VALUES", "sp_referrals_baseline: none were counted").replace(
        "quality: [supported-self-management/health-coaching]", "quality: [social-prescribing/referrals-made]"
    )
    found = report_of([contract_of(words)]).figure("referrals-before")
    assert (found.total, total_words(found)) == ((), "not stated as a number")


def test_a_number_written_once_that_two_services_print_is_named_beside_the_sum() -> None:
    peer = "quality: [supported-self-management/health-coaching]"
    text = PLANNED.replace("PARTIES", PARTIES.format(one="", other="")).replace(
        peer, "quality: [social-prescribing/referrals-made]"
    )
    twice = text.replace(
        "development:", "  - name: Two\n    quality: [social-prescribing/referrals-made]\ndevelopment:"
    )
    once = "sp_referrals_baseline: 90"
    found = report_of([contract_of(twice.replace("VALUES", once))])
    reference = found.contracts[0].reference
    assert figure_words(found.figure("referrals-before")) == (
        f"180 (written once and added for each that prints it: {reference} (2 times))"
    )
    own = twice.replace("    quality: [social-prescribing/referrals-made]\ndevelopment", f"    values: {{{once}}}\n"
                        "    quality: [social-prescribing/referrals-made]\ndevelopment")  # fmt: skip
    assert figure_words(report_of([contract_of(own.replace("VALUES", once))]).figure("referrals-before")) == "180"


def test_each_number_of_the_yardstick_that_is_added_says_so_where_it_is_asked_for() -> None:
    library, _, _, yardstick = wording()
    asked = {
        placeholder
        for clause in library.clauses.values()
        for placeholder in clause.placeholders.values()
        for figure in yardstick.figures.values()
        if figure.value == placeholder.name and figure.form in ("number", "by-year")
    }
    assert len(asked) > 6
    assert [each.name for each in asked if each.kind != "trajectory" and not each.added_up] == []
