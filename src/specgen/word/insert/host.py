"""An existing document as something is put into it: its paragraphs in reading order, with what tells headings apart.

Words are those that would stand if every tracked change were accepted. Text boxes are left out: nothing is put there.
Source: ECMA-376 part 1, 17.3 (paragraphs), 17.7 (styles), 17.9 (numbering).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from specgen.word.document.headings import (
    LONGEST_HEADING,
    MOST_HEADING_WORDS,
    NUMBER,
    HeadingWords,
    heading_level,
    typed_number,
    unnumbered,
)
from specgen.word.document.inline import read_line, text_after
from specgen.word.document.lines import Line, Story, read_story, stamp_paragraphs
from specgen.word.document.looks import RunLook, RunLooks, read_page_looks
from specgen.word.document.numbering import Counters, NumberingPart
from specgen.word.document.signs import PRINTING
from specgen.word.document.stories import line_looks
from specgen.word.document.style_forms import StyleEffects
from specgen.word.package.ooxml import MC, first_child, w
from specgen.word.package.package import Package, related
from specgen.word.package.spans import SpannedPart
from specgen.word.template.sheet import Stylesheet, stylesheet
from specgen.wording.folded import fold, words_of

_Element = etree._Element

_VAL: Final = w("val")
_WRAPS: Final = ("{*}wrap", "{*}wrapTopAndBottom", "{*}wrapSquare", "{*}wrapNone", "{*}wrapTight", "{*}wrapThrough")
_ABOVE_AND_BELOW: Final = ("wrap topandbottom", "wraptopandbottom ")
_NEAR_BLACK: Final = 0x60
_GREY: Final = 0x20
_P_PR: Final = w("pPr")
_R: Final = w("r")
_R_PR: Final = w("rPr")
_T: Final = w("t")
_LABEL: Final = re.compile(r"\(?[0-9]{1,3}(?:\.[0-9]{1,3}){0,5}[.)]?")
_NAMED_NUMBER: Final = re.compile(
    r"(?:clause|article|section|part|chapter|annex|appendix|schedule|module) (?:[0-9]{1,3}|[ivx]{1,5}|[a-z]) ?[-–—:.]",
    re.IGNORECASE,
)
_SEEN: Final = tuple(name for name in PRINTING if name != w("br"))
_BOXES: Final = (w("txbxContent"), f"{{{MC}}}Fallback")
_SENTENCE: Final = (".", ";", ",")
_SHORT_SENTENCE: Final = 8
"""Words of a heading that may end with a full stop."""
_LONGEST_LINE: Final = 200
"""Letters that no heading has, however long."""
_PAGE: Final = re.compile(r"[\t .…][0-9ivxIVX]+\s*$")
"""What a line of a table of contents ends with."""
_CONTENTS: Final = re.compile(r"toc\s*[0-9]|contents|table of (?:contents|figures|authorities)", re.IGNORECASE)


class HostParagraph(Struct, frozen=True, eq=False, dict=True):
    """A paragraph. `text` is folded; `level` that of a heading, from 1, or 0; `label` the number that is printed before
    it.

    `numbered` is (instance, level) of its list or None; `letters` how letters look in its document; `contents` that it
    stands in a table of contents; `blank` that nothing can be seen of it; `cell` is the table's cell that it stands
    in."""

    element: _Element
    line: Line
    text: str
    words: HeadingWords
    level: int
    label: str
    numbered: tuple[str, int] | None
    letters: RunLooks
    contents: bool
    blank: bool
    cell: _Element | None
    of_model: str = ""
    """The number of the heading of the model specification that has its words; "" where none has."""
    lead: str = ""
    """The bold words with which it begins where they head the rest of it: `text` and `words` are theirs alone."""

    @cached_property
    def bold(self) -> bool:
        """Whether all its words are bold, by whatever style; asked of few lines, since few can be headings."""
        return bool(self.lead) or _is_bold(self.element, self.letters)

    @property
    def known(self) -> bool:
        """Whether its words are those of a heading of the model specification."""
        return bool(self.of_model)

    @property
    def told_level(self) -> int:
        """Its level as that of a heading that somebody named, be it a single word of the model's."""
        return self.level or (self.of_model.count(".") + 1 if self.of_model else 0)

    @property
    def said(self) -> str:
        """Its words as they stand."""
        return self.lead or self.line.text.strip()

    @cached_property
    def shown(self) -> str:
        """What a reader sees of it: its words, or those of a box where it has none."""
        words = self.line.text.strip()
        box = next(self.element.iter(_BOXES[0]), None) if not words else None
        return words if box is None else "".join(each.text or "" for each in box.iter(_T)).strip()

    @cached_property
    def boxed_title(self) -> bool:
        """Whether it has no words but those of a box that text stands only above and below: a short bold line."""
        said = self.shown if not self.text else ""
        if not said or len(said.split()) > _SHORT_SENTENCE or not self.first_letters.bold:
            return False
        wraps = [f"{etree.QName(each).localname} {each.get('type', '')}" for each in self.element.iter(*_WRAPS)]
        return len(wraps) > 0 and all(each.casefold() in _ABOVE_AND_BELOW for each in wraps)

    @cached_property
    def look(self) -> tuple[str, ...]:
        """What a heading without a style looks like: its style, size, underlining and slant."""
        size, underlined, slanted, capitals, color = (
            _value(self._first_run, name) for name in ("sz", "u", "i", "caps", "color")
        )
        return (self.line.style, size, underlined, slanted, capitals, _as_printed(color))

    @property
    def underlined(self) -> bool:
        """Whether its first letters are underlined by themselves."""
        return self.look[2] not in ("", "none")

    @cached_property
    def prose(self) -> bool:
        """Whether it is a sentence or a part of one, without a number of its own: a level in the outline makes no
        heading of it."""
        said = self.line.text.strip()
        if self.lead or self.number or NUMBER.match(self.text) or _NAMED_NUMBER.match(self.text):
            return False
        long = len(self.words) > _SHORT_SENTENCE
        ends = said.endswith((";", ",")) or (long and said.endswith((".", ":")))
        return ends or (long and said[:1].islower()) or len(said) > _LONGEST_LINE

    @cached_property
    def capitals(self) -> bool:
        """Whether it is written in capital letters alone."""
        return (self.lead or self.line.text).isupper()

    @cached_property
    def first_letters(self) -> RunLook:
        """How its first letters look, by whatever style."""
        own = next(self.element.iterchildren(_P_PR), None)
        return self.letters.of(own, self._first_run, self.letters.around(self.element))

    @property
    def tint(self) -> str:
        """The colour of its first letters as a reader tells it."""
        return _as_printed(self.first_letters.colour)

    @cached_property
    def _first_run(self) -> _Element | None:
        """What is said of its first letters themselves."""
        run = next((each for each in self.element.iter(_R) if next(each.iterchildren(_T), None) is not None), None)
        return next(run.iterchildren(_R_PR), None) if run is not None else None

    @property
    def number(self) -> str:
        """The number that is printed before its words by numbering, without its closing sign; "" when there is none."""
        return self.label.strip("().") if _LABEL.fullmatch(self.label) else ""

    @property
    def may_head(self) -> bool:
        """Whether it can be a heading by its length and look."""
        return (
            0 < len(self.words) <= MOST_HEADING_WORDS
            and len(self.text) <= LONGEST_HEADING
            and not self.text.endswith(_SENTENCE)
        )


