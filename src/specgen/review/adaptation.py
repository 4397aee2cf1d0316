"""What was agreed, as wording for `specgen clauses import`: the other side's words, with placeholders put back.

A value that stands where it was printed becomes its placeholder again; one that was changed stays as typed, since only
a person can say whether the clause is to ask for it or to hold it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from specgen.assembly.values import Printed
from specgen.library.model import ClauseVersion
from specgen.review.findings import ClauseFinding, as_read, difference
from specgen.review.words import shaped
from specgen.wording.wording import Block, Blocks, Inline, Placeholder, Run


def agreed_blocks(finding: ClauseFinding, version: ClauseVersion | None) -> Blocks:
    """Their words as blocks; each value of `version` that is as it was issued is its placeholder again."""
    theirs = shaped(finding.theirs, finding.expected.blocks)
    if version is None:
        return theirs
    values = finding.expected.values
    sources: list[Block | None] = [*([] if finding.expected.inline else [None]), *_sources(version.blocks, values)]
    made: list[Block] = []
    lists: dict[int, bool] = {}
    old_number = new_number = 0
    for each in difference([block.text for block in finding.expected.blocks], [block.text for block in theirs]):
        source = sources[old_number] if each.old is not None and old_number < len(sources) else None
        old_number += each.old is not None
        if each.new is None:
            continue
        block = theirs[new_number]
        new_number += 1
        if source is not None and (items := _items(source, values)) is not None:
            whole = lists.setdefault(id(source), _in_a_row(items, theirs))
            if whole:
                if not made or made[-1].inlines != source.inlines:
                    made.append(Block(block.kind, source.inlines, block.level))
                continue
            source = None
        made.append(block if source is None else Block(block.kind, _kept_or_filled(block, source, values), block.level))
    return tuple(made)


def _in_a_row(items: Sequence[str], theirs: Blocks) -> bool:
    """Whether the items of a list stand there as they were issued, one after the other and no other of their level
    between."""
    texts = [block.text for block in theirs]
    wanted = [as_read(item) for item in items]
    for start in range(len(texts) - len(wanted) + 1):
        if texts[start : start + len(wanted)] == wanted:
            after = theirs[start + len(wanted)] if start + len(wanted) < len(theirs) else None
            last = theirs[start + len(wanted) - 1]
            return after is None or (after.kind, after.level) != (last.kind, last.level) or last.kind == "paragraph"
    return False


def _kept_or_filled(block: Block, source: Block, values: Mapping[str, Printed]) -> tuple[Inline, ...]:
    """The source's own inlines where the words are as issued, else the words with the values in them put back."""
    issued = "".join(part.text if isinstance(part, Run) else _said(values.get(part.name)) for part in source.inlines)
    return source.inlines if as_read(issued) == block.text else _with_placeholders(block.text, source, values)


def _said(value: Printed | None) -> str:
    return value if isinstance(value, str) else "; ".join(value or ())


def _sources(blocks: Blocks, values: Mapping[str, Printed]) -> Iterator[Block]:
    """The version's block for each printed one: a list's placeholder stands for as many as it has items."""
    for block in blocks:
        items = _items(block, values)
        for _ in range(len(items) if items is not None else 1):
            yield block


def _items(block: Block, values: Mapping[str, Printed]) -> tuple[str, ...] | None:
    """The items that the block's placeholder printed as a list, or None for another block."""
    only = block.inlines[0] if len(block.inlines) == 1 else None
    value = values.get(only.name) if isinstance(only, Placeholder) else None
    return value if isinstance(value, tuple) else None


def _with_placeholders(text: str, source: Block, values: Mapping[str, Printed]) -> tuple[Inline, ...]:
    """The text with each value that stands in it, in the order of the source's placeholders, made its placeholder."""
    made: list[Inline] = []
    at = 0
    for part in source.inlines:
        if not isinstance(part, Placeholder):
            continue
        value = values.get(part.name)
        said = as_read(value) if isinstance(value, str) else ""
        found = _whole(text, said, at) if said else -1
        if found == -1:
            continue
        made += [Run(text[at:found]), Placeholder(part.name)] if found > at else [Placeholder(part.name)]
        at = found + len(said)
    return (*made, Run(text[at:])) if text[at:] else tuple(made)


def _whole(text: str, value: str, start: int) -> int:
    """Where `value` stands in `text` as words of its own, from `start` on; -1 for nowhere."""
    at = text.find(value, start)
    while at != -1:
        if not (text[:at][-1:].isalnum() and value[:1].isalnum()) and not (
            text[at + len(value) :][:1].isalnum() and value[-1:].isalnum()
        ):
            return at
        at = text.find(value, at + 1)
    return -1
