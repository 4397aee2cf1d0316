"""Faults of a contract that cannot be built which its own reading does not find: choices, values, the edition.

They come out in the same run as the faults of the file, so that nobody mends a file in rounds. Only what the file's
faults cannot have caused is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specgen.assembly.pack import assemble
from specgen.checks import check
from specgen.contract.sound_part import SoundPart
from specgen.issue.precedents import Precedents
from specgen.library.model import PLACES
from specgen.problems import Problem
from specgen.yamlfile import Path

SURE = frozenset({
    "chosen-twice", "clause-unknown", "clause-version", "edition-unknown", "missing-value", "unknown-fact", "unknown-section", "unused-value", "wrong-value",
})  # fmt: skip
"""Kinds that hold of single names and values, whatever else is at fault."""

BY_DAYS = frozenset({"change-without-notice", "improvement-outside-year", "version-not-in-force"})
"""Kinds that rest on the days of the term, of which a file with faults may have the wrong ones."""

EDITION = (("contract", "edition"), ("contract", "form"))


def further_faults(sound: SoundPart | None, told: Iterable[Problem], precedents: Precedents) -> tuple[Problem, ...]:
    """What is wrong with the sound part of a contract, beside what was `told` of the contract already."""
    if sound is None:
        return ()
    pack, found = assemble(sound.contract, precedents.library, precedents.editions, precedents.types)
    if not sound.mended:
        found += check(pack) if pack is not None else []
        return tuple(problem for problem in found if problem.slug not in BY_DAYS)
    known = sound.contract.places
    faulty = {path[:-1] if path[-1] == "clause" else path for path in sound.mended}  # a choice stands where its clause is named
    spoken = {problem.location for problem in told} | {known[path] for path in faulty if path in known}
    return tuple(problem for problem in _sure(found, sound) if problem.location not in spoken)


def _sure(found: Iterable[Problem], sound: SoundPart) -> Iterator[Problem]:
    """The errors that hold although something was taken out or stood in for."""
    names = {str(path[-1]) for path in sound.mended}
    # Under a name that is not known may stand the choice or the value which the rest lacks, or the field itself misspelt.
    values_known = not any("values" in path or _may_hold_names(path, sound) for path in sound.mended)
    choices_known = values_known and not any(step in PLACES for path in sound.mended for step in path)
    fields_known = not any(path[:1] == ("contract",) or (path[:1] == ("services",) and len(path) <= 3) for path in sound.mended)
    for problem in found:
        message = problem.message
        lacks = problem.slug == "missing-value"
        about_a_value = message.startswith("the value “")
        if problem.slug not in SURE or problem.severity != "error":
            continue
        if problem.slug == "edition-unknown" and any(sound.rests_on(*path) for path in EDITION):
            continue
        if lacks and (any(f"“{name}”" in message for name in names) or not (values_known if about_a_value else fields_known)):
            continue
        if problem.slug == "unused-value" and not choices_known and "no chosen clause" in message:
            continue
        yield problem


def _may_hold_names(path: Path, sound: SoundPart) -> bool:
    """Whether choices or values may stand under `path`, a name that is not known or an entry that cannot be read."""
    if path[-1] in PLACES or not (len(path) == 1 or (path[0] == "services" and len(path) <= 3)):
        return False
    return len(path) == 2 or any(len(place) > len(path) and place[: len(path)] == path for place in sound.contract.places)
