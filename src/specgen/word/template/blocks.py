"""Blocks and passages written as paragraphs, with lists that restart where a list starts.

One Writer writes one document: it counts the ids of content controls, bookmarks, tracked changes and drawings, and the
lists. Source: ECMA-376 part 1, 17.5.2 (content controls), 17.13.6 (bookmarks), 17.13.5 (revisions), 17.9 (numbering).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, Protocol, TypeVar

from lxml import etree
from msgspec import Struct

from specgen.problems import cut
from specgen.word.package.archive import Entry, pack
from specgen.word.package.ooxml import (
    DECLARATION,
    RefusedValue,
    W,
    attribute_text,
    parse_xml,
    run_text,
    w,
    whole_number,
)
from specgen.word.template.looks import Look, NumberLook, RunProperties, run_looks
from specgen.word.template.tags import PrintedLook
from specgen.wording.wording import Block, Inline, Passage, Redlined, RedlinedBlock, RedlinedWords, Run, Signature

LONGEST_TITLE: Final = 64
_Look = TypeVar("_Look", str, NumberLook)
_END: Final = "</w:t></w:r>"
_LINES: Final = str.maketrans({"\r": "\n"})
TINY_PARAGRAPH: Final = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz '
    'w:val="2"/>'
    "</w:rPr></w:pPr></w:p>"
)
"""What Word asks for after a content control or table at the end of a cell (17.4.65), as low as it can be."""


class FirstIds(Struct, frozen=True):
    """The first free id of each sequence in a template's package, and the first free numbering instance."""

    sdt: int
    bookmark: int
    drawing: int
    num: int


class NewList(NamedTuple):
    """A list that a document makes: the abstract list that it counts in, or that a run of numbers looks like, and
    below which number the run stands; or the `label` that its one item at `level` has as it stands."""

    abstract: str
    below: str = ""
    in_run: bool = False
    label: str = ""
    level: int = 0

    @property
    def own(self) -> bool:
        """Whether it has an abstract list of its own."""
        return self.in_run or bool(self.label)


class ListMaker(Protocol):
    """What gives the ids of new lists."""

    def new_list(self, abstract: str) -> str:
        """The num id of a new list that counts in the abstract list `abstract` from its start."""
        ...


class OpenLists:
    """Which numbering instance an item belongs to, as the blocks of one passage go by."""

    def __init__(self, run: Callable[[str], str] | None = None) -> None:
        """`run` gives the num id of the run of numbers that the passage's items stand in, for an abstract list."""
        self._run = run
        self.end()

    def end(self) -> None:
        """A paragraph or heading ends every list."""
        self._open: list[str | None] = []
        self._used: list[bool] = []

    def bullet(self, level: int) -> None:
        """A bulleted item ends the numbered lists at its level and deeper."""
        self._below(level)
        self._open[level] = None

    def number(self, level: int, look: NumberLook, above: NumberLook | None, writer: ListMaker) -> str:
        """The num id of an item at `level`: the open list's, its parent's for a first nested list, else a new one.

        Under a numbered parent the parent's own num restarts of itself, and its label may show the parent's number.
        """
        self._below(level)
        found = self._open[level]
        if found is None and self._run is not None and not level:
            self._open[level] = found = self._run(look.abstract)
        if found is None:
            parent = self._open[level - 1] if level else None
            if parent is not None and above is not None and above.abstract == look.abstract and not self._used[level]:
                found = parent
            else:
                found = writer.new_list(look.abstract)
            self._used[level] = True
            self._open[level] = found
        return found

    def _below(self, level: int) -> None:
        """An item begins: nothing deeper is open, and its own nested lists are still to come."""
        del self._open[level + 1 :], self._used[level + 1 :]
        while len(self._open) <= level:
            self._open.append(None)
            self._used.append(False)


