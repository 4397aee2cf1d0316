"""The table of columns holds every field of the contract file, and no heading means two things."""

from __future__ import annotations

import typing
from pathlib import Path as FilePath

from tests.scripts import script

from specgen.contract.columns import COLUMNS, PASSED_OVER, SHEETS, column_at, heading_of
from specgen.contract.fields import ContractFile
from specgen.contract.model import ContractPart, part_fields
from specgen.contract.parties import Commissioner
from specgen.contract.register.headings import folded, meant
from specgen.contract.services import Choice, Choices, Service
from specgen.yamlfile import Path

ROOT = FilePath(__file__).parents[2]
ELSEWHERE = {"values", "whole_specification"}
"""Fields that have a column for each name in them."""


def fields(model: type[ContractPart], path: Path = ()) -> list[Path]:
    """The path of every field of the model that holds a value itself."""
    found: list[Path] = []
    for name, facts in part_fields(model).items():
        parts = (
            ()
            if typing.get_origin(facts.annotation) is tuple
            else (facts.annotation, *typing.get_args(facts.annotation))
        )
        inner = next((part for part in parts if isinstance(part, type) and issubclass(part, ContractPart)), None)
        if name in ELSEWHERE:
            continue
        if inner is Choices:
            found += [(*path, name), (*path, name, "not_applicable")]
        else:
            found += fields(inner, (*path, name)) if inner is not None else [(*path, name)]
    return found


def test_every_field_of_a_contract_file_has_a_column() -> None:
    contracts = {column.path for column in COLUMNS["contracts"]}
    whole = {path for path in fields(ContractFile) if path[0] not in ("commissioners", "services")}
    assert whole - contracts == set()
    for role, model in (("services", Service), ("commissioners", Commissioner), ("items", Choice)):
        own = {column.path for column in COLUMNS[role]}  # type: ignore[index]
        missing = {path for path in fields(model) if path not in own}
        assert missing <= {("legal_rights_to_choice", "applies")}  # written “applies”
    assert {("service", *path) for path in fields(Service) if path[-1] != "applies"} <= contracts


def test_a_columns_name_and_heading_mean_that_column_and_none_is_passed_over() -> None:
    for role, columns in COLUMNS.items():
        for column in columns:
            assert meant(column.name, role, {}) is column
            assert meant(column.heading, role, {}) is column
            assert not PASSED_OVER & {folded(name) for name in (column.name, column.heading, *column.also)}


def test_a_further_heading_means_one_column_of_its_sheet() -> None:
    for role, columns in COLUMNS.items():
        means: dict[str, str] = {}
        for column in columns:
            for name in column.also:
                assert means.setdefault(folded(name), column.name) == column.name
                assert meant(name, role, {}) is column, (role, name)


def test_sheets_have_names_of_their_own() -> None:
    names = [name.casefold() for names in SHEETS.values() for name in names]
    assert len(names) == len(set(names))


def test_the_heading_of_a_value_that_is_missing() -> None:
    assert heading_of(("contract", "term", "end")) == "Expiry"
    assert heading_of(("services", 3, "name")) == "Service"
    assert heading_of(("services", 0, "values", "sdm_cohort")) == "service value sdm_cohort"
    assert heading_of(("values", "cop_group")) == "value cop_group"
    assert heading_of(("services", 0, "whole_specification", "3.1")) == "service section 3.1"
    assert heading_of(("provider",)) == "Provider” and “Provider kind"
    assert column_at(("provider", "kind")) is not None and column_at(("provider", "nickname")) is None


def test_the_tables_of_the_page_are_current() -> None:
    tool = script("register_reference")
    page = (ROOT / "docs" / "reference" / "register.md").read_text(encoding="utf-8")
    assert page == tool.renewed(page), "renew them with: python tools/register_reference.py"


def test_columns_of_values_are_read_as_the_placeholder_or_the_heading_says() -> None:
    kinds = {"sp_people": "list", "sdm_ready_date": "date", "sdm_cohort": "text"}
    forms = {
        heading: (column.form, column.path) if (column := meant(heading, "contracts", kinds)) else None
        for heading in (
            "Value sp_people",
            "value sdm_ready_date",
            "SERVICE VALUE sdm_cohort",
            "text sp_people",
            "list sdm_cohort",
            "situations sdm_cohort",
            "section 3.1",
            "service list section 2.1",
            "values.sdm_cohort",
            "value sdm_chort",
            "value Sdm_cohort",
        )
    }
    assert forms == {
        "Value sp_people": ("list", ("values", "sp_people")),
        "value sdm_ready_date": ("date", ("values", "sdm_ready_date")),
        "SERVICE VALUE sdm_cohort": ("text", ("service", "values", "sdm_cohort")),
        "text sp_people": ("text", ("values", "sp_people")),
        "list sdm_cohort": ("list", ("values", "sdm_cohort")),
        "situations sdm_cohort": ("list", ("values", "sdm_cohort", "situations")),
        "section 3.1": ("text", ("service", "whole_specification", "3.1")),
        "service list section 2.1": ("list", ("service", "whole_specification", "2.1")),
        "values.sdm_cohort": ("text", ("values", "sdm_cohort")),
        "value sdm_chort": None,
        "value Sdm_cohort": None,
    }
    assert meant("service value sdm_cohort", "commissioners", kinds) is None
