"""Returns held against the contract: period, kind, bounds and threshold."""

import re
from datetime import date

import pytest
from msgspec.structs import replace
from tests.checks.contracts import with_clause
from tests.progress.portfolio import wording
from tests.reported_figures.returned import (
    CONTRACT,
    Given,
    asked,
    held,
    issued_with,
    outcome,
    pack,
    read,
    returned,
    row,
)

from specgen.library.model import DeclaredPlaceholder
from specgen.problems import Problem
from specgen.progress.report import reported_measures
from specgen.reported_figures.asked import AskedPack, AskedRow, asked_of
from specgen.reported_figures.forms import MeasureFigure, MeasureForm, read_forms
from specgen.reported_figures.hold import hold
from specgen.reported_figures.read import joined, read_returns
from specgen.reported_figures.shown import shown, stands_words
from specgen.reported_figures.workbook import HEADINGS
from specgen.shipped import shipped

Q1, Q2, Q3, Q4 = "2026-06-30", "2026-09-30", "2026-12-31", "2027-03-31"
COUNCIL, BOARD = "Upland Council", "NHS Upland Integrated Care Board"


def plans(last: str = Q1, party: str = "") -> AskedRow:
    return next(
        each
        for each in asked().rows
        if each.clause.endswith("/plans-agreed") and each.last.isoformat() == last and each.party == party
    )


def of(clause: str, last: str, party: str = "", figure: str = "") -> AskedRow:
    return next(
        each
        for each in asked().rows
        if each.clause.endswith(f"/{clause}")
        and (each.last.isoformat(), each.party, each.figure) == (last, party, figure)
    )


@pytest.mark.parametrize(
    ("numerator", "denominator", "stands"),
    [
        (120, 150, "met"),  # exactly 80%
        (119, 150, "below threshold by 0.667"),
        (0, 150, "below threshold by 80"),
        (150, 150, "met"),
        (0, 0, "no cases"),
        ("", "", "missing"),
    ],
)
def test_a_share_is_held_to_its_threshold_before_anything_is_rounded(
    numerator: object, denominator: object, stands: str
) -> None:
    whole, problems = held(Given(plans(), numerator, denominator, status=""))
    assert problems == []
    assert outcome(whole, plans()) == stands


OWN = asked(
    CONTRACT.replace(
        "    kind: local authority\n",
        "    kind: local authority\n    values: {pcsp_agreed_target: 70, sp_referrals_target: 60}\n",
    )
)


def test_a_commissioner_with_a_threshold_of_its_own_is_held_to_that() -> None:
    """The row of all is held to neither: both may be met where it lies between them."""
    rows = {
        each.party: each for each in OWN.rows if each.clause.endswith("/plans-agreed") and each.last.isoformat() == Q1
    }
    whole, problems = held(
        Given(rows[COUNCIL], 70, 100), Given(rows[BOARD], 70, 100), Given(rows[""], 140, 200), of=OWN
    )
    assert problems == []
    assert [outcome(whole, rows[party]) for party in (COUNCIL, BOARD, "")] == [
        "met",
        "below threshold by 10",
        "reported",
    ]


def test_a_number_for_all_is_what_all_owe_together_and_no_threshold_of_one_commissioner() -> None:
    quarters = [of("referrals-made", last, party) for last in (Q1, Q2, Q3, Q4) for party in ("", COUNCIL, BOARD)]
    count = {"": 60, COUNCIL: 20, BOARD: 40}
    whole, problems = held(*(Given(each, count[each.party]) for each in quarters))
    assert problems == []
    assert {(year.asked.party, str(year.total), year.outcome) for year in whole.years} == {
        ("", "240", "met"),
        (COUNCIL, "80", "reported"),
        (BOARD, "160", "reported"),
    }
    own = [each for each in OWN.rows if each.clause.endswith("/referrals-made") and each.last.isoformat() <= Q4]
    whole, _ = held(*(Given(each, count[each.party]) for each in own), of=OWN)
    assert {(year.asked.party, year.outcome, year.asked.note) for year in whole.years} == {
        ("", "met", ""),
        (COUNCIL, "met", ""),
        (BOARD, "reported", "the contract states the number for all Commissioners together"),
    }


def test_a_part_of_the_trajectory_is_not_held_to_the_whole_of_it() -> None:
    part = of("patient-education", Q2, COUNCIL)
    whole, problems = held(Given(part, 10))
    assert (problems, outcome(whole, part), part.whole) == ([], "reported", None)


