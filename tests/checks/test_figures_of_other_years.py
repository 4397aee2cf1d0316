"""A figure for a Contract Year or Quarter in which there is no contract."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.dates import date_outside_term
from specgen.checks.measures import figures_of_other_years as rule

SLUG = "figures-of-other-years"
PEOPLE = (
    "development: [supported-self-management/people]\nvalues:\n  ssm_people_date: 2029-03-31\n  ssm_people_by_year: "
)


def of_people(figures: str, more: str = "") -> list[tuple[str, str, str]]:
    text = contract(after=f"{PEOPLE}{figures}")
    return breaches(rule, text.replace("end: 2029-03-31}", f"end: 2029-03-31{more}}}", 1))


@pytest.mark.parametrize(
    "figures",
    [
        "60 in 2025/26; 110 in 2026/27; 120 in 2028/29",
        "{2026/27: 60, 2045/46: 110}",
        "60 in Q4 2025/26; 70 in Q1 2026/27",
        "[60 in 2026/27, 90 in 2062/63]",
    ],
)
def test_a_figure_for_a_time_outside_the_term_is_an_error(figures: str) -> None:
    assert of_people(figures) == [(SLUG, "error", f"ssm_people_by_year: {figures}")]


@pytest.mark.parametrize(
    "figures",
    [
        "60 in 2026/27; 110 in 2027/28; 150 in 2028/29",
        "60 in 2027/28; 110 in 2028/29; from a baseline of 42 in 2019/20",
        "60 in Q1 2027/28; 70 in Q4 2028/29",
        "{2028/29: 60, baseline: 42 in 2025/26}",
        "{Q4 2028/29: 60}",
    ],
)
def test_figures_within_the_term_and_a_baseline_before_it_keep_the_rule(figures: str) -> None:
    assert of_people(figures) == []


@pytest.mark.parametrize("figures", ["60 in 2026/27; 110 in 2028/29", "{Q1 2026/27: 60, Q4 2028/29: 110}"])
def test_a_plan_that_leaves_out_a_year_between_its_first_and_its_last_is_asked_about(figures: str) -> None:
    assert of_people(figures) == [(SLUG, "warning", f"ssm_people_by_year: {figures}")]


def test_a_term_that_may_be_extended_leaves_later_figures_a_question() -> None:
    assert [each[1] for each in of_people("60 in 2028/29; 70 in 2029/30", ", extension: by a year")] == ["warning"]
    assert [each[1] for each in of_people("60 in 2025/26; 70 in 2028/29", ", extension: by a year")] == ["error"]


@pytest.mark.parametrize(
    "figures", ["60 in 2026/27; 110 in 2028/29; 150 in 2029/30", "{2026/27: 60, 2035/36: 110}", "9 in Q1 2029/30"]
)
def test_the_plan_of_a_whole_system_may_go_on_after_one_contract(figures: str) -> None:
    assert of_people(figures) == [(SLUG, "warning", f"ssm_people_by_year: {figures}")]


@pytest.mark.parametrize(("day", "severity"), [("2033-03-31", "warning"), ("2063-03-31", "error")])
@pytest.mark.parametrize(
    ("clause", "name"),
    [("supported-self-management/people", "ssm_people_date"), ("personalised-care/ambition-stated", "pc_ambition_end")],
)
def test_so_may_the_last_day_of_such_a_plan(clause: str, name: str, day: str, severity: str) -> None:
    more = "  ssm_people_by_year: 60 in 2026/27; 90 in 2032/33\n" if "people" in name else ""
    text = contract(after=f"development: [{clause}]\nvalues:\n{more}  {name}: {day}")
    assert breaches(date_outside_term, text) == [("date-outside-term", severity, f"{name}: {day}")]


def test_a_measure_asks_for_nothing_after_the_contract() -> None:
    share = "quality: [supported-self-management/patient-education]\nvalues:\n  ssm_education_target: "
    figures = "60% in 2026/27; 65% in 2027/28; 70% in 2028/29; 75% in 2029/30"
    assert [each[1] for each in breaches(rule, contract(f"{share}{figures}"))] == ["error"]
    text = contract(f"{share}{figures}").replace("end: 2029-03-31}", "end: 2029-03-31, extension: by one year}", 1)
    assert [each[1] for each in breaches(rule, text)] == ["warning"]
    assert [each[1] for each in breaches(rule, text.replace("75% in 2029/30", "75% in 2030/31"))] == ["error"]


def test_the_last_figure_and_the_day_by_which_the_last_is_asked_for_are_of_one_year() -> None:
    assert of_people("60 in 2026/27; 110 in 2027/28") == [
        (SLUG, "warning", "ssm_people_by_year: 60 in 2026/27; 110 in 2027/28")
    ]


def test_a_contract_year_that_the_term_cuts_is_one_of_its_years() -> None:
    text = contract(after=f"{PEOPLE}60 in 2025/26; 80 in 2026/27; 90 in 2027/28; 110 in 2028/29")
    assert breaches(rule, text.replace("start: 2026-04-01", "start: 2026-03-01")) == []
    assert len(breaches(rule, text.replace("start: 2026-04-01", "start: 2026-04-02"))) == 1


@pytest.mark.parametrize(
    ("figures", "number"), [("60% in 2025/26; 70% in 2027/28", 1), ("60% in 2026/27", 0), ("60", 0)]
)
def test_shares_by_year_of_a_measure_are_held_against_the_service_s_own_days(figures: str, number: int) -> None:
    measure = "specification: [shared-decision-making]\nquality: [shared-decision-making/collaborate]"
    values = f"values: {{sdm_collaborate_target: {figures}}}"
    errors = [each for each in breaches(rule, contract(measure, after=values)) if each[1] == "error"]
    assert len(errors) == number
    late = f"period: {{start: 2027-04-01, end: 2029-03-31}}\n{measure}"
    errors = [each for each in breaches(rule, contract(late, after=values)) if each[1] == "error"]
    assert len(errors) == (0 if figures == "60" else 1)


def test_a_measure_without_a_figure_for_a_year_of_the_service_is_asked_about() -> None:
    def told(figures: str, service: str = "") -> list[str]:
        measure = f"{service}\nspecification: [shared-decision-making]\nquality: [shared-decision-making/collaborate]"
        text = contract(measure, after=f"values: {{sdm_collaborate_target: {figures}}}")
        return [problem.message for problem in problems_of(rule, text) if problem.severity == "warning"]

    assert told("60% in 2026/27; 70% in 2027/28; 80% in 2028/29") == []
    assert "2028/29" in told("60% in 2026/27; 70% in 2027/28")[0]
    assert "2027/28" in told("60% in 2026/27; 70% in 2028/29")[0]
    assert told("60% in 2026/27; 70% in 2027/28", "period: {start: 2026-10-01, end: 2028-03-31}") == []
    assert told("60%") == []


def test_figures_of_one_commissioner_are_looked_at() -> None:
    own = (
        "  - name: Eastmere Integrated Care Board\n    ods_code: QYY\n    role: associate\n    values:\n"
        "      ssm_people_by_year: 20 in 2028/29; 30 in 2029/30\n"
    )
    text = contract(after=f"{PEOPLE}60 in 2028/29; 80 in 2029/30").replace("provider:\n", f"{own}provider:\n")
    assert len(breaches(rule, text)) == 2


REFERRED = "quality: [social-prescribing/uptake]\nvalues:\n  sp_uptake_baseline: "


@pytest.mark.parametrize(
    "baseline",
    [
        "46% in 2027/28",
        "46% in 2026-27",
        "46% in Q2 2026/27",
        "46% in November 2027",
        "46% on 1 May 2026",
        "half of them in 2027/28",
        "not measured before; 46% in 2027/28",
    ],
)
def test_a_baseline_of_a_time_that_begins_with_the_service_is_asked_about(baseline: str) -> None:
    assert breaches(rule, contract(f"{REFERRED}{baseline}")) == [(SLUG, "warning", f"sp_uptake_baseline: {baseline}")]


@pytest.mark.parametrize(
    "baseline",
    [
        "46% in 2025/26",
        "46% on 31 December 2025",
        "46% in November 2025, counted again in May 2026",
        "Not measured before; the first Contract Year’s result is the baseline",
        "none in 2025/26",
        "not counted before 2026/27",
        "not counted before 1 April 2026",
        "nothing was counted until Q1 2026/27",
        "no figure before April 2026",
        "46% of 2030 people asked",
        "not measured before; first measured in 2027/28",
        "Never counted; the first count is in April 2027 and gives the baseline",
    ],
)
def test_a_baseline_of_a_time_before_keeps_the_rule(baseline: str) -> None:
    assert breaches(rule, contract(f"{REFERRED}{baseline}")) == []
