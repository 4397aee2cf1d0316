"""What was issued: the file as it went out, the pack's record, or what the returned document says of itself.

An issued file is the best witness: it holds every word. A pack's record names versions and values, and vouches for the
file beside it by its content hash. The record inside the returned document is a claim of whoever sends it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec import field as attribute
from msgspec.structs import replace
from rapidfuzz import fuzz, process

from specgen.assembly.marks import FIELD_LINES, field_line, tag
from specgen.assembly.values import Printed
from specgen.issue.document_record import DocumentRecord, RecordedBlock, RecordedClause, read_document_record
from specgen.issue.records import IssuedClause, IssuedDocument, IssueRecord, read_issue_record
from specgen.library.model import Clause, ClauseVersion, Library
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.recognition.alignment import read_lines
from specgen.recognition.by_words import find_clauses, version_index
from specgen.recognition.marks import named_by_marks, read_tag
from specgen.recognition.printed import Recognition, recognise
from specgen.review.findings import Expected, Relied
from specgen.word.document.lines import Line, Story
from specgen.word.document.stories import Sides, Stories, read_sides
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.bounds import read_document
from specgen.word.package.package import Package, package_hash, read_package, record_part
from specgen.wording.wording import Block, BlockKind, Blocks, Placeholder, Run, fill, plain_text

# What a record says was issued, checked against the library: each clause rendered again from its approved version.
#
# A record inside a document is a claim of whoever sends it. The library's own words are what counts; the record only
# says which version it was and with which values. Where the library cannot vouch for a version, that is said.

_BLOCK_KINDS: Final[Mapping[str, BlockKind]] = {
    "heading": "heading",
    "paragraph": "paragraph",
    "bullet": "bullet",
    "number": "number",
}
_ELSEWHERE: Final = (
    "use --in with the folder of the organisation whose clauses these are, or --issued with the file as it went out"
)


class Claim(Struct, frozen=True):
    """A clause as a record or a mark names it. `fields` and `blocks` are None where the record does not hold them."""

    id: str
    version: int
    fingerprint: str
    tag: str
    bookmark: str
    values: Mapping[str, Printed]
    fields: Mapping[str, str] | None = None
    blocks: tuple[RecordedBlock | Block, ...] | None = None
    title: str = ""
    """What a figure is called, which is no clause of a library."""


def claims_of_record(record: DocumentRecord) -> tuple[Claim, ...]:
    """The clauses that the record inside a document names."""
    return tuple(
        replace(_claim(each, each.values), fields=each.fields, blocks=each.blocks, title=each.title)
        for each in record.clauses
    )


def claims_of_pack(document: IssuedDocument) -> tuple[Claim, ...]:
    """The clauses that a pack's record names for one document."""
    return tuple(
        _claim(each, {name: value.printed for name, value in each.values.items()}) for each in document.clauses
    )


def _claim(each: RecordedClause | IssuedClause, values: Mapping[str, Printed]) -> Claim:
    return Claim(each.id, each.version, each.fingerprint, each.tag, each.bookmark, values)


def claims_of_marks(story: Story, library: Library) -> tuple[Claim, ...]:
    """The clauses that tags and bookmarks in the story name, in its order. What the values were, the marks do not
    say."""
    return tuple(
        Claim(each.version.clause_id, each.version.number, each.fingerprint, each.tag, each.bookmark, {})
        for each in named_by_marks(story, library)
    )


def claims_of_words(story: Story, library: Library) -> tuple[Claim, ...]:
    """The clauses that stand in the story by their words alone, each once, in its order."""
    versions: dict[str, ClauseVersion] = {}
    for there in find_clauses(version_index(library.versions_offered()), read_lines(story.lines)):
        versions.setdefault(there.key.clause_id, there.key)
    return tuple(
        Claim(version.clause_id, version.number, version.fingerprint, tag(version), "", {})
        for version in versions.values()
    )


def expected_clauses(
    claims: Iterable[Claim], library: Library, file: str
) -> tuple[tuple[Expected, ...], list[Problem]]:
    """Each claim with the words that the library gives for it, and a problem for each that the library cannot vouch
    for."""
    made: list[Expected] = []
    problems: list[Problem] = []
    for claim in claims:
        expected, problem = _expected(claim, library, file)
        made.append(expected)
        problems += [problem] if problem else []
    return tuple(made), problems


