"""What changes in the reports that a schedule lists because a paragraph of another one asks for them.

Each of their rows has a content control that names the reading it comes from: clause, version and sentence. So a
variation says which report comes in, goes or reads otherwise, and which paragraph asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from specgen.assembly.marks import READING_PREFIX, read_reading_tag, short_key
from specgen.library.model import Library
from specgen.word.document.revisions import Revision
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, parsed

ReportState = Literal["added", "taken out", "changed"]


class ReportChange(Struct, frozen=True):
    """A report that comes in, goes or has other words in its row. `clause_id` is "" where the library does not know the
    clause any more; `before` and `after` are the words, "" where there are none."""

    title: str
    clause_id: str
    version: int
    sentence: str
    state: ReportState
    before: str = ""
    after: str = ""
    clause_title: str = ""

    @property
    def asked_for_by(self) -> str:
        """`asked for by co-production/specification/panel, version 1, sentence 6`."""
        if not self.clause_id:
            return "asked for by another schedule"
        return f"asked for by {self.clause_id}, version {self.version}, sentence {self.sentence}"

    @property
    def asked_for_in_words(self) -> str:
        """`asked for by “Co-production: panel”, version 1`, for a paper between the parties."""
        return f"asked for by “{self.clause_title}”, version {self.version}" if self.clause_title else self.asked_for_by


class ReportRows(Struct, frozen=True):
    """The rows of listed reports in a document: of each paragraph, counted from 1, the tag of its row's report; and the
    title that the control with each tag has."""

    tags: Mapping[int, str]
    titles: Mapping[str, str]

    def of(self, revision: Revision) -> str:
        """The tag of the report in whose row the change stands; "" where it stands in none."""
        return self.tags.get(revision.place.paragraph, "")


def report_rows(package: Package) -> ReportRows:
    """The rows of the main part of the document."""
    root, _ = parsed(package, package.main)
    tags: dict[int, str] = {}
    titles: dict[str, str] = {}
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(w("p")), 1)} if root is not None else {}
    for control in root.iter(w("sdt")) if root is not None else ():
        mark, alias = (control.find(f"{w('sdtPr')}/{w(name)}") for name in ("tag", "alias"))
        tag = mark.get(w("val"), "") if mark is not None else ""
        if tag.startswith(READING_PREFIX):
            titles.setdefault(tag, alias.get(w("val"), "") if alias is not None else "")
            row = next(control.iterancestors(w("tr")), control)
            for paragraph in row.iter(w("p")):
                tags.setdefault(numbers[paragraph], tag)
    return ReportRows(tags, titles)


def report_changes(
    before: tuple[str, ...],
    after: tuple[str, ...],
    words: Iterable[tuple[str, str, str]],
    rows: ReportRows,
    library: Library,
) -> tuple[ReportChange, ...]:
    """What changes: the reports that come in or go, by the tags that the two records list, and the words in the rows of
    others, each as the report's tag with the words before and after."""
    known = {short_key(clause.id): clause.id for clause in library.clauses.values()}

    def change(tag: str, state: ReportState, old: str = "", new: str = "") -> ReportChange:
        read = read_reading_tag(tag)
        clause_id = known.get(read.key, "")
        clause = library.clauses.get(clause_id)
        version = clause.version(read.version) if clause is not None else None
        asks = version.title if version is not None else ""
        title = rows.titles.get(tag) or asks or "a report"
        return ReportChange(title, clause_id, read.version, read.sentence, state, old, new, asks)

    was, is_now = ({_same(tag) for tag in tags} for tags in (before, after))
    come = [tag for tag in after if _same(tag) not in was]
    gone = [tag for tag in before if _same(tag) not in is_now]
    moved = {old: new for old in gone for new in come if _same_report(old, new, rows)}
    found = [change(tag, "added") for tag in come if tag not in moved.values()]
    found += [change(tag, "taken out") for tag in gone if tag not in moved]
    stays = was & is_now | {_same(tag) for tag in (*moved, *moved.values())}
    found += [change(moved.get(tag, tag), "changed", old, new) for tag, old, new in words if _same(tag) in stays]
    return tuple(dict.fromkeys(found))


def _same_report(one: str, other: str, rows: ReportRows) -> bool:
    """Whether two sentences of a clause ask for one report: it has a name, and stands in another sentence of another
    version."""
    old, new = read_reading_tag(one), read_reading_tag(other)
    named = rows.titles.get(one, "")
    return (old.key, named) == (new.key, rows.titles.get(other)) and old.version != new.version and bool(named)


def _same(tag: str) -> tuple[str, str]:
    """By what a report is the same one in another version of its clause: the clause's key and the sentence."""
    read = read_reading_tag(tag)
    return read.key, read.sentence
