"""Which letters of a document come from which value of the contract file.

The values of a document are marked (with signs that no file of ours holds), its text is told once more from the marked
values by the way that shares no code with the writing of Word, and the marks are read off. The words that are shown
come from the document itself; a line whose marked text is not its own is shown without marks, never otherwise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.choose import ChosenClause
from specgen.assembly.names import of_fields
from specgen.assembly.pack import Document, Pack
from specgen.assembly.page import page_values
from specgen.assembly.values import Printed
from specgen.contract.fields import part_of
from specgen.contract.model import ContractPart, part_fields
from specgen.contract.particulars import Particulars
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.services import Service
from specgen.desk.asked.looked import Looked
from specgen.issue.build import listed_reports
from specgen.issue.precedents import ReadyTemplate
from specgen.problems import Problem
from specgen.word.package.ooxml import RefusedValue
from specgen.word.template.blocks import Writer
from specgen.word.template.parts import WRITER, told
from specgen.wording.wording import Block, Blocks, Run, fill, placeholder_names, plain_text
from specgen.yamlfile import Path

_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
_FIRST: Final = 0xE100
_MOST: Final = 0xF8FF - _FIRST


class ValueSpan(Struct, frozen=True):
    """Letters of a line, from `start` up to `end`, that a value of the file stands for."""

    start: int
    end: int
    path: Path


class MarkedLine(Struct, frozen=True):
    """A paragraph as it is told, and the letters in it that values stand for."""

    text: str
    spans: tuple[ValueSpan, ...]


class MarkedText(str):
    """A marked text, which a template compares as the text that it is: `{% if contract.form == "grant" %}`. None stands
    in blocks."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and _without_marks(self) == _without_marks(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(_without_marks(self))


def _without_marks(text: str) -> str:
    plain = str.__str__(text)
    return (
        "".join(letter for letter in plain if not _OPEN <= letter <= chr(_FIRST + _MOST)) if _OPEN in plain else plain
    )


class _ValueMarks:
    """The numbers of paths in the order in which they were first marked."""

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self._known: dict[Path, int] = {}

    def around(self, text: str, path: Path) -> str:
        if not path or not text or len(self.paths) >= _MOST:
            return text
        if path not in self._known:
            self._known[path] = len(self.paths)
            self.paths.append(path)
        return MarkedText(f"{_OPEN}{chr(_FIRST + self._known[path])}{text}{_CLOSE}")

    def each(self, value: object, path: Path) -> object:
        """A text, the texts of a list, or blocks, marked."""
        if isinstance(value, str):
            return self.around(value, path)
        if isinstance(value, tuple) and value and isinstance(value[0], str):
            return tuple(self.around(entry, path) for entry in value)
        if isinstance(value, tuple) and value and isinstance(value[0], Block):
            return tuple(self.block(block, path) for block in value)
        return value

    def block(self, block: Block, path: Path) -> Block:
        """A block whose words all come from one value."""
        return replace(
            block,
            inlines=tuple(
                replace(part, text=str(self.around(part.text, path))) if isinstance(part, Run) else part
                for part in block.inlines
            ),
        )


def marked_lines(
    looked: Looked, document: Document, problems: tuple[Problem, ...], form: ReadyTemplate
) -> Mapping[str, tuple[MarkedLine, ...]]:
    """Part → its paragraphs, each with the letters that values stand for; nothing where a value cannot be told."""
    if looked.pack is None:
        return {}
    marks = _ValueMarks()
    values = _marked_values(looked, looked.pack, document, problems, marks)
    template = form.template
    values[WRITER] = Writer(template.first, template.looks, template.places, template.run_looks)
    found: dict[str, tuple[MarkedLine, ...]] = {}
    for part in template.parts:
        if part.tell is None:
            continue
        try:
            text = told(part, values)
        except (RefusedValue, TypeError):
            continue
        found[part.name] = tuple(_read(line, marks.paths) for line in text.split("\n")[1:])
    return found


def _read(line: str, paths: list[Path]) -> MarkedLine:
    """The line without its marks, and where they stood."""
    if _OPEN not in line:
        return MarkedLine(_as_shown(line), ())
    letters: list[str] = []
    spans: list[ValueSpan] = []
    open_marks: list[tuple[int, Path]] = []
    at = 0
    while at < len(line):
        sign = line[at]
        if sign == _OPEN and at + 1 < len(line) and 0 <= ord(line[at + 1]) - _FIRST < len(paths):
            open_marks.append((len(letters), paths[ord(line[at + 1]) - _FIRST]))
            at += 2
            continue
        if sign == _CLOSE and open_marks:
            start, path = open_marks.pop()
            if not open_marks and start < len(letters):
                spans.append(ValueSpan(start, len(letters), path))
            at += 1
            continue
        letters.append(sign)
        at += 1
    return MarkedLine(_as_shown("".join(letters)), tuple(spans))


def _as_shown(text: str) -> str:
    """A told text as the Word model says it: a line break is a line feed."""
    return text.replace("\v", "\n")


