"""What a contract file says otherwise than when the contract was issued, besides what the revised schedules tell; and
by what instrument each such fact is changed.

The agreement of a variation may say that everything else continues unchanged only because every fact is gone through
here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.ledger.days import ReckonedDay, bank_holidays, latest_notice, where_not_operational
from specgen.assembly.pack import Pack
from specgen.assembly.page import Values
from specgen.assembly.values import Value, convert
from specgen.contract.base import same
from specgen.contract.columns import SCHEDULES
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date, parse_day
from specgen.contract.extension.model import OptionToExtend
from specgen.contract.extension.option import option_of
from specgen.contract.facts import END, OPTION, FactChange, FactText, fact_changes, facts_of, until_then
from specgen.contract.model import Instrument
from specgen.contract.particulars import signed_late
from specgen.issue.comparison import ClauseChange, heading_of, question_alone
from specgen.issue.issued import IssuedPack, dated
from specgen.issue.occasions.occasion import VariationTerms, particulars_of
from specgen.issue.occasions.revised import Revised
from specgen.issue.portfolio.so_far import SoFar, extended_so_far, extension_not_seen
from specgen.library.model import Library
from specgen.problems import Problem

INSTRUMENTS: Final[Mapping[Instrument, str]] = {
    "variation": "by this variation",
    "correction": "corrected by this variation",
    "extension": "by notice under the option to extend",
    "succession": "by a successor notice",
    "novation": "by a novation",
    "internal": "recorded; no document",
    "none": "by no instrument",
}
"""How a fact is changed, for a reader."""
NOTICE: Final = "contract.in_year_notice"


class Extension(Struct, frozen=True):
    """A term that is extended under the contract's option: its words, the day on which it ended and ends now, and the
    latest day for the notice, with the working day before it where it is none; "" where the words do not tell it."""

    words: str
    before: date
    after: date
    latest: str


class FactsVaried(Struct, frozen=True):
    """The facts of a contract that changed.

    `agreed` are changed by the agreement, corrections among them; `apart` by an instrument of their own; `recorded` are
    the organisation's own affair; `told` are values and clauses that are told with the revised schedules.
    `known` is False where the record of what was issued keeps no facts and another file was read."""

    agreed: tuple[FactChange, ...] = ()
    apart: tuple[FactChange, ...] = ()
    recorded: tuple[FactChange, ...] = ()
    told: tuple[FactChange, ...] = ()
    refused: tuple[FactChange, ...] = ()
    extension: Extension | None = None
    known: bool = True

    @property
    def listed(self) -> tuple[FactChange, ...]:
        """Those that the schedules do not tell."""
        return (*self.agreed, *self.apart, *self.recorded)


NO_FACTS: Final = FactsVaried()


def facts_varied(
    given: Contract,
    kept: Contract,
    varied: Contract,
    pack: Pack,
    issued: IssuedPack,
    others: Iterable[IssuedPack],
    revised: Iterable[Revised],
    terms: VariationTerms,
) -> tuple[FactsVaried, list[Problem]]:
    """What differs from the facts of what was issued, each with its instrument, and what is to be known of it.

    `given` is the contract as its file has it, `kept` as `as_it_stands` has it, `varied` with the particulars of the
    variation; `others` are further packs of the contract that were found.
    """
    before = issued.record.facts
    if before is None:
        same = issued.record.inputs.contract.sha256 == given.sha256
        return FactsVaried(known=same), [] if same else [_not_recorded(given, issued)]
    documents = tuple(revised)
    changes = _changes_of(given, kept, before, asked_in(pack))
    extension, problems = _extension(changes, issued, varied, terms, pack.library, others)
    groups: dict[str, list[FactChange]] = {}
    signed = _by_notice(changes, terms.succeeded)
    for change in changes:
        if _prints_the_same(change, pack):
            continue
        found = _with_instrument(change, documents, extension is not None, signed)
        under = _GROUPS.get(found.instrument, "agreed")
        if under == "agreed" and _is_told(found, documents, pack.library):
            under = "told"
        groups.setdefault(under, []).append(found)
    agreed, apart, recorded, told, refused = (
        tuple(groups.get(name, ())) for name in ("agreed", "apart", "recorded", "told", "refused")
    )
    facts = FactsVaried(agreed, apart, recorded, told, refused, extension)
    problems += [_no_instrument(given, change) for change in facts.refused]
    coming = (each for each in facts.apart if _is_of_a_party(each) and each.after and each.key not in signed)
    problems += [_apart(given, change) for change in coming]
    return facts, problems


def as_it_stands(contract: Contract, issued: IssuedPack | None, terms: VariationTerms) -> Contract:
    """The contract as the agreement finds and leaves it: where another party comes in by an instrument of its own that
    nobody says was signed, with the one that was issued, which signs."""
    before = issued.record.facts if issued is not None else None
    if before is None:
        return contract
    changes = fact_changes(before, facts_of(contract.content))
    signed = _by_notice(changes, terms.succeeded)
    apart = [change for change in changes if _comes_in(change) and change.key not in signed]
    return replace(contract, content=until_then(contract.content, before, apart)) if apart else contract


def _comes_in(change: FactChange) -> bool:
    return change.instrument in ("succession", "novation")


_GONE: Final = re.compile(r"commissioners\.was \d+")
_NEW: Final = re.compile(r"commissioners\.\d+")


def _by_notice(changes: Iterable[FactChange], succeeded: Iterable[str]) -> frozenset[str]:
    """The keys of the changes by which the parties of `succeeded` go, and by which the one comes that they become: the
    only one that comes in where none stands in the place of another."""
    found = [change for change in changes if _is_of_a_party(change) and _is_named(change, succeeded)]
    come = [change.key for change in changes if _NEW.fullmatch(change.key)]
    if len(come) > 1 or not found or any(map(_comes_in, found)):
        come = []
    return frozenset((*(change.key for change in found), *come))


def _is_of_a_party(change: FactChange) -> bool:
    """Whether a party comes in or goes by the change."""
    whole = _GONE.fullmatch(change.key) or _NEW.fullmatch(change.key)
    return whole is not None or (_comes_in(change) and change.key.endswith(".name"))


def _is_named(change: FactChange, succeeded: Iterable[str]) -> bool:
    for said in filter(None, (change.before, change.after)):
        name, _, code = said.partition(" (ODS code ")
        if any(code.removesuffix(")") == given.strip().upper() or same(name, given) for given in succeeded):
            return True
    return False


def stood_before(changes: Iterable[FactChange], party: str) -> bool:
    """Whether the party, by code or name, has gone by a successor notice."""
    return any(_is_of_a_party(each) and _comes_in(each) and _is_named(each, (party,)) for each in changes)


def goes_while_another_comes(contract: Contract, issued: IssuedPack, terms: VariationTerms) -> Iterator[Problem]:
    """That Commissioners go while another comes in, as when boards merge, and nothing says by which instrument: one
    that has gone by a successor notice must not sign, and one that leaves by the agreement must."""
    changes = fact_changes(issued.record.facts or {}, facts_of(contract.content))
    signed = _by_notice(changes, terms.succeeded)
    come = [change for change in changes if _is_of_a_party(change) and change.after and change.key not in signed]
    come = [change for change in come if change.key != "provider.name"]
    for gone in (change for change in changes if come and _GONE.fullmatch(change.key)):
        yield contract.problem(
            "goes-while-another-comes",
            f"“{gone.before}” is no Commissioner of this contract any more, and “{come[0].after}” is one now: one that "
            "has gone by a successor notice cannot sign, and one that leaves by this agreement has to",
            contract.place("commissioners"),
            cure="where successor notices were given, name each that went by one with --succeeded: the successor then "
            "varies the contract and signs. Where one leaves by agreement, vary that first, and the rest from the "
            "contract as that leaves it",
        )


def _changes_of(
    given: Contract, kept: Contract, before: Mapping[str, FactText], question: Callable[[str], str]
) -> tuple[FactChange, ...]:
    """What the agreement changes, and what comes in by an instrument of its own."""
    changes = fact_changes(before, facts_of(kept.content), question)
    if kept is given:
        return changes
    others = filter(_comes_in, fact_changes(before, facts_of(given.content), question))
    return (*changes, *others)


def _prints_the_same(change: FactChange, pack: Pack) -> bool:
    """Whether a fact is only spelled otherwise: 85 and 85%, 2026-10-31 and 31 October 2026."""
    if change.before == change.after and parse_day(change.before) is not None:
        return True
    clauses = [chosen.clause for chosen in pack.chosen] if change.value else []
    asked = [found for clause in clauses if (found := clause.placeholders.get(change.value)) is not None]
    return bool(asked) and all(
        each.kind != "list"
        and isinstance(was := convert(change.before, each, None, {}), Value)
        and isinstance(now := convert(change.after, each, None, {}), Value)
        and was.printed == now.printed
        for each in asked
    )


def refused_facts(contract: Contract, issued: IssuedPack | None) -> list[Problem]:
    """The facts that no instrument changes, of a contract that cannot be drafted: its other faults may come of them."""
    if issued is None or issued.record.facts is None:
        return []
    changes = fact_changes(issued.record.facts, facts_of(contract.content))
    return [_no_instrument(contract, change) for change in changes if change.instrument == "none"]


_GROUPS: Final[Mapping[Instrument, str]] = {
    "extension": "apart",
    "succession": "apart",
    "novation": "apart",
    "internal": "recorded",
    "none": "refused",
}


def asked_in(pack: Pack) -> Callable[[str], str]:
    """What a clause of the pack asks with a value, else any clause of the library."""

    def question(name: str) -> str:
        for clause in (*(chosen.clause for chosen in pack.chosen), *pack.library.clauses.values()):
            placeholder = clause.placeholders.get(name)
            if placeholder is not None and placeholder.question:
                return question_alone(placeholder.question)
        return name.replace("_", " ")

    return question


def _with_instrument(
    change: FactChange, revised: tuple[Revised, ...], extended: bool, signed: frozenset[str]
) -> FactChange:
    """The change with the instrument that it has here: the last day is extended only under an option, a list of
    clauses that prints the same clauses is the organisation's own, and of Commissioners that become one each goes by
    the notice, as does who co-ordinates (`signed`)."""
    coordinates = signed and re.fullmatch(r"commissioners\.\d+\.role", change.key)
    if change.instrument != "novation" and (coordinates or change.key in signed):
        return replace(change, instrument="succession")
    if change.key == END and not extended:
        return replace(change, instrument="variation")
    if _is_choice(change.key) and not any(
        entry.compared.status != "changed" or any(map(_comes_or_goes, entry.compared.clauses)) for entry in revised
    ):
        return replace(change, instrument="internal")
    return change


def _is_choice(key: str) -> bool:
    steps = key.split(".")
    return steps[-1] in SCHEDULES and len(steps) in (1, 3)


def _comes_or_goes(clause: ClauseChange) -> bool:
    return clause.before is None or clause.after is None or clause.other_version


def _is_told(change: FactChange, revised: tuple[Revised, ...], library: Library) -> bool:
    """Whether this is a value or a choice of clauses that is told with the clauses of a revised schedule. Every other
    fact is told by itself, since what a schedule prints of it alone does not change the contract's particulars."""
    if _is_choice(change.key):
        return True
    whole = ".whole_specification." in change.key
    for entry in revised:
        if change.key.endswith(".whole_specification.insert") and entry.compared.status != "changed":
            return True
        clauses = entry.compared.clauses
        values = [value for clause in clauses for value in clause.values]
        if change.value and (
            any(value.name == change.value for value in values)
            or any(change.value in _asked_by(clause, library) for clause in clauses)
        ):
            return True
        if whole and (entry.words or entry.more):
            return True
    return False


