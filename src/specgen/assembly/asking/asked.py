"""What the chosen clauses ask of a contract file: each value once, where it stands or belongs, in the file's order.

From it `specgen fill` writes the names that are missing, with their questions, and a page can put the same questions.

A file to begin with is made from chosen clauses, or like another one, with every fact of its own left empty. What was
another contract's must not come into a paper by being forgotten: its facts stand as notes beside the names.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from specgen.assembly.choices import CONTRACT_PLACES, SERVICE_PLACES, asked_by_schedules, written_choices
from specgen.assembly.choose import HORIZON, ChosenClause, choose
from specgen.contract.contract import Contract
from specgen.contract.edit.change import Put, TakeOut, edited
from specgen.contract.edit.writing import Given, Habits, Noted, block_lines
from specgen.contract.fields import declared_at, words_at
from specgen.contract.read import SoundPart, read_with_sound_part
from specgen.library.model import PLACES, DeclaredPlaceholder, Library, Place, short_name
from specgen.problems import Location, Problem, did_you_mean, in_one_line
from specgen.yamlfile import Mapping as Names
from specgen.yamlfile import Node, Path, Scalar, Sequence

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
            # What each Commissioner gives for itself leaves no gap, and need not be given for all.
            gap = name in clause.gaps or (earlier is not None and earlier.needed)
            found[path] = _asked(contract, placeholder, path, tuple(dict.fromkeys(clauses)), gap=gap)
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
            else ("services", service, field)
        )
    of_service: Path = ("services", service, "values", name) if service is not None else ()
    if name in own.get(clause.path, {}):
        return (*clause.path, "values", name)
    if of_service and of_service in contract.places:
        return of_service
    if ("values", name) in contract.places or not of_service or name in shared:
        return ("values", name)
    return of_service


def _asked(
    contract: Contract, placeholder: DeclaredPlaceholder, path: Path, clauses: tuple[str, ...], *, gap: bool
) -> Asked:
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
        not placeholder.otherwise and (stands or gap),
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


SCHEMA_LINE = "# yaml-language-server: $schema=contract.schema.json"
_SCHEMA = re.compile(r"\A(\ufeff?# yaml-language-server: \$schema=)\S+")
_HEAD = (
    SCHEMA_LINE,
    "#",
    "# A contract file. Each name with nothing behind its colon waits for a value; the note above it says for what.",
    '# Put a value in "double quotes" if it holds a colon followed by a space or begins with a sign. “specgen check”',
    "# names every value that is still missing, with its line.",
    "",
    "",
)
NOTE_LENGTH = 90
"""Characters of an earlier value that a note shows."""


def placed(names: Iterable[str], library: Library) -> tuple[dict[Place, list[str]], list[Problem]]:
    """Under which place each named set or clause belongs, and what is wrong with the names."""
    sets = dict(library.sets())
    found: dict[Place, list[str]] = {}
    problems = []
    for written in names:
        name = written.partition("@")[0]
        places = _places_of(name, library, sets)
        if len(places) == 1:
            found.setdefault(places[0], []).append(written)
            continue
        if places:
            component, _, last = name.partition("/")
            message = f"“{name}” is the name of {len(places)} clauses"
            cure = f"write one of: {', '.join(f'{component}/{place}/{last}' for place in places)}"
            problems.append(Problem("clause-unknown", message, Location(), cure=cure))
            continue
        known = [*sets, *library.clauses, *(short_name(clause_id) for clause_id in library.clauses)]
        problems.append(
            Problem(
                "clause-unknown",
                f"no clause or set is called “{name}”",
                Location(),
                suggestion=did_you_mean(name, known),
                cure="“specgen clauses list” and “specgen clauses list --sets” show them",
            )
        )
    return found, problems


def _places_of(name: str, library: Library, sets: Mapping[str, tuple[str, ...]]) -> list[Place]:
    if sets.get(name) and (first := library.clauses.get(sets[name][0])) is not None:
        return [place for place in PLACES if place == first.place]
    if (clause := library.clauses.get(name)) is not None:
        return [place for place in PLACES if place == clause.place]
    component, _, last = name.partition("/")
    return [place for place in PLACES if f"{component}/{place}/{last}" in library.clauses]


def blank_contract(edition: str, chosen: Mapping[Place, list[str]]) -> bytes:
    """A contract file with the chosen clauses in which every fact is still to be given, its meaning above it.

    Clauses that are written for a grant agreement, whose names begin with “grant-”, make it one."""
    names = (name for each in chosen.values() for name in each)
    form = "grant" if any(name.rpartition("/")[2].startswith("grant-") for name in names) else "full-length"

    def empty(*path: str | int) -> Noted:
        return Noted(None, field_note(path))

    def told(value: str, *path: str | int) -> Noted:
        return Noted(value, field_note(path))

    def part(path: Path, *names: str) -> dict[str, Given]:
        return {name: empty(*path, name) for name in names}

    commissioner: dict[str, Given] = {
        **part(("commissioners", 0), "name", "ods_code"),
        "role": told("co-ordinating", "commissioners", 0, "role"),
        **part(("commissioners", 0), "kind"),
    }
    service: dict[str, Given] = {
        "number": told("01", "services", 0, "number"),
        **part(
            ("services", 0),
            *("name", "commissioner_lead", "provider_lead", "review_date", "cohort", "legal_rights_to_choice"),
        ),
        **{
            place: Noted(list(chosen[place]), field_note(("services", 0, place)))
            for place in _of(SERVICE_PLACES, chosen)
        },
    }
    whole: dict[str, Given] = {
        "contract": {
            **part(("contract",), "reference", "title"),
            "edition": told(edition, "contract", "edition"),
            "form": told(form, "contract", "form"),
            "status": told("draft", "contract", "status"),
            "draft_version": told("0.1", "contract", "draft_version"),
            "term": part(("contract", "term"), "start", "end"),
            **part(("contract",), "equality_assessment", "dpia", "sharing_agreement"),
        },
        "commissioners": [commissioner],
        "provider": part(("provider",), "name", "kind", "ods_code", "signatory"),
        "services": [service],
        **{place: Noted(list(chosen[place]), field_note((place,))) for place in _of(CONTRACT_PLACES, chosen)},
    }
    parts = ["\n".join(block_lines({name: value}, 0, Habits())) for name, value in whole.items()]
    return ("\n".join(_HEAD) + "\n\n".join(parts) + "\n").encode("utf-8")


def _of(places: Iterable[str], chosen: Mapping[Place, list[str]]) -> Iterator[Place]:
    yield from (place for place in PLACES if place in places and chosen.get(place))


# --- like another contract --------------------------------------------------------------------------------------------

_KEPT = {
    ("contract", "edition"),
    ("contract", "form"),
    ("contract", "status"),
    ("contract", "draft_version"),
    ("commissioners", "role"),
    ("services", "number"),
}
"""What an example says of the kind of contract rather than of one contract."""
_OWN = (("contract", "reference"), ("contract", "date"), ("contract", "term", "start"), ("contract", "term", "end"))
"""What differs of a new contract from last year's, whatever else stays."""


