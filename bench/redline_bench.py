"""How long a redline takes: one JSON line with seconds, median of five, files in memory.

`redline_seconds_2600_words`: a contract schedule of 2,600 words, a third of its paragraphs edited.
`redline_seconds_1500_paragraphs`: 1,500 paragraphs (about 37,000 words), edited alike.
`redline_python_redlines`: how many times as much processor time python-redlines with Docxodus, which proves nothing,
takes for those 1,500 paragraphs; both as a command of their own, the least of the rounds. It is installed once into a
cache folder; None where it cannot be.
"""

from __future__ import annotations

import io
import json
import random
import statistics
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Final

import docx

from bench import plot
from bench.against import NOW, Used, Version, least, race, run, scratch, used
from specgen.word.redline.redline import redline

_WORDS = (  # noqa: SIM905
    "the Provider must offer each person in the cohort a personalised care and support plan that is agreed "
    "with them and reviewed within "
    "twelve months of the date on which it was made and the Commissioner may ask for a report of the number "
    "of plans by service and quarter"
).split()


def _paragraphs(chance: random.Random, count: int, words: int) -> list[list[str]]:
    return [
        [chance.choice(_WORDS) + (str(chance.randrange(100)) if chance.random() < 0.05 else "") for _ in range(words)]
        for _ in range(count)
    ]


def _edited(chance: random.Random, paragraphs: list[list[str]]) -> list[list[str]]:
    made: list[list[str]] = []
    for paragraph in paragraphs:
        what = chance.random()
        if what < 0.02:
            continue
        copy = list(paragraph)
        if what < 0.3:
            for _ in range(3):
                copy[chance.randrange(len(copy))] = chance.choice(["shall", "quarterly", "30 September 2026", "85%"])
        made.append(copy)
        if what > 0.97:
            made += _paragraphs(chance, 1, len(paragraph))
    return made


def _document(paragraphs: list[list[str]]) -> bytes:
    document = docx.Document()
    for number, words in enumerate(paragraphs):
        if number % 15 == 0:
            document.add_heading(f"Section {number // 15 + 1}", 1)
        added = document.add_paragraph(style="List Number" if number % 5 == 4 else None)
        added.add_run(" ".join(words[:4])).bold = number % 7 == 0
        added.add_run(" " + " ".join(words[4:]))
    table = document.add_table(rows=0, cols=3)
    for words in paragraphs[::25]:
        for cell, text in zip(
            table.add_row().cells, (words[0], " ".join(words[1:6]), " ".join(words[6:12])), strict=True
        ):
            cell.text = text
    document.add_paragraph("End")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def pair(count: int, words: int) -> tuple[bytes, bytes]:
    """Two documents of about `count` paragraphs of `words` words, the second an edit of the first."""
    chance = random.Random(count)
    paragraphs = _paragraphs(chance, count, words)
    return _document(paragraphs), _document(_edited(chance, paragraphs))


def seconds(count: int, words: int, times: int = 5) -> float:
    """The median time in seconds of a redline between two documents of `count` paragraphs of `words` words."""
    old, new = pair(count, words)
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        found, problems = redline(old, new, "Bench", "2026-04-01", old_name="old.docx", new_name="new.docx")
        taken.append(time.perf_counter() - start)
        if found is None:
            raise SystemExit(f"the redline was not proved: {problems}")
    return statistics.median(taken)


PEER: Final = "python-redlines[docxodus]==2.0.0"
ROUNDS = 5
_COMPARED_BY_PEER: Final = """
import pathlib, sys
from python_redlines import DocxodusEngine
old, new = (pathlib.Path(name).read_bytes() for name in sys.argv[1:3])
pathlib.Path(sys.argv[3]).write_bytes(DocxodusEngine().run_redline("Bench", old, new)[0])
"""


@cache
def peer() -> Version | None:
    """python-redlines with its own program; None where it cannot be installed."""
    from platformdirs import user_cache_path

    folder = user_cache_path("specgen-bench", appauthor=False) / PEER
    if not (folder / "whole").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.run([*pip, "--target", str(folder), PEER], check=False).returncode:
            return None
        (folder / "whole").touch()
    return Version("python-redlines", folder, folder)


def beside_peer(picture: Path | None = None) -> float | None:
    """Their processor time over ours, with a `picture` of both where one is asked for; a line is printed."""
    other = peer()
    if other is None:
        print("python-redlines cannot be installed here")
        return None
    with scratch() as folder:
        files = [str(folder / name) for name in ("old.docx", "new.docx")]
        for file, data in zip(files, pair(1500, 25), strict=True):
            Path(file).write_bytes(data)

        def ours() -> Used:
            out = folder / "ours.docx"
            out.unlink(missing_ok=True)
            return run(NOW, ["redline", *files, "-o", str(out), "--author", "Bench", "--date", "2026-04-01"])

        def theirs() -> Used:
            return used(
                other, [sys.executable, "-c", _COMPARED_BY_PEER, *files, str(folder / "theirs.docx")], codes=(0,)
            )

        raced = race(ROUNDS, {"ours": ours, "theirs": theirs})
    mine, others = least(raced["ours"]), least(raced["theirs"])
    print(
        f"the command: {mine:.2f} s of the processor, proved; python-redlines {others:.2f} s: {others / mine:.1f} "
        "times as long (10 asked)"
    )
    if picture is not None:
        bars = {"python-redlines with Docxodus": 1000 * others, "specgen redline, proved": 1000 * mine}
        picture.write_text(
            plot.bars(bars, "Processor time of a redline of 1,500 paragraphs (logarithmic scale)"), "utf-8"
        )
    return others / mine


def figures(picture: Path | None = None) -> dict[str, object]:
    """The figures of this bench; a line of each is printed."""
    found: dict[str, object] = {
        "redline_seconds_2600_words": round(seconds(104, 25), 4),
        "redline_seconds_1500_paragraphs": round(seconds(1500, 25), 4),
    }
    print(
        f"redline, proved: {found['redline_seconds_2600_words']} s for 104 paragraphs of 25 words (0.15 allowed), "
        f"{found['redline_seconds_1500_paragraphs']} s for 1,500 (2 allowed)"
    )
    times = beside_peer(picture)
    return {**found, "redline_python_redlines": None if times is None else round(times, 2)}


if __name__ == "__main__":
    print(json.dumps(figures()))
