"""Tracked changes written into a clause that stands in a host: words in its paragraphs, whole paragraphs, its control.

Only the runs in which something changes are written anew; every other byte stays. Source: ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from lxml import etree
from msgspec import Struct

from specgen.problems import cut
from specgen.word.document.signs import printed
from specgen.word.package.ooxml import MC, RefusedValue, attribute_text, outer_xml, run_text, w
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.package.tracked import Tracking, declared, declared_throughout, marked, range_marks
from specgen.word.template.blocks import LONGEST_TITLE
from specgen.word.template.looks import RunProperties, run_looks
from specgen.word.template.tags import XmlProperties
from specgen.wording.wording import Inline, Run

_Element = etree._Element

_TEXT: Final = w("t")
_OUT: Final = (w("del"), w("moveFrom"))
_EMPHASIS: Final = frozenset({"b", "bCs", "i", "iCs"})
_NEVER: Final = (w("txbxContent"), f"{{{MC}}}AlternateContent")


class WordChange(Struct, frozen=True):
    """A stretch of a paragraph's words: kept, taken out (both counted in letters of the old words), or put in."""

    kind: Literal["kept", "removed", "added"]
    letters: int = 0
    words: tuple[Inline, ...] = ()


class CannotChangeError(Exception):
    """The paragraph holds something in which words cannot be changed; the text says what."""


def change_words(
    part: SpannedPart, paragraph: _Element, changes: Sequence[WordChange], tracking: Tracking, *, heading: bool = False
) -> list[Splice]:
    """The splices that make the changes in the paragraph's words as tracked changes. Raises CannotChangeError.

    New words look like the run they stand in; whether they are bold or italic is their own, except in a heading.
    """
    leave = frozenset[str]() if heading else _EMPHASIS
    pieces = [_pieces(run) for run in _runs(paragraph)]
    runs = [(run, made) for run, made in zip(_runs(paragraph), pieces, strict=True) if any(text for text, _ in made)]
    removed = _letters(changes, "removed")
    added = _added(changes)
    if sum(len(text) for _, made in runs for text, _ in made) != len(removed):
        raise CannotChangeError("its words are not in plain runs")
    splices: list[Splice] = []
    at = 0
    for number, (run, made) in enumerate(runs):
        length = sum(len(text) for text, _ in made)
        last = number == len(runs) - 1
        inside = {
            place - at: words
            for place, words in added.items()
            if at <= place < at + length or (last and place == at + length)
        }
        gone = removed[at : at + length]
        if inside or any(gone):
            splices.append(_rewritten(part, run, made, gone, inside, tracking, leave))
        at += length
    if not runs and added:
        where = part.end_tag(paragraph)
        splices.append(
            Splice(where, where, declared([_inserted(words, (), tracking) for words in added.values()], paragraph))
        )
    return splices


def strike_paragraph(part: SpannedPart, paragraph: _Element, tracking: Tracking) -> list[Splice]:
    """The splices that take the whole paragraph out as a tracked change."""
    struck = ((run, declared([_struck(part.text(run), run, tracking)], run)) for run in _runs(paragraph))
    splices = [Splice(part.start(run), part.end(run), written) for run, written in struck]
    return [*splices, *marked(part, paragraph, f"<{tracking.mark('del')}/>")]


def strike_control(part: SpannedPart, control: _Element, tracking: Tracking) -> list[Splice]:
    """The splices that put the control into tracked ranges of a deletion; what is in it is struck apart."""
    (begin, begun), (finish, finished) = range_marks(tracking, "Del"), range_marks(tracking, "Del")
    return _round(part, control, begin, begun, finish, finished)


def replace_control(part: SpannedPart, control: _Element, tag: str, title: str, tracking: Tracking) -> list[Splice]:
    """A new control round the old one, as tracked changes: the new one put in, the old one taken out, the words where
    they are.

    Properties of a control cannot be tracked, so a new tag needs a new control.
    """
    (a, a_end), (b, b_end), (c, c_end), (d, d_end) = (
        range_marks(tracking, kind) for kind in ("Ins", "Ins", "Del", "Del")
    )
    properties = control_properties(tracking, tag, title)
    return _round(
        part,
        control,
        f"{a}<w:sdt>{properties}<w:sdtContent>{a_end}{c}",
        c_end,
        d,
        f"{d_end}{b}</w:sdtContent></w:sdt>{b_end}",
    )


def retag(part: SpannedPart, control: _Element, tag: str, title: str) -> list[Splice]:
    """The tag and title of a control that is itself only proposed."""
    return [
        Splice(part.start(found), part.end(found), declared([f'<w:{name} w:val="{attribute_text(said)}"/>'], control))
        for name, said in (("tag", tag), ("alias", title[:64]))
        if (found := control.find(f"{w('sdtPr')}/{w(name)}")) is not None
    ]


def proposed_span(part: SpannedPart, control: _Element) -> tuple[int, int] | None:
    """Where a control that is tracked as put in begins and ends with the marks of its ranges; None if they are not just
    so."""
    content = control.find(w("sdtContent"))
    before, after = control.getprevious(), control.getnext()
    if content is None or len(content) < 2 or before is None or after is None:
        return None
    first, last = content[0], content[-1]
    pairs = (
        (before, "customXmlInsRangeStart", first, "customXmlInsRangeEnd"),
        (last, "customXmlInsRangeStart", after, "customXmlInsRangeEnd"),
    )
    if any(
        one.tag != w(opening) or two.tag != w(closing) or one.get(w("id")) != two.get(w("id"))
        for one, opening, two, closing in pairs
    ):
        return None
    return part.start(before), part.end(after)


