"""The proof of a redline: accepting all its changes gives NEW, rejecting them all gives OLD.

Both are worked out here by the resolver, which knows nothing of how the redline was written, and compared as normal
forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree
from msgspec import Struct, field

from specgen.problems import Location, Problem, cut
from specgen.word.document.numbering import NumberingPart
from specgen.word.document.resolve import Resolution, holds_changes, resolve_tree
from specgen.word.document.style_forms import StyleEffects, StyleForm, read_theme
from specgen.word.package.ooxml import R, W, parse_xml, w
from specgen.word.package.package import Package, relationships
from specgen.word.proof.normal_form import StoryWalk, Surroundings, section_form, text_of_form

# What differs between two forms of one story, in words that a reader of Word documents knows.

_SECTION: Final = "the page settings of a section"
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "paragraph": (
        "",
        "the style of a paragraph",
        "the number or bullet of a paragraph",
        "the settings of a paragraph",
        "the look of a paragraph's end",
        _SECTION,
        "",
    ),
    "text": ("", "words", "the look of words"),
    "table": ("", "the style of a table", "the settings of a table", "the widths of a table's columns", ""),
    "row": ("", "the settings of a row", "the settings of a row", ""),
    "cell": ("", "the settings of a cell", ""),
    "control": ("", "a content control", ""),
    "code": ("", "a field"),
    "note": ("", "a note", "a note", "", "the look of a note's mark"),
    "item": ("", "a tab, a break or a sign", "the look of a tab, a break or a sign"),
    "other": ("", "something that is neither a paragraph nor a table"),
}
"""What stands at each place of a form of a kind; an empty name is a place to look into."""
_KINDS: Final = {
    "paragraph": "a paragraph", "table": "a table", "row": "a row", "cell": "a cell", "control": "a content control",
    "text": "words", "field": "a field", "code": "a field", "shows": "a field", "field ends": "a field",
    "note": "a note", "item": "a tab, a break or a sign", "section": "a section",
    "apart": "a text box, a picture or a shape",
}  # fmt: skip
_SETTINGS: Final = {
    "pgSz": "size or direction of the page", "pgMar": "margins", "cols": "columns", "titlePg": "another first page",
    "pgNumType": "page numbers", "type": "where the section begins", "ind": "indent", "spacing": "spacing",
    "jc": "alignment", "keepNext": "keep with next", "keepLines": "keep lines together",
    "pageBreakBefore": "page break before", "tabs": "tab stops", "shd": "shading", "pBdr": "borders",
    "outlineLvl": "outline level", "widowControl": "lines left alone", "tblW": "width", "tblBorders": "borders",
    "tblLayout": "layout", "tblInd": "indent", "tcW": "width", "gridSpan": "joined cells", "vMerge": "joined cells",
    "tcBorders": "borders", "vAlign": "alignment", "tblHeader": "repeated header row",
    "cantSplit": "row kept on one page", "trHeight": "height", "contextualSpacing": "spacing", "framePr": "frame",
}  # fmt: skip


def difference_in_words(wanted: Sequence[StyleForm], made: Sequence[StyleForm]) -> tuple[str, str]:
    """Where two rows of forms first differ, to be read after “the difference is in”, and the words at that place."""
    at = next(
        (number for number, (one, two) in enumerate(zip(wanted, made, strict=False)) if one != two),
        min(len(wanted), len(made)),
    )
    one, two = (forms[at] if at < len(forms) else () for forms in (wanted, made))
    place = text_of_form(one) or text_of_form(two)
    if not one or not two:
        there = one or two
        return f"{_kind_of(there)}, which only one of the two has", place
    if one[0] != two[0]:
        return f"{_kind_of(one)}, where the redline has {_kind_of(two)}", place
    return _inside(one, two, place)


def _kind_of(form: StyleForm) -> str:
    return _KINDS.get(str(form[0]), "something else") if form else "nothing"


def _inside(one: StyleForm, two: StyleForm, place: str) -> tuple[str, str]:
    """The difference in two forms of one kind, looked for from the outside in; () where there is none."""
    kind = str(one[0])
    if kind == "section":
        return f"{_SECTION}{_how(_SECTION, one[1:], two[1:])}", place
    names = _PARTS.get(kind, ())
    for number, (a, b) in enumerate(zip(one, two, strict=False)):
        if a == b:
            continue
        if number < len(names) and not names[number] and isinstance(a, tuple) and isinstance(b, tuple):
            what, words = difference_in_words(_forms(a), _forms(b))
            return what, words or place
        name = names[number] if number < len(names) else _kind_of(one)
        return f"{name}{_how(name, a, b)}", place
    return _kind_of(one), place


def _forms(held: StyleForm) -> list[StyleForm]:
    return [each for each in held if isinstance(each, tuple)]


def _how(name: str, one: object, two: object) -> str:
    if isinstance(one, str) and isinstance(two, str):
        return f": “{cut(one)}” and “{cut(two)}”"
    if name == "the number or bullet of a paragraph":
        labels = [str(each[0]) if isinstance(each, tuple) and each else "" for each in (one, two)]
        return f": “{labels[0]}” and “{labels[1]}”" if labels[0] != labels[1] else " ; its look or its level"
    if not isinstance(one, tuple) or not isinstance(two, tuple):
        return ""
    if not one or not two:
        return ", of which only one of the two has any" if name.endswith("section") or "settings" in name else ""
    said = {
        _SETTINGS[plain]: None
        for each in (*one, *two)
        if isinstance(each, tuple)
        and each
        and (each in one) != (each in two)
        and (plain := str(each[0]).rpartition("}")[2]) in _SETTINGS
    }
    return f": {', '.join(said)}" if said else ""


_Element = etree._Element
StoryKey = tuple[str, int, str]
"""("body", 0, ""), ("section", 0, ""), ("apart", 0, "") for text boxes and pictures, or the kind of a header or footer
with its section and its type."""

APART: Final[StoryKey] = ("apart", 0, "")
_REFERENCES: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_NOTES: Final = {"footnote": "/footnotes", "endnote": "/endnotes"}
_SIDES: Final[tuple[tuple[Resolution, str, str], ...]] = (
    ("accept", "NEW", "accepting"),
    ("reject", "OLD", "rejecting"),
)


_SETTINGS_OF: Final = 3
_SECTION_OF: Final = 5
"""Where a paragraph's form holds its own settings and the section that it ends; see normal_form.py."""
_LINES: Final = frozenset({w("pBdr"), w("shd")})


