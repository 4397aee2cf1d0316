"""Writes the Word draft that docs/legal-reviewer.md imports, the same bytes each time.

Run by hand after a change: python tools/make_reviewer_draft.py
"""

from __future__ import annotations

from pathlib import Path

from docx_markup import document, para
from docx_reports import report_head
from make_templates import package, packed

TITLE = "Co-production: carers"
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
    items = (para("ListNumber", f"**{lead}**{rest}") for lead, rest in ITEMS)
    # A lawyer presses Ctrl+B, and knows of no style for what is strong.
    main = document(para("Heading1", TITLE), *items).replace('<w:rStyle w:val="Strong"/>', "<w:b/><w:bCs/>")
    return packed(package(TITLE, main, report_head(TITLE)))


if __name__ == "__main__":
    FILE.write_bytes(draft())
