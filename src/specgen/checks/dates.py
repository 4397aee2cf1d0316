"""Dates: each one that is printed lies in the contract's time, and in the order that things are done in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from msgspec import Struct

from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.build import as_done, can_be_met, ledger_of, met_duties, moved_days, moved_words
from specgen.assembly.ledger.days import BankHolidays, ReckonedDay, bank_holidays, moved
from specgen.assembly.ledger.model import LedgerRow
from specgen.assembly.left_open import KeyPath
from specgen.assembly.pack import Pack
from specgen.assembly.values import Value
from specgen.checks import plans
from specgen.checks.plans import may_be_of_a_longer_plan
from specgen.checks.rule import Breach, Varies, clause_of, own_values, printed_for, rule, service_name
from specgen.contract.dates import contract_year, long_date, parse_date_term, reached
from specgen.contract.extension.option import last_possible_day, option_of
from specgen.contract.quantities import Interval, read_interval
from specgen.kept import kept_with_it
from specgen.library.duties.model import When
from specgen.problems import Location, Problem, Severity, in_a_row
from specgen.wording.wording import placeholder_names

MONTHS_OF_MOBILISATION = 12
"""How long before the first day of a service mobilisation may begin."""
MONTHS_AFTER_THE_END = 3
"""How long after the last day a report or an account of what was done may still fall due."""


@rule("date-outside-term", "error", "4.1, 4.2.3")
def date_outside_term(pack: Pack) -> Iterator[Breach]:
    """A date that lies outside the contract's time

    What is due on a day before the contract was made, or after it has ended, can be done by nobody; when a contract is
    renewed, last year's dates are easily left in. The rule looks at every date that a clause prints in any schedule,
    for all Commissioners and for one that has a date of its own, and at each service's date of review. It compares them
    with the contract's date, the first and the last day of the term, and those of a service that has days of its own.

    - Before the services begin, or the one service that has days of its own, or more than three months after the last
      day: an error. What is to be done in mobilisation may stand: the contract file says so.
    - Before the contract's date though not before the first day (the paper is signed late): a warning; what is already
      past is listed. Where the file says that its date is that of a change (`in_year_notice`, or the part `variation`),
      what was past by then stood before and is passed over.
    - After the last day by three months or less, or in a time by which the contract may be extended: a warning; a
      report or an account may fall due then. So is the day of a service's review, however late it is. In Schedule 2M
      and 8 the day of a plan of the whole system may be up to ten years later.

    A day on which nothing is due but what was met (`done`), or is for mobilisation, is passed over. Times of the past
    that are told in words, such as the year of a baseline, are not looked at. Items of Schedule 6D that lie outside the
    year are told by `improvement-outside-year`. Of a variation what it adds or changes is held against the day on which
    it takes effect, and what stood before is not.

    To fix this: give a date within the term and not before the contract's date; of two services that begin on two days,
    give the later one a value of its own. Where the thing is to be done before the services begin, write
    “mobilisation” for the day under `done`, for a sentence or for a whole clause (“shared-decision-making/local-terms:
    mobilisation”); it holds for the twelve months before.

    Breaks it (term 1 April 2026 to 31 March 2029):

        values:
          sdm_ready_date: 2020-01-01
    """
    # One problem for each place that gives such a date, with the first clause that prints it.
    told = {problem.location for problem in plans.improvement_outside_year.check(pack)}
    rows = _rows_by_day(pack)
    for printed in printed_days(pack):
        due = rows.get((printed.clause, printed.service, printed.day), [])
        if printed.where in told or _excused(pack, printed, due):
            continue
        found = _outside(pack, printed.service, printed.day, due if printed.clause else None)
        if found is not None and found[0] == "error" and _of_a_longer_plan(pack, printed, due):
            found = ("warning", found[1], f"{found[2]}; if it is the day of a plan that goes on, nothing need be done")
        if found is not None:
            told.add(printed.where)
            severity, said, cure = found
            yield Breach(printed.where, f"{_what(pack, printed)}, {said}", cure, severity)


def varied_to_the_past(pack: Pack, effective: date, changed: Varies) -> Iterator[Problem]:
    """Days before the one on which a variation takes effect, of what it adds or changes; what stood stays."""
    rows = _rows_by_day(pack)
    told: set[Location] = set()
    for printed in printed_days(pack):
        key = printed.clause, printed.service
        if key not in changed or printed.day >= effective or printed.where in told:
            continue
        before = changed[key]
        due = rows.get((printed.clause, printed.service, printed.day), [])
        varies = before is None or (
            printed.name in before
            and printed_for(printed.printed, printed.party) != printed_for(before[printed.name], printed.party)
        )
        if varies and not _excused(pack, printed, due):
            told.add(printed.where)
            yield date_outside_term.at(
                pack,
                printed.where,
                f"{_what(pack, printed)}, before the variation takes effect on {long_date(effective)}",
                f"give a day on or after that{_if_done(pack, due, 'was done', '(the day)')}",
            )


def _excused(pack: Pack, printed: PrintedDay, due: list[LedgerRow]) -> bool:
    """Whether all that is due on the day was met, or is for mobilisation, which is not years before the start."""
    if not due or not all(row.done or row.mobilisation for row in due):
        return False
    first = reached(pack.contract.binds_from(printed.service), -MONTHS_OF_MOBILISATION, "month")
    return printed.day >= first or all(row.done for row in due)


def _of_a_longer_plan(pack: Pack, printed: PrintedDay, due: list[LedgerRow]) -> bool:
    """Whether the day is the last of a plan's figures, or one on which nothing falls due, after the contract's end."""
    ends = pack.contract.ends(printed.service)
    of_plan = bool(printed.clause) and printed.day > ends and (printed.ends_figures or not due)
    return of_plan and may_be_of_a_longer_plan(printed.clause.split("/")[1], printed.day, ends)


class PrintedDay(Struct, frozen=True):
    """A day that is printed: by which clause of which service, as which value, and where it is given. The day of a
    review is of no clause. `printed` is the whole value; `party` is the single Commissioner whose day it is;
    `ends_figures` says that the last of a row of figures is asked for by that day."""

    service: int | None
    clause: str
    name: str
    day: date
    where: Location
    printed: str = ""
    party: str = ""
    ends_figures: bool = False


def _what(pack: Pack, printed: PrintedDay) -> str:
    if printed.clause:
        return f"{printed.clause} prints “{printed.name}” as {long_date(printed.day)}"
    assert printed.service is not None
    return f"the review of {service_name(pack, printed.service)} is due on {long_date(printed.day)}"


@kept_with_it
def printed_days(pack: Pack) -> tuple[PrintedDay, ...]:
    """Each day that a clause prints, for all Commissioners and for single ones, and each service's date of review."""
    return tuple(_printed_days(pack))


