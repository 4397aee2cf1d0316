"""Which clause versions a contract gets, why, and with which values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Final, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.assembly.choices import asked_by_schedules, given_at, named_clauses, unused_values, written_choices
from specgen.assembly.seams import PrintedInOrder, after_every, as_it_reads, seam_faults, trajectory_as_it_reads
from specgen.assembly.trajectories import by_periods, trajectory_of_all
from specgen.assembly.values import Printed, Value, ValueFault, convert, doubts, with_own_values
from specgen.contract.contract import Contract
from specgen.contract.dates import long_date, parse_date_term
from specgen.contract.parties import Commissioner
from specgen.contract.services import LegalRights
from specgen.library.model import Approval, Clause, ClauseVersion, DeclaredPlaceholder, Library
from specgen.problems import Location, Problem, in_a_row
from specgen.wording.wording import Blocks, fill, placeholder_names, plain_text
from specgen.yamlfile import Path

# Values that chosen clauses need and the contract does not give: each said once, with where to add it.

MOST_NAMED = 3
"""Clauses that need one value and are named; of more, the number is said."""


class Missing(Struct, frozen=True):
    """A value that a clause needs: `said` before and after the clauses' names, where, and how to mend it."""

    said: tuple[str, str]
    where: Location
    cure: str
    service: int | None
    clause_id: str


def missing_value(
    contract: Contract,
    placeholder: DeclaredPlaceholder,
    service: int | None,
    path: Path,
    shared: frozenset[str],
    clause_id: str,
) -> Missing:
    """A value of `placeholder`, at its name where that stands without a value, else at the line that chooses the
    clause; `shared` are the values that schedules ask for too."""
    own = _empty_name(contract, placeholder.name, service, path, shared)
    return Missing(
        (f"the value “{placeholder.name}” is missing; ", f" it: {placeholder.question}"),
        contract.place(*(own or path)),
        f"write it behind the colon, for example: {_in_its_form(placeholder)}"
        if own
        else _where_to_add(contract, placeholder.name, placeholder, service, shared),
        service,
        clause_id,
    )


def _empty_name(contract: Contract, name: str, service: int | None, path: Path, shared: frozenset[str]) -> Path | None:
    """Where the value's name stands in a contract file without a value, at a place that this clause looks at."""
    places: list[Path] = [(*path, "values", name)]
    if service is not None and name not in shared:
        places.append(("services", service, "values", name))
    places.append(("values", name))
    return next(
        (place for place in places if (found := contract.places.get(place)) is not None and found.sheet is None), None
    )


def missing_field(contract: Contract, comes_from: str, service: int | None, clause_id: str) -> Missing:
    """A field of the contract or the service, such as `service.cohort`."""
    part, _, field = comes_from.partition(".")
    above: Path = ("services", service) if part == "service" and service is not None else ("contract",)
    return Missing(
        (f"“{field}” is not given; ", " it"),
        contract.place(*above),
        contract.to_fill_in(*above, field) or f"add “{field}:” here",
        service,
        clause_id,
    )


def said_once(contract: Contract, missing: Iterable[Missing]) -> Iterator[Problem]:
    """A problem for each value that is missing, at the first line that needs it, with the clauses that do."""
    together: dict[tuple[tuple[str, str], str, int | None], list[Missing]] = {}
    for each in missing:
        together.setdefault((each.said, each.cure, each.service), []).append(each)
    for (before, after), cure, service in together:
        found = together[(before, after), cure, service]
        names = list(dict.fromkeys(each.clause_id for each in found))
        where = found[0].where
        yield contract.problem(
            "missing-value",
            f"{before}{_series(names)} {'needs' if len(names) == 1 else 'need'}{after}",
            where,
            cure=cure,
        )


def _series(names: list[str]) -> str:
    """`a, b and c`; of many the first ones and how many more."""
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} other clauses"
    return in_a_row(names)


