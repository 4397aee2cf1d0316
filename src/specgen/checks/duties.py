"""The contract as a whole: its duties against each other, as their readings say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter

from msgspec.structs import replace

from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.build import as_done, ledger_of, read_vocabulary_of
from specgen.assembly.ledger.model import DueDay, LedgerRow
from specgen.assembly.ledger.reports import due_alike, lists_reports
from specgen.assembly.pack import LISTED_IN, Pack
from specgen.checks import agreement, numbers
from specgen.checks.rule import Breach, Varies, clause_of, own_values, printed_for, rule
from specgen.contract.dates import long_date
from specgen.contract.particulars import is_signed_late
from specgen.library.duties.model import ACTORS, DutyReading, Moment
from specgen.library.duties.verify import reading_of
from specgen.problems import Location, Problem, did_you_mean, in_a_row

_FIGURE = re.compile(r"\d[\d,.]*\d ?%?|\d ?%?")
_PROVIDERS = ("Provider", "Recipient")


@rule("duty-cannot-be-kept", "error", "4.1, 4.2.3")
def duty_cannot_be_kept(pack: Pack) -> Iterator[Breach]:
    """A duty that falls due before anyone is bound by it

    A time may be counted from a day: “starting at least two months before the plan is due”, “within 28 days”. The rule
    works the day out and looks for one that lies before the first day of the service: the wording binds nobody yet. One
    that had only passed when the paper was signed is a warning. A duty that is for mobilisation, by its reading or by
    the contract file, is passed over, and so are one that was met (`done`) and reports on a period. What a variation
    adds or changes is held against the day on which it takes effect, and what stood before is not.

    To fix this: give the day that it is counted from a later date. Where it was done, say when under `done`; where it
    is to be done before the services begin, write “mobilisation” there for the day.

    Breaks it (contract dated 20 March 2026, term from 1 April 2026):

        values:
          cop_plan_date: 2026-05-10
    """
    # One problem for each duty, at the place that gives the day.
    for row in ledger_of(pack).of("dated"):
        if row.done or row.mobilisation or row.reading.when.kind not in ("before", "within"):
            continue
        start, agreed = pack.contract.binds_from(row.service), pack.contract.day
        due = min(row.days, key=lambda day: day.latest)
        last = due.latest
        if last >= (max(start, agreed) if pack.contract.agreed_on_its_day else start):
            continue
        before = f"the service begins on {long_date(start)}" if last < start else "the contract’s date"
        known = as_done(row, pack.contract)
        yield Breach(
            place_of(pack, row, last),
            f"{_who_what(row)} is due {_on(due)} ({row.when}), before {before}",
            f"give the day that it is counted from a later date; if it was done, add “{known}: ” and the day under "
            f"contract, done"
            + (f"; if it is to be done before the services begin, add “{known}: mobilisation”" if last < start else ""),
            "error" if last < start else "warning",
        )


@rule("duty-before-what-it-needs", "error", "")
def duty_before_what_it_needs(pack: Pack) -> Iterator[Breach]:
    """A duty that is due before what it needs is there

    Some duties need what another sentence produces: an offer needs the statement of what is on offer, a referral the
    pathway. Their readings say so. The rule looks for a duty whose day comes before the day on which what it needs is
    due; where people have a legal right to what is offered, the input comes earlier and the offer does not wait. Where
    the other party owes the input on the same day, it is a warning, as for a measure that counts from a day before its
    service is ready, and for what comes once in each Contract Year and is first due before the day by which the same
    terms are to be in operation (`…_ready_date`, `…_start_date`).

    To fix this: give the input an earlier day.

    Breaks it:

        values:
          pc_ready_date: 2026-06-30      # the components are applied
          pc_description_date: 2026-09-30
    """
    # One problem for each duty and each thing that it needs.
    rows = ledger_of(pack).rows
    needing = [row for row in rows if row.reading.needs]
    wanted = {needed for row in needing for needed in row.reading.needs}
    made: dict[tuple[str, int | None], list[tuple[int, LedgerRow]]] = {}
    everywhere: dict[str, list[LedgerRow]] = {}
    for number, row in enumerate(rows):
        if row.object in wanted:
            made.setdefault((row.object, row.service), []).append((number, row))
            everywhere.setdefault(row.object, []).append(row)
    for row in needing:
        for needed in row.reading.needs:
            meeting = everywhere.get(needed, [])
            if row.service is not None:
                of_either = (*made.get((needed, row.service), ()), *made.get((needed, None), ()))
                meeting = [other for _, other in sorted(of_either, key=itemgetter(0))]
            makers = [other for other in meeting if other is not row]
            found = [late for party in _parties(row, makers) if (late := _too_late(row, makers, party)) is not None]
            if not found:
                continue
            maker, latest, day, party = max(found, key=lambda late: late[1] - late[2])
            when = "on the same day" if latest == day else f"only {_by(maker, latest)}"
            yield Breach(
                place_of(pack, maker, latest, party),
                f"{_who_what(row)} is due {_by(row, day)} and needs the {needed}, which {_party(maker.who)} "
                f"{_owes(maker.who)} {when}{f' for {party}' if party else ''} ({maker.paragraph})",
                f"give the {needed} an earlier day",
                "error" if latest > day and row.reading.when.kind != "every" else "warning",
            )
    yield from _before_it_is_ready(pack)


def _before_it_is_ready(pack: Pack) -> Iterator[Breach]:
    """What comes once in each Contract Year, and first before its own terms need be in operation: one problem for each
    day by which they are to be."""
    found: dict[tuple[Location, str], list[str]] = {}
    for row in ledger_of(pack).of("dated"):
        clause = clause_of(pack, row)
        if clause is None or clause.place != "specification" or row.reading.when.period != "Contract Year":
            continue
        first = min(row.days, key=lambda due: due.latest)
        days = clause.as_for(first.party if first.own else "").days
        ready = [(day, name) for name, day in days.items() if day is not None and _READY.search(name)]
        if ready and first.latest < min(ready)[0] and not row.done:
            day, name = min(ready)
            said = f"first due {_on(first)}, before “{name}”, {long_date(day)}"
            found.setdefault((clause.origins[name], said), []).append(_who_what(row))
    for (where, said), whats in found.items():
        yield Breach(
            where,
            f"{in_a_row(whats)} {'is' if len(whats) == 1 else 'are'} {said}, by which the terms are to be in operation",
            "give an earlier day; if what is done by then is little, or is agreed otherwise, nothing need be done",
            "warning",
        )


_READY = re.compile(r"_(?:ready|start)_date$")


def _parties(row: LedgerRow, makers: Iterable[LedgerRow]) -> Iterable[str]:
    """The Commissioners with days of their own, and "" for all others: what one of them asks for by its day is not
    held against the day of another. Only a day that is given itself is one Commissioner's own."""
    given = (each for each in (row, *makers) if each.reading.when.kind == "by")
    return dict.fromkeys(["", *(due.party for each in given for due in each.days if due.own)])


