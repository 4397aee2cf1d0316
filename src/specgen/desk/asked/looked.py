"""One look at a contract file: its tree, what it says, its pack and every problem, from one run.

Whatever the desk shows (questions, faults, outline, documents) is made of one of these, so that no two parts of a page
can disagree.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

from specgen.assembly.choices import asked_by_schedules
from specgen.assembly.choose import HORIZON, ChosenClause, choose
from specgen.assembly.pack import Pack
from specgen.contract.contract import Contract
from specgen.issue.build import drafted, judged_part
from specgen.issue.precedents import Precedents
from specgen.issue.sources import reading_of
from specgen.problems import Location, Problem
from specgen.yamlfile import Mapping, Node, Path, Scalar, Sequence, YamlDocument, decode, parse_yaml

_PARTS: Final = {"service": "services", "provider": "provider", "contract": "contract"}


@dataclass(frozen=True, slots=True)
class Looked:
    """A contract file as it stands, or as it would stand.

    `contract` is what can be read of it, None where nothing can; `mended` are the paths that were stood in for, so that
    nothing can be built while there are any or `usable` is False. `problems` are those that `specgen check` names,
    before it draws the documents.
    """

    name: str
    data: bytes
    tree: YamlDocument
    contract: Contract | None
    usable: bool
    mended: frozenset[Path]
    pack: Pack | None
    problems: tuple[Problem, ...]
    precedents: Precedents
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def chosen(self) -> tuple[ChosenClause, ...]:
        """The clauses that the contract chooses, whatever its edition."""
        if self.pack is not None or self.contract is None:
            return self.pack.chosen if self.pack is not None else ()
        if "chosen" not in self.kept:
            self.kept["chosen"] = choose(self.contract, self.precedents.library)[0]
        found: tuple[ChosenClause, ...] = self.kept["chosen"]
        return found

    def node(self, path: Path) -> Node | None:
        """What stands in the file at `path`; None where nothing does."""
        found = self.tree.root
        for step in path:
            if isinstance(found, Mapping):
                found = found.get(str(step))
            elif isinstance(found, Sequence) and isinstance(step, int) and step < len(found.items):
                found = found.items[step]
            else:
                return None
        return found

    def shared(self) -> frozenset[str]:
        """The values that schedules of the whole contract ask for, which a service's own do not reach."""
        if "shared" not in self.kept:
            found: frozenset[str] = frozenset()
            if self.contract is not None:
                library = self.precedents.library
                found = asked_by_schedules(self.contract, library, dict(library.sets()))
            self.kept["shared"] = found
        kept: frozenset[str] = self.kept["shared"]
        return kept

    def path_at(self, place: Location) -> Path | None:
        """The path of the value that stands at the place: of several that begin there, the innermost."""
        if "places" not in self.kept:
            found: dict[tuple[int | None, int | None], Path] = {}
            for path, where in (self.contract.places if self.contract is not None else {}).items():
                key = where.line, where.column
                if key not in found or len(found[key]) < len(path):
                    found[key] = path
            self.kept["places"] = found
        kept: dict[tuple[int | None, int | None], Path] = self.kept["places"]
        return kept.get((place.line, place.column))

    def value_path(self, clause: ChosenClause, name: str) -> Path:
        """Where the file gives the clause's value, or where it is to be given."""
        placeholder = clause.clause.placeholders[name]
        if placeholder.comes_from:
            return self.field_path(placeholder.comes_from, clause.service)
        found = self.path_at(clause.origins[name]) if name in clause.origins else None
        if found is not None:
            return found
        for above in self._levels(clause):
            if self.node((*above, "values", name)) is not None:
                return (*above, "values", name)
        above = ("services", clause.service) if clause.service is not None and name not in self.shared() else ()
        return (*above, "values", name)

    def _levels(self, clause: ChosenClause) -> tuple[Path, ...]:
        service: tuple[Path, ...] = (("services", clause.service),) if clause.service is not None else ()
        return (clause.path, *service, ())

    def field_path(self, comes_from: str, service: int | None) -> Path:
        """The path of the contract's own field by which a clause prints it; () for what follows from several."""
        part, _, name = comes_from.partition(".")
        if comes_from == HORIZON:
            return ()
        if part in ("commissioners", "co_ordinating_commissioner"):
            return ("commissioners",) if name == "responsible" else ("commissioners", self._leading(), "name")
        if name == "rights_to_choice":
            name = "legal_rights_to_choice"
        if part == "service" and service is not None:
            if name in ("start", "end"):
                own = self.node(("services", service, "period")) is not None
                return ("services", service, "period", name) if own else ("contract", "term", name)
            return ("services", service, name)
        return ("contract", "term", name) if name in ("start", "end") else (_PARTS.get(part, part), name)

    def _leading(self) -> int:
        parties = self.contract.content.commissioners if self.contract is not None else ()
        return next((index for index, party in enumerate(parties) if party.role == "co-ordinating"), 0)


def look_at(data: bytes, name: str, precedents: Precedents) -> Looked:
    """What the bytes of a contract file say, and everything that is wrong with them."""
    text, faults = decode(data, name)
    tree = parse_yaml("" if faults else text, name)[0]
    reading = reading_of(data, name)
    if reading.contract is not None:
        pack, found = drafted(reading.contract, precedents)
        problems = (*reading.problems, *found)
        return Looked(name, data, tree, reading.contract, True, frozenset(), pack, problems, precedents)
    pack, further = judged_part(reading.sound, reading.problems, precedents)
    sound = reading.sound
    return Looked(
        name,
        data,
        tree,
        sound.contract if sound is not None else None,
        False,
        sound.mended if sound is not None else frozenset(),
        pack,
        (*reading.problems, *further),
        precedents,
    )


def written(node: Node | None) -> str | tuple[str, ...] | None:
    """What the file says at a node: a text, or the entries of a list; None where nothing is given, or parts of it."""
    if isinstance(node, Scalar):
        return None if node.empty else node.value
    if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
        return tuple(item.value for item in node.items if isinstance(item, Scalar) and not item.empty)
    return None
