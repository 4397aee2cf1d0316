"""What a part's inner template is made of, as plain values; and the drawing of it.

The values hold text, names, constants and how they are joined, and nothing that runs: they can be kept in a file and
read again. Drawing walks over them. A name that has no value is an `Absent`, which may be printed, compared, tested or
looped over by nobody.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Final, Literal, NamedTuple, NoReturn, cast

import msgspec
from msgspec import Struct

BLOCK: Final = ("\x02", "\x03")
VARIABLE: Final = ("\x04", "\x05")
"""Delimiters of the inner templates: control characters, which no XML text can hold, so no literal brace is ever a tag.
"""

TagRole = Literal["text", "blocks", "runs", "rows", "each", "test"]


class NameRead(Struct, frozen=True):
    """A name with what is read from it: `item.title` is ("item", "title")."""

    path: tuple[str, ...]


class Constant(Struct, frozen=True):
    """A text or number that an author has written into a tag, or true, false, none."""

    value: str | int | None


class HeldAgainst(Struct, frozen=True):
    """`first` held against each of `rest` in turn, as in `1 < n <= 3`."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]


class Joined(Struct, frozen=True):
    """`and`, `or` between two, `not` before one."""

    word: Literal["and", "or", "not"]
    parts: tuple[Expression, ...]


Expression = NameRead | Constant | HeldAgainst | Joined


class PrintedTag(Struct, frozen=True):
    """A value at the place of tag `number`."""

    value: Expression
    role: TagRole
    number: int


class NextNumber(Struct, frozen=True):
    """The next number of a sequence of ids."""

    sequence: str


class Loop(Struct, frozen=True):
    """What stands between `for` (tag `number`) and `endfor`; `otherwise` where there is nothing to go through.
    `counted` where it asks for `loop`."""

    name: str
    over: Expression
    body: tuple[PieceOfPart, ...]
    otherwise: tuple[PieceOfPart, ...]
    counted: bool
    number: int


class Way(Struct, frozen=True):
    """What is printed if `test`, which stands in tag `number`."""

    test: Expression
    body: tuple[PieceOfPart, ...]
    number: int


class Alternatives(Struct, frozen=True):
    """The first of the ways whose test holds, or `otherwise`."""

    ways: tuple[Way, ...]
    otherwise: tuple[PieceOfPart, ...]


PieceOfPart = str | PrintedTag | NextNumber | Loop | Alternatives
"""A piece of text is printed as it is."""


class NoValueError(Exception):
    """A name without a value was compared, tested or looped over. `number` is the tag's."""

    number: int = 0


class MisfitError(Exception):
    """DrawnValues of two kinds were compared, or what is no list was looped over. `number` is the tag's."""

    number: int = 0


class Absent:
    """The value of a name that has none."""

    def _refuse(self, *_: object) -> NoReturn:
        raise NoValueError

    __bool__ = __iter__ = __len__ = __contains__ = __hash__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse


ABSENT: Final = Absent()

DrawnValues = dict[str, Any]
Filter = Callable[[DrawnValues, Any, Any], str]
"""What prints a value: the values of the document, the value, the number of the tag (or nothing, for a sequence)."""


class Filters(NamedTuple):
    """What prints values: a filter for each role, one for `number`; whether that of `text` gives a text back as it is;
    and texts of which that is known, those of the library being printed again and again."""

    of: Mapping[str, Filter]
    as_it_is: Callable[[str], bool]
    known: set[str]


_Step = Callable[[DrawnValues, list[str]], None]
_ValueOf = Callable[[DrawnValues], Any]

_COMPARED: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
    "in": lambda one, other: one in other,
    "notin": lambda one, other: one not in other,
}
COMPARISONS: Final = frozenset(_COMPARED)


@dataclass(frozen=True, slots=True)
class InnerTemplate:
    """The pieces of one part. `draw` prints them."""

    pieces: tuple[PieceOfPart, ...]
    _steps: list[_Step] = field(default_factory=list, init=False, repr=False, compare=False)
    """Made of the pieces when it is first drawn."""

    def draw(self, values: DrawnValues, filters: Filters) -> list[str]:
        """The text of the pieces, as it comes, values printed by the `filters` of one kind.

        Raises NoValueError and MisfitError with the tag's number, and what the filters raise. Draw one inner template
        with the same filters always."""
        if not self._steps:
            self._steps[:] = _steps(self.pieces, filters)  # two threads may both come here, and make the same
        out: list[str] = []
        scope = dict(values)
        for step in self._steps:
            step(scope, out)
        return out


