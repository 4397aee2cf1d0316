"""A document that a variation changes: how it was issued and lies there now, how it reads now, and the redline between.

The redline is made against the issued document as it was found. One that somebody edited since is flagged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from specgen.assembly.pack import Document
from specgen.issue.comparison import DocumentComparison
from specgen.issue.disk import disk_problem
from specgen.issue.pack_record import IssuedClause, IssuedDocument, IssuedSource, IssuedValue
from specgen.issue.plan import Finished
from specgen.issue.record import RecordedClause, read_document_record
from specgen.issue.variation_terms import VariationTerms
from specgen.problems import Location, Problem, has_errors
from specgen.word import gate
from specgen.word.archive import LARGEST_ARCHIVE
from specgen.word.ooxml import w
from specgen.word.package import Package, package_hash, parsed, read_package, record_part
from specgen.word.redline import redline
from specgen.word.revisions import Revision, read_revisions
from specgen.word.story_text import pieces, words

State = Literal["as issued", "edited by hand", "not there"]

TRACKED: Final = " - tracked changes"
"""What stands in the file's name of a document with tracked changes, before its ending."""
TRACKED_TYPE: Final = "tracked-changes"
MOST_WORDS: Final = 12
"""Further changes of words that are told of one document; the redline shows all."""
LONGEST_WORDS: Final = 400


@dataclass(frozen=True, slots=True)
class Lies:
    """An issued document as it lies in the folder of what was issued; no bytes when it is not there."""

    state: State
    data: bytes = b""
    package: Package | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """A document that the variation brings in, takes out or replaces.

    `tracked` is the issued document with what changes as tracked changes; None for what is new or gone, and where it was
    refused, which `refused` explains. `words` are changes of words beside clauses and values, as (before, after);
    `more` says that there are others.
    """

    compared: DocumentComparison
    document: Document | None
    clean: Finished | None
    state: State = "as issued"
    tracked: Finished | None = None
    refused: str = ""
    words: tuple[tuple[str, str], ...] = ()
    more: bool = False


def lies(folder: Path, issued: IssuedDocument) -> tuple[Lies, list[Problem]]:
    """The issued document as it lies in `folder`, held against its content hash."""
    path = folder / issued.file
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST_ARCHIVE + 1)
    except FileNotFoundError:
        return Lies("not there"), []
    except OSError as fault:
        return Lies("not there"), [disk_problem(fault, path)]
    package, faults = read_package(data, f"{folder.name}/{issued.file}")
    same = package is not None and package_hash(package) == issued.content_hash
    return Lies("as issued" if same else "edited by hand", data, package), faults


def as_placed(folder: Path, issued: IssuedDocument) -> IssuedDocument:
    """The entry with the clauses of the document that stands under its name.

    Where a new draft was put beside a document that somebody had edited, the entry tells the draft's clauses; those of
    the document that went out are in the record inside it.
    """
    package = lies(folder, issued)[0].package if issued.beside is not None else None
    part = record_part(package) if package is not None else None
    inside = read_document_record(package.part(part), issued.file)[0] if package is not None and part is not None else None
    return issued if inside is None else replace(issued, clauses=tuple(_as_issued(clause) for clause in inside.clauses))


def of_another(there: Lies, folder: str, issued: IssuedDocument, reference: str) -> Iterator[Problem]:
    """That another document lies under the name of an issued one, by the record inside it: of another contract, schedule or
    service. Compared with it, the words of one would be struck in the other's."""
    part = record_part(there.package) if there.package is not None and there.state == "edited by hand" else None
    inside = read_document_record(there.package.part(part), issued.file)[0] if there.package is not None and part is not None else None
    if inside is not None and (inside.reference, inside.type, inside.service) != (reference, issued.type, issued.service):
        found = ", ".join(filter(None, (inside.reference, f"Schedule {inside.schedule}" if inside.schedule else inside.type, f"service {inside.service}" if inside.service else "")))
        yield Problem("another-document", f"what lies under the name of “{issued.title}” is another document ({found}), by the record inside it", Location(f"{folder}/{issued.file}"),
                      cure="put the issued document back beside its record")


def _as_issued(clause: RecordedClause) -> IssuedClause:
    return IssuedClause(
        bookmark=clause.bookmark, fingerprint=clause.fingerprint, id=clause.id, origin="", source=IssuedSource(document="", sections=()), tag=clause.tag,
        values={name: IssuedValue(printed=printed, written_at="") for name, printed in clause.values.items()}, version=clause.version, why="",
    )


