"""Referral wording for a link worker service, or link worker wording for another service

The model wording of 2.5.6 b is for services that refer people to social prescribing. A service that is itself the link worker service has wording of its own. The rule compares the wording chosen with the service's `link_worker_service`: referral wording for a link worker service is an error; link worker wording for a service that does not say it is one is a warning, and so is referral wording for a service that does not say what it is and whose name is that of a link worker service.

To mend it: choose the set `link-worker-service` for a link worker service and the set `social-prescribing` for every other, and say `link_worker_service: yes` where it is one.

Breaks it:

    link_worker_service: yes
    specification:
      - social-prescribing
"""

from __future__ import annotations

import re
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

_NAMED = re.compile(r"\blink[ -]?workers?\b|\bsocial prescrib(?:ing (?:service|scheme|team)|ers?)\b", re.IGNORECASE)
"""The name of a service that is itself what others refer to."""

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
            continue
        if own := first_serving(clauses, LINK_WORKERS):
            yield _BREACH.at(
                pack, own.path,
                f"{own.id} is wording for a link worker service, and {service_name(pack, service)} does not say that it is one",
                "add “link_worker_service: yes” to the service, or choose “social-prescribing” in its place", "warning",
            )
        said = ("services", service, "link_worker_service") in pack.contract.places
        if not said and (referral := first_serving(clauses, *REFERRAL)) and _NAMED.search(pack.contract.content.services[service].name):
            yield _BREACH.at(
                pack, referral.path,
                f"{referral.id} is wording for services that refer people to social prescribing, and {service_name(pack, service)} has the name of a link worker service",
                "choose “link-worker-service” in its place and add “link_worker_service: yes” to the service; if it is not one, add “link_worker_service: no”", "warning",
            )
