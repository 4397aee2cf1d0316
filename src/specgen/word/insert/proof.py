"""The proof of an insertion: rejecting all gives the host, accepting all gives the host and exactly the clauses, in
their place.

Both are worked out by the resolver, which knows nothing of how the insertion was written, and compared as normal forms:
words, looks, printed numbers, controls, sections. See docs/word/insertion.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.document.style_forms import StyleForm
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package
from specgen.word.proof.prove import APART, Shelf, StoryForms, StoryKey, difference_in_words, tell

_Seen = tuple[str, tuple[str, ...], int]
"""A clause's control by its tag, its words, and how many lines stand before it."""
_BODY: Final[StoryKey] = ("body", 0, "")
_BREAKS: Final = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t"}
_SECTION: Final = 5
_CURE: Final = "nothing was written; please report this with the file, or choose another place with --after"


class ExpectedClause(Struct, frozen=True):
    """A clause that is to stand in the result. `under` are the words of the heading it goes under, and `before` those
    of the heading that ends the section; both "" for a clause that stands already."""

    tag: str
    texts: tuple[str, ...]
    under: str = ""
    before: str = ""


class ToBeDone(Struct, frozen=True):
    """What was to be done: clauses that come in, tags in the host that give way to them or go, and the clauses after
    which an empty paragraph may end the story. `renumbers` allows printed numbers to differ, where a clause goes."""

    comes: tuple[ExpectedClause, ...]
    goes: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    tracked: bool = True
    renumbers: bool = False


def prove_insertion(host: Package, result: Package, change: ToBeDone) -> list[Problem]:
    """The problems for which `result` is not what it is to be; none when it is proved."""
    looks: dict[StyleForm, int] = {}
    shelf = Shelf()
    wanted = tell(host, "reject" if change.tracked else "accept", looks, shelf)
    settled = not change.tracked or not shelf.resolved  # the same then, whether all is rejected or accepted
    if change.tracked:
        made = tell(result, "reject", looks, shelf)
        fault = _difference(wanted, made, "rejecting every change does not give back the file", result.file)
        if fault is not None:
            return [fault]
    if not settled:
        wanted = tell(host, "accept", looks, shelf)
    made = tell(result, "accept", looks, shelf)
    seen: list[_Seen] = []
    lines: list[StyleForm] = []
    before = _Strip(frozenset(change.goes), [], [], [])
    after = _Strip(frozenset(each.tag for each in change.comes), list(change.endings), seen, lines)
    stripped = {**wanted, _BODY: StoryForms(wanted[_BODY].part, before.blocks(wanted[_BODY].forms))}
    left = {**made, _BODY: StoryForms(made[_BODY].part, after.blocks(made[_BODY].forms))}
    # A clause that goes may take a picture with it that somebody put in there.
    stripped.pop(APART, None), left.pop(APART, None)
    if change.renumbers:
        stripped, left = _without_labels(stripped), _without_labels(left)
    fault = _difference(
        stripped, left, "accepting every change does not give the file and the clauses alone", result.file
    )
    if fault is not None:
        return [fault]
    if sorted((tag, texts) for tag, texts, _ in seen) != sorted((each.tag, each.texts) for each in change.comes):
        return [_fault(result.file, "the clauses do not stand there word for word")]
    return _misplaced(result.file, change, seen, lines)


def _misplaced(file: str, change: ToBeDone, seen: Sequence[_Seen], lines: Sequence[StyleForm]) -> list[Problem]:
    """Clauses that do not come after their heading, or come after the one that ends its section."""
    for each in change.comes:
        if not each.under:
            continue
        at = next(place for tag, _, place in seen if tag == each.tag)
        before = _letters(each.before)
        # The heading that is meant is mostly near, so the search goes from the clause outwards.
        if not _in_one_of(_letters(each.under), lines[:at][::-1]) or (before and not _in_one_of(before, lines[at:])):
            return [_fault(file, f"a clause does not stand under “{each.under}”")]
    return []


def _in_one_of(letters: str, lines: Iterable[StyleForm]) -> bool:
    return any(letters in _letters("".join(_words(line))) for line in lines)


