"""The parts of a contract file: how their fields are declared, and how what a file holds is read into them.

Every fault of a file is told at once, each with its path, since a person mends a file in one go; readers
that stop at the first would have them run `check` once a fault.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union

import msgspec
from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import replace

ColumnForm = Literal["text", "code", "percentage", "day", "date", "list", "key"]
"""How a cell of a register is read. `code` and `percentage`: digits that Excel may have spoiled; `day` and `date`: also
Excel's numbers and 01/04/2026; `list`: several entries; `key`: which contract, service or list the row belongs to."""

Instrument = Literal["variation", "extension", "succession", "novation", "correction", "internal", "none"]
"""By what a fact of a contract that was issued is changed: a variation; a notice under the option to extend; a
successor notice; a novation; a correction, where the fact was another all along; nothing between the parties, where it
is the organisation's own (`internal`); or by nothing at all, since it would be another contract."""

HandedDown = Literal["shared", "asked", "told", "with its party", "kept"]
"""How a fact goes from a base file to a contract that is not the base's own: `shared` without a word; `asked` with a
warning where the register has a column for it and the cell is blank; `told` with a warning whether or not there is a
column; `with its party` only where that is the base's; `kept` not at all."""

FieldPath = tuple[str | int, ...]


class ReadAs(Struct, frozen=True, eq=False):
    """How what a file holds becomes a value, and the JSON Schema of what may be written.

    `read` takes what YAML gives (text, a list, names with values, None) and raises ValueError with the reason in the
    user's words."""

    read: Callable[[object], Any]
    schema: Mapping[str, object]


class Declared(Struct, frozen=True):
    """All that is told of a field, in one place: the schema, the register's columns, the names in templates and the
    reference pages are made of it.

    `meaning` is what it says, `form` how its value is written, `example` a value. `heading` is that of its column in a
    register ("" for none; `{}` stands for the heading above), `column` how a cell is read (None: a day, a
    list or text, as the field holds it), `also` are further headings that mean it, `choices` the values of a closed
    list that is not one in the model, and the column of `after` stands before it. `prints` is what a template's name
    for it stands for ("" where it has none). `instrument` is by what the fact is changed once the contract was issued,
    `from_base` how a base hands it down (None: as what stands above)."""

    meaning: str
    form: str
    example: str
    heading: str = ""
    column: ColumnForm | None = None
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    after: str = ""
    prints: str = ""
    instrument: Instrument = "variation"
    from_base: HandedDown | None = None


NOTHING_DECLARED = Declared("", "", "")

WrongKind = Literal["missing", "unknown", "not one of", "too few", "too long", "no names", "no list", "wrong"]


class WrongValue(Struct, frozen=True):
    """A value that the model refuses: where, why (`message` in the user's words for `wrong`), and what stands there.
    `allowed` are the words of a closed list, `most` the characters that a text may have."""

    path: FieldPath
    kind: WrongKind
    given: object = None
    message: str = ""
    allowed: tuple[str, ...] = ()
    most: int = 0


class WrongValuesError(ValueError):
    """A part that was not read, with every fault of it in the order of the model."""

    def __init__(self, faults: list[WrongValue]) -> None:
        super().__init__("; ".join(fault.message or fault.kind for fault in faults))
        self.faults = tuple(faults)


Reader = Callable[[object, FieldPath, list[WrongValue]], Any]
"""Reads what stands at a path; what is wrong is added to the list, and the value is then of no use."""


class ContractPart(Struct, frozen=True, kw_only=True):
    """A part of the contract file: frozen, and closed to names it does not know."""

    @classmethod
    def long_form(cls, given: object) -> object:
        """What a file holds, as names with values, where it may be written shorter. Raises ValueError."""
        return given

    @classmethod
    def schema_of(cls, names_and_values: dict[str, Any]) -> dict[str, Any]:
        """The JSON Schema of what may be written, from that of the names with values."""
        return names_and_values


Part = TypeVar("Part", bound=ContractPart)


class PartField(Struct, frozen=True, eq=False):
    """A field of a part. `annotation` is its type without what is told of it in `metadata`; `default` is msgspec's
    NODEFAULT where it must be given."""

    name: str
    annotation: Any
    metadata: tuple[Any, ...]
    default: Any
    declared: Declared
    read: Reader

    @property
    def required(self) -> bool:
        return self.default is NODEFAULT


@cache
def part_fields(part: type[ContractPart]) -> Mapping[str, PartField]:
    """The fields of a part, by name, in their order."""
    return {field.name: _field(field) for field in msgspec.structs.fields(part)}


def _field(field: msgspec.structs.FieldInfo) -> PartField:
    annotation, metadata = _bare(field.type)
    declared = next((told for told in metadata if isinstance(told, Declared)), NOTHING_DECLARED)
    default = field.default if field.default_factory is NODEFAULT else field.default_factory()
    column = declared.column or _column_of(annotation)
    return PartField(field.name, annotation, metadata, default, replace(declared, column=column), _reader(field.type))


def _column_of(annotation: Any) -> ColumnForm:
    """How a cell of a register holds the field, where nothing is said of it."""
    if typing.get_origin(annotation) is tuple:
        return "list"
    bare = {_bare(part)[0] for part in (annotation, *typing.get_args(annotation))}
    return "day" if date in bare else "text"


