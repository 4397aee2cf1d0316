"""A document with figures on the way of every document: worked out, checked, rendered, gated, planned, recorded.

What is about one person is planned and written in the same way and stands in no record: what was issued before is told
from the document itself, by the record inside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.marks import file_stem
from specgen.assembly.pack import as_draft
from specgen.figures.conditions import judged
from specgen.figures.document import FiguredDocument, read_document
from specgen.figures.model import OwnFileType
from specgen.figures.own_file import OwnFile
from specgen.figures.page import MOST_MARKED, MarkedFigure, facts, marked, values
from specgen.issue.build import LANGUAGE, Outcome, notices, planned
from specgen.issue.document_record import DocumentRecord, RecordedClause, read_document_record, record_xml
from specgen.issue.folders import PERSON_LEVEL, Lying
from specgen.issue.plan import Finished, Plan
from specgen.issue.precedents import OwnForms, ReadyTemplate
from specgen.issue.read_back import PrintedText, entries_amiss
from specgen.issue.records import (
    InputFile,
    Inputs,
    IssuedContract,
    IssuedDocument,
    IssueRecord,
    folded,
    packed_by,
)
from specgen.issue.sources import Reading
from specgen.plainfile import read_plain
from specgen.problems import Problem, did_you_mean, has_errors
from specgen.word.package.package import package_hash, read_package, record_part
from specgen.word.package.properties import Properties
from specgen.word.template import gate
from specgen.word.template.render import Rendered, RenderError, render

_TAG: Final = re.compile(rb'<w:tag w:val="(specgen:f_[^"]{1,64})"/>')


class OwnDraft(Struct, frozen=True):
    """A document worked out and judged, with every problem of its file, its figures and its conditions; without the
    document where it cannot be worked out."""

    kind: OwnFileType | None
    document: FiguredDocument | None
    problems: tuple[Problem, ...]


def own_draft(own: OwnFile, forms: OwnForms, *, draft: bool = False, person_level: bool = False) -> OwnDraft:
    """The document of the file. `person_level` says that the file lies where documents about one person do."""
    kind, faults = forms.type(own.kind)
    if kind is None:
        return OwnDraft(None, None, tuple(faults) or (_no_type(own, forms.names),))
    problems = [] if kind.person_level == person_level else [_elsewhere(own, kind)]
    document, found = read_document(own, kind)
    problems += found
    if document is not None:
        problems += judged(document)
    return OwnDraft(kind, document, tuple(as_draft(problems) if draft else problems))


def _no_type(own: OwnFile, types: Iterable[str]) -> Problem:
    known = sorted(types)
    return own.fault(
        "unknown-type",
        f"there is no type of documents “{own.kind}”",
        f"use one of: {', '.join(known)}; “specgen types” lists them",
        "document",
        suggestion=did_you_mean(own.kind, known),
    )


def _elsewhere(own: OwnFile, kind: OwnFileType) -> Problem:
    if kind.person_level:
        return own.fault(
            "person-level",
            f"a document of the type “{kind.title}” is about one person, and its file lies among others",
            f"put the file into a folder called “{PERSON_LEVEL}”: what lies there is in no record, list or report",
            "document",
        )
    return own.fault(
        "person-level",
        f"a document of the type “{kind.title}” is about no one person, and its file lies in a folder “{PERSON_LEVEL}”",
        "put the file into another folder",
        "document",
    )


def no_saved_plan(own: OwnFile) -> Problem:
    """That what is about one person stands in no plan that is kept."""
    return own.fault(
        "person-level",
        "a document about one person stands in no plan that is kept",
        "build it by its file's name, without --save-plan",
        "document",
    )


def prepared_own(
    reading: Reading,
    own: OwnFile,
    forms: OwnForms,
    out: Path,
    name: str,
    *,
    draft: bool = False,
    person_level: bool = False,
    sealed: Callable[[Plan, tuple[Problem, ...]], Plan],
) -> Outcome:
    """The outcome of one document, planned against what lies in the folder `name` in `out`; nothing is written."""
    made = own_draft(own, forms, draft=draft, person_level=person_level)
    problems = (*reading.problems, *made.problems)
    outcome = Outcome(reading.file, problems=problems, own=own, person_level=person_level)
    if made.document is None or made.kind is None or has_errors(problems):
        return outcome
    done, faults, ready = finished_own(made.document, made.problems, forms)
    problems = (*problems, *faults)
    outcome = replace(outcome, problems=problems, draft=is_draft(made.document, made.problems))
    if done is None or ready is None or has_errors(faults):
        return outcome
    record = own_record_of(made.document, ready, draft=bool(outcome.draft))
    before = partial(_issued_before, record=record, done=done) if person_level else None
    found = planned(outcome, record, (done,), out, name, before)
    if found.plan is None:
        return found
    plan = replace(found.plan, keeps_record=False) if person_level else sealed(found.plan, found.problems)
    return replace(found, plan=plan, problems=(*found.problems, *notices(plan, name)))


def is_draft(document: FiguredDocument, problems: Iterable[Problem]) -> bool:
    """Whether DRAFT stands on every page: the file says so, or something is missing."""
    return document.own.draft or any(problem.slug == "missing-value" for problem in problems)


def finished_own(
    document: FiguredDocument, problems: Iterable[Problem], forms: OwnForms
) -> tuple[Finished | None, list[Problem], ReadyTemplate | None]:
    """The document, rendered and passed by the gate; None, with the reason, when it cannot be issued."""
    kind, own = document.type, document.own
    ready, faults = forms.form(kind)
    if ready is None:
        return None, faults, None
    file = file_name(document)
    names, properties = values(document, draft=is_draft(document, problems)), _properties(document)
    try:
        # Rows stand where the template puts them, some not at all: the record names the figures that are there.
        there = _tags(render(ready.template, names, properties))
        record = _document_record(document, ready, there)
        rendered = render(ready.template, names, properties, partial(record_xml, record, standing=ready.standing))
    except RenderError as fault:
        return None, [_in_file(fault.problem, file)], ready
    found = [*faults, *_not_marked(document), *(_in_file(each, file) for each in gate.check(rendered))]
    found += entries_amiss(ready, document.title, names, PrintedText(rendered.texts.values()))
    if has_errors(found):
        return None, found, ready
    issued = IssuedDocument(
        clauses=(),
        content_hash=rendered.content_hash,
        deflater=packed_by(),
        file=file,
        schedule="",
        service="",
        sha256=hashlib.sha256(rendered.data).hexdigest(),
        title=document.title,
        type=own.kind,
    )
    return Finished(issued, rendered.data), found, ready


def _not_marked(document: FiguredDocument) -> Iterator[Problem]:
    """That a document has too many cells for a review to tell them by name."""
    cells = sum(len(row.cells) for rows in document.rows.values() for row in rows)
    if cells > MOST_MARKED and not marked(document):
        yield replace(
            document.own.fault(
                "cells-not-marked",
                f"the tables hold {cells:,} cells: a review of what comes back tells changed lines, not cells by name, "
                "and refuses a document of more than 12,000 paragraphs",
                "where that matters, make several documents of it",
            ),
            severity="note",
        )


def file_name(document: FiguredDocument) -> str:
    """The name of the document's file."""
    return f"{file_stem(document.reference, document.type.name)}.docx"