def test_below_threshold_is_shown_in_percentage_points_and_never_as_a_breach() -> None:
    whole, _ = held(Given(plans(), 119, 150))
    figure = next(each for each in shown(whole).figures if each.asked.id == plans().id)
    assert (figure.outcome, figure.by) == ("below threshold", "0.7 percentage points")
    near, _ = held(Given(plans(), 79999, 100000))
    figure = next(each for each in shown(near).figures if each.asked.id == plans().id)
    assert figure.by == "less than 0.1 percentage points"


def test_a_count_of_the_year_is_judged_when_its_quarters_are_there() -> None:
    quarters = [of("referrals-made", last) for last in (Q1, Q2, Q3, Q4)]
    three, _ = held(*(Given(each, 60) for each in quarters[:3]), on="2027-01-15")
    assert [(str(year.total), year.outcome) for year in three.years if not year.asked.party] == [("180", "so far")]
    four, _ = held(*(Given(each, 45) for each in quarters))
    assert [(str(year.total), year.outcome, str(year.by)) for year in four.years if not year.asked.party] == [
        ("180", "below threshold", "20")
    ]
    gap, _ = held(*(Given(each, 90) for each in quarters[:3]))
    assert [(year.total, year.outcome) for year in gap.years if not year.asked.party] == [(None, "missing")]


def test_a_year_with_a_provisional_quarter_is_not_judged() -> None:
    quarters = [of("referrals-made", last) for last in (Q1, Q2, Q3, Q4)]
    whole, _ = held(*(Given(each, 60, status="provisional" if each.last.month == 3 else "final") for each in quarters))
    year = next(year for year in whole.years if not year.asked.party)
    assert (str(year.total), year.provisional, year.outcome) == ("240", True, "so far")


ANSWERS = CONTRACT.replace(
    "/referrals-made\n", "/referrals-made\n      - shared-decision-making/collaborate\n"
).replace("    values:\n      pcsp", "    values:\n      sdm_collaborate_target: 50\n      pcsp", 1)


@pytest.mark.parametrize(
    ("last", "stands"),
    [
        ((31, 66, "final"), "175 of 350 (50.0%) met"),  # two quarters below 50%, and the year is met
        ((30, 66, "final"), "174 of 350 (49.7%) below threshold by 0.3 percentage points"),
        ((31, 66, "provisional"), "175 of 350 (50.0%) so far"),
        (None, ""),  # without one of its quarters there is no share of the year
    ],
)
def test_a_requirement_over_the_contract_year_is_judged_of_the_year_too(
    last: tuple[int, int, str] | None, stands: str
) -> None:
    pack = asked(ANSWERS)
    rows = [
        each
        for each in pack.rows
        if each.clause.endswith("/collaborate") and not each.party and each.last.isoformat() <= Q4
    ]
    given = [Given(each, *said) for each, said in zip(rows, ((44, 84), (60, 100), (40, 100)), strict=False)]
    whole, problems = held(*given, *([Given(rows[3], *last)] if last else []), of=pack, on="2027-05-01")
    assert problems == []
    years = [each for each in shown(whole).years if each.asked.clause.endswith("/collaborate")]
    assert [f"{each.total} {stands_words(each)}" for each in years] == ([stands] if stands else [])
    assert outcome(whole, rows[2]) == "below threshold by 10"  # each quarter stands as it did


def test_a_year_of_quarters_with_shares_of_their_own_has_no_one_threshold() -> None:
    pack = asked(
        ANSWERS.replace(
            "sdm_collaborate_target: 50",
            "sdm_collaborate_target: {Q1 2026/27: 40, Q2 2026/27: 50, Q3 2026/27: 60, Q4 2026/27: 60}",
        )
    )
    rows = [
        each
        for each in pack.rows
        if each.clause.endswith("/collaborate") and not each.party and each.last.isoformat() <= Q4
    ]
    whole, _ = held(*(Given(each, 50, 100) for each in rows), of=pack, on="2027-05-01")
    year = next(each for each in whole.years if each.asked.clause.endswith("/collaborate"))
    assert (year.outcome, year.said) == ("reported", "the thresholds of its quarters differ")


def test_people_who_may_be_counted_in_two_quarters_have_no_share_of_the_year() -> None:
    quarters = [plans(last) for last in (Q1, Q2, Q3, Q4)]
    whole, _ = held(*(Given(each, 90, 100) for each in quarters))
    assert [each for each in whole.years if each.asked.clause == quarters[0].clause] == []


def test_a_trajectory_is_a_quarter_of_the_year_for_each_quarter_that_has_ended() -> None:
    second = of("patient-education", Q2)
    assert str(second.whole) == "200"  # half of 400
    whole, problems = held(Given(second, 160, 200))
    assert (problems, outcome(whole, second)) == ([], "met")
    whole, problems = held(Given(second, 160, 400))
    assert [problem.slug for problem in problems] == ["denominator-altered"]
    assert outcome(whole, second) == "not counted"


