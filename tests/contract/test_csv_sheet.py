"""CSV files as Excel and people write them."""

from __future__ import annotations

import pytest

from specgen.contract.register.commas import read_csv
from specgen.contract.register.sheet import Sheet


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
        b"a|b\n1|2\n",
        b'a, "b"\n1, "2"\n',
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
    assert rows(b'007,NO,1.0,a=1+1," a ""b"" "\n') == {1: ["007", "NO", "1.0", "a=1+1", 'a "b"']}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b'="EST-1"', "EST-1"),
        (b'"=""EST-1"""', "EST-1"),
        (b'="007"', "007"),
        (b'" =""EST-1"" "', "EST-1"),
        (b'"=""the """"old"""" one"""', 'the "old" one'),
        (b'=""', None),
    ],
)
def test_a_text_that_a_program_wrote_as_a_formula_is_the_text(written: bytes, shown: str | None) -> None:
    assert rows(b"x," + written + b",y\n") == {1: ["x", shown, "y"]}


@pytest.mark.parametrize("written", [b"=1+1", b'=HYPERLINK("x")', b"=A1", b'="a"&B1', b"= SUM(A1:A9)", b"=-1"])
def test_any_other_formula_has_no_value_in_a_csv_file_and_its_cell_is_a_fault(written: bytes) -> None:
    sheet, _ = read_csv(b"x," + written + b"\n", "register.csv")
    assert sheet is not None
    cell = sheet.rows[0].cell(1)
    assert cell is not None and cell.kind == "fault" and written.decode() in cell.text


TABLE = [["Reference", "Title", "Start"], ["EST-1", "Foot care", "01/04/2026"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "above",
    [
        [],
        ["Contracts register"],
        ["Contracts, by supplier, for April, May and June", ""],
        ["Contracts; draft; not for issue"],
        ["Contracts of the Reference, Title board"],
        ["", "Prepared by: A, B", ""],
    ],
)
def test_the_separator_is_that_of_the_headings_whatever_stands_above_them(
    separator: str, end: str, above: list[str]
) -> None:
    lines = [*above, *(separator.join(row) for row in TABLE)]
    found = rows((end.join(lines) + end).encode())
    assert list(found.values())[-2:] == TABLE


def test_a_line_that_says_the_separator_may_end_in_any_way() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert rows(end.join(["sep=;", "a;b", "1;2"]).encode()) == {1: ["a", "b"], 2: ["1", "2"]}


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b'a,b\n1,"never closed\n', "csv-syntax"),
        (b"a,\xa312\n", "not-utf-8"),
        ("Reference,Title\nX-1,Foot\n".encode("utf-16-le"), "not-utf-8"),
        ("Reference,Title\nX-1,Foot\n".encode("utf-32"), "not-utf-8"),
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
