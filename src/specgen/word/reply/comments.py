"""Comments of ours put into a document: their words in the part of comments, and what leads to it.

Source: ECMA-376 part 1, 17.13.4 (comments); part 2 (content types, relationships). A comment that answers none is not
named in commentsExtended: it stands by itself. A reply is named there and in commentsIds, with the comment it answers.
A thread is one deep: a reply names the paragraph of the comment that begins it. Source: MS-DOCX 2.2.3 (w14:paraId),
2.5.3 (commentsExtended: paraId, paraIdParent, done), 2.7 (commentsIds: durableId); ids are below 2^31.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.comments import W14, W15
from specgen.word.package.ooxml import CONTENT_TYPES, RELATIONSHIPS, R, W, attribute_text, parse_xml, run_text, w
from specgen.word.package.package import (
    CONTENT_TYPES_PART,
    Package,
    content_types,
    relationships,
    relationships_part,
)
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.package.tracked import declared
from specgen.word.reply.proposals import AnswerVerdict

_Element = etree._Element

W16CID: Final = "http://schemas.microsoft.com/office/word/2016/wordml/cid"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_LINKS: Final = f'{_HEAD}<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode()


class CommentPart(Struct, frozen=True):
    """A part that speaks of comments: the name that it has where it is new, its content type, the kind of its
    relationship, and its root's start tag."""

    name: str
    type: str
    link: str
    root: str
    tag: str


COMMENTS: Final = CommentPart(
    "comments", f"{_WORD}comments+xml", f"{R}/comments", f'w:comments xmlns:w="{W}"', "w:comments"
)
EXTENDED: Final = CommentPart(
    "commentsExtended",
    f"{_WORD}commentsExtended+xml",
    "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    f'w15:commentsEx xmlns:w15="{W15}" xmlns:mc="{_MC}" mc:Ignorable="w15"',
    "w15:commentsEx",
)
IDS: Final = CommentPart(
    "commentsIds",
    f"{_WORD}commentsIds+xml",
    "http://schemas.microsoft.com/office/2016/09/relationships/commentsIds",
    f'w16cid:commentsIds xmlns:w16cid="{W16CID}" xmlns:mc="{_MC}" mc:Ignorable="w16cid"',
    "w16cid:commentsIds",
)


AGREED: Final = "Agreed, subject to contract"
AGREED_SILENT: Final = f"{AGREED}. This change was made without tracking."


class SpotAt(Struct, frozen=True):
    """A paragraph of a part at which a change can be answered by a comment alone: nothing there stands in the place of
    other words. `note` says what was changed, `how` in which way, and `away` that it stands or stood elsewhere, so that
    our comment must say where; `tracked` that they tracked it, where no mark of ours can stand. `holder` is the number
    of the control or form field, from 1, whose state it is, and `held` what that was: no mark of ours can show it, and
    where it is refused a file as decided holds it again."""

    part: str
    paragraph: int
    note: str
    how: Literal["changed", "taken out", "put in"] = "changed"
    away: bool = False
    tracked: bool = False
    holder: int = 0
    held: str = ""

    def comment(self, verdict: AnswerVerdict, words: str) -> str:
        """Our comment that gives this answer."""
        tracking = f"{'with' if self.tracked else 'without'} tracking"
        if verdict == "accept":
            return f"{AGREED}. This change was made without tracking: {self.note}" if self.away else AGREED_SILENT
        if verdict != "reject":
            return f"{words}\nThis is about what was {self.how} {tracking}: {self.note}" if self.away else words
        if self.how == "changed":
            return f"Not agreed; it is to be as it was issued. This was changed {tracking}: {self.note}"
        wanted = "it is to come out again" if self.how == "put in" else "it is to stand as it was issued"
        return f"Not agreed: this was {self.how} {tracking}; {wanted}: {self.note}"


class NewComment(Struct, frozen=True):
    """A comment to be written: its id, what it says, and the comment that it answers, if it is a reply."""

    id: str
    says: str
    answers: ThreadAt | None = None


class _Changes(Struct):
    """The parts that change and those that are added."""

    package: Package
    changed: dict[str, bytes] = field(default_factory=dict)
    added: dict[str, bytes] = field(default_factory=dict)
    links: list[tuple[CommentPart, str]] = field(default_factory=list)

    def put(self, kind: CommentPart, entries: Sequence[str], more: Sequence[Splice] = ()) -> None:
        """The entries at the end of the part of this kind, which is made where there is none."""
        name = part_of(self.package, kind)
        if name is not None:
            part = SpannedPart(self.package.part(name))
            self.changed[name] = part.spliced([*more, at_end(part, part.root, declared(entries, part.root))])
            return
        folder = self.package.main.rpartition("/")[0]
        name, number = f"{folder}/{kind.name}.xml".lstrip("/"), 1
        while name in self.package.entries:
            name, number = f"{folder}/{kind.name}{number}.xml".lstrip("/"), number + 1
        self.added[name] = f"{_HEAD}<{kind.root}>{''.join(entries)}</{kind.tag}>".encode()
        self.links.append((kind, name))


