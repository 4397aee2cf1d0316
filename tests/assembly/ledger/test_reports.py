"""Schedule 6A lists what other schedules ask to be reported: once each, with basis and first day."""

import pytest
from tests.checks.contracts import contract, pack_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.reports import cited_reports, further_reports, owed_once
from specgen.assembly.pack import Pack
from specgen.library.model import Clause

IS_ONE = ", and holds what is asked for there; not a further report"
VALUES = "values:\n  pc_report_interval: 3 months\n  pc_report_due: 15 working days"


FIELDS = {"frequency": "Every 3 months", "due": "Within 20 days of the end of each reporting period"}


def report(
    name: str,
    place: str,
    counted: str = "in the period",
    within: str = "one month",
    to: str = "Co-ordinating Commissioner",
) -> Clause:
    when = f"when: {{every: Quarter, within: {within}}}" if place == "specification" else ""
    return own_clause(
        f"co-production/{place}/{name}",
        "The Provider must report the number of people.",
        f"""
        - sentence: "p1"
          opens: The Provider must
          mode: duty
          actor: Provider
          act: report
          object: count of people
          to: {to}
          reported: {counted}
          {when}
        """,
        None,
        **(FIELDS if place == "reporting" else {}),
    )


def pack(*clauses: Clause, second: bool = False) -> Pack:
    chosen = {
        place: [clause.id for clause in clauses if clause.place == place] for place in ("specification", "reporting")
    }
    service = f"specification: [{', '.join(chosen['specification'])}]"
    after = f"  - name: Second service\n    {service}\n" if second else ""
    return pack_of(
        contract(service, after=f"{after}reporting: [{', '.join(chosen['reporting'])}]"), library_of(*clauses)
    )


def test_a_paragraph_that_a_report_follows_is_said_to_be_of_its_schedule() -> None:
    """The schedule's own rows are numbered too, and a paragraph alone would be looked for among them."""
    measured = own_clause(
        "co-production/specification/measured",
        "1. The Provider must measure the service.\n2. The Provider must report the results.",
        """
        - sentence: "1"
          opens: The Provider must
          mode: standing
          actor: Provider
          act: measure
          object: count of people
          when: {on: request}
        - sentence: "2"
          opens: The Provider must
          mode: duty
          actor: Provider
          act: report
          object: results of measurement
          to: Co-ordinating Commissioner
          reported: in each measurement
          when: {within: one month, after: "#1"}
        """,
    )
    (listed,) = further_reports(pack(measured))
    assert listed.period == "Within one month of what paragraph 3.2.1 of Schedule 2A asks for"


def test_a_report_of_the_specification_is_listed_with_its_paragraph_basis_and_first_day() -> None:
    found = pack_of(
        contract("specification: [personalised-care]", after=f"reporting: [personalised-care/satisfaction]\n{VALUES}")
    )
    (listed,) = further_reports(found)
    assert listed.number == 2
    assert listed.period == "Every 3 months, within 15 working days of their end"
    assert (listed.basis, listed.first) == ("Counted in the period", "First due on 21 July 2026")
    assert (
        listed.required_by
        == "As required by paragraph 3.2.6 of “Personalised care” in Schedule 2A; not a further report"
    )


def test_a_report_that_both_ask_for_on_one_basis_is_one_and_cites_both() -> None:
    found = pack(report("one", "specification", within="20 days"), report("other", "reporting"))
    assert further_reports(found) == ()
    assert [(each.title, each.required_by) for each in cited_reports(found)] == [
        ("Other", f"also required by “One” in Schedule 2A{IS_ONE}")
    ]


def test_two_counts_of_one_thing_are_two_reports() -> None:
    found = pack(report("one", "specification", "on the last day of the period"), report("other", "reporting"))
    assert [each.basis for each in further_reports(found)] == ["Counted on the last day of the period"]
    assert cited_reports(found) == ()


def test_one_report_of_two_services_has_one_row_that_names_both() -> None:
    found = pack(report("one", "specification"), second=True)
    (listed,) = further_reports(found)
    assert listed.required_by == "As required by “One” in Schedule 2A (services 01 and 02); not a further report"


def test_a_contract_that_asks_for_no_further_report_lists_none() -> None:
    assert further_reports(pack(report("other", "reporting"))) == ()


def where_owed(found: Pack) -> list[tuple[str, int]]:
    """Each duty of the list: where it stands, and on how many days."""
    return [(str(row.paragraph), len(row.days)) for row in owed_once(found).rows]


def test_a_report_that_two_schedules_ask_for_on_the_same_days_is_one_duty_that_names_both() -> None:
    found = pack(report("one", "specification", within="20 days"), report("other", "reporting"), second=True)
    assert len(ledger_of(found).rows) == 3
    (row,) = owed_once(found).rows
    assert (str(row.paragraph), len(row.days)) == ("Schedule 6A, Other; also Schedule 2A, One", 12)
    asked = "The Provider must report the number of people."
    assert row.sentence == f"{asked} Schedule 2A, One: {asked}"
    # In the documents each schedule still says what it says.
    assert [(each.title, each.required_by) for each in cited_reports(found)] == [
        (
            "Other",
            f"also required by “One” in Schedule 2A (services 01 and 02){IS_ONE}",
        )
    ]


def test_a_report_that_is_asked_for_on_other_days_is_a_duty_of_its_own() -> None:
    found = pack(report("one", "specification", within="one month"), report("other", "reporting"))
    assert where_owed(found) == [("Schedule 2A, One", 12), ("Schedule 6A, Other", 12)]
    # Schedule 6A lists it as a report of its own, and does not say that it is none.
    assert [each.period for each in further_reports(found)] == ["Every Quarter, within one month of its end"]
    assert cited_reports(found) == ()


def test_a_report_to_somebody_else_is_another_report() -> None:
    other = report("other", "reporting", to="Service User")
    found = pack(report("one", "specification", within="20 days"), other)
    assert (len(owed_once(found).rows), len(further_reports(found)), cited_reports(found)) == (2, 1, ())


def test_two_reports_of_the_schedule_itself_and_counts_on_other_bases_stay_duties_of_their_own() -> None:
    alike = pack(report("one", "reporting"), report("other", "reporting"))
    assert where_owed(alike) == [("Schedule 6A, One", 12), ("Schedule 6A, Other", 12)]
    counted = report("one", "specification", "on the last day of the period", within="20 days")
    assert len(where_owed(pack(counted, report("other", "reporting")))) == 2


SHORT = ", for the period from 15 November 2026 to 30 November 2026"


@pytest.mark.parametrize(
    ("begins", "interval", "first"),
    [
        ("2026-04-01", "1 month", "First due on 14 May 2026"),
        ("2026-11-15", "1 month", f"First due on 14 December 2026{SHORT}"),
        ("2026-11-15", "3 months", "First due on 28 February 2027"),
    ],
)  # fmt: skip
def test_a_first_report_on_less_than_a_whole_period_says_for_which_days_it_is(
    begins: str, interval: str, first: str
) -> None:
    text = contract(
        "specification: [personalised-care]",
        particulars=f"service_commencement_date: {begins}",
        after=f"values: {{pc_report_interval: {interval}, pc_report_due: 14 days}}",
    )
    assert [each.first for each in further_reports(pack_of(text))] == [first]
