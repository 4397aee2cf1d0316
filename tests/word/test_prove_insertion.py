"""The proof of an insertion says no: each result here is an insertion in which one thing was then made wrong."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.issue.inserting import TITLE, clause, heading, inserted, main, specification
from tests.word.making import p

from specgen.issue.insertion.plan import WantedClause
from specgen.word.insert.proof import ExpectedClause, ToBeDone, prove_insertion
from specgen.word.package.package import Package, read_package, write_package

HOST = specification(p("The service sees people at home."), p("It runs all year."))
CLAUSE = clause("Plans are made together.", "They are kept safe.")
Edit = Callable[[str], str]


def package(data: bytes) -> Package:
    found, problems = read_package(data, "specification.docx")
    assert found is not None, problems
    return found


def change(wanted: WantedClause, *, tracked: bool) -> ToBeDone:
    texts = ("Our terms", "Plans are made together.", "They are kept safe.")
    return ToBeDone((ExpectedClause(wanted.passage.tag, texts, TITLE, "3.3 Population covered"),), tracked=tracked)


def said(edit: Edit, *, plain: bool = False, host: bytes = HOST) -> list[str]:
    """What the proof says of the insertion after the edit of its main part."""
    made = package(inserted(host, CLAUSE, plain=plain).data)
    document = main(inserted(host, CLAUSE, plain=plain).data).decode()
    edited = edit(document)
    result = package(write_package(made, {made.main: edited.encode()}))
    return [problem.message for problem in prove_insertion(package(host), result, change(CLAUSE, tracked=not plain))]


def control_of(document: str) -> str:
    """The clause's control with the range marks round it, where it is tracked."""
    start, end = document.index("<w:sdt>"), document.index("</w:sdt>") + len("</w:sdt>")
    if "<w:customXmlInsRangeStart" in document:
        start = document.index("<w:customXmlInsRangeStart")
        end = document.index("/>", document.index("<w:customXmlInsRangeEnd", end)) + 2
    return document[start:end]


def after(document: str, moved: str, line: str) -> str:
    """The document with what is moved standing after the paragraph of that line."""
    left = document.replace(moved, "")
    at = left.index("</w:p>", left.index(line)) + len("</w:p>")
    return left[:at] + moved + left[at:]


@pytest.mark.parametrize("plain", [False, True])
def test_what_was_put_in_is_proved(plain: bool) -> None:
    assert said(lambda document: document, plain=plain) == []


@pytest.mark.parametrize("plain", [False, True])
def test_a_clause_that_stands_after_the_next_heading_is_not_proved(plain: bool) -> None:
    assert said(lambda document: after(document, control_of(document), "3.3 Population covered"), plain=plain) == [
        f"a clause does not stand under “{TITLE}”"
    ]


@pytest.mark.parametrize("plain", [False, True])
def test_a_clause_that_stands_before_its_heading_is_not_proved(plain: bool) -> None:
    host = specification(p("Words."), before=heading("2 Outcomes", 1))
    assert said(lambda document: after(document, control_of(document), "2 Outcomes"), plain=plain, host=host) == [
        f"a clause does not stand under “{TITLE}”"
    ]


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("old", "new"), [("made together", "made altogether"), ("They are kept safe.", ""), ("Our terms", "Our term")]
)
def test_a_clause_with_other_words_is_not_proved(old: str, new: str, plain: bool) -> None:
    assert said(lambda document: document.replace(old, new), plain=plain) == [
        "the clauses do not stand there word for word"
    ]


@pytest.mark.parametrize("plain", [False, True])
def test_a_clause_that_stands_there_twice_is_not_proved(plain: bool) -> None:
    assert said(lambda document: document.replace(control_of(document), control_of(document) * 2), plain=plain) == [
        "the clauses do not stand there word for word"
    ]


@pytest.mark.parametrize("plain", [False, True])
def test_a_host_that_lost_a_word_is_not_proved(plain: bool) -> None:
    (message,) = said(lambda document: document.replace("all year", "year"), plain=plain)
    assert "does not give" in message and "It runs" in message


def test_a_word_that_is_put_in_without_a_mark_is_not_proved() -> None:
    def unmarked(document: str) -> str:
        return re.sub(
            r"<w:ins [^>]*>(<w:r>(?:(?!</w:ins>).)*They are kept safe\..*?</w:r>)</w:ins>", r"\1", document, count=1
        )

    (message,) = said(unmarked)
    assert message.startswith("rejecting every change does not give back the file")


def test_a_control_that_rejecting_would_leave_is_not_proved() -> None:
    def bare(document: str) -> str:
        control = control_of(document)
        return document.replace(
            control, control[control.index("<w:sdt>") : control.index("</w:sdt>") + len("</w:sdt>")]
        )

    (message,) = said(bare)
    assert message.startswith("rejecting every change does not give back the file")