class StoryForms(Struct, frozen=True):
    """One story of a document as forms, and the part it stands in."""

    part: str
    forms: tuple[StyleForm, ...]


class Shelf(Struct):
    """What several documents have in common is read once: parts by their bytes, and their styles, lists and themes."""

    roots: dict[bytes, _Element] = field(default_factory=dict)
    themes: dict[bytes, dict[str, str]] = field(default_factory=dict)
    styles: dict[tuple[bytes, bytes], StyleEffects] = field(default_factory=dict)
    lists: dict[tuple[bytes, bytes], NumberingPart] = field(default_factory=dict)
    resolved: set[bytes] = field(default_factory=set)
    """The parts that held tracked changes."""

    def root(self, part: bytes, verdict: Resolution | None) -> _Element:
        """The root of the part, its tracked changes resolved by `verdict`; the judge parses for itself, and once."""
        root = self.roots.pop(part) if part in self.roots else parse_xml(part)
        if verdict is None or not holds_changes(root):
            self.roots[part] = root
            return root
        if part not in self.resolved:
            self.roots[part] = deepcopy(root)  # for the other verdict
        self.resolved.add(part)
        resolve_tree(root, verdict)
        return root


def prove(old: Package, new: Package, redline: Package) -> list[Problem]:
    """The problems for which `redline` is not a true redline from `old` to `new`; none when it is proved.

    The first difference of each story is named, with its part and its words.
    """
    looks: dict[StyleForm, int] = {}
    shelf = Shelf()
    problems: list[Problem] = []
    for (verdict, name, doing), side in zip(_SIDES, (new, old), strict=True):
        wanted = tell(side, None, looks, shelf)
        made = tell(redline, verdict, looks, shelf)
        for key in dict.fromkeys((*wanted, *made)):
            # Where one of the two is silent on the page, that was said when the redline was written
            # (settings-not-compared).
            if (key not in wanted or key not in made) and key[0] == "section":
                continue
            if key[0] in ("header", "footer") and all(
                each is None or _is_blank(each) for each in (wanted.get(key), made.get(key))
            ):
                continue
            if key == APART and key in wanted and key in made and verdict == "accept":
                problems += _not_shown(wanted[key].forms, made[key].forms, redline)
                continue
            fault = _difference(
                wanted.get(key), made.get(key), f"{doing} every change does not give {name}", redline.file
            )
            if fault is not None:
                problems.append(fault)
    return problems


