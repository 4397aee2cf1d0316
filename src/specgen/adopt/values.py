"""The values of a clause read back from its printed words, and written as the contract file has them.

A value is what stands between the clause's own words. Where those words allow two readings of a paragraph, or two
paragraphs say different things, nothing is read. What is read is printed again by the same code that builds, and is
taken only where that gives the words that stand there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from specgen.assembly.seams import as_it_reads
from specgen.assembly.values import Value, convert
from specgen.contract.dates import long_date, parse_day
from specgen.contract.quantities import read_trajectory
from specgen.library.model import ClauseVersion, DeclaredPlaceholder, Library
from specgen.word.document.lines import Line
from specgen.wording.wording import Block, Placeholder, Run, back_to_their_figure

_FOLDS = str.maketrans("’‘“”–—\xa0\u202f\t\n", "''\"\"--    ")
"""Signs that a word processor may have changed; each for one, so that places stay the same."""
_MARK = re.compile(r"\s*(?:\(?[0-9]{1,3}[.)]|[•·–-])\s+")
Said = dict[str, str]


class PrintedValue(Struct, frozen=True):
    """What stands in the place of a placeholder, and where."""

    words: tuple[str, ...]
    place: str


class ClauseValues(Struct):
    """The values of one clause as they are printed; `unsure` are placeholders that are printed in two ways. `place_of`
    says where a line stands."""

    place_of: Callable[[Line], str]
    found: dict[str, PrintedValue] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)

    def add(self, name: str, value: PrintedValue) -> None:
        known = self.found.setdefault(name, value)
        if [_plain(word) for word in known.words] != [_plain(word) for word in value.words]:
            self.unsure.add(name)


def _plain(text: str) -> str:
    return " ".join(text.translate(_FOLDS).split())


class LabelledWords(Struct, frozen=True):
    """Words beside a clause with the label that they stand under: a column's heading, or what is before a colon."""

    label: str
    text: str
    line: Line


_LABELS: Mapping[str, tuple[str, ...]] = {
    "owner": ("owner", "by"),
    "timescale": ("timescales", "timescale"),
    "frequency": ("reporting period", "frequency"),
    "format": ("format of report",),
    "due": ("timing and method for delivery of report",),
    "plan": ("from",),
    "scope": ("applies to",),
}
"""Field → the labels under which schedules print it; any other stands under its own name."""


def read_values(
    version: ClauseVersion, lines: Sequence[Line], entries: Sequence[LabelledWords], place_of: Callable[[Line], str]
) -> ClauseValues:
    """The values of a version on the lines that are its own, and of its fields among the entries beside them."""
    values = ClauseValues(place_of)
    title = version.title
    _of_wording(version.blocks, lines, title, values)
    left = [block for block in version.blocks if any(name not in values.found for name in placeholders_in(block))]
    for name, blocks in version.fields.items():
        labels = _LABELS.get(name, (name.replace("_", " "),))
        for block in blocks:
            if not any(isinstance(part, Placeholder) for part in block.inlines):
                continue
            beside = [entry for entry in entries if entry.label.replace("-", " ") in labels]
            said = [between(block, _own_part(version, name, entry.text)) for entry in beside]
            for entry, found in zip(beside, said, strict=True):
                for placeholder, words in (found or {}).items():
                    values.add(placeholder, PrintedValue((words,), values.place_of(entry.line)))
            if beside and not any(found is not None for found in said):
                # The field says something else here, so that what other places say of its values is not sure.
                values.unsure.update(placeholders_in(block))
    # A paragraph that can be read in two ways has one once a value in it is known from elsewhere.
    for block in left:
        known = {name: values.found[name].words[0] for name in placeholders_in(block) if name in values.found}
        for line in lines if known else ():
            for name, words in (_fitting(_with(block, known), line.text, title) or {}).items():
                values.add(name, PrintedValue((words,), values.place_of(line)))
    return values


def placeholders_in(block: Block) -> list[str]:
    return [part.name for part in block.inlines if isinstance(part, Placeholder)]


def _with(block: Block, known: Mapping[str, str]) -> Block:
    """The block with values that are known in the place of their placeholders."""
    return Block(
        block.kind,
        tuple(
            Run(known[part.name]) if isinstance(part, Placeholder) and part.name in known else part
            for part in block.inlines
        ),
        block.level,
    )


def _own_part(version: ClauseVersion, name: str, text: str) -> str:
    """The words of a field, where a schedule prints two of them in one place: “Provider; its lead post”."""
    by = "; ".join(block.text for block in version.fields.get("by", ()))
    return text.removeprefix(f"{by}; ") if name == "owner" and by else text


