"""A target that is not above its baseline

The measure of referrals to social prescribing is published with a “target to increase against a set baseline”. The rule looks at each measure whose values give a target and a baseline as numbers (`sp_referrals_target` and `sp_referrals_baseline`), for all Commissioners and for one that has numbers of its own, and asks that the target is the greater of the two.

To mend it: give a target above the baseline, or correct the baseline.

Breaks it:

    quality:
      - social-prescribing/referrals-made
    values:
      sp_referrals_baseline: 120
      sp_referrals_target: 100
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import service_name
from specgen.problems import Location, Problem, Severity

SLUG = "target-not-above-baseline"
SEVERITY: Severity = "warning"
SECTION = "2.5.7"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each measure, and for each Commissioner with numbers of its own, whose target does not increase."""
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
    own = listed[measure.path[-1]].values if isinstance(measure.path[-1], int) and measure.path[-1] < len(listed) else {}
    return next((values[name] for values in (own, content.services[service].values, content.values) if name in values), None)


def _not_above(given: Mapping[str, object], target: str, baseline: str) -> bool:
    numbers = [_number(given[name]) for name in (target, baseline)]
    return numbers[0] is not None and numbers[1] is not None and numbers[0] <= numbers[1]


def _number(value: object) -> float | None:
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return None  # what is no number is reported where it is filled in


def _breach(pack: Pack, measure: ChosenClause, where: Location, whose: str) -> Problem:
    return _BREACH.at(pack, where, f"the target of {measure.id} ({whose}) is not above the baseline, and the measure asks for an increase",
                      "give a target above the baseline, or correct the baseline")
