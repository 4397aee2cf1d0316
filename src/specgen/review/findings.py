"""What a review finds, as frozen values: every report, on screen, in Word, in Excel and in JSON, is made of these."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.values import Printed
from specgen.problems import Problem, cut
from specgen.recognition.by_words import Stands
from specgen.recognition.printed import Recognised
from specgen.word.document.comments import Comment
from specgen.word.document.revisions import OF_LOOK, RevisedWords, Revision
from specgen.wording.difference import BlockDifference, Stretch, compare
from specgen.wording.sequences import reshaped
from specgen.wording.wording import Block, Blocks, Run

Sort = Literal["wording", "value", "wording and value", "choice", "punctuation", "place", "look"]
HowTracked = Literal["", "with tracking", "without tracking"]
ClauseState = Literal[
    "untouched", "changed with tracking", "changed without tracking", "changed with and without tracking", "deleted"
]
Checked = Literal["library", "issued file", "no"]
ReliedOn = Literal[
    "issued file", "pack record", "record in the document", "marks in the document", "words in the document", "nothing"
]

SORT_WORDS: Mapping[Sort, str] = {
    "wording": "wording",
    "value": "a number, date, name or threshold",
    "wording and value": "wording, and a number, date, name or threshold",
    "choice": "a box ticked or emptied",
    "punctuation": "punctuation or spacing only",
    "place": "place only",
    "look": "look only",
}
"""What each class of change is called in a report."""

IN_ORDER: Final[tuple[Sort, ...]] = (
    "value",
    "wording and value",
    "choice",
    "wording",
    "punctuation",
    "place",
    "look",
)
"""The classes as they are read: the change that matters comes first."""

NEVER_CUT: Final[frozenset[Sort]] = frozenset({"value", "wording and value", "choice", "wording"})
"""Words, values and ticks are never left out of a list, and never shortened."""


def by_weight(changes: Iterable[Change]) -> list[Change]:
    """The changes with those that matter first; those of one class stay in their order."""
    return sorted(changes, key=lambda change: IN_ORDER.index(change.sort))


_LINE_ENDS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})


def as_read(text: str) -> str:
    """The text as it is read back from a file: every line end is `\\n`."""
    return text.replace("\r\n", "\n").translate(_LINE_ENDS)


class Expected(Struct, frozen=True):
    """A clause as it went out: what the returned document is held against.

    `fields` are the place's own fields that are printed beside the wording (a threshold, a date). `checked` says what
    vouches for the words: the library (rendered again from the approved version), only the issued file, or nothing but
    the claim of the document itself; `remark` says more where there is more to say.
    """

    id: str
    version: int
    fingerprint: str
    title: str
    tag: str
    bookmark: str
    blocks: Blocks
    inline: bool
    values: Mapping[str, Printed] = msgspec.field(default_factory=dict)
    fields: Mapping[str, str] = msgspec.field(default_factory=dict)
    checked: Checked = "library"
    remark: str = ""
    proposed: bool = False
    """Whether it stands there only as a tracked change that nobody has accepted: it was put in, and nothing was there
    before."""
    wording: Blocks = ()
    """The library's own words with their placeholders open; () where the library does not vouch for the version."""
    approved: bool = False
    """Whether the organisation's list approves this version: only then are its words called approved."""

    @property
    def place(self) -> str:
        """The place of the clause's id, such as `quality`; "" for an id of another shape."""
        return self.id.split("/")[1] if self.id.count("/") == 2 else ""

    @property
    def name(self) -> str:
        """`id@version`; what a figure is called, which has no version."""
        return f"{self.id}@{self.version}" if self.version else self.title

    @property
    def lines(self) -> tuple[str, ...]:
        """The words as they are read back, a line for each block that has any."""
        return tuple(as_read(block.text) for block in self.blocks if block.text.strip())


