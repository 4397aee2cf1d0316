"""Reading a clause library's folder: library.yaml, the clauses with their versions, notes and lists."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from specgen.library.fallbacks import FALLBACK_KEYS, fallback_faults, read_fallback
from specgen.library.model import (
    CONTRACT_FIELDS,
    KINDS,
    PLACES,
    Clause,
    ClauseVersion,
    Component,
    DatedTerm,
    DeclaredPlaceholder,
    Library,
    Note,
    Origin,
    Situation,
    Source,
    SourceDocument,
)
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, did_you_mean
from specgen.wording.wording import Blocks, parse_wording, placeholder_names
from specgen.yamlfile import (
    Mapping as Tree,
)
from specgen.yamlfile import (
    Node,
    Scalar,
    Sequence,
    YamlDocument,
    decode,
    parse_yaml,
    plain,
)
from specgen.yamlfile import (
    Path as KeyPath,
)

# What a YAML file of a library, an edition or a document type must look like, and every place where one does not.
#
# A reader describes the shape it expects once; what has another shape is said with its place and how to mend it, before
# anything is taken from the file. Contract files have a model of their own.


@dataclass(frozen=True, slots=True)
class Written:
    """Text on one line, or on several where `lines` says so; `pattern` (whole text) and `says` narrow it."""

    lines: bool = False
    pattern: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of `item`; with `alone`, a single one may be written without the list."""

    item: WrittenShape
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """Names with values: those that are needed and those that may be there."""

    needed: Mapping[str, WrittenShape] = field(default_factory=dict)
    optional: Mapping[str, WrittenShape] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, WrittenShape]:
        return {**self.needed, **self.optional}


@dataclass(frozen=True, slots=True)
class EachName:
    """Names that the file's writer chooses, each with a value of one shape."""

    value: WrittenShape


WrittenShape = Written | OneOf | ListOf | Names | EachName

LINE = Written()
LINES = Written(lines=True)
NUMBER = Written(pattern="[0-9]{1,4}", says="a whole number from 0 to 9999")


def shape_faults(document: YamlDocument, shape: WrittenShape, slug: str) -> list[Problem]:
    """Every place of the file that has not the shape; one of them where the file as a whole has not."""
    return list(_faults(document.root, shape, (), document, slug))


def part_faults(document: YamlDocument, shape: WrittenShape, slug: str, *path: str | int) -> list[Problem]:
    """The same for what stands at `path`."""
    node = document.root
    for step in path:
        node = (
            node.get(str(step))
            if isinstance(node, Tree)
            else node.items[step]
            if isinstance(node, Sequence) and isinstance(step, int)
            else None
        )
    return list(_faults(node, shape, path, document, slug))


def kind_faults(document: YamlDocument, shape: Names, slug: str) -> list[Problem]:
    """The same for what is there, at the top of the file: names that are unknown or missing are for the caller."""
    root = document.root
    if not isinstance(root, Tree):
        return shape_faults(document, shape, slug)
    known = shape.known
    return [
        fault
        for key, value in root.entries
        if key.value in known and not _blank(value)
        for fault in _faults(value, known[key.value], (key.value,), document, slug)
    ]


def _faults(
    node: Node | None, shape: WrittenShape, path: KeyPath, document: YamlDocument, slug: str
) -> Iterator[Problem]:
    if isinstance(shape, (Names, EachName)):
        yield from _names_faults(node, shape, path, document, slug)
    elif isinstance(shape, ListOf):
        if isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                yield from _faults(item, shape.item, (*path, index), document, slug)
        elif shape.alone:
            yield from _faults(node, shape.item, path, document, slug)
        else:
            yield _said(
                f"{_called(path)} must be a list, not {_what(node)}",
                path,
                document,
                slug,
                cure="put each entry on its own line below, beginning with “- ”",
            )
    else:
        yield from _scalar_faults(node, shape, path, document, slug)


