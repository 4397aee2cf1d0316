"""Reading a clause library's folder: library.yaml, the clauses with their versions, notes and lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from specgen.library.model import (
    CONTRACT_FIELDS,
    PLACES,
    Clause,
    ClauseVersion,
    Component,
    DatedTerm,
    Library,
    Note,
    Placeholder,
    Situation,
    SourceDocument,
)
from specgen.library.version_file import read_version
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import YamlDocument, decode, parse_yaml, plain

KINDS = ("text", "list", "date", "percentage", "number", "post", "choice", "interval")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SHARED_FILES = ("library.yaml", "situations.yaml", "dated-terms.yaml", "key-actions.yaml")


def read_library(folder: Path, beside: Library | None = None) -> tuple[Library, list[Problem]]:
    """The library in `folder` and every fault in it. A clause with a fault is left out.

    `beside` is the library that it will be joined with: its clauses may stand in sets, its components and sources may be
    named, and its placeholders mean the same thing here.
    """
    problems: list[Problem] = []
    head = _mapping(folder / "library.yaml", problems)
    sources = {
        key: SourceDocument(key, **{name: str(value) for name, value in entry.items() if name in SourceDocument.__dataclass_fields__})
        for key, entry in _dict(head.get("sources")).items()
        if isinstance(entry, dict) and {"title", "publisher", "version", "date"} <= set(entry)
    }
    clauses: dict[str, Clause] = {}
    for clause_folder in sorted(path.parent for path in folder.glob("*/*/*/clause.yaml")):
        clause, faults = read_clause(clause_folder, folder)
        problems += faults
        if clause is not None:
            clauses[clause.id] = clause
    problems += _stray_version_files(folder)
    beside = beside or Library()
    everything = {**beside.clauses, **clauses}
    components = tuple(_component(entry, folder, everything, problems) for entry in _list(head.get("components")) if isinstance(entry, dict))
    problems += _faults_between(clauses, components, sources, beside)
    return Library(
        publisher=str(head.get("publisher", "")),
        sources=sources,
        components=components,
        clauses=clauses,
        situations={entry.number: entry for entry in _situations(folder, problems)},
        dated_terms=tuple(_dated_terms(folder, problems)),
    ), problems


def read_clause(folder: Path, library: Path) -> tuple[Clause | None, list[Problem]]:
    """The clause in `folder` (component / place / name below `library`) with all its versions, and its faults."""
    clause_id = folder.relative_to(library).as_posix()
    problems: list[Problem] = []
    file = folder / "clause.yaml"
    component, place, name = clause_id.split("/")
    if place not in PLACES or not all(_NAME.fullmatch(part) for part in (component, name)):
        return None, [Problem("clause-folder", f"“{clause_id}” is not component/place/name", Location(str(file)),
                              suggestion=did_you_mean(place, PLACES), cure=f"the place is one of: {', '.join(PLACES)}; names have small letters, digits and hyphens")]
    document = _document(file, problems)
    given = plain(document.root) if document else None
    if document is None or not isinstance(given, dict):
        return None, problems
    for key in given:
        if key not in ("owner", "placeholders"):
            problems.append(Problem("unknown-key", f"“{key}” does not belong in clause.yaml", document.place((key,)), suggestion=did_you_mean(key, ("owner", "placeholders"))))
    owner = given.get("owner")
    if not isinstance(owner, str):
        problems.append(Problem("clause-without-owner", f"the clause {clause_id} has no owner", Location(str(file), 1, 1), cure="add “owner:” with the post that looks after it"))
        owner = ""
    placeholders = {
        key: placeholder
        for key, entry in _dict(given.get("placeholders")).items()
        if (placeholder := _placeholder(key, entry, document, place, problems)) is not None
    }
    versions: list[ClauseVersion] = []
    for path in sorted(folder.glob("*.md"), key=lambda path: (len(path.stem), path.stem)):
        if not re.fullmatch(r"[1-9]\d{0,3}", path.stem):
            problems.append(Problem("version-file-name", f"“{path.name}” is not a version: the name is a whole number", Location(str(path))))
            continue
        version, faults = read_version(path.read_bytes(), str(path), clause_id, int(path.stem))
        problems += faults
        if version is not None:
            versions.append(version)
    if not versions:
        problems.append(Problem("clause-without-version", f"the clause {clause_id} has no usable version", Location(str(file))))
        return None, problems
    faults = _placeholder_faults(versions, placeholders, document)
    problems += faults
    if any(fault.slug == "undeclared-placeholder" for fault in faults):
        return None, problems
    return Clause(clause_id, owner, placeholders, tuple(versions), Location(str(file), 1, 1)), problems


def _placeholder_faults(versions: list[ClauseVersion], placeholders: Mapping[str, Placeholder], document: YamlDocument) -> list[Problem]:
    used = {name for version in versions for name in version.names}
    undeclared = [
        Problem("undeclared-placeholder", f"the wording has {{{{ {name} }}}}, which clause.yaml does not describe",
                Location(version.file), suggestion=did_you_mean(name, placeholders), cure="describe it under “placeholders:”")
        for version in versions for name in version.names if name not in placeholders
    ]
    unused = [
        Problem("unused-placeholder", f"no version uses the placeholder “{name}”", document.place(("placeholders", name)), cure="delete it")
        for name in placeholders if name not in used
    ]
    return undeclared + unused


def _placeholder(name: str, entry: object, document: YamlDocument, place: str, problems: list[Problem]) -> Placeholder | None:
    where = document.place(("placeholders", name))
    given = _dict(entry)
    comes_from = str(given.get("from") or "")
    if comes_from:
        if comes_from not in CONTRACT_FIELDS or (comes_from.startswith("service.") and place not in ("specification", "quality")):
            problems.append(Problem("placeholder-from", f"“{comes_from}” is not a contract field that a clause for “{place}” can use", where,
                                    suggestion=did_you_mean(comes_from, CONTRACT_FIELDS), cure=f"use one of: {', '.join(CONTRACT_FIELDS)}"))
            return None
        return Placeholder(name, "text", comes_from=comes_from, gap=str(given.get("gap") or ""))
    kind = next((known for known in KINDS if known == given.get("kind")), None)
    options = tuple(str(option) for option in _list(given.get("options")))
    if kind is None or not given.get("question") or not given.get("example") or (kind == "choice") != bool(options):
        problems.append(Problem("placeholder", f"the placeholder “{name}” needs a kind, a question and an example (and options, if it is a choice)", where,
                                cure=f"kinds are: {', '.join(KINDS)}"))
        return None
    return Placeholder(name, kind, str(given["question"]), str(given["example"]), options, gap=str(given.get("gap") or ""))  # type: ignore[arg-type]


def _component(entry: Mapping[str, object], folder: Path, clauses: Mapping[str, Clause], problems: list[Problem]) -> Component:
    name = str(entry.get("id"))
    sets: dict[str, tuple[str, ...]] = {}
    for key, members in _dict(entry.get("sets")).items():
        ids = tuple(f"{name}/{member}" for member in _list(members))
        for missing in (clause_id for clause_id in ids if clause_id not in clauses):
            problems.append(Problem("set-member", f"the set “{key}” names the clause “{missing}”, which the library does not have",
                                    Location(str(folder / "library.yaml")), suggestion=did_you_mean(missing, clauses)))
        sets[key] = ids
    page = str(entry.get("page") or "")
    return Component(name, str(entry.get("title")), str(entry.get("section", "")), int(page) if re.fullmatch(r"[0-9]{1,4}", page) else None, sets,
                     tuple(_notes(folder / name / "notes.yaml", problems)))


def _notes(file: Path, problems: list[Problem]) -> list[Note]:
    if not file.is_file():
        return []
    return [
        Note(str(entry["heading"]), str(entry["text"]), str(entry["section"]))
        for entry in _sequence(file, problems)
        if isinstance(entry, dict) and {"heading", "text", "section"} <= set(entry)
    ]


def _situations(folder: Path, problems: list[Problem]) -> list[Situation]:
    given = _mapping(folder / "situations.yaml", problems, needed=False)
    return [
        Situation(str(entry.get("number")), str(entry.get("area", "")), str(entry.get("conversation", "")))
        for entry in _list(given.get("situations")) if isinstance(entry, dict)
    ] + [
        Situation(f"EBI {entry.get('number')}", "Evidence based intervention programme", str(entry.get("procedure", "")))
        for entry in _list(given.get("procedures")) if isinstance(entry, dict)
    ]


def _dated_terms(folder: Path, problems: list[Problem]) -> list[DatedTerm]:
    file = folder / "dated-terms.yaml"
    if not file.is_file():
        return []
    return [
        DatedTerm(str(entry["term"]), tuple(str(word) for word in _list(entry.get("match"))), str(entry.get("now", "")), str(entry.get("since", "")))
        for entry in _sequence(file, problems) if isinstance(entry, dict) and "term" in entry
    ]


def _faults_between(
    clauses: Mapping[str, Clause], components: tuple[Component, ...], sources: Mapping[str, SourceDocument], beside: Library
) -> list[Problem]:
    """Faults that show only between clauses: two meanings of one name, unknown sources and components, overlapping dates."""
    problems: list[Problem] = []
    known = {component.id for component in (*components, *beside.components)}
    sources = {**beside.sources, **sources}
    meaning: dict[str, tuple[Placeholder, str]] = {
        name: (placeholder, clause.id) for clause in beside.clauses.values() for name, placeholder in clause.placeholders.items()
    }
    for clause in clauses.values():
        if known and clause.component not in known:
            problems.append(Problem("unknown-component", f"library.yaml does not list the component “{clause.component}”", clause.location,
                                    suggestion=did_you_mean(clause.component, known)))
        for name, placeholder in clause.placeholders.items():
            first, owner = meaning.setdefault(name, (placeholder, clause.id))
            if (first.kind, first.question, first.options, first.comes_from) != (placeholder.kind, placeholder.question, placeholder.options, placeholder.comes_from):
                problems.append(Problem("placeholder-meaning", f"“{name}” is described in another way in {owner}", clause.location,
                                        cure="give it the same kind, question and options everywhere, or another name"))
        for version in clause.versions:
            if sources and version.source.document not in sources:
                problems.append(Problem("unknown-source", f"the source document “{version.source.document}” is not listed in library.yaml",
                                        Location(version.file), suggestion=did_you_mean(version.source.document, sources)))
    return problems


def _stray_version_files(folder: Path) -> list[Problem]:
    """A version file whose folder has no clause.yaml would otherwise be passed over."""
    return [
        Problem("clause-folder", f"{path.parent.name} has a version file and no clause.yaml", Location(str(path)), cure="add clause.yaml beside it")
        for path in sorted(folder.glob("*/*/*/*.md")) if not (path.parent / "clause.yaml").is_file()
    ]


def _document(file: Path, problems: list[Problem]) -> YamlDocument | None:
    text, faults = decode(file.read_bytes(), str(file))
    if faults:
        problems += faults
        return None
    document, faults = parse_yaml(text, str(file))
    problems += faults
    return document


def _mapping(file: Path, problems: list[Problem], needed: bool = True) -> dict[str, object]:
    if not file.is_file():
        if needed:
            problems.append(Problem("library-file", f"the library has no {file.name}", Location(str(file))))
        return {}
    document = _document(file, problems)
    return _dict(plain(document.root)) if document else {}


def _sequence(file: Path, problems: list[Problem]) -> list[object]:
    document = _document(file, problems)
    return _list(plain(document.root)) if document else []


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
