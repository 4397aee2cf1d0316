"""One contract as it was read: what it says, and where each value stands in its file or its register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.contract.columns import heading_of
from specgen.contract.fields import ContractFile
from specgen.contract.parties import Commissioner
from specgen.problems import Location, WrittenByUsers
from specgen.yamlfile import Path, excerpt_at


class Contract(Struct, WrittenByUsers, frozen=True):
    """One contract: what its file or its row of a register says, and where each value stands (by the path of keys and
    indexes).

    `sha256` (hex) is that of the file's bytes, by which the record of what was issued names it; for a row, that of the
    values which the row, its further sheets and its base give. `lines` are those of the contract file, or of a row's
    base file; `cells` is what a row's cells hold.
    `dated_by_its_file` says whether its date is its own: a variation is drafted as of the day on which it takes effect,
    and what stood before that stays.
    """

    file: str
    content: ContractFile
    places: Mapping[Path, Location]
    lines: tuple[str, ...] = ()
    sha256: str = ""
    cells: Mapping[Location, str] = field(default_factory=dict)
    dated_by_its_file: bool = True

    @property
    def reference(self) -> str:
        return self.content.contract.reference

    @property
    def day(self) -> date:
        """The contract's date, by which clause versions are chosen: its own, else the first day of the term."""
        return self.content.contract.date or self.content.contract.term.start

    @property
    def agreed_on_its_day(self) -> bool:
        """Whether all that it says was agreed on its date, so that what is past by then is told. Where the date is that
        of a change (a variation that is drafted, `in_year_notice`, the part `variation`), the rest stood before."""
        of_change = self.content.contract.in_year_notice is not None or self.content.variation is not None
        return self.dated_by_its_file and not of_change

    @property
    def commencement(self) -> date:
        """The Service Commencement Date: the actual one where it is recorded, else the one that is expected."""
        return self.content.contract.began_on or self.expected_start()

    def start_of(self, service: int | None) -> date:
        """The Service Commencement Date of a service: the actual one where it is recorded, else the expected one."""
        given = self.content.services[service] if service is not None else None
        if given is not None and (given.began_on or given.period):
            return given.began_on or self.expected_start(service)
        return self.commencement

    def expected_start(self, service: int | None = None) -> date:
        """The day on which the service, or all services, are expected to begin."""
        period = self.content.services[service].period if service is not None else None
        whole = self.content.contract
        return period.start if period else whole.service_commencement_date or whole.term.start

    def binds_from(self, service: int | None) -> date:
        """From when its wording can bind, the date of agreement apart: a service's from the day on which that is
        expected to begin, what is of the whole contract from the first day of the term."""
        return self.content.contract.term.start if service is None else self.expected_start(service)

    def reports_from(self, service: int | None, of: Iterable[int] = ()) -> date:
        """The first day of the first period on which an account is given: of the whole contract the day on which the
        first of its services begins, or of those that the account is `of`, where all have later days of their own."""
        first = self.start_of(service)
        every = tuple(of) or range(len(self.content.services))
        begin = [self.start_of(index) for index in every] if service is None else []
        return max(first, min(begin, default=first))

    def ends(self, service: int | None) -> date:
        """The last day of the service, or of the term."""
        period = self.content.services[service].period if service is not None else None
        return period.end if period else self.content.contract.term.end

    @property
    def expected(self) -> Contract:
        """The contract as it stood before anybody recorded when services began."""
        services = tuple(replace(each, began_on=None) for each in self.content.services)
        whole = replace(self.content.contract, began_on=None)
        return replace(self, content=replace(self.content, contract=whole, services=services))

    @property
    def began(self) -> bool:
        """Whether it is recorded when services began, of the contract or of one of them."""
        of_services = (service.began_on for service in self.content.services)
        return any(day is not None for day in (self.content.contract.began_on, *of_services))

    @property
    def co_ordinating(self) -> Commissioner:
        """The co-ordinating Commissioner. The reader has made sure that there is one, except of the sound part of a
        faulty contract."""
        return next(
            (party for party in self.content.commissioners if party.role == "co-ordinating"),
            self.content.commissioners[0],
        )

    @property
    def named_commissioners(self) -> tuple[str, ...]:
        """The names of those whose option to extend it is; in a grant agreement also what they are called there."""
        called = ("Funder", "Grantor") if self.content.contract.form == "grant" else ()
        return (*(party.name for party in self.content.commissioners), *called)

    def service_number(self, index: int) -> str:
        """The service's number: its own, else its position as two digits."""
        return self.content.services[index].number or f"{index + 1:02d}"

    def place(self, *path: str | int) -> Location:
        """Where the value at `path` stands; the nearest place above it when it was left out."""
        while (found := self.places.get(path)) is None and path:
            path = path[:-1]
        return found or Location(self.file)

    def to_fill_in(self, *path: str | int) -> str:
        """How to give the value at `path` in a register, whose user has columns before them; "" for a contract file."""
        return f"fill in the column “{heading_of(path)}”, or give the value in a base file" if self.cells else ""

    def supplied_by_base(self, *path: str | int) -> bool:
        """Whether the value at `path` stands in the base file of a register and not in the contract's own rows."""
        return self.place(*path).file != self.file

    def excerpt(self, place: Location) -> str:
        """The line of the file that `place` names, or what the cell holds."""
        if place.sheet is not None:
            return " ".join(self.cells.get(place, "").split())[:200]
        return excerpt_at(self.lines, (place.line or 0) - 1)
