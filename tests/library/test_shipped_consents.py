"""Consents in the newest shipped wording: each has a time and says what holds after it; none on a person is deemed.

Read from the readings beside the wording, where there are some; the words that leave a consent open are looked for in
the wording itself."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

CLAUSES = Path(__file__).parents[2] / "clauses"
NEWEST = {
    folder: max(folder.glob("[0-9]*.md"), key=lambda file: int(file.stem))
    for folder in sorted(file.parent for file in CLAUSES.glob("*/*/*/clause.yaml"))
}


@cache
def entries() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for folder, version in NEWEST.items():
        reading = folder / f"{version.stem}.duties.yaml"
        if reading.is_file():
            name = f"{folder.relative_to(CLAUSES).as_posix()}@{version.stem}"
            found += [(name, entry) for entry in yaml.safe_load(reading.read_text(encoding="utf-8"))["readings"]]
    return found


CONSENTS = [(name, entry) for name, entry in entries() if entry["mode"] == "consent"]


def test_there_are_consents() -> None:
    assert len(CONSENTS) >= 9


@pytest.mark.parametrize(
    ("name", "entry"), CONSENTS, ids=lambda each: each if isinstance(each, str) else each["object"]
)
def test_a_consent_has_a_time_and_says_what_holds_when_it_passes(name: str, entry: dict[str, Any]) -> None:
    assert entry.get("when", {}).get("within"), "the time in which the other Party answers"
    assert entry.get("silence")


@pytest.mark.parametrize(
    ("name", "entry"), CONSENTS, ids=lambda each: each if isinstance(each, str) else each["object"]
)
def test_silence_on_a_person_goes_to_a_post_and_is_no_answer(name: str, entry: dict[str, Any]) -> None:
    if entry.get("scope", {}).get("of") == "person" and entry["act"] == "decide":
        assert entry["silence"] == "named post"
        other = [each for there, each in entries() if there == name and each.get("object") == entry["object"]]
        assert any(each.get("through") == "{{ phb_escalation_post }}" and each["mode"] == "duty" for each in other)


@pytest.mark.parametrize("file", NEWEST.values(), ids=lambda file: file.parent.relative_to(CLAUSES).as_posix())
def test_no_newest_wording_waits_for_an_agreement_that_may_never_come(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert (
        re.search(r"Commissioner has agreed in writing|prior agreement in writing|agreed in writing beforehand", text)
        is None
    )
