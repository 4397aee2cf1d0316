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
STRUCTURE = re.compile(r"how each is measured is set out in\b", re.IGNORECASE)
"""What the page says of itself under a heading."""


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
        if found is not None and folded(headings.get(found["number"], "")) == folded(found["title"]):
            section = found["number"]
        elif section and id(line) in free and not line.heading and not STRUCTURE.match(line.text):
            sections.setdefault(section, []).append(line)
    said = {(read.path[-1]): read.value for read in facts if read.path[:2] == ("services", number)}
    for section, lines in sections.items():
        if section in ("5.1",) or any(name in said for name in FROM_ELSEWHERE.get(section, ())):
            continue
        texts = [line.text.strip() for line in lines]
        place = paper.place(lines[0])
        listed = len(texts) > 1 and all(line.kind == "bullet" for line in lines)
        yield number, section, Noted(texts if listed else "\n".join(texts), (), place)
