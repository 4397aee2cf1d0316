"""What is to be done with each document of a pack, judged from what lies in its folder; nothing is read or written
here.

A file is ours and untouched when its content hash is one that the record of the last run names for it; dates, sizes and
the bytes of the zip say nothing. A file that a person edited, and one that no record knows, is never overwritten: the
new draft is put beside it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.seams import as_text
from specgen.contract.facts import FactChange, fact_changes
from specgen.issue.disk import Lies, OnDisk
from specgen.issue.records import Beside, IssuedClause, IssuedDocument, IssueRecord, folded
from specgen.problems import a_few, in_a_row
from specgen.wording.wording import SEE

# What differs between a document as it was last issued and as it would be issued now, told from the two records.

What = Literal[
    "clause added",
    "clause removed",
    "clause version",
    "value",
    "template",
    "edition",
    "contract",
    "fact",
    "approvals",
    "other",
]


class InputChange(Struct, frozen=True):
    """One difference. `name` is a clause's id, a value's name (of `clause`) or a particular of the contract; `asked` is
    what the clause asks with the value, where that is known."""

    what: What
    name: str
    before: str = ""
    after: str = ""
    clause: str = ""
    asked: str = ""
    service: str = ""

    def __str__(self) -> str:
        """The difference in one line for a reader."""
        if self.what == "clause added":
            return f"added: {self.name}@{self.after}{of_service(self.service)}"
        if self.what == "clause removed":
            return f"taken out: {self.name}@{self.before}{of_service(self.service)}"
        if self.what == "clause version":
            return f"{self.name}{of_service(self.service)}: version {self.before} is now version {self.after}"
        if self.what == "value":
            named = self.asked or self.name
            named = named if named.endswith("?") else f"{named}:"
            return f"{named} “{self.before}” is now “{self.after}” ({self.clause}){of_service(self.service)}"
        if self.what in ("contract", "fact", "approvals"):
            return f"{self.name}: “{self.before}” is now “{self.after}”"
        return {
            "template": "the template was changed",
            "edition": "the edition's data was changed",
            "other": "something else was changed that the record does not keep, such as what the checks found",
        }[self.what]


def of_service(number: str) -> str:
    """Whose something is that several services of a contract have, behind its name."""
    return f" (service {number})" if number else ""


def changes_between(
    old: IssueRecord, before: IssuedDocument, new: IssueRecord, after: IssuedDocument
) -> tuple[InputChange, ...]:
    """The differences between two entries of one document; never none, since the caller has seen that its content
    differs."""
    whose = services_of(old, before, new, after)
    found = [*_clause_changes(clause_differences(before.clauses, after.clauses, whose))]
    if old.inputs.templates.get(before.type) != new.inputs.templates.get(after.type):
        found.append(InputChange("template", after.type))
    if old.inputs.edition != new.inputs.edition:
        found.append(InputChange("edition", new.inputs.edition.file, old.inputs.edition.file, new.inputs.edition.file))
    for name in ("title", "edition", "form", "status", "draft_version"):
        was, now = getattr(old.contract, name), getattr(new.contract, name)
        if was != now:
            found.append(InputChange("contract", name.replace("_", " "), was, now))
    if old.draft != new.draft:
        found.append(InputChange("contract", DRAFT, _yes(old.draft), _yes(new.draft)))
    if not found:
        found += [
            InputChange("fact", change.named, change.before, change.after)
            for change in facts_changed(old, new)
            if not change.value and change.instrument != "internal"
        ]
    found += _figures_changed(old, new)
    return tuple(dict.fromkeys(found or _of_the_organisation(old, new))) or (InputChange("other", after.file),)


DRAFT: Final = "DRAFT on every page"


def _approved(record: IssueRecord) -> dict[str, str]:
    """Clause version → who approved it and when, in words."""
    clauses = (clause for document in record.documents for clause in document.clauses)
    return {
        f"{clause.id}@{clause.version}": "approved by "
        + in_a_row([f"{each.by} on {each.on}" for each in clause.approval.together])
        if clause.approval
        else "not approved"
        for clause in clauses
    }


def _of_the_organisation(old: IssueRecord, new: IssueRecord) -> Iterator[InputChange]:
    """What a document for the Commissioner alone may say otherwise: the organisation's own facts, and the approvals."""
    for change in facts_changed(old, new):
        yield InputChange("fact", change.named, change.before, change.after)
    was, now = _approved(old), _approved(new)
    moved = [name for name in now if name in was and was[name] != now[name]]
    for before, after in dict.fromkeys((was[name], now[name]) for name in moved):
        named = [name for name in moved if (was[name], now[name]) == (before, after)]
        yield InputChange("approvals", a_few(named, 3), before, after)
    if old.specgen != new.specgen:
        yield InputChange("contract", "specgen", old.specgen, new.specgen)