def test_a_cumulative_number_that_is_less_than_the_one_before_it_is_told() -> None:
    quarters = [of("patient-education", last) for last in (Q1, Q2, Q3, Q4)]
    whole, problems = held(*(Given(each, count) for each, count in zip(quarters, (80, 90, 85, 300), strict=True)))
    assert [(each.slug, each.severity, each.location.line) for each in problems] == [("cumulative-falls", "warning", 4)]
    assert "counts from 1 April 2026, as that to 30 September 2026 does" in problems[0].message
    assert outcome(whole, quarters[2]) == "below threshold by 51.667"


def short(term: str, **values: str) -> AskedPack:
    text = CONTRACT.replace("{start: 2026-04-01, end: 2028-03-31}", term)
    for name, value in values.items():
        text = re.sub(rf"(?m)^( +{name}: ).*$", rf"\g<1>{value}", text)
    return asked(text)


@pytest.mark.parametrize(
    ("term", "values", "education", "referrals"),
    [
        # A whole year is judged, one that is cut is not: nothing on paper says how much of the number it owes.
        ("{start: 2026-04-01, end: 2028-03-31}", {}, "met", "met"),
        ("{start: 2026-10-01, end: 2028-03-31}", {}, "reported", "reported"),
        ("{start: 2026-04-01, end: 2028-03-31}\n  began_on: 2026-10-01", {}, "reported", "reported"),
        # A number of referrals for that very year is owed in it; a quarter of a trajectory for each of two is not it.
        (
            "{start: 2026-10-01, end: 2028-03-31}",
            {
                "sp_referrals_target": "{2026/27: 90, 2027/28: 200}",
                "ssm_education_trajectory": "{2026/27: 100, 2027/28: 400}",
            },
            "reported",
            "met",
        ),
        (
            "{start: 2026-10-01, end: 2028-03-31}",
            {
                "sp_referrals_target": "{Q3 2026/27: 500, Q4 2026/27: 600}",
                "ssm_education_trajectory": "{Q3 2026/27: 100, Q4 2026/27: 400}",
            },
            "reported",
            "reported",
        ),
        # It was written for a year from the day that was expected.
        (
            "{start: 2026-04-01, end: 2028-03-31}\n  began_on: 2026-10-01",
            {"sp_referrals_target": "{2026/27: 90, 2027/28: 200}"},
            "reported",
            "reported",
        ),
    ],
)
def test_a_contract_year_that_is_cut_is_judged_by_one_law(
    term: str, values: dict[str, str], education: str, referrals: str
) -> None:
    pack = short(term, **values)
    rows = [each for each in pack.rows if not each.party and each.last.isoformat() <= Q4]
    given = [Given(each, 400) for each in rows if each.clause.endswith(("/patient-education", "/referrals-made"))]
    whole, problems = held(*given, of=pack)
    assert problems == []
    last = next(each for each in reversed(rows) if each.clause.endswith("/patient-education"))
    year = next(each for each in whole.years if not each.asked.party and each.year == 2026)
    by = f" by {year.by}" if year.by else ""
    assert (outcome(whole, last), f"{year.outcome}{by}") == (education, referrals)
    if education == "reported":
        stands = next(each for each in whole.figures if each.asked.id == last.id)
        quarters = "the contract gives figures for Quarters, and its words are of the Contract Year"
        short_year = "the Contract Year is short (1 October 2026 to 31 March 2027)"
        by_quarter = values.get("ssm_education_trajectory", "").startswith("{Q3")
        assert stands.said.startswith(quarters if by_quarter else short_year)
        assert last.whole is None  # and the workbook gives no denominator


def test_figures_for_quarters_are_held_by_quarter_where_the_words_of_the_clause_name_the_quarter() -> None:
    clause = "supported-self-management/quality/our-education"
    library = with_clause(
        clause,
        "Attendance",
        placeholders={
            "ssm_education_trajectory": DeclaredPlaceholder(
                "ssm_education_trajectory", "trajectory", "How many?", "400"
            ),
            "ssm_education_target": DeclaredPlaceholder("ssm_education_target", "percentage", "What share?", "80"),
        },
        fields={
            "threshold": "{{ ssm_education_target }} of {{ ssm_education_trajectory }} people, each in its Quarter of "
            "the Contract Year"
        },
    )
    figure = MeasureFigure("", "trajectory", target="ssm_education_target", trajectory="ssm_education_trajectory")
    text = (
        CONTRACT.replace("supported-self-management/patient-education", "supported-self-management/our-education")
        .replace("{start: 2026-04-01, end: 2028-03-31}", "{start: 2026-10-01, end: 2028-03-31}")
        .replace("ssm_education_trajectory: 400", "ssm_education_trajectory: {Q3 2026/27: 100, Q4 2026/27: 400}")
    )
    pack, problems = asked_of(
        issued_with(text, library), library, {clause: MeasureForm(clause, "quarter", (figure,), "p")}
    )
    assert pack is not None and problems == []
    assert [
        (each.last.isoformat(), str(each.whole), str(each.bound))
        for each in pack.rows
        if each.last.isoformat() <= Q4 and not each.party
    ] == [(Q3, "100", "80"), (Q4, "500", "80")]


