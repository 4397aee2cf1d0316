"""When a duty of a pack falls due: its reading's time worked out from the contract's own days.

What follows an event gets no date, and what holds always none either: they are told in words. What a
version's reading says in every pack alike is worked out once a run and not once a contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.days import BankHolidays, ReckonedDay, ends_of_periods, moved
from specgen.assembly.ledger.model import THE_OTHERS, DueDay, LedgerPart, LedgerRow, Paragraph
from specgen.assembly.pack import Document
from specgen.assembly.paragraphs import printed_number
from specgen.assembly.values import Value, with_own_values
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date, parse_date_term, parse_day
from specgen.library.duties.model import DutyReading, Moment, VersionReading, When
from specgen.library.duties.sentences import carried, sentences_of
from specgen.library.duties.words import event_words, timed
from specgen.library.model import Clause, ClauseVersion, DeclaredPlaceholder
from specgen.wording.wording import placeholder_names

_NAME = re.compile(r"\{\{ *([a-z][a-z0-9_]*|see: [^{}]+?) *\}\}")
_EVERY = re.compile(r"(?:every|each) (?P<period>.+)", re.IGNORECASE)
_ONCE = re.compile(r"once (?:in each|an?|every|each) (?P<period>.+)", re.IGNORECASE)
_WITHIN = re.compile(r"within (?P<interval>.+?) (?:of|after) the end of (?:each|the|that) .+", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_OPENS_CONDITION = frozenset(
    {"after", "as", "at", "before", "by", "during", "except", "for", "from", "if", "in", "insofar", "on", "once"}
    | {"only", "provided", "save", "so", "subject", "to", "unless", "until", "upon", "when", "whenever", "where"}
    | {"wherever", "whether", "while", "within", "with", "without"}
)
"""Words with which a condition reads on by itself."""
_DEEPEST = 8
"""How many duties may follow one from another before a time is given up."""


class Timing(Struct, frozen=True):
    """When a duty is due: its part of the ledger, in words, its days, and from when it holds; `dayless` as in a row."""

    part: LedgerPart
    words: str
    days: tuple[DueDay, ...] = ()
    starts: date | None = None
    dayless: tuple[str, ...] = ()


class Reckoner(Struct, frozen=True):
    """What the days of one clause's duties are worked out from.

    `found` gives the duty that a reference names and the clause it is of, of the same service where there is one;
    `elsewhere` does so for references from another clause, which count by the clause's first version; `places` the
    document that prints a clause; `parties` are the Commissioners with values of their own, and `party` is the one for
    whom the days are counted; `of` are the services that a report of the whole contract is of.
    """

    contract: Contract
    clause: ChosenClause
    holidays: BankHolidays
    found: NamedDuties
    elsewhere: NamedDuties
    places: Mapping[tuple[str, int | None], Document] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    party: str = ""
    depth: int = 0
    of: tuple[int, ...] = ()

    # The contract's own days.

    @property
    def first(self) -> date:
        """The Service Commencement Date: that of the clause's service where it has a period of its own."""
        return self.contract.start_of(self.clause.service)

    @property
    def last(self) -> date:
        return self.contract.ends(self.clause.service)

    @property
    def days(self) -> tuple[object, ...]:
        """All of the contract's own days from which a time may be counted, and the holidays between."""
        return self.first, self.last, self.reports_from, self.holidays

    @property
    def reports_from(self) -> date:
        """From when accounts are given."""
        return self.contract.reports_from(self.clause.service, self.of)

    # Words.

    def filled(self, text: str) -> str:
        """The text with the contract's values, lists joined; a value that is missing stays as its question."""
        return self.joined(_NAME.split(text)) if "{{" in text else text

    def joined(self, pieces: Sequence[str]) -> str:
        """Words and names of values in turn as a text with the contract's values."""
        found = list(pieces)
        found[1::2] = map(self.value, pieces[1::2])
        return "".join(found)

    def value(self, name: str) -> str:
        """The value as it is printed."""
        printed = self.clause.printed.get(name)
        if printed is None:
            return "(not given)"
        return printed if isinstance(printed, str) else "; ".join(printed)

    def _written(self, written: str) -> str:
        return self.clause.fields.get(written) or self.filled(written)

    def moment_words(self, moment: Moment | None) -> str:
        """`30 September 2026`, `first appointment`, `what 3 asks for`."""
        if moment is None:
            return ""
        if moment.kind == "placeholder":
            return self.value(moment.value)
        if moment.kind == "field":
            return self.clause.fields.get(moment.value, "")
        if moment.kind == "duty":
            return self._other_paragraph(moment)
        if moment.kind == "day":
            day = parse_day(moment.value)
            return long_date(day) if day is not None else f"the {moment.value}"
        return event_words(moment.value)

    def _other_paragraph(self, moment: Moment) -> str:
        """`what paragraph 15 asks for`, and of which terms where it is of others."""
        referred = self._referred(moment)
        if referred is None:
            written = moment.value.partition("#")[2]
            printed = written if written[:1].isdigit() else ""
        else:
            clause, reading = referred
            printed = printed_number(clause, reading.sentence, self.places.get((clause.id, clause.service)))
        number = f"paragraph {printed}" if printed else "another sentence"
        if referred is None or referred[0].id == self.clause.id:
            return f"what {number} asks for"
        return f"what {number} of “{referred[0].version.title}” asks for"

    # Days.

    def timing(self, reading: DutyReading) -> Timing:
        """When the duty of the reading is due."""
        when = reading.when
        starts = self._day(when.start)
        if reading.mode == "power":
            return Timing("may", self.words(when), starts=starts.day if starts else None)
        if when.kind in ("none", "always", "start", "at_least_every"):
            part: LedgerPart = "always" if reading.mode != "consent" else "whenever"
            if when.kind == "start" and starts is None:
                part = "undated"
            none_given = "no time is given" if reading.mode == "consent" else "always"
            return Timing(part, self.words(when) or none_given, starts=starts.day if starts else None)
        if reading.mode == "limit" and when.kind == "before":  # what is forbidden until a day falls due on none
            return Timing("whenever" if self._follows_event(when) else "always", self.words(when))
        by_party = self._days_by_party(when)
        days = tuple(chain.from_iterable(by_party.values()))
        if days:
            dayless = tuple(party for party, theirs in by_party.items() if not theirs)
            return Timing("dated", self.words(when), days, starts.day if starts else None, dayless)
        return Timing("whenever" if self._follows_event(when) else "undated", self.words(when))

    def _days_by_party(self, when: When) -> Mapping[str, tuple[DueDay, ...]]:
        """The days of each Commissioner for whom its own values give others, and those of all others: under "" where no
        days differ. The day for all comes first in a list by days only where it is earlier."""
        if not self.parties or not (self.clause.own or when.names_a_duty):
            return {"": self._days(when)}  # most
        of_all = self._read_by("", self.clause)._days(when)
        theirs = {party: self._read_by(party, self.clause)._days(when) for party in self.parties}
        differing = {party: days for party, days in theirs.items() if days != of_all}
        if not differing:
            return {"": of_all}
        if len(differing) < len(self.contract.content.commissioners):
            differing[THE_OTHERS] = of_all
        return {party: tuple(replace(due, party=party) for due in days) for party, days in differing.items()}

    def _read_by(self, party: str, clause: ChosenClause) -> Reckoner:
        return replace(self, clause=clause.as_for(party), party=party)

    def _days(self, when: When) -> tuple[DueDay, ...]:
        match when.kind:
            case "every":
                return self._repeated(when)
            case "later" | "earlier":
                return self._chosen(when)
            case "before" if not when.interval:
                return self._before(when.moment)
            case "by" | "on":
                due = self._day(when.moment)
            case "within" | "before":
                moment = self._day(when.moment)
                back = when.kind == "before"
                due = (
                    moved(moment, self._written(when.interval), self.holidays, back=back)
                    if moment is not None
                    else None
                )
            case _:
                return ()
        return (DueDay(due.day, due.about, said=self._if_late(when.moment)),) if due is not None else ()

    def _before(self, moment: Moment | None) -> tuple[DueDay, ...]:
        """Before a day without a time between: the day itself, which is excluded. Before another duty: the day by
        which that is due, since both may be done on it, one before the other."""
        day = self._day(moment)
        if moment is None or day is None:
            return ()
        if moment.kind != "duty":
            return (DueDay(day.day, day.about, before=True),)
        other = self._due_of(moment)
        said = "at the latest; before the day on which the other is done, or on it and before it is done"
        if other is None:
            return (DueDay(day.day, day.about, said=said),)
        return (DueDay(other.day, other.about, said=said, before=other.before),)

    def _repeated(self, when: When) -> tuple[DueDay, ...]:
        starts = self._day(when.start)
        interval = self._interval_after(when.interval)
        period = _period_named(self._written(when.period))
        return due_in_periods(
            self.reports_from,
            self.last,
            period,
            interval,
            self.holidays,
            starts.day if starts is not None else date.min,
        )

    def _interval_after(self, written: str) -> str:
        """The interval after the end of a period: as it is, or as the field `due` says it in a sentence."""
        whole = self._written(written) if written else ""
        found = _WITHIN.fullmatch(whole)
        return found["interval"] if found else whole

    def _chosen(self, when: When) -> tuple[DueDay, ...]:
        """The later or the earlier of several days; where one follows an event, the others with it said."""
        known: list[DueDay] = []
        open_words: list[str] = []
        for choice in when.choices:
            found = self._days(choice)
            if found:
                known += found[:1]
            else:
                open_words.append(self.words(choice))
        if not known:
            return ()
        pick = (max if when.kind == "later" else min)(known, key=lambda due: due.latest)
        said = f"or, if {when.kind}, {' or '.join(open_words)}" if open_words else pick.said
        return (replace(pick, said=said),)

    def _day(self, moment: Moment | None) -> ReckonedDay | None:
        if moment is None:
            return None
        if moment.kind == "placeholder":
            day = self.clause.days.get(moment.value)
            return ReckonedDay(day) if day is not None else None
        if moment.kind == "field":
            return self._day_of_field(moment.value)
        if moment.kind == "day":
            return self._named(moment.value)
        due = self._due_of(moment)
        return ReckonedDay(due.latest, due.about) if due is not None else None

    def _due_of(self, moment: Moment) -> DueDay | None:
        """The one day on which the duty that the moment names is due."""
        if moment.kind == "duty" and self.depth < _DEEPEST and (referred := self._referred(moment)) is not None:
            clause, reading = referred
            other = replace(self._read_by(self.party, clause), depth=self.depth + 1)
            if reading.when.kind == "start":
                day = other._day(reading.when.start)
                return DueDay(day.day, day.about) if day is not None else None
            if reading.when.kind in ("by", "before", "within"):
                found = other._days(reading.when)
                return found[0] if len(found) == 1 else None
        return None

    def _day_of_field(self, field: str) -> ReckonedDay | None:
        name = _field_name(self.clause.version, field)
        if name is not None:
            day = self.clause.days.get(name)
            return ReckonedDay(day) if day is not None else None
        term = parse_date_term(self.clause.fields.get(field, ""), self.first)
        return ReckonedDay(term.day) if term is not None and term.day is not None else None

    def _named(self, name: str) -> ReckonedDay | None:
        match name:
            case "Service Commencement Date" | "start of the service":
                return ReckonedDay(self.first)
            case "Expiry Date" | "end of the service":
                return ReckonedDay(self.last)
            case _:
                day = parse_day(name)
                return ReckonedDay(day) if day is not None else None

    def _if_late(self, moment: Moment | None) -> str:
        """Of a time that follows another duty: that it counts from when this is done."""
        if moment is None or moment.kind != "duty":
            return ""
        return "at the latest; it counts from the day on which the other is done"

    def _referred(self, moment: Moment) -> tuple[ChosenClause, DutyReading] | None:
        own = moment.value.partition("#")[0] == self.clause.id
        known = self.found if own else self.elsewhere
        return known.get(moment.value, self.clause.service) or known.get(moment.value, None)

    def _follows_event(self, when: When) -> bool:
        """Whether it follows an event, and is not a day that the contract should give."""
        if when.kind in ("later", "earlier"):
            return any(self._follows_event(choice) for choice in when.choices)
        return when.moment is not None and when.moment.kind in ("duty", "trigger")

    # Words of a time.

    def words(self, when: When) -> str:
        """When, in words, with the contract's values."""
        return timed(when, self.moment_words, self._written, self._in_each)

    def _in_each(self, when: When) -> str:
        name = _NAME.fullmatch(when.period)
        own = self.clause.own.get(name[1], {}) if name is not None else {}
        theirs = {party: _every(str(value.printed)) for party, value in own.items()}
        of_all = theirs.pop("", _every(self._written(when.period)))
        whole = str(with_own_values(of_all, tuple(theirs.items())).printed)
        after = self._interval_after(when.interval)
        whose = "their" if whole.endswith("s") else "its"
        return f"{whole}, within {after} of {whose} end" if after else whole


