"""What was issued for a contract, compared with what would be issued for it now: a value, which others print.

The variation pack, the letter of commissioning intentions and `specgen impact` are all written from it. It is told from
the two records alone; what stands in the files, and who edited them, is another question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.pack import Pack
from specgen.issue.build import record_of
from specgen.issue.document_record import names_printed
from specgen.issue.plan import (
    ClauseDifference,
    Finished,
    InputChange,
    changes_between,
    clause_differences,
    of_service,
    services_of,
)
from specgen.issue.precedents import Precedents
from specgen.issue.records import IssuedClause, IssuedDocument, IssueRecord, folded
from specgen.library.model import CONTRACT_FIELDS, ClauseVersion, Library
from specgen.wording.wording import placeholder_names, words_of_value

Status = Literal["new", "gone", "changed", "unchanged"]


class ValueChange(Struct, frozen=True):
    """A value that is printed otherwise; "" where it was not printed, or is no longer. `asked` is what the clause asks
    for with it, in words; where that is a question, `heading` is what a document for signature calls the value."""

    name: str
    asked: str
    before: str
    after: str
    heading: str = ""

    @property
    def agreed(self) -> str:
        """The change in one line for a document that the parties sign: a question is no name of a term."""
        return str(replace(self, asked=self.heading or self.asked))

    def __str__(self) -> str:
        """The change in one line for a reader."""
        question = self.asked.endswith("?")
        asked = self.asked if question else f"{self.asked}:"
        if not self.before:
            return f"{asked} {'Now' if question else 'now'} “{self.after}” (before: nothing)"
        return (
            f"{asked} {'From' if question else 'from'} “{self.before}” to “{self.after}”"
            if self.after
            else f"{asked} “{self.before}” is taken out"
        )


class ClauseChange(Struct, frozen=True):
    """A clause that is added, taken out, or printed in another version or with other values.

    `before` and `after` are version numbers, None where there was or is none. `component` and `title` are as a reader
    knows them; where the library no longer has the version, the title is the clause's id. The title says whose it is
    where several services have the clause in one document.
    """

    id: str
    component: str
    title: str
    before: int | None
    after: int | None
    other_version: bool
    values: tuple[ValueChange, ...]

    @property
    def version_in_words(self) -> str:
        """What becomes of the version."""
        if self.before is None:
            return f"added, version {self.after}"
        if self.after is None:
            return f"taken out, version {self.before}"
        if not self.other_version:
            return f"version {self.after}, as before"
        return (
            f"from version {self.before} to version {self.after}"
            if self.before != self.after
            else f"version {self.after}, with other wording than before"
        )

    def __str__(self) -> str:
        """The change in one line for a reader."""
        return "; ".join((f"{self.title}: {self.version_in_words}", *map(str, self.values)))


class DocumentComparison(Struct, frozen=True):
    """One document of the contract, then and now.

    `before` and `after` are its entries in the two records, None where there was or is none. `clauses` are told only of
    a changed document; `others` are what changed beside clauses and values: the template, the edition's data,
    particulars of the contract, and what the record does not hold. `internal` marks one that never goes to the other
    party."""

    status: Status
    before: IssuedDocument | None
    after: IssuedDocument | None
    clauses: tuple[ClauseChange, ...] = ()
    others: tuple[InputChange, ...] = ()
    internal: bool = False

    @property
    def issued(self) -> IssuedDocument:
        """The entry that names the document: as it would be issued now, else as it was."""
        found = self.after or self.before
        assert found is not None
        return found


class Comparison(Struct, frozen=True):
    """A contract, then and now: the two records, and each document in the order of the pack, those that are gone
    last."""

    before: IssueRecord
    after: IssueRecord
    documents: tuple[DocumentComparison, ...]

    @property
    def reference(self) -> str:
        return self.after.contract.reference

    @property
    def between_parties(self) -> tuple[DocumentComparison, ...]:
        """The documents that the parties exchange."""
        return tuple(document for document in self.documents if not document.internal)

    @property
    def changed(self) -> bool:
        """Whether any document between the parties is new, gone or changed."""
        return any(document.status != "unchanged" for document in self.between_parties)


def compare(issued: IssueRecord, pack: Pack, finished: Iterable[Finished], precedents: Precedents) -> Comparison:
    """What was issued, by its record, compared with the pack as it is drafted now and its finished documents."""
    now = record_of(pack, finished, precedents)
    internal = {kind.key for kind in precedents.types if kind.audience == "commissioner"}
    return compare_records(
        issued, now, precedents.library, {key: form.printed for key, form in precedents.forms.items()}, internal
    )


def compare_records(
    issued: IssueRecord,
    now: IssueRecord,
    library: Library,
    printed: Mapping[str, frozenset[tuple[str, str]]],
    internal: Iterable[str] = (),
) -> Comparison:
    """The same from two records. `printed` is document type → the pairs of place and field that its template prints."""
    kept = frozenset(internal)
    pairs = tuple(_pairs(issued.documents, now.documents))
    return Comparison(
        issued, now, tuple(_document(before, after, issued, now, library, printed, kept) for before, after in pairs)
    )


def _pairs(
    old: tuple[IssuedDocument, ...], new: tuple[IssuedDocument, ...]
) -> Iterator[tuple[IssuedDocument | None, IssuedDocument | None]]:
    """Each document then and now: by its file's name, else by its type and service, since a letter may change with the
    edition."""
    by_name = {folded(document.file): document for document in old}
    named = {folded(document.file) for document in new}
    by_kind = {(document.type, document.service): document for document in old if folded(document.file) not in named}
    taken: set[str] = set()
    for document in new:
        was = by_name.get(folded(document.file)) or by_kind.get((document.type, document.service))
        if was is not None:
            taken.add(was.file)
        yield was, document
    yield from ((document, None) for document in old if document.file not in taken)


def _document(
    before: IssuedDocument | None,
    after: IssuedDocument | None,
    issued: IssueRecord,
    now: IssueRecord,
    library: Library,
    printed: Mapping[str, frozenset[tuple[str, str]]],
    internal: frozenset[str],
) -> DocumentComparison:
    kind = after or before
    hidden = kind is not None and kind.type in internal
    if before is None or after is None:
        return DocumentComparison("new" if before is None else "gone", before, after, internal=hidden)
    if before.content_hash == after.content_hash:
        return DocumentComparison("unchanged", before, after, internal=hidden)
    fields = printed.get(after.type, frozenset())
    whose = services_of(issued, before, now, after)
    differences = clause_differences(before.clauses, after.clauses, whose)
    clauses = tuple(filter(None, (_clause(found, library, fields) for found in differences)))
    changes = changes_between(issued, before, now, after)
    others = tuple(
        change for change in changes if change.what not in ("clause added", "clause removed", "clause version", "value")
    )
    if not clauses and not others:
        others = (InputChange("other", after.file),)
    return DocumentComparison("changed", before, after, clauses, others, hidden)


def _clause(found: ClauseDifference, library: Library, fields: frozenset[tuple[str, str]]) -> ClauseChange | None:
    """The difference in words; None when all that differs are values which the document does not print."""
    clause = library.clauses.get(found.id)
    place = found.id.split("/")[1]
    wanted = frozenset(field for at, field in fields if at == place)
    versions = [_version(library, entry) for entry in (found.before, found.after)]
    shown: set[str] = set()
    for entry, version in zip((found.before, found.after), versions, strict=True):
        if entry is not None:
            # Of a version that the library has not kept nobody knows which of its values a template prints.
            shown.update(
                names_printed(version, wanted.intersection(version.fields)) if version is not None else entry.values
            )
    values = tuple(
        ValueChange(name, _asked(library, found.id, name), before, after, heading)
        for name, pair in found.values.items()
        if name in shown
        for heading, (before, after) in _places(library, found, name, pair, versions, wanted)
    )
    if not values and found.before is not None and found.after is not None and not found.other_version:
        return None
    title = next((version.title for version in reversed(versions) if version is not None), found.id)
    component = library.component(clause.component) if clause is not None else None
    return ClauseChange(
        found.id,
        component.title if component is not None else found.id.split("/")[0],
        f"{title}{of_service(found.service)}",
        found.before.version if found.before else None,
        found.after.version if found.after else None,
        found.other_version,
        values,
    )


def _version(library: Library, entry: IssuedClause | None) -> ClauseVersion | None:
    """The library's version of an entry, when it is the very same."""
    clause = library.clauses.get(entry.id) if entry is not None else None
    version = clause.version(entry.version) if clause is not None and entry is not None else None
    return version if version is not None and entry is not None and version.fingerprint == entry.fingerprint else None


