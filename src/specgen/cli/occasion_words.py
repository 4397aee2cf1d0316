"""What became of each contract of an occasion, as text and as JSON, and the counts at its end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import ClassVar, Final, Generic, TypeVar

import click
from msgspec import Struct
from msgspec.structs import replace

from specgen.cli.output import number
from specgen.cli.run import ErrorsTold, Tally, document_line, facts_json, outcome_json, place_in_words, print_cautions
from specgen.issue.occasions.intentions import Considered, Letter
from specgen.issue.occasions.particulars import INSTRUMENTS, stood_before
from specgen.issue.occasions.revised import Revised, words_changed
from specgen.issue.occasions.succession import TO_CHANGE, TO_CHECK, TO_DECIDE, Succeeded
from specgen.issue.occasions.variation import Varied
from specgen.issue.portfolio.portfolio import Prepared, ended

_Comes = TypeVar("_Comes", bound=Prepared)


class StateTally(Tally, ABC):
    """The counts of a run in which contracts come to different states; those that come to one of them are named at the
    end."""

    named_state: ClassVar[str]
    """The state of the contracts that are named."""
    named_as: ClassVar[str]
    """What is said before their names."""

    def __init__(self) -> None:
        super().__init__()
        self.states: Counter[str] = Counter()
        self.named: list[str] = []

    def add_found(self, found: Prepared) -> None:
        self.add(ended(found.outcome))
        self.states[found.state] += 1
        if found.state == self.named_state:
            self.named.append(found.outcome.reference)

    @property
    @abstractmethod
    def in_states(self) -> str:
        """How many contracts came to which state."""

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        if self.named:
            yield f"{self.named_as}: {', '.join(self.named)}."
        yield f"{number(self.contracts, 'contract')}: {self.in_states}. {self._written(out, plan)} {self._severities}"


class OccasionWords(Struct, Generic[_Comes], frozen=True):
    """How an occasion is told: its counts, what is printed of each that comes of it, and what programs are given, each
    in the list that `under` names."""

    tally: StateTally
    show: Callable[[_Comes, ErrorsTold], None]
    as_json: Callable[[_Comes], dict[str, object]]
    under: Callable[[_Comes], str] = lambda _: "contracts"


# Variations.


class VariationTally(StateTally):
    """The counts of a run of variations."""

    named_state = "no change"
    named_as = "No change, so no variation"

    def __init__(self, succeeded: Iterable[str] = ()) -> None:
        super().__init__()
        self.others: list[str] | None = None
        """The references of contracts that were issued and are not in the run; None where they were not looked for."""
        self.references: set[str] = set()
        self.in_place = list(succeeded)
        """The parties said to have a successor in whose place no contract so far has another."""
        self._unknown = self._extended_too = 0

    def add_found(self, found: Prepared) -> None:
        super().add_found(found)
        if self.in_place and isinstance(found, Varied):
            self.in_place = [party for party in self.in_place if not stood_before(found.facts.apart, party)]
        if isinstance(found, Varied) and found.state == "varied":
            self._extended_too += found.facts.extension is not None
        self.references |= {found.outcome.reference} - {""}
        self._unknown += not found.outcome.reference

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {
            "varied": self.states["varied"],
            "no_change": self.named,
            "not_in_run": self.others,
            "not_varied": self.states["not varied"],
            "extended": self.states["extended"],
            "no_document": self.states["no document"],
            "no_printed_change": self.states["no printed change"],
            "written": self.written,
            "failed": self.failed,
        }

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        if self.others:
            doubt = (
                f"; {number(self._unknown, 'contract')} of this run cannot be read, and may be among them"
                if self._unknown
                else ""
            )
            yield f"Issued, but not in this run: {', '.join(self.others)}{doubt}."
        yield from super().lines(out, plan=plan)

    @property
    def in_states(self) -> str:
        """How many contracts were varied."""
        further = {
            "extended": "extended by notice",
            "no document": "changed in what asks for no document here",
            "no printed change": "without a change that is printed",
        }
        told = "".join(f", {self.states[state]:,} {said}" for state, said in further.items() if self.states[state])
        too = f" ({self._extended_too:,} of them extended by notice as well)" if self._extended_too else ""
        return (
            f"{self.states['varied']:,} varied{too}, {self.states['no change']:,} without change, "
            f"{self.states['not varied']:,} not varied{told}"
        )


def print_varied(varied: Varied, told: ErrorsTold) -> None:
    """What changes in a contract, the documents of its variation with what became of them, then what is wrong."""
    outcome = varied.outcome
    named = f", variation {varied.reference}" if varied.reference else ""
    click.echo(f"{outcome.reference or 'not varied'} ({outcome.file}): {varied.state}{named}")
    for revised in varied.revised:
        entry = revised.compared.issued
        edited = " (edited since it was issued)" if revised.edited else ""
        click.echo(f"  {revised.compared.status}: {entry.title}{edited}{_BY_NOTICE[revised.by_notice]}")
        for line in _changes(revised):
            click.echo(f"    {line}")
    for change in (*varied.facts.refused, *varied.facts.listed):
        click.echo(f"  {change} ({INSTRUMENTS[change.instrument]})")
    for file in varied.layout:
        click.echo(f"  only its layout or its header differs, so it is no part of a variation: {file}")
    for verdict in outcome.verdicts:
        click.echo(document_line(verdict))
    done = ended(outcome)
    if done.why_draft:
        click.echo(f"  {done.draft_line}")
    serious = print_cautions(done, told)
    if serious:
        click.echo(
            f"  No document of this variation was written: {serious}."
            if not outcome.written
            else f"  Not every document of this variation was written: {serious}."
        )


_BY_NOTICE: Final = {
    "": "",
    "part": " (what follows from the last day: by the notice alone)",
    "whole": " (by the notice alone: the agreement does not change it)",
}
_REPORT_WORDS: Final = {"added": "listed from now on", "taken out": "no longer listed", "changed": "its row changes"}


def _changes(revised: Revised) -> Iterator[str]:
    for clause in revised.compared.clauses:
        yield f"{clause.title} ({clause.id}): {clause.version_in_words}"
        for value in clause.values:
            yield f"  {value}"
    for report in revised.reports:
        yield f"report {report.named} ({report.asked_for_by}): {_REPORT_WORDS[report.state]}"
        if report.before or report.after:
            yield f"  {words_changed(report.before, report.after)}"
    for before, after in revised.words:
        yield words_changed(before, after)
    if revised.more:
        yield "further words, which the tracked changes show"


def varied_json(varied: Varied) -> dict[str, object]:
    """What became of a contract, for programs."""
    return {
        **outcome_json(ended(varied.outcome)),
        "state": varied.state,
        "variation": varied.reference or None,
        "revised": [_revised_json(revised) for revised in varied.revised],
        "layout_only": list(varied.layout),
        "facts": facts_json((*varied.facts.refused, *varied.facts.listed, *varied.facts.told)),
    }


def _revised_json(revised: Revised) -> dict[str, object]:
    compared = revised.compared
    return {
        "title": compared.issued.title,
        "schedule": compared.issued.schedule,
        "service": compared.issued.service,
        "status": compared.status,
        "edited": revised.edited,
        "by_notice": revised.by_notice or None,
        "file": revised.clean.issued.file if revised.clean is not None else None,
        "tracked_changes": revised.tracked.issued.file if revised.tracked is not None else None,
        "no_tracked_changes": revised.refused or None,
        "clauses": [
            {
                "clause": clause.id,
                "title": clause.title,
                "from_version": clause.before,
                "to_version": clause.after,
                "values": [
                    {"name": value.name, "asked": value.asked, "from": value.before, "to": value.after}
                    for value in clause.values
                ],
            }
            for clause in compared.clauses
        ],
        "reports": [
            {
                "title": report.title,
                "clause": report.clause_id or None,
                "version": report.version,
                "sentence": report.sentence,
                "change": report.state,
                "from": report.before,
                "to": report.after,
            }
            for report in revised.reports
        ],
        "words": [{"from": before, "to": after} for before, after in revised.words],
    }


# Successions.

IN_FULL: Final = {TO_CHANGE: "to change", TO_CHECK: "to check", TO_DECIDE: "to decide"}
"""Problems that are printed a line each, however many, since a person goes through them one by one."""


class SuccessionTally(StateTally):
    """The counts of a run of notices."""

    named_state = "not a party"
    named_as = "The party does not stand in"
    others: list[str] | None = None
    """The references of contracts that were issued and are not in the run; None where they were not looked for."""
    never_issued: list[str] | None = None
    """Those of the run of which nothing was found that was issued; None where it was not looked for."""

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        if self.others:
            yield f"Issued, but not in this run: {', '.join(self.others)}."
        if self.never_issued:
            yield f"In this run, but not among what was issued: {', '.join(self.never_issued)}."
        yield from super().lines(out, plan=plan)

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {
            "notices": self.states["notice"],
            "not_a_party": self.named,
            "no_notice": self.states["no notice"],
            "written": self.written,
            "failed": self.failed,
            **({"not_in_run": self.others} if self.others is not None else {}),
            **({"never_issued": self.never_issued} if self.never_issued is not None else {}),
        }

    @property
    def in_states(self) -> str:
        """How many contracts got a notice."""
        return (
            f"{self.states['notice']:,} with a notice, {self.states['not a party']:,} without the party, "
            f"{self.states['no notice']:,} with errors"
        )


def print_succeeded(found: Succeeded, told: ErrorsTold) -> None:
    outcome = found.outcome
    whom = f" of the succession of {', '.join(found.parties)}" if found.parties else ""
    click.echo(f"{outcome.reference or 'no notice'} ({outcome.file}): {found.state}{whom}")
    for verdict in outcome.verdicts:
        click.echo(document_line(verdict))
    if why := ended(outcome).why_draft:
        click.echo(f"  {'DRAFT':<14}  stands on the notice, because {why}")
    for problem in outcome.problems:
        if problem.slug in IN_FULL:
            place = place_in_words(problem.location, outcome.file)
            click.echo(f"  {IN_FULL[problem.slug]:<14}  {place}: {problem.message}")
    others = tuple(problem for problem in outcome.problems if problem.slug not in IN_FULL)
    if serious := print_cautions(ended(replace(outcome, problems=others)), told):
        click.echo(f"  No notice was written for this contract: {serious}.")


def succeeded_json(found: Succeeded) -> dict[str, object]:
    return {**outcome_json(ended(found.outcome)), "state": found.state, "succeeded": list(found.parties)}


# Letters of intentions.


class LetterTally(StateTally):
    """The counts of a run: contracts by whether they would change, and letters."""

    named_state = "no change"
    named_as = "No change, so in no letter"

    def __init__(self) -> None:
        super().__init__()
        self.letters = 0
        self._waiting: set[str] = set()
        """Contracts that would change and stand in no letter yet."""

    def add_found(self, found: Prepared) -> None:
        super().add_found(found)
        if isinstance(found, Letter):
            self.contracts -= 1
            self.letters += 1
            self._waiting.difference_update(found.contracts)
        elif found.state == "changes":
            self._waiting.add(found.outcome.reference)

    def complete(self, total: int) -> bool:
        """Whether every contract was gone through and every letter was made."""
        return super().complete(total) and not self._waiting

    def how_far(self, total: int) -> str:
        """How far a run over `total` contracts came that ended early: letters are made only after all contracts."""
        left = (
            f", and {number(len(self._waiting), 'contract')} that would change "
            f"{'stands' if len(self._waiting) == 1 else 'stand'} in no letter yet"
            if self._waiting
            else ""
        )
        return (
            f"{self.contracts:,} of {number(total, 'contract')} {'was' if self.contracts == 1 else 'were'} gone "
            f"through{left}"
        )

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {
            "letters": self.letters,
            "changes": self.states["changes"],
            "no_change": self.named,
            "no_change_between_parties": self.states["no change between the parties"],
            "left_out": self.states["left out"],
            "written": self.written,
            "failed": self.failed,
        }

    @property
    def in_states(self) -> str:
        """How many contracts would change, and how many letters there are."""
        return (
            f"{self.states['changes']:,} would change, "
            f"{self.states['no change'] + self.states['no change between the parties']:,} would not, "
            f"{self.states['left out']:,} left out; {number(self.letters, 'letter')}"
        )


def print_considered(found: Considered | Letter, told: ErrorsTold) -> None:
    outcome = found.outcome
    if isinstance(found, Considered):
        click.echo(f"{outcome.reference or 'left out'} ({outcome.file}): {found.state}")
        if serious := print_cautions(ended(outcome), told):
            click.echo(f"  This contract is in no letter: {serious}.")
        return
    click.echo(f"Letter to {found.provider}, about {', '.join(found.contracts)}")
    for verdict in outcome.verdicts:
        click.echo(document_line(verdict))
    if serious := print_cautions(ended(outcome), told):
        click.echo(f"  The letter was not written: {serious}.")


def considered_json(found: Considered | Letter) -> dict[str, object]:
    if isinstance(found, Letter):
        return {**outcome_json(ended(found.outcome)), "provider": found.provider, "contracts": list(found.contracts)}
    return {**outcome_json(ended(found.outcome)), "state": found.state}
