"""Words that stand in the file as they were issued and that nobody reads so on the page: each way of hiding is told,
none is "untouched"."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest
from lxml import etree
from tests.review.conftest import IssuedPack, touched
from tests.review.negotiating import Element, edited, opened, silently, text_with

from specgen.review.findings import Review
from specgen.review.outside import other_stories, pages_in_words
from specgen.word.document.lines import Line, Story
from specgen.word.document.stories import PageEdge, Stories
from specgen.word.package.ooxml import MC, W, w
from specgen.word.package.package import write_package

MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NAMES = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:m="{MATHS}" xmlns:w14="{W14}" xmlns:z="urn:nobody-knows"'
R_ID = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"'
VALUE = "80%"


def element(xml: str) -> Element:
    return etree.fromstring(f"<x {NAMES}>{xml}</x>")[0]


def alone(root: Element, words: str) -> Element:
    """The words in a run of their own, taken out of the first text that holds them."""
    text = text_with(root, words)
    run = text.getparent()
    assert run is not None
    holder, said = run.getparent(), text.text or ""
    assert holder is not None
    at, pieces = said.index(words), []
    for piece in (said[:at], words, said[at + len(words) :]):
        made = deepcopy(run)
        made.find(w("t")).text = piece  # type: ignore[union-attr]
        made.find(w("t")).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")  # type: ignore[union-attr]
        pieces.append(made)
    place = holder.index(run)
    holder[place : place + 1] = pieces
    return pieces[1]


def given(holder: Element, name: str, properties: str) -> None:
    """The properties, in place of those of the same name, in `w:rPr`, `w:pPr` or the like of the element."""
    held = holder.find(w(name))
    if held is None:
        held = etree.Element(w(name))
        holder.insert(0, held)
    for each in element(f"<w:q>{properties}</w:q>"):
        for old in held.findall(each.tag):
            held.remove(old)
        held.append(each)


def within(run: Element, tag: str) -> Element:
    return next(run.iterancestors(w(tag)))


def wrapped(xml: str, path: str = ".") -> Callable[[Element], None]:
    """The edit that puts the value's run into another element, at `path` in it."""

    def edit(root: Element) -> None:
        run = alone(root, VALUE)
        holder, wrapper = run.getparent(), element(xml)
        assert holder is not None
        holder.replace(run, wrapper)
        inside = wrapper.find(path, {"w": W, "mc": MC, "m": MATHS})
        assert inside is not None
        inside.append(run)

    return edit


def told(review: Review) -> list[str]:
    return [f"{change.kind} {change.detail}" for clause in touched(review) for change in clause.changes]


