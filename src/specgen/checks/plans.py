"""The plans of Schedules 2M and 6D, and whether the words around a figure are of its time and of its service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from specgen.assembly.choices import given_value
from specgen.assembly.choose import ChosenClause
from specgen.assembly.left_open import KeyPath
from specgen.assembly.pack import Pack
from specgen.assembly.seams import of_whole_years
from specgen.assembly.trajectories import figures_given, trajectory_given
from specgen.checks.rule import Breach, own_values, rule, service_name
from specgen.contract.dates import contract_year, long_date, parse_date_term, reached
from specgen.problems import Location, in_a_row
from specgen.wording.wording import placeholder_names


def without_plan(
    pack: Pack, place: Literal["development", "improvement"], schedule: str, entries: str
) -> Iterator[Breach]:
    """The breach where the contract's form has the schedule and the contract has nothing at `place`; `entries` are what
    belongs there."""
    plan = getattr(pack.contract.content, place)
    found = pack.edition.schedules.get(schedule)
    if found is not None and not plan.chosen and plan.not_applicable is None:
        yield Breach(
            (place,),
            f"the contract has no {entries} for Schedule {found.letter} ({found.title})",
            f"choose {entries} under “{place}:”, or write “not_applicable:” below it with the reason",
        )


YEARS_OF_A_PLAN = 10
"""How long a plan of the whole system may go on after the last day of one contract."""


def may_be_of_a_longer_plan(place: str, day: date, end: date) -> bool:
    """Whether the day, after the end of the contract, may be that of a plan of the whole system: Schedules 2M and 8 may
    hold one, which goes on after one contract."""
    return place in ("development", "system") and day <= reached(end, YEARS_OF_A_PLAN, "year")


@rule("no-development-plan", "warning", "4.2.1")
def no_development_plan(pack: Pack) -> Iterator[Breach]:
    """No development plan for personalised care

    Local arrangements for personalised care are set out in the Development Plan for Personalised Care (Schedule 2M),
    for all the Provider's services or for single pathways. The rule looks for a contract in a form that has the
    schedule, with nothing under `development`.

    To fix this: choose actions under `development`, or say `not_applicable:` with the reason.

    Breaks it:

        development: []
    """
    # At most one problem.
    yield from without_plan(pack, "development", "development-plan", "actions")


@rule("no-improvement-plan", "warning", "4.2.3")
def no_improvement_plan(pack: Pack) -> Iterator[Breach]:
    """No Service Development and Improvement Plan

    It is recommended that all providers have a Service Development and Improvement Plan (Schedule 6D) that sets out the
    key deliverables for personalised care within the year. The rule looks for a contract in a form that has the
    schedule, with nothing under `improvement`.

    To fix this: choose items under `improvement`, or say `not_applicable:` with the reason.

    Breaks it:

        improvement: []
    """
    # At most one problem.
    yield from without_plan(pack, "improvement", "improvement-plan", "items")


PROVIDER = "Provider"


@rule("improvement-by-commissioners", "error", "4.2.3")
def improvement_by_commissioners(pack: Pack) -> Iterator[Breach]:
    """An improvement item that only the Commissioners carry out

    The Service Development and Improvement Plan records action that the Provider takes, or that the parties take
    jointly. The rule looks at the field `by` of each item.

    To fix this: make the action the Provider's or a joint one, or put it into Schedule 8, which also holds what the
    Commissioners do.

    Breaks it: an item of an organisation's own library with `by: Commissioners`.
    """
    # One problem for each item in whose action the Provider has no part.
    for item in pack.at("improvement"):
        by = item.fields.get("by", "")
        if PROVIDER not in by:
            yield Breach(
                item.path,
                f"the improvement item {item.id} is to be carried out by “{by}”, without the Provider",
                "choose an item that the Provider carries out, alone or jointly; put the Commissioners’ own "
                "actions under system",
            )


NOTHING = (
    "",
    "-",
    "–",
    "none",
    "no",
    "nil",
    "n/a",
    "na",
    "nothing",
    "none planned",
    "not planned",
    "not needed",
    "not required",
    "tbc",
    "tba",
    "to be confirmed",
)
"""What stands in the field where nothing is said."""


@rule("improvement-without-co-production", "error", "2.8.2")
def improvement_without_co_production(pack: Pack) -> Iterator[Breach]:
    """An improvement item that does not say how co-production is done

    With few exceptions, every item of the Service Development and Improvement Plan makes reference to how co-production
    may be implemented. The rule looks at the field `co_production` of each item as it will be printed: nothing, “None”
    and the like are an error; “Not applicable …” may be one of the few exceptions and is a warning.

    To fix this: say who takes part and in what.

    Breaks it: an item of an organisation's own library with `co_production: None`.
    """
    # One problem for each item that says nothing of co-production, or that it does not apply.
    for item in pack.at("improvement"):
        said = item.fields.get("co_production", "").strip()
        if said.casefold().startswith("not applicable"):
            yield Breach(
                item.path,
                f"the improvement item {item.id} says of co-production: “{said}”",
                "few items are exceptions; if this is one, nothing need be done",
                "warning",
            )
        elif said.casefold().rstrip(".") in NOTHING:
            yield Breach(
                item.path,
                f"the improvement item {item.id} does not say how co-production is done",
                "say who takes part and in what, in the item’s field “co_production”",
            )


IMPROVEMENT_OUTSIDE_YEAR_FIELD = "timescale"


@rule("improvement-outside-year", "error", "4.2.3")
def improvement_outside_year(pack: Pack) -> Iterator[Breach]:
    """An improvement item outside the contract year or the term

    The Service Development and Improvement Plan sets out the key deliverables within the year. The rule compares the
    date of each item, where it names a day, with the contract year of the edition (1 April to 31 March) and with the
    contract's term.

    To fix this: give a date within the year; put a longer action into Schedule 2M.

    Breaks it (edition 2026/27):

        improvement:
          - shared-decision-making/trained-staff
        values:
          sdm_training_date: 2027-09-30
    """
    # One problem for each item whose day lies outside the year, the term or both.
    term = pack.contract.content.contract.term
    year = contract_year(pack.edition.edition)
    periods = [("the contract’s term", term.start, term.end)]
    if year is not None:
        periods.insert(0, (f"the contract year {pack.edition.edition}", *year))
    for item in pack.at("improvement"):
        for day, where in _days(pack, item):
            outside = [
                f"{name} ({long_date(start)} to {long_date(end)})"
                for name, start, end in periods
                if not start <= day <= end
            ]
            if outside:
                yield Breach(
                    where,
                    f"the improvement item {item.id} is due on {long_date(day)}, outside "
                    f"{' and outside '.join(outside)}",
                    "give a date within the contract year and the contract’s own term, or put the action into "
                    "the development plan (Schedule 2M)",
                )


def _days(pack: Pack, item: ChosenClause) -> Iterator[tuple[date, Location]]:
    """The days that the item's timescale names, each with the place of its value."""
    choice = pack.contract.place(*item.path)
    names = list(placeholder_names(item.version.fields.get(IMPROVEMENT_OUTSIDE_YEAR_FIELD, ())))
    for name in names:
        if (day := item.days.get(name)) is not None:
            yield day, item.origins.get(name, choice)
        yield from _own_days(pack, name)
    written = (
        None
        if names
        else parse_date_term(item.fields.get(IMPROVEMENT_OUTSIDE_YEAR_FIELD, ""), pack.contract.commencement)
    )
    if written is not None and written.day is not None:
        yield written.day, choice


