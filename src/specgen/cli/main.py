"""The `specgen` command: its groups, and what becomes of every way a run can end."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from specgen import __version__
from specgen.assembly.edition import GENERAL
from specgen.cli import output as exit_codes
from specgen.cli.build import apply, build, check, new, schema
from specgen.cli.clauses_change import approve_version, import_draft, library, verify_library, withdraw_approval
from specgen.cli.clauses_read import (
    diff_versions,
    list_clauses,
    list_situations,
    log_clause,
    redline_versions,
    show_clause,
)
from specgen.cli.existing import audit, insert_clauses
from specgen.cli.occasions import intentions, succeed, vary
from specgen.cli.output import format_option, print_json, print_problems, print_table, problems_json
from specgen.cli.register import impact, register
from specgen.cli.review import redline_documents, review
from specgen.issue.disk import TEMPORARY
from specgen.issue.precedents import open_workplace
from specgen.shipped import with_pages

# `specgen types` and `specgen editions`: what can be made, and what is known of each edition.


@click.command()
@format_option
def types(form: str) -> int:
    """List the document types, shipped and your organisation's.

    Example: specgen types
    """
    workplace, problems = open_workplace(Path.cwd())
    if form == "json":
        print_json(
            {
                "types": [
                    {
                        "type": kind.key,
                        "title": kind.title,
                        "per": kind.per,
                        "when": kind.when,
                        "audience": kind.audience,
                        "schedule": kind.schedule,
                        "prints": list(kind.prints),
                        "template": str(kind.template),
                    }
                    for kind in workplace.types
                ],
                "problems": problems_json(problems),
            }
        )
    else:
        audience = {"parties": "both parties", "commissioner": "Commissioner only"}
        print_table(
            ("TYPE", "TITLE", "ONE PER", "MADE WHEN", "FOR"),
            [(kind.key, kind.title, kind.per, kind.when, audience[kind.audience]) for kind in workplace.types],
        )
        click.echo()
        for folder in dict.fromkeys(str(kind.template.parents[1]) for kind in workplace.types):
            click.echo(f"Templates: {folder}")
        print_problems(problems)
    return exit_codes.PROBLEMS if problems else exit_codes.DONE


@click.command()
@click.argument("edition", required=False)
@format_option
def editions(edition: str | None, form: str) -> int:
    """List the editions of the NHS Standard Contract, or one EDITION with every fact and whether it was verified.

    \b
    Examples:
      specgen editions
      specgen editions 2026/27
    """
    workplace, problems = open_workplace(Path.cwd())
    wanted = [entry for entry in workplace.editions if edition in (None, entry.edition)]
    if not wanted:
        known = ", ".join(dict.fromkeys(entry.edition for entry in workplace.editions))
        raise click.UsageError(f"there is no edition “{edition}”; there are: {known}")
    if form == "json":
        print_json(
            {
                "editions": [
                    {
                        "edition": entry.edition,
                        "form": entry.form,
                        "known_from": entry.known_from,
                        "file": entry.file,
                        "absent": dict(entry.absent),
                        "rules_set_aside": dict(entry.rules_set_aside),
                        "facts": [
                            {"fact": fact.name, "text": fact.text, "verified": fact.verified, "note": fact.note}
                            for fact in entry.facts().values()
                        ],
                    }
                    for entry in wanted
                ],
                "problems": problems_json(problems),
            }
        )
        return exit_codes.PROBLEMS if problems else exit_codes.DONE
    if edition is None:
        print_table(
            ("EDITION", "FORM", "SCHEDULES", "NOT VERIFIED"),
            [
                (
                    entry.edition,
                    entry.form,
                    ", ".join(schedule.letter for schedule in entry.schedules.values()) or "none",
                    str(sum(fact.verified == GENERAL for fact in entry.facts().values())),
                )
                for entry in wanted
            ],
        )
    for entry in wanted if edition is not None else ():
        click.echo(f"{entry.edition}, {entry.form} form. {entry.known_from}")
        print_table(
            ("FACT", "SAYS", "VERIFIED"), [(fact.name, fact.text, fact.verified) for fact in entry.facts().values()]
        )
        for key, reason in entry.absent.items():
            click.echo(f"Not in this form: {key}: {reason}")
        for rule, reason in entry.rules_set_aside.items():
            click.echo(f"Rule set aside: {rule}: {reason}")
        click.echo(f"File: {entry.file}")
        click.echo()
    print_problems(problems)
    return exit_codes.PROBLEMS if problems else exit_codes.DONE


# `specgen clauses`: the group of commands for the clause library.


@click.group()
def clauses() -> None:
    """The clause library: its wording, versions and approvals."""


for command in (
    list_clauses,
    show_clause,
    list_situations,
    log_clause,
    diff_versions,
    redline_versions,
    approve_version,
    withdraw_approval,
    verify_library,
    import_draft,
):
    clauses.add_command(command)


EPILOG = with_pages("""Examples:

