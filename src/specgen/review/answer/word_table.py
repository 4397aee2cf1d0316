"""The table of decisions in the report in Word: what the report keeps for it, and the decisions read out of it again.

What is decided is kept in a part of its own beside the text, as the workbook keeps it on a hidden sheet: programs that
save the file keep such parts. Source: ECMA-376 part 1, 15.2.4 (custom XML data storage).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree
from msgspec.structs import replace

from specgen.contract.register.sheet import Cell
from specgen.problems import Location, Problem
from specgen.review.answer.sheet import (
    Decision,
    Decisions,
    decided_twice,
    decision_note,
    decision_of,
    each_once,
    ours_said,
    theirs_said,
)
from specgen.review.answer.units import Unit, kept, kept_file
from specgen.review.reports.review_page import DecisionRow
from specgen.word.document.lines import Line
from specgen.word.document.stories import read_sides
from specgen.word.package.bounds import read_document
from specgen.word.package.ooxml import RELATIONSHIPS, R
from specgen.word.package.package import Package, parsed, read_package, relationships_part, write_package
from specgen.word.package.spans import SpannedPart, Splice

NAMESPACE: Final = "urn:specgen:decisions:1"
_ID, _DECISION, _WORDS = "Id", "Decision", "Words"
_JOINED: Final = "cells of this row are joined or left out, so that no cell is surely under its heading"
_SPLIT: Final = "give the row the cells of the other rows again, or decide in a new report"
_RENEW: Final = "give the report that “specgen review … -o REPORT.docx” wrote, with its table of decisions"


def rows_to_decide(units: Sequence[Unit]) -> tuple[DecisionRow, ...]:
    """The rows of the table, with nothing decided."""
    return tuple(
        DecisionRow(
            unit.id,
            "\n".join(filter(None, (unit.told.place, unit.told.by, unit.told.sort, decision_note(unit)))),
            ours_said(unit),
            theirs_said(unit),
        )
        for unit in units
    )


def with_kept(data: bytes, units: Sequence[Unit], files: Mapping[str, str]) -> tuple[bytes | None, list[Problem]]:
    """The report with what it keeps of each change, or why it cannot be read again as an answer must be. `files` are
    those that it is of, each with its hash."""
    package, problems = read_package(data, "report.docx")
    if package is None:
        return None, [replace(each, cure="give the report a name that ends in .xlsx") for each in problems]
    root = etree.Element(f"{{{NAMESPACE}}}decisions")
    told = [(f"file {number}", kept_file(*each)) for number, each in enumerate(files.items(), 1)]
    for identity, text in (*told, *((unit.id, kept(unit)) for unit in units)):
        etree.SubElement(root, f"{{{NAMESPACE}}}kept", id=identity).text = text
    number = 1
    while (name := f"customXml/item{number}.xml") in package.entries:
        number += 1
    links = SpannedPart(package.part(relationships_part(package.main)))
    depth = package.main.count("/")
    link = (
        f'<Relationship xmlns="{RELATIONSHIPS}" Id="rIdDecisions" Type="{R}/customXml" Target="{"../" * depth}{name}"/>'
    )
    at = links.end_tag(links.root)
    made = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    spliced = {relationships_part(package.main): links.spliced([Splice(at, at, link)])}
    return write_package(package, spliced, {name: made}), []


def read_word_decisions(data: bytes, file: str) -> tuple[Decisions | None, list[Problem]]:
    """What the report in Word decides, or what is wrong with it."""
    package, problems = read_document(data, file)
    if package is None:
        return None, problems
    held = _kept(package)
    sides, faults = read_sides(package)
    if sides is None:
        return None, faults
    found = _table({} if held is None else _cells(sides.after.main.lines))
    if held is None or found is None:
        return None, [Problem("no-decisions", "the report has no table of decisions", Location(file), cure=_RENEW)]
    table, columns, width, rows = found
    struck = {line.cell for line in sides.after.main.lines if any("struck" in reason for _, reason in line.unseen)}
    decided: list[Decision] = []
    wrong: list[Problem] = []
    for number, cells in rows:
        if 1 < len(cells) != width:  # One cell right across is a remark between the rows.
            place = Decisions(file, (), in_word=True).place(number, _DECISION)
            wrong.append(Problem("decision-unreadable", _JOINED, place, cure=_SPLIT))
            continue
        said = {name: Cell(cells.get(at, "").strip()) for name, at in columns.items()}
        crossed = {name for name, at in columns.items() if (table, number, at) in struck}
        decision, fault = decision_of(said, number, crossed)
        if fault is not None:
            slug, name, message, cure = fault
            wrong.append(Problem(slug, message, Decisions(file, (), in_word=True).place(number, name), cure=cure))
        elif decision is not None:
            decided.append(decision)
    decisions = Decisions(file, tuple(decided), {}, held, in_word=True)
    wrong += decided_twice(decisions)
    return each_once(decisions), wrong


def _kept(package: Package) -> Mapping[str, str] | None:
    for name in package.names:
        if name.startswith("customXml/") and name.endswith(".xml") and NAMESPACE.encode() in package.part(name):
            root, _ = parsed(package, name)
            if root is not None and root.tag == f"{{{NAMESPACE}}}decisions":
                return {each.get("id", ""): each.text or "" for each in root}
    return None


_Table = dict[int, dict[int, str]]


def _cells(lines: Sequence[Line]) -> dict[int, _Table]:
    """Table → row → column → words."""
    found: dict[int, _Table] = {}
    for line in lines:
        if line.cell is not None:
            table, row, column = line.cell
            held = found.setdefault(table, {}).setdefault(row, {})
            held[column] = f"{held[column]}\n{line.text}" if column in held else line.text
    return found


def _table(tables: Mapping[int, _Table]) -> tuple[int, dict[str, int], int, list[tuple[int, dict[int, str]]]] | None:
    """The table of decisions, its columns by name, how many cells a row has, and the rows under its headings."""
    for table, rows in tables.items():
        first = rows.get(min(rows))
        columns = {text.strip(): at for at, text in (first or {}).items()}
        if all(name in columns for name in (_ID, _DECISION, _WORDS)):
            wanted = {name: columns[name] for name in (_ID, _DECISION, _WORDS)}
            return (
                table,
                wanted,
                len(first or ()),
                [(number, cells) for number, cells in rows.items() if number != min(rows)],
            )
    return None
