"""What variations, successions and letters of intentions have in common: contracts are considered one by one, and
documents of the occasion are made of what is found.

To add an occasion: its terms, a class that is an `Occasion`, document types with its name under `when`, and its words
in the command line.

The particulars are those that the contract gives, before those that the run gives, and the rules for the rest. Nothing
is read from the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.marks import file_stem
from specgen.assembly.pack import Document, Pack
from specgen.assembly.page import Values
from specgen.assembly.paragraphs import numbered_by_themselves
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date, parse_day
from specgen.contract.particulars import Variation
from specgen.contract.parties import Commissioner, Provider
from specgen.issue.build import NamedReading, Outcome, drafted, finish, finished_document, in_own_folders
from specgen.issue.comparison import Comparison, compare
from specgen.issue.issued import IssuedPack, LaterPack, dated
from specgen.issue.plan import Finished
from specgen.issue.portfolio.portfolio import Prepared
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Reading
from specgen.problems import Problem, Severity, has_errors
from specgen.shared_work import Stopping, never
from specgen.word.redline.redline import ExistingChanges

_Comes = TypeVar("_Comes", bound=Prepared, covariant=True)


class Occasion(Protocol[_Comes]):
    """One occasion with its terms: what becomes of each contract, and what is made of all of them together."""

    @property
    def precedents(self) -> Precedents:
        """What documents are drafted from."""
        ...

    @property
    def out(self) -> Path:
        """The folder for what is made."""
        ...

    def left_out(self, outcome: Outcome) -> _Comes:
        """What becomes of a contract that cannot be considered."""
        ...

    def considered(self, reading: Reading, contract: Contract, folder: str) -> _Comes:
        """What becomes of a contract, planned against what lies under the name `folder` in `out`."""
        ...

    def gathered(self, stopping: Stopping) -> Iterator[_Comes]:
        """What is made of all contracts together, when each was considered."""
        ...


def prepare(
    occasion: Occasion[_Comes],
    readings: Iterable[Reading],
    stopping: Stopping = never,
    elsewhere: Callable[[Iterable[NamedReading]], Iterable[_Comes]] | None = None,
    *,
    varied: bool = False,
) -> Iterator[_Comes]:
    """What comes of each contract, then of all; nothing is written, which `written` of each does.

    `readings` is gone through twice. When `stopping` answers true, nothing further is begun. `elsewhere` considers each
    contract in another process. Where contracts are `varied`, each variation needs a reference of its own.
    """
    named = in_own_folders(readings, occasion.precedents, occasion.out, stopping, varied=varied)
    yield from elsewhere(named) if elsewhere is not None else (comes_of(occasion, each) for each in named)
    yield from occasion.gathered(stopping)


def comes_of(occasion: Occasion[_Comes], named: NamedReading) -> _Comes:
    """What comes of one contract, with the name of its folder; or of one that cannot be considered."""
    reading, folder, refused = named
    if refused is not None or reading.contract is None:
        return occasion.left_out(refused or Outcome(reading.file))
    return occasion.considered(reading, reading.contract, folder)


class ComparedContract(Struct):
    """A contract as it is to stand, compared with what was issued for it; `problems` grows."""

    pack: Pack
    issued: IssuedPack
    comparison: Comparison
    finished: tuple[Finished, ...]
    problems: list[Problem]


def compared_with_issued(
    outcome: Outcome, found: tuple[IssuedPack | None, list[Problem]], precedents: Precedents
) -> tuple[Outcome, ComparedContract | None]:
    """The outcome of a draft, with what more is wrong; and its comparison with what was issued, as `pack_of` has found
    it, where nothing is."""
    pack, (issued, faults) = outcome.pack, found
    problems = [*outcome.problems, *faults]
    if pack is None or issued is None or has_errors(problems):
        return replace(outcome, problems=tuple(problems)), None
    pack = _numbered_as_issued(pack, issued)
    finished, faults = finish(pack, problems, precedents)
    problems += faults
    outcome = replace(outcome, problems=tuple(problems))
    if has_errors(faults):
        return outcome, None
    comparison = compare(issued.record, pack, finished, precedents)
    return outcome, ComparedContract(pack, issued, comparison, finished, problems)


def finished_as(contract: Contract, issued: IssuedPack, precedents: Precedents) -> dict[str, Finished]:
    """Each document of another reading of the contract by its file's name, as it would be issued; what is wrong with
    that reading is not asked."""
    pack, _ = drafted(contract, precedents)
    made = finish(_numbered_as_issued(pack, issued), (), precedents)[0] if pack is not None else ()
    return {done.issued.file: done for done in made}


def _numbered_as_issued(pack: Pack, issued: IssuedPack) -> Pack:
    """The pack with its paragraphs numbered as those were that were issued: a paragraph keeps the number by which it
    has been cited, and no redline marks each one for its number alone."""
    return numbered_by_themselves(
        pack, {document.file for document in issued.record.documents if document.numbering is None}
    )


def drafted_outcome(reading: Reading, contract: Contract, precedents: Precedents, *, draft: bool = False) -> Outcome:
    """The contract drafted, with the problems of its reading and its draft; nothing is planned."""
    pack, problems = drafted(contract, precedents, draft=draft)
    return Outcome(reading.file, contract, pack, (*reading.problems, *problems))


def own_documents(
    occasion: str, precedents: Precedents, name: str, about: str, *, form: str | None = None
) -> tuple[Document, ...]:
    """The documents of the occasion, one a type; those of a contract `form` only where the type belongs to it."""
    return tuple(
        Document(kind, None, None, f"{file_stem(name, kind.name)}.docx", f"{kind.title}: {about}", ())
        for kind in precedents.types
        if kind.when == occasion and (form is None or kind.belongs_to(form))
    )


def drawn(
    pack: Pack,
    documents: Iterable[Document],
    cautions: tuple[Problem, ...],
    precedents: Precedents,
    values: Mapping[str, Values],
) -> tuple[tuple[Finished, ...], list[Problem]]:
    """The documents that can be drawn, and what is wrong with the others."""
    made: list[Finished] = []
    problems: list[Problem] = []
    for document in documents:
        done, faults = finished_document(pack, document, (*cautions, *problems), precedents, values)
        problems += faults
        made += [done] if done is not None else []
    return tuple(made), problems


Proposer = Literal["co-ordinating Commissioner", "Provider"]


class VariationTerms(Struct, frozen=True):
    """What a run says of all its variations.

    `author` and `dated` stand on the tracked changes; where they are None, the proposer's name, and the date of
    proposal, else the day on which the variation takes effect. `existing` says what to do with tracked changes that an
    issued document holds already. `without_tracked` lets a pack go out although the tracked changes of a document are
    refused. `succeeded` are the parties, by code or name, whose places a successor takes by a notice that was given or
    is of the same run: the successor stands in the contract by then, varies it and signs."""

    effective: date
    proposed_by: Proposer | None = None
    proposed_on: date | None = None
    agreed_on: date | None = None
    author: str | None = None
    dated: date | None = None
    existing: ExistingChanges = "refuse"
    without_tracked: bool = False
    succeeded: tuple[str, ...] = ()


def as_varied(contract: Contract, terms: VariationTerms) -> Contract:
    """The contract as it is to stand from the day on which the variation takes effect.

    That day is its date, so the clause versions in force then are chosen, where none is pinned. What the run says of
    the variation fills in what the contract leaves out."""
    own = contract.content.variation or Variation()
    variation = replace(
        own,
        reference=own.reference or reference_of(contract, own, terms.effective),
        proposed_by=own.proposed_by or terms.proposed_by or "co-ordinating Commissioner",
        proposed_on=own.proposed_on or terms.proposed_on,
        agreed_on=own.agreed_on or terms.agreed_on,
    )
    content = contract.content
    particulars = replace(content.contract, date=terms.effective)
    return replace(
        contract,
        content=replace(content, contract=particulars, variation=variation),
        dated_by_its_file=False,
    )


def reference_of(contract: Contract, own: Variation, effective: date) -> str:
    """The reference of a variation that is given none: the contract's, -V, and the number; without one, the day."""
    return f"{contract.reference}-V{own.number if own.number is not None else effective.isoformat()}"


