"""The sheet of decisions in the report as an Excel file: written with a drop-down for each change, and read again.

What people type is judged cell by cell; a decision that is not understood is never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.contract.dates import long_date, parse_day
from specgen.contract.register.sheet import Cell, Sheet
from specgen.contract.register.spreadsheet import open_workbook
from specgen.excel import Heading, Page, hidden, letters, on_paper
from specgen.problems import Location, Problem
from specgen.review.answer.units import COMMENT, Unit, kept, kept_file
from specgen.review.changes import CLAUSE_DELETED, MOVED, NEVER_ISSUED
from specgen.review.words import both_visible, visible
from specgen.word.reply.comments import SpotAt
from specgen.word.reply.proposals import NO_COMMENT_OF_THEIRS, VERDICTS, AnswerVerdict, Proposal
from specgen.word.reply.rows import MissingRow, RowsAgain
from specgen.wording.folded import safe

SHEET: Final = "Decisions"
GUIDE: Final = "How to decide"
KEPT: Final = "For specgen"
_ID, _DECISION, _WORDS = "Id", "Decision", "Words"
_HEADINGS: Final = (
    Heading(_ID, 13),
    Heading("Where", 30),
    Heading("By whom", 20),
    Heading("Class", 18),
    Heading("Taken out", 32),
    Heading("Put in", 32),
    Heading(_DECISION, 12, VERDICTS),
    Heading(_WORDS, 32),
    Heading("Note", 30),
)
_SAID: Final[Mapping[AnswerVerdict, str]] = {
    "accept": "It stays as they made it, with our comment “Agreed, subject to contract”.",
    "reject": "The words as they were are put in again, or theirs are struck, as our tracked changes.",
    "counter": "The words in the column Words take the place of theirs, as our tracked changes.",
    "ask": "The question in the column Words is put at its place as our comment; nothing else changes.",
    "reply": "For a comment of theirs only: the words in the column Words stand as our reply in its thread.",
}


class Decision(Struct, frozen=True):
    """What a row decides: the verdict on the change with this id, with its words, and the row it stands in."""

    id: str
    verdict: AnswerVerdict
    words: str
    row: int


class Decisions(Struct, frozen=True):
    """What a report decides."""

    file: str
    rows: tuple[Decision, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    """What the report keeps of each change, by its id."""
    in_word: bool = False
    """Whether the report is one in Word, with a table of decisions."""

    def place(self, row: int, heading: str) -> Location:
        """The cell under the heading in that row of the table of a report in Word."""
        return Location(self.file, line=row, part=f"table of decisions, row {row}, column {heading}")

    def at(self, decision: Decision, heading: str = _DECISION) -> Location:
        """The cell of the decision."""
        if self.in_word:
            return self.place(decision.row, heading)
        return Location(self.file, line=decision.row, sheet=SHEET, cell=self.columns.get(heading, heading))


def decision_pages(
    units: Sequence[Unit],
    files: Mapping[str, str],
    *,
    several: bool = False,
    proposed: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Page, Page, Page]:
    """The sheet of decisions, the one that says how it is filled in, and a hidden one that keeps what is decided.
    `files` are those that the report is of, by name, each with the hash of what it holds; `several` has each row name
    its own; `proposed` says of a change, by its id, what is proposed for it, inside the organisation only."""
    headings: tuple[Heading, ...] = (_HEADINGS[0], Heading("File", 30), *_HEADINGS[1:]) if several else _HEADINGS
    fitting = on_paper([each.width for each in headings])
    fitted = tuple(replace(each, width=width) for each, width in zip(headings, fitting, strict=True))
    rows = [
        (
            unit.id,
            *((safe(unit.file),) if several else ()),
            safe(unit.told.place),
            safe(unit.told.by),
            unit.told.sort,
            safe(ours_said(unit)),
            safe(theirs_said(unit)),
            "",
            "",
            safe(" ".join(filter(None, (proposed.get(unit.id, ""), decision_note(unit))))),
        )
        for unit in units
    ]
    guide = [
        ("Decision", "What it does"),
        *_SAID.items(),
        ("(blank)", "It is undecided: the file stays as it is there, and the change is listed."),
        (
            "Words",
            "For a counter the words that are to stand, for a question the question, for a reply its words; else left "
            "blank.",
        ),
        (
            "Then",
            "specgen answer RETURNED.docx --decisions THIS-REPORT.xlsx --issued FOLDER -o REPLY.docx --author NAME "
            "--date DATE",
        ),
    ]
    known = ((f"file {number}", kept_file(*each)) for number, each in enumerate(files.items(), 1))
    keeping = [*known, *((unit.id, piece) for unit in units for piece in _pieces(kept(unit)))]
    return (
        Page(SHEET, fitted, rows, frozen=1, guide=GUIDE),
        Page(GUIDE, (Heading("What", 24), Heading("Says", 100)), guide, frozen=0),
        Page(KEPT, (Heading(_ID, 13), Heading("Place", 100)), keeping, draw=hidden),
    )


def _pieces(text: str) -> list[str]:
    """The text in as many cells as it takes, none with a space at an end that a program could leave out."""
    return re.findall(rf"(?s).{{0,{_MOST_KEPT}}}\S(?=\S|$)", text)


_MOST_KEPT: Final = 30_000
"""Letters of a text in one cell: a cell of a workbook holds 32,767."""


def ours_said(unit: Unit) -> str:
    """What they took out; nothing of what stands elsewhere now, whose words are said once."""
    return both_visible(unit.told.removed, unit.told.added)[0] if unit.told.kind != MOVED else ""


def theirs_said(unit: Unit) -> str:
    """What they put in, or their comment with what it is about."""
    told = unit.told
    if told.kind == COMMENT:
        return visible(told.added) + (f"\n({told.detail})" if told.detail else "")
    put_in = both_visible(told.removed, told.added)[1]
    if told.kind == MOVED:
        return f"moved {told.detail.removeprefix('moved ')}:\n{put_in}"
    said = unit.half or isinstance(unit.where, RowsAgain) or MOVED in told.kind or told.detail.endswith(NEVER_ISSUED)
    more = put_in and said
    return f"{put_in}\n({unit.detail})" if more else put_in or unit.detail


_NUMBERED_ROW: Final = re.compile(r"(?:[^|\n]{1,80}?: )?\d{1,3}\.\s")
"""How a row in words begins whose first cell, after its heading, begins with a number that is typed."""


def decision_note(unit: Unit) -> str:
    """What cannot be done with it in the file, and what is to be put right by hand once it is accepted."""
    kind, removed = unit.told.kind, unit.told.removed
    is_row = "row" in kind or (kind == CLAUSE_DELETED and " | " in removed)
    gone = is_row and not unit.told.added and _NUMBERED_ROW.match(removed)
    counts = "Accepted, the numbers of the rows below it leave one out: put them right in Word." if gone else ""
    return " ".join(filter(None, (_cannot(unit), counts)))


def _cannot(unit: Unit) -> str:
    refused: dict[str, list[str]] = {}
    for verdict in VERDICTS:
        if (reason := unit.refusal(verdict)) and reason != NO_COMMENT_OF_THEIRS:
            refused.setdefault(reason, []).append(verdict)
    where = unit.where
    reason = where.fault or where.no_reject if isinstance(where, Proposal) else unit.fault
    if isinstance(where, SpotAt) or (isinstance(where, Proposal) and reason and not unit.refusal("reject")):
        why = f" ({reason})" if reason else ""
        return f"Refusing it puts a comment of ours there that says so: nothing is put back in the file{why}."
    if len(refused) == 1 and len(next(iter(refused.values()))) >= len(VERDICTS) - 1:
        can = f"Only {' or '.join(unit.takes)}, or leave it blank" if unit.takes else "Leave it undecided"
        return f"{can}: {next(iter(refused))}."
    rows = where.issued if isinstance(where, RowsAgain) else (where,) if isinstance(where, MissingRow) else ()
    lacks = dict.fromkeys(lack for row in rows for lack in row.lacks)
    back = f"Refused, the row comes back without {' and '.join(lacks)}." if lacks else ""
    whole = _STRUCK.format(len(where.stand.rows)) if isinstance(where, RowsAgain) else ""
    said = (f"Not {' or '.join(verdicts)}: {reason}." for reason, verdicts in refused.items())
    return " ".join(filter(None, (whole, *said, back)))


_STRUCK: Final = "Its rows are decided as one; refused, rows struck: {}, and put in again as they were issued."


# Reading.


def read_decisions(data: bytes, file: str) -> tuple[Decisions | None, list[Problem]]:
    """What the report decides, or what is wrong with it."""
    book, problems = open_workbook(data, file, as_seen=True)
    if book is None:
        return None, problems
    if KEPT in book.names and SHEET not in book.names:
        return None, [
            Problem(
                "no-decisions",
                f"the report has no sheet “{SHEET}”: it was renamed or taken out",
                Location(file),
                cure=f"name the sheet with the decisions “{SHEET}” again, as the report had it",
            )
        ]
    if SHEET not in book.names or KEPT not in book.names:
        return None, [
            Problem(
                "no-decisions",
                "the workbook has no sheet of decisions",
                Location(file),
                cure="give the report that “specgen review … -o REPORT.xlsx” wrote",
            )
        ]
    sheet, faults = book.sheet(SHEET)
    keeping, more = book.sheet(KEPT)
    if sheet is None or keeping is None:
        return None, [*faults, *more]
    columns = _columns(sheet)
    if missing := [name for name in (_ID, _DECISION, _WORDS) if name not in columns]:
        return None, [
            Problem(
                "no-decisions",
                f"the column “{missing[0]}” is missing",
                Location(file, line=1, sheet=SHEET),
                cure="write the headings as they were, or have the report written again",
            )
        ]
    held: dict[str, str] = {}
    for row in keeping.rows:
        held[_text(row.cell(0))] = held.get(_text(row.cell(0)), "") + _text(row.cell(1))
    named = {name: f"{letters(at)} ({name})" for name, at in columns.items()}
    rows: list[Decision] = []
    found: list[Problem] = []
    for row in sheet.rows:
        if row.number == 1:
            continue
        cells = {name: row.cell(at) for name, at in columns.items()}
        crossed = {name for name, at in columns.items() if at in sheet.looks.struck.get(row.number, ())}
        decision, fault = decision_of(cells, row.number, crossed)
        if fault is not None:
            slug, name, message, cure = fault
            found.append(
                Problem(slug, message, Location(file, line=row.number, sheet=SHEET, cell=named[name]), cure=cure)
            )
        elif decision is not None:
            rows.append(decision)
    decisions = Decisions(file, tuple(rows), named, held)
    found += decided_twice(decisions)
    return each_once(decisions), found


def _columns(sheet: Sheet) -> dict[str, int]:
    first = sheet.by_number.get(1)
    wanted = {heading.text for heading in _HEADINGS}
    found: dict[str, int] = {}
    for at, cell in enumerate(first.cells if first is not None else ()):
        if (text := _text(cell)) in wanted:
            found.setdefault(text, at)
    return found


def _text(cell: Cell | None) -> str:
    return cell.seen.strip() if cell is not None else ""


def _spoken(cell: Cell | None) -> str:
    """The words of a cell as they are to stand in a document: a day that the program keeps as a number is 31 October
    2026 there, as it is in every paper, and never 2026-10-31."""
    day = parse_day(cell.text) if cell is not None and cell.kind == "day" else None
    return long_date(day) if day is not None else _text(cell)


_NEED_WORDS: Final[Mapping[AnswerVerdict, str]] = {
    "counter": "a counter without words",
    "ask": "a question without words",
    "reply": "a reply without words",
}
_Fault = tuple[str, str, str, str]
"""The kind, the column, what is wrong, and how to mend it."""


def decision_of(
    cells: Mapping[str, Cell | None], number: int, struck: Collection[str] = ()
) -> tuple[Decision | None, _Fault | None]:
    """What a row decides, by the headings of its cells; or what is wrong with it. Some of the words of the cells named
    in `struck` are struck through: whoever crossed a decision out has taken none."""
    for name in (_ID, _DECISION, _WORDS):
        cell = cells.get(name)
        if cell is not None and cell.kind == "fault":
            return None, (
                "decision-unreadable",
                name,
                f"the cell shows no words: {cell.text}",
                "type the words themselves",
            )
    for name in (_DECISION, _WORDS):
        if name in struck and _text(cells.get(name)):
            clear = "clear the cell, or take the line through its words away"
            return None, ("decision-unreadable", name, "words here are struck through", clear)
    identity, said = (_text(cells.get(name)) for name in (_ID, _DECISION))
    # As it is typed again by hand: in capitals, with a hyphen that does not break.
    identity = identity.casefold().replace("\u2011", "-").replace("\u2010", "-")
    words = _spoken(cells.get(_WORDS))
    if not said and not words:
        return None, None
    if not identity:
        return None, (
            "decision-unknown",
            _ID,
            "a decision stands here with no id",
            "take it from the report, or clear the row",
        )
    if not said:
        return None, (
            "decision-missing",
            _DECISION,
            "there are words and no decision",
            f"choose {_listed()}, or clear the words",
        )
    verdict = next((each for each in VERDICTS if each == said.casefold()), None)
    if verdict is None:
        near = get_close_matches(said.casefold(), VERDICTS, 1)
        meant = f"; did you mean “{near[0]}”?" if near else ""
        return None, ("decision-unknown", _DECISION, f"“{said[:60]}” is no decision{meant}", f"choose {_listed()}")
    if verdict in _NEED_WORDS and not words:
        what = _NEED_WORDS[verdict]
        return None, ("decision-without-words", _WORDS, what, f"write into the column {_WORDS} what is to stand there")
    if verdict in ("accept", "reject") and words:
        return None, (
            "decision-with-words",
            _WORDS,
            f"“{verdict}” takes no words",
            "choose counter or ask, or clear the words",
        )
    if verdict == "counter" and any(each in words for each in "\n\r\u2028\u2029"):
        return None, ("decision-with-lines", _WORDS, "a counter is one line of words", "write it without line breaks")
    return Decision(identity, verdict, words, number), None


def _listed() -> str:
    return f"{', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}"


def each_once(decisions: Decisions) -> Decisions:
    """The decisions with one a change: what is decided twice is told, and judged once."""
    return replace(decisions, rows=tuple({each.id: each for each in reversed(decisions.rows)}.values())[::-1])


def decided_twice(decisions: Decisions) -> Iterator[Problem]:
    """The problem of each change that is decided in two rows."""
    first: dict[str, Decision] = {}
    for each in decisions.rows:
        if each.id in first:
            yield Problem(
                "decided-twice",
                f"{each.id} is decided in row {first[each.id].row} too",
                decisions.at(each),
                cure="keep one of the two",
            )
        first.setdefault(each.id, each)
