"""`specgen review`: what came back changed, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import click
from msgspec.structs import replace

from specgen import exit_codes
from specgen.cli.clauses.words import folder_option
from specgen.cli.output import (
    GivenPath,
    NewFile,
    format_option,
    number,
    print_json,
    print_problems,
    print_table,
    problems_json,
    refused_with,
    today,
    workers_option,
    writes_option,
)
from specgen.issue.precedents import Workplace, open_workplace
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, cut
from specgen.review.answer.playbook import INTERNAL, PlaybookMatch, decided_as_one, playbook_matches, proposals
from specgen.review.answer.units import Unit, content_of, identified
from specgen.review.changes import MOVED, Change
from specgen.review.comparison.clauses import AS_ISSUED, WORDS_OF_LIST
from specgen.review.comparison.review import review_package
from specgen.review.findings import ClauseFinding, Review
from specgen.review.issued import read_bounded
from specgen.review.reports.json import review_json
from specgen.review.sorts import NEVER_CUT, NUMBER_CHANGED, SORT_WORDS
from specgen.review.words import (
    UNKNOWN,
    both_visible,
    by_class,
    by_whom,
    comment_lines,
    place_of,
    said_date,
    silent,
    verdict,
    visible,
    words_round,
)
from specgen.word.package.bounds import read_document
from specgen.word.package.package import Package

LONGEST_SHOWN = 240
"""Letters of a change of punctuation that are printed on a screen; words and values are printed whole."""
MOST_SHOWN = 40
"""Changes of punctuation, or ways of a look, that a screen prints before it counts them; the reports hold all.
"""

MOST_NUMBERS = 3
"""Numbers of one clause, each moved by what stands before it, that a screen prints one by one."""


@click.command()
@click.argument("returned", type=GivenPath(), metavar="RETURNED.docx|FOLDER")
@click.option(
    "--issued",
    type=GivenPath(),
    metavar="FILE|RECORD|FOLDER",
    help="The file as it went out, or the record of its pack (specgen-record.json). Without it the record inside "
    "RETURNED.docx is checked against the library. Or the folder with all that was issued, in which each file's own "
    "is found and named.",
)
@writes_option(
    NewFile(".docx", ".xlsx"),
    "Write a report in Word or Excel as well.",
    name="report",
    metavar="REPORT.docx|.xlsx",
    required=False,
)
@folder_option
@workers_option
@format_option
def review(
    returned: Path, issued: Path | None, report: Path | None, folder: Path, workers: int | None, form: str
) -> int:
    """Say clause by clause what became of a document that came back.

    Changes with tracking, changes WITHOUT tracking, deleted, moved and new text, and comments. On a Word file
    that specgen never made it lists every tracked change and comment.

    Given a FOLDER, it finds each file's issued document below --issued, whatever the file's name is, and writes
    one worklist, the changes that matter first, with a report for each pack beside it.

    The report, in Word or in Excel, has a table in which each change is accepted, refused, countered or asked
    about and each comment replied to; “specgen answer” makes the reply of it.

    Exit code 0 if every clause is as it was issued and nothing else changed, 1 if not.

    \b
    Examples:
      specgen review returned.docx --issued issued.docx
      specgen review returned --issued documents -o worklist.xlsx
      specgen review returned.docx --issued documents/NBB-2026-014/specgen-record.json -o report.docx
    """
    if returned.is_dir():
        return _whole_return(returned, issued, report, folder, workers, form)
    _refuse_names(returned, issued, report)
    workplace, problems = open_workplace(folder, today())
    given = read_bounded(returned)
    package, faults = read_document(given, returned.name, macros=True)
    found = None
    if package is not None:
        found, faults = _reviewed(package, returned, issued, workplace)
    problems += faults
    if package is None or found is None:
        return refused_with(problems, form, "Nothing was reviewed.")
    found, units = identified(found, package)
    playbook = playbook_matches(found, workplace.library)
    units = decided_as_one(units, playbook)
    if report is not None and not _put_report(problems, found, workplace, report, package, units, playbook):
        return exit_codes.PROBLEMS
    if form == "json":
        internal = {"internal": [_proposed(each) for each in playbook]} if playbook else {}
        print_json({**review_json(found), **internal, "problems": problems_json([*found.problems, *problems])})
    else:
        _print(found)
        for each in playbook:
            click.echo(f"{INTERNAL}, {each.clause + 1}. {each.title}: {each.says}")
        print_problems([*found.problems, *problems])
        if report is not None:
            click.echo(f"\nThe report is in {report}")
    return exit_codes.DONE if found.as_issued else exit_codes.PROBLEMS


def _reviewed(
    package: Package, returned: Path, issued: Path | None, workplace: Workplace
) -> tuple[Review | None, list[Problem]]:
    """The review of one file; where a folder was named, of the issued document in it that the file is, and which."""
    if issued is None or not issued.is_dir():
        return review_package(package, workplace.library, workplace.types, issued)
    from specgen.review.returns.returns import HOW_WORDS, issued_of

    pair, problems = issued_of(returned, package, issued, workplace.types)
    if pair.sent is None:
        return None, problems
    found, faults = review_package(package, workplace.library, workplace.types, pair.sent.basis)
    if found is not None:
        said = f"Found in {visible(str(issued))}, {HOW_WORDS[pair.how]}: {visible(pair.sent.name)}."
        found = replace(found, relied=replace(found.relied, says=(said, *found.relied.says)))
    return found, [*problems, *faults]


def _refuse_names(returned: Path, issued: Path | None, report: Path | None) -> None:
    """Refuse a command line whose files cannot be what they are named for."""
    if report is not None and any(_same_file(report, other) for other in (returned, issued) if other is not None):
        raise click.UsageError(
            "the report would be written over another file of this command; give it a name of its own"
        )


def _put_report(
    problems: list[Problem],
    found: Review,
    workplace: Workplace,
    report: Path,
    package: Package,
    units: Sequence[Unit],
    playbook: Sequence[PlaybookMatch],
) -> bool:
    """Write the report, whose cautions join `problems`; or say why there is none."""
    from specgen.writing import Disk

    data, faults = _written_report(found, workplace, report, package, units, playbook)
    if data is None:
        print_problems([*problems, *faults])
        click.echo("No report was written.", err=True)
        return False
    problems += faults
    if report.exists() and read_plain(report) != data:
        print_problems(
            [
                Problem(
                    "file-exists",
                    "there is a file of this name already, and it is kept; nothing was written",
                    Location(str(report)),
                    cure="give another name, or move the old file away",
                )
            ]
        )
        return False
    Disk().put(report, data)
    return True


def _written_report(
    found: Review,
    workplace: Workplace,
    report: Path,
    package: Package,
    units: Sequence[Unit],
    playbook: Sequence[PlaybookMatch],
) -> tuple[bytes | None, list[Problem]]:
    """The report's bytes in the form that its name asks for, or the problems for which there is none."""
    # What writes reports is imported where one is asked for.
    if report.suffix.lower() != ".docx":
        from specgen.review.answer.sheet import decision_pages
        from specgen.review.reports.excel import excel_report

        pages = decision_pages(units, {found.file: content_of(package)}, proposed=proposals(playbook))
        return excel_report(found, pages, banner=INTERNAL if playbook else ""), []
    from specgen.review.answer.word_table import rows_to_decide, with_kept
    from specgen.review.reports.forms import open_form
    from specgen.review.reports.review_page import ReviewPage, word_report

    form, problems = open_form("review", ReviewPage, workplace.organisation)
    if form is None:
        return None, problems
    data, faults = word_report(found, workplace.library, form, rows_to_decide(units))
    if data is None:
        return None, [*problems, *faults]
    kept, unread = with_kept(data, units, {found.file: content_of(package)})
    return kept, [*problems, *faults, *unread]