def _asked_by(clause: ClauseChange, library: Library) -> Iterable[str]:
    """The values of a clause that comes in, goes or changes its version, each of which comes or goes with it."""
    known = library.clauses.get(clause.id)
    return known.placeholders if known is not None and _comes_or_goes(clause) else ()


def _extension(
    changes: Iterable[FactChange],
    issued: IssuedPack,
    varied: Contract,
    terms: VariationTerms,
    library: Library,
    others: Iterable[IssuedPack],
) -> tuple[Extension | None, list[Problem]]:
    """The extension of the term, where the option that was issued allows it; and what is to be known of it."""
    if not any(change.key == END for change in changes):
        return None, []
    before = issued.record.facts or {}
    words, end, new = before.get(OPTION), parse_day(str(before.get(END, ""))), varied.content.contract.term.end
    if end is None or new <= end:
        return None, []

    def told(slug: str, message: str, cure: str) -> list[Problem]:
        return [varied.problem(slug, message, varied.place("contract", "term", "end"), "warning", cure=cure)]

    if not isinstance(words, str):
        return None, told(
            "no-option-to-extend",
            f"the last day becomes {long_date(new)} in place of {long_date(end)}, and the contract was issued without "
            "an option to extend: the term is varied by agreement",
            "see whether the change is allowed; if there is an option, write it under “extension:” and build the "
            "contract as it was issued again",
        )
    option = option_of(words, varied.named_commissioners, end)
    day = latest_notice(end, option, bank_holidays(library.bank_holidays))
    if fault := _not_allowed(option, end, new, day, varied, terms) or _used_before(
        words, option, end, varied, issued, others
    ):
        return None, told(
            "extension-not-under-option",
            f"{fault}; so this is no notice under the option but a variation of the term",
            "correct the day, or agree the variation; whether it is allowed is for you to judge. A notice is drafted "
            "where the words say plainly that the Commissioners may extend the term by notice alone, and by how much",
        )
    return Extension(words, end, new, _latest(day, library)), told(
        "extension-notice-due",
        f"the notice under the option to extend {_notice_due(words, option, end, day, terms, library)}",
        "read the option, and give the notice in time; --proposed-on says the day on which it is given. An extension "
        "that was made before is to be taken off what the option allows",
    )


