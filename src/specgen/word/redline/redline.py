"""A redline: OLD and NEW compared, and what changed written into OLD as native tracked changes, proved before it is
returned.

docs/word/revisions.md says how, and what is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Final, Literal

from lxml import etree

from specgen.problems import Location, Problem, cut, has_errors, in_reading_order
from specgen.word.document.inline import texts_of
from specgen.word.document.resolve import Resolution, RevisionMark, resolve_part
from specgen.word.document.revisions import has_revisions, may_hold_marks, shifts_row, story_parts
from specgen.word.document.style_forms import read_theme
from specgen.word.package.bounds import read_document, unended_cells
from specgen.word.package.ooxml import W, canonical, parse_xml, w, whole_number
from specgen.word.package.package import (
    Package,
    parsed_apart,
    read_package,
    relationships,
    write_package,
)
from specgen.word.package.properties import check_stamp
from specgen.word.proof.left_out import printed_otherwise, same_alternatives, words_for_older_programs
from specgen.word.proof.prove import prove
from specgen.word.proof.same_words import SPACES, same_words
from specgen.word.redline.draft import Draft, put_together, separators
from specgen.word.redline.inline import NAMED_BY_NUMBER, VML
from specgen.word.redline.lists import ListMap
from specgen.word.redline.marks import Stamp
from specgen.word.redline.plan import plan_blocks
from specgen.word.redline.sides import Looks, Side, bound_words_told, led_elsewhere, with_names_of, with_results_of
from specgen.word.redline.stories import StoryPlans, plan_stories
from specgen.word.redline.styles import StyleMap
from specgen.word.redline.write_blocks import track_final_section, write_blocks

_Element = etree._Element

# What differs between two documents written into OLD as tracked changes, story by story. Proved elsewhere (redline.py).


_HIGHEST: Final = 2**31 - 1
_NEVER_AGAIN: Final = 1_000_000
_PAGE_SETTINGS: Final = (
    "evenAndOddHeaders", "mirrorMargins", "gutterAtTop", "defaultTabStop", "autoHyphenation", "footnotePr",
    "endnotePr",
)  # fmt: skip


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
    problems = (
        styles.refusals(new.file, sides[1].related("styles") or "", _table_styles(sides[1])) if sides[1].renames else []
    )
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
    lists = ListMap(
        roots[1][0],
        roots[1][1],
        lambda one, two: held[0].names_the_same(one, two),
        lambda identity: held[0].coming(identity),
        themes,
    )
    held.append(StyleMap(roots[0][0], roots[0][1], lists.same, themes))
    return held[0], lists


def _shared_roots(sides: tuple[Side, Side], kind: str) -> list[_Element | None]:
    """The roots of both sides' parts of a kind; parts of the same bytes are parsed once."""
    parts = [side.related(kind) for side in sides]
    if (
        parts[0] is not None
        and parts[1] is not None
        and sides[0].package.digest(parts[0]) == sides[1].package.digest(parts[1])
    ):
        sides[1].roots.setdefault(parts[1], sides[0].root(parts[0]))
    return [side.root(part) if part is not None else None for side, part in zip(sides, parts, strict=True)]


