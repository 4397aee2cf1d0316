"""What the returned documents of one pack say against each other: a fact that was changed in one place and that another
place, which said the same when it was issued, says otherwise now.

Two places said the same fact where they print one clause with the same values, where the pack's record says that a
value of both was written at one place of the contract, where it says that the one lists a report whose sentence the
other holds, or where a labelled line (“Provider: …”) stands in both.
Nothing is taken for one fact because it looks alike: a figure that two clauses share by chance is two facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from specgen.assembly.marks import read_reading_tag, short_key
from specgen.assembly.values import Printed
from specgen.issue.records import RECORD_FILE, IssuedClause, IssuedDocument, read_issue_record
from specgen.library.model import Library
from specgen.plainfile import read_plain
from specgen.problems import cut
from specgen.review.changes import Change, difference
from specgen.review.comparison.rows import ROW_TAKEN_OUT
from specgen.review.findings import Review
from specgen.review.issued import Claim, rendered
from specgen.review.returns.finding import LARGEST_RECORD, SentFile, lines_of_file
from specgen.review.sorts import NEVER_CUT

_DEFAULT: Final = "the clause's own words"
"""How a record begins to say where a value was written that the contract does not give: no two of them are one fact."""
_LABEL_ENDS: Final = ": "
_LONGEST_LABEL: Final = 60
_FEWEST_QUOTED: Final = 5
"""Words of a line that may be one of several of a sentence that is quoted."""
NOT_BACK: Final = " (did not come back)"


class SaidNow(Struct, frozen=True):
    """A line that is no longer as issued, with the words that it has when all that is tracked is accepted; `clause` is
    its clause's bookmark, "" outside the clauses, and `title` what the clause is called. A clause that is gone has no
    words."""

    clause: str
    title: str
    before: str = ""
    after: str = ""
    went: tuple[str, ...] = ()
    """Of a clause that is gone: the words that went with it."""

    @property
    def gone(self) -> bool:
        """Whether this tells of a clause that is gone."""
        return not self.before and not self.after


class Otherwise(Struct, frozen=True):
    """A fact that was changed in one place and stands otherwise in another: the file and the place of both, what both
    said as issued, and what each says now."""

    file: str
    where: str
    issued: str
    now: str
    other: str
    other_where: str
    there: str


def in_sentences(found: Iterable[Otherwise]) -> list[str]:
    """Each fact with what it is now, and where it stands otherwise: documents that say the same of it together."""
    said: dict[str, dict[str, list[str]]] = {}
    for each in found:
        changed = f"{each.file}, {each.where}: “{each.issued}” {each.now}"
        there = said.setdefault(changed, {}).setdefault(each.there, [])
        there.append(each.other if each.where == each.other_where else f"{each.other}, {each.other_where}")
    return [
        "; ".join((changed, *(f"{there} in {' and in '.join(others)}" for there, others in where.items())))
        for changed, where in said.items()
    ]


def said_now(review: Review) -> tuple[SaidNow, ...]:
    """The lines of a returned document whose words or figures are not as issued, and its clauses that are gone."""
    found: list[SaidNow] = []
    for clause in review.clauses:
        marked, title = clause.expected.bookmark, clause.expected.title
        if clause.deleted:
            went = tuple(each.removed for each in clause.changes if each.removed and not each.added)
            found.append(SaidNow(marked, title, went=went))
            continue
        changes = sorted(clause.changes, key=lambda each: each.tracked)
        pairs = ((each.before, each.after) for each in changes if each.sort in NEVER_CUT)
        found += [SaidNow(marked, title, *pair) for pair in _followed(pairs)]
    outside = sorted((each.change for each in review.outside), key=lambda each: each.tracked)
    pairs = (pair for each in outside if each.sort in NEVER_CUT for pair in _lines_changed(each))
    told = (*found, *(SaidNow("", "", *pair) for pair in _followed(pairs)))
    came = {change.after for change in review.every_change() if change.after and not change.before}
    # A line that is gone here and came there word for word is moved, and says what it said.
    return tuple(each for each in told if each.after or each.gone or each.before not in came)


def _lines_changed(change: Change) -> Iterator[tuple[str, str]]:
    """The lines that the change makes otherwise: of a row that is gone each of its own."""
    place = change.place
    if change.kind == ROW_TAKEN_OUT and place is not None and place.row is not None:
        yield from ((line, "") for cell in place.row.cells for line in cell.split("\n"))
    else:
        yield change.before, change.after


def _followed(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each line as issued with what became of it in the end: a line that was changed without tracking and then with it
    is one."""
    became: dict[str, str] = {}
    for before, after in pairs:
        source = next((line for line, now in became.items() if now == before and line != before), before)
        if before and before != after:
            became[source] = after
    return list(became.items())


