"""What each shipped template says: its headings, tables and tags. Names are those of
docs/reference/template-names.md."""

from __future__ import annotations

from collections.abc import Mapping

from docx_markup import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    document,
    each,
    header,
    header_row,
    label_rows,
    para,
    row_for_each,
    section,
    table,
    tag,
    text,
    when,
    widths,
)

COMMISSIONERS = (
    "{% for party in commissioners %}{{ party.name }} ({{ party.identity }}){% if not loop.last %}; {% "
    "endif %}{% endfor %}"
)
SERVICE = "{{ service.number }} {{ service.name }}"
CONSEQUENCE = "As set out in {{ terms.consequence }}"


def top(about: str) -> str:
    """Title, schedule, and whom and what the document is about."""
    return "".join(
        (
            para("Title", "{{ document.title }}"),
            para("Subtitle", "{{ schedule.heading }}"),
            about,
            para("DocumentFacts", "**Contract:** {{ contract.reference }}, {{ contract.title }}"),
            para("DocumentFacts", f"**Commissioners:** {COMMISSIONERS}"),
            para("DocumentFacts", "**Provider:** {{ provider.name }} ({{ provider.identity }})"),
        )
    )


def page_head(about: str, agreement: str = "contract") -> str:
    """The header: DRAFT in words while it is one; the schedule, the contract and the version."""
    return header(
        when("document.draft", para("DraftLabel", "{{ document.label }}")),
        para(
            "Header",
            f"{about}, {agreement} {{{{ contract.reference }}}}, {{% if document.draft %}}draft{{% else "
            f"%}}version{{% endif %}} {{{{ document.version }}}}",
        ),
    )


def where_applicable(*body: str) -> str:
    """A schedule's content, or that it is not applicable."""
    return when("document.applicable", *body, otherwise=[para("DocumentNote", "{{ document.not_applicable }}")])


def requirement_list() -> str:
    """The local quality requirements of a specification: title and measure, then the threshold."""
    return "".join((
        when("schedules.quality_requirements.letter", para("BodyText", "How each is measured is set out in {{ "
            "schedules.quality_requirements.heading }}.")),
        each("item in quality",
             para("RequirementList", "**{{ item.title }}.** {{ item.wording }}"),
             para("RequirementText", "**Threshold:** {{ item.threshold }}"),
             para("RequirementText", "**Period:** {{ item.period }}")),
    ))  # fmt: skip


def further_reports() -> str:
    """The reports that paragraphs of the contract ask for, where they are listed."""
    return row_for_each(
        "item in further_reports",
        "Reports that paragraphs of the contract ask for",
        PORTRAIT_WIDTH,
        (
            "Report",
            80,
            text("**{{ item.number }}. {{ item.title }}**"),
            text("{{ item.wording }}"),
            text("**Basis:** {{ item.basis }}"),
        ),
        (
            "Period and first day",
            42,
            text("{{ item.period }}"),
            text("{{ item.first }}"),
            # Wording that names nobody leaves no label without words.
            when("item.to", text("**To:** {{ item.to }}")),
        ),
        ("Required by", 48, text("{{ item.required_by }}")),
    )


def list_of_reports() -> str:
    """The list of reports at the end of an insert, where no schedule lists them."""
    return when("further_reports", para("Heading1", "List of reports"), further_reports())


MONTHS = "**Each period of 1 month:** {{ service.months }}"


def specification_insert() -> str:
    heading = para("Heading1", "{{ section.number }}\t{{ section.title }}")
    return document(
        top(para("DocumentFacts", f"**Service:** {SERVICE}")
            + when("service.own_period", para("DocumentFacts", "**Period:** {{ service.own_period }}"))
            + when("service.months", para("DocumentFacts", MONTHS))),
        each("section in sections",
             when('section.slot == "specification" and specification', heading,
                  each("item in specification", para("BodyText", "{{p item.wording }}"))),
             when('section.slot == "quality" and quality', heading, requirement_list())),
        list_of_reports(),
    )  # fmt: skip


