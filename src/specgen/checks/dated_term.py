"""A term that has dated

The handbook is of August 2019, and some of its terms have dated since: names of organisations, laws, schemes. The library lists them with today's term. The rule looks for them in what a person wrote: every text and value of the contract file, and the drafted wording of the clauses it chooses. Quoted wording stays as published; the drafting note lists its dated terms. A contract whose date lies before the change may use the term.

To mend it: write today's term, once you have confirmed it. Where the words stand in the title of a document, or mean that time, nothing need be done.

Breaks it:

    local_policies:
      - CCG choice policy
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import each_once
from specgen.checks.written import Path, texts
from specgen.contract.dates import parse_day
from specgen.library.model import DatedTerm
from specgen.problems import Problem, Severity
from specgen.wording import plain_text

SLUG = "dated-term"
SEVERITY: Severity = "warning"
SECTION = ""

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each dated term of each text or clause."""
    terms = [(term, _pattern(term)) for term in pack.library.dated_terms if term.match and _has_dated(term, pack.contract.day)]
    for path, text, about in _texts(pack):
        for term, pattern in terms:
            if match := pattern.search(text):
                yield _BREACH.at(
                    pack, path, f"{about} has “{match.group()}”, a term that has dated (since: {term.since}); now: {term.now}",
                    "write today’s term, once you have confirmed it; in the title of a document, or of that time, the words may stay",
                )


def _texts(pack: Pack) -> Iterator[tuple[Path, str, str]]:
    for path, text in texts(pack.contract, with_values=True):
        yield path, text, "the text"
    for clause in each_once(pack.chosen):
        if clause.version.origin == "drafted":
            wording = [plain_text(clause.version.blocks), *map(plain_text, clause.version.fields.values())]
            yield clause.path, "\n".join((clause.version.title, *wording)), f"the wording of {clause.version.name}"


def _has_dated(term: DatedTerm, day: date) -> bool:
    """Whether the change lies before `day`; also when the library's words on it (`July 2022`, `1 January 2021`) name no day."""
    since = parse_day(term.since) or parse_day(f"1 {term.since}")
    return since is None or since <= day


def _pattern(term: DatedTerm) -> re.Pattern[str]:
    """Any of the term's strings as whole words, the longest first."""
    words = "|".join(re.escape(word) for word in sorted(term.match, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")