def stands_otherwise(
    sent: Sequence[SentFile],
    back: Mapping[str, Sequence[tuple[str, Sequence[SaidNow]]]],
    unread: Iterable[str],
    library: Library,
    absent: str = NOT_BACK,
) -> list[Otherwise]:
    """What of a pack was changed in one place and stands otherwise in another. `sent` are the documents of the pack,
    `back` gives by the name of each the files that came back with what they say now, `unread` those of which that is
    not known; `absent` is said of a document of which no file is at hand. Raises OSError where the pack's record
    cannot be read."""
    if not any(said for files in back.values() for _, said in files):
        return []
    unknown = frozenset(unread)
    known = [each for each in sent if not each.internal and each.name not in unknown]
    documents = _recorded(known)
    places = [
        _Place(each, documents.get(each.name, _NOT_RECORDED), file, tuple(said))
        for each in known
        for file, said in back.get(each.name) or [(f"{each.name.rpartition('/')[2]}{absent}", ())]
    ]
    lines = _LinesOf()
    found: dict[tuple[str, ...], Otherwise] = {}
    for place in places:
        for each in (
            *_of_clauses(place, places, lines, library),
            *_of_values(place, places, lines, library),
            *_of_heads(place, places, lines),
            *_of_quotes(place, places, lines, library),
        ):
            # Where both were changed, the other's own change says it again.
            ends = sorted(((each.file, each.where, each.now), (each.other, each.other_where, each.there)))
            found.setdefault((each.issued, *ends[0][:2], *ends[1][:2]), each)
    return list(found.values())


_Recorded = tuple[IssuedDocument | None, frozenset[str]]
"""A document as its record has it, and the names of the values that the contract gives for a service."""
_NOT_RECORDED: Final[_Recorded] = (None, frozenset())


class _Place(Struct, frozen=True):
    """One document of the pack: as issued, as its record has it, the file that came back and what that says now."""

    sent: SentFile
    recorded: _Recorded
    file: str
    said: tuple[SaidNow, ...]

    @property
    def clauses(self) -> Sequence[IssuedClause]:
        return self.recorded[0].clauses if self.recorded[0] is not None else ()

    def of_each(self, key: tuple[str, str]) -> bool:
        """Whether several of its clauses have this value and each has it for itself: a setting of the whole contract,
        such as when reports are due. What is said of a service is one fact, wherever it is printed."""
        return key[0] not in self.recorded[1] and sum(key in _facts(clause) for clause in self.clauses) > 1

    def of(self, bookmark: str) -> list[SaidNow]:
        """What it says now of a clause, or outside the clauses."""
        return [each for each in self.said if each.clause == bookmark]


class _LinesOf:
    """The lines of the issued documents, each read once and only where it is asked for."""

    def __init__(self) -> None:
        self._known: dict[str, list[str]] = {}

    def __call__(self, sent: SentFile) -> list[str]:
        if sent.name not in self._known:
            self._known[sent.name] = lines_of_file(sent.basis, sent.name) if sent.there else []
        return self._known[sent.name]


