"""A reading of a clause version: for each sentence that binds who owes what, to whom and when, as frozen values.

Format 1 of `N.duties.yaml`; docs/reference/duties.md describes every field. The wording prevails over its reading.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from specgen.problems import Location

DutyMode = Literal["duty", "standing", "limit", "power", "consent", "part", "status"]
MODES: tuple[DutyMode, ...] = get_args(DutyMode)
"""A thing to do; a duty that holds all the time; what must not be done or exceeded; what a party may do; the time in
which a party answers what the other asks; a part of another duty; a period, a definition or an order of precedence."""

Actor = Literal[
    "Provider",
    "Co-ordinating Commissioner",
    "responsible Commissioner",
    "each Commissioner",
    "Commissioners",
    "Parties",
    "Grantor",
    "Recipient",
]
ACTORS: tuple[Actor, ...] = get_args(Actor)

Silence = Literal["it stands", "not agreed", "review meeting", "named post"]
SILENCES: tuple[Silence, ...] = get_args(Silence)
"""What holds when the time for an answer has passed: what was proposed; the earlier position; that, and it goes to the
Review Meeting or the dispute procedure; the question goes to a post that the wording names."""

DutyScopeKind = Literal["service", "contract", "Commissioner", "person", "grant"]
SCOPES: tuple[DutyScopeKind, ...] = get_args(DutyScopeKind)

MomentKind = Literal["placeholder", "field", "day", "duty", "trigger"]

NAMED_DAYS = ("Service Commencement Date", "Expiry Date", "start of the service", "end of the service")
"""Days of the contract that a reading may name. The start of the service is the Service Commencement Date of that
service where it has a period of its own."""

PERIODS = ("Contract Year", "Quarter", "month", "year of the grant", "week")
"""Periods that end again and again; besides these an interval, such as 3 months, or a value that is one."""


class Moment(Struct, frozen=True):
    """A day or an event that time is counted from: the name of a placeholder or of a field of the version, a named
    day, another duty (`clause-id#sentence`), or a trigger of the vocabulary."""

    kind: MomentKind
    value: str


WhenKind = Literal[
    "by", "start", "every", "within", "before", "on", "at_least_every", "always", "later", "earlier", "none"
]


class When(Struct, frozen=True):
    """When something is due.

    `by` a moment; from a `start` at the latest and then always; at the end of `every` period, or `interval` after it;
    `within` an interval after a moment; `before` a moment, by an interval at least; `on` the day of a moment;
    `at_least_every` interval; `always`; the `later` or `earlier` of several. `start` may stand beside each of them.
    `period` and `interval` are as written: words, `{{ name }}` or the name of a field of the version.
    """

    kind: WhenKind = "none"
    moment: Moment | None = None
    period: str = ""
    interval: str = ""
    start: Moment | None = None
    choices: tuple[When, ...] = ()

    @property
    def names_a_duty(self) -> bool:
        """Whether it counts from when another duty is done."""
        if self.moment is not None and self.moment.kind == "duty":
            return True
        if self.start is not None and self.start.kind == "duty":
            return True
        return bool(self.choices) and any(each.names_a_duty for each in self.choices)


class DutyScope(Struct, frozen=True):
    """Where a duty holds: for each service, the contract, each Commissioner, each person, or the grant; and the group
    of people or the stage of the work where it holds for a part only."""

    kind: DutyScopeKind
    group: str = ""
    stage: str = ""


class BindingBasis(Struct, frozen=True):
    """What makes quoted text bind, and the local terms that meet it: each `clause-id#sentence`."""

    lead_in: str
    met_by: tuple[str, ...] = ()


class DutyReading(Struct, frozen=True):
    """What one sentence says, or one of several things that it says. Texts may hold `{{ name }}`."""

    sentence: str
    opens: str
    mode: DutyMode
    location: Location
    actor: Actor | None = None
    through: str = ""
    act: str = ""
    object: str = ""
    scope: DutyScope = DutyScope("contract")
    much: str = ""
    to: tuple[str, ...] = ()
    when: When = When()
    condition: str = ""
    needs: tuple[str, ...] = ()
    reported: str = ""
    basis: BindingBasis | None = None
    of: str = ""
    silence: Silence | None = None
    mobilisation: bool = False
    evidence: str = ""
    note: str = ""


class VersionReading(Struct, frozen=True):
    """The whole reading of a version, with its own fingerprint (as a version's: SHA-256 of the file, UTF-8 with LF)."""

    clause_id: str
    number: int
    wording: str
    fingerprint: str
    readings: tuple[DutyReading, ...]

    def of(self, sentence: str) -> tuple[DutyReading, ...]:
        """What is read in that sentence."""
        return tuple(reading for reading in self.readings if reading.sentence == sentence)


class DutyWords(Struct, frozen=True):
    """The vocabulary: acts with the family that each belongs to, and the other words that a reading may use.

    Acts of one family on one object are the same thing done twice; acts of the family `stage` never are.
    """

    acts: dict[str, str]
    objects: dict[str, str]
    triggers: tuple[str, ...]
    recipients: tuple[str, ...]
    counts: tuple[str, ...]

    def family(self, act: str) -> str:
        """The family of the act; an act without one is a family of its own."""
        return self.acts.get(act) or act
