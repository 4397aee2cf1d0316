"""`specgen insert`: chosen clauses into a specification that already exists, as tracked changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from msgspec import Struct
from msgspec.structs import asdict

from specgen.cli.clauses.words import find_clause, folder_option, numbered_version
from specgen.cli.output import (
    GivenPath,
    NewFile,
    counted,
    date_option,
    exit_code,
    format_option,
    number,
    print_json,
    print_problems,
    problems_json,
    put_new,
    today,
    writes_option,
)
from specgen.contract.read import LARGEST_READ, read_contract
from specgen.issue.insertion.insert import Insertion, Request, insert, open_host, remove
from specgen.issue.insertion.plan import (
    WantedClause,
    clauses_of_contract,
    period_differs,
    service_named,
    single_clause,
)
from specgen.issue.precedents import Workplace, open_workplace
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, cut, has_errors, in_reading_order
from specgen.word.document.headings import model_headings
from specgen.word.insert.host import Host
from specgen.word.insert.place import TITLES, SectionNumber
from specgen.word.package.archive import LARGEST_ARCHIVE

MOST_NAMED = 8
"""Clauses of one fate that are named on a screen; the JSON has all."""
_FIRST_LINES = 80
_SECTIONS: tuple[SectionNumber, ...] = ("3.2", "5.1")


class _Asked(Struct, frozen=True):
    """The command line, read."""

    specification: Path
    contract: Path | None
    out: Path
    author: str
    day: date | None
    after: tuple[str, ...]
    service: str
    clause: str
    given: tuple[str, ...]
    removed: tuple[str, ...]
    renumber: bool

    @property
    def date(self) -> str:
        return self.day.isoformat() if self.day is not None else ""


@click.command("insert")
@click.argument("files", nargs=-1, required=True, type=GivenPath(dir_okay=False), metavar="[CONTRACT.yaml] SPEC.docx")
@writes_option(
    NewFile(".docx"),
    "The Word file to write. SPEC.docx itself, or a file that is there already, is kept.",
    metavar="OUT.docx",
)
@click.option("--author", default="", help="The name that stands on the tracked changes.")
@date_option("--date", "day", help="The date that stands on the tracked changes, such as 2026-04-01.")
@click.option("--plain", is_flag=True, help="Put the words in without tracking them.")
@click.option(
    "--after",
    multiple=True,
    metavar="HEADING",
    help="The heading after whose section to put the clauses, in its own words, or with “line:” before it the very "
    "line; with “3.2=” or “5.1=” first where both are meant.",
)
@click.option(
    "--renumber",
    is_flag=True,
    help="Number what is put in as its neighbours are, though numbers of later lines move on.",
)
@click.option(
    "--service",
    default="",
    metavar="NUMBER",
    help="Whose specification it is, where the contract has several services.",
)
@click.option("--clause", default="", metavar="ID[@V]", help="A single clause instead of a contract's.")
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value for --clause; an entry of a list each time it is given.",
)
@click.option("--remove", "removed", multiple=True, metavar="ID", help="Take a clause out that was put in before.")
@folder_option
@format_option
def insert_clauses(files: tuple[Path, ...], plain: bool, folder: Path, form: str, **options: Any) -> int:
    """Put a contract's clauses into a specification that already exists, as tracked changes.

    The wording goes to the end of 3.2 Service description/care pathway, the measures to the end of 5.1
    Applicable Quality Requirements, in the document's own look. Nothing else in the file moves: rejecting every
    change gives it back, which is proved before the new file is put in place. Run it again on the result, and
    only what changed is proposed.

    \b
    Examples:
      specgen insert contract.yaml specification.docx -o proposed.docx --author "Ada Shah" --date 2026-05-04
      specgen insert contract.yaml specification.docx -o proposed.docx --author "Ada Shah" --date 2026-05-04 \