def _recorded(sent: Sequence[SentFile]) -> dict[str, _Recorded]:
    """What the records of the packs say of each document, by its name, with the names of the values of services."""
    found: dict[str, _Recorded] = {}
    for folder in dict.fromkeys(each.basis.parent for each in sent):
        if not (folder / RECORD_FILE).exists():
            continue
        record, _ = read_issue_record(read_plain(folder / RECORD_FILE, LARGEST_RECORD), str(folder))
        if record is not None:
            named = {each.file: each for each in record.documents}
            paths = [path.split(".") for path in record.facts or ()]
            of_services = frozenset(path[3] for path in paths if path[0] == "services" and path[2:3] == ["values"])
            found |= {
                each.name: (named[name], of_services)
                for each in sent
                if each.basis.parent == folder and (name := each.name.rpartition("/")[2]) in named
            }
    return found


def _of_clauses(place: _Place, places: Sequence[_Place], lines: _LinesOf, library: Library) -> Iterator[Otherwise]:
    """A clause that two documents print, changed in one and otherwise in the other, or gone from one of them."""
    for mine in place.clauses:
        said = place.of(mine.bookmark)
        for other in places if said else ():
            for theirs in other.clauses:
                if other.sent.name == place.sent.name or _instance(theirs) != _instance(mine):
                    continue
                if len({each.sent.key[2] for each in (place, other) if each.sent.key and each.sent.key[2]}) > 1:
                    # What two services have alike is a fact of each.
                    continue
                printed = _printed(theirs, library)
                yield from _printed_twice(place, said, other, other.of(theirs.bookmark), lines(other.sent), printed)


def _printed_twice(
    place: _Place,
    said: Sequence[SaidNow],
    other: _Place,
    others: Sequence[SaidNow],
    issued: Sequence[str],
    printed: frozenset[str],
) -> Iterator[Otherwise]:
    gone = any(each.gone for each in others)
    for each in said:
        where = f"“{each.title}”"
        if each.gone:
            if not gone:
                changed = " and ".join(_is_now(one.after) for one in others)
                yield Otherwise(place.file, where, each.title, "gone", other.file, where, changed or "as issued")
            continue
        line = _among(each.before, printed)
        if not line or not any(_among(one, printed) == line for one in issued):
            continue
        mine = _without(each.before.removesuffix(line), each.after)
        found = (one for one in others if _among(one.before, printed) == line)
        now = next((_without(one.before.removesuffix(line), one.after) for one in found), line)
        if gone or now != mine:
            there = "gone with its clause" if gone else "as issued" if now == line else _is_now(now)
            yield Otherwise(place.file, where, line, _is_now(mine), other.file, where, there)


def _among(line: str, printed: frozenset[str]) -> str:
    """The line, or what follows its label, where it is one of those that the clause prints; else ""."""
    return next((each for each in (line, _unlabelled(line)) if each in printed), "")


def _without(label: str, line: str) -> str:
    return line.removeprefix(label)


def _of_values(place: _Place, places: Sequence[_Place], lines: _LinesOf, library: Library) -> Iterator[Otherwise]:
    """A value of the contract that clauses print, changed in the one and not, or otherwise, in another."""
    for mine in place.clauses:
        said = place.of(mine.bookmark)
        for key, printed in _facts(mine).items() if said else ():
            # A figure that several clauses of a document have each for itself is a fact of each; and a name is not lost
            # with a clause or a line.
            figure = any(map(str.isdigit, printed))
            now = _stands(printed, said if figure else [each for each in said if each.after or each.gone])
            if now == printed or (figure and place.of_each(key)) or (now is None and not figure):
                continue
            told = place.file, f"“{said[0].title}”", printed, _is_now(now)
            for other in places:
                own = other.sent.name == place.sent.name
                if own and (other is not place or not figure or key[0] not in place.recorded[1]):
                    continue
                if figure and other.of_each(key):
                    continue
                for theirs in other.clauses:
                    if own and theirs.bookmark == mine.bookmark:
                        # Sentences of other clauses may each have what was one day, or one number of days.
                        if "/quality/" not in mine.id:
                            continue
                        left = _left_as_issued(printed, said, _printed(mine, library), lines(place.sent))
                        yield from (Otherwise(*told, place.file, f"“{cut(line)}”", "as issued") for line in left)
                        continue
                    stands = _stands(printed, other.of(theirs.bookmark))
                    if theirs.id == mine.id or _facts(theirs).get(key) != printed or stands == now:
                        continue
                    version = library.version(theirs.id, theirs.version)
                    holding = frozenset(line for line in _printed(theirs, library) if _at(printed, line) >= 0)
                    if version is None or not any(_among(line, holding) for line in lines(other.sent)):
                        continue
                    there = "as issued" if stands == printed else _is_now(stands)
                    yield Otherwise(*told, other.file, f"“{version.title}”", there)


