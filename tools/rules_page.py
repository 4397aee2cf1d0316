"""Writes docs/reference/rules.md from the rules' own documentation, so that it cannot differ from them.

Run by hand after a change: python tools/rules_page.py
"""

from __future__ import annotations

import re
from pathlib import Path

from specgen.checks import RULES
from specgen.checks.rule import Rule

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "rules.md"
HEAD = """# Rules

Made from the rules themselves (`tools/rules_page.py`). Each rule looks at a whole contract after its clauses and
values have been put together.

An **error** stops every document of the contract. A **warning** does not: it says what the handbook recommends, or
what looks like a slip. The handbook is the *Finance, Commissioning and Contracting Handbook for Personalised Care*,
version 2.1; a section is given where the rule comes from it.
"""


def rules_page() -> str:
    """The page as Markdown: a table of all rules, then each with what it looks for, how to mend it and what
    breaks it."""
    table = ["| rule | severity | source |", "| --- | --- | --- |"]
    table += [f"| [{rule.slug}](#{rule.slug}) | {rule.severity} | {rule.source} |" for rule in RULES]
    return "\n".join([_unwrapped(HEAD), *table, "", *(_section(rule) for rule in RULES)])


def _section(rule: Rule) -> str:
    title, _, text = rule.page.partition("\n\n")
    opening = f"**{title}.** {rule.severity.capitalize()}. Source: {rule.source}."
    return f"## {rule.slug}\n\n{opening}\n\n{_unwrapped(text)}\n"


_CONTINUED = re.compile(r"(?<=\S)\n(?=[^\s-])")


def _unwrapped(text: str) -> str:
    """The text with each paragraph and each point of a list on one line, as the page has it."""
    return _CONTINUED.sub(" ", text)


if __name__ == "__main__":
    PAGE.write_text(rules_page(), encoding="utf-8", newline="\n")
