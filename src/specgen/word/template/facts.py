"""What the gate must know of one part: its text, ids, names and references, and what is broken within it.

`scan` reads a parsed tree. `read_facts` reads a part that a template has drawn: it is parsed as strictly, without a
tree being made, and what stands between its words is read as text, each kind of it once for all documents. What that
way cannot read exactly, `scan` reads. Source: ECMA-376 part 1: 17.4 (tables), 17.5.2 (content controls), 17.13.6
(bookmarks), 17.16.18 (complex fields), 20.4.2.5 (drawing ids).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, cast

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from specgen.word.package.ooxml import DECLARATION, MC, PREFIXES, WP, parse_xml, refuse_broken, w, xpath

# The text that is read. A paragraph begins with a line feed, a line break is a vertical tab (as in Word's own
# programming), a tab a tab.

PARAGRAPH: Final = "\n"
LINE: Final = "\v"
TAB: Final = "\t"
PUT_IN: Final = "\x11"
STRUCK: Final = "\x12"
MARK_END: Final = "\x13"
"""Where a tracked insertion or deletion begins, and where either ends; no XML text can hold these signs."""
_P, _T, _R, _TAB, _BR, _CR = w("p"), w("t"), w("r"), w("tab"), w("br"), w("cr")
PRINTED: Final = (_P, _T, _TAB, _BR, _CR)
_INS, _DEL, _DEL_TEXT = w("ins"), w("del"), w("delText")
_BEGINS: Final = {_INS: PUT_IN, _DEL: STRUCK}


def read_text(root: etree._Element) -> str:
    """The text of a parsed part, paragraphs in the order in which they begin."""
    return "".join(
        [
            each.text or "" if (tag := each.tag) == _T else PARAGRAPH if tag == _P else mark_of(each)
            for each in root.iter(*PRINTED)
        ]
    )


def read_marked_text(root: etree._Element) -> str:
    """The text of a parsed part with tracked changes: struck words too, and where each change begins and ends."""
    found: list[str] = []
    for event, each in etree.iterwalk(root, events=("start", "end"), tag=(*PRINTED, _DEL_TEXT, *_BEGINS)):
        if event == "end":
            found.append(MARK_END if each.tag in _BEGINS else "")
        elif each.tag in (_T, _DEL_TEXT):
            found.append(each.text or "")
        else:
            found.append(PARAGRAPH if each.tag == _P else _BEGINS.get(str(each.tag)) or mark_of(each))
    return "".join(found)


def mark_of(element: etree._Element) -> str:
    if element.tag != _TAB:
        return LINE
    parent = element.getparent()
    # A w:tab in a paragraph's properties is a tab stop, not a tab.
    return TAB if parent is not None and parent.tag == _R else ""


# The facts of a parsed part, read in a single pass.

_TC, _TR, _TBL, _SDT_PR, _FIELD = w("tc"), w("tr"), w("tbl"), w("sdtPr"), w("fldChar")
_STYLES: Final = {w("rStyle"): "character", w("tblStyle"): "table"}
_PARAGRAPH_STYLE: Final = w("pStyle")
_NUM_ID, _START, _END = w("numId"), w("bookmarkStart"), w("bookmarkEnd")
_DOC_PR, _FALLBACK, _TEXT_BOX = f"{{{WP}}}docPr", f"{{{MC}}}Fallback", w("txbxContent")
_COMMENT_START, _COMMENT_END, _COMMENT_REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")
_NOTE_REFERENCES: Final = {
    w("footnoteReference"): "footnote",
    w("endnoteReference"): "endnote",
    _COMMENT_REFERENCE: "comment",
}
_SPANS: Final = (w("gridSpan"), w("gridBefore"), w("gridAfter"), w("customXml"))
_STORY_ROOTS: Final = {w("hdr"), w("ftr"), w("footnote"), w("endnote"), w("comment")}
_NOTES: Final = {w("footnote"): "footnote", w("endnote"): "endnote", w("comment"): "comment"}
# As elements, w:id and w:tag are a content control's and nothing else's (17.5.2.18, 17.5.2.42).
_VAL, _ID, _NAME, _CONTROL_TAG = w("val"), w("id"), w("name"), w("tag")
_WANTED: Final = (
    _TBL, *_SPANS, _SDT_PR, _ID, _CONTROL_TAG, _FIELD, *_STYLES, _NUM_ID, _START, _END, _DOC_PR, _FALLBACK, _TEXT_BOX,
    _COMMENT_START, _COMMENT_END, *_NOTE_REFERENCES, *_STORY_ROOTS, *_BEGINS,
)  # fmt: skip
_WRAPPERS: Final = frozenset(map(w, ("sdt", "sdtContent", "customXml", "smartTag", "ins", "del")))
_RANGES: Final = frozenset(
    map(w, ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "proofErr"))
)
_RELATED: Final = xpath("descendant-or-self::*/@r:*")
_ODD_ROWS: Final = xpath("w:tr[count(w:tc) != $columns or not(w:tc)]")
_ROWS_ELSEWHERE: Final = xpath("descendant::w:tr[not(parent::w:tbl)]")
_ALL_ROWS: Final = xpath("descendant::w:tr")


class Facts(Struct, frozen=True):
    """One part's ids, names and references, its text, and the sentences on what is broken within it."""

    part: str
    text: str
    faults: tuple[str, ...]
    controls: tuple[str, ...]
    control_tags: tuple[str, ...]
    bookmarks: tuple[tuple[str, str], ...]
    drawings: tuple[str, ...]
    notes: frozenset[tuple[str, str]]
    noted: frozenset[tuple[str, str]]
    nums: frozenset[str]
    styles: frozenset[tuple[str, str]]
    related: frozenset[str]


