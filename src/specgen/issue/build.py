"""The whole way for contract files: chosen, checked, rendered, gated, held against what lies there, written.

Contracts come one by one and their documents are let go of once they are written, so a run of hundreds needs the memory
of one. A contract with an error gets no document; the others do.
"""

from __future__ import annotations

import hashlib
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from specgen.assembly.ledger.reports import FURTHER_REPORT, cited_reports, first_due, reports_listed_in
from specgen.assembly.pack import LISTED_IN, Document, Pack, as_draft, assemble, folder_name
from specgen.assembly.page import page_values
from specgen.checks import check
from specgen.contract.contract import Contract
from specgen.contract.read import SoundPart
from specgen.issue.disk import CANNOT_WRITE_SLUGS, disk_problem, stamp_of
from specgen.issue.document_record import document_record, names_printed, record_xml
from specgen.issue.folders import Lying, folders_of, look, same_folder, taken_by_another, unusable_folder
from specgen.issue.issued import with_first_end
from specgen.issue.plan import Finished, InputChange, Plan, Verdict, judge
from specgen.issue.precedents import Precedents
from specgen.issue.read_back import PrintedText, clauses_amiss, entries_amiss, printed_twice
from specgen.issue.records import (
    RECORD_FILE,
    IssueRecord,
    folded,
    issue_record,
    issued_document,
    read_issue_record,
    record_bytes,
)
from specgen.issue.sources import Reading as Reading
from specgen.library.model import PLACES, Library
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, a_few, has_errors
from specgen.shared_work import Stopping, never
from specgen.word.package.properties import Properties
from specgen.word.template import gate
from specgen.word.template.render import RenderError, render
from specgen.writing import Disk
from specgen.yamlfile import Path as KeyPath

if TYPE_CHECKING:
    from specgen.figures.own_file import OwnFile

# Carrying out a plan: the record with old and new hashes, then the documents, then the record as it is to stay.
#
# Killed at any moment, every file is whole, old or new, and the record knows both: the next run ends as this one would
# have. docs/reference/issue-record.md tells the same for readers of the record.


class Applied(Struct, frozen=True):
    """The names of the documents that were written, and why others were not."""

    written: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def apply(folder: Path, plan: Plan, lying: Lying, disk: Disk) -> Applied:
    """Write the documents of `plan` into `folder`, and the record.

    `lying` is what the plan was made against. A pack in which nothing changed is not touched at all. When one of its
    documents cannot be replaced (open in Word, marked read-only), none of the pack is written.
    """
    final = record_bytes(plan.after) if plan.keeps_record else None
    writing = [verdict for verdict in plan.verdicts if verdict.writes]
    path = folder
    written: list[str] = []
    try:
        for name in lying.unfinished:
            disk.remove(folder / name)
        if not writing and lying.record == final:
            return Applied()
        if refused := [problem for verdict in writing for problem in _refusals(folder, verdict)]:
            return Applied((), tuple(refused))
        disk.make_folder(folder)
        path = folder / RECORD_FILE
        if _record_there(path) != lying.record:
            return Applied((), (_meanwhile(path),))
        first = [(path, record_bytes(plan.before))] if writing and plan.keeps_record else []
        documents = [(folder / verdict.writes, verdict.data) for verdict in writing]
        with closing(disk.put_in_turn([*first, *documents, *([(path, final)] if final is not None else [])])) as put:
            if first:
                next(put)
                disk.settle(folder)
            for verdict in writing:
                path = folder / verdict.writes
                if fault := _changed_meanwhile(path, verdict):
                    return Applied(tuple(written), (fault,))
                next(put)
                written.append(verdict.writes)
            path = folder / RECORD_FILE
            if final is not None:
                next(put)
            disk.settle(folder)
    except OSError as fault:
        return Applied(tuple(written), (disk_problem(fault, path),))
    return Applied(tuple(written))


