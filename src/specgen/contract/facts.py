"""Every fact of a contract file as text under a name of its own, and what differs between two sets of them.

The record of what is issued keeps them, so that a later run sees each fact that changed, printed or not. They are read
from the fields where those are declared: a new field is a fact without another word here.
"""

from __future__ import annotations

import hashlib
import re
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.dates import long_date, parse_day
from specgen.contract.fields import ContractFile, part_below, part_of
from specgen.contract.model import ContractPart, Declared, Instrument, Part, part_fields
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.quantities import Situations, pounds
from specgen.contract.services import Choice, Choices, Service

PartyPart = TypeVar("PartyPart", Commissioner, Provider)
FactText = str | tuple[str, ...]
"""A fact as it is kept: a text, or the entries of a list."""

LONGEST: Final = 1000
"""Characters of a text that are kept; of a longer one the beginning and a hash of the whole."""


def facts_of(content: ContractFile) -> dict[str, FactText]:
    """Name → fact, for everything that the contract says. A name has dots as in a register, entries counted from 1."""
    return dict(_of_part(content, ""))


def _of_part(part: ContractPart, before: str) -> Iterator[tuple[str, FactText]]:
    for name, field in part_fields(type(part)).items():
        value, key = getattr(part, name), f"{before}{name}"
        if isinstance(value, Choices):
            yield from _of_choices(value.chosen, key)
            if value.not_applicable is not None:
                yield f"{key}.not_applicable", _kept(value.not_applicable)
        elif isinstance(value, ContractPart):
            yield from _of_part(value, f"{key}.")
        elif part_below(field.annotation) is Choice:
            yield from _of_choices(value, key)
        elif isinstance(value, tuple) and any(isinstance(entry, ContractPart) for entry in value):
            for number, entry in enumerate(value, 1):
                yield from _of_entry(entry, f"{key}.{number}.", number)
        elif isinstance(value, dict):
            for own, given in value.items():
                yield f"{key}.{own}", _kept(given)
        elif value is not None and value != ():
            yield key, _kept(value)


def _of_entry(entry: ContractPart, before: str, number: int) -> Iterator[tuple[str, FactText]]:
    yield from _of_part(entry, before)
    if isinstance(entry, Service) and entry.number is None:
        yield f"{before}number", f"{number:02d}"


def _of_choices(chosen: tuple[Choice, ...], key: str) -> Iterator[tuple[str, FactText]]:
    if chosen:
        yield key, tuple(choice.clause for choice in chosen)
    seen: dict[str, int] = {}
    for choice in chosen:
        count = seen[choice.clause] = seen.get(choice.clause, 0) + 1
        named = choice.clause if count == 1 else f"{choice.clause} ({count})"
        for own, given in choice.values.items():
            yield f"{key}.{named}.values.{own}", _kept(given)


def _kept(value: Any) -> FactText:
    if isinstance(value, Situations):
        return tuple(f"situation {entry}" for entry in value)
    if isinstance(value, tuple):
        return tuple(_text(entry) for entry in value)
    return _text(value)


def _text(value: Any) -> str:
    if type(value) is str and len(value) <= LONGEST:
        return value  # most
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return pounds(value)
    text = str(value)
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} … (SHA-256 {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:12]})"


# What differs.


class FactChange(Struct, frozen=True):
    """A fact that is not what it was. `before` and `after` are as a reader has them, "" for nothing.

    `label` is its heading, `of` the service or party that it belongs to ("" where there is one alone), `instrument` by
    what it is changed. `value` is the placeholder's name where it is a value for clauses, whose question names it."""

    key: str
    label: str
    before: str
    after: str
    instrument: Instrument
    of: str = ""
    value: str = ""

    @property
    def named(self) -> str:
        """What it is called, with the service or party."""
        return f"{self.label} ({self.of})" if self.of else self.label

    def __str__(self) -> str:
        """The change in one line for a reader."""
        named = self.named if self.named.endswith("?") else f"{self.named}:"
        if not self.before:
            return f"{named} now “{self.after}” (before: nothing)"
        if not self.after:
            return f"{named} “{self.before}” is taken out"
        return f"{named} from “{self.before}” to “{self.after}”"


_LISTS: Final[Mapping[str, type[ContractPart]]] = {"commissioners": Commissioner, "services": Service}
_IDENTITY: Final = ("ods_code", "company_number", "charity_number")
"""Numbers that tell one organisation from another."""
OF_THE_CONTRACT: Final = ("role", "values")
"""What stands with a party and is the contract's: it stays when another party comes in."""
START: Final = "contract.term.start"
END: Final = "contract.term.end"
OPTION: Final = "contract.term.extension"


