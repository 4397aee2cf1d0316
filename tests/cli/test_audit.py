"""`specgen audit`: what is printed, what is written, and how the run ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.review.auditing import CO_PRODUCTION, printed, specification

if TYPE_CHECKING:
    from tests.cli.conftest import OrganisationFolder


def specifications(organisation: OrganisationFolder) -> Path:
    folder = organisation.folder / "specs"
    folder.mkdir()
    head = [("Service", "Podiatry"), ("Provider", "Moorland Trust")]
    (folder / "one.docx").write_bytes(specification(*printed(CO_PRODUCTION), head=head))
    (folder / "two.docx").write_bytes(specification("Care for [name of group].", head=head))
    return folder


def test_the_trajectory_the_providers_and_each_document_are_printed(organisation: OrganisationFolder) -> None:
    specifications(organisation)
    found = organisation.run("audit", "specs")
    assert (found.code, found.err) == (0, "")
    lines = [line.split() for line in found.out.splitlines()]
    assert ["Co-production", "1", "0", "0", "1", "50%", "none", "offered"] in lines
    assert ["Moorland", "Trust", "2", "1", "50%"] in lines
    assert [str(Path("specs", "two.docx")), "0", "of", "8", "0", "1", "0", "0"] in lines
    assert found.out.endswith(
        "2 documents read: 1 reflect personalised care (50%); 1 of 1 service. 0 errors, 0 warnings.\n"
    )


def test_the_json_is_one_document(organisation: OrganisationFolder) -> None:
    specifications(organisation)
    found = organisation.run("audit", "specs", "--format", "json")
    assert found.code == 0
    assert [each["reflects"] for each in found.json["documents"]] == [True, False]
    assert found.json["problems"] == []


def test_a_report_is_written_and_never_over_another_file(organisation: OrganisationFolder) -> None:
    folder = specifications(organisation)
    report = organisation.folder / "audit.xlsx"
    found = organisation.run("audit", "specs", "-o", "audit.xlsx")
    assert found.code == 0 and "The report is in audit.xlsx" in found.out
    first = report.read_bytes()
    assert organisation.run("audit", "specs", "-o", "audit.xlsx").code == 0, "the same report is in its place already"
    (folder / "three.docx").write_bytes(specification("Care."))
    again = organisation.run("audit", "specs", "-o", "audit.xlsx")
    assert again.code == 1 and "[report-exists]" in again.err
    assert report.read_bytes() == first


def test_files_that_were_not_read_are_named_and_only_a_word_file_among_them_fails_the_run(
    organisation: OrganisationFolder,
) -> None:
    folder = specifications(organisation)
    (folder / "old.doc").write_bytes(b"")
    (folder / "~$one.docx").write_bytes(b"")
    found = organisation.run("audit", "specs")
    assert found.code == 0
    assert "old.doc: warning: the old .doc format is not read [not-read]" in found.err
    assert "1 lock file passed over" in found.out
    (folder / "broken.docx").write_bytes(b"PK")
    again = organisation.run("audit", "specs")
    assert again.code == 1
    assert "broken.docx: error: " in again.err
    assert "2 documents read" in again.out


def test_a_folder_without_documents_is_a_wrong_command(organisation: OrganisationFolder) -> None:
    (organisation.folder / "empty").mkdir()
    found = organisation.run("audit", "empty")
    assert found.code == 2 and "there are no Word documents" in found.err


def test_a_report_of_another_kind_is_a_wrong_command(organisation: OrganisationFolder) -> None:
    specifications(organisation)
    assert organisation.run("audit", "specs", "-o", "audit.docx").code == 2
    assert organisation.run("audit", "nowhere").code == 2


def test_a_register_names_the_provider_where_a_document_does_not(organisation: OrganisationFolder) -> None:
    (organisation.folder / "NBB-1.docx").write_bytes(specification("Care."))
    (organisation.folder / "register.csv").write_text("Reference,Provider\nNBB-1,Fern Hospice\n", encoding="utf-8")
    found = organisation.run("audit", "NBB-1.docx", "--register", "register.csv", "--format", "json")
    assert (found.json["documents"][0]["provider"], found.json["documents"][0]["provider_from"]) == (
        "Fern Hospice",
        "the register",
    )


def test_a_register_that_cannot_be_used_stops_the_run(organisation: OrganisationFolder) -> None:
    specifications(organisation)
    (organisation.folder / "register.csv").write_text("Colour\nblue\n", encoding="utf-8")
    found = organisation.run("audit", "specs", "--register", "register.csv")
    assert found.code == 1 and "Nothing was audited" in found.err


def test_an_organisations_own_clauses_and_words_are_looked_for(organisation: OrganisationFolder) -> None:
    organisation.version(
        1,
        "The Provider must ask the {{ cop_panel }} before it changes anything.",
        placeholders="{cop_panel: {kind: text, question: Which panel?, example: the panel}}",
    )
    (organisation.folder / "library" / "mentions.yaml").write_text(
        "co-production: [lived experience panel]\n", encoding="utf-8"
    )
    (organisation.folder / "a.docx").write_bytes(
        specification("The Provider must ask the people of Northbrook before it changes anything.")
    )
    (organisation.folder / "b.docx").write_bytes(specification("There is a lived experience panel."))
    found = organisation.run("audit", "a.docx", "b.docx", "--format", "json").json["documents"]
    coverage = [
        next(each["coverage"] for each in document["components"] if each["component"] == "co-production")
        for document in found
    ]
    assert coverage == ["word for word", "only mentioned"]


def test_a_misspelt_component_among_the_words_is_reported(organisation: OrganisationFolder) -> None:
    specifications(organisation)
    (organisation.folder / "library" / "mentions.yaml").write_text("co-producton: [panel]\n", encoding="utf-8")
    found = organisation.run("audit", "specs")
    assert found.code == 1
    assert "mentions.yaml:1:1: error: library.yaml does not list the component “co-producton”" in found.err
    assert "Did you mean “co-production”?" in found.err
