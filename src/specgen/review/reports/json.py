"""The review as plain values for programs; docs/reference/review.md describes every field."""

from __future__ import annotations

from collections.abc import Mapping

from specgen.problems import in_reading_order, to_json
from specgen.review.changes import Change
from specgen.review.findings import ClauseFinding, OutsideChange, Review
from specgen.review.sorts import SORT_WORDS
from specgen.review.words import vouched
from specgen.word.document.comments import Comment

SCHEMA = 1


def review_json(review: Review) -> dict[str, object]:
    """The whole review."""
    return {
        "schema": SCHEMA,
        "file": review.file,
        "as_issued": review.as_issued,
        "relied_on": {
            "kind": review.relied.kind,
            "says": list(review.relied.says),
            "contract": review.relied.reference,
        },
        "counts": review.counts(),
        "classes": dict(SORT_WORDS),
        "by_class": review.by_class(),
        "clauses": [_clause(clause) for clause in review.clauses],
        "outside": [_outside(each) for each in review.outside],
        "comments": [_comment(comment) for comment in review.comments],
        "not_compared": list(review.uncompared),
        "not_looked_at": list(review.not_looked_at),
        "problems": [to_json(problem) for problem in in_reading_order(review.problems)],
    }


def _named(value: object, *names: str) -> dict[str, object]:
    return {name: getattr(value, name) for name in names}


def _clause(finding: ClauseFinding) -> Mapping[str, object]:
    expected, recognised = finding.expected, finding.recognised
    return {
        **_named(expected, "id", "version", "fingerprint", "title"),
        **_named(finding, "state", "deleted", "moved", "as_issued", "stands"),
        "recognised_by": recognised.how if recognised else None,
        "likeness": round(recognised.likeness, 4) if recognised and recognised.likeness is not None else None,
        "held_against": vouched(expected),
        "remarks": list(finding.remarks),
        "issued": list(expected.lines),
        "rejected": list(finding.rejected),
        "theirs": list(finding.theirs),
        "changes": [_change(change) for change in finding.changes],
        "comments": [_comment(comment) for comment in finding.comments],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        **_named(change, "id", "tracked", "kind", "where"),
        "class": change.sort,
        **_named(change, "removed", "added", "detail"),
        "author": change.author if change.tracked else None,
        "date": change.date if change.tracked else None,
        **_named(change, "before", "after"),
    }


def _outside(each: OutsideChange) -> dict[str, object]:
    return {"part": each.part, "near": each.near, **_change(each.change)}


def _comment(comment: Comment) -> dict[str, object]:
    return {
        **_named(comment, "author", "date", "words", "about", "settled"),
        **_named(comment.place, "part", "paragraph"),
        "replies": [_comment(reply) for reply in comment.replies],
    }
