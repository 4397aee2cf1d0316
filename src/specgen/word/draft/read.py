"""A Word draft read as wording: paragraphs, nested lists, bold, italic and placeholders, and nothing lost unsaid.

What wording cannot hold is a problem with the paragraph's words: tables, pictures, links, fields, notes, comments,
pending tracked changes, looks that carry meaning, headings inside. A draft with such a problem is not read. Content
controls and bookmarks are looked through, since they hold words and are none. Fonts, sizes, colours and indents are the
template's matter; a note says so. Source: ECMA-376 part 1, 17.2 to 17.4, 17.9, 17.13, 17.16.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem, has_errors
from specgen.word.document.comments import read_comments
from specgen.word.document.inline import text_after
from specgen.word.document.looks import ANY_PAGE, PageLooks, PageSize, page_sizes, read_page_looks
from specgen.word.document.numbering import ListReader
from specgen.word.document.revisions import read_revisions, text_of
from specgen.word.document.signs import MATHS, SIGNS, SignKind, letters
from specgen.word.document.style_forms import read_theme
from specgen.word.draft.letters import MARKS, DraftLetter, EmphasisReader, named_inlines
from specgen.word.package.ooxml import MC, w
from specgen.word.package.package import Package, parsed, relationships
from specgen.wording.folded import OTHER_LETTER, UNSEEN
from specgen.wording.gaps import gap_mark
from specgen.wording.people import NOBODY
from specgen.wording.wording import Block, Blocks, Placeholder

_Element = etree._Element
_VAL: Final = w("val")
_HELD: Final = frozenset({"letter", "tab", "nothing"})
"""Kinds of signs that wording can hold: they are letters, or print nothing."""
_MOST_SAID: Final = 20
_TYPED_MARK: Final = re.compile(
    r"(?![A-Z]\. [a-z])([-*>]|[A-Za-z]?\d{1,3}(?:\.\d{1,3}){0,5}[.)]|(?:[A-Za-z]|[ivxlcIVXLC]{1,6}|([a-zA-Z])\2)[.)])\s"
    r"|(?:\d{1,3}[a-zA-Z][.)]|\d{1,3}(?:\([a-zA-Z]{1,4}\))+|\d{1,3}(?:\.\d{1,3}){2,5}|(?:\d{1,3}(?:\.\d{1,3})?|[a-z])(?=\t))\s"
    r"|[\u2460-\u24ff\u2776-\u2793→⇒]|[\u2160-\u217b]\s|\(\d{1,3}(?:\.\d{1,3})+\)\s|\(?[α-ω]\)\s"
    r"|(\((?:\d{1,3}[A-Za-z]?|[A-Za-z]|[ivxlcIVXLC]{1,6}|([a-zA-Z])\4)\)|[–—−‐‑•·▪■□●○◦‣⁃►➢➤✓✔✗✘☐☑☒])"
    r"|(\d{1,3}(?:\.\d{1,3}){1,5})\s+(?=[A-Z“\"])"
)
"""What people type before a paragraph in place of Word's lists. “1.1” counts only before a capital: “1.5 hours” is no
mark, and nor is the name of a species, “C. difficile”."""
_PERHAPS_A_MARK: Final = re.compile(
    r"(\d{1,3}(?:\.\d{1,3})+|o|[§~»¤]|\d{1,3} ?[°/:]|\d{1,3} [-–—]|[a-z] [-–—]|[a-zA-Z]:|#\d{1,3}|\d{1,3}\.[a-zA-Z]"
    r"|[a-zA-Z]\.\d{1,3}|[A-Z]\.(?= [a-z])|\d{1,3}[A-Z]|\d{1,3}(?= [A-Z])|[+x¶]|(?:[Ss]tep|[Cc]lause|[Pp]ara(?:graph)?"
    r"|[Aa]rt(?:icle)?|[Nn]o|[Ii]tem|[Pp]oint)\.? \d{1,3}[.:)]?)\s"
)
"""What is typed so too, and may be words of the first sentence: a mark where two paragraphs begin with its like."""
_UNIT: Final = (
    r"(?:%|(?:calendar |[Ww]orking |Operational )?(?:day|week|month|year|hour|minute|session|place|patient)s?\b"
    r"|people\b|per cent\b)"
)
"""What stands behind a number, so that a letter in its place is a gap."""
_GAP: Final = re.compile(
    rf"(?<=\s)(?:[-–—*.•·~] ?){{2,}}(?={_UNIT})|(?<!\S)_(?!\S)|[•·␣](?: ?[•·␣])+"
    r"|\b20(?:\d[Xx]\b|\.\.(?!\.))|\b20\d\d/\d?[Xx]+\b"
    r"|\b0?[XxNn]{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b\d+[.:]\d*X\b|\bone in [XN]\b|\b[XN] in \d|\b[Hh]{2}[:.][Mm]{2}\b|£ ?0(?:,0|0)[\d,.]*"
    r"|(?<!in )£(?= (?:a|an|per|each|for)\b)"
    r"|_{2,}|_(?: _){2,}|~{3,}|\(●\)|\(\?\)|…[ \u00a0]?%|\(DN\b|(?<![\w#])#\w+#"
    r"|[﹍﹎﹏＿‗▁]+|(?<!\S)(?:[‒–—―﹘]{2,}|-{4,})(?!\S)|[․‥⋯]+|(?:\.[ \u00a0]?){4,}|…(?:[ \u00a0]?…)+"
    r"|(?<!\S)(?:…|\.{3})(?!\S)"
    r"|«[^«»]*»|‹[^‹›]*›|<<[^<>]*>>|[⟨⟦【［〔〈《｛][^⟩⟧】］〕〉》｝\n]*[⟩⟧】］〕〉》｝]|（\s*）"
    r"|(?<=\S)[ \u00a0]{2,}%|(?<=\s)[-–—*] ?%|(?<!\S)\*{3,}(?!\S)|\bN{3,}\b|£ ?N+\b|\b[XN](?:st|nd|rd|th)\b"
    r"|\b(?:[Aa]ppendix|[Ss]chedule|[Aa]nnex|[Ss]ection|[Pp]aragraph|[Cc]lause|within|least|by) \?(?!\?)"
    r"|(?<!\S)%\w+%(?!\w)|(?<!\S)\$[A-Za-z_]{2,}\b|\*(?:[Ii]nsert|[Ee]nter|[Nn]ame|[Dd]ate)\b[\w ]{0,40}\*"
    r"|(?<!\{)\{[^{}]*\}(?!\})|(?<!Part )(?<!Chapter )(?<!Stage )(?<!Article )"
    r"(?<![^\W_])(?:X{2,}|x{2,})(?![^\W_])|(?<![A-Za-z0-9])[Xx] ?%|[£€$] ?[XxNn]+(?:k|m|bn| million)?\b|\?{2,}"
    r"|£ ?(?:…|\.{2,})|\((?:…|\.{2,}|[ \u00a0]*)\)|\bError! (?:[A-Z][\w ]{5,60}(?:not \w+|document|name))\.?"
    r"|\b(?:TB[ACD]|tb[acd])\b|\b[Tt]\.[Bb]\.[AaCcDd]\b\.?"
    r"|\bTO BE (?:CONFIRMED|COMPLETED|AGREED|ADVISED|DECIDED|INSERTED)\b|\bDN:"
    r"|\bENTER [A-Z]{2,}|\b(?:INSERT|SPECIFY)(?: [A-Z]{2,}){1,8}|[☐☑☒□]"
    r"|\b(?:DD|dd)[/. -]?(?:MM|mm)[/. -]?(?:YY|yy){1,2}\b|\b(?:19|20)(?:XX|xx)\b|\#{2,}|@{2,}|\b0{1,2}/0{1,2}/0{2,4}\b"
    r"|(?<![^\W_])[%$][A-Z][A-Z_ ]+[%$](?![^\W_])|\b(?:N/A|n/a)\b|(?<!\S)[■█▇]+(?!\S)"
    r"|\b[Pp]lease (?:select|choose)\b|\bSelect ?(?:…|\.{3})"
    r"|\b[Cc]hoose an item\b\.?|\b[Cc]lick (?:or tap )?here to enter\b(?: text| a date)?\.?|\b[Ll]orem ipsum\b"
    r"|\b(?:Drafting|DRAFTING|drafting) (?:note|NOTE|Note)\b:?"
    r"|<[A-Za-z][\w ,/’'-]{0,58}[\w]>|(?:^|(?<=\s))#(?=\s)|(?<=\S )[●▢◻⬜▯○]+(?=[ %.,;])|\^{2,}|\$\w+\$|%%\w+%%"
    rf"|\b[Dd]{{1,2}} (?:[Mm]onth|MONTH|[Mm]{{3,4}})\b|\b(?:Month|MONTH) [Yy]{{2,4}}\b|\b[Yy]{{4}}\b"
    rf"|\b[XYNxyn]{{1,2}} ?{_UNIT}"
    rf"|\((?:[Xx]+|[Nn])\)(?= {_UNIT})|\b(?:between|from) (?:X|N) (?:and|to) [XYNM]\b|\b[Xx]\.[Xx]\b|\bQ(?:[Xx]\b|\?)"
    r"|(?<![\w/:])[-–]? ?/ ?[-–]? ?/ ?(?:\d{2,4}\b)?|[“‘\"'](?:…|\.{2,})[”’\"']"
    r"|(?<=\S)(?:[ \u00a0\u2000-\u200a\u202f\u205f\u3000]{4,}| *\t[ \t]*\t *)(?=\S)"
)
"""How a place to fill in is written when it is not written in square brackets."""
_PERHAPS_A_GAP: Final = re.compile(
    r"\bto be (?:confirmed|completed|agreed|advised|decided|inserted|determined)\b"
    r"(?! (?:with|by|between|in|at|on|before|after|from|within|each|every|as)\b)"
    r"|\b(?:[Ii]nsert|[Ee]nter|[Ss]pecify) (?:the )?[\w ]{2,30}? here\b|\*?\bdelete as (?:appropriate|applicable)\b"
    r"|\((?:date|name|number|insert[^()]{0,40}|amount|time|place|tbc)\)"
    r"|\b(?:must|may|will|should)/(?:must|may|will|should)\b|\byes ?/ ?no\b|\bselect (?:one|from)\b ?:"
    r"|\((?:enter|add|state|specify|confirm|complete) [^()]{1,40}\)"
    r"|\((?:name|number|title|date|details) of [^()]{1,40}\)"
    r"|^(?:example|sample|dummy|placeholder)(?: text)?(?: only)?[.]?$"
    r"|\b(?:Part|Chapter|Stage|Article) X{2,3}\b|£ ?0\.00\b|^(?:enter|add|type|insert) (?:text|words|details)\b",
    re.IGNORECASE,
)
_PERHAPS: Final = (_PERHAPS_A_GAP, re.compile("|".join(pattern for _, pattern in NOBODY)))
"""What is written for a gap, and may be meant as it stands."""
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What only one font knows: the letters of Symbol and Wingdings as Word keeps them among them."""
_ODD_SIGNS: Final = (
    (
        "unseen",
        re.compile(f"[\x80-\x9f\u2028\u2029{''.join(sorted(UNSEEN))}]"),
        "a character that cannot be seen ({code})",
        "delete it and type the words again",
    ),
    (
        "other-letter",
        OTHER_LETTER,
        "“{sign}” ({code}), a letter of another alphabet in a Latin word",
        "type the word again",
    ),
    (
        "symbol",
        _PRIVATE,
        "a letter that only its symbol font knows ({code})",
        "insert the sign as an ordinary character",
    ),
    (
        "look",
        re.compile("[\u0332\u0333\u0335-\u0338\u20d2\u20d3\u20e5\u20e6\u20ea\u20eb]"),
        "letters that a sign of its own strikes through or underlines ({code})",
        "type the words again",
    ),
    ("lost", re.compile("[\ufffc\ufffd]"), "a mark of a letter that was lost ({code})", "type the words again"),
)
"""Signs that no wording has: slug, pattern, what it is, cure."""
_UNCOUNTED: Final = frozenset({"bullet", "none"})
_ITEM_NUMBER: Final = re.compile(r"%[1-9]")
_COUNTED: Final = re.compile(r"[0-9]+[A-Za-z]?|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+")
_MARKS_OF_NUMBERS: Final = str.maketrans(dict.fromkeys("().,:[]-–", " "))
"""What a number is made of, and the marks round it."""
LONGEST_DRAFT: Final = 100_000
MOST_ELEMENTS: Final = 200_000
_SYMBOL_OF_LATER: Final = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx"
"""A sign from a symbol font that stands alone; mostly it has plain letters beside it, and stands in a choice."""
_THROUGH: Final = frozenset(w(name) for name in ("smartTag", "customXml"))
_WITHOUT_WORDS: Final = frozenset(
    w(name)
    for name in (
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "lastRenderedPageBreak",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "sectPr",
    )
)
_FIELD: Final = (
    "field",
    "a field, which Word fills in",
    "write the words themselves (select it and press Ctrl+Shift+F9)",
)
_PICTURE: Final = ("picture", "a picture or a text box", "delete it; write the words of a text box as a paragraph")
_CANNOT_HOLD: Final[Mapping[SignKind, tuple[str, str, str]]] = {
    "break": ("line-break", "a line or page break inside a paragraph", "end the paragraph there instead"),
    "symbol": ("symbol", "a sign from a symbol font", "insert the sign as an ordinary character"),
    "note": ("footnote", "a footnote", "write what it says in the sentence, or leave it out"),
    "field": _FIELD,
    "computed": _FIELD,
    "equation": ("equation", "an equation", "write it in words"),
    "picture": _PICTURE,
    "document": ("embedded-file", "a file embedded in the draft", "copy its words into the draft"),
}
"""What wording cannot hold, by its kind in the table of signs."""
_CANNOT: Final[dict[str, tuple[str, str, str]]] = {
    w("tbl"): ("table", "a table", "write it as paragraphs or a list"),
    w("hyperlink"): ("link", "a link", "remove the link and write the address or the document's name as words"),
    _SYMBOL_OF_LATER: _CANNOT_HOLD["symbol"],
    w("object"): ("embedded-file", "an embedded object", "delete it"),
    w("endnoteReference"): ("endnote", "an endnote", "write what it says in the sentence, or leave it out"),
    f"{{{MC}}}AlternateContent": _PICTURE,
    f"{MATHS}oMathPara": _CANNOT_HOLD["equation"],
}


