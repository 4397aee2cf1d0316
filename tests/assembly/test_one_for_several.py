"""A value that names one thing, in a sentence that goes on as of several."""

import pytest
from tests.checks.contracts import TYPES, contract, editions, shipped

from specgen.assembly.pack import assemble
from specgen.contract.read import read_contract


@pytest.mark.parametrize(
    ("networks", "told"),
    [
        ("the Bay network", True),
        ("our primary care network in Harbour", True),
        ("the Harbour and Moorland primary care networks", False),
        ("the Bay networks", False),
        ("the Bay network and the Moor network", False),
        ("the Bay neighbourhood team", False),
        ("networks", False),
    ],
)
def test_one_network_does_not_find_as_several_do(networks: str, told: bool) -> None:
    text = contract(after=f"system: [personal-health-budgets/complex-needs]\nvalues:\n  pc_networks: {networks}")
    found, _ = read_contract(text.encode(), "contract.yaml")
    assert found is not None
    _, problems = assemble(found, shipped(), editions(), TYPES)
    said = [problem.message for problem in problems if problem.slug == "value-does-not-read-on"]
    assert any("find” is printed, as of several" in each for each in said) == told
