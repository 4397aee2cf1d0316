"""The report in Word, made for a negotiation: a summary, then per clause the approved words, theirs, and the redline
between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from specgen.contract.dates import long_date
from specgen.library.model import ClauseVersion, Library
from specgen.problems import Problem, in_reading_order, render_text
from specgen.review.adaptation import agreed_blocks
from specgen.review.findings import SORT_WORDS, Change, ClauseFinding, Review, difference
from specgen.review.words import (
    by_class,
    by_whom,
    called,
    comment_lines,
    place_of,
    removed_and_added,
    said_date,
    shaped,
    silent,
    sorts,
    verdict,
    visible,
    vouched,
)
from specgen.word.document.comments import Comment
from specgen.word.redline.redline import redline
from specgen.word.report import MarkOf, PlainPage, RedlineBlock, Signature
from specgen.wording.wording import Block, Blocks, Run

THEIRS_TAG: Final = "specgen-theirs:"
"""How the tag of the content control round their words, as wording to be imported, begins."""
WITHOUT: Final = "Changed without tracking"
"""The author under which a redline shows what nobody tracked."""
_CHANGE_HEADINGS: Final = ("Change", "Taken out", "Put in", "Class", "By whom")
_CHANGE_SHARES: Final = (21, 24, 24, 16, 15)
LONGEST_WORDS: Final = 700
"""Letters of a change that its table shows."""
MOST_CHANGES: Final = 500
"""Rows of one table of changes; what is beyond them is counted, and is in the JSON."""


def word_report(review: Review, library: Library) -> bytes:
    """The report as the bytes of a .docx file; the same review gives the same bytes. `library` has the versions with
    their placeholders."""
    page = PlainPage(f"Review of {review.file}", "What came back, held against what was issued")
    page.title(f"Review of {review.file}")
    if review.relied.reference:
        page.paragraph(review.relied.reference, "Contract:")
    page.paragraph(verdict(review), "Result:")
    if unseen := silent(review):
        page.paragraph(
            f"{unseen:,} change{'' if unseen == 1 else 's'} without tracking. Look at "
            f"{'it' if unseen == 1 else 'these'} first.",
            "Attention:",
        )
    if review.by_class():
        page.paragraph(f"{by_class(review)}.", "By class:")
    page.heading("What it was held against", 1)
    page.bullets(review.relied.says)
    if review.clauses:
        _summary(page, review.clauses)
        _clauses(page, review.clauses)
    _outside(page, review)
    _comments(page, "Comments that stand at no clause", review.comments, 1)
    if review.uncompared:
        page.heading("Lines outside the clauses that could not be compared", 1)
        page.paragraph(
            "Nothing at hand says how these lines were issued. Give the file as it went out with --issued, "
            "and they are compared."
        )
        page.bullets(review.uncompared)
    _for_adaptations(page, review.clauses, library)
    page.heading("What was not looked at", 1)
    page.bullets(review.not_looked_at)
    if review.problems:
        page.heading("Problems", 1)
        for problem in in_reading_order(review.problems):
            page.paragraph(render_text(problem).replace("\n    ", " "))
    return page.data()


def _summary(page: PlainPage, clauses: Sequence[ClauseFinding]) -> None:
    page.heading("Summary", 1)
    rows = [
        (
            str(number),
            f"{finding.expected.title}\n{finding.expected.name}",
            _capital(finding.summary),
            _capital(sorts(finding)) or "–",
            str(finding.recognised).capitalize() if finding.recognised else "Not found",
        )
        for number, finding in enumerate(clauses, 1)
    ]
    page.table(
        ("No.", "Clause", "What became of it", "Class of change", "Found by"),
        rows,
        (7, 40, 20, 19, 14),
        whole_rows=True,
    )


def _clauses(page: PlainPage, clauses: Sequence[ClauseFinding]) -> None:
    told = [
        (number, finding)
        for number, finding in enumerate(clauses, 1)
        if not finding.as_issued or finding.comments or finding.remarks
    ]
    if not told:
        return
    page.heading("Clause by clause", 1)
    page.paragraph("Clauses that are as they were issued, and about which nothing was said, are in the summary only.")
    for number, finding in told:
        _clause(page, number, finding)


def _clause(page: PlainPage, number: int, finding: ClauseFinding) -> None:
    expected = finding.expected
    page.heading(f"{number}. {expected.title}", 2)
    page.paragraph(expected.name, "Clause:")
    page.paragraph(f"{_capital(finding.summary)}.", "What became of it:")
    page.paragraph(
        f"{str(finding.recognised) if finding.recognised else 'not found'}. It is held against {vouched(expected)}.",
        "Recognised by:",
    )
    for remark in finding.remarks:
        page.paragraph(remark, "Note:")
    issued, rejected, theirs = expected.lines, finding.rejected, finding.theirs
    if issued != rejected or issued != theirs:
        page.heading(called(expected), 3)
        page.blocks(expected.blocks)
        page.heading("Their words", 3)
        after = shaped(theirs, expected.blocks)
        if after:
            page.blocks(after)
        else:
            page.paragraph("None: the clause is not in what came back.")
        _redlines(page, finding, after)
    if finding.changes:
        page.heading("Changes", 3)
        _changes(page, finding.changes)
    _comments(page, "Comments", finding.comments, 3)


def _for_adaptations(page: PlainPage, clauses: Sequence[ClauseFinding], library: Library) -> None:
    """Their words of each changed clause as wording that asks again for the values that were not changed."""
    told = [
        (number, finding)
        for number, finding in enumerate(clauses, 1)
        if finding.theirs and finding.theirs != finding.expected.lines
    ]
    if not told:
        return
    page.heading("Their words as wording of your own", 1)
    page.paragraph(
        "If their words of a clause were agreed, this is what “specgen clauses import” makes a local "
        "adaptation of: give it this report and --their-words with the clause's "
        "number. A value that is as it was issued stands as its name, so that the adaptation asks for it "
        "again; one that was changed stays as typed."
    )
    for number, finding in told:
        page.heading(f"{number}. {finding.expected.title}", 2)
        clause = library.clauses.get(finding.expected.id)
        blocks = agreed_blocks(finding, clause.version(finding.expected.version) if clause is not None else None)
        page.blocks(blocks, (f"{THEIRS_TAG}{number}", f"Their words: {finding.expected.title}"), heading=3)


def _redlines(page: PlainPage, finding: ClauseFinding, after: Blocks) -> None:
    """From what was issued to theirs; where some of it was tracked and some not, in two steps."""
    issued, between = finding.expected.blocks, finding.rejected
    tracked = [change for change in finding.changes if change.tracked]
    plain = tuple(Block(block.kind, (Run(block.text),), block.level) for block in issued)
    if finding.expected.lines == between:
        page.heading("Redline: from the issued words to theirs", 3)
        page.redline(redline_blocks(plain, after), _signature(tracked))
    elif between == finding.theirs:
        page.heading("Redline: what was changed without tracking", 3)
        page.redline(redline_blocks(plain, after), Signature(WITHOUT))
    else:
        middle = shaped(between, issued)
        page.heading("Redline: what was changed without tracking", 3)
        page.redline(redline_blocks(plain, middle), Signature(WITHOUT))
        page.heading("Redline: what was changed with tracking, on top of that", 3)
        page.redline(redline_blocks(middle, after), _signature(tracked))


def redline_blocks(old: Blocks, new: Blocks) -> list[RedlineBlock]:
    """The two wordings as the paragraphs of one redline: kept, taken out and put in."""
    found: list[RedlineBlock] = []
    i = j = 0
    for each in difference([block.text for block in old], [block.text for block in new]):
        form = new[j] if each.new is not None else old[i]
        mark: MarkOf = (
            "kept" if each.old is not None and each.new is not None else "removed" if each.new is None else "added"
        )
        found.append(RedlineBlock(form, mark, tuple((stretch.mark, stretch.inlines) for stretch in each.stretches)))
        i, j = i + (each.old is not None), j + (each.new is not None)
    return found


def _signature(changes: Iterable[Change]) -> Signature:
    authors = list(dict.fromkeys(change.author or "no author given" for change in changes))
    dates = list(dict.fromkeys(change.date for change in changes))
    return Signature(
        ", ".join(authors[:3]) + (" and others" if len(authors) > 3 else "") if authors else "With tracking",
        dates[0] if len(dates) == 1 else "",
    )


def _changes(page: PlainPage, changes: Sequence[Change]) -> None:
    page.table(_CHANGE_HEADINGS, [_row(change) for change in changes[:MOST_CHANGES]], _CHANGE_SHARES)
    if len(changes) > MOST_CHANGES:
        page.paragraph(
            f"{len(changes) - MOST_CHANGES:,} more changes are not listed here; the report with --format json "
            f"holds all of them."
        )


def _row(change: Change) -> tuple[str, str, str, str, str]:
    removed, added = (_shortened(words) for words in removed_and_added(change))
    where = "" if change.where in ("wording", "outside the clauses") else f" ({change.where.replace('_', ' ')})"
    return (
        f"{_capital(change.kind)}{where}",
        removed,
        added,
        _capital(SORT_WORDS[change.sort]),
        _capital(by_whom(change)),
    )


def _shortened(words: str) -> str:
    return (
        words
        if len(words) <= LONGEST_WORDS
        else f"{words[: LONGEST_WORDS - 1]}… (the whole is in the redline and in the JSON)"
    )


def _outside(page: PlainPage, review: Review) -> None:
    if not review.outside:
        return
    page.heading("Text that belongs to no clause" if review.clauses else "Changes", 1)
    if review.clauses:
        rows = [
            (f"{_capital(each.change.kind)}\n{place_of(each)}", *_row(each.change)[1:])
            for each in review.outside[:MOST_CHANGES]
        ]
        page.table(_CHANGE_HEADINGS, rows, _CHANGE_SHARES)
    else:
        rows = [
            (
                f"{_capital(each.change.kind)}: "
                f"{visible(each.change.removed or each.change.added or each.change.detail)}"
                f"\n{_capital(SORT_WORDS[each.change.sort])}\n"
                f"{_capital(place_of(each))}\n{by_whom(each.change)}",
                visible(each.change.before),
                visible(each.change.after),
                "",
                "",
            )
            for each in review.outside[:MOST_CHANGES]
        ]
        page.table(
            ("Change", "The paragraph as it was", "The paragraph as it would be"),
            [row[:3] for row in rows],
            (34, 33, 33),
        )
    if len(review.outside) > MOST_CHANGES:
        page.paragraph(
            f"{len(review.outside) - MOST_CHANGES:,} more are not listed here; the report with --format json "
            f"holds all of them."
        )


def _comments(page: PlainPage, title: str, comments: Sequence[Comment], level: int) -> None:
    if not comments:
        return
    page.heading(title, level)
    rows = [
        (
            f"{'Reply by ' if reply else ''}{comment.author or 'no author given'}\n{said_date(comment.date)}",
            "" if reply else visible(comment.about),
            visible(comment.words) + ("\n(settled)" if comment.settled else ""),
        )
        for comment, reply in comment_lines(comments)
    ]
    page.table(("By whom", "About", "Comment"), rows[:MOST_CHANGES], (25, 30, 45))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# Two versions of a clause as one Word file for a legal reviewer: what each is, and the wording as tracked changes.
#
# Both versions are written as whole pages that are equal but for the words; the redline between the two pages is then
# made and proved like that of any two documents. So accepting all gives the new words and rejecting all the old ones.

FIELD_NAMES = {
    "data_source": "Source of the figures",
    "co_production": "Co-production",
    "key_action": "Key action of the handbook",
    "by": "Action by",
    "accountable": "Accountable post",
}
_HOW_TO_READ = (
    "The wording below is written as tracked changes: words that were taken out are struck through, words "
    "that were put in are underlined. "
    "Accepting all changes gives {new}; rejecting all gives {old}. Names between double braces stand for "
    "values that each contract gives."
)


def version_redline(
    library: Library, old: ClauseVersion, new: ClauseVersion, author: str, date: str
) -> tuple[bytes | None, list[Problem]]:
    """The file's bytes, or the problems for which there is none. `date` is a day or a moment in ISO 8601."""
    before, after = (_page(library, old, new, shown) for shown in (old, new))
    return redline(before, after, author, date, old_name=old.name, new_name=new.name)


