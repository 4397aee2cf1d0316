"""The pack of a variation: what was issued for a contract compared with what it says now, and the documents that the
parties need to agree the difference.

The agreement, each revised schedule as it is to read and as tracked changes against the issued one, and a list of the
changes. A contract of which nothing changes gets none. A pack is written whole or not at all.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.pack import Document
from specgen.assembly.page import printed_passages
from specgen.checks.agreement import adaptation_of_older_wording, change_without_notice, deviation_expired
from specgen.checks.dates import commissioner_no_longer_there, varied_to_the_past
from specgen.checks.duties import varied_too_late_to_keep
from specgen.checks.rule import Varies
from specgen.checks.variation import (
    variation_beyond_limits,
    variation_not_recorded,
    variation_notice_due,
)
from specgen.contract.contract import Contract
from specgen.contract.facts import FactChange, parties_taken_out, until_then
from specgen.excel import PackedRows, Page, columns, workbook_bytes
from specgen.issue.build import NamedReading, Outcome, notices, planned, record_of, write
from specgen.issue.comparison import Comparison, DocumentComparison
from specgen.issue.issued import (
    FoundDocument,
    IssuedPack,
    IssuedPlaces,
    changed_meanwhile,
    find_document,
    issued_places,
    later_packs,
    other_packs,
    pack_of,
)
from specgen.issue.occasions.occasion import (
    ComparedContract,
    VariationTerms,
    as_varied,
    comes_of,
    compared_with_issued,
    drafted_outcome,
    drawn,
    faults_of_terms,
    finished_as,
    out_of_turn,
    own_documents,
    particulars_of,
    stamp_of,
    varied_since,
)
from specgen.issue.occasions.particulars import (
    INSTRUMENTS,
    NO_FACTS,
    FactsVaried,
    as_it_stands,
    extension_values,
    facts_values,
    facts_varied,
    goes_while_another_comes,
    in_words_of,
    last_day,
    names_corrected,
    refused_facts,
    stale_notices,
)
from specgen.issue.occasions.revised import (
    Revised,
    edited_notices,
    note_of,
    of_another,
    parties_of,
    same_terms,
    same_words,
    schedule_values,
    stands_in,
    variation_values,
    with_tracked_changes,
)
from specgen.issue.occasions.sums import (
    VariedSums,
    faults_of_sums,
    sums_of,
    sums_page,
    with_earlier_changes,
)
from specgen.issue.plan import Finished, clause_differences
from specgen.issue.portfolio.agreed import not_as_agreed
from specgen.issue.portfolio.portfolio import Ended, ended, ready_precedents, refuse_other_inputs
from specgen.issue.portfolio.summary import RunSummary
from specgen.issue.precedents import Precedents
from specgen.issue.records import IssuedClause, IssuedDocument, IssuedVariation, IssueRecord
from specgen.issue.sources import Reading
from specgen.library.model import Library
from specgen.problems import Location, Problem, has_errors
from specgen.shared_work import Stopping, shared
from specgen.word.package.package import read_package
from specgen.writing import Disk

if TYPE_CHECKING:
    from concurrent.futures import Executor

OCCASION: Final = "variation"
OF_THE_DAY: Final = frozenset(
    {
        "version-not-in-force",
        adaptation_of_older_wording.slug,
        deviation_expired.slug,
        commissioner_no_longer_there.slug,
    }
)
"""Warnings that come of the day on which the variation takes effect; `check` holds a contract against its own date."""
OF_A_CHANGE: Final = frozenset(
    {change_without_notice.slug, variation_not_recorded.slug, variation_beyond_limits.slug, variation_notice_due.slug}
)
"""Rules about a change, which say nothing of a contract that does not change."""
OF_AN_AGREEMENT: Final = frozenset({change_without_notice.slug, variation_not_recorded.slug})
"""Those of them that ask what is recorded of a change which the parties agree. An extension under the contract's own
option is no such change, and its notice is the document itself."""
EXTENSION: Final = "extension"
"""The occasion of the notice under the option to extend, which goes into the pack of a variation."""
VariationState = Literal["varied", "extended", "no document", "no change", "no printed change", "not varied"]
"""What becomes of a contract: a variation agreement, with a notice of extension where there is one; that notice alone;
facts that differ and ask for no document of this occasion, which are listed; nothing differs; nothing that is printed
differs, and the record of what was issued does not tell the rest."""


class Varied(Struct, frozen=True):
    """What becomes of one contract: its outcome, as of a build; what changes; the files that differ from what was
    issued in their layout alone, which is no variation of the contract; and the facts of the contract that differ."""

    outcome: Outcome
    state: VariationState = "not varied"
    comparison: Comparison | None = None
    revised: tuple[Revised, ...] = ()
    layout: tuple[str, ...] = ()
    facts: FactsVaried = NO_FACTS

    @property
    def reference(self) -> str:
        """The variation's reference; "" where there is none."""
        contract, packed = self.outcome.contract, self.state in ("varied", "extended")
        return particulars_of(contract).reference or "" if packed and contract is not None else ""

    def written(self, disk: Disk) -> Varied:
        """What has become of it when its plan is carried out."""
        outcome = write(self.outcome, disk)
        return replace(self, outcome=outcome, state="not varied" if outcome.failed else self.state)


