"""Conditions held against a document: each with its sentence, and the figure as it is and as it should be.

What a condition asks of something that is not given is not judged: that it is missing is said where it is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, get_args

from msgspec import Struct

from specgen.figures.arithmetic import applies
from specgen.figures.document import FiguredDocument, RecordRow
from specgen.figures.model import Condition, ConditionForm, Operand
from specgen.figures.passages import LONGEST_COMPARED, own_words, spelt_twice, terms_used, unfinished
from specgen.figures.values import Days, FiguredValue, folded, printed_worth, stated
from specgen.problems import Location, Problem, in_one_line
from specgen.wording.gaps import none_mark


class Broken(Struct, frozen=True):
    """What does not hold: in words the thing as it is and as it should be, and where it stands."""

    says: str
    place: Location
    row: RecordRow | None = None


def judged(document: FiguredDocument) -> list[Problem]:
    """Every condition of the document's type that does not hold, and the notes of those that do."""
    return [problem for condition in document.type.conditions for problem in _judge(condition, document)]


def _judge(condition: Condition, document: FiguredDocument) -> Iterator[Problem]:
    if condition.rows_of and not document.rows[condition.rows_of]:
        return
    judging = _Judging(condition, document)
    broken = list(_FORMS[condition.form](judging))
    own = document.own
    for each in broken:
        tail = judging.shown(each.row)
        yield Problem(
            condition.name,
            f"{condition.sentence}{tail}: {each.says}" if each.says else f"{condition.sentence}{tail}",
            each.place,
            condition.severity,
            condition.cure,
            own.excerpt(each.place),
            source=condition.source,
        )
    if condition.holds and not broken and judging.seen:
        seen = f": {judging.seen}" if isinstance(judging.seen, str) else ""
        yield Problem(
            condition.name,
            f"{condition.holds}{judging.shown(None)}{seen}",
            own.place(condition.rows_of) if condition.rows_of else own.place(),
            "note",
            source=condition.source,
        )


