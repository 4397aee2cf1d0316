"""The lists of a library: library.yaml, notes, clinical situations and dated terms. What cannot be used is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from specgen.library.model import DatedTerm, Note, Situation, SourceDocument
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import YamlDocument, decode, parse_yaml, plain

LIBRARY_FILE = "library.yaml"
HEAD_KEYS = ("schema", "publisher", "sources", "components")
SOURCE_KEYS = ("title", "publisher", "version", "date", "approval_reference", "licence")
COMPONENT_KEYS = ("id", "title", "section", "page", "sets")


@dataclass(frozen=True, slots=True)
class Head:
    """What library.yaml says. A component is as its file gives it; its sets are read when the clauses are known."""

    publisher: str = ""
    sources: Mapping[str, SourceDocument] = field(default_factory=dict)
    components: tuple[Mapping[str, object], ...] = ()


def read_head(folder: Path, problems: list[Problem]) -> Head:
    """library.yaml of the library in `folder`; its faults are added to `problems`."""
    file = folder / LIBRARY_FILE
    if not file.is_file():
        problems.append(Problem("library-file", f"the library has no {LIBRARY_FILE}", Location(str(file)), cure="write one with “schema: 1” and “publisher:”"))
        return Head()
    document = read_yaml(file, problems)
    if document is None:
        return Head()
    head = plain(document.root)
    if not isinstance(head, dict):
        problems.append(Problem("library-file", f"{LIBRARY_FILE} holds no names with values", Location(str(file), 1, 1), cure="begin with “schema: 1” and “publisher:”"))
        return Head()
    problems += _unknown(head, HEAD_KEYS, document, ())
    sources: dict[str, SourceDocument] = {}
    for key, entry in as_dict(head.get("sources")).items():
        given = as_dict(entry)
        problems += _unknown(given, SOURCE_KEYS, document, ("sources", key))
        if faults := _lacking(given, SOURCE_KEYS[:4], document, ("sources", key)):
            problems += faults
        else:
            sources[key] = SourceDocument(key, **{name: str(value) for name, value in given.items() if name in SOURCE_KEYS})
    components = []
    for index, entry in enumerate(as_list(head.get("components"))):
        given = as_dict(entry)
        problems += _unknown(given, COMPONENT_KEYS, document, ("components", index))
        if faults := _lacking(given, ("id", "title"), document, ("components", index)):
            problems += faults
        else:
            components.append(given)
    return Head(str(head.get("publisher", "")), sources, tuple(components))


def read_notes(file: Path, problems: list[Problem]) -> Iterator[Note]:
    """A component's points for the internal drafting note; none when it has no such file."""
    for entry in _entries(file, ("heading", "text", "section"), problems):
        yield Note(str(entry["heading"]), str(entry["text"]), str(entry["section"]))


def read_situations(folder: Path, problems: list[Problem]) -> Iterator[Situation]:
    """The clinical situations and the procedures of the handbook's Appendix 1."""
    file = folder / "situations.yaml"
    for entry in _entries(file, ("number", "area", "conversation"), problems, "situations"):
        yield Situation(str(entry["number"]), str(entry["area"]), str(entry["conversation"]))
    for entry in _entries(file, ("number", "procedure"), problems, "procedures"):
        yield Situation(f"EBI {entry['number']}", "Evidence based intervention programme", str(entry["procedure"]))


def read_dated_terms(folder: Path, problems: list[Problem]) -> Iterator[DatedTerm]:
    """The terms of the quoted wording that have dated."""
    for entry in _entries(folder / "dated-terms.yaml", ("term", "match", "now", "since"), problems):
        yield DatedTerm(str(entry["term"]), tuple(str(word) for word in as_list(entry["match"])), str(entry["now"]), str(entry["since"]))


def read_yaml(file: Path, problems: list[Problem]) -> YamlDocument | None:
    """The YAML of `file`; None when its text cannot be read."""
    text, faults = decode(file.read_bytes(), str(file))
    if faults:
        problems += faults
        return None
    document, faults = parse_yaml(text, str(file))
    problems += faults
    return None if faults else document


def as_dict(value: object) -> dict[str, object]:
    """The value if it holds names with values, else nothing."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """The value if it is a list, else nothing."""
    return value if isinstance(value, list) else []


def _entries(file: Path, needed: tuple[str, ...], problems: list[Problem], name: str = "") -> Iterator[dict[str, object]]:
    """The entries of a file's list, or of the list called `name` in it, that have all they need."""
    document = read_yaml(file, problems) if file.is_file() else None
    if document is None:
        return
    whole = plain(document.root)
    entries = as_dict(whole).get(name, []) if name else whole
    if not isinstance(entries, list):
        problems.append(Problem("library-list", f"{file.name} is not a list" if not name else f"“{name}” is not a list",
                                document.place((name,) if name else ()), cure="put each entry on its own line, beginning with “- ”"))
        return
    for index, entry in enumerate(entries):
        path = (name, index) if name else (index,)
        if faults := _lacking(as_dict(entry), needed, document, path):
            problems += faults
        else:
            yield as_dict(entry)


def _unknown(given: Mapping[str, object], known: Iterable[str], document: YamlDocument, path: tuple[str | int, ...]) -> list[Problem]:
    return [
        Problem("unknown-key", f"“{name}” is not a name that belongs here", document.place((*path, name)), suggestion=did_you_mean(name, known),
                cure=f"use: {', '.join(known)}", excerpt=document.excerpt(document.place((*path, name))))
        for name in given if name not in known
    ]


def _lacking(given: Mapping[str, object], needed: Iterable[str], document: YamlDocument, path: tuple[str | int, ...]) -> list[Problem]:
    return [
        Problem("missing-value", f"“{name}” is missing here", document.place(path), cure=f"add “{name}:”", excerpt=document.excerpt(document.place(path)))
        for name in needed if not given.get(name)
    ]