def _too_late(row: LedgerRow, makers: Iterable[LedgerRow], party: str) -> tuple[LedgerRow, date, date, str] | None:
    """What makes the input of the row last, by when, and from when the row needs it, where that is too late."""
    day = _used_from(row, party)
    ready = [(found, maker) for maker in makers if (found := _ready_by(maker, party)) is not None]
    if day is None or not ready:
        return None
    latest, maker = max(ready, key=lambda each: each[0])
    theirs = _side(maker.who) != _side(row.who)
    return (maker, latest, day, party) if latest > day or (theirs and latest == day) else None


@rule("one-thing-owed-twice", "error", "")
def one_thing_owed_twice(pack: Pack) -> Iterator[Breach]:
    """Two sentences that lay one thing on different parties, or with different dates or figures

    Two paragraphs may ask for the same thing: a map of the pathway that one lays on the Provider and another on both
    parties, or by two dates. Then nobody can say who is in breach. The rule looks for two duties with acts of one kind
    on one object in one scope that differ in who owes it, by when, or how much. Joint duties of one sentence, stages
    that follow each other (propose, then approve), contributions, duties of single Commissioners, duties for different
    groups or services, and two reports (`report-counted-two-ways`) are not that. Where a newer version of one of the
    clauses no longer asks for the thing from another party, or where one of the two is quoted text, which names no date
    of its own, it is a warning.

    To fix this: take one of the two out, give both the same date and figure, or choose the newer version.

    Breaks it:

        specification:
          - personal-health-budgets/process         # the Provider gives a map
        improvement:
          - personal-health-budgets/pathway-map     # both write one
    """
    # One problem for each pair, at the later of the two.
    words = read_vocabulary_of(pack)
    alike: dict[tuple[str, str], list[LedgerRow]] = {}
    for row in ledger_of(pack).rows:
        if row.reading.mode in ("duty", "standing") and (family := words.family(row.act)) not in _NOT_ONE_THING:
            alike.setdefault((row.object, family), []).append(row)
    for rows in alike.values():
        for one, other in _in_one_service(rows):
            if _one_scope(one, other) and (said := _difference(one, other)):
                better = _no_longer_against(pack, one, other) or _no_longer_against(pack, other, one)
                quoted = any(_quoted(pack, row) for row in (one, other))
                cure = "take one of the two out, or make both say the same"
                yield Breach(
                    place_of(pack, other),
                    f"“{one.object}” is asked for twice and {said}: {one.paragraph} and {other.paragraph}",
                    f"{cure}; {better} is newer and no longer asks for it" if better else cure,
                    "warning" if better or quoted else None,
                )


