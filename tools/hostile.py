"""Gives every file of `hostile_files.py` to every command that reads such a file, within bounds, and prints a table.

Each command runs alone with at most ten seconds of processor and, where the system can bound it, two gigabytes of
addresses; what it took of memory is measured. A run falls short when it ends with a bug (70), by a signal, after more
than ten seconds of processor, or with more than one gigabyte. Where the system has no such bounds (Windows), a run is
stopped after four minutes and its memory is not told.

    python tools/hostile.py                  all of it, some twenty minutes of processor
    python tools/hostile.py ring styles      files whose name holds one of these words
    python tools/hostile.py --short ...      only what falls short
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import hostile_files

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

SECONDS = 10
MEGABYTES = 1024
PATIENCE = 240
AT_ONCE = 2
ALLOWED = (0, 1, 2, 3)
STAMP = ("--author", "A Test", "--date", "2026-05-04")
ORGANISATION = {
    "specgen.yaml": "organisation: NHS Fellside Integrated Care Board\nlibrary: clauses\napprovals: approvals.csv\n",
    "approvals.csv": "clause,version,sha256,approved_by,role,approved_on,evidence,note\n",
    "clauses/library.yaml": (
        "schema: 1\npublisher: NHS Fellside Integrated Care Board (invented)\nsources:\n  local: {title: Fellside "
        'policy on taking part (invented), publisher: NHS Fellside Integrated Care Board, version: "1", '
        "date: January 2026}\n"
        "components: []\n"
    ),
}


@dataclass(frozen=True)
class Ran:
    """One command over one file, and what became of it."""

    file: str
    command: str
    exit: int
    seconds: float
    megabytes: float
    said: str

    @property
    def short(self) -> bool:
        """Whether it broke a bound or ended as a bug."""
        return self.exit not in ALLOWED or self.seconds > SECONDS or self.megabytes > MEGABYTES


def bounded() -> None:
    """The bounds of the child, set in it before the command begins."""
    assert resource is not None
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 1, SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEGABYTES * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@dataclass(frozen=True)
class Run:
    """One command to be run over one file, in a folder."""

    file: str
    name: str
    command: list[str]
    folder: Path


def all_of(runs: Iterator[Run]) -> Iterator[Ran]:
    """What became of each run; two at a time where a process can be forked, so that starting Python costs nothing."""
    if not hasattr(os, "fork"):
        yield from map(started_anew, runs)
        return
    import specgen.cli.main  # noqa: F401 - read once, before the forks

    under_way: dict[int, tuple[Run, float, Path]] = {}
    more = True
    while more or under_way:
        while more and len(under_way) < AT_ONCE:
            asked = next(runs, None)
            more = asked is not None
            if asked is not None:
                out = asked.folder / f"said-{asked.name}.txt"
                under_way[forked(asked, out)] = asked, time.monotonic(), out
        pid, status, took = os.wait4(-1, os.WNOHANG) if under_way else (0, 0, None)
        if pid in under_way and took is not None:
            asked, _, out = under_way.pop(pid)
            size = took.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
            said = out.read_text(encoding="utf-8", errors="replace")[:200_000]
            code = os.waitstatus_to_exitcode(status)
            yield Ran(asked.file, asked.name, code, took.ru_utime + took.ru_stime, size, _last(said))
            continue
        for pid, (_, since, _) in under_way.items():
            if time.monotonic() - since > PATIENCE:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def forked(asked: Run, out: Path) -> int:
    """The process that runs the command, its output in the file `out`."""
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        os.chdir(asked.folder)
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        written = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        os.dup2(written, 1)
        os.dup2(written, 2)
        bounded()
        from specgen.cli.main import run

        code = run(asked.command)
        sys.stdout.flush()
    finally:
        os._exit(code)


def started_anew(asked: Run) -> Ran:
    """The command as a process of its own, bounded by the clock alone."""
    command = [sys.executable, "-m", "specgen", *asked.command]
    try:
        done = subprocess.run(
            command, cwd=asked.folder, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return Ran(asked.file, asked.name, -9, PATIENCE, 0, "it never ended")
    return Ran(asked.file, asked.name, done.returncode, 0, 0, _last(done.stdout + done.stderr))


def _last(said: str) -> str:
    """The line that says why, as far as a table has room for it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    wanted = [line for line in lines if "error:" in line or "Error" in line or "fault of its own" in line]
    return (wanted or lines or [""])[0][:180].replace("|", "/")


