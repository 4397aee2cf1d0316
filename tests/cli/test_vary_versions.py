"""A clause that has a new version since a contract was issued, taken up by `specgen vary`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import docx
import pytest
from tests.cli.test_impact import PEOPLE, TERMS, contract

if TYPE_CHECKING:
    from tests.cli.conftest import OrganisationFolder


@pytest.fixture
def issued(organisation: OrganisationFolder) -> OrganisationFolder:
    """A-1 holds version 1 by a pin, A-2 because it was the newest; since then version 2 is approved, from 1 October
    2026."""
    organisation.version(1, "The Provider must involve {{ cop_people }} people.", placeholders=PEOPLE)
    assert organisation.approve(f"{TERMS}@1").code == 0
    contract(organisation, "A-1")
    contract(organisation, "A-2", TERMS)
    assert organisation.run("build", "contracts", "-o", "out").code == 0
    organisation.version(
        2,
        "The Provider must involve {{ cop_people }} people each year.",
        change="Each year.",
        effective_from="2026-10-01",
        placeholders=PEOPLE,
    )
    assert organisation.approve(f"{TERMS}@2").code == 0
    return organisation


def test_the_newest_version_in_force_on_the_day_is_taken_up_and_a_pin_holds(issued: OrganisationFolder) -> None:
    varied = issued.run("vary", "contracts", "--effective", "2026-10-01", "--since", "out", "-o", "variations")
    assert varied.code == 0, varied.err
    assert f"Our terms ({TERMS}): from version 1 to version 2" in varied.out
    assert "No change, so no variation: A-1." in varied.out and "1 varied, 1 without change" in varied.out
    assert {path.name for path in (issued.folder / "variations").iterdir()} == {"A-2", "specgen-summary.xlsx"}


def test_before_that_day_nothing_changes(issued: OrganisationFolder) -> None:
    varied = issued.run("vary", "contracts", "--effective", "2026-09-30", "--since", "out", "-o", "variations")
    assert varied.code == 0 and "0 varied, 2 without change" in varied.out


def test_built_as_varied_the_contract_has_the_revised_schedule_and_the_next_variation_finds_no_change(
    issued: OrganisationFolder,
) -> None:
    issued.run("vary", "contracts/A-2.yaml", "--effective", "2026-10-01", "--since", "out", "-o", "variations")
    file = issued.folder / "contracts" / "A-2.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("  status: agreed", "  status: agreed\n  date: 2026-10-01"),
        encoding="utf-8",
    )
    assert issued.run("build", "contracts/A-2.yaml", "-o", "as-varied").code == 0
    (revised,) = (issued.folder / "variations" / "A-2").glob("*insert - service 01.docx")
    assert (issued.folder / "as-varied" / "A-2" / revised.name).read_bytes() == revised.read_bytes()
    again = issued.run("vary", "contracts/A-2.yaml", "--effective", "2026-11-01", "--since", "as-varied", "-o", "next")
    assert "No change, so no variation: A-2." in again.out


@pytest.mark.parametrize("pinned", [False, True])
def test_a_contract_carried_in_is_held_to_the_versions_that_its_variation_agreed(
    issued: OrganisationFolder, pinned: bool
) -> None:
    """A version that came into force on an earlier day than the variation, and was approved after it was signed."""
    for name in ("general", "operational"):  # nothing of DRAFT on its pages is signed
        assert issued.approve(f"enabling-choice/specification/{name}@1").code == 0
    file = issued.folder / "contracts" / "A-2.yaml"
    given = file.read_text(encoding="utf-8")
    assert "cop_people: 5" in given
    file.write_text(given.replace("cop_people: 5", "cop_people: 4"), encoding="utf-8")
    made = issued.run("vary", "contracts/A-2.yaml", "--effective", "2026-10-05", "--since", "out", "-o", "variations")
    assert "1 varied" in made.out, made.err
    words = "The Provider must involve {{ cop_people }} people and report."
    issued.version(3, words, change="A report.", effective_from="2026-10-03", placeholders=PEOPLE)
    assert issued.approve(f"{TERMS}@3").code == 0

    short = TERMS.replace("/specification/", "/")
    signed = file.read_text(encoding="utf-8").replace("status: agreed", "status: agreed\n  date: 2026-10-05")
    signed = signed.replace(TERMS, f"{TERMS}@2") if pinned else signed
    file.write_text(signed, encoding="utf-8")
    told = (
        f"{TERMS} is taken in version 3, and the variation A-2-V2026-10-05 (“variations/A-2”) has version 2",
        f"{TERMS} in version 3, and the variation A-2-V2026-10-05 (“variations/A-2”, from 5 October 2026) agreed "
        "version 2",
    )
    for _ in range(2):  # said again where nothing else is to be done
        built = issued.run("build", "contracts/A-2.yaml", "-o", "carried")
        assert built.code == 0 and (told[0] in built.out + built.err) is not pinned
    # The next variation would call the report unchanged, which nobody agreed.
    file.write_text(signed.replace("cop_people: 4", "cop_people: 6"), encoding="utf-8")
    again = issued.run("vary", "contracts/A-2.yaml", "--effective", "2026-11-01", "--since", "carried", "-o", "next")
    assert (told[1] in again.err) is not pinned and ("not-as-agreed" in again.err) is not pinned
    assert again.code == (0 if pinned else 1) and (f"“{short}@2”" in again.err) is not pinned
    assert (issued.folder / "next" / "A-2").exists() is pinned


@pytest.fixture
def signed(issued: OrganisationFolder) -> OrganisationFolder:
    """A-2 was issued without DRAFT with version 1; a variation from 5 October 2026 has version 2 and four people, and
    after it was signed version 3 was approved, in force since 3 October."""
    for name in ("enabling-choice/specification/general", "enabling-choice/specification/operational", REPORT):
        assert issued.approve(f"{name}@1").code == 0
    shutil.rmtree(issued.folder / "out")
    with_text(issued, f'{TERMS}"', f'{TERMS}@1"')
    assert issued.run("build", "contracts/A-2.yaml", "-o", "out").code == 0
    with_text(issued, f"{TERMS}@1", TERMS)
    with_text(issued, "cop_people: 5", "cop_people: 4")
    made = issued.run("vary", "contracts/A-2.yaml", "--effective", "2026-10-05", "--since", "out", "-o", "variations")
    assert "1 varied" in made.out, made.err
    words = "The Provider must involve {{ cop_people }} people and report."
    issued.version(3, words, change="A report.", effective_from="2026-10-03", placeholders=PEOPLE)
    assert issued.approve(f"{TERMS}@3").code == 0
    return issued


REPORT = "personalised-care/reporting/satisfaction"


def with_text(organisation: OrganisationFolder, old: str, new: str) -> None:
    file = organisation.folder / "contracts" / "A-2.yaml"
    given = file.read_text(encoding="utf-8")
    assert old in given
    file.write_text(given.replace(old, new), encoding="utf-8")


def test_a_contract_of_the_next_term_takes_a_new_version_without_a_word(signed: OrganisationFolder) -> None:
    with_text(signed, "start: 2026-04-01, end: 2027-03-31", "start: 2027-04-01, end: 2028-03-31")
    with_text(signed, "status: agreed", "status: agreed\n  date: 2027-02-01")
    with_text(signed, "2026-07-31", "2027-07-31")
    built = signed.run("build", "contracts/A-2.yaml", "-o", "renewed")
    assert built.code == 0 and "other-version-than-issued" not in built.err
    with_text(signed, "cop_people: 4", "cop_people: 6")
    made = signed.run("vary", "contracts/A-2.yaml", "--effective", "2027-05-01", "--since", "renewed", "-o", "next")
    assert "1 varied" in made.out and "version 3, as before" in made.out and "not-as-agreed" not in made.err


@pytest.mark.parametrize("name", ["A-2 signed", "2026/10/A-2"])
def test_a_signed_pack_whose_folder_was_given_a_longer_name_is_known(signed: OrganisationFolder, name: str) -> None:
    signed_in = signed.folder / "variations" / name
    signed_in.parent.mkdir(parents=True, exist_ok=True)
    (signed.folder / "variations" / "A-2").rename(signed_in)
    with_text(signed, "status: agreed", "status: agreed\n  date: 2026-10-05")
    built = signed.run("build", "contracts/A-2.yaml", "-o", "carried")
    assert f"the variation A-2-V2026-10-05 (“{signed_in.parent.name}/{signed_in.name}”) has version 2" in built.err
    with_text(signed, "cop_people: 4", "cop_people: 6")
    made = signed.run("vary", "contracts/A-2.yaml", "--effective", "2026-11-01", "--since", "carried", "-o", "next")
    assert made.code == 1 and "not-as-agreed" in made.err


def test_a_contract_carried_in_without_the_day_of_its_variation_is_told(signed: OrganisationFolder) -> None:
    assert signed.run("build", "contracts/A-2.yaml", "-o", "carried").code == 0
    with_text(signed, "cop_people: 4", "cop_people: 6")
    made = signed.run("vary", "contracts/A-2.yaml", "--effective", "2026-11-01", "--since", "carried", "-o", "next")
    assert "is of 1 April 2026, and “variations/A-2” holds the variation A-2-V2026-10-05 of another pack" in made.err
    assert "varied-since" in made.err


def test_a_variation_that_was_compared_with_the_first_pack_leaves_what_another_agreed(
    signed: OrganisationFolder,
) -> None:
    """The second one adds a report and changes nothing of Schedule 2A, which stands as the first one left it."""
    with_text(signed, "cop_people: 4", "cop_people: 5")
    with_text(signed, f'{TERMS}"', f'{TERMS}@1"')
    report = f"reporting: [{REPORT}]\nvalues: {{pc_report_interval: 3 months, pc_report_due: 20 days,"
    with_text(signed, "services:", f"{report} pc_report_format: the form of the Board}}\nservices:")
    made = signed.run("vary", "contracts/A-2.yaml", "--effective", "2026-11-05", "--since", "out", "-o", "second")
    assert "1 varied" in made.out, made.err
    with_text(signed, "cop_people: 5", "cop_people: 4")
    with_text(signed, "status: agreed", "status: agreed\n  date: 2026-11-05")
    for version, told in (("@2", False), ("", True)):
        with_text(signed, f'{TERMS}@1"' if version else f'{TERMS}@2"', f'{TERMS}{version}"')
        built = signed.run("build", "contracts/A-2.yaml", "-o", f"carried{version}")
        assert built.code == 0, built.err
        assert ("is taken in version 3, and" in built.err and "has version 2" in built.err) is told, built.err
    # Held to the versions that were signed, the next variation is compared without a word.
    with_text(signed, "cop_people: 4", "cop_people: 6")
    with_text(signed, f'{TERMS}"', f'{TERMS}@2"')
    made = signed.run("vary", "contracts/A-2.yaml", "--effective", "2026-12-01", "--since", "carried@2", "-o", "next")
    assert "1 varied" in made.out and "not-as-agreed" not in made.err, made.err


def test_a_letter_of_intentions_quotes_what_a_new_version_adds_and_leaves_out(issued: OrganisationFolder) -> None:
    made = issued.run("intentions", "contracts", "--effective", "2026-10-01", "--since", "out", "-o", "letters")
    assert made.code == 0, made.err
    (letter,) = (issued.folder / "letters").rglob("*.docx")
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(letter)).paragraphs)
    assert "Our terms is to get new wording (version 2 in place of version 1):" in words
    assert "to be added: “The Provider must involve 5 people each year.”" in words
    assert "to be taken out: “The Provider must involve 5 people.”" in words
