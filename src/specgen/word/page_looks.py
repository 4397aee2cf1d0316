"""What one document makes of its letters, paragraphs, cells and list numbers on the page: its styles, lists and theme read once."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from specgen.word.ooxml import w
from specgen.word.package import Package, parsed, relationships
from specgen.word.page_hiding import ParagraphHiding
from specgen.word.plain_theme import read_theme
from specgen.word.printed_numbers import Counters, Level, NumberingPart, list_place
from specgen.word.run_look import RunLooks
from specgen.word.style_effects import StyleEffects

_Element = etree._Element

_MAPPED: Final = (("bg1", "background1"), ("t1", "text1"), ("bg2", "background2"), ("t2", "text2"))
_NUMBER: Final = re.compile(r"%[1-9]")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class PageLooks:
    """The looks of one document. Without styles, lists and theme: what each run and paragraph says of itself."""

    def __init__(self, styles: _Element | None = None, numbering: _Element | None = None, theme: dict[str, str] | None = None) -> None:
        self.theme = theme or {}
        self.letters = RunLooks(styles, self.theme)
        self.paragraphs = ParagraphHiding(styles, self.theme)
        self.styles = StyleEffects(styles, {})
        self.numbering = NumberingPart(numbering)
        self._signs: dict[tuple[str, int], str] = {}

    def sign(self, place: tuple[str, int], level: Level) -> str:
        """How a list's level makes its numbers, without counting: the same for two levels whose numbers look and read alike."""
        if place not in self._signs:
            form, text = level.value("numFmt", "decimal"), level.value("lvlText")
            # Programs change a bullet's picture for another; words before an item are another thing.
            text = text if form != "bullet" or _WORD.search(text) else ""
            unseen = self.letters.of(None, level.element.find(w("rPr"))).unseen if text and form != "none" else ""
            self._signs[place] = f"{form}\n{text}\n{unseen}"
        return self._signs[place]


class Numbers:
    """The list numbers of one story, counted from its first paragraph to its last."""

    def __init__(self, looks: PageLooks) -> None:
        self._looks = looks
        self._counters = Counters(looks.numbering)

    def next(self, properties: _Element | None) -> tuple[str, str]:
        """The number that is printed before the next paragraph, and how it is made; "" for both without one."""
        style = properties.find(w("pStyle")) if properties is not None else None
        place = list_place(properties, style.get(w("val")) if style is not None else None, self._looks.styles, self._looks.numbering)
        level = self._looks.numbering.level(*place) if place is not None else None
        # The end of a paragraph that is hidden lets the next one go on in the same line.
        mark = properties.find(w("rPr")) if properties is not None else None
        end = "the paragraph's end is hidden" if mark is not None and self._looks.letters.of(properties, mark).hidden else ""
        if place is None or level is None:
            return "", f"\n\n{end}" if end else ""
        sign = self._looks.sign(place, level)
        return self._counters.next_label(*place) or "", f"{sign}{'; ' if end and sign[-1:] != chr(10) else ''}{end}"


def words_in_sign(sign: str) -> str:
    """The words that a list puts before its items, "" where it only counts them or puts a mark there."""
    return " ".join(_WORD.findall(_NUMBER.sub(" ", sign.split("\n")[1]))) if sign else ""


def hidden_in_sign(sign: str) -> str:
    """Why a list's numbers cannot be read on the page, or what else of a paragraph's end cannot be seen; "" when all can."""
    return sign.split("\n")[2] if sign else ""


def read_page_looks(package: Package) -> PageLooks:
    """The looks of the document; a part that is missing or broken says nothing."""
    related = {each.type.rpartition("/")[2]: each.target for each in relationships(package, package.main) if each.target in package.entries}
    roots = {kind: parsed(package, related[kind])[0] if kind in related else None for kind in ("styles", "numbering", "theme", "settings")}
    theme = read_theme(roots["theme"])
    settings = roots["settings"]
    mapping = settings.find(w("clrSchemeMapping")) if settings is not None else None
    if mapping is not None:
        swapped = {name: theme[said] for short, name in _MAPPED if (said := mapping.get(w(short), "")) in theme}
        theme.update(swapped)
    return PageLooks(roots["styles"], roots["numbering"], theme)
