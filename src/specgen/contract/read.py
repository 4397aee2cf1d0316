"""From the bytes of a contract file to a Contract whose every value knows its place, or to all its problems at once."""

from __future__ import annotations

import hashlib
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

from msgspec import Struct

from specgen.contract.columns import heading_of
from specgen.contract.contract import Contract
from specgen.contract.dates import FORMS, not_a_date, parse_date_term
from specgen.contract.fields import ContractFile
from specgen.contract.model import ContractPart, WrongKind, WrongValue, WrongValuesError, part_fields, read_part
from specgen.contract.services import Service
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import Mapping, Node, Path, Sequence, places, plain, read_document

LARGEST_READ = 8 * 2**20
"""Bytes read of one contract file; a larger one is refused by the reader, not read whole."""

# The names that a contract file may hold, level by level: which belong at a place, and to which place a name belongs.

LevelNames = tuple[str, ...]
"""The names from the top of the file down to a level, without the numbers of list entries; () is the top."""
_TOO_MANY: typing.Final = 3
"""Levels of one name beyond which naming them helps nobody."""


def names_in_order(path: tuple[int | str, ...]) -> tuple[str, ...]:
    """The names that the model knows at `path`, in its own order."""
    current: typing.Any = ContractFile
    for step in path:
        if isinstance(step, int):
            current = next(iter(typing.get_args(current)), current)
        else:
            model = _model_in(current)
            if model is None or step not in part_fields(model):
                return ()
            current = part_fields(model)[step].annotation
    model = _model_in(current)
    return tuple(name for name in part_fields(model) if name != "chosen") if model else ()


def known_names(path: tuple[int | str, ...]) -> set[str]:
    """The names that the model knows at `path`."""
    return set(names_in_order(path))


def where_it_belongs(name: str, path: tuple[int | str, ...]) -> str:
    """Where a name belongs that does not belong at `path`, in words: the level nearest to it; "" when no level has the
    name."""
    here = tuple(step for step in path if isinstance(step, str))
    levels = [level for level, names in _levels() if name in names and level != here]
    if not levels:
        return ""
    nearest = min(_distance(here, level) for level in levels)
    found = [level for level in levels if _distance(here, level) == nearest]
    return " or ".join(map(_in_words, found)) if len(found) <= _TOO_MANY else ""


def _distance(here: LevelNames, level: LevelNames) -> tuple[int, int]:
    """How far apart two levels are: first by what they share, then by how deep the other lies."""
    shared = next(
        (at for at, (one, other) in enumerate(zip(here, level, strict=False)) if one != other),
        min(len(here), len(level)),
    )
    return -shared, len(level)


def _in_words(level: LevelNames) -> str:
    if not level:
        return "the top of the file, without spaces before it"
    return f"an entry of “{'.'.join(level)}”" if level in _lists() else f"“{'.'.join(level)}”"


@cache
def _levels() -> tuple[tuple[LevelNames, frozenset[str]], ...]:
    return tuple((level, frozenset(part_fields(model)) - {"chosen"}) for level, model, _ in _below((), ContractFile))


@cache
def _lists() -> frozenset[LevelNames]:
    return frozenset(level for level, _, listed in _below((), ContractFile) if listed)


def _below(
    level: LevelNames, annotation: typing.Any, listed: bool = False
) -> Iterator[tuple[LevelNames, type[ContractPart], bool]]:
    """The level and those below it, each with its model and whether it is that of a list's entries."""
    model = _model_in(annotation)
    if model is None:
        return
    yield level, model, listed
    for name, field in part_fields(model).items():
        if name != "chosen":
            yield from _below((*level, name), field.annotation, typing.get_origin(field.annotation) is tuple)


def _model_in(annotation: typing.Any) -> type[ContractPart] | None:
    """The model that an annotation such as `Term | None` or `tuple[Service, ...]` holds."""
    if (
        isinstance(annotation, type)
        and not isinstance(annotation, types.GenericAlias)
        and issubclass(annotation, ContractPart)
    ):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _model_in(part)) is not None), None)


