"""Makes pictures in docs/pictures from the shipped example: first pages of documents and reports, and a workbook,
calendar and meeting page of its duties.

Run by hand after a change of what they show: python tools/pictures.py. It needs LibreOffice (soffice), pdftoppm and
Chromium; nothing else in the house does. Pictures differ in their bytes from machine to machine, so no test compares
them.
"""

from __future__ import annotations

import calendar
import html
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import docx
from docx.oxml.ns import qn

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
CONTRACT = ROOT / "examples" / "community-respiratory" / "contract.yaml"
LOOK = (
    "<style>body{font:13px Arial,sans-serif;margin:12px}table{border-collapse:collapse}"
    "td,th{border:1px solid #768692;padding:3px 6px;vertical-align:top;text-align:left}"
    "td:first-child{white-space:nowrap}"
    "th{background:#E8EDEE}td.day{width:150px;height:86px}td.day b{color:#003087}"
    "td.day div{background:#E8EDEE;margin-top:2px;padding:1px 3px;font-size:11px}</style>"
)
ROWS = 12
"""Rows of the workbook that are shown."""
MONTH = (2026, 7)
SHOWN = 3
"""Events of a day that are shown; a calendar program says how many more there are."""


def ran(*command: str, cwd: Path) -> None:
    """Run a program, which must succeed."""
    subprocess.run(command, cwd=cwd, check=True, capture_output=True, timeout=180)


def duties(folder: Path, name: str, *more: str) -> None:
    """The list of duties of the example, as a file."""
    ran(sys.executable, "-m", "specgen", "duties", str(CONTRACT), "-o", str(folder / name), *more, cwd=folder)


def photograph(folder: Path, name: str, page: str, size: str) -> None:
    """A picture of a page of HTML."""
    (folder / f"{name}.html").write_text(f"<!doctype html><meta charset='utf-8'>{LOOK}{page}", encoding="utf-8")
    ran(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={size}",
        f"--screenshot={PICTURES / name}.png", str(folder / f"{name}.html"), cwd=folder,
    )  # fmt: skip


def workbook(folder: Path) -> None:
    """The first rows of the workbook's page “Due”, as LibreOffice reads them."""
    duties(folder, "duties.xlsx", "--on", "2026-07-01")
    ran("soffice", "--headless", "--convert-to", "html", "duties.xlsx", cwd=folder)
    text = (folder / "duties.html").read_text(encoding="utf-8", errors="replace")
    tables = re.findall(r"<table.*?</table>", text, re.DOTALL)
    due = next(table for table in tables if re.search(r">Month<", table))
    rows = re.findall(r"<tr.*?</tr>", due, re.DOTALL)[: ROWS + 1]
    wanted = ("Due", "Said of it", "Who owes it", "What", "To whom", "Where it stands", "Sentence")
    cells = [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in rows
    ]
    places = [cells[0].index(name) for name in wanted]
    body = "".join(
        "<tr>" + "".join(f"<{tag}>{row[place]}</{tag}>" for place in places) + "</tr>"
        for tag, row in (("th" if number == 0 else "td", row) for number, row in enumerate(cells))
    )
    photograph(folder, "duties-workbook", f"<table>{body}</table>", "1500,720")


def month(folder: Path) -> None:
    """A month of the calendar file, as a calendar program shows it."""
    duties(folder, "duties.ics")
    text = (folder / "duties.ics").read_text(encoding="utf-8").replace("\n ", "")
    events: dict[date, list[str]] = {}
    for event in re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", text, re.DOTALL):
        due, said = re.search(r"DTSTART;VALUE=DATE:(\d{4})(\d\d)(\d\d)", event), re.search(r"\nSUMMARY:(.*)", event)
        assert due is not None and said is not None
        words = re.sub(r"\\(.)", r"\1", said[1].strip()).partition(": ")[2]
        events.setdefault(date(*map(int, due.groups())), []).append(words)
    year, number = MONTH
    head = "".join(f"<th>{name}</th>" for name in calendar.day_abbr)
    weeks = []
    for week in calendar.Calendar().monthdatescalendar(year, number):
        cells = []
        for day in week:
            there = events.get(day, []) if day.month == number else []
            shown = [f"<div>{html.escape(words)}</div>" for words in there[:SHOWN]]
            shown += [f"<div>{len(there) - SHOWN} more</div>"] * (len(there) > SHOWN)
            cells.append(f"<td class='day'><b>{day.day if day.month == number else ''}</b>{''.join(shown)}</td>")
        weeks.append(f"<tr>{''.join(cells)}</tr>")
    title = f"<h3>{calendar.month_name[number]} {year}</h3>"
    photograph(folder, "duties-calendar", f"{title}<table><tr>{head}</tr>{''.join(weeks)}</table>", "1170,590")


def first_page(folder: Path, document: Path, picture: str, dots: int = 70) -> None:
    """The first page of a document in Word, with so many dots an inch."""
    ran("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document), cwd=folder)
    page = str(folder / f"{document.stem}.pdf")
    ran("pdftoppm", "-r", str(dots), "-png", "-singlefile", page, str(PICTURES / picture), cwd=folder)


def meeting(folder: Path) -> None:
    """The page for the next Review Meeting."""
    duties(folder, "meeting.docx", "--on", "2026-10-01")
    first_page(folder, folder / "meeting.docx", "meeting-page", 80)


def board(folder: Path) -> None:
    """The first page of the progress report of the examples, which is for a board."""
    ran(sys.executable, "-m", "specgen", "progress", str(ROOT / "examples"), "-o", "progress.docx", cwd=folder)
    first_page(folder, folder / "progress.docx", "progress", 80)


def figures(folder: Path) -> None:
    """The first pages of two documents with figures."""
    ran(sys.executable, "-m", "specgen", "build", str(ROOT / "examples" / "documents"), "-o", "own", cwd=folder)
    for picture, words in (("commitments", "Commitments against"), ("funding-agreement", "funding agreement")):
        (document,) = (path for path in (folder / "own").glob("*/*.docx") if words in path.name)
        first_page(folder, document, picture)


def summary(folder: Path) -> None:
    """The first page of what a review says of a document that came back: one date changed all through, a duty made a
    power. It is drawn after the documents."""
    (issued,) = (path for path in (folder / "built").glob("*/*.docx") if "specification insert" in path.name)
    returned = docx.Document(str(issued))
    powers = 0
    for text in returned.element.body.iter(qn("w:t")):
        said = (text.text or "").replace("30 September 2026", "30 November 2026")
        if " must appoint " in said and not powers:
            said, powers = said.replace(" must ", " may ", 1), 1
        text.text = said
    returned.save(str(folder / "returned.docx"))
    # A review that finds changes ends with 1.
    command = [sys.executable, "-m", "specgen", "review", "returned.docx", "--issued", str(issued), "-o", "review.docx"]
    assert subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL).returncode == 1
    first_page(folder, folder / "review.docx", "review-summary")


def documents(folder: Path) -> None:
    """The first pages of two documents, which the README shows."""
    ran(sys.executable, "-m", "specgen", "build", str(CONTRACT), "-o", str(folder / "built"), cwd=folder)
    for picture, words in (("specification-insert", "specification insert"), ("quality-requirements", "quality req")):
        (document,) = (path for path in (folder / "built").glob("*/*.docx") if words in path.name)
        first_page(folder, document, picture)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        documents(Path(name))
        workbook(Path(name))
        month(Path(name))
        meeting(Path(name))
        board(Path(name))
        figures(Path(name))
        summary(Path(name))
