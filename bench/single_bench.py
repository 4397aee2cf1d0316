"""One command on one file, this tool against what it was: `figures()` runs both turn by turn and prints its own table.

Processor time of whole commands, from the start of the program on. Documents are measured per 10,000 printed
characters: a folder of contracts less a folder of one, so that neither starting nor reading the library counts.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import docx
from lxml import etree

from bench.against import NOW, Used, Version, least, race, run, scratch, then
from bench.audit_bench import made as audited
from bench.audit_bench import yardstick
from bench.insert_bench import specification
from bench.redline_bench import pair
from specgen.word.package.ooxml import w

ROUNDS = 9
SAME = Path(__file__).parent / "same"
"""The contract that both versions build: it is of the time of the older one, and both make the same schedules of it."""

MANY = 40
"""Contracts more in the folder of many than in that of one: two minima are subtracted, few leave their noise."""
DOCUMENT_ROUNDS = 5
AUDITED = 24

Job = Callable[[Version, Path], list[str]]
"""The words of the command for a version, in a new folder each time."""


def figures(*, quick: bool = False) -> dict[str, object]:
    """`*_before`: the processor time of now over that of then; `quick` those soon measured, in fewer rounds."""
    before = then()
    with scratch() as folder:
        inputs = made_ready(folder, before, quick=quick)
        rounds = 3 if quick else ROUNDS
        rows = {
            key: row(jobs, folder, before, rounds)
            for key, jobs in commands(inputs).items()
            if key in QUICK or not quick
        }
        if not quick:
            rows["document_before"] = documents(folder, inputs, before)
            rows["audit_before"] = audit(folder, inputs, before)
    print(f"{'one command on one file':<34}{'then ms':>10}{'now ms':>10}{'now/then':>10}{'allowed':>9}")
    for key, (old, new, ratio) in rows.items():
        shown = f"{old * 1000:>10.0f}" if old is not None else f"{'-':>10}"
        share = f"{ratio:>10.2f}" if ratio is not None else f"{'-':>10}"
        print(f"{key:<34}{shown}{new * 1000:>10.0f}{share}{ALLOWED[key]:>9.2f}")
    return {key: None if ratio is None else round(ratio, 3) for key, (_, _, ratio) in rows.items()}


QUICK = frozenset({"help_before", "new_before", "check_one_before", "build_one_before", "review_one_before"})
"""What `make bench-quick` measures of these."""
ALLOWED: Mapping[str, float] = {
    "help_before": 0.10,
    "new_before": 0.30,
    "check_one_before": 0.35,
    "build_one_before": 0.40,
    "document_before": 0.70,
    "audit_before": 0.35,
    "redline_before": 0.50,
    "review_one_before": 0.35,
    "insert_before": 0.50,
}


def row(jobs: list[Job], folder: Path, before: Version | None, rounds: int) -> tuple[float | None, float, float | None]:
    """Least processor seconds of then and now, and their ratio."""
    versions = {version.name: version for version in (before, NOW) if version is not None}
    found = race(rounds, {name: worker(jobs, version, folder) for name, version in versions.items()})
    new = least(found[NOW.name])
    old = least(found[before.name]) if before is not None else None
    return old, new, None if old is None else new / old


def worker(jobs: list[Job], version: Version, folder: Path) -> Callable[[], Used]:
    """All the commands of a row, one after another, each with a new folder to write into."""

    def work() -> Used:
        cpu = wall = 0.0
        for job in jobs:
            out = folder / "out"
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            used = run(version, job(version, out))
            cpu, wall = cpu + used.cpu, wall + used.wall
        return Used(cpu, wall)

    return work


def commands(inputs: Mapping[str, Path]) -> dict[str, list[Job]]:
    """Key → its commands."""
    contract = str(inputs["contract"])
    signed = ["--author", "Bench", "--date", "2026-04-01"]
    return {
        "help_before": [lambda version, out: ["--version"], lambda version, out: ["--help"]],
        "new_before": [lambda version, out: ["new", str(out / "contract")]],
        "check_one_before": [lambda version, out: ["check", contract]],
        "build_one_before": [lambda version, out: ["build", contract, "-o", str(out)]],
        "redline_before": [
            lambda version, out: ["redline", str(inputs["old"]), str(inputs["new"]), "-o", str(out / "r.docx"), *signed]
        ],
        "review_one_before": [
            lambda version, out: [
                *("review", str(inputs[f"returned by {version.name}"])),
                *("--issued", str(inputs[f"issued by {version.name}"])),
            ]
        ],
        "insert_before": [
            lambda version, out: [
                *("insert", contract, str(inputs["specification"]), "-o", str(out / "p.docx")),
                *(*signed, "--service", "02"),
            ]
        ],
    }


def made_ready(folder: Path, before: Version | None, *, quick: bool) -> dict[str, Path]:
    """Every file that the commands read, the returned schedules of each version among them."""
    shutil.copytree(SAME, folder / "same")
    inputs = {"contract": folder / "same" / "two-services" / "contract.yaml"}
    old, new = pair(1500, 25)
    for name, data in (("old", old), ("new", new), ("specification", specification())):
        inputs[name] = folder / f"{name}.docx"
        inputs[name].write_bytes(data)
    for version in (before, NOW):
        if version is not None:
            out = folder / f"made by {version.name}"
            run(version, ["build", str(inputs["contract"]), "-o", str(out)])
            schedule = next(out.glob("*/*Schedule 2A*insert*.docx"))
            inputs[f"issued by {version.name}"] = schedule
            inputs[f"returned by {version.name}"] = returned(schedule, folder / f"returned by {version.name}.docx")
    if quick:
        return inputs
    inputs["specifications"] = folder / "specifications"
    inputs["specifications"].mkdir()
    held_against = yardstick()
    for number in range(AUDITED):
        audited(inputs["specifications"] / f"specification {number:03}.docx", held_against.library, number)
    return inputs


def returned(issued: Path, to: Path) -> Path:
    """The schedule as python-docx saves it, with a word changed in every twentieth paragraph."""
    document = docx.Document(str(issued))
    for number, text in enumerate(document.element.body.iter(w("t"))):
        if number % 20 == 7 and text.text:
            text.text = text.text.replace(" the ", " every ", 1)
    document.save(str(to))
    return to


def documents(
    folder: Path, inputs: Mapping[str, Path], before: Version | None
) -> tuple[float | None, float, float | None]:
    """Processor seconds of each per 10,000 printed characters, and their ratio; the lengths are printed."""
    many = folder / "many"
    one = folder / "one"
    for place, count in ((many, MANY + 1), (one, 1)):
        shutil.copytree(SAME, place)
        data = inputs["contract"].read_text(encoding="utf-8")
        (place / "two-services" / "contract.yaml").unlink()
        for number in range(count):
            again = data.replace("NBB-2026-003", f"NBB-2026-{100 + number}")
            (place / "two-services" / f"{number}.yaml").write_text(again, encoding="utf-8")
    found: dict[str, float] = {}
    versions = {version.name: version for version in (before, NOW) if version is not None}
    jobs: dict[str, Callable[[], Used]] = {}
    for name, version in versions.items():
        for place in (many, one):
            jobs[f"{name} {place.name}"] = worker([partial(_built, place / "two-services")], version, folder)
    raced = race(DOCUMENT_ROUNDS, jobs)
    for name in versions:
        run(versions[name], ["build", str(one / "two-services"), "-o", str(folder / f"length {name}")])
        characters = sum(map(printed_characters, (folder / f"length {name}").glob("*/*.docx")))
        print(f"the same contract, {name}: {characters:,} printed characters")
        seconds = (least(raced[f"{name} many"]) - least(raced[f"{name} one"])) / MANY
        found[name] = 10_000 * seconds / characters
    old = found[before.name] if before is not None else None
    return old, found[NOW.name], None if old is None else found[NOW.name] / old


def _built(contracts: Path, version: Version, out: Path) -> list[str]:
    return ["build", str(contracts), "-o", str(out), "--workers", "1"]


def _audited(specifications: Path, version: Version, out: Path) -> list[str]:
    return ["audit", str(specifications)]


def printed_characters(path: Path) -> int:
    """Characters of a document's body, headers and footers."""
    with zipfile.ZipFile(path) as archive:
        return sum(
            len(text.text or "")
            for name in archive.namelist()
            if re.fullmatch(r"word/(document|header\d+|footer\d+)\.xml", name)
            for text in etree.fromstring(archive.read(name)).iter(w("t"))
        )


def audit(folder: Path, inputs: Mapping[str, Path], before: Version | None) -> tuple[float | None, float, float | None]:
    """Processor seconds a document: a folder of them, less a folder of one."""
    one = folder / "one specification"
    one.mkdir()
    first = next(iter(sorted(inputs["specifications"].iterdir())))
    shutil.copy(first, one)
    versions = {version.name: version for version in (before, NOW) if version is not None}
    jobs: dict[str, Callable[[], Used]] = {}
    for name, version in versions.items():
        for place in (inputs["specifications"], one):
            jobs[f"{name} {place.name}"] = worker([partial(_audited, place)], version, folder)
    raced = race(ROUNDS, jobs)
    found = {
        name: (least(raced[f"{name} specifications"]) - least(raced[f"{name} {one.name}"])) / (AUDITED - 1)
        for name in versions
    }
    old = found[before.name] if before is not None else None
    return old, found[NOW.name], None if old is None else found[NOW.name] / old


if __name__ == "__main__":
    print(figures())
