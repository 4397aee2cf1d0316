"""Clauses chosen by reading them: what there is, what of it the contract has, and a choice written into the file.

What two clauses say of each other (that they exclude or need one another) is told by the rules that `specgen check`
asks, of the choice as it would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from specgen.assembly.choices import CONTRACT_PLACES, SERVICE_PLACES, named_clauses, written_choices
from specgen.assembly.page import approved_by
from specgen.assembly.values import printed_example
from specgen.checks.agreement import foreign_words_in
from specgen.checks.contradictions import clause_needs_another, clauses_exclude_one_another
from specgen.checks.specification import legal_rights_to_choice
from specgen.contract.edit.change import AddTo, Edit, Put, TakeOut, edited
from specgen.contract.services import Choice
from specgen.desk.asked.looked import Looked
from specgen.library.model import Clause, ClauseVersion, Library, short_name
from specgen.problems import Problem
from specgen.wording.wording import Block, Placeholder, Reference, plain_text
from specgen.yamlfile import Mapping as Names
from specgen.yamlfile import Path, Sequence

PLACE_WORDS: Final = {
    "specification": "Service Specification, 3.2",
    "quality": "Quality measures (5.1 and Schedule 4)",
    "development": "Development plan (Schedule 2M)",
    "improvement": "Improvement plan (Schedule 6D)",
    "system": "System plan (Schedule 8)",
    "reporting": "Reporting requirements (Schedule 6A)",
}


class Wished(Struct, frozen=True):
    """Which clauses are asked to be shown; "" for all."""

    words: str = ""
    component: str = ""
    place: str = ""
    origin: str = ""
    approved: str = ""

    def some(self) -> bool:
        return bool(self.words or self.component or self.place or self.origin or self.approved)


class ReadClause(Struct, frozen=True):
    """A clause as it is read before it is chosen. `version` is the one that the contract would get; `chosen` that the
    contract has it."""

    clause: Clause
    version: ClauseVersion
    component: str
    place: str
    provenance: str
    approval: str
    chosen: bool
    asks: tuple[str, ...]
    excludes: tuple[str, ...]
    needs: tuple[str, ...]
    called: str
    """Its name in a contract file, and those of the sets that it is in."""
    pin: int | None = None
    """The version that the contract holds it to; None where it takes the newest that may be used."""

    @property
    def id(self) -> str:
        return self.clause.id


class ReadSet(Struct, frozen=True):
    """A set of clauses that are chosen together, by their name; `chosen` that the contract has them all."""

    name: str
    titles: tuple[str, ...]
    component: str
    chosen: bool
    ids: tuple[str, ...]


def version_for(clause: Clause, looked: Looked) -> ClauseVersion:
    """The version that a contract which chooses the clause would get (`choose`); the newest where none is in force."""
    return looked.precedents.library.version_on(clause, _day_of(looked))


def _day_of(looked: Looked) -> date | None:
    return looked.contract.day if looked.contract is not None else None


def clauses_to_read(looked: Looked, wished: Wished, service: int) -> tuple[ReadClause, ...]:
    """The clauses that are asked for, by component and place."""
    library = looked.precedents.library
    chosen = chosen_ids(looked, service)
    pins = pins_of(looked, service)
    order = {component.id: index for index, component in enumerate(library.components)}
    places = {place: index for index, place in enumerate(PLACE_WORDS)}
    found = [
        _read(looked, clause, clause.id in chosen, pins.get(clause.id))
        for clause in library.clauses.values()
        if clause.id in chosen or not another_form(looked, clause)
        if _is_wished(looked, clause, wished)
    ]
    return tuple(
        sorted(found, key=lambda each: (order.get(each.clause.component, 99), places.get(each.clause.place, 9)))
    )


def another_form(looked: Looked, clause: Clause) -> bool:
    """Whether the clause is written for another form of agreement than the contract's (`clause-of-another-form`)."""
    if looked.contract is None:
        return False
    given = looked.contract.content.contract
    words = (each.foreign_words for each in looked.precedents.editions if each.name == f"{given.edition} {given.form}")
    return bool(foreign_words_in(version_for(clause, looked), next(words, ())))