def member(held: Any, name: str) -> Any:
    """What `name` is of a mapping or a value with named fields, ABSENT of everything else; never a method."""
    if type(held) is dict or isinstance(held, Mapping):
        return held.get(name, ABSENT)
    kind = type(held)
    return getattr(held, name) if is_value(kind) and name in field_names(kind) else ABSENT


def _steps(pieces: Iterable[PieceOfPart], filters: Filters) -> list[_Step]:
    found: list[_Step] = []
    before = ""
    together: list[tuple[str, PrintedTag]] = []
    for piece in pieces:
        # A text goes with the value after it, since a step for each would take most of the time there is.
        if isinstance(piece, str):
            before += piece
            continue
        if isinstance(piece, PrintedTag) and _is_quick(piece):
            together.append((before, piece))
            before = ""
            continue
        found += _in_one_go(together, filters)
        together = []
        if isinstance(piece, PrintedTag):
            found.append(_printing(before, piece, filters))
            before = ""
            continue
        if before:
            found.append(_writing(before))
            before = ""
        found.append(_step(piece, filters))
    found += _in_one_go(together, filters)
    return [*found, _writing(before)] if before else found


_TEXT: Final = {str}
_MOST_KNOWN: Final = 4_096


def _is_quick(tag: PrintedTag) -> bool:
    """Whether it prints a value of a mapping inside a line, as nearly all do."""
    return tag.role == "text" and isinstance(tag.value, NameRead) and len(tag.value.path) == 2


def _in_one_go(tags: Sequence[tuple[str, PrintedTag]], filters: Filters) -> list[_Step]:
    """Tags that stand one after another, each with the text before it, as one step: of texts that are known to be
    printed as they are, none is looked at alone."""
    singly = [_printing(before, tag, filters) for before, tag in tags]
    if len(tags) < 2:
        return singly
    known, printed = filters.known, filters.of["text"]
    # What stands before each of the values, and room for it.
    form = [piece for before, _ in tags for piece in (before, "")]
    numbers = [tag.number for _, tag in tags]
    paths = [tag.value.path for _, tag in tags if isinstance(tag.value, NameRead)]
    firsts = {first for first, _ in paths}
    only = firsts.pop() if len(firsts) == 1 else ""
    named = operator.itemgetter(*(name for _, name in paths))

    def step(scope: DrawnValues, out: list[str]) -> None:
        try:
            values = named(scope[only]) if only else tuple([scope[first][name] for first, name in paths])
            all_known = known.issuperset(values)
        except (KeyError, TypeError):  # a name without a value is told of by its own step
            for each in singly:
                each(scope, out)
            return
        if not all_known and not _learnt(values, filters):
            values = tuple(map(printed, repeat(scope), values, numbers))
        whole = form[:]
        whole[1::2] = values
        out += whole

    return [step]


def _learnt(values: tuple[object, ...], filters: Filters) -> bool:
    """Whether all of the values are texts that are printed as they are, which is known of them then."""
    if {*map(type, values)} != _TEXT:
        return False
    texts = cast("tuple[str, ...]", values)
    if not all(map(filters.as_it_is, texts)):
        return False
    if len(filters.known) >= _MOST_KNOWN:
        filters.known.clear()
    filters.known.update(texts)
    return True


def _step(piece: NextNumber | Loop | Alternatives, filters: Filters) -> _Step:
    if isinstance(piece, NextNumber):
        return lambda scope, out: out.append(filters.of["number"](scope, piece.sequence, None))
    return _loop(piece, filters) if isinstance(piece, Loop) else _choice(piece, filters)


def _writing(text: str) -> _Step:
    return lambda scope, out: out.append(text)


def _printing(before: str, tag: PrintedTag, filters: Filters) -> _Step:
    number, printed, known = tag.number, filters.of[tag.role], filters.known
    if isinstance(tag.value, NameRead) and len(tag.value.path) == 2:
        first, name = tag.value.path
        inside = tag.role == "text"

        def step(scope: DrawnValues, out: list[str]) -> None:
            held = scope.get(first, ABSENT)
            value = held[name] if type(held) is dict and name in held else member(held, name)
            as_it_is = inside and type(value) is str and (value in known or _learnt((value,), filters))
            out += (before, value if as_it_is else printed(scope, value, number))

        return step
    read = _reading(tag.value)

    def step_of_expression(scope: DrawnValues, out: list[str]) -> None:
        try:
            value = read(scope)
        except (NoValueError, TypeError) as fault:
            raise _told(fault, number) from fault
        out += (before, printed(scope, value, number))

    return step_of_expression


