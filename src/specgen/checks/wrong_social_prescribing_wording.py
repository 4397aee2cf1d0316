"""Referral wording for a link worker service, or link worker wording for another service

The model wording of 2.5.6 b is for services that refer people to social prescribing. A service that is itself the link worker service has wording of its own. The rule compares the wording chosen with the service's `link_worker_service`: referral wording for a link worker service is an error; link worker wording for a service that does not say it is one is a warning.

To mend it: choose the set `link-worker-service` for a link worker service and the set `social-prescribing` for every other, and say `link_worker_service: yes` where it is one.

Breaks it:

    link_worker_service: yes
    specification:
      - social-prescribing
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import first_serving, service_name, services, wording
from specgen.problems import Problem, Severity

SLUG = "wrong-social-prescribing-wording"
SEVERITY: Severity = "error"
SECTION = "2.5.6"

PRESCRIBING = "social-prescribing"
REFERRAL = (
    "social-prescribing/specification/referral-in",
    "social-prescribing/specification/referral-lead-in",
    "social-prescribing/specification/referral-local-terms",
)
LINK_WORKERS = "social-prescribing/specification/link-worker-service"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each service with the other service's wording."""
    for service in services(pack):
        clauses = wording(pack, service, PRESCRIBING)
        if pack.contract.content.services[service].link_worker_service:
            if referral := first_serving(clauses, *REFERRAL):
                yield _BREACH.at(
                    pack, referral.path,
                    f"{service_name(pack, service)} is a link worker service, and {referral.id} is wording for services that refer people to one",
                    "choose “link-worker-service” in its place",
                )
        elif own := first_serving(clauses, LINK_WORKERS):
            yield _BREACH.at(
                pack, own.path,
                f"{own.id} is wording for a link worker service, and {service_name(pack, service)} does not say that it is one",
                "add “link_worker_service: yes” to the service, or choose “social-prescribing” in its place", "warning",
            )