def _names_faults(
    node: Node | None, shape: Names | EachName, path: KeyPath, document: YamlDocument, slug: str
) -> Iterator[Problem]:
    if not isinstance(node, Tree):
        yield _said(
            f"{_called(path)} must hold names with values, not {_what(node)}",
            path,
            document,
            slug,
            cure="put each name on its own line, with a colon, a space and its value",
        )
        return
    known = shape.known if isinstance(shape, Names) else {}
    for key, value in node.entries:
        here = (*path, key.value)
        if isinstance(shape, EachName):
            yield from _faults(value, shape.value, here, document, slug)
        elif key.value not in known:
            yield _said(
                f"“{key.value}” is not a name that belongs here",
                here,
                document,
                "unknown-key",
                did_you_mean(key.value, known),
                f"use: {', '.join(known)}",
            )
        elif not _blank(value):
            yield from _faults(value, known[key.value], here, document, slug)
    if isinstance(shape, Names):
        given = {key.value for key, value in node.entries if not _blank(value)}
        for name in shape.needed:
            if name not in given:
                yield _said(
                    f"“{name}” is missing here", path, document, "missing-value", cure=f"add “{name}:” with its value"
                )


def _scalar_faults(
    node: Node | None, shape: Written | OneOf, path: KeyPath, document: YamlDocument, slug: str
) -> Iterator[Problem]:
    if not isinstance(node, Scalar) or node.empty or not node.value.strip():
        yield _said(
            f"{_called(path)} must be text, not {_what(node)}",
            path,
            document,
            slug,
            cure="write the text after the colon; in quotes, if it begins with a bracket or a brace",
        )
    elif isinstance(shape, OneOf):
        if node.value not in shape.words:
            yield _said(
                f"“{node.value}” is not a value that {_called(path)} can have",
                path,
                document,
                slug,
                did_you_mean(node.value, shape.words),
                f"use one of: {', '.join(shape.words)}",
            )
    elif not shape.lines and "\n" in node.value.strip():
        yield _said(f"{_called(path)} must be one line", path, document, slug, cure="write it on one line")
    elif shape.pattern and not re.fullmatch(shape.pattern, node.value):
        yield _said(
            f"“{node.value[:80]}” is not {shape.says}, and {_called(path)} must be one",
            path,
            document,
            slug,
            cure="correct the value",
        )


def _said(
    message: str, path: KeyPath, document: YamlDocument, slug: str, suggestion: str = "", cure: str = ""
) -> Problem:
    place = document.place(path)
    return Problem(slug, message, place, cure=cure, suggestion=suggestion, excerpt=document.excerpt(place))


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def _called(path: KeyPath) -> str:
    """`“title”`; for an entry of a list, the list it stands in."""
    if not path:
        return "the file"
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    entry = f"entry {path[-1] + 1} of " if isinstance(path[-1], int) else ""
    return f"{entry}{f'“{name}”' if name else 'the list'}"


def _what(node: Node | None) -> str:
    if isinstance(node, Tree):
        return "names with values"
    if isinstance(node, Sequence):
        return "a list"
    return f"the text “{node.value[:40]}”" if node is not None and node.value.strip() and not node.empty else "nothing"


# The lists of a library: library.yaml, notes, clinical situations and dated terms. What cannot be used is reported.

LIBRARY_FILE = "library.yaml"
VOCABULARY_FILE = "vocabulary.yaml"
READING_ENDING = ".duties.yaml"
"""After the number of a version: its reading, such as `1.duties.yaml`."""
COMPONENT_ID = "(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*"
"""A component is also the name of a folder."""
SOURCE_NEEDS = {"title": LINE, "publisher": LINE, "version": LINE, "date": LINE}
SOURCE_MAY = {"approval_reference": LINE, "licence": LINES}
HEAD_SHAPE = Names(
    optional={
        "schema": OneOf(("1",)),
        "publisher": LINE,
        "sources": EachName(Names(SOURCE_NEEDS, SOURCE_MAY)),
        "components": ListOf(
            Names(
                {
                    "id": Written(pattern=COMPONENT_ID, says="a name of small letters, digits and hyphens"),
                    "title": LINE,
                },
                {"section": LINE, "page": NUMBER, "sets": EachName(ListOf(LINE))},
            )
        ),
    }
)
NOTE = Names({"heading": LINE, "text": LINES, "section": LINE})
SITUATION = Names({"number": LINE, "area": LINE, "conversation": LINE}, {"reads": LINE})
PROCEDURE = Names({"number": LINE, "procedure": LINE})
DATED_TERM = Names(
    {"term": LINE, "match": ListOf(LINE), "now": LINE, "since": LINE}, {"section": LINE, "known": LINE, "confirm": LINE}
)


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
        problems.append(
            Problem(
                "library-file",
                f"the library has no {LIBRARY_FILE}",
                Location(str(file)),
                cure="write one with “schema: 1” and “publisher:”",
            )
        )
        return Head()
    document = read_yaml(file, problems)
    if document is None:
        return Head()
    head = plain(document.root)
    if not isinstance(head, dict):
        problems.append(
            Problem(
                "library-file",
                f"{LIBRARY_FILE} holds no names with values",
                Location(str(file), 1, 1),
                cure="begin with “schema: 1” and “publisher:”",
            )
        )
        return Head()
    problems += shape_faults(document, HEAD_SHAPE, "library-file")
    sources = {
        key: SourceDocument(
            key, **{name: str(value) for name, value in as_dict(entry).items() if name in (*SOURCE_NEEDS, *SOURCE_MAY)}
        )
        for key, entry in as_dict(head.get("sources")).items()
        if all(as_dict(entry).get(name) for name in SOURCE_NEEDS)
    }
    components = [
        as_dict(entry)
        for entry in as_list(head.get("components"))
        if re.fullmatch(COMPONENT_ID, str(as_dict(entry).get("id"))) and as_dict(entry).get("title")
    ]
    return Head(str(head.get("publisher", "")), sources, tuple(components))


