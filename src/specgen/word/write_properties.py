"""The properties of a paragraph and of its mark, tracked when they change.

Source: ECMA-376 part 1, 17.3.1.26, 17.3.1.29, 17.13.5.29, 17.13.5.30.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from specgen.word.compare_side import Side
from specgen.word.draft import Draft
from specgen.word.ooxml import w
from specgen.word.style_effects import Form, properties_of
from specgen.word.write_marks import paragraph_properties, run_properties

_Element = etree._Element

_VAL: Final = w("val")
_APART: Final = frozenset(w(name) for name in ("pStyle", "numPr", "rPr", "sectPr"))
_NOT_TRACKED: Final = frozenset({w("rPr"), w("sectPr")})


def track_properties(draft: Draft, paragraph: _Element, old: _Element, new: _Element, part: str) -> bool:
    """Give `paragraph` NEW's properties and say what OLD's were; whether they differ.

    `paragraph` is OLD's own, or at the end of a container one that takes over from another.
    """
    differ = _form(draft, old, draft.old) != _form(draft, new, draft.new)
    if paragraph is not old or differ:
        before = deepcopy(old.find(w("pPr")))
        section = paragraph.find(f"{w('pPr')}/{w('sectPr')}")
        marks = paragraph.find(f"{w('pPr')}/{w('rPr')}")
        fresh = _brought_properties(draft, new, part)
        kept = [each for each in (marks, section) if each is not None]
        properties = paragraph_properties(paragraph)
        properties[:] = [*[child for child in fresh if child.tag not in _NOT_TRACKED], *kept]
        if differ:
            draft.stamp.change(properties, before, _NOT_TRACKED)
    changed = _track_mark(draft, paragraph, old, new, part) or differ
    bare = paragraph.find(w("pPr"))
    if bare is not None and not len(bare) and paragraph is not old:
        paragraph.remove(bare)
    return changed


def _track_mark(draft: Draft, paragraph: _Element, old: _Element, new: _Element, part: str) -> bool:
    """The look of the paragraph's mark, which numbers take their look from."""
    olds, news = old.find(f"{w('pPr')}/{w('rPr')}"), new.find(f"{w('pPr')}/{w('rPr')}")
    differ = draft.old.look(olds) != draft.new.look(news)
    if differ or paragraph is not old:
        before = deepcopy(olds)
        holder = run_properties(paragraph)
        fresh = draft.bring(news, part) if news is not None else ()
        holder[:] = list(fresh)
        if differ:
            draft.stamp.change(holder, before)
        elif not len(holder):
            paragraph_properties(paragraph).remove(holder)
    return differ


def take_properties(draft: Draft, paragraph: _Element, new: _Element, part: str) -> None:
    """Give OLD's paragraph NEW's properties outright, its section break too: its mark is itself put in."""
    paragraph_properties(paragraph)[:] = [*_brought_properties(draft, new, part), *_brought_section(draft, new, part)]


def new_mark(draft: Draft, new: _Element, part: str) -> _Element:
    """A paragraph without words that brings NEW's mark, with its section break if it has one."""
    paragraph = etree.Element(w("p"))
    take_properties(draft, paragraph, new, part)
    draft.stamp.paragraph_mark(paragraph, "ins")
    return paragraph


def _brought_section(draft: Draft, new: _Element, part: str) -> list[_Element]:
    section = new.find(f"{w('pPr')}/{w('sectPr')}")
    return [draft.bring(section, part)] if section is not None else []


def _brought_properties(draft: Draft, new: _Element, part: str) -> _Element:
    """NEW's paragraph properties with the redline's names."""
    holder = etree.Element(w("p"))
    own = new.find(w("pPr"))
    if own is not None:
        holder.append(deepcopy(own))
        section = holder[0].find(w("sectPr"))
        if section is not None:
            holder[0].remove(section)
    return paragraph_properties(draft.bring(holder, part))


def _form(draft: Draft, paragraph: _Element, side: Side) -> Form:
    """The paragraph's own properties as they are named in the redline; equal for two that need no mark."""
    properties = paragraph.find(w("pPr"))
    style = properties.find(w("pStyle")) if properties is not None else None
    listed = properties.find(w("numPr")) if properties is not None else None
    number: Form = ()
    if listed is not None:
        level, instance = listed.find(w("ilvl")), listed.find(w("numId"))
        said = instance.get(_VAL, "") if instance is not None else None
        mapped = draft.lists.id_for(said) if side is draft.new and said not in (None, "0") and said is not None else said
        if mapped is not None or instance is None:
            number = (mapped, level.get(_VAL, "0") if level is not None else "0")
    name = side.style(style.get(_VAL) if style is not None else None, "paragraph")
    return (name, number, properties_of(properties, _APART, side.theme))
