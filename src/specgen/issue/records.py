"""The record of a pack: `specgen-record.json` beside its documents says what was issued and what it was made of.

It stays with the organisation that issues the pack. docs/reference/issue-record.md describes every field. The fields
stand here in the order in which they are written, which is the order of the alphabet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from specgen import __version__
from specgen.assembly.values import Printed
from specgen.library.chain import head_of
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, Severity
from specgen.word.package.archive import DEFLATER
from specgen.wording.wording import SEE

if TYPE_CHECKING:
    from specgen.assembly.choose import ChosenClause
    from specgen.assembly.pack import Document, Pack
    from specgen.library.model import Approval, Source

# What a pack's record says of its occasion, where the pack is not a contract's documents: a variation, a successor
# notice or a letter of commissioning intentions. docs/reference/issue-record.md describes every field.


class IssuedVariation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The variation that a pack is: the day on which it takes effect (ISO 8601), its reference, and the SHA-256 (hex)
    of the record of what was issued, which it was compared with."""

    effective: str
    reference: str
    since: str


class IssuedSuccession(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The succession that a pack gives notice of: the day on which it takes effect (ISO 8601) and its reference."""

    effective: str
    reference: str


class IntendedContract(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A contract that a letter of intentions is about, and the SHA-256 (hex) of the record of what was issued for
    it."""

    reference: str
    since: str


class IssuedIntentions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The letter of commissioning intentions that a pack is: from which day (ISO 8601), and for which contracts."""

    contracts: tuple[IntendedContract, ...]
    effective: str


# The cautions of a contract as its pack's record keeps them: without rows, folders or anything else of one machine.
#
# A caution that is about a row of a register says which of the contract's own rows of that sheet it is, so that a
# register that is sorted anew gives the same record.

Of = Literal["contract", "base", "document"]


class CautionPlace(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a caution points to: in the contract file or the register, in its base file, or in a document of the pack.

    `row` counts the contract's own rows of the sheet from 0, in the order of what they hold. Lines, columns, parts and
    paragraphs are those of `Location`.
    """

    cell: str | None = None
    column: int | None = None
    document: str | None = None
    line: int | None = None
    of: Of | None = None
    paragraph: str | None = None
    part: str | None = None
    row: int | None = None
    sheet: str | None = None


class Caution(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A warning or note of the contract when its pack was issued, as `Problem` describes it."""

    cure: str | None = None
    excerpt: str | None = None
    message: str
    severity: Severity
    slug: str
    source: str | None = None
    suggestion: str | None = None
    where: CautionPlace


class CautionFiles(Struct, frozen=True):
    """The files that cautions of one contract may be about. `rows` is a sheet's name → the numbers of the contract's
    rows on it, in the order of what they hold."""

    contract: str
    base: str
    documents: frozenset[str]
    rows: Mapping[str, Sequence[int]]


def recorded(problems: Iterable[Problem], places: CautionFiles) -> tuple[Caution, ...] | None:
    """The problems for the record; None when one is about something that a record cannot name."""
    found = []
    for problem in problems:
        where = _place(problem.location, places)
        if where is None:
            return None
        found.append(
            Caution(
                cure=problem.cure or None,
                excerpt=problem.excerpt or None,
                message=problem.message,
                severity=problem.severity,
                slug=problem.slug,
                source=problem.source or None,
                suggestion=problem.suggestion or None,
                where=where,
            )
        )
    return tuple(found)


def _place(where: Location, places: CautionFiles) -> CautionPlace | None:
    of: Of | None = None
    document = None
    if where.file == places.contract:
        of = "contract"
    elif where.file and where.file == places.base:
        of = "base"
    elif where.file in places.documents:
        of, document = "document", where.file
    elif where.file:
        return None
    line, row = where.line, None
    if where.sheet is not None and where.line is not None:
        numbers = places.rows.get(where.sheet, ())
        if of != "contract" or where.line not in numbers:
            return None
        line, row = None, numbers.index(where.line)
    return CautionPlace(
        cell=where.cell,
        column=where.column,
        document=document,
        line=line,
        of=of,
        paragraph=where.paragraph,
        part=where.part,
        row=row,
        sheet=where.sheet,
    )


def told(caution: Mapping[str, object], places: CautionFiles) -> Problem:
    """The problem that a caution records, at its place in the files of today. `caution` is as it stands in the record.

    Raises KeyError, TypeError, ValueError or IndexError when it is not of the shape that `recorded` gives.
    """
    where = caution["where"]
    if not isinstance(where, dict):
        raise TypeError("a caution without its place")
    line = where.get("line")
    if (row := where.get("row")) is not None:
        line = places.rows[where["sheet"]][row]
    file = {"contract": places.contract, "base": places.base, "document": where.get("document"), None: ""}[
        where.get("of")
    ]
    severity = caution["severity"]
    if severity not in ("warning", "note"):
        raise ValueError("only warnings and notes are recorded")
    location = Location(
        str(file),
        line,
        where.get("column"),
        where.get("sheet"),
        where.get("cell"),
        where.get("part"),
        where.get("paragraph"),
    )
    return Problem(
        str(caution["slug"]),
        str(caution["message"]),
        location,
        "warning" if severity == "warning" else "note",
        str(caution.get("cure", "")),
        str(caution.get("excerpt", "")),
        str(caution.get("suggestion", "")),
        str(caution.get("source", "")),
    )


RECORD_FILE: Final = "specgen-record.json"
NOT_READ: Final = "it cannot be read: it is cut off, or somebody changed it"
"""What is said of a file of specgen's own that is no JSON."""
SCHEMA: Final = 2
"""The version of the record's schema that is written."""
EXTENDED_SCHEMA: Final = 3
"""The version of a record that says `extended_from`, which an earlier specgen does not know."""
KNOWN: Final = (1, 2, EXTENDED_SCHEMA)
"""The versions that are read; any other is refused. Version 2 added what may be left out: `cautions`, the provider, the
hash of each file, `unchanged_while`."""
LARGEST: Final = 32 * 2**20
"""Bytes of a record that are read; a pack of a hundred services has a tenth of it."""


def folded(name: str) -> str:
    """A file's name as the file systems of Windows and macOS compare it: without regard to case and composition."""
    return unicodedata.normalize("NFC", name).casefold()


class IssuedApproval(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who approved a clause version, in which role, and on which day (ISO 8601); `second` is the value of an approval
    that covers the placeholders and the reading as well as the words (scheme 2), `others` those of further people where
    an organisation asks for several."""

    by: str
    on: str
    role: str
    others: tuple[IssuedApproval, ...] | None = None
    second: str | None = None

    @property
    def together(self) -> tuple[IssuedApproval, ...]:
        """The approvals by which it counts, the last one last."""
        return (*(self.others or ()), self)


class IssuedSource(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The document and sections that wording comes from; `page` is the first page of the containing section."""

    document: str
    page: int | None = None
    sections: tuple[str, ...]


class IssuedValue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value as printed, and where it was written: `contract.yaml:12`, the sheet and column of a register, or the
    contract's field that it was taken from."""

    printed: Printed
    written_at: str


class IssuedClause(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A clause version that a document prints, where it comes from, who approved it and why it was chosen."""

    approval: IssuedApproval | None = None
    bookmark: str
    fingerprint: str
    id: str
    origin: str
    source: IssuedSource
    tag: str
    values: Mapping[str, IssuedValue]
    version: int
    why: str


class Beside(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A new draft that was put beside a document which a person had edited, or which was not ours."""

    content_hash: str
    file: str
    previous_content_hash: str | None = None


class IssuedDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A document of the pack.

    `content_hash` is that of the content last put in place under `file`, "" when nothing ever was;
    `previous_content_hash` that of what it replaces, there only while a run is under way ("" for no file).
    `sha256` is that of the file as it was made, and `deflater` what packed it: None for zlib.
    `left_over` marks one that an earlier run wrote and that the pack no longer has. `numbering` is `through` where its
    paragraphs stand in one run of numbers; None where each clause counts by itself. `reports` are the tags of the
    reports of other schedules that it lists, each of which names clause, version and sentence.
    """

    beside: Beside | None = None
    clauses: tuple[IssuedClause, ...]
    content_hash: str
    deflater: Literal["igzip"] | None = None
    file: str
    left_over: bool = field(default_factory=bool)  # made, not given, so that it is written
    numbering: Literal["through"] | None = None
    previous_content_hash: str | None = None
    reports: tuple[str, ...] | None = None
    schedule: str
    service: str
    sha256: str | None = None
    title: str
    type: str


class InputFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A file that the pack was made of: its name without folders and the SHA-256 (hex) of its bytes."""

    file: str
    sha256: str


class ClauseUsed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A clause version of the library that the pack uses, with the fingerprint of its file."""

    fingerprint: str
    id: str
    version: int


class Inputs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Everything that the pack was made of. `templates` is document type → SHA-256 (hex) of its template.docx."""

    clauses: tuple[ClauseUsed, ...]
    contract: InputFile
    edition: InputFile
    templates: Mapping[str, str]


class IssuedContract(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The particulars of the contract when the pack was issued."""

    draft_version: str
    edition: str
    form: str
    provider: str | None = None
    reference: str
    status: str
    title: str


class IssueRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was issued for one contract. `draft` says that DRAFT stands on every page. `cautions` are the warnings and
    notes of the contract; None where they cannot be told without naming a machine. `base_needs` names the values that
    the contract needs of its base file's. `facts` is everything that the contract said (`contract/facts.py`), and
    `approvals_head` the end of the organisation's approvals; both None in older records. `figured` is everything that a
    document with figures says, computed figures among it; None for a contract. `unchanged_while` is for
    `unchanged.py`. `extended_from` is the last day (ISO 8601) that the term had before it was extended under the option
    to extend, where packs show it. `variation` is there for the pack of a variation, which holds only the documents
    that change; `succession` and `intentions` for a notice and a letter."""

    approvals_head: str | None = None
    base_needs: tuple[str, ...] | None = None
    cautions: tuple[Caution, ...] | None = None
    contract: IssuedContract
    documents: tuple[IssuedDocument, ...]
    draft: bool
    extended_from: str | None = None
    facts: Mapping[str, Printed] | None = None
    figured: Mapping[str, str] | None = None
    inputs: Inputs
    intentions: IssuedIntentions | None = None
    schema: int = field(default_factory=lambda: SCHEMA)
    specgen: str = field(default_factory=lambda: __version__)
    succession: IssuedSuccession | None = None
    variation: IssuedVariation | None = None
    unchanged_while: str | None = None

    @property
    def occasion(self) -> str:
        """What the pack is besides a contract's documents, in words; "" for those documents."""
        if self.variation is not None:
            return f"the variation {self.variation.reference}"
        if self.succession is not None:
            return f"the successor notice {self.succession.reference}"
        return (
            f"a letter of commissioning intentions from {self.intentions.effective}"
            if self.intentions is not None
            else ""
        )

    def document(self, file: str) -> IssuedDocument | None:
        """The document of that file name, as a file system sees it (`folded`)."""
        wanted = folded(file)
        return next((document for document in self.documents if folded(document.file) == wanted), None)

    @property
    def under_way(self) -> bool:
        """Whether the run that wrote this record did not end."""
        marks = [document.previous_content_hash for document in self.documents]
        marks += [document.beside.previous_content_hash for document in self.documents if document.beside]
        return any(mark is not None for mark in marks)


def issued_document(pack: Pack, document: Document, content_hash: str) -> IssuedDocument:
    """The entry of a document that was rendered to `content_hash`."""
    # Whoever only reads records needs nothing that packs are made of.
    from specgen.assembly.ledger.reports import reports_listed_in
    from specgen.assembly.page import printed_passages

    schedule = document.schedule
    return IssuedDocument(
        deflater=packed_by(),
        clauses=tuple(
            _issued_clause(clause, passage.tag, passage.bookmark) for clause, passage in printed_passages(document)
        ),
        content_hash=content_hash,
        file=document.file_name,
        numbering="through" if document.runs else None,
        reports=tuple(report.wording.tag for report in reports_listed_in(pack, document)) or None,
        schedule=schedule.letter if schedule else "",
        service=pack.contract.service_number(document.service) if document.service is not None else "",
        title=document.title,
        type=document.type.key,
    )


def packed_by() -> Literal["igzip"] | None:
    """What packs the documents of this run, as their entries say it."""
    return None if DEFLATER == "zlib" else DEFLATER


def _issued_clause(clause: ChosenClause, tag: str, bookmark: str) -> IssuedClause:
    version = clause.version
    return IssuedClause(
        approval=_issued_approval(clause.approval) if clause.approval else None,
        bookmark=bookmark,
        fingerprint=version.fingerprint,
        id=version.clause_id,
        origin=version.origin,
        source=_issued_source(version.source),
        tag=tag,
        values={
            name: IssuedValue(printed=clause.printed[name], written_at=_written_at(clause, name))
            for name in sorted(clause.printed)
        },
        version=version.number,
        why=clause.why,
    )


@lru_cache(maxsize=256)
def _issued_approval(approval: Approval) -> IssuedApproval:
    return IssuedApproval(
        by=approval.approved_by,
        on=approval.approved_on.isoformat(),
        role=approval.role,
        others=tuple(map(_issued_approval, approval.others)) or None,
        second=approval.second or None,
    )


@lru_cache(maxsize=256)
def _issued_source(source: Source) -> IssuedSource:
    return IssuedSource(document=source.document, page=source.page, sections=source.sections)


def _written_at(clause: ChosenClause, name: str) -> str:
    origin = clause.origins.get(name)
    if origin is not None and origin.sheet is None:
        return f"{_name_of(origin.file)}:{origin.line}"  # most
    if name.startswith(SEE):
        return "the number of the paragraph that is referred to"
    if origin is None and clause.clause.placeholders[name].otherwise:
        return "the clause's own words, since the contract gives none"
    if origin is None:
        return f"the contract's own {clause.clause.placeholders[name].comes_from}"
    # Without the row: a register that is sorted anew says the same, and the contract's reference finds the row.
    return f"{_name_of(origin.file)}, sheet {origin.sheet}, column {origin.cell}"


@lru_cache(maxsize=64)
def _name_of(file: str) -> str:
    # Linux allows names that are no text; such letters are recorded as “?”.
    return PurePath(file).name.encode("utf-8", "replace").decode("utf-8")


def issue_record(
    pack: Pack, documents: tuple[IssuedDocument, ...], edition_sha256: str, templates: Mapping[str, str]
) -> IssueRecord:
    """The record of the pack. `templates` is document type → SHA-256 (hex) of its template, for every type that is
    used."""
    from specgen.contract.facts import facts_of

    whole = pack.contract.content.contract
    versions = {clause.version.name: clause.version for clause in pack.chosen}
    return IssueRecord(
        approvals_head=head_of(pack.library.approvals) or None,
        contract=IssuedContract(
            draft_version=whole.draft_version,
            edition=whole.edition,
            form=whole.form,
            provider=pack.contract.content.provider.name,
            reference=whole.reference,
            status=whole.status,
            title=whole.title,
        ),
        documents=documents,
        draft=pack.draft,
        facts=dict(sorted(facts_of(pack.contract.content).items())),
        inputs=Inputs(
            clauses=tuple(
                ClauseUsed(fingerprint=version.fingerprint, id=version.clause_id, version=version.number)
                for _, version in sorted(versions.items())
            ),
            contract=InputFile(file=_name_of(pack.contract.file), sha256=pack.contract.sha256),
            edition=InputFile(file=PurePath(pack.edition.file).name, sha256=edition_sha256),
            templates=dict(sorted(templates.items())),
        ),
    )


def record_bytes(record: IssueRecord) -> bytes:
    """The record as JSON: names sorted, indented by one, UTF-8, LF at the end of each line; what is None is left
    out."""
    bare = json_bytes(replace(record, documents=tuple([replace(each, clauses=()) for each in record.documents])))
    first, *between = bare.split(_CLAUSES + b"[]")
    pieces = [first]
    for document, after in zip(record.documents, between, strict=True):
        pieces += (_CLAUSES, _clauses_written(document.clauses), after)
    return b"".join(pieces)


_CLAUSES: Final = b'\n   "clauses": '
_MOST_WRITTEN: Final = 32
_written: dict[int, tuple[tuple[IssuedClause, ...], bytes]] = {}
"""The clauses of documents as they stand in records, which name them before and after a run and when they are sealed:
by their identity, which is theirs as long as they are held here."""


def _clauses_written(clauses: tuple[IssuedClause, ...]) -> bytes:
    found = _written.get(id(clauses))
    if found is None:
        if len(_written) >= _MOST_WRITTEN:
            _written.clear()
        data = msgspec.json.format(msgspec.json.encode(clauses), indent=1).replace(b"\n", b"\n   ")
        found = _written[id(clauses)] = clauses, data
    return found[1]


def read_issue_record(data: bytes, file: str) -> tuple[IssueRecord | None, list[Problem]]:
    """The record in `data`, or why it cannot be used.

    Size is bounded here and depth by the reader. A field or a schema that is not known is refused, so that a record of
    a later specgen is never taken for one that was understood.
    """
    if len(data) > LARGEST:
        return None, [_fault(file, f"it is larger than {LARGEST // 2**20} MiB")]
    try:
        given: Any = read_json(data)
    except ValueError:
        return None, [_fault(file, NOT_READ)]
    schema = given.get("schema") if isinstance(given, dict) else None
    if schema not in KNOWN:
        return None, [
            _fault(
                file,
                "it is not a record of specgen"
                if schema is None
                else f"it is of version {str(schema)[:20]}, which this specgen does not know",
            )
        ]
    try:
        record = as_written(given, IssueRecord)
    except NotAsWrittenError as fault:
        return None, [_fault(file, str(fault))]
    files = (each.file for document in record.documents for each in (document, document.beside) if each is not None)
    odd = [name for name in files if not _is_plain(name)]
    if odd:
        return None, [_fault(file, f"“{odd[0][:80]}” is not the name of a file")]
    return record, []


def record_beside(folder: Path, named: str = "") -> tuple[IssueRecord | None, list[Problem]]:
    """The record that lies in the folder, if one does; `named` is what it is called in messages. Raises OSError."""
    file = folder / RECORD_FILE
    return read_issue_record(read_plain(file, LARGEST + 1), named or str(file)) if file.is_file() else (None, [])


def _is_plain(name: str) -> bool:
    return name.endswith(".docx") and not set(name) & set("/\\:\0\n")


def _fault(file: str, reason: str) -> Problem:
    return Problem(
        "issue-record",
        f"the record of what was issued cannot be used: {reason}",
        Location(file),
        cure=f"put {RECORD_FILE} back as it was, or move it away; without it, documents already there count as not "
        f"written by specgen",
    )


# Values as JSON files that other programs may read: names in their order, indented by one, nothing unknown taken.


_Kind = TypeVar("_Kind")
_FAULT = re.compile(r"(.*?)(?: - at `(?:key in )?\$\.?(.*)`)?", re.S)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")


class NotAsWrittenError(ValueError):
    """The JSON is not of the form that is asked for; its text says where and how."""


def json_bytes(value: object) -> bytes:
    """The value as JSON: UTF-8, indented by one, LF at the end of each line."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def read_json(data: bytes) -> Any:
    """What the JSON says, as dicts, lists, texts and numbers. Raises ValueError, for JSON that is too deep too."""
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError as fault:
        raise ValueError(str(fault)) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def as_written(given: Any, kind: type[_Kind]) -> _Kind:
    """The value that JSON which has been read stands for; no text is taken for a number, nothing unknown is passed
    over. Raises NotAsWrittenError."""
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as fault:
        found = _FAULT.fullmatch(str(fault))
        reason, path = (found[1], found[2] or "") if found else (str(fault), "")
        place = [
            step for step in path.replace("[...]", ".(each)").replace("[", ".").replace("]", "").split(".") if step
        ]
        if unknown := _UNKNOWN.fullmatch(reason):
            place, reason = [*place, unknown[1]], "it is not known here"
        said = re.sub("`([^`]*)`", r"“\1”", reason[:1].lower() + reason[1:])
        where = f"“{'.'.join(place)}”" if place else "what it holds"
        raise NotAsWrittenError(f"{where} is not as it was written: {said}") from None
