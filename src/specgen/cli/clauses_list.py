"""`specgen clauses list` and `show`: the approved wording."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.clause_words import (
    adaptations_of,
    approval_words,
    as_lines,
    find_version,
    folder_option,
    in_force_words,
    origin_words,
    source_words,
)
from specgen.cli.output import format_option, print_json, print_problems, print_table, problems_json
from specgen.issue.workplace import open_workplace
from specgen.library.model import PLACES, Approval, Clause, ClauseVersion, Library
from specgen.problems import did_you_mean, has_errors


@click.command("list")
@click.option("--component", help="Only clauses of this component, such as social-prescribing.")
@click.option("--place", type=click.Choice(PLACES), help="Only clauses for this place.")
@click.option("--sets", "only_sets", is_flag=True, help="The sets: names that stand for several clauses.")
@folder_option
@format_option
def list_clauses(component: str | None, place: str | None, only_sets: bool, folder: Path, form: str) -> int:
    """List clauses with their newest version, origin and approval.

    \b
    Examples:
      specgen clauses list
      specgen clauses list --component social-prescribing --place quality
      specgen clauses list --sets
    """
    workplace, problems = open_workplace(folder)
    library = workplace.library
    known = [entry.id for entry in library.components]
    if component is not None and component not in known:
        near = did_you_mean(component, known)
        raise click.UsageError(f"there is no component “{component}”" + (f"; did you mean “{near}”?" if near else f"; there are: {', '.join(known)}"))
    found = [clause for entry in known for clause in library.clauses.values()
             if clause.component == entry and component in (None, entry) and place in (None, clause.place)]
    sets = [(name, ids) for name, ids in library.sets()
            if ids and component in (None, ids[0].split("/")[0]) and place in (None, ids[0].split("/")[1])]
    if form == "json":
        print_json({
            "clauses": [_summary(library, clause) for clause in found],
            "sets": {name: list(ids) for name, ids in sets},
            "problems": problems_json(problems),
        })
    elif only_sets:
        print_table(("SET", "CLAUSES"), [("" if number else name, entry) for name, ids in sets for number, entry in enumerate(ids)])
    else:
        print_table(("CLAUSE", "NEWEST", "ORIGIN", "APPROVED", "TITLE"), [
            (clause.id, str(clause.versions[-1].number), clause.versions[-1].origin,
             "yes" if library.approval(clause.versions[-1]) else "no", clause.versions[-1].title)
            for clause in found
        ])
    if form == "text":
        print_problems(problems)
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE


def _summary(library: Library, clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "owner": clause.owner,
        "versions": [
            {"version": version.number, "title": version.title, "origin": version.origin, "fingerprint": version.fingerprint,
             "effective_from": version.effective_from.isoformat(),
             "effective_to": version.effective_to.isoformat() if version.effective_to else None,
             "approved": library.approval(version) is not None}
            for version in clause.versions
        ],
    }


@click.command("show")
@click.argument("name")
@folder_option
@format_option
def show_clause(name: str, folder: Path, form: str) -> int:
    """Show a clause whole: NAME is its id, or id@version. The place may be left out where that is clear.

    \b
    Examples:
      specgen clauses show shared-decision-making/specification/national
      specgen clauses show social-prescribing/referral-in@1
    """
    workplace, problems = open_workplace(folder)
    library = workplace.library
    clause, version = find_version(library, name)
    approval = library.approval(version)
    if form == "json":
        print_json({
            **_summary(library, clause), "version": version.number, "title": version.title, "origin": version.origin,
            "source": {"document": version.source.document, "sections": list(version.source.sections), "page": version.source.page},
            "wording": [{"kind": block.kind, "level": block.level, "text": block.text} for block in version.blocks],
            "fields": {key: "\n".join(as_lines(blocks)) for key, blocks in version.fields.items()},
            "placeholders": [
                {"name": entry.name, "kind": entry.kind, "question": entry.question, "example": entry.example,
                 "options": list(entry.options), "from": entry.comes_from}
                for entry in clause.placeholders.values()
            ],
            "approval": approval_words(approval), "based_on": version.based_on,
            "adapted_by": [other.name for other in adaptations_of(library, clause)], "problems": problems_json(problems),
        })
    else:
        _print_clause(library, clause, version, approval)
        print_problems(problems)
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE


def _print_clause(library: Library, clause: Clause, version: ClauseVersion, approval: Approval | None) -> None:
    for label, words in (
        ("Clause", version.name),
        ("Title", version.title),
        ("Origin", origin_words(version)),
        ("Source", source_words(library, version)),
        ("In force", in_force_words(version)),
        ("Change", version.change),
        ("Owner", clause.owner),
        ("Approval", approval_words(approval)),
        ("Fingerprint", version.fingerprint),
        *(("Based on", version.based_on) for _ in range(bool(version.based_on))),
        *(("Adapted by", f"{other.name} ({'approved' if library.approval(other) else 'not approved'})") for other in adaptations_of(library, clause)),
    ):
        click.echo(f"{label + ':':<13}{words}")
    click.echo()
    for line in as_lines(version.blocks):
        click.echo(line)
    for key, blocks in version.fields.items():
        click.echo(f"\n{key}: {' '.join(as_lines(blocks))}")
    if clause.placeholders:
        click.echo("\nValues that a contract gives:")
        for entry in clause.placeholders.values():
            asked = f"taken from {entry.comes_from}" if entry.comes_from else f"{entry.kind}: {entry.question} For example: {entry.example}"
            options = f" One of: {', '.join(entry.options)}." if entry.options else ""
            click.echo(f"  {entry.name}: {asked}{options}")