class LineHabits(Struct, frozen=True, eq=False):
    """The lines of a document that can be seen, the look that most of its text has, and the styles that only stand on
    lines that may be headings."""

    seen: tuple[HostParagraph, ...]
    body_look: tuple[str, ...]
    head_styles: frozenset[str]
    texts: Counter[tuple[str, bool]]
    """How often words stand outside tables, and in them."""
    labels: Counter[str]
    """What stands before the colon of lines that may be headings, or the whole of one without."""
    places: Mapping[_Element, int]


class Host(Struct, frozen=True, eq=False, dict=True):
    """An existing document that was read to put something into it."""

    package: Package
    part: SpannedPart
    story: Story
    paragraphs: tuple[HostParagraph, ...]
    sheet: Stylesheet
    styles: StyleEffects
    numbering: NumberingPart
    numbering_root: _Element | None
    model: Mapping[HeadingWords, str]

    @cached_property
    def by_leads(self) -> Host | None:
        """The same document with the bold words that begin a paragraph taken for its heading; None without any."""
        found = tuple(led(each, self.model) for each in self.paragraphs)
        return replace(self, paragraphs=found) if any(each.lead for each in found) else None

    @property
    def body(self) -> _Element:
        """The body. A document without one is not read."""
        found = self.part.root.find(w("body"))
        assert found is not None
        return found

    @cached_property
    def by_element(self) -> Mapping[_Element, HostParagraph]:
        """Its paragraphs by their elements."""
        return {each.element: each for each in self.paragraphs}

    def lines_in(self, block: _Element) -> list[HostParagraph]:
        """The paragraphs in the element, or the paragraph itself, of which something can be seen."""
        found = (self.by_element.get(each) for each in block.iter(w("p")))
        return [each for each in found if each is not None and not each.blank]

    @cached_property
    def habits(self) -> LineHabits:
        """What headings and other lines look like in it, counted once."""
        seen = tuple(each for each in self.paragraphs if not each.blank and not each.contents)
        weights: Counter[str] = Counter()
        looks: Counter[tuple[str, ...]] = Counter()
        for each in seen:
            weights[each.line.style] += len(each.text) if not (each.line.heading or each.may_head) else 0
            looks[each.look] += len(each.text) if not each.line.heading else 0
        body = weights.most_common(1)[0][0] if weights else ""
        never = {each.line.style for each in seen if not each.may_head or each.line.kind in ("bullet", "number")}
        never |= {each.line.style for each in seen if each.element.find(f"{_P_PR}/{w('pStyle')}") is None}
        heads = {each.line.style for each in seen if each.may_head} - never - {body, ""}
        body_look = looks.most_common(1)[0][0] if looks else ()
        texts = Counter((each.text, each.cell is None) for each in seen)
        places = {each.element: at for at, each in enumerate(seen)}
        labels = Counter(
            each.text.partition(":")[0] for each in seen if each.cell is None and each.may_head and each.bold
        )
        return LineHabits(seen, body_look, frozenset(heads), texts, labels, places)

    @cached_property
    def body_size(self) -> int:
        """The size, in half-points, of most letters of its text."""
        sizes: Counter[int] = Counter()
        for each in self.habits.seen:
            if not each.may_head:
                sizes[each.first_letters.size] += len(each.text)
        return sizes.most_common(1)[0][0] if sizes else 0

    def style(self, name: str) -> str:
        """The id of the paragraph style of that name, or ""."""
        return self.sheet.named(name) or ""