class Writer:
    """Writes the values of one document."""

    __slots__ = ("_bookmark", "_drawing", "_first", "_runs", "_sdt", "lists", "looks", "places", "run_looks")

    def __init__(
        self,
        first: FirstIds,
        looks: Mapping[int, Look],
        places: Mapping[int, PrintedLook],
        run_looks: Mapping[int, RunProperties],
    ) -> None:
        self._first = first
        self._sdt, self._bookmark, self._drawing = first.sdt, first.bookmark, first.drawing
        self.lists: list[NewList] = []
        self._runs: dict[NewList, str] = {}
        self.looks = looks
        self.places = places
        self.run_looks = run_looks

    def next_id(self, sequence: str) -> str:
        """The next id for what a template repeats: `sdt` or `drawing`."""
        if sequence == "sdt":
            self._sdt += 1
            return str(self._sdt - 1)
        self._drawing += 1
        return str(self._drawing - 1)

    def new_list(self, abstract: str) -> str:
        """The num id of a new list that counts in the abstract list `abstract` from its start."""
        return self._list(NewList(abstract))

    def run_of(self, abstract: str, below: str) -> str:
        """The num id of the document's run of numbers `below` a number, which goes on from clause to clause."""
        wanted = NewList(abstract, below, in_run=True)
        if wanted not in self._runs:
            self._runs[wanted] = self._list(wanted)
        return self._runs[wanted]

    def _list(self, made: NewList) -> str:
        self.lists.append(made)
        return str(self._first.num + len(self.lists) - 1)

    def paragraphs(self, value: object, look: Look) -> str:
        """Whole paragraphs: of a text one a line; of Blocks, a Passage, or a sequence of these."""
        if isinstance(value, str):
            lines = value.replace("\r\n", "\n").translate(_LINES).split("\n") if value else []
            return "".join([f"{look.paragraph}{look.runs[0]}{run_text(line)}{_END}</w:p>" for line in lines])
        if isinstance(value, Passage):
            return self._passage(value, look)
        if isinstance(value, Redlined):
            return "".join(self._redlined(value.blocks, look))
        if isinstance(value, Sequence):
            if all(isinstance(each, Block) for each in value):
                return "".join(self._blocks(value, look))
            return "".join([self.paragraphs(each, look) for each in value])
        raise RefusedValue(
            f"a value of the kind {type(value).__name__} cannot be printed as paragraphs",
            "use {{p … }} with text or wording only",
        )

    def runs(self, value: object, look: RunProperties, *, fallback: bool) -> str:
        """Runs within a paragraph: of a text, of Blocks or a Passage one paragraph long."""
        if isinstance(value, str):
            return f"{look[0]}{run_text(value)}{_END}"
        if isinstance(value, Passage):
            inner = _inlines(_only(value.blocks), look)
            begin, end = ("", "") if fallback else self._bookmarked(value.bookmark)
            return inner if fallback else self._control(value, f"{begin}{inner}{end}")
        if isinstance(value, Sequence) and value and all(isinstance(each, Block) for each in value):
            return _inlines(_only(value), look)
        raise RefusedValue(
            f"a value of the kind {type(value).__name__} cannot be printed inside a line",
            "use a text or a single paragraph of wording",
        )

    def rows(self, value: object, place: PrintedLook) -> str:
        """Table rows, each a sequence of as many values as the tag's row has cells."""
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise RefusedValue("it is not a list of rows")
        written: list[str] = []
        for row in value:
            if not isinstance(row, Sequence) or isinstance(row, str) or len(row) != len(place.row):
                raise RefusedValue(f"a row has not as many values as the table has cells ({len(place.row)})")
            cells = [
                f"<w:tc>{cell}<w:p>{paragraph}{self.runs(each, run_looks(run), fallback=place.fallback)}</w:p></w:tc>"
                for each, (cell, paragraph, run) in zip(row, place.row, strict=True)
            ]
            written.append(f"<w:tr>{place.row_properties}{''.join(cells)}</w:tr>")
        return "".join(written)

    def _passage(self, passage: Passage, look: Look) -> str:
        if passage.inline:
            return f"{look.paragraph}{self.runs(passage, look.runs, fallback=look.fallback)}</w:p>"
        if not passage.blocks:
            raise RefusedValue("it is wording without words")
        written = self._blocks(passage.blocks, look, passage.run)
        if look.fallback:
            return "".join(written)
        # The bookmark stands inside the first and the last paragraph, where every program keeps it.
        begin, end = self._bookmarked(passage.bookmark)
        properties, run, rest = written[0].partition("<w:r>")
        written[0] = f"{properties}{begin}{run}{rest}"
        written[-1] = f"{written[-1].removesuffix('</w:p>')}{end}</w:p>"
        return self._control(passage, "".join(written))

    def _control(self, passage: Passage, inner: str) -> str:
        title = cut(passage.title, LONGEST_TITLE)
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{attribute_text(title)}"/><w:tag w:val="{attribute_text(passage.tag)}"/>'
            f'<w:id w:val="{self.next_id("sdt")}"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
        )

    def _bookmarked(self, name: str) -> tuple[str, str]:
        number = self._bookmark
        self._bookmark += 1
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{attribute_text(name)}"/>',
            f'<w:bookmarkEnd w:id="{number}"/>',
        )

    def _blocks(self, blocks: Sequence[Block], look: Look, run: str | None = None) -> list[str]:
        """The paragraphs of blocks that belong together, one string each; `run` is the passage's."""
        lists = OpenLists(None if run is None else lambda abstract: self.run_of(abstract, run))
        written: list[str] = []
        for block in blocks:
            opening, runs = self._opening(block, look, lists)
            begin, end = self._bookmarked(block.mark) if block.mark and not look.fallback else ("", "")
            written.append(f"{opening}{begin}{_inlines(block, runs)}{end}</w:p>")
        return written

    def _opening(self, block: Block, look: Look, lists: OpenLists) -> tuple[str, RunProperties]:
        """How the block's paragraph begins, and how its runs do."""
        kind = block.kind
        if kind == "paragraph":
            lists.end()
            return look.paragraph, look.runs
        if kind == "number":
            number = _styled(look.numbers, block)
            above = look.numbers[block.level - 1] if block.level else None
            if block.label:
                lists.end()
                listed = self._list(NewList(number.abstract, label=block.label, level=block.level))
            else:
                listed = lists.number(block.level, number, above, self)
            return f"{number.before}{listed}{number.after}", look.runs
        if kind == "bullet":
            opening = _styled(look.bullets, block)
            lists.bullet(block.level)
            return opening, look.runs
        lists.end()
        return _styled(look.headings, block), look.heading_runs

    def _redlined(self, blocks: Sequence[RedlinedBlock], look: Look) -> Iterator[str]:
        """The paragraphs with tracked changes. In `mc:Fallback` too, since the same words stand there again."""
        lists = OpenLists()
        for each in blocks:
            opening, runs = self._opening(each.block, look, lists)
            if mark := self._signed("ins", each.put_in, "/") + self._signed("del", each.struck, "/"):
                opening = _with_mark(opening, mark)
            yield f"{opening}{''.join([self._marked(words, runs) for words in each.words])}</w:p>"

    def _marked(self, words: RedlinedWords, looks: RunProperties) -> str:
        """Runs inside their tracked changes: what was put in and struck again is a deletion inside an insertion."""
        runs = _run_texts(words.inlines, looks)
        if words.struck is not None:
            struck = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
            runs = f"{self._signed('del', words.struck)}{struck}</w:del>"
        return f"{self._signed('ins', words.put_in)}{runs}</w:ins>" if words.put_in is not None else runs

    def _signed(self, name: str, signature: Signature | None, end: str = "") -> str:
        """The beginning of a tracked change, or "" for none; its ids count on from the bookmarks' (17.13.5)."""
        if signature is None:
            return ""
        number = self._bookmark
        self._bookmark += 1
        date = f' w:date="{attribute_text(signature.date)}"' if signature.date else ""
        return f'<w:{name} w:id="{number}" w:author="{attribute_text(signature.author)}"{date}{end}>'


