"""From a library, and from what was issued, to the values of a shelf, and from those to its one HTML file.

For everybody: the wording, its versions, where it comes from, what it asks, and whether it is approved; no clause that
is a fallback. For the organisation alone: who approved what and when, fallbacks, notes, and which contracts hold what.
"""

from __future__ import annotations

import calendar
import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from msgspec.structs import replace

from specgen.assembly.values import printed_example
from specgen.contract.dates import long_date, parse_day
from specgen.issue.issued import IssuedPack, find_document
from specgen.library.model import (
    CONTRACT_FIELDS,
    PLACES,
    WITHDRAWN,
    Approval,
    Clause,
    ClauseVersion,
    Library,
    Place,
    field_words,
)
from specgen.library.versions import version_difference
from specgen.shelf.model import (
    ApprovalLine,
    ChangedField,
    ClauseShelf,
    CoverageRow,
    Expiry,
    InsideClause,
    InsideVersion,
    IssuedShelf,
    ShelfChange,
    ShelfClause,
    ShelfComponent,
    ShelfFallback,
    ShelfField,
    ShelfHolder,
    ShelfItem,
    ShelfNote,
    ShelfPair,
    ShelfQuestion,
    ShelfText,
    ShelfVersion,
    ShelfWords,
)
from specgen.wording.difference import BlockDifference
from specgen.wording.wording import Block, Blocks, Inline, Placeholder, Reference, Run, list_marks, references_in

PLACE_WORDS: Mapping[Place, str] = {
    "specification": "Service Specification, 3.2",
    "quality": "Quality requirements, 5.1 and Schedule 4",
    "development": "Development plan, Schedule 2M",
    "improvement": "Service development and improvement plan, Schedule 6D",
    "system": "System plan obligations, Schedule 8",
    "reporting": "Reporting requirements, Schedule 6A",
}
"""The places of clauses as a reader of contracts knows them."""


def shelf_of(
    library: Library,
    *,
    organisation: str = "",
    day: date | None = None,
    internal: bool = False,
    packs: Sequence[IssuedPack] | None = None,
) -> ClauseShelf:
    """The shelf of a library, with the versions that are in force on `day`, or without a day the newest ones.

    `packs` are what was issued, for a page that is `internal`."""
    holders = _holders(library, packs or ()) if internal else {}
    components = []
    for component in library.components:
        clauses = [
            _clause(library, clause, day, holders.get(clause.id, ()) if internal else None)
            for place in PLACES
            for clause in library.clauses.values()
            if clause.component == component.id and clause.place == place and (internal or clause.fallback is None)
        ]
        notes = tuple(ShelfNote(note.heading, note.text, note.section) for note in component.notes) if internal else ()
        if clauses:
            components.append(ShelfComponent(f"c-{component.id}", component.title, tuple(clauses), notes))
    shown = {clause.place for component in components for clause in component.clauses}
    return ClauseShelf(
        "Clause library" if not organisation else f"Clause library of {organisation}",
        organisation,
        long_date(day) if day is not None else "",
        internal,
        tuple(components),
        tuple((place, PLACE_WORDS[place]) for place in PLACES if place in shown),
        _issued(library, packs, holders) if internal and packs is not None else None,
    )


def _clause(library: Library, clause: Clause, day: date | None, holders: Iterable[ShelfHolder] | None) -> ShelfClause:
    internal = holders is not None
    told = [_with_said_references(library, version, day, internal=internal) for version in clause.versions]
    versions = {version.number: _version(library, version, day, internal=internal) for version in told}
    chosen = library.version_on(clause, day)
    component, _, last = clause.id.split("/")
    alone = sum(f"{component}/{place}/{last}" in library.clauses for place in PLACES) == 1
    place: Place = next(place for place in PLACES if place == clause.place)
    return ShelfClause(
        _anchor(clause.id),
        clause.id,
        f"{component}/{last}" if alone else clause.id,
        place,
        PLACE_WORDS[place],
        versions[chosen.number],
        tuple(_pair(old, new, versions) for old, new in pairwise(told)),
        tuple(_question(clause, name) for name in chosen.names),
        tuple(name for name, ids in library.sets() if clause.id in ids),
        _titles(library, clause.excludes, day, internal=internal),
        _titles(library, clause.needs, day, internal=internal),
        _inside(library, clause, tuple(holders)) if holders is not None else None,
    )


