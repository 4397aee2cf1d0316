"""One of the two documents that are compared: its parts, its relationships, and its looks as values that can be
compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from specgen.word.document.style_forms import StyleForm, form_of, properties_of
from specgen.word.package.ooxml import R, w
from specgen.word.package.package import Package, Relationship, relationships

_Element = etree._Element

_VAL: Final = w("val")
_RUN_LEAVE: Final = frozenset({w("rStyle")})
NOTE_KINDS: Final = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
RELATED: Final = f"{{{R}}}"


@dataclass(slots=True)
class Looks:
    """Numbers that stand for looks; both sides share one, so that equal numbers are equal looks. 0 is no look at
    all."""

    numbers: dict[StyleForm, int] = field(default_factory=lambda: {(None, ()): 0})

    def number(self, form: StyleForm) -> int:
        """The number of the look `form`."""
        return self.numbers.setdefault(form, len(self.numbers))


@dataclass(slots=True)
class Side:
    """OLD or NEW. `style` says what a style id of this side is called in the redline; OLD's ids stay as they are."""

    package: Package
    looks: Looks
    style: Callable[[str | None, str], str | None]
    theme: Mapping[str, str] | None = None
    """What references to the theme stand for; None while both documents have the same theme."""
    renames: bool = False
    """Whether some style of this side is called something else in the redline."""
    roots: dict[str, _Element] = field(default_factory=dict)
    _links: dict[str, dict[str, Relationship]] = field(default_factory=dict)
    _memory: dict[tuple[object, ...], int] = field(default_factory=dict)
    _notes: dict[str, dict[str | None, _Element]] = field(default_factory=dict)

    def root(self, part: str) -> _Element:
        """The root of the part, parsed once. Raises etree.XMLSyntaxError when it is not well-formed."""
        if part not in self.roots:
            self.roots[part] = self.package.root(part)
        return self.roots[part]

    def add(self, part: str, root: _Element, model: str) -> None:
        """Take in a part that the package does not hold; its relationships are those of `model` ("" is none)."""
        self.roots[part] = root
        self._links[part] = dict(self.links(model)) if model else {}

    @property
    def body(self) -> _Element | None:
        """The body of the main document."""
        return self.root(self.package.main).find(w("body"))

    def related(self, ending: str) -> str | None:
        """The part to which the main document has a relationship of a type that ends with `ending`, or None."""
        for each in self.links(self.package.main).values():
            if each.type.endswith(f"/{ending}") and not each.external and each.target in self.package.entries:
                return each.target
        return None

    def links(self, part: str) -> dict[str, Relationship]:
        """The relationships of the part by id."""
        if part not in self._links:
            self._links[part] = {each.id: each for each in relationships(self.package, part)}
        return self._links[part]

    def target(self, part: str, identity: str) -> str:
        """What a relationship of `part` leads to: an address, or the fingerprint of a part; "" when there is none."""
        link = self.links(part).get(identity)
        if link is None or link.external or link.target not in self.package.entries:
            return link.target if link is not None else ""
        return self.package.digest(link.target)

    def look(self, properties: _Element | None) -> int:
        """The number of the look that run properties give, the character style included."""
        if properties is None or not len(properties):
            return 0
        key = tuple((child.tag, *child.attrib.items(), len(child)) for child in properties)
        known = self._memory.get(key)
        if known is None or any(len(child) for child in properties):
            style = properties.find(w("rStyle"))
            named = self.style(style.get(_VAL), "character") if style is not None else None
            known = self.looks.number((named, properties_of(properties, _RUN_LEAVE, self.theme)))
            self._memory[key] = known
        return known

    def note(self, reference: _Element) -> _Element | None:
        """The footnote or endnote that a reference leads to."""
        part = self.related(NOTE_KINDS[reference.tag])
        if part is None:
            return None
        if part not in self._notes:
            self._notes[part] = {each.get(w("id")): each for each in reversed(self.root(part))}
        return self._notes[part].get(reference.get(w("id")))

    def whole_form(self, element: _Element, part: str) -> StyleForm:
        """The element as it stands, with what its relationships lead to; for what is compared only as a whole."""
        links = tuple(
            self.target(part, str(value))
            for each in element.iter()
            for key, value in each.attrib.items()
            if str(key).startswith(RELATED)
        )
        return (_without_links(form_of(element, self.theme)), links)


def _without_links(form: StyleForm) -> StyleForm:
    """The form without relationship ids, which differ from one document to the next."""
    tag, attributes, *rest = form
    if isinstance(attributes, tuple):
        attributes = tuple(pair for pair in attributes if not str(pair[0]).startswith(RELATED))
    if not rest:
        return (tag, attributes)
    children = rest[0] if isinstance(rest[0], tuple) else ()
    return (tag, attributes, tuple(_without_links(child) for child in children), rest[1])
