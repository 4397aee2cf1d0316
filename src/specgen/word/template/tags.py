"""Finding a template's tags in the paragraphs of one part, whatever runs Word has split them over.

A tag is `{{ value }}` or `{% statement %}`, with docxtpl's `p`, `tr`, `tc` or `r` for a whole paragraph, row, cell or
run. Each is given a number, and stands afterwards in a single `w:t` as `{{ 12 }}` or `{%p 13 %}`, with the formatting
of the run it began in. Everything else keeps its runs, bookmarks and properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Final, Literal

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.package.ooxml import MC, WP, XML, W, outer_xml, w, xpath
from specgen.word.template.pieces import TagRole

MOST_TAGS: Final = 2_000
LONGEST_TAG: Final = 300

Scope = Literal["", "p", "tr", "tc", "r"]
BARRIER: Final = "\0"

_P, _R, _T = w("p"), w("r"), w("t")
_SPACE: Final = f"{{{XML}}}space"
_PRINTED_IN_RUN: Final = frozenset(map(w, ("rPr", "lastRenderedPageBreak")))
_ELSEWHERE: Final = frozenset((*map(w, ("drawing", "pict", "object")), f"{{{MC}}}AlternateContent"))
# Bounded, so that a row of openings without an end is not read to its end from each of them.
_TAG: Final = re.compile(r"\{\{.{0,400}?\}\}|\{%.{0,400}?%\}|\{#.{0,400}?#\}", re.DOTALL)
_DELIMITER: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_FORM: Final = re.compile(r"\{([{%])(?:(p|tr|tc|r)(?=\s))?\s*(.*?)\s*[}%]\}", re.DOTALL)
_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\xa0": " ", "\u202f": " "})
_KEYWORDS: Final = frozenset({"for", "endfor", "if", "elif", "else", "endif"})


class Tag(Struct, frozen=True):
    """One tag: `body` is what stands between the braces, without the letters of its scope."""

    number: int
    statement: bool
    scope: Scope
    body: str
    location: Location

    @property
    def keyword(self) -> str:
        """`for`, `endif` …; "" for a value."""
        return re.split(r"\W", self.body, maxsplit=1)[0] if self.statement else ""

    @property
    def canonical(self) -> str:
        """What stands in the part for the tag while it is compiled."""
        return f"{{%{self.scope} {self.number} %}}" if self.statement else f"{{{{{self.scope} {self.number} }}}}"

    @property
    def written(self) -> str:
        """The tag as an author writes it."""
        opening, closing = ("{%", "%}") if self.statement else ("{{", "}}")
        return f"{opening}{self.scope} {self.body} {closing}"

    def problem(self, slug: str, message: str, cure: str = "", suggestion: str = "") -> Problem:
        """A problem at this tag."""
        return Problem(slug, message, self.location, cure=cure, excerpt=self.written, suggestion=suggestion)


class NameUse(Struct, frozen=True):
    """A name in a template: as written, where it leads from the outermost values (`[]` is an item of a list), and how
    it is used."""

    written: str
    path: tuple[str, ...]
    role: TagRole
    tag: Tag

    @property
    def part(self) -> str:
        """The name of the part that the tag stands in."""
        return self.tag.location.part or ""

    @property
    def paragraph(self) -> str:
        """The words of the paragraph that the tag stands in."""
        return self.tag.location.paragraph or ""


class _Piece(Struct):
    """A stretch of a paragraph's text: the `w:t` it stands in, or None for something that prints but is no text."""

    element: etree._Element | None
    start: int
    text: str


