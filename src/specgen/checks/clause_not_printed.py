"""A chosen clause that no document prints

A clause that the contract chooses goes into a document for the parties. With the shipped document types it always does; an organisation's own `type.yaml` may leave the clause's place out, be made once a service though the place belongs to the whole contract, or be for the Commissioner only. A measure has a rule of its own, `measure-in-one-place`; a schedule that the form lacks is reported as `schedule-absent`.

To mend it: put the place into `prints:` of a document type for the parties. One that prints `development`, `improvement`, `system` or `reporting` needs `per: contract`.

Breaks it: a `templates/development-plan/type.yaml` of the organisation's own without `prints: [development]`, and a contract with a development plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.problems import Problem, Severity

SLUG = "clause-not-printed"
SEVERITY: Severity = "error"
SECTION = ""

SCHEDULES = {
    "specification": "service-specification", "development": "development-plan", "improvement": "improvement-plan",
    "system": "system-plan", "reporting": "reporting-requirements",
}

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each clause, other than a measure, that no document for the parties prints."""
    printed = {id(clause) for document in pack.documents if document.type.audience == "parties" for clause in document.clauses}
    for clause in pack.chosen:
        if id(clause) not in printed and SCHEDULES.get(clause.place) in pack.edition.schedules:
            yield _BREACH.at(
                pack, clause.path, f"no document prints {clause.id}, which the contract chooses under “{clause.place}”",
                f"use a document type for the parties that prints “{clause.place}”",
            )
