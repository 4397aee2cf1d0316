"""`specgen register`: a workbook with a row for each contract, to start from or made of contract files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from specgen import exit_codes
from specgen.assembly.choose import choose
from specgen.assembly.seams import as_text
from specgen.cli.clauses.words import (
    approval_words,
    difference_json,
    find_version,
    folder_option,
    in_force_words,
    print_difference,
)
from specgen.cli.output import (
    GivenPath,
    NewFile,
    counted,
    exit_code,
    format_option,
    next_steps,
    number,
    print_json,
    print_problems,
    problems_json,
    put_file,
    refuse_overwriting,
    today,
    writes_option,
)
from specgen.cli.run import contract_paths, one_organisation, open_readings
from specgen.contract.contract import Contract
from specgen.contract.register.write import register_workbook
from specgen.issue.disk import CANNOT_WRITE_SLUGS
from specgen.issue.impact import Holding, Impact, impact_of
from specgen.issue.issued import bare_folders, find_issued_packs, issued_places, without_copies
from specgen.issue.precedents import Workplace, open_workplace
from specgen.issue.records import IssuedApproval
from specgen.issue.sources import ENDINGS, Reading, value_kinds
from specgen.library.model import Library
from specgen.problems import Problem, has_errors, in_a_row
from specgen.shipped import shipped

TITLE = "Register of contracts"
EXAMPLES = ("community-respiratory", "two-services")
"""The examples that a new register is filled with: they have something on every sheet."""


@click.command("new")
@click.argument("file", type=NewFile(".xlsx"), metavar="FILE.xlsx")
@click.option("--type", "kind", metavar="TYPE", help="A workbook of documents with figures of that type instead.")
def new_register(file: Path, kind: str | None) -> int:
    """Write a register to start from: two invented contracts, a sheet that explains each column, drop-downs.

    It builds as it stands. Nothing that is there already is overwritten.

    \b
    Examples:
      specgen register new contracts.xlsx
      specgen register new agreements.xlsx --type social-prescribing-funding
    """
    refuse_overwriting(file)
    if kind is not None:
        from specgen.cli.contracts.own_documents import new_workbook

        return new_workbook(file, kind)
    workplace, problems = open_workplace(shipped("examples"), today())
    paths = [shipped("examples") / name / "contract.yaml" for name in EXAMPLES]
    _, faults = write_register(file, paths, workplace)
    if has_errors([*problems, *faults]):
        print_problems([*problems, *faults])
        return exit_codes.PROBLEMS
    first = (
        "Open it in Excel. The sheet Explanation says what each column is for. Put your contracts in the place of the "
        "invented ones."
    )
    last = "See what would be written, then build the documents"
    click.echo(next_steps(file, first, "sheet, row and column", last, plan=True))
    return exit_codes.DONE


@click.command("export")
@click.argument("folders", nargs=-1, required=True, type=GivenPath(), metavar="FOLDER...")
@writes_option(NewFile(".xlsx"), "The workbook to write.", name="file", metavar="FILE.xlsx")
@click.option("--type", "kind", metavar="TYPE", help="The documents with figures of that type, in place of contracts.")
def export_register(folders: tuple[Path, ...], file: Path, kind: str | None) -> int:
    """Write a register from the contract files in FOLDER. Read back, it gives the same contracts.

    A contract file with an error is named and left out. Notes in contract files (after #) are not taken over.

    \b
    Examples:
      specgen register export contracts -o contracts.xlsx
      specgen register export agreements -o agreements.xlsx --type social-prescribing-funding
    """
    from specgen.cli.contracts.own_documents import export, types_there

    refuse_overwriting(file)
    if kind is not None:
        return export(folders, file, kind)
    figures = types_there(folders)
    workplace, problems = open_workplace(one_organisation(folders), today())
    try:
        paths = [path for path in contract_paths(folders, workplace.organisation) if path.suffix.lower() in ENDINGS]
    except click.UsageError as fault:
        if figures:
            raise click.UsageError(f"{fault.message}; {figures}") from fault
        raise
    if not paths:
        raise click.UsageError("name contract files (.yaml) or folders of them")
    written, faults = write_register(file, paths, workplace)
    problems = [*problems, *faults]
    print_problems(problems)
    if not written:
        click.echo(f"Nothing was written: no contract file can be used. {counted(problems)}.")
        return exit_codes.PROBLEMS
    left_out = f" {number(len(paths) - written, 'contract')} left out." if written < len(paths) else ""
    click.echo(f"{number(written, 'contract')} written to {file}.{left_out} {counted(problems)}.")
    if figures:
        click.echo(f"Contracts alone are in it; {figures}.")
    return exit_code(problems)


def write_register(file: Path, paths: list[Path], workplace: Workplace) -> tuple[int, list[Problem]]:
    """Write a register of the contract files that can be used: how many those are, and what is wrong with the others.
    With none, nothing is written."""
    readings, _ = open_readings(paths, None, workplace.organisation, workplace.library)
    return register_of(file, readings, workplace.library)


def register_of(file: Path, readings: Iterable[Reading], library: Library) -> tuple[int, list[Problem]]:
    """Write a register of the contracts that can be used and that a register holds: as `write_register`."""
    contracts, problems = _contracts(readings, library)
    data, held, lost = register_workbook(contracts, value_kinds(library), TITLE)
    if held:
        put_file(file, data)
    return len(held), [*problems, *lost]


def _contracts(readings: Iterable[Reading], library: Library) -> tuple[list[Contract], list[Problem]]:
    """The contracts that can be used, and every problem.

    Contracts of one reference cannot stand in one register, nor can a value that no clause knows: no column could hold
    it."""
    contracts = []
    problems: list[Problem] = []
    for reading in readings:
        problems += reading.problems
        if reading.contract is None:
            continue
        unused = [problem for problem in choose(reading.contract, library)[1] if problem.slug == "unused-value"]
        problems += unused
        if not unused:
            contracts.append(reading.contract)
    counts = Counter(contract.reference for contract in contracts)
    for contract in contracts:
        if counts[contract.reference] > 1:
            where = contract.place("contract", "reference")
            problems.append(
                contract.problem(
                    "repeated-reference",
                    f"another of these contract files has the reference “{contract.reference}”",
                    where,
                    cure="give each contract a reference of its own",
                )
            )
    return [contract for contract in contracts if counts[contract.reference] == 1], problems


# `specgen impact`: which issued contracts hold a clause, and what another version of it would change.


@click.command()
@click.argument("name", metavar="CLAUSE[@VERSION]")
@click.option(
    "--issued",
    type=GivenPath(file_okay=False),
    default=Path(),
    metavar="FOLDER",
    help="The folder of issued documents, with their records. Default: the current folder.",
)
@folder_option
@format_option
def impact(name: str, issued: Path, folder: Path, form: str) -> int:
    """Say which issued contracts hold CLAUSE, in which version, and what an upgrade would change.

    The upgrade is to the newest version, or to VERSION. Read are the records beside issued documents below FOLDER; each
    is held against the library and against the documents, and it is said what was relied on. Writes nothing.

    \b
    Examples:
      specgen impact shared-decision-making/specification/local-terms --issued documents
      specgen impact co-production/carers@2 --issued documents --format json
    """
    workplace, problems = open_workplace(folder, today())
    library = workplace.library
    clause, target = find_version(library, name)
    read, faults = find_issued_packs(issued)
    packs, copies = without_copies(read)
    faults += [*copies, *bare_folders(issued_places(issued))]
    if not packs and not [fault for fault in faults if fault.slug != "no-record"]:
        raise click.UsageError(
            f"{issued} holds no issued documents (folders with a specgen-record.json); name their folder with --issued"
        )
    found, doubts = impact_of(library, clause, target, packs)
    problems += [*faults, *doubts]
    contracts = len({pack.record.contract.reference for pack in packs})
    if form == "json":
        print_json({**_impact_json(found, library), "contracts_read": contracts, "problems": problems_json(problems)})
    else:
        _print_impact(found, library, contracts)
        print_problems(problems)
        click.echo(f"{number(len(read), 'record')} read. Nothing was written. {counted(problems)}.")
    if any(problem.slug in CANNOT_WRITE_SLUGS for problem in problems):
        return exit_codes.CANNOT_READ_OR_WRITE
    return exit_code(problems)


def _print_impact(found: Impact, library: Library, read: int) -> None:
    target = found.target
    contracts = {holding.pack.record.contract.reference for holding in found.holdings}
    click.echo(f"Clause:    {found.clause.id}")
    click.echo(
        f"Held by:   {number(len(contracts), 'contract')} of {read:,}, in {number(len(found.holdings), 'document')}"
    )
    click.echo(
        f"Upgrade:   to version {target.number}, in force {in_force_words(target)}; "
        f"{approval_words(library.approval(target))}"
    )
    chosen = next((each for each in reversed(found.clause.versions) if library.approval(each)), None)
    if chosen is not None and library.approval(target) is None:
        click.echo(
            f"           Version {chosen.number} is the newest that is approved, and the one that contracts take."
        )
    for it in found.adaptations:
        click.echo(
            f"Adapted:   {it.version.name}, based on {it.base.name}, stands in "
            f"{number(len(it.references), 'contract')}: {', '.join(it.references)}"
        )
    if found.adaptations:
        click.echo("           An upgrade changes no word of an adaptation; read what changed and decide on each.")
    for version in sorted({holding.version for holding in found.holdings}):
        held = [holding for holding in found.holdings if holding.version == version]
        click.echo()
        of = found.clause.version(version)
        click.secho(
            f"Version {version}: {number(len({it.pack.name for it in held}), 'contract')}; "
            f"{approval_words(library.approval(of)) if of is not None else 'not in the library'}",
            bold=True,
        )
        for pack in dict.fromkeys(holding.pack.name for holding in held):
            _print_contract([holding for holding in held if holding.pack.name == pack])
        if version == target.number:
            click.echo("  This is the version asked about: nothing would change.")
        elif (upgrade := found.upgrades.get(version)) is not None:
            click.echo()
            print_difference(upgrade)
            _print_values(found, held)


def _print_contract(held: list[Holding]) -> None:
    record = held[0].pack.record
    draft = "; DRAFT on every page" if record.draft else ""
    occasion = f", {record.occasion}" if record.occasion else ""
    click.echo(f"  {record.contract.reference}  {record.contract.title} ({record.contract.status}{draft}){occasion}")
    for holding in held:
        click.echo(f"    {holding.pack.name}/{holding.document.file}: {_state_words(holding)}")
        if holding.why is not None:
            click.echo(f"      why this version: {holding.why}; when issued {_then_words(holding.approval)}")
        click.echo(f"      relied on: {holding.relied_on}")


def _state_words(holding: Holding) -> str:
    return holding.state + ("; left over: the pack no longer has it" if holding.document.left_over else "")


def _then_words(approval: IssuedApproval | None) -> str:
    if approval is None:
        return "not approved"
    return f"approved by {in_a_row([f'{each.by}, {each.role}, on {each.on}' for each in approval.together])}"


def _print_values(found: Impact, held: list[Holding]) -> None:
    needs = held[0].needs
    click.echo()
    if not needs:
        click.echo("No new value would be needed.")
    else:
        click.echo("Values that each contract would newly have to give:")
    for need in needs:
        click.echo(f"  {need.name}: {need.question} For example: {need.example}")
        has = [
            f"{one.pack.record.contract.reference} (“{as_text(own.printed)}”)"
            for one in held
            for own in one.needs
            if own.name == need.name and own.printed is not None
        ]
        if has:
            click.echo(f"    Given already in: {', '.join(dict.fromkeys(has))}")
    if dropped := found.dropped(held[0].version):
        click.echo(f"Values that would no longer be used here: {', '.join(dropped)}")


def _impact_json(found: Impact, library: Library) -> dict[str, object]:
    target = found.target
    return {
        "clause": found.clause.id,
        "to": {
            "version": target.number,
            "title": target.title,
            "fingerprint": target.fingerprint,
            "effective_from": target.effective_from.isoformat(),
            "effective_to": target.effective_to.isoformat() if target.effective_to else None,
            "approved": library.approval(target) is not None,
        },
        "held": [_holding_json(found, holding, library) for holding in found.holdings],
        "upgrades": [difference_json(upgrade) for upgrade in found.upgrades.values()],
        "adaptations": [
            {"name": it.version.name, "based_on": it.base.name, "contracts": list(it.references)}
            for it in found.adaptations
        ],
    }


def _approval_json(approval: IssuedApproval) -> dict[str, object]:
    newest, *others = approval.together[::-1]
    said: dict[str, object] = {"by": newest.by, "role": newest.role, "on": newest.on}
    return {**said, "others": list(map(_approval_json, others))} if others else said


def _holding_json(found: Impact, holding: Holding, library: Library) -> dict[str, object]:
    record, document = holding.pack.record, holding.document
    version = found.clause.version(holding.version)
    approval = holding.approval
    return {
        "reference": record.contract.reference,
        "title": record.contract.title,
        "status": record.contract.status,
        "draft": record.draft,
        "folder": holding.pack.name,
        "pack": record.occasion or "contract",
        "document": document.file,
        "service": document.service,
        "schedule": document.schedule,
        "left_over": document.left_over,
        "document_state": holding.state,
        "version": holding.version,
        "fingerprint": holding.fingerprint,
        "vouched_by_library": holding.vouched,
        "relied_on": holding.relied_on,
        "why": holding.why,
        "approved_when_issued": _approval_json(approval) if approval else None,
        "approved_now": version is not None and holding.vouched and library.approval(version) is not None,
        "changes": holding.version != found.target.number,
        "values_needed": [
            {
                "name": need.name,
                "question": need.question,
                "example": need.example,
                "printed_elsewhere": list(need.printed) if isinstance(need.printed, tuple) else need.printed,
            }
            for need in holding.needs
        ],
        "values_no_longer_used": list(found.dropped(holding.version)),
    }
