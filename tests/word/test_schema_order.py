"""Properties of paragraphs and runs are written in the order of the schema, whatever order the host has them in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.issue.inserting import block, clause, heading, inserted, main
from tests.word.making import docx_bytes, p

from specgen.word.package.ooxml import W, in_order, put_in_order, w

# The order of the sequences in wml.xsd, for those that the tests use.
RUN = ["ins", "del", "rFonts", "b", "bCs", "i", "iCs", "caps", "noProof", "color", "spacing", "kern", "sz", "szCs",
       "highlight", "u", "lang", "rPrChange"]  # fmt: skip
PARAGRAPH = ["pStyle", "keepNext", "keepLines", "numPr", "pBdr", "tabs", "spacing", "ind", "contextualSpacing", "jc",
             "outlineLvl", "rPr", "sectPr", "pPrChange"]  # fmt: skip
RUN_XML = {
    "rFonts": '<w:rFonts w:ascii="Arial"/>', "b": "<w:b/>", "i": "<w:i/>", "color": '<w:color w:val="005EB8"/>',
    "spacing": '<w:spacing w:val="2"/>', "kern": '<w:kern w:val="2"/>', "sz": '<w:sz w:val="22"/>',
    "szCs": '<w:szCs w:val="22"/>', "lang": '<w:lang w:val="en-GB"/>', "noProof": "<w:noProof/>",
}  # fmt: skip
PARAGRAPH_XML = {
    "keepLines": "<w:keepLines/>", "spacing": '<w:spacing w:after="120"/>', "ind": '<w:ind w:left="10"/>',
    "contextualSpacing": "<w:contextualSpacing/>", "jc": '<w:jc w:val="both"/>',
    "pBdr": '<w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>',
}  # fmt: skip


def names(properties: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in properties]


@given(st.lists(st.sampled_from(RUN), unique=True), st.lists(st.sampled_from(PARAGRAPH), unique=True))
def test_any_properties_in_any_order_come_out_in_the_schemas(run: list[str], paragraph: list[str]) -> None:
    assert [name for name, _ in in_order("rPr", [(each, "") for each in run])] == sorted(run, key=RUN.index)
    assert [name for name, _ in in_order("pPr", [(each, "") for each in paragraph])] == sorted(
        paragraph, key=PARAGRAPH.index
    )
    for kind, drawn, order in (("rPr", run, RUN), ("pPr", paragraph, PARAGRAPH)):
        element = etree.fromstring(f'<w:{kind} xmlns:w="{W}">{"".join(f"<w:{each}/>" for each in drawn)}</w:{kind}>')
        put_in_order(element)
        assert names(element) == sorted(drawn, key=order.index)


def test_what_the_standard_does_not_name_stands_before_the_change_alone() -> None:
    given_order = [("rPrChange", "c"), ("ligatures", "x"), ("lang", "l"), ("b", "b")]
    assert [name for name, _ in in_order("rPr", given_order)] == ["b", "lang", "ligatures", "rPrChange"]


def test_of_two_of_a_name_the_later_one_counts() -> None:
    assert in_order("rPr", [("b", "1"), ("b", "2")]) == (("b", "2"),)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(RUN_XML)), unique=True),
    st.lists(st.sampled_from(sorted(PARAGRAPH_XML)), unique=True),
    st.booleans(),
)
def test_what_is_put_in_is_in_order_whatever_the_neighbours_have(
    run: list[str], paragraph: list[str], styled: bool
) -> None:
    run_xml = "".join(RUN_XML[each] for each in run)
    paragraph_xml = "".join(PARAGRAPH_XML[each] for each in paragraph)
    head = heading if styled else lambda text: p(text, paragraph_xml, f"{run_xml.replace('<w:b/>', '')}<w:b/>")
    host = docx_bytes(
        head("3.2 Service description/care pathway")
        + p("The service sees people at home, and it runs all year.", paragraph_xml, run_xml)
        + head("3.3 Population covered")
    )
    wanted = clause("Plans are made:", block("together", "number"), block("in writing", "bullet"))
    for plain in (False, True):
        (control,) = etree.fromstring(main(inserted(host, wanted, plain=plain).data)).iter(w("sdt"))
        for kind, order in (("rPr", RUN), ("pPr", PARAGRAPH)):
            for properties in control.iter(w(kind)):
                found = names(properties)
                assert found == sorted(found, key=order.index)
