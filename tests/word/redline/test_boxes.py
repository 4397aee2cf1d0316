"""Text boxes and shapes in a redline: tracked inside where both have the box, as runs that come and go where one has.

What is checked here is read apart from what writes and proves: the words of every box and the paragraph it hangs on, in
the copy for new programs and in the one for old ones. ECMA-376 part 1, 17.17.1 (txbxContent); part 3, 9.3."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.word.redline.making import NAMES, build

from specgen.problems import Problem
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.document.revisions import count_revisions, read_revisions
from specgen.word.package.ooxml import MC, WP, parse_xml, w
from specgen.word.package.package import read_package
from specgen.word.redline.redline import redline

WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
SPACES = (
    f'xmlns:wp="{WP}" xmlns:a="{A}" xmlns:wps="{WPS}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
END = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
FALLBACK, CHOICE = f"{{{MC}}}Fallback", f"{{{MC}}}Choice"
DRAWING = f"{{{WP}}}docPr"
FRAME = "the place, the size or the frame of the text box"


def drawn(inside: str, *, number: int = 1, left: int = 0, copy: bool = True) -> str:
    """A text box as Word writes it; `copy` says whether old programs get one too."""
    fallback = f"<mc:Fallback>{old_box(inside, number=number)}</mc:Fallback>" if copy else ""
    return (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>'
        f'{left}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
        '</wp:positionV><wp:extent cx="2400000" cy="700000"/><wp:wrapSquare wrapText="bothSides"/>'
        f'<wp:docPr id="{number}" name="Text Box {number}"/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{WPS}">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2400000" cy="700000"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/>'
        f"</a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx><wps:bodyPr/>"
        f"</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>{fallback}</mc:AlternateContent>"
    )


VML = "urn:schemas-microsoft-com:vml"


def old_box(inside: str, spaces: str = "", *, number: int = 1) -> str:
    """A text box as older programs read it."""
    return (
        f'<w:pict{spaces}><v:shape id="s{number}" style="width:150pt;height:50pt"><v:textbox><w:txbxContent>'
        f"{inside}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def line(*said: str) -> str:
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{each}</w:t></w:r></w:p>' for each in said)


def shape(number: int = 1) -> str:
    """A shape without words."""
    return drawn("", number=number, copy=False).replace("<wps:txbx><w:txbxContent></w:txbxContent></wps:txbx>", "")


def anchored(words: str, *boxes: str) -> str:
    runs = "".join(f"<w:r>{box}</w:r>" for box in boxes)
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r>{runs}</w:p>'


def docx(body: str, *, spaces: str = SPACES) -> bytes:
    """A Word file whose main part declares `spaces` beside the usual names."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(build(body + END))) as before, zipfile.ZipFile(held, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "word/document.xml":
                part = part.replace(f"<w:document {NAMES}>".encode(), f"<w:document {NAMES} {spaces}>".encode(), 1)
            after.writestr(name, part)
    return held.getvalue()


def attempt(old: bytes, new: bytes) -> tuple[bytes, list[Problem]]:
    found, problems = redline(old, new, "Ann Bell", "2026-04-01", old_name="old.docx", new_name="new.docx")
    assert found is not None, problems
    return found, problems


