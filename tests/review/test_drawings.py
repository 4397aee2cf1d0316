"""Charts, diagrams and pictures of what came back, held against the issued file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.word.making import docx_bytes, p

from specgen.excel import Heading, Page, workbook_bytes
from specgen.library.model import Library
from specgen.review.comparison.review import review_document
from specgen.review.findings import Review
from specgen.word.package.ooxml import RELATIONSHIPS
from specgen.word.package.package import read_package, relationships_part, write_package

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def chart(*values: str, title: str = "Answers") -> bytes:
    said = "".join(f"<c:pt><c:v>{value}</c:v></c:pt>" for value in values)
    return (
        f'<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main"><c:title><a:t>{title}</a:t></c:title>'
        f"<c:val>{said}</c:val></c:chartSpace>"
    ).encode()


def diagram(words: str) -> bytes:
    return (
        f'<d:dataModel xmlns:d="{DRAWING}/diagram" xmlns:a="{DRAWING}/main"><a:t>{words}</a:t></d:dataModel>'
    ).encode()


def with_parts(parts: dict[str, tuple[str, bytes]]) -> bytes:
    """A document with further parts, each with what its relationship ends in."""
    package, _ = read_package(docx_bytes(p("Terms.")), "a.docx")
    assert package is not None
    name = relationships_part(package.main)
    more = "".join(
        f'<Relationship Id="x{at}" Type="{OFFICE}/{kind}" Target="/{part}"/>'
        for at, (part, (kind, _)) in enumerate(parts.items())
    )
    known = name in package.entries
    held = package.part(name) if known else f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode()
    held = held.replace(b"</Relationships>", f"{more}</Relationships>".encode())
    new = {part: data for part, (_, data) in parts.items()}
    if known:
        return write_package(package, {name: held}, new)
    return write_package(package, {}, {**new, name: held})


def reviewed(folder: Path, issued: dict[str, tuple[str, bytes]], returned: dict[str, tuple[str, bytes]]) -> Review:
    (folder / "issued.docx").write_bytes(with_parts(issued))
    found, problems = review_document(with_parts(returned), "back.docx", Library(), (), folder / "issued.docx")
    assert found is not None, problems
    return found


CHART, DIAGRAM, PICTURE = "word/charts/chart1.xml", "word/diagrams/data1.xml", "word/media/image1.png"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (chart("30", "40"), chart("60", "40"), [("30", "60", "value")]),
        (chart("30", "40"), chart("30.0", "40"), []),
        (chart("30", "40"), chart("40", "30"), [("40", "", "value"), ("", "40", "value")]),
        (chart("30"), chart("30", "1", title="Answers"), []),
        (chart("30"), chart("30", "45.5"), [("", "45.5", "value")]),
        (chart("30"), chart("30", title="Refusals"), [("Answers", "Refusals", "wording")]),
    ],
)
def test_a_value_or_a_word_of_a_chart_that_changed_is_told(
    tmp_path: Path, old: bytes, new: bytes, told: list[tuple[str, str, str]]
) -> None:
    found = reviewed(tmp_path, {CHART: ("chart", old)}, {CHART: ("chart", new)})
    assert [(each.change.removed, each.change.added, each.change.sort) for each in found.outside] == told
    assert {each.part for each in found.outside} <= {"charts"} and found.as_issued is (not told)


def test_the_words_of_a_diagram_are_compared_wherever_its_part_is_called(tmp_path: Path) -> None:
    old, new = ("diagramData", diagram("Reply in 30 days")), ("diagramData", diagram("Reply in 60 days"))
    (change,) = reviewed(tmp_path, {DIAGRAM: old}, {DIAGRAM: new}).outside
    assert (change.change.removed, change.change.added) == ("Reply in 30 days", "Reply in 60 days")
    assert reviewed(tmp_path, {DIAGRAM: old}, {"word/diagrams/data7.xml": old}).outside == ()


def test_a_picture_that_is_another_one_is_a_change_of_look(tmp_path: Path) -> None:
    (told,) = reviewed(tmp_path, {PICTURE: ("image", b"one")}, {PICTURE: ("image", b"two")}).outside
    assert (told.change.sort, told.change.kind) == ("look", "picture changed")
    assert told.change.detail == "1 is not, byte for byte, among those that were issued; look at it"
    again = reviewed(tmp_path, {PICTURE: ("image", b"one")}, {"word/media/picture9.png": ("image", b"one")})
    assert again.outside == () and again.as_issued


def under_a_chart(*cells: str) -> dict[str, tuple[str, bytes]]:
    """A chart that shows 30, with the workbook under it."""
    book = workbook_bytes([Page("Data", (Heading("Share", 10),), [(cell,) for cell in cells])], "Data")
    link = f'<Relationship Id="b" Type="{OFFICE}/package" Target="../embeddings/b.xlsx"/>'
    links = f'<Relationships xmlns="{RELATIONSHIPS}">{link}</Relationships>'
    return {
        CHART: ("chart", chart("30")),
        "word/charts/_rels/chart1.xml.rels": ("none", links.encode()),
        "word/embeddings/b.xlsx": ("none", book),
    }


def test_the_workbook_of_a_chart_that_alone_was_changed_is_a_change_of_a_figure(tmp_path: Path) -> None:
    (told,) = reviewed(tmp_path, under_a_chart("30", "40"), under_a_chart("30", "70")).outside
    assert (told.change.removed, told.change.added, told.change.sort) == ("40", "70", "value")
    assert told.part == "workbooks of charts"
    assert reviewed(tmp_path, under_a_chart("30"), under_a_chart("30")).outside == ()
    # A program that leaves the workbook out and keeps the chart changed nothing that is seen.
    assert reviewed(tmp_path, under_a_chart("30"), {CHART: ("chart", chart("30"))}).outside == ()
