"""Runs that do not come to their end: killed, out of disk, stopped with Ctrl-C. The next one goes on; no file is half
written."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from tests.cli.interruption import Terminal, interrupting
from tests.cli.portfolio import everything, organisation, register, row

from specgen.cli.main import run
from specgen.cli.output import Progress, in_words
from specgen.issue.portfolio.portfolio import build_all
from specgen.issue.portfolio.summary import SUMMARY_FILE
from specgen.shared_work import Stop, WorkerDiedError, likely_many, workers_for
from specgen.word.package.package import read_package
from specgen.writing import Disk

CONTRACTS = 12
BUILD = ["build", "register.csv", "--base", "base.yaml", "-o", "out"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio of small contracts, a plan for it, and what an undisturbed run makes of it in `out`; `older` was made
    of another base."""
    folder = tmp_path_factory.mktemp("undisturbed")
    organisation(folder)
    register(folder, [row(number) for number in range(1, CONTRACTS + 1)])
    here = Path.cwd()
    os.chdir(folder)
    try:
        assert run([*BUILD, "--save-plan", "plan.json"]) == 0
        assert run(BUILD) == 0
        base = Path("base.yaml")
        current = base.read_bytes()
        base.write_bytes(current.replace(b"Head of podiatry", b"Head of feet"))
        assert run([*BUILD[:-1], "older"]) == 0
        base.write_bytes(current)
    finally:
        os.chdir(here)
    return folder


