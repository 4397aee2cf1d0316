"""Reading every tracked change in every part: kind, words, author, date and place.

For documents that somebody else made or changed. Nothing is resolved here; docs/word/revisions.md says what each mark
is. Source: ECMA-376 part 1, 17.13.5."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Final, Literal, NamedTuple

from lxml import etree
from msgspec import Struct

from specgen.problems import Problem, cut
from specgen.word.document.inline import Item, line_text, read_line, text_after, text_before, texts_of
from specgen.word.document.numbering import NumberingPart, changed_labels
from specgen.word.document.styles import Styles
from specgen.word.package.ooxml import MC, local_name, w
from specgen.word.package.package import Package, content_types, parsed, relationships

_Element = etree._Element

_FALLBACK: Final = f"{{{MC}}}Fallback"

_NAMED: Final = {
    hint: re.compile(rb"(?:%s)[\s/>]" % name)
    for hint, name in (
        *((b":ins", rb":ins"), (b"<ins", rb"<ins"), (b":del", rb":del"), (b"<del", rb"<del")),
        *((b":move", rb":move\w+"), (b"<move", rb"<move\w+"), (b"cell", rb"[:<]cell(?:Ins|Del|Merge)")),
        *((b"Change", rb"[:<]\w+Change"), (b"Range", rb"[:<]custom\w+Range\w+")),
    )
}
"""What a part with tracked changes holds somewhere, each beside what is in all of it: to look for that takes a part of
the time."""
_STORY_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_STORIES: Final = ("header", "footer", "footnotes", "endnotes", "comments", "document.glossary", "styles", "numbering")


def pieces(paragraph: _Element) -> list[Item]:
    """The paragraph's words in order with the revisions round them, the codes of fields among them; what prints
    nothing is left out."""
    return [item for item in read_line(paragraph) if item.text]


def text_of(blocks: Iterable[_Element]) -> str:
    """The words of all paragraphs in `blocks` as they would be, a line for each."""
    return "\n".join([line for block in blocks for line in texts_of(block)])


def in_fallback(element: _Element) -> bool:
    """Whether the element stands in the copy that is kept for older programs (markup compatibility, part 3)."""
    return next(element.iterancestors(_FALLBACK), None) is not None


def story_parts(package: Package) -> list[str]:
    """The parts that can hold tracked changes: the main document first, then by kind and name."""
    types = content_types(package)
    found: list[tuple[int, str]] = []
    for name in package.names:
        kind = types.of(name)
        if name == package.main:
            found.append((-1, name))
        elif kind.startswith(_STORY_TYPE):
            inner = kind[len(_STORY_TYPE) :].removesuffix("+xml").removesuffix(".main")
            if inner in _STORIES:
                found.append((_STORIES.index(inner), name))
    return [name for _, name in sorted(found)]


RevisionKind = Literal[
    "insertion", "deletion", "move from", "move to", "paragraph inserted", "paragraph deleted", "row inserted",
    "row deleted", "row shifted", "cell inserted", "cell deleted", "cell merged", "control inserted", "control deleted",
    "formatting", "numbering",
]  # fmt: skip

OF_LOOK: Final = frozenset({"formatting", "numbering", "control inserted", "control deleted", "cell merged"})
"""Kinds that change how words look or where they stand, and none of the words."""
_RUN_KINDS: Final[dict[str, RevisionKind]] = {
    "ins": "insertion",
    "del": "deletion",
    "moveFrom": "move from",
    "moveTo": "move to",
}
_MARK_KINDS: Final[dict[str, RevisionKind]] = {
    "ins": "paragraph inserted", "del": "paragraph deleted", "moveFrom": "move from", "moveTo": "move to",
}  # fmt: skip
_ROW_KINDS: Final[dict[str, RevisionKind]] = {"ins": "row inserted", "del": "row deleted"}
_CELL_KINDS: Final[dict[str, RevisionKind]] = {
    "cellIns": "cell inserted",
    "cellDel": "cell deleted",
    "cellMerge": "cell merged",
}
_CONTROL_KINDS: Final[dict[str, RevisionKind]] = {
    "customXmlInsRangeStart": "control inserted", "customXmlDelRangeStart": "control deleted",
    "customXmlMoveFromRangeStart": "control deleted", "customXmlMoveToRangeStart": "control inserted",
}  # fmt: skip
_CHANGES: Final = {
    "rPrChange": "rPr", "pPrChange": "pPr", "sectPrChange": "sectPr", "tblPrChange": "tblPr",
    "tblPrExChange": "tblPrEx", "tblGridChange": "tblGrid", "trPrChange": "trPr", "tcPrChange": "tcPr",
}  # fmt: skip
_SUBJECTS: Final = {
    "rPr": "letters", "pPr": "paragraph", "sectPr": "section", "tblPr": "table", "tblPrEx": "row",
    "tblGrid": "table's columns", "trPr": "row", "tcPr": "cell",
}  # fmt: skip
_PLAIN_NAMES: Final = {
    "b": "bold", "i": "italic", "u": "underline", "strike": "strikethrough", "color": "colour", "sz": "size",
    "rFonts": "font", "highlight": "highlight", "caps": "capitals", "smallCaps": "small capitals",
    "vertAlign": "raised or lowered", "vanish": "hidden", "rStyle": "style", "pStyle": "style", "jc": "alignment",
    "ind": "indent", "spacing": "spacing", "numPr": "numbering", "outlineLvl": "outline level", "shd": "shading",
    "tabs": "tab stops", "pBdr": "borders", "keepNext": "keep with next", "tblStyle": "style", "tblW": "width",
    "tcW": "width", "tblHeader": "repeated header row", "gridBefore": "columns left free before it",
    "gridAfter": "columns left free after it",
}  # fmt: skip
_STYLE_KINDS: Final = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
_RUN_TAGS: Final = tuple(w(name) for name in _RUN_KINDS)
_RUN, _LOOK, _TEXTS = w("r"), w("rPr"), (w("t"), w("delText"))
_UNSEEN: Final = frozenset(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "sectPr", "rPr"))
REVISION_MARKS: Final = tuple(
    w(name) for name in (*_RUN_KINDS, *_CELL_KINDS, *_CONTROL_KINDS, *_CHANGES, "numberingChange")
)  # fmt: skip


class RevisionPlace(Struct, frozen=True):
    """Where something stands: the part, its paragraph (counted from 1 in that part; 0 is none), cell and control tags.

    `cell` is (row, column) of the innermost table, counted from 1; `tags` are the content controls' tags, outermost
    first. `before` and `after` are the paragraph's words as they were and as they would be."""

    part: str
    paragraph: int = 0
    cell: tuple[int, int] | None = None
    tags: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """One tracked change. `words` are those it puts in, takes out or touches; `detail` says what of the look changes.

    `date` is as written in the file (ISO 8601, often without a true zone); `ids` are the marks that make it up.
    """

    kind: RevisionKind
    words: str
    author: str
    date: str
    place: RevisionPlace
    ids: tuple[str, ...] = ()
    detail: str = ""
    marks: tuple[int, ...] = field(default=(), compare=False)
    """Its marks by their number among `revision_marks` of the part: ids are given twice, or anew, by some programs."""
    put_in_by: str | None = field(default=None, compare=False)
    """Of a deletion, whose insertion the words stood in, which nobody else had; None for others."""


