"""A measure that is not in both places

A measure goes into section 5.1 of the service specification and into the quality requirements of Schedule 4. The rule looks at the documents that the contract gets, and at what each prints, so it finds a set of document types that leaves one of the two out.

To mend it: have a document type for the service specification and one for the quality requirements, and give both `prints: [quality]` (beside what else they print).

Breaks it: a folder of document types in which only the type for the schedule `quality-requirements` prints `quality`.
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import service_name
from specgen.problems import Problem, Severity

SLUG = "measure-in-one-place"
SEVERITY: Severity = "error"
SECTION = "4.2.4"

SPECIFICATION = "service-specification"
QUALITY = "quality-requirements"
PLACES = {SPECIFICATION: "section 5.1 of the service specification", QUALITY: "the quality requirements"}

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each measure that a document for the parties does not print in one of the two places."""
    printed = {
        (document.schedule.key, id(clause))
        for document in pack.documents if document.schedule is not None and document.type.audience == "parties"
        for clause in document.clauses
    }
    for clause in pack.at("quality"):
        missing = [words for key, words in PLACES.items() if (key, id(clause)) not in printed]
        if missing and clause.service is not None:
            yield _BREACH.at(
                pack, clause.path,
                f"no document prints the measure {clause.id} of {service_name(pack, clause.service)} in {' or in '.join(missing)}",
                "use document types of which one prints “quality” for each of the two schedules",
            )
