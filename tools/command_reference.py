"""Writes docs/reference/commands.md from the commands' own help, so that the page cannot differ from them.

Run by hand after a change: python tools/command_reference.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from specgen.cli.main import specgen

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "commands.md"

HEAD = """# Commands

This page is made from the commands' own help (`tools/command_reference.py`).

## Exit codes

| code | meaning |
| --- | --- |
| 0 | done |
| 1 | problems in your files; each was said with its place and how to fix it |
| 2 | the command line is wrong |
| 3 | a file or folder cannot be read or written |
| 70 | a fault in specgen itself |
| 130 | stopped with Ctrl-C; nothing is half written |

Warnings alone do not change the exit code.

## Output for programs

`--format json` prints one JSON document to standard output. A problem has `slug`, `severity` (error, warning or
note), `message`, `location` (`file`, `line`, `column`; `sheet` and
`cell` for a spreadsheet; `part` and `paragraph` for a Word file) and, where there is one, `cure`, `excerpt`,
`suggestion` and `source`. Parts that are empty are left out.

`specgen insert` gives `written` (the new file, or null), `places` (each with `section`, `heading`, `after`: the words
it stands after, and `clauses`), the clauses that are `standing`,
`changed`, `left` and `removed`, as `id@version`, and `problems`; where the place is not clear, a problem
`may-be-meant` for each heading.

`specgen build`, `apply`, `vary`, `succeed` and `intentions` give `contracts` (what became of each), `problems` (those
that belong to no contract) and `summary`: counts, `workbook` (the
summary's file, or null), and `stopped`, whether Ctrl-C left something undone. Of `vary`, `not_in_run` are the
references of contracts that were issued into the
folder of `--since` and are not in the run; null where contract files are named one by one, or the run was stopped.

`specgen progress` gives `on`, `quarters`, `contracts`, `services`, `grants`, `ended`; `actions`, each with its
`cells` (`cell`, a name such as 2.1, `counted`, `measure`, `count`, `of`, `target`, `missing`, `not_applicable`,
`by_quarter`, `without_dated_step`), `grants` and `steps`; `providers`, `figures`, `commitments`; with `--issued`,
`issued`, and with `--returns`, `reported` and `returns`.

`specgen returns read` gives `on`, `hidden_under`; `outcomes`, how many of `figures` stand so, and
`outcomes_of_years`, how many of `years`; `figures`, each with `row`,
`contract`, `clause`, `service`, `commissioner`, `from`, `to`, `outcome`, `by` and its `returns`, the earliest
first; `years`, `totals` and `baselines`. Numbers are texts, and “hidden” where they are not shown.

## Shell completion

Run the line for your shell once, or put it into its start-up file:

```
eval "$(_SPECGEN_COMPLETE=bash_source specgen)"      # bash
eval "$(_SPECGEN_COMPLETE=zsh_source specgen)"       # zsh
_SPECGEN_COMPLETE=fish_source specgen | source       # fish
```

PowerShell and the Windows command prompt have no completion.
"""


def pages(command: click.Command, name: str) -> Iterator[str]:
    """A section for the command, then for each command below it."""
    with click.Context(
        command, info_name=name, max_content_width=110, terminal_width=110, help_option_names=["-h", "--help"]
    ) as state:
        yield f"## {name}\n\n```\n{command.get_help(state)}\n```\n"
        if not isinstance(command, click.Group):
            return
        for name_below in command.list_commands(state):
            below = command.get_command(state, name_below)
            assert below is not None, name_below
            yield from pages(below, f"{name} {name_below}")


def whole_page() -> str:
    """The page's text."""
    return HEAD + "\n" + "\n".join(pages(specgen, "specgen"))


if __name__ == "__main__":
    PAGE.write_text(whole_page(), encoding="utf-8", newline="\n")