def _every(period: str) -> Value:
    """The period as it reads on in a sentence: `every month`, `once in each Contract Year`."""
    said = _EVERY.fullmatch(period) or _ONCE.fullmatch(period)
    return Value(f"{period[:1].lower()}{period[1:]}" if said else f"every {period.removeprefix('1 ')}")


@lru_cache(maxsize=1024)  # many duties ask for it
def due_in_periods(
    first: date, last: date, period: str, interval: str, holidays: BankHolidays, starts: date
) -> tuple[DueDay, ...]:
    """Every period of the term that has not ended by the day when the duty `starts`, with the day that it is due."""
    found = ends_of_periods(first, last, period, interval, holidays)
    held = ((span, due) for span, due in found if span.last >= starts)
    return tuple(DueDay(due.day, due.about, span, number=number) for number, (span, due) in enumerate(held, 1))


def _period_named(written: str) -> str:
    """`3 months` of “Every 3 months”, `Contract Year` of “Once in each Contract Year”."""
    found = _EVERY.fullmatch(written) or _ONCE.fullmatch(written)
    return (found["period"] if found else written).strip()


@cache
def _field_name(version: ClauseVersion, field: str) -> str | None:
    """The placeholder that alone fills the field."""
    blocks = version.fields.get(field)
    found = _NAME.fullmatch(" ".join(block.text for block in blocks)) if blocks else None
    return found[1] if found else None