LETTERS = [
    ('<w:color w:val="000000" w:themeColor="background1"/>', "white letters"),
    ('<w:color w:val="000000" w:themeColor="text1" w:themeTint="08"/>', "white letters"),
    ('<w:color w:val="EAEAEA"/>', "white letters"),
    ('<w:color w:val="FFFF66"/>', "white letters"),
    ('<w:color w:val="000000"/><w:highlight w:val="black"/>', "letters of the colour of what is behind them"),
    ('<w:color w:val="auto"/><w:highlight w:val="black"/>', "letters of the colour of what is behind them"),
    ('<w:color w:val="000000"/><w:shd w:val="clear" w:color="auto" w:fill="000000"/>', "letters of the colour of "
        "what is "
        "behind them"),
    ('<w:color w:val="00B050"/><w:shd w:val="solid" w:color="00B050" w:fill="auto"/>', "letters of the colour of "
        "what is "
        "behind them"),
    ('<w:color w:val="111111"/><w:shd w:val="pct95" w:color="000000" w:fill="FFFFFF"/>', "letters of the colour of "
        "what is "
        "behind them"),
    ("<w14:textFill><w14:noFill/></w14:textFill>", "letters without ink"),
    ('<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FEFEFE"/></w14:solidFill>'
        '</w14:textFill>', "letters without ink"),
    ('<w14:textFill><w14:solidFill><w14:schemeClr w14:val="bg1"/></w14:solidFill>'
        '</w14:textFill>', "letters without ink"),
    ('<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/></w14:srgbClr>'
        '</w14:solidFill></w14:textFill>', "letters without ink"),
    ('<w:w w:val="1"/>', "letters pressed together"), ('<w:spacing w:val="-240"/>', "letters pressed "
        "together"), ('<w:fitText w:val="1" '
        'w:id="7"/>', "letters pressed "
        "together"),
    ('<w:position w:val="2000"/>', "letters moved off their line"),
    ('<w:cs/><w:szCs w:val="2"/>', "letters too small to read"), ('<w:rFonts '
        'w:cs="Wingdings"/><w:cs/>', "letters of a font of "
        "pictures"),
]  # fmt: skip


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize(("look", "reason"), LETTERS)
def test_a_value_that_cannot_be_read_is_told(pack: IssuedPack, look: str, reason: str, against: bool) -> None:
    found = pack.review(
        edited(pack.data("2A"), lambda root: given(alone(root, VALUE), "rPr", look)),
        pack.file("2A") if against else None,
    )
    assert [(change.removed, change.detail) for clause in touched(found) for change in clause.changes] == [
        (VALUE, reason)
    ]
    assert not found.as_issued


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize(
    ("look", "reason"),
    [
        ('<w:spacing w:line="2" w:lineRule="exact"/>', "lines too low to read"), ('<w:spacing '
            'w:line="12"/>', "lines too low to read"),
        ('<w:framePr w:w="1" w:h="1" w:hRule="exact"/>', "in a frame too small to read"), ('<w:framePr w:w="5000" '
            'w:x="-9000"/>', "moved off the page"),
        ('<w:ind w:left="-20000"/>', "moved off the page"), ('<w:ind w:firstLine="30000"/>', "moved off the page"),
    ],
)  # fmt: skip
def test_a_paragraph_that_cannot_be_read_is_told(pack: IssuedPack, look: str, reason: str, against: bool) -> None:
    found = pack.review(
        edited(pack.data("2A"), lambda root: given(within(alone(root, VALUE), "p"), "pPr", look)),
        pack.file("2A") if against else None,
    )
    (clause,) = touched(found)
    assert {change.detail for change in clause.changes} == {reason}
    assert VALUE in "".join(change.removed for change in clause.changes)


OFF_AN_A4_PAGE = [
    '<w:ind w:left="12000"/>',
    '<w:ind w:start="12000"/>',
    '<w:ind w:left="353mm"/>',
    '<w:ind w:leftChars="9000"/>',
    '<w:ind w:left="-3000"/>',
    '<w:ind w:right="-3000"/>',
    '<w:ind w:firstLine="12000"/>',
    '<w:ind w:left="200" w:hanging="4000"/>',
    '<w:ind w:left="12000" w:hanging="12000"/>',
    '<w:framePr w:w="4000" w:hAnchor="page" w:x="12000"/>',
    '<w:framePr w:w="4000" w:hAnchor="page" w:x="-4000"/>',
    '<w:framePr w:w="4000" w:vAnchor="page" w:y="17000"/>',
    '<w:spacing w:before="31000"/>',
    '<w:spacing w:line="31000" w:lineRule="exact"/>',
]
ON_THE_PAGE = [
    '<w:ind w:left="720" w:hanging="360"/>',
    '<w:ind w:left="-200" w:right="-600"/>',  # and the number of the paragraph hangs further out
    '<w:ind w:left="4000" w:right="3000"/>',
    '<w:ind w:left="0" w:firstLine="720"/>',
    '<w:framePr w:w="4000" w:hAnchor="page" w:x="1000" w:y="2000"/>',
    '<w:spacing w:before="2000" w:after="400" w:line="480" w:lineRule="auto"/>',
]


@pytest.mark.parametrize("look", OFF_AN_A4_PAGE)
def test_words_moved_off_the_page_of_their_section_are_told(pack: IssuedPack, look: str) -> None:
    data = edited(pack.data("2A"), lambda root: given(within(alone(root, VALUE), "p"), "pPr", look))
    (clause,) = touched(pack.review(data, pack.file("2A")))
    assert {change.detail for change in clause.changes} == {"moved off the page"}


