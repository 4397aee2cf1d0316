"""Whether a JSON Schema of the kind specgen writes accepts a value: the few keywords it uses, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
    "boolean": (bool,),
}
KEYWORDS = {
    "$ref",
    "$schema",
    "$defs",
    "anyOf",
    "type",
    "enum",
    "const",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minItems",
    "maxLength",
}
NOTES = {"title", "description", "default"}


def faults(value: object, schema: Mapping[str, Any], whole: Mapping[str, Any], path: str = "file") -> Iterator[str]:
    """Each place of `value` that `schema` refuses."""
    unknown = set(schema) - KEYWORDS - NOTES
    assert not unknown, f"the schema has keywords that this test does not know: {unknown}"
    if "$ref" in schema:
        yield from faults(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, path)
    if "anyOf" in schema and all(any(True for _ in faults(value, form, whole, path)) for form in schema["anyOf"]):
        yield f"{path}: fits none of {len(schema['anyOf'])} forms"
    named = schema.get("type", [])
    allowed = [kind for name in ([named] if isinstance(named, str) else named) for kind in TYPES[name]]
    if allowed and not isinstance(value, tuple(allowed)):
        yield f"{path}: is not {named}"
        return
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        yield f"{path}: {value} is not among the values"
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        yield f"{path}: too long"
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{path}: too few entries"
        for number, entry in enumerate(value):
            yield from faults(entry, schema.get("items", {}), whole, f"{path}[{number}]")
    if isinstance(value, dict):
        yield from _object_faults(value, schema, whole, path)


def _object_faults(
    value: Mapping[str, object], schema: Mapping[str, Any], whole: Mapping[str, Any], path: str
) -> Iterator[str]:
    properties = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{path}: lacks {name}"
    for name, entry in value.items():
        if name in properties:
            yield from faults(entry, properties[name], whole, f"{path}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{path}: does not know {name}"
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from faults(entry, schema["additionalProperties"], whole, f"{path}.{name}")
