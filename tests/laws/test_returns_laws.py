"""Laws of returns: no order of rows changes anything, totals are those of their rows, and what is hidden stays so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.progress.portfolio import wording
from tests.reported_figures.returned import CONTRACT, asked

from specgen.progress.page import progress_document, progress_html
from specgen.progress.report import ProgressReport, progress_json, progress_report
from specgen.progress.workbook import progress_workbook
from specgen.reported_figures.asked import AskedPack, AskedRow
from specgen.reported_figures.hold import HeldReturns, hold
from specgen.reported_figures.page import returns_document, returns_html
from specgen.reported_figures.read import ReadReturns, ReportedRow
from specgen.reported_figures.report import returns_json, returns_report
from specgen.reported_figures.saved import read_saved_result, saved_bytes
from specgen.reported_figures.shown import HIDDEN, ShownReturns, shown

ON = date(2027, 6, 1)
LEAST = 5
PACKS = (asked(), asked(CONTRACT.replace("reference: T-1", "reference: T-2")))
ASKED_FOR = {
    "plans-agreed": {date(2026, 6, 30), date(2026, 9, 30)},
    "referrals-made": {date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31)},
    "patient-education": {date(2026, 9, 30)},
    "outcomes-achieved": {date(2026, 6, 30)},
}
FAMILY = [row for pack in PACKS for row in pack.rows if row.last in ASKED_FOR.get(row.clause.rpartition("/")[2], set())]
WHOLES = [row for row in FAMILY if not row.party]
PARTS = [row for row in FAMILY if row.party]


def family(row: AskedRow) -> tuple[object, ...]:
    """What a row of all and those of the Commissioners have in common."""
    return row.reference, row.clause, row.figure, row.last


STATUS = st.sampled_from(["provisional", "final", "restated"])

Pair = tuple[int, int]


def reported(row: AskedRow, numerator: int, denominator: int, status: str) -> ReportedRow:
    whole = Decimal(denominator) if row.kind == "share" else row.whole
    return ReportedRow(row.id, "returns.xlsx", 2, Decimal(numerator), whole, status, None, "a note")


@st.composite
def tables(draw: st.DrawFn) -> tuple[ReportedRow, ...]:
    """Returns whose Commissioners' rows add up, with many small numbers among them."""
    count = st.one_of(st.integers(0, 12), st.integers(0, 400))
    found: list[ReportedRow] = []
    for whole in WHOLES:
        if not whole.over_year and not draw(st.booleans()):
            continue
        parts = [row for row in PARTS if family(row) == family(whole)]
        status = draw(STATUS)
        pairs = []
        for _ in parts:
            denominator = draw(count)
            pairs.append((draw(st.integers(0, denominator)), denominator))
        split = draw(st.booleans())
        total = (sum(numerator for numerator, _ in pairs), sum(denominator for _, denominator in pairs))
        found.append(reported(whole, *total, status))
        if split:
            found += [reported(part, *pair, status) for part, pair in zip(parts, pairs, strict=True)]
    return tuple(found)


def held(rows: Sequence[ReportedRow]) -> HeldReturns:
    found, problems = hold(ReadReturns(tuple(rows)), PACKS, ON)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return found


