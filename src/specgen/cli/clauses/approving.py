"""`specgen clauses approve`, `withdraw`, `merge-approvals` and `verify`: who approved which words, and whether
everything still holds."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click
from click.decorators import FC
from msgspec.structs import asdict

from specgen import exit_codes
from specgen.cli.clauses.words import find_clause, find_version, folder_option, nothing_written, of_clause, of_settings
from specgen.cli.output import (
    GivenPath,
    counted,
    date_option,
    exit_code,
    format_option,
    number,
    print_json,
    print_problems,
    print_table,
    problems_json,
    today,
    written_day,
)
from specgen.issue.issued import heads_lost
from specgen.issue.precedents import library_folders, open_workplace, own_approvals
from specgen.library.approvals import (
    append_approvals,
    approval_of,
    approval_refusals,
    approvals_to_come,
    last_line,
    read_approvals,
    withdrawal_of,
)
from specgen.library.chain import head_file, head_of, merged
from specgen.library.duties.verify import SentencesRead, reading_faults, sentences_read
from specgen.library.model import PLACES, WITHDRAWN, Approval, ClauseVersion, Library
from specgen.library.verify import approvals_wanting, library_faults
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.wording.gaps import name_left_open

_FILE_LIKE = re.compile(r"\S+\.(?:pdf|docx?|msg|eml|xlsx?|txt|png|jpe?g|tiff?|odt|rtf|html?|zip)", re.IGNORECASE)
_CHUNK = 1024 * 1024


def _signed(command: FC) -> FC:
    """The options by which a person says who decided, in which role, when, and where that is recorded."""
    for option in (
        click.option("--note", default="", help="Anything that a later reader should know."),
        click.option(
            "--evidence",
            required=True,
            help="Where the decision is recorded: words, or a file, whose name and SHA-256 are written down.",
        ),
        click.option(
            "--on", "day", callback=written_day, required=True, help="The date of the decision, such as 2026-04-01."
        ),
        click.option("--role", required=True, help="The role in which that person decides."),
        click.option("--by", "person", required=True, help="The name of the person who decides."),
    ):
        command = option(command)
    return command


@click.command("approve")
@click.argument("names", metavar="[ID@V...]", nargs=-1)
@click.option(
    "--list",
    "listed",
    type=GivenPath(dir_okay=False),
    metavar="FILE.txt",
    help="A text file with a version a line, such as co-production/specification/local-terms@1.",
)
@_signed
@folder_option
def approve_version(
    names: tuple[str, ...],
    listed: Path | None,
    person: str,
    role: str,
    day: date,
    evidence: str,
    note: str,
    folder: Path,
) -> int:
    """Record that version V of clause ID is approved, exactly as its words stand now. Several may be named, or given in
    a file: all are recorded, or none.

    A line for each is added to your organisation's approvals.csv; approvals.head beside it says where the list ends
    then. A line is bound to the version's fingerprint, to what its placeholders are, and to the line before it: if
    anyone changes the files afterwards, “specgen clauses verify” fails.

    \b
    Examples:
      specgen clauses approve co-production/specification/local-terms@1 --by "Ada Shah" --role "Head of legal"
          --on 2026-05-04 --evidence minutes.pdf
      specgen clauses approve shared-decision-making/lead-in@1 shared-decision-making/local-terms@2 --by "Ada Shah"
          --role "Head of legal" --on 2026-05-04 --evidence "Minute 4 of 4 May 2026"
    """
    names = (*names, *(_named_in(listed) if listed is not None else ()))
    if not names:
        raise click.UsageError("name the versions that are approved, or a file that lists them: --list FILE.txt")
    workplace, problems = open_workplace(folder, today())
    file, faults = own_approvals(workplace)
    problems += library_faults(workplace.library, library_folders(workplace.organisation))
    blocking = [
        *faults,
        *of_settings(problems, workplace),
        *(fault for name in names for fault in of_clause(problems, workplace, name.partition("@")[0])),
        *_of_file(problems, file),
    ]
    if has_errors(blocking):
        return nothing_written(list(dict.fromkeys(blocking)))
    for name in names:
        if "@" not in name:
            raise click.UsageError(f"say which version is approved, such as {name}@1")
    found = {version: clause for clause, version in (find_version(workplace.library, name) for name in names)}
    blocking = [fault for clause in found.values() for fault in of_clause(problems, workplace, clause.id)]
    if _plain(note).casefold().startswith(WITHDRAWN):
        raise click.UsageError(
            f"a note that begins with “{WITHDRAWN}” would take the approval back; use “specgen clauses withdraw”"
        )
    where = _evidence(evidence)
    lines = [
        approval_of(version, _named(person, "--by"), _named(role, "--role"), day, where, _plain(note), clause)
        for version, clause in found.items()
    ]
    for line in lines:
        blocking += approval_refusals(workplace.library.approvals, line, workplace.library.rules)
    blocking += approvals_to_come(lines, today())
    if has_errors(blocking) or file is None:
        return nothing_written(list(dict.fromkeys(blocking)))
    print_problems([fault for fault in blocking if fault.slug == "perhaps-one-person"])
    return _appended(file, lines, _approved_said(workplace.library, lines, found), len(workplace.library.approvals))


def _named_in(file: Path) -> list[str]:
    """The versions that the file lists, without empty lines and notes after #."""
    text = read_plain(file).decode("utf-8-sig", "replace")
    return list(dict.fromkeys(name for line in text.splitlines() if (name := line.partition("#")[0].strip(" \t,;"))))


