"""What differs between a document as it was last issued and as it would be issued now, told from the two records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from specgen.assembly.values import Printed
from specgen.issue.pack_record import IssuedClause, IssuedDocument, IssueRecord

What = Literal["clause added", "clause removed", "clause version", "value", "template", "edition", "contract", "other"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `name` is a clause's id, a value's name (of `clause`) or a particular of the contract."""

    what: What
    name: str
    before: str = ""
    after: str = ""
    clause: str = ""

    def __str__(self) -> str:
        """The difference in one line for a reader."""
        if self.what == "clause added":
            return f"added: {self.name}@{self.after}"
        if self.what == "clause removed":
            return f"taken out: {self.name}@{self.before}"
        if self.what == "clause version":
            return f"{self.name}: version {self.before} is now version {self.after}"
        if self.what == "value":
            return f"{self.name}: “{self.before}” is now “{self.after}” ({self.clause})"
        if self.what == "contract":
            return f"{self.name}: “{self.before}” is now “{self.after}”"
        return {"template": "the template was changed", "edition": "the edition's data was changed",
                "other": "something that the contract file says outside the values was changed"}[self.what]


def changes_between(old: IssueRecord, before: IssuedDocument, new: IssueRecord, after: IssuedDocument) -> tuple[Change, ...]:
    """The differences between two entries of one document; never none, since the caller has seen that its content differs."""
    found = [*_clause_changes(before.clauses, after.clauses)]
    if old.inputs.templates.get(before.type) != new.inputs.templates.get(after.type):
        found.append(Change("template", after.type))
    if old.inputs.edition != new.inputs.edition:
        found.append(Change("edition", new.inputs.edition.file, old.inputs.edition.file, new.inputs.edition.file))
    for name in ("title", "edition", "form", "status", "draft_version"):
        was, now = getattr(old.contract, name), getattr(new.contract, name)
        if was != now:
            found.append(Change("contract", name.replace("_", " "), was, now))
    if old.draft != new.draft:
        found.append(Change("contract", "DRAFT on every page", _yes(old.draft), _yes(new.draft)))
    return tuple(dict.fromkeys(found)) or (Change("other", after.file),)


@dataclass(frozen=True, slots=True)
class ClauseDifference:
    """A clause that one document printed and another prints otherwise. `before` is None for one that is added, `after`
    for one that is taken out; `values` are name → how it was printed and is printed now, "" where it was not or is not.
    """

    id: str
    before: IssuedClause | None
    after: IssuedClause | None
    values: Mapping[str, tuple[str, str]]

    @property
    def other_version(self) -> bool:
        """Whether another version is printed, or the same number with other content."""
        return self.before is not None and self.after is not None and (self.before.version, self.before.fingerprint) != (self.after.version, self.after.fingerprint)


def clause_differences(before: tuple[IssuedClause, ...], after: tuple[IssuedClause, ...]) -> Iterator[ClauseDifference]:
    """What is taken out, then what is added or printed otherwise, in the order of the documents."""
    old, new = _by_printing(before), _by_printing(after)
    for key, clause in old.items():
        if key not in new:
            yield ClauseDifference(clause.id, clause, None, {})
    for key, clause in new.items():
        was = old.get(key)
        if was is None:
            yield ClauseDifference(clause.id, None, clause, {})
            continue
        found = ClauseDifference(clause.id, was, clause, _values(was, clause))
        if found.values or found.other_version:
            yield found


def _values(was: IssuedClause, now: IssuedClause) -> dict[str, tuple[str, str]]:
    printed = {name: tuple(_line(one.values[name].printed) if name in one.values else "" for one in (was, now)) for name in sorted(was.values.keys() | now.values.keys())}
    return {name: (before, after) for name, (before, after) in printed.items() if before != after}


def _clause_changes(before: tuple[IssuedClause, ...], after: tuple[IssuedClause, ...]) -> Iterator[Change]:
    for found in clause_differences(before, after):
        if found.after is None and found.before is not None:
            yield Change("clause removed", found.id, before=str(found.before.version))
        elif found.before is None and found.after is not None:
            yield Change("clause added", found.id, after=str(found.after.version))
        elif found.before is not None and found.after is not None and found.other_version:
            yield Change("clause version", found.id, str(found.before.version), str(found.after.version))
        for name, (was, now) in found.values.items():
            yield Change("value", name, was, now, found.id)


def _by_printing(clauses: tuple[IssuedClause, ...]) -> dict[tuple[str, int], IssuedClause]:
    """The clauses by id and by how often the id came before: a clause may be printed twice with other values."""
    seen: Counter[str] = Counter()
    found = {}
    for clause in clauses:
        seen[clause.id] += 1
        found[clause.id, seen[clause.id]] = clause
    return found


def _line(printed: Printed) -> str:
    return printed if isinstance(printed, str) else "; ".join(printed)


def _yes(given: bool) -> str:
    return "yes" if given else "no"
