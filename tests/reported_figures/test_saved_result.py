"""The saved result of `specgen returns read`, taken by `specgen progress --returns`."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import pytest
from tests.reported_figures.returned import CONTRACT, Given, asked, held, read, row

from specgen.reported_figures.hold import hold
from specgen.reported_figures.read import joined
from specgen.reported_figures.report import returns_json
from specgen.reported_figures.saved import read_saved_result, saved_bytes
from specgen.reported_figures.shown import shown

AGREED = "Plans agreed by eligible people"


def saved(*given: Given, least: int = 0, on: str = "2027-06-01") -> bytes:
    return saved_bytes(shown(held(*given, on=on)[0], least))


def slugs(data: bytes, text: str = CONTRACT) -> list[str]:
    found, problems = read_saved_result(data, "reported.json", {"T-1": asked(text)})
    assert (found is None) == any(problem.severity == "error" for problem in problems)
    return [problem.slug for problem in problems]


def test_versions_faults_and_days_are_read_back() -> None:
    quarter, faulty = row(AGREED, "2026-06-30"), row(AGREED, "2026-09-30")
    files = [
        read(Given(quarter, 93, 150, "provisional", "2026-07-20"), Given(faulty, 7, 0), file="july.csv")[0],
        read(Given(quarter, 95, 150, "final", "2026-10-20", note="corrected"), file="october.csv")[0],
    ]
    data = saved_bytes(shown(hold(joined(files), [asked()], date(2027, 6, 1))[0]))
    found, _ = read_saved_result(data, "reported.json", {"T-1": asked()})
    assert found is not None and found.on == date(2027, 6, 1)
    again, _ = hold(found.read, [asked()], found.on)
    told = {each["row"]: each for each in returns_json(shown(again))["figures"]}
    assert [(each["numerator"], each["file"]) for each in told[quarter.id]["returns"]] == [
        ("93", "july.csv"),
        ("95", "october.csv"),
    ]
    assert told[faulty.id]["outcome"] == "not counted"
    assert json.loads(data)["figures"] == list(told.values())


def altered(data: bytes, change: Any) -> bytes:
    found = json.loads(data)
    change(found)
    return json.dumps(found).encode()


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        (lambda found: found["figures"][0].update(outcome="met"), "returns-altered"),
        (lambda found: found.update(on="2028-01-01"), "returns-altered"),
        (lambda found: found["figures"].pop(), "returns-altered"),
        (lambda found: found.update(sha256=None), "returns-altered"),
        (lambda found: found.pop("figures"), "no-returns"),
        (lambda found: found.update(note="nothing"), "returns-altered"),
    ],
)
def test_a_result_that_was_changed_counts_nothing(change: Any, slug: str) -> None:
    data = saved(Given(row(AGREED, "2026-06-30"), 93, 150))
    assert slugs(data) == []
    assert slugs(altered(data, change)) == [slug]


def test_a_result_of_an_earlier_version_is_read_and_said_to_carry_no_seal() -> None:
    quarter = row(AGREED, "2026-06-30")
    unsealed = altered(saved(Given(quarter, 93, 150)), lambda found: found.pop("sha256"))
    found, (problem,) = read_saved_result(unsealed, "reported.json", {"T-1": asked()})
    assert found is not None and [each.numerator for each in found.read.rows] == [93]
    assert (problem.slug, problem.severity) == ("returns-unsealed", "warning")
    assert "carries no seal" in problem.message


def without_seal(change: Any) -> bytes:
    data = saved(Given(row(AGREED, "2026-06-30"), 93, 150))

    def both(found: Any) -> None:
        found.pop("sha256")
        change(found)

    return altered(data, both)


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.pop("on"),
        lambda found: found.update(on="soon"),
        lambda found: found.update(on=20260601),
        lambda found: found.update(hidden_under="five"),
        lambda found: found.update(hidden_under=-1),
        lambda found: found["figures"].append(None),
        lambda found: found["figures"].append(dict(found["figures"][0])),
        lambda found: found["figures"][0].pop("outcome"),
        lambda found: found["figures"][0].update(outcome=5),
        lambda found: found["figures"][0].update(said=["is faulty"]),
        lambda found: found["figures"][0].update(returns={"numerator": "93"}),
        lambda found: found["figures"][0].update(returns=[{"numerator": "93"}]),
        lambda found: found["figures"][0]["returns"][0].update(numerator=93),
        lambda found: found["figures"][0]["returns"][0].update(numerator="about 90"),
        lambda found: found["figures"][0]["returns"][0].update(numerator="-93"),
        lambda found: found["figures"][0]["returns"][0].update(numerator="9,3"),
        lambda found: found["figures"][0]["returns"][0].update(numerator="93.5"),
        lambda found: found["figures"][0]["returns"][0].update(denominator="92"),
        lambda found: found["figures"][0]["returns"][0].update(denominator="0"),
        lambda found: found["figures"][0]["returns"][0].update(denominator=None),
        lambda found: found["figures"][0]["returns"][0].update(status="agreed"),
        lambda found: found["figures"][0]["returns"][0].update(status=["final"]),
        lambda found: found["figures"][0]["returns"][0].update(on="tomorrow"),
        lambda found: found["figures"][0]["returns"][0].update(file=7),
        lambda found: found["figures"][0]["returns"][0].update(note=7),
    ],
)
def test_a_result_without_a_seal_is_refused_where_it_says_what_no_return_can(change: Any) -> None:
    assert slugs(without_seal(change)) == ["no-returns"]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"figures": []}', b"[" * 100_000, b"\xff\xfe", b"null"])
def test_what_is_no_result_is_refused(data: bytes) -> None:
    assert slugs(data) == ["no-returns"]


def test_a_result_as_deep_as_can_just_be_read_is_refused_as_altered() -> None:
    limit = sys.getrecursionlimit()
    slugs = set()
    for deep in range(limit - 100, limit):
        data = b'{"figures": [], "sha256": "", "more": ' + b"[" * deep + b"]" * deep + b"}"
        found, problems = read_saved_result(data, "reported.json", {})
        assert found is None
        slugs |= {problem.slug for problem in problems}
    assert slugs <= {"no-returns", "returns-altered"}


def test_spaces_and_order_of_the_file_change_nothing() -> None:
    data = saved(Given(row(AGREED, "2026-06-30"), 93, 150))
    found = json.loads(data)
    assert slugs(json.dumps(dict(reversed(found.items())), separators=(",", ":")).encode()) == []


def test_a_result_of_what_is_issued_no_more_is_refused_by_name() -> None:
    data = saved(Given(row(AGREED, "2026-06-30"), 93, 150))
    other = CONTRACT.replace("      - personalised-care-and-support-planning/plans-agreed\n", "")
    found, problems = read_saved_result(data, "reported.json", {"T-1": asked(other)})
    assert found is None
    assert [problem.slug for problem in problems] == ["not-issued"]
    assert "T-1 personalised-care-and-support-planning/quality/plans-agreed@" in problems[0].message


def test_what_was_hidden_stays_hidden_whatever_is_asked_later() -> None:
    quarter = row(AGREED, "2026-06-30")
    data = saved(Given(quarter, 3, 150), least=5)
    assert b'"3"' not in data
    found, _ = read_saved_result(data, "reported.json", {"T-1": asked()})
    assert found is not None and found.least == 5 and found.hidden == {quarter.id}
    again, _ = hold(found.read, [asked()], found.on)
    told = {each["row"]: each for each in returns_json(shown(again, 0, found.hidden))["figures"]}
    assert told[quarter.id]["outcome"] == "hidden"
