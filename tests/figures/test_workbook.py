"""Documents with figures as a workbook: written of files and read back, they are the same documents."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.figures.commands import run

from specgen.excel import Heading, Out, Page, workbook_bytes
from specgen.figures.document import FiguredDocument, read_document
from specgen.figures.own_file import OwnFile, read_own_file
from specgen.figures.page import facts
from specgen.figures.read_type import own_file_types, type_in
from specgen.figures.starter import starter
from specgen.figures.workbook import is_own_register, own_register_pages, read_own_register
from specgen.problems import Problem
from specgen.shipped import shipped

EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"
TEMPLATES = shipped("templates")
TYPES = own_file_types(TEMPLATES)


def read(own: OwnFile) -> tuple[FiguredDocument, list[tuple[str, str]]]:
    kind, _ = type_in(TEMPLATES, own.kind)
    assert kind is not None
    document, problems = read_document(own, kind)
    assert document is not None, problems
    return document, sorted((each.slug, each.message) for each in problems)


def pages_of(own: OwnFile) -> tuple[Page, ...]:
    kind, _ = type_in(TEMPLATES, own.kind)
    assert kind is not None
    return own_register_pages(kind, [own])


def as_workbook(own: OwnFile) -> bytes:
    return workbook_bytes(pages_of(own), "Documents")


def own_of(path: Path) -> OwnFile:
    own, problems = read_own_file(path.read_bytes(), path.name)
    assert own is not None and problems == []
    return own


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_document_written_to_a_workbook_and_read_back_says_the_same(path: Path) -> None:
    own = own_of(path)
    data = as_workbook(own)
    assert is_own_register(data)
    back = read_own_register(data, "book.xlsx")
    assert back.problems == ()
    (again,) = back.documents
    assert (again.kind, again.reference, again.title, again.draft, again.version) == (
        own.kind, own.reference, own.title, own.draft, own.version,
    )  # fmt: skip
    one, other = read(own), read(again)
    assert facts(one[0]) == facts(other[0]) and one[1] == other[1]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The plan is to be agreed by September.", []),
        ("The dates are to be agreed at the meeting in July.", []),
        ("The plan is to be agreed.", ["gap-in-text"]),
        ("To be agreed", ["gap-in-text"]),
    ],
)
def test_a_next_step_may_say_when_something_will_be_agreed_and_not_only_that_it_is_open(
    said: str, told: list[str]
) -> None:
    kind, _ = type_in(TEMPLATES, "progress-report")
    assert kind is not None
    text = starter(kind).replace("EXAMPLE-001", "EX-1").replace("The plan is to be agreed by September.", said)
    own, _ = read_own_file(text.encode(), "s.yaml")
    assert own is not None and said in text
    assert [problem[0] for problem in read(own)[1]] == told


@pytest.mark.parametrize("key", TYPES)
def test_a_file_to_start_from_has_no_fault(key: str) -> None:
    kind, problems = type_in(TEMPLATES, key)
    assert kind is not None and problems == []
    own, faults = read_own_file(starter(kind).replace("EXAMPLE-001", "EX-1").encode(), "s.yaml")
    assert own is not None and faults == []
    assert read(own)[1] == []


def edited(own: OwnFile, sheet: str, row: int, column: int, value: Out) -> bytes:
    """The workbook with another value in one cell, counted as Excel counts them."""
    pages = list(pages_of(own))
    at = next(number for number, page in enumerate(pages) if page.name == sheet)
    page = pages[at]
    if row == 1:
        headings = list(page.headings)
        headings[column - 1] = Heading(str(value))
        pages[at] = replace(page, headings=tuple(headings))
    else:
        rows = [list(each) for each in page.rows]
        rows[row - 2][column - 1] = value
        pages[at] = replace(page, rows=rows)
    return workbook_bytes(pages, "Documents")


def problems_of(data: bytes) -> list[Problem]:
    back = read_own_register(data, "book.xlsx")
    found = list(back.problems)
    for own in back.documents:
        kind, _ = type_in(TEMPLATES, own.kind)
        assert kind is not None
        found += read_document(own, kind)[1]
    return found


def test_a_fault_in_a_cell_is_named_by_sheet_row_and_column() -> None:
    own = own_of(EXAMPLES / "social-prescribing-funding.yaml")
    (problem,) = problems_of(edited(own, "Allocations", 3, 6, "lots"))
    assert str(problem.location) == "book.xlsx, sheet Allocations, row 3, column Amount"
    assert "“lots” is not a sum of money" in problem.message and problem.excerpt == "lots"


def test_a_number_typed_in_excel_is_read_as_its_pence() -> None:
    own = own_of(EXAMPLES / "social-prescribing-funding.yaml")
    data = edited(own, "Allocations", 2, 6, Decimal("120000.10"))
    (again,) = read_own_register(data, "book.xlsx").documents
    assert read(again)[0].figures["allocated_total"].printed == "£186,450.60"


def test_a_percentage_typed_in_excel_keeps_the_places_that_its_format_hides() -> None:
    own = own_of(EXAMPLES / "memorandum.yaml")
    stated = [heading.text for heading in pages_of(own)[0].headings].index("Share of the population that is stated")
    (again,) = read_own_register(edited(own, "Document", 2, stated + 1, 0.049), "book.xlsx").documents
    assert read(again)[0].fields["stated_share"].printed == "4.9%"


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "says"),
    [
        ("Allocations", 3, 1, "SPF-NOBODY", "the row has the reference “SPF-NOBODY”, which no document has"),
        ("Allocations", 3, 1, None, "the row has no reference"),
        ("Allocations", 1, 1, "Ref", "the sheet “Allocations” has no column “Reference”"),
        ("Allocations", 1, 5, "Amount", "the heading “Amount” is there twice"),
        ("Allocations", 1, 5, "Mechanics", "the table “Allocations” has no column “Mechanics”"),
        ("Document", 2, 2, None, "the row has no reference"),
        ("Document", 2, 1, "grant", None),
    ],
)
def test_a_row_that_belongs_nowhere_is_refused(sheet: str, row: int, column: int, value: Out, says: str | None) -> None:
    data = edited(own_of(EXAMPLES / "social-prescribing-funding.yaml"), sheet, row, column, value)
    if says is None:
        assert [own.kind for own in read_own_register(data, "b.xlsx").documents] == ["grant"]
    else:
        assert says in [problem.message for problem in problems_of(data)]


def test_a_hidden_row_is_read_and_told() -> None:
    made = io.BytesIO()
    data = as_workbook(own_of(EXAMPLES / "change-note.yaml"))
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="3"', b'<row r="3" hidden="1"'))
    problem, *_ = [each for each in problems_of(made.getvalue()) if each.slug == "hidden-rows"]
    assert (problem.severity, str(problem.location)) == ("warning", "book.xlsx, sheet Parties, row 3")


def test_a_workbook_goes_the_whole_way_and_rows_in_another_order_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = own_of(EXAMPLES / "social-prescribing-funding.yaml")
    Path("book.xlsx").write_bytes(as_workbook(own))
    assert run("build", "book.xlsx", "-o", "out").exit_code == 0
    assert (tmp_path / "out" / "SPF-2026-NH" / "specgen-record.json").is_file()
    turned = [replace(page, rows=list(page.rows)[::-1]) for page in pages_of(own)]
    (again,) = read_own_register(workbook_bytes(turned, "Documents"), "book.xlsx").documents
    (before,) = read_own_register(as_workbook(own), "book.xlsx").documents
    assert again.sha256 == before.sha256 and facts(read(again)[0]) == facts(read(before)[0])
    refused = run("register", "new", "people.xlsx", "--type", "personal-budget-sheet")
    assert refused.exit_code == 2 and "stands in no list" in refused.output