def _is_wished(looked: Looked, clause: Clause, wished: Wished) -> bool:
    version = version_for(clause, looked)
    approved = looked.precedents.library.approval(version, _day_of(looked)) is not None
    return (
        wished.component in ("", clause.component)
        and wished.place in ("", clause.place)
        and wished.origin in ("", version.origin)
        and wished.approved in ("", "yes" if approved else "no")
        and all(word in _words(version) + _sets_of(looked, clause) for word in wished.words.casefold().split())
    )


def _sets_of(looked: Looked, clause: Clause) -> str:
    """The names of the sets that the clause belongs to."""
    return ", ".join(name for name, ids in looked.precedents.library.sets() if clause.id in ids)


def _words(version: ClauseVersion) -> str:
    return "\n".join(
        (version.clause_id, version.title, plain_text(version.blocks), *map(plain_text, version.fields.values()))
    ).casefold()


def _read(looked: Looked, clause: Clause, chosen: bool, pin: int | None) -> ReadClause:
    library = looked.precedents.library
    version = (clause.version(pin) if pin is not None else None) or version_for(clause, looked)
    approval = library.approval(version, _day_of(looked))
    component = library.component(clause.component)
    placeholders = (clause.placeholders[name] for name in version.names)
    return ReadClause(
        clause,
        version,
        component.title if component is not None else clause.component,
        PLACE_WORDS.get(clause.place, clause.place),
        provenance(library, version),
        f"Approved by {approved_by(approval)}" if approval is not None else "",
        chosen,
        tuple(placeholder.question for placeholder in placeholders if placeholder.question),
        tuple(_title(library, each) for each in clause.excludes),
        tuple(_title(library, each) for each in clause.needs),
        f"{short_name(clause.id)}{f', in {sets}' if (sets := _sets_of(looked, clause)) else ''}{_as_fallback(clause)}",
        pin,
    )


def _as_fallback(clause: Clause) -> str:
    """What the page says of a fallback, so that nobody takes it for the clause that it stands in for."""
    own = clause.fallback
    return (
        f", a fallback of {short_name(own.of)} that the {own.may_agree} may agree: INTERNAL" if own is not None else ""
    )


def provenance(library: Library, version: ClauseVersion) -> str:
    """Whether the wording is quoted or drafted, and from which sections."""
    source = library.sources.get(version.source.document)
    title = source.title if source is not None else version.source.document
    sections = ", ".join(version.source.sections)
    page = f" (its chapter begins on page {version.source.page})" if version.source.page else ""
    how = "Quoted word for word from" if version.origin == "national" else "Drafted from"
    return f"{how} {title}, section {sections}{page}"


def _title(library: Library, clause_id: str) -> str:
    clause = library.clauses.get(clause_id)
    return clause.versions[-1].title if clause is not None else clause_id


def sets_to_read(looked: Looked, wished: Wished, service: int) -> tuple[ReadSet, ...]:
    """The sets of the component that is read."""
    library = looked.precedents.library
    chosen = chosen_ids(looked, service)
    return tuple(
        ReadSet(name, tuple(_title(library, each) for each in ids), component.id, set(ids) <= chosen, ids)
        for component in library.components
        if wished.component == component.id
        for name, ids in component.sets.items()
        if len(ids) > 1
        if set(ids) <= chosen or not any(another_form(looked, library.clauses[each]) for each in ids)
    )


# What the contract has chosen, entry by entry of its lists.


class ChosenEntry(Struct, frozen=True):
    """An entry of a list of choices, and the ids of the clauses that it means."""

    path: Path
    choice: Choice
    ids: tuple[str, ...]


def _entries(looked: Looked, service: int) -> Iterator[ChosenEntry]:
    if looked.contract is None:
        return
    library = looked.precedents.library
    sets = dict(library.sets())
    for place, own, path, choice in written_choices(looked.contract):
        if own in (None, service):
            clauses = named_clauses(choice.clause, place, library, sets, looked.contract.place(*path), looked.contract)[
                0
            ]
            yield ChosenEntry(path, choice, tuple(clause.id for clause in clauses))


