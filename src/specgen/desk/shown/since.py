"""What changed in each document since it was issued: the document that lies there against the one that would be made
now, compared as `specgen redline` compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from specgen.desk.asked.looked import Looked
from specgen.desk.shown.changes import ChangedStory, changed_document
from specgen.issue.build import finished_document
from specgen.issue.issued import issued_places
from specgen.issue.records import folded
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.word.redline.redline import redline

AUTHOR = "specgen desk"
"""Who the changes are by in the comparison, which is shown and never written."""


class SinceIssue(Struct, frozen=True):
    """What became of one document since it was issued. `stories` hold the changes of its body, headers, footers and
    notes; none where it is the same. `left_out` is what is in the file and not shown."""

    file: str
    title: str
    state: str
    stories: tuple[ChangedStory, ...] = ()
    left_out: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def issued_folder(looked: Looked, root: Path) -> str:
    """The folder below `root` in which the contract's documents were issued; "" where there is none."""
    reference = looked.contract.reference if looked.contract is not None else ""
    found = issued_places(root).of(reference) if reference else ()
    return found[0].name if found else ""


def since_issue(looked: Looked, folder: Path) -> Iterator[SinceIssue]:
    """Each document of the pack against the one of its name in `folder`; and those that the pack no longer has."""
    if looked.pack is None or looked.contract is None:
        return
    lying = {folded(path.name): path for path in folder.iterdir() if path.suffix.lower() == ".docx"}
    for document in looked.pack.documents:
        there = lying.pop(folded(document.file_name), None)
        if there is None or there.is_symlink() or not there.is_file():
            yield SinceIssue(document.file_name, document.title, "new: it was not issued")
            continue
        done, faults = finished_document(looked.pack, document, looked.problems, looked.precedents)
        if done is None:
            yield SinceIssue(document.file_name, document.title, "it cannot be made now", problems=tuple(faults))
            continue
        yield _compared(looked, document.file_name, document.title, read_plain(there, LARGEST_ARCHIVE + 1), done.data)
    for path in sorted(lying.values()):
        yield SinceIssue(path.name, path.name, "the contract no longer has it, or it was put there by somebody else")


def _compared(looked: Looked, file: str, title: str, old: bytes, new: bytes) -> SinceIssue:
    assert looked.contract is not None
    if old == new:
        return SinceIssue(file, title, "unchanged")
    if len(old) > LARGEST_ARCHIVE:
        fault = Problem("file-too-large", "the document that lies there is too large to be compared", Location(file))
        return SinceIssue(file, title, "it cannot be compared", problems=(fault,))
    day = looked.contract.day.isoformat()
    data, problems = redline(old, new, AUTHOR, day, old_name=file, new_name=f"{file}, as it would be now")
    if data is None:
        return SinceIssue(file, title, "it cannot be compared", problems=tuple(problems))
    found = changed_document(data, signed=False)
    changed = [story.title for story in found.stories if story.changed]
    if changed:
        where = " and ".join(filter(None, [", ".join(changed[:-1]), changed[-1]]))
        return SinceIssue(file, title, f"changed: {where.lower()}", found.stories, found.left_out, tuple(problems))
    state = "no word of its body, headers, footers or notes changed"
    return SinceIssue(file, title, state, left_out=found.left_out, problems=tuple(problems))