def made(kind: str, name: str, target: Path) -> None:
    """Write the file in a child, so that its making costs this process nothing."""
    subprocess.run([sys.executable, __file__, "--make", kind, name, str(target)], check=True)


def word_commands(file: str, plain: str) -> Iterator[tuple[str, list[str]]]:
    """Every command that reads Word files."""
    yield "insert", ["insert", file, "-o", "i.docx", "--clause", "co-production/specification/national", *STAMP]
    yield "redline to it", ["redline", plain, file, "-o", "r1.docx", *STAMP]
    yield "redline from it", ["redline", file, plain, "-o", "r2.docx", *STAMP]
    yield "redline of itself", ["redline", file, file, "-o", "r3.docx", *STAMP]
    yield "review", ["review", file]
    yield "review of it", ["review", file, "--issued", plain, "-o", "report.docx"]
    yield "review against it", ["review", plain, "--issued", file]
    yield "audit", ["audit", file]
    yield "import", [
        "clauses", "import", file, "--as", "co-production/specification/advisers", "--from", "2026-10-01", "--source",
        "local", "--section", "1", "--owner", "Contracts Solicitor", "--change", "First.", "--in", "org",
    ]  # fmt: skip


def contract_commands(file: str) -> Iterator[tuple[str, list[str]]]:
    """Every command that reads contract files and registers."""
    yield "check", ["check", file]
    yield "build", ["build", file, "-o", "built"]
    yield "base", ["check", "rows.csv", "--base", file]
    yield "audit --register", ["audit", "plain.docx", "--register", file]
    yield "export", ["register", "export", file, "-o", "exported.xlsx"]
    yield "apply", ["apply", file]
    yield "vary", ["vary", file, "--effective", "2027-01-01", "--since", ".", "-o", "varied"]
    yield "issued", ["review", "plain.docx", "--issued", file]


def odd_commands(file: str) -> Iterator[tuple[str, list[str]]]:
    """Every way to name a file, for what is no ordinary file."""
    yield from word_commands(file, "plain.docx")
    yield from contract_commands(file)
    yield "evidence", [
        "clauses", "approve", "co-production/specification/national@1", "--by", "A", "--role", "B", "--on",
        "2026-05-04", "--evidence", file, "--in", "org",
    ]  # fmt: skip


def folder_commands(folder: str) -> Iterator[tuple[str, list[str]]]:
    """Every command that walks a folder."""
    yield "check folder", ["check", folder]
    yield "build folder", ["build", folder, "-o", "built"]
    yield "audit folder", ["audit", folder]
    yield "impact", ["impact", "co-production/specification/national", "--issued", folder]
    yield "vary since", ["vary", "c.yaml", "--effective", "2027-01-01", "--since", folder, "-o", "varied"]
    yield "update", ["library", "update", folder, "--in", "org"]
    yield "build into", ["build", "c.yaml", "-o", folder]
    yield "in", ["clauses", "verify", "--in", folder]
    yield "export folder", ["register", "export", folder, "-o", "exported.xlsx"]


def odd_folders(here: Path) -> Iterator[str]:
    """Folders that hold what is no ordinary file under every name that a walk looks for."""
    wanted = (
        "a.yaml", "b.docx", "c.xlsx", "d.csv", "specgen.yaml", "specgen-record.json", "approvals.csv",
        "clauses/library.yaml", "library.yaml", "co-production/specification/national/clause.yaml",
        "co-production/specification/national/1.md", "sources/x/1.txt",
    )  # fmt: skip
    for kind in ("pipes", "devices", "loops", "folders"):
        for name in wanted:
            place = here / kind / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if kind == "pipes":
                os.mkfifo(place)
            elif kind == "devices":
                place.symlink_to("/dev/zero")
            elif kind == "loops":
                place.symlink_to(place)
            else:
                place.mkdir()
        yield kind


