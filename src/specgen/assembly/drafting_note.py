"""What the internal drafting note prints: every clause with its provenance, what is open, and points for the Commissioner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from specgen.assembly.choose import ChosenClause
from specgen.assembly.edition import Fact
from specgen.assembly.pack import Pack, facts_to_confirm
from specgen.contract.dates import long_date
from specgen.library.model import ClauseVersion, DatedTerm, Library
from specgen.problems import Problem, in_reading_order
from specgen.wording import plain_text


def note_values(pack: Pack, problems: Iterable[Problem]) -> dict[str, object]:
    """The note's rows. Nothing of this may travel to the other party."""
    return {
        "clauses": tuple(_provenance(pack, clause) for clause in pack.chosen),
        "sources": tuple(_sources(pack)),
        "open": tuple(_open(pack, problems)),
        "not_applicable": tuple(
            {"schedule": _schedule_of(pack, place), "reason": reason}
            for place in ("development", "improvement", "system", "reporting")
            if (reason := getattr(pack.contract.content, place).not_applicable)
        ),
        "rights": tuple(_rights(pack)),
        "confirm": tuple(
            {"fact": fact.text, "name": fact.name, "verified": fact.verified, "note": fact.note} for fact in _to_confirm(pack)
        ),
        "dated": tuple(_dated(pack)),
        "points": tuple(_points(pack)),
        "edition": pack.edition.known_from,
        "approved": "Yes" if all(clause.approval for clause in pack.chosen) else "No",
    }


LISTED_ELSEWHERE = ("clause-not-approved", "edition-not-verified")
"""Kinds of problem that the note has a table of its own for; among what is open they are counted."""


def _open(pack: Pack, problems: Iterable[Problem]) -> Iterator[dict[str, object]]:
    """What is still to be done, each point once."""
    unapproved = sum(clause.approval is None for clause in pack.chosen)
    if unapproved:
        yield _row("Warning", f"{unapproved} of {len(pack.chosen)} clauses {'is' if unapproved == 1 else 'are'} not approved; the table of clauses says which",
                   "have them approved; until then every page says DRAFT")
    if facts := len(_to_confirm(pack)):
        counted = "1 fact of the edition that these documents print was" if facts == 1 else f"{facts} facts of the edition that these documents print were"
        yield _row("Warning", f"{counted} not checked against the published form; the table of facts says which",
                   "check them, then name them under contract, confirmed")
    for problem in in_reading_order(map(_without_row, problems), folders=False):
        if problem.slug not in LISTED_ELSEWHERE:
            yield _row(problem.severity.capitalize(), problem.message, problem.cure, problem.source)


def _without_row(problem: Problem) -> Problem:
    """The problem without the row of a register, so that one which is sorted anew gives the same note."""
    where = problem.location
    return replace(problem, location=replace(where, line=None)) if where.sheet is not None else problem


def _row(severity: str, message: str, cure: str, source: str = "") -> dict[str, object]:
    return {"severity": severity, "message": f"{message[:1].upper()}{message[1:]}", "cure": f"{cure[:1].upper()}{cure[1:]}", "source": source}


def _to_confirm(pack: Pack) -> tuple[Fact, ...]:
    return facts_to_confirm(pack.contract, pack.edition, pack.documents)


def _rights(pack: Pack) -> Iterator[dict[str, object]]:
    """What each service says of the legal rights to choice; the reason why they do not apply stands nowhere else."""
    for service in pack.contract.content.services:
        if (rights := service.legal_rights_to_choice) is not None:
            yield {"service": service.name, "answer": "They apply." if rights.applies else f"They do not apply: {rights.not_applicable}"}


def _schedule_of(pack: Pack, place: str) -> str:
    """The schedule that holds the clauses of `place`, as this edition calls it."""
    headings = (document.schedule.heading for document in pack.documents if place in document.type.prints and document.schedule)
    return next(headings, place.capitalize())


def _sources(pack: Pack) -> Iterator[dict[str, object]]:
    """The documents that the clauses come from."""
    for key in dict.fromkeys(clause.version.source.document for clause in pack.chosen):
        if source := pack.library.sources.get(key):
            yield {"key": key, "title": f"{source.title}, {source.publisher}, version {source.version}, {source.date}"}


def _provenance(pack: Pack, clause: ChosenClause) -> dict[str, object]:
    version = clause.version
    sections = ", ".join(version.source.sections)
    page = f" (its chapter begins on page {version.source.page})" if version.source.page else ""
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
        "service": services[clause.service].name if clause.service is not None else "whole contract",
        "origin": origin,
        "source": f"{version.source.document}, section {sections}{page}",
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
                offered = _offered(pack.library, clause.version, term)
                yield {"title": clause.version.title, "term": term.term, "now": f"{term.now}{offered}", "since": term.since}


def _offered(library: Library, version: ClauseVersion, term: DatedTerm) -> str:
    """The adaptations of the version that leave the term out, in a sentence: they are offered, and nobody puts them in but the user."""
    found = [
        clause.id for clause in library.clauses.values()
        if (newest := clause.versions[-1]).based_on == version.name and not _stands_in(term, plain_text(newest.blocks))
    ]
    return f". An adaptation is offered and not used here: {', '.join(found)}" if found else ""


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
