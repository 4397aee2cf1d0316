"""`specgen clauses`: the group of commands for the clause library."""

from __future__ import annotations

import click

from specgen.cli.clauses_approvals import approve_version, verify_library, withdraw_approval
from specgen.cli.clauses_import import import_draft
from specgen.cli.clauses_list import list_clauses, show_clause
from specgen.cli.clauses_redline import redline_versions
from specgen.cli.clauses_situations import list_situations
from specgen.cli.clauses_versions import diff_versions, log_clause


@click.group()
def clauses() -> None:
    """The clause library: its wording, versions and approvals."""


for command in (list_clauses, show_clause, list_situations, log_clause, diff_versions, redline_versions, approve_version, withdraw_approval, verify_library, import_draft):
    clauses.add_command(command)