def _figures_changed(old: IssueRecord, new: IssueRecord) -> Iterator[InputChange]:
    """What a document with figures says otherwise than it did, by the name of each value."""
    was, now = old.figured or {}, new.figured or {}
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) != now.get(name):
            yield InputChange("fact", name, was.get(name, ""), now.get(name, ""))


def facts_changed(old: IssueRecord, new: IssueRecord) -> tuple[FactChange, ...]:
    """The facts of the contract that differ between two records; none where the older one kept none."""
    return () if old.facts is None or new.facts is None else fact_changes(old.facts, new.facts)


class ClauseDifference(Struct, frozen=True):
    """A clause that one document printed and another prints otherwise. `before` is None for one that is added, `after`
    for one that is taken out; `values` are name → how it was printed and is printed now, "" where it was not or is not.
    `service` is the number of the service for which a document of the whole contract prints it, where it has several.
    """

    id: str
    before: IssuedClause | None
    after: IssuedClause | None
    values: Mapping[str, tuple[str, str]]
    service: str = ""

    @property
    def other_version(self) -> bool:
        """Whether another version is printed, or the same number with other content."""
        return (
            self.before is not None
            and self.after is not None
            and (self.before.version, self.before.fingerprint) != (self.after.version, self.after.fingerprint)
        )


def clause_differences(
    before: tuple[IssuedClause, ...],
    after: tuple[IssuedClause, ...],
    whose: Whose = ((), ()),
) -> Iterator[ClauseDifference]:
    """What is taken out, then what is added or printed otherwise, in the order of the documents. `whose` are the
    services of the clauses then and now, as `services_of` tells them: a clause of one is never held against another's.
    """
    old, new = map(_by_printing, (before, after), whose)
    for key, clause in old.items():
        if key not in new:
            yield ClauseDifference(clause.id, clause, None, {}, key[1])
    for key, clause in new.items():
        was = old.get(key)
        if was is None:
            yield ClauseDifference(clause.id, None, clause, {}, key[1])
            continue
        found = ClauseDifference(clause.id, was, clause, _values(was, clause), key[1])
        if found.values or found.other_version:
            yield found


Whose = tuple[tuple[str, ...], tuple[str, ...]]
"""The service of each clause of a document, then and now."""


def services_of(old: IssueRecord, before: IssuedDocument, new: IssueRecord, after: IssuedDocument) -> Whose:
    """For each clause that a document of the whole contract printed and prints the number of its service, as the
    documents of the services tell it that print it too; "" where these do not, and where there is one service only."""
    told = tuple(
        tuple(zip((clause.id for clause in document.clauses), _services_of(record, document), strict=True))
        for record, document in ((old, before), (new, after))
    )
    untold = {name for side in told for name, service in side if not service}
    then, now = (tuple("" if name in untold else service for name, service in side) for side in told)
    return (then, now) if len({*then, *now} - {""}) > 1 else ((), ())


def _services_of(record: IssueRecord, document: IssuedDocument) -> Iterator[str]:
    holds: dict[str, dict[str, None]] = {}
    for each in record.documents if not document.service else ():
        for clause in each.clauses if each.service else ():
            holds.setdefault(clause.id, {})[each.service] = None
    times = Counter(clause.id for clause in document.clauses)
    left = {name: iter(services) for name, services in holds.items() if times[name] == len(services)}
    yield from (next(left[clause.id]) if clause.id in left else "" for clause in document.clauses)


def _values(was: IssuedClause, now: IssuedClause) -> dict[str, tuple[str, str]]:
    printed = {
        name: tuple(as_text(one.values[name].printed) if name in one.values else "" for one in (was, now))
        for name in sorted(was.values.keys() | now.values.keys())
        if not name.startswith(SEE)  # a paragraph that is counted otherwise is no change of what is agreed
    }
    return {name: (before, after) for name, (before, after) in printed.items() if before != after}


def _clause_changes(differences: Iterable[ClauseDifference]) -> Iterator[InputChange]:
    for found in differences:
        whose = found.service
        if found.after is None and found.before is not None:
            yield InputChange("clause removed", found.id, before=str(found.before.version), service=whose)
        elif found.before is None and found.after is not None:
            yield InputChange("clause added", found.id, after=str(found.after.version), service=whose)
        elif found.before is not None and found.after is not None and found.other_version:
            versions = str(found.before.version), str(found.after.version)
            yield InputChange("clause version", found.id, *versions, service=whose)
        for name, (was, now) in found.values.items():
            yield InputChange("value", name, was, now, found.id, service=whose)


