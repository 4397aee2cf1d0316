"""The particulars of a variation: those that the contract gives, those that the run gives, and the rules for the rest.

Nothing is read from the clock. The contract's own particulars come before those of the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.contract import Contract
from specgen.contract.dates import long_date
from specgen.contract.particulars import Variation
from specgen.contract.parties import Commissioner, Provider
from specgen.problems import Problem
from specgen.word.redline.redline import ExistingChanges

Proposer = Literal["co-ordinating Commissioner", "Provider"]


class VariationTerms(Struct, frozen=True):
    """What a run says of all its variations.

    `author` and `dated` stand on the tracked changes; where they are None, the proposer's name, and the date of
    proposal, else the day on which the variation takes effect. `existing` says what to do with tracked changes that an
    issued document holds already. `without_tracked` lets a pack go out although the tracked changes of a document are
    refused."""

    effective: date
    proposed_by: Proposer | None = None
    proposed_on: date | None = None
    agreed_on: date | None = None
    author: str | None = None
    dated: date | None = None
    existing: ExistingChanges = "refuse"
    without_tracked: bool = False


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


def faults_of_terms(contract: Contract, terms: VariationTerms) -> Iterator[Problem]:
    """A day outside the term, days out of order, and what the form leaves open to be filled in by hand."""
    whole, own = contract.content.contract, particulars_of(contract)

    def fault(
        slug: str, message: str, cure: str, *path: str, severity: Literal["error", "warning"] = "warning"
    ) -> Problem:
        place = contract.place(*path)
        return Problem(slug, message, place, severity, cure=cure, excerpt=contract.excerpt(place))

    if not whole.term.start <= terms.effective <= whole.term.end:
        yield fault(
            "variation-outside-term",
            f"the variation would take effect on {long_date(terms.effective)}, and the term runs from "
            f"{long_date(whole.term.start)} to {long_date(whole.term.end)}",
            "give another day with --effective, or correct the term",
            "contract",
            "term",
            severity="error",
        )
    if own.proposed_on is not None and own.agreed_on is not None and own.agreed_on < own.proposed_on:
        yield fault(
            "variation-dates",
            f"the variation is agreed on {long_date(own.agreed_on)}, before it is proposed on "
            f"{long_date(own.proposed_on)}",
            "correct one of the two days",
            "variation",
            "agreed_on",
            severity="error",
        )
    if own.proposed_on is None:
        yield fault(
            "variation-left-open",
            "no date of proposal is given: the agreement leaves it open, to be filled in by hand",
            "add “proposed_on:” under variation, or say --proposed-on",
            "variation",
            "proposed_on",
        )
    parties: tuple[Commissioner | Provider, ...] = (*contract.content.commissioners, contract.content.provider)
    unsigned = [party.name for party in parties if party.signatory is None]
    if unsigned:
        yield fault(
            "variation-left-open",
            f"no post is given that signs for {', '.join(unsigned)}: the agreement leaves the title open, to "
            f"be filled in by hand",
            "add “signatory:” to the party",
            "provider" if unsigned[0] == contract.content.provider.name else "commissioners",
        )
