"""The ledger of a pack: every duty with who, what, when and where it stands."""

import dataclasses
from datetime import date

import pytest
from msgspec.structs import replace
from tests.checks.contracts import contract, pack_of
from tests.checks.read_clauses import library_of, own_clause
from tests.reported_figures.returned import asked

from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.model import Ledger, LedgerRow
from specgen.assembly.ledger.when import condition_words
from specgen.library.duties.verify import reading_of
from specgen.library.model import Clause

SDM = (
    "specification: [shared-decision-making/lead-in@1, shared-decision-making/national@1, "
    "shared-decision-making/local-terms@1]"
)
VALUES = """values:
  sdm_ready_date: 2026-09-30
  sdm_training_date: 2027-03-31
  sdm_cohort: knee pain
  sdm_champion_post: Consultant Physiotherapist
"""


def ledger(text: str, *clauses: Clause) -> Ledger:
    return ledger_of(pack_of(text, library_of(*clauses)))


def row(found: Ledger, key: str) -> LedgerRow:
    return next(each for each in found.rows if each.key.endswith(key))


def days(found: LedgerRow) -> list[str]:
    return [day.day.isoformat() for day in found.days]


def with_when(
    when: str, *, mode: str = "duty", kind: str = "text", value: str = "3 months", particulars: str = ""
) -> LedgerRow:
    """The one duty of a clause that is due so, in a contract from 1 April 2026 to 31 March 2029."""
    clause = own_clause(
        "co-production/specification/ours",
        "The Provider must give a plan by {{ a_date }} or every {{ a_period }}.",
        f"""
        - sentence: "p1"
          opens: The Provider must give a plan
          mode: {mode}
          actor: Provider
          act: give
          object: plan
          when: {when}
        """,
        {"a_date": "date", "a_period": "interval"},
    )
    text = contract(
        "specification: [co-production/ours]",
        particulars=particulars,
        after=f"values:\n  a_date: 2026-09-30\n  a_period: {value}",
    )
    (found,) = ledger(text, clause).rows
    return found


@pytest.mark.parametrize(
    ("when", "part", "expected", "words"),
    [
        ('{by: "{{ a_date }}"}', "dated", ["2026-09-30"], "no later than 30 September 2026"),
        ("{by: Service Commencement Date}", "dated", ["2026-04-01"], "no later than the Service Commencement Date"),
        ("{by: Expiry Date}", "dated", ["2029-03-31"], "no later than the Expiry Date"),
        ('{within: 28 days, after: "{{ a_date }}"}', "dated", ["2026-10-28"], "within 28 days of 30 September 2026"),
        (
            '{before: "{{ a_date }}", at_least: two months}',
            "dated",
            ["2026-07-30"],
            "at least two months before 30 September 2026",
        ),
        ('{before: "{{ a_date }}"}', "dated", ["2026-09-30"], "before 30 September 2026"),
        ("{before: Service Commencement Date}", "dated", ["2026-04-01"], "before the Service Commencement Date"),
        ("{every: Contract Year}", "dated", ["2027-03-31", "2028-03-31", "2029-03-31"], "every Contract Year"),
        (
            "{every: Contract Year, within: one month}",
            "dated",
            ["2027-04-30", "2028-04-30", "2029-04-30"],
            "every Contract Year, within one month of its end",
        ),
        ("{within: 7 days, after: request}", "whenever", [], "within 7 days of the request"),
        ("{on: request}", "whenever", [], "on the day of the request"),
        ("{before: learning of it}", "whenever", [], "before learning of it"),
        ("{always: yes}", "always", [], "always"),
        ("{at_least_every: 3 months}", "always", [], "at least every 3 months"),
        ('{start: "{{ a_date }}"}', "always", [], "always, starting no later than 30 September 2026"),
        (
            '{later: [{by: "{{ a_date }}"}, {by: 2026-12-01}]}',
            "dated",
            ["2026-12-01"],
            "the later of: no later than 30 September 2026; no later than 1 December 2026",
        ),
        (
            '{earlier: [{by: "{{ a_date }}"}, {by: 2026-12-01}]}',
            "dated",
            ["2026-09-30"],
            "the earlier of: no later than 30 September 2026; no later than 1 December 2026",
        ),
    ],
)
def test_each_way_of_saying_when_has_its_days_or_none(when: str, part: str, expected: list[str], words: str) -> None:
    found = with_when(when)
    assert (found.part, days(found), found.when) == (part, expected, words)


