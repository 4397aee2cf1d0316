"""At the desk: records and values of one Commissioner, and clauses that are held to a version."""

from __future__ import annotations

import pytest
from tests.desk.conftest import EXAMPLES
from tests.desk.test_saving import form_of_page, looked

from specgen.desk.asked.choosing import chosen_ids, pins_changed, pins_of, wished_ids, wished_pins, with_choice
from specgen.desk.asked.edits import PREFIX, changed_answers, room_for, with_answers
from specgen.desk.asked.questions import questions_of

FILE = "two-services/contract.yaml"
DATA = (EXAMPLES / FILE).read_bytes()
GOVERNANCE = "personal-health-budgets/specification/governance"


def saved(data: bytes, typed: dict[str, str], room: str = "") -> str:
    found = looked(data)
    form = form_of_page(found) | {f"{PREFIX}{key}": value for key, value in typed.items()}
    after, problems = with_answers(found, changed_answers(found, form), room_for(found, room) if room else ())
    assert after is not None, problems
    return after.decode()


def added(before: str, after: str) -> list[str]:
    return [line for line in after.splitlines() if line not in before.splitlines()]


@pytest.mark.parametrize(("record", "beside"), [("delegation", "holder"), ("section_75", "lead")])
def test_a_record_of_a_commissioner_is_begun_by_a_button_and_then_asked(record: str, beside: str) -> None:
    begun = saved(DATA, {}, f"{record}/0")
    assert added(DATA.decode(), begun) == [f"    {record}:", "      reference:", f"      {beside}:"] or (
        record == "delegation"  # the other Commissioner of the example has one already
    )
    asked = [
        each.path
        for group in questions_of(looked(begun.encode()))
        for each in group.asked
        if each.path[:3] == ("commissioners", 0, record)
    ]
    assert asked == [("commissioners", 0, record, "reference"), ("commissioners", 0, record, beside)]
    filled = saved(
        begun.encode(), {f"commissioners/0/{record}/reference": "R-1", f"commissioners/0/{record}/{beside}": "A"}
    )
    content = looked(filled.encode()).contract
    assert content is not None
    assert getattr(content.content.commissioners[0], record).reference == "R-1"
    emptied = saved(
        filled.encode(), {f"commissioners/0/{record}/reference": "", f"commissioners/0/{record}/{beside}": ""}
    )
    assert emptied == DATA.decode()


def test_a_value_of_one_commissioner_is_begun_and_taken_away() -> None:
    other = saved(DATA, {"commissioners/1/values/sdm_collaborate_target": "55"})
    assert added(DATA.decode(), other) == ["      sdm_collaborate_target: 55"]
    assert saved(other.encode(), {"commissioners/1/values/sdm_collaborate_target": ""}) == DATA.decode()


def choice(data: bytes, pins: dict[str, str], untick: str = "") -> str:
    """The file after the page of clauses was sent with these versions."""
    found = looked(data)
    shown = {f"shown:{each}": "1" for each in found.precedents.library.clauses}
    ticked = {f"clause:{each}": "1" for each in chosen_ids(found, 0) if each != untick}
    form = {**shown, **ticked, **{f"pin:{each}": version for each, version in pins.items()}}
    after, problems = with_choice(found, 0, wished_ids(found, 0, form), wished_pins(found, 0, form))
    assert after is not None, problems
    return after.decode()


def chosen_with_versions() -> str:
    found = looked(DATA)
    return next(
        each for each in sorted(chosen_ids(found, 0)) if len(found.precedents.library.clauses[each].versions) > 1
    )


def test_nothing_pinned_anew_changes_nothing() -> None:
    assert choice(DATA, dict.fromkeys(chosen_ids(looked(DATA), 0), "")) == DATA.decode()


def test_a_clause_is_held_to_a_version_and_let_go_again() -> None:
    clause = chosen_with_versions()
    held = choice(DATA, {clause: "1"})
    found = looked(held.encode())
    assert pins_of(found, 0)[clause] == 1
    assert chosen_ids(found, 0) == chosen_ids(looked(DATA), 0)
    assert pins_changed(looked(DATA), 0, chosen_ids(found, 0), pins_of(found, 0)) == 1
    free = choice(held.encode(), {clause: ""})
    assert pins_of(looked(free.encode()), 0)[clause] is None


def test_a_version_that_is_not_there_is_no_pin() -> None:
    clause = chosen_with_versions()
    assert choice(DATA, {clause: "99"}) == choice(DATA, {clause: "../1"}) == DATA.decode()


def test_a_clause_with_values_of_its_own_keeps_them_when_it_is_held() -> None:
    text = DATA.decode()
    line = next(line for line in text.splitlines() if line.strip() == "- social-prescribing/uptake")
    indent = line[: line.index("-")]
    own = text.replace(
        line, f"{indent}- clause: social-prescribing/uptake\n{indent}  values:\n{indent}    sp_uptake_target: 61", 1
    )
    found = looked(own.encode())
    clause = "social-prescribing/quality/uptake"
    for service in (0, 1):
        if clause in chosen_ids(found, service):
            after, problems = with_choice(
                found, service, chosen_ids(found, service), {**pins_of(found, service), clause: 1}
            )
            assert after is not None, problems
            assert added(own, after.decode()) == [f"{indent}- clause: social-prescribing/uptake@1"]
