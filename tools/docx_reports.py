"""What the templates of reports say: the report of a review, and the redline of two versions of a clause.

Their names are the fields of `ReviewPage`, `MeetingPage` and `VersionsPage` in specgen.review.reports."""

from __future__ import annotations

from docx_markup import PORTRAIT_WIDTH, Row, RowTag, document, each, header, header_row, para, section, table, when
from docx_pages import text, widths


def report_head(title: str) -> str:
    """The header of a report: its title."""
    return header(para("Header", title))


def _words(name: str) -> str:
    """A cell's words, a paragraph for each of their lines."""
    return para("TableText", f"{{{{p {name} }}}}")


def _rows(loop: str, *cells: str) -> list[Row | RowTag]:
    return [RowTag(f"for {loop}"), Row([[cell] for cell in cells]), RowTag("endfor")]


def _said(label: str, name: str) -> str:
    """A labelled line that stands there only when there is something to say."""
    return when(name, para("DocumentFacts", f"**{label}:** {{{{ {name} }}}}"))


def _comments(title: str, style: str, name: str) -> str:
    return when(
        name,
        para(style, title),
        table(
            "Comments",
            widths(PORTRAIT_WIDTH, 25, 30, 45),
            [
                header_row("By whom", "About", "Comment"),
                *_rows(f"row in {name}", _words("row.by"), text("{{ row.about }}"), _words("row.words")),
            ],
        ),
    )


def _changes(name: str) -> str:
    return table(
        "Changes",
        widths(PORTRAIT_WIDTH, 21, 24, 24, 16, 15),
        [
            header_row("Change", "Taken out", "Put in", "Class", "By whom"),
            *_rows(
                f"row in {name}",
                _words("row.change"),
                text("{{ row.removed }}"),
                text("{{ row.added }}"),
                text("{{ row.sort }}"),
                text("{{ row.by_whom }}"),
            ),
        ],
    )


def _first_page() -> tuple[str, ...]:
    return (
        para("Title", "{{ review.title }}"),
        _said("Contract", "review.contract"),
        para("DocumentFacts", "**Result:** {{ review.result }}"),
        _said("Attention", "review.attention"),
        _said("By class", "review.classes"),
        when(
            "review.first",
            para("Heading1", "What changed"),
            table(
                "What changed",
                widths(PORTRAIT_WIDTH, 22, 27, 31, 20),
                [
                    header_row("Class", "Where", "What changed", "By whom"),
                    *_rows(
                        "row in review.first",
                        text("{{ row.sort }}"),
                        text("{{ row.clause }}"),
                        text("{{ row.what }}"),
                        text("{{ row.by_whom }}"),
                    ),
                ],
            ),
        ),
        when(
            "review.decide",
            para("Heading1", "Who must decide"),
            each("decider in review.decide", para("ListBullet", "{{ decider.who }}: {{ decider.what }}")),
        ),
        para("SectionEnd", section=section()),
    )


def _summary() -> str:
    return when(
        "review.summary",
        para("Heading1", "Summary"),
        table(
            "Summary",
            widths(PORTRAIT_WIDTH, 7, 40, 20, 19, 14),
            [
                header_row("No.", "Clause", "What became of it", "Class of change", "Found by"),
                RowTag("for row in review.summary"),
                Row(
                    [
                        [text("{{ row.number }}")],
                        [text("{{ row.title }}"), text("{{ row.name }}")],
                        [text("{{ row.became }}")],
                        [text("{{ row.sort }}")],
                        [text("{{ row.found_by }}")],
                    ]
                ),
                RowTag("endfor"),
            ],
        ),
    )


def _clauses() -> str:
    return when(
        "review.clauses",
        para("Heading1", "Clause by clause"),
        para(
            "BodyText",
            "Clauses that are as they were issued, and about which nothing was said, are in the summary only.",
        ),
        each(
            "clause in review.clauses",
            para("Heading2", "{{ clause.number }}. {{ clause.title }}"),
            para("DocumentFacts", "**Clause:** {{ clause.name }}"),
            para("DocumentFacts", "**What became of it:** {{ clause.became }}"),
            para(
                "DocumentFacts",
                "**Recognised by:** {{ clause.recognised }}. It is held against {{ clause.held_against }}.",
            ),
            _said("Who must decide", "clause.decides"),
            each("note in clause.notes", para("DocumentFacts", "**Note:** {{ note }}")),
            each(
                "redline in clause.redline",
                para("Heading3", "Redline: {{ clause.redline_title }}"),
                when("clause.gone", para("BodyText", "The clause is not in what came back.")),
                para("BodyText", "{{p redline }}"),
            ),
            when(
                "clause.changes or clause.quoted",
                para("Heading3", "Changes"),
                when("clause.quoted", para("BodyText", "{{ clause.quoted }}")),
                when("clause.changes", _changes("clause.changes")),
            ),
            when("clause.more", para("BodyText", "{{ clause.more }}")),
            _comments("Comments", "Heading3", "clause.comments"),
        ),
    )


