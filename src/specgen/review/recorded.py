"""What can be held against something without the issued file: the lines beside the clauses against those that the
record inside the document says it was issued with, and the numbers of items against the lists of the wording.

The record is a claim of whoever sends the document: what differs from it was changed since, and what agrees with it is
only as good as the record. Wording that stands within a line is left to its clause."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz, process

from specgen.recognition.printed import Segment
from specgen.review.changes import Change, change_of_line, change_of_pieces, change_of_words, silent_changes, spot_of
from specgen.review.findings import Expected
from specgen.review.frame import SIGN, SeenLine, moved_lines, parts_of, row_of, with_another_clause
from specgen.review.outside import facts_in, places_of_seen
from specgen.review.sorts import NUMBER_CHANGED, sort_of
from specgen.word.document.lines import Line, Story
from specgen.word.document.looks import read_page_looks
from specgen.word.document.numbering import formatted
from specgen.word.document.stories import Stories
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, record_part, relationships
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
    lines that the record says at another place, with the line that they stand after now, `under_another` clause or not,
    and `pieces` what a line was split into or joined from."""

    old: str
    new: str
    seen: SeenLine | None
    moved: tuple[str, ...] = ()
    after: str = ""
    under_another: bool = False
    pieces: tuple[Sequence[str], Sequence[str]] | None = None

    def changes(self, where: str, near: str) -> Iterator[Change]:
        """What was changed, as the review tells it; `near` says beside what it stands."""
        old, new = self.old, self.new
        spot = spot_of(self.seen.line.part, self.seen.line.numbers) if self.seen is not None else None
        if self.pieces is not None:
            yield dataclasses.replace(change_of_pieces(*self.pieces, where), place=spot)
        elif self.moved:
            told = dataclasses.replace(moved_lines(self.moved, self.after, where), place=spot)
            yield with_another_clause(told, self.after) if self.under_another else told
        elif old == new:
            # A cell that says what another one said: each of the two says something else now.
            yield Change(
                False, "words put into another cell", "", "", sort_of("", new), where, before=new, after=new,
                detail=f"“{new}”" + (f" stands after “{self.after}”" if self.after else ""), place=spot,
            )  # fmt: skip
        elif old and new:
            places = places_of_seen(self.seen) if self.seen is not None else ()
            yield from silent_changes((old,), (new,), facts_in(old, near), where=where, places=places)
        else:
            kind = "text taken out" if old else "new text"
            yield change_of_words(kind, old, new, where)


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
    said = list(_lines_seen(seen, clauses, bare=bare))
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
            moved = tuple(each.words for each in lines)
            another = _under_another(moved, said[: group.new], clauses)
            another = another or _above_another(lines, said[group.new + group.length :], clauses)
            found.append(Differing("", "", lines[0].seen, moved, after, another))
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
    news = [at for at in news if at not in same[1]]
    missing, new = _not_paired({at: keys[at] for at in olds if at not in same[0]}, news, said)
    for at in sorted({*news} - {*new}):
        words, line = said[at].words, said[at].seen
        if not of_clause(line) and words not in wording:
            found.append(Differing(words, words, line, after=said[at - 1].words if at else ""))
    gone_lines = [recorded[at] for at in missing]
    left_out = [line for line in gone_lines if not any(words in line for words in went)]
    return [*found, *_paired(left_out, [(said[at].words, said[at].seen) for at in new])]


def _lines_seen(seen: Iterable[SeenLine], clauses: Sequence[Expected], *, bare: bool) -> Iterator[_Said]:
    """Each line with the words of the clauses that stand within it."""
    for each in seen:
        for line in each.text.split("\n"):
            # Wording that has its line to itself is its clause's, and the record holds it there.
            if _SIGNS.sub("", line).strip():
                whole = _SIGNS.sub(lambda found: "".join(clauses[int(found[1])].lines[:1]), line)
                yield _Said(whole, _key(whole, bare=bare), each)


