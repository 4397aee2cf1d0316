"""The processes that share the work of a run."""

from __future__ import annotations

import gc
import multiprocessing
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from specgen.cli.main import run
from specgen.shared_work import Crew, Workers, begin_early, shared

BEGUN = """
import os, sys
from specgen.shared_work import Workers

if __name__ == "__main__":
    with Workers(2, []) as workers:
        print(workers.executor(500).submit(os.getpid).result() != os.getpid(), flush=True)
        sys.stdin.read()
"""


def test_workers_end_when_their_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", BEGUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert parent.stdout is not None and parent.stdin is not None
    assert parent.stdout.readline() == "True\n"
    parent.kill()
    # What the workers have inherited of the parent is open for as long as one of them is there.
    end = threading.Thread(target=parent.stdout.read, daemon=True)
    end.start()
    end.join(60)
    parent.wait()
    assert not end.is_alive(), "a worker is still there"


class Pool:
    """In the place of other processes: does nothing before it is `ready`, and then all at once."""

    def __init__(self, *, ready: bool) -> None:
        self.ready = ready
        self.given: list[list[int]] = []

    def submit(self, work: Callable[..., Any], /, *given: Any) -> Future[Any]:
        self.given += given
        future: Future[Any] = Future()
        if self.ready:
            try:
                future.set_result(work(*given))
            except ValueError as fault:
                future.set_exception(fault)
        return future

    def shutdown(self, *, cancel_futures: bool) -> None:
        return


def squares(numbers: Sequence[int]) -> list[int]:
    if 13 in numbers:
        raise ValueError("unlucky")
    return [number * number for number in numbers]


def crew(pool: Pool, items: int = 0) -> Any:
    return Crew(2, lambda: pool, items)  # type: ignore[arg-type, return-value]


def test_while_others_start_this_process_does_the_work_alone() -> None:
    pool = Pool(ready=False)
    assert list(shared(crew(pool), squares, [1, 2, 3], piece=1)) == [1, 4, 9]
    assert pool.given == []


def test_with_others_answers_keep_the_order_of_the_items_and_this_process_works_too() -> None:
    pool = Pool(ready=True)
    here: list[int] = []

    def noted(numbers: Sequence[int]) -> list[int]:
        here.extend(numbers)
        return squares(numbers)

    items = [number for number in range(200) if number != 13]
    assert list(shared(crew(pool), noted, items)) == [number * number for number in items]
    assert sorted(here) == items, "each is done once"
    assert pool.given, "the others have their part"


def test_others_begin_only_where_the_work_would_take_this_process_longer_than_their_start() -> None:
    begun: list[str] = []

    def noted() -> Pool:
        begun.append("begun")
        return Pool(ready=True)

    one: Any = Crew(2, noted, 500)  # type: ignore[arg-type]
    one.done_here(8, 0.008)
    assert (begun, one.room) == ([], 0), "half a second is left"
    one.done_here(8, 0.08)
    assert (begun, one.room) == (["begun"], 2), "nearly five seconds are left"
    one.done_here(8, 0.08)
    assert begun == ["begun"]


def test_a_crew_that_never_began_ends_without_having_begun() -> None:
    pool = Pool(ready=True)
    one = crew(pool, 3)
    assert list(shared(one, squares, [1, 2, 3])) == [1, 4, 9]
    one.shutdown()
    assert pool.given == []


@pytest.mark.parametrize("ready", [True, False])
def test_a_fault_comes_in_its_turn_wherever_the_work_was_done(ready: bool) -> None:
    found = []
    with pytest.raises(ValueError, match="unlucky"):
        for each in shared(crew(Pool(ready=ready)), squares, range(20), piece=1):
            found.append(each)
    assert found == [number * number for number in range(13)]


def test_a_wish_to_stop_is_heard_between_two_pieces_of_this_process() -> None:
    done: list[int] = []
    answers = shared(crew(Pool(ready=False)), squares, range(10), piece=2, stopping=lambda: len(done) >= 2)
    for each in answers:
        done.append(each)
    assert 2 <= len(done) < 8 and done == squares(range(len(done)))


@pytest.mark.parametrize(
    ("given", "begun"),
    [
        (["many.xlsx", "--workers", "3"], [3]),
        (["--workers=2", "few.csv"], [2]),
        (["few.csv", "--workers", "1"], []),
        (["few.csv", "--workers", "two"], []),
        (["nowhere.xlsx", "--workers", "2"], []),
        (["few.csv"], []),
        (["few.csv", "-o", "many.xlsx"], []),
        (["many.xlsx", "--base", "few.csv"], [8]),
    ],
)
def test_processes_begin_before_the_command_is_loaded_where_its_words_ask_for_them(
    given: list[str], begun: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    monkeypatch.setattr("specgen.shared_work._early", {})
    monkeypatch.setattr("specgen.shared_work.Crew", lambda workers, pool: found.append(workers))
    Path("many.xlsx").write_bytes(bytes(200_000))
    Path("few.csv").write_text("Reference\n", encoding="utf-8")
    begin_early(given, "specgen.problems")
    assert found == begun


@pytest.mark.parametrize("more", [["--no-such-option"], ["--help"], ["--workers", "3"]])
def test_processes_that_no_run_took_end_with_the_command(
    more: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("few.csv").write_text("Reference\n", encoding="utf-8")
    run(["check", "few.csv", "--workers", "2", *more])
    assert multiprocessing.active_children() == []


def test_a_worker_looks_for_rubbish_as_seldom_as_its_parent() -> None:
    before = gc.get_threshold()
    gc.set_threshold(90_000, 19, 18)
    try:
        with Workers(2, []) as workers:
            executor = workers.executor(500)
            assert executor is not None
            assert executor.submit(gc.get_threshold).result() == (90_000, 19, 18)
    finally:
        gc.set_threshold(*before)