class DraftWording(Struct, frozen=True):
    """What a Word draft holds: the heading above the wording ("" when there is none), the blocks, and each
    placeholder's name with what the draft says in its place."""

    title: str
    blocks: Blocks
    placeholders: dict[str, str]


def read_wording(package: Package, control: str = "") -> tuple[DraftWording | None, list[Problem]]:
    """The draft as wording, and everything that it holds and wording cannot; None when there is an error among it.

    `control` is the tag of a content control whose content is the draft; the rest of the document is then not looked
    at."""
    root, problems = parsed(package, package.main)
    if root is None:
        return None, problems
    body = _content(root, control) if control else root.find(w("body"))
    if body is None:
        said = (
            ("no-such-control", "the document has no words marked for that clause")
            if control
            else ("damaged-file", "the document has no body")
        )
        return None, [*problems, Problem(*said, Location(package.file, part=package.main))]
    if (
        sum(len(each.text or "") for each in body.iter(w("t"), w("delText"))) > LONGEST_DRAFT
        or sum(1 for _ in body.iter()) > MOST_ELEMENTS
    ):
        return None, [
            *problems,
            Problem(
                "draft-too-long",
                f"the draft is too long for one clause, which has at most {LONGEST_DRAFT:,} letters",
                Location(package.file),
                cure="save each clause as a draft of its own",
            ),
        ]
    problems += _pending(package, control)
    if has_errors(problems):
        return None, problems
    reader = _DraftReader(package, problems, size=max(page_sizes(root), default=ANY_PAGE), reported=bool(control))
    reader.read(body)
    reader.repeated_marks()
    problems += _one_name_for_several(reader)
    problems += _margins(package) if not control else ()
    if reader.looks and not control:
        problems.append(
            Problem(
                "draft-looks",
                "fonts, sizes, colours, alignment and indents of the draft are not taken over: a document's "
                "template decides them",
                Location(package.file),
                severity="note",
            )
        )
    if not reader.blocks and not has_errors(problems):
        problems.append(
            Problem(
                "no-wording",
                "the draft holds no wording",
                Location(package.file),
                cure="write the clause's words below its heading",
            )
        )
    return (
        None if has_errors(problems) else DraftWording(reader.title, tuple(reader.blocks), reader.placeholders)
    ), problems