def _loop(loop: Loop, filters: Filters) -> _Step:
    over, body, otherwise = _reading(loop.over), _steps(loop.body, filters), _steps(loop.otherwise, filters)
    name, counted, number = loop.name, loop.counted, loop.number

    def step(scope: DrawnValues, out: list[str]) -> None:
        try:
            items = list(over(scope))
        except (NoValueError, TypeError) as fault:
            raise _told(fault, number) from fault
        if not items:
            for each in otherwise:
                each(scope, out)
            return
        kept = [(known, scope[known]) for known in (name, "loop") if known in scope]
        last = len(items) - 1
        for index, item in enumerate(items):
            scope[name] = item
            if counted:
                scope["loop"] = {"index": index + 1, "first": index == 0, "last": index == last}
            for each in body:
                each(scope, out)
        del scope[name]
        if counted:
            del scope["loop"]
        scope.update(kept)

    return step


def _choice(choice: Alternatives, filters: Filters) -> _Step:
    ways = [(_reading(way.test), _steps(way.body, filters), way.number) for way in choice.ways]
    otherwise = _steps(choice.otherwise, filters)

    def step(scope: DrawnValues, out: list[str]) -> None:
        chosen = otherwise
        for test, body, number in ways:
            try:
                holds = bool(test(scope))
            except (NoValueError, TypeError) as fault:
                raise _told(fault, number) from fault
            if holds:
                chosen = body
                break
        for each in chosen:
            each(scope, out)

    return step


def _told(fault: NoValueError | TypeError, number: int) -> NoValueError | MisfitError:
    """What went wrong, with the tag's number."""
    told = NoValueError() if isinstance(fault, NoValueError) else MisfitError(str(fault))
    told.number = number
    return told


def _reading(expression: Expression) -> _ValueOf:
    if isinstance(expression, NameRead):
        return _named(expression.path)
    if isinstance(expression, Constant):
        value = expression.value
        return lambda scope: value
    if isinstance(expression, HeldAgainst):
        return _compared(expression)
    return _joined(expression.word, [_reading(part) for part in expression.parts])


def _named(path: Sequence[str]) -> _ValueOf:
    first, *rest = path
    if not rest:
        return lambda scope: scope.get(first, ABSENT)
    if len(rest) == 1:
        only = rest[0]

        def read(scope: DrawnValues) -> Any:
            held = scope.get(first, ABSENT)
            if type(held) is dict and only in held:  # the usual kind, and the quickest to tell
                return held[only]
            return member(held, only)

        return read

    def read_on(scope: DrawnValues) -> Any:
        held = scope.get(first, ABSENT)
        for name in rest:
            held = member(held, name)
        return held

    return read_on


def _compared(expression: HeldAgainst) -> _ValueOf:
    first = _reading(expression.first)
    rest = [(_COMPARED[word], _reading(other)) for word, other in expression.rest]

    def compare(scope: DrawnValues) -> Any:
        left = first(scope)
        answer: Any = True
        for holds, read in rest:
            right = read(scope)
            answer = holds(left, right)
            if not answer:
                break
            left = right
        return answer

    return compare


def _joined(word: str, parts: Sequence[_ValueOf]) -> _ValueOf:
    if word == "not":
        (only,) = parts
        return lambda scope: not only(scope)
    one, other = parts
    if word == "and":
        return lambda scope: one(scope) and other(scope)
    return lambda scope: one(scope) or other(scope)


# Frozen values of either kind: most are msgspec Structs, which a command that starts makes in a thirtieth of the time
# of a dataclass; dataclasses are those that keep something besides what they are compared by.


def is_value(value: object) -> bool:
    """Whether it is a value with named fields (or the class of such values)."""
    kind = value if isinstance(value, type) else type(value)
    return issubclass(kind, Struct) or dataclasses.is_dataclass(kind)


def field_names(kind: type[Any]) -> tuple[str, ...]:
    """The names of the fields, in their order, base classes' first."""
    if issubclass(kind, Struct):
        return kind.__struct_fields__
    return tuple(each.name for each in dataclasses.fields(kind))


def with_fields(value: Any, changed: dict[str, Any]) -> Any:
    """The value with some of its fields changed."""
    if isinstance(value, Struct):
        return msgspec.structs.replace(value, **changed)
    return dataclasses.replace(value, **changed)
