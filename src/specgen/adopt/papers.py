"""A signed paper as it is read: its lines, and its labels with what stands behind or beside each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.recognition.alignment import ReadLine, read_lines
from specgen.word.document.lines import Line, Story
from specgen.word.document.stories import read_existing
from specgen.word.package.bounds import read_document

MOST_LINES = 50_000
_LONGEST_HEADING = 60
LONGEST_LABEL = 60
_HEAD_LINES = 150
"""Lines at the start in which “Label: value” is a label; further down it may be anybody's sentence."""
_LABELLED = re.compile(rf"(?P<label>[^:\n]{{2,{LONGEST_LABEL}}}):\s+(?P<value>\S.*)", re.DOTALL)


class Labelled(Struct, frozen=True):
    """A label with what it labels: the label's words folded, the value as it stands, and the line of the value."""

    label: str
    value: str
    line: Line


@dataclass(frozen=True)
class Paper:
    """One Word file. Tracked changes that are still open are read as accepted; how many there are is in `tracked`."""

    file: str
    story: Story
    tracked: int
    short: str
    """By what the notes of a contract file name it."""

    @property
    def name(self) -> str:
        """The file's own name, without the folders on its way."""
        return self.file.replace("\\", "/").rpartition("/")[2]

    @property
    def title(self) -> str:
        return next((line.text.strip() for line in self.story.lines if line.text.strip()), "")

    @property
    def is_note(self) -> bool:
        """Whether it is our own drafting note, which tells of clauses and holds none."""
        return folded(self.title).startswith("drafting note")

    @cached_property
    def lines(self) -> list[ReadLine]:
        return read_lines(self.story.lines)

    def place(self, line: Line) -> str:
        """Where a line stands, for a reader."""
        if line.cell is not None:
            return f"{self.short}, table {line.cell[0]}, row {line.cell[1]}"
        number, heading = self._paragraphs.get(id(line), (0, ""))
        return f"{self.short}, paragraph {number}{f' under “{heading}”' if heading else ''}"

    @cached_property
    def _paragraphs(self) -> dict[int, tuple[int, str]]:
        """Each line with its number below the heading above it, and that heading."""
        found: dict[int, tuple[int, str]] = {}
        number, heading = 0, ""
        for line in self.story.lines:
            if line.heading and line.text.strip():
                number, heading = 0, " ".join(line.text.split())[:_LONGEST_HEADING]
            elif line.text.strip() and line.cell is None:
                number += 1
            found[id(line)] = (number, heading)
        return found

    @cached_property
    def labelled(self) -> tuple[Labelled, ...]:
        """The labels of its tables (a cell beside another) and of its first lines (“Label: value”)."""
        return tuple(_labels(self.story))

    def rows(self, *heads: str) -> Iterator[list[list[Line]]]:
        """The rows of the tables whose first row holds these words, each as the lines of its cells."""
        tables: dict[int, dict[int, dict[int, list[Line]]]] = {}
        for line in self.story.lines:
            if line.cell is not None and line.text.strip():
                table, row, column = line.cell
                tables.setdefault(table, {}).setdefault(row, {}).setdefault(column, []).append(line)
        for rows in tables.values():
            first = rows.get(1, {})
            said = [folded(" ".join(line.text for line in first.get(column, []))) for column in sorted(first)]
            if said[: len(heads)] == [folded(head) for head in heads]:
                for number in sorted(rows)[1:]:
                    cells = rows[number]
                    yield [cells.get(column, []) for column in range(1, max(cells) + 1)]


def read_paper(data: bytes, file: str) -> tuple[Paper | None, list[Problem]]:
    """The paper in `data`, within the bounds of every reading; None with the problem where it cannot be read."""
    package, problems = read_document(data, file, macros=True)
    if package is None:
        return None, problems
    existing, problems = read_existing(package)
    if existing is None:
        return None, problems
    story = existing.after.main
    if len(story.lines) > MOST_LINES:
        return None, [
            Problem("file-too-large", f"the document has more than {MOST_LINES:,} paragraphs", Location(file))
        ]
    if existing.tracked.count:
        problems.append(
            Problem(
                "open-changes",
                f"{existing.tracked.count} tracked changes are still open; they are read as if they were accepted",
                Location(file),
                severity="warning",
                cure="accept or reject them in Word, so that what is read is what was signed",
            )
        )
    return Paper(file, story, existing.tracked.count, file), problems


def folded(text: str) -> str:
    """Words without capitals, typographic signs and space around them, as labels are compared."""
    plain = text.casefold().replace("’", "'").replace("‘", "'").replace("\xa0", " ")
    return " ".join(plain.split()).strip(" :.*")


def _labels(story: Story) -> Iterator[Labelled]:
    cells: dict[tuple[int, int, int], list[Line]] = {}
    for number, line in enumerate(story.lines):
        if not line.text.strip():
            continue
        if line.cell is not None:
            cells.setdefault(line.cell, []).append(line)
        elif number < _HEAD_LINES and (found := _LABELLED.fullmatch(line.text.strip())) is not None:
            yield Labelled(folded(found["label"]), found["value"].strip(), line)
    for (table, row, column), lines in cells.items():
        beside = cells.get((table, row, column + 1))
        label = "\n".join(line.text.strip() for line in lines)
        if column == 1 and beside is not None and len(label) <= 120:
            yield Labelled(folded(label), "\n".join(line.text.strip() for line in beside), beside[0])
        elif column == 1 and (found := _LABELLED.fullmatch(label)) is not None:
            yield Labelled(folded(found["label"]), found["value"].strip(), lines[0])