def _differ(sides: tuple[Side, Side]) -> bool:
    """Whether styles may mean something else in the two documents: their parts, or what styles lean on, are other
    bytes."""
    digests = [
        [
            side.package.digest(part) if (part := side.related(kind)) is not None else ""
            for kind in ("styles", "numbering", "theme")
        ]
        for side in sides
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
        draft.shapes.update(_found(root, "//v:*/@id"))
        drawings = [whole_number(each.get("id")) for each in root.iter(NAMED_BY_NUMBER)]
        draft.next_drawing = max([draft.next_drawing, *(each for each in drawings if each < _HIGHEST - _NEVER_AGAIN)])
    for kind in ("footnotes", "endnotes"):
        notes = draft.old.related(kind)
        taken = [whole_number(each.get(w("id"))) for each in (draft.old.root(notes) if notes is not None else ())]
        draft.next_note[kind] = max([0, *taken]) + 1
    draft.stamp.next_id = highest + 1


def _found(root: _Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces={"w": W, "v": VML.strip("{}")})
    return [str(each) for each in found] if isinstance(found, list) else []


def _write_stories(draft: Draft, plans: StoryPlans) -> None:
    for plan, parts in plans:
        if write_blocks(draft, plan, parts):
            draft.parts.add(parts[0])
    body, mains = draft.old.body, (draft.old.package.main, draft.new.package.main)
    new_body = draft.new.body
    if body is not None and new_body is not None and track_final_section(draft, body, new_body, mains):
        draft.parts.add(mains[0])
    _write_boxes(draft)
    seen: set[_Element] = set()
    while draft.notes:
        old, new, kind = draft.notes.pop(0)
        parts = draft.old.related(kind) or "", draft.new.related(kind) or ""
        if old in seen:
            continue
        seen.add(old)
        if write_blocks(draft, plan_blocks(old, new, (draft.old, draft.new), parts, lambda one, two: None), parts):
            draft.parts.add(parts[0])
    _write_boxes(draft)


def _write_boxes(draft: Draft) -> None:
    """Track what changed inside the text boxes that both documents have; where it cannot be tracked, OLD's words stay
    and that is named."""
    while draft.boxes:
        pair = draft.boxes.pop(0)
        kept, said = deepcopy(list(pair.old)), len(draft.problems)
        plan = plan_blocks(pair.old, pair.new, (draft.old, draft.new), pair.parts, lambda one, two: None)
        changed = write_blocks(draft, plan, pair.parts)
        if has_errors(draft.problems[said:]):
            pair.old[:] = kept
            del draft.problems[said:]
            words = [" / ".join(text for text in texts_of(each) if text)[:60] for each in (pair.old, pair.new)]
            draft.warn(
                "picture-not-compared",
                f"what differs in the text box that says “{words[0]}” cannot be tracked; the redline keeps OLD's",
                pair.parts[0],
                words[1],
                "change it by hand after the changes are accepted",
            )
        elif changed:
            draft.parts.add(pair.parts[0])


def _warn_of_the_rest(draft: Draft) -> None:
    """List what a redline does not compare and a reader would miss."""
    comments = [side.related("comments") for side in (draft.old, draft.new)]
    if (
        comments[1] is not None
        and len(draft.new.root(comments[1]))
        and (comments[0] is None or draft.old.package.digest(comments[0]) != draft.new.package.digest(comments[1]))
    ):
        draft.warn("comments-not-compared", "NEW has comments of its own; the redline keeps OLD's", comments[1])
    for kind in ("footnotes", "endnotes"):
        held = [side.related(kind) for side in (draft.old, draft.new)]
        said = [
            [text for each in separators(side, kind) for text in texts_of(each) if text.strip()]
            for side in (draft.old, draft.new)
        ]
        if None not in held and said[0] != said[1]:
            words = " / ".join((said[1] or said[0])[:2])[:60]
            draft.warn(
                "separators-not-compared",
                f"the words between the text and its {kind} differ and stay as in OLD: “{words}”",
                held[1] or "",
            )
    sides = draft.old.package, draft.new.package
    older = [Counter() if same_alternatives(*sides) else words_for_older_programs(side) for side in sides]
    for whose, alone in (("NEW", older[1] - older[0]), ("OLD", older[0] - older[1])):
        if alone:
            shown = " and ".join(f"“{fallback[:60]}” for “{newer[:60]}”" for newer, fallback in [*alone][:2])
            draft.warn(
                "older-words-not-compared",
                f"{whose} has other words for older programs, which the redline does not compare: {shown}",
                draft.new.package.main,
            )
    settings = [
        side.root(part) if (part := side.related("settings")) is not None else None for side in (draft.old, draft.new)
    ]
    differ = [name for name in _PAGE_SETTINGS if len({_setting(root, name) for root in settings}) > 1]
    if differ:
        draft.warn(
            "settings-not-compared",
            f"settings that change the page differ and stay as in OLD ({', '.join(differ)})",
            draft.new.related("settings") or "",
        )


def references_led_elsewhere(old: Package, new: Package) -> Iterator[Problem]:
    for was, now in [*led_elsewhere(old.tree(old.main), new.tree(new.main)).values()][:3]:
        yield Problem(
            "references-not-compared",
            f"a reference to “{cut(was)}” leads to “{cut(now)}” in NEW once its fields are brought up to date; the "
            f"redline keeps where it leads in OLD",
            Location(new.file, part=new.main),
            "warning",
            "see with specgen review which references these are",
        )


def _setting(root: _Element | None, name: str) -> str:
    found = root.find(w(name)) if root is not None else None
    if found is None:
        return ""
    return canonical(found).decode("utf-8")


# A redline of words alone: whatever only looks otherwise in NEW is left as it is in OLD and is no tracked change.
#
# NEW is given OLD's styles, by their names, and loses its lists, controls and bookmarks; then the two are compared as
# ever, and the changes of look that are left are taken back. Source: ECMA-376 part 1, 17.7 (styles), 17.13.5
# (revisions).

_SHARED: Final = ("styles", "numbering", "theme", "settings")
"""Parts that say how words look and are OLD's on both sides."""
_WRAPS: Final = frozenset(w(name) for name in ("sdt", "customXml", "smartTag"))
_GONE: Final = frozenset(
    w(name)
    for name in (
        *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"),
        *("lastRenderedPageBreak", "numPr", "rPrChange", "pPrChange"),
    )
)
_STYLES: Final = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_OF_WORDS: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})
_PLACES: Final = frozenset({"run", "paragraph", "row"})


