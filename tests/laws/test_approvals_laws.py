"""Laws of the list of approvals: a line says what it was given or is refused, and nothing before it changes."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.library.approvals import COLUMNS, append_approval, csv_line, read_approvals
from specgen.library.model import Approval
from specgen.problems import Location

WORDS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["=1+1", "+x", "-x", "@x", '"quoted", x', "a;b", "＝x", "withdrawn", "é 🙂", ""]
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
        problems = append_approval(file, line)
        if problems:
            assert (file.read_bytes() if file.exists() else b"") == before
            return
        after = file.read_bytes()
        assert after.startswith(before)
        known, faults = read_approvals(after, "approvals.csv")
        assert faults == []
        assert csv_line(known[-1]) == csv_line(line)
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t"))
            for cell in (known[-1].approved_by, known[-1].role, known[-1].evidence, known[-1].note)
        )
