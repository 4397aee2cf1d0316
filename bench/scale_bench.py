"""How a portfolio is built: `figures()` makes workbooks of 500 and of 5,000 contracts, builds them and prints its own
table.

Each run is a process of its own that does what `specgen build REGISTER.xlsx --base FILE -o OUT --workers N` does, lines
on screen and summary workbook included, but does not wait for the disk. Every contract differs from the others in its
title, dates, parties, service and values; every tenth has two services, on a sheet of their own.

- scaling: the time with one worker over the time with two, on the same machine, the documents being equal to the byte;
  of either the quicker of two runs, since whatever else the machine does only ever slows one down;
- memory: the peaks of resident memory of all processes of a run, summed, at 5,000 contracts over those at 500;
- unchanged: a second run over the same documents, in which nothing changed, over the first.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path

import xlsxwriter

SMALL, LARGE = 500, 5_000
SERVICES_AT = 10
"""Every so many contracts have a second service."""
_LOOK = 0.1
"""Seconds between two looks at the memory of the processes; each tells its peak so far, so that few are enough."""
_DAY = "dd/mm/yyyy"
HEADINGS = (
    "Reference",
    "Title",
    "Start",
    "Expiry",
    "Supplier",
    "Supplier kind",
    "Supplier ODS code",
    "Service",
    "Service value choice_responsible_post",
    "Value pc_provider_lead_post",
)


@dataclass(frozen=True)
class Run:
    """One run: its seconds, and the summed peaks of its processes in MB (None where the system does not tell)."""

    seconds: float
    megabytes: float | None


SECONDS = attrgetter("seconds")


def workbook(path: Path, contracts: int) -> None:
    """A register of so many contracts."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheets = [book.add_worksheet("Contracts"), book.add_worksheet("Services")]
        day = book.add_format({"num_format": _DAY})
        for sheet, headings in zip(
            sheets, (HEADINGS, ("Reference", "Service number", "Service", "Cohort")), strict=True
        ):
            sheet.write_row(0, 0, headings)
        services = 0
        for number in range(1, contracts + 1):
            trust = number % 300
            cells = (
                f"NBB-2027-{number:05}",
                f"Podiatry in district {number}",
                date(2026, 4, 1 + number % 28),
                date(2027, 3, 31),
                f"District {trust} Community Trust",
                "NHS trust",
                f"R{trust:03}",
                f"Podiatry {number}",
                f"Podiatry manager {number}",
                f"Lead for personalised care {number}",
            )
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheets[0].write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
                elif number % SERVICES_AT or column != HEADINGS.index("Service"):
                    sheets[0].write_string(number, column, cell)
            for service in (1, 2) if number % SERVICES_AT == 0 else ():
                services += 1
                sheets[1].write_row(
                    services,
                    0,
                    (
                        cells[0],
                        f"{service:02}",
                        f"Podiatry {number}, clinic {service}",
                        f"adults of clinic {service} of district {number}",
                    ),
                )


def build(register: str, out: str, workers: str) -> None:
    """What the command does, in this process and its workers, without waiting for the disk."""
    from specgen.cli.run import report, run_batch
    from specgen.issue.portfolio.portfolio import open_batch
    from specgen.shared_work import Workers

    files = (Path(register),)
    with Workers(int(workers), files) as ready:
        batch = open_batch(files, Path(out), Path(register).parent / "base.yaml", durable=False)
        code = report(run_batch(batch, files, doing="write", form="text", workers=ready), doing="write")
    sys.exit(code)