def _bare(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    if typing.get_origin(annotation) is Annotated:
        bare, *metadata = typing.get_args(annotation)
        return bare, tuple(metadata)
    return annotation, ()


def read_part(part: type[Part], given: object) -> Part:
    """The part that the names and values of a file say. Raises WrongValuesError."""
    faults: list[WrongValue] = []
    found = _part_reader(part)(given, (), faults)
    if faults:
        raise WrongValuesError(faults)
    return typing.cast(Part, found)


@cache
def _reader(annotation: Any) -> Reader:
    bare, metadata = _bare(annotation)
    read = _bare_reader(bare)
    for told in metadata:
        if isinstance(told, Meta):
            read = _within_bounds(read, told)
        elif isinstance(told, ReadAs):
            read = _written_reader(told, read)
    return read


def _bare_reader(bare: Any) -> Reader:
    if isinstance(bare, type) and issubclass(bare, ContractPart):
        return _part_reader(bare)
    origin, arguments = typing.get_origin(bare), typing.get_args(bare)
    if origin is Literal:
        return _word_reader(arguments)
    if origin is tuple:
        return _list_reader(_reader(arguments[0]))
    if origin is dict:
        return _names_reader(_reader(arguments[1]))
    if origin in (Union, UnionType) and NoneType in arguments:
        inner = _reader(next(each for each in arguments if each is not NoneType))
        return lambda given, path, faults: None if given is None else inner(given, path, faults)
    # A plain value: what `ReadAs` makes of it, or what a part's long form says.
    return lambda given, path, faults: given


@cache
def _part_reader(part: type[ContractPart]) -> Reader:
    def read(given: object, path: FieldPath, faults: list[WrongValue]) -> ContractPart | None:
        try:
            written = part.long_form(given)
        except ValueError as refused:
            faults.append(WrongValue(path, "wrong", given, str(refused)))
            return None
        if not isinstance(written, dict):
            faults.append(WrongValue(path, "no names", written))
            return None
        before, found, fields = len(faults), {}, part_fields(part)
        for name, field in fields.items():
            if name in written:
                found[name] = field.read(written[name], (*path, name), faults)
            elif field.required:
                faults.append(WrongValue((*path, name), "missing"))
        faults += [WrongValue((*path, name), "unknown", written[name]) for name in written if name not in fields]
        return part(**found) if len(faults) == before else None

    return read


def _word_reader(words: tuple[str, ...]) -> Reader:
    by_letters = {_plain(word): word for word in words}

    def read(given: object, path: FieldPath, faults: list[WrongValue]) -> str | None:
        """One of the words, in the model's letters: `NHS Trust` for `NHS trust`, as a register has them."""
        found = by_letters.get(_plain(given)) if isinstance(given, str) else None
        if found is None:
            faults.append(WrongValue(path, "not one of", given, allowed=words))
        return found

    return read


def _plain(word: str) -> str:
    """The word in small letters, with straight apostrophes and single spaces."""
    return " ".join(word.replace("’", "'").casefold().split())


def _list_reader(of_entry: Reader) -> Reader:
    def read(given: object, path: FieldPath, faults: list[WrongValue]) -> tuple[Any, ...]:
        if not isinstance(given, (list, tuple)):
            faults.append(WrongValue(path, "no list", given))
            return ()
        return tuple(of_entry(entry, (*path, index), faults) for index, entry in enumerate(given))

    return read


def _names_reader(of_value: Reader) -> Reader:
    def read(given: object, path: FieldPath, faults: list[WrongValue]) -> dict[str, Any]:
        if not isinstance(given, dict):
            faults.append(WrongValue(path, "no names", given))
            return {}
        return {name: of_value(value, (*path, name), faults) for name, value in given.items()}

    return read


def _written_reader(written: ReadAs, inner: Reader) -> Reader:
    def read(given: object, path: FieldPath, faults: list[WrongValue]) -> Any:
        try:
            found = written.read(given)
        except ValueError as refused:
            faults.append(WrongValue(path, "wrong", given, str(refused)))
            return None
        return inner(found, path, faults)

    return read


def _within_bounds(inner: Reader, bounds: Meta) -> Reader:
    """As `inner`, for a list with the least number of entries that it needs, and a text with the most characters."""

    def read(given: object, path: FieldPath, faults: list[WrongValue]) -> Any:
        found = inner(given, path, faults)
        if bounds.min_length is not None and found == () and given in ([], ()):
            faults.append(WrongValue(path, "too few", given))
        if bounds.max_length is not None and isinstance(found, str) and len(found) > bounds.max_length:
            faults.append(WrongValue(path, "too long", given, most=bounds.max_length))
        return found

    return read


def closed_list(annotation: Any) -> tuple[str, ...]:
    """The words of a closed list such as `Literal["a", "b"] | None`, alone, in a list or left out; none where the field
    is free."""
    if typing.get_origin(annotation) is Literal:
        return typing.get_args(annotation)
    return next((found for part in typing.get_args(annotation) if (found := closed_list(part))), ())
