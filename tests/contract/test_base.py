"""What a base hands down to contracts that are not its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.contract.registers import ROW, entries, opened, sheet_of

from specgen.contract.base import handed_down
from specgen.contract.contract import Contract
from specgen.contract.fields import ContractFile, declared_at, part_below
from specgen.contract.model import ContractPart, part_fields
from specgen.contract.services import Choice, Choices, LegalRights
from specgen.problems import Problem

WHOLE = """\
contract:
  reference: BASE-1
  title: Diabetes services
  edition: 2026/27
  status: agreed
  date: 2026-03-20
  began_on: 2026-04-01
  done: ["shared-decision-making/local-terms#1: 2026-06-22"]
  in_year_notice: Given on 1 May 2026
  term: {start: 2026-04-01, end: 2029-03-31, extension: two years}
  award_route: framework
  lifetime_value: £900,000
  local_policies: [Choice policy]
  equality_assessment: EIA-1, completed on 2 March 2026
  dpia: DPIA-1
commissioners:
  - name: Northbrook Integrated Care Board
    ods_code: QXX
    delegation: {reference: DEL-1, holder: Panel}
provider: {name: Harbour Community Health Trust, ods_code: RXX, kind: NHS trust, address: 1 Quay Street}
services:
  - number: "01"
    name: Community service
    began_on: 2026-04-02
    review_date: 2028-09-30
    commissioner_lead: Head of Commissioning
    provider_lead: Director of Community Services
    premises: [Weir Lane]
    activity: 200 people
    specification: [shared-decision-making]
    values:
      sdm_ready_date: 2026-10-31
      sdm_champion_post: Consultant Nurse
      sdm_collaborate_baseline: 48% in 2025/26
      sdm_collaborate_target: 60
variation:
  reference: BASE-1-V1
  reason: A second clinic
  agreed_on: 2026-09-14
  value: £36,000
"""
KEPT = ["Services began on", "Duties that were met", "In-year notice", "Service began on", "variation"]


SHARED = """
    contract.edition contract.form contract.draft_version contract.local_policies contract.confirmed
    services.cohort_includes services.link_worker_service services.legal_rights_to_choice services.specification
    services.quality services.values services.whole_specification development improvement system reporting values
"""
"""The fields of a base that go to every contract without a word."""


def fields_of(part: type[ContractPart], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Each field of the contract file that holds no further ones."""
    for name, field in part_fields(part).items():
        below = part_below(field.annotation)
        if below is None or below in (Choice, Choices, LegalRights):
            yield (*above, name)
        else:
            yield from fields_of(below, (*above, name))


def test_a_new_field_of_the_contract_file_needs_a_verdict_on_what_a_base_does_with_it() -> None:
    found = {".".join(field): handed_down(field, "text") for field in fields_of(ContractFile)}
    of_parties = {"commissioners.values"}  # each value has its own verdict
    assert {name for name, how in found.items() if how == "shared"} - of_parties == set(SHARED.split())
    assert {how for name, how in found.items() if name.startswith("variation.")} == {"kept"}


def test_every_field_of_the_contract_file_says_all_that_is_told_of_a_fact() -> None:
    for field in fields_of(ContractFile):
        told = declared_at(field)
        assert told.meaning and told.form and told.example, field
        assert told.heading or field[-1] in ("values", "whole_specification"), field


def row_of(base: str, **cells: object) -> tuple[Contract, list[Problem]]:
    """The contract of a row with these cells, the others of its columns left out, and what is said of it."""
    named = {name.replace("_", " "): value for name, value in cells.items()}
    (entry,) = entries(opened({"Contracts": [list(named), list(named.values())]}), base)
    assert entry.contract is not None, entry.problems
    return entry.contract, list(entry.problems)


def taken(problems: list[Problem]) -> list[str]:
    return [problem.message.split("”")[0][1:] for problem in problems if problem.slug == "blank-taken-from-base"]


