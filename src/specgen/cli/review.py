"""`specgen review`: what came back changed, clause by clause."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.clause_words import folder_option
from specgen.cli.given_path import GivenPath
from specgen.cli.output import format_option, number, print_json, print_problems, print_table, problems_json
from specgen.issue.disk import Disk
from specgen.issue.workplace import open_workplace
from specgen.problems import Location, Problem
from specgen.review.findings import SORT_WORDS, Change, ClauseFinding, Review
from specgen.review.issued import read_bounded
from specgen.review.report_excel import excel_report
from specgen.review.report_json import review_json
from specgen.review.report_word import word_report
from specgen.review.report_words import by_whom, comment_lines, place_of, said_date, silent, verdict, visible
from specgen.review.review import review_document

LONGEST_SHOWN = 240
"""Letters of a change that are printed on a screen."""
MOST_SHOWN = 40
"""Changes of one clause that are printed on a screen before they are counted; the reports hold all."""

_REPORTS = (".docx", ".xlsx")


@click.command()
@click.argument("returned", type=GivenPath(dir_okay=False), metavar="RETURNED.docx")
@click.option("--issued", type=GivenPath(dir_okay=False), metavar="FILE-OR-RECORD",
              help="The file as it went out, or the record of its pack (specgen-record.json). Without it the record inside RETURNED.docx is checked against the library.")
@click.option("-o", "--out", "report", type=click.Path(dir_okay=False, path_type=Path), metavar="REPORT.docx|.xlsx", help="Write a report in Word or Excel as well.")
@folder_option
@format_option
def review(returned: Path, issued: Path | None, report: Path | None, folder: Path, form: str) -> int:
    """Say clause by clause what became of a document that came back.

    Changes with tracking, changes WITHOUT tracking, deleted, moved and new text, and comments. On a Word file that specgen
    never made it lists every tracked change and comment.

    Exit code 0 if every clause is as it was issued and nothing else changed, 1 if not.

    \b
    Examples:
      specgen review returned.docx --issued issued.docx
      specgen review returned.docx --issued documents/NBB-2026-014/specgen-record.json -o report.docx
    """
    if report is not None and report.suffix.lower() not in _REPORTS:
        raise click.UsageError(f"a report ends in .docx or .xlsx, and “{report.name}” does not")
    if report is not None and any(_same_file(report, other) for other in (returned, issued) if other is not None):
        raise click.UsageError("the report would be written over another file of this command; give it a name of its own")
    workplace, problems = open_workplace(folder)
    found, faults = review_document(read_bounded(returned), returned.name, workplace.library, workplace.types, issued)
    problems += faults
    if found is None:
        if form == "json":
            print_json({"problems": problems_json(problems)})
        else:
            print_problems(problems)
            click.echo("Nothing was reviewed.", err=True)
        return exit_codes.PROBLEMS
    if report is not None:
        data = word_report(found, workplace.library) if report.suffix.lower() == ".docx" else excel_report(found)
        if report.exists() and report.read_bytes() != data:
            print_problems([Problem("file-exists", "there is a file of this name already, and it is kept; nothing was written", Location(str(report)),
                                    cure="give another name, or move the old file away")])
            return exit_codes.PROBLEMS
        Disk().put(report, data)
    if form == "json":
        print_json({**review_json(found), "problems": problems_json([*found.problems, *problems])})
    else:
        _print(found)
        print_problems([*found.problems, *problems])
        if report is not None:
            click.echo(f"\nThe report is in {report}")
    return exit_codes.DONE if found.as_issued else exit_codes.PROBLEMS


def _same_file(path: Path, other: Path) -> bool:
    return path.resolve() == other.resolve()


def _print(found: Review) -> None:
    click.echo(f"{found.file}{f', contract {found.relied.reference}' if found.relied.reference else ''}")
    click.secho(verdict(found), bold=True)
    if count := silent(found):
        click.secho(f"{number(count, 'change')} WITHOUT tracking.", bold=True)
    click.echo("Held against:")
    for said in found.relied.says:
        click.echo(f"  {said}")
    if found.clauses:
        click.echo()
        print_table(("NO.", "CLAUSE", "WHAT BECAME OF IT", "RECOGNISED BY"), [
            (str(place), each.expected.name, each.summary, str(each.recognised) if each.recognised else "not found") for place, each in enumerate(found.clauses, 1)
        ])
    for place, clause in enumerate(found.clauses, 1):
        if not clause.as_issued or clause.comments:
            _print_clause(place, clause)
    if found.outside:
        click.echo("\nOutside the clauses:" if found.clauses else "\nChanges:")
        for each in found.outside[:MOST_SHOWN]:
            _print_change(each.change, place_of(each))
        _print_more(len(found.outside) - MOST_SHOWN)
    if found.comments:
        click.echo("\nComments at no clause:" if found.clauses else "\nComments:")
    for comment, reply in comment_lines(found.comments):
        about = f" on “{visible(comment.about)}”" if comment.about else ""
        click.echo(f"  {'reply by ' if reply else ''}{comment.author or 'no author given'}{about}: {visible(comment.words)}")
    click.echo(f"\nNot compared: {number(len(found.uncompared), 'line')} outside the clauses.")
    click.echo("Not looked at:")
    for said in found.not_looked_at:
        click.echo(f"  {said}")


def _print_clause(place: int, clause: ClauseFinding) -> None:
    click.echo(f"\n{place}. {clause.expected.title}: {clause.summary}")
    for remark in clause.remarks:
        click.echo(f"  {remark}")
    for change in clause.changes[:MOST_SHOWN]:
        _print_change(change, "" if change.where == "wording" else change.where.replace("_", " "))
    _print_more(len(clause.changes) - MOST_SHOWN)
    for comment, reply in comment_lines(clause.comments):
        about = f" on “{visible(comment.about)}”" if comment.about else ""
        click.echo(f"  {'reply' if reply else 'comment'} by {comment.author or 'no author given'}, {said_date(comment.date)}{about}: {visible(comment.words)}")


def _print_change(change: Change, where: str) -> None:
    words = " ".join(part for part in (
        click.style(f"[-{_short(change.removed)}-]", fg="red", strikethrough=True) if change.removed else "",
        click.style(f"{{+{_short(change.added)}+}}", fg="green", underline=True) if change.added else "", change.detail,
    ) if part)
    at = f" ({where})" if where else ""
    click.echo(f"  {change.kind}{at}: {words}  [{SORT_WORDS[change.sort]}; {by_whom(change)}]")


def _short(words: str) -> str:
    said = visible(words).replace("\n", " / ")
    return said if len(said) <= LONGEST_SHOWN else f"{said[: LONGEST_SHOWN - 1]}…"


def _print_more(count: int) -> None:
    if count > 0:
        click.echo(f"  … and {count:,} more; -o or --format json gives all")