def _round(part: SpannedPart, control: _Element, before: str, begun: str, finish: str, after: str) -> list[Splice]:
    content = control.find(w("sdtContent"))
    if content is None or part.is_empty_tag(content):
        raise CannotChangeError("its content control is empty")
    start, end = part.start(control), part.end(control)
    inner_start, inner_end = part.start_tag(content)[1], part.end_tag(content)
    outside = control.getparent()
    assert outside is not None
    pieces = (
        (start, before, outside),
        (inner_start, begun, control),
        (inner_end, finish, control),
        (end, after, outside),
    )
    return [Splice(at, at, declared_throughout(written, place)) for at, written, place in pieces]


def _runs(paragraph: _Element) -> Iterator[_Element]:
    """The runs of the paragraph itself that are not taken out already."""
    for run in paragraph.iter(w("r")):
        # Nothing stands between them that takes the run out.
        if next(run.iterancestors(*_OUT, *_NEVER, w("p"))) is paragraph:
            yield run


def _pieces(run: _Element) -> list[tuple[str, _Element]]:
    """What the run holds, with its letters ("" for what has none)."""
    return [(printed(child), child) for child in run if child.tag != w("rPr") and isinstance(child.tag, str)]


def _letters(changes: Sequence[WordChange], kind: str) -> list[bool]:
    return [each.kind == kind for each in changes if each.kind != "added" for _ in range(each.letters)]


def _added(changes: Sequence[WordChange]) -> dict[int, tuple[Inline, ...]]:
    """Where, in letters of the old words, what is put in."""
    found: dict[int, tuple[Inline, ...]] = {}
    at = 0
    for each in changes:
        if each.kind == "added":
            found[at] = (*found.get(at, ()), *each.words)
        else:
            at += each.letters
    return found


def _rewritten(
    part: SpannedPart,
    run: _Element,
    pieces: Sequence[tuple[str, _Element]],
    gone: Sequence[bool],
    added: dict[int, tuple[Inline, ...]],
    tracking: Tracking,
    leave: frozenset[str],
) -> Splice:
    """The run in as many runs as it takes, with its own properties."""
    properties = run.find(w("rPr"))
    own = outer_xml(properties)
    named = ((etree.QName(child).localname, child) for child in (properties if properties is not None else ()))
    look = tuple((name, outer_xml(child)) for name, child in named if name not in leave)
    made, held, state = list[str](), list[str](), False
    holder = run.getparent()
    proposed = holder if holder is not None and holder.tag == w("ins") else None

    def close() -> None:
        if held:
            xml = f"<w:r>{own}{''.join(held)}</w:r>"
            made.append(_struck(xml, None, tracking) if state else xml)
            held.clear()

    def put(at: int) -> None:
        if at in added:
            close()
            words = _inserted(added[at], look, tracking)
            made.append(_apart(part, proposed, words, tracking) if proposed is not None else words)

    at = 0
    for text, child in pieces:
        if not text:
            held.append(outer_xml(child))
            continue
        whole = child.tag == _TEXT
        start = at
        for end in range(at + 1, at + len(text) + 1):
            here = gone[end - 1]
            if end - 1 in added or here != state:
                if whole and end - 1 > start:
                    held.append(_said(text[start - at : end - 1 - at]))
                if here != state or end - 1 in added:
                    close()
                put(end - 1)
                state = here
                start = end - 1
        held.append(_said(text[start - at :]) if whole else outer_xml(child))
        at += len(text)
    close()
    put(at) if at in added and at == len(gone) else None
    return Splice(part.start(run), part.end(run), declared(made, run))


def _apart(part: SpannedPart, proposed: _Element, words: str, tracking: Tracking) -> str:
    """Words put in between those that somebody else proposes: their insertion is ended before and goes on after."""
    begin, end = part.start_tag(proposed)
    opening = part.data[begin:end].decode("utf-8")
    name = opening[1:].split(None, 1)[0]
    tracking.revision += 1
    again = re.sub(
        r'(?<= )([\w]+:id=)["\'][^"\']*["\']', lambda found: f'{found[1]}"{tracking.revision - 1}"', opening, count=1
    )
    return f"</{name}>{words}{again}"


def _inserted(words: Sequence[Inline], look: XmlProperties, tracking: Tracking) -> str:
    return f"<{tracking.mark('ins')}>{''.join(written_runs(words, run_looks(look)))}</w:ins>"


def _said(text: str) -> str:
    return f'<w:t xml:space="preserve">{run_text(text)}</w:t>'


def _struck(xml: str, run: _Element | None, tracking: Tracking) -> str:
    """The run as a tracked deletion: its words and field codes become struck ones."""
    prefix = f"{run.prefix}:" if run is not None and run.prefix else "" if run is not None else "w:"
    for old, new in (("t", "delText"), ("instrText", "delInstrText")):
        xml = re.sub(rf"(</?){re.escape(prefix)}{old}(?=[\s/>])", rf"\1{prefix}{new}", xml)
    return f"<{tracking.mark('del')}>{xml}</w:del>"


def control_properties(tracking: Tracking, tag: str, title: str) -> str:
    """The properties of a new control."""
    return (
        f'<w:sdtPr><w:alias w:val="{attribute_text(cut(title, LONGEST_TITLE))}"/><w:tag w:val="{attribute_text(tag)}"/>'
        f'<w:id w:val="{tracking.control_id()}"/></w:sdtPr>'
    )


def written_runs(words: Iterable[Inline], looks: RunProperties) -> Iterator[str]:
    """The runs of the words. Raises RefusedValue."""
    for part in words:
        if not isinstance(part, Run):
            raise RefusedValue(f"its placeholder “{part.name}” has not been filled")
        yield f"{looks[part.bold + 2 * part.italic + 4 * part.gap]}{run_text(part.text)}</w:t></w:r>"
