"""Tracked changes on the page: words round each, numbers as they are stored, references that lead elsewhere now."""

from __future__ import annotations

from tests.conftest import CONTENT_TYPES, RELATIONSHIPS

from specgen.desk.shown.changes import ChangedLine, ChangedPiece, changed_document, flagged, only_changed
from specgen.word.package.archive import join, pack

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARK = 'w:id="{}" w:author="Ann Lee" w:date="2026-05-04T10:00:00Z"'


def document(body: str) -> bytes:
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    return join([pack(name, part.encode()) for name, part in parts.items()])


def changed_lines(data: bytes) -> tuple[ChangedLine, ...]:
    """The lines of the body alone; none of a file that cannot be read."""
    stories = changed_document(data).stories
    return stories[0].lines if stories else ()


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


REPLACED = (
    f"<w:p>{run('within ')}<w:del {MARK.format(1)}>{run('four', 'delText')}</w:del>"
    f"<w:ins {MARK.format(2)}>{run('six')}</w:ins>{run(' weeks')}</w:p>"
)


def test_struck_words_and_words_put_in_are_apart() -> None:
    (line,) = changed_lines(document(REPLACED))
    assert line.pieces == (
        ChangedPiece("within "),
        ChangedPiece("four", "struck"),
        ChangedPiece("six", "put in"),
        ChangedPiece(" weeks"),
    )


def test_struck_paragraphs_rows_and_changed_looks_are_told() -> None:
    mark = f"<w:pPr><w:rPr><w:del {MARK.format(1)}/></w:rPr></w:pPr>"
    row = f"<w:tbl><w:tr><w:trPr><w:ins {MARK.format(2)}/></w:trPr><w:tc><w:p>{run('cell')}</w:p></w:tc></w:tr></w:tbl>"
    look = f"<w:rPr><w:b/><w:rPrChange {MARK.format(3)}><w:rPr/></w:rPrChange></w:rPr>"
    bold = f"<w:p><w:r>{look}<w:t>bold</w:t></w:r></w:p>"
    lines = changed_lines(document(f"<w:p>{mark}{run('gone')}</w:p>{row}{bold}<w:p>{run('same')}</w:p>"))
    assert [(line.whole, line.row, line.looks) for line in lines] == [
        ("struck", "", False),
        ("", "put in", False),
        ("", "", True),
        ("", "", False),
    ]
    assert [line.changed for line in lines] == [True, True, True, False]


def test_a_reference_to_a_paragraph_that_has_another_number_now_is_flagged_and_kept() -> None:
    lines = (
        ChangedLine("3.2.2", "3.2.2", (ChangedPiece("as paragraph 3.2.4 says, and not 3.2.4 things"),)),
        ChangedLine("3.2.5", "3.2.4", (ChangedPiece("the target"),)),
        ChangedLine("3.2.6", "3.2.6", (ChangedPiece("see 3.2.1"),)),
    )
    found = flagged(lines)
    assert found[0].refers == ("3.2.4 has the number 3.2.5 now",)
    assert found[0].pieces == lines[0].pieces
    assert [line.refers for line in found[1:]] == [(), ()]


def test_only_changed_lines_are_shown_with_their_neighbours() -> None:
    same = [ChangedLine("", "", (ChangedPiece(f"line {number}"),)) for number in range(9)]
    changed = ChangedLine("", "", (ChangedPiece("new", "put in"),))
    groups = list(only_changed((*same[:4], changed, *same[4:])))
    assert groups == [(same[3], changed, same[4])]


def test_what_is_no_word_file_has_no_lines() -> None:
    assert changed_lines(b"not a zip") == ()


def with_header(body: str, header: str) -> bytes:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = CONTENT_TYPES.replace(
        "</Types>", f'<Override PartName="/word/header1.xml" ContentType="{main}.header+xml"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = '<w:sectPr><w:headerReference w:type="first" r:id="rId1"/><w:titlePg/></w:sectPr>'
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": RELATIONSHIPS,
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{office}/header" Target="header1.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{office}"><w:body>{body}{link}</w:body></w:document>',
        "word/header1.xml": f'<w:hdr xmlns:w="{W}">{header}</w:hdr>',
        "word/comments.xml": f'<w:comments xmlns:w="{W}"/>',
    }
    return join([pack(name, part.encode()) for name, part in parts.items()])


def test_a_header_is_a_part_of_its_own_with_the_pages_that_show_it() -> None:
    found = changed_document(with_header(f"<w:p>{run('body')}</w:p>", REPLACED))
    assert [(story.title, story.changed) for story in found.stories] == [
        ("Body", False),
        ("Header of the first page", True),
    ]
    assert found.left_out == ("comments: they are not shown here",)


def test_a_changed_cell_is_shown_with_its_row() -> None:
    def cell(inside: str) -> str:
        return f"<w:tc>{inside}</w:tc>"

    row = "".join(cell(f"<w:p>{run(text)}</w:p>") for text in ("one", "two", "three"))
    other = cell(f"<w:p>{run('a')}</w:p>") * 2 + cell(REPLACED)
    table = f"<w:tbl><w:tr>{row}</w:tr><w:tr>{other}</w:tr></w:tbl>"
    lines = changed_lines(document(f"<w:p>{run('before')}</w:p>{table}"))
    assert [line.cell for line in lines[1:]] == [(1, row, column) for row in (1, 2) for column in (1, 2, 3)]
    (group,) = only_changed(lines)
    assert [line.cell for line in group] == [(1, 2, 1), (1, 2, 2), (1, 2, 3)]
