"""A contract as a portfolio counts it: what its services hold, its dated steps, and the figures that it states.

It is made of the contract file and the clauses that it chooses, never of prose: a step is a dated item of Schedule 2M,
6D or 8, a figure a value that a chosen clause prints. What cannot be read as a number is kept in its words and added to
nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.choices import said_of_all
from specgen.assembly.document_type import DocumentType
from specgen.assembly.pack import Pack
from specgen.assembly.trajectories import is_of_all
from specgen.contract.quantities import Situations, TrajectoryFigures, read_number, read_share, read_trajectory
from specgen.problems import Location
from specgen.progress.actions import PlannedFigure, ProgressYardstick
from specgen.wording.wording import placeholder_names

STEP_PLACES: Final[Mapping[str, str]] = {"development": "date", "improvement": "timescale", "system": "date"}
"""Place → the field that says by when."""
_SITUATIONS: Final = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")


class CountedService(Struct, frozen=True):
    """A service: what it is called, its first and last day, the clauses chosen for it, whether legal rights apply
    (None: not answered)."""

    number: str
    name: str
    first: date
    last: date
    clauses: frozenset[str]
    rights: bool | None
    rights_reason: str
    groups: tuple[str, ...]


class DatedStep(Struct, frozen=True):
    """An item of Schedule 2M, 6D or 8 that leads to a key action. `day` is None where the contract's words give none
    that a calendar has; they are in `said`."""

    action: int
    schedule: str
    title: str
    clause_id: str
    by: str
    day: date | None
    said: str


class StatedFigure(Struct, frozen=True):
    """A figure as one service or contract states it, for all Commissioners (`party` "") or for one alone.

    `amounts` are the numbers that it says, by Contract Year ("" for none), or the situations that it names; without
    any, `words` are what stands there instead of a number. `once` says that several services, or choices of one clause,
    state a number that is written in one place."""

    figure: str
    service: str
    party: str
    amounts: tuple[tuple[str, Decimal], ...]
    words: str
    once: bool = False


class CountedContract(Struct, frozen=True):
    """One contract of a portfolio. `not_applicable` is place → why its schedule does not apply; `days` are the values
    for which a day is known, service by service; `sha256` is that of its file, as the record of what was issued names
    it."""

    reference: str
    title: str
    provider: str
    form: str
    status: str
    day: date
    start: date
    end: date
    file: str
    sha256: str
    services: tuple[CountedService, ...]
    clauses: frozenset[str]
    key_actions: frozenset[str]
    not_applicable: Mapping[str, str]
    days: frozenset[tuple[str, int | None]]
    steps: tuple[DatedStep, ...]
    figures: tuple[StatedFigure, ...]

    @property
    def grant(self) -> bool:
        """Whether it is a grant agreement, which is counted apart."""
        return self.form == "grant"

    def service_named(self, index: int) -> str:
        """`NBB-2026-003, 02 Continuing healthcare at home`."""
        service = self.services[index]
        return f"{self.reference}, {service.number} {service.name}"


def counted(pack: Pack, yardstick: ProgressYardstick, types: tuple[DocumentType, ...]) -> CountedContract:
    """The contract of a pack."""
    contract = pack.contract
    content = contract.content
    services = tuple(
        CountedService(
            contract.service_number(index),
            service.name,
            contract.start_of(index),
            contract.ends(index),
            frozenset(clause.id for clause in pack.chosen if clause.service == index),
            service.legal_rights_to_choice.applies if service.legal_rights_to_choice is not None else None,
            (service.legal_rights_to_choice.not_applicable or "") if service.legal_rights_to_choice else "",
            service.cohort_includes,
        )
        for index, service in enumerate(content.services)
    )
    return CountedContract(
        contract.reference,
        content.contract.title,
        content.provider.name,
        content.contract.form,
        content.contract.status,
        contract.day,
        content.contract.term.start,
        content.contract.term.end,
        contract.file,
        contract.sha256,
        services,
        frozenset(clause.id for clause in pack.chosen if clause.service is None),
        frozenset(
            clause.fields["key_action"]
            for clause in pack.chosen
            if clause.place == "development" and "key_action" in clause.fields
        ),
        _not_applicable(pack, types),
        frozenset((name, clause.service) for clause in pack.chosen for name, day in clause.days.items() if day),
        tuple(_steps(pack, yardstick)),
        tuple(_stated(pack, yardstick)),
    )


def _not_applicable(pack: Pack, types: tuple[DocumentType, ...]) -> dict[str, str]:
    """Places whose schedule the contract declares not applicable, or its form does not have."""
    found: dict[str, str] = {}
    for place in (*STEP_PLACES, "reporting"):
        choices = getattr(pack.contract.content, place)
        if choices.not_applicable:
            found[place] = choices.not_applicable
            continue
        kinds = [kind for kind in types if place in kind.prints and kind.schedule]
        absent = [kind.schedule for kind in kinds if kind.schedule not in pack.edition.schedules]
        if kinds and len(absent) == len(kinds):
            found[place] = pack.edition.absent.get(absent[0]) or f"the {pack.edition.form} form has no such schedule"
    return found


def _steps(pack: Pack, yardstick: ProgressYardstick) -> Iterator[DatedStep]:
    letters = {
        place: document.schedule.letter
        for document in pack.documents
        if document.schedule is not None
        for place in document.type.prints
    }
    for clause in pack.chosen:
        field = STEP_PLACES.get(clause.place)
        if field is None or field not in clause.fields:
            continue
        written = clause.fields.get("key_action", "")
        action = int(written) if written.isdecimal() else yardstick.action_of_step(clause.id)
        if action is None:
            continue
        named = [name for name in placeholder_names(clause.version.fields[field]) if clause.days.get(name)]
        day = clause.days[named[0]] if len(named) == 1 else None
        yield DatedStep(
            action,
            letters.get(clause.place, ""),
            clause.version.title,
            clause.id,
            clause.fields.get("by", "") or clause.fields.get("owner", ""),
            day,
            clause.fields[field],
        )


def _stated(pack: Pack, yardstick: ProgressYardstick) -> Iterator[StatedFigure]:
    """Every figure of the yardstick that a clause of the contract prints: once for each service, and for each group of
    a plan that the contract chooses several times."""
    contract = pack.contract
    by_id = yardstick.figures
    by_value = {figure.value: figure for figure in by_id.values()}
    first: dict[tuple[str, int | None], str] = {}
    found: list[tuple[Location, StatedFigure]] = []
    for clause in pack.chosen:
        for name in clause.version.names:
            figure = by_value.get(name)
            if figure is None or name in clause.gaps:
                continue
            if first.setdefault((figure.id, clause.service), clause.id) != clause.id:
                continue  # another clause prints the same figure
            service = "" if clause.service is None else contract.service_number(clause.service)
            printed = clause.printed.get(name)
            whole = said_of_all(contract, clause.path, clause.service, name, printed)
            where = clause.origins.get(name, contract.place(*clause.path))
            parties = contract.content.commissioners
            if whole is not None:
                stated = _figure(figure, service, "", whole)
                unsaid = figure.form in ("number", "by-year") and isinstance(printed, str)
                if unsaid and not is_of_all(str(printed), [party.name for party in parties]):
                    stated = replace(stated, amounts=(), words=str(printed))  # nobody can tell what it comes to
                found.append((where, stated))
            for party in parties if len(parties) > 1 else ():
                if name in party.values:
                    found.append((where, _figure(figure, service, party.name, party.values[name])))
    written = Counter((where, stated.figure, stated.party) for where, stated in found)
    for where, stated in found:
        added = by_id[stated.figure].form in ("number", "by-year") and bool(stated.amounts)
        yield replace(stated, once=added and written[where, stated.figure, stated.party] > 1)


def _figure(figure: PlannedFigure, service: str, party: str, given: object) -> StatedFigure:
    words = "; ".join(given) if isinstance(given, tuple) else str(given)
    if figure.form == "situations":
        amounts = situations_in(given) if isinstance(given, Situations) else ()
    elif figure.form == "by-year":
        amounts = by_year(read_trajectory(words))
    else:
        read = read_share(words) if figure.form == "share" else read_number(words)
        amounts = (("", read),) if read is not None else by_year(read_trajectory(words))
    return StatedFigure(figure.id, service, party, amounts, "" if amounts else words)


def situations_in(given: Situations) -> tuple[tuple[str, Decimal], ...]:
    """The numbers of Appendix 1 that a choice of situations names, one by one: 13-26 are fourteen. The procedures of
    the evidence based intervention programme have numbers of their own and are none of the thirty."""
    found: set[int] = set()
    for entry in given:
        if (numbers := _SITUATIONS.fullmatch(entry)) is not None:
            first, last = int(numbers[1]), int(numbers[2] or numbers[1])
            found |= set(range(first, last + 1))
    return tuple(("", Decimal(number)) for number in sorted(found))


def by_year(found: TrajectoryFigures | str) -> tuple[tuple[str, Decimal], ...]:
    """The numbers of a trajectory, each with its Contract Year; none of one by Quarter, whose numbers are no year's."""
    if isinstance(found, str) or found.figures[0][0].quarter:
        return ()
    return tuple((str(period), amount) for period, amount in found.figures)