def test_an_interval_runs_from_the_first_day_and_its_last_period_is_short() -> None:
    found = with_when('{every: "{{ a_period }}", within: 20 days}', value="5 months")
    assert days(found)[:2] == ["2026-09-20", "2027-02-20"]
    assert found.days[-1].day == date(2029, 4, 20)
    assert [day.period.short for day in found.days if day.period] == [False] * 7 + [True]


def test_a_period_that_ends_before_a_start_beside_it_is_passed_over() -> None:
    found = with_when("{every: Quarter, within: one month, start: 2026-09-30}")
    assert days(found)[0] == "2026-10-30"


def test_the_later_of_a_day_and_an_event_says_the_event() -> None:
    found = with_when('{later: [{by: "{{ a_date }}"}, {within: one month, after: request}]}')
    assert (days(found), found.days[0].said) == (["2026-09-30"], "or, if later, within one month of the request")


def test_the_service_commencement_date_is_the_services_own() -> None:
    clause = own_clause(
        "co-production/specification/ours",
        "The Provider must give a plan.",
        """
        - sentence: "p1"
          opens: The Provider must give
          mode: duty
          actor: Provider
          act: give
          object: plan
          when: {by: Service Commencement Date}
        """,
    )
    text = contract("period: {start: 2026-10-01, end: 2028-03-31}\nspecification: [co-production/ours]")
    assert days(ledger(text, clause).rows[0]) == ["2026-10-01"]


@pytest.mark.parametrize(
    ("period", "second", "first_due"),
    [
        ("", "", "2026-07-20"),
        ("period: {start: 2026-10-01, end: 2029-03-31}", "", "2027-01-20"),
        (
            "period: {start: 2026-10-01, end: 2029-03-31}",
            "  - name: Another service\n    period: {start: 2026-07-01, end: 2029-03-31}\n",
            "2026-10-20",
        ),
        ("period: {start: 2026-10-01, end: 2029-03-31}", "  - name: Another service\n", "2026-07-20"),
    ],
)
def test_a_report_of_the_whole_contract_is_counted_from_when_the_first_service_begins(
    period: str, second: str, first_due: str
) -> None:
    values = (
        "reporting: [personalised-care/satisfaction]\nvalues: {pc_report_interval: 3 months, pc_report_due: 20 days}"
    )
    found = ledger_of(pack_of(contract(period, after=second + values)))
    assert days(row(found, "satisfaction@1#p1"))[0] == first_due


@pytest.mark.parametrize(
    ("first", "second", "first_due"),
    [
        ("", "specification: [personal-health-budgets/process]", "2027-01-20"),
        ("specification: [personal-health-budgets/process]", "", "2026-07-20"),
        ("", "", "2026-07-20"),  # no service has wording on it
        (
            "specification: [personal-health-budgets/process]",
            "specification: [personal-health-budgets/process]",
            "2026-07-20",
        ),
    ],
)
def test_a_report_on_a_component_is_counted_from_when_the_first_service_with_it_begins(
    first: str, second: str, first_due: str
) -> None:
    after = f"""  - name: A later service
    period: {{start: 2026-10-01, end: 2029-03-31}}
    {second}
reporting: [personal-health-budgets/budgets-in-use]
values: {{pc_report_interval: 3 months, pc_report_due: 20 days}}"""
    text = contract(first, after=after)
    assert days(row(ledger_of(pack_of(text)), "budgets-in-use@1#p1"))[0] == first_due
    # The figures of it are asked for of the same periods.
    asked_for = min(each.last for each in asked(text).rows if each.clause.endswith("/budgets-in-use"))
    assert asked_for.isoformat() == {"2027-01-20": "2026-12-31", "2026-07-20": "2026-06-30"}[first_due]


def test_a_quoted_sentence_that_a_local_term_meets_has_no_row_of_its_own() -> None:
    found = ledger(contract(SDM, after=VALUES))
    champion = [each for each in found.rows if each.object == "clinical champion"]
    assert [each.key for each in champion] == ["shared-decision-making/specification/local-terms@1#1"]
    assert champion[0].also == ("Shared decision making: national wording, p4.6",)


