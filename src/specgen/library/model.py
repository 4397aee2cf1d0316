"""What a clause library holds, as frozen values in the field's words."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from specgen.problems import Location
from specgen.wording.folded import as_seen
from specgen.wording.people import TITLES
from specgen.wording.wording import Blocks

Place = Literal["specification", "quality", "development", "improvement", "system", "reporting"]
PLACES: tuple[Place, ...] = ("specification", "quality", "development", "improvement", "system", "reporting")

Origin = Literal["national", "drafted"]
PlaceholderKind = Literal[
    "text", "list", "date", "percentage", "number", "count", "money", "post", "choice", "interval", "trajectory"
]
KINDS: tuple[PlaceholderKind, ...] = get_args(PlaceholderKind)

CONTRACT_FIELDS: Mapping[str, str] = {
    "contract.reference": "The contract’s reference",
    "contract.title": "The contract’s title",
    "contract.start": "The first day of the term",
    "contract.end": "The last day of the term",
    "provider.name": "The Provider’s name",
    "co_ordinating_commissioner.name": "The co-ordinating Commissioner’s name",
    "commissioners.names": "The Commissioners’ names",
    "service.name": "The service’s name",
    "service.number": "The service’s number",
    "service.cohort": "The people the service is for",
    "service.start": "The service’s first day",
    "service.end": "The service’s last day",
    "service.review_date": "The service’s date of review",
    "service.rights_to_choice": "Whether the legal rights to choice apply to the service",
    "commissioners.responsible": "The Commissioner that decides on a person’s plan and budget",
    "action.horizon": "The term of the action, by its date",
}
"""Where a placeholder's value may come `from`, instead of being asked, in words: such a value has no question."""


class DeclaredPlaceholder(Struct, frozen=True, cache_hash=True):
    """A gap of a clause: the kind of its value, the question to ask, an example; or the contract field it comes from.

    `gap` holds the source's own characters at this place, where the clause is quoted. `least` and `most` are the
    bounds of a number, empty where none is given. `may_be_none` are the words that are printed where the answer is
    “none”; empty where that is no answer. `otherwise` are the words that are printed where the contract gives no value;
    empty where a value is needed. `by_year` says that a share may differ from Contract Year to Contract Year,
    `added_up` that a number is of people, places or posts, which the services of a contract have together.
    """

    name: str
    kind: PlaceholderKind = "text"
    question: str = ""
    example: str = ""
    options: tuple[str, ...] = ()
    comes_from: str = ""
    gap: str = ""
    least: str = ""
    most: str = ""
    may_be_none: str = ""
    otherwise: str = ""
    by_year: bool = False
    added_up: bool = False

    @property
    def asks(self) -> str:
        """What a draft asks for where the value is missing: the question, or which field of the contract it is."""
        return self.question or self.comes_from.replace(".", "’s ").replace("_", " ")


_FIELD_WORDS: Final = {
    "data_source": "Source of the figures",
    "co_production": "Co-production",
    "key_action": "Key action of the handbook",
    "by": "Action by",
    "accountable": "Accountable post",
}


def field_words(name: str) -> str:
    """What a field of a measure or a plan item is called on a page."""
    return _FIELD_WORDS.get(name, name.replace("_", " ").capitalize())


class Source(Struct, frozen=True):
    """Where wording or its points come from: document key, sections, and the first page of the containing section."""

    document: str
    sections: tuple[str, ...]
    page: int | None = None


class ClauseVersion(Struct, frozen=True):
    """One version of a clause: everything that can reach a page, and where it came from.

    `fields` are the place's own (a requirement's threshold and method, a milestone's timescale …), each parsed as
    wording so that it may hold placeholders. `fingerprint` is the SHA-256 (hex) of the version file, UTF-8 with LF.
    """

    clause_id: str
    number: int
    title: str
    origin: Origin
    source: Source
    effective_from: date
    effective_to: date | None
    change: str
    blocks: Blocks
    fields: Mapping[str, Blocks]
    fingerprint: str
    file: str
    based_on: str = ""
    source_note: str = ""
    deviation_until: date | None = None
    names: tuple[str, ...] = ()
    """Every placeholder, of the wording first and then of the fields, each once."""
    reading: bytes = b""
    """The file `N.duties.yaml` beside it, as it stands; empty where there is none. `library/duties` reads it."""

    @property
    def name(self) -> str:
        """`id@version`."""
        return f"{self.clause_id}@{self.number}"

    def __hash__(self) -> int:
        """By the fingerprint, so that what is worked out of a version can be kept for the run."""
        return hash(self.fingerprint)

    def in_force(self, day: date) -> bool:
        """Whether the version may be used on `day`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class Fallback(Struct, frozen=True):
    """That a clause may be agreed in the place of the clause `of`: the lower the rank the sooner, by whoever holds the
    role. It never leaves the organisation."""

    of: str
    rank: int
    may_agree: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with all its versions, oldest first.

    `excludes` are clauses that cannot stand beside it for the same people, and say the same of it; `needs` are clauses
    without which it says too little. `covers` is what it is about within its component, such as peer support.
    """

    id: str
    owner: str
    placeholders: Mapping[str, DeclaredPlaceholder]
    versions: tuple[ClauseVersion, ...]
    location: Location
    excludes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    covers: tuple[str, str] | None = None
    fallback: Fallback | None = None
    component: str = field(init=False, compare=False)
    place: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        component, place, _ = self.id.split("/")
        object.__setattr__(self, "component", component)
        object.__setattr__(self, "place", place)

    def __hash__(self) -> int:
        """By name and versions, as those are."""
        return hash((self.id, self.versions))

    def version(self, number: int) -> ClauseVersion | None:
        """Version `number`, or None."""
        return next((version for version in self.versions if version.number == number), None)

    def version_written(self, number: str) -> ClauseVersion | None:
        """The version whose number is written so, or None."""
        return next((version for version in self.versions if str(version.number) == number), None)


class Component(Struct, frozen=True):
    """One of the six components, co-production, or the model as a whole."""

    id: str
    title: str
    section: str
    page: int | None
    sets: Mapping[str, tuple[str, ...]]
    """Set name → clause ids."""
    notes: tuple[Note, ...] = ()


class Note(Struct, frozen=True):
    """A point for the internal drafting note, with the source section it comes from."""

    heading: str
    text: str
    section: str


class SourceDocument(Struct, frozen=True):
    """A published document that wording or points are taken from."""

    key: str
    title: str
    publisher: str
    version: str
    date: str
    approval_reference: str = ""
    licence: str = ""


_TITLE = re.compile(rf"\b(?:{TITLES})\b\.?", re.IGNORECASE)

