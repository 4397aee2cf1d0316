"""One file, three commands, one verdict: insert, review and audit say the same of a clause that stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pytest
from tests.issue.inserting import MODEL, heading, item, main, settled, specification, with_main
from tests.review.auditing import SHARED, component, library, version_of, yardstick
from tests.word.making import p, table

from specgen.issue.insertion.insert import Request, insert
from specgen.issue.insertion.plan import WantedClause, wanted_clause
from specgen.recognition.by_words import Stands
from specgen.review.audit.audit import audit_document
from specgen.review.comparison.review import review_document
from specgen.review.findings import ClauseFinding
from specgen.wording.wording import fill

VALUES = {"sdm_cohort": "asthma"}
TITLE = version_of(SHARED).title
OTHER_WORDS = (
    "The clinic opens at nine in the morning and closes at five in the afternoon, on weekdays only.",
    "Visitors park behind the building, where ten places are kept for people who cannot walk far.",
)


@cache
def wanted() -> WantedClause:
    version = version_of(SHARED)
    return wanted_clause(version, fill(version.blocks, VALUES))


LINES = wanted().lines[1:]
"""The clause's paragraphs, its title left out."""


@cache
def put_in() -> bytes:
    """A specification into which the clause was put, its tracked changes accepted."""
    made, problems = insert(
        specification(p("Staff work in pairs.")), "s.docx", Request((wanted(),), "Ada Shah", "2026-05-04"), MODEL
    )
    assert made is not None, problems
    return settled(made.data)


def typed(*lines: str, title: str = TITLE) -> bytes:
    """A specification in which somebody typed these lines under a heading."""
    return specification(*([heading(title, 3)] if title else []), *(p(line) for line in lines))


def edited(old: str, new: str) -> bytes:
    """The specification with the clause put in, and something in it made something else without tracking."""
    document = main(put_in())
    assert old.encode() in document
    return with_main(put_in(), document.replace(old.encode(), new.encode(), 1))


def without_control() -> bytes:
    document = main(put_in())
    start, end = document.index(b"<w:sdt>"), document.index(b"</w:sdt>")
    inside = document[document.index(b"<w:sdtContent>") + 14 : document.index(b"</w:sdtContent>")]
    return with_main(put_in(), document[:start] + inside + document[end + 8 :])


def replaced(lines: Sequence[str]) -> bytes:
    """The specification with other lines in the clause's control."""
    document = main(put_in())
    start, end = document.index(b"<w:sdtContent>") + 14, document.index(b"</w:sdtContent>")
    return with_main(put_in(), document[:start] + "".join(map(p, lines)).encode() + document[end:])


def every(nth: int) -> tuple[str, ...]:
    """The clause's lines with every nth word made another."""
    count = 0
    made = []
    for line in LINES:
        words = line.split(" ")
        for at in range(len(words)):
            count += 1
            if count % nth == 0:
                words[at] = "elsewhere"
        made.append(" ".join(words))
    return tuple(made)


END = "</w:t></w:r></w:p></w:sdtContent>"
EQUATION = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x</m:t></m:r></m:oMath>'
)
SYMBOL = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
STRAIGHT = tuple(line.replace("’", "'") for line in LINES)
NUMBERED = tuple(f"{number}. {line}" for number, line in enumerate(LINES, 1))
IN_A_CELL = "".join(map(p, LINES))
SHAPES: list[tuple[str, Callable[[], bytes], Stands]] = [
    ("nothing of it", lambda: typed(title=""), "absent"),
    ("put in and settled", put_in, "word for word"),
    ("a word taken out", lambda: edited("most importantly a ", "a "), "changed"),
    ("a word put in", lambda: edited("individuals and clinicians", "some individuals and clinicians"), "changed"),
    ("an equation put in", lambda: edited(END, END.replace("</w:p>", f"{EQUATION}</w:p>")), "changed"),
    ("a symbol put in", lambda: edited(END, END.replace("</w:p>", f"{SYMBOL}</w:p>")), "changed"),
    ("other words in its control", lambda: replaced(OTHER_WORDS), "other words"),
    ("its control gone", without_control, "word for word"),
    ("its control emptied", lambda: replaced(("",)), "absent"),
    ("typed, word for word", lambda: typed(*LINES), "word for word"),
    ("typed without its heading", lambda: typed(*LINES, title=""), "word for word"),
    ("typed with straight quotes", lambda: typed(*STRAIGHT), "word for word"),
    ("typed with numbers before its lines", lambda: typed(*NUMBERED), "word for word"),
    ("typed with another group", lambda: typed(*(line.replace("asthma", "gout") for line in LINES)), "word for word"),
    ("typed in a cell", lambda: specification(table((IN_A_CELL, p("Notes")))), "word for word"),
    ("in a list", lambda: specification(heading(TITLE, 3), *(item(line, 1) for line in LINES)), "word for word"),
    ("typed, a sentence more", lambda: typed(*LINES, "This is agreed every year."), "word for word"),
    ("typed, every fourth word another", lambda: typed(*every(4)), "changed"),
    ("typed, half of its words another", lambda: typed(*every(2)), "absent"),
    ("its heading over other words", lambda: typed(*OTHER_WORDS), "absent"),
    ("one paragraph of it", lambda: typed(LINES[4]), "absent"),
]