def read_host(package: Package, model: Mapping[HeadingWords, str]) -> Host:
    """The document read. Raises etree.XMLSyntaxError when a part that is needed is not well-formed."""
    part = SpannedPart(package.part(package.main), package.root(package.main))
    roots = {
        kind: package.tree(name) if (name := related(package, kind)) is not None else None
        for kind in ("styles", "numbering")
    }
    styles = StyleEffects(roots["styles"], {})
    numbering = NumberingPart(roots["numbering"], styles.styles)
    sheet = stylesheet(styles.styles, numbering, related(package, "numbering"))
    stamp_paragraphs(part.root)
    looks = read_page_looks(package)
    story = read_story(part.root, package.main, line_looks(styles.styles, numbering), looks, numbered=False)
    lines = {line.numbers[0]: line for line in story.lines if line.numbers}
    counters = Counters(numbering)
    found: list[HostParagraph] = []
    # Few documents have any of these, and each paragraph would be asked what it stands in.
    boxes = next(part.root.iter(*_BOXES), None) is not None
    cells, controls = (next(part.root.iter(w(name)), None) is not None for name in ("tc", "sdt"))
    for number, element in enumerate(part.root.iter(w("p")), 1):
        line = lines.get(number)
        if line is None or line.box or (boxes and next(element.iterancestors(*_BOXES), None) is not None):
            continue
        text = fold(line.text)
        words = _words_on(text)
        properties = first_child(element, _P_PR)
        numbered = numbering.place(properties)
        label = (counters.next_label(*numbered) or "") if numbered is not None and not _goes(element) else ""
        at = HostParagraph(
            element,
            line,
            text,
            words,
            heading_level(text, words, line.heading, model),
            label,
            numbered,
            looks.letters,
            _in_contents(element, line, controls=controls),
            not text and not can_be_seen(element),
            next(element.iterancestors(w("tc")), None) if cells else None,
            model.get(unnumbered(text, words), ""),
        )
        found.append(at)
    paragraphs = _typed_contents_told(found)
    return Host(package, part, story, paragraphs, sheet, styles, numbering, roots["numbering"], model)


