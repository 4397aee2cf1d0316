"""Content controls written round what they hold, each in the others: those that stay, go and come.

Source: ECMA-376 part 1, 17.5.2; docs/word/revisions.md (“Content controls”).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from specgen.word.draft import Draft
from specgen.word.nest_controls import Nest
from specgen.word.ooxml import w

_Element = etree._Element


def write_nested(draft: Draft, nests: Sequence[Nest], between: Callable[[int, int], list[_Element]], end: int, part: str) -> list[_Element]:
    """The elements for the items before `end`, in their controls.

    `nests` has outer controls before inner ones; `between` writes the items of a stretch in which no control begins or ends;
    `part` is NEW's part, whose controls come.
    """

    def written(waiting: list[Nest], start: int, end: int) -> list[_Element]:
        """The items `start` to `end`; `waiting` are the controls in that stretch, from the last to the first."""
        made: list[_Element] = []
        at = start
        while waiting:
            outer = waiting.pop()
            inner: list[Nest] = []
            while waiting and waiting[-1].end <= outer.end:
                inner.append(waiting.pop())
            made += between(at, outer.start)
            made += _write_control(draft, outer, written(inner[::-1], outer.start, outer.end), part)
            at = outer.end
        return made + between(at, end)

    return written(list(nests)[::-1], 0, end)


def _write_control(draft: Draft, control: Nest, content: list[_Element], part: str) -> list[_Element]:
    """The control round `content`: OLD's own if it stays or goes, a copy of NEW's if it comes."""
    if control.fate != "comes":
        shell = control.element
        if control.fate == "goes":
            return draft.stamp.control("del", shell, content)
        held = shell.find(w("sdtContent"))
        if held is not None:
            held[:] = content
        return [shell]
    shell = etree.Element(w("sdt"))
    for name in ("sdtPr", "sdtEndPr"):
        properties = control.element.find(w(name))
        if properties is not None:
            shell.append(draft.bring(properties, part))
    etree.SubElement(shell, w("sdtContent"))
    return draft.stamp.control("ins", shell, content)