def said(found: ShownReturns) -> str:
    return json.dumps(returns_json(found), sort_keys=True)


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_rows_changes_nothing(rows: tuple[ReportedRow, ...], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert said(shown(held(rows), LEAST)) == said(shown(held(shuffled), LEAST))


@given(tables())
@settings(max_examples=15)
def test_a_total_is_the_sum_of_its_rows(rows: tuple[ReportedRow, ...]) -> None:
    by_id = {row.row: row for row in rows}
    found = shown(held(rows))
    for total in found.totals:
        of = [
            by_id[row.id]
            for row in WHOLES
            if (row.clause, row.figure, row.first, row.last) == (total.clause, total.figure, total.first, total.last)
            and row.id in by_id
            and (by_id[row.id].status == "provisional") == (total.status == "provisional")
        ]
        assert total.returns == len(of)
        assert Decimal(total.numerator.replace(",", "")) == sum(row.numerator or 0 for row in of)
    for year in found.years:
        quarters = [row for row in WHOLES if row.over_year and row.reference == year.asked.reference]
        if year.total and not year.asked.party:
            assert Decimal(year.total.replace(",", "")) == sum(by_id[row.id].numerator or 0 for row in quarters)


def is_small(row: AskedRow, numerator: int, denominator: int) -> bool:
    share = row.kind == "share"
    return numerator < LEAST or (share and (denominator < LEAST or denominator - numerator < LEAST))


@given(tables(), st.data())
@settings(max_examples=40)
def test_what_is_shown_does_not_depend_on_a_hidden_count(rows: tuple[ReportedRow, ...], data: st.DataObject) -> None:
    """A hidden count is changed to another that would be hidden as well, and its whole with it: the same is shown, so
    nothing that is shown gives it back."""
    before = held(rows)
    named = {row.id: row for row in FAMILY}
    hidden = [row for row in rows if is_small(named[row.row], int(row.numerator or 0), int(row.denominator or 0))]
    # A count of one Commissioner, or of all where it was not split: the smallest number that anything is made of.
    split = {
        (named[row.row].clause, named[row.row].figure, named[row.row].last) for row in rows if named[row.row].party
    }
    leaves = [
        row
        for row in hidden
        if named[row.row].party or (named[row.row].clause, named[row.row].figure, named[row.row].last) not in split
    ]
    if not leaves:
        return
    leaf = data.draw(st.sampled_from(leaves))
    asked_row = named[leaf.row]
    denominator = int(leaf.denominator or 0) if asked_row.kind == "share" else LEAST
    others = [n for n in range(0, max(denominator, LEAST)) if n <= denominator or asked_row.kind != "share"]
    others = [n for n in others if is_small(asked_row, n, denominator) and n != leaf.numerator]
    if not others:
        return
    changed = data.draw(st.sampled_from(others))
    by = Decimal(changed) - (leaf.numerator or Decimal(0))

    def moved(row: ReportedRow) -> ReportedRow:
        other = named[row.row]
        if row.row == leaf.row or (family(other) == family(asked_row) and not other.party):
            return ReportedRow(
                row.row, row.file, row.number, (row.numerator or 0) + by, row.denominator, row.status, row.on, row.note
            )
        return row

    after = held([moved(row) for row in rows])
    assert said(shown(before, LEAST)) == said(shown(after, LEAST))


@given(tables())
@settings(max_examples=15)
def test_a_hidden_figure_shows_none_of_its_numbers_nor_its_note(rows: tuple[ReportedRow, ...]) -> None:
    found = shown(held(rows), LEAST)
    for figure in found.figures:
        small = [
            row
            for row in rows
            if row.row == figure.asked.id and is_small(figure.asked, int(row.numerator or 0), int(row.denominator or 0))
        ]
        if small:
            now = figure.current
            assert now is not None
            assert (figure.outcome, now.numerator, now.denominator, now.share, now.note, figure.by) == (
                "hidden",
                HIDDEN,
                HIDDEN,
                HIDDEN,
                "",
                "",
            )


OUTCOMES = [row for row in PACKS[0].rows if row.clause.endswith("/outcomes-achieved") and row.last == date(2026, 6, 30)]


def test_a_count_that_the_others_of_its_report_leave_is_hidden_with_them() -> None:
    """Achieved, partly and not achieved add up to the outcomes reviewed: two of them and the whole give the third."""
    achieved, partly, not_achieved = (row for row in OUTCOMES if not row.party)
    rows = (reported(achieved, 60, 100, ""), reported(partly, 37, 100, ""), reported(not_achieved, 3, 100, ""))
    found = shown(held(rows), LEAST)
    assert {figure.outcome for figure in found.figures if figure.asked in (achieved, partly, not_achieved)} == {
        "hidden"
    }
    assert [total.numerator for total in found.totals] == [HIDDEN, HIDDEN, HIDDEN]


def test_a_count_that_is_large_and_whose_rest_is_small_is_hidden() -> None:
    plans = next(row for row in WHOLES if row.clause.endswith("/plans-agreed"))
    found = shown(held((reported(plans, 98, 100, "final"),)), LEAST)
    assert next(figure.outcome for figure in found.figures if figure.asked == plans) == "hidden"
    assert found.baselines == ()


def test_a_sum_over_contracts_that_holds_a_hidden_count_is_hidden() -> None:
    one, other = (row for row in WHOLES if row.clause.endswith("/referrals-made") and row.last == date(2026, 6, 30))
    found = shown(held((reported(one, 3, 0, "final"), reported(other, 30, 0, "final"))), LEAST)
    assert [(total.returns, total.numerator) for total in found.totals] == [(2, HIDDEN)]
    assert next(figure.outcome for figure in found.figures if figure.asked == other) == "reported"


def test_the_year_of_a_hidden_quarter_is_hidden() -> None:
    quarters = [row for row in WHOLES if row.clause.endswith("/referrals-made") and row.reference == "T-1"]
    rows = tuple(reported(row, count, 0, "final") for row, count in zip(quarters, (60, 60, 60, 3), strict=True))
    year = next(year for year in shown(held(rows), LEAST).years if not year.asked.party)
    assert (year.total, year.outcome, year.by) == (HIDDEN, "hidden", "")


@given(tables(), st.sampled_from([0, LEAST]))
@settings(max_examples=25)
def test_a_saved_result_says_what_the_returns_said(rows: tuple[ReportedRow, ...], least: int) -> None:
    """Read again, held again and shown again, a result is the same to the letter, hidden figures included."""
    first = shown(held(rows), least)
    saved, problems = read_saved_result(saved_bytes(first), "reported.json", {pack.reference: pack for pack in PACKS})
    assert saved is not None and problems == []
    again, _ = hold(saved.read, PACKS, saved.on)
    assert said(shown(again, max(0, saved.least), saved.hidden)) == said(first)


# A count that two figures give back, the one less the other, which no total shows: a measure of the quality schedule is
# of one service, a report of Schedule 6A of the whole contract, and a month is part of a quarter.

OF_THREE = """
contract:
  reference: L-1
  title: A contract
  edition: 2026/27
  term: {start: 2026-04-01, end: 2028-03-31}
commissioners:
  - {name: NHS Upland Integrated Care Board, ods_code: X9A01}
  - {name: Upland Council, ods_code: X9A02, role: associate, kind: local authority}
  - {name: Downland Council, ods_code: X9A03, role: associate, kind: local authority}
provider: {name: Upland Care, kind: NHS trust, ods_code: X9T01}
"""
LINKED = (
    OF_THREE
    + """services:
  - name: A service
    cohort: adults
    quality:
      - social-prescribing/uptake
      - social-prescribing/referrals-made
      - personalised-care-and-support-planning/plans-agreed
    values: {sp_uptake_target: 60, sp_referrals_target: 200, pcsp_agreed_target: 80}
  - name: Another service
    cohort: children
    quality: [social-prescribing/uptake]
    values: {sp_uptake_target: 60}
reporting: [social-prescribing/people-reached, social-prescribing/link-worker-service, personalised-care/satisfaction]
values: {pc_report_interval: INTERVAL, pc_report_due: 20 days, pc_report_format: a table}
"""
)
QUARTER, MONTHS = "2026-06-30", ("2026-04-30", "2026-05-31", "2026-06-30")
UPTAKE, REACHED = "social-prescribing/quality/uptake", "social-prescribing/reporting/people-reached"


def linked(interval: str) -> AskedPack:
    return asked(LINKED.replace("INTERVAL", interval))


def one_of(pack: AskedPack, clause: str, last: str, figure: str = "", service: str = "", party: str = "") -> AskedRow:
    (found,) = (
        row
        for row in pack.rows
        if (row.clause, row.last.isoformat(), row.figure, row.party) == (clause, last, figure, party)
        and service in ("", row.service)
    )
    return found


def hidden_of(pack: AskedPack, *rows: ReportedRow) -> set[str]:
    found, _ = hold(ReadReturns(rows), [pack], ON)
    return {figure.asked.id for figure in shown(found, LEAST).figures if figure.outcome == "hidden"}


def test_a_share_whose_rest_is_small_is_not_given_back_by_a_report_of_the_whole_contract() -> None:
    """40 of 42 took it up: two did not. The report says 42 referred and 40 who took it up, of 300 seen."""
    pack = linked("3 months")
    uptake = one_of(pack, UPTAKE, QUARTER, service="01")
    referred, took_up = (one_of(pack, REACHED, QUARTER, figure) for figure in ("referred", "took-up"))
    rows = (reported(uptake, 40, 42, ""), reported(referred, 42, 300, ""), reported(took_up, 40, 300, ""))
    assert hidden_of(pack, *rows) == {uptake.id, referred.id, took_up.id}


def test_the_whole_contract_less_one_service_does_not_give_the_other_back() -> None:
    pack = linked("3 months")
    small, large = (one_of(pack, UPTAKE, QUARTER, service=number) for number in ("01", "02"))
    took_up = one_of(pack, REACHED, QUARTER, "took-up")
    rows = (reported(small, 3, 20, ""), reported(large, 30, 50, ""), reported(took_up, 33, 300, ""))
    assert hidden_of(pack, *rows) == {small.id, took_up.id}


def test_a_quarter_less_two_months_does_not_give_the_third_back() -> None:
    pack = linked("1 month")
    months = [one_of(pack, "social-prescribing/reporting/link-worker-service", last, "referrals") for last in MONTHS]
    quarter = one_of(pack, "social-prescribing/quality/referrals-made", QUARTER)
    rows = [reported(month, count, 0, "") for month, count in zip(months, (3, 12, 8), strict=True)]
    found = hidden_of(pack, *rows, reported(quarter, 23, 0, ""))
    assert {months[0].id, quarter.id} <= found


def test_figures_of_other_people_are_shown_beside_a_hidden_one() -> None:
    pack = linked("3 months")
    uptake = one_of(pack, UPTAKE, QUARTER, service="01")
    plans = one_of(pack, "personalised-care-and-support-planning/quality/plans-agreed", QUARTER)
    asked_people = one_of(pack, "personalised-care/reporting/satisfaction", QUARTER)
    later = one_of(pack, REACHED, "2026-09-30", "took-up")
    rows = [reported(row, *pair, "") for row, pair in ((uptake, (3, 20)), (plans, (90, 150)), (later, (30, 90)))]
    assert hidden_of(pack, *rows, reported(asked_people, 60, 150, "")) == {uptake.id}


PARTIES = ("NHS Upland Integrated Care Board", "Upland Council", "Downland Council")


@pytest.mark.parametrize(
    ("whole", "parts", "hides"),
    [
        ((33, 90), ((30, 60), None, None), True),  # 3 of 30 are left for two
        ((58, 90), ((30, 60), None, None), True),  # of 30, all but 2
        ((32, 63), ((30, 60), None, None), True),  # 2 of 3
        ((40, 90), ((30, 60), None, None), False),
        ((40, 90), ((20, 40), (10, 20), None), False),
        ((34, 70), ((20, 40), (10, 20), None), True),
        ((30, 60), ((30, 60), None, None), True),  # nobody is left, and 0 is a number under five
        ((60, 120), ((20, 40), (20, 40), (20, 40)), False),
    ],
)
def test_what_the_rows_of_some_commissioners_leave_of_the_whole_is_a_count_of_the_others(
    whole: Pair, parts: tuple[Pair | None, ...], hides: bool
) -> None:
    pack = linked("3 months")
    plans = "personalised-care-and-support-planning/quality/plans-agreed"
    everybody = one_of(pack, plans, QUARTER)
    rows = [reported(everybody, *whole, "final")]
    for party, pair in zip(PARTIES, parts, strict=True):
        if pair is not None:
            rows.append(reported(one_of(pack, plans, QUARTER, party=party), *pair, "final"))
    assert hidden_of(pack, *rows) == ({everybody.id} if hides else set())


def test_an_earlier_return_of_the_whole_gives_no_earlier_count_of_one_commissioner_back() -> None:
    pack = linked("3 months")
    plans = "personalised-care-and-support-planning/quality/plans-agreed"
    everybody = one_of(pack, plans, QUARTER)
    one, two, three = (one_of(pack, plans, QUARTER, party=party) for party in PARTIES)
    rows = [reported(everybody, 63, 123, "provisional"), reported(everybody, 80, 160, "final")]
    rows += [reported(one, 30, 60, "provisional"), reported(two, 30, 60, "provisional")]
    rows += [reported(one, 30, 60, "final"), reported(two, 30, 60, "final"), reported(three, 20, 40, "final")]
    assert hidden_of(pack, *rows) == {everybody.id}


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), min_size=6, max_size=6),
    st.integers(100, 400),
)
@settings(max_examples=25)
def test_no_figure_that_holds_a_small_one_is_shown(pairs: list[Pair], seen: int) -> None:
    """Two services and three Commissioners: each small share is in that of its service, in those of the report for its
    Commissioner, and in those for all of them."""
    pack = linked("3 months")
    cells = {
        (service, party): (took_up, took_up + not_taken)
        for (service, party), (took_up, not_taken) in zip(
            ((service, party) for service in ("01", "02") for party in PARTIES), pairs, strict=True
        )
    }
    rows: list[ReportedRow] = []
    for service in ("01", "02"):
        for party in ("", *PARTIES):
            own = [cells[service, each] for each in PARTIES if party in ("", each)]
            asked_row = one_of(pack, UPTAKE, QUARTER, service=service, party=party)
            rows.append(reported(asked_row, sum(n for n, _ in own), sum(of for _, of in own), ""))
    for party in ("", *PARTIES):
        own = [pair for (_, each), pair in cells.items() if party in ("", each)]
        people = seen * (1 if party else len(PARTIES))
        for figure, counted in (("took-up", sum(n for n, _ in own)), ("referred", sum(of for _, of in own))):
            rows.append(reported(one_of(pack, REACHED, QUARTER, figure, party=party), counted, people, ""))
    hidden = hidden_of(pack, *rows)
    for (service, party), pair in cells.items():
        small = one_of(pack, UPTAKE, QUARTER, service=service, party=party)
        if is_small(small, *pair):
            holding = {one_of(pack, UPTAKE, QUARTER, service=service, party=each).id for each in ("", party)}
            holding |= {
                one_of(pack, REACHED, QUARTER, figure, party=each).id
                for figure in ("took-up", "referred")
                for each in ("", party)
            }
            assert holding <= hidden