def _refusals(folder: Path, verdict: Verdict) -> Iterator[Problem]:
    """Why the file that the verdict replaces would not let itself be replaced, asked before anything is written.

    Word holds its open files so that nobody else may write; a file that somebody marked read-only is meant to stay.
    """
    if verdict.replaces is None:
        return
    path = folder / verdict.replaces.name
    try:
        if not path.lstat().st_mode & stat.S_IWRITE:
            yield Problem(
                "read-only-file",
                "the document is marked read-only",
                Location(path.name),
                cure="take the mark away, or move the document elsewhere, and build again; nothing of this pack "
                "was written",
            )
        else:
            path.open("r+b").close()
    except FileNotFoundError:
        return
    except OSError as fault:
        yield disk_problem(fault, path)


def _record_there(path: Path) -> bytes | None:
    try:
        return read_plain(path)
    except FileNotFoundError:
        return None


def _changed_meanwhile(path: Path, verdict: Verdict) -> Problem | None:
    try:
        there: tuple[int, ...] | None = stamp_of(path.lstat())
    except FileNotFoundError:
        there = None
    return None if there == (verdict.replaces.stamp if verdict.replaces else None) else _meanwhile(path)


def _meanwhile(path: Path) -> Problem:
    return Problem(
        "changed-meanwhile",
        "somebody wrote the file, or another run did, while its new version was being made",
        Location(path.name),
        cure="build again: everything is judged anew, and an edit is never overwritten",
    )


# Faults of a contract that cannot be built which its own reading does not find: choices, values, the edition.
#
# They come out in the same run as the faults of the file, so that nobody mends a file in rounds. Only what the file's
# faults cannot have caused is said.

SURE = frozenset(
    {
        "chosen-twice",
        "clause-unknown",
        "clause-version",
        "edition-unknown",
        "missing-value",
        "unknown-fact",
        "unknown-section",
        "unused-value",
        "wrong-value",
    }
)
"""Kinds that hold of single names and values, whatever else is at fault."""
DOUBTS = frozenset({"fraction-as-percentage", "gap-in-value", "listed-twice", "nothing-asked-for", "part-of-a-thing"})
"""Kinds of cautions about one value that is given, whatever else is at fault."""

BY_DAYS = frozenset({"change-without-notice", "improvement-outside-year", "version-not-in-force"})
"""Kinds that rest on the days of the term, of which a file with faults may have the wrong ones."""

EDITION = (("contract", "edition"), ("contract", "form"))


def further_faults(sound: SoundPart | None, told: Iterable[Problem], precedents: Precedents) -> tuple[Problem, ...]:
    """What is wrong with the sound part of a contract, beside what was `told` of the contract already."""
    return judged_part(sound, told, precedents)[1]


def judged_part(
    sound: SoundPart | None, told: Iterable[Problem], precedents: Precedents
) -> tuple[Pack | None, tuple[Problem, ...]]:
    """The pack of the sound part of a contract, to be looked at and never to be built, and its `further_faults`."""
    if sound is None:
        return None, ()
    pack, found = assemble(sound.contract, precedents.library, precedents.editions, precedents.types)
    if not sound.mended:
        found += check(pack) if pack is not None else []
        return pack, tuple(problem for problem in found if problem.slug not in BY_DAYS)
    known = sound.contract.places
    faulty = {
        path[:-1] if path[-1] == "clause" else path for path in sound.mended
    }  # a choice stands where its clause is named
    spoken = {problem.location for problem in told} | {known[path] for path in faulty if path in known}
    return pack, tuple(problem for problem in _sure(found, sound) if problem.location not in spoken)


def _sure(found: Iterable[Problem], sound: SoundPart) -> Iterator[Problem]:
    """The problems that hold although something was taken out or stood in for."""
    names = {str(path[-1]) for path in sound.mended}
    # Under a name that is not known may stand the choice or the value which the rest lacks, or the field itself
    # misspelt.
    values_known = not any("values" in path or _may_hold_names(path, sound) for path in sound.mended)
    choices_known = values_known and not any(step in PLACES for path in sound.mended for step in path)
    fields_known = not any(
        path[:1] == ("contract",) or (path[:1] == ("services",) and len(path) <= 3) for path in sound.mended
    )
    for problem in found:
        message = problem.message
        lacks = problem.slug == "missing-value"
        about_a_value = message.startswith("the value “")
        if problem.slug in DOUBTS:
            yield problem
            continue
        if problem.slug not in SURE or problem.severity != "error":
            continue
        if problem.slug == "edition-unknown" and any(sound.rests_on(*path) for path in EDITION):
            continue
        if lacks and (
            any(f"“{name}”" in message for name in names) or not (values_known if about_a_value else fields_known)
        ):
            continue
        if problem.slug == "unused-value" and not choices_known and "no chosen clause" in message:
            continue
        yield problem