# What can still be judged of a contract with faults, so that faults of its choices and values are said in the same run.
#
# Names and values that the model refuses are taken out, and what must be there is stood in for. Nothing is ever built
# of what comes of it: it is looked at, and the fault that made it necessary keeps the contract from being built.

MOST_ROUNDS = 12
"""How often a file is mended and looked at anew: a part that is stood in for lacks the parts within it, one level a
round."""

STAND_INS: typing.Mapping[str, object] = {
    "contract": {},
    "reference": "?",
    "title": "?",
    "edition": "?",
    "term": {},
    "start": "2999-03-31",
    "end": "2999-03-31",
    "commissioners": [{}],
    "name": "?",
    "provider": {},
    "kind": "NHS trust",
    "services": [{}],
    "lead": "?",
    "clause": "?",
}
"""What stands for each value that must be given. The day is so late that the newest version of every clause is in
force."""


class SoundPart(Struct, frozen=True):
    """A contract without its faulty names and values. `mended` are their paths: whatever rests on one of them is not
    known."""

    contract: Contract
    mended: frozenset[Path] = frozenset()

    def rests_on(self, *path: str | int) -> bool:
        """Whether something at `path`, within it or above it was taken out or stood in for."""
        return rests_on(self.mended, path)


def rests_on(mended: Iterable[Path], path: Path) -> bool:
    """Whether one of the paths `mended` is `path`, lies within it or above it."""
    return any(path[: len(other)] == other or other[: len(path)] == path for other in mended)


def sound_content(given: dict[str, object]) -> tuple[ContractFile, frozenset[Path]] | None:
    """The values as a ContractFile once the faulty ones are out, and the paths of those; None when that does not help.

    `given` is changed.
    """
    mended: set[Path] = set()
    for _ in range(MOST_ROUNDS):
        try:
            return read_part(ContractFile, given), frozenset(mended)
        except WrongValuesError as refused:
            for fault in refused.faults:
                path = _in_the_file(fault.path)
                if not path or not _mended(given, path, fault.kind):
                    return None
                mended.add(path)
    return None


def _in_the_file(path: Path) -> Path:
    """A list of choices stands in the file directly under the schedule's name."""
    return tuple(step for step in path if step != "chosen")


def _mended(given: object, path: Path, kind: WrongKind) -> bool:
    """Take out or stand in for what is at `path`; False where there is no such place."""
    above, last = _at(given, path[:-1]), path[-1]
    if isinstance(above, list) and isinstance(last, int) and last < len(above):
        if kind == "not one of":
            return _mended(given, path[:-1], kind)  # nothing but the words of the model can stand in such a list
        # The place of an entry in its list is kept: the places of those after it are known by their number.
        above[last] = {} if path[0] in ("services", "commissioners") and len(path) == 2 else "?"
        return True
    if not isinstance(above, dict):
        return False
    if kind in ("missing", "too few"):
        above[str(last)] = _stand_in(str(last))
        return str(last) in STAND_INS
    above.pop(last, None)
    return True


def _at(given: object, path: Path) -> object:
    """What stands at `path`; None where nothing does."""
    for step in path:
        if isinstance(given, dict):
            given = given.get(step)
        elif isinstance(given, list) and isinstance(step, int) and step < len(given):
            given = given[int(step)]
        else:
            return None
    return given


def _stand_in(name: str) -> object:
    found = STAND_INS.get(name)
    return dict(found) if isinstance(found, dict) else [{}] if isinstance(found, list) else found


# A contract's values held against the model: every fault in the user's words, at the user's line or cell.

MOST_FAULTS = 500
"""How many wrong names and values of one file are described; a file with more is not a contract file."""


