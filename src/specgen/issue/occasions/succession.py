"""A party that is succeeded by another in many contracts: a notice for each contract in which it stands, and the
contract as it reads from then on.

The notice varies nothing; it cites the transfer scheme under which the successor takes the party's place. What a person
has to change in the contract files is said, never done.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.pack import Pack
from specgen.checks.contradictions import plain_name, same_body_on_both_sides
from specgen.checks.rule import texts
from specgen.contract.base import same
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date
from specgen.contract.facts import OF_THE_CONTRACT
from specgen.contract.fields import ContractFile
from specgen.contract.model import part_fields
from specgen.contract.parties import Commissioner, Organisation
from specgen.issue.build import Outcome, planned, record_of, write
from specgen.issue.occasions.merger import LeftToDecide, become_one, taken_by
from specgen.issue.occasions.occasion import drafted_outcome, drawn, own_documents
from specgen.issue.precedents import Precedents
from specgen.issue.records import IssuedSuccession
from specgen.issue.sources import Reading
from specgen.problems import Location, Problem, Severity, has_errors
from specgen.shared_work import Stopping
from specgen.writing import Disk
from specgen.yamlfile import Path as KeyPath

OCCASION: Final = "succession"
TO_CHANGE: Final = "party-to-change"
"""The slug of a note that says which value of a contract file or register is to be changed, and to what."""
TO_CHECK: Final = "party-to-check"
"""The slug of a note that a value was the predecessor's, and may be another for the successor."""
TO_DECIDE: Final = "own-value-of-a-predecessor"
"""The slug of a problem that Commissioners which become one differ in something."""
SuccessionState = Literal["notice", "not a party", "no notice"]


class SuccessionTerms(Struct, frozen=True):
    """Which parties are succeeded, by whom, under what and when.

    `parties` are ODS codes, or names as they stand in the contracts. Exactly one of `ods_code` and `no_ods_code` is
    given."""

    parties: tuple[str, ...]
    name: str
    scheme: str
    effective: date
    ods_code: str | None = None
    no_ods_code: str | None = None
    dated: date | None = None
    signatory: str | None = None


class Succeeded(Struct, frozen=True):
    """What becomes of one contract: its outcome, as of a build, and the parties that are succeeded in it."""

    outcome: Outcome
    state: SuccessionState
    parties: tuple[str, ...] = ()

    def written(self, disk: Disk) -> Succeeded:
        """What has become of it when its plan is carried out."""
        outcome = write(self.outcome, disk)
        return replace(self, outcome=outcome, state="no notice" if outcome.failed else self.state)


class Successions(Struct, frozen=True):
    """The occasion: a notice for each contract in which a party stands that is succeeded."""

    precedents: Precedents
    out: Path
    terms: SuccessionTerms

    def left_out(self, outcome: Outcome) -> Succeeded:
        return Succeeded(outcome, "no notice")

    def considered(self, reading: Reading, contract: Contract, folder: str) -> Succeeded:
        found = standing(contract.content, self.terms)
        if not found:
            return Succeeded(Outcome(reading.file, contract, problems=reading.problems), "not a party")
        outcome = _noticed(reading, contract, found, self.precedents, self.out, folder, self.terms)
        state: SuccessionState = "notice" if outcome.plan is not None else "no notice"
        return Succeeded(outcome, state, tuple(party.name for party in found))

    def gathered(self, stopping: Stopping) -> Iterator[Succeeded]:
        return iter(())  # each contract has a notice of its own


def standing(content: ContractFile, terms: SuccessionTerms) -> tuple[Organisation, ...]:
    """The parties of the contract that are succeeded, in its order."""
    return tuple(party for party in all_parties(content) if _is_meant(party, terms))


def all_parties(content: ContractFile) -> tuple[Organisation, ...]:
    """The Commissioners, and then the Provider."""
    return (*content.commissioners, content.provider)


def is_called(party: Organisation, given: str) -> bool:
    """Whether what was given is the party's ODS code or its name, whatever the capitals and spaces."""
    return (party.ods_code is not None and party.ods_code == given.strip().upper()) or same(party.name, given)


def _is_meant(party: Organisation, terms: SuccessionTerms) -> bool:
    return any(is_called(party, given) for given in terms.parties)


def _is_successor(party: Organisation, terms: SuccessionTerms) -> bool:
    return party.ods_code == terms.ods_code if terms.ods_code and party.ods_code else same(party.name, terms.name)


