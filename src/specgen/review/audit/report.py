"""The report of an audit in Excel: every cell a text or a number, no formula whatever a file says, the same bytes each
time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from specgen.excel import Out, Page, page_by_column, page_of, workbook_bytes
from specgen.problems import in_reading_order
from specgen.review.audit.findings import COVERAGES, Audit, ClauseFound, ComponentFinding, Coverage, DocumentAudit
from specgen.review.audit.portfolio import ComponentShare, GroupShare, Trajectory, share, trajectory

_PATTERNS: Final = {
    "word for word": ("solid", "#1B5E20", "#1B5E20"),
    "changed": ("wide_upward_diagonal", "#1565C0", "#FFFFFF"),
    "only mentioned": ("percent_25", "#8D6E00", "#FFFFFF"),
    "absent": ("solid", "#FFFFFF", "#FFFFFF"),
}
_HOW_TO_READ: Final = (
    (
        "What counts",
        "A document reflects a component when a clause of the library for it stands there, word for word or "
        "changed. A mention does not count.",
    ),
    (
        "Tracked changes",
        "Clauses and measures are those of the text as it stands, tracked changes not yet accepted; “if "
        "accepted” says what accepting all of them would make.",
    ),
    (
        "Word for word",
        "Placeholders may have any value; white space and the shape of quotation marks and dashes do not count.",
    ),
    (
        "Source",
        "Finance, Commissioning and Contracting Handbook for Personalised Care 2.1, 2.1.2 (key action 1) and 4.2.4",
    ),
)


def audit_report(audit: Audit) -> bytes:
    """The report as the bytes of an .xlsx file."""
    return workbook_bytes(_pages(audit, trajectory(audit)), "Personalised care in contracts and specifications")


def _pages(audit: Audit, whole: Trajectory) -> Iterator[Page]:
    chart = partial(_chart, whole=whole) if whole.components else None
    summary = page_of("Summary", ("What", "Says"), _summary(audit, whole), (62, 110), left=True, draw=chart)
    documents = _documents(audit, tuple(each.title for each in whole.components))
    for page in (summary, *_shares(whole), documents, *_clauses_and_gaps(audit)):
        yield replace(page, grouped=True)


def _shares(whole: Trajectory) -> Iterator[Page]:
    titles = tuple(each.title for each in whole.components)
    yield page_by_column(
        "Components",
        (
            ("Component", 52, lambda each: each.title),
            ("Documents", 14, lambda each: each.documents),
            *((coverage.capitalize(), 14, partial(_counted, coverage)) for coverage in COVERAGES),
            ("Share that reflects it", 18, lambda each: each.share),
            ("Share if tracked changes are accepted", 22, lambda each: share(each.if_accepted, each.documents)),
            (
                "With a measure in 5.1",
                22,
                lambda each: each.measured if each.measure_offered else "the handbook gives none",
            ),
            ("Still to reach 100%", 16, lambda each: each.documents - each.reflecting),
        ),
        zip(whole.components),
    )
    for name, label, groups in (
        ("Providers", "Provider", whole.providers),
        ("Contracts", "Contract", whole.contracts),
        ("Services", "Service", whole.services),
    ):
        yield page_by_column(
            name,
            (
                (label, 44, lambda each: each.name),
                ("Documents", 14, lambda each: each.documents),
                ("Reflecting personalised care", 18, lambda each: each.reflecting),
                ("Share", 12, lambda each: each.share),
                ("Share if tracked changes are accepted", 22, lambda each: share(each.if_accepted, each.documents)),
                *((title, 20, partial(_share_of, at)) for at, title in enumerate(titles)),
            ),
            zip(groups),
        )


def _share_of(component: int, each: GroupShare) -> float:
    return share(each.by_component[component], each.documents)


def _counted(coverage: Coverage, each: ComponentShare) -> int:
    return each.counts[coverage]


def _documents(audit: Audit, titles: tuple[str, ...]) -> Page:
    return page_by_column(
        "Documents",
        (
            ("File", 60, lambda each: each.file),
            ("Provider", 34, lambda each: each.provider),
            ("Provider known from", 18, lambda each: each.provider_from or "nothing"),
            ("Service", 34, lambda each: each.service),
            ("Contract", 22, lambda each: each.contract),
            ("Reflects personalised care", 16, lambda each: _yes(each.reflects)),
            ("If tracked changes are accepted", 16, lambda each: _yes(each.reflects_if_accepted)),
            ("Section 5.1", 14, lambda each: "there" if each.has_5_1 else "not found"),
            *(
                (f"{title}: {what}", 18, partial(_stands, at, what))
                for at, title in enumerate(titles)
                for what in ("wording", "measure")
            ),
            ("Gaps", 10, lambda each: each.gap_count),
            ("Tracked changes", 12, lambda each: each.tracked.count),
            ("By whom", 30, lambda each: "; ".join(each.tracked.authors)),
            ("From", 14, lambda each: each.tracked.first),
            ("To", 14, lambda each: each.tracked.last),
            ("Comments", 12, lambda each: each.comments.count),
            ("Of these resolved", 12, lambda each: each.comments.settled),
            ("Remarks", 40, lambda each: "\n".join(each.remarks)),
        ),
        zip(audit.documents),
    )


def _stands(component: int, what: str, each: DocumentAudit) -> str:
    found = each.components[component]
    return found.coverage if what == "wording" else found.measure


def _clauses_and_gaps(audit: Audit) -> Iterator[Page]:
    yield page_by_column(
        "Clauses",
        (
            ("File", 60, lambda document, component, each: document.file),
            ("Component", 40, lambda document, component, each: component.title),
            ("Clause", 52, lambda document, component, each: each.clause_id),
            ("Title", 40, lambda document, component, each: each.title),
            ("Version", 10, lambda document, component, each: each.version),
            ("Newest version", 10, lambda document, component, each: each.newest),
            ("How", 44, lambda document, component, each: each.how),
            ("Words taken out", 12, lambda document, component, each: each.amount.removed),
            ("Words put in", 12, lambda document, component, each: each.amount.added),
            ("Words the same", 12, lambda document, component, each: each.share),
            ("Under", 40, lambda document, component, each: each.under),
            ("Begins", 60, lambda document, component, each: each.begins),
            ("In 5.1", 10, lambda document, component, each: _yes(each.in_5_1)),
        ),
        (
            (document, component, each)
            for document in audit.documents
            for component in document.components
            for each in (*component.clauses, *component.measures)
        ),
    )
    yield page_by_column(
        "Missing",
        (
            ("Provider", 34, lambda document, component, missing: document.provider),
            ("Contract", 22, lambda document, component, missing: document.contract),
            ("File", 60, lambda document, component, missing: document.file),
            ("Component", 40, lambda document, component, missing: component.title),
            ("Wording", 18, lambda document, component, missing: component.coverage),
            ("Measure", 24, lambda document, component, missing: component.measure),
            ("What is missing", 60, lambda document, component, missing: missing),
            ("Where it is mentioned", 90, lambda document, component, missing: _mentioned(component)),
        ),
        (
            (document, component, missing)
            for document in audit.documents
            for component in document.components
            for missing in component.missing
        ),
    )
    yield page_by_column(
        "Gaps",
        (
            ("File", 60, lambda each, gap, under: each.file),
            ("Kind", 22, lambda each, gap, under: gap.kind),
            ("Mark", 40, lambda each, gap, under: gap.mark),
            ("Under", 40, lambda each, gap, under: under),
            ("Paragraph", 90, lambda each, gap, under: gap.paragraph),
        ),
        ((each, gap, under) for each in audit.documents for gap, under in zip(each.gaps, each.gap_places, strict=True)),
    )
    yield page_by_column(
        "Not read",
        (
            ("File", 60, lambda each: str(each.location)),
            ("Why", 70, lambda each: each.message),
            ("What to do", 70, lambda each: each.cure),
        ),
        zip(in_reading_order((*audit.not_read, *audit.left_out))),
    )


def _summary(audit: Audit, whole: Trajectory) -> Iterator[Sequence[Out]]:
    yield "Documents read", whole.documents
    yield "Documents that reflect personalised care", whole.reflecting
    yield "Share of documents", share(whole.reflecting, whole.documents)
    yield "Share of documents if tracked changes are accepted", share(whole.if_accepted, whole.documents)
    yield "Still to reach 100%", whole.documents - whole.reflecting
    if whole.contracts:
        yield "Contracts whose reference is stated", len(whole.contracts)
        yield "Contracts with a document that reflects personalised care", whole.contracts_reflecting
        yield "Share of contracts", share(whole.contracts_reflecting, len(whole.contracts))
    if whole.services:
        yield "Services that are named", len(whole.services)
        yield "Services with a document that reflects personalised care", whole.services_reflecting
        yield "Share of services", share(whole.services_reflecting, len(whole.services))
    if whole.grants:
        yield "Grant agreements, counted apart", whole.grants
    yield "Documents with gaps left open", sum(each.gap_count > 0 for each in audit.documents)
    yield "Documents with pending tracked changes", sum(each.tracked.count > 0 for each in audit.documents)
    yield "Documents with comments", sum(each.comments.count > 0 for each in audit.documents)
    yield "Files not read", len(audit.not_read)
    yield "Papers that are no specifications, left out", len(audit.left_out)
    yield "Word's lock files passed over", audit.passed_over
    yield from _HOW_TO_READ


def _mentioned(component: ComponentFinding) -> str:
    """Where a component that no wording reflects is mentioned all the same."""
    if component.reflected or not component.mentions:
        return ""
    where = "\n".join(f"{mention.under or 'at the start'}: {mention.excerpt}" for mention in component.mentions)
    more = component.mention_count - len(component.mentions)
    return f"{where}\nand {more:,} more" if more > 0 else where


def _yes(said: bool) -> str:
    return "yes" if said else "no"


def _chart(book: Any, sheet: Any, whole: Trajectory) -> None:
    """A bar a component, cut by coverage; told apart by pattern and number, not by colour alone."""
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    last = len(whole.components)
    for column, coverage in enumerate(COVERAGES, 2):
        pattern, front, back = _PATTERNS[coverage]
        fill = (
            {"fill": {"color": front}}
            if pattern == "solid"
            else {"pattern": {"pattern": pattern, "fg_color": front, "bg_color": back}}
        )
        chart.add_series(
            {
                "name": ["Components", 0, column],
                "categories": ["Components", 1, 0, last, 0],
                "values": ["Components", 1, column, last, column],
                "gap": 40,
                "border": {"color": "#000000"},
                "data_labels": {
                    "value": True,
                    "num_format": "0;;;",
                    "fill": {"color": "#FFFFFF"},
                    "font": {"color": "#000000", "name": "Arial", "size": 10},
                },
                **fill,
            }
        )
    chart.set_title(
        {"name": "Documents by component and how they cover it", "name_font": {"name": "Arial", "size": 14}}
    )
    chart.set_x_axis({"num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#D0D0D0"}}})
    chart.set_y_axis({"reverse": True, "num_font": {"name": "Arial", "size": 10}})
    chart.set_legend({"position": "bottom", "font": {"name": "Arial", "size": 10}})
    chart.set_size({"width": 1060, "height": 460})
    said = "; ".join(f"{each.title}: {each.reflecting} of {each.documents}" for each in whole.components)
    sheet.insert_chart(
        28, 0, chart, {"description": f"Documents that reflect each component. {said}.", "object_position": 1}
    )


# The audit as plain values for programs; docs/reference/audit.md describes the shape.


def audit_json(audit: Audit) -> dict[str, Any]:
    """Everything the audit found, but for the files that were not read, which are problems."""
    whole = trajectory(audit)
    return {
        "summary": {
            "documents": whole.documents,
            "reflecting": whole.reflecting,
            "share": _rounded(share(whole.reflecting, whole.documents)),
            "if_accepted": whole.if_accepted,
            "contracts": len(whole.contracts),
            "contracts_reflecting": whole.contracts_reflecting,
            "services": len(whole.services),
            "services_reflecting": whole.services_reflecting,
            "grants": whole.grants,
            "not_read": len(audit.not_read),
            "lock_files": audit.passed_over,
            "other_files": audit.others,
        },
        "components": [
            {
                "component": each.component,
                "title": each.title,
                "documents": each.documents,
                **{_key(coverage): each.counts[coverage] for coverage in COVERAGES},
                "share": _rounded(each.share),
                "if_accepted": each.if_accepted,
                "with_measure": each.measured,
                "measure_offered": each.measure_offered,
            }
            for each in whole.components
        ],
        "providers": [_group(each, whole, "provider") for each in whole.providers],
        "contracts": [_group(each, whole, "contract") for each in whole.contracts],
        "services": [_group(each, whole, "service") for each in whole.services],
        "documents": [_document_as_json(each) for each in audit.documents],
    }


def _group(group: GroupShare, whole: Trajectory, name: str) -> dict[str, Any]:
    return {
        name: group.name,
        "documents": group.documents,
        "reflecting": group.reflecting,
        "share": _rounded(group.share),
        "if_accepted": group.if_accepted,
        "by_component": {
            each.component: count for each, count in zip(whole.components, group.by_component, strict=True)
        },
    }


def _document_as_json(each: DocumentAudit) -> dict[str, Any]:
    return {
        "file": each.file,
        "provider": each.provider,
        "provider_from": each.provider_from or None,
        "service": each.service or None,
        "contract": each.contract or None,
        "reflects": each.reflects,
        "reflects_if_accepted": each.reflects_if_accepted,
        "has_5_1": each.has_5_1,
        "components": [_component(component) for component in each.components],
        "gaps": {
            "count": each.gap_count,
            "listed": [
                {"kind": gap.kind, "mark": gap.mark, "under": under, "paragraph": gap.paragraph, "part": gap.part}
                for gap, under in zip(each.gaps, each.gap_places, strict=True)
            ],
        },
        "tracked_changes": {
            "count": each.tracked.count,
            "authors": list(each.tracked.authors),
            "first": each.tracked.first or None,
            "last": each.tracked.last or None,
        },
        "comments": {
            "count": each.comments.count,
            "resolved": each.comments.settled,
            "authors": list(each.comments.authors),
        },
        "reports": [
            {
                "title": report.title,
                "clause": report.clause_id or None,
                "version": report.version,
                "sentence": report.sentence,
            }
            for report in each.reports
        ],
        "remarks": list(each.remarks),
    }


def _component(each: ComponentFinding) -> dict[str, Any]:
    return {
        "component": each.component,
        "coverage": each.coverage,
        "if_accepted": each.if_accepted,
        "clauses": [_clause(clause) for clause in each.clauses],
        "measure": each.measure,
        "measures": [_clause(clause) for clause in each.measures],
        "mentions": {
            "count": each.mention_count,
            "listed": [{"under": mention.under, "excerpt": mention.excerpt} for mention in each.mentions],
        },
        "missing": list(each.missing),
    }


def _clause(each: ClauseFound) -> dict[str, Any]:
    return {
        "clause": each.clause_id,
        "version": each.version,
        "newest": each.newest,
        "title": each.title,
        "word_for_word": each.word_for_word,
        "removed": each.amount.removed,
        "added": each.amount.added,
        "punctuation": each.amount.signs,
        "same": _rounded(each.share),
        "under": each.under,
        "begins": each.begins,
        "in_5_1": each.in_5_1,
    }


def _rounded(value: float) -> float:
    return round(value, 4)


def _key(coverage: str) -> str:
    return coverage.replace(" ", "_")
