"""`specgen duties --issued` and `check --issued`: what the packs that lie there tell, and no contract file does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_vary_facts import CONTRACT, ONCE, OPTION, POST, REFERENCE, build, write

from specgen.cli.main import run

LATEST = "Latest day for a notice that extends the term"
LONGER = ("end: 2029-03-31", "end: 2030-03-31")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "board").mkdir()
    monkeypatch.chdir(tmp_path / "board")
    return tmp_path


def listed(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The day of the notice as `duties` has it, and its problems by their slug."""
    capsys.readouterr()
    run(["duties", "c.yaml", "--format", "json", *more])
    told = json.loads(capsys.readouterr().out)
    days = {each["what"]: each for contract in told["contracts"] for each in contract["days"]}
    return days.get(LATEST, {}), {each["slug"]: each for each in told["problems"]}


def checked(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    run(["check", "c.yaml", "--format", "json", *more])
    return {each["slug"]: each for each in json.loads(capsys.readouterr().out)["problems"]}


OF_PACKS = {"option-used-up", "other-facts-in-pack", "other-version-than-issued", "not-issued"}


def test_an_option_that_no_pack_has_used_is_said_to_be_open_only_where_the_packs_are_named(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, ONCE)
    build()
    entry, problems = listed(capsys)
    assert "if the right is not used up by an earlier extension, which a contract file does not tell" in entry["said"]
    entry, problems = listed(capsys, "--issued", "issued")
    assert entry["day"] == "2028-09-30" and "; not used so far, by the packs that were issued; " in entry["said"]
    assert not OF_PACKS & (problems.keys() | checked(capsys, "--issued", "issued").keys())


def test_an_option_that_is_used_up_has_no_latest_day_where_the_packs_tell_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, ONCE)
    build()
    write(CONTRACT, ONCE, LONGER)
    run(["build", "c.yaml", "-o", "extended"])
    assert listed(capsys)[0]["day"] == "2029-09-30"
    entry, _ = listed(capsys, "--issued", "extended")
    said = (
        "used up: the term was extended under the option from 31 March 2029 (“issued/X9-620”) to 31 March 2030 before"
    )
    assert (entry["day"], entry["said"].startswith(said)) == (None, True)
    assert said in checked(capsys, "--issued", "extended")["option-used-up"]["message"]
    Path("issued").rename(here / "archive")
    assert said.replace("issued/", "") in listed(capsys, "--issued", "extended")[0]["said"]


@pytest.mark.parametrize(("end", "spent"), [("2030-03-31", False), ("2031-03-31", True)])
def test_what_an_extension_has_left_of_an_option_of_two_years_is_still_open(
    here: Path, capsys: pytest.CaptureFixture[str], end: str, spent: bool
) -> None:
    write(CONTRACT, OPTION)
    build()
    write(CONTRACT, OPTION, (LONGER[0], f"end: {end}"))
    run(["build", "c.yaml", "-o", "extended"])
    entry, _ = listed(capsys, "--issued", "extended")
    assert (entry["day"] is None, "used up" in entry["said"]) == (spent, spent)
    assert ("which is to be taken off what the option allows" in entry["said"]) == (not spent)


def test_words_of_an_option_that_no_pack_has_leave_it_unknown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(CONTRACT, ONCE)
    build()
    write(CONTRACT, OPTION)
    entry, problems = listed(capsys, "--issued", "issued")
    assert "no pack that was issued has the option in these words" in entry["said"]
    assert "other-facts-in-pack" in problems


def test_a_notice_that_the_contract_file_does_not_carry_yet_is_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, OPTION)
    build()
    write(CONTRACT, OPTION, LONGER)
    run(["vary", "c.yaml", "--effective", "2026-10-01", "--since", "issued", "-o", "out"])
    write(CONTRACT, OPTION)
    entry, problems = listed(capsys, "--issued", "issued")
    assert entry["day"] is None
    assert entry["said"].startswith("not worked out, as “out/X9-620” has 31 March 2030 as the last day of the term")
    assert problems["other-facts-in-pack"]["message"].startswith(
        "“out/X9-620” holds the notice of extension X9-620-V2026-10-01, marked DRAFT, from 1 October 2026, with "
        "another fact than this file: Expiry “31 March 2030” there, and “31 March 2029” in this file"
    )


def test_a_value_that_was_agreed_since_is_told_before_and_after_its_day_until_the_file_carries_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT)
    build()
    write(CONTRACT, POST)
    run(["vary", "c.yaml", "--effective", "2026-10-01", "--since", "issued", "-o", "out"])
    assert not OF_PACKS & listed(capsys, "--issued", "issued", "--on", "2026-11-01")[1].keys()
    write(CONTRACT)
    for day in ("2026-06-01", "2026-11-01"):
        (found, said) = listed(capsys, "--issued", "issued", "--on", day)[1], checked(capsys, "--issued", "issued")
        message = found["other-facts-in-pack"]["message"]
        assert "the variation X9-620-V2026-10-01, marked DRAFT, from 1 October 2026" in message
        assert "“Booking Manager” there, and “Access Manager” in this file" in message
        assert said["other-facts-in-pack"]["message"] == message
    Path("out").rename("out withdrawn")
    assert not OF_PACKS & listed(capsys, "--issued", "issued")[1].keys()


def test_a_contract_that_was_not_issued_there_is_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(CONTRACT)
    build()
    write(CONTRACT, ("X9-620", "X9-621"))
    assert "not-issued" in listed(capsys, "--issued", "issued")[1]
    assert "not-issued" in checked(capsys, "--issued", "issued")


def test_an_earlier_term_under_the_same_reference_uses_no_option_of_the_next(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, ONCE)
    build()
    again = (
        ("edition: 2026/27", "edition: 2026/27\n  service_commencement_date: 2029-04-01"),
        ONCE,
        ("2029-03-31", "2032-03-31"),
        ("start: 2026-04-01", "start: 2029-04-01"),
        ("date: 2026-03-20", "date: 2029-03-20"),
    )
    write(CONTRACT, *again)
    run(["build", "c.yaml", "-o", "next", "--draft"])
    for name in ("2026-10-31", "2026-08-31"):
        text = Path("c.yaml").read_text(encoding="utf-8")
        Path("c.yaml").write_text(text.replace(name, name.replace("2026", "2029")), encoding="utf-8")
    assert run(["build", "c.yaml", "-o", "next"]) == 0
    record = json.loads(Path("next", REFERENCE, "specgen-record.json").read_text(encoding="utf-8"))
    assert (record.get("extended_from"), record["schema"]) == (None, 2)
    entry, problems = listed(capsys, "--issued", "next")
    assert entry["day"] == "2031-09-30" and "not used so far" in entry["said"]
    assert "option-used-up" not in problems
