"""The parts of a redline put together: changed stories, styles and lists that came in, parts that OLD did not have.

Source: ECMA-376 part 2 (relationships, content types) and part 3 (markup compatibility).
"""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from specgen.word.compare_side import Side
from specgen.word.draft import Draft
from specgen.word.ooxml import CONTENT_TYPES, MC, RELATIONSHIPS, R, parse_xml, w
from specgen.word.package import CONTENT_TYPES_PART, relationships_part, write_package

_Element = etree._Element

_IGNORABLE: Final = f"{{{MC}}}Ignorable"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_AFTER_LISTS: Final = frozenset({w("numIdMacAtCleanup")})


def put_together(draft: Draft, styles: list[_Element]) -> bytes:
    """The redline's bytes: OLD's file with the parts that changed, and with those that came in."""
    changed = {name: draft.old.root(name) for name in draft.parts if name not in draft.new_stories}
    added = {name: (story.kind, story.root) for name, story in draft.new_stories.items()}
    if styles:
        root = _root_for(draft, "styles", changed, added)
        root.extend(styles)
    if draft.lists.new_kinds or draft.lists.new_lists:
        root = _root_for(draft, "numbering", changed, added)
        first = next((each for each in root if each.tag in (w("num"), *_AFTER_LISTS)), None)
        at = root.index(first) if first is not None else len(root)
        root[at:at] = draft.lists.new_kinds
        last = next((each for each in root if each.tag in _AFTER_LISTS), None)
        at = root.index(last) if last is not None else len(root)
        root[at:at] = draft.lists.new_lists
    for kind, notes in sorted(draft.new_notes.items()):
        root = _root_for(draft, kind, changed, added)
        if not len(root):
            root.extend(_separators(draft.new, kind))
        root.extend(notes)
    for root in [*changed.values(), *(root for _, root in added.values())]:
        _declare(root, draft)
    replaced = {name: _written(root) for name, root in sorted(changed.items())}
    if added:
        replaced.update(_linked(draft, added))
    new_parts = {name: _written(root) for name, (_, root) in sorted(added.items())}
    for name, story in sorted(draft.new_stories.items()):
        if story.model and (links := relationships_part(story.model)) in draft.old.package.entries:
            new_parts[relationships_part(name)] = draft.old.package.part(links)
    return write_package(draft.old.package, replaced, new_parts)


def _written(root: _Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _root_for(draft: Draft, kind: str, changed: dict[str, _Element], added: dict[str, tuple[str, _Element]]) -> _Element:
    """The root of the part of this kind, which is then one that changes; a new part if OLD has none."""
    name = draft.old.related(kind)
    if name is not None:
        changed[name] = draft.old.root(name)
        return changed[name]
    folder = draft.old.package.main.rpartition("/")[0]
    name, number = f"{folder}/{kind}.xml".lstrip("/"), 1
    while name in draft.old.package.entries:
        name, number = f"{folder}/{kind}{number}.xml".lstrip("/"), number + 1
    known = next((each for each, (what, _) in added.items() if what == kind), None)
    if known is None:
        body = draft.old.root(draft.old.package.main)
        added[name] = (kind, etree.Element(w(kind), nsmap={prefix: space for prefix, space in body.nsmap.items() if prefix}))
    return added[known or name][1]


def _separators(side: Side, kind: str) -> list[_Element]:
    """The lines that Word draws above notes, which a part of notes begins with."""
    part = side.related(kind)
    notes = side.root(part) if part is not None else ()
    return [deepcopy(each) for each in notes if each.get(w("type")) in _SEPARATORS]


def _linked(draft: Draft, added: dict[str, tuple[str, _Element]]) -> dict[str, bytes]:
    """The relationships and content types of OLD with those of the added parts."""
    package = draft.old.package
    links_part = relationships_part(package.main)
    links, types = parse_xml(package.part(links_part)), parse_xml(package.part(CONTENT_TYPES_PART))
    taken = {each.get("Id") for each in links}
    folder = package.main.rpartition("/")[0]
    for name, (kind, _) in sorted(added.items()):
        number = 1
        while f"rId{number}" in taken:
            number += 1
        identity = draft.new_stories[name].link if name in draft.new_stories else f"rId{number}"
        taken.add(identity)
        target = name.removeprefix(f"{folder}/") if name.startswith(f"{folder}/") else f"/{name}"
        etree.SubElement(links, f"{{{RELATIONSHIPS}}}Relationship", {"Id": identity, "Type": f"{R}/{kind}", "Target": target})
        etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": f"{_TYPE}{kind}+xml"})
    return {links_part: _written(links), CONTENT_TYPES_PART: _written(types)}


def _declare(root: _Element, draft: Draft) -> None:
    """Say of extensions that came in with NEW's content that older programs may ignore them, as NEW said."""
    if not draft.namespaces:
        return
    ignorable = {prefix: root.nsmap.get(prefix) for prefix in root.get(_IGNORABLE, "").split()}
    theirs = draft.new.root(draft.new.package.main)
    wanted = {
        prefix: space
        for prefix in theirs.get(_IGNORABLE, "").split()
        if (space := theirs.nsmap.get(prefix)) in draft.namespaces and space not in ignorable.values()
    }
    missing: dict[str, str] = {}
    for prefix, space in wanted.items():
        if space is None or not _occurs(root, space):
            continue
        mine = next((known for known, found in root.nsmap.items() if found == space and known), None)
        name, number = mine or prefix, 1
        while mine is None and name in root.nsmap:
            name, number = f"{prefix}n{number}", number + 1
        missing[name] = space
    if missing:
        kept = [prefix for prefix in root.nsmap if prefix]
        etree.cleanup_namespaces(root, top_nsmap={**missing, "mc": MC}, keep_ns_prefixes=kept)
        root.set(_IGNORABLE, " ".join([*ignorable, *sorted(missing)]))


def _occurs(root: _Element, space: str) -> bool:
    start = f"{{{space}}}"
    return any(str(each.tag).startswith(start) or any(str(key).startswith(start) for key in each.attrib) for each in root.iter())