def whole_specification() -> str:
    facts = table(
        "Service specification",
        widths(PORTRAIT_WIDTH, 3, 5),
        [
            *label_rows(
                ("Service Specification No.", "{{ service.number }}"),
                ("Service", "{{ service.name }}"),
                ("Commissioner Lead", "{{ service.commissioner_lead }}"),
                ("Provider Lead", "{{ service.provider_lead }}"),
                (
                    "Period",
                    "{% if service.own_period %}{{ service.own_period }}{% else %}{{ service.period }}{% endif %}",
                ),
                ("Date of Review", "{{ service.review_date }}"),
                alone=True,
            )
        ],
        first_column=True,
    )
    return document(
        para("Title", "{{ document.title }}"),
        para("Subtitle", "{{ schedule.heading }}"),
        facts,
        when("service.months", para("DocumentFacts", MONTHS)),
        each(
            "section in sections",
            when(
                "section.level == 1",
                para("Heading1", "{{ section.number }}\t{{ section.title }}"),
                otherwise=[para("Heading2", "{{ section.number }}\t{{ section.title }}")],
            ),
            when("section.text", para("BodyText", "{{p section.text }}")),
            when(
                'section.slot == "specification"',
                each("item in specification", para("BodyText", "{{p item.wording }}")),
            ),
            when('section.slot == "quality" and quality', requirement_list()),
        ),
        list_of_reports(),
    )


def _requirements(*columns: str) -> str:
    cells: Mapping[str, tuple[int, *tuple[str, ...]]] = {
        "requirement": (34, text("**{{ item.number }}. {{ item.title }}**"), text("{{ item.wording }}")),
        "threshold": (22, text("{{ item.threshold }}")),
        "method": (34, text("{{ item.method }}")),
        "consequence": (18, text(CONSEQUENCE)),
        "timing": (18, text(CONSEQUENCE)),
        "period": (18, text("{{ item.period }}")),
        "service": (22, text("{{ item.service_number }} {{ item.service }}")),
    }
    return row_for_each(
        "item in quality",
        "Quality requirements",
        LANDSCAPE_WIDTH,
        *((f"{{{{ schedule.columns.{name} }}}}", *cells[name]) for name in columns),
    )


def quality_requirements() -> str:
    computed = table(
        "How the requirement is measured",
        widths(PORTRAIT_WIDTH, 3, 13),
        [
            header_row("Item", "Definition"),
            *label_rows(
                ("Cohort", "{{ item.cohort }}"),
                ("Baseline", "{{ item.baseline }}"),
                ("Numerator", "{{ item.numerator }}"),
                ("Denominator", "{{ item.denominator }}"),
                ("Instrument", "{{ item.instrument }}"),
                ("Sample", "{{ item.sample }}"),
                ("Method", "{{ item.method }}"),
                ("Data source", "{{ item.data_source }}"),
                ("Frequency", "{{ item.frequency }}"),
                ("Accountable", "{{ item.accountable }}"),
            ),
        ],
        first_column=True,
    )
    return document(
        top(""),
        para("Heading1", "Requirements"),
        when(
            "schedule.columns.consequence",
            _requirements("requirement", "threshold", "method", "consequence", "timing", "service"),
            otherwise=[_requirements("requirement", "threshold", "method", "period", "service")],
        ),
        # Word wants a paragraph to end a section, and a table is none: one line of nearly no height.
        para("SectionEnd", section=section(landscape=True)),
        para("Heading1", "How each requirement is measured"),
        each(
            "item in quality",
            para("Heading2", "{{ item.number }}. {{ item.title }}, service {{ item.service_number }}"),
            computed,
        ),
    )


def reporting_requirements() -> str:
    reports = row_for_each(
        "item in reporting",
        "Reporting requirements",
        PORTRAIT_WIDTH,
        (
            "{{ schedule.columns.requirement }}",
            74,
            text("**{{ item.number }}. {{ item.title }}**"),
            text("{{ item.wording }}"),
            text("**Content:** {{ item.information }}"),
        ),
        ("{{ schedule.columns.period }}", 26, text("{{ item.frequency }}")),
        ("{{ schedule.columns.format }}", 34, text("{{ item.format }}")),
        (
            "{{ schedule.columns.timing }}",
            36,
            text("{{ item.due }}"),
            when("item.first", text("{{ item.first }}")),
            text("**To:** {{ item.to }}"),
        ),
    )
    return document(
        top(""),
        where_applicable(
            when("reporting", para("Heading1", "Reports"), reports),
            each("item in cited_reports", para("BodyText", "{{ item.title }}: {{ item.required_by }}.")),
            when("further_reports", para("Heading1", "Reports that other schedules ask for"), further_reports()),
        ),
    )


def development_plan() -> str:
    actions = row_for_each(
        "item in group.entries",
        "Actions",
        LANDSCAPE_WIDTH,
        (
            "Action",
            80,
            text("**{{ item.number }}. {{ item.title }}**"),
            text("{{ item.wording }}"),
            when(
                "item.co_production",
                text("**Co-production:** {{ item.co_production }}"),
                text("**Key action:** {{ item.key_action }}, {{ item.horizon }} term"),
                otherwise=[text("**Key action:** {{ item.key_action }}")],
            ),
        ),
        ("Applies to", 20, text("{{ item.scope }}")),
        ("Owner", 22, text("{{ item.owner }}")),
        ("Date", 20, text("{{ item.date }}")),
        ("Evidence", 32, text("{{ item.evidence }}")),
    )
    return document(
        top(""),
        where_applicable(each("group in groups.development", para("Heading1", "{{ group.title }}"), actions)),
        landscape=True,
    )


