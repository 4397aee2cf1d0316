"""`specgen library update`: a new national library comes in beside the old, shown first, and changes nothing."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import OrganisationFolder

CLAUSES = Path(__file__).parents[2] / "clauses"
NATIONAL = "co-production/specification/national"
LIBRARY = """schema: 1
publisher: A national body
sources:
  handbook-3.0: {title: Handbook for personalised care, publisher: A national body, version: "3.0", date: April 2027}
components:
  - {id: co-production, title: Co-production, section: "2.8"}
  - {id: health-coaching, title: Health coaching, section: "2.9", page: 40}
"""


def version(wording: str, document: str = "handbook-3.0", origin: str = "national", section: str = "2.8.3") -> str:
    return (
        f'---\ntitle: "Co-production: national wording"\norigin: {origin}\nsource: {{document: {document}, '
        f'section: "{section}"}}\neffective_from: 2027-04-01\nchange: The third edition.\n---\n{wording}\n'
    )


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    """A national library with the old version, a second one of the same clause, and a clause of a new component."""
    folder = tmp_path / "national"
    shutil.copytree(CLAUSES / NATIONAL, folder / NATIONAL)
    (folder / "library.yaml").write_text(LIBRARY, encoding="utf-8")
    old = (CLAUSES / NATIONAL / "1.md").read_text(encoding="utf-8").split("---\n", 2)[2].strip()
    new = old.replace("should ensure", "must ensure")
    assert new != old
    (folder / NATIONAL / "2.md").write_text(version(new), encoding="utf-8")
    coaching = folder / "health-coaching" / "specification" / "national"
    coaching.mkdir(parents=True)
    (coaching / "clause.yaml").write_text(
        "owner: National editor\nplaceholders:\n  hc_people: {kind: text, question: Who is coached?, example: "
        "carers, gap: “WHO”}\n",
        encoding="utf-8",
    )
    (coaching / "1.md").write_text(version("Coaching is offered to {{ hc_people }}.", section="2.9"), encoding="utf-8")
    sources = folder / "sources" / "handbook-3.0"
    sources.mkdir(parents=True)
    (sources / "2.8.3.txt").write_text(f"“{new}”", encoding="utf-8")
    (sources / "2.9.txt").write_text("“Coaching is offered to “WHO”.”", encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_difference_is_shown_and_nothing_is_written(organisation: OrganisationFolder, incoming: Path) -> None:
    before = contents(organisation.folder)
    found = organisation.run("library", "update", str(incoming))
    assert (found.code, found.err) == (0, "")
    assert f"From {NATIONAL}@1 to {NATIONAL}@2" in found.out
    assert "The service provider [-should-]{+must+} ensure" in found.out
    assert "A new clause: health-coaching/specification/national@1" in found.out
    assert "2 new versions, of which 1 new clause; 1 version known already." in found.out
    assert "with --apply brings them in" in found.out
    assert contents(organisation.folder) == before


def test_applied_it_stands_beside_the_old_and_everything_verifies(
    organisation: OrganisationFolder, incoming: Path
) -> None:
    before = contents(organisation.folder)
    assert organisation.run("library", "update", str(incoming), "--apply").code == 0
    library = organisation.folder / "library"
    assert (library / NATIONAL / "2.md").read_bytes() == (incoming / NATIONAL / "2.md").read_bytes()
    assert not (library / NATIONAL / "1.md").exists(), "the shipped library has it"
    after = contents(organisation.folder)
    assert {name for name in before if after[name] != before[name]} == {"library/library.yaml"}
    assert "local-policy" in (library / "library.yaml").read_text(encoding="utf-8")
    verified = organisation.run("clauses", "verify")
    told = [line for line in verified.err.splitlines() if not line.startswith(" ")]
    assert verified.code == 0 and [line.rpartition(" ")[2] for line in told] == ["[version-without-reading]"]
    log = organisation.run("clauses", "log", NATIONAL, "--format", "json").json
    assert [(entry["version"], entry["approved"]) for entry in log["versions"]] == [(2, False), (1, False)]
    assert organisation.run("clauses", "show", "health-coaching/national").code == 0


def test_applied_twice_it_brings_nothing_more(organisation: OrganisationFolder, incoming: Path) -> None:
    organisation.run("library", "update", str(incoming), "--apply")
    before = contents(organisation.folder)
    again = organisation.run("library", "update", str(incoming), "--apply")
    assert (again.code, "0 new versions" in again.out) == (0, True)
    assert contents(organisation.folder) == before


def test_other_words_for_a_version_that_is_there_refuse_the_whole(
    organisation: OrganisationFolder, incoming: Path
) -> None:
    file = incoming / NATIONAL / "1.md"
    file.write_text(
        file.read_text(encoding="utf-8").replace("built on direct, regular contact", "built on contact"),
        encoding="utf-8",
    )
    before = contents(organisation.folder)
    found = organisation.run("library", "update", str(incoming), "--apply")
    assert found.code == 1
    assert "[clause-in-two-libraries]" in found.err
    assert "[- direct, regular-]" in found.out, "the words that would change are shown"
    assert contents(organisation.folder) == before


def test_a_quotation_that_is_not_its_sources_is_refused(organisation: OrganisationFolder, incoming: Path) -> None:
    (incoming / "sources" / "handbook-3.0" / "2.8.3.txt").write_text("“Other words.”", encoding="utf-8")
    found = organisation.run("library", "update", str(incoming), "--apply")
    assert (found.code, "[quoted-words-differ]" in found.err) == (1, True)
    assert not (organisation.folder / "library" / NATIONAL).exists()


def test_a_source_with_a_known_key_and_other_facts_is_refused(organisation: OrganisationFolder, incoming: Path) -> None:
    head = incoming / "library.yaml"
    head.write_text(LIBRARY.replace("handbook-3.0", "handbook-2.1"), encoding="utf-8")
    for file in incoming.rglob("*.md"):
        file.write_text(file.read_text(encoding="utf-8").replace("handbook-3.0", "handbook-2.1"), encoding="utf-8")
    (incoming / "sources" / "handbook-3.0").rename(incoming / "sources" / "handbook-2.1")
    found = organisation.run("library", "update", str(incoming), "--apply")
    assert found.code == 1
    assert not (organisation.folder / "library" / NATIONAL).exists()


def test_an_approval_of_the_old_version_stays_as_it_is(organisation: OrganisationFolder, incoming: Path) -> None:
    organisation.approve(f"{NATIONAL}@1")
    approvals = organisation.approvals.read_bytes()
    assert organisation.run("library", "update", str(incoming), "--apply").code == 0
    assert organisation.approvals.read_bytes() == approvals
    assert organisation.approve(f"{NATIONAL}@2").code == 0


@pytest.mark.parametrize(("approved", "code"), [(True, 1), (False, 0)])
def test_bounds_that_an_older_version_would_be_asked_by_are_told_and_refused_where_it_is_approved(
    organisation: OrganisationFolder, tmp_path: Path, *, approved: bool, code: int
) -> None:
    folder = tmp_path / "whole"
    terms = folder / "shared-decision-making/specification/local-terms"
    shutil.copytree(CLAUSES / terms.relative_to(folder), terms)
    whole = (CLAUSES / "library.yaml").read_text(encoding="utf-8")
    head, _, _ = whole.partition("\ncomponents:")
    components = "components:\n  - {id: shared-decision-making, title: Shared decision making, section: 2.2}\n"
    (folder / "library.yaml").write_text(f"{head}\n{components}", encoding="utf-8")
    words = (terms / "2.md").read_text(encoding="utf-8")
    (terms / "3.md").write_text(words.replace("within 28 days", "within 30 days"), encoding="utf-8")
    (terms / "3.duties.yaml").write_bytes((terms / "2.duties.yaml").read_bytes())
    asked = (terms / "clause.yaml").read_text(encoding="utf-8")
    assert asked.count("sdm_training_share:\n    kind: percentage\n") == 1
    bounded = asked.replace(
        "sdm_training_share:\n    kind: percentage\n", "sdm_training_share:\n    kind: percentage\n    least: 90\n"
    )
    (terms / "clause.yaml").write_text(bounded.replace("example: 80", "example: 95"), encoding="utf-8")
    if approved:
        assert organisation.approve("shared-decision-making/local-terms@2").code == 0
    found = organisation.run("library", "update", str(folder), "--apply")
    assert found.code == code, found.err
    assert "other bounds for sdm_training_share of shared-decision-making/specification/local-terms@2" in found.err
    assert "[update-asks-otherwise]" in found.err


def test_an_own_library_file_with_comments_keeps_them(organisation: OrganisationFolder, incoming: Path) -> None:
    head = organisation.folder / "library" / "library.yaml"
    head.write_text(
        "# ours\n" + head.read_text(encoding="utf-8").replace("sources:", "sources:   # of our policies"),
        encoding="utf-8",
    )
    assert organisation.run("library", "update", str(incoming), "--apply").code == 0
    text = head.read_text(encoding="utf-8")
    assert (
        text.startswith("# ours\n")
        and "# of our policies" in text
        and "handbook-3.0:" in text
        and "id: health-coaching" in text
    )


def test_without_an_own_library_it_says_what_to_do(organisation: OrganisationFolder, incoming: Path) -> None:
    (organisation.folder / "specgen.yaml").write_text("organisation: Northbridge Board\n", encoding="utf-8")
    found = organisation.run("library", "update", str(incoming))
    assert (found.code, "add the line “library:”" in found.err) == (1, True)


def test_the_same_for_programs(organisation: OrganisationFolder, incoming: Path) -> None:
    found = organisation.run("library", "update", str(incoming), "--format", "json").json
    assert [(entry["name"], entry["before"]) for entry in found["arrivals"]] == [
        (f"{NATIONAL}@2", f"{NATIONAL}@1"),
        ("health-coaching/specification/national@1", None),
    ]
    assert (found["arrivals"][0]["difference"]["removed"], found["written"]) == (1, False)


def test_an_adaptation_of_an_older_version_is_told_with_what_changed(
    organisation: OrganisationFolder, incoming: Path
) -> None:
    organisation.version(
        1, "The Provider must ensure it.", clause="co-production/specification/ours", more=f"based_on: {NATIONAL}@1\n"
    )
    assert "[adaptation-behind]" not in organisation.run("clauses", "verify").err
    shown = organisation.run("library", "update", str(incoming))
    assert f"is based on {NATIONAL}@1, and {NATIONAL}@2 is newer" in shown.out and "must" in shown.out
    applied = organisation.run("library", "update", str(incoming), "--apply", "--format", "json")
    (behind,) = applied.json["adaptations_behind"]
    assert (behind["name"], behind["based_on"], behind["newest"]) == (
        "co-production/specification/ours@1",
        f"{NATIONAL}@1",
        f"{NATIONAL}@2",
    )
    assert behind["difference"]
    verified = organisation.run("clauses", "verify")
    assert verified.code == 0 and "[adaptation-behind]" in verified.err
    for clause in (NATIONAL, "co-production/specification/ours"):
        assert f"and {NATIONAL}@2 is newer" in organisation.run("clauses", "log", clause).out


def test_an_adaptation_is_behind_while_contracts_take_its_older_version_and_by_way_of_another(
    organisation: OrganisationFolder, incoming: Path
) -> None:
    ours, yours = "co-production/specification/ours", "co-production/specification/yours"
    organisation.version(1, "The Provider must ensure it.", clause=ours, more=f"based_on: {NATIONAL}@1\n")
    organisation.version(1, "The Provider must ensure all of it.", clause=yours, more=f"based_on: {ours}@1\n")
    organisation.approve(f"{ours}@1")
    assert organisation.run("library", "update", str(incoming), "--apply").code == 0
    organisation.version(2, "The Provider must do it.", clause=ours, more=f"based_on: {NATIONAL}@2\n")
    found = organisation.run("clauses", "verify", "--format", "json").json["problems"]
    assert [problem["message"] for problem in found if problem["slug"] == "adaptation-behind"] == [
        f"{ours}@1 is based on {NATIONAL}@1, and {NATIONAL}@2 is newer",
        f"{yours}@1 is based on {NATIONAL}@1, by way of {ours}@1, and {NATIONAL}@2 is newer",
        f"{yours}@1 is based on {ours}@1, and {ours}@2 is newer",
    ]
