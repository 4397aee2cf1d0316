"""Cells whose formulas give another value another day: what was saved last is read, and that is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from tests.contract.registers import KINDS, sheet_of, workbook
from tests.contract.test_registers_as_kept import ods_of

from specgen.contract.register.register import open_register
from specgen.problems import Problem


def formulas(*given: tuple[str, str, object]) -> Callable[[Any, dict[str, Any]], None]:
    def fill(book: Any, sheets: dict[str, Any]) -> None:
        for cell, formula, saved in given:
            sheets["Contracts"].write_formula(cell, formula, None, saved)

    return fill


def told(data: bytes, file: str = "register.xlsx") -> list[Problem]:
    return [each for each in open_register(data, file, KINDS).problems if each.slug == "values-that-move"]


@pytest.mark.parametrize(
    ("formula", "moves"),
    [
        ("=TODAY()+1000", True),
        ("=EDATE(now(),36)", True),
        ("='[Old list.xlsx]Sheet1'!A1", True),
        ("=[1]Sheet1!A1", True),
        ("=RANDBETWEEN(1,9)", True),
        ("=EDATE(D2,36)-1", False),
        ("=Other!A1", False),
        ("=Table1[Expiry]", False),
        ("=Table1[[#This Row],[Today]]", False),
    ],
)
def test_a_formula_of_the_day_of_chance_or_of_another_workbook_is_told(formula: str, moves: bool) -> None:
    found = told(workbook({"Contracts": sheet_of({})}, formulas(("E2", formula, 47208))))
    assert [(each.severity, each.location.line) for each in found] == [("warning", 2)] * moves
    assert (
        not moves or "“Expiry” is worked out of the day, of chance or of another workbook in row 2" in found[0].message
    )


def test_it_is_told_once_for_the_column_and_not_of_a_column_that_is_not_read() -> None:
    rows = sheet_of({"# days left": 1}, {"Reference": "B-2", "# days left": 2}, {"Reference": "B-3", "# days left": 3})
    moving = [("E2", "=TODAY()", 47208), ("E3", "=TODAY()", 47208), ("L2", "=E2-TODAY()", 9), ("L4", "=NOW()", 9)]
    (problem,) = told(workbook({"Contracts": rows}, formulas(*moving)))
    assert "in rows 2–3" in problem.message or "in rows 2 to 3" in problem.message


def test_a_formula_that_was_copied_down_is_told_in_each_row() -> None:
    rows = sheet_of({}, {"Reference": "B-2"})
    data = workbook({"Contracts": rows}, formulas(("E2", "=TODAY()", 47208), ("E3", "=D3", 47208)))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w") as written:
        for name in given.namelist():
            part = given.read(name)
            if name.endswith("sheet1.xml"):
                assert b"<f>TODAY()</f>" in part and b"<f>D3</f>" in part
                part = part.replace(b"<f>TODAY()</f>", b'<f t="shared" ref="E2:E3" si="0">TODAY()</f>')
                part = part.replace(b"<f>D3</f>", b'<f t="shared" si="0"/>')
            written.writestr(name, part)
    (problem,) = told(made.getvalue())
    assert "rows 2" in problem.message and "3" in problem.message


@pytest.mark.parametrize(
    ("formula", "moves"),
    [("of:=TODAY()", True), ("of:='file:///C:/old.ods'#$Sheet1.A1", True), ("of:=[.D2]+1095", False)],
)
def test_it_is_told_of_an_opendocument_register_too(formula: str, moves: bool) -> None:
    formula = formula.replace("'", "&apos;")
    held = f'office:value-type="date" office:date-value="2029-03-31" table:formula="{formula}"'
    swap = {"Expiry": f"<table:table-cell {held}><text:p>31/03/2029</text:p></table:table-cell>"}
    assert len(told(ods_of({}, swap=swap), "register.ods")) == moves