class ContractSource(typing.Protocol):
    """What a contract is read from: a file, or a row of a register."""

    @property
    def file(self) -> str: ...
    @property
    def root(self) -> Node | None: ...
    def place(self, path: Path) -> Location:
        """Where the value at `path` stands; the nearest place above it when it is not there."""

    def excerpt(self, place: Location) -> str:
        """What the user wrote at `place`."""


def validate(written: ContractSource) -> tuple[ContractFile | None, list[Problem]]:
    """The values as a ContractFile, or every fault with its place."""
    given = plain(written.root)
    if not isinstance(given, dict):
        return None, [
            Problem(
                "not-a-contract",
                "the file is not a list of names and values",
                Location(written.file, 1, 1),
                cure="begin with “contract:” and indent what belongs to it",
                excerpt=written.excerpt(Location(written.file, 1, 1)),
            )
        ]
    if next(iter(given), None) == "document":
        place = written.place(("document",))
        return None, [
            Problem(
                "not-a-contract",
                "the file is a document with figures, by its first name “document”, and no contract",
                place,
                cure="name a contract file; “specgen build” and “specgen check” take both",
                excerpt=written.excerpt(place),
            )
        ]
    try:
        return read_part(ContractFile, _without_left_out(given)), []
    except WrongValuesError as refused:
        found = [_translated(fault, written) for fault in refused.faults[:MOST_FAULTS]]
        if len(refused.faults) > MOST_FAULTS:
            found.append(
                Problem(
                    "too-many-problems",
                    f"the file has {len(refused.faults) - MOST_FAULTS:,} more problems of this kind",
                    found[-1].location,
                    cure="mend those above first",
                )
            )
        return None, found


def validate_or_mend(written: ContractSource) -> tuple[ContractFile | None, frozenset[Path], list[Problem]]:
    """As `validate`; of values with faults what can still be judged, if anything, and the paths of what was taken out
    of it."""
    content, faults = validate(written)
    if content is not None:
        return content, frozenset(), faults
    given = _without_left_out(plain(written.root))
    content, mended = (sound_content(given) if isinstance(given, dict) else None) or (None, frozenset())
    return content, mended, faults


def _without_left_out(value: object, path: Path = ()) -> object:
    """Names whose value was left out are as if they were not there: a default applies, or the value is missing.

    A name that the model does not know stays, so that it is reported although its value is blank; and a whole
    specification that is named without texts is asked for, and lacks them.
    """
    if isinstance(value, dict):
        kept: dict[str, object] = {}
        known = known_names(path) if None in value.values() else set()
        for key, item in value.items():
            if item is None and path[:1] == ("services",) and key == "whole_specification":
                kept[key] = {}
            elif item is not None or (known and key not in known):
                kept[key] = "" if item is None else _without_left_out(item, (*path, key))
        return kept
    if isinstance(value, list):
        return [_without_left_out(item, (*path, index)) for index, item in enumerate(value)]
    return value


_KINDS_OF_FAULT: typing.Mapping[WrongKind, str] = {
    "missing": "missing-value",
    "unknown": "unknown-key",
    "not one of": "not-one-of",
    "too few": "missing-value",
    "too long": "too-long",
}