def _may_hold_names(path: KeyPath, sound: SoundPart) -> bool:
    """Whether choices or values may stand under `path`, a name that is not known or an entry that cannot be read."""
    if path[-1] in PLACES or not (len(path) == 1 or (path[0] == "services" and len(path) <= 3)):
        return False
    return len(path) == 2 or any(
        len(place) > len(path) and place[: len(path)] == path for place in sound.contract.places
    )


LANGUAGE = "en-GB"


class Outcome(Struct, frozen=True):
    """What becomes of one contract.

    `problems` are all of its problems; with an error among them there is no `plan`, and nothing is written. `folder` is
    the pack's; `written` the names of the documents that were written there.
    """

    file: str
    contract: Contract | None = None
    pack: Pack | None = None
    problems: tuple[Problem, ...] = ()
    folder: Path | None = None
    plan: Plan | None = None
    lying: Lying | None = None
    written: tuple[str, ...] = ()
    named: str = ""
    own: OwnFile | None = None
    draft: bool | None = None
    person_level: bool = False

    @property
    def reference(self) -> str:
        """The contract's reference; for a row that cannot be used, the one that it gives; "" when that is not known."""
        source = self.contract or self.own
        return source.reference if source is not None else self.named

    @property
    def place(self) -> str:
        """The pack's folder, seen from the folder for documents."""
        if self.folder is None:
            return ""
        return f"{self.folder.parent.name}/{self.folder.name}" if self.person_level else self.folder.name

    @property
    def failed(self) -> bool:
        """Whether an error kept any of the contract's documents from being written."""
        return has_errors(self.problems)

    @property
    def cannot_write(self) -> bool:
        """Whether the disk, rather than what a user wrote, was the reason."""
        return any(problem.slug in CANNOT_WRITE_SLUGS for problem in self.problems)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return self.plan.verdicts if self.plan else ()


def prepare(
    readings: Iterable[Reading], precedents: Precedents, out: Path, *, draft: bool = False
) -> Iterator[Outcome]:
    """An outcome for each reading, planned against what lies in `out`; nothing is written.

    `readings` is gone through twice, first only to see that no two packs share a folder: give a list, or an object that
    begins anew each time. With `draft`, gaps are warnings and show on the page. Raises TypeError for an iterator, which
    would be used up by then.
    """
    return _outcomes(in_own_folders(readings, precedents, out), precedents, out, draft)


def _outcomes(placed: Iterator[NamedReading], precedents: Precedents, out: Path, draft: bool) -> Iterator[Outcome]:
    for reading, name, refused in placed:
        if refused is not None or reading.contract is None:
            yield refused or unusable(reading, precedents)
        else:
            yield prepared(reading, reading.contract, precedents, out, name, draft=draft)


def unusable(reading: Reading, precedents: Precedents) -> Outcome:
    """The outcome of a reading without a contract: the faults of the file, and those of its choices and values that can
    be told."""
    return Outcome(
        reading.file,
        problems=(*reading.problems, *further_faults(reading.sound, reading.problems, precedents)),
        named=reading.reference,
    )


NamedReading = tuple[Reading, str, Outcome | None]
"""A reading with the name of its pack's folder, and its outcome when no pack can be made of it."""


def in_own_folders(
    readings: Iterable[Reading], precedents: Precedents, out: Path, stopping: Stopping = never, *, varied: bool = False
) -> Iterator[NamedReading]:
    """Each reading with its pack's folder in `out`; no pack can be made of a contract that cannot be used, or of one
    that would be written into the same folder as another, or, where contracts are `varied`, by a variation with the
    reference of another's. Raises TypeError for an iterator, as `prepare` says."""
    if iter(readings) is readings:
        raise TypeError("the readings are gone through twice; give a list")
    return _in_own_folders(readings, precedents, out, stopping, varied)