def last_day(varied: Contract, issued: IssuedPack, facts: FactsVaried) -> date:
    """The last day of the term that was issued, or the one to which a notice under the option extends it."""
    before = parse_day(str((issued.record.facts or {}).get(END, ""))) if facts.extension is None else None
    return before or varied.content.contract.term.end


def _latest(day: ReckonedDay | None, library: Library) -> str:
    if day is None or day.about:
        return ""
    aside = where_not_operational(day, bank_holidays(library.bank_holidays))
    return f"{long_date(day.day)} ({aside})" if aside else long_date(day.day)


def _notice_due(
    words: str, option: OptionToExtend, end: date, day: ReckonedDay | None, terms: VariationTerms, library: Library
) -> str:
    """By when the notice is to be given."""
    if day is None:
        return f"must be given in time, and by when is not plain from the option’s words: “{words}”"
    about = "about " if day.about else ""
    how = _counted(option, end, day)
    aside = where_not_operational(day, bank_holidays(library.bank_holidays))
    before = f"that is before {long_date(terms.effective)}, the day given with --effective"
    told = (aside, before if terms.effective > day.day else "")
    return "; ".join(filter(None, (f"must be given by {about}{long_date(day.day)}{how}", *told)))


def _counted(option: OptionToExtend, end: date, latest: ReckonedDay) -> str:
    """How the latest day comes of a time before the end, where it does."""
    timed = option.notice is not None and latest.day != option.by
    return f", {option.notice} before {long_date(end)}" if timed else ""