\b
  specgen new my-contract
  specgen check my-contract/contract.yaml
  specgen build my-contract/contract.yaml -o documents

Exit codes: 0 done, 1 problems in your files, 2 wrong command line, 3 cannot read or write, 70 a bug, 130 interrupted.
Shell completion: see docs/reference/commands.md.
""")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}, epilog=EPILOG)
@click.version_option(__version__, prog_name="specgen")
def specgen() -> None:
    """Writes the personalised-care parts of NHS Standard Contracts as Word documents."""


for command in (
    build,
    apply,
    check,
    vary,
    clauses,
    library,
    review,
    audit,
    types,
    editions,
    new,
    schema,
    register,
    redline_documents,
    impact,
    insert_clauses,
    succeed,
    intentions,
):
    specgen.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a character must not end the run
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code. No traceback reaches the user."""
    try:
        result = specgen.main(args=arguments, prog_name="specgen", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as stop:
        stop.show()
        return exit_codes.WRONG_COMMAND
    except click.MissingParameter as fault:
        _missing(fault).show()
        return exit_codes.WRONG_COMMAND
    except click.UsageError as fault:
        fault.show()
        return exit_codes.WRONG_COMMAND
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing is half written; run the same command again to go on.", err=True)
        return exit_codes.INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # The reader of our output went away (for instance `| head`), which click answers with an exit of its own;
        # nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exit_codes.CANNOT_READ_OR_WRITE
    except (OSError, click.FileError) as fault:
        click.echo(f"specgen cannot read or write: {_reason(fault)}", err=True)
        return exit_codes.CANNOT_READ_OR_WRITE
    except UnicodeEncodeError as fault:
        click.echo(
            f"specgen cannot read or write: the system is set to {fault.encoding}, which has not every "
            f"character of a file's name; "
            "set PYTHONUTF8=1 and run the command again",
            err=True,
        )
        return exit_codes.CANNOT_READ_OR_WRITE
    except Exception as fault:
        if isinstance(fault, RuntimeError) and str(fault).startswith(
            "Symlink loop"
        ):  # pathlib's word for a link that leads to itself
            click.echo(f"specgen cannot read or write: {fault}", err=True)
            return exit_codes.CANNOT_READ_OR_WRITE
        click.echo(_bug_report(fault), err=True)
        if os.environ.get("SPECGEN_TRACEBACK"):
            raise
        return exit_codes.BUG
    return result if isinstance(result, int) else exit_codes.DONE


def _missing(fault: click.MissingParameter) -> click.UsageError:
    """What is left out, by its name and with what it is for."""
    if isinstance(fault.param, click.Option):
        return click.UsageError(f"{' or '.join(fault.param.opts)} is missing: {fault.param.help}", fault.ctx)
    return fault


def _reason(fault: OSError | click.FileError) -> str:
    if isinstance(fault, click.FileError):
        return fault.format_message()
    name = fault.filename if fault.filename is not None else ""
    if isinstance(name, str) and TEMPORARY.fullmatch(Path(name).name):
        name = str(Path(name).parent)  # a file is written beside its place and renamed; the user knows the folder only
    reason = fault.strerror or str(fault)
    if isinstance(fault, PermissionError) and isinstance(name, str) and name and Path(name).is_dir():
        reason += "; you may not do this in that folder"
    elif isinstance(fault, PermissionError):
        reason += "; if the file is open in Word, close it and run the command again"
    return f"{name}: {reason}" if name else reason


def _bug_report(fault: Exception) -> str:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    # Not by Path: the path may be of another machine.
    where = f"{os.path.basename(last.filename)}, line {last.lineno}"  # noqa: PTH119
    return (
        f"specgen {__version__} met a fault of its own ({type(fault).__name__}: {str(fault)[:200]}; {where}).\n"
        "Nothing was written after it. Please report this line with the file that led to it."
    )