def in_the_looks_of(old: Package, new: Package) -> Package:
    """NEW as it would be if it looked like OLD: its words, in styles of OLD that have the same names."""
    names = _names(old, new)
    targets = [
        {each.type.rpartition("/")[2]: each.target for each in relationships(one, one.main)} for one in (old, new)
    ]
    changed: dict[str, bytes] = {}
    for name in story_parts(new):
        root = deepcopy(new.tree(name))
        _plain(root, names)
        changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    changed[new.main] = _sections_as_in(old.tree(old.main), parse_xml(changed[new.main]))
    for kind in _SHARED:
        mine, theirs = (side.get(kind, "") for side in targets)
        if mine in old.entries and theirs in new.entries:
            changed[theirs] = old.part(mine)
    made, _ = read_package(write_package(new, changed), new.file)
    return made or new


def _sections_as_in(old: _Element, new: _Element) -> bytes:
    """NEW with each section break in a paragraph of its own that OLD has so: some programs move it into the words
    before it."""
    breaks = [
        [each.getparent() for each in root.iter(w("sectPr")) if each.getparent() is not None] for root in (old, new)
    ]
    marks = [[each for each in found if each is not None and each.tag == w("pPr")] for found in breaks]
    for one, two in zip(*marks, strict=False) if len(marks[0]) == len(marks[1]) else ():
        theirs, mine = one.getparent(), two.getparent()
        section = two.find(w("sectPr"))
        before = theirs.getprevious() if theirs is not None else None
        if theirs is None or mine is None or section is None or before is None or before.tag != w("p"):
            continue
        after = [each for each in (theirs.getnext(), mine.getnext()) if each is not None]
        same = texts_of(before) == texts_of(mine) or (len(after) == 2 and texts_of(after[0]) == texts_of(after[1]))
        if same and not any(texts_of(theirs)) and any(texts_of(mine)):
            apart = etree.Element(w("p"))
            etree.SubElement(apart, w("pPr")).append(section)
            mine.addnext(apart)
    return etree.tostring(new, xml_declaration=True, encoding="UTF-8", standalone=True)


def _names(old: Package, new: Package) -> dict[tuple[str, str], str]:
    """The kind and id of each style of NEW → the id of OLD's style of that name."""
    known: list[dict[tuple[str, str], str]] = []
    for one in (old, new):
        part = next((each.target for each in relationships(one, one.main) if each.type.endswith("/styles")), "")
        held: dict[tuple[str, str], str] = {}
        for style in one.tree(part).iter(w("style")) if part in one.entries else ():
            name = style.find(w("name"))
            said = name.get(w("val"), "") if name is not None else ""
            held.setdefault((style.get(w("type"), ""), said.casefold()), style.get(w("styleId"), ""))
        known.append(held)
    return {
        (kind, identity): known[0][kind, name]
        for (kind, name), identity in known[1].items()
        if (kind, name) in known[0]
    }


