"""The next draft version of a clause, made of blocks and facts: the files to write, and what a reader must know of
them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.library.model import (
    PLACES,
    Clause,
    ClauseVersion,
    Component,
    DeclaredPlaceholder,
    Library,
    PlaceholderKind,
    Source,
    SourceDocument,
)
from specgen.library.read import read_clause
from specgen.library.version_file import PLACE_FIELDS, fields_of, read_version
from specgen.plainfile import read_plain_text
from specgen.problems import Location, Problem, did_you_mean, has_errors
from specgen.wording.difference import BlockDifference, compare, count_words, joined_runs
from specgen.wording.wording import Block, Blocks, Inline, Run, parse_wording
from specgen.yamlfile import parse_yaml, plain

# The text of a version file and of clause.yaml, made from values: reading it gives back what went in.

_PLAIN = re.compile(
    r"[A-Za-z0-9“‘](?:[^:#\[\]{},&*!|>'\"%@`\\\x00-\x1f\x7f-\x9f\u2028\u2029]*"
    r"[^\s:#\[\]{},&*!|>'\"%@`\\\x00-\x1f\x7f-\x9f\u2028\u2029])?"
)
_NOT_PLAIN = {"null", "true", "false", "yes", "no", "on", "off"}
_INDENT = 4


def wording_text(blocks: Blocks, place: Location) -> tuple[str, list[Problem]]:
    """The blocks in the wording format, and a problem for each paragraph that the format cannot hold.

    Parsing the text gives the same blocks; where it would not, a problem says so and the text must not be used.
    """
    problems: list[Problem] = []
    lines: list[str] = []
    counts: list[int] = []
    meant = tuple(Block(block.kind, joined_runs(block.inlines), block.level) for block in blocks)
    for number, block in enumerate(meant):
        words = _inline_text(block.inlines)
        alone, faults = parse_wording(_mark(block, 1) + words, place.file)
        if faults or alone != (Block(block.kind, block.inlines),):
            reason = faults[0].message if faults else "it would be read back differently"
            message = f"wording cannot hold this paragraph: {reason}"
            cure = "say it with other signs"
            problems.append(
                Problem("not-wording", message, Location(place.file, part=place.part, paragraph=block.text), cure=cure)
            )
        if block.kind not in ("bullet", "number"):
            counts.clear()
        else:
            counts = [*counts[: block.level + 1], *[0] * (block.level + 1 - len(counts))]
            counts[block.level] = counts[block.level] + 1 if block.kind == "number" else 0
        together = number > 0 and _is_item(meant[number - 1]) and _is_item(block)
        lines += [] if together or number == 0 else [""]
        lines.append(" " * _INDENT * block.level + _mark(block, counts[-1] if counts else 0) + words)
    text = "\n".join(lines)
    if not problems and parse_wording(text, place.file)[0] != meant:
        message = "wording cannot hold lists that are nested in this way"
        cure = "put each deeper item below one of the level above it"
        problems.append(Problem("not-wording", message, place, cure=cure))
    return text, problems


def _is_item(block: Block) -> bool:
    return block.kind in ("bullet", "number")


def _mark(block: Block, number: int) -> str:
    return {"bullet": "- ", "number": f"{number}. "}.get(block.kind, "")


def _inline_text(inlines: Sequence[Inline]) -> str:
    text = ""
    bold = italic = False
    for part in inlines:
        text += "**" * (part.bold != bold) + "*" * (part.italic != italic)
        bold, italic = part.bold, part.italic
        text += re.sub(r"[\\*{}]", r"\\\g<0>", part.text) if isinstance(part, Run) else f"{{{{ {part.name} }}}}"
    text += "**" * bold + "*" * italic
    return "\\" + text if text.startswith("- ") else text


def version_text(front: Mapping[str, object], wording: str) -> str:
    """A version file: the front matter in the order given, and the wording. Values are text or flat mappings of
    text."""
    return "---\n" + "".join(f"{name}: {_yaml(value)}\n" for name, value in front.items()) + f"---\n{wording}\n"


def clause_text(owner: str, placeholders: Mapping[str, DeclaredPlaceholder]) -> str:
    """A clause.yaml."""
    return f"owner: {_yaml(owner)}\n" + (
        "placeholders: {}\n"
        if not placeholders
        else "placeholders:\n" + "".join(map(placeholder_text, placeholders.values()))
    )


def placeholder_text(placeholder: DeclaredPlaceholder) -> str:
    """A placeholder's lines below `placeholders:`."""
    given: dict[str, object] = (
        {"from": placeholder.comes_from}
        if placeholder.comes_from
        else {
            "kind": placeholder.kind,
            "question": placeholder.question,
            "example": placeholder.example,
            "options": placeholder.options,
        }
    )
    given["gap"] = placeholder.gap
    given |= {bound: getattr(placeholder, bound) for bound in ("least", "most", "may_be_none", "otherwise")}
    given |= {said: "yes" if getattr(placeholder, said) else "" for said in ("by_year", "added_up")}
    return f"  {placeholder.name}:\n" + "".join(
        f"    {name}: {_yaml(value)}\n" for name, value in given.items() if value
    )