_NOT_ONE_THING = ("stage", "reporting")
"""Families of acts that follow each other, or are of many reports on one thing."""


def _no_longer_against(pack: Pack, row: LedgerRow, other: LedgerRow) -> str:
    """The newer version of the row's clause that does not lay the thing on a party other than the other row does; ""
    where there is none."""
    words = read_vocabulary_of(pack)

    def against(entry: DutyReading) -> bool:
        asks = entry.mode in ("duty", "standing") and entry.object == row.object
        of_one_kind = words.family(entry.act) == words.family(row.act)
        return asks and of_one_kind and (row.who == other.who or (entry.actor or "") != other.who)

    return _newer(pack, row, lambda entries: not any(map(against, entries)))


def _newer(pack: Pack, row: LedgerRow, good: Callable[[Iterable[DutyReading]], bool]) -> str:
    """The newest version of the row's clause, where it is newer than the chosen one and its reading is `good`."""
    clause = clause_of(pack, row)
    newest = max(clause.clause.versions, key=lambda version: version.number) if clause is not None else None
    if newest is None or newest.number <= row.version:
        return ""
    reading = reading_of(newest, pack.library)
    return newest.name if reading is not None and good(reading.readings) else ""


def _quoted(pack: Pack, row: LedgerRow) -> bool:
    clause = clause_of(pack, row)
    return clause is not None and clause.version.origin == "national"


