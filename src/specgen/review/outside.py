"""What changed outside the clauses: new text that belongs to none, and the lines round them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from specgen.review.attribution import Beside
from specgen.review.changes import silent_changes, tracked_change
from specgen.review.claims import fits
from specgen.review.classes import sort_of
from specgen.review.findings import Change, Expected, OutsideChange
from specgen.review.form_lines import FormLines, Slot
from specgen.review.frame import FrameLine, SeenLine, spoken
from specgen.review.frame_compare import FrameDifference
from specgen.review.recognise import Recognition
from specgen.review.rows import common_row
from specgen.word.read_stories import Stories
from specgen.word.revision_words import RevisedWords
from specgen.word.revisions import Revision

NEW_TEXT: Final = "new text"
_OF_BLOCKS: Final = ("body text", *(f"list {kind}{depth}" for kind in ("bullet", "number") for depth in ("", " 2", " 3", " 4")))
"""The styles that whole paragraphs of a value may come in."""


def silent_outside(differences: Iterable[FrameDifference], beside: Beside, part: str) -> Iterator[OutsideChange]:
    """Lines of the main text that no clause owns and that are not as issued, where the issued file says how they were."""
    for each in differences:
        printed, seen = each.printed, each.seen
        if printed is not None and printed.clause is not None:
            continue
        place = beside.said(seen.index) if seen is not None else ""
        old = spoken(printed.text) if printed is not None else ""
        new = spoken(seen.text) if seen is not None else ""
        if printed is not None and seen is not None:
            for change in silent_changes((old,), (new,), where="outside the clauses"):
                yield OutsideChange(change, part, place)
        else:
            kind = NEW_TEXT if printed is None else "text taken out"
            yield OutsideChange(Change(False, kind, old, new, sort_of(old, new), "outside the clauses", before=old, after=new), part, place)


def other_stories(issued: Sequence[Stories], returned: Stories) -> Iterator[OutsideChange]:
    """Headers, footers and notes that are not as issued. `issued` are the stories that count as issued, the newest first.

    Programs number and repeat headers as they like, so what counts is which lines there are.
    """
    for kind, what in (("header", "headers"), ("footer", "footers"), ("footnotes", "footnotes"), ("endnotes", "endnotes")):
        if _bare(returned, kind) and not any(_bare(stories, kind) for stories in issued):
            yield OutsideChange(Change(False, f"some pages show no {kind}", "", "", "look", "outside the clauses"), what)
        now = _lines_of(returned, kind)
        then = [_lines_of(stories, kind) for stories in issued]
        if now in then:
            continue
        pairs = common_row(then[0], now)
        gone = [line for number, line in enumerate(then[0]) if number not in {a for a, _ in pairs}]
        come = [line for number, line in enumerate(now) if number not in {b for _, b in pairs}]
        if len(gone) == len(come):
            for old, new in zip(gone, come, strict=True):
                for change in silent_changes((old,), (new,), where="outside the clauses"):
                    yield OutsideChange(change, what)
            continue
        for old in gone:
            yield OutsideChange(Change(False, "text taken out", old, "", sort_of(old, ""), "outside the clauses", before=old), what)
        for new in come:
            yield OutsideChange(Change(False, NEW_TEXT, "", new, sort_of("", new), "outside the clauses", after=new), what)


def _lines_of(stories: Stories, kind: str) -> list[str]:
    """The lines of the parts of that kind, each once for headers and footers that some page shows."""
    parts = [story for story in stories.others if story.part.rpartition("/")[2].startswith(kind)]
    if kind in stories.shown:
        parts = [story for story in stories.others if story.part in stories.shown[kind]]
    found = [line.text for story in parts for line in story.lines if line.text.strip()]
    return sorted(set(found)) if kind in ("header", "footer") else found


def _bare(stories: Stories, kind: str) -> bool:
    """Whether some pages show no header, or no footer, with words in it."""
    said = {story.part for story in stories.others if any(line.text.strip() for line in story.lines)}
    return bool(stories.shown.get(kind, frozenset()) - said)


def tracked_outside(
    revisions: Iterable[Revision], revised: Mapping[str, Mapping[tuple[int, str], RevisedWords]], places: Mapping[int, str]
) -> Iterator[OutsideChange]:
    """The revisions that belong to no clause. `revised` is by part; `places` says where a paragraph of the main part stands."""
    for revision in revisions:
        change = tracked_change(revision, revised.get(revision.place.part, {}), where="outside the clauses")
        yield OutsideChange(change, revision.place.part, places.get(revision.place.paragraph, ""))


class Unprinted:
    """Lines that came back and that belong to no clause, judged by what the form can print."""

    def __init__(self, form: FormLines | None) -> None:
        self._allowed: dict[str, list[tuple[str, ...]]] = {}
        for line in form.others if form is not None else ():
            literals = [""]
            for piece in line.pieces:
                if isinstance(piece, Slot):
                    literals.append("")
                else:
                    literals[-1] += piece
            whole = any(isinstance(piece, Slot) and piece.whole for piece in line.pieces)
            for style in {line.style.casefold(), *(_OF_BLOCKS if whole else ())}:
                self._allowed.setdefault(style, []).append(tuple(literals))
        self._known = form is not None

    def judge(self, seen: SeenLine, *, between: bool) -> str:
        """`as printed`, `not compared` (it may have been printed with other words), or `new text`.

        `between` says that the line stands between two clauses that the form prints one straight after the other.
        """
        if between:
            return NEW_TEXT
        if not self._known:
            return "not compared"
        allowed = self._allowed.get(seen.line.style.casefold(), [])
        if (seen.text,) in allowed:
            return "as printed"
        return "not compared" if any(fits(literals, seen.text) is not None for literals in allowed) else NEW_TEXT


def places_alone(form: FormLines | None) -> frozenset[str]:
    """The places whose clauses the form prints one straight after the other, with nothing between."""
    return frozenset(
        loop.place for loop in form.loops
        if all(any(isinstance(piece, Slot) and piece.name == "wording" and piece.whole for piece in line.pieces) for line in loop.lines)
    ) if form is not None else frozenset()


def between_clauses(recognition: Recognition, clauses: Sequence[Expected], alone: frozenset[str]) -> set[int]:
    """The lines between two clauses of one place that is printed with nothing between."""
    found: set[int] = set()
    for a, b in pairwise(recognition.order()):
        if clauses[a].place == clauses[b].place and clauses[a].place in alone:
            found.update(range(recognition.segments[a].end.line + 1, recognition.segments[b].start.line))
    return found


def gaps_of(printed: FrameLine, seen: SeenLine) -> bool:
    """Whether the line holds words that nothing told: more than the number of an item."""
    told = fits(printed.literals, seen.text)
    return told is not None and any(not text.strip().isdigit() for text in told if text.strip())
