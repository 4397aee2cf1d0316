"""The processes that share the work of a run."""

from __future__ import annotations

import subprocess
import sys
import threading

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
