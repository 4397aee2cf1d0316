"""Comments of ours put into a document: their words in the part of comments, and what leads to it.

Source: ECMA-376 part 1, 17.13.4 (comments); part 2 (content types, relationships). No thread is answered, so nothing
is written into commentsExtended: a comment that is not named there stands by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from specgen.word.insert.write import declared
from specgen.word.package.ooxml import CONTENT_TYPES, RELATIONSHIPS, R, W, parse_xml
from specgen.word.package.package import (
    CONTENT_TYPES_PART,
    Package,
    content_types,
    relationships,
    relationships_part,
)
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.package.text import attribute_text, run_text

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_LINKS: Final = f'{_HEAD}<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode()


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment to be written: its id and what it says."""

    id: str
    says: str


def comments_part(package: Package) -> str | None:
    """The part of the document's comments, if it has one."""
    found = (each for each in relationships(package, package.main) if each.type == f"{R}/comments")
    return next((each.target for each in found if not each.external and each.target in package.entries), None)


def with_comments(
    package: Package, made: Sequence[NewComment], author: str, date: str
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The parts that change and those that are added so that the document holds the comments."""
    if not made:
        return {}, {}
    written = [_written(each, author, date) for each in made]
    name = comments_part(package)
    if name is not None:
        part = SpannedPart(package.part(name))
        return {name: part.spliced([_at_end(part, declared(written, part.root))])}, {}
    folder = package.main.rpartition("/")[0]
    name, number = f"{folder}/comments.xml".lstrip("/"), 1
    while name in package.entries:
        name, number = f"{folder}/comments{number}.xml".lstrip("/"), number + 1
    body = f'{_HEAD}<w:comments xmlns:w="{W}">{"".join(written)}</w:comments>'
    changed, added = _linked(package, name)
    return changed, {**added, name: body.encode("utf-8")}


def _written(comment: NewComment, author: str, date: str) -> str:
    initials = "".join(word[0] for word in author.split())[:9]
    return (
        f'<w:comment w:id="{comment.id}" w:author="{attribute_text(author)}" w:date="{date}" '
        f'w:initials="{attribute_text(initials)}"><w:p><w:r><w:annotationRef/></w:r>'
        f'<w:r><w:t xml:space="preserve">{run_text(comment.says)}</w:t></w:r></w:p></w:comment>'
    )


def _at_end(part: SpannedPart, new: str) -> Splice:
    """`new` as the last thing inside the part's root."""
    root = part.root
    if not part.is_empty_tag(root):
        return Splice(part.end_tag(root), part.end_tag(root), new)
    end = part.start_tag(root)[1]
    name = part.text(root)[1:].split(None, 1)[0].removesuffix("/>")
    return Splice(end - 2, end, f">{new}</{name}>")


def _linked(package: Package, name: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The relationships of the main part and the content types with those of the new part."""
    types = SpannedPart(package.part(CONTENT_TYPES_PART))
    changed: dict[str, bytes] = {}
    added: dict[str, bytes] = {}
    if content_types(package).of(name) != _TYPE:
        override = f'<Override xmlns="{CONTENT_TYPES}" PartName="/{name}" ContentType="{_TYPE}"/>'
        changed[CONTENT_TYPES_PART] = types.spliced([_at_end(types, override)])
    links = relationships_part(package.main)
    there = links in package.entries
    part = SpannedPart(package.part(links) if there else _NO_LINKS)
    taken = {each.get("Id") for each in parse_xml(part.data)}
    number = 1
    while f"rId{number}" in taken:
        number += 1
    folder = package.main.rpartition("/")[0]
    target = name.removeprefix(f"{folder}/") if folder else name
    link = f'<Relationship xmlns="{RELATIONSHIPS}" Id="rId{number}" Type="{R}/comments" Target="{target}"/>'
    (changed if there else added)[links] = part.spliced([_at_end(part, link)])
    return changed, added
