"""Writes the specification that docs/contract-manager.md puts clauses into: an invented one, as many hands leave it.

Run by hand after a change: python tools/make_specification_example.py
"""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

FILE = Path(__file__).resolve().parents[1] / "docs" / "respiratory-specification.docx"
HEAD = (
    ("Service Specification No.", "01"), ("Service", "Community "
        "respiratory service"), ("Commissioner Lead", "Head of Long-Term "
        "Conditions "
        "Commissioning"),
    ("Provider Lead", "General Manager for Respiratory Services"), ("Period", "1 April 2026 to 31 "
        "March 2029"), ("Date of Review", "30 September 2027"),
)  # fmt: skip


def specification() -> bytes:
    """Headings with typed numbers, lists, a table, and the tracked changes of two people."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    document.add_heading("Schedule 2A: Service Specification", 1)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, value in HEAD:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    _needs_and_scope(document)
    _the_rest(document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _needs_and_scope(document: Document) -> None:
    document.add_heading("1. Population Needs", 2)
    document.add_paragraph(
        "About 4,100 adults in Northbrook live with chronic obstructive pulmonary disease, and many of them "
        "see several services."
    )
    document.add_heading("2. Outcomes", 2)
    document.add_paragraph(
        "Fewer people are admitted to hospital in an emergency, and more say that they can manage their condition."
    )
    document.add_heading("3. Scope", 2)
    document.add_heading("3.1 Aims and objectives of service", 3)
    document.add_paragraph(
        "The service helps people to breathe better, to be active, and to know what to do when they get worse."
    )
    document.add_heading("3.2 Service description/care pathway", 3)
    paragraph = document.add_paragraph(
        "The service receives referrals from general practice and from hospital, and sees each person within "
    )
    _tracked(paragraph, "w:del", "1", "Ben Okafor", "fifteen")
    _tracked(paragraph, "w:ins", "2", "Ben Okafor", "ten")
    paragraph.add_run(" working days.")
    document.add_paragraph("It works in three steps:")
    for step in (
        "assessment at home or in a clinic",
        "treatment, with pulmonary rehabilitation where it helps",
        "review after six months",
    ):
        document.add_paragraph(step, style="List Number")
    _tracked(
        document.add_paragraph("A nurse can be reached by telephone every day."),
        "w:ins",
        "3",
        "Carla Ruiz",
        " Calls are answered within an hour.",
    )
    document.add_paragraph()
    document.add_heading("3.3 Population covered", 3)
    document.add_paragraph("Adults registered with a general practice in Northbrook.")


def _the_rest(document: Document) -> None:
    document.add_heading("4. Applicable Service Standards", 2)
    document.add_paragraph("The service follows the standards that apply in the Contract Year.")
    document.add_heading("5. Applicable quality requirements and CQUIN goals", 2)
    document.add_heading("5.1 Applicable Quality Requirements (See Schedule 4)", 3)
    for text in (
        "Nine out of ten people are seen within ten working days of referral.",
        "Every person leaves with a written plan for getting worse.",
    ):
        document.add_paragraph(text, style="List Bullet")
    document.add_heading("5.2 Applicable CQUIN goals (See Schedule 4)", 3)
    document.add_paragraph("None.")
    document.add_heading("6. Location of Provider Premises", 2)
    document.add_paragraph("Weir Lane Health Centre, Northbrook")


def _tracked(paragraph: Paragraph, name: str, identity: str, author: str, words: str) -> None:
    mark = OxmlElement(name)
    for key, value in (("w:id", identity), ("w:author", author), ("w:date", "2026-04-20T09:30:00Z")):
        mark.set(qn(key), value)
    run = paragraph.add_run(words)._r
    if name == "w:del":
        for text in run.findall(qn("w:t")):
            text.tag = qn("w:delText")
    paragraph._p.append(mark)
    mark.append(run)


if __name__ == "__main__":
    FILE.write_bytes(specification())
