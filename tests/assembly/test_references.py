"""A reference from one paragraph to another: `{{ see: clause-id#sentence }}`."""

from __future__ import annotations

import dataclasses

import pytest
from lxml import etree
from msgspec.structs import replace
from tests.checks.contracts import contract, editions
from tests.checks.read_clauses import library_of, own_clause
from tests.golden.test_outlines import rendered
from tests.word.labels import labels
from tests.word.making import W, part_of

from specgen.assembly.document_type import read_document_types
from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.marks import paragraph_bookmark
from specgen.assembly.pack import Pack, assemble
from specgen.assembly.paragraphs import numbered_by_themselves, with_references
from specgen.contract.read import read_contract
from specgen.library.model import Clause
from specgen.problems import Problem
from specgen.shipped import shipped as folder_of
from specgen.wording.wording import Reference, parse_wording, placeholder_names

TYPES = read_document_types(folder_of("templates"))[0]
MAP = "co-production/specification/the-map"
USE = "co-production/specification/the-use"


def clause(clause_id: str, wording: str) -> Clause:
    opening = " ".join(wording.partition("must")[0].split()[1:]) or "It"
    reading = (
        f'- {{sentence: "1", opens: "{opening} must", mode: duty, actor: Provider, act: give, object: map, '
        "when: {within: 28 days, after: request}}"
    )
    return own_clause(clause_id, wording, reading)


THE_MAP = clause(MAP, "1. The Provider must give a map.\n2. It is kept.")
THE_USE = clause(USE, f"1. The Provider must follow the map of paragraph {{{{ see: {MAP}#1 }}}}.")


def assembled(*chosen: str, clauses: tuple[Clause, ...] = (THE_MAP, THE_USE)) -> tuple[Pack, list[Problem]]:
    text = contract(f"specification: [{', '.join(chosen)}]")
    found, problems = read_contract(text.encode(), "contract.yaml")
    assert found is not None, problems
    pack, problems = assemble(found, library_of(*clauses), editions(), TYPES)
    assert pack is not None
    return pack, [problem for problem in problems if problem.slug == "reference-not-there"]


def printed(pack: Pack) -> list[tuple[str, str]]:
    (document,) = (each for each in pack.documents if "specification" in each.type.prints)
    return [(label, words) for label, words in labels(rendered(pack, document, ())) if label]


def test_a_reference_is_no_value_that_a_contract_gives() -> None:
    blocks, problems = parse_wording(f"See {{{{ see: {MAP}#12.2 }}}} and {{{{ name }}}}.", "1.md")
    assert problems == []
    assert list(placeholder_names(blocks)) == ["name"]
    (reference,) = (part for part in blocks[0].inlines if isinstance(part, Reference))
    assert reference.target == (MAP, "12.2")
    assert parse_wording(blocks[0].text, "1.md")[0] == blocks