def _page(library: Library, old: ClauseVersion, new: ClauseVersion, shown: ClauseVersion) -> bytes:
    """The page of both versions with the words of the one that is shown."""
    page = PlainPage(f"Redline of {new.name}", f"Compared with {old.name}")
    page.title(f"Redline: {new.title}")
    page.paragraph(_HOW_TO_READ.format(old=old.name, new=new.name))
    reason = "Reason for the deviation:" if new.based_on else "What changed, and why:"
    page.paragraph(new.change, reason)
    if new.based_on:
        page.paragraph(new.based_on, "Based on:")
        page.paragraph(
            long_date(new.deviation_until) if new.deviation_until else "no last day is given",
            "The deviation holds until:",
        )
    page.table(("Fact", "Old", "New"), _facts(library, old, new), (20, 40, 40))
    # Each part of the clause stands under words that both pages have, so that its paragraphs are compared with its own,
    # and the file says the same as the list of changes.
    page.heading("Heading", 1)
    page.heading(shown.title, 2)
    page.heading("Wording", 1)
    page.blocks(shown.blocks)
    names = list(dict.fromkeys((*old.fields, *new.fields)))
    if names:
        page.heading("Details", 1)
    for name in names:
        # The words stand in paragraphs of their own, so that they are compared without the label, as on the screen.
        page.paragraph("", f"{FIELD_NAMES.get(name, name.replace('_', ' ').capitalize())}:")
        page.blocks(shown.fields.get(name, ()))
    page.paragraph("End of the redline.")
    return page.data()


def _facts(library: Library, old: ClauseVersion, new: ClauseVersion) -> list[tuple[str, str, str]]:
    """The rows of the table of facts: what is said, of the old version, of the new one."""
    both = [_said_of(library, version) for version in (old, new)]
    return [(label, both[0][label], both[1][label]) for label in both[1]]


def _said_of(library: Library, version: ClauseVersion) -> dict[str, str]:
    source = library.sources.get(version.source.document)
    approval = library.approval(version)
    until = f"to {long_date(version.effective_to)}" if version.effective_to else "onwards"
    return {
        "Version": version.name,
        "Heading": version.title,
        "Origin": "National: quoted word for word" if version.origin == "national" else "Drafted: not national wording",
        "Source": f"{source.title if source else version.source.document}, {', '.join(version.source.sections)}",
        "In force": f"{long_date(version.effective_from)} {until}",
        "Approval": f"{approval.approved_by}, {approval.role}, {long_date(approval.approved_on)}\n{approval.evidence}"
        if approval
        else "Not approved",
        "Fingerprint": "\n".join(version.fingerprint[start : start + 16] for start in range(0, 64, 16)),
    }
