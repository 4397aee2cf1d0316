"""What a folder of contract files says of parties whose names and codes do not go together, as a register does."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.small_contracts import Portfolio, portfolio_in

HILL = ("Hill Community Health Trust", "X9H")
ALIKE = {"party-with-two-codes", "code-with-two-names", "parties-alike"}


@pytest.fixture
def clinics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    return portfolio_in(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("other", "slug", "said"),
    [
        (("Hill Community Healthcare Trust", "X9J"), "parties-alike", "is nearly the name of “Hill Community Health"),
        (("Hill Comunity Health Trust", "X9J"), "parties-alike", "is nearly the name of “Hill Community Health Trust"),
        ((HILL[0], "X9J"), "party-with-two-codes", "has the ODS code X9J here and X9H in contracts/A-1.yaml, line 9"),
        (("Vale Trust", "X9H"), "code-with-two-names", "belongs to “Vale Trust” here and to “Hill Community Health"),
        (HILL, "", ""),
        (("the Hill Community Health Trust", "x9h"), "", ""),
        (("Hill Acute Hospitals Trust", "X9J"), "", ""),
    ],
)
def test_parties_of_a_folder_that_may_be_one_are_told_with_both_files(
    clinics: Portfolio, other: tuple[str, str], slug: str, said: str
) -> None:
    clinics.contract("A-1", provider=HILL)
    clinics.contract("A-2", provider=other)
    for command in (("check", "contracts", "--all"), ("build", "contracts", "-o", "issued")):
        found = clinics.run(*command)
        told = found.out + found.err
        assert {each for each in ALIKE if f"[{each}]" in told} == ({slug} if slug else set())
        assert said in told
        assert not slug or "contracts/A-2.yaml" in told


def test_a_commissioner_of_one_file_is_held_against_those_of_the_others(clinics: Portfolio) -> None:
    clinics.contract("A-1", commissioners=[("North Vale Board", "X9N"), ("East Board", "X9E")])
    clinics.contract("A-2", commissioners=[("East Board", "X9X")])
    found = clinics.run("check", "contracts", "--all")
    assert found.out.count("[party-with-two-codes]") == 1 and "“East Board” has the ODS code X9X here" in found.out


def test_a_file_that_cannot_be_read_hides_nothing_of_the_others(clinics: Portfolio) -> None:
    clinics.contract("A-1", provider=HILL)
    clinics.contract("A-2", provider=(HILL[0], "X9J"))
    broken = clinics.contract("A-3", provider=(HILL[0], "X9K"))
    broken.write_text(broken.read_text(encoding="utf-8").replace("title:", "title"), encoding="utf-8")
    (broken.parent / "A-4.yaml").write_bytes(b"\xff\xfe\x00")
    (broken.parent / "A-5.yaml").write_text("- provider: x\n\tcommissioners\nprovider: [\n", encoding="utf-8")
    found = clinics.run("check", "contracts", "--all")
    assert "[party-with-two-codes]" in found.out
    assert "X9K" in found.out  # the parties of a file with a slip elsewhere are seen