def test_a_local_term_that_a_later_version_numbers_otherwise_still_meets_the_quoted_sentence() -> None:
    later = SDM.replace("local-terms@1", "local-terms@2")
    found = [each for each in ledger(contract(later, after=VALUES)).rows if each.also]
    assert {each.key.partition("@")[2]: each.also for each in found} == {
        "2#1": ("Shared decision making: national wording, p4.6",),
        "2#2": ("Shared decision making: national wording, p4.6",),
        "2#7": ("Shared decision making: national wording, p4.1",),
        "2#10": ("Shared decision making: national wording, p4.2",),
        "2#14": ("Shared decision making: national wording, p4.3",),
    }


def test_a_quoted_sentence_without_its_local_terms_stands_by_itself() -> None:
    found = ledger(contract("specification: [shared-decision-making/national]", after=VALUES))
    assert [(each.object, days(each)) for each in found.rows if each.part == "dated"] == [
        ("shared decision making protocol", ["2026-04-01"]),
        ("staff trained in shared decision making", ["2026-04-01"]),
        ("clinical champion", ["2026-04-01"]),
    ]


def test_a_row_says_where_its_sentence_stands_and_what_is_part_of_it() -> None:
    found = row(ledger(contract(SDM, after=VALUES)), "local-terms@1#13")
    assert str(found.paragraph) == "Schedule 2A, Shared decision making: local terms, 3.2.20"
    assert found.parts == ("14",)
    assert found.group == "knee pain"


def test_a_measure_stands_in_the_schedule_of_measures() -> None:
    found = ledger(contract(f"{SDM}\nquality: [shared-decision-making/collaborate]", after=VALUES))
    assert row(found, "collaborate@1#p1").paragraph.schedule == "Schedule 4C"


def test_a_date_that_the_contract_does_not_give_is_no_date() -> None:
    found = row(ledger(contract(SDM)), "local-terms@1#1")
    assert (found.part, found.days, found.when) == ("undated", (), "no later than (not given)")


def test_a_commissioner_with_a_day_of_its_own_has_it_beside_the_others() -> None:
    text = contract(SDM, after=VALUES).replace("    ods_code: QXX", "    ods_code: QXX\n    role: co-ordinating")
    text = text.replace(
        "provider:",
        "  - name: Eastmere Integrated Care Board\n    ods_code: QYY\n    role: associate\n"
        "    values: {sdm_ready_date: 2026-07-31}\nprovider:",
    )
    found = row(ledger(text), "local-terms@1#1")
    assert [(day.day.isoformat(), day.party) for day in found.days] == [
        ("2026-07-31", "Eastmere Integrated Care Board"),
        ("2026-09-30", "the other Commissioners"),
    ]


def test_a_clause_without_a_reading_is_named_and_not_listed() -> None:
    library = library_of()
    terms = library.clauses["shared-decision-making/specification/local-terms"]
    unread = dataclasses.replace(terms, versions=tuple(replace(version, reading=b"") for version in terms.versions))
    library = dataclasses.replace(library, clauses={**library.clauses, terms.id: unread})
    found = ledger_of(pack_of(contract("specification: [shared-decision-making/local-terms@1]"), library))
    assert (found.rows, found.without) == ((), ("shared-decision-making/specification/local-terms@1",))


def test_two_duties_that_follow_each_other_end_somewhere() -> None:
    clause = own_clause(
        "co-production/specification/ours",
        "1. The Provider must give a plan.\n2. The Provider must give a map.",
        """
        - {sentence: "1", opens: The Provider must give, mode: duty, actor: Provider, act: give, object: plan,
           when: {within: 7 days, after: "#2"}}
        - {sentence: "2", opens: The Provider must give, mode: duty, actor: Provider, act: give, object: map,
           when: {within: 7 days, after: "#1"}}
        """,
    )
    found = ledger(contract("specification: [co-production/ours]"), clause)
    assert [(each.part, each.days) for each in found.rows] == [("whenever", ()), ("whenever", ())]