def find_tags(root: etree._Element, part: str, file: str, first: int) -> tuple[list[Tag], list[Problem]]:
    """The part's tags in reading order, numbered from `first`, and what is wrong with their form. Changes `root`.

    Braces that belong to no tag are put out of the way as `left_brace` and `right_brace` characters, which
    `literal_braces` turns back.
    """
    tags: list[Tag] = []
    problems: list[Problem] = []
    for ordinal, paragraph in enumerate(root.iter(_P), 1):
        pieces = list(_pieces(paragraph))
        text = "".join(piece.text for piece in pieces)
        # The paragraph's place in the part is its line, so that problems come in the order in which one reads.
        where = Location(file, ordinal, part=part, paragraph=" ".join(text.replace(BARRIER, " ").split()))
        spans: list[tuple[int, int, str]] = []
        for found in _TAG.finditer(text):
            fault, made = _read(found[0], where, first + len(tags))
            if made is None:
                problems.append(fault)
                spans.append((found.start(), found.end(), ""))
            else:
                tags.append(made)
                spans.append((found.start(), found.end(), made.canonical))
        rest = _TAG.sub("", text)
        if odd := _DELIMITER.search(rest):
            problems.append(
                Problem("tag-not-closed", f"“{odd[0]}” stands alone: a tag is opened and not closed, or closed and "
                    f"not opened", where,
                        cure="write the tag whole, in one paragraph, as {{ name }} or {% "
                            "if name %}", excerpt=where.paragraph or "")
            )  # fmt: skip
        _rewrite(pieces, spans)
    if len(tags) > MOST_TAGS:
        problems.append(
            Problem("template-too-large", f"the part has more than {MOST_TAGS:,} tags", Location(file, part=part))
        )
    return tags, problems


def _pieces(paragraph: etree._Element) -> Iterator[_Piece]:
    """The paragraph's own text in order; paragraphs of a text box inside it are paragraphs of their own."""
    offset = 0
    todo = list(reversed(paragraph))
    while todo:
        element = todo.pop()
        piece: _Piece | None = None
        if element.tag == _T:
            piece = _Piece(element, offset, element.text or "")
        elif element.tag in _ELSEWHERE or (
            (parent := element.getparent()) is not None and parent.tag == _R and element.tag not in _PRINTED_IN_RUN
        ):
            piece = _Piece(None, offset, BARRIER)
        elif element.tag != w("pPr") and element.tag not in _PRINTED_IN_RUN:
            todo.extend(reversed(element))
        if piece is not None:
            offset += len(piece.text)
            yield piece


def _read(whole: str, where: Location, number: int) -> tuple[Problem, Tag | None]:
    def fault(slug: str, message: str, cure: str) -> tuple[Problem, None]:
        return Problem(slug, message, where, cure=cure, excerpt=whole.replace(BARRIER, " ")), None

    if whole.startswith("{#"):
        return fault(
            "tag-not-allowed",
            "a comment tag is not allowed in a template",
            "use a Word comment, and delete it before issue",
        )
    if BARRIER in whole:
        return fault(
            "tag-broken",
            "a tag is broken by a line break, tab, field or picture inside it",
            "type the tag again in one go",
        )
    if len(whole) > LONGEST_TAG:
        return fault("tag-not-allowed", f"a tag is longer than {LONGEST_TAG} characters", "make the tag shorter")
    if re.match(r"\{[{%][-+]", whole) or re.search(r"[-+][}%]\}$", whole):
        return fault(
            "tag-not-allowed",
            "a minus or plus sign at a tag's edge swallows the lines beside it",
            "take the sign away, and use {%p … %}",
        )
    form = _FORM.fullmatch(whole.translate(_STRAIGHT))
    if form is None or not form[3]:
        return fault("tag-empty", "a tag is empty", "write a name in it, or delete it")
    scope: Scope = form[2] or ""  # type: ignore[assignment]
    made = Tag(number, form[1] == "%", scope, form[3], where)
    if made.statement and made.keyword not in _KEYWORDS:
        return fault(
            "tag-not-allowed",
            f"“{made.keyword or made.body}” is not allowed in a template",
            "use for, if, elif, else, endfor and endif only",
        )
    if not made.statement and scope == "tc":
        return fault("tag-not-allowed", "{{tc … }} is not allowed in a template", "use {{p … }} in the cell")
    return Problem("", ""), made


LEFT_BRACE: Final = "\ufdd0"
RIGHT_BRACE: Final = "\ufdd1"
"""Noncharacters that stand for literal braces while docxtpl's clean-up runs; XML text allows them, Word never writes
them."""


def literal_braces(text: str) -> str:
    """`text` with its literal braces back."""
    return text.replace(LEFT_BRACE, "{").replace(RIGHT_BRACE, "}")


