"""The proof of a redline: accepting all its changes gives NEW, rejecting them all gives OLD.

Both are worked out here by the resolver, which knows nothing of how the redline was written, and compared as normal forms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.normal_form import Story, Surroundings, section_form, text_of_form
from specgen.word.ooxml import R, W, parse_xml, w
from specgen.word.package import Package, relationships
from specgen.word.plain_theme import read_theme
from specgen.word.printed_numbers import NumberingPart
from specgen.word.resolve import Verdict, resolve_tree
from specgen.word.style_effects import Form, StyleEffects

_Element = etree._Element
StoryKey = tuple[str, int, str]
"""("body", 0, ""), ("section", 0, ""), or the kind of a header or footer with its section and its type."""

_REFERENCES: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_NOTES: Final = {"footnote": "/footnotes", "endnote": "/endnotes"}
_SIDES: Final[tuple[tuple[Verdict, str, str], ...]] = (("accept", "NEW", "accepting"), ("reject", "OLD", "rejecting"))


@dataclass(frozen=True, slots=True)
class Told:
    """One story of a document as forms, and the part it stands in."""

    part: str
    forms: tuple[Form, ...]


@dataclass(slots=True)
class Shelf:
    """What several documents have in common is read once: styles, lists and themes by their bytes."""

    themes: dict[bytes, dict[str, str]] = field(default_factory=dict)
    styles: dict[tuple[bytes, bytes], StyleEffects] = field(default_factory=dict)
    lists: dict[bytes, NumberingPart] = field(default_factory=dict)


def prove(old: Package, new: Package, redline: Package) -> list[Problem]:
    """The problems for which `redline` is not a true redline from `old` to `new`; none when it is proved.

    The first difference of each story is named, with its part and its words.
    """
    looks: dict[Form, int] = {}
    shelf = Shelf()
    problems: list[Problem] = []
    for (verdict, name, doing), side in zip(_SIDES, (new, old), strict=True):
        wanted = tell(side, None, looks, shelf)
        made = tell(redline, verdict, looks, shelf)
        for key in dict.fromkeys((*wanted, *made)):
            if (key not in wanted and _is_blank(made, wanted, key)) or (key not in made and _is_blank(wanted, made, key)):
                continue
            fault = _difference(wanted.get(key), made.get(key), f"{doing} every change does not give {name}", redline.file)
            if fault is not None:
                problems.append(fault)
    return problems


def same_document(one: Package, two: Package) -> bool:
    """Whether two documents without tracked changes have the same words, styles, numbers and looks."""
    looks: dict[Form, int] = {}
    first, second = tell(one, None, looks), tell(two, None, looks)
    return {key: told.forms for key, told in first.items()} == {key: told.forms for key, told in second.items()}


def tell(package: Package, verdict: Verdict | None, looks: dict[Form, int], shelf: Shelf | None = None) -> dict[StoryKey, Told]:
    """The stories of the document as forms, its tracked changes resolved by `verdict` (None: as it stands).

    Raises etree.XMLSyntaxError when a part is not well-formed.
    """
    roots: dict[str, _Element] = {}

    def root_of(part: str) -> _Element:
        if part not in roots:
            roots[part] = parse_xml(package.part(part))
            if verdict is not None:
                resolve_tree(roots[part], lambda mark: verdict)
        return roots[part]

    targets = {each.type.rsplit("/", 1)[-1]: each.target for each in relationships(package, package.main) if each.target in package.entries}
    shelf = shelf or Shelf()
    written = {kind: package.part(targets[kind]) if kind in targets else b"" for kind in ("theme", "styles", "numbering")}
    if written["theme"] not in shelf.themes:
        shelf.themes[written["theme"]] = read_theme(root_of(targets["theme"]) if "theme" in targets else None)
    theme = shelf.themes[written["theme"]]
    if (written["styles"], written["theme"]) not in shelf.styles:
        shelf.styles[written["styles"], written["theme"]] = StyleEffects(root_of(targets["styles"]) if "styles" in targets else None, theme)
    if written["numbering"] not in shelf.lists:
        shelf.lists[written["numbering"]] = NumberingPart(root_of(targets["numbering"]) if "numbering" in targets else None)
    notes: dict[tuple[str, str], _Element] = {}
    for kind, ending in _NOTES.items():
        if ending[1:] in targets:
            notes.update({(kind, each.get(w("id"), "")): each for each in root_of(targets[ending[1:]]).iterchildren(w(kind))})
    links: dict[tuple[str, str], str] = {}

    def link(part: str, identity: str) -> str:
        part = targets.get(f"{part}s", part) if part in _NOTES else part
        if (part, identity) not in links:
            links.update({(part, each.id): each.target for each in relationships(package, part)})
        return links.get((part, identity), "")

    around = Surroundings(
        shelf.styles[written["styles"], written["theme"]],
        shelf.lists[written["numbering"]],
        theme,
        link,
        lambda kind, identity: notes.get((kind, identity)),
        looks,
    )
    body = root_of(package.main).find(w("body"))
    if body is None:
        return {}
    story = Story(around, package.main)
    forms = story.blocks(body)
    if not _ends_with_paragraph(forms):
        forms = (*forms, *story.blocks(parse_xml(b'<w:body xmlns:w="%s"><w:p/></w:body>' % W.encode())))
    told = {("body", 0, ""): Told(package.main, forms)}
    if (section := body.find(w("sectPr"))) is not None:
        told["section", 0, ""] = Told(package.main, (section_form(section, theme),))
    for number, section in enumerate(body.iter(w("sectPr")), 1):
        for reference in section:
            part = link(package.main, reference.get(f"{{{R}}}id", "")) if reference.tag in _REFERENCES else ""
            if part in package.entries:
                key = (_REFERENCES[reference.tag], number, reference.get(w("type"), "default"))
                told[key] = Told(part, Story(around, part).blocks(root_of(part)))
    return told


def _ends_with_paragraph(forms: tuple[Form, ...]) -> bool:
    """Whether a body ends as every body does once Word has opened it."""
    last = forms[-1] if forms else ()
    while last and last[0] == "control" and isinstance(last[-1], tuple):
        last = last[-1][-1] if last[-1] else ()
    return bool(last) and last[0] == "paragraph"


def _is_blank(there: dict[StoryKey, Told], missing: dict[StoryKey, Told], key: StoryKey) -> bool:
    """Whether a story that only one document has prints nothing, where the other has none above it to inherit."""
    kind, number, pages = key
    if kind == "section":
        return True
    inherits = any(each[0] == kind and each[2] == pages and each[1] < number for each in missing)
    return not inherits and all(form[0] == "paragraph" and not form[-1] for form in there[key].forms)


def _difference(wanted: Told | None, made: Told | None, complaint: str, file: str) -> Problem | None:
    if wanted is None or made is None:
        there = wanted or made
        assert there is not None
        return Problem("redline-not-proved", f"{complaint}: one of them lacks this part", Location(file, part=there.part))
    if wanted.forms == made.forms:
        return None
    at = next((number for number, pair in enumerate(zip(wanted.forms, made.forms, strict=False)) if pair[0] != pair[1]), min(len(wanted.forms), len(made.forms)))
    wants, makes = ((told.forms[at] if at < len(told.forms) else ()) for told in (wanted, made))
    place, excerpt = _innermost(wants, makes)
    return Problem(
        "redline-not-proved",
        f"{complaint} {'in words' if text_of_form(wants) != text_of_form(makes) else 'in style, numbering or formatting'}",
        Location(file, part=made.part, paragraph=place or None),
        cure="compare the two documents in Word, or take out of both what the redline cannot show",
        excerpt=excerpt,
    )


def _innermost(wants: Form, makes: Form) -> tuple[str, str]:
    """The words at the place of the first difference, and the difference itself."""
    while True:
        pairs = zip(wants, makes, strict=False)
        inner = next(((a, b) for a, b in pairs if a != b and isinstance(a, tuple) and isinstance(b, tuple) and text_of_form(a)), None)
        if inner is None or len(wants) != len(makes):
            return text_of_form(wants) or text_of_form(makes), f"wanted {wants!r:.300}; made {makes!r:.300}"
        wants, makes = inner