def _anchor(clause_id: str) -> str:
    return f"k-{clause_id.replace('/', '-')}"


def _titles(library: Library, ids: Iterable[str], day: date | None, *, internal: bool) -> tuple[str, ...]:
    """The titles of other clauses as this page shows them; for everybody without those that are fallbacks."""
    others = [library.clauses[each] for each in ids if each in library.clauses]
    return tuple(library.version_on(other, day).title for other in others if internal or other.fallback is None)


def _with_said_references(
    library: Library, version: ClauseVersion, day: date | None, *, internal: bool
) -> ClauseVersion:
    """The version with each reference to another paragraph in words; for everybody without the names of fallbacks."""

    def said(part: Inline) -> Inline:
        if not isinstance(part, Reference):
            return part
        target, sentence = part.target
        where = (
            "of these terms"
            if target == version.clause_id
            else "".join(f"of “{title}”" for title in _titles(library, (target,), day, internal=internal))
        )
        return Placeholder(f"the number of paragraph {sentence} {where or 'elsewhere'}", part.bold, part.italic)

    blocks = (replace(block, inlines=tuple(map(said, block.inlines))) for block in version.blocks)
    return replace(version, blocks=tuple(blocks)) if any(references_in(version.blocks)) else version


def _version(library: Library, version: ClauseVersion, day: date | None, *, internal: bool) -> ShelfVersion:
    source = library.sources.get(version.source.document)
    sections = ", ".join(version.source.sections)
    page = f" (section begins on page {version.source.page})" if version.source.page else ""
    return ShelfVersion(
        version.number,
        version.title,
        "National: quoted word for word" if version.origin == "national" else "Drafted: not national wording",
        f"{source.title if source else version.source.document}{f', section {sections}' if sections else ''}{page}",
        library.approval(version, day) is not None,
        texts_of(version.blocks),
        tuple(ShelfField(field_words(name), texts_of(blocks)) for name, blocks in version.fields.items() if blocks),
        _inside_version(library, version) if internal else None,
    )


def _pair(old: ClauseVersion, new: ClauseVersion, versions: Mapping[int, ShelfVersion]) -> ShelfPair:
    difference = version_difference(old, new)
    removed, added = difference.counts
    looks = f", {difference.restyled} with another look" if difference.restyled else ""
    return ShelfPair(
        versions[old.number],
        versions[new.number],
        f"{removed} {'word' if removed == 1 else 'words'} struck, {added} put in{looks}"
        if difference.words_differ
        else "the same words",
        changes_of(difference.title) if old.title != new.title else (),
        changes_of(difference.wording),
        tuple(
            ChangedField(field_words(name), changes_of(blocks))
            for name, blocks in difference.fields.items()
            if not all(block.same for block in blocks)
        ),
    )


def _question(clause: Clause, name: str) -> ShelfQuestion:
    placeholder = clause.placeholders[name]
    if placeholder.comes_from:
        return ShelfQuestion(name, f"Not asked: {_small(CONTRACT_FIELDS[placeholder.comes_from])}.", "", ())
    left_out = f" Without an answer is printed: {placeholder.otherwise}." if placeholder.otherwise else ""
    return ShelfQuestion(name, placeholder.question + left_out, printed_example(placeholder), placeholder.options)


def _small(words: str) -> str:
    return words[0].lower() + words[1:]


# --- for the organisation alone ---------------------------------------------------------------------------------------


