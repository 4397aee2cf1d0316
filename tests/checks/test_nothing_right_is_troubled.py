"""What is right and only looks like a contradiction says nothing, or no more than a warning."""

import pytest
from tests.checks.contracts import contract, pack_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.checks import check
from specgen.checks.duties import ANSWERED
from specgen.library.model import Clause

DUTY = "mode: duty, actor: Provider, act: give, object: plan"


def told(text: str, *clauses: Clause) -> list[tuple[str, str]]:
    """What the rules about duties say."""
    found = check(pack_of(text, library_of(*clauses)))
    slugs = {rule.slug for rule in ANSWERED} - {"change-without-notice"}
    return [(problem.slug, problem.severity) for problem in found if problem.slug in slugs]


def clause(name: str, wording: str, readings: str) -> Clause:
    return own_clause(f"co-production/specification/{name}", wording, readings, {"a_date": "date"})


PLAN = clause(
    "our-plan",
    "The Provider must give a plan by {{ a_date }}.",
    f"""- {{sentence: "p1", opens: The Provider must, {DUTY}, when: {{by: "{{{{ a_date }}}}"}}}}""",
)


def test_a_contract_dated_10_july_over_a_term_from_1_april() -> None:
    text = contract(
        "specification: [co-production/our-plan]", particulars="date: 2026-07-10", after="values: {a_date: 2026-09-30}"
    )
    assert told(text, PLAN) == []


def test_a_last_report_due_20_days_after_the_end() -> None:
    report = clause(
        "our-report",
        "The Provider must report by {{ a_date }}.",
        """- {sentence: "p1", opens: The Provider must, mode: duty, actor: Provider, act: report,
   object: count of people, reported: in the period, when: {every: Contract Year, within: 20 days}}""",
    )
    text = contract("specification: [co-production/our-report]", after="reporting: [personalised-care/satisfaction]")
    assert told(text, report) == []


def test_the_provider_proposes_and_the_commissioner_approves() -> None:
    steps = clause(
        "our-steps",
        "1. The Provider must propose it by {{ a_date }}.\n2. The Commissioner must approve it.",
        """- {sentence: "1", opens: The Provider must propose, mode: duty, actor: Provider, act: propose, object: plan,
   when: {by: "{{ a_date }}"}}
- {sentence: "2", opens: The Commissioner must, mode: consent, actor: Co-ordinating Commissioner, act: approve,
   object: plan, when: {within: 28 days, after: "#1"}, silence: it stands}""",
    )
    assert told(contract("specification: [co-production/our-steps]", after="values: {a_date: 2026-09-30}"), steps) == []


def test_two_services_with_two_starts() -> None:
    text = contract(
        "specification: [co-production/our-plan]\nvalues: {a_date: 2026-09-30}",
        after="  - name: Second service\n    period: {start: 2026-10-01, end: 2029-03-31}\n"
        "    specification: [co-production/our-plan]\n    values: {a_date: 2027-03-31}",
    )
    assert told(text, PLAN) == []


def test_an_intervention_delivered_to_some_and_referred_for_others() -> None:
    delivered = clause(
        "delivered",
        "The Provider must deliver it by {{ a_date }}.",
        """- {sentence: "p1", opens: The Provider must, mode: standing, actor: Provider, act: offer,
   object: offer of help, scope: {group: adults}, when: {start: "{{ a_date }}"}}""",
    )
    referred = clause(
        "referred",
        "The Provider must refer to it by {{ a_date }}.",
        """- {sentence: "p1", opens: The Provider must, mode: standing, actor: Provider, act: refer,
   object: offer of help, scope: {group: children}, when: {start: 2027-01-01}}""",
    )
    text = contract(
        "specification: [co-production/delivered, co-production/referred]", after="values: {a_date: 2026-09-30}"
    )
    assert told(text, delivered, referred) == []


def test_two_authorities_that_each_give_their_own_decision() -> None:
    two = clause(
        "two-authorities",
        "1. The Commissioner must give a plan by {{ a_date }}.\n2. Each Commissioner must give a plan.",
        """- {sentence: "1", opens: The Commissioner must, mode: duty, actor: responsible Commissioner, act: give,
   object: plan, when: {by: "{{ a_date }}"}}
- {sentence: "2", opens: Each Commissioner must, mode: duty, actor: each Commissioner, act: give, object: plan,
   scope: {of: Commissioner}, when: {by: 2027-01-01}}""",
    )
    text = contract("specification: [co-production/two-authorities]", after="values: {a_date: 2026-09-30}")
    assert told(text, two) == []


def test_a_baseline_of_an_earlier_year_is_history_and_no_date_that_is_due() -> None:
    text = contract(
        "specification: [shared-decision-making]\nquality: [shared-decision-making/collaborate]",
        after="values:\n  sdm_collaborate_baseline: 46% in 2019/20\n  sdm_collaborate_target: 60",
    )
    said = [problem for problem in check(pack_of(text)) if "2019" in problem.message or "2019" in problem.excerpt]
    assert said == []


