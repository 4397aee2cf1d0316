"""A register that is written holds every field that a contract file can have, or says which contract it cannot hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
import yaml
from msgspec.structs import replace

from specgen.contract.contract import Contract
from specgen.contract.fields import ContractFile, part_of, parts_of
from specgen.contract.model import ContractPart, closed_list, part_fields, read_part
from specgen.contract.register.register import open_register
from specgen.contract.register.write import register_workbook, unlike_fields
from specgen.contract.services import Choice, Choices, LegalRights

EITHER = ("ods_code", "no_ods_code")
"""Of these a contract file gives one."""


def filled(part: type[ContractPart], way: int) -> dict[str, Any]:
    """Every field of the part with its own example; of what excludes another thing, the first or the second."""
    found: dict[str, Any] = {}
    for name, field in part_fields(part).items():
        if name in EITHER and name != EITHER[way]:
            continue
        parts = [inner for each in (field.annotation, *get_args(field.annotation)) if (inner := part_of(each))]
        inner = parts[0] if parts else None
        if inner in (Choices, LegalRights) and way:
            found[name] = {"not_applicable": part_fields(inner)["not_applicable"].declared.example}
        elif inner is not None and field.declared.example == "see below":
            several = get_args(field.annotation)[-1] is Ellipsis if get_args(field.annotation) else False
            found[name] = [filled(inner, way)] if several else filled(inner, way)
        else:
            found[name] = yaml.load(field.declared.example, Loader=yaml.BaseLoader)
            if found[name] == field.default:
                found[name] = next((word for word in closed_list(field.annotation) if word != field.default), "2.3")
    return found


def whole(way: int) -> ContractFile:
    tree = filled(ContractFile, way)
    other = {"name": "NHS Eastmere Integrated Care Board", "ods_code": "X9A02", "role": "co-ordinating"}
    tree["commissioners"].insert(0, other)
    if way:
        tree["services"][0]["specification"] = [filled(Choice, way)]
    return read_part(ContractFile, tree)


def given_fields(part: ContractPart) -> Iterator[tuple[str, str]]:
    """The fields that say something, of the part and of the parts within it."""
    for name, field in part_fields(type(part)).items():
        value = getattr(part, name)
        if value != field.default:
            yield type(part).__name__, name
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, ContractPart):
                yield from given_fields(inner)


@pytest.mark.parametrize("way", [0, 1])
def test_every_field_of_the_contract_file_is_written_into_a_register_and_read_back(way: int) -> None:
    content = whole(way)
    data, held, faults = register_workbook([Contract("contract.yaml", content, {})], {}, "Register")
    assert (faults, len(held)) == ([], 1)
    (entry,) = open_register(data, "register.xlsx", {}).entries(lambda name: "")
    assert entry.contract is not None, entry.problems
    assert list(unlike_fields(content, entry.contract.content)) == []
    assert entry.contract.content == content


def test_the_two_contracts_give_every_field_of_the_schema_something_else_than_nothing() -> None:
    fields = {(part.__name__, name) for part in parts_of(ContractFile, set()) for name in part_fields(part)}
    silent = fields - {given for way in (0, 1) for given in given_fields(whole(way))}
    assert silent == set()


def test_a_contract_that_no_register_can_hold_is_named_with_its_fields_and_left_out() -> None:
    sound = whole(0)
    odd = replace(sound, contract=replace(sound.contract, reference="ODD-1"), values={"Not A Name": "3 months"})
    given = [Contract("sound.yaml", sound, {}), Contract("odd.yaml", odd, {})]
    data, held, (fault,) = register_workbook(given, {}, "Register")
    assert [contract.reference for contract in held] == [sound.contract.reference]
    assert (fault.slug, fault.severity, fault.location.file) == ("register-cannot-hold", "error", "odd.yaml")
    assert "Not A Name" in fault.message
    assert len(open_register(data, "register.xlsx", {}).contracts) == 1


def test_the_fields_in_which_two_contracts_differ_are_named_by_their_places() -> None:
    one, other = whole(0), whole(1)
    assert list(unlike_fields(one, one)) == []
    assert ("services", 0, "specification", 0, "values", "pc_report_interval") in unlike_fields(one, other)
    assert ("variation",) in unlike_fields(one, replace(one, variation=None))
