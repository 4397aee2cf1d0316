"""What a contract file names under the places of its schedules: sets, clauses and pinned versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from specgen.assembly.trajectories import of_all_and_single
from specgen.contract.base import Base
from specgen.contract.contract import Contract
from specgen.contract.services import Choice
from specgen.library.model import Clause, Library
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import Mapping as Names
from specgen.yamlfile import Node, Path, Scalar, Sequence

SERVICE_PLACES = ("specification", "quality")
CONTRACT_PLACES = ("development", "improvement", "system", "reporting")


def written_choices(contract: Contract) -> Iterator[tuple[str, int | None, Path, Choice]]:
    """Each choice of the contract file: its place, the index of its service (None for the whole contract) and where it
    stands."""
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
        for place, service, path, choice in written_choices(contract)
        if service is None
        for clause in named_clauses(choice.clause, place, library, sets, contract.place(*path), contract)[0]
        for name in clause.placeholders
    )


def named_clauses(
    written: str, place: str, library: Library, sets: Mapping[str, tuple[str, ...]], where: Location, contract: Contract
) -> tuple[list[Clause], int | None, list[Problem]]:
    """The clauses that a name in the contract file means: a set, or one clause, perhaps with a version."""
    name, at, version = written.partition("@")
    pin = int(version) if re.fullmatch(r"[0-9]{1,4}", version) else None

    def fault(
        slug: str, message: str, cure: str, suggestion: str = ""
    ) -> tuple[list[Clause], int | None, list[Problem]]:
        return [], None, [contract.problem(slug, message, where, cure=cure, suggestion=suggestion)]

    if at and pin is None:
        return fault("clause-version", f"“@{version}” is not a version", "write the name, then @ and a whole number")
    if name in sets and sets[name] and sets[name][0].split("/")[1] == place:
        if pin is not None:
            return fault(
                "clause-version",
                f"“{name}” is a set of clauses, which have versions of their own",
                f"name the clauses one by one: {', '.join(sets[name])}",
            )
        return [library.clauses[clause_id] for clause_id in sets[name] if clause_id in library.clauses], None, []
    parts = name.split("/")
    full = f"{parts[0]}/{place}/{parts[-1]}" if len(parts) == 2 else name
    clause = library.clauses.get(full)
    if clause is None or clause.place != place:
        known = [
            *(key for key, ids in sets.items() if ids and ids[0].split("/")[1] == place),
            *(f"{c.component}/{c.id.split('/')[2]}" for c in library.clauses.values() if c.place == place),
        ]
        elsewhere = [
            c.place
            for c in library.clauses.values()
            if c.id in (name, *(f"{parts[0]}/{c.place}/{parts[-1]}",)) and c.place != place
        ]
        if elsewhere:
            return fault(
                "clause-unknown",
                f"“{name}” is a clause for “{elsewhere[0]}”, not for “{place}”",
                f"choose it under “{elsewhere[0]}:”",
            )
        return fault(
            "clause-unknown",
            f"no clause or set for “{place}” is called “{name}”",
            f"“specgen clauses list --place {place}” shows them",
            did_you_mean(name, known),
        )
    return [clause], pin, []


# Values that nothing asks for: misspelt names, values left behind, and values of a base file that no contract needs.

VALUES = "values"


def unused_values(contract: Contract, used: set[Path], library: Library, awaited: AbstractSet[str]) -> list[Problem]:
    """The contract's values that no chosen clause asks for; a name that no clause knows is reported even when its value
    is blank. `awaited` are the names that a choice may ask for which was told to be at fault itself."""
    groups = dict(_groups(contract))
    inside = _inside(groups)
    asked = library.asked
    standing: dict[Path, list[str]] = {}
    for place in contract.places:
        if place[-2:-1] == (VALUES,) and isinstance(name := place[-1], str) and name not in asked:
            standing.setdefault(place[:-1], []).append(name)
    problems = []
    for path, names in groups.items():
        given = {**dict.fromkeys(standing.get(path, ()), False), **dict.fromkeys(names, True)}
        for name, filled in given.items():
            known = name in asked
            if filled and (near := _nearer(contract, groups, inside, used, (*path, name))):
                problems.append(_passed_over(contract, (*path, name), (*near, name), groups))
                continue
            if (*path, name) in used or name in awaited:
                continue
            if known and path[0] != "commissioners" and contract.supplied_by_base(*path, name):
                continue  # a base serves contracts that choose different clauses
            where = contract.place(*path, name)
            if not filled and where.sheet is not None:
                continue  # a blank cell; its column's heading is judged with the headings
            reason = "no chosen clause asks for it here" if known else "no clause asks for it"
            problems.append(
                contract.problem(
                    "unused-value",
                    f"the value “{name}” is not used: {reason}",
                    where,
                    cure="delete it, or choose the clause that it belongs to",
                    suggestion="" if known else did_you_mean(re.sub(r"\W+", "_", name), sorted(asked - set(names))),
                )
            )
    return problems


def _inside(groups: Mapping[Path, Mapping[str, object]]) -> Mapping[Path, list[Path]]:
    """A part of the contract with the name of a value → where values of that name stand further inside it."""
    found: dict[Path, list[Path]] = {}
    for path, names in groups.items():
        if path[0] != "commissioners":
            for end in range(len(path) - 1):
                for name in names:
                    found.setdefault((*path[:end], name), []).append(path)
    return found


def _nearer(
    contract: Contract,
    groups: Mapping[Path, Mapping[str, object]],
    inside: Mapping[Path, list[Path]],
    used: set[Path],
    given: Path,
) -> Path:
    """Where a value of the same name stands nearer to a clause than one of the contract's own, and is used in its
    place; of one that is used elsewhere, where that is another value of a base. Nothing for a value of a base."""
    *path, name = given
    if path[0] == "commissioners" or contract.supplied_by_base(*given):
        return ()
    for other in inside.get((*path[:-1], name), ()):
        if (*other, name) not in used:
            continue
        there = groups[other][str(name)]
        of_base = contract.supplied_by_base(*other, name) and _shown(there) != _shown(groups[(*path,)][str(name)])
        if of_base or given not in used:
            return other
    return ()


def _shown(given: object) -> str:
    return "; ".join(map(str, given)) if isinstance(given, (list, tuple)) else str(given)


def _passed_over(contract: Contract, given: Path, near: Path, groups: Mapping[Path, Mapping[str, object]]) -> Problem:
    """That a value is passed over for one of the same name that stands nearer to the clause."""
    name, other = str(given[-1]), contract.place(*near)
    written, printed = (_shown(groups[path[:-1]][name]) for path in (given, near))
    of_service = near[0] == "services"
    whose = f" in the clauses of “{contract.content.services[int(near[1])].name}”" if of_service else ""
    column = f" (of a register in the column “service value {name}”)" if of_service else ""
    return contract.problem(
        "unused-value",
        f"the value “{name}”, “{written}”, is not used{whose}: “{printed}” stands nearer to the clause ({other.file}, "
        f"{other.in_file}) and would be printed in its place",
        contract.place(*given),
        cure=f"write the one that holds where the nearer one stands{column}, and take the other out",
    )


def _groups(contract: Contract) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Every “values:” of the file, by its path."""
    content = contract.content
    yield (VALUES,), content.values
    for index, service in enumerate(content.services):
        yield ("services", index, VALUES), service.values
    for index, party in enumerate(content.commissioners):
        yield ("commissioners", index, VALUES), party.values
    for _, _, path, choice in written_choices(contract):
        yield (*path, VALUES), choice.values


