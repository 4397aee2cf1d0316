"""The audit as plain values for programs; docs/reference/audit.md describes the shape."""

from __future__ import annotations

from typing import Any

from specgen.review.audit_findings import COVERAGES, Audit, ClauseFound, ComponentFinding, DocumentAudit
from specgen.review.audit_trajectory import GroupShare, Trajectory, share, trajectory


def audit_json(audit: Audit) -> dict[str, Any]:
    """Everything the audit found, but for the files that were not read, which are problems."""
    whole = trajectory(audit)
    return {
        "summary": {
            "documents": whole.documents, "reflecting": whole.reflecting, "share": _rounded(share(whole.reflecting, whole.documents)), "if_accepted": whole.if_accepted,
            "contracts": len(whole.contracts), "contracts_reflecting": whole.contracts_reflecting, "not_read": len(audit.not_read), "lock_files": audit.passed_over,
            "other_files": audit.others,
        },
        "components": [
            {"component": each.component, "title": each.title, "documents": each.documents, **{_key(coverage): each.counts[coverage] for coverage in COVERAGES},
             "share": _rounded(each.share), "if_accepted": each.if_accepted, "with_measure": each.measured, "measure_offered": each.measure_offered}
            for each in whole.components
        ],
        "providers": [_group(each, whole, "provider") for each in whole.providers],
        "contracts": [_group(each, whole, "contract") for each in whole.contracts],
        "documents": [_document(each) for each in audit.documents],
    }


def _group(group: GroupShare, whole: Trajectory, name: str) -> dict[str, Any]:
    return {
        name: group.name, "documents": group.documents, "reflecting": group.reflecting, "share": _rounded(group.share), "if_accepted": group.if_accepted,
        "by_component": {each.component: count for each, count in zip(whole.components, group.by_component, strict=True)},
    }


def _document(each: DocumentAudit) -> dict[str, Any]:
    return {
        "file": each.file, "provider": each.provider, "provider_from": each.provider_from or None, "service": each.service or None, "contract": each.contract or None,
        "reflects": each.reflects, "reflects_if_accepted": each.reflects_if_accepted, "has_5_1": each.has_5_1,
        "components": [_component(component) for component in each.components],
        "gaps": {"count": each.gap_count, "listed": [
            {"kind": gap.kind, "mark": gap.mark, "under": under, "paragraph": gap.paragraph, "part": gap.part} for gap, under in zip(each.gaps, each.gap_places, strict=True)
        ]},
        "tracked_changes": {"count": each.tracked.count, "authors": list(each.tracked.authors), "first": each.tracked.first or None, "last": each.tracked.last or None},
        "comments": {"count": each.comments.count, "resolved": each.comments.settled, "authors": list(each.comments.authors)},
        "remarks": list(each.remarks),
    }


def _component(each: ComponentFinding) -> dict[str, Any]:
    return {
        "component": each.component, "coverage": each.coverage, "if_accepted": each.if_accepted, "clauses": [_clause(clause) for clause in each.clauses],
        "measure": each.measure, "measures": [_clause(clause) for clause in each.measures],
        "mentions": {"count": each.mention_count, "listed": [{"under": mention.under, "excerpt": mention.excerpt} for mention in each.mentions]}, "missing": list(each.missing),
    }


def _clause(each: ClauseFound) -> dict[str, Any]:
    return {
        "clause": each.clause_id, "version": each.version, "newest": each.newest, "title": each.title, "word_for_word": each.word_for_word, "removed": each.amount.removed,
        "added": each.amount.added, "punctuation": each.amount.signs, "same": _rounded(each.share), "under": each.under, "begins": each.begins, "in_5_1": each.in_5_1,
    }


def _rounded(value: float) -> float:
    return round(value, 4)


def _key(coverage: str) -> str:
    return coverage.replace(" ", "_")
