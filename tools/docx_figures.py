"""What the templates of documents with figures say. Every name is one that the type's type.yaml declares; headings of
tables are the titles that it gives to columns."""

from __future__ import annotations

from collections.abc import Sequence

from docx_markup import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    Row,
    RowTag,
    document,
    each,
    header,
    header_row,
    label_rows,
    para,
    section,
    table,
    text,
    when,
    widths,
)
from docx_variation import SIGNATURE_HEIGHT


def figures_head(about: str = "{{ document.type }} {{ document.reference }}") -> str:
    """The header: DRAFT in words while it is one; what it is, its reference and its version."""
    return header(
        when("document.draft", para("DraftLabel", "{{ document.label }}")),
        para(
            "Header",
            f"{about}, {{% if document.draft %}}draft{{% else %}}version{{% endif %}} {{{{ document.version }}}}",
        ),
    )


def top(*facts: tuple[str, str]) -> str:
    """The title and the facts below it."""
    return "".join(
        (
            para("Title", "{{ document.title }}"),
            para("Subtitle", "{{ document.type }}"),
            para("DocumentFacts", "**Reference:** {{ document.reference }}"),
            *(para("DocumentFacts", f"**{label}:** {value}") for label, value in facts),
        )
    )


def prose(name: str, style: str = "BodyText") -> str:
    """The paragraphs of a field that is a list of words."""
    return each(f"words in field.{name}", para(style, "{{ words }}"))


def listed(heading: str, name: str, style: str = "ListBullet") -> str:
    """A heading and the entries of a field below it, where it has any."""
    return when(f"field.{name}", para("Heading1", heading), prose(name, style))


def records(
    name: str, columns: str, *totals: tuple[str, Sequence[str]], wide: bool = False, caption: str = "", only: str = ""
) -> str:
    """The table of that name: its columns, each with its share of the width ("name 7, role 4"); below it rows of
    totals, each a label and the cells that follow the first. `only` is a test for the rows that are printed. A column
    with `=` before its name is printed without a mark, since it stands marked elsewhere."""
    names = [column.split()[0] for column in columns.split(", ")]
    shares = [int(column.split()[1]) for column in columns.split(", ")]
    says = [
        f"{{{{ row.{column[1:]} }}}}" if column.startswith("=") else f"{{{{r row.marked.{column} }}}}"
        for column in names
    ]
    # The first row stays with the second and the last one goes with the totals to the next page: neither the headings
    # nor a total stands there with one row or none. Which of some rows are these cannot be asked: all of them are kept.
    plain, kept = (Row([[para(style, words)] for words in says]) for style in ("TableText", "TableTextKept"))
    row: list[Row | RowTag] = [RowTag("if loop.first"), kept, RowTag("else"), plain, RowTag("endif")]
    if only:
        row = [RowTag(f"if {only}"), kept if totals else plain, RowTag("endif")]
    elif totals:
        row = [RowTag("if loop.last"), kept, RowTag("else"), *row, RowTag("endif")]
    of_rows = [RowTag(f"for row in table.{name}"), *row, RowTag("endfor")]
    for number, (label, rest) in enumerate(totals, 1):
        kept_ = "" if number == len(totals) else "Kept"
        cells = [[para(f"TableLabel{kept_}", label)], *([para(f"TableText{kept_}", words)] for words in rest)]
        of_rows.append(Row(cells))
    return table(
        caption or name.replace("_", " ").capitalize(),
        widths(LANDSCAPE_WIDTH if wide else PORTRAIT_WIDTH, *shares),
        [header_row(*(f"{{{{ heading.{name}.{column.lstrip('=')} }}}}" for column in names)), *of_rows],
    )


def facts_table(caption: str, *pairs: tuple[str, str]) -> str:
    """Labels and what each says."""
    return table(caption, widths(PORTRAIT_WIDTH, 4, 7), label_rows(*pairs, alone=True), first_column=True)


