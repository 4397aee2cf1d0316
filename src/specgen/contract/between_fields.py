"""Faults of a contract that no single field shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from specgen.contract.contract import Contract
from specgen.contract.dates import FORMS, parse_date_term
from specgen.contract.model import Service
from specgen.contract.sound_part import rests_on
from specgen.problems import Problem
from specgen.yamlfile import Path


def faults_between_fields(contract: Contract, mended: frozenset[Path] = frozenset()) -> Iterator[Problem]:
    """Dates out of order, no or several co-ordinating Commissioners, parties without a code, services of one name.

    `mended` are the paths at which a faulty contract was stood in for: what rests on one of them is not said.
    """

    def sound(*path: str | int) -> bool:
        return not rests_on(mended, path)

    def fault(slug: str, message: str, cure: str, *path: str | int) -> Problem:
        place = contract.place(*path)
        return Problem(slug, message, place, cure=cure, excerpt=contract.excerpt(place))

    content = contract.content
    term = content.contract.term
    if term.end < term.start and sound("contract", "term"):
        yield fault("term-ends-before-start", f"the term ends on {term.end}, before it starts on {term.start}",
                    "correct one of the two dates", "contract", "term", "end")
    leading = [index for index, party in enumerate(content.commissioners) if party.role == "co-ordinating"]
    if len(leading) != 1 and all(sound("commissioners", index, "role") for index in range(len(content.commissioners))):
        yield fault("co-ordinating-commissioner", f"{len(leading)} Commissioners have the role co-ordinating; there must be one",
                    "give the others “role: associate”", "commissioners", leading[1] if leading else 0)
    for path, party in [(("provider",), content.provider),
                        *((("commissioners", index), party) for index, party in enumerate(content.commissioners))]:
        if (party.ods_code is None) == (party.no_ods_code is None) and sound(*path):
            yield fault("ods-code", f"{party.name}: give either “ods_code” or “no_ods_code” with the reason",
                        "add one of the two, not both", *path, *(() if party.ods_code else ("ods_code",)))
    yield from _service_faults(contract, fault, sound)


def _service_faults(contract: Contract, fault: Callable[..., Problem], sound: Callable[..., bool]) -> Iterator[Problem]:
    term = contract.content.contract.term
    numbers: dict[str, int] = {}
    names: dict[str, int] = {}
    for index, service in enumerate(contract.content.services):
        number = contract.service_number(index)
        if number.casefold() in numbers and sound("services", index, "number") and sound("services", numbers[number.casefold()], "number"):
            yield fault("repeated-service", f"two services have the number {number}", "give each its own “number”",
                        "services", index, "number")
        if service.name.casefold() in names and sound("services", index, "name"):
            yield fault("repeated-service", f"two services are called “{service.name}”", "give each its own name",
                        "services", index, "name")
        numbers[number.casefold()] = names[service.name.casefold()] = index
        if sound("services", index, "period") and sound("contract", "term"):
            yield from _period_faults(service, term.start, term.end, index, fault)
        if service.review_date and parse_date_term(service.review_date, contract.commencement) is None:
            yield fault("not-a-date", f"“{service.review_date}” is not a date", f"write it as {FORMS}", "services", index, "review_date")


def _period_faults(
    service: Service, start: date, end: date, index: int, fault: Callable[..., Problem]
) -> Iterator[Problem]:
    period = service.period
    if period is None:
        return
    if period.end < period.start:
        yield fault("term-ends-before-start", f"the service's period ends on {period.end}, before it starts on {period.start}",
                    "correct one of the two dates", "services", index, "period", "end")
    elif period.start < start or period.end > end:
        yield fault("period-outside-term", f"the service's period ({period.start} to {period.end}) is not within the contract's term ({start} to {end})",
                    "correct the period or the term", "services", index, "period")
