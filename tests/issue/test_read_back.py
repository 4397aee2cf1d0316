"""What a document must print, whatever tests an author puts round it in the template."""

from __future__ import annotations

import copy
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from specgen.issue.build import drafted, finish
from specgen.issue.precedents import Precedents, open_form
from specgen.issue.read_back import PrintedText
from specgen.issue.sources import Reading
from specgen.problems import Problem

Read = Callable[..., Reading]
INSERT = "specification-insert"


def reworded(template: Any, words: str, now: str) -> None:
    """Put other words into the first paragraph that holds `words`."""
    paragraph = next(each for each in template.paragraphs if words in each.text)
    whole = paragraph.text.replace(words, now)
    paragraph.runs[0].text = whole
    for run in paragraph.runs[1:]:
        run.text = ""


def within(template: Any, words: str, test: str) -> None:
    """Put a test round the first paragraph that holds `words`."""
    paragraph = next(each for each in template.paragraphs if words in each.text)
    for put, text in ((paragraph._p.addprevious, test), (paragraph._p.addnext, "{%p endif %}")):
        beside = Paragraph(copy.deepcopy(template.paragraphs[0]._p), paragraph._parent)
        beside.runs[0].text = text
        for run in beside.runs[1:]:
            run.text = ""
        put(beside._p)


def faults(
    precedents: Precedents, reading: Read, kind: str, change: Callable[[Any], object], tmp: Any
) -> list[Problem]:
    """What is said of a contract's documents after `change` was made to the shipped template of `kind`."""
    (shipped,) = [each for each in precedents.types if each.key == kind]
    template = docx.Document(BytesIO(shipped.template.read_bytes()))
    change(template)
    (tmp / kind).mkdir()
    template.save(str(tmp / kind / "template.docx"))
    own = replace(shipped, template=tmp / kind / "template.docx")
    form, problems = open_form(own)
    assert form is not None, problems
    changed = replace(precedents, forms={**precedents.forms, kind: form})
    contract = reading("two-services" if kind == "whole-specification" else "community-respiratory").contract
    assert contract is not None
    pack, problems = drafted(contract, changed)
    assert pack is not None
    return finish(pack, problems, changed)[1]


WORDING = "{{p item.wording }}"


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        (lambda made: reworded(made, 'section.slot == "specification"', 'section.slot == "specifications"'), "16 of"),
        (lambda made: within(made, WORDING, "{%p if loop.first %}"), "15 of"),
        (lambda made: within(made, WORDING, "{%p if not loop.last %}"), "1 of the 24 clauses"),
        (lambda made: within(made, WORDING, '{%p if item.title == "Enabling choice" %}'), "15 of"),
    ],
)
def test_a_template_whose_tests_leave_out_clauses_of_the_contract_is_refused_at_its_loop(
    precedents: Precedents, reading: Read, tmp_path: Any, change: Callable[[Any], object], missing: str
) -> None:
    (problem,) = faults(precedents, reading, INSERT, change, tmp_path)
    assert (problem.slug, problem.severity) == ("clause-not-printed", "error")
    assert missing in problem.message
    assert problem.location.file == f"{INSERT}/template.docx"
    assert (problem.location.part, problem.location.paragraph) == (
        "word/document.xml",
        "{%p for item in specification %}",
    )


def test_a_template_that_prints_each_clause_twice_is_refused(
    precedents: Precedents, reading: Read, tmp_path: Any
) -> None:
    def again(made: Any) -> None:
        paragraph = next(each for each in made.paragraphs if WORDING in each.text)
        paragraph._p.addnext(copy.deepcopy(paragraph._p))

    (problem,) = faults(precedents, reading, INSERT, again, tmp_path)
    assert (problem.slug, problem.severity) == ("clause-printed-twice", "error")
    assert "Shared decision making: national wording" in problem.message


@pytest.mark.parametrize(
    ("kind", "change", "slug", "said"),
    [
        (
            INSERT,
            lambda made: within(made, "Threshold: ", "{%p if not loop.first %}"),
            "clause-not-printed",
            "threshold",
        ),
        (INSERT, lambda made: within(made, "Provider: ", "{%p if document.draft %}"), "entry-not-printed", "provider"),
        (
            "whole-specification",
            lambda made: within(made, "{{p section.text }}", '{%p if section.slot == "quality" %}'),
            "section-not-printed",
            "of section",
        ),
    ],
)
def test_a_row_a_party_or_a_section_that_a_test_leaves_out_is_an_error(
    precedents: Precedents,
    reading: Read,
    tmp_path: Any,
    kind: str,
    change: Callable[[Any], object],
    slug: str,
    said: str,
) -> None:
    problem = faults(precedents, reading, kind, change, tmp_path)[0]
    assert (problem.slug, problem.severity) == (slug, "error")
    assert said in problem.message


def test_the_shipped_templates_print_all_of_every_example(precedents: Precedents, reading: Read) -> None:
    for name in ("community-respiratory", "two-services"):
        contract = reading(name).contract
        assert contract is not None
        pack, problems = drafted(contract, precedents)
        assert pack is not None
        assert finish(pack, problems, precedents)[1] == []


PARTS = ("Title\nPlan of care\nCare\nthe plan, each year", "Note\nPlan of care\n\nCare planning\rat home")
WORDS = (
    *("Title", "plan", "Plan of care", "Care", "care\nCare", "year", "each year\nNote", "Plan of care\nNote"),
    *("nowhere", "Care nowhere", "", " ", "Note\n\nTitle", "planning\rat", "Care planning\rat home", "Care\nnowhere"),
)


@given(
    st.lists(st.sampled_from(PARTS), max_size=3),
    st.lists(st.tuples(st.sampled_from(WORDS), st.integers(1, 3)), max_size=20),
)
def test_words_are_found_wherever_they_stand_whatever_was_looked_for_before(
    parts: list[str], asked: list[tuple[str, int]]
) -> None:
    text = "\n".join(parts)
    printed = PrintedText(parts)
    for words, times in asked:
        whole = times == 1 and words in text
        lines = [line for line in words.splitlines() if line.strip()]
        assert printed.holds(words, times) == (whole or all(text.count(line) >= times for line in lines)), words