def with_placeholders(text: str, file: str, new: Mapping[str, DeclaredPlaceholder]) -> tuple[str, list[Problem]]:
    """An existing clause.yaml with placeholders added at its end, every line of it kept; a problem when that cannot be
    done."""
    if not new:
        return text, []
    before, problems = parse_yaml(text, file)
    added = "".join(map(placeholder_text, new.values()))
    changed = (
        re.sub(
            r"^placeholders:(?:[ \t]*\{\})?((?:[ \t]+#.*)?)[ \t]*$",
            r"placeholders:\1",
            text.rstrip("\n"),
            flags=re.MULTILINE,
        )
        + "\n"
        + added
    )
    after, faults = parse_yaml(changed, file)
    was, now = plain(before.root), plain(after.root)
    wanted = _mapping(_mapping(was).get("placeholders"))
    grown = _mapping(_mapping(now).get("placeholders"))
    if (
        problems
        or faults
        or {name: value for name, value in grown.items() if name not in new} != wanted
        or not set(new) <= set(grown)
    ):
        message = "the placeholders could not be added to clause.yaml without changing what it says"
        cure = "add these lines under “placeholders:” yourself"
        return text, [Problem("clause-file", message, Location(file), cure=cure, excerpt=added)]
    return changed, []


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _yaml(value: object) -> str:
    """A value on one line, quoted where a reader of YAML could take it for something else."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_yaml(entry)}" for name, entry in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_yaml(entry) for entry in value) + "]"
    text = str(value)
    if (
        _PLAIN.fullmatch(text) and text.casefold() not in _NOT_PLAIN and not re.fullmatch(r"[\d.,_e+-]+", text)
    ) or re.fullmatch(r"\d{4}-\d\d-\d\d|[1-9]\d*", text):
        return text
    # The characters that YAML reads as line ends or refuses are written as escapes.
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]",
        lambda odd: f"\\u{ord(odd[0]):04x}",
        json.dumps(text, ensure_ascii=False),
    )


def source_text(source: SourceDocument) -> str:
    """A source document's lines below `sources:` of library.yaml."""
    given = {
        "title": source.title,
        "publisher": source.publisher,
        "version": source.version,
        "date": source.date,
        "approval_reference": source.approval_reference,
        "licence": source.licence,
    }
    return f"  {source.key}:\n" + "".join(f"    {name}: {_yaml(value)}\n" for name, value in given.items() if value)


def component_text(component: Component) -> str:
    """A component's lines below `components:` of library.yaml, without sets."""
    given = {"title": component.title, "section": component.section, "page": component.page}
    return (
        f"  - id: {component.id}\n"
        + "".join(f"    {name}: {_yaml(value)}\n" for name, value in given.items() if value)
        + "    sets: {}\n"
    )


_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class VersionFacts(Struct, frozen=True):
    """What a person says of a new version. Empty ones are taken from the version before it, or from what it is based
    on."""

    change: str
    effective_from: date
    title: str = ""
    source: Source | None = None
    based_on: str = ""
    deviation_until: date | None = None
    owner: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


