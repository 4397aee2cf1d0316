"""The sentences of a version's wording, each with an id that stays, and which of them bind.

A version never changes once it is approved, so a sentence's place is its name: `3` is item 3, `p2` the second
paragraph, `b1` a bulleted item; `p2.3` the third sentence of that paragraph, where it has several. Bulleted items below
words that end in a colon belong to those words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from specgen.library.model import Clause, ClauseVersion
from specgen.wording.wording import Block, Placeholder, Run

_ENDS = re.compile(r"(?<=[.!?])[”’)]?\s+(?=[A-Z“‘(])")
_MUST = re.compile(r"\bmust\b", re.IGNORECASE)
_POWER = re.compile(r"\b(?:Provider|Commissioners?|Part(?:y|ies)|Grantor|Recipient) may\b")
_QUOTED = re.compile(r"\b(?:will|should|must|shall)\b", re.IGNORECASE)
WHOLE_PLACES = ("quality", "reporting")
"""Places where the wording is a requirement or a report by itself, whether or not it says “must”."""


class Sentence(Struct, frozen=True):
    """A sentence of the wording. `heading` are the bold words that stand before it; a placeholder is `{{ name }}`."""

    id: str
    text: str
    heading: str
    binds: bool


def said_on_one_line(text: str) -> str:
    """The text with single spaces, as sentences and their opening words are compared."""
    return " ".join(text.split())


@cache
def sentences_of(version: ClauseVersion) -> tuple[Sentence, ...]:
    """Every sentence in reading order. `binds`: it says must, a party's power or, in quoted text, will or should."""
    place = version.clause_id.split("/")[1]
    found: list[Sentence] = []
    for index, (block_id, heading, text, _) in enumerate(_addressed(version.blocks)):
        parts = [part for part in _ENDS.split(text) if part]
        for number, part in enumerate(parts, 1):
            name = block_id if len(parts) == 1 else f"{block_id}.{number}"
            whole = place in WHOLE_PLACES and index == 0 and number == 1
            found.append(Sentence(name, part, heading if number == 1 else "", whole or _binds(part, version)))
    return tuple(found)


@cache
def carried(clause: Clause, sentence: str, version: ClauseVersion) -> str | None:
    """The id in `version` of what was `sentence` in the clause's first version, to which references of other clauses
    count: the sentence with the same words, else the one under the same bold words; None where it is gone."""
    first = clause.versions[0]
    if version.number == first.number:
        return sentence
    was = next((each for each in sentences_of(first) if each.id == sentence), None)
    if was is None:
        return None
    now = sentences_of(version)
    same = next((each for each in now if each.text == was.text), None)
    headed = next((each for each in now if was.heading and each.heading == was.heading), None)
    found = same or headed
    return found.id if found is not None else None


def _binds(text: str, version: ClauseVersion) -> bool:
    if version.origin == "national":
        return _QUOTED.search(text) is not None
    return _MUST.search(text) is not None or _POWER.search(text) is not None


@cache
def addresses(version: ClauseVersion) -> tuple[tuple[str, int], ...]:
    """The id of each block that sentences are named by, and the block's index in the wording."""
    return tuple((name, index) for name, _, _, index in _addressed(version.blocks))


def _addressed(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str, str, int]]:
    """The id, the bold words before it, the text and the index of each block that is not part of the words above it."""
    paragraphs = bullets = lists = 0
    numbers: list[int] = []
    pending: tuple[str, str, list[str], int] | None = None
    for index, block in enumerate(blocks):
        heading, text = _text(block)
        if block.kind == "bullet" and pending is not None and pending[2][0].endswith(":"):
            pending[2].append(text)
            continue
        if pending is not None:
            yield _joined(pending)
        if block.kind == "number":
            lists += not numbers
            above = [*numbers, *[0] * (block.level + 1 - len(numbers))][: block.level + 1]
            numbers = [*above[:-1], above[-1] + 1]
            name = "-".join(map(str, numbers))
            name = name if lists < 2 else f"L{lists}:{name}"
        elif block.kind == "bullet":
            bullets += 1
            name = f"b{bullets}"
        else:
            numbers = []
            paragraphs += 1
            name = f"p{paragraphs}"
        pending = (name, heading, [text], index)
    if pending is not None:
        yield _joined(pending)


def _joined(pending: tuple[str, str, list[str], int]) -> tuple[str, str, str, int]:
    name, heading, parts, index = pending
    return name, heading, " ".join(filter(None, [parts[0], "; ".join(parts[1:])])), index


def _text(block: Block) -> tuple[str, str]:
    """The bold words that head the block, without their full stop, and the rest on one line."""
    inlines = block.inlines
    heading = ""
    first = inlines[0] if inlines else None
    if isinstance(first, Run) and first.bold and first.text.rstrip().endswith(".") and len(inlines) > 1:
        heading, inlines = first.text.strip().removesuffix("."), inlines[1:]
    text = "".join(f"{{{{ {part.name} }}}}" if isinstance(part, Placeholder) else part.text for part in inlines)
    return heading, said_on_one_line(text)


# A reading to begin with: every sentence that binds, with its id and opening words, to be filled in.


_OPENING = 6
"""Words of a sentence that a form shows as its opening."""


def reading_form(version: ClauseVersion) -> str:
    """The text of `N.duties.yaml` with a line to fill in for each thing that has to be said."""
    parts = ["schema: 1", f"wording: {version.fingerprint}", "readings:"]
    for sentence in sentences_of(version):
        if sentence.binds:
            parts += _entry(version, sentence)
        else:
            parts.append(f"  # {sentence.id} does not bind: {sentence.text}")
    return "\n".join(parts) + "\n"


def _entry(version: ClauseVersion, sentence: Sentence) -> list[str]:
    opening = " ".join(sentence.text.split()[:_OPENING])
    quoted = opening.replace("\\", "\\\\").replace('"', '\\"')
    lines = [
        f"  # {f'{sentence.heading}. ' if sentence.heading else ''}{sentence.text}",
        f'  - sentence: "{sentence.id}"',
        f'    opens: "{quoted}"',
        "    mode: duty",
    ]
    if "by" not in version.fields:
        lines.append("    actor: Provider")
    lines += ["    act:", "    object:"]
    if version.clause_id.split("/")[1] == "specification":
        lines.append("    when: {by: }")
    return lines
