"""What the templates of reports say: the report of a review, and the redline of two versions of a clause.

Their names are the fields of `ReviewPage`, `MeetingPage` and `VersionsPage` in specgen.review.reports."""

from __future__ import annotations

from docx_markup import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    Cell,
    CellTag,
    Row,
    RowTag,
    ShadedCell,
    document,
    each,
    header,
    header_row,
    para,
    row_for_each,
    section,
    table,
    text,
    when,
    widths,
)


def report_head(title: str) -> str:
    """The header of a report: its title."""
    return header(para("Header", title))


def _words(name: str) -> str:
    """A cell's words, a paragraph for each of their lines."""
    return para("TableText", f"{{{{p {name} }}}}")


def _said(label: str, name: str) -> str:
    """A labelled line that stands there only when there is something to say."""
    return when(name, para("DocumentFacts", f"**{label}:** {{{{ {name} }}}}"))


def _comments(title: str, style: str, name: str) -> str:
    comments = row_for_each(
        f"row in {name}",
        "Comments",
        PORTRAIT_WIDTH,
        ("By whom", 25, _words("row.by")),
        ("About", 30, text("{{ row.about }}")),
        ("Comment", 45, _words("row.words")),
    )
    return when(name, para(style, title), comments)


def _changes(name: str) -> str:
    return row_for_each(
        f"row in {name}",
        "Changes",
        PORTRAIT_WIDTH,
        ("Change", 21, _words("row.change")),
        ("Taken out", 24, text("{{ row.removed }}")),
        ("Put in", 24, text("{{ row.added }}")),
        ("Class", 16, text("{{ row.sort }}")),
        ("By whom", 15, text("{{ row.by_whom }}")),
    )


def _first_page() -> tuple[str, ...]:
    return (
        para("Title", "{{ review.title }}"),
        _said("Contract", "review.contract"),
        para("DocumentFacts", "**Result:** {{ review.result }}"),
        _said("Attention", "review.attention"),
        _said("By class", "review.classes"),
        when(
            "review.decide",
            para("Heading1", "Who must decide"),
            each("decider in review.decide", para("ListBullet", "{{ decider.who }}: {{ decider.what }}")),
        ),
        when(
            "review.first",
            para("Heading1", "What changed"),
            row_for_each(
                "row in review.first",
                "What changed",
                PORTRAIT_WIDTH,
                ("Class", 22, text("{{ row.sort }}")),
                ("Where", 27, text("{{ row.clause }}")),
                ("What changed", 31, text("{{ row.what }}")),
                ("By whom", 20, text("{{ row.by_whom }}")),
            ),
        ),
        para("SectionEnd", section=section()),
    )