def _proposed(match: PlaybookMatch) -> dict[str, object]:
    return {
        "clause": match.clause + 1,
        "fallback": match.fallback,
        "version": match.version,
        "rank": match.rank,
        "may_agree": match.may_agree,
        "changes": list(match.ids),
        "proposed": "accept",
    }


def _whole_return(
    returned: Path, issued: Path | None, out: Path | None, folder: Path, workers: int | None, form: str
) -> int:
    if issued is None or not issued.is_dir():
        raise click.UsageError("for a folder that came back, name the folder with all that was issued: --issued FOLDER")
    one, two = returned.resolve(), issued.resolve()
    if one == two or one in two.parents or two in one.parents:
        raise click.UsageError(
            "what came back lies in the folder of what was issued, or that in this one; keep the two apart, or each "
            "file would be held against itself"
        )
    if out is None or out.suffix.lower() != ".xlsx":
        raise click.UsageError("for a folder that came back, name the worklist to write: -o WORKLIST.xlsx")
    from specgen.cli.returned.returns import review_return

    workplace, problems = open_workplace(folder, today())
    return review_return(returned, issued, out, workplace, problems, form, start=folder, workers=workers)


def _same_file(path: Path, other: Path) -> bool:
    return path.resolve() == other.resolve()


def _print(found: Review) -> None:
    click.echo(f"{found.file}{f', contract {found.relied.reference}' if found.relied.reference else ''}")
    click.secho(verdict(found), bold=True)
    if count := silent(found):
        click.secho(f"{number(count, 'change')} WITHOUT tracking.", bold=True)
    if found.by_class():
        click.secho(f"By class: {by_class(found)}.", bold=True)
    click.echo("Held against:")
    for said in found.relied.says:
        click.echo(f"  {said}")
    _print_changes(found)
    if found.clauses:
        click.echo()
        print_table(
            ("NO.", "CLAUSE", "WHAT BECAME OF IT", "RECOGNISED BY"),
            [
                (str(place), each.expected.name, each.summary, str(each.recognised) if each.recognised else "not found")
                for place, each in enumerate(found.clauses, 1)
            ],
        )
    for place, clause in enumerate(found.clauses, 1):
        if clause.remarks or clause.comments:
            _print_clause(place, clause)
    if found.comments:
        click.echo("\nComments at no clause:" if found.clauses else "\nComments:")
    for comment, reply in comment_lines(found.comments):
        about = f" on “{visible(comment.about)}”" if comment.about else ""
        click.echo(
            f"  {f'{reply} by ' if reply else ''}{comment.author or 'no author given'}{about}: {visible(comment.words)}"
        )
    click.echo(f"\nNot compared: {number(len(found.uncompared), 'line')} outside the clauses.")
    if found.unknown:
        # Each may be the one that was changed, so all are named; with --issued there are none.
        click.echo(UNKNOWN)
        for line in found.unknown:
            click.echo(f"  {_in_one_line_of(line)}")
    click.echo("Not looked at:")
    for said in found.not_looked_at:
        click.echo(f"  {said}")