def read_notes(file: Path, problems: list[Problem]) -> Iterator[Note]:
    """A component's points for the internal drafting note; none when it has no such file."""
    for entry in _entries(file, NOTE, problems):
        yield Note(str(entry["heading"]), str(entry["text"]), str(entry["section"]))


def read_situations(folder: Path, problems: list[Problem]) -> Iterator[Situation]:
    """The clinical situations and the procedures of the handbook's Appendix 1."""
    file = folder / "situations.yaml"
    for entry in _entries(file, SITUATION, problems, "situations"):
        reads = str(entry.get("reads") or "")
        yield Situation(str(entry["number"]), str(entry["area"]), str(entry["conversation"]), reads)
    for entry in _entries(file, PROCEDURE, problems, "procedures"):
        yield Situation(f"EBI {entry['number']}", "Evidence based intervention programme", str(entry["procedure"]))


def read_dated_terms(folder: Path, problems: list[Problem]) -> Iterator[DatedTerm]:
    """The terms of the quoted wording that have dated."""
    for entry in _entries(folder / "dated-terms.yaml", DATED_TERM, problems):
        yield DatedTerm(
            str(entry["term"]),
            tuple(str(word) for word in as_list(entry["match"])),
            str(entry["now"]),
            str(entry["since"]),
        )


BANK_HOLIDAY = Names({"day": Written(pattern=r"\d{4}-\d{2}-\d{2}", says="a day such as 2026-12-25"), "name": LINE})


def read_bank_holidays(folder: Path, problems: list[Problem]) -> Iterator[date]:
    """The bank holidays of England that the library knows."""
    file = folder / "bank-holidays.yaml"
    for entry in _entries(file, BANK_HOLIDAY, problems):
        try:
            yield date.fromisoformat(str(entry["day"]))
        except ValueError:
            problems.append(
                Problem(
                    "library-list",
                    f"“{entry['day']}” is no day of the calendar",
                    Location(str(file)),
                    cure="correct the day",
                )
            )


def read_yaml(file: Path, problems: list[Problem]) -> YamlDocument | None:
    """The YAML of `file`; None when its text cannot be read."""
    text, faults = decode(read_plain(file), str(file))
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


def _entries(file: Path, shape: Names, problems: list[Problem], name: str = "") -> Iterator[dict[str, object]]:
    """The entries of a file's list, or of the list called `name` in it, that have all they need."""
    document = read_yaml(file, problems) if file.is_file() else None
    if document is None:
        return
    whole = plain(document.root)
    entries = as_dict(whole).get(name, []) if name else whole
    if not isinstance(entries, list):
        problems.append(
            Problem(
                "library-list",
                f"{file.name} is not a list" if not name else f"“{name}” is not a list",
                document.place((name,) if name else ()),
                cure="put each entry on its own line, beginning with “- ”",
            )
        )
        return
    for index, entry in enumerate(entries):
        if faults := part_faults(document, shape, "library-list", *((name, index) if name else (index,))):
            problems += faults
        else:
            yield as_dict(entry)


# A clause version's file: front matter between lines of three dashes, then the wording.

COMMON = (
    "title",
    "origin",
    "source",
    "effective_from",
    "effective_to",
    "change",
    "based_on",
    "source_note",
    "deviation_until",
)

PLACE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "specification": (),
    "quality": (
        "cohort",
        "baseline",
        "threshold",
        "numerator",
        "denominator",
        "instrument",
        "sample",
        "method",
        "data_source",
        "frequency",
        "period",
        "accountable",
    ),
    "development": ("scope", "owner", "date", "evidence", "key_action"),
    "improvement": ("by", "timescale", "benefit", "co_production", "evidence"),
    "system": ("by", "subject", "date", "evidence"),
    "reporting": ("information", "frequency", "due", "to", "format"),
}
"""The fields that a version of each place has besides its wording; all of them are needed."""

PLACE_MAY: Mapping[str, tuple[str, ...]] = {
    "development": ("horizon", "co_production"),
    "improvement": ("owner", "steps", "review"),
    "system": ("owner", "plan"),
}
"""The fields that a version of a place may have too."""


def fields_of(place: str) -> tuple[str, ...]:
    """Every field that a version of the place can have besides its wording."""
    return (*PLACE_FIELDS[place], *PLACE_MAY.get(place, ()))


_SOURCE = Names({"document": LINE, "section": ListOf(LINE, alone=True)}, {"page": NUMBER})
_FRONT: dict[str, WrittenShape] = {
    **dict.fromkeys(COMMON, LINE),
    "change": LINES,
    "source_note": LINES,
    "source": _SOURCE,
}

_ORIGINS: Mapping[str, Origin] = {"national": "national", "drafted": "drafted"}


def fingerprint(data: bytes) -> str:
    """The SHA-256 (hex) of a version file as UTF-8 with LF line ends and no byte order mark."""
    plain_bytes = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(plain_bytes).hexdigest()


def read_version(data: bytes, file: str, clause_id: str, number: int) -> tuple[ClauseVersion | None, list[Problem]]:
    """The version in `data`, and every fault of the file; None when it cannot be used."""
    text, problems = decode(data, file)
    if problems:
        return None, problems
    parts = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if parts is None:
        return None, [
            Problem(
                "no-front-matter",
                "the file does not begin with front matter between two lines “---”",
                Location(file, 1, 1),
                cure="begin with ---, the title, origin, source and dates, and --- again",
            )
        ]
    document, problems = parse_yaml(parts[1], file, first_line=2)
    given = plain(document.root)
    if not isinstance(given, dict):
        return None, problems or [
            Problem("no-front-matter", "the front matter holds no names with values", Location(file, 2, 1))
        ]
    place = clause_id.split("/")[1]
    problems += kind_faults(
        document, Names(optional={**_FRONT, **dict.fromkeys(fields_of(place), LINES)}), "front-matter"
    )
    problems += _unknown_or_missing(given, place, document)
    if odd := re.search(r"\{\{|\}\}|\*\*", str(given.get("title"))):
        where = document.place(("title",))
        problems.append(
            Problem(
                "title-markup",
                f"the title holds “{odd.group()}”, and a title is printed as it stands",
                where,
                cure="write plain words; a value can stand in the wording only",
                excerpt=document.excerpt(where),
            )
        )
    first_line = parts[0].count("\n") + 1
    blocks, faults = parse_wording(text[parts.end() :].rstrip("\n"), file, first_line)
    problems += faults
    if not blocks:
        problems.append(
            Problem("no-wording", "there is no wording below the front matter", Location(file, first_line, 1))
        )
    if place != "specification" and len(blocks) > 1:
        problems.append(
            Problem(
                "one-paragraph",
                f"wording for “{place}” must be one paragraph, since it stands in a table",
                Location(file, first_line, 1),
                cure="make it one paragraph, or several clauses",
            )
        )
    fields: dict[str, Blocks] = {}
    for name in fields_of(place):
        if isinstance(value := given.get(name), str):
            where = document.place((name,))
            fields[name], faults = parse_wording(value.strip(), file, where.line or 1)
            problems += faults
    source = _source(given.get("source"))
    starts = _day(given, "effective_from", document, problems)
    ends = _day(given, "effective_to", document, problems)
    until = _day(given, "deviation_until", document, problems)
    origin = _ORIGINS.get(str(given.get("origin")))
    if origin is None:
        problems.append(
            Problem(
                "origin",
                "the origin must be national (quoted) or drafted",
                document.place(("origin",)),
                cure="write “origin: drafted”; national only for words that are quoted from a published document",
            )
        )
    if any(problem.severity == "error" for problem in problems) or origin is None or source is None or starts is None:
        return None, problems
    return ClauseVersion(
        clause_id,
        number,
        str(given["title"]),
        origin,
        source,
        starts,
        ends,
        str(given["change"]),
        blocks,
        fields,
        fingerprint(data),
        file,
        str(given.get("based_on") or ""),
        str(given.get("source_note") or ""),
        until,
        tuple(dict.fromkeys(name for part in (blocks, *fields.values()) for name in placeholder_names(part))),
    ), problems


