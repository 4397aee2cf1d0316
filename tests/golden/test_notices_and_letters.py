"""What a successor notice and a letter of commissioning intentions look like, as outlines; see test_outlines.py for how
to renew them."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from tests.cli.small_contracts import EAST, NORTH, Portfolio, portfolio_in
from tests.golden.outline import outline
from tests.golden.test_outlines import hold


@pytest.fixture
def boards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    found = portfolio_in(tmp_path, monkeypatch, capsys)
    found.contract("A-1")
    found.contract("A-2", commissioners=[NORTH, EAST])
    return found


def test_a_successor_notice_has_the_outline_that_was_agreed(boards: Portfolio) -> None:
    boards.run(
        *shlex.split(
            "succeed contracts --party X9N --name 'Coast Board' --ods X9Z --effective 2027-04-01 --dated 2027-02-01 "
            "--transfer-scheme 'the Coast Transfer Scheme 2027' --signatory 'Chief Executive' -o out"
        )
    )
    hold("successor-notice", outline(boards.documents("out")["A-2/A-2 - Successor notice.docx"].read_bytes()))


def test_a_letter_of_commissioning_intentions_has_the_outline_that_was_agreed(boards: Portfolio) -> None:
    boards.issue()
    boards.contract("A-1", post="Lead of the clinic")
    boards.contract("A-2", commissioners=[NORTH, EAST], post="Lead of the clinic", status="draft")
    boards.run(
        *shlex.split(
            "intentions contracts --effective 2027-04-01 --since issued --dated 2026-10-05 "
            "--reply-by 2026-11-30 --signatory 'Director of Commissioning' -o out"
        )
    )
    (letter,) = boards.documents("out").values()
    hold("commissioning-intentions", outline(letter.read_bytes()))
