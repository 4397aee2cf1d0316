"""A new national library beside the old: which versions come in, how each differs, and the files that bring it in.

Nothing that is there changes: a version that is known with other words refuses the whole. What comes in goes into the
organisation's own library, since the shipped one belongs to the installed program.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from specgen.library.approvals import differing
from specgen.library.lists import READING_ENDING, VOCABULARY_FILE
from specgen.library.model import Clause, ClauseVersion, Component, Library, SourceDocument, placeholder_hashes
from specgen.library.organisation import joined
from specgen.library.read import read_library
from specgen.library.verify import AdaptationBehind, adaptations_behind, library_faults
from specgen.library.versions import clause_text, component_text, source_text, with_placeholders
from specgen.plainfile import read_plain, read_plain_text
from specgen.problems import Location, Problem, has_errors, in_a_row
from specgen.yamlfile import parse_yaml, plain


class Arrival(Struct, frozen=True):
    """A version that comes in. `before` is the newest version that is there already, None for a new clause."""

    version: ClauseVersion
    before: ClauseVersion | None


class LibraryUpdate(Struct, frozen=True):
    """What a new library brings. `files` are path below the organisation's library → bytes, in the order of writing.

    `known` is how many of its versions are there already with the same words; `behind` are the adaptations that are
    based on an older version of what the library then holds.
    """

    arrivals: tuple[Arrival, ...]
    files: Mapping[str, bytes]
    known: int
    behind: tuple[AdaptationBehind, ...] = ()


def library_update(
    current: Library, folders: tuple[Path, ...], own: Path, incoming: Path
) -> tuple[LibraryUpdate | None, list[Problem]]:
    """The update from the library in the folder `incoming` to the organisation's library in `own`, and why it is
    refused.

    `current` is the joined library of `folders`.
    """
    new, problems = read_library(incoming, current)
    after, faults = joined(current, new)
    changed = {fault.location.file for fault in faults}
    problems += faults
    touched = {
        clause.id: clause
        for clause in new.clauses.values()
        if any(_is_new(current, version) for version in clause.versions)
    }
    problems += library_faults(
        dataclasses.replace(
            after, clauses={clause_id: after.clauses[clause_id] for clause_id in touched}, approvals=current.approvals
        ),
        (*folders, incoming),
    )
    problems += _asking_otherwise(current, after, touched)
    if has_errors(problems):
        return _only_arrivals(current, new, changed), problems
    files: dict[str, bytes] = {}
    arrivals: list[Arrival] = []
    documents: set[str] = set()
    for clause in touched.values():
        coming = [version for version in clause.versions if _is_new(current, version)]
        arrivals += _arrivals(current, coming)
        documents |= {version.source.document for version in coming}
        clause_file, faults = _clause_file(own, current, clause, coming)
        problems += faults
        files[f"{clause.id}/clause.yaml"] = clause_file.encode("utf-8")
        files |= {f"{clause.id}/{version.number}.md": read_plain(Path(version.file)) for version in coming}
        files |= {
            f"{clause.id}/{version.number}{READING_ENDING}": version.reading for version in coming if version.reading
        }
    heads, faults = _head_file(own, current, new, documents, {clause.component for clause in touched.values()})
    problems += faults
    passages, faults = _passages(own, incoming, documents)
    problems += faults
    heads |= _words(own, current, new, files)
    known = sum(not _is_new(current, version) for clause in new.clauses.values() for version in clause.versions)
    # Sources and components first: what names them comes after them, so that a run that is stopped leaves no fault.
    whole = {**heads, **passages, **files} if arrivals else {}
    return LibraryUpdate(tuple(arrivals), whole, known, adaptations_behind(after)), problems


def _asking_otherwise(current: Library, after: Library, touched: Iterable[str]) -> Iterator[Problem]:
    """Versions that are there already and would be asked for by other bounds, kinds or options: what their approvals
    cover would be changed by it, and contracts that take them would be judged otherwise."""
    for clause_id in touched:
        before, then = current.clauses.get(clause_id), after.clauses[clause_id]
        for version in before.versions if before is not None else ():
            assert before is not None
            names = differing(placeholder_hashes(before, version), placeholder_hashes(then, version))
            if not names:
                continue
            approved = any(line.scheme > 1 for line in current.given(version))
            stands = "which is approved as it is" if approved else "which contracts may have taken"
            yield Problem(
                "update-asks-otherwise",
                f"the new clause.yaml gives another kind, other options or other bounds for {in_a_row(names)} of "
                f"{version.name}, {stands}",
                then.location,
                "error" if approved else "warning",
                "ask the publisher to give what the new version asks for a name of its own; or withdraw "
                "the approvals of the older one first"
                if approved
                else "check those contracts again after the update",
            )


def _words(own: Path, current: Library, new: Library, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The new library's vocabulary where readings come with it, and the organisation has none of its own."""
    readings = any(name.endswith(READING_ENDING) for name in files)
    known = {data for _, data in current.vocabulary}
    if not readings or (own / VOCABULARY_FILE).exists():
        return {}
    further = [data for _, data in new.vocabulary if data not in known]
    return {VOCABULARY_FILE: further[0]} if further else {}


def _is_new(current: Library, version: ClauseVersion) -> bool:
    clause = current.clauses.get(version.clause_id)
    return clause is None or clause.version(version.number) is None


def _arrivals(current: Library, coming: list[ClauseVersion]) -> list[Arrival]:
    found: list[Arrival] = []
    for version in coming:
        clause = current.clauses.get(version.clause_id)
        earlier = [other for other in (*(clause.versions if clause else ()), *coming) if other.number < version.number]
        found.append(Arrival(version, max(earlier, key=lambda other: other.number, default=None)))
    return found


