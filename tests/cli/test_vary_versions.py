"""A clause that has a new version since a contract was issued, taken up by `specgen vary`."""

from __future__ import annotations

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


def test_a_letter_of_intentions_quotes_what_a_new_version_adds_and_leaves_out(issued: OrganisationFolder) -> None:
    made = issued.run("intentions", "contracts", "--effective", "2026-10-01", "--since", "out", "-o", "letters")
    assert made.code == 0, made.err
    (letter,) = (issued.folder / "letters").rglob("*.docx")
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(letter)).paragraphs)
    assert "Our terms is to get new wording (version 2 in place of version 1):" in words
    assert "to be added: “The Provider must involve 5 people each year.”" in words
    assert "to be taken out: “The Provider must involve 5 people.”" in words
