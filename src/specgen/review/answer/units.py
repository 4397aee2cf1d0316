"""What can be decided of a file that came back: its changes, each with an id that is the same whenever it is reviewed.

The id is made of the part, of where the change is anchored in it, and of the words on both sides; never of the ids that
Word gives, which programs give twice and anew. Marks that are decided together have one id.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from specgen.problems import cut
from specgen.review.answer.halves import with_halves
from specgen.review.answer.nearest import Comments, beside_clauses, note_of
from specgen.review.changes import MOVED, MOVED_AWAY, MOVED_HERE, NEVER_ISSUED, Change
from specgen.review.findings import OutsideChange, Review
from specgen.review.sorts import SORT_WORDS, joined, weight_of
from specgen.review.words import by_whom, comment_lines, place_of, said_date, spot_said, visible
from specgen.word.document.fillins import holders_of_states
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, content_hash, parsed
from specgen.word.reply.comments import SpotAt, ThreadAt, fault_of_thread
from specgen.word.reply.controls import hold
from specgen.word.reply.letters import WordsAt, fault_of
from specgen.word.reply.missing import MissingParagraph, fault_of_missing
from specgen.word.reply.proposals import (
    NO_COMMENT_BESIDE,
    NO_COMMENT_OF_THEIRS,
    VERDICTS,
    AnswerVerdict,
    Proposal,
    no_comment,
    read_proposals,
)
from specgen.word.reply.rows import MissingRow, RowsAgain, RowsAt, fault_of_missing_row, fault_of_rows

if TYPE_CHECKING:
    from specgen.word.reply.write import AnswerPlace

NOWHERE: Final = "it stands at no one place in the file; answer it in Word or in your letter"
_SIGNS_IN_WORDS: Final = ("[note]", "[picture", "[equation]", "[date]", "{page}", "[another document]", "[sign ")
_BESIDE_THE_TEXT: Final = ("header", "footer", "footnotes", "endnotes")
_DIGITS: Final = 10
_MOST_ALIKE: Final = 2_000
_LETTERS: Final[Mapping[type, str]] = {
    Proposal: "t",
    WordsAt: "s",
    RowsAgain: "s",
    MissingParagraph: "s",
    RowsAt: "s",
    MissingRow: "s",
    ThreadAt: "c",
    SpotAt: "s",
    type(None): "x",
}
"""What an id begins with: a tracked change, a silent one, a comment, or what is not answered in the file."""
COMMENT: Final = "comment"
"""The kind of a unit that is a comment of theirs with its replies."""


class Unit(Struct, frozen=True):
    """What is decided as one: its id, the file that it is of and the hash of what that holds, what is told of it, and
    where it is answered.

    `fault` says why no mark of ours can answer it in the file; "" where one can. `half` is the id of the
    other half of a paragraph that was moved without tracking.
    """

    id: str
    file: str
    content: str
    told: Told
    where: AnswerPlace | RowsAgain | None
    fault: str = ""
    half: str = ""
    together: tuple[str, ...] = ()
    """The ids of all the changes, its own among them, that together make an agreed fallback; () where none do."""

    @property
    def detail(self) -> str:
        """What is told of it beside its words, for whoever decides."""
        half = f"the other half is {self.half}: decide both alike" if self.half else ""
        return "; ".join(filter(None, (self.told.detail, half)))

    def refusal(self, verdict: AnswerVerdict) -> str:
        """Why this verdict cannot be carried out in the file; "" when it can."""
        if self.where is None:
            return self.fault or NOWHERE
        if isinstance(self.where, Proposal | ThreadAt):
            return self.where.refusal(verdict)
        if isinstance(self.where, SpotAt) and self.where.tracked and verdict == "accept":
            return "the tracked change stands where none of ours can; answer it in Word"
        if verdict in ("accept", "ask") and self.where.part.rpartition("/")[2].startswith(_BESIDE_THE_TEXT):
            return NO_COMMENT_BESIDE
        if verdict == "counter" and isinstance(self.where, RowsAt | MissingRow | RowsAgain):
            return "a row has no one place for other words"
        if verdict == "counter" and isinstance(self.where, MissingParagraph) and self.where.likes:
            return "a whole clause has no one place for other words; refuse it, and change the clause in Word"
        if verdict == "counter" and isinstance(self.where, SpotAt):
            return self.fault or "no words of ours could take the place of others there; refuse it or ask about it"
        return NO_COMMENT_OF_THEIRS if verdict == "reply" else ""

    @property
    def takes(self) -> list[AnswerVerdict]:
        """The verdicts that can be carried out in the file."""
        return [verdict for verdict in VERDICTS if not self.refusal(verdict)]


class Told(Struct, frozen=True):
    """What a report says of a unit: where it stands, its kinds, who made it, its class, and the words on both sides."""

    place: str
    kind: str
    by: str
    sort: str
    removed: str
    added: str
    detail: str


def content_of(package: Package) -> str:
    """The hash by which a report says of which file it is: of every part of it."""
    return content_hash((name, package.digest(name)) for name in package.names)


def identified(review: Review, package: Package) -> tuple[Review, tuple[Unit, ...]]:
    """The review with an id on every change, and what can be decided, what matters first."""
    told = list(_told(review))
    owners = _Owners(package)
    near, comments = list(beside_clauses(review, package)), Comments(package)
    keys = [owners.key(change) for _, change in told]
    groups: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        groups.setdefault(owners.joined(key), []).append(number)
    content = content_of(package)
    times: dict[str, int] = {}
    ids: dict[int, str] = {}
    units: list[Unit] = []
    for key, numbers in groups.items():
        place, changes = told[numbers[0]][0], [told[at][1] for at in numbers]
        told_of, (where, fault) = _told_of(place, changes), owners.where(key, changes)
        if where is None and (spot := comments.about_change(changes[0], told_of, near[numbers[0]])) is not None:
            where = spot
        unit = Unit("", review.file, content, told_of, where, fault)
        said = _said(unit)
        times[said] = times.get(said, 0) + 1
        unit = replace(unit, id=id_of(unit, times[said]))
        units.append(unit)
        ids.update(dict.fromkeys(numbers, unit.id))
    units = with_halves(units, package)
    for unit in _threads(review, owners, content):
        said = _said(unit)
        times[said] = times.get(said, 0) + 1
        units.append(replace(unit, id=id_of(unit, times[said])))
    # A report is read from the top: what matters stands there.
    return _with_ids(review, ids), tuple(sorted(units, key=lambda unit: weight_of(unit.told.sort, unit.told.kind)))


def _threads(review: Review, owners: _Owners, content: str) -> Iterator[Unit]:
    """The comments, each with its replies."""
    places = [(f"{number}. {each.expected.title}", each.comments) for number, each in enumerate(review.clauses, 1)]
    for place, comments in (*places, ("", review.comments)):
        for comment in comments:
            part = comment.place.part
            where, fault = owners.judged_thread(ThreadAt(part, comment.number, comment.id))
            near = place or place_of(OutsideChange(Change(False, COMMENT, "", "", "look"), part))
            after = any(said == "reply after it was resolved" for _, said in comment_lines([comment]))
            state = "resolved, and replied to after that" if after else _RESOLVED if comment.settled else ""
            about = f"about “{visible(comment.about)}”" if comment.about else ""
            told = Told(
                near,
                COMMENT,
                ", ".join(filter(None, (comment.author or "no author given", said_date(comment.date)))),
                COMMENT,
                "",
                "\n".join(
                    f"{each.author or 'no author given'}: {each.words}" if said else each.words
                    for each, said in comment_lines([comment])
                ),
                "; ".join(filter(None, (about, state))),
            )
            yield Unit("", review.file, content, told, where, fault)


_RESOLVED: Final = "resolved"


def is_resolved(thread: Unit) -> bool:
    """Whether somebody resolved the thread and nobody replied to it after that."""
    return thread.told.detail.split("; ")[-1] == _RESOLVED


def id_of(unit: Unit, time: int = 1) -> str:
    """The id that the unit has by its part, its anchor and its words; `time` tells apart those alike in all three."""
    digits = hashlib.sha256(f"{_said(unit)}\0{time}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{_LETTERS[type(unit.where)]}-{digits[:_DIGITS]}"


def _said(unit: Unit) -> str:
    where, told = unit.where, unit.told
    sides = f"{unit.content}\0{told.removed}\0{told.added}"
    if isinstance(where, Proposal):
        return f"{where.part}\0{where.marks}\0{sides}"
    if isinstance(where, WordsAt):
        return f"{where.part}\0{where.paragraph} {where.start} {where.end} {where.whole}\0{where.issued}\0{sides}"
    if isinstance(where, RowsAgain):
        held = " ".join(f"{each.beside} {each.after} {each.row} {each.order}" for each in where.issued)
        return f"{where.part}\0rows {where.stand.rows} {held}\0{sides}"
    if isinstance(where, MissingParagraph):
        return f"{where.part}\0{where.beside} {where.after} {where.like} {where.order}\0{where.issued}\0{sides}"
    if isinstance(where, ThreadAt):
        return f"{where.part}\0comment {where.number} {where.comment}\0{sides}"
    if isinstance(where, SpotAt):
        held = f" {where.holder} {where.held}" if where.holder else ""
        return f"{where.part}\0spot {where.paragraph}{held}\0{where.note}\0{sides}"
    if isinstance(where, MissingRow):
        return f"{where.part}\0row {where.beside} {where.after} {where.row} {where.order}\0{where.table}\0{sides}"
    if isinstance(where, RowsAt):
        return f"{where.part}\0rows {where.rows}\0{sides}"
    return f"{told.place}\0{told.kind}\0{told.detail}\0{sides}"


def _told_of(place: str, changes: Sequence[Change]) -> Told:
    changes = sorted(
        changes, key=lambda each: (each.place.marks, each.place.paragraphs) if each.place is not None else ((), ())
    )

    def each(texts: Iterable[str], between: str) -> str:
        return between.join(dict.fromkeys(text for text in texts if text))

    found = joined(change.sort for change in changes)
    never = [change for change in changes if change.detail.endswith(NEVER_ISSUED)]
    kind = each((change.kind for change in changes), ", ")
    details = [
        f"of this, “{cut(visible(change.removed))}”: {change.detail}"
        if change in never and len(changes) > 1
        else change.detail
        for change in changes
    ]
    removed = [change.removed for change in changes if change.removed and change not in never]
    added = [change.added for change in changes if change.added]
    if kind == f"{MOVED_HERE}, {MOVED_AWAY}" or kind == f"{MOVED_AWAY}, {MOVED_HERE}":
        # Each half says where the other is.
        kind, details = MOVED, [", ".join(sorted(details)).replace(", moved to", ", to")]
    between = "\n" if changes[0].place is not None and changes[0].place.again is not None else " … "
    return Told(
        place,
        kind,
        each((by_whom(change) for change in changes), "; "),
        SORT_WORDS[found] if found is not None else "",
        between.join(removed),
        between.join(added),
        each(details, "; "),
    )


def _told(review: Review) -> Iterator[tuple[str, Change]]:
    """Every change of the review, with where it stands in words."""
    for number, clause in enumerate(review.clauses, 1):
        for change in clause.changes:
            beside = "" if change.where == "wording" else f", {change.where.replace('_', ' ')}"
            yield "\n".join(filter(None, (f"{number}. {clause.expected.title}{beside}", spot_said(change)))), change
    for each in review.outside:
        yield "\n".join(filter(None, (place_of(each), spot_said(each.change)))), each.change


def _with_ids(review: Review, ids: Mapping[int, str]) -> Review:
    """The same review; changes are counted as `_told` counts them, and those of one place that are decided together
    are one, so that every report has as many as there are to decide."""
    at = iter(range(len(ids)))

    def named(changes: Iterable[Change]) -> list[Change]:
        return [dataclasses.replace(change, id=ids[next(at)]) for change in changes]

    clauses = tuple(replace(clause, changes=_each_once(named(clause.changes))) for clause in review.clauses)
    outer = named(each.change for each in review.outside)
    beside = {change.id: each for each, change in zip(review.outside[::-1], outer[::-1], strict=True)}
    outside = tuple(replace(beside[change.id], change=change) for change in _each_once(outer))
    return replace(review, clauses=clauses, outside=outside)


def _each_once(changes: Iterable[Change]) -> tuple[Change, ...]:
    held: dict[str, list[Change]] = {}
    for change in changes:
        held.setdefault(change.id, []).append(change)
    return tuple(each[0] if len(each) == 1 else _as_one(each) for each in held.values())


def _as_one(changes: Sequence[Change]) -> Change:
    told, first = _told_of("", changes), changes[0]
    people = list(dict.fromkeys((change.author, change.date) for change in changes if change.tracked))
    author, date = people[0] if len(people) == 1 else (told.by, "")
    sort = joined(change.sort for change in changes) or first.sort
    return dataclasses.replace(
        first, kind=told.kind, removed=told.removed, added=told.added, sort=sort, author=author, date=date,
        detail=told.detail,
    )  # fmt: skip


# Units as a report keeps them, so that they are answered without the review being made again.


_KEPT: Final[Mapping[type, Mapping[str, str]]] = {
    Proposal: {"marks": "marks"},
    WordsAt: {"paragraph": "paragraph", "whole": "whole", "issued": "issued"},
    RowsAgain: {},
    MissingParagraph: {name: name for name in MissingParagraph.__struct_fields__ if name != "part"},
    ThreadAt: {"comment": "number", "named": "comment"},
    RowsAt: {"rows": "rows", "first": "paragraph"},
    MissingRow: {name: name for name in MissingRow.__struct_fields__ if name != "part"},
    SpotAt: {"spot": "paragraph", **{name: name for name in ("note", "how", "away", "tracked", "holder", "held")}},
}
"""What is kept of each kind of place, and what it is called there."""


def kept(unit: Unit) -> str:
    """What a report keeps of the unit: where it stands in the file."""
    where = unit.where
    value: dict[str, object] = {"content": unit.content, "file": unit.file, "fault": unit.fault, "half": unit.half}
    value |= {"together": unit.together} if unit.together else {}
    if where is not None:
        value |= {"part": where.part, **{name: getattr(where, held) for name, held in _KEPT[type(where)].items()}}
    if isinstance(where, WordsAt):
        value["letters"] = [where.start, where.end]
    if isinstance(where, RowsAgain):
        value["again"] = to_builtins(where)
    for name in ("place", "kind", "by", "sort", "removed", "added", "detail"):
        value[name] = getattr(unit.told, name)
    return json.dumps(value, ensure_ascii=True)


def kept_file(name: str, content: str) -> str:
    """What a report keeps of a file, whether or not anything changed in it."""
    return json.dumps({"content": content, "file": name})


def units_kept(texts: Mapping[str, str], package: Package) -> tuple[Unit, ...]:
    """The units of this file that a report keeps, by their ids, read again in the file; without those of other files,
    and those whose text is not what it was or does not fit the file."""
    owners = _Owners(package)
    content = content_of(package)
    found = (_unit_kept(identity, text, owners) for identity, text in texts.items() if content_kept(text) == content)
    return tuple(unit for unit in found if unit is not None)


def content_kept(text: str) -> str:
    """The hash of the file that a text of `kept` is about; "" where it says none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(value.get("content", "")) if isinstance(value, dict) else ""


