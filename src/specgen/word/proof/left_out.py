"""What a redline does not compare and a reader of the page would miss: words that one side alone hides, numbers that
lists print otherwise, and words for older programs.

Source: ECMA-376 part 1, 17.3.2.41 (vanish) and 17.9 (numbering); part 3, 10.2.1 (alternate content).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from specgen.problems import Location, Problem
from specgen.word.document.lines import Line
from specgen.word.document.revisions import story_parts
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


def numbers_in_other_looks(old: Package, new: Package) -> Iterator[Problem]:
    """A warning where the lists of NEW's own look print other numbers or words before the same paragraphs, which a
    tracked change of look does not show (17.9). `old` is the redline with its words accepted and its looks
    rejected, so that what follows from words that came or went is no change."""
    if said := _numbered_otherwise(_lines(old), _lines(new)):
        message = f"lists print otherwise {said[0]}, though no word of them changed: {said[1]}"
        cure = "see that every clause and reference still has the number that was agreed"
        yield Problem("printed-numbers-differ", message, Location(new.file), "warning", cure)


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
        f"“{one}” is now “{two}” before “{text[:60]}”"
        for text, was in labels[0].items()
        if len(labels[1].get(text, ())) == len(was)
        for one, two in zip(was, labels[1][text], strict=True)
        if one != two
    ]
    return (f"before {len(told):,} paragraphs", "; ".join(told[:3])) if told else None


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