@rule("consent-without-end", "error", "")
def consent_without_end(pack: Pack) -> Iterator[Breach]:
    """A consent without a time, or without what holds when the time has passed

    A party that must wait for the other’s agreement can be in breach for as long as the other says nothing. The rule
    looks for an agreement, an approval or a decision for which the wording gives no time, or does not say what holds
    when the time has passed. Where the clause has a newer version that gives both, it is a warning that names it.

    To fix this: choose the newer version, or have it approved; where a clause of your own says it, write a version that
    gives a time and says what then holds. A warning that you accept, because a time is agreed in the contract review
    meeting, is answered by a reason in the contract file.

    Breaks it:

        specification:
          - personal-health-budgets/governance      # standards “that the Co-ordinating Commissioner has agreed”
    """
    # One problem for each clause, with the paragraphs.
    for clause, rows in _by_clause(pack, (row for row in ledger_of(pack).rows if row.reading.mode == "consent")):
        without_time = [row for row in rows if row.reading.when.kind == "none"]
        silent = [row for row in rows if row.reading.silence is None and row not in without_time]
        for found, said in (
            (without_time, "gives no time for an answer"),
            (silent, "does not say what holds when the time for an answer has passed"),
        ):
            if found:
                better = _newer(pack, found[0], _ends_every_consent)
                yield Breach(
                    clause.path,
                    f"{_paragraphs(found)}: the wording {said}: {_objects(found)}",
                    f"choose {better}, which says it, or agree in writing within what time it is answered"
                    if better
                    else "write a version that gives a time for the answer and says what holds when it has passed",
                    "warning" if better else None,
                )


def _ends_every_consent(entries: Iterable[DutyReading]) -> bool:
    return all(entry.when.kind != "none" and entry.silence for entry in entries if entry.mode == "consent")


def _objects(rows: Iterable[LedgerRow]) -> str:
    return ", ".join(dict.fromkeys(row.object for row in rows))


def _by_clause(pack: Pack, rows: Iterable[LedgerRow]) -> Iterator[tuple[ChosenClause, list[LedgerRow]]]:
    """The rows by the version that they are of, each version once for the contract."""
    found: dict[str, list[LedgerRow]] = {}
    for row in rows:
        found.setdefault(f"{row.clause_id}@{row.version}", []).append(row)
    for clause in pack.chosen:
        if clause.version.name in found:
            rows_of_clause = found.pop(clause.version.name)
            yield clause, [row for row in rows_of_clause if row.service == clause.service]


@rule("report-not-listed", "error", "4.1 (stage 4)")
def report_not_listed(pack: Pack) -> Iterator[Breach]:
    """A report that no list of reports holds

    The schedule of reports (6A) is where a Provider looks for what it must report. It is made wherever a paragraph of
    the contract asks for a report, and lists every one; where a form has no such schedule, as a grant agreement, the
    insert does. The rule looks for reports of a contract of which no document lists them, because the folder of
    document types has none that does: an error. Where the contract file declares the schedule not applicable while
    paragraphs ask for reports, the schedule is made all the same, and it is a warning.

    To fix this: take `not_applicable` out of `reporting`; or add a document type that prints reports.

    Breaks it:

        specification:
          - personalised-care          # asks for a report every three months
        reporting: {not_applicable: No reports are asked for}
    """
    # At most one problem.
    rows = [row for row in ledger_of(pack).rows if row.reading.reported and "/reporting/" not in row.clause_id]
    if not rows:
        return
    ask = "asks" if len({row.paragraph for row in rows}) == 1 else "ask"
    said = f"{_paragraphs(rows)} {ask} for reports"
    if not any(lists_reports(pack, document) for document in pack.documents):
        yield Breach(
            (LISTED_IN,),
            f"{said}, and no document of the contract lists them",
            "add a document type that prints “reporting”, or “specification” where the form has no schedules",
        )
    elif pack.contract.content.reporting.not_applicable and not pack.at(LISTED_IN):
        yield Breach(
            (LISTED_IN,),
            f"reporting is declared not applicable, and {said}; the schedule is made and lists them",
            "take “not_applicable” out of “reporting”, or take out what asks for reports",
            "warning",
        )


