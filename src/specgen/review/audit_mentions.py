"""Where a document speaks of a component in words of its own.

The words are data: `mentions.yaml` in a library's folder lists them for each component. A component's title is looked for
besides, so that a component of an organisation's own is found without such a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from specgen.library.lists import as_dict, as_list, read_yaml
from specgen.library.model import Component
from specgen.problems import Location, Problem, did_you_mean
from specgen.review.audit_words import ReadLine, fold, words_of
from specgen.yamlfile import plain

MENTIONS_FILE: Final = "mentions.yaml"
_CAPITALS: Final = re.compile(r"[A-Z]{2,6}")
_ROUND: Final = 70
"""Letters of the paragraph that are shown on either side of the words."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """Words that speak of a component. `exact` is a word that counts only in capitals, "" for any other."""

    component: str
    words: Words
    exact: str = ""


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """A component spoken of on a line; `excerpt` shows the words with some of the paragraph round them."""

    component: str
    line: int
    excerpt: str


class Terms:
    """The words of every component, ready to be looked for."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_first: dict[str, list[Term]] = {}
        for term in dict.fromkeys(terms):
            self._by_first.setdefault(term.words[0], []).append(term)
        for held in self._by_first.values():
            held.sort(key=lambda term: -len(term.words))
        self._firsts = frozenset(self._by_first)

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
            for at in [number for number, word in enumerate(line.words) if word in self._firsts]:
                term = next((each for each in self._by_first[line.words[at]] if _stands(each, line, at)), None) if at >= end else None
                if term is not None:
                    found.setdefault(term.component, SpokenOf(term.component, place, _excerpt(line.text, term)))
                    end = at + len(term.words)
            yield from found.values()


def read_terms(folders: Iterable[Path], components: Sequence[Component]) -> tuple[Terms, list[Problem]]:
    """The words that the libraries in `folders` give, with each component's title, and the faults of their files."""
    problems: list[Problem] = []
    known = {component.id: component.title for component in components}
    terms = [term for component in components for text in (component.title, component.id) for term in _terms(component.id, text)]
    for folder in folders:
        file = folder / MENTIONS_FILE
        document = read_yaml(file, problems) if file.is_file() else None
        if document is None:
            continue
        given = plain(document.root)
        if not isinstance(given, dict):
            problems.append(Problem("mentions", "the file holds no components with words", Location(str(file), 1, 1), cure="write a component's id, a colon and a list of words"))
        for component, words in as_dict(given).items():
            if component not in known:
                problems.append(Problem("unknown-component", f"library.yaml does not list the component “{component}”", document.place((component,)),
                                        suggestion=did_you_mean(component, known)))
            terms += [term for text in as_list(words) for term in _terms(component, str(text))]
    return Terms(terms), problems


def _terms(component: str, text: str) -> Iterator[Term]:
    """The term with and without the s of a plural."""
    folded = fold(text)
    words = tuple(words_of(folded))
    if not words:
        return
    exact = folded if _CAPITALS.fullmatch(folded) else ""
    yield Term(component, words, exact)
    yield Term(component, (*words[:-1], f"{words[-1]}s"), f"{exact}s" if exact else "")


def _stands(term: Term, line: ReadLine, at: int) -> bool:
    if line.words[at : at + len(term.words)] != term.words:
        return False
    return not term.exact or re.search(rf"\b{re.escape(term.exact)}\b", line.text) is not None


def _excerpt(text: str, term: Term) -> str:
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
