"""Commissioners that become one: what is the same of all of them stays, and what differs is left open.

A value, a delegation or an agreement that was one body's alone is never carried over to the others by a machine: in
its place stands what each had, as a gap that no pack is built over, until a person writes the one that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.facts import AGREEMENTS
from specgen.contract.fields import ContractFile
from specgen.contract.model import ContractPart, FieldPath
from specgen.contract.register.cells import written_path
from specgen.problems import in_a_row
from specgen.wording.gaps import LEFT_TO_DECIDE

_NOTHING: Final = ""
Had = tuple[tuple[object, tuple[str, ...]], ...]
"""What is given, and of which Commissioners."""


class LeftToDecide(Struct, frozen=True):
    """A fact in which Commissioners that become one differ.

    `path` is where the one that holds is to be written, in the contract as it then reads; `stands` are the places in
    the contract as it is. `markable` is False for a word of a closed list, whose place no gap can take."""

    path: FieldPath
    stands: tuple[FieldPath, ...]
    had: Had
    markable: bool = True

    @property
    def named(self) -> str:
        return next(step for step in reversed(self.path) if isinstance(step, str))

    @property
    def words(self) -> str:
        """`“60” for North Board, or “55” for East Board`."""
        return ", or ".join(
            f"{f'“{shown}”' if (shown := _shown(value)) else 'nothing'} for {in_a_row(parties)}"
            for value, parties in self.had
        )

    @property
    def mark(self) -> str:
        """What stands in the place of the value until somebody has decided."""
        return f"{LEFT_TO_DECIDE}{self.words}]"

    @property
    def written_at(self) -> str:
        """Where the decision belongs, as a register names places."""
        return written_path(_of_file(self.path))


def become_one(
    content: ContractFile, joined: Sequence[int], is_successor: Sequence[int]
) -> tuple[ContractFile, tuple[LeftToDecide, ...]]:
    """The contract with one Commissioner in the place of those at `joined`, co-ordinating if one of them was; and what
    is left to decide.

    It stands where the first stood, under the name of that one: whoever calls gives it the successor's. `is_successor`
    are those of them that are the successor already, whose kind and signatory are its own."""
    parties = [content.commissioners[index] for index in joined]
    at, first = joined[0], parties[0]
    own = [content.commissioners[index] for index in is_successor]
    left: list[LeftToDecide] = []
    kinds = _apart((party.kind, party.name) for party in own or parties)
    if len(kinds) > 1:
        left.append(LeftToDecide(("commissioners", at, "kind"), _stand(joined, "kind"), kinds, markable=False))
    one = replace(
        first,
        role="co-ordinating" if any(party.role == "co-ordinating" for party in parties) else "associate",
        kind=(own or parties)[0].kind,
        signatory=own[0].signatory if own else first.signatory,
        values={},
    )
    for name in AGREEMENTS:
        had = _apart((getattr(party, name), party.name) for party in parties)
        if len(had) > 1:
            given = next(value for party in parties if (value := getattr(party, name)) is not None)
            open_ = LeftToDecide(("commissioners", at, name), _stand(joined, name), had)
            marked: dict[str, Any] = dict.fromkeys(given.__struct_fields__, open_.mark)
            one = replace(one, **{name: type(given)(**marked)})
            left.append(open_)
    others = [party for index, party in enumerate(content.commissioners) if index not in joined]
    position = sum(1 for index in range(at) if index not in joined)
    held = replace(content, commissioners=(*others[:position], one, *others[position:]))
    for name in dict.fromkeys(name for party in parties for name in party.values):
        held, found = _value_of_all(held, content, name, joined, position)
        left += found
    return held, tuple(left)


def _value_of_all(
    held: ContractFile, content: ContractFile, name: str, joined: Sequence[int], position: int
) -> tuple[ContractFile, list[LeftToDecide]]:
    """The contract with the value that its Commissioners have in common, or with the gap in its place: that of the
    contract itself where no other Commissioner is left, who would go by it."""
    parties = [content.commissioners[index] for index in joined]
    of_all = list(_given(content, (), name))
    giving = [index for index in joined if name in content.commissioners[index].values]
    stands = tuple(("commissioners", index, "values", name) for index in giving)
    alone = len(held.commissioners) == 1
    left: list[LeftToDecide] = []
    for path, general in of_all if alone and of_all else [(("commissioners", position, "values", name), None)]:
        generals = [general] if alone and of_all else [value for _, value in of_all] or [_NOTHING]
        had = _apart(
            (value, party.name)
            for party in parties
            for value in ([party.values[name]] if name in party.values else generals)
        )
        if len(had) > 1:
            left.append(LeftToDecide(path, stands, had))
        held = _with(held, path, had[0][0] if len(had) == 1 else left[-1].mark)
    return held, left


def _stand(joined: Sequence[int], name: str) -> tuple[FieldPath, ...]:
    return tuple(("commissioners", index, name) for index in joined)


def _apart(given: Iterable[tuple[object, str]]) -> Had:
    """What is given, once for all that give the same."""
    found: dict[str, tuple[object, list[str]]] = {}
    for value, party in given:
        said = " ".join(_shown(value).casefold().split()).removesuffix("%").strip()
        parties = found.setdefault(said, (value, []))[1]
        parties += [party] if party not in parties else []
    return tuple((value, tuple(parties)) for value, parties in found.values())


def _shown(value: object) -> str:
    """A value in one line."""
    if isinstance(value, ContractPart):
        return ", ".join(str(getattr(value, name)) for name in value.__struct_fields__)
    if isinstance(value, str) or value is None:
        return " ".join((value or "").split())
    return ", ".join(map(str, value)) if isinstance(value, Iterable) else str(value)


def _given(part: object, path: FieldPath, name: str) -> Iterator[tuple[FieldPath, object]]:
    """The values of that name which are not one Commissioner's own, each with its path in the model."""
    if isinstance(part, ContractPart):
        for field in part.__struct_fields__:
            value = getattr(part, field)
            if field == "values" and name in value:
                yield (*path, field, name), value[name]
            elif field not in ("values", "commissioners"):
                yield from _given(value, (*path, field), name)
    elif isinstance(part, tuple):
        for index, entry in enumerate(part):
            yield from _given(entry, (*path, index), name)


def _with(part: Any, path: FieldPath, value: object) -> Any:
    """The part with the value at the path."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(part, tuple):
        assert isinstance(step, int)
        return (*part[:step], _with(part[step], rest, value), *part[step + 1 :])
    if isinstance(part, dict):
        return {**part, step: value}
    return replace(part, **{str(step): _with(getattr(part, str(step)), rest, value)})


def _of_file(path: FieldPath) -> FieldPath:
    """The path as the file has it, where a list of choices stands directly under its schedule."""
    return tuple(step for step in path if step != "chosen")


def taken_by(content: ContractFile, joined: Sequence[int]) -> dict[int, int]:
    """The number at which each Commissioner stood → the one at which it stands once those at `joined` are one."""
    stays = [index for index in range(len(content.commissioners)) if index not in joined[1:]]
    return {**{index: stays.index(joined[0]) for index in joined}, **{old: new for new, old in enumerate(stays)}}
