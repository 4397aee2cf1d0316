"""Redlines of small documents: what is written, and that accepting gives NEW and rejecting gives OLD."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree

from specgen.problems import Problem
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import Package, read_package
from specgen.word.redline.redline import redline

MakeDocx = Callable[..., bytes]
END = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'


def r(text: str, pr: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{pr}</w:rPr>" if pr else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inner: str, pr: str = "") -> str:
    """A paragraph; plain strings become runs."""
    held = "".join(each if each.startswith("<") else r(each) for each in inner)
    return f"<w:p>{f'<w:pPr>{pr}</w:pPr>' if pr else ''}{held}</w:p>"


def item(text: str, number: str = "1", level: int = 0) -> str:
    return p(text, pr=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(*rows: tuple[str, ...], widths: int = 0) -> str:
    columns = "<w:gridCol/>" * len(rows[0])
    cells = ["".join(f"<w:tc>{p(cell) if not cell.startswith('<') else cell}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def control(tag: str, *inner: str, pr: str = "") -> str:
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="7"/>{pr}</w:sdtPr><w:sdtContent>'
        f"{''.join(inner)}</w:sdtContent></w:sdt>"
    )


def made(old: bytes, new: bytes) -> bytes:
    """The redline, which must be there; its proof has passed."""
    found, problems = redline(old, new, "Ann Bell", "2026-04-01", old_name="old.docx", new_name="new.docx")
    assert found is not None, problems
    return found


def problems_of(old: bytes, new: bytes) -> list[Problem]:
    """The problems of a redline that is refused."""
    found, problems = redline(old, new, "Ann Bell", "2026-04-01", old_name="old.docx", new_name="new.docx")
    assert found is None
    return [problem for problem in problems if problem.severity == "error"]


def warnings_of(old: bytes, new: bytes) -> list[Problem]:
    found, problems = redline(old, new, "Ann Bell", "2026-04-01", old_name="old.docx", new_name="new.docx")
    assert found is not None, problems
    return problems


def part(docx: bytes, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read(name)


def body(docx: bytes, name: str = "word/document.xml") -> str:
    """What a part says, without namespaces, ids, authors and dates."""
    said = part(docx, name).decode("utf-8")
    said = said.split("<w:body>")[-1].split("</w:body>")[0]
    return re.sub(r' (?:w:id|w:author|w:date|xml:space)="[^"]*"', "", said).replace("w:", "")


def texts(xml: bytes) -> list[str]:
    return ["".join(each.text or "" for each in paragraph.iter(w("t"))) for paragraph in parse_xml(xml).iter(w("p"))]


def resolved(docx: bytes, name: str = "word/document.xml") -> tuple[list[str], list[str]]:
    """The words of each paragraph when all is rejected, and when all is accepted."""
    return texts(reject_all(part(docx, name))), texts(accept_all(part(docx, name)))


def package_of(docx: bytes) -> Package:
    package, _ = read_package(docx, "x.docx")
    assert package is not None
    return package


# Words


def test_a_changed_word_is_struck_and_put_in_and_the_rest_stays(make_docx: MakeDocx) -> None:
    found = made(
        make_docx(p("The Provider must offer a plan.") + END), make_docx(p("The Provider may offer a plan.") + END)
    )
    assert body(found).startswith(
        "<p><r><t>The Provider </t></r><del><r><delText>must</delText></r></del><ins><r><t>may</t></r></ins>"
        "<r><t> offer a plan.</t></r></p>"
    )


@pytest.mark.parametrize(
    ("old", "new", "struck", "put_in"),
    [
        ("by 30 September 2026 at the latest", "by 31 March 2027 at the latest", "30 September 2026", "31 March 2027"),
        ("at least 80% of all people", "at least 85% of all people", "80%", "85%"),
        ("a sum of £1,250.50 each year", "a sum of £1,350.50 each year", "£1,250.50", "£1,350.50"),
        ("for the year 2026/27 and after", "for the year 2027/28 and after", "2026/27", "2027/28"),
        ("on 2026-04-01 or sooner", "on 2026-05-01 or sooner", "2026-04-01", "2026-05-01"),
        ("the Commissioner’s plan is good", "the Provider’s plan is good", "Commissioner’s", "Provider’s"),
        ("support for co-production in all", "support for self-management in all", "co-production", "self-management"),
    ],
)
def test_numbers_dates_and_words_are_never_cut(
    make_docx: MakeDocx, old: str, new: str, struck: str, put_in: str
) -> None:
    found = body(made(make_docx(p(old) + END), make_docx(p(new) + END)))
    assert re.findall(r"<delText>(.*?)</delText>", found) == [struck]
    assert re.findall(r"<ins><r><t>(.*?)</t></r></ins>", found) == [put_in]


def test_a_rewritten_phrase_is_not_confetti(make_docx: MakeDocx) -> None:
    old = "The Provider shall, in the view of the Commissioner, make a plan with each person in the cohort."
    new = "The Provider must, by the end of the year, make a plan with each person in the cohort."
    found = body(made(make_docx(p(old) + END), make_docx(p(new) + END)))
    assert found.count("<del>") == found.count("<ins>") == 1
    assert "<r><t> make a plan with each person in the cohort.</t></r>" in found or "<r><t>, make a plan" in found


def test_a_rewritten_paragraph_is_replaced_as_a_whole(make_docx: MakeDocx) -> None:
    old = "The Provider will send a report to the Commissioner every month, with the figures of the month before."
    new = "Nobody sends reports any more; figures are drawn from the national system on the first working day."
    found = body(
        made(make_docx(p("Before") + p(old) + p("After") + END), make_docx(p("Before") + p(new) + p("After") + END))
    )
    assert found.count("<del>") == found.count("<ins>") == 1
    assert f"<delText>{old}</delText>" in found


def test_deleted_words_are_deleted_text_and_field_codes_deleted_codes(make_docx: MakeDocx) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    root = parse_xml(
        part(
            made(
                make_docx(p("Words that stay here ", field) + p("end") + END),
                make_docx(p("Words that stay here ") + p("end") + END),
            )
        )
    )
    struck = [
        each.tag
        for deletion in root.iter(w("del"))
        for each in deletion.iter(w("t"), w("instrText"), w("delInstrText"))
    ]
    assert struck == [w("delInstrText")]


def test_words_cut_into_other_runs_are_the_same_words(make_docx: MakeDocx) -> None:
    old = make_docx(p("A plan of care.") + END)
    assert body(made(old, make_docx(p("A pl", "an of ", "care.") + END))) == body(old)


@pytest.mark.parametrize(
    "odd",
    ["&amp; &lt;b&gt; \" '", "a\u00a0b", "\u2028", "👩‍🚀", "e\u0301", "\u200b", "{{ x }}", "[Annex 1]", "\u202eabc"],
)
def test_odd_characters_survive(make_docx: MakeDocx, odd: str) -> None:
    old, new = (
        make_docx(p("Plain words stay as they are") + END),
        make_docx(p(f"Plain words {odd} stay as they are") + END),
    )
    before, after = resolved(made(old, new))
    assert (before, after) == (texts(part(old)), texts(part(new)))


def test_tabs_and_breaks_are_compared_like_words(make_docx: MakeDocx) -> None:
    found = body(
        made(
            make_docx(p("One two three four") + END),
            make_docx(p("One two", "<w:r><w:tab/></w:r>", " three four") + END),
        )
    )
    assert "<ins><r><tab/></r></ins>" in found


# Looks, styles, lists


def test_words_made_bold_are_a_change_of_look(make_docx: MakeDocx) -> None:
    found = body(
        made(make_docx(p("A very good plan") + END), make_docx(p("A ", r("very", "<w:b/>"), " good plan") + END))
    )
    assert "<r><rPr><b/><rPrChange><rPr/></rPrChange></rPr><t>very</t></r>" in found
    assert "<ins>" not in found


def test_half_a_word_made_bold_is_a_change_of_its_look_only(make_docx: MakeDocx) -> None:
    found = body(made(make_docx(p("unbelievable") + END), make_docx(p(r("un", "<w:b/>"), "believable") + END)))
    assert "<r><rPr><b/><rPrChange><rPr/></rPrChange></rPr><t>un</t></r><r><t>believable</t></r>" in found


def test_a_paragraph_made_a_heading_is_a_change_of_its_properties(make_docx: MakeDocx) -> None:
    found = body(made(make_docx(p("Scope") + END), make_docx(p("Scope", pr='<w:pStyle w:val="Heading1"/>') + END)))
    assert '<p><pPr><pStyle val="Heading1"/><pPrChange><pPr/></pPrChange></pPr><r><t>Scope</t></r></p>' in found


def test_the_look_of_a_paragraph_mark_is_tracked(make_docx: MakeDocx) -> None:
    found = body(
        made(
            make_docx(item("A") + END), make_docx(item("A").replace("</w:pPr>", "<w:rPr><w:b/></w:rPr></w:pPr>") + END)
        )
    )
    assert "<rPr><b/><rPrChange><rPr/></rPrChange></rPr>" in found


def lists(*kinds: str, extra: str = "") -> str:
    """A numbering part whose lists 1, 2, … have the formats `kinds`, each a list of its own."""
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText '
            f'w:val="%{level + 1}."/></w:lvl>'
            for level in range(3)
        )
        + "</w:abstractNum>"
        for number, kind in enumerate(kinds)
    )
    return (
        made
        + "".join(
            f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(len(kinds))
        )
        + extra
    )


def test_an_item_that_goes_takes_its_mark_along_and_one_that_comes_brings_its_own(make_docx: MakeDocx) -> None:
    old = make_docx(item("First thing") + item("Second thing here") + p("End") + END)
    new = make_docx(item("First thing") + p("End") + item("Put in below", level=1) + p("Last") + END)
    found = body(made(old, new))
    assert (
        '<numPr><ilvl val="0"/><numId val="1"/></numPr><rPr><del/></rPr></pPr><del><r><delText>Second thing '
        "here</delText></r></del>" in found
    )
    assert resolved(made(old, new)) == (
        ["First thing", "Second thing here", "End"],
        ["First thing", "End", "Put in below", "Last"],
    )


def test_a_list_under_another_id_is_the_same_list(make_docx: MakeDocx) -> None:
    old = make_docx(item("One", "1") + p("between") + item("Alpha", "2") + END, numbering=lists("decimal", "decimal"))
    new = make_docx(
        item("New first", "1") + p("after it") + item("One", "2") + p("between") + item("Alpha", "3") + END,
        numbering=lists("decimal", "decimal", "decimal"),
    )
    found = made(old, new)
    assert "pPrChange" not in body(found)
    assert part(found, "word/numbering.xml").count(b"<w:num ") == 3


def test_a_list_that_prints_other_numbers_comes_in_under_a_new_id(make_docx: MakeDocx) -> None:
    old = make_docx(item("One") + item("Two") + END, numbering=lists("decimal"))
    new = make_docx(item("One") + item("Two") + END, numbering=lists("lowerLetter"))
    found = made(old, new)
    assert body(found).count("<pPrChange>") == 2
    assert b'w:numId="2"' in part(found, "word/numbering.xml")


def test_a_list_comes_into_a_document_that_had_none(make_docx: MakeDocx) -> None:
    old = make_docx(p("One") + p("End") + END)
    with zipfile.ZipFile(io.BytesIO(old)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "word/numbering.xml"}
    for name in ("word/_rels/document.xml.rels", "[Content_Types].xml"):
        parts[name] = re.sub(rb"<(Relationship|Override) [^>]*numbering[^>]*/>", b"", parts[name])
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as archive:
        for name, found in parts.items():
            archive.writestr(name, found)
    assert package_of(made(bare.getvalue(), make_docx(item("One") + p("End") + END))).part("word/numbering.xml")


def test_a_style_that_only_new_has_comes_in_under_its_own_name(make_docx: MakeDocx, styles: str) -> None:
    quote = (
        '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/><w:rPr>'
        "<w:i/></w:rPr></w:style>"
    )
    found = made(
        make_docx(p("Said") + END), make_docx(p("Said", pr='<w:pStyle w:val="Quote"/>') + END, styles=styles + quote)
    )
    assert b'w:styleId="Quote"' in part(found, "word/styles.xml")
    assert '<pStyle val="Quote"/><pPrChange>' in body(found)


def test_a_style_that_means_something_else_in_new_comes_in_beside_olds(make_docx: MakeDocx, styles: str) -> None:
    other = styles.replace("<w:rPr><w:b/></w:rPr></w:style>", "<w:rPr><w:i/></w:rPr></w:style>", 1)
    heading = p("Scope", pr='<w:pStyle w:val="Heading1"/>')
    found = made(make_docx(heading + END), make_docx(heading + END, styles=other))
    assert '<pStyle val="Heading1New"/><pPrChange><pPr><pStyle val="Heading1"/></pPr></pPrChange>' in body(found)
    assert b'<w:name w:val="heading 1 (new)"/>' in part(found, "word/styles.xml")


def test_a_default_style_that_differs_is_named_on_every_paragraph_that_leans_on_it(
    make_docx: MakeDocx, styles: str
) -> None:
    other = styles.replace('<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:sz w:val="22"/></w:rPr>')
    found = body(
        made(
            make_docx(p("A") + table(("x", "y")) + p("B") + END),
            make_docx(p("A") + table(("x", "y")) + p("B") + END, styles=other),
        )
    )
    assert found.count('<pStyle val="NormalNew"/>') == 4


def test_larger_document_defaults_are_written_into_the_styles_that_come_in(make_docx: MakeDocx, styles: str) -> None:
    other = styles.replace('<w:sz w:val="24"/></w:rPr></w:rPrDefault>', '<w:sz w:val="20"/></w:rPr></w:rPrDefault>')
    found = made(make_docx(p("A") + END), make_docx(p("A") + END, styles=other))
    assert b'<w:sz w:val="20"/>' in part(found, "word/styles.xml")


def test_defaults_that_only_old_has_are_undone_in_the_styles_that_come_in(make_docx: MakeDocx, styles: str) -> None:
    loud = styles.replace(
        '<w:sz w:val="24"/></w:rPr></w:rPrDefault>', '<w:b/><w:sz w:val="24"/></w:rPr></w:rPrDefault>'
    )
    found = made(make_docx(p("A") + END, styles=loud), make_docx(p("A") + END, styles=styles))
    assert b'<w:rPr><w:b w:val="0"/></w:rPr>' in part(found, "word/styles.xml")


def test_defaults_that_every_style_of_new_says_again_are_no_matter_for_its_tables(
    make_docx: MakeDocx, styles: str
) -> None:
    grid = (
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:rPr><w:sz w:val="18"/></w:rPr>'
        "</w:style>"
    )
    # As LibreOffice saves: the size stands in the style of paragraphs, and no longer among the defaults.
    normal = '<w:name w:val="Normal"/><w:rPr><w:sz w:val="26"/></w:rPr>'
    other = styles.replace('<w:sz w:val="24"/></w:rPr></w:rPrDefault>', "</w:rPr></w:rPrDefault>", 1)
    other = other.replace('<w:name w:val="Normal"/>', normal)
    held = table(("x", "y")).replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr>') + p("A") + END
    found = made(make_docx(held, styles=styles + grid), make_docx(held, styles=other + grid))
    assert body(found).count('<pStyle val="NormalNew"/>') == 3


def test_a_table_without_any_style_has_none_of_the_margins_of_olds_default(make_docx: MakeDocx, styles: str) -> None:
    plain = '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    margins = '<w:tblPr><w:tblCellMar><w:left w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    held = table(("x", "y")) + p("A") + END
    found = made(
        make_docx(held, styles=styles.replace(plain, plain + margins)),
        make_docx(held, styles=styles.replace(plain + "</w:style>", "")),
    )
    assert '<tblStyle val="NormalTable"/>' in body(found)
    assert b"tblCellMar" not in part(found, "word/styles.xml").partition(b'w:styleId="NormalTable"')[2]


def test_a_style_called_normal_that_is_no_default_one_is_not_taken_for_it(make_docx: MakeDocx, styles: str) -> None:
    # As LibreOffice writes it by way of .odt: its Normal says what the defaults of OLD said, and is no default style.
    other = styles.replace('<w:sz w:val="24"/></w:rPr></w:rPrDefault>', "</w:rPr></w:rPrDefault>", 1).replace(
        'w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>',
        'w:styleId="Normal"><w:name w:val="Normal"/><w:rPr><w:sz w:val="24"/></w:rPr>',
    )
    old = p("A", pr='<w:pStyle w:val="Heading1"/>') + p("B") + END
    found = made(make_docx(old), make_docx(p("A") + p("B", pr='<w:pStyle w:val="Normal"/>') + END, styles=other))
    assert body(found).count("<pPrChange>") == 1 and '<pStyle val="NormalUnset"/>' in body(found)


def test_defaults_that_a_table_style_sets_too_are_refused_by_name(make_docx: MakeDocx, styles: str) -> None:
    grid = (
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:rPr><w:sz w:val="18"/></w:rPr>'
        "</w:style>"
    )
    other = styles.replace('<w:sz w:val="24"/></w:rPr></w:rPrDefault>', '<w:sz w:val="20"/></w:rPr></w:rPrDefault>')
    held = table(("x", "y")).replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr>') + p("A") + END
    (problem,) = problems_of(make_docx(held, styles=styles + grid), make_docx(held, styles=other + grid))
    assert (problem.slug, "sz, which a table style sets too" in problem.message) == ("document-defaults-differ", True)
    assert made(make_docx(p("A") + END, styles=styles + grid), make_docx(p("A") + END, styles=other + grid))


# Paragraphs at the end of a body or a cell


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A", "A|B"),
        ("A|B", "A"),
        ("A|B|C", "A"),
        ("A", "A|B|C"),
        ("A|B", "B"),
        ("B", "A|B"),
        ("A", "X y z"),
        ("A|B|C", "C"),
        ("A|", "A"),
        ("A", "A|"),
        ("A|B|C", "X|Y"),
        ("One two|Three", "One two four|Five|Six"),
    ],
)
def test_the_last_mark_of_a_body_and_of_a_cell_never_comes_or_goes(make_docx: MakeDocx, old: str, new: str) -> None:
    def document(said: str) -> bytes:
        paragraphs = "".join(
            p(each, pr='<w:jc w:val="both"/>' if number % 2 else "") for number, each in enumerate(said.split("|"))
        )
        return make_docx(table((paragraphs, "k")) + p("between") + paragraphs + END)

    root = parse_xml(part(made(document(old), document(new))))
    for container in (*root.iter(w("tc")), *root.iter(w("body"))):
        last = container.findall(w("p"))[-1]
        mark = last.find(f"{w('pPr')}/{w('rPr')}")
        assert mark is None or (mark.find(w("ins")) is None and mark.find(w("del")) is None)


def test_a_last_paragraph_that_goes_hands_its_mark_to_the_one_before(make_docx: MakeDocx) -> None:
    old = make_docx(p("Kept", pr='<w:jc w:val="both"/>') + p("Gone") + END)
    found = body(made(old, make_docx(p("Kept", pr='<w:jc w:val="both"/>') + END)))
    assert found.startswith(
        '<p><pPr><jc val="both"/><rPr><del/></rPr></pPr><r><t>Kept</t></r></p>'
        '<p><pPr><jc val="both"/><pPrChange><pPr/></pPrChange></pPr><del><r><delText>Gone</delText></r></del></p>'
    )


# Tables


def test_rows_that_did_not_change_are_untouched(make_docx: MakeDocx) -> None:
    rows = [("Key", "Value"), ("alpha", "one"), ("beta", "two"), ("gamma", "three")]
    old = make_docx(table(*rows) + p("") + END)
    new = make_docx(
        table(rows[0], ("alpha", "1"), ("beta", "two"), ("delta", "four"), ("gamma", "three")) + p("") + END
    )
    found = body(made(old, new))
    assert "<tr><tc><p><r><t>beta</t></r></p></tc><tc><p><r><t>two</t></r></p></tc></tr>" in found
    assert (
        "<tr><tc><p><r><t>alpha</t></r></p></tc><tc><p><del><r><delText>one</delText></r></del><ins><r><t>"
        "1</t></r></ins></p></tc></tr>" in found
    )
    assert "<tr><trPr><ins/></trPr><tc><p><pPr><rPr><ins/></rPr></pPr><ins><r><t>delta</t></r></ins></p></tc>" in found
    assert found.count("<trPr>") == 1


def test_a_row_that_goes_is_marked_with_what_stands_in_it(make_docx: MakeDocx) -> None:
    old, new = make_docx(table(("a", "1"), ("b", "2")) + p("") + END), make_docx(table(("a", "1")) + p("") + END)
    found = body(made(old, new))
    assert (
        "<tr><trPr><del/></trPr><tc><p><pPr><rPr><del/></rPr></pPr><del><r><delText>b</delText></r></del></p></tc>"
        in found
    )


def test_a_table_that_is_new_and_one_that_is_gone(make_docx: MakeDocx) -> None:
    with_table, without = make_docx(p("A") + table(("x", "y")) + p("B") + END), make_docx(p("A") + p("B") + END)
    assert "<trPr><ins/></trPr>" in body(made(without, with_table))
    assert "<trPr><del/></trPr>" in body(made(with_table, without))


def test_another_number_of_columns_replaces_the_table(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(table(("a", "b"), ("c", "d")) + p("") + END),
        make_docx(table(("a", "b", "n"), ("c", "d", "m")) + p("") + END),
    )
    found = body(made(old, new))
    assert (found.count("<trPr><del/></trPr>"), found.count("<trPr><ins/></trPr>"), found.count("<tbl>")) == (2, 2, 2)


def test_properties_of_tables_rows_and_cells_are_tracked(make_docx: MakeDocx) -> None:
    old = table(("a", "b")).replace("<w:gridCol/>", '<w:gridCol w:w="1000"/>')
    new = (
        old.replace("<w:tblPr/>", '<w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr>')
        .replace('w:w="1000"', 'w:w="1200"')
        .replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>")
        .replace("<w:tc>", '<w:tc><w:tcPr><w:shd w:val="clear" w:fill="EEEEEE"/></w:tcPr>')
    )
    found = body(made(make_docx(old + p("") + END), make_docx(new + p("") + END)))
    for change in ("tblPrChange", "tblGridChange", "trPrChange", "tcPrChange"):
        assert f"<{change}>" in found
    assert "<ins>" not in found


def test_a_table_in_a_cell_is_compared_too(make_docx: MakeDocx) -> None:
    old, new = (make_docx(table((table(("inner", word)) + p(""), "outer")) + p("") + END) for word in ("one", "two"))
    assert "<del><r><delText>one</delText></r></del><ins><r><t>two</t></r></ins>" in body(made(old, new))


# Content controls


def test_a_control_whose_words_change_stays(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(control("clause@1", p(f"The words of the {word} clause.")) + p("") + END) for word in ("old", "new")
    )
    assert "customXml" not in body(made(old, new))


def test_a_control_with_a_new_tag_is_tracked_round_the_same_words(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(control("clause@1", p("The words of it.")) + p("") + END),
        make_docx(control("clause@2", p("The words of it.")) + p("") + END),
    )
    root = parse_xml(part(made(old, new)))
    tags = [each.get(w("val")) for each in root.iter(w("tag"))]
    assert tags == ["clause@2", "clause@1"]
    assert [etree.QName(each).localname for each in root.iter() if "Range" in str(each.tag)] == [
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
    ]
    assert len({each.get(w("val")) for each in root.iter(w("id"))}) == 2
    assert "<w:ins " not in part(made(old, new)).decode()


def test_a_control_comes_and_goes_with_its_range_marks(make_docx: MakeDocx) -> None:
    without, with_one = make_docx(p("A") + p("C") + END), make_docx(p("A") + control("b", p("B")) + p("C") + END)
    assert body(made(without, with_one)).count("customXmlInsRangeStart") == 2
    assert body(made(with_one, without)).count("customXmlDelRangeStart") == 2


def test_a_control_put_in_after_a_last_control(make_docx: MakeDocx) -> None:
    old = make_docx(control("a", p("The first clause")) + END)
    new = make_docx(control("a", p("The first clause")) + control("b", p("The second clause")) + END)
    assert resolved(made(old, new)) == (["The first clause"], ["The first clause", "The second clause"])
    assert resolved(made(new, old)) == (["The first clause", "The second clause"], ["The first clause"])


def test_an_inline_control_is_compared_word_by_word(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(p("Before ", control(f"clause@{tag}", r(f"at least {word} of people")), " after") + END)
        for tag, word in ((1, "80%"), (2, "90%"))
    )
    found = body(made(old, new))
    assert (
        "<r><t>at least </t></r><del><r><delText>80%</delText></r></del><ins><r><t>90%</t></r></ins><r><t> of "
        "people</t></r>" in found
    )


def test_a_control_lost_on_the_way_leaves_its_words_as_they_are(make_docx: MakeDocx) -> None:
    found = body(
        made(make_docx(p("A") + control("b", p("B")) + p("C") + END), make_docx(p("A") + p("B") + p("C") + END))
    )
    assert "customXmlDelRangeStart" in found
    assert "<del>" not in found


def test_a_plain_text_control_is_replaced_and_never_nested(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(p("Name: ", control(f"t{tag}", r("Ann Bell"), pr="<w:text/>"), " signs here today") + END)
        for tag in (1, 2)
    )
    root = parse_xml(part(made(old, new)))
    assert not any(each.iter(w("sdt")) and len(list(each.iter(w("sdt")))) > 1 for each in root.iter(w("sdt")))


# Hyperlinks, fields, notes, headers


LINK = '<w:hyperlink r:id="L1"><w:r><w:t>the guide</w:t></w:r></w:hyperlink>'


def test_a_hyperlink_that_is_put_in_is_written_as_the_field_it_is(make_docx: MakeDocx) -> None:
    new = make_docx(p("See ", LINK, " for more on this") + END, links={"L1": "https://example.org/?a=1&amp;b=2"})
    found = body(made(make_docx(p("See  for more on this") + END), new))
    assert '<instrText> HYPERLINK "https://example.org/?a=1&amp;b=2" </instrText>' in found
    assert "<hyperlink" not in found


def test_a_hyperlink_that_stays_is_untouched(make_docx: MakeDocx) -> None:
    links = {"L1": "https://example.org/"}
    old, new = (make_docx(p("See ", LINK, f" for {word} on this") + END, links=links) for word in ("more", "less"))
    assert '<w:hyperlink r:id="L1">' in part(made(old, new)).decode()


def test_a_hyperlink_to_another_address_is_replaced(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(p("See ", LINK, " for more on this") + END, links={"L1": f"https://example.org/{year}"})
        for year in (2025, 2026)
    )
    found = body(made(old, new))
    assert "https://example.org/2025" in found.split("<ins>")[0]
    assert "https://example.org/2026" in found.split("<ins>")[1]


def field(code: str, shows: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    return (
        f'{marks["begin"]}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f"{marks['separate']}{r(shows)}{marks['end']}"
    )


def test_a_field_that_differs_is_replaced_whole(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(p("as clause ", field("QUOTE 3", number), " says in its words") + END) for number in ("3.1", "3.2")
    )
    root = parse_xml(part(made(old, new)))
    for kind, text in (("del", "3.1"), ("ins", "3.2")):
        (mark,) = root.iter(w(kind))
        assert [each.get(w("fldCharType")) for each in mark.iter(w("fldChar"))] == ["begin", "separate", "end"]
        assert text in [each.text for each in mark.iter(w("t"), w("delText"))]


def test_a_field_over_several_paragraphs_is_replaced_whole(make_docx: MakeDocx) -> None:
    def contents(*lines: str) -> str:
        begin, _, end = field("TOC", "").partition(r(""))
        rows = [p(line) for line in lines]
        rows[0] = rows[0].replace("<w:p>", f"<w:p>{begin}")
        rows[-1] = rows[-1].replace("</w:p>", f"{end}</w:p>")
        return "".join(rows)

    old, new = (
        make_docx(contents("One", "Two") + p("Text") + END),
        make_docx(contents("One", "New", "Two") + p("Text") + END),
    )
    assert resolved(made(old, new)) == (["One", "Two", "Text"], ["One", "New", "Two", "Text"])


def note(number: int, text: str) -> str:
    return f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>{r(" " + text)}</w:p></w:footnote>'


REFERENCE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'


def test_a_footnote_whose_words_change_is_compared_in_its_place(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(p("Said", REFERENCE.format(1)) + END, footnotes=note(1, f"See page {page} of it")) for page in (3, 4)
    )
    found = made(old, new)
    assert "<del><r><delText>3</delText></r></del><ins><r><t>4</t></r></ins>" in body(found, "word/footnotes.xml")
    assert part(found) == part(old)


def test_a_footnote_that_is_put_in_comes_under_a_new_id(make_docx: MakeDocx) -> None:
    old = make_docx(p("One thing said", REFERENCE.format(1)) + END, footnotes=note(1, "First"))
    new = make_docx(
        p("Before it all", REFERENCE.format(1)) + p("One thing said", REFERENCE.format(2)) + END,
        footnotes=note(1, "New") + note(2, "First"),
    )
    found = made(old, new)
    assert [each.get(w("id")) for each in parse_xml(part(found)).iter(w("footnoteReference"))] == ["2", "1"]
    assert body(found, "word/footnotes.xml").count("<footnote>") == 2


def test_a_footnote_comes_into_a_document_that_had_none(make_docx: MakeDocx) -> None:
    separators = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    new = make_docx(p("Said ", REFERENCE.format(1), "and done it is") + END, footnotes=separators + note(1, "Why"))
    found = made(make_docx(p("Said and done it is") + END), new)
    assert texts(accept_all(part(found, "word/footnotes.xml"))) == ["", " Why"]


def header(kind: str, name: str, where: str = "default") -> str:
    return f'<w:sectPr><w:{kind}Reference w:type="{where}" r:id="{name}"/></w:sectPr>'


def test_headers_and_footers_are_compared(make_docx: MakeDocx) -> None:
    sections = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" '
        'r:id="footer1"/></w:sectPr>'
    )
    old, new = (
        make_docx(p("A") + sections, header1=p(f"Draft {word} of the contract"), footer1=p(f"Version {word}"))
        for word in ("one", "two")
    )
    found = made(old, new)
    for name in ("word/header1.xml", "word/footer1.xml"):
        assert "<del><r><delText>one</delText></r></del>" in body(found, name)
    assert part(found) == part(old)


@pytest.mark.parametrize("where", ["default", "first"])
def test_a_header_that_only_new_has_comes_with_its_words(make_docx: MakeDocx, where: str) -> None:
    old, new = (
        make_docx(p("A") + "<w:sectPr/>"),
        make_docx(p("A") + header("header", "header1", where), header1=p("Draft of the contract")),
    )
    found = made(old, new)
    assert body(found, "word/header1.xml").endswith("<p><ins><r><t>Draft of the contract</t></r></ins></p></hdr>")
    assert f'<headerReference type="{where}" r:id="rIdNew1"/>' in body(found)
    assert part(found, "word/styles.xml") == part(old, "word/styles.xml")


def test_a_footer_that_only_old_has_is_struck(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(p("A") + header("footer", "footer1"), footer1=p("One") + p("Two")),
        make_docx(p("A") + "<w:sectPr/>"),
    )
    assert texts(accept_all(part(made(old, new), "word/footer1.xml"))) == [""]
    assert texts(reject_all(part(made(old, new), "word/footer1.xml"))) == ["One", "Two"]


def test_words_of_every_section_are_compared(make_docx: MakeDocx) -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header{}"/><w:pgSz w:w="{}"/></w:sectPr>'

    def document(word: str, width: int) -> bytes:
        first = p(f"Part one says {word} of it", pr=section.format(1, width))
        return make_docx(
            first + p(f"Part two says {word} of it") + section.format(2, 11906),
            header1=p("First"),
            header2=p(f"Second {word}"),
        )

    found = made(document("this", 11906), document("that", 11000))
    assert body(found).count("<delText>this</delText>") == 2
    assert "<sectPrChange>" in body(found)
    assert "<delText>this</delText>" in body(found, "word/header2.xml")


def test_endnotes_are_compared_too(make_docx: MakeDocx) -> None:
    note_of = '<w:endnote w:id="1"><w:p>{}</w:p></w:endnote>'
    old, new = (
        make_docx(
            p("Said", '<w:r><w:endnoteReference w:id="1"/></w:r>') + END, endnotes=note_of.format(r(f"See page {page}"))
        )
        for page in (1, 2)
    )
    assert "<delText>1</delText>" in body(made(old, new), "word/endnotes.xml")


def test_a_table_with_controls_round_its_rows_is_replaced_whole(make_docx: MakeDocx) -> None:
    def document(word: str) -> bytes:
        rows = (
            table((word, "x"))
            .replace("<w:tr>", '<w:sdt><w:sdtPr><w:tag w:val="r"/></w:sdtPr><w:sdtContent><w:tr>')
            .replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>")
        )
        return make_docx(p("Before") + rows + p("After") + END)

    found = body(made(document("one"), document("two")))
    assert (found.count("<trPr><del/></trPr>"), found.count("<trPr><ins/></trPr>")) == (1, 1)


def test_cells_merged_down_are_tracked_by_their_properties(make_docx: MakeDocx) -> None:
    old = table(("a", "1"), ("b", "2"))
    merged = old.replace(
        '<w:tc><w:p><w:r><w:t xml:space="preserve">a',
        '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t xml:space="preserve">a',
    )
    assert "<tcPrChange>" in body(made(make_docx(old + p("") + END), make_docx(merged + p("") + END)))


def test_a_row_with_fewer_cells_is_replaced(make_docx: MakeDocx) -> None:
    old = table(("a", "1"), ("b", "2"), ("c", "3"))
    wide = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("b and 2") + "</w:tc></w:tr>"
    second = old.index("<w:tr>", old.index("<w:tr>") + 1)
    new = old[:second] + wide + old[old.index("</w:tr>", second) + len("</w:tr>") :]
    found = body(made(make_docx(old + p("") + END), make_docx(new + p("") + END)))
    assert (found.count("<trPr><del/></trPr>"), found.count("<trPr><ins/></trPr>"), found.count("<tbl>")) == (1, 1, 1)


def test_a_field_that_begins_inside_a_control_is_replaced_with_its_paragraph(make_docx: MakeDocx) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    old, new = (
        make_docx(p("Look: ", control("c", begin, r("at ")), r(word), end) + p("End") + END)
        for word in ("this", "that")
    )
    assert resolved(made(old, new)) == (["Look: at this", "End"], ["Look: at that", "End"])


# What cannot be shown


THEME = (
    '<?xml version="1.0"?><a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="x">'
    '<a:themeElements><a:fontScheme name="f">'
    '<a:majorFont><a:latin typeface="{0}"/></a:majorFont><a:minorFont><a:latin typeface="{0}"/></a:minorFont>'
    "</a:fontScheme></a:themeElements></a:theme>"
)


def test_fonts_of_another_theme_are_said_plainly(make_docx: MakeDocx) -> None:
    themed = p(
        r(
            "In the theme's font",
            '<w:rFonts w:asciiTheme="minorHAnsi"/><w:color w:val="112233" w:themeColor="accent1"/>',
        )
    )
    old, new = (make_docx(themed + END, theme=THEME.format(font)) for font in ("Arial", "Calibri"))
    found = body(made(old, new))
    assert (
        '<rPr><rFonts ascii="Calibri"/><color val="112233"/><rPrChange><rPr><rFonts asciiTheme="minorHAnsi"/>' in found
    )
    plain = p("Plain") + END
    assert "rPrChange" not in body(
        made(make_docx(plain, theme=THEME.format("Arial")), make_docx(plain, theme=THEME.format("Calibri")))
    )


def test_a_document_that_ends_with_a_table_ends_as_word_ends_it(make_docx: MakeDocx) -> None:
    with_end, without = (
        make_docx(p("A") + table(("x", "y")) + p("B") + END),
        make_docx(p("A") + table(("x", "z")) + END),
    )
    assert resolved(made(with_end, without)) == (["A", "x", "y", "B"], ["A", "x", "z", ""])
    assert resolved(made(without, with_end)) == (["A", "x", "z", ""], ["A", "x", "y", "B"])


def test_a_heading_and_a_table_that_come_in_after_the_last_table_come_and_go_whole(make_docx: MakeDocx) -> None:
    first = p("A") + table(("x", "y"))
    less, more = (
        make_docx(first + END),
        make_docx(first + p("B", pr='<w:pStyle w:val="Heading1"/>') + table(("v", "w")) + END),
    )
    assert resolved(made(less, more)) == (["A", "x", "y", ""], ["A", "x", "y", "B", "v", "w", ""])
    assert resolved(made(more, less)) == (["A", "x", "y", "B", "v", "w", ""], ["A", "x", "y", ""])


def test_a_document_without_page_settings_is_compared_all_the_same(make_docx: MakeDocx) -> None:
    (warning,) = warnings_of(make_docx(p("One")), make_docx(p("Two") + END))
    assert warning.slug == "settings-not-compared"


def test_a_list_with_picture_bullets_is_refused_by_name(make_docx: MakeDocx) -> None:
    pictures = lists("bullet").replace("<w:lvlText", '<w:lvlPicBulletId w:val="0"/><w:lvlText', 1)
    assert "list-cannot-come-in" in [
        each.slug
        for each in problems_of(
            make_docx(item("A") + END, numbering=lists("decimal")), make_docx(item("A") + END, numbering=pictures)
        )
    ]


BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"


def test_a_text_box_that_differs_is_tracked_inside(make_docx: MakeDocx) -> None:
    old, new = (make_docx(p("Beside ", BOX.format(word), "the box") + END) for word in ("old", "new"))
    assert "<txbxContent><p><del><r><delText>old</delText></r></del><ins><r><t>new</t></r></ins></p>" in body(
        made(old, new)
    )


def test_a_picture_that_goes_is_struck_and_a_text_box_that_comes_is_put_in(make_docx: MakeDocx) -> None:
    with_one, without = (
        make_docx(p("Beside the words ", BOX.format("x")) + END),
        make_docx(p("Beside the words ") + END),
    )
    assert "<del><r><pict>" in body(made(with_one, without))
    assert "<ins><r><pict><txbxContent><p><r><t>x</t></r></p></txbxContent></pict></r></ins>" in body(
        made(without, with_one)
    )


def test_an_equation_that_differs_is_refused(make_docx: MakeDocx) -> None:
    math = (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{}</m:t></m:r>'
        "</m:oMath>"
    )
    (problem,) = problems_of(make_docx(p("Sum ", math.format("a")) + END), make_docx(p("Sum ", math.format("b")) + END))
    assert (problem.slug, "an equation" in problem.message) == ("cannot-be-tracked", True)


@pytest.mark.parametrize("words_only", [False, True])
def test_an_equation_within_a_line_that_libreoffice_lost_is_refused_and_never_taken_for_no_change_of_words(
    make_docx: MakeDocx, *, words_only: bool
) -> None:
    math = (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x=y</m:t></m:r>'
        "</m:oMath>"
    )
    # As LibreOffice writes it where its part Math is not installed: nothing is left between the two spaces.
    look = '<w:pPr><w:bidi w:val="0"/><w:rPr></w:rPr></w:pPr>'
    saved = f"<w:p>{look}<w:r><w:rPr></w:rPr><w:t>The share is  of it.</w:t></w:r></w:p>"
    old, new = make_docx(p("The share is ", math, r(" of it.")) + END), make_docx(saved + END)
    found, problems = redline(
        old, new, "Ann Bell", "2026-04-01", old_name="old.docx", new_name="new.docx", words_only=words_only
    )
    (told,) = [each for each in problems if each.severity == "error"]
    assert found is None and told.slug == "cannot-be-tracked"
    assert "an equation comes, goes or differs here" in told.message
    assert "LibreOffice without its part Math" in told.cure


def test_comments_of_old_stay_and_those_of_new_are_named(make_docx: MakeDocx) -> None:
    comment = '<w:comment w:id="5" w:author="Cy"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:comment>'
    anchored = '<w:commentRangeStart w:id="5"/>{}<w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r>'
    old = make_docx(p(anchored.format(r("These words")), " are old ones") + END, comments=comment.format("Why?"))
    new = make_docx(p("These words are new ones") + END, comments=comment.format("Because"))
    found, problems = redline(old, new, "Ann", "2026-04-01", old_name="old.docx", new_name="new.docx")
    assert found is not None
    assert [each.slug for each in problems] == ["comments-not-compared"]
    assert body(found).startswith(
        "<p><commentRangeStart/><r><t>These words</t></r><commentRangeEnd/><r><commentReference/></r>"
    )


def test_bookmarks_of_old_stay_and_a_new_one_comes_with_its_paragraph(make_docx: MakeDocx) -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="{}"/>{}<w:bookmarkEnd w:id="1"/>'
    old = make_docx(p(mark.format("clause_a", r("Old words of it")), " and more") + p("End") + END)
    new = make_docx(p("New words of it", " and more") + p(mark.format("clause_b", r("Another"))) + p("End") + END)
    root = parse_xml(part(made(old, new)))
    assert [each.get(w("name")) for each in root.iter(w("bookmarkStart"))] == ["clause_a", "clause_b"]
    assert len({each.get(w("id")) for each in root.iter(w("bookmarkStart"))}) == 2


# The file


def test_a_document_against_itself_has_the_same_bytes_in_every_part(make_docx: MakeDocx) -> None:
    old = make_docx(p("A") + item("B") + table(("c", "d")) + control("e", p("F")) + p("") + END)
    found = made(old, old)
    for name in package_of(old).names:
        assert part(found, name) == part(old, name)


def test_parts_that_do_not_change_keep_their_bytes(make_docx: MakeDocx) -> None:
    old, new = make_docx(p("One word") + END), make_docx(p("Two words") + END)
    found = made(old, new)
    for name in package_of(old).names:
        assert name == "word/document.xml" or part(found, name) == part(old, name)


def test_the_same_inputs_give_the_same_bytes(make_docx: MakeDocx) -> None:
    old, new = (
        make_docx(p("One word") + table(("a", "b")) + p("") + END),
        make_docx(p("Two words") + table(("a", "c")) + p("x") + END),
    )
    assert made(old, new) == made(old, new)


def test_ids_go_on_above_the_hosts_and_none_is_there_twice(make_docx: MakeDocx) -> None:
    old = make_docx(p('<w:bookmarkStart w:id="41" w:name="a"/>', "One two three", '<w:bookmarkEnd w:id="41"/>') + END)
    new = make_docx(p("One 2 three") + p("Four") + END)
    root = parse_xml(part(made(old, new)))
    ids = [int(each.get(w("id"), "0")) for each in root.iter(w("ins"), w("del"))]
    assert min(ids) > 41
    assert len(ids) == len(set(ids))
    assert {(each.get(w("author")), each.get(w("date"))) for each in root.iter(w("ins"), w("del"))} == {
        ("Ann Bell", "2026-04-01T00:00:00Z")
    }


def test_extensions_that_come_in_are_declared_ignorable(make_docx: MakeDocx) -> None:
    old = make_docx(p("Plain words") + p("End") + END)
    plain = (
        part(old)
        .replace(b' mc:Ignorable="w14"', b"")
        .replace(b' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"', b"")
    )
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as archive:
        for name in package_of(old).names:
            archive.writestr(name, plain if name == "word/document.xml" else part(old, name))
    new = make_docx(p("Plain words") + p(r("Glowing", '<w14:ligatures w14:val="all"/>')) + p("End") + END)
    root = parse_xml(part(made(bare.getvalue(), new)))
    assert root.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable") == "w14"
    assert root.nsmap["w14"] == "http://schemas.microsoft.com/office/word/2010/wordml"


TRACKED = (
    '<w:ins w:id="3" w:author="Cy" w:date="2026-01-01T00:00:00Z"><w:r><w:t xml:space="preserve"> indeed</w:t>'
    "</w:r></w:ins>"
)


def test_a_side_with_tracked_changes_is_refused_unless_told_what_they_are(make_docx: MakeDocx) -> None:
    old, new = make_docx(p("Well said", TRACKED) + END), make_docx(p("Well done") + END)
    (problem,) = problems_of(old, new)
    assert (problem.slug, problem.location.file) == ("tracked-changes-present", "old.docx")
    for existing, before in (("accept", ["Well said indeed"]), ("reject", ["Well said"])):
        found, problems = redline(
            old,
            new,
            "Ann",
            "2026-04-01",
            old_name="old.docx",
            new_name="new.docx",
            existing=existing,  # type: ignore[arg-type]
        )
        assert found is not None, problems
        assert resolved(found) == (before, ["Well done"])


@pytest.mark.parametrize(
    ("author", "date", "slug"),
    [
        ("", "2026-04-01", "author-unfit"),
        ("A\x01", "2026-04-01", "author-unfit"),
        ("Ann", "1 April", "date-unfit"),
        ("Ann", "2026-13-01", "date-unfit"),
    ],
)
def test_an_author_or_a_date_that_word_cannot_hold_is_refused(
    make_docx: MakeDocx, author: str, date: str, slug: str
) -> None:
    docx = make_docx(p("A") + END)
    found, problems = redline(docx, docx, author, date, old_name="old.docx", new_name="new.docx")
    assert (found, [each.slug for each in problems]) == (None, [slug])


def test_a_file_that_is_no_word_file_is_refused_by_its_name(make_docx: MakeDocx) -> None:
    found, problems = redline(
        b"hello", make_docx(p("A") + END), "Ann", "2026-04-01", old_name="old.docx", new_name="new.docx"
    )
    assert found is None
    assert [each.location.file for each in problems] == ["old.docx"]


@pytest.mark.parametrize(
    ("old", "new", "told"), [("", "All figures are aims.", 1), ("Notes", "", 1), ("Notes", "Notes", 0)]
)
def test_words_between_the_text_and_its_notes_are_no_part_of_what_was_compared(
    make_docx: MakeDocx, old: str, new: str, told: int
) -> None:
    def noted(words: str) -> bytes:
        line = f'<w:footnote w:type="separator" w:id="0">{p(words)}</w:footnote>'
        note = f'<w:footnote w:id="2">{p("As counted.")}</w:footnote>'
        reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
        return make_docx(f"<w:p>{r('Figures')}{reference}</w:p>", footnotes=f"{line}{note}")

    slugs = [each.slug for each in warnings_of(noted(old), noted(new))]
    assert slugs == ["separators-not-compared"] * told
