"""`specgen clauses list`, `show`, `log`, `diff`, `redline` and `duties`: the wording, its versions and its readings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from specgen import exit_codes
from specgen.cli.clauses.words import (
    adaptations_of,
    approval_words,
    as_lines,
    difference_json,
    find_clause,
    find_version,
    folder_option,
    in_force_words,
    numbered_version,
    of_clause,
    origin_words,
    print_difference,
    source_words,
)
from specgen.cli.output import (
    author_option,
    day_option,
    exit_code,
    format_option,
    number,
    out_option,
    print_json,
    print_problems,
    print_table,
    problems_json,
    put_new,
    today,
)
from specgen.issue.precedents import open_workplace
from specgen.library.duties.sentences import reading_form, sentences_of
from specgen.library.duties.verify import reading_of, shown_reading, version_faults
from specgen.library.duties.words import reading_lines
from specgen.library.model import PLACES, WITHDRAWN, Approval, Clause, ClauseVersion, Library
from specgen.library.verify import adaptations_behind, base_of
from specgen.library.versions import version_difference
from specgen.problems import did_you_mean
from specgen.review.reports.forms import open_form
from specgen.review.reports.version_page import VersionsPage, version_redline


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
    workplace, problems = open_workplace(folder, today())
    library = workplace.library
    known = [entry.id for entry in library.components]
    if component is not None and component not in known:
        near = did_you_mean(component, known)
        raise click.UsageError(
            f"there is no component “{component}”"
            + (f"; did you mean “{near}”?" if near else f"; there are: {', '.join(known)}")
        )
    found = [
        clause
        for entry in known
        for clause in library.clauses.values()
        if clause.component == entry and component in (None, entry) and place in (None, clause.place)
    ]
    sets = [
        (name, ids)
        for name, ids in library.sets()
        if ids and component in (None, ids[0].split("/")[0]) and place in (None, ids[0].split("/")[1])
    ]
    if form == "json":
        print_json(
            {
                "clauses": [_summary(library, clause) for clause in found],
                "sets": {name: list(ids) for name, ids in sets},
                "problems": problems_json(problems),
            }
        )
    elif only_sets:
        print_table(
            ("SET", "CLAUSES"),
            [("" if number else name, entry) for name, ids in sets for number, entry in enumerate(ids)],
        )
    else:
        print_table(
            ("CLAUSE", "NEWEST", "ORIGIN", "APPROVED", "TITLE"),
            [
                (
                    clause.id,
                    str(clause.versions[-1].number),
                    clause.versions[-1].origin,
                    "yes" if library.approval(clause.versions[-1]) else "no",
                    clause.versions[-1].title,
                )
                for clause in found
            ],
        )
    if form == "text":
        print_problems(problems)
    return exit_code(problems)


def _summary(library: Library, clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "owner": clause.owner,
        "versions": [
            {
                "version": version.number,
                "title": version.title,
                "origin": version.origin,
                "fingerprint": version.fingerprint,
                "effective_from": version.effective_from.isoformat(),
                "effective_to": version.effective_to.isoformat() if version.effective_to else None,
                "approved": library.approval(version) is not None,
                **_lapses(library, version),
            }
            for version in clause.versions
        ],
    }


def _approval_said(library: Library, version: ClauseVersion, approval: Approval | None) -> str:
    """Who approved it, until when that lasts, and what it lacks by the organisation's settings."""
    last = library.approved_until(version)
    lacks = library.not_enough(version)
    return approval_words(approval) + (f", until {last}" if last else "") + (f": {lacks}" if lacks else "")