def _own_days(pack: Pack, name: str) -> Iterator[tuple[date, Location]]:
    """The days that differ for single Commissioners: each is printed beside the others'."""
    for _, given, where in own_values(pack, name):
        term = parse_date_term(str(given), pack.contract.commencement)
        if term is not None and term.day is not None:
            yield term.day, where


@rule("quarters-for-a-contract-year", "error", "")
def quarters_for_a_contract_year(pack: Pack) -> Iterator[Breach]:
    """Figures for Quarters, where the words are of the Contract Year

    A clause prints its figures within words of its own: “places for at least … Service Users in each Contract Year”,
    or a trajectory “for the Contract Year, a quarter of it for each quarter that has ended”. With “10 (Q2 2026/27) and
    20 (Q3 2026/27)” between such words nobody can tell whether 10, 20 or 30 are owed. The rule looks at each number
    that is given by Quarter, for all Commissioners and for single ones, and at the words of the clauses that print it.

    To fix this: give a figure for each Contract Year. A clause of your own takes Quarters where its words name the
    Quarter.

    Breaks it:

        specification: [supported-self-management/health-coaching-delivered]
        values:
          ssm_coaching_trajectory: {Q2 2026/27: 10, Q3 2026/27: 20}
    """
    # One problem for each place that gives such figures, with the clauses that print them.
    printed_by: dict[tuple[Location, str], list[str]] = {}
    for clause in pack.chosen:
        for name in _numbers_of(clause):
            if not of_whole_years(clause.version, name):
                continue
            whole = ("", given_value(pack.contract, clause.path, clause.service, name), clause.origins[name])
            for _, given, where in (whole, *own_values(pack, name)):
                found = figures_given(given, clause.clause.placeholders[name]) if given is not None else ""
                if not isinstance(found, str) and not found.percent and found.periods[0].quarter:
                    printed_by.setdefault((where, name), []).append(clause.id)
    for (where, name), clauses in printed_by.items():
        yield Breach(
            where,
            f"“{name}” gives figures for Quarters, and the words of {in_a_row(list(dict.fromkeys(clauses)))} are of "
            "the Contract Year, so that what is printed says neither what is owed in a Quarter nor in the year",
            "give a figure for each Contract Year, such as 90 in 2026/27; 180 in 2027/28",
        )


