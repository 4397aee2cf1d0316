"""The forms of reports: shipped ones, an organisation's own, and what is said of one that cannot be used."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.word.making import compiled, p

from specgen.library.model import Library
from specgen.library.organisation import OwnOrganisation
from specgen.review.changes import Change
from specgen.review.findings import ClauseFinding, Expected, OutsideChange, Relied, Review
from specgen.review.reports.forms import open_form, value_name
from specgen.review.reports.review_page import ReviewPage, clause_redline, review_page, word_report
from specgen.review.reports.version_page import VersionsPage
from specgen.review.sorts import Sort
from specgen.shipped import shipped
from specgen.word.document.comments import Comment
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.document.revisions import RevisionPlace
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.properties import Properties
from specgen.word.template.gate import check
from specgen.word.template.render import render
from specgen.wording.wording import Block, Run, Signature

NOTHING = Review("returned.docx", Relied("nothing", ()), (), (), (), (), ("pictures",))


@pytest.fixture
def own(tmp_path: Path) -> OwnOrganisation:
    shutil.copytree(shipped("templates") / "reports", tmp_path / "templates" / "reports")
    return OwnOrganisation("Northbrook", tmp_path, templates=tmp_path / "templates")


def reworded(organisation: OwnOrganisation, change: Callable[[str], str], folder: str = "review") -> None:
    """The organisation's form of a report, its main part changed."""
    assert organisation.templates is not None
    path = organisation.templates / "reports" / folder / "template.docx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = change(parts["word/document.xml"].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_an_organisations_own_form_is_used_instead_of_the_shipped_one(own: OwnOrganisation) -> None:
    reworded(own, lambda xml: xml.replace("What was not looked at", "Not covered by this report"))
    form, problems = open_form("review", ReviewPage, own)
    assert form is not None and problems == []
    data, problems = word_report(NOTHING, Library(), form)
    assert data is not None and problems == []
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    assert "Not covered by this report" in texts and "What was not looked at" not in texts


def test_an_organisation_without_a_form_of_its_own_uses_the_shipped_one(own: OwnOrganisation) -> None:
    assert own.templates is not None
    shutil.rmtree(own.templates / "reports" / "review")
    form, problems = open_form("review", ReviewPage, own)
    assert form is not None and problems == []
    assert word_report(NOTHING, Library(), form) == word_report(NOTHING, Library())


def test_a_misspelt_name_in_a_form_is_named_with_the_right_one_and_no_report_is_made(own: OwnOrganisation) -> None:
    reworded(own, lambda xml: xml.replace("review.result", "review.resul"))
    form, problems = open_form("review", ReviewPage, own)
    assert form is None
    (problem,) = problems
    assert (problem.slug, problem.suggestion) == ("unknown-name", "result")
    assert problem.location.file == "reports/review/template.docx"


def test_a_form_under_a_name_that_no_report_has_is_told(own: OwnOrganisation) -> None:
    assert own.templates is not None
    (own.templates / "reports" / "clause-redline").rename(own.templates / "reports" / "clause-redlines")
    form, (problem,) = open_form("clause-redline", VersionsPage, own)
    assert form is not None, "the shipped one is used"
    assert (problem.slug, problem.severity, problem.suggestion) == ("type-file", "warning", "clause-redline")


def test_the_same_page_gives_the_same_bytes_and_a_page_too_much_for_word_is_still_written() -> None:
    form, _ = open_form("review", ReviewPage)
    assert form is not None
    first, again = (word_report(NOTHING, Library(), form)[0] for _ in range(2))
    assert first is not None and first == again
    odd = Review("a\x00b\ud800.docx", Relied("nothing", ("{{ no }} {% if %} <w:p/> &",)), (), (), (), (), ())
    data, problems = word_report(odd, Library(), form)
    assert data is not None and problems == []
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    assert "Review of a\ufffdb\ufffd.docx" in texts and "{{ no }} {% if %} <w:p/> &" in texts


def test_the_values_of_a_page_have_its_name() -> None:
    assert (value_name(ReviewPage), value_name(VersionsPage)) == ("review", "versions")


# The redline of three states.

_LINES = st.lists(
    st.lists(st.sampled_from(("At", "least", "four", "hours", "two", "days", "and", "report.")), max_size=7).map(
        " ".join
    ),
    max_size=4,
).map(lambda lines: [line for line in lines if line.strip()])
_TEMPLATE = compiled(p("{{p x }}") + p("End."))


def lines_of(xml: bytes) -> list[str]:
    paragraphs = parse_xml(xml).iter(w("p"))
    return ["".join(each.text or "" for each in found.iter(w("t"), w("delText"))) for found in paragraphs][:-1]


def blocks(lines: list[str]) -> tuple[Block, ...]:
    return tuple(Block("paragraph", (Run(line),)) for line in lines)


@settings(max_examples=150, deadline=None)
@given(_LINES, _LINES, _LINES)
def test_accepting_all_of_a_clauses_redline_gives_their_words_and_rejecting_all_the_issued_ones(
    issued: list[str], between: list[str], theirs: list[str]
) -> None:
    redline = clause_redline(blocks(issued), blocks(between), blocks(theirs), Signature("Silent"), Signature("Ann"))
    rendered = render(_TEMPLATE, {"x": redline}, Properties("Redline"))
    assert check(rendered) == []
    document = rendered.changed["word/document.xml"].opened()
    assert lines_of(accept_all(document)) == theirs
    assert lines_of(reject_all(document)) == issued
    authors = {str(each.get(w("author"))) for each in parse_xml(document).iter(w("ins"), w("del"))}
    assert ("Silent" in authors) == (issued != between) and ("Ann" in authors) == (between != theirs)