def _print_clause(place: int, clause: ClauseFinding) -> None:
    click.echo(f"\n{place}. {clause.expected.title}: {clause.summary}")
    for remark in clause.remarks:
        click.echo(f"  {remark}")
    for comment, reply in comment_lines(clause.comments):
        about = f" on “{visible(comment.about)}”" if comment.about else ""
        click.echo(
            f"  {reply or 'comment'} by {comment.author or 'no author given'}, "
            f"{said_date(comment.date)}{about}: {visible(comment.words)}"
        )


def _print_changes(found: Review) -> None:
    """Every change by its class, what matters first; words and values are never left out, looks are told together."""
    told = [
        (f"{place}. {clause.expected.title}" + _where(change), change)
        for place, clause in enumerate(found.clauses, 1)
        for change in clause.changes
    ] + [(place_of(each), each.change) for each in found.outside]
    for sort, count in found.by_class().items():
        click.secho(f"\n{SORT_WORDS[sort].capitalize()} ({count:,}):", bold=True)
        held = [(where, change) for where, change in told if change.sort == sort]
        if sort == "look":
            _print_looks(held)
            continue
        shown = held if sort in NEVER_CUT else held[:MOST_SHOWN]
        # What a list prints comes last: one number that moves takes all that follow along, and a word that is put
        # before one item stands before all; that would hide what else was changed.
        shown.sort(key=lambda told: told[1].kind in _OF_LISTS)
        for (where, kind, *_), run in groupby(shown, lambda told: (told[0], *_together(told[1]))):
            together = list(run)
            if kind in _OF_LISTS and len(together) > MOST_NUMBERS:
                _print_numbers([change for _, change in together], where)
                continue
            for _, change in together:
                _print_change(change, where)
        _print_more(len(held) - len(shown))


