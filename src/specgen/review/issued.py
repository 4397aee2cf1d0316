"""What was issued: the file as it went out, the pack's record, or what the returned document says of itself.

An issued file is the best witness: it holds every word. A pack's record names versions and values, and vouches for the
file beside it by its content hash. The record inside the returned document is a claim of whoever sends it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from specgen.issue.pack_record import IssuedDocument, IssueRecord, read_issue_record
from specgen.issue.record import DocumentRecord, read_document_record
from specgen.library.model import Library
from specgen.problems import Location, Problem
from specgen.review.claims import Claim, claims_of_marks, claims_of_pack, claims_of_record, expected_clauses, rendered
from specgen.review.findings import Expected, Relied
from specgen.review.recognise import Recognition, recognise
from specgen.review.values_found import values_found
from specgen.word.archive import LARGEST_ARCHIVE
from specgen.word.lines import Line, Story
from specgen.word.package import Package, package_hash, read_package, record_part
from specgen.word.read_stories import Sides, Stories, read_sides
from specgen.wording import Block, Blocks, Run

_PROPOSED: Final = "It is proposed: it stands there as a tracked change that nobody has accepted."
_HASH: Final = "its content hash is that of the record beside it, so it is as specgen wrote it"


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """The file as it went out, read: its stories as they were sent, and the clauses found in it."""

    stories: Stories
    recognition: Recognition
    older: Stories
    """The same without its own tracked changes; equal to `stories` where it holds none."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the returned document is held against. `file` is None where no issued file was at hand."""

    relied: Relied
    clauses: tuple[Expected, ...]
    type: str
    file: IssuedFile | None = None
    form_sha256: str | None = None
    """The SHA-256 of the template that the document was made of, where a record says it; None where none does."""


def read_bounded(path: Path) -> bytes:
    """The bytes of the file, as far as any reader looks at them. Raises OSError."""
    with path.open("rb") as opened:
        return opened.read(LARGEST_ARCHIVE + 1)


def basis_of_issued(path: Path, returned: Package, story: Story, library: Library) -> tuple[Basis | None, list[Problem]]:
    """The basis that an issued file or a pack's record gives, or None when it cannot be used. Raises OSError."""
    data = read_bounded(path)
    own, _ = own_record(returned)
    if data[:1] in (b"{", b" ", b"\n", b"\xef"):
        return _basis_of_pack(data, path, returned, own, story, library)
    package, problems = read_package(data, path.name, macros=True)
    if package is None:
        return None, problems
    record, faults = own_record(package)
    if record is not None and own is not None and _which(record) != _which(own):
        return None, [Problem("another-document", f"the issued file is of contract {record.reference} ({record.type}, service {record.service or 'none'}), and what came back of "
                              f"{own.reference} ({own.type}, service {own.service or 'none'})", Location(path.name), cure="give the file that was sent and came back")]
    claims = claims_of_record(record) if record is not None else None
    says = [f"The issued file {path.name}, which you gave."]
    if record is not None and record.content_hash != package_hash(package):
        says.append("It was edited after specgen wrote it; what it says now counts as issued.")
    basis, more = _basis_of_file(package, claims, library, Relied("issued file", tuple(says), record.reference if record else "", ""), record.type if record else "")
    return basis, faults + more


def own_record(package: Package) -> tuple[DocumentRecord | None, list[Problem]]:
    """The record inside the document, or None with the reason when there is one that cannot be used."""
    part = record_part(package)
    return read_document_record(package.part(part), package.file) if part is not None else (None, [])


def basis_of_returned(returned: Package, sides: Sides, library: Library) -> tuple[Basis, list[Problem]]:
    """The basis that the returned document itself gives: its record, else its marks, else nothing.

    Clauses that were put into it since, even those that are only proposed as tracked changes, are known by their marks.
    """
    story, later = sides.before.main, sides.after.main
    record, problems = own_record(returned)
    if record is not None:
        clauses, faults = expected_clauses(claims_of_record(record), library, returned.file)
        known = {each.tag for each in clauses}
        came_in = tuple(each for each in claims_of_marks(later, library) if each.tag not in known and not each.bookmark)
        more, other = _with_values_found(came_in, later, library, returned.file)
        clauses, faults = (*clauses, *more), [*faults, *other]
        says = [
            "The record inside the returned document, which is a claim of whoever sends it. It was checked against the library: versions, fingerprints and words.",
            "The values in it (thresholds, dates, names) and that it leaves no clause out can only be checked with --issued.",
        ]
        if not record.template:
            says.append("It is of an older kind that does not name the template the document was made of. The template as it is now was taken for it.")
        return Basis(Relied("record in the document", tuple(says), record.reference, ""), clauses, record.type, form_sha256=record.template or None), problems + faults
    claims = claims_of_marks(story, library)
    marked = {each.tag for each in claims}
    proposed = tuple(each for each in claims_of_marks(later, library) if each.tag not in marked)
    if not claims and not proposed:
        says = ["Nothing: the document holds no record and no marks of specgen. Give the file as it went out with --issued if it is one of yours."]
        return Basis(Relied("nothing", tuple(says)), (), ""), problems
    says = [
        "The tags and bookmarks in the returned document, which name clause and version; its record is gone. The words were rendered again from the library.",
        "The values are those that the document itself shows; give the file as it went out with --issued to have them checked.",
    ]
    clauses, faults = _with_values_found(claims, story, library, returned.file)
    more, other = _with_values_found(proposed, later, library, returned.file)
    more = tuple(replace(each, proposed=True, remark=" ".join(filter(None, (_PROPOSED, each.remark)))) for each in more)
    if proposed:
        says.append(f"Of the clauses, {len(proposed)} stand there only as tracked changes that nobody has accepted.")
    return Basis(Relied("marks in the document", tuple(says)), (*clauses, *more), ""), problems + faults + other