def read_revisions(package: Package) -> tuple[list[Revision], list[Problem]]:
    """Every tracked change of the document in the order of its parts and of the text, and the parts that cannot be
    read.

    Neighbouring marks of one kind, author and date in one paragraph are one revision, as Word shows them.
    """
    found: list[Revision] = []
    problems: list[Problem] = []
    shown: ShownNames | None = None
    for name in story_parts(package):
        if not may_hold_marks(package.part(name)):
            continue
        root, faults = parsed(package, name)
        problems.extend(faults)
        if root is not None and has_revisions(root):
            shown = shown or read_shown_names(package)
            found.extend(revisions_of(root, name, shown))
    return found, problems


def count_revisions(package: Package) -> Counter[RevisionKind]:
    """How many tracked changes of each kind `read_revisions` would find, without their words and places."""
    found: Counter[RevisionKind] = Counter()
    for name in story_parts(package):
        root = parsed(package, name)[0] if may_hold_marks(package.part(name)) else None
        found.update(_kinds_in(root) if root is not None else ())
    return found


def _kinds_in(root: _Element) -> Iterator[RevisionKind]:
    done: set[_Element] = set()
    fallbacks = next(root.iter(_FALLBACK), None) is not None
    for element in root.iter(w("p"), *REVISION_MARKS):
        if element in done or (fallbacks and in_fallback(element)):
            continue
        if element.tag != w("p"):
            kind = _kind_of_mark(element)
            if kind is not None:
                yield kind
        elif next(element.iter(*_RUN_TAGS), None) is not None:
            read = pieces(element)
            done.update([mark for piece in read for mark in piece.marks])
            yield from (signature[0] for signature, _ in _rows_of_runs(read))


