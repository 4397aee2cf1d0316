"""A clause that is written for another form of agreement

A grant agreement has a Grantor and a Recipient, no Service Conditions, no General Conditions and no schedules. A clause that puts a duty on the Provider or supplements the Service Conditions means nothing there, nor does a clause for grants in a contract. The rule looks in the wording, title and fields of each chosen clause for words that the form of agreement does not know (`foreign_words` of its edition file). It looks in values as well: a date that is printed with such a word is an error; words that a user typed are a warning, since they may be meant.

To mend it: choose clauses that are written for the form; for a grant agreement they are those whose names begin with `grant-`, and the national wording.

Breaks it:

    contract: {form: grant}
    services:
      - specification: [co-production/local-terms]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.library.model import ClauseVersion
from specgen.problems import Problem, Severity
from specgen.wording import plain_text

SLUG = "clause-of-another-form"
SEVERITY: Severity = "error"
SECTION = ""

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """A problem for each clause with such words, and for each value."""
    words = pack.edition.foreign_words
    if not words:
        return
    agreement = pack.edition.words.agreement
    for clause in pack.chosen:
        if found := foreign_words_in(clause.version, words):
            yield _BREACH.at(
                pack, clause.path, f"{clause.version.name} speaks of {', '.join(f'“{word}”' for word in found)}, which a {agreement} does not have",
                f"choose clauses that are written for a {agreement}; “specgen clauses list” shows them",
            )
        yield from _in_values(pack, clause, words, agreement)


def _in_values(pack: Pack, clause: ChosenClause, words: tuple[str, ...], agreement: str) -> Iterator[Problem]:
    for name, printed in clause.printed.items():
        found = _in_text(printed if isinstance(printed, str) else "\n".join(printed), words)
        where = clause.origins.get(name)
        if not found or where is None:
            continue
        date = clause.clause.placeholders[name].kind == "date"
        yield _BREACH.at(
            pack, where, f"the value “{name}” is printed with {', '.join(f'“{word}”' for word in found)}, which a {agreement} does not have",
            "write the date itself" if date else "write it in other words; if it is meant as it stands, nothing need be done", "error" if date else "warning",
        )


@cache
def foreign_words_in(version: ClauseVersion, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `words` that anything the version prints has."""
    return _in_text("\n".join((version.title, plain_text(version.blocks), *map(plain_text, version.fields.values()))), words)


def _in_text(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `words` that stand in the text, in the singular or the plural, with their capitals."""
    # Looking for the plain word first mostly says no, at a tenth of the time.
    return tuple(word for word in words if word in text and re.search(rf"\b{re.escape(word)}s?\b", text))
