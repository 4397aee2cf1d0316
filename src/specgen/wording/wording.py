"""Wording: the blocks of a clause, parsed from a small fixed part of Markdown, and the filling of its placeholders.

The part of Markdown: paragraphs, bulleted and numbered lists (nested), bold, italic and `{{ name }}`. One line of the
file is one paragraph or one list item. Placeholders are filled after parsing, as text, so nothing that a user types is
ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.problems import Location, Problem

BlockKind = Literal["heading", "paragraph", "bullet", "number"]
DEEPEST_LIST_LEVEL = 3


class Run(Struct, frozen=True, cache_hash=True):
    """Text of one look. `gap` marks the visible stand-in of a value that is still missing in a draft. `to` is the
    bookmark of the paragraph whose number the text is: Word can bring it up to date."""

    text: str
    bold: bool = False
    italic: bool = False
    gap: bool = False
    to: str = ""


class Placeholder(Struct, frozen=True, cache_hash=True):
    """A named place in wording that a contract's value fills."""

    name: str
    bold: bool = False
    italic: bool = False


class Reference(Placeholder, frozen=True, cache_hash=True):
    """A place in wording where the number of another sentence is printed: `{{ see: clause-id#sentence }}`. Its name is
    what stands between the braces."""

    @property
    def target(self) -> tuple[str, str]:
        """The clause's id and the sentence's."""
        clause, _, sentence = self.name.removeprefix(SEE).partition("#")
        return clause, sentence


SEE = "see: "
SEE_TARGET = "[a-z0-9-]+/[a-z]+/[a-z0-9-]+#[A-Za-z0-9.:-]+"
"""How a clause's id and a sentence's are written after it."""
Inline = Run | Placeholder


class Block(Struct, frozen=True, cache_hash=True):
    """A heading, a paragraph or a list item. `level` counts from 0: list nesting, or depth below the section's
    heading. `mark` is the bookmark of a paragraph that another refers to. `label` is the number that a numbered item
    has in another file; it is printed as it stands and counts nothing."""

    kind: BlockKind
    inlines: tuple[Inline, ...]
    level: int = 0
    mark: str = ""
    label: str = ""

    @property
    def text(self) -> str:
        """The block's words; a placeholder stands as `{{ name }}`."""
        inlines = self.inlines
        if len(inlines) == 1 and isinstance(only := inlines[0], Run):
            return only.text  # most blocks, and there are thousands of them
        return "".join([part.text if isinstance(part, Run) else f"{{{{ {part.name} }}}}" for part in inlines])


Blocks = tuple[Block, ...]


class Passage(Struct, frozen=True, cache_hash=True):
    """Words as they are printed in one place, with the marks by which they are found again.

    `tag` is the content control's tag (64 characters at most), `bookmark` the bookmark's name (40 at most, letters,
    digits and underscores), `title` the control's title. `inline` puts the words inside one paragraph (a table cell, a
    list), so they are one paragraph long. `run` puts its numbered items into the document's run of numbers below that
    number (3.2.1, 3.2.2 …), “” into one without a number before it; None leaves each list its own numbers.
    """

    blocks: Blocks
    tag: str
    bookmark: str
    title: str
    inline: bool = False
    run: str | None = None

    @property
    def text(self) -> str:
        """The words, a line for each block."""
        return plain_text(self.blocks)


def plain_text(blocks: Blocks) -> str:
    """The blocks' words, a line for each block, without list marks."""
    return "\n".join([block.text for block in blocks])


def list_marks(blocks: Iterable[Block]) -> Iterator[str]:
    """What is printed before each block: nothing, a bullet, or the number of its item; a list that is interrupted
    begins again at 1."""
    counters: list[int] = []
    for block in blocks:
        if block.kind not in ("bullet", "number"):
            counters.clear()
            yield ""
            continue
        del counters[block.level + 1 :]
        counters.extend([0] * (block.level + 1 - len(counters)))
        counters[block.level] = counters[block.level] + 1 if block.kind == "number" else 0
        yield f"{counters[block.level]}." if block.kind == "number" else "•"