def _not_paired(olds: Mapping[int, str], news: Iterable[int], said: Sequence[_Said]) -> tuple[list[int], list[int]]:
    """The lines recorded, by their keys, that stand nowhere, and those seen that are recorded nowhere."""
    missing: dict[str, list[int]] = {}
    for at, key in reversed([*olds.items()]):
        missing.setdefault(key, []).append(at)
    new: list[int] = []
    for at in news:
        if missing.get(said[at].key):
            missing[said[at].key].pop()
        else:
            new.append(at)
    return sorted(at for places in missing.values() for at in places), new


def _under_another(moved: Sequence[str], above: Sequence[_Said], clauses: Sequence[Expected]) -> bool:
    """Whether lines that print fields of a clause stand below the wording of another."""
    own = _whose_fields(moved, clauses)
    signs = (sign for each in reversed(above) for sign in reversed(_SIGNS.findall(each.seen.text)))
    under = next(signs, None)
    return bool(own) and under is not None and int(under) not in own


def _above_another(moved: Sequence[_Said], below: Sequence[_Said], clauses: Sequence[Expected]) -> bool:
    """Whether the wording of a clause stands above lines that print fields of another."""
    signs = [sign for each in moved for sign in _SIGNS.findall(each.seen.text)]
    stays = itertools.takewhile(lambda each: not _SIGNS.search(each.seen.text), below)
    owners = [own for each in stays if (own := _whose_fields([each.words], clauses))] if signs else []
    return any(int(signs[-1]) not in own for own in owners)


def _whose_fields(lines: Sequence[str], clauses: Sequence[Expected]) -> set[int]:
    return {
        index
        for index, clause in enumerate(clauses)
        for text in clause.fields.values()
        if any(text and line.endswith(text) for line in lines)
    }


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

_BELOW: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_IN_RUN: Final = re.compile(r"(?<![%0-9])(?:[0-9]+\.)+%[1-9]")
"""How a list says that its numbers are a run under a number above (17.9.11 lvlText), as 3.2.%1."""


def miscounted(
    lines: Sequence[Line], segments: Mapping[int, Segment], clauses: Sequence[Expected], template: Package
) -> dict[int, Change]:
    """Each line of a clause before which another number stands than its place in its list gives it, by its index: a
    numbered item without a number, a number before what is no item, one that does not count on from the one before it
    in the list or does not begin where the lists of the template do, and one that stands under a number that nothing
    above has (17.9).

    `template` says in which figures and letters its lists count and with what they begin; the returned file itself,
    where the template is not at hand."""
    starts = _starts_of(template)
    items = {at: (block, begins) for at, block, begins in _items(lines, segments, clauses)}
    inline = {segment.start.line for index, segment in segments.items() if clauses[index].inline}
    found: dict[int, Change] = {}
    before: dict[tuple[str, int, bool], Line] = {}
    above: set[str] = set()
    last: Line | None = None
    for at, line in enumerate(lines):
        form, _, text = line.sign.rpartition("\n")[0].partition("\n")
        own_form = form, line.level
        kind, begins = items.get(at, ("", False))
        runs = [
            (line.sign.rpartition("\n")[0], line.level, within)
            for within in ((True, False) if at in inline else (False,))
        ]
        counted = [before[run] for run in runs if run in before]
        if kind == "number" and line.count is None and not any(each == "none" for each, _ in starts):
            found[at] = _miscounted(line, _label(last, 1) if last is not None and not line.level else "", line.label)
        elif kind and line.count is not None:
            number, (under, *_) = line.count, _parts(line)
            run = _IN_RUN.search(text)
            wanted = {each.count + 1 for each in counted if each.count is not None}
            begun = starts.get(own_form, frozenset()) if begins and not (run and counted) else frozenset()
            typed = _BELOW.search(under) if run is not None else None
            nowhere = typed is not None and typed[0] not in above
            if typed is not None and nowhere:
                above.add(typed[0])  # one number that is missing above is one change, however many stand under it
            if number not in wanted | begun or kind != "number" or nowhere:
                counts_on = "".join(_label(each, 1) for each in counted[:1] if own_form in starts)
                old = _label(line, min(begun) - number) if begun else counts_on
                found[at] = _miscounted(line, old if old != line.label.strip() else "", line.label.strip())
        if line.count is not None:
            before |= dict.fromkeys(runs[:1] if at in inline else runs, line)
            above.add(line.label.strip("().[] "))
            last = last if line.level else line
        elif said := _BELOW.match(line.text.strip()):
            above.add(said[0])
    return found


