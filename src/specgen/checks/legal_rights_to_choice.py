"""Legal rights to choice

Every contract states the legal rights to choice. The rule asks of each service that

- its specification has the clause *general* of enabling choice (or an adaptation of it);
- `legal_rights_to_choice` says whether legal rights apply to it, or gives the reason why they do not;
- the clause *operational* is there where they apply, and only there.

To mend it: answer `legal_rights_to_choice`, and choose the set `enabling-choice-operational` where the rights apply or `enabling-choice` where they do not.

Breaks it:

    legal_rights_to_choice: applies
    specification:
      - enabling-choice
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import first_serving, service_name, services
from specgen.problems import Problem, Severity

SLUG = "legal-rights-to-choice"
SEVERITY: Severity = "error"
SECTION = "2.1.2 (action 4), 2.4.2, 2.4.3"

GENERAL = "enabling-choice/specification/general"
OPERATIONAL = "enabling-choice/specification/operational"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """A problem for each of the three that a service lacks."""
    for service in services(pack):
        name = service_name(pack, service)
        rights = pack.contract.content.services[service].legal_rights_to_choice
        clauses = pack.at("specification", service)
        operational = first_serving(clauses, OPERATIONAL)
        if first_serving(clauses, GENERAL) is None:
            yield _BREACH.at(pack, ("services", service, "specification"), f"{name} does not state the legal rights to choice",
                             "add “enabling-choice” under specification")
        if rights is None:
            yield _BREACH.at(pack, ("services", service), f"{name} does not say whether legal rights to choice apply to it",
                             "add “legal_rights_to_choice: applies”, or “legal_rights_to_choice:” with “not_applicable:” and the reason below it")
        elif rights.applies and operational is None:
            yield _BREACH.at(pack, ("services", service, "legal_rights_to_choice"),
                             f"legal rights to choice apply to {name}, and its specification does not say how they work",
                             "choose “enabling-choice-operational” under specification")
        elif not rights.applies and operational is not None:
            yield _BREACH.at(pack, operational.path, f"{operational.id} is chosen for {name}, to which legal rights to choice do not apply",
                             "choose “enabling-choice” in its place, or write “legal_rights_to_choice: applies”")
