"""What a redline does not compare and a reader of the page would miss: words that one side alone hides, numbers that
lists print otherwise, and words for older programs.

Source: ECMA-376 part 1, 17.3.2.41 (vanish) and 17.9 (numbering); part 3, 10.2.1 (alternate content).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from specgen.problems import Location, Problem
from specgen.word.document.revisions import story_parts
from specgen.word.document.stories import read_sides
from specgen.word.package.ooxml import MC, w
from specgen.word.package.package import Package


def printed_otherwise(old: Package, new: Package) -> Iterator[Problem]:
    """A warning each for words that one side alone hides, and for numbers and words that lists print otherwise before
    the same paragraphs. `old` is the redline with its changes accepted, so that what follows from them is no change."""
    sides = [read_sides(package)[0] for package in (old, new)]
    unseen: list[Counter[tuple[str, str]]] = []
    labels: list[dict[str, list[str]]] = []
    for side in sides:
        stories = (side.before.main, *side.before.others) if side is not None else ()
        lines = [line for story in stories for line in story.lines]
        unseen.append(Counter(entry for line in lines for entry in line.unseen if entry[0].strip()))
        known: dict[str, list[str]] = {}
        for line in lines:
            if line.text.strip() and not line.sign.startswith("bullet"):
                known.setdefault(line.text, []).append(line.label)
        labels.append(known)
    for which, verb in ((unseen[1] - unseen[0], "cannot"), (unseen[0] - unseen[1], "can")):
        said = "; ".join(f"“{words.strip()[:60]}” ({reason})" for words, reason in [*which][:3])
        if said:
            yield Problem(
                "unseen-not-compared",
                f"words that {verb} be read on the page of NEW, and {'can' if verb == 'cannot' else 'cannot'} in OLD, "
                f"are left out with the look ({which.total()}): {said}",
                Location(new.file),
                "warning",
                "make the redline without --words-only to see them",
            )
    told = [
        (text, one, two)
        for text, was in labels[0].items()
        if text in labels[1] and len(labels[1][text]) == len(was)
        for one, two in zip(was, labels[1][text], strict=True)
        if one != two
    ]
    if told:
        text, one, two = told[0]
        yield Problem(
            "numbers-not-compared",
            f"lists print otherwise before {len(told):,} paragraphs, which is left out with the look: “{one}” is now "
            f"“{two}” before “{text[:60]}”",
            Location(new.file),
            "warning",
            "make the redline without --words-only to see where",
        )


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
