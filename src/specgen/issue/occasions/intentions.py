"""Letters of commissioning intentions: what a Commissioner intends to change in all contracts of one Provider, in plain
words, before any of it is binding.

It is told from the same comparison as a variation. A letter holds the contracts of its own Provider, which is the one
to whom they were issued, and of its own co-ordinating Commissioner, and nothing of any other.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.marks import file_stem
from specgen.assembly.pack import Pack
from specgen.assembly.page import identity_of
from specgen.assembly.values import Printed
from specgen.checks.agreement import change_without_notice
from specgen.contract.base import same
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date
from specgen.contract.facts import FactChange
from specgen.contract.model import part_fields, read_part
from specgen.contract.parties import Commissioner, Organisation, Provider
from specgen.issue.build import Outcome, planned, record_of, write
from specgen.issue.comparison import ClauseChange, Comparison, DocumentComparison
from specgen.issue.issued import IssuedPlaces, issued_places, later_packs, other_packs, pack_of
from specgen.issue.occasions.listed_reports import ReportChange
from specgen.issue.occasions.occasion import (
    VariationTerms,
    as_varied,
    compared_with_issued,
    drafted_outcome,
    drawn,
    own_documents,
    varied_since,
)
from specgen.issue.occasions.particulars import FactsVaried, as_it_stands, facts_varied, last_day
from specgen.issue.occasions.revised import Revised, only_prints, report_values
from specgen.issue.occasions.variation import by_notice, revise
from specgen.issue.plan import InputChange
from specgen.issue.portfolio.agreed import not_as_agreed
from specgen.issue.precedents import Precedents
from specgen.issue.records import IntendedContract, IssuedIntentions, IssueRecord, folded
from specgen.issue.sources import Reading
from specgen.library.duties.sentences import sentences_of
from specgen.library.model import ClauseVersion, Library
from specgen.problems import Location, Problem, Severity, has_errors, in_a_row
from specgen.shared_work import Stopping
from specgen.wording.wording import fill, plain_text
from specgen.writing import Disk

OCCASION: Final = "intentions"
IntentionState = Literal["changes", "no change", "no change between the parties", "left out"]
_NO_INTENTION: Final = frozenset({"draft version", "status", "DRAFT on every page"})
"""Particulars of the contract that say how far its text has got, and nothing of what it says."""


class IntentionTerms(Struct, frozen=True):
    """What a run says of all its letters. `reported` is a contract's reference → each measure of which figures were
    reported, with how the latest stands."""

    effective: date
    dated: date | None = None
    reply_by: date | None = None
    signatory: str | None = None
    reported: Mapping[str, Sequence[tuple[str, str]]] = msgspec.field(default_factory=dict)


class Considered(Struct, frozen=True):
    """One contract: whether anything between the parties would change. `outcome` has its problems and no plan."""

    outcome: Outcome
    state: IntentionState

    def written(self, disk: Disk) -> Considered:
        """The same: of a contract alone nothing is written."""
        return self


class Letter(Struct, frozen=True):
    """One letter: its outcome, as of a build, the Provider, and the references of the contracts that it is about."""

    outcome: Outcome
    provider: str
    contracts: tuple[str, ...]

    @property
    def state(self) -> Literal["letter", "no letter"]:
        """Whether there is a letter: an error keeps it from being made."""
        return "no letter" if self.outcome.failed else "letter"

    def written(self, disk: Disk) -> Letter:
        """What has become of it when its plan is carried out."""
        return replace(self, outcome=write(self.outcome, disk))


class _Told(Struct, frozen=True):
    """What a letter says of one contract, and what the letter is made of: small, since a run holds one for each."""

    pack: Pack
    values: dict[str, Any]
    since: str

    @property
    def contract(self) -> Contract:
        return self.pack.contract


@dataclass(frozen=True)
class Intentions:
    """The occasion: each contract with whether it would change, then a letter to each Provider about all of its own,
    which is made only once every contract was considered."""

    precedents: Precedents
    since: Path
    out: Path
    terms: IntentionTerms
    draft: bool = False
    _groups: dict[tuple[str, ...], list[_Told]] = field(default_factory=dict)

    @cached_property
    def places(self) -> IssuedPlaces:
        """Where the packs lie that were issued."""
        return issued_places(self.since)

    def left_out(self, outcome: Outcome) -> Considered | Letter:
        return Considered(outcome, "left out")

    def considered(self, reading: Reading, contract: Contract, folder: str) -> Considered | Letter:
        considered, told = _considered(
            reading, contract, self.precedents, self.since, self.out, self.places, self.terms, self.draft
        )
        if told is not None:
            content = told.contract.content
            key = (*_identified(content.provider), "from", *_identified(told.contract.co_ordinating))
            self._groups.setdefault(key, []).append(told)
        return considered

    def gathered(self, stopping: Stopping) -> Iterator[Considered | Letter]:
        letters = [sorted(group, key=lambda told: told.contract.reference) for _, group in sorted(self._groups.items())]
        senders = Counter(_identified(group[0].contract.content.provider) for group in letters)
        named = [
            _letter_name(group[0].contract, alone=senders[_identified(group[0].contract.content.provider)] == 1)
            for group in letters
        ]
        taken = Counter(folded(file_stem(name)) for name in named)
        for name, group in zip(named, letters, strict=True):
            if stopping():
                return
            alone = taken[folded(file_stem(name))] == 1
            yield _letter(name, group, self.precedents, self.out, self.terms, alone=alone)


def _identified(party: Organisation) -> tuple[str, ...]:
    """What tells a party apart in all contracts of a run."""
    if party.ods_code:
        return ("ods", party.ods_code)
    numbers = (party.company_number or "", party.charity_number or "") if isinstance(party, Provider) else ()
    return ("name", party.name.casefold(), *numbers)


def _letter_name(contract: Contract, *, alone: bool) -> str:
    """The reference of a letter and the name of its folder: the Provider, and the sender where there is more than
    one."""
    sender = "" if alone else f" from {_named(contract.co_ordinating)}"
    return f"{_named(contract.content.provider)}{sender}"


def _named(party: Organisation) -> str:
    number = (party.charity_number or party.company_number) if isinstance(party, Provider) else None
    code = party.ods_code or number
    return f"{party.name} ({code})" if code else party.name


def _considered(
    reading: Reading,
    given: Contract,
    precedents: Precedents,
    since: Path,
    out: Path,
    places: IssuedPlaces,
    terms: IntentionTerms,
    draft: bool,
) -> tuple[Considered, _Told | None]:
    run_terms = VariationTerms(terms.effective, without_tracked=True)
    found = pack_of(given, since, places)
    # Another party that comes in by an instrument of its own stands in no schedule until then.
    kept = as_it_stands(given, found[0], run_terms)
    contract = as_varied(kept, run_terms)
    outcome = drafted_outcome(reading, contract, precedents, draft=draft)
    # The letter comes before any notice, so that none is recorded yet is no fault of it.
    problems = [problem for problem in outcome.problems if problem.slug != change_without_notice.slug]
    outcome = replace(outcome, problems=tuple(problems))
    outcome, compared = compared_with_issued(outcome, found, precedents)
    if compared is None:
        return Considered(outcome, "left out"), None
    pack = compared.pack
    others = tuple(other_packs(compared.issued, since, out, places))
    known = len(compared.problems)
    revised, layout = revise(compared, run_terms)
    facts, faults = facts_varied(given, kept, contract, pack, compared.issued, others, revised, run_terms)
    if facts.extension is not None:
        revised = tuple(by_notice(compared, revised, facts, precedents))
    faults = [fault for fault in (*compared.problems[known:], *faults) if fault.slug in _TOLD_OF]
    outcome = replace(outcome, problems=(*outcome.problems, *faults))
    changed = {entry.compared.issued.file: entry for entry in revised}
    documents = (each for each in compared.comparison.between_parties if each.issued.file not in layout)
    entries = (changed.get(each.issued.file, Revised(each, None, None)) for each in documents)
    told = (_schedule(entry, pack, facts.agreed) for entry in entries)
    schedules = _joined(each for each in told if each is not None)
    schedules = (*schedules, *_particulars(facts, compared.comparison, pack))
    if not schedules:
        return Considered(
            outcome, "no change" if facts.known and not facts.listed else "no change between the parties"
        ), None
    later = varied_since(given, compared.issued, terms.effective, later_packs(compared.issued, others))
    outside = _outside_term(contract, terms, last_day(contract, compared.issued, facts))
    not_agreed = not_as_agreed(given, compared.issued, others)
    outcome = replace(outcome, problems=(*outcome.problems, *later, *not_agreed, *outside))
    if has_errors(outcome.problems):
        return Considered(outcome, "left out"), None
    values = {
        "reference": contract.reference,
        "title": contract.content.contract.title,
        "agreement": pack.edition.words.agreement,
        "schedules": schedules,
        "reported": tuple(
            {"measure": measure, "says": says} for measure, says in terms.reported.get(contract.reference, ())
        ),
    }
    # Of the pack a letter needs no clause and no document, and a run holds one for each contract.
    as_given = as_varied(given, run_terms)
    between = _between_the_parties(as_given, compared.issued.record)
    small = dataclasses.replace(pack, contract=between, chosen=(), documents=())
    outcome = replace(outcome, problems=(*outcome.problems, *_other_reader(as_given, between)))
    return Considered(outcome, "changes"), _Told(small, values, compared.issued.sha256)


def _between_the_parties(contract: Contract, record: IssueRecord) -> Contract:
    """The contract with the Provider to whom it was issued: what is intended, and what was reported, is said to that
    one, although another is to take its place. One whose name or code was corrected is the same."""
    given, facts = contract.content.provider, record.facts or {}
    said = {name: facts[key] for name in part_fields(Provider) if (key := f"provider.{name}") in facts}
    said = said or {"name": record.contract.provider or given.name}
    numbers = ("ods_code", "company_number", "charity_number")
    if same(given.name, str(said["name"])) or any(
        said.get(name) and said[name] == getattr(given, name) for name in numbers
    ):
        return contract
    code = {} if "ods_code" in said else {"no_ods_code": "not recorded"}
    provider = read_part(Provider, {"kind": given.kind, **code, **said})
    return replace(contract, content=replace(contract.content, provider=provider))


def _other_reader(contract: Contract, between: Contract) -> Iterator[Problem]:
    given, issued = contract.content.provider, between.content.provider
    if given is not issued:
        message = f"the letter about this contract goes to {issued.name}, with whom it was made; {given.name} gets none"
        cure = "nothing need be done; tell the other Provider what it is to take over in a letter of your own"
        yield contract.problem("letter-to-provider", message, contract.place("provider", "name"), "warning", cure=cure)


_TOLD_OF_SCHEDULES: Final = frozenset({"contract.title", "contract.edition", "contract.form"})
"""Facts that are told of each schedule that changes."""
_TOLD_OF: Final = frozenset({"facts-not-recorded", "another-document", "edited-since-issued"})
"""What is to be known for a letter already; the rest is said when the variation is drafted."""
_HOW: Final = {
    "extension": ", by notice under the option to extend, which needs no agreement",
    "succession": ", by a successor notice",
    "novation": ", by a novation between all parties",
}
"""What a letter says of a fact that does not come by a variation."""
_FOLLOWS: Final = {
    "": "",
    "part": "What it prints of the last day, and of what is reckoned from it, follows from the notice of extension.",
    "whole": "This follows from the notice of extension alone, and needs no agreement.",
}


def _particulars(facts: FactsVaried, comparison: Comparison, pack: Pack) -> Iterator[dict[str, Any]]:
    """What is to change in the contract besides its schedules; values for clauses are told of their schedules."""
    said = [
        _intended(change.named, _of_a_fact(change))
        for change in (*facts.refused, *facts.agreed, *facts.apart)
        if not (comparison.changed and change.key in _TOLD_OF_SCHEDULES)
    ]
    if said:
        heading = f"Particulars of the {pack.edition.words.agreement}"
        yield {"heading": heading, "service": "", "says": "", "changes": tuple(said)}


def _of_a_fact(change: FactChange) -> str:
    how = _HOW.get(change.instrument, "")
    if not (change.before and change.after):
        return f"is to be “{change.after}”{how}." if change.after else f"“{change.before}” is to be taken out{how}."
    if change.instrument == "correction":
        return f"is to be corrected from “{change.before}” to “{change.after}”."
    return f"is to become “{change.after}” in place of “{change.before}”{how}."


def _intended(title: str, says: str, values: Iterable[dict[str, str]] = (), component: str = "") -> dict[str, Any]:
    """A line of the letter: what is to change, how, and its values."""
    return {"title": title, "component": component, "says": says, "values": tuple(values)}


def _value(change: str, asked: str = "", before: str = "", after: str = "") -> dict[str, str]:
    """A value of such a line; `change` is all of it in words."""
    return {"asked": asked, "before": before, "after": after, "change": change}


def _outside_term(contract: Contract, terms: IntentionTerms, last: date) -> Iterator[Problem]:
    """That no variation could take effect on the day: the contract, as it is to read, has ended by then. `last` is the
    last day of the term that was issued, or to which a notice extends it: beyond that a renewal is needed."""
    term = contract.content.contract.term
    end = min(term.end, last)
    if not term.start <= terms.effective <= end:
        within = term.start <= terms.effective <= term.end
        issued = "that was issued " if last < term.end else ""
        message = (
            f"the changes are intended from {long_date(terms.effective)}, and the term {issued}runs from "
            f"{long_date(term.start)} to {long_date(end)}: no variation can take effect on that day"
        )
        cure = "give another day with --effective; if the contract is to be renewed, write its new last day"
        where = contract.place("contract", "term")
        severity: Severity = "warning" if within else "error"
        yield contract.problem("intentions-outside-term", message, where, severity, cure=cure)


def _joined(schedules: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Each schedule of a service once: its insert and its whole specification say the same change twice."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for schedule in schedules:
        first = found.setdefault((schedule["heading"], schedule["service"]), schedule)
        if first is not schedule:
            first["changes"] = (
                *first["changes"],
                *(change for change in schedule["changes"] if change not in first["changes"]),
            )
            first["says"] = (
                first["says"] if first["says"] == schedule["says"] else f"{first['says']} {schedule['says']}".strip()
            )
    return tuple(found.values())


def _schedule(revised: Revised, pack: Pack, agreed: Sequence[FactChange]) -> dict[str, Any] | None:
    """What the letter says of one document: all that a variation lists of it; None when nothing that the parties would
    speak of changes."""
    compared, entry = revised.compared, revised.compared.issued
    others = tuple(filter(None, map(_other, compared.others)))
    printed = in_a_row([f"“{name}”" for name in only_prints(revised, agreed)])
    clauses = () if printed else (_change(clause, compared, pack.library) for clause in compared.clauses)
    changes = (*clauses, *map(_report, revised.reports), *(() if printed else _words(revised)))
    if printed:
        others = (f"This part is to change only in that it prints {printed}, which is told under Particulars below.",)
    if compared.status == "unchanged" or (compared.status == "changed" and not changes and not others):
        return None
    says = {"new": "This part is to be added.", "gone": "This part is to be taken out."}.get(
        compared.status, " ".join(others)
    )
    added = (
        tuple(_added(each.id, each.version, pack.library) for each in entry.clauses) if compared.status == "new" else ()
    )
    return {
        "heading": next(
            (schedule.heading for schedule in pack.edition.schedules.values() if schedule.letter == entry.schedule),
            entry.title,
        ),
        "service": _service(pack.contract, entry.service),
        "says": f"{says} {_FOLLOWS[revised.by_notice]}".strip(),
        "changes": (*added, *changes),
    }


def _report(change: ReportChange) -> dict[str, Any]:
    told = report_values(change)
    line = _IN_THE_LIST[change.state]
    if change.before and change.after:
        line = f"{line}: “{change.after}” is to stand in place of “{change.before}”"
    elif change.before or change.after:
        line = f"{line}: “{change.after or change.before}” is to be {'added' if change.after else 'taken out'}"
    return _intended(
        str(told["title"]), f"({told['version']}):", [_value(line, before=change.before, after=change.after)]
    )


_IN_THE_LIST: Final = {
    "added": "to be added to the list",
    "taken out": "to be taken out of the list",
    "changed": "in its row of the list",
}


def _words(revised: Revised) -> Iterator[dict[str, Any]]:
    lines = [
        f"“{after}” is to stand in place of “{before}”"
        if before and after
        else f"“{after or before}” is to be {'added' if after else 'taken out'}"
        for before, after in revised.words
    ]
    lines += ["further words are to change"] if revised.more else []
    if lines:
        yield _intended("Outside the clauses", "these words are to change:", map(_value, lines))


def _service(contract: Contract, number: str) -> str:
    names = (
        service.name
        for index, service in enumerate(contract.content.services)
        if contract.service_number(index) == number
    )
    return f"{number} {next(names, '')}".strip()


def _added(clause_id: str, number: int, library: Library) -> dict[str, Any]:
    clause = library.clauses.get(clause_id)
    version = clause.version(number) if clause is not None else None
    component = library.component(clause_id.split("/")[0])
    title = version.title if version is not None else clause_id
    return _intended(title, "is to be added.", component=component.title if component is not None else "")


def _change(clause: ClauseChange, compared: DocumentComparison, library: Library) -> dict[str, Any]:
    values = [_value(str(value), value.asked, value.before, value.after) for value in clause.values]
    if clause.other_version and clause.before is not None and clause.after is not None:
        lines = _new_words(clause, compared, library)
        values = [*map(_value, lines), *values]
    if clause.before is None:
        says = "is to be added."
    elif clause.after is None:
        says = "is to be taken out."
    elif clause.other_version:
        end = ":" if values else "."
        says = f"is to get new wording (version {clause.after} in place of version {clause.before}){end}"
    else:
        says = "is to keep its wording, with other values:"
    kept = values if clause.before is not None and clause.after is not None else ()
    return _intended(clause.title, says, kept, clause.component)


_MOST_SENTENCES: Final = 12


def _new_words(clause: ClauseChange, compared: DocumentComparison, library: Library) -> Iterator[str]:
    """The sentences that the new version adds and those that it leaves out, with the values that are to hold; that they
    are not told here, where the library has one of the two no longer."""
    entries = compared.before.clauses if compared.before is not None else ()
    held = library.clauses.get(clause.id)
    was, now = (held.version(number or 0) if held is not None else None for number in (clause.before, clause.after))
    old = {each.fingerprint for each in entries if each.id == clause.id}
    new = compared.after.clauses if compared.after is not None else ()
    values = next((each.values for each in new if each.id == clause.id and each.version == clause.after), None)
    if was is None or now is None or values is None or was.fingerprint not in old:
        yield "what it says otherwise is not told here; the variation will hold its full wording"
        return
    printed = {name: value.printed for name, value in values.items()}
    before, after = (_said_by(version, printed) for version in (was, now))
    lines = [f"to be added: “{each}”" for each in after if each not in before]
    lines += [f"to be taken out: “{each}”" for each in before if each not in after]
    yield from lines[:_MOST_SENTENCES]
    if len(lines) > _MOST_SENTENCES:
        yield f"and {len(lines) - _MOST_SENTENCES:,} more sentences, which the variation will hold"


def _said_by(version: ClauseVersion, values: Mapping[str, Printed]) -> dict[str, None]:
    """The sentences of a version, in their order, and what its fields say, with these values."""
    said = [f"{each.heading} {each.text}".strip() for each in sentences_of(version)]
    for name, value in values.items():
        words = value if isinstance(value, str) else "; ".join(value)
        said = [each.replace(f"{{{{ {name} }}}}", words) for each in said]
    said += [plain_text(fill(blocks, dict(values), {})) for blocks in version.fields.values()]
    return dict.fromkeys(said)


def _other(change: InputChange) -> str:
    """A change beside clauses and values, in a sentence; "" for one of the layout or of how far the text has got."""
    if change.what == "contract":
        return (
            ""
            if change.name in _NO_INTENTION
            else f"The {change.name} “{change.before}” is to become “{change.after}”."
        )
    return "Other particulars of this part are to change." if change.what == "other" else ""


def _letter(
    name: str, group: list[_Told], precedents: Precedents, out: Path, terms: IntentionTerms, *, alone: bool
) -> Letter:
    first = group[0].contract
    provider, sender = first.content.provider, first.co_ordinating
    contract = _of_the_letter(name, group)
    references = tuple(told.contract.reference for told in group)
    problems: list[Problem] = (
        []
        if alone
        else [
            Problem(
                "same-folder",
                f"another letter of this run would be written into the same folder “{file_stem(name)}”",
                first.place("provider", "name"),
                cure="give the Providers their ODS codes, or the numbers of the company or charity",
            )
        ]
    )
    names = list(dict.fromkeys(told.contract.content.provider.name for told in group))
    if len(names) > 1:
        message = f"the contracts {', '.join(references)} give the Provider different names: {'; '.join(names)}"
        cure = "write the same name in each; the letter has the first"
        problems.append(
            Problem(
                "provider-named-differently", message, first.place("provider", "name"), severity="warning", cure=cure
            )
        )
    pack = dataclasses.replace(group[0].pack, contract=contract, draft=any(told.pack.draft for told in group))
    own = own_documents(OCCASION, precedents, name, provider.name)
    pack = dataclasses.replace(pack, documents=own)
    outcome = Outcome(", ".join(references), contract, pack, tuple(problems))
    values = {"intentions": _values(group, provider, sender, terms)}
    made, faults = drawn(pack, own if not has_errors(problems) else (), (), precedents, values)
    problems += faults
    if has_errors(problems):
        return Letter(replace(outcome, problems=tuple(problems)), provider.name, references)
    record = replace(
        record_of(pack, (), precedents),
        intentions=IssuedIntentions(
            effective=terms.effective.isoformat(),
            contracts=tuple(IntendedContract(reference=told.contract.reference, since=told.since) for told in group),
        ),
    )
    return Letter(
        planned(replace(outcome, problems=tuple(problems)), record, made, out, file_stem(name)),
        provider.name,
        references,
    )


def _of_the_letter(name: str, group: list[_Told]) -> Contract:
    """The contract that a letter is filed under: the parties of the first, and a name and a hash of its own."""
    first = group[0].contract
    particulars = replace(first.content.contract, reference=name, title="Commissioning intentions")
    digest = hashlib.sha256(
        "\n".join(f"{told.contract.reference} {told.contract.sha256}" for told in group).encode()
    ).hexdigest()
    return replace(
        first,
        file="contracts of the letter",
        sha256=digest,
        content=replace(first.content, contract=particulars),
        places={(): Location(name)},
        lines=(),
        cells={},
    )


def _values(group: list[_Told], provider: Provider, sender: Commissioner, terms: IntentionTerms) -> dict[str, object]:
    return {
        "sender": sender.name,
        "sender_identity": identity_of(sender),
        "signatory": terms.signatory or sender.signatory or "",
        "provider": provider.name,
        "provider_identity": identity_of(provider),
        "address": "; ".join((provider.address or "").splitlines()),
        "effective": long_date(terms.effective),
        "dated": long_date(terms.dated) if terms.dated else "",
        "reply_by": long_date(terms.reply_by) if terms.reply_by else "",
        "contracts": tuple(told.values for told in group),
    }
