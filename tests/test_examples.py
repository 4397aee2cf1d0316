"""What the examples show, taken together: they are what people copy from."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from tests.scripts import script

from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.pack import Pack, assemble
from specgen.contract.fields import ContractFile
from specgen.contract.model import ContractPart, part_fields
from specgen.contract.read import read_contract
from specgen.contract.services import Choices
from specgen.library.model import Library
from specgen.library.organisation import load_library, read_organisation
from specgen.problems import Problem
from specgen.shipped import shipped

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
NAMES = sorted(file.parent.name for file in EXAMPLES.glob("*/contract.yaml"))

UNAVOIDABLE = {"clause-not-approved", "edition-not-verified"}
NOT_USED = {
    "shared-decision-making/quality/gp-patient-survey",
    "shared-decision-making/quality/gp-patient-survey-updated",
    "supported-self-management/quality/pam-licences-updated",
    "enabling-choice/specification/maternity",
}
"""The approval of the first was withdrawn, which the approvals show; the next two are offered adaptations, which nobody
has approved; no example is a service for pregnancy and birth."""


@pytest.fixture(scope="module")
def library() -> Library:
    organisation, problems = read_organisation(EXAMPLES / "specgen.yaml")
    library, more = load_library(shipped("clauses"), organisation)
    assert [*problems, *more] == [], (
        "after a change of clauses, renew the approvals with: python tools/approve_examples.py"
    )
    return library


@pytest.fixture(scope="module")
def packs(library: Library) -> Mapping[str, tuple[Pack, list[Problem]]]:
    editions, _ = read_editions(shipped("editions"))
    types, _ = read_document_types(shipped("templates"))
    found = {}
    for name in NAMES:
        file = EXAMPLES / name / "contract.yaml"
        contract, problems = read_contract(file.read_bytes(), str(file))
        assert contract is not None, problems
        pack, problems = assemble(contract, library, editions, types)
        assert pack is not None, problems
        found[name] = (pack, problems)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_an_example_assembles_with_no_warning_that_could_be_avoided(
    name: str, packs: Mapping[str, tuple[Pack, list[Problem]]]
) -> None:
    assert [
        problem for problem in packs[name][1] if problem.slug not in UNAVOIDABLE or problem.severity != "warning"
    ] == []


def test_the_agreed_examples_and_no_others_are_free_of_draft(packs: Mapping[str, tuple[Pack, list[Problem]]]) -> None:
    assert [name for name, (pack, _) in packs.items() if not pack.draft] == ["community-respiratory", "variation"]
    assert packs["community-respiratory"][1] == [] and packs["variation"][1] == []


def test_together_they_use_every_clause_but_those_withdrawn_or_only_offered(
    packs: Mapping[str, tuple[Pack, list[Problem]]], library: Library
) -> None:
    used = {clause.id for pack, _ in packs.values() for clause in pack.chosen}
    assert {clause_id for clause_id in library.clauses if clause_id not in used} == NOT_USED


def test_together_they_use_every_kind_of_placeholder(packs: Mapping[str, tuple[Pack, list[Problem]]]) -> None:
    kinds = {
        clause.clause.placeholders[name].kind
        for pack, _ in packs.values()
        for clause in pack.chosen
        for name in clause.origins
    }
    assert kinds == {
        "text",
        "list",
        "date",
        "percentage",
        "number",
        "money",
        "post",
        "choice",
        "interval",
        "trajectory",
    }


def test_together_they_use_every_name_of_the_contract_file(packs: Mapping[str, tuple[Pack, list[Problem]]]) -> None:
    used = {name for pack, _ in packs.values() for name in _given(pack.contract.content)}
    every = {f"{model.__name__}.{field}" for model in _models(ContractFile) for field in part_fields(model)} - {
        "Choices.chosen",
        "LegalRights.applies",
    }
    assert every - used == set()


def test_the_example_of_two_services_uses_every_component_and_has_a_whole_specification(
    packs: Mapping[str, tuple[Pack, list[Problem]]], library: Library
) -> None:
    pack = packs["two-services"][0]
    assert {clause.component for clause in pack.chosen} == {component.id for component in library.components}
    assert len(pack.contract.content.services) == 2
    assert [document.service for document in pack.documents if document.type.when == "asked"] == [0]
    assert any(
        "for NHS Eastmere Integrated Care Board: 70%" in str(value)
        for clause in pack.chosen
        for value in clause.printed.values()
    )


def test_the_shorter_form_gets_no_document_for_a_schedule_that_it_lacks(
    packs: Mapping[str, tuple[Pack, list[Problem]]],
) -> None:
    pack = packs["link-worker-service"][0]
    assert pack.edition.form == "shorter"
    assert {document.type.schedule for document in pack.documents if document.schedule} == {
        "service-specification",
        "quality-requirements",
        "reporting-requirements",
    }


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_first_that_it_is_invented(name: str) -> None:
    lines = (EXAMPLES / name / "contract.yaml").read_text(encoding="utf-8").splitlines()
    assert (
        lines[2] == "# An example. Every organisation, place, post, code, date, number and approval in it is invented."
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_codes_of_an_example_look_like_no_real_ones(
    name: str, packs: Mapping[str, tuple[Pack, list[Problem]]]
) -> None:
    content = packs[name][0].contract.content
    assert all((party.ods_code or "X9").startswith("X9") for party in (*content.commissioners, content.provider))
    assert (content.provider.company_number or "9999").startswith("9999")
    assert (content.provider.charity_number or "999").startswith("999")


def test_the_page_of_the_examples_describes_each() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"]({name}/contract.yaml)" not in page] == []


def test_the_approvals_are_what_the_tool_writes() -> None:
    there = (EXAMPLES / "approvals.csv").read_text(encoding="utf-8")
    assert there == _tool().approvals_text(), "renew them with: python tools/approve_examples.py"


def _tool() -> ModuleType:
    return script("approve_examples")


def _given(part: object) -> Iterator[str]:
    """`Model.field` for every field that a file gives, other than what it would be without."""
    if isinstance(part, ContractPart):
        for name, field in part_fields(type(part)).items():
            if (value := getattr(part, name)) != field.default:
                yield f"{type(part).__name__}.{name}"
                yield from _given(value)
    elif isinstance(part, tuple):
        for entry in part:
            yield from _given(entry)


def _models(model: type[ContractPart]) -> Iterator[type[ContractPart]]:
    """The model and every model below it."""
    known: dict[str, type[ContractPart]] = {}
    waiting: list[object] = [model]
    while waiting:
        current = waiting.pop()
        if isinstance(current, type) and issubclass(current, ContractPart):
            if current.__name__ not in known:
                known[current.__name__] = current
                waiting += [field.annotation for field in part_fields(current).values()]
        else:
            waiting += getattr(current, "__args__", ())
    assert Choices.__name__ in known
    yield from known.values()
