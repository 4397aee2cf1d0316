"""Laws of the list of approvals: a line says what it was given or is refused, and nothing before it changes."""

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from specgen.library.approvals import COLUMNS, FURTHER, append_approvals, csv_line, read_approvals
from specgen.library.chain import chain_faults, head_faults, head_text, heads_of, merged, read_head
from specgen.library.model import Approval
from specgen.problems import Location

WORDS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["=1+1", "+x", "-x", "@x", '"quoted", x', "a;b", "＝x", "withdrawn", "é 🙂", "", "\r", " =1 ", "x "]
)
HEADING = ",".join(COLUMNS)
BEFORE = st.sampled_from(
    [
        b"",
        f"{HEADING}\n".encode(),
        f"\ufeff{HEADING}\r\n".encode(),
        f"{HEADING}\na/b/c,1,{'0' * 64},Ada,Lead,2026-05-04,Minute,".encode(),
        b"\n",
        b"x",
    ]
)


@settings(max_examples=150, deadline=None)
@given(BEFORE, WORDS, WORDS, WORDS, WORDS)
def test_a_line_is_read_back_as_it_was_given_or_nothing_is_written(
    before: bytes, by: str, role: str, evidence: str, note: str
) -> None:
    line = Approval("a/b/c", 2, "1" * 64, by, role, date(2026, 5, 4), evidence, note, Location())
    with TemporaryDirectory() as folder:
        file = Path(folder) / "approvals.csv"
        if before:
            file.write_bytes(before)
        problems = append_approvals(file, [line])
        if problems:
            assert (file.read_bytes() if file.exists() else b"") == before
            return
        after = file.read_bytes()
        assert after.startswith(before)
        known, faults = read_approvals(after, "approvals.csv")
        assert faults == []
        assert csv_line(replace(known[-1], chain="")) == csv_line(line)
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t"))
            for cell in (known[-1].approved_by, known[-1].role, known[-1].evidence, known[-1].note)
        )


# The chain.

LINES = st.builds(
    Approval,
    st.sampled_from(["a/b/c", "a/b/d", "a/b/e"]),
    st.integers(1, 3),
    st.sampled_from(["1" * 64, "2" * 64]),
    st.sampled_from(["Ada", "Ben", '=Cy, "C"', " Dé  Osei "]),
    st.just("Lead"),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.sampled_from(["Minute 4", "first\nsecond", "a;b"]),
    st.sampled_from(["", "withdrawn", "a note"]),
    st.just(Location()),
)
TABLES = st.lists(LINES, min_size=1, max_size=7)


def recorded(folder: str, lines: list[Approval], old: int = 0) -> Path:
    """The list as commands leave it: `old` lines of before, which no chain binds, then the others."""
    file = Path(folder) / "approvals.csv"
    if old:
        file.write_text(HEADING + "\n" + "".join(map(csv_line, lines[:old])), encoding="utf-8")
    for line in lines[old:]:
        assert append_approvals(file, [line]) == []
    return file


def whole(file: Path) -> bool:
    """Whether the list is whole, by its chain and by the file that says where it ends."""
    lines, problems = read_approvals(file.read_bytes(), "approvals.csv")
    return not problems and head_faults(lines, read_head(file), file) == []


def rows_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


def put(file: Path, rows: list[list[str]], *, ending: str = "\n", start: str = "") -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator=ending, quoting=csv.QUOTE_ALL if start else csv.QUOTE_MINIMAL).writerows(rows)
    file.write_bytes((start + out.getvalue()).encode("utf-8"))