@pytest.mark.parametrize(
    ("wording", "much", "expected"),
    [
        ("The Provider must not refer a plan.", "", "must not refer: plan"),
        ("The Provider must not knowingly refer a plan.", "", "must not refer: plan"),
        ("The Provider may not refer a plan.", "", "must not refer: plan"),
        ("The Provider must not refer more than 5.", "more than 5 plans", "must not refer: plan"),
        ("The Provider must not refer more than 5.", "no more than 5 plans", "limit: refer: plan"),
        ("The Provider must refer only what is agreed.", "only what is agreed", "limit: refer: plan"),
        ("The Provider must refer each plan and must not keep one.", "", "limit: refer: plan"),
        ("The Provider must never refer a plan.", "", "limit: refer: plan"),
    ],
)
def test_a_limit_never_reads_as_a_thing_to_do(wording: str, much: str, expected: str) -> None:
    clause = own_clause(
        "co-production/specification/ours",
        wording,
        f"""
        - sentence: "p1"
          opens: {" ".join(wording.split()[:3])}
          mode: limit
          actor: Provider
          act: refer
          object: plan
          {f'much: "{much}"' if much else ""}
        """,
    )
    (found,) = ledger(contract("specification: [co-production/ours]"), clause).rows
    assert (found.part, found.what, found.when) == ("always", expected, "always")


def test_every_limit_of_the_shipped_readings_says_that_it_is_one() -> None:
    chosen = (
        "specification: [personal-health-budgets/process@1, supported-self-management/patient-activation-delivered@1]"
    )
    limits = [each for each in ledger(contract(chosen)).rows if each.reading.mode == "limit"]
    assert len(limits) >= 5
    assert all(each.what.startswith(("limit: ", "must not ")) for each in limits)
    # What must be left out is asked for, so “must not leave out” would say the opposite.
    assert {each.what for each in limits if each.object == "people excepted"} == {"limit: leave out: people excepted"}


@pytest.mark.parametrize(
    ("first", "second", "day", "before"),
    [
        ('{by: "{{ a_date }}"}', '{before: "#1"}', "2026-09-30", False),  # both may be done on the day
        ('{before: "{{ a_date }}"}', '{before: "#1"}', "2026-09-30", True),
        ('{before: "{{ a_date }}"}', '{within: 7 days, after: "#1"}', "2026-10-06", False),
        ('{by: "{{ a_date }}"}', '{before: "#1", at_least: one month}', "2026-08-30", False),
        ('{start: "{{ a_date }}"}', '{before: "#1"}', "2026-09-30", False),
    ],
)
def test_before_another_duty_no_day_is_invented(first: str, second: str, day: str, before: bool) -> None:
    clause = own_clause(
        "co-production/specification/ours",
        "1. The Provider must give a plan by {{ a_date }}.\n2. The Provider must give a map.",
        f"""
        - {{sentence: "1", opens: The Provider must give, mode: {"standing" if "start" in first else "duty"},
           actor: Provider, act: give, object: plan, when: {first}}}
        - {{sentence: "2", opens: The Provider must give, mode: duty, actor: Provider, act: give, object: map,
           when: {second}}}
        """,
        {"a_date": "date"},
    )
    text = contract("specification: [co-production/ours]", after="values:\n  a_date: 2026-09-30")
    found = row(ledger(text, clause), "#2")
    assert [(due.day.isoformat(), due.before) for due in found.days] == [(day, before)]


def test_what_is_forbidden_before_a_day_is_due_on_none() -> None:
    found = with_when('{before: "{{ a_date }}"}', mode="limit")
    assert (found.part, found.days, found.when) == ("always", (), "before 30 September 2026")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("", ""),
        ("the person agrees", "if the person agrees"),
        ("no plan is there", "if no plan is there"),
        *(
            (words, words)
            for words in (
                "if the person agrees",
                "If the person agrees",
                "where the instrument is the Patient Activation Measure",
                "unless the law requires it",
                "within a written authority",
                "when asked",
                "whenever it is asked for",
                "while the terms are kept",
                "for as long as no criterion is in force",
                "so far as the Service User agrees",
                "with the Service User's agreement",
                "in an emergency",
            )
        ),
    ],
)
def test_a_condition_reads_on_with_its_own_first_word(condition: str, expected: str) -> None:
    assert condition_words(condition) == expected


def test_every_shipped_condition_reads_on_by_itself() -> None:
    found = {
        reading.condition
        for clause in library_of().clauses.values()
        for version in clause.versions
        if (whole := reading_of(version, library_of())) is not None
        for reading in whole.readings
        if reading.condition
    }
    assert len(found) > 20
    assert all(condition_words(condition) == condition for condition in found)