def found_by_review(data: bytes) -> ClauseFinding | None:
    review, problems = review_document(data, "s.docx", library(), ())
    assert review is not None, problems
    return next((each for each in review.clauses if each.expected.id == SHARED), None)


def said_by_review(data: bytes) -> str:
    found = found_by_review(data)
    return found.stands if found is not None else "absent"


def said_by_audit(data: bytes) -> str:
    found, problems = audit_document(data, "s.docx", yardstick())
    assert found is not None, problems
    there = [each for each in component(found, "shared-decision-making").clauses if each.clause_id == SHARED]
    return "absent" if not there else "word for word" if there[0].word_for_word else "changed"


ALREADY = ("words-stand-already", "other-values-stand", "edited-by-hand", "clause-emptied")


def said_by_insert(data: bytes) -> str:
    """“absent” where the clause is put in, or only its empty control is there; else what insert says of what stands
    there: nothing is put beside a control that holds words of somebody's own."""
    request = Request((wanted(),), "Ada Shah", "2026-05-04", known=tuple(library().versions()))
    made, problems = insert(data, "s.docx", request, MODEL)
    assert made is not None, problems
    if made.places:
        return "absent"
    if made.standing:
        return "word for word"
    (problem,) = [each for each in problems if each.slug in ALREADY]
    said = ("word for word", "other words", "empty", "changed")
    return next(each for each in said if each in problem.message).replace("empty", "absent")


@pytest.mark.parametrize(("shape", "verdict"), [each[1:] for each in SHAPES], ids=[each[0] for each in SHAPES])
def test_insert_review_and_audit_say_the_same_of_a_clause(shape: Callable[[], bytes], verdict: Stands) -> None:
    data = shape()
    # An audit asks whether the clause is there, and a mark over other words is none to it.
    counted = "absent" if verdict == "other words" else verdict
    assert (said_by_insert(data), said_by_review(data), said_by_audit(data)) == (verdict, verdict, counted)


def test_a_heading_alone_does_not_keep_a_clause_out() -> None:
    request = Request((wanted(),), "Ada Shah", "2026-05-04", known=tuple(library().versions()))
    made, problems = insert(typed(*OTHER_WORDS), "s.docx", request, MODEL)
    assert made is not None and [each.clauses for each in made.places] == [(wanted().name,)], problems


def test_a_clause_that_is_put_in_beside_one_of_its_own_paragraphs_is_told() -> None:
    request = Request((wanted(),), "Ada Shah", "2026-05-04", known=tuple(library().versions()))
    made, problems = insert(typed(LINES[4]), "s.docx", request, MODEL)
    assert made is not None and made.places
    assert "paragraph-stands-already" in [each.slug for each in problems]


def test_words_of_a_sibling_do_not_keep_a_clause_out() -> None:
    siblings = [
        version_of(f"supported-self-management/specification/{name}-referred")
        for name in ("peer-support", "patient-education")
    ]
    values = {name: "value of it" for each in siblings for name in each.names}
    standing, asked = (wanted_clause(each, fill(each.blocks, values)) for each in siblings)
    request = Request((asked,), "Ada Shah", "2026-05-04", known=tuple(library().versions()))
    made, problems = insert(typed(*standing.lines[1:], title=standing.lines[0]), "s.docx", request, MODEL)
    assert made is not None and made.places, problems


def test_another_value_in_a_clause_is_no_change_of_its_words() -> None:
    assert said_by_audit(edited("asthma", "diabetes")) == "word for word"
    found = found_by_review(edited("asthma", "diabetes"))
    assert found is not None and found.stands == "word for word"
