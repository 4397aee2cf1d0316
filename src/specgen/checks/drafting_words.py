"""Drafted wording that leaves open whether it binds

Drafted clauses say “must” for a duty and “may” for a discretion, and give dates and intervals. The rule looks in drafted clauses for words that leave that open: will, shall, should, aim to, and/or, appropriate, where possible, regular. Words inside quotation marks are another text's own.

To mend it: make a new version of the clause that says who must do what by when. docs/reference/clause-drafting.md gives the conventions.

Breaks it: a clause of an organisation's own library that reads “The Provider should train Staff regularly.”
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import each_once
from specgen.library.model import ClauseVersion
from specgen.problems import Problem, Severity
from specgen.wording import plain_text

SLUG = "drafting-words"
SEVERITY: Severity = "warning"
SECTION = ""

_OPEN_WORDS = re.compile(r"\b(?:will|shall|should|aims? to|appropriate(?:ly)?|where possible|regular(?:ly)?)\b|\band/or\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”")
_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each drafted version with such words, at the first place that chooses it."""
    for clause in each_once(pack.chosen):
        if clause.version.origin != "drafted":
            continue
        if found := _open_words(clause.version):
            yield _BREACH.at(
                pack, clause.path, f"the drafted wording of {clause.version.name} has {', '.join(f'“{word}”' for word in found)}, which leaves open what it binds to",
                "write “must” or “may”, and a date or an interval, in a new version of the clause",
            )


@cache
def _open_words(version: ClauseVersion) -> tuple[str, ...]:
    text = "\n".join((plain_text(version.blocks), *map(plain_text, version.fields.values())))
    return tuple(dict.fromkeys(match.group().casefold() for match in _OPEN_WORDS.finditer(_QUOTED.sub("", text))))
