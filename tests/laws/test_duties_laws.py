"""The laws of the whole: whatever a contract chooses and whatever days it gives, what its duties contradict is told.

The oracle reads the shipped readings with PyYAML and counts days by itself; it imports none of the rules, nor the
ledger.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checks.contracts import contract, pack_of, shipped

from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.reports import cited_reports, further_reports
from specgen.checks import check

ROOT = Path(__file__).parents[2]
WORDS = {"one": 1, "two": 2, "three": 3, "six": 6}
SIDES = {"Provider": 0, "Recipient": 0}


@dataclass(frozen=True)
class Said:
    """One entry of a reading, as the oracle reads it."""

    clause: str
    entry: dict[str, Any]

    @property
    def reference(self) -> str:
        return f"{self.clause}#{self.entry['sentence']}"

    @property
    def owes(self) -> bool:
        return self.entry["mode"] in ("duty", "standing")


@cache
def readings() -> dict[str, tuple[Said, ...]]:
    found = {}
    for path in sorted((ROOT / "clauses").glob("*/specification/*/1.duties.yaml")):
        clause = path.parent.relative_to(ROOT / "clauses").as_posix()
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[clause] = tuple(Said(clause, entry) for entry in whole["readings"])
    return found


@cache
def vocabulary() -> dict[str, str]:
    whole = yaml.safe_load((ROOT / "clauses" / "vocabulary.yaml").read_text(encoding="utf-8"))
    return {act: family for family, acts in whole["acts"].items() for act in acts}


def months_before(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Drawn:
    """A contract that was drawn: its clauses, its days, and the day from which it binds."""

    clauses: tuple[str, ...]
    days: dict[str, date]
    start: date
    dated: date

    def said(self) -> list[Said]:
        there = {
            said.reference
            for clause in self.clauses
            for said in readings()[clause]
            if said.entry["mode"] not in ("part", "status")
        }
        return [
            said
            for clause in self.clauses
            for said in readings()[clause]
            if not any(local in there for local in self._met_by(said))
        ]

    @staticmethod
    def _met_by(said: Said) -> list[str]:
        met_by = said.entry.get("basis", {}).get("met_by", [])
        return met_by if isinstance(met_by, list) else [met_by]

    def moment(self, said: Said, written: object) -> date | None:
        text = str(written)
        if found := re.fullmatch(r"\{\{ (\w+) \}\}", text):
            return self.days.get(found[1])
        if text == "Service Commencement Date":
            return self.start
        if "#" in text:
            reference = f"{said.clause}{text}" if text.startswith("#") else text
            other = next((each for each in self.said() if each.reference == reference and each.owes), None)
            when = other.entry.get("when", {}) if other is not None else {}
            return (
                self.moment(other, when.get("by", when.get("start")))
                if other is not None and set(when) <= {"by", "start"} and when
                else None
            )
        return None

    def counted_back(self, said: Said) -> date | None:
        when = said.entry.get("when", {})
        if "before" not in when or "at_least" not in when or (day := self.moment(said, when["before"])) is None:
            return None
        count, unit = when["at_least"].split(" ")
        number = WORDS.get(count) or int(count)
        return months_before(day, number) if unit.startswith("month") else day - timedelta(days=number)

    def due(self, said: Said) -> date | None:
        when = said.entry.get("when", {})
        if set(when) == {"by"} or set(when) == {"start"}:
            return self.moment(said, when.get("by", when.get("start")))
        return None


@st.composite
def drawn_contracts(draw: st.DrawFn) -> Drawn:
    known = sorted(clause for clause in readings() if "/grant" not in clause)
    chosen = draw(st.lists(st.sampled_from(known), min_size=1, max_size=6, unique=True))
    start = draw(st.dates(date(2026, 4, 1), date(2026, 12, 31)))
    names = sorted(
        {
            name
            for clause in chosen
            for name, placeholder in shipped().clauses[clause].placeholders.items()
            if placeholder.kind == "date"
        }
    )
    days = {name: draw(st.dates(date(2026, 3, 1), date(2028, 12, 31))) for name in names}
    return Drawn(tuple(chosen), days, start, draw(st.dates(date(2026, 3, 1), start)))


def text_of(drawn: Drawn, reporting: bool = False) -> str:
    values = [f"  {name}: {day.isoformat()}" for name, day in drawn.days.items()]
    values += ["  pc_report_interval: 3 months", "  pc_report_due: 20 days"]
    text = contract(
        f"specification: [{', '.join(f'{clause}@1' for clause in drawn.clauses)}]",
        particulars=f"date: {drawn.dated.isoformat()}",
        after="\n".join([*(["reporting: [personalised-care/satisfaction]"] if reporting else []), "values:", *values]),
    )
    return text.replace("start: 2026-04-01", f"start: {drawn.start.isoformat()}")


def contradictions(drawn: Drawn) -> Iterator[str]:
    """The slugs of the rules that must speak of the contract."""
    said = drawn.said()
    for each in said:
        early = drawn.counted_back(each)
        if early is not None and early < max(drawn.start, drawn.dated) and not each.entry.get("mobilisation"):
            yield "duty-cannot-be-kept"
        day = drawn.due(each)
        needs = each.entry.get("needs", [])
        for needed in needs if isinstance(needs, list) else [needs]:
            ready = [
                found
                for other in said
                if other.owes
                and other.entry.get("object") == needed
                and other is not each
                and (found := drawn.due(other))
            ]
            if day is not None and ready and max(ready) > day:
                yield "duty-before-what-it-needs"


@settings(max_examples=120, deadline=None)
@given(drawn_contracts())
def test_a_day_that_nobody_can_keep_and_a_need_that_comes_too_late_are_told(drawn: Drawn) -> None:
    told = {problem.slug for problem in check(pack_of(text_of(drawn)))}
    assert set(contradictions(drawn)) <= told


@settings(max_examples=80, deadline=None)
@given(drawn_contracts())
def test_every_report_of_the_contract_is_listed_once(drawn: Drawn) -> None:
    pack = pack_of(text_of(drawn, reporting=True))
    asked = {
        (said.entry["object"], said.entry["reported"], said.reference)
        for said in drawn.said()
        if said.entry.get("reported")
    }
    listed = further_reports(pack)
    assert len(listed) == len({(report.wording, report.period) for report in listed})
    own = {"satisfaction and experience"}
    assert len({(thing, counted, reference) for thing, counted, reference in asked if thing not in own}) == len(
        listed
    ) + len(cited_reports(pack))


@settings(max_examples=80, deadline=None)
@given(drawn_contracts())
def test_every_duty_has_a_row_or_is_met_by_one_and_what_follows_an_event_has_no_day(drawn: Drawn) -> None:
    rows = ledger_of(pack_of(text_of(drawn))).rows
    expected = [said.reference for said in drawn.said() if said.entry["mode"] not in ("part", "status")]
    assert sorted(f"{row.clause_id}#{row.reading.sentence}" for row in rows) == sorted(expected)
    for row in rows:
        assert (row.part == "dated") == bool(row.days)
        if row.reading.when.kind in ("always", "start", "at_least_every") or row.reading.mode == "limit":
            assert row.days == ()
