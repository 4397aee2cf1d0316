"""The letters of one paragraph as they are written, and the paragraph written again with some struck and some put in.

Only the runs in which something changes are written anew, each with its own start tag and properties; every other byte
stays. Source: ECMA-376 part 1, 17.3.2 (runs), 17.13.5 (revisions).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence, Set
from typing import Final, NamedTuple

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.inline import LINE_ENDS, Item, read_line
from specgen.word.document.signs import SIGNS, letters
from specgen.word.package.ooxml import MC, outer_xml, run_text, w
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.package.tracked import Tracking, declared

_Element = etree._Element

_WORDS: Final = frozenset(
    {w("t"), *(name for name, sign in SIGNS.items() if sign.kind in ("letter", "tab", "break", "symbol"))}
)
"""What can be struck and put in again as it was."""
_NOT_NEW: Final = frozenset({w("rPrChange"), w("ins"), w("del"), w("moveFrom"), w("moveTo")})
"""Properties of a run that are marks on it, and that new words do not take over."""


class WrittenLetter(NamedTuple):
    """One letter as it is written: the item that it stands in, its number there, and whether it is there when every
    change is rejected."""

    item: Item
    at: int
    was: bool


class WordsAt(Struct, frozen=True):
    """Words of one paragraph of a part: its number, and the letters from `start` to `end` of what it says without the
    tracked changes.

    `issued` are the words that stood there. `says` is the whole line as it was read, "" where that was seen to, and
    `before` how many letters of the paragraph stand before it. `whole` says that all of the paragraph was put in."""

    part: str
    paragraph: int
    start: int
    end: int
    issued: str
    says: str
    before: int = 0
    whole: bool = False


class Rewriting(Struct):
    """What is to happen to the letters of one paragraph, those that go each with what strikes it. Letters are counted
    with those that are struck or proposed."""

    gone: dict[int, Tracking] = field(default_factory=dict)
    before: dict[int, list[str]] = field(default_factory=dict)
    after: dict[int, list[str]] = field(default_factory=dict)


def letters_of(paragraph: _Element) -> list[WrittenLetter]:
    """Every letter of the paragraph, struck and proposed ones among them, without the codes of fields."""
    return [
        WrittenLetter(item, at, was)
        for item in read_line(paragraph)
        if item.text and not item.aside
        for was in (item.was,)
        for at in range(len(item.text))
    ]


def fault_of(paragraph: _Element, where: WordsAt) -> str:
    """Why these words of the paragraph cannot be answered in the file; "" when they can."""
    if next(paragraph.iterancestors(w("txbxContent")), None) is not None:
        return "it stands in a text box; answer it in Word"
    found = letters_of(paragraph)
    said = "".join(each.item.text[each.at] for each in found if each.was).translate(LINE_ENDS)
    if said[where.before : where.before + len(where.says)] != where.says or (
        where.whole and (where.start, where.end) != (0, len(said))
    ):
        return "its line is made of more than one paragraph, or is not read letter by letter"
    ends = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    tracked = any(child.tag in _NOT_NEW for child in (ends if ends is not None else ()))
    if where.whole and (len(said) != len(found) or tracked):
        return "tracked changes stand in the paragraph too; answer it in Word"
    span = found_span(found, where)
    if span is None:
        return "tracked changes stand among its words too; answer it in Word"
    letters_touched = found[span[0] : span[1]] or found[max(span[0] - 1, 0) : span[0] + 1]
    touched = {each.item.element: each.item for each in letters_touched}
    for element, item in touched.items():
        if span[0] != span[1] and (element.tag not in _WORDS or item.run is None):
            return "it holds more than words (a note, a field or a picture); answer it in Word"
        if item.kind == "text" and letters(element) != (element.text or ""):
            return "spaces at the ends of its words are not kept in the file; answer it in Word"
        if next(element.iterancestors(f"{{{MC}}}AlternateContent"), None) is not None:
            return "older programs show other words in its place; answer it in Word"
        if is_bound(element):
            return BOUND_WORDS
    if in_field(paragraph, touched.keys()):
        return "it stands in the result of a field, which a program replaces"
    return ""


def found_span(found: Sequence[WrittenLetter], where: WordsAt) -> tuple[int, int] | None:
    """The letters as they are counted with struck and proposed ones; None where such ones stand among them."""
    plain = [at for at, each in enumerate(found) if each.was]
    start, end = where.start, where.end
    if end > len(plain):
        return None
    if start == end:
        # Beside the plain letter to the left, else before the one to the right.
        if start and not found[plain[start - 1]].item.marks:
            return plain[start - 1] + 1, plain[start - 1] + 1
        if start < len(plain) and not found[plain[start]].item.marks:
            return plain[start], plain[start]
        return (0, 0) if not found else None
    first, last = plain[start], plain[end - 1] + 1
    return (first, last) if not any(each.item.marks for each in found[first:last]) else None


BOUND_WORDS: Final = "it stands in a control whose words come from elsewhere when the file is opened; answer it in Word"


def is_bound(element: _Element) -> bool:
    """Whether it stands in a control that prints data kept beside the text."""
    for control in element.iterancestors(w("sdt")):
        properties = control.find(w("sdtPr"))
        if any(str(each.tag).endswith("}dataBinding") for each in (properties if properties is not None else ())):
            return next(element.iterancestors(w("sdtContent"))).getparent() is control
    return False


def in_field(paragraph: _Element, elements: Set[_Element]) -> bool:
    """Whether one of the elements stands between the beginning and the end of a field that began in the paragraph."""
    if any(next(each.iterancestors(w("fldSimple")), None) is not None for each in elements):
        return True
    opened = 0
    for each in paragraph.iter(w("fldChar"), *{element.tag for element in elements}):
        if each.tag == w("fldChar"):
            kind = each.get(w("fldCharType"))
            opened += (kind == "begin") - (kind == "end")
        elif each in elements and opened > 0:
            return True
    return False


# Writing.


def look_beside(found: Sequence[WrittenLetter], span: tuple[int, int]) -> str:
    """The properties of a run for words that take the place of these letters: theirs, else those of the neighbour."""
    first, last = span
    for at in (first if first < last else first - 1, first):
        if 0 <= at < len(found) and found[at].item.run is not None:
            return own_look(found[at].item.run)
    return ""


def own_look(run: _Element | None) -> str:
    """The properties of the run as new words take them over."""
    properties = run.find(w("rPr")) if run is not None else None
    if properties is None:
        return ""
    kept = "".join(outer_xml(child) for child in properties if child.tag not in _NOT_NEW)
    return f"<w:rPr>{kept}</w:rPr>" if kept else ""


def put_in(words: str, look: str, tracking: Tracking) -> str:
    """The words as our insertion."""
    text = f'<w:t xml:space="preserve">{run_text(words)}</w:t>'
    return f"<{tracking.mark('ins')}><w:r>{look}{text}</w:r></w:ins>"


def struck(xml: str, prefix: str | None, tracking: Tracking) -> str:
    """The run as our deletion: its words and the codes of fields in it become struck ones."""
    name = f"{prefix}:" if prefix else ""
    for old, new in (("t", "delText"), ("instrText", "delInstrText")):
        xml = re.sub(rf"(</?){re.escape(name)}{old}(?=[\s/>])", rf"\1{name}{new}", xml)
    return f"<{tracking.mark('del')}>{xml}</w:del>"


def rewritten(part: SpannedPart, paragraph: _Element, task: Rewriting) -> list[Splice]:
    """The splices that carry out the task in the paragraph."""
    found = letters_of(paragraph)
    runs: dict[_Element, None] = {}
    for at in (*task.gone, *task.before, *task.after):
        run = found[at].item.run
        assert run is not None
        runs[run] = None
    where: dict[_Element, int] = {}
    for at, each in enumerate(found):
        where.setdefault(each.item.element, at)
    return [_run(part, run, where, found, task) for run in runs]


def _run(
    part: SpannedPart,
    run: _Element,
    where: Mapping[_Element, int],
    found: Sequence[WrittenLetter],
    task: Rewriting,
) -> Splice:
    begin, end = part.start_tag(run)
    opening = part.data[begin:end].decode("utf-8")
    name = opening[1:].split(None, 1)[0].rstrip(">")
    properties = run.find(w("rPr"))
    own = part.text(properties) if properties is not None else ""
    made: list[str] = []
    held: list[str] = []
    strikes: Tracking | None = None

    def close() -> None:
        if held:
            xml = f"{opening}{own}{''.join(held)}</{name}>"
            made.append(struck(xml, run.prefix, strikes) if strikes is not None else xml)
            held.clear()

    for child in run:
        if child is properties or not isinstance(child.tag, str):
            continue
        at = where.get(child)
        length = len(found[at].item.text) if at is not None else 0
        if at is None or not length:
            held.append(part.text(child))
            continue
        pieces = [(at, at + length)] if child.tag != w("t") else _pieces(task, at, at + length)
        for first, last in pieces:
            if first in task.before:
                close()
                made += task.before[first]
            if task.gone.get(first) is not strikes:
                close()
                strikes = task.gone.get(first)
            whole = (first, last) == (at, at + length)
            held.append(part.text(child) if whole else _said(found[at].item.text[first - at : last - at], run))
            if last - 1 in task.after:
                close()
                made += task.after[last - 1]
    close()
    return Splice(part.start(run), part.end(run), declared(made, run))


def _pieces(task: Rewriting, first: int, last: int) -> list[tuple[int, int]]:
    """The letters from `first` to `last`, cut wherever something changes."""
    cuts = [
        at
        for at in range(first + 1, last)
        if at in task.before or at - 1 in task.after or task.gone.get(at) is not task.gone.get(at - 1)
    ]
    return list(zip((first, *cuts), (*cuts, last), strict=True))


def _said(text: str, run: _Element) -> str:
    """The letters as a text of the run's own prefix, so that striking finds it."""
    name = f"{run.prefix}:t" if run.prefix else "t"
    said = html.escape(text, quote=False).replace("\r", "&#13;")
    return f'<{name} xml:space="preserve">{said}</{name}>'