def document(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml")


Told = list[tuple[str, list[list[str]], list[list[str]], int]]


def told(xml: bytes) -> Told:
    """Every paragraph of the body: its own words, those of the boxes on it line by line, those of their copies for old
    programs, and how many drawings hang on it."""
    found: Told = []
    for paragraph in parse_xml(xml).iter(w("p")):
        if next(paragraph.iterancestors(w("txbxContent")), None) is not None:
            continue
        boxes = list(paragraph.iter(w("txbxContent")))
        copies = [each for each in boxes if next(each.iterancestors(FALLBACK), None) is not None]
        own = [each for each in paragraph.iter(w("t")) if next(each.iterancestors(w("txbxContent")), None) is None]
        found.append(
            (
                "".join(each.text or "" for each in own),
                [lines_of(each) for each in boxes if each not in copies],
                [lines_of(each) for each in copies],
                len(list(paragraph.iter(w("drawing")))),
            )
        )
    return found


def lines_of(box: etree._Element) -> list[str]:
    return ["".join(each.text or "" for each in p.iter(w("t"))) for p in box.iter(w("p"))]


def assert_proved(old: bytes, new: bytes, *, named: str = "") -> bytes:
    """The redline gives NEW and OLD, and its marks and numbers are its own; there is no warning but one that begins
    with `named`, of a frame that stays as it was."""
    made, problems = attempt(old, new)
    assert [each.message for each in problems if not named or not each.message.startswith(named)] == []
    found = document(made)
    assert kept(told(accept_all(found)), bool(problems)) == kept(told(document(new)), bool(problems))
    assert told(reject_all(found)) == told(document(old))
    root = parse_xml(found)
    ids = [each.get(w("id")) for each in root.iter() if each.get(w("author")) is not None]
    assert len(ids) == len(set(ids))
    numbers = [each.get("id") for each in root.iter(DRAWING)]
    assert len(numbers) == len(set(numbers))
    shapes, before = (
        [each.get("id") for each in tree.iter(f"{{{VML}}}shape")] for tree in (root, parse_xml(document(old)))
    )
    assert len(shapes) - len(set(shapes)) == len(before) - len(set(before))
    package, _ = read_package(made, "r.docx")
    assert package is not None
    # What is printed as the number of changes is what stands in the file; the copy for old programs does not count.
    assert count_revisions(package).total() == len(read_revisions(package)[0])
    for choice in root.iter(CHOICE):
        assert [choice.nsmap.get(prefix) for prefix in choice.get("Requires", "").split()] == [WPS]
    return found


def kept(found: Told, frames_differ: bool) -> Told:
    """What was told, and of frames that differ the words alone."""
    return [
        (own, boxes, [] if frames_differ else copies, 0 if frames_differ else drawn)
        for own, boxes, copies, drawn in found
    ]


@dataclass
class Line:
    words: list[str]
    boxes: list[Box] = field(default_factory=list)


@dataclass
class Box:
    kind: str
    lines: list[list[str]]


WORDS = st.sampled_from(
    ["the", "Provider", "must", "agree", "a", "plan", "within", "30", "days", "of", "care", "80%", "&amp;", "naïve"]
)
SAID = st.lists(WORDS, max_size=6)
BOXES = st.builds(Box, st.sampled_from(("drawn", "drawn", "old", "bare")), st.lists(SAID, min_size=1, max_size=3))
LINES = st.builds(Line, SAID, st.lists(BOXES, max_size=2))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[list[Line], list[Line]]:
    """OLD and NEW with boxes: NEW mostly an edited OLD."""
    old = draw(st.lists(LINES, min_size=1, max_size=4))
    if draw(st.integers(0, 5)) == 0:
        return old, draw(st.lists(LINES, min_size=1, max_size=4))
    new = deepcopy(old)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(new) - 1))
        boxes = new[at].boxes
        what = draw(st.sampled_from(("words", "box words", "box words", "box line", "box comes", "box goes", "line")))
        if what == "words":
            new[at].words = draw(SAID)
        elif what == "box comes":
            boxes.insert(draw(st.integers(0, len(boxes))), draw(BOXES))
        elif what == "line":
            new.insert(at, draw(LINES))
        elif boxes:
            box = draw(st.sampled_from(boxes))
            said = box.lines[draw(st.integers(0, len(box.lines) - 1))]
            if what == "box goes":
                boxes.remove(box)
            elif what == "box line":
                box.lines.insert(draw(st.integers(0, len(box.lines))), draw(SAID))
            else:
                said.insert(draw(st.integers(0, len(said))), draw(WORDS))
    return old, new


def written(lines: list[Line]) -> bytes:
    number = 0
    body = ""
    for each in lines:
        boxes = []
        for box in each.boxes:
            number += 1
            inside = line(*(" ".join(said) for said in box.lines))
            copy = box.kind == "drawn"
            old = box.kind == "old"
            boxes.append(old_box(inside, number=number) if old else drawn(inside, number=number, copy=copy))
        body += anchored(" ".join(each.words), *boxes)
    return docx(body + line("The end"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs())
def test_accepting_all_gives_the_boxes_of_new_and_rejecting_all_those_of_old(
    pair: tuple[list[Line], list[Line]],
) -> None:
    assert_proved(*map(written, pair), named=FRAME)


def both(old: str, new: str) -> tuple[bytes, bytes]:
    return docx(old + line("The end")), docx(new + line("The end"))


def in_a_cell(inside: str) -> str:
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr>'
        f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr>{inside}</w:tc></w:tr></w:tbl>'
    )


