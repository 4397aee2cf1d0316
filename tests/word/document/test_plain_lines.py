"""A paragraph that holds nothing but runs of words is read without the walk, to the same words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from specgen.word.document.inline import read_line, runs_of_words
from specgen.word.document.lines import STAMP, stamp_paragraphs
from specgen.word.package.ooxml import W

WORDS = st.sampled_from(["<w:t>care</w:t>", '<w:t xml:space="preserve"> plan </w:t>', "<w:t> </w:t>", "<w:t/>"])
SIGNS = st.sampled_from(
    ["<w:tab/>", "<w:br/>", '<w:fldChar w:fldCharType="begin"/>', "<w:instrText>PAGE</w:instrText>", "<!-- x -->"]
)
LOOK = st.sampled_from(["", "<w:rPr><w:b/></w:rPr>"])
BESIDE = st.sampled_from(
    ['<w:bookmarkStart w:id="1" w:name="a"/>', "<w:proofErr/>", "<w:ins><w:r><w:t>x</w:t></w:r></w:ins>"]
)


def run(look: str, pieces: list[str]) -> str:
    return f"<w:r>{look}{''.join(pieces)}</w:r>"


PLAIN = st.builds(run, LOOK, st.lists(WORDS, max_size=3))
ANY = st.one_of(PLAIN, st.builds(run, LOOK, st.lists(st.one_of(WORDS, SIGNS), max_size=3)), BESIDE)


def paragraph(inside: list[str]) -> etree._Element:
    return etree.fromstring(f'<w:p xmlns:w="{W}"><w:pPr><w:jc w:val="left"/></w:pPr>{"".join(inside)}</w:p>')


@given(st.lists(PLAIN, max_size=4))
def test_runs_of_words_are_all_that_the_walk_finds(inside: list[str]) -> None:
    line = paragraph(inside)
    assert runs_of_words(line) == [(item.run, item.text) for item in read_line(line)]


@given(st.lists(ANY, max_size=4))
def test_what_is_read_without_the_walk_holds_nothing_else(inside: list[str]) -> None:
    line = paragraph(inside)
    found = runs_of_words(line)
    items = read_line(line)
    if found is not None:
        assert found == [(item.run, item.text) for item in items]
        assert all(item.kind == "text" and not item.marks and not item.aside for item in items)


def test_a_run_bears_the_number_of_the_paragraph_that_it_stands_in_however_deep_and_whatever_stands_between() -> None:
    body = etree.fromstring(
        f"""<w:body xmlns:w="{W}" {STAMP}="9"><w:r {STAMP}="8"/><w:p><w:r/><w:hyperlink><w:r/></w:hyperlink>
        <w:r><w:pict><w:txbxContent><w:p><w:r {STAMP}="7"/></w:p></w:txbxContent></w:pict></w:r><w:r/></w:p>
        <w:p/><w:r/><w:p><w:ins><w:r/></w:ins></w:p></w:body>"""
    )
    stamp_paragraphs(body)
    runs = [run.get(STAMP) for run in body.iter(f"{{{W}}}r")]
    assert runs == ["0", "1", "1", "1", "2", "1", "0", "4"]
    assert [line.get(STAMP) for line in body.iter(f"{{{W}}}p")] == ["1", "2", "3", "4"]
    alone = etree.fromstring(f'<w:r xmlns:w="{W}" {STAMP}="6"/>')
    stamp_paragraphs(alone)
    assert alone.get(STAMP) == "0", "in no paragraph"
