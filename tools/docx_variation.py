"""What the templates of a variation say: the agreement that the parties sign, and the list of changes.

The agreement has the fields of the national form; its words are our own.
"""

from __future__ import annotations

from docx_markup import (
    LANDSCAPE_WIDTH,
    PORTRAIT_WIDTH,
    Row,
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
from docx_pages import COMMISSIONERS

PROVIDER = "{{ provider.name }} ({{ provider.identity }})"
SIGNATURE_HEIGHT = 794
"""Twips: 1.4 cm, room to sign by hand."""


def _facts() -> str:
    return table("The variation", widths(PORTRAIT_WIDTH, 3, 5), [
        *label_rows(
            ("Reference", "{{ contract.reference }}"),
            ("Title", "{{ contract.title }}"),
            ("Variation reference", "{{ variation.reference }}"),
            ("Proposed by", "{{ variation.proposed_by }}"),
            ("Date of proposal", "{{ variation.proposed_on }}"),
            ("Date of variation agreement", "{{ variation.agreed_on }}"),
            ("Takes effect on", "{{ variation.effective }}"),
            ("{{ words.commissioners }}", COMMISSIONERS),
            ("{{ words.provider }}", PROVIDER),
            alone=True,
        ),
    ], first_column=True)  # fmt: skip


NAMED = "{% if party.named %}, named “{{ party.named }}” in the {{ words.agreement }}{% endif %}"
"""How the contract names a party whose name is corrected."""


def signature(of: str = "party") -> str:
    """A party's block: its heading keeps with the table, and each row with the next, so that it stays on one page."""
    blank = [text("")]
    labels = [
        ("Signature", blank, SIGNATURE_HEIGHT),
        ("Name", blank, 0),
        ("Title", [text(f"{{{{ {of}.signatory }}}}")], 0),
        ("Date", blank, 0),
    ]
    rows = [
        Row(
            [[para("TableLabel" if label == "Date" else "TableLabelKept", label)], cell],
            header=label == "Signature",
            height=height,
        )
        for label, cell, height in labels
    ]
    return table("Signature", widths(PORTRAIT_WIDTH, 3, 9), rows, first_column=True)


_SELECTION = "{% if variation.regime %}Provider Selection Regime{% else %}Value of the change{% endif %}"


def _selection() -> str:
    """What is recorded of the change: under the regime, or of a grant, to which it does not apply."""
    sums = [
        (label, or_not_recorded(f"variation.{name}"))
        for label, name in (
            ("Value of this change", "value"),
            ("Value of earlier changes", "earlier_value"),
            ("Both together", "total_value"),
            ("Lifetime value", "lifetime_value"),
        )
    ]
    under = [
        ("Award route", or_not_recorded("variation.award_route")),
        ("Ground under regulation 13", or_not_recorded("variation.ground")),
        *sums,
        ("Notice published", or_not_recorded("variation.notice_published")),
    ]
    return when(
        "variation.regime",
        _recorded("Provider Selection Regime", under),
        otherwise=[_recorded("Value of the change", sums)],
    )


def _recorded(title: str, rows: list[tuple[str, str]]) -> str:
    head = header_row("Item", "What the {{ words.commissioners }} recorded")
    return table(title, widths(PORTRAIT_WIDTH, 3, 4), [head, *label_rows(*rows)], first_column=True)


def change_of(item: str) -> str:
    """What changes in one schedule, in plain words."""
    return "".join((
        each(f"clause in {item}.clauses",
             para("ListBullet", "**{{ clause.title }}:** {{ clause.version }}"),
             each("value in clause.values", para("ListBullet2", "{{ value.change }}"))),
        each(f"phrase in {item}.words", para("ListBullet", WORDS)),
        when(f"{item}.more", para("ListBullet", "Further words change, as the tracked changes show.")),
        when(f"{item}.layout", para("ListBullet", "What changes is shown in the attached documents.")),
    ))  # fmt: skip


ONLY = (
    "It changes because it prints what is named below under “Particulars of the {{ words.agreement }}” "
    "({{ item.only }})."
)
WORDS = (
    "{% if not phrase.before %}Words added: “{{ phrase.after }}”{% elif not phrase.after %}Words taken out: "
    "“{{ phrase.before }}”"
    "{% else %}The words “{{ phrase.before }}” become “{{ phrase.after }}”{% endif %}"
)


def variation_agreement() -> str:
    """The main part of the agreement."""
    return document(
        para("Title", "{{ document.title }}"),
        para("Subtitle", "{{ contract.title }}"),
        _facts(),
        each(
            "party in variation.parties",
            when("party.named", para("DocumentNote", f"**{{{{ party.role }}}}:** now {{{{ party.name }}}}{NAMED}.")),
        ),
        para(
            "DocumentNote",
            "Words with a capital letter that the {{ words.agreement }} defines have the same meaning in this "
            "agreement.",
        ),
        para("Heading1", "1\tThe Variation in summary"),
        when("variation.reason", para("BodyText", "{{ variation.reason }}")),
        when("variation.notice_given", para("BodyText", "**Notice of the change:** {{ variation.notice_given }}")),
        para(
            "BodyText",
            "The parties vary the {{ words.agreement }} as follows. With effect from {{ variation.effective }}:",
        ),
        each(
            "item in variation.schedules",
            para("Heading2", "{{ item.heading }}{% if item.service %}, service {{ item.service }}{% endif %}"),
            para("BodyText", "{{ item.sentence }}"),
            when("item.only", para("DocumentNote", ONLY)),
            when("item.note", para("DocumentNote", "{{ item.note }}")),
            change_of("item"),
        ),
        when(
            "variation.particulars",
            para("Heading2", "Particulars of the {{ words.agreement }}"),
            each("fact in variation.particulars", para("ListBullet", "{{ fact.change }}")),
        ),
        para("Heading1", "2\tWhere the Variation is reflected"),
        when(
            "variation.schedules",
            para(
                "BodyText",
                "The Variation is reflected in the revised {{ words.schedules }} that are attached and are "
                "part of "
                "this agreement:",
            ),
            otherwise=[
                para("BodyText", "No {{ words.schedule }} is revised: the Variation is in the particulars named above.")
            ],
        ),
        each(
            "item in variation.schedules",
            when(
                "item.file",
                para("ListBullet", "{{ item.file }}"),
                otherwise=[para("ListBullet", "{{ item.title }}: deleted, nothing is attached")],
            ),
        ),
        para(
            "BodyText",
            "{% if variation.tracked %}Documents with tracked changes and the list of changes are attached for "
            "information. Where they differ from a revised {{ words.schedule }}, the revised {{ words.schedule }} "
            "prevails.{% else %}The list of changes is attached for information. Where it differs from this agreement, "
            "this agreement prevails.{% endif %}",
        ),
        para("Heading1", "3\tWhen the Variation takes effect"),
        para(
            "BodyText",
            "The Variation takes effect on {{ variation.effective }}.{% if not variation.apart %} In every other "
            "respect the {{ words.agreement }} continues unchanged.{% endif %}",
        ),
        when(
            "variation.apart",
            para(
                "BodyText", "This agreement does not itself change the following, each of which changes apart from it:"
            ),
            each("fact in variation.apart", para("ListBullet", "{{ fact.change }}, {{ fact.how }}")),
            each("item in variation.following", para("ListBullet", "{{ item.sentence }}")),
            para(
                "BodyText",
                "In every respect that is named neither here nor above the {{ words.agreement }} continues unchanged.",
            ),
        ),
        when(
            "variation.selection",
            para(
                "Heading1",
                "4\t{% if variation.regime %}Provider Selection Regime{% else %}Value of the change{% endif %}",
            ),
            _selection(),
        ),
        para("Heading1", "{% if variation.selection %}5{% else %}4{% endif %}\tSignatures"),
        each(
            "party in variation.parties",
            para("Heading2", f"{{{{ party.name }}}}, {{{{ party.role }}}}{NAMED}"),
            signature(),
        ),
    )


def list_of_changes() -> str:
    """The main part of the list of changes."""
    return document(
        para("Title", "{{ document.title }}"),
        para("Subtitle", "Variation {{ variation.reference }}, which takes effect on {{ variation.effective }}"),
        para("DocumentFacts", "**Reference and title:** {{ contract.reference }}, {{ contract.title }}"),
        para("DocumentFacts", f"**{{{{ words.commissioners }}}}:** {COMMISSIONERS}"),
        para("DocumentFacts", f"**{{{{ words.provider }}}}:** {PROVIDER}"),
        para("DocumentNote", "This list is for information. The {{ words.agreement }} is varied by the variation "
            "agreement "
            "and its "
            "revised {{ words.schedules }}."),
        each("item in variation.schedules",
             para("Heading1", "{{ item.heading }}{% if item.service %}, service {{ item.service }}{% endif %}"),
             para("BodyText", "{{ item.sentence }}"),
             when("item.tracked", para("BodyText", "**Tracked changes:** {{ item.tracked }}")),
             when("item.only", para("BodyText", f"**Please note:** {ONLY}")),
             when("item.note", para("BodyText", "**Please note:** {{ item.note }}")),
             _table_of_changes(),
             when("item.more", para("BodyText", "Further words change, as the tracked changes show.")),
             when("item.layout", para("BodyText", "What changes is shown in the attached documents."))),
        when("variation.particulars",
             para("Heading1", "Particulars of the {{ words.agreement }}"),
             _table_of_facts("variation.particulars")),
        when("variation.apart",
             para("Heading1", "What changes apart from the variation agreement"),
             _table_of_facts("variation.apart"),
             each("item in variation.following",
                  para("Heading2", "{{ item.heading }}{% if item.service %}, service {{ item.service }}{% endif %}"),
                  para("BodyText", "{{ item.sentence }}"),
                  when("item.tracked", para("BodyText", "**Tracked changes:** {{ item.tracked }}")),
                  _table_of_changes())),
        landscape=True,
    )  # fmt: skip


def _table_of_changes() -> str:
    """A row for each clause that changes its version, each value and each further change of words."""
    changes = row_for_each(
        "row in item.rows",
        "Changes",
        LANDSCAPE_WIDTH,
        ("Clause", 40, text("{{ row.clause }}")),
        ("What changes", 44, text("{{ row.what }}")),
        ("From", 45, text("{{ row.before }}")),
        ("To", 45, text("{{ row.after }}")),
    )
    return when("item.rows", changes)


def _table_of_facts(facts: str) -> str:
    """A row for each fact, and by what it is changed."""
    return row_for_each(
        f"fact in {facts}",
        "Facts",
        LANDSCAPE_WIDTH,
        ("What changes", 40, text("{{ fact.what }}")),
        ("From", 45, text("{{ fact.before }}")),
        ("To", 45, text("{{ fact.after }}")),
        ("How", 44, text("{{ fact.how }}")),
    )
