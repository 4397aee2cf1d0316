"""Which facts of an edition a document prints: its schedule's, and those that its template takes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from specgen.assembly.edition import SLOTS, Edition, Fact

if TYPE_CHECKING:
    from specgen.assembly.pack import Document

CONSEQUENCE = "consequence"


def printed_facts(edition: Edition, document: Document) -> Iterator[Fact]:
    """Every fact, some perhaps more than once."""
    schedule = document.schedule
    if schedule is not None:
        yield schedule.fact
        # A schedule that does not apply prints no table; the condition on consequences stands in a column of its own.
        if document.applicable and schedule.columns_fact is not None:
            yield schedule.columns_fact
            if CONSEQUENCE in schedule.columns and (consequence := edition.terms.get(CONSEQUENCE)):
                yield consequence
    if edition.words.fact is not None:
        yield edition.words.fact
    yield from _cited(edition, document)


def _cited(edition: Edition, document: Document) -> Iterator[Fact]:
    """Those behind the names that the template prints: conditions, other schedules, headings of the model specification."""
    cites = document.type.cites
    places = {clause.place for clause in document.clauses}
    for group, name in sorted(cites):
        key = name.replace("_", "-")
        if group == "terms" and (term := edition.terms.get(key)) is not None and not _only_in_a_column(key, document):
            yield term
        elif group == "schedules" and (other := edition.schedules.get(key)) is not None and not _only_beside_measures(key, document, places):
            yield other.fact
    if document.type.when == "asked" or ("sections", "text") in cites:
        yield from (heading.fact for heading in edition.headings)
    elif any(group == "sections" for group, _ in cites):
        # Without the sections' texts a document prints the headings above its clauses alone.
        yield from (heading.fact for heading in edition.headings if SLOTS.get(heading.number) in places)


def _only_in_a_column(key: str, document: Document) -> bool:
    """Whether the condition stands in a column of the schedule's table, which has been seen to."""
    return key == CONSEQUENCE and document.schedule is not None and document.schedule.columns_fact is not None


def _only_beside_measures(key: str, document: Document, places: set[str]) -> bool:
    """Whether the schedule is referred to for measures, of which the document prints none."""
    return key == "quality-requirements" and "quality" in document.type.prints and "quality" not in places
