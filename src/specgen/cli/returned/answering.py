"""`specgen answer`: the reply to a document that came back, in the document itself."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import click

from specgen import exit_codes
from specgen.cli.output import (
    GivenPath,
    NewFile,
    author_option,
    counted,
    day_option,
    format_option,
    number,
    out_option,
    print_json,
    print_problems,
    problems_json,
    put_new,
)
from specgen.problems import Problem, cut, has_errors
from specgen.review.answer.answer import Reply, make_reply
from specgen.review.answer.sheet import read_decisions
from specgen.review.answer.units import Unit
from specgen.review.answer.word_table import read_word_decisions
from specgen.review.issued import read_bounded
from specgen.review.words import visible
from specgen.word.package.bounds import read_document
from specgen.word.package.properties import check_stamp
from specgen.word.reply.proposals import VERDICTS

_DONE = {"accept": "accepted", "reject": "refused", "counter": "countered", "ask": "asked about", "reply": "replied to"}
_SHORT = 60


@click.command("answer")
@click.argument("returned", type=GivenPath(dir_okay=False), metavar="RETURNED.docx")
@click.option(
    "--decisions",
    "report",
    required=True,
    type=GivenPath(dir_okay=False),
    metavar="REPORT.xlsx|.docx",
    help="The report in Excel or Word that “specgen review RETURNED.docx -o REPORT” wrote, with your decisions in it.",
)
@out_option("REPLY.docx", "The reply to write.")
@click.option(
    "--clean",
    type=NewFile(".docx"),
    metavar="FILE.docx",
    help="Write a second file too, in which what was decided is resolved.",
)
@author_option("The name that stands on our tracked changes and comments.")
@day_option("The date that stands on them, such as 2026-05-11.")
@format_option
def answer(
    returned: Path,
    report: Path,
    out: Path,
    clean: Path | None,
    author: str,
    day: date,
    form: str,
) -> int:
    """Answer a document that came back, as the decisions of its report say, in the document itself.

    Their document stays theirs, with every tracked change and comment of theirs. What is accepted stays, with our
    comment; what is refused is struck or put in again as our tracked change. Before anything is written it is
    proved that rejecting all of ours gives what they sent, and that accepting everything gives what was decided.

    \b
    Examples:
      specgen review returned.docx --issued issued.docx -o report.xlsx
      specgen answer returned.docx --decisions report.xlsx -o reply.docx \\
        --author "Ada Shah" --date 2026-05-11 --clean agreed.docx
    """
    written = [path.resolve() for path in (out, clean) if path is not None]
    given = [path.resolve() for path in (returned, report)]
    if len(set(written)) < len(written) or set(written) & set(given):
        raise click.UsageError("the reply would be written over another file of this command; give it its own name")
    made, problems = _made(returned, report, author, day.isoformat(), clean=clean is not None)
    if made is not None:
        files = [(out, made.data), *([(clean, made.clean)] if clean is not None and made.clean is not None else [])]
        problems += put_new(files, "reply")
        made = None if has_errors(problems) else made
    if form == "json":
        print_json(
            {
                "written": str(out) if made is not None else None,
                "clean": str(clean) if made is not None and clean is not None else None,
                "decided": {each.id: each.verdict for each in made.decided} if made is not None else {},
                "by_comment": [unit.id for unit in made.by_comment] if made is not None else [],
                "undecided": [unit.id for unit in made.undecided] if made is not None else [],
                "problems": problems_json(problems),
            }
        )
    else:
        print_problems(problems)
        if made is None:
            click.echo(f"Nothing was written: {counted(problems)}.")
        else:
            _print(made, out, clean)
    return exit_codes.PROBLEMS if made is None else exit_codes.DONE


def _made(returned: Path, report: Path, author: str, day: str, *, clean: bool) -> tuple[Reply | None, list[Problem]]:
    problems = check_stamp(author, day)
    reader = read_word_decisions if report.suffix.lower() == ".docx" else read_decisions
    decisions, faults = reader(read_bounded(report), str(report))
    problems += faults
    data = read_bounded(returned)
    package, faults = read_document(data, str(returned), macros=True)
    problems += faults
    if decisions is None or package is None or has_errors(problems):
        return None, problems
    reply, faults = make_reply(data, package, decisions, author, day, clean=clean)
    return reply, [*problems, *faults]


def _print(made: Reply, out: Path, clean: Path | None) -> None:
    counts = Counter(each.verdict for each in made.decided)
    said = ", ".join(f"{counts[each]:,} {_DONE[each]}" for each in VERDICTS if counts[each])
    click.echo(f"{number(len(made.decided), 'change')} decided{f': {said}' if said else ''}; proved both ways.")
    for title, units in (
        ("Refused by our comment alone, since no words could be put back; it stands as they made it", made.by_comment),
        ("Undecided", [unit for unit in made.undecided if _answerable(unit)]),
        (
            "Undecided, and to be answered in Word or in your letter",
            [unit for unit in made.undecided if not _answerable(unit)],
        ),
    ):
        if units:
            click.echo(f"{title} ({len(units):,}):")
        for unit in units:
            said = visible(unit.told.removed or unit.told.added or unit.told.detail)
            what = cut(said.replace("\n", " / "), _SHORT)
            click.echo(f"  {unit.id}  {unit.told.place}: {unit.told.kind} “{what}”")
    click.echo(f"The reply is in {out}")
    if clean is not None:
        left = (
            f"; {number(len(made.by_comment), 'refusal')} by a comment alone, listed above, must be put right in it by "
            "hand"
            if made.by_comment
            else ""
        )
        click.echo(f"The file as decided is in {clean}{left}")


def _answerable(unit: Unit) -> bool:
    return not unit.refusal("reject") or not unit.refusal("reply")