def _plain(root: _Element, names: dict[tuple[str, str], str]) -> None:
    for each in list(root.iter(*_WRAPS)):
        holder = each.getparent()
        if holder is None:
            continue
        inside = each.find(w("sdtContent")) if each.tag == w("sdt") else each
        content = [] if inside is None else [child for child in inside if not str(child.tag).endswith("Pr")]
        at = holder.index(each)
        holder[at : at + 1] = content
    for each in list(root.iter(*_GONE)):
        holder = each.getparent()
        if holder is not None:
            holder.remove(each)
    for each in list(root.iter(*_STYLES)):
        holder = each.getparent()
        identity = names.get((_STYLES[str(each.tag)], each.get(w("val"), "")))
        if identity is not None:
            each.set(w("val"), identity)
        elif holder is not None:
            holder.remove(each)


def without_looks(made: bytes, file: str) -> tuple[Package | None, list[Problem]]:
    """The redline with every change of a look taken back, so that only words come and go."""
    package, problems = read_package(made, file)
    if package is None:
        return None, problems
    changed: dict[str, bytes] = {}
    for name in story_parts(package):
        if may_hold_marks(package.part(name)):
            root = package.tree(name)
            alike, rows = same_words(root), _shifted(root)
            resolved = resolve_part(
                package.part(name),
                lambda mark, alike=alike, rows=rows: "keep" if mark.id in rows else _back(mark, alike),  # type: ignore[misc]
            )
            if resolved != package.part(name):
                changed[name] = resolved
    return read_package(write_package(package, changed), file)


def _shifted(root: _Element) -> frozenset[str]:
    """The ids of changes that put a row under other headings, which is more than a look."""
    return frozenset(each.get(w("id"), "") for each in root.iter(w("trPrChange")) if shifts_row(each))


def _back(mark: RevisionMark, alike: frozenset[str]) -> Resolution:
    return "keep" if mark.kind in _OF_WORDS and mark.place in _PLACES and mark.id not in alike else "reject"


def accepted(package: Package) -> Package:
    """The document with every change accepted."""
    changed = {
        name: resolve_part(package.part(name), "accept")
        for name in story_parts(package)
        if may_hold_marks(package.part(name))
    }
    made, _ = read_package(write_package(package, changed), package.file)
    return made or package


def words_differ(made: Package, new: Package) -> list[Problem]:
    """The problem that accepting every change does not give NEW's words, line by line, if it does not."""
    wanted, found = ([_lines(one, main) for main in (True, False)] for one in (new, made))
    if wanted == found:
        return []
    one, two = next(pair for pair in zip(wanted, found, strict=True) if pair[0] != pair[1])
    at = next(
        (number for number, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(two)),
    )
    said = " / ".join(f"“{line[:60]}”" for line in (*one[at : at + 1], *two[at : at + 1]))
    return [
        Problem(
            "redline-not-proved",
            f"accepting every change does not give NEW's words: {said}",
            Location(made.file),
            cure="make the redline without --words-only, and please report this with both files",
        )
    ]


_EDGES: Final = (w("headerReference"), w("footerReference"))


def _lines(package: Package, main: bool) -> list[str]:
    """The lines that have words: in the order of the text in the main part; each once in the others, which programs
    name and repeat as they like."""
    referred = {each for mark in package.tree(package.main).iter(*_EDGES) for each in mark.attrib.values()}
    lost = {
        each.target
        for each in relationships(package, package.main)
        if each.type.endswith(("/header", "/footer")) and each.id not in referred
    }
    parts = [
        name
        for name in story_parts(package)
        if (name == package.main) == main and "comments" not in name and name not in lost
    ]
    lines = [
        SPACES.sub(" ", line)
        for name in parts
        for block in package.tree(name).iter(f"{{{W}}}p")
        if next(block.iterancestors(w("p")), None) is None
        for line in texts_of(block)[:1]
        if line.strip()
    ]
    return lines if main else sorted(set(lines))


