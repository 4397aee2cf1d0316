"""The law of the errors: a contract that may be built holds no contradiction, whatever clauses an organisation writes.

The clauses are drawn as sentences with a reading each. The oracle knows the draw and nothing of the rules or the
ledger: it says by itself whether two sentences contradict each other, a consent has no end, a duty comes before what it
needs, a day lies before anybody is bound, or a report stands in no list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.checks.contracts import contract, pack_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.assembly.ledger.reports import reports_listed_in
from specgen.checks import check
from specgen.library.model import Clause

START = date(2026, 4, 1)
ONE_FAMILY = ("give", "write")
ACTS = (*ONE_FAMILY, "offer", "report", "propose")
OBJECTS = ("map", "plan", "count of people")
ACTORS = ("Provider", "Co-ordinating Commissioner", "Parties")
DAYS = (date(2026, 6, 30), date(2026, 9, 30), date(2027, 3, 31))


@dataclass(frozen=True)
class Sentence:
    """A clause of one sentence, as it was drawn."""

    name: str
    mode: str
    actor: str
    act: str
    object: str
    group: str
    share: str
    day: date
    back: int
    needs: str
    time: bool
    silence: bool
    reported: bool

    @property
    def due(self) -> date | None:
        """The day on which it is due, where it is a duty with a day and not one that comes again."""
        if self.mode != "duty" or self.reported:
            return None
        return self.day - timedelta(days=self.back)

    def clause(self) -> Clause:
        lines = ['- sentence: "p1"', "  opens: It must be", f"  mode: {self.mode}", f"  actor: {self.actor}"]
        lines += [f"  act: {self.act}", f"  object: {self.object}"]
        if self.mode == "consent":
            lines += ["  when: {within: 28 days, after: request}"] * self.time
            lines += ["  silence: it stands"] * self.silence
        elif self.reported:
            lines += ["  when: {every: Quarter, within: one month}", "  reported: in the period"]
        elif self.back:
            lines += [f'  when: {{before: "{{{{ {self.name}_date }}}}", at_least: {self.back} days}}']
        else:
            lines += [f'  when: {{by: "{{{{ {self.name}_date }}}}"}}']
        lines += [f"  scope: {{group: {self.group}}}"] * bool(self.group)
        lines += [f"  much: at least {self.share} of it"] * bool(self.share)
        lines += [f"  needs: {self.needs}"] * (bool(self.needs) and self.mode == "duty")
        wording = f"It must be done by {{{{ {self.name}_date }}}}."
        return own_clause(
            f"co-production/specification/{self.name}", wording, "\n".join(lines), {f"{self.name}_date": "date"}
        )


@st.composite
def sentences(draw: st.DrawFn) -> list[Sentence]:
    names = ("one", "two", "three", "four")[: draw(st.integers(1, 4))]
    return [
        Sentence(
            name=name,
            mode=draw(st.sampled_from(("duty", "duty", "duty", "consent"))),
            actor=draw(st.sampled_from(ACTORS)),
            act=draw(st.sampled_from(ACTS)),
            object=draw(st.sampled_from(OBJECTS)),
            group=draw(st.sampled_from(("", "", "adults", "children"))),
            share=draw(st.sampled_from(("", "80%", "90%"))),
            day=draw(st.sampled_from(DAYS)),
            back=draw(st.sampled_from((0, 0, 0, 60, 120))),
            needs=draw(st.sampled_from(("", "", "map"))),
            time=draw(st.booleans()),
            silence=draw(st.booleans()),
            reported=draw(st.sampled_from((False, False, True))),
        )
        for name in names
    ]


def family(act: str) -> str:
    return "making" if act in ONE_FAMILY else act


def wrong(drawn: list[Sentence]) -> Iterator[str]:
    """What is wrong with the contract, by the rule that must call it an error."""
    for one, other in combinations(drawn, 2):
        alike = (one.object, one.group, family(one.act)) == (other.object, other.group, family(other.act))
        if (one.mode, other.mode) != ("duty", "duty") or not alike or one.act in ("report", "propose"):
            continue
        two_days = one.due is not None and other.due is not None and one.due != other.due
        two_figures = bool(one.share and other.share) and one.share != other.share
        if one.actor != other.actor or two_days or two_figures:
            yield "one-thing-owed-twice"
    for each in drawn:
        if each.mode == "consent" and not (each.time and each.silence):
            yield "consent-without-end"
        if each.back and each.due is not None and each.due < START:
            yield "duty-cannot-be-kept"
        makers = [other for other in drawn if other is not each and other.object == "map" and other.due is not None]
        if each.needs and each.due is not None and makers:
            last = max(makers, key=lambda maker: maker.due or START)
            if last.due is not None and last.due > each.due:
                yield "duty-before-what-it-needs"


def text_of(drawn: list[Sentence]) -> str:
    values = "\n".join(["values:", *(f"  {each.name}_date: {each.day.isoformat()}" for each in drawn)])
    return contract(
        f"specification: [{', '.join(f'co-production/{each.name}' for each in drawn)}]",
        particulars="date: 2026-03-20",
        after=values,
    )


@settings(max_examples=150, deadline=None)
@given(sentences())
def test_a_contract_that_builds_holds_no_contradiction_and_lists_each_report_once(drawn: list[Sentence]) -> None:
    pack = pack_of(text_of(drawn), library_of(*(each.clause() for each in drawn)))
    errors = {problem.slug for problem in check(pack) if problem.severity == "error"}
    assert set(wrong(drawn)) <= errors
    listed = Counter(report.required_by for document in pack.documents for report in reports_listed_in(pack, document))
    asked = [each for each in drawn if each.mode == "duty" and each.reported]
    assert len(listed) <= len(asked)
    for each in asked:
        assert sum(f"“{each.name.capitalize()}”" in said for said in listed.elements()) == 1
