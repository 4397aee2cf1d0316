"""Everything that documents are drafted from, made ready once for a run: clauses, editions, types, compiled
templates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.assembly.document_type import DocumentType, read_document_types, unknown_schedules
from specgen.assembly.edition import Edition, read_editions
from specgen.kept import kept
from specgen.library.model import PLACES, Library
from specgen.library.organisation import (
    SETTINGS,
    OwnOrganisation,
    find_settings,
    load_library,
    misnamed_settings,
    read_organisation,
)
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.shipped import shipped
from specgen.wording.gaps import gap_mark

if TYPE_CHECKING:
    from specgen.figures.model import OwnFileType
    from specgen.issue.read_back import Looped
    from specgen.word.template.names import Shape
    from specgen.word.template.parts import Template

DRAFT_LABEL_NAME: Final = ("document", "label")
_TAG: Final = re.compile(r"\{[{%#][^{}]{0,400}[}%#]\}")


class ReadyTemplate(Struct, frozen=True):
    """A document type's template, compiled. `printed` are the pairs of place and field that it prints; `standing` is
    the text of the headers, footers and notes that are the same in every document, by part; `looped` are the lists that
    it goes through, with what it prints of their entries."""

    template: Template
    sha256: str
    printed: frozenset[tuple[str, str]]
    standing: Mapping[str, str]
    looped: Looped


def _kept_classes() -> tuple[type[object], ...]:
    # What reads and draws templates is imported where one is asked for.
    from specgen.word.template.parts import TEMPLATE_CLASSES

    return (ReadyTemplate, *TEMPLATE_CLASSES)


class Precedents(Struct, frozen=True):
    """What a lawyer calls precedents: the wording and the forms that documents are drafted from.

    `forms` is document type → its form; a type whose template cannot be used has none. `editions_sha256` is an
    edition's file → the SHA-256 (hex) of its bytes."""

    library: Library
    editions: tuple[Edition, ...]
    types: tuple[DocumentType, ...]
    forms: Mapping[str, ReadyTemplate]
    editions_sha256: Mapping[str, str]
    own: OwnForms = field(default_factory=lambda: OwnForms(()))


def open_precedents(
    library: Library,
    editions: Iterable[Edition],
    types: Iterable[DocumentType],
    templates: tuple[Path, ...] = (),
) -> tuple[Precedents, list[Problem]]:
    """The precedents of a run, and every fault of the templates. Raises OSError when a file cannot be read.

    `templates` are the folders in which the types of documents with figures are looked for."""
    known, kinds = tuple(editions), tuple(types)
    forms: dict[str, ReadyTemplate] = {}
    problems: list[Problem] = []
    for kind in kinds:
        form, faults = open_form(kind)
        problems += faults
        if form is not None:
            forms[kind.key] = form
    kinds = tuple(replace(kind, cites=cited(forms[kind.key].template)) if kind.key in forms else kind for kind in kinds)
    digests = {edition.file: hashlib.sha256(read_plain(Path(edition.file))).hexdigest() for edition in known}
    return Precedents(library, known, kinds, forms, digests, OwnForms(templates)), problems


class OwnForms:
    """The types of documents that have a file of their own, each with its form made ready when a document asks for it.

    A run over contracts alone reads none of them. `folders` are those of the types; a later one goes before."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._read: dict[str, tuple[OwnFileType | None, list[Problem]]] = {}
        self._ready: dict[str, tuple[ReadyTemplate | None, list[Problem]]] = {}

    @cached_property
    def _folder_of(self) -> Mapping[str, Path]:
        from specgen.figures.read_type import own_file_types

        return {key: folder for folder in self._folders for key in own_file_types(folder)}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all types, sound or not. Raises OSError."""
        return tuple(self._folder_of)

    def type(self, key: str) -> tuple[OwnFileType | None, list[Problem]]:
        """The type of that name, and its faults; None when there is none, or it has a fault. Raises OSError."""
        from specgen.figures.read_type import type_in

        if key not in self._read:
            folder = self._folder_of.get(key)
            self._read[key] = type_in(folder, key) if folder is not None else (None, [])
        return self._read[key]

    @property
    def all(self) -> tuple[tuple[OwnFileType, ...], list[Problem]]:
        """The sound types in their order, and the faults of the others. Raises OSError."""
        read = [self.type(key) for key in self.names]
        sound = [kind for kind, _ in read if kind is not None]
        return tuple(sorted(sound, key=lambda kind: (kind.place, kind.key))), [
            fault for _, faults in read for fault in faults
        ]

    def form(self, kind: OwnFileType) -> tuple[ReadyTemplate | None, list[Problem]]:
        """The type's template, compiled and checked; None when it cannot be used. Raises OSError."""
        if kind.key not in self._ready:
            self._ready[kind.key] = _open_own_form(kind)
        return self._ready[kind.key]


