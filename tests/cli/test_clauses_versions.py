"""`specgen clauses log` and `diff`: what a legal reviewer sees of a clause's versions."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click
from click.testing import CliRunner

from specgen.cli.main import clauses

if TYPE_CHECKING:
    from tests.cli.conftest import OrganisationFolder

TERMS = "co-production/specification/our-terms"


def two_versions(organisation: OrganisationFolder) -> None:
    organisation.version(1, "1. The Provider must involve 5 people.\n2. The plan is shared.")
    organisation.version(
        2,
        "1. The Provider must involve 8 people.\n2. The plan is shared.\n3. The Provider must report it.",
        change="More people, and a report.",
    )


def test_the_log_shows_every_version_with_dates_source_change_and_approval(organisation: OrganisationFolder) -> None:
    two_versions(organisation)
    assert organisation.approve(f"{TERMS}@1").code == 0
    found = organisation.run("clauses", "log", TERMS)
    assert found.code == 0
    newest, oldest = found.out.split("Version 2: Our terms")[1].split("Version 1: Our terms")
    assert "In force:    2021-04-01 onwards" in newest
    assert "Change:      More people, and a report." in newest
    assert "Words:       1 word taken out and 6 put in since version 1" in newest
    assert "Approval:    not approved" in newest
    assert "Source:      Northbridge policy on personalised care, 4.1" in oldest
    assert "Approval:    approved by Ada Shah, Legal lead, on 2026-05-04 (Board minute 12)" in oldest


def test_the_log_keeps_a_withdrawn_approval_in_sight(organisation: OrganisationFolder) -> None:
    two_versions(organisation)
    organisation.approve(f"{TERMS}@1")
    organisation.run(
        "clauses",
        "withdraw",
        f"{TERMS}@1",
        *shlex.split("--by 'Ben Osei' --role 'Head of law' --on 2026-06-01 --evidence Email --note superseded"),
    )
    log = organisation.run("clauses", "log", TERMS, "--format", "json").json
    assert [(line["kind"], line["by"]) for line in log["versions"][1]["approvals"]] == [
        ("approval", "Ada Shah"),
        ("withdrawal", "Ben Osei"),
    ]
    assert log["versions"][1]["approved"] is False


def test_diff_marks_changed_words_without_relying_on_colour(organisation: OrganisationFolder) -> None:
    two_versions(organisation)
    found = organisation.run("clauses", "diff", TERMS, "1", "2")
    assert found.code == 0
    assert (
        "~ 1. The Provider must involve [-5-]{+8+} people.\n  2. The plan is shared.\n+ 3. {+The Provider "
        "must report it.+}\n" in found.out
    )
    assert "In force from: 2020-04-01 → 2021-04-01" in found.out
    assert "\x1b" not in found.out


def test_diff_is_coloured_on_a_terminal_and_keeps_its_marks(organisation: OrganisationFolder) -> None:
    two_versions(organisation)
    found = CliRunner().invoke(clauses, ["diff", TERMS, "1", "2", "--in", str(organisation.folder)], color=True)
    assert click.style("{+8+}", fg="green", underline=True) in found.output


def test_diff_for_programs_holds_every_stretch(organisation: OrganisationFolder) -> None:
    two_versions(organisation)
    found = organisation.run("clauses", "diff", TERMS, "1", "2", "--format", "json").json
    assert (found["removed"], found["added"], found["same_words"]) == (1, 6, False)
    assert [entry["fate"] for entry in found["wording"]] == ["changed", "same", "added"]
    assert [(part["mark"], part["text"]) for part in found["wording"][0]["stretches"]] == [
        ("kept", "The Provider must involve "),
        ("removed", "5"),
        ("added", "8"),
        ("kept", " people."),
    ]


def test_a_word_made_bold_and_a_paragraph_made_an_item_are_shown(organisation: OrganisationFolder) -> None:
    organisation.version(1, "The Provider must report.\n\nThe plan is shared.")
    organisation.version(2, "The Provider **must** report.\n\n- The plan is shared.")
    found = organisation.run("clauses", "diff", TERMS, "1", "2").out
    assert "[~**must**~]" in found
    assert "~ • (paragraph → bulleted item of level 1) The plan is shared." in found


def test_an_adaptation_is_compared_with_the_version_it_is_based_on(organisation: OrganisationFolder) -> None:
    organisation.version(
        1,
        "The CCG is told.",
        clause="co-production/specification/adapted",
        more="based_on: co-production/specification/national@1\n",
    )
    found = organisation.run("clauses", "diff", "co-production/adapted", "base", "1")
    assert found.out.startswith(
        "From co-production/specification/national@1 to co-production/specification/adapted@1\n"
    )
    assert "Origin: national → drafted" in found.out


def test_a_version_or_clause_that_is_not_there_is_a_wrong_command_with_a_hint(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    missing = organisation.run("clauses", "diff", TERMS, "1", "7")
    assert (missing.code, "it has: 1" in missing.err) == (2, True)
    misspelt = organisation.run("clauses", "log", "co-production/specification/our-term")
    assert (misspelt.code, f"did you mean “{TERMS}”?" in misspelt.err) == (2, True)
    baseless = organisation.run("clauses", "diff", TERMS, "base", "1")
    assert (baseless.code, "is not based on" in baseless.err) == (2, True)


def test_a_clause_names_the_adaptations_that_are_offered_of_it(organisation: OrganisationFolder) -> None:
    shown = organisation.run("clauses", "show", "supported-self-management/pam-licences").out
    assert "Adapted by:  supported-self-management/quality/pam-licences-updated@1 (not approved)" in shown
    adapted = organisation.run(
        "clauses", "show", "supported-self-management/pam-licences-updated", "--format", "json"
    ).json
    assert adapted["based_on"] == "supported-self-management/quality/pam-licences@1"


def test_a_set_is_shown_with_a_line_for_each_of_its_clauses(organisation: OrganisationFolder) -> None:
    lines = organisation.run("clauses", "list", "--sets", "--component", "enabling-choice").out.splitlines()
    assert [line.split() for line in lines[2:]] == [
        ["enabling-choice", "enabling-choice/specification/general"],
        ["enabling-choice-operational", "enabling-choice/specification/general"],
        ["enabling-choice/specification/operational"],
    ]


def test_whoever_asks_to_see_a_set_is_told_its_clauses(organisation: OrganisationFolder) -> None:
    found = organisation.run("clauses", "show", "personalised-care")
    assert (
        found.code,
        "“personalised-care” is a set; its clauses are: personalised-care/specification/generic" in found.err,
    ) == (2, True)


def test_a_number_that_no_version_can_have_is_said_and_no_fault_of_ours(organisation: OrganisationFolder) -> None:
    two_versions(organisation)
    for number in ("²", "9" * 5000):
        for words in (("show", f"{TERMS}@{number}"), ("diff", TERMS, "1", number), ("diff", TERMS, number, "2")):
            found = organisation.run("clauses", *words)
            assert found.code == 2 and "has no version" in found.err
