"""Reading a clause library's folder: library.yaml, the clauses with their versions, notes and lists.

Fallbacks (which clause may be agreed in the place of another, in which order, and by whom) stay inside the
organisation. Nothing that is written for the other party reads them: not the documents, not the record inside them, not
a reply. Source: how contract teams keep a negotiation playbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from specgen.library.lists import (
    READING_ENDING,
    VOCABULARY_FILE,
    as_dict,
    as_list,
    read_bank_holidays,
    read_dated_terms,
    read_head,
    read_notes,
    read_situations,
    read_yaml,
)
from specgen.library.model import (
    CONTRACT_FIELDS,
    KINDS,
    PLACES,
    Clause,
    ClauseVersion,
    Component,
    DeclaredPlaceholder,
    Fallback,
    Library,
    SourceDocument,
)
from specgen.library.shapes import LINE, LINES, EachName, ListOf, Names, Written, shape_faults
from specgen.library.version_file import read_version
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import (
    YamlDocument,
    plain,
)

FALLBACK_KEYS = ("fallback_of", "rank", "may_agree")


def read_fallback(
    given: Mapping[str, object], clause_id: str, document: YamlDocument, problems: list[Problem]
) -> Fallback | None:
    """What clause.yaml says of the clause as a fallback; None for a clause that is none, or of which it says too
    little."""
    told = [name for name in FALLBACK_KEYS if given.get(name)]
    if not told:
        return None

    def fault(name: str, message: str, cure: str) -> None:
        where = document.place((name,))
        problems.append(document.problem("fallback-unfit", message, where, cure=cure))

    if missing := [name for name in FALLBACK_KEYS if name not in told]:
        fault(told[0], f"a fallback needs “{missing[0]}” too", "give fallback_of, rank and may_agree, or none of them")
        return None
    parts = str(given["fallback_of"]).split("/")
    component, place, _ = clause_id.split("/")
    of = f"{parts[0]}/{place}/{parts[-1]}" if len(parts) == 2 else "/".join(parts)
    rank = str(given["rank"])
    if of.split("/")[:2] != [component, place] or of == clause_id:
        fault("fallback_of", "a fallback belongs to a clause of its own component and place", "name that clause")
        return None
    if not rank.isascii() or not rank.isdigit() or not 0 < int(rank[:4]) < 1_000 or len(rank) > 3:
        fault("rank", f"“{rank[:40]}” is no rank", "write a whole number: 1 is offered before 2")
        return None
    return Fallback(of, int(rank), str(given["may_agree"]))


def fallback_faults(
    clauses: Mapping[str, Clause], every: Mapping[str, Clause], components: tuple[Component, ...]
) -> Iterator[Problem]:
    """What is wrong between fallbacks and the clauses that they are of. `every` has the clauses of the library beside
    this one too."""
    ranks: dict[tuple[str, int], str] = {}
    for clause in every.values():
        if clause.fallback is None:
            continue
        of, rank = clause.fallback.of, clause.fallback.rank
        other = ranks.setdefault((of, rank), clause.id)
        if clause.id not in clauses and other not in clauses:
            continue
        unfit = partial(Problem, "fallback-unfit", location=clause.location)
        if of not in every:
            near = did_you_mean(of, every)
            yield unfit(f"no clause is called “{of}”", suggestion=near, cure="name the clause that it may stand in for")
        elif every[of].fallback is not None:
            cure = "name the clause that is offered first, and give a rank"
            yield unfit(f"{of} is a fallback itself", cure=cure)
        if other != clause.id:
            cure = "give each fallback of a clause a rank of its own"
            yield unfit(f"{other} has the rank {rank} too", cure=cure)
    for component in components:
        for name, ids in component.sets.items():
            for each in ids:
                if each in every and every[each].fallback is not None:
                    message = f"the fallback {each} stands in the set “{name}”, so it would be chosen by default"
                    yield Problem("fallback-unfit", message, every[each].location, cure="take it out of the set")


OTHER_NAMES = {"share": "percentage"}
"""Another name of a kind → the kind."""
WITHOUT_A_VALUE = ("text", "list", "post")
"""Kinds for which `otherwise` may say what is printed where the contract gives no value: none that is counted or
due."""
_BOUND = Written(pattern=r"[0-9]{1,9}(\.[0-9]{1,4})?", says="a number")
CLAUSE_SHAPE = Names(
    optional={
        "owner": LINE,
        "excludes": ListOf(LINE, alone=True),
        "needs": ListOf(LINE, alone=True),
        "covers": ListOf(LINE),
        **dict.fromkeys(FALLBACK_KEYS, LINE),
        "placeholders": EachName(
            Names(
                optional={
                    "kind": LINE,
                    "question": LINES,
                    "example": LINES,
                    "options": ListOf(LINE),
                    "from": LINE,
                    "gap": LINES,
                    "least": _BOUND,
                    "most": _BOUND,
                    "may_be_none": LINE,
                    "otherwise": LINE,
                    **dict.fromkeys(("by_year", "added_up"), Written(pattern="yes", says="yes")),
                }
            )
        ),
    }
)
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_library(folder: Path, beside: Library | None = None) -> tuple[Library, list[Problem]]:
    """The library in `folder` and every fault in it. A clause with a fault is left out.

    `beside` is the library that it will be joined with: its clauses may stand in sets, its components and sources may
    be named, and its placeholders mean the same thing here."""
    problems: list[Problem] = []
    head = read_head(folder, problems)
    clauses: dict[str, Clause] = {}
    for clause_folder in sorted(path.parent for path in folder.glob("*/*/*/clause.yaml")):
        clause, faults = read_clause(clause_folder, folder)
        problems += faults
        if clause is not None:
            clauses[clause.id] = clause
    problems += _stray_files(folder)
    beside = beside or Library()
    everything = {**beside.clauses, **clauses}
    components = tuple(_component(entry, folder, everything, problems) for entry in head.components)
    problems += _faults_between(clauses, components, head.sources, beside)
    problems += _repeated_sets(components, beside, folder)
    problems += fallback_faults(clauses, everything, components)
    vocabulary = folder / VOCABULARY_FILE
    return Library(
        publisher=head.publisher,
        sources=head.sources,
        components=components,
        clauses=clauses,
        situations={entry.number: entry for entry in read_situations(folder, problems)},
        dated_terms=tuple(read_dated_terms(folder, problems)),
        bank_holidays=tuple(sorted(read_bank_holidays(folder, problems))),
        vocabulary=((str(vocabulary), read_plain(vocabulary)),) if vocabulary.is_file() else (),
    ), problems


def read_clause(folder: Path, library: Path) -> tuple[Clause | None, list[Problem]]:
    """The clause in `folder` (component / place / name below `library`) with all its versions, and its faults."""
    clause_id = folder.relative_to(library).as_posix()
    problems: list[Problem] = []
    file = folder / "clause.yaml"
    component, place, name = clause_id.split("/")
    if place not in PLACES or not all(_NAME.fullmatch(part) for part in (component, name)):
        return None, [
            Problem(
                "clause-folder",
                f"“{clause_id}” is not component/place/name",
                Location(str(file)),
                suggestion=did_you_mean(place, PLACES),
                cure=f"the place is one of: {', '.join(PLACES)}; names have small letters, digits and hyphens",
            )
        ]
    document = read_yaml(file, problems)
    given = plain(document.root) if document else None
    if document is None or not isinstance(given, dict):
        return None, problems or [
            Problem(
                "clause-file",
                "clause.yaml holds no names with values",
                Location(str(file), 1, 1),
                cure="begin with “owner:” and “placeholders:”",
            )
        ]
    if faults := shape_faults(document, CLAUSE_SHAPE, "clause-file"):
        return None, [*problems, *faults]
    owner = _owner(given, clause_id, file, problems)
    placeholders = {
        key: placeholder
        for key, entry in as_dict(given.get("placeholders")).items()
        if (placeholder := _placeholder(key, entry, document, place, problems)) is not None
    }
    versions = _versions(folder, clause_id, problems)
    if not versions:
        problems.append(
            Problem(
                "clause-without-version",
                f"the clause {clause_id} has no usable version",
                Location(str(file)),
                cure="write its wording into 1.md beside clause.yaml, or correct the versions that have faults",
            )
        )
        return None, problems
    faults = _placeholder_faults(versions, placeholders, document)
    problems += faults
    if any(fault.slug == "undeclared-placeholder" for fault in faults):
        return None, problems
    return Clause(
        clause_id,
        owner,
        placeholders,
        tuple(versions),
        Location(str(file), 1, 1),
        excludes=_ids(given.get("excludes")),
        needs=_ids(given.get("needs")),
        covers=_covers(given, component, document, problems),
        fallback=read_fallback(given, clause_id, document, problems),
    ), problems


def _owner(given: Mapping[str, object], clause_id: str, file: Path, problems: list[Problem]) -> str:
    owner = given.get("owner")
    if isinstance(owner, str):
        return owner
    message, cure = f"the clause {clause_id} has no owner", "add “owner:” with the post that looks after it"
    problems.append(Problem("clause-without-owner", message, Location(str(file), 1, 1), cure=cure))
    return ""


def _covers(
    given: Mapping[str, object], component: str, document: YamlDocument, problems: list[Problem]
) -> tuple[str, str] | None:
    """The component and what the clause is about within it, where it says so."""
    covers = tuple(map(str, as_list(given.get("covers"))))
    if covers and (len(covers) != 2 or covers[0] != component):
        message = "“covers” needs the clause’s component and what it is about within it"
        cure = f"write it as [{component}, peer support]"
        problems.append(document.problem("clause-relation", message, document.place(("covers",)), cure=cure))
    return (covers[0], covers[1]) if len(covers) == 2 else None


def _versions(folder: Path, clause_id: str, problems: list[Problem]) -> list[ClauseVersion]:
    """The versions in a clause's folder, by number, each with the reading beside it."""
    versions: list[ClauseVersion] = []
    for path in sorted(folder.glob("*.md"), key=lambda path: (len(path.stem), path.stem)):
        if not re.fullmatch(r"[1-9]\d{0,3}", path.stem):
            message = f"“{path.name}” is not a version: the name is a whole number"
            problems.append(Problem("version-file-name", message, Location(str(path))))
            continue
        version, faults = read_version(read_plain(path), str(path), clause_id, int(path.stem))
        problems += faults
        if version is not None:
            beside = path.with_name(f"{path.stem}{READING_ENDING}")
            versions.append(replace(version, reading=read_plain(beside)) if beside.is_file() else version)
    return versions