@dataclass(frozen=True)
class Variations:
    """The occasion: a pack for each contract that differs from what was issued into `since`, a folder for each, as a
    build leaves it."""

    precedents: Precedents
    since: Path
    out: Path
    terms: VariationTerms
    draft: bool = False

    @cached_property
    def places(self) -> IssuedPlaces:
        """Where the packs lie that were issued."""
        return issued_places(self.since)

    def left_out(self, outcome: Outcome) -> Varied:
        return Varied(outcome)

    def considered(self, reading: Reading, contract: Contract, folder: str) -> Varied:
        found = pack_of(contract, self.since, self.places)
        kept = as_it_stands(contract, found[0], self.terms)
        varied = with_earlier_changes(as_varied(kept, self.terms), found[0])
        drafted = drafted_outcome(reading, varied, self.precedents, draft=self.draft)
        outcome, work = compared_with_issued(drafted, found, self.precedents)
        if work is None:
            refused = refused_facts(contract, found[0])
            return Varied(replace(outcome, problems=(*outcome.problems, *refused)))
        revised, layout = revise(work, self.terms)
        if contract.sha256 == work.issued.record.inputs.contract.sha256:
            revised = _without_what_stands_elsewhere(work, revised)
        others = tuple(other_packs(work.issued, self.since, self.out, self.places))
        facts, faults = facts_varied(contract, kept, varied, work.pack, work.issued, others, revised, self.terms)
        work.problems += (*faults, *goes_while_another_comes(contract, work.issued, self.terms))
        if facts.extension is not None:
            revised = tuple(by_notice(work, revised, facts, self.precedents))
        agreed = _are_agreed(revised, facts)
        work.problems += (
            (*stale_notices(contract, work.issued), *faults_of_sums(work.pack, work.issued)) if agreed else ()
        )
        if agreed or facts.extension is not None:
            later = tuple(later_packs(work.issued, others))
            work.problems += out_of_turn(contract, self.terms.effective, later)
            work.problems += varied_since(contract, work.issued, self.terms.effective, later)
            work.problems += not_as_agreed(contract, work.issued, others)
            work.problems += faults_of_terms(varied, self.terms, last_day(varied, work.issued, facts))
            named = (*facts.agreed, *(facts.apart if self.terms.succeeded else ()))
            changed = {**_under_its_new_name(_changed(work), named), **_reviews_changed(facts)}
            past = tuple(varied_to_the_past(work.pack, self.terms.effective, changed))
            late = varied_too_late_to_keep(work.pack, self.terms.effective, changed)
            # A day that is itself past is told once, and not again for all that is counted from it.
            where = {problem.location for problem in past}
            work.problems += (*past, *(problem for problem in late if problem.location not in where))
        work.problems += changed_meanwhile(work.issued)
        if has_errors(work.problems):
            outcome = replace(outcome, problems=tuple(work.problems))
            return Varied(outcome, "not varied", work.comparison, facts=facts)
        if not agreed and facts.extension is None:
            # What `check` says of a contract is no part of a run in which nothing of it changes. How its file or row
            # was read is, since nothing may seem to change because of it, and so is what the day of the variation ends.
            checked = {id(each) for each in drafted.problems[len(reading.problems) :] if each.severity != "error"}
            left = tuple(
                problem
                for problem in work.problems
                if problem.slug not in OF_A_CHANGE and (problem.slug in OF_THE_DAY or id(problem) not in checked)
            )
            state: VariationState = (
                "no document" if facts.listed else "no change" if facts.known else "no printed change"
            )
            return Varied(replace(outcome, problems=left), state, work.comparison, (), layout, facts)
        if not agreed:
            work.problems = [problem for problem in work.problems if problem.slug not in OF_AN_AGREEMENT]
        made, record = _documents(work, revised, facts, self.precedents, self.terms)
        outcome = replace(outcome, problems=tuple(work.problems))
        if made is None:
            return Varied(outcome, "not varied", work.comparison, facts=facts)
        ended = planned(outcome, record, made, self.out, folder)
        if ended.plan is None:
            return Varied(ended, "not varied", work.comparison, facts=facts)
        ended = replace(ended, problems=(*ended.problems, *notices(ended.plan, folder)))
        state = "varied" if agreed else "extended"
        return Varied(ended, state, work.comparison, revised, layout, facts)

    def gathered(self, stopping: Stopping) -> Iterator[Varied]:
        return iter(())  # each contract has a pack of its own