def numbers_written(template: Package) -> frozenset[tuple[str, str]]:
    """The figures or letters of the lists of the template, each with what stands round them: `decimal`, `%.`."""
    lists = read_page_looks(template).numbering
    levels = (
        lists.level(number, depth)
        for number in lists.instances
        if (abstract := lists.abstract(number)) is not None
        for depth in lists.starts(abstract)
    )
    return frozenset((level.form, _OWN_LEVEL.sub("%", level.text)) for level in levels if level is not None)


def number_written(line: Line) -> tuple[str, str] | None:
    """The same of a line's own number; None where it has none, or stands below others (3.2.14), which each document
    gives its own."""
    form, _, text = line.sign.rpartition("\n")[0].partition("\n")
    return (form, _OWN_LEVEL.sub("%", text)) if line.count is not None and _IN_RUN.search(text) is None else None


_OWN_LEVEL: Final = re.compile(r"%[1-9]")


def _starts_of(template: Package) -> Mapping[tuple[str, int], frozenset[int]]:
    """The numbers that its lists begin with, by the form that they count in (decimal, lowerLetter) and their level."""
    lists = read_page_looks(template).numbering
    found: dict[tuple[str, int], set[int]] = {}
    for number in lists.instances:
        for depth, start in (lists.starts(abstract) if (abstract := lists.abstract(number)) else {}).items():
            if (level := lists.level(number, depth)) is not None:
                found.setdefault((level.form, depth), set()).add(start)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def _items(
    lines: Sequence[Line], segments: Mapping[int, Segment], clauses: Sequence[Expected]
) -> Iterator[tuple[int, str, bool]]:
    """The lines that say a paragraph of a clause as it was issued, what kind of paragraph it is, and whether a list may
    begin there. Words within a line of the template are numbered as that is."""
    for index, segment in segments.items():
        if clauses[index].inline:
            yield segment.start.line, "" if lines[segment.start.line].count is None else "number", True
            continue
        blocks, stands = clauses[index].blocks, list[Block]()
        at, changed = 0, False
        for number in range(segment.start.line, segment.end.line + 1):
            said = next((n for n in range(at, len(blocks)) if blocks[n].text == lines[number].text), None)
            if said is None:
                changed = True
                continue
            # An item that is gone has its number taken by the next; a changed line may be the one that is not found.
            stands += (each for each in blocks[at:said] if changed or each.kind not in ("bullet", "number"))
            if blocks[said].kind != "heading":
                yield number, blocks[said].kind, _begins(stands, blocks[said].level)
            stands.append(blocks[said])
            at, changed = said + 1, False


def _begins(stands: Sequence[Block], level: int) -> bool:
    """Whether no item of the list that is open at `level` stands before."""
    for each in reversed(stands):
        if each.kind not in ("bullet", "number") or each.level < level:
            return True
        if each.level == level:
            return each.kind == "bullet"
    return True


def _miscounted(line: Line, old: str, new: str) -> Change:
    detail = "" if old else "not the number that its place in its list gives it"
    return change_of_line(NUMBER_CHANGED, line, "value", removed=old, added=new, detail=detail)


def _parts(line: Line) -> tuple[str, str, str]:
    """What a list prints before its line's own number, that number, and what after it; the last two "" for none."""
    own = formatted(line.count or 0, line.sign.partition("\n")[0])
    found = line.label.strip().rpartition(own) if own else ("", "", "")
    return found if found[1] else (line.label.strip(), "", "")


def _label(line: Line, further: int) -> str:
    """The line's number so much further on in its list, "" where it prints none."""
    head, own, tail = _parts(line)
    number = formatted((line.count or 0) + further, line.sign.partition("\n")[0])
    return f"{head}{number}{tail}" if own else ""


