"""A version that a contract pins is as much in need of approval as one that specgen finds."""

from specgen.assembly.choose import choose
from specgen.contract.read import read_contract
from specgen.library.read import read_library
from specgen.shipped import shipped

CONTRACT = """
contract:
  reference: T-1
  title: A contract
  edition: 2026/27
  term: {start: 2026-04-01, end: 2027-03-31}
commissioners:
  - {name: A board, ods_code: X9A01}
provider: {name: A provider, kind: NHS trust, ods_code: X9T01}
services:
  - name: A service
    specification: [shared-decision-making/lead-in@1]
"""


def test_a_pinned_version_that_is_not_approved_is_said_to_be_so_at_its_line() -> None:
    contract, problems = read_contract(CONTRACT.encode(), "contract.yaml")
    assert contract is not None, problems
    library, _ = read_library(shipped("clauses"))
    chosen, problems = choose(contract, library)
    assert [(problem.slug, problem.severity, problem.location.line) for problem in problems] == [
        ("clause-not-approved", "warning", 12)
    ]
    assert chosen[0].why == "pinned, not approved"
