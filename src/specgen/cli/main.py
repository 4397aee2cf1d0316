"""The `specgen` command: its groups, and what becomes of every way a run can end.

A command's module is loaded when the command is called, so that `--version`, `--help` and a wrong command line cost
nothing; what a listing says of each command stands in its table here, and a test holds it to the commands' own help.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
from click.shell_completion import CompletionItem

from specgen import __version__, exit_codes
from specgen.shipped import with_pages


class Listed(NamedTuple):
    """A command before it is loaded: its module in this room, its name there, and the first sentence of its help."""

    module: str
    name: str
    says: str

    def loaded(self) -> click.Command:
        """The command itself."""
        command = getattr(import_module(f"specgen.cli.{self.module}"), self.name)
        assert isinstance(command, click.Command)
        return command

    def shown(self, limit: int = 45) -> str:
        """What click would print of it in a list that leaves so many characters."""
        return click.Command(None, help=self.says).get_short_help_str(limit)


class Group(click.Group):
    """A group whose commands are listed by the table and loaded when they are called."""

    def __init__(self, *given: Any, table: Mapping[str, Listed], **named: Any) -> None:
        super().__init__(*given, **named)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*self.commands, *self.table})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.table:
            return self.table[cmd_name].loaded()
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in SHARED and not ctx.resilient_parsing:
            from specgen.shared_work import begin_early, end_unused

            ctx.call_on_close(end_unused)
            begin_early(args[1:], SHARED[args[0]])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(ctx)
        limit = formatter.width - 6 - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._shown(name, limit)) for name in names])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        own = [CompletionItem(name, help=self._shown(name, 45)) for name in names]
        return own + click.Command.shell_complete(self, ctx, incomplete)

    def _shown(self, name: str, limit: int) -> str:
        return self.table[name].shown(limit) if name in self.table else self.commands[name].get_short_help_str(limit)


COMMANDS: Mapping[str, Listed] = {
    "adopt": Listed(
        "contracts.adopting",
        "adopt_papers",
        "Read signed Particulars, specifications and schedules into contract files.",
    ),
    "answer": Listed(
        "returned.answering",
        "answer",
        "Answer a document that came back, as the decisions of its report say, in the document itself.",
    ),
    "apply": Listed(
        "build", "apply", "Do what a plan says that “specgen build … --save-plan PLAN.json” saved, and nothing else."
    ),
    "audit": Listed("existing", "audit", "Say what existing Word specifications hold of personalised care."),
    "build": Listed("build", "build", "Build the documents of contracts."),
    "check": Listed("build", "check", "Hold contracts against the handbook and against everything a build needs."),
    "desk": Listed(
        "desk", "desk", "Open a page in your browser on the contracts in FOLDER (default: the folder of this window)."
    ),
    "editions": Listed(
        "editions",
        "editions",
        "List the editions of the NHS Standard Contract, or one EDITION with every fact and whether it was verified.",
    ),
    "impact": Listed(
        "register",
        "impact",
        "Say which issued contracts hold CLAUSE, in which version, and what an upgrade would change.",
    ),
    "duties": Listed(
        "duties", "duties", "List the duties of contracts: who owes what, to whom and when, and in which paragraph."
    ),
    "insert": Listed(
        "tracked.insert",
        "insert_clauses",
        "Put a contract's clauses into a specification that already exists, as tracked changes.",
    ),
    "intentions": Listed(
        "occasions",
        "intentions",
        "Write a letter of commissioning intentions to each Provider whose contracts would change.",
    ),
    "fill": Listed(
        "contracts.beginning",
        "fill",
        "Write into contract files the names that their clauses ask for and that are missing, each with its question.",
    ),
    "new": Listed(
        "contracts.beginning",
        "new",
        "Write a contract file to start from into FOLDER: commented, and ready to build as it stands.",
    ),
    "publish": Listed(
        "publish", "publish", "Write the clause library as one page to send, to print or to put on an intranet."
    ),
    "progress": Listed(
        "reported.progress", "progress", "Say how far a portfolio is with the ten key actions of the handbook."
    ),
    "redline": Listed(
        "tracked.redline",
        "redline_documents",
        "Compare two Word documents and write what changed from OLD to NEW as tracked changes.",
    ),
    "review": Listed("review", "review", "Say clause by clause what became of a document that came back."),
    "schema": Listed("build", "schema", "Print the JSON Schema of the contract file."),
    "succeed": Listed(
        "occasions",
        "succeed",
        "Write a successor notice for each contract in which a party stands that is succeeded by another, as "
        "when boards merge.",
    ),
    "types": Listed("editions", "types", "List the document types, shipped and your organisation's."),
    "vary": Listed("occasions", "vary", "Write a variation pack for each contract that changes."),
}
SHARED: Final = {
    **dict.fromkeys(("apply", "build", "check"), "specgen.issue.portfolio.checked"),
    "audit": "specgen.review.audit.audit",
    "review": "specgen.review.returns.returns",
    "vary": "specgen.issue.occasions.variation",
}
"""Commands whose work processes share, and the module that these need."""
CLAUSES: Mapping[str, Listed] = {
    "approve": Listed(
        "clauses.approving",
        "approve_version",
        "Record that version V of clause ID is approved, exactly as its words stand now.",
    ),
    "diff": Listed(
        "clauses.reading", "diff_versions", "Show word by word what changed in clause ID from version V1 to version V2."
    ),
    "duties": Listed(
        "clauses.reading",
        "show_duties",
        "Show each sentence of a clause that binds, and beside it how it is read: who owes what, to whom and when.",
    ),
    "import": Listed(
        "clauses.drafting",
        "import_draft",
        "Make a Word draft the next version of clause ID in your organisation's library.",
    ),
    "list": Listed("clauses.reading", "list_clauses", "List clauses with their newest version, origin and approval."),
    "log": Listed(
        "clauses.reading",
        "log_clause",
        "List the versions of clause ID, newest first: dates, source, what changed, and who approved it.",
    ),
    "merge-approvals": Listed(
        "clauses.approving",
        "merge_approvals",
        "Put the lines of OTHER.csv, a copy of the list of approvals, behind those of your own.",
    ),
    "redline": Listed(
        "clauses.reading",
        "redline_versions",
        "Write a page for legal: versions V1 and V2 of clause ID, the reason, and the wording as tracked changes.",
    ),
    "show": Listed("clauses.reading", "show_clause", "Show a clause whole: NAME is its id, or id@version."),
    "situations": Listed(
        "clauses.reading",
        "list_situations",
        "List the clinical situations of the handbook's Appendix 1, each with the number by which a contract names it.",
    ),
    "verify": Listed(
        "clauses.approving",
        "verify_library",
        "Check every clause, version, quotation and approval, shipped and your organisation's.",
    ),
    "withdraw": Listed("clauses.approving", "withdraw_approval", "Take the approval of version V of clause ID back."),
}
LIBRARY: Mapping[str, Listed] = {
    "update": Listed(
        "clauses.drafting",
        "update_library",
        "Show what the clause library in FOLDER would bring, word by word; with --apply, bring it in.",
    )
}
RETURNS: Mapping[str, Listed] = {
    "new": Listed(
        "reported.command",
        "new_returns",
        "Write the workbook in which a Provider reports the figures of an issued contract.",
    ),
    "read": Listed(
        "reported.command",
        "read_returned",
        "Hold what Providers report against their contracts: period, numbers, and threshold met or below, by how much.",
    ),
}
REGISTER: Mapping[str, Listed] = {
    "export": Listed("register", "export_register", "Write a register from the contract files in FOLDER."),
    "new": Listed(
        "register",
        "new_register",
        "Write a register to start from: two invented contracts, a sheet that explains each column, drop-downs.",
    ),
}

EPILOG = with_pages("""Examples:

\b
  specgen new my-contract
  specgen check my-contract/contract.yaml
  specgen build my-contract/contract.yaml -o documents

Exit codes: 0 done, 1 problems in your files, 2 wrong command line, 3 cannot read or write, 70 a bug, 130 interrupted.

\b
Shell completion, and the shape of --format json:
docs/reference/commands.md
""")


@click.group(
    cls=Group,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EPILOG,
)
@click.version_option(__version__, prog_name="specgen")
def specgen() -> None:
    """Writes the personalised-care parts of NHS Standard Contracts as Word documents."""


@specgen.group(cls=Group, table=CLAUSES)
def clauses() -> None:
    """The clause library: its wording, versions and approvals."""


@specgen.group(cls=Group, table=LIBRARY)
def library() -> None:
    """The clause library as a whole."""


@specgen.group(cls=Group, table=RETURNS)
def returns() -> None:
    """The figures that Providers report: the workbook that asks for them, and what came held against the contract."""


@specgen.group(cls=Group, table=REGISTER)
def register() -> None:
    """A register of contracts: one workbook in place of many contract files."""


RUBBISH: Final = (200_000, 20, 20)
"""New objects after which rubbish is looked for, and how often among older ones. What a command loads for one contract
is fewer of them, and looking through it takes 40 ms."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process with its exit code."""
    # Most of what a run makes lives to its end, so that looking through it for rubbish every few hundred objects is a
    # tenth of the time and finds nothing.
    gc.set_threshold(*RUBBISH)
    atexit.register(gc.freeze)  # nor is it looked through at the very end, when all of it goes
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
    from specgen.writing import TEMPORARY

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
    import traceback  # not needed by a run that goes well

    last = traceback.extract_tb(fault.__traceback__)[-1]
    # Not by Path: the path may be of another machine.
    where = f"{os.path.basename(last.filename)}, line {last.lineno}"  # noqa: PTH119
    return (
        f"specgen {__version__} met a fault of its own ({type(fault).__name__}: {str(fault)[:200]}; {where}).\n"
        "Nothing was written after it. Please report this line with the file that led to it."
    )
