"""A clause that has a new version since a contract was issued, taken up by `specgen vary`."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
