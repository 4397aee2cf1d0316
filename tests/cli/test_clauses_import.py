"""`specgen clauses import`: a Word draft becomes a draft version in the organisation's library, and nowhere else."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from msgspec.structs import replace

from specgen.cli.clauses.drafting import _written
from specgen.issue.disk import alone_in
from specgen.library.model import Library
from specgen.review.findings import Relied, Review
from specgen.review.reports.forms import drawn, open_form
from specgen.review.reports.review_page import THEIRS_TAG, ReviewPage, TheirWords, review_page
from specgen.wording.wording import Block, Passage, Run

if TYPE_CHECKING:
    from tests.cli.command_folder import Outcome
    from tests.cli.conftest import OrganisationFolder

TERMS = "co-production/specification/our-terms"
NEW = shlex.split(
    "--from 2026-10-01 --change 'First version.' --source local-policy --section 4.1 --owner 'Head of contracts'"
)


def word_draft(organisation: OrganisationFolder, *paragraphs: str, heading: str = "Our terms") -> Path:
    document = docx.Document()
    if heading:
        document.add_heading(heading, 1)
    for text in paragraphs:
        document.add_paragraph(text)
    file = organisation.folder / "draft.docx"
    document.save(str(file))
    return file


def bring(organisation: OrganisationFolder, *more: str, clause: str = TERMS) -> Outcome:
    return organisation.run("clauses", "import", "draft.docx", "--as", clause, *more)


def text_of(organisation: OrganisationFolder, name: str) -> str:
    return (organisation.folder / "library" / name).read_text(encoding="utf-8")


def test_a_draft_becomes_version_1_of_a_new_clause(organisation: OrganisationFolder) -> None:
    word_draft(organisation, "The Provider must involve [number of people] people.")
    found = bring(organisation, *NEW)
    assert (found.code, found.err) == (0, "")
    assert text_of(organisation, f"{TERMS}/1.md") == (
        "---\ntitle: Our terms\norigin: drafted\nsource: {document: local-policy, section: "
        '"4.1"}\neffective_from: 2026-10-01\nchange: First version.\n---\n'
        "The Provider must involve {{ number_of_people }} people.\n"
    )
    assert text_of(organisation, f"{TERMS}/clause.yaml") == (
        "owner: Head of contracts\nplaceholders:\n  number_of_people:\n    kind: count\n    question: What "
        "stands in place of “number of people”?\n    example: 12\n"
    )
    assert "number_of_people (count): What stands in place of “number of people”?" in found.out
    assert organisation.run("clauses", "verify").code == 0


@pytest.mark.parametrize(
    ("gap", "kind"),
    [
        ("[date checks at home begin]", "date"),
        ("[the start date]", "date"),
        ("[number of checks]", "count"),
        ("[lead clinician post]", "post"),
        ("[days for a check]", "text"),
        ("[name of the policy]", "text"),
        ("[dated policy]", "text"),
    ],
)
def test_what_a_gap_says_of_itself_is_its_kind(gap: str, kind: str, organisation: OrganisationFolder) -> None:
    word_draft(organisation, f"The Provider must look to {gap} and no other.")
    found = bring(organisation, *NEW)
    assert found.code == 0 and f" ({kind}): What stands in place of" in found.out
    assert f"kind: {kind}\n" in text_of(organisation, f"{TERMS}/clause.yaml")
    assert organisation.run("clauses", "verify").code == 0


def test_of_two_imports_at_once_one_is_refused_and_leaves_the_files_of_the_other(
    organisation: OrganisationFolder,
) -> None:
    word_draft(organisation, "The Provider must involve people.")
    library = organisation.folder / "library"
    with alone_in(library, "adding to the library"):
        found = bring(organisation, *NEW)
    assert found.code == 1 and "[library-in-use]" in found.err and not (library / TERMS).exists()
    files = {f"{TERMS}/clause.yaml": b"theirs", f"{TERMS}/1.md": b"theirs"}
    assert _written(library, files, "is there already") == []
    (fault,) = _written(library, dict.fromkeys(files, b"ours"), "is there already")
    assert fault.slug == "version-there"
    assert {path.read_bytes() for path in (library / TERMS).iterdir()} == {b"theirs"}


def test_the_next_draft_is_the_next_version_and_shows_what_changes(organisation: OrganisationFolder) -> None:
    first = organisation.version(1, "The Provider must involve 5 people.")
    before = first.read_bytes()
    word_draft(organisation, "The Provider must involve 8 people.")
    found = bring(organisation, "--from", "2026-10-01", "--change", "More people.")
    assert found.code == 0
    assert "must involve [-5-]{+8+} people." in found.out
    assert "source: {document: local-policy" in text_of(organisation, f"{TERMS}/2.md"), (
        "the source is as before where none is given"
    )
    assert first.read_bytes() == before
    log = organisation.run("clauses", "log", TERMS, "--format", "json").json
    assert [(version["version"], version["approved"]) for version in log["versions"]] == [(2, False), (1, False)]


def test_an_existing_clause_file_keeps_its_lines_and_gains_the_new_placeholder(
    organisation: OrganisationFolder,
) -> None:
    file = organisation.version(1, "By {{ cop_day }}.").with_name("clause.yaml")
    kept = (
        "# looked at by Ada\nowner: Head of contracts   # since May\nplaceholders:\n  cop_day:\n    kind: date\n  "
        "  question: By when?\n    example: 2026-09-30\n"
    )
    file.write_text(kept, encoding="utf-8")
    word_draft(organisation, "By [cop_day] in [which place].")
    assert bring(organisation, "--from", "2026-10-01", "--change", "A place.").code == 0
    assert file.read_text(encoding="utf-8").startswith(kept)
    assert (
        organisation.run("clauses", "show", f"{TERMS}@2", "--format", "json").json["placeholders"][1]["name"]
        == "which_place"
    )


def test_a_placeholder_known_elsewhere_keeps_its_meaning(organisation: OrganisationFolder) -> None:
    word_draft(organisation, "It concerns [sdm_cohort].")
    assert bring(organisation, *NEW).code == 0
    clause = text_of(organisation, f"{TERMS}/clause.yaml")
    assert "What stands in place" not in clause
    assert "gap:" not in clause
    assert organisation.run("clauses", "verify").code == 0


def test_a_preview_writes_nothing(organisation: OrganisationFolder) -> None:
    word_draft(organisation, "One.")
    found = bring(organisation, *NEW, "--preview")
    assert (found.code, "nothing was written" in found.out) == (0, True)
    assert "  title: Our terms\n" in found.out and "\n  One.\n" in found.out, "the whole wording is shown"
    assert not (organisation.folder / "library" / "co-production").exists()


def test_a_draft_that_wording_cannot_carry_is_refused_and_nothing_is_written(organisation: OrganisationFolder) -> None:
    file = word_draft(organisation, "One.")
    document = docx.Document(str(file))
    document.add_table(1, 1).cell(0, 0).text = "in a table"
    document.save(str(file))
    found = bring(organisation, *NEW)
    assert (found.code, "paragraph “in a table”: error: the draft holds a table" in found.err) == (1, True)
    assert not (organisation.folder / "library" / "co-production").exists()


def test_words_that_the_format_has_no_way_to_write_are_refused(organisation: OrganisationFolder) -> None:
    word_draft(organisation, "Between <a> and b.")
    found = bring(organisation, *NEW)
    assert (found.code, "wording cannot hold this paragraph: “<a” is not part" in found.err) == (1, True)


def test_a_file_that_is_no_word_document_is_refused(organisation: OrganisationFolder) -> None:
    (organisation.folder / "draft.docx").write_bytes(b"%PDF-1.7")
    assert bring(organisation, *NEW).code == 1


@pytest.mark.parametrize(
    ("left_out", "said"), [("--owner", "needs an owner"), ("--source", "--section needs --source")]
)
def test_what_a_new_clause_needs_is_said(organisation: OrganisationFolder, left_out: str, said: str) -> None:
    word_draft(organisation, "One.")
    words = list(NEW)
    at = words.index(left_out)
    found = bring(organisation, *words[:at], *words[at + 2 :])
    assert found.code in (1, 2)
    assert said in found.err


def test_an_unknown_source_is_said_with_the_likely_one(organisation: OrganisationFolder) -> None:
    word_draft(organisation, "One.")
    found = bring(organisation, *NEW, "--source", "local-policies")
    assert (found.code, "Did you mean “local-policy”?" in found.err) == (1, True)


def test_a_quoted_clause_gets_no_version_from_an_organisation(organisation: OrganisationFolder) -> None:
    word_draft(organisation, "One.")
    found = bring(organisation, *NEW, clause="co-production/specification/national")
    assert (
        found.code,
        "--as co-production/specification/national-local --based-on co-production/specification/national@1"
        in found.err,
    ) == (1, True)


def test_an_adaptation_names_what_it_deviates_from_and_until_when(organisation: OrganisationFolder) -> None:
    word_draft(organisation, "Co-production is how we work.", heading="Co-production: local wording")
    adapted = "co-production/specification/national-local"
    found = bring(
        organisation,
        *shlex.split(
            "--from 2026-10-01 --change Shorter. --owner 'Head of contracts' "
            "--based-on co-production/specification/national@1 --deviation-until 2027-09-30"
        ),
        clause=adapted,
    )
    assert found.code == 0
    assert "From co-production/specification/national@1 to co-production/specification/national-local@1" in found.out
    written = text_of(organisation, f"{adapted}/1.md")
    assert "origin: drafted\n" in written
    assert 'based_on: "co-production/specification/national@1"\ndeviation_until: 2027-09-30\n' in written
    word_draft(organisation, "Co-production is how we work.", heading="")
    untitled = bring(
        organisation,
        *shlex.split(
            "--from 2026-10-01 --change Shorter. --owner 'Head of contracts' "
            "--based-on co-production/specification/national@1"
        ),
        clause="co-production/specification/other-local",
    )
    assert (untitled.code, "has no title" in untitled.err) == (1, True), (
        "the heading of quoted wording is not taken over"
    )
    assert organisation.run("clauses", "verify").code == 0


def test_the_next_version_of_an_adaptation_must_say_until_when_it_deviates(organisation: OrganisationFolder) -> None:
    organisation.version(
        1, "One.", more='based_on: "co-production/specification/national@1"\ndeviation_until: 2027-09-30\n'
    )
    word_draft(organisation, "Two.")
    found = bring(organisation, "--from", "2026-10-01", "--change", "Again.")
    assert (found.code, "give --deviation-until" in found.err) == (1, True)


def test_a_version_cannot_begin_before_the_one_that_it_follows(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.", effective_from="2026-04-01")
    word_draft(organisation, "Two.")
    found = bring(organisation, "--from", "2026-03-01", "--change", "Earlier.")
    assert (found.code, "[overlapping-dates]" in found.err) == (1, True)


def test_the_fields_of_a_plan_item_are_given_or_kept(organisation: OrganisationFolder) -> None:
    item = "co-production/improvement/our-item"
    word_draft(organisation, "The Provider must publish a plan.", heading="Plan")
    found = bring(organisation, *NEW, clause=item)
    assert (found.code, "needs these fields: by, timescale, benefit, co_production, evidence" in found.err) == (1, True)
    fields = [
        word
        for name in (
            "timescale={{ plan_day }}",
            "benefit=Openness",
            "co_production=A panel",
            "evidence=The plan",
            "by=Provider",
        )
        for word in ("--field", name)
    ]
    assert bring(organisation, *NEW, *fields, clause=item).code == 0
    word_draft(organisation, "The Provider must publish a yearly plan.", heading="")
    assert (
        bring(
            organisation, "--from", "2027-10-01", "--change", "Yearly.", "--field", "benefit=More openness", clause=item
        ).code
        == 0
    )
    written = text_of(organisation, f"{item}/2.md")
    assert (
        "title: Plan\n" in written
        and "by: Provider\n" in written
        and "benefit: More openness\n" in written
        and 'timescale: "{{ plan_day }}"\n' in written
    )
    assert organisation.run("clauses", "verify").code == 0


@pytest.mark.parametrize(
    "clause",
    [
        "co-production/specification",
        "../../specification/x",
        "co-production/spec/x",
        "co-production/specification/Our Terms",
        "cooking/specification/x",
    ],
)
def test_a_name_that_is_no_clause_name_is_refused(organisation: OrganisationFolder, clause: str) -> None:
    word_draft(organisation, "One.")
    assert bring(organisation, *NEW, clause=clause).code == 1
    assert sorted(path.name for path in organisation.folder.rglob("*.md")) == []


def test_their_words_of_a_clause_are_taken_from_the_report_of_a_review(organisation: OrganisationFolder) -> None:
    theirs = tuple(
        TheirWords(
            number,
            "Co-production",
            Passage(
                (Block("paragraph", (Run(words),)), Block("number", (Run("And report."),))),
                f"{THEIRS_TAG}{number}",
                f"theirs_{number}",
                "Their words",
            ),
        )
        for number, words in ((1, "Not this one."), (2, "The Provider must involve 4 people."))
    )
    empty = review_page(Review("returned.docx", Relied("nothing", ()), (), (), (), (), ()), Library())
    form, _ = open_form("review", ReviewPage)
    assert form is not None
    report, problems = drawn(form, replace(empty, theirs=theirs), "Review of returned.docx", "")
    assert report is not None and problems == []
    (organisation.folder / "draft.docx").write_bytes(report)
    found = bring(
        organisation,
        *NEW,
        *shlex.split("--title 'Agreed locally' --their-words 2 --based-on co-production/specification/national@1"),
    )
    assert found.code == 0, found.err
    assert text_of(organisation, f"{TERMS}/1.md").endswith(
        "---\nThe Provider must involve 4 people.\n\n1. And report.\n"
    )
    missing = bring(organisation, "--from", "2027-10-01", "--change", "Again.", "--their-words", "9")
    assert (missing.code, "[no-such-control]" in missing.err) == (1, True)


def test_a_bold_lead_is_written_and_shown_as_bold(organisation: OrganisationFolder) -> None:
    document = docx.Document()
    document.add_heading("Our terms", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("Measurement. ").bold = True
    paragraph.add_run("The Provider must measure it.")
    document.save(str(organisation.folder / "draft.docx"))
    found = bring(organisation, *NEW)
    written = "**Measurement. **The Provider must measure it."
    assert (found.code, f"  {written}\n" in found.out) == (0, True)
    assert text_of(organisation, f"{TERMS}/1.md").endswith(f"\n{written}\n")
    assert organisation.run("clauses", "verify").code == 0
