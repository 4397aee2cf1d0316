"""What differs between two documents written into OLD as tracked changes, story by story. Proved elsewhere (redline.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from specgen.problems import Problem, has_errors
from specgen.word.compare_side import Looks, Side
from specgen.word.draft import Draft
from specgen.word.merge_numbering import ListMap
from specgen.word.merge_styles import StyleMap
from specgen.word.ooxml import R, W, w
from specgen.word.package import Package, write_package
from specgen.word.plain_theme import read_theme
from specgen.word.plan_redline import BlockPlan, plan_blocks
from specgen.word.redline_parts import put_together
from specgen.word.story_text import story_parts
from specgen.word.write_blocks import track_final_section, write_blocks
from specgen.word.write_marks import Stamp

_Element = etree._Element

_VAL: Final = w("val")
_HIGHEST: Final = 2**31 - 1
_NEVER_AGAIN: Final = 1_000_000
_REFERENCES: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_PLACES: Final = {"default": "a ", "first": "a first-page ", "even": "an even-page "}
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
    body_plan = _plan_stories(draft)
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
        numbers = [int(each) for each in _found(root, "//@w:id") if each.isdigit() and len(each) < 11]
        highest = max([highest, *(each for each in numbers if each < _HIGHEST - _NEVER_AGAIN)])
        draft.bookmarks.update(each.casefold() for each in _found(root, "//w:bookmarkStart/@w:name"))
        draft.controls.update(_found(root, "//w:sdtPr/w:id/@w:val"))
    for kind in ("footnotes", "endnotes"):
        notes = draft.old.related(kind)
        taken = [int(each.get(w("id"), "0")) for each in (draft.old.root(notes) if notes is not None else ()) if each.get(w("id"), "0").lstrip("-").isdigit()]
        draft.next_note[kind] = max([0, *taken]) + 1
    draft.stamp.next_id = highest + 1


def _found(root: _Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces={"w": W})
    return [str(each) for each in found] if isinstance(found, list) else []


StoryPlans = list[tuple[BlockPlan, tuple[str, str]]]


def _plan_stories(draft: Draft) -> StoryPlans | None:
    """The plans of the body and of every header and footer; None if there is no body."""
    mains = draft.old.package.main, draft.new.package.main
    bodies = draft.old.body, draft.new.body
    if bodies[0] is None or bodies[1] is None:
        draft.refuse("damaged-file", "the document has no body", mains[0])
        return None
    notice = _notice(draft)
    sides = (draft.old, draft.new)
    plans = [(plan_blocks(bodies[0], bodies[1], sides, mains, notice), mains)]
    for parts in _header_pairs(draft, bodies):
        plans.append((plan_blocks(draft.old.root(parts[0]), draft.new.root(parts[1]), sides, parts, notice), parts))
    for plan, parts in plans:
        ends = [blocks.leaves[-1].kind == "paragraph" if blocks.leaves else None for blocks in (plan.old, plan.new)]
        if ends[0] != ends[1]:
            where = "NEW" if ends[0] else "OLD"
            draft.refuse("ends-without-paragraph", f"{where} does not end with a paragraph here, as every Word file does", parts[ends[0] is True], cure=f"open {where} in Word and save it")
    return plans


def _notice(draft: Draft) -> Callable[[_Element, _Element], None]:
    path = f"{w('pPr')}/{w('numPr')}/{w('numId')}"

    def notice(old: _Element, new: _Element) -> None:
        one, two = old.find(path), new.find(path)
        if one is not None and two is not None:
            draft.lists.vote(one.get(_VAL, ""), two.get(_VAL, ""))

    return notice


def _header_pairs(draft: Draft, bodies: tuple[_Element | None, _Element | None]) -> list[tuple[str, str]]:
    """The headers and footers that belong together, by section and type; one that only one side has is refused."""
    held = [_headers(side, body) for side, body in zip((draft.old, draft.new), bodies, strict=True)]
    if len(held[0]) != len(held[1]):
        draft.refuse("section-differs", f"OLD has {len(held[0])} sections and NEW has {len(held[1])}", draft.new.package.main, cure="put the same section breaks into both documents")
        return []
    pairs: dict[str, str] = {}
    for number, (olds, news) in enumerate(zip(*held, strict=True), 1):
        for key in dict.fromkeys((*olds, *news)):
            if key not in olds or key not in news:
                where = "OLD" if key in olds else "NEW"
                name = f"{_PLACES.get(key[1], 'a ')}{key[0]}"
                draft.refuse("header-differs", f"only {where} has {name} in section {number}", olds.get(key) or news[key], cure=f"put {name} into both documents, or take it out of both")
            elif draft.new.package.digest(pairs.setdefault(olds[key], news[key])) != draft.new.package.digest(news[key]):
                draft.refuse("header-differs", f"sections that share a {key[0]} in OLD have different ones in NEW", olds[key], cure="unlink the sections' headers in OLD in Word, and compare again")
    return list(pairs.items())


def _headers(side: Side, body: _Element | None) -> list[dict[tuple[str, str], str]]:
    found: list[dict[tuple[str, str], str]] = []
    for section in body.iter(w("sectPr")) if body is not None else ():
        links = side.links(side.package.main)
        held: dict[tuple[str, str], str] = {}
        for reference in section:
            link = links.get(reference.get(f"{{{R}}}id", "")) if reference.tag in _REFERENCES else None
            if link is not None and link.target in side.package.entries:
                held[_REFERENCES[reference.tag], reference.get(w("type"), "default")] = link.target
        found.append(held)
    return found


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
