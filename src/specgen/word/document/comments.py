"""Reading every comment: its words, author, date, the words it is about, whether it is settled, and the replies.

Source: ECMA-376 part 1, 17.13.4; replies and “resolved” are Word's extension (MS-DOCX 2.7, commentsExtended).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from specgen.problems import Problem
from specgen.word.document.inline import read_line
from specgen.word.document.revisions import RevisionPlace, RevisionPlaces, in_fallback, story_parts, text_of
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, parsed, related

_Element = etree._Element

W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
W15: Final = "http://schemas.microsoft.com/office/word/2012/wordml"


class Comment(Struct, frozen=True):
    """One comment with its replies. `about` are the words it is anchored to ("" when it stands at a point)."""

    id: str
    author: str
    date: str
    words: str
    about: str
    settled: bool
    place: RevisionPlace
    replies: tuple[Comment, ...] = ()
    number: int = -1
    """Its number among the comments of their part, from 0."""


def read_comments(package: Package) -> tuple[list[Comment], list[Problem]]:
    """Every comment of the document in the order of the text, replies with the comment they answer.

    A comment that is anchored nowhere comes last, with an empty place.
    """
    part = related(package, "comments")
    if part is None:
        return [], []
    root, problems = parsed(package, part)
    if root is None:
        return [], problems
    anchors: dict[str, tuple[str, RevisionPlace]] = {}
    for name in story_parts(package):
        story, faults = parsed(package, name)
        problems.extend(faults)
        if story is not None and name != part:
            anchors.update(_anchors(story, name))
    answers, settled = _threads(package)
    order = {identity: number for number, identity in enumerate(anchors)}
    written = sorted(root.findall(w("comment")), key=lambda each: order.get(each.get(w("id"), ""), len(order)))
    made: list[Comment] = []
    numbers_written = {each: number for number, each in enumerate(root.findall(w("comment")))}
    numbers: dict[str, int] = {}
    for number, each in enumerate(written):
        identity = _paragraph_id(each)
        # Of two with one id the first is the one that is answered; neither is left out.
        numbers.setdefault(identity, number)
        about, place = anchors.get(each.get(w("id"), ""), ("", RevisionPlace(part)))
        made.append(Comment(
            each.get(w("id"), ""), each.get(w("author"), ""), each.get(w("date"), ""),
            text_of([each]), about, identity in settled, place, (), numbers_written[each],
        ))  # fmt: skip
    answered = [numbers.get(answers.get(_paragraph_id(each), "")) for each in written]
    return _threaded(made, answered), problems


def threaded_as(comments: Sequence[Comment], before: Iterable[Comment]) -> list[Comment]:
    """The comments in the threads in which the same ones stood in `before`.

    Programs lose which comment answers which, and give ids anew; author, date and words stay (LibreOffice 7.4). A
    comment that is a reply still, or is answered still, is left as it is.
    """

    def said(comment: Comment) -> tuple[str, str, str]:
        return comment.author, comment.date, " ".join(comment.words.split())

    under = {said(reply): said(top) for top in before for reply in top.replies}
    tops: dict[tuple[str, str, str], int] = {}
    for number, each in enumerate(comments):
        tops.setdefault(said(each), number)
    moved: dict[int, list[Comment]] = defaultdict(list)
    gone: set[int] = set()
    for number, each in enumerate(comments):
        top = tops.get(under.get(said(each), ("", "", "")))
        if top is not None and top != number and not each.replies and said(comments[top]) not in under:
            moved[top].append(each)
            gone.add(number)
    return [
        replace(each, replies=(*each.replies, *sorted(moved[number], key=lambda reply: reply.date)))
        for number, each in enumerate(comments)
        if number not in gone
    ]


def _threaded(made: list[Comment], answered: list[int | None]) -> list[Comment]:
    """Each comment with its replies; `answered` is the number of the one that a comment answers.

    Word's threads are one deep: one that answers a reply is put under the same comment.
    """
    tops = _tops(answered)
    replies: dict[int, list[Comment]] = defaultdict(list)
    for number, top in enumerate(tops):
        if top != number:
            replies[top].append(made[number])
    return [replace(each, replies=tuple(replies[number])) for number, each in enumerate(made) if tops[number] == number]


def _tops(answered: list[int | None]) -> list[int]:
    """For each comment the one that begins its thread; where answers lead round in a circle, the first of them."""
    found: dict[int, int] = {}
    for number in range(len(answered)):
        path: dict[int, None] = {}
        at = number
        while at not in found and at not in path and (above := answered[at]) is not None:
            path[at] = None
            at = above
        top = found.setdefault(at, at)
        found.update(dict.fromkeys(path, top))
    return [found[number] for number in range(len(answered))]


def _paragraph_id(comment: _Element) -> str:
    """The id by which replies are threaded: that of the comment's last paragraph, else its own."""
    last = comment.findall(w("p"))[-1:]
    return (last[0].get(f"{{{W14}}}paraId") if last else None) or f"#{comment.get(w('id'), '')}"


def _threads(package: Package) -> tuple[dict[str, str], set[str]]:
    """Which paragraph id answers which, and which are settled. A part that cannot be read only costs the threads."""
    part = related(package, "commentsExtended")
    root = parsed(package, part)[0] if part is not None else None
    answers: dict[str, str] = {}
    settled: set[str] = set()
    for each in root if root is not None else ():
        identity = each.get(f"{{{W15}}}paraId", "")
        if parent := each.get(f"{{{W15}}}paraIdParent"):
            answers[identity] = parent
        if each.get(f"{{{W15}}}done") in ("1", "true"):
            settled.add(identity)
    return answers, settled


def _anchors(root: _Element, part: str) -> dict[str, tuple[str, RevisionPlace]]:
    """The words and the place of each comment, in the order of the references."""
    references = [each for each in root.iter(w("commentReference")) if not in_fallback(each)]
    if not references:
        return {}
    places = RevisionPlaces(root, part)
    about: dict[str, str] = {}
    open_now: dict[str, list[str]] = {}
    read: _Element | None = None
    runs: Mapping[_Element, list[str]] = {}
    for element in root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("r"), w("p")):
        identity = element.get(w("id"), "")
        if element.tag == w("commentRangeStart"):
            open_now[identity] = []
        elif element.tag == w("commentRangeEnd"):
            about[identity] = "".join(open_now.pop(identity, [])).strip("\n")
        elif element.tag == w("p"):
            for held in open_now.values():
                held.append("\n")
        elif open_now and not in_fallback(element):
            paragraph = next(element.iterancestors(w("p")), None)
            if paragraph is not None and paragraph is not read:
                # What a run says hangs on the paragraph that it stands in: it may be the code of a field.
                read, runs = paragraph, _words_of_runs(paragraph)
            for held in open_now.values():
                held += runs.get(element, ())
    return {(identity := each.get(w("id"), "")): (about.get(identity, ""), places.of(each)) for each in references}


def _words_of_runs(paragraph: _Element) -> Mapping[_Element, list[str]]:
    found: defaultdict[_Element, list[str]] = defaultdict(list)
    for item in read_line(paragraph):
        if item.run is not None and item.text and not item.aside:
            found[item.run].append(item.text)
    return found
