"""The Patient Activation Measure for people it does not suit

The Patient Activation Measure (PAM®) is not suitable for people with a severe and enduring mental illness, dementia or a learning disability, and needs a reading age above 12. The rule looks for that instrument, or a measure counted with it, in a service whose `cohort_includes` names such a group (error) or whose name, cohort or population, or the conditions and groups to whom the measure is offered (`ssm_conditions`, `ssm_activation_criteria`), name it in words (warning).

A group that the service's exceptions (`ssm_activation_exceptions`) name is left out of the measure, and nothing is said.

To mend it: choose another instrument, take the measure out, or name the group under the exceptions. Where a warning's words mean that the group is left out, nothing need be done.

Breaks it:

    cohort_includes: [dementia]
    quality:
      - supported-self-management/pam-licences
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack
from specgen.assembly.values import Printed
from specgen.checks.breach import Breach
from specgen.checks.chosen import first_serving, service_name, services
from specgen.problems import Problem, Severity

SLUG = "unsuitable-activation-measure"
SEVERITY: Severity = "error"
SECTION = "2.6.5"

ACTIVATION = (
    "supported-self-management/specification/patient-activation-delivered",
    "supported-self-management/specification/patient-activation-referred",
)
MEASURES = (
    "supported-self-management/quality/pam-licences",
    "supported-self-management/quality/activation-increase",
)
INSTRUMENT = "ssm_instrument"
EXCEPTIONS = "ssm_activation_exceptions"
OFFERED_TO = ("ssm_conditions", "ssm_activation_criteria")
"""The values that say to whom the measure is offered."""

UNSUITABLE: Mapping[str, re.Pattern[str]] = {
    "severe and enduring mental illness": re.compile(r"\b(?:(?:severe|serious)(?: and enduring)?|enduring) mental\b", re.IGNORECASE),
    "dementia": re.compile(r"\bdementia\b", re.IGNORECASE),
    "learning disability": re.compile(r"\blearning disabilit", re.IGNORECASE),
    "reading age under 12": re.compile(r"\breading age\b", re.IGNORECASE),
}
"""The groups by the names that `cohort_includes` knows, and the words by which a text names them."""

_PAM = re.compile(r"\bPAM\b|Patient Activation Measure")
_BREACH = Breach(SLUG, SEVERITY, SECTION)
_UNLESS = "if the words leave the group out, nothing need be done"


def check(pack: Pack) -> Iterator[Problem]:
    """A problem for each unsuitable group that a service declares, or else for the words that name it."""
    for service in services(pack):
        using = _using_pam(pack, service)
        if using is None:
            continue
        left_out = _exceptions(pack, service)
        for group, words in UNSUITABLE.items():
            if not words.search(left_out):
                yield from _found(pack, service, using, group, words)


def _found(pack: Pack, service: int, using: ChosenClause, group: str, words: re.Pattern[str]) -> Iterator[Problem]:
    given = pack.contract.content.services[service]
    chosen = f"{using.version.title} is chosen for {service_name(pack, service)}"
    cure = f"choose another instrument or measure, or name the group under “{EXCEPTIONS}”"
    declared: tuple[str, ...] = given.cohort_includes
    if group in declared:
        path = ("services", service, "cohort_includes", declared.index(group))
        yield _BREACH.at(pack, path, f"{chosen}, whose cohort includes {group}; the Patient Activation Measure does not suit that group", cure)
        return
    for name in ("name", "cohort", "population"):
        if match := words.search(getattr(given, name) or ""):
            yield _BREACH.at(
                pack, ("services", service, name),
                f"{chosen}, whose {name} has the words “{match.group()}”; the Patient Activation Measure does not suit {group}",
                f"{cure}; {_UNLESS}", "warning",
            )
            return
    for name in OFFERED_TO:
        if name in using.origins and (match := words.search(_as_lines(using.printed[name]))):
            yield _BREACH.at(
                pack, using.origins[name],
                f"{chosen}, and is offered to people whom “{name}” names in the words “{match.group()}”; the Patient Activation Measure does not suit {group}",
                f"{cure}; {_UNLESS}", "warning",
            )
            return


def _using_pam(pack: Pack, service: int) -> ChosenClause | None:
    for clause in pack.at("specification", service):
        if first_serving([clause], *ACTIVATION) and _PAM.search(str(clause.printed.get(INSTRUMENT, ""))):
            return clause
    return first_serving(pack.at("quality", service), *MEASURES)


def _exceptions(pack: Pack, service: int) -> str:
    """What the service's exceptions say, a line each; an absent value leaves nobody out."""
    values = [clause.printed.get(EXCEPTIONS, ()) for clause in pack.at("specification", service)]
    return "\n".join(map(_as_lines, values))


def _as_lines(value: Printed) -> str:
    return value if isinstance(value, str) else "\n".join(value)