def fact_changes(
    before: Mapping[str, FactText], after: Mapping[str, FactText], question: Callable[[str], str] = str
) -> tuple[FactChange, ...]:
    """What differs between the facts of two days, in the order of the contract file.

    Services and Commissioners are told apart by what they are called, not by where they stand. `question` is a
    placeholder's name → what a clause asks with it.
    """
    old = dict(before)
    found: list[FactChange] = []
    for list_name in _LISTS:
        old, gone = _aligned(old, after, list_name)
        found += gone
    known = {change.key for change in found}
    for key in dict.fromkeys((*after, *old)):
        was, now = old.get(key, ""), after.get(key, "")
        if was == now or any(key.startswith(f"{entry}.") for entry in known):
            continue
        found.append(_change(key, was, now, after, old, question))
    return tuple(sorted(_other_parties(found, old, after), key=lambda change: _order(change.key)))


def _order(key: str) -> tuple[tuple[int, str], ...]:
    """Where the fact stands in a contract file: by the order in which the fields are declared."""
    order: list[tuple[int, str]] = []
    part: type[ContractPart] | None = ContractFile
    for step in key.split("."):
        names = list(part_fields(part)) if part is not None else []
        order.append((names.index(step), "") if step in names else (len(names), step.zfill(4)))
        if part is not None and step in names:
            part = part_below(part_fields(part)[step].annotation)
    return tuple(order)


def _entries(facts: Mapping[str, FactText], list_name: str) -> dict[str, dict[str, FactText]]:
    found: dict[str, dict[str, FactText]] = {}
    for key, value in facts.items():
        head, _, rest = key.partition(".")
        number, _, name = rest.partition(".")
        if head == list_name:
            found.setdefault(number, {})[name] = value
    return found


def _aligned(
    old: dict[str, FactText], new: Mapping[str, FactText], list_name: str
) -> tuple[dict[str, FactText], list[FactChange]]:
    """The old facts with the entries of the list under the numbers that they have now, and the entries that are new or
    gone."""
    was, now = _entries(old, list_name), _entries(new, list_name)
    pairs = _pairs(was, now, ("number", "name") if list_name == "services" else ("ods_code", "name"))
    renamed = {key: value for key, value in old.items() if key.partition(".")[0] != list_name}
    gone: list[FactChange] = []
    for number, entry in was.items():
        if number in pairs:
            renamed.update({f"{list_name}.{pairs[number]}.{name}": value for name, value in entry.items()})
        else:
            gone.append(_whole(list_name, f"{list_name}.was {number}", entry, taken_out=True))
    taken = set(pairs.values())
    gone += [
        _whole(list_name, f"{list_name}.{number}", entry, taken_out=False)
        for number, entry in now.items()
        if number not in taken
    ]
    return renamed, gone


def _pairs(
    was: Mapping[str, Mapping[str, FactText]], now: Mapping[str, Mapping[str, FactText]], names: tuple[str, str]
) -> dict[str, str]:
    """Number then → number now, of entries that are the same: by both names, by either, else the only one left,
    or the one that co-ordinates the others."""
    pairs: dict[str, str] = {}

    def left(entries: Mapping[str, Any], taken: Iterator[str] | set[str]) -> list[str]:
        return [number for number in entries if number not in taken]

    for wanted in (names, names[1:], names[:1]):
        for number in left(was, set(pairs)):
            mine = [_folded(was[number].get(name, "")) for name in wanted]
            same = [
                other
                for other in left(now, set(pairs.values()))
                if all(mine) and [_folded(now[other].get(name, "")) for name in wanted] == mine
            ]
            if same:
                pairs[number] = same[0]
    old, new = left(was, set(pairs)), left(now, set(pairs.values()))
    leads = [
        [number for number in numbers if entries[number].get("role") == "co-ordinating"]
        for numbers, entries in ((old, was), (new, now))
    ]
    if len(old) == len(new) == 1:
        pairs[old[0]] = new[0]
    elif all(len(numbers) == 1 for numbers in leads):
        pairs[leads[0][0]] = leads[1][0]
    return pairs


def _folded(text: FactText) -> str:
    return " ".join(str(text).casefold().split())