class BaseValues:
    """Which values of base files the contracts made on them need, noted contract by contract.

    A base serves contracts that choose different clauses, so a value that one of them does not need is no fault of that
    contract. One that none of them needs is said once, at its line of the base file.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._sets = dict(library.sets())
        self._needed: dict[str, set[str]] = {}
        self._by_choice: dict[tuple[str, str], frozenset[str]] = {}

    def note(self, contract: Contract, base: Base) -> None:
        """The contract is made on `base`: what its clauses ask for is needed there."""
        self.note_names(base.file, self.needs(contract))

    def note_names(self, base_file: str, names: Iterable[str]) -> None:
        """A contract that is made on the base of that name needs these values."""
        self._needed.setdefault(base_file, set()).update(names)

    def needs(self, contract: Contract) -> set[str]:
        """The names of the values that the clauses which the contract chooses ask for."""
        needed: set[str] = set()
        for place, _, path, choice in written_choices(contract):
            key = (place, choice.clause)
            if key not in self._by_choice:
                clauses, _, _ = named_clauses(
                    choice.clause, place, self._library, self._sets, contract.place(*path), contract
                )
                self._by_choice[key] = frozenset(name for clause in clauses for name in clause.placeholders)
            needed |= self._by_choice[key]
        return needed

    def unneeded(self, bases: Iterable[Base]) -> list[Problem]:
        """A warning for each value of `bases` that no contract noted for its base needs."""
        known = self._library.asked
        return [
            Problem(
                "unused-base-value",
                f"no contract made on this base needs the value “{name}”",
                where,
                severity="warning",
                cure="delete it, or correct the clauses that the contracts choose",
                excerpt=_line(base, where),
            )
            for base in bases
            if base.file in self._needed
            for name, where in _values_in(base.root, "")
            if name in known and name not in self._needed[base.file]
        ]


def values_given(base: Base) -> frozenset[str]:
    """The names of the values that the base gives."""
    return frozenset(name for name, _ in _values_in(base.root, ""))


def _values_in(node: Node, under: str) -> Iterator[tuple[str, Location]]:
    """Every name under a “values:” of the base with its place; a Commissioner's are held against each contract
    instead."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _values_in(item, under)
    elif isinstance(node, Names):
        for key, value in node.entries:
            if under == VALUES and not (isinstance(value, Scalar) and value.empty):
                yield key.value, key.place
            elif under != VALUES and key.value != "commissioners":
                yield from _values_in(value, key.value)