def _ids(given: object) -> tuple[str, ...]:
    return tuple(map(str, as_list(given) or ([given] if given else [])))


def _placeholder_faults(
    versions: list[ClauseVersion], placeholders: Mapping[str, DeclaredPlaceholder], document: YamlDocument
) -> list[Problem]:
    used = {name for version in versions for name in version.names}
    undeclared = [
        Problem(
            "undeclared-placeholder",
            f"the wording has {{{{ {name} }}}}, which clause.yaml does not describe",
            Location(version.file),
            suggestion=did_you_mean(name, placeholders),
            cure="describe it under “placeholders:”",
        )
        for version in versions
        for name in version.names
        if name not in placeholders
    ]
    unused = [
        Problem(
            "unused-placeholder",
            f"no version uses the placeholder “{name}”",
            document.place(("placeholders", name)),
            cure="delete it",
        )
        for name in placeholders
        if name not in used
    ]
    return undeclared + unused


def _placeholder(
    name: str, entry: object, document: YamlDocument, place: str, problems: list[Problem]
) -> DeclaredPlaceholder | None:
    given = as_dict(entry)

    def fault(slug: str, message: str, cure: str, suggestion: str = "") -> None:
        where = document.place(("placeholders", name))
        problems.append(Problem(slug, message, where, suggestion=suggestion, cure=cure))

    comes_from = str(given.get("from") or "")
    if comes_from:
        if (
            comes_from not in CONTRACT_FIELDS
            or (comes_from.startswith("service.") and place not in ("specification", "quality"))
            or (comes_from.startswith("action.") and place != "development")
        ):
            fault(
                "placeholder-from",
                f"“{comes_from}” is not a contract field that a clause for “{place}” can use",
                f"use one of: {', '.join(CONTRACT_FIELDS)}",
                did_you_mean(comes_from, CONTRACT_FIELDS),
            )
            return None
        return DeclaredPlaceholder(name, "text", comes_from=comes_from, gap=str(given.get("gap") or ""))
    written = OTHER_NAMES.get(str(given.get("kind")), given.get("kind"))
    kind = next((known for known in KINDS if known == written), None)
    options = tuple(str(option) for option in as_list(given.get("options")))
    if given.get("otherwise") and kind not in WITHOUT_A_VALUE:
        fault(
            "placeholder",
            f"“otherwise” cannot stand in for the {kind} “{name}”",
            f"delete it; a value may be left out for these kinds alone: {', '.join(WITHOUT_A_VALUE)}",
        )
        return None
    if given.get("by_year") and kind != "percentage":
        cure = "delete it; a number for each Contract Year is the kind “trajectory”"
        fault("placeholder", f"“by_year” is for a share, and “{name}” is a {kind}", cure)
        return None
    if given.get("added_up") and kind not in ("number", "count"):
        cure = "delete it; numbers of a trajectory are always added up, and nothing else is"
        fault("placeholder", f"“added_up” is for a number, and “{name}” is a {kind}", cure)
        return None
    if kind is None or not given.get("question") or not given.get("example") or (kind == "choice") != bool(options):
        fault(
            "placeholder",
            f"the placeholder “{name}” needs a kind, a question and an example (and options, if it is a choice)",
            f"kinds are: {', '.join((*KINDS, *OTHER_NAMES))}",
        )
        return None
    return DeclaredPlaceholder(
        name,
        kind,
        str(given["question"]),
        str(given["example"]),
        options,
        gap=str(given.get("gap") or ""),
        **{bound: str(given.get(bound) or "") for bound in ("least", "most", "may_be_none", "otherwise")},
        by_year=given.get("by_year") == "yes",
        added_up=given.get("added_up") == "yes",
    )