def _rewrite(pieces: list[_Piece], spans: list[tuple[int, int, str]]) -> None:
    for piece in pieces:
        if piece.element is None:
            continue
        out: list[str] = []
        position, end = piece.start, piece.start + len(piece.text)
        for begins, ends, canonical in spans:
            if ends <= position or begins >= end:
                continue
            if begins >= piece.start:
                out += (_protected(piece.text[position - piece.start : begins - piece.start]), canonical)
            position = min(ends, end)
        out.append(_protected(piece.text[position - piece.start :]))
        piece.element.text = "".join(out)
        piece.element.set(_SPACE, "preserve")


def _protected(text: str) -> str:
    return text.replace("{", LEFT_BRACE).replace("}", RIGHT_BRACE)


CANONICAL: Final = re.compile(r"\{([{%])(?:p|tr|tc|r)? (\d+) [}%]\}")


def standing(root: etree._Element) -> dict[int, etree._Element]:
    """The `w:t` in which each numbered tag stands, in reading order."""
    return {number: element for element in root.iter(_T) for number in numbers_in(element)}


def numbers_in(element: etree._Element) -> list[int]:
    """The numbers of the tags that stand in the `w:t`."""
    return [int(found[2]) for found in CANONICAL.finditer(element.text or "")]


def enclosing(element: etree._Element, name: str) -> etree._Element | None:
    """The nearest ancestor `w:name` of the element, or None."""
    return next(element.iterancestors(f"{{{W}}}{name}"), None)


def find_property_tags(root: etree._Element, part: str, file: str, first: int) -> tuple[list[Tag], list[Problem]]:
    """The tags of a properties part, numbered from `first`, each within the text of one element. Changes `root`."""
    tags: list[Tag] = []
    problems: list[Problem] = []
    for element in root.iter(etree.Element):
        text = element.text or ""
        if "{{" not in text and "{%" not in text:
            continue
        where = Location(file, part=part, paragraph=text)
        spans: list[tuple[int, int, str]] = []
        opened = 0
        for found in _TAG.finditer(text):
            fault, made = _read(found[0], where, first + len(tags))
            if made is not None and made.scope:
                fault, made = (
                    made.problem(
                        "tag-not-allowed", f"the letter {made.scope} has no meaning in a property", "take it away"
                    ),
                    None,
                )
            opened += (made is not None and made.keyword in ("for", "if")) - (
                made is not None and made.keyword.startswith("end")
            )
            if made is None:
                problems.append(fault)
            else:
                tags.append(made)
                spans.append((found.start(), found.end(), made.canonical))
        if opened or _DELIMITER.search(_TAG.sub("", text)):
            problems.append(
                Problem(
                    "tag-not-closed",
                    "a tag is opened and not closed within the property",
                    where,
                    cure="close it in the same property",
                )
            )
        piece = _Piece(element, 0, text)
        _rewrite([piece], spans)
        del element.attrib[_SPACE]
    return tags, problems


# Where a template's tags stand, and whether what they repeat, drop or replace is whole.
#
# docxtpl replaces the paragraph, row, cell or run round a `p`, `tr`, `tc` or `r` tag, silently with all else that is in
# it, and lets a condition open in one place and close in another. Both are reported here, before anything is rendered.

DEEPEST_NESTING: Final = 10
_TC, _VAL, _ID = w("tc"), w("val"), w("id")
_DOC_PR: Final = f"{{{WP}}}docPr"
_CLOSES: Final = {"endfor": "for", "endif": "if", "elif": "if"}
_HARMLESS: Final = frozenset(
    map(w, ("pPr", "rPr", "trPr", "tcPr", "tblPrEx", "p", "r", "t", "tc", "lastRenderedPageBreak"))
)
_NAMES: Final = {
    "drawing": "a picture or text box",
    "pict": "a picture or text box",
    "br": "a line break",
    "tab": "a tab",
    "fldChar": "a field",
    "instrText": "a field",
    "fldSimple": "a field",
    "hyperlink": "a link",
    "sdt": "a content control",
    "bookmarkStart": "a bookmark",
    "bookmarkEnd": "a bookmark",
    "tbl": "a table",
    "commentRangeStart": "a comment",
    "commentRangeEnd": "a comment",
    "commentReference": "a comment",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "sectPr": "a section break",
}
_TRACKED: Final = xpath(
    "//w:ins|//w:del|//w:moveFrom|//w:moveTo|//w:rPrChange|//w:pPrChange|//w:tblPrChange|//w:trPrChange|//"
    "w:tcPrChange|//w:sectPrChange"
)
_STRAY_TEXT: Final = xpath("//*[not(self::w:t)]/text()[contains(., '{{') or contains(., '{%')]", parents=True)
_STRAY_ATTRIBUTE: Final = xpath("//@*[contains(., '{{') or contains(., '{%')]", parents=True)
_ONLY_ONCE: Final = frozenset(
    map(w, ("footnoteReference", "endnoteReference", "commentReference", "commentRangeStart", "bookmarkStart"))
)


