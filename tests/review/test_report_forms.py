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
from tests.word.making import compiled, p

from specgen.library.model import Library
from specgen.library.organisation import OwnOrganisation
from specgen.review.findings import Relied, Review
from specgen.review.reports.forms import open_form, value_name
from specgen.review.reports.redline import clause_redline
from specgen.review.reports.review_page import ReviewPage
from specgen.review.reports.version_page import VersionsPage
from specgen.review.reports.word import word_report
from specgen.shipped import shipped
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.template.gate import check
from specgen.word.template.render import Properties, render
from specgen.wording.redlined import Signature
from specgen.wording.wording import Block, Run

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
