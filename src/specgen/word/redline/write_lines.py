"""Two paragraphs that belong together written as one, with what changed in words, looks and properties tracked.

Source: ECMA-376 part 1, 17.13.5.14, 17.13.5.18 (runs), 17.13.5.29 to 17.13.5.31 (properties).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from itertools import groupby
from typing import Final, Literal

from lxml import etree
from msgspec import Struct

from specgen.word.document.style_forms import StyleForm, properties_of
from specgen.word.package.ooxml import first_child, paragraph_properties, paragraph_property, w
from specgen.word.redline.controls import Nest, PairedItem, nest
from specgen.word.redline.draft import Draft
from specgen.word.redline.inline import (
    Atom,
    AtomPiece,
    ParagraphContent,
    boxes_in,
    frame_form,
    paired_boxes,
    pairs_of_contents,
    read_line,
    stands_alone,
    token_of,
    words_in_box,
)
from specgen.word.redline.marks import MarkKind, run_properties, write_out_fields
from specgen.word.redline.sides import NOTE_KINDS, Side
from specgen.wording.difference import Op, Step, restricted, steps_between

# The properties of a paragraph and of its mark, tracked when they change.
#
# Source: ECMA-376 part 1, 17.3.1.26, 17.3.1.29, 17.13.5.29, 17.13.5.30.

_Element = etree._Element

_VAL: Final = w("val")
_APART: Final = frozenset(w(name) for name in ("pStyle", "numPr", "rPr", "sectPr"))
_NOT_TRACKED: Final = frozenset({w("rPr"), w("sectPr")})
_P_PR: Final = w("pPr")
_NUM_PR: Final = w("numPr")


def track_properties(draft: Draft, paragraph: _Element, old: _Element, new: _Element, part: str) -> bool:
    """Give `paragraph` NEW's properties and say what OLD's were; whether they differ.

    `paragraph` is OLD's own, or at the end of a container one that takes over from another.
    """
    differ = _form(draft, old, draft.old) != _form(draft, new, draft.new)
    if paragraph is old and not differ and _bare_mark(old) and _bare_mark(new):
        return False
    if paragraph is not old or differ:
        before = deepcopy(first_child(old, _P_PR))
        section, marks = (paragraph_property(paragraph, w(name)) for name in ("sectPr", "rPr"))
        fresh = _fresh_properties(draft, new, part)
        kept = [each for each in (marks, section) if each is not None]
        properties = paragraph_properties(paragraph)
        properties[:] = [*fresh, *kept]
        if differ:
            draft.stamp.change(properties, before, _NOT_TRACKED)
    changed = _track_mark(draft, paragraph, old, new, part) or differ
    bare = paragraph.find(w("pPr"))
    if bare is not None and not len(bare) and paragraph is not old:
        paragraph.remove(bare)
    return changed


def _bare_mark(paragraph: _Element) -> bool:
    """Whether nothing is said of the look of the paragraph's mark."""
    properties = next(paragraph.iterchildren(_P_PR), None)
    return properties is None or (len(properties) > 0 and next(properties.iterchildren(w("rPr")), None) is None)


def _track_mark(draft: Draft, paragraph: _Element, old: _Element, new: _Element, part: str) -> bool:
    """The look of the paragraph's mark, which numbers take their look from."""
    olds, news = paragraph_property(old, w("rPr")), paragraph_property(new, w("rPr"))
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
    section = paragraph_property(new, w("sectPr"))
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


def _fresh_properties(draft: Draft, new: _Element, part: str) -> list[_Element]:
    """NEW's paragraph properties without the look of its mark and its section break. Most are those of many paragraphs,
    and are brought in once."""
    written = _written(first_child(new, _P_PR))
    model, said = draft.manners.get(written), len(draft.problems)
    if model is None:
        model = [child for child in _brought_properties(draft, new, part) if child.tag not in _NOT_TRACKED]
        if written is None or len(draft.problems) > said:
            return model
        draft.manners[written] = model
    return [deepcopy(child) for child in model]


def _form(draft: Draft, paragraph: _Element, side: Side) -> StyleForm:
    """The paragraph's own properties as they are named in the redline; equal for two that need no mark."""
    properties = next(paragraph.iterchildren(_P_PR), None)
    written = _written(properties)
    if written is None:
        return _made_form(draft, properties, side)
    if written not in side.manners:
        side.manners[written] = _made_form(draft, properties, side)
    return side.manners[written]


