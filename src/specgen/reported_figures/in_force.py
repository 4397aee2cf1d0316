"""Each figure held to what the contract said in its period: the variations of a contract, laid over its rows by their
days.

A variation changes a threshold from its day on (NHS Standard Contract, General Condition 13): a period that ended
before is held to what stood before, one that ends later to what stands since, and one in which it changed to neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from msgspec.structs import replace

from specgen.contract.dates import long_date, parse_day
from specgen.issue.issued import IssuedPack, dated
from specgen.problems import Location, Problem
from specgen.reported_figures.asked import AskedPack, AskedRow

Asks = Callable[[IssuedPack], AskedPack | None]
"""What a pack asks for (`asked_of`)."""
_RowKey = tuple[str, str, str, str, date]
_REPORTS: Final = "reporting-requirements"
_UNKNOWN: Final = "what the contract said before is not in the folder of what was issued, nor beside it"


class ContractState(NamedTuple):
    """What the contract says from a day on. `rows` is None where the pack that says it is not there; `speaks_of` are
    the services whose measures it holds, with "" for the reports, and of all else what was said before stands."""

    since: date
    rows: Mapping[_RowKey, AskedRow] | None
    speaks_of: frozenset[str] = frozenset()


def in_force(
    asked: AskedPack, pack: IssuedPack, others: Iterable[IssuedPack], asks: Asks
) -> tuple[AskedPack, list[Problem]]:
    """The rows of a contract, each held to what was agreed for its period, and a warning where that is not known.
    `others` are the packs that lie about: of them count the contract's variations that are no drafts, and what each was
    compared with."""
    packs = tuple(others)
    states = _states(pack, packs, asks)
    if len(states) < 2:
        return asked, list(_of_a_later_day(asked, pack, packs, asks))
    rows = tuple(_held_to(row, states) for row in asked.rows)
    told = [_before_is_not_there(asked, states[1].since)] if any(_UNKNOWN in row.note for row in rows) else []
    return replace(asked, rows=rows, by_id={row.id: row for row in rows}), told


def _of_a_later_day(
    asked: AskedPack, pack: IssuedPack, others: tuple[IssuedPack, ...], asks: Asks
) -> Iterator[Problem]:
    """That a pack may carry in a variation of which nothing lies about: it is of a day after periods that have ended,
    and no pack from the beginning of the term asks for the same."""
    made, began = parse_day(dated(pack.record)), parse_day(str((pack.record.facts or {}).get("contract.term.start")))
    if made is None or began is None or made <= began:
        return
    early = [row for row in asked.rows if row.last < made and row.bound is not None]
    for each in others:
        of_contract = each.record.contract.reference == pack.record.contract.reference and not each.record.occasion
        if of_contract and dated(each.record) <= began.isoformat() and (first := asks(each)) is not None:
            then = {_key(row): row.bound for row in first.rows}
            early = [row for row in early if then.get(_key(row)) != row.bound]
    if early:
        yield Problem(
            "varied-before",
            f"{asked.reference} is of {long_date(made)}, after its term began on {long_date(began)}, and no variation "
            "of it lies in the folder or beside it: if it carries one in, figures of periods that ended before are "
            "held to what was agreed later",
            Location(f"{asked.folder}/specgen-record.json"),
            "warning",
            cure="lay the folders of the variation and of the contract as it was first issued beside this one; if the "
            "contract was only signed late, nothing need be done",
        )


def _states(pack: IssuedPack, others: tuple[IssuedPack, ...], asks: Asks) -> tuple[ContractState, ...]:
    """The contract before its first variation and from each on, by their days."""
    record = pack.record
    facts = record.facts or {}
    begins, ends = (str(facts.get(f"contract.term.{name}") or "") for name in ("start", "end"))
    known = {
        each.sha256: each for each in (*others, pack) if each.record.contract.reference == record.contract.reference
    }
    varied = [
        (made, each)
        for each in known.values()
        if (made := each.record.variation) is not None and not each.record.draft and begins < made.effective <= ends
    ]
    states = [ContractState(date.min, None)]
    last = None
    for made, each in sorted(varied, key=lambda found: (found[0].effective, found[0].reference, found[1].sha256)):
        day, since = parse_day(made.effective), made.since
        if day is None:
            continue
        if last == (made.effective, made.reference):  # it lies there twice, and nobody can tell which was agreed
            both = states[-1].speaks_of | _state(day, each, asks).speaks_of
            states[-1] = ContractState(day, None, both)
            continue
        last = made.effective, made.reference
        if since in known and not known[since].record.occasion:
            states[-1] = _state(states[-1].since, known[since], asks)
        states.append(_state(day, each, asks))
    return tuple(states)


def _state(since: date, pack: IssuedPack, asks: Asks) -> ContractState:
    asked = asks(pack)
    rows = {_key(row): row for row in asked.rows} if asked is not None else None
    documents = [each for each in pack.record.documents if not each.left_over and each.clauses]
    reports = {"" for each in pack.record.documents if each.type == _REPORTS}
    return ContractState(since, rows, frozenset(reports.union(each.service for each in documents if each.service)))


def _key(row: AskedRow) -> _RowKey:
    return *row.measure_key, row.last


def _held_to(row: AskedRow, states: tuple[ContractState, ...]) -> AskedRow:
    """The row with what the contract said in its period."""
    now = _said(row, states, row.last)
    for after in states[1:]:
        if row.first < after.since <= row.last:
            other = _said(row, states, row.first)
            if (other.bound, other.whole, other.answers) != (now.bound, now.whole, now.answers):
                said = f"what is owed changes within the period, on {long_date(after.since)}"
                return replace(now, bound=None, whole=None, note=said)
    return now


def _said(row: AskedRow, states: tuple[ContractState, ...], day: date) -> AskedRow:
    """The row as the contract had it on a day."""
    about = "" if row.clause.split("/")[1] == "reporting" else row.service
    speaks = [state for state in states[1:] if about in state.speaks_of]
    if not speaks:
        return row
    state = next((each for each in reversed(speaks) if each.since <= day), states[0])
    found = state.rows.get(_key(row)) if state.rows is not None else None
    if found is not None:
        return replace(
            row, threshold=found.threshold, bound=found.bound, whole=found.whole, answers=found.answers, note=found.note
        )
    if state is not states[0]:
        says = "takes it out" if state.rows is not None else "cannot be read, or lies there in two forms"
        note = f"the variation from {long_date(state.since)} {says}"
    else:
        varied = f"the contract was varied from {long_date(speaks[0].since)}"
        note = f"{varied}, and {_UNKNOWN}" if state.rows is None else f"{varied}, and did not ask for it before"
    return replace(row, bound=None, whole=None, note=note)


def _before_is_not_there(asked: AskedPack, since: date) -> Problem:
    return Problem(
        "varied-before",
        f"{asked.reference} was varied from {long_date(since)}, and {_UNKNOWN}: figures of periods that ended by then "
        "are held to no threshold",
        Location(f"{asked.folder}/specgen-record.json"),
        "warning",
        cure="lay the folder in which the contract was first issued beside this one",
    )