@rule("clause-without-reading", "warning", "")
def clause_without_reading(pack: Pack) -> Iterator[Breach]:
    """A clause of which no reading says what it asks for

    Lists of duties, calendars and the schedule of reports (6A) are made of the readings that stand beside the versions
    of the clauses. A version without one binds the parties all the same, and stands in none of these. It is an error
    where the version before it has a reading that asks for reports: Schedule 6A would lose them, and a variation would
    say that they are taken out, while the wording may ask for them still.

    To fix this: have the reading of the version written; until then pin the version before it, as `@2`.

    Breaks it: a version 3 of `shared-decision-making/local-terms` in an organisation's own library without a reading.
    """
    # One error for each clause that loses reports, and one warning for all others.
    others: dict[str, ChosenClause] = {}
    said = dict.fromkeys(ledger_of(pack).without)
    for name in said:
        clause = next(each for each in pack.chosen if each.version.name == name)
        before, reports = _reports_before(pack, clause)
        if not reports:
            others[name] = clause
            continue
        yield Breach(
            clause.path,
            f"{name} has no reading, so no list of reports holds {in_a_row([f'“{each}”' for each in reports])}, which "
            f"version {before} asks for; its wording may ask for them still",
            f"have its reading written: “specgen clauses duties {name} --form” begins one; until then pin the version "
            f"before: {clause.id}@{before}",
            "error",
        )
    if others:
        first, has = next(iter(others)), "has" if len(others) == 1 else "have"
        yield Breach(
            others[first].path,
            f"{in_a_row(list(others))} {has} no reading, so what {'it asks' if len(others) == 1 else 'they ask'} for "
            "stands in no list of duties and in no calendar, and no report of it in Schedule 6A",
            f"have its reading written: “specgen clauses duties {first} --form” begins one; if nothing falls due by "
            "it, nothing need be done",
        )


def _at_two_times(one: LedgerRow, other: LedgerRow) -> bool:
    """Whether two reports on one thing for the same people are due at other times, and not only from another day on."""
    alike = due_alike(one, other) or due_alike(other, one) or one.when == other.when
    return bool(one.days and other.days) and not alike and one.group == other.group


def _reports_before(pack: Pack, clause: ChosenClause) -> tuple[int, list[str]]:
    """The newest earlier version that has a reading, and the reports that it asks for; (0, []) where none has."""
    for version in reversed(clause.clause.versions):
        if version.number < clause.version.number and (reading := reading_of(version, pack.library)) is not None:
            asked = (entry.object for entry in reading.readings if entry.reported)
            return version.number, list(dict.fromkeys(f"{each[:1].upper()}{each[1:]}" for each in asked))
    return 0, []


@rule("report-counted-two-ways", "warning", "4.1 (stage 4)")
def report_counted_two_ways(pack: Pack) -> Iterator[Breach]:
    """One thing that is reported on two bases, or at two intervals

    The number of budgets “in the period” and “in the Contract Year to date” are two numbers; a report every month and
    one every three months are two reports. The rule looks for two reports on one thing that count it in different ways,
    or are due at different times, so that nobody takes one for the other.

    To fix this: take one of the two out, give both the same interval and time, or keep both and say so to the Provider.

    Breaks it:

        specification:
          - personal-health-budgets/governance     # in place during the Contract Year
        reporting:
          - personal-health-budgets/budgets-in-use     # in use at any time to date
    """
    # One problem for each pair, at the later of the two.
    reports: dict[str, list[LedgerRow]] = {}
    for row in ledger_of(pack).rows:
        if row.reading.reported:
            reports.setdefault(row.object, []).append(row)
    for rows in reports.values():
        for one, other in _in_one_service(rows):
            if one.reading.reported != other.reading.reported:
                yield Breach(
                    place_of(pack, other),
                    f"“{one.object}” is reported twice, {one.reading.reported} ({one.paragraph}) and "
                    f"{other.reading.reported} ({other.paragraph})",
                    "take one of the two out; if both are wanted, nothing need be done",
                )
            elif _at_two_times(one, other):
                yield Breach(
                    place_of(pack, other),
                    f"“{one.object}” is reported twice, {one.when} ({one.paragraph}) and {other.when} "
                    f"({other.paragraph})",
                    "give both the same interval and time, or take one of the two out; if both are wanted, nothing "
                    "need be done",
                )


