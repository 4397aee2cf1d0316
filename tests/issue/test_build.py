"""The whole way for contract files."""

from __future__ import annotations

import dataclasses
import functools
import gc
import zlib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx as python_docx
import docx.document
import pytest
from msgspec.structs import replace

from specgen.assembly.document_type import read_document_types
from specgen.issue import records
from specgen.issue.build import Outcome, prepare, write
from specgen.issue.occasions.intentions import Intentions, IntentionTerms
from specgen.issue.occasions.occasion import VariationTerms
from specgen.issue.occasions.occasion import prepare as prepare_occasion
from specgen.issue.occasions.succession import Successions, SuccessionTerms
from specgen.issue.occasions.variation import Variations
from specgen.issue.precedents import Precedents, open_form, open_precedents
from specgen.issue.records import RECORD_FILE, read_issue_record
from specgen.issue.sources import Reading
from specgen.library.model import Library
from specgen.problems import Problem
from specgen.word.package import archive
from specgen.word.package.ooxml import parse_xml
from specgen.word.package.package import read_package
from specgen.word.template import gate
from specgen.writing import Disk

Read = Callable[..., Reading]
A, B = "community-respiratory", "link-worker-service"
REFERENCE = "reference: NBB-2026-014"


def build(readings: list[Reading], precedents: Precedents, out: Path, *, draft: bool = False) -> list[Outcome]:
    return [write(outcome, Disk(durable=False)) for outcome in prepare(readings, precedents, out, draft=draft)]


def slugs(outcome: Outcome) -> set[str]:
    return {problem.slug for problem in outcome.problems if problem.severity == "error"}