def chosen_ids(looked: Looked, service: int) -> frozenset[str]:
    """The clauses that the service has, and those of the whole contract."""
    return frozenset(clause_id for entry in _entries(looked, service) for clause_id in entry.ids)


def wished_ids(looked: Looked, service: int, form: Mapping[str, str]) -> frozenset[str]:
    """The clauses that the contract is to have, by the ticks of a page: what the page did not show stays as it is."""
    library = looked.precedents.library
    sets = dict(library.sets())
    had = chosen_ids(looked, service)
    wanted = set(had)
    for name, ids in sets.items():
        if f"shown:{name}" in form:
            ticked = f"set:{name}" in form
            if ticked and not set(ids) <= had:
                wanted |= set(ids)
            elif not ticked and set(ids) <= had:
                wanted -= set(ids)
    for clause_id in library.clauses:
        if f"shown:{clause_id}" in form:
            ticked = f"clause:{clause_id}" in form
            if ticked and clause_id not in had:
                wanted.add(clause_id)
            elif not ticked and clause_id in had:
                wanted.discard(clause_id)
    return frozenset(wanted)


Pins = Mapping[str, int | None]
"""Clause → the version that it is held to, None where the newest that may be used is taken."""


def pins_of(looked: Looked, service: int) -> Pins:
    """The version that each chosen clause is held to."""
    found: dict[str, int | None] = {}
    for entry in _entries(looked, service):
        version = entry.choice.clause.partition("@")[2]
        found |= dict.fromkeys(entry.ids, int(version) if version.isdecimal() and len(version) < 7 else None)
    return found


def wished_pins(looked: Looked, service: int, form: Mapping[str, str]) -> Pins:
    """The versions that a page asks for; what it did not show stays as it is."""
    found = dict(pins_of(looked, service))
    for clause in looked.precedents.library.clauses.values():
        asked = form.get(f"pin:{clause.id}")
        if asked is not None:
            version = clause.version_written(asked)
            found[clause.id] = version.number if version is not None else None
    return found


def with_choice(
    looked: Looked, service: int, wanted: frozenset[str], pins: Pins | None = None
) -> tuple[bytes | None, list[Problem]]:
    """The file's bytes with these clauses chosen and held to these versions; None, with the reason, where it is to be
    done by hand."""
    had = pins_of(looked, service)
    edits = tuple(_edits(looked, service, wanted, had, had if pins is None else pins))
    return edited(looked.data, edits, looked.name) if edits else (looked.data, [])


def pins_changed(looked: Looked, service: int, wanted: frozenset[str], pins: Pins) -> int:
    """How many clauses that stay are to be held to another version."""
    had = pins_of(looked, service)
    return sum(had[each] != pins.get(each) for each in wanted if each in had)


def _edits(looked: Looked, service: int, wanted: frozenset[str], had: Pins, pins: Pins) -> Iterator[Edit]:
    library = looked.precedents.library
    sets = dict(library.sets())
    entries = list(_entries(looked, service))
    kept: set[str] = set()
    for entry in reversed(entries):
        there = [clause_id for clause_id in entry.ids if clause_id in wanted]
        same = all(had.get(clause_id) == pins.get(clause_id) for clause_id in there)
        if len(there) == len(entry.ids) and same:
            kept |= set(there)
        elif len(there) == len(entry.ids) == 1:
            kept |= set(there)
            whole = isinstance(looked.node(entry.path), Names)
            yield Put((*entry.path, "clause") if whole else entry.path, _pinned(there[0], pins))
        elif not there:
            yield TakeOut(entry.path)
        else:
            # A set of which some are no longer wanted, or are held to a version, is written out as its clauses.
            kept |= set(there)
            yield Put(entry.path, _pinned(there[0], pins))
            number = entry.path[-1]
            for further, clause_id in enumerate(there[1:], 1):
                yield AddTo(entry.path[:-1], _pinned(clause_id, pins), int(number) + further)
    missing = [clause_id for clause_id in library.clauses if clause_id in wanted - kept]
    for place in (*SERVICE_PLACES, *CONTRACT_PLACES):
        path: Path = ("services", service, place) if place in SERVICE_PLACES else (place,)
        names = list(_shortest([each for each in missing if each.split("/")[1] == place], sets, pins))
        if not names:
            continue
        node = looked.node(path)
        if isinstance(node, Names):  # the reason why the schedule does not apply makes room
            yield Put(path, names)
        elif isinstance(node, Sequence) and node.items:
            for name in names:
                yield AddTo(path, name)
        else:
            yield Put(path, names)


