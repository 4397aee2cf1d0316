"""A paragraph of many fields is read once for all of them."""

from __future__ import annotations

from tests.word.making import docx_bytes
from tests.work import calls

from specgen.review.shown import shown_changes
from specgen.word.package.bounds import read_document
from specgen.word.package.package import Package


def with_fields(count: int) -> Package:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF 1 = 1 yes</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    package, problems = read_document(docx_bytes(f"<w:p>{field * count}</w:p>"), "theirs.docx")
    assert package is not None, problems
    return package


def test_the_work_of_four_times_the_fields_in_one_paragraph_is_four_times_as_much() -> None:
    issued = with_fields(0)

    def work(count: int) -> int:
        package = with_fields(count)
        return calls(lambda: shown_changes(package, [issued], lambda part, paragraph: None))

    work(1)
    assert len(shown_changes(with_fields(50), [issued], lambda part, paragraph: None)) == 50
    assert work(200) < 6 * work(50)
