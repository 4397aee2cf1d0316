"""Every field of the contract file, changed after the contract was issued: vary never says “no change”, and the change
is printed, listed or refused by name."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from msgspec.structs import replace

from specgen.contract.contract import Contract
from specgen.contract.facts import fact_changes, facts_of
from specgen.contract.fields import ContractFile
from specgen.contract.model import ContractPart, Instrument, part_fields
from specgen.contract.parties import Section75
from specgen.contract.read import read_contract
from specgen.contract.services import Choice
from specgen.issue.build import prepare, write
from specgen.issue.occasions.occasion import VariationTerms
from specgen.issue.occasions.occasion import prepare as prepare_occasion
from specgen.issue.occasions.variation import Variations, Varied
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Reading
from specgen.writing import Disk

CONTRACT = """\
contract:
  reference: X9-610
  title: Community podiatry
  edition: 2026/27
  date: 2026-03-20
  term: {start: 2026-04-01, end: 2029-03-31, extension: "By up to two years, on six months’ notice"}
  service_commencement_date: 2026-05-01
  began_on: 2026-05-02
  award_route: direct award process C
  lifetime_value: £1,200,000
  local_policies: [Access policy]
  equality_assessment: EIA-1 of 2 March 2026
  dpia: DPIA-1 of 4 March 2026
  sharing_agreement: Records agreement 2
  in_year_notice: Given on 1 June 2026
  confirmed: [schedule-2a]
commissioners:
  - {name: NHS Fellside Board, ods_code: X9F01, signatory: Chief Executive,
     section_75: {reference: S75-1, lead: NHS Fellside Board},
     delegation: {reference: DEL-1, holder: Fellside Budgets Team}}
  - {name: Fellside Council, no_ods_code: a council, role: associate, kind: local authority,
     delegation: {reference: DEL-2, holder: Fellside Access Team}}
provider:
  {name: Fellside Care Trust, ods_code: X9F02, kind: NHS trust, company_number: "12345678", charity_number: "7654321",
   address: 1 High Street, sub_contractors: [Foot Labs Limited], signatory: Finance Director}
services:
  - number: "07"
    name: Community podiatry
    cohort: adults with a foot problem
    cohort_includes: [dementia]
    population: Adults of Fellside
    premises: [Fellside Clinic]
    activity: About 900 people
    period: {start: 2026-04-02, end: 2029-03-30}
    began_on: 2026-04-08
    review_date: 2028-06-30
    commissioner_lead: Head of Commissioning
    provider_lead: Head of Podiatry
    legal_rights_to_choice: {not_applicable: The service is not led by a consultant}
    specification: [enabling-choice]
    quality: []
    values: {choice_ready_date: 2026-10-31}
development: {not_applicable: Nothing is asked for under this heading}
improvement: {not_applicable: Nothing is asked for here either}
variation: {number: 2, proposed_by: Provider, proposed_on: 2026-07-20, agreed_on: 2026-08-28, reason: A second clinic,
  ground: decision of the authority, value: 100, earlier_value: 50, notice: Notice 1, reference: X9-610-V2}
values:
  choice_responsible_post: Access and Booking Manager
  choice_information_date: 2026-08-31
  choice_matters: [the day and the place of each appointment]
"""
TERMS = VariationTerms(date(2026, 9, 1))
Path_ = tuple[str | int, ...]


def contract_of(text: str = CONTRACT) -> Contract:
    contract, problems = read_contract(text.encode(), "contract.yaml")
    assert contract is not None, problems
    return contract


def leaves(part: ContractPart, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every field of a contract file with its annotation, of each entry of a list, given or not."""
    for name, field in part_fields(type(part)).items():
        value = getattr(part, name)
        if isinstance(value, ContractPart):
            yield from leaves(value, (*path, name))
        elif isinstance(value, tuple) and value and isinstance(value[0], ContractPart) and name != "chosen":
            if not isinstance(value[0], Choice):
                for index, entry in enumerate(value):
                    yield from leaves(entry, (*path, name, index))
            else:
                yield (*path, name), field.annotation
        else:
            yield (*path, name), field.annotation


def other(value: Any, annotation: Any) -> Any:
    """Another value of the field's kind."""
    kinds = [kind for kind in (annotation, *typing.get_args(annotation)) if kind is not type(None)]
    words = next((typing.get_args(kind) for kind in kinds if typing.get_origin(kind) is Literal), ())
    if words:
        return next(word for word in words if word != value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, Decimal | int):
        return value + 1
    if isinstance(value, dict):
        return {name: f"{text}1" if "date" not in name else "2026-12-31" for name, text in value.items()} or {"x": "y"}
    if isinstance(value, tuple):
        entry = value[0] if value else "dementia" if "severe" in str(annotation) else "Another"
        if isinstance(entry, Choice) or "Choice" in str(annotation):
            return (*value, Choice(clause="shared-decision-making/lead-in"))
        return (*value, "section 117 aftercare" if entry == "dementia" else f"{entry} and more")
    if value is None and "Section75" in str(annotation):
        return Section75(reference="S75-2", lead="Fellside Council")
    if value is None:
        return {"2.2": "Fewer ulcers"} if "dict" in str(annotation) else "Something new"
    return "2028-09-30" if value == "2028-06-30" else "X9F99" if value == "X9F01" else f"{value} 1"