def _printed_days(pack: Pack) -> Iterator[PrintedDay]:
    contract = pack.contract
    for clause in pack.chosen:
        start = contract.start_of(clause.service)
        for name, day in clause.days.items():
            printed = str(clause.printed.get(name, ""))
            ends = f"{name.removesuffix('_date')}_by_year" in clause.origins
            if day is not None and name in clause.origins:
                yield PrintedDay(clause.service, clause.id, name, day, clause.origins[name], printed, "", ends)
            for party, given, place in own_values(pack, name):
                term = parse_date_term(str(given), start)
                if term is not None and term.day is not None:
                    yield PrintedDay(clause.service, clause.id, name, term.day, place, printed, party, ends)
    for index, service in enumerate(contract.content.services):
        term = parse_date_term(service.review_date, contract.start_of(index)) if service.review_date else None
        if term is not None and term.day is not None:
            yield PrintedDay(index, "", "", term.day, contract.place("services", index, "review_date"))


def _rows_by_day(pack: Pack) -> dict[tuple[str, int | None, date], list[LedgerRow]]:
    """Clause, service and day → the duties that are due on it, or hold from it on."""
    found: dict[tuple[str, int | None, date], list[LedgerRow]] = {}
    for row in ledger_of(pack).rows:
        if can_be_met(row, in_mobilisation=True):
            for day in {*(due.day for due in row.days if due.period is None), row.starts}:
                if day is not None:
                    found.setdefault((row.clause_id, row.service, day), []).append(row)
    return found


