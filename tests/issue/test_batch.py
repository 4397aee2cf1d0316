"""A run over many contracts by executors of every kind: the same documents, small answers, a bounded number in
flight."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.cli.portfolio import everything, organisation, register, row

from specgen.issue.portfolio.portfolio import (
    Batch,
    Ended,
    Task,
    build_all,
    open_batch,
)
from specgen.issue.portfolio.waiting import read_now
from specgen.shared_work import PIECE, ElsewhereError, WorkerDiedError
from specgen.word.template.pieces import field_names, is_value

CONTRACTS = 20


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty small contracts in a register, one of them with a slip."""
    folder = tmp_path_factory.mktemp("board")
    organisation(folder)
    register(folder, [row(number, start="soon" if number == 7 else "01/04/2026") for number in range(1, CONTRACTS + 1)])
    return folder


@pytest.fixture(scope="module")
def pool() -> Any:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


def batch(portfolio: Path, out: str) -> Batch:
    return open_batch([Path("register.csv")], Path(out), Path("base.yaml"), durable=False)


@pytest.fixture(autouse=True)
def in_the_portfolio(portfolio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(portfolio)


@pytest.fixture(scope="module")
def alone(portfolio: Path) -> tuple[list[Ended], dict[str, bytes]]:
    """What one process makes of the portfolio."""
    here = Path.cwd()
    os.chdir(portfolio)
    try:
        done = list(build_all(batch(portfolio, "alone")))
    finally:
        os.chdir(here)
    return done, everything(portfolio / "alone")


def told(done: list[Ended], out: str) -> list[Ended]:
    """The answers, with the name of the folder for the documents left out."""
    return [replace(each, folder=each.folder.removeprefix(out)) for each in done]


def test_the_number_of_workers_changes_no_byte_and_no_answer(
    portfolio: Path, pool: Executor, alone: tuple[list[Ended], dict[str, bytes]]
) -> None:
    done = list(build_all(batch(portfolio, "together"), pool))
    assert everything(portfolio / "together") == alone[1]
    assert told(done, "together") == told(alone[0], "alone")
    assert [each.reference for each in done] == [f"R-{number:04}" for number in range(1, CONTRACTS + 1)]
    assert [each.reference for each in done if each.failed] == ["R-0007"]


def test_a_pool_of_threads_does_as_well(portfolio: Path, alone: tuple[list[Ended], dict[str, bytes]]) -> None:
    with ThreadPoolExecutor(3) as executor:
        done = list(build_all(batch(portfolio, "threads"), executor))
    assert everything(portfolio / "threads") == alone[1]
    assert told(done, "threads") == told(alone[0], "alone")


class Backwards(Executor):
    """Begins work only when nothing more is sent, and the last piece first."""

    def __init__(self) -> None:
        self.held: list[tuple[Future[Any], Callable[[], Any]]] = []
        self.most = 0
        self.lock = threading.Lock()

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        with self.lock:
            self.held.append((future, lambda: work(*given, **named)))
            self.most = max(self.most, len(self.held))
        threading.Timer(0.05, self.work).start()
        return future

    def work(self) -> None:
        with self.lock:
            while self.held:
                future, work = self.held.pop()
                if future.set_running_or_notify_cancel():
                    future.set_result(work())


def test_the_order_in_which_an_executor_works_changes_nothing_and_few_pieces_are_in_flight(
    portfolio: Path, alone: tuple[list[Ended], dict[str, bytes]]
) -> None:
    executor = Backwards()
    done = list(build_all(batch(portfolio, "backwards"), executor, in_flight=2))
    assert everything(portfolio / "backwards") == alone[1]
    assert told(done, "backwards") == told(alone[0], "alone")
    assert executor.most <= 2 < CONTRACTS / PIECE


def held(value: object) -> list[type]:
    """The types of everything that a value holds."""
    if is_value(value):
        return [type(value), *(kind for name in field_names(type(value)) for kind in held(getattr(value, name)))]
    if isinstance(value, (tuple, list)):
        return [type(value), *(kind for each in value for kind in held(each))]
    return [type(value)]


def test_what_is_sent_and_answered_is_small_and_holds_no_document(
    portfolio: Path, alone: tuple[list[Ended], dict[str, bytes]]
) -> None:
    queue = batch(portfolio, "alone").queue
    for waiting in queue:
        assert len(pickle.dumps(Task(waiting))) < 1_000
    for done in alone[0]:
        assert len(pickle.dumps(done)) < 5_000
        assert bytes not in held(done)
        assert {kind.__name__ for kind in held(done)} <= {
            "Ended",
            "EndedDocument",
            "Problem",
            "Location",
            "tuple",
            "str",
            "int",
            "bool",
            "NoneType",
        }
    # A contract that has been read is many times larger.
    contract = read_now(queue.shelf, next(iter(queue)))[0].contract
    assert len(pickle.dumps(contract)) > 4 * len(pickle.dumps(Task(next(iter(queue)))))


def test_a_worker_that_dies_is_reported_and_what_was_done_stays(portfolio: Path) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        worker = executor.submit(os.getpid).result()
        done = []
        with pytest.raises(WorkerDiedError, match="a worker ended before it had done its contracts"):
            for each in build_all(batch(portfolio, "died"), executor, in_flight=1):
                done.append(each)
                if len(done) == 3:
                    os.kill(worker, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    assert len(done) == PIECE
    again = list(build_all(batch(portfolio, "died")))
    assert {document.kind for each in again[: PIECE - 2] for document in each.documents} == {"unchanged"}
    assert len(again) == CONTRACTS


def test_a_run_that_is_to_stop_answers_what_was_begun_and_begins_nothing_more(portfolio: Path, pool: Executor) -> None:
    for executor in (None, pool):
        out = f"stopped-{executor is not None}"
        done = list(
            build_all(batch(portfolio, out), executor, in_flight=1, stopping=partial(done_so_far, portfolio / out))
        )
        assert 0 < len(done) < CONTRACTS
        assert done_so_far(portfolio / out) == {each.reference for each in done if not each.failed}


def done_so_far(out: Path) -> set[str]:  # true once something is done
    return {path.parent.name for path in out.glob("*/specgen-record.json")}


def test_a_worker_that_would_make_other_documents_refuses(portfolio: Path, pool: Executor) -> None:
    opened = batch(portfolio, "elsewhere")
    opened = replace(opened, work=replace(opened.work, inputs="0" * 64))
    with pytest.raises(ElsewhereError, match="another specgen"):
        list(build_all(opened, pool))
    assert not (portfolio / "elsewhere").exists()


def test_a_batch_with_a_fault_that_all_share_is_refused(portfolio: Path) -> None:
    (portfolio / "odd.csv").write_text("Reference,Titel\nR-1,Podiatry\n", encoding="utf-8")
    opened = open_batch([Path("odd.csv")], Path("odd"))
    assert opened.refused
    with pytest.raises(ValueError, match="has an error"):
        build_all(opened)
