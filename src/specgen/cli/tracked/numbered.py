"""Paragraphs of a redline that changed in nothing but their list: numbered now, numbered no more, or otherwise.

A document whose paragraphs are counted in another way than before has such a mark on each of them, which says one thing
and hides what else changed. Source: ECMA-376 part 1, 17.3.1.19 (numPr), 17.13.5.29 (pPrChange).
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, parsed

_BESIDE: Final = frozenset(w(name) for name in ("rPr", "sectPr", "pPrChange"))
_OF_LIST: Final = frozenset(w(name) for name in ("numPr", "ind", "tabs"))
"""What a list brings along: its number and the room for it."""


def numbered_otherwise(package: Package) -> int:
    """How many tracked changes of look of the main part give a paragraph another list, or none, and nothing else."""
    root, _ = parsed(package, package.main)
    found = 0
    for change in root.iter(w("pPrChange")) if root is not None else ():
        now, then = change.getparent(), change.find(w("pPr"))
        if now is None or then is None:
            continue
        held = [
            {
                child.tag: etree.tostring(child, method="c14n", with_tail=False)
                for child in side
                if child.tag not in _BESIDE
            }
            for side in (now, then)
        ]
        differing = {tag for tag in held[0].keys() | held[1].keys() if held[0].get(tag) != held[1].get(tag)}
        found += w("numPr") in differing and differing <= _OF_LIST
    return found