def _not_allowed(
    option: OptionToExtend, end: date, new: date, latest: ReckonedDay | None, varied: Contract, terms: VariationTerms
) -> str | None:
    if option.doubt:
        return f"the words on an extension {option.doubt}"
    if (fault := option.unlike(end, new)) is not None:
        return fault
    given = particulars_of(varied).proposed_on or terms.dated
    if latest is not None and not latest.about and given is not None and given > latest.day:
        return (
            f"the notice under the option had to be given by {long_date(latest.day)}{_counted(option, end, latest)}, "
            f"and this one is of {long_date(given)}"
        )
    if terms.effective > end and (given is None or given > end):
        return f"the term that was issued ended on {long_date(end)}, before {long_date(terms.effective)}"
    return None


def _used_before(
    words: str, option: OptionToExtend, end: date, varied: Contract, issued: IssuedPack, others: Iterable[IssuedPack]
) -> str | None:
    """How the option was used already, or that nobody can see whether it was."""
    found, whole = SoFar(issued, tuple(others)), varied.content.contract
    used = extended_so_far(words, end, found)
    if used is not None:
        return f"{used}: {fault}" if (fault := used.forbids(option, whole.term.end)) is not None else None
    unseen, day = extension_not_seen(words, found, whole.reasons), parse_day(dated(issued.record))
    return unseen and (
        f"{unseen} (lay the folder in which it was first issued beside this one; where it was only signed late, write "
        f"“{signed_late(day or end)}” under reasons)"
    )