--after "Our model of care"
      specgen insert specification.docx -o proposed.docx --clause co-production/specification/national --plain
      specgen insert proposed.docx -o without.docx --remove co-production/specification/national --author "Ada \
Shah" --date 2026-05-04
    """
    alone = bool(options["clause"] or options["removed"])
    asked = _Asked(files[-1], None if alone else files[0], **options)
    _fit_together(asked, len(files), plain=plain)
    workplace, problems = open_workplace(asked.contract if asked.contract is not None else folder, today())
    if has_errors(problems):
        return _ended(problems, None, asked, form)
    made, faults = _made(asked, workplace)
    problems += faults
    if made is not None and (faults := put_new([(asked.out, made.data)], "new file")):
        problems += faults
        made = None
    return _ended(problems, made, asked, form)


def _made(asked: _Asked, workplace: Workplace) -> tuple[Insertion | None, list[Problem]]:
    """The specification with the clauses put in or taken out, and what is wrong or to be known."""
    model = model_headings((each.number, each.title) for edition in workplace.editions for each in edition.headings)
    data = read_plain(asked.specification, LARGEST_ARCHIVE + 1)
    name = str(asked.specification)
    if asked.removed:
        return remove(data, name, _ids(workplace, asked.removed), asked.author, asked.date, model)
    opened = open_host(data, name, model)
    wanted, problems = _wanted(asked, workplace, opened[0])
    if has_errors(problems):
        return None, problems
    versions = tuple(workplace.library.versions())
    whole = asked.contract is not None
    request = Request(wanted, asked.author, asked.date, _after(asked.after, wanted), asked.renumber, versions, whole)
    made, faults = insert(data, name, request, model, opened)
    return made, [*problems, *faults]


def _fit_together(asked: _Asked, files: int, *, plain: bool) -> None:
    """Raises click.UsageError for what does not go together. `files` are how many were given."""
    alone = bool(asked.clause or asked.removed)
    if files != (1 if alone else 2):
        raise click.UsageError(
            "give the specification alone with --clause or --remove"
            if alone
            else "give the contract file and then the specification, or the specification with --clause or --remove"
        )
    if asked.clause and asked.removed:
        raise click.UsageError("--clause and --remove do not go together")
    if asked.given and not asked.clause:
        raise click.UsageError("--set gives values for --clause; a contract file holds its own")
    if asked.removed and asked.renumber:
        raise click.UsageError("--renumber is for clauses that are put in; what is taken out renumbers by itself")
    if asked.removed and asked.after:
        raise click.UsageError("--after says where to put clauses in; --remove finds them by themselves")
    if asked.service and alone:
        raise click.UsageError("--service chooses among a contract's services")
    if asked.out.exists() and asked.out.samefile(asked.specification):
        raise click.UsageError("the specification itself is never overwritten: give the new file another name")
    if plain and asked.removed:
        raise click.UsageError("a clause is taken out as a tracked change: leave --plain out")
    if plain and asked.author:
        raise click.UsageError("--author is for tracked changes; with --plain nothing is tracked")
    if not plain and (not asked.author or asked.day is None):
        raise click.UsageError("give --author and --date for the tracked changes, or --plain")


def _wanted(asked: _Asked, workplace: Workplace, host: Host | None) -> tuple[tuple[WantedClause, ...], list[Problem]]:
    if asked.contract is None:
        written, _, said = asked.clause.partition("@")
        clause = find_clause(workplace.library, written)
        version = numbered_version(clause, said) if "@" in asked.clause else None
        values: dict[str, list[str]] = {}
        for each in asked.given:
            name, equals, value = each.partition("=")
            if not equals:
                raise click.UsageError(f"--set takes NAME=VALUE, and “{each}” has no “=”")
            values.setdefault(name.strip(), []).append(value)
        day = asked.day or max((version or clause.versions[-1]).effective_from, clause.versions[-1].effective_from)
        wanted, problems = single_clause(workplace.library, clause, version, values, day)
        return ((wanted,) if wanted is not None else ()), problems
    contract, problems = read_contract(read_plain(asked.contract, LARGEST_READ), str(asked.contract))
    if contract is None:
        return (), problems
    lines = [each.line.text for each in host.paragraphs[:_FIRST_LINES]] if host is not None else []
    text = "\n".join(each.text for each in host.paragraphs[:_FIRST_LINES]).casefold() if host is not None else ""
    service, faults = service_named(contract, asked.service, text)
    problems += faults if host is not None else []
    if service is None:
        return (), problems
    problems += period_differs(contract, service, lines, str(asked.specification))
    whole = "\n".join(each.text for each in host.paragraphs) if host is not None else ""
    chosen, faults = clauses_of_contract(contract, service, workplace, whole, str(asked.specification))
    problems += faults
    if not chosen and not has_errors(problems):
        problems.append(
            Problem(
                "nothing-chosen",
                "the contract chooses no clauses for this service’s specification",
                Location(str(asked.contract)),
                cure="add them under “specification:” and “quality:” of the service",
            )
        )
    return chosen, problems


def _after(said: Sequence[str], wanted: Sequence[WantedClause]) -> dict[SectionNumber, str]:
    """The headings that were told, by section."""
    found: dict[SectionNumber, str] = {}
    places: tuple[tuple[SectionNumber, str], ...] = (("3.2", "specification"), ("5.1", "quality"))
    needed = [section for section, place in places if any(each.place == place for each in wanted)]
    for each in said:
        section, equals, words = each.partition("=")
        named = next((number for number in _SECTIONS if equals and section.strip() == number), None)
        if named is None and len(needed) > 1:
            raise click.UsageError(
                f"the contract has clauses for both sections: say --after “3.2={each}” or --after “5.1={each}”"
            )
        key = named or needed[0]
        if key in found:
            raise click.UsageError(f"two headings were given for “{TITLES[key]}”")
        found[key] = words if named else each
    return found


def _ids(workplace: Workplace, removed: Sequence[str]) -> tuple[str, ...]:
    return tuple(find_clause(workplace.library, each.partition("@")[0]).id for each in removed)


def _ended(problems: list[Problem], made: Insertion | None, asked: _Asked, form: str) -> int:
    if form == "json":
        print_json(
            {
                "written": str(asked.out) if made is not None else None,
                "places": [asdict(each) for each in made.places] if made is not None else [],
                **{
                    name: list(getattr(made, name)) if made is not None else []
                    for name in ("standing", "changed", "left", "removed")
                },
                "renumbered": [
                    {"line": words, "from": old, "to": new} for words, old, new in (made.moved if made else ())
                ],
                "candidates": [
                    {"option": each.cure, "place": each.message}
                    for each in in_reading_order(problems)
                    if each.slug == "may-be-meant" and each.cure
                ],
                "problems": problems_json(problems),
            }
        )
    else:
        print_problems(problems)
        click.echo("\n".join(_said(made, asked)) if made is not None else f"Nothing was written: {counted(problems)}.")
    return exit_code(problems)


def _said(made: Insertion, asked: _Asked) -> list[str]:
    lines: list[str] = []
    for each in made.places:
        lines.append(f"{number(len(each.clauses), 'clause')} under “{each.under or each.heading}”:")
        lines += [f"  {name}" for name in each.clauses]
        lines.append(f"  after “{cut(each.line_before)}”")
        lines.append(f"  before “{cut(each.line_after)}”" if each.line_after else "  at the end of the document")
    lines += [f"The number “{old}” became “{new}”: {cut(words)}" for words, old, new in made.moved[:MOST_NAMED]]
    if len(made.moved) > MOST_NAMED:
        lines.append(f"… and {number(len(made.moved) - MOST_NAMED, 'number')} more moved on; --format json gives all")
    for said, names in (
        ("The difference is proposed inside", made.changed),
        ("Taken out", made.removed),
        ("Stands there already", made.standing),
        ("Left as it is", made.left),
    ):
        lines += (
            [f"{said}: {name}" for name in names]
            if len(names) <= MOST_NAMED
            else [f"{said}: {number(len(names), 'clause')}"]
        )
    if not (made.places or made.changed or made.removed):
        what = "Nothing was done" if made.left else "Nothing was to be done"
        lines.append(f"{what}; {asked.out} is the file as it was.")
    else:
        how = (
            "as tracked changes; proved: rejecting all gives the file back, accepting all gives it with these "
            "changes alone"
            if asked.author
            else "without tracking; proved: nothing else differs"
        )
        lines.append(f"Written to {asked.out}, {how}.")
    return lines