def _unknown_or_missing(given: Mapping[str, object], place: str, document: YamlDocument) -> list[Problem]:
    known = (*COMMON, *fields_of(place))
    needed = ("title", "origin", "source", "effective_from", "change", *PLACE_FIELDS[place])
    unknown = [
        Problem(
            "unknown-key",
            f"“{name}” does not belong in the front matter of a clause for “{place}”",
            document.place((name,)),
            suggestion=did_you_mean(name, known),
            cure=f"use: {', '.join(known)}",
            excerpt=document.excerpt(document.place((name,))),
        )
        for name in given
        if name not in known
    ]
    missing = [
        Problem(
            "missing-value",
            f"“{name}” is missing in the front matter",
            Location(document.file, 2, 1),
            cure=f"add “{name}:”",
        )
        for name in needed
        if not given.get(name)
    ]
    return unknown + missing


def _source(given: object) -> Source | None:
    """The source, when its kinds are right: what is wrong with it has been said."""
    if not isinstance(given, dict) or not given.get("document") or not given.get("section"):
        return None
    section, page = given["section"], str(given.get("page") or "")
    sections = tuple(str(entry) for entry in section) if isinstance(section, list) else (str(section),)
    return Source(str(given["document"]), sections, int(page) if re.fullmatch("[0-9]{1,4}", page) else None)


def _day(given: Mapping[str, object], name: str, document: YamlDocument, problems: list[Problem]) -> date | None:
    value = given.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        problems.append(
            Problem("not-a-date", f"“{value}” is not a date", document.place((name,)), cure="write it as 2026-04-01")
        )
        return None


OTHER_NAMES = {"share": "percentage"}
"""Another name of a kind → the kind."""
WITHOUT_A_VALUE = ("text", "list", "post")
"""Kinds for which `otherwise` may say what is printed where the contract gives no value: none that is counted or
due."""
_BOUND = Written(pattern=r"[0-9]{1,9}(\.[0-9]{1,4})?", says="a number")
CLAUSE_SHAPE = Names(
    optional={
        "owner": LINE,
        "excludes": ListOf(LINE, alone=True),
        "needs": ListOf(LINE, alone=True),
        "covers": ListOf(LINE),
        **dict.fromkeys(FALLBACK_KEYS, LINE),
        "placeholders": EachName(
            Names(
                optional={
                    "kind": LINE,
                    "question": LINES,
                    "example": LINES,
                    "options": ListOf(LINE),
                    "from": LINE,
                    "gap": LINES,
                    "least": _BOUND,
                    "most": _BOUND,
                    "may_be_none": LINE,
                    "otherwise": LINE,
                }
            )
        ),
    }
)
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_library(folder: Path, beside: Library | None = None) -> tuple[Library, list[Problem]]:
    """The library in `folder` and every fault in it. A clause with a fault is left out.

    `beside` is the library that it will be joined with: its clauses may stand in sets, its components and sources may
    be named, and its placeholders mean the same thing here."""
    problems: list[Problem] = []
    head = read_head(folder, problems)
    clauses: dict[str, Clause] = {}
    for clause_folder in sorted(path.parent for path in folder.glob("*/*/*/clause.yaml")):
        clause, faults = read_clause(clause_folder, folder)
        problems += faults
        if clause is not None:
            clauses[clause.id] = clause
    problems += _stray_files(folder)
    beside = beside or Library()
    everything = {**beside.clauses, **clauses}
    components = tuple(_component(entry, folder, everything, problems) for entry in head.components)
    problems += _faults_between(clauses, components, head.sources, beside)
    problems += _repeated_sets(components, beside, folder)
    problems += fallback_faults(clauses, everything, components)
    vocabulary = folder / VOCABULARY_FILE
    return Library(
        publisher=head.publisher,
        sources=head.sources,
        components=components,
        clauses=clauses,
        situations={entry.number: entry for entry in read_situations(folder, problems)},
        dated_terms=tuple(read_dated_terms(folder, problems)),
        bank_holidays=tuple(sorted(read_bank_holidays(folder, problems))),
        vocabulary=((str(vocabulary), read_plain(vocabulary)),) if vocabulary.is_file() else (),
    ), problems