def _shortest(missing: Iterable[str], sets: Mapping[str, tuple[str, ...]], pins: Pins) -> Iterator[str]:
    """The names for the clauses: of a set where all of its clauses are among them and none is held to a version, the
    largest first."""
    left = list(missing)
    for name, ids in sorted(sets.items(), key=lambda each: -len(each[1])):
        if len(ids) > 1 and set(ids) <= set(left) and not any(pins.get(each) for each in ids):
            yield name
            left = [each for each in left if each not in ids]
    yield from (_pinned(each, pins) for each in left)


def _pinned(clause_id: str, pins: Pins) -> str:
    """The name of a clause as a file chooses it, with the version that it is held to."""
    version = pins.get(clause_id)
    return f"{short_name(clause_id)}@{version}" if version else short_name(clause_id)


OF_CHOICES: Final = ("clause-unknown", "clause-version", "chosen-twice", "version-not-in-force", "schedule-absent")
"""Kinds of problems that an entry of a list of choices has."""


def said_of_choice(looked: Looked) -> tuple[Problem, ...]:
    """What is wrong with the choices of the file, and what the chosen clauses say of each other, as `specgen check`
    says it."""
    wrong = tuple(problem for problem in looked.problems if problem.slug in OF_CHOICES)
    if looked.pack is None:
        return wrong
    rights = (
        problem
        for problem in legal_rights_to_choice.check(looked.pack)
        if not problem.message.endswith("apply to it")  # that is a question and no choice
    )
    rules = (clauses_exclude_one_another, clause_needs_another)
    return (*wrong, *(problem for rule in rules for problem in rule.check(looked.pack)), *rights)


def with_what_they_call(looked: Looked, problems: Iterable[Problem]) -> tuple[tuple[Problem, tuple[str, ...]], ...]:
    """Each problem with the sets and clauses that its words name, so that a page can lead to them."""
    library = looked.precedents.library
    known = {*dict(library.sets()), *library.clauses}
    return tuple(
        (
            problem,
            tuple(name for name in re.findall("“([a-z0-9/-]+)”", f"{problem.message} {problem.cure}") if name in known),
        )
        for problem in problems
    )


def said_of_clause(looked: Looked, clause: Clause, wanted: frozenset[str]) -> tuple[str, ...]:
    """What is to be known of a clause beside those that are chosen: that one excludes it, or that it needs another."""
    library = looked.precedents.library
    found = []
    for other in sorted(wanted - {clause.id}):
        there = library.clauses.get(other)
        if there is not None and (other in clause.excludes or clause.id in there.excludes):
            found.append(f"It cannot stand beside “{_title(library, other)}” for the same people, which is chosen.")
    if clause.id in wanted:
        for needed in clause.needs:
            if not any(_serves(library, other, needed) for other in wanted):
                found.append(f"It rests on “{_title(library, needed)}”, which is not chosen.")
    return tuple(found)


def _serves(library: Library, clause_id: str, needed: str) -> bool:
    clause = library.clauses.get(clause_id)
    if clause is None:
        return False
    return clause_id == needed or clause.versions[-1].based_on.partition("@")[0] == needed


class WordingPiece(Struct, frozen=True):
    """Words of a clause, or the place of a value with what it asks."""

    text: str
    asks: str = ""
    bold: bool = False
    italic: bool = False


def wording_pieces(clause: Clause, block: Block) -> Iterator[WordingPiece]:
    """The words of a block; each place of a value as its example, with its question."""
    for part in block.inlines:
        if isinstance(part, Reference):
            yield WordingPiece("…", f"the number of the paragraph of {part.target[0]} that is meant")
        elif isinstance(part, Placeholder):
            placeholder = clause.placeholders[part.name]
            yield WordingPiece(printed_example(placeholder) or "…", placeholder.asks)
        else:
            yield WordingPiece(part.text, "", part.bold, part.italic)
