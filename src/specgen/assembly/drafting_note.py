"""What the internal drafting note prints: every clause with its provenance, what is open, and points for the Commissioner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specgen.assembly.choose import ChosenClause
from specgen.assembly.edition import GENERAL
from specgen.assembly.pack import Pack
from specgen.contract.dates import long_date
from specgen.library.model import DatedTerm
from specgen.problems import Problem, in_reading_order
from specgen.wording import plain_text


def note_values(pack: Pack, problems: Iterable[Problem]) -> dict[str, object]:
    """The note's rows. Nothing of this may travel to the other party."""
    return {
        "clauses": tuple(_provenance(pack, clause) for clause in pack.chosen),
        "open": tuple(_open(pack, problems)),
        "not_applicable": tuple(
            {"schedule": place.capitalize(), "reason": reason}
            for place in ("development", "improvement", "system", "reporting")
            if (reason := getattr(pack.contract.content, place).not_applicable)
        ),
        "confirm": tuple(
            {"fact": fact.text, "name": fact.name, "verified": fact.verified, "note": fact.note}
            for fact in pack.edition.facts().values() if fact.verified == GENERAL
        ),
        "dated": tuple(_dated(pack)),
        "points": tuple(_points(pack)),
        "edition": pack.edition.known_from,
        "approved": "yes" if all(clause.approval for clause in pack.chosen) else "no",
    }


LISTED_ELSEWHERE = ("clause-not-approved", "edition-not-verified")
"""Kinds of problem that the note has a table of its own for; among what is open they are counted."""


def _open(pack: Pack, problems: Iterable[Problem]) -> Iterator[dict[str, object]]:
    """What is still to be done, each point once."""
    unapproved = sum(clause.approval is None for clause in pack.chosen)
    if unapproved:
        yield {"severity": "Warning", "message": f"{unapproved} of {len(pack.chosen)} clauses are not approved; the table of clauses says which",
               "cure": "have them approved; until then every page says DRAFT", "source": ""}
    for problem in in_reading_order(problems):
        if problem.slug not in LISTED_ELSEWHERE:
            yield {"severity": problem.severity.capitalize(), "message": problem.message, "cure": problem.cure, "source": problem.source}


def _provenance(pack: Pack, clause: ChosenClause) -> dict[str, object]:
    version = clause.version
    source = pack.library.sources.get(version.source.document)
    sections = ", ".join(version.source.sections)
    page = f", section begins on page {version.source.page}" if version.source.page else ""
    approval = clause.approval
    origin = "Quoted word for word" if version.origin == "national" else "Drafted"
    if version.origin == "national" and clause.place in ("quality", "reporting"):
        origin = "Measure quoted word for word; how it is measured is drafted"
    services = pack.contract.content.services
    return {
        "title": version.title,
        "id": version.clause_id,
        "version": str(version.number),
        "fingerprint": version.fingerprint[:12],
        "place": clause.place,
        "service": services[clause.service].name if clause.service is not None else "Whole contract",
        "origin": origin,
        "source": f"{source.title if source else version.source.document}, version {source.version if source else '?'}, {sections}{page}",
        "why": clause.why,
        "approval": f"Approved by {approval.approved_by}, {approval.role}, on {long_date(approval.approved_on)}" if approval else "Not approved",
        "source_note": version.source_note,
    }


def _dated(pack: Pack) -> Iterable[dict[str, object]]:
    """Terms of the quoted wording that have dated, where they stand."""
    for clause in pack.chosen:
        if clause.version.origin != "national":
            continue
        text = plain_text(clause.blocks)
        for term in pack.library.dated_terms:
            if _stands_in(term, text):
                yield {"title": clause.version.title, "term": term.term, "now": term.now, "since": term.since}


def _stands_in(term: DatedTerm, text: str) -> bool:
    return any(word in text for word in term.match)


def _points(pack: Pack) -> Iterable[dict[str, object]]:
    """The handbook's points for the components that the contract uses, and those for every contract."""
    used = {clause.component for clause in pack.chosen} | {"personalised-care"}
    for component in pack.library.components:
        if component.id in used and component.notes:
            yield {
                "component": component.title,
                "notes": tuple({"heading": note.heading, "text": note.text, "section": note.section} for note in component.notes),
            }
