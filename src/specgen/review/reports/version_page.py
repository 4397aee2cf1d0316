"""Two versions of a clause as one Word file for a legal reviewer: what each is, and the wording as tracked changes.

Both versions are written as whole pages that are equal but for the words; the redline between the two pages is then
made and proved like that of any two documents. So accepting all gives the new words and rejecting all the old ones.
"""

from __future__ import annotations

from msgspec import Struct

from specgen.contract.dates import long_date
from specgen.library.model import ClauseVersion, Library, field_words
from specgen.problems import Problem
from specgen.review.reports.forms import ReportForm, drawn, open_form
from specgen.word.redline.redline import redline
from specgen.wording.wording import Blocks


class VersionFact(Struct, frozen=True):
    """A row of the table of facts: what is said, of the old version, of the new one."""

    fact: str
    old: str
    new: str


class VersionDetail(Struct, frozen=True):
    """A field beside the wording, such as a measure's threshold."""

    label: str
    wording: Blocks


class VersionsPage(Struct, frozen=True):
    """The page of two versions with the words of one of them. Texts that may be nothing are ""."""

    title: str
    old: str
    new: str
    reason: str
    based_on: str
    until: str
    facts: tuple[VersionFact, ...]
    heading: str
    wording: Blocks
    details: tuple[VersionDetail, ...]


def version_redline(
    library: Library, old: ClauseVersion, new: ClauseVersion, author: str, date: str, form: ReportForm | None = None
) -> tuple[bytes | None, list[Problem]]:
    """The file's bytes, or the problems for which there is none. `date` is a day or a moment in ISO 8601.

    Without a `form` the shipped one is used."""
    problems: list[Problem] = []
    if form is None:
        form, problems = open_form("clause-redline", VersionsPage)
    if form is None:
        return None, problems
    pages: list[bytes] = []
    for shown in (old, new):
        page = version_page(library, old, new, shown)
        data, faults = drawn(form, page, f"Redline of {new.name}", f"Compared with {old.name}")
        if data is None:
            return None, [*problems, *faults]
        pages.append(data)
    data, faults = redline(pages[0], pages[1], author, date, old_name=old.name, new_name=new.name)
    return data, [*problems, *faults]


def version_page(library: Library, old: ClauseVersion, new: ClauseVersion, shown: ClauseVersion) -> VersionsPage:
    """The page of both versions with the words of the one that is shown."""
    names = dict.fromkeys((*old.fields, *new.fields))
    return VersionsPage(
        title=new.title,
        old=old.name,
        new=new.name,
        reason=new.change,
        based_on=new.based_on or "",
        until=long_date(new.deviation_until) if new.deviation_until else "",
        facts=_facts(library, old, new),
        heading=shown.title,
        wording=shown.blocks,
        details=tuple(VersionDetail(field_words(name), shown.fields.get(name, ())) for name in names),
    )


def _facts(library: Library, old: ClauseVersion, new: ClauseVersion) -> tuple[VersionFact, ...]:
    before, after = (_said_of(library, version) for version in (old, new))
    return tuple(VersionFact(label, before[label], after[label]) for label in after)


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
        "Approval": "\n".join(
            f"{each.approved_by}, {each.role}, {long_date(each.approved_on)}\n{each.evidence}"
            for each in (approval.together if approval else ())
        )
        or "Not approved",
        "Fingerprint": "\n".join(version.fingerprint[start : start + 16] for start in range(0, 64, 16)),
    }