@pytest.mark.parametrize("odd", ["see: map#1", "see: a/b", "see:a/specification/b#", "see: A/specification/b#1"])
def test_a_reference_in_another_form_is_told(odd: str) -> None:
    assert [problem.slug for problem in parse_wording(f"See {{{{ {odd} }}}}.", "1.md")[1]] == ["placeholder-form"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ((MAP, USE), [("3.2.1", "The Provider must give a map."), ("3.2.3", "…of paragraph 3.2.1.")]),
        ((USE, MAP), [("3.2.2", "The Provider must give a map."), ("3.2.1", "…of paragraph 3.2.2.")]),
    ],
)
def test_it_is_printed_as_the_number_of_that_paragraph(
    chosen: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    pack, problems = assembled(*chosen)
    assert problems == []
    said = dict(printed(pack))
    for number, words in expected:
        assert said[number].endswith(words.lstrip("…"))


def test_it_is_a_field_to_a_bookmark_in_that_paragraph_with_its_result_right() -> None:
    pack, _ = assembled(USE, MAP)
    (document,) = (each for each in pack.documents if "specification" in each.type.prints)
    body = part_of(rendered(pack, document, ()))
    (code,) = (each.text or "" for each in body.iter(f"{{{W}}}instrText"))
    name, switches = code.split()[1], code.split()[2:]
    assert (code.split()[0], switches) == ("REF", ["\\r", "\\h"])
    (mark,) = (each for each in body.iter(f"{{{W}}}bookmarkStart") if each.get(f"{{{W}}}name") == name)
    paragraph = mark.getparent()
    assert isinstance(paragraph, etree._Element)
    assert "".join(each.text or "" for each in paragraph.iter(f"{{{W}}}t")) == "The Provider must give a map."


def test_in_one_file_made_of_two_documents_each_reference_finds_its_own_paragraph() -> None:
    def bookmarks(reference: str, service: int | None) -> set[str]:
        content = pack.contract.content
        named = replace(content, contract=replace(content.contract, reference=reference))
        documents, _, _ = with_references(
            [dataclasses.replace(document, service=service) for document in pack.documents],
            pack.chosen,
            replace(pack.contract, content=named),
        )
        return {block.mark for each in documents for clause in each.clauses for block in clause.blocks if block.mark}

    pack, _ = assembled(USE, MAP)
    named = [bookmarks("A-1", 0), bookmarks("A-1", 1), bookmarks("A-2", 0)]
    assert all(len(each) == 1 for each in named) and len(set.union(*named)) == 3
    assert bookmarks("A-1", 0) == named[0]


def test_a_bookmark_is_short_enough_for_word_however_long_the_clause() -> None:
    long_id = "a-b-c-d-e-f-g-h/specification/" + "x" * 80
    assert len(paragraph_bookmark(long_id, ("A" * 200, "2a", "1"), 999)) <= 40


def test_the_ledger_says_the_sentence_with_the_number() -> None:
    pack, _ = assembled(MAP, USE)
    (row,) = (row for row in ledger_of(pack).rows if row.clause_id == USE)
    assert row.sentence == "The Provider must follow the map of paragraph 3.2.1."


@pytest.mark.parametrize(
    ("chosen", "clauses", "said"),
    [
        ((USE,), (THE_MAP, THE_USE), "is not in the same document"),
        (
            (MAP, USE),
            (THE_MAP, clause(USE, f"1. The Provider must follow {{{{ see: {MAP}#7 }}}}.")),
            "has no numbered paragraph of that name",
        ),
    ],
)
def test_a_sentence_that_is_not_there_is_an_error(
    chosen: tuple[str, ...], clauses: tuple[Clause, ...], said: str
) -> None:
    _, (problem,) = assembled(*chosen, clauses=clauses)
    assert problem.severity == "error"
    assert said in problem.message
    assert problem.location.line is not None


def test_in_another_version_the_sentence_is_found_by_its_words() -> None:
    newer = clause(MAP, "1. It is new. The Provider must see it.\n2. The Provider must give a map.").versions[0]
    both = dataclasses.replace(THE_MAP, versions=(THE_MAP.versions[0], replace(newer, number=2, reading=b"")))
    pack, problems = assembled(MAP, USE)
    assert problems == []
    library = dataclasses.replace(pack.library, clauses={**pack.library.clauses, MAP: both})
    again, problems = assemble(pack.contract, library, editions(), TYPES)
    assert again is not None
    assert [problem for problem in problems if problem.slug == "reference-not-there"] == []
    assert dict(printed(again))["3.2.3"].endswith("of paragraph 3.2.2.")


def test_where_clauses_are_numbered_by_themselves_it_has_the_number_there() -> None:
    pack, _ = assembled(MAP, USE)
    by_themselves = numbered_by_themselves(pack, {document.file_name for document in pack.documents})
    assert ("1.", "The Provider must follow the map of paragraph 1.") in printed(by_themselves)