def _component(
    entry: Mapping[str, object], folder: Path, clauses: Mapping[str, Clause], problems: list[Problem]
) -> Component:
    name = str(entry.get("id"))
    sets: dict[str, tuple[str, ...]] = {}
    for key, members in as_dict(entry.get("sets")).items():
        ids = tuple(f"{name}/{member}" for member in as_list(members))
        for missing in (clause_id for clause_id in ids if clause_id not in clauses):
            problems.append(
                Problem(
                    "set-member",
                    f"the set “{key}” names the clause “{missing}”, which the library does not have",
                    Location(str(folder / "library.yaml")),
                    suggestion=did_you_mean(missing, clauses),
                    cure="name clauses as place/name, or write the clause",
                )
            )
        places = list(dict.fromkeys(clauses[clause_id].place for clause_id in ids if clause_id in clauses))
        if len(places) > 1:
            message = f"the set “{key}” holds clauses for {' and for '.join(f'“{place}”' for place in places)}"
            cure = "make a set for each: a contract names a set under one place"
            problems.append(Problem("set-places", message, Location(str(folder / "library.yaml")), cure=cure))
        sets[key] = ids
    page = str(entry.get("page") or "")
    return Component(
        name,
        str(entry.get("title")),
        str(entry.get("section", "")),
        int(page) if re.fullmatch(r"[0-9]{1,4}", page) else None,
        sets,
        tuple(read_notes(folder / name / "notes.yaml", problems)),
    )