# By way of which programs it came back, by what is left of the marks that it went out with.

_APPLICATION: Final = re.compile(rb"<(?:\w+:)?Application>([^<]{1,200})</")
_NAMED: Final = re.compile(
    r"(LibreOffice|OpenOffice|ONLYOFFICE|WPS Office|Google Docs|Apple Pages|AbiWord|Aspose\.Words)[/ ]?([0-9][0-9.]*)?"
)
_PANDOC: Final = frozenset({"FirstParagraph", "Compact"})
"""Styles that pandoc gives to paragraphs of any document."""
_ADVICE: Final = "docs/word/other-programs.md says what such a program does to a document."


def roads_taken(package: Package, story: Story, clauses: Sequence[Expected]) -> tuple[str, ...]:
    """What the file's marks say of the programs that it went through, in sentences; none where all marks are whole."""
    tags = [each.tag for each in clauses if each.tag]
    held = {control.tag for control in story.controls}
    kept = sum(tag in held for tag in tags)
    marked = [each for each in clauses if each.bookmark]
    lost = [each.title for each in marked if each.bookmark not in story.bookmarks]
    bookmarks = len(marked) - len(lost)
    record = record_part(package) is not None
    name = _saved_by(package)
    saved = (f"It was saved by {name}, as its properties say.",) if name else ()
    said = _left_by(package, len(tags), kept, bookmarks, record=record)
    if lost and bookmarks and kept == len(tags):
        named = ", ".join(f"“{title}”" for title in lost[:3]) + (" and others" if len(lost) > 3 else "")
        gone = f"Of its {len(marked)} bookmarks {len(lost)} {'is' if len(lost) == 1 else 'are'} gone ({named})"
        said = f"{said} {gone}: some libraries lose them, or somebody took them out.".strip()
    return (*saved, f"{said} {_ADVICE}") if said else saved


def _left_by(package: Package, tags: int, kept: int, bookmarks: int, *, record: bool) -> str:
    fields = _fields(package)
    if tags and not kept and fields:
        way = ".odt" if "FILLIN" in fields else ".doc or .rtf"
        return (
            f"Its content controls came back as {' and '.join(sorted(fields))} fields, which is what LibreOffice makes "
            f"of them by way of {way}: the words stand, and a program may replace them."
        )
    if tags and not kept and bookmarks:
        by = (
            "LibreOffice, saving it as .docx, leaves it"
            if record
            else "AbiWord, or LibreOffice by .odt or .doc, leaves it"
        )
        gone = "" if record else " and its record"
        return f"Its content controls{gone} are gone and its bookmarks are kept, as {by}."
    if tags and not kept and not bookmarks and not record:
        by = "pandoc leaves it" if _styles(package) & _PANDOC else "pandoc, a copy by way of HTML, or pasting leaves it"
        return f"All its marks are gone, as {by}."
    if 0 < kept < tags:
        return (
            f"Of its {tags} content controls {tags - kept} are gone, as docxmlater and other libraries leave it, or "
            "because somebody took them out; words may have gone with them."
        )
    if bookmarks and kept == tags and not record:
        return "Its marks are whole and its record is gone, as where it was put into another file (docxcompose)."
    return ""


def _saved_by(package: Package) -> str:
    """The program that the properties name, where it is one of another maker than Word's."""
    part = next((each.target for each in relationships(package) if each.type.endswith("/extended-properties")), "")
    found = _APPLICATION.search(package.part(part)) if part in package.entries else None
    named = _NAMED.match(found[1].decode("utf-8", "replace").strip()) if found is not None else None
    return " ".join(filter(None, named.groups())) if named is not None else ""


def _fields(package: Package) -> set[str]:
    """The kinds of fields in the main part that LibreOffice makes of content controls."""
    codes = (each.text or "" for each in package.tree(package.main).iter(w("instrText")))
    return {code.split()[0] for code in codes if code.strip()} & {"FILLIN", "FORMTEXT"}


def _styles(package: Package) -> set[str]:
    return {each.get(w("val"), "") for each in package.tree(package.main).iter(w("pStyle"))}