def about_words(due: DueDay) -> str:
    """`30 September 2026`, `about` it, or `before` it."""
    about = "about " if due.about else ""
    return f"{'before ' if due.before else ''}{about}{long_date(due.day)}"


def condition_words(condition: str) -> str:
    """The condition as it reads on after a duty: as it is where it begins with its own word, else after “if”."""
    condition = condition.strip()
    first = _FIRST_WORD.match(condition)
    if not condition or (first is not None and first[0].casefold() in _OPENS_CONDITION):
        return condition
    return f"if {condition}"


_NOWHERE = Paragraph("", "", "")
ROWLESS = ("part", "status")
"""Modes of what is no duty by itself."""


class TakenByTime(Struct, frozen=True):
    """The values and the fields of a clause from which a time is worked out."""

    names: tuple[str, ...]
    fields: tuple[str, ...]

    def of(self, clause: ChosenClause) -> tuple[object, ...]:
        """What they are in the clause, as words and as days."""
        if not self.names and not self.fields:
            return ()
        printed, days, fields = clause.printed, clause.days, clause.fields
        return (
            *[printed.get(name) for name in self.names],
            *[days.get(name) for name in self.names],
            *[fields.get(name) for name in self.fields],
        )


class RowOnce(Struct, frozen=True):
    """A duty of a reading: its row as far as no contract changes it, the sentence it is of as `clause-id#sentence`, and
    whether it is the first of that sentence. `holes` are the texts of the row that take a value, by their fields, each
    cut where its values go: words and names in turn. `taken` is what its time takes from the clause, None where it
    hangs on other duties. `yearly` are the values by which it may ask for one number of people or things in each
    Contract Year."""

    row: LedgerRow
    named: str
    first: bool
    holes: tuple[tuple[str, tuple[str, ...]], ...]
    taken: TakenByTime | None
    yearly: tuple[str, ...]