def _written(properties: _Element | None) -> tuple[object, ...] | None:
    """What stands in the properties, quick to compare; None where more is in them than a style, a list and the like."""
    said: list[object] = []
    for child in properties if properties is not None else ():
        tag = child.tag
        if tag in _NOT_TRACKED:
            continue
        if len(child):
            if tag != _NUM_PR or any(len(each) for each in child):
                return None
            said += [(each.tag, *each.attrib.items()) for each in child]
        said.append((tag, *child.attrib.items()))
    return tuple(said)


def _made_form(draft: Draft, properties: _Element | None, side: Side) -> StyleForm:
    style = properties.find(w("pStyle")) if properties is not None else None
    listed = properties.find(w("numPr")) if properties is not None else None
    number: StyleForm = ()
    if listed is not None:
        level, instance = listed.find(w("ilvl")), listed.find(w("numId"))
        said = instance.get(_VAL, "") if instance is not None else None
        mapped = (
            draft.lists.id_for(said) if side is draft.new and said not in (None, "0") and said is not None else said
        )
        if mapped is not None or instance is None:
            number = (mapped, level.get(_VAL, "0") if level is not None else "0")
    name = side.style(style.get(_VAL) if style is not None else None, "paragraph")
    return (name, number, properties_of(properties, _APART, side.theme))


# Content controls written round what they hold, each in the others: those that stay, go and come.
#
# Source: ECMA-376 part 1, 17.5.2; docs/word/revisions.md (“Content controls”).


def write_nested(
    draft: Draft, nests: Sequence[Nest], between: Callable[[int, int], list[_Element]], end: int, part: str
) -> list[_Element]:
    """The elements for the items before `end`, in their controls.

    `nests` has outer controls before inner ones; `between` writes the items of a stretch in which no control begins or
    ends; `part` is NEW's part, whose controls come."""

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


# One line of a paragraph written out: words, items and wholes that stay, go and come, as few runs and marks as can be.
#
# Source: ECMA-376 part 1, 17.13.5.14, 17.13.5.18 (runs), 17.13.5.31 (run properties).


_R: Final = w("r")
_T: Final = w("t")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


class _Ink(Struct):
    """Something to be written: words, an item of a run, or whole elements; `old` is its former look if that changes."""

    status: Op
    text: str = ""
    elements: Sequence[_Element] = ()
    in_run: bool = True
    properties: _Element | None = None
    look: int = 0
    new: bool = False
    """Whether the properties are NEW's, to be brought in when the run is made."""
    old: _Element | None = None
    old_look: int = -1


def items_of(steps: Sequence[Step]) -> Iterator[PairedItem]:
    """The steps atom by atom."""
    for step in steps:
        if step.op == "same":
            yield from ((step.old_from + each, step.new_from + each) for each in range(step.old_to - step.old_from))
        elif step.op == "del":
            yield from ((each, None) for each in range(step.old_from, step.old_to))
        else:
            yield from ((None, each) for each in range(step.new_from, step.new_to))


