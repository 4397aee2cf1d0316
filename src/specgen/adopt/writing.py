"""A contract file made of what was read: each value with its place as a note, what was not read named and empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from specgen.adopt.clauses import ClauseRead
from specgen.adopt.facts import FactPath, Read, Settled
from specgen.adopt.papers import Paper, folded
from specgen.adopt.values import PrintedValue, TypedValue, typed
from specgen.assembly.asking.asked import field_note, filled_in, wrapped
from specgen.assembly.choices import CONTRACT_PLACES, SERVICE_PLACES
from specgen.contract.dates import parse_day
from specgen.contract.edit.writing import Given, Habits, Noted, block_lines
from specgen.library.model import Library
from specgen.wording.gaps import gap_left_by_a_person

LIST_FIELDS = ("local_policies", "sub_contractors", "premises", "cohort_includes")
"""Facts that are printed as one line and are lists in the contract file."""
PARTICULARS = (
    *("reference", "title", "edition", "form", "status", "draft_version", "date", "term", "service_commencement_date"),
    *("award_route", "lifetime_value", "local_policies", "equality_assessment", "dpia", "sharing_agreement"),
    "in_year_notice",
)
NEEDED = ("reference", "title", "edition", "form")
OF_COMMISSIONER = ("name", "ods_code", "no_ods_code", "role", "kind", "signatory")
OF_PROVIDER = (
    *("name", "kind", "ods_code", "no_ods_code", "company_number", "charity_number", "address"),
    *("sub_contractors", "signatory"),
)
OF_SERVICE = (
    *("number", "name", "commissioner_lead", "provider_lead", "review_date", "cohort", "cohort_includes"),
    *("population", "premises", "activity", "legal_rights_to_choice"),
)
_PARTS_OF_PARTS = ("term", "period", "section_75", "delegation")
FIELDS_OF_CONTRACT = {"service.cohort": "cohort", "service.review_date": "review_date"}
"""Fields that a clause prints and that are read from it where no label gives them."""
RIGHTS = "service.rights_to_choice"


PRINTED_NOWHERE: Final = ("began_on", "done", "confirmed", "reasons")
"""What a contract file says and no document prints: it is in the record of an issue alone."""
BY_RECORD: Final = "the record of the issue"
NO_RECORD: Final = (
    f"No paper prints {', '.join(PRINTED_NOWHERE[:-1])} or {PRINTED_NOWHERE[-1]}, and no record of the issue was "
    "read with the papers: what is known of them is still to be written."
)


class NotRead(Struct, frozen=True):
    """Something that the papers do not tell plainly: what, and why or where."""

    what: str
    why: str


class ContractWritten(Struct, frozen=True):
    """The contract file, what is missing in it, and how many values were read."""

    data: bytes
    not_read: tuple[NotRead, ...]
    read: int


class Chosen(NamedTuple):
    """A clause as the contract file chooses it: for which service, and which of several such choices it is."""

    clause_id: str
    service: str | None
    nth: int


class _File:
    """The parts of a contract file while it is put together."""

    def __init__(
        self,
        settled: Settled,
        clauses: Sequence[ClauseRead],
        library: Library,
        texts: Mapping[str, Mapping[str, Given]],
        not_applicable: Mapping[str, str],
    ) -> None:
        self.texts, self.not_applicable = texts, not_applicable
        self.recorded: Mapping[FactPath, str | tuple[str, ...]] = {}
        self.facts = dict(settled.facts)
        self.library = library
        self.not_read: list[NotRead] = [
            NotRead(_name(one.path), f"“{one.value}” in {one.place}, and “{two.value}” in {two.place}")
            for one, two in settled.differing
        ]
        self.torn = {one.path for one, _ in settled.differing}
        self.odd = {read.path for read in settled.unread}
        for read in settled.unread:
            self.not_read.append(NotRead(_name(read.path), f"“{read.value[:80]}” in {read.place} was not understood"))
        self.read = 0
        self.clauses = _best(clauses)
        self.values: dict[str, dict[str, tuple[TypedValue, str]]] = {}
        self.of_clause: dict[Chosen, dict[str, tuple[TypedValue, str]]] = {}
        self.own: dict[str, dict[str, tuple[str | tuple[str, ...], str]]] = {}

    def of(self, *path: str) -> str:
        return self.facts[path].value if path in self.facts else ""

    def fact(self, *path: str) -> Given:
        """A fact with its place, or a name that waits for it."""
        told = tuple(step for step in path if step in path[:1] or step == path[-1] or step in _PARTS_OF_PARTS)
        if path not in self.facts:
            self.not_read.append(
                NotRead(_name(path), "no label in the papers gives it, or not in a form that can be taken as it stands")
            )
            return Noted(None, ("Not read in the papers.", *field_note(told)))
        read = self.facts[path]
        self.read += 1
        if path[-1] in LIST_FIELDS:
            return Noted([entry for entry in (each.strip() for each in read.value.split(";")) if entry], (), read.place)
        return Noted(read.value, (), read.place)

    def also(self, path: FactPath, value: str, place: str) -> None:
        """A fact that a clause prints; where another place says it otherwise, neither is taken."""
        first = self.facts.setdefault(path, Read(path, value, place))
        if path not in self.torn and folded(first.value) != folded(value):
            self.torn.add(path)
            self.not_read.append(NotRead(_name(path), f"“{first.value}” in {first.place}, and “{value}” in {place}"))
        if path in self.torn:
            del self.facts[path]

    def part(self, above: FactPath, names: Iterable[str], needed: Iterable[str]) -> dict[str, Given]:
        """The facts of a part that were read, and those that it needs."""
        return {name: self.fact(*above, name) for name in names if (*above, name) in self.facts or name in needed}


def contract_file(
    settled: Settled,
    clauses: Sequence[ClauseRead],
    library: Library,
    head: Sequence[str],
    texts: Mapping[str, Mapping[str, Given]],
    not_applicable: Mapping[str, str],
    left: Iterable[tuple[str, str]] = (),
    recorded: Mapping[FactPath, str | tuple[str, ...]] | None = None,
) -> ContractWritten:
    """The contract file of what was read; `head` are the notes at its beginning, `texts` those of whole specifications
    by service and section, `not_applicable` the schedules that say so of themselves, each with its place, `left` what
    is no clause, and where, `recorded` the facts that no paper prints, as the record of the issue holds them."""
    perhaps = [read for read in clauses if not read.sure]
    file = _File(settled, [read for read in clauses if read.sure], library, texts, not_applicable)
    file.recorded = recorded or {}
    _fields_of_clauses(file)
    _values(file)
    commissioners = list(dict.fromkeys(path[1] for path in file.facts if path[0] == "commissioners"))
    _only_one_leads(file, commissioners)
    services = list(dict.fromkeys(path[1] for path in file.facts if path[0] == "services")) or [""]
    whole: dict[str, Given] = {
        "contract": _particulars(file),
        "commissioners": [_commissioner(file, key) for key in commissioners or [""]],
        "provider": file.part(("provider",), OF_PROVIDER, ("name", "kind", *_code(file, "provider"))),
        "services": [_service(file, number) for number in services],
        **{place: found for place in CONTRACT_PLACES if (found := _chosen(file, place))},
    }
    if values := _values_of(file, ""):
        whole["values"] = values
    file.not_read += [NotRead(what, why) for what, why in left]
    for read in perhaps:
        file.not_read.append(NotRead(f"perhaps {read.version.name}", f"{read.likeness}: {read.place}"))
    for read in file.clauses.values():
        if read.service is None:
            file.not_read.append(
                NotRead(f"the service of {read.version.name}", f"{read.place} does not say which service it is for")
            )
    parts = ["\n".join(block_lines({name: value}, 0, Habits())) for name, value in whole.items()]
    text = "\n".join(f"# {line}".rstrip() for line in head) + "\n\n" + "\n\n".join(parts) + "\n"
    count = file.read + sum(map(len, file.values.values())) + sum(map(len, file.of_clause.values()))
    written = text.encode("utf-8")
    filled = filled_in(written, "contract.yaml", library)[0]  # the values that clauses ask for and that were not read
    missing = sorted(dict.fromkeys(file.not_read), key=lambda each: each.what.endswith(")"))
    return ContractWritten(written if filled is None else filled, tuple(missing), count)


def _name(path: FactPath) -> str:
    return ", ".join(step.replace("_", " ") for step in path if step)


def each_chosen(clauses: Iterable[ClauseRead]) -> Iterator[tuple[Chosen, ClauseRead]]:
    """The clauses, each with what it is chosen as. A schedule of the whole contract may choose a clause several times,
    as for each group of a plan: then one paper prints it in several places."""
    places: dict[tuple[str, str | None, str], list[str]] = {}
    for read in clauses:
        there = places.setdefault((read.version.clause_id, read.service, read.paper.file), [])
        if read.place not in there:
            there.append(read.place)
        yield (
            Chosen(
                read.version.clause_id,
                read.service,
                there.index(read.place) if read.schedule in CONTRACT_PLACES else 0,
            ),
            read,
        )


def _best(clauses: Sequence[ClauseRead]) -> dict[Chosen, ClauseRead]:
    """Each clause as often as it is chosen: the likest printing; the values of all printings are together in it."""
    found: dict[Chosen, ClauseRead] = {}
    for key, read in each_chosen(clauses):
        first = found.get(key)
        if first is None:
            found[key] = read
        elif first.version.name == read.version.name:
            for name, value in read.values.found.items():
                first.values.add(name, value)
            first.values.unsure |= read.values.unsure
        elif read.share > first.share:
            found[key] = read
    # A clause that is printed for a service and once more where nothing tells for which is that service's.
    placed = {key.clause_id for key in found if key.service is not None}
    return {key: read for key, read in found.items() if key.service is not None or key.clause_id not in placed}


def _fields_of_clauses(file: _File) -> None:
    """The facts of a service that its clauses print."""
    for read in file.clauses.values():
        placeholders = file.library.clauses[read.version.clause_id].placeholders
        for name, printed in read.values.found.items():
            comes_from = placeholders[name].comes_from if name in placeholders else ""
            if not read.service or name in read.values.unsure:
                continue
            place = printed.place
            if comes_from in FIELDS_OF_CONTRACT:
                path = ("services", read.service, FIELDS_OF_CONTRACT[comes_from])
                day = parse_day(printed.words[0])
                value = day.isoformat() if day is not None else printed.words[0]
                file.also(path, value, place)
            elif comes_from == "commissioners.responsible":
                _delegations(file, printed.words[0], place)
            elif comes_from == RIGHTS:
                path = ("services", read.service, "legal_rights_to_choice")
                said = " ".join(printed.words[0].split())
                reason = _NOT.fullmatch(said)
                if said.casefold() == _APPLY or (reason is not None and gap_left_by_a_person(reason[1]) is None):
                    file.also(path, said, place)
                else:
                    why = f"“{said[:60]}” in {place} says neither that they apply nor why not"
                    file.not_read.append(NotRead(f"legal_rights_to_choice ({read.version.name})", why))


_HELD = re.compile(r"for (?P<name>[^;]+?), (?P<holder>[^;]+?) under (?P<reference>[^;]+)")


def _delegations(file: _File, words: str, place: str) -> None:
    """Under which delegation a body holds a Commissioner's authority, as a clause prints it."""
    inside = re.search(r"holds its authority \((.*)\)", words)
    for found in _HELD.finditer(inside[1]) if inside is not None else ():
        for name in ("reference", "holder"):
            path = ("commissioners", folded(found["name"]), "delegation", name)
            file.also(path, found[name].strip(), place)


