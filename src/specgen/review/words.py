"""What the reports say, in words that are the same on screen, in Word and in Excel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from specgen.contract.dates import long_date
from specgen.review.alike import UNSEEN, odd_letters, told_apart
from specgen.review.findings import (
    SORT_WORDS,
    Change,
    ClauseFinding,
    Expected,
    OutsideChange,
    Review,
    difference,
    joined,
)
from specgen.word.document.comments import Comment
from specgen.wording.wording import Block, Blocks, Run

NOTHING_NAMED: Final[Mapping[int, str]] = MappingProxyType({})
NOBODY: Final = "not tracked"
UNKNOWN: Final = (
    "Nothing says how these lines were issued, and the file was saved since. Read each against your own copy, or give "
    "it with --issued:"
)
_PARTS: Final = (
    ("header", "header"),
    ("footer", "footer"),
    ("footnotes", "footnotes"),
    ("endnotes", "endnotes"),
    ("document", "main text"),
    ("comments", "comments"),
    ("styles", "styles"),
    ("numbering", "numbering"),
)


def verdict(review: Review) -> str:
    """The result in one sentence."""
    counts = review.counts()
    if review.relied.kind == "nothing" or not review.clauses:
        found = len(review.outside)
        return (
            f"No clause of specgen was recognised. {found:,} tracked or silent change{'' if found == 1 else 's'} "
            f"and {counts['comments']:,} comments were found."
        )
    if review.relied.kind == "words in the document":
        differing = sum(clause.state != "untouched" for clause in review.clauses)
        return (
            f"{counts['clauses']:,} clauses of the library were recognised by their words alone, and "
            f"{differing:,} of them {'has' if differing == 1 else 'have'} other words than the library. Nothing says "
            f"what was issued."
        )
    if review.as_issued and review.relied.kind == "record in the document":
        return (
            f"Every clause is as the record inside the document says ({counts['clauses']:,} clauses). Its values, "
            f"and that it leaves no clause out, can only be checked with --issued."
        )
    if review.as_issued:
        return f"Every clause is as it was issued ({counts['clauses']:,} clauses)."
    differing = sum(clause.state != "untouched" or bool(clause.moved) for clause in review.clauses)
    said = [
        f"{differing:,} of {counts['clauses']:,} clauses are not as they were issued"
        if differing
        else f"All {counts['clauses']:,} clauses have the words that were issued"
    ]
    if unvouched := sum(clause.expected.checked == "no" for clause in review.clauses):
        said.append(f"nothing vouches for {unvouched:,} of them")
    if counts["outside"]:
        said.append(
            f"{counts['outside']:,} change{'' if counts['outside'] == 1 else 's'} "
            f"belong{'s' if counts['outside'] == 1 else ''} to no clause"
        )
    if any(problem.severity == "error" for problem in review.problems):
        said.append("something could not be checked")
    if count := len(review.unknown):
        said.append(
            f"nothing says how {count:,} line{'' if count == 1 else 's'} beside the clauses "
            f"{'was' if count == 1 else 'were'} issued, and the file was saved since"
        )
    return "; ".join(said) + "."


def silent(review: Review) -> int:
    """How many changes were made without tracking, in clauses and elsewhere."""
    return sum(not change.tracked for clause in review.clauses for change in clause.changes) + sum(
        not each.change.tracked for each in review.outside
    )


def vouched(expected: Expected) -> str:
    """What vouches for the words that a clause is held against."""
    if expected.checked == "library":
        return (
            "the approved wording, rendered from the library"
            if expected.approved
            else "the library's words, rendered from a version that your organisation has not approved"
        )
    if expected.checked == "issued file":
        return "the issued file's words"
    return "the words that the document's own record claims; nothing vouches for them"


def called(expected: Expected) -> str:
    """What the words that a clause is held against are called above them."""
    if expected.checked == "library":
        return (
            "Approved words"
            if expected.approved
            else "The library's words (a version that your organisation has not approved)"
        )
    return "Issued words"


def by_class(review: Review) -> str:
    """How many changes of each class there are, those that matter first: `2 wording; 31 look only`."""
    return "; ".join(f"{count:,} {SORT_WORDS[sort]}" for sort, count in review.by_class().items())


def sorts(finding: ClauseFinding) -> str:
    """The classes of a clause's changes as one."""
    found = joined(change.sort for change in finding.changes)
    return SORT_WORDS[found] if found is not None else ""


