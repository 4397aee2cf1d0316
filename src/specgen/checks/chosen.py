"""What a service or the contract has chosen, in the questions that several rules ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack


def service_name(pack: Pack, service: int) -> str:
    """The service's name as messages show it."""
    return f"“{pack.contract.content.services[service].name}”"


def services(pack: Pack) -> range:
    """The indexes of the contract's services."""
    return range(len(pack.contract.content.services))


def wording(pack: Pack, service: int, component: str) -> tuple[ChosenClause, ...]:
    """The clauses that give the service's specification wording on `component`, in the order of the file."""
    return tuple(clause for clause in pack.at("specification", service) if clause.component == component)


def serves_as(clause: ChosenClause, clause_id: str) -> bool:
    """Whether the clause is `clause_id`, or an adaptation that says it is based on it."""
    return clause_id in (clause.id, clause.version.based_on.partition("@")[0])


def first_serving(clauses: Iterable[ChosenClause], *clause_ids: str) -> ChosenClause | None:
    """The first of `clauses` that is one of `clause_ids` or adapts one of them."""
    return next((clause for clause in clauses if any(serves_as(clause, clause_id) for clause_id in clause_ids)), None)


def short_name(clause_id: str) -> str:
    """`component/name`, as a contract file writes it."""
    component, _, name = clause_id.split("/")
    return f"{component}/{name}"


def each_once(clauses: Iterable[ChosenClause]) -> Iterator[ChosenClause]:
    """The clauses without those whose version came before: a contract with many services says a fault once a version."""
    seen: set[str] = set()
    for clause in clauses:
        if clause.version.name not in seen:
            seen.add(clause.version.name)
            yield clause
