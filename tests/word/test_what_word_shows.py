"""What Word shows that nobody typed: tick boxes, choices, bound data and the results of fields, a table for each."""

from __future__ import annotations

import pytest
from lxml import etree
from tests.word.redline.making import NAMES, build

from specgen.word.document.fillins import (
    NOT_TICKED,
    TICKED,
    field_kind,
    read_bound_words,
    read_field_results,
    read_fill_ins,
    tick_of,
)
from specgen.word.package.ooxml import parse_xml
from specgen.word.package.package import Package, read_package, write_package


def body(inner: str) -> etree._Element:
    return parse_xml(f"<w:body {NAMES}>{inner}</w:body>".encode())


def form(inner: str) -> str:
    data = f'<w:ffData><w:name w:val="F1"/>{inner}</w:ffData>'
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r></w:p>'


def sdt(properties: str, shown: str) -> str:
    return (
        f'<w:p><w:sdt><w:sdtPr><w:alias w:val="Asked"/>{properties}</w:sdtPr><w:sdtContent><w:r><w:t>{shown}</w:t>'
        "</w:r></w:sdtContent></w:sdt></w:p>"
    )


def box(checked: str) -> str:
    return f'<w14:checkbox>{checked}<w14:checkedState w14:val="2612"/></w14:checkbox>'


TWO = '<w:listEntry w:val="a"/><w:listEntry w:val="b"/>'
LIST = (
    '<w:dropDownList{0}><w:listItem w:displayText="every month" w:value="m"/><w:listItem w:value="yearly"/>'
    "</w:dropDownList>"
)


@pytest.mark.parametrize(
    ("inner", "state", "contradicts"),
    [
        (form("<w:checkBox/>"), NOT_TICKED, False),
        (form('<w:checkBox><w:default w:val="0"/></w:checkBox>'), NOT_TICKED, False),
        (form('<w:checkBox><w:default w:val="1"/></w:checkBox>'), TICKED, False),
        (form('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'), TICKED, False),
        (form('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>'), NOT_TICKED, False),
        (form(f"<w:ddList>{TWO}</w:ddList>"), "a", False),
        (
            form('<w:ddList><w:result w:val="1"/><w:listEntry w:val="a"/><w:listEntry w:val="b"/></w:ddList>'),
            "b",
            False,
        ),
        (
            form('<w:ddList><w:default w:val="1"/><w:listEntry w:val="a"/><w:listEntry w:val="b"/></w:ddList>'),
            "b",
            False,
        ),
        (form('<w:ddList><w:result w:val="7"/><w:listEntry w:val="a"/></w:ddList>'), "", False),
        (sdt(box('<w14:checked w14:val="1"/>'), "☒"), TICKED, False),
        (sdt(box('<w14:checked w14:val="0"/>'), "☐"), NOT_TICKED, False),
        (sdt(box("<w14:checked/>"), "☑"), TICKED, False),
        (sdt(box(""), "☐"), NOT_TICKED, False),
        (sdt(box('<w14:checked w14:val="0"/>'), "☒"), NOT_TICKED, True),
        (sdt(LIST.format(""), "every month"), "every month", False),
        (sdt(LIST.format(' w:lastValue="yearly"'), "yearly"), "yearly", False),
        (sdt(LIST.format(' w:lastValue="m"'), "yearly"), "every month", True),
        (sdt(f"<w:showingPlcHdr/>{LIST.format('')}", "Choose"), "", False),
        (sdt('<w:date w:fullDate="2027-03-31T00:00:00Z"/>', "31 March 2027"), "2027-03-31", False),
    ],
)
def test_what_a_fill_in_holds(inner: str, state: str, contradicts: bool) -> None:
    found = list(read_fill_ins(body(inner)))
    assert [(each.state, each.contradicts) for each in found] == [(state, contradicts)]


def test_other_controls_and_text_fields_hold_no_state() -> None:
    assert list(read_fill_ins(body(form("<w:textInput/>") + sdt("<w:text/>", "words")))) == []


@pytest.mark.parametrize(
    ("sign", "found"), [("☐", NOT_TICKED), ("☒", TICKED), ("☑", TICKED), ("x", ""), ("word", ""), ("", "")]
)
def test_signs_of_boxes(sign: str, found: str) -> None:
    assert tick_of(sign) == found


STORE = "{AAAAAAAA-0000-0000-0000-000000000001}"


def bound(path: str, properties: str = "<w:text/>", shown: str = "40", store: str = STORE) -> str:
    binding = (
        f'<w:dataBinding w:prefixMappings="xmlns:e=\'urn:e\'" w:xpath="{path}" '
        + (f'w:storeItemID="{store}"' if store else "")
        + "/>"
    )
    return sdt(binding + properties, shown)