@pytest.mark.parametrize("look", ON_THE_PAGE)
def test_words_that_are_only_indented_or_set_apart_can_be_read(pack: IssuedPack, look: str) -> None:
    data = edited(pack.data("2A"), lambda root: given(within(alone(root, VALUE), "p"), "pPr", look))
    assert touched(pack.review(data, pack.file("2A"))) == []


def test_a_column_without_any_width_is_told(pack: IssuedPack) -> None:
    look = '<w:ind w:left="5000" w:right="5000"/>'
    data = edited(pack.data("2A"), lambda root: given(within(alone(root, VALUE), "p"), "pPr", look))
    (clause,) = touched(pack.review(data, pack.file("2A")))
    assert {change.detail for change in clause.changes} == {"no width left on the page to read"}


def test_words_that_a_lists_own_level_moves_off_the_page_are_told(pack: IssuedPack) -> None:
    data = with_part(pack.data("2A"), "word/numbering.xml", 'w:left="', 'w:left="20')
    found = pack.review(data, pack.file("2A"))
    assert touched(found)
    assert {change.detail for clause in touched(found) for change in clause.changes} == {"moved off the page"}


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize(
    ("holder", "properties", "look", "reason"),
    [
        ("tc", "tcPr", "<w:vMerge/>", "in a cell that is merged into another"), ("tc", "tcPr", '<w:hMerge '
            'w:val="continue"/>', "in a cell that "
            "is merged "
            "into another"),
        ("tr", "trPr", "<w:hidden/>", "in a hidden row"), ("tr", "trPr", '<w:trHeight w:val="1" '
            'w:hRule="exact"/>', "in a row too "
            "low to read"),
        ("tbl", "tblPr", '<w:tblpPr w:tblpX="-20000" w:horzAnchor="page"/>', "moved off the page"),
    ],
)  # fmt: skip
def test_a_threshold_in_a_cell_that_nobody_sees_is_told(
    pack: IssuedPack, holder: str, properties: str, look: str, reason: str, against: bool
) -> None:
    threshold = next(
        clause.fields["threshold"] for clause in pack.clauses("4C").clauses if clause.fields.get("threshold")
    )
    data = edited(pack.data("4C"), lambda root: given(within(text_with(root, threshold), holder), properties, look))
    changes = [
        change
        for clause in touched(pack.review(data, pack.file("4C") if against else None))
        for change in clause.changes
    ]
    assert (reason, threshold, "threshold") in [(change.detail, change.removed, change.where) for change in changes]


def test_white_letters_in_a_dark_cell_can_be_read(pack: IssuedPack) -> None:
    threshold = next(
        clause.fields["threshold"] for clause in pack.clauses("4C").clauses if clause.fields.get("threshold")
    )

    def darken(root: Element) -> None:
        text = text_with(root, threshold)
        given(within(text, "r"), "rPr", '<w:color w:val="FFFFFF"/>')
        given(within(text, "tc"), "tcPr", '<w:shd w:val="clear" w:color="auto" w:fill="003087"/>')

    found = pack.review(edited(pack.data("4C"), darken), pack.file("4C"))
    assert [(change.kind, change.detail) for clause in touched(found) for change in clause.changes] == [
        ("look changed", f"colour black made FFFFFF: “{threshold}”")
    ]
    assert pack.review(edited(pack.data("4C"), darken)).as_issued


def test_a_style_of_tables_that_hides_its_words_is_found(pack: IssuedPack) -> None:
    package, _ = opened(pack.data("4C"))
    styles = package.part("word/styles.xml").decode()
    start = styles.index("<w:style ", styles.index('w:styleId="ContractTable"') - 60)
    end = styles.index("</w:style>", start)
    data = write_package(
        package, {"word/styles.xml": f"{styles[:end]}<w:rPr><w:vanish/></w:rPr>{styles[end:]}".encode()}
    )
    for issued in (None, pack.file("4C")):
        found = pack.review(data, issued)
        assert len(touched(found)) == len(found.clauses)
        assert {change.detail for clause in touched(found) for change in clause.changes} == {"hidden"}


