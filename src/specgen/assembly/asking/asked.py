"""What the chosen clauses ask of a contract file: each value once, where it stands or belongs, in the file's order.

From it `specgen fill` writes the names that are missing, with their questions, and a page can put the same questions.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from specgen.assembly.choices import asked_by_schedules, written_choices
from specgen.assembly.choose import HORIZON, ChosenClause, choose
from specgen.contract.contract import Contract
from specgen.contract.edit.change import Put, edited
from specgen.contract.edit.writing import Noted
from specgen.contract.fields import declared_at, words_at
from specgen.contract.read import SoundPart, read_with_sound_part
from specgen.library.model import DeclaredPlaceholder, Library
from specgen.problems import Problem
from specgen.yamlfile import Path

FIELDS = {
    "service.cohort": "cohort",
    "service.review_date": "review_date",
    "service.rights_to_choice": "legal_rights_to_choice",
}
"""Fields of a service that a clause prints and a contract file may leave out; the others the file must have."""
NOTE_WIDTH = 100


class Asked(Struct, frozen=True):
    """A value that clauses ask for. `path` is where it stands in the contract file, else where it belongs; `stands`
    says that its name is there, with a value or without. `kind` is the placeholder's, "" for a field of the file."""

    path: Path
    question: str
    example: str
    kind: str
    options: tuple[str, ...]
    clauses: tuple[str, ...]
    stands: bool
    needed: bool


def asked_by(contract: Contract, chosen: Iterable[ChosenClause], library: Library) -> tuple[Asked, ...]:
    """Each value that the chosen clauses ask for, once, with the clauses that do."""
    shared = asked_by_schedules(contract, library, dict(library.sets()))
    own = {path: choice.values for _, _, path, choice in written_choices(contract)}
    found: dict[Path, Asked] = {}
    for clause in chosen:
        for name in clause.version.names:
            placeholder = clause.clause.placeholders[name]
            path = _path_of(contract, clause, placeholder, shared, own)
            if path is None:
                continue
            earlier = found.get(path)
            clauses = (*earlier.clauses, clause.id) if earlier else (clause.id,)
            found[path] = _asked(contract, placeholder, path, tuple(dict.fromkeys(clauses)))
    return tuple(found.values())


def _path_of(
    contract: Contract,
    clause: ChosenClause,
    placeholder: DeclaredPlaceholder,
    shared: frozenset[str],
    own: Mapping[Path, Mapping[str, object]],
) -> Path | None:
    """Where a value stands or belongs; None for what the file must say anyway or what follows from other values."""
    name, service = placeholder.name, clause.service
    if placeholder.comes_from:
        field = FIELDS.get(placeholder.comes_from)
        return (
            None
            if field is None or service is None or placeholder.comes_from == HORIZON
            else (
                "services",
                service,
                field,
            )
        )
    of_service: Path = ("services", service, "values", name) if service is not None else ()
    if name in own.get(clause.path, {}):
        return (*clause.path, "values", name)
    if of_service and of_service in contract.places:
        return of_service
    if ("values", name) in contract.places or not of_service or name in shared:
        return ("values", name)
    return of_service


def _asked(contract: Contract, placeholder: DeclaredPlaceholder, path: Path, clauses: tuple[str, ...]) -> Asked:
    stands = path in contract.places
    if placeholder.comes_from:
        told = declared_at(path)
        return Asked(path, told.meaning, told.example, "", told.choices, clauses, stands, True)
    return Asked(
        path,
        placeholder.question,
        placeholder.example,
        placeholder.kind,
        placeholder.options,
        clauses,
        stands,
        not placeholder.otherwise,
    )


def names_to_fill_in(asked: Iterable[Asked], missing: Iterable[Path] = ()) -> Iterator[Put]:
    """The edits that write each missing name in, with its question above it; `missing` are fields that the file must
    have."""
    for path in missing:
        yield Put(path, Noted(None, field_note(path)))
    every = tuple(asked)
    order: dict[Path, list[str]] = {}
    for each in every:
        if each.path[-2:-1] == ("values",):
            order.setdefault(each.path[:-1], []).append(str(each.path[-1]))
    for each in every:
        if each.needed and not each.stands:
            note = _note(each) if each.kind else field_note(each.path)
            yield Put(each.path, Noted(None, note), tuple(order.get(each.path[:-1], ())))


def _note(asked: Asked) -> tuple[str, ...]:
    said = asked.question
    if asked.options:
        said += f" One of: {', '.join(asked.options)}."
    elif asked.example:
        said += f" For example: {asked.example}"
    if asked.kind == "list":
        said += " (one entry a line below the name, each after “- ”)"
    return wrapped(said)


def field_note(path: Path) -> tuple[str, ...]:
    """What is told of a field of the file, as the lines of a note."""
    told = declared_at(path)
    form = told.form
    if form.endswith("listed below"):
        form = f"{'any' if form.startswith('a list') else 'one'} of: {', '.join(words_at(path))}"
    example = "" if told.example in told.form or told.example == "see below" else f", for example: {told.example}"
    return wrapped(f"{told.meaning} ({form}{example})")


def wrapped(said: str) -> tuple[str, ...]:
    """Words as the lines of a note."""
    return tuple(textwrap.wrap(" ".join(said.split()), NOTE_WIDTH, break_long_words=False, break_on_hyphens=False))


def filled_in(data: bytes, file: str, library: Library) -> tuple[bytes | None, list[str], list[Problem]]:
    """A contract file with what it lacks written in, and the names; what is wrong where it cannot be read or written.

    Faults of the contract itself are `check`'s to tell: what can be judged beside them is filled in.
    """
    contract, problems, sound = read_with_sound_part(data, file)
    if contract is not None:
        sound = SoundPart(contract)
    if sound is None:
        return None, [], problems
    chosen, _ = choose(sound.contract, library)
    asked = asked_by(sound.contract, chosen, library)
    edits = list(names_to_fill_in(asked, _lacking(sound)))
    after, faults = edited(data, edits, file)
    return after, [str(edit.path[-1]) for edit in edits], faults


def _lacking(sound: SoundPart) -> list[Path]:
    """The fields that the file must have and has not even by name, but for those that lie in others that it lacks."""
    absent = [path for path in sound.mended if path not in sound.contract.places]
    return sorted(
        (path for path in absent if not any(other != path and other[: len(path)] == path for other in absent)), key=str
    )