def _outside(
    pack: Pack, service: int | None, day: date, due: list[LedgerRow] | None
) -> tuple[Severity, str, str] | None:
    """How grave it is that the day lies outside, what is said of it, and how to mend it; None when it lies inside.

    `due` are the duties that are due on it; None on the day of a review, which may well be set for after the last day.
    What the whole contract asks for binds from the first day of its term, what a service asks for from its own.
    """
    whole = pack.contract.content.contract
    start, end = pack.contract.binds_from(service), pack.contract.ends(service)
    dated = whole.date or start
    within = "give a date within the term and not before the contract’s date"
    if day < start:
        early = _if_done(pack, due or [], "is to be done before the services begin", "mobilisation")
        begins = "contract" if start <= whole.term.start else "service"
        return "error", f"before the {begins} begins on {long_date(start)}", f"{within}{early}"
    # What a change adds was held against its day when it was made, and what is past by then stood before.
    if day < dated and pack.contract.agreed_on_its_day:
        past = "if it was done by then, or is meant as it stands, nothing need be done; where that is the date of a "
        past += "change that was agreed, “in_year_notice:” under contract says so"
        return "warning", f"before the contract’s own date, {long_date(dated)}", f"{within}; {past}"
    if service is not None and day < (began := pack.contract.start_of(service)):
        return (
            "warning",
            f"before the service began on {long_date(began)}",
            "agree a later date; if it was done by then, nothing need be done",
        )
    if day > end:
        severity: Severity = "error" if due is not None and day > _last_account(pack) else "warning"
        late = (
            "the service is then over" if due is None else "if a report or an account is due then, nothing need be done"
        )
        cure = f"give a date within the term; {late}" if severity == "warning" else "give a date within the term"
        return severity, f"after the last day, {long_date(end)}", cure
    return None


def _last_account(pack: Pack) -> date:
    """The last day on which a report or an account may fall due."""
    term = pack.contract.content.contract.term
    return reached(last_possible_day(term.end, term.extension), MONTHS_AFTER_THE_END, "month")


def _if_done(pack: Pack, due: list[LedgerRow], how: str, said: str) -> str:
    """How the contract file says that what is due was done, or is for mobilisation."""
    marks = [as_done(row, pack.contract) for row in due if not row.done]
    if said == "mobilisation" and len(marks) > 1:
        marks = [re.sub(r"#\S+", "", mark) for mark in marks]  # one entry for all sentences of the clause
    marks = [f"“{mark}: {said}”" for mark in dict.fromkeys(marks)]
    return f"; if it {how}, add {in_a_row(marks)} under contract, done" if marks else ""


