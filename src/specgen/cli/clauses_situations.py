"""`specgen clauses situations`: the handbook's Appendix 1, from which a cohort may be chosen by number."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.clause_words import folder_option
from specgen.cli.output import format_option, print_json, print_problems, print_table, problems_json
from specgen.issue.workplace import open_workplace
from specgen.problems import has_errors


@click.command("situations")
@folder_option
@format_option
def list_situations(folder: Path, form: str) -> int:
    """List the clinical situations of the handbook's Appendix 1, each with the number by which a contract names it.

    A value that asks for a group of people may be written as “situations: [4, 5]”. None is preselected.

    Example: specgen clauses situations
    """
    workplace, problems = open_workplace(folder)
    found = workplace.library.situations.values()
    if form == "json":
        print_json({"situations": [{"number": each.number, "area": each.area, "situation": each.conversation} for each in found], "problems": problems_json(problems)})
    else:
        print_table(("NUMBER", "AREA", "SITUATION"), [(each.number, each.area, each.conversation) for each in found])
        print_problems(problems)
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE
