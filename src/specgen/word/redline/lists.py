"""NEW's lists in OLD's document, matched by the paragraphs that stand in them and not by their ids.

Ids shift whenever a list is put in before another; what a reader sees is the printed number. Source: ECMA-376 part 1,
17.9."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.document.style_forms import StyleForm, form_of, make_plain
from specgen.word.package.ooxml import w, whole_number

_Element = etree._Element

_VAL: Final = w("val")
_UNSEEN: Final = frozenset(w(name) for name in ("nsid", "tmpl", "name", "multiLevelType"))
_HARD: Final = frozenset(w(name) for name in ("lvlPicBulletId",))


class ListMap:
    """Which list of OLD, or which list that comes in, stands for each list (`w:num`) of NEW."""

    def __init__(
        self,
        old: _Element | None,
        new: _Element | None,
        one_style: Callable[[str, str], bool],
        coming: Callable[[str], str | None],
        themes: tuple[Mapping[str, str], Mapping[str, str]],
    ) -> None:
        self._old_lists, self._old_kinds = _read(old)
        self._new_lists, self._new_kinds = _read(new)
        self._one_style = one_style
        self._coming = coming
        self._themes = themes
        self._votes: Counter[tuple[str, str]] = Counter()
        self._given: dict[str, str | None] = {}
        self._kinds: dict[str, str] = {}
        self._settled = False
        self._same: dict[tuple[str, str], bool] = {}
        self._next_list = 1 + max((whole_number(each) for each in self._old_lists), default=0)
        self._next_kind = 1 + max((whole_number(each) for each in self._old_kinds), default=0)
        self.new_kinds: list[_Element] = []
        self.new_lists: list[_Element] = []
        self.problems: list[Problem] = []

    def same(self, old: str, new: str) -> bool:
        """Whether two lists print the same numbers in the same look, level by level."""
        if (old, new) not in self._same:
            self._same[old, new] = self._compare(old, new)
        return self._same[old, new]

    def vote(self, old: str, new: str, weight: int = 1) -> None:
        """Two paragraphs that belong together stand in these lists."""
        self._votes[old, new] += weight

    def id_for(self, new: str) -> str | None:
        """The redline's list for a list of NEW; None when NEW does not define it. Settles all votes at the first
        call."""
        if not self._settled:
            self._settle()
        if new not in self._given:
            self._given[new] = self._otherwise(new)
        return self._given[new]

    def _settle(self) -> None:
        self._settled = True
        ordered = sorted(self._votes.items(), key=lambda each: (-each[1], each[0][0] != each[0][1], each[0]))
        for (old, new), _ in ordered:
            if (
                new not in self._given
                and old not in self._given.values()
                and self.same(old, new)
                and self._fits(old, new)
            ):
                self._give(old, new)

    def _fits(self, old: str, new: str) -> bool:
        """Whether giving OLD's list keeps lists that count together together, and others apart."""
        kind_old, kind_new = self._old_lists[old][0], self._new_lists[new][0]
        return self._kinds.get(kind_new, kind_old) == kind_old and all(
            mine != kind_old or theirs == kind_new for theirs, mine in self._kinds.items()
        )

    def _give(self, old: str, new: str) -> None:
        self._given[new] = old
        self._kinds[self._new_lists[new][0]] = self._old_lists[old][0]

    def _otherwise(self, new: str) -> str | None:
        """A list for which no paragraph of OLD speaks: the one with its own id if that is the same and free, else a new
        one."""
        if new not in self._new_lists:
            return None
        if new in self._old_lists and new not in self._given.values() and self.same(new, new) and self._fits(new, new):
            self._give(new, new)
            return new
        kind_new, instance = self._new_lists[new]
        if kind_new not in self._kinds:
            self._kinds[kind_new] = self._new_kind(kind_new)
        copy = deepcopy(instance)
        identity, self._next_list = str(self._next_list), self._next_list + 1
        copy.set(w("numId"), identity)
        for name in list(copy.attrib):
            if name != w("numId"):
                del copy.attrib[name]
        link = copy.find(w("abstractNumId"))
        if link is not None:
            link.set(_VAL, self._kinds[kind_new])
        self.new_lists.append(copy)
        return identity

    def _new_kind(self, kind: str) -> str:
        original = self._new_kinds[kind]
        if any(True for _ in original.iter(*_HARD)) or original.find(w("numStyleLink")) is not None:
            message = "NEW has a list with picture bullets or a list style of its own, which cannot be brought into OLD"
            self.problems.append(
                Problem(
                    "list-cannot-come-in",
                    message,
                    Location(part="word/numbering.xml"),
                    cure="use plain bullets or numbers in NEW",
                )
            )
        identity, self._next_kind = str(self._next_kind), self._next_kind + 1
        copy = deepcopy(original)
        copy.set(w("abstractNumId"), identity)
        for name in list(copy.attrib):
            if name != w("abstractNumId"):
                del copy.attrib[name]
        # Word takes two lists with one nsid for one list; without it, it gives a fresh one.
        for child in [each for each in copy if each.tag in (w("nsid"), w("tmpl"), w("name"), w("styleLink"))]:
            copy.remove(child)
        for level in copy.findall(w("lvl")):
            style = level.find(w("pStyle"))
            coming = self._coming(style.get(_VAL, "")) if style is not None else None
            if style is not None and coming is not None:
                style.set(_VAL, coming)
            elif style is not None:
                level.remove(style)
        if self._themes[0] != self._themes[1]:
            make_plain(copy, self._themes[1])
        self.new_kinds.append(copy)
        return identity

    def _compare(self, old: str, new: str) -> bool:
        if old not in self._old_lists or new not in self._new_lists:
            return False
        (kind_old, one), (kind_new, two) = self._old_lists[old], self._new_lists[new]
        overrides = [
            [form_of(each, theme) for each in instance.findall(w("lvlOverride"))]
            for instance, theme in zip((one, two), self._themes, strict=True)
        ]
        return overrides[0] == overrides[1] and self._same_kind(self._old_kinds[kind_old], self._new_kinds[kind_new])

    def _same_kind(self, old: _Element, new: _Element) -> bool:
        ones, twos = ([each for each in kind if each.tag not in _UNSEEN] for kind in (old, new))
        if len(ones) != len(twos):
            return False
        for one, two in zip(ones, twos, strict=True):
            styles = one.find(w("pStyle")), two.find(w("pStyle"))
            if (styles[0] is None) != (styles[1] is None):
                return False
            if (
                styles[0] is not None
                and styles[1] is not None
                and not self._one_style(styles[0].get(_VAL, ""), styles[1].get(_VAL, ""))
            ):
                return False
            if _level_form(one, self._themes[0]) != _level_form(two, self._themes[1]):
                return False
        return True


def _level_form(level: _Element, theme: Mapping[str, str]) -> StyleForm:
    form = form_of(level, theme)
    children = form[2] if len(form) > 2 and isinstance(form[2], tuple) else ()
    attributes = (
        tuple(pair for pair in form[1] if not str(pair[0]).endswith("}tplc")) if isinstance(form[1], tuple) else form[1]
    )
    return (form[0], attributes, tuple(child for child in children if child[0] != w("pStyle")))


def _read(root: _Element | None) -> tuple[dict[str, tuple[str, _Element]], dict[str, _Element]]:
    """The lists by id with the id of their kind, and the kinds (abstract lists) by id."""
    kinds: dict[str, _Element] = {}
    lists: dict[str, tuple[str, _Element]] = {}
    for child in root if root is not None else ():
        if child.tag == w("abstractNum"):
            kinds[child.get(w("abstractNumId"), "")] = child
    for child in root if root is not None else ():
        link = child.find(w("abstractNumId")) if child.tag == w("num") else None
        if link is not None and link.get(_VAL, "") in kinds:
            lists[child.get(w("numId"), "")] = (link.get(_VAL, ""), child)
    return lists, kinds
