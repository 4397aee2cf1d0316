"""Measures: what is measured, where it stands and that it asks for more than there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise, product

from msgspec.structs import replace

from specgen.assembly.choices import given_value
from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.days import contract_years
from specgen.assembly.pack import Pack
from specgen.assembly.seams import of_whole_years
from specgen.assembly.trajectories import figures_given, trajectory_given, why_not_of
from specgen.checks.baselines import first_time_named, is_another_baseline, stated
from specgen.checks.plans import may_be_of_a_longer_plan
from specgen.checks.rule import Breach, rule, serves_as, service_name, services, whose, wording
from specgen.contract.dates import long_date, reached
from specgen.contract.extension.option import last_possible_day
from specgen.contract.quantities import TrajectoryFigures, TrajectoryPeriod, read_number, read_share
from specgen.library.model import short_name
from specgen.problems import Location, Severity, in_a_row


@rule("component-without-measure", "warning", "4.2.4")
def component_without_measure(pack: Pack) -> Iterator[Breach]:
    """A component without a measure

    Where a component's wording goes into a specification, a measure of successful application is recommended. The rule
    looks at each component that a service has wording on, if the library quotes national metrics for it, and asks for
    at least one quality requirement of that component in the same service.

    To fix this: choose one of the component's measures under `quality`. A measure is recommended where it suits the
    weight of personalised care in the contract; a warning does not stop the documents.

    Breaks it:

        specification:
          - shared-decision-making
        quality: []
    """
    # One problem for each service and component with wording, metrics in the library, and no measure.
    quoted: dict[str, list[str]] = {}
    for clause in pack.library.clauses.values():
        if clause.place == "quality" and any(version.origin == "national" for version in clause.versions):
            quoted.setdefault(clause.component, []).append(clause.id)
    for component in pack.library.components:
        metrics = quoted.get(component.id)
        if not metrics:
            continue
        for service in services(pack):
            clauses = wording(pack, service, component.id)
            measured = any(clause.component == component.id for clause in pack.at("quality", service))
            if clauses and not measured:
                yield Breach(
                    clauses[0].path,
                    f"{service_name(pack, service)} has wording on “{component.title}” and no measure of it",
                    f"choose one under quality: {', '.join(map(short_name, metrics))}",
                )


@rule("measure-without-wording", "warning", "4.2.4")
def measure_without_wording(pack: Pack) -> Iterator[Breach]:
    """A measure of something that the specification does not ask for

    A measure shows whether the wording of a component is applied. The rule looks for a quality requirement whose
    component has no wording in the specification of the same service.

    To fix this: add the component's wording to the specification, or take the measure out.

    Breaks it:

        specification: [shared-decision-making]
        quality: [social-prescribing/uptake]
    """
    # One problem for each measure without wording.
    for measure in pack.at("quality"):
        if measure.service is not None and not wording(pack, measure.service, measure.component):
            component = pack.library.component(measure.component)
            yield Breach(
                measure.path,
                f"{measure.id} measures “{component.title if component else measure.component}”, on which "
                f"{service_name(pack, measure.service)} has no wording",
                "add the component’s wording under specification, or take the measure out",
            )


SPECIFICATION = "service-specification"
QUALITY = "quality-requirements"
PLACES = {SPECIFICATION: "section 5.1 of the service specification", QUALITY: "the quality requirements"}


@rule("measure-in-one-place", "error", "4.2.4")
def measure_in_one_place(pack: Pack) -> Iterator[Breach]:
    """A measure that is not in both places

    A measure goes into section 5.1 of the service specification and into the quality requirements of Schedule 4. The
    rule looks at the documents that the contract gets, and at what each prints, so it finds a set of document types
    that leaves one of the two out.

    To fix this: have a document type for the service specification and one for the quality requirements, and give both
    `prints: [quality]` (beside what else they print).

    Breaks it: a folder of document types in which only the type for the schedule `quality-requirements` prints
    `quality`."""
    # One problem for each measure that a document for the parties does not print in one of the two places.
    printed = {
        (document.schedule.key, id(clause))
        for document in pack.documents
        if document.schedule is not None and document.type.audience == "parties"
        for clause in document.clauses
    }
    for clause in pack.at("quality"):
        missing = [words for key, words in PLACES.items() if (key, id(clause)) not in printed]
        if missing and clause.service is not None:
            yield Breach(
                clause.path,
                f"no document prints the measure {clause.id} of {service_name(pack, clause.service)} in "
                f"{' or in '.join(missing)}",
                "use document types of which one prints “quality” for each of the two schedules",
            )


@rule("target-not-above-baseline", "warning", "2.5.7, 2.6.5")
def target_not_above_baseline(pack: Pack) -> Iterator[Breach]:
    """A target that is not above its baseline

    A measure asks for more than there is: the measure of referrals to social prescribing is published with a “target to
    increase against a set baseline”. The rule looks at each measure whose values give a target and a baseline
    (`…_target` or `…_trajectory`, and `…_baseline`), for all Commissioners and for one that has values of its own, and
    asks that the target is the greater of the two. The baseline of a measure with a trajectory is a number of people or
    things, and the trajectory is held against it, not the share of the trajectory that is the target; one
    Commissioner's number is not held against the baseline of all. A baseline in words counts where it holds
    percentages, such as “42% in 2025/26”, or is so many of so many, for a target in percent, and where it begins with a
    number, such as “85 in 2025/26”, for a target that is a number of people or things. Of several figures the target is
    above the least. A target that is held at 100% is left alone, and so is a baseline that says that nothing was
    measured. Of a trajectory (a figure for each Contract Year or Quarter), wherever it stands, each figure is held
    against its baseline and each against the one before it; a Quarter may be like the one before it, and is held
    against the same Quarter of the year before; the number of a time that the term or the service's own period cuts is
    held against none. A trajectory “from a baseline of …” that says another figure than the measure's baseline is told
    too, since both are printed.

    To fix this: give a target above the baseline, or correct the baseline. Where the measure is to be held, or to fall,
    nothing need be done; a trajectory says why with `hold:`, and `direction: falling` where less is better.

    Breaks it:

        quality:
          - social-prescribing/referrals-made
        values:
          sp_referrals_baseline: 120
          sp_referrals_target: 100
    """
    # One problem for each measure, and for each Commissioner with values of its own, whose target does not increase.
    yield from _trajectories(pack)
    for measure in pack.at("quality"):
        asked = measure.clause.placeholders
        for target in sorted(name for name in asked if name.endswith(_AIMS)):
            kind, baseline = asked[target].kind, _baseline_of(measure, target)
            if kind in _COMPARED and baseline in asked:
                yield from _compared(pack, measure, target, baseline, percent=kind == "percentage")


_AIMS = ("_target", "_trajectory")
"""How the names of values end that say what is to be reached."""
_COMPARED = ("percentage", "number", "count", "trajectory")


def _baseline_of(clause: ChosenClause, aim: str) -> str:
    """The value that says what there was before; "" for a share of a trajectory, whose baseline is a number."""
    stem = aim.removesuffix("_by_year") if aim.endswith("_by_year") else aim.rpartition("_")[0]
    of_trajectory = aim.endswith("_target") and f"{stem}_trajectory" in clause.clause.placeholders
    return "" if of_trajectory else f"{stem}_baseline"


def _trajectories(pack: Pack) -> Iterator[Breach]:
    """Each trajectory that a chosen clause prints and that moves the wrong way, once for each place where it stands."""
    told: set[tuple[Location, str]] = set()
    for clause in pack.chosen:
        for name, placeholder in clause.clause.placeholders.items():
            if not (placeholder.kind == "trajectory" or placeholder.by_year) or name not in clause.origins:
                continue
            baseline = _baseline_of(clause, name)
            for where, given, said in _written(pack, clause, name, baseline):
                found = figures_given(given, placeholder) if given is not None else ""
                if isinstance(found, str):
                    continue
                another = (where, "another baseline")
                if baseline in clause.clause.placeholders and another not in told and is_another_baseline(found, said):
                    told.add(another)
                    yield Breach(
                        where,
                        f"the trajectory “{name}” is from a baseline of {found.written(found.baseline or Decimal(0))}, "
                        f"and “{baseline}” says another: {said}",
                        "correct one of the two, or give the baseline once",
                    )
                if found.hold:
                    continue
                for fault in _moves_the_wrong_way(_of_whole_periods(pack, clause, found), said):
                    if (where, fault) not in told:
                        told.add((where, fault))
                        yield Breach(
                            where,
                            f"the trajectory “{name}” does not improve: {fault}",
                            "correct the figures; where they are meant, give the reason with “hold:”"
                            + ("" if found.falls else ", or “direction: falling” where less is better"),
                        )


_YEAR_ALONE = re.compile(r"(?:in )?(?:19|20)\d\d[/–-]\d\d(?:\d\d)?")


@rule("baseline-without-figure", "warning", "2.5.7, 2.6.5")
def baseline_without_figure(pack: Pack) -> Iterator[Breach]:
    """A baseline that is no figure as it is printed

    A baseline is printed as it is written. The rule looks for one that says only yes or no, and, of a measure whose
    target is a percentage, for one that is a number without a sign and without a time: “80” beside “At least 80%” may
    be people or a share. A year alone says when, and not what.

    To fix this: write what was measured, and when, such as 42% in 2025/26.

    Breaks it:

        quality: [personalised-care-and-support-planning/plans-agreed]
        values:
          pcsp_agreed_baseline: 80
    """
    # One problem for each place that gives such a baseline.
    told: set[Location] = set()
    for measure in pack.at("quality"):
        asked = measure.clause.placeholders
        for aim in sorted(name for name in asked if name.endswith("_target")):
            stem = aim.removesuffix("_target")
            shares = asked[aim].kind == "percentage" and _baseline_of(measure, aim) != ""
            if f"{stem}_baseline" not in measure.origins or asked[f"{stem}_baseline"].kind != "text":
                continue
            for where, said, _ in _written(pack, measure, f"{stem}_baseline", ""):
                bare = str(said).strip().casefold()
                number = (shares and read_number(bare) is not None) or _YEAR_ALONE.fullmatch(bare)
                if (number or bare in ("yes", "no", "true", "false")) and where not in told:
                    told.add(where)
                    yield Breach(
                        where,
                        f"the baseline “{stem}_baseline” says “{said}”, and nothing else is printed of it",
                        "write what was measured, and when, such as 42% in 2025/26"
                        if shares
                        else "write what there was, and when, such as 85 in 2025/26",
                    )


@rule("cut-contract-year", "warning", "")
def cut_contract_year(pack: Pack) -> Iterator[Breach]:
    """A number for a Contract Year that is not a whole one

    A Contract Year ends on 31 March. The first one is short where the contract, or a service with a period of its own,
    begins on another day than 1 April, or began later than was expected; the last one where it ends before 31 March.
    The rule looks for a measure with a number of people or things for every Contract Year, of a service that has such a
    year. The number is printed for that year too, whole, and no word says how much of it is owed: what is reported of
    the year is shown and not judged (`specgen returns read`). Where the measure asks for a quarter of a trajectory for
    each quarter that has ended, no figure says what is owed in a short year: its quarters do not come to the whole.

    To fix this: give the short year a figure of its own; where the whole years have one figure, say why at the end
    (`held because …`). Where its quarters do not come to it, agree in writing what is owed in it; if it is meant to be
    left without a threshold, nothing need be done.

    Breaks it (term 1 October 2026 to 31 March 2029):

        quality: [social-prescribing/referrals-made]
        values:
          sp_referrals_target: 180
    """
    # One problem for each place that gives such a number, with every service that prints it and every year that is cut.
    cut: dict[tuple[Location, str, str], dict[str, dict[str, str]]] = {}
    for measure in pack.at("quality"):
        years = contract_years(pack.contract.reports_from(measure.service), pack.contract.ends(measure.service))
        expected = pack.contract.expected_start(measure.service)
        for name, placeholder in measure.clause.placeholders.items():
            if placeholder.kind != "trajectory" or name not in measure.origins:
                continue
            written = [(where, given) for where, given, _ in _written(pack, measure, name, "") if given is not None]
            mend = _for_a_cut_year(measure, name)
            for (where, given), year in product(written, years):
                text, in_quarters = trajectory_given(given), _in_quarters(name)
                if why := why_not_of(text, year.first, year.last, expected, in_quarters=in_quarters):
                    days = f"{long_date(year.first)} to {long_date(year.last)}"
                    cut.setdefault((where, name, mend), {}).setdefault(whose(pack, measure.service), {})[days] = why
    for (where, name, mend), by_service in cut.items():
        short = "; ".join(f"{named}: {in_a_row(list(each))}" for named, each in by_service.items())
        reasons = in_a_row(list(dict.fromkeys(why for each in by_service.values() for why in each.values())))
        yield Breach(
            where,
            f"“{name}” is printed for each Contract Year, and for one that is short ({short}): {reasons}, so that a "
            "return of that year is shown and not judged",
            f"{mend}; if the short year is meant to be left without a threshold, nothing need be done",
        )


def _for_a_cut_year(measure: ChosenClause, name: str) -> str:
    """What a contract can say so that something is owed in a short year, by the words of the measure."""
    if not _in_quarters(name):
        return (
            "give figures for each Contract Year, such as 90 in 2026/27; 180 in 2027/28; where whole years have one "
            "figure, say why at the end, such as “held because the number stays”"
        )
    if of_whole_years(measure.version, name):
        return "agree in writing what is owed in it"
    return (
        "give figures for each Quarter, such as 50 in Q3 2026/27; 50 in Q4 2026/27; where a Quarter has the figure of "
        "the year before, say why at the end, such as “held because the number stays”"
    )


def _in_quarters(name: str) -> bool:
    """Whether the measure asks for a quarter of the value for each quarter that has ended."""
    return name.endswith("_trajectory")


@rule("figures-of-other-years", "error", "2.1.2, 4.1")
def figures_of_other_years(pack: Pack) -> Iterator[Breach]:
    """Figures for other years than the contract's

    A trajectory gives a figure for each Contract Year or Quarter. The rule looks for one for a time that has ended
    before the service begins, or that begins after its last day, for all Commissioners and for single ones: nobody owes
    it. A figure for a time to which the term may be extended is a warning, and so is one up to ten years after the last
    day in Schedule 2M or 8, whose plan may be that of the whole system and go on after the contract. It also warns of a
    measure without a figure for a Contract Year of the service, in which it would ask for nothing, of a plan without
    one for a year between its first and its last, and of a last figure whose year does not hold the day by which the
    clause asks for the last one (`…_date` beside `…_by_year`). A baseline is of a time before; one of a time that
    begins with the service, or after, is a warning.

    To fix this: take the figure out, correct its year, or give the figures that are missing; what there was before is
    the baseline.

    Breaks it (term 1 April 2026 to 31 March 2029):

        values:
          ssm_people_by_year: 60 in 2025/26; 110 in 2026/27
    """
    # One problem for each place that gives such figures.
    told: set[Location] = set()
    for clause in pack.chosen:
        for name, placeholder in clause.clause.placeholders.items():
            if name.endswith("_baseline") and name in clause.origins:
                yield from _of_the_future(pack, clause, name)
            if not (placeholder.kind == "trajectory" or placeholder.by_year) or name not in clause.origins:
                continue
            last_day = clause.days.get(f"{name.removesuffix('_by_year')}_date") if name.endswith("_by_year") else None
            for where, given, _ in _written(pack, clause, name, ""):
                found = figures_given(given, placeholder) if given is not None else ""
                if isinstance(found, str) or where in told:
                    continue
                said = _outside_term(pack, clause, found)
                if said is None:
                    said = _missing_years(pack, clause, found)
                if said is not None:
                    told.add(where)
                    message, cure, severity = said
                    yield Breach(where, f"“{name}” {message}", cure, severity)
                elif last_day is not None and not _holds(found.periods[-1], last_day):
                    told.add(where)
                    yield Breach(
                        where,
                        f"the last figure of “{name}” is for {found.periods[-1]}, and the last is asked for by "
                        f"{long_date(last_day)}",
                        "give the figures and the day the same last year",
                        "warning",
                    )


def _of_the_future(pack: Pack, clause: ChosenClause, name: str) -> Iterator[Breach]:
    """A baseline all of whose times begin on the first day of the service or later."""
    first = pack.contract.binds_from(clause.service)
    for where, given, _ in _written(pack, clause, name, ""):
        named, begun = first_time_named(str(given))
        if begun is not None and begun >= first:
            yield Breach(
                where,
                f"the baseline “{name}” is of {named}, which is not over before {long_date(first)}, the first day",
                "give the figure of a time before; if the measure is counted from then on, nothing need be done",
                "warning",
            )


_YearsSaid = tuple[str, str, Severity]


def _missing_years(pack: Pack, clause: ChosenClause, found: TrajectoryFigures) -> _YearsSaid | None:
    """What is said of Contract Years for which there is no figure: of the service's, where a measure asks for figures;
    of those between the first and the last, where a plan does."""
    given = {period.year for period in found.periods}
    if clause.place == "quality":
        spans = contract_years(pack.contract.binds_from(clause.service), pack.contract.ends(clause.service))
        years = [span.last.year - (span.last.month < 4) for span in spans]
        when, of_each = "when the measure is counted too", "for each Contract Year of the service"
    else:
        years = [*range(min(given), max(given))]
        when, of_each = "between the first and the last of its years", "for each year between them"
    missing = [str(TrajectoryPeriod(year)) for year in years if year not in given]
    if not missing:
        return None
    return f"gives no figure for {in_a_row(missing)}, {when}", f"give a figure {of_each}", "warning"


def _outside_term(pack: Pack, clause: ChosenClause, found: TrajectoryFigures) -> _YearsSaid | None:
    """What is said of the first figure for a time before the first day or after the last, how to mend it and how grave
    it is. A plan of the whole system may well go on after one contract."""
    term = pack.contract.content.contract.term
    first, last = pack.contract.binds_from(clause.service), pack.contract.ends(clause.service)
    longest = last_possible_day(last, term.extension if last == term.end else None)
    for each, amount in found.figures:
        begins, ends = each.days()
        if ends < first:
            said = f"gives {found.written(amount)} for {each}, which ends before {long_date(first)}, the first day"
            return said, "take the figure out, or give it as the baseline: “from a baseline of …”", "error"
        if begins > last:
            said = f"gives {found.written(amount)} for {each}, which begins after {long_date(last)}, the last day"
            if begins <= longest:
                return said, "if it is meant for the time of the extension, nothing need be done", "warning"
            if may_be_of_a_longer_plan(clause.place, begins, last):
                return said, "it binds nobody after that day; if it is the plan’s own, nothing need be done", "warning"
            return said, "take the figure out, or correct its year or the term", "error"
    return None


def _holds(period: TrajectoryPeriod, day: date) -> bool:
    """Whether the day lies in the period, or within three months after it, in which it may be counted."""
    begins, ends = period.days()
    return begins <= day <= reached(ends, 3, "month")


def _written(pack: Pack, clause: ChosenClause, name: str, base: str) -> Iterator[tuple[Location, object, object]]:
    """Where the value is written, for all Commissioners and for single ones, with what it says and its baseline."""
    contract = pack.contract
    whole, before = (given_value(contract, clause.path, clause.service, each) for each in (name, base))
    yield clause.origins[name], whole, before
    for index, party in enumerate(contract.content.commissioners):
        if name in party.values:
            where = contract.place("commissioners", index, "values", name)
            yield where, party.values[name], party.values.get(base)


def _of_whole_periods(pack: Pack, clause: ChosenClause, found: TrajectoryFigures) -> TrajectoryFigures:
    """The trajectory without numbers of a year or Quarter that the term or the service's own period cuts: less is owed
    in a part of it."""
    first, last = pack.contract.binds_from(clause.service), pack.contract.ends(clause.service)
    figures = [
        (period, amount)
        for period, amount in found.figures
        for begins, ends in (period.days(),)
        if found.percent or not (begins < first <= ends or begins <= last < ends)
    ]
    return replace(found, figures=tuple(figures))


def _moves_the_wrong_way(found: TrajectoryFigures, said: object) -> Iterator[str]:
    """The first figure that is no better than the baseline, and the first that is no better than one before it."""
    base = found.baseline
    if not found.figures:
        return
    if base is None and said is not None:
        base = stated(str(said), percent=found.percent)
    by_quarter = found.figures[0][0].quarter > 0
    first, amount = found.figures[0]
    if base is not None and not by_quarter and not _better(found, amount, base):
        yield f"{found.written(amount)} in {first} is not {_side(found)} the baseline of {found.written(base)}"
    known = dict(found.figures)
    for (before, was), (period, now) in pairwise(found.figures):
        year_before = TrajectoryPeriod(period.year - 1, period.quarter)
        if by_quarter and now == was:
            before, was = year_before, known.get(year_before)  # type: ignore[assignment]
        if was is not None and not _better(found, now, was):
            yield f"{found.written(now)} in {period} is not {_side(found)} {found.written(was)} in {before}"
            return


def _better(found: TrajectoryFigures, now: Decimal, was: Decimal) -> bool:
    if found.falls:
        return now < was or now == was == 0
    return now > was or (found.percent and now == was == 100)


def _side(found: TrajectoryFigures) -> str:
    return "below" if found.falls else "above"


def _compared(pack: Pack, measure: ChosenClause, target: str, baseline: str, *, percent: bool) -> Iterator[Breach]:
    given = {name: given_value(pack.contract, measure.path, measure.service, name) for name in (target, baseline)}
    if target in measure.origins and _not_above(given, target, baseline, percent=percent):
        yield _breach(measure, measure.origins[target], whose(pack, measure.service))
    for index, party in enumerate(pack.contract.content.commissioners):
        if (named := next((name for name in (target, baseline) if name in party.values), None)) is not None:
            own = {name: party.values.get(name, said) for name, said in given.items()}
            # Of all there were more than of one; a share of all may be held against one's.
            alike = percent or baseline in party.values
            if alike and _not_above(own, target, baseline, percent=percent):
                yield _breach(measure, pack.contract.place("commissioners", index, "values", named), party.name)


def _not_above(given: Mapping[str, object], target: str, baseline: str, *, percent: bool) -> bool:
    aim = read_share(str(given[target])) if percent else read_number(str(given[target]))
    base = stated(str(given[baseline]), percent=percent)
    return aim is not None and base is not None and aim <= base and not (percent and aim == base == 100)


def _breach(measure: ChosenClause, where: Location, of: str) -> Breach:
    return Breach(
        where,
        f"the target of {measure.id} ({of}) is not above the baseline, and the measure asks for an increase",
        "give a target above the baseline, or correct the baseline",
    )


ACTIVATION = "patient activation"
INSTRUMENT = "ssm_instrument"
_PAM = re.compile(r"\bPAM\b|Patient Activation Measure")


@rule("measure-of-another-intervention", "warning", "2.6.4, 2.6.5")
def measure_of_another_intervention(pack: Pack) -> Iterator[Breach]:
    """A measure of an intervention that the specification does not ask for

    Clauses on supported self-management are each about one intervention, and so are its measures; clause.yaml names it
    under `covers`. The rule looks for a measure of an intervention on which the service has no clause, while it has
    clauses on others of the component. It also looks for a measure of PAM® while the specification names another
    instrument (`ssm_instrument`).

    To fix this: choose the intervention's clause too, choose the measure of the intervention that is there, or take the
    measure out.

    Breaks it:

        specification: [supported-self-management/peer-support-delivered]
        quality: [supported-self-management/health-coaching]
    """
    # One problem for each such measure.
    for measure in pack.at("quality"):
        if measure.service is None or (about := measure.clause.covers) is None:
            continue
        clauses = wording(pack, measure.service, measure.component)
        others = {clause.clause.covers[1] for clause in clauses if clause.clause.covers is not None}
        instruments = {str(clause.printed[INSTRUMENT]) for clause in clauses if INSTRUMENT in clause.printed}
        if others and about[1] not in others:
            yield Breach(
                measure.path,
                f"{measure.id} measures {about[1]}, and {service_name(pack, measure.service)} has clauses on "
                f"{' and '.join(sorted(others))} only",
                f"choose a clause on {about[1]} under specification, or take the measure out",
            )
        elif about[1] == ACTIVATION and instruments and not any(map(_PAM.search, instruments)):
            yield Breach(
                measure.path,
                f"{measure.id} is counted with PAM®, and {service_name(pack, measure.service)} names "
                f"{' and '.join(sorted(instruments))} as its instrument",
                f"give “{INSTRUMENT}” the instrument that is measured, or take the measure out",
            )


REFERRALS_MADE = "social-prescribing/quality/referrals-made"


@rule("link-workers-measured-as-referrers", "warning", "2.5.6, 2.5.7")
def link_workers_measured_as_referrers(pack: Pack) -> Iterator[Breach]:
    """A link worker service that is measured as if it referred people to one

    The handbook's measure counts referrals made to a social prescribing service. It is for services that refer people
    to one. The rule looks for it in a service with `link_worker_service: yes`, which is that service itself.

    To fix this: take the measure out, or choose one of the support that people take up. Where the link workers refer
    people onward to another social prescribing service, nothing need be done.

    Breaks it:

        link_worker_service: yes
        quality: [social-prescribing/referrals-made]
    """
    # One problem for each such measure.
    for measure in pack.at("quality"):
        service = measure.service
        if (
            service is not None
            and serves_as(measure, REFERRALS_MADE)
            and pack.contract.content.services[service].link_worker_service
        ):
            yield Breach(
                measure.path,
                f"{measure.id} counts referrals made to a social prescribing service, and "
                f"{service_name(pack, service)} is the link worker service itself",
                "take the measure out; if its link workers refer people onward to another service, nothing need be "
                "done",
            )


DECISIONS = "shared-decision-making"
TOOL = "sdm_tool"
MEASURES = {
    "CollaboRATE": f"{DECISIONS}/quality/collaborate",
    "SDM Q9": f"{DECISIONS}/quality/sdm-q9",
    "GP patient survey": f"{DECISIONS}/quality/gp-patient-survey",
}
"""What the name of a tool holds → the measure that is about it."""


@rule("other-tool", "warning", "2.2.3, 2.2.5")
def other_tool(pack: Pack) -> Iterator[Breach]:
    """One tool in the specification and another in the measure

    The local terms of shared decision making name the validated tool that the Provider uses; the quality requirement is
    about a tool too. The rule looks for a service whose specification names one tool while every measure of shared
    decision making that it has is about another: the Provider would be bound to two.

    To fix this: choose the measure of the tool that is named, or name the tool that is measured.

    Breaks it:

        quality:
          - shared-decision-making/sdm-q9
        values:
          sdm_tool: the three-item CollaboRATE tool
    """
    # One problem for each service whose measures are all about another tool than the one that it names.
    for service in services(pack):
        measures = [clause for clause in pack.at("quality", service) if clause.component == DECISIONS]
        named = next(
            (str(clause.printed[TOOL]) for clause in wording(pack, service, DECISIONS) if TOOL in clause.printed), ""
        )
        meant = next((measure for words, measure in MEASURES.items() if words in named), None)
        if measures and meant and not any(serves_as(clause, meant) for clause in measures):
            yield Breach(
                measures[0].path,
                f"{service_name(pack, service)} names {named} in the specification and measures shared "
                f"decision making with another",
                f"choose “{short_name(meant)}” here, or give “{TOOL}” the tool that is measured",
            )