def _properties(document: FiguredDocument) -> Properties:
    """The properties of the Word file: no author, since the file names none."""
    return Properties(title=document.title, subject=document.type.title, keywords=document.reference, language=LANGUAGE)


def _in_file(problem: Problem, file: str) -> Problem:
    return replace(problem, location=replace(problem.location, file=file))


def _tags(rendered: Rendered) -> tuple[str, ...]:
    """The tags of the controls in the document's text, in their order."""
    return tuple(found.decode("ascii") for entry in rendered.changed.values() for found in _TAG.findall(entry.opened()))


def _document_record(document: FiguredDocument, ready: ReadyTemplate, there: Iterable[str]) -> DocumentRecord:
    figures = {each.passage.tag: each for each in marked(document)}
    return DocumentRecord(
        reference=document.reference,
        draft_version=document.own.version,
        type=document.own.kind,
        schedule="",
        service="",
        clauses=tuple(_recorded(figures[tag]) for tag in there if tag in figures),
        template=ready.sha256,
    )


def _recorded(figure: MarkedFigure) -> RecordedClause:
    passage = figure.passage
    return RecordedClause(
        id=figure.id,
        version=0,
        fingerprint=figure.fingerprint,
        tag=passage.tag,
        bookmark=passage.bookmark,
        values={},
        fields={},
        blocks=passage.blocks,
        title=figure.title,
    )


def own_record_of(document: FiguredDocument, ready: ReadyTemplate, *, draft: bool) -> IssueRecord:
    """The record of the document's pack, without its documents. It names the type's file where a contract's names the
    edition's."""
    own, kind = document.own, document.type
    return IssueRecord(
        contract=IssuedContract(
            draft_version=own.version,
            edition="",
            form=own.kind,
            provider="",
            reference=own.reference,
            status="draft" if own.draft else "final",
            title=document.title,
        ),
        documents=(),
        draft=draft,
        figured=facts(document),
        inputs=Inputs(
            clauses=(),
            contract=InputFile(file=Path(own.file).name.encode("utf-8", "replace").decode("utf-8"), sha256=own.sha256),
            edition=InputFile(file=f"{kind.key}/type.yaml", sha256=kind.sha256),
            templates={kind.key: ready.sha256},
        ),
    )


def _issued_before(folder: Path, lying: Lying, record: IssueRecord, done: Finished) -> IssueRecord | None:
    """What was issued into the folder before, told from the document that lies there: ours and untouched when the
    record inside it is of this document and names the content that the file has."""
    there = lying.files.get(folded(done.issued.file))
    if there is None or not there.content_hash:
        return None
    package, _ = read_package(read_plain(folder / there.name), there.name)
    part = record_part(package) if package is not None else None
    if package is None or part is None:
        return None
    inside, _ = read_document_record(package.part(part), there.name)
    if inside is None or (inside.reference, inside.type) != (record.contract.reference, record.contract.form):
        return None
    untouched = inside.content_hash == package_hash(package)
    return replace(
        record,
        figured=None,
        documents=(replace(done.issued, content_hash=inside.content_hash),) if untouched else (),
    )
