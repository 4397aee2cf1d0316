"""A type with tables, figures and conditions that nobody wrote a line of Python for: its whole way, by the commands."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from tests.figures.commands import run

from specgen.issue.portfolio.portfolio import open_batch
from specgen.issue.sources import FilesError

TYPE = """
title: Travel claim
when: own-file
name: Travel claim
says: What was travelled, and what it cost.
fields:
  claimant: {title: Claimant, says: By post, example: Programme Manager}
  limit: {title: Limit, kind: money, example: "£100"}
tables:
  journeys:
    title: Journeys
    key: day
    columns:
      day: {title: Day, kind: date}
      miles: {title: Miles, kind: number}
      rate: {title: Rate, kind: money}
      cost: {title: Cost, kind: money, figure: {product: [miles, rate]}}
    example:
      - {day: 2026-05-04, miles: 12.5, rate: "£0.45"}
figures:
  miles: {title: Miles in all, kind: number, places: 1, sum: {column: journeys.miles}}
  total: {title: Total, kind: money, sum: {column: journeys.cost}}
conditions:
  within-limit:
    severity: warning
    at_most: {value: total, bound: limit}
    sentence: The claim is above its limit
  no-day-twice:
    distinct: journeys.day
    sentence: A day is claimed twice
"""
CLAIM = """# A claim.
document: travel-claim
reference: TC-7
claimant: Programme Manager
limit: £10
journeys:
  - {day: 2026-05-05, miles: 3.3, rate: £0.45}
  - {day: 2026-05-04, miles: 20.1, rate: £0.45}
"""


def template() -> bytes:
    """What a template author makes in Word: a heading, a table with a row for each, a total."""
    document = Document()
    document.add_paragraph("{{ document.label }}")
    document.add_paragraph("Claim of {{ field.claimant }}, {{ document.reference }}")
    table = document.add_table(rows=5, cols=3)
    for column, words in enumerate(("{{ heading.journeys.day }}", "{{ heading.journeys.miles }}", "Cost")):
        table.cell(0, column).text = words
    table.cell(1, 0).text = "{%tr for row in table.journeys %}"
    for column, name in enumerate(("day", "miles", "cost")):
        table.cell(2, column).text = f"{{{{r row.marked.{name} }}}}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for column, words in enumerate(("{{ called.total }}", "{{r marked.miles }}", "{{r marked.total }}")):
        table.cell(4, column).text = words
    document.sections[0].header.paragraphs[0].text = "{{ document.label }}"
    document.sections[0].footer.paragraphs[0].text = "Example Board"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "templates" / "travel-claim").mkdir(parents=True)
    (tmp_path / "templates" / "travel-claim" / "type.yaml").write_text(TYPE, encoding="utf-8")
    (tmp_path / "templates" / "travel-claim" / "template.docx").write_bytes(template())
    (tmp_path / "specgen.yaml").write_text("organisation: Example Board\ntemplates: templates\n", encoding="utf-8")
    (tmp_path / "claim.yaml").write_text(CLAIM, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def words_of(file: Path) -> list[list[str]]:
    """The rows of the document's table, read by another program; what stands in a control is read as Word reads it."""
    table = Document(str(file)).tables[0]
    texts = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    return [["".join(text.text or "" for text in cell._tc.iter(texts)) for cell in row.cells] for row in table.rows]


def test_a_type_is_added_as_two_files_and_goes_the_whole_way(office: Path) -> None:
    assert ["travel-claim", "Travel", "claim"] in [line.split() for line in run("types").output.split("\n")]
    checked = run("check", "claim.yaml")
    assert checked.exit_code == 0
    assert "The claim is above its limit: “Total” is £10.54, and should be at most £10 [within-limit]" in checked.output
    assert run("build", "claim.yaml", "-o", "out").exit_code == 0
    file = office / "out" / "TC-7" / "TC-7 - Travel claim.docx"
    assert words_of(file) == [
        ["Day", "Miles", "Cost"],
        ["5 May 2026", "3.3", "£1.49"],
        ["4 May 2026", "20.1", "£9.05"],
        ["Total", "23.4", "£10.54"],
    ]
    record = json.loads((office / "out" / "TC-7" / "specgen-record.json").read_text(encoding="utf-8"))
    assert record["figured"]["total"] == "£10.54" and record["contract"]["form"] == "travel-claim"
    assert record["inputs"]["edition"]["file"] == "travel-claim/type.yaml"
    assert "unchanged" in run("build", "claim.yaml", "-o", "out").output


def test_what_changed_is_told_value_by_value_and_an_edit_is_kept(office: Path) -> None:
    run("build", "claim.yaml", "-o", "out")
    (office / "claim.yaml").write_text(CLAIM.replace("3.3", "4.4"), encoding="utf-8")
    again = run("build", "claim.yaml", "-o", "out").output
    assert "changed" in again and "total: “£10.54” is now “£11.03”" in again
    file = office / "out" / "TC-7" / "TC-7 - Travel claim.docx"
    edited = Document(str(file))
    edited.add_paragraph("By hand")
    edited.save(str(file))
    (office / "claim.yaml").write_text(CLAIM, encoding="utf-8")
    kept = run("build", "claim.yaml", "-o", "out").output
    assert "edited by hand" in kept and "new draft" in kept
    assert Document(str(file)).paragraphs[-1].text == "By hand"