# Whoever holds all that is shown may solve for what is hidden: all sums, parts, cumulative numbers and amounts at
# a known price are equations. A small number is safe where they do not fix it.

SOLVED = (
    OF_THREE
    + """services:
  - name: A service
    cohort: adults
    quality: [social-prescribing/uptake, social-prescribing/referrals-made, supported-self-management/patient-education]
    values: {sp_uptake_target: 60, sp_referrals_target: 200, ssm_education_target: 80, ssm_education_trajectory: 400}
reporting: [social-prescribing/link-worker-service, personalised-care/total-funding]
values: {pc_report_interval: 3 months, pc_report_due: 20 days, pc_report_format: a table}
"""
)
ENDS = (date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31))
PRICE = 25
BUDGETS = "personal-health-budgets/budgets-in-use"
BUDGETS_IN_USE = "personal-health-budgets/reporting/budgets-in-use"
MADE, EDUCATION = "social-prescribing/quality/referrals-made", "supported-self-management/quality/patient-education"
LINK_WORKERS, FUNDING = "social-prescribing/reporting/link-worker-service", "personalised-care/reporting/total-funding"
TOLD = {(UPTAKE, ""), (MADE, ""), (EDUCATION, ""), (LINK_WORKERS, "referrals"), (FUNDING, "other")}


