"""`specgen clauses log` and `diff`: the versions of a clause, and what changed between two of them."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.clause_words import (
    approval_words,
    find_clause,
    folder_option,
    in_force_words,
    numbered_version,
    origin_words,
    source_words,
)
from specgen.cli.output import format_option, number, print_json, print_problems, problems_json
from specgen.cli.word_difference import difference_json, print_difference
from specgen.issue.workplace import open_workplace
from specgen.library.differences import version_difference
from specgen.library.model import WITHDRAWN, Approval, Clause, ClauseVersion, Library
from specgen.problems import has_errors


@click.command("log")
@click.argument("clause_id", metavar="ID")
@folder_option
@format_option
def log_clause(clause_id: str, folder: Path, form: str) -> int:
    """List the versions of clause ID, newest first: dates, source, what changed, and who approved it.

    Example: specgen clauses log shared-decision-making/specification/local-terms
    """
    workplace, problems = open_workplace(folder)
    library = workplace.library
    clause = find_clause(library, clause_id)
    if form == "json":
        print_json({
            "id": clause.id, "owner": clause.owner,
            "versions": [_entry_json(library, clause, version) for version in reversed(clause.versions)],
            "problems": problems_json(problems),
        })
    else:
        click.echo(f"{clause.id}, looked after by: {clause.owner}")
        for version in reversed(clause.versions):
            click.echo()
            _print_entry(library, clause, version)
        print_problems(problems)
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE


@click.command("diff")
@click.argument("clause_id", metavar="ID")
@click.argument("v1")
@click.argument("v2")
@folder_option
@format_option
def diff_versions(clause_id: str, v1: str, v2: str, folder: Path, form: str) -> int:
    """Show word by word what changed in clause ID from version V1 to version V2.

    V1 may also be “base”: the version of another clause that V2 is based on.
    Words between [- and -] were taken out, words between {+ and +} were put in.

    \b
    Examples:
      specgen clauses diff shared-decision-making/specification/local-terms 1 2
      specgen clauses diff shared-decision-making/quality/gp-patient-survey-updated base 1
    """
    workplace, problems = open_workplace(folder)
    library = workplace.library
    old, new = find_versions(library, clause_id, v1, v2)
    difference = version_difference(old, new)
    if form == "json":
        print_json({**difference_json(difference), "problems": problems_json(problems)})
    else:
        print_difference(difference)
        print_problems(problems)
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE


def find_versions(library: Library, clause_id: str, v1: str, v2: str) -> tuple[ClauseVersion, ClauseVersion]:
    """The two versions to compare. A click.UsageError says what is not there."""
    clause = find_clause(library, clause_id)
    new = numbered_version(clause, v2)
    if v1 != "base":
        return numbered_version(clause, v1), new
    base = base_of(library, new)
    if base is None:
        raise click.UsageError(f"{new.name} is not based on another clause’s version" if not new.based_on else f"{new.name} is based on {new.based_on}, which no library has")
    return base, new


def base_of(library: Library, version: ClauseVersion) -> ClauseVersion | None:
    """The version of another clause that this one is an adaptation of, or None."""
    clause_id, _, written = version.based_on.partition("@")
    clause = library.clauses.get(clause_id)
    return clause.version(int(written)) if clause is not None and written.isascii() and written.isdigit() else None


def _print_entry(library: Library, clause: Clause, version: ClauseVersion) -> None:
    click.secho(f"Version {version.number}: {version.title}", bold=True)
    lines = [
        ("In force", in_force_words(version)),
        ("Origin", origin_words(version)),
        ("Source", source_words(library, version)),
        ("Change", version.change),
    ]
    if version.based_on:
        lines.append(("Based on", version.based_on))
    if version.deviation_until:
        lines.append(("Holds until", version.deviation_until.isoformat()))
    before = _before(clause, version)
    if before is not None:
        removed, added = version_difference(before, version).counts
        lines.append(("Words", f"{number(removed, 'word')} taken out and {added:,} put in since version {before.number}"))
    history = _history(library, version)
    lines += [("Approval", _history_words(line, version)) for line in history] or [("Approval", approval_words(None))]
    lines.append(("Fingerprint", version.fingerprint))
    for label, words in lines:
        click.echo(f"  {label + ':':<13}{words}")


def _before(clause: Clause, version: ClauseVersion) -> ClauseVersion | None:
    earlier = [other for other in clause.versions if other.number < version.number]
    return earlier[-1] if earlier else None


def _history(library: Library, version: ClauseVersion) -> list[Approval]:
    return [line for line in library.approvals if (line.clause_id, line.version) == (version.clause_id, version.number)]


def _history_words(line: Approval, version: ClauseVersion) -> str:
    what = "withdrawn" if line.withdrawn else "approved"
    said = line.note.removeprefix(WITHDRAWN).removeprefix(":").strip() if line.withdrawn else line.note
    note = f"; {said}" if said else ""
    changed = "" if line.withdrawn or line.sha256 == version.fingerprint else "; THE FILE WAS CHANGED SINCE"
    return f"{what} by {line.approved_by}, {line.role}, on {line.approved_on} ({line.evidence}{note}){changed}"


def _entry_json(library: Library, clause: Clause, version: ClauseVersion) -> dict[str, object]:
    before = _before(clause, version)
    counts = version_difference(before, version).counts if before else None
    return {
        "version": version.number, "title": version.title, "origin": version.origin, "fingerprint": version.fingerprint,
        "source": {"document": version.source.document, "sections": list(version.source.sections), "page": version.source.page},
        "effective_from": version.effective_from.isoformat(),
        "effective_to": version.effective_to.isoformat() if version.effective_to else None,
        "change": version.change, "based_on": version.based_on,
        "deviation_until": version.deviation_until.isoformat() if version.deviation_until else None,
        "words_since": {"version": before.number, "removed": counts[0], "added": counts[1]} if before and counts else None,
        "approved": library.approval(version) is not None,
        "approvals": [
            {"kind": "withdrawal" if line.withdrawn else "approval", "by": line.approved_by, "role": line.role,
             "on": line.approved_on.isoformat(), "evidence": line.evidence, "note": line.note, "sha256": line.sha256}
            for line in _history(library, version)
        ],
    }