@rule("commencement-outside-term", "error", "")
def commencement_outside_term(pack: Pack) -> Iterator[Breach]:
    """A Service Commencement Date outside the contract's term

    Times are counted from the Service Commencement Date, so one that is mistyped moves every day that follows from it.
    The rule looks for an expected one before the first or after the last day of the term: an error. An actual one
    (`began_on`) before the first day of the term, or of the service's own period, is a warning; one after the end is
    told when the file is read. A contract that is dated after its last day binds nobody, and is an error too.

    To fix this: correct the day, or the term. Where services went on from an earlier contract, they begin under this
    one on the first day of its term.

    Breaks it:

        contract:
          term: {start: 2026-04-01, end: 2029-03-31}
          service_commencement_date: 2025-07-01
    """
    # One problem for each such day.
    if pack.contract.day > pack.contract.content.contract.term.end and pack.contract.dated_by_its_file:
        yield Breach(
            ("contract", "date"),
            f"the contract is dated {long_date(pack.contract.day)}, after its last day, "
            f"{long_date(pack.contract.content.contract.term.end)}",
            "correct the date, or the term",
        )
    whole, services = pack.contract.content.contract, pack.contract.content.services
    term, day = whole.term, whole.service_commencement_date
    if day is not None and not term.start <= day <= term.end:
        yield Breach(
            ("contract", "service_commencement_date"),
            f"services are expected to begin on {long_date(day)}, which lies outside the term, {long_date(term.start)} "
            f"to {long_date(term.end)}",
            "correct the day, or the term",
        )
    began: list[tuple[KeyPath, date | None, date]] = [(("contract", "began_on"), whole.began_on, term.start)]
    for index, service in enumerate(services):
        first = service.period.start if service.period else term.start
        began.append((("services", index, "began_on"), service.began_on, first))
    for path, actual, first in began:
        if actual is not None and actual < first:
            yield Breach(
                path,
                f"services are said to have begun on {long_date(actual)}, before their first day, {long_date(first)}",
                "correct the day; where they began early, by agreement, nothing need be done",
                "warning",
            )


MOST_YEARS = 15
"""Years that contracts for services are rarely longer than."""


@rule("term-of-many-years", "warning", "")
def term_of_many_years(pack: Pack) -> Iterator[Breach]:
    """A term of very many years, or an extension that ends with the term or before

    A year with one wrong digit makes a term of a hundred years, and every report falls due for as long. The rule looks
    for a term of more than 15 years, and for words on its extension to a day (“may extend the term to 31 March 2028”)
    that is not after the last day of the term.

    To fix this: correct the first or the last day. If the term is meant, nothing need be done.

    Breaks it:

        contract:
          term: {start: 2026-04-01, end: 2092-03-31}
    """
    # At most two problems.
    term = pack.contract.content.contract.term
    until = option_of(term.extension or "").until
    if until is not None and until <= term.end:
        yield Breach(
            ("contract", "term", "extension"),
            f"the extension goes to a day that is not after the last day of the term, {long_date(term.end)}",
            "correct the words, or the last day",
        )
    if (term.end - term.start).days > MOST_YEARS * 366:
        yield Breach(
            ("contract", "term", "end"),
            f"the term from {long_date(term.start)} to {long_date(term.end)} is longer than {MOST_YEARS} years",
            "correct the first or the last day; if the term is meant, nothing need be done",
        )


@rule("days-moved", "note", "")
def days_moved(pack: Pack) -> Iterator[Breach]:
    """Days that moved because services began on another day than was expected

    Times may be counted from the Service Commencement Date. Until the actual one is recorded (`began_on`) it is the
    expected one. The rule works out every day again with the actual one, and tells those that are others now; the list
    of duties (`specgen duties`) has all of them.

    To fix this: nothing need be done; tell those who watch the days.

    Breaks it:

        contract:
          term: {start: 2026-04-01, end: 2029-03-31}
          began_on: 2026-04-14
        values:
          sdm_ready_date: 1 month from Service Commencement Date
    """
    # At most one note.
    moved = moved_days(pack)
    if moved:
        told = [f"{each.row.what}: {moved_words(each)}" for each in moved[:_SHOWN]]
        more = f"; and {len(moved) - _SHOWN} more, which “specgen duties” lists" if len(moved) > _SHOWN else ""
        whole = pack.contract.content.contract
        where = ("contract", "began_on") if whole.began_on is not None else ("services",)
        count = "1 day moves" if len(moved) == 1 else f"{len(moved)} days move"
        yield Breach(where, f"since services began: {count}: {'; '.join(told)}{more}", "")


_SHOWN = 3


