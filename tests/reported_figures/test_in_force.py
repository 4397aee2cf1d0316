"""Each period is held to what the contract said in it: before a variation, and since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from msgspec.structs import replace
from tests.progress.portfolio import wording
from tests.reported_figures.returned import CONTRACT, Given, asked, held, outcome, pack, row

from specgen.issue.issued import IssuedPack
from specgen.issue.records import IssuedVariation
from specgen.reported_figures.asked import AskedPack, asked_of
from specgen.reported_figures.forms import read_forms
from specgen.reported_figures.in_force import in_force
from specgen.shipped import shipped

Q1, Q2, Q3 = "2026-06-30", "2026-09-30", "2026-12-31"
LATER = CONTRACT.replace("pcsp_agreed_target: 80", "pcsp_agreed_target: 90")
WITHOUT = CONTRACT.replace("      - personalised-care-and-support-planning/plans-agreed\n", "", 1)
SIGNED = replace(pack(), sha256="01" * 32)


def varied(text: str, effective: str, since: IssuedPack = SIGNED) -> IssuedPack:
    """The pack of a variation that leaves the contract so."""
    made = pack(text)
    variation = IssuedVariation(effective=effective, reference=f"V-{effective}", since=since.sha256)
    return replace(made, sha256=f"v{effective}", record=replace(made.record, draft=False, variation=variation))


def asks(each: IssuedPack) -> AskedPack | None:
    return asked_of(each, wording()[0], read_forms([shipped("clauses")])[0])[0]


def of_period(base: IssuedPack, others: Iterable[IssuedPack]) -> tuple[AskedPack, list[str]]:
    found = asks(base)
    assert found is not None
    whole, problems = in_force(found, base, others, asks)
    return whole, [problem.slug for problem in problems]


def title() -> str:
    return next(each.title for each in asked().rows if each.clause.endswith("/plans-agreed"))


def bounds(of: AskedPack) -> list[str]:
    """The thresholds of the first year's quarters, and why there is none."""
    rows = [row(title(), last, of=of) for last in (Q1, Q2, Q3)]
    return [f"{each.bound:f}" if each.bound is not None else each.note for each in rows]


@pytest.mark.parametrize("base", [SIGNED, replace(pack(LATER), sha256="02" * 32)], ids=["as signed", "as varied"])
def test_a_period_is_held_to_the_threshold_that_was_agreed_for_it(base: IssuedPack) -> None:
    found, slugs = of_period(base, [SIGNED, varied(LATER, "2026-10-01")])

    assert bounds(found) == ["80", "80", "90"]
    assert slugs == []
    whole, _ = held(Given(row(title(), Q2, of=found), 85, 100), Given(row(title(), Q3, of=found), 85, 100), of=found)
    assert [outcome(whole, row(title(), last, of=found)) for last in (Q2, Q3)] == ["met", "below threshold by 5"]


def test_two_variations_each_hold_from_their_day() -> None:
    first = varied(LATER, "2026-07-01")
    carried = replace(pack(LATER), sha256="02" * 32)
    second = varied(CONTRACT.replace("pcsp_agreed_target: 80", "pcsp_agreed_target: 95"), "2026-10-01", carried)

    assert bounds(of_period(carried, [second, first, SIGNED])[0]) == ["80", "90", "95"]


def test_where_what_was_said_before_is_not_there_the_period_is_held_to_nothing_and_that_is_told() -> None:
    found, slugs = of_period(replace(pack(LATER), sha256="02" * 32), [varied(LATER, "2026-10-01")])

    said = "the contract was varied from 1 October 2026, and what the contract said before is not in the folder"
    assert [each.startswith(said) for each in bounds(found)] == [True, True, False]
    assert bounds(found)[2] == "90"
    assert slugs == ["varied-before"]


def test_a_period_within_which_the_threshold_changes_is_held_to_neither() -> None:
    found, _ = of_period(SIGNED, [varied(LATER, "2026-08-15")])

    assert bounds(found) == ["80", "what is owed changes within the period, on 15 August 2026", "90"]


def test_a_period_within_which_another_measure_changes_is_held_as_before() -> None:
    other = CONTRACT.replace("pcsp_check_target: 90", "pcsp_check_target: 95")

    assert bounds(of_period(SIGNED, [varied(other, "2026-08-15")])[0]) == ["80", "80", "80"]


def test_a_measure_that_a_variation_brings_or_takes_is_held_to_nothing_in_the_time_without_it() -> None:
    without = replace(pack(WITHOUT), sha256="03" * 32)
    brought, _ = of_period(pack(), [without, varied(CONTRACT, "2026-10-01", without)])
    taken, _ = of_period(SIGNED, [varied(WITHOUT, "2026-10-01")])

    before = "the contract was varied from 1 October 2026, and did not ask for it before"
    assert bounds(brought) == [before, before, "80"]
    assert bounds(taken) == ["80", "80", "the variation from 1 October 2026 takes it out"]


@pytest.mark.parametrize(
    ("effective", "draft"), [("2026-10-01", True), ("2026-03-01", False), ("2029-10-01", False)], ids=str
)
def test_a_draft_and_a_variation_of_another_term_change_nothing(effective: str, draft: bool) -> None:
    made = varied(LATER, effective)
    other = replace(made, record=replace(made.record, draft=draft))

    assert bounds(of_period(SIGNED, [other])[0]) == ["80", "80", "80"]


def test_a_contract_year_in_which_the_number_for_the_year_changes_is_not_judged() -> None:
    more = CONTRACT.replace("sp_referrals_target: 200", "sp_referrals_target: 300")
    found, _ = of_period(SIGNED, [varied(more, "2026-10-01")])
    rows = [each for each in found.rows if each.clause.endswith("/referrals-made") and not each.party]
    quarters = [each for each in rows if each.last <= date(2027, 3, 31)]

    whole, _ = held(*(Given(each, 60) for each in quarters), of=found)

    year = next(each for each in whole.years if each.asked.clause.endswith("/referrals-made"))
    assert (year.outcome, year.said) == ("reported", "the thresholds of its quarters differ")


def of_day(day: str, text: str = CONTRACT) -> IssuedPack:
    made = pack(text)
    facts = {**(made.record.facts or {}), "contract.date": day}
    return replace(made, sha256=f"d{day}", record=replace(made.record, facts=facts))


@pytest.mark.parametrize(
    ("day", "beside", "told"),
    [
        ("2026-03-20", [], []),
        ("2026-05-01", [], []),  # no period had ended yet
        ("2026-10-01", [], ["varied-before"]),
        ("2026-10-01", [of_day("2026-03-20")], ["varied-before"]),  # which says something else
        ("2026-10-01", [of_day("2026-03-20", LATER)], []),
    ],
)
def test_a_pack_of_a_later_day_whose_variation_is_not_there_is_told_of(
    day: str, beside: list[IssuedPack], told: list[str]
) -> None:
    found, slugs = of_period(of_day(day, LATER), beside)
    assert slugs == told
    assert bounds(found) == ["90", "90", "90"]


def test_of_a_variation_that_lies_there_in_two_forms_no_threshold_is_taken() -> None:
    one = varied(LATER, "2026-10-01")
    other = varied(CONTRACT.replace("pcsp_agreed_target: 80", "pcsp_agreed_target: 95"), "2026-10-01")

    found, _ = of_period(SIGNED, [one, replace(other, sha256="ff" * 32)])

    unclear = "the variation from 1 October 2026 cannot be read, or lies there in two forms"
    assert bounds(found) == ["80", "80", unclear]
