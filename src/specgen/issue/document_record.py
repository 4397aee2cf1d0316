"""The record inside a document: an XML part that says which clauses the document prints, and with which values.

It goes to the other party with the document, so it holds nothing but what is printed there: no approvers, reasons,
notes, paths, nor values of another document. What it says is a claim; a reader checks it against the library.
docs/reference/issue-record.md describes every element.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import filterfalse
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lxml import etree
from msgspec import Struct, field

from specgen.assembly.values import Printed
from specgen.library.model import ClauseVersion
from specgen.problems import Location, Problem
from specgen.word.package.ooxml import parse_xml, prolog_fault
from specgen.word.package.package import RECORD_NAMESPACE
from specgen.wording.wording import Block, Passage, placeholder_names, references_in

if TYPE_CHECKING:
    from specgen.assembly.choose import ChosenClause
    from specgen.assembly.pack import Document, Pack

SCHEMA: Final = 3
"""The version of the record's schema. A reader refuses one that it does not know; 1 did not name the template, and 2
did not hold the lines beside the clauses."""
_READ: Final = frozenset({"1", "2", "3"})

LARGEST: Final = 8 * 2**20
"""Bytes of a record that are read; the record of a contract of a hundred services is a tenth of it."""
MOST_CLAUSES: Final = 5_000
MOST_LINES: Final = 100_000
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class RecordedBlock(Struct, frozen=True):
    """A block as printed. `kind` and `level` are those of `wording.Block`."""

    kind: str
    level: int
    text: str


class RecordedClause(Struct, frozen=True):
    """A clause version as the document prints it, with the marks by which it is found there."""

    id: str
    version: int
    fingerprint: str
    tag: str
    bookmark: str
    values: Mapping[str, Printed]
    fields: Mapping[str, str]
    blocks: tuple[RecordedBlock | Block, ...]
    title: str = ""
    """What a figure is called, which is of no clause; "" for a clause."""

    def __hash__(self) -> int:
        """By its words and where they stand, so that what is written of it can be kept."""
        return hash((self.tag, self.bookmark, self.blocks))


class DocumentRecord(Struct, frozen=True):
    """What a document says of itself. `content_hash` is "" until the document's parts are known.

    `template` is the SHA-256 (hex) of the template that it was made of; "" where the record does not say it. `lines`
    are those that the document prints beside its clauses, by part, with the parties and their codes among them; empty
    where the record does not say them.
    """

    reference: str
    draft_version: str
    type: str
    schedule: str
    service: str
    clauses: tuple[RecordedClause, ...]
    content_hash: str = ""
    template: str = ""
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def lines_beside(texts: Mapping[str, str], clauses: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The lines of the document's text, by part, that are no paragraph of a clause, in their order; `clauses` are the
    lines of each."""
    wording = dict(Counter(clauses))
    found: dict[str, tuple[str, ...]] = {}
    for part, text in texts.items():
        kept: list[str] = []
        for line in filterfalse(str.isspace, filter(None, text.split("\n"))):
            times = wording.pop(line, 0)
            if not times:
                kept.append(line)
            elif times > 1:
                wording[line] = times - 1
        if kept:
            found[part] = tuple(kept)
    return found


def document_record(
    pack: Pack, document: Document, printed: frozenset[tuple[str, str]], template: str = ""
) -> DocumentRecord:
    """The record of `document`, made of the template whose SHA-256 (hex) is `template`.

    `printed` are the pairs of place and field name that the document's template prints: a field that it does not print,
    and a value that stands only in such a field, are left out.
    """
    from specgen.assembly.page import printed_passages  # whoever only reads records needs no pages

    schedule = document.schedule
    return DocumentRecord(
        reference=pack.contract.reference,
        draft_version=pack.contract.content.contract.draft_version,
        type=document.type.key,
        schedule=schedule.letter if schedule else "",
        service=pack.contract.service_number(document.service) if document.service is not None else "",
        clauses=tuple(_recorded(clause, passage, printed) for clause, passage in printed_passages(document)),
        template=template,
    )


def _recorded(clause: ChosenClause, passage: Passage, printed: frozenset[tuple[str, str]]) -> RecordedClause:
    version = clause.version
    fields, names = _printed_of(version, clause.place, printed)
    return RecordedClause(
        id=version.clause_id,
        version=version.number,
        fingerprint=version.fingerprint,
        tag=passage.tag,
        bookmark=passage.bookmark,
        values={name: clause.printed[name] for name in names if name in clause.printed},
        fields={name: clause.fields[name] for name in fields},
        blocks=passage.blocks,
    )


