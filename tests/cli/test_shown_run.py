"""Variations, notices and letters over many contracts: the line of progress, and what Ctrl-C leaves."""

from __future__ import annotations

import shlex
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command_folder import Outcome
from tests.cli.interruption import Terminal, interrupting
from tests.cli.small_contracts import Portfolio, portfolio_in

from specgen.cli.main import run
from specgen.issue.comparison import compare
from specgen.issue.sources import reading_of
from specgen.word.package.package import read_package
from specgen.writing import Disk

REFERENCES = ("A-1", "A-2", "A-3", "A-4")
VARY = ("vary", "contracts", "--effective", "2027-04-01", "--since", "issued", "-o", "out")
SUCCEED = shlex.split(
    "succeed contracts --party X9N --name 'Coast Board' --ods X9Z --transfer-scheme 'a scheme' "
    "--effective 2027-04-01 -o out"
)
INTENTIONS = ("intentions", "contracts", "--effective", "2027-04-01", "--since", "issued", "-o", "out")
BY_CONTRACT = pytest.mark.parametrize("command", [VARY, SUCCEED], ids=lambda command: command[0])
ALL = pytest.mark.parametrize("command", [VARY, SUCCEED, INTENTIONS], ids=lambda command: command[0])


@pytest.fixture
def issued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    """Four contracts of two Providers that were issued and have another post since."""
    monkeypatch.setattr("os.fsync", lambda _: None)
    found = portfolio_in(tmp_path, monkeypatch, capsys)
    for post in ("Head of clinic", "Lead of the clinic"):
        for number, reference in enumerate(REFERENCES):
            found.contract(
                reference, provider=("Hill Trust", "X9H") if number < 2 else ("Dale Trust", "X9D"), post=post
            )
        if post == "Head of clinic":
            found.issue()
    return found


def stopped(issued: Portfolio, at: int, *command: str) -> Outcome:
    """The command with Ctrl-C pressed while its file of that number is written."""
    with issued.monkeypatch.context() as patch:
        patch.setattr(Disk, "write", interrupting(at))
        return issued.run(*command)