def read_clause(folder: Path, library: Path) -> tuple[Clause | None, list[Problem]]:
    """The clause in `folder` (component / place / name below `library`) with all its versions, and its faults."""
    clause_id = folder.relative_to(library).as_posix()
    problems: list[Problem] = []
    file = folder / "clause.yaml"
    component, place, name = clause_id.split("/")
    if place not in PLACES or not all(_NAME.fullmatch(part) for part in (component, name)):
        return None, [
            Problem(
                "clause-folder",
                f"“{clause_id}” is not component/place/name",
                Location(str(file)),
                suggestion=did_you_mean(place, PLACES),
                cure=f"the place is one of: {', '.join(PLACES)}; names have small letters, digits and hyphens",
            )
        ]
    document = read_yaml(file, problems)
    given = plain(document.root) if document else None
    if document is None or not isinstance(given, dict):
        return None, problems or [
            Problem(
                "clause-file",
                "clause.yaml holds no names with values",
                Location(str(file), 1, 1),
                cure="begin with “owner:” and “placeholders:”",
            )
        ]
    if faults := shape_faults(document, CLAUSE_SHAPE, "clause-file"):
        return None, [*problems, *faults]
    owner = given.get("owner")
    if not isinstance(owner, str):
        problems.append(
            Problem(
                "clause-without-owner",
                f"the clause {clause_id} has no owner",
                Location(str(file), 1, 1),
                cure="add “owner:” with the post that looks after it",
            )
        )
        owner = ""
    placeholders = {
        key: placeholder
        for key, entry in as_dict(given.get("placeholders")).items()
        if (placeholder := _placeholder(key, entry, document, place, problems)) is not None
    }
    versions: list[ClauseVersion] = []
    for path in sorted(folder.glob("*.md"), key=lambda path: (len(path.stem), path.stem)):
        if not re.fullmatch(r"[1-9]\d{0,3}", path.stem):
            problems.append(
                Problem(
                    "version-file-name",
                    f"“{path.name}” is not a version: the name is a whole number",
                    Location(str(path)),
                )
            )
            continue
        version, faults = read_version(read_plain(path), str(path), clause_id, int(path.stem))
        problems += faults
        if version is not None:
            beside = path.with_name(f"{path.stem}{READING_ENDING}")
            versions.append(replace(version, reading=read_plain(beside)) if beside.is_file() else version)
    if not versions:
        problems.append(
            Problem(
                "clause-without-version",
                f"the clause {clause_id} has no usable version",
                Location(str(file)),
                cure="write its wording into 1.md beside clause.yaml, or mend the versions that have faults",
            )
        )
        return None, problems
    faults = _placeholder_faults(versions, placeholders, document)
    problems += faults
    if any(fault.slug == "undeclared-placeholder" for fault in faults):
        return None, problems
    covers = tuple(map(str, as_list(given.get("covers"))))
    if covers and (len(covers) != 2 or covers[0] != component):
        where = document.place(("covers",))
        problems.append(
            Problem(
                "clause-relation",
                "“covers” needs the clause’s component and what it is about within it",
                where,
                cure=f"write it as [{component}, peer support]",
                excerpt=document.excerpt(where),
            )
        )
    return Clause(
        clause_id,
        owner,
        placeholders,
        tuple(versions),
        Location(str(file), 1, 1),
        excludes=_ids(given.get("excludes")),
        needs=_ids(given.get("needs")),
        covers=(covers[0], covers[1]) if len(covers) == 2 else None,
        fallback=read_fallback(given, clause_id, document, problems),
    ), problems


def _ids(given: object) -> tuple[str, ...]:
    return tuple(map(str, as_list(given) or ([given] if given else [])))


def _placeholder_faults(
    versions: list[ClauseVersion], placeholders: Mapping[str, DeclaredPlaceholder], document: YamlDocument
) -> list[Problem]:
    used = {name for version in versions for name in version.names}
    undeclared = [
        Problem(
            "undeclared-placeholder",
            f"the wording has {{{{ {name} }}}}, which clause.yaml does not describe",
            Location(version.file),
            suggestion=did_you_mean(name, placeholders),
            cure="describe it under “placeholders:”",
        )
        for version in versions
        for name in version.names
        if name not in placeholders
    ]
    unused = [
        Problem(
            "unused-placeholder",
            f"no version uses the placeholder “{name}”",
            document.place(("placeholders", name)),
            cure="delete it",
        )
        for name in placeholders
        if name not in used
    ]
    return undeclared + unused


