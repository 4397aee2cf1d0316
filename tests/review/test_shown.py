"""What Word shows otherwise than the text says: bound data, fields, ticks and hidden words, inside clauses and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from tests.review.conftest import IssuedPack, touched
from tests.review.negotiating import Element, edited, opened
from tests.review.test_hiding import alone
from tests.word.redline.making import NAMES, build
from tests.word.test_what_word_shows import bound, code, form, mark, package_with, run

from specgen.library.model import Library
from specgen.review.comparison.review import review_document
from specgen.review.findings import Review
from specgen.word.package.ooxml import w
from specgen.word.package.package import write_package


def parsed_run(xml: str) -> list[Element]:
    return list(etree.fromstring(f"<x {NAMES}>{xml}</x>"))


def put_round(words: str, before: str, after: str) -> Callable[[Element], None]:
    """The edit that puts elements before and after the run of the words."""

    def edit(root: Element) -> None:
        found = alone(root, words)
        holder = found.getparent()
        assert holder is not None
        at = holder.index(found)
        holder[at + 1 : at + 1] = parsed_run(after)
        holder[at:at] = parsed_run(before)

    return edit


FIELD = (code(" = 30+10 "), mark("end"))


def with_store(data: bytes, words: str, kept: str) -> bytes:
    """The file with the words in a control that is bound to `kept`."""
    model = package_with(bound("/e:c[1]/e:limit[1]", shown=words), f'<c xmlns="urn:e"><limit>{kept}</limit></c>')

    def edit(root: Element) -> None:
        found = alone(root, words)
        holder = found.getparent()
        assert holder is not None
        control = parsed_run(bound("/e:c[1]/e:limit[1]", shown=words))[0][0]
        holder.replace(found, control)
        content = control[-1]
        content[:] = [found]

    package, _ = opened(edited(data, edit))
    links = package.part("word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="kept" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"'
        b' Target="../customXml/item9.xml"/></Relationships>',
    )
    moved = {
        name.replace("item1", "item9").replace("Props1", "Props9"): model.part(name).replace(b"Props1", b"Props9")
        for name in model.names
        if name.startswith("customXml/")
    }
    return write_package(package, {"word/_rels/document.xml.rels": links}, added=moved)


def differences(review: Review) -> list[tuple[str, str, str, str]]:
    changes = [change for clause in touched(review) for change in clause.changes]
    changes += [each.change for each in review.outside]
    return [(change.removed, change.added, change.sort, change.where) for change in changes]


@pytest.mark.parametrize("against", [True, False])
def test_a_threshold_that_word_replaces_by_other_data_is_told_with_its_figure(pack: IssuedPack, against: bool) -> None:
    found = pack.review(with_store(pack.data("4C"), "60%", "30%"), pack.file("4C") if against else None)
    assert differences(found) == [("60%", "30%", "value", "threshold")]
    assert not found.as_issued


@pytest.mark.parametrize("against", [True, False])
def test_a_partys_code_that_word_replaces_by_other_data_is_told(pack: IssuedPack, against: bool) -> None:
    found = pack.review(with_store(pack.data("2A"), "X9T01", "X9T99"), pack.file("2A") if against else None)
    assert differences(found) == [("X9T01", "X9T99", "value", "outside the clauses")]


@pytest.mark.parametrize("against", [True, False])
@pytest.mark.parametrize(
    "kind", ['<w:dropDownList><w:listItem w:displayText="40%" w:value="40"/></w:dropDownList>', "<w:comboBox/>"]
)
def test_a_list_of_choices_put_over_a_threshold_is_told_though_its_words_stand(
    pack: IssuedPack, kind: str, against: bool
) -> None:
    def edit(root: Element) -> None:
        found = alone(root, "60%")
        (control,) = parsed_run(f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent/></w:sdt>")
        found.addprevious(control)
        control[1].append(found)

    found = pack.review(edited(pack.data("4C"), edit), pack.file("4C") if against else None)
    assert differences(found) == [("", "", "look", "threshold")] and not found.as_issued


def test_a_control_that_shows_what_is_kept_is_told_as_put_in(pack: IssuedPack) -> None:
    found = pack.review(with_store(pack.data("4C"), "60%", "60%"), pack.file("4C"))
    assert differences(found) == [("", "", "look", "threshold")]


def test_a_control_that_was_issued_bound_is_no_change(pack: IssuedPack, tmp_path: Path) -> None:
    issued = tmp_path / "issued.docx"
    issued.write_bytes(with_store(pack.data("4C"), "60%", "60%"))
    assert differences(pack.review(issued.read_bytes(), issued)) == []


@pytest.mark.parametrize("against", [True, False])
@pytest.mark.parametrize(
    ("kind", "words", "sort"),
    [("4C", "60%", "value"), ("2A", "X9T01", "wording and value"), ("2A", "Provider", "wording")],
)
def test_a_field_put_over_words_is_told_in_their_class(
    pack: IssuedPack, kind: str, words: str, sort: str, against: bool
) -> None:
    found = pack.review(
        edited(pack.data(kind), put_round(words, *FIELD)),
        pack.file(kind) if against else None,
    )
    changes = [change for clause in touched(found) for change in clause.changes]
    changes += [each.change for each in found.outside]
    assert [(change.detail, change.sort) for change in changes] == [(f"= 30+10, which shows “{words}” now", sort)]


def form_field(held: str, said: str) -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="x"/>{held}</w:ffData></w:fldChar></w:r>'
    return f"{begin}<w:r><w:instrText> {said} </w:instrText></w:r>"


CHOICES = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="60%"/><w:listEntry w:val="30%"/></w:ddList>'
SHOWING = mark("separate")
TYPED = '<w:textInput><w:type w:val="{}"/></w:textInput>'


@pytest.mark.parametrize("against", [True, False])
@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (form_field(TYPED.format("calculated"), "FORMTEXT") + SHOWING, mark("end"), "calculated"),
        (form_field(TYPED.format("currentDate"), "FORMTEXT") + SHOWING, mark("end"), "currentDate"),
        ("", form_field(CHOICES, "FORMDROPDOWN") + mark("end"), "30%"),
        ("", form_field("<w:checkBox><w:checked/></w:checkBox>", "FORMCHECKBOX") + mark("end"), "ticked"),
        ("", code(' QUOTE "or 30%" ') + mark("end"), "QUOTE"),
        (code(' QUOTE "30%" '), "", "QUOTE"),
    ],
    ids=["calculated", "the day of printing", "a choice without words", "a box without words", "no result", "no end"],
)
def test_what_a_field_prints_though_no_word_says_it_is_told(
    pack: IssuedPack, before: str, after: str, told: str, against: bool
) -> None:
    data = edited(pack.data("4C"), put_round("60%", before, after))
    found = pack.review(data, pack.file("4C") if against else None)
    changes = [change for clause in touched(found) for change in clause.changes]
    assert not found.as_issued and any(told in f"{change.added} {change.detail}" for change in changes)


@pytest.mark.parametrize("said", ['XE "share"', "SET share 60%"])
def test_a_field_that_never_prints_is_no_change(pack: IssuedPack, said: str) -> None:
    whole = f"{mark('begin')}<w:r><w:instrText>{said}</w:instrText></w:r>{mark('end')}"
    assert pack.review(edited(pack.data("4C"), put_round("60%", "", whole)), pack.file("4C")).as_issued


@pytest.mark.parametrize("against", [True, False])
@pytest.mark.parametrize(("kind", "words"), [("4C", "60%"), ("2A", "X9T01"), ("2A", "individuals and clinicians")])
@pytest.mark.parametrize(
    "said", ["DOCPROPERTY Share", "DOCVARIABLE x", "PAGE", "NUMPAGES", "PAGEREF x", "SECTIONPAGES", "DATE", "REF x"]
)
def test_no_field_over_words_that_were_issued_passes_as_issued(
    pack: IssuedPack, kind: str, words: str, said: str, against: bool
) -> None:
    data = edited(pack.data(kind), put_round(words, code(f" {said} "), mark("end")))
    assert not pack.review(data, pack.file(kind) if against else None).as_issued


def test_the_number_of_a_page_in_a_line_of_contents_is_no_change(tmp_path: Path) -> None:
    def contents(number: str) -> bytes:
        return build(f"<w:p>{run('Aims')}<w:r><w:tab/></w:r>{code(' PAGEREF _Toc1 ')}{run(number)}{mark('end')}</w:p>")

    assert review_of(tmp_path, contents("3"), contents("3")) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sp_cp_spe_the_map_0a1b2c_1", 0),
        ("sp_cp_spe_the_map_0a1b2c_2", 1),
        ("sp_cp_spe_the_use_0a1b2c_1", 1),
    ],
)
def test_a_reference_that_an_earlier_edition_named_otherwise_is_no_change(tmp_path: Path, name: str, told: int) -> None:
    def referring(to: str) -> bytes:
        return build(f"<w:p>{run('see ')}{code(f' REF {to} ')}{run('3.2')}{mark('end')}</w:p>")

    assert len(review_of(tmp_path, referring("sp_cp_spe_the_map_ab12_1"), referring(name))) == told


def referring_to_the_second(stands: tuple[str, str]) -> bytes:
    """A reference to the second of two paragraphs, each with the bookmarks given."""
    begins = "<w:bookmarkStart w:id='1' w:name='second'/><w:bookmarkEnd w:id='1'/>"
    lines = "".join(
        f"<w:p>{begins if name else ''}{run(words)}</w:p>"
        for words, name in zip(("It must reply.", "It may ask."), stands, strict=True)
    )
    return build(f"{lines}<w:p>{run('see ')}{code(' REF second ')}{run('3.2')}{mark('end')}</w:p>")


@pytest.mark.parametrize(("now", "told"), [(("", "second"), []), (("second", ""), ["It must reply."])])
def test_a_reference_whose_bookmark_stands_in_another_paragraph_is_told_though_it_shows_the_same(
    tmp_path: Path, now: tuple[str, str], told: list[str]
) -> None:
    issued = tmp_path / "issued.docx"
    issued.write_bytes(referring_to_the_second(("", "second")))
    review, problems = review_document(referring_to_the_second(now), "returned.docx", Library(), (), issued)
    assert review is not None, problems
    found = [each.change for each in review.outside]
    assert [each.sort for each in found] == ["value"] * len(told)
    for each, whither in zip(found, told, strict=True):
        assert each.kind == "a reference leads elsewhere" and "“3.2” led to “It may ask.”" in each.detail
        assert whither in each.detail


@pytest.mark.parametrize("against", [False, True])
def test_a_reference_whose_bookmark_is_gone_is_told_since_it_becomes_an_error(pack: IssuedPack, against: bool) -> None:
    def edit(root: Element) -> None:
        start = next(each for each in root.iter(w("bookmarkStart")) if each.get(w("name"), "").startswith("sp_"))
        start.getparent().remove(start)  # type: ignore[union-attr]

    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A") if against else None)
    (change,) = [change for each in found.clauses for change in each.changes]
    assert (change.kind, change.sort) == ("a reference leads nowhere", "value")
    assert "is gone" in change.detail and not found.as_issued


def test_a_reference_whose_bookmark_was_not_there_when_it_was_issued_is_no_change(tmp_path: Path) -> None:
    issued = tmp_path / "issued.docx"
    issued.write_bytes(referring_to_the_second(("", "")))
    review, problems = review_document(referring_to_the_second(("", "")), "returned.docx", Library(), (), issued)
    assert review is not None and review.outside == (), problems


@pytest.mark.parametrize("against", [False, True])
def test_a_reference_with_the_code_of_another_is_told_though_it_shows_the_same(pack: IssuedPack, against: bool) -> None:
    def edit(root: Element) -> None:
        codes = [each for each in root.iter(w("instrText")) if " REF sp_" in (each.text or "")]
        paragraph = next(
            each for each in root.iter(w("p")) if _marked(each) and any(each in code.iterancestors() for code in codes)
        )
        (code,) = [each for each in codes if paragraph in each.iterancestors()]
        code.text = f" REF {_marked(paragraph)} \\r \\h "

    def _marked(paragraph: Element) -> str:
        names = [each.get(w("name"), "") for each in paragraph.iter(w("bookmarkStart"))]
        return next((name for name in names if name.startswith("sp_")), "")

    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A") if against else None)
    (change,) = [change for each in found.clauses for change in each.changes]
    assert (change.kind, change.sort) == ("a reference leads elsewhere", "value")


@pytest.mark.parametrize("against", [False, True])
def test_a_reference_that_would_print_something_else_than_the_number_is_told(pack: IssuedPack, against: bool) -> None:
    def edit(root: Element) -> None:
        code = next(each for each in root.iter(w("instrText")) if " REF sp_" in (each.text or ""))
        code.text = (code.text or "").replace("\\r", "\\p")

    assert not pack.review(edited(pack.data("2A"), edit), pack.file("2A") if against else None).as_issued


def test_a_reference_is_not_said_to_lead_elsewhere_where_its_paragraph_was_only_changed(tmp_path: Path) -> None:
    old = referring_to_the_second(("", "second"))
    told = review_of(tmp_path, old, edited(old, lambda root: setattr(alone(root, "ask")[0], "text", "offer")))
    assert told == [("ask", "offer", "wording")]


def test_the_title_of_a_table_in_print_is_a_look_and_other_words_in_its_place_are_not(tmp_path: Path) -> None:
    cell = f"<w:tr><w:tc><w:p>{run('90%')}</w:p></w:tc></w:tr>"
    table = f'<w:tbl><w:tblPr><w:tblCaption w:val="Measures"/></w:tblPr>{cell}</w:tbl><w:p/>'
    for words, sort in (("Measures", "look"), ("Not measures", "wording")):
        assert review_of(tmp_path, build(table), build(f"<w:p>{run(words)}</w:p>{table}")) == [("", words, sort)]
    heading = f"<w:p>{run('Measures')}</w:p>"
    assert review_of(tmp_path, build(heading + table), build(heading * 2 + table)) == [("", "Measures", "look")]
    below = review_of(tmp_path, build(table), build(f"{table}<w:p>{run('Measures')}</w:p>"))
    assert below == [("", "Measures", "wording")]


# Files that hold no clause of specgen.


def review_of(tmp_path: Path, old: bytes | None, new: bytes) -> list[tuple[str, str, str]]:
    issued = tmp_path / "issued.docx"
    if old is not None:
        issued.write_bytes(old)
    review, problems = review_document(new, "returned.docx", Library(), (), issued if old is not None else None)
    assert review is not None, problems
    return [(each.change.removed, each.change.added, each.change.sort) for each in review.outside]


def hidden(look: str) -> bytes:
    return build(
        f"<w:p>{run('The Provider must')}<w:r><w:rPr>{look}</w:rPr><w:t>not</w:t></w:r>{run('charge.')}</w:p>"
        "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>"
    )


@pytest.mark.parametrize("against", [True, False])
@pytest.mark.parametrize("look", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', "<w:strike/>"])
def test_a_word_that_is_hidden_in_a_file_without_clauses_is_told(tmp_path: Path, look: str, against: bool) -> None:
    assert ("not", "", "wording") in review_of(tmp_path, hidden("") if against else None, hidden(look))


def test_a_word_that_was_issued_hidden_is_no_change(tmp_path: Path) -> None:
    assert review_of(tmp_path, hidden("<w:vanish/>"), hidden("<w:vanish/>")) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "<w:checkBox/>", [("ticked", "not ticked", "choice")]),
        (
            '<w:checkBox><w:default w:val="0"/></w:checkBox>',
            '<w:checkBox><w:default w:val="1"/></w:checkBox>',
            [("not ticked", "ticked", "choice")],
        ),
        ("<w:checkBox/>", '<w:checkBox><w:checked w:val="0"/></w:checkBox>', []),
        (
            '<w:ddList><w:listEntry w:val="monthly"/><w:listEntry w:val="yearly"/></w:ddList>',
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="monthly"/><w:listEntry w:val="yearly"/></w:ddList>',
            [("monthly", "yearly", "value")],
        ),
        ("<w:textInput/>", "<w:textInput/>", []),
    ],
)
def test_the_state_of_a_form_field_is_compared(
    tmp_path: Path, old: str, new: str, told: list[tuple[str, str, str]]
) -> None:
    assert review_of(tmp_path, build(form(old)), build(form(new))) == told


def test_a_ticked_sign_is_a_choice(tmp_path: Path) -> None:
    old, new = (build(f"<w:p>{run(f'{sign} The Provider may charge.')}</w:p>") for sign in "☐☒")
    assert review_of(tmp_path, old, new) == [("☐", "☒", "choice")]


def test_data_that_changed_beside_the_same_text_is_told(tmp_path: Path) -> None:
    inner = bound("/e:c[1]/e:limit[1]")
    old, new = (
        write_package(package_with(inner, f'<c xmlns="urn:e"><limit>{kept}</limit></c>'), {}) for kept in ("40", "60")
    )
    assert review_of(tmp_path, old, new) == [("40", "60", "value")]
    assert review_of(tmp_path, old, old) == []


@pytest.mark.parametrize("against", [False, True])
def test_a_clause_whose_control_is_said_to_show_a_prompt_is_told(pack: IssuedPack, against: bool) -> None:
    def edit(root: Element) -> None:
        properties = next(root.iter(w("sdtPr")))
        properties.append(etree.Element(w("showingPlcHdr")))

    found = pack.review(edited(pack.data("4C"), edit), pack.file("4C") if against else None)
    (change,) = [change for clause in found.clauses for change in clause.changes]
    assert change.kind == "words made the prompt of a control" and not found.as_issued


def test_a_prompt_that_was_issued_is_no_change(pack: IssuedPack, tmp_path: Path) -> None:
    def edit(root: Element) -> None:
        next(root.iter(w("sdtPr"))).append(etree.Element(w("showingPlcHdr")))

    issued = tmp_path / "issued.docx"
    issued.write_bytes(edited(pack.data("4C"), edit))
    assert pack.review(issued.read_bytes(), issued).as_issued