def _of_wording(blocks: Sequence[Block], lines: Sequence[Line], title: str, values: ClauseValues) -> None:
    """Block by block down the lines; a block that is one placeholder stands for the lines up to the next block's."""
    at = 0
    waiting: list[tuple[str, int]] = []
    used: set[int] = set()
    for block in blocks:
        alone = _alone(block)
        if alone is not None:
            waiting.append((alone, at))
            continue
        place = next((n for n in range(at, len(lines)) if _fitting(block, lines[n].text, title) is not None), None)
        if place is None:
            waiting.clear()
            continue
        if len(waiting) == 1:
            name, first = waiting[0]
            _entries(name, lines[first:place], values)
            used.update(range(first, place))
        waiting.clear()
        used.add(place)
        for name, words in (_fitting(block, lines[place].text, title) or {}).items():
            values.add(name, PrintedValue((words,), values.place_of(lines[place])))
        at = place + 1
    if len(waiting) == 1:
        _entries(waiting[0][0], lines[waiting[0][1] :], values)
        used.update(range(waiting[0][1], len(lines)))
    # A sentence that stands there once more, with other words in its gaps, leaves open which of the two holds.
    for number, line in enumerate(lines):
        if number not in used:
            for block in (block for block in blocks if _alone(block) is None):
                for name, words in (_fitting(block, line.text, title) or {}).items():
                    values.add(name, PrintedValue((words,), values.place_of(line)))


def _entries(name: str, lines: Sequence[Line], values: ClauseValues) -> None:
    said = [line for line in lines if line.text.strip()]
    if said:
        values.add(name, PrintedValue(tuple(line.text.strip() for line in said), values.place_of(said[0])))


def _alone(block: Block) -> str | None:
    """The placeholder that is all of a block, but for spaces."""
    parts = [part for part in block.inlines if not (isinstance(part, Run) and not part.text.strip())]
    return parts[0].name if len(parts) == 1 and isinstance(parts[0], Placeholder) else None


def _fitting(block: Block, text: str, title: str) -> Said | None:
    """The values with which the block is the text, with or without a list mark, the clause's title or a label before
    it."""
    for start in _starts(text, title):
        if (said := between(block, text[start:].strip())) is not None:
            return said
    return None


def _starts(text: str, title: str) -> Iterator[int]:
    """Where the words of a clause may begin in a line: after its title or a list mark, else where the line does."""
    mark = _MARK.match(text)
    after = mark.end() if mark is not None else 0
    if text.translate(_FOLDS).startswith(f"{title.translate(_FOLDS)}. ", after):
        yield after + len(title) + 2
    if mark is not None:
        yield after
    yield 0


def between(block: Block, text: str) -> Said | None:
    """The words that stand where the block has placeholders; None where the rest is not the block, or where it can be
    read in two ways. In time linear in the text."""
    pieces, names = _pieces(block)
    text = back_to_their_figure(pieces, text.translate(_FOLDS), text)
    folded = text.translate(_FOLDS)
    first = _spans(pieces, folded, last=False)
    if first is None or first != _spans(pieces, folded, last=True):
        return None
    said: Said = {}
    for name, (start, end) in zip(names, first, strict=True):
        words = text[start:end].strip()
        if not words or said.setdefault(name, words) != words:
            return None
    return said


def _pieces(block: Block) -> tuple[list[str], list[str]]:
    """The block's own words, cut at its placeholders, and the placeholders."""
    pieces, names = [""], []
    for part in block.inlines:
        if isinstance(part, Placeholder):
            names.append(part.name)
            pieces.append("")
        else:
            pieces[-1] += part.text.translate(_FOLDS)
    return pieces, names


def _spans(pieces: list[str], text: str, *, last: bool) -> list[tuple[int, int]] | None:
    """From where to where each placeholder goes, each piece at its first place from the left, or its last from the
    right."""
    if not text.startswith(pieces[0]) or not text.endswith(pieces[-1]):
        return None
    at, end = len(pieces[0]), len(text) - len(pieces[-1])
    if len(pieces) == 1:
        return [] if text == pieces[0] else None
    inner = pieces[1:-1]
    places: list[int] = []
    if last:
        stop = end
        for piece in reversed(inner):
            found = text.rfind(piece, at, stop) if piece else stop
            if found < at:
                return None
            places.insert(0, found)
            stop = found
    else:
        start = at
        for piece in inner:
            found = text.find(piece, start, end)
            if found < 0:
                return None
            places.append(found)
            start = found + len(piece)
    if end < at:
        return None
    starts = [at, *(place + len(piece) for place, piece in zip(places, inner, strict=True))]
    ends = [*places, end]
    spans = list(zip(starts, ends, strict=True))
    return spans if all(one <= two for one, two in spans) else None


