"""Numbers that stand in two places and cannot both be right: of people, of money, of time and of age."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from specgen.assembly.choices import said_of_all
from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.days import ReckonedDay, bank_holidays, contract_years, latest_notice, moved
from specgen.assembly.left_open import VALUES
from specgen.assembly.pack import Pack
from specgen.assembly.trajectories import figures_given, is_nearly_a_year, one_figure, trajectory_given
from specgen.checks.components import PRESCRIBING
from specgen.checks.dates import MONTHS_AFTER_THE_END
from specgen.checks.measures import DECISIONS, MEASURES, TOOL
from specgen.checks.plans import YEARS_OF_A_PLAN
from specgen.checks.rule import (
    Breach,
    clause_of,
    first_serving,
    own_values,
    rule,
    service_name,
    services,
    standing,
    texts,
    whose,
    wording,
)
from specgen.contract.dates import MONTHS, long_date, parse_day, reached
from specgen.contract.extension.model import Span
from specgen.contract.extension.option import last_possible_day, notices_of, option_of
from specgen.contract.quantities import TrajectoryPeriod, pounds, read_interval, read_money
from specgen.problems import Location, in_a_row
from specgen.wording.patterns import when_used


class CountSaid(Struct, frozen=True):
    """A number of people or things of a Contract Year, or of every one (`period` None); `said` is who and how many."""

    where: Location
    period: TrajectoryPeriod | None
    amount: Decimal
    party: str = ""


class Proportion(Struct, frozen=True):
    """Two values of which the first is hardly more than `times` the second; `counts` is what each counts. Where they
    are held together only if every service with a component gives the second, `component` names it."""

    name: str
    other: str
    times: int
    counts: tuple[str, str]
    component: str = ""


_REFERRED = ("referrals", "people who are referred or supported")
PROPORTIONS = (
    Proportion("sp_referrals_target", "sp_people_by_year", 4, _REFERRED),
    Proportion("sp_people_by_year", "sp_referrals_target", 1, _REFERRED[::-1], PRESCRIBING),
    Proportion("phb_test_number", "phb_budgets_by_year", 2, ("people in the test of budgets", "budgets in place")),
    Proportion("phb_budgets_by_year", "pcsp_people_by_year", 1, ("budgets in place", "people with a plan")),
    Proportion("ssm_licence_trajectory", "ssm_people_by_year", 10, ("licences", "people who are supported")),
)
"""The second number is of the whole contract: of several groups the sum. A person may be referred more than once, leave
the test without a budget, or be asked several times in a year; a budget stands on a plan (handbook 2.7.7)."""


@rule("counts-do-not-fit", "warning", "2.7.7, 4.2.1")
def counts_do_not_fit(pack: Pack) -> Iterator[Breach]:
    """Two numbers of the same people that do not fit each other

    The schedules count the same people: those referred to social prescribing in a measure of Schedule 4 and in the plan
    of 2M, those with a budget in the test of 6D and in 2M. A number with one nought too many is printed in both as it
    was written. The rule looks, for one Contract Year, for

    - more than four referrals for each of the people whom 2M plans to refer or support;
    - more people to be referred or supported in 2M than referrals in the measures of all services that refer, from the
      first year of the plan on;
    - a test of budgets with more than twice as many people as 2M plans to have a budget at the end of the year;
    - more budgets than people with a plan, on which every budget stands;
    - more than ten licences for each of the people whom 2M plans to support in self-management.

    Where 2M gives numbers for several groups, or several services have a measure, their sum is taken. A number of one
    Commissioner is held against that Commissioner's own, where it has one, else against that of all.

    To fix this: correct one of the two. If both are meant, nothing need be done.

    Breaks it:

        quality: [social-prescribing/referrals-made]
        development: [social-prescribing/people]
        values:
          sp_referrals_target: 2000
          sp_people_by_year: 140 in 2026/27
    """
    # One problem for each pair, at the first number that is too great.
    for pair in PROPORTIONS:
        counts, planned = _counts(pack, pair.name), _counts(pack, pair.other)
        if not _of_every_service(pack, pair):
            continue
        for count, other in ((one, two) for one in counts for two in _held_against(one, planned)):
            period = other.period or count.period
            if period is None:
                continue
            amount = count.amount if count.party else _whole(counts, period, "")
            # Whom a plan reaches by the end of a year may be those of the years before too.
            first = min(each.period or period for each in counts) if pair.component else period
            whole = sum((_whole(planned, year, other.party) for year in _years(first, period)), Decimal(0))
            if amount > pair.times * whole:
                mine, its = pair.counts
                since = f" from {first} to then" if first != period else ""
                named, against = (
                    f"“{name}” of {party}" if party else f"“{name}”"
                    for name, party in ((pair.name, count.party), (pair.other, other.party))
                )
                yield Breach(
                    count.where,
                    f"{named} is {amount:,f} {mine} in {period}, and {against} {whole:,f} {its}{since} "
                    f"({standing(pack, other.where)})",
                    "correct one of the two; if both are meant, nothing need be done",
                )
                break


def _held_against(count: CountSaid, planned: Iterable[CountSaid]) -> list[CountSaid]:
    """The numbers of the same period that the count is held against: those of the same Commissioner, else of all."""
    found = [each for each in planned if None in (count.period, each.period) or each.period == count.period]
    own = [each for each in found if each.party == count.party]
    return own or [each for each in found if not each.party]


def _years(first: TrajectoryPeriod, last: TrajectoryPeriod) -> Iterator[TrajectoryPeriod]:
    return (TrajectoryPeriod(year) for year in range(first.year, last.year + 1))


def _of_every_service(pack: Pack, pair: Proportion) -> bool:
    """Whether the second number is given for every service with the component that the pair asks it of."""
    return not pair.component or all(
        any(pair.other in clause.origins for clause in pack.at("quality", service))
        for service in services(pack)
        if wording(pack, service, pair.component)
    )


@rule("short-year", "warning", "")
def short_year(pack: Pack) -> Iterator[Breach]:
    """A number for each Contract Year, in one that is short

    A Contract Year ends on 31 March. The first and the last of a contract, or of a service with a period of its own,
    may be of some days only, and a number that is asked for “in each Contract Year” is owed whole in them too, since
    no word says otherwise. The rule looks for such a number of people or things in the terms of a service: plans to be
    checked, places to be kept, organisations to be helped. Shares, and figures that name their year, are none, and a
    year that lacks less than a month is a whole one here. Numbers that are a measure's as well are told with it.

    To fix this: write a number that can be kept in the short year too, or agree in writing what is owed in it. If the
    whole number is owed there, nothing need be done.

    Breaks it (term 1 October 2026 to 31 March 2029):

        specification: [personalised-care-and-support-planning]
        values:
          pcsp_check_sample: 40
    """
    # One problem for each number, with every year that is short of the services that owe it.
    told = {where for clause in pack.at("quality") for where in clause.origins.values()}
    short: dict[Location, tuple[str, dict[tuple[date, date], dict[str, None]]]] = {}
    for row in ledger_of(pack).rows:
        clause = clause_of(pack, row) if row.yearly else None
        if clause is None:
            continue
        years = contract_years(pack.contract.reports_from(row.service), pack.contract.ends(row.service))
        cut = {(each.first, each.last) for each in years if each.short and not is_nearly_a_year(each.first, each.last)}
        for name in row.yearly if cut else ():
            if (where := clause.origins[name]) not in told:
                asked = f"“{name}” asks for {clause.printed[name]} in each Contract Year ({row.what})"
                of_number = short.setdefault(where, (asked, {}))[1]
                for year in cut:
                    of_number.setdefault(year, {})[whose(pack, row.service)] = None
    for where, (asked, found) in short.items():
        alike = len({frozenset(theirs) for theirs in found.values()}) == 1  # one service, or all have the same years
        days = [
            f"that of {long_date(first)} to {long_date(last)}{'' if alike else f' ({in_a_row(list(theirs))})'} "
            f"has {(last - first).days + 1} days"
            for (first, last), theirs in sorted(found.items(), key=lambda each: each[0])
        ]
        it = "it" if len(days) == 1 else "each of them"
        yield Breach(
            where,
            f"{asked}, and {in_a_row(days)}; the whole is owed in {it}",
            "write a number that can be kept in the short year too, or agree in writing what is owed in it; if the "
            "whole number is meant, nothing need be done",
        )


def _whole(counts: Iterable[CountSaid], period: TrajectoryPeriod, party: str) -> Decimal:
    """The numbers of all groups, or services, for the period, of one Commissioner or of all."""
    found = (each.amount for each in counts if each.period in (None, period) and each.party == party)
    return sum(found, Decimal(0))


def _counts(pack: Pack, name: str) -> list[CountSaid]:
    """What the chosen clauses say for the value, once for each place: for all Commissioners and for single ones."""
    found: list[CountSaid] = []
    seen: set[tuple[str, Location]] = set()
    for clause in pack.chosen:
        if name not in clause.origins:
            continue
        of_all = said_of_all(pack.contract, clause.path, clause.service, name, clause.printed.get(name))
        for party, given, where in (("", of_all, clause.origins[name]), *own_values(pack, name)):
            if (party, where) not in seen and given is not None:
                seen.add((party, where))
                found += _said(clause, name, given, where, party)
    return found


def _said(clause: ChosenClause, name: str, given: object, where: Location, party: str) -> Iterator[CountSaid]:
    figures = figures_given(given, clause.clause.placeholders[name])
    if not isinstance(figures, str):
        yield from (CountSaid(where, period, amount, party) for period, amount in figures.figures if not period.quarter)
    elif (amount := one_figure(trajectory_given(given))) is not None:
        day = clause.days.get(f"{name.rpartition('_')[0]}_date")
        year = TrajectoryPeriod(day.year - (day.month < 4)) if day is not None else None
        yield CountSaid(where, year, amount, party)


_AMOUNT = r"£ ?\d[\d,]*(?:\.\d+)?(?: ?(?:million|thousand|billion|[mk]\b|bn\b))?"
_SUM = when_used(_AMOUNT, re.IGNORECASE)
_A_YEAR = (
    r"(?:\s*(?:an?|per|each|every|in (?:a|each|every)(?: full)?(?: contract)?) (?:full )?(?:contract )?(?:year|annum)\b"
    r"|\s*(?:p\.?a\b|annually|yearly))"
)
_IN_ALL = (
    r"(?:in (?:all|total)|altogether|all told|together)"
    r"(?=\s*(?:$|[,:)–-]|and\b|a\b|per\b|each\b|over\b|of which\b|in a\b))"
)
_TOTAL = when_used(
    rf"(?P<after>{_AMOUNT})(?:{_A_YEAR})?,?\s*{_IN_ALL}"
    rf"|\b(?:total(?:ling| of|s)?(?: is)?|(?:al)?together|in all|in total)[,:]?\s*(?P<before>{_AMOUNT})",
    re.IGNORECASE,
)
"""The sum that a sentence gives of its parts: `£480,000 a year in all`, `a total of £480,000`."""
_PRICE = when_used(
    rf"(?P<volume>\d[\d,]*)\s(?:[a-z][a-z’'-]*\s){{1,4}}(?:at|@)\s(?:a (?:unit )?price of )?(?P<price>{_AMOUNT})",
    re.IGNORECASE,
)
"""So many of one thing, at a price: `4,000 contacts at £100 each`."""
_NO_PLAIN_SUM = when_used(
    r"\b(?:up to|at (?:the )?most|no more than|maximum|minimum|at least|between|from(?= £)|rising|falling|less|minus"
    r"|after|net|discounts?|savings?|reduc\w+|deduct\w+|offset|including|includes?|incl|plus vat|remain\w+|already"
    r"|extra|or|if|subject|(?:a|per|each|every) (?:month|week|day|quarter|session)|monthly|weekly|quarterly|daily)\b"
    r"|%|[×*]",
    re.IGNORECASE,
)
"""Words by which the sums of a sentence are no plain parts of a total."""
_YEARS = when_used(
    r"\bfor (?:each of )?(?:the |all )?(?P<count>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) years\b", re.I
)
_COUNTED = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ROUNDING = Decimal("0.01")
"""The share by which sums in words may differ, since they are often rounded."""


@rule("sums-do-not-fit", "warning", "")
def sums_do_not_fit(pack: Pack) -> Iterator[Breach]:
    """Sums of money that do not fit each other

    What a service is paid stands in its words on activity, and what the contract is worth over its life is a sum of its
    own. The rule looks in the words on activity for parts that do not come to the total that the same sentence gives,
    and for a number of things at a price that does not come to it. It looks there, and among the sums of the clauses,
    for one that is more than the whole contract is worth; a sum “a year” is counted for each year of the service, or
    for as many years as the words say. Sums may differ by 1%. Sentences with “up to”, “less”, “of which” and the like,
    or with prices a week or a month, are passed over.

    To fix this: correct one of the sums. If all are meant, nothing need be done.

    Breaks it:

        contract:
          lifetime_value: £480,000
        services:
          - activity: £200,000 block and £200,000 activity payments, £480,000 in all
    """
    # One problem for each sentence, and one for each sum of a clause.
    worth = pack.contract.content.contract.lifetime_value
    at = standing(pack, pack.contract.place("contract", "lifetime_value"))
    for service in services(pack):
        activity = pack.contract.content.services[service].activity or ""
        first, last = pack.contract.binds_from(service), pack.contract.ends(service)
        for sentence in _sentences(activity) if "£" in activity else ():
            said = _parts_and_total(sentence) or (worth and _more_than_worth(sentence, worth, at, first, last))
            if said:
                yield Breach(
                    ("services", service, "activity"),
                    f"the activity of {service_name(pack, service)}: {said}",
                    "correct one of the sums; if all are meant, nothing need be done",
                )
    told: set[Location] = set()
    for clause in pack.chosen if worth else ():
        for name, where in clause.origins.items():
            if clause.clause.placeholders[name].kind != "money" or where in told:
                continue
            amount = read_money(str(clause.printed[name]))
            if amount is not None and worth and amount > worth:
                told.add(where)
                yield Breach(
                    where,
                    f"“{name}” is {pounds(amount)}, and the whole contract is worth {pounds(worth)} ({at})",
                    "correct one of the sums; if the money is not the contract’s own, nothing need be done",
                )


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<![A-Z])[.;]\s|\n", text)


def _money(text: str) -> Decimal:
    return read_money(" ".join(text.split()).rstrip(".,")) or Decimal(0)


@lru_cache(maxsize=256)
def _parts_and_total(sentence: str) -> str:
    """What is said of a sentence whose parts do not come to its total; "" where they do, or it gives none."""
    sums = [(found.start(), _money(found.group())) for found in _SUM.finditer(sentence)]
    priced, found = list(_PRICE.finditer(sentence)), _TOTAL.search(sentence)
    within = found is not None and re.match(r",? of which\b", sentence[found.end() :]) is not None
    if _NO_PLAIN_SUM.search(sentence) or ("of which" in sentence and not within):
        return ""
    if priced and len(sums) == len(priced) + 1:
        parts = [int(each["volume"].replace(",", "")) * _money(each["price"]) for each in priced]
        total = next(amount for at, amount in sums if at not in {each.start("price") for each in priced})
        how = " and ".join(f"{each['volume']} at {each['price'].strip()}" for each in priced)
    elif not priced and found is not None and len(sums) > 2:
        total = _money(found["after"] or found["before"])
        rest = f"{sentence[: found.start()]} {re.sub(f'^{_A_YEAR}', '', sentence[found.end() :], flags=re.IGNORECASE)}"
        parts = [_money(each) for each in _SUM.findall(rest)]
        how = " and ".join(each.strip() for each in _SUM.findall(rest))
        if len(re.findall(_A_YEAR, rest, re.IGNORECASE)) not in (0, len(parts)) or max(parts) >= total:
            return ""  # some parts are of a year and some are not, or there is a greater total
    else:
        return ""
    come = sum(parts, Decimal(0))
    times = range(1, 16 if re.search(r"\byears?\b", sentence) else 2)
    fits = any(abs(come * each - total) <= total * _ROUNDING for each in times)
    return "" if fits or (within and come < total) else f"{how} come to {pounds(come)}, and {pounds(total)} is given"


def _more_than_worth(sentence: str, worth: Decimal, at: str, first: date, last: date) -> str:
    """What is said of a sum in the sentence that is more than the contract is worth; "" where none is."""
    if _NO_PLAIN_SUM.search(sentence):
        return ""
    for found in _SUM.finditer(sentence):
        amount, said = _money(found.group()), ""
        if re.match(_A_YEAR, sentence[found.end() :], re.IGNORECASE) and not re.search(r"\bfirst|last\b", sentence):
            count = _YEARS.search(sentence)
            years = Decimal((last - first).days + 1) / Decimal("365.25")
            if count is not None:
                word = count["count"].casefold()
                years = Decimal(_COUNTED.index(word) + 2 if word in _COUNTED else int(word))
            said = f" a year, {pounds(round(amount * years, 0))} for {round(years, 1).normalize():f} years"
            amount *= years
        if amount > worth * (1 + _ROUNDING):
            return f"{found.group().strip()}{said}, and the whole contract is worth {pounds(worth)} ({at})"
    return ""


_OF_TWO = re.compile(
    r"\b(?:second|further|another|again|each|first|thereafter|subsequent\w*|intention|intend\w*|confirm\w*|respon\w+"
    r"|declin\w+|object\w*|accept\w*|withdraw\w*|either|the Provider (?:may|must|shall|can|gives?|is to)"
    r"|(?:by|from) the Provider)\b",
    re.IGNORECASE,
)
"""Words by which two times of notice may belong to two options, two steps or two parties."""


@rule("notice-cannot-be-kept", "warning", "")
def notice_cannot_be_kept(pack: Pack) -> Iterator[Breach]:
    """An option to extend whose parts cannot both be, or whose notice cannot be kept

    The option to extend is used by a notice so long before the last day. The rule looks in the words on the extension
    for one option with two lengths of notice, of which nobody knows which is meant; for a notice that has to be given
    before the term begins and before the contract's date, or that may be given after the term has ended; and for a
    length and a last day that are not the same from the last day of the term on.

    To fix this: write one length, or a shorter one. If both are meant, for two steps or two parties, say so.

    Breaks it:

        contract:
          term:
            start: 2026-04-01
            end: 2027-03-31
            extension: The Commissioner may extend the term by one year, on eighteen months’ written notice
    """
    # At most three problems.
    term = pack.contract.content.contract.term
    words = term.extension or ""
    lengths = sorted(notices_of(words), key=_in_days) if words else []
    path = ("contract", "term", "extension")
    if len(lengths) > 1 and _in_days(lengths[-1]) > 1.1 * _in_days(lengths[0]) and not _OF_TWO.search(words):
        yield Breach(
            path,
            f"the option to extend is used on {lengths[0]}’ notice and on {lengths[-1]}’ notice",
            "write one length of notice; where there are two steps, say what each is",
        )
    option = option_of(words, end=term.end)
    if option.contradiction:
        yield Breach(
            path,
            f"the words on an extension {option.contradiction}",
            "correct one of the two; where the term was extended under the option already, say what is left of it",
        )
    latest = latest_notice(term.end, option, bank_holidays(pack.library.bank_holidays)) if words else None
    earliest = min(term.start, pack.contract.day)
    if latest is not None and not option.absent and latest.day < earliest:
        begins = f"{long_date(term.start)} ({standing(pack, pack.contract.place('contract', 'term', 'start'))})"
        yield Breach(
            path,
            f"the notice of extension would have to be given by {long_date(latest.day)}, and the term begins on "
            f"{begins}",
            "write a shorter notice, or correct the first or the last day; nobody can use the option as it stands",
        )


def _in_days(span: Span) -> int:
    unit = span.unit.rpartition(" ")[2]
    return span.count * {"day": 1, "week": 7, "month": 30, "year": 365}[unit]


@rule("measured-at-two-intervals", "warning", "2.2.4, 2.2.5")
def measured_at_two_intervals(pack: Pack) -> Iterator[Breach]:
    """One measurement at two intervals

    The local terms of shared decision making say how often the Provider measures it with a tool (the value
    `sdm_measure_interval`), and the quality requirement with the same tool is counted each quarter of the Contract
    Year. The rule looks for a longer interval in the local terms: the measure would have no figure in most quarters.

    To fix this: give the interval of the measure. If the measure's own is the one that holds, nothing need be done.

    Breaks it:

        specification: [shared-decision-making]
        quality: [shared-decision-making/collaborate]
        values:
          sdm_tool: the three-item CollaboRATE tool
          sdm_measure_interval: 12 months
    """
    # One problem for each service.
    for service in services(pack):
        for clause in wording(pack, service, DECISIONS):
            interval = read_interval(str(clause.printed.get(INTERVAL, "")))
            tool = next((measure for words, measure in MEASURES.items() if words in str(clause.printed.get(TOOL))), "")
            measure = first_serving(pack.at("quality", service), tool) if tool else None
            if interval is None or measure is None or INTERVAL not in clause.origins:
                continue
            often = measure.fields.get("frequency", "")
            start = date(2026, 4, 1)
            longest = moved(ReckonedDay(start), str(interval), bank_holidays(pack.library.bank_holidays))
            if "quarter" in often.casefold() and longest is not None and longest.day > reached(start, 3, "month"):
                yield Breach(
                    clause.origins[INTERVAL],
                    f"“{INTERVAL}” is {interval}, and {measure.id} is counted with the same tool: {often} "
                    f"({standing(pack, pack.contract.place(*measure.path))})",
                    "give the interval of the measure; if it is the one that holds, nothing need be done",
                )


INTERVAL = "sdm_measure_interval"


_NO_AGE = re.compile(
    r"\b(?:not?|except|excluding|other than|parents?|carers?|famil\w+|mothers?|fathers?|guardians?)\b", re.IGNORECASE
)
"""Words by which a text speaks of other people than those whom the service is for."""
_AGES = (
    (re.compile(r"\b(?:children(?!['’]s)|infants|babies|toddlers)\b", re.IGNORECASE), (0, 18)),
    (re.compile(r"\badults\b", re.IGNORECASE), (18, 150)),
)
_AGES_OF_A_NAME = (
    (re.compile(r"\b(?:children|paediatric)", re.IGNORECASE), (0, 18)),
    (re.compile(r"\badults?\b", re.IGNORECASE), (18, 150)),
)
_AGE = re.compile(
    r"\baged? (?P<low>\d{1,2}) (?:years )?(?:to|and|[-–]) (?P<high>\d{1,2})\b"
    r"|\b(?:aged? |over )?(?P<from>\d{1,2})(?: years)?(?: old)?(?:\+| (?:and|or) (?:over|above|older)\b)"
    r"|\b(?:aged? (?:under|below)|under the age of|younger than|under(?=[ -]\d{1,2}(?:s\b| years (?:old|of age))))"
    r"[ -](?P<under>\d{1,2})",
    re.IGNORECASE,
)
CHILDREN_WITH_RIGHT = "children's continuing care"


@rule("cohort-and-population-differ", "warning", "")
def cohort_and_population_differ(pack: Pack) -> Iterator[Breach]:
    """A service for adults among children, or the other way

    The cohort says for whom a service is, the population among whom they are found, and the clauses print both. The
    rule looks for a service of which one says adults alone and the other children alone, in words or by ages that do
    not meet (“aged 65 and over”, “under 18”); it holds the name of the service against them too, and
    `cohort_includes: [children's continuing care]`. Words that speak of both, of parents or carers, or of people who
    are left out, are passed over.

    To fix this: correct one of the two. If both are meant, nothing need be done.

    Breaks it:

        services:
          - cohort: adults with asthma
            population: Children registered with a general practice in Northbrook
    """
    # At most one problem for each service.
    for service in services(pack):
        given = pack.contract.content.services[service]
        fields = [(name, getattr(given, name) or "") for name in ("name", "cohort", "population")]
        said = [(name, text, ages) for name, text in fields if (ages := _ages(text, of_name=name == "name"))]
        if CHILDREN_WITH_RIGHT in given.cohort_includes:
            said.append(("cohort_includes", CHILDREN_WITH_RIGHT, (0, 18)))
        for at, (name, text, ages) in enumerate(said):
            other = next((each for each in said[:at] if not _overlap(each[2], ages)), None)
            if other is not None:
                where = standing(pack, pack.contract.place("services", service, other[0]))
                yield Breach(
                    ("services", service, name),
                    f"the {name} of {service_name(pack, service)} is “{text}”, and its {other[0]} “{other[1]}” "
                    f"({where}): nobody is of both ages",
                    "correct one of the two; if both are meant, nothing need be done",
                )
                break


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@lru_cache(maxsize=512)
def _ages(text: str, *, of_name: bool = False) -> tuple[int, int] | None:
    """From which age, and below which, are the people of whom the text speaks; None where it does not say."""
    if _NO_AGE.search(text):
        return None
    found = [ages for words, ages in (_AGES_OF_A_NAME if of_name else _AGES) if words.search(text)]
    for age in () if of_name else _AGE.finditer(text):
        low, high = age["low"] or age["from"], (age["high"] and int(age["high"]) + 1) or age["under"]
        found.append((int(low or 0), int(high or 150)))
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


_DAY = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(MONTHS)}) \d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b")
_STILL_DUE = re.compile(r"\b(?:to|will|must|shall) be \w+(?: \w+)? (?:on|by|before|no later than) (?:the )?$", re.I)
_DONE_ON = re.compile(r"\b(?:completed|approved|agreed|signed|recorded|dated) (?:on )?(?:the )?$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|no later than|before) (?:the )?$", re.IGNORECASE)
_OF_A_PAPER = re.compile(r"\b(?:until|till|valid|expir\w+|ends?|renew\w*|review\w*|replac\w+|lease|in force)\b", re.I)
"""Words by which a day is that to which a paper holds, which may well be years on."""
_TOLD_OTHERWISE = {"not_applicable", "reasons", "done"}


@rule("day-in-text-outside-term", "warning", "")
def day_in_text_outside_term(pack: Pack) -> Iterator[Breach]:
    """A day in a text that lies outside the contract's time

    Dates that are values are held against the term by `date-outside-term`. In texts, such as the assessments, the
    reason for a notice or a value in words, days of other years are often right: a paper is of the year before, or
    holds until a later day. The rule looks in every text for a day after the last one to which the contract may run: by
    more than three months where something is still to be done on it, or is said to be done (“to be completed on 11
    February 2035”), by more than a year where something is due “by” it. In a value, which may be of a plan of the whole
    system, it may be up to ten years after. It also looks for a day on which something is still to be done, and that
    was more than a year before the contract.

    To fix this: correct the day. If it is meant, nothing need be done.

    Breaks it (term to 31 March 2029):

        contract:
          equality_assessment: EIA-2026-021, to be completed on 11 February 2035
    """
    # One problem for each text.
    term = pack.contract.content.contract.term
    end, start = last_possible_day(term.end, term.extension), min(pack.contract.day, term.start)
    for path, text in texts(pack, with_values=True):
        days = _days_in(text)  # few texts have any
        for day, how in days if days and _TOLD_OTHERWISE.isdisjoint(path) else ():
            longest = reached(end, *((YEARS_OF_A_PLAN, "year") if VALUES in path else _AFTER_THE_END[how]))
            if day > longest:
                said = f"after the last day, {long_date(end)}"
            elif how == "still due" and day < reached(start, -1, "year"):
                said = f"more than a year before the contract, which is of {long_date(start)}"
            else:
                continue
            at = standing(pack, pack.contract.place("contract", "term"))
            yield Breach(
                path,
                f"“{text[:100]}” speaks of {long_date(day)}, {said} ({at})",
                "correct the day; if it is meant, nothing need be done",
            )
            break


_AFTER_THE_END = {
    "still due": (MONTHS_AFTER_THE_END, "month"),
    "done": (MONTHS_AFTER_THE_END, "month"),
    "by": (1, "year"),
}


@lru_cache(maxsize=2048)  # many contracts have the same texts
def _days_in(text: str) -> tuple[tuple[date, str], ...]:
    """Each day on which, or by which, the text says that something is done, and how it says so."""
    days = [(parse_day(found.group()), text[: found.start()]) for found in _DAY.finditer(text)]
    if not days or len(text) < 14 or _OF_A_PAPER.search(text):
        return ()
    return tuple(
        (day, how)
        for day, before in days
        if day is not None
        for how, words in (("still due", _STILL_DUE), ("done", _DONE_ON), ("by", _BY))
        if words.search(before)
    )
