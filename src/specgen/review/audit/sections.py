"""Where things stand in an existing specification: its headings, section 5.1, and what its header table says.

The national model is not mandatory, so a heading is found by its words first and its number second, whatever it looks
like: a heading style, a typed number, bold words, a cell of a table. Source: handbook 4.2.4; the model specification.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from specgen.assembly.edition import SpecificationHeading
from specgen.problems import cut
from specgen.recognition.alignment import ReadLine
from specgen.word.document.headings import (
    LONGEST_HEADING,
    heading_level,
    heads_quality_requirements,
    model_headings,
    typed_number,
    unnumbered,
)
from specgen.wording.folded import words_of
from specgen.wording.gaps import gap_mark

NOT_STATED: Final = "not stated"

_HEAD_LINES: Final = 150
"""Lines at the start of a document in which its header table is looked for."""
_ODS: Final = re.compile(r" ?[(\[,;-]? ?(?:(?:has )?no |without (?:an? )?)?\bODS\b.*", re.IGNORECASE)
"""What follows a provider's name on our own documents and many others."""
_ORGANISATION: Final = re.compile(
    r"\b(?:NHS|Trust|Ltd|Limited|LLP|PLC|CIC|C\.I\.C|Community "
    r"Interest|Hospice|Hospitals?|Council|Foundation|Practice|Surgery|Partnership|"
    r"Healthcare|Charity|Federation|Association|Society|University|Group)\b"
)
_REFERENCE: Final = re.compile(
    r"\bcontract\s*(?:(?P<said>reference|ref|number|no)\b)?[.:\s]*\s(?P<value>"
    r"[A-Za-z0-9][A-Za-z0-9._/-]*[0-9][A-Za-z0-9._/-]*)",
    re.IGNORECASE,
)
_YEARS: Final = re.compile(r"(?:19|20)[0-9]{2}(?:[/-][0-9]{2,4})?")

_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "provider": (
        "provider", "providers", "provider s", "provider name", "name of provider", "provider organisation",
        "provider details", "service provider", "lead provider", "name of the provider", "the provider", "recipient",
        "grant recipient",
    ),
    "provider lead": ("provider lead", "provider lead name", "provider lead s", "lead for provider", "provider s lead"),
    "service": (
        "service", "service name", "name of service", "service title", "title of service", "service specification",
        "service specification title",
    ),
    "contract": (
        "contract reference", "contract ref", "contract number", "contract no", "contract",
        "contract reference number", "grant agreement",
    ),
}  # fmt: skip
_LABEL_OF: Final = {tuple(label.split()): key for key, labels in _LABELS.items() for label in labels}
_OTHER_LABELS: Final = tuple(
    tuple(label.split())
    for label in (
        "service specification no", "service specification number", "specification no", "specification number",
        "commissioner lead", "commissioner", "commissioners", "period", "date of review", "review date",
    )
)  # fmt: skip
_KNOWN_LABELS: Final = frozenset((*_LABEL_OF, *_OTHER_LABELS))


class DocumentHead(Struct, frozen=True):
    """What the start of a document says of itself; "" for what it does not say."""

    provider: str = ""
    service: str = ""
    contract: str = ""


class Sections:
    """The headings of a document, and which of them each line stands under."""

    def __init__(self, lines: Sequence[ReadLine], model: Iterable[SpecificationHeading]) -> None:
        self._lines = lines
        self._model = model_headings((each.number, each.title) for each in model)
        self._levels = [heading_level(line.text, line.words, line.line.heading, self._model) for line in lines]
        self._above: list[int] = []
        last = -1
        for place, level in enumerate(self._levels):
            last = place if level else last
            self._above.append(last)

    def name(self, place: int) -> str:
        """The heading that the line stands under, or is; "" before the first."""
        above = self._above[place]
        return cut(self._lines[above].text, LONGEST_HEADING) if above >= 0 else ""

    def above(self, place: int) -> int:
        """The line of the heading that the line stands under, or is; -1 before the first."""
        return self._above[place]

    def quality_requirements(self) -> tuple[range, ...]:
        """The lines of 5.1 Applicable Quality Requirements; none when the document has no such section."""
        ways: tuple[Callable[[ReadLine], bool], ...] = (
            lambda line: heads_quality_requirements(unnumbered(line.text, line.words)) and "cquin" not in line.words,
            lambda line: heads_quality_requirements(unnumbered(line.text, line.words)),
            lambda line: "quality" in line.words and ("requirements" in line.words or "requirement" in line.words),
            lambda line: typed_number(line.text) == "5.1",
        )
        for way in ways:
            found = tuple(
                self._section(place) for place, level in enumerate(self._levels) if level and way(self._lines[place])
            )
            if any(len(section) > 1 for section in found):
                return found
        return ()

    def _section(self, place: int) -> range:
        level = self._levels[place]
        end = next(
            (other for other in range(place + 1, len(self._lines)) if 0 < self._levels[other] <= level),
            len(self._lines),
        )
        return range(place, end)


