"""A document as it was rendered, held against what it is to print: each clause whole and once, with its row and the
heading of its section, and every entry of the lists that its template goes through.

An author may put any test round them. Nothing here asks how the template is written, but to say where it is to be
mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from specgen.assembly.page import Passages, printed_passages
from specgen.library.model import PLACES
from specgen.problems import Location, Problem, a_few
from specgen.word.template.tags import NameUse
from specgen.wording.wording import plain_text

if TYPE_CHECKING:
    from specgen.assembly.pack import Document
    from specgen.issue.precedents import ReadyTemplate
    from specgen.word.template.parts import Template

SORTING: Final = frozenset({"horizon", "key_action"})
"""Fields that sort an item and bind nobody: a template may leave them out of some."""
_BINDING: Final = frozenset({"commissioners", "provider", "co_ordinating_commissioner", "further_reports"})
"""Names without which a document is not what was agreed; of the others a template may show some."""
_IN_ROWS: Final = (*PLACES, "groups", "sections")
_CALLED: Final = ("name", "title")

Looped = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def looped(names: Iterable[NameUse]) -> Looped:
    """The lists, and the parties, of which a template prints something: where each is found, and what is printed of its
    entries. Clauses and sections are held by rules of their own."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for use in names:
        path = use.path
        if path[0] in _IN_ROWS or use.role in ("test", "each"):
            continue
        if "[]" in path:
            last = len(path) - path[::-1].index("[]")
            found.setdefault(path[:last], {})[".".join(path[last:])] = None
        elif path[0] in _BINDING and path[1:] == ("name",):
            found.setdefault(path[:1], {})["name"] = None
    return tuple((path, tuple(fields)) for path, fields in found.items())


class PrintedText:
    """The text of a document's parts, which the gate has found there."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._text = "\n".join(parts)
        self._seen = Counter(self._text.split("\n"))  # most of what is looked for has lines to itself, or comes again
        self._last = 0

    def holds(self, words: str, times: int = 1) -> bool:
        """Whether each line of the words stands there, as often as it should."""
        if self._seen.get(words, 0) >= times:
            return True
        if times == 1 and self._stands(words):
            self._seen[words] = 1
            return True
        return all(self._text.count(line) >= times for line in words.splitlines() if line.strip())

    def _stands(self, words: str) -> bool:
        """Whether the words stand anywhere: looked for from where the last were found, since most come after those."""
        found = self._text.find(words, self._last)
        if found < 0:
            found = self._text.find(words)
        self._last = max(found, 0)
        return found >= 0


def clauses_amiss(
    form: ReadyTemplate, document: Document, values: Mapping[str, Any], text: PrintedText, bookmarks: Counter[str]
) -> Iterator[Problem]:
    """Clauses, rows and headings that a sound document lacks. `bookmarks` are those that were read back from it, and
    `text` is its own."""
    passages = printed_passages(document)
    missing = tuple(each for each in passages if not bookmarks[each[1].bookmark])
    for place in dict.fromkeys(clause.place for clause, _ in missing):
        yield _clauses_missing(form.template, document, place, missing, len(passages))
    if not missing:
        yield from _rows_amiss(form, document, passages, text)
        yield from _headings_amiss(form, document, values, text)


def printed_twice(template: Template, document: Document, bookmarks: Counter[str]) -> Iterator[Problem]:
    """Clauses that the template prints more than once."""
    again = [clause for clause, passage in printed_passages(document) if bookmarks[passage.bookmark] > 1]
    for place in dict.fromkeys(clause.place for clause in again):
        titles = [clause.version.title for clause in again if clause.place == place]
        yield _at(
            template,
            (place,),
            "clause-printed-twice",
            f"“{document.title}” would print more than once: {a_few(titles)}",
            "print each item’s wording once; a second table of them may print titles and fields",
        )


def _clauses_missing(template: Template, document: Document, place: str, missing: Passages, of: int) -> Problem:
    titles = [clause.version.title for clause, _ in missing if clause.place == place]
    count = f"{len(titles)} of the {of} clauses" if of > 1 else "the one clause"
    return _at(
        template,
        (place,),
        "clause-not-printed",
        f"“{document.title}” would lack {count} that the contract chose for it: {a_few(titles)}",
        f"in the template, correct the loop over “{place}” and the tests in and round it, so that each item’s wording "
        "is printed once",
    )


def _rows_amiss(form: ReadyTemplate, document: Document, passages: Passages, text: PrintedText) -> Iterator[Problem]:
    """What an item's row lacks although the template prints it of others."""
    wanted: dict[tuple[str, str], dict[str, list[str]]] = {}
    for clause, _ in passages:
        fields = {"title": clause.version.title, **clause.fields}
        for name, value in fields.items():
            if value and name not in SORTING and (clause.place, name) in form.printed:
                wanted.setdefault((clause.place, name), {}).setdefault(value, []).append(clause.version.title)
    for (place, name), by_value in wanted.items():
        lost = [title for value, titles in by_value.items() if not text.holds(value, len(titles)) for title in titles]
        # A column that no item has is one that the form of this edition leaves out.
        if lost and (name == "title" or len(lost) < sum(map(len, by_value.values()))):
            yield _at(
                form.template,
                (place,),
                "clause-not-printed",
                f"“{document.title}” would lack “{name}” of {a_few(lost)}, which its template prints of other items",
                f"correct the tests in the loop over “{place}”, so that each item’s “{name}” is printed",
            )