class LineWriter:
    """The writing of one line."""

    def __init__(self, draft: Draft, lines: tuple[ParagraphContent, ParagraphContent], parts: tuple[str, str]) -> None:
        self._draft = draft
        self._old, self._new = lines
        self._parts = parts
        self._markers: dict[int, list[_Element]] = {}
        for at, marker in self._old.markers:
            self._markers.setdefault(at, []).append(marker)

    def write(self, steps: Sequence[Step], nests: Sequence[Nest]) -> list[_Element] | None:
        """The children of the paragraph, or None when nothing is left to be tracked."""
        last = self._marked(len(self._old.atoms))
        if not nests:
            inks = [ink for step in steps for ink in self._of_step(step)]
            if not any(ink.status != "same" or ink.old_look >= 0 for ink in inks):
                return None
            return self._assembled([*inks, *last])
        items = list(items_of(steps))
        held = [list(self._of_item(i, j)) for i, j in items]
        content = write_nested(
            self._draft,
            nests,
            lambda start, end: self._assembled([ink for inks in held[start:end] for ink in inks]),
            len(items),
            self._parts[1],
        )
        return [*content, *self._assembled(last)]

    def _marked(self, at: int) -> list[_Ink]:
        """The range marks of OLD that stand before its atom at `at`."""
        return [_Ink("same", elements=[marker], in_run=False) for marker in self._markers.get(at, ())]

    def _of_step(self, step: Step) -> Iterator[_Ink]:
        """A stretch of atoms; words that stand together in both documents are one."""
        if step.op == "del":
            for start, end in self._stretches(self._old.runs, step.old_from, step.old_to):
                yield from self._marked(start)
                yield from self._of_words(self._old, start, end, "del")
        elif step.op == "ins":
            for start, end in self._stretches(self._new.runs, step.new_from, step.new_to, marked=False):
                yield from self._of_words(self._new, start, end, "ins")
        else:
            yield from self._kept(step)

    def _stretches(
        self, runs: Sequence[AtomPiece | None], start: int, end: int, *, marked: bool = True
    ) -> Iterator[tuple[int, int]]:
        """The atoms `start` to `end` in stretches: words of one run with no range mark between them, or one other
        atom."""
        first = start
        for at in range(start + 1, end + 1):
            if at == end or runs[at] is None or runs[at] is not runs[first] or (marked and at in self._markers):
                yield first, at
                first = at

    def _of_words(self, line: ParagraphContent, start: int, end: int, kind: MarkKind) -> Iterator[_Ink]:
        run = line.runs[start]
        if run is None:
            yield from self._one(line.whole(start), kind)
        else:
            text = "".join([str(atom) for atom in line.atoms[start:end]])
            yield _Ink(kind, text, properties=run.properties, look=run.look, new=kind == "ins")

    def _kept(self, step: Step) -> Iterator[_Ink]:
        start, shift = step.old_from, step.new_from - step.old_from
        olds, news = self._old.runs, self._new.runs
        first = start
        for at in range(start + 1, step.old_to + 1):
            if (
                at < step.old_to
                and olds[at] is not None
                and olds[at] is olds[first]
                and news[at + shift] is not None
                and news[at + shift] is news[first + shift]
                and at not in self._markers
            ):
                continue
            yield from self._marked(first)
            one, two = olds[first], news[first + shift]
            if one is None or two is None:
                yield from self._same(self._old.whole(first), self._new.whole(first + shift))
            else:
                text = "".join([str(atom) for atom in self._old.atoms[first:at]])
                yield self._relook(_Ink("same", text, (), True, one.properties, one.look), two.look, two.properties)
            first = at

    def _of_item(self, i: int | None, j: int | None) -> Iterator[_Ink]:
        if i is not None:
            yield from self._marked(i)
        if i is not None and j is not None:
            yield from self._same(self._old.whole(i), self._new.whole(j))
        elif i is not None:
            yield from self._one(self._old.whole(i), "del")
        elif j is not None:
            yield from self._one(self._new.whole(j), "ins")

    def _one(self, atom: Atom, kind: MarkKind) -> Iterator[_Ink]:
        if atom.kind == "text":
            for piece in atom.pieces:
                yield _Ink(kind, piece.text, properties=piece.properties, look=piece.look, new=kind == "ins")
        elif atom.kind == "picture" and kind == "ins":
            brought = self._draft.bring_picture(atom.elements[0], self._parts[1], self._new.text)
            if brought is not None:
                yield _Ink(kind, elements=[brought], properties=atom.properties, look=atom.look, new=True)
        elif atom.kind == "whole":
            yield _Ink(kind, elements=self._whole(atom, kind), in_run=False)
        else:
            elements = atom.elements if kind == "del" else [self._draft.bring(atom.elements[0], self._parts[1])]
            yield _Ink(kind, elements=elements, properties=atom.properties, look=atom.look, new=kind == "ins")

    def _whole(self, atom: Atom, kind: MarkKind) -> list[_Element]:
        """The elements of a whole, written out as fields, and marked."""
        holder = etree.Element(w("sdtContent"))
        for element in atom.elements:
            holder.append(element if kind == "del" else deepcopy(element))
        if kind == "del":
            write_out_fields(holder, self._draft.old, self._parts[0])
        else:
            holder = self._draft.bring(holder, self._parts[1])
        return self._draft.stamp.content(list(holder), kind)

    def _same(self, old: Atom, new: Atom) -> Iterator[_Ink]:
        if old.kind == "text" and len(old.pieces) == len(new.pieces) == 1:
            one, two = old.pieces[0], new.pieces[0]
            yield self._relook(_Ink("same", one.text, (), True, one.properties, one.look), two.look, two.properties)
        elif old.kind == "whole":
            yield _Ink("same", elements=old.elements, in_run=False)
        elif old.kind != "text":
            yield self._relook(
                _Ink("same", elements=old.elements, properties=old.properties, look=old.look), new.look, new.properties
            )
        else:
            ones, twos = list(old.pieces), list(new.pieces)
            i = j = used_one = used_two = 0
            while i < len(ones) and j < len(twos):
                length = min(len(ones[i].text) - used_one, len(twos[j].text) - used_two)
                ink = _Ink(
                    "same", ones[i].text[used_one : used_one + length], properties=ones[i].properties, look=ones[i].look
                )
                yield self._relook(ink, twos[j].look, twos[j].properties)
                used_one, used_two = used_one + length, used_two + length
                if used_one == len(ones[i].text):
                    i, used_one = i + 1, 0
                if used_two == len(twos[j].text):
                    j, used_two = j + 1, 0

    @staticmethod
    def _relook(ink: _Ink, look: int, properties: _Element | None) -> _Ink:
        if ink.look != look:
            ink.old, ink.old_look = ink.properties, ink.look
            ink.properties, ink.look, ink.new = properties, look, True
        return ink

    def _assembled(self, inks: Sequence[_Ink]) -> list[_Element]:
        """Runs and marks for the inks: as few of each as can be."""
        made: list[_Element] = []
        for (in_run, status), group in groupby(inks, key=_kind):
            if not in_run:
                made.extend(element for ink in group for element in ink.elements)
                continue
            runs = [self._run(list(alike)) for _, alike in groupby(group, key=_looks)]
            made += runs if status == "same" else [self._draft.stamp.wrap(status, runs)]
        return made

    def _run(self, inks: Sequence[_Ink]) -> _Element:
        """One run for inks of one look."""
        run, first = self._draft.stamp.element(_R), inks[0]
        if first.properties is not None and len(first.properties):
            run.append(self._draft.bring(first.properties, self._parts[1]) if first.new else deepcopy(first.properties))
        if first.old_look >= 0:
            properties = run.find(w("rPr"))
            if properties is None:
                properties = etree.SubElement(run, w("rPr"))
            self._draft.stamp.change(properties, first.old)
        said: list[str] = []
        for ink in inks:
            if ink.text:
                said.append(ink.text)
            for element in ink.elements:
                _say(run, said)
                run.append(element)
        _say(run, said)
        return run


