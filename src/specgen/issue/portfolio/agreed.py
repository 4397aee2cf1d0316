"""What the parties of a contract agreed last, by the packs that lie there: in which version each clause stands.

A version that came into force since is agreed by a variation and by nothing else. A contract file that holds its
clauses to no version takes it, and what is built of it then says what nobody signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from specgen.assembly.pack import Pack
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date, parse_day
from specgen.issue.issued import IssuedPack, dated, pack_in, what_it_is
from specgen.issue.records import IssuedDocument, IssueRecord
from specgen.problems import Problem

Versions = Mapping[tuple[str, str, str], frozenset[int]]
"""Type and service of a document, and a clause's id → in which versions it stands there."""


class AgreedState(NamedTuple):
    """How a pack left the contract: its folder, what it is in words, its day (ISO 8601) and the clauses."""

    name: str
    what: str
    day: str
    versions: Versions


class OtherVersion(NamedTuple):
    """A clause that stands in another version than was agreed, "" where it is in one of the two alone."""

    id: str
    was: str
    now: str


def last_agreed(
    packs: Iterable[IssuedPack], begins: str, day: str, *, by_variation: bool = False
) -> tuple[AgreedState, ...]:
    """How the packs of the last day until `day` left the contract of the term that `begins`: the variations of it or,
    without any, the whole packs, where not only what is agreed `by_variation` is asked for. What has DRAFT on its pages
    was not agreed, and what an earlier term had is agreed anew with the next. A document that a variation does not
    change stands as the packs before it left it, whichever of them it was compared with."""
    known = [each for each in made_until(packs, begins, day) if not each[2].record.draft]
    last = max((of_day for of_day, varied, _ in known if varied or not by_variation), default="")
    varies = any(varied for of_day, varied, _ in known if of_day == last)
    stood: Versions = {}
    for _, _, pack in sorted((each for each in known if each[0] < last), key=lambda each: each[:2]):
        stood = _over(stood, pack.record)
    found: list[AgreedState] = []
    for of_day, varied, pack in known:
        if of_day == last and varied == varies:
            found.append(
                AgreedState(pack.name, what_it_is(pack.record), last, _over(stood if varied else {}, pack.record))
            )
    return tuple(found)


def made_until(packs: Iterable[IssuedPack], begins: str, day: str) -> Iterator[tuple[str, bool, IssuedPack]]:
    """What was made of the term that `begins` for a day until `day`: that day, whether by a variation, and the pack."""
    for pack in packs:
        made = pack.record.variation
        of_day = made.effective if made is not None else dated(pack.record)
        ended = "" < str((pack.record.facts or {}).get("contract.term.end") or "") < begins
        if (made is not None or not pack.record.occasion) and not ended and "" < of_day <= day:
            yield of_day, made is not None, pack


def _over(stood: Versions, record: IssueRecord) -> Versions:
    """The clauses of a record, over those of the documents that it does not hold."""
    own = _versions(record.documents)
    documents = {key[:2] for key in own}
    return {**{key: held for key, held in stood.items() if key[:2] not in documents}, **own}


def _versions(documents: Iterable[IssuedDocument]) -> dict[tuple[str, str, str], frozenset[int]]:
    found: dict[tuple[str, str, str], set[int]] = {}
    for document in documents:
        for clause in document.clauses if not document.left_over else ():
            found.setdefault((document.type, document.service, clause.id), set()).add(clause.version)
    return {key: frozenset(held) for key, held in found.items()}


def other_versions(agreed: AgreedState, documents: Iterable[IssuedDocument]) -> tuple[OtherVersion, ...]:
    """The clauses of these documents that stand otherwise in what was agreed; of a document that is not known from
    there nothing is said."""
    now = _versions(documents)
    both = {key[:2] for key in now} & {key[:2] for key in agreed.versions}
    keys = (key for key in (*now, *agreed.versions) if key[:2] in both)
    told = (
        OtherVersion(key[2], _said(agreed.versions.get(key)), _said(now.get(key)))
        for key in keys
        if now.get(key) != agreed.versions.get(key)
    )
    return tuple(dict.fromkeys(told))


def _said(versions: frozenset[int] | None) -> str:
    return " and ".join(map(str, sorted(versions or ())))


def _chosen_as(id_: str, version: str) -> str:
    """How a contract file holds the clause to the version: `supported-self-management/home-foot-checks@1`."""
    component, _, name = id_.split("/", 2)
    return f"“{component}/{name}@{version}”"


def not_as_agreed(given: Contract, issued: IssuedPack, others: Iterable[IssuedPack]) -> Iterator[Problem]:
    """That the pack which a variation is compared with holds a clause otherwise than the last variation before it: what
    the agreement calls unchanged would then be what nobody agreed."""
    others = tuple(pack for pack in others if (made := pack.record.variation) is None or made.since != issued.sha256)
    begins = str((issued.record.facts or {}).get("contract.term.start") or "")
    states = last_agreed(others, begins, dated(issued.record), by_variation=True)
    told = [(state, found) for state in states if (found := other_versions(state, issued.record.documents))]
    if not told or len(told) < len(states):
        return  # one of that day is what was carried in
    state, found = told[-1]
    day = parse_day(state.day)
    from_day = f", from {long_date(day)}" if day is not None else ""
    for each in found:
        has = f"has {each.id} in version {each.now}" if each.now else f"does not have {each.id}"
        agreed = f"agreed version {each.was}" if each.was else "does not have that clause"
        mend = f"hold the clause to its version, {_chosen_as(each.id, each.was)}," if each.was else "leave it out"
        yield given.problem(
            "not-as-agreed",
            f"the pack “{issued.folder.parent.name}/{issued.folder.name}” that this is compared with {has}, and "
            f"{state.what} (“{state.name}”{from_day}) {agreed}",
            given.place("contract", "date"),
            "error" if state.day == dated(issued.record) else "warning",
            cure=f"{mend} in the contract file as that variation left it, and build it again into a folder of its own; "
            f"if that variation was never agreed, add the word “withdrawn” to the name of its folder",
        )


def newer_than_agreed(
    pack: Pack, documents: Iterable[IssuedDocument], packs: Iterable[IssuedPack]
) -> Iterator[Problem]:
    """That a contract takes another version of a clause than the packs of it that were issued, where the contract file
    does not ask for that version: its pages would leave without a word of it."""
    contract = pack.contract
    states = last_agreed(packs, contract.content.contract.term.start.isoformat(), contract.day.isoformat())
    told = [(state, found) for state in states if (found := other_versions(state, documents))]
    if not told or len(told) < len(states):
        return
    state, found = told[-1]
    taken = {clause.clause.id: clause for clause in pack.chosen if not clause.why.startswith("pinned")}
    for each in found:
        if not (each.was and each.now) or each.id not in taken:
            continue
        yield contract.problem(
            "other-version-than-issued",
            f"{each.id} is taken in version {each.now}, and {state.what} (“{state.name}”) has version {each.was}: the "
            "parties have not agreed the other wording",
            contract.place(*taken[each.id].path),
            "warning",
            cure=f"to build the contract as it was agreed, write {_chosen_as(each.id, each.was)}; a newer version "
            "comes into it by a variation (specgen vary)",
        )


def packs_in(folders: Iterable[Path], reference: str) -> Iterator[IssuedPack]:
    """The packs of the contract in these folders, each named by its folder and the one that holds it."""
    for folder in folders:
        pack, _ = pack_in(folder, f"{folder.parent.name}/{folder.name}")
        if pack is not None and pack.record.contract.reference == reference:
            yield pack
