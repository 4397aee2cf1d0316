"""What is right and only looks like a contradiction says nothing, or no more than a warning."""

from tests.checks.contracts import contract, pack_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.checks import check
from specgen.checks.duties import ANSWERED
from specgen.library.model import Clause

DUTY = "mode: duty, actor: Provider, act: give, object: plan"


def told(text: str, *clauses: Clause) -> list[tuple[str, str]]:
    """What the rules about duties say."""
    found = check(pack_of(text, library_of(*clauses)))
    slugs = {rule.slug for rule in ANSWERED}
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
        "specification: [co-production/our-plan]",
        particulars="date: 2026-07-10",
        after="values: {a_date: 2026-09-30}",
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
