"""A run handed to an engine that is not ours: dask.distributed, on a cluster of two processes of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster
from tests.cli.portfolio import everything, organisation, register, row

from specgen.issue.portfolio.portfolio import Batch, build_all, open_batch

CONTRACTS = 20
PATIENT = {
    f"distributed.{limit}": "1 day"
    for limit in ("comm.timeouts.connect", "comm.timeouts.tcp", "scheduler.worker-ttl", "deploy.lost-worker-timeout")
}
"""The engine's own limits of time would make the test hang on how busy the machine is."""


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with (
        dask.config.set(PATIENT),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,  # type: ignore[no-untyped-call]
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        yield client.get_executor()


def batch(folder: Path, out: str) -> Batch:
    return open_batch([folder / "register.csv"], folder / out, folder / "base.yaml", durable=False)


def test_a_cluster_makes_the_same_documents_in_the_same_order(tmp_path: Path, executor: Executor) -> None:
    organisation(tmp_path)
    register(
        tmp_path, [row(number, start="soon" if number == 7 else "01/04/2026") for number in range(1, CONTRACTS + 1)]
    )
    here = list(build_all(batch(tmp_path, "here")))
    there = list(build_all(batch(tmp_path, "there"), executor))
    assert [(done.reference, done.documents, done.problems) for done in there] == [
        (done.reference, done.documents, done.problems) for done in here
    ]
    assert everything(tmp_path / "there") == everything(tmp_path / "here")
    assert len(everything(tmp_path / "there")) == 4 * (CONTRACTS - 1)
    again = list(build_all(batch(tmp_path, "there"), executor))
    assert {document.kind for done in again for document in done.documents} == {"unchanged"}
