"""What the template of the drafting note says. It is internal to the Commissioner: nothing of it goes to the
Provider."""

from __future__ import annotations

from docx_markup import (
    PORTRAIT_WIDTH,
    document,
    each,
    header_row,
    label_rows,
    or_not_recorded,
    para,
    row_for_each,
    table,
    text,
    when,
    widths,
)

PARTIES = (
    "{% for party in commissioners %}{{ party.name }} ({{ party.identity }}), {{ party.role }}, {{ party.kind }}"
    "{% if party.section_75 %}, section 75 agreement {{ party.section_75 }}{% endif %}"
    "{% if party.signatory %}, signed by the {{ party.signatory }}{% endif %}{% if not loop.last %}; {% endif "
    "%}{% endfor %}"
)
PROVIDER = (
    "{{ provider.name }} ({{ provider.identity }}), {{ provider.kind }}{% if provider.company_number %}, "
    "company number {{ provider.company_number }}{% endif %}"
    "{% if provider.charity_number %}, charity number {{ provider.charity_number }}{% endif %}"
)


def section_of(title: str, name: str, none: str, *body: str) -> str:
    """A headed section; where its list is empty, it says so."""
    return para("Heading1", title) + when(name, *body, otherwise=[para("BodyText", none)])


def _facts() -> str:
    return table("The contract", widths(PORTRAIT_WIDTH, 3, 5), [
        header_row("Item", "What the contract file says"),
        *label_rows(
            ("{% if words.agreement == \"contract\" %}Contract{% else %}Reference{% "
                "endif %}", "{{ contract.reference }}, {{ "
                "contract.title }}"),
            ("Edition", "{{ contract.edition }}, {{ contract.form }} form"),
            ("Status", "{{ document.status }}, version {{ document.version }}"),
            ("Term", "{{ contract.start }} to {{ contract.end }}{% if contract.extension %}. Extension: {{ "
                "contract.extension }}{% endif %}"),
            ("Date that decides the versions of clauses", "{% if contract.date %}{{ contract.date }}{% else %}{{ "
                "contract.start }}, "
                "the first "
                "day of the "
                "term{% endif %}"),
            ("Service Commencement Date", "{{ contract.service_commencement_date }}"),
            ("{{ words.commissioners }}", PARTIES),
            ("{{ words.provider }}", PROVIDER),
            ("{{ words.provider }}’s office and signatory", "{% if provider.address %}{{ provider.address }}{% else "
                "%}Address not "
                "recorded{% "
                "endif %}; "
             "{% if provider.signatory %}signed by the {{ provider.signatory }}{% else %}signatory not "
                 "recorded{% endif %}"),
            ("Sub-contractors", "{% for name in provider.sub_contractors %}{{ name }}{% if not loop.last %}; {% endif "
                "%}{% endfor "
                "%}{% if not provider.sub_contractors %}None recorded{% endif %}"),
            ("Award route", or_not_recorded("contract.award_route")),
            ("Lifetime value", or_not_recorded("contract.lifetime_value")),
            ("Local policies{% if words.schedule == \"schedule\" %} (Schedule 2G){% endif %}", "{% for policy in "
                "contract.local_policies "
                "%}{{ policy "
                "}}{% if not "
                "loop.last %}; {% "
                "endif %}{% "
                "endfor %}{% if not contract.local_policies %}None recorded{% endif %}"),
            ("Equality assessment", or_not_recorded("contract.equality_assessment")),
            ("Data protection impact assessment", or_not_recorded("contract.dpia")),
            ("Information sharing agreement", or_not_recorded("contract.sharing_agreement")),
            ("Notice of a change during the year", or_not_recorded("contract.in_year_notice")),
            ("All clauses approved", "{{ note.approved }}"),
            kept=False,
        ),
    ], first_column=True)  # fmt: skip


def _services() -> str:
    commissioner = or_not_recorded("service.commissioner_lead")
    return row_for_each(
        "service in services",
        "The services",
        PORTRAIT_WIDTH,
        ("Service", 5, text("**{{ service.number }} {{ service.name }}**")),
        (
            "Leads, period and review",
            5,
            text(f"{{{{ words.commissioner }}}} lead: {commissioner}"),
            text(f"{{{{ words.provider }}}} lead: {or_not_recorded('service.provider_lead')}"),
            text("{{ service.period }}"),
            text(f"Review: {or_not_recorded('service.review_date')}"),
        ),
        (
            "Whom it serves, where and how much",
            6,
            text(
                f"Cohort: {or_not_recorded('service.cohort')}{{% if service.cohort_includes %}}. Among them: "
                "{% for group in service.cohort_includes %}{{ group }}{% if not loop.last %}; {% endif %}{% endfor %}"
                "{% endif %}"
            ),
            text(f"Population: {or_not_recorded('service.population')}"),
            text(
                "Premises: {% for place in service.premises %}{{ place }}{% if not loop.last %}; {% endif %}"
                "{% endfor %}{% if not service.premises %}Not recorded{% endif %}"
            ),
            text(f"Activity: {or_not_recorded('service.activity')}"),
        ),
    )