def _values(file: _File) -> None:
    """The values of all clauses, of each service and of the contract as a whole; a service's that is the contract's
    own stands there alone."""
    commencement = parse_day(file.of("contract", "service_commencement_date") or file.of("contract", "term", "start"))
    names = [read.value for path, read in file.facts.items() if path[0] == "commissioners" and path[-1] == "name"]
    given: dict[tuple[str, str], list[tuple[Chosen, TypedValue | None, str]]] = {}
    for key, read in file.clauses.items():
        if read.service is None:
            continue
        placeholders = file.library.clauses[read.version.clause_id].placeholders
        for name in read.version.names:
            placeholder = placeholders[name]
            printed = read.values.found.get(name)
            if placeholder.comes_from:
                continue
            found = given.setdefault((read.service, name), [])
            if printed is not None and printed.words == (placeholder.otherwise,):
                found.append((key, None, ""))  # these words are printed where no value is given
                continue
            why = _why_not(printed, name, read)
            value = None
            if printed is not None and not why:
                value = typed(printed, placeholder, read.version, file.library, commencement, names)
                why = "" if value is not None else f"“{printed.words[0][:60]}” is not what such a value prints"
            if value is not None and printed is not None:
                found.append((key, value, printed.place))
            elif not (placeholder.otherwise and printed is None):
                file.not_read.append(NotRead(f"{name} ({read.version.name})", why))
    # What one clause prints in two ways is known from no other one.
    torn = {(read.service, name) for read in file.clauses.values() for name in read.values.unsure}
    several = {key[:2] for key in file.clauses if key.nth}
    for found in (found for key, found in given.items() if key in torn):
        found.clear()
    for (service, name), found in given.items():
        each = [value for _, value, _ in found]
        # What most of the clauses print stands once for all; a clause that prints another value has it for itself, and
        # one that is chosen several times has each value that is not the same in all.
        most = None if None in each or not each else max(each, key=each.count)
        for key, value, place in found:
            if value is None:
                continue
            if value == most and (key[:2] not in several or each.count(value) == len(each)):
                file.values.setdefault(service, {}).setdefault(name, (value, place))
            else:
                file.of_clause.setdefault(key, {})[name] = (value, place)
    read_names = {name for (_, name), found in given.items() if any(value is not None for _, value, _ in found)}
    file.not_read[:] = [each for each in file.not_read if each.what.partition(" (")[0] not in read_names]
    whole = file.values.get("", {})
    for service, values in file.values.items():
        if service:
            for name in [name for name, (value, _) in values.items() if name in whole and whole[name][0] == value]:
                del values[name]
    _own_values(file)


