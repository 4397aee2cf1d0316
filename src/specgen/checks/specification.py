"""What a specification must hold."""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack
from specgen.checks.agreement import foreign_words_in
from specgen.checks.rule import Breach, first_serving, rule, service_name, services
from specgen.library.model import short_name


@rule("no-personalised-care", "error", "4.2.4")
def no_personalised_care(pack: Pack) -> Iterator[Breach]:
    """A specification without personalised care

    Every new or revised service specification gets at least a generic reference to personalised care. The rule looks
    for a service that chooses nothing under `specification`.

    To fix this: choose the components that fit the service, or at least the set `personalised-care`.

    Breaks it:

        services:
          - name: Community physiotherapy
            specification: []
    """
    # One problem for each service that chooses nothing; a name that no clause has is reported elsewhere.
    for service in services(pack):
        if not pack.contract.content.services[service].specification:
            yield Breach(
                ("services", service, "specification"),
                f"the specification of {service_name(pack, service)} has no wording on personalised care",
                "choose the components that fit it under specification, or at least “personalised-care”",
            )


GENERAL = "enabling-choice/specification/general"
OPERATIONAL = "enabling-choice/specification/operational"


@rule("legal-rights-to-choice", "error", "2.1.2 (action 4), 2.4.2, 2.4.3")
def legal_rights_to_choice(pack: Pack) -> Iterator[Breach]:
    """Legal rights to choice

    Every contract states the legal rights to choice. The rule asks of each service that

    - its specification has the clause *general* of enabling choice (or an adaptation of it);
    - `legal_rights_to_choice` says whether legal rights apply to it, or gives the reason why they do not;
    - the clause *operational* is there where they apply, and only there.

    To fix this: answer `legal_rights_to_choice`, and choose the set `enabling-choice-operational` where the rights
    apply or `enabling-choice` where they do not.

    Breaks it:

        legal_rights_to_choice: applies
        specification:
          - enabling-choice
    """
    # A problem for each of the three that a service lacks.
    for service in services(pack):
        name = service_name(pack, service)
        rights = pack.contract.content.services[service].legal_rights_to_choice
        clauses = pack.at("specification", service)
        operational = first_serving(clauses, OPERATIONAL)
        neither = operational is None and first_serving(clauses, GENERAL) is None
        if first_serving(clauses, GENERAL) is None:
            yield Breach(
                ("services", service, "specification"),
                f"{name} does not state the legal rights to choice"
                + (", which apply to it, nor how they work" if neither and rights and rights.applies else ""),
                "add “enabling-choice-operational” under specification: it has both"
                if neither and rights and rights.applies
                else "add “enabling-choice” under specification",
            )
        if rights is None:
            yield Breach(
                ("services", service),
                f"{name} does not say whether legal rights to choice apply to it",
                "add “legal_rights_to_choice: applies”, or “legal_rights_to_choice:” with “not_applicable:” "
                "and the reason below it",
            )
        elif rights.applies and operational is None and not neither:
            yield Breach(
                ("services", service, "legal_rights_to_choice"),
                f"legal rights to choice apply to {name}, and its specification does not say how they work",
                "choose “enabling-choice-operational” under specification",
            )
        elif not rights.applies and operational is not None:
            yield Breach(
                operational.path,
                f"{operational.id} is chosen for {name}, to which legal rights to choice do not apply",
                "choose “enabling-choice” in its place, or write “legal_rights_to_choice: applies”",
            )


@rule("national-wording-alone", "warning", "2.2.4, 2.3.4, 2.5.6 b, 2.8.3")
def national_wording_alone(pack: Pack) -> Iterator[Breach]:
    """National wording without its lead-in and local terms

    The model wording is published to be amended locally: it says “should”, names no post and no date, and on its own it
    binds nobody. The library puts a lead-in before it and local terms after it, and offers the three as a set. The rule
    looks for a quoted clause whose service does not have the other clauses of a set that it belongs to, or for a quoted
    clause in no set (of those that fit the form of agreement) that stands without any drafted clause of its component.

    To fix this: choose the set instead of the single clause.

    Breaks it:

        specification:
          - co-production/national
    """
    # One problem for each quoted clause that stands alone or without part of its set.
    for service in services(pack):
        clauses = pack.at("specification", service)
        for clause in clauses:
            missing = _missing(pack, clause, clauses) if clause.version.origin == "national" else None
            if missing is not None:
                without = f"without {' and '.join(map(short_name, missing))}" if missing else "without terms of its own"
                yield Breach(
                    clause.path,
                    f"{service_name(pack, service)} has the national wording {clause.id} {without}; on its "
                    f"own it names no post and no date",
                    "choose the whole set"
                    if missing
                    else "add a clause that says who does it, by when and how it is shown",
                )


def _missing(pack: Pack, clause: ChosenClause, clauses: tuple[ChosenClause, ...]) -> tuple[str, ...] | None:
    """What the clause's nearest set still lacks; nothing named when it is in no set; None when all is well."""
    lacking = [
        tuple(member for member in members if first_serving(clauses, member) is None)
        for _, members in pack.library.sets()
        if clause.id in members and len(members) > 1 and _fit(pack, members)
    ]
    if lacking:
        return min(lacking, key=len) or None
    drafted = any(other.component == clause.component and other.version.origin == "drafted" for other in clauses)
    return None if drafted else ()


def _fit(pack: Pack, members: tuple[str, ...]) -> bool:
    """Whether the clauses of a set can all stand in this form of agreement."""
    clauses = (pack.library.clauses[member] for member in members if member in pack.library.clauses)
    return not any(foreign_words_in(clause.versions[-1], pack.edition.foreign_words) for clause in clauses)