def _in_own_folders(
    readings: Iterable[Reading], precedents: Precedents, out: Path, stopping: Stopping, varied: bool
) -> Iterator[NamedReading]:
    folders: Counter[str] = Counter()
    variations: dict[str, list[str]] = {}
    for reading in readings:
        if stopping():
            return
        if reading.contract is not None:
            folders[folded(folder_name(reading.contract))] += 1
            if varied and (given := _variation_reference(reading.contract)):
                variations.setdefault(folded(given), []).append(reading.contract.reference)
    known = folders_of(out)
    seen: set[str] = set()
    for reading in readings:
        if stopping():
            return
        contract = reading.contract
        if contract is None:
            yield reading, "", unusable(reading, precedents)
            continue
        name = folder_name(contract)
        key = folded(name)
        if folders[key] != 1 or key in seen:
            yield (
                reading,
                name,
                Outcome(reading.file, contract, problems=(*reading.problems, same_folder(contract, name))),
            )
            continue
        seen.add(key)
        given = _variation_reference(contract)
        others = [each for each in variations.get(folded(given), ()) if each != contract.reference]
        if others:
            problems = (*reading.problems, _same_variation(contract, given, others))
            yield reading, name, Outcome(reading.file, contract, problems=problems)
            continue
        yield reading, known.get(key, name), None


def _variation_reference(contract: Contract) -> str:
    """The reference that the contract gives its variation; "" where it gives none, and gets one of its own."""
    variation = contract.content.variation
    return (variation.reference or "") if variation is not None else ""


def _same_variation(contract: Contract, given: str, others: Sequence[str]) -> Problem:
    return contract.problem(
        "variation-reference-used",
        f"the variation reference “{given}” is also that of {a_few(others)} in this run",
        contract.place("variation", "reference"),
        cure="give each variation a reference of its own, or leave it out: it is then made of the contract’s",
    )


def write(outcome: Outcome, disk: Disk) -> Outcome:
    """Carry out the outcome's plan; what could not be written is added to its problems."""
    if outcome.plan is None or outcome.folder is None or outcome.lying is None:
        return outcome
    applied = apply(outcome.folder, outcome.plan, outcome.lying, disk)
    return replace(outcome, written=applied.written, problems=(*outcome.problems, *applied.problems))


def _as_it_is(plan: Plan, problems: tuple[Problem, ...]) -> Plan:
    return plan


def prepared(
    reading: Reading,
    contract: Contract,
    precedents: Precedents,
    out: Path,
    name: str,
    *,
    draft: bool = False,
    sealed: Callable[[Plan, tuple[Problem, ...]], Plan] = _as_it_is,
) -> Outcome:
    """The outcome of one contract, planned against what lies in the folder `name` in `out`; nothing is written.

    `sealed` may complete the plan's records; it is given the problems of the contract, without those of its folder.
    """
    pack, problems = drafted(contract, precedents, draft=draft)
    problems = [*reading.problems, *problems]
    outcome = Outcome(reading.file, contract, pack, tuple(problems))
    if pack is None or has_errors(problems):
        return outcome
    finished, faults = finish(pack, problems, precedents)
    if faults:
        outcome = replace(outcome, problems=(*problems, *faults))
        if has_errors(faults):
            return outcome
    found = planned(outcome, record_of(pack, (), precedents), finished, out, name)
    if found.plan is None:
        return found
    plan = _as_printed(found.plan, pack, precedents)
    return replace(found, plan=sealed(plan, found.problems), problems=(*found.problems, *notices(plan, name)))


def _as_printed(plan: Plan, pack: Pack, precedents: Precedents) -> Plan:
    """The plan whose documents are said to change by such values alone as they print: of a measure a specification
    prints no baseline."""
    types = {document.file_name: document.type.key for document in pack.documents}

    def printed(verdict: Verdict) -> Verdict:
        fields = precedents.forms[types[verdict.file]].printed if verdict.file in types else frozenset()
        kept = tuple(
            change
            for change in verdict.changes
            if change.what != "value" or not fields or _prints(pack, change, fields)
        )
        return replace(verdict, changes=kept or verdict.changes)

    return replace(plan, verdicts=tuple(map(printed, plan.verdicts)))