class NextVersion(Struct, frozen=True):
    """A version that is not written yet. `files` are path below the library's folder → text, in the order of writing.

    `stubs` are the placeholders that were not known before, whose questions a person should look at.
    """

    version: ClauseVersion
    files: Mapping[str, str]
    stubs: tuple[DeclaredPlaceholder, ...]


def next_version(
    library: Library,
    folder: Path,
    clause_id: str,
    blocks: Blocks,
    written: Mapping[str, str],
    facts: VersionFacts,
    place: Location,
) -> tuple[NextVersion | None, list[Problem]]:
    """The next version of `clause_id` for the organisation's library in `folder`, or why there is none.

    `written` gives for each placeholder's name what the draft says in its place; `place` is the draft.
    """
    clause = library.clauses.get(clause_id)
    facts = _completed(library, clause, facts)
    problems = list(_refusals(library, clause_id, clause, facts))
    wording, faults = wording_text(blocks, place)
    problems += faults
    if facts.source is None or has_errors(problems):
        return None, problems
    number = clause.versions[-1].number + 1 if clause is not None else 1
    text = version_text(_front(clause_id, facts, facts.source), wording)
    file = folder.joinpath(*clause_id.split("/"), f"{number}.md")
    version, faults = read_version(text.encode("utf-8"), str(file), clause_id, number)
    if version is None or has_errors(faults):
        return None, faults
    placeholders, stubs = _placeholders(library, clause, version, written)
    clause_file = file.with_name("clause.yaml")
    if clause_file.is_file():
        there, faults = read_clause(file.parent, folder)
        known = there.placeholders if there is not None else {}
        clause_words, more = with_placeholders(
            read_plain_text(clause_file),
            str(clause_file),
            {name: entry for name, entry in placeholders.items() if name not in known},
        )
        faults += more
    else:
        clause_words, faults = clause_text(facts.owner, placeholders), []
    if has_errors(faults):
        return None, faults
    return NextVersion(version, {f"{clause_id}/clause.yaml": clause_words, f"{clause_id}/{number}.md": text}, stubs), []


def _completed(library: Library, clause: Clause | None, facts: VersionFacts) -> VersionFacts:
    """The facts with what is left out taken from the clause's newest version, or from the version it is based on."""
    newest = clause.versions[-1] if clause is not None else None
    based_on = facts.based_on or (newest.based_on if newest is not None else "")
    before = newest or version_named(library, based_on)
    if before is None:
        return facts
    copied = {name: wording_text(blocks, Location(before.file))[0] for name, blocks in before.fields.items()}
    return replace(
        # The heading of quoted wording says that it is quoted, so an adaptation never takes it over.
        facts,
        based_on=based_on,
        title=facts.title or (newest.title if newest is not None else ""),
        source=facts.source or before.source,
        owner=clause.owner if clause is not None else facts.owner,
        fields={**copied, **facts.fields},
    )


def version_named(library: Library, name: str) -> ClauseVersion | None:
    """The version that `id@number` names, or None."""
    clause_id, _, number = name.partition("@")
    clause = library.clauses.get(clause_id)
    return clause.version_written(number) if clause is not None else None


def _place(clause_id: str) -> str:
    parts = clause_id.split("/")
    return parts[1] if len(parts) == 3 else ""


def _refusals(library: Library, clause_id: str, clause: Clause | None, facts: VersionFacts) -> Iterator[Problem]:
    parts = clause_id.split("/")
    if len(parts) != 3 or parts[1] not in PLACES or not all(_NAME.fullmatch(part) for part in parts):
        message = f"“{clause_id}” is not component/place/name"
        cure = f"the place is one of: {', '.join(PLACES)}; names have small letters, digits and hyphens"
        yield Problem("clause-folder", message, suggestion=did_you_mean(_place(clause_id), PLACES), cure=cure)
        return
    components = [component.id for component in library.components]
    if parts[0] not in components:
        message = f"the library has no component “{parts[0]}”"
        cure = f"use one of: {', '.join(components)}"
        yield Problem("unknown-component", message, suggestion=did_you_mean(parts[0], components), cure=cure)
    if clause is not None and any(version.origin == "national" for version in clause.versions):
        message = f"{clause_id} is quoted word for word, so its next version is its publisher’s to write"
        cure = f"import your words as a clause of its own: --as {clause_id}-local --based-on {clause.versions[-1].name}"
        yield Problem("quoted-clause", message, cure=cure)
    if facts.based_on and (
        version_named(library, facts.based_on) is None or facts.based_on.startswith(f"{clause_id}@")
    ):
        yield Problem(
            "based-on-unknown",
            f"“{facts.based_on}” is no version of another clause",
            suggestion=did_you_mean(facts.based_on.partition("@")[0], library.clauses),
            cure="write the other clause’s id, @ and its version",
        )
    yield from _missing_facts(library, clause, facts, parts[1])
    newest = clause.versions[-1] if clause is not None else None
    if newest is not None and (
        facts.effective_from < newest.effective_from
        or (newest.effective_to is not None and facts.effective_from <= newest.effective_to)
    ):
        until = f" to {newest.effective_to}" if newest.effective_to else ""
        message = (
            f"the new version would begin on {facts.effective_from}, and {newest.name} is in force from "
            f"{newest.effective_from}{until}"
        )
        yield Problem("overlapping-dates", message, Location(newest.file, 1, 1), cure="let it begin later")