def _with_mark(opening: str, mark: str) -> str:
    """The opening of a paragraph with a tracked change of the paragraph's own mark, first in its run properties
    (17.13.5.15, 17.13.5.20)."""
    if "<w:rPr>" in opening:
        return opening.replace("<w:rPr>", f"<w:rPr>{mark}", 1)
    own = f"<w:rPr>{mark}</w:rPr>"
    if "<w:rPr/>" in opening:
        return opening.replace("<w:rPr/>", own, 1)
    if opening.endswith("</w:pPr>"):
        return f"{opening.removesuffix('</w:pPr>')}{own}</w:pPr>"
    return f"<w:p><w:pPr>{own}</w:pPr>"


def _styled(looks: Sequence[_Look | None], block: Block) -> _Look:
    found = looks[block.level] if block.level < len(looks) else None
    if not found:
        raise RefusedValue(
            f"the template has no style for a {block.kind} at level {block.level + 1}",
            "add the style to the template in Word",
        )
    return found


def _only(blocks: Sequence[Block]) -> Block:
    if len(blocks) != 1:
        raise RefusedValue(
            f"it has {len(blocks)} paragraphs, and one line holds one", "use {{p … }} in a paragraph of its own"
        )
    return blocks[0]


@lru_cache(maxsize=512)  # most paragraphs stand in several documents, and in many contracts
def _inlines(block: Block, looks: RunProperties) -> str:
    only = block.inlines[0] if len(block.inlines) == 1 else None
    if type(only) is Run and not only.to:  # most blocks
        return f"{looks[only.bold + 2 * only.italic + 4 * only.gap]}{run_text(only.text)}{_END}"
    return _run_texts(block.inlines, looks) or f"{looks[0]}{_END}"