def read_head(lines: Sequence[ReadLine], elsewhere: Iterable[ReadLine]) -> DocumentHead:
    """Provider, service and contract as the header table, or a line “Provider: …” near the start, gives them.

    The model's table has no place for the provider but “Provider Lead”, so that is taken where it names an
    organisation. `elsewhere` are the lines of headers and footers, which may give the contract's reference."""
    said: dict[str, str] = {}
    head = lines[:_HEAD_LINES]
    for label, value in (*_of_cells(head), *_of_lines(head)):
        if _stated(value):
            said.setdefault(label, value)
    provider = said.get("provider", "")
    if not provider and _ORGANISATION.search(said.get("provider lead", "")):
        provider = said["provider lead"]
    lines_of_contract = (line.text for line in (*head, *elsewhere) if "contract" in line.text.lower())
    contract = _first_reference(f"contract {said.get('contract', '')}") or next(
        filter(None, map(_first_reference, lines_of_contract)), ""
    )
    return DocumentHead(_ODS.sub("", provider).strip(" ,;"), said.get("service", ""), contract)


_OTHER_PAPER: Final = re.compile(
    r"(?:drafting note|list of changes|variation agreement|schedule (?:2[b-z]|[346][a-z]|8))\s*(?:[:,-]|$)",
    re.IGNORECASE,
)
_TITLE_LINES: Final = 3


def other_paper(lines: Sequence[ReadLine], elsewhere: Iterable[ReadLine]) -> str:
    """The words by which a document says in its header or its first lines that it is a paper of a contract other than a
    specification; "" where it says no such thing, or that it is one."""
    head = [line.text for line in (*lines[:_TITLE_LINES], *elsewhere)]
    if any("specification" in text.casefold() or "schedule 2a" in text.casefold() for text in head):
        return ""
    return next((text for text in head if _OTHER_PAPER.match(text)), "")


def _of_cells(lines: Sequence[ReadLine]) -> Iterator[tuple[str, str]]:
    """(label, value) for each cell that holds a label: the value is beside it, below it, or after a colon in it."""
    cells: dict[tuple[int, int, int], list[str]] = {}
    for line in lines:
        if line.line.cell is not None:
            cells.setdefault(line.line.cell, []).append(line.text)
    labels: dict[int, set[tuple[str, ...]]] = {}
    found: list[tuple[int, str, str]] = []
    for (table, row, column), texts in cells.items():
        label, colon, rest = " ".join(texts).partition(":")
        words = tuple(words_of(label))
        # A label heads a column or a row, or stands in a row that begins with a label.
        if (
            row > 1
            and column > 1
            and tuple(words_of(" ".join(cells.get((table, row, 1), ())).partition(":")[0])) not in _KNOWN_LABELS
        ):
            continue
        if words in _KNOWN_LABELS:
            labels.setdefault(table, set()).add(words)
        if words not in _LABEL_OF:
            continue
        beside, below = (
            " ".join(cells.get(place, ())) for place in ((table, row, column + 1), (table, row + 1, column))
        )
        value = (
            rest.strip()
            if colon and rest.strip()
            else beside
            if beside and tuple(words_of(beside)) not in _KNOWN_LABELS
            else below
        )
        if tuple(words_of(value)) not in _KNOWN_LABELS:
            found.append((table, _LABEL_OF[words], value))
    for table, key, value in found:
        # One such word alone may head a column of any table.
        if len(labels[table]) > 1 or (key == "provider" and _ORGANISATION.search(value)):
            yield key, value


def _of_lines(lines: Sequence[ReadLine]) -> Iterator[tuple[str, str]]:
    for line in lines:
        label, colon, rest = line.text.partition(":")
        if (
            line.line.cell is None
            and colon
            and rest.strip()
            and len(rest) <= LONGEST_HEADING
            and (key := _LABEL_OF.get(tuple(words_of(label)))) is not None
        ):
            yield key, rest.strip()


def _stated(value: str) -> bool:
    return (
        any(letter.isalnum() for letter in value)
        and gap_mark(value) is None
        and len(value) <= 300
        and value.casefold() not in ("n/a", "not applicable", "none", "tbd")
    )


def _first_reference(text: str) -> str:
    """A contract's reference: what follows the word, with a figure in it and not a year alone."""
    for found in _REFERENCE.finditer(text):
        value = found["value"].rstrip(".-/")
        if not _YEARS.fullmatch(value) and (
            found["said"] or (any(letter.isalpha() for letter in value) and len(value) >= 5)
        ):
            return value
    return ""