def scan(root: etree._Element, part: str) -> Facts:
    """The facts of the part whose parsed root is `root`."""
    found: dict[str, list[etree._Element]] = {tag: [] for tag in _WANTED}
    for each in root.iter(*_WANTED):
        found[each.tag].append(each)
    # In mc:Fallback the same things stand again for old programs, with the same ids: Word reads one or the other.
    again = frozenset(inner for each in found[_FALLBACK] for inner in each.iter())
    once = (lambda tag: [each for each in found[tag] if each not in again]) if again else found.__getitem__
    notes = [(kind, each.get(_ID, "")) for tag, kind in _NOTES.items() for each in found[tag]]
    return Facts(
        part,
        read_marked_text(root) if found[_INS] or found[_DEL] else read_text(root),
        tuple(
            chain(
                _tables(root, found),
                _stories(found),
                _fields([each.get(w("fldCharType")) for each in found[_FIELD]]),
                _paired("bookmark", _ids(once(_START)), _ids(once(_END))),
                _paired("comment’s range", _ids(found[_COMMENT_START]), _ids(found[_COMMENT_END])),
                _repeated("note or comment", notes),
            )
        ),
        tuple(each.get(_VAL, "") for each in once(_ID)),
        tuple(each.get(_VAL, "") for each in found[_CONTROL_TAG]),
        tuple((each.get(_ID, ""), each.get(_NAME, "")) for each in once(_START)),
        tuple(each.get("id", "") for each in once(_DOC_PR)),
        frozenset(notes),
        frozenset((kind, each.get(_ID, "")) for tag, kind in _NOTE_REFERENCES.items() for each in found[tag]),
        frozenset(each.get(_VAL, "") for each in found[_NUM_ID]),
        frozenset(
            [
                *(
                    ("paragraph", style)
                    for style in {each.get(_VAL) for each in root.iter(_PARAGRAPH_STYLE)}
                    if style is not None
                ),
                *((kind, each.get(_VAL, "")) for tag, kind in _STYLES.items() for each in found[tag]),
            ]
        ),
        frozenset(_RELATED(root)),
    )


def _repeated(what: str, ids: list[tuple[str, str]]) -> Iterator[str]:
    if len(set(ids)) < len(ids):
        yield f"the id of a {what} is there twice"


def _tables(root: etree._Element, found: dict[str, list[etree._Element]]) -> Iterator[str]:
    """Faults of tables. What is plain is passed over at C speed; only the rest is looked at more closely."""
    if not found[_TBL]:
        return
    spanned = any(found[tag] for tag in _SPANS) or any(_holds_cells(each) for each in found[_SDT_PR])
    for cell in [each for each in root.iter(_TC) if not len(each) or each[-1].tag != _P]:
        last = len(cell) - 1
        while last >= 0 and cell[last].tag in _RANGES:
            last -= 1
        if last < 0 or cell[last].tag != _P:
            yield "a table cell does not end with a paragraph"
    for each in found[_TBL]:
        if each.find(_TR) is None and not any(child.tag == _TR for child in _within(each)):
            yield "a table has no rows"
    # The columns are counted once a table: a report may have thousands of rows.
    odd = (row for each in found[_TBL] for row in _ODD_ROWS(each, columns=_columns(each)))
    for row in _ALL_ROWS(root) if spanned else chain(odd, _ROWS_ELSEWHERE(root)):
        table = next(row.iterancestors(_TBL), None)
        if table is None:
            yield "a table row stands outside a table"
            continue
        columns = _columns(table)
        spans = _spans(row)
        if not spans:
            yield "a table row has no cells"
        elif sum(spans) != columns and "{%tc" not in "".join(map(str, row.itertext())):
            # In a template, cells within a choice or a loop stand beside each other; the grid follows when it is drawn.
            yield f"a table row is {sum(spans)} columns wide in a table of {columns}"