def _number_field(bookmark: str, result: str) -> str:
    """The field that prints the number of the bookmarked paragraph (17.16.5.51 REF, with `\\r`), its result right as
    it stands."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f'<w:r><w:instrText xml:space="preserve"> REF {attribute_text(bookmark)} \\r \\h </w:instrText></w:r>'
    return f"{mark.format('begin')}{code}{mark.format('separate')}{result}{mark.format('end')}"


def _run_texts(inlines: Sequence[Inline], looks: RunProperties) -> str:
    """The runs of a paragraph; what stands side by side and looks alike is one run."""
    written: list[str] = []
    last = ""
    for part in inlines:
        if not isinstance(part, Run):
            raise RefusedValue(f"its placeholder “{part.name}” has not been filled")
        look, text = looks[part.bold + 2 * part.italic + 4 * part.gap], run_text(part.text)
        if part.to:
            written += (_END if last else "", _number_field(part.to, f"{look}{text}{_END}"))
        elif look == last:
            written.append(text)
        else:
            written += (_END if last else "", look, text)
        last = "" if part.to else look
    return "".join(written) + (_END if last else "")


# The numbering part of one document: the template's own, with an instance for every list that starts anew.
#
# Source: ECMA-376 part 1, 17.9.15 (w:num), 17.9.8 and 17.9.26 (lvlOverride, startOverride). An instance that shares an
# abstract list with others goes on counting where they stopped; only an override of the start, on every level, makes it
# begin again, in Word as in LibreOffice.

_MOST_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class Numbering:
    """A template's numbering part, split where new abstract lists and new instances go; `first` is the first free num
    id."""

    part: str
    first: int
    _head: str
    _middle: str
    _tail: str
    _starts: Mapping[str, Mapping[int, int]]
    _abstracts: Mapping[str, bytes]
    _made: dict[tuple[NewList, ...], tuple[Entry, bytes]] = field(default_factory=dict, repr=False, compare=False)

    def with_lists(self, lists: tuple[NewList, ...]) -> tuple[Entry, bytes]:
        """The part with an instance for each list in `lists`, packed and plain. A run of numbers has an abstract list
        of its own, since lists between its items would count on in one that it shares.

        Documents of one template mostly have the same numbers of lists, so what was made is kept.
        """
        if lists not in self._made:
            if len(self._made) >= _MOST_KEPT:
                self._made.clear()
            free = max(map(whole_number, self._abstracts), default=0) + 1
            owning = dict.fromkeys(each for each in lists if each.own)
            runs = {made: str(free + number) for number, made in enumerate(owning)}
            found = (
                self._head
                + "".join([_list_of(self._abstracts[made.abstract], made, own) for made, own in runs.items()])
                + self._middle
                + "".join(
                    [
                        self._instance(num, made, runs.get(made, made.abstract))
                        for num, made in enumerate(lists, self.first)
                    ]
                )
                + self._tail
            ).encode("utf-8")
            self._made[lists] = pack(self.part, found), found
        return self._made[lists]

    def _instance(self, num: int, made: NewList, abstract: str) -> str:
        levels = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level, start in sorted(self._starts[made.abstract].items())
            if not made.label
        )
        return f'<w:num w:numId="{num}"><w:abstractNumId w:val="{attribute_text(abstract)}"/>{levels}</w:num>'


def _list_of(abstract: bytes, made: NewList, identity: str) -> str:
    """The abstract list again for a run of numbers, its labels below a number (17.9.11 lvlText): `3.2.%1` of `%1.`; or
    with the label of an item as it stands.

    The styles and the name stay with the list that it looks like; Word takes two lists with one nsid for one list.
    """
    element = parse_xml(abstract)
    element.set(w("abstractNumId"), identity)
    for name in ("nsid", "tmpl", "name", "styleLink"):
        for each in element.findall(w(name)):
            element.remove(each)
    for level in element.findall(w("lvl")):
        if (style := level.find(w("pStyle"))) is not None:
            level.remove(style)
        if not made.label:
            _put_below(level, made.below)
        elif (text := level.find(w("lvlText"))) is not None and level.get(w("ilvl")) == str(made.level):
            text.set(w("val"), made.label)
        else:
            element.remove(level)
    for each in [element, *element.iter()]:
        for said in [said for said in each.attrib if not str(said).startswith(f"{{{W}}}")]:
            del each.attrib[said]
    etree.cleanup_namespaces(element, keep_ns_prefixes=["w"])
    return etree.tostring(element, encoding="unicode").replace(_DECLARED, "")


def _put_below(level: etree._Element, below: str) -> None:
    """Put the number before the first one that the level's label shows. A label that grows makes room for itself."""
    text, indent = level.find(w("lvlText")), level.find(f"{w('pPr')}/{w('ind')}")
    if not below or text is None or _FIRST not in (label := text.get(w("val"), "")):
        return
    text.set(w("val"), label.replace(_FIRST, f"{below}.{_FIRST}").removesuffix("."))
    side = next((w(name) for name in ("left", "start") if indent is not None and indent.get(w(name)) is not None), None)
    hanging = whole_number(indent.get(w("hanging"))) if indent is not None else 0
    room = _ROOM * (len(below) + 3)
    if indent is not None and side is not None and 0 < hanging < room:
        indent.set(side, str(whole_number(indent.get(side)) - hanging + room))
        indent.set(w("hanging"), str(room))


