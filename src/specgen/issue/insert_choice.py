"""Which clauses are put into a specification: those a contract chooses for one service, or a single one with its values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from specgen.assembly.choices import SERVICE_PLACES
from specgen.assembly.document_type import DocumentType
from specgen.assembly.edition import Edition
from specgen.assembly.pack import assemble
from specgen.assembly.values import Printed, ValueFault, convert, gap_mark
from specgen.checks import check
from specgen.contract.read import Contract
from specgen.issue.insert_plan import Wanted, wanted_clause
from specgen.library.model import Clause, ClauseVersion, Library
from specgen.problems import Location, Problem, did_you_mean, has_errors
from specgen.wording import fill, placeholder_names

NOT_HERE = ("edition-not-verified",)
"""Problems about schedules of which nothing is printed in a specification."""


def clauses_of_contract(
    contract: Contract, service: int, library: Library, editions: Iterable[Edition], types: Iterable[DocumentType]
) -> tuple[tuple[Wanted, ...], list[Problem]]:
    """The wording and the measures that the contract chooses for the service with this index, and every problem of the contract."""
    pack, problems = assemble(contract, library, editions, types)
    if pack is not None:
        problems += check(pack)
    problems = [each for each in problems if each.slug not in NOT_HERE]
    if pack is None or has_errors(problems):
        return (), problems
    return tuple(wanted_clause(each.version, each.blocks) for place in SERVICE_PLACES for each in pack.at(place, service)), problems


def single_clause(
    library: Library, clause: Clause, version: ClauseVersion | None, given: Mapping[str, Sequence[str]], day: date
) -> tuple[Wanted | None, list[Problem]]:
    """The clause (the version that applies on `day` where none is named) with the values that were given for its placeholders."""
    if clause.place not in SERVICE_PLACES:
        return None, [Problem("clause-elsewhere", f"{clause.id} belongs in a schedule of its own (“{clause.place}”), not in a service specification", cure="choose it in a contract file and build that schedule")]
    version = version or _applying(library, clause, day)
    if version is None:
        return None, [Problem("version-not-in-force", f"no version of {clause.id} is in force on {day}", cure=f"name one: {clause.id}@{clause.versions[-1].number}")]
    names = tuple(dict.fromkeys(placeholder_names(version.blocks)))
    values: dict[str, Printed] = {}
    problems = [
        Problem("unused-value", f"{clause.id} does not ask for “{name}” in its wording", cure=f"it asks for: {', '.join(names) or 'nothing'}", suggestion=did_you_mean(name, names))
        for name in given if name not in names
    ]
    for name in names:
        placeholder = clause.placeholders[name]
        if name not in given:
            question = placeholder.question or f"it is the contract's {placeholder.comes_from}"
            problems.append(Problem("missing-value", f"the value “{name}” is missing; {clause.id} needs it: {question}", cure=f"add --set \"{name}={placeholder.example or '…'}\""))
            continue
        written: object = tuple(given[name]) if placeholder.kind == "list" or len(given[name]) > 1 else given[name][0]
        converted = convert(written, placeholder, day, library.situations)
        if isinstance(converted, ValueFault):
            problems.append(Problem("wrong-value", f"“{name}”: {converted.message}", cure=converted.cure, suggestion=converted.suggestion))
            continue
        values[name] = converted.printed
        mark = gap_mark("\n".join(given[name]))
        if mark is not None:
            problems.append(Problem("gap-in-value", f"the value “{name}” holds “{mark}”, which looks like a gap that was left open", severity="warning", cure="write what is meant"))
    if library.approval(version) is None:
        problems.append(Problem("clause-not-approved", f"{version.name} is not approved by your organisation", Location(""), severity="warning", cure=f"have it approved: specgen clauses approve {version.name}"))
    return (None if has_errors(problems) else wanted_clause(version, fill(version.blocks, values))), problems


def _applying(library: Library, clause: Clause, day: date) -> ClauseVersion | None:
    """The newest approved version in force on `day`, else the newest in force."""
    in_force = [version for version in clause.versions if version.in_force(day)]
    approved = [version for version in in_force if library.approval(version) is not None]
    best = approved or in_force
    return best[-1] if best else None


def service_named(contract: Contract, written: str, text: str) -> tuple[int | None, list[Problem]]:
    """The index of the service that is meant: the one with the number or name `written`, the only one, or the one that the
    document's first words name."""
    services = contract.content.services
    names = [f"{contract.service_number(index)} ({service.name})" for index, service in enumerate(services)]
    if written:
        found = [index for index, service in enumerate(services) if written.casefold() in (contract.service_number(index).casefold(), service.name.casefold())]
        if len(found) == 1:
            return found[0], []
        return None, [Problem("service-unknown", f"the contract has no service “{written}”", Location(contract.file), cure=f"it has: {', '.join(names)}")]
    said = [index for index, service in enumerate(services) if service.name.casefold() in text]
    if len(services) == 1:
        return 0, [] if said else [_not_named(contract, services[0].name)]
    if len(said) == 1:
        return said[0], []
    return None, [Problem("service-not-said", f"the contract has {len(services)} services, and the document names {'several' if said else 'none'} of them", Location(contract.file),
                          cure=f"say whose specification it is with --service: {', '.join(names)}")]


def _not_named(contract: Contract, name: str) -> Problem:
    return Problem("service-not-named", f"the document does not name the service “{name}”", Location(contract.file), severity="warning", cure="check that it is the specification of this service")
