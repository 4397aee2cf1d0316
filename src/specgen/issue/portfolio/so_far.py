"""What became of a contract so far, by the packs that lie there and not by its file: how far its option to extend was
used, and which facts the parties agreed, from which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from specgen.contract.contract import Contract
from specgen.contract.dates import long_date, parse_day
from specgen.contract.extension.model import OptionToExtend, UseOfOption
from specgen.contract.extension.option import last_possible_day, option_of
from specgen.contract.facts import END, OPTION, START, FactChange, FactText, fact_changes, facts_of, shown
from specgen.contract.particulars import is_signed_late
from specgen.issue.issued import IssuedPack, IssuedPlaces, dated, other_packs, pack_of, what_it_is
from specgen.issue.portfolio.agreed import made_until
from specgen.problems import Problem, a_few


class SoFar(Struct, frozen=True):
    """The pack that was issued for a contract, and the other packs of it that lie below and beside its folder."""

    issued: IssuedPack
    others: tuple[IssuedPack, ...]

    @property
    def packs(self) -> tuple[IssuedPack, ...]:
        return (self.issued, *self.others)


def so_far(
    contract: Contract, since: Path, places: IssuedPlaces, until: date | None = None
) -> tuple[SoFar | None, list[Problem]]:
    """What lies there of the contract, found as a variation finds it, and what of that is not in its file on the day;
    or why that cannot be told."""
    issued, problems = pack_of(contract, since, places)
    if issued is None:
        return None, problems
    found = SoFar(issued, tuple(other_packs(issued, since, None, places)))
    problems += (*_not_as_in_packs(contract, found, until or contract.day), *_used_up(contract, found))
    return found, problems


class Extended(Struct, frozen=True):
    """That a term was extended under its option: from which day, by which pack that is known, to which day, and how
    many times."""

    first: date
    pack: str
    to: date
    times: int

    def __str__(self) -> str:
        return (
            f"the term was extended under the option from {long_date(self.first)} (“{self.pack}”) to "
            f"{long_date(self.to)} before"
        )

    def forbids(self, option: OptionToExtend, new: date) -> str | None:
        """Why the option does not give the day `new` any more; None where it does."""
        if option.period is not None:
            return f"it is used {option.times} times" if self.times >= option.times else None
        return "it is used once" if option.once else option.unlike(self.first, new)

    def spent(self, option: OptionToExtend, last: date) -> bool:
        """Whether the option gives no later day any more; `last` is the one to which its words go at the most."""
        return option.once or last <= self.to or (option.period is not None and self.times >= option.times)


def extended_so_far(words: str, end: date, found: SoFar) -> Extended | None:
    """How the option with these words brought the term to `end`, by the record of the pack or by another pack of the
    contract that has the option and an earlier last day."""
    days = [(_day(pack, END), pack.name) for pack in _with_option(words, found.packs, found)]
    days.append((parse_day(found.issued.record.extended_from or ""), found.issued.name))
    earlier = [(day, name) for day, name in days if day is not None and day < end]
    if not earlier:
        return None
    first, name = min(earlier, key=lambda each: each[0])
    return Extended(first, name, end, len({day for day, _ in earlier}))


def extension_not_seen(words: str, found: SoFar, reasons: Iterable[str]) -> str | None:
    """That nobody can see whether the option was used: the pack is of a day after the term began, as one that carries
    in a change, and no pack from the beginning of the term lies beside it. The `reasons` that the contract file has
    now, or had then, may say that it was only signed late."""
    began = str(_facts(found.issued).get(START, ""))
    of_pack, start = parse_day(dated(found.issued.record)), parse_day(began)
    others = _with_option(words, found.others, found)
    if of_pack is None or start is None or of_pack <= start or any(dated(pack.record) <= began for pack in others):
        return None
    if is_signed_late((*reasons, *_facts(found.issued).get("contract.reasons", ())), of_pack):
        return None
    return (
        f"“{found.issued.name}” is of {long_date(of_pack)}, after the term began on {long_date(start)}, and no pack of "
        "the contract from before lies beside it: whether the option was used already cannot be seen"
    )


def _with_option(words: str, packs: Iterable[IssuedPack], found: SoFar) -> list[IssuedPack]:
    """The whole packs of this term that have the option in these words."""
    began = str(_facts(found.issued).get(START, ""))
    of_term = (pack for pack in packs if not pack.record.occasion and str(_facts(pack).get(END, "")) >= began)
    return [pack for pack in of_term if _facts(pack).get(OPTION) == words]


def _facts(pack: IssuedPack) -> Mapping[str, FactText]:
    return pack.record.facts or {}


def _day(pack: IssuedPack, fact: str) -> date | None:
    return parse_day(str(_facts(pack).get(fact, "")))


def use_of_option(contract: Contract, found: SoFar) -> UseOfOption | None:
    """What the packs say of the use of the contract's option to extend; None where it has none."""
    end, words = contract.content.contract.term.end, contract.content.contract.term.extension or ""
    option = option_of(words, contract.named_commissioners, end)
    if not words or option.absent:
        return None
    kept = str(facts_of(contract.content).get(OPTION, ""))
    longer = [(day, pack.name) for pack in found.packs if (day := _day(pack, END)) is not None and day > end]
    if longer:
        day, name = max(longer)
        return UseOfOption(True, f"not worked out, as “{name}” has {long_date(day)} as the last day of the term")
    used = extended_so_far(kept, end, found)
    if used is not None and used.spent(option, last_possible_day(used.first, words)):
        return UseOfOption(True, f"used up: {used}")
    if used is not None:
        return UseOfOption(False, f"{used}, which is to be taken off what the option allows")
    if not _with_option(kept, found.packs, found):
        said = "no pack that was issued has the option in these words, so whether it was used cannot be seen"
        return UseOfOption(False, said)
    unseen = extension_not_seen(kept, found, contract.content.contract.reasons)
    return UseOfOption(False, unseen or "not used so far, by the packs that were issued")