def _missing_facts(library: Library, clause: Clause | None, facts: VersionFacts, place: str) -> Iterator[Problem]:
    if not facts.title:
        yield Problem(
            "missing-value", "the version has no title", cure="begin the draft with a heading, or give --title"
        )
    if not facts.owner:
        yield Problem(
            "clause-without-owner", "a new clause needs an owner", cure="give --owner with the post that looks after it"
        )
    if facts.source is None:
        message = "the version has no source"
        yield Problem("missing-value", message, cure="give --source with a document and --section with its section")
    elif facts.source.document not in library.sources:
        yield Problem(
            "unknown-source",
            f"the source document “{facts.source.document}” is not listed in library.yaml",
            suggestion=did_you_mean(facts.source.document, library.sources),
            cure=f"use one of: {', '.join(library.sources)}; or list it under “sources:”",
        )
    newest = clause.versions[-1] if clause is not None else None
    if newest is not None and newest.deviation_until is not None and facts.deviation_until is None:
        message = f"{newest.name} deviates until {newest.deviation_until}; the new version must say until when"
        yield Problem("missing-value", message, cure="give --deviation-until")
    if facts.deviation_until is not None and not facts.based_on:
        message = "a deviation has a last day only where it is said what it deviates from"
        yield Problem("deviation-without-base", message, cure="give --based-on")
    for name in facts.fields:
        if name not in fields_of(place):
            message = f"“{name}” is not a field of a clause for “{place}”"
            cure = f"its fields are: {', '.join(fields_of(place)) or 'none'}"
            yield Problem("unknown-key", message, suggestion=did_you_mean(name, fields_of(place)), cure=cure)
    if missing := [name for name in PLACE_FIELDS[place] if not facts.fields.get(name)]:
        message = f"a clause for “{place}” needs these fields: {', '.join(missing)}"
        yield Problem("missing-value", message, cure=f'give each with --field, such as --field "{missing[0]}=…"')


def _front(clause_id: str, facts: VersionFacts, source: Source) -> dict[str, object]:
    given: dict[str, object] = {
        "document": source.document,
        "section": source.sections[0] if len(source.sections) == 1 else list(source.sections),
    }
    if source.page is not None:
        given["page"] = source.page
    front: dict[str, object] = {
        "title": facts.title,
        "origin": "drafted",
        "source": given,
        "effective_from": facts.effective_from,
        "change": facts.change,
    }
    if facts.based_on:
        front["based_on"] = facts.based_on
    if facts.deviation_until is not None:
        front["deviation_until"] = facts.deviation_until
    return front | {name: facts.fields[name] for name in fields_of(_place(clause_id)) if name in facts.fields}


_TOLD_BY_ITS_WORDS: Final[Sequence[tuple[re.Pattern[str], PlaceholderKind, str]]] = (
    (re.compile(r"\A(?:the )?(?:date|day) |\bdate\Z", re.IGNORECASE), "date", "2026-09-30"),
    (re.compile(r"\A(?:the )?number of ", re.IGNORECASE), "count", "12"),
    (re.compile(r"\bpost\Z", re.IGNORECASE), "post", "Lead Podiatrist"),
)
"""What a gap's own words say of its kind, with an example of one: a draft says “date checks begin”, and its author, who
is shown the kind, need not find it out."""


