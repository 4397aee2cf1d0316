"""An organisation's folder: found upwards, kept inside itself, and joined with the shipped library without hiding
anything."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from specgen.library import organisation
from specgen.library.approvals import append_approvals, approval_of, lock_file
from specgen.library.organisation import (
    OwnOrganisation,
    find_settings,
    load_library,
    misnamed_settings,
    read_organisation,
)
from specgen.library.read import read_library
from specgen.locked import RUN_FILE, locked

FRONT = 'origin: drafted\nsource: {document: handbook, section: "1"}\neffective_from: 2019-04-01\nchange: A version.\n'
LIBRARY = """\
schema: 1
publisher: A publisher
sources:
  handbook: {title: A handbook, publisher: A body, version: "1", date: "2019"}
components:
  - id: shared-decision-making
    title: Shared decision making
    sets: {shared-decision-making: [specification/national, specification/terms]}
"""


def put(
    folder: Path, clause: str, wording: str = "Words.", number: int = 1, placeholders: str = "{}", front: str = ""
) -> None:
    """A clause's version under `folder`."""
    place = folder / clause
    place.mkdir(parents=True, exist_ok=True)
    (place / "clause.yaml").write_text(
        f"owner: Clause editor\nplaceholders: {placeholders}\n", encoding="utf-8", newline="\n"
    )
    (place / f"{number}.md").write_text(
        f"---\ntitle: A title\n{FRONT}{front}---\n{wording}\n", encoding="utf-8", newline="\n"
    )


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "shipped"
    put(folder, "shared-decision-making/specification/national")
    put(
        folder,
        "shared-decision-making/specification/terms",
        "By {{ sdm_date }}.",
        placeholders="{sdm_date: {kind: date, question: By when?, example: 2026-09-30}}",
    )
    (folder / "library.yaml").write_text(LIBRARY, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    (folder / "clauses").mkdir(parents=True)
    (folder / "clauses" / "library.yaml").write_text(
        "schema: 1\npublisher: Northbrook\n", encoding="utf-8", newline="\n"
    )
    (folder / "specgen.yaml").write_text("organisation: Northbrook\nlibrary: clauses\n", encoding="utf-8", newline="\n")
    return folder


def said(ours: Path, shipped: Path) -> list[tuple[str, str]]:
    own, problems = read_organisation(ours / "specgen.yaml")
    assert own is not None and problems == []
    return [(problem.slug, problem.message) for problem in load_library(shipped, own)[1]]


# --- specgen.yaml ---------------------------------------------------------------------------------------------------


def test_the_settings_are_found_upwards_from_a_file_or_a_folder(ours: Path) -> None:
    deep = ours / "contracts" / "one"
    deep.mkdir(parents=True)
    (deep / "contract.yaml").write_text("", encoding="utf-8")
    assert find_settings(deep) == find_settings(deep / "contract.yaml") == ours / "specgen.yaml"
    assert find_settings(ours.parent / "shipped") is None or find_settings(ours.parent) != ours / "specgen.yaml"


@pytest.mark.parametrize(
    ("text", "slug", "line"),
    [
        ("organisation: N\nlibary: clauses\n", "unknown-key", 2),
        ("organisation: N\nlibrary: ../shipped\n", "path-outside", 2),
        ("organisation: N\nlibrary: /etc\n", "path-outside", 2),
        ("organisation: N\nlibrary: not-there\n", "path-missing", 2),
        ("organisation: N\nlibrary: specgen.yaml\n", "path-kind", 2),
        ("organisation: N\napprovals: clauses\n", "path-kind", 2),
        ("library: clauses\n", "settings", 1),
        ("", "settings", None),
        ("- a\n", "settings", None),
        ("organisation: [\n", "yaml-syntax", 2),
        ("organisation: &a N\n", "yaml-anchor", 1),
    ],
)
def test_a_fault_in_the_settings_is_reported_at_its_line(ours: Path, text: str, slug: str, line: int | None) -> None:
    (ours / "specgen.yaml").write_text(text, encoding="utf-8", newline="\n")
    _, problems = read_organisation(ours / "specgen.yaml")
    assert [(problem.slug, problem.location.line) for problem in problems] == [(slug, line)]


def test_a_misspelt_setting_is_reported_with_what_was_meant(ours: Path) -> None:
    (ours / "specgen.yaml").write_text("organisation: N\nlibary: clauses\n", encoding="utf-8", newline="\n")
    assert read_organisation(ours / "specgen.yaml")[1][0].suggestion == "library"


def test_a_link_that_leads_out_of_the_folder_is_outside(ours: Path, shipped: Path) -> None:
    (ours / "link").symlink_to(shipped, target_is_directory=True)
    (ours / "specgen.yaml").write_text("organisation: N\nlibrary: link\n", encoding="utf-8", newline="\n")
    assert [problem.slug for problem in read_organisation(ours / "specgen.yaml")[1]] == ["path-outside"]


def test_a_link_that_leads_to_itself_is_reported(ours: Path) -> None:
    (ours / "link").symlink_to("link")
    (ours / "specgen.yaml").write_text("organisation: N\nlibrary: link\n", encoding="utf-8", newline="\n")
    assert [(problem.slug, problem.location.line) for problem in read_organisation(ours / "specgen.yaml")[1]] == [
        ("path-missing", 2)
    ]


def test_approvals_that_are_still_to_come_are_no_fault(ours: Path, shipped: Path) -> None:
    (ours / "specgen.yaml").write_text("organisation: N\napprovals: approvals.csv\n", encoding="utf-8", newline="\n")
    assert said(ours, shipped) == []


# --- two libraries as one -------------------------------------------------------------------------------------------


def test_own_clauses_and_sets_are_added_and_may_name_shipped_ones(ours: Path, shipped: Path) -> None:
    put(
        ours / "clauses",
        "shared-decision-making/specification/our-terms",
        front="based_on: shared-decision-making/specification/terms@1\n",
    )
    (ours / "clauses" / "library.yaml").write_text(
        "schema: 1\npublisher: N\ncomponents:\n  - id: shared-decision-making\n    title: Shared decision making\n"
        "    sets: {our-shared-decision-making: [specification/national, specification/our-terms]}\n",
        encoding="utf-8",
        newline="\n",
    )
    organisation, _ = read_organisation(ours / "specgen.yaml")
    library, problems = load_library(shipped, organisation)
    assert problems == []
    assert dict(library.sets())["our-shared-decision-making"] == (
        "shared-decision-making/specification/national",
        "shared-decision-making/specification/our-terms",
    )
    assert "shared-decision-making" in dict(library.sets())


def test_a_new_version_of_a_shipped_clause_joins_the_old_ones(ours: Path, shipped: Path) -> None:
    put(ours / "clauses", "shared-decision-making/specification/national", "Our words.", number=2)
    organisation, _ = read_organisation(ours / "specgen.yaml")
    library, problems = load_library(shipped, organisation)
    assert problems == []
    assert [
        version.number for version in library.clauses["shared-decision-making/specification/national"].versions
    ] == [1, 2]


def test_the_same_version_with_other_words_is_an_error(ours: Path, shipped: Path) -> None:
    put(ours / "clauses", "shared-decision-making/specification/national", "Other words.")
    (problem,) = said(ours, shipped)
    assert problem[0] == "clause-in-two-libraries"
    assert problem[1].startswith("shared-decision-making/specification/national@1 has other content in ")


def test_the_same_version_with_the_same_words_is_none(ours: Path, shipped: Path) -> None:
    put(ours / "clauses", "shared-decision-making/specification/national")
    assert said(ours, shipped) == []


def test_a_set_with_the_name_of_a_shipped_one_is_an_error(ours: Path, shipped: Path) -> None:
    (ours / "clauses" / "library.yaml").write_text(
        "schema: 1\npublisher: N\ncomponents:\n  - id: shared-decision-making\n    title: S\n    sets: "
        "{shared-decision-making: [specification/terms]}\n",
        encoding="utf-8",
        newline="\n",
    )
    assert [slug for slug, _ in said(ours, shipped)] == ["repeated-set"]


def test_a_placeholder_means_the_same_in_both(ours: Path, shipped: Path) -> None:
    put(
        ours / "clauses",
        "shared-decision-making/specification/ours",
        "In {{ sdm_date }}.",
        placeholders="{sdm_date: {kind: text, question: When?, example: soon}}",
    )
    assert said(ours, shipped) == [
        ("placeholder-meaning", "“sdm_date” is described in another way in shared-decision-making/specification/terms")
    ]


def test_a_component_that_neither_library_lists_is_an_error(ours: Path, shipped: Path) -> None:
    put(ours / "clauses", "shared-decision-makin/specification/ours")
    assert said(ours, shipped) == [
        ("unknown-component", "library.yaml does not list the component “shared-decision-makin”")
    ]


def test_approvals_are_read_and_held_against_both_libraries(ours: Path, shipped: Path) -> None:
    (ours / "specgen.yaml").write_text(
        "organisation: N\nlibrary: clauses\napprovals: approvals.csv\n", encoding="utf-8", newline="\n"
    )
    line = "shared-decision-making/specification/national,1," + "0" * 64 + ",A,B,2026-01-01,minute 4,\n"
    (ours / "approvals.csv").write_text(
        "clause,version,sha256,approved_by,role,approved_on,evidence,note\n" + line, encoding="utf-8", newline="\n"
    )
    assert [slug for slug, _ in said(ours, shipped)] == ["approved-version-changed"]


@pytest.mark.parametrize("name", ["specgen.yaml.txt", "specgen.yml"])
def test_settings_under_a_name_that_an_editor_gave_them_are_a_warning_with_the_right_name(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("organisation: Northbrook\n", encoding="utf-8", newline="\n")
    (tmp_path / "contracts").mkdir()
    (problem,) = misnamed_settings(tmp_path / "contracts")
    assert (problem.slug, problem.severity, problem.location.file) == ("settings-name", "warning", str(tmp_path / name))
    assert "specgen.yaml" in problem.cure


@pytest.mark.parametrize("folder", ["co-production/panel", "co-production/specification/panel/extra"])
def test_a_clause_that_lies_too_high_or_too_deep_is_reported_and_not_passed_over(
    ours: Path, shipped: Path, folder: str
) -> None:
    place = ours / "clauses" / folder
    place.mkdir(parents=True)
    (place / "clause.yaml").write_text("owner: Clause editor\n", encoding="utf-8", newline="\n")
    assert ("clause-folder", f"“{folder}” is not component/place/name") in said(ours, shipped)


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for administrators")
def test_settings_that_are_a_link_to_nothing_are_a_problem_and_not_passed_over_for_others_above(tmp_path: Path) -> None:
    (tmp_path / "specgen.yaml").write_text("organisation: Northbrook\n", encoding="utf-8")
    deep = tmp_path / "contracts"
    deep.mkdir()
    (deep / "specgen.yaml").symlink_to(tmp_path / "gone.yaml")
    settings = find_settings(deep)
    assert settings == deep / "specgen.yaml"
    organisation, (problem,) = read_organisation(settings)
    assert (organisation, problem.slug, problem.severity, problem.location.file) == (
        None,
        "settings",
        "error",
        str(settings),
    )
    assert "a link to a file that is not there" in problem.message


def test_a_folder_with_the_name_of_the_settings_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "specgen.yaml").mkdir()
    settings = find_settings(tmp_path)
    assert settings is not None
    _, (problem,) = read_organisation(settings)
    assert "is a folder" in problem.message


OURS = "shared-decision-making/specification/ours"
WRITTEN = (f"clauses/{OURS}/clause.yaml", f"clauses/{OURS}/1.md", "approvals.csv", "approvals.head")
"""The files that an import and an approval write, in their order."""


def imported_and_approved(ours: Path) -> dict[str, bytes]:
    with (ours / "specgen.yaml").open("a", encoding="utf-8") as settings:
        settings.write("approvals: approvals.csv\n")
    put(ours / "clauses", OURS)
    found, _ = read_library(ours / "clauses")
    append_approvals(
        ours / "approvals.csv",
        [approval_of(found.clauses[OURS].versions[0], "Ada Shah", "Head of legal", date(2026, 5, 4), "Minutes")],
    )
    return {name: (ours / name).read_bytes() for name in WRITTEN}


def wrote(ours: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (ours / name).parent.mkdir(parents=True, exist_ok=True)
        (ours / name).write_bytes(data)


@pytest.mark.parametrize("unread", [WRITTEN[1:], WRITTEN[:2], WRITTEN[2:3], WRITTEN[3:]])
@pytest.mark.parametrize("ended", [False, True])
def test_what_is_read_between_two_files_of_another_run_is_read_again(
    ours: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch, unread: tuple[str, ...], ended: bool
) -> None:
    files = imported_and_approved(ours)
    for name in unread:
        (ours / name).unlink()
    own = read_organisation(ours / "specgen.yaml")[0]
    assert own is not None
    with ExitStack() as other:
        other.enter_context(locked(ours / "clauses" / RUN_FILE, "adding to the library"))
        other.enter_context(locked(lock_file(ours / "approvals.csv"), "adding to approvals.csv"))

        def goes_on(*_: object) -> None:
            wrote(ours, files)
            other.close()

        monkeypatch.setattr(organisation, "sleep", goes_on)
        if ended:  # before anybody looks whether it is under way
            wait = organisation._until_written

            def written_meanwhile(of: OwnOrganisation) -> None:
                goes_on()
                wait(of)

            monkeypatch.setattr(organisation, "_until_written", written_meanwhile)
        library, problems = load_library(shipped, own)
    assert problems == []
    assert [line.approved_by for line in library.approvals] == ["Ada Shah"] and OURS in library.clauses


def test_what_does_not_hold_together_is_told_though_a_stopped_run_holds_it(
    ours: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported_and_approved(ours)
    (ours / "approvals.head").unlink()
    pauses: list[float] = []
    monkeypatch.setattr(organisation, "sleep", pauses.append)
    with locked(lock_file(ours / "approvals.csv"), "adding to approvals.csv"):
        assert [slug for slug, _ in said(ours, shipped)] == ["approvals-head"]
    assert len(pauses) == organisation._PAUSES
