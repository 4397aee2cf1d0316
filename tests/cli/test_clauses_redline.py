"""`specgen clauses redline`: a page for legal whose tracked changes lead from one version to the other."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from specgen.word.document.resolve import Resolution, resolve_part
from specgen.word.document.revisions import read_revisions, text_of
from specgen.word.package.ooxml import parse_xml
from specgen.word.package.package import Package, read_package

if TYPE_CHECKING:
    from tests.cli.command_folder import Outcome
    from tests.cli.conftest import OrganisationFolder

TERMS = "co-production/specification/our-terms"
STAMP = ("--author", "Ada Shah", "--date", "2026-05-04")
OLD = "Lead-in to the terms.\n\n1. The Provider must involve 5 people.\n2. The plan is shared.\n    - with carers"
NEW = (
    "Lead-in to the terms.\n\n1. The Provider must involve 8 people.\n2. The plan is shared.\n    - with carers\n "
    "   - with families\n3. The Provider **must** report."
)


def drawn(organisation: OrganisationFolder, *more: str) -> Outcome:
    return organisation.run("clauses", "redline", TERMS, "1", "2", "-o", "redline.docx", *STAMP, *more)


def opened(file: Path) -> Package:
    package, problems = read_package(file.read_bytes(), file.name)
    assert package is not None, problems
    return package


def words(package: Package, verdict: Resolution) -> str:
    """The body's words when every change is decided in one way."""
    return text_of([parse_xml(resolve_part(package.part(package.main), lambda _: verdict))])


@pytest.fixture
def versions(organisation: OrganisationFolder) -> OrganisationFolder:
    organisation.version(1, OLD)
    organisation.version(2, NEW, title="Our new terms", change="More people, and a report.")
    return organisation


def test_accepting_gives_the_new_words_and_rejecting_the_old(versions: OrganisationFolder) -> None:
    assert drawn(versions).code == 0
    package = opened(versions.folder / "redline.docx")
    assert words(package, "accept").endswith(
        "Our new terms\nWording\nLead-in to the terms.\nThe Provider must involve 8 people.\nThe plan is shared.\nwith "
        "carers\nwith families\nThe Provider must report.\nEnd of the redline."
    )
    assert words(package, "reject").endswith(
        "Our terms\nWording\nLead-in to the terms.\nThe Provider must involve 5 people.\nThe plan is shared.\n"
        "with carers\nEnd of the redline."
    )


def test_the_changes_are_signed_and_only_words_that_differ_are_marked(versions: OrganisationFolder) -> None:
    drawn(versions)
    revisions, problems = read_revisions(opened(versions.folder / "redline.docx"))
    assert problems == []
    assert {(revision.author, revision.date) for revision in revisions} == {("Ada Shah", "2026-05-04T00:00:00Z")}
    said = [(revision.kind, revision.words) for revision in revisions]
    assert ("deletion", "5") in said and ("insertion", "8") in said
    assert not [words for _, words in said if "The plan is shared" in words]


def test_the_page_says_what_the_versions_are_and_why_they_differ(versions: OrganisationFolder) -> None:
    versions.approve(f"{TERMS}@1")
    drawn(versions)
    text = words(opened(versions.folder / "redline.docx"), "accept")
    for said in (
        "What changed, and why: More people, and a report.",
        f"{TERMS}@1",
        f"{TERMS}@2",
        "Northbridge policy on personalised care, 4.1",
        "Ada Shah, Legal lead, 4 May 2026",
        "Not approved",
        "Drafted: not national wording",
    ):
        assert said in text, said


def test_an_adaptation_is_shown_against_the_model_wording_with_reason_approver_and_last_day(
    organisation: OrganisationFolder,
) -> None:
    organisation.version(
        1,
        "Co-production is how we work.",
        clause="co-production/specification/adapted",
        title="Co-production, adapted",
        change="Shorter for small providers.",
        more="based_on: co-production/specification/national@1\ndeviation_until: 2027-09-30\n",
    )
    organisation.approve("co-production/specification/adapted@1")
    found = organisation.run("clauses", "redline", "co-production/adapted", "base", "1", "-o", "adapted.docx", *STAMP)
    assert found.code == 0
    text = words(opened(organisation.folder / "adapted.docx"), "accept")
    for said in (
        "Reason for the deviation: Shorter for small providers.",
        "Based on: co-production/specification/national@1",
        "The deviation holds until: 30 September 2027",
        "Ada Shah, Legal lead",
        "National: quoted word for word",
    ):
        assert said in text, said


def test_the_fields_of_a_measure_are_part_of_the_redline(organisation: OrganisationFolder) -> None:
    found = organisation.run(
        *shlex.split("clauses redline shared-decision-making/gp-patient-survey-updated base 1 -o measure.docx"), *STAMP
    )
    assert found.code == 0
    revisions, _ = read_revisions(opened(organisation.folder / "measure.docx"))
    assert any("in force" in revision.words for revision in revisions)


def test_the_same_versions_give_the_same_bytes_and_another_file_is_kept(versions: OrganisationFolder) -> None:
    drawn(versions)
    file = versions.folder / "redline.docx"
    before = file.read_bytes()
    assert drawn(versions).code == 0
    assert file.read_bytes() == before
    file.write_bytes(b"mine")
    found = drawn(versions)
    assert (found.code, "is there already" in found.err, file.read_bytes()) == (1, True, b"mine")


def test_versions_with_the_same_words_give_a_page_without_changes(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.version(2, "One.")
    found = drawn(organisation)
    assert (found.code, "the words are the same" in found.out) == (0, True)
    assert read_revisions(opened(organisation.folder / "redline.docx"))[0] == []


def test_a_name_that_is_no_word_file_is_a_wrong_command(versions: OrganisationFolder) -> None:
    found = versions.run("clauses", "redline", TERMS, "1", "2", "-o", "redline.pdf", *STAMP)
    assert (found.code, list(versions.folder.glob("*.pdf"))) == (2, [])


def test_an_author_is_needed_for_the_marks(versions: OrganisationFolder) -> None:
    found = versions.run(
        "clauses", "redline", TERMS, "1", "2", "-o", "redline.docx", "--author", " ", "--date", "2026-05-04"
    )
    assert (found.code, (versions.folder / "redline.docx").exists()) == (1, False)
