"""What differs between two documents written into OLD as tracked changes, story by story. Proved elsewhere (redline.py)."""

from __future__ import annotations

from typing import Final

from lxml import etree

from specgen.problems import Problem, has_errors
from specgen.word.compare_side import Looks, Side
from specgen.word.draft import Draft
from specgen.word.merge_numbering import ListMap
from specgen.word.merge_styles import StyleMap
from specgen.word.ooxml import W, w, whole_number
from specgen.word.package import Package, write_package
from specgen.word.plain_theme import read_theme
from specgen.word.plan_redline import plan_blocks
from specgen.word.plan_stories import StoryPlans, plan_stories
from specgen.word.redline_parts import put_together
from specgen.word.story_text import story_parts
from specgen.word.write_blocks import track_final_section, write_blocks
from specgen.word.write_marks import Stamp

_Element = etree._Element

_VAL: Final = w("val")
_HIGHEST: Final = 2**31 - 1
_NEVER_AGAIN: Final = 1_000_000
_PAGE_SETTINGS: Final = ("evenAndOddHeaders", "mirrorMargins", "gutterAtTop", "defaultTabStop", "autoHyphenation", "footnotePr", "endnotePr")


def write_redline(old: Package, new: Package, author: str, date: str) -> tuple[bytes | None, list[Problem]]:
    """The redline before it is proved, or None with the problems for which there can be none.

    `date` is a moment (ISO 8601). Raises etree.XMLSyntaxError when a part is not well-formed.
    """
    looks = Looks()
    used: set[str] = set()
    sides = Side(old, looks, lambda identity, kind: identity), Side(new, looks, lambda identity, kind: identity)
    themes = (read_theme(_shared_roots(sides, "theme")[0]), read_theme(_shared_roots(sides, "theme")[1]))
    if themes[0] != themes[1]:
        sides[0].theme, sides[1].theme = themes
    styles, lists = _maps(sides, themes)

    def named(identity: str | None, kind: str) -> str | None:
        found = styles.id_for(identity, kind)
        if found is not None:
            used.add(found)
        return found

    sides[0].style = styles.old_id
    sides[1].style = named
    sides[1].renames = _differ(sides) and styles.renames()
    problems = styles.refusals(new.file, sides[1].related("styles") or "", _table_styles(sides[1])) if sides[1].renames else []
    draft = Draft(sides[0], sides[1], Stamp(author, date, 1), lists, new.file, problems)
    _survey(draft)
    body_plan = plan_stories(draft)
    if has_errors(draft.problems) or body_plan is None:
        return None, draft.problems
    for pair in sorted(styles.lists):
        lists.vote(*pair, weight=_NEVER_AGAIN)
    _write_stories(draft, body_plan)
    _warn_of_the_rest(draft)
    problems = [*draft.problems, *lists.problems]
    if has_errors(problems):
        return None, problems
    if not draft.parts and not draft.new_notes:
        return write_package(old, {}), problems
    return put_together(draft, styles.bring_in(used, lists.id_for)), problems


def _maps(sides: tuple[Side, Side], themes: tuple[dict[str, str], dict[str, str]]) -> tuple[StyleMap, ListMap]:
    roots = [_shared_roots(sides, kind) for kind in ("styles", "numbering")]
    held: list[StyleMap] = []
    lists = ListMap(roots[1][0], roots[1][1], lambda one, two: held[0].names_the_same(one, two), lambda identity: held[0].coming(identity), themes)
    held.append(StyleMap(roots[0][0], roots[0][1], lists.same, themes))
    return held[0], lists


def _shared_roots(sides: tuple[Side, Side], kind: str) -> list[_Element | None]:
    """The roots of both sides' parts of a kind; parts of the same bytes are parsed once."""
    parts = [side.related(kind) for side in sides]
    if parts[0] is not None and parts[1] is not None and sides[0].package.digest(parts[0]) == sides[1].package.digest(parts[1]):
        sides[1].roots.setdefault(parts[1], sides[0].root(parts[0]))
    return [side.root(part) if part is not None else None for side, part in zip(sides, parts, strict=True)]


def _differ(sides: tuple[Side, Side]) -> bool:
    """Whether styles may mean something else in the two documents: their parts, or what styles lean on, are other bytes."""
    digests = [
        [side.package.digest(part) if (part := side.related(kind)) is not None else "" for kind in ("styles", "numbering", "theme")] for side in sides
    ]
    return digests[0] != digests[1]


def _table_styles(side: Side) -> set[str]:
    """The table styles that the document uses."""
    roots = [side.root(part) for part in story_parts(side.package)]
    return {value for root in roots for value in _found(root, "//w:tblPr/w:tblStyle/@w:val")}


def _survey(draft: Draft) -> None:
    """Read from OLD what is taken: ids of marks, names of bookmarks, ids of controls and notes."""
    highest = 0
    for part in story_parts(draft.old.package):
        root = draft.old.root(part)
        numbers = [whole_number(each) for each in _found(root, "//@w:id")]
        highest = max([highest, *(each for each in numbers if each < _HIGHEST - _NEVER_AGAIN)])
        draft.bookmarks.update(each.casefold() for each in _found(root, "//w:bookmarkStart/@w:name"))
        draft.controls.update(_found(root, "//w:sdtPr/w:id/@w:val"))
    for kind in ("footnotes", "endnotes"):
        notes = draft.old.related(kind)
        taken = [whole_number(each.get(w("id"))) for each in (draft.old.root(notes) if notes is not None else ())]
        draft.next_note[kind] = max([0, *taken]) + 1
    draft.stamp.next_id = highest + 1


def _found(root: _Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces={"w": W})
    return [str(each) for each in found] if isinstance(found, list) else []


def _write_stories(draft: Draft, plans: StoryPlans) -> None:
    for plan, parts in plans:
        if write_blocks(draft, plan, parts):
            draft.parts.add(parts[0])
    body, mains = draft.old.body, (draft.old.package.main, draft.new.package.main)
    new_body = draft.new.body
    if body is not None and new_body is not None and track_final_section(draft, body, new_body, mains):
        draft.parts.add(mains[0])
    seen: set[_Element] = set()
    while draft.notes:
        old, new, kind = draft.notes.pop(0)
        parts = draft.old.related(kind) or "", draft.new.related(kind) or ""
        if old in seen:
            continue
        seen.add(old)
        if write_blocks(draft, plan_blocks(old, new, (draft.old, draft.new), parts, lambda one, two: None), parts):
            draft.parts.add(parts[0])


def _warn_of_the_rest(draft: Draft) -> None:
    """List what a redline does not compare and a reader would miss."""
    comments = [side.related("comments") for side in (draft.old, draft.new)]
    if comments[1] is not None and (comments[0] is None or draft.old.package.digest(comments[0]) != draft.new.package.digest(comments[1])):
        draft.warn("comments-not-compared", "NEW has comments of its own; the redline keeps OLD's", comments[1])
    settings = [side.root(part) if (part := side.related("settings")) is not None else None for side in (draft.old, draft.new)]
    differ = [name for name in _PAGE_SETTINGS if len({_setting(root, name) for root in settings}) > 1]
    if differ:
        draft.warn("settings-not-compared", f"settings that change the page differ and stay as in OLD ({', '.join(differ)})", draft.new.related("settings") or "")


def _setting(root: _Element | None, name: str) -> str:
    found = root.find(w(name)) if root is not None else None
    return etree.tostring(found, method="c14n", exclusive=True, with_tail=False).decode("utf-8") if found is not None else ""
