"""What can be held against something without the issued file: the lines beside the clauses against those that the
record inside the document says it was issued with, and the numbers of items against the lists of the wording.

The record is a claim of whoever sends the document: what differs from it was changed since, and what agrees with it is
only as good as the record. Wording that stands within a line is left to its clause."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz, process

from specgen.recognition.printed import Segment
from specgen.review.findings import (
    NUMBER_CHANGED,
    Change,
    Expected,
    change_of_pieces,
    silent_changes,
    sort_of,
    spot_of,
)
from specgen.review.frame import SIGN, SeenLine, moved_lines, parts_of, row_of
from specgen.review.outside import places_of_seen
from specgen.word.document.lines import Line, Story
from specgen.word.document.stories import Stories
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, parsed, relationships
from specgen.wording.sequences import common_row, displaced, reshaped
from specgen.wording.wording import Block

_LIKE: Final = 50.0
"""How alike two lines must be, of 100, for one to be the other changed."""
_SIGNS: Final = re.compile(f"{SIGN}([0-9]+){SIGN}")
_NUMBER: Final = re.compile(r"[0-9]{1,4}[.)]\s+")
_MOST_PAIRED: Final = 250_000


class Differing(Struct, frozen=True):
    """A line that the record does not say, with the one that it says instead ("" for none); or `seen` None, where a
    line is missing. `new` is what the line says, with the issued wording where a clause stands within it. `moved` are
    lines that the record says at another place, with the line that they stand after now, and `pieces` what a line was
    split into or joined from."""

    old: str
    new: str
    seen: SeenLine | None
    moved: tuple[str, ...] = ()
    after: str = ""
    pieces: tuple[Sequence[str], Sequence[str]] | None = None

    def changes(self, where: str) -> Iterator[Change]:
        """What was changed, as the review tells it."""
        old, new = self.old, self.new
        spot = spot_of(self.seen.line.part, self.seen.line.numbers) if self.seen is not None else None
        if self.pieces is not None:
            yield dataclasses.replace(change_of_pieces(*self.pieces, where), place=spot)
        elif self.moved:
            yield dataclasses.replace(moved_lines(self.moved, self.after, where), place=spot)
        elif old == new:
            # A cell that says what another one said: each of the two says something else now.
            yield Change(
                False, "words put into another cell", "", "", sort_of("", new), where, before=new, after=new,
                detail=f"“{new}”" + (f" stands after “{self.after}”" if self.after else ""), place=spot,
            )  # fmt: skip
        elif old and new:
            places = places_of_seen(self.seen) if self.seen is not None else ()
            yield from silent_changes((old,), (new,), where=where, places=places)
        else:
            kind = "text taken out" if old else "new text"
            yield Change(False, kind, old, new, sort_of(old, new), where, before=old, after=new)


class _Said(Struct, frozen=True):
    """A line that stands there: its words, how it is compared, and the seen line that it is one of."""

    words: str
    key: str
    seen: SeenLine


def held_against(
    recorded: Sequence[str],
    seen: Sequence[SeenLine],
    clauses: Sequence[Expected],
    gone: Sequence[Expected],
    of_clause: Callable[[SeenLine], bool] = lambda _: False,
) -> list[Differing]:
    """The lines outside the clauses that differ from those recorded, each once.

    `gone` are the clauses that are no longer there: their titles and fields went with them, and the numbers before
    other titles may have moved on. A whole row or line that stands elsewhere and is `of_clause` is told by the clause's
    own move."""
    went = [said for clause in gone for said in (clause.title, *clause.fields.values(), *clause.lines) if said.strip()]
    bare = bool(gone)
    said: list[_Said] = []
    for each in seen:
        for line in each.text.split("\n"):
            # Wording that has its line to itself is its clause's, and the record holds it there.
            if not _SIGNS.sub("", line).strip():
                continue
            whole = _SIGNS.sub(lambda found: "".join(clauses[int(found[1])].lines[:1]), line)
            said.append(_Said(whole, _key(whole, bare=bare), each))
    keys = [_key(line, bare=bare) for line in recorded]
    if keys == [each.key for each in said]:
        return []
    found: list[Differing] = []
    wording = {line for clause in clauses for line in clause.lines}
    came: set[int] = set()
    left: set[int] = set()
    lines_seen = [each.seen for each in said]
    for group in displaced(keys, [each.key for each in said], [*map(row_of, lines_seen)], parts_of(lines_seen)):
        lines = said[group.new : group.new + group.length]
        came.update(range(group.new, group.new + group.length))
        left.update(range(group.old, group.old + group.length))
        # Of words that stand in a clause too the record may hold the one printing for the other.
        if not of_clause(lines[0].seen) and not wording.issuperset(each.words for each in lines):
            after = said[group.new - 1].words if group.new else ""
            found.append(Differing("", "", lines[0].seen, tuple(each.words for each in lines), after))
    olds = [at for at in range(len(keys)) if at not in left]
    news = [at for at in range(len(said)) if at not in came]
    for shape in reshaped([keys[at] for at in olds], [said[at].key for at in news]):
        was, is_ = olds[shape.old : shape.old + shape.olds], news[shape.new : shape.new + shape.news]
        if len({said[at].seen.line.cell for at in is_}) == 1:
            pieces = [recorded[at] for at in was], [said[at].words for at in is_]
            found.append(Differing("", "", said[is_[0]].seen, pieces=pieces))
            left.update(was)
            came.update(is_)
    olds = [at for at in olds if at not in left]
    news = [at for at in news if at not in came]
    pairs = common_row([keys[at] for at in olds], [said[at].key for at in news])
    same = {olds[a] for a, _ in pairs}, {news[b] for _, b in pairs}
    missing: dict[str, list[int]] = {}
    for at in reversed(olds):
        if at not in same[0]:
            missing.setdefault(keys[at], []).append(at)
    new: list[int] = []
    for at in news:
        other = said[at]
        if at in same[1]:
            continue
        if not missing.get(other.key):
            new.append(at)
            continue
        missing[other.key].pop()
        if not of_clause(other.seen) and other.words not in wording:
            found.append(Differing(other.words, other.words, other.seen, after=said[at - 1].words if at else ""))
    gone_lines = [recorded[at] for at in sorted(at for places in missing.values() for at in places)]
    left_out = [line for line in gone_lines if not any(words in line for words in went)]
    return [*found, *_paired(left_out, [(said[at].words, said[at].seen) for at in new])]


def _key(line: str, *, bare: bool) -> str:
    """The line as it is compared: programs change white space; a number of an item only counts where no item went."""
    line = " ".join(line.split())
    return _NUMBER.sub("", line, count=1) if bare else line


def _paired(missing: list[str], new: Sequence[tuple[str, SeenLine]]) -> list[Differing]:
    found: list[Differing] = []
    few = len(missing) * len(new) <= _MOST_PAIRED
    for line, each in new:
        nearest = process.extractOne(line, missing, scorer=fuzz.ratio, score_cutoff=_LIKE) if few else None
        found.append(Differing(missing.pop(nearest[2]) if nearest is not None else "", line, each))
    return [*found, *(Differing(old, "", None) for old in missing)]


def recorded_stories(beside: Mapping[str, Sequence[str]], main: str) -> Stories:
    """The headers, footers and notes that the record says."""
    others = tuple(
        Story(part, tuple(Line(line, part) for line in lines)) for part, lines in beside.items() if part != main
    )
    return Stories(Story(main, ()), others)


# The numbers that lists print before items. What they were is not recorded; they follow from the wording's lists.

_LAST: Final = re.compile(r"(?P<below>.*?)(?P<count>[0-9]{1,5}|[a-z]{1,8}|[A-Z]{1,8})(?P<end>[^0-9A-Za-z]*)")
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_FIGURES: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def miscounted(
    lines: Sequence[Line], segments: Mapping[int, Segment], clauses: Sequence[Expected], template: Package | None
) -> dict[int, Change]:
    """Each line of a clause before which another number stands than its place in its list gives it, by its index: a
    numbered item without a number, a number before what is no item, one that does not count on from the one before it
    in the list or does not begin with 1, and one that stands under a number that nothing above has (17.9).

    `template`, where it is at hand, says in which figures and letters its lists count."""
    forms = _forms_of(template) if template is not None else frozenset[str]()
    items = {at: (kind, begins) for at, kind, begins in _items(lines, segments, clauses)}
    inline = {segment.start.line for index, segment in segments.items() if clauses[index].inline}
    found: dict[int, Change] = {}
    before: dict[tuple[str, bool], tuple[int, str]] = {}
    above: set[str] = set()
    item = ""
    for at, line in enumerate(lines):
        label = line.label.strip()
        last = _LAST.fullmatch(label) if label and not line.sign.startswith("bullet") else None
        kind, begins = items.get(at, ("", False))
        run = line.sign, at in inline
        counted = before.get(run)
        if kind == "number" and last is None:
            found[at] = _miscounted(line, _next(item) if line.level == 0 else "", label)
        elif kind and last is not None:
            below = last["below"].strip("().[] ")
            wanted = {counted[0] + 1} if counted is not None else {1}
            if begins and not below:
                wanted.add(1)
            unlike = counted is None and bool(forms) and line.sign.partition("\n")[0] not in forms
            off = not (_counts(last["count"]) & wanted) or (counted is None and not begins)
            if off or unlike or kind != "number" or (_FIGURES.fullmatch(below) and below not in above):
                found[at] = _miscounted(line, _next(counted[1]) if counted is not None else "", label)
        if last is not None:
            reading = _counts(last["count"])
            on = counted is not None and counted[0] + 1 in reading
            before[run] = counted[0] + 1 if counted is not None and on else min(reading, default=0), label
            above.add(label.strip("().[] "))
            item = label if line.level == 0 else item
        elif line.heading and (typed := _FIGURES.match(line.text.strip())):
            above.add(typed[0])
    return found


def _forms_of(template: Package) -> frozenset[str]:
    """The forms of numbers (decimal, lowerLetter) that the lists of the template are defined with."""
    parts = [each.target for each in relationships(template, template.main) if each.type.endswith("/numbering")]
    roots = [parsed(template, part)[0] for part in parts if part in template.entries]
    return frozenset(each.get(w("val"), "") for root in roots if root is not None for each in root.iter(w("numFmt")))


def _items(
    lines: Sequence[Line], segments: Mapping[int, Segment], clauses: Sequence[Expected]
) -> Iterator[tuple[int, str, bool]]:
    """The lines that say a paragraph of a clause as it was issued, what kind of paragraph it is, and whether a list may
    begin there. Words within a line of the template are numbered as that is."""
    for index, segment in segments.items():
        if clauses[index].inline:
            yield segment.start.line, lines[segment.start.line].kind, True
            continue
        blocks = clauses[index].blocks
        at = 0
        for number in range(segment.start.line, segment.end.line + 1):
            said = next((n for n in range(at, len(blocks)) if blocks[n].text == lines[number].text), None)
            if said is not None and blocks[said].kind != "heading":
                yield number, blocks[said].kind, _begins(blocks, said)
            at = at if said is None else said + 1


def _begins(blocks: Sequence[Block], number: int) -> bool:
    """Whether no item of the same list stands before the block in its clause."""
    level = blocks[number].level
    for each in reversed(blocks[:number]):
        if each.kind not in ("bullet", "number") or each.level < level:
            return True
        if each.level == level:
            return each.kind == "bullet"
    return True


def _miscounted(line: Line, old: str, new: str) -> Change:
    detail = "" if old else "not the number that its place in its list gives it"
    place = spot_of(line.part, line.numbers)
    return Change(
        False, NUMBER_CHANGED, old, new, "value", before=line.text, after=line.text, detail=detail, place=place
    )


def _counts(count: str) -> frozenset[int]:
    """The numbers that a figure, or letters read as letters or as a Roman number, may stand for."""
    if count.isdigit():
        return frozenset({int(count)})
    small = count.casefold()
    alike = frozenset({(len(small) - 1) * 26 + ord(small[0]) - ord("a") + 1} if len(set(small)) == 1 else ())
    if not set(small) <= set(_ROMAN):
        return alike
    values = [_ROMAN[letter] for letter in small]
    return alike | {sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))}


def _next(label: str) -> str:
    """The number after `label` in a list that counts in figures, "" for any other."""
    last = _LAST.fullmatch(label)
    return f"{last['below']}{int(last['count']) + 1}{last['end']}" if last and last["count"].isdigit() else ""