def _by_printing(
    clauses: tuple[IssuedClause, ...], services: Sequence[str]
) -> dict[tuple[str, str, int], IssuedClause]:
    """The clauses by id, by service and by how often these came before: a clause may be printed twice with other
    values."""
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for clause, service in zip(clauses, services or [""] * len(clauses), strict=True):
        seen[clause.id, service] += 1
        found[clause.id, service, seen[clause.id, service]] = clause
    return found


def _yes(given: bool) -> str:
    return "yes" if given else "no"


VerdictKind = Literal["new", "changed", "unchanged", "edited by hand", "in the way", "left over"]

BESIDE: Final = " (new draft, not merged"
"""What stands in the name of a draft that is put beside a document, before the number, if any, and the bracket."""
MOST_BESIDE: Final = 99


class Finished(Struct, frozen=True):
    """A document of the pack, rendered and checked: its entry for the record and its bytes."""

    issued: IssuedDocument
    data: bytes


class Verdict(Struct, frozen=True):
    """What becomes of one document.

    `file` is its name; `writes` the name under which its bytes are put, "" when nothing is written; `replaces` what
    stands under that name now; `kept` is what stands under the document's own name and stays there. `changes` says what
    differs from what was last issued. `before` is its entry in the record while the run is under way and `after` when
    it has ended; None when it has no entry."""

    kind: VerdictKind
    file: str
    writes: str = ""
    data: bytes = b""
    replaces: OnDisk | None = None
    changes: tuple[InputChange, ...] = ()
    before: IssuedDocument | None = None
    after: IssuedDocument | None = None
    kept: Lies = "file"

    @property
    def sha256(self) -> str:
        """SHA-256 (hex) of the bytes that are put, which the record has; "" when nothing is written."""
        known = self.after.sha256 if self.after is not None else None
        return (known or hashlib.sha256(self.data).hexdigest()) if self.writes else ""


class Plan(Struct, frozen=True):
    """The verdicts on a pack in the order of its documents, and the records to write before and after. `facts` are the
    facts of the contract that differ from those of the last record, values for clauses apart, which their documents
    tell. `keeps_record` is False for documents that stand in no record."""

    verdicts: tuple[Verdict, ...]
    before: IssueRecord
    after: IssueRecord
    facts: tuple[FactChange, ...] = ()
    keeps_record: bool = True

    @property
    def writes(self) -> tuple[str, ...]:
        """The names of the documents that would be written."""
        return tuple(verdict.writes for verdict in self.verdicts if verdict.writes)


def judge(
    finished: Sequence[Finished], record: IssueRecord, old: IssueRecord | None, folder: Mapping[str, OnDisk]
) -> Plan:
    """The plan for `finished`.

    `record` is the pack's new record, `old` the one that lies there; `folder` holds the files of the pack's folder by
    their `folded` names, because Windows and macOS know no difference of case.
    """
    names = frozenset(folded(document.issued.file) for document in finished)
    whole = replace(record, documents=tuple(document.issued for document in finished))
    verdicts = [_verdict(document, whole, old, folder, names) for document in finished]
    verdicts += _left_over(old, folder, names)
    return Plan(
        tuple(verdicts),
        replace(record, documents=tuple(verdict.before for verdict in verdicts if verdict.before)),
        replace(record, documents=tuple(verdict.after for verdict in verdicts if verdict.after)),
        _facts(old, record),
    )


def _facts(old: IssueRecord | None, record: IssueRecord) -> tuple[FactChange, ...]:
    if old is None or record.occasion:
        return ()
    return tuple(change for change in facts_changed(old, record) if not change.value)


def _verdict(
    document: Finished,
    record: IssueRecord,
    old: IssueRecord | None,
    folder: Mapping[str, OnDisk],
    names: frozenset[str],
) -> Verdict:
    new = document.issued
    known = old.document(new.file) if old else None
    there = folder.get(folded(new.file))
    # Of a run that did not end the record holds what it was about to write, and nobody knows any longer what differed.
    changes = (
        changes_between(old, known, record, new)
        if old and known and new.content_hash != (known.beside or known).content_hash
        else ()
    )
    if (
        there is None
        or (there.content_hash and there.content_hash in _ours(known))
        or there.content_hash == new.content_hash
    ):
        after = replace(new, beside=_kept_beside(known, folder))
        if there is not None and there.content_hash == new.content_hash:
            after = _packed_as(known, after)
            return Verdict("unchanged", new.file, before=after, after=after)
        return Verdict(
            "changed" if there else "new",
            new.file,
            there.name if there else new.file,
            document.data,
            there,
            changes,
            before=replace(after, previous_content_hash=there.content_hash if there else ""),
            after=after,
        )
    return _beside(document, known, there, folder, names, changes)