def _prints(pack: Pack, change: InputChange, fields: frozenset[tuple[str, str]]) -> bool:
    place = change.clause.split("/")[1]
    wanted = {field for at, field in fields if at == place}
    chosen = [each.version for each in pack.chosen if each.clause.id == change.clause]
    return not chosen or any(
        change.name in names_printed(version, frozenset(wanted & version.fields.keys())) for version in chosen
    )


def drafted(contract: Contract, precedents: Precedents, *, draft: bool = False) -> tuple[Pack | None, list[Problem]]:
    """The contract's pack, and every problem of its choices, values and schedules, and of the checks."""
    pack, problems = assemble(contract, precedents.library, precedents.editions, precedents.types)
    if pack is not None:
        problems += check(pack)
    return pack, as_draft(problems) if draft else problems


def finish(
    pack: Pack, problems: Iterable[Problem], precedents: Precedents
) -> tuple[tuple[Finished, ...], list[Problem]]:
    """Every document of the pack, rendered and passed by the gate, and what the gate found.

    `problems` are the contract's; the internal drafting note prints them.
    """
    found = tuple(problems)
    finished: list[Finished] = []
    faults: list[Problem] = []
    for document in pack.documents:
        done, more = finished_document(pack, document, found, precedents)
        faults += more
        if done is not None:
            finished.append(done)
    return tuple(finished), faults


def finished_document(
    pack: Pack,
    document: Document,
    problems: tuple[Problem, ...],
    precedents: Precedents,
    further: Mapping[str, object] | None = None,
) -> tuple[Finished | None, list[Problem]]:
    """One document, rendered and passed by the gate; None, with the reason, when it cannot be issued.

    `further` are the values of the names that only documents of its occasion have.
    """
    form = precedents.forms.get(document.type.key)
    if form is None:
        said = f"“{document.title}” cannot be written: its template has a fault"
        cure = "mend the template; its own problems say how"
        return None, [Problem("template-unusable", said, Location(document.file_name), cure=cure)]
    record = document_record(pack, document, form.printed, form.sha256)
    values = {**page_values(pack, document, problems), **(further or {})}
    values |= listed_reports(pack, document, values)
    try:
        rendered = render(
            form.template, values, properties_of(pack, document), partial(record_xml, record, standing=form.standing)
        )
    except RenderError as fault:
        return None, [_in_document(fault.problem, document)]
    there = gate.read_back(rendered)
    faults = list(printed_twice(form.template, document, there.bookmarks)) or [
        _in_document(fault, document) for fault in there.problems
    ]
    if not faults:
        text = PrintedText(rendered.texts.values())
        faults += clauses_amiss(form, document, values, text, there.bookmarks)
        faults += entries_amiss(form, document.title, values, text)
    if has_errors(faults):
        return None, faults
    if values["further_reports"] and ("further_reports", "wording") not in form.printed:
        said = f"the contract asks for reports that “{document.title}” should list, and its template does not"
        cure = "loop over “further_reports” in the template, as the shipped one does"
        faults.append(Problem("report-not-listed", said, Location(document.file_name), "warning", cure=cure))
    issued = replace(
        issued_document(pack, document, rendered.content_hash), sha256=hashlib.sha256(rendered.data).hexdigest()
    )
    return Finished(issued, rendered.data), faults


def listed_reports(pack: Pack, document: Document, values: Mapping[str, Any]) -> Mapping[str, object]:
    """The reports that paragraphs of the contract ask for, in the document that lists reports, and its own among the
    page's `values`, each with the day on which it is first due."""
    clauses = (clause for clause in document.clauses if clause.place == LISTED_IN)
    listed = reports_listed_in(pack, document)
    own = LISTED_IN in document.type.prints and document.applicable
    return {
        "reporting": tuple(
            {**item, "first": first_due(pack, clause)}
            for clause, item in zip(clauses, values["reporting"], strict=True)
        ),
        "further_reports": tuple(
            {**{name: getattr(report, name) for name in FURTHER_REPORT}, "number": str(report.number)}
            for report in listed
        ),
        "cited_reports": tuple(asdict(report) for report in cited_reports(pack)) if own else (),
    }