def _placeholder(
    name: str, entry: object, document: YamlDocument, place: str, problems: list[Problem]
) -> DeclaredPlaceholder | None:
    where = document.place(("placeholders", name))
    given = as_dict(entry)
    comes_from = str(given.get("from") or "")
    if comes_from:
        if (
            comes_from not in CONTRACT_FIELDS
            or (comes_from.startswith("service.") and place not in ("specification", "quality"))
            or (comes_from.startswith("action.") and place != "development")
        ):
            problems.append(
                Problem(
                    "placeholder-from",
                    f"“{comes_from}” is not a contract field that a clause for “{place}” can use",
                    where,
                    suggestion=did_you_mean(comes_from, CONTRACT_FIELDS),
                    cure=f"use one of: {', '.join(CONTRACT_FIELDS)}",
                )
            )
            return None
        return DeclaredPlaceholder(name, "text", comes_from=comes_from, gap=str(given.get("gap") or ""))
    written = OTHER_NAMES.get(str(given.get("kind")), given.get("kind"))
    kind = next((known for known in KINDS if known == written), None)
    options = tuple(str(option) for option in as_list(given.get("options")))
    if given.get("otherwise") and kind not in WITHOUT_A_VALUE:
        problems.append(
            Problem(
                "placeholder",
                f"“otherwise” cannot stand in for the {kind} “{name}”",
                where,
                cure=f"delete it; a value may be left out for these kinds alone: {', '.join(WITHOUT_A_VALUE)}",
            )
        )
        return None
    if kind is None or not given.get("question") or not given.get("example") or (kind == "choice") != bool(options):
        problems.append(
            Problem(
                "placeholder",
                f"the placeholder “{name}” needs a kind, a question and an example (and options, if it is a choice)",
                where,
                cure=f"kinds are: {', '.join((*KINDS, *OTHER_NAMES))}",
            )
        )
        return None
    return DeclaredPlaceholder(
        name,
        kind,
        str(given["question"]),
        str(given["example"]),
        options,
        gap=str(given.get("gap") or ""),
        **{bound: str(given.get(bound) or "") for bound in ("least", "most", "may_be_none", "otherwise")},
    )


def _component(
    entry: Mapping[str, object], folder: Path, clauses: Mapping[str, Clause], problems: list[Problem]
) -> Component:
    name = str(entry.get("id"))
    sets: dict[str, tuple[str, ...]] = {}
    for key, members in as_dict(entry.get("sets")).items():
        ids = tuple(f"{name}/{member}" for member in as_list(members))
        for missing in (clause_id for clause_id in ids if clause_id not in clauses):
            problems.append(
                Problem(
                    "set-member",
                    f"the set “{key}” names the clause “{missing}”, which the library does not have",
                    Location(str(folder / "library.yaml")),
                    suggestion=did_you_mean(missing, clauses),
                    cure="name clauses as place/name, or write the clause",
                )
            )
        places = list(dict.fromkeys(clauses[clause_id].place for clause_id in ids if clause_id in clauses))
        if len(places) > 1:
            problems.append(
                Problem(
                    "set-places",
                    f"the set “{key}” holds clauses for {' and for '.join(f'“{place}”' for place in places)}",
                    Location(str(folder / "library.yaml")),
                    cure="make a set for each: a contract names a set under one place",
                )
            )
        sets[key] = ids
    page = str(entry.get("page") or "")
    return Component(
        name,
        str(entry.get("title")),
        str(entry.get("section", "")),
        int(page) if re.fullmatch(r"[0-9]{1,4}", page) else None,
        sets,
        tuple(read_notes(folder / name / "notes.yaml", problems)),
    )


