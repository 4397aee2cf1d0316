"""A whole contract file, and what is told of all its fields. Anything else in the file is a problem.

Each field is declared once, in its part, with what is told of it. To add one, add it there: the schema, the register,
the names in templates, what they print and the reference pages follow.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field
from pydantic.fields import FieldInfo

from specgen.contract.kinds import NOTHING_DECLARED, VALUES, ContractPart, Declared, GivenValue, declared_of, words_of
from specgen.contract.particulars import Particulars, Variation
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.services import Choices, Service


class ContractFile(ContractPart):
    """A whole contract file."""

    contract: Annotated[Particulars, Declared("What is said of the contract as a whole.", VALUES, "see below")]
    commissioners: Annotated[
        tuple[Commissioner, ...],
        Field(min_length=1),
        Declared(
            "The Commissioners who are party to the contract, at least one; one of them is co-ordinating.",
            "a list, each with names and values",
            "see below",
        ),
    ]
    provider: Annotated[Provider, Declared("The Provider.", VALUES, "see below")]
    services: Annotated[
        tuple[Service, ...],
        Field(min_length=1),
        Declared(
            "The services, at least one; each gets a Service Specification insert of its own.",
            "a list, each with names and values",
            "see below",
        ),
    ]
    development: Annotated[
        Choices,
        Declared(
            "What goes into Schedule 2M, the development plan for personalised care.",
            "a list of clauses, or not_applicable with the reason",
            "- personalised-care/ambition",
            heading="Development plan",
            column="list",
        ),
    ] = Choices()
    improvement: Annotated[
        Choices,
        Declared(
            "What goes into Schedule 6D, the service development and improvement plan.",
            "a list of clauses, or not_applicable with the reason",
            "- co-production/outputs",
            heading="Improvement plan",
            column="list",
        ),
    ] = Choices()
    system: Annotated[
        Choices,
        Declared(
            "What goes into Schedule 8, the system plan obligations.",
            "a list of clauses, or not_applicable with the reason",
            "- personalised-care/liaison",
            heading="System plan",
            column="list",
        ),
    ] = Choices()
    reporting: Annotated[
        Choices,
        Declared(
            "What goes into the reporting requirements.",
            "a list of clauses, or not_applicable with the reason",
            "- personalised-care/satisfaction",
            heading="Reporting requirements",
            column="list",
        ),
    ] = Choices()
    variation: Annotated[
        Variation | None,
        Declared(
            "What is said of the variation that “specgen vary” writes. It reaches no schedule.", VALUES, "see below"
        ),
    ] = None
    values: Annotated[
        dict[str, GivenValue],
        Declared(
            "Values that the chosen clauses ask for, for the contract as a whole.",
            VALUES,
            "pc_report_interval: 3 months",
        ),
    ] = Field(default_factory=dict)


def part_of(annotation: Any) -> type[ContractPart] | None:
    """The part that a field holds, alone or where it is given; None for a field that holds a value or a list."""
    found = (annotation, *(() if typing.get_origin(annotation) is tuple else typing.get_args(annotation)))
    return next((part for part in found if isinstance(part, type) and issubclass(part, ContractPart)), None)


def parts_of(part: type[ContractPart], known: set[type[ContractPart]]) -> Iterator[type[ContractPart]]:
    """The part and every part below it, once each."""
    known.add(part)
    yield part
    for field in part.model_fields.values():
        arguments = (field.annotation, *typing.get_args(field.annotation))
        for below in arguments:
            if isinstance(below, type) and issubclass(below, ContractPart) and below not in known:
                yield from parts_of(below, known)


def declared_at(path: tuple[str | int, ...]) -> Declared:
    """What is told of the field at a path of the contract file; nothing for a path that is no field's."""
    field = _field_at(path)
    return declared_of(field) if field is not None else NOTHING_DECLARED


def words_at(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The words of which the field at a path is one; none where it is free."""
    field = _field_at(path)
    return words_of(field.annotation) if field is not None else ()  # type: ignore[arg-type]


def _field_at(path: tuple[str | int, ...]) -> FieldInfo | None:
    part: type[ContractPart] | None = ContractFile
    field: FieldInfo | None = None
    for step in path:
        if isinstance(step, int):
            continue
        field = part.model_fields.get(step) if part is not None else None
        if field is None:
            return None
        parts = (field.annotation, *typing.get_args(field.annotation))
        part = next((found for each in parts if (found := part_of(each)) is not None), None)
    return field


MEANINGS: Mapping[str, Mapping[str, Declared]] = {
    part.__name__: {name: told for name, field in part.model_fields.items() if (told := declared_of(field)).meaning}
    for part in parts_of(ContractFile, set())
}
"""Part → field → what is told of it; but for the names that no file has: the list itself, and the word “applies”."""


# The JSON Schema of the contract file, from which editors complete names, explain them and show faults while
# typing.


def contract_schema() -> str:
    """The schema as JSON text in ASCII, so that no console or redirection can spoil it; the same for the same version
    of specgen."""
    schema = ContractFile.model_json_schema(mode="validation")
    _explain(schema, "ContractFile")
    for name, definition in schema["$defs"].items():
        for form in definition.get("anyOf", [definition]):
            _explain(form, name)
    schedule_list = schema["$defs"]["Choices"]["anyOf"][0]
    schedule_list["items"] = {"$ref": "#/$defs/Choice"}
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "specgen contract file"}
    return json.dumps(whole, indent=2) + "\n"


def _explain(form: dict[str, Any], name: str) -> None:
    """Give each property its meaning and an example, in place of pydantic's title."""
    for field, entry in form.get("properties", {}).items():
        told = MEANINGS[name][field]
        example = "" if told.example == "see below" else f" For example: {told.example}"
        entry.pop("title", None)
        entry["description"] = f"{told.meaning} Form: {told.form}.{example}"
