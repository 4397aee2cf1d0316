"""What the documents of a variation print: its particulars and, schedule by schedule, what changes in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from specgen.assembly.edition import Edition
from specgen.assembly.pack import Document, Pack
from specgen.assembly.page_values import pounds
from specgen.contract.dates import long_date
from specgen.contract.read import Contract
from specgen.issue.comparison import ClauseChange
from specgen.issue.pack_record import IssuedDocument
from specgen.issue.revised import Revised
from specgen.issue.variation_terms import VariationTerms, particulars_of, proposer_of

Values = dict[str, object]

NONE: Final = "None"
"""What stands in a cell where there was or is nothing: an empty cell says less to those who hear the table."""


def variation_values(pack: Pack, revised: Iterable[Revised], terms: VariationTerms) -> Values:
    """The group `variation` of the names that a template of a variation can print."""
    contract = pack.contract
    whole, own = contract.content.contract, particulars_of(contract)
    total = own.value + own.earlier_value if own.value is not None and own.earlier_value is not None else None
    recorded = (own.ground, own.value, own.earlier_value, own.notice)
    return {
        "reference": own.reference or "",
        "effective": long_date(terms.effective),
        "proposed_by": proposer_of(contract),
        "proposed_on": long_date(own.proposed_on) if own.proposed_on else "",
        "agreed_on": long_date(own.agreed_on) if own.agreed_on else "",
        "reason": own.reason or "",
        "notice_given": whole.in_year_notice or "",
        "award_route": _capital(whole.award_route or ""),
        "ground": _capital(own.ground or ""),
        "value": _pounds(own.value),
        "earlier_value": _pounds(own.earlier_value),
        "total_value": _pounds(total),
        "lifetime_value": _pounds(whole.lifetime_value),
        "notice_published": own.notice or "",
        "selection": any(entry is not None for entry in recorded),
        "schedules": tuple(_schedule(pack, entry) for entry in revised),
        "parties": tuple(_parties(pack)),
    }


def _parties(pack: Pack) -> Iterator[Values]:
    contract, words = pack.contract, pack.edition.words
    for party in contract.content.commissioners:
        yield {"name": party.name, "role": f"{party.role.capitalize()} {words.commissioner}" if len(contract.content.commissioners) > 1 else words.commissioner, "identity": _identity(party.ods_code, party.no_ods_code), "signatory": party.signatory or ""}
    provider = contract.content.provider
    yield {"name": provider.name, "role": words.provider, "identity": _identity(provider.ods_code, provider.no_ods_code), "signatory": provider.signatory or ""}


def _identity(code: str | None, reason: str | None) -> str:
    return f"ODS code {code}" if code else f"no ODS code: {reason}"


def _schedule(pack: Pack, revised: Revised) -> Values:
    entry = revised.compared.issued
    clean = revised.clean.issued if revised.clean is not None else None
    layout = revised.compared.status == "changed" and not revised.compared.clauses and not revised.words
    return {
        "heading": _heading(pack.edition, revised.document, entry),
        "letter": entry.schedule,
        "service": _service(pack.contract, revised.document, entry),
        "title": entry.title,
        "sentence": _sentence(revised, _heading(pack.edition, revised.document, entry)),
        "file": clean.file if clean is not None else "",
        "tracked": revised.tracked.issued.file if revised.tracked is not None else "",
        "note": note_of(revised),
        "clauses": tuple(_clause(clause) for clause in revised.compared.clauses),
        "words": tuple({"before": before, "after": after} for before, after in revised.words),
        "rows": tuple(_rows(revised)),
        "more": revised.more,
        "layout": layout,
    }


def _heading(edition: Edition, document: Document | None, entry: IssuedDocument) -> str:
    """The schedule's heading; of one that is gone, as the edition calls its letter."""
    if document is not None and document.schedule is not None:
        return document.schedule.heading
    return next((schedule.heading for schedule in edition.schedules.values() if schedule.letter == entry.schedule), entry.title)


def _service(contract: Contract, document: Document | None, entry: IssuedDocument) -> str:
    if document is None or document.service is None:
        return entry.service
    return f"{contract.service_number(document.service)} {contract.content.services[document.service].name}"


def _sentence(revised: Revised, heading: str) -> str:
    entry = revised.compared.issued
    before = revised.compared.before
    file = revised.clean.issued.file if revised.clean is not None else ""
    if before is None:
        return f"The text of the attached document “{file}” is added to {heading}."
    if not file:
        return f"The text of “{before.title}” in {heading} is deleted."
    return f"The text of “{before.title}” in {heading} is deleted and replaced by the text of the attached document “{file}”." if entry.schedule else \
        f"The text of “{before.title}” is deleted and replaced by the text of the attached document “{file}”."


def note_of(revised: Revised) -> str:
    """What a reader must know of the comparison; "" when nothing."""
    notes = []
    if revised.state == "edited by hand":
        notes.append("the issued document was edited after it was issued; it is compared as it was found, so that the tracked changes show those edits as well"
                     if revised.tracked is not None else "the issued document was edited after it was issued")
    if revised.refused:
        notes.append(f"there is no document with tracked changes, because {revised.refused}")
    text = "; ".join(notes)
    return f"{_capital(text)}." if text else ""


def _clause(clause: ClauseChange) -> Values:
    return {
        "title": clause.title, "component": clause.component, "id": clause.id, "version": clause.version_in_words,
        "values": tuple({"asked": value.asked, "before": value.before, "after": value.after, "change": str(value)} for value in clause.values),
    }


def _rows(revised: Revised) -> Iterator[Values]:
    for clause in revised.compared.clauses:
        if clause.other_version or clause.before is None or clause.after is None:
            what = "Clause added" if clause.before is None else "Clause taken out" if clause.after is None else "Version of the clause"
            yield {"clause": clause.title, "what": what, "before": _version(clause.before), "after": _version(clause.after)}
        for value in clause.values:
            yield {"clause": clause.title, "what": value.asked, "before": value.before or NONE, "after": value.after or NONE}
    for before, after in revised.words:
        yield {"clause": "Outside the clauses", "what": "Words", "before": before or NONE, "after": after or NONE}


def _version(number: int | None) -> str:
    return f"Version {number}" if number is not None else NONE


def _pounds(amount: Decimal | None) -> str:
    return pounds(amount) if amount is not None else ""


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
