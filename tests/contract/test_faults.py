"""Names without a value: known ones are left out, unknown ones are reported."""

from specgen.contract.read import read_contract

WHOLE = """contract:
  reference: NBB-1
  title: Community services
  edition: 2026/27
  date:
  term: {start: 2026-04-01, end: 2029-03-31}
commissioners:
  - {name: Northbrook Integrated Care Board, ods_code: X9A01}
provider: {name: Harbour Trust, ods_code: X9T01, kind: NHS trust}
services:
  - name: Community respiratory service
"""


def test_a_known_name_without_a_value_is_as_if_it_were_not_there() -> None:
    contract, problems = read_contract(WHOLE.encode(), "c.yaml")
    assert problems == []
    assert contract is not None and contract.content.contract.date is None


def test_an_unknown_name_without_a_value_is_reported() -> None:
    _, problems = read_contract((WHOLE + "    cohrot:\n").encode(), "c.yaml")
    assert [(p.slug, p.location.line, p.suggestion) for p in problems] == [("unknown-key", 12, "cohort")]


def test_a_whole_specification_named_without_texts_is_asked_for() -> None:
    contract, problems = read_contract((WHOLE + "    whole_specification:\n").encode(), "c.yaml")
    assert problems == []
    assert contract is not None and contract.content.services[0].whole_specification == {}