def _where_to_add(
    contract: Contract, name: str, placeholder: DeclaredPlaceholder, service: int | None, shared: frozenset[str]
) -> str:
    """Under which “values:” a missing value belongs; schedules of the whole contract do not see a service's values."""
    if filling := contract.to_fill_in(*(("services", service) if service is not None else ()), "values", name):
        return f"{filling}; for example: {placeholder.example}"
    example = f"{name}: {_in_its_form(placeholder)}"
    if service is not None:
        return (
            f"add under the contract’s own “values:” (a schedule needs it too)  {example}"
            if name in shared
            else f"add under the service’s “values:”  {example}"
        )
    if any(name in other.values for other in contract.content.services):
        return (
            "it stands with a service, where a schedule of the whole contract does not look; move it under the "
            "contract’s own “values:”"
        )
    return f"add under the contract’s own “values:” (not a service’s)  {example}"


def _in_its_form(placeholder: DeclaredPlaceholder) -> str:
    """The example as it is written in a file: all options of a choice, and how a list goes on."""
    if placeholder.kind == "choice":
        return f"{placeholder.example}  (one of: {', '.join(placeholder.options)})"
    return (
        f"{placeholder.example}  (or several: one a line below the name, each after “- ”)"
        if placeholder.kind == "list"
        else placeholder.example
    )


class ChosenClause(Struct, frozen=True):
    """A clause version in a contract, with its values filled in.

    `service` is the index of the service, None for the contract as a whole; `path` where the contract file chooses it;
    `why` how the version was found; `printed` the values as printed; `days` the days of date values, None where not
    known; `gaps` the placeholders without a value (a draft shows them); `origins` where each value was written; `own`
    the values of single Commissioners by the value's name and theirs, with that of all others under "".
    """

    clause: Clause
    version: ClauseVersion
    approval: Approval | None
    place: str
    service: int | None
    path: Path
    why: str
    blocks: Blocks
    fields: Mapping[str, str]
    printed: Mapping[str, Printed]
    days: Mapping[str, date | None] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    origins: Mapping[str, Location] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def as_for(self, party: str) -> ChosenClause:
        """The clause as it reads for one Commissioner; for all that have no values of their own where it is ""."""
        theirs = {name: values.get(party, values[""]) for name, values in self.own.items()}
        if not theirs:
            return self
        printed = {**self.printed, **{name: value.printed for name, value in theirs.items()}}
        blocks, fields = _worded(self.version, tuple(printed.items()), self.asked)
        days = {**self.days, **{name: value.day for name, value in theirs.items() if name in self.days}}
        return replace(self, blocks=blocks, fields=fields, printed=printed, days=days, own={})

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """The question that stands where each of the gaps is."""
        return tuple((name, self.clause.placeholders[name].asks) for name in self.gaps)

    @property
    def id(self) -> str:
        return self.clause.id

    @property
    def component(self) -> str:
        return self.clause.component


def choose(
    contract: Contract, library: Library, *, cautions: bool = True
) -> tuple[tuple[ChosenClause, ...], list[Problem]]:
    """Every clause that the contract chooses, in the order of its file, and what is wrong with the choices or
    values; how values read on in their sentences is looked at only for the sake of `cautions`."""
    problems: list[Problem] = []
    chosen: list[ChosenClause] = []
    filling = _ContractFilling(contract, library)
    taken: dict[tuple[str, int | None], bool] = {}
    awaited: set[str] = set()
    for place, service, path, choice in written_choices(contract):
        where = contract.place(*path)
        clauses, pin, faults = named_clauses(choice.clause, place, library, filling.sets, where, contract)
        problems += faults
        if not clauses:
            awaited |= library.asked
        for clause in clauses:
            version, why, faults = _version(clause, pin, contract, library, where)
            problems += faults
            if version is None:
                awaited |= clause.placeholders.keys()
                continue
            of_set = choice.clause in filling.sets
            if of_set and taken.get((clause.id, service)) is False:
                continue  # a set stands behind a clause of it that is named by itself, perhaps with its version
            if (clause.id, service) in taken and not choice.values:
                said = f"{clause.id} is chosen twice for “{place}”"
                cure = "delete one, or give each its own values"
                problems.append(contract.problem("chosen-twice", said, where, cure=cure))
                continue
            taken[clause.id, service] = of_set
            filled = _ClauseFilling(filling, clause, version, service)
            chosen.append(filled.chosen(why, place, path))
            problems += filled.problems
            if cautions:
                values = tuple(chosen[-1].printed.items())
                problems += seam_faults(contract, clause, version, values, filled.wheres)
    problems = list(_once_a_value(problems))
    problems += said_once(contract, filling.missing)
    problems += unused_values(contract, filling.used, library, awaited)
    return tuple(chosen), problems


