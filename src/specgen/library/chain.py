"""The chain of approvals.csv: each line is bound to the one before it, so that a line taken out, changed, moved or put
in between is seen.

A line's last cell is a hash over its own values and the last cell of the line before. Values are hashed as they are
meant, not as they are written, so that a spreadsheet may save the file anew. Lines of before count as one block, which
the first line after them seals. Where the list ends stands in a small file beside it, since nothing in the list itself
shows that its last line is gone.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from specgen.library.model import Approval
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem

_HEAD: Final = re.compile(r"head: ([0-9a-f]{64})")


def cells_of(line: Approval) -> tuple[str, ...]:
    """Everything that a line says, in the order of its cells, without its place in the chain."""
    return (
        line.clause_id,
        str(line.version),
        line.sha256,
        line.approved_by,
        line.role,
        line.approved_on.isoformat(),
        line.evidence,
        line.note,
        str(line.scheme),
        line.second,
        line.placeholders,
        line.questions,
        line.reading,
        line.merged_from,
    )


def values_of(line: Approval) -> tuple[str, ...]:
    """The same as it is meant, however it is written."""
    return tuple(map(_meant, cells_of(line)))


def _meant(text: str) -> str:
    return "\n".join(" ".join(part.split()) for part in unicodedata.normalize("NFC", text).strip().splitlines())


def sealed_block(lines: Iterable[Approval]) -> str:
    """The hash (hex) of the lines of before, which no chain binds."""
    return _digest("block", *(json.dumps(values_of(line)) for line in lines))


def bound(before: str, line: Approval) -> str:
    """The hash (hex) of a line that follows the one with the hash `before`."""
    return _digest("line", before, json.dumps(values_of(line)))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def end_of(lines: Sequence[Approval]) -> str:
    """The hash that the next line is bound to."""
    return lines[-1].chain if lines and lines[-1].chain else sealed_block(lines)


def head_of(lines: Sequence[Approval]) -> str:
    """The head of the list: the hash of its last line; "" while no line is bound."""
    return lines[-1].chain if lines else ""


def heads_of(lines: Iterable[Approval]) -> frozenset[str]:
    """Every head that the list had, here or in a copy that was merged into it."""
    return frozenset(head for line in lines for head in (line.chain, line.merged_from) if head)


def chained(lines: Sequence[Approval], line: Approval) -> Approval:
    """The line as it follows the others."""
    return replace(line, chain=bound(end_of(lines), line))


def chain_faults(lines: Sequence[Approval]) -> list[Problem]:
    """A problem for each line that does not follow from the one before it."""
    first = next((index for index, line in enumerate(lines) if line.chain), len(lines))
    before = sealed_block(lines[:first])
    problems: list[Problem] = []
    for index, line in enumerate(lines[first:], first):
        if not line.chain:
            problems.append(
                _broken(line, "has no place in the chain: it was put in by hand, or its last cell was taken out")
            )
            continue
        if line.chain != bound(before, line):
            problems.append(_broken(line, _why(lines, index, first)))
        before = line.chain
    return problems


def _why(lines: Sequence[Approval], index: int, first: int) -> str:
    line = lines[index]
    if index == first and first:
        return (
            "does not follow from the lines above it: one of them, or this line, was changed, taken out, moved or put "
            "in since it was recorded"
        )
    if any(line.chain == bound(other.chain, line) for other in lines if other.chain):
        return "was moved, or a line was taken out or put in before it: it follows another line than the one above"
    return "was changed since it was recorded, or the line before it was taken out or changed in its place"


def _broken(line: Approval, why: str) -> Problem:
    cure = (
        "put approvals.csv back from a copy that is whole; a change of mind is a line of its own (“specgen "
        "clauses approve”, “withdraw”), and two people's lists are joined with “specgen clauses merge-approvals”"
    )
    return Problem("approvals-chain", f"the line about {line.clause_id}@{line.version} {why}", line.location, cure=cure)


# The file beside the list that says where it ends.


def head_file(approvals: Path) -> Path:
    """The file that says where the list ends: approvals.head beside approvals.csv."""
    return approvals.with_suffix(".head")


def read_head(approvals: Path) -> str | None:
    """The text of that file; None where there is none. Raises OSError."""
    beside = head_file(approvals)
    return read_plain(beside, 10_000).decode("utf-8", "replace") if beside.is_file() else None


def head_text(lines: Sequence[Approval]) -> str:
    """What stands in that file."""
    return (
        "# Where the list of approvals ends. specgen writes this file with each line that it adds; keep it beside the\n"
        "# list. “specgen clauses verify” fails where the two do not agree, since a line was then taken out by hand.\n"
        f"lines: {len(lines)}\n"
        f"head: {head_of(lines)}\n"
    )


def head_faults(lines: Sequence[Approval], head: str | None, file: Path) -> list[Problem]:
    """Whether the list ends where the text of its head file says; `head` is None where there is no such file."""
    beside = head_file(file)
    if head is None:
        if not head_of(lines):
            return []
        message = (
            f"{beside.name} is gone, which says where {file.name} ends: nobody can tell whether its last lines are "
            "there"
        )
        cure = f"put {beside.name} back from a copy; keep both files together"
        return [Problem("approvals-head", message, Location(str(beside)), cure=cure)]
    found = _HEAD.search(head)
    if found is None:
        message = f"{beside.name} does not say where {file.name} ends"
        return [Problem("approvals-head", message, Location(str(beside), 1, 1), cure="put it back from a copy")]
    if found[1] == head_of(lines):
        return []
    if found[1] in {line.chain for line in lines}:
        message = (
            f"{file.name} goes on after the line that {beside.name} names: a command was interrupted, or lines "
            "were copied in"
        )
        cure = "look at the last lines; the next approval that specgen records brings the two together"
        return [Problem("approvals-head", message, Location(str(beside)), "warning", cure=cure)]
    return [
        Problem(
            "approvals-head",
            f"{file.name} does not hold the line that {beside.name} names as its last: lines were taken out",
            Location(str(file), max((line.location.line or 1 for line in lines), default=1), 1),
            cure="put both files back from a copy that is whole",
        )
    ]


# Two people's lists that part: the lines of one are put behind those of the other.


def merged(
    ours: Sequence[Approval], theirs: Sequence[Approval], left_out: frozenset[str] = frozenset()
) -> tuple[tuple[Approval, ...], list[Problem]]:
    """Their lines that ours does not have, but for those about the versions `left_out` (`id@version`), each with the
    hash that it had; or why the two cannot be joined. They are bound to the end of ours when they are added."""
    known = heads_of(ours)
    common = 0
    while common < min(len(ours), len(theirs)) and _same(ours[common], theirs[common]):
        common += 1
    loose = [line for line in (*ours[common:], *theirs[common:]) if not line.chain]
    if loose:
        message = (
            f"the two lists do not begin with the same lines: {loose[0].clause_id}@{loose[0].version} stands in "
            "one of them alone, and no chain binds it"
        )
        cure = "join lists that were copied from one; a line of before is recorded again with “specgen clauses approve”"
        return (), [Problem("approvals-begin-differently", message, loose[0].location, cure=cure)]
    new = [
        line
        for line in theirs[common:]
        if not {line.chain, line.merged_from} & known and f"{line.clause_id}@{line.version}" not in left_out
    ]
    touched = {(line.clause_id, line.version): line for line in ours[common:]}
    problems = [
        _both_say(touched[line.clause_id, line.version], line)
        for line in new
        if (line.clause_id, line.version) in touched
        and (line.withdrawn or touched[line.clause_id, line.version].withdrawn or _other_words(touched, line))
    ]
    if problems:
        return (), problems
    return tuple(replace(line, merged_from=line.merged_from or line.chain, chain="") for line in new), []


def _same(one: Approval, other: Approval) -> bool:
    return one.chain == other.chain and values_of(one) == values_of(other)


def _other_words(touched: dict[tuple[str, int], Approval], line: Approval) -> bool:
    return touched[line.clause_id, line.version].sha256 != line.sha256


def _both_say(ours: Approval, theirs: Approval) -> Problem:
    def says(line: Approval) -> str:
        return f"{'withdrawn' if line.withdrawn else 'approved'} by {line.approved_by} on {line.approved_on}"

    return Problem(
        "approvals-say-both",
        f"both lists say something of {ours.clause_id}@{ours.version} since they parted: {says(ours)} in yours, "
        f"{says(theirs)} in the other; which of them counts is for people to decide",
        theirs.location,
        cure=f"leave the other list's line out with --leave-out {ours.clause_id}@{ours.version}, then record what was "
        "decided",
    )