def _whole(list_name: str, key: str, entry: Mapping[str, FactText], *, taken_out: bool) -> FactChange:
    """A service or a Commissioner that is new or gone."""
    code = entry.get("ods_code", "")
    called = " ".join(
        str(part)
        for part in ((entry.get("number", ""), entry.get("name", "")) if list_name == "services" else (entry["name"],))
    ).strip()
    if code:
        called = f"{called} (ODS code {code})"
    label = part_fields(_LISTS[list_name])["name"].declared.heading
    return FactChange(key, label, called if taken_out else "", "" if taken_out else called, "variation")


def _change(
    key: str,
    was: FactText,
    now: FactText,
    after: Mapping[str, FactText],
    before: Mapping[str, FactText],
    question: Callable[[str], str],
) -> FactChange:
    told, above, value = _told(key)
    label = question(value) if value else told.heading.format(above) or above or key
    return FactChange(
        key, label, shown(was), shown(now), told.instrument, _entry_of(key, after) or _entry_of(key, before), value
    )


def shown(fact: FactText) -> str:
    """A fact as a reader has it: the days of a contract in words, the entries of a list one after another."""
    if isinstance(fact, str):
        day = parse_day(fact) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", fact) else None
        return long_date(day) if day is not None else fact
    return "; ".join(map(shown, fact))


def _entry_of(key: str, facts: Mapping[str, FactText]) -> str:
    """The service or Commissioner that a fact belongs to, where there are several."""
    list_name, _, rest = key.partition(".")
    number = rest.partition(".")[0]
    if list_name not in _LISTS:
        return ""
    entries = _entries(facts, list_name)
    if len(entries) < 2 or number not in entries:
        return ""
    names = ("number", "name") if list_name == "services" else ("name",)
    called = " ".join(str(entries[number].get(name, "")) for name in names)
    return f"service {called}" if list_name == "services" else called


def _told(key: str) -> tuple[Declared, str, str]:
    """What is told of the field that a fact's name means, the heading above it, and the placeholder's name for a value
    of clauses."""
    part: type[ContractPart] | None = ContractFile
    told, above, rest = Declared("", "", ""), "", key
    while part is not None and rest:
        name, _, rest = rest.partition(".")
        field = part_fields(part).get(name)
        if field is None:
            return told, above, ""
        told = field.declared if field.declared.meaning else told
        if name in ("values", "whole_specification"):
            if name == "whole_specification":
                named = "Insert beside the whole specification" if rest == "insert" else f"Whole specification, {rest}"
                return replace(told, heading=named), above, ""
            return told, above, rest
        part = part_below(field.annotation)
        if part is Choice or part is Choices:
            if rest == "not_applicable":
                return part_fields(Choices)["not_applicable"].declared, told.heading, ""
            of_choice = re.fullmatch(r".+\.values\.(.+)", rest)
            return told, above, of_choice[1] if of_choice is not None else ""
        if part is not None and typing.get_origin(field.annotation) is tuple:
            rest = rest.partition(".")[2]
        above = told.heading or above
    return told, above, ""


def _other_parties(
    found: list[FactChange], before: Mapping[str, FactText], after: Mapping[str, FactText]
) -> Iterator[FactChange]:
    """The changes, where a party that is another organisation is one change, by what another party comes in: a
    Commissioner by succession, a Provider by novation; and so is what differs by its name alone. A party with another
    name alone is the same one. What a Commissioner has agreed comes by neither: it stays as it was where nobody varies
    it."""
    others: dict[str, FactChange] = {}
    names: dict[str, tuple[str, str]] = {}
    for change in found:
        head, _, name = change.key.rpartition(".")
        if name != "name" or not (head == "provider" or head.startswith("commissioners.")):
            continue
        if not (change.before and change.after) or _folded(change.before) == _folded(change.after):
            continue
        codes = [(before.get(f"{head}.{code}", ""), after.get(f"{head}.{code}", "")) for code in _IDENTITY]
        if not any(was and was == now for was, now in codes):
            kind = Provider if head == "provider" else Commissioner
            names[head] = (change.before, change.after)
            others[head] = replace(
                change,
                label=part_fields(kind)["name"].declared.heading,
                before=_party(head, change.before, before),
                after=_party(head, change.after, after),
                instrument="novation" if head == "provider" else "succession",
                of="",
            )
    for change in found:
        head = "provider" if change.key.startswith("provider.") else ".".join(change.key.split(".")[:2])
        other, own = others.get(head), change.key.removeprefix(f"{head}.").partition(".")[0]
        if other is not None and own not in OF_THE_CONTRACT:
            if change.key == other.key:
                yield other
            elif own not in ("ods_code", "no_ods_code"):
                keeps = change.instrument == "internal" or (own in AGREEMENTS and head != "provider")
                yield change if keeps else replace(change, instrument=other.instrument)
            continue
        named = (each for each, (was, now) in names.items() if now and _by_name_alone(change, was, now))
        if change.instrument == "variation" and (party := next(named, None)) is not None:
            change = replace(change, instrument=others[party].instrument)
        yield change


