"""A gap in approved wording

The model wording and the metrics are published with gaps to fill: a prompt in capital letters, X%, words in square brackets. In a library each gap is a placeholder with a question. The rule looks for such a mark left in the title, the wording or a field of a clause that the contract chooses.

To mend it: make the gap a placeholder in a new version of the clause, and choose that version.

Breaks it: a clause of an organisation's own library whose wording reads “at least X% of people”.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from specgen.assembly.pack import Pack
from specgen.assembly.values import GAP_MARKS
from specgen.checks.breach import Breach
from specgen.checks.chosen import each_once
from specgen.library.model import ClauseVersion
from specgen.problems import Problem, Severity
from specgen.wording import plain_text

SLUG = "gap-in-wording"
SEVERITY: Severity = "error"
SECTION = "2.2.4, 2.3.4, 2.3.5, 2.5.6 b, 2.5.7, 2.6.5, 2.7.6"

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each version and mark, at the first place that chooses it."""
    for clause in each_once(pack.chosen):
        version = clause.version
        for mark in _marks(version):
            yield _BREACH.at(
                pack, clause.path, f"the wording of {version.name} holds “{mark}”, a gap that nothing fills",
                "make the gap a placeholder in a new version of the clause, and choose that version",
            )


@cache
def _marks(version: ClauseVersion) -> tuple[str, ...]:
    texts = (version.title, plain_text(version.blocks), *(plain_text(blocks) for blocks in version.fields.values()))
    return tuple(dict.fromkeys(match.group() for text in texts for match in GAP_MARKS.finditer(text)))