def _faults_between(
    clauses: Mapping[str, Clause],
    components: tuple[Component, ...],
    sources: Mapping[str, SourceDocument],
    beside: Library,
) -> list[Problem]:
    """Faults that show only between clauses: two meanings of one name, unknown sources and components, overlapping
    dates."""
    problems: list[Problem] = []
    known = {component.id for component in (*components, *beside.components)}
    sources = {**beside.sources, **sources}
    meaning: dict[str, tuple[DeclaredPlaceholder, str]] = {
        name: (placeholder, clause.id)
        for clause in beside.clauses.values()
        for name, placeholder in clause.placeholders.items()
    }
    for clause in clauses.values():
        if known and clause.component not in known:
            problems.append(
                Problem(
                    "unknown-component",
                    f"library.yaml does not list the component “{clause.component}”",
                    clause.location,
                    suggestion=did_you_mean(clause.component, known),
                    cure="add it under “components:”, or correct the folder’s name",
                )
            )
        for name, placeholder in clause.placeholders.items():
            first, owner = meaning.setdefault(name, (placeholder, clause.id))
            if (first.kind, first.question, first.options, first.comes_from) != (
                placeholder.kind,
                placeholder.question,
                placeholder.options,
                placeholder.comes_from,
            ):
                message = f"“{name}” is described in another way in {owner}"
                cure = "give it the same kind, question and options everywhere, or another name"
                problems.append(Problem("placeholder-meaning", message, clause.location, cure=cure))
        problems += _relation_faults(clause, clauses, {**beside.clauses, **clauses})
        for version in clause.versions:
            if sources and version.source.document not in sources:
                problems.append(
                    Problem(
                        "unknown-source",
                        f"the source document “{version.source.document}” is not listed in library.yaml",
                        Location(version.file),
                        suggestion=did_you_mean(version.source.document, sources),
                        cure="add it under “sources:” of library.yaml, or correct the name",
                    )
                )
    return problems