class ChangePlace(Struct, frozen=True):
    """Where a change stands in the file that came back, for those who answer it there.

    A tracked one has its marks, by their number among those of the part; a silent one its paragraphs and its letters
    from `start` to `end` of their words without the tracked changes. `whole` says that it is the whole paragraph.
    """

    part: str
    marks: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()
    start: int = 0
    end: int = 0
    whole: bool = False
    before: int = 0
    """How many letters of the paragraph stand before the line that was compared."""
    beside: Literal["", "after", "before"] = ""
    """Of a paragraph that is gone: on which side of `paragraphs` it stood; `start` orders those of one place."""
    like: int = 0
    """Of a paragraph that is gone: one of its clause that has the same form; 0 where none is known."""
    spot: bool = False
    """Whether only a comment can answer it there: no words stand in the place of others."""


def spot_of(part: str, paragraphs: Sequence[int]) -> ChangePlace | None:
    """The paragraph at which a comment can answer a change of place, look or number; None where none is known."""
    return ChangePlace(part, (), tuple(paragraphs[:1]), spot=True) if paragraphs and paragraphs[0] else None


class LinePlace(Struct, frozen=True):
    """The paragraphs of a part whose words a line is, and how many of their letters stand before it."""

    part: str
    paragraphs: tuple[int, ...]
    before: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    With tracking it is one revision as the file gives it: `kind`, `author`, `date` (as written in the file). Without
    tracking it is a difference between what was issued and what the file says when every tracked change is rejected; it
    has no author. `where` is `wording`, a field's name, or `beside the wording`; `before` and `after` are the whole
    paragraph. `detail` says what of the look changed.
    """

    tracked: bool
    kind: str
    removed: str
    added: str
    sort: Sort
    where: str = "wording"
    author: str = ""
    date: str = ""
    before: str = ""
    after: str = ""
    detail: str = ""
    place: ChangePlace | None = field(default=None, compare=False)
    """Where it can be answered; None where it stands at no one place."""
    id: str = field(default="", compare=False)
    """Its id in this file, once it has been given one (`answer/units.py`)."""


CLAUSE_MOVED: Final = "clause moved"
"""The kind of the change of place that a clause has which stands elsewhere and that nobody tracked."""


class OutsideChange(Struct, frozen=True):
    """A change that belongs to no clause. `part` is the part of the file, `near` says beside what it stands."""

    change: Change
    part: str
    near: str = ""


class ClauseFinding(Struct, frozen=True):
    """What became of one clause. `rejected` are its lines without the tracked changes, `theirs` those with them."""

    expected: Expected
    recognised: Recognised | None
    rejected: tuple[str, ...]
    theirs: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    deleted: HowTracked = ""
    moved: HowTracked = ""
    remarks: tuple[str, ...] = ()
    stands: Stands = "word for word"
    """What became of its own words if the tracked changes are accepted, as insert and audit say it too."""

    @property
    def state(self) -> ClauseState:
        """What became of the words; a move is apart, and what is cut and pasted with tracking is no change of words."""
        if self.deleted:
            return "deleted"
        only_moved = self.moved == "with tracking" and self.rejected == self.theirs
        kinds = {
            change.tracked
            for change in self.changes
            if change.kind != CLAUSE_MOVED and not (only_moved and change.tracked)
        }
        if kinds == {True, False}:
            return "changed with and without tracking"
        if not kinds:
            return "untouched"
        return "changed with tracking" if True in kinds else "changed without tracking"

    @property
    def as_issued(self) -> bool:
        """Whether nothing happened to it, and something vouches for what it is held against."""
        return self.state == "untouched" and not self.moved and self.expected.checked != "no"

    @property
    def summary(self) -> str:
        """The state and the move in a few words."""
        words = f"deleted {self.deleted}" if self.deleted else str(self.state)
        return f"{words}, moved {self.moved}" if self.moved else words


class Relied(Struct, frozen=True):
    """What the review relied on, and what that is worth, in sentences."""

    kind: ReliedOn
    says: tuple[str, ...]
    reference: str = ""
    title: str = ""
    untouched: bool = False
    """Whether what came back is byte for byte what a record says was issued."""


class Review(Struct, frozen=True):
    """All that a review of one file found. `file` is the name of what came back.

    `outside` are changes that belong to no clause, `comments` those that stand at none; `uncompared` are lines outside
    the clauses that nothing told how they were issued; `not_looked_at` says what the review cannot speak for."""

    file: str
    relied: Relied
    clauses: tuple[ClauseFinding, ...]
    outside: tuple[OutsideChange, ...]
    comments: tuple[Comment, ...]
    uncompared: tuple[str, ...]
    not_looked_at: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def as_issued(self) -> bool:
        """Whether every clause is as issued and nothing else is known to have changed; never where nothing could be
        held against it."""
        return (
            self.relied.kind not in ("nothing", "words in the document")
            and all(clause.as_issued for clause in self.clauses)
            and not self.outside
            and not self.unknown
            and not any(problem.severity == "error" for problem in self.problems)
        )

    @property
    def unknown(self) -> tuple[str, ...]:
        """The lines of which nothing tells how they were issued, in a file that was saved since: each may have been
        changed, so the file is not vouched for. None where it is byte for byte as its record says."""
        return () if self.relied.untouched else self.uncompared

    def counts(self) -> dict[str, int]:
        """How many clauses of each state, how many moved, and how many changes and comments there are."""
        states = {
            state: sum(clause.state == state for clause in self.clauses)
            for state in (
                "untouched",
                "changed with tracking",
                "changed without tracking",
                "changed with and without tracking",
                "deleted",
            )
        }
        return {
            "clauses": len(self.clauses),
            **states,
            "moved": sum(bool(clause.moved) for clause in self.clauses),
            "outside": len(self.outside),
            "comments": sum(1 + len(comment.replies) for comment in self.every_comment()),
        }

    def by_class(self) -> dict[Sort, int]:
        """How many changes of each class there are, in clauses and elsewhere, those that matter first."""
        found = Counter(change.sort for clause in self.clauses for change in clause.changes)
        found.update(each.change.sort for each in self.outside)
        return {sort: found[sort] for sort in IN_ORDER if found[sort]}

    def every_comment(self) -> Iterator[Comment]:
        """The comments at clauses and elsewhere, replies within them."""
        for clause in self.clauses:
            yield from clause.comments
        yield from self.comments


# What sort of change a change is: wording; a number, date, name or threshold; punctuation or spacing only.
#
# docs/reference/review.md says the same to readers. Nothing is hidden by a class: it only orders what a person reads.

VALUE_FIELDS: Final = frozenset(
    {
        "threshold",
        "baseline",
        "period",
        "frequency",
        "date",
        "timescale",
        "due",
        "accountable",
        "owner",
        "by",
        "to",
        "key_action",
        "horizon",
    }
)
"""Fields beside the wording that hold nothing but a number, a date, an interval, a post or a threshold."""

_TOKEN: Final = re.compile(
    r"(?:(?<!\w)[-−])?[£$€]?\d+(?:[.,/:–-]\d+)*\w*%?"  # a number with its sign, currency, separators and unit
    r"|[<>≤≥=±~+%£$€°]"
    r"|[^\W\d_]+"
)
_SIGNS: Final = frozenset("<>≤≥=±~+%£$€°")
_BOXES: Final = frozenset("☐☑☒□■▢▣✓✔✗✘⬜⬛🗹🗷🗸\uf0a8\uf0fe\uf0fd\uf06f\uf078\uf0fc")
"""Boxes and ticks, those of the Wingdings font among them."""
_VALUE_WORDS: Final = """
    nought zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen
    hour hours day days week weeks month months quarters year years daily weekly
    fortnightly monthly quarterly annually yearly percent cent per minimum maximum
    """
_ORDINALS: Final = frozenset({"one", "first", "second", "third", "fourth", "fifth", "sixth", "half", "quarter"})
_NEAR_VALUES: Final = frozenset(
    {"once", "twice", "working", "calendar", "business", "least", "most", "fewer", "less", "more", "above", "below",
     "exceed", "exceeds"}
)  # fmt: skip
"""Words that are a number or a limit beside one (“first quarter”, “once a year”, “no more than 5”), or in the place of
another (“once” made “twice”), and plain words elsewhere (“has first explained”, “once a plan is agreed”)."""
_BEFORE_VALUES: Final = frozenset(
    {"later", "earlier", "about", "around", "approximately", "roughly", "nearly", "almost"}
)  # fmt: skip
"""Words that are a limit beside a number and nowhere else."""
_LIMIT: Final = re.compile(r"\b(?:at (?:least|most)|(?:no|not) (?:later|earlier|more|less|fewer) than|up to)\b")
"""A limit in words: all of them say as much as the figure that they stand before."""

_NAMES_OF_TIME: Final = """
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """
"""With their capitals: “may” is a word that gives a discretion, and no month."""
_VALUES: Final = frozenset(_VALUE_WORDS.split())
_TIMES: Final = frozenset(_NAMES_OF_TIME.split())


def sort_of(
    old: str, new: str, *, field: str = "", inside_value: bool = False, around: tuple[str, str] = ("", "")
) -> Sort:
    """The class of a change from `old` to `new`, each given with the whole words at its edges.

    `field` is the name of the field that it stands in, "" for wording; `inside_value` says that it stands wholly inside
    a value that the contract filled in; `around` is what stands before and after it in its paragraph."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if _one_text(old, new):
        return "look"
    if _turns(old) != _turns(new):
        # What is read from right to left is read as something else, though its letters are the same.
        return "value" if field in VALUE_FIELDS or inside_value or any(map(_is_value, before)) else "wording"
    if _same_but_for_punctuation(before, after):
        boxes = [[sign for sign in words if sign in _BOXES] for words in (old, new)]
        return "choice" if boxes[0] != boxes[1] else "punctuation"
    if field in VALUE_FIELDS or inside_value:
        return "value"
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    values = sum(_is_value(word) for word in (*gone, *come))
    for mine, other, side in ((gone, come, before), (come, gone, after)):
        for word in mine:
            if word.casefold() in _ORDINALS | _NEAR_VALUES:
                values += any(map(_may_be_value, other)) or _beside(word, side, around)
            elif word.casefold() in _BEFORE_VALUES:
                values += _beside(word, side, around)
            elif len(mine) > 1 and not _is_value(word) and word.casefold() not in map(str.casefold, other):
                # One word alone that comes or goes, such as “not”, is no other limit.
                values += _of_limit(word, side, around)
    if values == len(gone) + len(come) > 0:
        return "value"
    return "wording and value" if values else "wording"