class ShownNames(NamedTuple):
    """What a reader sees for the numbers by which a file names its styles and lists."""

    styles: Styles
    numbering: NumberingPart


def read_shown_names(package: Package) -> ShownNames:
    """The names and numbers of the document; a part that is missing or broken says nothing."""
    related = {each.type.rpartition("/")[2]: each.target for each in relationships(package, package.main)}
    roots = [
        parsed(package, related[kind])[0] if related.get(kind) in package.entries else None
        for kind in ("styles", "numbering")
    ]
    styles = Styles(roots[0])
    return ShownNames(styles, NumberingPart(roots[1], styles))


def may_hold_marks(data: bytes) -> bool:
    """Whether a part need be parsed to know its tracked changes: it names one, or is in UTF-16."""
    return _seen_for_marks(data) if len(data) < _SMALL else _names_marks(data)


def _names_marks(data: bytes) -> bool:
    return any(hint in data and named.search(data) for hint, named in _NAMED.items()) or b"\0" in data[:200]


_SMALL: Final = 2**19
_seen_for_marks = lru_cache(maxsize=16)(_names_marks)
"""Of parts that many documents have byte for byte, such as the styles of a form."""


def revision_marks(root: _Element) -> list[_Element]:
    """Every mark of a tracked change below `root`, in the order of the text."""
    return list(root.iter(*REVISION_MARKS))


def has_revisions(root: _Element) -> bool:
    """Whether the part holds any tracked change."""
    return next(root.iter(*REVISION_MARKS), None) is not None


def revisions_of(root: _Element, part: str, shown: ShownNames | None = None) -> list[Revision]:
    """The tracked changes of one part in the order of the text."""
    if not has_revisions(root):
        return []
    places = RevisionPlaces(root, part)
    shown = shown or ShownNames(Styles(None), NumberingPart(None))
    labels = changed_labels(root, shown.numbering)
    numbers = {mark: number for number, mark in enumerate(revision_marks(root))}
    found: list[Revision] = []
    done: set[_Element] = set()
    for element in root.iter(w("p"), *REVISION_MARKS):
        if in_fallback(element):
            continue
        if element.tag == w("p"):
            read = pieces(element)
            done.update(mark for piece in read for mark in piece.marks)
            found.extend(_of_runs(read, places, numbers))
            continue
        if element in done:
            continue
        revision = _of_mark(element, places, shown.styles, labels)
        if revision is not None:
            found.append(dataclasses.replace(revision, marks=(numbers[element],)))
    return found


def _of_runs(read: list[Item], places: RevisionPlaces, numbers: Mapping[_Element, int]) -> Iterator[Revision]:
    """The insertions, deletions and moves of words in one paragraph, neighbours joined."""
    for (kind, author, date), (level, held) in _rows_of_runs(read):
        marks = dict.fromkeys(piece.marks[level] for piece in held)
        ids = tuple(dict.fromkeys(mark.get(w("id"), "") for mark in marks))
        own = [piece for piece in held if not _taken_back(piece, level)] or held
        said = line_text(own) or "{" + "".join(piece.text for piece in held).strip() + "}"
        at = tuple(numbers[mark] for mark in marks)
        inside = [mark.get(w("author"), "") for mark in held[0].marks[:level] if mark.tag in _PUTS_IN]
        put_in_by = inside[-1] if inside and kind == "deletion" else None
        yield Revision(kind, said, author, date, places.of(held[0].marks[level]), ids, "", at, put_in_by)