def _used_up(contract: Contract, found: SoFar) -> Iterator[Problem]:
    """That the option which the contract file gives can be used no more."""
    use = use_of_option(contract, found)
    if use is not None and use.spent:
        where = contract.place("contract", "term", "extension")
        cure = "nothing need be done where the words are kept as they were agreed; no further notice rests on them"
        yield contract.problem("option-used-up", f"the option to extend is {use.said}", where, "note", cure=cure)


def _not_as_in_packs(contract: Contract, found: SoFar, until: date) -> Iterator[Problem]:
    """That the last pack of the contract until a day, or one of a later day, has other facts than its file: what is
    counted from the file is then of another state than what the parties agreed."""
    now, begins = facts_of(contract.content), contract.content.contract.term.start.isoformat()
    known = [(of_day, pack) for of_day, _, pack in made_until(found.packs, begins, date.max.isoformat())]
    last = max((of_day for of_day, _ in known if of_day <= until.isoformat()), default=None)
    coming = max((of_day for of_day, _ in known if of_day > until.isoformat()), default=None)
    for day in filter(None, (last, coming)):
        packs = [pack for of_day, pack in known if of_day == day and pack.record.facts is not None]
        told = [(pack, changes) for pack in packs if (changes := _between_parties(_facts(pack), now))]
        if told and len(told) == len(packs):
            yield _other_facts(contract, *told[-1], day)


def _between_parties(before: Mapping[str, FactText], now: Mapping[str, FactText]) -> tuple[FactChange, ...]:
    return tuple(each for each in fact_changes(before, now) if each.instrument != "internal")


def _other_facts(contract: Contract, pack: IssuedPack, changes: Sequence[FactChange], day: str) -> Problem:
    each = [
        f"{change.named} “{change.before or 'nothing'}” there, and “{change.after or 'nothing'}” in this file"
        for change in changes
    ]
    held = f"{what_it_is(pack.record)}{', marked DRAFT' * bool(pack.record.draft)}, from {shown(day)}"
    count = "another fact" if len(each) == 1 else f"{len(each)} other facts"
    return contract.problem(
        "other-facts-in-pack",
        f"“{pack.name}” holds {held}, with {count} than this file: {a_few(each, MOST_FACTS)}",
        contract.place("contract"),
        "warning",
        cure="see which of the two holds: carry what was agreed into the file; where that was never agreed, add the "
        "word “withdrawn” to the name of its folder; a change that is still to be agreed needs nothing",
    )


MOST_FACTS = 4
