"""`specgen clauses import`: a Word draft becomes the next draft version of a clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.clause_words import folder_option, of_clause, of_settings, written_day
from specgen.cli.given_path import GivenPath
from specgen.cli.output import number, print_problems
from specgen.cli.word_difference import print_difference
from specgen.issue.disk import Disk
from specgen.issue.workplace import Workplace, open_workplace, own_library
from specgen.library.differences import version_difference
from specgen.library.model import Source
from specgen.library.next_version import Facts, NextVersion, next_version, version_named
from specgen.problems import Location, Problem, has_errors
from specgen.review.report_word import THEIRS_TAG
from specgen.word.archive import LARGEST_ARCHIVE
from specgen.word.package import read_package
from specgen.word.read_wording import read_wording


@click.command("import")
@click.argument("draft", type=GivenPath(dir_okay=False), metavar="DRAFT.docx")
@click.option("--as", "clause_id", required=True, metavar="ID", help="The clause: component/place/name. A new name makes a new clause.")
@click.option("--change", required=True, help="What changed, in a sentence for the reviewer.")
@click.option("--from", "effective_from", required=True, callback=written_day, metavar="DATE", help="The first day on which the version may be used, such as 2026-04-01.")
@click.option("--source", help="The document that the wording comes from, by its key in library.yaml. Default: as before.")
@click.option("--section", "sections", multiple=True, help="The section of that document; may be given more than once.")
@click.option("--title", default="", help="The heading above the wording. Default: the draft's heading, else as before.")
@click.option("--owner", default="", help="For a new clause: the post that looks after it.")
@click.option("--based-on", default="", metavar="ID@V", help="For a local adaptation: the version that it deviates from.")
@click.option("--deviation-until", callback=written_day, metavar="DATE", help="For a local adaptation: the last day on which it holds.")
@click.option("--field", "fields", multiple=True, metavar="NAME=TEXT", help="A field of a measure or plan item, such as threshold; may be given more than once. Default: as before.")
@click.option("--their-words", type=click.IntRange(1), metavar="N", help="DRAFT.docx is the report of a review: take their words of its clause number N.")
@click.option("--preview", is_flag=True, help="Show what would be written, and write nothing.")
@folder_option
def import_draft(
    draft: Path, clause_id: str, change: str, effective_from: date, source: str | None, sections: tuple[str, ...], title: str, owner: str,
    based_on: str, deviation_until: date | None, fields: tuple[str, ...], their_words: int | None, preview: bool, folder: Path,
) -> int:
    """Make a Word draft the next version of clause ID in your organisation's library.

    The draft's first heading is the title; below it stand paragraphs, Word lists, bold, italic, and placeholders written
    as [what belongs there]. What wording cannot carry is named, and nothing is written then. The new version is a draft:
    it is approved with “specgen clauses approve”.

    \b
    Example:
      specgen clauses import draft.docx --as co-production/specification/our-terms --from 2026-10-01
          --source local-policy --section 4.1 --owner "Head of contracts" --change "First version."
    """
    workplace, problems = open_workplace(folder)
    place, blocking = own_library(workplace)
    blocking += [*of_settings(problems, workplace), *of_clause(problems, workplace, clause_id)]
    if place is None or has_errors(blocking):
        return _refused(blocking)
    if sections and not source:
        raise click.UsageError("--section needs --source, the document that the section is in")
    if source and not sections:
        raise click.UsageError("--source needs --section, the section of that document")
    given = dict(_field(entry) for entry in fields)
    if draft.stat().st_size > LARGEST_ARCHIVE:
        return _refused([Problem("draft-too-large", f"the draft is larger than {LARGEST_ARCHIVE // 1024 // 1024} MiB", Location(str(draft)), cure="save the clause alone as a file of its own")])
    package, faults = read_package(draft.read_bytes(), str(draft))
    if package is None:
        return _refused(faults)
    read, faults = read_wording(package, f"{THEIRS_TAG}{their_words}" if their_words is not None else "")
    if read is None:
        return _refused(faults)
    print_problems(faults)
    facts = Facts(
        change=" ".join(change.split()), effective_from=effective_from, title=title or read.title, source=Source(source, sections) if source else None,
        based_on=based_on, deviation_until=deviation_until, owner=owner, fields=given,
    )
    new, faults = next_version(workplace.library, place, clause_id, read.blocks, read.placeholders, facts, Location(str(draft), part=package.main))
    if new is None or has_errors(faults):
        return _refused(faults)
    print_problems(faults)
    _print_new(workplace, new)
    if preview:
        click.echo("\nThis is a preview: nothing was written.")
        return exit_codes.DONE
    disk = Disk()
    for name, text in new.files.items():
        file = place.joinpath(*name.split("/"))
        disk.make_folder(file.parent)
        if file.suffix == ".md" and file.exists():
            return _refused([Problem("version-there", f"{name} is there already", Location(str(file)), cure="run the command again")])
        disk.put(file, text.encode("utf-8"))
    click.echo(f"\nWritten as a draft: {new.version.name}")
    for name in new.files:
        click.echo(f"  {place.name}/{name}")
    return exit_codes.DONE


def _print_new(workplace: Workplace, new: NextVersion) -> None:
    library = workplace.library
    clause = library.clauses.get(new.version.clause_id)
    before = clause.versions[-1] if clause is not None else version_named(library, new.version.based_on)
    if before is None:
        empty = replace(new.version, number=0, title=new.version.title, blocks=(), fields={})
        click.echo(f"A new clause: {new.version.name}, “{new.version.title}”")
        _, added = version_difference(empty, new.version).counts
        click.echo(f"{number(len(new.version.blocks), 'paragraph')}, {number(added, 'word')}")
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


def _refused(problems: list[Problem]) -> int:
    print_problems(problems)
    click.echo("Nothing was written.", err=True)
    return exit_codes.PROBLEMS