def _inside_version(library: Library, version: ClauseVersion) -> InsideVersion:
    until = f"to {long_date(version.effective_to)}" if version.effective_to else "onwards"
    return InsideVersion(
        f"{long_date(version.effective_from)} {until}",
        version.change,
        version.source_note,
        long_date(version.deviation_until) if version.deviation_until else "",
        version.based_on,
        tuple(
            _line(line, version)
            for line in library.approvals
            if (line.clause_id, line.version) == (version.clause_id, version.number)
        ),
        version.fingerprint,
    )


def _line(line: Approval, version: ClauseVersion) -> ApprovalLine:
    done = "withdrawn" if line.withdrawn else "approved"
    if not line.withdrawn and line.sha256 != version.fingerprint:
        done = "approved, and the file was changed since"
    note = line.note.removeprefix(WITHDRAWN).removeprefix(":").strip() if line.withdrawn else line.note
    return ApprovalLine(done, line.approved_by, line.role, long_date(line.approved_on), line.evidence, note)


def _inside(library: Library, clause: Clause, holders: tuple[ShelfHolder, ...]) -> InsideClause:
    of = clause.fallback
    first = library.clauses.get(of.of) if of is not None else None
    others = [
        ShelfFallback(_anchor(other.id), other.versions[-1].title, other.fallback.rank, other.fallback.may_agree)
        for other in library.clauses.values()
        if other.fallback is not None and other.fallback.of == clause.id
    ]
    return InsideClause(
        clause.owner,
        ShelfFallback(_anchor(first.id), first.versions[-1].title, of.rank, of.may_agree)
        if of is not None and first is not None
        else None,
        tuple(sorted(others, key=lambda other: other.rank)),
        holders,
    )


def _holders(library: Library, packs: Iterable[IssuedPack]) -> dict[str, list[ShelfHolder]]:
    """Which contracts hold each clause, in which version. A document that was edited since is told by the record inside
    it."""
    found: dict[str, list[ShelfHolder]] = {}
    for pack in packs:
        contract = pack.record.contract
        for document in pack.record.documents:
            if document.left_over:
                continue
            lying, _ = find_document(pack.folder, document)
            held: list[tuple[str, int, str]] = [(each.id, each.version, each.fingerprint) for each in document.clauses]
            if lying.own is not None and lying.state != "as issued":
                held = [(each.id, each.version, each.fingerprint) for each in lying.own.clauses]
            for clause_id, number, fingerprint in held:
                clause = library.clauses.get(clause_id)
                known = clause.version(number) if clause is not None else None
                said = [pack.record.occasion] if pack.record.occasion else []
                said += [] if lying.state == "as issued" else [f"the document is {lying.state}"]
                if known is None or known.fingerprint != fingerprint:
                    said.append("the library’s wording of this version is not the one that was issued")
                found.setdefault(clause_id, []).append(
                    ShelfHolder(contract.reference, contract.title, document.title, number, "; ".join(said))
                )
    return found


def _issued(library: Library, packs: Sequence[IssuedPack], holders: Mapping[str, Iterable[ShelfHolder]]) -> IssuedShelf:
    """Coverage and expiry by the records of contracts. What a variation or a notice would change is not counted, since
    no record says that it was signed: it is named."""
    components = tuple(component.id for component in library.components)
    coverage = []
    expiries = []
    undated = []
    beside = []
    for pack in sorted(packs, key=lambda pack: pack.record.contract.reference):
        contract, facts = pack.record.contract, pack.record.facts or {}
        if pack.record.occasion:
            beside.append(f"{contract.reference}, {pack.record.occasion}")
            continue
        ids = {clause.id for document in pack.record.documents if not document.left_over for clause in document.clauses}
        counts = tuple(sum(each.split("/")[0] == component for each in ids) for component in components)
        coverage.append(CoverageRow(contract.reference, contract.title, counts))
        end = parse_day(str(facts.get("contract.term.end", "")))
        if end is None:
            undated.append(contract.reference)
        else:
            expiries.append((end, contract.reference, contract.title, contract.provider or "", facts))
    titles = {component.id: component.title for component in library.components}
    return IssuedShelf(
        tuple(titles[each] for each in components),
        tuple(coverage),
        tuple(
            Expiry(
                f"{calendar.month_name[end.month]} {end.year}",
                long_date(end),
                reference,
                title,
                provider,
                str(facts.get("contract.term.extension", "")),
            )
            for end, reference, title, provider, facts in sorted(expiries, key=lambda each: each[:2])
        ),
        tuple(undated),
        tuple(beside),
        tuple(
            f"{name} ({', '.join(sorted({holder.contract for holder in held}))})"
            for name, held in sorted(holders.items())
            if name not in library.clauses
        ),
    )