def revise(work: ComparedContract, terms: VariationTerms) -> tuple[tuple[Revised, ...], tuple[str, ...]]:
    """The documents between the parties that change, each with its redline, and the files of which only the layout
    does; problems go to the contract's."""
    documents = {document.file_name: document for document in work.pack.documents}
    ready = {done.issued.file: done for done in work.finished}
    author, dated = stamp_of(work.pack.contract, terms)
    found: list[Revised] = []
    layout: list[str] = []
    for compared in work.comparison.between_parties:
        there, faults = (
            find_document(work.issued.folder, compared.before)
            if compared.before is not None
            else (FoundDocument("as issued"), [])
        )
        if compared.status == "changed":
            work.problems += faults
        if compared.before is not None and (
            mixed := tuple(of_another(there, work.issued.folder.name, compared.before, work.pack.contract.reference))
        ):
            work.problems += mixed
            continue
        clean = ready[compared.after.file] if compared.after is not None else None
        work.problems += edited_notices(compared, there, work.issued.folder.name, clean, terms)
        if compared.status == "unchanged" or (compared.status == "changed" and there.package is None):
            continue
        if clean is not None and compared.status == "changed" and _only_layout(compared, there, clean):
            layout.append(clean.issued.file)
            continue
        revised = Revised(compared, documents[clean.issued.file] if clean is not None else None, clean, there.edited)
        if compared.status == "gone" and compared.before is not None:
            other = stands_in(compared.before, work.comparison.between_parties)
            revised = replace(revised, stands_in=other.title if other is not None else "")
        if compared.status == "changed":
            revised, more = with_tracked_changes(
                revised, there, work.issued.folder.name, author, dated, terms, work.pack.library
            )
            work.problems += more
        found.append(revised)
    return tuple(found), tuple(layout)


def by_notice(
    work: ComparedContract, revised: Iterable[Revised], facts: FactsVaried, precedents: Precedents
) -> Iterator[Revised]:
    """Each revised document with what of it follows from the notice of extension alone: how it would read without."""
    contract = work.pack.contract
    apart = [change for change in facts.apart if change.instrument == "extension"]
    content = until_then(contract.content, work.issued.record.facts or {}, apart)
    without = finished_as(replace(contract, content=content), work.issued, precedents)
    for entry in revised:
        before, clean = entry.compared.before, entry.clean
        other = without.get(clean.issued.file) if clean is not None else None
        if clean is None or (other is not None and other.issued.content_hash == clean.issued.content_hash):
            yield entry
            continue
        whole = other is not None and before is not None and not entry.edited and _reads_the_same(work, before, other)
        yield replace(entry, by_notice="whole" if whole else "part")


def _reads_the_same(work: ComparedContract, before: IssuedDocument, other: Finished) -> bool:
    if any(clause_differences(before.clauses, other.issued.clauses)):
        return False
    there, _ = find_document(work.issued.folder, before)
    now, _ = read_package(other.data, other.issued.file)
    return there.package is not None and now is not None and same_words(there.package, now)


