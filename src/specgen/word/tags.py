"""Finding a template's tags in the paragraphs of one part, whatever runs Word has split them over.

A tag is `{{ value }}` or `{% statement %}`, with docxtpl's `p`, `tr`, `tc` or `r` for a whole paragraph, row, cell or
run. Each is given a number, and stands afterwards in a single `w:t` as `{{ 12 }}` or `{%p 13 %}`, with the formatting of
the run it began in. Everything else keeps its runs, bookmarks and properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.ooxml import MC, XML, W, w

MOST_TAGS: Final = 2_000
LONGEST_TAG: Final = 300

Scope = Literal["", "p", "tr", "tc", "r"]
BARRIER: Final = "\0"

_P, _R, _T = w("p"), w("r"), w("t")
_SPACE: Final = f"{{{XML}}}space"
_PRINTED_IN_RUN: Final = frozenset(map(w, ("rPr", "lastRenderedPageBreak")))
_ELSEWHERE: Final = frozenset((*map(w, ("drawing", "pict", "object")), f"{{{MC}}}AlternateContent"))
# Bounded, so that a row of openings without an end is not read to its end from each of them.
_TAG: Final = re.compile(r"\{\{.{0,400}?\}\}|\{%.{0,400}?%\}|\{#.{0,400}?#\}", re.DOTALL)
_DELIMITER: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_FORM: Final = re.compile(r"\{([{%])(?:(p|tr|tc|r)(?=\s))?\s*(.*?)\s*[}%]\}", re.DOTALL)
_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\xa0": " ", "\u202f": " "})
_KEYWORDS: Final = frozenset({"for", "endfor", "if", "elif", "else", "endif"})


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: `body` is what stands between the braces, without the letters of its scope."""

    number: int
    statement: bool
    scope: Scope
    body: str
    location: Location

    @property
    def keyword(self) -> str:
        """`for`, `endif` …; "" for a value."""
        return re.split(r"\W", self.body, maxsplit=1)[0] if self.statement else ""

    @property
    def canonical(self) -> str:
        """What stands in the part for the tag while it is compiled."""
        return f"{{%{self.scope} {self.number} %}}" if self.statement else f"{{{{{self.scope} {self.number} }}}}"

    @property
    def written(self) -> str:
        """The tag as an author writes it."""
        opening, closing = ("{%", "%}") if self.statement else ("{{", "}}")
        return f"{opening}{self.scope} {self.body} {closing}"

    def problem(self, slug: str, message: str, cure: str = "", suggestion: str = "") -> Problem:
        """A problem at this tag."""
        return Problem(slug, message, self.location, cure=cure, excerpt=self.written, suggestion=suggestion)


@dataclass(slots=True)
class _Piece:
    """A stretch of a paragraph's text: the `w:t` it stands in, or None for something that prints but is no text."""

    element: etree._Element | None
    start: int
    text: str


def find_tags(root: etree._Element, part: str, file: str, first: int) -> tuple[list[Tag], list[Problem]]:
    """The part's tags in reading order, numbered from `first`, and what is wrong with their form. Changes `root`.

    Braces that belong to no tag are put out of the way as `left_brace` and `right_brace` characters, which
    `literal_braces` turns back.
    """
    tags: list[Tag] = []
    problems: list[Problem] = []
    for ordinal, paragraph in enumerate(root.iter(_P), 1):
        pieces = list(_pieces(paragraph))
        text = "".join(piece.text for piece in pieces)
        # The paragraph's place in the part is its line, so that problems come in the order in which one reads.
        where = Location(file, ordinal, part=part, paragraph=" ".join(text.replace(BARRIER, " ").split()))
        spans: list[tuple[int, int, str]] = []
        for found in _TAG.finditer(text):
            fault, made = _read(found[0], where, first + len(tags))
            if made is None:
                problems.append(fault)
                spans.append((found.start(), found.end(), ""))
            else:
                tags.append(made)
                spans.append((found.start(), found.end(), made.canonical))
        rest = _TAG.sub("", text)
        if odd := _DELIMITER.search(rest):
            problems.append(
                Problem("tag-not-closed", f"“{odd[0]}” stands alone: a tag is opened and not closed, or closed and not opened", where,
                        cure="write the tag whole, in one paragraph, as {{ name }} or {% if name %}", excerpt=where.paragraph or "")
            )  # fmt: skip
        _rewrite(pieces, spans)
    if len(tags) > MOST_TAGS:
        problems.append(Problem("template-too-large", f"the part has more than {MOST_TAGS:,} tags", Location(file, part=part)))
    return tags, problems


def _pieces(paragraph: etree._Element) -> Iterator[_Piece]:
    """The paragraph's own text in order; paragraphs of a text box inside it are paragraphs of their own."""
    offset = 0
    todo = list(reversed(paragraph))
    while todo:
        element = todo.pop()
        piece: _Piece | None = None
        if element.tag == _T:
            piece = _Piece(element, offset, element.text or "")
        elif element.tag in _ELSEWHERE or ((parent := element.getparent()) is not None and parent.tag == _R and element.tag not in _PRINTED_IN_RUN):
            piece = _Piece(None, offset, BARRIER)
        elif element.tag != w("pPr") and element.tag not in _PRINTED_IN_RUN:
            todo.extend(reversed(element))
        if piece is not None:
            offset += len(piece.text)
            yield piece