def signatures(name: str = "signatories", party: str = "party", post: str = "post") -> str:
    """A block to sign by hand for each row of the table."""
    blank = [text("")]
    rows = [
        Row([[para("TableLabelKept", "For and on behalf of")], [text(f"{{{{r row.marked.{party} }}}}")]], header=True),
        Row([[para("TableLabelKept", "Signature")], blank], height=SIGNATURE_HEIGHT),
        Row([[para("TableLabelKept", "Name")], blank]),
        Row([[para("TableLabelKept", "Title")], [text(f"{{{{r row.marked.{post} }}}}")]]),
        Row([[para("TableLabel", "Date")], blank]),
    ]
    block = table("Signature", widths(PORTRAIT_WIDTH, 3, 9), rows, first_column=True)
    return each(f"row in table.{name}", block, para("BodyText"))


def memorandum() -> str:
    """The memorandum of understanding; its schedules lie across the page."""
    return document(
        top(("Programme", "{{ field.programme }}"), ("Period", "{{ field.starts }} to {{ field.ends }}")),
        para("Heading1", "Parties"),
        records("parties", "name 7, role 4"),
        para("Heading1", "Purpose"),
        prose("purpose"),
        listed("Commitments", "commitments"),
        listed("General conditions", "conditions"),
        para("Heading1", "Deliverables"),
        when(
            "field.ambition",
            para(
                "BodyText",
                "The parties aim at {{ field.ambition }} of the population{% if field.ambition_basis %} "
                "({{ field.ambition_basis }}){% endif %}; the schedule of activity projections says how that is "
                "made up.",
            ),
        ),
        records("deliverables", "deliverable 5, measure 4, by 2"),
        when(
            "table.tests",
            para("Heading2", "Tests of the deliverables"),
            records("tests", "what 7, at_least 2, at_most 2, reached 2"),
        ),
        listed("Enablers", "enablers"),
        listed("What the funder does", "support"),
        para("Heading1", "Funding"),
        para("BodyTextKept", "The funder makes {{ field.funding_sum }} available. It is spent as follows."),
        records("funding", "what 8, amount 3", ("Total", ["{{r marked.funding_total }}"])),
        para("Heading2", "Instalments"),
        para(
            "BodyTextKept",
            "The sum is paid to {{ field.payee }}{% if field.purchase_order %} on purchase order "
            "{{ field.purchase_order }}{% endif %} in instalments.",
        ),
        records(
            "instalments",
            "due 6, share 4, on 7, subject_to 7, subject_by 6, amount 7",
            ("Total", ["{{r marked.instalments_share }}", "", "", "", "{{r marked.instalments_total }}"]),
        ),
        para("Heading1", "Governance and reporting"),
        prose("governance"),
        listed("Intellectual property", "intellectual_property", "BodyText"),
        para("Heading1", "Legal status"),
        para(
            "BodyText",
            "This memorandum says what the parties intend. It is no contract, no court can be asked to enforce it, and "
            "it makes no party the agent of another.",
        ),
        para("Heading1", "Variation and end"),
        para(
            "BodyText",
            "The parties change this memorandum by numbered change notes that all of them sign. It ends on "
            "{{ field.ends }}, unless a change note says otherwise or a party withdraws before then by writing to the "
            "others.",
        ),
        when(
            "table.gateways",
            para("BodyTextKept", "Whether the site goes on in the programme is confirmed at these times."),
            records("gateways", "date 3, what 8"),
        ),
        para("Heading1", "Signatures"),
        signatures(),
        when(
            "table.representatives",
            para("Heading1", "Schedule 1: Representatives"),
            records("representatives", "organisation 6, representative 5"),
        ),
        para("SectionEnd", section=section()),
        para("Heading1", "Schedule: Activity projections"),
        when(
            "table.projections",
            records(
                "projections",
                "letter 3, measure 7, counts 5, basis 7, collected 5, part_of 3, target 4",
                ("Total", ["", "", "", "", "", "{{r marked.projections_total }}"]),
                wide=True,
            ),
            otherwise=[para("BodyText", "There are none.")],
        ),
        landscape=True,
    )


