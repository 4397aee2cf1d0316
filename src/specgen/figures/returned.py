"""What came back, taken from the saved result of `specgen returns read` and not typed.

A column that its type fills from returns is computed where the file leaves it open; what is typed there is held against
the result: a figure that the return does not hold, or another standing, is named.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.dates import long_date, parse_day
from specgen.figures.model import FromReturns, OwnFileType, RecordTable
from specgen.figures.own_file import OwnFile
from specgen.plainfile import read_plain
from specgen.problems import Problem, did_you_mean
from specgen.yamlfile import Mapping as YamlMapping
from specgen.yamlfile import Node, Scalar, Sequence

LARGEST_RESULT: Final = 64 * 2**20
_HOW: Final = "save it with: specgen returns read RETURNS --issued FOLDER -o reported.json"
_NUMBER: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_MONTHS_AND_DAYS: Final = re.compile(
    r"\b(?:(?:3[01]|[12]?\d) )?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)(?: \d{4})?\b"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{4}/\d{2}\b|\bQ[1-4]\b",
    re.IGNORECASE,
)
"""Days and years, whose numbers count nothing."""
_STANDINGS: Final = ("below threshold", "above threshold", "no cases", "missing", "not counted", "hidden")


SealStanding = Literal["whole", "broken", "none"]
_SEAL: Final = "sha256"
NO_SEAL: Final = (
    "the saved result carries no seal, as those of earlier versions of specgen do not: it is taken as it stands, and "
    "nobody can tell whether it was changed after it was saved"
)


def sealed(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a saved result says with the SHA-256 (hex) over it, by which it is seen that nobody changed it."""
    said = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {**told, _SEAL: hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()}


def seal_of(found: Mapping[str, Any]) -> SealStanding:
    """How the seal stands to what the result says. Those that earlier versions saved carry none."""
    if _SEAL not in found:
        return "none"
    try:
        same = sealed({name: each for name, each in found.items() if name != _SEAL}) == found
    except RecursionError:  # lists as deep as can just be read cannot be written
        same = False
    return "whole" if same else "broken"


class CameBack(Struct, frozen=True):
    """The latest figure of a measure that is due: `words` say it, `numbers` are those that they hold."""

    contract: str
    clause: str
    service: str
    figure: str
    to: date
    standing: str
    words: str
    numbers: frozenset[str]
    title: str = ""


class SavedReturns(Struct, frozen=True):
    """The latest figures of a saved result, by contract and clause (`social-prescribing/referrals-made`)."""

    latest: Mapping[tuple[str, str], tuple[CameBack, ...]]

    def of(self, measure: str) -> tuple[CameBack, ...]:
        """What came back of `CONTRACT component/measure`."""
        contract, _, clause = measure.rpartition(" ")
        return self.latest.get((contract.strip().casefold(), _short(clause)), ())

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(f"{found[0].contract} {_short(found[0].clause)}" for found in self.latest.values())


def _short(clause: str) -> str:
    parts = clause.strip().partition("@")[0].split("/")
    return f"{parts[0]}/{parts[-1]}"


def with_returned(own: OwnFile, kind: OwnFileType) -> tuple[OwnFile, list[Problem]]:
    """The file with what came back in the place of what it leaves open, and every difference from what it types."""
    wanted = [
        (table, name, column.from_returns)
        for table in kind.tables.values()
        for name, column in table.columns.items()
        if column.from_returns is not None
    ]
    problems: list[Problem] = []
    root = own.root
    for table, name, source in wanted:
        node = own.root.get(source.file)
        if not isinstance(node, Scalar) or node.empty or not node.value.strip():
            continue
        saved, faults = read_saved(own, node, source.file)
        problems += faults
        rows = root.get(table.name)
        if saved is None or not isinstance(rows, Sequence):
            continue
        items = []
        for number, row in enumerate(rows.items):
            filled, faults = _filled(own, table, number, row, name, source, saved)
            items.append(filled)
            problems += faults
        told = replace(rows, items=tuple(items))
        root = replace(
            root, entries=tuple((key, told if key.value == table.name else value) for key, value in root.entries)
        )
    return replace(own, root=root), problems


def read_saved(own: OwnFile, node: Scalar, name: str) -> tuple[SavedReturns | None, list[Problem]]:
    """The saved result that the field names, beside the file; None, with the reason, where it is none."""
    path = Path(own.file).parent / node.value.strip()
    try:
        data = read_plain(path, LARGEST_RESULT + 1)
    except OSError as fault:
        said = f"“{node.value.strip()}” cannot be read: {fault.strerror or fault}"
        return None, [own.fault("no-returns", said, f"put the saved result beside this file; {_HOW}", name)]
    found: Any = None
    if len(data) <= LARGEST_RESULT:
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            found = None
    figures = found.get("figures") if isinstance(found, dict) else None
    if not isinstance(figures, list):
        said = f"“{node.value.strip()}” is no saved result of “specgen returns read”"
        return None, [own.fault("no-returns", said, _HOW, name)]
    standing = seal_of(found)
    if standing == "broken":
        said = f"“{node.value.strip()}” was changed after it was saved; nothing is taken from it"
        return None, [own.fault("returns-altered", said, _HOW, name)]
    unsealed = own.fault("returns-unsealed", f"“{node.value.strip()}”: {NO_SEAL}", _HOW, name)
    return _saved(figures), [replace(unsealed, severity="warning")] if standing == "none" else []


