"""Two paragraphs that belong together written as one, with what changed in words, looks and properties tracked.

Source: ECMA-376 part 1, 17.13.5.14, 17.13.5.18 (runs), 17.13.5.29 to 17.13.5.31 (properties).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lxml import etree

from specgen.word.compare_inline import Atom, Line, read_line
from specgen.word.compare_side import NOTE_KINDS
from specgen.word.compare_words import Step, compare, restricted
from specgen.word.draft import Draft
from specgen.word.nest_controls import Nest, nest
from specgen.word.ooxml import w
from specgen.word.write_fields import write_out_fields
from specgen.word.write_line import LineWriter, items_of
from specgen.word.write_properties import take_properties, track_properties

_Element = etree._Element
Mark = Literal["stays", "comes", "goes"]
"""What becomes of the pair's paragraph mark: at the end of a container it can be the one that comes or goes."""



def write_pair(draft: Draft, old: _Element, new: _Element, parts: tuple[str, str], mark: Mark = "stays") -> bool:
    """Make OLD's paragraph the redline of both; whether anything changed."""
    lines = read_line(old, draft.old, parts[0]), read_line(new, draft.new, parts[1])
    changed = _write_line(draft, old, new, lines, parts)
    if mark == "goes":
        draft.stamp.paragraph_mark(old, "del")
    elif mark == "comes":
        take_properties(draft, old, new, parts[1])
        draft.stamp.paragraph_mark(old, "ins")
    else:
        changed |= track_properties(draft, old, old, new, parts[1])
    return changed or mark != "stays"


def _write_line(draft: Draft, old: _Element, new: _Element, lines: tuple[Line, Line], parts: tuple[str, str]) -> bool:
    if lines[0].rigid or lines[1].rigid:
        return _replace_whole(draft, old, new, parts)
    steps, nests = _compared(lines)
    if lines[0].pictures and lines[1].pictures:
        _compare_pictures(draft, lines, steps, parts)
    looks_differ = False
    for step in steps:
        if step.op == "same":
            pairs = list(zip(lines[0].atoms[step.old_from : step.old_to], lines[1].atoms[step.new_from : step.new_to], strict=True))
            looks_differ = looks_differ or not all(_look_alike(one, two) for one, two in pairs)
            for one, two in pairs:
                if one.kind == "item" and one.elements[0].tag in NOTE_KINDS:
                    _pair_notes(draft, one.elements[0], two.elements[0])
    if not looks_differ and all(step.op == "same" for step in steps) and all(each.fate == "stays" for each in nests):
        return False
    written = LineWriter(draft, lines, parts).write(steps, nests)
    if written is None:
        return False
    properties = old.find(w("pPr"))
    old[:] = [*([properties] if properties is not None else []), *written]
    return True


def _look_alike(one: Atom, two: Atom) -> bool:
    """Whether two atoms that say the same look the same, letter by letter."""
    if one.kind != "text":
        return one.look == two.look
    if len(one.pieces) == len(two.pieces) == 1:
        return one.pieces[0].look == two.pieces[0].look
    return _letters(one) == _letters(two)


def _letters(atom: Atom) -> list[int]:
    return [piece.look for piece in atom.pieces for _ in piece.text]


def _compared(lines: tuple[Line, Line]) -> tuple[list[Step], list[Nest]]:
    """The steps of the word comparison and the controls over them; matches that a control crosses are given up."""
    old, new = ([atom.token() for atom in line.atoms] for line in lines)
    steps = compare(old, new)
    if not lines[0].controls and not lines[1].controls:
        return steps, []
    apart = False
    while True:
        items = list(items_of(steps))
        made = nest(items, lines[0].controls, lines[1].controls, None, apart)
        if isinstance(made, list):
            return steps, made
        crossed = {(i, j) for i, j in items[made[0] : made[1]] if i is not None and j is not None}
        fewer = restricted(old, new, steps, crossed)
        if fewer == steps:
            # Nothing is left to give up in the middle: strike all and put all in.
            fewer = [Step("del", 0, len(old), 0, 0), Step("ins", len(old), len(old), 0, len(new))]
            apart = True
        steps = fewer


def _compare_pictures(draft: Draft, lines: tuple[Line, Line], steps: Sequence[Step], parts: tuple[str, str]) -> None:
    words = "".join(atom.text for atom in lines[0].atoms)
    for i, j in items_of(steps):
        if i is None or j is None or lines[0].atoms[i].kind != "picture":
            continue
        old, new = lines[0].atoms[i].elements[0], lines[1].atoms[j].elements[0]
        if draft.old.whole_form(old, parts[0]) != draft.new.whole_form(new, parts[1]):
            says = ["".join(each.text or "" for each in box.iter(w("t"))) for box in (old, new)]
            kind = f"the text box that says “{says[0][:60]}” says “{says[1][:60]}” in NEW" if says[0] != says[1] else "a picture or text box differs"
            draft.warn("picture-not-compared", f"{kind}; the redline keeps OLD's", parts[0], words, "change it by hand after the changes are accepted")


def _pair_notes(draft: Draft, old: _Element, new: _Element) -> None:
    one, two = draft.old.note(old), draft.new.note(new)
    if one is not None and two is not None:
        draft.notes.append((one, two, NOTE_KINDS[old.tag]))


def _replace_whole(draft: Draft, old: _Element, new: _Element, parts: tuple[str, str]) -> bool:
    """Strike everything in OLD's paragraph and put all of NEW's in, without looking inside."""
    write_out_fields(old, draft.old, parts[0])
    properties = old.find(w("pPr"))
    struck = draft.stamp.content([child for child in old if child is not properties], "del")
    copy = draft.bring(new, parts[1])
    put_in = draft.stamp.content([child for child in copy if child.tag != w("pPr")], "ins")
    old[:] = [*([properties] if properties is not None else []), *struck, *put_in]
    return True


def strike_paragraph(draft: Draft, paragraph: _Element, part: str, mark: bool = True) -> None:
    """Mark OLD's whole paragraph as taken out; see Stamp.paragraph."""
    write_out_fields(paragraph, draft.old, part)
    draft.stamp.paragraph(paragraph, "del", mark)