def _kind(ink: _Ink) -> tuple[bool, Op]:
    """Equal for neighbours that are written together: words of one status, or elements of their own."""
    return ink.in_run, ink.status if ink.in_run else "same"


def _looks(ink: _Ink) -> tuple[int, int]:
    return ink.look, ink.old_look


def _say(run: _Element, said: list[str]) -> None:
    """Write the words that are waiting as one text element."""
    text = "".join(said)
    said.clear()
    if text:
        element = etree.SubElement(run, _T)
        element.text = text
        if text != text.strip() or "  " in text or "\n" in text or "\t" in text:
            element.set(_SPACE, "preserve")


MarkFate = Literal["stays", "comes", "goes"]
"""What becomes of the pair's paragraph mark: at the end of a container it can be the one that comes or goes."""


def write_pair(draft: Draft, old: _Element, new: _Element, parts: tuple[str, str], mark: MarkFate = "stays") -> bool:
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


def _write_line(
    draft: Draft, old: _Element, new: _Element, lines: tuple[ParagraphContent, ParagraphContent], parts: tuple[str, str]
) -> bool:
    if lines[0].rigid or lines[1].rigid:
        return _replace_whole(draft, old, new, parts)
    if lines[0].pictures and lines[1].pictures:
        _pair_pictures(draft, lines, parts)
    steps, nests = _compared(lines)
    if lines[0].pictures and lines[1].pictures:
        _compare_pictures(draft, lines, steps, parts)
    looks_differ = False
    for step in steps:
        if step.op == "same":
            looks_differ = not _same_looks(lines, step) or looks_differ
            if not lines[0].plain and not lines[1].plain:
                _pair_notes_of(draft, lines, step)
    if not looks_differ and all(step.op == "same" for step in steps) and all(each.fate == "stays" for each in nests):
        return False
    written = LineWriter(draft, lines, parts).write(steps, nests)
    if written is None:
        return False
    properties = old.find(w("pPr"))
    old[:] = [*([properties] if properties is not None else []), *written]
    return True