def _unit_kept(identity: str, text: str, owners: _Owners) -> Unit | None:
    try:
        value = json.loads(text)
        told = Told(*(str(value[name]) for name in ("place", "kind", "by", "sort", "removed", "added", "detail")))
        where, fault = _where_kept(value, owners)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
    said = fault or str(value.get("fault", ""))
    file, content, half = (str(value.get(name, "")) for name in ("file", "content", "half"))
    unit = Unit(identity, file, content, told, where, said, half, tuple(map(str, value.get("together", ()))))
    stays = (identity == id_of(unit, time) for time in range(1, _MOST_ALIKE))
    return unit if where is None or any(stays) else None


def _where_kept(value: Mapping[str, Any], owners: _Owners) -> tuple[AnswerPlace | RowsAgain | None, str]:
    if "part" not in value:
        return None, str(value["fault"])
    part = str(value["part"])
    if "marks" in value:
        marks = {int(mark) for mark in value["marks"]}
        found, fault = _one_of([each for each in owners.proposals(part) if marks & set(each.marks)])
        if found is not None and set(found.marks) != marks:
            raise ValueError(part)
        return found, fault
    if "comment" in value:
        return owners.judged_thread(ThreadAt(part, int(value["comment"]), str(value["named"])))
    if "spot" in value:
        how = value["how"]
        if how not in ("changed", "taken out", "put in"):
            raise ValueError(how)
        number, note, held = int(value["spot"]), str(value["note"]), str(value.get("held", ""))
        away, tracked = bool(value["away"]), bool(value["tracked"])
        spot = SpotAt(part, number, note, how, away, tracked, int(value.get("holder", 0)), held)
        return owners.judged_spot(spot)
    if "rows" in value:
        return owners.judged_rows(RowsAt(part, tuple(int(each) for each in value["rows"]), int(value["first"])))
    if "cells" in value:
        fields = {name: value[name] for name in _KEPT[MissingRow]}
        return owners.judged_missing_row(convert({"part": part, **fields}, MissingRow))
    if "beside" in value:
        fields = {name: value[name] for name in _KEPT[MissingParagraph]}
        return owners.judged_missing(convert({"part": part, **fields}, MissingParagraph))
    if "again" in value:
        return owners.judged_again(convert(value["again"], RowsAgain))
    if "columns" in value:  # in reports of before
        return None, "the rows of exchanged columns are decided as one now: make the report anew with “specgen review”"
    start, end = (int(each) for each in value["letters"])
    where = WordsAt(part, int(value["paragraph"]), start, end, str(value["issued"]), "", 0, bool(value["whole"]))
    return owners.judged(where)


