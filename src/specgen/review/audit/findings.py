"""What an audit finds, as frozen values: every report of it is made of these."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress, count, groupby
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from specgen.library.lists import as_dict, as_list, read_yaml
from specgen.library.model import Component
from specgen.problems import Location, Problem, did_you_mean, in_one_line
from specgen.recognition.alignment import Amount, ReadLine
from specgen.recognition.marks import NamedReport
from specgen.word.document.lines import Line
from specgen.word.document.stories import MarkedWords, Remarks, Tracked
from specgen.wording.folded import fold, words_of
from specgen.wording.gaps import GAP_MARKS
from specgen.yamlfile import plain

# Gaps that were left open in an existing document: prompts, X%, brackets, highlighted fill-ins, a form's own guidance.
#
# The handbook's gaps are prompts in capitals and X% (2.2.4, 2.3.5); the national form marks its fill-ins with square
# brackets and highlight, and its guidance tells the author what to write.

GapKind = Literal[
    "prompt in capitals", "X%", "square brackets", "to be confirmed", "blank to fill in", "highlighted",
    "empty control", "template guidance",
]  # fmt: skip

_READING: Final = frozenset({"[note]", "[picture]"})
"""What the reading puts where a footnote's mark or a picture stands."""
_NO_GAP: Final = re.compile(r"\[(?:[0-9][0-9,;:.\s–-]*|®|sic|\.\.\.|…)\]", re.IGNORECASE)
_MORE_MARKS: Final = re.compile(
    r"(?=[\[EISX£_?T])"  # where none can begin, none is tried
    r"(?:\[[\s●•….*_-]{0,40}\]|\b(?:ENTER|INSERT|SPECIFY)(?: [A-Z]{2,}){1,8}|(?<![A-Za-z0-9])X{1,4} ?%|£ "
    r"?X{1,6}\b|\bX{3,8}\b|_{3,}|\?{3,}|\bTBA\b|\bTBD\b)"
)
_GUIDANCE: Final = re.compile(
    r"\b(?:insert (?:text|details?|here|name|date)\b[^.\n]{0,60}|for local (?:determination|agreement)\b|or "
    r"state not applicable\b|delete (?:as|where|if) (?:appropriate|applicable|not)\b"
    r"|non-mandatory model template\b|may retain the structure below\b|mandatory headings?\b|optional "
    r"headings?\b|all subheadings\b"
    r"|click (?:or tap )?here to enter\b|guidance (?:note )?for "
    r"(?:commissioners|completion|authors?)\b|to be (?:completed|populated|inserted) by\b"
    r"|please (?:insert|complete|state|specify|delete)\b|this (?:section|schedule) should "
    r"(?:be|set|describe|include|state)\b)",
    re.IGNORECASE,
)
_MARK_HINT: Final = re.compile(r"[A-Z\[_?£](?:(?<=[\[_?])|(?<=[A-Z])[A-Z]{2}|(?<=X) ?%|(?<=£) ?X)")
"""Each of the marks has one of “[”, “_”, “?”, three capitals, “X%”, “X %”, “£X” and “£ X” in it. All begin with one of
few letters, which is what makes it quick."""
_GUIDANCE_HINTS: Final = (
    *(f"insert {what}" for what in ("text", "detail", "here", "name", "date")),
    *("for local determination", "for local agreement", "or state not applicable"),
    *(f"delete {when}" for when in ("as ", "where ", "if ")),
    *("mandatory model template", "may retain the structure", "mandatory heading", "optional heading"),
    *("all subheadings", "here to enter", "guidance for ", "guidance note for "),
    *(f"to be {done} by" for done in ("completed", "populated", "inserted")),
    *(f"please {do}" for do in ("insert", "complete", "state", "specify", "delete")),
    *("this section should ", "this schedule should "),
)
"""Each of the guidance's forms has one of these in it, which is told at a tenth of the time."""
_HINTS_BEGIN: Final = {
    begins: tuple(hints) for begins, hints in groupby(sorted(_GUIDANCE_HINTS), key=lambda hint: hint.partition(" ")[0])
}
"""The word that hints begin with → those hints: most texts lack it, and are looked through once for all of them."""
_SAME_LETTER: Final = str.maketrans("ſıİ", "sii")
_MOST_BRACKETS: Final = 1_000
_LONGEST: Final = 20_000
"""Letters that are looked at of a line with more brackets than any writer makes."""
MOST_KEPT: Final = 300
"""Gaps of one document that are told one by one."""


