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
from functools import cache

from specgen.assembly.pack import Pack
from specgen.checks.breach import Breach
from specgen.checks.chosen import each_once
from specgen.checks.written import Path, texts
from specgen.contract.dates import parse_day
from specgen.library.model import ClauseVersion, DatedTerm
from specgen.problems import Problem, Severity
from specgen.wording import plain_text

SLUG = "dated-term"
SEVERITY: Severity = "warning"
SECTION = ""

_BREACH = Breach(SLUG, SEVERITY, SECTION)


def check(pack: Pack) -> Iterator[Problem]:
    """One problem for each dated term of each text or clause."""
    terms = tuple(term for term in pack.library.dated_terms if term.match and _has_dated(term, pack.contract.day))
    written = texts(pack, with_values=True)
    # Looking for plain strings in all texts together is a hundred times as fast as a pattern in each, and mostly says no.
    near = _near("\n".join(text for _, text in written), terms)
    for path, text in written:
        for term, found in _found(text, near):
            yield _breach(pack, path, term, f"the text has “{found}”")
    for clause in each_once(pack.chosen):
        if clause.version.origin == "drafted":
            for term, found in _found_in(clause.version, terms):
                yield _breach(pack, clause.path, term, f"the wording of {clause.version.name} has “{found}”")


def _breach(pack: Pack, path: Path, term: DatedTerm, said: str) -> Problem:
    return _BREACH.at(
        pack, path, f"{said}, a term that has dated (since: {term.since}); now: {term.now}",
        "write today’s term, once you have confirmed it; in the title of a document, or of that time, the words may stay",
    )


@cache
def _found_in(version: ClauseVersion, terms: tuple[DatedTerm, ...]) -> tuple[tuple[DatedTerm, str], ...]:
    wording = [plain_text(version.blocks), *map(plain_text, version.fields.values())]
    return tuple(_found("\n".join((version.title, *wording)), terms))


def _near(text: str, terms: tuple[DatedTerm, ...]) -> tuple[DatedTerm, ...]:
    """The terms whose letters stand in the text, as words or inside others."""
    return tuple(term for term in terms if any(word in text for word in term.match))


def _found(text: str, terms: tuple[DatedTerm, ...]) -> Iterator[tuple[DatedTerm, str]]:
    """The terms that stand in the text, with the words by which each does."""
    for term in terms:
        if match := _pattern(term).search(text):
            yield term, match.group()


def _has_dated(term: DatedTerm, day: date) -> bool:
    """Whether the change lies before `day`; also when the library's words on it (`July 2022`, `1 January 2021`) name no day."""
    since = parse_day(term.since) or parse_day(f"1 {term.since}")
    return since is None or since <= day


@cache
def _pattern(term: DatedTerm) -> re.Pattern[str]:
    """Any of the term's strings as whole words, the longest first."""
    words = "|".join(re.escape(word) for word in sorted(term.match, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")