def _not_recorded(contract: Contract, issued: IssuedPack) -> Problem:
    where = contract.place("contract")
    message = (
        f"the record in “{issued.name}” was written by an earlier specgen and keeps no facts of the contract beside "
        "what its documents print, and the contract file is not the one that was issued: another term, party or other "
        "particular that no schedule prints cannot be seen"
    )
    cure = "hold the contract file against the one that was issued; a pack that is built anew keeps its facts"
    return contract.problem("facts-not-recorded", message, where, "warning", cure=cure)


def stale_notices(contract: Contract, issued: IssuedPack) -> Iterator[Problem]:
    """That the notice of a change in the year, which the agreement prints, was given of an earlier change: it stands in
    the pack that is varied, has the days of the one there, or is of a day before that pack."""
    said, was = contract.content.contract.in_year_notice, (issued.record.facts or {}).get(NOTICE, "")
    if said is None:
        return
    days, before, of_pack = _days_in(said), _days_in(str(was)), parse_day(dated(issued.record))
    if " ".join(said.split()) == " ".join(str(was).split()):
        why = "stands in the pack that is varied as well"
    elif days and days == before:
        why = "has the day of the notice that stands in the pack that is varied"
    elif days and of_pack is not None and max(days) < of_pack:
        why = f"is of {long_date(max(days))}, before the pack that is varied, which is of {long_date(of_pack)}"
    else:
        return
    message = (
        f"the notice of the change that the agreement prints, “{said}”, {why}: it may be that of an earlier change"
    )
    cure = "write under “in_year_notice:” when and how notice of this change was given, or take it out"
    where = contract.place("contract", "in_year_notice")
    yield contract.problem("notice-of-another-change", message, where, "warning", cure=cure)


def _days_in(text: str) -> frozenset[date]:
    found = re.findall(r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4}", text)
    return frozenset(day for each in found if (day := parse_day(each)) is not None)


def _place(key: str) -> tuple[str | int, ...]:
    return tuple(int(step) - 1 if step.isdecimal() else step for step in key.split("."))


def _no_instrument(contract: Contract, change: FactChange) -> Problem:
    where = contract.place(*_place(change.key))
    message = f"{change}: nothing changes this of a contract that was issued; it would be another contract"
    cure = "put back what was issued, or build the other contract under a reference of its own"
    return contract.problem("no-instrument", message, where, cure=cure)


