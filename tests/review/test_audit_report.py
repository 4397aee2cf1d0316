"""The trajectory, and the audit's reports in Excel and JSON."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook
from tests.review.auditing import CO_PRODUCTION, PLANS, audited, printed, specification, yardstick

from specgen.problems import Location, Problem
from specgen.review.audit.audit import audit_files, find_files
from specgen.review.audit.findings import Audit, DocumentAudit
from specgen.review.audit.portfolio import read_portfolio, trajectory
from specgen.review.audit.report import audit_json, audit_report

HEAD = [("Service", "Podiatry"), ("Period", "2026/27")]


def document(file: str, *lines: str, provider: str = "", contract: str = "") -> DocumentAudit:
    head = [
        *HEAD,
        *([("Provider", provider)] if provider else []),
        *([("Contract reference", contract)] if contract else []),
    ]
    return replace(audited(specification(*lines, head=head)), file=file)


@pytest.fixture(scope="module")
def audit() -> Audit:
    return Audit(
        (
            document("one.docx", *printed(CO_PRODUCTION), provider="Moorland Trust", contract="NBB-1"),
            document(
                "two.docx",
                "Co-production is usual here, and [name of group] takes part.",
                provider="moorland  trust",
                contract="NBB-1",
            ),
            document(
                "three.docx",
                "Care.",
                "# 5.1 Applicable Quality Requirements",
                *printed(PLANS),
                provider="Fern Hospice",
                contract="NBB-2",
            ),
            document("four.docx", '=HYPERLINK("http://example.org") co-production'),
        ),
        (Problem("not-read", "PDF is not read", Location("=scan.pdf"), severity="warning", cure="save it"),),
        2,
        1,
    )


def test_the_shares_are_counted_by_component_provider_and_contract(audit: Audit) -> None:
    whole = trajectory(audit)
    assert (whole.documents, whole.reflecting) == (4, 1)
    shared = {each.component: (each.counts, each.reflecting, each.measured) for each in whole.components}
    assert shared["co-production"] == ({"word for word": 1, "changed": 0, "only mentioned": 2, "absent": 1}, 1, 0)
    assert shared["personalised-care-and-support-planning"][1:] == (0, 1)
    assert [(each.name, each.documents, each.reflecting) for each in whole.providers] == [
        ("Fern Hospice", 1, 0),
        ("Moorland Trust", 2, 1),
        ("not stated", 1, 0),
    ]
    assert [(each.name, each.reflecting) for each in whole.contracts] == [("NBB-1", 1), ("NBB-2", 0)]
    assert whole.contracts_reflecting == 1


def test_an_insert_and_the_whole_specification_of_a_service_are_one_service() -> None:
    def of(file: str, service: str, *lines: str, contract: str = "NBB-1") -> DocumentAudit:
        head = [("Service", service), ("Contract reference", contract), ("Provider", "Moorland Trust")]
        return replace(audited(specification(*lines, head=head)), file=file)

    one = of("insert.docx", "01 Diabetes service", *printed(CO_PRODUCTION))
    whole = of("whole.docx", "Diabetes service", "Care.")
    other = of("other.docx", "02 Podiatry", "Care.")
    elsewhere = of("elsewhere.docx", "01 Diabetes service", "Care.", contract="NBB-2")
    found = trajectory(Audit((one, whole, other, elsewhere), ()))
    assert [(each.name, each.documents, each.reflecting) for each in found.services] == [
        ("NBB-1, Diabetes service", 2, 1),
        ("NBB-1, Podiatry", 1, 0),
        ("NBB-2, Diabetes service", 1, 0),
    ]
    assert (found.services_reflecting, found.contracts_reflecting, len(found.contracts)) == (1, 1, 2)
    granted = trajectory(Audit((one, replace(other, grant=True)), ()))
    assert (len(granted.services), len(granted.contracts), granted.grants) == (1, 1, 1)


def test_nothing_read_is_no_share_and_no_fault() -> None:
    assert trajectory(Audit((), ())).components == ()
    assert audit_report(Audit((), ()))
    assert audit_json(Audit((), ()))["summary"]["share"] == 0


def rows(audit: Audit, sheet: str) -> list[list[object]]:
    return [
        list(row)
        for row in CalamineWorkbook.from_filelike(io.BytesIO(audit_report(audit))).get_sheet_by_name(sheet).to_python()
    ]


def test_the_workbook_has_a_sheet_for_each_question(audit: Audit) -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(audit_report(audit))).sheet_names
    assert names == [
        "Summary",
        "Components",
        "Providers",
        "Contracts",
        "Services",
        "Documents",
        "Clauses",
        "Missing",
        "Gaps",
        "Not read",
    ]


def test_the_sheet_of_components_is_the_trajectory(audit: Audit) -> None:
    (row,) = [row for row in rows(audit, "Components") if row[0] == "Co-production"]
    assert row == ["Co-production", 4, 1, 0, 2, 1, 0.25, 0.25, "the handbook gives none", 3]


def test_what_is_missing_is_listed_with_where_it_is_mentioned(audit: Audit) -> None:
    found = [row for row in rows(audit, "Missing") if row[2] == "two.docx" and row[3] == "Co-production"]
    assert found == [
        [
            "moorland trust",
            "NBB-1",
            "two.docx",
            "Co-production",
            "only mentioned",
            "none offered",
            "mentioned, and no clause about it",
            "at the start: Co-production is usual here, and [name of group] takes part.",
        ]
    ]


def test_gaps_and_files_that_were_not_read_are_listed(audit: Audit) -> None:
    assert rows(audit, "Gaps")[1][:3] == ["two.docx", "square brackets", "[name of group]"]
    assert rows(audit, "Not read")[1] == ["=scan.pdf", "PDF is not read", "save it"]


def test_no_cell_is_a_formula_or_a_link_whatever_a_file_says(audit: Audit) -> None:
    with zipfile.ZipFile(io.BytesIO(audit_report(audit))) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in sheet or b"<f " in sheet or b"<hyperlink" in sheet for sheet in sheets)
        assert b"=HYPERLINK(" in book.read("xl/sharedStrings.xml")


def test_the_workbook_holds_a_chart_that_a_screen_reader_can_tell(audit: Audit) -> None:
    with zipfile.ZipFile(io.BytesIO(audit_report(audit))) as book:
        chart = book.read("xl/charts/chart1.xml").decode()
        assert 'grouping val="percentStacked"' in chart
        assert "Co-production: 1 of 4" in book.read("xl/drawings/drawing1.xml").decode()


def test_the_same_audit_gives_the_same_bytes(audit: Audit) -> None:
    assert audit_report(audit) == audit_report(audit)
    with zipfile.ZipFile(io.BytesIO(audit_report(audit))) as book:
        assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_a_file_name_that_no_workbook_can_hold_is_still_told() -> None:
    odd = Audit((), (Problem("not-read", "PDF is not read", Location("\udcff\x01.pdf")),))
    assert str(rows(odd, "Not read")[1][0]).endswith(".pdf")


def test_the_json_holds_all_of_it(audit: Audit) -> None:
    found = json.loads(json.dumps(audit_json(audit)))
    assert found["summary"] == {
        "documents": 4,
        "reflecting": 1,
        "share": 0.25,
        "if_accepted": 1,
        "contracts": 2,
        "contracts_reflecting": 1,
        "services": 3,
        "services_reflecting": 1,
        "grants": 0,
        "not_read": 1,
        "lock_files": 2,
        "other_files": 1,
    }
    (component,) = [each for each in found["documents"][0]["components"] if each["component"] == "co-production"]
    assert component["clauses"][0] == {
        "clause": CO_PRODUCTION,
        "version": 1,
        "newest": 1,
        "title": "Co-production: national wording",
        "word_for_word": True,
        "removed": 0,
        "added": 0,
        "punctuation": 0,
        "same": 1.0,
        "under": "",
        "begins": printed(CO_PRODUCTION)[0][:120],
        "in_5_1": False,
    }
    assert found["providers"][1]["by_component"]["co-production"] == 1


REGISTER = (
    b"Reference,Provider,Service\nNBB-1,Moorland Trust,Podiatry\nNBB-2,Fern Hospice,Hospice "
    b"care\nNBB-20,Eastmere "
    b"Trust,Hospice care\n"
)


def told(file: str, **more: str) -> tuple[str, str, str]:
    portfolio, problems = read_portfolio(REGISTER, "register.csv")
    assert portfolio is not None and problems == []
    found = portfolio.told(replace(audited(specification("Care.")), file=file, **more))
    return found.provider, found.provider_from, found.contract


def test_the_register_gives_the_provider_by_the_reference_that_a_document_states() -> None:
    assert told("a.docx", contract="NBB 2") == ("Fern Hospice", "the register", "NBB 2")


def test_the_register_gives_the_provider_by_the_reference_in_the_files_name_or_folder() -> None:
    assert told("specs/NBB-20 - hospice.docx") == ("Eastmere Trust", "the register", "NBB-20")
    assert told("NBB_1/a.docx")[0] == "Moorland Trust"
    assert told("NBB-10/a.docx")[0] == "not stated"


def test_the_register_gives_the_provider_by_a_service_that_one_contract_alone_has() -> None:
    assert told("a.docx", service="PODIATRY") == ("Moorland Trust", "the register", "NBB-1")
    assert told("a.docx", service="Hospice care") == ("not stated", "", "")


def test_what_a_document_says_itself_goes_before_the_register() -> None:
    assert told("a.docx", contract="NBB-1", provider="Moorland Community Trust", provider_from="the document")[:2] == (
        "Moorland Community Trust",
        "the document",
    )


def test_a_register_without_providers_cannot_be_used() -> None:
    portfolio, problems = read_portfolio(b"Reference,Service\nNBB-1,Podiatry\n", "register.csv")
    assert portfolio is None
    assert [problem.message for problem in problems] == ["the register has no column “Provider”"]


def test_faults_of_a_register_that_are_no_matter_here_are_passed_over() -> None:
    portfolio, problems = read_portfolio(b"Ref,Supplier,Colour\nNBB-1,Moorland Trust,blue\n", "register.csv")
    assert portfolio is not None and problems == []


def test_the_register_is_asked_for_each_file(tmp_path: Path) -> None:
    (tmp_path / "NBB-1.docx").write_bytes(specification("Care."))
    portfolio, _ = read_portfolio(REGISTER, "register.csv")
    assert portfolio is not None
    assert [each.provider for each in audit_files(find_files([tmp_path]), yardstick(), portfolio.told).documents] == [
        "Moorland Trust"
    ]