def _not_shown(wanted: tuple[StyleForm, ...], made: tuple[StyleForm, ...], redline: Package) -> Iterator[Problem]:
    """A warning for each text box, picture or shape that accepting every change does not bring in, or does not take
    out."""
    one, two = Counter(wanted), Counter(made)
    for form, owner in [*((each, "NEW") for each in one - two), *((each, "OLD") for each in two - one)]:
        boxes = form[2] if isinstance(form[2], tuple) else ()
        lines = (text_of_form(line) for box in boxes if isinstance(box, tuple) for line in box)
        said = cut(" / ".join(line for line in lines if line))
        what = f"a text box that says “{said}”" if said else "a picture, a shape or an embedded object"
        yield Problem(
            "picture-not-compared",
            f"{what} is {owner}'s alone, and the redline does not show it as a change",
            Location(redline.file, part=redline.main),
            "warning",
            "put it in by hand after the changes are accepted" if owner == "NEW" else "take it out by hand then",
        )


def tell(
    package: Package, verdict: Resolution | None, looks: dict[StyleForm, int], shelf: Shelf | None = None
) -> dict[StoryKey, StoryForms]:
    """The stories of the document as forms, its tracked changes resolved by `verdict` (None: as it stands).

    Raises etree.XMLSyntaxError when a part is not well-formed.
    """
    shelf = shelf or Shelf()
    roots: dict[str, _Element] = {}

    def root_of(part: str) -> _Element:
        if part not in roots:
            roots[part] = shelf.root(package.part(part), verdict)
        return roots[part]

    targets = {
        each.type.rsplit("/", 1)[-1]: each.target
        for each in relationships(package, package.main)
        if each.target in package.entries
    }
    theme, styles, lists = _looks_of(package, targets, root_of, shelf)
    notes: dict[tuple[str, str], _Element] = {}
    for kind, ending in _NOTES.items():
        if ending[1:] in targets:
            notes.update(
                {(kind, each.get(w("id"), "")): each for each in root_of(targets[ending[1:]]).iterchildren(w(kind))}
            )
    links: dict[tuple[str, str], str] = {}

    def link(part: str, identity: str) -> str:
        part = targets.get(f"{part}s", part) if part in _NOTES else part
        if (part, identity) not in links:
            links.update({(part, each.id): each.target for each in relationships(package, part)})
        return links.get((part, identity), "")

    around = Surroundings(
        styles,
        lists,
        theme,
        link,
        lambda kind, identity: notes.get((kind, identity)),
        lambda part, identity: _fingerprint(package, link(part, identity)),
        looks,
    )
    body = root_of(package.main).find(w("body"))
    if body is None:
        return {}
    story = StoryWalk(around, package.main)
    told = {("body", 0, ""): StoryForms(package.main, _ended(story, body))}
    apart = list(story.apart)
    if (section := body.find(w("sectPr"))) is not None:
        told["section", 0, ""] = StoryForms(package.main, (section_form(section, theme),))
    shown: dict[tuple[str, str], StoryForms] = {}
    read: dict[str, StoryForms] = {}
    for number, section in enumerate(body.iter(w("sectPr")), 1):
        # A section shows what it names, and beside it what the section above it shows.
        for reference in section:
            part = link(package.main, reference.get(f"{{{R}}}id", "")) if reference.tag in _REFERENCES else ""
            if part in package.entries:
                if part not in read:
                    header = StoryWalk(around, part)
                    read[part] = StoryForms(part, _ended(header, root_of(part)))
                    # A header may stand in several parts, one for each section: what is in it counts once.
                    apart += (Counter(header.apart) - Counter(apart)).elements()
                shown[_REFERENCES[reference.tag], reference.get(w("type"), "default")] = read[part]
        told.update({(kind, number, pages): each for (kind, pages), each in shown.items()})
    told[APART] = StoryForms(package.main, tuple(sorted(apart, key=repr)))
    return told