def _taken_back(piece: Item, level: int) -> bool:
    """Whether whoever put the words in took them out of it again: they propose to put nothing of it in."""
    outer = piece.marks[level]
    return outer.tag in _PUTS_IN and any(
        mark.tag == w("del") and mark.get(w("author")) == outer.get(w("author")) for mark in piece.marks[level + 1 :]
    )


_PUTS_IN: Final = (w("ins"), w("moveTo"))
_Signature = tuple[RevisionKind, str, str]
"""The kind, author and date by which neighbouring marks are one."""


def _rows_of_runs(read: list[Item]) -> Iterator[tuple[_Signature, tuple[int, list[Item]]]]:
    """The rows of neighbouring items in marks of one kind, author and date, each with how deep these marks stand."""
    depth = max((len(piece.marks) for piece in read), default=0)
    for level in range(depth):
        for signature, group in groupby(read, key=lambda piece: _signature(piece, level)):
            if signature is not None:
                yield signature, (level, list(group))


def _signature(piece: Item, level: int) -> _Signature | None:
    if level >= len(piece.marks):
        return None
    mark = piece.marks[level]
    return _RUN_KINDS[local_name(mark)], mark.get(w("author"), ""), mark.get(w("date"), "")


def _kind_of_mark(element: _Element) -> RevisionKind | None:
    """The kind of revision that a mark is; None for one that says what another says already, or nothing."""
    name = local_name(element)
    holder = element.getparent()
    holder_name = local_name(holder) if holder is not None else ""
    if name in _CHANGES:
        return "row shifted" if name == "trPrChange" and shifts_row(element) else "formatting"
    if name == "numberingChange":
        return "numbering"
    if name in _CELL_KINDS:
        return _CELL_KINDS[name]
    if name in _CONTROL_KINDS:
        control = element.getnext()
        # The pair round a control's end says the same once more.
        there = control is not None and control.tag in (w("sdt"), w("customXml"), w("smartTag"))
        return _CONTROL_KINDS[name] if there else None
    if holder_name == "trPr" and name in _ROW_KINDS:
        return _ROW_KINDS[name]
    if holder_name == "numPr":
        return "numbering"
    if holder_name == "rPr":
        return _MARK_KINDS[name]
    return _RUN_KINDS[name] if name in _RUN_KINDS and not _holds_nothing(element) else None


def shifts_row(change: _Element) -> bool:
    """Whether a change of a row's properties lets its cells begin under another column (17.4.15 gridBefore): what the
    row says is then said under other headings."""
    now, then = change.getparent(), change.find(w("trPr"))
    free = [
        each.get(w("val"), "0") if (each := side.find(w("gridBefore"))) is not None else "0"
        for side in (now, then)
        if side is not None
    ]
    return len(free) == 2 and free[0] != free[1]


def _holds_nothing(mark: _Element) -> bool:
    """Whether the mark stands round runs in which nothing stands, as where a control begins or ends."""
    return all(child.tag == _RUN and all(each.tag == _LOOK or _is_empty_text(each) for each in child) for child in mark)


def _is_empty_text(element: _Element) -> bool:
    return element.tag in _TEXTS and not element.text


def _of_mark(
    element: _Element, places: RevisionPlaces, styles: Styles, labels: Mapping[_Element, tuple[str, str]]
) -> Revision | None:
    kind = _kind_of_mark(element)
    if kind is None:
        return None
    name = local_name(element)
    holder = element.getparent()
    holder_name = local_name(holder) if holder is not None else ""
    place = places.of(element)
    words, detail = "", ""
    if name in _CHANGES:
        words, detail = _touched(element), _detail(element, _CHANGES[name], styles, labels)
        if kind == "row shifted":
            detail += f"; “{cut(words)}” stands under other headings"
    elif name == "numberingChange":
        words, detail = place.after, f"was numbered {element.get(w('original'), '')}"
    elif name in _CELL_KINDS:
        words = _cell_words(next(element.iterancestors(w("tc"))))
    elif name in _CONTROL_KINDS:
        control = element.getnext()
        words = _control_name(control) if control is not None else ""
    elif kind in _ROW_KINDS.values():
        row = next(element.iterancestors(w("tr")), None)
        words = " | ".join(_cell_words(cell) for cell in (row.iter(w("tc")) if row is not None else iter(())))
    elif kind == "numbering":
        words, detail = place.after, "numbering put on the paragraph"
    elif holder_name == "rPr":
        paragraph = next(element.iterancestors(w("p")), None)
        side = text_after if name in ("ins", "moveTo") else text_before
        words = (side(paragraph) or line_text(read_line(paragraph))) if paragraph is not None else ""
        detail = "the paragraph's end"
    else:
        words = text_of([element])
    author, date = element.get(w("author"), ""), element.get(w("date"), "")
    return Revision(kind, words, author, date, place, (element.get(w("id"), ""),), detail)


