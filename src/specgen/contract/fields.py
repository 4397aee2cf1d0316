"""A whole contract file, what is told of all its fields, and its schema. Anything else in the file is a problem.

Each field is declared once, in its part, with what is told of it. To add one, add it there: the schema, the register,
the names in templates, what they print and the reference pages follow.
"""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Iterator
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal

import msgspec
from msgspec import NODEFAULT, Meta, field

from specgen.contract.kinds import VALUES, GivenValue
from specgen.contract.model import (
    NOTHING_DECLARED,
    ContractPart,
    Declared,
    FieldPath,
    PartField,
    ReadAs,
    closed_list,
    part_fields,
)
from specgen.contract.particulars import Particulars, Variation
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.services import Choices, Service


class ContractFile(ContractPart, frozen=True, kw_only=True):
    """A whole contract file."""

    contract: Annotated[Particulars, Declared("What is said of the contract as a whole.", VALUES, "see below")]
    commissioners: Annotated[
        tuple[Commissioner, ...],
        Meta(min_length=1),
        Declared(
            "The Commissioners who are party to the contract, at least one; one of them is co-ordinating.",
            "a list, each with names and values",
            "see below",
            from_base="asked",
        ),
    ]
    provider: Annotated[
        Provider,
        Declared(
            "The Provider.",
            VALUES,
            "see below",
            from_base="asked",
        ),
    ]
    services: Annotated[
        tuple[Service, ...],
        Meta(min_length=1),
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
            "What is said of the variation that “specgen vary” writes. It reaches no schedule.",
            VALUES,
            "see below",
            from_base="kept",
        ),
    ] = None
    values: Annotated[
        dict[str, GivenValue],
        Declared(
            "Values that the chosen clauses ask for, for the contract as a whole.",
            VALUES,
            "pc_report_interval: 3 months",
        ),
    ] = field(default_factory=dict)


def part_of(annotation: Any) -> type[ContractPart] | None:
    """The part that a field holds, alone or where it is given; None for a field that holds a value or a list."""
    return None if typing.get_origin(annotation) is tuple else part_below(annotation)


def part_below(annotation: Any) -> type[ContractPart] | None:
    """The part that a field holds, alone, in a list or where it is given."""
    found = (annotation, *typing.get_args(annotation))
    return next((part for part in found if isinstance(part, type) and issubclass(part, ContractPart)), None)


def parts_of(part: type[ContractPart], known: set[type[ContractPart]]) -> Iterator[type[ContractPart]]:
    """The part and every part below it, once each."""
    known.add(part)
    yield part
    for told in part_fields(part).values():
        if (below := part_below(told.annotation)) is not None and below not in known:
            yield from parts_of(below, known)


def declared_at(path: FieldPath) -> Declared:
    """What is told of the field at a path of the contract file; nothing for a path that is no field's."""
    field = _field_at(_names_in(path))
    return field.declared if field is not None else NOTHING_DECLARED


def words_at(path: FieldPath) -> tuple[str, ...]:
    """The words of which the field at a path is one; none where it is free."""
    field = _field_at(_names_in(path))
    return closed_list(field.annotation) if field is not None else ()


def _names_in(path: FieldPath) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


@cache
def _field_at(names: tuple[str, ...]) -> PartField | None:
    part: type[ContractPart] | None = ContractFile
    field: PartField | None = None
    for name in names:
        field = part_fields(part).get(name) if part is not None else None
        if field is None:
            return None
        part = part_below(field.annotation)
    return field


# The JSON Schema of the contract file, from which editors complete names, explain them and show faults while typing.


def contract_schema() -> str:
    """The schema as JSON text in ASCII, so that no console or redirection can spoil it; the same for the same version
    of specgen."""
    named = sorted(parts_of(ContractFile, {ContractFile}), key=lambda part: part.__name__)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {part.__name__: part.schema_of(_names_and_values(part)) for part in named if part is not ContractFile},
        **_names_and_values(ContractFile),
        "title": "specgen contract file",
    }
    return json.dumps(whole, indent=2) + "\n"


def _names_and_values(part: type[ContractPart]) -> dict[str, Any]:
    fields = part_fields(part)
    required = [name for name, field in fields.items() if field.required]
    return {
        "additionalProperties": False,
        "description": inspect.cleandoc(part.__doc__ or ""),
        "properties": {name: _of_field(field) for name, field in fields.items()},
        **({"required": required} if required else {}),
        "title": part.__name__,
        "type": "object",
    }


def _of_field(field: PartField) -> dict[str, Any]:
    told = field.declared
    example = "" if told.example == "see below" else f" For example: {told.example}"
    default = {} if field.default in (NODEFAULT, {}) else {"default": msgspec.to_builtins(field.default)}
    return {
        **_of(field.annotation, field.metadata),
        **default,
        "description": f"{told.meaning} Form: {told.form}.{example}",
    }


def _of(annotation: Any, metadata: tuple[Any, ...] = ()) -> dict[str, Any]:
    """The schema of what may be written for a type, with what is told of it."""
    written = next((told for told in metadata if isinstance(told, ReadAs)), None)
    if written is not None:
        return dict(written.schema)
    if isinstance(annotation, type) and issubclass(annotation, ContractPart):
        return {"$ref": f"#/$defs/{annotation.__name__}"}
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _of(arguments[0], arguments[1:])
    if origin is Literal:
        return {"enum": list(arguments), "type": "string"}
    if origin is tuple:
        least = next((told.min_length for told in metadata if isinstance(told, Meta)), None)
        return {"items": _of(arguments[0]), **({"minItems": least} if least else {}), "type": "array"}
    if origin is dict:
        return {"additionalProperties": _of(arguments[1]), "type": "object"}
    return {"anyOf": [_of(each) if each is not NoneType else {"type": "null"} for each in arguments]}
