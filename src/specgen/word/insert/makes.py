"""How two lines of an existing specification are made and counted, so that one can be said to stand beside the other.

Source: ECMA-376 part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from typing import Final

from specgen.word.document.headings import typed_number
from specgen.word.document.numbering import roman
from specgen.word.insert.host import SMALL_WORDS, Host, HostParagraph


def is_next(mine: tuple[int, ...], its: tuple[int, ...]) -> bool:
    """Whether `its` is the very next number of a section beside `mine` or one that it stands in: 3.3 or 4 after 3.2."""
    return any(its == (*mine[:depth], mine[depth] + 1) for depth in range(len(mine)))


def may_follow(mine: tuple[int, ...], its: tuple[int, ...]) -> bool:
    """Whether `its` is a number that may come next after the section `mine`: 3.3, 4, 4.1 after 3.2."""
    return any(
        its[: depth + 1] == (*mine[:depth], mine[depth] + 1) and all(each in (0, 1) for each in its[depth + 1 :])
        for depth in range(len(mine))
    )


def printed_of(line: HostParagraph) -> tuple[object, ...]:
    """What tells two bold headings without a level apart, whether their letters or their style say it."""
    return (line.line.style, line.first_letters.size, line.tint, *marks_of(line)[2:])


def make_of(line: HostParagraph) -> tuple[object, ...]:
    """How a heading is made: its style, its letters, and how it is counted."""
    listed, form = line.numbered is not None, "1" if number_of(line) else label_form(line)
    return (line.line.style, line.first_letters.size, line.tint, *marks_of(line), listed, form)


def marks_of(line: HostParagraph) -> tuple[bool, ...]:
    """What marks the letters of the line on the page, but for their size and colour."""
    own = line.first_letters
    return (line.bold, line.capitals, own.underlined, own.italic, own.capitals)


def core_of(line: HostParagraph) -> set[str]:
    """The words of the line without small ones and numbers."""
    return {each for each in line.words if not each.isdigit()} - SMALL_WORDS


_COUNTED: Final = re.compile(
    r".*(?P<sign>#) ?(?P<last>\d{1,3})\W*|(?P<name>[^\W\d][^\d:#]{0,20}?) ?(?P<number>\d{1,3})\b.*"
)
"""A line that counts in its words: “Phase 2: build”, “Print a receipt #11”."""


def counted(line: HostParagraph) -> tuple[str, int] | None:
    """What the line counts in its words, and the number; None where it counts nothing."""
    found = _COUNTED.fullmatch(line.text)
    return None if found is None else (found["name"] or found["sign"], int(found["number"] or found["last"]))


def counts_in_words(one: HostParagraph, two: HostParagraph) -> bool:
    """Whether the second line counts on from the first in its words."""
    mine, its = counted(one), counted(two)
    return mine is not None and its == (mine[0], mine[1] + 1)


def of_one_form(one: HostParagraph, other: HostParagraph) -> bool:
    """Whether two lines with numbers are of one make: typed or not, style, bold letters, level, and how they end."""
    if bool(typed_number(one.text)) != bool(typed_number(other.text)):
        return False
    mine, its = (
        (each.line.style, each.bold, each.line.heading, _SIGNS.get(each.text[-1:], ""), each.cell)
        for each in (one, other)
    )
    return mine == its and (other.may_head or bool(its[3]))


_SIGNS: Final = {":": ":", ".": "."}
"""What a heading may end with."""
_LETTERED: Final = re.compile(
    r"\((?:[A-Za-z]|[IVXivx]{1,5}|[0-9]{1,2})\)(?=\s)|(?:[A-Za-z]|[IVXivx]{1,5})(?:(?:\.[0-9]{1,2})+[.)]?|[.):])(?=\s)"
    r"|#(?=\s)|#{2,6}(?=[\s\w])"
)
"""A typed label with a letter or in brackets, “A.”, “(b)”, “C.1”, “IV.”, “(2)”, or the signs of a plain file, “##”."""


def label_form(line: HostParagraph) -> str:
    """How the label before the words is written, “A.” for “B.” and “IV.”; "" without one."""
    label = _LETTERED.match(line.said)
    said = label[0] if label is not None else line.label if line.line.kind == "number" else ""
    return re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", re.sub(r"[0-9]+", "1", said)))


_ROMAN: Final = ("", *(roman(number).upper() for number in range(1, 21)))


def letters_on(one: HostParagraph, two: HostParagraph) -> bool:
    """Whether the label typed before the second line is the next after the first's: “V.” after “IV.”, “C.” after
    “B.”."""
    labels = [found[0].strip("().:") for each in (one, two) if (found := _LETTERED.match(each.said))]
    if len(labels) != 2:
        return False
    mine, its = labels
    roman = mine in _ROMAN and its in _ROMAN and _ROMAN.index(its) == _ROMAN.index(mine) + 1
    return roman or (mine.isupper() and len(mine) == len(its) == 1 and ord(its) == ord(mine) + 1)


def depth_of(line: HostParagraph) -> int:
    return line.numbered[1] if line.numbered is not None else 0


def instance_of(line: HostParagraph) -> str:
    return line.numbered[0] if line.numbered is not None else ""


def number_of(heading: HostParagraph) -> tuple[int, ...]:
    said = typed_number(heading.text) or heading.number
    number = tuple(int(each) for each in said.split(".")) if said else ()
    # “1.0” stands over “1.1” as “1” does.
    return number[:-1] if len(number) > 1 and not number[-1] else number


def listed_alike(one: HostParagraph, two: HostParagraph) -> bool:
    return (one.numbered is None) == (two.numbered is None)


def in_same_list(host: Host, one: HostParagraph, two: HostParagraph) -> bool:
    if one.numbered is None or two.numbered is None:
        return False
    return host.numbering.abstract(one.numbered[0]) == host.numbering.abstract(two.numbered[0])