def of_the_same_people(reference: str) -> AskedPack:
    """A contract whose measures, a cumulative one and an amount among them, all count those who are referred."""
    found = asked(SOLVED.replace("L-1", reference))
    rows = tuple(replace(row, people="those referred") for row in found.rows)
    return replace(found, rows=rows, by_id={row.id: row for row in rows})


def of_one_clause(reference: str) -> AskedPack:
    """A contract with one measure of its own that is returned twice: quarter by quarter, and since the year began."""
    found = of_the_same_people(reference)
    rows = tuple(
        replace(row, clause=MADE, title="Referrals", figure="so-far" if row.clause == EDUCATION else "in-the-quarter")
        for row in found.rows
        if row.clause in (MADE, EDUCATION)
    )
    return replace(found, rows=rows, by_id={row.id: row for row in rows})


def told_rows(packs: Iterable[AskedPack]) -> list[AskedRow]:
    return [
        row
        for pack in packs
        for row in pack.rows
        if ((row.clause, row.figure) in TOLD or row.clause == MADE) and row.last in ENDS
    ]


SAME = (of_the_same_people("S-1"), of_the_same_people("S-2"))
ONE_CLAUSE = (of_one_clause("S-1"), of_one_clause("S-2"))
Leaf = tuple[str, str, date, str]
"""Contract, Commissioner, quarter, and whether it is those referred or those of them who took it up."""
Form = dict[Leaf, int]


