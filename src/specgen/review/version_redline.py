"""Two versions of a clause as one Word file for a legal reviewer: what each is, and the wording as tracked changes.

Both versions are written as whole pages that are equal but for the words; the redline between the two pages is then made
and proved like that of any two documents. So accepting all gives the new words and rejecting all the old ones.
"""

from __future__ import annotations

from specgen.contract.dates import long_date
from specgen.library.model import ClauseVersion, Library
from specgen.problems import Problem
from specgen.word.plain_page import PlainPage
from specgen.word.redline import redline
from specgen.wording import plain_text

FIELD_NAMES = {
    "data_source": "Source of the figures", "co_production": "Co-production", "key_action": "Key action of the handbook", "by": "Action by",
    "accountable": "Accountable post",
}
_HOW_TO_READ = (
    "The wording below is written as tracked changes: words that were taken out are struck through, words that were put in are underlined. "
    "Accepting all changes gives {new}; rejecting all gives {old}. Names between double braces stand for values that each contract gives."
)


def version_redline(library: Library, old: ClauseVersion, new: ClauseVersion, author: str, date: str) -> tuple[bytes | None, list[Problem]]:
    """The file's bytes, or the problems for which there is none. `date` is a day or a moment in ISO 8601."""
    before, after = (_page(library, old, new, shown) for shown in (old, new))
    return redline(before, after, author, date, old_name=old.name, new_name=new.name)


def _page(library: Library, old: ClauseVersion, new: ClauseVersion, shown: ClauseVersion) -> bytes:
    """The page of both versions with the words of the one that is shown."""
    page = PlainPage(f"Redline of {new.name}", f"Compared with {old.name}")
    page.title(f"Redline: {new.title}")
    page.paragraph(_HOW_TO_READ.format(old=old.name, new=new.name))
    reason = "Reason for the deviation:" if new.based_on else "What changed, and why:"
    page.paragraph(new.change, reason)
    if new.based_on:
        page.paragraph(new.based_on, "Based on:")
        page.paragraph(long_date(new.deviation_until) if new.deviation_until else "no last day is given", "The deviation holds until:")
    page.table(("Fact", "Old", "New"), _facts(library, old, new), (20, 40, 40))
    page.heading("Heading and wording", 1)
    page.heading(shown.title, 2)
    page.blocks(shown.blocks)
    names = list(dict.fromkeys((*old.fields, *new.fields)))
    if names:
        page.heading("Details", 1)
    for name in names:
        words = plain_text(shown.fields.get(name, ()))
        page.paragraph(words, f"{FIELD_NAMES.get(name, name.replace('_', ' ').capitalize())}:")
    return page.data()


def _facts(library: Library, old: ClauseVersion, new: ClauseVersion) -> list[tuple[str, str, str]]:
    """The rows of the table of facts: what is said, of the old version, of the new one."""
    both = [_said_of(library, version) for version in (old, new)]
    return [(label, both[0][label], both[1][label]) for label in both[1]]


def _said_of(library: Library, version: ClauseVersion) -> dict[str, str]:
    source = library.sources.get(version.source.document)
    approval = library.approval(version)
    until = f"to {long_date(version.effective_to)}" if version.effective_to else "onwards"
    return {
        "Version": version.name,
        "Heading": version.title,
        "Origin": "National: quoted word for word" if version.origin == "national" else "Drafted: not national wording",
        "Source": f"{source.title if source else version.source.document}, {', '.join(version.source.sections)}",
        "In force": f"{long_date(version.effective_from)} {until}",
        "Approval": f"{approval.approved_by}, {approval.role}, {long_date(approval.approved_on)}\n{approval.evidence}" if approval else "Not approved",
        "Fingerprint": "\n".join(version.fingerprint[start : start + 16] for start in range(0, 64, 16)),
    }
