"""What a redline does not compare and a reader of the page would miss: words that one side alone hides, numbers that
lists print otherwise, and words for older programs.

Source: ECMA-376 part 1, 17.3.2.41 (vanish) and 17.9 (numbering); part 3, 10.2.1 (alternate content).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from specgen.problems import Location, Problem
from specgen.word.document.inline import text_after
from specgen.word.document.lines import Line
from specgen.word.document.numbering import labels_of_looks
from specgen.word.document.revisions import read_shown_names, story_parts
from specgen.word.document.stories import read_sides
from specgen.word.package.ooxml import MC, w
from specgen.word.package.package import Package


def printed_otherwise(old: Package, new: Package) -> Iterator[Problem]:
    """A warning each for words that one side alone hides, and for numbers and words that lists print otherwise before
    the same paragraphs. `old` is the redline with its changes accepted, so that what follows from them is no change."""
    sides = [_lines(package) for package in (old, new)]
    unseen = [Counter(entry for line in lines for entry in line.unseen if entry[0].strip()) for lines in sides]
    cure = "make the redline without --words-only to see"
    for which, here, there in ((unseen[1] - unseen[0], "cannot", "can"), (unseen[0] - unseen[1], "can", "cannot")):
        said = "; ".join(f"“{words.strip()[:60]}” ({reason})" for words, reason in [*which][:3])
        if said:
            message = (
                f"words that {here} be read on the page of NEW, and {there} in OLD, are left out with the look "
                f"({which.total()}): {said}"
            )
            yield Problem("unseen-not-compared", message, Location(new.file), "warning", f"{cure} them")
    if told := _numbered_otherwise(*sides):
        message = f"lists print otherwise {told[0]}, which is left out with the look: {told[1]}"
        yield Problem("numbers-not-compared", message, Location(new.file), "warning", f"{cure} where")


def numbers_in_other_looks(redline: Package) -> Iterator[Problem]:
    """A warning where the lists of NEW's own look print other numbers or words before paragraphs that stay as they
    are, which a tracked change of look does not show (17.9)."""
    told: list[tuple[str, str, str]] = []
    numbering = cache(lambda: read_shown_names(redline).numbering)
    for name in story_parts(redline):
        if b"pPrChange" in redline.part(name):
            told += [
                (old, new, text_after(paragraph))
                for paragraph, old, new in labels_of_looks(redline.tree(name), numbering())
                if old != new and text_after(paragraph).strip() and next(paragraph.iter(*_OF_WORDS), None) is None
            ]
    if told := [each for each in told if any(letter.isalnum() for letter in each[0] + each[1])]:
        said = _said(told)
        message = f"lists print otherwise {said[0]}, though no word of them changed: {said[1]}"
        cure = "see that every clause and reference still has the number that was agreed"
        yield Problem("printed-numbers-differ", message, Location(redline.file), "warning", cure)


_OF_WORDS: Final = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))


def _said(told: Sequence[tuple[str, str, str]]) -> tuple[str, str]:
    """How many paragraphs have another number or word of a list before them, and the first three."""
    first = [f"“{old}” is now “{new}” before “{text[:60]}”" for old, new, text in told[:3]]
    return f"before {len(told):,} paragraphs", "; ".join(first)


def _lines(package: Package) -> list[Line]:
    side = read_sides(package)[0]
    return [line for story in (side.before.main, *side.before.others) for line in story.lines] if side else []


def _numbered_otherwise(*sides: Sequence[Line]) -> tuple[str, str] | None:
    """How many paragraphs have another number or word of a list before them, and the first three; None for none."""
    labels: list[dict[str, list[str]]] = [{}, {}]
    for known, lines in zip(labels, sides, strict=True):
        for line in lines:
            if line.text.strip() and not line.sign.startswith("bullet"):
                known.setdefault(line.text, []).append(line.label)
    told = [
        (one, two, text)
        for text, was in labels[0].items()
        if len(labels[1].get(text, ())) == len(was)
        for one, two in zip(was, labels[1][text], strict=True)
        if one != two
    ]
    return _said(told) if told else None


_ALTERNATIVE: Final = re.compile(rb"<(/?)(?:[\w.-]+:)?AlternateContent\b")


def same_alternatives(old: Package, new: Package) -> bool:
    """Whether what stands in both for newer and for older programs is the same to the byte, so that no part need be
    parsed for it."""
    told = [
        Counter(each for part in story_parts(package) for each in _alternatives(package.part(part)))
        for package in (old, new)
    ]
    return told[0] == told[1]


def _alternatives(data: bytes) -> Iterator[bytes]:
    if b"AlternateContent" not in data:
        return
    depth = start = 0
    for tag in _ALTERNATIVE.finditer(data):
        if not tag[1] and not depth:
            start = tag.start()
        depth += -1 if tag[1] else 1
        if tag[1] and not depth:
            yield data[start : tag.end()]


def words_for_older_programs(package: Package) -> Counter[tuple[str, str]]:
    """The places with other words for older programs, each with what newer and what older ones show (ECMA-376 part 3,
    10.2.1); spaces apart."""
    found: Counter[tuple[str, str]] = Counter()
    for part in story_parts(package):
        if b"Fallback" in package.part(part):
            for each in package.tree(part).iter(f"{{{MC}}}AlternateContent"):
                words = [
                    "".join("".join(text.text or "" for text in side.iter(w("t"))).split())
                    for side in (each.find(f"{{{MC}}}Choice"), each.find(f"{{{MC}}}Fallback"))
                    if side is not None
                ]
                if len(words) == 2 and words[0] != words[1] and any(letter.isalnum() for letter in words[1]):
                    found[words[0], words[1]] += 1
    return found