def _relation_faults(clause: Clause, clauses: Mapping[str, Clause], known: Mapping[str, Clause]) -> Iterator[Problem]:
    """Clauses that it excludes or needs and that nobody has, and an exclusion that the other clause of the same library
    does not say too."""
    for word, ids in (("excludes", clause.excludes), ("needs", clause.needs)):
        for other in ids:
            if other not in known or other == clause.id:
                message = f"{clause.id} {word} “{other}”, which is no other clause of the library"
                cure = "write the other clause’s id as component/place/name"
                yield Problem(
                    "clause-relation", message, clause.location, suggestion=did_you_mean(other, known), cure=cure
                )
    for other in sorted({*clause.excludes} & {*clause.needs}):
        message = f"{clause.id} both excludes and needs {other}"
        yield Problem("clause-relation", message, clause.location, cure="take it out of one of the two")
    for other in clause.excludes:
        if other in clauses and other != clause.id and clause.id not in clauses[other].excludes:
            message = f"{clause.id} excludes {other}, whose own clause.yaml does not say so"
            cure = f"add “{clause.id}” under “excludes:” there"
            yield Problem("clause-relation", message, clauses[other].location, cure=cure)


def _repeated_sets(components: tuple[Component, ...], beside: Library, folder: Path) -> list[Problem]:
    """A contract names a set by its name alone, so two of one name would hide one another."""
    seen = {key: component.id for component in beside.components for key in component.sets}
    problems = []
    for component in components:
        for key in component.sets:
            if key in seen:
                message = f"the set “{key}” of {component.id} has the name of a set of {seen[key]}"
                cure = "give it another name"
                problems.append(Problem("repeated-set", message, Location(str(folder / "library.yaml")), cure=cure))
            seen.setdefault(key, component.id)
    return problems


def _stray_files(folder: Path) -> list[Problem]:
    """A version file whose folder has no clause.yaml, and a clause.yaml too high or too deep, would otherwise be passed
    over."""
    misplaced = sorted(path for depth in ("", "*/", "*/*/", "*/*/*/*/") for path in folder.glob(f"{depth}clause.yaml"))
    problems = [
        Problem(
            "clause-folder",
            f"“{path.parent.relative_to(folder).as_posix()}” is not component/place/name",
            Location(str(path)),
            cure="move the clause’s folder to clauses/component/place/name, such as co-production/specification/panel",
        )
        for path in misplaced
    ]
    problems += [
        Problem(
            "clause-folder",
            f"{path.parent.name} has a version file and no clause.yaml",
            Location(str(path)),
            cure="add clause.yaml beside it",
        )
        for path in sorted(folder.glob("*/*/*/*.md"))
        if not (path.parent / "clause.yaml").is_file()
    ]
    for path in sorted(folder.glob(f"*/*/*/*{READING_ENDING}")):
        version = f"{path.name.removesuffix(READING_ENDING)}.md"
        if not path.with_name(version).is_file():
            message = f"“{path.name}” is a reading, and its folder has no {version}"
            cure = "give it the number of the version that it reads, such as 1.duties.yaml beside 1.md"
            problems.append(Problem("reading-without-version", message, Location(str(path)), cure=cure))
    return problems