def _read(whole: str, where: Location, number: int) -> tuple[Problem, Tag | None]:
    def fault(slug: str, message: str, cure: str) -> tuple[Problem, None]:
        return Problem(slug, message, where, cure=cure, excerpt=whole.replace(BARRIER, " ")), None

    if whole.startswith("{#"):
        return fault("tag-not-allowed", "a comment tag is not allowed in a template", "use a Word comment, and delete it before issue")
    if BARRIER in whole:
        return fault("tag-broken", "a tag is broken by a line break, tab, field or picture inside it", "type the tag again in one go")
    if len(whole) > LONGEST_TAG:
        return fault("tag-not-allowed", f"a tag is longer than {LONGEST_TAG} characters", "make the tag shorter")
    if re.match(r"\{[{%][-+]", whole) or re.search(r"[-+][}%]\}$", whole):
        return fault("tag-not-allowed", "a minus or plus sign at a tag's edge swallows the lines beside it", "take the sign away, and use {%p … %}")
    form = _FORM.fullmatch(whole.translate(_STRAIGHT))
    if form is None or not form[3]:
        return fault("tag-empty", "a tag is empty", "write a name in it, or delete it")
    scope: Scope = form[2] or ""  # type: ignore[assignment]
    made = Tag(number, form[1] == "%", scope, form[3], where)
    if made.statement and made.keyword not in _KEYWORDS:
        return fault("tag-not-allowed", f"“{made.keyword or made.body}” is not allowed in a template", "use for, if, elif, else, endfor and endif only")
    if not made.statement and scope == "tc":
        return fault("tag-not-allowed", "{{tc … }} is not allowed in a template", "use {{p … }} in the cell")
    return Problem("", ""), made


LEFT_BRACE: Final = "\ufdd0"
RIGHT_BRACE: Final = "\ufdd1"
"""Noncharacters that stand for literal braces while docxtpl's clean-up runs; XML text allows them, Word never writes them."""


def literal_braces(text: str) -> str:
    """`text` with its literal braces back."""
    return text.replace(LEFT_BRACE, "{").replace(RIGHT_BRACE, "}")


def _rewrite(pieces: list[_Piece], spans: list[tuple[int, int, str]]) -> None:
    for piece in pieces:
        if piece.element is None:
            continue
        out: list[str] = []
        position, end = piece.start, piece.start + len(piece.text)
        for begins, ends, canonical in spans:
            if ends <= position or begins >= end:
                continue
            if begins >= piece.start:
                out += (_protected(piece.text[position - piece.start : begins - piece.start]), canonical)
            position = min(ends, end)
        out.append(_protected(piece.text[position - piece.start :]))
        piece.element.text = "".join(out)
        piece.element.set(_SPACE, "preserve")


def _protected(text: str) -> str:
    return text.replace("{", LEFT_BRACE).replace("}", RIGHT_BRACE)


CANONICAL: Final = re.compile(r"\{([{%])(?:p|tr|tc|r)? (\d+) [}%]\}")


def standing(root: etree._Element) -> dict[int, etree._Element]:
    """The `w:t` in which each numbered tag stands, in reading order."""
    return {number: element for element in root.iter(_T) for number in numbers_in(element)}


def numbers_in(element: etree._Element) -> list[int]:
    """The numbers of the tags that stand in the `w:t`."""
    return [int(found[2]) for found in CANONICAL.finditer(element.text or "")]


def enclosing(element: etree._Element, name: str) -> etree._Element | None:
    """The nearest ancestor `w:name` of the element, or None."""
    return next(element.iterancestors(f"{{{W}}}{name}"), None)


def find_property_tags(root: etree._Element, part: str, file: str, first: int) -> tuple[list[Tag], list[Problem]]:
    """The tags of a properties part, numbered from `first`, each within the text of one element. Changes `root`."""
    tags: list[Tag] = []
    problems: list[Problem] = []
    for element in root.iter(etree.Element):
        text = element.text or ""
        if "{{" not in text and "{%" not in text:
            continue
        where = Location(file, part=part, paragraph=text)
        spans: list[tuple[int, int, str]] = []
        opened = 0
        for found in _TAG.finditer(text):
            fault, made = _read(found[0], where, first + len(tags))
            if made is not None and made.scope:
                fault, made = made.problem("tag-not-allowed", f"the letter {made.scope} has no meaning in a property", "take it away"), None
            opened += (made is not None and made.keyword in ("for", "if")) - (made is not None and made.keyword.startswith("end"))
            if made is None:
                problems.append(fault)
            else:
                tags.append(made)
                spans.append((found.start(), found.end(), made.canonical))
        if opened or _DELIMITER.search(_TAG.sub("", text)):
            problems.append(Problem("tag-not-closed", "a tag is opened and not closed within the property", where, cure="close it in the same property"))
        piece = _Piece(element, 0, text)
        _rewrite([piece], spans)
        del element.attrib[_SPACE]
    return tags, problems