def _lapses(library: Library, version: ClauseVersion) -> dict[str, str]:
    """The last day of its approval, where the organisation's settings give it one."""
    last = library.approved_until(version)
    return {"approved_until": last.isoformat()} if last is not None else {}


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
    workplace, problems = open_workplace(folder, today())
    library = workplace.library
    clause, version = find_version(library, name)
    approval = library.approval(version)
    if form == "json":
        print_json(
            {
                **_summary(library, clause),
                "version": version.number,
                "title": version.title,
                "origin": version.origin,
                "source": _source_json(version),
                "wording": [{"kind": block.kind, "level": block.level, "text": block.text} for block in version.blocks],
                "fields": {key: "\n".join(as_lines(blocks)) for key, blocks in version.fields.items()},
                "placeholders": [
                    {
                        "name": entry.name,
                        "kind": entry.kind,
                        "question": entry.question,
                        "example": entry.example,
                        "options": list(entry.options),
                        "from": entry.comes_from,
                        "otherwise": entry.otherwise,
                    }
                    for entry in clause.placeholders.values()
                ],
                "approval": approval_words(approval),
                "based_on": version.based_on,
                "covers": list(clause.covers or ()),
                "excludes": list(clause.excludes),
                "needs": list(clause.needs),
                "reading": reading.fingerprint if (reading := reading_of(version, library)) is not None else None,
                "adapted_by": [other.name for other in adaptations_of(library, clause)],
                "problems": problems_json(problems),
            }
        )
    else:
        _print_clause(library, clause, version, approval)
        print_problems(problems)
    return exit_code(problems)