def like_example(root: Node) -> Iterator[Put | TakeOut]:
    """The edits that leave an example's choices and notes, and every fact empty with the example's behind it."""
    for path, node in _facts(root, ()):
        yield Put(path, Noted(None, (), f"for example: {_shortened(node)}"))


def like_last_years(root: Node) -> Iterator[Put | TakeOut]:
    """The edits that leave a contract file as it is but for its reference and its dates."""
    found = dict(_facts(root, ()))
    for path in _OWN:
        if path in found:
            yield Put(path, Noted(None, (), f"was: {_shortened(found[path])}"))


def _facts(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    """Every value that is a fact of one contract; a list of facts as one."""
    named = tuple(step for step in path if isinstance(step, str))
    if named in _KEPT:
        return
    if isinstance(node, Names):
        for key, value in node.entries:
            if key.value == "legal_rights_to_choice" or path[-1:] == ("values",):
                yield (*path, key.value), value
            elif key.value in PLACES and isinstance(value, Sequence):
                yield from _adaptations(value, (*path, key.value))
            else:
                yield from _facts(value, (*path, key.value))
    elif isinstance(node, Sequence) and any(isinstance(item, Names) for item in node.items):
        for index, item in enumerate(node.items):
            yield from _facts(item, (*path, index))
    elif not (isinstance(node, Scalar) and node.empty):
        yield path, node


def _adaptations(choices: Sequence, path: Path) -> Iterator[tuple[Path, Node]]:
    """What a choice says beside its clause."""
    for index, choice in enumerate(choices.items):
        if isinstance(choice, Names):
            for key, value in choice.entries:
                if key.value != "clause":
                    yield from _facts(value, (*path, index, key.value))


def _shortened(node: Node) -> str:
    if isinstance(node, Scalar):
        return in_one_line(node.value, NOTE_LENGTH)
    entries = node.items if isinstance(node, Sequence) else [value for _, value in node.entries]
    return "; ".join(_shortened(entry) for entry in entries[:2]) + ("; …" if len(entries) > 2 else "")


def with_own_schema(data: bytes) -> bytes:
    """The file with its first line naming the schema that lies beside it."""
    return _SCHEMA.sub(r"\g<1>contract.schema.json", data.decode("utf-8")).encode("utf-8")