class ReadingOnce(Struct, frozen=True):
    """A reading in its clause. `by_sentence` gives the first duty of each sentence, by the numbers of the version;
    `by_first_number` by those of the clause's first version, as references of other clauses count."""

    reading: VersionReading
    asked: Mapping[str, DeclaredPlaceholder]
    rows: tuple[RowOnce, ...]
    by_sentence: Mapping[str, DutyReading]
    by_first_number: Mapping[str, DutyReading]
    met: tuple[DutyReading, ...]
    """Sentences that local terms may meet."""
    taken: TakenByTime
    """All that the rows and their times take from the clause."""
    times: dict[tuple[object, ...], Timing] = field(default_factory=dict)
    """When rows are due, by all that their time takes from a contract."""
    filled: dict[tuple[object, ...], tuple[LedgerRow, ...]] = field(default_factory=dict)
    """The rows with a clause's values, by all that they take from a contract."""


_KEPT: dict[ClauseVersion, ReadingOnce] = {}


def once(clause: Clause, version: ClauseVersion, reading: VersionReading) -> ReadingOnce:
    """What holds of the reading wherever the version is chosen."""
    kept = _KEPT.get(version)
    if kept is None or kept.reading is not reading or kept.asked != clause.placeholders:
        _KEPT[version] = kept = _once(clause, version, reading)
    return kept