def _print_clause(library: Library, clause: Clause, version: ClauseVersion, approval: Approval | None) -> None:
    for label, words in (
        ("Clause", version.name),
        ("Title", version.title),
        ("Origin", origin_words(version)),
        ("Source", source_words(library, version)),
        ("In force", in_force_words(version)),
        ("Change", version.change),
        ("Owner", clause.owner),
        ("Approval", _approval_said(library, version, approval)),
        ("Fingerprint", version.fingerprint),
        *(("Based on", version.based_on) for _ in range(bool(version.based_on))),
        *(
            ("Adapted by", f"{other.name} ({'approved' if library.approval(other) else 'not approved'})")
            for other in adaptations_of(library, clause)
        ),
        *(("Is about", clause.covers[1]) for _ in range(1) if clause.covers is not None),
        *(("Excludes", f"{other} (for the same people)") for other in clause.excludes),
        *(("Needs", other) for other in clause.needs),
        ("Reading", reading_words(library, version)),
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
            asked = (
                f"taken from {entry.comes_from}"
                if entry.comes_from
                else f"{entry.kind}: {entry.question} For example: {entry.example}"
            )
            options = f" One of: {', '.join(entry.options)}." if entry.options else ""
            nothing = f" “None” is printed as: {entry.may_be_none}." if entry.may_be_none else ""
            left_out = f"; without a value is printed: {entry.otherwise}." if entry.otherwise else ""
            by_year = " One for each Contract Year, or one for all." if entry.by_year else ""
            click.echo(f"  {entry.name}: {asked}{by_year}{options}{nothing}{left_out}")


def reading_words(library: Library, version: ClauseVersion) -> str:
    """How many duties are read in the version, and where they are shown."""
    reading = reading_of(version, library)
    if reading is None:
        return "none, or one with faults; “specgen clauses duties” shows them" if version.reading else "none"
    return f"{number(len(reading.readings), 'line')}; “specgen clauses duties {version.name}” shows them"


# `specgen clauses duties`: each sentence with its reading beside it.


@click.command("duties")
@click.argument("name")
@click.option("--form", "blank", is_flag=True, help="Print a reading to be filled in, for N.duties.yaml.")
@folder_option
@format_option
def show_duties(name: str, blank: bool, folder: Path, form: str) -> int:
    """Show each sentence of a clause that binds, and beside it how it is read: who owes what, to whom and when.

    NAME is the clause's id, or id@version. The wording prevails over its reading.

    \b
    Examples:
      specgen clauses duties shared-decision-making/specification/local-terms
      specgen clauses duties co-production/local-terms@1 --form
    """
    workplace, problems = open_workplace(folder, today())
    library = workplace.library
    clause, version = find_version(library, name)
    if blank:
        click.echo(reading_form(version), nl=False)
        return exit_codes.DONE
    problems = of_clause(problems, workplace, clause.id) + version_faults(version, library)
    reading = shown_reading(version, library)
    sentences = [
        (sentence, reading.of(sentence.id) if reading is not None else ()) for sentence in sentences_of(version)
    ]
    if form == "json":
        print_json(
            {
                "id": clause.id,
                "version": version.number,
                "wording": version.fingerprint,
                "reading": reading.fingerprint if reading is not None else None,
                "sentences": [
                    {
                        "sentence": sentence.id,
                        "text": sentence.text,
                        "binds": sentence.binds,
                        "readings": [dict(reading_lines(entry, version)) for entry in entries],
                    }
                    for sentence, entries in sentences
                ],
                "problems": problems_json(problems),
            }
        )
        return exit_code(problems)
    click.echo(f"{version.name}: {version.title}")
    click.echo(
        "It has no reading."
        if reading is None
        else "The wording prevails; what stands below each sentence is how it is read."
    )
    for sentence, entries in sentences:
        if not sentence.binds and not entries:
            continue
        click.echo(f"\n{sentence.id}  {f'{sentence.heading}. ' if sentence.heading else ''}{sentence.text}")
        for entry in entries:
            for label, words in reading_lines(entry, version):
                click.echo(f"{'      - ' if label == 'mode' else '        '}{label + ':':<14}{words}")
        if not entries:
            click.echo("      - no reading")
    print_problems(problems)
    return exit_code(problems)


# `specgen clauses situations`: the handbook's Appendix 1, from which a cohort may be chosen by number.


@click.command("situations")
@folder_option
@format_option
def list_situations(folder: Path, form: str) -> int:
    """List the clinical situations of the handbook's Appendix 1, each with the number by which a contract names it.

    A value that asks for a group of people may be written as “situations: [4, 5]”. None is preselected.

    Example: specgen clauses situations
    """
    workplace, problems = open_workplace(folder, today())
    found = workplace.library.situations.values()
    if form == "json":
        print_json(
            {
                "situations": [
                    {"number": each.number, "area": each.area, "situation": each.conversation} for each in found
                ],
                "problems": problems_json(problems),
            }
        )
    else:
        print_table(("NUMBER", "AREA", "SITUATION"), [(each.number, each.area, each.conversation) for each in found])
        print_problems(problems)
    return exit_code(problems)


# `specgen clauses log` and `diff`: the versions of a clause, and what changed between two of them.


@click.command("log")
@click.argument("clause_id", metavar="ID")
@folder_option
@format_option
def log_clause(clause_id: str, folder: Path, form: str) -> int:
    """List the versions of clause ID, newest first: dates, source, what changed, and who approved it.

    Example: specgen clauses log shared-decision-making/specification/local-terms
    """
    workplace, problems = open_workplace(folder, today())
    library = workplace.library
    clause = find_clause(library, clause_id)
    if form == "json":
        print_json(
            {
                "id": clause.id,
                "owner": clause.owner,
                "adaptations_behind": [
                    {"name": found.version.name, "based_on": found.base.name, "newest": found.newest.name}
                    for found in adaptations_behind(library)
                    if clause.id in (found.version.clause_id, found.base.clause_id)
                ],
                "versions": [_entry_json(library, clause, version) for version in reversed(clause.versions)],
                "problems": problems_json(problems),
            }
        )
    else:
        click.echo(f"{clause.id}, looked after by: {clause.owner}")
        for version in reversed(clause.versions):
            click.echo()
            _print_entry(library, clause, version)
        print_problems(problems)
    return exit_code(problems)


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
    workplace, problems = open_workplace(folder, today())
    library = workplace.library
    old, new = find_versions(library, clause_id, v1, v2)
    difference = version_difference(old, new)
    if form == "json":
        print_json({**difference_json(difference), "problems": problems_json(problems)})
    else:
        print_difference(difference)
        print_problems(problems)
    return exit_code(problems)


def find_versions(library: Library, clause_id: str, v1: str, v2: str) -> tuple[ClauseVersion, ClauseVersion]:
    """The two versions to compare. A click.UsageError says what is not there."""
    clause = find_clause(library, clause_id)
    new = numbered_version(clause, v2)
    if v1 != "base":
        return numbered_version(clause, v1), new
    base = base_of(library, new)
    if base is None:
        raise click.UsageError(
            f"{new.name} is not based on another clause’s version"
            if not new.based_on
            else f"{new.name} is based on {new.based_on}, which no library has"
        )
    return base, new


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
        lines.append(
            ("Words", f"{number(removed, 'word')} taken out and {added:,} put in since version {before.number}")
        )
    behind = (each for each in adaptations_behind(library) if version in (each.newest, each.version))
    lines += [("Adaptation", str(found)) for found in behind]
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


def _source_json(version: ClauseVersion) -> dict[str, object]:
    source = version.source
    return {"document": source.document, "sections": list(source.sections), "page": source.page}


def _entry_json(library: Library, clause: Clause, version: ClauseVersion) -> dict[str, object]:
    before = _before(clause, version)
    counts = version_difference(before, version).counts if before else None
    return {
        "version": version.number,
        "title": version.title,
        "origin": version.origin,
        "fingerprint": version.fingerprint,
        "source": _source_json(version),
        "effective_from": version.effective_from.isoformat(),
        "effective_to": version.effective_to.isoformat() if version.effective_to else None,
        "change": version.change,
        "based_on": version.based_on,
        "deviation_until": version.deviation_until.isoformat() if version.deviation_until else None,
        "words_since": {"version": before.number, "removed": counts[0], "added": counts[1]}
        if before and counts
        else None,
        "approved": library.approval(version) is not None,
        "approvals": [
            {
                "kind": "withdrawal" if line.withdrawn else "approval",
                "by": line.approved_by,
                "role": line.role,
                "on": line.approved_on.isoformat(),
                "evidence": line.evidence,
                "note": line.note,
                "sha256": line.sha256,
            }
            for line in _history(library, version)
        ],
    }


# `specgen clauses redline`: two versions of a clause as tracked changes in Word.


@click.command("redline")
@click.argument("clause_id", metavar="ID")
@click.argument("v1")
@click.argument("v2")
@out_option("FILE.docx", "The Word file to write.")
@author_option()
@day_option()
@folder_option
def redline_versions(clause_id: str, v1: str, v2: str, out: Path, author: str, day: date, folder: Path) -> int:
    """Write a page for legal: versions V1 and V2 of clause ID, the reason, and the wording as tracked changes.

    V1 may also be “base”: the version of another clause that V2 is based on.

    \b
    Examples:
      specgen clauses redline co-production/specification/our-terms 1 2 -o redline.docx --author "Ada Shah" --date \
2026-05-04
      specgen clauses redline shared-decision-making/quality/gp-patient-survey-updated base 1 -o redline.docx
          --author "Ada Shah" --date 2026-05-04
    """
    workplace, problems = open_workplace(folder, today())
    old, new = find_versions(workplace.library, clause_id, v1, v2)
    form, faults = open_form("clause-redline", VersionsPage, workplace.organisation)
    problems += faults
    data: bytes | None = None
    if form is not None:
        data, faults = version_redline(workplace.library, old, new, author, day.isoformat(), form)
        problems += faults
    if data is not None and (faults := put_new([(out, data)], "redline")):
        problems += faults
        data = None
    print_problems(problems)
    if data is None:
        click.echo("Nothing was written.", err=True)
        return exit_codes.PROBLEMS
    difference = version_difference(old, new)
    removed, added = difference.counts
    changes = (
        f"{number(removed, 'word')} taken out, {added:,} put in"
        if difference.words_differ
        else "the words are the same"
    )
    click.echo(f"From {old.name} to {new.name}: {changes}.\nWritten to {out}.")
    return exit_code(problems)