def _cell_words(cell: _Element) -> str:
    return " ".join(line_text(read_line(paragraph)) for paragraph in cell.iter(w("p")))


def _touched(change: _Element) -> str:
    """The words whose look changes: a run's, else those of the paragraph or the row."""
    for up in change.iterancestors(w("r"), w("p"), w("tr"), w("tbl")):
        if up.tag == w("r"):
            return line_text(read_line(up))
        return text_after(up) if up.tag == w("p") else text_of([up])
    return ""


def _detail(change: _Element, name: str, styles: Styles, labels: Mapping[_Element, tuple[str, str]]) -> str:
    """What of the look changes, in plain words: “bold: no → yes”."""
    holder = change.getparent()
    old = change.find(w(name))
    if name == "tblGrid":
        return f"{_SUBJECTS[name]}: their widths"
    was = {child.tag: child for child in (old if old is not None else ())}
    now = {
        child.tag: child
        for child in (holder if holder is not None else ())
        if child is not change and child.tag not in _UNSEEN
    }
    said = [
        _said_of(tag, was.get(tag), now.get(tag), styles, labels.get(change, ("", "")))
        for tag in dict.fromkeys((*was, *now))
        if _value(was.get(tag)) != _value(now.get(tag))
    ]
    return f"{_SUBJECTS[name]}: " + ("; ".join(said) or "no visible change")


def _said_of(tag: str, was: _Element | None, now: _Element | None, styles: Styles, label: tuple[str, str]) -> str:
    """What a reader sees of one property that changes: the printed number for its list, the names of its styles."""
    name = tag.rpartition("}")[2]
    if name == "numPr":
        if label[0] == label[1]:
            return "its list, with the same number" if label[0] else "its list"
        before, after = (f"“{each}”" if each else "none" for each in label)
        return f"printed number: {before} → {after}"
    kind = _STYLE_KINDS.get(name)
    if kind is not None:
        names = (styles.name(each.get(w("val")) if each is not None else None, kind) for each in (was, now))
        before, after = (f"“{each}”" if each else "none" for each in names)
        return f"{_PLAIN_NAMES[name]}: {before} → {after}"
    return f"{_PLAIN_NAMES.get(name, name)}: {_value(was)} → {_value(now)}"


def _value(element: _Element | None) -> str:
    if element is None:
        return "no"
    values = [f"{etree.QName(str(key)).localname} {value!s}" for key, value in sorted(element.attrib.items())]
    values += [f"{local_name(child)} {_value(child)}" for child in element]
    return "yes" if not values else ", ".join(values).removeprefix("val ")


def _control_name(control: _Element) -> str:
    properties = control.find(w("sdtPr"))
    for name in ("alias", "tag"):
        found = properties.find(w(name)) if properties is not None else None
        if found is not None and found.get(w("val")):
            return found.get(w("val"), "")
    return control.get(w("element"), "")