def package_with(inner: str, kept: str) -> Package:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    plain, _ = read_package(build(inner), "a.docx")
    assert plain is not None
    link = f'<Relationship Id="s" Type="{relation}/customXml" Target="../customXml/item1.xml"/></Relationships>'
    links = plain.part("word/_rels/document.xml.rels").replace(b"</Relationships>", link.encode())
    own = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="p" '
        f'Type="{relation}/customXmlProps" Target="itemProps1.xml"/></Relationships>'
    )
    store = (
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
        f'ds:itemID="{STORE.lower()}"/>'
    )
    added = {
        "customXml/item1.xml": kept.encode(),
        "customXml/itemProps1.xml": store.encode(),
        "customXml/_rels/item1.xml.rels": own.encode(),
    }
    data = write_package(plain, {"word/_rels/document.xml.rels": links}, added=added)
    made, problems = read_package(data, "a.docx")
    assert made is not None, problems
    return made


KEPT = '<c xmlns="urn:e"><limit>60</limit><limit u="weeks">70</limit><how>m</how><yes>true</yes></c>'


@pytest.mark.parametrize(
    ("inner", "kept", "shows", "differs"),
    [
        (bound("/e:c[1]/e:limit[1]"), "60", "60", True),
        (bound("/e:c[1]/e:limit[1]", shown="60"), "60", "60", False),
        (bound("/e:c/e:limit[2]"), "70", "70", True),
        (bound("/e:c[1]/e:limit[2]/@u"), "weeks", "weeks", True),
        (bound("/e:c[1]/e:limit[1]/text()"), "60", "60", True),
        (bound("/e:c[1]/e:limit[3]"), None, "40", False),
        (bound("/e:d[1]"), None, "40", False),
        (bound("//e:limit[position() = 1]"), None, "40", False),
        (bound("/f:c[1]"), None, "40", False),
        (bound("/e:c[1]/e:limit[1]", store=""), "60", "60", True),
        (bound("/e:c[1]/e:limit[1]", store="{BBBBBBBB-0000-0000-0000-000000000001}"), None, "40", False),
        (bound("/e:c[1]/e:how[1]", LIST.format(""), "every month"), "m", "every month", False),
        (bound("/e:c[1]/e:how[1]", LIST.format(""), "yearly"), "m", "every month", True),
        (bound("/e:c[1]/e:yes[1]", box('<w14:checked w14:val="1"/>'), "☒"), "true", "☒", False),
        (bound("/e:c[1]/e:yes[1]", box('<w14:checked w14:val="0"/>'), "☐"), "true", "☒", True),
    ],
)
def test_what_is_kept_beside_the_text_is_what_word_shows(
    inner: str, kept: str | None, shows: str, differs: bool
) -> None:
    """17.5.2.6."""
    package = package_with(inner, KEPT)
    root = parse_xml(package.part(package.main))
    assert [(each.kept, each.shows, each.differs) for each in read_bound_words(package, root)] == [
        (kept, shows, differs)
    ]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (' TOC \\o "1-3" ', "contents"),
        ("PAGEREF _Toc1 \\h", "page"),
        ("NUMPAGES", "page"),
        ("REF clause4 \\r", "reference"),
        ("seq Table", "count"),
        ("DATE", "date"),
        ("DOCPROPERTY Reference", "property"),
        ("=SUM(ABOVE)", "calculation"),
        ('HYPERLINK "https://example.org"', ""),
        ("FORMTEXT", ""),
        ("", ""),
    ],
)
def test_what_a_field_is_worked_out_from(code: str, kind: str) -> None:
    assert field_kind(code) == kind


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(said: str) -> str:
    return f"{mark('begin')}<w:r><w:instrText>{said}</w:instrText></w:r>{mark('separate')}"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_results_are_told_apart_from_typed_words_over_paragraphs_and_within_each_other() -> None:
    contents = f"<w:p>{code('TOC')}{run('1 Scope')}{code('PAGEREF a')}{run('3')}{mark('end')}</w:p>"
    inner = contents + f"<w:p>{run('2 Terms')}{mark('end')}{run(' typed')}</w:p>"
    simple = f'<w:p>{run("see ")}<w:fldSimple w:instr="REF x">{run("4.1")}</w:fldSimple></w:p>'
    never_ended = f"<w:p>{code('DATE')}{run('today')}</w:p>"
    found = [
        (each.code, each.kind, each.text, len(each.runs))
        for each in read_field_results(body(inner + simple + never_ended))
    ]
    assert found == [
        ("PAGEREF a", "page", "3", 1),
        ("TOC", "contents", "1 Scope32 Terms", 3),
        ("REF x", "reference", "4.1", 1),
        ("DATE", "date", "today", 1),
    ]