def forms(row: AskedRow) -> tuple[Form, Form]:
    """Numerator and denominator of a figure, as sums of the numbers that everything is made of."""
    parties = [row.party] if row.party else list(PARTIES)
    ends = [end for end in ENDS if row.first <= end <= row.last]
    what = "took up" if row.clause == UPTAKE else "referred"
    price = PRICE if row.kind == "amount" else 1
    numerator = {(row.reference, party, end, what): price for party in parties for end in ends}
    denominator = {(row.reference, party, end, "referred"): 1 for party in parties for end in ends}
    return numerator, denominator if row.clause == UPTAKE else {}


def added(these: Iterable[Form]) -> Form:
    found: Counter[Leaf] = Counter()
    for each in these:
        found.update(each)
    return dict(found)


def shown_forms(found: ShownReturns) -> Iterator[Form]:
    for figure in found.figures:
        if figure.versions and figure.outcome != "hidden":
            yield from forms(figure.asked)
    for year in found.years:
        if year.total and year.outcome != "hidden":
            yield added(
                forms(row)[0]
                for row in told_rows(found.packs)
                if (row.reference, *row.measure_key) == (year.asked.reference, *year.asked.measure_key)
            )
    by_id = {row.id: row for row in told_rows(found.packs)}
    for total in found.totals:
        if total.numerator != HIDDEN:
            of = [
                by_id[figure.asked.id]
                for figure in found.figures
                if figure.versions
                and not figure.asked.party
                and (figure.asked.clause, figure.asked.figure, figure.asked.last)
                == (total.clause, total.figure, total.last)
            ]
            yield added(forms(row)[0] for row in of)
            yield added(forms(row)[1] for row in of)


