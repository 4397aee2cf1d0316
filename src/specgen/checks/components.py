"""Components that need one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack
from specgen.assembly.values import Printed
from specgen.checks.rule import Breach, first_serving, rule, serves_as, service_name, services, wording
from specgen.library.model import short_name
from specgen.wording.wording import Block, plain_text

DECISIONS = "shared-decision-making"
NATIONAL = "shared-decision-making/specification/national"
NEEDED = {"champion": "a clinical champion’s post", "protocol": "a written protocol’s date"}
"""The word by which other wording is known to speak of each, and what it is to give."""


@rule("shared-decisions-without-champion", "error", "2.2.4")
def shared_decisions_without_champion(pack: Pack) -> Iterator[Breach]:
    """Shared decision making without a champion's post or a protocol

    The model wording on shared decision making promises a named clinical champion and a written protocol, and names
    neither a post nor a date. The rule looks for a service that has that wording and no other wording on shared
    decision making that speaks of both.

    To fix this: choose the set `shared-decision-making`, whose local terms name the champion's post and the protocol's
    date.

    Breaks it:

        specification:
          - shared-decision-making/national
    """
    # One problem for each service whose national wording stands without one of the two.
    for service in services(pack):
        clauses = wording(pack, service, DECISIONS)
        national = [clause for clause in clauses if serves_as(clause, NATIONAL)]
        if not national:
            continue
        others = " ".join(plain_text(clause.blocks) for clause in clauses if clause not in national).casefold()
        missing = [what for word, what in NEEDED.items() if word not in others]
        if missing:
            yield Breach(
                national[0].path,
                f"the wording on shared decision making of {service_name(pack, service)} does not give "
                f"{' or '.join(missing)}",
                f"add “{DECISIONS}/local-terms” under specification",
            )


PRESCRIBING = "social-prescribing"


@rule("social-prescribing-alone", "warning", "chapter 1")
def social_prescribing_alone(pack: Pack) -> Iterator[Breach]:
    """Social prescribing without shared decision making

    Social prescribing is less effective when it is delivered without a complementary approach to shared decision
    making. The rule looks for a service with wording on social prescribing, in which nothing speaks of shared decision
    making: it has no wording on that component, and the wording on social prescribing does not name it. (The link
    worker clause does: link workers are trained in it.)

    To fix this: add shared decision making to the service's specification.

    Breaks it:

        specification:
          - social-prescribing
    """
    # One problem for each service that has the one and not the other.
    for service in services(pack):
        prescribing = wording(pack, service, PRESCRIBING)
        named = any("shared decision" in plain_text(clause.blocks).casefold() for clause in prescribing)
        if prescribing and not named and not wording(pack, service, DECISIONS):
            yield Breach(
                prescribing[0].path,
                f"{service_name(pack, service)} has social prescribing and no wording on shared decision making",
                f"add “{DECISIONS}” under specification",
            )


REFERRAL = "social-prescribing/specification/referral-in"
LOCAL_TERMS = "social-prescribing/specification/referral-local-terms"


@rule("referral-without-pathway", "error", "2.5.6 b")
def referral_without_pathway(pack: Pack) -> Iterator[Breach]:
    """A referral to social prescribing without pathway and criteria

    The model wording on referral into social prescribing asks the Provider to refer people, but not by which route or
    under which criteria. Commissioners need to share a clear referral pathway, and acceptance criteria where there are
    any. The rule looks for a service that has that wording and no other wording on social prescribing that speaks of
    both a pathway and criteria.

    To fix this: choose the set `social-prescribing`, whose local terms make each Commissioner hand over both by a date.

    Breaks it:

        specification:
          - social-prescribing/referral-in
    """
    # One problem for each service whose referral wording stands without pathway or criteria.
    for service in services(pack):
        clauses = wording(pack, service, PRESCRIBING)
        referral = first_serving(clauses, REFERRAL)
        if referral is None:
            continue
        others = " ".join(plain_text(clause.blocks) for clause in clauses if clause is not referral).casefold()
        missing = [word for word in ("pathway", "criteria") if word not in others]
        if missing:
            yield Breach(
                referral.path,
                f"{service_name(pack, service)} is to refer people to social prescribing, and no wording "
                f"gives the {' or the '.join(missing)} for it",
                f"add “{PRESCRIBING}/{LOCAL_TERMS.rpartition('/')[2]}” under specification",
            )


WRONG_SOCIAL_PRESCRIBING_WORDING_REFERRAL = (
    "social-prescribing/specification/referral-in",
    "social-prescribing/specification/referral-lead-in",
    "social-prescribing/specification/referral-local-terms",
)
LINK_WORKERS = "social-prescribing/specification/link-worker-service"
_NAMED = re.compile(r"\blink[ -]?workers?\b|\bsocial prescrib(?:ing (?:service|scheme|team)|ers?)\b", re.IGNORECASE)
"""The name of a service that is itself what others refer to."""


@rule("wrong-social-prescribing-wording", "error", "2.5.6")
def wrong_social_prescribing_wording(pack: Pack) -> Iterator[Breach]:
    """Referral wording for a link worker service, or link worker wording for another service

    The model wording of 2.5.6 b is for services that refer people to social prescribing. A service that is itself the
    link worker service has wording of its own. The rule compares the wording chosen with the service's
    `link_worker_service`: referral wording for a link worker service is an error; link worker wording for a service
    that does not say it is one is a warning, and so is referral wording for a service that does not say what it is and
    whose name is that of a link worker service.

    To fix this: choose the set `link-worker-service` for a link worker service and the set `social-prescribing` for
    every other, and say `link_worker_service: yes` where it is one.

    Breaks it:

        link_worker_service: yes
        specification:
          - social-prescribing
    """
    # One problem for each service with the other service's wording.
    for service in services(pack):
        clauses = wording(pack, service, PRESCRIBING)
        if pack.contract.content.services[service].link_worker_service:
            if referral := first_serving(clauses, *WRONG_SOCIAL_PRESCRIBING_WORDING_REFERRAL):
                yield Breach(
                    referral.path,
                    f"{service_name(pack, service)} is a link worker service, and {referral.id} is wording "
                    f"for services that refer people to one",
                    "choose “link-worker-service” in its place",
                )
            continue
        if own := first_serving(clauses, LINK_WORKERS):
            yield Breach(
                own.path,
                f"{own.id} is wording for a link worker service, and {service_name(pack, service)} does not "
                f"say that it is one",
                "add “link_worker_service: yes” to the service, or choose “social-prescribing” in its place",
                "warning",
            )
        said = ("services", service, "link_worker_service") in pack.contract.places
        if (
            not said
            and (referral := first_serving(clauses, *WRONG_SOCIAL_PRESCRIBING_WORDING_REFERRAL))
            and _NAMED.search(pack.contract.content.services[service].name)
        ):
            yield Breach(
                referral.path,
                f"{referral.id} is wording for services that refer people to social prescribing, and "
                f"{service_name(pack, service)} has the name of a link worker service",
                "choose “link-worker-service” in its place and add “link_worker_service: yes” to the service; "
                "if it is not one, add “link_worker_service: no”",
                "warning",
            )


ACTIVATION = (
    "supported-self-management/specification/patient-activation-delivered",
    "supported-self-management/specification/patient-activation-referred",
)
MEASURES = ("supported-self-management/quality/pam-licences", "supported-self-management/quality/activation-increase")
INSTRUMENT = "ssm_instrument"
EXCEPTIONS = "ssm_activation_exceptions"
OFFERED_TO = ("ssm_conditions", "ssm_activation_criteria")
"""The values that say to whom the measure is offered."""
UNSUITABLE: Mapping[str, re.Pattern[str]] = {
    "severe and enduring mental illness": re.compile(
        r"\b(?:(?:severe|serious)(?: and enduring)?|enduring) mental\b", re.IGNORECASE
    ),
    "dementia": re.compile(r"\bdementia\b", re.IGNORECASE),
    "learning disability": re.compile(r"\blearning disabilit", re.IGNORECASE),
    "reading age under 12": re.compile(r"\breading age\b", re.IGNORECASE),
}
"""The groups by the names that `cohort_includes` knows, and the words by which a text names them."""
_PAM = re.compile(r"\bPAM\b|Patient Activation Measure")
_UNLESS = "if the words leave the group out, nothing need be done"


@rule("unsuitable-activation-measure", "error", "2.6.5")
def unsuitable_activation_measure(pack: Pack) -> Iterator[Breach]:
    """The Patient Activation Measure for people it does not suit

    The Patient Activation Measure (PAM®) is not suitable for people with a severe and enduring mental illness, dementia
    or a learning disability, and needs a reading age above 12. The rule looks for that instrument, or a measure counted
    with it, in a service whose `cohort_includes` names such a group (error) or whose name, cohort or population, or the
    conditions and groups to whom the measure is offered (`ssm_conditions`, `ssm_activation_criteria`), name it in words
    (warning).

    A group that the service's exceptions (`ssm_activation_exceptions`) name is left out of the measure, and nothing is
    said.

    To fix this: choose another instrument, take the measure out, or name the group under the exceptions. Where a
    warning's words mean that the group is left out, nothing need be done.

    Breaks it:

        cohort_includes: [dementia]
        quality:
          - supported-self-management/pam-licences
    """
    # A problem for each unsuitable group that a service declares, or else for the words that name it.
    for service in services(pack):
        using = _using_pam(pack, service)
        if using is None:
            continue
        left_out = _exceptions(pack, service)
        for group, words in UNSUITABLE.items():
            if not words.search(left_out):
                yield from _found(pack, service, using, group, words)


def _found(pack: Pack, service: int, using: ChosenClause, group: str, words: re.Pattern[str]) -> Iterator[Breach]:
    given = pack.contract.content.services[service]
    chosen = f"{using.version.title} is chosen for {service_name(pack, service)}"
    cure = f"choose another instrument or measure, or name the group under “{EXCEPTIONS}”"
    declared: tuple[str, ...] = given.cohort_includes
    if group in declared:
        path = ("services", service, "cohort_includes", declared.index(group))
        yield Breach(
            path,
            f"{chosen}, whose cohort includes {group}; the Patient Activation Measure does not suit that group",
            cure,
        )
        return
    for name in ("name", "cohort", "population"):
        if match := words.search(getattr(given, name) or ""):
            yield Breach(
                ("services", service, name),
                f"{chosen}, whose {name} has the words “{match.group()}”; the Patient Activation Measure does "
                f"not suit {group}",
                f"{cure}; {_UNLESS}",
                "warning",
            )
            return
    for name in OFFERED_TO:
        if name in using.origins and (match := words.search(_as_lines(using.printed[name]))):
            yield Breach(
                using.origins[name],
                f"{chosen}, and is offered to people whom “{name}” names in the words “{match.group()}”; the "
                f"Patient Activation Measure does not suit {group}",
                f"{cure}; {_UNLESS}",
                "warning",
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


BUDGETS = "personal-health-budgets"
PLANNING = "personalised-care-and-support-planning"


@rule("budget-without-care-plan", "error", "2.3.2, 2.7.7")
def budget_without_care_plan(pack: Pack) -> Iterator[Breach]:
    """Personal health budgets without care and support planning

    A service whose specification has wording on personal health budgets must also have wording on personalised care and
    support planning: a budget cannot be given without the planning that it rests on.

    To fix this: add personalised care and support planning to the service's specification, or take the budgets out.

    Breaks it:

        specification:
          - personal-health-budgets
    """
    # One problem for each service that has budgets and no planning.
    for service in services(pack):
        budgets = wording(pack, service, BUDGETS)
        if budgets and not wording(pack, service, PLANNING):
            yield Breach(
                budgets[0].path,
                f"{service_name(pack, service)} offers personal health budgets and has no wording on "
                f"personalised care and support planning",
                f"add “{PLANNING}” under specification",
            )


PROCESS = "personal-health-budgets/specification/process"
GOVERNANCE = "personal-health-budgets/specification/governance"
DELEGATION = "personal-health-budgets/specification/delegation"
NEEDS = {PROCESS: (GOVERNANCE,), DELEGATION: (PROCESS, GOVERNANCE)}


@rule("budget-without-governance", "error", "2.7.3, 2.7.5")
def budget_without_governance(pack: Pack) -> Iterator[Breach]:
    """A personal health budget process without its governance

    Once each part of the budget process is known, it is assessed for governance and risk: agreements, quality
    standards, audit, information governance, data system, incidents and the panel that oversees it. The rule looks for
    a service that has the clause *process* or *delegation* without the clause *governance*, which answers those
    questions. *Delegation* also needs *process*, whose terms it changes.

    To fix this: choose the set `personal-health-budgets`, or `personal-health-budgets-with-delegation` where the
    Provider approves or pays.

    Breaks it:

        specification:
          - personal-health-budgets/process
    """
    # One problem for each clause that stands without one it needs.
    for service in services(pack):
        clauses = wording(pack, service, BUDGETS)
        for clause_id, needed in NEEDS.items():
            clause = first_serving(clauses, clause_id)
            missing = [short_name(other) for other in needed if first_serving(clauses, other) is None]
            if clause is not None and missing:
                yield Breach(
                    clause.path,
                    f"{service_name(pack, service)} has {clause.id} without {' and '.join(missing)}",
                    f"add {' and '.join(f'“{name}”' for name in missing)} under specification",
                )


REPORTING = "personal-health-budgets/reporting/reviews-on-time"
_THREE_MONTHS = re.compile(r"\b(?:three|3)[ -]months?\b", re.IGNORECASE)
_REVIEW = re.compile(r"\breview", re.IGNORECASE)


@rule("budget-without-reviews", "warning", "4.3.1")
def budget_without_reviews(pack: Pack) -> Iterator[Breach]:
    """Personal health budgets without reviews

    A direct payment is reviewed after three months and then yearly as a minimum, and it is good practice to review
    every budget at that frequency. The rule looks for a service with wording on personal health budgets in which no
    such wording speaks of a review within three months, while the contract has no reporting item on reviews either.

    To fix this: choose the clause *process*, which holds the reviews, or the reporting item
    `personal-health-budgets/reviews-on-time`.

    Breaks it:

        specification:
          - personal-health-budgets/governance
    """
    # One problem for each service with budgets whose reviews nothing asks for.
    if first_serving(pack.at("reporting"), REPORTING):
        return
    for service in services(pack):
        clauses = wording(pack, service, BUDGETS)
        if clauses and not any(_asks_for_reviews(block) for clause in clauses for block in clause.blocks):
            yield Breach(
                clauses[0].path,
                f"no wording on personal health budgets of {service_name(pack, service)} asks for a review "
                f"within three months, and no report on reviews is chosen",
                f"add “{short_name(PROCESS)}” under specification, or “{short_name(REPORTING)}” under reporting",
            )


def _asks_for_reviews(block: Block) -> bool:
    text = block.text
    return "month" in text.casefold() and bool(_REVIEW.search(text) and _THREE_MONTHS.search(text))
