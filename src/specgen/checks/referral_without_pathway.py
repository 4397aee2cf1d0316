"""A referral to social prescribing without pathway and criteria

The model wording on referral into social prescribing asks the Provider to refer people, but not by which route or under which criteria. Commissioners need to share a clear referral pathway, and acceptance criteria where there are any. The rule looks for a service that has that wording and no other wording on social prescribing that speaks of both a pathway and criteria.

To mend it: choose the set `social-prescribing`, whose local terms make each Commissioner hand over both by a date.

Breaks it:

    specification:
      - social-prescribing/referral-in
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import first_serving, service_name, services, wording
from specgen.problems import Problem, Severity
from specgen.wording import plain_text

SLUG = "referral-without-pathway"
SEVERITY: Severity = "error"
SECTION = "2.5.6 b"

PRESCRIBING = "social-prescribing"
REFERRAL = "social-prescribing/specification/referral-in"
LOCAL_TERMS = "social-prescribing/specification/referral-local-terms"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each service whose referral wording stands without pathway or criteria."""
    for service in services(pack):
        clauses = wording(pack, service, PRESCRIBING)
        referral = first_serving(clauses, REFERRAL)
        if referral is None:
            continue
        others = " ".join(plain_text(clause.blocks) for clause in clauses if clause is not referral).casefold()
        missing = [word for word in ("pathway", "criteria") if word not in others]
        if missing:
            yield _BREACH.at(
                pack, referral.path,
                f"{service_name(pack, service)} is to refer people to social prescribing, and no wording gives the {' or the '.join(missing)} for it",
                f"add “{PRESCRIBING}/{LOCAL_TERMS.rpartition('/')[2]}” under specification",
            )
