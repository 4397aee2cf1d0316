"""Where a missing value belongs, and which facts of an edition a contract is warned of."""

from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.pack import assemble
from specgen.contract.read import read_contract
from specgen.library.read import read_library
from specgen.problems import Problem
from specgen.shipped import shipped

CONTRACT = """
contract:
  reference: T-1
  title: A contract
  edition: {edition}
  term: {{start: 2026-04-01, end: 2027-03-31}}
commissioners:
  - {{name: A board, ods_code: X9A01}}
provider: {{name: A provider, kind: NHS trust, ods_code: X9T01}}
services:
  - name: A service
    cohort: adults
    specification: [personalised-care]
    values:
      {service_value}
{schedules}
"""


def problems_of(schedules: str, service_value: str = "pc_ready_date: 2026-09-30", edition: str = "2026/27") -> list[Problem]:
    contract, problems = read_contract(CONTRACT.format(schedules=schedules, service_value=service_value, edition=edition).encode(), "contract.yaml")
    assert contract is not None, problems
    editions, _ = read_editions(shipped("editions"))
    types, _ = read_document_types(shipped("templates"))
    return assemble(contract, read_library(shipped("clauses"))[0], editions, types)[1]


def cures(problems: list[Problem], name: str) -> list[str]:
    return [problem.cure for problem in problems if problem.slug == "missing-value" and f"“{name}”" in problem.message]


def unverified(problems: list[Problem]) -> list[str]:
    return [problem.cure.split("“")[1].split("”")[0] for problem in problems if problem.slug == "edition-not-verified"]


def test_a_value_that_a_service_lacks_is_to_be_added_with_the_service() -> None:
    assert cures(problems_of(""), "pc_provider_lead_post") == ["add under the service’s “values:”  pc_provider_lead_post: Director of nursing and quality"]


def test_a_value_that_a_schedule_lacks_is_to_be_added_with_the_contract() -> None:
    assert cures(problems_of("development: [personalised-care/cohort-method]"), "pc_cohort_date") == [
        "add under the contract’s own “values:” (not a service’s)  pc_cohort_date: 2026-09-30"]


def test_a_value_that_a_service_and_a_schedule_lack_is_to_be_added_once_for_both() -> None:
    found = problems_of("development: [personalised-care/cohort-method]")
    assert cures(found, "pc_provider_lead_post") == [
        "add under the contract’s own “values:” (a schedule needs it too)  pc_provider_lead_post: Director of nursing and quality",
        "add under the contract’s own “values:” (not a service’s)  pc_provider_lead_post: Director of nursing and quality"]


def test_a_list_that_is_missing_is_shown_with_its_form() -> None:
    assert cures(problems_of(""), "pc_components") == [
        "add under the service’s “values:”  pc_components: shared decision making  (or several: one a line below the name, each after “- ”)"]


def test_a_choice_that_is_missing_is_shown_with_all_its_options() -> None:
    assert "(one of: the three-item CollaboRATE tool, the SDM Q9 questionnaire," in cures(
        problems_of("", service_value="x: 1\n  - name: Another\n    specification: [shared-decision-making]"), "sdm_tool")[0]


def test_a_value_that_a_schedule_needs_and_only_a_service_has_is_to_be_moved() -> None:
    found = problems_of("development: [personalised-care/cohort-method]", service_value="pc_provider_lead_post: Head of Nursing")
    assert cures(found, "pc_provider_lead_post") == [
        "it stands with a service, where a schedule of the whole contract does not look; move it under the contract’s own “values:”"]


def test_a_schedule_that_does_not_apply_prints_no_table_to_be_checked() -> None:
    assert "improvement-columns" not in unverified(problems_of("improvement: {not_applicable: nothing new}"))
    assert "improvement-columns" in unverified(problems_of("improvement: [personalised-care/digital-evaluation]"))


def test_the_condition_on_consequences_is_warned_of_only_where_a_table_has_a_column_for_it() -> None:
    schedules = "improvement: [personalised-care/digital-evaluation]"
    assert "gc9-consequence" in unverified(problems_of(schedules, edition="2021/22"))
    assert "gc9-consequence" not in unverified(problems_of(schedules, edition="2026/27"))
