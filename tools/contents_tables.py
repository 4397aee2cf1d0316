"""Holds the numbers that we say Word prints before headings against the contents tables that documents carry.

Run by hand over a folder of real Word files, which stay out of the repository: python tools/contents_tables.py FOLDER.
An entry of a contents table was written by Word itself when the table was last renewed, so it is a witness of what Word
printed then. Entry and heading are matched by their words. An entry that differs is called stale where LibreOffice
prints our number before that heading, since the document was changed after its table was renewed; else it is wrong.
Without LibreOffice every entry that differs is called wrong.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from specgen.word.document.lines import Line, read_story
from specgen.word.document.looks import read_page_looks
from specgen.word.document.stories import line_looks
from specgen.word.package.package import parsed, read_package

_ENTRY: Final = re.compile(r"toc ?[1-9]", re.IGNORECASE)
_PAGE: Final = re.compile(r"(?:\t\s*|\s+)[0-9ivxlc]{1,6}\s*$")
_TYPED: Final = re.compile(r"((?:[0-9]+\.)*[0-9]+\.?)\s+(.+)", re.DOTALL)
_TIME: Final = 600


class Tally(NamedTuple):
    """What became of the entries of one file; `wrong` are (title, the table's number, ours, LibreOffice's)."""

    agreeing: int
    stale: int
    unmatched: int
    wrong: tuple[tuple[str, str, str, str], ...]


def fold(text: str) -> str:
    """The words without white space and case."""
    return re.sub(r"\W+", "", text).casefold()


def bare(label: str) -> str:
    """A number without white space and its closing sign."""
    return re.sub(r"\s+", "", label).rstrip(".):").casefold()


def entries(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """(number, title) of the entries of the contents table that print a number."""
    found = []
    for line in lines:
        if _ENTRY.fullmatch(line.style):
            text = _PAGE.sub("", line.text.strip())
            number, tab, title = text.partition("\t")
            if tab and len(number) <= 24:
                found.append((number, title))
            elif (said := _TYPED.match(text)) is not None:
                found.append((said[1], said[2]))
    return found


def headings(lines: Iterable[Line]) -> dict[str, list[str]]:
    """Title → the numbers printed before the headings with that title, in their order; a number that was typed counts
    as printed. Where no heading has the title, numbered paragraphs are taken."""
    found: dict[str, list[str]] = defaultdict(list)
    numbered: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.text.strip() and not _ENTRY.fullmatch(line.style):
            typed = _TYPED.match(line.text.strip()) if not line.label else None
            title, label = (typed[2], typed[1]) if typed is not None else (line.text, line.label)
            if line.heading or label:
                (found if line.heading else numbered)[fold(title)].append(label)
    return {**numbered, **found}


def compared(lines: tuple[Line, ...], printed: str | None) -> Tally:
    """The entries of a document's contents tables held against its headings; `printed` is the document as LibreOffice
    prints it."""
    ours = headings(lines)
    theirs = _printed(printed, ours) if printed is not None else {}
    agreeing = stale = unmatched = 0
    wrong = []
    for number, title in entries(lines):
        labels = ours.get(fold(title), [])
        others = theirs.get(fold(title), [])
        if not labels:
            unmatched += 1
        elif any(bare(number) == bare(label) for label in labels):
            agreeing += 1
        elif any(bare(label) == bare(other) for label in labels for other in others):
            stale += 1
        else:
            wrong.append((title, number, " / ".join(labels), " / ".join(others)))
    return Tally(agreeing, stale, unmatched, tuple(wrong))


def _printed(text: str, titles: Mapping[str, object]) -> dict[str, list[str]]:
    """Title → the numbers that LibreOffice prints before the paragraphs with those words."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        words = line.strip()
        if not words or re.search(r"\t[0-9ivx]+$", words):
            continue
        if fold(words) in titles:
            found[fold(words)].append("")
        for place in (found_space.start() for found_space in re.finditer(r"\s", words[:24])):
            if fold(words[place:]) in titles:
                found[fold(words[place:])].append(words[:place])
    return found


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a file's main story with the numbers before them; none where it cannot be read."""
    package, problems = read_package(path.read_bytes(), path.name, macros=True)
    root = parsed(package, package.main)[0] if package is not None else None
    if package is None or root is None:
        print(f"{path.name}: cannot be read: {'; '.join(each.message for each in problems)}", file=sys.stderr)
        return ()
    looks = read_page_looks(package)
    return read_story(root, package.main, line_looks(looks.styles, looks.numbering), looks).lines


def printed_by_libreoffice(files: Iterable[Path], out: Path) -> bool:
    """Have LibreOffice write the files as plain text into `out`; whether it is there."""
    program = shutil.which("soffice")
    if program is None:
        return False
    command = [program, f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless", "--convert-to", "txt:Text"]
    subprocess.run([*command, "--outdir", str(out), *map(str, files)], check=True, capture_output=True, timeout=_TIME)
    return True


def main(folder: Path) -> None:
    """Print a line a file and what is wrong in each."""
    files = sorted(folder.glob("*.docx"))
    with tempfile.TemporaryDirectory() as made:
        out = Path(made)
        judged = printed_by_libreoffice(files, out)
        print(f"{'file':<40} {'entries':>7} {'agreeing':>8} {'stale':>5} {'wrong':>5} {'no such heading':>15}")
        totals = [0, 0, 0, 0]
        for path in files:
            text = out / f"{path.stem}.txt"
            tally = compared(read_lines(path), text.read_text("utf-8-sig") if judged and text.exists() else None)
            counts = (tally.agreeing, tally.stale, len(tally.wrong), tally.unmatched)
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
            print(f"{path.name:<40} {sum(counts):>7} {counts[0]:>8} {counts[1]:>5} {counts[2]:>5} {counts[3]:>15}")
            for title, number, ours, others in tally.wrong:
                print(f"    “{title}”: the table has {number}, we say “{ours}”, LibreOffice “{others}”")
        print(f"{'all':<40} {sum(totals):>7} {totals[0]:>8} {totals[1]:>5} {totals[2]:>5} {totals[3]:>15}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