def work(here: Path, words: Sequence[str]) -> Iterator[Run]:
    """Every run that is asked for, its file made just before."""

    def wanted(name: str) -> bool:
        return not words or any(word in name for word in words)

    for number, (kind, files) in enumerate((("WORD", hostile_files.WORD), ("SHEETS", hostile_files.SHEETS),
                                            ("TEXTS", hostile_files.TEXTS))):  # fmt: skip
        for at, name in enumerate(files):
            if not wanted(name):
                continue
            ending = {"WORD": "docx", "SHEETS": "xlsx"}.get(kind, name.rpartition(".")[2])
            folder = prepared(here / f"{number}-{at}")
            made(kind, name, folder / f"odd.{ending}")
            asked = word_commands("odd.docx", "plain.docx") if kind == "WORD" else contract_commands(f"odd.{ending}")
            for said, command in asked:
                yield Run(name, said, command, folder)
    if os.name == "posix":
        odd: tuple[tuple[str, Callable[[Path], None]], ...] = (
            ("a pipe", os.mkfifo),
            ("/dev/zero", _zero),
            ("/dev/tty", _terminal),
        )
        for at, (said, make) in enumerate(odd):
            for ending in ("docx", "yaml", "csv", "xlsx", "json"):
                if wanted(f"{said} as .{ending}"):
                    folder = prepared(here / f"odd-{at}-{ending}")
                    make(folder / f"odd.{ending}")
                    for name, command in odd_commands(f"odd.{ending}"):
                        yield Run(f"{said} as .{ending}", name, command, folder)
        for kind in odd_folders(here / "walked"):
            if wanted(f"a folder of {kind}"):
                for name, command in folder_commands(str(here / "walked" / kind)):
                    yield Run(f"a folder of {kind}", name, command, prepared(here / f"walk-{kind}-{name}"))


def _zero(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _terminal(place: Path) -> None:
    place.symlink_to("/dev/tty")


def prepared(folder: Path) -> Path:
    """A folder with what the commands need beside the hostile file."""
    folder.mkdir(parents=True)
    for name, words in ORGANISATION.items():
        place = folder / "org" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(words, encoding="utf-8")
    (folder / "plain.docx").write_bytes(hostile_files.word())
    (folder / "rows.csv").write_text("Reference,Title\nEST-1,Foot care\n", encoding="utf-8")
    (folder / "c.yaml").write_text("contract:\n  reference: EST-1\n", encoding="utf-8")
    return folder


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for, print the table, and answer 1 when anything falls short."""
    if arguments[:1] == ["--make"]:
        kind, name, target = arguments[1:]
        Path(target).write_bytes(getattr(hostile_files, kind)[name]())
        return 0
    only_short = "--short" in arguments
    words = [word for word in arguments if not word.startswith("--")]
    found: list[Ran] = []
    with tempfile.TemporaryDirectory() as place:
        print("| input | command | exit | seconds | MB | said |\n| --- | --- | --- | --- | --- | --- |")
        for ran in all_of(work(Path(place), words)):
            found.append(ran)
            if ran.short or not only_short:
                print(
                    f"| {ran.file} | {ran.command} | {'**' if ran.short else ''}{ran.exit} | {ran.seconds:.1f} | "
                    f"{ran.megabytes:.0f} | {ran.said} |",
                    flush=True,
                )
    short = sum(ran.short for ran in found)
    slowest = max((ran.seconds for ran in found), default=0.0)
    largest = max((ran.megabytes for ran in found), default=0.0)
    print(f"\n{len(found)} runs, {short} fall short; at most {slowest:.1f} s of processor and {largest:.0f} MB.")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
