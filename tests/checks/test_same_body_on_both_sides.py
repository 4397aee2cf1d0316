"""One body on both sides of a contract."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.contradictions import same_body_on_both_sides as rule

SLUG = "same-body-on-both-sides"
TEXT = contract("specification: [enabling-choice]")
ASSOCIATE = "  - name: {name}\n    ods_code: {code}\n    role: associate\nprovider:\n"


@pytest.mark.parametrize(
    "name",
    [
        "Northbrook Integrated Care Board",
        "northbrook integrated  care board",
        "The Northbrook Integrated Care Board",
        "NHS Northbrook Integrated Care Board",
        "N.H.S. Northbrook ICB",
        "NHS Northbrook Integrated Care Board (ICB)",
    ],
)
def test_the_providers_name_that_is_the_commissioners_is_an_error(name: str) -> None:
    text = TEXT.replace("Harbour Community Health Trust", name)
    assert breaches(rule, text) == [(SLUG, "error", f"name: {name}")]


def test_the_providers_code_that_is_the_commissioners_is_an_error() -> None:
    assert breaches(rule, TEXT.replace("RXX", "qxx")) == [(SLUG, "error", "ods_code: qxx")]


def test_an_associate_that_is_the_provider_is_an_error_and_one_that_comes_twice_a_warning() -> None:
    same = TEXT.replace("provider:\n", ASSOCIATE.format(name="Eastmere Council", code="RXX"))
    assert breaches(rule, same) == [(SLUG, "error", "ods_code: RXX")]
    twice = TEXT.replace("provider:\n", ASSOCIATE.format(name="Northbrook Integrated Care Board", code="QYY"))
    assert [(slug, severity) for slug, severity, _ in breaches(rule, twice)] == [(SLUG, "warning")]


def test_bodies_with_names_and_codes_of_their_own_keep_the_rule() -> None:
    assert breaches(rule, TEXT) == []
    assert breaches(rule, TEXT.replace("provider:\n", ASSOCIATE.format(name="Eastmere Council", code="QYY"))) == []


def test_a_commissioner_that_delegates_to_itself_and_a_provider_that_leads_the_commissioners_are_told() -> None:
    line = "    ods_code: QXX\n"
    given = (
        "    delegation: {{reference: DEL-1, holder: {holder}}}\n    section_75: {{reference: S75-1, lead: {lead}}}\n"
    )

    def told(holder: str, lead: str) -> int:
        return len(breaches(rule, TEXT.replace(line, line + given.format(holder=holder, lead=lead))))

    assert told("NHS Northbrook ICB", "Northbrook Integrated Care Board") == 1
    assert told("Eastmere Integrated Care Board", "the Harbour Community Health Trust") == 1
    assert told("Eastmere Integrated Care Board", "Northbrook Council") == 0
    assert told("Harbour Community Health Trust", "Northbrook Integrated Care Board") == 0


def test_a_place_in_brackets_tells_two_bodies_apart() -> None:
    text = TEXT.replace("Northbrook Integrated Care Board", "Coastal Health Group (East)")
    assert breaches(rule, text.replace("Harbour Community Health Trust", "Coastal Health Group (West)")) == []


def test_two_bodies_without_a_code_are_not_one() -> None:
    text = TEXT.replace("ods_code: QXX", "no_ods_code: none yet").replace("ods_code: RXX", "no_ods_code: none yet")
    assert breaches(rule, text) == []


def test_a_party_and_one_body_twice_among_the_sub_contractors_are_told() -> None:
    def told(*bodies: str) -> int:
        entries = "".join(f'\n    - "{body}"' for body in bodies)
        line = "  kind: NHS trust\n"
        assert line in TEXT
        return len(breaches(rule, TEXT.replace(line, f"{line}  sub_contractors:{entries}\n")))

    assert told("Harbour Community Health Trust, for orthotics") == 1
    assert told("NHS Northbrook ICB – payroll") == 1
    assert told("Footcare Ltd (orthotics)", "Footcare Limited; insoles") == 1
    assert told("Footcare Ltd, for insoles", "Footcare East Ltd, for insoles", "Northbrook Council for transport") == 0