def _content(root: _Element, tag: str) -> _Element | None:
    """The content of the control with that tag."""
    found = (
        each.find(w("sdtContent"))
        for each in root.iter(w("sdt"))
        if (name := each.find(f"{w('sdtPr')}/{w('tag')}")) is not None and name.get(_VAL) == tag
    )
    return next(found, None)


def _pending(package: Package, control: str) -> Iterator[Problem]:
    """A problem for each tracked change and comment, in the control alone if one is given: somebody has still to decide
    on it."""
    revisions, faults = read_revisions(package)
    yield from faults
    revisions = [revision for revision in revisions if not control or control in revision.place.tags]
    for revision in revisions[:_MOST_SAID]:
        words = f"“{revision.words}”" if revision.words else revision.detail
        yield Problem(
            "tracked-change",
            f"a tracked change is pending ({revision.kind} by {revision.author or 'nobody named'}): {words}",
            Location(package.file, part=revision.place.part, paragraph=revision.place.after or revision.place.before),
            cure="accept or reject it in Word (Review, Accept), then import again",
        )
    comments, faults = read_comments(package)
    yield from faults
    comments = [comment for comment in comments if not control or control in comment.place.tags]
    for comment in comments[:_MOST_SAID]:
        yield Problem(
            "comment",
            f"a comment by {comment.author or 'nobody named'} is not settled: “{comment.words}”",
            Location(package.file, part=comment.place.part, paragraph=comment.place.after),
            cure="do what it asks, delete it in Word, then import again",
        )
    if (more := max(len(revisions) - _MOST_SAID, 0) + max(len(comments) - _MOST_SAID, 0)) > 0:
        yield Problem(
            "tracked-change",
            f"there are {more} more tracked changes or comments",
            Location(package.file),
            cure="settle all of them in Word",
        )