@cache
def _printed_of(
    version: ClauseVersion, place: str, printed: frozenset[tuple[str, str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The version's fields that are printed, and the names of the values printed with them."""
    fields = tuple(name for name in version.fields if (place, name) in printed)
    return fields, names_printed(version, frozenset(fields))


@cache
def names_printed(version: ClauseVersion, fields: frozenset[str]) -> tuple[str, ...]:
    """The placeholders of the version's wording and of those of its fields that are printed, sorted."""
    names = {*placeholder_names(version.blocks), *(reference.name for reference in references_in(version.blocks))}
    for name in fields:
        names.update(placeholder_names(version.fields[name]))
    return tuple(sorted(names))


def record_xml(
    record: DocumentRecord,
    content_hash: str,
    texts: Mapping[str, str] = NOTHING,
    standing: Mapping[str, str] = NOTHING,
) -> bytes:
    """The record as the bytes of its part; the same record gives the same bytes. `texts` is what the document prints,
    by part, and `standing` what its template prints in every document."""
    pieces = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<record xmlns="{RECORD_NAMESPACE}" schema="{SCHEMA}">\n'
        f"<contract{_attributes(reference=record.reference, draft_version=record.draft_version)}/>\n"
        "<document"
        + _attributes(type=record.type, schedule=record.schedule, service=record.service, template=record.template)
        + "/>\n"
        f"<content{_attributes(sha256=content_hash)}/>\n"
    ]
    written_clauses = [_clause_xml(clause) for clause in record.clauses]
    pieces += [xml for xml, _ in written_clauses]
    wording = [line for _, lines in written_clauses for line in lines]
    for part, lines in (record.lines or lines_beside({**texts, **standing}, wording)).items():
        pieces.append(f"<beside{_attributes(part=part)}>\n<line>")
        written = _escaped("\n".join(lines))
        if written.count("\n") == len(lines) - 1:  # as it is but for lines that were read from elsewhere
            pieces.append(written.replace("\n", _NEXT_LINE))
        else:
            pieces.append(_NEXT_LINE.join(map(_escaped, lines)))
        pieces.append("</line>\n</beside>\n")
    pieces.append("</record>\n")
    return "".join(pieces).encode("utf-8")


_NEXT_LINE: Final = "</line>\n<line>"


@lru_cache(maxsize=256)
def _clause_xml(clause: RecordedClause) -> tuple[str, tuple[str, ...]]:
    """The clause's element, and the lines of its blocks. Ids and names need no escaping."""
    pieces = [
        f'<clause id={_quoted(clause)} version="{clause.version}" fingerprint="{clause.fingerprint}"'
        f' tag="{clause.tag}" bookmark="{clause.bookmark}">\n'
    ]
    for name, value in clause.values.items():
        if isinstance(value, str):
            pieces.append(f'<value name="{name}">{_escaped(value)}</value>\n')
        else:
            items = "".join([f"<item>{_escaped(item)}</item>" for item in value])
            pieces.append(f'<values name="{name}">{items}</values>\n')
    pieces += [f'<field name="{name}">{_escaped(text)}</field>\n' for name, text in clause.fields.items()]
    blocks = [_block_xml(block) for block in clause.blocks]
    pieces += [xml for xml, _ in blocks]
    pieces.append("</clause>\n")
    return "".join(pieces), tuple([line for _, lines in blocks for line in lines])


@lru_cache(maxsize=1024)  # most paragraphs stand in several documents, and in many contracts
def _block_xml(block: RecordedBlock | Block) -> tuple[str, list[str]]:
    """The block's element, and its lines."""
    text = block.text
    return f'<block kind="{block.kind}" level="{block.level}">{_escaped(text)}</block>\n', text.split("\n")


def _quoted(clause: RecordedClause) -> str:
    """The id as an attribute; that of a figure, which has the user's words in it, with what it is called."""
    if not clause.title:
        return f'"{clause.id}"'
    return f'"{_in_quotes(clause.id)}" title="{_in_quotes(clause.title)}"'


def _escaped(text: str) -> str:
    """A carriage return that is not written as a reference is read back as a line feed (XML 1.0, 2.11)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _in_quotes(text: str) -> str:
    """In an attribute a tab or line feed that is no reference is read back as a space (XML 1.0, 3.3.3)."""
    return _escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _attributes(**given: str) -> str:
    return "".join(f' {name}="{_in_quotes(value)}"' for name, value in given.items())


def read_document_record(data: bytes, file: str) -> tuple[DocumentRecord | None, list[Problem]]:
    """The record in `data`, the bytes of a document's record part, or why it cannot be used.

    The part comes from outside: its size is bounded, it is parsed without entities, and an element or a schema that is
    not known is refused rather than passed over.
    """
    if len(data) > LARGEST:
        return None, [_fault(file, f"is larger than {LARGEST // 2**20} MiB")]
    if prolog := prolog_fault(data):
        return None, [_fault(file, prolog)]
    try:
        root = parse_xml(data)
        return _read(root), []
    except etree.XMLSyntaxError as fault:
        return None, [_fault(file, f"is not well-formed: {fault.msg}")]
    except _UnusableError as fault:
        return None, [_fault(file, str(fault))]


class _UnusableError(Exception):
    """The record is not of the shape that the schema describes."""


def _fault(file: str, reason: str) -> Problem:
    return Problem(
        "document-record",
        f"the record inside the document {reason}",
        Location(file),
        cure="compare the document with the one that was issued, or leave its record out of account",
    )


def _read(root: etree._Element) -> DocumentRecord:
    if root.tag != _name("record"):
        raise _UnusableError("does not begin as a record of specgen")
    if root.get("schema") not in _READ:
        raise _UnusableError(f"is of version {(root.get('schema') or 'none')[:20]}, which this specgen does not know")
    parts = list(root)
    if [part.tag for part in parts[:3]] != [_name("contract"), _name("document"), _name("content")]:
        raise _UnusableError("lacks its contract, document or content")
    if len(parts) > MOST_CLAUSES:
        raise _UnusableError(f"holds more than {MOST_CLAUSES:,} clauses")
    kept = _name("beside") if root.get("schema") not in ("1", "2") else ""
    beside = [part for part in parts if part.tag == kept]
    if sum(map(len, beside)) > MOST_LINES:
        raise _UnusableError(f"holds more than {MOST_LINES:,} lines")
    contract, document, content = parts[:3]
    return DocumentRecord(
        reference=_attribute(contract, "reference"),
        draft_version=_attribute(contract, "draft_version"),
        type=_attribute(document, "type"),
        schedule=_attribute(document, "schedule"),
        service=_attribute(document, "service"),
        content_hash=_attribute(content, "sha256"),
        template=_attribute(document, "template") if root.get("schema") != "1" else "",
        clauses=tuple(_read_clause(part) for part in parts[3:] if part.tag != kept),
        lines={_attribute(part, "part"): tuple(map(_line, part)) for part in beside},
    )


def _line(given: etree._Element) -> str:
    if given.tag != _name("line"):
        raise _UnusableError(f"holds something that does not belong there: {str(given.tag)[:60]}")
    return _words(given)


def _read_clause(given: etree._Element) -> RecordedClause:
    if given.tag != _name("clause"):
        raise _UnusableError(f"holds something that does not belong there: {str(given.tag)[:60]}")
    values: dict[str, Printed] = {}
    fields: dict[str, str] = {}
    blocks: list[RecordedBlock] = []
    for part in given:
        if part.tag == _name("value"):
            values[_attribute(part, "name")] = _words(part)
        elif part.tag == _name("values"):
            values[_attribute(part, "name")] = tuple(_words(item) for item in part)
        elif part.tag == _name("field"):
            fields[_attribute(part, "name")] = _words(part)
        elif part.tag == _name("block"):
            blocks.append(RecordedBlock(_attribute(part, "kind"), _whole_number(part, "level"), _words(part)))
        else:
            raise _UnusableError(f"holds something that does not belong there: {str(part.tag)[:60]}")
    return RecordedClause(
        id=_attribute(given, "id"),
        version=_whole_number(given, "version"),
        fingerprint=_attribute(given, "fingerprint"),
        tag=_attribute(given, "tag"),
        bookmark=_attribute(given, "bookmark"),
        values=values,
        fields=fields,
        blocks=tuple(blocks),
        title=given.get("title", ""),
    )


def _words(given: etree._Element) -> str:
    if len(given):
        raise _UnusableError("holds something that does not belong there, inside words")
    return given.text or ""


def _name(local: str) -> str:
    return f"{{{RECORD_NAMESPACE}}}{local}"


def _attribute(given: etree._Element, name: str) -> str:
    found = given.get(name)
    if found is None:
        raise _UnusableError(f"lacks “{name}” where it belongs")
    return found


def _whole_number(given: etree._Element, name: str) -> int:
    written = _attribute(given, name)
    if not (written.isascii() and written.isdigit() and len(written) <= 6):
        raise _UnusableError(f"has “{written[:20]}” where a whole number belongs")
    return int(written)