def _open() -> str:
    said = "{{ point.message }}{% if point.source %} ({{ point.source }}){% endif %}"
    return row_for_each(
        "point in note.open",
        "What is open",
        PORTRAIT_WIDTH,
        ("Kind", 2, text("{{ point.severity }}")),
        ("What is open", 7, text(said)),
        ("What to do", 6, text("{{ point.cure }}")),
    )


def _provenance() -> str:
    """A paragraph a cell: this table is most of the note, and read for one clause at a time."""
    clause = (
        "**{{ clause.title }}:** {{ clause.id }}, version {{ clause.version }}, fingerprint {{ clause.fingerprint }}. "
        "For: {{ clause.place }}, {{ clause.service }}"
    )
    origin = "{{ clause.origin }}: {{ clause.source }}{% if clause.source_note %}. {{ clause.source_note }}{% endif %}"
    return row_for_each(
        "clause in note.clauses",
        "Where each clause comes from",
        PORTRAIT_WIDTH,
        ("Clause", 6, text(clause)),
        ("Where its words come from", 6, text(origin)),
        ("Approval and choice of version", 5, text("{{ clause.approval }}. Choice: {{ clause.why }}")),
    )


def drafting_note() -> str:
    """The main part."""
    return document(
        para("Title", "{{ document.title }}"),
        para(
            "InternalNotice",
            "Internal to the {{ words.commissioner }}. Not part of the {{ words.agreement }}, "
            "not for "
            "signature, "
            "and not to be sent to the {{ words.provider }}.",
        ),
        para("Heading1", "The {{ words.agreement }}"),
        _facts(),
        para("Heading1", "The services"),
        _services(),
        section_of("What is open", "note.open", "Nothing is open.", _open()),
        section_of(
            "Where each clause comes from",
            "note.clauses",
            "No clause is chosen.",
            each("source in note.sources", para("DocumentFacts", "**{{ source.key }}:** {{ source.title }}")),
            _provenance(),
        ),
        when(
            "note.rights",
            para("Heading1", "Legal rights to choice"),
            row_for_each(
                "entry in note.rights",
                "Legal rights to choice",
                PORTRAIT_WIDTH,
                ("Service", 1, text("{{ entry.service }}")),
                ("Whether they apply", 2, text("{{ entry.answer }}")),
            ),
        ),
        section_of(
            "Terms that have dated",
            "note.dated",
            "No quoted wording uses a term that is known to have dated.",
            row_for_each(
                "term in note.dated",
                "Terms that have dated",
                PORTRAIT_WIDTH,
                ("Clause", 5, text("{{ term.title }}")),
                ("Term as quoted", 4, text("{{ term.term }}")),
                ("What it means now", 5, text("{{ term.now }}")),
                ("Since", 3, text("{{ term.since }}")),
            ),
        ),
        section_of(
            "Facts of the edition to confirm",
            "note.confirm",
            "Every fact of the edition was checked.",
            para("BodyText", "{{ note.edition }}"),
            row_for_each(
                "fact in note.confirm",
                "Facts of the edition to confirm",
                PORTRAIT_WIDTH,
                ("Fact", 5, text("{{ fact.fact }}")),
                ("Name", 3, text("{{ fact.name }}")),
                (
                    "What is known",
                    8,
                    text(
                        "{% if fact.note %}{{ fact.note }}{% else %}Not checked against the published form.{% endif %}"
                    ),
                ),
            ),
        ),
        section_of(
            "Schedules that do not apply",
            "note.not_applicable",
            "No schedule is declared not applicable.",
            row_for_each(
                "entry in note.not_applicable",
                "Schedules that do not apply",
                PORTRAIT_WIDTH,
                ("Schedule", 1, text("{{ entry.schedule }}")),
                ("Reason", 2, text("{{ entry.reason }}")),
            ),
        ),
        section_of(
            "Points for the {{ words.commissioner }}",
            "note.points",
            "There are no further points.",
            each(
                "group in note.points",
                para("Heading2", "{{ group.component }}"),
                each(
                    "point in group.notes",
                    para("BodyText", "**{{ point.heading }}.** {{ point.text }} (Handbook, {{ point.section }})"),
                ),
            ),
        ),
    )
