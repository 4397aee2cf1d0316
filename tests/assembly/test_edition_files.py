"""The shipped edition files: one a contract year and form, of one shape, and honest about what was verified."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

EDITIONS = Path(__file__).resolve().parents[2] / "editions"
CARRIED_OVER = ("2022/23", "2023/24", "2024/25", "2025/26")
YEARS = ("2019/20", "2020/21", "2021/22", *CARRIED_OVER, "2026/27")
FORMS = ("full-length", "shorter")
MARKS = {"read-in-handbook", "read-in-form", "general"}
KEYS = {"edition", "form", "known_from", "schedules", "specification_headings", "terms", "absent", "foreign_words"}
SCHEDULE_KEYS = {"letter", "title", "fact", "verified", "note", "columns", "columns_fact", "columns_verified"}
ALWAYS = {"service-specification", "quality-requirements", "reporting-requirements"}
FULL_LENGTH_ONLY = {"development-plan", "improvement-plan", "system-plan"}


@cache
def edition(year: str, form: str) -> dict[str, Any]:
    text = (EDITIONS / f"{year.replace('/', '-')}-{form}.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


every_edition = pytest.mark.parametrize(("year", "form"), [(year, form) for year in YEARS for form in FORMS])


def facts(given: dict[str, Any]) -> list[tuple[str, str]]:
    """Every fact of an edition with its mark."""
    found = [(entry["fact"], entry["verified"]) for entry in given["schedules"].values()]
    found += [
        (entry["columns_fact"], entry["columns_verified"])
        for entry in given["schedules"].values()
        if "columns" in entry
    ]
    found += [(entry["fact"], entry["verified"]) for entry in given["specification_headings"]]
    return found + [(entry["fact"], entry["verified"]) for entry in given["terms"].values()]


def test_there_is_one_file_for_each_contract_year_and_form() -> None:
    contracts = {f"{year.replace('/', '-')}-{form}.yaml" for year in YEARS for form in FORMS}
    assert {path.name for path in EDITIONS.iterdir()} == contracts | {"2026-27-grant.yaml"}


def test_a_grant_agreement_has_no_schedules_or_conditions_and_parties_of_its_own() -> None:
    given = edition("2026/27", "grant")
    assert set(given) == KEYS | {"words", "needs", "rules_set_aside"}
    assert (given["schedules"], given["specification_headings"], given["terms"]) == ({}, [], {})
    assert set(given["absent"]) == ALWAYS | FULL_LENGTH_ONLY
    assert (given["words"]["commissioner"], given["words"]["provider"], given["words"]["verified"]) == (
        "Grantor",
        "Recipient",
        "general",
    )
    assert {"Provider", "Commissioner", "Service Condition", "General Condition", "Schedule"} <= set(
        given["foreign_words"]
    )
    assert all(reason for reason in given["rules_set_aside"].values())


@every_edition
def test_an_edition_says_what_it_is_and_how_it_is_known(year: str, form: str) -> None:
    given = edition(year, form)
    assert set(given) == KEYS | {"other_schedules"}
    assert {"2B", "3A", "5A", "6B", "7"} <= set(given["other_schedules"])
    assert (given["edition"], given["form"]) == (year, form)
    assert given["known_from"].endswith(".")


@every_edition
def test_a_schedule_has_letter_title_and_fact_and_its_columns_have_a_fact_of_their_own(year: str, form: str) -> None:
    for key, entry in edition(year, form)["schedules"].items():
        assert {"letter", "title", "fact", "verified"} <= set(entry) <= SCHEDULE_KEYS, key
        assert isinstance(entry["letter"], str), key
        assert ("columns" in entry) == ("columns_fact" in entry) == ("columns_verified" in entry), key
        assert all(isinstance(title, str) and title for title in entry.get("columns", {}).values()), key


@every_edition
def test_every_schedule_is_either_there_or_absent_with_a_reason_and_a_way_out(year: str, form: str) -> None:
    given = edition(year, form)
    absent = FULL_LENGTH_ONLY if form == "shorter" else set()
    assert set(given["absent"]) == absent
    assert set(given["schedules"]) == ALWAYS | (FULL_LENGTH_ONLY - absent)
    assert all("use the full-length form" in reason for reason in given["absent"].values())


@every_edition
def test_a_fact_has_one_mark_wherever_it_is_named(year: str, form: str) -> None:
    marks: dict[str, set[str]] = {}
    for name, mark in facts(edition(year, form)):
        marks.setdefault(name, set()).add(mark)
    assert all(len(found) == 1 and found <= MARKS for found in marks.values()), marks


@every_edition
def test_what_is_not_verified_says_what_is_not_known(year: str, form: str) -> None:
    given = edition(year, form)
    for entry in [*given["schedules"].values(), *given["terms"].values()]:
        assert entry["verified"] != "general" or entry["note"], entry


@every_edition
def test_nothing_of_an_unread_form_passes_for_read(year: str, form: str) -> None:
    unread = form == "shorter" or year in (*CARRIED_OVER, "2026/27")
    if unread:
        assert {mark for _, mark in facts(edition(year, form))} == {"general"}
    else:
        assert {mark for _, mark in facts(edition(year, form))} > {"general"}


@every_edition
def test_the_headings_of_the_model_specification_rise_and_hold_the_two_places_inserts_go_to(
    year: str, form: str
) -> None:
    headings = [(entry["number"], entry["title"]) for entry in edition(year, form)["specification_headings"]]
    numbers = [tuple(map(int, number.split("."))) for number, _ in headings]
    assert numbers == sorted(set(numbers))
    assert dict(headings)["3.2"] == "Service description/care pathway"
    assert dict(headings)["5.1"] == "Applicable Quality Requirements"
    assert ("8.1" in dict(headings)) == (form == "full-length")


@every_edition
def test_the_table_of_quality_requirements_changes_in_2021(year: str, form: str) -> None:
    columns = list(edition(year, form)["schedules"]["quality-requirements"]["columns"])
    middle = ["consequence", "timing"] if year in ("2019/20", "2020/21") else ["period"]
    assert columns == ["requirement", "threshold", "method", *middle, "service"]


@pytest.mark.parametrize(
    ("year", "title"),
    [
        ("2019/20", "Local System Operating Plan Obligations"),
        ("2020/21", "Local System Plan Obligations"),
        ("2021/22", "Local System Plan Obligations"),
        ("2025/26", "Local System Plan Obligations"),
        ("2026/27", "Joint System Plan Obligations"),
    ],
)
def test_the_title_of_schedule_8_is_never_taken_for_verified(year: str, title: str) -> None:
    entry = edition(year, "full-length")["schedules"]["system-plan"]
    assert (entry["letter"], entry["title"], entry["fact"], entry["verified"]) == (
        "8",
        title,
        "schedule-8-title",
        "general",
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("year", CARRIED_OVER)
def test_an_edition_that_was_not_read_has_the_letters_titles_and_columns_of_2021_and_says_so(
    year: str, form: str
) -> None:
    def shown(given: dict[str, Any]) -> list[tuple[str, str, str, object]]:
        return [(key, each["letter"], each["title"], each.get("columns")) for key, each in given["schedules"].items()]

    given = edition(year, form)
    assert shown(given) == shown(edition("2021/22", form))
    assert "carried over from the edition of 2021/22" in given["known_from"]
    entries = [*given["schedules"].values(), *given["terms"].values()]
    assert [entry for entry in entries if "Carried over from the edition of 2021/22" not in entry["note"]] == []


def test_what_the_handbook_shows_of_its_own_year_is_marked_so() -> None:
    schedules = edition("2019/20", "full-length")["schedules"]
    assert {key for key, entry in schedules.items() if entry["verified"] == "read-in-handbook"} == {
        "service-specification",
        "development-plan",
        "improvement-plan",
    }


@every_edition
def test_the_clauses_of_the_conditions_that_inserts_refer_to_are_named(year: str, form: str) -> None:
    terms = edition(year, form)["terms"]
    assert {key: entry["text"] for key, entry in terms.items()} == {
        "choice": "SC6",
        "personalised-care": "SC10",
        "communication": "SC13",
        "consequence": "GC9",
        "variation": "GC13",
    }