_OF_LISTS: Final = frozenset({NUMBER_CHANGED, WORDS_OF_LIST})


def _together(change: Change) -> tuple[str, str, str]:
    """What changes of one clause have in common that are told in one line."""
    words = "".join(filter(str.isalpha, change.added)) if change.kind == WORDS_OF_LIST else ""
    return change.kind, words, by_whom(change)


def _where(change: Change) -> str:
    return "" if change.where == "wording" else f", {change.where.replace('_', ' ')}"


def _print_looks(held: list[tuple[str, Change]]) -> None:
    """One line for each way in which the look changed, however many places it changed in."""
    ways: dict[tuple[str, str, str], list[tuple[str, Change]]] = {}
    for where, change in held:
        way = change.detail.partition(": “")[0]
        ways.setdefault((change.kind, way, by_whom(change)), []).append((where, change))
    for shown, ((kind, way, whom), places) in enumerate(ways.items()):
        if shown == MOST_SHOWN:
            _print_more(len(ways) - MOST_SHOWN)
            break
        where, change = places[0]
        if len(places) == 1:
            _print_change(change, where)
        else:
            click.echo(
                f"  {kind}: {way}, in {len(places):,} places (the first: {where})  [{SORT_WORDS['look']}; {whom}]"
            )


def _print_numbers(changes: Sequence[Change], where: str) -> None:
    """Numbers of one clause that changed, or words before them, in one line."""
    first, last = changes[0], changes[-1]
    what = "numbers changed" if first.kind == NUMBER_CHANGED else f"times {WORDS_OF_LIST}"
    removed = f"{first.removed} to {last.removed} made " if first.removed and last.removed else ""
    click.echo(
        f"  {len(changes):,} {what} ({where}): {removed}{first.added} to {last.added}  "
        f"[{SORT_WORDS[first.sort]}; {by_whom(first)}]"
    )


def _print_change(change: Change, where: str) -> None:
    removed, added = both_visible(change.removed, change.added)
    words = " ".join(
        part
        for part in (
            f"“{cut(removed)}”"
            if change.kind == MOVED
            else click.style(f"[-{_in_one_line(change, removed)}-]", fg="red", strikethrough=True)
            if change.removed
            else "",
            click.style(f"{{+{_in_one_line(change, added)}+}}", fg="green", underline=True)
            if change.added and change.kind != MOVED
            else "",
        )
        if part
    )
    before, after = (_in_one_line_of(side) for side in words_round(change))
    words = " ".join(filter(None, (f"{before}{words}{after}", change.detail)))
    # Words that a list puts before its numbers are told by themselves.
    issued = AS_ISSUED if change.number.endswith(AS_ISSUED) else ""
    number = change.number.removesuffix(issued).split()[-1:] if change.kind not in _OF_LISTS else []
    at = ", ".join(filter(None, (where, *(f"paragraph {each}{issued}" for each in number))))
    at = f" ({at})" if at else ""
    click.echo(f"  {change.kind}{at}: {words}  [{SORT_WORDS[change.sort]}; {by_whom(change)}]")


def _in_one_line_of(words: str) -> str:
    return visible(words).replace("\n", " / ").replace("\t", " ")


def _in_one_line(change: Change, words: str) -> str:
    """Words that are shown with what cannot be seen already named, on one line."""
    said = words.replace("\n", " / ")
    return said if change.sort in NEVER_CUT else cut(said, LONGEST_SHOWN)


def _print_more(count: int) -> None:
    if count > 0:
        click.echo(f"  … and {count:,} more; -o or --format json gives all")
