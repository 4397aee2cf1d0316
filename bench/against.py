"""This tool against what it was at commit f22e11e: both run as commands of their own on the same input, turn by turn.

That commit is taken from the repository's own history and installed once into a cache folder, without its dependencies,
and runs on those of this environment. Where the history is not there (a shallow clone, an archive), there is nothing to
compare with, and every such figure is null.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

COMMIT = "f22e11e"
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Version:
    """A specgen that can be run: its name in tables, where its package lies and where its examples."""

    name: str
    package: Path
    examples: Path


NOW = Version("now", ROOT / "src", ROOT / "examples")


@dataclass(frozen=True)
class Used:
    """What a command used of the machine: processor seconds of itself and its workers, and elapsed seconds."""

    cpu: float
    wall: float


@cache
def then() -> Version | None:
    """Specgen as it was, unpacked and installed; None where the history does not hold it."""
    from platformdirs import user_cache_path

    folder = user_cache_path("specgen-bench", appauthor=False) / COMMIT
    if not (folder / "whole").exists():
        found = subprocess.run(["git", "-C", str(ROOT), "archive", COMMIT], capture_output=True, check=False)
        if found.returncode:
            return None
        shutil.rmtree(folder, ignore_errors=True)
        with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
            archive.extractall(folder / "source", filter="data")
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
                *("--no-deps", "--no-build-isolation", "--target", str(folder / "package"), str(folder / "source")),
            ],
            check=True,
        )
        (folder / "whole").touch()
    return Version(COMMIT, folder / "package", folder / "source" / "examples")


def run(
    version: Version, arguments: Sequence[str], *, codes: Sequence[int] = (0, 1), folder: Path | None = None
) -> Used:
    """What one command used. Ends the bench when it ends with another code than `codes`."""
    return used(version, [sys.executable, "-m", "specgen", *arguments], codes=codes)


def used(version: Version, command: Sequence[str], *, codes: Sequence[int]) -> Used:
    """What a process used that finds that version of specgen."""
    # The modules are compiled once and kept, as they are where a program is installed.
    known = {**os.environ, "PYTHONPATH": str(version.package)}
    known.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=known, stdout=said, stderr=subprocess.STDOUT)
        _, status, spent = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in codes:
            said.seek(0)
            sys.exit(f"{version.name}: {' '.join(map(str, command))}: {said.read().decode(errors='replace')[-2000:]}")
    return Used(spent.ru_utime + spent.ru_stime, wall)


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="specgen-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def race(rounds: int, works: Mapping[str, Callable[[], Used]]) -> dict[str, list[Used]]:
    """What each of the works used in every round. They take turns, so that what else the machine does troubles all."""
    for work in works.values():
        work()  # so that what is kept for the next run is there
    found: dict[str, list[Used]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(work())
    return found


def least(found: Sequence[Used]) -> float:
    """The least processor time: whatever else a machine does only ever adds to it."""
    return min(each.cpu for each in found)


def middle(found: Sequence[Used]) -> float:
    """The median of the processor time."""
    return median(each.cpu for each in found)
