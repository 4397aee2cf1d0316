"""The numbers that Word prints, computed."""

from __future__ import annotations

import pytest

from specgen.word.document.numbering import Counters, NumberingPart, formatted
from specgen.word.package.ooxml import W, parse_xml

LEVELS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%1.%2.%3"))


def numbering(
    extra_level: str = "", instances: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> NumberingPart:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'{extra_level if depth == 1 else ""}<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(LEVELS)
    )
    kind = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    return NumberingPart(parse_xml(f'<w:numbering xmlns:w="{W}">{kind}{instances}</w:numbering>'.encode()))


def labels(part: NumberingPart, *items: tuple[str, int]) -> list[str | None]:
    counters = Counters(part)
    return [counters.next_label(number, depth) for number, depth in items]


def test_levels_count_and_deeper_ones_begin_again() -> None:
    found = labels(numbering(), ("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("1", 2))
    assert found == ["1.", "(a)", "(b)", "1.b.i", "2.", "(a)", "2.a.i"]


def test_instances_of_one_list_share_their_numbers_unless_one_begins_again() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    instances = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{again if number == 3 else ""}</w:num>'
        for number in (1, 2, 3)
    )
    found = labels(numbering(instances=instances), ("1", 0), ("2", 0), ("3", 0), ("3", 0), ("1", 0))
    assert found == ["1.", "2.", "1.", "2.", "3."]


def test_a_level_that_never_begins_again_goes_on() -> None:
    found = labels(numbering('<w:lvlRestart w:val="0"/>'), ("1", 0), ("1", 1), ("1", 0), ("1", 1))
    assert found == ["1.", "(a)", "2.", "(b)"]


def test_a_legal_level_prints_plain_numbers() -> None:
    root = parse_xml(
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        f'<w:numFmt w:val="upperRoman"/>'
        f'<w:lvlText w:val="%1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>'
        f'</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'.encode()
    )
    assert labels(NumberingPart(root), ("1", 0), ("1", 1)) == ["III", "3.1"]


def test_a_list_that_is_not_there_prints_nothing() -> None:
    assert labels(numbering(), ("9", 0), ("1", 8), ("0", 0)) == [None, None, None]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (1999, "upperRoman", "MCMXCIX"),
        (22, "ordinal", "22nd"),
        (13, "ordinal", "13th"),
        (5, "bullet", ""),
        (5, "none", ""),
        (5, "chicago", "**"),
        (5, "japaneseCounting", "japaneseCounting:5"),
        (21, "cardinalText", "Twenty-One"),
        (12, "ordinalText", "Twelfth"),
        (20, "ordinalText", "Twentieth"),
        (5, "001, 002, 003, ...", "005"),
        (31, "hex", "1F"),
        (0, "lowerRoman", "0"),
    ],
)
def test_number_formats(number: int, form: str, printed: str) -> None:
    assert formatted(number, form) == printed
