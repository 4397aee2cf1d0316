"""What changes in the reports that a schedule lists: those that a paragraph of another one asks for, and its own.

Each row of the first has a content control that names the reading it comes from: clause, version and sentence. So a
variation says which report comes in, goes or reads otherwise, and which paragraph asks for it. Of a reporting clause of
the schedule itself it says what changes in the cells beside the clause's words, such as the first day it is due.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from lxml import etree
from msgspec import Struct

from specgen.assembly.marks import READING_PREFIX, ReadReading, read_reading_tag, short_key
from specgen.library.model import Library
from specgen.word.document.inline import line_text, read_line
from specgen.word.document.revisions import Revision
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, parsed

ReportState = Literal["added", "taken out", "changed"]


class ReportChange(Struct, frozen=True):
    """A report that comes in, goes or has other words in its row. `clause_id` is "" where the library does not know the
    clause any more; `sentence` is "" of a reporting clause, which is listed itself; `before` and `after` are the words,
    "" where there are none."""

    title: str
    clause_id: str
    version: int
    sentence: str
    state: ReportState
    before: str = ""
    after: str = ""
    clause_title: str = ""
    services: str = ""

    @property
    def named(self) -> str:
        """`“Component use” (service 02)`: the services where the report has a row for each."""
        return f"“{self.title}”{f' ({self.services})' if self.services else ''}"

    @property
    def asked_for_by(self) -> str:
        """`asked for by co-production/specification/panel, version 1, sentence 6`."""
        if not self.clause_id:
            return "asked for by another schedule"
        asked = f"asked for by {self.clause_id}, version {self.version}, sentence {self.sentence}"
        return asked if self.sentence else f"{self.clause_id}, version {self.version}"

    @property
    def asked_for_in_words(self) -> str:
        """`asked for by “Co-production: panel”, version 1`, for a paper between the parties."""
        if not self.sentence:
            return f"version {self.version}, as before"
        return f"asked for by “{self.clause_title}”, version {self.version}" if self.clause_title else self.asked_for_by


class ReportRow(Struct, frozen=True):
    """A row that lists a report: the report's tag; the services that it is asked of, where the row names them, since
    one report of two services may have two rows; and what becomes of the row where the whole of it comes or goes."""

    tag: str
    services: str = ""
    state: ReportState = "changed"


NO_ROW: Final = ReportRow("")


class ReportRows(Struct, frozen=True):
    """The rows of listed reports in a document: the row of each paragraph, counted from 1, and the title that the
    control with each tag has."""

    rows: Mapping[int, ReportRow]
    titles: Mapping[str, str]

    def of(self, revision: Revision) -> ReportRow:
        """The row in which the change stands; `NO_ROW` where it stands in none."""
        return self.rows.get(revision.place.paragraph, NO_ROW)


def report_rows(package: Package, library: Library) -> ReportRows:
    """The rows of the main part of the document that list a report."""
    own = {short_key(name) for name in library.clauses if name.split("/")[1:2] == ["reporting"]}
    root, _ = parsed(package, package.main)
    rows: dict[int, ReportRow] = {}
    titles: dict[str, str] = {}
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(w("p")), 1)} if root is not None else {}
    for control in root.iter(w("sdt")) if root is not None else ():
        mark, alias = (control.find(f"{w('sdtPr')}/{w(name)}") for name in ("tag", "alias"))
        tag = mark.get(w("val"), "") if mark is not None else ""
        if tag.startswith(READING_PREFIX) or _read(tag).key in own:
            titles.setdefault(tag, alias.get(w("val"), "") if alias is not None else "")
            row = next(control.iterancestors(w("tr")), control)
            found = ReportRow(tag, _services_in(row), _state_of(row))
            for paragraph in row.iter(w("p")):
                rows.setdefault(numbers[paragraph], found)
    return ReportRows(rows, titles)


_ASKED_OF: Final = re.compile(r"” in [^“”()]+ \((services? [^()]+)\)")
"""Whose paragraph asks for the report, as `further_reports` says it."""


def _services_in(row: etree._Element) -> str:
    words = "\n".join(line_text(read_line(paragraph)) for paragraph in row.iter(w("p")))
    return ", ".join(dict.fromkeys(_ASKED_OF.findall(words)))


def _state_of(row: etree._Element) -> ReportState:
    marks = {mark.tag for mark in row.iterfind(f"{w('trPr')}/*")}
    return "added" if w("ins") in marks else "taken out" if w("del") in marks else "changed"


def report_changes(
    before: tuple[str, ...],
    after: tuple[str, ...],
    words: Iterable[tuple[ReportRow, str, str]],
    rows: ReportRows,
    library: Library,
) -> tuple[ReportChange, ...]:
    """What changes: the reports that come in or go, by the tags that the two records list, and the words in the rows of
    others, each as its row with the words before and after; of a row that comes or goes whole, without words."""
    known = {short_key(clause.id): clause.id for clause in library.clauses.values()}

    def change(tag: str, state: ReportState, old: str = "", new: str = "", services: str = "") -> ReportChange:
        read = _read(tag)
        clause_id = known.get(read.key, "")
        clause = library.clauses.get(clause_id)
        version = clause.version(read.version) if clause is not None else None
        asks = version.title if version is not None else ""
        title = (rows.titles.get(tag) if read.sentence else asks) or asks or "a report"
        return ReportChange(title, clause_id, read.version, read.sentence, state, old, new, asks, services)

    was, is_now = ({_same(tag) for tag in tags} for tags in (before, after))
    come = [tag for tag in after if _same(tag) not in was]
    gone = [tag for tag in before if _same(tag) not in is_now]
    moved = {old: new for old in gone for new in come if _same_report(old, new, rows)}
    found = [change(tag, "added") for tag in come if tag not in moved.values()]
    found += [change(tag, "taken out") for tag in gone if tag not in moved]
    stays = was & is_now | {_same(tag) for tag in (*moved, *moved.values())}
    found += [
        change(moved.get(row.tag, row.tag), row.state, old, new, row.services)
        for row, old, new in words
        if _same(row.tag) in stays or (not _same(row.tag)[1] and (old or new))
    ]
    return tuple(dict.fromkeys(found))


def _same_report(one: str, other: str, rows: ReportRows) -> bool:
    """Whether two sentences of a clause ask for one report: it has a name, and stands in another sentence of another
    version."""
    old, new = read_reading_tag(one), read_reading_tag(other)
    named = rows.titles.get(one, "")
    return (old.key, named) == (new.key, rows.titles.get(other)) and old.version != new.version and bool(named)


def _same(tag: str) -> tuple[str, str]:
    """By what a report is the same one in another version of its clause: the clause's key and the sentence."""
    read = _read(tag)
    return read.key, read.sentence


def _read(tag: str) -> ReadReading:
    """What the control of a row names; no sentence, where it is a reporting clause itself."""
    own = _OF_CLAUSE.match(tag)
    return ReadReading(own[1], int(own[2])) if own else read_reading_tag(tag)


_OF_CLAUSE: Final = re.compile(r"specgen:([^:]+):([0-9]{1,6}):")