_TYPED_PAGE: Final = re.compile(r"(?:\t|\.{4,}|…{2,})\s*[0-9]{1,3}\s*$")
_FEWEST_CONTENTS: Final = 3
SMALL_WORDS: Final = frozenset({"and", "or", "of", "the", "s", "a", "for"})


def _typed_contents_told(lines: Sequence[HostParagraph]) -> tuple[HostParagraph, ...]:
    """The lines, those told to be of a table of contents that end with a page and whose words stand again without
    it."""
    may = [each for each in lines if each.text[-1:].isdigit() and _TYPED_PAGE.search(each.line.text)]
    if len(may) < _FEWEST_CONTENTS:
        again = _listed_contents([each for each in lines if not each.blank])
    else:
        words = {each.words for each in lines if each not in may}
        again = {each for each in may if _words_on(fold(_TYPED_PAGE.sub("", each.line.text))) in words}
    return tuple(replace(each, contents=True) if each in again else each for each in lines)


def _listed_contents(lines: Sequence[HostParagraph]) -> set[HostParagraph]:
    """The short lines under the title of a table of contents, to the last that stands again below them: a table typed
    without pages, of which most lines do."""
    title = next((at for at, each in enumerate(lines) if names_contents(each) and not each.level), None)
    if title is None:
        return set()
    bare = [unnumbered(each.text, each.words) for each in lines[title + 1 :]]
    may = (each.may_head and not each.line.heading and not each.contents for each in lines[title + 1 :])
    length = next((at for at, fits in enumerate(may) if not fits or (at and bare[at] == bare[0])), 0)
    listed, below = lines[title + 1 : title + 1 + length], {*bare[length:]}
    again = [at for at, words in enumerate(bare[:length], 1) if words in below]
    found = listed[: again[-1]] if again else []
    return set(found) if len(again) >= max(_FEWEST_CONTENTS, len(found) / 2) else set()


_NAMES_CONTENTS: Final = frozenset({"table", "of", "contents", "content", "index", "toc", "tabl", "cynnwys"})


def names_contents(line: HostParagraph) -> bool:
    """Whether the line is the title of a table of contents."""
    return bool(line.words) and _NAMES_CONTENTS.issuperset(line.words)


@lru_cache(maxsize=4_000)
def _words_on(folded: str) -> tuple[str, ...]:
    """The words of a line; kept, since a document is read once more when something was put into it."""
    return tuple(words_of(folded))