def _once(clause: Clause, version: ClauseVersion, reading: VersionReading) -> ReadingOnce:
    words = {sentence.id: sentence.text for sentence in sentences_of(version)}
    parts: dict[str, tuple[str, ...]] = {}
    for entry in reading.readings:
        if entry.mode == "part":
            parts[entry.of] = (*parts.get(entry.of, ()), entry.sentence)
    seen: dict[str, int] = {}
    rows: list[RowOnce] = []
    by_sentence: dict[str, DutyReading] = {}
    for entry in reading.readings:
        seen[entry.sentence] = number = seen.get(entry.sentence, 0) + 1
        if entry.mode in ROWLESS:
            continue
        by_sentence.setdefault(entry.sentence, entry)
        key = f"{version.name}#{entry.sentence}"
        said = words.get(entry.sentence, "")
        row = LedgerRow(
            key=key if number == 1 else f"{key}({number})",
            reading=entry,
            service=None,
            part="always",
            clause_id=clause.id,
            version=version.number,
            component=clause.component,
            who=entry.actor or "",
            through=entry.through,
            act=entry.act,
            object=entry.object,
            group=entry.scope.group,
            much=entry.much,
            to=", ".join(entry.to),
            when="",
            condition=entry.condition,
            evidence=entry.evidence,
            sentence=said,
            paragraph=_NOWHERE,
            parts=parts.get(entry.sentence, ()),
            mobilisation=entry.mobilisation,
        )
        holes = tuple((name, tuple(_NAME.split(text))) for name in _TEXTS if "{{" in (text := getattr(row, name)))
        taken = _taken_by(entry.when, version)
        rows.append(RowOnce(row, f"{clause.id}#{entry.sentence}", number == 1, holes, taken, _numbers_a_year(entry)))
    # Sentence of the version → the same one in the clause's first version.
    first = {carried(clause, each.id, version): each.id for each in sentences_of(clause.versions[0])}
    by_first_number: dict[str, DutyReading] = {}
    for sentence, entry in by_sentence.items():
        if sentence in first:
            by_first_number.setdefault(first[sentence], entry)
    met = tuple(entry for entry in reading.readings if entry.basis is not None)
    times = [each.taken for each in rows if each.taken is not None]
    taken = TakenByTime(
        tuple(dict.fromkeys(chain(_names_in(rows), *(each.names for each in times)))),
        tuple(dict.fromkeys(chain.from_iterable(each.fields for each in times))),
    )
    return ReadingOnce(reading, clause.placeholders, tuple(rows), by_sentence, by_first_number, met, taken)