@pytest.fixture
def portfolio(undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The portfolio with nothing built."""
    for path in undisturbed.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def packs(out: Path) -> dict[str, bytes]:
    """Everything but the summary, which says what one run did."""
    return {name: data for name, data in everything(out).items() if name != SUMMARY_FILE}


def assert_whole(out: Path, undisturbed: Path) -> None:
    """Every document that is there is a whole one, and to the byte the one of the undisturbed run or the older one."""
    right, older = packs(undisturbed / "out"), packs(undisturbed / "older")
    for name, data in packs(out).items():
        if name.endswith(".docx"):
            assert read_package(data, name)[0] is not None
            assert data in (right[name], older[name])


DRIVER = """
import os, signal, sys
from specgen.cli.main import run
from specgen.issue.disk import Disk
left = int(sys.argv[1])
for name in ("write", "rename", "make_folder", "remove"):
    def counted(self, *given, __real=getattr(Disk, name), __name=name):
        global left
        left -= 1
        if left == 0 and __name == "write":
            path, data = given
            open(path, "wb").write(data[: len(data) // 2])
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return __real(self, *given)
    setattr(Disk, name, counted)
os.fsync = lambda _: None
run(sys.argv[2:])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.parametrize(
    ("moment", "command"),
    [
        (moment, command)
        for command, seed in ((BUILD, 1), (["apply", "plan.json"], 2))
        for moment in random.Random(seed).sample(range(2, 90), 4)
    ],
)
def test_a_run_killed_at_any_moment_and_begun_again_equals_an_undisturbed_one(
    portfolio: Path, undisturbed: Path, moment: int, command: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(moment), *command], capture_output=True, check=False, env=environment()
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert_whole(Path("out"), undisturbed)
    assert run(command) == 0
    assert packs(Path("out")) == packs(undisturbed / "out")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.parametrize("moment", random.Random(5).sample(range(2, 90), 3))
def test_a_run_killed_while_it_replaces_documents_and_begun_again_equals_an_undisturbed_one(
    portfolio: Path, undisturbed: Path, moment: int
) -> None:
    shutil.copytree(undisturbed / "older", "out")
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(moment), *BUILD], capture_output=True, check=False, env=environment()
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert_whole(Path("out"), undisturbed)
    assert run(BUILD) == 0
    assert packs(Path("out")) == packs(undisturbed / "out")


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_a_run_of_two_workers_killed_with_them_and_begun_again_equals_an_undisturbed_one(
    portfolio: Path, undisturbed: Path
) -> None:
    chance = random.Random(3)
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-m", "specgen", *BUILD, "--workers", "2"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
        assert process.stdout is not None
        for _ in range(chance.randint(1, 9)):
            process.stdout.readline()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert_whole(Path("out"), undisturbed)
    assert run([*BUILD, "--workers", "1"]) == 0
    assert packs(Path("out")) == packs(undisturbed / "out")


def full_after(writes: int) -> Callable[[Disk, Path, bytes], None]:
    """A disk with room for so many files: the next one is cut off, and then there is room for none."""
    left = [writes]
    real = Disk.write

    def write(self: Disk, path: Path, data: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            real(self, path, data[: len(data) // 3])
            raise OSError(errno.ENOSPC, "No space left on device")
        real(self, path, data)

    return write


@pytest.mark.parametrize("room", random.Random(4).sample(range(1, 45), 4))
def test_a_disk_that_is_full_is_said_and_the_next_run_goes_on(
    portfolio: Path, undisturbed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], room: int
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    with monkeypatch.context() as patch:
        patch.setattr(Disk, "write", full_after(room))
        assert run(BUILD) == 3
    assert "there is no room left on the disk" in capsys.readouterr().err
    assert_whole(Path("out"), undisturbed)
    assert not list(Path("out").rglob("*.tmp"))
    assert run(BUILD) == 0
    assert packs(Path("out")) == packs(undisturbed / "out")


def test_ctrl_c_ends_the_contract_that_is_under_way_says_what_was_done_and_writes_the_summary(
    portfolio: Path, undisturbed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    with monkeypatch.context() as patch:
        patch.setattr(Disk, "write", interrupting(6))
        assert run(BUILD) == 130
    said = capsys.readouterr().out
    assert (
        f"Stopped: 2 of {CONTRACTS} contracts were done, and nothing is half written. Run the same command "
        f"again to go on." in said
    )
    assert sorted(path.name for path in Path("out").iterdir()) == ["R-0001", "R-0002", SUMMARY_FILE]
    assert_whole(Path("out"), undisturbed)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert run(BUILD) == 0
    assert packs(Path("out")) == packs(undisturbed / "out")


def test_ctrl_c_stops_a_saved_plan_too_which_is_then_not_saved(
    portfolio: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("plan.json").unlink()

    def stopping(self: Stop) -> bool:
        return True

    monkeypatch.setattr(Stop, "__call__", stopping)
    monkeypatch.setattr(Stop, "asked", True, raising=False)
    monkeypatch.setattr(Stop, "__init__", lambda self: None)
    assert run([*BUILD, "--save-plan", "plan.json"]) == 130
    assert not Path("plan.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C in another way")
def test_ctrl_c_reaches_two_workers_as_a_clean_stop(portfolio: Path, undisturbed: Path) -> None:
    """A page of lines fills the pipe, 256 contracts are in flight: the run cannot end, however late it is stopped."""
    register(portfolio, [row(number) for number in range(1, 601)])
    process = subprocess.Popen(
        [sys.executable, "-m", "specgen", *BUILD, "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pipesize=4096,
        env=environment(),
        start_new_session=True,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
    out, err = process.communicate()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "of 600 contracts were done, and nothing is half written" in out
    assert (Path("out") / SUMMARY_FILE).is_file()
    assert 0 < len(list(Path("out").glob("R-*"))) < 600
    assert not list(Path("out").rglob("*.tmp"))


def test_a_second_ctrl_c_ends_at_once() -> None:
    stop = Stop()
    with stop.listening():
        signal.raise_signal(signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_a_dead_worker_is_said_with_what_to_do(
    portfolio: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = build_all

    def broken(*given: object, **named: object) -> Iterator[object]:
        found = real(*given, **named)  # type: ignore[arg-type]
        yield next(found)
        raise WorkerDiedError("a worker ended before it had done its contracts") from BrokenProcessPool()

    monkeypatch.setattr("specgen.cli.run.build_all", broken)
    assert run(BUILD) == 3
    said = capsys.readouterr()
    assert "a worker ended before it had done its contracts" in said.err and "run the command again" in said.err
    assert f"Stopped: 1 of {CONTRACTS} contracts was done" in said.out
    assert (Path("out") / SUMMARY_FILE).is_file()


def test_progress_is_shown_on_a_terminal_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, now = Terminal(), iter(range(0, 1000, 3))
    monkeypatch.setattr(sys, "stderr", terminal)
    progress = Progress(100, clock=lambda: float(next(now)))
    progress.step()
    progress.step()
    assert "\r2 of 100 contracts, about" in terminal.written
    progress.clear()
    assert terminal.written.endswith("\r") and terminal.written.rstrip("\r").endswith(" ")


def test_progress_is_shown_nowhere_else(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    Progress(100).step()
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    Progress(100, shown=False).step()
    Progress(1).step()
    assert (terminal.written, capsys.readouterr().err) == ("", "")


@pytest.mark.parametrize(
    ("done", "working", "line"),
    [
        (0, 0.0, "0 of 5,000 contracts"),
        (1, 0.0, "1 of 5,000 contracts"),
        (1001, 20.0, "1,001 of 5,000 contracts, about 1 minute left"),
        (4001, 80.0, "4,001 of 5,000 contracts, about 20 seconds left"),
        (11, 20.0, "11 of 5,000 contracts, about 3 hours left"),
        (5000, 80.0, "5,000 of 5,000 contracts"),
    ],
)
def test_the_time_left_is_told_in_words(done: int, working: float, line: str) -> None:
    assert in_words(done, 5000, working, 30.0) == line


def test_small_runs_take_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    assert (workers_for(None, 20), workers_for(None, 5000), workers_for(3, 5000), workers_for(3, 2)) == (1, 8, 3, 2)


def test_processes_start_early_only_where_many_contracts_are_likely(tmp_path: Path) -> None:
    few, many, workbook = tmp_path / "few", tmp_path / "many", tmp_path / "register.xlsx"
    for folder, count in ((few, 3), (many, 100)):
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.yaml").touch()
    workbook.write_bytes(bytes(30_000))
    assert not likely_many([few, many / "1.yaml", workbook])
    assert likely_many([few, many])
    workbook.write_bytes(bytes(200_000))
    assert likely_many([workbook])
