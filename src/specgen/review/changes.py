"""The changes of one clause or line: those without tracking, from words; those with tracking, from revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from specgen.assembly.values import Printed
from specgen.review.classes import sort_of, touches_value
from specgen.review.findings import Change, Sort
from specgen.word.revision_words import RevisedWords
from specgen.word.revisions import Revision
from specgen.wording import Block, Blocks, Run
from specgen.wording_difference import BlockDifference, Stretch, compare

_MOST_LINES: Final = 400
_MOST_LETTERS: Final = 60_000
"""A clause with more lines or letters than these is not compared word by word but shown as replaced."""
_PUT_IN: Final = frozenset({"insertion", "move to", "row inserted", "cell inserted"})
_TAKEN_OUT: Final = frozenset({"deletion", "move from", "row deleted", "cell deleted"})
_END_OF_PARAGRAPH: Final = "the paragraph's end"
"""How `word.revisions` marks a revision of a paragraph's end; its words are revisions of their own."""
_OF_WORDS: Final = frozenset({"insertion", "deletion", "move from", "move to"})
_OF_LOOK: Final = frozenset({"formatting", "numbering", "control inserted", "control deleted", "cell merged"})


def blocks_of(lines: Iterable[str]) -> Blocks:
    """The lines as paragraphs of one run each, for the word-level difference."""
    return tuple(Block("paragraph", (Run(line),)) for line in lines)


def difference(old: Sequence[str], new: Sequence[str]) -> tuple[BlockDifference, ...]:
    """The word-level difference of the lines; what is too long to compare word by word is replaced as a whole."""
    if max(len(old), len(new)) > _MOST_LINES or sum(map(len, old)) + sum(map(len, new)) > _MOST_LETTERS:
        gone = (BlockDifference(block, None, (Stretch("removed", block.inlines),)) for block in blocks_of(old))
        come = (BlockDifference(None, block, (Stretch("added", block.inlines),)) for block in blocks_of(new))
        return (*gone, *come)
    return compare(blocks_of(old), blocks_of(new))


def silent_changes(
    old: Sequence[str], new: Sequence[str], values: Iterable[Printed] = (), *, where: str = "wording", field: str = ""
) -> tuple[Change, ...]:
    """What differs between the lines as issued and as they are without the tracked changes; empty only if they are equal."""
    if tuple(old) == tuple(new):
        return ()
    known = tuple(values)
    found = [change for block in difference(old, new) if not block.same for change in _of_block(block, known, where, field)]
    assert found, "lines that differ must show a difference"
    return tuple(found)


def _of_block(block: BlockDifference, values: Sequence[Printed], where: str, field: str) -> Iterator[Change]:
    before, after = block.old.text if block.old else "", block.new.text if block.new else ""
    if block.old is None or block.new is None:
        kind = "paragraph put in" if block.old is None else "paragraph taken out"
        yield Change(False, kind, before, after, sort_of(before, after, field=field), where, before=before, after=after)
        return
    at = 0
    removed, added = "", ""
    for stretch in (*block.stretches, None):
        if stretch is not None and stretch.mark == "removed":
            removed += stretch.text
        elif stretch is not None and stretch.mark == "added":
            added += stretch.text
        else:
            if removed or added:
                inside = touches_value(before, at, at + len(removed), values)
                sort = sort_of(_with_edges(before, at, removed, removed), _with_edges(before, at, removed, added), field=field, inside_value=inside)
                kind = "words changed" if removed and added else "words taken out" if removed else "words put in"
                yield Change(False, kind, removed, added, sort, where, before=before, after=after)
            at += len(removed) + (len(stretch.text) if stretch is not None else 0)
            removed = added = ""


def _with_edges(line: str, at: int, removed: str, words: str) -> str:
    """`words` in the place of `removed` with the rest of the words that they touch."""
    left = line[:at].split(" ")[-1][-200:]
    right = line[at + len(removed) :].split(" ")[0][:200]
    return f"{left}{words}{right}"


def tracked_change(
    revision: Revision, revised: Mapping[tuple[int, str], RevisedWords], values: Iterable[Printed] = (), *, where: str = "wording", field: str = ""
) -> Change:
    """The revision as a change, with its class by the words that stand there before and after."""
    place = revision.place
    words = next((found for identity in revision.ids if (found := revised.get((place.paragraph, identity))) is not None), None)
    if revision.detail == _END_OF_PARAGRAPH:
        detail = f"the end of the paragraph “{_begin(revision.words)}”" if revision.words else "the end of an empty paragraph"
        return Change(True, revision.kind, "", "", "punctuation", where, revision.author, revision.date, place.before, place.after, detail)
    removed = revision.words if revision.kind in _TAKEN_OUT else ""
    added = revision.words if revision.kind in _PUT_IN else ""
    return Change(
        True, revision.kind, removed, added, _sort(revision, words, tuple(values), field), where, revision.author, revision.date,
        place.before, place.after, revision.detail or ("" if removed or added else revision.words),
    )


def _sort(revision: Revision, words: RevisedWords | None, values: Sequence[Printed], field: str) -> Sort:
    if revision.kind in _OF_LOOK:
        return "look"
    if revision.kind in _OF_WORDS and words is not None and words.old != words.new:
        inside = touches_value(revision.place.before, words.start, words.end, values)
        return sort_of(words.old, words.new, field=field, inside_value=inside)
    return sort_of(revision.words, "", field=field)


def _begin(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