def led(line: HostParagraph, model: Mapping[HeadingWords, str]) -> HostParagraph:
    """The line with the words in bold, or underlined, with which it begins for its heading, where a stop, a colon, a
    dash, a tab or a new line parts them from the others."""
    headed = bool(line.line.heading) and line.may_head
    if line.contents or line.blank or headed or line.line.kind == "bullet":
        return line
    properties, table = next(line.element.iterchildren(_P_PR), None), line.letters.around(line.element)
    made: tuple[bool, bool] | None = None
    lead = rest = ""
    for item in read_line(line.element):
        if not item.text or item.aside or (item.marks and not item.will_be):
            continue
        look = line.letters.of(properties, item.run.find(_R_PR) if item.run is not None else None, table)
        way, worded = (look.bold, look.underlined), any(map(str.isalnum, item.text))
        made = way if made is None and worded else made
        if rest or (worded and way != made) or (made is not None and not any(made)):
            rest += item.text
        else:
            lead += item.text
    first, parted = lead.strip(), _PARTED.search(lead) is not None or _PARTS.match(rest) is not None
    text = fold(first.rstrip(_PARTING))
    words = tuple(words_of(text))
    if not (made and parted and rest.strip(_PARTING) and 0 < len(words) <= MOST_HEADING_WORDS):
        return line
    level = heading_level(text, words, line.line.heading, model)
    number = model.get(unnumbered(text, words), "")
    return replace(line, text=text, words=words, level=level, of_model=number, lead=first.rstrip(_PARTING))


_PARTING: Final = " \t\n\u00a0.:–—-"
_PARTED: Final = re.compile(r"(?:[.:–—-]\s*|[\t\n])$")
_PARTS: Final = re.compile(r"\s*[.:–—]|\s+-\s|[\t\n]")


def _value(properties: _Element | None, name: str) -> str:
    found = next(properties.iterchildren(w(name)), None) if properties is not None else None
    return found.get(_VAL, "1") if found is not None else ""


def words_that_stay(paragraph: _Element) -> str:
    """The letters of the paragraph's own runs that no tracked change takes out."""
    return "".join(item.text for item in read_line(paragraph) if item.element.tag == w("t") and item.will_be)


def can_be_seen(block: _Element) -> bool:
    """Whether the block is more than an empty paragraph: a page break alone is none, nor are tab stops."""
    if block.tag != w("p"):
        return True
    stops = {*block.iterfind(f"{_P_PR}/{w('tabs')}/{w('tab')}")}
    marks = (each for each in block.iter(*_SEEN) if each not in stops)
    if any(each.tag != _T or (each.text or "").strip() for each in marks):
        return True
    return any(each.get(w("type")) not in ("page", "column") for each in block.iter(w("br")))


def _as_printed(colour: str) -> str:
    """The colour of letters as a reader tells it; "" for black, which letters without a colour are, and for the darkest
    greys."""
    if re.fullmatch("[0-9A-Fa-f]{6}", colour) is None:
        return "" if colour == "auto" else colour
    parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    return "" if max(parts) < _NEAR_BLACK and max(parts) - min(parts) < _GREY else colour


def is_text_of(line: HostParagraph, heading: HostParagraph) -> bool:
    """Whether the line is text under a heading though it is made as one: a bullet where the heading is none or is bold
    as the bullet is not, or a short sentence without a number in the style of a heading that has one."""
    bullet = line.line.kind == "bullet" or (line.numbered is not None and not any(map(str.isalnum, line.label)))
    if bullet and not line.line.heading:
        return heading.numbered is None
    if line.line.style != heading.line.style:
        return False
    mine, its = (typed_number(each.text) or each.number for each in (heading, line))
    said = line.text.endswith(".") and not heading.text.endswith(".") and bool(mine) and not its
    return said or (bullet and heading.bold and not line.bold)


def is_counted_under(line: HostParagraph, heading: HostParagraph) -> bool:
    """Whether the heading's own list counts the line at a deeper level, though the outline has both at one."""
    if line.numbered is None or heading.numbered is None or line.line.heading != heading.line.heading:
        return False
    return line.numbered[0] == heading.numbered[0] and line.numbered[1] > heading.numbered[1]


def ancestors_within(element: _Element, top: _Element) -> Iterator[_Element]:
    """The element and what it stands in, up to but without `top`."""
    yield element
    for each in element.iterancestors():
        if each is top:
            return
        yield each


