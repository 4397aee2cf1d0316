"""A section that a person names ends where the document's own headings say, or the person is asked: never elsewhere.

Documents are drawn from a seed: headings of nine makes, some under others, and in the sections lists, typed numbers and
figures that count past the heading's own number."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from tests.issue.inserting import heading
from tests.word.making import NAMES, STYLES, docx_bytes, p, style, table

from specgen.issue.insertion.insert import open_host
from specgen.word.insert.place import find_heading

BOLD = "<w:b/>"
WORDS = (
    "access",
    "booking",
    "clinic",
    "discharge",
    "escalation",
    "feedback",
    "governance",
    "hours",
    "induction",
    "joining",
    "keyworker",
    "liaison",
    "meetings",
    "notes",
    "outreach",
    "planning",
    "quality",
    "referral",
    "staffing",
    "training",
    "uniform",
    "visits",
    "waiting",
    "zoning",
)
FIGURES = ("2 hours a week", "3.5 visits on average", "24 hours a day", "10 working days")
SENTENCE = "The team sees each person within ten working days."
STYLED = STYLES + "".join(style(f"House{at}", f"House title {at}", f'<w:rPr><w:sz w:val="{40 - 4 * at}"/></w:rPr>')
                          for at in (1, 2, 3))  # fmt: skip
MAKES = (
    "styled typed", "styled", "house", "bold typed", "underlined typed", "letters", "lettered list", "numbered list",
    "bar",
)  # fmt: skip


def numbering() -> str:
    """List 1 to 20 for items, each from one; 21 with letters over numbers, and 22 with numbers of several parts."""
    forms = {0: ("decimal", "decimal"), 1: ("upperLetter", "decimal"), 2: ("decimal", "decimal")}
    texts = {0: ("%1.", "(%2)"), 1: ("%1.", "%2."), 2: ("%1", "%1.%2")}
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">'
        + "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{forms[at][depth]}"/>'
            f'<w:lvlText w:val="{texts[at][depth]}"/></w:lvl>'
            for depth in (0, 1)
        )
        + "</w:abstractNum>"
        for at in forms
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    items = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="0"/>{restart}</w:num>' for at in range(1, 21))
    own = "".join(f'<w:num w:numId="{at + 20}"><w:abstractNumId w:val="{at}"/></w:num>' for at in (1, 2))
    return f"<w:numbering {NAMES}>{lists}{items}{own}</w:numbering>"


def listed(text: str, num: int, level: int = 0, run: str = "") -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>', run)


class Drawn:
    """A document of one make: `heads` are its headings with their levels, in order."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.make = MAKES[seed % len(MAKES)]
        self.blocks: list[str] = []
        self.heads: list[tuple[int, str]] = []
        self._titles = iter(self.draw.sample([f"{one} {two}" for one in WORDS for two in WORDS if one != two], 400))
        self._lists = iter(range(1, 21))
        for first in range(1, self.draw.choice((4, 5, 6))):
            self._section(1, (first,))

    def _section(self, level: int, number: tuple[int, ...]) -> None:
        title = next(self._titles).capitalize()
        self.heads.append((level, self._headed(level, number, title)))
        self.blocks += [p(SENTENCE), *self._inside()]
        for part in range(1, self.draw.choice((1, 1, 3, 4))) if level == 1 else ():
            self._section(2, (*number, part))

    def _headed(self, level: int, number: tuple[int, ...], title: str) -> str:
        said = f"{'.'.join(map(str, number))} {title}"
        letter = f"{chr(64 + number[0])}. {title}" if level == 1 else f"{chr(64 + number[0])}.{number[1]} {title}"
        block, words = {
            "styled typed": (heading(said, level), said),
            "styled": (heading(title, level), title),
            "house": (p(title, f'<w:pStyle w:val="House{level}"/>'), title),
            "bold typed": (p(said, run=BOLD), said),
            "underlined typed": (p(said, run='<w:u w:val="single"/>'), said),
            "letters": (p(letter, run=BOLD), letter),
            "lettered list": (listed(title, 21, level - 1, BOLD), title),
            "numbered list": (listed(title, 22, level - 1, BOLD), title),
            "bar": (table((p(said, run=BOLD),)) if level == 1 else p(said, run=BOLD), said),
        }[self.make]
        self.blocks.append(block)
        return words

    def _inside(self) -> Iterator[str]:
        way = self.draw.choice(("nothing", "items", "bold items", "some bold", "typed", "figure"))
        for at in range(self.draw.choice((2, 3, 5)) if way != "nothing" else 0):
            text = next(self._titles)
            if at == 0 and way in ("items", "bold items", "some bold"):
                num = next(self._lists)
            if way == "typed":
                yield p(f"{at + 1}. {text}")
            elif way == "figure":
                yield p(self.draw.choice(FIGURES))
            else:
                yield listed(text, num, run=BOLD if way == "bold items" or (way == "some bold" and at % 2) else "")
            yield p(SENTENCE)


@pytest.mark.parametrize("seed", range(54))
def test_no_section_ends_anywhere_but_before_the_next_heading_of_its_level(seed: int) -> None:
    drawn = Drawn(seed)
    host, _ = open_host(docx_bytes("".join(drawn.blocks), styles=STYLED, numbering=numbering()), "drawn.docx", {})
    assert host is not None
    known = 0
    for at, (level, words) in enumerate(drawn.heads):
        found, _ = find_heading(host, "3.2", words)
        assert found is not None, words
        following = next((other for depth, other in drawn.heads[at + 1 :] if depth <= level), None)
        ended = found.extent.ended_by
        if not found.extent.doubt:
            known += 1
            assert (ended.line.text if ended is not None else None) == following, (drawn.make, words)
    assert known or not drawn.make.startswith("styled")
