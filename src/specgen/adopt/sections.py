"""The texts of a whole Service Specification by the numbers of the model's headings (handbook 4.2.4).

Only lines that belong to no clause are taken; a section whose lines are all bullets is a list. What the contract file
says elsewhere (population, premises) is not said twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from specgen.adopt.facts import Read
from specgen.adopt.papers import Paper, folded
from specgen.contract.edit.writing import Given, Noted
from specgen.word.document.lines import Line

_HEADING = re.compile(r"(?P<number>\d(?:\.\d{1,2})?)\.?[\t ]+(?P<title>\S.*)")
FROM_ELSEWHERE = {"3.3": ("population", "cohort"), "6": ("premises",)}
"""Sections that print what the service says of itself."""
MEASURES = "5.1"
"""The section that lists measures, which are clauses and no text."""
STRUCTURE = re.compile(r"how each is measured is set out in\b", re.IGNORECASE)
"""What the page says of itself under a heading."""


def _is_model(found: re.Match[str], headings: Mapping[str, str]) -> bool:
    """Whether a numbered line is the heading of the model's section; published forms add “(See Schedule 4)” to some."""
    title = folded(headings.get(found["number"], ""))
    return bool(title) and folded(found["title"]).startswith(title)


def section_texts(
    paper: Paper, others: Sequence[Line], facts: Iterable[Read], headings: Mapping[str, str]
) -> Iterator[tuple[str, str, Given]]:
    """(service, section, text) for each section of the model that the paper fills in, when it is such a whole paper."""
    told = {each.label: each.value for each in paper.labelled}
    number = told.get("service specification no", "").strip()
    if not number:
        return
    free = {id(line) for line in others}
    sections: dict[str, list[Line]] = {}
    section = ""
    for line in paper.story.lines:
        if not line.text.strip() or line.cell is not None:
            continue
        found = _HEADING.fullmatch(line.text.strip())
        if found is not None and (line.heading or _is_model(found, headings)):
            section = found["number"] if _is_model(found, headings) else ""
        elif section and id(line) in free and not line.heading and not STRUCTURE.match(line.text):
            sections.setdefault(section, []).append(line)
    said = {(read.path[-1]): read.value for read in facts if read.path[:2] == ("services", number)}
    for section, lines in sections.items():
        if section == MEASURES or any(name in said for name in FROM_ELSEWHERE.get(section, ())):
            continue
        texts = [line.text.strip() for line in lines]
        place = paper.place(lines[0])
        listed = len(texts) > 1 and all(line.kind == "bullet" for line in lines)
        yield number, section, Noted(texts if listed else "\n".join(texts), (), place)


TABLES = ("quality requirement", "reporting requirement", "milestones", "milestone", "action", "obligation")
"""What the first column of a schedule's table is called, of which each row is a clause."""
_SHOWN = 60


def without_clause(paper: Paper, others: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """What a schedule or 5.1 of a specification holds that is no clause of the library: its words, and where."""
    free = {id(line) for line in others}
    rows: dict[tuple[int, int], list[Line]] = {}
    heads: dict[int, str] = {}
    inside = False
    for line in paper.story.lines:
        text = line.text.strip()
        if not text:
            continue
        if line.cell is not None:
            table, row, column = line.cell
            if (row, column) == (1, 1):
                heads.setdefault(table, folded(text))
            rows.setdefault((table, row), []).append(line)
            continue
        found = _HEADING.fullmatch(text)
        if found is not None:
            inside = found["number"] == MEASURES
        elif inside and not line.heading and id(line) in free and not STRUCTURE.match(text) and not _of_measure(text):
            yield f"“{text[:_SHOWN]}” under {MEASURES}", f"no clause of the library: {paper.place(line)}"
    for (table, row), lines in rows.items():
        if row > 1 and heads.get(table) in TABLES and all(id(line) in free for line in lines):
            words = lines[0].text.strip()
            yield f"“{words[:_SHOWN]}” in a schedule", f"no clause of the library: {paper.place(lines[0])}"


def _of_measure(text: str) -> bool:
    """Whether a line tells of the measure above it, as our own insert does."""
    return folded(text.partition(":")[0]) in ("threshold", "period")
