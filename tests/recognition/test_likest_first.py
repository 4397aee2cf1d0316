"""Of clauses that are alike the likest gets its lines first, though not each of them is held against its lines."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from specgen.recognition.alignment import read_lines
from specgen.recognition.by_words import ClauseThere, WordIndex, _ClauseSearch, wording
from specgen.word.document.lines import Line
from specgen.wording.wording import Block, Run

SENTENCES = (
    "The Provider must offer each Service User a plan within four weeks of referral.",
    "The Provider must review each plan with the Service User once in each year.",
    "The Provider must review each care plan with the Service User twice in every year.",
    "Staff of the Provider must be trained in shared decision making before they see people.",
    "Staff of the Provider must be trained in support planning before they write plans.",
)
OTHERS = ("Location of premises", "The weekly rota lists the nurses of the clinic and their telephone numbers.")


def clause(number: int, family: str, sentences: Sequence[int]) -> tuple[list[Block], int, str]:
    return [Block("paragraph", (Run(SENTENCES[each]),)) for each in sentences], number, family


CLAUSES = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=3), min_size=1, max_size=5)
CHANGES = st.lists(
    st.tuples(st.integers(0, 14), st.sampled_from(["", "may", "must not", "the plan"])), min_size=0, max_size=4
)
LINES = st.lists(st.one_of(st.sampled_from(OTHERS), st.tuples(st.integers(0, 4), CHANGES)), min_size=1, max_size=9)


def printed(line: str | tuple[int, list[tuple[int, str]]]) -> str:
    if isinstance(line, str):
        return line
    words = SENTENCES[line[0]].split()
    for place, said in line[1]:
        words[place % len(words)] = said
    return " ".join(words)


class HeldAgainstAll(_ClauseSearch[int]):
    """Each clause is held against its lines at once, whether or not another may be the likest."""

    def _wait(self, waiting, number):  # type: ignore[no-untyped-def]
        likely = self._likeliest(number)
        there = self._there(number, likely) if likely is not None else None
        if there is not None:
            waiting[number] = there
        else:
            waiting.pop(number, None)


def found(search: _ClauseSearch[int]) -> list[ClauseThere[int]]:
    search.word_for_word()
    search.changed()
    return search.found


@settings(max_examples=150)
@given(CLAUSES, LINES)
def test_to_hold_only_the_likely_against_their_lines_finds_what_holding_all_finds(
    clauses: list[list[int]], document: list[str | tuple[int, list[tuple[int, str]]]]
) -> None:
    index = WordIndex(
        wording(*clause(number, f"family {number // 2}", each), "", alone=len(each) == 1)
        for number, each in enumerate(clauses)
    )
    lines = read_lines([Line(printed(each), "word/document.xml") for each in document])
    assert found(_ClauseSearch(index, lines, (), None)) == found(HeldAgainstAll(index, lines, (), None))