def _expected(claim: Claim, library: Library, file: str) -> tuple[Expected, Problem | None]:
    if claim.title:
        return replace(_unvouched(claim, None, ""), title=claim.title), None
    clause = library.clauses.get(claim.id)
    version = clause.version(claim.version) if clause is not None else None
    name = f"{claim.id}@{claim.version}"
    if version is None:
        return _unvouched(claim, None, f"The library has no {name}; the words are those of the record alone."), Problem(
            "clause-unknown",
            f"the record names {name}, which the library does not have",
            Location(file),
            severity="warning",
            cure=_ELSEWHERE,
        )
    if not version.fingerprint.startswith(claim.fingerprint) or len(claim.fingerprint) < 12:
        return _unvouched(
            claim,
            version,
            f"The library's file of {name} has another fingerprint than the record gives; the words are those "
            f"of the record alone.",
        ), Problem(
            "fingerprint-differs",
            f"the record gives another fingerprint for {name} than the library's file has",
            Location(file),
            severity="warning",
            excerpt=f"record {claim.fingerprint[:12]}, library {version.fingerprint[:12]}",
            cure="find out whether the version's file was changed after it was issued (specgen clauses verify), or "
            "whether the record was",
        )
    approved = library.approval(version) is not None
    expected = replace(rendered(version, claim, _questions(clause)), approved=approved)
    if _agrees(claim, expected):
        return expected, None
    earlier = rendered(version, claim, _questions(clause), earlier=True)
    if _agrees(claim, earlier):
        return replace(earlier, approved=approved), None
    return replace(
        expected, remark="The record in the document gives other words than the library; the library's are used."
    ), Problem(
        "record-differs",
        f"the record in the document gives other words for {name} than the library does with the record's own values",
        Location(file),
        cure="hold the document against the file as it went out: --issued",
        severity="warning",
    )


def _agrees(claim: Claim, expected: Expected) -> bool:
    """Whether the record's words, where it holds any, are those that are expected."""
    return claim.blocks is None or (
        expected.lines == tuple(block.text for block in claim.blocks)
        and all(expected.fields.get(name) == text for name, text in (claim.fields or {}).items())
    )


def _questions(clause: Clause | None) -> Mapping[str, str]:
    """What a draft asks for in the place of each value."""
    return {name: placeholder.asks for name, placeholder in clause.placeholders.items()} if clause is not None else {}


def rendered(
    version: ClauseVersion, claim: Claim, questions: Mapping[str, str] | None = None, *, earlier: bool = False
) -> Expected:
    """The version printed with the claim's values, as a document prints it or, `earlier`, once did; a missing one asks
    its question."""
    inline = version.clause_id.split("/")[1] != "specification"
    blocks = fill(version.blocks, claim.values, questions, in_brackets=earlier)
    heading = () if inline else (Block("heading", (Run(version.title),)),)
    names = version.fields if claim.fields is None else [name for name in claim.fields if name in version.fields]
    return Expected(
        version.clause_id,
        version.number,
        version.fingerprint,
        version.title,
        claim.tag,
        claim.bookmark,
        (*heading, *blocks),
        inline,
        claim.values,
        {name: plain_text(fill(version.fields[name], claim.values, questions)) for name in names},
        wording=version.blocks,
    )


def _unvouched(claim: Claim, version: ClauseVersion | None, remark: str) -> Expected:
    recorded = claim.blocks
    blocks: Blocks = ()
    if recorded is not None:
        blocks = tuple(
            Block(_BLOCK_KINDS.get(block.kind, "paragraph"), (Run(block.text),), min(block.level, 3))
            for block in recorded
        )
    elif version is not None:
        blocks = rendered(version, claim).blocks
    title = (
        version.title
        if version is not None
        else next((block.text for block in blocks if block.kind == "heading"), claim.id)
    )
    inline = claim.id.split("/")[1:2] != ["specification"]
    return Expected(
        claim.id,
        claim.version,
        claim.fingerprint,
        title,
        claim.tag,
        claim.bookmark,
        blocks,
        inline,
        claim.values,
        claim.fields or {},
        "no",
        remark,
    )


def fits(literals: Sequence[str], text: str) -> tuple[str, ...] | None:
    """What stands between the `literals` in `text`, in order, or None when it is not made of them.

    The first begins the text and the last ends it; an empty one at an end leaves that end open. In linear time.
    """
    first, last = literals[0], literals[-1]
    if len(literals) == 1:
        return () if text == first else None
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return None
    at, end = len(first), len(text) - len(last)
    between: list[str] = []
    for literal in literals[1:-1]:
        found = text.find(literal, at, end)
        if found == -1:
            return None
        between.append(text[at:found])
        at = found + len(literal)
    return (*between, text[at:end])