class _Judging:
    """One condition over one document. `seen` tells whether anything was there to be judged."""

    def __init__(self, condition: Condition, document: FiguredDocument) -> None:
        self.condition, self.document = condition, document
        self.seen: bool | str = False
        self._keyed: dict[str, dict[str, RecordRow]] = {}

    def shown(self, row: RecordRow | None) -> str:
        """The figures that are named with the condition, in brackets."""
        said = [
            f"{self.title(operand)}: {value.printed}"
            for operand in self.condition.shows
            if (value := self.document.value(operand.table, operand.name, row)) is not None
        ]
        return f" ({'; '.join(said)})" if said else ""

    # What a condition is about: the document once, or each row of the table whose columns it names.

    @property
    def table(self) -> str:
        return next((operand.table for operand in self.condition.operands if operand.table), "")

    def each(self) -> Iterator[RecordRow | None]:
        """The rows, or None for the document, that the condition looks at."""
        where = self.condition.where
        if not self.table:
            if applies(where, {**self.document.fields, **self.document.figures}):
                yield None
            return
        for row in self.document.rows[self.table]:
            if applies(where, row.cells):
                yield row

    def value(self, operand: Operand, row: RecordRow | None) -> FiguredValue | None:
        if operand.literal:
            return stated(operand.literal)
        if operand.table and operand.table != self.table:
            row = self._row_named(row, operand.table)
        return self.document.value(operand.table, operand.name, row)

    def _row_named(self, row: RecordRow | None, table: str) -> RecordRow | None:
        """The row of another table that this row's reference names."""
        columns = self.document.type.tables[self.table].columns.values()
        name = next(column.name for column in columns if column.of == table)
        named = row.cells.get(name) if row is not None else None
        if table not in self._keyed:
            key, rows = self.document.type.tables[table].key, self.document.rows[table]
            self._keyed[table] = {folded(cell.printed): each for each in rows if (cell := each.cells.get(key))}
        return self._keyed[table].get(folded(named.printed)) if named is not None else None

    def given(self) -> Iterator[tuple[RecordRow | None, list[FiguredValue]]]:
        """Those rows with the operands' values in which all of them are given."""
        for row in self.each():
            found = [self.value(operand, row) for operand in self.condition.operands]
            if None not in found:
                yield row, [each for each in found if each is not None]

    def column(self, operand: Operand, *, everywhere: bool = False) -> Iterator[tuple[FiguredValue, RecordRow | None]]:
        """Every value of a column, or of a field, with its row; `everywhere`: of all rows."""
        where = None if everywhere else self.condition.where
        if not operand.table:
            found = self.document.value("", operand.name)
            if found is not None:
                yield found, None
            return
        for row in self.document.rows[operand.table]:
            found = row.cells.get(operand.name)
            if found is not None and applies(where, row.cells):
                yield found, row

    def title(self, operand: Operand) -> str:
        entry = self.document.type.entry(operand)
        return entry.title if entry is not None else operand.literal

    def spot(self, operand: Operand, row: RecordRow | None) -> str:
        """The place in words: table, row and column; or the name of the field or figure."""
        if row is None or not operand.table:
            return f"“{self.title(operand)}”"
        return f"{self.document.named(operand.table, row)}, column “{self.title(operand)}”"

    def where(self, operand: Operand, row: RecordRow | None, value: FiguredValue | None = None) -> Location:
        """Where to mend it: the value's own place, else that of its row, else the name's."""
        if value is not None and value.place != Location():
            return value.place
        if row is not None:
            return row.place
        figure = self.document.type.figures.get(operand.name)
        column = figure.formula.column if figure is not None else None
        return self.document.own.place(column.table if column is not None else operand.name)

    def broken(
        self, operand: Operand, row: RecordRow | None, value: FiguredValue | None, says: str, *, shows: bool = False
    ) -> Broken:
        """That what the operand says in the row is not as it should be; with `shows`, the row's figures are named."""
        place = self.where(operand, row, value)
        return Broken(f"{self.spot(operand, row)}{says}", place, row if shows else None)

    def worth(self, operand: Operand, value: FiguredValue) -> object:
        """What two values are compared by: the number as it prints, the days, the words without regard to capitals."""
        if value.number is not None:
            computed = self.document.type.computed(operand)
            return printed_worth(computed.kind, value.number, computed.places) if computed else value.number
        if value.days is not None:
            return value.days
        return folded(value.printed)

    # The forms.

    def equal(self) -> Iterator[Broken]:
        operands = self.condition.operands
        for row, values in self.given():
            first = self.worth(operands[0], values[0])
            odd = next(
                (
                    (operand, value)
                    for operand, value in zip(operands[1:], values[1:], strict=True)
                    if self.worth(operand, value) != first
                ),
                None,
            )
            if odd is None:
                self.seen = " = ".join(
                    f"{self.title(operand)} {value.printed}" for operand, value in zip(operands, values, strict=True)
                )
                continue
            operand, value = odd
            says = f" is {values[0].printed}, and should be {value.printed}"
            says += "" if operand.literal else f", as “{self.title(operand)}” says"
            yield self.broken(operands[0], row, values[0], says, shows=True)

    def at_least(self) -> Iterator[Broken]:
        return self._bounded(lambda value, bound: value >= bound, "at least")

    def at_most(self) -> Iterator[Broken]:
        return self._bounded(lambda value, bound: value <= bound, "at most")

    def _bounded(self, holds: Callable[..., bool], words: str) -> Iterator[Broken]:
        of, limit = self.condition.operands
        for row, (value, bound) in self.given():
            if holds(*_comparable(self.worth(of, value), self.worth(limit, bound), words)):
                self.seen = f"{self.title(of)} {value.printed}, {words} {bound.printed}"
                continue
            says = f" is {value.printed}, and should be {words} {bound.printed}"
            yield self.broken(of, row, value, says, shows=True)

    def between(self) -> Iterator[Broken]:
        of, low, high = self.condition.operands
        for row, (value, least, most) in self.given():
            above = holds_at_least(self.worth(of, value), self.worth(low, least))
            below = holds_at_least(self.worth(high, most), self.worth(of, value))
            if above and below:
                self.seen = True
                continue
            says = f" is {value.printed}, and should be from {least.printed} to {most.printed}"
            yield self.broken(of, row, value, says)

    def one_of(self) -> Iterator[Broken]:
        (of,) = self.condition.operands
        allowed = {word.casefold() for word in self.condition.words}
        for row, (value,) in self.given():
            odd = [said for said in value.entries or (value.printed,) if said.casefold() not in allowed]
            if not odd:
                self.seen = True
                continue
            says = f" is “{odd[0]}”, and should be {' or '.join(self.condition.words)}"
            yield self.broken(of, row, value, says)

    def rises(self) -> Iterator[Broken]:
        return self._moves(1, "at least")

    def falls(self) -> Iterator[Broken]:
        return self._moves(-1, "at most")

    def _moves(self, way: int, words: str) -> Iterator[Broken]:
        of, by = self.condition.operands
        held = [
            (when, value, row)
            for row in self.each()
            if (value := self.value(of, row)) is not None and (when := self.value(by, row)) is not None
        ]
        held.sort(key=lambda entry: _order_of(entry[0]))
        for (_, before, above), (_, value, row) in pairwise(held):
            self.seen = True
            if before.number is None or value.number is None or (value.number - before.number) * way >= 0:
                continue
            named = self.document.named(self.table, above) if above is not None else ""
            says = f" is {value.printed}, and should be {words} {before.printed}, which {named} has"
            yield self.broken(of, row, value, says)

    def in_order(self) -> Iterator[Broken]:
        operands = self.condition.operands
        for row in self.each():
            given = [
                (operand, value)
                for operand in operands
                if (value := self.value(operand, row)) is not None and value.days is not None
            ]
            for (first, before), (second, after) in pairwise(given):
                assert before.days is not None and after.days is not None
                if before.days.first <= after.days.last:
                    self.seen = True
                    continue
                is_before = f"“{self.title(first)}”, which is {before.printed}"
                yield self.broken(second, row, after, f" is {after.printed}, and should not lie before {is_before}")

    def in_table(self) -> Iterator[Broken]:
        return self._held(inside=True, words="which is not in {}")

    def apart(self) -> Iterator[Broken]:
        return self._held(inside=False, words="which is in {} as well")

    def _held(self, *, inside: bool, words: str) -> Iterator[Broken]:
        """Values that are not as they should be among those of another column, each once, however many rows have it."""
        known = self._held_in()
        table = self._of_table(self.condition.others[0])
        for operand in self.condition.operands:
            odd: dict[str, list[tuple[str, FiguredValue, RecordRow | None]]] = {}
            for value, row in self.column(operand):
                for said in value.entries or (value.printed,):
                    if (folded(said) in known) == inside:
                        self.seen = True
                    else:
                        odd.setdefault(folded(said), []).append((said, value, row))
            for said, value, row in (rows[0] for rows in odd.values()):
                more = len(odd[folded(said)]) - 1
                others = f" (and in {more:,} more row{'' if more == 1 else 's'})" if more else ""
                yield self.broken(operand, row, value, f"{others} is “{in_one_line(said)}”, {words.format(table)}")

    def _held_in(self) -> set[str]:
        return set(map(folded, self._others()))

    def _others(self) -> Iterator[str]:
        """What is held against, whatever rows the condition looks at."""
        for operand in self.condition.others:
            for value, _ in self.column(operand, everywhere=True):
                yield from value.entries or (value.printed,)

    def _of_table(self, operand: Operand) -> str:
        if not operand.table:
            return f"“{self.title(operand)}”"
        return f"the column “{self.title(operand)}” of the table “{self.document.type.tables[operand.table].title}”"

    def distinct(self) -> Iterator[Broken]:
        seen: dict[tuple[str, ...], RecordRow] = {}
        operands = self.condition.operands
        for row, values in self.given():
            if row is None:
                continue
            self.seen = True
            key = tuple(folded(value.printed) for value in values)
            before = seen.setdefault(key, row)
            if before is not row:
                says = f": “{in_one_line(values[0].printed)}” is in row {before.number} as well"
                yield self.broken(operands[0], row, values[0], says)

    def named_when(self) -> Iterator[Broken]:
        missing: list[tuple[Operand, RecordRow | None]] = []
        for row in self.each():
            for operand in self.condition.operands:
                if row is not None and operand.name in row.left_out:
                    continue
                value = self.value(operand, row)
                if value is not None and value.printed and none_mark(value.printed) is None:
                    self.seen = True
                    continue
                missing.append((operand, row))
        if not missing:
            return
        operand, row = missing[0]
        if self.table and len(missing) > 3:
            # One sentence for nine blanks, which name their rows.
            names = ", ".join(
                in_one_line(key.printed if (key := self._key(row)) is not None else str(row.number), 40)
                for _, row in missing[:12]
                if row is not None
            )
            yield Broken(
                f"the column “{self.title(operand)}” is not given in {len(missing):,} rows of the table "
                f"“{self.document.type.tables[self.table].title}”: {names}{' …' if len(missing) > 12 else ''}",
                self.where(operand, row),
            )
            return
        for operand, row in missing:
            said = self.value(operand, row)
            yield self.broken(operand, row, said, f" is {f'“{said.printed}”' if said is not None else 'not given'}")

    def _key(self, row: RecordRow) -> FiguredValue | None:
        return row.cells.get(self.document.type.tables[self.table].key)

    def without_words(self) -> Iterator[Broken]:
        (of,) = self.condition.operands
        for row, (value,) in self.given():
            text = folded(value.printed)
            found = next((word for word in self.condition.words if folded(word) in text), None)
            if found is None:
                self.seen = True
                continue
            yield self.broken(of, row, value, f" says “{found}”")

    def own_words(self) -> Iterator[Broken]:
        (of,) = self.condition.operands
        held = [(value, row) for value, row in self.column(of) if row is not None]
        if sum(len(value.printed) for value, _ in held) > LONGEST_COMPARED:
            words = f"the texts are longer than {LONGEST_COMPARED:,} characters together, and were not compared"
            yield Broken(f"{self._of_table(of)}: {words}", self.document.own.place(of.table))
        for first, second, words in own_words([value.printed for value, _ in held], self.condition.most):
            value, row = held[second]
            named = self.document.named(of.table, held[first][1])
            yield self.broken(of, row, value, f" says what {named} says: “{in_one_line(words, 90)}”")

    def whole_sentences(self) -> Iterator[Broken]:
        for operand in self.condition.operands:
            for value, row in self.column(operand):
                for said in value.entries or (value.printed,):
                    if (fault := unfinished(said)) is None:
                        self.seen = True
                        continue
                    yield self.broken(operand, row, value, f": {fault}")

    def terms_defined(self) -> Iterator[Broken]:
        terms = list(self._others())
        known, defined = set(map(folded, terms)), ", ".join(terms)
        for operand in self.condition.operands:
            for value, row in self.column(operand):
                for term in terms_used(value.printed):
                    if folded(term) in known or folded(term.removesuffix("s")) in known:
                        self.seen = True
                        continue
                    says = f" uses “{term}”, and what is defined is {defined or 'nothing'}"
                    yield self.broken(operand, row, value, says)

    def named_there(self) -> Iterator[Broken]:
        known = self._held_in()
        word = (self.condition.words or ("appendix",))[0]
        for operand in self.condition.operands:
            for value, row in self.column(operand):
                for named in _named(value.printed, word):
                    if folded(named) in known or folded(f"{word} {named}") in known:
                        self.seen = True
                        continue
                    yield self.broken(operand, row, value, f" names {word} {named}, which is not there")

    def same_texts(self) -> Iterator[Broken]:
        (of,), (other,) = self.condition.operands, self.condition.others
        here, there = list(self._texts(of)), list(self._texts(other))
        if not here or not there:
            return
        for number, ((said, value, row), (meant, _, _)) in enumerate(zip(here, there, strict=False), 1):
            if folded(said).rstrip(".") == folded(meant).rstrip("."):
                self.seen = True
                continue
            has = f"{self._of_table(other)} has “{in_one_line(meant, 90)}” there"
            yield self.broken(of, row, value, f", item {number} is “{in_one_line(said, 90)}”, and {has}")
        if len(here) != len(there):
            longer, names = (here, self._of_table(other)) if len(here) > len(there) else (there, self._of_table(of))
            missing = in_one_line(longer[min(len(here), len(there))][0], 90)
            yield Broken(
                f"{self._of_table(of)} has {len(here)} and {self._of_table(other)} {len(there)}; “{missing}” "
                f"is not in {names}",
                self.document.own.place(of.table or of.name),
            )

    def _texts(self, operand: Operand) -> Iterator[tuple[str, FiguredValue, RecordRow | None]]:
        """Every text of a field or column, the entries of a list one by one."""
        for value, row in self.column(operand):
            for said in value.entries or (value.printed,):
                if said.strip():
                    yield said, value, row

    def one_spelling(self) -> Iterator[Broken]:
        held = [each for operand in self.condition.operands for each in self._placed(operand)]
        if sum(len(said) for said, _, _, _ in held) > LONGEST_COMPARED:
            words = f"the texts are longer than {LONGEST_COMPARED:,} characters together, and were not compared"
            yield Broken(words, self.document.own.place())
            return
        for number, named, other, first in spelt_twice([said for said, _, _, _ in held]):
            _, operand, row, value = held[number]
            _, before, its_row, _ = held[first]
            yield self.broken(operand, row, value, f" says “{named}”, and {self.spot(before, its_row)} says “{other}”")

    def _placed(self, operand: Operand) -> Iterator[tuple[str, Operand, RecordRow | None, FiguredValue]]:
        for said, value, row in self._texts(operand):
            yield said, operand, row, value