def _faults_between(
    clauses: Mapping[str, Clause],
    components: tuple[Component, ...],
    sources: Mapping[str, SourceDocument],
    beside: Library,
) -> list[Problem]:
    """Faults that show only between clauses: two meanings of one name, unknown sources and components, overlapping
    dates."""
    problems: list[Problem] = []
    known = {component.id for component in (*components, *beside.components)}
    sources = {**beside.sources, **sources}
    meaning: dict[str, tuple[DeclaredPlaceholder, str]] = {
        name: (placeholder, clause.id)
        for clause in beside.clauses.values()
        for name, placeholder in clause.placeholders.items()
    }
    for clause in clauses.values():
        if known and clause.component not in known:
            problems.append(
                Problem(
                    "unknown-component",
                    f"library.yaml does not list the component “{clause.component}”",
                    clause.location,
                    suggestion=did_you_mean(clause.component, known),
                    cure="add it under “components:”, or correct the folder’s name",
                )
            )
        for name, placeholder in clause.placeholders.items():
            first, owner = meaning.setdefault(name, (placeholder, clause.id))
            if (first.kind, first.question, first.options, first.comes_from) != (
                placeholder.kind,
                placeholder.question,
                placeholder.options,
                placeholder.comes_from,
            ):
                problems.append(
                    Problem(
                        "placeholder-meaning",
                        f"“{name}” is described in another way in {owner}",
                        clause.location,
                        cure="give it the same kind, question and options everywhere, or another name",
                    )
                )
        problems += _relation_faults(clause, clauses, {**beside.clauses, **clauses})
        for version in clause.versions:
            if sources and version.source.document not in sources:
                problems.append(
                    Problem(
                        "unknown-source",
                        f"the source document “{version.source.document}” is not listed in library.yaml",
                        Location(version.file),
                        suggestion=did_you_mean(version.source.document, sources),
                        cure="add it under “sources:” of library.yaml, or correct the name",
                    )
                )
    return problems


def _relation_faults(clause: Clause, clauses: Mapping[str, Clause], known: Mapping[str, Clause]) -> Iterator[Problem]:
    """Clauses that it excludes or needs and that nobody has, and an exclusion that the other clause of the same library
    does not say too."""
    for word, ids in (("excludes", clause.excludes), ("needs", clause.needs)):
        for other in ids:
            if other not in known or other == clause.id:
                yield Problem(
                    "clause-relation",
                    f"{clause.id} {word} “{other}”, which is no other clause of the library",
                    clause.location,
                    suggestion=did_you_mean(other, known),
                    cure="write the other clause’s id as component/place/name",
                )
    for other in clause.excludes:
        if other in clauses and other != clause.id and clause.id not in clauses[other].excludes:
            yield Problem(
                "clause-relation",
                f"{clause.id} excludes {other}, whose own clause.yaml does not say so",
                clauses[other].location,
                cure=f"add “{clause.id}” under “excludes:” there",
            )


def _repeated_sets(components: tuple[Component, ...], beside: Library, folder: Path) -> list[Problem]:
    """A contract names a set by its name alone, so two of one name would hide one another."""
    seen = {key: component.id for component in beside.components for key in component.sets}
    problems = []
    for component in components:
        for key in component.sets:
            if key in seen:
                problems.append(
                    Problem(
                        "repeated-set",
                        f"the set “{key}” of {component.id} has the name of a set of {seen[key]}",
                        Location(str(folder / "library.yaml")),
                        cure="give it another name",
                    )
                )
            seen.setdefault(key, component.id)
    return problems


def _stray_files(folder: Path) -> list[Problem]:
    """A version file whose folder has no clause.yaml, and a clause.yaml too high or too deep, would otherwise be passed
    over."""
    misplaced = sorted(path for depth in ("", "*/", "*/*/", "*/*/*/*/") for path in folder.glob(f"{depth}clause.yaml"))
    problems = [
        Problem(
            "clause-folder",
            f"“{path.parent.relative_to(folder).as_posix()}” is not component/place/name",
            Location(str(path)),
            cure="move the clause’s folder to clauses/component/place/name, such as co-production/specification/panel",
        )
        for path in misplaced
    ]
    problems += [
        Problem(
            "clause-folder",
            f"{path.parent.name} has a version file and no clause.yaml",
            Location(str(path)),
            cure="add clause.yaml beside it",
        )
        for path in sorted(folder.glob("*/*/*/*.md"))
        if not (path.parent / "clause.yaml").is_file()
    ]
    for path in sorted(folder.glob(f"*/*/*/*{READING_ENDING}")):
        version = f"{path.name.removesuffix(READING_ENDING)}.md"
        if not path.with_name(version).is_file():
            problems.append(
                Problem(
                    "reading-without-version",
                    f"“{path.name}” is a reading, and its folder has no {version}",
                    Location(str(path)),
                    cure="give it the number of the version that it reads, such as 1.duties.yaml beside 1.md",
                )
            )
    return problems