def same_words(one: Package, two: Package) -> bool:
    """Whether the bodies of two documents say the same, whatever they look like and whatever stands in header and footer."""
    return _words_of(one) == _words_of(two)


def _words_of(package: Package) -> list[str] | None:
    root, _ = parsed(package, package.main)
    return None if root is None else [words(pieces(paragraph)) for paragraph in root.iter(w("p"))]


def with_tracked_changes(revised: Revised, there: Lies, folder: str, author: str, dated: str, terms: VariationTerms) -> tuple[Revised, list[Problem]]:
    """`revised` with its redline and the changes of words that it shows; or with the reason why there is none."""
    clean, before = revised.clean, revised.compared.before
    assert clean is not None and before is not None
    name = f"{clean.issued.file.removesuffix('.docx')}{TRACKED}.docx"
    data, problems = redline(there.data, clean.data, author, dated, old_name=f"{folder}/{before.file}", new_name=clean.issued.file, existing=terms.existing)
    package: Package | None = None
    if data is not None:
        faults = gate.check_package(data, name)
        problems += faults
        package, _ = read_package(data, name)
    if data is None or package is None or has_errors(problems):
        first = next((problem for problem in problems if problem.severity == "error"), None)
        reason = f"{first.message}{f' ({first.location.part})' if first is not None and first.location.part else ''}" if first is not None else "it cannot be made"
        return replace(revised, refused=reason), [_refused(before, folder, reason, terms), *_as_warnings(problems, terms)]
    found, more = _other_words(read_revisions(package)[0], revised.compared)
    entry = IssuedDocument(
        clauses=(), content_hash=package_hash(package), file=name, schedule=clean.issued.schedule, service=clean.issued.service,
        title=f"{clean.issued.title}, tracked changes", type=TRACKED_TYPE,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return replace(revised, tracked=Finished(entry, data), words=found, more=more), problems


def _refused(before: IssuedDocument, folder: str, reason: str, terms: VariationTerms) -> Problem:
    beside = "the pack is written without them" if terms.without_tracked else "so nothing of this contract’s variation is written"
    return Problem("no-tracked-changes", f"the changes of “{before.title}” cannot be shown as tracked changes, {beside}: {reason}", Location(f"{folder}/{before.file}"),
                   "warning" if terms.without_tracked else "error",
                   cure="mend what is named; or accept or reject what is tracked in it (--existing); or say --without-tracked, and the list of changes says that there are none")


def _as_warnings(problems: list[Problem], terms: VariationTerms) -> list[Problem]:
    return [replace(problem, severity="warning") if terms.without_tracked and problem.severity == "error" else problem for problem in problems]


def _other_words(revisions: list[Revision], compared: DocumentComparison) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The paragraphs whose words change for another reason than a clause or a value that is told already."""
    told = {text for clause in compared.clauses for value in clause.values for text in (value.before, value.after) if text}
    entries = {entry for text in told for entry in text.split("; ")}
    versions = any(clause.other_version or clause.before is None or clause.after is None for clause in compared.clauses)
    found: dict[tuple[str, str], None] = {}
    for revision in revisions:
        place = revision.place
        if revision.kind in ("formatting", "numbering") or place.before == place.after or "/header" in place.part or "/footer" in place.part:
            continue
        if any(tag.startswith("specgen:") for tag in place.tags) or (versions and (place.cell is not None or not place.before or not place.after)):
            continue
        if not any(text in place.before or text in place.after for text in entries):
            found[_short(place.before), _short(place.after)] = None
    return tuple(found)[:MOST_WORDS], len(found) > MOST_WORDS


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_WORDS else f"{text[:LONGEST_WORDS].rstrip()} …"


def edited_notices(compared: DocumentComparison, there: Lies, folder: str, revised: bool) -> Iterator[Problem]:
    """That somebody edited an issued document, or that it is gone from the folder."""
    before = compared.before
    if before is None or there.state == "as issued":
        return
    where = Location(f"{folder}/{before.file}")
    if there.state == "not there":
        if compared.status == "changed" and revised:
            yield Problem("issued-not-there", f"“{before.title}” was issued and its file is not there: what changed cannot be shown", where,
                          cure="put the issued document back beside its record")
        return
    beside = "it is compared as it was found, so the tracked changes show the edits as well" if revised and compared.status == "changed" else "nothing that the contract says of it changes, so it is not part of the variation" if compared.status == "unchanged" else "it is taken out as it was found"
    yield Problem("edited-since-issued", f"“{before.title}” was edited since it was issued: {beside}", where, severity="warning",
                  cure="see whether the edits were agreed; if they are to stay, carry them into the contract file")
