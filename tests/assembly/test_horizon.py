"""Short, medium and long term of the development plan's actions follow from their dates."""

from datetime import date

import pytest
from tests.checks.contracts import shipped

from specgen.assembly.choose import choose
from specgen.contract.read import read_contract

FILE = """
contract: {{reference: R-1, title: Podiatry, edition: 2026/27, form: full-length, date: 2026-03-20,
           term: {{start: 2026-04-01, end: 2036-03-31}}}}
commissioners: [{{name: North Board, ods_code: X9A}}]
provider: {{name: Hill Trust, ods_code: X9D, kind: NHS trust}}
services: [{{name: Podiatry}}]
development: [{clause}]
values: {{pc_commissioner_lead_post: Head of Commissioning{values}}}
"""


def horizon(day: str, clause: str = "personalised-care/ambition") -> str:
    text = FILE.format(clause=clause, values=f", pc_ambition_date: {day}" if day else "")
    contract, problems = read_contract(text.encode(), "contract.yaml")
    assert contract is not None, problems
    (chosen,), _ = choose(contract, shipped())
    return chosen.fields["horizon"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 4, 1), "short"),
        (date(2027, 3, 31), "short"),
        (date(2027, 4, 1), "medium"),
        (date(2029, 3, 31), "medium"),
        (date(2029, 4, 1), "long"),
    ],
)
def test_an_action_is_for_the_term_in_which_its_date_falls(day: date, said: str) -> None:
    assert horizon(day.isoformat()) == said


def test_a_version_that_names_a_term_of_its_own_is_left_as_it_is() -> None:
    assert horizon("2026-10-31", "personalised-care/ambition@1") == "long"


def test_without_a_date_the_term_is_a_gap() -> None:
    assert horizon("").startswith("[TO BE COMPLETED")