def _columns(table: etree._Element) -> int:
    grid = table.find(w("tblGrid"))
    return len(grid.findall(w("gridCol"))) if grid is not None else 0


def _holds_cells(properties: etree._Element) -> bool:
    control = properties.getparent()
    parent = control.getparent() if control is not None else None
    return parent is not None and parent.tag == _TR


def _within(element: etree._Element) -> Iterator[etree._Element]:
    """The children, those inside wrappers (content controls, tracked rows) too."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _within(child)
        else:
            yield child


def _spans(row: etree._Element) -> list[int]:
    """How many grid columns each cell of the row takes, skipped columns before and after included."""
    spans: list[int] = []
    skipped = 0
    for child in _within(row):
        if child.tag == _TC:
            properties = child.find(w("tcPr"))
            span = properties.find(w("gridSpan")) if properties is not None else None
            spans.append(_count(span, 1))
        elif child.tag == w("trPr"):
            skipped = _count(child.find(w("gridBefore")), 0) + _count(child.find(w("gridAfter")), 0)
    if spans:
        spans.append(skipped)
    return spans


def _count(element: etree._Element | None, otherwise: int) -> int:
    text = element.get(_VAL, "") if element is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _stories(found: dict[str, list[etree._Element]]) -> Iterator[str]:
    for tag in (_TEXT_BOX, *_STORY_ROOTS):
        for each in found[tag]:
            if not any(child.tag in (_P, _TBL) or child.tag in _WRAPPERS for child in each):
                yield f"a w:{etree.QName(each).localname} has no paragraph"


def _fields(marks: Iterable[str | None]) -> Iterator[str]:
    """Every complex field begun is ended, with at most one separator between."""
    separated: list[bool] = []
    for kind in marks:
        if kind == "begin":
            separated.append(False)
        elif not separated or (kind == "separate" and separated[-1]):
            yield f"a field has a “{kind}” mark out of place"
            return
        elif kind == "separate":
            separated[-1] = True
        else:
            separated.pop()
    if separated:
        yield "a field is begun and not ended"


def _ids(elements: Iterable[etree._Element]) -> list[str]:
    return [each.get(_ID, "") for each in elements]


def _paired(what: str, started: Sequence[str], ended: Sequence[str]) -> Iterator[str]:
    if len(set(started)) < len(started):
        yield f"the id of a {what} is there twice"
    if sorted(started) != sorted(ended):
        odd = sorted(set(started).symmetric_difference(ended))
        yield f"a {what} is begun and not ended, or ended and not begun (id {', '.join(odd[:5])})"


# The facts of a part that a template has drawn, read from its own letters after they were parsed.
#
# Once a strict parser has passed a part without comments, processing instructions and CDATA, every `<` in it begins a
# tag (XML 1.0, 2.4), so it can be cut at the words of its runs. What stands between two of them is the same in document
# after document, and is read once. What tables and stories are made of is read from the outline, the part without the
# insides of its paragraphs, which is parsed and scanned as a part of its own.

_CUT: Final = re.compile(b'<w:t xml:space="preserve">([^<]*)</w:t>')
_TOKEN: Final = re.compile(
    r"""<(/?)([^\s<>/"'=?!]+)((?:\s+[^\s<>/"'=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>([^<]*)"""
)
_ATTRIBUTE: Final = re.compile(r"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE: Final = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_LETTERS: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_COUNTED: Final = {
    "w:id": ("control", "w:val"),
    "w:tag": ("tag", "w:val"),
    "w:bookmarkStart": ("bookmark", "w:id"),
    "w:bookmarkEnd": ("bookmark ended", "w:id"),
    "w:commentRangeStart": ("comment", "w:id"),
    "w:commentRangeEnd": ("comment ended", "w:id"),
    "w:fldChar": ("field", "w:fldCharType"),
    "wp:docPr": ("drawing", "id"),
}
"""Elements without content → what they are counted as, and the attribute that says which one it is."""
_NAMED: Final = {
    "w:pStyle": ("paragraph", "w:val"),
    "w:rStyle": ("character", "w:val"),
    "w:tblStyle": ("table", "w:val"),
    "w:numId": ("number", "w:val"),
    "w:footnoteReference": ("footnote", "w:id"),
    "w:endnoteReference": ("endnote", "w:id"),
    "w:commentReference": ("comment", "w:id"),
}
"""Elements that refer to something by name → the kind of it, and the attribute that names it."""
_LEFT_TO_SCAN: Final = frozenset(
    {"w:ins", "w:del", "w:txbxContent", "mc:Fallback", "w:footnote", "w:endnote", "w:comment"}
)
_BLOCKS: Final = frozenset({"w:p", "w:tbl", "w:tr", "w:tc"})
_SIGNS: Final = {"w:p": PARAGRAPH, "w:br": LINE, "w:cr": LINE, "w:tab": TAB}
_RELATION: Final = "relationship"
_UNKNOWN: Final = "?"
"""What stands round the run in which the words stood."""
NamedThere = tuple[str, str]


class Between(Struct, frozen=True):
    """What stands between the words of two runs: its own text, its part of the outline, what it counts and names."""

    text: str
    outline: str
    counted: tuple[tuple[str, str, str], ...]
    """The kind, the id, and a bookmark's name."""
    named: frozenset[NamedThere]
    prefixes: frozenset[str]
    in_run: bool
    """Whether it ends within a run of a paragraph."""


def read_facts(data: bytes, part: str) -> Facts:
    """The facts of a part that was drawn. Raises etree.XMLSyntaxError when it is not well-formed."""
    refuse_broken(data)
    found = _between_words(data, part)
    return scan(parse_xml(data), part) if found is None else found


def _between_words(data: bytes, part: str) -> Facts | None:
    """The facts; None where there is something that only the tree tells."""
    if not data.startswith(_DECLARED) or b"\r" in data:
        return None
    cut = _CUT.split(data[len(_DECLARED) :])
    found = _of_markup(tuple(cut[::2]))
    if found is None:
        return None
    pieces, facts = list(found[0]), found[1]
    words = _APART.join(cut[1::2]).decode("utf-8")  # no XML can hold what they are joined by
    pieces[1::2] = (_plain(words) if "&" in words else words).split(_APART.decode()) if len(cut) > 1 else ()
    return replace(facts, part=part, text="".join(pieces))


@lru_cache(maxsize=64)  # documents of one type that print the same clauses differ in their words alone
def _of_markup(cut: tuple[bytes, ...]) -> tuple[tuple[str, ...], Facts] | None:
    """The texts that stand between the words of a part, room for words after each but the last, and its facts without
    its text; None where only the tree tells them. `cut` is what stands before the first words, between two, and after
    the last."""
    markup = [each.decode("utf-8") for each in cut]
    beginning = _beginning(markup[0])
    found = [beginning[0] if beginning is not None else None, *map(_between, markup[1:])]
    if beginning is None or not all(found):
        return None
    read = cast("list[Between]", found)
    if any(not each.in_run for each in read[:-1]):
        return None
    each_once = dict(zip(markup, read, strict=True)).values()
    if not beginning[1].issuperset(chain.from_iterable([each.prefixes for each in each_once])):
        return None
    outline = _outlined("".join([each.outline for each in read]))
    counted: dict[str, list[tuple[str, str]]] = {}
    for kind, identity, name in chain.from_iterable([each.counted for each in read]):
        counted.setdefault(kind, []).append((identity, name))
    named = frozenset().union(*[each.named for each in each_once])
    ids = {kind: [identity for identity, _ in held] for kind, held in counted.items()}
    faults = (
        *outline.faults,
        *_fields(ids.get("field", ())),
        *_paired("bookmark", ids.get("bookmark", ()), ids.get("bookmark ended", ())),
        *_paired("comment’s range", ids.get("comment", ()), ids.get("comment ended", ())),
    )
    return tuple([text for each in read for text in (each.text, "")][:-1]), Facts(
        "",
        "",
        faults,
        tuple(ids.get("control", ())),
        tuple(ids.get("tag", ())),
        tuple(counted.get("bookmark", ())),
        tuple(ids.get("drawing", ())),
        frozenset(),
        outline.noted | {each for each in named if each[0] in _NOTED},
        outline.nums | {name for kind, name in named if kind == "number"},
        outline.styles | {each for each in named if each[0] in _STYLED},
        outline.related | {name for kind, name in named if kind == _RELATION},
    )


_DECLARED: Final = DECLARATION.encode()
_APART: Final = b"\0"
_NOTED: Final = frozenset({"footnote", "endnote", "comment"})
_STYLED: Final = frozenset({"paragraph", "character", "table"})


@lru_cache(maxsize=256)
def _outlined(outline: str) -> Facts:
    """The facts of an outline: those of tables and stories, and what is named outside paragraphs."""
    return scan(parse_xml(outline.encode("utf-8")), "")


@lru_cache(maxsize=256)
def _beginning(markup: str) -> tuple[Between, frozenset[str]] | None:
    """What stands before the first words, and the prefixes that the part may use: each stands for what it stands for
    everywhere in this program, and nothing else stands for the same."""
    root = _TOKEN.match(markup)
    if root is None:
        return None
    attributes = _attributes(root[3])
    declared = {name.removeprefix("xmlns").lstrip(":"): uri for name, uri in attributes.items() if _declares(name)}
    known = all(PREFIXES.get(prefix, uri) == uri for prefix, uri in declared.items())
    only = len(set(declared.values())) == len(declared) and "" not in declared
    used = {prefix for prefix, uri in PREFIXES.items() if uri in declared.values()}
    found = _read(markup, begins=True)
    if found is None or not known or not only or not used <= declared.keys():
        return None
    return found, frozenset(declared) | {"xml", "xmlns"}


@lru_cache(maxsize=4096)
def _between(markup: str) -> Between | None:
    return _read(markup, begins=False)


def _read(markup: str, *, begins: bool) -> Between | None:
    """What `markup` holds; None where it cannot be told apart from the rest. It `begins` a part, or stands in a run."""
    found = _Markup(begins)
    at = 0
    for token in _TOKEN.finditer(markup):
        closing, name, said, empty, after = token.groups()
        declares = "xmlns" in said and not (begins and not at)
        if token.start() != at or name in _LEFT_TO_SCAN or declares or "\n" in said or "\t" in said:
            return None
        at = token.end()
        written = f"<{closing}{name}{said}{empty}>"
        if closing:
            found.end(name, written)
        elif not found.start(name, _attributes(said), written, after):
            return None
        elif empty:
            found.end(name, "")
    return found.between() if at == len(markup) else None


class _Markup:
    """How far the tags of what stands between words are read."""

    def __init__(self, begins: bool) -> None:
        self._open = [] if begins else [_UNKNOWN, "w:r"]
        self._inside = not begins
        self._text: list[str] = []
        self._outline: list[str] = []
        self._counted: list[tuple[str, str, str]] = []
        self._named: set[NamedThere] = set()
        self._prefixes: set[str] = set()

    def start(self, name: str, attributes: Mapping[str, str], written: str, after: str) -> bool:
        """A tag that begins an element; whether it can be told what it is."""
        parent = self._open[-1] if self._open else ""
        self._open.append(name)
        self._prefixes.update(each.partition(":")[0] for each in (name, *attributes) if ":" in each)
        self._named.update((_RELATION, value) for each, value in attributes.items() if each.startswith("r:"))
        if (name in _BLOCKS and self._inside) or (name == "w:tab" and parent == _UNKNOWN):
            return False
        if name == "w:t":
            self._text.append(_plain(after))
        elif name in _SIGNS:
            self._text.append(_SIGNS[name] if name != "w:tab" or parent == "w:r" else "")
        if name in _COUNTED:
            kind, attribute = _COUNTED[name]
            self._counted.append((kind, attributes.get(attribute, ""), attributes.get("w:name", "")))
            return written.endswith("/>")
        if self._inside:
            if name in _NAMED:
                kind, attribute = _NAMED[name]
                if attribute in attributes or kind != "paragraph":
                    self._named.add((kind, attributes.get(attribute, "")))
        elif name == "w:alias":
            return written.endswith("/>")
        else:
            self._outline.append("<w:p/>" if name == "w:p" else written)
            self._inside = name == "w:p"
        return True

    def end(self, name: str, written: str) -> None:
        """The end of an element, which is `written` as a tag of its own or not at all."""
        if self._open[-1] != _UNKNOWN:
            self._open.pop()
        if name == "w:p":
            self._inside = False
        elif not self._inside:
            self._outline.append(written)

    def between(self) -> Between:
        """What was read."""
        return Between(
            "".join(self._text),
            "".join(self._outline),
            tuple(self._counted),
            frozenset(self._named),
            frozenset(self._prefixes),
            self._inside and self._open[-1] == "w:r",
        )


def _attributes(said: str) -> dict[str, str]:
    return {name: _plain(one or other) for name, one, other in _ATTRIBUTE.findall(said)}


def _declares(name: str) -> bool:
    return name == "xmlns" or name.startswith("xmlns:")


def _plain(text: str) -> str:
    """The letters that stand for themselves after a parser has read them (XML 1.0, 4.1 and 4.6)."""
    return _REFERENCE.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    if found[3]:
        return _LETTERS[found[3]]
    return chr(int(found[1], 16) if found[1] else int(found[2]))
