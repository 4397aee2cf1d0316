"""A clause that refers to a paragraph by its number, put into a document of somebody else: the number is the host's."""

from __future__ import annotations

import pytest
from tests.issue.inserting import TITLE, accepted, block, clause, heading, inserted, refusal, specification
from tests.issue.test_insert_places import OUTLINE, numbered
from tests.word.making import docx_bytes, p

from specgen.issue.insertion.plan import WantedClause, wanted_clause
from specgen.wording.wording import Block, Reference, Run

NAME = "see: co-production/specification/the-map#2"
MAP = (block("The Provider must appoint a lead.", "number"), block("The Provider must give a map.", "number"))


def use() -> WantedClause:
    words = Block("number", (Run("The Provider must follow the map of paragraph "), Reference(NAME), Run(".")))
    made = clause(words, name="the-use", title="Use")
    return wanted_clause(made.version, (words,), sees={NAME: (MAP[1],)})


def said(data: bytes) -> str:
    return next(line for line in accepted(data) if "must follow the map" in line)


def test_the_number_is_that_of_the_paragraph_that_comes_in_with_it() -> None:
    host = specification(p("The team sees people."))
    made = inserted(host, clause(*MAP, name="the-map"), use())
    assert said(made.data) == "The Provider must follow the map of paragraph 2."


def test_the_number_is_that_which_the_host_prints() -> None:
    host = docx_bytes(
        heading(TITLE)
        + numbered("The team sees people.", 1)
        + numbered("The Provider must give a map.", 1)
        + heading("3.3 Population covered")
        + p("Adults."),
        numbering=OUTLINE,
    )
    made = inserted(host, use())
    assert said(made.data) == "The Provider must follow the map of paragraph 1.2."


def test_a_list_that_counts_in_letters_gives_its_letter() -> None:
    letters = OUTLINE.replace(
        'w:val="decimal"/><w:lvlText w:val="%1.%2"', 'w:val="lowerLetter"/><w:lvlText w:val="%2)"'
    )
    host = docx_bytes(
        heading(TITLE)
        + numbered("The team sees people.", 1)
        + numbered("The Provider must give a map.", 1)
        + heading("3.3 Population covered"),
        numbering=letters,
    )
    assert letters != OUTLINE
    assert said(inserted(host, use()).data) == "The Provider must follow the map of paragraph b."


def test_put_in_again_it_stands_already() -> None:
    host = specification(p("The team sees people."))
    wanted = (clause(*MAP, name="the-map"), use())
    once = inserted(host, *wanted, plain=True)
    again = inserted(once.data, *wanted, plain=True)
    assert (again.data, len(again.standing)) == (once.data, 2)


@pytest.mark.parametrize(
    "host",
    [
        specification(p("The team sees people.")),  # the paragraph is not there
        specification(p("The Provider must give a map.")),  # it has no number
    ],
)
def test_a_paragraph_that_is_not_there_or_has_no_number_is_an_error(host: bytes) -> None:
    problem = refusal(host, use())
    assert (problem.slug, problem.severity) == ("reference-not-there", "error")


def test_of_two_clauses_with_the_same_words_the_one_that_is_meant_is_counted() -> None:
    host = specification(p("The team sees people."))
    other = clause(MAP[0], block("The Provider must meet.", "number"), MAP[1], name="another-map", title="Another map")
    for wanted in ((other, clause(*MAP, name="the-map"), use()), (clause(*MAP, name="the-map"), use(), other)):
        made = inserted(host, *wanted)
        assert accepted(made.data).count("The Provider must give a map.") == 2
        assert said(made.data) == "The Provider must follow the map of paragraph 2."


def test_the_same_words_in_another_clause_are_not_the_paragraph_that_is_meant() -> None:
    host = specification(p("The team sees people."))
    made = inserted(host, clause(*MAP, name="another-map", title="Another map"))
    assert refusal(made.data, use()).slug == "reference-not-there"