def _one_text(old: str, new: str) -> bool:
    """Whether two texts are one for Unicode (Standard Annex 15): é as one character, or as e and its accent."""
    return old != new and unicodedata.normalize("NFC", old) == unicodedata.normalize("NFC", new)


_TURNING: Final = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200f\u061c")


def _turns(words: str) -> list[str]:
    """The characters that turn the direction in which the words are read."""
    return [letter for letter in words if letter in _TURNING] if not words.isascii() else []


def _beside(word: str, side: Sequence[str], around: tuple[str, str]) -> bool:
    """Whether a number stands next to the word, or what is counted by one: a day, a month, a per cent."""
    left, right = (_TOKEN.findall(words) for words in around)
    row = [*left, *side, *right]
    at = len(left) + side.index(word)
    reach = 1 if word.casefold() in _ORDINALS else 2
    return any(_is_value(near) or near == "quarter" for near in (*row[max(at - 1, 0) : at], *row[at + 1 :][:reach]))


def _of_limit(word: str, side: Sequence[str], around: tuple[str, str]) -> bool:
    """Whether the word is part of a limit in words before a value, as “at” in “at least 80%”."""
    left, right = (_TOKEN.findall(words) for words in around)
    row = " ".join([*left[-3:], *side, *right[:5]]).casefold()
    return any(
        word.casefold() in found[0].split() and any(map(_is_value, row[found.end() :].split()[:2]))
        for found in _LIMIT.finditer(row)
    )