_LIST_ITEM = re.compile(r"(?P<indent> *)(?:(?P<bullet>-)|(?P<number>\d{1,3})\.) +(?P<text>\S.*)")
_NOT_WORDING = re.compile(r"^\s*(?:#{1,6} |>|```|~~~|\||\* |\+ )|<[A-Za-z/!]|\]\(|\{%|\{#")
_TOKEN = re.compile(
    r"\\(?P<escaped>[\\*{}_-])|(?P<bold>\*\*)|(?P<italic>\*)|\{\{ *(?P<name>[a-z][a-z0-9_]*) *\}\}"
    rf"|\{{\{{ *see: *(?P<see>{SEE_TARGET}) *\}}\}}|(?P<brace>\{{\{{|\}}\}})"
)


def parse_wording(text: str, file: str, first_line: int = 1) -> tuple[Blocks, list[Problem]]:
    """The blocks of `text`, and a problem with line and column for each thing that is not wording.

    `first_line` is the line of `file` on which `text` begins.
    """
    blocks: list[Block] = []
    problems: list[Problem] = []
    previous_blank = True
    numbers: dict[int, int] = {}  # level → the number that its last item is printed with

    def fault(slug: str, message: str, cure: str, column: int = 1) -> None:
        problems.append(Problem(slug, message, Location(file, number, column), cure=cure, excerpt=line))

    for number, line in enumerate(text.split("\n"), first_line):
        if not line.strip():
            previous_blank = True
            continue
        item = _LIST_ITEM.fullmatch(line.rstrip())
        if item is None and not previous_blank:
            fault(
                "wrapped-line",
                "a paragraph or list item goes over more than one line",
                "keep each paragraph and each list item on one line, with a blank line between paragraphs",
            )
        if odd := _NOT_WORDING.search(line):
            fault(
                "not-wording",
                f"“{odd.group().strip()}” is not part of the wording format",
                "use paragraphs, “- ” and “1. ” lists, **bold**, *italic* and {{ name }} only",
                odd.start() + 1,
            )
        kind: BlockKind = "paragraph"
        level, words = 0, line.strip()
        if item is not None:
            kind = "bullet" if item["bullet"] else "number"
            level, odd_indent = divmod(len(item["indent"]), 4)
            deepest = blocks[-1].level + 1 if blocks and blocks[-1].kind in ("bullet", "number") else 0
            if odd_indent or level > min(deepest, DEEPEST_LIST_LEVEL):
                fault(
                    "list-indent",
                    "a list item is indented by a wrong number of spaces",
                    "indent a nested item by four spaces more than the item it belongs to",
                )
                level = min(level, deepest, DEEPEST_LIST_LEVEL)
            words = item["text"]
            printed = numbers.get(level, 0) + 1 if item["number"] else 0
            if item["number"] and int(item["number"]) not in (1, printed):
                fault(
                    "list-number",
                    f"the item is numbered {item['number']}, and {printed} would be printed",
                    "number a list from 1 without a gap; one that is interrupted by a paragraph begins again at 1",
                )
            numbers = {**{above: found for above, found in numbers.items() if above < level}, level: printed}
        else:
            numbers = {}
        inlines, faults = _parse_inlines(words, file, number, line)
        problems.extend(faults)
        blocks.append(Block(kind, inlines, level))
        previous_blank = False
    return tuple(blocks), problems


