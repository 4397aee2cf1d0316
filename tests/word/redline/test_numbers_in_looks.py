"""A plain redline says which printed numbers differ, though the words are the same and only a list looks otherwise."""

from __future__ import annotations

import pytest
from tests.word.making import NUMBERING, STYLES, docx_bytes, p

from specgen.word.redline.redline import redline

DIRECT = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
BY_STYLE = '<w:pStyle w:val="Clause"/>'
CLAUSE = (
    '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
KIND = f'<w:abstractNum w:abstractNumId="0">{LEVEL}</w:abstractNum>'
NUM = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
ROOT = NUMBERING[: NUMBERING.index(">") + 1]
LISTS = f"{ROOT}{KIND}{NUM}</w:numbering>"
SPREAD = '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
OVERRIDE = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
HOW = {
    "start": ('<w:start w:val="1"/>', '<w:start w:val="5"/>', "“1.” is now “5.” before “Payment”"),
    "words round it": ('w:val="%1."', 'w:val="Clause %1"', "“1.” is now “Clause 1” before “Payment”"),
    "form": ('w:val="decimal"', 'w:val="upperRoman"', "“1.” is now “I.” before “Payment”"),
    "begun by the instance": ("</w:num>", OVERRIDE, "“1.” is now “5.” before “Payment”"),
}


def told(old: str, new: str, *, lists: str = LISTS, styles: str = STYLES + CLAUSE) -> list[str]:
    base = STYLES + CLAUSE
    files = docx_bytes(old, styles=base, numbering=LISTS), docx_bytes(new, styles=styles, numbering=lists)
    data, problems = redline(*files, "Ada Shah", "2026-05-04", old_name="old.docx", new_name="new.docx")
    assert data is not None, problems
    return [each.message for each in problems if each.slug == "printed-numbers-differ"]


def terms(look: str, *words: str) -> str:
    return "".join(p(each, look) for each in words) + p("The end.")


@pytest.mark.parametrize("look", [DIRECT, BY_STYLE], ids=["directly", "by a style"])
@pytest.mark.parametrize("how", HOW)
def test_a_list_that_prints_other_numbers_is_told_with_the_numbers(look: str, how: str) -> None:
    was, now, said = HOW[how]
    text = terms(look, "Payment", "Reports")
    (message,) = told(text, text, lists=LISTS.replace(was, now))
    assert said in message and "before 2 paragraphs" in message


def test_a_style_that_lost_its_list_is_told() -> None:
    text = terms(BY_STYLE, "Payment", "Reports")
    bare = CLAUSE.replace('<w:numPr><w:numId w:val="1"/></w:numPr>', "")
    (message,) = told(text, text, styles=STYLES + bare)
    assert "“1.” is now “” before “Payment”" in message


@pytest.mark.parametrize("look", [DIRECT, BY_STYLE], ids=["directly", "by a style"])
def test_numbers_that_follow_from_words_that_came_in_are_no_matter(look: str) -> None:
    assert told(terms(look, "Payment", "Reports"), terms(look, "Aims", "Payment", "Reports")) == []


def test_a_list_that_another_program_gave_another_id_is_no_matter() -> None:
    text = terms(DIRECT, "Payment", "Reports")
    moved = LISTS.replace(NUM, SPREAD)
    assert told(text, text.replace('<w:numId w:val="1"/>', '<w:numId w:val="7"/>'), lists=moved) == []
