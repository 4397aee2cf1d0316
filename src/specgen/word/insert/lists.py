"""The lists that an insertion brings into a host: each starts at one, and none of the host's counts on because of it.

A list that looks like one of the host's is a copy of its definition under a new id, since instances of one definition
share their counters. Source: ECMA-376 part 1, 17.9.1 (abstractNum), 17.9.15 (num), 17.9.14 (nsid), 17.9.26
(startOverride)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from specgen.word.insert.host import Host
from specgen.word.package.ooxml import CONTENT_TYPES, DECLARATION, RELATIONSHIPS, R, W, outer_xml, put_in_order, w
from specgen.word.package.package import CONTENT_TYPES_PART, related, relationships_part
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.template.sheet import LIST_LEVELS

_Element = etree._Element

OWN_BULLETS: Final = "own bullets"
OWN_NUMBERS: Final = "own numbers"
_NUMBERING_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_FORMS: Final = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"), ("decimal", "%4)"))
_SIGNS: Final = ("•", "–", "•", "–")
_INDENT: Final = 360
"""Twentieths of a point for each level of a list that the host has no like of."""
_LINKS: Final = frozenset(w(name) for name in ("styleLink", "numStyleLink", "name"))


class NewLists:
    """Gives the ids of new lists, and then the parts in which they are defined."""

    def __init__(self, host: Host) -> None:
        self._host = host
        root = host.numbering_root
        self._first_num = (
            1 + max((_whole(each.get(w("numId"))) for each in root.iter(w("num"))), default=0)
            if root is not None
            else 1
        )
        self._first_abstract = (
            1 + max((_whole(each.get(w("abstractNumId"))) for each in root.iter(w("abstractNum"))), default=-1)
            if root is not None
            else 0
        )
        self._abstracts: dict[str, int] = {}
        self._nums: list[tuple[str, bool]] = []
        self._bullets = ""

    @property
    def any(self) -> bool:
        """Whether any list was asked for."""
        return bool(self._nums)

    def new_list(self, abstract: str) -> str:
        """The num id of a new list that looks like the host's `abstract` (or is the insertion's own) and starts
        at one."""
        self._abstracts.setdefault(abstract, self._first_abstract + len(self._abstracts))
        self._nums.append((abstract, True))
        return str(self._first_num + len(self._nums) - 1)

    def bullets(self) -> str:
        """The num id of the insertion's own bulleted list."""
        if not self._bullets:
            self._abstracts.setdefault(OWN_BULLETS, self._first_abstract + len(self._abstracts))
            self._nums.append((OWN_BULLETS, False))
            self._bullets = str(self._first_num + len(self._nums) - 1)
        return self._bullets

    def parts(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """The parts that change and those that are new, with the lists in them."""
        package = self._host.package
        name = related(package, "numbering")
        abstracts, nums = "".join(self._definitions()), "".join(self._instances())
        if name is None:
            return self._new_part(abstracts + nums)
        part = SpannedPart(package.part(name), package.tree(name))
        return {name: part.spliced(_into_numbering(part, abstracts, nums))}, {}

    def _new_part(self, inner: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
        package = self._host.package
        folder = package.main.rpartition("/")[0]
        name = next(
            each
            for number in range(1, 1000)
            if (each := f"{folder}/numbering{number if number > 1 else ''}.xml".lstrip("/")) not in package.entries
        )
        types = SpannedPart(package.part(CONTENT_TYPES_PART))
        override = f'<Override xmlns="{CONTENT_TYPES}" PartName="/{name}" ContentType="{_NUMBERING_TYPE}"/>'
        changed = {
            CONTENT_TYPES_PART: types.spliced([Splice(types.end_tag(types.root), types.end_tag(types.root), override)])
        }
        added = {name: f'{DECLARATION}<w:numbering xmlns:w="{W}">{inner}</w:numbering>'.encode()}
        own, target = relationships_part(package.main), name.rpartition("/")[2]
        if own in package.entries:
            links = SpannedPart(package.part(own))
            known = {each.get("Id", "") for each in links.root}
            identity = next(f"rId{number}" for number in range(1, len(known) + 2) if f"rId{number}" not in known)
            written = f'<Relationship xmlns="{RELATIONSHIPS}" Id="{identity}" Type="{R}/numbering" Target="{target}"/>'
            if links.is_empty_tag(links.root):
                changed[own] = f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{written}</Relationships>'.encode()
            else:
                changed[own] = links.spliced([Splice(links.end_tag(links.root), links.end_tag(links.root), written)])
        else:
            added[own] = (
                f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" '
                f'Type="{R}/numbering" Target="{target}"/></Relationships>'
            ).encode()
        return changed, added

    def _definitions(self) -> Iterator[str]:
        taken = (
            {each.get(w("val"), "").upper() for each in self._host.numbering_root.iter(w("nsid"))}
            if self._host.numbering_root is not None
            else set()
        )
        for key, identity in self._abstracts.items():
            nsid = next(each for each in _digests(f"{key} {identity}") if each not in taken)
            taken.add(nsid)
            if key in (OWN_BULLETS, OWN_NUMBERS):
                levels = "".join(_own_level(depth, key == OWN_BULLETS) for depth in range(LIST_LEVELS))
                yield (
                    f'<w:abstractNum w:abstractNumId="{identity}"><w:nsid w:val="{nsid}"/><w:multiLevelType '
                    f'w:val="multilevel"/>{levels}</w:abstractNum>'
                )
            else:
                yield _copied(self._abstract(key), identity, nsid)

    def _abstract(self, key: str) -> _Element:
        root = self._host.numbering_root
        assert root is not None
        return next(each for each in root.iter(w("abstractNum")) if each.get(w("abstractNumId")) == key)

    def _instances(self) -> Iterator[str]:
        for number, (key, restarts) in enumerate(self._nums, self._first_num):
            levels = self._levels(key) if restarts else ()
            overrides = "".join(
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in levels
            )
            yield f'<w:num w:numId="{number}"><w:abstractNumId w:val="{self._abstracts[key]}"/>{overrides}</w:num>'

    def _levels(self, key: str) -> tuple[int, ...]:
        if key in (OWN_BULLETS, OWN_NUMBERS):
            return tuple(range(LIST_LEVELS))
        return tuple(sorted({_whole(each.get(w("ilvl"))) for each in self._abstract(key).iter(w("lvl"))}))


def _copied(abstract: _Element, identity: int, nsid: str) -> str:
    copy = deepcopy(abstract)
    for child in [child for child in copy if child.tag in _LINKS or child.tag in (w("nsid"), w("tmpl"))]:
        copy.remove(child)
    for style in list(copy.iter(w("pStyle"))):
        parent = style.getparent()
        assert parent is not None
        parent.remove(style)
    for properties in copy.iter(w("pPr"), w("rPr")):
        put_in_order(properties)
        # The Open XML SDK knows no highlighter on a list's signs, and “none” says nothing.
        if (none := properties.find(w("highlight"))) is not None and none.get(w("val")) == "none":
            properties.remove(none)
    for start in copy.iter(w("start")):
        start.set(w("val"), "1")
    copy.set(w("abstractNumId"), str(identity))
    mark = etree.Element(w("nsid"))
    mark.set(w("val"), nsid)
    copy.insert(0, mark)
    # The copy stands beside the original, whose root declares its names.
    holder = abstract.getroottree().getroot()
    return outer_xml(copy, holder.nsmap)


def _own_level(depth: int, bulleted: bool) -> str:
    form, text = ("bullet", _SIGNS[depth]) if bulleted else _FORMS[depth]
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_INDENT * (depth + 2)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
    )


def _into_numbering(part: SpannedPart, abstracts: str, nums: str) -> list[Splice]:
    """Definitions go before the first instance, instances after the last (17.9.16 gives the order)."""
    root = part.root
    if part.is_empty_tag(root):
        begin, end = part.start_tag(root)
        head = part.data[begin : end - 2].decode("utf-8")
        return [Splice(begin, end, f"{head}>{_declared(abstracts + nums, root.nsmap)}</{head[1:].split(None, 1)[0]}>")]
    first = root.find(w("num"))
    last = root.find(w("numIdMacAtCleanup"))
    instances = root.findall(w("num"))
    after = part.end(instances[-1]) if instances else part.start(last) if last is not None else part.end_tag(root)
    before = part.start(first) if first is not None else after
    return [Splice(before, before, _declared(abstracts, root.nsmap)), Splice(after, after, _declared(nums, root.nsmap))]


def _declared(written: str, names: Mapping[str | None, str]) -> str:
    if names.get("w") == W:
        return written
    return written.replace("<w:abstractNum ", f'<w:abstractNum xmlns:w="{W}" ').replace(
        "<w:num ", f'<w:num xmlns:w="{W}" '
    )


def _digests(seed: str) -> Iterator[str]:
    for number in range(1000):
        yield hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:8].upper()


def _whole(said: str | None) -> int:
    return int(said) if said is not None and said.isascii() and said.isdigit() and len(said) < 10 else 0