@rule("done-without-duty", "warning", "")
def done_without_duty(pack: Pack) -> Iterator[Breach]:
    """A duty that is said to be met and that the contract does not have

    A contract file records duties that were met under `done`: the clause, the sentence and the day. The rule looks for
    an entry in another form, for one whose sentence lays no duty on anybody in this contract, for one of a duty that
    comes again and again or holds always, which no single day meets, for two days of one duty, and for a day more than
    twelve months before the services begin or three months after the contract ends, when a last account may be given.

    To fix this: take the clause and the sentence from the list of duties (`specgen duties … --format json` has them as
    `id`), with a colon and the day.

    Breaks it:

        contract:
          done: ["shared-decision-making/local-terms#99: 2026-03-28"]
    """
    # One problem for each such entry.
    rows = ledger_of(pack).rows
    days: dict[tuple[str, int | None], date] = {}
    for entry in met_duties(pack.contract):
        if isinstance(entry, int):
            written = pack.contract.content.contract.done[entry]
            yield Breach(
                ("contract", "done", entry),
                f"“{written[:80]}” does not say which duty was met on which day",
                "write it as “shared-decision-making/local-terms#1: 2026-03-28”, or with “mobilisation” for the day",
            )
            continue
        of_duty = [row for row in rows if entry.is_of(row, pack.contract)]
        if not any(entry.meets(row, pack.contract) for row in of_duty):
            said = "comes again and again, or holds always" if of_duty else "is no duty of this contract"
            said = said if entry.sentence or not of_duty else "has nothing that is due before the services begin"
            yield Breach(
                ("contract", "done", entry.index),
                f"{entry.clause}{'#' * bool(entry.sentence)}{entry.sentence} is said to be done, and {said}",
                "take the entry out, or correct the clause, the sentence or the service",
            )
        elif entry.day is not None:
            service = of_duty[0].service
            first, last = pack.contract.binds_from(service), pack.contract.ends(service)
            earlier = [days.setdefault((row.key, row.service), entry.day) for row in of_duty]
            if any(day != entry.day for day in earlier):
                said = f"on {long_date(earlier[0])} and on {long_date(entry.day)}"
            elif not reached(first, -MONTHS_OF_MOBILISATION, "month") <= entry.day <= _last_account(pack):
                said = f"on {long_date(entry.day)}, and services run from {long_date(first)} to {long_date(last)}"
            else:
                continue
            yield Breach(
                ("contract", "done", entry.index),
                f"{entry.clause}#{entry.sentence} is said to be done {said}",
                "correct the day",
            )


_REPEATS = re.compile(
    r"(?:at least )?every (?P<each>[^,]+?)(?: after [^,]*)?(?:, within (?P<due>[^,]+) of (?:its|their) end)?"
    r"(?:, starting .*)?"
)
LONGEST_WAIT = 18
"""Months after an event, beyond which what is due within that time was hardly meant."""
_AFTER = re.compile(r"within (?P<each>[^,;]+?) of (?P<due>(?!))?[^;]*")


