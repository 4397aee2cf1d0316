"""`specgen clauses approve`, `withdraw` and `verify`: who approved which words, and whether everything still holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from specgen.cli import exit_codes
from specgen.cli.clause_words import find_clause, find_version, folder_option, of_clause, of_settings, written_day
from specgen.cli.output import counted, format_option, number, print_json, print_problems, problems_json
from specgen.issue.workplace import library_folders, open_workplace, own_approvals
from specgen.library.approvals import append_approval, approval_of, approval_refusals, last_line, withdrawal_of
from specgen.library.model import WITHDRAWN, Approval
from specgen.library.verify import library_faults
from specgen.problems import Location, Problem, has_errors

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE_LIKE = re.compile(r"\S+\.(?:pdf|docx?|msg|eml|xlsx?|txt|png|jpe?g|tiff?|odt|rtf|html?|zip)", re.IGNORECASE)
_CHUNK = 1024 * 1024


def _signed(command: _Command) -> _Command:
    """The options by which a person says who decided, in which role, when, and where that is recorded."""
    for option in (
        click.option("--note", default="", help="Anything that a later reader should know."),
        click.option("--evidence", required=True, help="Where the decision is recorded: words, or a file, whose name and SHA-256 are written down."),
        click.option("--on", "day", callback=written_day, required=True, help="The date of the decision, such as 2026-04-01."),
        click.option("--role", required=True, help="The role in which that person decides."),
        click.option("--by", "person", required=True, help="The name of the person who decides."),
    ):
        command = option(command)
    return command


@click.command("approve")
@click.argument("name", metavar="ID@V")
@_signed
@folder_option
def approve_version(name: str, person: str, role: str, day: date, evidence: str, note: str, folder: Path) -> int:
    """Record that version V of clause ID is approved, exactly as its words stand now.

    A line is added to your organisation's approvals.csv; nothing else is written. It is bound to the version's
    fingerprint: if anyone changes the file afterwards, “specgen clauses verify” fails.

    \b
    Example:
      specgen clauses approve co-production/specification/local-terms@1 --by "Ada Shah" --role "Head of legal"
          --on 2026-05-04 --evidence minutes.pdf
    """
    workplace, problems = open_workplace(folder)
    file, faults = own_approvals(workplace)
    clause_id = name.partition("@")[0]
    problems += library_faults(workplace.library, library_folders(workplace.organisation))
    blocking = [*faults, *of_settings(problems, workplace), *of_clause(problems, workplace, clause_id), *_of_file(problems, file)]
    if has_errors(blocking):
        return _refused(blocking)
    if "@" not in name:
        raise click.UsageError(f"say which version is approved, such as {name}@1")
    clause, version = find_version(workplace.library, name)
    blocking = of_clause(problems, workplace, clause.id)
    if _plain(note).casefold().startswith(WITHDRAWN):
        raise click.UsageError(f"a note that begins with “{WITHDRAWN}” would take the approval back; use “specgen clauses withdraw”")
    line = approval_of(version, _plain(person), _plain(role), day, _evidence(evidence), _plain(note))
    blocking += approval_refusals(workplace.library.approvals, line)
    if has_errors(blocking) or file is None:
        return _refused(blocking)
    return _appended(file, line, f"Approved: {version.name}, “{version.title}”")


@click.command("withdraw")
@click.argument("name", metavar="ID@V")
@_signed
@folder_option
def withdraw_approval(name: str, person: str, role: str, day: date, evidence: str, note: str, folder: Path) -> int:
    """Take the approval of version V of clause ID back. The line that approved it stays, and a line is added.

    \b
    Example:
      specgen clauses withdraw co-production/specification/local-terms@1 --by "Ada Shah" --role "Head of legal"
          --on 2026-09-01 --evidence "Email of 1 September" --note "replaced by version 2"
    """
    workplace, problems = open_workplace(folder)
    file, faults = own_approvals(workplace)
    blocking = [*faults, *of_settings(problems, workplace), *_of_file(problems, file)]
    if has_errors(blocking):
        return _refused(blocking)
    written, _, number_written = name.partition("@")
    if not number_written.isdecimal():
        raise click.UsageError(f"say which version's approval is withdrawn, such as {written}@1")
    approvals = workplace.library.approvals
    # The clause may be gone, and its approval is then what has to be taken back: the line itself is enough.
    clause_id = written if any(line.clause_id == written for line in approvals) else find_clause(workplace.library, written).id
    last = last_line(approvals, clause_id, int(number_written))
    if last is None or last.withdrawn:
        return _refused([Problem("approval-not-there", f"{clause_id}@{number_written} has no approval that could be withdrawn",
                                 last.location if last else Location(), cure=f"“specgen clauses log {clause_id}” shows its approvals")])
    line = withdrawal_of(last, _plain(person), _plain(role), day, _evidence(evidence), _plain(note))
    return _appended(file, line, f"Withdrawn: the approval of {clause_id}@{number_written}") if file else exit_codes.PROBLEMS


@click.command("verify")
@folder_option
@format_option
def verify_library(folder: Path, form: str) -> int:
    """Check every clause, version, quotation and approval, shipped and your organisation's.

    It fails on: an approved version whose file changed, an approval without a version, a version without a source,
    a clause without an owner, overlapping dates, one version with two wordings, and a quoted clause whose words are
    not those of its source.

    Example: specgen clauses verify
    """
    workplace, problems = open_workplace(folder)
    library = workplace.library
    problems += library_faults(library, library_folders(workplace.organisation))
    versions = [version for clause in library.clauses.values() for version in clause.versions]
    counts = {
        "clauses": len(library.clauses),
        "versions": len(versions),
        "quoted": sum(version.origin == "national" for version in versions),
        "approved": sum(library.approval(version) is not None for version in versions),
    }
    if form == "json":
        print_json({"ok": not has_errors(problems), **counts, "problems": problems_json(problems)})
    else:
        print_problems(problems)
        found = "everything holds" if not problems else counted(problems)
        click.echo(f"{number(counts['clauses'], 'clause')}, {number(counts['versions'], 'version')}: {counts['quoted']} quoted and compared with their source, "
                   f"{counts['approved']} approved; {found}.")
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE


def _of_file(problems: Iterable[Problem], file: Path | None) -> list[Problem]:
    """The problems of approvals.csv itself: a line that cannot be read, not one that names what has gone."""
    return [problem for problem in problems if file is not None and problem.location.file == str(file) and problem.slug not in ("approval-without-version", "approved-version-changed")]


def _refused(problems: list[Problem]) -> int:
    print_problems(problems)
    click.echo("Nothing was written.", err=True)
    return exit_codes.PROBLEMS


def _appended(file: Path, line: Approval, said: str) -> int:
    problems = append_approval(file, line)
    if problems:
        return _refused(problems)
    click.echo(f"{said}\nFingerprint: {line.sha256}\nBy: {line.approved_by}, {line.role}, on {line.approved_on}\nEvidence: {line.evidence}")
    click.echo(f"Written to {file.name}.")
    return exit_codes.DONE


def _plain(words: str) -> str:
    """A person's words on one line."""
    folded = " ".join(words.split())
    if not folded.isprintable():
        raise click.UsageError("the name, the role, the evidence and the note must be plain words")
    return folded


def _evidence(words: str) -> str:
    """The words; for a file its name and the SHA-256 of its content, so that it can be found again and proved the same."""
    file = Path(words)
    if _is_file(file):
        whole = hashlib.sha256()
        with file.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                whole.update(chunk)
        return _plain(f"{file.name} (SHA-256 {whole.hexdigest()})")
    if _FILE_LIKE.fullmatch(words):
        raise click.UsageError(f"--evidence: there is no file “{words}”; correct its path, or say in words where the decision is recorded")
    if not words.strip():
        raise click.UsageError("--evidence: say where the decision is recorded")
    return _plain(words)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # words that no file can be called: too long, or with a NUL
        return False