def _once_a_value(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems with only the first of those that say of one value that it does not read on."""
    told: set[Location] = set()
    for problem in problems:
        if problem.slug != "value-does-not-read-on":
            yield problem
        elif problem.location not in told:
            told.add(problem.location)
            yield problem


def _version(
    clause: Clause, pin: int | None, contract: Contract, library: Library, where: Location
) -> tuple[ClauseVersion | None, str, list[Problem]]:
    """The version that applies: pinned, else the newest approved one in force, else the newest in force."""
    if pin is not None:
        version = clause.version(pin)
        if version is None:
            numbers = ", ".join(str(version.number) for version in clause.versions)
            said = f"{clause.id} has no version {pin}"
            return None, "", [contract.problem("clause-version", said, where, cure=f"it has: {numbers}")]
        approval = library.approval(version, contract.day)
        problems = [] if approval else [_not_approved(version, where, library.not_enough(version, contract.day))]
        if not version.in_force(contract.day):
            problems.append(
                Problem(
                    "version-not-in-force",
                    f"{version.name} is not in force on {long_date(contract.day)}",
                    where,
                    severity="warning",
                    cure="take the pin away, or give the contract the date that is meant",
                )
            )
        return version, "pinned" if approval else "pinned, not approved", problems
    newest, approved, reason = _on_day(clause, contract.day, library)
    if newest is None:
        said = f"no version of {clause.id} is in force on {long_date(contract.day)}"
        cure = "correct the contract's date, or choose another clause"
        return None, "", [contract.problem("version-not-in-force", said, where, cure=cure)]
    if approved:
        return newest, "newest approved version in force", []
    return newest, "newest version in force, not approved", [_not_approved(newest, where, reason)]


class _OnDay(NamedTuple):
    """What a clause of the library is on a day: the version that applies, whether it is approved, and why approvals of
    it do not count."""

    version: ClauseVersion | None
    approved: bool
    reason: str


_MOST_DAYS: Final = 4096
"""Clauses and days of which it is kept what applies."""


def _on_day(clause: Clause, day: date, library: Library) -> _OnDay:
    known: dict[tuple[str, date], _OnDay] = library.kept.setdefault("versions on days", {})
    found = known.get((clause.id, day))
    if found is None:
        if len(known) >= _MOST_DAYS:
            known.clear()
        in_force = [version for version in clause.versions if version.in_force(day)]
        approved = [version for version in in_force if library.approval(version, day)]
        newest = next(reversed(approved or in_force), None)
        reason = library.not_enough(newest, day) if newest is not None and not approved else ""
        found = known[clause.id, day] = _OnDay(newest, bool(approved), reason)
    return found


def _not_approved(version: ClauseVersion, where: Location, reason: str) -> Problem:
    return Problem(
        "clause-not-approved",
        f"{version.name} is not approved by your organisation" + (f": {reason}" if reason else ""),
        where,
        severity="warning",
        cure="have it approved; until then every page says DRAFT",
    )


class _ContractFilling:
    """What the clauses of one contract share while their values are found: which were used and which are missing. Most
    values are asked for by several clauses, and are converted once for all that ask alike."""

    def __init__(self, contract: Contract, library: Library) -> None:
        self.contract, self.library = contract, library
        self.sets = dict(library.sets())
        self.used: set[Path] = set()
        self.missing: list[Missing] = []
        self.of_single_commissioners = {name for party in contract.content.commissioners for name in party.values}
        self._alike: dict[tuple[Path, DeclaredPlaceholder], tuple[Value | None, list[Problem]]] = {}

    @cached_property
    def shared(self) -> frozenset[str]:
        """The values that schedules of the whole contract ask for."""
        return asked_by_schedules(self.contract, self.library, self.sets)

    def converted(
        self, version: ClauseVersion, placeholder: DeclaredPlaceholder, service: int | None, given: object, path: Path
    ) -> tuple[Value | None, list[Problem]]:
        """The value at `path` as it is printed, and what is wrong with it or to be asked about it."""
        if placeholder.kind in _READ_IN_PLACE or placeholder.by_year:
            return self._converted(version, placeholder, service, given, path)
        key = path, placeholder
        if key not in self._alike:
            self._alike[key] = self._converted(version, placeholder, service, given, path)
        return self._alike[key]

    def _converted(
        self, version: ClauseVersion, placeholder: DeclaredPlaceholder, service: int | None, given: object, path: Path
    ) -> tuple[Value | None, list[Problem]]:
        contract, where = self.contract, self.contract.place(*path)
        # Only a date is counted from the day on which services begin.
        commencement = contract.start_of(service) if placeholder.kind == "date" else None
        own_start = commencement is not None and commencement != contract.commencement
        converted = convert(given, placeholder, commencement, self.library.situations, own_start=own_start)
        if isinstance(converted, ValueFault):
            said, cure, meant = f"“{placeholder.name}”: {converted.message}", converted.cure, converted.suggestion
            return None, [contract.problem("wrong-value", said, where, cure=cure, suggestion=meant)]
        if placeholder.kind == "interval" and isinstance(converted.printed, str):
            converted = Value(as_it_reads(version, placeholder.name, converted.printed))
        elif by_periods(given, placeholder):
            converted = Value(trajectory_as_it_reads(version, placeholder.name, str(converted.printed)))
        return converted, [
            contract.problem(slug, message, where, severity="warning", cure=cure)
            for slug, message, cure in doubts(given, converted, placeholder)
            if not (slug == "fraction-as-percentage" and where.sheet is not None)  # a register asks of its cells itself
        ]


_READ_IN_PLACE = ("date", "interval", "trajectory")
"""Kinds of values that are printed as the service or the sentence has it."""


class _ClauseFilling:
    """The values of one version as they are found for it; what is wrong with them is told to `problems`."""

    def __init__(self, filling: _ContractFilling, clause: Clause, version: ClauseVersion, service: int | None) -> None:
        self.filling, self.contract, self.library = filling, filling.contract, filling.library
        self.clause, self.version, self.service = clause, version, service
        self.problems: list[Problem] = []
        self.values: dict[str, Value] = {}
        self.origins: dict[str, Location] = {}
        self.gaps: dict[str, str] = {}
        self.own: dict[str, Mapping[str, Value]] = {}
        self.wheres: dict[str, list[tuple[Location, Printed]]] = {}

    def chosen(self, why: str, place: str, path: Path) -> ChosenClause:
        """The version with its values, which are used now; what is missing is said for the contract as a whole."""
        asked = [self.clause.placeholders[name] for name in self.version.names]
        for placeholder in asked:
            if placeholder.comes_from == HORIZON:
                continue  # it follows from the date, which may come after it
            lacking = self.from_field(placeholder) if placeholder.comes_from else self.from_values(placeholder, path)
            if lacking is not None:
                self.filling.missing.append(lacking)
        for placeholder in asked:
            if placeholder.comes_from == HORIZON:
                self.from_horizon(placeholder)
        printed_values = {name: value.printed for name, value in self.values.items()}
        printed_in_order = tuple(printed_values.items())
        blocks, fields = _worded(self.version, printed_in_order, tuple(self.gaps.items()))
        return ChosenClause(
            self.clause,
            self.version,
            self.library.approval(self.version, self.contract.day),
            place,
            self.service,
            path,
            why,
            blocks,
            fields,
            printed_values,
            {name: value.day for name, value in self.values.items() if self.clause.placeholders[name].kind == "date"},
            tuple(self.gaps),
            self.origins,
            self.own,
        )

    def from_field(self, placeholder: DeclaredPlaceholder) -> Missing | None:
        """A value that a field of the contract gives; what is missing where it gives none."""
        name, field_name = placeholder.name, placeholder.comes_from
        printed = contract_field(self.contract, field_name, self.service)
        if printed is None:
            self.gaps[name] = placeholder.asks
            return missing_field(self.contract, field_name, self.service, self.clause.id)
        self.values[name] = Value(printed)
        self.wheres[name] = [(_field_place(self.contract, field_name, self.service), printed)]
        return None

    def from_values(self, placeholder: DeclaredPlaceholder, path: Path) -> Missing | None:
        """A value that is given under its name, for all Commissioners or for each; what is missing where none is."""
        contract, name = self.contract, placeholder.name
        own = self._own_values(placeholder) if name in self.filling.of_single_commissioners else []
        found = given_at(contract, path, self.service, name)
        if found is None and placeholder.otherwise and not own:
            self.values[name] = Value((placeholder.otherwise,) if placeholder.kind == "list" else placeholder.otherwise)
            return None
        if found is None and placeholder.kind == "trajectory" and len(own) == len(contract.content.commissioners):
            found = ("commissioners", 0, "values", name), None
        if found is None:
            self.gaps[name] = placeholder.asks
            return missing_value(contract, placeholder, self.service, path, self.filling.shared, self.clause.id)
        value_path, given = found
        where = contract.place(*value_path)
        converted = self._converted(placeholder, given, value_path)
        self.wheres[name] = [(place, value.printed) for _, value, place in own] if own else []
        if converted is not None:
            self.wheres[name].insert(0, (where, converted.printed))
        if own and (given is None or converted is not None):
            converted = self._of_each(placeholder, converted, own, where)
        if converted is None:
            self.gaps[name] = placeholder.asks
        else:
            self.values[name] = converted
            self.origins[name] = where
        return None

    def _converted(self, placeholder: DeclaredPlaceholder, given: object, path: Path) -> Value | None:
        """The value that stands at `path`, which is used now."""
        self.filling.used.add(path)
        if given is None:
            return None
        found, faults = self.filling.converted(self.version, placeholder, self.service, given, path)
        self.problems += faults
        return found

    def _own_values(self, placeholder: DeclaredPlaceholder) -> list[tuple[str, Value, Location]]:
        """What differs for single Commissioners: each one's name, its value and where it stands."""
        own: list[tuple[str, Value, Location]] = []
        for index, party in enumerate(self.contract.content.commissioners):
            if placeholder.name in party.values:
                path: Path = ("commissioners", index, "values", placeholder.name)
                converted = self._converted(placeholder, party.values[placeholder.name], path)
                if converted is not None:
                    own.append((party.name, converted, self.contract.place(*path)))
        return own

    def _of_each(
        self,
        placeholder: DeclaredPlaceholder,
        whole: Value | None,
        own: Sequence[tuple[str, Value, Location]],
        where: Location,
    ) -> Value | None:
        """The value with what differs for single Commissioners; `whole` is None where each gives a trajectory. Where
        there is one Commissioner, what is its own is all there is."""
        if len(self.contract.content.commissioners) == 1:
            return own[0][1]
        if placeholder.kind == "trajectory" or (placeholder.added_up and whole is not None):
            theirs = [(party, str(value.printed)) for party, value, _ in own]
            of_all = None if whole is None else str(whole.printed)
            printed, faults = trajectory_of_all(self.contract, placeholder.name, of_all, theirs, where)
            self.problems += faults
            return Value(trajectory_as_it_reads(self.version, placeholder.name, printed)) if printed else None
        if whole is None:
            return None
        theirs_apart = tuple((party, value) for party, value, _ in own)
        self.own[placeholder.name] = {"": whole, **dict(theirs_apart)}
        if placeholder.kind == "interval" and after_every(self.version, placeholder.name):
            theirs_apart = tuple((party, Value(f"every {value.printed}")) for party, value in theirs_apart)
        return with_own_values(whole, theirs_apart)

    def from_horizon(self, placeholder: DeclaredPlaceholder) -> None:
        """How far off an action is, which follows from its date."""
        if term := horizon(self.contract, self.version, self.values):
            self.values[placeholder.name] = Value(term)
        else:
            self.gaps[placeholder.name] = placeholder.asks


HORIZON = "action.horizon"
HORIZONS = ((12, "short"), (36, "medium"))
"""Months from the first day of the contract → how far off what falls due within them is called; later it is long."""


def horizon(contract: Contract, version: ClauseVersion, values: Mapping[str, Value]) -> str:
    """Whether an action of the development plan is for the short, the medium or the long term (handbook 4.1), by the
    date that it gives; nothing where that is not known."""
    named = [name for name in placeholder_names(version.fields["date"]) if name in values]
    day = values[named[0]].day if len(named) == 1 else None
    if day is None:
        return ""
    start = contract.commencement
    months = (day.year - start.year) * 12 + day.month - start.month + (day.day >= start.day)
    return next((name for most, name in HORIZONS if months <= most), "long")


# Most clauses of a portfolio's contracts have the values that they have in others too: what is worked out of a version
# with its values is kept.


@lru_cache(maxsize=256)
def _worded(
    version: ClauseVersion, printed: PrintedInOrder, gaps: tuple[tuple[str, str], ...]
) -> tuple[Blocks, Mapping[str, str]]:
    """The version's wording, and the text of each of its fields, with the values; questions stand where `gaps` are."""
    values, asked = dict(printed), dict(gaps)
    return fill(version.blocks, values, asked), {
        key: plain_text(fill(version.fields[key], values, asked)) if text is None else text
        for key, text in _plain_fields(version).items()
    }


def _field_place(contract: Contract, comes_from: str, service: int | None) -> Location:
    part, _, name = comes_from.partition(".")
    if part == "service" and service is not None:
        return contract.place("services", service, *(("period", name) if name in ("start", "end") else (name,)))
    return contract.place("provider", name) if part == "provider" else contract.place("contract", name)


@cache
def _plain_fields(version: ClauseVersion) -> Mapping[str, str | None]:
    """The text of each field that has no placeholder; None for one that has."""
    return {
        key: None if any(placeholder_names(blocks)) else plain_text(blocks) for key, blocks in version.fields.items()
    }


def contract_field(contract: Contract, name: str, service: int | None) -> str | None:
    """The contract's own field `name` as printed in wording, or None when the file does not give it."""
    content = contract.content
    whole = content.contract
    if name.startswith("service.") and service is not None:
        chosen = content.services[service]
        period = chosen.period or whole.term
        term = parse_date_term(chosen.review_date, period.start) if chosen.review_date else None
        return {
            "service.name": chosen.name,
            "service.number": contract.service_number(service),
            "service.cohort": chosen.cohort,
            "service.start": long_date(period.start),
            "service.end": long_date(period.end),
            "service.review_date": term.printed if term else None,
            "service.rights_to_choice": rights_to_choice(chosen.legal_rights_to_choice),
        }[name]
    return {
        "contract.reference": whole.reference,
        "contract.title": whole.title,
        "contract.start": long_date(whole.term.start),
        "contract.end": long_date(whole.term.end),
        "provider.name": content.provider.name,
        "co_ordinating_commissioner.name": contract.co_ordinating.name,
        "commissioners.names": "; ".join(party.name for party in content.commissioners),
        "commissioners.responsible": responsible_commissioner(content.commissioners),
    }.get(name)


def rights_to_choice(rights: LegalRights | None) -> str | None:
    """Whether the legal rights to choice apply to a service, and why not, as wording goes on after “The legal rights to
    choice”. It ends its sentence, since a reason may be several (handbook 2.1.2, action 4, and 2.4.3)."""
    if rights is None:
        return None
    if rights.applies:
        return "apply to the Services described in this specification."
    reason = (rights.not_applicable or "").strip()
    return (
        "do not apply to the Services described in this specification, for this reason: "
        f"{reason}{'' if reason.endswith(('.', '!', '?')) else '.'}"
    )


def responsible_commissioner(parties: tuple[Commissioner, ...]) -> str:
    """Who decides on a person's plan and budget: with one Commissioner that one; with several the one that the law
    makes responsible for the person, or the body that the contract names as holding its authority (handbook 2.7.3)."""
    who = (
        "the Co-ordinating Commissioner"
        if len(parties) == 1
        else "the Commissioner that is responsible for the Service User under the law’s rules on responsibility, as "
        "amended"
    )
    held = "; ".join(
        f"for {party.name}, {party.delegation.holder} under {party.delegation.reference}"
        for party in parties
        if party.delegation is not None
    )
    return f"{who}, itself or through the body that holds its authority ({held})" if held else who