def record_of(pack: Pack, finished: Iterable[Finished], precedents: Precedents) -> IssueRecord:
    """The record of the pack with the entries of `finished`."""
    return issue_record(
        pack,
        tuple(document.issued for document in finished),
        precedents.editions_sha256[pack.edition.file],
        {document.type.key: precedents.forms[document.type.key].sha256 for document in pack.documents},
    )


def _in_document(problem: Problem, document: Document) -> Problem:
    return replace(problem, location=replace(problem.location, file=document.file_name))


def properties_of(pack: Pack, document: Document) -> Properties:
    """The properties of the Word file. No dates: a document says when it was made only by its draft version."""
    return Properties(
        title=document.title,
        subject=document.schedule.heading if document.schedule else document.type.title,
        creator=pack.contract.co_ordinating.name,
        keywords=pack.contract.reference,
        language=LANGUAGE,
    )


def planned(
    outcome: Outcome,
    record: IssueRecord,
    finished: tuple[Finished, ...],
    out: Path,
    name: str,
    before: Callable[[Path, Lying], IssueRecord | None] | None = None,
) -> Outcome:
    """The outcome with its plan for `finished` in the folder `name` of `out`, judged against what lies there.

    `record` is the pack's new record, without its documents. `before` says what was issued where no record is kept.
    """
    folder = out / name
    contract = outcome.contract or outcome.own
    assert contract is not None
    try:
        if problem := unusable_folder(folder, out):
            return replace(outcome, problems=(*outcome.problems, problem))
        fresh = {folded(done.issued.file): (done.data, done.issued.content_hash) for done in finished}
        lying = look(folder, fresh)
        old, faults = (
            read_issue_record(lying.record, f"{name}/{RECORD_FILE}") if lying.record is not None else (None, [])
        )
        if old is not None and (fault := taken_by_another(contract, record, old, name)) is not None:
            faults = [fault]
        if faults:
            return replace(outcome, problems=(*outcome.problems, *faults))
        if before is not None:
            old = before(folder, lying)
        plan = judge(finished, with_first_end(record, out, name), old, lying.files)
    except OSError as fault:
        return replace(outcome, problems=(*outcome.problems, disk_problem(fault, Path(str(fault.filename or folder)))))
    plan = plan if outcome.pack is None else _with_questions(plan, outcome.pack.library)
    return replace(outcome, folder=folder, plan=plan, lying=lying)


def _with_questions(plan: Plan, library: Library) -> Plan:
    """The plan whose changed values are named by what their clauses ask."""

    def asked(change: InputChange) -> InputChange:
        clause = library.clauses.get(change.clause) if change.what == "value" else None
        placeholder = clause.placeholders.get(change.name) if clause is not None else None
        return change if placeholder is None else replace(change, asked=placeholder.question)

    return replace(
        plan,
        verdicts=tuple(replace(verdict, changes=tuple(map(asked, verdict.changes))) for verdict in plan.verdicts),
    )


def notices(plan: Plan, name: str) -> Iterator[Problem]:
    """What a user must know of the plan before and after it is carried out: none of it keeps a pack from being
    written."""
    for verdict in plan.verdicts:
        where = Location(f"{name}/{verdict.file}")
        beside = (
            f"the new draft is put beside it as “{verdict.writes}”"
            if verdict.writes
            else "nothing is written, since nothing changed since the last draft"
        )
        if verdict.kind == "edited by hand":
            yield Problem(
                "edited-by-hand",
                f"the document was edited since it was issued: it is kept, and {beside}",
                where,
                severity="warning",
                cure="take over by hand what is new, or put the draft in its place",
            )
        elif verdict.kind == "in the way":
            yield Problem(
                "in-the-way",
                f"a {verdict.kept} of this name is there that specgen did not write: it is kept, and {beside}",
                where,
                severity="warning",
                cure=f"move the {verdict.kept} elsewhere, or put the draft in its place",
            )
        elif verdict.kind == "left over":
            yield Problem(
                "left-over",
                "the pack no longer has this document, which an earlier run wrote: it is kept",
                where,
                severity="note",
                cure="delete it if it is not needed; if it was issued, make a variation",
            )
