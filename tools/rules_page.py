"""Writes docs/reference/rules.md from the rules' own documentation.

Run by hand after a change: python tools/rules_page.py
"""

from __future__ import annotations

from pathlib import Path

from specgen.checks.rules import rules_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "rules.md"

if __name__ == "__main__":
    PAGE.write_text(rules_page(), encoding="utf-8", newline="\n")