def _outside() -> str:
    plain = table(
        "Changes",
        widths(PORTRAIT_WIDTH, 34, 33, 33),
        [
            header_row("Change", "The paragraph as it was", "The paragraph as it would be"),
            *_rows("row in review.plain", _words("row.change"), text("{{ row.before }}"), text("{{ row.after }}")),
        ],
    )
    return "".join(
        (
            when(
                "review.outside or review.quoted",
                para("Heading1", "Text that belongs to no clause"),
                when("review.quoted", para("BodyText", "{{ review.quoted }}")),
                when("review.outside", _changes("review.outside")),
            ),
            when("review.plain", para("Heading1", "Changes"), plain),
            when("review.more", para("BodyText", "{{ review.more }}")),
        )
    )


def review_report() -> str:
    """The main part of the report of a review."""
    return document(
        *_first_page(),
        para("Heading1", "What it was held against"),
        each("said in review.held_against", para("ListBullet", "{{ said }}")),
        _summary(),
        _clauses(),
        _outside(),
        _comments("Comments that stand at no clause", "Heading1", "review.comments"),
        when(
            "review.uncompared",
            para("Heading1", "Lines outside the clauses that could not be compared"),
            para(
                "BodyText",
                "Nothing at hand says how these lines were issued. Give the file as it went out with --issued, "
                "and they are compared.",
            ),
            each("line in review.uncompared", para("ListBullet", "{{ line }}")),
        ),
        when(
            "review.theirs",
            para("Heading1", "Their words as wording of your own"),
            para(
                "BodyText",
                "If their words of a clause were agreed, this is what “specgen clauses import” makes a local "
                "adaptation of: give it this report and --their-words with the clause's "
                "number. A value that is as it was issued stands as its name, so that the adaptation asks for it "
                "again; one that was changed stays as typed.",
            ),
            each(
                "clause in review.theirs",
                para("Heading2", "{{ clause.number }}. {{ clause.title }}"),
                para("BodyText", "{{p clause.words }}"),
            ),
        ),
        para("Heading1", "What was not looked at"),
        each("said in review.not_looked_at", para("ListBullet", "{{ said }}")),
        when(
            "review.problems",
            para("Heading1", "Problems"),
            each("problem in review.problems", para("BodyText", "{{ problem }}")),
        ),
    )


def meeting_report() -> str:
    """The main part of the pages for a Review Meeting."""
    rows = table(
        "Duties",
        widths(PORTRAIT_WIDTH, 25, 61, 14),
        [
            header_row("Due", "What, and its paragraph", "Schedule"),
            *_rows("row in found.rows", text("{{ row.day }}"), text("{{ row.what }}"), text("{{ row.where }}")),
        ],
    )
    return document(
        para("Title", "{{ meeting.title }}"),
        para("BodyText", "**{{ meeting.aid }}**"),
        each(
            "contract in meeting.contracts",
            para("Heading1", "{{ contract.heading }}"),
            each("fact in contract.facts", para("DocumentFacts", "{{ fact }}")),
            each(
                "found in contract.tables",
                para("Heading2", "{{ found.heading }}"),
                when("found.rows", rows, otherwise=[para("BodyText", "{{ found.nothing }}")]),
                when("found.more", para("BodyText", "{{ found.more }}")),
            ),
            # Each contract stands on a page of its own.
            when("contract.more", para("SectionEnd", section=section())),
        ),
    )


def clause_redline() -> str:
    """The main part of a page of two versions."""
    return document(
        para("Title", "Redline: {{ versions.title }}"),
        para(
            "BodyText",
            "The wording below is written as tracked changes: words that were taken out are struck through, words "
            "that were put in are underlined. "
            "Accepting all changes gives {{ versions.new }}; rejecting all gives {{ versions.old }}. Names between "
            "double braces stand for values that each contract gives.",
        ),
        when(
            "versions.based_on",
            para("DocumentFacts", "**Reason for the deviation:** {{ versions.reason }}"),
            para("DocumentFacts", "**Based on:** {{ versions.based_on }}"),
            para(
                "DocumentFacts",
                "**The deviation holds until:** {% if versions.until %}{{ versions.until }}{% else %}no last day is "
                "given{% endif %}",
            ),
            otherwise=[para("DocumentFacts", "**What changed, and why:** {{ versions.reason }}")],
        ),
        table(
            "Facts of both versions",
            widths(PORTRAIT_WIDTH, 20, 40, 40),
            [
                header_row("Fact", "Old", "New"),
                *_rows("row in versions.facts", text("{{ row.fact }}"), _words("row.old"), _words("row.new")),
            ],
        ),
        # Each part of the clause stands under words that both pages have, so that its paragraphs are compared with its
        # own, and the file says the same as the list of changes.
        para("Heading1", "Heading"),
        para("Heading2", "{{ versions.heading }}"),
        para("Heading1", "Wording"),
        para("BodyText", "{{p versions.wording }}"),
        when(
            "versions.details",
            para("Heading1", "Details"),
            # The words stand in paragraphs of their own, so that they are compared without the label, as on the
            # screen.
            each(
                "detail in versions.details",
                para("BodyText", "**{{ detail.label }}:**"),
                para("BodyText", "{{p detail.wording }}"),
            ),
        ),
        para("BodyText", "End of the redline."),
    )