def particulars_of(contract: Contract) -> Variation:
    """The particulars of a contract that `as_varied` has made."""
    found = contract.content.variation
    assert found is not None and found.reference is not None
    return found


def varied_since(given: Contract, issued: IssuedPack, effective: date, later: Iterable[LaterPack]) -> Iterator[Problem]:
    """That the pack which was compared is not the last of its contract, as far as can be seen: what changes would then
    be told from a state that the parties have left. `given` is the contract as its file has it."""
    own, was = given.content.contract.date, parse_day(dated(issued.record))
    carried = own is not None and was is not None and was < own < effective
    compared = f"the pack “{issued.folder.parent.name}/{issued.folder.name}” that this is compared with"
    compared += f" is of {long_date(was)}" if was is not None else ""
    said = given.content.variation or Variation()
    again = said.reference or reference_of(given, said, effective)
    # A variation of another pack of the contract that takes effect after this pack's day is not in it either.
    made = [
        each
        for each in later
        if each.variation != again
        and not each.carried
        and not (each.elsewhere and (was is None or each.day <= was.isoformat()))
    ]
    found = [each for each in made if each.day <= effective.isoformat()]
    known = [each for each in found if carried and own is not None and each.day == own.isoformat()]
    last = max(known or found, key=lambda each: each.day, default=None)
    if last is not None and (day := parse_day(last.day)) is not None:
        message = f"{compared}, and “{last.name}” holds {last.what}, from {long_date(day)}"
        message += ", which is the contract’s own date now" if known else ""
    elif carried and own is not None:
        message = f"{compared}, and the contract’s date is {long_date(own)} now"
    else:
        return
    yield given.problem(
        "varied-since",
        f"{message}: what is told as changed is changed from the older one",
        given.place("contract", "date"),
        "error" if known else "warning",
        cure="where a variation was signed since, build the contract as it left it into a folder of its own and name "
        "that with --since; where it was never agreed, add the word “withdrawn” to the name of its folder; otherwise "
        "give the contract the date that it had",
    )