def _are_agreed(revised: Iterable[Revised], facts: FactsVaried) -> bool:
    """Whether anything changes by agreement of the parties, and not by notice."""
    return bool(facts.agreed) or any(entry.by_notice != "whole" for entry in revised)


def _changed(work: ComparedContract) -> Varies:
    """What changes of each clause, as it was printed before. A document of the whole contract prints clauses of its
    services, and a clause of a new document may have stood in another one."""
    documents = {document.file_name: document for document in work.pack.documents}
    found: dict[tuple[str, int | None], dict[str, str] | None] = {}
    for compared in work.comparison.between_parties:
        if compared.after is None or compared.status == "unchanged":
            continue
        before = (
            compared.before.clauses
            if compared.before is not None
            else tuple(
                clause
                for document in work.issued.record.documents
                if document.service == compared.after.service and document.type != compared.after.type
                for clause in document.clauses
            )
        )
        old: dict[str, list[IssuedClause]] = {}
        for clause in before:
            old.setdefault(clause.id, []).append(clause)
        new: list[tuple[int | None, IssuedClause]] = []
        # Of two services' printings of a clause the one that stays as it was is told apart from the one that changes.
        printings = printed_passages(documents[compared.after.file])
        for (chosen, _), now in zip(printings, compared.after.clauses, strict=True):
            stood = old.get(now.id, [])
            same = next((was for was in stood if not any(clause_differences((was,), (now,)))), None)
            if same is None:
                new.append((chosen.service, now))
            else:
                stood.remove(same)
        for service, now in new:
            if not old.get(now.id):
                found.setdefault((now.id, service), None)
                continue
            (change,) = clause_differences((old[now.id].pop(0),), (now,))
            varied = {name: was for name, (was, _) in change.values.items()}
            found[now.id, service] = (found.get((now.id, service)) or {}) | varied
    return found


def _under_its_new_name(changed: Varies, facts: Iterable[FactChange]) -> Varies:
    """What was printed for a Commissioner that has another name now, under that name: its day is none the other."""
    names = [
        tuple(said.partition(" (ODS code ")[0] for said in (each.before, each.after))
        for each in facts
        if re.fullmatch(r"commissioners\.\d+(?:\.name)?", each.key) and each.before and each.after
    ]

    def renamed(text: str) -> str:
        for was, now in names:
            text = text.replace(f"for {was}: ", f"for {now}: ")
        return text

    return {key: before and {name: renamed(text) for name, text in before.items()} for key, before in changed.items()}


def _reviews_changed(facts: FactsVaried) -> Varies:
    """The services whose day of review changes, or that are new; such a day is of no clause."""
    keys = (re.fullmatch(r"services\.(\d+)(?:\.review_date)?", each.key) for each in facts.agreed)
    return {("", int(key[1]) - 1): None for key in keys if key is not None}


def _without_what_stands_elsewhere(work: ComparedContract, found: tuple[Revised, ...]) -> tuple[Revised, ...]:
    """What is revised of a contract whose file is the one that was issued; nothing, where all that differs is that an
    insert is no longer made beside the whole specification which has the same terms: specgen once made both."""
    for revised in found:
        gone = revised.compared.before
        other = (
            stands_in(gone, work.comparison.between_parties)
            if gone is not None and revised.compared.status == "gone"
            else None
        )
        if gone is None or other is None or not same_terms(gone, other):
            return found
    work.problems += [
        Problem(
            "insert-beside-whole",
            f"“{revised.compared.issued.title}” was issued beside “{revised.stands_in}”, which has the same terms, and "
            "is no longer made: nothing of the contract changes by that",
            Location(f"{work.issued.name}/{revised.compared.issued.file}"),
            "warning",
            cure="write “insert: yes” under whole_specification to keep both; the next variation deletes the insert",
        )
        for revised in found
    ]
    return ()


def _only_layout(compared: DocumentComparison, there: FoundDocument, clean: Finished) -> bool:
    """Whether no clause, value or word of the document changes: a template restyled, a draft version counted on."""
    if compared.clauses or there.state != "as issued" or there.package is None:
        return False
    now, _ = read_package(clean.data, clean.issued.file)
    return now is not None and same_words(there.package, now)