def put(part: Any, path: Path_, value: Any) -> Any:
    """The part with another value at the path."""
    name, *rest = path
    if isinstance(part, tuple):
        assert isinstance(name, int)
        return (*part[:name], put(part[name], tuple(rest), value) if rest else value, *part[name + 1 :])
    assert isinstance(name, str)
    return replace(part, **{name: put(getattr(part, name), tuple(rest), value) if rest else value})


FIELDS = [(path, annotation) for path, annotation in leaves(contract_of().content)]
BY_ITS_REFERENCE = ("contract", "reference")
"""By which a contract is known: under another it was never issued."""


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory, precedents: Precedents) -> Path:
    out = tmp_path_factory.mktemp("issued")
    (outcome,) = prepare([Reading("contract.yaml", contract_of())], precedents, out)
    assert not outcome.failed, outcome.problems
    write(outcome, Disk(durable=False))
    return out


def varied(content: ContractFile, precedents: Precedents, issued: Path, out: Path) -> Varied:
    contract = replace(contract_of(), content=content, sha256="0" * 64)
    (found,) = prepare_occasion(Variations(precedents, issued, out, TERMS), [Reading("contract.yaml", contract)])
    return found


def told(found: Varied) -> list[str]:
    """Everything that is said of the contract."""
    facts = found.facts
    return [
        *(str(change) for change in (*facts.listed, *facts.told, *facts.refused)),
        *(str(value) for entry in found.revised for clause in entry.compared.clauses for value in clause.values),
        *(text for entry in found.revised for pair in entry.words for text in pair),
        *(problem.message for problem in found.outcome.problems if problem.severity == "error"),
    ]


def test_a_contract_in_which_nothing_changed_is_no_change(precedents: Precedents, issued: Path, tmp_path: Path) -> None:
    assert varied(contract_of().content, precedents, issued, tmp_path).state == "no change"


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("choice_ready_date: 2026-10-31", "choice_ready_date: 31 October 2026", "no change"),
        ("choice_ready_date: 2026-10-31", "choice_ready_date: 1 November 2026", "varied"),
        ("Access and Booking Manager", "the Access and Booking Manager", "no change"),
        ("Access and Booking Manager", "Access Manager", "varied"),
        ("premises: [Fellside Clinic]", 'premises: ["Fellside Clinic; Dale Clinic"]', "varied"),
    ],
)
def test_a_fact_that_is_only_spelled_otherwise_is_no_change(
    old: str, new: str, state: str, precedents: Precedents, issued: Path, tmp_path: Path
) -> None:
    found = varied(contract_of(CONTRACT.replace(old, new)).content, precedents, issued, tmp_path)
    assert found.state == state, told(found)


@pytest.mark.parametrize(("path", "annotation"), FIELDS, ids=[".".join(map(str, path)) for path, _ in FIELDS])
def test_no_field_can_change_unseen(
    path: Path_, annotation: Any, precedents: Precedents, issued: Path, tmp_path: Path
) -> None:
    content = contract_of().content
    value: Any = content
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    changed = put(content, path, other(value, annotation))
    found = varied(changed, precedents, issued, tmp_path)
    assert found.state not in ("no change", "no printed change"), path
    assert told(found), path
    if found.state != "not varied":
        facts = found.facts
        assert facts.listed or facts.told, path
        for change in (*facts.listed, *facts.told):
            assert change.label and "_" not in change.label and change.label != change.key, path
        if found.state in ("varied", "extended"):
            assert found.outcome.plan is not None and found.outcome.verdicts, path
            assert facts.agreed or facts.extension is not None or found.revised, path
    else:
        assert any(problem.severity == "error" for problem in found.outcome.problems), path


INSTRUMENTS: dict[Instrument, set[str]] = {
    "none": {"reference", "form"},
    "extension": {"end"},
    "correction": {
        "title",
        "start",
        "award_route",
        "name",
        "ods_code",
        "no_ods_code",
        "kind",
        "company_number",
        "charity_number",
        "address",
        "number",
    },
    "internal": {
        "began_on",
        "done",
        "status",
        "draft_version",
        "date",
        "equality_assessment",
        "dpia",
        "in_year_notice",
        "confirmed",
        "reasons",
        "signatory",
        "commissioner_lead",
        "provider_lead",
    },
}