def _placeholders(
    library: Library, clause: Clause | None, version: ClauseVersion, written: Mapping[str, str]
) -> tuple[dict[str, DeclaredPlaceholder], tuple[DeclaredPlaceholder, ...]]:
    """What each placeholder of the version means: as the clause says, else any clause, else a stub that asks for it."""
    known = {name: entry for other in library.clauses.values() for name, entry in other.placeholders.items()} | (
        dict(clause.placeholders) if clause is not None else {}
    )
    found: dict[str, DeclaredPlaceholder] = {}
    stubs: list[DeclaredPlaceholder] = []
    for name in version.names:
        entry = known.get(name)
        if entry is None or (
            entry.comes_from.startswith("service.")
            and version.clause_id.split("/")[1] not in ("specification", "quality")
        ):
            words = written.get(name) or name.replace("_", " ")
            kinds = ((kind, shown) for told, kind, shown in _TOLD_BY_ITS_WORDS if told.search(words))
            kind, example = next(kinds, ("text", words))
            entry = DeclaredPlaceholder(name, kind, f"What stands in place of “{words}”?", example)
            stubs.append(entry)
        found[name] = replace(entry, gap="")
    return found, tuple(stubs)


# How two clause versions differ: the facts in their front matter, and their words.


class FactDifference(Struct, frozen=True):
    """A fact about a version that is not wording, as it was and as it is."""

    name: str
    old: str
    new: str


class VersionDifference(Struct, frozen=True):
    """Two versions side by side. `wording` and `fields` hold every block, the unchanged ones too."""

    old: ClauseVersion
    new: ClauseVersion
    facts: tuple[FactDifference, ...]
    title: tuple[BlockDifference, ...]
    wording: tuple[BlockDifference, ...]
    fields: Mapping[str, tuple[BlockDifference, ...]]

    @property
    def words_differ(self) -> bool:
        """Whether anything that can reach a page differs."""
        return not all(block.same for block in self._blocks())

    @property
    def counts(self) -> tuple[int, int]:
        """How many words were taken out and how many put in; a placeholder is one word."""
        stretches = [stretch for block in self._blocks() for stretch in block.stretches]
        removed, added = (
            sum(count_words(stretch.text) for stretch in stretches if stretch.mark == mark)
            for mark in ("removed", "added")
        )
        return removed, added

    @property
    def restyled(self) -> int:
        """How many words are kept with another look (bold, italic)."""
        return sum(count_words(stretch.text) for block in self._blocks() for stretch in block.stretches if stretch.was)

    def _blocks(self) -> tuple[BlockDifference, ...]:
        return (*self.title, *self.wording, *(block for blocks in self.fields.values() for block in blocks))


def version_difference(old: ClauseVersion, new: ClauseVersion) -> VersionDifference:
    """What changed from `old` to `new`, which may be versions of two clauses (an adaptation and what it is based
    on)."""
    names = list(dict.fromkeys((*old.fields, *new.fields)))
    return VersionDifference(
        old,
        new,
        tuple(
            FactDifference(name, before, after) for name, (before, after) in _facts(old, new).items() if before != after
        ),
        compare(_line(old.title), _line(new.title)),
        compare(old.blocks, new.blocks),
        {name: compare(old.fields.get(name, ()), new.fields.get(name, ())) for name in names},
    )


def _line(text: str) -> Blocks:
    return (Block("paragraph", (Run(text),)),)


def _facts(old: ClauseVersion, new: ClauseVersion) -> dict[str, tuple[str, str]]:
    return {
        "origin": (old.origin, new.origin),
        "source": (_source(old), _source(new)),
        "effective_from": (old.effective_from.isoformat(), new.effective_from.isoformat()),
        "effective_to": (_day(old.effective_to), _day(new.effective_to)),
        "based_on": (old.based_on, new.based_on),
        "deviation_until": (_day(old.deviation_until), _day(new.deviation_until)),
    }


def _source(version: ClauseVersion) -> str:
    return f"{version.source.document}, {', '.join(version.source.sections)}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