def _documents(
    work: ComparedContract,
    revised: tuple[Revised, ...],
    facts: FactsVaried,
    precedents: Precedents,
    terms: VariationTerms,
) -> tuple[tuple[Finished, ...] | None, IssueRecord]:
    """The whole pack: agreement and list, the notice of an extension, then each revised schedule clean and with tracked
    changes; and its record, without the documents. None for the pack when a document of it cannot be made."""
    reference = work.pack.contract.reference
    own = own_documents(OCCASION, precedents, reference, reference) if _are_agreed(revised, facts) else ()
    notice = own_documents(EXTENSION, precedents, reference, reference) if facts.extension is not None else ()
    held = tuple(entry.document for entry in revised if entry.document is not None)
    pack = dataclasses.replace(work.pack, documents=(*own, *notice, *held))
    work.problems += _left_untold(own, facts, precedents)
    leaving = parties_taken_out(work.issued.record.facts or {}, facts.agreed)
    parties = tuple(parties_of(pack, names_corrected(facts), leaving))
    facts = in_words_of(facts, work.pack)
    values = {**variation_values(pack, revised, terms, facts.agreed, parties), **facts_values(facts, pack)}
    made, faults = drawn(pack, own, tuple(work.problems), precedents, {"variation": values})
    work.problems += faults
    if facts.extension is not None:
        following = [schedule_values(pack, entry) for entry in revised if entry.by_notice == "whole"]
        told = extension_values(facts, pack.contract, parties, following)
        more, faults = drawn(pack, notice, tuple(work.problems), precedents, {"extension": told})
        made, work.problems = (*made, *more), [*work.problems, *faults]
    parts = tuple(each for entry in revised for each in (entry.clean, entry.tracked) if each is not None)
    variation = IssuedVariation(
        effective=terms.effective.isoformat(),
        reference=particulars_of(pack.contract).reference or "",
        since=work.issued.sha256,
    )
    record = replace(record_of(pack, (), precedents), variation=variation)
    whole = len(made) == len(own) + len(notice) and not has_errors(work.problems)
    return (*made, *parts) if whole else None, record


def _left_untold(documents: tuple[Document, ...], facts: FactsVaried, precedents: Precedents) -> Iterator[Problem]:
    """That an organisation's own agreement has no place for facts that change, and would say that they do not."""
    needed = {name for name, found in (("particulars", facts.agreed), ("apart", facts.apart)) if found}
    for document in documents:
        printed = {
            use.path[1]
            for use in precedents.forms[document.type.key].template.names
            if use.path[0] == "variation" and len(use.path) > 1
        }
        if "parties" in printed and (missing := needed - printed):  # the parties sign it
            yield Problem(
                "template-without-facts",
                f"facts of the contract change that no schedule prints, and the template of “{document.title}” prints "
                f"nothing of “variation.{min(missing)}”: the agreement would not say them",
                Location(document.file_name),
                cure="add the name to your own template, as in the shipped “variation-agreement”",
            )


# The summary of a run of variations: a workbook of what became of each contract and every change, for many contracts.

_CHANGES: Final = (
    ("Reference", 20), ("Variation", 26), ("Document", 44), ("Status", 14), ("Clause", 30), ("What changes", 50),
    ("From", 50), ("To", 50), ("Please note", 40), ("Clause id", 50), ("From version", 12), ("To version", 12),
)  # fmt: skip
"""The headings of the sheet, each with its width; which clause it is by id and version is for the screen alone."""
_PRINTED: Final = 9


