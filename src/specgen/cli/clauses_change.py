"""`specgen clauses approve`, `withdraw` and `verify`: who approved which words, and whether everything still holds."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from msgspec.structs import replace

from specgen.cli import output as exit_codes
from specgen.cli.clause_words import (
    difference_json,
    find_clause,
    find_version,
    folder_option,
    of_clause,
    of_settings,
    print_difference,
)
from specgen.cli.output import (
    GivenPath,
    counted,
    format_option,
    number,
    print_json,
    print_problems,
    problems_json,
    written_day,
)
from specgen.issue.issued import heads_lost
from specgen.issue.precedents import Workplace, library_folders, open_workplace, own_approvals, own_library
from specgen.library.approvals import (
    append_approvals,
    approval_of,
    approval_refusals,
    last_line,
    read_approvals,
    withdrawal_of,
)
from specgen.library.chain import head_file, head_of, merged
from specgen.library.duties.verify import reading_faults
from specgen.library.model import WITHDRAWN, Approval, ClauseVersion, Library, Source
from specgen.library.update import Arrival, LibraryUpdate, library_update
from specgen.library.verify import approvals_wanting, library_faults
from specgen.library.versions import (
    NextVersion,
    VersionDifference,
    VersionFacts,
    next_version,
    version_difference,
    version_named,
)
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.review.reports.review_page import THEIRS_TAG
from specgen.word.draft.read import DraftWording, read_wording
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.bounds import read_document
from specgen.writing import Disk

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE_LIKE = re.compile(r"\S+\.(?:pdf|docx?|msg|eml|xlsx?|txt|png|jpe?g|tiff?|odt|rtf|html?|zip)", re.IGNORECASE)
_CHUNK = 1024 * 1024


def _signed(command: _Command) -> _Command:
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
    workplace, problems = open_workplace(folder)
    file, faults = own_approvals(workplace)
    problems += library_faults(workplace.library, library_folders(workplace.organisation))
    blocking = [
        *faults,
        *of_settings(problems, workplace),
        *(fault for name in names for fault in of_clause(problems, workplace, name.partition("@")[0])),
        *_of_file(problems, file),
    ]
    if has_errors(blocking):
        return _refused(list(dict.fromkeys(blocking)))
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
        approval_of(version, _plain(person), _plain(role), day, where, _plain(note), clause)
        for version, clause in found.items()
    ]
    for line in lines:
        blocking += approval_refusals(workplace.library.approvals, line, workplace.library.rules)
    if has_errors(blocking) or file is None:
        return _refused(list(dict.fromkeys(blocking)))
    return _appended(file, lines, _approved_said(workplace.library, lines, found))


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
        said.append(f"Approved: {version.name}, “{version.title}”{until}" + (f"; {lacks}" if lacks else ""))
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
    clause_id = (
        written if any(line.clause_id == written for line in approvals) else find_clause(workplace.library, written).id
    )
    last = last_line(approvals, clause_id, int(number_written))
    if last is None or last.withdrawn:
        return _refused(
            [
                Problem(
                    "approval-not-there",
                    f"{clause_id}@{number_written} has no approval that could be withdrawn",
                    last.location if last else Location(),
                    cure=f"“specgen clauses log {clause_id}” shows its approvals",
                )
            ]
        )
    line = withdrawal_of(last, _plain(person), _plain(role), day, _evidence(evidence), _plain(note))
    if refused := approval_refusals(approvals, line):
        return _refused(refused)
    return (
        _appended(file, [line], [f"Withdrawn: the approval of {clause_id}@{number_written}"])
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
    workplace, problems = open_workplace(folder)
    file, faults = own_approvals(workplace)
    blocking = [*faults, *of_settings(problems, workplace), *_of_file(problems, file)]
    theirs, faults = read_approvals(read_plain(other), str(other))
    blocking += faults
    if has_errors(blocking) or file is None:
        return _refused(blocking)
    if not theirs:
        raise click.UsageError(f"{other.name} holds no approvals")
    new, faults = merged(workplace.library.approvals, theirs, frozenset(left_out))
    if faults:
        return _refused(faults)
    if not new:
        click.echo(f"Your list holds every line of {other.name} already. Nothing was written.")
        return exit_codes.DONE
    if faults := append_approvals(file, new):
        return _refused(faults)
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
@click.option(
    "--on",
    "day",
    callback=written_day,
    metavar="DATE",
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
    workplace, problems = open_workplace(folder)
    library = workplace.library
    problems += library_faults(library, library_folders(workplace.organisation))
    problems += reading_faults(library, workplace.organisation.library if workplace.organisation else None)
    if issued is not None:
        problems += heads_lost(issued, library.approvals)
    problems += approvals_wanting(library, day)
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
    if form == "json":
        print_json(
            {"ok": not has_errors(problems), **counts, "approvals": approvals, "problems": problems_json(problems)}
        )
    else:
        print_problems(problems)
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
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE


def _of_file(problems: Iterable[Problem], file: Path | None) -> list[Problem]:
    """The problems of approvals.csv itself, and of the file that says where it ends: a line that cannot be read, not
    one that names what has gone."""
    return [
        problem
        for problem in problems
        if file is not None
        and problem.location.file in (str(file), str(head_file(file)))
        and problem.slug not in ("approval-without-version", "approved-version-changed", "withdrawn-before-approved")
    ]


def _refused(problems: list[Problem]) -> int:
    print_problems(problems)
    click.echo("Nothing was written.", err=True)
    return exit_codes.PROBLEMS


def _appended(file: Path, lines: Sequence[Approval], said: Sequence[str]) -> int:
    problems = append_approvals(file, lines)
    if problems:
        return _refused(problems)
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


# `specgen clauses import`: a Word draft becomes the next draft version of a clause.


@click.command("import")
@click.argument("draft", type=GivenPath(dir_okay=False), metavar="DRAFT.docx")
@click.option(
    "--as",
    "clause_id",
    required=True,
    metavar="ID",
    help="The clause: component/place/name. A new name makes a new clause.",
)
@click.option("--change", required=True, help="What changed, in a sentence for the reviewer.")
@click.option(
    "--from",
    "effective_from",
    required=True,
    callback=written_day,
    metavar="DATE",
    help="The first day on which the version may be used, such as 2026-04-01.",
)
@click.option(
    "--source", help="The document that the wording comes from, by its key in library.yaml. Default: as before."
)
@click.option("--section", "sections", multiple=True, help="The section of that document; may be given more than once.")
@click.option(
    "--title", default="", help="The heading above the wording. Default: the draft's heading, else as before."
)
@click.option("--owner", default="", help="For a new clause: the post that looks after it.")
@click.option(
    "--based-on", default="", metavar="ID@V", help="For a local adaptation: the version that it deviates from."
)
@click.option(
    "--deviation-until",
    callback=written_day,
    metavar="DATE",
    help="For a local adaptation: the last day on which it holds.",
)
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="NAME=TEXT",
    help="A field of a measure or plan item, such as threshold; may be given more than once. Default: as before.",
)
@click.option(
    "--their-words",
    type=click.IntRange(1),
    metavar="N",
    help="DRAFT.docx is the report of a review: take their words of its clause number N.",
)
@click.option("--preview", is_flag=True, help="Show what would be written, and write nothing.")
@folder_option
def import_draft(
    draft: Path,
    clause_id: str,
    change: str,
    effective_from: date,
    source: str | None,
    sections: tuple[str, ...],
    title: str,
    owner: str,
    based_on: str,
    deviation_until: date | None,
    fields: tuple[str, ...],
    their_words: int | None,
    preview: bool,
    folder: Path,
) -> int:
    """Make a Word draft the next version of clause ID in your organisation's library.

    The draft's first heading is the title; below it stand paragraphs, Word lists, bold, italic, and
    placeholders written as [what belongs there]. What wording cannot carry is named, and nothing is written
    then. The new version is a draft: it is approved with “specgen clauses approve”.

    \b
    Example:
      specgen clauses import draft.docx --as co-production/specification/our-terms --from 2026-10-01
          --source local-policy --section 4.1 --owner "Head of contracts" --change "First version."
    """
    workplace, problems = open_workplace(folder)
    place, blocking = own_library(workplace)
    blocking += [*of_settings(problems, workplace), *of_clause(problems, workplace, clause_id)]
    if place is None or has_errors(blocking):
        return _import_refused(blocking)
    if sections and not source:
        raise click.UsageError("--section needs --source, the document that the section is in")
    if source and not sections:
        raise click.UsageError("--source needs --section, the section of that document")
    given = dict(_field(entry) for entry in fields)
    read, where, faults = _read_draft(draft, their_words)
    if read is None:
        return _import_refused(faults)
    print_problems(faults)
    facts = VersionFacts(
        change=" ".join(change.split()),
        effective_from=effective_from,
        title=title or read.title,
        source=Source(source, sections) if source else None,
        based_on=based_on,
        deviation_until=deviation_until,
        owner=owner,
        fields=given,
    )
    new, faults = next_version(
        workplace.library,
        place,
        clause_id,
        read.blocks,
        read.placeholders,
        facts,
        where,
    )
    if new is None or has_errors(faults):
        return _import_refused(faults)
    print_problems(faults)
    _print_new(workplace, new)
    if preview:
        click.echo("\nThis is a preview: nothing was written.")
        return exit_codes.DONE
    if (there := _put(place, new)) is not None:
        return _import_refused([there])
    click.echo(f"\nWritten as a draft: {new.version.name}")
    for name in new.files:
        click.echo(f"  {place.name}/{name}")
    return exit_codes.DONE


def _read_draft(draft: Path, their_words: int | None) -> tuple[DraftWording | None, Location, list[Problem]]:
    """The wording of the draft and where it stands, or None and what is wrong with it."""
    where = Location(str(draft))
    if draft.stat().st_size > LARGEST_ARCHIVE:
        too_large = Problem(
            "draft-too-large",
            f"the draft is larger than {LARGEST_ARCHIVE // 1024 // 1024} MiB",
            where,
            cure="save the clause alone as a file of its own",
        )
        return None, where, [too_large]
    package, faults = read_document(read_plain(draft), str(draft))
    if package is None:
        return None, where, faults
    read, faults = read_wording(package, f"{THEIRS_TAG}{their_words}" if their_words is not None else "")
    return read, Location(str(draft), part=package.main), faults


def _put(place: Path, new: NextVersion) -> Problem | None:
    """Write the files of the version into the library; a problem where one of its number is there by now."""
    disk = Disk()
    for name, text in new.files.items():
        file = place.joinpath(*name.split("/"))
        disk.make_folder(file.parent)
        if file.suffix == ".md" and file.exists():
            return Problem(
                "version-there", f"{name} is there already", Location(str(file)), cure="run the command again"
            )
        disk.put(file, text.encode("utf-8"))
    return None


def _print_new(workplace: Workplace, new: NextVersion) -> None:
    library = workplace.library
    clause = library.clauses.get(new.version.clause_id)
    before = clause.versions[-1] if clause is not None else version_named(library, new.version.based_on)
    if before is None:
        empty = replace(new.version, number=0, title=new.version.title, blocks=(), fields={})
        click.echo(f"A new clause: {new.version.name}, “{new.version.title}”")
        _, added = version_difference(empty, new.version).counts
        click.echo(f"{number(len(new.version.blocks), 'paragraph')}, {number(added, 'word')}")
        click.echo("\nWhat is written into its file:\n")
        for line in new.files[f"{new.version.clause_id}/{new.version.number}.md"].rstrip("\n").split("\n"):
            click.echo(f"  {line}" if line else "")
    else:
        print_difference(version_difference(before, new.version))
    if new.stubs:
        click.echo("\nValues that a contract must now give (look at their questions and kinds in clause.yaml):")
        for entry in new.stubs:
            click.echo(f"  {entry.name}: {entry.question}")


def _field(written: str) -> tuple[str, str]:
    name, equals, text = written.partition("=")
    if not equals or not text.strip():
        raise click.UsageError(f"--field “{written}”: write the field's name, = and its text")
    return name.strip(), " ".join(text.split())


def _import_refused(problems: list[Problem]) -> int:
    print_problems(problems)
    click.echo("Nothing was written.", err=True)
    return exit_codes.PROBLEMS


# `specgen library update`: a new national library comes in beside the old, shown before it is written.


@click.command("update")
@click.argument("incoming", metavar="FOLDER", type=GivenPath(file_okay=False))
@click.option(
    "--apply",
    "apply_it",
    is_flag=True,
    help="Write the new versions into your organisation's library. Without it, they are only shown.",
)
@folder_option
@format_option
def update_library(incoming: Path, apply_it: bool, folder: Path, form: str) -> int:
    """Show what the clause library in FOLDER would bring, word by word; with --apply, bring it in.

    New versions and clauses come in beside what is there, into your organisation's library, as drafts that nobody has
    approved. A version that is there already never changes: a FOLDER that has other words for it is refused.

    \b
    Examples:
      specgen library update new-clauses
      specgen library update new-clauses --apply
    """
    workplace, problems = open_workplace(folder)
    own, blocking = own_library(workplace)
    if own is None or has_errors(problems):
        print_problems([*blocking, *problems])
        click.echo("Nothing was written.", err=True)
        return exit_codes.PROBLEMS
    update, faults = library_update(workplace.library, library_folders(workplace.organisation), own, incoming)
    refused = update is None or has_errors(faults)
    written = bool(apply_it and not refused and update is not None and update.files)
    if written and update is not None:
        faults += _written(own, update)
        refused = has_errors(faults)
    if form == "json":
        print_json(
            {
                "arrivals": [
                    {
                        "name": arrival.version.name,
                        "title": arrival.version.title,
                        "before": arrival.before.name if arrival.before else None,
                        **({"difference": difference_json(_difference(arrival))} if arrival.before else {}),
                    }
                    for arrival in (update.arrivals if update else ())
                ],
                "known": update.known if update else 0,
                "adaptations_behind": [
                    {
                        "name": found.version.name,
                        "based_on": found.base.name,
                        "newest": found.newest.name,
                        "difference": difference_json(version_difference(found.base, found.newest)),
                    }
                    for found in (update.behind if update else ())
                ],
                "written": written and not refused,
                "problems": problems_json(faults),
            }
        )
    else:
        _print_update(update, faults, refused=refused, written=written)
    return exit_codes.PROBLEMS if refused else exit_codes.DONE


def _difference(arrival: Arrival) -> VersionDifference:
    return version_difference(arrival.before or arrival.version, arrival.version)


def _print_update(update: LibraryUpdate | None, faults: list[Problem], *, refused: bool, written: bool) -> None:
    arrivals = update.arrivals if update is not None else ()
    for arrival in arrivals:
        if arrival.before is None:
            click.echo(
                f"A new clause: {arrival.version.name}, “{arrival.version.title}” "
                f"({arrival.version.origin})\nChange: {arrival.version.change}\n"
            )
            for block in arrival.version.blocks:
                click.echo(f"+ {block.text}")
        else:
            print_difference(_difference(arrival))
        click.echo()
    print_problems(faults)
    for found in update.behind if update is not None and not refused else ():
        click.echo(
            f"{found.version.name}, “{found.version.title}”, is based on {found.base.name}, and {found.newest.name} is "
            f"newer. What changed in what it is based on:"
        )
        print_difference(version_difference(found.base, found.newest))
        click.echo(
            f"For Word: specgen clauses redline {found.base.clause_id} {found.base.number} {found.newest.number} "
            f"-o redline.docx\n"
        )
    if refused:
        click.echo(f"Refused, and nothing was written: {counted(faults)}.")
        return
    new_clauses = sum(arrival.before is None for arrival in arrivals)
    click.echo(
        f"{number(len(arrivals), 'new version')}, of which {number(new_clauses, 'new clause')}; "
        f"{number(update.known if update else 0, 'version')} known already."
    )
    if written:
        click.echo(
            "Written to your organisation's library. Each is a draft until “specgen clauses approve” records "
            "an approval."
        )
    elif arrivals:
        click.echo("Nothing was written; the same command with --apply brings them in.")


def _written(own: Path, update: LibraryUpdate) -> list[Problem]:
    """Put the files in place, sources first and each clause's description before its versions. Raises OSError."""
    disk = Disk()
    for name, data in update.files.items():
        file = own.joinpath(*name.split("/"))
        if file.suffix == ".md" and file.exists():
            return [
                Problem(
                    "version-there",
                    f"{name} appeared in your library meanwhile",
                    Location(str(file)),
                    cure="run the command again",
                )
            ]
        disk.make_folder(file.parent)
        disk.put(file, data)
    return []