def fixes(equations: Iterable[Form], wanted: Form) -> bool:
    """Whether the equations fix the number: whether it is a combination of them."""
    steps: list[tuple[Leaf, dict[Leaf, Fraction]]] = []

    def rest(form: Mapping[Leaf, int | Fraction]) -> dict[Leaf, Fraction]:
        left = {leaf: Fraction(number) for leaf, number in form.items()}
        for leaf, step in steps:
            if factor := left.get(leaf):
                for other, number in step.items():
                    left[other] = left.get(other, Fraction(0)) - factor * number
                left = {other: number for other, number in left.items() if number}
        return left

    for form in equations:
        if left := rest(form):
            leaf, first = next(iter(left.items()))
            steps.append((leaf, {other: number / first for other, number in left.items()}))
    return not rest(wanted)


@pytest.mark.parametrize("packs", [pytest.param(SAME, id="measures"), pytest.param(ONE_CLAUSE, id="one measure")])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_small_number_can_be_solved_for_from_everything_that_is_shown(
    packs: tuple[AskedPack, ...], data: st.DataObject
) -> None:
    size = st.one_of(st.integers(0, 8), st.integers(5, 30))
    world: dict[Leaf, int] = {}
    for pack in SAME:
        for party in PARTIES:
            for end in ENDS:
                referred = data.draw(size)
                world[pack.reference, party, end, "referred"] = referred
                world[pack.reference, party, end, "took up"] = data.draw(st.integers(0, referred))

    def number(form: Form) -> int:
        return sum(world[leaf] * factor for leaf, factor in form.items())

    rows: list[ReportedRow] = []
    given_rows: list[AskedRow] = []
    protected: list[Form] = []
    last = data.draw(st.sampled_from(ENDS))
    often = data.draw(st.integers(1, 10))
    for row in told_rows(packs):
        if row.last > last or data.draw(st.integers(1, 10)) > often:
            continue
        numerator, denominator = forms(row)
        rows.append(reported(row, number(numerator), number(denominator), "final"))
        if row.kind == "share":
            others = added([denominator, {leaf: -factor for leaf, factor in numerator.items()}])
            protected += [form for form in (numerator, denominator, others) if number(form) < LEAST]
        elif row.kind != "amount" and number(numerator) < LEAST:
            protected.append(numerator)
        if row.cumulative:  # what was added since an earlier return is a count as well
            for earlier in given_rows:
                if (earlier.measure_key, earlier.reference) == (row.measure_key, row.reference):
                    step = added([numerator, {leaf: -factor for leaf, factor in forms(earlier)[0].items()}])
                    protected += [step] if number(step) < LEAST else []
            given_rows.append(row)
    found, problems = hold(ReadReturns(tuple(rows)), packs, ON)
    assert [problem for problem in problems if problem.severity == "error"] == []
    equations = list(shown_forms(shown(found, LEAST)))
    for form in protected:
        assert not fixes(equations, form), (form, number(form))


