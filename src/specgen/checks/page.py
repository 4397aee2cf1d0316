"""docs/reference/rules.md, made from the rules' own docstrings so that it cannot differ from them."""

from __future__ import annotations

from inspect import cleandoc

from specgen.checks.breach import rule_source
from specgen.checks.rules import RULES, Rule

HEAD = """# Rules

Made from the rules themselves (`tools/rules_page.py`). Each rule looks at a whole contract after its clauses and values have been put together.

An **error** stops every document of the contract. A **warning** does not: it says what the handbook recommends, or what looks like a slip. The handbook is the *Finance, Commissioning and Contracting Handbook for Personalised Care*, version 2.1; a section is given where the rule comes from it.
"""


def rules_page() -> str:
    """The page as Markdown: a table of all rules, then each with what it looks for, how to mend it and what breaks it."""
    table = ["| rule | severity | source |", "| --- | --- | --- |"]
    table += [f"| [{rule.SLUG}](#{rule.SLUG}) | {rule.SEVERITY} | {rule_source(rule.SECTION)} |" for rule in RULES]
    return "\n".join([HEAD, *table, "", *(_section(rule) for rule in RULES)])


def _section(rule: Rule) -> str:
    title, _, text = cleandoc(rule.__doc__ or "").partition("\n\n")
    return f"## {rule.SLUG}\n\n**{title}.** {rule.SEVERITY.capitalize()}. Source: {rule_source(rule.SECTION)}.\n\n{text}\n"