def by_whom(change: Change) -> str:
    """Who made the change and when, or that it was not tracked."""
    if not change.tracked:
        return NOBODY
    return ", ".join(part for part in (change.author or "no author given", said_date(change.date)) if part)


def said_date(written: str) -> str:
    """`1 April 2026, 09:00` for a date as files write it; what is no such date as it stands."""
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        return written
    return f"{long_date(when.date())}, {when:%H:%M}" if "T" in written else long_date(when.date())


def removed_and_added(change: Change) -> tuple[str, str]:
    """The words taken out and put in, shown so that spaces and signs can be seen; for a look, what changed."""
    if not change.removed and not change.added:
        return "", change.detail
    removed, added = both_visible(change.removed, change.added)
    return removed, added + (f" ({change.detail})" if change.detail else "")


def both_visible(removed: str, added: str) -> tuple[str, str]:
    """The words taken out and put in; where an eye cannot tell the two apart, with the names of what differs."""
    one, two = told_apart(removed, added)
    return visible(removed, one), visible(added, two)


def visible(text: str, named: Mapping[int, str] = NOTHING_NAMED) -> str:
    """The text, or a name for what cannot be seen when it is nothing else. `named` are further characters to be named,
    by their place."""
    if text and not text.strip():
        names = {" ": "space", "\t": "tab", "\n": "line break", "\u00a0": "no-break space"}
        return " + ".join(f"[{names.get(letter, f'sign U+{ord(letter):04X}')}]" for letter in text[:5])
    odd = odd_letters(text)
    if not odd and not named and text.isascii():
        return text
    return "".join(
        f"[U+{ord(letter):04X}]"
        if letter in UNSEEN
        else f"{letter}[{odd[at]}, U+{ord(letter):04X}]"
        if at in odd
        else f"{letter}[{named[at]}]"
        if at in named
        else letter
        for at, letter in enumerate(text)
    )


def place_of(outside: OutsideChange) -> str:
    """Where a change outside the clauses stands."""
    name = outside.part.rpartition("/")[2]
    part = next((said for begins, said in _PARTS if name.startswith(begins)), outside.part)
    return f"{part}, {outside.near}" if outside.near else part


def comment_lines(comments: Iterable[Comment]) -> Iterator[tuple[Comment, str]]:
    """Every comment, each followed by its replies, with what a reply is called; "" for one that is none.

    A thread is settled where the comment that begins it is; programs write a reply to one as not settled.
    """
    for comment in comments:
        yield comment, ""
        for reply in comment.replies:
            yield reply, "reply after it was resolved" if comment.settled and not reply.settled else "reply"


def shaped(lines: Sequence[str], like: Blocks) -> Blocks:
    """The lines as blocks of the kinds that the blocks of `like` have, which they came from; a new line takes the kind
    before it."""
    kinds: list[tuple[int | None, str]] = []
    old_number = 0
    for each in difference([block.text for block in like], lines):
        if each.new is not None:
            kinds.append((old_number if each.old is not None else None, each.new.text))
        old_number += each.old is not None
    made: list[Block] = []
    for number, text in kinds:
        source = like[number] if number is not None else None
        last = made[-1] if made else None
        if source is not None:
            made.append(Block(source.kind, source.inlines if source.text == text else (Run(text),), source.level))
        elif last is not None and last.kind in ("bullet", "number"):
            made.append(Block(last.kind, (Run(text),), last.level))
        else:
            made.append(Block("paragraph", (Run(text),)))
    return tuple(made)
