"""Contracts of one run: what one of them prints and asks for never hangs on which others were read before it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.checks.contracts import ROOT, pack_of

from specgen.assembly.ledger import when
from specgen.assembly.ledger.build import ledger_of, moved_days
from specgen.contract.read import read_contract

EXAMPLES = sorted((ROOT / "examples").glob("*/contract.yaml"))
_CHANGES = (
    (r"start: ?(\d{4})-04-01", r"start: \1-05-01"),
    (r"end: ?(\d{4})-03-31", r"end: \1-06-30"),
    (r"^contract:\n", "contract:\n  began_on: 2026-05-20\n"),
    (r"^contract:\n", "contract:\n  service_commencement_date: 2026-06-01\n"),
    (r"^( +\w+_date: )\d{4}-\d\d-\d\d$", r"\g<1>2027-02-15"),
    (r"^( +\w+_(?:due|interval|time|within)\w*: )\d+ ", r"\g<1>11 "),
    (r"^( +\w+_post\w*: [A-Z][^\n#\[\]]*)$", r"\g<1> and Deputy"),
    (r"^(commissioners:\n  - name: [^\n]+\n)", "\\1    values: {pc_report_due: 9 days}\n"),
    (r"^(services:\n  - [^\n]+\n)", "\\1    period: {start: 2026-07-01, end: 2026-12-31}\n"),
)


def changed(text: str) -> list[str]:
    """The contract in each of several ways with one fact that is another."""
    found = [re.sub(old, new, text, count=1, flags=re.MULTILINE) for old, new in _CHANGES]
    return [each for each in found if each != text and read_contract(each.encode(), "contract.yaml")[0] is not None]


def listed(*texts: str) -> list[object]:
    """What the contracts print and list, read one after the other in a run that knows nothing yet."""
    when._KEPT.clear()
    found: list[object] = []
    for text in texts:
        pack = pack_of(text)
        printed = [(clause.id, clause.service, dict(clause.printed), dict(clause.days)) for clause in pack.chosen]
        found.append((printed, ledger_of(pack).rows, moved_days(pack)))
    return found


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_two_contracts_that_differ_in_one_fact_list_together_what_each_lists_alone(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    (alone,) = listed(text)
    each_alone = [(other, listed(other)[0]) for other in changed(text)]
    assert sum(by_itself != alone for _, by_itself in each_alone) > 1
    for other, by_itself in each_alone:
        assert listed(text, other) == [alone, by_itself]
        assert listed(other, text) == [by_itself, alone]