def _may_be_value(word: str) -> bool:
    return _is_value(word) or word.casefold() in _ORDINALS | _NEAR_VALUES


def touches_value(line: str, start: int, end: int, values: Iterable[Printed]) -> bool:
    """Whether the letters from `start` to `end` of `line`, or the point between two, lie inside one of `values`."""
    for value in values:
        for text in (value,) if isinstance(value, str) else value:
            at = line.find(text) if text.strip() else -1
            while at != -1:
                if at <= start and end <= at + len(text) and (start < end or at < start < at + len(text)):
                    return True
                at = line.find(text, at + 1)
    return False


def joined(sorts: Iterable[Sort]) -> Sort | None:
    """The one class that says what all of `sorts` say together; None for none."""
    found = set(sorts)
    if not found:
        return None
    if "wording and value" in found or {"wording", "value"} <= found:
        return "wording and value"
    return next(sort for sort in ("wording", "value", "choice", "punctuation", "place", "look") if sort in found)


def _same_but_for_punctuation(old: list[str], new: list[str]) -> bool:
    """Whether only what stands between words differs: words may be joined or parted, numbers and signs may not."""

    def figures(words: list[str]) -> list[str]:
        return [word for word in words if _has_figure(word)]

    def letters(words: list[str]) -> str:
        return "".join("\0" if _has_figure(word) else word for word in words)

    return figures(old) == figures(new) and letters(old) == letters(new)