def everything(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def text_of(outcome: Outcome, name: str) -> str:
    """The words of a document's body."""
    assert outcome.folder is not None
    package, _ = read_package((outcome.folder / name).read_bytes(), name)
    assert package is not None
    return "".join(map(str, parse_xml(package.part(package.main)).itertext()))


def test_each_contract_gets_its_folder_with_documents_and_record(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    first, second = build([reading(A), reading(B)], precedents, tmp_path / "out")
    assert not first.failed and not second.failed
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"NBB-2026-014", "NBB-2026-040"}
    for outcome in (first, second):
        assert outcome.folder is not None
        assert {path.name for path in outcome.folder.iterdir()} == {*outcome.written, RECORD_FILE}
        assert {verdict.kind for verdict in outcome.verdicts} == {"new"}


def test_planning_writes_nothing(tmp_path: Path, precedents: Precedents, reading: Read) -> None:
    (outcome,) = prepare([reading(A)], precedents, tmp_path / "out")
    assert outcome.plan is not None and outcome.plan.writes
    assert not (tmp_path / "out").exists()


def test_readings_that_can_be_gone_through_only_once_are_refused_rather_than_passed_over(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    with pytest.raises(TypeError, match="twice"):
        prepare(iter([reading(A)]), precedents, tmp_path)
    with pytest.raises(TypeError, match="twice"):
        next(
            prepare_occasion(
                Variations(precedents, tmp_path, tmp_path, VariationTerms(date(2027, 4, 1))), iter([reading(A)])
            )
        )
    with pytest.raises(TypeError, match="twice"):
        terms = SuccessionTerms(("X9N",), "Coast Board", "a scheme", date(2027, 4, 1), "X9Z")
        next(prepare_occasion(Successions(precedents, tmp_path, terms), iter([reading(A)])))
    with pytest.raises(TypeError, match="twice"):
        next(
            prepare_occasion(
                Intentions(precedents, tmp_path, tmp_path, IntentionTerms(date(2027, 4, 1))), iter([reading(A)])
            )
        )


def test_a_contract_with_an_error_gets_no_document_and_the_others_do(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    wrong = reading(A, ("sdm_cohort:", "sdm_cohrt:"))
    first, second = build([wrong, reading(B)], precedents, tmp_path)
    assert slugs(first) == {"missing-value", "unused-value"}
    assert first.written == () and second.written != ()
    assert {path.name for path in tmp_path.iterdir()} == {"NBB-2026-040"}


def test_a_draft_is_built_with_its_gaps_visible_and_named(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    without = reading(A, ("      sdm_champion_time:", "      # sdm_champion_time:"))
    (refused,) = build([without], precedents, tmp_path)
    assert slugs(refused) == {"missing-value"}
    (built,) = build([without], precedents, tmp_path, draft=True)
    assert slugs(built) == set()
    assert any(problem.slug == "missing-value" and problem.severity == "warning" for problem in built.problems)
    assert any(
        "[TO BE COMPLETED: How much protected time does the clinical champion have?]" in text_of(built, name)
        for name in built.written
        if "internal" not in name
    )


def test_a_contract_that_cannot_be_read_keeps_its_problems(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    wrong = reading(A, ("title: Community respiratory services", "titel: Community respiratory services"))
    (outcome,) = build([wrong], precedents, tmp_path)
    assert outcome.contract is None and slugs(outcome) == {"unknown-key", "missing-value"}


@pytest.mark.parametrize("other", ["NBB-2026-014", "nbb-2026-014", "NBB-2026-014."])
def test_contracts_whose_packs_would_share_a_folder_are_refused_before_anything_is_written(
    tmp_path: Path, precedents: Precedents, reading: Read, other: str
) -> None:
    outcomes = build([reading(A), reading(B), reading(A, (REFERENCE, f"reference: {other}"))], precedents, tmp_path)
    assert [slugs(outcome) for outcome in outcomes] == [{"same-folder"}, set(), {"same-folder"}]
    assert {path.name for path in tmp_path.iterdir()} == {"NBB-2026-040"}


def test_the_folder_of_another_contract_is_left_alone(tmp_path: Path, precedents: Precedents, reading: Read) -> None:
    build([reading(A)], precedents, tmp_path)
    before = everything(tmp_path)
    (outcome,) = build([reading(A, (REFERENCE, "reference: nbb-2026-014"))], precedents, tmp_path)
    assert slugs(outcome) == {"same-folder"}
    assert everything(tmp_path) == before


def test_a_changed_value_is_named_and_only_the_documents_that_print_it_are_written(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    build([reading(A)], precedents, tmp_path)
    post = "sdm_champion_post: "
    contract = reading(A).contract
    assert contract is not None
    old = str(contract.content.services[0].values["sdm_champion_post"])
    (outcome,) = build([reading(A, (f"{post}{old}", f"{post}Director of Everything"))], precedents, tmp_path)
    changed = [verdict for verdict in outcome.verdicts if verdict.kind == "changed"]
    assert 0 < len(changed) < len(outcome.verdicts)
    assert {(change.name, change.before, change.after) for verdict in changed for change in verdict.changes} == {
        ("sdm_champion_post", old, "Director of Everything")
    }
    assert set(outcome.written) == {verdict.file for verdict in changed}


def test_a_document_that_the_gate_refuses_stops_the_pack_before_any_of_it_is_written(
    tmp_path: Path, precedents: Precedents, reading: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = gate.read_back

    def refusing(rendered: Any) -> gate.ReadBack:
        found = passed(rendered)
        return replace(found, problems=[Problem("gate", "broken")]) if "quality" in rendered.file else found

    monkeypatch.setattr(gate, "read_back", refusing)
    first, second = build([reading(A), reading(B)], precedents, tmp_path)
    assert slugs(first) == slugs(second) == {"gate"}
    assert any(problem.location.file.endswith("Local quality requirements.docx") for problem in first.problems)
    assert everything(tmp_path) == {}


def test_the_internal_note_prints_the_problems_of_the_contract(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    (outcome,) = build(
        [reading(A, ("      sdm_champion_time:", "      # sdm_champion_time:"))], precedents, tmp_path, draft=True
    )
    note = text_of(outcome, next(name for name in outcome.written if "internal" in name))
    assert "he value “sdm_champion_time” is missing" in note


def test_the_internal_note_names_the_adaptation_that_is_offered_for_a_term_that_has_dated(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    (outcome,) = build([reading("community-respiratory")], precedents, tmp_path)
    note = text_of(outcome, next(name for name in outcome.written if "internal" in name))
    assert "An adaptation is offered and not used here: supported-self-management/quality/pam-licences-updated" in note


def test_a_type_whose_template_has_a_fault_stops_the_contracts_that_need_it(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    without = replace(
        precedents, forms={key: form for key, form in precedents.forms.items() if key != "development-plan"}
    )
    first, second = build([reading(A), reading(B)], without, tmp_path)
    assert slugs(first) == {"template-unusable"} and first.written == ()
    assert not second.failed


def test_a_link_in_place_of_the_packs_folder_is_refused(tmp_path: Path, precedents: Precedents, reading: Read) -> None:
    (tmp_path / "elsewhere").mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "NBB-2026-014").symlink_to(tmp_path / "elsewhere")
    (outcome,) = build([reading(A)], precedents, out)
    assert slugs(outcome) == {"path-outside"}
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_in_place_of_the_packs_folder_is_refused(tmp_path: Path, precedents: Precedents, reading: Read) -> None:
    (tmp_path / "NBB-2026-014").write_bytes(b"somebody's")
    (outcome,) = build([reading(A)], precedents, tmp_path)
    assert slugs(outcome) == {"in-the-way"}
    assert (tmp_path / "NBB-2026-014").read_bytes() == b"somebody's"


def test_a_record_that_cannot_be_read_stops_the_pack(tmp_path: Path, precedents: Precedents, reading: Read) -> None:
    (tmp_path / "NBB-2026-014").mkdir()
    (tmp_path / "NBB-2026-014" / RECORD_FILE).write_bytes(b"{}")
    (outcome,) = build([reading(A)], precedents, tmp_path)
    assert slugs(outcome) == {"issue-record"}
    assert everything(tmp_path) == {f"NBB-2026-014/{RECORD_FILE}": b"{}"}


def test_an_approval_alone_changes_the_record_and_no_document(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    build([reading(B)], precedents, tmp_path)
    before = everything(tmp_path)
    fewer = replace(precedents, library=dataclasses.replace(precedents.library, approvals=()))
    (outcome,) = build([reading(B)], fewer, tmp_path)
    note = {f"NBB-2026-040/{verdict.file}" for verdict in outcome.verdicts if "internal" in verdict.file}
    after = everything(tmp_path)
    assert {name for name in after if after[name] != before[name]} == {f"NBB-2026-040/{RECORD_FILE}", *note}


def test_the_record_names_every_input_by_its_sha256(tmp_path: Path, precedents: Precedents, reading: Read) -> None:
    (outcome,) = build([reading(A)], precedents, tmp_path)
    assert outcome.folder is not None and outcome.contract is not None
    record, _ = read_issue_record((outcome.folder / RECORD_FILE).read_bytes(), RECORD_FILE)
    assert record is not None
    assert record.inputs.contract.sha256 == outcome.contract.sha256 != ""
    assert record.inputs.edition.file == "2026-27-full-length.yaml"
    assert set(record.inputs.templates) == {document.type for document in record.documents}
    assert all(len(sha256) == 64 for sha256 in (record.inputs.edition.sha256, *record.inputs.templates.values()))


def test_a_template_with_a_misspelt_name_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "plan"
    folder.mkdir(parents=True)
    (folder / "type.yaml").write_text(
        "title: Plan\nper: contract\nprints: [development]\nname: Plan\n", encoding="utf-8"
    )
    template = python_docx.Document()
    template.add_paragraph("{{ document.titel }}")
    data = BytesIO()
    template.save(data)
    (folder / "template.docx").write_bytes(data.getvalue())
    (kind,), _ = read_document_types(tmp_path / "templates")
    form, problems = open_form(kind)
    assert form is None
    assert {problem.slug for problem in problems if problem.severity == "error"} == {"unknown-name"}
    precedents, again = open_precedents(Library(), (), (kind,))
    assert precedents.forms == {} and again == problems


PLAN = Path(__file__).parents[2] / "templates" / "development-plan"


def restyled(folder: Path, change: Callable[[docx.document.Document], object]) -> list[Problem]:
    """What is said of the shipped development plan's template after `change` was made to it in Word."""
    template = python_docx.Document(str(PLAN / "template.docx"))
    change(template)
    (folder / "plan").mkdir()
    (folder / "plan" / "type.yaml").write_bytes((PLAN / "type.yaml").read_bytes())
    template.save(str(folder / "plan" / "template.docx"))
    (kind,), _ = read_document_types(folder)
    return open_form(kind)[1]


def with_own_first_page(template: docx.document.Document) -> None:
    template.sections[0].different_first_page_header_footer = True


def with_even_pages(template: docx.document.Document) -> None:
    template.settings.odd_and_even_pages_header_footer = True


def with_a_section_of_its_own_header(template: docx.document.Document) -> None:
    template.add_section().header.is_linked_to_previous = False


@pytest.mark.parametrize(
    ("change", "pages"),
    [
        (with_own_first_page, "the first page"),
        (with_even_pages, "the even pages"),
        (with_a_section_of_its_own_header, "the pages of section 2"),
    ],
)
def test_pages_on_which_a_draft_would_not_say_draft_are_named(
    tmp_path: Path, change: Callable[[docx.document.Document], object], pages: str
) -> None:
    (problem,) = restyled(tmp_path, change)
    assert (problem.slug, problem.severity) == ("page-without-draft", "warning")
    assert f"neither header nor footer of {pages} prints" in problem.message


def test_a_second_section_that_takes_its_header_from_the_first_says_draft(tmp_path: Path) -> None:
    assert restyled(tmp_path, lambda template: template.add_section()) == []


def test_a_gap_in_the_words_of_a_template_is_shown(tmp_path: Path) -> None:
    (problem,) = restyled(
        tmp_path, lambda template: template.add_paragraph("As agreed with [Annex 1] for {{ provider.name }}")
    )
    assert (problem.slug, problem.severity, problem.excerpt) == (
        "gap-in-template",
        "warning",
        "As agreed with [Annex 1] for {{ provider.name }}",
    )


def test_a_sign_at_the_head_of_a_templates_column_is_no_gap(tmp_path: Path) -> None:
    assert restyled(tmp_path, lambda template: [template.add_paragraph(sign) for sign in ("%", "£", "+/-")]) == []


def test_the_names_that_a_template_prints_are_no_gaps(tmp_path: Path) -> None:
    assert (
        restyled(tmp_path, lambda template: template.add_paragraph("For {{ provider.name }}, {{ contract.title }}"))
        == []
    )


def test_the_documents_open_in_python_docx_and_carry_their_properties(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    (outcome,) = build([reading(A)], precedents, tmp_path)
    assert outcome.folder is not None
    for name in outcome.written:
        properties = python_docx.Document(str(outcome.folder / name)).core_properties
        assert (properties.author, properties.keywords, properties.language) == (
            "NHS Northbrook Integrated Care Board",
            "NBB-2026-014",
            "en-GB",
        )
        assert read_package((outcome.folder / name).read_bytes(), name)[1] == []


def packed_by(monkeypatch: pytest.MonkeyPatch, deflater: str, level: int) -> None:
    """Packs in this test by that deflater, for which another level of zlib stands, as it makes other bytes too."""
    monkeypatch.setattr(archive, "_deflater", lambda _: zlib.compressobj(level, zlib.DEFLATED, -15))
    monkeypatch.setattr(records, "DEFLATER", deflater)


def test_documents_that_another_deflater_has_packed_are_unchanged_and_stay_as_they_are(
    tmp_path: Path, precedents: Precedents, reading: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed_by(monkeypatch, "zlib", 1)
    build([reading(B)], precedents, tmp_path)
    before = everything(tmp_path)
    packed_by(monkeypatch, "igzip", 9)
    (outcome,) = build([reading(B)], precedents, tmp_path)
    assert {verdict.kind for verdict in outcome.verdicts} == {"unchanged"}
    assert outcome.written == ()
    assert everything(tmp_path) == before


def test_the_record_names_what_packed_each_document(
    tmp_path: Path, precedents: Precedents, reading: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed_by(monkeypatch, "zlib", 1)
    build([reading(B)], precedents, tmp_path)
    packed_by(monkeypatch, "igzip", 9)
    changed = reading(B, ("About 1,400 referrals", "About 1,500 referrals"))
    (outcome,) = build([changed], precedents, tmp_path)
    assert outcome.folder is not None
    record, _ = read_issue_record((outcome.folder / RECORD_FILE).read_bytes(), RECORD_FILE)
    assert record is not None
    assert {document.file for document in record.documents if document.deflater == "igzip"} == set(outcome.written)
    assert 0 < len(outcome.written) < len(record.documents)


LOOKALIKES = (
    (),
    (("pc_ready_date: 2026-09-30", "pc_ready_date: 30 September 2026"),),
    (("pc_ready_date: 2026-09-30", "pc_ready_date: 6 months from Service Commencement Date"),),
    (("pc_report_interval: 6 months", "pc_report_interval: 1 month"),),
    (("        - shared decision making\n        - enabling choice\n", "        - enabling choice\n"),),
    (("\n        - shared decision making\n        - enabling choice\n", " enabling choice\n"),),
    (("  pc_provider_lead_post: Podiatry Service Manager", "  pc_provider_lead_post: the Podiatry Service Manager."),),
)
"""Changes to a contract whose values are alike, or print alike: what is kept of one may be taken for another's."""


def test_a_contract_comes_out_the_same_after_others_with_values_like_its_own_and_by_itself(
    precedents: Precedents, reading: Read, tmp_path: Path
) -> None:
    for number, changes in enumerate((*LOOKALIKES, *LOOKALIKES)):
        build([reading("podiatry-services", *changes)], precedents, tmp_path / f"after {number}")
    gc.unfreeze()  # a desk that ran before in this process set all that there was apart
    for number, changes in enumerate(LOOKALIKES):
        caches = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
        assert caches
        for kept in caches:
            kept.cache_clear()
        alone = tmp_path / f"alone {number}"
        build([reading("podiatry-services", *changes)], precedents, alone)
        expected = everything(alone)
        assert expected
        assert everything(tmp_path / f"after {number}") == expected
        assert everything(tmp_path / f"after {number + len(LOOKALIKES)}") == expected