@rule("reason-for-no-warning", "warning", "")
def reason_for_no_warning(pack: Pack) -> Iterator[Breach]:
    """A reason that answers nothing

    A warning about the contract as a whole is accepted by a reason in the contract file, under the rule’s name. The
    rule looks for a reason without a rule of that name before it, and for one whose rule warns of nothing in this
    contract: it may have been written for wording that is no longer there.

    To fix this: write the rule’s name, a colon and the reason, or take the reason out.

    Breaks it:

        contract:
          reasons: ["consent-without-ends: It is answered in ten days"]
    """
    # One problem for each such reason.
    warned = {rule.slug: rule for rule in ANSWERED}
    for index, written in enumerate(pack.contract.content.contract.reasons):
        name = written.partition(":")[0].strip()
        if name not in warned:
            yield Breach(
                ("contract", "reasons", index),
                f"“{name[:60]}” is not the name of a rule whose warnings a reason answers",
                f"begin with one of: {', '.join(warned)}; then a colon and the reason",
                suggestion=did_you_mean(name, warned),
            )
        elif not any(problem.severity == "warning" for problem in warned[name].check(pack)):
            yield Breach(
                ("contract", "reasons", index),
                f"a reason is given for {name}, which warns of nothing here",
                "take the reason out",
            )


ANSWERED = (
    agreement.change_without_notice,
    duty_cannot_be_kept,
    duty_before_what_it_needs,
    one_thing_owed_twice,
    consent_without_end,
    report_not_listed,
    report_counted_two_ways,
    numbers.short_year,
)
"""The rules whose warnings a reason in the contract file answers."""


def answered(pack: Pack, problem: Problem) -> Problem:
    """The problem; a warning for which the contract file gives a reason as a note that says it."""
    reasons = pack.contract.content.contract.reasons
    if not reasons or problem.severity != "warning" or all(problem.slug != rule.slug for rule in ANSWERED):
        return problem
    if problem.slug == agreement.change_without_notice.slug:
        reasons = reasons if is_signed_late(reasons, pack.contract.day) and pack.contract.dated_by_its_file else ()
    for written in reasons:
        name, _, reason = written.partition(":")
        if name.strip() == problem.slug and reason.strip():
            return replace(problem, severity="note", message=f"{problem.message}; accepted: {reason.strip()}", cure="")
    return problem


# What the rules ask of rows.


def _who_what(row: LedgerRow) -> str:
    return f"what {_party(row.who)} {_owes(row.who)} ({row.what}; {row.paragraph})"


def _on(due: DueDay) -> str:
    """`on 30 September 2026`, or `before` it where the wording excludes the day."""
    return f"{'before' if due.before else 'on'} {long_date(due.day)}"


def _by(row: LedgerRow, latest: date) -> str:
    """`by 30 September 2026`, or `before` the day that the wording excludes."""
    due = next((due for due in row.days if due.before and due.latest == latest), None)
    return f"before {long_date(due.day)}" if due is not None else f"by {long_date(latest)}"


def _party(who: str) -> str:
    return who if who.startswith("each") else f"the {who}"


def _owes(who: str) -> str:
    return "owe" if who in ("Parties", "Commissioners") else "owes"


def _paragraphs(rows: list[LedgerRow]) -> str:
    """`Schedule 2A, Personal health budgets: governance, 6 and 10`; of many the first and how many more."""
    heads: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        printed = heads.setdefault((row.paragraph.schedule, row.paragraph.heading), [])
        if row.paragraph.number and row.paragraph.number not in printed:
            printed.append(row.paragraph.number)
    said = [", ".join(filter(None, [schedule, heading, in_a_row(nos)])) for (schedule, heading), nos in heads.items()]
    return said[0] if len(said) == 1 else f"{'; '.join(said[:2])}{f' and {len(said) - 2} more' * (len(said) > 2)}"