def _goes(element: _Element) -> bool:
    """Whether the whole paragraph is struck as a tracked change, so that no number is printed for it."""
    mark = element.find(f"{w('pPr')}/{w('rPr')}/{w('del')}")
    return mark is not None and next(element.iter(w("t")), None) is None


def _is_bold(element: _Element, letters: RunLooks) -> bool:
    """Whether all words of the paragraph are bold, by whatever style; a colon or a stop after them need not be."""
    table = letters.around(element)
    properties = next(element.iterchildren(_P_PR), None)
    worded = False
    for run in element.iter(_R):
        if any(map(str.isalnum, "".join(text.text or "" for text in run.iter(_T)))):
            if not letters.of(properties, next(run.iterchildren(_R_PR), None), table).bold:
                return False
            worded = True
    return worded


def _in_contents(element: _Element, line: Line, *, controls: bool) -> bool:
    if _CONTENTS.match(line.style) and not _heads_a_table(element, line):
        return True
    if line.fields:
        codes = [code.strip().upper() for code in line.fields]
        pages = any(code.startswith("PAGEREF") for code in codes)
        if any(code.startswith("TOC") for code in codes) or (pages and _PAGE.search(line.text)):
            return True
    for control in element.iterancestors(w("sdt")) if controls else ():
        gallery = control.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
        if gallery is not None and _CONTENTS.match(gallery.get(_VAL, "")):
            return True
    return False


def _heads_a_table(element: _Element, line: Line) -> bool:
    """Whether the only words of a table's row, without a page and without a link to one, stand over a row whose first
    paragraph has another style: a heading that somebody gave the style of a table of contents."""
    row = next(element.iterancestors(w("tr")), None)
    below = next(row.itersiblings(w("tr")), None) if row is not None else None
    if row is None or below is None or line.fields or _PAGE.search(line.text):
        return False
    own, its = (next((each.get(_VAL) for each in one.iter(w("pStyle"))), "") for one in (element, below))
    return len(list(row.iter(w("tc")))) == len(list(row.iter(w("p")))) == 1 and own != its


# The clauses that stand in a document already: content controls by their tag, with the words as they would be accepted.
#
# Source: ECMA-376 part 1, 17.5.2 (content controls), 17.13.5.4 to 17.13.5.11 (tracked controls).


class Standing(Struct, frozen=True, eq=False):
    """A control with its tag. `lines` are its paragraphs' words as they would be accepted; `within` says that it stands
    inside a paragraph. `pending` is the author who proposes the control as a tracked insertion, "" where it is settled;
    `struck` says that a tracked change takes it out."""

    control: _Element
    tag: str
    lines: tuple[str, ...]
    within: bool
    pending: str
    struck: bool
    mixed: bool
    """Whether some of its words are tracked changes and it is not pending as a whole."""


def tagged_controls(host: Host) -> Iterator[tuple[str, _Element]]:
    """The controls of the main story that have a tag, each after it, in their order."""
    for element in host.part.root.iter(w("sdt")):
        if tag := _tag_of(element):
            yield tag, element


def _tag_of(control: _Element) -> str:
    named = control.find(f"{w('sdtPr')}/{w('tag')}")
    return named.get(_VAL, "") if named is not None else ""


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
        elif (tag := _tag_of(element)).startswith(prefix):
            found.append(_standing(element, tag, next(iter(inserted.values()), ""), bool(deleted)))
    return tuple(found)


def _standing(control: _Element, tag: str, pending: str, struck: bool) -> Standing:
    content = control.find(w("sdtContent"))
    within = next(control.iterancestors(w("p"), w("body")), control).tag == w("p")
    lines: tuple[str, ...] = ()
    if content is not None:
        paragraphs = [content] if within else list(content.iter(w("p")))
        lines = tuple(map(text_after, paragraphs))
    marked = (
        content is not None and next(content.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")), None) is not None
    )
    return Standing(
        control,
        tag,
        lines,
        within,
        pending,
        struck or (marked and not any(line.strip() for line in lines)),
        marked and not pending,
    )