class _Strip(Struct, frozen=True, eq=False):
    """Takes the controls with certain tags out of a body's forms, and notes their words and where they stood."""

    tags: frozenset[str]
    endings: list[str]
    seen: list[_Seen]
    lines: list[StyleForm]

    def blocks(self, forms: Sequence[object]) -> tuple[StyleForm, ...]:
        """The forms without the controls, and without a paragraph that was added to end the story after one."""
        if not self.tags:
            return tuple(forms)  # type: ignore[arg-type]
        made: list[StyleForm] = []
        ended = ""
        for form in forms:
            if not isinstance(form, tuple):
                made.append(form)  # type: ignore[arg-type]
                continue
            tag = _tag_of(form)
            if tag in self.tags:
                self.seen.append((tag, _texts(form[2]), len(self.lines)))
                ended = tag
                continue
            if ended in self.endings and form[:1] == ("paragraph",) and form[-1] == ():
                self.endings.remove(ended)
                if form[_SECTION] and made and made[-1][:1] == ("paragraph",):
                    made[-1] = (*made[-1][:_SECTION], form[_SECTION], *made[-1][_SECTION + 1 :])
                ended = ""
                continue
            ended = ""
            if form[:1] == ("paragraph",):
                self.lines.append(form)
                inline = self._inline(form[-1])
                made.append(form if inline is form[-1] else (*form[:-1], inline))
            elif form[:1] in (("control",), ("table",), ("row",), ("cell",)):
                made.append((*form[:-1], self.blocks(form[-1])))
            else:
                made.append(form)
        return tuple(made)

    def _inline(self, forms: object) -> object:
        """A paragraph's content without the controls inside it."""
        assert isinstance(forms, tuple)
        ours = [form for form in forms if isinstance(form, tuple) and _tag_of(form) in self.tags]
        self.seen.extend((_tag_of(form), ("".join(_words(form)),), len(self.lines)) for form in ours)
        return tuple(form for form in forms if not any(form is each for each in ours)) if ours else forms


_SIGNS: Final = re.compile(r"[\W_]+")


def _letters(text: str) -> str:
    """The letters and figures of the words, by which a line is known again whatever signs and pictures stand in it."""
    return _SIGNS.sub("", text)


def _tag_of(form: StyleForm) -> str:
    if form[:1] != ("control",) or not isinstance(form[1], tuple):
        return ""
    for each in form[1]:
        if isinstance(each, tuple) and each[:1] == (w("tag"),):
            return str(dict(each[1]).get(w("val"), ""))
    return ""


def _texts(forms: object) -> tuple[str, ...]:
    """The words of the paragraphs in a control, line by line."""
    assert isinstance(forms, tuple)
    return tuple("".join(_words(form)) for form in _paragraphs(forms))


def _paragraphs(forms: StyleForm) -> Iterator[StyleForm]:
    for form in forms:
        if isinstance(form, tuple):
            if form[:1] == ("paragraph",):
                yield form
            else:
                yield from _paragraphs(form)


def _words(form: object) -> Iterator[str]:
    if not isinstance(form, tuple) or form[:1] == ("note",):
        return  # a note's words stand elsewhere on the page
    if len(form) == 3 and form[0] == "text":
        yield str(form[1])
    elif len(form) == 3 and form[0] == "item" and isinstance(form[1], tuple):
        yield _BREAKS.get(str(form[1][0]), "")
    else:
        for each in form:
            yield from _words(each)


def _without_labels(stories: dict[StoryKey, StoryForms]) -> dict[StoryKey, StoryForms]:
    return {
        key: StoryForms(told.part, tuple(_relabelled(form) for form in told.forms)) for key, told in stories.items()
    }


def _relabelled(form: StyleForm) -> StyleForm:
    if form[:1] == ("paragraph",):
        number = form[2]
        return (*form[:2], number[1:] if isinstance(number, tuple) else number, *form[3:])
    return tuple(_relabelled(each) if isinstance(each, tuple) else each for each in form)


def _difference(
    wanted: dict[StoryKey, StoryForms], made: dict[StoryKey, StoryForms], complaint: str, file: str
) -> Problem | None:
    for key in dict.fromkeys((*wanted, *made)):
        one, two = wanted.get(key), made.get(key)
        if one is None or two is None:
            return _fault(file, f"{complaint}: a part is missing")
        if one.forms != two.forms:
            what, place = difference_in_words(one.forms, two.forms)
            return Problem(
                "insertion-not-proved",
                f"{complaint}; the difference is in {what}",
                Location(file, part=one.part, paragraph=place or None),
                cure=_CURE,
            )
    return None


def _fault(file: str, message: str) -> Problem:
    return Problem("insertion-not-proved", message, Location(file), cure=_CURE)