def test_a_theme_whose_text_is_white_hides_what_leans_on_it(pack: IssuedPack) -> None:
    data = edited(
        pack.data("2A"), lambda root: given(alone(root, VALUE), "rPr", '<w:color w:val="000000" w:themeColor="text1"/>')
    )
    assert not told(pack.review(data))
    package, _ = opened(data)
    settings = package.part("word/settings.xml").replace(
        b"</w:settings>", b'<w:clrSchemeMapping w:bg1="dark1" w:t1="light1"/></w:settings>'
    )
    assert told(pack.review(write_package(package, {"word/settings.xml": settings}))) == [
        "words that cannot be read on the page white letters"
    ]


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize(
    ("xml", "path", "shown"),
    [
        ('<w:bdo w:val="rtl"/>', ".", "\u202e80%\u202c"), ('<w:dir w:val="rtl"/>', ".", "\u202b80%\u202c"),
        ("<z:anything/>", ".", ""), ("<m:oMath><m:f><m:num/></m:f></m:oMath>", ".//m:num", "[equation]80%"),
        ('<mc:AlternateContent><mc:Choice Requires="z"/><mc:Fallback><w:r><w:t>10%</w:t></w:r></mc:Fallback>'
            '</mc:AlternateContent>', "mc:Choice", "80%10%"),
    ],
)  # fmt: skip
def test_what_word_shows_otherwise_than_it_stands_there_is_no_untouched_value(
    pack: IssuedPack, xml: str, path: str, shown: str, against: bool
) -> None:
    found = pack.review(edited(pack.data("2A"), wrapped(xml, path)), pack.file("2A") if against else None)
    (clause,) = touched(found)
    assert (
        any(
            line.replace(shown, VALUE, 1) in clause.expected.lines
            for line in clause.rejected
            if shown and shown in line
        )
        or not shown
    )
    assert not any(f" {VALUE} " in line for line in clause.rejected)


def test_of_two_alternatives_that_every_word_understands_the_first_is_read_and_the_other_told(pack: IssuedPack) -> None:
    xml = (
        f'<mc:AlternateContent><mc:Choice xmlns:w14="{W14}" Requires="w14"/><mc:Fallback><w:r><w:t>10%</w:t></w:r>'
        f"</mc:Fallback></mc:AlternateContent>"
    )
    found = pack.review(edited(pack.data("2A"), wrapped(xml, "mc:Choice")), pack.file("2A"))
    (clause,) = touched(found)
    assert clause.rejected == clause.expected.lines
    assert [(each.kind, each.removed, each.added, each.sort) for each in clause.changes] == [
        ("other words for older programs", VALUE, "10%", "value")
    ]


def test_an_emoji_that_older_programs_show_as_a_letter_is_no_change(pack: IssuedPack) -> None:
    def put_in(root: Element) -> None:
        within(text_with(root, VALUE), "r").addnext(
            element(
                '<mc:AlternateContent><mc:Choice xmlns:w16se="urn:se" Requires="w14"/><mc:Fallback><w:r><w:t>😊</w:t>'
                "</w:r></mc:Fallback></mc:AlternateContent>"
            )
        )

    found = pack.review(edited(pack.data("2A"), put_in), pack.file("2A"))
    assert "other words for older programs" not in {each.kind for clause in found.clauses for each in clause.changes}


@pytest.mark.parametrize("against", [False, True])
def test_a_document_put_in_by_reference_is_new_text(pack: IssuedPack, against: bool) -> None:
    def put_in(root: Element) -> None:
        within(text_with(root, VALUE), "p").addnext(etree.fromstring(f'<w:altChunk xmlns:w="{W}" {R_ID}/>'))

    found = pack.review(edited(pack.data("2A"), put_in), pack.file("2A") if against else None)
    said = [change.added for clause in touched(found) for change in clause.changes] + [
        each.change.added for each in found.outside
    ]
    assert said == ["[another document]"] and not found.as_issued


def test_spaces_that_word_leaves_out_are_no_spaces(pack: IssuedPack) -> None:
    def bare(root: Element) -> None:
        text = next(text for text in root.iter(w("t")) if " must appoint its " in (text.text or ""))
        run = text.getparent()
        assert run is not None and text.text is not None
        run.addnext(rest := deepcopy(run))
        text.text, rest[-1].text = text.text.split("Consultant")[0], f"Consultant{text.text.split('Consultant', 1)[1]}"
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space")

    (clause,) = touched(pack.review(edited(pack.data("2A"), bare)))
    assert ("its Consultant", "itsConsultant") in [
        (change.removed, change.added[: len("itsConsultant")]) for change in clause.changes
    ]


