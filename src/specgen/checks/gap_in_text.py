"""A gap in a text of the contract file

Every text of the contract file goes into a document as it is written. The rule looks for what was left open there: a prompt in capital letters, X%, words in square brackets, TBC, a row of underscores or question marks, or the guidance of the national form (“Insert text locally”). Values of placeholders are looked at where they are filled in, under `gap-in-value`.

To mend it: write what is meant. Where the text is meant as it stands, nothing need be done.

Breaks it:

    title: Community services [to be confirmed]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from specgen.assembly.pack import Pack
from specgen.assembly.values import gap_mark
from specgen.checks.breach import Breach
from specgen.checks.written import texts
from specgen.problems import Problem, Severity

SLUG = "gap-in-text"
SEVERITY: Severity = "warning"
SECTION = ""

_FORM_GUIDANCE = re.compile(
    r"\binsert (?:text|details?) (?:locally|here|and/or)|\bfor local (?:determination|agreement)\b|\bor state not applicable\b", re.IGNORECASE
)
_GUIDANCE_HINTS = ("insert ", "for local ", "or state not applicable")
"""All guidance has one of these in it."""
_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each text with such a mark."""
    written = texts(pack, with_values=False)
    # Most contracts hold none of the form's guidance, which plain strings tell at once for all texts together.
    everything = "\n".join([text for _, text in written]).casefold()
    guidance = any(hint in everything for hint in _GUIDANCE_HINTS)
    for path, text in written:
        mark = gap_mark(text)
        if mark is None and guidance and (found := _FORM_GUIDANCE.search(text)):
            mark = found.group()
        if mark is not None:
            yield _BREACH.at(
                pack, path, f"the text holds “{mark}”, which looks like a gap that was left open",
                "write what is meant; if it is meant as it stands, nothing need be done",
            )
