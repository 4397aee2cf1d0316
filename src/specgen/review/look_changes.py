"""Changes that nobody tracked and that touch no word: how letters look, and words that can no longer be read on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from specgen.review.attribution import BESIDE
from specgen.review.classes import sort_of
from specgen.review.findings import Change
from specgen.review.frame import FrameLine
from specgen.word.lines import Line
from specgen.word.page_looks import hidden_in_sign
from specgen.word.run_look import RunLook

_MOST_SHOWN: Final = 200
_KINDS: Final = {"heading": "a heading", "paragraph": "a paragraph", "bullet": "a bulleted item", "number": "a numbered item"}
_SWITCHED: Final = (("bold", "bold"), ("italic", "italic"), ("underlined", "underlined"), ("capitals", "in capitals"), ("struck", "struck through"), ("hidden", "hidden"), ("pictures", "in a font of pictures"), ("turned", "right to left"))


def look_changes(old: Sequence[Line], new: Sequence[Line], where: str) -> Iterator[Change]:
    """How the letters of `new` look otherwise than those of `old`, one change for each way; nothing unless all their words are equal."""
    olds, news = ([line for line in lines if line.text.strip()] for lines in (old, new))
    if [line.text for line in olds] != [line.text for line in news]:
        return
    ways: dict[str, tuple[Line, list[str]]] = {}
    for one, two in zip(olds, news, strict=True):
        for way, words in _ways(one, two):
            ways.setdefault(way, (two, []))[1].append(words)
    for way, (line, said) in ways.items():
        shown = " … ".join(said)
        shown = shown if len(shown) <= _MOST_SHOWN else f"{shown[: _MOST_SHOWN - 1]}…"
        yield Change(False, "look changed", "", "", "look", where, before=line.text, after=line.text, detail=f"{way}: “{shown}”")


def unseen_changes(lines: Iterable[Line], issued: Iterable[Line], where: str) -> Iterator[Change]:
    """The words of `lines` that cannot be read on the page and that could be in the lines as issued."""
    known = {entry for line in issued for entry in line.unseen}
    for line in lines:
        for text, reason in line.unseen:
            if (text, reason) not in known:
                yield Change(False, "words that cannot be read on the page", text, "", sort_of(text, ""), where, before=line.text, after=line.text, detail=reason)


def looks_beside(printed: FrameLine | None, seen: Line) -> Iterator[Change]:
    """The same for a line outside the clauses; `printed` is what it stands for, if that is known."""
    where = "outside the clauses" if printed is None or printed.clause is None else printed.field or BESIDE
    issued = [printed.line] if printed is not None and printed.line is not None else []
    yield from unseen_changes([seen], issued, where)
    yield from look_changes(issued, [seen], where)


def _ways(one: Line, two: Line) -> Iterator[tuple[str, str]]:
    """What differs, in words, with the words that it differs for."""
    if (one.kind, one.heading, one.level) != (two.kind, two.heading, two.level):
        yield f"was {_form(one)} and is {_form(two)}", two.text
    elif one.sign != two.sign:
        yield f"its number “{one.label}” made “{two.label}”{_after(one.sign, two.sign)}", two.text
    ends = sorted({*accumulate(count for count, _ in one.looks), *accumulate(count for count, _ in two.looks)})
    found: list[tuple[tuple[str, ...], str]] = []
    at = 0
    for end in ends:
        words = two.text[at:end]
        looks = _look_at(one, at), _look_at(two, at)
        # Words that can no longer be read are told of as such.
        ways = tuple(_said(*looks)) if words.strip() and not looks[1].unseen else ()
        if found and found[-1][0] == ways:
            found[-1] = ways, found[-1][1] + words
        else:
            found.append((ways, words))
        at = end
    for each, words in found:
        for way in each:
            yield way, words.strip()


def _after(one: str, two: str) -> str:
    """What two ways of numbering differ in that the numbers themselves do not show."""
    return f" ({hidden_in_sign(two) or 'no longer hidden'})" if hidden_in_sign(one) != hidden_in_sign(two) else ""


def number_changes(issued: Sequence[Line], seen: Sequence[Line]) -> Iterator[tuple[int, Change]]:
    """Each line that is counted otherwise, by its index, where no line came, went or changed; what else numbers differ in is a change of look."""
    olds, news = ([(at, line) for at, line in enumerate(lines) if line.text.strip()] for lines in (issued, seen))
    if [line.text for _, line in olds] != [line.text for _, line in news]:
        return
    for (_, one), (number, two) in zip(olds, news, strict=True):
        if one.label != two.label and one.sign == two.sign and not two.sign.startswith("bullet"):
            yield number, Change(False, "number changed", one.label, two.label, "value", before=one.text, after=two.text)


def _look_at(line: Line, at: int) -> RunLook:
    for count, look in line.looks:
        if at < count:
            return look
        at -= count
    return RunLook()


def _said(one: RunLook, two: RunLook) -> Iterator[str]:
    for name, said in _SWITCHED:
        if getattr(one, name) != getattr(two, name):
            yield f"made {said}" if getattr(two, name) else f"no longer {said}"
    if one.raised != two.raised:
        yield "raised or lowered" if two.raised else "no longer raised or lowered"
    if one.size != two.size:
        yield f"size {one.size / 2:g} made {two.size / 2:g} points"
    if one.colour != two.colour:
        yield f"colour {one.colour or 'black'} made {two.colour or 'black'}"
    if one.background != two.background:
        yield f"background {one.background or 'none'} made {two.background or 'none'}"


def _form(line: Line) -> str:
    if line.heading:
        return f"a heading of level {line.heading}"
    return _KINDS[line.kind] + (f" of level {line.level + 1}" if line.kind in ("bullet", "number") else "")