def _approved_said(library: Library, lines: Sequence[Approval], versions: Iterable[ClauseVersion]) -> list[str]:
    """What was recorded, and what it still lacks by the organisation's settings."""
    after = dataclasses.replace(library, approvals=(*library.approvals, *lines))
    said = []
    for line, version in zip(lines, versions, strict=True):
        last = library.rules.last_day(line)
        lacks = after.not_enough(version, line.approved_on)
        until = f"; it lasts until {last}" if last is not None else ""
        done = "Recorded, and not approved yet" if lacks else "Approved"
        said.append(f"{done}: {version.name}, “{version.title}”{until}" + (f"; {lacks}" if lacks else ""))
    return said


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
    workplace, problems = open_workplace(folder, today())
    file, faults = own_approvals(workplace)
    blocking = [*faults, *of_settings(problems, workplace), *_of_file(problems, file)]
    if has_errors(blocking):
        return nothing_written(blocking)
    written, _, number_written = name.partition("@")
    if not number_written.isdecimal():
        raise click.UsageError(f"say which version's approval is withdrawn, such as {written}@1")
    approvals = workplace.library.approvals
    # The clause may be gone, and its approval is then what has to be taken back: the line itself is enough.
    clause_id = (
        written if any(line.clause_id == written for line in approvals) else find_clause(workplace.library, written).id
    )
    last = last_line(approvals, clause_id, int(number_written))
    if last is None or last.withdrawn:
        message = f"{clause_id}@{number_written} has no approval that could be withdrawn"
        cure = f"“specgen clauses log {clause_id}” shows its approvals"
        return nothing_written(
            [Problem("approval-not-there", message, last.location if last else Location(), cure=cure)]
        )
    line = withdrawal_of(last, _named(person, "--by"), _named(role, "--role"), day, _evidence(evidence), _plain(note))
    if refused := approval_refusals(approvals, line):
        return nothing_written(refused)
    return (
        _appended(file, [line], [f"Withdrawn: the approval of {clause_id}@{number_written}"], len(approvals))
        if file
        else exit_codes.PROBLEMS
    )