def measured(register: Path, out: Path, workers: int) -> Run:
    """One run in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, __file__, str(register), str(out), str(workers)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for each in _family(process.pid):
            peaks[each] = max(peaks.get(each, 0), _peak(each))
        time.sleep(_LOOK)
    taken = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"the run over {register.name} with {workers} workers ended with exit code {process.returncode}")
    return Run(taken, sum(peaks.values()) / 1024 if any(peaks.values()) else None)


def _family(process: int) -> list[int]:
    """The process and all that descend from it; only itself where the system does not tell."""
    found = [process]
    for each in found:
        children = Path(f"/proc/{each}/task/{each}/children")
        try:
            found += [int(child) for child in children.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found


def _peak(process: int) -> int:
    """The most memory in KiB that the process has held so far."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def contents(out: Path) -> tuple[str, int]:
    """A hash over every document and record by name, and the number of documents."""
    whole, documents = hashlib.sha256(), 0
    for folder in sorted(path for path in out.iterdir() if path.is_dir()):
        for path in sorted(folder.iterdir()):
            whole.update(f"{folder.name}/{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
            documents += path.suffix == ".docx"
    return whole.hexdigest(), documents


def figures(small: int = SMALL, large: int = LARGE) -> dict[str, object]:
    """The figures of this bench; prints its own table."""
    from specgen.shipped import shipped

    folder = Path(tempfile.mkdtemp(prefix="specgen-scale-"))
    try:
        for name in ("specgen.yaml", "approvals.csv"):
            shutil.copy(shipped("examples") / name, folder)
        shutil.copy(shipped("examples") / "podiatry-services" / "contract.yaml", folder / "base.yaml")
        for count in (small, large):
            workbook(folder / f"{count}.xlsx", count)
        few = measured(folder / f"{small}.xlsx", folder / "few", 2)
        two = measured(folder / f"{large}.xlsx", folder / "two", 2)
        made, documents = contents(folder / "two")
        again = measured(folder / f"{large}.xlsx", folder / "two", 2)
        assert contents(folder / "two") == (made, documents), "a second run changed a document"
        one = measured(folder / f"{large}.xlsx", folder / "one", 1)
        assert contents(folder / "one") == (made, documents), "the number of workers changed a document"
        for name in ("one", "two"):
            shutil.rmtree(folder / name)
        one = min(one, measured(folder / f"{large}.xlsx", folder / "one", 1), key=SECONDS)
        two = min(two, measured(folder / f"{large}.xlsx", folder / "two", 2), key=SECONDS)
    finally:
        shutil.rmtree(folder)
    print(
        f"\n{large:,} contracts in one workbook, {documents:,} documents; command line, lines on screen and "
        f"summary workbook included, no fsync; {os.cpu_count()} cores"
    )
    print(f"{'':<44}{'seconds':>10}{'documents/s':>14}{'MB, all processes':>20}")
    written: int | None
    for name, run, written in (
        ("one worker", one, documents),
        ("two workers", two, documents),
        ("two workers, nothing changed", again, documents),
        (f"two workers, {small:,} contracts", few, None),
    ):
        rate = f"{written / run.seconds:.0f}" if written else ""
        print(f"{name:<44}{run.seconds:>10.1f}{rate:>14}{f'{run.megabytes:.0f}' if run.megabytes else '':>20}")
    scaling, unchanged = one.seconds / two.seconds, again.seconds / two.seconds
    growth = two.megabytes / few.megabytes if two.megabytes and few.megabytes else None
    print(
        f"two workers are {scaling:.2f} times as fast as one (1.7 needed); a run that changes nothing takes "
        f"{unchanged:.2f} of the first (0.2 allowed); "
        f"memory at {large:,} contracts is {f'{growth:.2f}' if growth else 'not known'} times that at "
        f"{small:,} (1.3 allowed)"
    )
    return {
        "scaling_two_workers": round(scaling, 2),
        "memory_growth": round(growth, 2) if growth else None,
        "unchanged_ratio": round(unchanged, 3),
        "scale": {
            "contracts": large,
            "documents": documents,
            "seconds_one_worker": round(one.seconds, 1),
            "seconds_two_workers": round(two.seconds, 1),
            "seconds_unchanged": round(again.seconds, 1),
            "megabytes": round(two.megabytes) if two.megabytes else None,
            f"megabytes_at_{small}": round(few.megabytes) if few.megabytes else None,
            "megabytes_one_worker": round(one.megabytes) if one.megabytes else None,
        },
    }


if __name__ == "__main__":
    if len(sys.argv) == 4:
        build(*sys.argv[1:])
    else:
        print(json.dumps(figures()))
