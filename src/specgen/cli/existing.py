"""`specgen audit`: what existing contracts and specifications hold of personalised care."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.cli.clauses.words import folder_option
from specgen.cli.output import (
    GivenPath,
    NewFile,
    counted,
    exit_code,
    format_option,
    number,
    print_json,
    print_problems,
    print_table,
    problems_json,
    put_report,
    refused_with,
    today,
    workers_option,
    writes_option,
)
from specgen.contract.columns import LARGEST_REGISTER
from specgen.issue.precedents import library_folders, open_workplace
from specgen.plainfile import read_plain
from specgen.problems import Problem, has_errors
from specgen.review.audit.audit import audit_files, audited_by, find_files, opened_yardstick
from specgen.review.audit.findings import COVERAGES, Audit, DocumentAudit, read_terms
from specgen.review.audit.portfolio import Trajectory, read_portfolio, share, trajectory
from specgen.review.audit.report import audit_json, audit_report
from specgen.shared_work import WORTH_SHARING, BrokenOffError, Workers, nothing

MOST_SHOWN = 60
"""Documents that are listed on a screen; the report and the JSON hold all."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=GivenPath(), metavar="FOLDER|FILE...")
@writes_option(
    NewFile(".xlsx"),
    "Write the whole audit, with the trajectory and a chart, to Excel.",
    name="report",
    metavar="REPORT.xlsx",
    required=False,
)
@click.option(
    "--register",
    "register_file",
    type=GivenPath(dir_okay=False),
    metavar="FILE",
    help="A register of contracts (.xlsx or .csv), which names the provider where a document does not.",
)
@folder_option
@workers_option
@format_option
def audit(
    paths: tuple[Path, ...],
    report: Path | None,
    register_file: Path | None,
    folder: Path,
    workers: int | None,
    form: str,
) -> int:
    """Say what existing Word specifications hold of personalised care.

    For each document: the components it covers, word for word, changed or only mentioned; whether 5.1 has a
    measure; gaps left open; pending tracked changes and comments. Together: the share that reflects
    personalised care, per component and provider.

    Exit code 0 if every Word document was read, whatever was found in it, 1 if one could not be read.

    \b
    Examples:
      specgen audit specifications
      specgen audit specifications contract.docx -o audit.xlsx
      specgen audit specifications --register register.xlsx -o audit.xlsx
    """
    workplace, problems = open_workplace(folder, today())
    _, faults = read_terms(library_folders(workplace.organisation), workplace.library.components)
    problems += faults
    if has_errors(problems):
        return refused_with(problems, form, "Nothing was audited: the clause library or the editions have faults.")
    portfolio, faults = (
        read_portfolio(read_plain(register_file, LARGEST_REGISTER + 1), str(register_file))
        if register_file is not None
        else (None, [])
    )
    if has_errors(faults):
        return refused_with([*problems, *faults], form, "Nothing was audited: the register cannot be used.")
    files = find_files(paths)
    if not files.read and not files.not_read:
        raise click.UsageError("there are no Word documents (.docx) to audit there")
    yardstick = opened_yardstick(workplace)
    told = portfolio.told if portfolio is not None else None
    try:
        with Workers(workers, ()) as ready:
            executor = ready.executor(len(files.read), WORTH_SHARING) if workplace.library.seal else None
            there = audited_by(executor, folder, yardstick, nothing) if executor is not None else None
            found = audit_files(files, yardstick, told, there)
    except BrokenOffError as fault:
        return refused_with([*problems, fault.problem], form, "Nothing was audited.")
    problems += [*found.not_read, *found.left_out]
    if report is not None:
        cure = "give the report another name, or delete the old one"
        if kept := put_report(report, audit_report(found), cure):
            return refused_with([*problems, *kept], form, "The report was not written.")
    if form == "json":
        print_json({**audit_json(found), "problems": problems_json(problems)})
    else:
        _print(found)
        print_problems(problems)
        click.echo(_summary(trajectory(found), found, problems))
        if report is not None:
            click.echo(f"The report is in {report}")
    return exit_code(problems)


def _print(found: Audit) -> None:
    whole = trajectory(found)
    if whole.components:
        print_table(
            ("COMPONENT", *(coverage.upper() for coverage in COVERAGES), "REFLECTED", "MEASURE IN 5.1"),
            [
                (
                    each.title,
                    *(f"{each.counts[coverage]:,}" for coverage in COVERAGES),
                    f"{each.share:.0%}",
                    f"{each.measured:,}" if each.measure_offered else "none offered",
                )
                for each in whole.components
            ],
        )
        click.echo()
        print_table(
            ("PROVIDER", "DOCUMENTS", "REFLECTING", "SHARE"),
            [
                (each.name, f"{each.documents:,}", f"{each.reflecting:,}", f"{each.share:.0%}")
                for each in whole.providers
            ],
        )
        click.echo()
        print_table(
            ("DOCUMENT", "COMPONENTS", "MEASURES", "GAPS", "TRACKED", "COMMENTS"),
            [_row(each) for each in found.documents[:MOST_SHOWN]],
        )
        if len(found.documents) > MOST_SHOWN:
            click.echo(
                f"… and {number(len(found.documents) - MOST_SHOWN, 'document')} more; -o or --format json gives all"
            )
        click.echo()


def _row(each: DocumentAudit) -> tuple[str, ...]:
    reflected = sum(component.reflected for component in each.components)
    return (
        each.file,
        f"{reflected} of {len(each.components)}",
        str(each.measured),
        f"{each.gap_count:,}",
        f"{each.tracked.count:,}",
        f"{each.comments.count:,}",
    )


def _summary(whole: Trajectory, found: Audit, problems: list[Problem]) -> str:
    parts = [
        (
            f"{number(whole.documents, 'document')} read: {whole.reflecting:,} reflect personalised care "
            f"({share(whole.reflecting, whole.documents):.0%})"
        )
    ]
    if whole.if_accepted != whole.reflecting:
        parts.append(f"{whole.if_accepted:,} once the tracked changes are accepted")
    if whole.contracts:
        parts.append(
            f"{whole.contracts_reflecting:,} of {number(len(whole.contracts), 'contract')} with a document that does"
        )
    if whole.services:
        parts.append(f"{whole.services_reflecting:,} of {number(len(whole.services), 'service')}")
    if whole.grants:
        parts.append(f"{number(whole.grants, 'grant agreement')} counted apart")
    if found.left_out:
        parts.append(f"{number(len(found.left_out), 'paper')} that are no specifications left out")
    if found.passed_over:
        parts.append(f"{number(found.passed_over, 'lock file')} passed over")
    return f"{'; '.join(parts)}. {counted(problems)}."
