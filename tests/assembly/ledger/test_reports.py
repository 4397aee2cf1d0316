"""Schedule 6A lists what other schedules ask to be reported: once each, with basis and first day."""

from tests.checks.contracts import contract, pack_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.assembly.ledger.reports import cited_reports, further_reports
from specgen.assembly.pack import Pack
from specgen.library.model import Clause

VALUES = "values:\n  pc_report_interval: 3 months\n  pc_report_due: 15 working days"


FIELDS = {"frequency": "Every 3 months", "due": "Within 20 days of the end of each reporting period"}


def report(name: str, place: str, counted: str = "in the period") -> Clause:
    when = "when: {every: Quarter, within: one month}" if place == "specification" else ""
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
          to: Co-ordinating Commissioner
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
    found = pack(report("one", "specification"), report("other", "reporting"))
    assert further_reports(found) == ()
    assert [(each.title, each.required_by) for each in cited_reports(found)] == [
        ("Other", "also required by “One” in Schedule 2A; not a further report")
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