def pressed_in_call(number: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """The function, during whose call of that number Ctrl-C is pressed."""
    count = [0]

    def called(*given: Any, **named: Any) -> Any:
        count[0] += 1
        if count[0] == number:
            signal.raise_signal(signal.SIGINT)
        return real(*given, **named)

    return called


@ALL
def test_a_plan_writes_nothing_and_a_second_run_writes_nothing_more(
    issued: Portfolio, command: tuple[str, ...]
) -> None:
    assert issued.run(*command, "--plan").code == 0
    assert not (issued.folder / "out").exists()
    assert issued.run(*command).code == 0
    before = issued.files("out")
    assert "0 documents written" in issued.run(*command).out
    assert issued.files("out") == before


@BY_CONTRACT
def test_ctrl_c_finishes_the_contract_under_way_says_what_was_done_and_the_same_command_goes_on(
    issued: Portfolio, command: tuple[str, ...]
) -> None:
    issued.run(*command)
    undisturbed = issued.files("out")
    (issued.folder / "out").rename(issued.folder / "undisturbed")
    packs = sorted({name.split("/")[0] for name in undisturbed})
    files_of_a_pack = len([name for name in undisturbed if name.startswith("A-1/")])
    found = stopped(issued, files_of_a_pack + 3, *command)  # each pack's record is written twice
    assert found.code == 130
    assert (
        "Stopped: 2 of 4 contracts were done, and nothing is half written. Run the same command again to go on."
        in found.out
    )
    assert "What became of each contract is in out/specgen-summary.xlsx." in found.out.replace("\\", "/")
    assert {name.split("/")[0] for name in issued.files("out")} == set(packs[:2])
    assert all(undisturbed[name] == data for name, data in issued.files("out").items())
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert issued.run(*command).code == 0
    assert issued.files("out") == undisturbed


@ALL
def test_a_stopped_run_says_so_in_json(issued: Portfolio, command: tuple[str, ...]) -> None:
    found = stopped(issued, 1, *command, "--format", "json")
    assert found.code == 130
    assert found.json["summary"]["stopped"] is True
    assert issued.run(*command, "--format", "json").json["summary"]["stopped"] is False


@ALL
def test_ctrl_c_while_the_contracts_are_first_read_begins_none(
    issued: Portfolio, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr("specgen.issue.sources.reading_of", pressed_in_call(2, reading_of))
    found = issued.run(*command)
    assert found.code == 130
    assert "Stopped: 0 of 4 contracts were" in found.out
    assert issued.documents("out") == {}


def test_a_run_stopped_before_all_contracts_were_gone_through_makes_no_letter(
    issued: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("specgen.issue.occasions.occasion.compare", pressed_in_call(2, compare))
    found = issued.run(*INTENTIONS)
    assert found.code == 130
    assert (
        "Stopped: 2 of 4 contracts were gone through, and 2 contracts that would change stand in no letter "
        "yet, and nothing is half written." in found.out
    )
    assert issued.documents("out") == {}


def test_a_run_stopped_between_two_letters_says_how_many_contracts_stand_in_none(issued: Portfolio) -> None:
    found = stopped(issued, 1, *INTENTIONS)
    assert found.code == 130
    assert (
        "Stopped: 4 of 4 contracts were gone through, and 2 contracts that would change stand in no letter yet"
        in found.out
    )
    (letter,) = issued.documents("out").values()
    assert read_package(letter.read_bytes(), letter.name)[0] is not None


def test_ctrl_c_after_the_last_letter_is_no_stop(issued: Portfolio) -> None:
    assert issued.run(*INTENTIONS).code == 0
    last = len(issued.files("out")) + 2  # each pack's record is written twice
    for path in sorted((issued.folder / "out").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    found = stopped(issued, last, *INTENTIONS)
    assert (found.code, "Stopped" in found.out) == (0, False)


def test_notices_that_are_stopped_are_followed_by_no_register_and_no_variations(issued: Portfolio) -> None:
    found = stopped(issued, 1, *SUCCEED, "--register", "changed.xlsx", "--variations", "varied")
    assert found.code == 2
    found = stopped(issued, 1, *SUCCEED, "--register", "changed.xlsx", "--variations", "varied", "--since", "issued")
    assert found.code == 130
    assert not (issued.folder / "changed.xlsx").exists() and not (issued.folder / "varied").exists()


def test_variations_of_a_succession_can_be_stopped_too(issued: Portfolio) -> None:
    assert issued.run(*SUCCEED).code == 0
    found = stopped(issued, 2, *SUCCEED, "--variations", "varied", "--since", "issued")  # the summary is written first
    assert found.code == 130
    assert "Stopped: 1 of 4 contracts was done" in found.out
    assert {name.split("/")[0] for name in issued.documents("varied")} == {"A-1"}


def on_a_terminal(issued: Portfolio, *command: str) -> str:
    """What is written to standard error where that is a terminal."""
    issued.monkeypatch.chdir(issued.folder)
    terminal = Terminal()
    with issued.monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        patch.setattr("specgen.cli.output._EVERY", 0.0)
        assert run(command) == 0
    return terminal.written


@ALL
def test_progress_is_shown_on_a_terminal_and_taken_away_before_anything_is_printed(
    issued: Portfolio, command: tuple[str, ...]
) -> None:
    written = on_a_terminal(issued, *command)
    assert all(f"\r{done} of 4 contracts" in written for done in range(5))
    assert "\r5 of 4 contracts" not in written  # letters are no contracts
    shown = written.split("\r")
    assert shown[-1] == "" and shown[-2].strip() == ""  # the line is blank when the counts are printed


@ALL
def test_no_progress_is_shown_in_json_or_where_standard_error_is_a_file(
    issued: Portfolio, command: tuple[str, ...]
) -> None:
    assert " of 4 contracts" not in on_a_terminal(issued, *command, "--format", "json")
    assert " of 4 contracts" not in issued.run(*command).err


@ALL
def test_faults_of_a_file_and_of_its_choices_come_out_in_one_run(issued: Portfolio, command: tuple[str, ...]) -> None:
    file = issued.folder / "contracts" / "A-2.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("status:", "statuss:").replace("[enabling-choice]", "[enabling-choise]"), encoding="utf-8"
    )
    done = issued.run(*command)
    assert done.code == 1
    assert "“statuss” is not a name that belongs here" in done.err and "Did you mean “enabling-choice”?" in done.err