def _with_values_found(claims: tuple[Claim, ...], story: Story, library: Library, file: str) -> tuple[tuple[Expected, ...], list[Problem]]:
    first, problems = expected_clauses(claims, library, file)
    recognition = recognise(story, first)
    made: list[Expected] = []
    for index, (claim, expected) in enumerate(zip(claims, first, strict=True)):
        clause = library.clauses.get(claim.id)
        version = clause.version(claim.version) if clause is not None else None
        segment = recognition.segments.get(index)
        if version is None or segment is None or expected.checked == "no" or not version.names:
            made.append(replace(expected, fields={}))
            continue
        lines = segment.lines(story)
        values = values_found(version.blocks, lines if expected.inline else lines[1:])
        made.append(replace(rendered(version, replace(claim, values=values)), fields={}, remark="Its values are those found in the document itself."))
    return tuple(made), problems


def _which(record: DocumentRecord) -> tuple[str, str, str]:
    return record.reference, record.type, record.service


def _basis_of_pack(
    data: bytes, path: Path, returned: Package, own: DocumentRecord | None, story: Story, library: Library
) -> tuple[Basis | None, list[Problem]]:
    record, problems = read_issue_record(data, path.name)
    if record is None:
        return None, problems
    document = _document_of_pack(record, returned, own, story)
    if document is None:
        return None, [Problem("another-document", f"the record of contract {record.contract.reference} names no document that this could be", Location(path.name),
                              cure="give the record of the pack that the document was issued in, or the issued file itself")]
    says = [f"The pack's record {path.name} of contract {record.contract.reference}, which you gave: “{document.file}”."]
    relied = Relied("pack record", tuple(says), record.contract.reference, document.title)
    claims = claims_of_pack(document)
    beside = path.parent / document.file
    if beside.is_file() and not beside.is_symlink():
        package, _ = read_package(read_bounded(beside), document.file)
        if package is not None and package_hash(package) == document.content_hash:
            relied = replace(relied, says=(*says, f"The issued file lies beside it; {_HASH}."))
            return _basis_of_file(package, claims, library, relied, document.type)
    relied = replace(relied, says=(*says, "The issued file does not lie beside it unchanged, so words outside the clauses could be compared only in part."))
    clauses, faults = expected_clauses(claims, library, path.name)
    return Basis(relied, clauses, document.type, form_sha256=record.inputs.templates.get(document.type, "")), problems + faults


def _document_of_pack(record: IssueRecord, returned: Package, own: DocumentRecord | None, story: Story) -> IssuedDocument | None:
    """The document of the pack that came back: by its own record, else by the marks in common, else by its name.

    A clause may stand in several documents of a pack, so marks that are missing count against one.
    """
    if own is not None:
        if own.reference != record.contract.reference:
            return None
        return next((each for each in record.documents if (each.type, each.service) == (own.type, own.service)), None)
    marks = {control.tag for control in story.controls} | set(story.bookmarks)
    own_name = record.document(Path(returned.file).name)
    shared = [sum(clause.tag in marks or clause.bookmark in marks for clause in each.clauses) for each in record.documents]
    if not any(shared):
        return own_name
    likest = max((number for number, count in enumerate(shared) if count), key=lambda number: (2 * shared[number] - len(record.documents[number].clauses), record.documents[number] == own_name, -number))
    return record.documents[likest]


def _basis_of_file(package: Package, claims: tuple[Claim, ...] | None, library: Library, relied: Relied, kind: str) -> tuple[Basis | None, list[Problem]]:
    sides, problems = read_sides(package)
    if sides is None:
        return None, problems
    story = sides.after.main
    if claims is None:
        claims = claims_of_marks(story, library)
    first, faults = expected_clauses(claims, library, package.file)
    recognition = recognise(story, first)
    if sides.before != sides.after:
        relied = replace(relied, says=(*relied.says, "It holds tracked changes of its own; its words with and without them both count as issued."))
    clauses: list[Expected] = []
    for index, expected in enumerate(first):
        segment = recognition.segments.get(index)
        lines = story.lines[segment.start.line : segment.end.line + 1] if segment is not None and segment.whole else ()
        clauses.append(_as_in_file(expected, segment.lines(story) if segment is not None else (), lines))
    missing = [clause.name for index, clause in enumerate(clauses) if index not in recognition.segments]
    if missing:
        problems.append(Problem("clause-not-in-issued", f"the issued file does not hold {', '.join(missing[:5])}, which its record names", Location(package.file), severity="warning",
                                cure="check that this is the file that went out"))
    order = [*recognition.order(), *(index for index in range(len(clauses)) if index not in recognition.segments)]
    turned = Recognition({order.index(index): segment for index, segment in recognition.segments.items()})
    return Basis(relied, tuple(clauses[index] for index in order), kind, IssuedFile(sides.after, turned, sides.before)), problems + faults


def _as_in_file(expected: Expected, words: tuple[str, ...], lines: tuple[Line, ...]) -> Expected:
    """The clause with the issued file's own words, where they are not the library's."""
    if words == expected.lines:
        return replace(expected, checked="issued file") if expected.checked == "no" else expected
    blocks: Blocks = tuple(Block("paragraph", (Run(text),)) for text in words)
    spoken = [line for line in lines if line.text.strip() and not line.box]
    if len(spoken) == len(words):
        blocks = tuple(Block(line.kind, (Run(line.text),), line.level if line.kind != "heading" else 0) for line in spoken)
    remark = "The issued file's words are not those of the library; they count as issued." if expected.checked == "library" else expected.remark
    return replace(expected, blocks=blocks, checked="issued file", remark=remark)