def _parse_inlines(words: str, file: str, number: int, line: str) -> tuple[tuple[Inline, ...], list[Problem]]:
    inlines: list[Inline] = []
    problems: list[Problem] = []
    bold = italic = False
    pending = ""
    position = 0
    offset = line.find(words)

    def fault(slug: str, message: str, cure: str, column: int = 1) -> None:
        problems.append(Problem(slug, message, Location(file, number, column), cure=cure, excerpt=line))

    def flush() -> None:
        nonlocal pending
        if pending:
            inlines.append(Run(pending, bold, italic))
            pending = ""

    for token in _TOKEN.finditer(words):
        pending += words[position : token.start()]
        position = token.end()
        if token["escaped"]:
            pending += token["escaped"]
        elif token["bold"]:
            flush()
            bold = not bold
        elif token["italic"]:
            flush()
            italic = not italic
        elif token["name"]:
            flush()
            inlines.append(Placeholder(token["name"], bold, italic))
        elif token["see"]:
            flush()
            inlines.append(Reference(f"{SEE}{token['see']}", bold, italic))
        elif not problems:
            fault(
                "placeholder-form",
                "a placeholder is not closed or its name is not plain",
                "write {{ name }} with small letters, digits and underscores, or "
                "{{ see: component/place/name#sentence }} for the number of a paragraph",
                offset + token.start() + 1,
            )
    pending += words[position:]
    flush()
    if bold or italic:
        cure = "close it with the same mark, or write \\* for a star"
        fault("unclosed-emphasis", "bold or italic is opened and never closed", cure)
    return tuple(inlines), problems


def placeholder_names(blocks: Blocks) -> Iterator[str]:
    """The name of every placeholder that a value fills, in reading order, repeated as often as it stands there."""
    for block in blocks:
        for part in block.inlines:
            if isinstance(part, Placeholder) and not isinstance(part, Reference):
                yield part.name


def references_in(blocks: Blocks) -> Iterator[Reference]:
    """Every reference to another sentence, in reading order."""
    for block in blocks:
        for part in block.inlines:
            if isinstance(part, Reference):
                yield part


def gap_text(what: str) -> str:
    """What a draft shows where a value is missing: `what` is asked for, in words."""
    return f"[TO BE COMPLETED: {what}]"


def fill(
    blocks: Blocks,
    values: Mapping[str, str | tuple[str, ...]],
    questions: Mapping[str, str] | None = None,
    *,
    in_brackets: bool = False,
) -> Blocks:
    """The blocks with every placeholder replaced by its value.

    A tuple fills a list item of its own, one item an entry. A name without a value becomes a visible gap, which asks
    its question; the caller reports it. Nothing in a value is read as markup. A reference stays where its number is not
    among the values. `in_brackets` leaves figures of single Commissioners there, as documents once had them.
    """
    asked = questions or {}
    filled: list[Block] = []
    reached = 0
    for index in _with_holes(blocks):
        block = blocks[index]
        filled += blocks[reached:index]
        reached = index + 1
        inlines = block.inlines
        first = inlines[0] if len(inlines) == 1 else None
        if isinstance(first, Placeholder) and isinstance(value := values.get(first.name), tuple):
            filled.extend(Block(block.kind, (Run(entry, first.bold, first.italic),), block.level) for entry in value)
        else:
            parts = [part if isinstance(part, Run) else _filled(part, values, asked) for part in inlines]
            bracketed = not in_brackets and ")" in [part.text[-1:] for part in parts if type(part) is Run]
            found = out_of_brackets(inlines, parts) if bracketed else tuple(parts)
            filled.append(Block(block.kind, found, block.level))
    return (*filled, *blocks[reached:]) if reached else blocks


@lru_cache(maxsize=1024)  # the wording of a version is filled for every contract
def _with_holes(blocks: Blocks) -> tuple[int, ...]:
    """Which of the blocks hold a placeholder: few of them."""
    return tuple(
        index for index, block in enumerate(blocks) if not all(isinstance(part, Run) for part in block.inlines)
    )


def _filled(part: Placeholder, values: Mapping[str, str | tuple[str, ...]], questions: Mapping[str, str]) -> Inline:
    value = values.get(part.name)
    if value is None and isinstance(part, Reference):
        return part
    if value is None:
        return Run(gap_text(questions.get(part.name) or part.name), part.bold, part.italic, gap=True)
    return Run(value if isinstance(value, str) else "; ".join(value), part.bold, part.italic)