def test_every_field_has_its_instrument() -> None:
    part_of_path: dict[str, Instrument] = {}
    for path, _ in FIELDS:
        part: Any = contract_of().content
        for step in path[:-1]:
            part = part[step] if isinstance(step, int) else getattr(part, step)
        name = str(path[-1])
        assert isinstance(part, ContractPart)
        told_of = part_fields(type(part))[name].declared
        expected = next((kind for kind, names in INSTRUMENTS.items() if name in names), "variation")
        if path[0] == "variation":
            expected = "internal"
        elif {"section_75", "delegation"}.intersection(path) or (
            path[-2:] in ((0, "name"), ("period", "start"), ("period", "end")) and path[0] == "services"
        ):
            expected = "variation"
        if told_of.meaning:
            part_of_path[".".join(map(str, path))] = told_of.instrument
            assert told_of.instrument == expected, path
    assert len(part_of_path) > 60


@pytest.mark.parametrize(
    ("old", "new", "instruments"),
    [
        (("Fellside Care Trust", "X9F02", "12345678", "7654321"), ("Westmarsh Trust", "X9F12", "1", "2"), {"novation"}),
        (("Fellside Care Trust",), ("Fellside Care NHS Trust",), {"correction"}),
        (("name: NHS Fellside Board, ods_code: X9F01",), ("name: NHS Coast Board, ods_code: X9Z01",), {"succession"}),
        (("2029-03-31",), ("2031-03-31",), {"extension"}),
    ],
)
def test_a_party_and_the_term_are_changed_by_their_own_instrument(
    old: tuple[str, ...], new: tuple[str, ...], instruments: set[str]
) -> None:
    text = CONTRACT
    for before, after in zip(old, new, strict=True):
        text = text.replace(before, after)
    changes = fact_changes(facts_of(contract_of().content), facts_of(contract_of(text).content))
    assert {change.instrument for change in changes} == instruments


COUNCIL = "  - {name: Fellside Council, no_ods_code: a council, role: associate, kind: local authority,\n"
COUNCIL += "     delegation: {reference: DEL-2, holder: Fellside Access Team}}\n"
NEW_COUNCIL = "  - {name: Dale Council, no_ods_code: a council, role: associate, kind: local authority}\n"
BOARD = ("name: NHS Fellside Board, ods_code: X9F01", "name: NHS Coast Board, ods_code: X9Z01")


@pytest.mark.parametrize(
    ("swaps", "instruments"),
    [
        ([(COUNCIL, COUNCIL + NEW_COUNCIL)], ["variation"]),
        ([(COUNCIL, "")], ["variation"]),
        ([BOARD, (COUNCIL, COUNCIL + NEW_COUNCIL)], ["succession", "variation"]),
        ([BOARD, (COUNCIL, NEW_COUNCIL + COUNCIL)], ["succession", "variation"]),
        ([BOARD, (COUNCIL, "")], ["succession", "variation"]),
        ([BOARD, (COUNCIL, NEW_COUNCIL)], ["succession", "variation", "variation"]),
    ],
)
def test_the_board_that_leads_is_succeeded_whatever_becomes_of_its_associates(
    swaps: list[tuple[str, str]], instruments: list[str]
) -> None:
    text = CONTRACT
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    changes = fact_changes(facts_of(contract_of().content), facts_of(contract_of(text).content))
    whole = [
        change for change in changes if change.instrument in ("succession", "novation") or not change.key.count(".") > 2
    ]
    assert sorted(change.instrument for change in whole if change.key.startswith("commissioners")) == instruments
    succeeded = [(change.before, change.after) for change in changes if change.instrument == "succession"]
    assert len(succeeded) == instruments.count("succession")
    assert all("NHS Fellside Board" in before and "NHS Coast Board" in after for before, after in succeeded)


def test_why_a_warning_is_accepted_is_the_organisations_own_and_enters_no_agreement() -> None:
    text = CONTRACT.replace("  confirmed:", '  reasons: ["change-without-notice: told at the meeting"]\n  confirmed:')
    changes = fact_changes(facts_of(contract_of().content), facts_of(contract_of(text).content))
    assert [(change.key, change.instrument) for change in changes] == [("contract.reasons", "internal")]


def test_services_in_another_order_are_the_same_services() -> None:
    two = CONTRACT.replace(
        "development: {not", "  - {number: '08', name: Footwear, specification: [enabling-choice]}\ndevelopment: {not"
    )
    content = contract_of(two).content
    turned = replace(content, **{"services": tuple(reversed(content.services))})
    assert fact_changes(facts_of(content), facts_of(turned)) == ()
    (change,) = fact_changes(facts_of(contract_of().content), facts_of(content))
    assert str(change) == "Service: now “08 Footwear” (before: nothing)"
