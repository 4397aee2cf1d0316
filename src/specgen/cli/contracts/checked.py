"""What a check found, as it is printed: errors first and whole, then of each kind of caution as much as helps.

It goes to standard output with the result, so that both can be kept in one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from specgen.cli.output import print_problems
from specgen.cli.run import MOST_OF_A_KIND
from specgen.problems import Location, Problem, in_reading_order

ROUTINE = {
    "clause-not-approved": (
        "clauses are not approved by your organisation",
        "have them approved; until then every page says DRAFT",
    ),
    "edition-not-verified": (
        "facts of the edition were not checked against the published form",
        "check them; then add the name of each under contract, confirmed",
    ),
}
"""What many cautions of one kind come to, where each says the same of another thing, and the cure of them all."""
MOST_LINES = 12
"""Lines that are named before only the first and the last are."""
EACH = "“specgen check --all” shows each"


def print_found(problems: Iterable[Problem], *, each: bool) -> None:
    """Print errors, then cautions; of many of one kind in one file only what they come to, unless `each` is wanted."""
    found = in_reading_order(problems)
    print_problems((problem for problem in found if problem.severity == "error"), err=False)
    cautions = [problem for problem in found if problem.severity != "error"]
    print_problems(cautions if each else together(cautions), err=False)


def together(cautions: Iterable[Problem]) -> Iterator[Problem]:
    """The cautions, where more than a few of one kind and file are one."""
    by_kind: dict[tuple[str, str], list[Problem]] = {}
    for problem in cautions:
        by_kind.setdefault((problem.location.file, problem.slug), []).append(problem)
    for (_, slug), found in by_kind.items():
        if len(found) <= MOST_OF_A_KIND:
            yield from found
        elif slug in ROUTINE:
            what, cure = ROUTINE[slug]
            yield replace(
                found[0],
                message=f"{len(found)} {what}{_where(found)}; {EACH}",
                cure=cure,
                location=Location(found[0].location.file),
                excerpt="",
            )
        else:
            others = found[1:]
            yield replace(
                found[0], message=f"{found[0].message}; and {len(others)} more of this kind{_where(others)}; {EACH}"
            )


def _where(found: list[Problem]) -> str:
    """In which lines or rows they are."""
    lines = sorted({problem.location.line for problem in found if problem.location.line is not None})
    if not lines:
        return ""
    word = "row" if found[0].location.sheet is not None else "line"
    if len(lines) == 1:
        return f" (in {word} {lines[0]})"
    if len(lines) > MOST_LINES:
        return f" ({word}s {lines[0]} to {lines[-1]})"
    return f" ({word}s {', '.join(map(str, lines[:-1]))} and {lines[-1]})"