def _noticed(
    reading: Reading,
    contract: Contract,
    found: tuple[Organisation, ...],
    precedents: Precedents,
    out: Path,
    name: str,
    terms: SuccessionTerms,
) -> Outcome:
    outcome = drafted_outcome(reading, contract, precedents)
    pack = outcome.pack
    # Of the contract's own problems only what keeps a document from being written matters to a notice.
    own_problems = outcome.problems[len(reading.problems) :]
    problems = [*reading.problems, *(problem for problem in own_problems if problem.severity == "error")]
    if pack is not None:
        problems += _faults(pack, found, terms)
    outcome = replace(outcome, problems=tuple(problems))
    if pack is None or has_errors(problems):
        return outcome
    # A notice prints no clause, so it is a draft only while the contract itself is not agreed.
    pack = dataclasses.replace(pack, draft=contract.content.contract.status != "agreed")
    form = contract.content.contract.form
    own = own_documents(OCCASION, precedents, contract.reference, contract.reference, form=form)
    pack = dataclasses.replace(pack, documents=own, chosen=())
    made, more = drawn(pack, own, (), precedents, {"succession": _values(pack, found, terms)})
    problems += more
    outcome = replace(outcome, pack=pack, problems=tuple(problems))
    if has_errors(problems):
        return outcome
    record = replace(
        record_of(pack, (), precedents),
        succession=IssuedSuccession(effective=terms.effective.isoformat(), reference=reference_of(contract, terms)),
    )
    return planned(outcome, record, made, out, name)


def reference_of(contract: Contract, terms: SuccessionTerms) -> str:
    """The notice's reference: the contract's, -S, and the day on which the successor takes the place."""
    return f"{contract.reference}-S{terms.effective.isoformat()}"


def _values(pack: Pack, found: tuple[Organisation, ...], terms: SuccessionTerms) -> dict[str, object]:
    content = pack.contract.content
    others = (party for party in all_parties(content) if party not in found and not _is_successor(party, terms))
    return {
        "reference": reference_of(pack.contract, terms),
        "scheme": terms.scheme,
        "effective": long_date(terms.effective),
        "dated": long_date(terms.dated) if terms.dated else "",
        "name": terms.name,
        "identity": _identity(terms.ods_code, terms.no_ods_code),
        "signatory": terms.signatory or "",
        "predecessors": tuple(_party(pack, party) for party in found),
        "recipients": tuple(_party(pack, party) for party in others),
    }


def _party(pack: Pack, party: Organisation) -> dict[str, object]:
    words = pack.edition.words
    # The national contract speaks of its Co-ordinating Commissioner even where there is one alone; a grant agreement
    # does not.
    alone = len(pack.contract.content.commissioners) == 1 and not pack.edition.schedules
    role = (
        words.provider
        if not isinstance(party, Commissioner)
        else words.commissioner
        if alone
        else f"{party.role.capitalize()} {words.commissioner}"
    )
    return {"name": party.name, "role": role, "identity": _identity(party.ods_code, party.no_ods_code)}


def _identity(code: str | None, reason: str | None) -> str:
    return f"ODS code {code}" if code else f"no ODS code: {reason}"


def as_succeeded(contract: Contract, terms: SuccessionTerms) -> tuple[Contract, tuple[LeftToDecide, ...]]:
    """The contract with the successor in the place of each party that is succeeded, and what a person has to decide.

    Where it then would stand there twice, it stands once, as `become_one` says.
    """
    content, left = contract.content, tuple[LeftToDecide, ...]()
    joined, signatory = _that_join(content, terms), terms.signatory
    already = [index for index in joined if not _is_meant(content.commissioners[index], terms)]
    if len(joined) > 1:
        moved = taken_by(content, joined)
        content, left = become_one(content, joined, already)
        contract = replace(contract, places=_places_once_joined(contract, moved))
        joined = [moved[joined[0]]]
        signatory = signatory or (content.commissioners[joined[0]].signatory if already else None)
    elif already:
        joined = []  # the successor alone, which was a party all along
    new = {"name": terms.name, "ods_code": terms.ods_code, "no_ods_code": terms.no_ods_code, "signatory": signatory}
    commissioners = tuple(
        replace(party, **new) if index in joined else party for index, party in enumerate(content.commissioners)
    )
    provider = content.provider
    if _is_meant(provider, terms):
        provider = replace(provider, **{**new, "signatory": terms.signatory})
    return replace(contract, content=replace(content, commissioners=commissioners, provider=provider)), left


def _that_join(content: ContractFile, terms: SuccessionTerms) -> list[int]:
    """The Commissioners that are succeeded, or are the successor already, by where they stand."""
    return [
        index
        for index, party in enumerate(content.commissioners)
        if _is_meant(party, terms) or _is_successor(party, terms)
    ]