ONE, TWO = anchored("Beside", drawn(line("as it was"))), anchored("Beside", drawn(line("as it is now", "and more")))
BARE = anchored("Beside")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ONE, TWO),
        (TWO, ONE),
        (BARE, ONE),
        (ONE, BARE),
        ("", ONE),
        (ONE, ""),
        (in_a_cell(ONE), in_a_cell(TWO)),
        (in_a_cell(BARE), in_a_cell(ONE)),
        ("", in_a_cell(ONE)),
        (in_a_cell(ONE), ""),
        (BARE, anchored("Beside", shape())),
        (anchored("Beside", shape()), BARE),
        (anchored("Beside", drawn(line("kept"), number=1)),
         anchored("Beside", drawn(line("put in first"), number=1), drawn(line("kept"), number=2))),
        (anchored("A", drawn(line("outer") + anchored("x", old_box(line("inner was")))), line("y")),
         anchored("A", drawn(line("outer") + anchored("x", old_box(line("inner is")))), line("y"))),
        (anchored("A", drawn(in_a_cell(line("was")) + line("end"))),
         anchored("A", drawn(in_a_cell(line("is")) + line("end")))),
    ],
)  # fmt: skip
def test_a_box_is_tracked_wherever_it_stands(old: str, new: str) -> None:
    assert_proved(*both(old, new))


def test_both_copies_of_a_box_are_tracked_alike() -> None:
    found = parse_xml(assert_proved(*both(ONE, TWO)))
    marks = [
        [
            (etree.QName(mark).localname, "".join(map(str, mark.itertext())))
            for mark in box.iter(w("ins"), w("del"))
            if mark.find(w("r")) is not None
        ]
        for box in found.iter(w("txbxContent"))
    ]
    assert marks == [[("del", "was"), ("ins", "is now"), ("ins", "and more")]] * 2


def test_a_box_comes_into_a_document_that_names_its_parts_otherwise() -> None:
    """Part 3, 7.5: what an alternative requires is named by prefixes, and these are the part's own."""
    other = SPACES.replace("xmlns:wps=", "xmlns:shapes=")
    old, new = docx(BARE + line("The end"), spaces=other), docx(ONE + line("The end"))
    assert_proved(old, new)
    assert_proved(docx(BARE + line("The end"), spaces=""), new)
    assert_proved(docx(BARE + line("The end"), spaces='xmlns:wps="urn:other"'), new)


def test_numbers_of_drawings_go_on_above_those_of_old() -> None:
    old, new = both(anchored("A", drawn(line("a"), number=7)), anchored("A", drawn(line("a"), number=7)) + ONE + TWO)
    root = parse_xml(assert_proved(old, new))
    assert [each.get("id") for each in root.iter(DRAWING)] == ["7", "8", "9"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (ONE, anchored("Beside", drawn(line("as it was"), left=900)), "“as it was” differs"),
        (BARE, anchored("Beside", drawn(line("with a picture")).replace("<a:ln ", '<a:blip r:embed="rId9"/><a:ln ')),
         "NEW has a text box that says “with a picture” here"),
        (anchored("A", shape()), anchored("A", shape().replace('prst="rect"', 'prst="ellipse"')),
         "a picture, text box or shape differs"),
    ],
)  # fmt: skip
def test_what_of_a_box_cannot_be_tracked_is_named(old: str, new: str, said: str) -> None:
    made, problems = attempt(*both(old, new))
    assert [each.slug for each in problems] == ["picture-not-compared"]
    assert said in problems[0].message
    assert told(reject_all(document(made))) == told(document(docx(old + line("The end"))))


def test_words_of_a_box_that_cannot_be_tracked_stay_as_in_old_and_are_named() -> None:
    """An equation has no tracked change: the box keeps OLD's words whole."""
    maths = (
        '<w:p xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:oMath><m:r><m:t>{}</m:t></m:r>'
        "</m:oMath></w:p>"
    )
    old, new = (anchored("A", drawn(line("x") + maths.format(sign) + line("y"))) for sign in "ab")
    made, problems = attempt(*both(old, new))
    assert {each.slug for each in problems} == {"picture-not-compared"}
    assert "cannot be tracked" in problems[0].message
    assert told(accept_all(document(made))) == told(document(docx(old + line("The end"))))


def test_a_box_in_a_header_is_tracked() -> None:
    def header(words: str) -> bytes:
        reference = (
            '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
        )
        spaces = f' xmlns:v="{VML}"'
        return build(line("Words") + reference, header1=f"<w:p><w:r>{old_box(line(words), spaces)}</w:r></w:p>")

    old, new = (header(each) for each in ("it was", "it is"))
    made, problems = attempt(old, new)
    assert problems == []
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        part = archive.read("word/header1.xml")
    assert [told(verdict(part))[0][1] for verdict in (reject_all, accept_all)] == [[["it was"]], [["it is"]]]


