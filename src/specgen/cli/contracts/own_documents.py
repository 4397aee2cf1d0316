"""Documents with figures: a file or a workbook to start from, and files of a type put into one workbook."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

from specgen import exit_codes
from specgen.assembly.pack import Pack, assemble
from specgen.assembly.page import page_values
from specgen.cli.output import (
    ANOTHER_FOLDER,
    as_usage,
    counted,
    exit_code,
    next_steps,
    number,
    print_problems,
    put_file,
    refuse_overwriting,
    today,
    visible,
)
from specgen.figures.model import OwnFileType
from specgen.figures.own_file import OwnFile, read_own_file
from specgen.figures.starter import starter
from specgen.figures.workbook import own_register_pages
from specgen.issue.folders import PERSON_LEVEL, at_person_level
from specgen.issue.precedents import OwnForms, open_workplace, organisation_of, template_folders
from specgen.issue.sources import ENDINGS, beginning_of, contract_paths, one_organisation, open_readings
from specgen.problems import Problem, did_you_mean, has_errors
from specgen.writing import Disk


def _type_of(start: Path, key: str) -> OwnFileType | None:
    """The type of that name for whoever works in `start`; None when it has faults, which are printed."""
    forms = OwnForms(template_folders(organisation_of(start)))
    kind, problems = forms.type(key)
    if kind is None and not problems:
        near = did_you_mean(key, forms.names)
        raise click.UsageError(
            f"there is no type of documents with figures “{key}”{f'; did you mean “{near}”?' if near else ''} "
            f"There are: {', '.join(forms.names)}"
        )
    print_problems(problems)
    return kind


def new_file(folder: Path, key: str, contracts: tuple[Path, ...] = ()) -> int:
    """Write a file to start from into the folder; of `contracts`, with a row for each of their actions."""
    kind = _type_of(folder, key)
    if kind is None:
        return exit_codes.PROBLEMS
    items: list[dict[str, str]] = []
    if contracts:
        if not any(table.items for table in kind.tables.values()):
            raise click.UsageError(f"no table of the type “{key}” is made of what contracts ask for; leave --from out")
        items, problems = as_usage(contract_items, contracts)
        print_problems(problems)
        if has_errors(problems) or not items:
            click.echo(f"Nothing was written: {len(items)} actions were found in the contracts. {counted(problems)}.")
            return exit_codes.PROBLEMS
    if kind.person_level and not at_person_level(folder / "file"):
        folder = folder / PERSON_LEVEL
    file = folder / f"{key}.yaml"
    refuse_overwriting(file, ANOTHER_FOLDER)
    disk = Disk(durable=False)
    disk.make_folder(folder)
    disk.write(file, starter(kind, items).encode("utf-8"))
    click.echo(
        _next_steps(file, "Open it in a text editor and put your own words and figures in the place of those there.")
    )
    return exit_codes.DONE


def new_workbook(file: Path, key: str) -> int:
    """Write a workbook to start from, with the invented document of a file to start from."""
    kind = _type_of(file, key)
    if kind is None:
        return exit_codes.PROBLEMS
    _not_about_persons(kind)
    own, problems = read_own_file(starter(kind).encode("utf-8"), f"{key}.yaml")
    print_problems(problems)
    if own is None:
        return exit_codes.PROBLEMS
    _put(file, kind, [own])
    click.echo(
        _next_steps(file, "Open it in Excel; the sheet Explanation says what each column is for. Put your rows there.")
    )
    return exit_codes.DONE


def export(folders: tuple[Path, ...], file: Path, key: str) -> int:
    """Put the files of that type in the folders into one workbook."""
    start = as_usage(one_organisation, folders)
    kind = _type_of(start, key)
    if kind is None:
        return exit_codes.PROBLEMS
    _not_about_persons(kind)
    owns: dict[str, OwnFile] = {}
    problems: list[Problem] = []
    for path in as_usage(contract_paths, folders, organisation_of(start), own_files=True):
        if path.suffix.lower() not in ENDINGS:
            continue
        own, faults = read_own_file(beginning_of(path), str(path))
        if own is None or own.kind != key:
            problems += faults if own is not None else []
            continue
        if own.reference.casefold() in owns:
            message = f"another of these files has the reference “{own.reference}”"
            cure = "give each document a reference of its own"
            problems.append(own.fault("repeated-reference", message, cure, "reference"))
            continue
        owns[own.reference.casefold()] = own
    print_problems(problems)
    if not owns:
        click.echo(f"Nothing was written: no file of the type “{key}” is there. {counted(problems)}.")
        return exit_codes.PROBLEMS
    _put(file, kind, owns.values())
    click.echo(f"{number(len(owns), 'document')} written to {visible(str(file))}. {counted(problems)}.")
    return exit_code(problems)


def types_there(folders: tuple[Path, ...]) -> str:
    """The types of the documents with figures below the folders, as a person is told of them; "" where there are
    none."""
    organisation = organisation_of(as_usage(one_organisation, folders))
    forms = OwnForms(template_folders(organisation))
    found: set[str] = set()
    for path in as_usage(contract_paths, folders, organisation, own_files=True):
        with suppress(OSError):  # what cannot be read is told as such where it is read
            own = read_own_file(beginning_of(path), str(path))[0] if path.suffix.lower() in ENDINGS else None
            kind = forms.type(own.kind)[0] if own is not None else None
            if kind is not None and not kind.person_level:
                found.add(kind.key)
    if not found:
        return ""
    return f"documents with figures are exported by their type, with --type and {' or '.join(sorted(found))}"


def _not_about_persons(kind: OwnFileType) -> None:
    if kind.person_level:
        raise click.UsageError(
            f"a document of the type “{kind.key}” is about one person, and stands in no list of others"
        )


def _put(file: Path, kind: OwnFileType, owns: Iterable[OwnFile]) -> None:
    from specgen.excel import workbook_bytes

    put_file(file, workbook_bytes(own_register_pages(kind, owns), kind.title))


def _next_steps(file: Path, first: str) -> str:
    return next_steps(file, first, "place and how to fix it", "Build the document")


# The actions, milestones and obligations of contracts (Schedules 2M, 6D and 8), as rows for a report on them.


PLACES = ("development", "improvement", "system")


def contract_items(files: Iterable[Path]) -> tuple[list[dict[str, str]], list[Problem]]:
    """Each item of the contracts by its parts, in the order of the contracts and their schedules, and what is wrong
    with the contracts."""
    given = tuple(files)
    workplace, problems = open_workplace(one_organisation(given), today())
    readings, faults = open_readings(given, None, workplace.organisation, workplace.library)
    problems += faults
    found: list[dict[str, str]] = []
    for reading in readings:
        problems += reading.problems
        if reading.contract is None:
            continue
        pack, faults = assemble(reading.contract, workplace.library, workplace.editions, workplace.types)
        problems += [fault for fault in faults if fault.severity == "error"]
        for document in pack.documents if pack is not None else ():
            place = next((each for each in PLACES if each in document.type.prints), "")
            if pack is None or not place or document.schedule is None or document.type.audience == "commissioner":
                continue
            items = page_values(pack, document, ()).get(place, ())
            assert isinstance(items, list | tuple)
            # Items stand in the order of their clauses, one each.
            for item, clause in zip(items, document.clauses, strict=False):
                found.append(
                    {
                        "label": f"{reading.contract.reference} {document.schedule.letter} {item['number']}",
                        "schedule": document.schedule.heading,
                        "title": str(item["title"]),
                        "owner": str(item.get("owner") or ""),
                        "due": str(item.get("date") or item.get("timescale") or ""),
                        "evidence": str(item.get("evidence") or ""),
                        "contract": reading.contract.reference,
                        "measures": "; ".join(
                            f"{reading.contract.reference} {measure}" for measure in measures_of(pack, clause.component)
                        ),
                    }
                )
    return found, problems


def measures_of(pack: Pack, component: str) -> list[str]:
    """The measures of the component that the contract has, as its returns name them; its reports where it has none."""
    for place in ("quality", "reporting"):
        found = [clause.id for clause in pack.chosen if clause.place == place and clause.component == component]
        if found:
            return list(dict.fromkeys(f"{each.split('/')[0]}/{each.split('/')[2]}" for each in found))
    return []