@settings(max_examples=80, deadline=None)
@given(TABLES, st.data())
def test_a_line_that_is_taken_out_changed_moved_or_put_in_is_named(table: list[Approval], data: st.DataObject) -> None:
    old = data.draw(st.integers(0, len(table) - 1), "lines of before")
    with TemporaryDirectory() as folder:
        file = recorded(folder, table, old)
        assert whole(file)
        heading, *rows = rows_of(file)
        what = data.draw(st.sampled_from(["taken out", "changed", "moved", "put in"]), "what is done")
        at = data.draw(st.integers(0, len(rows) - 1), "where")
        others = list(rows)
        if what == "taken out":
            del others[at]
        elif what == "changed":
            cell = data.draw(st.sampled_from([0, 3, 4, 6, 7]), "cell")
            others[at] = [f"{each}x" if index == cell else each for index, each in enumerate(others[at])]
        elif what == "moved":
            others.insert(data.draw(st.integers(0, len(rows) - 1), "to"), others.pop(at))
        else:
            others.insert(at, list(rows[data.draw(st.integers(0, len(rows) - 1), "copied")]))
        put(file, [heading, *others])
        assert whole(file) == (others == rows)


@settings(max_examples=40, deadline=None)
@given(TABLES, st.integers(0, 6))
def test_a_spreadsheet_that_saves_the_same_values_breaks_nothing(table: list[Approval], old: int) -> None:
    with TemporaryDirectory() as folder:
        file = recorded(folder, table, min(old, len(table) - 1))
        rows = rows_of(file)
        width = len(COLUMNS) + len(FURTHER)
        for row in rows[1:]:
            year, month, day = row[5].split("-")
            row[5] = f"{day}/{month}/{year}"
        padded = [[*row, *[""] * (width - len(row))] for row in rows]
        put(file, padded, ending="\r\n", start="\ufeff")
        assert whole(file)
        assert append_approvals(file, [table[0]]) == [] and whole(file)


@settings(max_examples=60, deadline=None)
@given(TABLES, TABLES, TABLES)
def test_lists_that_part_are_joined_and_hold_every_head_that_either_had(
    common: list[Approval], ours: list[Approval], theirs: list[Approval]
) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        mine, other = recorded(one, [*common, *ours]), recorded(two, [*common, *theirs])
        before = mine.read_bytes()
        known = read_approvals(before, "mine")[0]
        new, problems = merged(known, read_approvals(other.read_bytes(), "other")[0])
        if problems:
            assert {problem.slug for problem in problems} == {"approvals-say-both"} and new == ()
            return
        assert append_approvals(mine, new) == [] and mine.read_bytes().startswith(before) and whole(mine)
        after = read_approvals(mine.read_bytes(), "mine")[0]
        assert heads_of(after) >= heads_of(known) | heads_of(read_approvals(other.read_bytes(), "other")[0])
        assert merged(after, read_approvals(other.read_bytes(), "other")[0]) == ((), [])


def test_a_list_of_before_is_sealed_by_the_first_line_after_it() -> None:
    line = Approval("a/b/c", 1, "1" * 64, "Ada", "Lead", date(2026, 5, 4), "Minute 4", "", Location())
    with TemporaryDirectory() as folder:
        file = recorded(folder, [line, replace(line, version=2), replace(line, version=3)], 2)
        lines, problems = read_approvals(file.read_bytes(), "approvals.csv")
        assert (problems, [bool(each.chain) for each in lines]) == ([], [False, False, True])
        (problem,) = chain_faults((replace(lines[0], role="Chief"), *lines[1:]))
        assert problem.slug == "approvals-chain" and "the lines above it" in problem.message
        assert head_text(lines).endswith(f"lines: 3\nhead: {lines[-1].chain}\n")


def test_a_new_list_begins_with_the_mark_by_which_excel_reads_names_as_they_are_written() -> None:
    first = Approval("a/b/c", 1, "1" * 64, "Zoë Osei", "Lead", date(2026, 5, 4), "Minute 4", "", Location())
    with TemporaryDirectory() as folder:
        file = recorded(folder, [first])
        assert file.read_bytes().decode("utf-8").startswith("\ufeffclause,") and whole(file)
        assert append_approvals(file, [replace(first, version=2)]) == []
        assert file.read_text(encoding="utf-8").count("\ufeff") == 1 and whole(file)