@rule("interval-out-of-proportion", "warning", "")
def interval_out_of_proportion(pack: Pack) -> Iterator[Breach]:
    """An interval longer than the term, or shorter than a day

    What is due every ten years in a contract of three never comes, and what is due every hour was meant otherwise. The
    rule looks at duties that come again and again: for an interval longer than the service lasts, for one in hours or
    minutes, and for a report that falls due later than three months and the whole of the period after the one that it
    is on. What is due within a time of an event, such as a referral, is looked at for one longer than the service or 18
    months, and any other interval for one longer than 15 years.

    To fix this: give the interval that is meant. If it is meant as it stands, nothing need be done.

    Breaks it (term of three years):

        values:
          sdm_measure_interval: 10 years
    """
    # One problem for each value.
    holidays = bank_holidays(pack.library.bank_holidays)
    told: set[Location] = set()
    for row, party, when in _by_party(pack):
        found = _out_of_proportion(
            when, pack.contract.binds_from(row.service), pack.contract.ends(row.service), holidays
        )
        if found is None:
            continue
        said, interval = found
        where = _gives(pack, row, interval, party)
        if where not in told:
            told.add(where)
            yield Breach(
                where,
                f"{row.what} is asked for {said}",
                "give the interval that is meant; if it is meant as it stands, nothing need be done",
            )
    for clause in pack.chosen:
        for name, where in clause.origins.items():
            if clause.clause.placeholders[name].kind != "interval" or where in told:
                continue
            first = pack.contract.start_of(clause.service)
            ends = moved(ReckonedDay(first), str(clause.printed[name]), holidays)
            if ends is not None and ends.day > reached(first, MOST_YEARS, "year"):
                told.add(where)
                yield Breach(
                    where,
                    f"“{name}” is {clause.printed[name]}, longer than {MOST_YEARS} years",
                    "give the interval that is meant; if it is meant as it stands, nothing need be done",
                )


@rule("time-without-day", "warning", "")
def time_without_day(pack: Pack) -> Iterator[Breach]:
    """A time from which no day can be counted

    Half a month has no number of days, and nobody can say on which day “within 1.5 months” ends. The rule looks for a
    time that is given in parts of a day, a week, a month or a year, for all Commissioners or for one, and for one in
    hours after a day or a period, which has no hour. What is due by it stands with no day in Schedule 6A, in the list
    of duties and in the calendar.

    To fix this: write the time in whole days, Operational Days, weeks, months or years.

    Breaks it:

        values:
          pc_report_due: 1.5 months
    """
    # One problem for each value, with the first duty that needs it.
    told: set[Location] = set()
    for row in ledger_of(pack).rows:
        when = row.reading.when
        clause = clause_of(pack, row) if when.period or when.interval or when.choices else None
        for name, party, said in _uncounted(row, clause) if clause is not None else ():
            own = (place for whose, _, place in own_values(pack, name) if whose == party)
            where = next(own, clause.origins[name]) if clause is not None else pack.contract.place()
            if where not in told:
                told.add(where)
                yield Breach(
                    where,
                    f"no day can be counted from “{name}”{f' for {party}' * bool(party)}, {said}: “{row.what}” has no "
                    "day in the schedule of reports, the list of duties and the calendar",
                    "write it in whole days, Operational Days, weeks, months or years",
                )


def _uncounted(row: LedgerRow, clause: ChosenClause) -> Iterator[tuple[str, str, str]]:
    """The values that give the duty a time from which no day can be counted: name, whose it is, and what it says. A
    time in hours after an event is told in words, and is none."""
    for name in _times_of(row.reading.when, clause):
        if name not in clause.origins:
            continue
        by_party = clause.own.get(name) or {"": Value(clause.printed[name])}
        for party, said in ((party, str(value.printed)) for party, value in by_party.items()):
            interval = _without_day(said)
            of_event = row.part != "undated" and not row.dayless
            if interval is not None and not (interval.unit in ("hour", "minute") and of_event):
                yield name, party, said


_ANY_DAY = date(2026, 4, 1)


@lru_cache(maxsize=256)
def _without_day(said: str) -> Interval | None:
    """The interval, where no day can be counted from it."""
    return read_interval(said) if moved(ReckonedDay(_ANY_DAY), said, BankHolidays()) is None else None


def _times_of(when: When, clause: ChosenClause) -> Iterator[str]:
    """The values that give a time, or how often it comes, where a duty is due so."""
    for choice in when.choices:
        yield from _times_of(choice, clause)
    for written in filter(None, (when.period, when.interval)):
        blocks = clause.version.fields.get(written)
        yield from placeholder_names(blocks) if blocks else _NAMED.findall(written)


_NAMED = re.compile(r"\{\{ *(\w+) *\}\}")


