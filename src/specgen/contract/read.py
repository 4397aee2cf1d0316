"""From the bytes of a contract file to a Contract whose every value knows its place, or to all its problems at once."""

from __future__ import annotations

import hashlib
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ValidationError

from specgen.contract.dates import FORMS, parse_date_term
from specgen.contract.model import Commissioner, ContractFile, NotApplicable, Service
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import Path, YamlDocument, decode, parse_yaml, places, plain

MOST_FAULTS = 500
"""How many wrong names and values of one file are described; a file with more is not a contract file."""

__all__ = ["Contract", "NotApplicable", "read_contract"]


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract: what its file says, and where each value stands (by the path of keys and indexes).

    `sha256` is that of the file's bytes (hex), by which the record of what was issued names it.
    """

    file: str
    content: ContractFile
    places: Mapping[Path, Location]
    lines: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def reference(self) -> str:
        return self.content.contract.reference

    @property
    def day(self) -> date:
        """The contract's date, by which clause versions are chosen: its own, else the first day of the term."""
        return self.content.contract.date or self.content.contract.term.start

    @property
    def commencement(self) -> date:
        """The Service Commencement Date: its own, else the first day of the term."""
        return self.content.contract.service_commencement_date or self.content.contract.term.start

    @property
    def co_ordinating(self) -> Commissioner:
        """The co-ordinating Commissioner; the reader has made sure that there is one."""
        return next(party for party in self.content.commissioners if party.role == "co-ordinating")

    def service_number(self, index: int) -> str:
        """The service's number: its own, else its position as two digits."""
        return self.content.services[index].number or f"{index + 1:02d}"

    def place(self, *path: str | int) -> Location:
        """Where the value at `path` stands; the nearest place above it when it was left out."""
        for length in range(len(path), -1, -1):
            if (found := self.places.get(path[:length])) is not None:
                return found
        return Location(self.file)

    def excerpt(self, place: Location) -> str:
        """The line of the file that `place` names."""
        index = (place.line or 0) - 1
        return self.lines[index].strip()[:200] if 0 <= index < len(self.lines) else ""


def read_contract(data: bytes, file: str) -> tuple[Contract | None, list[Problem]]:
    """The contract in `data`, and every problem of the file. The contract is None when any of them is an error."""
    text, problems = decode(data, file)
    if problems:
        return None, problems
    document, problems = parse_yaml(text, file)
    if document.root is None:
        if not problems:
            problems.append(Problem("empty-file", "the file holds no contract", Location(file),
                                    cure="write one with “specgen new FOLDER” and change it"))
        return None, problems
    content, faults = validate(document)
    problems.extend(faults)
    if content is None:
        return None, problems
    contract = Contract(file, content, dict(places(document)), document.lines, hashlib.sha256(data).hexdigest())
    problems.extend(_cross_field(contract))
    return (None if problems else contract), problems


def validate(document: YamlDocument) -> tuple[ContractFile | None, list[Problem]]:
    """The document's values as a ContractFile, or every fault with its place."""
    given = plain(document.root)
    if not isinstance(given, dict):
        return None, [Problem("not-a-contract", "the file is not a list of names and values", Location(document.file, 1, 1),
                              cure="begin with “contract:” and indent what belongs to it", excerpt=document.excerpt(Location(document.file, 1, 1)))]
    try:
        return ContractFile.model_validate(_without_left_out(given)), []
    except ValidationError as fault:
        # An entry that is itself at fault is reported there; that the list is then "too short" adds nothing.
        errors = [error for error in fault.errors(include_url=False) if not (error["type"] == "too_short" and error["input"])]
        found = [_translated(error, document) for error in errors[:MOST_FAULTS]]
        if len(errors) > MOST_FAULTS:
            found.append(Problem("too-many-problems", f"the file has {len(errors) - MOST_FAULTS:,} more problems of this kind", found[-1].location,
                                 cure="mend those above first"))
        return None, found


