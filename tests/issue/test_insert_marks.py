"""Where a paragraph's mark moves to the paragraph that ends the story, what others wrote in it is there once."""

from __future__ import annotations

import pytest
from lxml import etree
from tests.issue.inserting import TITLE, attempt, canonical, clause, heading, inserted, main, refusal
from tests.word.making import docx_bytes, p, table

from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.package.ooxml import w

BEN = 'w:id="{}" w:author="Ben Okafor" w:date="2026-01-05T00:00:00Z"'
ONE, TWO, THREE = BEN.format(11), BEN.format(12), BEN.format(13)
IN_A_MARK = {
    "formatting of the paragraph": f'<w:jc w:val="both"/><w:pPrChange {ONE}><w:pPr/></w:pPrChange>',
    "numbering put in": (
        f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins {ONE}/></w:numPr>'
        f"<w:pPrChange {TWO}><w:pPr/></w:pPrChange>"
    ),
    "numbering put in, alone": f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/><w:ins {ONE}/></w:numPr>',
    "numbering changed": (
        f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/><w:numberingChange {ONE} w:original="•"/></w:numPr>'
    ),
    "the mark put in": f"<w:rPr><w:ins {ONE}/></w:rPr>",
    "the look of the mark": f"<w:rPr><w:b/><w:rPrChange {ONE}><w:rPr/></w:rPrChange></w:rPr>",
    "all but the mark put in": (
        f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/><w:ins {ONE}/></w:numPr>'
        f"<w:rPr><w:b/><w:rPrChange {THREE}><w:rPr/></w:rPrChange></w:rPr>"
        f"<w:pPrChange {TWO}><w:pPr/></w:pPrChange>"
    ),
}
BREAK = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
ENDS = {
    "the body": lambda mark: heading(TITLE) + p("It runs all year.", mark),
    "a cell": lambda mark: table((p(TITLE, run="<w:b/>") + p("It runs all year.", mark),)) + p("End."),
    "a section of pages": lambda mark: (
        heading(TITLE) + p("It runs all year.", with_break(mark)) + heading("3.3 Population covered")
    ),
}


def with_break(mark: str) -> str:
    before, change, after = mark.partition("<w:pPrChange")
    return f"{before}{BREAK}{change}{after}"


def theirs(xml: bytes) -> list[tuple[str, ...]]:
    return sorted(
        (each.tag, each.get(w("id"), ""), each.get(w("date"), ""))
        for each in etree.fromstring(xml).iter()
        if each.get(w("author")) == "Ben Okafor"
    )


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("mark", IN_A_MARK)
def test_what_stands_in_a_mark_that_moves_is_moved_and_never_doubled(mark: str, end: str) -> None:
    host = docx_bytes(ENDS[end](IN_A_MARK[mark]))
    made = inserted(host, clause("Plans are made together."))
    assert theirs(main(made.data)) == theirs(main(host)) != []
    assert canonical(reject_all(main(made.data))) == canonical(reject_all(main(host)))


@pytest.mark.parametrize("mark", IN_A_MARK)
def test_without_tracking_too(mark: str) -> None:
    host = docx_bytes(ENDS["a section of pages"](IN_A_MARK[mark]))
    made, problems = attempt(host, clause("Plans are made together."), plain=True)
    assert made is not None, problems
    assert theirs(main(made.data)) == theirs(main(host)) != []
    assert b"Plans are made together." in accept_all(main(made.data))


def test_a_mark_that_somebody_proposes_with_a_look_of_its_own_at_the_very_end_is_refused_by_name() -> None:
    mark = f"<w:rPr><w:ins {ONE}/></w:rPr><w:pPrChange {TWO}><w:pPr><w:keepNext/></w:pPr></w:pPrChange>"
    problem = refusal(docx_bytes(ENDS["the body"](mark)))
    assert problem.slug == "place-proposed" and "puts in the end of the paragraph before the place" in problem.message
