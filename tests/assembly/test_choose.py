"""Which clause versions a contract gets, why, with which values, and what is said of those that do not fit."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from tests.assembly.small_library import COMPONENT, TERMS, approved, clause, contract, library, version

from specgen.assembly.choose import ChosenClause, choose
from specgen.contract.contract import Contract
from specgen.contract.read import read_contract
from specgen.library.model import WITHDRAWN, Library
from specgen.problems import Problem
from specgen.wording.wording import Run, plain_text

OLD = version(TERMS, 1, "Old words.")
NEW = version(TERMS, 2, "New words.", effective_from="2026-04-01")
LATER = version(TERMS, 3, "Later words.", effective_from="2027-04-01")
CHOSEN = "specification:\n  - shared-decision-making/terms"


def the_clause(found: Contract, known: Library) -> tuple[ChosenClause, list[Problem]]:
    chosen, problems = choose(found, known)
    assert len(chosen) == 1, problems
    return chosen[0], problems


def said(problems: list[Problem]) -> list[tuple[str, str, int | None]]:
    return [(problem.slug, problem.severity, problem.location.line) for problem in problems]


# --- versions -------------------------------------------------------------------------------------------------------


def test_the_newest_approved_version_in_force_wins_over_a_newer_one_without_approval() -> None:
    chosen, problems = the_clause(contract(CHOSEN), library(clause(TERMS, OLD, NEW, LATER), approvals=(approved(OLD),)))
    assert (chosen.version.number, chosen.why, problems) == (1, "newest approved version in force", [])
    assert chosen.approval is not None


def test_of_two_approved_versions_in_force_the_newest_wins() -> None:
    chosen, _ = the_clause(contract(CHOSEN), library(clause(TERMS, OLD, NEW), approvals=(approved(NEW), approved(OLD))))
    assert chosen.version.number == 2


def test_without_approval_the_newest_in_force_is_taken_with_a_warning() -> None:
    chosen, problems = the_clause(contract(CHOSEN), library(clause(TERMS, OLD, NEW, LATER)))
    assert (chosen.version.number, chosen.why) == (2, "newest version in force, not approved")
    assert said(problems) == [("clause-not-approved", "warning", 14)]


def test_the_contracts_date_decides_what_is_in_force() -> None:
    known = library(clause(TERMS, OLD, NEW, LATER), approvals=tuple(map(approved, (OLD, NEW, LATER))))
    assert [
        the_clause(contract(CHOSEN, date=day), known)[0].version.number
        for day in ("2026-03-31", "2026-04-01", "2028-01-01")
    ] == [1, 2, 3]


def test_two_contracts_of_one_day_are_told_of_an_unapproved_version_at_their_own_places() -> None:
    known = library(clause(TERMS, OLD, NEW))
    first, second = contract(CHOSEN), contract(CHOSEN.replace("\n", "\n\n"))
    told = [said(the_clause(each, known)[1])[0] for each in (first, second, first)]
    assert told[0] == told[2] == ("clause-not-approved", "warning", 14)
    assert told[1] == ("clause-not-approved", "warning", 15)
    approved_since = library(clause(TERMS, OLD, NEW), approvals=(approved(NEW),))
    assert the_clause(first, approved_since)[1] == []


def test_a_version_is_in_force_to_its_last_day() -> None:
    known = library(clause(TERMS, version(TERMS, 1, "Words.", effective_to="2026-06-30")))
    assert the_clause(contract(CHOSEN, date="2026-06-30"), known)[0].version.number == 1
    chosen, problems = choose(contract(CHOSEN, date="2026-07-01"), known)
    assert (chosen, said(problems)) == ((), [("version-not-in-force", "error", 14)])
    assert problems[0].message == f"no version of {TERMS} is in force on 1 July 2026"


def test_an_approval_of_other_bytes_or_one_withdrawn_is_none() -> None:
    withdrawn = replace(approved(NEW), note=f"{WITHDRAWN}: replaced")
    for approvals in ((approved(NEW, sha256="0" * 64),), (approved(NEW), withdrawn)):
        chosen, problems = the_clause(
            contract(CHOSEN), library(clause(TERMS, OLD, NEW), approvals=(approved(OLD), *approvals))
        )
        assert (chosen.version.number, problems) == (1, [])


def test_a_pin_wins_over_a_newer_version() -> None:
    known = library(clause(TERMS, OLD, NEW), approvals=(approved(OLD), approved(NEW)))
    chosen, problems = the_clause(contract(CHOSEN + "@1"), known)
    assert (chosen.version.number, chosen.why, problems) == (1, "pinned", [])


def test_a_pinned_version_that_is_not_in_force_is_a_warning() -> None:
    known = library(clause(TERMS, OLD, LATER), approvals=(approved(LATER),))
    chosen, problems = the_clause(contract(CHOSEN + "@3"), known)
    assert chosen.version.number == 3
    assert said(problems) == [("version-not-in-force", "warning", 14)]


@pytest.mark.parametrize(
    ("pin", "message"),
    [
        ("@4", f"{TERMS} has no version 4"),
        ("@two", "“@two” is not a version"),
        ("@²", "“@²” is not a version"),
        ("@-1", "“@-1” is not a version"),
        ("@" + "9" * 5000, f"“@{'9' * 5000}” is not a version"),
    ],
)
def test_a_pin_that_is_no_version_is_an_error(pin: str, message: str) -> None:
    chosen, problems = choose(contract(CHOSEN + pin), library(clause(TERMS, OLD)))
    assert (chosen, [problem.message for problem in problems]) == ((), [message])


# --- names ----------------------------------------------------------------------------------------------------------

LEAD_IN = f"{COMPONENT}/specification/lead-in"
MEASURE = f"{COMPONENT}/quality/measure"
NAMED = library(
    clause(LEAD_IN, version(LEAD_IN, 1, "Lead-in.")),
    clause(TERMS, OLD),
    clause(MEASURE, version(MEASURE, 1, "A measure.")),
    sets={"shared-decision-making": (LEAD_IN, TERMS)},
)


def test_a_set_gives_its_clauses_in_its_order() -> None:
    chosen, _ = choose(contract("specification: [shared-decision-making]"), NAMED)
    assert [each.id for each in chosen] == [LEAD_IN, TERMS]
    assert {each.path for each in chosen} == {("services", 0, "specification", 0)}


def test_a_clause_may_be_named_in_full() -> None:
    assert choose(contract(f"specification: [{TERMS}]"), NAMED)[0][0].id == TERMS


@pytest.mark.parametrize(
    ("written", "message", "suggestion"),
    [
        (
            "shared-decision-makin",
            "no clause or set for “specification” is called “shared-decision-makin”",
            "shared-decision-making",
        ),
        (
            "shared-decision-making/term",
            "no clause or set for “specification” is called “shared-decision-making/term”",
            "shared-decision-making/terms",
        ),
        (
            "shared-decision-making/measure",
            "“shared-decision-making/measure” is a clause for “quality”, not for “specification”",
            "",
        ),
        (
            "shared-decision-making@1",
            "“shared-decision-making” is a set of clauses, which have versions of their own",
            "",
        ),
        ("../../etc/passwd", "no clause or set for “specification” is called “../../etc/passwd”", ""),
    ],
)
def test_a_name_that_the_place_does_not_have_is_an_error(written: str, message: str, suggestion: str) -> None:
    chosen, problems = choose(contract(f"specification:\n  - {written}"), NAMED)
    assert (chosen, problems[0].message, problems[0].suggestion, problems[0].location.line) == (
        (),
        message,
        suggestion,
        14,
    )


def test_a_clause_chosen_twice_needs_values_of_its_own() -> None:
    text = "specification:\n  - shared-decision-making\n  - shared-decision-making/terms"
    chosen, problems = choose(contract(text), NAMED)
    assert [each.id for each in chosen] == [LEAD_IN, TERMS]
    assert ("chosen-twice", "error", 15) in said(problems)


# --- values ---------------------------------------------------------------------------------------------------------

FILLED = library(
    clause(
        TERMS,
        version(
            TERMS,
            1,
            "The {{ sdm_post }} of {{ provider_name }} acts in {{ service_name }} by {{ sdm_date }}.\n\n- {{ "
            "sdm_points }}",
        ),
    )
)
VALUES = "values:\n  sdm_post: Head of nursing\n  sdm_date: Q2 2026/27\n  sdm_points: [one, two]"


def test_values_and_the_contracts_own_fields_are_filled_in_as_they_are_printed() -> None:
    chosen, problems = the_clause(contract(f"{CHOSEN}\n{VALUES}"), FILLED)
    assert (
        plain_text(chosen.blocks)
        == "The Head of nursing of Harbour Trust acts in Respiratory service by 30 September 2026.\none\ntwo"
    )
    assert (chosen.gaps, chosen.days) == ((), {"sdm_date": date(2026, 9, 30)})
    assert said(problems) == [("clause-not-approved", "warning", 14)]
    assert {name: place.line for name, place in chosen.origins.items()} == {
        "sdm_post": 16,
        "sdm_date": 17,
        "sdm_points": 18,
    }


def test_an_items_own_value_wins_over_the_services_and_that_over_the_contracts() -> None:
    known = library(clause(TERMS, version(TERMS, 1, "{{ sdm_text }}")))
    texts = [
        contract(CHOSEN, after="values: {sdm_text: contract}"),
        contract(f"{CHOSEN}\nvalues: {{sdm_text: service}}"),
        contract("specification:\n  - clause: shared-decision-making/terms\n    values: {sdm_text: item}"),
    ]
    assert [plain_text(the_clause(text, known)[0].blocks) for text in texts] == ["contract", "service", "item"]


def test_a_value_that_another_covers_everywhere_is_reported_as_unused() -> None:
    known = library(clause(TERMS, version(TERMS, 1, "{{ sdm_text }}")))
    _, problems = choose(
        contract(f"{CHOSEN}\nvalues: {{sdm_text: service}}", after="values:\n  sdm_text: contract"), known
    )
    assert said(problems)[1:] == [("unused-value", "error", 17)]


def test_a_missing_value_is_reported_with_its_question_and_an_example_and_shows_as_a_gap() -> None:
    chosen, problems = the_clause(contract(f"{CHOSEN}\nvalues:\n  sdm_date: 2026-05-01\n  sdm_points: [one]"), FILLED)
    missing = [problem for problem in problems if problem.slug == "missing-value"]
    assert [(problem.message, problem.cure, problem.location.line) for problem in missing] == [
        (
            f"the value “sdm_post” is missing; {TERMS} needs it: Which post leads?",
            "add under the service’s “values:”  sdm_post: Head of nursing",
            14,
        )
    ]
    assert chosen.gaps == ("sdm_post",)
    assert Run("[TO BE COMPLETED: Which post leads?]", gap=True) in chosen.blocks[0].inlines


def test_a_field_of_the_contract_that_is_not_given_is_reported_at_its_service() -> None:
    known = library(clause(TERMS, version(TERMS, 1, "For {{ service_cohort }}.")))
    found, _ = read_contract(
        "\n".join(line for line in contract(CHOSEN).lines if "cohort" not in line).encode(), "contract.yaml"
    )
    assert found is not None
    chosen, problems = the_clause(found, known)
    assert ("missing-value", "error", 11) in said(problems)
    assert chosen.gaps == ("service_cohort",)


def test_a_misspelt_value_is_reported_at_its_line_with_what_was_meant() -> None:
    _, problems = choose(contract(f"{CHOSEN}\n{VALUES.replace('sdm_post', 'sdm_pots')}"), FILLED)
    unused = [problem for problem in problems if problem.slug == "unused-value"]
    assert [(problem.message, problem.suggestion, problem.location.line) for problem in unused] == [
        ("the value “sdm_pots” is not used: no clause asks for it", "sdm_post", 16)
    ]


def test_a_value_of_a_clause_that_is_not_chosen_is_reported_as_left_behind() -> None:
    known = library(clause(TERMS, OLD), clause(MEASURE, version(MEASURE, 1, "{{ sdm_share }}")))
    _, problems = choose(contract(f"{CHOSEN}\nvalues: {{sdm_share: 80}}"), known)
    assert [problem.message for problem in problems if problem.slug == "unused-value"] == [
        "the value “sdm_share” is not used: no chosen clause asks for it here"
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("sdm_date: soon", "“sdm_date”: “soon” is not a date"),
        ("sdm_post: [a, b]", "“sdm_post”: “sdm_post” takes one value, not a list"),
    ],
)
def test_a_value_that_does_not_fit_its_kind_is_reported_at_its_line_and_leaves_a_gap(value: str, message: str) -> None:
    name = value.partition(":")[0]
    text = "\n".join(f"  {value}" if name in line else line for line in VALUES.split("\n"))
    chosen, problems = the_clause(contract(f"{CHOSEN}\n{text}"), FILLED)
    wrong = [problem for problem in problems if problem.slug == "wrong-value"]
    assert [(problem.message, problem.location.line) for problem in wrong] == [
        (message, 17 if name == "sdm_date" else 16)
    ]
    assert chosen.gaps == (name,)


def test_what_looks_like_a_gap_in_a_value_is_a_warning_at_its_line() -> None:
    chosen, problems = the_clause(
        contract(f"{CHOSEN}\n{VALUES.replace('Head of nursing', 'Head of [service]')}"), FILLED
    )
    assert ("gap-in-value", "warning", 16) in said(problems)
    assert "Head of [service]" in plain_text(chosen.blocks)


def test_a_place_without_a_service_fills_its_fields_too() -> None:
    action = f"{COMPONENT}/development/action"
    known = library(
        clause(action, version(action, 1, "Act by {{ sdm_date }}.", owner='"{{ sdm_post }}"', date='"{{ sdm_date }}"'))
    )
    found = contract(
        "specification: []",
        after="development: [shared-decision-making/action]\nvalues: {sdm_post: Head of nursing, sdm_date: 2026-05-01}",
    )
    chosen, _ = the_clause(found, known)
    assert (chosen.service, chosen.fields["owner"], chosen.fields["date"]) == (None, "Head of nursing", "1 May 2026")


# --- what differs for single Commissioners --------------------------------------------------------------------------

SHARE = library(clause(TERMS, version(TERMS, 1, "At least {{ sdm_share }} of people.")))


def with_associate(found: Contract, values: str) -> Contract:
    text = "\n".join(found.lines).replace(
        "  - {name: Northbrook Board, ods_code: QXX}",
        (
            "  - {name: Northbrook Board, ods_code: QXX}\n"
            f"  - {{name: Upland Council, no_ods_code: a council, role: associate, kind: local authority, "
            f"values: {values}}}"
        ),
    )
    changed, problems = read_contract(text.encode(), "contract.yaml")
    assert changed is not None, problems
    return changed


def test_a_commissioners_own_threshold_is_printed_beside_the_common_one() -> None:
    found = with_associate(contract(f"{CHOSEN}\nvalues: {{sdm_share: 80}}"), "{sdm_share: 75}")
    chosen, problems = the_clause(found, SHARE)
    assert plain_text(chosen.blocks) == "At least 80% (for Upland Council: 75%) of people."
    assert said(problems) == [("clause-not-approved", "warning", 15)]


@pytest.mark.parametrize(
    ("own", "slug", "severity"),
    [
        ("{sdm_share: many}", "wrong-value", "error"),
        ("{sdm_post: Matron}", "unused-value", "error"),
        ("{sdm_share: 200}", "wrong-value", "error"),
    ],
)
def test_a_fault_in_a_commissioners_own_value_is_reported_at_its_line(own: str, slug: str, severity: str) -> None:
    _, problems = choose(with_associate(contract(f"{CHOSEN}\nvalues: {{sdm_share: 80}}"), own), SHARE)
    assert (slug, severity, 9) in said(problems)


def test_a_gap_in_a_commissioners_own_value_is_a_warning_at_its_line() -> None:
    known = library(clause(TERMS, version(TERMS, 1, "{{ sdm_text }}")))
    _, problems = choose(with_associate(contract(f"{CHOSEN}\nvalues: {{sdm_text: words}}"), "{sdm_text: TBC}"), known)
    assert ("gap-in-value", "warning", 9) in said(problems)


def test_an_own_value_without_a_common_one_is_a_missing_value_and_not_an_unused_one() -> None:
    _, problems = choose(with_associate(contract(CHOSEN), "{sdm_share: 75}"), SHARE)
    assert [problem.slug for problem in problems] == ["clause-not-approved", "missing-value"]