def improvement_plan() -> str:
    def milestones(*columns: str) -> str:
        cells: Mapping[str, tuple[int, *tuple[str, ...]]] = {
            "milestone": (
                80,
                text("**{{ item.number }}. {{ item.title }}**"),
                text("{{ item.wording }}"),
                when("item.steps", text("**Steps:** {{ item.steps }}")),
                when(
                    "item.owner",
                    text("**By:** {{ item.by }}; {{ item.owner }}"),
                    otherwise=[text("**By:** {{ item.by }}")],
                ),
                text("**Co-production:** {{ item.co_production }}"),
                text("**Evidence:** {{ item.evidence }}"),
            ),
            "timescale": (26, text("{{ item.timescale }}")),
            "benefit": (40, text("{{ item.benefit }}")),
            "consequence": (32, text(CONSEQUENCE)),
            "review": (30, when("item.review", text("{{ item.review }}"), otherwise=[text("None is set")])),
        }
        headed = ((f"{{{{ schedule.columns.{name} }}}}", *cells[name]) for name in columns)
        return row_for_each("item in improvement", "Milestones", PORTRAIT_WIDTH, *headed)

    return document(
        top(""),
        where_applicable(
            para("Heading1", "Milestones"),
            # One condition, not one within another: a review tells by it which of the tables is printed.
            tag("if schedule.columns.review and schedule.columns.consequence"),
            milestones("milestone", "timescale", "benefit", "consequence", "review"),
            tag("elif schedule.columns.review"),
            milestones("milestone", "timescale", "benefit", "review"),
            tag("elif schedule.columns.consequence"),
            milestones("milestone", "timescale", "benefit", "consequence"),
            tag("else"),
            milestones("milestone", "timescale", "benefit"),
            tag("endif"),
        ),
    )  # fmt: skip


def system_plan() -> str:
    obligations = row_for_each(
        "item in system",
        "Obligations",
        LANDSCAPE_WIDTH,
        (
            "Obligation",
            68,
            text("**{{ item.number }}. {{ item.title }}**"),
            text("{{ item.wording }}"),
            when("item.plan", text("**From:** {{ item.plan }}")),
        ),
        ("Subject", 22, text("{{ item.subject }}")),
        ("By", 26, when("item.owner", text("{{ item.by }}; {{ item.owner }}"), otherwise=[text("{{ item.by }}")])),
        ("Date", 22, text("{{ item.date }}")),
        ("Evidence", 40, text("{{ item.evidence }}")),
    )
    return document(top(""), where_applicable(para("Heading1", "Obligations"), obligations), landscape=True)


def grant_insert() -> str:
    activity = "".join(
        (
            para("Heading1", "{{ activity.number }}\t{{ activity.name }}"),
            para("DocumentFacts", "**Period:** {{ activity.period }}"),
            when("activity.cohort", para("DocumentFacts", "**For:** {{ activity.cohort }}")),
            when(
                "activity.premises",
                para(
                    "DocumentFacts",
                    "**Where:** {% for place in activity.premises %}{{ place }}{% if not loop.last %}; {% "
                    "endif %}{% endfor %}",
                ),
            ),
            when("activity.activity", para("DocumentFacts", "**Extent:** {{ activity.activity }}")),
            each(
                "item in specification",
                when("item.service_number == activity.number", para("BodyText", "{{p item.wording }}")),
            ),
        )
    )
    return document(
        para("Title", "{{ document.title }}"),
        para("Subtitle", "To be part of the grant agreement"),
        para("DocumentFacts", "**Grant agreement:** {{ contract.reference }}, {{ contract.title }}"),
        para("DocumentFacts", f"**{{{{ words.commissioner }}}}:** {COMMISSIONERS}"),
        para("DocumentFacts", "**{{ words.provider }}:** {{ provider.name }} ({{ provider.identity }}{% if "
            "provider.charity_number "
            "%}; charity number {{ provider.charity_number }}{% endif %}"
             "{% if provider.company_number %}; company number {{ provider.company_number }}{% endif %})"),
        para("DocumentFacts", "**Period of the grant:** {{ contract.start }} to {{ contract.end }}"),
        each("activity in services", activity),
        list_of_reports(),
    )  # fmt: skip
