"""NEW's styles in OLD's document: the same where they come to the same, and under new ids where they do not.

Source: ECMA-376 part 1, 17.7 (styles).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.document.style_forms import Laid, StyleEffects, StyleForm, lay, make_plain, neutral
from specgen.word.package.ooxml import put_in_order, w

# Document defaults that differ: what NEW starts from, written into the styles that come in.
#
# No revision can change the defaults of a document. Every paragraph of NEW has a style, and a style without a parent
# can say what the defaults would have said; but a table's style lies between the two, so what it sets cannot be said
# that way. Source: ECMA-376 part 1, 17.7.2 (the order in which styles apply), 17.7.5 (document defaults).

_Element = etree._Element

_PARTS: Final = ("pPr", "rPr")
_VAL: Final = w("val")


class DefaultsChange:
    """What NEW's document defaults set otherwise than OLD's, attribute by attribute."""

    def __init__(
        self, old: _Element | None, new: _Element | None, themes: tuple[Mapping[str, str], Mapping[str, str]]
    ) -> None:
        held: list[Laid] = []
        for root, theme in zip((old, new), themes, strict=True):
            laid: Laid = {}
            for part in _PARTS:
                lay(
                    laid,
                    part,
                    root.find(f"{w('docDefaults')}/{w(part + 'Default')}/{w(part)}") if root is not None else None,
                    theme,
                )
            held.append(laid)
        self._changes: dict[tuple[str, str, str], object] = {}
        for part in _PARTS:
            ones, twos = held[0].get(part, {}), held[1].get(part, {})
            for tag in sorted({*ones, *twos}):
                one, two = ones.get(tag, {}), twos.get(tag, {})
                for key in sorted({*one, *two}):
                    was, now = one.get(key, neutral(part, tag, key)), two.get(key, neutral(part, tag, key))
                    if was != now:
                        self._changes[part, tag, key] = now

    def cannot_be_laid(self, tables: Sequence[StyleForm], parents: Sequence[_Element]) -> str | None:
        """What of the change cannot be written into styles, in a word or two; None when all of it can.

        `tables` are the table styles that NEW uses, as what they come to; what all of `parents`, the styles without a
        parent that come in, set themselves needs no writing.
        """
        for (part, tag, key), value in self._changes.items():
            if not isinstance(value, str) or key == "children":
                return etree.QName(tag).localname
            if any(_sets(table, part, tag) for table in tables) and not all(
                (own := each.find(f"{w(part)}/{tag}")) is not None and own.get(_VAL if key == "on" else key) is not None
                for each in parents
            ):
                return f"{etree.QName(tag).localname}, which a table style sets too"
        return None

    def lay_into(self, style: _Element) -> None:
        """Write the change into a style that has no parent, below the style's own properties."""
        for part in _PARTS:
            wanted: dict[str, dict[str, str]] = {}
            for (where, tag, key), value in self._changes.items():
                if where == part and isinstance(value, str):
                    wanted.setdefault(tag, {})[_VAL if key == "on" else key] = value
            if not wanted:
                continue
            properties = style.find(w(part))
            if properties is None:
                properties = etree.Element(w(part))
                style.insert(_place(style, part), properties)
            for tag, attributes in wanted.items():
                own = properties.find(tag)
                if own is None:
                    own = etree.SubElement(properties, tag)
                elif own.get(_VAL) is not None or not own.attrib:
                    continue
                for key, value in attributes.items():
                    if own.get(key) is None:
                        own.set(key, value)
            put_in_order(properties)


def _sets(table: StyleForm, part: str, tag: str) -> bool:
    """Whether a table style, or a condition of it, sets the property."""
    flat = table[2] if len(table) > 2 and isinstance(table[2], tuple) else ()
    return any(str(each[0]).endswith(part) and each[1] == tag for each in flat)


def _place(style: _Element, part: str) -> int:
    """Where the schema has a style's properties: after its name and the like, paragraphs before letters."""
    later = {"pPr": ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr"), "rPr": ("tblPr", "trPr", "tcPr", "tblStylePr")}[
        part
    ]
    first = next((child for child in style if child.tag in {w(name) for name in later}), None)
    return style.index(first) if first is not None else len(style)


