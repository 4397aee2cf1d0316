"""What a contract file names under the places of its schedules: sets, clauses and pinned versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from specgen.contract.model import Choice
from specgen.contract.read import Contract
from specgen.library.model import Clause, Library
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import Path

SERVICE_PLACES = ("specification", "quality")
CONTRACT_PLACES = ("development", "improvement", "system", "reporting")


def written_choices(contract: Contract) -> Iterator[tuple[str, int | None, Path, Choice]]:
    """Each choice of the contract file: its place, the index of its service (None for the whole contract) and where it stands."""
    content = contract.content
    for index, service in enumerate(content.services):
        for place in SERVICE_PLACES:
            for number, choice in enumerate(getattr(service, place)):
                yield place, index, ("services", index, place, number), choice
    for place in CONTRACT_PLACES:
        for number, choice in enumerate(getattr(content, place).chosen):
            yield place, None, (place, number), choice


def asked_by_schedules(contract: Contract, library: Library, sets: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The placeholders of the clauses that belong to no service, whose values stand with the contract."""
    return frozenset(
        name
        for place, service, path, choice in written_choices(contract) if service is None
        for clause in named_clauses(choice.clause, place, library, sets, contract.place(*path), contract)[0]
        for name in clause.placeholders
    )


def named_clauses(
    written: str, place: str, library: Library, sets: Mapping[str, tuple[str, ...]], where: Location, contract: Contract
) -> tuple[list[Clause], int | None, list[Problem]]:
    """The clauses that a name in the contract file means: a set, or one clause, perhaps with a version."""
    name, at, version = written.partition("@")
    pin = int(version) if re.fullmatch(r"[0-9]{1,4}", version) else None

    def fault(slug: str, message: str, cure: str, suggestion: str = "") -> tuple[list[Clause], int | None, list[Problem]]:
        return [], None, [Problem(slug, message, where, cure=cure, excerpt=contract.excerpt(where), suggestion=suggestion)]

    if at and pin is None:
        return fault("clause-version", f"“@{version}” is not a version", "write the name, then @ and a whole number")
    if name in sets and sets[name] and sets[name][0].split("/")[1] == place:
        if pin is not None:
            return fault("clause-version", f"“{name}” is a set of clauses, which have versions of their own",
                         f"name the clauses one by one: {', '.join(sets[name])}")
        return [library.clauses[clause_id] for clause_id in sets[name] if clause_id in library.clauses], None, []
    parts = name.split("/")
    full = f"{parts[0]}/{place}/{parts[-1]}" if len(parts) == 2 else name
    clause = library.clauses.get(full)
    if clause is None or clause.place != place:
        known = [*(key for key, ids in sets.items() if ids and ids[0].split("/")[1] == place), *(f"{c.component}/{c.id.split('/')[2]}" for c in library.clauses.values() if c.place == place)]
        elsewhere = [c.place for c in library.clauses.values() if c.id in (name, *(f"{parts[0]}/{c.place}/{parts[-1]}",)) and c.place != place]
        if elsewhere:
            return fault("clause-unknown", f"“{name}” is a clause for “{elsewhere[0]}”, not for “{place}”", f"choose it under “{elsewhere[0]}:”")
        return fault("clause-unknown", f"no clause or set for “{place}” is called “{name}”",
                     f"“specgen clauses list --place {place}” shows them", did_you_mean(name, known))
    return [clause], pin, []
