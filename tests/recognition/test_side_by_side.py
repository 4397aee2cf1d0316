"""Clauses that were changed a little are all found, whichever stand beside each other."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.library.model import ClauseVersion, Library
from specgen.library.read import read_library
from specgen.recognition.alignment import read_lines
from specgen.recognition.by_words import WordIndex, find_clauses, version_index
from specgen.shipped import shipped
from specgen.word.document.lines import Line
from specgen.wording.wording import fill, placeholder_names


@cache
def shipped_library() -> tuple[Library, WordIndex[ClauseVersion]]:
    library, problems = read_library(shipped("clauses"))
    assert not [each for each in problems if each.severity == "error"]
    return library, version_index(
        version for clause in library.clauses.values() for version in reversed(clause.versions)
    )


def printed(version: ClauseVersion, step: int) -> list[str]:
    """Title and paragraphs with values, every `step` words another word."""
    values: dict[str, str | tuple[str, ...]] = {
        name: (f"value of {name}", "another") for name in placeholder_names(version.blocks)
    }
    return [
        version.title,
        *(
            " ".join(f"{word}s" if at % step == step - 1 else word for at, word in enumerate(block.text.split()))
            for block in fill(version.blocks, values)
        ),
    ]


SETS = sorted(name for name, ids in shipped_library()[0].sets() if ids[0].split("/")[1] == "specification")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SETS), min_size=2, max_size=4, unique=True), st.sampled_from([20, 25, 33]))
def test_each_of_the_clauses_of_some_sets_is_found_in_its_order(sets: list[str], step: int) -> None:
    library, index = shipped_library()
    given_ids = [each for name in sets for each in dict(library.sets())[name]]
    texts = [text for each in given_ids for text in printed(library.clauses[each].versions[-1], step)]
    found = find_clauses(index, read_lines([Line(text, "word/document.xml") for text in texts]))
    assert [each.wanted.family for each in found] == given_ids