def test_a_box_comes_in_that_names_its_parts_by_no_prefix() -> None:
    bare = drawn(line("Inside"), copy=False)
    bare = (
        bare.replace('Requires="wps">', f'Requires="wps" xmlns="{WPS}">').replace("<wps:", "<").replace("</wps:", "</")
    )
    old = docx(line("One line."), spaces=SPACES.replace("xmlns:wps=", "xmlns:other="))
    made, problems = attempt(old, docx(anchored("One line.", bare)))
    assert problems == [] and b"Inside" in document(made)


def test_a_shape_that_comes_in_brings_the_kind_that_it_is_of_though_old_has_one_of_that_name() -> None:
    kind = '<v:shapetype id="_x0000_t202" coordsize="21600,21600" path="m,l,21600r21600,l21600,xe"/>'
    one, two = (
        old_box(line(words), number=number).replace("<v:shape ", f'{kind}<v:shape type="#_x0000_t202" ')
        for number, words in enumerate(("The old box speaks of podiatry", "Quite another thing altogether"), 1)
    )
    made, _ = attempt(docx(anchored("Alpha.", one) + line("Tail.")), docx(line("Alpha.") + anchored("Tail.", two)))
    came = next(
        each for each in parse_xml(document(made)).iter(w("ins")) if each.find(f".//{{{VML}}}shape") is not None
    )
    (shape_type,), (used,) = came.iter(f"{{{VML}}}shapetype"), came.iter(f"{{{VML}}}shape")
    assert used.get("type") == f"#{shape_type.get('id')}"


KIND = '<v:shapetype id="_x0000_t202" coordsize="21600,21600" path="m,l,21600r21600,l21600,xe"/>'


def of_a_kind(words: str, number: int, *, with_kind: bool, spaces: str = "") -> str:
    box = old_box(line(words), spaces, number=number)
    return box.replace("<v:shape ", f'{KIND if with_kind else ""}<v:shape type="#_x0000_t202" ')


def with_header(body: str, header: str) -> bytes:
    reference = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    )
    spaces = f' xmlns:v="{VML}"'
    said = body.replace("<w:pict>", f"<w:pict{spaces}>")
    return build(said + reference, header1=f"<w:p><w:r>{header}</w:r></w:p>")


IN_HEADER = of_a_kind("In the header", 1, with_kind=True, spaces=f' xmlns:v="{VML}"')
KINDS_ELSEWHERE = [
    ("the kind stands in the header of both", [], IN_HEADER, IN_HEADER),
    ("the kind stands in the header of NEW alone", [], "<w:t>Words</w:t>", IN_HEADER),
    (
        "the kind stands with a box that stays",
        [of_a_kind("The box that stays", 5, with_kind=True)],
        IN_HEADER,
        IN_HEADER,
    ),
]


@pytest.mark.parametrize(
    ("stays", "old", "new"), [case[1:] for case in KINDS_ELSEWHERE], ids=[case[0] for case in KINDS_ELSEWHERE]
)
def test_a_shape_that_comes_in_finds_the_kind_that_it_is_of_in_its_own_part(
    stays: list[str], old: str, new: str
) -> None:
    first = anchored("Alpha.", *stays) + line("Tail.")
    came = [of_a_kind(words, at, with_kind=False) for at, words in enumerate(("Quite another thing", "A third one"), 7)]
    made, _ = attempt(with_header(first, old), with_header(anchored("Alpha.", *stays) + anchored("Tail.", *came), new))
    root = parse_xml(document(made))
    held = [each.get("id") for each in root.iter(f"{{{VML}}}shapetype")]
    used = [each.get("type") for each in root.iter(f"{{{VML}}}shape")]
    assert len(used) == len(stays) + 2 and len(held) == len(set(held)) == 1
    assert {str(each).removeprefix("#") for each in used} == set(held)


def for_older(newer: str, older: str) -> str:
    return anchored("Beside", drawn(line(newer)).replace(old_box(line(newer)), old_box(line(older))))


@pytest.mark.parametrize(
    ("old", "new", "slugs"),
    [
        (for_older("25%", "25%"), for_older("25%", "95%"), ["older-words-not-compared"]),
        (for_older("25%", "95%"), for_older("25%", "25%"), ["older-words-not-compared"]),
        (for_older("25%", "95%"), for_older("25%", "95%"), []),
        (for_older("25%", "25%"), for_older("35%", "35%"), []),
    ],
    ids=["come", "gone", "on both sides", "changed alike"],
)
def test_other_words_for_older_programs_are_named(old: str, new: str, slugs: list[str]) -> None:
    _, problems = attempt(*both(old, new))
    assert [each.slug for each in problems] == slugs
