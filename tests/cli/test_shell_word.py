"""A path that is printed in a command can be pasted: the shell gives the command exactly that path."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.cli.main import run
from specgen.cli.output import path_in_words as in_words
from specgen.cli.output import shell_word

ODD = [
    "contract.yaml",
    "my contract.yaml",
    "it's.yaml",
    'say "hello".yaml',
    "$HOME.yaml",
    "`id`.yaml",
    "a;b&c|d.yaml",
    "(1) [2] {3}.yaml",
    "*?.yaml",
    "!x.yaml",
    "#x.yaml",
    "~x.yaml",
    "-x.yaml",
    "--help",
    "=ls.yaml",
    "a=b.yaml",
    "%PATH%.yaml",
    "<in>.yaml",
    "Übersicht.yaml",
    "a  b.yaml",
    "'",
    "$(id).yaml",
]
SHELLS = [shell for shell in ("sh", "bash", "dash", "zsh", "fish") if shutil.which(shell)]


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell is asked")
@pytest.mark.parametrize("shell", SHELLS)
def test_a_posix_shell_gives_exactly_the_path(shell: str) -> None:
    words = [shell_word(Path(name), windows=False) for name in ODD]
    assert None not in words
    script = f'{sys.executable} -c "import json, sys; print(json.dumps(sys.argv[1:]))" {" ".join(map(str, words))}'
    said = subprocess.run([shell, "-c", script], capture_output=True, text=True, check=True).stdout
    assert [str(Path(name)) for name in json.loads(said)] == [str(Path(name)) for name in ODD]
    assert not any(name.startswith("-") for name in json.loads(said))


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (r"C:\contracts\contract.yaml", r"C:\contracts\contract.yaml"),
        (r"C:\my contracts\contract.yaml", r'"C:\my contracts\contract.yaml"'),
        (r"R&D (new), it's; ^!\contract.yaml", r'''"R&D (new), it's; ^!\contract.yaml"'''),
        (r"-x\contract.yaml", r".\-x\contract.yaml"),
        (r"~x\contract.yaml", r'".\~x\contract.yaml"'),
        (r"@x\contract.yaml", r'"@x\contract.yaml"'),
        (r"Übersicht\contract.yaml", r'"Übersicht\contract.yaml"'),
        (r"100%\contract.yaml", None),
        (r"$env\contract.yaml", None),
        (r"a`b\contract.yaml", None),
        (r"[ab]\contract.yaml", None),
        ("“quoted”\\contract.yaml", None),
    ],
)
def test_on_windows_quotation_marks_are_put_where_both_shells_read_them_alike_and_else_no_path_is_printed(
    path: str, word: str | None
) -> None:
    assert shell_word(PureWindowsPath(path), windows=True) == word  # type: ignore[arg-type]


@settings(max_examples=200)
@given(st.text(min_size=1, max_size=12), st.booleans())
def test_no_path_is_printed_that_moves_the_cursor_or_ends_the_line(name: str, windows: bool) -> None:
    word = shell_word(Path(name), windows=windows)
    assert word is None or word.isprintable()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("command", [["new", "two\nlines"], ["register", "new", "two\nlines.xlsx"]])
def test_where_no_quotation_marks_help_the_command_says_what_stands_for_the_path(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(command) == 0
    said = capsys.readouterr().out
    assert "specgen check FILE\n" in said and "FILE stands for the path of the file" in said
    assert "two\nlines" not in said


def test_an_ordinary_path_is_printed_as_it_is() -> None:
    assert in_words(Path("contracts") / "contract.yaml") == (str(Path("contracts") / "contract.yaml"), "")