_FORMS: Final[Mapping[str, Callable[[_Judging], Iterator[Broken]]]] = {
    form: getattr(_Judging, form) for form in get_args(ConditionForm)
}
"""Each form is judged by the method of its name."""


def _named(text: str, word: str) -> Sequence[str]:
    """The letters or numbers that follow `word` in the text: A and B in “appendix A and appendix B”."""
    words = text.replace(",", " ").replace(".", " ").replace(";", " ").replace(")", " ").replace("(", " ").split()
    return tuple(
        dict.fromkeys(
            following
            for said, following in pairwise(words)
            if said.casefold() == word.casefold()
            and len(following) <= 3
            and (following.isupper() or following.isdigit())
        )
    )


def holds_at_least(value: object, bound: object) -> bool:
    """Whether the one is the other or above it."""
    one, other = _comparable(value, bound, "at least")
    return one >= other  # type: ignore[operator,no-any-return]


def _comparable(value: object, bound: object, words: str) -> tuple[object, object]:
    """Both, as things that can be compared; dates by the days that make the comparison fail only when it must."""
    if isinstance(value, Days) and isinstance(bound, Days):
        return (value.last, bound.first) if words == "at least" else (value.first, bound.last)
    return value, bound


def _order_of(value: FiguredValue) -> tuple[int, object]:
    if value.days is not None:
        return 0, value.days.first
    return (1, value.number) if value.number is not None else (2, value.printed)