class _Owners:
    """Which marks of the file are decided together, and which change stands for which of them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._proposals: dict[str, list[Proposal]] = {}
        self._of_mark: dict[tuple[str, int], str] = {}
        self._same: dict[str, str] = {}
        self._paragraphs: dict[str, list[etree._Element]] = {}
        self._grouped: dict[str, dict[str, list[Proposal]]] = {}
        self._count = 0

    def key(self, change: Change) -> str:
        """What the change belongs to; changes with one key are decided together."""
        place = change.place
        if place is None:
            self._count += 1
            return f"nowhere {self._count}"
        if place.again is not None:
            return f"{place.part} again {place.again.stand.rows}"
        if place.spot:
            self._count += 1
            return f"spot {self._count}"
        if place.rows:
            return f"{place.part} rows {place.rows}"
        if place.row is not None:
            return f"{place.part} row {place.row}"
        if not change.tracked:
            return f"{place.part} {place.paragraphs} {place.start} {place.end} {place.beside} {change.removed}"
        self._read(place.part)
        keys = [self._of_mark[place.part, mark] for mark in place.marks if (place.part, mark) in self._of_mark]
        for one in keys[1:]:
            self._grouped.clear()
            self._same[self.joined(one)] = self.joined(keys[0])
        return keys[0] if keys else f"{place.part} {place.marks}"

    def joined(self, key: str) -> str:
        """The key that stands for all that turned out to be one change."""
        while key in self._same and self._same[key] != key:
            key = self._same[key]
        return key

    def _together(self, part: str) -> dict[str, list[Proposal]]:
        """The proposals of the part by the key that stands for them."""
        if part not in self._grouped:
            grouped = self._grouped[part] = {}
            for each in self._proposals.get(part, []):
                grouped.setdefault(self.joined(_name(each)), []).append(each)
        return self._grouped[part]

    def where(self, key: str, changes: Sequence[Change]) -> tuple[AnswerPlace | RowsAgain | None, str]:
        """Where the changes, which are one, are answered in the file, or why they cannot be."""
        change, place = changes[0], changes[0].place
        if place is None:
            return None, NOWHERE
        if change.tracked:
            return _one_of(self._together(place.part).get(key, []))
        if place.again is not None:
            return self.judged_again(place.again)
        if place.spot:
            spot = SpotAt(place.part, place.paragraphs[0], note_of(change), holder=place.holder, held=place.held)
            return self.judged_spot(spot)
        if place.row is not None:
            return self.judged_missing_row(replace(place.row, issued=change.removed))
        if place.rows:
            return self.judged_rows(RowsAt(place.part, place.rows, place.paragraphs[0]))
        return self._of_words(change)

    def _of_words(self, change: Change) -> tuple[WordsAt | MissingParagraph | None, str]:
        place = change.place
        if place is None or place.spot:
            return None, "some of its words have no place in the file as it stands"
        if len(place.paragraphs) != 1:
            return None, "its line is made of more than one paragraph; answer it in Word"
        if any(sign in change.removed for sign in _SIGNS_IN_WORDS):
            return None, "the issued words hold a note, a picture or a field; answer it in Word"
        if place.beside:
            at, after, issued = place.paragraphs[0], place.beside == "after", change.removed
            own = place.likes, place.control, place.out_of
            missing = MissingParagraph(place.part, at, after, place.like, place.start, issued, *own)
            return self.judged_missing(missing)
        at, end, issued, says = place.paragraphs[0], place.end, change.removed, change.after
        return self.judged(WordsAt(place.part, at, place.start, end, issued, says, place.before, place.whole))

    def judged_missing(self, where: MissingParagraph) -> tuple[MissingParagraph | None, str]:
        """The paragraph that is gone, if it can be put in again, or why it cannot be."""
        known = self._paragraphs_of(where.part)
        known_all = all(0 < each <= len(known) for each in (where.beside, *where.likes))
        whole = not where.likes or len(where.likes) == len(where.issued.split("\n"))
        if not known_all or not whole or not 0 <= where.like <= len(known):
            return None, "its place is not found"
        like = known[where.like - 1] if where.like else None
        fault = fault_of_missing(known[where.beside - 1], like, where)
        return (None if fault else where), fault

    def judged_missing_row(self, where: MissingRow) -> tuple[MissingRow | None, str]:
        """The row that is gone, if it can be put in again, or why it cannot be."""
        root = self._root(where.part)
        paragraphs = self._paragraphs_of(where.part)
        rows = list(root.iter(w("tr"))) if root is not None and not where.table else paragraphs
        if not 0 < where.paragraph <= len(paragraphs) or not 0 < where.beside <= len(rows):
            return None, "its place is not found"
        fault = fault_of_missing_row(rows[where.beside - 1], where)
        return (None if fault else where), fault

    def judged_rows(self, where: RowsAt) -> tuple[RowsAt | None, str]:
        """The rows, if they can be struck, or why they cannot be."""
        root = self._root(where.part)
        rows = list(root.iter(w("tr"))) if root is not None else []
        if (
            not where.rows
            or max(where.rows) > len(rows)
            or not 0 < where.paragraph <= len(self._paragraphs_of(where.part))
        ):
            return None, "its row is not found"
        fault = fault_of_rows([rows[number - 1] for number in where.rows])
        return (None if fault else where), fault

    def judged_again(self, where: RowsAgain) -> tuple[RowsAgain | None, str]:
        """The rows, if they can be struck and put in again, or why they cannot be."""
        found = [self.judged_rows(where.stand), *map(self.judged_missing_row, where.issued)]
        fault = next((fault for _, fault in found if fault), "")
        return (None if fault else where), fault

    def judged_thread(self, where: ThreadAt) -> tuple[ThreadAt | None, str]:
        """The comment, if a reply can stand in its thread, or why none can."""
        fault = fault_of_thread(self._package, where)
        return (None if fault else where), fault

    def judged_spot(self, where: SpotAt) -> tuple[SpotAt | None, str]:
        """The paragraph, if a comment can stand at it, or why none can."""
        known = self._paragraphs_of(where.part)
        if not 0 < where.paragraph <= len(known):
            return None, "its paragraph is not found"
        holders = holders_of_states(known[0].getroottree().getroot()) if where.holder else []
        if not 0 <= where.holder <= len(holders) or (
            where.holder and not hold(deepcopy(holders[where.holder - 1]), where.held)
        ):
            where = replace(where, holder=0, held="")
        fault = no_comment(known[where.paragraph - 1], main=where.part == self._package.main)
        return (None if fault else where), f"{fault}; answer it in Word or in your letter" if fault else ""

    def judged(self, where: WordsAt) -> tuple[WordsAt | None, str]:
        """The words, if they can be answered in the file, or why they cannot be."""
        known = self._paragraphs_of(where.part)
        if not 0 < where.paragraph <= len(known):
            return None, "its paragraph is not found"
        fault = fault_of(known[where.paragraph - 1], where)
        return (None if fault else where), fault

    def _paragraphs_of(self, part: str) -> list[etree._Element]:
        if part not in self._paragraphs:
            root = self._root(part)
            self._paragraphs[part] = list(root.iter(w("p"))) if root is not None else []
        return self._paragraphs[part]

    def proposals(self, part: str) -> list[Proposal]:
        """The proposals of the part."""
        self._read(part)
        return self._proposals[part]

    def _root(self, part: str) -> etree._Element | None:
        return parsed(self._package, part)[0] if part in self._package.entries else None

    def _read(self, part: str) -> None:
        if part in self._proposals:
            return
        root = self._root(part)
        main = part == self._package.main
        self._proposals[part] = read_proposals(root, part, main=main) if root is not None else []
        self._grouped.pop(part, None)
        for each in self._proposals[part]:
            self._of_mark.update(dict.fromkeys(((part, mark) for mark in each.marks), _name(each)))


def _name(proposal: Proposal) -> str:
    return f"{proposal.part} marks {proposal.marks}"


def _one_of(proposals: Sequence[Proposal]) -> tuple[Proposal | None, str]:
    """The proposals as one, since one change is told of all of them."""
    if not proposals:
        return None, "its marks are not found; answer it in Word"
    first = proposals[0]
    if len(proposals) > 1:
        first = replace(
            first,
            marks=tuple(sorted(mark for each in proposals for mark in each.marks)),
            paragraphs=tuple(dict.fromkeys(number for each in proposals for number in each.paragraphs)),
            fault=next((each.fault for each in proposals if each.fault), ""),
            no_words="it stands in more than one place, so other words have no one place there",
        )
    # What can be answered with nothing else may still be asked about.
    reason = first.fault or first.no_reject
    return (None, reason) if reason and first.no_comment else (first, "")