def _places_once_joined(contract: Contract, moved: Mapping[int, int]) -> Mapping[KeyPath, Location]:
    """Where the values stand, under the paths that they have once Commissioners are one."""
    places: dict[KeyPath, Location] = {}
    for path, where in contract.places.items():
        at = path[1] if len(path) > 1 and path[0] == "commissioners" else None
        places.setdefault(("commissioners", moved[at], *path[2:]) if isinstance(at, int) else path, where)
    return places


def _faults(pack: Pack, found: tuple[Organisation, ...], terms: SuccessionTerms) -> Iterator[Problem]:
    """What a person has to look at, and what is to be changed in the contract file."""
    contract, content = pack.contract, pack.contract.content
    term = content.contract.term
    where = contract.place("contract", "term")
    if not term.start <= terms.effective <= term.end:
        message = (
            f"the succession would take effect on {long_date(terms.effective)}, and the term runs from "
            f"{long_date(term.start)} to {long_date(term.end)}"
        )
        cure = "give another day with --effective; if the contract has ended, no notice is needed"
        yield contract.problem("succession-outside-term", message, where, severity="warning", cure=cure)
    if content.provider in found:
        where = contract.place("provider", "name")
        yield contract.problem(
            "provider-succeeded",
            "the party that is succeeded is the Provider: regulation 13 of the Provider Selection Regime has "
            "a ground for a change of provider by succession",
            where,
            severity="warning",
            cure="record the ground with the variation that brings the contract up to date; whether it applies is "
            "yours to judge",
        )
    yield from _of_the_successor(pack, found, terms)
    yield from _that_become_one(contract, found, terms)
    for index, party in enumerate(content.commissioners):
        if party in found:
            yield from _to_change(contract, party, ("commissioners", index), terms)
    if content.provider in found:
        yield from _to_change(contract, content.provider, ("provider",), terms)
    yield from _mentions(pack, found)


def _of_the_successor(pack: Pack, found: tuple[Organisation, ...], terms: SuccessionTerms) -> Iterator[Problem]:
    """A successor that is the party itself, has the code of another party under another name, or would stand on both
    sides of the contract."""
    contract = pack.contract
    where = contract.place("contract", "reference")
    for party in all_parties(contract.content):
        if terms.ods_code is None or party.ods_code != terms.ods_code:
            continue
        if same(party.name, terms.name):
            if party in found and len(found) == 1:
                message = f"{terms.name} (ODS code {terms.ods_code}) would succeed itself"
                cure = "give the successor's name and code with --name and --ods, and with --party whom it succeeds"
                yield contract.problem("successor-is-the-party", message, where, cure=cure)
        elif party in found:
            message = (
                f"{party.name} and its successor {terms.name} have one ODS code, {terms.ods_code}: a body that only "
                "changes its name has no successor"
            )
            cure = "correct --ods; or change the name in the contract file, which “specgen vary” then corrects"
            yield contract.problem("successor-is-the-party", message, where, "warning", cure=cure)
        else:
            message = (
                f"the ODS code {terms.ods_code} is that of “{party.name}” here and of the successor “{terms.name}”"
            )
            cure = "look the organisation up in the Organisation Data Service, and correct --name or --ods"
            yield contract.problem("code-with-two-names", message, where, "warning", cure=cure)
    before = {problem.message for problem in same_body_on_both_sides.check(pack)}
    then = dataclasses.replace(pack, contract=as_succeeded(contract, terms)[0])
    yield from (problem for problem in same_body_on_both_sides.check(then) if problem.message not in before)


def _that_become_one(contract: Contract, found: tuple[Organisation, ...], terms: SuccessionTerms) -> Iterator[Problem]:
    """Commissioners that become one: the entries to be joined, and values that were meant for one of them alone."""
    parties = contract.content.commissioners
    joined = _that_join(contract.content, terms)
    if len(joined) < 2:
        return
    for index in joined[1:]:
        where = contract.place("commissioners", index)
        message = (
            f"“{parties[index].name}” and “{parties[joined[0]].name}” become one Commissioner: keep one "
            f"entry{', co-ordinating' if parties[index].role == 'co-ordinating' else ''}"
        )
        cure = "join the two entries from the day on which the succession takes effect"
        yield contract.problem(TO_CHANGE, message, where, severity="note", cure=cure)
    yield from to_decide(contract, terms, "warning")


def to_decide(contract: Contract, terms: SuccessionTerms, severity: Severity) -> Iterator[Problem]:
    """What Commissioners that become one differ in, each with what they have and where the one that holds belongs.

    A notice varies nothing and goes out all the same; over what nobody has decided no other document is made."""
    for open_ in as_succeeded(contract, terms)[1]:
        where = contract.place(*next((path for path in open_.stands if path in contract.places), open_.stands[0]))
        message = (
            f"“{open_.named}”: {open_.words}, who become one Commissioner: decide, and write the one that holds at "
            f"“{open_.written_at}”"
        )
        cure = "until then the new register has a gap in its place, and no pack is built over it"
        yield contract.problem(TO_DECIDE, message, where, severity=severity, cure=cure)