def _has_figure(word: str) -> bool:
    return word in _SIGNS or any(letter.isdigit() for letter in word)


def _is_value(word: str) -> bool:
    return _has_figure(word) or word in _TIMES or word.casefold() in _VALUES


# The changes of one clause or line: those without tracking, from words; those with tracking, from revisions.

_MOST_LINES: Final = 400
_MOST_LETTERS: Final = 60_000
"""A clause with more lines or letters than these is not compared word by word but shown as replaced."""
_PUT_IN: Final = frozenset({"insertion", "move to", "row inserted", "cell inserted"})
_TAKEN_OUT: Final = frozenset({"deletion", "move from", "row deleted", "cell deleted"})
_END_OF_PARAGRAPH: Final = "the paragraph's end"
"""How `word.revisions` marks a revision of a paragraph's end; its words are revisions of their own."""
_OF_WORDS: Final = frozenset({"insertion", "deletion", "move from", "move to"})
Veiled = tuple[tuple[str, str], ...]
"""Words that cannot be read on the page, each with the reason."""
SAME_LETTERS: Final = "the same letters, written as other characters"
NUMBER_CHANGED: Final = "number changed"
"""The kind of a change of a printed number that follows from the count of its list."""


def blocks_of(lines: Iterable[str]) -> Blocks:
    """The lines as paragraphs of one run each, for the word-level difference."""
    return tuple(Block("paragraph", (Run(line),)) for line in lines)


def difference(old: Sequence[str], new: Sequence[str]) -> tuple[BlockDifference, ...]:
    """The word-level difference of the lines; what is too long to compare word by word is replaced as a whole."""
    if max(len(old), len(new)) > _MOST_LINES or sum(map(len, old)) + sum(map(len, new)) > _MOST_LETTERS:
        gone = (BlockDifference(block, None, (Stretch("removed", block.inlines),)) for block in blocks_of(old))
        come = (BlockDifference(None, block, (Stretch("added", block.inlines),)) for block in blocks_of(new))
        return (*gone, *come)
    return compare(blocks_of(old), blocks_of(new))


