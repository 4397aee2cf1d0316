"""A document that a variation changes: how it was issued and lies there now, how it reads now, and the redline between.

The redline is made against the issued document as it was found. One that somebody edited since is flagged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.edition import Edition
from specgen.assembly.pack import Document, Pack
from specgen.assembly.page import Values, identity_of
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date
from specgen.contract.facts import FactChange
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.quantities import pounds
from specgen.issue.comparison import ClauseChange, DocumentComparison, ValueChange
from specgen.issue.issued import FoundDocument
from specgen.issue.occasions.listed_reports import ReportChange, ReportRow, ReportRows, report_changes, report_rows
from specgen.issue.occasions.occasion import VariationTerms, particulars_of, proposer_of
from specgen.issue.plan import Finished
from specgen.issue.records import IssuedDocument, IssuedValue
from specgen.library.model import Library
from specgen.problems import Location, Problem, has_errors
from specgen.word.document.inline import line_text, read_line
from specgen.word.document.revisions import Revision, read_revisions
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, package_hash, parsed, read_package
from specgen.word.redline.redline import redline
from specgen.word.template import gate

TRACKED: Final = " - tracked changes"
"""What stands in the file's name of a document with tracked changes, before its ending."""
TRACKED_TYPE: Final = "tracked-changes"
MOST_WORDS: Final = 12
"""Further changes of words that are told of one document; the redline shows all."""
LONGEST_WORDS: Final = 400


class Revised(Struct, frozen=True):
    """A document that the variation brings in, takes out or replaces.

    `tracked` is the issued document with what changes as tracked changes; None for what is new or gone, and where it
    was refused, which `refused` explains. `words` are changes of words beside clauses and values, as (before, after);
    `more` says that there are others; `reports` what changes in the reports that it lists because other schedules ask
    for them. `there_already` are values that somebody wrote into the issued document by hand
    and that it so reads already; `stands_in` names the document that prints the terms of one that is gone. `by_notice`
    says whether all of the change, or a part of it, follows from a notice under the option to extend and not from the
    agreement."""

    compared: DocumentComparison
    document: Document | None
    clean: Finished | None
    edited: bool = False
    tracked: Finished | None = None
    refused: str = ""
    words: tuple[tuple[str, str], ...] = ()
    more: bool = False
    reports: tuple[ReportChange, ...] = ()
    there_already: tuple[ValueChange, ...] = ()
    stands_in: str = ""
    by_notice: Literal["", "part", "whole"] = ""


def stands_in(gone: IssuedDocument, documents: Iterable[DocumentComparison]) -> IssuedDocument | None:
    """The document that prints every clause of one that is gone, in the same schedule for the same service: a whole
    specification in place of its insert."""
    wanted = {clause.id for clause in gone.clauses}
    return next(
        (
            compared.after
            for compared in documents
            if compared.after is not None
            and (compared.after.schedule, compared.after.service) == (gone.schedule, gone.service)
            and wanted
            and wanted <= {clause.id for clause in compared.after.clauses}
        ),
        None,
    )


def same_terms(gone: IssuedDocument, other: IssuedDocument) -> bool:
    """Whether the other document prints the clauses of the one that is gone, each in the same version with the same
    values."""
    printed = {
        (clause.id, clause.version, clause.fingerprint, _printed(clause.values.items())) for clause in other.clauses
    }
    return all(
        (clause.id, clause.version, clause.fingerprint, _printed(clause.values.items())) in printed
        for clause in gone.clauses
    )


def _printed(values: Iterable[tuple[str, IssuedValue]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value.printed)) for name, value in values))


def of_another(there: FoundDocument, folder: str, issued: IssuedDocument, reference: str) -> Iterator[Problem]:
    """That another document lies under the name of an issued one, by the record inside it: of another contract,
    schedule or service. Compared with it, the words of one would be struck in the other's."""
    inside = there.own if there.edited else None
    if inside is not None and (inside.reference, inside.type, inside.service) != (
        reference,
        issued.type,
        issued.service,
    ):
        found = ", ".join(
            filter(
                None,
                (
                    inside.reference,
                    f"Schedule {inside.schedule}" if inside.schedule else inside.type,
                    f"service {inside.service}" if inside.service else "",
                ),
            )
        )
        message = f"what lies under the name of “{issued.title}” is another document ({found}), by the record inside it"
        cure = "put the issued document back beside its record"
        yield Problem("another-document", message, Location(f"{folder}/{issued.file}"), cure=cure)