def _translated(fault: WrongValue, written: ContractSource) -> Problem:
    """A fault of the model in the user's words, at the user's line."""
    path = _in_the_file(fault.path)
    place = written.place(path)
    name, field, given = _name_at(path), _field_of(path), fault.given
    suggestion = ""
    match fault.kind:
        case "missing":
            message, cure = _missing(name, path, place, stands=_stands_empty(written.root, path))
        case "unknown":
            known = sorted(known_names(fault.path[:-1]))
            suggestion = did_you_mean(name, known)
            message = f"“{name}” is not a name that belongs here"
            home = where_it_belongs(name, fault.path[:-1]) if place.sheet is None else ""
            cure = (
                f"put it in {home}, where it belongs"
                if home
                else f"use one of: {', '.join(known)}"
                if known
                else "delete it"
            )
        case "not one of":
            suggestion = did_you_mean(str(given), fault.allowed)
            message = f"“{given}” is not a value that “{field}” can have"
            cure = f"use one of: {', '.join(fault.allowed)}"
        case "too few":
            message = f"“{name}” needs at least one entry"
            cure = "add an entry, each beginning with “- ”" if place.sheet is None else _fill_in(path)
        case "too long":
            message, cure = f"“{name}” is longer than {fault.most} characters", "shorten it"
        case "no names":
            message = f"“{name}” must hold names with values, not {_what_it_is(given)}"
            cure = "put each name on its own line below, indented by two more spaces"
        case "no list":
            message = f"“{name}” must be a list, not {_what_it_is(given)}"
            cure = "put each entry on its own line below, beginning with “- ”"
        case "wrong":
            page = "contract-file" if place.sheet is None else "register"
            message, cure = f"“{field}”: {fault.message}", f"change the value; docs/reference/{page}.md shows the forms"
    return Problem(
        _KINDS_OF_FAULT.get(fault.kind, "wrong-value"),
        message,
        place,
        cure=cure,
        excerpt=written.excerpt(place),
        suggestion=suggestion,
    )


def _stands_empty(node: Node | None, path: Path) -> bool:
    """Whether the name at `path` stands in the file, with nothing behind its colon."""
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return False
    return node is not None


def _missing(name: str, path: Path, place: Location, *, stands: bool) -> tuple[str, str]:
    """What is said of a value that is not there, and how to mend it, in a file and in a register."""
    if place.sheet is None:
        how = "write its value behind the colon" if stands else f"add “{name}:” with its value"
        return f"“{name}” is missing here", f"{how}; docs/reference/contract-file.md describes it"
    heading = heading_of(path) or name
    return f"“{heading}” {'are' if '” and “' in heading else 'is'} missing", _fill_in(path)


def _fill_in(path: Path) -> str:
    return (
        f"fill in the column “{heading_of(path) or path[-1]}”, or give the value in a base file; "
        f"docs/reference/register.md describes both"
    )


def _name_at(path: Path) -> str:
    """The name that the user wrote at `path`; of an entry in a list, which one it is."""
    if not path:
        return "the file"
    return f"{_field_of(path)}, entry {path[-1] + 1}" if isinstance(path[-1], int) else path[-1]


def _field_of(path: Path) -> str:
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "the value")


def _what_it_is(value: object) -> str:
    if isinstance(value, str):
        return f"the text “{value[:40]}”"
    return "a list" if isinstance(value, list) else "names with values"


# Faults of a contract that no single field shows.


def faults_between_fields(contract: Contract, mended: frozenset[Path] = frozenset()) -> Iterator[Problem]:
    """Dates out of order, no or several co-ordinating Commissioners, parties without a code, services of one name.

    `mended` are the paths at which a faulty contract was stood in for: what rests on one of them is not said.
    """

    def sound(*path: str | int) -> bool:
        return not rests_on(mended, path)

    def fault(slug: str, message: str, cure: str, path: Path) -> Problem:
        place = contract.place(*path)
        return Problem(slug, message, place, cure=cure, excerpt=contract.excerpt(place))

    content = contract.content
    term = content.contract.term
    if term.end < term.start and sound("contract", "term"):
        yield fault(
            "term-ends-before-start",
            f"the term ends on {term.end}, before it starts on {term.start}",
            "correct one of the two dates",
            ("contract", "term", "end"),
        )
    began = content.contract.began_on
    if began is not None and began > term.end and sound("contract", "term"):
        yield fault(
            "began-after-the-end",
            f"the Services are said to have begun on {began}, after the term has ended on {term.end}",
            "correct the day, or the term",
            ("contract", "began_on"),
        )
    leading = [index for index, party in enumerate(content.commissioners) if party.role == "co-ordinating"]
    if len(leading) != 1 and all(sound("commissioners", index, "role") for index in range(len(content.commissioners))):
        yield fault(
            "co-ordinating-commissioner",
            f"{len(leading)} Commissioners have the role co-ordinating; there must be one",
            "give the others “role: associate”",
            ("commissioners", leading[1] if leading else 0),
        )
    for path, party in [
        (("provider",), content.provider),
        *((("commissioners", index), party) for index, party in enumerate(content.commissioners)),
    ]:
        if (party.ods_code is None) == (party.no_ods_code is None) and sound(*path):
            yield fault(
                "ods-code",
                f"{party.name}: give either “ods_code” or “no_ods_code” with the reason",
                "add one of the two, not both",
                (*path, *(() if party.ods_code else ("ods_code",))),
            )
    yield from _service_faults(contract, fault, sound)