@click.command("merge-approvals")
@click.argument("other", metavar="OTHER.csv", type=GivenPath(dir_okay=False))
@click.option(
    "--leave-out",
    "left_out",
    multiple=True,
    metavar="ID@V",
    help="Do not take over the other list's lines about this version. Several may be named.",
)
@folder_option
def merge_approvals(other: Path, left_out: tuple[str, ...], folder: Path) -> int:
    """Put the lines of OTHER.csv, a copy of the list of approvals, behind those of your own.

    Somebody else has added to the copy. The two lists begin with the same lines and then part. The other's lines keep
    the hash that they had, beside their new place, so that what was issued with that copy can still be held against the
    list. Where both say something of one version that does not go together, it is named and nothing is written.

    \b
    Example:
      specgen clauses merge-approvals "approvals (Ben).csv"
    """
    workplace, problems = open_workplace(folder, today())
    file, faults = own_approvals(workplace)
    blocking = [*faults, *of_settings(problems, workplace), *_of_file(problems, file)]
    theirs, faults = read_approvals(read_plain(other), str(other))
    blocking += faults
    if has_errors(blocking) or file is None:
        return nothing_written(blocking)
    if not theirs:
        raise click.UsageError(f"{other.name} holds no approvals")
    if unknown := sorted({*left_out} - {f"{line.clause_id}@{line.version}" for line in theirs}):
        raise click.BadParameter(f"{other.name} says nothing of {unknown[0]}", param_hint="--leave-out")
    new, faults = merged(workplace.library.approvals, theirs, frozenset(left_out))
    if faults:
        return nothing_written(faults)
    if not new:
        but = ", but for those left out" if left_out else ""
        click.echo(f"Your list holds every line of {other.name} already{but}. Nothing was written.")
        return exit_codes.DONE
    if faults := append_approvals(file, new, len(workplace.library.approvals)):
        return nothing_written(faults)
    library = workplace.library
    faults = [fault for line in new for fault in approval_refusals(library.approvals, line, library.rules)]
    print_problems([fault for fault in faults if fault.slug == "perhaps-one-person"])
    for line in new:
        word = "Withdrawn" if line.withdrawn else "Approved"
        click.echo(f"{word}: {line.clause_id}@{line.version}, by {line.approved_by}, on {line.approved_on}")
    click.echo(f"{number(len(new), 'line')} of {other.name} written to {file.name}.")
    return exit_codes.DONE


@click.command("verify")
@click.option(
    "--issued",
    type=GivenPath(file_okay=False),
    metavar="FOLDER",
    help="Hold the list of approvals against the records of what was issued into this folder as well.",
)
@date_option(
    "--on",
    "day",
    help="Say also which approvals will have lapsed by that day, where your organisation's settings let them lapse.",
)
@folder_option
@format_option
def verify_library(issued: Path | None, day: date | None, folder: Path, form: str) -> int:
    """Check every clause, version, quotation and approval, shipped and your organisation's.

    It fails on: an approved version whose file or placeholders changed, an approval without a version, a line of the
    list of approvals that was changed, taken out, moved or put in by hand, a version without a source, a clause without
    an owner, overlapping dates, one version with two wordings, a quoted clause whose words are not those of its source,
    a sentence that binds and has no reading, and a reading without a sentence. With --issued also where the list no
    longer holds the approvals that something was issued with.

    \b
    Examples:
      specgen clauses verify
      specgen clauses verify --issued documents
    """
    workplace, problems = open_workplace(folder, today())
    library = workplace.library
    problems += library_faults(library, library_folders(workplace.organisation))
    problems += reading_faults(library, workplace.organisation.library if workplace.organisation else None)
    if issued is not None:
        problems += heads_lost(issued, library.approvals)
    problems += [*approvals_to_come(library.approvals, today()), *approvals_wanting(library, day)]
    versions = [version for clause in library.clauses.values() for version in clause.versions]
    counts = {
        "clauses": len(library.clauses),
        "versions": len(versions),
        "quoted": sum(version.origin == "national" for version in versions),
        "approved": sum(library.approval(version, day) is not None for version in versions),
    }
    approvals = {
        "lines": len(library.approvals),
        "bound": sum(bool(line.chain) for line in library.approvals),
        "wording_alone": sum(
            (approval := library.approval(version)) is not None and approval.scheme < 2 for version in versions
        ),
        "head": head_of(library.approvals) or None,
    }
    read = sentences_read(library)
    if form == "json":
        print_json(
            {
                "ok": not has_errors(problems),
                **counts,
                "sentences": [asdict(each) for each in read],
                "approvals": approvals,
                "problems": problems_json(problems),
            }
        )
    else:
        print_problems(problems)
        print_table(("SENTENCES THAT BIND", *map(str.upper, PLACES)), _by_component(read))
        binding, with_reading = sum(each.binding for each in read), sum(each.read for each in read)
        click.echo(f"{number(binding, 'sentence')} that bind, {with_reading} of them with a reading.")
        found = "everything holds" if not problems else counted(problems)
        click.echo(
            f"{number(counts['clauses'], 'clause')}, {number(counts['versions'], 'version')}: "
            f"{counts['quoted']} quoted and compared with their source, "
            f"{counts['approved']} approved; {found}."
        )
        if library.approvals:
            click.echo(
                f"Approvals: {number(len(library.approvals), 'line')}, {approvals['bound']} of them bound to the line "
                f"before; of the wording alone (scheme 1): {approvals['wording_alone']}. "
                f"Head: {approvals['head'] or 'none yet; the next approval binds the list'}"
            )
    return exit_code(problems)