AGREEMENTS: Final = ("section_75", "delegation")
"""What a Commissioner has agreed for itself, of what stands with it as a party."""


def _by_name_alone(change: FactChange, was: str, now: str) -> bool:
    return now in change.after and change.after.replace(now, was) == change.before


def _party(head: str, name: str, facts: Mapping[str, FactText]) -> str:
    code = facts.get(f"{head}.ods_code", "")
    return f"{name} (ODS code {code})" if code else name


# What is changed by another instrument than an agreement, put back.


def until_then(content: ContractFile, before: Mapping[str, FactText], apart: Iterable[FactChange]) -> ContractFile:
    """The contract as it stands until the changes `apart` have their effect: with the party that was in the place of
    another, wherever its name stands, and the last day that was. `before` are the facts that were issued."""
    commissioners, provider, whole = list(content.commissioners), content.provider, content.contract
    names: dict[str, str] = {}
    for change in apart:
        head, _, name = change.key.rpartition(".")
        if change.key == END and (end := parse_day(change.before)) is not None:
            whole = replace(whole, term=replace(whole.term, end=end))
        elif name == "name" and head == "provider" and change.instrument == "novation":
            provider = _party_again(provider, _under(before, head))
            names[content.provider.name] = provider.name
        elif name == "name" and change.instrument == "succession":
            number = int(head.rpartition(".")[2]) - 1
            stood = (entry for entry in _entries(before, "commissioners").values() if _party_of(entry) == change.before)
            commissioners[number] = _party_again(commissioners[number], next(stood))
            names[content.commissioners[number].name] = commissioners[number].name
    found = replace(content, contract=whole, commissioners=tuple(commissioners), provider=provider)
    texts = {text for fact in before.values() for text in (fact if isinstance(fact, tuple) else (fact,))}

    def named_again(text: str) -> str:
        for now, was in names.items():
            if now in text and text.replace(now, was) in texts:
                return text.replace(now, was)
        return text

    return _with_texts(found, named_again) if names else found


def parties_taken_out(before: Mapping[str, FactText], changes: Iterable[FactChange]) -> tuple[Commissioner, ...]:
    """The Commissioners that were issued and that the changes take out."""
    gone = (re.fullmatch(r"commissioners\.was (\d+)", change.key) for change in changes)
    entries = _entries(before, "commissioners")
    return tuple(_part_again(Commissioner, entries[found[1]]) for found in gone if found is not None)


def _under(facts: Mapping[str, FactText], name: str) -> dict[str, FactText]:
    return {key.removeprefix(f"{name}."): fact for key, fact in facts.items() if key.startswith(f"{name}.")}


def _party_of(entry: Mapping[str, FactText]) -> str:
    return _party("", str(entry.get("name", "")), {".ods_code": entry.get("ods_code", "")})


def _party_again(party: PartyPart, entry: Mapping[str, FactText]) -> PartyPart:
    own = {name: getattr(party, name) for name in OF_THE_CONTRACT if hasattr(party, name)}
    return replace(_part_again(type(party), entry), **own)


def _part_again(part: type[Part], entry: Mapping[str, FactText]) -> Part:
    """The part whose facts are these."""
    given: dict[str, Any] = {}
    for name, field in part_fields(part).items():
        inner = part_of(field.annotation)
        if name in entry:
            given[name] = entry[name]
        elif inner is not None and (below := _under(entry, name)):
            given[name] = _part_again(inner, below)
    return part(**given)


def _with_texts(value: Any, changed: Callable[[str], str]) -> Any:
    """The value with each of its texts as `changed` has it."""
    if isinstance(value, str):
        return changed(value)
    if type(value) in (tuple, list):
        return type(value)(_with_texts(each, changed) for each in value)
    if type(value) is dict:
        return {name: _with_texts(each, changed) for name, each in value.items()}
    if isinstance(value, Struct):
        return replace(value, **{name: _with_texts(getattr(value, name), changed) for name in value.__struct_fields__})
    return value
