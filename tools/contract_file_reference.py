"""Writes the tables of docs/reference/contract-file.md from the contract file's model and the meanings of its fields.

The words around the tables are written by hand; a table stands between “<!-- fields: Term -->” and “<!-- end -->”.
Renew after a change: python tools/contract_file_reference.py
"""

from __future__ import annotations

import re
from pathlib import Path

from specgen.contract.fields import ContractFile, parts_of
from specgen.contract.model import ContractPart, PartField, closed_list, part_fields

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "contract-file.md"
PARTS = {part.__name__: part for part in parts_of(ContractFile, set())}
MEANINGS = {
    name: {field: told for field, of in part_fields(part).items() if (told := of.declared).meaning}
    for name, part in PARTS.items()
}
"""Part → field → what is told of it; but for the names that no file has: the list, and the word “applies”."""
TABLE = re.compile(r"<!-- fields: (\w+) -->\n.*?<!-- end -->", re.DOTALL)


def renewed(page: str) -> str:
    """The page with every table written anew."""
    return TABLE.sub(lambda found: f"<!-- fields: {found[1]} -->\n{table(found[1])}<!-- end -->", page)


def table(name: str) -> str:
    """The fields of a model, a row each; then the words that a field may be one of, where they are many."""
    fields = part_fields(PARTS[name])
    rows = ["| name | what it says | how it is written | when left out | example |", "| --- | --- | --- | --- | --- |"]
    choices = []
    for field, told in MEANINGS[name].items():
        cells = (
            f"`{field}`",
            told.meaning,
            told.form,
            _when_left_out(fields[field]),
            f"`{told.example}`" if told.example != "see below" else told.example,
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        if "listed below" in told.form:
            choices.append(
                f"\n`{field}` is one of: {', '.join(f'`{word}`' for word in closed_list(fields[field].annotation))}.\n"
            )
    return "\n".join(rows) + "\n" + "".join(choices)


def _when_left_out(field: PartField) -> str:
    if field.required:
        return "it must be given"
    default = field.default
    if default in (None, (), {}) or isinstance(default, ContractPart):
        return "nothing"
    return "no" if default is False else str(default)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
