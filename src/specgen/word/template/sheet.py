"""What a template has styles for: the styles that words are printed in, by name, and the lists that list styles give.

What a style is based on, which heading it is and which list it stands in is asked of `word/document/styles.py` and
`word/document/numbering.py`. Source: ECMA-376 part 1, 17.7 (styles) and 17.9 (numbering). Word writes the names of its
own styles in English whatever the language of the program, so names are safe to go by; ids are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.document.numbering import NumberingPart
from specgen.word.document.styles import Styles, kind_of, style_name
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, parsed, relationships

BODY_TEXT: Final = "Body Text"
"""The style of ordinary paragraphs where the tag's own paragraph is a heading; without it the default style."""
LIST_BULLET: Final = "List Bullet"
LIST_NUMBER: Final = "List Number"
"""Item styles. Nested items use “List Bullet 2” to “List Bullet 4” where the template has them, else deeper levels of
the first style's own list."""
LIST_LEVELS: Final = 4
HEADING: Final = "heading {}"


class ListLook(Struct, frozen=True):
    """How an item of one kind and depth is written: style, numbering instance of the style, abstract list, its
    level."""

    style: str
    num: str
    abstract: str
    level: int
    direct: bool
    """Whether the list must be said in the paragraph, since the style itself stands for another level or none."""


class Stylesheet(Struct, frozen=True):
    """The styles and lists of a package, as the resolvers read them."""

    styles: Styles
    lists: NumberingPart
    numbering: str | None
    """The name of the numbering part."""
    _names: Mapping[str, str]
    """The name of a paragraph style, in small letters → its id."""

    def named(self, name: str) -> str | None:
        """The id of the paragraph style of that name; Word's own names are the same in any case."""
        return self._names.get(name.casefold())

    def list_look(self, name: str, depth: int) -> ListLook | None:
        """How an item at `depth` (from 0) of the list style `name` is written, or None when the template cannot."""
        own = self._in_list(name if depth == 0 else f"{name} {depth + 1}", 0)
        return own or (self._in_list(name, depth) if depth else None)

    def _in_list(self, name: str, deeper: int) -> ListLook | None:
        """An item in the style of that name, so many levels below the one that the style stands for."""
        style = self.named(name)
        place = self.lists.given_by_style(style) if style is not None else None
        abstract = self.lists.abstract(place[0]) if place is not None else None
        if style is None or place is None or abstract is None:
            return None
        level = place[1] + deeper
        if level not in self.lists.starts(abstract):
            return None
        return ListLook(style, place[0], abstract, level, direct=self.lists.place_of_style(style) != (place[0], level))


def read_stylesheet(package: Package) -> tuple[Stylesheet, list[Problem]]:
    """The package's styles and lists, and a problem for a part that cannot be read."""
    targets = {
        each.type.rpartition("/")[2]: each.target for each in relationships(package, package.main) if not each.external
    }
    problems: list[Problem] = []

    def root_of(kind: str) -> etree._Element | None:
        part = targets.get(kind)
        if part is None or part not in package.entries:
            return None
        root, faults = parsed(package, part)
        problems.extend(faults)
        return root

    if targets.get("styles") not in package.entries:
        problems.append(
            Problem(
                "template-styles",
                "the template has no styles",
                Location(package.file),
                cure="open it in Word and save it again",
            )
        )
    styles = Styles(root_of("styles"))
    numbering = targets.get("numbering") if targets.get("numbering") in package.entries else None
    lists = NumberingPart(root_of("numbering"), styles)
    return stylesheet(styles, lists, numbering), problems


def stylesheet(styles: Styles, lists: NumberingPart, numbering: str | None) -> Stylesheet:
    """The styles and lists of a document that has been read; of two styles with one name the first counts."""
    names: dict[str, str] = {}
    for style in styles:
        if kind_of(style) == "paragraph":
            names.setdefault(style_name(style).casefold(), style.get(w("styleId"), ""))
    return Stylesheet(styles, lists, numbering, names)