def _numbers_of(clause: ChosenClause, *, added_up: bool = False) -> Iterator[str]:
    """The values that the clause prints as figures for periods, or as one for every Contract Year; with `added_up` also
    those of places, posts and the like."""
    return (
        name
        for name, placeholder in clause.clause.placeholders.items()
        if (placeholder.kind == "trajectory" or (added_up and placeholder.added_up)) and name in clause.origins
    )


@rule("own-figures-in-several-services", "warning", "")
def own_figures_in_several_services(pack: Pack) -> Iterator[Breach]:
    """A number that is written once, and owed several times

    What a Commissioner gives under its own `values` goes into every service whose clauses ask for it, and what stands
    under the contract's `values` into every service that has no value of its own. Where a clause is chosen several
    times, as for each group of a plan, both go into each choice. A number of people or things for each Contract Year,
    of places, of posts or of referrals in the year before is then printed, owed and added up once for each of them. The
    rule looks for such a number that is written in one place, and that two services or two choices of one clause print.
    Shares, samples and limits hold in each alike, and Schedule 2M is of the contract as a whole.

    To fix this: where the number is meant for them together, take it out there, and give each service its own number
    under the service's `values`, or each choice of the clause its own. If each owes the whole of it, nothing need be
    done.

    Breaks it (in two services):

        commissioners:
          - name: NHS Northbrook Integrated Care Board
            values:
              ssm_coaching_trajectory: {2026/27: 40, 2027/28: 95}
    """
    # One problem for each value, where it is written: at the first Commissioner that gives it, or for all of them.
    printed_by: dict[tuple[str, Location], list[ChosenClause]] = {}
    for clause in pack.chosen:
        for name in _numbers_of(clause, added_up=True):
            whole = given_value(pack.contract, clause.path, clause.service, name)
            own = [where for _, given, where in own_values(pack, name) if "%" not in trajectory_given(given)]
            if not own and (whole is None or "%" in trajectory_given(whole)):
                continue
            printed_by.setdefault((name, own[0] if own else clause.origins[name]), []).append(clause)
    for (name, where), clauses in printed_by.items():
        parties = [party for party, given, _ in own_values(pack, name) if "%" not in trajectory_given(given)]
        said = f"“{name}” of {in_a_row(parties)}" if parties else f"“{name}”"
        services = list(dict.fromkeys(clause.service for clause in clauses if clause.service is not None))
        if len(services) > 1:
            yield Breach(
                where,
                f"{said} is printed in {in_a_row([service_name(pack, index) for index in services])}, and stands in "
                f"full in each: it is owed, and added up, {len(services)} times",
                "where it is meant for the services together, take it out here and give each service its own number "
                "under its “values:”; if the whole is each one’s, nothing need be done",
            )
        for clause_id, choices in _chosen_several_times(clauses):
            yield Breach(
                where,
                f"{said} is printed with each of the {len(choices)} choices of {clause_id} "
                f"({in_a_row([pack.contract.place(*path).in_file for path in choices])}), and stands in full in each: "
                f"it is owed, and added up, {len(choices)} times",
                "where it is meant for them together, take it out here and give each choice of the clause its own "
                "number for all Commissioners, under the “values:” of that choice; if the whole is each one’s, nothing "
                "need be done",
            )


def _chosen_several_times(clauses: Iterable[ChosenClause]) -> Iterator[tuple[str, list[KeyPath]]]:
    """The clauses that one service, or the contract as a whole, chooses several times, each with where it does."""
    choices: dict[tuple[str, int | None], list[KeyPath]] = {}
    for clause in clauses:
        choices.setdefault((clause.id, clause.service), []).append(clause.path)
    return ((clause_id, paths) for (clause_id, _), paths in choices.items() if len(paths) > 1)