# The values that a returned document itself shows, where no record says what they were.
#
# The clause's words are laid over the lines that were found; what stands where a placeholder stands is its value. These
# are shown as found, and nothing vouches for them.

_CONTEXTS: Final = (24, 12, 6)
"""Letters next to a placeholder by which its value is found in a line that was changed elsewhere."""
_LEAST_LIKE: Final = 40.0
_LONGEST: Final = 10_000


def values_found(blocks: Blocks, lines: Sequence[str]) -> Mapping[str, Printed]:
    """Name → value, for each placeholder of `blocks` whose paragraph can be found in `lines`; where it is printed more
    than once, what most of these places say."""
    found: dict[str, list[Printed]] = {}
    changed: list[Block] = []
    left = set(range(len(lines)))
    at = 0
    for number, block in enumerate(blocks):
        if isinstance(only := block.inlines[0] if len(block.inlines) == 1 else None, Placeholder):
            following = (line for each in blocks[number + 1 :] if (line := _line_of(each, lines, at)) is not None)
            end = next(following, len(lines))
            items = tuple(lines[at:end])
            left -= set(range(at, end))
            if items:
                whole = len(items) > 1 or block.kind in ("bullet", "number")
                found.setdefault(only.name, []).append(items if whole else items[0])
            at = end
            continue
        line = _line_of(block, lines, at)
        if line is None:
            changed.append(block)
            continue
        left.discard(line)
        for name, text in zip(_names(block), fits(_literals(block), lines[line]) or (), strict=True):
            found.setdefault(name, []).append(text)
        at = line + 1
    said = {name: Counter(texts).most_common(1)[0][0] for name, texts in found.items()}
    for block in changed:
        for name, text in _between_neighbours(block, [lines[number] for number in sorted(left)]):
            said.setdefault(name, text)
    return said


