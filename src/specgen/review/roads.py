"""By way of which kind of program a document came back, told by what is left of the marks that it went out with.

docs/word/other-programs.md holds what each program was seen to do; a sign is no proof, and nothing is decided by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from specgen.review.findings import Expected
from specgen.word.document.lines import Story
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, record_part, relationships

_APPLICATION: Final = re.compile(rb"<(?:\w+:)?Application>([^<]{1,200})</")
_NAMED: Final = re.compile(
    r"(LibreOffice|OpenOffice|ONLYOFFICE|WPS Office|Google Docs|Apple Pages|AbiWord|Aspose\.Words)[/ ]?([0-9][0-9.]*)?"
)
_PANDOC: Final = frozenset({"FirstParagraph", "Compact"})
"""Styles that pandoc gives to paragraphs of any document."""
_ADVICE: Final = "docs/word/other-programs.md says what such a program does to a document."


def roads_taken(package: Package, story: Story, clauses: Sequence[Expected]) -> tuple[str, ...]:
    """What the file's marks say of the programs that it went through, in sentences; none where all marks are whole."""
    tags = [each.tag for each in clauses if each.tag]
    held = {control.tag for control in story.controls}
    kept = sum(tag in held for tag in tags)
    bookmarks = sum(each.bookmark in story.bookmarks for each in clauses if each.bookmark)
    record = record_part(package) is not None
    name = _program(package)
    saved = (f"It was saved by {name}, as its properties say.",) if name else ()
    said = _said(package, len(tags), kept, bookmarks, record=record)
    return (*saved, f"{said} {_ADVICE}") if said else saved


def _said(package: Package, tags: int, kept: int, bookmarks: int, *, record: bool) -> str:
    fields = _fields(package)
    if tags and not kept and fields:
        way = ".odt" if "FILLIN" in fields else ".doc or .rtf"
        return (
            f"Its content controls came back as {' and '.join(sorted(fields))} fields, which is what LibreOffice makes "
            f"of them by way of {way}: the words stand, and a program may replace them."
        )
    if tags and not kept and bookmarks:
        by = (
            "LibreOffice, saving it as .docx, leaves it"
            if record
            else "AbiWord, or LibreOffice by .odt or .doc, leaves it"
        )
        gone = "" if record else " and its record"
        return f"Its content controls{gone} are gone and its bookmarks are kept, as {by}."
    if tags and not kept and not bookmarks and not record:
        by = "pandoc leaves it" if _styles(package) & _PANDOC else "pandoc, a copy by way of HTML, or pasting leaves it"
        return f"All its marks are gone, as {by}."
    if 0 < kept < tags:
        return (
            f"Of its {tags} content controls {tags - kept} are gone, as docxmlater and other libraries leave it, or "
            "because somebody took them out; words may have gone with them."
        )
    if bookmarks and kept == tags and not record:
        return "Its marks are whole and its record is gone, as where it was put into another file (docxcompose)."
    return ""


def _program(package: Package) -> str:
    """The program that the properties name, where it is one of another maker than Word's."""
    part = next((each.target for each in relationships(package) if each.type.endswith("/extended-properties")), "")
    found = _APPLICATION.search(package.part(part)) if part in package.entries else None
    named = _NAMED.match(found[1].decode("utf-8", "replace").strip()) if found is not None else None
    return " ".join(filter(None, named.groups())) if named is not None else ""


def _fields(package: Package) -> set[str]:
    """The kinds of fields in the main part that LibreOffice makes of content controls."""
    codes = (each.text or "" for each in package.tree(package.main).iter(w("instrText")))
    return {code.split()[0] for code in codes if code.strip()} & {"FILLIN", "FORMTEXT"}


def _styles(package: Package) -> set[str]:
    return {each.get(w("val"), "") for each in package.tree(package.main).iter(w("pStyle"))}
