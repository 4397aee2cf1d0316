"""Workbooks and CSV files for the tests of registers: each is written in the test that reads it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from specgen.contract.base import Base, read_base
from specgen.contract.contract import Contract
from specgen.contract.register.register import Register, RegisterEntry, open_register
from specgen.problems import Problem

Rows = Sequence[Sequence[object]]

KINDS = {
    "sdm_cohort": "text",
    "sdm_champion_post": "post",
    "sp_people": "list",
    "sdm_ready_date": "date",
    "pcsp_agreed_target": "percentage",
}

ROW = {
    "Reference": "NBB-2026-014",
    "Title": "Community services",
    "Edition": "2026/27",
    "Start": "2026-04-01",
    "Expiry": "2029-03-31",
    "Supplier": "Harbour Community Health Trust",
    "Supplier kind": "NHS trust",
    "Supplier ODS code": "RXX",
    "Commissioner": "Northbrook Integrated Care Board",
    "Commissioner ODS code": "QXX",
    "Service": "Community respiratory service",
}
"""A row that is a whole contract."""


def sheet_of(*changes: Mapping[str, object]) -> list[list[object]]:
    """A sheet of contracts: for each of `changes` a row that is whole but for them. None empties a cell."""
    headings = list(dict.fromkeys([*ROW, *(name for change in changes for name in change)]))
    return [list(headings), *([{**ROW, **change}.get(name) for name in headings] for change in changes)]


def workbook(
    sheets: Mapping[str, Rows], change: Callable[[Any, dict[str, Any]], None] | None = None, **options: Any
) -> bytes:
    """The sheets as XLSX; `change` may do more to the workbook and its sheets before it is saved."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, **options}
    )
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    added = {}
    for name, rows in sheets.items():
        added[name] = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, (date, datetime)):
                    added[name].write_datetime(
                        number,
                        column,
                        value if isinstance(value, datetime) else datetime(value.year, value.month, value.day),
                        day,
                    )
                elif value is not None:
                    added[name].write(number, column, value)
    if change is not None:
        change(book, added)
    book.close()
    return made.getvalue()


def csv_of(rows: Rows) -> bytes:
    quoted = [",".join(f'"{value!s}"' if value is not None else "" for value in row) for row in rows]
    return "\r\n".join(quoted).encode()


def opened(sheets: Mapping[str, Rows], **options: Any) -> Register:
    return open_register(workbook(sheets, **options), "register.xlsx", KINDS)


def entries(register: Register, base: str = "", bases: Mapping[str, str] | None = None) -> list[RegisterEntry]:
    """What comes of every row. `base` and `bases` are the text of base files."""

    def find(name: str) -> Base | str:
        found = (bases or {}).get(name)
        return base_of(found) if found is not None else "it is not there"

    assert [problem for problem in register.problems if problem.severity == "error"] == []
    return list(register.entries(find, base_of(base) if base else None))


def base_of(text: str) -> Base:
    found, problems = read_base(text.encode(), "base.yaml")
    assert found is not None, problems
    return found


def contract_of(sheets: Mapping[str, Rows], base: str = "") -> Contract:
    """The one contract of the sheets."""
    (entry,) = entries(opened(sheets), base)
    assert entry.contract is not None, entry.problems
    return entry.contract


def problems_of(sheets: Mapping[str, Rows], base: str = "") -> list[Problem]:
    """Every problem of the register and its rows."""
    register = opened(sheets)
    return [
        *register.problems,
        *(
            problem
            for entry in register.entries(lambda name: "it is not there", base_of(base) if base else None)
            for problem in entry.problems
        ),
    ]


def said(problem: Problem) -> tuple[str, str, str]:
    """Kind, place and message."""
    return problem.slug, str(problem.location), problem.message


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            held = old.read(entry)
            new.writestr(entry.filename, change(held) if entry.filename == name else held)
    return made.getvalue()
