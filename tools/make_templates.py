"""Writes templates/<type>/template.docx for the shipped document types and templates/reports/<report>/template.docx for
the reports, the same bytes in every part each time.

Run by hand, after a change to the look or the pages: python tools/make_templates.py [--to FOLDER]. The .docx files are
committed and are what users copy and restyle; a test compares them with what this script writes, part by part.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import docx_figures
import docx_pages
from docx_letters import commissioning_intentions, extension_notice, letter_head, successor_notice
from docx_look import KEPT_ROWS, ONE_PAGE, font_table, numbering, settings, styles, theme
from docx_markup import DECLARATION, footer
from docx_note import drafting_note
from docx_reports import clause_redline, meeting_report, progress_report, report_head, returns_report, review_report
from docx_variation import list_of_changes, variation_agreement

TEMPLATES = Path(__file__).parents[1] / "templates"

SCHEDULE = "{{ schedule.heading }}"
PER_SERVICE = f"{SCHEDULE}, service {{{{ service.number }}}}"

PAGES: Mapping[str, tuple[str, Callable[[], str], str]] = {
    "specification-insert": ("Service specification insert", docx_pages.specification_insert, PER_SERVICE),
    "whole-specification": ("Service specification", docx_pages.whole_specification, PER_SERVICE),
    "quality-requirements": ("Quality requirements", docx_pages.quality_requirements, SCHEDULE),
    "reporting-requirements": ("Reporting requirements", docx_pages.reporting_requirements, SCHEDULE),
    "development-plan": ("Development plan for personalised care", docx_pages.development_plan, SCHEDULE),
    "improvement-plan": ("Service development and improvement plan", docx_pages.improvement_plan, SCHEDULE),
    "system-plan": ("System plan obligations", docx_pages.system_plan, SCHEDULE),
    "grant-insert": ("Grant agreement insert", docx_pages.grant_insert, "Insert"),
    "drafting-note": ("Drafting note", drafting_note, "Drafting note, internal to the {{ words.commissioner }}"),
    "variation-agreement": ("Variation agreement", variation_agreement, "Variation {{ variation.reference }}"),
    "list-of-changes": ("List of changes", list_of_changes, "List of changes, variation {{ variation.reference }}"),
    "extension-notice": ("Extension notice", extension_notice, "Notice {{ extension.reference }}"),
    "successor-notice": ("Successor notice", successor_notice, "Notice {{ succession.reference }}"),
    "commissioning-intentions": (
        "Commissioning intentions",
        commissioning_intentions,
        "Commissioning intentions from {{ intentions.effective }}, for {{ intentions.provider }}",
    ),
}
"""Type key → its name, its main part, what its header begins with."""

FIGURES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "memorandum-of-understanding": ("Memorandum of understanding", docx_figures.memorandum),
    "change-note": ("Change note", docx_figures.change_note),
    "statement-of-resources": ("Statement of resources", docx_figures.statement_of_resources),
    "personal-statement-of-resources": ("Statement of resources for one person", docx_figures.personal_statement),
    "personal-budget-sheet": ("Budget sheet", docx_figures.budget_sheet),
    "progress-report": ("Progress report", docx_figures.progress_report),
    "commitments-report": ("Commitments against performance", docx_figures.commitments_report),
    "provider-memorandum": ("Provider memorandum", docx_figures.provider_memorandum),
    "social-prescribing-funding": ("Social prescribing funding agreement", docx_figures.social_prescribing_funding),
    "intentions-with-scale": ("Commissioning intentions", docx_figures.intentions_with_scale),
    "choice-self-assessment": ("Choice self-assessment", docx_figures.choice_self_assessment),
}
"""Types whose documents have figures → their name, their main part."""

REPORTS: Mapping[str, tuple[str, Callable[[], str], str]] = {
    "reports/review": ("Review", review_report, "{{ review.title }}"),
    "reports/meeting": ("Review Meeting", meeting_report, "{{ meeting.title }}"),
    "reports/progress": ("Progress report", progress_report, "{{ progress.title }}"),
    "reports/returns": ("What was reported", returns_report, "{{ returns.title }}"),
    "reports/clause-redline": ("Redline of two versions", clause_redline, "Redline of {{ versions.new }}"),
}
"""Folder of a report → its name, its main part, its header."""

LETTERS = frozenset({"commissioning-intentions"})
"""Types that belong to no single contract."""

ANY_FORM = frozenset(
    {"drafting-note", "grant-insert", "variation-agreement", "list-of-changes", "extension-notice", "successor-notice"}
)
"""Types that a grant agreement has too: they call the agreement and its parties as its form does."""

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "header1": "header",
    "footer1": "footer",
    "fontTable": "fontTable",
}


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in _PARTS.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/word/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _core(title: str) -> str:
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def parts(key: str) -> dict[str, str]:
    """The template's parts by name, in the order of the package."""
    if key in FIGURES:
        title, make = FIGURES[key]
        return package(title, make(), docx_figures.figures_head(), KEPT_ROWS)
    title, main, about = {**PAGES, **REPORTS}[key]
    return package(title, main(), _head(key, about), ONE_PAGE if key == "reports/progress" else "")


def package(title: str, main: str, head: str, look: str = "") -> dict[str, str]:
    """The parts of a Word file with the shared look: its title, its main part, its header, styles of its own."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(title),
        "word/document.xml": main,
        # The numbers of these relationships are those that docx_markup.section names.
        ("word/_rels/document.xml.rels"): _relationships(
            *((f"{_OFFICE}/{name}", f"{name}.xml") for name in ("styles", "numbering", "settings")),
            *((f"{_OFFICE}/{name}", f"{name}1.xml") for name in ("header", "footer")),
            (f"{_OFFICE}/fontTable", "fontTable.xml"),
            (f"{_OFFICE}/theme", "theme/theme1.xml"),
        ),
        "word/styles.xml": styles(look),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/header1.xml": head,
        "word/footer1.xml": footer(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
    }


def _head(key: str, about: str) -> str:
    if key in REPORTS:
        return report_head(about)
    if key in LETTERS:
        return letter_head(about)
    return docx_pages.page_head(about, "{{ words.agreement }}" if key in ANY_FORM else "contract")


def packed(found: Mapping[str, str]) -> bytes:
    """The parts as the bytes of a .docx file, with fixed dates."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in found.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, text.encode("utf-8"))
    return made.getvalue()


def write(folder: Path) -> None:
    """Every template into `folder`/<type>/template.docx."""
    for key in (*PAGES, *FIGURES, *REPORTS):
        target = folder / key / "template.docx"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(packed(parts(key)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the shipped templates.")
    parser.add_argument("--to", type=Path, default=TEMPLATES, help="the folder of the types (default: templates/)")
    write(parser.parse_args().to)
