"""Headings, section 5.1 and the header table of specifications as other people make them."""

from __future__ import annotations

import docx
import pytest
from tests.review.auditing import PLANS, audited, component, printed, saved, specification

WANTED = "personalised-care-and-support-planning"


@pytest.mark.parametrize("heading", [
    "# 5.1 Applicable Quality Requirements", ("# 5.1\tApplicable quality requirements (see "
        "Schedule 4)"), ("# Applicable Quality "
        "Requirements"), ("5.1 Applicable "
        "Quality "
        "Requirements"),
    "5.1. APPLICABLE QUALITY REQUIREMENTS", "### 5.1 Local quality requirements", ("# 5.1 Key performance "
        "indicators"), ("# 7. Applicable "
        "Quality "
        "Requirements:"),
    "# 5 Applicable Quality Requirements and CQUIN goals",
])  # fmt: skip
def test_5_1_is_found_by_its_words_then_by_its_number(heading: str) -> None:
    found = audited(
        specification(
            "# 3.2 Service description/care pathway",
            "Care.",
            heading,
            "We measure.",
            *printed(PLANS),
            "# 9 Appendix",
            "End.",
        )
    )
    assert component(found, WANTED).measure == "library's, in 5.1"


def test_what_stands_after_5_1_is_not_in_it() -> None:
    found = audited(
        specification(
            "# 5.1 Applicable Quality Requirements", "Waiting times.", "# 5.2 Applicable CQUIN goals", *printed(PLANS)
        )
    )
    assert component(found, WANTED).measure == "outside 5.1"


def test_headings_below_5_1_are_in_it() -> None:
    found = audited(
        specification(
            "## 5.1 Applicable Quality Requirements",
            "### Plans",
            *printed(PLANS),
            "# 6 Location of Provider Premises",
            "Here.",
        )
    )
    assert component(found, WANTED).measure == "library's, in 5.1"
    assert component(found, WANTED).measures[0].under == "Plans"


def test_5_1_in_a_table_of_one_column() -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=1)
    for text in (
        "3.2 Service description/care pathway",
        "Care.",
        "5.1 Applicable Quality Requirements",
        printed(PLANS)[0],
        "6. Location of Provider Premises",
    ):
        table.add_row().cells[0].text = text
    assert component(audited(saved(document)), WANTED).measure == "library's, in 5.1"


def test_a_line_of_the_contents_list_is_not_the_section() -> None:
    found = audited(
        specification(
            "5.1 Applicable Quality Requirements\t12",
            "5.2 Applicable CQUIN goals\t13",
            "# 5.1 Applicable Quality Requirements",
            *printed(PLANS),
        )
    )
    assert component(found, WANTED).measure == "library's, in 5.1"


def test_a_document_without_5_1_says_so() -> None:
    assert not audited(specification("Care.")).has_5_1


@pytest.mark.parametrize(("label", "value", "provider"), [
    ("Provider", "Moorland Community Care NHS Trust", "Moorland Community Care NHS Trust"),
    ("PROVIDER:", "Moorland Trust (ODS code X9T03)", "Moorland Trust"),
    ("Name of Provider(s)", "Moorland", "not stated"),
    ("Provider name", "Moorland", "Moorland"),
    ("Provider Lead", "Dr A. Example, Moorland Community Care NHS Trust", "Dr A. Example, Moorland Community Care "
        "NHS Trust"),
    ("Provider Lead", "General Manager for Long-Term Conditions", "not stated"),
    ("Provider", "[insert]", "not stated"),
    ("Provider", "TBC", "not stated"),
    ("Provider", "", "not stated"),
])  # fmt: skip
def test_the_provider_is_read_from_the_header_table(label: str, value: str, provider: str) -> None:
    found = audited(
        specification(
            "Care.",
            head=[("Service Specification No.", "04"), ("Service", "Podiatry"), (label, value), ("Period", "2026/27")],
        )
    )
    assert (found.provider, found.service) == (provider, "Podiatry")
    assert found.provider_from == ("" if provider == "not stated" else "the document")


def test_a_header_table_with_its_labels_in_a_row() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for row, texts in enumerate((("Service", "Provider", "Contract ref."), ("Podiatry", "Moorland", "NBB/2026/051"))):
        for cell, text in zip(table.rows[row].cells, texts, strict=True):
            cell.text = text
    found = audited(saved(document))
    assert (found.service, found.provider, found.contract) == ("Podiatry", "Moorland", "NBB/2026/051")


def test_a_column_of_another_table_that_is_headed_provider_names_none() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, texts in enumerate((("Action", "Provider"), ("Send the plan", "by 30 June 2026"))):
        for cell, text in zip(table.rows[row].cells, texts, strict=True):
            cell.text = text
    assert audited(saved(document)).provider == "not stated"


def test_a_line_near_the_start_may_name_provider_and_contract() -> None:
    found = audited(
        specification(
            "Contract: NBB-2026-003, Community services",
            "Provider: Moorland Community Care NHS Trust (ODS code X9T03), NHS trust",
            "Care.",
        )
    )
    assert (found.provider, found.contract) == ("Moorland Community Care NHS Trust", "NBB-2026-003")


@pytest.mark.parametrize(("text", "contract"), [
    ("Schedule 2A, contract NBB-2026-003, draft 0.5", "NBB-2026-003"), ("NHS Standard "
        "Contract 2026/27", ""), ("Contract 2026", ""), ("Contract "
        "Reference: 123456", "123456"),
    ("the contract ends", ""),
])  # fmt: skip
def test_the_contracts_reference_is_read_from_headers_and_lines(text: str, contract: str) -> None:
    document = docx.Document()
    document.add_paragraph("Care.")
    document.sections[0].header.paragraphs[0].text = text
    assert audited(saved(document)).contract == contract
