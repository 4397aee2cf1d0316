"""One law of days: for any term, period of a service and day on which it began, the days that the workbook asks for are
those that are judged, that the next baseline is of, and that Schedule 6A and the list of duties give."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.progress.portfolio import wording
from tests.reported_figures.returned import CONTRACT, asked

from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.pack import assemble
from specgen.contract.read import read_contract
from specgen.contract.register.spreadsheet import open_workbook
from specgen.reported_figures.asked import AskedPack, AskedRow
from specgen.reported_figures.hold import HeldReturns, hold
from specgen.reported_figures.read import ReadReturns, ReportedRow
from specgen.reported_figures.shown import shown
from specgen.reported_figures.workbook import period_words, returns_workbook

DAYS = st.dates(date(2025, 4, 1), date(2027, 3, 31)) | st.sampled_from(
    [date(2026, 4, 1), date(2026, 3, 31), date(2026, 5, 15), date(2026, 10, 1), date(2027, 1, 1)]
)
REPORTS = ("people-with-a-plan", "outcomes-achieved", "total-funding")
YEARLY = ("referrals-made", "patient-education", "annual-quality-check")
HUNDRED = Decimal(100)
EVERY = st.sampled_from(["3 months", "Quarter", "1 month", "6 months"])


@st.composite
def contracts(draw: st.DrawFn) -> str:
    """A contract whose services begin and end on any days, as expected or later."""
    start = draw(DAYS)
    end = start + timedelta(days=draw(st.integers(60, 900)))
    own = start + timedelta(days=draw(st.integers(0, 50)))
    term = f"{{start: {start}, end: {end}}}"
    if draw(st.booleans()):
        term += f"\n  began_on: {start + timedelta(days=draw(st.integers(0, 59)))}"
    period = f"period: {{start: {own}, end: {end}}}"
    if draw(st.booleans()):
        period += f"\n    began_on: {own + timedelta(days=draw(st.integers(0, 9)))}"
    text = CONTRACT.replace("{start: 2026-04-01, end: 2028-03-31}", term)
    text = text.replace("period: {start: 2026-10-01, end: 2028-03-31}", period)
    if draw(st.booleans()):
        text = text.replace("    cohort: adults\n", f"    cohort: adults\n    {period}\n")
    return text.replace("pc_report_interval: 3 months", f"pc_report_interval: {draw(EVERY)}")


def periods_of_duties(text: str) -> dict[str, list[tuple[date, date]]]:
    """The last word of a clause's name → the periods of the duty that it makes, as the ledger has them."""
    library, editions, types, _ = wording()
    contract, _ = read_contract(text.encode(), "contract.yaml")
    assert contract is not None
    made, _ = assemble(contract, library, editions, types)
    assert made is not None
    found: dict[str, list[tuple[date, date]]] = {}
    for row in ledger_of(made).rows:
        spans = [(due.period.first, due.period.last) for due in row.days if due.period is not None]
        if spans:
            found.setdefault(row.clause_id.rpartition("/")[2], spans)
    return found


def rows_of(pack: AskedPack, name: str) -> list[AskedRow]:
    return [row for row in pack.rows if row.clause.endswith(f"/{name}") and not row.party]


def returned_of(pack: AskedPack) -> HeldReturns:
    """A return of a hundred for every yearly figure of all Commissioners."""
    came = [
        ReportedRow(row.id, "a.csv", 2, HUNDRED, HUNDRED if row.kind == "share" else None, "final", None, "")
        for row in pack.rows
        if not row.party and row.clause.endswith(YEARLY)
    ]
    return hold(ReadReturns(tuple(came)), [pack], date(2035, 1, 1))[0]


@given(contracts())
@settings(max_examples=20, deadline=None)
def test_the_days_that_are_asked_for_are_those_of_the_duties_the_judgement_and_the_next_baseline(text: str) -> None:
    pack, duties = asked(text), periods_of_duties(text)
    for name in REPORTS:
        rows = rows_of(pack, name)
        assert [(row.first, row.last) for row in rows if row.figure == rows[0].figure] == duties[name]
    for name in YEARLY:
        rows = rows_of(pack, name)
        for first, last in duties[name]:
            of_year = [row for row in rows if first <= row.last <= last]
            assert (of_year[0].first, of_year[-1].last) == (first, last), name
            for before, row in pairwise(of_year):
                assert row.first == (first if row.cumulative else before.last + timedelta(days=1))

    years = {span: (span[1] - span[0]).days for name in YEARLY for span in duties[name]}
    whole = {span for span, days in years.items() if days > 363}
    nearly = {span for span, days in years.items() if days + 28 >= 365}
    held = returned_of(pack)
    for year in held.years:
        if not year.asked.party:
            assert (year.outcome != "reported") == ((year.quarters[0].asked.first, year.asked.last) in nearly)
    for figure in held.figures:
        row = figure.asked
        if row.kind == "trajectory" and not row.party:
            ended = ((first, last) for first, last in nearly if (last.month, last.day) == (3, 31))
            judged = any(first <= row.first and row.last <= last for first, last in ended)
            assert (figure.outcome != "reported") == judged
            assert judged or figure.said.startswith("the Contract Year is short")
    for found in shown(held).baselines:
        span = found.first, found.last
        assert any(span in spans for spans in duties.values())
        part = f"{period_words(*span)}, which is not a whole Contract Year"
        assert found.words.endswith(part) == (span not in whole and found.value != "pcsp_check_baseline")


@given(contracts())
@settings(max_examples=5, deadline=None)
def test_the_row_of_a_workbook_says_the_days_that_are_counted(text: str) -> None:
    pack = asked(text)
    book, _ = open_workbook(returns_workbook(pack, pack.rows), "returns.xlsx")
    sheet = book.sheet("Returns")[0] if book is not None else None
    assert sheet is not None
    for line, row in zip(sheet.rows[1:], pack.rows, strict=True):
        cells = [cell.text if cell else "" for cell in line.cells]
        assert (cells[6], cells[7]) == (row.first.isoformat(), row.last.isoformat())
        assert (period_words(row.first, row.last) in cells[8]) == row.cumulative