def _apart(contract: Contract, change: FactChange) -> Problem:
    where = contract.place(*_place(change.key))
    how = (
        "another Provider comes in by a novation between all parties, which specgen does not draft"
        if change.instrument == "novation"
        else "another Commissioner comes in by a successor notice, which “specgen succeed” writes"
    )
    message = f"{change}: a variation does not change this; {how}"
    cure = (
        "have that instrument signed; until then the parties that were issued vary the contract, and no agreement "
        "prints the other one. When it is signed, say --succeeded with the Commissioner that went; or build the "
        "contract into a folder of its own and vary from there. "
        "If the party is the same and only its name was wrong, keep its code"
    )
    return contract.problem("not-by-variation", message, where, "warning", cure=cure)


# What the documents print of it.


def in_words_of(facts: FactsVaried, pack: Pack) -> FactsVaried:
    """The facts, with the parties called as the form of agreement calls them."""
    words = pack.edition.words

    def called(changes: Iterable[FactChange]) -> tuple[FactChange, ...]:
        return tuple(
            replace(
                each,
                label=each.label.replace("Commissioner", words.commissioner).replace("Provider", words.provider),
            )
            for each in changes
        )

    return replace(facts, agreed=called(facts.agreed), apart=called(facts.apart))


def facts_values(facts: FactsVaried, pack: Pack) -> Values:
    """The names of `variation` that tell facts: those that the agreement changes, and those that it does not."""
    return {
        "particulars": tuple(
            _fact(change, "Corrected: " if change.instrument == "correction" else "", pack) for change in facts.agreed
        ),
        "apart": tuple(_fact(change, "", pack) for change in facts.apart),
    }


def _fact(change: FactChange, first: str, pack: Pack) -> Values:
    known = (version for clause in pack.library.clauses.values() for version in reversed(clause.versions))
    used = next((version for version in known if change.value in version.names), None)
    headed = (heading_of(change.value, used) or f"In the wording of “{used.title}”") if used is not None else ""
    return {
        "what": change.named,
        "before": change.before,
        "after": change.after,
        "change": f"{first}{replace(change, label=headed) if headed else change}",
        "how": INSTRUMENTS[change.instrument],
    }


def names_corrected(facts: FactsVaried) -> dict[str, str]:
    """Which party has its name corrected, `provider` or `commissioners.1` → how the contract names it until then."""
    changes = (change for change in facts.agreed if change.instrument == "correction")
    keys = ((change.key.rpartition("."), change.before) for change in changes)
    return {party: was for (party, _, field), was in keys if field == "name" and not party.startswith("services")}


def extension_values(
    facts: FactsVaried, varied: Contract, parties: Iterable[Values], following: Iterable[Values]
) -> Values:
    """The group `extension` of the names that the notice prints. The option is the Commissioners', so all of them give
    the notice, and the Provider receives it; one whom the agreement brings in is no party yet."""
    extension = facts.extension
    assert extension is not None
    coming = {
        change.after.partition(" (ODS code ")[0]
        for change in facts.agreed
        if re.fullmatch(r"commissioners\.\d+", change.key)
    }
    *senders, provider = parties
    senders = [party for party in senders if party["name"] not in coming]
    senders.sort(key=lambda party: party["name"] != varied.co_ordinating.name)
    own = particulars_of(varied)
    *first, last = (str(party["name"]) for party in senders)
    return {
        "reference": own.reference or "",
        "words": extension.words,
        "before": long_date(extension.before),
        "after": long_date(extension.after),
        "latest": extension.latest,
        "dated": long_date(own.proposed_on) if own.proposed_on else "",
        "gives": f"{', '.join(first)} and {last} together give" if first else f"{last} gives",
        "senders": tuple(senders),
        "recipients": (provider,),
        "following": tuple(following),
    }