def change_note() -> str:
    """The change note."""
    return document(
        top(),
        facts_table(
            "The change note",
            ("Number", "{{ field.number }}"),
            ("Memorandum", "{{ field.memorandum }}"),
            ("Originator", "{{ field.originator }}"),
            ("First proposed", "{{ field.first_proposed }}"),
            ("Takes effect on", "{{ field.takes_effect }}"),
            ("Number of pages", "{{ field.pages }}"),
        ),
        para("Heading1", "Reason"),
        prose("reason"),
        para("Heading1", "Details"),
        prose("details"),
        para("Heading1", "Impact on the rest of the memorandum"),
        prose("impact"),
        para("Heading1", "What stays"),
        para("BodyText", "{{ field.saving }}"),
        para("Heading1", "Signatures"),
        signatures(),
    )


def figures_of(caption: str, names: str) -> str:
    """Figures of the document, each with what it is called."""
    rows = [
        Row([[para("TableLabel", f"{{{{ called.{name} }}}}")], [text(f"{{{{r marked.{name} }}}}")]])
        for name in names.split(", ")
    ]
    first = Row(rows[0].cells, header=True)
    return table(caption, widths(PORTRAIT_WIDTH, 7, 4), [first, *rows[1:]], first_column=True)


def statement_of_resources() -> str:
    """The statement at the level of the system; its tables lie across the page."""
    return document(
        top(("Cohort", "{{ field.cohort }}"), ("Year", "{{ field.year }}")),
        para(
            "BodyText",
            "This statement says what the care of the cohort costs, service by service, and what of it is in personal "
            "budgets now, can be later or cannot be. A person's own statement is made of it.",
        ),
        para("Heading1", "Bands of need"),
        records("bands", "band 5, people 3, annual 4, in_budget 4, forecast 4"),
        para("Heading1", "The whole"),
        figures_of(
            "The whole", "people_total, forecast_now, forecast_later, forecast_never, forecast_total, now_share"
        ),
        when("field.usual_care", para("BodyText", "The cost of usual care for the cohort is {{ field.usual_care }}.")),
        para("Heading2", "By source of money"),
        figures_of("By source of money", "forecast_nhs, forecast_social_care, forecast_education, forecast_sources"),
        listed("Notes", "notes", "BodyText"),
        para("SectionEnd", section=section()),
        para("Heading1", "Services"),
        records(
            "services",
            "band 4, provider 5, service 5, purpose 6, source 4, in_budgets 4, available_from 4, reason 7",
            wide=True,
        ),
        para("Heading1", "Costs"),
        records(
            "services",
            "=band 7, =service 9, cost_basis 8, forces_factor 7, units 7, unit 6, unit_cost 9, annual 9, "
            "uptake 7, forecast 9",
            wide=True,
            caption="Costs",
        ),
        landscape=True,
    )


def personal_statement() -> str:
    """The statement for one person."""
    return document(
        top(("Year", "{{ field.year }}")),
        para(
            "BodyText",
            "This statement lists the services that the person gets. It gives the cost of those that can be in a "
            "personal budget, and what they come to: the indicative budget. It is made before the plan, so that "
            "the person and the family know what there is to plan with.",
        ),
        when("field.band", para("BodyText", "Band of need: {{ field.band }}.")),
        listed("Outcomes", "outcomes"),
        para("Heading1", "Services"),
        records("services", "service 5, provider 5, purpose 6, source 4"),
        para("Heading1", "What can be in the budget"),
        records(
            "services",
            "=service 5, in_budget 4, available_from 4, from 4, reason 8",
            caption="What can be in the budget",
        ),
        para("Heading1", "Indicative budget"),
        records(
            "services",
            "=service 9, cost_basis 9, units 6, unit 6, unit_cost 9, annual 9",
            ("Indicative budget for a year", ["", "", "", "", "{{r marked.indicative }}"]),
            only='row.in_budget == "yes"',
            caption="Indicative budget",
        ),
        para("Heading2", "By source of money"),
        figures_of("By source of money", "indicative_nhs, indicative_social_care, indicative_education"),
    )