def _to_change(
    contract: Contract, party: Organisation, path: tuple[str | int, ...], terms: SuccessionTerms
) -> Iterator[Problem]:
    def note(field: str, message: str, cure: str) -> Problem:
        where = contract.place(*path, field)
        return contract.problem(TO_CHANGE, message, where, severity="note", cure=cure)

    if party.name != terms.name:
        yield note(
            "name",
            f"name: “{party.name}” becomes “{terms.name}”",
            "change it from the day on which the succession takes effect",
        )
    old, new = party.ods_code or party.no_ods_code or "", terms.ods_code or terms.no_ods_code or ""
    if old != new:
        field = "ods_code" if terms.ods_code else "no_ods_code"
        yield note(
            "ods_code" if party.ods_code else "no_ods_code",
            f"{'ods_code' if party.ods_code else 'no_ods_code'}: “{old}” becomes {field} “{new}”",
            "change it from the day on which the succession takes effect",
        )
    for field in part_fields(type(party)):
        value = getattr(party, field)
        if field in _NOT_ITS_OWN or not value or (*path, field) not in contract.places:
            continue
        if field == "signatory" and terms.signatory:
            if value != terms.signatory:
                said = f"signatory: “{value}” becomes “{terms.signatory}”"
                yield note(field, said, "change it from the day on which the succession takes effect")
            continue
        named = f": “{' '.join(value.split())}”" if isinstance(value, str) else ""
        yield contract.problem(
            TO_CHECK,
            f"{field}{named}",
            contract.place(*path, field),
            severity="note",
            cure="change it where the successor's is another",
        )


_NOT_ITS_OWN: Final = ("name", "ods_code", "no_ods_code", *OF_THE_CONTRACT)
"""Fields of a party that are told apart, or that belong to the contract and stay."""


def _mentions(pack: Pack, found: tuple[Organisation, ...]) -> Iterator[Problem]:
    """Other texts of the contract that speak of a party by its old name, its code, its own words alone or its address
    on the web: who is meant there, a person decides."""
    contract = pack.contract
    for path, text in texts(pack, with_values=True):
        if path[0] in ("commissioners", "provider") and path[-1] in ("name", "ods_code"):
            continue
        said = f" {plain_name(text)} "
        for party in found:
            where, code = contract.place(*path), (party.ods_code or " ").casefold()
            named = f"“{path[-1] if isinstance(path[-1], str) else path[-2]}”"
            if f" {plain_name(party.name)} " in said or f" {code} " in said:
                cure = "change it if the successor is meant from then on"
                message = f"{named} speaks of “{party.name}”"
                yield contract.problem(TO_CHANGE, message, where, severity="note", cure=cure)
            elif hint := _hint_of(party, text):
                cure = "change it if the body is meant, and will be called otherwise"
                message = f"{named} has “{hint}”, which may be of “{party.name}”"
                yield contract.problem(TO_CHECK, message, where, severity="note", cure=cure)


_AT_HOME: Final = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+\.uk\b", re.IGNORECASE)
"""An address for letters or pages on the web."""
_OF_MANY: Final = re.compile(
    r"and|of|the|for|boards?|care|clinical|commissioning|group|integrated|nhs|england|trust|foundation|community|health"
    r"(?:care)?|hospitals?|university|services?|partnership|limited|company|council|county|city|borough|system"
    r"|(?:north|south|east|west)(?:ern)?"
)
"""Words of a body's name that many bodies have."""


def _hint_of(party: Organisation, text: str) -> str:
    """What in a text may be the party: its name in fewer words before “ICB” or the like, or an address on the web with
    a word of its own name in it; "" where nothing is."""
    own = [word for word in re.findall(r"[^\W\d_]{4,}", party.name.casefold()) if not _OF_MANY.fullmatch(word)]
    if not own:
        return ""
    homes = (found.group() for found in _AT_HOME.finditer(text))
    if at := next((home for home in homes if any(word in home.casefold() for word in own)), ""):
        return at.rstrip(".,;:)")
    kind = plain_name(party.name).split()[-1]
    called = rf"\b(?:NHS )?(?:{'|'.join(own)})(?: (?:and|&) \w+)? (?:{kind}{'|ics' if kind == 'icb' else ''})\b"
    short = re.search(called, text, re.IGNORECASE)
    return short.group() if short is not None else ""