def _between_neighbours(block: Block, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What stands between the words next to each placeholder, in the line that is most like a block whose words were
    changed."""
    literals = _literals(block)
    nearest = process.extractOne(
        " ".join(literals),
        [line for line in lines if len(line) <= _LONGEST],
        scorer=fuzz.ratio,
        score_cutoff=_LEAST_LIKE,
    )
    if nearest is None:
        return
    line = nearest[0]
    for number, name in enumerate(_names(block)):
        before, after = literals[number], literals[number + 1]
        for length in _CONTEXTS:
            start = line.find(before[-length:]) + len(before[-length:]) if before[-length:] in line else -1
            end = line.find(after[:length], start) if after and start >= 0 else len(line)
            if 0 <= start < end:
                yield name, line[start:end]
                break


def _line_of(block: Block, lines: Sequence[str], start: int) -> int | None:
    literals = _literals(block)
    if not any(literal.strip() for literal in literals):
        return None
    return next((number for number in range(start, len(lines)) if fits(literals, lines[number]) is not None), None)


def _names(block: Block) -> list[str]:
    return [part.name for part in block.inlines if isinstance(part, Placeholder)]


def _literals(block: Block) -> list[str]:
    literals = [""]
    for part in block.inlines:
        if isinstance(part, Run):
            literals[-1] += part.text
        else:
            literals.append("")
    return literals


_PROPOSED: Final = "It is proposed: it stands there as a tracked change that nobody has accepted."
_SHOWN: Final = "Its values are those found in the document itself."
_AGREES: Final = "it agrees with the record beside it, so it is as specgen wrote it"


class IssuedFile(Struct, frozen=True):
    """The file as it went out, read: its stories as they were sent, and the clauses found in it."""

    stories: Stories
    recognition: Recognition
    older: Stories
    """The same without its own tracked changes; equal to `stories` where it holds none."""
    package: Package


class Basis(Struct, frozen=True):
    """What the returned document is held against. `file` is None where no issued file was at hand."""

    relied: Relied
    clauses: tuple[Expected, ...]
    type: str
    file: IssuedFile | None = None
    form_sha256: str | None = None
    """The SHA-256 of the template that the document was made of, where a record says it; None where none does."""
    beside: Mapping[str, tuple[str, ...]] = attribute(default_factory=dict)
    """The lines beside the clauses by part, where the record in the document says them."""


def read_bounded(path: Path) -> bytes:
    """The bytes of the file, as far as any reader looks at them. Raises OSError."""
    return read_plain(path, LARGEST_ARCHIVE + 1)


def basis_of_issued(
    path: Path, returned: Package, story: Story, library: Library
) -> tuple[Basis | None, list[Problem]]:
    """The basis that an issued file or a pack's record gives, or None when it cannot be used. Raises OSError."""
    data = read_bounded(path)
    own, _ = own_record(returned)
    if data[:1] in (b"{", b" ", b"\n", b"\xef"):
        return _basis_of_pack(data, path, returned, own, story, library)
    package, problems = read_document(data, path.name, macros=True)
    if package is None:
        return None, problems
    record, faults = own_record(package)
    if record is not None and own is not None and _which(record) != _which(own):
        return None, [
            Problem(
                "another-document",
                f"the issued file is of contract {record.reference} ({record.type}, service "
                f"{record.service or 'none'}), and what came back of "
                f"{own.reference} ({own.type}, service {own.service or 'none'})",
                Location(path.name),
                cure="give the file that was sent and came back",
            )
        ]
    if record is not None and own is not None and _of_another_issue(record.content_hash, own):
        return None, [_another_issue(path.name, record.draft_version, claims_of_record(record), own)]
    claims = claims_of_record(record) if record is not None else None
    says = [f"The issued file {path.name}."]
    if record is not None and record.content_hash != package_hash(package):
        says.append("It was edited after specgen wrote it; what it says now counts as issued.")
    reference, kind = (record.reference, record.type) if record is not None else ("", "")
    basis, more = _basis_of_file(package, claims, library, Relied("issued file", tuple(says), reference, ""), kind)
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
        basis, faults = _basis_of_record(record, returned, later, library)
        return basis, problems + faults
    claims = claims_of_marks(story, library)
    marked = {each.tag for each in claims}
    proposed = tuple(each for each in claims_of_marks(later, library) if each.tag not in marked)
    if not claims and not proposed and (worded := claims_of_words(story, library)):
        says = [
            "The library's words: the document holds no record and no marks of specgen, and its clauses were "
            "recognised by their words alone.",
            "Nothing says that they were issued, with which values, or that none is missing; give the file as it went "
            "out with --issued if it is one of yours.",
        ]
        clauses, faults = _with_values_found(worded, story, library, returned.file)
        return Basis(Relied("words in the document", tuple(says)), clauses, ""), problems + faults
    if not claims and not proposed:
        nothing = (
            "Nothing: the document holds no record and no marks of specgen. Give the file as it went out with "
            "--issued if it is one of yours."
        )
        return Basis(Relied("nothing", (nothing,)), (), ""), problems
    says = [
        "The tags and bookmarks in the returned document, which name clause and version; its record is gone. "
        "The words were rendered again from the library.",
        "The values are those that the document itself shows; give the file as it went out with --issued to have them "
        "checked.",
    ]
    clauses, faults = _with_values_found(claims, story, library, returned.file)
    more, other = _with_values_found(proposed, later, library, returned.file)
    more = tuple(replace(each, proposed=True, remark=" ".join(filter(None, (_PROPOSED, each.remark)))) for each in more)
    if proposed:
        says.append(f"Of the clauses, {len(proposed)} stand there only as tracked changes that nobody has accepted.")
    return Basis(Relied("marks in the document", tuple(says)), (*clauses, *more), ""), problems + faults + other


def _basis_of_record(
    record: DocumentRecord, returned: Package, later: Story, library: Library
) -> tuple[Basis, list[Problem]]:
    clauses, faults = expected_clauses(claims_of_record(record), library, returned.file)
    known = {each.tag for each in clauses}
    came_in = tuple(each for each in claims_of_marks(later, library) if each.tag not in known and not each.bookmark)
    more, other = _with_values_found(came_in, later, library, returned.file)
    says = [
        "The record inside the returned document, which is a claim of whoever sends it. It was checked "
        "against the library: versions, fingerprints and words.",
        "The values in it (thresholds, dates, names) and that it leaves no clause out can only be checked "
        "with --issued.",
    ]
    if any(clause.title for clause in record.clauses):
        says = [
            "The record inside the returned document, which is a claim of whoever sends it. No library vouches for "
            "figures: they can only be checked with --issued."
        ]
    says.append(
        "It is byte for byte as issued, if its record is: the record's own hash fits, and whoever changes a figure in "
        "both can make that anew."
        if (untouched := record.content_hash == package_hash(returned))
        else "It was saved since it was issued: what its own record says of it no longer fits."
    )
    figures = () if untouched else dict.fromkeys(text for each in record.clauses for text in _figures_of(each))
    if figures:
        says.append(
            f"Nothing but it says these figures and dates; look them up in your own copy: {'; '.join(figures)}."
        )
    if not record.template:
        says.append(
            "It is of an older kind that does not name the template the document was made of. The "
            "template as it is now was taken for it."
        )
    relied = Relied("record in the document", tuple(says), record.reference, "", untouched)
    template = record.template or None
    return Basis(relied, (*clauses, *more), record.type, form_sha256=template, beside=record.lines), [*faults, *other]


def _figures_of(clause: RecordedClause) -> Iterator[str]:
    """The values of the clause that hold a figure."""
    for value in clause.values.values():
        for text in (value,) if isinstance(value, str) else value:
            if any(letter.isdigit() for letter in text):
                yield text


def _with_values_found(
    claims: tuple[Claim, ...], story: Story, library: Library, file: str
) -> tuple[tuple[Expected, ...], list[Problem]]:
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
        printed = _with_lines_below(version, claim, lines) if expected.inline else version
        values = values_found(printed.blocks, lines if expected.inline else lines[1:])
        shown = rendered(printed, replace(claim, values=values))
        made.append(replace(shown, fields={}, wording=version.blocks, remark=_SHOWN))
    return tuple(made), problems


def _with_lines_below(version: ClauseVersion, claim: Claim, lines: Sequence[str]) -> ClauseVersion:
    """The version with the lines that stand under a measure which was put into a document that is not ours: those that
    stand there, where the tag's digest says that they are all; else its threshold and method too."""
    said = read_tag(claim.tag)
    below = {name: field_line(version, name) for name in FIELD_LINES}
    held = [name for name, label in FIELD_LINES.items() if any(line.startswith(f"{label}: ") for line in lines)]
    if not said.digest or (not held and said.holds(lines)):
        return version
    if not said.holds(lines):
        held = [name for name in FIELD_LINES if name in held or name in ("threshold", "method")]
    return replace(version, blocks=(*version.blocks, *(line for name in held if (line := below[name]) is not None)))


def _which(record: DocumentRecord) -> tuple[str, str, str]:
    return record.reference, record.type, record.service


def _of_another_issue(content_hash: str, own: DocumentRecord) -> bool:
    """Whether what came back says of itself that it went out with other contents."""
    return bool(own.content_hash and content_hash) and own.content_hash != content_hash


def _another_issue(file: str, draft_version: str, claims: Iterable[Claim], own: DocumentRecord) -> Problem:
    """The problem that the same document was issued twice, and the other issue came back."""
    theirs = {each.id: each for each in claims_of_record(own)}
    differing = [(draft_version, own.draft_version, "the draft")]
    for each in claims:
        before = theirs.get(each.id)
        if before is not None and before.version != each.version:
            differing.append((str(each.version), str(before.version), each.id))
    told = next(((here, there, what) for here, there, what in differing if here != there), None)
    what = f": it went out with version {told[1]} of {told[2]}, and that file has version {told[0]}" if told else ""
    return Problem(
        "another-issue",
        f"what came back is of another issue than “{file}”{what}; what differs between the two issues would be taken "
        "for a change of theirs",
        Location(file),
        cure="give the issue that was sent and came back; where it is gone, leave --issued away, and the file is held "
        "against the record inside it",
    )


def _basis_of_pack(
    data: bytes, path: Path, returned: Package, own: DocumentRecord | None, story: Story, library: Library
) -> tuple[Basis | None, list[Problem]]:
    record, problems = read_issue_record(data, path.name)
    if record is None:
        return None, problems
    document = _document_of_pack(record, returned, own, story)
    if document is None:
        return None, [
            Problem(
                "another-document",
                f"the record of contract {record.contract.reference} names no document that this could be",
                Location(path.name),
                cure="give the record of the pack that the document was issued in, or the issued file itself",
            )
        ]
    if own is not None and _of_another_issue(document.content_hash, own):
        return None, [_another_issue(path.name, record.contract.draft_version, claims_of_pack(document), own)]
    says = [f"The pack's record {path.name} of contract {record.contract.reference}: “{document.file}”."]
    relied = Relied("pack record", tuple(says), record.contract.reference, document.title)
    claims = claims_of_pack(document)
    beside = path.parent / document.file
    if beside.is_file() and not beside.is_symlink():
        package, _ = read_package(read_bounded(beside), document.file)
        if package is not None and package_hash(package) == document.content_hash:
            inside = own_record(package)[0] if record.figured is not None else None
            claims = claims_of_record(inside) if inside is not None else claims
            relied = replace(relied, says=(*says, f"The issued file lies beside it; {_AGREES}."))
            return _basis_of_file(package, claims, library, relied, document.type)
    says.append(
        "The issued file does not lie beside it unchanged, so words outside the clauses could be compared only in part."
    )
    relied = replace(relied, says=tuple(says), untouched=document.content_hash == package_hash(returned))
    clauses, faults = expected_clauses(claims, library, path.name)
    return Basis(
        relied, clauses, document.type, form_sha256=record.inputs.templates.get(document.type, "")
    ), problems + faults


def _document_of_pack(
    record: IssueRecord, returned: Package, own: DocumentRecord | None, story: Story
) -> IssuedDocument | None:
    """The document of the pack that came back: by its own record, else by the marks in common, else by its name.

    A clause may stand in several documents of a pack, so marks that are missing count against one.
    """
    if own is not None:
        if own.reference != record.contract.reference:
            return None
        return next((each for each in record.documents if (each.type, each.service) == (own.type, own.service)), None)
    marks = {control.tag for control in story.controls} | set(story.bookmarks)
    own_name = record.document(Path(returned.file).name)
    shared = [
        sum(clause.tag in marks or clause.bookmark in marks for clause in each.clauses) for each in record.documents
    ]
    if not any(shared):
        return own_name
    likest = max(
        (number for number, count in enumerate(shared) if count),
        key=lambda number: (
            2 * shared[number] - len(record.documents[number].clauses),
            record.documents[number] == own_name,
            -number,
        ),
    )
    return record.documents[likest]


def _basis_of_file(
    package: Package, claims: tuple[Claim, ...] | None, library: Library, relied: Relied, kind: str
) -> tuple[Basis | None, list[Problem]]:
    sides, problems = read_sides(package)
    if sides is None:
        return None, problems
    story = sides.after.main
    if claims is None:
        claims = claims_of_marks(story, library)
    first, faults = expected_clauses(claims, library, package.file)
    recognition = recognise(story, first)
    if sides.before != sides.after:
        both = "It holds tracked changes of its own; its words with and without them both count as issued."
        relied = replace(relied, says=(*relied.says, both))
    clauses: list[Expected] = []
    for index, expected in enumerate(first):
        segment = recognition.segments.get(index)
        lines = story.lines[segment.start.line : segment.end.line + 1] if segment is not None and segment.whole else ()
        clauses.append(_as_in_file(expected, segment.lines(story) if segment is not None else (), lines))
    missing = [clause.name for index, clause in enumerate(clauses) if index not in recognition.segments]
    if missing:
        problems.append(
            Problem(
                "clause-not-in-issued",
                f"the issued file does not hold {', '.join(missing[:5])}, which its record names",
                Location(package.file),
                severity="warning",
                cure="check that this is the file that went out",
            )
        )
    order = [*recognition.order(), *(index for index in range(len(clauses)) if index not in recognition.segments)]
    turned = Recognition({order.index(index): segment for index, segment in recognition.segments.items()})
    return Basis(
        relied, tuple(clauses[index] for index in order), kind, IssuedFile(sides.after, turned, sides.before, package)
    ), problems + faults


def _as_in_file(expected: Expected, words: tuple[str, ...], lines: tuple[Line, ...]) -> Expected:
    """The clause with the issued file's own words, where they are not the library's."""
    if words == expected.lines:
        return replace(expected, checked="issued file") if expected.checked == "no" else expected
    blocks: Blocks = tuple(Block("paragraph", (Run(text),)) for text in words)
    spoken = [line for line in lines if line.text.strip() and not line.box]
    if len(spoken) == len(words):
        blocks = tuple(
            Block(line.kind, (Run(line.text),), line.level if line.kind != "heading" else 0) for line in spoken
        )
    remark = (
        "The issued file's words are not those of the library; they count as issued."
        if expected.checked == "library"
        else expected.remark
    )
    return replace(expected, blocks=blocks, checked="issued file", remark=remark)