def _headings_amiss(
    form: ReadyTemplate, document: Document, values: Mapping[str, Any], text: PrintedText
) -> Iterator[Problem]:
    printed = {use.path[-1] for use in form.template.names if use.path[0] == "sections" and use.role != "test"}
    for section in values["sections"] if "title" in printed else ():
        words = [block.text for block in section["text"]] if "text" in printed else []
        held = (section["slot"] in document.type.prints and values[section["slot"]]) or words
        lost = [line for line in [section["title"], *words] if not text.holds(line)] if held else []
        if lost:
            yield _at(
                form.template,
                ("sections",),
                "section-not-printed",
                f"“{document.title}” would lack “{lost[0][:80]}” of section {section['number']}, {section['title']}",
                "correct the tests in the loop over “sections”, so that each section with words or clauses is printed",
            )


def entries_amiss(form: ReadyTemplate, title: str, values: Mapping[str, Any], text: PrintedText) -> Iterator[Problem]:
    """Entries of lists, and parties, of which the document called `title` prints nothing."""
    for path, fields in form.looped:
        called = [name for name in _CALLED if name in fields]
        lost: list[str] = []
        for entry in _entries(values, path):
            first = ""
            for words in filter(None, (_said(entry, name) for name in called or fields)):
                first = first or words
                if text.holds(words):
                    break
            else:
                lost += [first[:80]] if first else []
        if lost:
            name = ".".join(step for step in path if step != "[]")
            yield _at(
                form.template,
                path,
                "entry-not-printed",
                f"“{title}” would print nothing of {a_few(lost)} of “{name}”",
                "correct the tests round the names, if it is to be there",
                severity="error" if path[0] in _BINDING else "warning",
            )


def _entries(values: Any, path: tuple[str, ...]) -> list[Any]:
    found = [values]
    for step in path:
        found = [*chain.from_iterable(found)] if step == "[]" else [_within(each, step) for each in found]
    return found


def _within(value: Any, name: str) -> Any:
    return value[name] if type(value) is dict or isinstance(value, Mapping) else getattr(value, name)


def _said(entry: Any, name: str) -> str:
    for step in name.split(".") if name else ():
        entry = _within(entry, step)
    if isinstance(entry, str | int):
        return str(entry)
    return plain_text(blocks) if (blocks := getattr(entry, "blocks", None)) else ""


def _at(
    template: Template, path: tuple[str, ...], slug: str, message: str, cure: str, severity: Any = "error"
) -> Problem:
    """The problem, at the innermost tag of the template that goes through the list or prints the name."""
    uses = [
        use
        for use in template.names
        if use.role != "test" and (use.path[: len(path)] == path or use.path[:2] == ("groups", *path))
    ]
    loops = [use for use in uses if use.role == "each"] or uses
    where = loops[-1].tag.location if loops else Location(template.file)
    return Problem(slug, message, where, severity, cure=cure)