def silent_changes(
    old: Sequence[str],
    new: Sequence[str],
    values: Iterable[Printed] = (),
    *,
    where: str = "wording",
    field: str = "",
    places: Sequence[LinePlace] = (),
) -> tuple[Change, ...]:
    """What differs between the lines as issued and as they are without the tracked changes; empty only if they are
    equal. `places` are those of the new lines, where they are known."""
    if tuple(old) == tuple(new):
        return ()
    known = tuple(values)
    found: list[Change] = []
    for each in reversed(reshaped(old, new)):
        was, is_ = old[each.old : each.old + each.olds], new[each.new : each.new + each.news]
        place = places[each.new] if len(places) == len(new) else None
        spot = spot_of(place.part, place.paragraphs) if place is not None else None
        found.insert(0, dataclasses.replace(change_of_pieces(was, is_, where), place=spot))
        held = tuple(places[each.new : each.new + 1]) * each.olds
        places = [*places[: each.new], *held, *places[each.new + each.news :]] if len(places) == len(new) else ()
        new = [*new[: each.new], *was, *new[each.new + each.news :]]
    at = 0
    blocks = difference(old, new)
    if len(old) == len(new) == 1 and len(blocks) == 2:
        # One line in the place of another is that line changed, however little they share: 9 made 8 in a cell.
        one, two = blocks_of(old)[0], blocks_of(new)[0]
        stretches = Stretch("removed", one.inlines), Stretch("added", two.inlines)
        blocks = (BlockDifference(one, two, stretches),)
    for number, block in enumerate(blocks):
        known_places = len(places) == len(new)
        place = places[at] if block.new is not None and known_places else None
        if block.new is None and known_places and places:
            # Several that are gone at one place stood there in this order.
            place = replace(places[max(at - 1, 0)], before=number)
        at += block.new is not None
        if not block.same:
            found += _of_block(block, known, where, field, place, at)
    assert found, "lines that differ must show a difference"
    # Where nothing stays in its place, nothing moved against it.
    return tuple(_moved_within(found)) if any(block.old and block.new for block in blocks) else tuple(found)


def change_of_pieces(old: Sequence[str], new: Sequence[str], where: str) -> Change:
    """A paragraph that was split, or several that were joined, with no word changed."""
    split = len(old) == 1
    kind = "paragraph split" if split else "paragraphs joined"
    count = max(len(old), len(new))
    one = cut(old[0] if split else new[0])
    detail = f"“{one}” {'is' if split else 'was'} {count} paragraphs{' now' if split else ''}, word for word"
    return Change(False, kind, "", "", "place", where, before="\n".join(old), after="\n".join(new), detail=detail)


_WHOLE: Final = frozenset({"paragraph taken out", "paragraph put in"})


def _moved_within(changes: Sequence[Change]) -> Iterator[Change]:
    """The changes; a paragraph that is taken out at one place and put in word for word at another is moved. What it
    stands under may give it another meaning, so it keeps the class of its words."""
    gone = Counter(each.before for each in changes if each.kind == "paragraph taken out")
    both = gone & Counter(each.after for each in changes if each.kind == "paragraph put in")
    left = {"paragraph taken out": Counter(both), "paragraph put in": both}
    for each in changes:
        words = each.before or each.after
        if each.kind in _WHOLE and left[each.kind][words]:
            left[each.kind][words] -= 1
            to = "away from here" if each.kind == "paragraph taken out" else "to here"
            each = dataclasses.replace(each, kind=f"paragraph moved {to}")
        yield each


def _of_block(
    block: BlockDifference, values: Sequence[Printed], where: str, field: str, place: LinePlace | None, follows: int
) -> Iterator[Change]:
    """The changes of one line; `follows` counts the new lines down to it."""
    before, after = block.old.text if block.old else "", block.new.text if block.new else ""
    if block.old is None or block.new is None:
        kind = "paragraph put in" if block.old is None else "paragraph taken out"
        change = Change(
            False, kind, before, after, sort_of(before, after, field=field), where, before=before, after=after
        )
        if block.new is None and place is not None:
            side: Literal["after", "before"] = "after" if follows else "before"
            yield dataclasses.replace(
                change, place=ChangePlace(place.part, (), place.paragraphs, place.before, beside=side)
            )
        else:
            yield dataclasses.replace(change, place=_placed(place, 0, len(after), whole=True))
        return
    at = now = 0
    removed, added = "", ""
    for stretch in (*block.stretches, None):
        if stretch is not None and stretch.mark == "removed":
            removed += stretch.text
        elif stretch is not None and stretch.mark == "added":
            added += stretch.text
        else:
            if removed or added:
                inside = touches_value(before, at, at + len(removed), values)
                sort = sort_of(
                    _with_edges(before, at, removed, removed),
                    _with_edges(before, at, removed, added),
                    field=field,
                    inside_value=inside,
                    around=(before[:at], before[at + len(removed) :]),
                )
                kind = "words changed" if removed and added else "words taken out" if removed else "words put in"
                spot = _placed(place, now, now + len(added))
                detail = SAME_LETTERS if sort == "look" else ""
                yield Change(False, kind, removed, added, sort, where, "", "", before, after, detail, spot)
            at += len(removed) + (len(stretch.text) if stretch is not None else 0)
            now += len(added) + (len(stretch.text) if stretch is not None else 0)
            removed = added = ""