def test_what_one_contract_did_and_agreed_stays_with_the_base_and_is_named() -> None:
    contract, problems = row_of(WHOLE, Reference="N-1")
    particulars = contract.content.contract
    assert (particulars.done, particulars.began_on, particulars.in_year_notice) == ((), None, None)
    assert contract.content.variation is None and contract.content.services[0].began_on is None
    (kept,) = [problem for problem in problems if problem.slug == "kept-in-base"]
    assert kept.severity == "note" and all(f"“{name}”" in kept.message for name in KEPT)


def test_the_facts_of_one_contract_that_the_register_has_no_column_for_are_each_a_warning() -> None:
    _, problems = row_of(WHOLE, Reference="N-1")
    assert taken(problems) == [
        "Title",
        "Status",
        "Contract date",
        "Start",
        "Expiry",
        "Lifetime value",
        "Equality assessment",
        "Data protection impact assessment",
        "Delegation reference",
        "Review date",
        "Premises",
        "Activity",
        "service value sdm_collaborate_baseline",
    ]
    warning = next(problem for problem in problems if "Premises" in problem.message)
    assert warning.message == "“Premises” has no column in the register, and the base’s “Weir Lane” goes in"
    assert warning.severity == "warning" and warning.location.file == "base.yaml"


def test_the_bases_own_contract_takes_everything_without_a_word() -> None:
    contract, problems = row_of(WHOLE, Reference="base-1", Expiry="2030-03-31")
    assert problems == []
    assert contract.content.contract.done and contract.content.variation is not None
    assert contract.content.services[0].provider_lead == "Director of Community Services"


def test_what_the_row_gives_is_its_own_and_nobody_is_told() -> None:
    cells = {"Reference": "N-1", "Title": "Podiatry", "Premises": "Fell Road", "Services began on": "2026-05-01"}
    (entry,) = entries(opened({"Contracts": [list(cells), list(cells.values())]}), WHOLE)
    assert entry.contract is not None and entry.contract.content.contract.began_on is not None
    assert not {"Title", "Premises"} & set(taken(list(entry.problems)))


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ({}, ("Head of Commissioning", "Director of Community Services")),
        ({"Supplier": "Quay CIC", "Supplier kind": "community interest company"}, ("Head of Commissioning", None)),
        ({"Commissioner": "Fell Board", "Commissioner ODS code": "QFF"}, (None, "Director of Community Services")),
    ],
    ids=["the base's parties", "another Provider", "another Commissioner"],
)
def test_a_post_goes_with_its_party_and_no_further(cells: dict[str, str], left: tuple[str | None, ...]) -> None:
    given = {"Reference": "N-1", **cells}
    if "Supplier" in cells:
        given["Supplier ODS code"] = "RQQ"
    (entry,) = entries(opened({"Contracts": [list(given), list(given.values())]}), WHOLE)
    assert entry.contract is not None, entry.problems
    service = entry.contract.content.services[0]
    assert (service.commissioner_lead, service.provider_lead) == left
    assert ("service value sdm_champion_post" in taken(list(entry.problems))) is bool(cells)


def test_a_base_that_is_no_contract_hands_on_what_is_meant_for_all_and_each_is_told() -> None:
    contract, problems = row_of(WHOLE.replace("  reference: BASE-1\n", ""), Reference="N-1")
    assert contract.content.variation is not None and contract.content.variation.reason == "A second clinic"
    assert {"Reason for variation", "Services began on", "Duties that were met"} <= set(taken(problems))
    assert not [problem for problem in problems if problem.slug == "kept-in-base"]


def test_a_register_that_says_everything_itself_is_told_nothing_of_its_base() -> None:
    shared = "contract: {reference: BASE-1, form: full-length, local_policies: [Choice policy]}\n"
    (entry,) = entries(opened({"Contracts": sheet_of({})}), shared)
    assert entry.contract is not None and entry.contract.reference == ROW["Reference"]
    assert not [problem for problem in entry.problems if problem.slug in ("blank-taken-from-base", "kept-in-base")]