def _looks_of(
    package: Package, targets: Mapping[str, str], root_of: Callable[[str], _Element], shelf: Shelf
) -> tuple[dict[str, str], StyleEffects, NumberingPart]:
    """The document's theme, styles and lists, each read once whichever documents have it."""
    theme, styles, numbering = (
        package.part(targets[kind]) if kind in targets else b"" for kind in ("theme", "styles", "numbering")
    )

    def root(kind: str) -> _Element | None:
        return root_of(targets[kind]) if kind in targets else None

    if theme not in shelf.themes:
        shelf.themes[theme] = read_theme(root("theme"))
    if (styles, theme) not in shelf.styles:
        shelf.styles[styles, theme] = StyleEffects(root("styles"), shelf.themes[theme])
    effects = shelf.styles[styles, theme]
    # The styles say which list and level a paragraph stands in, so lists are kept for each styles part.
    if (numbering, styles) not in shelf.lists:
        shelf.lists[numbering, styles] = NumberingPart(root("numbering"), effects.styles)
    return shelf.themes[theme], effects, shelf.lists[numbering, styles]


def _fingerprint(package: Package, target: str) -> str:
    return package.whole_digest(target) if target in package.entries else target


def _ended(story: StoryWalk, root: _Element) -> tuple[StyleForm, ...]:
    """The forms of a story, ended by a paragraph as Word ends every one it opens."""
    forms = story.blocks(root)
    return (
        forms
        if _ends_with_paragraph(forms)
        else (*forms, *story.blocks(parse_xml(b'<w:body xmlns:w="%s"><w:p/></w:body>' % W.encode())))
    )


def _ends_with_paragraph(forms: tuple[StyleForm, ...]) -> bool:
    """Whether a story ends as every story does once Word has opened it: with a paragraph that ends no section."""
    last = forms[-1] if forms else ()
    while last and last[0] == "control" and isinstance(last[-1], tuple):
        last = last[-1][-1] if last[-1] else ()
    return bool(last) and last[0] == "paragraph" and not last[_SECTION_OF]


def _is_blank(told: StoryForms) -> bool:
    """Whether a header or footer prints nothing, so that it is the same as none."""
    return all(
        form[0] == "paragraph" and not form[-1] and not _LINES & _named(form[_SETTINGS_OF]) for form in told.forms
    )


def _named(settings: object) -> set[object]:
    return {each[0] for each in settings if isinstance(each, tuple)} if isinstance(settings, tuple) else set()


def _difference(wanted: StoryForms | None, made: StoryForms | None, complaint: str, file: str) -> Problem | None:
    if wanted is None or made is None:
        there = wanted or made
        assert there is not None
        return Problem(
            "redline-not-proved",
            f"{complaint}; the difference is in a header or footer, which only one of the two has",
            Location(file, part=there.part),
        )
    if wanted.forms == made.forms:
        return None
    what, place = difference_in_words(wanted.forms, made.forms)
    return Problem(
        "redline-not-proved",
        f"{complaint}; the difference is in {what}",
        Location(file, part=made.part, paragraph=place or None),
        cure="make this place the same in both documents, or compare the two in Word; where no more than its "
        "look differs, leave the look out: --words-only",
    )