def place_of(pack: Pack, row: LedgerRow, day: date | None = None, party: str = "", followed: int = 0) -> Location:
    """Where the day of the duty is given, or that of the duty that it follows; else where its clause is chosen.

    `day` is the one that a rule speaks of. Where it is the day of a single Commissioner (`party`, or whose it is), it
    stands at that Commissioner and not with the value for all.
    """
    clause = clause_of(pack, row)
    if clause is None:
        return pack.contract.place()
    whose = [due.party for due in row.days if due.own and due.latest == day and party in ("", due.party)]
    moments = (row.reading.when.moment, row.reading.when.start)
    for moment in moments:
        if moment is None:
            continue
        if moment.kind == "duty" and followed < _FOLLOWED:
            other = next((each for each in ledger_of(pack).rows if _is(each, moment.value) and _meet(each, row)), None)
            if other is not None:
                return place_of(pack, other, followed=followed + 1)
        for name in _asked_for(moment, clause):
            for commissioner, _, where in own_values(pack, name):
                if commissioner in whose:
                    return where
            if name in clause.origins:
                return clause.origins[name]
    return pack.contract.place(*clause.path)


def varied_too_late_to_keep(pack: Pack, effective: date, changed: Varies) -> Iterator[Problem]:
    """Duties counted from a day, of what a variation adds or changes, that fall due before it takes effect."""

    def is_new(row: LedgerRow) -> bool:
        return changed.get((row.clause_id, row.service), {}) is None

    def is_changed(row: LedgerRow, name: str, due: DueDay) -> bool:
        before, clause = changed.get((row.clause_id, row.service), {}), clause_of(pack, row)
        if before is None or clause is None or name not in before:
            return before is None
        party, printed = due.party if due.own else "", str(clause.printed.get(name, ""))
        return printed_for(printed, party) != printed_for(before[name], party)

    for row in ledger_of(pack).of("dated"):
        if row.done or row.mobilisation or row.reading.when.kind not in ("before", "within"):
            continue
        for due in sorted(row.days, key=lambda day: day.latest):
            if due.latest >= effective or not (
                is_new(row) or any(is_changed(other, name, due) for other, name in counted_from(pack, row))
            ):
                continue
            yield duty_cannot_be_kept.at(
                pack,
                place_of(pack, row, due.latest),
                f"{_who_what(row)} is due {_on(due)} ({row.when}), before the variation takes effect on "
                f"{long_date(effective)}",
                f"give the day that it is counted from a later date; if it was done, add "
                f"“{as_done(row, pack.contract)}: ” and the day under contract, done",
            )
            break


def _asked_for(moment: Moment, clause: ChosenClause) -> list[str]:
    """The placeholders whose values say the moment."""
    if moment.kind == "field" and moment.value in clause.version.fields:
        return _PLACEHOLDER.findall(clause.version.fields[moment.value][0].text)
    return [moment.value] if moment.kind == "placeholder" else []


def counted_from(pack: Pack, row: LedgerRow, followed: int = 0) -> Iterator[tuple[LedgerRow, str]]:
    """The values of which the day of a duty comes, each with the duty in whose clause it is asked for."""
    clause, when = clause_of(pack, row), row.reading.when
    for moment in (when.moment, when.start):
        if moment is not None and moment.kind == "duty" and followed < _FOLLOWED:
            others = (each for each in ledger_of(pack).rows if _is(each, moment.value) and _meet(each, row))
            yield from (found for other in others for found in counted_from(pack, other, followed + 1))
        elif moment is not None and clause is not None:
            yield from ((row, name) for name in _asked_for(moment, clause))
    yield from ((row, name) for name in _PLACEHOLDER.findall(when.interval))


_PLACEHOLDER = re.compile(r"\{\{ (\w+) \}\}")
_FOLLOWED = 8


def _is(row: LedgerRow, reference: str) -> bool:
    return reference == f"{row.clause_id}#{row.reading.sentence}"