def _without_left_out(value: object) -> object:
    """Names whose value was left out are as if they were not there: a default applies, or the value is missing."""
    if isinstance(value, dict):
        return {key: _without_left_out(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_left_out(item) for item in value]
    return value


_KINDS_OF_FAULT = {
    "missing": "missing-value",
    "extra_forbidden": "unknown-key",
    "literal_error": "not-one-of",
    "too_short": "missing-value",
    "string_too_long": "too-long",
    "too_long": "too-long",
}


def _translated(error: typing.Any, document: YamlDocument) -> Problem:
    """A pydantic error in the user's words, at the user's line."""
    path: Path = tuple(step for step in error["loc"] if step not in ("chosen", "[key]"))
    place = document.place(path)
    kind = error["type"]
    name = str(path[-1]) if path else "the file"
    message, cure, suggestion = error["msg"].removeprefix("Value error, "), "", ""
    if kind == "missing":
        message = f"“{name}” is missing here"
        cure = f"add “{name}:” with its value; docs/reference/contract-file.md describes it"
    elif kind == "extra_forbidden":
        known = sorted(_known_names(error["loc"][:-1]))
        suggestion = did_you_mean(name, known)
        message = f"“{name}” is not a name that belongs here"
        cure = f"use one of: {', '.join(known)}" if known else "delete it"
    elif kind == "literal_error":
        allowed = [entry.strip().strip("'\"") for entry in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        suggestion = did_you_mean(str(error["input"]), allowed)
        message = f"“{error['input']}” is not a value that “{_field_of(path)}” can have"
        cure = f"use one of: {', '.join(allowed)}"
    elif kind == "too_short":
        message = f"“{name}” needs at least one entry"
        cure = "add an entry, each beginning with “- ”"
    elif kind in ("string_too_long", "too_long"):
        message = f"“{name}” is longer than {error['ctx']['max_length']} characters"
        cure = "shorten it"
    elif kind in ("model_type", "model_attributes_type", "dict_type"):
        message = f"“{name}” must hold names with values, not {_what_it_is(error['input'])}"
        cure = "put each name on its own line below, indented by two more spaces"
    elif kind in ("tuple_type", "list_type"):
        message = f"“{name}” must be a list, not {_what_it_is(error['input'])}"
        cure = "put each entry on its own line below, beginning with “- ”"
    elif kind == "value_error":
        message = f"“{_field_of(path)}”: {message}"
        cure = "change the value; docs/reference/contract-file.md shows the forms"
    return Problem(_KINDS_OF_FAULT.get(kind, "wrong-value"), message, place, cure=cure,
                   excerpt=document.excerpt(place), suggestion=suggestion)


def _field_of(path: Path) -> str:
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "the value")


def _what_it_is(value: object) -> str:
    if isinstance(value, str):
        return f"the text “{value[:40]}”"
    return "a list" if isinstance(value, list) else "names with values"


def _known_names(path: tuple[int | str, ...]) -> set[str]:
    """The names that the model knows at `path`."""
    current: typing.Any = ContractFile
    for step in path:
        if isinstance(step, int):
            current = next(iter(typing.get_args(current)), current)
        else:
            model = _model_in(current)
            if model is None or step not in model.model_fields:
                return set()
            current = model.model_fields[step].annotation
    model = _model_in(current)
    return set(model.model_fields) - {"chosen"} if model else set()


def _model_in(annotation: typing.Any) -> type[BaseModel] | None:
    """The model that an annotation such as `Term | None` or `tuple[Service, ...]` holds."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _model_in(part)) is not None), None)


def _cross_field(contract: Contract) -> Iterator[Problem]:
    """Faults that no single field shows."""

    def fault(slug: str, message: str, cure: str, *path: str | int) -> Problem:
        place = contract.place(*path)
        return Problem(slug, message, place, cure=cure, excerpt=contract.excerpt(place))

    content = contract.content
    term = content.contract.term
    if term.end < term.start:
        yield fault("term-ends-before-start", f"the term ends on {term.end}, before it starts on {term.start}",
                    "correct one of the two dates", "contract", "term", "end")
    leading = [index for index, party in enumerate(content.commissioners) if party.role == "co-ordinating"]
    if len(leading) != 1:
        yield fault("co-ordinating-commissioner", f"{len(leading)} Commissioners have the role co-ordinating; there must be one",
                    "give the others “role: associate”", "commissioners", leading[1] if leading else 0)
    for path, party in [(("provider",), content.provider),
                        *((("commissioners", index), party) for index, party in enumerate(content.commissioners))]:
        if (party.ods_code is None) == (party.no_ods_code is None):
            yield fault("ods-code", f"{party.name}: give either “ods_code” or “no_ods_code” with the reason",
                        "add one of the two, not both", *path)
    yield from _service_faults(contract, fault)


def _service_faults(contract: Contract, fault: typing.Callable[..., Problem]) -> Iterator[Problem]:
    term = contract.content.contract.term
    numbers: dict[str, int] = {}
    names: dict[str, int] = {}
    for index, service in enumerate(contract.content.services):
        number = contract.service_number(index)
        if number.casefold() in numbers:
            yield fault("repeated-service", f"two services have the number {number}", "give each its own “number”",
                        "services", index, "number")
        if service.name.casefold() in names:
            yield fault("repeated-service", f"two services are called “{service.name}”", "give each its own name",
                        "services", index, "name")
        numbers[number.casefold()] = names[service.name.casefold()] = index
        yield from _period_faults(service, term.start, term.end, index, fault)
        if service.review_date and parse_date_term(service.review_date, contract.commencement) is None:
            yield fault("not-a-date", f"“{service.review_date}” is not a date", f"write it as {FORMS}", "services", index, "review_date")


def _period_faults(
    service: Service, start: date, end: date, index: int, fault: typing.Callable[..., Problem]
) -> Iterator[Problem]:
    period = service.period
    if period is None:
        return
    if period.end < period.start:
        yield fault("term-ends-before-start", f"the service's period ends on {period.end}, before it starts on {period.start}",
                    "correct one of the two dates", "services", index, "period", "end")
    elif period.start < start or period.end > end:
        yield fault("period-outside-term", f"the service's period ({period.start} to {period.end}) is not within the contract's term ({start} to {end})",
                    "correct the period or the term", "services", index, "period")