XmlProperties = tuple[tuple[str, str], ...]


class PrintedLook(Struct, frozen=True):
    """The look of the place a value is printed in, as XML: its paragraph's properties, and its run's one by one by
    name."""

    paragraph_properties: str
    run_properties: XmlProperties
    fallback: bool
    """Inside `mc:Fallback`: the same words again for old programs, without controls and bookmarks."""
    row: tuple[tuple[str, str, XmlProperties], ...] = ()
    """For `{{tr }}`: of each cell the cell's, its paragraph's and its run's properties."""
    row_properties: str = ""


def clean(root: etree._Element) -> None:
    """Take out what Word leaves behind and no one sees: proofing marks, `_GoBack` and unused `_Hlk` bookmarks,
    comments."""
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for each in root.iter(etree.Element):
        # White space between elements is never text in WordprocessingML, and would part what belongs together.
        if each.tail is not None and each.tail.isspace():
            each.tail = None
        if len(each) and each.text is not None and each.text.isspace():
            each.text = None
    etree.strip_elements(root, w("proofErr"), w("lastRenderedPageBreak"), with_tail=False)
    gone = {
        each.get(_ID)
        for each in root.iter(w("bookmarkStart"))
        if each.get(w("name"), "") == "_GoBack" or each.get(w("name"), "").startswith("_Hlk")
    }
    for each in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        if each.get(_ID) in gone:
            parent = each.getparent()
            assert parent is not None
            parent.remove(each)


def check_places(root: etree._Element, tags: list[Tag], part: str, file: str) -> list[Problem]:
    """All that is wrong with where each tag stands; runs round `r` tags are made their own. Changes `root`."""
    problems = list(_strays(root, part, file))
    found = standing(root)
    for tag in tags:
        if tag.scope == "r":
            for piece in _isolate(found[tag.number], tag):
                found.update((number, piece) for number in numbers_in(piece))
    for tag in tags:
        problems.extend(_bound(tag, found[tag.number]))
        if fault := _not_alone(tag, found[tag.number]):
            problems.append(fault)
    return problems


def place_of(tag: Tag, element: etree._Element) -> PrintedLook:
    """The place of a value tag that stands in the `w:t` `element`."""
    paragraph, run = enclosing(element, "p"), enclosing(element, "r")
    assert paragraph is not None and run is not None
    properties = paragraph.find(w("pPr"))
    row = enclosing(element, "tr") if tag.scope == "tr" else None
    return PrintedLook(
        outer_xml(properties),
        _inner(run.find(w("rPr"))),
        any(True for _ in element.iterancestors(f"{{{MC}}}Fallback")),
        tuple(_cell(cell) for cell in row.iter(_TC)) if row is not None else (),
        outer_xml(row.find(w("tblPrEx"))) + outer_xml(row.find(w("trPr"))) if row is not None else "",
    )


def _cell(cell: etree._Element) -> tuple[str, str, XmlProperties]:
    paragraph = next(cell.iter(_P))
    run = next(paragraph.iter(_R), None)
    inner = _inner(run.find(w("rPr"))) if run is not None else _inner(paragraph.find(f"{w('pPr')}/{w('rPr')}"))
    return outer_xml(cell.find(w("tcPr"))), outer_xml(paragraph.find(w("pPr"))), inner


def _inner(element: etree._Element | None) -> XmlProperties:
    return tuple((etree.QName(child).localname, outer_xml(child)) for child in element) if element is not None else ()