class Gap(Struct, frozen=True):
    """A gap left open. `mark` is what shows it, `line` the number of its line in the main text, -1 elsewhere; `part`
    the part of the file."""

    kind: GapKind
    mark: str
    paragraph: str
    part: str
    line: int


def gaps_in(lines: Sequence[Line], part: str, *, numbered: bool) -> Iterator[Gap]:
    """The gaps of a story in the order of its lines, each mark of a line once; `numbered` for the main story."""
    hinted = _hinted([_lower(line.text) for line in lines])
    for number, line in enumerate(lines):
        text = line.text
        patterns = (GAP_MARKS, _MORE_MARKS) if _MARK_HINT.search(text) is not None else ()
        if number in hinted:
            patterns = (*patterns, _GUIDANCE)
        if not patterns:
            continue
        read = text if text.count("[") <= _MOST_BRACKETS else text[:_LONGEST]
        for kind, mark in dict.fromkeys(_marks(read, patterns)):
            yield Gap(kind, " ".join(mark.split())[:100], in_one_line(text, 240), part, number if numbered else -1)


def _lower(text: str) -> str:
    """Small letters, those besides that a search without regard to capitals takes for the same."""
    return text.lower() if text.isascii() else text.translate(_SAME_LETTER).lower()


def _hinted(lowered: Sequence[str]) -> set[int]:
    """The lines that have one of the guidance's hints: all are looked through at once, since few have any."""
    whole = "\n".join(lowered)
    ends = list(accumulate(len(text) + 1 for text in lowered))
    found: set[int] = set()
    for hint in chain.from_iterable(hints for begins, hints in _HINTS_BEGIN.items() if begins in whole):
        at = whole.find(hint)
        while at != -1:
            line = bisect_right(ends, at)
            found.add(line)
            at = whole.find(hint, ends[line])
    return found