ExistingChanges = Literal["refuse", "accept", "reject"]


def redline(
    old: bytes,
    new: bytes,
    author: str,
    date: str,
    *,
    old_name: str,
    new_name: str,
    existing: ExistingChanges = "refuse",
    words_only: bool = False,
) -> tuple[bytes | None, list[Problem]]:
    """The redline from `old` to `new` as a Word file, or None with the problems for which there is none.

    `author` and `date` (ISO 8601, a day or a moment) stand on every change. The names are for messages. `existing` says
    what to do with tracked changes that a side already holds. Warnings may come with a redline: they list what it does
    not show."""
    problems = check_stamp(author, date)
    packages: list[Package] = []
    for found, name in ((old, old_name), (new, new_name)):
        package, faults = read_document(found, name)
        problems.extend(faults)
        if package is not None:
            settled, faults = _settled(package, existing)
            problems.extend(faults)
            packages.append(settled)
    if has_errors(problems) or len(packages) < 2:
        return None, in_reading_order(problems)
    try:
        whole_new = packages[1]
        packages[0] = with_names_of(packages[0], whole_new)
        if words_only:
            packages[1] = in_the_looks_of(*packages)
        problems.extend(references_led_elsewhere(packages[0], whole_new))
        packages[0], faults = with_results_of(packages[0], packages[1])
        problems.extend(faults)
        made, faults = write_redline(packages[0], packages[1], author, date if "T" in date else f"{date}T00:00:00Z")
    except etree.XMLSyntaxError as fault:
        said, cure = f"a part is not well-formed XML: {fault.msg}", "open both files in Word and save them again"
        made, faults = None, [Problem("damaged-file", said, Location(old_name), cure=cure)]
    problems.extend(faults)
    if made is None or has_errors(problems):
        return None, in_reading_order(problems)
    made, faults = _proved(made, packages, whole_new, problems, words_only)
    problems.extend(faults)
    return (None if has_errors(problems) else made), in_reading_order(problems)


def _proved(
    made: bytes, packages: Sequence[Package], whole_new: Package, told: Sequence[Problem], words_only: bool
) -> tuple[bytes, list[Problem]]:
    """The redline of the two packages, of words alone if that is asked, with what it does not show, or why it is none:
    `told` is known already."""
    old, new = packages
    if words_only:
        whole, problems = without_looks(made, old.file)
        if whole is not None:
            # Rejecting gives OLD to the last look; accepting gives NEW's words, which is seen to here.
            made = write_package(whole, {})
            new = accepted(whole)
            problems = [*problems, *words_differ(new, whole_new), *printed_otherwise(new, whole_new)]
    else:
        whole, problems = read_package(made, old.file)
    if whole is None:
        return made, problems
    problems = [*problems, *bound_words_told([old, whole_new, whole])]
    faults = prove(old, new, whole)
    if has_errors(faults) and (unended := [each for one in (old, new) for each in unended_cells(one)]):
        faults = unended
    # What was told at its place need not be told again.
    at_its_place = {each.slug for each in (*told, *problems)} & {"picture-not-compared"}
    return made, [*problems, *(each for each in faults if each.slug not in at_its_place)]


def _settled(package: Package, existing: ExistingChanges) -> tuple[Package, list[Problem]]:
    """The package without tracked changes: as it is, or resolved as asked; a problem if that is not allowed."""
    marked: list[str] = []
    for name in story_parts(package):
        if may_hold_marks(package.part(name)):
            root, faults = parsed_apart(package, name)
            if root is None:
                return package, faults
            marked += [name] if has_revisions(root) else []
            package.keep(name, root)
    if not marked:
        return package, []
    if existing == "refuse":
        message = f"the file already holds tracked changes (in {', '.join(marked)})"
        return package, [
            Problem(
                "tracked-changes-present",
                message,
                Location(package.file),
                cure="accept or reject them in Word, or say --existing accept or --existing reject",
            )
        ]
    resolved = {name: resolve_part(package.part(name), existing) for name in marked}
    settled, problems = read_package(write_package(package, resolved), package.file)
    if settled is not None:
        settled.keep_those_of(package)
    return settled or package, problems
