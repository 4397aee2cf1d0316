"""The clauses that stand in a document already: content controls by their tag, with the words as they would be accepted.

Source: ECMA-376 part 1, 17.5.2 (content controls), 17.13.5.4 to 17.13.5.11 (tracked controls).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.word.host_document import Host
from specgen.word.ooxml import MC, w

_Element = etree._Element

_VAL: Final = w("val")
_GONE: Final = frozenset(w(name) for name in ("del", "moveFrom"))
_SKIPPED: Final = frozenset({w("pPr"), w("rPr"), w("txbxContent"), f"{{{MC}}}Fallback"})
_SIGNS: Final = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A control with its tag. `lines` are its paragraphs' words as they would be accepted; `within` says that it stands inside
    a paragraph. `pending` is the author who proposes the control as a tracked insertion, "" where it is settled; `struck` says
    that a tracked change takes it out."""

    control: _Element
    tag: str
    lines: tuple[str, ...]
    within: bool
    pending: str
    struck: bool
    mixed: bool
    """Whether some of its words are tracked changes and it is not pending as a whole."""


def standing_controls(host: Host, prefix: str) -> tuple[Standing, ...]:
    """The controls of the main story whose tag begins with `prefix`, in their order."""
    found: list[Standing] = []
    inserted: dict[str, str] = {}
    deleted: dict[str, str] = {}
    ranges = {w("customXmlInsRangeStart"): inserted, w("customXmlDelRangeStart"): deleted}
    ends = {w("customXmlInsRangeEnd"): inserted, w("customXmlDelRangeEnd"): deleted}
    for element in host.part.root.iter(*ranges, *ends, w("sdt")):
        if element.tag in ranges:
            ranges[element.tag][element.get(w("id"), "")] = element.get(w("author"), "")
        elif element.tag in ends:
            ends[element.tag].pop(element.get(w("id"), ""), None)
        else:
            named = element.find(f"{w('sdtPr')}/{w('tag')}")
            if named is not None and named.get(_VAL, "").startswith(prefix):
                found.append(_standing(element, named.get(_VAL, ""), next(iter(inserted.values()), ""), bool(deleted)))
    return tuple(found)


def _standing(control: _Element, tag: str, pending: str, struck: bool) -> Standing:
    content = control.find(w("sdtContent"))
    within = next(control.iterancestors(w("p"), w("body")), control).tag == w("p")
    lines: tuple[str, ...] = ()
    if content is not None:
        paragraphs = [content] if within else list(content.iter(w("p")))
        lines = tuple("".join(_accepted(each)) for each in paragraphs)
    marked = content is not None and next(content.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is not None
    return Standing(control, tag, lines, within, pending, struck or not any(line.strip() for line in lines), marked and not pending)


def _accepted(holder: _Element) -> Iterator[str]:
    for child in holder:
        if child.tag in _GONE or child.tag in _SKIPPED:
            continue
        if child.tag == w("t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str) and child.tag != w("p"):
            yield from _accepted(child)
