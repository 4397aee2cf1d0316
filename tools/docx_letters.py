"""What the templates of a successor notice and of a letter of commissioning intentions say."""

from __future__ import annotations

from docx_markup import PORTRAIT_WIDTH, document, each, header, label_rows, para, table, when, widths
from docx_variation import NAMED, WORDS, signature


def letter_head(about: str) -> str:
    """The header of a letter, which belongs to no single contract: DRAFT in words while it is one, and what it is."""
    return header(when("document.draft", para("DraftLabel", "{{ document.label }}")), para("Header", about))


def successor_notice() -> str:
    """The main part of the notice."""
    parties = (
        "{% for party in succession.recipients %}{{ party.name }}, {{ party.role }}{% if not loop.last %}; {% "
        "endif %}{% endfor %}"
    )
    facts = table("The notice", widths(PORTRAIT_WIDTH, 3, 5), [
        *label_rows(
            ("Reference of the {{ words.agreement }}", "{{ contract.reference }}"),
            ("Title", "{{ contract.title }}"),
            ("Reference of this notice", "{{ succession.reference }}"),
            ("Date of this notice", "{{ succession.dated }}"),
            ("Given by", "{{ succession.name }} ({{ succession.identity }})"),
            ("Given to", parties),
            ("Takes effect on", "{{ succession.effective }}"),
            ("Transfer scheme", "{{ succession.scheme }}"),
            alone=True,
        ),
    ], first_column=True)  # fmt: skip
    return document(
        para("Title", "{{ document.title }}"),
        para("Subtitle", "{{ contract.title }}"),
        facts,
        para("Heading1", "1\tThe succession"),
        para("BodyText", "With effect from {{ succession.effective }}, {{ succession.name }} ({{ succession.identity "
            "}}) takes "
            "the place, in the {{ words.agreement }} named above and under {{ succession.scheme }}, of:"),
        each("party in succession.predecessors", para("ListBullet", "{{ party.name }} ({{ party.identity }}), {{ "
            "party.role }}")),
        para("Heading1", "2\tHow the {{ words.agreement }} is read"),
        para("BodyText", "From that day, wherever the {{ words.agreement }} and the documents that belong to it "
            "name {% for "
            "party in succession.predecessors %}{{ party.name }}{% if not loop.last %} or {% endif %}{% endfor %}, "
             "read {{ succession.name }}."),
        para("BodyTextKept", "This notice varies nothing: every term of the {{ words.agreement }} stays as it is."),
        para("Heading1", "3\tSignature"),
        para("Heading2", "For {{ succession.name }}"),
        signature("succession"),
    )  # fmt: skip


def _all(parties: str) -> str:
    """Parties of the notice one after another."""
    return (
        f"{{% for party in extension.{parties} %}}{{{{ party.name }}}} ({{{{ party.identity }}}}), {{{{ party.role }}}}"
        f"{NAMED}{{% if not loop.last %}}; {{% endif %}}{{% endfor %}}"
    )


def extension_notice() -> str:
    """The main part of the notice under the option to extend."""
    facts = table("The notice", widths(PORTRAIT_WIDTH, 3, 5), [
        *label_rows(
            ("Reference of the {{ words.agreement }}", "{{ contract.reference }}"),
            ("Title", "{{ contract.title }}"),
            ("Reference of this notice", "{{ extension.reference }}"),
            ("Date of this notice", "{{ extension.dated }}"),
            ("Given by", _all("senders")),
            ("Given to", _all("recipients")),
            ("Latest day for this notice", "{% if extension.latest %}{{ extension.latest }}{% else %}See the "
                "option{% endif %}"),
            alone=True,
        ),
    ], first_column=True)  # fmt: skip
    return document(
        para("Title", "{{ document.title }}"),
        para("Subtitle", "{{ contract.title }}"),
        facts,
        para("Heading1", "1\tThe option to extend"),
        para("BodyText", "The {{ words.agreement }} named above says of its extension:"),
        para("BodyText", "“{{ extension.words }}”"),
        para("Heading1", "2\tThe extension"),
        para("BodyText", "Under that option {{ extension.gives }} notice that the term, which ends on {{ "
            "extension.before }}, is extended: its last day is {{ extension.after }}."),
        when("extension.following",
             para("BodyText", "These print the last day, or what is reckoned from it. Nothing else of them changes:"),
             each("item in extension.following",
                  para("ListBullet", "{{ item.sentence }}"),
                  each("clause in item.clauses",
                       each("value in clause.values",
                            para("ListBullet2", "**{{ clause.title }}:** {{ value.change }}"))),
                  each("phrase in item.words", para("ListBullet2", WORDS)))),
        para("BodyTextKept", "This notice varies nothing: every other term of the {{ words.agreement }} stays as "
            "it is, apart from what the parties agree in a variation."),
        para("Heading1", "3\tSignature"),
        each("party in extension.senders",
             para("Heading2", f"For {{{{ party.name }}}}, {{{{ party.role }}}}{NAMED}"), signature()),
    )  # fmt: skip


def commissioning_intentions() -> str:
    """The main part of the letter."""
    return document(
        para("Title", "Commissioning intentions"),
        para("Subtitle", "From {{ intentions.effective }}"),
        para("DocumentFacts", "**From:** {{ intentions.sender }} ({{ intentions.sender_identity }})"),
        para("DocumentFacts", "**To:** {{ intentions.provider }} ({{ intentions.provider_identity }}){% if "
            "intentions.address %}, "
            "{{ intentions.address }}{% endif %}"),
        para("DocumentFacts", "**Date:** {{ intentions.dated }}"),
        when("intentions.reply_by", para("DocumentFacts", "**Please reply by:** {{ intentions.reply_by }}")),
        para("DocumentNote", "This letter says what we intend to change, from {{ intentions.effective }}, in the "
            "agreements that "
            "we have with you. It binds nobody: it is no variation, and no notice under any agreement. "
             "What we decide to take forward we will propose to you as a variation, with its full wording; where "
             "another way is named below, it comes in that way."),
        each("agreement in intentions.contracts",
             para("Heading1", "{{ agreement.reference }}: {{ agreement.title }}"),
             each("schedule in agreement.schedules",
                  para("Heading2", "{{ schedule.heading }}{% if schedule.service %}, service {{ schedule.service }}{% "
                      "endif %}"),
                  when("schedule.says", para("BodyText", "{{ schedule.says }}")),
                  each("change in schedule.changes",
                       para("ListBullet", "**{{ change.title }}** {{ change.says }}"),
                       each("value in change.values", para("ListBullet2", "{{ value.change }}")))),
             when("agreement.reported",
                  para("Heading2", "What you reported"),
                  each("figure in agreement.reported",
                       para("ListBullet", "**{{ figure.measure }}:** {{ figure.says }}")))),
        para("Heading1", "What we ask of you"),
        para("BodyTextKept", "Please tell us{% if intentions.reply_by %}, by {{ intentions.reply_by }},{% endif "
            "%} what "
            "you think "
            "of these intentions: what they mean for the people who use the services, for your staff and for your "
             "work, and what else ought to change."),
        para("Heading2", "For {{ intentions.sender }}"),
        signature("intentions"),
    )  # fmt: skip
