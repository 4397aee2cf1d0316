"""CSV files as Excel and people write them."""

from __future__ import annotations

import pytest

from specgen.contract.register.sheet import Sheet
from specgen.contract.register.spreadsheet import read_csv


def rows(data: bytes) -> dict[int, list[str | None]]:
    sheet, problems = read_csv(data, "folder/register.csv")
    assert isinstance(sheet, Sheet), problems
    assert sheet.name == "register"
    return {row.number: [cell.text if cell else None for cell in row.cells] for row in sheet.rows}


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\r\n1, 2 \r\n",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b"a;b\n1;2\n",
        b"a\tb\n1\t2\n",
        "a,b\n1,2".encode("utf-16"),
        b'"a",b\n1,"2"\n',
        b"a,b,,\n1,2,\n",
        b"sep=;\na;b\n1;2\n",
    ],
)
def test_separators_marks_and_line_ends_make_no_difference(data: bytes) -> None:
    assert rows(data) == {1: ["a", "b"], 2: ["1", "2"]}


def test_rows_are_counted_as_excel_counts_them() -> None:
    assert rows(b'a,b\n\n"1\nstill the first",2\n,,\n3,4\n') == {
        1: ["a", "b"],
        3: ["1\nstill the first", "2"],
        5: ["3", "4"],
    }


def test_everything_stays_as_it_was_written() -> None:
    assert rows(b'007,NO,1.0,=1+1," a ""b"" "\n') == {1: ["007", "NO", "1.0", "=1+1", 'a "b"']}


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b'a,b\n1,"never closed\n', "csv-syntax"),
        (b"a,\xa312\n", "not-utf-8"),
        (b"a," + b"x" * 200_000, "file-too-large"),
        (b"a\n" * 60_000, "file-too-large"),
        (b"," * 1_200 + b"x", "file-too-large"),
        (bytes(65 * 2**20), "file-too-large"),
        (b"a,b" + b"\n" * 1_100_000, "file-too-large"),
        (b"a" + b"," * 20_000_001, "file-too-large"),
    ],
)
def test_a_file_that_cannot_be_relied_on_is_refused_by_name(data: bytes, slug: str) -> None:
    sheet, (problem,) = read_csv(data, "register.csv")
    assert sheet is None and problem.slug == slug and problem.cure


def test_a_file_of_another_encoding_says_its_row_and_how_to_save_it() -> None:
    _, (problem,) = read_csv("a,b\nx,£5".encode("cp1252"), "register.csv")
    assert (problem.location.line, "CSV UTF-8" in problem.cure) == (2, True)