def same_words(one: Package, two: Package) -> bool:
    """Whether the bodies of two documents say the same, whatever they look like and whatever stands in header and
    footer."""
    return _words_of(one) == _words_of(two)


def _words_of(package: Package) -> list[str] | None:
    root, _ = parsed(package, package.main)
    return None if root is None else [line_text(read_line(paragraph)) for paragraph in root.iter(w("p"))]


def with_tracked_changes(
    revised: Revised,
    there: FoundDocument,
    folder: str,
    author: str,
    dated: str,
    terms: VariationTerms,
    library: Library,
) -> tuple[Revised, list[Problem]]:
    """`revised` with its redline and the changes of words that it shows; or with the reason why there is none."""
    clean, before = revised.clean, revised.compared.before
    assert clean is not None and before is not None
    name = f"{clean.issued.file.removesuffix('.docx')}{TRACKED}.docx"
    data, problems = redline(
        there.data or b"",
        clean.data,
        author,
        dated,
        old_name=f"{folder}/{before.file}",
        new_name=clean.issued.file,
        existing=terms.existing,
    )
    package: Package | None = None
    if data is not None:
        faults = gate.check_package(data, name)
        problems += faults
        package, _ = read_package(data, name)
    if data is None or package is None or has_errors(problems):
        first = next((problem for problem in problems if problem.severity == "error"), None)
        reason = (
            f"{first.message}{f' ({first.location.part})' if first is not None and first.location.part else ''}"
            if first is not None
            else "it cannot be made"
        )
        return replace(revised, refused=reason), [
            _refused(before, folder, reason, terms),
            *_as_warnings(problems, terms),
        ]
    revisions = read_revisions(package)[0]
    if revised.edited and there.package is not None:
        revised = _as_found(revised, revisions, _words_of(there.package) or [])
    rows = report_rows(package, library)
    outside = [revision for revision in revisions if not rows.of(revision).tag]
    found, more = _other_words(outside, revised.compared, edited=revised.edited)
    reports = report_changes(
        before.reports or (),
        clean.issued.reports or (),
        _words_in_rows(
            [each for each in revisions if rows.of(each).tag], rows, revised.compared, edited=revised.edited
        ),
        rows,
        library,
    )
    entry = IssuedDocument(
        clauses=(),
        content_hash=package_hash(package),
        file=name,
        schedule=clean.issued.schedule,
        service=clean.issued.service,
        title=f"{clean.issued.title}, tracked changes",
        type=TRACKED_TYPE,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return replace(revised, tracked=Finished(entry, data), words=found, more=more, reports=reports), problems


def _refused(before: IssuedDocument, folder: str, reason: str, terms: VariationTerms) -> Problem:
    beside = (
        "the pack is written without them"
        if terms.without_tracked
        else "so nothing of this contract’s variation is written"
    )
    return Problem(
        "no-tracked-changes",
        f"the changes of “{before.title}” cannot be shown as tracked changes, {beside}: {reason}",
        Location(f"{folder}/{before.file}"),
        "warning" if terms.without_tracked else "error",
        cure="mend what is named; or accept or reject what is tracked in it (--existing); or say "
        "--without-tracked, and the list of changes says that there are none",
    )


def _as_warnings(problems: list[Problem], terms: VariationTerms) -> list[Problem]:
    return [
        replace(problem, severity="warning") if terms.without_tracked and problem.severity == "error" else problem
        for problem in problems
    ]


def _as_found(revised: Revised, revisions: list[Revision], lines: list[str]) -> Revised:
    """The changes of values as the edited document reads: from what stands there, not from what was issued, so that
    agreement, list and redline say the same."""
    places = [revision.place for revision in revisions if revision.place.before != revision.place.after]
    clauses: list[ClauseChange] = []
    already: list[ValueChange] = []
    for clause in revised.compared.clauses:
        values: list[ValueChange] = []
        for value in clause.values:
            if value.before and value.after and not any(value.before in line for line in lines):
                if all(value.after not in place.after for place in places) and any(
                    value.after in line for line in lines
                ):
                    already.append(value)
                    continue
                stands = {text for place in places if (text := _in_its_place(value.after, place.after, place.before))}
                value = replace(value, before=stands.pop()) if len(stands) == 1 else value
            values.append(value)
        clauses.append(replace(clause, values=tuple(values)))
    told = tuple(clause for clause in clauses if clause.values or clause.other_version or None in _versions(clause))
    return replace(revised, compared=replace(revised.compared, clauses=told), there_already=tuple(already))


def _versions(clause: ClauseChange) -> tuple[int | None, int | None]:
    return clause.before, clause.after


def _in_its_place(text: str, after: str, before: str) -> str:
    """What stood in `before` where `text` stands in `after`, when all around it is the same; else ""."""
    first, found, last = after.partition(text)
    if not found or text in last or not (before.startswith(first) and before.endswith(last)):
        return ""
    return before[len(first) : len(before) - len(last)] if len(before) > len(first) + len(last) else ""


def _words_in_rows(
    revisions: list[Revision], rows: ReportRows, compared: DocumentComparison, *, edited: bool
) -> Iterator[tuple[ReportRow, str, str]]:
    """The words that change in the rows of listed reports, each with its row; a row that comes or goes is told whole. A
    value that the document's own clauses have told already is not told again."""
    by_row: dict[ReportRow, list[Revision]] = {}
    for revision in revisions:
        by_row.setdefault(rows.of(revision), []).append(revision)
    for row, of_row in by_row.items():
        if row.state != "changed":
            yield row, "", ""
            continue
        for before, after in _other_words(of_row, compared, edited=edited)[0]:
            yield row, before, after


def _other_words(
    revisions: list[Revision], compared: DocumentComparison, *, edited: bool = False
) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The paragraphs whose words change for another reason than a clause or a value that is told already; of a document
    that was `edited`, within clauses too."""
    told = {
        text for clause in compared.clauses for value in clause.values for text in (value.before, value.after) if text
    }
    entries = {entry for text in told for entry in text.split("; ")}
    versions = any(clause.other_version or clause.before is None or clause.after is None for clause in compared.clauses)
    found: dict[tuple[str, str], None] = {}
    for revision in revisions:
        place = revision.place
        if (
            revision.kind in ("formatting", "numbering")
            or place.before == place.after
            or "/header" in place.part
            or "/footer" in place.part
        ):
            continue
        if (not edited and any(tag.startswith("specgen:") for tag in place.tags)) or (
            versions and (place.cell is not None or not place.before or not place.after)
        ):
            continue
        if not any(text in place.before or text in place.after for text in entries):
            found[_short(place.before), _short(place.after)] = None
    return tuple(found)[:MOST_WORDS], len(found) > MOST_WORDS


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_WORDS else f"{text[:LONGEST_WORDS].rstrip()} …"


_AROUND: Final = 4
"""Words that are quoted before and behind those that differ."""
_MOST_BY_HAND: Final = 5


def _read_otherwise(there: FoundDocument, clean: Finished, name: str, terms: VariationTerms) -> str:
    """In which words an edited document reads otherwise than it would now, for a sentence."""
    data, problems = redline(
        there.data or b"", clean.data, "-", terms.effective.isoformat(), old_name=name,
        new_name=clean.issued.file, existing=terms.existing,
    )  # fmt: skip
    package = read_package(data, name)[0] if data is not None else None
    if package is None:
        reason = next((problem.message for problem in problems if problem.severity == "error"), "it cannot be read")
        return f"what it says otherwise than the contract file cannot be told here, because {reason}"
    places = dict.fromkeys(
        (revision.place.before, revision.place.after)
        for revision in read_revisions(package)[0]
        if revision.kind not in ("formatting", "numbering") and revision.place.before != revision.place.after
    )
    if not places:
        return "its words are as the contract file has them"
    told = [" where the contract file has ".join(_differing(*place)) for place in places]
    more = f", and in {len(told) - _MOST_BY_HAND:,} more places" if len(told) > _MOST_BY_HAND else ""
    return f"it reads {'; '.join(told[:_MOST_BY_HAND])}{more}"


def _differing(before: str, after: str) -> tuple[str, str]:
    """The words in which two texts differ, with a few around them, each quoted; “nothing” where one has none."""
    one, two = before.split(), after.split()
    least = min(len(one), len(two))
    first = next((at for at in range(least) if one[at] != two[at]), least)
    last = next((at for at in range(least - first) if one[-1 - at] != two[-1 - at]), least - first)
    start, rest = max(first - _AROUND, 0), max(last - _AROUND, 0)

    def said(words: list[str]) -> str:
        kept = " ".join(words[start : len(words) - rest])
        return f"“{'… ' if start and kept else ''}{_short(kept)}{' …' if rest and kept else ''}”" if kept else "nothing"

    return said(one), said(two)


def edited_notices(
    compared: DocumentComparison, there: FoundDocument, folder: str, clean: Finished | None, terms: VariationTerms
) -> Iterator[Problem]:
    """That somebody edited an issued document, or that it is gone from the folder. `clean` is the document as it reads
    now: of one in which the contract file changes nothing it is said where the two differ."""
    before = compared.before
    if before is None or there.state == "as issued":
        return
    where = Location(f"{folder}/{before.file}")
    if there.data is None:
        if compared.status == "changed":
            message = f"“{before.title}” was issued and its file is not there: what changed cannot be shown"
            yield Problem("issued-not-there", message, where, cure="put the issued document back beside its record")
        return
    beside = (
        "it is compared as it was found, so the tracked changes show the edits as well"
        if compared.status == "changed"
        else f"nothing that the contract file says of it changes, so it is in no variation, and "
        f"{_read_otherwise(there, clean, f'{folder}/{before.file}', terms)}"
        if compared.status == "unchanged" and clean is not None
        else "it is taken out as it was found"
    )
    message = f"“{before.title}” was edited since it was issued: {beside}"
    cure = "see whether the edits were agreed; if they are to stay, carry them into the contract file"
    yield Problem("edited-since-issued", message, where, severity="warning", cure=cure)


# What the documents of a variation print: its particulars and, schedule by schedule, what changes in plain words.

NONE: Final = "None"
"""What stands in a cell where there was or is nothing: an empty cell says less to those who hear the table."""


def variation_values(
    pack: Pack,
    revised: Sequence[Revised],
    terms: VariationTerms,
    agreed: Sequence[FactChange],
    parties: tuple[Values, ...],
) -> Values:
    """The group `variation` of the names that a template of a variation can print. `agreed` are the facts that the
    agreement changes, `parties` those who sign it."""
    contract = pack.contract
    whole, own = contract.content.contract, particulars_of(contract)
    total = own.value + own.earlier_value if own.value is not None and own.earlier_value is not None else None
    recorded = (own.ground, own.value, own.earlier_value, own.notice)
    return {
        "reference": own.reference or "",
        "effective": long_date(terms.effective),
        "proposed_by": proposer_of(contract),
        "proposed_on": long_date(own.proposed_on) if own.proposed_on else "",
        "agreed_on": long_date(own.agreed_on) if own.agreed_on else "",
        "reason": own.reason or "",
        "notice_given": whole.in_year_notice or "",
        "award_route": _capital(whole.award_route or ""),
        "ground": _capital(own.ground or ""),
        "value": _pounds(own.value),
        "earlier_value": _pounds(own.earlier_value),
        "total_value": _pounds(total),
        "lifetime_value": _pounds(whole.lifetime_value),
        "notice_published": own.notice or "",
        "selection": any(entry is not None for entry in recorded),
        "regime": whole.form != "grant",
        "schedules": tuple(schedule_values(pack, entry, agreed) for entry in revised if entry.by_notice != "whole"),
        "following": tuple(schedule_values(pack, entry) for entry in revised if entry.by_notice == "whole"),
        "tracked": any(entry.tracked is not None for entry in revised if entry.by_notice != "whole"),
        "parties": parties,
    }


def parties_of(pack: Pack, renamed: Mapping[str, str], leaving: Sequence[Commissioner] = ()) -> Iterator[Values]:
    """The parties of the contract, the Commissioners first. `renamed` is `provider` or `commissioners.1` → how the
    contract names a party whose name is corrected; `leaving` are Commissioners whom the agreement takes out, who are
    parties until then and sign as the others do."""
    content, words = pack.contract.content, pack.edition.words
    several = len(content.commissioners) + len(leaving) > 1
    roles = [f"{party.role.capitalize()} {words.commissioner}" for party in content.commissioners]
    roles = [*(roles if several else [words.commissioner])]
    roles += [f"{party.role.capitalize()} {words.commissioner} until the Variation takes effect" for party in leaving]
    roles += [words.provider]
    parties: tuple[Commissioner | Provider, ...] = (*content.commissioners, *leaving, content.provider)
    for number, (party, role) in enumerate(zip(parties, roles, strict=True), 1):
        yield {
            "name": party.name,
            "role": role,
            "identity": identity_of(party),
            "signatory": party.signatory or "",
            "named": renamed.get("provider" if party is content.provider else f"commissioners.{number}", ""),
        }


def schedule_values(pack: Pack, revised: Revised, agreed: Sequence[FactChange] = ()) -> Values:
    """What a document prints of one schedule that changes."""
    entry = revised.compared.issued
    clean = revised.clean.issued if revised.clean is not None else None
    layout = revised.compared.status == "changed" and not revised.compared.clauses
    layout = layout and not revised.words and not revised.reports
    return {
        "heading": _heading(pack.edition, revised.document, entry),
        "letter": entry.schedule,
        "service": _service(pack.contract, revised.document, entry),
        "title": entry.title,
        "sentence": _sentence(revised, _heading(pack.edition, revised.document, entry)),
        "only": "; ".join(only_prints(revised, agreed)),
        "file": clean.file if clean is not None else "",
        "tracked": revised.tracked.issued.file if revised.tracked is not None else "",
        "note": note_of(revised),
        "clauses": (*map(_clause, revised.compared.clauses), *map(report_values, revised.reports)),
        "words": tuple({"before": before, "after": after} for before, after in revised.words),
        "rows": tuple(_rows(revised)),
        "more": revised.more,
        "layout": layout,
    }


_PLAIN: Final = 5
"""Characters from which a text that stands in others is meant: an ODS code is the shortest."""


def only_prints(revised: Revised, agreed: Iterable[FactChange]) -> tuple[str, ...]:
    """The facts of the contract, as they are called, that are all of what changes in a document, since it prints them;
    none where anything else changes, or where that is not seen."""
    compared = revised.compared
    if revised.tracked is None or revised.edited or revised.more or revised.reports or revised.by_notice:
        return ()
    if any(clause.other_version or None in (clause.before, clause.after) for clause in compared.clauses):
        return ()
    facts = sorted((fact for fact in agreed if len(fact.before) >= _PLAIN), key=lambda fact: -len(fact.before))
    values = ((value.before, value.after) for clause in compared.clauses for value in clause.values)
    found: dict[str, None] = {}
    for before, after in (*revised.words, *values):
        for fact in facts:
            if fact.before in before and fact.after in after:
                before, found[fact.named] = before.replace(fact.before, fact.after), None
        if before != after:
            return ()
    return tuple(found)


def _heading(edition: Edition, document: Document | None, entry: IssuedDocument) -> str:
    """The schedule's heading; of one that is gone, as the edition calls its letter."""
    if document is not None and document.schedule is not None:
        return document.schedule.heading
    return next(
        (schedule.heading for schedule in edition.schedules.values() if schedule.letter == entry.schedule), entry.title
    )


def _service(contract: Contract, document: Document | None, entry: IssuedDocument) -> str:
    if document is None or document.service is None:
        return entry.service
    return f"{contract.service_number(document.service)} {contract.content.services[document.service].name}"


def _sentence(revised: Revised, heading: str) -> str:
    entry = revised.compared.issued
    before = revised.compared.before
    file = revised.clean.issued.file if revised.clean is not None else ""
    if before is None:
        return f"The text of the attached document “{file}” is added to {heading}."
    if not file:
        stays = f" Its terms stand in “{revised.stands_in}”." if revised.stands_in else ""
        return f"The text of “{before.title}” in {heading} is deleted.{stays}"
    if revised.by_notice == "whole":
        where = f" in {heading}" if entry.schedule else ""
        reads = f"reads as in the attached document “{file}”"
        return f"Once the notice of extension is given, “{before.title}”{where} {reads}."
    return (
        f"The text of “{before.title}” in {heading} is deleted and replaced by the text of the attached "
        f"document “{file}”."
        if entry.schedule
        else f"The text of “{before.title}” is deleted and replaced by the text of the attached document “{file}”."
    )


def note_of(revised: Revised) -> str:
    """What a reader must know of the comparison; "" when nothing."""
    notes = []
    if revised.by_notice == "part":
        notes.append(
            "what it prints of the last day of the term, and of what is reckoned from it, has effect only once the "
            "notice under the option to extend is given; until then that stays as it is"
        )
    if revised.edited:
        notes.append(
            "the issued document was edited after it was issued; it is compared as it was found, so that the "
            "tracked changes show those edits as well"
            if revised.tracked is not None
            else "the issued document was edited after it was issued"
        )
    notes += [
        f"it already reads “{value.after}” where it was issued with “{value.before}” ({value.asked})"
        for value in revised.there_already
    ]
    if revised.refused:
        notes.append(f"there is no document with tracked changes, because {revised.refused}")
    text = "; ".join(notes)
    return f"{_capital(text)}." if text else ""


def _clause(clause: ClauseChange) -> Values:
    return {
        "title": clause.title,
        "component": clause.component,
        "id": clause.id,
        "version": clause.version_in_words,
        "values": tuple(
            {"asked": value.asked, "before": value.before, "after": value.after, "change": value.agreed}
            for value in clause.values
        ),
    }


_IN_LIST: Final = {
    "added": "Added to the list",
    "taken out": "Taken out of the list",
    "changed": "In its row of the list",
}


def report_values(change: ReportChange) -> Values:
    """A listed report as the clauses are told: its title, what asks for it, and what changes in its row."""
    said = f"from “{change.before}” to “{change.after}”" if change.before and change.after else ""
    said = said or (f"the words “{change.after}” are added" if change.after else "")
    said = said or (f"the words “{change.before}” are taken out" if change.before else "")
    what = f"{_IN_LIST[change.state]}{': ' if said else ''}{said}"
    return {
        "title": f"Report {change.named}",
        "component": "",
        "id": change.clause_id,
        "version": change.asked_for_in_words,
        "values": ({"asked": _IN_LIST[change.state], "before": change.before, "after": change.after, "change": what},),
    }


def words_changed(before: str, after: str) -> str:
    """The change of words in one line, for a list or a letter."""
    if before and after:
        return f"words: “{before}” is now “{after}”"
    return f"words added: “{after}”" if after else f"words taken out: “{before}”"


def _rows(revised: Revised) -> Iterator[Values]:
    for clause in revised.compared.clauses:
        if clause.other_version or clause.before is None or clause.after is None:
            what = (
                "Clause added"
                if clause.before is None
                else "Clause taken out"
                if clause.after is None
                else "Version of the clause"
            )
            yield _row(clause.title, what, _version(clause.before), _version(clause.after))
        for value in clause.values:
            yield _row(clause.title, value.asked, value.before, value.after)
    for change in revised.reports:
        before = change.before or ("Listed" if change.state == "taken out" else "")
        after = change.after or ("Listed" if change.state == "added" else "")
        yield _row(f"Report {change.named}", _IN_LIST[change.state], before, after)
    for before, after in revised.words:
        yield _row("Outside the clauses", "Words", before, after)


def _row(clause: str, what: str, before: str, after: str) -> Values:
    return {"clause": clause, "what": what, "before": before or NONE, "after": after or NONE}


def _version(number: int | None) -> str:
    return f"Version {number}" if number is not None else NONE


def _pounds(amount: Decimal | None) -> str:
    return pounds(amount) if amount is not None else ""


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
