"""What the clause commands share: finding a clause by what a person typed, and saying what a version is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specgen import exit_codes
from specgen.cli.output import GivenPath, number, print_problems
from specgen.issue.precedents import Workplace, library_folders
from specgen.library.model import Approval, Clause, ClauseVersion, Library
from specgen.library.organisation import SETTINGS
from specgen.problems import Problem, did_you_mean, in_a_row
from specgen.wording.wording import Block, Blocks, Inline, Run, list_marks

if TYPE_CHECKING:  # commands that only read a day or find a clause compare nothing
    from specgen.library.versions import VersionDifference
    from specgen.wording.difference import BlockDifference, Stretch

folder_option = click.option(
    "--in",
    "folder",
    type=GivenPath(file_okay=False),
    default=Path(),
    help="A folder of your organisation (specgen.yaml is looked for there and above). Default: the current folder.",
)


def find_clause(library: Library, written: str) -> Clause:
    """The clause of that id; the place may be left out. A click.UsageError when there is none or more than one."""
    parts = written.split("/")
    matches = [
        clause
        for clause in library.clauses.values()
        if clause.id == written
        or (len(parts) == 2 and (clause.component, clause.id.split("/")[2]) == (parts[0], parts[1]))
    ]
    if len(matches) > 1:
        raise click.UsageError(f"“{written}” may be any of: {', '.join(clause.id for clause in matches)}")
    if not matches:
        if ids := dict(library.sets()).get(written):
            raise click.UsageError(f"“{written}” is a set; its clauses are: {', '.join(ids)}")
        near = did_you_mean(written, library.clauses)
        raise click.UsageError(
            f"there is no clause “{written}”"
            + (f"; did you mean “{near}”?" if near else "; “specgen clauses list” shows them")
        )
    return matches[0]


def find_version(library: Library, name: str) -> tuple[Clause, ClauseVersion]:
    """The clause and version that `id` (its newest) or `id@version` names. A click.UsageError when there is none."""
    written, _, number = name.partition("@")
    clause = find_clause(library, written)
    return clause, numbered_version(clause, number) if "@" in name else clause.versions[-1]


def numbered_version(clause: Clause, number: str) -> ClauseVersion:
    """The version of the clause that `number` names. A click.UsageError when there is none."""
    version = clause.version_written(number)
    if version is None:
        raise click.UsageError(
            f"{clause.id} has no version {number}; it has: {', '.join(str(v.number) for v in clause.versions)}"
        )
    return version


def of_clause(problems: Iterable[Problem], workplace: Workplace, clause_id: str) -> list[Problem]:
    """The problems in the folders of one clause."""
    folders = [folder.joinpath(*clause_id.split("/")) for folder in library_folders(workplace.organisation)]
    return [
        problem
        for problem in problems
        if problem.location.file and any(Path(problem.location.file).is_relative_to(folder) for folder in folders)
    ]


def of_settings(problems: Iterable[Problem], workplace: Workplace) -> list[Problem]:
    """The problems of the organisation's settings and of its library.yaml, without which nothing can be written
    there."""
    organisation = workplace.organisation
    if organisation is None:  # no settings were found, or none that can be used
        return [problem for problem in problems if Path(problem.location.file).name == SETTINGS]
    files = [organisation.folder / SETTINGS, *([organisation.library / "library.yaml"] if organisation.library else [])]
    return [problem for problem in problems if problem.location.file in {str(file) for file in files}]


def adaptations_of(library: Library, clause: Clause) -> list[ClauseVersion]:
    """The newest versions of other clauses that are based on a version of this one."""
    return [
        other.versions[-1]
        for other in library.clauses.values()
        if other.versions[-1].based_on.partition("@")[0] == clause.id
    ]


def approval_words(approval: Approval | None) -> str:
    """`approved by …, …, on … (evidence)`, or `not approved`."""
    if approval is None:
        return "not approved"
    said = [f"{each.approved_by}, {each.role}, on {each.approved_on} ({each.evidence})" for each in approval.together]
    return f"approved by {in_a_row(said)}"


def origin_words(version: ClauseVersion) -> str:
    """The origin, so that drafted wording is never taken for national wording."""
    return "national: quoted word for word" if version.origin == "national" else "drafted: not national wording"


def source_words(library: Library, version: ClauseVersion) -> str:
    """The document's title, the sections and the page on which the containing section begins."""
    source = library.sources.get(version.source.document)
    page = f" (section begins on page {version.source.page})" if version.source.page else ""
    return f"{source.title if source else version.source.document}, {', '.join(version.source.sections)}{page}"


def in_force_words(version: ClauseVersion) -> str:
    """`2026-04-01 onwards`, or `2019-08-01 to 2026-03-31`."""
    return f"{version.effective_from}" + (f" to {version.effective_to}" if version.effective_to else " onwards")


def as_lines(blocks: Blocks) -> list[str]:
    """The blocks as lines for a terminal, with indented bullets and numbers."""
    return [_indented(mark, block) + block.text for mark, block in zip(list_marks(blocks), blocks, strict=True)]


