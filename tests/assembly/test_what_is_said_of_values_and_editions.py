"""Where a missing value belongs, and which facts of an edition a contract is warned of."""

import shutil
from functools import cache
from pathlib import Path

import docx

from specgen.assembly.document_type import DocumentType, read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.pack import assemble
from specgen.contract.read import read_contract
from specgen.issue.precedents import open_precedents
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


@cache
def shipped_types() -> tuple[DocumentType, ...]:
    return with_cites(read_document_types(shipped("templates"))[0])


def with_cites(types: tuple[DocumentType, ...]) -> tuple[DocumentType, ...]:
    """The types with what their templates print of the edition, as a run has them."""
    return open_precedents(read_library(shipped("clauses"))[0], (), types)[0].types


def problems_of(
    schedules: str,
    service_value: str = "pc_ready_date: 2026-09-30",
    edition: str = "2026/27",
    types: tuple[DocumentType, ...] | None = None,
) -> list[Problem]:
    contract, problems = read_contract(
        CONTRACT.format(schedules=schedules, service_value=service_value, edition=edition).encode(), "contract.yaml"
    )
    assert contract is not None, problems
    editions, _ = read_editions(shipped("editions"))
    return assemble(contract, read_library(shipped("clauses"))[0], editions, types or shipped_types())[1]


def cures(problems: list[Problem], name: str) -> list[str]:
    return [problem.cure for problem in problems if problem.slug == "missing-value" and f"“{name}”" in problem.message]


def unverified(problems: list[Problem]) -> list[str]:
    return [problem.cure.split("“")[1].split("”")[0] for problem in problems if problem.slug == "edition-not-verified"]


def test_a_value_that_a_service_lacks_is_to_be_added_with_the_service() -> None:
    assert cures(problems_of(""), "pc_provider_lead_post") == [
        "add under the service’s “values:”  pc_provider_lead_post: Director of nursing and quality"
    ]


def test_a_value_that_a_schedule_lacks_is_to_be_added_with_the_contract() -> None:
    assert cures(problems_of("development: [personalised-care/cohort-method]"), "pc_cohort_date") == [
        "add under the contract’s own “values:” (not a service’s)  pc_cohort_date: 2026-09-30"
    ]


def test_a_value_that_a_service_and_a_schedule_lack_is_to_be_added_once_for_both() -> None:
    found = problems_of("development: [personalised-care/cohort-method]")
    assert cures(found, "pc_provider_lead_post") == [
        (
            "add under the contract’s own “values:” (a schedule needs it too)  pc_provider_lead_post: Director of "
            "nursing and quality"
        ),
        (
            "add under the contract’s own “values:” (not a service’s)  pc_provider_lead_post: Director of nursing "
            "and quality"
        ),
    ]


def test_a_list_that_is_missing_is_shown_with_its_form() -> None:
    assert cures(problems_of(""), "pc_components") == [
        (
            "add under the service’s “values:”  pc_components: shared decision making  (or several: one a line "
            "below the name, each after “- ”)"
        )
    ]


def test_a_choice_that_is_missing_is_shown_with_all_its_options() -> None:
    assert (
        "(one of: the three-item CollaboRATE tool, the SDM Q9 questionnaire,"
        in cures(
            problems_of("", service_value="x: 1\n  - name: Another\n    specification: [shared-decision-making]"),
            "sdm_tool",
        )[0]
    )


def test_a_value_that_a_schedule_needs_and_only_a_service_has_is_to_be_moved() -> None:
    found = problems_of(
        "development: [personalised-care/cohort-method]", service_value="pc_provider_lead_post: Head of Nursing"
    )
    assert cures(found, "pc_provider_lead_post") == [
        (
            "it stands with a service, where a schedule of the whole contract does not look; move it under the "
            "contract’s own “values:”"
        )
    ]


def test_a_schedule_that_does_not_apply_prints_no_table_to_be_checked() -> None:
    assert "improvement-columns" not in unverified(problems_of("improvement: {not_applicable: nothing new}"))
    assert "improvement-columns" in unverified(problems_of("improvement: [personalised-care/digital-evaluation]"))


def test_the_condition_on_consequences_is_warned_of_only_where_a_table_has_a_column_for_it() -> None:
    schedules = "improvement: [personalised-care/digital-evaluation]"
    assert "gc9-consequence" in unverified(problems_of(schedules, edition="2021/22"))
    assert "gc9-consequence" not in unverified(problems_of(schedules, edition="2026/27"))


def test_the_headings_that_an_insert_prints_are_warned_of_where_nobody_has_read_them() -> None:
    assert "specification-headings" in unverified(problems_of("", edition="2026/27"))
    # 3.2 was read in the handbook; what other headings are called is not printed by an insert.
    assert "specification-headings" not in unverified(problems_of("", edition="2019/20"))
    assert "specification-headings" in unverified(problems_of("    whole_specification: {}", edition="2019/20"))


def test_a_schedule_that_an_insert_would_name_beside_measures_is_not_warned_of_where_it_has_none() -> None:
    assert "schedule-4c" not in unverified(problems_of(""))


def test_a_fact_of_the_edition_that_an_own_template_prints_is_warned_of_until_it_is_confirmed(tmp_path: Path) -> None:
    folder = tmp_path / "cover-letter"
    folder.mkdir()
    (folder / "type.yaml").write_text(
        "title: Cover letter\nper: contract\nwhen: always\nname: Cover letter\n", encoding="utf-8"
    )
    letter = docx.Document()
    letter.add_paragraph(
        "Under {{ terms.consequence }} and {{ terms.personalised_care }}; see {{ schedules.system_plan.heading }}."
    )
    letter.add_paragraph("{%p if terms.variation %}")
    letter.add_paragraph("It can be varied.")
    letter.add_paragraph("{%p endif %}")
    letter.save(str(folder / "template.docx"))
    types = with_cites(read_document_types(tmp_path)[0])
    assert unverified(problems_of("", types=types)) == ["schedule-8-title", "gc9-consequence", "sc10-personalised-care"]
    confirming = "2026/27\n  confirmed: [gc9-consequence, sc10-personalised-care]"
    assert unverified(problems_of("", edition=confirming, types=types)) == ["schedule-8-title"]


def test_a_template_that_prints_the_sections_texts_prints_every_heading(tmp_path: Path) -> None:
    folder = tmp_path / "own-specification"
    folder.mkdir()
    (folder / "type.yaml").write_text(
        "title: Own specification\nper: service\nwhen: always\nname: Own specification\n", encoding="utf-8"
    )
    shutil.copy(shipped("templates") / "whole-specification" / "template.docx", folder)
    types = with_cites(read_document_types(tmp_path)[0])
    assert "specification-headings" in unverified(problems_of("", edition="2019/20", types=types))
