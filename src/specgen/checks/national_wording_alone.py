"""National wording without its lead-in and local terms

The model wording is published to be amended locally: it says “should”, names no post and no date, and on its own it binds nobody. The library puts a lead-in before it and local terms after it, and offers the three as a set. The rule looks for a quoted clause whose service does not have the other clauses of a set that it belongs to, or for a quoted clause in no set (of those that fit the form of agreement) that stands without any drafted clause of its component.

To mend it: choose the set instead of the single clause.

Breaks it:

    specification:
      - co-production/national
"""

from __future__ import annotations

from collections.abc import Iterator

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import first_serving, service_name, services, short_name
from specgen.checks.clause_of_another_form import foreign_words_in
from specgen.problems import Problem, Severity

SLUG = "national-wording-alone"
SEVERITY: Severity = "warning"
SECTION = "2.2.4, 2.3.4, 2.5.6 b, 2.8.3"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each quoted clause that stands alone or without part of its set."""
    for service in services(pack):
        clauses = pack.at("specification", service)
        for clause in clauses:
            missing = _missing(pack, clause, clauses) if clause.version.origin == "national" else None
            if missing is not None:
                without = f"without {' and '.join(map(short_name, missing))}" if missing else "without terms of its own"
                yield _BREACH.at(
                    pack, clause.path,
                    f"{service_name(pack, service)} has the national wording {clause.id} {without}; on its own it names no post and no date",
                    "choose the whole set" if missing else "add a clause that says who does it, by when and how it is shown",
                )


def _missing(pack: Pack, clause: ChosenClause, clauses: tuple[ChosenClause, ...]) -> tuple[str, ...] | None:
    """What the clause's nearest set still lacks; nothing named when it is in no set; None when all is well."""
    lacking = [
        tuple(member for member in members if first_serving(clauses, member) is None)
        for _, members in pack.library.sets() if clause.id in members and len(members) > 1 and _fit(pack, members)
    ]
    if lacking:
        return min(lacking, key=len) or None
    drafted = any(other.component == clause.component and other.version.origin == "drafted" for other in clauses)
    return None if drafted else ()


def _fit(pack: Pack, members: tuple[str, ...]) -> bool:
    """Whether the clauses of a set can all stand in this form of agreement."""
    clauses = (pack.library.clauses[member] for member in members if member in pack.library.clauses)
    return not any(foreign_words_in(clause.versions[-1], pack.edition.foreign_words) for clause in clauses)