def test_a_figure_that_came_back_changed_is_told_by_table_row_and_column(office: Path) -> None:
    run("build", "claim.yaml", "-o", "out")
    file = office / "out" / "TC-7" / "TC-7 - Travel claim.docx"
    assert run("review", str(file), "--issued", str(file)).exit_code == 0
    back = office / "back.docx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(back, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace("£9.05".encode(), "£9.50".encode()) if name == "word/document.xml" else data
            )
    for basis in ([], ["--issued", str(file.with_name("specgen-record.json"))]):
        reviewed = run("review", str(back), *basis)
        assert reviewed.exit_code == 1
        assert "Journeys, 4 May 2026, Cost" in reviewed.output and "£9.50" in reviewed.output, reviewed.output
    compared = run("redline", str(file), str(back), "-o", "red.docx", "--author", "A", "--date", "2026-06-01")
    assert compared.exit_code == 0 and "proved both ways" in compared.output


def test_a_saved_plan_is_carried_out_exactly_and_refused_when_a_figure_changed(office: Path) -> None:
    assert run("build", "claim.yaml", "-o", "out", "--save-plan", "plan.json").exit_code == 0
    (office / "claim.yaml").write_text(CLAIM.replace("3.3", "4.4"), encoding="utf-8")
    assert run("apply", "plan.json").exit_code == 1
    (office / "claim.yaml").write_text(CLAIM, encoding="utf-8")
    assert run("apply", "plan.json").exit_code == 0
    assert (office / "out" / "TC-7" / "TC-7 - Travel claim.docx").is_file()


def test_a_missing_value_stops_the_build_and_shows_as_a_gap_in_a_draft(office: Path) -> None:
    (office / "claim.yaml").write_text(CLAIM.replace(", miles: 20.1", ""), encoding="utf-8")
    refused = run("build", "claim.yaml", "-o", "out")
    assert refused.exit_code == 1 and not (office / "out").exists()
    assert "table “Journeys”, row “2026-05-04”, column “Miles” is missing" in refused.output
    assert run("build", "claim.yaml", "-o", "out", "--draft").exit_code == 0
    rows = words_of(office / "out" / "TC-7" / "TC-7 - Travel claim.docx")
    assert rows[2][1:] == ["[to be added: Miles]", "[to be added: Cost]"]
    assert rows[3] == ["Total", "[to be added: Miles in all]", "[to be added: Total]"]


def test_a_type_with_a_fault_is_told_where_a_document_asks_for_it(office: Path) -> None:
    (office / "templates" / "travel-claim" / "type.yaml").write_text(TYPE.replace("journeys.cost", "journeys.csot"))
    checked = run("check", "claim.yaml")
    assert checked.exit_code == 1 and "the table “journeys” has no column “csot”" in checked.output


def test_a_template_that_prints_an_unknown_figure_is_refused(office: Path) -> None:
    document = Document()
    document.add_paragraph("{{ figure.totl }}")
    document.save(str(office / "templates" / "travel-claim" / "template.docx"))
    checked = run("check", "claim.yaml")
    assert checked.exit_code == 1 and "“figure.totl” is not a name that a value has" in checked.output


def test_a_type_that_nobody_made_is_refused_with_the_likely_one(office: Path) -> None:
    (office / "claim.yaml").write_text(CLAIM.replace("travel-claim", "travel-clam"), encoding="utf-8")
    checked = run("check", "claim.yaml")
    assert "there is no type of documents “travel-clam”" in checked.output and "“travel-claim”" in checked.output


def test_new_writes_a_file_that_builds_as_it_stands(office: Path) -> None:
    assert run("new", "mine", "--type", "travel-claim").exit_code == 0
    assert "0 errors, 0 warnings" in run("check", "mine/travel-claim.yaml").output
    again = run("new", "mine", "--type", "travel-claim")
    assert again.exit_code == 2 and "not overwritten" in again.output


def test_other_commands_are_about_contracts_alone(office: Path) -> None:
    refused = run("duties", "claim.yaml")
    assert refused.exit_code == 2 and "is a document with figures and no contract" in refused.output
    with pytest.raises(FilesError, match="no contract"):
        open_batch([Path("claim.yaml")], Path("out"), own_files=False)


def test_a_progress_report_begins_with_a_row_for_each_action_of_the_contracts(office: Path) -> None:
    examples = Path(__file__).parents[2] / "examples"
    made = run("new", "r", "--type", "progress-report", "--from", str(examples / "wheelchair-services"))
    assert made.exit_code == 0, made.output
    said = (office / "r" / "progress-report.yaml").read_text(encoding="utf-8")
    assert "number: NBB-2026-031 6D 1\n" in said and "group: Personal Wheelchair Budgets Manager\n" in said
    sections = said.partition("\nsections:\n")[2].partition("\n\n")[0].split("\n")
    assert [line.partition('"')[2][:11] for line in sections] == ["Schedule 2M", "Schedule 6D", "Schedule 8:"]
    # Nobody's rating is guessed: each row asks for its own.
    assert said.count("    rating:\n") == said.count("  - number: NBB-2026-031 ")
    refused = run("new", "r", "--type", "change-note", "--from", str(examples / "wheelchair-services"))
    assert refused.exit_code == 2 and "leave --from out" in refused.output