def _open_own_form(kind: OwnFileType) -> tuple[ReadyTemplate | None, list[Problem]]:
    data = read_plain(kind.template)
    return kept("own-template", (data, repr(kind).encode()), _kept_classes(), lambda: _own_form(kind, data))


def _own_form(kind: OwnFileType, data: bytes) -> tuple[ReadyTemplate | None, list[Problem]]:
    from specgen.figures.page import shape

    return _checked(kind, data, shape(kind))


def template_folders(organisation: OwnOrganisation | None) -> tuple[Path, ...]:
    """The folders of document types: the shipped one, and the organisation's if it has one."""
    own = organisation.templates if organisation is not None else None
    return (shipped("templates"),) if own is None else (shipped("templates"), own)


def open_form(kind: DocumentType) -> tuple[ReadyTemplate | None, list[Problem]]:
    """The type's template, compiled and checked against the names that it may print; None when it cannot be used."""
    data = read_plain(kind.template)
    return kept("template", (data, repr(kind).encode()), _kept_classes(), lambda: _form(kind, data))


def _form(kind: DocumentType, data: bytes) -> tuple[ReadyTemplate | None, list[Problem]]:
    # Imported where a template is not kept yet: it takes longer than most commands.
    from specgen.assembly.names import OCCASIONS, name_shapes

    return _checked(kind, data, name_shapes(kind.audience == "commissioner", OCCASIONS.get(kind.when)))


def _checked(
    kind: DocumentType | OwnFileType, data: bytes, names: object
) -> tuple[ReadyTemplate | None, list[Problem]]:
    from specgen.issue.read_back import looped
    from specgen.word.template.compile import compile_template
    from specgen.word.template.names import check_names

    file = f"{kind.key}/{kind.template.name}"
    template, problems = compile_template(data, file)
    if template is None:
        return None, problems
    # The rooms describe shapes alike and may not import each other.
    problems += check_names(template, cast("Mapping[str, Shape]", names))
    printed: frozenset[tuple[str, str]] = frozenset()
    if isinstance(kind, DocumentType):
        printed = frozenset(_printed(template))
    problems += _draft_faults(template, file)
    if has_errors(problems):
        return None, problems
    standing = _standing(template, data)
    return ReadyTemplate(
        template, hashlib.sha256(data).hexdigest(), printed, standing, looped(template.names)
    ), problems


def _standing(template: Template, data: bytes) -> dict[str, str]:
    """The text of the parts that no value is printed in, as a reader of a document says it."""
    from specgen.word.document.lines import LineLook, read_story
    from specgen.word.package.package import parsed, read_package

    drawn = {part.name for part in template.parts}
    names = [name for name, words in template.words.items() if name not in drawn and words.strip()]
    package = read_package(data, template.file)[0] if names else None
    found: dict[str, str] = {}
    for name in names if package is not None else ():
        root = parsed(package, name)[0] if package is not None else None
        if root is not None:
            found[name] = "\n".join(line.text for line in read_story(root, name, lambda _: LineLook()).lines)
    return found


def _draft_faults(template: Template, file: str) -> Iterable[Problem]:
    """Warnings of pages on which a draft would not say that it is one, and of gaps that the template's own words
    leave."""
    labelled = {use.part for use in template.names if use.path == DRAFT_LABEL_NAME}
    for edges in template.edges:
        if labelled.isdisjoint(edges.parts):
            yield Problem(
                "page-without-draft",
                f"neither header nor footer of {edges.pages} prints “document.label”, so a draft does not say "
                f"DRAFT there",
                Location(file),
                severity="warning",
                cure="put {{ document.label }} into that header or footer; the first page and even pages may have "
                "their own",
            )
    for part, words in template.words.items():
        for line in words.split("\n"):
            # What a name prints is looked at where the value is given; its braces are no gap.
            if (mark := gap_mark(_TAG.sub("something", line))) is not None:
                yield Problem(
                    "gap-in-template",
                    f"the template's own words hold “{mark}”, which looks like a gap that was left open",
                    Location(file, part=part),
                    severity="warning",
                    cure="complete the words, or put a name in {{ }} there",
                    excerpt=line.strip()[:200],
                )


def cited(template: Template) -> frozenset[tuple[str, str]]:
    """The names of an edition's facts that the template prints: a condition's, another schedule's, a heading's of the
    model specification."""
    return frozenset(
        (use.path[0], use.path[-1] if use.path[0] == "sections" else use.path[1])
        for use in template.names
        if use.path[0] in ("terms", "schedules", "sections") and len(use.path) > 1 and use.role not in ("test", "each")
    )


