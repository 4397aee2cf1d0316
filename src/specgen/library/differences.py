"""How two clause versions differ: the facts in their front matter, and their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from specgen.library.model import ClauseVersion
from specgen.wording import Block, Blocks, Run
from specgen.wording_difference import BlockDifference, compare


@dataclass(frozen=True, slots=True)
class FactDifference:
    """A fact about a version that is not wording, as it was and as it is."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """Two versions side by side. `wording` and `fields` hold every block, the unchanged ones too."""

    old: ClauseVersion
    new: ClauseVersion
    facts: tuple[FactDifference, ...]
    title: tuple[BlockDifference, ...]
    wording: tuple[BlockDifference, ...]
    fields: Mapping[str, tuple[BlockDifference, ...]]

    @property
    def words_differ(self) -> bool:
        """Whether anything that can reach a page differs."""
        return not all(block.same for block in self._blocks())

    @property
    def counts(self) -> tuple[int, int]:
        """How many words were taken out and how many put in; a placeholder is one word."""
        removed = added = 0
        for stretch in (stretch for block in self._blocks() for stretch in block.stretches):
            words = sum(len(part.text.split()) if isinstance(part, Run) else 1 for part in stretch.inlines)
            removed += words if stretch.mark == "removed" else 0
            added += words if stretch.mark == "added" else 0
        return removed, added

    def _blocks(self) -> tuple[BlockDifference, ...]:
        return (*self.title, *self.wording, *(block for blocks in self.fields.values() for block in blocks))


def version_difference(old: ClauseVersion, new: ClauseVersion) -> VersionDifference:
    """What changed from `old` to `new`, which may be versions of two clauses (an adaptation and what it is based on)."""
    names = list(dict.fromkeys((*old.fields, *new.fields)))
    return VersionDifference(
        old, new,
        tuple(FactDifference(name, before, after) for name, (before, after) in _facts(old, new).items() if before != after),
        compare(_line(old.title), _line(new.title)),
        compare(old.blocks, new.blocks),
        {name: compare(old.fields.get(name, ()), new.fields.get(name, ())) for name in names},
    )


def _line(text: str) -> Blocks:
    return (Block("paragraph", (Run(text),)),)


def _facts(old: ClauseVersion, new: ClauseVersion) -> dict[str, tuple[str, str]]:
    return {
        "origin": (old.origin, new.origin),
        "source": (_source(old), _source(new)),
        "effective_from": (old.effective_from.isoformat(), new.effective_from.isoformat()),
        "effective_to": (_day(old.effective_to), _day(new.effective_to)),
        "based_on": (old.based_on, new.based_on),
        "deviation_until": (_day(old.deviation_until), _day(new.deviation_until)),
    }


def _source(version: ClauseVersion) -> str:
    return f"{version.source.document}, {', '.join(version.source.sections)}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