# --- as the contract file has it --------------------------------------------------------------------------------------


class TypedValue(Struct, frozen=True):
    """A value as a contract file has it; `own` is what differs for single Commissioners, by their names."""

    value: str | tuple[str, ...]
    own: tuple[tuple[str, str | tuple[str, ...]], ...] = ()


def typed(
    printed: PrintedValue,
    placeholder: DeclaredPlaceholder,
    version: ClauseVersion,
    library: Library,
    commencement: date | None,
    commissioners: Sequence[str],
) -> TypedValue | None:
    """The value that prints these words; None where none is known that does."""
    words, own = _own_values(printed.words, commissioners)
    value = _one(words, placeholder, version, library, commencement)
    others = [(name, _one(each, placeholder, version, library, commencement)) for name, each in own]
    if value is None or any(each is None for _, each in others):
        return None
    return TypedValue(value, tuple((name, each) for name, each in others if each is not None))


def _own_values(
    words: tuple[str, ...], commissioners: Sequence[str]
) -> tuple[tuple[str, ...], list[tuple[str, tuple[str, ...]]]]:
    """The value for all, and apart from it what is said “(for NAME: …)” or, of a list, “… (for NAME)”."""
    own: dict[str, list[str]] = {}
    rest: list[str] = []
    for each in words:
        name = next((name for name in commissioners if each.endswith(f" (for {name})")), None)
        if name is not None and len(words) > 1:
            own.setdefault(name, []).append(each.removesuffix(f" (for {name})"))
            continue
        found = re.fullmatch(r"(?P<value>.*?) \((?:of which )?(?P<own>for .*)\)", each, re.DOTALL)
        named = _named(found["own"], commissioners) if found is not None else None
        if found is not None and named is not None:
            rest.append(found["value"])
            for who, what in named:
                own.setdefault(who, []).append(what)
        else:
            rest.append(each)
    return tuple(rest), [(name, tuple(entries)) for name, entries in own.items()]


def _named(words: str, commissioners: Sequence[str]) -> list[tuple[str, str]] | None:
    found = []
    for part in re.split(r"; (?=for )", words):
        name = next((name for name in commissioners if part.startswith(f"for {name}: ")), None)
        if name is None:
            return None
        found.append((name, part.removeprefix(f"for {name}: ")))
    return found


def _one(
    words: tuple[str, ...],
    placeholder: DeclaredPlaceholder,
    version: ClauseVersion,
    library: Library,
    commencement: date | None,
) -> str | tuple[str, ...] | None:
    dated = placeholder.kind == "trajectory" or placeholder.by_year
    if dated and len(words) == 1 and not isinstance(read := read_trajectory(words[0]), str):
        return str(read)  # its figures say the same in every form of print
    words = tuple(_in_one_form(word, placeholder.kind) for word in words)
    wanted = tuple(_plain(word) for word in words)
    for given in _candidates(words, placeholder):
        found = convert(given, placeholder, commencement, library.situations)
        if not isinstance(found, Value):
            continue
        printed = found.printed if isinstance(found.printed, tuple) else (found.printed,)
        if placeholder.kind == "interval":
            printed = (as_it_reads(version, placeholder.name, printed[0]),)
        if tuple(_plain(_in_one_form(word, placeholder.kind)) for word in printed) == wanted:
            return given
    return None


_TWO_WAYS = re.compile(r"(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|1[0-2])[/.-]\d+")
"""A day of which nobody can tell whether the day or the month stands first."""


def _in_one_form(text: str, kind: str | None) -> str:
    """A day, a share or a number in the form in which it is printed, where somebody wrote it by hand in another."""
    if kind == "date" and not _TWO_WAYS.fullmatch(text) and (day := parse_day(text)) is not None:
        return long_date(day)
    if kind == "percentage":
        return re.sub(r"\s*(?:%|per ?cent)$", "%", text)
    if kind in ("number", "count"):
        return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    return text


def _candidates(words: tuple[str, ...], placeholder: DeclaredPlaceholder) -> Iterator[str | tuple[str, ...]]:
    text = words[0] if words else ""
    if placeholder.may_be_none and text == placeholder.may_be_none:
        yield "None"
    if placeholder.kind == "list":
        yield words
        return
    if len(words) != 1:
        return
    if placeholder.kind == "date" and (day := parse_day(text)) is not None:
        yield day.isoformat()
    if placeholder.kind == "percentage":
        yield text.removesuffix("%")
    if placeholder.kind == "trajectory":
        yield text.replace(",", "")
    yield text
    if placeholder.kind == "interval":
        yield f"1 {text}"
