"""What the contracts of a plan say, as whoever decides on building them must see it beforehand: parties, days, value,
why DRAFT, documents and thresholds. It is taken from the pack as values; no document is drawn for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from specgen.assembly.pack import Pack, why_draft
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date
from specgen.contract.parties import Organisation
from specgen.contract.quantities import pounds
from specgen.problems import in_a_row

CONTENTS: Final = (
    ("Reference", 15),
    ("Title", 22),
    ("Provider", 24),
    ("Commissioners", 28),
    ("Services", 24),
    ("Starts", 13),
    ("Ends", 13),
    ("Right to extend", 22),
    ("Lifetime value", 14),
    ("Status, and why DRAFT", 36),
    ("Documents", 18),
)
"""Headings of the sheet with a row for each contract, each with the width of its column."""
THRESHOLDS: Final = (
    ("Reference", 16),
    ("Provider", 28),
    ("Service", 28),
    ("Measure", 34),
    ("Threshold", 60),
    ("Baseline", 30),
)
"""Headings of the sheet with a row for each measure."""


class PlannedContents(Struct, frozen=True):
    """A contract's row below `CONTENTS`, and its rows below `THRESHOLDS`."""

    row: tuple[str, ...]
    thresholds: tuple[tuple[str, ...], ...]


def planned_contents(pack: Pack) -> PlannedContents:
    """What the contract says that is to be built."""
    content = pack.contract.content
    whole = content.contract
    services = "\n".join(
        f"{pack.contract.service_number(index)} {service.name}"
        + (f", {long_date(service.period.start)} to {long_date(service.period.end)}" if service.period else "")
        for index, service in enumerate(content.services)
    )
    row = (
        pack.contract.reference,
        whole.title,
        _party(content.provider),
        "\n".join(f"{_party(party)}, {party.role}" for party in content.commissioners),
        services,
        _start(pack.contract),
        long_date(whole.term.end),
        whole.term.extension or "none",
        pounds(whole.lifetime_value) if whole.lifetime_value is not None else "not given",
        f"{whole.status}; DRAFT on every page, because {why_draft(pack)}" if pack.draft else whole.status,
        _documents(pack),
    )
    return PlannedContents(row, tuple(_thresholds(pack)))


def _start(contract: Contract) -> str:
    """The first day of the term, and the day on which services begin where it is another."""
    start = contract.content.contract.term.start
    begins = f"; services from {long_date(contract.commencement)}" if contract.commencement != start else ""
    return f"{long_date(start)}{begins}"


def _party(party: Organisation) -> str:
    """`NHS Northbrook Integrated Care Board (X9A01)`; without a code why there is none."""
    without = f"no ODS code: {party.no_ods_code}" if party.no_ods_code else "no ODS code"
    return f"{party.name} ({party.ods_code or without})"


def _documents(pack: Pack) -> str:
    """`Schedules 2A (2), 2M and 8, Drafting note`."""
    letters = Counter(document.schedule.letter for document in pack.documents if document.schedule is not None)
    others = dict.fromkeys(document.type.title for document in pack.documents if document.schedule is None)
    schedules = in_a_row([f"{letter} ({count})" if count > 1 else letter for letter, count in letters.items()])
    return ", ".join(filter(None, [f"Schedule{'s' * (len(letters) > 1)} {schedules}" if letters else "", *others]))


def _thresholds(pack: Pack) -> Iterator[tuple[str, ...]]:
    content = pack.contract.content
    for clause in pack.chosen:
        if clause.place != "quality":
            continue
        service = ""
        if clause.service is not None:
            number = pack.contract.service_number(clause.service)
            service = f"{number} {content.services[clause.service].name}"
        yield (
            pack.contract.reference,
            content.provider.name,
            service,
            clause.version.title,
            clause.fields.get("threshold", ""),
            clause.fields.get("baseline", ""),
        )