def test_a_commissioner_with_a_trajectory_of_its_own_is_held_to_that() -> None:
    own = "    kind: local authority\n    values: {ssm_education_trajectory: 100}\n"
    pack = asked(CONTRACT.replace("    kind: local authority\n", own))
    rows = {
        each.party: each
        for each in pack.rows
        if each.clause.endswith("/patient-education") and each.last.isoformat() == Q2
    }
    whole, problems = held(
        Given(rows[COUNCIL], 39), Given(rows[BOARD], 120), Given(rows[""], 159), on="2026-11-01", of=pack
    )
    assert problems == []
    assert {party: str(row.whole) for party, row in rows.items()} == {"": "200", COUNCIL: "50", BOARD: "None"}
    assert {party: outcome(whole, row) for party, row in rows.items()} == {
        "": "below threshold by 0.5",
        COUNCIL: "below threshold by 2",
        BOARD: "reported",
    }


def test_the_next_baseline_is_of_the_days_that_were_counted_and_a_part_of_a_year_says_so() -> None:
    pack = short("{start: 2026-10-01, end: 2028-03-31}")
    rows = [each for each in pack.rows if not each.party and each.last.isoformat() <= Q4]
    given = [Given(each, 90) for each in rows if each.clause.endswith(("/patient-education", "/referrals-made"))]
    part = "from 1 October 2026 to 31 March 2027, which is not a whole Contract Year"
    assert {each.value: each.words for each in shown(held(*given, of=pack)[0]).baselines} == {
        "ssm_education_baseline": f"90 {part}",
        "sp_referrals_baseline": f"180 {part}",
    }
    four = [Given(of("patient-education", last), 90) for last in (Q1, Q2, Q3, Q4)]
    assert [each.words for each in shown(held(*four)[0]).baselines] == ["90 from 1 April 2026 to 31 March 2027"]


def test_the_baseline_from_a_contract_year_of_a_share_is_that_share() -> None:
    pack = asked(ANSWERS)
    rows = [each for each in pack.rows if each.clause.endswith("/collaborate") and not each.party]
    given = [Given(each, *said) for each, said in zip(rows, ((40, 60), (41, 62), (38, 61), (44, 70)), strict=False)]

    found = shown(held(*given, of=pack, on="2027-05-01")[0]).baselines

    assert [(each.value, each.words) for each in found] == [
        ("sdm_collaborate_baseline", "62.9% from 1 January 2027 to 31 March 2027 (44 of 70)"),
        ("sdm_collaborate_baseline", "64.4% from 1 April 2026 to 31 March 2027 (163 of 253)"),
    ]


def of_the_council(values: str) -> AskedPack:
    own = f"    kind: local authority\n    values: {{{values}}}\n"
    return asked(CONTRACT.replace("    kind: local authority\n", own))


def test_a_report_with_an_interval_for_one_commissioner_is_said_not_to_be_asked_for() -> None:
    pack = of_the_council("pc_report_interval: 1 month")
    assert "People with a plan" in pack.without
    assert not any(each.clause.endswith("/people-with-a-plan") for each in pack.rows)


def test_a_report_is_due_to_each_commissioner_within_its_own_time() -> None:
    rows = [each for each in of_the_council("pc_report_due: 10 days").rows if each.last.isoformat() == Q1]
    due = {each.party: each.due for each in rows if each.clause.endswith("/people-with-a-plan")}
    assert due == {"": date(2026, 7, 20), BOARD: date(2026, 7, 20), COUNCIL: date(2026, 7, 10)}
    assert {each.due for each in rows if each.clause.endswith("/plans-agreed")} == {None}