def _places(
    library: Library,
    found: ClauseDifference,
    name: str,
    pair: tuple[str, str],
    versions: Iterable[ClauseVersion | None],
    printed: frozenset[str],
) -> Iterator[tuple[str, tuple[str, str]]]:
    """How a document that the parties sign names the places of a value which a question asks for, with the words that
    stand there: those of single Commissioners stand otherwise within brackets. No name for any other value."""
    clause = library.clauses.get(found.id)
    placeholder = clause.placeholders.get(name) if clause is not None else None
    version = next((each for each in versions if each is not None and name in each.names), None)
    fields = fields_with(name, version, printed) if version is not None else ()
    blocks = version.blocks if version is not None else ()
    words = (words_of_value(blocks, name, pair[0]), words_of_value(blocks, name, pair[1]))
    if fields and name not in placeholder_names(blocks):
        places = [(fields, pair)]
    elif words == pair:
        places = [((_WORDING, *fields), pair)]
    else:
        places = [((_WORDING,), words), *([(fields, pair)] if fields else [])]
    for headings, said in places:
        first, *others = headings
        named = " and ".join([first, *(f"{each[:1].lower()}{each[1:]}" for each in others)])
        yield named if placeholder is not None and placeholder.question else "", said


def fields_with(name: str, version: ClauseVersion, printed: frozenset[str] | None = None) -> tuple[str, ...]:
    """The headings under which a schedule prints the value beside the wording of its clause, in fields that are
    `printed`."""
    return tuple(
        _HEADINGS.get(field, field.replace("_", " ").capitalize())
        for field, words in version.fields.items()
        if (printed is None or field in printed) and name in placeholder_names(words)
    )


def heading_of(name: str, version: ClauseVersion) -> str:
    """The heading under which a schedule prints a value of the clause; "" where that is in its wording."""
    return next(iter(fields_with(name, version)), "") if name not in placeholder_names(version.blocks) else ""


_WORDING: Final = "In its wording"
_HEADINGS: Final = {"co_production": "Co-production", "information": "Content", "scope": "Applies to", "due": "Timing"}


def question_alone(asked: str) -> str:
    """The question without what is said after it to the one who answers: “One number, or one for each year.”"""
    return asked[: asked.rindex("?") + 1] if "?" in asked else asked.rstrip(".")


def _asked(library: Library, clause_id: str, name: str) -> str:
    clause = library.clauses.get(clause_id)
    placeholder = clause.placeholders.get(name) if clause is not None else None
    if placeholder is None:
        return name.replace("_", " ")
    asked = question_alone(placeholder.question)
    return asked or CONTRACT_FIELDS.get(placeholder.comes_from, name.replace("_", " "))