_FIGURE_OF_EACH = re.compile(r"(£?\d[\d,.]*%?(?: in [^()]+)?) \(((?:of which )?for [^():]+: [^()]+)\)")
"""A figure with what differs for single Commissioners: `80% (for Upland Council: 75%)`."""


def out_of_brackets(inlines: Sequence[Inline], parts: Sequence[Inline]) -> tuple[Inline, ...]:
    """The parts that fill a block, where no brackets of the wording have others in them for a figure of single
    Commissioners: what differs for them goes to the end of the brackets, `(80% Target; for Upland Council: 75%)`."""
    found = list(parts)
    for index, part in enumerate(inlines):
        filled = found[index]
        if not isinstance(part, Placeholder) or not isinstance(filled, Run) or not filled.text.endswith(")"):
            continue
        figure = _FIGURE_OF_EACH.fullmatch(filled.text)
        before = "".join(run.text for run in found[:index] if isinstance(run, Run))
        after = found[index + 1] if len(found) > index + 1 else None
        if figure is None or before.count("(") <= before.count(")") or not isinstance(after, Run):
            continue
        rest, closed, beyond = after.text.partition(")")
        if closed and "(" not in rest and isinstance(inlines[index + 1], Run):
            found[index] = replace(filled, text=figure[1])
            found[index + 1] = replace(after, text=f"{rest}; {figure[2]}){beyond}")
    return tuple(found)


def words_of_value(blocks: Blocks, name: str, value: str) -> str:
    """The value as the blocks print it: `80% Target; for Upland Council: 75%`, where what differs for single
    Commissioners stands `out_of_brackets`."""
    figure = _FIGURE_OF_EACH.fullmatch(value)
    text = plain_text(fill(blocks, {name: value}, {})) if figure is not None else ""
    moved = re.search(rf"{re.escape(figure[1])}[^()]*; {re.escape(figure[2])}", text) if figure is not None else None
    return moved[0] if moved is not None else value


_MOVED = re.compile(r"; ((?:of which )?for [^():]+: [^();]+(?:; for [^():]+: [^();]+)*)\)")


def back_to_their_figure(pieces: Sequence[str], folded: str, text: str) -> str:
    """The text, where what differs for single Commissioners stands `out_of_brackets` of the wording whose pieces
    between its placeholders these are: brought back behind its figure, as a value has it. The pieces are folded as
    `folded` is, which has a sign for each of the text's."""
    for found in _MOVED.finditer(folded) if "; for " in folded or "; of which for " in folded else ():
        for piece in pieces[1:]:
            rest, closed, _ = piece.partition(")")
            at = found.start() - len(rest)
            if closed and "(" not in rest and at > 0 and folded[at : found.start()] == rest:
                figure, after = text[:at].rstrip(), text[found.end() :]
                own = text[found.start(1) : found.end(1)]
                return f"{figure} ({own}){text[len(figure) : found.start()]}){after}"
    return text


# Wording with the fate of every word: what a report's redline says, as values without Word.


class Signature(Struct, frozen=True):
    """Who made a change, and when, as tracked changes say it; no date where "" is given."""

    author: str
    date: str = ""


class RedlinedWords(Struct, frozen=True):
    """Words in a row with one fate: put in by somebody, struck by somebody, both one after the other, or kept."""

    inlines: tuple[Inline, ...]
    put_in: Signature | None = None
    struck: Signature | None = None


class RedlinedBlock(Struct, frozen=True):
    """A paragraph of a redline: its form (the words of `block` are not looked at), the fate of the paragraph itself,
    and its words."""

    block: Block
    words: tuple[RedlinedWords, ...]
    put_in: Signature | None = None
    struck: Signature | None = None


class Redlined(Struct, frozen=True):
    """Wording with its changes: accepting all gives the new words, rejecting all the old ones."""

    blocks: tuple[RedlinedBlock, ...]