def mark_repeated_ids(
    root: etree._Element, tags: list[Tag], part: str, file: str, first: int
) -> tuple[dict[int, str], list[Problem]]:
    """Ids inside a `for` made counters, numbered from `first`, each with the sequence it counts in (`sdt`, `drawing`).

    What may stand in a document only once is a problem there. Paragraph ids of Word 2010 and later are taken out.
    """
    counters: dict[int, str] = {}
    problems: list[Problem] = []
    keywords: dict[etree._Element, list[str]] = {}
    found = standing(root)
    for tag in tags:
        keywords.setdefault(found[tag.number], []).append(tag.keyword)
    depth = 0
    for element in root.iter(etree.Element):
        if element.tag == _T:
            words = keywords.get(element, [])
            depth += words.count("for") - words.count("endfor")
        if not depth:
            continue
        sequence = ("drawing", "id") if element.tag == _DOC_PR else ("sdt", _VAL)
        if element.tag == _DOC_PR or (
            element.tag == _ID and (parent := element.getparent()) is not None and parent.tag == w("sdtPr")
        ):
            counters[first + len(counters)] = sequence[0]
            element.set(sequence[1], f"{{{{ {first + len(counters) - 1} }}}}")
        elif element.tag in _ONLY_ONCE:
            where = Location(file, part=part, paragraph=_words(element))
            problems.append(Problem("tag-repeats", f"{_named(element)} stands in a repeated part, and may be in a "
                f"document "
                f"only once", where,
                                    cure="delete it, or move it out of the repeated part"))  # fmt: skip
        for name in [name for name in element.attrib if str(name).endswith(("}paraId", "}textId"))]:
            del element.attrib[name]
    return counters, problems


def _strays(root: etree._Element, part: str, file: str) -> Iterator[Problem]:
    known = set(standing(root).values())
    cure = "move the tag to ordinary text"
    for element in root.iter(_T):
        if element not in known and element.text and "{" in element.text:
            if "{{" in element.text or "{%" in element.text:
                yield Problem(
                    "tag-out-of-place",
                    "a tag stands where no value can be filled in",
                    Location(file, part=part, paragraph=element.text),
                    cure=cure,
                )
            element.text = element.text.replace("{", LEFT_BRACE).replace("}", RIGHT_BRACE)
    for text in _STRAY_TEXT(root):
        parent = text.getparent()
        where = Location(file, part=part, paragraph=_words(parent) or str(text))
        yield Problem(
            "tag-out-of-place",
            f"a tag stands in {_named(parent)}, where no value can be filled in",
            where,
            cure=cure,
            excerpt=str(text),
        )
    for text in _STRAY_ATTRIBUTE(root):
        yield Problem(
            "tag-out-of-place",
            f"a tag stands in a hidden property ({text.attrname}), where no value can be filled in",
            Location(file, part=part, paragraph=_words(text.getparent())),
            cure=cure,
            excerpt=str(text),
        )
    if _TRACKED(root):
        yield Problem("template-tracked", "the template holds tracked changes, which every document "
            "would carry", Location(file, part=part),
                      cure="accept or reject all changes in Word (Review, Accept All), then save")  # fmt: skip


def _bound(tag: Tag, element: etree._Element) -> Iterator[Problem]:
    for control in element.iterancestors(w("sdt")):
        properties = control.find(w("sdtPr"))
        if properties is not None and any(
            etree.QName(child).localname == "dataBinding" for child in properties.iter(etree.Element)
        ):
            yield tag.problem(
                "tag-out-of-place",
                "the tag stands in a content control that Word fills from the file's properties",
                "delete the content control (right click, Remove Content Control) and keep the text",
            )


def _isolate(element: etree._Element, tag: Tag) -> list[etree._Element]:
    """Give an `r` tag a run of its own, with the same properties; what stood before and after keeps its own.

    The `w:t` elements that are new are given back, since other tags may stand in them.
    """
    new: list[etree._Element] = []
    run = element.getparent()
    assert run is not None and run.tag == _R
    before, _, after = (element.text or "").partition(tag.canonical)
    children = [child for child in run if child.tag != w("rPr")]
    index = children.index(element)
    if (before or index) and run.getparent() is not None:
        earlier = deepcopy(run)
        for child in [child for child in earlier if child.tag != w("rPr")][index:]:
            earlier.remove(child)
        for child in children[:index]:
            run.remove(child)
        if before:
            piece = deepcopy(element)
            piece.text = before
            earlier.append(piece)
            new.append(piece)
        run.addprevious(earlier)
    if after or children[index + 1 :]:
        later = run.makeelement(_R)
        if (properties := run.find(w("rPr"))) is not None:
            later.append(deepcopy(properties))
        if after:
            piece = deepcopy(element)
            piece.text = after
            later.append(piece)
            new.append(piece)
        later.extend(children[index + 1 :])
        run.addnext(later)
    element.text = tag.canonical
    return new