def test_a_period_that_has_not_ended_is_not_due_and_none_before_the_service_begins_is_asked_for() -> None:
    whole, problems = held(on="2026-10-15")
    assert problems == []
    by_last = {each.asked.last.isoformat(): each for each in whole.figures if each.asked.clause.endswith("/experience")}
    assert min(by_last) == Q3 and by_last[Q3].asked.first == date(2026, 10, 1)
    assert by_last[Q3].outcome == "not due"
    assert outcome(whole, plans(Q2)) == "missing"


def test_a_report_is_missing_only_once_it_is_due() -> None:
    report = of("people-with-a-plan", Q1)
    assert report.due is not None and report.due.isoformat() == "2026-07-20"
    assert outcome(held(on="2026-07-20")[0], report) == "not due"
    assert outcome(held(on="2026-07-21")[0], report) == "missing"


def test_a_figure_of_a_period_that_has_not_ended_is_said_and_not_counted() -> None:
    whole, problems = held(Given(plans(Q2), 90, 100), on="2026-09-29")
    assert [(problem.slug, problem.severity) for problem in problems] == [("not-due", "warning")]
    assert outcome(whole, plans(Q2)) == "not due"


def test_a_later_return_replaces_the_earlier_and_both_are_shown() -> None:
    first, _ = read(Given(plans(), 90, 150, "provisional", "2026-07-10"), file="july.csv")
    second, _ = read(Given(plans(), 126, 150, "final", "2026-08-10"), file="august.csv")

    for order in ((first, second), (second, first)):
        whole, problems = hold(joined(order), [asked()])
        figure = next(each for each in shown(whole).figures if each.asked.id == plans().id)
        assert (problems, figure.outcome) == ([], "met")
        assert [(each.numerator, each.status) for each in figure.versions] == [("90", "provisional"), ("126", "final")]
        assert whole.on.isoformat() == "2026-08-10"


def test_a_provisional_return_after_a_final_one_counts_and_is_told() -> None:
    first, _ = read(Given(plans(), 126, 150, "final", "2026-08-10"), file="a.csv")
    second, _ = read(Given(plans(), 90, 150, "provisional", "2026-09-10"), file="b.csv")
    whole, problems = hold(joined((first, second)), [asked()])
    assert [(problem.slug, problem.severity) for problem in problems] == [("provisional-after-final", "warning")]
    assert outcome(whole, plans()) == "below threshold by 20"
    restated, _ = read(Given(plans(), 90, 150, "restated", "2026-09-10"), file="b.csv")
    assert hold(joined((first, restated)), [asked()])[1] == []


@pytest.mark.parametrize(("day", "told"), [("2062-07-20", True), ("2028-07-01", True), ("2028-06-29", False)])
def test_a_day_far_after_its_period_is_told_and_moves_the_day_of_the_report_nowhere(day: str, told: bool) -> None:
    slip, _ = read(Given(plans(), 126, 150, "final", day), Given(plans(Q2), 90, 100, "final", "2026-10-05"))
    whole, problems = hold(slip, [asked()])
    assert [problem.slug for problem in problems] == ["reported-long-after"] * told
    assert outcome(whole, plans()) == "met"
    assert whole.on.isoformat() == ("2026-10-05" if told else day)


@pytest.mark.parametrize(
    ("one", "other", "stands", "said"),
    [
        # Without a day the status says which is later; of two of one status nothing does.
        (("final", "2026-07-20"), ("restated", ""), "below threshold by 10", []),
        (("final", ""), ("restated", "2026-07-20"), "below threshold by 10", []),
        (("final", ""), ("provisional", "2026-07-20"), "met", []),
        (("final", ""), ("final", "2026-07-20"), "not counted", ["which-is-later"]),
        (("", ""), ("", ""), "not counted", ["which-is-later"]),
        # With days the later one counts, and one whose status is that of an earlier return is told.
        (("final", "2026-07-20"), ("final", "2026-09-01"), "below threshold by 10", []),
        (("restated", "2026-07-20"), ("final", "2026-09-01"), "below threshold by 10", ["provisional-after-final"]),
        (("final", "2026-07-20"), ("", "2026-09-01"), "below threshold by 10", ["provisional-after-final"]),
        # A return of a day after that of the report is told.
        (("provisional", "2026-07-20"), ("final", "2027-07-01"), "below threshold by 10", ["reported-after-the-day"]),
    ],
)
def test_of_two_returns_the_later_one_counts_or_it_is_said_why_not(
    one: tuple[str, str], other: tuple[str, str], stands: str, said: list[str]
) -> None:
    first, _ = read(Given(plans(), 90, 100, *one), file="a.csv")
    second, _ = read(Given(plans(), 70, 100, *other), file="b.csv")
    for both in ((first, second), (second, first)):
        whole, problems = hold(joined(both), [asked()], date(2027, 6, 1))
        assert (outcome(whole, plans()), [problem.slug for problem in problems]) == (stands, said)


