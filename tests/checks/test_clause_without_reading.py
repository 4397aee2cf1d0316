"""A version of a clause without a reading, which no list of duties or reports holds."""

import dataclasses

from msgspec.structs import replace
from tests.checks.contracts import contract, pack_of, problems_of, shipped

from specgen.checks import check
from specgen.checks.duties import clause_without_reading as rule
from specgen.issue.duties.sheets import calendar_bytes
from specgen.issue.duties.watched import watch
from specgen.library.model import Library
from specgen.review.reports.meeting_page import meeting_page

TERMS = "shared-decision-making/specification/local-terms"


def library_without(name: str, *numbers: int) -> Library:
    """The shipped library in which these versions of the clause have no reading."""
    library = shipped()
    clause = library.clauses[name]
    versions = tuple(
        replace(each, reading=b"") if each.number in numbers or not numbers else each for each in clause.versions
    )
    return dataclasses.replace(
        library, clauses={**library.clauses, name: dataclasses.replace(clause, versions=versions)}
    )


def told(text: str, library: Library) -> list[tuple[str, str]]:
    return [
        (problem.severity, problem.message) for problem in check(pack_of(text, library)) if problem.slug == rule.slug
    ]


def test_reports_that_the_version_before_asked_for_and_nobody_lists_any_longer_are_an_error() -> None:
    newest = shipped().clauses[TERMS].versions[-1].number
    ((severity, message),) = told(
        contract("specification: [shared-decision-making/local-terms]"), library_without(TERMS, newest)
    )
    assert severity == "error"
    assert message.startswith(
        f"{TERMS}@{newest} has no reading, so no list of reports holds “Results of measurement” and “Options chosen”"
    )
    assert f"which version {newest - 1} asks for" in message


def test_clauses_that_never_had_a_reading_are_one_warning() -> None:
    ((severity, message),) = told(
        contract("specification: [shared-decision-making/local-terms]"), library_without(TERMS)
    )
    assert (severity, "has no reading, so what it asks for stands in no list of duties" in message) == ("warning", True)


def test_a_clause_with_its_reading_is_not_told_of() -> None:
    assert problems_of(rule, contract("specification: [shared-decision-making/local-terms]")) == []


def test_every_list_of_duties_names_the_clause_whose_duties_it_does_not_hold() -> None:
    newest = shipped().clauses[TERMS].versions[-1].number
    text = contract("specification: [shared-decision-making/local-terms]")
    whole, lacking = watch(pack_of(text)), watch(pack_of(text, library_without(TERMS, newest)))
    said = f"1 clause without a reading, whose duties are not listed: {TERMS}@{newest}"
    (page,) = meeting_page([lacking]).contracts
    assert said in page.facts
    calendar = calendar_bytes([lacking]).decode("utf-8").replace("\r\n ", "")
    assert said.replace(",", "\\,") in calendar
    (page,) = meeting_page([whole]).contracts
    assert not any("without a reading" in fact for fact in page.facts)
    assert "without a reading" not in calendar_bytes([whole]).decode("utf-8").replace("\r\n ", "")