def _by_component(read: Iterable[SentencesRead]) -> list[tuple[str, ...]]:
    """A row a component, a column a place: how many sentences bind; and how many are read, where that is fewer."""
    rows: dict[str, dict[str, str]] = {}
    for each in read:
        said = str(each.binding) if each.read == each.binding else f"{each.binding}, {each.read} read"
        rows.setdefault(each.component, {})[each.place] = said
    return [(component, *(cells.get(place, "0") for place in PLACES)) for component, cells in rows.items()]


def _of_file(problems: Iterable[Problem], file: Path | None) -> list[Problem]:
    """The problems of approvals.csv itself, and of the file that says where it ends: a line that cannot be read, not
    one that names what has gone."""
    return [
        problem
        for problem in problems
        if file is not None
        and problem.location.file in (str(file), str(head_file(file)))
        and problem.slug
        not in (
            "approval-without-version",
            "approved-version-changed",
            "withdrawn-before-approved",
            "approved-before-withdrawn",
        )
    ]


def _appended(file: Path, lines: Sequence[Approval], said: Sequence[str], seen: int) -> int:
    problems = append_approvals(file, lines, seen)
    if problems:
        return nothing_written(problems)
    for line, words in zip(lines, said, strict=True):
        click.echo(f"{words}\nFingerprint: {line.sha256}")
    click.echo(f"By: {lines[0].approved_by}, {lines[0].role}, on {lines[0].approved_on}\nEvidence: {lines[0].evidence}")
    click.echo(f"Written to {file.name}.")
    return exit_codes.DONE


def _plain(words: str) -> str:
    """A person's words on one line."""
    folded = " ".join(words.split())
    if not folded.isprintable():
        raise click.UsageError("the name, the role, the evidence and the note must be plain words")
    return folded


def _named(words: str, option: str) -> str:
    """Who decides, or in which role: never what stands for a name that is still to be written."""
    if (mark := name_left_open(folded := _plain(words))) is not None:
        raise click.BadParameter(f"“{mark}” names nobody: give the name and the post of who decides", param_hint=option)
    return folded


def _evidence(words: str) -> str:
    """The words; for a file its name and the SHA-256 of its content, so that it can be found again and proved the
    same."""
    file = Path(words)
    if _is_file(file):
        whole = hashlib.sha256()
        with file.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                whole.update(chunk)
        return _plain(f"{file.name} (SHA-256 {whole.hexdigest()})")
    if _FILE_LIKE.fullmatch(words):
        raise click.UsageError(
            f"--evidence: there is no file “{words}”; correct its path, or say in words where the decision is recorded"
        )
    if not words.strip():
        raise click.UsageError("--evidence: say where the decision is recorded")
    return _plain(words)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # words that no file can be called: too long, or with a NUL
        return False