def _only_arrivals(current: Library, new: Library, changed: set[str]) -> LibraryUpdate:
    """What is shown of a refused update: the versions that would be changed, beside the words that are there."""
    arrivals = []
    for clause in new.clauses.values():
        for version in clause.versions:
            there = current.clauses[clause.id].version(version.number) if clause.id in current.clauses else None
            if version.file in changed and there is not None:
                arrivals.append(Arrival(version, there))
    return LibraryUpdate(tuple(arrivals), {}, 0)


def _clause_file(own: Path, current: Library, clause: Clause, coming: list[ClauseVersion]) -> tuple[str, list[Problem]]:
    """The organisation's clause.yaml for the versions that come in: a new one, or its own with placeholders added."""
    used = {name: clause.placeholders[name] for version in coming for name in version.names}
    file = own.joinpath(*clause.id.split("/"), "clause.yaml")
    if not file.is_file():
        there = current.clauses.get(clause.id)
        return clause_text(there.owner if there is not None else clause.owner, used), []
    text = read_plain_text(file)
    document, problems = parse_yaml(text, str(file))
    given = plain(document.root)
    known = given.get("placeholders") if isinstance(given, dict) else None
    text, faults = with_placeholders(
        text,
        str(file),
        {name: entry for name, entry in used.items() if not isinstance(known, dict) or name not in known},
    )
    return text, problems + faults


def _head_file(
    own: Path, current: Library, new: Library, documents: set[str], components: set[str]
) -> tuple[dict[str, bytes], list[Problem]]:
    """library.yaml with the sources and components that are not known yet; nothing when all are."""
    sources = [new.sources[key] for key in new.sources if key in documents and key not in current.sources]
    more = [
        component
        for component in new.components
        if component.id in components and current.component(component.id) is None
    ]
    file = own / "library.yaml"
    other = [
        key
        for key in sorted(documents)
        if key in current.sources and key in new.sources and current.sources[key] != new.sources[key]
    ]
    if other:
        return {}, [
            Problem(
                "source-differs",
                f"the source “{key}” is described differently in your library",
                Location(str(file)),
                cure="give another edition of a document a key of its own, such as handbook-2.2",
            )
            for key in other
        ]
    if not sources and not more:
        return {}, []
    text = read_plain_text(file)
    changed = _with_lines(
        _with_lines(text, "sources", "".join(map(source_text, sources))),
        "components",
        "".join(map(component_text, more)),
    )
    if not _holds(changed, text, sources, more):
        lines = "".join(map(source_text, sources)) + "".join(map(component_text, more))
        message = "library.yaml could not be added to without changing what it says"
        cure = "add these lines under “sources:” and “components:” yourself, then run the command again"
        return {}, [Problem("library-file", message, Location(str(file)), excerpt=lines, cure=cure)]
    return {"library.yaml": changed.encode("utf-8")}, []


def _with_lines(text: str, key: str, lines: str) -> str:
    """The text with lines added as the first below `key:`, which is added at the end when it is not there."""
    if not lines:
        return text
    head = re.compile(rf"^{key}:[ \t]*(?:\{{\}}|\[\])?[ \t]*(#.*)?$", re.MULTILINE)
    if head.search(text) is None and not re.search(rf"^{key}:", text, re.MULTILINE):
        return text.rstrip("\n") + f"\n{key}:\n{lines}"
    return head.sub(
        lambda found: f"{key}:{'  ' + found[1] if found[1] else ''}\n{lines.rstrip(chr(10))}", text, count=1
    )


def _holds(changed: str, text: str, sources: list[SourceDocument], components: list[Component]) -> bool:
    """Whether the changed text says what the old one said, and the new sources and components, and nothing else."""
    (before, _), (after, problems) = parse_yaml(text, ""), parse_yaml(changed, "")
    was, now = plain(before.root), plain(after.root)
    if problems or not isinstance(was, dict) or not isinstance(now, dict):
        return False
    old_sources, new_sources = (whole.get("sources") or {} for whole in (was, now))
    old_components, new_components = (whole.get("components") or [] for whole in (was, now))
    if (
        not isinstance(old_sources, dict)
        or not isinstance(new_sources, dict)
        or not isinstance(old_components, list)
        or not isinstance(new_components, list)
    ):
        return False
    added = [entry.get("id") for entry in new_components[: len(components)] if isinstance(entry, dict)]
    rest = {name for name in {*was, *now} - {"sources", "components"} if was.get(name) != now.get(name)}
    return (
        not rest
        and new_components[len(components) :] == old_components
        and added == [component.id for component in components]
        and {key: value for key, value in new_sources.items() if key in old_sources} == old_sources
        and set(new_sources) == set(old_sources) | {source.key for source in sources}
    )


def _passages(own: Path, incoming: Path, documents: set[str]) -> tuple[dict[str, bytes], list[Problem]]:
    """The stored source passages of the documents that are new here; one that is there with other words is a
    problem."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for document in sorted(documents):
        for file in sorted((incoming / "sources" / document).glob("*.txt")):
            there = own / "sources" / document / file.name
            data = read_plain(file)
            if not there.exists():
                files[f"sources/{document}/{file.name}"] = data
            elif read_plain(there) != data:
                message = f"the stored passage sources/{document}/{file.name} has other words in your library"
                cure = "find out which of the two is the source’s own"
                problems.append(Problem("source-differs", message, Location(str(file)), cure=cure))
    return files, problems