def _same_looks(lines: tuple[ParagraphContent, ParagraphContent], step: Step) -> bool:
    """Whether the atoms of a stretch that say the same look the same, letter by letter."""
    pair: tuple[AtomPiece | None, AtomPiece | None] = (None, None)
    shift = step.new_from - step.old_from
    for at in range(step.old_from, step.old_to):
        one, two = lines[0].runs[at], lines[1].runs[at + shift]
        if one is not None and two is not None:
            if (one is not pair[0] or two is not pair[1]) and one.look != two.look:
                return False
            pair = one, two
        elif not _look_alike(lines[0].whole(at), lines[1].whole(at + shift)):
            return False
    return True


def _look_alike(one: Atom, two: Atom) -> bool:
    return one.look == two.look if one.kind != "text" else _letters(one) == _letters(two)


def _letters(atom: Atom) -> list[int]:
    return [piece.look for piece in atom.pieces for _ in piece.text]


def _compared(lines: tuple[ParagraphContent, ParagraphContent]) -> tuple[list[Step], list[Nest]]:
    """The steps of the word comparison and the controls over them; matches that a control crosses are given up."""
    uncontrolled = not lines[0].controls and not lines[1].controls
    if uncontrolled and lines[0].plain and lines[1].plain and lines[0].atoms == lines[1].atoms:
        count = len(lines[0].atoms)
        return ([Step("same", 0, count, 0, count)] if count else []), []
    old, new = (list(map(token_of, line.atoms)) for line in lines)
    steps = steps_between(old, new)
    if uncontrolled:
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


def _pair_pictures(draft: Draft, lines: tuple[ParagraphContent, ParagraphContent], parts: tuple[str, str]) -> None:
    """Give the text boxes of both lines that belong together the same key, and all others keys of their own."""
    sides = draft.old, draft.new
    atoms = [
        [
            atom
            for atom in line.atoms
            if isinstance(atom, Atom) and atom.kind == "picture" and boxes_in(atom.elements[0])[0]
        ]
        for line in lines
    ]
    elements = [[atom.elements[0] for atom in side] for side in atoms]

    def alike(i: int, j: int) -> bool:
        one, two = elements[0][i], elements[1][j]
        return not stands_alone(two) or frame_form(one, sides[0], parts[0]) == frame_form(two, sides[1], parts[1])

    for number, side in enumerate(atoms):
        for at, atom in enumerate(side):
            atom.key = ("box", number, at)
    for i, j in paired_boxes(elements[0], elements[1], alike):
        atoms[1][j].key = atoms[0][i].key


def _compare_pictures(
    draft: Draft, lines: tuple[ParagraphContent, ParagraphContent], steps: Sequence[Step], parts: tuple[str, str]
) -> None:
    """Note the boxes whose words are to be compared, and name what differs otherwise in a picture that stays."""
    words = lines[0].text
    for i, j in items_of(steps):
        if i is None or j is None:
            continue
        one, two = lines[0].atoms[i], lines[1].atoms[j]
        if not isinstance(one, Atom) or one.kind != "picture" or not isinstance(two, Atom):
            continue
        old, new = one.elements[0], two.elements[0]
        if draft.old.whole_form(old, parts[0]) == draft.new.whole_form(new, parts[1]):
            continue
        pairs = pairs_of_contents(old, new, parts)
        draft.boxes += pairs or []
        if pairs is not None and frame_form(old, draft.old, parts[0]) == frame_form(new, draft.new, parts[1]):
            continue
        says = [words_in_box(box) for box in (old, new)]
        kind = "a picture, text box or shape differs"
        if pairs is not None:
            kind = f"the place, the size or the frame of the text box that says “{says[1][:60]}” differs"
        elif says[0] != says[1]:
            kind = f"the text box that says “{says[0][:60]}” says “{says[1][:60]}” in NEW"
        draft.warn(
            "picture-not-compared",
            f"{kind}; the redline keeps OLD's",
            parts[0],
            words,
            "change it by hand after the changes are accepted",
        )


def _pair_notes_of(draft: Draft, lines: tuple[ParagraphContent, ParagraphContent], step: Step) -> None:
    for at in range(step.old_from, step.old_to):
        one, two = lines[0].atoms[at], lines[1].atoms[at + step.new_from - step.old_from]
        if isinstance(one, Atom) and one.kind == "item" and one.elements[0].tag in NOTE_KINDS and isinstance(two, Atom):
            _pair_notes(draft, one.elements[0], two.elements[0])


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
