"""What a record says was issued, checked against the library: each clause rendered again from its approved version.

A record inside a document is a claim of whoever sends it. The library's own words are what counts; the record only says
which version it was and with which values. Where the library cannot vouch for a version, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from specgen.assembly.marks import short_key
from specgen.assembly.values import Printed
from specgen.issue.pack_record import IssuedDocument
from specgen.issue.record import DocumentRecord, RecordedBlock
from specgen.library.model import ClauseVersion, Library
from specgen.problems import Location, Problem
from specgen.review.findings import Expected
from specgen.review.recognise import BOOKMARK_PREFIX, TAG_PREFIX
from specgen.word.lines import Spot, Story
from specgen.wording import Block, BlockKind, Blocks, Run, fill, plain_text

_BLOCK_KINDS: Final[Mapping[str, BlockKind]] = {"heading": "heading", "paragraph": "paragraph", "bullet": "bullet", "number": "number"}
_ELSEWHERE: Final = "use --in with the folder of the organisation whose clauses these are, or --issued with the file as it went out"


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause as a record or a mark names it. `fields` and `blocks` are None where the record does not hold them."""

    id: str
    version: int
    fingerprint: str
    tag: str
    bookmark: str
    values: Mapping[str, Printed]
    fields: Mapping[str, str] | None = None
    blocks: tuple[RecordedBlock | Block, ...] | None = None


def claims_of_record(record: DocumentRecord) -> tuple[Claim, ...]:
    """The clauses that the record inside a document names."""
    return tuple(
        Claim(each.id, each.version, each.fingerprint, each.tag, each.bookmark, each.values, each.fields, each.blocks) for each in record.clauses
    )


def claims_of_pack(document: IssuedDocument) -> tuple[Claim, ...]:
    """The clauses that a pack's record names for one document."""
    return tuple(
        Claim(each.id, each.version, each.fingerprint, each.tag, each.bookmark, {name: value.printed for name, value in each.values.items()})
        for each in document.clauses
    )


def claims_of_marks(story: Story, library: Library) -> tuple[Claim, ...]:
    """The clauses that tags and bookmarks in the story name, in its order. What the values were, the marks do not say."""
    versions = {(short_key(clause.id), version.number): version for clause in library.clauses.values() for version in clause.versions}
    found: dict[str, tuple[Spot, Claim]] = {}
    taken: set[tuple[int, str, int]] = set()
    for name, (start, _) in story.bookmarks.items():
        key, _, rest = name.removeprefix(BOOKMARK_PREFIX).rpartition("_")
        key, _, number = key.rpartition("_")
        if name.startswith(BOOKMARK_PREFIX) and rest.isdigit() and (version := _known(versions, key, number)) is not None:
            found[name] = start, Claim(version.clause_id, version.number, version.fingerprint, _tag(version), name, {})
            taken.add((start.line, key, version.number))
    for control in story.controls:
        parts = control.tag.removeprefix(TAG_PREFIX).split(":")
        if not control.tag.startswith(TAG_PREFIX) or len(parts) not in (3, 4):  # a fourth is the digest of the words, where the clause was put into somebody else's document
            continue
        version = _known(versions, parts[0], parts[1])
        if version is not None and (control.start.line, parts[0], version.number) not in taken:
            found[f"{control.tag} {control.start}"] = control.start, Claim(version.clause_id, version.number, parts[2], control.tag, "", {})
    return tuple(claim for _, claim in sorted(found.values(), key=lambda entry: (entry[0].line, entry[0].at)))


def _tag(version: ClauseVersion) -> str:
    return f"{TAG_PREFIX}{short_key(version.clause_id)}:{version.number}:{version.fingerprint[:12]}"


def _known(versions: Mapping[tuple[str, int], ClauseVersion], key: str, number: str) -> ClauseVersion | None:
    return versions.get((key, int(number))) if number.isascii() and number.isdigit() and len(number) < 7 else None


def expected_clauses(claims: Iterable[Claim], library: Library, file: str) -> tuple[tuple[Expected, ...], list[Problem]]:
    """Each claim with the words that the library gives for it, and a problem for each that the library cannot vouch for."""
    made: list[Expected] = []
    problems: list[Problem] = []
    for claim in claims:
        expected, problem = _expected(claim, library, file)
        made.append(expected)
        problems += [problem] if problem else []
    return tuple(made), problems


def _expected(claim: Claim, library: Library, file: str) -> tuple[Expected, Problem | None]:
    clause = library.clauses.get(claim.id)
    version = clause.version(claim.version) if clause is not None else None
    name = f"{claim.id}@{claim.version}"
    if version is None:
        return _unvouched(claim, None, f"The library has no {name}; the words are those of the record alone."), Problem(
            "clause-unknown", f"the record names {name}, which the library does not have", Location(file), severity="warning", cure=_ELSEWHERE)
    if not version.fingerprint.startswith(claim.fingerprint) or len(claim.fingerprint) < 12:
        return _unvouched(claim, version, f"The library's file of {name} has another fingerprint than the record gives; the words are those of the record alone."), Problem(
            "fingerprint-differs", f"the record gives another fingerprint for {name} than the library's file has", Location(file), severity="warning",
            excerpt=f"record {claim.fingerprint[:12]}, library {version.fingerprint[:12]}",
            cure="find out whether the version's file was changed after it was issued (specgen clauses verify), or whether the record was")
    expected = rendered(version, claim)
    if claim.blocks is None or (expected.lines == tuple(block.text for block in claim.blocks) and _fields_agree(claim, expected)):
        return expected, None
    return Expected(
        expected.id, expected.version, expected.fingerprint, expected.title, expected.tag, expected.bookmark, expected.blocks, expected.inline,
        expected.values, expected.fields, "library", "The record in the document gives other words than the library; the library's are used.",
    ), Problem("record-differs", f"the record in the document gives other words for {name} than the library does with the record's own values", Location(file),
               cure="hold the document against the file as it went out: --issued", severity="warning")


def _fields_agree(claim: Claim, expected: Expected) -> bool:
    return all(expected.fields.get(name) == text for name, text in (claim.fields or {}).items())


def rendered(version: ClauseVersion, claim: Claim) -> Expected:
    """The version printed with the claim's values, as a document prints it."""
    inline = version.clause_id.split("/")[1] != "specification"
    blocks = fill(version.blocks, claim.values)
    heading = () if inline else (Block("heading", (Run(version.title),)),)
    names = version.fields if claim.fields is None else [name for name in claim.fields if name in version.fields]
    return Expected(
        version.clause_id, version.number, version.fingerprint, version.title, claim.tag, claim.bookmark, (*heading, *blocks), inline,
        claim.values, {name: plain_text(fill(version.fields[name], claim.values)) for name in names},
    )


def _unvouched(claim: Claim, version: ClauseVersion | None, remark: str) -> Expected:
    recorded = claim.blocks
    blocks: Blocks = ()
    if recorded is not None:
        blocks = tuple(Block(_BLOCK_KINDS.get(block.kind, "paragraph"), (Run(block.text),), min(block.level, 3)) for block in recorded)
    elif version is not None:
        blocks = rendered(version, claim).blocks
    title = version.title if version is not None else next((block.text for block in blocks if block.kind == "heading"), claim.id)
    inline = claim.id.split("/")[1:2] != ["specification"]
    return Expected(claim.id, claim.version, claim.fingerprint, title, claim.tag, claim.bookmark, blocks, inline, claim.values, claim.fields or {}, "no", remark)


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