def budget_sheet() -> str:
    """The budget sheet of one person."""
    return document(
        top(("Year", "{{ field.year }}"), ("From", "{{ field.starts }}")),
        para("Heading1", "The plan and its cost"),
        records("plan", "item 6, funder 5, amount 3", ("Cost of the plan", ["", "{{r marked.plan_total }}"])),
        para("Heading1", "The final budget"),
        records(
            "funders",
            "funder 5, source 3, plan 3, contribution 3, final 3",
            ("Final budget", ["", "", "{{r marked.contribution }}", "{{r marked.final }}"]),
        ),
        para("Heading1", "How it is held"),
        records("ways", "way 4, funder 6, amount 3", ("Held in all", ["", "{{r marked.held_total }}"])),
        para("Heading1", "Against the indicative budget"),
        facts_table(
            "Against the indicative budget",
            ("Indicative budget", "{{ field.indicative }}"),
            ("Difference", "{{r marked.difference }}"),
            ("Reason", "{{ field.reason }}"),
            ("Approved by", "{{ field.approver }}"),
            ("Approved on", "{{ field.approved_on }}"),
            ("First review", "{{ field.review }}"),
        ),
    )


RATINGS = (
    ("blue", "done"),
    ("green", "on course"),
    ("amber", "behind, and likely to be made good"),
    ("red", "behind, and not likely to be made good without help"),
    ("superseded", "no longer a priority"),
)
"""What the ratings mean where a report has no key of its own: a key is always printed."""


def progress_report() -> str:
    """The progress report: cover, summary, ratings in words, next steps, and the annex of updates across the page."""
    return document(
        top(("Meeting", "{{ field.board }}"), ("Date", "{{ field.meeting }}")),
        facts_table(
            "Cover",
            ("Agenda item", "{{ field.item }}"),
            ("Senior responsible officer", "{{ field.lead }}"),
            ("Author", "{{ field.author }}"),
            ("Attachments", "{{ field.attachments }}"),
            ("What the board is asked", "{{ field.asked }}"),
            ("Implications", _joined("implications")),
            ("Engagement to date", _joined("engaged")),
            ("Contribution", _joined("contribution")),
            ("Confidential", "{{ field.confidential }}"),
        ),
        para("Heading1", "Summary"),
        prose("summary"),
        para("Heading1", "Key of the ratings"),
        when(
            "table.key",
            records("key", "rating 3, meaning 9"),
            otherwise=[para("ListBullet", f"**{rating}:** {meaning}") for rating, meaning in RATINGS],
        ),
        para("Heading1", "Ratings as at {{ field.period }}"),
        para(
            "BodyText",
            "Of {{r marked.priorities_count }} priorities, {{r marked.blue }} are blue, {{r marked.green }} green, "
            "{{r marked.amber }} amber, {{r marked.red }} red and {{r marked.superseded }} superseded.",
        ),
        each(
            "part in table.sections",
            para("Heading2", "{{ part.section }}"),
            records(
                "priorities",
                "number 3, description 9, group 5, rating 4, next_step 2",
                only="row.section == part.section",
            ),
        ),
        when("table.issues", para("Heading1", "Next steps"), records("issues", "number 1, issue 9")),
        para("Heading1", "Recommendation"),
        para("BodyText", "The board is asked to {{ field.recommended }}:"),
        prose("recommendations"),
        para("SectionEnd", section=section()),
        para("Heading1", "Annex 1: Updates"),
        records(
            "priorities",
            "=number 3, type 4, =description 8, from_schedule 4, came_back 5, superseded_by 4, update 10",
            wide=True,
            caption="Updates",
        ),
        landscape=True,
    )