def _service_faults(contract: Contract, fault: Callable[..., Problem], sound: Callable[..., bool]) -> Iterator[Problem]:
    term = contract.content.contract.term
    numbers: dict[str, int] = {}
    names: dict[str, int] = {}
    for index, service in enumerate(contract.content.services):
        number = contract.service_number(index)
        if (
            number.casefold() in numbers
            and sound("services", index, "number")
            and sound("services", numbers[number.casefold()], "number")
        ):
            yield fault(
                "repeated-service",
                f"two services have the number {number}",
                "give each its own “number”",
                ("services", index, "number"),
            )
        if service.name.casefold() in names and sound("services", index, "name"):
            yield fault(
                "repeated-service",
                f"two services are called “{service.name}”",
                "give each its own name",
                ("services", index, "name"),
            )
        numbers[number.casefold()] = names[service.name.casefold()] = index
        if sound("services", index, "period") and sound("contract", "term"):
            yield from _period_faults(service, term.start, term.end, index, fault)
            end = service.period.end if service.period else term.end
            if service.began_on is not None and service.began_on > end:
                yield fault(
                    "began-after-the-end",
                    f"“{service.name}” is said to have begun on {service.began_on}, after it has ended on {end}",
                    "correct the day, or the period",
                    ("services", index, "began_on"),
                )
        if service.review_date and parse_date_term(service.review_date, contract.commencement) is None:
            yield fault(
                "not-a-date",
                not_a_date(service.review_date),
                f"write it as {FORMS}",
                ("services", index, "review_date"),
            )


def _period_faults(
    service: Service, start: date, end: date, index: int, fault: Callable[..., Problem]
) -> Iterator[Problem]:
    period = service.period
    if period is None:
        return
    if period.end < period.start:
        yield fault(
            "term-ends-before-start",
            f"the service's period ends on {period.end}, before it starts on {period.start}",
            "correct one of the two dates",
            ("services", index, "period", "end"),
        )
    elif period.start < start or period.end > end:
        yield fault(
            "period-outside-term",
            f"the service's period ({period.start} to {period.end}) is not within the contract's term "
            f"({start} to {end})",
            "correct the period or the term",
            ("services", index, "period"),
        )


def read_contract(data: bytes, file: str) -> tuple[Contract | None, list[Problem]]:
    """The contract in `data`, and every problem of the file. The contract is None when any of them is an error."""
    contract, problems, _ = read_with_sound_part(data, file)
    return contract, problems


def read_with_sound_part(data: bytes, file: str) -> tuple[Contract | None, list[Problem], SoundPart | None]:
    """As `read_contract`; and of a contract with faults, what can still be judged of it."""
    document, problems = read_document(data, file)
    if document.root is None:
        if not problems:
            problems.append(
                Problem(
                    "empty-file",
                    "the file holds no contract",
                    Location(file),
                    cure="write one with “specgen new FOLDER” and change it",
                )
            )
        return None, problems, None
    content, mended, faults = validate_or_mend(document)
    problems.extend(faults)
    if content is None:
        return None, problems, None
    contract = Contract(file, content, dict(places(document.root)), document.lines, hashlib.sha256(data).hexdigest())
    problems.extend(faults_between_fields(contract, mended))
    return (None, problems, SoundPart(contract, mended)) if problems else (contract, [], None)
