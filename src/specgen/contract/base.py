"""A base contract file: what it says holds for every row of a register that does not say otherwise."""

from __future__ import annotations

from msgspec import Struct

from specgen.contract.dates import parse_day
from specgen.contract.fields import declared_at
from specgen.contract.model import HandedDown
from specgen.contract.read import validate
from specgen.problems import Location, Problem
from specgen.yamlfile import Mapping, Node, Path, Scalar, Sequence, read_document

_CODES = ("ods_code", "no_ods_code")


class Base(Struct, frozen=True):
    """A contract file, or a part of one: its values with their places, and its lines."""

    file: str
    root: Mapping
    lines: tuple[str, ...]


def read_base(data: bytes, file: str) -> tuple[Base | None, list[Problem]]:
    """The base in `data`, and its faults. What is missing in it is no fault: the rows may give it."""
    document, problems = read_document(data, file)
    if document.root is None:
        return None, problems or [
            Problem(
                "empty-file",
                "the base file holds nothing",
                Location(file),
                cure="write into it what the rows leave out",
            )
        ]
    problems += [problem for problem in validate(document)[1] if problem.slug != "missing-value"]
    if problems or not isinstance(document.root, Mapping):
        return None, problems
    return Base(file, document.root, document.lines), []


# What a base hands down to contracts that are not its own.


def handed_down(path: Path, shown: str, *, another_party: bool = False) -> HandedDown:
    """How what stands at the path of a base goes to another contract. `shown` is its text; `another_party` says that
    the contract has another Provider or co-ordinating Commissioner than the base.

    Of values for clauses, what was measured and what is paid is one contract's; a day may be; a post is its party's."""
    if "values" in path:
        name = str(path[path.index("values") + 1]) if path[-1] != "values" else ""
        if name.endswith(("_baseline", "_sum")) or (another_party and name.endswith(("_post", "_owner"))):
            return "told"
        return "asked" if parse_day(shown) is not None else "shared"
    if path == ("contract", "status") and shown == "draft":
        return "shared"
    known = (declared_at(path[:length]).from_base for length in range(len(path), 0, -1))
    return next((each for each in known if each is not None), "shared")


def own_reference(base: Base) -> str:
    """The reference of the contract that the base is; "" for one that is no contract."""
    particulars = base.root.get("contract")
    return text_at(particulars, "reference") if isinstance(particulars, Mapping) else ""


def without_its_own(base: Base) -> tuple[Base, list[tuple[Path, Location]]]:
    """The base as other contracts take it, and the places of what it keeps. One that is no contract keeps nothing."""
    kept: list[tuple[Path, Location]] = []
    if own_reference(base):
        base = Base(base.file, _without_kept(base.root, (), kept), base.lines)
    return base, kept


def _without_kept(part: Mapping, path: Path, kept: list[tuple[Path, Location]]) -> Mapping:
    entries: list[tuple[Scalar, Node]] = []
    for key, value in part.entries:
        at = (*path, key.value)
        if handed_down(at, "") == "kept":
            kept += [(at, key.place)] if at != ("contract", "reference") else []
        elif at == ("contract",) and isinstance(value, Mapping):
            entries.append((key, _without_kept(value, at, kept)))
        elif at == ("services",) and isinstance(value, Sequence):
            items = enumerate(value.items)
            each = (_without_kept(one, (*at, n), kept) if isinstance(one, Mapping) else one for n, one in items)
            entries.append((key, Sequence(tuple(each), value.place)))
        else:
            entries.append((key, value))
    return Mapping(tuple(entries), part.place)


def merged(base: Mapping, over: Mapping) -> Mapping:
    """Both, where `over` wins; names with values are joined name by name, everything else is replaced."""
    given = {key.value: (key, value) for key, value in over.entries}
    entries: list[tuple[Scalar, Node]] = []
    for key, value in base.entries:
        if key.value not in given:
            entries.append((key, value))
            continue
        own_key, own = given.pop(key.value)
        entries.append(
            (own_key, merged(value, own)) if isinstance(own, Mapping) and isinstance(value, Mapping) else (own_key, own)
        )
    return Mapping((*entries, *given.values()), over.place)


def merged_party(base: Mapping | None, over: Mapping) -> Mapping:
    """A party: of a base party with another name nothing is taken over but its role, since its codes and address are
    its own."""
    if base is None:
        return over
    names = [text_at(party, "name") for party in (base, over)]
    if names[0] and names[1] and not same(names[0], names[1]):
        return merged(only(base, "role"), over)
    if any(over.get(code) is not None for code in _CODES):
        base = without(base, *_CODES)
    return merged(base, over)


def text_at(part: Mapping, name: str) -> str:
    """The text of the part's own field, or ""."""
    found = part.get(name)
    return found.value.strip() if isinstance(found, Scalar) and not found.empty else ""


def same(one: str, other: str) -> bool:
    """Whether two names are the same but for capitals and spaces."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def without(part: Mapping, *names: str) -> Mapping:
    return Mapping(tuple((key, value) for key, value in part.entries if key.value not in names), part.place)


def only(part: Mapping, *names: str) -> Mapping:
    return Mapping(tuple((key, value) for key, value in part.entries if key.value in names), part.place)


def parts_at(root: Mapping | None, name: str) -> tuple[Mapping, ...]:
    """The entries of a list of parts, such as the base's services."""
    found = root.get(name) if root is not None else None
    return tuple(item for item in found.items if isinstance(item, Mapping)) if isinstance(found, Sequence) else ()
