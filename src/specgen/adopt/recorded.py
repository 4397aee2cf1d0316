"""What no paper prints of a contract, taken from the record of the issue that lay beside its papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from specgen.adopt.clauses import ClauseRead
from specgen.adopt.facts import FactPath, Read
from specgen.adopt.papers import folded
from specgen.adopt.writing import PRINTED_NOWHERE
from specgen.issue.records import IssueRecord

_CUT: Final = re.compile(r" … \(SHA-256 [0-9a-f]{12}\)$")
"""What ends a text that the record does not hold whole."""
_PrintedNowhere = dict[FactPath, str | tuple[str, ...]]


def recorded_of(
    records: Mapping[str, IssueRecord], facts: Mapping[FactPath, Read], clauses: Iterable[ClauseRead]
) -> tuple[_PrintedNowhere | None, tuple[str, str] | None]:
    """The facts that the contract's record tells and no paper prints, None without such a record. `records` are those
    that lay beside the papers, by name. Of several that tell different things the one counts that says what the papers
    say; where not one alone does, none is taken, and what was not read is said with the reason."""
    reference = facts[("contract", "reference")].value if ("contract", "reference") in facts else ""
    own = {name: record for name, record in records.items() if record.contract.reference == reference}
    told = {name: _printed_nowhere(record) for name, record in own.items()}
    if not told:
        return None, None
    first, *others = told.values()
    if all(each == first for each in others):
        return first, None
    read = tuple(clauses)
    fitting = [name for name, record in own.items() if _says_what_is_read(record, facts, read)]
    if len(fitting) == 1:
        return told[fitting[0]], None
    names = " and ".join(f"“{name}”" for name in own)
    why = f"the records of its issue say it differently, and the papers do not tell which is theirs: {names}"
    return {}, (", ".join(PRINTED_NOWHERE), why)


def _printed_nowhere(record: IssueRecord) -> _PrintedNowhere:
    """The facts of the record that no paper prints, those of services by the services' numbers."""
    facts = record.facts or {}
    found: _PrintedNowhere = {}
    for key, fact in facts.items():
        path = _path(key, record)
        texts = (fact,) if isinstance(fact, str) else fact
        whole = path[0] in ("contract", "services") and len(path) == (2 if path[0] == "contract" else 3)
        if whole and path[-1] in PRINTED_NOWHERE and not any(_CUT.search(text) for text in texts):
            found[path] = fact
    return found


def _path(key: str, record: IssueRecord) -> FactPath:
    """Where a fact of the record stands among those that are read: services by their numbers."""
    part, *rest = key.split(".")
    if part == "services" and rest:
        rest[0] = str((record.facts or {}).get(f"services.{rest[0]}.number", rest[0]))
    return (part, *rest)


def _says_what_is_read(record: IssueRecord, facts: Mapping[FactPath, Read], clauses: Iterable[ClauseRead]) -> bool:
    """Whether nothing that was read in the papers stands otherwise in the record."""
    held = {_path(key, record): fact for key, fact in (record.facts or {}).items() if isinstance(fact, str)}
    versions = {(each.id, each.version) for document in record.documents for each in document.clauses}
    return all(
        folded(held[path]) == folded(read.value) or _CUT.search(held[path])
        for path, read in facts.items()
        if path in held
    ) and all(
        (clause.version.clause_id, clause.version.number) in versions for clause in clauses if clause.word_for_word
    )
