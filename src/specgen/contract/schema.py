"""The JSON Schema of the contract file, from which editors complete names and show faults while typing."""

from __future__ import annotations

import json

from specgen.contract.model import ContractFile

SCHEMA_FILE = "contract.schema.json"
"""The name under which `specgen new` puts the schema beside a contract file."""


def contract_schema() -> str:
    """The schema as JSON text, the same for the same version of specgen."""
    schema = ContractFile.model_json_schema(mode="validation")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "specgen contract file"}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
