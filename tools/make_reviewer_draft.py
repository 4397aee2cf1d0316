"""Writes the Word draft that docs/legal-reviewer.md imports, the same bytes each time.

Run by hand after a change: python tools/make_reviewer_draft.py
"""

from __future__ import annotations

from pathlib import Path

from specgen.word.report import PlainPage
from specgen.wording.wording import Block, Run

FILE = Path(__file__).resolve().parents[1] / "docs" / "legal-reviewer" / "northbrook" / "carers-draft.docx"
ITEMS = (
    (
        "Asking carers.",
        " The Provider must ask at least [number of carers] carers in each Contract Year how the Services "
        "could be planned with them.",
    ),
    (
        "Answering.",
        " The Provider must publish what it heard and what it changed no later than two months after the end "
        "of the Contract Year.",
    ),
    (
        "Expenses.",
        " The Provider must pay the travel expenses of each carer whom it asks, as set out in [name of the "
        "expenses policy].",
    ),
)


def draft() -> bytes:
    """The draft as a lawyer would type it: a heading, a numbered list, bold lead words, values in square brackets."""
    page = PlainPage("Co-production: carers")
    page.heading("Co-production: carers", 1)
    page.blocks(Block("number", (Run(lead, bold=True), Run(rest))) for lead, rest in ITEMS)
    return page.data()


if __name__ == "__main__":
    FILE.write_bytes(draft())