def _placed(line: LinePlace | None, start: int, end: int, *, whole: bool = False) -> ChangePlace | None:
    """The letters from `start` to `end` of the line as a place in the file."""
    if line is None:
        return None
    at = line.before
    return ChangePlace(line.part, (), line.paragraphs, at + start, at + end, whole and not at, at)


def _with_edges(line: str, at: int, removed: str, words: str) -> str:
    """`words` in the place of `removed` with the rest of the words that they touch."""
    left = line[:at].split(" ")[-1][-200:]
    right = line[at + len(removed) :].split(" ")[0][:200]
    return f"{left}{words}{right}"


def tracked_change(
    revision: Revision,
    revised: Mapping[tuple[int, str], RevisedWords],
    values: Iterable[Printed] = (),
    *,
    where: str = "wording",
    field: str = "",
    veiled: Veiled = (),
) -> Change:
    """The revision as a change, with its class by the words that stand there before and after. `veiled` are words of
    its paragraph that cannot be read once the tracked changes are accepted: a look that hides them takes them out."""
    place = revision.place
    words = next(
        (found for identity in revision.ids if (found := revised.get((place.paragraph, identity))) is not None), None
    )

    def change(removed: str, added: str, sort: Sort, detail: str) -> Change:
        who, when, marks = revision.author, revision.date, ChangePlace(place.part, revision.marks)
        return Change(
            True, revision.kind, removed, added, sort, where, who, when, place.before, place.after, detail, marks
        )

    if revision.detail == _END_OF_PARAGRAPH:
        ended = f"the paragraph “{cut(revision.words)}”" if revision.words else "an empty paragraph"
        return change("", "", "punctuation", f"the end of {ended}")
    if revision.kind in OF_LOOK and (hides := [each for each in veiled if _of_it(revision, each[0])]):
        gone = " … ".join(text for text, _ in hides)
        reasons = ", ".join(dict.fromkeys(reason for _, reason in hides))
        hidden = f"cannot be read on the page once it is accepted: {reasons}"
        return change(gone, "", sort_of(gone, "", field=field), hidden)
    removed = revision.words if revision.kind in _TAKEN_OUT else ""
    added = revision.words if revision.kind in _PUT_IN else ""
    detail = revision.detail or ("" if removed or added else revision.words)
    return change(removed, added, _sort(revision, words, tuple(values), field), detail)


def _sort(revision: Revision, words: RevisedWords | None, values: Sequence[Printed], field: str) -> Sort:
    if revision.kind in OF_LOOK:
        return "look"
    if revision.kind in _OF_WORDS and words is not None and words.old != words.new:
        inside = touches_value(revision.place.before, words.start, words.end, values)
        line = revision.place.before
        around = line[: words.start], line[words.end :]
        return sort_of(words.old, words.new, field=field, inside_value=inside, around=around)
    return sort_of(revision.words, "", field=field)


def _of_it(revision: Revision, words: str) -> bool:
    """Whether the words are among those whose look the revision changes; one of a whole paragraph changes all."""
    return not revision.words or words.strip() in revision.words or revision.words.strip() in words
