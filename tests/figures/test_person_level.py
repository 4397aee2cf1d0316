"""What is about one person: no amount of a service that is not in the budget, no name, no record, no list."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figures.commands import run

from specgen.figures.own_file import read_own_file
from specgen.issue.folders import gone_through
from specgen.issue.own_document import finished_own, own_draft
from specgen.issue.precedents import OwnForms
from specgen.problems import Problem, has_errors
from specgen.shipped import shipped

FORMS = OwnForms((shipped("templates"),))
HEAD = """document: personal-statement-of-resources
reference: NBB-P-7
year: 2026/27
services:
"""
STATEMENT = HEAD + (
    "  - {provider: A, service: Night care, purpose: Help, source: NHS, in_budget: yes, cost_basis: local price, "
    "units: 10, unit: night, unit_cost: £96.40}\n"
    "  - {provider: B, service: Clinic, purpose: Review, source: NHS, in_budget: no, available_from: never, "
    "reason: It is paid for as a whole, cost_basis: tariff, units: 7, unit: visit, unit_cost: £212.35}\n"
)


def everything_in(data: Path | bytes) -> str:
    """All that any part of the Word file holds, properties and record included, as one text without marks."""
    with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return "\n".join([*parts, *(re.sub(r"<[^>]*>", "", part) for part in parts)])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "files" / "person-level").mkdir(parents=True)
    (tmp_path / "files" / "person-level" / "s.yaml").write_text(STATEMENT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def file_of(said: str) -> tuple[bytes, list[Problem]]:
    """The Word file that the words make, and what is wrong with them; no bytes where there is none."""
    own, _ = read_own_file(said.encode(), "person-level/s.yaml")
    assert own is not None
    made = own_draft(own, FORMS, person_level=True)
    if made.document is None or has_errors(made.problems):
        return b"", list(made.problems)
    done, problems, _ = finished_own(made.document, made.problems, FORMS)
    assert done is not None
    return done.data, [*made.problems, *problems]


def test_an_amount_of_a_service_outside_the_budget_stands_nowhere_in_the_file() -> None:
    words = everything_in(file_of(STATEMENT)[0])
    assert "£964" in words and "96.40" in words and "It is paid for as a whole" in words
    for amount in ("212.35", "1,486.45", "1486.45", "2,450.45", "2450.45", "tariff"):
        assert amount not in words, amount


SERVICES = st.lists(
    st.tuples(st.booleans(), st.integers(1, 400), st.integers(100_000, 9_999_999)), min_size=1, max_size=6
)


@settings(max_examples=12, deadline=None)
@given(SERVICES)
def test_whatever_is_not_in_the_budget_its_amounts_are_nowhere(services: list[tuple[bool, int, int]]) -> None:
    rows: list[str] = []
    shown: set[int] = set()
    hidden: set[int] = set()
    for number, (inside, units, pence) in enumerate(services):
        cost = f"{pence // 100}.{pence % 100:02d}"
        rows.append(
            f"  - {{provider: P, service: S{number}, purpose: Help, source: NHS, "
            f"in_budget: {'yes' if inside else 'no'}, cost_basis: local price, units: {units}, "
            f"unit: visit, unit_cost: {cost}, available_from: never, "
            f"reason: It cannot be}}\n"
        )
        (shown if inside else hidden).update({pence, pence * units})
    shown.add(sum(units * pence for inside, units, pence in services if inside))
    data, problems = file_of(HEAD + "".join(rows))
    assert {each.severity for each in problems} <= {"note"}
    words = everything_in(data)
    for pence in hidden - shown:
        for form in (f"{pence / 100:,.2f}".removesuffix(".00"), f"{pence // 100}.{pence % 100:02d}"):
            assert not re.search(rf"(?<![0-9,.]){re.escape(form)}(?![0-9])", words), form


@pytest.mark.parametrize(
    "slip",
    [
        "purpose: Review at £212.35 a visit",
        "purpose: Review at 90 pounds a visit",
        "purpose: Review at two hundred and twelve pounds a visit",
        "reason: It costs ninety-six pounds",
        "reason: It costs 1486.45 a year",
        "reason: It costs about 1486 a year",
        "reason: It costs about £1400 a year",
        "service: Clinic (212.35)",
    ],
)
def test_an_amount_that_slips_into_words_is_refused(slip: str) -> None:
    name = slip.partition(":")[0]
    said = re.sub(rf"(provider: B.*?){name}: [^,}}]*", lambda found: found[1] + slip, STATEMENT)
    data, problems = file_of(said)
    assert data == b"" and "amount-left-out" in {each.slug for each in problems}


def test_it_lies_in_a_folder_marked_so_and_stands_in_no_record_plan_or_summary(place: Path) -> None:
    (place / "files" / "other.yaml").write_text(
        "document: change-note\nreference: CN-1\nmemorandum: M\nnumber: 1\noriginator: Director\n"
        "first_proposed: 2026-04-01\nreason: [Because.]\ndetails: [This.]\nimpact: [None]\ntakes_effect: 2026-05-01\n"
        "saving: All else stays.\nparties: [{name: A Board}]\nsignatories: [{party: A Board}]\n",
        encoding="utf-8",
    )
    assert run("build", "files", "files/person-level/s.yaml", "-o", "out").exit_code == 0
    made = sorted(path.relative_to(place / "out").as_posix() for path in (place / "out").rglob("*") if path.is_file())
    assert made == [
        "CN-1/CN-1 - Change note.docx",
        "CN-1/specgen-record.json",
        "person-level/NBB-P-7/NBB-P-7 - Statement of resources, person level.docx",
        "specgen-summary.xlsx",
    ]
    summary = everything_in(place / "out" / "specgen-summary.xlsx")
    assert "NBB-P-7" not in summary and "CN-1" in summary
    planned = run("build", "files", "files/person-level/s.yaml", "-o", "out", "--plan", "-o", "plan.xlsx")
    assert planned.output.count("unchanged") >= 2 and "NBB-P-7" not in everything_in(place / "plan.xlsx")
    refused = run("build", "files/person-level/s.yaml", "-o", "out", "--save-plan", "plan.json")
    assert refused.exit_code == 1 and "stands in no plan that is kept" in refused.output
    assert not (place / "plan.json").exists() and "The plan is in" not in refused.output


def test_it_is_planned_as_every_document_though_it_stands_in_no_record(place: Path) -> None:
    file = place / "out" / "person-level" / "NBB-P-7" / "NBB-P-7 - Statement of resources, person level.docx"
    run("build", "files/person-level/s.yaml", "-o", "out")
    source = place / "files" / "person-level" / "s.yaml"
    source.write_text(STATEMENT.replace("units: 10", "units: 11"), encoding="utf-8")
    again = run("build", "files/person-level/s.yaml", "-o", "out").output
    assert "changed" in again and "1,060.40" in everything_in(file)
    edited = Document(str(file))
    edited.add_paragraph("By hand")
    edited.save(str(file))
    source.write_text(STATEMENT, encoding="utf-8")
    kept = run("build", "files/person-level/s.yaml", "-o", "out").output
    assert "in the way" in kept and Document(str(file)).paragraphs[-1].text == "By hand"


def test_a_file_about_one_person_among_others_is_refused_and_so_is_another_among_these(place: Path) -> None:
    (place / "files" / "s.yaml").write_text(STATEMENT, encoding="utf-8")
    refused = run("check", "files/s.yaml")
    assert refused.exit_code == 1 and "put the file into a folder called “person-level”" in refused.output
    (place / "files" / "person-level" / "n.yaml").write_text("document: change-note\nreference: C\n", encoding="utf-8")
    assert "is about no one person" in run("check", "files/person-level/n.yaml").output


def test_an_amount_that_slips_into_the_title_is_refused() -> None:
    data, problems = file_of(STATEMENT.replace("year: 2026/27", "year: 2026/27\ntitle: Without the clinic (£1,486.45)"))
    assert data == b"" and "amount-left-out" in {each.slug for each in problems}


@pytest.mark.parametrize("reference", ["Jane Smith", "Smith", "J. Smith 1950"])
def test_a_reference_that_may_be_a_name_is_refused(reference: str) -> None:
    data, problems = file_of(STATEMENT.replace("NBB-P-7", reference))
    assert data == b"" and "names-a-person" in {each.slug for each in problems}


def test_a_total_goes_to_the_next_page_with_the_row_above_it() -> None:
    assert kept_rows(BUDGET, "Plan") == ["Table Heading", "Table Text Kept", "Table Text Kept", "Table Label"]


def test_a_total_is_kept_with_the_rows_above_it_where_the_last_row_is_not_printed() -> None:
    statement = (EXAMPLES / "person-level" / "statement.yaml").read_text(encoding="utf-8")
    assert statement.rindex("in_budget: no") > statement.rindex("in_budget: yes")
    kept = kept_rows(statement, "Indicative budget")
    assert kept == ["Table Heading", "Table Text Kept", "Table Text Kept", "Table Label"]


def kept_rows(said: str, caption: str) -> list[str]:
    """The style of the first cell of each row of that table."""
    own, _ = read_own_file(said.encode(), "person-level/b.yaml")
    assert own is not None
    made = own_draft(own, FORMS, person_level=True)
    assert made.document is not None
    done, _, _ = finished_own(made.document, made.problems, FORMS)
    assert done is not None
    for table in Document(io.BytesIO(done.data)).tables:
        if table._tbl.tblPr.xpath("./w:tblCaption/@w:val")[0] == caption:
            return [row.cells[0].paragraphs[0].style.name for row in table.rows]
    raise AssertionError(caption)


EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"
BUDGET = (EXAMPLES / "person-level" / "budget.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "slug"),
    [
        ("amount: £1704.60}", "amount: £1704.61}", "ways-come-to-final"),
        ("third party, funder: Harbour County Council", "third party, funder: NHS Northbrook Integrated Care Board",
         "ways-come-to-final-per-funder"),
        ("source: NHS, contribution: £0", "source: NHS, contribution: £1", "contribution-to-social-care-alone"),
        ("reason: The person's sister helps on two nights a week\n", "", "difference-explained"),
        ("approver: Head of Continuing Healthcare\n", "", "difference-approved"),
        ("contribution: £310.40", "contribution: £2015.01", "final-not-below-nought"),
    ],
)  # fmt: skip
def test_a_budget_sheet_that_does_not_come_out_is_refused_by_name(before: str, after: str, slug: str) -> None:
    assert before in BUDGET
    own, _ = read_own_file(BUDGET.replace(before, after).encode(), "person-level/b.yaml")
    assert own is not None
    errors = {each.slug for each in own_draft(own, FORMS, person_level=True).problems if each.severity == "error"}
    assert slug in errors


def test_no_way_through_a_folder_goes_into_one_for_what_is_about_one_person() -> None:
    assert gone_through(["b", ".hidden", "person-level", "Person-Level", "a"]) == ["a", "b"]
    package = Path(gone_through.__code__.co_filename).parents[1]
    walking = {path: path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    walking = {path: text for path, text in walking.items() if "os.walk(" in text or ".rglob(" in text}
    # The program's own files, and clauses and templates, which are about nobody.
    others = {"kept.py", "program.py", "issue/portfolio/unchanged.py", "shared_work.py"}
    for path, text in walking.items():
        if path.relative_to(package).as_posix() not in others:
            assert text.count("os.walk(") + text.count(".rglob(") == text.count("gone_through(folders)"), path


def test_no_signed_paper_about_one_person_is_adopted_with_a_folder(place: Path) -> None:
    run("build", "files/person-level/s.yaml", "-o", "papers")
    (place / "papers" / "other").mkdir()
    found = run("adopt", "papers", "-o", "adopted")
    assert "NBB-P-7" not in found.output and not list((place / "adopted").rglob("*NBB-P-7*"))