_FIRST: Final = "%1"
_ROOM: Final = 142
"""Twips for each sign of a label: a quarter of a centimetre, a digit of 12 points and a little."""
_DECLARED: Final = f' xmlns:w="{W}"'


def read_numbering(part: str, found: bytes, starts: Mapping[str, Mapping[int, int]]) -> Numbering:
    """The numbering part made ready; `starts` has the levels of each abstract list and where each starts.

    Raises etree.XMLSyntaxError."""
    root = parse_xml(found)
    ids = [whole_number(each.get(w("numId"))) for each in root.iter(w("num"))]
    kinds = root.findall(w("abstractNum"))
    abstracts = {each.get(w("abstractNumId"), ""): etree.tostring(each, with_tail=False) for each in kinds}
    kind_slot = root.makeelement(w("abstractNum"), {w("abstractNumId"): "-1"})
    slot = root.makeelement(w("num"), {w("numId"): "0"})
    if kinds:
        kinds[-1].addnext(kind_slot)
    else:
        root.insert(0, kind_slot)
    last = root.find(w("numIdMacAtCleanup"))
    if last is not None:
        last.addprevious(slot)
    else:
        root.append(slot)
    text = etree.tostring(root, encoding="unicode")
    head, _, rest = text.partition('<w:abstractNum w:abstractNumId="-1"/>')
    middle, _, tail = rest.partition('<w:num w:numId="0"/>')
    return Numbering(part, max(ids, default=0) + 1, DECLARATION + head, middle, tail, starts, abstracts)