_ANYTHING: Final = re.compile(
    r"(?:(?:insert|enter|add|specify|the|a|an|relevant) )*"
    r"(?:numbers?|no\.?|figure|value|amount|sum|£|%|percentage|per ?cent|dates?|days?|months?|period|time|names?|person"
    r"|post|role|title|details|place|address|location|organisation|text|service|provider|commissioner|x+|n+|y|z)",
    re.IGNORECASE,
)
"""What says so little of what belongs there that two gaps may both be called that."""


def _one_name_for_several(reader: _DraftReader) -> Iterator[Problem]:
    """A warning for each placeholder that says next to nothing and stands in several places: a contract gives one value
    for all of them."""
    used = Counter(each.name for block in reader.blocks for each in block.inlines if isinstance(each, Placeholder))
    for name, count in used.items():
        # A cross-reference is no gap, and has no words of its own.
        if count > 1 and _ANYTHING.fullmatch(written := reader.placeholders.get(name, "")):
            yield Problem(
                "draft-one-name",
                f"“[{written}]” stands {count} times, and a contract gives one value for all of them",
                Location(reader.package.file, part=reader.package.main),
                severity="warning",
                cure="where they are different things, say in each what belongs there, such as [number of people]; if "
                "they are one, nothing need be done",
            )


def _margins(package: Package) -> Iterator[Problem]:
    """A note for each header and footer that holds words, which are no wording."""
    for each in relationships(package, package.main):
        if (
            each.type.rpartition("/")[2] in ("header", "footer")
            and not each.external
            and each.target in package.entries
        ):
            root, _ = parsed(package, each.target)
            words = " ".join(text_of([root]).split()) if root is not None else ""
            if words:
                yield Problem(
                    "draft-header",
                    f"the words of a {each.type.rpartition('/')[2]} are not taken over",
                    Location(package.file, part=each.target, paragraph=words),
                    severity="note",
                )