def _summary() -> str:
    summary = row_for_each(
        "row in review.summary",
        "Summary",
        PORTRAIT_WIDTH,
        ("No.", 7, text("{{ row.number }}")),
        ("Clause", 40, text("{{ row.title }}"), text("{{ row.name }}")),
        ("What became of it", 20, text("{{ row.became }}")),
        ("Class of change", 19, text("{{ row.sort }}")),
        ("Found by", 14, text("{{ row.found_by }}")),
    )
    return when("review.summary", para("Heading1", "Summary"), summary)


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
    plain = row_for_each(
        "row in review.plain",
        "Changes",
        PORTRAIT_WIDTH,
        ("Change", 34, _words("row.change")),
        ("The paragraph as it was", 33, text("{{ row.before }}")),
        ("The paragraph as it would be", 33, text("{{ row.after }}")),
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


def _to_decide() -> str:
    """The table that “specgen answer” reads: its headings are known by their words."""
    return when(
        "review.to_decide",
        para("Heading1", "Decisions"),
        para(
            "BodyText",
            "Type accept, reject, counter, ask or reply into the column “Decision”, and for the last three the words "
            "into the column “Words”; then “specgen answer RETURNED.docx --decisions THIS-REPORT.docx” makes the "
            "reply. A row that is left blank is undecided: the file stays there as it came.",
        ),
        row_for_each(
            "row in review.to_decide",
            "Decisions",
            PORTRAIT_WIDTH,
            ("Id", 18, text("{{ row.id }}")),
            ("Where", 20, _words("row.where")),
            ("Taken out", 17, text("{{ row.removed }}")),
            ("Put in", 17, _words("row.added")),
            ("Decision", 13, text("")),
            ("Words", 15, text("")),
        ),
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
        _to_decide(),
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
    rows = row_for_each(
        "row in found.rows",
        "Duties",
        PORTRAIT_WIDTH,
        ("Due", 25, text("{{ row.day }}")),
        ("What, and its paragraph", 61, text("{{ row.what }}")),
        ("{{ found.place }}", 14, text("{{ row.where }}")),
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


SHADES = {"all": "7FADD8", "most": "A3C3E3", "half": "C6D9EE", "some": "E6EEF7"}
"""Level → the colour behind it; no colour for none. Each leaves black letters a contrast of seven to one and more."""


def _shaded(name: str, style: str = "TableText") -> list[Cell | CellTag | ShadedCell]:
    """One cell, shaded by its level: a statement chooses which of them stands there."""
    words = [para(style, f"{{{{ {name}.words }}}}")]
    found: list[Cell | CellTag | ShadedCell] = []
    for number, (level, fill) in enumerate(SHADES.items()):
        found += [CellTag(f'{"elif" if number else "if"} {name}.level == "{level}"'), ShadedCell(words, fill)]
    return [*found, CellTag("else"), words, CellTag("endif")]


def _named(*names: str) -> list[Cell | CellTag | ShadedCell]:
    """A cell for each name."""
    return [[text(f"{{{{ {name} }}}}")] for name in names]


def _labelled(loop: str, style: str = "DocumentFacts") -> str:
    return each(f"line in {loop}", para(style, "**{{ line.label }}:** {{ line.words }}"))


def _board() -> tuple[str, ...]:
    """The one page that a board reads."""
    titles = ("No.", "Key action", "Measure", "Contracts", "Services", "Target", "Status", "Missing")
    row: list[Cell | CellTag | ShadedCell] = [[_small(f"row.{name}")] for name in ("number", "action", "measure")]
    row += _shaded("row.contracts", "OnePageText")
    row += [[_small(f"row.{name}")] for name in ("services", "target", "status", "missing")]
    actions = table(
        "The ten key actions in a row each",
        widths(LANDSCAPE_WIDTH, 38, 286, 228, 78, 70, 54, 96, 160),
        [
            Row([[para("OnePageHeading", title)] for title in titles], header=True),
            RowTag("for row in progress.rows"),
            Row(row),
            RowTag("endfor"),
        ],
    )
    asked = table(
        "What needs a decision, and what the figures do not say",
        widths(LANDSCAPE_WIDTH, 1, 1),
        [
            Row(
                [
                    [para("OnePageHeading", "What needs a decision")],
                    [para("OnePageHeading", "What the figures do not say")],
                ],
                header=True,
            ),
            Row([[each(f"line in progress.{name}", _small("line"))] for name in ("decisions", "limits")]),
        ],
    )
    return (
        para("Title", "{{ progress.title }}"),
        para("OnePageText", "{{ progress.about }}"),
        actions,
        para("OnePageText"),
        asked,
        para("SectionEnd", section=section(landscape=True, full=True)),
    )


def _small(name: str) -> str:
    return para("OnePageText", f"{{{{ {name} }}}}")


def _key() -> str:
    """What each shade says."""
    return table(
        "Key to the shading",
        widths(LANDSCAPE_WIDTH, 1, 1, 1, 1, 1),
        [Row([CellTag("for cell in progress.key", over=5), *_shaded("cell"), CellTag("endfor")], header=True)],
    )


def _measures() -> str:
    """What was counted for an action."""
    return table(
        "Measures of the action",
        widths(LANDSCAPE_WIDTH, 50, 18, 14, 18),
        [
            header_row("Measure", "Now", "Target", "Apart"),
            RowTag("for row in action.measures"),
            Row([*_named("row.measure"), *_shaded("row.now"), *_named("row.target", "row.aside")]),
            RowTag("endfor"),
        ],
    )


def _quarters() -> str:
    """The actions at the end of each quarter."""
    return table(
        "The key actions at each quarter’s end",
        widths(LANDSCAPE_WIDTH, 5, 11, 8, *(8 for _ in range(8)), 9),
        [
            Row(
                [
                    [para("TableHeading", "No.")],
                    [para("TableHeading", "Counted")],
                    [para("TableHeading", "Now")],
                    CellTag("for day in progress.ends", over=8),
                    [para("TableHeading", "{{ day }}")],
                    CellTag("endfor"),
                    [para("TableHeading", "No dated step")],
                ],
                header=True,
            ),
            RowTag("for row in progress.quarters"),
            Row(
                [
                    *_named("row.action", "row.counted"),
                    *_shaded("row.now"),
                    CellTag("for cell in row.quarters", over=8),
                    *_shaded("cell"),
                    CellTag("endfor"),
                    *_named("row.undated"),
                ]
            ),
            RowTag("endfor"),
        ],
    )


def _components() -> str:
    """What each Provider has of a component."""
    return table(
        "Components by Provider",
        widths(LANDSCAPE_WIDTH, 30, 10, 60),
        [
            header_row("Component", "Services", "By Provider"),
            RowTag("for row in progress.components"),
            Row([*_named("row.title"), *_shaded("row.services"), *_named("row.providers")]),
            RowTag("endfor"),
        ],
    )


def _reported() -> str:
    """What was reported of each measure."""
    return table(
        "What was reported",
        widths(LANDSCAPE_WIDTH, 26, 8, 7, 9, 8, 8, 14, 24),
        [
            header_row(
                "Measure", "Due from", "Met", "Not met", "No cases", "Missing", "Otherwise", "Sum of the latest"
            ),
            RowTag("for row in progress.reported"),
            Row(
                [
                    *_named("row.measure", "row.asked"),
                    *_shaded("row.met"),
                    *_named("row.below", "row.no_cases", "row.missing", "row.others"),
                    [each("line in row.latest", text("{{ line }}"))],
                ]
            ),
            RowTag("endfor"),
        ],
    )


def _commitments() -> str:
    """What these contracts add to the national commitments."""
    return row_for_each(
        "row in progress.commitments",
        "National commitments",
        LANDSCAPE_WIDTH,
        ("No.", 5, text("{{ row.number }}")),
        ("Commitment by 2023/24", 40, text("{{ row.words }}")),
        ("From these contracts", 35, each("line in row.figures", text("{{ line }}"))),
        ("What that does not say", 20, text("{{ row.limits }}")),
    )


def progress_report() -> str:
    """The main part of the progress of a portfolio."""
    return document(
        *_board(),
        para("Heading1", "What the report is of"),
        _labelled("progress.facts"),
        para("Heading1", "The ten key actions"),
        para("BodyTextKept", "A cell is shaded by its share, and says the number as well:"),
        _key(),
        each(
            "action in progress.actions",
            para("Heading2", "{{ action.number }}. {{ action.action }}"),
            para("BodyTextKept", "**Chapter:** {{ action.chapter }}"),
            _measures(),
            _labelled("action.missing", "DocumentNote"),
            _labelled("action.figures", "DocumentNote"),
        ),
        para("Heading1", "At each quarter’s end"),
        para(
            "BodyTextKept",
            "So many hold the measure and have every dated step in Schedules 2M, 6D and 8 due by then. A date says "
            "by when a step is owed, not that it was done.",
        ),
        _quarters(),
        when("progress.later", para("BodyText", "{{ progress.later }}")),
        para("Heading1", "Components by Provider"),
        _components(),
        when("progress.reported", para("Heading1", "What was reported"), _reported()),
        para("Heading1", "What these contracts add to the national commitments"),
        para("BodyTextKept", "{{ progress.commitments_from }}"),
        _commitments(),
        para("Heading1", "How to read this report"),
        _labelled("progress.how"),
        landscape=True,
    )


def returns_report() -> str:
    """The main part of what Providers reported."""
    lines = row_for_each(
        "line in block.lines",
        "Figures that came",
        LANDSCAPE_WIDTH,
        ("Measure", 20, text("{{ line.measure }}")),
        ("Service", 15, text("{{ line.service }}"), text("Commissioner: {{ line.commissioner }}")),
        ("Period", 13, text("{{ line.period }}")),
        ("Figure", 13, text("{{ line.figure }}")),
        ("Threshold", 19, text("{{ line.threshold }}")),
        ("How it stands", 12, text("{{ line.stands }}")),
        ("Further", 18, each("said in line.further", text("{{ said }}"))),
    )
    return document(
        para("Title", "{{ returns.title }}"),
        _labelled("returns.facts"),
        each(
            "block in returns.contracts",
            para("Heading1", "{{ block.heading }}"),
            para("DocumentFacts", "**Provider:** {{ block.provider }}"),
            lines,
            para("DocumentFacts", "**Missing:** {{ block.missing }}"),
        ),
        para("Heading1", "How to read this report"),
        _labelled("returns.how"),
        landscape=True,
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
        row_for_each(
            "row in versions.facts",
            "Facts of both versions",
            PORTRAIT_WIDTH,
            ("Fact", 20, text("{{ row.fact }}")),
            ("Old", 40, _words("row.old")),
            ("New", 40, _words("row.new")),
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
