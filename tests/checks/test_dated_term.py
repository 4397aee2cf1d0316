"""A term that has dated, in what a person wrote."""

import pytest
from tests.checks.contracts import breaches, contract, everything, problems_of, with_clause

from specgen.checks.words import dated_term as rule


@pytest.mark.parametrize(
    "line",
    [
        "local_policies: [CCG choice policy]",
        "dpia: the PIA of 3 March 2026",
        "equality_assessment: Assessment for the STP",
        "sharing_agreement: under the GDPR",
    ],
)
def test_a_dated_term_in_a_text_is_a_warning_at_its_line(line: str) -> None:
    assert breaches(rule, contract(particulars=line)) == [("dated-term", "warning", line)]


def test_a_dated_term_in_a_value_is_a_warning_at_the_value() -> None:
    text = contract("specification: [personalised-care]\nvalues:\n  pc_provider_lead_post: Head of CQUIN")
    assert breaches(rule, text) == [("dated-term", "warning", "pc_provider_lead_post: Head of CQUIN")]


def test_what_it_is_now_and_since_when_is_said() -> None:
    text = contract().replace("Northbrook Integrated Care Board", "NHS Northbrook CCG")
    assert [problem.message for problem in problems_of(rule, text)] == [
        "the text has “CCG”, a term that has dated (since: July 2022); now: Integrated Care Board"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "dpia: DPIA 12 of 3 March 2026",
        "sharing_agreement: under the UK GDPR",
        "equality_assessment: STPA and CCGX are other words",
    ],
)
def test_todays_terms_and_parts_of_words_keep_the_rule(line: str) -> None:
    assert breaches(rule, contract(particulars=line)) == []


def test_a_contract_of_a_time_before_the_change_may_use_the_term() -> None:
    text = contract(particulars="local_policies: [CCG choice policy]", edition="2019/20").replace(
        "2026-04-01", "2019-04-01"
    )
    assert breaches(rule, text) == []
    assert len(breaches(rule, text.replace("start: 2019-04-01", "start: 2022-07-01"))) == 1


def test_a_word_that_the_model_offers_is_not_what_a_person_wrote() -> None:
    text = contract().replace("ods_code: QXX", "ods_code: QXX\n    kind: clinical commissioning group")
    assert breaches(rule, text) == []


def test_an_organisations_drafted_wording_is_looked_at_and_quoted_wording_is_not() -> None:
    text = contract("specification:\n  - personalised-care/ours")
    drafted = with_clause("personalised-care/specification/ours", "The Provider must tell the CCG.")
    quoted = with_clause("personalised-care/specification/ours", "The Provider must tell the CCG.", origin="national")
    assert breaches(rule, text, drafted) == [("dated-term", "warning", "- personalised-care/ours")]
    assert breaches(rule, text, quoted) == []


def test_the_shipped_drafted_wording_keeps_the_rule() -> None:
    assert breaches(rule, everything()) == []