def _why_not(printed: PrintedValue | None, name: str, read: ClauseRead) -> str:
    if printed is None:
        return f"it does not stand plainly between the clause’s own words in {read.place}"
    if (open_ := next(filter(gap_left_by_a_person, printed.words), None)) is not None:
        return f"“{open_[:60]}” in {printed.place} was left open"
    return f"two places near {read.place} give two values" if name in read.values.unsure else ""


def _own_values(file: _File) -> None:
    """What differs for single Commissioners stands with them, and is then the same for every clause."""
    for values in (*file.values.values(), *file.of_clause.values()):
        for name, (value, place) in values.items():
            for who, own in value.own:
                first, where = file.own.setdefault(folded(who), {}).setdefault(name, (own, place))
                if first != own:
                    why = f"“{first}” in {where}, and “{own}” in {place}; a Commissioner has one value of the name"
                    file.not_read.append(NotRead(f"{name} for {who}", why))


def _only_one_leads(file: _File, commissioners: Sequence[str]) -> None:
    """One Commissioner leads; where the papers say which, the others are associates."""
    roles = [("commissioners", key, "role") for key in commissioners]
    leading = [file.facts[path] for path in roles if file.of(*path) == "co-ordinating"]
    for path in roles:
        if path in file.facts:
            continue
        if len(roles) == 1:
            file.facts[path] = Read(path, "co-ordinating", "the only Commissioner that the papers name")
        elif len(leading) == 1:
            file.facts[path] = Read(path, "associate", f"{leading[0].place}: the co-ordinating one is another")