@lru_cache(maxsize=1024)  # many duties come again in the same times
def _out_of_proportion(when: str, first: date, last: date, holidays: BankHolidays) -> tuple[str, str] | None:
    """What is said of the time of a duty of a service with these days, and the interval that is meant; None where there
    is nothing to say."""
    found = _REPEATS.fullmatch(when) or _AFTER.fullmatch(when)
    if found is None:
        return None
    how = "every" if found.re is _REPEATS else "within"
    each, due = (moved(ReckonedDay(first), found[name] or "", holidays) for name in ("each", "due"))
    interval = read_interval(found["each"])
    if how == "within":
        last = min(last, reached(first, LONGEST_WAIT, "month"))
    if each is not None and each.day > reached(last, 1, "day"):
        lasts = f", and the service lasts no longer than to {long_date(last)}" if how == "every" else ""
        return f"{how} {found['each']}{lasts}", found["each"]
    if how == "every" and interval is not None and interval.unit in ("hour", "minute"):
        return f"every {found['each']}", found["each"]
    if each is not None and due is not None and due.day > max(each.day, reached(first, 3, "month")):
        return f"within {found['due']} of the end of each period, when the next is over too", found["due"]
    return None


def _by_party(pack: Pack) -> Iterator[tuple[LedgerRow, str, str]]:
    """Each duty that comes again, or after an event, with its time; where a Commissioner has one of its own, once more
    for that Commissioner."""
    for row in ledger_of(pack).rows:
        if row.reading.when.kind not in ("every", "at_least_every", "within"):
            continue
        if " (for " not in row.when:
            yield row, "", row.when
            continue
        clause = clause_of(pack, row)
        own = [str(value) for value in clause.printed.values() if str(value) in row.when] if clause else []
        for party in ("", *(each.name for each in pack.contract.content.commissioners)):
            when = row.when
            for value in own:
                when = when.replace(value, printed_for(value, party).removeprefix("every "))
            yield row, party, when


def _gives(pack: Pack, row: LedgerRow, interval: str, party: str) -> Location:
    """The place of the value that gives the row's interval; that of the clause where the wording does."""
    clause = clause_of(pack, row)
    if clause is None:
        return pack.contract.place()
    meant = read_interval(interval)
    for name, where in clause.origins.items():
        if read_interval(printed_for(str(clause.printed[name]), party)) == meant:
            return next((own for whose, _, own in own_values(pack, name) if whose == party), where)
    return pack.contract.place(*clause.path)


@rule("budget-dates-out-of-order", "error", "2.7.3, 2.7.5")
def budget_dates_out_of_order(pack: Pack) -> Iterator[Breach]:
    """Dates of the personal health budget process in the wrong order

    The testing period runs from the first budget to a date (`phb_test_date`), so it ends after budgets start
    (`phb_start_date`); an end on or before that day is an error. The map of the pathway (`phb_map_date`) is there when
    budgets start; a later one is a warning. Where people have a legal right to a budget the offer does not wait: the
    map comes earlier, not the offer later.

    To fix this: give the testing period a later end, or the map an earlier date.

    Breaks it:

        values:
          phb_start_date: 2027-03-01
          phb_test_date: 2027-01-31
    """
    # At most two problems for each service and each Commissioner with days of its own.
    found: dict[int | None, dict[str, dict[str, PrintedDay]]] = {}
    for printed in printed_days(pack):
        if printed.name in _BUDGET_DAYS and printed.service is not None:
            found.setdefault(printed.service, {}).setdefault(printed.party, {})[printed.name] = printed
    for by_party in found.values():
        for own in by_party.values():
            days = by_party.get("", {}) | own
            start, test, mapped = (days.get(name) for name in _BUDGET_DAYS)
            if start is None or start.service is None:
                continue
            if test is not None and test.day <= start.day and {start, test} & {*own.values()}:
                yield Breach(
                    test.where,
                    f"the testing period of {service_name(pack, start.service)} runs from the first budget, which is "
                    f"offered by {long_date(start.day)}, and ends on {long_date(test.day)}, not after it",
                    "give “phb_test_date” a day after “phb_start_date”",
                )
            if mapped is not None and mapped.day > start.day and {start, mapped} & {*own.values()}:
                yield Breach(
                    mapped.where,
                    f"the pathway of {service_name(pack, start.service)} is written down by {long_date(mapped.day)}, "
                    f"after budgets are on offer by {long_date(start.day)}",
                    "give “phb_map_date” an earlier day; the offer to people with a legal right to a budget does not "
                    "wait",
                    "warning",
                )


