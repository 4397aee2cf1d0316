"""`specgen clauses import` and `specgen library update`: versions that come in, as drafts, shown before they are
written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click
from msgspec.structs import replace

from specgen import exit_codes
from specgen.cli.clauses.words import (
    difference_json,
    folder_option,
    nothing_written,
    of_clause,
    of_settings,
    print_difference,
)
from specgen.cli.output import (
    GivenPath,
    counted,
    date_option,
    format_option,
    number,
    print_json,
    print_problems,
    problems_json,
    today,
)
from specgen.issue.disk import alone_in
from specgen.issue.precedents import Workplace, library_folders, open_workplace, own_library
from specgen.library.model import Library, Source
from specgen.library.update import Arrival, LibraryUpdate, library_update
from specgen.library.versions import (
    NextVersion,
    VersionDifference,
    VersionFacts,
    next_version,
    version_difference,
    version_named,
)
from specgen.locked import LockedError
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.review.reports.review_page import THEIRS_TAG
from specgen.word.draft.read import DraftWording, read_wording
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.package.bounds import read_document
from specgen.writing import Disk


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
@date_option(
    "--from",
    "effective_from",
    help="The first day on which the version may be used, such as 2026-04-01.",
    required=True,
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
@date_option("--deviation-until", help="For a local adaptation: the last day on which it holds.")
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
    workplace, problems = open_workplace(folder, today())
    place, blocking = own_library(workplace)
    blocking += [*of_settings(problems, workplace), *of_clause(problems, workplace, clause_id)]
    if place is None or has_errors(blocking):
        return nothing_written(blocking)
    if bool(sections) != bool(source):
        raise click.UsageError(
            "--section needs --source, the document that the section is in"
            if sections
            else "--source needs --section, the section of that document"
        )
    facts = VersionFacts(
        change=" ".join(change.split()),
        effective_from=effective_from,
        title=title,
        source=Source(source, sections) if source else None,
        based_on=based_on,
        deviation_until=deviation_until,
        owner=owner,
        fields=dict(_field(entry) for entry in fields),
    )
    new, faults = _drafted(workplace.library, place, clause_id, draft, their_words, facts)
    if new is None or has_errors(faults):
        return nothing_written(faults)
    print_problems(faults)
    _print_new(workplace, new)
    if preview:
        click.echo("\nThis is a preview: nothing was written.")
        return exit_codes.DONE
    if there := _written(place, {name: text.encode() for name, text in new.files.items()}, "is there already"):
        return nothing_written(there)
    click.echo(f"\nWritten as a draft: {new.version.name}")
    for name in new.files:
        click.echo(f"  {place.name}/{name}")
    return exit_codes.DONE


def _drafted(
    library: Library, place: Path, clause_id: str, draft: Path, their_words: int | None, facts: VersionFacts
) -> tuple[NextVersion | None, list[Problem]]:
    """The version that the draft makes; its own title is its heading, where no other is given. What is odd in the draft
    is said at once."""
    read, where, problems = _read_draft(draft, their_words)
    if read is None:
        return None, problems
    print_problems(problems)
    facts = replace(facts, title=facts.title or read.title)
    return next_version(library, place, clause_id, read.blocks, read.placeholders, facts, where)


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
            click.echo(f"  {entry.name} ({entry.kind}): {entry.question}")


def _field(written: str) -> tuple[str, str]:
    name, equals, text = written.partition("=")
    if not equals or not text.strip():
        raise click.UsageError(f"--field “{written}”: write the field's name, = and its text")
    return name.strip(), " ".join(text.split())


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
    workplace, problems = open_workplace(folder, today())
    own, blocking = own_library(workplace)
    if own is None or has_errors(problems):
        return nothing_written([*blocking, *problems])
    update, faults = library_update(workplace.library, library_folders(workplace.organisation), own, incoming)
    refused = update is None or has_errors(faults)
    written = bool(apply_it and not refused and update is not None and update.files)
    if written and update is not None:
        faults += _written(own, update.files, "appeared in your library meanwhile")
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
        click.echo(f"{found} (“{found.version.title}”). What changed in what it is based on:")
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


def _written(place: Path, files: Mapping[str, bytes], told: str) -> list[Problem]:
    """Put the files in place in their order, sources first and each clause's description before its versions; the
    problem of a version that is there by now. Raises OSError."""
    disk = Disk()
    try:
        with alone_in(place, "adding to the library"):
            for name in files:
                file = place.joinpath(*name.split("/"))
                if file.suffix == ".md" and file.exists():
                    return [
                        Problem("version-there", f"{name} {told}", Location(str(file)), cure="run the command again")
                    ]
            for name, data in files.items():
                file = place.joinpath(*name.split("/"))
                disk.make_folder(file.parent)
                disk.put(file, data)
    except LockedError:
        busy = "somebody else is adding to the library at this moment"
        return [Problem("library-in-use", busy, Location(str(place)), cure="run the command again")]
    return []