def _joined(name: str) -> str:
    """The entries of a field one after another in a line."""
    return f"{{% for words in field.{name} %}}{{{{ words }}}}{{% if not loop.last %}}; {{% endif %}}{{% endfor %}}"


def commitments_report() -> str:
    """Commitments held against performance; the tables lie across the page."""
    return document(
        top(("Meeting", "{{ field.board }}"), ("As at", "{{ field.as_at }}")),
        when("field.dated", para("DocumentFacts", "**Date:** {{ field.dated }}")),
        listed("Summary", "summary", "BodyText"),
        para("Heading1", "Commitments with a figure"),
        para(
            "BodyTextKept",
            "Of {{r marked.commitments_count }} commitments, {{r marked.ahead }} are ahead, {{r marked.on_course }} on "
            "course and {{r marked.behind }} behind. A status is held against the agreed profile; where none was "
            "agreed, against a straight line from the first day to the last, which is an assumption.",
        ),
        records(
            "commitments",
            "component 10, commitment 10, counts 9, target 7, target_most 6, by 8, as_at 8, actual 9, "
            "expected 7, status 6",
            wide=True,
        ),
        para("Heading1", "What each status rests on"),
        records(
            "commitments",
            "=commitment 5, source 4, actual_source 4, profile 4, starts 4, start_count 4, "
            "months_past 3, months_all 3, assumed 4, said 3",
            wide=True,
            caption="What each status rests on",
        ),
        para("Heading1", "What a stated growth implies"),
        records(
            "commitments",
            "=commitment 6, =actual 3, growth 3, growth_since 4, implied_before 4",
            wide=True,
            caption="What a stated growth implies",
            only="row.growth",
        ),
        when(
            "table.without_figure",
            para("Heading1", "Commitments without a figure"),
            records("without_figure", "component 4, commitment 6, performance 8", wide=True),
        ),
        landscape=True,
    )


def provider_memorandum() -> str:
    """The memorandum between providers."""
    return document(
        top(("Term", "{{ field.starts }} to {{ field.ends }}")),
        para("Heading1", "Status and purpose"),
        prose("purpose"),
        when(
            'field.binding == "yes"',
            para("BodyText", "This memorandum binds the participants."),
            otherwise=[para("BodyText", "This memorandum says what the participants intend, and binds none of them.")],
        ),
        records("participants", "name 1"),
        listed("Background", "background", "BodyText"),
        para("Heading1", "Objectives"),
        prose("objectives", "ListBullet"),
        when("table.duties", records("duties", "duty 6, designed_by 3, by 3", caption="What is due when")),
        listed("Purpose and remit", "remit", "BodyText"),
        para("Heading1", "Principles"),
        prose("principles", "ListBullet"),
        para("Heading1", "Governance"),
        prose("governance"),
        para("BodyTextKept", "The board has {{r marked.board_count }} posts."),
        records("board", "post 5, organisation 6"),
        para("Heading1", "Risk"),
        prose("service_risk"),
        para("Heading2", "Funding and financial risk"),
        prose("funding"),
        when("table.risks", records("risks", "letter 1, intention 9")),
        para("Heading1", "Services"),
        prose("scope_words"),
        records("in_scope", "service 1", caption="Services in scope"),
        when("table.in_view", para("BodyText"), records("in_view", "service 1", caption="Services in view")),
        listed("Out of scope", "out_of_scope"),
        para("Heading1", "Indicators"),
        prose("indicators"),
        when("table.appendices", para("Heading1", "Appendices"), records("appendices", "letter 1, heading 9")),
        para("Heading1", "Agreement"),
        signatures(),
    )