def test_a_restated_return_without_a_number_is_told_and_takes_nothing_away() -> None:
    first, _ = read(Given(plans(), 90, 100, "final", "2026-07-20"), file="a.csv")
    second, _ = read(Given(plans(), "", "", "restated", "2026-09-01"), file="b.csv")
    whole, problems = hold(joined((first, second)), [asked()])
    assert (outcome(whole, plans()), [problem.slug for problem in problems]) == ("met", ["number-missing"])


def test_two_returns_of_one_day_and_status_that_differ_are_not_counted() -> None:
    first, _ = read(Given(plans(), 90, 150, "final", "2026-07-10"), file="a.csv")
    second, _ = read(Given(plans(), 91, 150, "final", "2026-07-10"), file="b.csv")
    whole, problems = hold(joined((first, second)), [asked()])
    assert [problem.slug for problem in problems] == ["which-is-later"]
    assert outcome(whole, plans()) == "not counted"
    same, problems = hold(joined((first, first)), [asked()])
    assert (problems, outcome(same, plans())) == ([], "below threshold by 20")


def test_a_faulty_return_keeps_no_other_return_of_the_figure_from_counting() -> None:
    first, said = read(Given(plans(), 9, 8, "provisional", "2026-07-10"), file="july.csv")
    second, _ = read(Given(plans(), 126, 150, "final", "2026-08-10"), file="august.csv")
    whole, problems = hold(joined((first, second)), [asked()])
    figure = next(each for each in whole.figures if each.asked.id == plans().id)
    assert [problem.slug for problem in said + problems] == ["denominator-below-numerator"]
    assert (figure.outcome, figure.said) == ("met", "another return of it is faulty")


def test_provisional_and_final_returns_are_never_added() -> None:
    whole, _ = held(Given(plans(Q1), 90, 100, "provisional"), Given(of("referrals-made", Q1), 40, status="final"))
    totals = shown(whole).totals
    assert {(each.clause.rpartition("/")[2], each.status, each.numerator) for each in totals} == {
        ("plans-agreed", "provisional", "90"),
        ("referrals-made", "final", "40"),
    }


def test_a_return_without_a_status_is_added_to_none_and_is_no_baseline() -> None:
    whole, _ = held(Given(plans(Q1), 90, 100, ""))
    found = shown(whole)
    assert [(each.status, each.numerator) for each in found.totals] == [("unstated", "90")]
    assert found.baselines == ()


def test_commissioners_rows_add_up_or_none_of_them_is_counted() -> None:
    parts = (Given(plans(party=COUNCIL), 30, 50), Given(plans(party=BOARD), 60, 100))
    whole, problems = held(*parts, Given(plans(), 91, 150))
    assert [problem.slug for problem in problems] == ["commissioners-do-not-add-up"]
    assert {outcome(whole, plans(party=party)) for party in ("", COUNCIL, BOARD)} == {"not counted"}
    whole, problems = held(*parts, Given(plans(), 90, 150))
    assert (problems, outcome(whole, plans())) == ([], "below threshold by 20")


def test_the_row_of_all_is_the_sum_of_the_commissioners_where_it_is_left_blank() -> None:
    whole, problems = held(Given(plans(party=COUNCIL), 30, 50), Given(plans(party=BOARD), 90, 100))
    figure = next(each for each in whole.figures if each.asked.id == plans().id)
    assert (problems, figure.summed, str(figure.current and figure.current.numerator)) == ([], True, "120")
    assert figure.outcome == "met"
    one, _ = held(Given(plans(party=COUNCIL), 30, 50))
    assert outcome(one, plans()) == "missing"  # nothing is estimated
    mixed, _ = held(Given(plans(party=COUNCIL), 30, 50), Given(plans(party=BOARD), 90, 100, "provisional"))
    assert "of several statuses" in next(each.said for each in mixed.figures if each.asked.id == plans().id)


def test_some_of_the_commissioners_are_no_more_than_all() -> None:
    _, problems = held(Given(plans(party=COUNCIL), 91, 100), Given(plans(), 90, 150))
    assert [problem.slug for problem in problems] == ["commissioners-do-not-add-up"]


