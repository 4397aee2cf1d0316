"""A clause version's file: front matter between lines of three dashes, then the wording."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date

from specgen.library.model import (
    ClauseVersion,
    Origin,
    Source,
)
from specgen.library.shapes import LINE, LINES, NUMBER, ListOf, Names, WrittenShape, kind_faults
from specgen.problems import Location, Problem, did_you_mean
from specgen.wording.wording import Blocks, parse_wording, placeholder_names, references_in
from specgen.yamlfile import (
    YamlDocument,
    decode,
    parse_yaml,
    plain,
)

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
    below = Location(file, parts[0].count("\n") + 1, 1)
    problems += _front_matter_faults(given, place, document)
    blocks, faults = parse_wording(text[parts.end() :].rstrip("\n"), file, below.line or 1)
    problems += [*faults, *_wording_faults(blocks, place, below)]
    fields = _fields(given, place, document, problems)
    for name, part in {"": blocks if place != "specification" else (), **fields}.items():
        if any(True for _ in references_in(part)):
            where = document.place((name,)) if name else below
            message = "“{{ see: … }}” stands where no paragraph has a number of its own"
            cure = "refer to a paragraph in the wording of a specification only"
            problems.append(Problem("reference-place", message, where, cure=cure))
    source = _source(given.get("source"))
    starts, ends, until = (
        _day(given, name, document, problems) for name in ("effective_from", "effective_to", "deviation_until")
    )
    origin = _ORIGINS.get(str(given.get("origin")))
    if origin is None:
        message = "the origin must be national (quoted) or drafted"
        cure = "write “origin: drafted”; national only for words that are quoted from a published document"
        problems.append(Problem("origin", message, document.place(("origin",)), cure=cure))
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


def _front_matter_faults(given: Mapping[str, object], place: str, document: YamlDocument) -> Iterator[Problem]:
    shape = Names(optional={**_FRONT, **dict.fromkeys(fields_of(place), LINES)})
    yield from kind_faults(document, shape, "front-matter")
    yield from _unknown_or_missing(given, place, document)
    if odd := re.search(r"\{\{|\}\}|\*\*", str(given.get("title"))):
        message = f"the title holds “{odd.group()}”, and a title is printed as it stands"
        cure = "write plain words; a value can stand in the wording only"
        yield document.problem("title-markup", message, document.place(("title",)), cure=cure)


def _wording_faults(blocks: Blocks, place: str, below: Location) -> Iterator[Problem]:
    if not blocks:
        yield Problem("no-wording", "there is no wording below the front matter", below)
    if place != "specification" and len(blocks) > 1:
        message = f"wording for “{place}” must be one paragraph, since it stands in a table"
        yield Problem("one-paragraph", message, below, cure="make it one paragraph, or several clauses")


def _fields(
    given: Mapping[str, object], place: str, document: YamlDocument, problems: list[Problem]
) -> dict[str, Blocks]:
    """The wording of each field that the version has besides its own."""
    fields: dict[str, Blocks] = {}
    for name in fields_of(place):
        if isinstance(value := given.get(name), str):
            fields[name], faults = parse_wording(value.strip(), document.file, document.place((name,)).line or 1)
            problems += faults
    return fields


def _unknown_or_missing(given: Mapping[str, object], place: str, document: YamlDocument) -> list[Problem]:
    known = (*COMMON, *fields_of(place))
    needed = ("title", "origin", "source", "effective_from", "change", *PLACE_FIELDS[place])
    unknown = [
        document.problem(
            "unknown-key",
            f"“{name}” does not belong in the front matter of a clause for “{place}”",
            document.place((name,)),
            suggestion=did_you_mean(name, known),
            cure=f"use: {', '.join(known)}",
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