def test_section_117_with_two_authorities_beside_the_process_of_budgets() -> None:
    text = contract(
        "specification: [personal-health-budgets/process@2, personal-health-budgets/governance@2, "
        "personal-health-budgets/section-117]"
    )
    assert [each for each in told(text) if each[1] == "error"] == []


WORDS = (
    "gap-in-text", "entry-twice", "schedule-not-there", "legal-right-without-budgets", "term-of-many-years",
    "same-body-on-both-sides", "dated-term", "component-in-words-only", "person-instead-of-post",
)  # fmt: skip


def said_of(text: str) -> list[str]:
    """The rules about what people write that say something of the contract."""
    return [problem.slug for problem in check(pack_of(text)) if problem.slug in WORDS]


AS_MANAGERS_WRITE = """
Approximately 2,400 contacts per annum (subject to demand)|As per the Indicative Activity Plan (Schedule 2B)
|Block contract; no activity cap|Waits < 18 weeks for 92% and > 52 weeks for none|Schedules 2D, 2E and 5C apply
|Any extension is subject to contract review meetings|Volumes are subject to contract variation under GC13
|Various community venues across Northbrook|Multiple sites, on a rota|TB clinic, TBI clinic and X-ray sessions
|Insertion of insoles and shoe inserts, 300 a year|DN-led clinics twice a week|Insert and removal of splints
|What matters to you? conversations with 400 people a year|Seen by the MDT (podiatry, orthotics, vascular etc.)
|Schedule 9 sets out the system collaboration|Schedule 2Ai applies|As Schedule 12 of the framework agreement provides
|Schedule 1 to the Data Protection Act 2018 applies|The schedule 2 weeks before each clinic|As in Schedule 4
|“Choose Well” and «Bien choisir» for 200 people|24/7 helpline; 365 days p.a.|c.1,100 new & 3,300 follow-up (1:3)
|Activity to be agreed with each Service User at the first visit|people who had had two operations
""".replace("\n", "").split("|")


@pytest.mark.parametrize("words", AS_MANAGERS_WRITE)
def test_texts_as_contract_managers_write_them(words: str) -> None:
    assert said_of(contract(f'activity: "{words}"\nspecification: [enabling-choice]')) == []


@pytest.mark.parametrize(
    "words",
    """
adults (18+) with a foot problem, excl. active ulceration|people with T1DM or T2DM|children aged 0–18 (0–25 with SEND)
|people living with dementia who are not eligible for continuing healthcare|adults who use a wheelchair
|adults registered in Northbrook, excluding those with a personal health budget|people with NHS wheelchair access needs
""".replace("\n", "").split("|"),
)
def test_groups_of_people_as_contract_managers_write_them(words: str) -> None:
    assert said_of(contract(f'cohort: "{words}"\nspecification: [enabling-choice]')) == []


@pytest.mark.parametrize(
    "words",
    """
Option to extend by 1 + 1 years (to 31 March 2030, then 31 March 2031), on 6 months’ notice|No option to extend|None
|By mutual agreement, up to 24 months in aggregate|May extend the term on notice given prior to 30 September 2028
""".replace("\n", "").split("|"),
)
def test_options_to_extend_as_contract_managers_write_them(words: str) -> None:
    given = contract("specification: [enabling-choice]").replace(
        "end: 2029-03-31}", f'end: 2029-03-31, extension: "{words}"}}'
    )
    assert said_of(given) == []


@pytest.mark.parametrize(
    "words",
    """
EHIA ref 2026/17 – completed 02/03/2026, no adverse impact|Not required: no change (screening form of 3 March 2026)
|DPIA v2.1, approved by IG Steering Group 4/3/26|DPIA-2026-4, to be completed by 31 May 2026, before the first referral
""".replace("\n", "").split("|"),
)
@pytest.mark.parametrize("paper", ["equality_assessment", "dpia", "sharing_agreement"])
def test_papers_as_contract_managers_name_them(paper: str, words: str) -> None:
    assert said_of(contract("specification: [enabling-choice]", particulars=f'{paper}: "{words}"')) == []


@pytest.mark.parametrize(
    "post",
    """
Senior Commissioning Manager (Planned Care)|AD – Out of Hospital Care|Band 7 Specialist Podiatrist|Bank Podiatrist
|SRO for Personalised Care|Freedom to Speak Up Guardian|Marie Curie Nurse|Queen’s Nurse|Roving Orthotist
|Chief Nurse and Medical Director|Head of MSK & Podiatry|Night Audiologist|Practice Manager at Quay Road Surgery
""".replace("\n", "").split("|"),
)
def test_posts_as_contract_managers_name_them(post: str) -> None:
    assert said_of(contract(f'provider_lead: "{post}"\nspecification: [enabling-choice]')) == []


def test_sub_contractors_that_are_others_are_left_alone() -> None:
    line = "  kind: NHS trust\n"
    bodies = '  sub_contractors: ["Footcare (N.E.) Ltd — orthotics", "Northbrook Council, for transport"]\n'
    assert said_of(contract("specification: [enabling-choice]").replace(line, line + bodies)) == []
