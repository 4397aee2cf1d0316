"""What can still be judged of a contract with faults, so that faults of its choices and values are said in the same run.

Names and values that the model refuses are taken out, and what must be there is stood in for. Nothing is ever built of
what comes of it: it is looked at, and the fault that made it necessary keeps the contract from being built.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from specgen.contract.contract import Contract
from specgen.contract.model import ContractFile
from specgen.yamlfile import Path

MOST_ROUNDS = 12
"""How often a file is mended and looked at anew: a part that is stood in for lacks the parts within it, one level a round."""

STAND_INS: typing.Mapping[str, object] = {
    "contract": {}, "reference": "?", "title": "?", "edition": "?", "term": {}, "start": "2999-03-31", "end": "2999-03-31",
    "commissioners": [{}], "name": "?", "provider": {}, "kind": "NHS trust", "services": [{}], "lead": "?", "clause": "?",
}
"""What stands for each value that must be given. The day is so late that the newest version of every clause is in force."""


@dataclass(frozen=True, slots=True)
class SoundPart:
    """A contract without its faulty names and values. `mended` are their paths: whatever rests on one of them is not known."""

    contract: Contract
    mended: frozenset[Path] = frozenset()

    def rests_on(self, *path: str | int) -> bool:
        """Whether something at `path`, within it or above it was taken out or stood in for."""
        return rests_on(self.mended, path)


def rests_on(mended: Iterable[Path], path: Path) -> bool:
    """Whether one of the paths `mended` is `path`, lies within it or above it."""
    return any(path[: len(other)] == other or other[: len(path)] == path for other in mended)


def sound_content(given: dict[str, object]) -> tuple[ContractFile, frozenset[Path]] | None:
    """The values as a ContractFile once the faulty ones are out, and the paths of those; None when that does not help.

    `given` is changed.
    """
    mended: set[Path] = set()
    for _ in range(MOST_ROUNDS):
        try:
            return ContractFile.model_validate(given), frozenset(mended)
        except ValidationError as fault:
            for error in fault.errors(include_url=False, include_context=False):
                path: Path = tuple(step for step in error["loc"] if step not in ("chosen", "[key]"))
                if error["type"] == "too_short" and error["input"]:
                    continue  # an entry that is itself at fault
                if not path or not _mended(given, path, error["type"]):
                    return None
                mended.add(path)
    return None


def _mended(given: object, path: Path, kind: str) -> bool:
    """Take out or stand in for what is at `path`; False where there is no such place."""
    above, last = _at(given, path[:-1]), path[-1]
    if isinstance(above, list) and isinstance(last, int) and last < len(above):
        if kind == "literal_error":
            return _mended(given, path[:-1], kind)  # nothing but the words of the model can stand in such a list
        # The place of an entry in its list is kept: the places of those after it are known by their number.
        above[last] = {} if path[0] in ("services", "commissioners") and len(path) == 2 else "?"
        return True
    if not isinstance(above, dict):
        return False
    if kind in ("missing", "too_short"):
        above[str(last)] = _stand_in(str(last))
        return str(last) in STAND_INS
    above.pop(last, None)
    return True


def _at(given: object, path: Path) -> object:
    """What stands at `path`; None where nothing does."""
    for step in path:
        if isinstance(given, dict):
            given = given.get(step)
        elif isinstance(given, list) and isinstance(step, int) and step < len(given):
            given = given[int(step)]
        else:
            return None
    return given


def _stand_in(name: str) -> object:
    found = STAND_INS.get(name)
    return dict(found) if isinstance(found, dict) else [{}] if isinstance(found, list) else found
