"""The marks that this house leaves on a clause: the tag of its content control and its bookmark.

They name a clause and its version, and the tag of one that was put into somebody else's document holds a digest of the
words as they were put in. A mark is a claim: what it says of the words is checked against them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from specgen.assembly.marks import READING_PREFIX, printed_digest, read_reading_tag, short_key, tag
from specgen.library.model import ClauseVersion, Library
from specgen.word.document.lines import Spot, Story

TAG_PREFIX: Final = "specgen:"
BOOKMARK_PREFIX: Final = "sg_"
_LONGEST_NUMBER: Final = 6


class ReadTag(Struct, frozen=True):
    """What the tag of a content control says. `digest` is "" for a clause that was built with its document; `key` is ""
    for a tag that is none of ours."""

    key: str
    number: int = 0
    fingerprint: str = ""
    digest: str = ""

    def holds(self, lines: Iterable[str]) -> bool:
        """Whether the words are those that were put in, by the digest."""
        return bool(self.digest) and self.digest == printed_digest(lines)


def read_tag(written: str) -> ReadTag:
    """The tag read: `specgen:key:version:fingerprint`, and perhaps `:digest`."""
    parts = written.removeprefix(TAG_PREFIX).split(":")
    if not written.startswith(TAG_PREFIX):
        return ReadTag("")
    number = parts[1] if len(parts) > 1 else ""
    known = number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER
    return ReadTag(
        parts[0],
        int(number) if known else 0,
        parts[2] if len(parts) > 2 else "",
        parts[3] if len(parts) == 4 else "",
    )


class Named(Struct, frozen=True):
    """A version that a mark in a document names, with the mark."""

    version: ClauseVersion
    fingerprint: str
    tag: str
    bookmark: str = ""


def named_by_marks(story: Story, library: Library) -> tuple[Named, ...]:
    """The versions that tags and bookmarks in the story name, in its order; a clause with both is named once."""
    versions = {
        (short_key(clause.id), version.number): version
        for clause in library.clauses.values()
        for version in clause.versions
    }
    found: list[tuple[Spot, Named]] = []
    taken: set[tuple[int, str]] = set()
    for name, (start, _) in story.bookmarks.items():
        key, _, rest = name.removeprefix(BOOKMARK_PREFIX).rpartition("_")
        key, _, number = key.rpartition("_")
        version = versions.get((key, read_tag(f"{TAG_PREFIX}{key}:{number}").number))
        if name.startswith(BOOKMARK_PREFIX) and rest.isdigit() and version is not None:
            found.append((start, Named(version, version.fingerprint, tag(version), name)))
            taken.add((start.line, version.name))
    for control in story.controls:
        said = read_tag(control.tag)
        version = versions.get((said.key, said.number)) if said.fingerprint else None
        if version is not None and (control.start.line, version.name) not in taken:
            found.append((control.start, Named(version, said.fingerprint, control.tag)))
    return tuple(named for _, named in sorted(found, key=lambda entry: (entry[0].line, entry[0].at)))


class NamedReport(Struct, frozen=True):
    """A report that a document lists because a paragraph of the contract asks for it, by its control: its title, and
    clause, version and sentence that it names, from the `first` line to the `last`. `clause_id` is "" where the library
    does not know the clause."""

    title: str
    clause_id: str
    version: int
    sentence: str
    first: int
    last: int


def reports_by_marks(story: Story, library: Library) -> tuple[NamedReport, ...]:
    """The reports that content controls in the story name, in its order."""
    marked = [control for control in story.controls if control.tag.startswith(READING_PREFIX)]
    known = {short_key(clause.id): clause.id for clause in library.clauses.values()} if marked else {}
    found: list[NamedReport] = []
    for control in marked:
        read = read_reading_tag(control.tag)
        lines = control.start.line, control.end.line
        found.append(NamedReport(control.title, known.get(read.key, ""), read.version, read.sentence, *lines))
    return tuple(found)