class VariationSummary(RunSummary):
    """Takes up what became of each contract, and what changes in it."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(*folders)
        self._changes = PackedRows()
        self._sums: list[VariedSums] = []

    def add_varied(self, varied: Varied) -> None:
        self.add_found(varied)
        if varied.state == "varied" and varied.outcome.contract is not None:
            self._sums.append(sums_of(varied.outcome.contract, varied.facts.listed))
        reference = varied.outcome.reference
        changes: list[tuple[str | int | None, ...]] = []
        no_clause = ("", None, None)
        for revised in varied.revised:
            entry = revised.compared.issued
            status = "by notice" if revised.by_notice == "whole" else revised.compared.status
            head = (reference, varied.reference, entry.title, status)
            note = note_of(revised)
            rows: list[tuple[str | int | None, ...]] = []
            for clause in revised.compared.clauses:
                versions = (note, clause.id, clause.before, clause.after)
                if clause.other_version or clause.before is None or clause.after is None:
                    rows.append((clause.title, clause.version_in_words, "", "", *versions))
                rows += [(clause.title, value.asked, value.before, value.after, *versions) for value in clause.values]
            for each in revised.reports:
                named = (f"Report {each.named}", each.state, each.before, each.after)
                rows.append((*named, note, each.clause_id, each.version, each.version))
            rows += [("", "words", before, after, note, *no_clause) for before, after in revised.words]
            changes += [(*head, *row) for row in rows or [("", "the whole document", "", "", note, *no_clause)]]
        for change in varied.facts.listed:
            instrument = INSTRUMENTS[change.instrument]
            said = ("", change.named, change.before, change.after, "")
            changes.append((reference, varied.reference, "", instrument, *said, *no_clause))
        if (done := ended(varied.outcome)).why_draft:
            changes.append((reference, varied.reference, "", "DRAFT", "", done.draft_line, "", "", "", *no_clause))
        for file in varied.layout:
            changes.append((reference, "", file, "layout only", "", "", "", "", "no part of a variation", *no_clause))
        self._changes.add(reference, changes)
        self._totals.update({f"contracts: {varied.state}": 1, "changes": len(changes)})

    def add_others(self, packs: Iterable[IssuedPack]) -> None:
        """Take up contracts that were issued and are not in the run."""
        for pack in packs:
            whole = pack.record.contract
            self.add(Ended("", whole.reference, whole.title, whole.provider or "", folder=pack.name), "not in this run")
            self._totals.update(["contracts: not in this run"])

    def workbook(self) -> bytes:
        """The workbook's bytes: the contracts by reference, so that the order of a register's rows does not matter."""
        headings, widths = zip(*_CHANGES, strict=True)
        changes = Page("Changes", columns(headings, widths, _PRINTED), self._changes, left=True, printed=_PRINTED)
        first, *others = self.pages()
        pages = (first, changes, self.totals(), *others, *((sums_page(self._sums),) if self._sums else ()))
        return workbook_bytes(pages, "What became of each contract", lean=True)


# Contracts varied by several processes: each makes clauses and templates ready for itself, once for a run.


PIECE = 4
"""Contracts in a piece of work: a contract that is varied takes as long as several that are built."""


class SentVariations(Struct, frozen=True):
    """What a worker must know of a run. `start` is a path by which the organisation is found; `inputs` is the hash by
    which a worker sees that it has the same clauses and templates; `write` carries out what comes of each contract;
    `today` is that of `Work`."""

    start: Path
    inputs: str
    since: Path
    out: Path
    terms: VariationTerms
    draft: bool
    write: bool
    today: date | None


def varied_by(
    executor: Executor, sent: SentVariations, library: Library, stopping: Stopping, meanwhile: Callable[[], None]
) -> Callable[[Iterable[NamedReading]], Iterable[Varied]]:
    """How the executor's processes vary contracts. Raises ElsewhereError and WorkerDiedError as it is gone through."""

    def varied(named: Iterable[NamedReading]) -> Iterable[Varied]:
        found = shared(executor, partial(_varied, sent), named, piece=PIECE, stopping=stopping, meanwhile=meanwhile)
        return (_with_library(each, library) for each in found)

    return varied


def _varied(sent: SentVariations, pieces: Sequence[NamedReading]) -> list[Varied]:
    variations = _opened(sent)
    disk = Disk()
    found = [comes_of(variations, named) for named in pieces]
    return [_with_library(each.written(disk) if sent.write else each, Library()) for each in found]


def _with_library(varied: Varied, library: Library) -> Varied:
    """The same with another library in its pack: every process has its own, and it is too large to be sent."""
    outcome: Outcome = varied.outcome
    if outcome.pack is None:
        return varied
    return replace(varied, outcome=replace(outcome, pack=dataclasses.replace(outcome.pack, library=library)))


@lru_cache(maxsize=1)
def _opened(sent: SentVariations) -> Variations:
    refuse_other_inputs(sent.start, sent.inputs)
    return Variations(ready_precedents(sent.start, sent.today).precedents, sent.since, sent.out, sent.terms, sent.draft)