def test_what_was_added_to_a_cumulative_number_is_a_count() -> None:
    pack = of_the_same_people("S-1")
    quarters = [one_of(pack, EDUCATION, end.isoformat()) for end in ENDS]
    rows = [reported(row, count, 0, "final") for row, count in zip(quarters, (30, 32, 33, 60), strict=True)]
    assert hidden_of(pack, *rows) == {quarters[1].id, quarters[2].id}
    rows = [reported(row, count, 0, "final") for row, count in zip(quarters, (30, 40, 60, 90), strict=True)]
    assert hidden_of(pack, *rows) == set()


def test_a_cumulative_number_does_not_give_a_hidden_count_of_one_of_its_periods_back() -> None:
    pack = of_the_same_people("S-1")
    made = [one_of(pack, MADE, end.isoformat()) for end in ENDS]
    so_far = [one_of(pack, EDUCATION, end.isoformat()) for end in ENDS]
    rows = [reported(row, count, 0, "final") for row, count in zip(made, (30, 3, 20, 20), strict=True)]
    rows += [reported(row, count, 0, "final") for row, count in zip(so_far, (30, 33, 53, 73), strict=True)]
    assert hidden_of(pack, *rows) == {made[1].id, *(row.id for row in so_far[1:])}


def test_a_cumulative_number_does_not_give_a_hidden_count_of_the_same_measure_back() -> None:
    pack = of_one_clause("S-1")
    made, so_far = (
        [one_of(pack, MADE, end.isoformat(), figure) for end in ENDS] for figure in ("in-the-quarter", "so-far")
    )
    rows = [reported(row, count, 0, "final") for row, count in zip(made, (30, 3, 20, 20), strict=True)]
    rows += [reported(row, count, 0, "final") for row, count in zip(so_far, (30, 33, 53, 73), strict=True)]
    assert hidden_of(pack, *rows) == {made[1].id, *(row.id for row in so_far[1:])}


