"""A redline of words alone: whatever only looks otherwise in NEW is left as it is in OLD and is no tracked change.

NEW is given OLD's styles, by their names, and loses its lists, controls and bookmarks; then the two are compared as
ever, and the changes of look that are left are taken back. Source: ECMA-376 part 1, 17.7 (styles), 17.13.5 (revisions).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.document.inline import texts_of
from specgen.word.document.resolve import Resolution, RevisionMark, resolve_part
from specgen.word.document.revisions import may_hold_marks, story_parts
from specgen.word.package.ooxml import W, w
from specgen.word.package.package import Package, read_package, relationships, write_package

_Element = etree._Element

_SHARED: Final = ("styles", "numbering", "theme", "settings")
"""Parts that say how words look and are OLD's on both sides."""
_WRAPS: Final = frozenset(w(name) for name in ("sdt", "customXml", "smartTag"))
_GONE: Final = frozenset(
    w(name)
    for name in (
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "lastRenderedPageBreak",
        "numPr",
        "rPrChange",
        "pPrChange",
    )
)
_STYLES: Final = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_OF_WORDS: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})
_WORKED_OUT: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC", "REF"})
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
    for kind in _SHARED:
        mine, theirs = (side.get(kind, "") for side in targets)
        if mine in old.entries and theirs in new.entries:
            changed[theirs] = old.part(mine)
    made, _ = read_package(write_package(new, changed), new.file)
    return made or new


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
            alike = _replaced_by_the_same(package.tree(name))
            resolved = resolve_part(package.part(name), lambda mark, alike=alike: _back(mark, alike))  # type: ignore[misc]
            if resolved != package.part(name):
                changed[name] = resolved
    return read_package(write_package(package, changed), file)


def _replaced_by_the_same(root: _Element) -> frozenset[str]:
    """The ids of deletions, and of the insertions after them, that say the same: the look inside a field has no other
    tracked change."""
    return frozenset(
        mark.get(w("id"), "")
        for one in root.iter(w("del"))
        if (two := one.getnext()) is not None and two.tag == w("ins") and _says(one) == _says(two)
        for mark in (one, two)
    )


def _says(mark: _Element) -> tuple[str, ...]:
    """The codes of fields in it, and its words; of a field that a program works out (17.16.5) the code alone."""
    codes = tuple(" ".join((each.text or "").split()) for each in mark.iter(w("instrText"), w("delInstrText")))
    signs = tuple(str(each.tag) for each in mark.iter(w("drawing"), w("pict"), w("object"), w("footnoteReference")))
    worked_out = bool(codes) and all(code.split(" ")[0].upper() in _WORKED_OUT for code in codes if code)
    words = "" if worked_out else "".join(each.text or "" for each in mark.iter(w("t"), w("delText")))
    return (*codes, *signs, words)


def _back(mark: RevisionMark, alike: frozenset[str]) -> Resolution:
    return "keep" if mark.kind in _OF_WORDS and mark.place in _PLACES and mark.id not in alike else "reject"


def accepted(package: Package) -> Package:
    """The document with every change accepted."""
    changed = {
        name: resolve_part(package.part(name), lambda mark: "accept")
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


def _lines(package: Package, main: bool) -> list[str]:
    """The lines that have words: in the order of the text in the main part; each once in the others, which programs
    name and repeat as they like."""
    parts = [name for name in story_parts(package) if (name == package.main) == main and "comments" not in name]
    lines = [
        line
        for name in parts
        for block in package.tree(name).iter(f"{{{W}}}p")
        if next(block.iterancestors(w("p")), None) is None
        for line in texts_of(block)[:1]
        if line.strip()
    ]
    return lines if main else sorted(set(lines))
