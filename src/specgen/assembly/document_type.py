"""Document types: a folder with type.yaml and template.docx. A new one needs no Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from specgen.assembly.edition import Edition
from specgen.contract.quantities import Form
from specgen.kept import kept
from specgen.library.model import PLACES
from specgen.library.shapes import LINE, NUMBER, ListOf, Names, kind_faults
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import YamlDocument, decode, parse_yaml, plain

LAST = 100
"""The order of a type that gives none."""

TYPE_FILE = "type.yaml"
OWN_FILE = re.compile(rb"^when:[ \t]*[\"']?own-file\b", re.MULTILINE)
"""What a type says whose documents are made of files of their own (docs/figures.md)."""
MISNAMED = ("type.yml", "type.yaml.txt", "type.yml.txt")
"""What an editor may have made of the name."""
KEYS = ("title", "schedule", "per", "prints", "when", "audience", "name", "order", "forms")

SHAPE = Names(
    optional={
        "title": LINE,
        "schedule": LINE,
        "per": LINE,
        "when": LINE,
        "audience": LINE,
        "name": LINE,
        "prints": ListOf(LINE, alone=True),
        "order": NUMBER,
        "forms": ListOf(LINE, alone=True),
    }
)
"""What is written after each name; which words may stand there is said below."""

ONE_OF: Mapping[str, tuple[str, ...]] = {
    "per": ("contract", "service"),
    "when": ("chosen", "asked", "always", "variation", "extension", "succession", "intentions"),
    "audience": ("parties", "commissioner"),
}


class DocumentType(Struct, frozen=True):
    """What a document is: its schedule, whether there is one per contract or per service, and which places it prints.

    `when` says when it is made: `chosen` (something of what it prints is chosen), `asked` (the contract asks for it:
    `whole_specification`) or `always`; or the occasion on which a command of its own makes it, never a build. A type
    for the audience `commissioner` holds what never goes to the other party. `name` is its part of the file name.
    `forms` are the forms of contract that it belongs to; empty for every form. `cites` are the names that its template
    prints of the edition, such as ("terms", "consequence"): a group of names and one of those within it. They are known
    once the template has been read."""

    key: str
    title: str
    schedule: str
    per: Literal["contract", "service"]
    prints: tuple[str, ...]
    when: Literal["chosen", "asked", "always", "variation", "extension", "succession", "intentions"]
    audience: Literal["parties", "commissioner"]
    name: str
    order: int
    template: Path
    forms: tuple[str, ...] = ()
    cites: frozenset[tuple[str, str]] = frozenset()

    def belongs_to(self, form: str) -> bool:
        """Whether a contract of that form can have the document."""
        return not self.forms or form in self.forms


def read_document_types(folder: Path) -> tuple[tuple[DocumentType, ...], list[Problem]]:
    """The document types in the folders of `folder`, in their order, and their faults."""
    found: list[bytes] = []
    for path in (folder, *sorted(folder.glob("*/*"))):
        found.append(str(path).encode("utf-8", "surrogateescape"))
        if path.name == TYPE_FILE:
            found.append(read_plain(path))
    return kept("types", found, (DocumentType, Location, Problem), lambda: _read_document_types(folder))


def _read_document_types(folder: Path) -> tuple[tuple[DocumentType, ...], list[Problem]]:
    types: list[DocumentType] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob(f"*/{TYPE_FILE}")):
        if OWN_FILE.search(read_plain(path)):
            continue  # its documents are made of no contract: `figures` reads it
        kind, faults = _read_type(path)
        problems += faults
        if kind is not None:
            types.append(kind)
    for stray in sorted(
        {
            path.parent
            for path in folder.glob("*/*")
            if path.name in ("template.docx", *MISNAMED) and not path.with_name(TYPE_FILE).is_file()
        }
    ):
        problems.append(
            Problem(
                "type-file",
                f"the folder has no {TYPE_FILE}",
                Location(str(stray)),
                cure=f"put {TYPE_FILE} into it, under exactly that name, or take the folder away",
            )
        )
    return tuple(sorted(types, key=lambda kind: (kind.order, kind.key))), problems


def _read_type(path: Path) -> tuple[DocumentType | None, list[Problem]]:
    text, problems = decode(read_plain(path), str(path))
    document, faults = parse_yaml(text, str(path))
    problems += faults
    given = plain(document.root)
    if problems or not isinstance(given, dict):
        return None, problems or [Problem("type-file", "the file holds no names with values", Location(str(path)))]
    key = path.parent.name
    problems += _faults(given, key, path, document)
    if problems:
        return None, problems
    prints = given.get("prints") or []
    places = prints if isinstance(prints, list) else [prints]
    forms = given.get("forms") or []
    return DocumentType(
        key,
        str(given["title"]),
        str(given.get("schedule") or ""),
        given["per"],
        tuple(dict.fromkeys(str(place) for place in places)),
        given.get("when") or "chosen",
        given.get("audience") or "parties",
        str(given["name"]),
        int(str(given.get("order") or LAST)),
        path.parent / "template.docx",
        tuple(map(str, forms)) if isinstance(forms, list) else (str(forms),),
    ), []


def _faults(given: Mapping[str, object], key: str, path: Path, document: YamlDocument) -> list[Problem]:
    problems = []

    def fault(name: str, message: str, suggestion: str = "", cure: str = "") -> None:
        place = document.place((name,))
        problems.append(document.problem("type-file", message, place, suggestion=suggestion, cure=cure))

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        fault("", f"the folder name “{key}” has other characters than small letters, digits and hyphens")
    if kinds := kind_faults(document, SHAPE, "type-file"):
        return [*problems, *kinds]
    for name in given:
        if name not in KEYS:
            fault(name, f"“{name}” does not belong in type.yaml", did_you_mean(name, KEYS), f"use: {', '.join(KEYS)}")
    for name in ("title", "per", "name"):
        if not given.get(name):
            fault(name, f"“{name}” is missing", cure=f"add “{name}:”")
    for name, allowed in ONE_OF.items():
        if given.get(name) is not None and given[name] not in allowed:
            fault(
                name,
                f"“{given[name]}” is not a value that “{name}” can have",
                did_you_mean(str(given[name]), allowed),
                f"use one of: {', '.join(allowed)}",
            )
    for name, what, known in (
        ("prints", "place that clauses", PLACES),
        ("forms", "form that contracts", get_args(Form)),
    ):
        said = given.get(name) or []
        for each in said if isinstance(said, list) else [said]:
            if each not in known:
                use = f"use: {', '.join(known)}"
                fault(name, f"“{each}” is not a {what} have", did_you_mean(str(each), known), use)
    if not (path.parent / "template.docx").is_file():
        fault("", "there is no template.docx beside type.yaml", cure="save the Word template under that name")
    return problems


def unknown_schedules(types: Iterable[DocumentType], editions: Iterable[Edition]) -> list[Problem]:
    """The types whose schedule no edition knows: they could never be made."""
    known = {key for edition in editions for key in (*edition.schedules, *edition.absent)}
    problems = []
    for kind in types:
        if kind.schedule and kind.schedule not in known:
            path = kind.template.with_name(TYPE_FILE)
            document, _ = parse_yaml(decode(read_plain(path), str(path))[0], str(path))
            place = document.place(("schedule",))
            problems.append(
                document.problem(
                    "type-file",
                    f"no edition has a schedule “{kind.schedule}”",
                    place,
                    suggestion=did_you_mean(kind.schedule, known),
                    cure=f"use one of: {', '.join(sorted(known))}; or leave “schedule:” out",
                )
            )
    return problems
