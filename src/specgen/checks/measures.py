"""Measures: what is measured, where it stands and that it asks for more than there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack
from specgen.checks.rule import rule, serves_as, service_name, services, short_name, wording
from specgen.problems import Location, Problem


@rule("component-without-measure", "warning", "4.2.4")
def component_without_measure(pack: Pack) -> Iterator[Problem]:
    """A component without a measure

    Where a component's wording goes into a specification, a measure of successful application is recommended. The rule
    looks at each component that a service has wording on, if the library quotes national metrics for it, and asks for
    at least one quality requirement of that component in the same service.

    To mend it: choose one of the component's measures under `quality`. A measure is recommended where it suits the
    weight of personalised care in the contract; a warning does not stop the documents.

    Breaks it:

        specification:
          - shared-decision-making
        quality: []
    """
    # One problem for each service and component with wording, metrics in the library, and no measure.
    for component in pack.library.components:
        metrics = [
            clause.id
            for clause in pack.library.clauses.values()
            if clause.component == component.id
            and clause.place == "quality"
            and any(version.origin == "national" for version in clause.versions)
        ]
        if not metrics:
            continue
        for service in services(pack):
            clauses = wording(pack, service, component.id)
            measured = any(clause.component == component.id for clause in pack.at("quality", service))
            if clauses and not measured:
                yield component_without_measure.at(
                    pack,
                    clauses[0].path,
                    f"{service_name(pack, service)} has wording on “{component.title}” and no measure of it",
                    f"choose one under quality: {', '.join(map(short_name, metrics))}",
                )


@rule("measure-without-wording", "warning", "4.2.4")
def measure_without_wording(pack: Pack) -> Iterator[Problem]:
    """A measure of something that the specification does not ask for

    A measure shows whether the wording of a component is applied. The rule looks for a quality requirement whose
    component has no wording in the specification of the same service.

    To mend it: add the component's wording to the specification, or take the measure out.

    Breaks it:

        specification: [shared-decision-making]
        quality: [social-prescribing/uptake]
    """
    # One problem for each measure without wording.
    for measure in pack.at("quality"):
        if measure.service is not None and not wording(pack, measure.service, measure.component):
            component = pack.library.component(measure.component)
            yield measure_without_wording.at(
                pack,
                measure.path,
                f"{measure.id} measures “{component.title if component else measure.component}”, on which "
                f"{service_name(pack, measure.service)} has no wording",
                "add the component’s wording under specification, or take the measure out",
            )


SPECIFICATION = "service-specification"
QUALITY = "quality-requirements"
PLACES = {SPECIFICATION: "section 5.1 of the service specification", QUALITY: "the quality requirements"}


@rule("measure-in-one-place", "error", "4.2.4")
def measure_in_one_place(pack: Pack) -> Iterator[Problem]:
    """A measure that is not in both places

    A measure goes into section 5.1 of the service specification and into the quality requirements of Schedule 4. The
    rule looks at the documents that the contract gets, and at what each prints, so it finds a set of document types
    that leaves one of the two out.

    To mend it: have a document type for the service specification and one for the quality requirements, and give both
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
            yield measure_in_one_place.at(
                pack,
                clause.path,
                f"no document prints the measure {clause.id} of {service_name(pack, clause.service)} in "
                f"{' or in '.join(missing)}",
                "use document types of which one prints “quality” for each of the two schedules",
            )


@rule("target-not-above-baseline", "warning", "2.5.7")
def target_not_above_baseline(pack: Pack) -> Iterator[Problem]:
    """A target that is not above its baseline

    The measure of referrals to social prescribing is published with a “target to increase against a set baseline”. The
    rule looks at each measure whose values give a target and a baseline as numbers (`sp_referrals_target` and
    `sp_referrals_baseline`), for all Commissioners and for one that has numbers of its own, and asks that the target is
    the greater of the two.

    To mend it: give a target above the baseline, or correct the baseline.

    Breaks it:

        quality:
          - social-prescribing/referrals-made
        values:
          sp_referrals_baseline: 120
          sp_referrals_target: 100
    """
    # One problem for each measure, and for each Commissioner with numbers of its own, whose target does not increase.
    for measure in pack.at("quality"):
        numbers = {name for name, placeholder in measure.clause.placeholders.items() if placeholder.kind == "number"}
        for target in sorted(name for name in numbers if name.endswith("_target")):
            baseline = f"{target.removesuffix('_target')}_baseline"
            if baseline in numbers and measure.service is not None:
                yield from _compared(pack, measure, measure.service, target, baseline)


def _compared(pack: Pack, measure: ChosenClause, service: int, target: str, baseline: str) -> Iterator[Problem]:
    given = {name: _given(pack, measure, service, name) for name in (target, baseline)}
    if target in measure.origins and _not_above(given, target, baseline):
        yield _breach(pack, measure, measure.origins[target], service_name(pack, service))
    for index, party in enumerate(pack.contract.content.commissioners):
        if target in party.values or baseline in party.values:
            own = {name: party.values.get(name, said) for name, said in given.items()}
            if _not_above(own, target, baseline):
                yield _breach(pack, measure, pack.contract.place("commissioners", index, "values", target), party.name)


def _given(pack: Pack, measure: ChosenClause, service: int, name: str) -> object:
    """The value as it is written, for all Commissioners: the choice's own, else the service's, else the contract's."""
    content = pack.contract.content
    listed = content.services[service].quality
    own = (
        listed[measure.path[-1]].values if isinstance(measure.path[-1], int) and measure.path[-1] < len(listed) else {}
    )
    return next(
        (values[name] for values in (own, content.services[service].values, content.values) if name in values), None
    )


def _not_above(given: Mapping[str, object], target: str, baseline: str) -> bool:
    numbers = [_number(given[name]) for name in (target, baseline)]
    return numbers[0] is not None and numbers[1] is not None and numbers[0] <= numbers[1]


def _number(value: object) -> float | None:
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return None  # what is no number is reported where it is filled in


def _breach(pack: Pack, measure: ChosenClause, where: Location, whose: str) -> Problem:
    return target_not_above_baseline.at(
        pack,
        where,
        f"the target of {measure.id} ({whose}) is not above the baseline, and the measure asks for an increase",
        "give a target above the baseline, or correct the baseline",
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
def other_tool(pack: Pack) -> Iterator[Problem]:
    """One tool in the specification and another in the measure

    The local terms of shared decision making name the validated tool that the Provider uses; the quality requirement is
    about a tool too. The rule looks for a service whose specification names one tool while every measure of shared
    decision making that it has is about another: the Provider would be bound to two.

    To mend it: choose the measure of the tool that is named, or name the tool that is measured.

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
            yield other_tool.at(
                pack,
                measures[0].path,
                f"{service_name(pack, service)} names {named} in the specification and measures shared "
                f"decision making with another",
                f"choose “{short_name(meant)}” here, or give “{TOOL}” the tool that is measured",
            )