def with_part(data: bytes, name: str, old: str, new: str) -> bytes:
    package, _ = opened(data)
    said = package.part(name).decode()
    assert old in said
    return write_package(package, {name: said.replace(old, new).encode()})


@pytest.mark.parametrize("against", [False, True])
def test_words_that_a_list_puts_before_its_items_are_told(pack: IssuedPack, against: bool) -> None:
    data = with_part(pack.data("2A"), "word/numbering.xml", 'w:lvlText w:val="%1', 'w:lvlText w:val="Not agreed: %1')
    found = pack.review(data, pack.file("2A") if against else None)
    assert touched(found) and not found.as_issued
    assert all(
        "Not agreed" in f"{change.added} {change.detail}" for clause in touched(found) for change in clause.changes
    )


def test_items_that_are_counted_from_another_number_are_told(pack: IssuedPack) -> None:
    data = with_part(
        pack.data("2A"), "word/numbering.xml", '<w:startOverride w:val="1"/>', '<w:startOverride w:val="4"/>'
    )
    found = pack.review(data, pack.file("2A"))
    changes = [change for clause in touched(found) for change in clause.changes]
    assert {(each.kind, each.where) for each in changes} == {("number changed", "wording")} and found.outside == ()
    assert ("1.", "4.") in {(each.removed, each.added) for each in changes}


def test_items_counted_otherwise_are_told_though_words_elsewhere_were_changed(pack: IssuedPack) -> None:
    data = with_part(
        pack.data("2A"), "word/numbering.xml", '<w:startOverride w:val="1"/>', '<w:startOverride w:val="4"/>'
    )
    found = pack.review(silently(data, "individuals and clinicians", "clinicians"), pack.file("2A"))
    kinds = {change.kind for clause in touched(found) for change in clause.changes}
    assert kinds == {"number changed", "words taken out"}


def test_an_item_that_begins_its_list_anew_is_told_though_words_of_its_own_clause_were_changed(
    pack: IssuedPack,
) -> None:
    def begun_anew(root: Element) -> None:
        next(next(text_with(root, "Protocol.").iterancestors(w("p"))).iter(w("numId"))).set(w("val"), "2")

    data = silently(edited(pack.data("2A"), begun_anew), "must appoint", "may appoint")
    found = pack.review(data, pack.file("2A"))
    changes = {change.kind: change for clause in touched(found) for change in clause.changes}
    assert changes["words changed"].added == "may"
    assert changes["number changed"].added == "1." and changes["number changed"].after.startswith("Protocol.")