def _marked_values(
    looked: Looked, pack: Pack, document: Document, problems: tuple[Problem, ...], marks: _ValueMarks
) -> dict[str, object]:
    marked = {id(clause): _marked_clause(looked, clause, marks) for clause in document.clauses}
    page = dataclasses.replace(document, clauses=tuple(marked[id(clause)] for clause in document.clauses))
    values = page_values(pack, page, problems)
    values |= listed_reports(pack, document, values)
    contract = pack.contract
    services = tuple(_service(looked, index, each, marks) for index, each in enumerate(_parts(values["services"])))
    leading = next(
        (index for index, party in enumerate(contract.content.commissioners) if party is contract.co_ordinating), 0
    )
    values["contract"] = _contract(looked, values["contract"], marks)
    values["provider"] = _party(values["provider"], Provider, ("provider",), marks)
    values["commissioners"] = tuple(
        _party(each, Commissioner, ("commissioners", index), marks)
        for index, each in enumerate(_parts(values["commissioners"]))
    )
    values["co_ordinating_commissioner"] = _party(
        values["co_ordinating_commissioner"], Commissioner, ("commissioners", leading), marks
    )
    values["services"] = services
    if document.service is not None:
        values["service"] = services[document.service]
        sections = []
        for section in _parts(values["sections"]):
            path = _section_path(looked, document.service, str(section["number"]))
            sections.append({**section, "text": marks.each(section["text"], path)})
        values["sections"] = tuple(sections)
    about: Path = ("services", document.service, "name") if document.service is not None else ("contract", "title")
    told_of = values["document"]
    if isinstance(told_of, dict) and isinstance(title := told_of.get("title"), str):
        head, colon, name = title.partition(": ")
        values["document"] = {
            **told_of,
            "title": f"{head}{colon}{marks.around(name, about)}" if colon else title,
            "version": marks.around(str(told_of.get("version", "")), ("contract", "draft_version")),
            "status": marks.around(str(told_of.get("status", "")), ("contract", "status")),
        }
    return values


_FROM_FIELDS: Final = {"3.3": ("population", "cohort"), "6": ("premises",)}
"""Sections that print a field of the service where they have no text of their own (`pack.section_default`)."""


def _section_path(looked: Looked, service: int, number: str) -> Path:
    own: Path = ("services", service, "whole_specification", number)
    fields = (("services", service, name) for name in _FROM_FIELDS.get(number, ()))
    if looked.node(own) is not None:
        return own
    return next((path for path in fields if looked.node(path) is not None), own)


def _parts(value: object) -> tuple[dict[str, object], ...]:
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, tuple) else ()


def _fields(value: object, part: type[ContractPart], path: Path, marks: _ValueMarks) -> dict[str, object]:
    """The values of a part's fields, each marked with its own path."""
    found: dict[str, object] = dict(value) if isinstance(value, dict) else {}
    for name, field in part_fields(part).items():
        inner = part_of(field.annotation)
        if field.declared.prints:
            if name in found:
                found[name] = marks.each(found[name], (*path, name))
        elif inner is not None and of_fields(inner):
            found |= {
                own: value
                for own, value in _fields(found, inner, (*path, name), marks).items()
                if own in of_fields(inner)
            }
    return found


def _contract(looked: Looked, value: object, marks: _ValueMarks) -> dict[str, object]:
    found = _fields(value, Particulars, ("contract",), marks)
    name = "service_commencement_date"
    given = looked.node(("contract", name)) is not None
    # Without a date of its own it is the first day of the term.
    path: Path = ("contract", name) if given else ("contract", "term", "start")
    return {**found, name: marks.each(value[name] if isinstance(value, dict) else "", path)}


def _party(value: object, part: type[ContractPart], path: Path, marks: _ValueMarks) -> dict[str, object]:
    found = _fields(value, part, path, marks)
    if isinstance(identity := found.get("identity"), str):
        for before, name in (("ODS code ", "ods_code"), ("no ODS code: ", "no_ods_code")):
            if identity.startswith(before):
                found["identity"] = f"{before}{marks.around(identity.removeprefix(before), (*path, name))}"
    return found


def _service(looked: Looked, index: int, value: dict[str, object], marks: _ValueMarks) -> dict[str, object]:
    found = _fields(value, Service, ("services", index), marks)
    days = [marks.around(str(value[name]), looked.field_path(f"service.{name}", index)) for name in ("start", "end")]
    return {**found, "start": days[0], "end": days[1], "period": " to ".join(days)}


def _marked_clause(looked: Looked, clause: ChosenClause, marks: _ValueMarks) -> ChosenClause:
    """The clause with each of its values marked."""
    names = clause.version.names
    if not names:
        return clause
    paths = {name: looked.value_path(clause, name) for name in names}
    printed: dict[str, Printed] = {}
    for name, value in clause.printed.items():
        path = paths.get(name)
        if path is None:  # the number of another paragraph, which nobody fills in
            printed[name] = value
            continue
        printed[name] = (
            marks.around(value, path) if isinstance(value, str) else tuple(marks.around(entry, path) for entry in value)
        )
    gaps = {name: marks.around(clause.clause.placeholders[name].asks, paths[name]) for name in clause.gaps}

    # What is made of blocks is kept for those that are equal: in them a marked text is another than its words.
    words: dict[str, Printed] = {
        name: str(value) if isinstance(value, str) else tuple(map(str, value)) for name, value in printed.items()
    }
    asked = {name: str(question) for name, question in gaps.items()}

    def filled(blocks: Blocks) -> Blocks:
        return fill(blocks, words, asked)

    return replace(
        clause,
        blocks=filled(clause.version.blocks),
        fields={
            key: plain_text(filled(blocks)) if any(placeholder_names(blocks)) else clause.fields[key]
            for key, blocks in clause.version.fields.items()
        },
        printed=printed,
    )
