"""The values that a returned document itself shows, where no record says what they were.

The clause's words are laid over the lines that were found; what stands where a placeholder stands is its value. These are
shown as found, and nothing vouches for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz, process

from specgen.assembly.values import Printed
from specgen.review.claims import fits
from specgen.wording import Block, Blocks, Placeholder, Run

_CONTEXTS: Final = (24, 12, 6)
"""Letters next to a placeholder by which its value is found in a line that was changed elsewhere."""
_LEAST_LIKE: Final = 40.0
_LONGEST: Final = 10_000


def values_found(blocks: Blocks, lines: Sequence[str]) -> Mapping[str, Printed]:
    """Name → value, for each placeholder of `blocks` whose paragraph can be found in `lines`."""
    found: dict[str, Printed] = {}
    changed: list[Block] = []
    left = set(range(len(lines)))
    at = 0
    for number, block in enumerate(blocks):
        if isinstance(only := block.inlines[0] if len(block.inlines) == 1 else None, Placeholder):
            following = (line for each in blocks[number + 1 :] if (line := _line_of(each, lines, at)) is not None)
            end = next(following, len(lines))
            items = tuple(lines[at:end])
            left -= set(range(at, end))
            if items:
                found.setdefault(only.name, items if len(items) > 1 or block.kind in ("bullet", "number") else items[0])
            at = end
            continue
        line = _line_of(block, lines, at)
        if line is None:
            changed.append(block)
            continue
        left.discard(line)
        for name, text in zip(_names(block), fits(_literals(block), lines[line]) or (), strict=True):
            found.setdefault(name, text)
        at = line + 1
    for block in changed:
        for name, text in _between_neighbours(block, [lines[number] for number in sorted(left)]):
            found.setdefault(name, text)
    return found


def _between_neighbours(block: Block, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What stands between the words next to each placeholder, in the line that is most like a block whose words were changed."""
    literals = _literals(block)
    nearest = process.extractOne(" ".join(literals), [line for line in lines if len(line) <= _LONGEST], scorer=fuzz.ratio, score_cutoff=_LEAST_LIKE)
    if nearest is None:
        return
    line = nearest[0]
    for number, name in enumerate(_names(block)):
        before, after = literals[number], literals[number + 1]
        for length in _CONTEXTS:
            start = line.find(before[-length:]) + len(before[-length:]) if before[-length:] in line else -1
            end = line.find(after[:length], start) if after and start >= 0 else len(line)
            if 0 <= start < end:
                yield name, line[start:end]
                break


def _line_of(block: Block, lines: Sequence[str], start: int) -> int | None:
    literals = _literals(block)
    if not any(literal.strip() for literal in literals):
        return None
    return next((number for number in range(start, len(lines)) if fits(literals, lines[number]) is not None), None)


def _names(block: Block) -> list[str]:
    return [part.name for part in block.inlines if isinstance(part, Placeholder)]


def _literals(block: Block) -> list[str]:
    literals = [""]
    for part in block.inlines:
        if isinstance(part, Run):
            literals[-1] += part.text
        else:
            literals.append("")
    return literals