def _days_for(row: LedgerRow, party: str) -> tuple[DueDay, ...]:
    """The row's days for a Commissioner: its own, or else those for all others."""
    own = tuple(due for due in row.days if due.own and due.party == party)
    return own or tuple(due for due in row.days if not due.own)


def _ready_by(row: LedgerRow, party: str) -> date | None:
    """By when what the row makes is there; None where it follows events, or is a proposal’s answer."""
    if row.reading.mode in ("power", "limit", "consent"):
        return None
    if row.part == "always":
        return row.starts
    return max((due.latest for due in _days_for(row, party)), default=None) if _once(row) else None


def _once(row: LedgerRow) -> bool:
    return row.part == "dated" and row.reading.when.kind != "every"


def _used_from(row: LedgerRow, party: str) -> date | None:
    """From when the row needs what it needs: its day, its start, or the first day of its first period."""
    if row.part == "always":
        return row.starts
    if row.part != "dated":
        return None
    if row.reading.when.kind == "every":
        first = row.days[0].period
        return first.first if first is not None else None
    return min((due.latest for due in _days_for(row, party)), default=None)


def _in_one_service(rows: Sequence[LedgerRow]) -> Iterator[tuple[LedgerRow, LedgerRow]]:
    """Every two of the rows that meet, in the order of the rows; those of different services are not looked at, which
    are most where a contract has hundreds."""
    if len(rows) < 2:
        return
    for number, one in enumerate(rows):
        if one.service is None:
            yield from ((one, other) for other in rows[number + 1 :])
    of_service: dict[int | None, list[LedgerRow]] = {}
    for other in rows:
        if other.service is None:
            yield from ((one, other) for ones in of_service.values() for one in ones)
        else:
            yield from ((one, other) for one in of_service.get(other.service, ()))
            of_service.setdefault(other.service, []).append(other)


def _meet(one: LedgerRow, other: LedgerRow) -> bool:
    """Whether both hold in one service, or one of them in the whole contract."""
    return one.service == other.service or one.service is None or other.service is None


def _one_scope(one: LedgerRow, other: LedgerRow) -> bool:
    """Whether both are for the same people, stage and Commissioners, in different sentences."""
    same_sentence = one.key.partition("(")[0] == other.key.partition("(")[0]
    scopes = one.reading.scope, other.reading.scope
    return (
        _meet(one, other)
        and not same_sentence
        and one.group == other.group
        and scopes[0].stage == scopes[1].stage
        and ((scopes[0].kind in _ALIKE and scopes[1].kind in _ALIKE) or scopes[0].kind == scopes[1].kind)
        and not (scopes[0].kind == "Commissioner" or _of_commissioners(one, other))
    )


_ALIKE = ("service", "contract", "grant")


def _of_commissioners(one: LedgerRow, other: LedgerRow) -> bool:
    """Whether both are duties of Commissioners, of whom each may owe its own."""
    return all("Commissioner" in row.who for row in (one, other)) and one.who != other.who


def _difference(one: LedgerRow, other: LedgerRow) -> str:
    """In what the two differ; "" where they say the same, or nothing that can be held against the other."""
    if one.who in ACTORS and other.who in ACTORS and one.who != other.who:
        return f"owed by {_party(one.who)} and by {_party(other.who)}"
    days = [sorted({day.latest for day in row.days if not day.party}) for row in (one, other)]
    if _once(one) and _once(other) and days[0] and days[1] and days[0] != days[1]:
        return f"due on {long_date(days[0][0])} and on {long_date(days[1][0])}"
    figures = [{found.rstrip() for found in _FIGURE.findall(row.much)} for row in (one, other)]
    if figures[0] and figures[1] and figures[0] != figures[1]:
        apart = [", ".join(sorted(mine - others or mine)) for mine, others in (figures, figures[::-1])]
        return f"in different figures ({apart[0]} and {apart[1]})"
    return ""


def _side(who: str) -> str:
    return "provider" if who in _PROVIDERS else "both" if who == "Parties" else "commissioner"