def _left_as_issued(printed: str, said: Sequence[SaidNow], own: frozenset[str], issued: Sequence[str]) -> Iterator[str]:
    """The lines of a measure that hold the value and were left alone where another of them was changed."""
    changed = {_among(each.before, own) for each in said}
    went = "\n".join(words for each in said for words in each.went)
    holding = frozenset(
        line for line in own if _at(printed, line) >= 0 and line not in changed and not (went and line in went)
    )
    yield from dict.fromkeys(line for each in issued if (line := _among(each, holding)))


def _printed(clause: IssuedClause, library: Library) -> frozenset[str]:
    """The lines of the clause, those of its fields among them; not every document prints all of them."""
    version = library.version(clause.id, clause.version)
    if version is None:
        return frozenset()
    values = {name: each.printed for name, each in clause.values.items()}
    whole = rendered(version, Claim(clause.id, clause.version, "", "", "", values))
    return frozenset(" ".join(line.split()) for line in (*whole.lines, *whole.fields.values()))


def _stands(printed: str, said: Sequence[SaidNow]) -> str | None:
    return None if any(each.gone for each in said) else _value_now(printed, said)


def _of_quotes(place: _Place, places: Sequence[_Place], lines: _LinesOf, library: Library) -> Iterator[Otherwise]:
    """A sentence that the document lists as a report, and that the schedule which asks for it holds: changed in the one
    and not, or otherwise, in the other."""
    tags = (place.recorded[0].reports if place.recorded[0] is not None else None) or ()
    listed = {(read.key, read.version) for read in map(read_reading_tag, tags)}
    quotes: dict[str, list[tuple[_Place, str, str]]] = {}
    names = dict(zip(lines(place.sent)[1:], lines(place.sent), strict=False)) if listed else {}
    for other in places if listed else ():
        for theirs in other.clauses:
            said = other.of(theirs.bookmark)
            if (short_key(theirs.id), theirs.version) not in listed or not (said or place.of("")):
                continue
            version, printed = library.version(theirs.id, theirs.version), _printed(theirs, library)
            for line in lines(place.sent) if version is not None else ():
                for held in printed:
                    if _quotes(line, held):
                        now = _quoted_now(line, held, said)
                        quotes.setdefault(line, []).append((other, f"“{version.title if version else ''}”", now))
    for line, found in quotes.items():
        here = next((each.after for each in place.of("") if each.before == line), line)
        alike = any(_bare(now) == _bare(here) for *_, now in found)
        for other, where, now in found:
            if _bare(now) == _bare(here) or (alike and now == line and lines(place.sent).count(line) > 1):
                # Of two services that ask for one report, each has a row of its own.
                continue
            own = place.file, f"“{names.get(line, '')}”"
            if here != line:
                there = "as issued" if now == line else _is_now(now)
                yield Otherwise(*own, line, _is_now(here), other.file, where, there)
            else:
                yield Otherwise(other.file, where, line, _is_now(now), *own, "as issued")


def _bare(sentence: str) -> str:
    return " ".join(sentence.split()).rstrip(" .;")


def _quotes(line: str, held: str) -> bool:
    """Whether the line says the sentence again that stands in `held`, or one of several lines of a sentence."""
    if len(held.split()) < _FEWEST_QUOTED or len(line.split()) < _FEWEST_QUOTED:
        return False
    return _bare(line) in held or _bare(held) in line