def out_of_turn(given: Contract, effective: date, packs: Iterable[LaterPack]) -> Iterator[Problem]:
    """That another variation of the contract has this one's reference, or takes effect after it."""
    said = given.content.variation or Variation()
    reference = said.reference or reference_of(given, said, effective)
    for each in packs:
        day = parse_day(each.day)
        if each.variation == reference and (each.elsewhere or each.made_of != given.sha256):
            slug, more = "variation-reference-used", "and this one would have the same reference"
            cure = (
                "give this variation a reference of its own; if that one was never agreed, add the word “withdrawn” to "
                "the name of its folder"
            )
        elif each.variation not in ("", reference) and day is not None and day > effective:
            slug, more = "varied-out-of-turn", "and this one would take effect before it"
            cure = (
                "give a day after it, or agree that one anew; if it was never agreed, add the word “withdrawn” to the "
                "name of its folder"
            )
        else:
            continue
        from_day = f", from {long_date(day)}," if day is not None else ""
        message = f"“{each.name}” holds {each.what}{from_day} {more}"
        yield given.problem(slug, message, given.place("variation", "reference"), "warning", cure=cure)


def proposer_of(contract: Contract) -> str:
    """The name of the party that proposes the variation."""
    return (
        contract.content.provider.name
        if particulars_of(contract).proposed_by == "Provider"
        else contract.co_ordinating.name
    )


def stamp_of(contract: Contract, terms: VariationTerms) -> tuple[str, str]:
    """The author and the date (ISO 8601) that stand on the tracked changes."""
    day = terms.dated or particulars_of(contract).proposed_on or terms.effective
    return terms.author or proposer_of(contract), day.isoformat()


def faults_of_terms(contract: Contract, terms: VariationTerms, last: date) -> Iterator[Problem]:
    """A day outside the term, days out of order, and what the form leaves open to be filled in by hand. `last` is the
    last day of the term that was issued, or to which a notice under the option extends it: an agreement gives no later
    one to a contract that has ended."""
    term, own = contract.content.contract.term, particulars_of(contract)

    def fault(slug: str, message: str, cure: str, path: tuple[str, ...], severity: Severity = "warning") -> Problem:
        return contract.problem(slug, message, contract.place(*path), severity, cure=cure)

    if not term.start <= terms.effective <= min(term.end, last):
        issued = "that was issued " if last < term.end else ""
        yield fault(
            "variation-outside-term",
            f"the variation would take effect on {long_date(terms.effective)}, and the term {issued}runs from "
            f"{long_date(term.start)} to {long_date(min(term.end, last))}",
            "give another day with --effective, or correct the term; a contract that has ended is not varied: write "
            "another one, under a reference of its own",
            ("contract", "term"),
            "error",
        )
    if own.proposed_on is not None and own.agreed_on is not None and own.agreed_on < own.proposed_on:
        yield fault(
            "variation-dates",
            f"the variation is agreed on {long_date(own.agreed_on)}, before it is proposed on "
            f"{long_date(own.proposed_on)}",
            "correct one of the two days",
            ("variation", "agreed_on"),
            "error",
        )
    if own.proposed_on is None:
        yield fault(
            "variation-left-open",
            "no date of proposal is given: the agreement leaves it open, to be filled in by hand",
            "add “proposed_on:” under variation, or say --proposed-on",
            ("variation", "proposed_on"),
        )
    parties: tuple[Commissioner | Provider, ...] = (*contract.content.commissioners, contract.content.provider)
    unsigned = [party.name for party in parties if party.signatory is None]
    if unsigned:
        yield fault(
            "variation-left-open",
            f"no post is given that signs for {', '.join(unsigned)}: the agreement leaves the title open, to "
            f"be filled in by hand",
            "add “signatory:” to the party",
            ("provider" if unsigned[0] == contract.content.provider.name else "commissioners",),
        )
