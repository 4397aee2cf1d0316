"""Values of whole contracts: what is asked of them, and how they read where they are printed."""

from __future__ import annotations

import pytest
from tests.assembly.small_library import TERMS, clause, contract, library, version

from specgen.assembly.choose import ChosenClause, choose
from specgen.problems import Problem

WORDING = (
    "The Provider must appoint its {{ sdm_post }}, train {{ sdm_share }} of the Staff no later than {{ sdm_date }} and "
    "do this: {{ sdm_text }}."
)


def made(values: str, service: str = "") -> tuple[ChosenClause, list[Problem]]:
    given = {"sdm_post": "Lead", "sdm_share": "80", "sdm_date": "2026-10-31", "sdm_text": "meet weekly"}
    given |= dict([values.split(": ", 1)]) if values else {}
    lines = "\n".join(f"  {name}: {value}" for name, value in given.items())
    (chosen,), problems = choose(
        contract(f"{service}specification: [{TERMS}]\nvalues:\n{lines}"),
        library(clause(TERMS, version(TERMS, 1, WORDING))),
    )
    return chosen, [problem for problem in problems if problem.slug != "clause-not-approved"]


@pytest.mark.parametrize(
    ("value", "slug", "severity"),
    [
        ("sdm_share: 0.85", "fraction-as-percentage", "warning"),
        ("sdm_share: 1", "fraction-as-percentage", "warning"),
        ("sdm_share: 0", "nothing-asked-for", "warning"),
        ("sdm_post: a.reed@fellside.example", "wrong-value", "error"),
        ("sdm_post: 01632 960123", "wrong-value", "error"),
        ("sdm_post: TBC", "gap-in-value", "warning"),
        ("sdm_text: N/A", "gap-in-value", "warning"),
        ("sdm_text: none", "gap-in-value", "warning"),
        ("sdm_text: Yes", "gap-in-value", "warning"),
        ("sdm_text: as above", "gap-in-value", "warning"),
        ("sdm_text: 'DN: ask the panel'", "gap-in-value", "warning"),
        ("sdm_text: insert details", "gap-in-value", "warning"),
        ("sdm_text: to be confirmed", "gap-in-value", "warning"),
        ("sdm_text: XXX", "gap-in-value", "warning"),
        ("sdm_text: 'meet {{ hours }} a week'", "gap-in-value", "warning"),
        ("sdm_text: meet weekly.", "value-does-not-read-on", "warning"),
        ("sdm_text: 'this: meet weekly'", "value-does-not-read-on", "warning"),
        ("sdm_text: 'meet from 2026-10-01 on'", "value-does-not-read-on", "warning"),
    ],
)
def test_a_value_that_says_nothing_or_does_not_fit_is_told_at_its_line(value: str, slug: str, severity: str) -> None:
    _, (problem,) = made(value)
    assert (problem.slug, problem.severity, problem.excerpt) == (slug, severity, value)


@pytest.mark.parametrize(
    "value",
    [
        "sdm_share: 85 %",
        "sdm_text: 'a) meet weekly; b) write it down'",
        "sdm_text: 'meet (in stage III) weekly'",
        "sdm_text: '“meet” weekly'",
        "sdm_share: 1%",
        "sdm_share: 0.85%",
        "sdm_post: Macmillan Nurse",
        "sdm_post: the Lead Podiatrist",
        "sdm_date: 31/10/2026",
        "sdm_date: 31-Oct-26",
        "sdm_text: none of the sessions is held on a Sunday",
        "sdm_text: meet as the note SDM-2026-10-01 says",
        "sdm_text: meet in 2026-27",
        "sdm_text: insertion of a line at home",
        "sdm_text: to be met by appointment, as the panel asks",
    ],
)
def test_a_value_that_is_right_is_left_alone(value: str) -> None:
    assert made(value)[1] == []


def test_a_post_is_printed_without_its_article() -> None:
    chosen, _ = made("sdm_post: the Lead Podiatrist")
    assert "must appoint its Lead Podiatrist," in chosen.blocks[0].text


def test_a_time_that_counts_from_a_services_own_first_day_is_printed_as_its_day() -> None:
    later = "period: {start: 2026-10-01, end: 2029-03-31}\n"
    assert (
        "no later than 1 November 2026"
        in made("sdm_date: 1 month from Service Commencement Date", later)[0].blocks[0].text
    )
    same = "period: {start: 2026-04-01, end: 2028-03-31}\n"
    words = "no later than 1 month from the Service Commencement Date"
    assert words in made("sdm_date: 1 month from Service Commencement Date", same)[0].blocks[0].text
    assert words in made("sdm_date: 1 month from Service Commencement Date")[0].blocks[0].text