@dataclass(slots=True)
class _DraftReader:
    """Reads one body, paragraph by paragraph."""

    package: Package
    problems: list[Problem]
    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    placeholders: dict[str, str] = field(default_factory=dict)
    looks: bool = False
    size: PageSize = ANY_PAGE
    reported: bool = False
    """Whether it is a report's words of another file, whose items show the numbers that they had there."""
    _emphasis: EmphasisReader = field(init=False)
    _lists: ListReader = field(init=False)
    _headings: dict[str, bool] = field(init=False)
    _page: PageLooks = field(init=False)
    _known: set[Problem] = field(default_factory=set)
    _perhaps: list[tuple[str, str]] = field(default_factory=list)
    """Beginnings of paragraphs that may be typed numbers or bullets, each with its paragraph's words."""
    _ground: str = ""
    """What the paragraph paints behind its letters."""

    def __post_init__(self) -> None:
        targets = {
            each.type.rpartition("/")[2]: each.target
            for each in relationships(self.package, self.package.main)
            if not each.external
        }
        parts: dict[str, _Element | None] = {}
        for name in ("styles", "numbering", "theme"):
            target = targets.get(name)
            parts[name], faults = (
                parsed(self.package, target) if target is not None and target in self.package.entries else (None, [])
            )
            self.problems += faults
        self._emphasis = EmphasisReader(parts["styles"], read_theme(parts["theme"]))
        self._lists = ListReader(parts["styles"], parts["numbering"])
        self._headings = _heading_styles(parts["styles"])
        self._page = read_page_looks(self.package)

    def read(self, holder: _Element) -> None:
        """Every block in `holder`, which may be a body or the content of a control."""
        for child in holder:
            if child.tag == w("p"):
                self._paragraph(child)
            elif child.tag == w("sdt"):
                self._control(child)
            elif child.tag in _THROUGH:
                self.read(child)
            elif child.tag not in _WITHOUT_WORDS and isinstance(child.tag, str):
                self._cannot(child, text_of([child]))

    def _control(self, control: _Element) -> None:
        properties = control.find(w("sdtPr"))
        if properties is not None and properties.find(w("docPartObj")) is not None:
            self._said("field", "a part that Word makes, such as a table of contents", text_of([control]), "delete it")
        elif properties is not None and properties.find(w("showingPlcHdr")) is not None:
            self._empty_control(text_of([control]))
        elif (content := control.find(w("sdtContent"))) is not None:
            self.read(content)

    def _empty_control(self, words: str) -> None:
        self._said("empty-control", "a control that is not filled in", words, "fill it in or delete it")

    def _paragraph(self, paragraph: _Element) -> None:
        words = text_after(paragraph)
        properties = paragraph.find(w("pPr"))
        style = _value(properties, "pStyle")
        veil, self._ground = self._emphasis.around(properties, self.size)
        if veil and words.strip():
            self._said(
                "look", f"words that cannot be read, {veil}", words, "set the paragraph's layout back, or delete it"
            )
        atoms = list(self._atoms(paragraph, properties, style, words))
        while atoms and atoms[0].text in (" ", "\u00a0"):
            atoms.pop(0)
        while atoms and atoms[-1].text in (" ", "\u00a0", "\t"):
            atoms.pop()
        if properties is not None:
            self._layout(properties, words)
        if not atoms:
            return
        text = "".join(atom.text for atom in atoms)
        self._unread(text, words)
        if self._headings.get(style):
            if veil := self._page.paragraphs.of(properties)[0]:
                self._said("unseen", f"a heading that nobody can read ({veil})", words, "put it where it can be read")
            self._heading(text, words)
            return
        last = self.blocks[-1] if self.blocks else None
        item = self._lists.next_item(
            properties, style, last.level + 1 if last is not None and last.kind in ("bullet", "number") else 0
        )
        for slug, what, cure in item.faults:
            self._said(slug, what, words, cure)
        if item.note:
            self.problems.append(
                Problem(
                    "draft-list-form",
                    item.note,
                    Location(self.package.file, part=self.package.main, paragraph=words),
                    severity="note",
                )
            )
        self._label(properties, words)
        if typed := _TYPED_MARK.match(text):
            self._typed(typed.group().strip(), words)
        elif perhaps := _PERHAPS_A_MARK.match(text):
            self._perhaps.append((perhaps[1], words))
        inlines, faults = named_inlines(
            atoms, self.placeholders, Location(self.package.file, part=self.package.main, paragraph=words)
        )
        self.problems += faults
        self.blocks.append(Block(item.kind, inlines, item.level))

    def repeated_marks(self) -> None:
        """Marks that could be words, and that two paragraphs begin with: they number them."""
        alike = Counter(_shape(mark) for mark, _ in self._perhaps)
        for mark, words in self._perhaps:
            if alike[_shape(mark)] > 1:
                self._typed(mark, words)

    def _typed(self, mark: str, words: str) -> None:
        self._said(
            "typed-list",
            f"a paragraph that begins with “{mark}”, typed by hand",
            words,
            "delete it and make the paragraph a list item with Word's list buttons",
        )

    def _unread(self, text: str, words: str) -> None:
        """Characters that nobody sees, what only a font knows, and gaps that are not written as placeholders."""
        for slug, pattern, what, cure in _ODD_SIGNS:
            if odd := pattern.search(text):
                self._said(slug, what.format(sign=odd[0], code=f"U+{ord(odd[0]):04X}"), words, cure)
        bare = MARKS.sub("\ufffc", text)
        for gap in dict.fromkeys(match.group() for match in _GAP.finditer(bare)):
            self._said(
                "gap",
                f"“{gap.strip()[:60]}”, a gap that was left open"
                if gap.strip()
                else f"{len(gap)} {'tabs' if gap[0] == chr(9) else 'spaces'} in a row, a gap that was left open",
                words,
                "write in square brackets what each contract gives there, such as [number of people], or fill it in",
            )
        perhaps = [match.group() for each in _PERHAPS for match in each.finditer(bare)]
        filled = MARKS.sub("thing", text)
        if not perhaps and not _GAP.search(bare) and not {*filled} & {*"[]{}"}:
            perhaps += filter(None, [gap_mark(filled)])
        for gap in dict.fromkeys(perhaps):
            self.problems.append(
                Problem(
                    "draft-gap-words",
                    f"the draft says “{gap}”, which may be a gap that was left open",
                    Location(self.package.file, part=self.package.main, paragraph=words),
                    severity="warning",
                    cure="if each contract gives something there, write it in square brackets, such as "
                    "[number of people]; if it is meant as it stands, nothing need be done",
                )
            )

    def _label(self, properties: _Element | None, words: str) -> None:
        """The words that a list prints before its item, which is printed by the clause's own lists instead."""
        place = self._page.numbering.place(properties)
        level = self._page.numbering.level(*place) if place is not None else None
        if level is None:
            return
        printed = _ITEM_NUMBER.sub(" ", level.value("lvlText"))
        if self.reported and all(map(_COUNTED.fullmatch, printed.translate(_MARKS_OF_NUMBERS).split())):
            return
        said = (
            re.search(r"[^\W\d_].*[^\W\d_]|\d", printed)
            if level.form in _UNCOUNTED
            else (re.search(r"[^\W_]|[%£$€#&@=<>≥≤]", printed))
        )
        if said is not None and not _PRIVATE.search(printed):
            self._said(
                "list-label",
                f"words or figures that a list prints before its item (“{' '.join(level.value('lvlText').split())}”)",
                words,
                "type them in the paragraph and take its number or bullet off, or use one of Word's plain lists",
            )

    def _heading(self, text: str, words: str) -> None:
        if re.search(r"[\[\]]|\{\{|\}\}", text):
            self._said(
                "placeholder",
                "a placeholder in its heading",
                words,
                "name the thing in the wording below; a heading is the same in every contract",
            )
        if self.title or self.blocks:
            self._said(
                "heading",
                "a heading inside the wording",
                words,
                "make it a paragraph in bold, or import each headed part as a clause of its own",
            )
        else:
            self.title = text

    def _layout(self, properties: _Element, words: str) -> None:
        if properties.find(w("sectPr")) is not None:
            self._said("section-break", "a section break", words, "delete it")
        if properties.find(w("framePr")) is not None:
            self._said("picture", "a text frame", words, "make it an ordinary paragraph")
        self.looks = self.looks or any(
            properties.find(w(name)) is not None for name in ("jc", "ind", "spacing", "shd", "pBdr", "tabs")
        )

    def _atoms(self, holder: _Element, paragraph: _Element | None, style: str, words: str) -> Iterator[DraftLetter]:
        """The letters of a paragraph (`paragraph` are its properties) with their look; a problem for what is no
        letter."""
        for child in holder:
            if child.tag == w("r"):
                yield from self._run(child, paragraph, style, words)
            elif child.tag in _THROUGH:
                yield from self._atoms(child, paragraph, style, words)
            elif child.tag == w("sdt"):
                properties, content = child.find(w("sdtPr")), child.find(w("sdtContent"))
                if properties is not None and properties.find(w("showingPlcHdr")) is not None:
                    self._empty_control(words)
                elif content is not None:
                    yield from self._atoms(content, paragraph, style, words)
            elif child.tag not in _WITHOUT_WORDS and isinstance(child.tag, str):
                self._cannot(child, words)

    def _run(self, run: _Element, paragraph: _Element | None, style: str, words: str) -> Iterator[DraftLetter]:
        look = self._emphasis.of(style, run, self._ground)
        self.looks = self.looks or look.more
        said = ""
        for child in run:
            sign = SIGNS.get(child.tag)
            if child.tag == w("t"):
                said += letters(child).replace("\r", " ").replace("\n", " ")
            elif sign is not None and sign.kind in _HELD and child.tag != _SYMBOL_OF_LATER:
                said += sign.prints
            elif child.tag not in _WITHOUT_WORDS and isinstance(child.tag, str):
                self._cannot(child, words)
        if said.strip() and not self._headings.get(style):
            for odd in look.odd:
                self._said(
                    "look",
                    f"words that are {odd}: “{said.strip()}”",
                    words,
                    "take that look away; wording has bold and italic only",
                )
        if said.strip() and self._headings.get(style):
            self._heading_looks(run, paragraph, said.strip(), words)
        for letter in said:
            yield DraftLetter(letter, look.bold, look.italic)

    def _heading_looks(self, run: _Element, paragraph: _Element | None, said: str, words: str) -> None:
        """Letters of a heading that nobody reads on the page, whatever hides them, or that their font makes
        pictures."""
        look = self._page.letters.of(paragraph, run.find(w("rPr")))
        ground = self._page.paragraphs.of(paragraph)[1]
        why = (look._replace(ground=ground) if ground else look).unseen
        if look.pictures:
            self._said(
                "symbol",
                f"letters of a symbol font, which shows other signs in their place: “{said}”",
                words,
                "insert the signs as ordinary characters",
            )
        elif why:
            self._said(
                "unseen",
                f"words that nobody can read ({why}): “{said}”",
                words,
                "delete them, or give them the look of the words beside them",
            )

    def _cannot(self, element: _Element, words: str) -> None:
        sign = SIGNS.get(element.tag)
        slug, what, cure = _CANNOT.get(element.tag) or (
            _CANNOT_HOLD[sign.kind]
            if sign is not None and sign.kind in _CANNOT_HOLD
            else (
                "unknown-part",
                f"something that this program does not know ({etree.QName(element).localname})",
                "write it as plain words",
            )
        )
        self._said(slug, what, words, cure)

    def _said(self, slug: str, what: str, words: str, cure: str) -> None:
        problem = Problem(
            f"draft-{slug}",
            f"the draft holds {what}, which wording cannot carry",
            Location(self.package.file, part=self.package.main, paragraph=words),
            cure=cure,
        )
        if problem not in self._known:
            self._known.add(problem)
            self.problems.append(problem)


def _shape(mark: str) -> str:
    """`1.1` as `9.9`, `a –` as `a –`: what two marks of one kind share."""
    return re.sub(r"[a-zA-Z]", "a", re.sub(r"\d+", "9", mark)) if mark != "o" else mark


def _value(properties: _Element | None, name: str) -> str:
    found = properties.find(w(name)) if properties is not None else None
    return found.get(_VAL, "") if found is not None else ""


def _heading_styles(styles: _Element | None) -> dict[str, bool]:
    """The paragraph styles that are headings, by id: Word's own (“heading 1”, “Title”) and those based on them."""
    names: dict[str, tuple[str, str]] = {}
    for style in styles.iterchildren(w("style")) if styles is not None else ():
        names[style.get(w("styleId"), "")] = (_value(style, "name").casefold(), _value(style, "basedOn"))
    found: dict[str, bool] = {}
    for identity in names:
        seen: set[str] = set()
        each = identity
        while each in names and each not in seen:
            seen.add(each)
            name, parent = names[each]
            if name == "title" or (name.startswith("heading ") and name[8:].isdecimal()):
                found[identity] = True
                break
            each = parent
    return found