def _packed_as(known: IssuedDocument | None, after: IssuedDocument, content: str = "") -> IssuedDocument:
    """The entry of a document that is not written since its content is that of the last file: that stays, with what
    packed it and the hash that it has."""
    if known is None or not known.sha256 or _latest(known) != (content or after.content_hash):
        return after
    return replace(after, sha256=known.sha256, deflater=known.deflater)


def _beside(
    document: Finished,
    known: IssuedDocument | None,
    there: OnDisk,
    folder: Mapping[str, OnDisk],
    names: frozenset[str],
    changes: tuple[InputChange, ...],
) -> Verdict:
    """The verdict on a document in whose place lies `there`, which is not ours: that is kept, and the new draft put
    beside it."""
    new = document.issued
    kind: VerdictKind = "edited by hand" if known and known.content_hash and there.what == "file" else "in the way"
    placed = known.content_hash if known else ""
    if (
        known
        and _latest(known) == new.content_hash
        and (there.what == "file" or (known.beside and folded(known.beside.file) in folder))
    ):
        # Nothing changed since the last draft: if the one beside is gone, its reader has dealt with it. A folder or a
        # link is no edition of the document, so there a draft that is gone is missed.
        after = _packed_as(known, replace(new, content_hash=placed, beside=known.beside), new.content_hash)
        return Verdict(kind, new.file, before=after, after=after, kept=there.what)
    name, replaces = _name_beside(new, _ours(known), folder, names)
    beside = Beside(content_hash=new.content_hash, file=name)
    after = replace(new, content_hash=placed, beside=beside)
    if replaces and replaces.content_hash == new.content_hash:
        after = _packed_as(known, after, new.content_hash)
        return Verdict(kind, new.file, changes=changes, before=after, after=after, kept=there.what)
    under_way = replace(beside, previous_content_hash=replaces.content_hash if replaces else "")
    return Verdict(
        kind,
        new.file,
        name,
        document.data,
        replaces,
        changes,
        before=replace(after, beside=under_way),
        after=after,
        kept=there.what,
    )


def _ours(known: IssuedDocument | None) -> frozenset[str]:
    """Every content hash that the record names for the document: of the file itself, and of a draft beside it."""
    if known is None:
        return frozenset()
    hashes = {known.content_hash, known.previous_content_hash}
    if known.beside:
        hashes |= {known.beside.content_hash, known.beside.previous_content_hash}
    return frozenset(hash for hash in hashes if hash)


def _latest(known: IssuedDocument) -> str:
    """The hash of the last draft that is known to have been written, "" when a run did not end and nobody can tell."""
    last = known.beside or known
    return last.content_hash if last.previous_content_hash is None else ""


def _kept_beside(known: IssuedDocument | None, folder: Mapping[str, OnDisk]) -> Beside | None:
    """The draft beside a document that is up to date again, while its file is there and nobody has edited it."""
    beside = known.beside if known else None
    there = folder.get(folded(beside.file)) if beside else None
    if beside is None or there is None or there.content_hash not in (beside.content_hash, beside.previous_content_hash):
        return None
    return replace(beside, content_hash=there.content_hash, previous_content_hash=None)


def _name_beside(
    new: IssuedDocument, ours: frozenset[str], folder: Mapping[str, OnDisk], names: frozenset[str]
) -> tuple[str, OnDisk | None]:
    """The name for a draft beside the document: the first that is free, or held by a draft of ours that nobody
    edited."""
    stem = new.file.removesuffix(".docx")
    for number in range(1, MOST_BESIDE + 1):
        name = f"{stem}{BESIDE}{f' {number}' if number > 1 else ''}).docx"
        there = folder.get(folded(name))
        if folded(name) not in names and (there is None or there.content_hash in ours | {new.content_hash}):
            return (there.name if there else name), there
    raise FileExistsError(f"{MOST_BESIDE} drafts lie beside {new.file}")


def _left_over(old: IssueRecord | None, folder: Mapping[str, OnDisk], names: frozenset[str]) -> Iterable[Verdict]:
    """Documents of an earlier run that the pack no longer has: reported and kept for as long as they lie there."""
    for known in old.documents if old else ():
        there = folder.get(folded(known.file))
        if folded(known.file) in names or there is None:
            continue
        placed = (
            known.previous_content_hash if there.content_hash == known.previous_content_hash else known.content_hash
        )
        entry = replace(
            known,
            left_over=True,
            content_hash=placed or "",
            previous_content_hash=None,
            beside=_kept_beside(known, folder),
        )
        yield Verdict("left over", known.file, before=entry, after=entry)