class RevisionPlaces:
    """Where the elements of one part stand; paragraphs are counted once."""

    def __init__(self, root: _Element, part: str) -> None:
        self._part = part
        self._numbers = {paragraph: number for number, paragraph in enumerate(root.iter(w("p")), 1)}
        self._said: dict[_Element, tuple[str, str]] = {}
        self._root = root
        self._cells: dict[_Element, tuple[int, int]] | None = None

    def of(self, element: _Element) -> RevisionPlace:
        """The place of a paragraph, or of the paragraph, cell or row that holds the element."""
        paragraph = element if element.tag == w("p") else next(element.iterancestors(w("p")), None)
        properties = (control.find(f"{w('sdtPr')}/{w('tag')}") for control in element.iterancestors(w("sdt")))
        tags = [tag.get(w("val"), "") for tag in properties if tag is not None]
        cell = next(element.iterancestors(w("tc")), None)
        before, after = self._words(paragraph) if paragraph is not None else ("", "")
        return RevisionPlace(
            self._part,
            self._numbers[paragraph] if paragraph is not None else 0,
            self._cell(cell) if cell is not None else None,
            tuple(reversed(tags)),
            before,
            after,
        )

    def _words(self, paragraph: _Element) -> tuple[str, str]:
        if paragraph not in self._said:
            self._said[paragraph] = text_before(paragraph), text_after(paragraph)
        return self._said[paragraph]

    def _cell(self, cell: _Element) -> tuple[int, int]:
        """The cell's row and column, all of the part counted at once: a table has thousands of them."""
        if self._cells is None:
            self._cells = dict(_rows_and_columns(self._root))
        return self._cells[cell]


def _rows_and_columns(root: _Element) -> Iterator[tuple[_Element, tuple[int, int]]]:
    """Every cell with its row and its column in its own table, counted from 1."""
    rows: dict[_Element, int] = {}
    in_table: Counter[_Element | None] = Counter()
    in_row: Counter[_Element | None] = Counter()
    for element in root.iter(w("tr"), w("tc")):
        if element.tag == w("tr"):
            table = next(element.iterancestors(w("tbl")), None)
            in_table[table] += 1
            rows[element] = in_table[table]
        else:
            row = next(element.iterancestors(w("tr")), None)
            in_row[row] += 1
            yield element, (rows[row] if row is not None else 1, in_row[row])


# The words at a tracked change, whole: what stood there and what would stand there.
#
# Word marks letters, not words: “30” made “40” is a deletion of “3” and an insertion of “4”. To say what changed, the
# neighbouring marks are read together and with the rest of the words that they stand in.

_LAST_PART: Final = re.compile(r"\S*\Z")
_FIRST_PART: Final = re.compile(r"\S*")
_LONGEST_PART: Final = 200
"""Letters of a word that are read on either side; what is longer is no word."""


class RevisedWords(Struct, frozen=True):
    """Words before and after the changes that touch each other, with the whole words at their edges.

    `start` and `end` are the letters of the paragraph as it was that are taken out; equal where something is only put
    in."""

    old: str
    new: str
    start: int
    end: int


def revised_words(root: etree._Element) -> Mapping[tuple[int, str], RevisedWords]:
    """(paragraph's number, id of the mark) → the words there, for every mark round words below `root`.

    Paragraphs are counted as `revisions.Places` counts them.
    """
    found: dict[tuple[int, str], RevisedWords] = {}
    for number, paragraph in enumerate(root.iter(w("p")), 1):
        if next(paragraph.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is None or in_fallback(paragraph):
            continue
        for ids, words in _of_paragraph([piece for piece in pieces(paragraph) if not piece.aside]):
            for identity in ids:
                found.setdefault((number, identity), words)
    return found


def _of_paragraph(read: list[Item]) -> Iterator[tuple[set[str], RevisedWords]]:
    rows = [(marked, list(group)) for marked, group in groupby(read, key=lambda piece: bool(piece.marks))]
    position = 0
    for index, (marked, held) in enumerate(rows):
        old = "".join(piece.text for piece in held if piece.was)
        if marked:
            new = "".join(piece.text for piece in held if piece.will_be)
            left = _LAST_PART.search(_plain(rows, index - 1)[-_LONGEST_PART:])
            right = _FIRST_PART.match(_plain(rows, index + 1)[:_LONGEST_PART])
            before, after = (left[0] if left else ""), (right[0] if right else "")
            ids = {mark.get(w("id"), "") for piece in held for mark in piece.marks}
            yield ids, RevisedWords(f"{before}{old}{after}", f"{before}{new}{after}", position, position + len(old))
        position += len(old)


def _plain(rows: list[tuple[bool, list[Item]]], index: int) -> str:
    return "".join(piece.text for piece in rows[index][1]) if 0 <= index < len(rows) else ""