_BUDGET_DAYS = ("phb_start_date", "phb_test_date", "phb_map_date")


@rule("edition-of-another-year", "warning", "")
def edition_of_another_year(pack: Pack) -> Iterator[Breach]:
    """An edition of another year than the contract's

    The edition of the NHS Standard Contract is that of the year in which the contract is let. The rule looks for a
    contract of which neither its date nor the first day of its term (nor its Service Commencement Date) lies in the
    contract year of its edition, 1 April to 31 March, and for one that is dated more than a year before that year.

    To fix this: give the edition of the year, or correct the date. Where an older contract was brought to this edition
    by a National Variation, nothing need be done.

    Breaks it:

        contract:
          edition: 2021/22
          date: 2026-03-20
          term: {start: 2026-04-01, end: 2029-03-31}
    """
    # At most one problem.
    year = contract_year(pack.edition.edition)
    contract = pack.contract
    known = (contract.day, contract.content.contract.term.start, contract.commencement)
    if year is not None and (
        not any(year[0] <= day <= year[1] for day in known) or contract.day < reached(year[0], -1, "year")
    ):
        yield Breach(
            ("contract", "edition"),
            f"the edition is that of {pack.edition.edition}, and the contract is of {long_date(contract.day)}, with a "
            f"term from {long_date(contract.content.contract.term.start)}",
            "give the edition of the year in which the contract is let; if it was brought to this edition by a "
            "National Variation, nothing need be done",
        )


GROUP = "clinical commissioning group"
BOARD = "integrated care board"
GROUPS_ENDED = date(2022, 6, 30)
"""The last day of clinical commissioning groups, which the Health and Care Act 2022 ended."""


@rule("commissioner-no-longer-there", "warning", "")
def commissioner_no_longer_there(pack: Pack) -> Iterator[Breach]:
    """A clinical commissioning group after June 2022, or an integrated care board before

    Clinical commissioning groups ended on 30 June 2022, and integrated care boards took their place. The rule looks for
    a Commissioner of that kind in a contract, or with a variation, that is dated later, and for an integrated care
    board in one that is dated earlier.

    To fix this: name the body that there was on that day, with its kind and its code, or correct the date.

    Breaks it:

        contract: {date: 2026-03-20}
        commissioners:
          - kind: clinical commissioning group
    """
    # One problem for each such Commissioner.
    content = pack.contract.content
    variation = content.variation
    days = [pack.contract.day, *([variation.agreed_on, variation.proposed_on] if variation is not None else [])]
    latest = max(day for day in days if day is not None)
    for index, party in enumerate(content.commissioners):
        if party.kind == BOARD and latest <= GROUPS_ENDED:
            yield Breach(
                ("commissioners", index, "kind"),
                f"{party.name} is an integrated care board, of which there were none before 1 July 2022, and the "
                f"contract is of {long_date(latest)}",
                "name the clinical commissioning group that there was, or correct the date",
            )
        if party.kind == GROUP and latest > GROUPS_ENDED:
            yield Breach(
                ("commissioners", index, "kind"),
                f"{party.name} is a clinical commissioning group, of which there are none since 1 July 2022, and the "
                f"contract or its variation is of {long_date(latest)}",
                "name the integrated care board that took its place, with its own code",
            )