def _printed(template: Template) -> Iterable[tuple[str, str]]:
    """The place and field of every name such as `item.threshold` that prints something of a clause, or of a reading."""
    for use in template.names:
        path = use.path[1:] if use.path[0] == "groups" else use.path
        if path[0] in (*PLACES, "further_reports") and len(path) > 2:
            yield path[0], path[-1]


# Where a run finds its library, editions and document types: the shipped ones and the organisation's.


class Workplace(Struct, frozen=True):
    """Everything but the contracts. `organisation` is None where no specgen.yaml was found."""

    organisation: OwnOrganisation | None
    library: Library
    editions: tuple[Edition, ...]
    types: tuple[DocumentType, ...]


def open_workplace(start: Path, today: date | None = None) -> tuple[Workplace, list[Problem]]:
    """The workplace of a contract file or folder, and every fault in its files; approvals of a day after `today`
    do not count."""
    problems: list[Problem] = []
    organisation = None
    settings = find_settings(start)
    if settings is None:
        problems += misnamed_settings(start)
    else:
        organisation, faults = read_organisation(settings)
        problems += faults
    library, faults = load_library(shipped("clauses"), organisation, today)
    problems += faults
    editions, faults = read_editions(shipped("editions"))
    problems += faults
    types, faults = read_document_types(shipped("templates"))
    problems += faults
    if organisation is not None and organisation.templates is not None:
        own, faults = read_document_types(organisation.templates)
        problems += faults
        # An organisation's own template of the same name is used instead of the shipped one.
        types = tuple(
            sorted({kind.key: kind for kind in (*types, *own)}.values(), key=lambda kind: (kind.order, kind.key))
        )
    if organisation is not None and organisation.editions is not None:
        corrected, faults = read_editions(organisation.editions)
        problems += faults
        # So is an organisation's own edition file, for the edition and form that it describes.
        editions = tuple(
            sorted(
                {edition.name: edition for edition in (*editions, *corrected)}.values(),
                key=lambda edition: (edition.edition, edition.form),
            )
        )
    problems += unknown_schedules(types, editions)
    return Workplace(organisation, library, editions, types), problems


def organisation_of(start: Path) -> OwnOrganisation | None:
    """The organisation of a contract file or folder, whatever faults it has."""
    settings = find_settings(start)
    return read_organisation(settings)[0] if settings is not None else None


def library_folders(organisation: OwnOrganisation | None) -> tuple[Path, ...]:
    """The folders of the libraries that are joined: the shipped one, and the organisation's if it has one."""
    own = organisation.library if organisation is not None else None
    return (shipped("clauses"),) if own is None else (shipped("clauses"), own)


def own_library(workplace: Workplace) -> tuple[Path | None, list[Problem]]:
    """The organisation's own library, the only one that commands write to; a problem where there is none."""
    lacks = "does not say where your library is", "create a folder for it and add the line “library:” with its name"
    why, line = "drafts go into your organisation's library", "library: clauses"
    return _own(workplace, lambda own: own.library, ("no-library", *lacks), why, line)


def own_approvals(workplace: Workplace) -> tuple[Path | None, list[Problem]]:
    """The organisation's approvals.csv, the only one that commands write to; a problem where there is none."""
    lacks = "does not say where approvals are kept", "add the line “approvals: approvals.csv”"
    why, line = "approvals belong to an organisation", "approvals: approvals.csv"
    return _own(workplace, lambda own: own.approvals, ("no-approvals-file", *lacks), why, line)


def _own(
    workplace: Workplace, named: Callable[[OwnOrganisation], Path | None], lacks: tuple[str, ...], why: str, line: str
) -> tuple[Path | None, list[Problem]]:
    """What the organisation's settings have `named`; where they name none, what the settings `lacks`, as a problem's
    slug, words and cure. `why` one is needed, and the `line` that names it."""
    organisation = workplace.organisation
    if organisation is None:
        return None, [
            Problem(
                "no-organisation",
                f"{why}, and no usable {SETTINGS} was found here or above",
                cure=f"run this in your organisation's folder, or name it with --in; “{SETTINGS}” there holds the "
                f"lines “organisation: its name” and “{line}”",
            )
        ]
    if (path := named(organisation)) is not None:
        return path, []
    slug, said, cure = lacks
    return None, [Problem(slug, f"{SETTINGS} {said}", Location(str(organisation.folder / SETTINGS), 1, 1), cure=cure)]