_NAME_WORD = re.compile(r"\w+")
_POST = re.compile(r"\s-+\s|[/|;]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


class Approval(Struct, frozen=True):
    """A line of an organisation's approvals.csv: an approval, or its withdrawal.

    By `scheme` 1 it is bound to the wording alone (`sha256`, the version's fingerprint). By scheme 2 it has a `second`
    value over the wording, its reading and the placeholders; `placeholders` and `questions` are name=hash for each,
    `reading` the reading's fingerprint, by which is told what of it changed. `chain` binds the line to the one before
    it, and `merged_from` is the `chain` that it had in another copy of the list.
    """

    clause_id: str
    version: int
    sha256: str
    approved_by: str
    role: str
    approved_on: date
    evidence: str
    note: str
    location: Location
    scheme: int = 1
    second: str = ""
    placeholders: str = ""
    questions: str = ""
    reading: str = ""
    merged_from: str = ""
    chain: str = ""
    others: tuple[Approval, ...] = ()
    """Where an approval counts because several people gave it: those of the other people, as they stand in the list."""

    @property
    def together(self) -> tuple[Approval, ...]:
        """The approvals by which it counts, one of each person, the last one last."""
        return (*self.others, self)

    @property
    def withdrawn(self) -> bool:
        """Whether the line takes an approval back."""
        return self.note.startswith(WITHDRAWN)

    def to_come(self, today: date | None) -> bool:
        """Whether it is an approval of a day after `today`: nobody has decided it yet. A day more is given, since it
        was that day already where somebody may have decided it, and the list is read in other time zones and by
        servers."""
        return today is not None and not self.withdrawn and self.approved_on > today + timedelta(days=1)

    @property
    def person(self) -> frozenset[str]:
        """By which two ways to write one person's name are the same: its words in any order as a reader sees them,
        without accents, titles, what stands in brackets, and a post after a comma, a dash or a stroke."""
        return frozenset(_names(self.approved_by))

    def perhaps(self, other: Approval) -> bool:
        """Whether the two may be one person, of whom one line gives an initial and the other the name, or words more:
        R. Example, Rosa Example, Rosa M. Example, Rosa Example OBE and rosa.example@example.org."""
        few, many = sorted((_names(self.approved_by), _names(other.approved_by)), key=len)
        others = [word for word in many if word not in few]
        return self.person != other.person and (
            "".join(few) == "".join(many)
            or all(
                any(1 in (len(one), len(two)) and one[0] == two[0] for two in others) for one in few if one not in many
            )
        )


@lru_cache(maxsize=512)
def _names(written: str) -> list[str]:
    """The words of a person's name."""
    seen = unicodedata.normalize("NFKD", as_seen(written)).casefold().replace("'", "")
    whole = _TITLE.sub(" ", "".join(letter for letter in seen if not unicodedata.combining(letter)))
    before, _, after = _POST.split(_BRACKETS.sub(" ", whole))[0].partition(",")
    words = _NAME_WORD.findall(before)
    # “Example, Rosa” has her surname first.
    return words if len(words) > 1 else _NAME_WORD.findall(f"{after} {before}") or _NAME_WORD.findall(whole)


def short_name(clause_id: str) -> str:
    """`component/name`, as a contract file writes it."""
    component, _, name = clause_id.split("/")
    return f"{component}/{name}"


def placeholder_hashes(clause: Clause, version: ClauseVersion, *, by_year: bool = False) -> str:
    """The placeholders that the version uses, as name=hash: over kind, options, the field it comes from and bounds,
    which decide what may be printed. `by_year`: with what lists of before had there, that a share may differ from year
    to year."""
    return _hashes(
        clause,
        version,
        lambda entry: (
            entry.kind,
            *entry.options,
            "from",
            entry.comes_from,
            entry.least,
            entry.most,
            entry.may_be_none,
            *(["by_year"] if by_year and entry.by_year else []),
        ),
    )


def asks_the_same(approved: str, clause: Clause, version: ClauseVersion) -> bool:
    """Whether the placeholders are those that were approved, as `placeholder_hashes` gives them."""
    return any(approved == placeholder_hashes(clause, version, by_year=each) for each in (False, True))


def question_hashes(clause: Clause, version: ClauseVersion) -> str:
    """The same over what is asked, which is told and makes no approval void: also that one question may be answered for
    each year."""
    return _hashes(
        clause, version, lambda entry: (entry.question, entry.example, *(["by_year"] if entry.by_year else []))
    )


def _hashes(clause: Clause, version: ClauseVersion, said: Callable[[DeclaredPlaceholder], tuple[str, ...]]) -> str:
    return " ".join(
        f"{name}={hashlib.sha256(json.dumps(said(clause.placeholders[name])).encode('ascii')).hexdigest()[:16]}"
        for name in sorted(version.names)
        if name in clause.placeholders
    )


def second_fingerprint(wording: str, placeholders: str, reading: str = "") -> str:
    """The value of scheme 2 (hex): over the wording's fingerprint, the placeholders, and the reading's fingerprint, ""
    where the version has none."""
    pieces = {"wording": wording, "placeholders": placeholders, "reading": reading}
    return hashlib.sha256(json.dumps(pieces, sort_keys=True).encode("ascii")).hexdigest()


class ApprovalRules(Struct, frozen=True):
    """What an organisation asks of an approval: how many months it lasts (0: without end), and how many people give
    it."""

    months: int = 0
    people: int = 1

    def last_day(self, line: Approval) -> date | None:
        """The last day on which the line counts; None where it has no end."""
        if not self.months:
            return None
        years, month = divmod(line.approved_on.month - 1 + self.months, 12)
        year = line.approved_on.year + years
        if year > date.max.year:
            return date.max
        return date(year, month + 1, min(line.approved_on.day, monthrange(year, month + 1)[1]))


ONE_PERSON = ApprovalRules()
"""What is asked of an approval where an organisation's settings say nothing."""

WITHDRAWN = "withdrawn"
"""The word that begins the note of a line which takes an approval back."""


class DatedTerm(Struct, frozen=True, cache_hash=True):
    """A term of the 2019 wording that has dated: the strings to look for, what is meant now, and since when."""

    term: str
    match: tuple[str, ...]
    now: str
    since: str


class Situation(Struct, frozen=True):
    """A clinical situation of the handbook's Appendix 1. `number` is as printed there, such as 4 or 13-26.

    `reads` are words of our own for it that read on in a sentence, where its own do not.
    """

    number: str
    area: str
    conversation: str
    reads: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """All clauses that a contract may use, the shipped ones and the organisation's, with the approvals."""

    publisher: str = ""
    sources: Mapping[str, SourceDocument] = field(default_factory=dict)
    components: tuple[Component, ...] = ()
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    approvals: tuple[Approval, ...] = ()
    """Line by line; `chain` of the last is the head of the list."""
    situations: Mapping[str, Situation] = field(default_factory=dict)
    dated_terms: tuple[DatedTerm, ...] = ()
    bank_holidays: tuple[date, ...] = ()
    """Those of England, in order."""
    vocabulary: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    """Each library's `vocabulary.yaml` with its content as it stands; `library/duties` reads it."""
    seal: str = field(default="", repr=False, compare=False)
    """The hash of all files that it was read from; "" where they are not known to be all."""
    rules: ApprovalRules = field(default=ONE_PERSON, compare=False)
    """What the organisation asks of an approval."""
    today: date | None = field(default=None, compare=False)
    """The day of the run: approvals of later days are not given yet, and do not count; None where nobody asks."""
    asked: frozenset[str] = field(init=False, repr=False, compare=False)
    """The names of the values that its clauses ask for."""
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What is worked out of it once for all contracts."""
    _last_lines: Mapping[tuple[str, int], Approval] = field(init=False, repr=False, compare=False)
    _lines: Mapping[tuple[str, int], tuple[Approval, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        asked = frozenset(name for clause in self.clauses.values() for name in clause.placeholders)
        object.__setattr__(self, "asked", asked)
        lines: dict[tuple[str, int], list[Approval]] = {}
        given = [line for line in self.approvals if not line.to_come(self.today)]
        for line in given:
            lines.setdefault((line.clause_id, line.version), []).append(line)
        object.__setattr__(self, "_lines", {key: tuple(found) for key, found in lines.items()})
        # The last line about a version is the one that counts; looked up for every clause of every contract.
        last = {(line.clause_id, line.version): line for line in given}
        object.__setattr__(self, "_last_lines", {key: line for key, line in last.items() if self._holds(line)})

    @property
    def awaits(self) -> date | None:
        """The day of the run where an approval is still to come on it; None where there is none such."""
        return self.today if any(line.to_come(self.today) for line in self.approvals) else None

    def _holds(self, line: Approval) -> bool:
        """Whether the placeholders are those that a line of scheme 2 was given for."""
        clause = self.clauses.get(line.clause_id)
        version = clause.version(line.version) if clause is not None and line.scheme > 1 else None
        return clause is None or version is None or asks_the_same(line.placeholders, clause, version)

    def component(self, name: str) -> Component | None:
        """The component of that id, or None."""
        return next((component for component in self.components if component.id == name), None)

    def sets(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every set's name and clause ids, in the order of the components."""
        for component in self.components:
            yield from component.sets.items()

    def version(self, clause_id: str, number: int) -> ClauseVersion | None:
        """That version of the clause, or None."""
        clause = self.clauses.get(clause_id)
        return clause.version(number) if clause is not None else None

    def versions(self) -> Iterator[ClauseVersion]:
        """Every version of every clause, of each clause the newest first."""
        for clause in self.clauses.values():
            yield from reversed(clause.versions)

    def versions_offered(self) -> Iterator[ClauseVersion]:
        """The same without fallbacks: words of theirs that are one are a change of what was offered, and no report that
        leaves the organisation names it."""
        return (version for version in self.versions() if self.clauses[version.clause_id].fallback is None)

    def approval(self, version: ClauseVersion, on: date | None = None) -> Approval | None:
        """The approval in force for the version: the last line about it, when it approves these very bytes, and by
        scheme 2 the placeholders that it has now; and when as many people as the organisation asks for have approved
        it. With `on`, those count that have not lapsed by that day."""
        last = self._last_lines.get((version.clause_id, version.number))
        if last is None or last.withdrawn or last.sha256 != version.fingerprint:
            return None
        if self.rules == ONE_PERSON:
            return last
        counting = [line for line in self.given(version) if not self._lapsed(line, on)]
        people = {line.person: line for line in counting}
        if len(people) < self.rules.people:
            return None
        *others, newest = sorted(people.values(), key=counting.index)
        return replace(newest, others=tuple(others)) if self.rules.people > 1 else newest

    def version_on(self, clause: Clause, day: date | None) -> ClauseVersion:
        """The version that a contract of that day takes: the newest approved one in force, else the newest in force;
        without a day, of all. Of a clause without a version on that day, the newest."""
        found = [each for each in clause.versions if day is None or each.in_force(day)] or list(clause.versions)
        return next((each for each in reversed(found) if self.approval(each, day) is not None), found[-1])

    def given(self, version: ClauseVersion) -> list[Approval]:
        """The lines that approve these very bytes and were not taken back, lapsed or not."""
        lines = self._lines.get((version.clause_id, version.number), ())
        at = max((number for number, line in enumerate(lines, 1) if line.withdrawn), default=0)
        return [line for line in lines[at:] if line.sha256 == version.fingerprint and self._holds(line)]

    def _lapsed(self, line: Approval, on: date | None) -> bool:
        last = self.rules.last_day(line)
        return on is not None and last is not None and last < on

    def not_enough(self, version: ClauseVersion, on: date | None = None) -> str:
        """Why approvals that are there do not count: too few people, or too long ago; "" where there are none, and
        where they count."""
        given = self.given(version)
        later = [line for line in self.approvals if line.sha256 == version.fingerprint and line.to_come(self.today)]
        if not given and later:
            return f"its approval by {later[-1].approved_by} is dated {later[-1].approved_on}, which is still to come"
        if not given or self.approval(version, on) is not None:
            return ""
        counting = [line for line in given if not self._lapsed(line, on)]
        if len(counting) < len(given) and not counting:
            last = self.rules.last_day(given[-1])
            return f"its approval by {given[-1].approved_by} on {given[-1].approved_on} lasted until {last}"
        named = ", ".join({line.person: line.approved_by for line in counting}.values())
        return f"{named} approved it, and your organisation asks for {self.rules.people} people"