def test_money_and_counts_of_the_days_in_which_a_cumulative_number_grew_by_a_few_are_hidden() -> None:
    pack = of_the_same_people("S-1")
    so_far = [one_of(pack, EDUCATION, end.isoformat()) for end in ENDS[:3]]
    spent = [one_of(pack, FUNDING, end.isoformat(), "other") for end in ENDS[:3]]
    rows = [reported(row, count, 0, "final") for row, count in zip(so_far, (30, 33, 60), strict=True)]
    rows += [reported(row, PRICE * count, 0, "final") for row, count in zip(spent, (30, 3, 27), strict=True)]
    assert hidden_of(pack, *rows) == {so_far[1].id, spent[1].id}


def test_money_that_is_spent_on_a_few_people_is_hidden_with_their_number() -> None:
    text = LINKED.replace("INTERVAL", "3 months").replace(
        "personalised-care/satisfaction]",
        "personal-health-budgets/people-with-a-budget, personal-health-budgets/spending-and-reviews, "
        "personalised-care/total-funding]",
    )
    pack = asked(text)
    few = one_of(pack, "personal-health-budgets/reporting/people-with-a-budget", QUARTER, "personal")
    spent = one_of(pack, "personal-health-budgets/reporting/spending-and-reviews", QUARTER, "spent")
    budgets, other = (one_of(pack, FUNDING, QUARTER, figure) for figure in ("budgets", "other"))
    later = one_of(pack, "personal-health-budgets/reporting/spending-and-reviews", "2026-09-30", "spent")
    money = [reported(row, 36_500, 0, "final") for row in (spent, budgets, other, later)]
    assert hidden_of(pack, reported(few, 3, 250, "final"), *money) == {few.id, spent.id, budgets.id}
    assert hidden_of(pack, reported(few, 30, 250, "final"), *money) == set()


def test_budgets_in_use_to_date_show_no_small_increment() -> None:
    text = LINKED.replace("INTERVAL", "3 months").replace("personalised-care/satisfaction", BUDGETS)
    pack = asked(text)
    first, second = (one_of(pack, BUDGETS_IN_USE, end, "direct") for end in (QUARTER, "2026-09-30"))
    rows = (reported(first, 20, 40, "final"), reported(second, 30, 52, "final"))
    assert hidden_of(pack, *rows) == {second.id}  # ten new direct payments, and two others
    assert hidden_of(pack, rows[0], reported(second, 30, 60, "final")) == set()


def progress_of(found: ShownReturns) -> ProgressReport:
    """A portfolio whose only news is what was reported."""
    library, _, _, yardstick = wording()
    return progress_report((), yardstick, library.components, ON, found.packs, found)


@pytest.mark.parametrize(
    "made",
    [
        returns_report,
        returns_html,
        lambda found: returns_document(found)[0],
        saved_bytes,
        lambda found: json.dumps(progress_json(progress_of(found))).encode(),
        lambda found: progress_workbook(progress_of(found)),
        lambda found: progress_html(progress_of(found)),
        lambda found: progress_document(progress_of(found))[0],
    ],
)
def test_no_file_that_is_written_holds_a_hidden_number(made: Callable[[ShownReturns], bytes]) -> None:
    """Another hidden number, with all sums that hold it, gives the same bytes: cells, properties and all."""
    pack = linked("3 months")
    uptake = one_of(pack, UPTAKE, QUARTER, service="01")
    quarters = [one_of(pack, MADE, end.isoformat()) for end in ENDS]

    def written(few: int) -> bytes:
        rows = [reported(uptake, few, 40, "final")]
        rows += [reported(row, 60 + few * (not number), 0, "final") for number, row in enumerate(quarters[:2])]
        return made(shown(hold(ReadReturns(tuple(rows)), [pack], ON)[0], LEAST))

    assert written(2) == written(4)
    assert written(2) != written(20)