def faults(*given: Given) -> list[str]:
    return [f"{problem.slug} {problem.location.cell}" for problem in read(*given)[1]]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Given(plans(), 5, 0), "denominator-0 L2 (Denominator)"),
        (Given(plans(), 9, 8), "denominator-below-numerator L2 (Denominator)"),
        (Given(plans(), 9, ""), "number-missing L2 (Denominator)"),
        (Given(plans(), "", 9), "number-missing J2 (Numerator)"),
        (Given(plans(), "80%", 100), "not-a-count J2 (Numerator)"),
        (Given(plans(), "7.5", 10), "not-a-count J2 (Numerator)"),
        (Given(plans(), "1.000", "2,000"), "not-a-count J2 (Numerator)"),
        (Given(plans(), "-1", 10), "not-a-count J2 (Numerator)"),
        (Given(plans(), "n/a", 10), "not-a-count J2 (Numerator)"),
        (Given(plans(), 8, "=A1+B1"), "no-value L2 (Denominator)"),
        (Given(plans(), 8, 10, status="agreed"), "status-unknown M2 (Status)"),
        (Given(plans(), 8, 10, on="31/02/2027"), "not-a-day N2 (Reported on)"),
        (Given(plans(), 8, 10, other=(("To", "2026-09-30"),)), "row-altered H2 (To)"),
        (Given(plans(), 8, 10, other=(("Measure", "Another"),)), "row-altered F2 (Measure)"),
        (Given(plans(), 8, 10, other=(("Contract", "T-2"),)), "row-of-another-pack B2 (Contract)"),
        (Given(plans(), 8, 10, other=(("Row", "0123456789ab"),)), "row-of-another-pack A2 (Row)"),
        (Given(of("referrals-made", Q1), 8, 10), "denominator-altered L2 (Denominator)"),
        (Given(of("referrals-made", Q1), "", 10, status=""), "denominator-altered L2 (Denominator)"),
        (Given(of("patient-education", Q2), "", 95, status=""), "denominator-altered L2 (Denominator)"),
        (Given(of("patient-education", Q2, COUNCIL), 8, 95), "denominator-not-used L2 (Denominator)"),
        (Given(of("patient-education", Q2, COUNCIL), "", 95, status=""), "denominator-not-used L2 (Denominator)"),
        (Given(of("experience", Q3), "", 9, status=""), "number-missing J2 (Numerator)"),
        (Given(of("total-funding", Q1, figure="other"), "about £20"), "not-an-amount J2 (Numerator)"),
    ],
)
def test_what_is_wrong_in_a_row_is_named_by_its_cell(given: Given, said: str) -> None:
    assert faults(given) == [said]


def test_a_denominator_that_the_contract_does_not_ask_for_keeps_no_number_from_counting() -> None:
    part = of("patient-education", Q2, COUNCIL)
    whole, problems = held(Given(part, 8, 95))
    assert [(problem.slug, problem.severity) for problem in problems] == [("denominator-not-used", "warning")]
    assert [str(each.current.numerator) for each in whole.figures if each.current] == ["8"]


def test_the_workbooks_own_denominators_are_no_figures_that_somebody_typed() -> None:
    assert faults(*(Given(each, "", each.whole if each.whole is not None else "", "") for each in asked().rows)) == []


def test_a_faulty_row_keeps_no_other_from_being_read() -> None:
    whole, problems = held(Given(plans(Q1), 9, 8), Given(plans(Q2), 90, 100))
    assert [problem.slug for problem in problems] == ["denominator-below-numerator"]
    assert [outcome(whole, plans(last)) for last in (Q1, Q2)] == ["not counted", "met"]


def test_a_period_twice_counts_neither() -> None:
    whole, problems = held(Given(plans(), 90, 100), Given(plans(), 90, 100))
    assert [(problem.slug, problem.location.cell) for problem in problems] == [("period-twice", "A3 (Row)")]
    assert outcome(whole, plans()) == "not counted"


def problems_of(headings: list[str], record: str = "ab" * 32) -> list[Problem]:
    data = returned([Given(plans(), 90, 100, note="a note")], headings, record)
    return read_returns(data, "returns.csv", {asked().reference: asked()})[1]


def test_altered_headings_are_named_by_their_cell() -> None:
    headings = [heading.text for heading in HEADINGS]
    assert problems_of(headings) == []
    noted = problems_of(["Remark" if each == "Note" else each for each in headings])
    assert [(each.slug, each.location.cell) for each in noted] == [("heading-altered", "O1")]
    counted = problems_of(["Count" if each == "Numerator" else each for each in headings])
    assert [(each.slug, each.location.cell) for each in counted] == [("heading-altered", "J1")]
    assert "no row of the file can be told" in counted[0].message


def test_a_workbook_of_an_earlier_record_is_read_where_its_rows_are_still_asked_for() -> None:
    found = problems_of([heading.text for heading in HEADINGS], record="cd" * 32)
    assert [(each.slug, each.severity) for each in found] == [("another-record", "warning")]