def _names_in(rows: Sequence[RowOnce]) -> Iterator[str]:
    """The values that texts of the rows take."""
    for each in rows:
        yield from each.yearly
        for _, pieces in each.holes:
            yield from pieces[1::2]


_TEXTS = ("through", "group", "much", "to", "condition", "evidence", "sentence")
"""The texts of a row that may take values."""


_OF_A_YEAR = re.compile(r"\b(?:in|for) (?:each|the) Contract Year\b")
_NUMBERED = re.compile(
    r"\bat least \{\{ (\w+) \}\}|\{\{ (\w+) \}\}(?= [a-zA-Z ]+ (?:in|for) (?:each|the) Contract Year\b)", re.I
)


def _numbers_a_year(entry: DutyReading) -> tuple[str, ...]:
    if entry.when.period != "Contract Year" and not _OF_A_YEAR.search(entry.much):
        return ()
    return tuple(name for pair in _NUMBERED.findall(entry.much) for name in pair if name)


def _taken_by(when: When, version: ClauseVersion) -> TakenByTime | None:
    """What the time takes from its clause; None where it hangs on other duties."""
    if when.names_a_duty:
        return None
    names: list[str] = []
    fields: list[str] = []
    for moment in filter(None, (when.moment, when.start)):
        if moment.kind == "placeholder":
            names.append(moment.value)
        elif moment.kind == "field":
            fields.append(moment.value)
    for written in filter(None, (when.period, when.interval)):
        fields.append(written)
        names += _NAME.findall(written)
    for name in fields:
        names += placeholder_names(version.fields.get(name, ()))
    for choice in when.choices:
        taken = _taken_by(choice, version)
        if taken is None:
            return None
        names += taken.names
        fields += taken.fields
    known = (name for name in fields if name in version.fields)
    return TakenByTime(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(known)))


ReadByClause = dict[tuple[str, int | None], list[tuple[ChosenClause, ReadingOnce]]]
"""Clause and service (None for any) → the clauses with their readings."""


def read_by_clause(read: Iterable[tuple[ChosenClause, ReadingOnce]]) -> ReadByClause:
    """The clauses with their readings, as duties are looked for."""
    found: ReadByClause = {}
    for each in read:
        clause = each[0]
        for service in {clause.service, None}:
            found.setdefault((clause.id, service), []).append(each)
    return found


class NamedDuties:
    """The duties of a pack by sentence and service, as one names another: the first one that is read there, of the
    same service, or of any where none is asked for."""

    __slots__ = ("_by_clause", "_from_elsewhere")

    def __init__(self, by_clause: ReadByClause, *, from_elsewhere: bool) -> None:
        """`from_elsewhere`: for references of other clauses, which count by the clause's first version."""
        self._from_elsewhere = from_elsewhere
        self._by_clause = by_clause

    def get(self, named: str, service: int | None) -> tuple[ChosenClause, DutyReading] | None:
        """The clause and the duty that `clause-id#sentence` names; None where there is none."""
        clause_id, _, sentence = named.partition("#")
        for clause, reading in self._by_clause.get((clause_id, service), ()):
            entry = (reading.by_first_number if self._from_elsewhere else reading.by_sentence).get(sentence)
            if entry is not None:
                return clause, entry
        return None
