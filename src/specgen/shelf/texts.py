"""Wording and its differences in the form in which a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specgen.shelf.model import ShelfChange, ShelfItem, ShelfText, ShelfWords
from specgen.wording.difference import BlockDifference
from specgen.wording.wording import Block, Blocks


def texts_of(blocks: Blocks) -> tuple[ShelfText, ...]:
    """Paragraphs and nested lists."""
    found, at = _texts(list(zip(blocks, marks_of(blocks), strict=True)), 0, 0)
    assert at == len(blocks)
    return found


def _texts(blocks: list[tuple[Block, str]], at: int, level: int) -> tuple[tuple[ShelfText, ...], int]:
    """What stands from `at` on at a level of lists or below it, and where that ends."""
    found: list[ShelfText] = []
    while at < len(blocks):
        block, _ = blocks[at]
        if not _is_item(block):
            if level:
                break
            found.append(ShelfText(words=block.inlines))
            at += 1
            continue
        if block.level < level:
            break
        items: list[ShelfItem] = []
        kind = block.kind
        while at < len(blocks) and blocks[at][0].kind == kind and blocks[at][0].level == block.level:
            item, mark = blocks[at]
            below, at = _texts(blocks, at + 1, block.level + 1)
            items.append(ShelfItem(mark, item.inlines, below))
        found.append(ShelfText(items=tuple(items), numbered=kind == "number"))
    return tuple(found), at


def _is_item(block: Block) -> bool:
    return block.kind in ("bullet", "number")


def marks_of(blocks: Iterable[Block]) -> Iterator[str]:
    """What stands before each block: nothing, or a bullet or a number with the spaces of its level."""
    counters: list[int] = []
    for block in blocks:
        if not _is_item(block):
            counters.clear()
            yield ""
            continue
        del counters[block.level + 1 :]
        counters.extend([0] * (block.level + 1 - len(counters)))
        counters[block.level] = counters[block.level] + 1 if block.kind == "number" else 0
        sign = f"{counters[block.level]}." if block.kind == "number" else "•"
        yield f"{'    ' * block.level}{sign} "


def changes_of(difference: Iterable[BlockDifference]) -> tuple[ShelfChange, ...]:
    """Each block of a difference with the fate of its words."""
    found = []
    for change in difference:
        block = change.new or change.old
        assert block is not None
        mark = ("" if not _is_item(block) else "•") if block.kind != "number" else "–"
        words = tuple(ShelfWords(stretch.mark, stretch.inlines) for stretch in change.stretches)
        found.append(ShelfChange(mark, min(block.level, 3) if _is_item(block) else 0, words))
    return tuple(found)