def _quoted_now(line: str, held: str, said: Iterable[SaidNow]) -> str:
    """What the quoted sentence would be, with what became of `held`."""
    became = next(((each.before, each.after) for each in said if each.gone or each.before == held), None)
    if became is None:
        return line
    quoted = _bare(line)
    if quoted in held:
        now = _in_the_place_of(quoted, *became) if became[0] else ""
        return line if now == quoted else now and now + line[len(quoted) :]
    now = line.replace(_bare(held), _bare(became[1]))
    return now if any(map(str.isalnum, now)) else ""


def _of_heads(place: _Place, places: Sequence[_Place], lines: _LinesOf) -> Iterator[Otherwise]:
    """A labelled line outside the clauses, such as “Provider: …”, that stands once in each of two documents, or whose
    figures stand under another label of its own document."""
    for each in place.of(""):
        label, ends, words = each.before.partition(_LABEL_ENDS)
        labelled = words == _unlabelled(each.before) and each.after.startswith(label + ends)
        if not labelled or lines(place.sent).count(each.before) != 1:
            continue
        now = _is_now(_unlabelled(each.after))
        if any(map(str.isdigit, words)):
            for line in lines(place.sent):
                other = line.partition(_LABEL_ENDS)
                if other[2] == words and other[0] != label and not any(one.before == line for one in place.of("")):
                    yield Otherwise(place.file, f"“{label}”", words, now, place.file, f"“{other[0]}”", "as issued")
        for one in places:
            if one.sent.name == place.sent.name or lines(one.sent).count(each.before) != 1:
                continue
            there = next((said.after for said in one.of("") if said.before == each.before), each.before)
            if there != each.after:
                stands = "as issued" if there == each.before else _is_now(_unlabelled(there))
                yield Otherwise(place.file, f"“{label}”", words, now, one.file, f"“{label}”", stands)


def _instance(clause: IssuedClause) -> tuple[str, int, tuple[tuple[str, str, str], ...]]:
    """What makes two printings of a clause the same: the version, and each value with where it was written."""
    values = ((name, _text(value.printed), value.written_at) for name, value in clause.values.items())
    return clause.id, clause.version, tuple(sorted(values))


def _facts(clause: IssuedClause) -> dict[tuple[str, str], str]:
    """The clause's values that the contract gives, by their name and the place where they were written."""
    return {
        (name, value.written_at): value.printed
        for name, value in clause.values.items()
        if isinstance(value.printed, str) and value.printed.strip() and not value.written_at.startswith(_DEFAULT)
    }


def _text(printed: Printed) -> str:
    return printed if isinstance(printed, str) else "\n".join(printed)


def _value_now(printed: str, said: Iterable[SaidNow]) -> str:
    """What stands in the place of the value in the lines that changed; itself where it stands in all of them."""
    found = (_in_the_place_of(printed, each.before, each.after) for each in said if not each.gone)
    return next((now for now in found if now != printed), printed)


def _in_the_place_of(words: str, before: str, after: str) -> str:
    """What the line says after the change where it said `words` before."""
    start, end = (at := _at(words, before)), at + len(words)
    if start < 0:
        return words
    if not after:
        return ""
    at, now, inside = 0, "", False
    for block in difference([before], [after]):
        if block.old is None or block.new is None:
            return words
        for stretch in block.stretches:
            if stretch.mark == "added":
                now += stretch.text if inside or start < at < end else ""
                continue
            upto = at + len(stretch.text)
            inside = at < end and upto > start
            if inside and stretch.mark != "removed":
                now += stretch.text[max(start - at, 0) : max(end - at, 0)]
            at = upto
            inside = inside and stretch.mark == "removed"
    return now.strip()


def _at(words: str, line: str) -> int:
    """Where the words begin in the line, and no longer word or figure that they are a part of; -1 where nowhere."""
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", line)
    return found.start() if found else -1


def _unlabelled(line: str) -> str:
    """The line without the label that some tables print as a column: “Threshold: at least 60%”."""
    label, ends, words = line.partition(_LABEL_ENDS)
    return words if ends and len(label) <= _LONGEST_LABEL else line


def _is_now(words: str | None) -> str:
    return "gone with its clause" if words is None else f"now “{words}”" if words else "gone"