# Wording and its differences in the form in which a page shows them.


def texts_of(blocks: Blocks) -> tuple[ShelfText, ...]:
    """Paragraphs and nested lists."""
    marks = (
        f"{'    ' * block.level}{mark} " if mark else "" for mark, block in zip(list_marks(blocks), blocks, strict=True)
    )
    found, at = _texts(list(zip(blocks, marks, strict=True)), 0, 0)
    assert at == len(blocks)
    return found


def _texts(blocks: list[tuple[Block, str]], at: int, level: int) -> tuple[tuple[ShelfText, ...], int]:
    """What stands from `at` on at a level of lists or below it, and where that ends."""
    found: list[ShelfText] = []
    while at < len(blocks):
        block, _ = blocks[at]
        if not _is_item(block):
            if level:
                break
            found.append(ShelfText(words=block.inlines))
            at += 1
            continue
        if block.level < level:
            break
        items: list[ShelfItem] = []
        kind = block.kind
        while at < len(blocks) and blocks[at][0].kind == kind and blocks[at][0].level == block.level:
            item, mark = blocks[at]
            below, at = _texts(blocks, at + 1, block.level + 1)
            items.append(ShelfItem(mark, item.inlines, below))
        found.append(ShelfText(items=tuple(items), numbered=kind == "number"))
    return tuple(found), at


def _is_item(block: Block) -> bool:
    return block.kind in ("bullet", "number")


def changes_of(difference: Sequence[BlockDifference]) -> tuple[ShelfChange, ...]:
    """Each block of a difference with the fate of its words, its number or bullet as it is now, and what else became of
    it."""
    old = list_marks(change.old for change in difference if change.old is not None)
    new = list_marks(change.new for change in difference if change.new is not None)
    found = []
    for change in difference:
        before = next(old) if change.old is not None else ""
        mark = next(new) if change.new is not None else before
        block = change.new or change.old
        assert block is not None
        words = tuple(ShelfWords(each.mark, each.inlines, bool(each.was)) for each in change.stretches)
        found.append(ShelfChange(mark, min(block.level, 3) if _is_item(block) else 0, change.moved, words))
    return tuple(found)


# A shelf as one HTML file: nothing is loaded from elsewhere, every text is escaped, and no other script can run.
#
# The policy in the page names its own style and script by their hashes (Content Security Policy level 3, 2.3.1), so
# that wording or a name that was smuggled in as markup would do nothing even if it were not escaped.


PARTS = Path(__file__).with_name("parts")
INTERNAL = "INTERNAL"
"""What stands on every page of a shelf for the organisation alone."""


def drawn_shelf(shelf: ClauseShelf) -> bytes:
    """The page's bytes: UTF-8, the same for the same shelf."""
    style, script = _part("shelf.css"), _part("shelf.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    text = _template().render(
        shelf=shelf, style=Markup(style), script=Markup(script), policy=policy, internal_mark=INTERNAL
    )
    return text.encode("utf-8")


@cache
def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(PARTS), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["run"] = _is_run
    return environment.get_template("shelf.html")


def _is_run(part: Inline) -> bool:
    return isinstance(part, Run)