def _code(file: _File, *above: str) -> tuple[str, ...]:
    return () if (*above, "no_ods_code") in file.facts else ("ods_code",)


def _particulars(file: _File) -> dict[str, Given]:
    particulars: dict[str, Given] = {}
    begins = ("contract", "service_commencement_date")
    if begins not in file.facts and file.of("contract", "form") != "grant":
        why = "no label in the papers gives it; until it is given, times are counted from the first day of the term"
        file.not_read.append(NotRead(_name(begins), why))
    for name in PARTICULARS:
        if name == "term":
            particulars["term"] = file.part(("contract", "term"), ("start", "end", "extension"), ("start", "end"))
        elif ("contract", name) in file.facts or name in NEEDED:
            particulars[name] = file.fact("contract", name)
    return particulars | _recorded(file, "contract")


def _recorded(file: _File, *above: str) -> dict[str, Given]:
    """What of a part the record of the issue holds and no paper prints."""
    found = {path[-1]: fact for path, fact in file.recorded.items() if path[:-1] == above}
    return {name: _noted(fact, BY_RECORD) for name, fact in found.items()}


def _commissioner(file: _File, key: str) -> dict[str, Given]:
    above = ("commissioners", key)
    found = file.part(above, OF_COMMISSIONER, ("name", "role", "kind", *_code(file, *above)))
    for record, names in (("section_75", ("reference", "lead")), ("delegation", ("reference", "holder"))):
        if any((*above, record, name) in file.facts for name in names):
            found[record] = file.part((*above, record), names, names)
    if own := file.own.get(key):
        found["values"] = {name: _noted(value, place) for name, (value, place) in own.items()}
    return found


