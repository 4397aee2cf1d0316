"""The JSON Schema of the contract file, from which editors complete names, explain them and show faults while
typing."""

from __future__ import annotations

import json
from typing import Any

from specgen.contract.fields import MEANINGS, ContractFile


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