class StyleMap:
    """Which style of OLD, or which style that comes in, stands for each style of NEW."""

    def __init__(
        self,
        old: _Element | None,
        new: _Element | None,
        same_list: Callable[[str, str], bool],
        themes: tuple[Mapping[str, str], Mapping[str, str]],
    ) -> None:
        new = _with_default(new, "paragraph", "Normal")
        if StyleEffects(old, themes[0]).default("table"):
            new = _with_default(new, "table", "Normal Table")
        self._old, self._new = StyleEffects(old, themes[0]), StyleEffects(new, themes[1])
        self._theme = themes[1] if themes[0] != themes[1] else None
        self._defaults = DefaultsChange(old, new, themes)
        self._old_styles, self._new_styles = _by_id(old), _by_id(new)
        self._old_names = {
            (each.get(w("type"), ""), _name(each).casefold()): identity for identity, each in self._old_styles.items()
        }
        self._same_list = same_list
        self._found: dict[str, str] = {}
        self._coming: dict[str, str] = {}
        self._taken_ids = {identity.casefold() for identity in self._old_styles}
        self._taken_names = {_name(each).casefold() for each in self._old_styles.values()}
        self.lists: set[tuple[str, str]] = set()
        """The lists (OLD's, NEW's) of styles that are the same on both sides."""

    def refusals(self, file: str, part: str, used: set[str]) -> list[Problem]:
        """Why NEW's styles cannot be brought in; none when they can. `used` are the table styles that NEW uses."""
        tables = [self._new.form(each, "table") for each in sorted({*used, self._new.default("table")})]
        parents = [
            each
            for each in self._new_styles.values()
            if each.get(w("type")) == "paragraph" and each.find(w("basedOn")) is None
        ]
        # One that stands for a style of OLD says nothing itself there, so that a table's style shows through it.
        coming = all(self._map(each.get(w("styleId"), "")) in self._coming.values() for each in parents)
        fault = self._defaults.cannot_be_laid(tables, parents if coming else [etree.Element(w("style"))])
        if fault is None:
            return []
        message = (
            f"the two documents start from other defaults of font or spacing ({fault}), which no tracked change "
            f"can express here"
        )
        cure = (
            "leave the look out with --words-only; or open OLD in Word, set its default font and paragraph spacing "
            "(Design, Paragraph Spacing; Set as Default) as in NEW, and save it"
        )
        return [Problem("document-defaults-differ", message, Location(file, part=part), cure=cure)]

    def id_for(self, identity: str | None, kind: str) -> str | None:
        """The id in the redline of NEW's style `identity`; None stands for the default style on both sides."""
        default = self._new.default(kind)
        wanted = identity if identity is not None and identity in self._new_styles else default
        if wanted not in self._new_styles:
            return None
        found = self._map(wanted)
        return None if found == self._old.default(kind) else found

    def old_id(self, identity: str | None, kind: str) -> str | None:
        """OLD's style id in the same manner: None for the default style, however it is written."""
        default = self._old.default(kind)
        return None if identity is None or identity == default or identity not in self._old_styles else identity

    def renames(self) -> bool:
        """Whether any style of NEW has another id in the redline."""
        return any(
            self.id_for(identity, each.get(w("type"), "")) != self.old_id(identity, each.get(w("type"), ""))
            for identity, each in self._new_styles.items()
        )

    def coming(self, identity: str) -> str | None:
        """The redline's id of a style of NEW if it is one that comes in, else None."""
        return self._coming.get(identity) if identity in self._new_styles and self._map(identity) else None

    def names_the_same(self, old: str, new: str) -> bool:
        """Whether a style id of OLD and one of NEW name one style (for the levels of a list)."""
        one, two = self._old_styles.get(old), self._new_styles.get(new)
        return old == new if one is None or two is None else _name(one).casefold() == _name(two).casefold()

    def _map(self, identity: str) -> str:
        if identity not in self._found:
            style = self._new_styles[identity]
            kind = style.get(w("type"), "")
            same = self._old_names.get((kind, _name(style).casefold()))
            if same is not None and self._alike(same, identity, kind):
                self._found[identity] = same
            else:
                self._found[identity] = self._coming[identity] = self._free_id(identity)
        return self._found[identity]

    def _alike(self, old: str, new: str, kind: str) -> bool:
        if kind not in ("paragraph", "character", "table"):
            return True
        if self._old.form(old, kind) != self._new.form(new, kind):
            return False
        one, two = (self._old.numbering(old), self._new.numbering(new)) if kind == "paragraph" else (None, None)
        if one is None or two is None:
            return one is two
        if (one.said or "0") == (two.said or "0") and self._same_list(one.instance, two.instance):
            self.lists.add((one.instance, two.instance))
            return True
        return False

    def _free_id(self, identity: str) -> str:
        wanted, number = identity, 1
        while wanted.casefold() in self._taken_ids:
            wanted, number = f"{identity}New{number if number > 1 else ''}", number + 1
        self._taken_ids.add(wanted.casefold())
        return wanted

    def bring_in(self, used: set[str], list_for: Callable[[str], str | None]) -> list[_Element]:
        """The styles of NEW that come in, ready to stand in OLD's styles: those in `used` (redline ids) and their
        parents.

        `list_for` gives the redline's list for a list of NEW.
        """
        by_id = {mine: identity for identity, mine in self._coming.items()}
        waiting = [by_id[each] for each in sorted(used) if each in by_id]
        made: dict[str, _Element] = {}
        while waiting:
            identity = waiting.pop(0)
            if identity in made:
                continue
            made[identity] = self._made(self._new_styles[identity], list_for)
            parent = self._new_styles[identity].find(w("basedOn"))
            if (
                parent is not None
                and parent.get(_VAL, "") in self._new_styles
                and self._map(parent.get(_VAL, "")) in self._coming.values()
            ):
                waiting.append(parent.get(_VAL, ""))
        return list(made.values())

    def _made(self, style: _Element, list_for: Callable[[str], str | None]) -> _Element:
        copy = deepcopy(style)
        kind = style.get(w("type"), "")
        copy.set(w("styleId"), self._map(style.get(w("styleId"), "")))
        copy.set(w("customStyle"), "1")
        if w("default") in copy.attrib:
            del copy.attrib[w("default")]
        for name in ("link", "next", "rsid", "locked", "autoRedefine", "aliases"):
            for child in copy.findall(w(name)):
                copy.remove(child)
        name_element = copy.find(w("name"))
        if name_element is not None:
            name_element.set(_VAL, self._free_name(_name(style)))
        parent = copy.find(w("basedOn"))
        if parent is not None and parent.get(_VAL, "") in self._new_styles:
            parent.set(_VAL, self._map(parent.get(_VAL, "")))
        elif parent is not None:
            copy.remove(parent)
        number = copy.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if number is not None:
            mapped = list_for(number.get(_VAL, ""))
            if mapped is not None:
                number.set(_VAL, mapped)
        if self._theme is not None:
            make_plain(copy, self._theme)
        if kind == "paragraph" and copy.find(w("basedOn")) is None:
            self._defaults.lay_into(copy)
        return copy

    def _free_name(self, name: str) -> str:
        wanted, number = name, 1
        while wanted.casefold() in self._taken_names:
            wanted, number = f"{name} (new{f' {number}' if number > 1 else ''})", number + 1
        self._taken_names.add(wanted.casefold())
        return wanted


def _with_default(root: _Element | None, kind: str, name: str) -> _Element:
    """The styles with a default style of the kind that sets nothing, if they have none: every paragraph has a style,
    and a table without one has none of the margins that OLD's default gives."""
    if root is not None and any(
        each.get(w("type")) == kind and each.get(w("default")) in ("1", "true", "on")
        for each in root.iterchildren(w("style"))
    ):
        return root
    made = deepcopy(root) if root is not None else etree.Element(w("styles"))
    # LibreOffice writes by way of .odt a style called Normal that is no default one.
    taken, identity = _by_id(made), name.replace(" ", "")
    while identity in taken:
        identity += "Unset"
    wanted = {w("type"): kind, w("default"): "1", w("styleId"): identity}
    etree.SubElement(etree.SubElement(made, w("style"), wanted), w("name"), {_VAL: name})
    return made


def _by_id(root: _Element | None) -> dict[str, _Element]:
    found: dict[str, _Element] = {}
    for style in root.iterchildren(w("style")) if root is not None else ():
        found.setdefault(style.get(w("styleId"), ""), style)
    return found


def _name(style: _Element) -> str:
    name = style.find(w("name"))
    return name.get(_VAL, "") if name is not None else style.get(w("styleId"), "")
