"""Values that chosen clauses need and the contract does not give: each said once, with where to add it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from specgen.contract.read import Contract
from specgen.library.model import Placeholder
from specgen.problems import Location, Problem
from specgen.yamlfile import Path

MOST_NAMED = 3
"""Clauses that need one value and are named; of more, the number is said."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that a clause needs: `said` before and after the clauses' names, where, and how to mend it."""

    said: tuple[str, str]
    where: Location
    cure: str
    service: int | None
    clause_id: str


def missing_value(contract: Contract, placeholder: Placeholder, service: int | None, path: Path, shared: frozenset[str], clause_id: str) -> Missing:
    """A value of `placeholder`, at the line that chooses the clause; `shared` are the values that schedules ask for too."""
    return Missing((f"the value “{placeholder.name}” is missing; ", f" it: {placeholder.question}"), contract.place(*path),
                   _where_to_add(contract, placeholder.name, placeholder, service, shared), service, clause_id)


def missing_field(contract: Contract, comes_from: str, service: int | None, clause_id: str) -> Missing:
    """A field of the contract or the service, such as `service.cohort`."""
    part, _, field = comes_from.partition(".")
    above: Path = ("services", service) if part == "service" and service is not None else ("contract",)
    return Missing((f"“{field}” is not given; ", " it"), contract.place(*above), contract.to_fill_in(*above, field) or f"add “{field}:” here", service, clause_id)


def said_once(contract: Contract, missing: Iterable[Missing]) -> Iterator[Problem]:
    """A problem for each value that is missing, at the first line that needs it, with the clauses that do."""
    together: dict[tuple[tuple[str, str], str, int | None], list[Missing]] = {}
    for each in missing:
        together.setdefault((each.said, each.cure, each.service), []).append(each)
    for (before, after), cure, service in together:
        found = together[(before, after), cure, service]
        names = list(dict.fromkeys(each.clause_id for each in found))
        where = found[0].where
        yield Problem("missing-value", f"{before}{_series(names)} {'needs' if len(names) == 1 else 'need'}{after}", where, cure=cure, excerpt=contract.excerpt(where))


def _series(names: list[str]) -> str:
    """`a, b and c`; of many the first ones and how many more."""
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} other clauses"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _where_to_add(contract: Contract, name: str, placeholder: Placeholder, service: int | None, shared: frozenset[str]) -> str:
    """Under which “values:” a missing value belongs; schedules of the whole contract do not see a service's values."""
    if filling := contract.to_fill_in(*(("services", service) if service is not None else ()), "values", name):
        return f"{filling}; for example: {placeholder.example}"
    example = f"{name}: {_in_its_form(placeholder)}"
    if service is not None:
        return f"add under the contract’s own “values:” (a schedule needs it too)  {example}" if name in shared else f"add under the service’s “values:”  {example}"
    if any(name in other.values for other in contract.content.services):
        return "it stands with a service, where a schedule of the whole contract does not look; move it under the contract’s own “values:”"
    return f"add under the contract’s own “values:” (not a service’s)  {example}"


def _in_its_form(placeholder: Placeholder) -> str:
    """The example as it is written in a file: all options of a choice, and how a list goes on."""
    if placeholder.kind == "choice":
        return f"{placeholder.example}  (one of: {', '.join(placeholder.options)})"
    return f"{placeholder.example}  (or several: one a line below the name, each after “- ”)" if placeholder.kind == "list" else placeholder.example