def _line(base: Base, where: Location) -> str:
    index = (where.line or 0) - 1
    return base.lines[index].strip()[:200] if 0 <= index < len(base.lines) else ""


def given_value(contract: Contract, path: Path, service: int | None, name: str) -> object | None:
    """The value that the clause chosen at `path` takes, as it is written for all Commissioners: the choice's own, else
    the service's, else the contract's."""
    found = given_at(contract, path, service, name)
    return found[1] if found is not None else None


def given_at(contract: Contract, path: Path, service: int | None, name: str) -> tuple[Path, object] | None:
    """Where the value of that name stands that is nearest to the choice at `path`, and the value."""
    content = contract.content
    own: Mapping[str, object] = {}
    if len(path) == 4 and service is not None:
        own = getattr(content.services[service], str(path[2]))[path[3]].values
    elif len(path) == 2 and service is None:
        own = getattr(content, str(path[0])).chosen[path[1]].values
    if name in own:
        return (*path, VALUES, name), own[name]
    if service is not None and name in content.services[service].values:
        return ("services", service, VALUES, name), content.services[service].values[name]
    return ((VALUES, name), content.values[name]) if name in content.values else None


def said_of_all(contract: Contract, path: Path, service: int | None, name: str, printed: object) -> object | None:
    """What the contract says of all Commissioners together by the value that the clause chosen at `path` prints: what
    is written for all; of a contract's only Commissioner what is its own; where each has figures of its own and none
    are written for all, their sum as it is printed."""
    parties = contract.content.commissioners
    only: Mapping[str, object] = parties[0].values if len(parties) == 1 else {}
    if name in only:
        return only[name]
    given = given_value(contract, path, service, name)
    whole, own = of_all_and_single(printed) if given is None and isinstance(printed, str) else ("", "")
    return whole if own else given