def _indented(mark: str, block: Block) -> str:
    return f"{'   ' * block.level}{mark} " if mark else ""


# How the difference of two clause versions is printed: marks that need no colour, and colour on a terminal.

FACTS = {
    "origin": "Origin",
    "source": "Source",
    "effective_from": "In force from",
    "effective_to": "In force to",
    "based_on": "Based on",
    "deviation_until": "Holds until",
}


def print_difference(difference: VersionDifference) -> None:
    """The two versions, the facts that differ, and every paragraph with its changed words marked.

    At the start of a line, `-` is a paragraph taken out, `+` one put in, `~` one with changes; an unchanged one has
    none."""
    old, new = difference.old, difference.new
    click.echo(f"From {old.name} to {new.name}")
    click.echo(f"Change: {new.change}")
    for fact in difference.facts:
        click.echo(f"{FACTS[fact.name]}: {fact.old or 'none'} → {fact.new or 'none'}")
    removed, added = difference.counts
    if not difference.words_differ:
        click.echo("The words are the same." if old.name != new.name else "These are the same version.")
    else:
        looks = f" {number(difference.restyled, 'word')} with another look: [~*as it looks now*~]." * bool(
            difference.restyled
        )
        click.echo(f"{number(removed, 'word')} taken out, {added:,} put in. [-taken out-] {{+put in+}}{looks}")
    click.echo()
    print_blocks("Title: ", difference.title)
    print_blocks("", difference.wording)
    for name, blocks in difference.fields.items():
        if not all(block.same for block in blocks):
            print_blocks(f"{name}: ", blocks)


def print_blocks(label: str, blocks: tuple[BlockDifference, ...]) -> None:
    """The blocks, a line each, with their marks and the numbers they have in the new wording (in the old, if taken
    out)."""
    old = list_marks(block.old for block in blocks if block.old is not None)
    new = list_marks(block.new for block in blocks if block.new is not None)
    for block in blocks:
        before = _indented(next(old), block.old) if block.old is not None else ""
        after = _indented(next(new), block.new) if block.new is not None else ""
        sign = " " if block.same else "-" if block.new is None else "+" if block.old is None else "~"
        words = "".join(_styled(stretch) for stretch in block.stretches)
        moved = f"({block.moved}) " if block.moved else ""
        click.echo(f"{sign} {label}{after if block.new is not None else before}{moved}{words}")


def _styled(stretch: Stretch) -> str:
    words = "".join(_marked(part) for part in stretch.inlines)
    if stretch.mark == "removed":
        return click.style(f"[-{words}-]", fg="red", strikethrough=True)
    if stretch.mark == "added":
        return click.style(f"{{+{words}+}}", fg="green", underline=True)
    return f"[~{words}~]" if stretch.was else words


def _marked(part: Inline) -> str:
    words = part.text if isinstance(part, Run) else f"{{{{ {part.name} }}}}"
    return f"{'**' * part.bold}{'*' * part.italic}{words}{'*' * part.italic}{'**' * part.bold}"


def difference_json(difference: VersionDifference) -> dict[str, object]:
    """The same for programs: every block with its stretches."""
    removed, added = difference.counts
    return {
        "old": {"name": difference.old.name, "fingerprint": difference.old.fingerprint},
        "new": {
            "name": difference.new.name,
            "fingerprint": difference.new.fingerprint,
            "change": difference.new.change,
        },
        "facts": [{"fact": fact.name, "old": fact.old, "new": fact.new} for fact in difference.facts],
        "same_words": not difference.words_differ,
        "removed": removed,
        "added": added,
        "restyled": difference.restyled,
        "title": [_block_json(block) for block in difference.title],
        "wording": [_block_json(block) for block in difference.wording],
        "fields": {name: [_block_json(block) for block in blocks] for name, blocks in difference.fields.items()},
    }


def _block_json(block: BlockDifference) -> dict[str, object]:
    fate = "same" if block.same else "removed" if block.new is None else "added" if block.old is None else "changed"
    sides = {
        name: {"kind": side.kind, "level": side.level}
        for name, side in (("old", block.old), ("new", block.new))
        if side is not None
    }
    return {
        "fate": fate,
        **sides,
        "stretches": [
            {
                "mark": stretch.mark,
                "text": stretch.text,
                "runs": _runs_json(stretch.inlines),
                **({"was": _runs_json(stretch.was)} if stretch.was else {}),
            }
            for stretch in block.stretches
        ],
    }


def _runs_json(inlines: Iterable[Inline]) -> list[dict[str, object]]:
    return [
        {
            "text": part.text if isinstance(part, Run) else f"{{{{ {part.name} }}}}",
            "bold": part.bold,
            "italic": part.italic,
            "placeholder": not isinstance(part, Run),
        }
        for part in inlines
    ]


def nothing_written(problems: Iterable[Problem]) -> int:
    """Say what is wrong, and that it kept everything from being written; the exit code."""
    print_problems(problems)
    click.echo("Nothing was written.", err=True)
    return exit_codes.PROBLEMS