def _saved(figures: list[Any]) -> SavedReturns:
    latest: dict[tuple[str, str, str, str], CameBack] = {}
    for each in figures:
        if not isinstance(each, dict) or each.get("commissioner") or each.get("outcome") in (None, "not due"):
            continue
        found = _came_back(each)
        if found is None:
            continue
        key = found.contract.casefold(), _short(found.clause), found.service, found.figure
        if key not in latest or latest[key].to <= found.to:
            latest[key] = found
    grouped: dict[tuple[str, str], list[CameBack]] = {}
    for (contract, clause, _, _), found in latest.items():
        grouped.setdefault((contract, clause), []).append(found)
    return SavedReturns({key: tuple(found) for key, found in grouped.items()})


def _came_back(each: Mapping[str, Any]) -> CameBack | None:
    contract, clause, outcome = (str(each.get(name) or "") for name in ("contract", "clause", "outcome"))
    to = parse_day(str(each.get("to") or ""))
    returns = each.get("returns")
    if not contract or not clause or to is None or not isinstance(returns, list):
        return None
    last = returns[-1] if returns and isinstance(returns[-1], dict) else {}
    numbers = [str(last.get(name) or "") for name in ("numerator", "denominator", "share")]
    by = str(each.get("by") or "")
    figure = str(each.get("figure") or "")
    said = ""
    if numbers[0] and outcome != "hidden":
        said = f"{numbers[0]}{f' of {numbers[1]}' if numbers[1] else ''}"
        said += f" ({numbers[2]})" if numbers[2] and numbers[1] else ""
    named = figure.replace("-", " ")
    status = str(last.get("status") or "")
    stands = f"{outcome} by {by}" if by else outcome
    parts = [said, "" if outcome == "reported" and said else stands, f"to {long_date(to)}", status]
    words = ", ".join(filter(None, parts))
    held = frozenset(_figures_in(" ".join((*numbers, by))))
    return CameBack(
        contract,
        clause,
        str(each.get("service") or ""),
        figure,
        to,
        outcome,
        f"{named}: {words}" if named else words,
        held,
        str(each.get("title") or _short(clause)),
    )


def _figures_in(text: str) -> Iterator[str]:
    for found in _NUMBER.findall(_MONTHS_AND_DAYS.sub(" ", text)):
        bare = found.replace(",", "")
        yield bare.rstrip("0").rstrip(".") if "." in bare else bare


def _filled(
    own: OwnFile, table: RecordTable, number: int, row: Node, name: str, source: FromReturns, saved: SavedReturns
) -> tuple[Node, list[Problem]]:
    """The row with what came back, or the row as it is with what differs."""
    if not isinstance(row, YamlMapping):
        return row, []
    measure = row.get(source.measure)
    named = measure.value.strip() if isinstance(measure, Scalar) and not measure.empty else ""
    if not named:
        return row, []
    found: list[CameBack] = []
    problems: list[Problem] = []
    for each in filter(None, map(str.strip, named.split(";"))):
        came = saved.of(each)
        found += came
        if not came:
            problems.append(_unknown(own, table, number, source, each, saved))
    if not found:
        return row, problems
    said = "; ".join(_said(each, found) for each in found)
    typed = row.get(name)
    if isinstance(typed, Scalar) and not typed.empty and typed.value.strip():
        return row, [*problems, *_differs(own, table, number, name, typed.value, said, found)]
    entries = [(key, value) for key, value in row.entries if key.value != name]
    entries.append((Scalar(name, row.place), Scalar(said, row.place, quoted=True)))
    return replace(row, entries=tuple(entries)), problems


def _said(each: CameBack, found: list[CameBack]) -> str:
    """The words of one figure, with what tells it from the others of the row."""
    named = [each.title] if len({other.clause for other in found}) > 1 else []
    if each.service and len({other.service for other in found}) > 1:
        named.append(f"service {each.service}")
    return f"{', '.join(named)}: {each.words}" if named else each.words


def _unknown(
    own: OwnFile, table: RecordTable, number: int, source: FromReturns, measure: str, saved: SavedReturns
) -> Problem:
    title = table.columns[source.measure].title
    return replace(
        own.fault(
            "nothing-returned",
            f"table “{table.title}”, row {number + 1}, “{title}”: the returns hold nothing that is due of “{measure}”",
            "write the contract's reference and the measure, such as NBB-2026-014 social-prescribing/referrals-made",
            table.name,
            number,
            source.measure,
            suggestion=did_you_mean(measure, saved.measures),
        ),
        severity="warning",
    )


def _differs(
    own: OwnFile, table: RecordTable, number: int, name: str, typed: str, said: str, found: list[CameBack]
) -> Iterator[Problem]:
    """Figures that are typed and that no return holds, and a standing that no return has."""
    known = frozenset().union(*(each.numbers for each in found))
    other = [each for each in _figures_in(typed) if each not in known]
    standings = {each.standing for each in found}
    small = typed.casefold()
    wrong = [each for each in _STANDINGS if each in small and each not in standings]
    if re.search(r"(?<!not )\bmet\b", small) and "met" not in standings:
        wrong.append("met")
    if not other and not wrong:
        return
    yield own.fault(
        "came-back-differs",
        f"table “{table.title}”, row {number + 1}, “{table.columns[name].title}”: the file says "
        f"“{' and '.join((*other, *wrong))}”, and what came back is: {said}",
        "leave it open, so that it is taken from the returns, or correct it",
        table.name,
        number,
        name,
    )
