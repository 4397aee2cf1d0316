"""`specgen answer`: the reply to a document that came back, in the document itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
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
    today,
)
from specgen.issue.precedents import open_workplace
from specgen.problems import Location, Problem, cut, has_errors
from specgen.review.answer.answer import Reply, make_reply
from specgen.review.answer.sheet import read_decisions
from specgen.review.answer.units import Unit
from specgen.review.answer.word_table import read_word_decisions
from specgen.review.issued import read_bounded
from specgen.review.sorts import SORT_WORDS
from specgen.review.words import NOBODY, visible
from specgen.word.package.bounds import read_document
from specgen.word.package.properties import check_stamp
from specgen.word.reply.proposals import VERDICTS

_DONE = {"accept": "accepted", "reject": "refused", "counter": "countered", "ask": "asked about", "reply": "replied to"}
_SHORT = 60
_NOT_HELD = (
    "Whether a value now stands otherwise in another place, and whether what is refused is as it was issued again, was "
    "not looked at; give --issued with the folder of what was issued"
)


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
@click.option(
    "--issued",
    type=GivenPath(),
    metavar="FILE|RECORD|FOLDER",
    help="What was issued. You are warned where one value would stand otherwise in two places as decided, and "
    "where what is refused would not be as issued.",
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
    issued: Path | None,
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
      specgen answer returned.docx --decisions report.xlsx --issued issued.docx \\
        -o reply.docx --author "Ada Shah" --date 2026-05-11 --clean agreed.docx
    """
    written = [path.resolve() for path in (out, clean) if path is not None]
    given = [path.resolve() for path in (returned, report)]
    if len(set(written)) < len(written) or set(written) & set(given):
        raise click.UsageError("the reply would be written over another file of this command; give it its own name")
    made, problems = _made(returned, report, issued, author, day.isoformat(), clean=clean is not None)
    if made is not None:
        files = [(out, made.data), *([(clean, made.clean)] if clean is not None and made.clean is not None else [])]
        problems += put_new(files, "reply")
        made = None if has_errors(problems) else made
        problems += _silent(made, out) if made is not None else ()
        problems += _open(made, clean) if made is not None and clean is not None else ()
    left = any(each.slug == "left-otherwise" for each in problems)
    if form == "json":
        print_json(
            {
                "written": str(out) if made is not None else None,
                "clean": str(clean) if made is not None and clean is not None else None,
                "decided": {each.id: each.verdict for each in made.decided} if made is not None else {},
                "by_comment": [unit.id for unit in made.by_comment] if made is not None else [],
                "undecided": [unit.id for unit in made.undecided] if made is not None else [],
                "open": [unit.id for unit in made.open] if made is not None else [],
                "open_threads": [unit.id for unit in made.threads] if made is not None else [],
                "problems": problems_json(problems),
            }
        )
    else:
        print_problems(problems)
        if made is None:
            click.echo(f"Nothing was written: {counted(problems)}.")
        else:
            _print(made, out, clean, whole=not left)
            if issued is None:
                click.echo(_NOT_HELD)
    return exit_codes.PROBLEMS if made is None or made.open or made.threads or left else exit_codes.DONE


def _silent(made: Reply, out: Path) -> Iterator[Problem]:
    """The warning that names what nobody tracked and the reply says nothing about."""
    units = [each for each in made.undecided if each.told.by == NOBODY and each.told.sort != SORT_WORDS["look"]]
    if units:
        message = (
            f"it says nothing about {number(len(units), 'change')} that nobody tracked and that you did not decide, "
            f"and silence may be read as consent: {_named(units)}"
        )
        cure = "refuse each or ask about it, or say in your letter that it is not agreed"
        yield Problem("reply-is-silent", message, Location(str(out)), "warning", cure)


def _open(made: Reply, clean: Path) -> Iterator[Problem]:
    """The warnings that name what stands in the clean file and was agreed or resolved by nobody."""
    if made.threads:
        message = (
            f"{number(len(made.threads), 'thread')} of comments that nobody has resolved, with our replies, "
            f"{'stands' if len(made.threads) == 1 else 'stand'} in this file: {_named(made.threads)}"
        )
        cure = "resolve them with the other side, and delete the comments in Word before it is signed"
        yield Problem("open-threads-in-clean-file", message, Location(str(clean)), "warning", cure)
    if made.open:
        one = len(made.open) == 1
        message = (
            f"{number(len(made.open), 'change')} {'is' if one else 'are'} open in this file and agreed by nobody; "
            f"{'it stands' if one else 'each stands'} there tracked or with our comment: {_named(made.open)}"
        )
        cure = "do not send it to be signed before these are decided; decide them in the report and answer again"
        yield Problem("open-in-clean-file", message, Location(str(clean)), "warning", cure)


def _named(units: Iterable[Unit]) -> str:
    return "; ".join(f"{unit.id} {_said(unit)}" for unit in units)


def _said(unit: Unit) -> str:
    """Its words, or what of it changed, cut."""
    said = visible(unit.told.removed or unit.told.added or unit.told.detail)
    return f"“{cut(said.replace(chr(10), ' / '), _SHORT)}”"


def _made(
    returned: Path, report: Path, issued: Path | None, author: str, day: str, *, clean: bool
) -> tuple[Reply | None, list[Problem]]:
    problems = check_stamp(author, day)
    reader = read_word_decisions if report.suffix.lower() == ".docx" else read_decisions
    decisions, faults = reader(read_bounded(report), str(report))
    problems += faults
    data = read_bounded(returned)
    package, faults = read_document(data, str(returned), macros=True)
    problems += faults
    if decisions is None or package is None:
        return None, problems
    reply, faults = make_reply(data, package, decisions, author, day, clean=clean)
    problems += faults
    if reply is not None and not reply.decided and not has_errors(problems):
        # Their own file would be sent back to them as our reply.
        message = f"nothing is decided in the report, so there is no reply to {returned.name}"
        cure = "choose a decision for at least one change, save the report, and give it again"
        problems.append(Problem("nothing-decided", message, Location(str(report)), cure=cure))
    if issued is not None and reply is not None and not has_errors(problems):
        from specgen.review.returns.decided import decided_otherwise

        workplace, faults = open_workplace(Path(), today())
        problems += faults
        problems += decided_otherwise(
            returned, data, package, decisions, reply.data, issued, workplace.library, workplace.types
        )
    return (None if has_errors(problems) else reply), problems


def _print(made: Reply, out: Path, clean: Path | None, *, whole: bool) -> None:
    counts = Counter(each.verdict for each in made.decided)
    said = ", ".join(f"{counts[each]:,} {_DONE[each]}" for each in VERDICTS if counts[each])
    proved = "proved both ways" if whole else "proved both ways, but not all is as it was issued where that is refused"
    click.echo(f"{number(len(made.decided), 'change')} decided{f': {said}' if said else ''}; {proved}.")
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
            click.echo(f"  {unit.id}  {unit.told.place.partition(chr(10))[0]}: {unit.told.kind} {_said(unit)}")
    click.echo(f"The reply is in {out}")
    if clean is not None:
        by_hand = [unit for unit in made.by_comment if unit in made.open]
        left = (
            f"; {number(len(by_hand), 'refusal')} by a comment alone, listed above, must be put right in it by hand"
            if by_hand
            else ""
        )
        click.echo(f"The file as decided is in {clean}{left}")


def _answerable(unit: Unit) -> bool:
    return not unit.refusal("reject") or not unit.refusal("reply")
