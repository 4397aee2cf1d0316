"""How problems and tables are printed, whatever the names of files hold."""

from __future__ import annotations

import pytest

from specgen.cli.output import print_problems, print_table
from specgen.problems import Location, Problem


def test_a_file_name_with_line_ends_and_escapes_stays_on_one_line_and_moves_no_cursor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = "a\nb\x1b[2J.docx"
    print_table(("DOCUMENT", "GAPS"), [(name, "1")])
    print_problems([Problem("damaged-file", "the file is damaged", Location(name, 3), cure="ask for it again")])
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "a�b�[2J.docx  1"
    assert said.err.splitlines() == [
        "a�b�[2J.docx:3: error: the file is damaged [damaged-file]",
        "    To fix this: ask for it again",
    ]
