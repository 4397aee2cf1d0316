"""The styles of one document by their ids, the default ones, and what each is based on.

Source: ECMA-376 part 1, 17.7.4.17 (style: type and default), 17.7.4.3 (basedOn); 17.3.1.27: a style that does not exist is the default one.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from specgen.word.ooxml import w

_Element = etree._Element
_OFF: Final = frozenset({"0", "false", "off"})


class StyleChains:
    """The styles of the styles part's root (None: there is none). Of two with one id the first counts."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._defaults: dict[str, str] = {}
        for style in root.iterchildren(w("style")) if root is not None else ():
            identity = style.get(w("styleId"), "")
            self._styles.setdefault(identity, style)
            if style.get(w("default"), "0") not in _OFF:
                self._defaults[style.get(w("type"), "paragraph")] = identity

    def __contains__(self, identity: object) -> bool:
        return identity in self._styles

    def default(self, kind: str) -> str:
        """The id of the default style of `kind` (paragraph, character, table), or ""."""
        return self._defaults.get(kind, "")

    def known(self, identity: str | None, kind: str = "paragraph") -> str:
        """The id itself where the document has such a style, else that of the default style."""
        return identity if identity is not None and identity in self._styles else self.default(kind)

    def of(self, identity: str) -> tuple[_Element, ...]:
        """The style and those it is based on, nearest first, each once; none when the document lacks it."""
        chain: dict[str, _Element] = {}
        while identity in self._styles and identity not in chain:
            chain[identity] = self._styles[identity]
            parent = chain[identity].find(w("basedOn"))
            identity = parent.get(w("val"), "") if parent is not None else ""
        return tuple(chain.values())
