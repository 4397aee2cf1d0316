"""A contract file to begin with: from chosen clauses, or like another one, with every fact of its own left empty.

What was another contract's must not come into a paper by being forgotten: its facts stand as notes beside the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from specgen.assembly.asking.asked import field_note
from specgen.assembly.choices import CONTRACT_PLACES, SERVICE_PLACES
from specgen.contract.edit.change import Put, TakeOut
from specgen.contract.edit.writing import Given, Habits, Noted, block_lines
from specgen.library.model import PLACES, Library, Place
from specgen.problems import Location, Problem, did_you_mean, in_one_line
from specgen.yamlfile import Mapping as Names
from specgen.yamlfile import Node, Path, Scalar, Sequence

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
        known = [*sets, *library.clauses, *(_short(clause_id) for clause_id in library.clauses)]
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


def _short(clause_id: str) -> str:
    component, _, last = clause_id.split("/")
    return f"{component}/{last}"


def _places_of(name: str, library: Library, sets: Mapping[str, tuple[str, ...]]) -> list[Place]:
    if sets.get(name) and (first := library.clauses.get(sets[name][0])) is not None:
        return [place for place in PLACES if place == first.place]
    if (clause := library.clauses.get(name)) is not None:
        return [place for place in PLACES if place == clause.place]
    component, _, last = name.partition("/")
    return [place for place in PLACES if f"{component}/{place}/{last}" in library.clauses]


def blank_contract(edition: str, chosen: Mapping[Place, list[str]]) -> bytes:
    """A contract file with the chosen clauses in which every fact is still to be given, its meaning above it."""

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
            "form": told("full-length", "contract", "form"),
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