def _service(file: _File, number: str) -> dict[str, Given]:
    above = ("services", number)
    found = file.part(above, OF_SERVICE, ("name",)) | _recorded(file, *above)
    rights = file.facts.get((*above, "legal_rights_to_choice"))
    if rights is not None:
        found["legal_rights_to_choice"] = _rights(rights)
    days = ("start", "end")
    own, term = (tuple(file.of(*part, day) for day in days) for part in ((*above, "period"), ("contract", "term")))
    stated = {path[:3] for path in (*file.facts, *file.torn, *file.odd)}
    if (*above, "period") in stated and own != term:
        found["period"] = file.part((*above, "period"), days, days)
    for place in SERVICE_PLACES:
        if choices := _choices(file, place, number):
            found[place] = choices
    if values := _values_of(file, number):
        found["values"] = values
    if texts := file.texts.get(number):
        found["whole_specification"] = dict(texts)
    return found


_APPLY = "apply to the services described in this specification."
_NOT = re.compile(
    r"do not apply to the services described in this specification, for this reason: (?P<reason>.*\S)",
    re.IGNORECASE | re.DOTALL,
)
"""What is printed of the legal rights to choice (`assembly/choose`)."""


def _rights(read: Read) -> Given:
    """What a clause prints of the legal rights to choice, as the contract file has it."""
    found = _NOT.fullmatch(read.value)
    return Noted("applies", (), read.place) if found is None else {"not_applicable": Noted(found[1], (), read.place)}


def _chosen(file: _File, place: str) -> Given:
    """The clauses of a schedule; or that it says “Not Applicable”, for a reason that no schedule prints."""
    found: Given = _choices(file, place, "")
    if not found and place in file.not_applicable:
        file.not_read.append(NotRead(f"{place}: the reason", f"“Not Applicable” in {file.not_applicable[place]}"))
        return {"not_applicable": Noted("Not Applicable, as the schedule says", (), file.not_applicable[place])}
    return found


def _choices(file: _File, place: str, service: str) -> list[Given]:
    found: list[Given] = []
    for key, read in file.clauses.items():
        if read.schedule == place and read.service == service:
            component, _, last = read.version.clause_id.split("/")
            name = Noted(f"{component}/{last}@{read.version.number}", (), f"{read.likeness}: {read.place}")
            own = file.of_clause.get(key)
            values = {each: _noted(value.value, where) for each, (value, where) in (own or {}).items()}
            found.append({"clause": name, "values": values} if values else name)
    return found


def _values_of(file: _File, service: str) -> dict[str, Given]:
    return {name: _noted(value.value, place) for name, (value, place) in file.values.get(service, {}).items()}


def _noted(value: str | tuple[str, ...], place: str) -> Given:
    return Noted(value if isinstance(value, str) else list(value), (), place)


def shown_head(papers: Iterable[Paper], *, recorded: bool) -> list[str]:
    """The notes at the beginning of a contract file that was read from papers; `recorded`: the record of the issue lay
    beside them."""
    return [
        "yaml-language-server: $schema=contract.schema.json",
        "",
        *wrapped(
            "Read from signed papers. Behind each value stands where it was read; a name with nothing behind its colon "
            "was not read, and nothing was guessed. Hold it against the papers before it is used:"
        ),
        *(f"  {paper.short}: {paper.name}" for paper in papers),
        *([] if recorded else wrapped(NO_RECORD)),
    ]
