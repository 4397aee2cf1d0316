"""The lines beside the clauses, held against those that the record inside the document says it was issued with.

The record is a claim of whoever sends the document: what differs from it was changed since, and what agrees with it is
only as good as the record. Wording that stands within a line is left to its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz, process

from specgen.review.findings import Change, Expected, silent_changes, sort_of
from specgen.review.frame import SIGN, SeenLine
from specgen.word.document.lines import Line, Story
from specgen.word.document.stories import Stories

_LIKE: Final = 50.0
"""How alike two lines must be, of 100, for one to be the other changed."""
_SIGNS: Final = re.compile(f"{SIGN}([0-9]+){SIGN}")
_NUMBER: Final = re.compile(r"[0-9]{1,4}[.)]\s+")
_MOST_PAIRED: Final = 250_000


class Differing(Struct, frozen=True):
    """A line that the record does not say, with the one that it says instead ("" for none); or `seen` None, where a
    line is missing. `new` is what the line says, with the issued wording where a clause stands within it."""

    old: str
    new: str
    seen: SeenLine | None

    def changes(self, where: str) -> Iterator[Change]:
        """What was changed, as the review tells it."""
        old, new = self.old, self.new
        if old and new:
            yield from silent_changes((old,), (new,), where=where)
        else:
            kind = "text taken out" if old else "new text"
            yield Change(False, kind, old, new, sort_of(old, new), where, before=old, after=new)


def held_against(
    recorded: Sequence[str], seen: Sequence[SeenLine], clauses: Sequence[Expected], gone: Sequence[Expected]
) -> list[Differing]:
    """The lines outside the clauses that differ from those recorded, each once.

    `gone` are the clauses that are no longer there: their titles and fields went with them, and the numbers before
    other titles may have moved on."""
    went = [said for clause in gone for said in (clause.title, *clause.fields.values(), *clause.lines) if said.strip()]
    left: dict[str, list[str]] = {}
    for line in recorded:
        left.setdefault(_key(line, bare=bool(gone)), []).append(line)
    new: list[tuple[str, SeenLine]] = []
    for each in seen:
        for line in each.text.split("\n"):
            # Wording that has its line to itself is its clause's, and the record holds it there.
            if not _SIGNS.sub("", line).strip():
                continue
            whole = _SIGNS.sub(lambda found: "".join(clauses[int(found[1])].lines[:1]), line)
            if known := left.get(_key(whole, bare=bool(gone))):
                known.pop()
            else:
                new.append((whole, each))
    missing = [line for lines in left.values() for line in lines if not any(said in line for said in went)]
    return _paired(missing, new)


def _key(line: str, *, bare: bool) -> str:
    """The line as it is compared: programs change white space; a number of an item only counts where no item went."""
    line = " ".join(line.split())
    return _NUMBER.sub("", line, count=1) if bare else line


def _paired(missing: list[str], new: Sequence[tuple[str, SeenLine]]) -> list[Differing]:
    found: list[Differing] = []
    few = len(missing) * len(new) <= _MOST_PAIRED
    for line, each in new:
        nearest = process.extractOne(line, missing, scorer=fuzz.ratio, score_cutoff=_LIKE) if few else None
        found.append(Differing(missing.pop(nearest[2]) if nearest is not None else "", line, each))
    return [*found, *(Differing(old, "", None) for old in missing)]


def recorded_stories(beside: Mapping[str, Sequence[str]], main: str) -> Stories:
    """The headers, footers and notes that the record says."""
    others = tuple(
        Story(part, tuple(Line(line, part) for line in lines)) for part, lines in beside.items() if part != main
    )
    return Stories(Story(main, ()), others)
