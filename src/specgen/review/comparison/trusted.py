"""Whether the template is still the one that the document was made of.

The record inside a document does not name its template. Where the template has changed since, its lines would seem
changed beside every clause alike. That is told apart from an edit, which is not the same everywhere: but then nothing
says how the lines were printed, so they are not compared, and the review does not vouch for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from specgen.problems import Location, Problem
from specgen.review.findings import Expected
from specgen.review.frame import FrameComparison, FrameDifference, FrameLine, SeenLine


class Trusted(Struct, frozen=True):
    """The comparison without what is the template's own change; `whole` says that there was none."""

    compared: FrameComparison
    uncompared: tuple[str, ...]
    whole: bool


def trusted(compared: FrameComparison, frame: Sequence[FrameLine]) -> Trusted:
    """The differences that are not explained by another template."""
    differing = {id(each.printed) for each in compared.differences if each.printed is not None}
    as_printed = {line.pattern for line in frame if id(line) not in differing}
    by_pattern: dict[int, list[FrameDifference]] = {}
    for each in compared.differences:
        if each.printed is not None and each.printed.pattern not in as_printed:
            by_pattern.setdefault(each.printed.pattern, []).append(each)
    new = [each.seen.text for each in compared.differences if each.seen is not None]
    dropped = {id(each) for group in by_pattern.values() if _is_another_template(group, new) for each in group}
    kept = tuple(each for each in compared.differences if id(each) not in dropped)
    words = tuple(each.seen.text for each in compared.differences if id(each) in dropped and each.seen is not None)
    return Trusted(replace(compared, differences=kept), words, not dropped)


def _is_another_template(group: Sequence[FrameDifference], new: Sequence[str]) -> bool:
    """Whether one line of the form is missing or different beside every clause, and yet every clause's own words are
    there."""
    return len(group) > 1 and all(
        any(_holds(text, value) for text in ([each.seen.text] if each.seen is not None else []) + list(new))
        for each in group
        if each.printed is not None
        for value in each.printed.told
    )


def _holds(text: str, value: str) -> bool:
    """Whether `value` stands in `text` with nothing that would make other words or another number of it."""
    at = text.find(value)
    while at != -1:
        before, after = text[:at][-1:], text[at + len(value) :][:2]
        if not (before.isalnum() or after[:1].isalnum() or (after[:1] in ".,%" and after[1:2].isdigit())):
            return True
        at = text.find(value, at + 1)
    return False


def fields_not_seen(
    clauses: Iterable[Expected], present: frozenset[int], seen: Sequence[SeenLine]
) -> list[FrameDifference]:
    """The fields of clauses that no line shows, where neither issued file nor template says in which line they
    stood."""
    texts = [line.text for line in seen]
    return [
        FrameDifference(FrameLine((text,), index, name), None)
        for index, clause in enumerate(clauses)
        if index in present
        for name, text in clause.fields.items()
        if text.strip() and not any(text in line for line in texts)
    ]


def not_vouched(file: str) -> Problem:
    """The problem that the words beside the clauses could not be compared."""
    return Problem(
        "beside-not-compared",
        "the words beside the clauses (thresholds, dates and the like) could not be held against anything: "
        "the template that the document "
        "was made of is not at hand, or was changed since",
        Location(file),
        cure="give the file as it went out, or the record of its pack: --issued",
    )
