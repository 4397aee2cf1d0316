"""How a portfolio goes: `figures()` makes registers, specifications and contracts, and prints its own table.

- two workers: elapsed time of a command with one worker over that with two, the quicker of two runs of each (one of
  what takes minutes), waiting for the disk as users do, the documents being equal to the byte;
  where others had the cores at work meanwhile, the line says so;
- memory: the summed peaks of resident memory of all processes of a run of 20,000 contracts over those of 500;
- services: processor time of checking one contract with 200 services over one with 100, less what the start takes;
- growth: processor time of checking more and more contracts, and the exponent.

Every contract differs from the others in its title, dates, parties, service and values; every tenth has two services,
on a sheet of their own. `BENCH_CONTRACTS` in the environment takes the place of 20,000, for a machine with less time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Final

import xlsxwriter
import yaml

from bench import growth
from bench.against import NOW, ROOT, Used, least, race, run, scratch
from bench.audit_bench import made, yardstick
from bench.single_bench import ROUNDS, returned

SMALL, LARGE = 500, 5_000
GROWN = int(os.environ.get("BENCH_CONTRACTS", "20000"))
SOME = (100, 1_000, 5_000, 20_000)
AUDITED = 600
RETURNED = 300
SERVICES_AT = 10
"""Every so many contracts have a second service."""
_IDLE = 0.1
"""Cores that others may have at work while two workers are held against one; above it, the line says so."""
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
    """One run: its seconds, the summed peaks of its processes in MB, and how many cores others had at work meanwhile
    (None where the system does not tell)."""

    seconds: float
    megabytes: float | None
    others: float | None


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


def measured(*arguments: str) -> Run:
    """One command in a process of its own: elapsed seconds, and the memory of all its processes."""
    start, busy, ours = time.perf_counter(), _busy(), _of_children()
    process = subprocess.Popen(
        [sys.executable, "-m", "specgen", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for each in _family(process.pid):
            peaks[each] = max(peaks.get(each, 0), _peak(each))
        time.sleep(_LOOK)
    taken = time.perf_counter() - start
    if process.returncode not in (0, 1):
        sys.exit(f"specgen {' '.join(arguments)} ended with exit code {process.returncode}")
    others = None if busy is None else ((_busy() or busy) - busy - (_of_children() - ours)) / taken
    return Run(taken, sum(peaks.values()) / 1024 if any(peaks.values()) else None, others)


def _busy() -> float | None:
    """Processor seconds that the machine was at work since it began; None where the system does not tell."""
    try:
        first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()
    except OSError:
        return None
    user, nice, system, _, _, *others = map(int, first[1:9])
    return sum((user, nice, system, *others)) / os.sysconf("SC_CLK_TCK")


def _of_children() -> float:
    """Processor seconds of all commands that have ended, and of their workers."""
    spent = os.times()
    return spent.children_user + spent.children_system


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


def shared(key: str, command: Callable[[int, Path], list[str]], folder: Path, rounds: int) -> float:
    """Elapsed time with one worker over that with two, the quicker of the rounds of each."""
    taken: dict[int, float] = {}
    made: dict[int, str] = {}
    others = 0.0
    for _ in range(rounds):
        for workers in (1, 2):
            out = folder / "out"
            shutil.rmtree(out, ignore_errors=True)
            run = measured(*command(workers, out), "--workers", str(workers))
            taken[workers] = min(taken.get(workers, run.seconds), run.seconds)
            others = max(others, run.others or 0)
            made[workers] = contents(out)[0] if out.is_dir() else ""
    assert made[1] == made[2], f"{key}: the number of workers changed a document"
    times = taken[1] / taken[2]
    not_idle = f"  not on idle cores: others had {others:.1f} of them at work" if others > _IDLE else ""
    print(f"{key:<32}{taken[1]:>10.1f}{taken[2]:>10.1f}{times:>8.2f}{ASKED[key]:>8.2f}{not_idle}")
    return times


LONG: Final = frozenset({"build_two_workers_5000", "review_two_workers"})
ASKED: Final = {
    "build_two_workers_500": 1.55,
    "build_two_workers_5000": 1.75,
    "vary_two_workers": 1.65,
    "check_two_workers": 1.65,
    "audit_two_workers": 1.65,
    "review_two_workers": 1.65,
}


def figures() -> dict[str, object]:
    """The figures of this bench; prints its own table."""
    return {key: figure for _, found in parts() for key, figure in found.items()}


def parts() -> Iterator[tuple[str, dict[str, object]]]:
    """Each part of this bench with its figures; prints its own table, a line as soon as it is known."""
    from specgen.shipped import shipped

    with scratch() as folder:
        for name in ("specgen.yaml", "approvals.csv"):
            shutil.copy(shipped("examples") / name, folder)
        base = folder / "base.yaml"
        shutil.copy(shipped("examples") / "podiatry-services" / "contract.yaml", base)
        for count in {1, SMALL, LARGE, GROWN, *(each for each in SOME if each <= GROWN)}:
            workbook(folder / f"{count}.xlsx", count)
        specifications(folder / "specifications")

        def built(count: int, out: Path) -> list[str]:
            return ["build", str(folder / f"{count}.xlsx"), "--base", str(base), "-o", str(out)]

        def checked(count: int) -> list[str]:
            return ["check", str(folder / f"{count}.xlsx"), "--base", str(base)]

        changed = folder / "changed.yaml"
        changed.write_text(base.read_text(encoding="utf-8").replace("20 days", "25 days"), encoding="utf-8")
        issued = folder / "issued"
        measured(*built(SMALL, issued))
        came_back(issued, folder / "back")
        commands: dict[str, Callable[[int, Path], list[str]]] = {
            "build_two_workers_500": lambda workers, out: built(SMALL, out),
            "check_two_workers": lambda workers, out: checked(SMALL),
            "audit_two_workers": lambda workers, out: ["audit", str(folder / "specifications")],
            "vary_two_workers": lambda workers, out: [
                *("vary", str(folder / f"{SMALL}.xlsx"), "--base", str(changed), "--effective", "2026-10-01"),
                *("--since", str(issued), "-o", str(out)),
            ],
            "review_two_workers": lambda workers, out: [
                *("review", str(folder / "back"), "--issued", str(issued)),
                *("-o", str(out.with_name(f"worklist {workers} {time.monotonic_ns()}.xlsx"))),
            ],
            "build_two_workers_5000": lambda workers, out: built(LARGE, out),
        }
        print(f"\n{os.cpu_count()} cores; two workers against one")
        print(f"{'':<32}{'one, s':>10}{'two, s':>10}{'times':>8}{'asked':>8}")
        for key, command in commands.items():
            # What takes minutes is measured once: what else a machine does weighs little in so long a run.
            yield key, {key: round(shared(key, command, folder, 1 if key in LONG else 2), 2)}
        shutil.rmtree(folder / "out", ignore_errors=True)
        many = services(folder)
        print(f"200 services take {many:.2f} times as long as 100 (2.2 allowed)")
        yield "services", {"services_growth": round(many, 2)}
        checks = {count: run(NOW, [*checked(count), "--workers", "1"]).cpu for count in (1, *SOME) if count <= GROWN}
        print(growth.line("check of contracts", checks))
        yield "growth", {}
        peaks: list[float | None] = []
        for count in (SMALL, GROWN):
            found = [measured(*checked(count)).megabytes, measured(*built(count, folder / "grown")).megabytes]
            shutil.rmtree(folder / "grown", ignore_errors=True)
            print(f"memory of {count:,} contracts: {', '.join(f'{each:.0f} MB' for each in found if each)}")
            peaks.append(max(each or 0 for each in found) or None)
        few, most = peaks
        grown = most / few if few and most else None
        known = f"{grown:.2f}" if grown else "not known"
        print(f"memory at {GROWN:,} contracts is {known} times that at {SMALL} (1.3 allowed)")
        yield "memory", {"memory_growth_20000": round(grown, 2) if grown and GROWN == 20_000 else None}


def came_back(issued: Path, back: Path) -> None:
    """The documents of 300 packs as python-docx saves them, some of their words changed."""
    for pack in sorted(path for path in issued.iterdir() if path.is_dir())[:RETURNED]:
        (back / pack.name).mkdir(parents=True)
        for path in pack.glob("*.docx"):
            if "internal" not in path.name:
                returned(path, back / pack.name / path.name)


def specifications(folder: Path) -> None:
    """Six hundred documents to audit."""
    folder.mkdir()
    library = yardstick().library
    for number in range(AUDITED):
        made(folder / f"specification {number:03}.docx", library, number)


def services(folder: Path) -> float:
    """How many times as long 200 services take as 100, the start left out: the least of rounds that take turns, since
    the difference of two of them wavers more than either."""
    text = (ROOT / "examples" / "link-worker-service" / "contract.yaml").read_text(encoding="utf-8")
    whole = yaml.safe_load(text)
    service = whole["services"][0]
    checks: dict[str, Callable[[], Used]] = {}
    for count in (1, 100, 200):
        whole["services"] = [
            {**deepcopy(service), "number": f"{number:03}", "name": f"{service['name']} {number}"}
            for number in range(1, count + 1)
        ]
        file = folder / f"{count} services.yaml"
        file.write_text(yaml.safe_dump(whole, sort_keys=False, allow_unicode=True), encoding="utf-8")
        checks[file.stem] = partial(run, NOW, ["check", str(file)], codes=(0,))
    start, some, many = (least(used) for used in race(ROUNDS, checks).values())
    return (many - start) / (some - start)


if __name__ == "__main__":
    print(json.dumps(figures()))
