"""`specgen clauses`: the approved wording, listed and shown."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.output import format_option, print_json, print_problems, print_table, problems_json
from specgen.cli.workplace import open_workplace
from specgen.library.model import PLACES, Approval, Clause, ClauseVersion, Library
from specgen.problems import did_you_mean
from specgen.wording import Block, Blocks


@click.group()
def clauses() -> None:
    """The clause library: list and show its wording."""


@clauses.command("list")
@click.option("--component", help="Only clauses of this component, such as social-prescribing.")
@click.option("--place", type=click.Choice(PLACES), help="Only clauses for this place.")
@click.option("--sets", "only_sets", is_flag=True, help="The sets: names that stand for several clauses.")
@format_option
def list_clauses(component: str | None, place: str | None, only_sets: bool, form: str) -> int:
    """List clauses with their newest version, origin and approval.

    \b
    Examples:
      specgen clauses list
      specgen clauses list --component social-prescribing --place quality
      specgen clauses list --sets
    """
    workplace, problems = open_workplace(Path.cwd())
    library = workplace.library
    known = [entry.id for entry in library.components]
    if component is not None and component not in known:
        near = did_you_mean(component, known)
        raise click.UsageError(f"there is no component “{component}”" + (f"; did you mean “{near}”?" if near else f"; there are: {', '.join(known)}"))
    found = [clause for entry in known for clause in library.clauses.values()
             if clause.component == entry and component in (None, entry) and place in (None, clause.place)]
    sets = [(name, ids) for name, ids in library.sets()
            if component in (None, ids[0].split("/")[0]) and place in (None, ids[0].split("/")[1])]
    if form == "json":
        print_json({
            "clauses": [_summary(library, clause) for clause in found],
            "sets": {name: list(ids) for name, ids in sets},
            "problems": problems_json(problems),
        })
    elif only_sets:
        print_table(("SET", "CLAUSES"), [(name, ", ".join(ids)) for name, ids in sets])
    else:
        print_table(("CLAUSE", "NEWEST", "ORIGIN", "APPROVED", "TITLE"), [
            (clause.id, str(clause.versions[-1].number), clause.versions[-1].origin,
             "yes" if library.approval(clause.versions[-1]) else "no", clause.versions[-1].title)
            for clause in found
        ])
    if form == "text":
        print_problems(problems)
    return exit_codes.PROBLEMS if problems else exit_codes.DONE


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


@clauses.command("show")
@click.argument("name")
@format_option
def show_clause(name: str, form: str) -> int:
    """Show a clause whole: NAME is its id, or id@version. The place may be left out where that is clear.

    \b
    Examples:
      specgen clauses show shared-decision-making/specification/national
      specgen clauses show social-prescribing/referral-in@1
    """
    workplace, problems = open_workplace(Path.cwd())
    library = workplace.library
    clause, version = _find(library, name)
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
            "approval": _approval_words(approval), "problems": problems_json(problems),
        })
    else:
        _print_clause(library, clause, version, approval)
        print_problems(problems)
    return exit_codes.PROBLEMS if problems else exit_codes.DONE


def _find(library: Library, name: str) -> tuple[Clause, ClauseVersion]:
    written, _, number = name.partition("@")
    parts = written.split("/")
    matches = [clause for clause in library.clauses.values()
               if clause.id == written or (len(parts) == 2 and (clause.component, clause.id.split("/")[2]) == (parts[0], parts[1]))]
    if len(matches) > 1:
        raise click.UsageError(f"“{written}” may be any of: {', '.join(clause.id for clause in matches)}")
    if not matches:
        near = did_you_mean(written, library.clauses)
        raise click.UsageError(f"there is no clause “{written}”" + (f"; did you mean “{near}”?" if near else "; “specgen clauses list” shows them"))
    clause = matches[0]
    version = clause.versions[-1] if not number else clause.version(int(number)) if number.isdigit() else None
    if version is None:
        raise click.UsageError(f"{clause.id} has no version {number}; it has: {', '.join(str(v.number) for v in clause.versions)}")
    return clause, version


def _approval_words(approval: Approval | None) -> str:
    if approval is None:
        return "not approved"
    return f"approved by {approval.approved_by}, {approval.role}, on {approval.approved_on} ({approval.evidence})"


def _print_clause(library: Library, clause: Clause, version: ClauseVersion, approval: Approval | None) -> None:
    source = library.sources.get(version.source.document)
    page = f" (section begins on page {version.source.page})" if version.source.page else ""
    origin = "national: quoted word for word" if version.origin == "national" else "drafted: not national wording"
    until = f" to {version.effective_to}" if version.effective_to else " onwards"
    for label, words in (
        ("Clause", version.name),
        ("Title", version.title),
        ("Origin", origin),
        ("Source", f"{source.title if source else version.source.document}, {', '.join(version.source.sections)}{page}"),
        ("In force", f"{version.effective_from}{until}"),
        ("Change", version.change),
        ("Owner", clause.owner),
        ("Approval", _approval_words(approval)),
        ("Fingerprint", version.fingerprint),
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


def as_lines(blocks: Blocks) -> list[str]:
    """The blocks as lines for a terminal, with bullets and numbers."""
    lines: list[str] = []
    counters: list[int] = []
    for block in blocks:
        lines.append(_marked(block, counters))
    return lines


def _marked(block: Block, counters: list[int]) -> str:
    if block.kind not in ("bullet", "number"):
        counters.clear()
        return block.text
    del counters[block.level + 1 :]
    counters.extend([0] * (block.level + 1 - len(counters)))
    if block.kind == "number":
        counters[block.level] += 1
    mark = f"{counters[block.level]}." if block.kind == "number" else "•"
    return f"{'   ' * block.level}{mark} {block.text}"
