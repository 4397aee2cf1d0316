"""Which clause a paragraph of the returned file belongs to, so that revisions and comments are told of the right one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from specgen.review.frame import FrameLine
from specgen.review.recognise import Recognition
from specgen.word.lines import Story

WORDING: Final = "wording"
BESIDE: Final = "beside the wording"


@dataclass(frozen=True, slots=True)
class Owner:
    """A clause's index, and what of it stands there: `wording`, a field's name, or `beside the wording`."""

    clause: int
    where: str

    @property
    def field(self) -> str:
        """The field's name, "" for wording and what stands beside it."""
        return "" if self.where in (WORDING, BESIDE) else self.where


def owners(sides: Iterable[tuple[Story, Recognition]], frame: Mapping[int, FrameLine], before: Story) -> dict[int, Owner]:
    """Paragraph number of the main part → owner.

    `sides` are the story before and after the tracked changes with what was recognised there; `frame` is line of the story
    before → the frame line that it stands for.
    """
    found: dict[int, Owner] = {}
    both = list(sides)
    for story, recognition in both:
        for index, segment in recognition.segments.items():
            for line in story.lines[segment.start.line : segment.end.line + 1]:
                for number in line.numbers:
                    found.setdefault(number, Owner(index, WORDING))
    for at, printed in frame.items():
        if printed.clause is not None:
            for number in before.lines[at].numbers:
                found.setdefault(number, Owner(printed.clause, printed.field or BESIDE))
    for story, _ in both:
        _by_row(story, found)
    return found


def _by_row(story: Story, found: dict[int, Owner]) -> None:
    """What stands in a row with one clause and nothing of another belongs beside that clause."""
    rows: dict[tuple[int, int], set[int]] = {}
    for line in story.lines:
        if line.cell is not None:
            rows.setdefault(line.cell[:2], set()).update(found[number].clause for number in line.numbers if number in found)
    for line in story.lines:
        mine = rows[line.cell[:2]] if line.cell is not None else set()
        if len(mine) == 1:
            for number in line.numbers:
                found.setdefault(number, Owner(next(iter(mine)), BESIDE))


class Beside:
    """Beside which clause a line of a story stands, in words."""

    def __init__(self, recognition: Recognition, titles: Sequence[str]) -> None:
        order = recognition.order()
        self._starts = [recognition.segments[index].start.line for index in order]
        self._titles = [titles[index] for index in order]

    def said(self, line: int) -> str:
        """After the last clause that begins at or before the line."""
        at = bisect_right(self._starts, line)
        if at:
            return f"after “{self._titles[at - 1]}”"
        return "before the first clause" if self._titles else ""
