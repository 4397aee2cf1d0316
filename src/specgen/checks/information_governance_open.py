"""Information governance left open

Care and support plans, social prescribing and personal health budgets bring together information from several organisations. An impact assessment weighs the risks, and an information sharing agreement says what is shared, why and on what legal basis. The rule looks for a contract that has wording on one of these components and names no data protection impact assessment (`dpia`) or no `sharing_agreement`.

To mend it: name the document with its date or reference, or say that there is none and why.

Breaks it:

    contract: {…without dpia and sharing_agreement…}
    services:
      - specification: [personalised-care-and-support-planning]
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.problems import Problem, Severity

SLUG = "information-governance-open"
SEVERITY: Severity = "warning"
SECTION = "2.3.6, 2.5.8, 2.7.7, 5.1.1, 5.1.2"

COMPONENTS = ("personalised-care-and-support-planning", "social-prescribing", "personal-health-budgets")
DOCUMENTS = {"dpia": "data protection impact assessment", "sharing_agreement": "information sharing agreement"}

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """A problem for each of the two documents that is not named."""
    used = [component.title for component in pack.library.components
            if component.id in COMPONENTS and any(clause.component == component.id for clause in pack.at("specification"))]
    for field, document in DOCUMENTS.items():
        if used and getattr(pack.contract.content.contract, field) is None:
            yield _BREACH.at(
                pack, ("contract", field), f"the contract names no {document}, and has wording on: {'; '.join(used)}",
                f"add “{field}:” under contract with the document and its date or reference, or with the reason there is none",
            )