def test_a_paragraph_of_a_file_that_specgen_never_made_is_printed_once_for_all_its_changes() -> None:
    def change(removed: str, added: str, author: str) -> OutsideChange:
        kind, before, after = ("deletion" if removed else "insertion"), "Pay in 30 days.", "Pay in 60 days."
        found = Change(True, kind, removed, added, "value", author=author, before=before, after=after)
        return OutsideChange(found, "word/document.xml")

    changes = (change("30", "", "Ann"), change("", "60", "Bob"))
    page = review_page(replace(NOTHING, outside=changes), Library())
    (row,) = page.plain
    assert (row.before, row.after) == ("Pay in 30 days.", "Pay in 60 days.")
    assert row.change.split("\n") == [
        "Deletion: 30",
        "A number, date, name or threshold",
        "Insertion: 60",
        "A number, date, name or threshold",
        "Main text",
        "Ann",
        "Bob",
    ]
    assert [(each.what, each.by_whom) for each in page.first] == [("“30” taken out", "Ann"), ("“60” put in", "Bob")]


NOWHERE = RevisionPlace("word/document.xml")


def finding(number: int, changes: tuple[Change, ...]) -> ClauseFinding:
    identity = f"co-production/specification/c{number}"
    expected = Expected(identity, 1, "f" * 64, f"Clause {number} of a long heading", f"t{number}", "b", (), False)
    return ClauseFinding(expected, None, (), (), changes)


@pytest.mark.parametrize("count", [1, 3, 8, 40])
def test_the_first_page_quotes_every_figure_then_wording_as_it_has_room_and_counts_the_rest(count: int) -> None:
    classes: dict[Sort, str] = {"value": "days", "choice": "boxes", "wording": "staff"}
    changes = tuple(
        Change(False, "words changed", f"{number} {unit}", f"{number + 1} {unit}", sort)
        for number in range(count)
        for sort, unit in classes.items()
    )
    review = replace(NOTHING, clauses=tuple(finding(each, changes) for each in range(3)))
    page = review_page(review, Library())
    told = [each for each in page.first if " becomes " in each.what]
    counts = [each.what.split()[0] for each in page.first if each not in told]
    counted = sum(int(each) if each.isdigit() else 1 for each in counts)
    assert len(told) + counted == 9 * count, "each change once, by its words or in a count"
    figures = [each for each in told if each.sort != "Wording"]
    assert len(figures) == 6 * count and len(told) <= max(12, len(figures)) and len(page.first) <= len(told) + 3
    assert [each.clause for each in page.first if each not in told] == ["Clauses 1 to 3"] * (count > 1)
    assert told[0].what == "“0 days” becomes “1 days”" and told[0].sort == "A number, date, name or threshold"
    listed = sum(len(clause.changes) for clause in page.clauses)
    assert listed + len(told) == 9 * count, "what is quoted is not listed again"
    assert [clause.decides for clause in page.clauses] == ["Whoever answers for the contract"] * 3


def test_the_first_page_says_how_many_people_changed_a_class_where_their_names_would_fill_it() -> None:
    def by(*authors: str) -> str:
        changes = tuple(
            Change(True, "insertion", "", f"{'x' * number} words", "wording", author=author)
            for number, author in enumerate(authors * 30)
        )
        rows = review_page(replace(NOTHING, clauses=(finding(1, changes),)), Library()).first
        return next(row.by_whom for row in rows if row.what.endswith(" changes"))

    assert by("Ann Bell", "Ann Bell") == "Ann Bell"
    assert by("Ann Bell", "Bob Brown") == "Ann Bell and Bob Brown"
    assert by("A", "B", "C") == "3 people"
    assert by("N" * 60, "N" * 60) == "N" * 39 + "…"


def test_a_figure_is_quoted_whole_on_the_first_page_however_long_the_words_round_it_are() -> None:
    long = "the Provider must, unless the Commissioner has agreed otherwise in writing, reply within 14 days of " * 3
    changes = (
        Change(False, "words changed", long, long.replace("14", "41"), "wording and value"),
        Change(False, "words changed", long.replace("14 ", ""), "nothing " * 40, "wording"),
    )
    page = review_page(replace(NOTHING, clauses=(finding(1, changes),)), Library())
    assert page.first[0].what == f"“{long}” becomes “{long.replace('14', '41')}”"
    assert len(page.first[1].what) < 150 and len(page.clauses[0].changes) == 1, "the rest stands at its clause"


def test_comments_that_have_no_room_are_counted_with_the_clauses_where_they_stand() -> None:
    said = tuple(Comment(str(number), "Ann", "", f"Question {number}", "", False, NOWHERE) for number in range(9))
    clauses = tuple(replace(finding(number, ()), comments=said[:3]) for number in range(5))
    rows = review_page(replace(NOTHING, clauses=clauses, comments=said[:1]), Library()).first
    assert rows[-1].what.endswith(" more comments") and "to 5; outside the clauses" in rows[-1].clause