def _not_alone(tag: Tag, element: etree._Element) -> Problem | None:
    """Words or things that would vanish with the paragraph, row or cell that the tag takes the place of."""
    if tag.scope in ("", "r"):
        return None
    names = {"p": "paragraph", "tr": "row", "tc": "cell"}
    whole = enclosing(element, tag.scope)
    if whole is None:
        return tag.problem(
            "tag-out-of-place",
            "the tag takes a table’s row or cell away, but stands in no table",
            "use {%p … %} outside tables",
        )
    cure = f"put the tag alone in a {names[tag.scope]} of its own"
    words = "".join(text.text or "" for text in whole.iter(_T)).strip()
    if words != tag.canonical:
        other = words.replace(tag.canonical, " … ").replace(LEFT_BRACE, "{").replace(RIGHT_BRACE, "}")
        return tag.problem(
            "tag-not-alone", f"other words stand in the same {names[tag.scope]} and would be lost: “{other}”", cure
        )
    for each in whole.iter(etree.Element):
        inside_properties = any(
            True for _ in each.iterancestors(w("pPr"), w("rPr"), w("tcPr"), w("trPr"), w("tblPrEx"))
        )
        if each.tag == w("sectPr") or (not inside_properties and each.tag not in _HARMLESS and each is not whole):
            return tag.problem(
                "tag-not-alone", f"{_named(each)} stands in the same {names[tag.scope]} and would be lost", cure
            )
    return None


def unpaired(root: etree._Element, tags: list[Tag]) -> Iterator[Problem]:
    """Statements that are not closed, or not in the same paragraph, table, row or list of paragraphs as they were
    opened."""
    found = standing(root)
    open_tags: list[Tag] = []
    for tag in tags:
        word = tag.keyword
        if word in ("for", "if"):
            open_tags.append(tag)
            if len(open_tags) > DEEPEST_NESTING:
                yield tag.problem(
                    "tag-not-allowed",
                    f"for and if are nested deeper than {DEEPEST_NESTING}",
                    "make the template simpler",
                )
                return
        elif word:
            opener = open_tags[-1] if open_tags else None
            if opener is None or (word in _CLOSES and _CLOSES[word] != opener.keyword):
                still = f"“{opener.written}” is still open" if opener else "nothing is open"
                yield tag.problem(
                    "tag-not-paired",
                    f"“{tag.written}” closes nothing: {still}",
                    "check that every for has its endfor and every if its endif",
                )
                return
            if (opener.scope, _container(opener, found)) != (tag.scope, _container(tag, found)):
                yield tag.problem(
                    "tag-not-paired", f"“{opener.written}” opens in one place and “{tag.written}” stands in another",
                    "use the same letters in both ({%p, {%tr), and put both in the same paragraph, cell or table",
                )  # fmt: skip
                return
            if word.startswith("end"):
                open_tags.pop()
    for tag in open_tags:
        yield tag.problem(
            "tag-not-paired", f"“{tag.written}” is never closed", f"add {{%{tag.scope} end{tag.keyword} %}}"
        )


def _container(tag: Tag, found: dict[int, etree._Element]) -> etree._Element | None:
    whole = enclosing(found[tag.number], tag.scope or "r")
    return whole.getparent() if whole is not None else None


def _named(element: etree._Element | None) -> str:
    local = etree.QName(element).localname if element is not None else ""
    return _NAMES.get(local, f"something hidden ({local})")


def _words(element: etree._Element | None) -> str:
    paragraph = enclosing(element, "p") if element is not None and element.tag != _P else element
    return "".join(text.text or "" for text in paragraph.iter(_T)) if paragraph is not None else ""
