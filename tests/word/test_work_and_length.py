"""Reading and resolving tracked changes takes work that grows with the length of the part, and not with its square.

What is counted is the calls that are made, so that a slow machine makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree
from tests.work import calls

from specgen.word.document.inline import read_line
from specgen.word.document.resolve import resolve_tree
from specgen.word.document.revisions import revisions_of
from specgen.word.package.ooxml import W, parse_xml

BY = 'w:author="A" w:date="2026-01-01T00:00:00Z"'
MARK = f'<w:pPr><w:rPr><w:{{1}} w:id="{{0}}" {BY}/></w:rPr></w:pPr>'


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


SHAPES: dict[str, Callable[[int], str]] = {
    "words put in": lambda n: "<w:p>" + "".join(f'<w:ins w:id="{i}" {BY}>{run("a")}</w:ins>'
        f'{run("b")}' for i in range(n)) + "</w:p>",
    "one insertion of many runs": lambda n: f'<w:p><w:ins w:id="1" {BY}>{run("a") * n}</w:ins></w:p>',
    "paragraphs taken out": lambda n: "".join(f"<w:p>{MARK.format(i, 'del')}"
        f"{run('a')}</w:p>" for i in range(n)) + "<w:p/>",
    "paragraphs of bookmarks taken out": lambda n: "".join(
        f'<w:p>{MARK.format(i, "del")}<w:bookmarkStart w:id="{i}" w:name="b{i}"/><w:bookmarkEnd '
            f'w:id="{i}"/></w:p>' for i in range(n)
    ) + "<w:sectPr/>",
    "rows": lambda n: "<w:tbl>" + "".join(
        f'<w:tr><w:trPr><w:ins w:id="{i}" {BY}/></w:trPr><w:tc><w:p><w:ins w:id="{n + i}" {BY}>'
            f'{run("a")}</w:ins></w:p></w:tc></w:tr>' for i in range(n)
    ) + "</w:tbl><w:p/>",
    "cells of one row": lambda n: "<w:tbl><w:tr>" + "".join(
        f'<w:tc><w:tcPr><w:cellIns w:id="{i}" {BY}/></w:tcPr><w:p><w:ins w:id="{n + i}" {BY}>'
            f'{run("a")}</w:ins></w:p></w:tc>' for i in range(n)
    ) + "</w:tr></w:tbl><w:p/>",
    "ranges over controls": lambda n: "".join(f'<w:customXmlInsRangeStart w:id="{i}" {BY}/>' for i in range(n))
    + f"<w:sdt><w:sdtContent><w:p>{run('a')}</w:p></w:sdtContent></w:sdt>" * n
    + "".join(f'<w:customXmlInsRangeEnd w:id="{i}"/>' for i in range(n)),
}  # fmt: skip


def part(body: str) -> etree._Element:
    return parse_xml(f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode())


WAYS: dict[str, Callable[[etree._Element], object]] = {
    "reading": lambda root: revisions_of(root, "word/document.xml"),
    "accepting": lambda root: resolve_tree(root, lambda mark: "accept"),
    "rejecting": lambda root: resolve_tree(root, lambda mark: "reject"),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("way", WAYS)
def test_four_times_the_tracked_changes_are_no_more_than_five_times_the_work(shape: str, way: str) -> None:
    few, many = (part(SHAPES[shape](count)) for count in (100, 400))
    assert calls(lambda: WAYS[way](many)) <= 5 * calls(lambda: WAYS[way](few))


def test_four_times_the_fields_in_the_code_of_each_other_are_no_more_than_five_times_the_work() -> None:
    def nested(count: int) -> str:
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF 1 = 1 </w:instrText></w:r>'
        end = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        return f"<w:p>{begin * count}{run('a')}{end * count}</w:p>"

    few, many = (part(nested(count))[0][0] for count in (100, 400))
    assert calls(lambda: list(read_line(many))) <= 5 * calls(lambda: list(read_line(few)))