def social_prescribing_funding() -> str:
    """The funding agreement."""
    return document(
        top(("Place", "{{ field.place }}"), ("Term", "{{ field.starts }} to {{ field.ends }}")),
        para("Heading1", "Purpose"),
        prose("purpose"),
        para("Heading1", "The whole"),
        para(
            "BodyText",
            "The funders give {{ field.whole_sum }}. Small organisations get {{r marked.small_total }} of it, "
            "{{r marked.small_share }}{% if field.least_small_share %} (at least {{ field.least_small_share }} was "
            "agreed){% endif %}.",
        ),
        para("Heading1", "Who gives what"),
        records(
            "funders",
            "funder 5, agreed 3, allocated 3, answers_for 5",
            ("All funders", ["{{r marked.agreed_by_funders }}", "{{r marked.by_funder }}", ""]),
        ),
        para("Heading1", "Who gets what"),
        records(
            "recipients",
            "recipient 9, small 8, agreed 8, allocated 8, answers_for 9",
            ("All recipients", ["", "{{r marked.agreed_with_recipients }}", "{{r marked.by_recipient }}", ""]),
        ),
        para("Heading1", "What for"),
        records(
            "allocations",
            "funder 5, recipient 5, what 4, mechanism 5, amount 4",
            ("Allocated in all", ["", "", "", "{{r marked.allocated_total }}"]),
        ),
        para("Heading1", "Reporting"),
        prose("reporting"),
        para("Heading1", "Signatures"),
        signatures(),
    )


def intentions_with_scale() -> str:
    """Commissioning intentions with scope, pace, scale and money."""
    return document(
        top(
            ("From", "{{ field.commissioner }}"),
            ("To", "{{ field.provider }}"),
            ("Date", "{{ field.dated }}"),
            ("Please reply by", "{{ field.reply_by }}"),
        ),
        para(
            "DocumentNote",
            "This letter says what we intend to change from {{ field.effective }}. It binds nobody: it is no "
            "variation, and no notice under any agreement.",
        ),
        para("Heading1", "Why"),
        prose("reasons"),
        para("Heading1", "Co-production"),
        prose("co_production"),
        para("Heading1", "What we ask of you"),
        prose("ask"),
        para("SectionEnd", section=section()),
        para("Heading1", "Scope and scale"),
        records(
            "intentions",
            "number 2, component 6, scope 8, people_now 3, people_then 3, more 3, starts 4, by 4",
            ("All", ["", "", "", "", "{{r marked.people_more }}", "", ""]),
            wide=True,
            caption="Scope and scale",
        ),
        para("Heading1", "Pace"),
        records("steps", "intention 2, by 4, more 3", wide=True),
        para("Heading1", "Money"),
        records(
            "intentions",
            "=number 2, =component 6, method 6, money_now 4, money_then 4, change 4",
            ("All", ["", "", "{{r marked.money_now }}", "{{r marked.money_then }}", "{{r marked.change_total }}"]),
            wide=True,
            caption="Money",
        ),
        when(
            "field.contract_value",
            para(
                "BodyText",
                "The contract is worth {{ field.contract_value }} a year; the change is {{r marked.change_share }} of "
                "it.",
            ),
        ),
        landscape=True,
    )


def choice_self_assessment() -> str:
    """The self-assessment against the nine standards."""
    return document(
        top(("Assessed on", "{{ field.assessed }}"), ("Executive who answers for choice", "{{ field.lead }}")),
        para("Heading1", "The whole"),
        figures_of(
            "The whole",
            "commissioners_count, completed, completed_share, five_or_more, five_share, all_nine, nine_share",
        ),
        para("Heading1", "By Commissioner"),
        records("commissioners", "name 6, assessed 3, met 3"),
        para("Heading1", "The nine standards"),
        records("standards", "number 1, standard 9"),
        para("SectionEnd", section=section()),
        para("Heading1", "Assessment"),
        records("assessments", "commissioner 6, standard 3, status 3, evidence 6, action 6, by 4", wide=True),
        landscape=True,
    )