def _marks(text: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[tuple[GapKind, str]]:
    spans: list[tuple[int, int]] = []
    for pattern in patterns:
        for found in pattern.finditer(text):
            mark = found.group()
            if (
                mark in _READING
                or _NO_GAP.fullmatch(mark)
                or any(start < found.end() and found.start() < end for start, end in spans)
            ):
                continue
            spans.append(found.span())
            yield ("template guidance" if pattern is _GUIDANCE else _kind(mark)), mark


def _kind(mark: str) -> GapKind:
    if mark.startswith("["):
        return "square brackets"
    if mark.startswith(("TB", "TO BE")):
        return "to be confirmed"
    if mark.startswith(("_", "?")):
        return "blank to fill in"
    return "X%" if mark.strip("£ ").startswith("X") else "prompt in capitals"


def gaps_that_stand_out(marked: Sequence[MarkedWords], lines: Sequence[Line], part: str) -> Iterator[Gap]:
    """Highlighted words and the prompts of empty controls, each with the line that it stands on."""
    places = {number: place for place, line in enumerate(lines) for number in line.numbers}
    for each in marked:
        place = places.get(each.paragraph, -1)
        paragraph = lines[place].text if place >= 0 else each.words
        yield Gap(
            "highlighted" if each.kind == "highlighted" else "empty control",
            " ".join(each.words.split())[:100],
            in_one_line(paragraph, 240),
            part,
            place,
        )


Coverage = Literal["word for word", "changed", "only mentioned", "absent"]
COVERAGES: tuple[Coverage, ...] = ("word for word", "changed", "only mentioned", "absent")
Measure = Literal[
    "library's, in 5.1", "library's, changed, in 5.1", "in its own words, in 5.1", "outside 5.1", "none", "none offered"
]
IN_5_1: frozenset[Measure] = frozenset({"library's, in 5.1", "library's, changed, in 5.1", "in its own words, in 5.1"})


class ClauseFound(Struct, frozen=True):
    """A clause of the library in a document. `share` is the share of words in common, `under` the heading it stands
    under.

    `newest` is the newest version that the library has; `begins` are the first words there.
    """

    clause_id: str
    version: int
    newest: int
    title: str
    amount: Amount
    share: float
    under: str
    begins: str
    in_5_1: bool = False

    @property
    def word_for_word(self) -> bool:
        return self.amount.none

    @property
    def place(self) -> str:
        """The clause's place in a contract, such as `specification` or `quality`."""
        return self.clause_id.split("/")[1]

    @property
    def how(self) -> str:
        """`word for word`, or how much was changed."""
        amount = self.amount
        if amount.none:
            return "word for word"
        parts = [
            f"{count:,} {'word' if count == 1 else 'words'} {what}"
            for count, what in ((amount.removed, "taken out"), (amount.added, "put in"))
            if count
        ]
        return (
            f"changed: {', '.join(parts)}; {int(self.share * 100)}% the same" if parts else "changed: punctuation only"
        )


class Mention(Struct, frozen=True):
    """A component spoken of where none of its clauses stands."""

    under: str
    excerpt: str


class ComponentFinding(Struct, frozen=True):
    """One component in one document. `coverage` is of the text as it stands, `if_accepted` with every tracked change
    accepted.

    `clauses` are those of every place but the measures; `mentions` the first few of `mention_count`; `missing` what a
    reader should see to, in words.
    """

    component: str
    title: str
    coverage: Coverage
    if_accepted: Coverage
    clauses: tuple[ClauseFound, ...]
    measure: Measure
    measures: tuple[ClauseFound, ...]
    mentions: tuple[Mention, ...]
    mention_count: int
    missing: tuple[str, ...]

    @property
    def reflected(self) -> bool:
        """Whether a clause of the component stands there, word for word or changed."""
        return self.coverage in ("word for word", "changed")

    @property
    def reflected_if_accepted(self) -> bool:
        return self.if_accepted in ("word for word", "changed")


class DocumentAudit(Struct, frozen=True):
    """One document. `provider` is `not stated` where nothing says; `provider_from` says what does. `grant` is of the
    paper of a grant agreement, which is no contract."""

    file: str
    provider: str
    provider_from: str
    service: str
    contract: str
    components: tuple[ComponentFinding, ...]
    has_5_1: bool
    gaps: tuple[Gap, ...]
    gap_places: tuple[str, ...]
    """For each gap the heading it stands under, or the part of the file."""
    gap_count: int
    tracked: Tracked
    comments: Remarks
    remarks: tuple[str, ...] = ()
    grant: bool = False
    reports: tuple[NamedReport, ...] = ()
    """The reports that it lists because paragraphs of the contract ask for them."""

    @property
    def reflects(self) -> bool:
        """Whether a clause of at least one component stands in it."""
        return any(component.reflected for component in self.components)

    @property
    def reflects_if_accepted(self) -> bool:
        return any(component.reflected_if_accepted for component in self.components)

    @property
    def measured(self) -> int:
        """How many components have a measure in 5.1."""
        return sum(component.measure in IN_5_1 for component in self.components)


class Audit(Struct, frozen=True):
    """All documents that were read, in order, and those that were not, each with the reason.

    `passed_over` counts Word's lock files; `others` the files of other kinds that lay among the documents; `left_out`
    are the papers that are no specifications, which lower no share.
    """

    documents: tuple[DocumentAudit, ...]
    not_read: tuple[Problem, ...]
    passed_over: int = 0
    others: int = 0
    left_out: tuple[Problem, ...] = ()


# Where a document speaks of a component in words of its own.
#
# The words are data: `mentions.yaml` in a library's folder lists them for each component. A component's title is looked
# for besides, so that a component of an organisation's own is found without such a list.

MENTIONS_FILE: Final = "mentions.yaml"
_CAPITALS: Final = re.compile(r"[A-Z]{2,6}")
_ROUND: Final = 70
"""Letters of the paragraph that are shown on either side of the words."""

Words = tuple[str, ...]


class SearchTerm(Struct, frozen=True):
    """Words that speak of a component. `exact` is a word that counts only in capitals, "" for any other."""

    component: str
    words: Words
    exact: str = ""


class SpokenOf(Struct, frozen=True):
    """A component spoken of on a line; `excerpt` shows the words with some of the paragraph round them."""

    component: str
    line: int
    excerpt: str


class Terms:
    """The words of every component, ready to be looked for."""

    def __init__(self, terms: Iterable[SearchTerm]) -> None:
        self._by_first: dict[str, list[SearchTerm]] = {}
        """The terms of one word, by it."""
        self._by_two: dict[Words, list[SearchTerm]] = {}
        """Longer ones, the longest first, by their first two words."""
        for term in sorted(dict.fromkeys(terms), key=lambda term: -len(term.words)):
            if len(term.words) == 1:
                self._by_first.setdefault(term.words[0], []).append(term)
            else:
                self._by_two.setdefault(term.words[:2], []).append(term)
        self._firsts = frozenset((*self._by_first, *(words[0] for words in self._by_two)))

    def spoken_of(self, lines: Sequence[ReadLine], places: Iterable[int]) -> Iterator[SpokenOf]:
        """Each component that a line speaks of, once a line. Of several terms at one place the longest counts.

        So “personalised care and support plan” speaks of plans and not of personalised care as a whole.
        """
        for place in places:
            line = lines[place]
            if self._firsts.isdisjoint(line.words):
                continue
            found: dict[str, SpokenOf] = {}
            end = 0
            for at in compress(count(), map(self._firsts.__contains__, line.words)):
                if at < end:
                    continue
                longer, alone = self._by_two.get(line.words[at : at + 2]), self._by_first.get(line.words[at])
                if longer is None and alone is None:
                    continue
                likely = (*(longer or ()), *(alone or ()))
                term = next((each for each in likely if _stands(each, line, at)), None)
                if term is not None:
                    found.setdefault(term.component, SpokenOf(term.component, place, _excerpt(line.text, term)))
                    end = at + len(term.words)
            yield from found.values()


def read_terms(folders: Iterable[Path], components: Sequence[Component]) -> tuple[Terms, list[Problem]]:
    """The words that the libraries in `folders` give, with each component's title, and the faults of their files."""
    problems: list[Problem] = []
    known = {component.id: component.title for component in components}
    terms = [
        term
        for component in components
        for text in (component.title, component.id)
        for term in _terms(component.id, text)
    ]
    for folder in folders:
        file = folder / MENTIONS_FILE
        document = read_yaml(file, problems) if file.is_file() else None
        if document is None:
            continue
        given = plain(document.root)
        if not isinstance(given, dict):
            problems.append(
                Problem(
                    "mentions",
                    "the file holds no components with words",
                    Location(str(file), 1, 1),
                    cure="write a component's id, a colon and a list of words",
                )
            )
        for component, words in as_dict(given).items():
            if component not in known:
                problems.append(
                    Problem(
                        "unknown-component",
                        f"library.yaml does not list the component “{component}”",
                        document.place((component,)),
                        suggestion=did_you_mean(component, known),
                    )
                )
            terms += [term for text in as_list(words) for term in _terms(component, str(text))]
    return Terms(terms), problems


def _terms(component: str, text: str) -> Iterator[SearchTerm]:
    """The term with and without the s of a plural."""
    folded = fold(text)
    words = tuple(words_of(folded))
    if not words:
        return
    exact = folded if _CAPITALS.fullmatch(folded) else ""
    yield SearchTerm(component, words, exact)
    yield SearchTerm(component, (*words[:-1], f"{words[-1]}s"), f"{exact}s" if exact else "")


def _stands(term: SearchTerm, line: ReadLine, at: int) -> bool:
    if line.words[at : at + len(term.words)] != term.words:
        return False
    return not term.exact or re.search(rf"\b{re.escape(term.exact)}\b", line.text) is not None


def _excerpt(text: str, term: SearchTerm) -> str:
    found = re.search(r"\W+".join(map(re.escape, term.words)), text, re.IGNORECASE)
    start, end = found.span() if found is not None else (0, 0)
    first, last = max(start - _ROUND, 0), min(end + _ROUND, len(text))
    first = text.find(" ", first, start) + 1 or first if first else 0
    last = max(text.rfind(" ", end, last), end) if last < len(text) else last
    return f"{'… ' if first else ''}{text[first:last]}{' …' if last < len(text) else ''}"


def by_component(found: Iterable[SpokenOf]) -> Mapping[str, list[SpokenOf]]:
    """The places of each component, in the order of the document."""
    grouped: dict[str, list[SpokenOf]] = {}
    for each in found:
        grouped.setdefault(each.component, []).append(each)
    return grouped
