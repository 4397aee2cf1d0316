"""Everything that documents are drafted from, made ready once for a run: clauses, editions, types, compiled templates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from specgen.assembly.document_type import DocumentType
from specgen.assembly.edition import Edition
from specgen.assembly.occasions import OCCASIONS
from specgen.assembly.page_names import name_shapes
from specgen.assembly.values import gap_mark
from specgen.library.model import PLACES, Library
from specgen.problems import Location, Problem, has_errors
from specgen.word.names import Shape, check_names
from specgen.word.template import Template, compile_template

DRAFT_LABEL_NAME: Final = ("document", "label")


@dataclass(frozen=True, slots=True)
class Form:
    """A document type's template, compiled. `printed` are the pairs of place and field that it prints."""

    template: Template
    sha256: str
    printed: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Precedents:
    """What a lawyer calls precedents: the wording and the forms that documents are drafted from.

    `forms` is document type → its form; a type whose template cannot be used has none. `editions_sha256` is an edition's
    file → the SHA-256 (hex) of its bytes.
    """

    library: Library
    editions: tuple[Edition, ...]
    types: tuple[DocumentType, ...]
    forms: Mapping[str, Form]
    editions_sha256: Mapping[str, str]


def open_precedents(library: Library, editions: Iterable[Edition], types: Iterable[DocumentType]) -> tuple[Precedents, list[Problem]]:
    """The precedents of a run, and every fault of the templates. Raises OSError when a file cannot be read."""
    known, kinds = tuple(editions), tuple(types)
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for kind in kinds:
        form, faults = open_form(kind)
        problems += faults
        if form is not None:
            forms[kind.key] = form
    kinds = tuple(replace(kind, cites=cited(forms[kind.key].template)) if kind.key in forms else kind for kind in kinds)
    digests = {edition.file: hashlib.sha256(Path(edition.file).read_bytes()).hexdigest() for edition in known}
    return Precedents(library, known, kinds, forms, digests), problems


def open_form(kind: DocumentType) -> tuple[Form | None, list[Problem]]:
    """The type's template, compiled and checked against the names that it may print; None when it cannot be used."""
    data = kind.template.read_bytes()
    file = f"{kind.key}/{kind.template.name}"
    template, problems = compile_template(data, file)
    if template is None:
        return None, problems
    # The two rooms describe shapes alike and may not import each other.
    problems += check_names(template, cast(Mapping[str, Shape], name_shapes(kind.audience == "commissioner", OCCASIONS.get(kind.when))))
    printed = frozenset(_printed(template))
    for place in kind.prints:
        if (place, "wording") not in printed:
            problems.append(Problem("place-not-printed", f"type.yaml says that the document prints “{place}”, and the template prints nothing of it",
                                    Location(file), cure=f"loop over {place} and print each item's wording, or take “{place}” out of “prints:”"))
    problems += _draft_faults(template, file)
    if has_errors(problems):
        return None, problems
    return Form(template, hashlib.sha256(data).hexdigest(), printed), problems


def _draft_faults(template: Template, file: str) -> Iterable[Problem]:
    """Warnings of pages on which a draft would not say that it is one, and of gaps that the template's own words leave."""
    labelled = {use.part for use in template.names if use.path == DRAFT_LABEL_NAME}
    for edges in template.edges:
        if labelled.isdisjoint(edges.parts):
            yield Problem("page-without-draft", f"neither header nor footer of {edges.pages} prints “document.label”, so a draft does not say DRAFT there",
                          Location(file), severity="warning", cure="put {{ document.label }} into that header or footer; the first page and even pages may have their own")
    for part, words in template.words.items():
        for line in words.split("\n"):
            if (mark := gap_mark(line)) is not None:
                yield Problem("gap-in-template", f"the template's own words hold “{mark}”, which looks like a gap that was left open", Location(file, part=part),
                              severity="warning", cure="complete the words, or put a name in {{ }} there", excerpt=line.strip()[:200])


def cited(template: Template) -> frozenset[tuple[str, str]]:
    """The names of an edition's facts that the template prints: a condition's, another schedule's, a heading's of the model specification."""
    return frozenset(
        (use.path[0], use.path[-1] if use.path[0] == "sections" else use.path[1])
        for use in template.names if use.path[0] in ("terms", "schedules", "sections") and len(use.path) > 1 and use.role not in ("test", "each")
    )


def _printed(template: Template) -> Iterable[tuple[str, str]]:
    """The place and field of every name such as `item.threshold` that prints something of a clause."""
    for use in template.names:
        path = use.path[1:] if use.path[0] == "groups" else use.path
        if path[0] in PLACES and len(path) > 2:
            yield path[0], path[-1]