def part_of(package: Package, kind: CommentPart) -> str | None:
    """The part of this kind, if the document has one."""
    found = (each for each in relationships(package, package.main) if each.type == kind.link)
    return next((each.target for each in found if not each.external and each.target in package.entries), None)


def with_comments(
    package: Package, made: Sequence[NewComment], author: str, date: str
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The parts that change and those that are added so that the document holds the comments."""
    if not made:
        return {}, {}
    changes = _Changes(package)
    ids = fresh_ids(package)
    own = {each.id: next(ids) for each in made if each.answers is not None}
    named, splices = _roots(package, made, ids)
    changes.put(COMMENTS, [_written(each, author, date, own.get(each.id, "")) for each in made], splices)
    if own:
        _thread(changes, made, own, named, ids)
    if changes.links:
        _link(changes)
    return changes.changed, changes.added


def _written(comment: NewComment, author: str, date: str, paragraph: str) -> str:
    initials = "".join(word[0] for word in author.split())[:9]
    named = f' xmlns:w14="{W14}" w14:paraId="{paragraph}"' if paragraph else ""
    lines = comment.says.splitlines() or [""]
    said = [f'<w:r><w:t xml:space="preserve">{run_text(line)}</w:t></w:r></w:p>' for line in lines]
    # The last paragraph names the comment.
    begins = ["<w:p>"] * (len(lines) - 1) + [f"<w:p{named}>"]
    begins[0] += "<w:r><w:annotationRef/></w:r>"
    return (
        f'<w:comment w:id="{comment.id}" w:author="{attribute_text(author)}" w:date="{date}" '
        f'w:initials="{attribute_text(initials)}">{"".join(map("".join, zip(begins, said, strict=True)))}</w:comment>'
    )


# Threads.


def _roots(package: Package, made: Sequence[NewComment], ids: Iterator[str]) -> tuple[dict[int, str], list[Splice]]:
    """The id of the paragraph of each comment that is answered, and what gives one to those that have none."""
    name = part_of(package, COMMENTS)
    if name is None:
        return {}, []
    part = SpannedPart(package.part(name))
    held = part.root.findall(f"{{{W}}}comment")
    named: dict[int, str] = {}
    splices: list[Splice] = []
    for number in dict.fromkeys(each.answers.number for each in made if each.answers is not None):
        last = paragraph_of_comment(held[number])
        assert last is not None
        if (own := last.get(PARA_ID)) is not None:
            named[number] = own
            continue
        named[number] = next(ids)
        begin, end = part.start_tag(last)
        at = end - (2 if part.is_empty_tag(last) else 1)
        assert begin < at
        prefix = next((each for each, space in last.nsmap.items() if space == W14 and each), None)
        space = "" if prefix else f' xmlns:w14="{W14}"'
        splices.append(Splice(at, at, f'{space} {prefix or "w14"}:paraId="{named[number]}"'))
    return named, splices


def _thread(
    changes: _Changes, made: Sequence[NewComment], own: dict[str, str], named: dict[int, str], ids: Iterator[str]
) -> None:
    """What says of each reply which comment it answers. A thread that is settled stays so."""
    package = changes.package
    known = _entries_of(package, EXTENDED, W15)
    durable = _entries_of(package, IDS, W16CID)
    extended = [_extended(root, "", settled=False) for root in dict.fromkeys(named.values()) if root not in known]
    for each in made:
        if each.answers is not None:
            root = named[each.answers.number]
            settled = known[root].get(f"{{{W15}}}done") in ("1", "true") if root in known else False
            extended.append(_extended(own[each.id], root, settled=settled))
    changes.put(EXTENDED, extended)
    wanted = [identity for identity in (*dict.fromkeys(named.values()), *own.values()) if identity not in durable]
    changes.put(IDS, [_durable(identity, next(ids)) for identity in wanted])


def _entries_of(package: Package, kind: CommentPart, space: str) -> dict[str, _Element]:
    name = part_of(package, kind)
    root = package.tree(name) if name is not None else ()
    return {each.get(f"{{{space}}}paraId", ""): each for each in root}


def _extended(identity: str, parent: str, *, settled: bool) -> str:
    above = f' w15:paraIdParent="{parent}"' if parent else ""
    return f'<w15:commentEx xmlns:w15="{W15}" w15:paraId="{identity}"{above} w15:done="{int(settled)}"/>'


def _durable(identity: str, durable: str) -> str:
    return f'<w16cid:commentId xmlns:w16cid="{W16CID}" w16cid:paraId="{identity}" w16cid:durableId="{durable}"/>'


# Parts and what leads to them.


def at_end(part: SpannedPart, element: _Element, new: str) -> Splice:
    """`new` as the last thing inside the element."""
    if not part.is_empty_tag(element):
        return Splice(part.end_tag(element), part.end_tag(element), new)
    end = part.start_tag(element)[1]
    name = part.text(element)[1:].split(None, 1)[0].removesuffix("/>")
    return Splice(end - 2, end, f">{new}</{name}>")


def _link(changes: _Changes) -> None:
    """The relationships of the main part and the content types with those of the new parts."""
    package = changes.package
    types = SpannedPart(package.part(CONTENT_TYPES_PART))
    overrides = [
        f'<Override xmlns="{CONTENT_TYPES}" PartName="/{name}" ContentType="{kind.type}"/>'
        for kind, name in changes.links
        if content_types(package).of(name) != kind.type
    ]
    if overrides:
        changes.changed[CONTENT_TYPES_PART] = types.spliced([at_end(types, types.root, "".join(overrides))])
    links = relationships_part(package.main)
    there = links in package.entries
    part = SpannedPart(package.part(links) if there else _NO_LINKS)
    taken = {each.get("Id") for each in parse_xml(part.data)}
    folder = package.main.rpartition("/")[0]
    made: list[str] = []
    number = 1
    for kind, name in changes.links:
        while f"rId{number}" in taken:
            number += 1
        taken.add(f"rId{number}")
        target = name.removeprefix(f"{folder}/") if folder else name
        made.append(f'<Relationship xmlns="{RELATIONSHIPS}" Id="rId{number}" Type="{kind.link}" Target="{target}"/>')
    (changes.changed if there else changes.added)[links] = part.spliced([at_end(part, part.root, "".join(made))])


PARA_ID: Final = f"{{{W14}}}paraId"
_IDS: Final = re.compile(rb"(?:paraId|durableId)=[\"']([0-9A-Fa-f]{8})[\"']")
_BELOW: Final = 2**31
_NOT_A_CHANGE: Final = "a comment of theirs is no change"


class ThreadAt(Struct, frozen=True):
    """A comment that begins a thread: the part that it is anchored in, its number among the comments, from 0, and its
    id."""

    part: str
    number: int
    comment: str

    def refusal(self, verdict: AnswerVerdict) -> str:
        """Why this verdict is none on a comment; "" for a reply."""
        return "" if verdict == "reply" else _NOT_A_CHANGE


def fault_of_thread(package: Package, where: ThreadAt) -> str:
    """Why no reply of ours can stand in the thread; "" when one can."""
    name = part_of(package, COMMENTS)
    held = package.tree(name).findall(w("comment")) if name is not None else []
    if not 0 <= where.number < len(held) or held[where.number].get(w("id"), "") != where.comment:
        return "the comment is not found"
    ids = [each.get(w("id"), "") for each in held]
    if ids.count(where.comment) != 1:
        return "two comments have its id; answer it in Word"
    last = paragraph_of_comment(held[where.number])
    if last is None:
        return "the comment holds no paragraph; answer it in Word"
    own = last.get(PARA_ID)
    if own is not None and sum(each.get(PARA_ID) == own for each in package.tree(str(name)).iter(w("p"))) != 1:
        return "two comments are told apart by nothing in the file; answer it in Word"
    root = package.tree(where.part) if where.part in package.entries else None
    marks = [] if root is None else [each for each in root.iter(w("commentReference")) if _is(each, where.comment)]
    return "" if len(marks) == 1 else "it stands at no one place in the file; answer it in Word"


def _is(element: _Element, identity: str) -> bool:
    return element.get(w("id")) == identity


def anchors_of(root: _Element, identity: str) -> tuple[_Element | None, _Element | None, _Element]:
    """Where the comment begins and ends, if it has a range, and its reference."""
    begin = next((each for each in root.iter(w("commentRangeStart")) if _is(each, identity)), None)
    end = next((each for each in root.iter(w("commentRangeEnd")) if _is(each, identity)), None)
    return begin, end, next(each for each in root.iter(w("commentReference")) if _is(each, identity))


def paragraph_of_comment(comment: _Element) -> _Element | None:
    """The paragraph whose id names the comment: its last."""
    return next(reversed(comment.findall(w("p"))), None)


def fresh_ids(package: Package) -> Iterator[str]:
    """Ids of eight hexadecimal digits that nothing in the package has, the same for the same package."""
    taken = {
        int(found, 16) for name in package.names if name.endswith(".xml") for found in _IDS.findall(package.part(name))
    }
    number = max((each for each in taken if each < _BELOW - 100_000), default=0)
    while True:
        number += 1
        if number not in taken:
            yield f"{number:08X}"