def test_a_return_before_its_period_has_ended_is_not_counted() -> None:
    whole, problems = held(Given(plans(Q2), 90, 100, on="2026-09-01"))
    assert [problem.slug for problem in problems] == ["reported-early"]
    assert outcome(whole, plans(Q2)) == "not counted"


def test_the_baseline_of_the_next_contract_is_the_latest_final_return() -> None:
    whole, _ = held(
        Given(plans(Q1), 60, 100), Given(plans(Q2), 75, 100), Given(plans(Q3), 90, 100, "provisional", on="2027-01-05")
    )
    assert [(each.value, each.words) for each in shown(whole).baselines if not each.party] == [
        ("pcsp_agreed_baseline", "75.0% from 1 July 2026 to 30 September 2026 (75 of 100)")
    ]


def test_the_rows_of_the_workbook_are_those_of_the_contracts_measures() -> None:
    assert {each.clause.rpartition("/")[2] for each in asked().rows} == {
        "plans-agreed",
        "annual-quality-check",
        "referrals-made",
        "patient-education",
        "experience",
        "people-with-a-plan",
        "outcomes-achieved",
        "total-funding",
    }
    check = [each for each in asked().rows if each.clause.endswith("/annual-quality-check") and not each.party]
    assert [each.last.isoformat() for each in check] == ["2027-03-31", "2028-03-31"]
    assert row(check[0].title, "2027-03-31").bound == 90


def test_a_share_that_differs_from_year_to_year_is_held_to_that_of_its_year() -> None:
    years = asked(CONTRACT.replace("pcsp_agreed_target: 80", "pcsp_agreed_target: {2026/27: 60, 2027/28: 75}"))
    title = plans().title
    assert [str(row(title, last, of=years).bound) for last in ("2026-06-30", "2027-03-31", "2027-06-30")] == [
        "60",
        "60",
        "75",
    ]
    quarters = "{Q1 2026/27: 60, Q2 2026/27: 70}"
    by_quarter = asked(CONTRACT.replace("pcsp_agreed_target: 80", f"pcsp_agreed_target: {quarters}"))
    assert [str(row(title, last, of=by_quarter).bound) for last in ("2026-06-30", "2026-09-30", "2026-12-31")] == [
        "60",
        "70",
        "None",
    ]


OWN_NUMBERS = CONTRACT.replace(
    "    kind: local authority\n",
    "    kind: local authority\n    values: {ssm_education_trajectory: 100, sp_referrals_target: 50}\n",
)


def as_printed_before(text: str) -> AskedPack:
    """The contract as it was issued before its print said that a Commissioner's number is part of the other."""
    issued = pack(text)
    documents = tuple(
        replace(
            document,
            clauses=tuple(
                replace(
                    clause,
                    values={
                        name: replace(value, printed=str(value.printed).replace("(of which for", "(for"))
                        for name, value in clause.values.items()
                    },
                )
                for clause in document.clauses
            ),
        )
        for document in issued.record.documents
    )
    forms, _ = read_forms([shipped("clauses")])
    found, _ = asked_of(replace(issued, record=replace(issued.record, documents=documents)), wording()[0], forms)
    assert found is not None
    return found


def test_a_number_is_held_against_all_commissioners_only_where_the_printed_words_say_that_it_is_theirs() -> None:
    for made, of_all in ((asked(OWN_NUMBERS), True), (as_printed_before(OWN_NUMBERS), False)):
        rows = [row for row in made.rows if row.clause.endswith(("/patient-education", "/referrals-made"))]
        assert {row.party for row in rows} == {"", COUNCIL, BOARD}
        judged = {(row.clause.split("/")[-1], row.party) for row in rows if row.bound is not None}
        named = ("patient-education", "referrals-made")
        assert judged == {(each, party) for each in named for party in (("", COUNCIL) if of_all else (COUNCIL,))}
        unsaid = [row for row in rows if row.party != COUNCIL and "do not say" in row.note]
        assert len(unsaid) == (0 if of_all else len([row for row in rows if row.party != COUNCIL]))


def test_progress_counts_every_row_that_the_returns_judge() -> None:
    made = asked(OWN_NUMBERS)
    rows = [row for row in made.rows if row.clause.endswith("/patient-education") and row.last.isoformat() == Q2]
    whole, _ = held(*(Given(row, {"": 159, COUNCIL: 39, BOARD: 120}[row.party]) for row in rows), on=Q2, of=made)
    (found,) = [each for each in reported_measures(shown(whole)) if each.clause.endswith("/patient-education")]
    assert found.outcomes == {"below threshold": 2, "reported": 1} and found.asked == 3
