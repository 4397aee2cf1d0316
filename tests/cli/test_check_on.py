"""`specgen check --on`: which local deviations will have ended by a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import OrganisationFolder

CONTRACT = """contract:
  reference: NBB-2026-014
  title: Community services
  edition: 2026/27
  form: full-length
  term: {start: 2026-04-01, end: 2029-03-31}
commissioners:
  - {name: Northbridge Integrated Care Board, ods_code: QXX}
provider: {name: Harbour Trust, ods_code: RXX, kind: NHS trust}
services:
  - name: Community respiratory service
    legal_rights_to_choice: {not_applicable: people are referred by their own practice team}
    specification: [enabling-choice, co-production/national-local]
"""


@pytest.mark.parametrize(
    ("words", "warned"), [((), False), (("--on", "2027-09-30"), False), (("--on", "2027-10-01"), True)]
)
def test_a_deviation_that_will_have_ended_is_a_warning(
    organisation: OrganisationFolder, words: tuple[str, ...], warned: bool
) -> None:
    organisation.version(
        1,
        "The Provider must co-produce.",
        clause="co-production/specification/national-local",
        title="Local wording",
        more="based_on: co-production/specification/national@1\ndeviation_until: 2027-09-30\n",
    )
    (organisation.folder / "contract.yaml").write_text(CONTRACT, encoding="utf-8")
    found = organisation.run("check", "contract.yaml", "--draft", *words, "--format", "json")
    slugs = [problem["slug"] for problem in found.json["problems"]]
    assert ("deviation-expired" in slugs) == warned, found.json["problems"]
    assert found.code == 0, slugs
