"""Where single Commissioners have times of their own, each has its days, and nobody's fall away."""

from tests.checks.contracts import contract, pack_of

from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.model import LedgerRow
from specgen.assembly.ledger.reports import first_due, further_reports
from specgen.assembly.pack import Pack

EASTMERE = "Eastmere Integrated Care Board"
NORTHBROOK = "Northbrook Integrated Care Board"
OTHERS = "the other Commissioners"


def pack(all_values: str, own: str, first: str = "{}") -> Pack:
    """Two Commissioners, the first with the values `first` and the second with `own`; what a specification and the
    schedule of reports ask to be reported."""
    text = contract(
        "specification: [personalised-care]",
        after=f"reporting: [personalised-care/satisfaction]\nvalues: {all_values}",
    ).replace("    ods_code: QXX", f"    ods_code: QXX\n    role: co-ordinating\n    values: {first}")
    associate = f"  - name: {EASTMERE}\n    ods_code: QYY\n    role: associate\n    values: {own}\nprovider:"
    return pack_of(text.replace("provider:", associate))


def report(found: Pack) -> LedgerRow:
    return next(row for row in ledger_of(found).rows if row.key.startswith("personalised-care/reporting/"))


def first_days(found: Pack) -> dict[str, str]:
    """Whose → the first day on which the report of the schedule is due."""
    days: dict[str, str] = {}
    for due in report(found).days:
        days.setdefault(due.party, due.day.isoformat())
    return days


ALL = "{pc_report_interval: 3 months, pc_report_due: 20 days}"


def test_a_time_of_its_own_gives_a_commissioner_days_of_its_own_and_leaves_the_others_theirs() -> None:
    found = pack(ALL, "{pc_report_due: 1 month}")
    assert first_days(found) == {EASTMERE: "2026-07-30", OTHERS: "2026-07-20"}
    assert len(report(found).days) == 24  # twelve quarters, for each of the two


def test_a_period_of_its_own_gives_a_commissioner_periods_of_its_own() -> None:
    found = pack(ALL, "{pc_report_interval: 6 months}")
    assert first_days(found) == {EASTMERE: "2026-10-20", OTHERS: "2026-07-20"}
    assert [str(due.period.last) for due in report(found).days if due.period and due.own][:2] == [
        "2026-09-30",
        "2027-03-31",
    ]


def test_the_schedule_prints_the_first_day_of_each() -> None:
    found = pack(ALL, "{pc_report_due: 1 month}")
    said = f"First due on 20 July 2026 (for {EASTMERE}: 30 July 2026)"
    clause = next(clause for clause in found.chosen if clause.place == "reporting")
    assert first_due(found, clause) == said
    assert [each.first for each in further_reports(found)] == [said]


def test_where_every_commissioner_has_its_own_none_is_left_for_others() -> None:
    found = pack(ALL, "{pc_report_due: 1 month}", "{pc_report_due: 10 days}")
    assert first_days(found) == {NORTHBROOK: "2026-07-10", EASTMERE: "2026-07-30"}
    (listed,) = further_reports(found)
    assert listed.first == f"First due on 10 July 2026 for {NORTHBROOK} and on 30 July 2026 for {EASTMERE}"


def test_a_time_of_its_own_that_is_the_same_makes_no_second_day() -> None:
    assert first_days(pack(ALL, "{pc_report_due: 20 days}")) == {"": "2026-07-20"}


def test_a_time_of_one_that_cannot_be_counted_leaves_the_others_their_days_and_is_named() -> None:
    found = pack(ALL, "{pc_report_due: 1.5 months}")
    assert first_days(found) == {OTHERS: "2026-07-20"}
    assert report(found).dayless == (EASTMERE,)


def test_a_report_that_is_due_on_no_known_day_is_not_said_to_follow_an_occasion() -> None:
    (listed,) = further_reports(pack("{pc_report_interval: 3 months, pc_report_due: 1.5 months}", "{}"))
    assert listed.first == ""


def test_what_follows_a_day_of_its_own_has_a_day_of_its_own_too() -> None:
    """Each sentence that counts from another's day counts from the same Commissioner's."""
    found = pack(
        "{pc_ready_date: 2026-09-30, pc_description_date: 2026-06-30, pc_report_interval: 3 months}",
        "{pc_ready_date: 2026-12-31}",
    )
    whose = {due.party for row in ledger_of(found).rows for due in row.days if due.own}
    assert whose == {EASTMERE}


def test_how_often_for_one_commissioner_reads_on_as_for_all() -> None:
    found = pack("{pc_report_interval: month, pc_report_due: 20 days}", "{pc_report_interval: 3 months}")
    clause = next(clause for clause in found.chosen if clause.place == "reporting")
    assert clause.fields["frequency"] == f"Every month (for {EASTMERE}: every 3 months)"
    (listed,) = further_reports(found)
    assert listed.period == f"Every month (for {EASTMERE}: every 3 months), within 20 days of its end"