def test_numbers_that_are_hidden_are_told(pack: IssuedPack) -> None:
    data = with_part(pack.data("2A"), "word/numbering.xml", "</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    for issued in (None, pack.file("2A")):
        found = pack.review(data, issued)
        assert (
            any("hidden" in change.detail for clause in touched(found) for change in clause.changes)
            and not found.as_issued
        )


def headerless(root: Element) -> None:
    for reference in list(root.iter(w("headerReference"))):
        reference.getparent().remove(reference)  # type: ignore[union-attr]


def on_first_page(root: Element) -> None:
    for section in root.iter(w("sectPr")):
        section.append(element("<w:titlePg/>"))


@pytest.mark.parametrize(
    ("edit", "pages"), [(headerless, "no longer on every page"), (on_first_page, "no longer on the first page")]
)
def test_a_header_that_lies_in_the_file_and_that_pages_do_not_show_is_told_with_the_pages(
    pack: IssuedPack, edit: Callable[[Element], None], pages: str
) -> None:
    found = pack.review(edited(pack.data("2A"), edit), pack.file("2A"))
    (lost,) = [each.change for each in found.outside if each.change.kind == "some pages show no header"]
    assert "Schedule 2A" in lost.removed and lost.sort != "look" and lost.detail == pages
    assert not found.as_issued


@pytest.mark.parametrize(
    ("pages", "sections", "said"),
    [
        ([(2, "first")], 2, "the first page of section 2"),
        ([(1, "first"), (2, "first")], 2, "the first page of sections 1, 2"),
        ([(1, "even"), (1, "odd")], 1, "every page but the first"),
        ([(1, "even"), (2, "first")], 3, "the even pages of section 1; the first page of section 2"),
        ([(number, page) for number in (1, 2) for page in ("first", "even", "odd")], 2, "every page"),
    ],
)  # fmt: skip
def test_pages_are_named_by_section_and_kind(pages: list[tuple[int, str]], sections: int, said: str) -> None:
    assert pages_in_words(pages, sections) == said


def test_a_first_page_with_a_header_of_its_own_says_which_words_it_lost() -> None:
    full, bare = ("DRAFT: not for signature", "Schedule 4C"), ("Schedule 4C",)
    edges = (PageEdge(1, "even", "word/header1.xml"), PageEdge(1, "odd", "word/header1.xml"))
    parts = {"word/header1.xml": full, "word/header2.xml": bare}
    others = tuple(Story(part, tuple(Line(line, part) for line in lines)) for part, lines in parts.items())
    main = Story("word/document.xml", ())
    issued = Stories(main, others[:1], {"header": (PageEdge(1, "first", "word/header1.xml"), *edges)})
    returned = Stories(main, others, {"header": (PageEdge(1, "first", "word/header2.xml"), *edges)})
    # A record holds the one header and not on which pages it stood: on all of them.
    for known in (issued, Stories(main, others[:1])):
        (told,) = [each.change for each in other_stories([known], returned)]
        assert told.removed == "DRAFT: not for signature" and told.detail == "no longer on the first page"
        assert list(other_stories([known], issued)) == []


def test_the_words_of_a_watermark_are_read(pack: IssuedPack) -> None:
    drawn = (
        '<w:r xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textpath string="VOID"/></v:shape>'
        "</w:pict></w:r></w:p>"
    )
    package, _ = opened(pack.data("2A"))
    header = package.part("word/header1.xml").decode()
    at = header.index("</w:p>")
    found = pack.review(
        write_package(package, {"word/header1.xml": f"{header[:at]}{drawn}{header[at + 6 :]}".encode()}),
        pack.file("2A"),
    )
    assert [each.change.added for each in found.outside] == ["[picture: VOID]"]


def in_code(code: str, shown: str = "") -> Callable[[Element], None]:
    """The edit that puts the value's run between the beginning of a field and what the field shows."""

    def edit(root: Element) -> None:
        run = alone(root, VALUE)
        for kind in ("begin", "code"):
            run.addprevious(
                element(
                    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
                    if kind == "begin"
                    else f"<w:r><w:instrText> {code} </w:instrText></w:r>"
                )
            )
        result = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r>' if shown else ""
        for each in reversed(element(f'<w:q>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:q>')):
            run.addnext(each)

    return edit


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize(
    ("code", "shown"), [('HYPERLINK "x"', ""), ('HYPERLINK "x"', "10%"), ("FORMTEXT", "10%"), ("QUOTE 10%", "")]
)
def test_a_value_that_stands_in_the_code_of_a_field_is_not_printed(
    pack: IssuedPack, code: str, shown: str, against: bool
) -> None:
    (clause,) = touched(
        pack.review(edited(pack.data("2A"), in_code(code, shown)), pack.file("2A") if against else None)
    )
    assert VALUE in "".join(change.removed for change in clause.changes)
    assert not any(f" {VALUE} " in line for line in clause.rejected)


def test_a_field_whose_code_goes_on_in_the_next_paragraph_is_told(pack: IssuedPack) -> None:
    def across(root: Element) -> None:
        paragraph = within(alone(root, VALUE), "p")
        following = paragraph.getnext()
        assert following is not None
        for each in (
            '<w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        ):
            paragraph.insert(1, element(each))
        following.insert(1, element('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))

    for issued in (None, pack.file("2A")):
        assert 'a field put in, whose words a program may replace unfinished: HYPERLINK "x"' in told(
            pack.review(edited(pack.data("2A"), across), issued)
        )
