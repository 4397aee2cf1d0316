"""A document that came back alone: what its own record and its words say, without the file that was issued."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import etree
from msgspec.structs import replace
from tests.review.answering import package_of
from tests.review.conftest import IssuedPack, issued_pack, touched, types_sent
from tests.review.negotiating import (
    Element,
    edited,
    opened,
    silently,
    text_with,
    without_bookmarks,
    without_controls,
    without_record,
)

from specgen.recognition.printed import Recognised, Segment
from specgen.review.changes import Change
from specgen.review.findings import Expected, Review
from specgen.review.issued import Claim, expected_clauses
from specgen.review.recorded import miscounted
from specgen.review.words import verdict
from specgen.word.document.lines import Line, Spot
from specgen.word.package.ooxml import W, w
from specgen.word.package.package import record_part, write_package
from specgen.wording.wording import Block, Run


def every_change(found: Review) -> list[Change]:
    return [
        *(change for clause in found.clauses for change in clause.changes),
        *(each.change for each in found.outside),
    ]


def saved_by_python_docx(data: bytes) -> bytes:
    held = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(held)
    return held.getvalue()


def test_a_file_that_nobody_touched_is_byte_for_byte_as_issued(pack: IssuedPack) -> None:
    assert any("byte for byte as issued" in said for said in pack.review(pack.data("4C")).relied.says)


def test_a_file_that_was_saved_since_is_said_to_be(pack: IssuedPack) -> None:
    found = pack.review(silently(pack.data("4C"), "Local quality requirements", "Local quality targets"))
    assert any("saved since it was issued" in said for said in found.relied.says)


def test_a_figure_changed_in_the_text_and_in_its_record_is_named_as_one_that_nothing_else_says(
    pack: IssuedPack,
) -> None:
    package, _ = opened(pack.data("4C"))
    part = record_part(package)
    assert part is not None
    changed = {name: package.part(name).replace(b"60%", b"66%") for name in (package.main, part)}
    found = pack.review(write_package(package, changed))
    (said,) = [each for each in found.relied.says if each.startswith("Nothing but it says")]
    assert "; 66%; " in said and "60%" not in said
    assert not [each for each in pack.review(pack.data("4C")).relied.says if each.startswith("Nothing but it says")]


@pytest.mark.parametrize("against", [False, True])
@pytest.mark.parametrize(
    ("old", "new"), [("Health NHS", "Heath NHS"), ("NHS Foundation Trust", "NHS Trust"), ("X9T01", "X9T10")]
)
def test_another_name_or_code_of_a_party_is_a_change_of_a_name(
    pack: IssuedPack, old: str, new: str, against: bool
) -> None:
    found = pack.review(silently(pack.data("4C"), old, new), pack.file("4C") if against else None)
    (change,) = every_change(found)
    assert change.sort == "value"


@pytest.mark.parametrize("kind", ["2A", "2M", "4C", "6A", "6D", "Schedule 8"])
@pytest.mark.parametrize("against", [False, True])
def test_a_file_that_another_program_only_saved_again_has_no_change(pack: IssuedPack, kind: str, against: bool) -> None:
    data = saved_by_python_docx(pack.data(kind))
    assert data != pack.data(kind)
    found = pack.review(data, pack.file(kind) if against else None)
    assert found.as_issued, (touched(found), found.outside, found.problems)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("4C", "01 Community respiratory service", "01 Community respiratory service (if funded)"),
        ("4C", "(ODS code X9T01)", "(ODS code X9T99)"),
        ("2A", "NHS Northbrook Integrated Care Board", "NHS Moorland Integrated Care Board"),
        ("2A", "Service specification insert: ", "Service specification: "),
        ("6A", "(ODS code X9T01)", "(ODS code X9T07)"),
        ("4C", "Quality Requirement", "Quality Aspiration"),
    ],
)  # fmt: skip
def test_words_beside_the_clauses_are_held_against_the_record(pack: IssuedPack, kind: str, old: str, new: str) -> None:
    found = pack.review(silently(pack.data(kind), old, new))
    assert not found.as_issued
    (change,) = every_change(found)
    assert not change.tracked and change.after == change.before.replace(old, new)


@pytest.mark.parametrize(("part", "words"), [("header1", "NBB-2026-014"), ("footer1", "Page")])
def test_a_header_and_a_footer_are_held_against_the_record(pack: IssuedPack, part: str, words: str) -> None:
    package, _ = opened(pack.data("2A"))
    name = f"word/{part}.xml"
    assert words.encode() in package.part(name)
    data = write_package(package, {name: package.part(name).replace(words.encode(), b"NBB-2026-099", 1)})
    found = pack.review(data)
    assert not found.as_issued
    assert any("NBB-2026-099" in each.after for each in every_change(found))


def test_a_line_that_was_taken_out_is_told(pack: IssuedPack) -> None:
    def take_out(root: object) -> None:
        paragraph = next(text_with(root, "Northbrook Community Health").iterancestors(w("p")))  # type: ignore[arg-type]
        holder = paragraph.getparent()
        assert holder is not None
        holder.remove(paragraph)

    (change,) = every_change(pack.review(edited(pack.data("2A"), take_out)))
    assert change.kind == "text taken out" and change.removed.startswith("Provider: Northbrook Community")


BARE: Callable[[bytes], bytes] = lambda data: without_record(without_bookmarks(without_controls(data)))  # noqa: E731


def test_clauses_that_lost_every_mark_are_found_by_their_words_and_held_against_the_library(pack: IssuedPack) -> None:
    data = silently(BARE(pack.data("2A")), "individuals and clinicians", "clinicians")
    found = pack.review(data)
    assert found.relied.kind == "words in the document" and not found.as_issued
    (clause,) = touched(found)
    assert clause.expected.id == "shared-decision-making/specification/national" and clause.stands == "changed"
    assert [change.removed.strip() for change in clause.changes] == ["individuals and"]


@pytest.mark.parametrize("times", [1, 2])
def test_a_clause_printed_again_without_marks_is_counted_and_each_printing_is_held_against_its_words(
    pack: IssuedPack, times: int
) -> None:
    wanted = next(
        each for each in pack.clauses("2A").clauses if each.id.endswith("shared-decision-making/specification/national")
    )

    def again(root: object) -> None:
        body = next(root.iter(w("body")))  # type: ignore[attr-defined]
        end = body[-1]
        for number in range(times):
            for block in wanted.blocks:
                paragraph = body.makeelement(w("p"))
                run = paragraph.makeelement(w("r"))
                text = run.makeelement(w("t"))
                text.text = block.text.replace("may be as important", "is less important") if number else block.text
                run.append(text)
                paragraph.append(run)
                end.addprevious(paragraph)

    found = pack.review(edited(pack.data("2A"), again))
    (clause,) = touched(found)
    said = "twice" if times == 1 else "3 times"
    assert any(f"stands {said}" in remark for remark in clause.remarks)
    details = [change.detail.split(",")[0] for change in clause.changes if change.kind == "clause printed again"]
    assert details == ["word for word", "with other words"][:times]


@pytest.mark.parametrize("changed", ["Four-item CollaboRATE", "The CollaboRATE measure, three items"])
def test_a_short_clause_that_lost_its_marks_and_was_changed_is_found_beside_its_title(
    pack: IssuedPack, changed: str
) -> None:
    found = pack.review(
        silently(without_bookmarks(without_controls(pack.data("4C"))), "Three-item CollaboRATE", changed)
    )
    clause = next(each for each in found.clauses if each.expected.id == "shared-decision-making/quality/collaborate")
    assert clause.state == "changed without tracking" and clause.theirs == (changed,)


def with_an_old_record(data: bytes) -> bytes:
    """The file as an older version of specgen issued it: its record holds no lines beside the clauses."""
    package, _ = opened(data)
    part = record_part(package)
    assert part is not None
    record, count = re.subn(rb"(?s)<beside .*?</beside>\s*", b"", package.part(part))
    assert count
    return write_package(package, {part: record})


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("2A", "(ODS code X9T01)", "(ODS code X9T07)"),
        ("4C", "01 Community respiratory service", "01 Community respiratory service (if funded)"),
        ("6A", "(ODS code X9T01)", "(ODS code X9T07)"),
    ],
)
def test_a_line_that_an_old_record_does_not_hold_is_named_and_vouches_for_nothing(
    pack: IssuedPack, kind: str, old: str, new: str
) -> None:
    data = with_an_old_record(pack.data(kind))
    untouched = pack.review(data)
    assert untouched.as_issued and untouched.unknown == ()
    found = pack.review(silently(data, old, new))
    assert not found.as_issued
    assert any(new in line for line in found.unknown)
    assert "file was saved since" in verdict(found)


def test_marks_alone_vouch_for_no_line_beside_them(pack: IssuedPack) -> None:
    found = pack.review(without_record(silently(pack.data("2A"), "(ODS code X9T01)", "(ODS code X9T07)")))
    assert not found.as_issued and any("X9T07" in line for line in found.unknown)


# The numbers that lists print, which no record holds: they follow from the lists of the wording.


def in_numbering(old: str, new: str) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        package, _ = opened(data)
        said = package.part("word/numbering.xml").decode()
        assert old in said
        return write_package(package, {"word/numbering.xml": said.replace(old, new).encode()})

    return edit


DECIMAL_RUN = '<w:numFmt w:val="decimal"/><w:lvlText w:val="3.2.%1"/>'


def in_item(words: str, properties: str) -> Callable[[bytes], bytes]:
    """The list of the paragraph that begins with the words made another one."""

    def edit(root: Element) -> None:
        paragraph = next(text_with(root, words).iterancestors(w("p")))
        held = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        assert held is not None
        holder = held.getparent()
        assert holder is not None
        holder.replace(held, etree.fromstring(f'<w:numPr xmlns:w="{W}">{properties}</w:numPr>'))

    return lambda data: edited(data, edit)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (in_numbering('<w:startOverride w:val="1"/>', '<w:startOverride w:val="4"/>'), "4."),
        (in_numbering('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="upperRoman"/>'), "I."),
        (in_numbering(DECIMAL_RUN, DECIMAL_RUN.replace("decimal", "lowerRoman")), "3.2.i"),
        (in_numbering('w:lvlText w:val="3.2.%1"', 'w:lvlText w:val="3.3.%1"'), "3.3.1"),
        (in_item("Protocol.", '<w:ilvl w:val="1"/><w:numId w:val="2"/>'), "(a)"),
        (in_item("Protocol.", '<w:ilvl w:val="0"/><w:numId w:val="0"/>'), ""),
    ],
    ids=[
        "a list that begins with 4",
        "Roman numbers",
        "a form of another level",
        "numbers of another section",
        "a level down",
        "no number",
    ],
)
def test_a_number_that_does_not_follow_from_the_lists_of_the_wording_is_told(
    pack: IssuedPack, edit: Callable[[bytes], bytes], told: str
) -> None:
    found = pack.review(edit(pack.data("2A")))
    changes = [change for change in every_change(found) if change.kind == "number changed"]
    assert not found.as_issued and changes
    assert told in [change.added for change in changes]


def test_an_item_that_was_taken_out_moves_the_numbers_after_it_and_they_are_not_told(pack: IssuedPack) -> None:
    def without(root: Element) -> None:
        paragraph = next(text_with(root, "Protocol.").iterancestors(w("p")))
        holder = paragraph.getparent()
        assert holder is not None
        holder.remove(paragraph)

    (change,) = every_change(pack.review(edited(pack.data("2A"), without)))
    assert change.kind == "paragraph taken out"


@pytest.mark.parametrize("kind", ["2A", "2M", "4C", "6A", "6D", "Schedule 8"])
def test_the_numbers_of_a_document_as_it_was_issued_follow_from_its_lists(pack: IssuedPack, kind: str) -> None:
    assert every_change(pack.review(without_controls(pack.data(kind)))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<w:start w:val="1"/>', '<w:start w:val="3"/>'),
        ('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="ordinal"/>'),
        ('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="cardinalText"/>'),
        ('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="numberInDash"/>'),
        ('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="none"/>'),
        ('w:lvlText w:val="%1."', 'w:lvlText w:val="Term %1 (PC)"'),
    ],
    ids=["begins with 3", "1st", "One", "- 1 -", "no numbers", "words round the number"],
)
def test_lists_are_as_issued_however_the_template_counts_them(old: str, new: str, tmp_path: Path) -> None:
    types = []
    for kind in types_sent():
        package, _ = opened(kind.template.read_bytes())
        numbering = package.part("word/numbering.xml").decode()
        assert old in numbering
        path = tmp_path / kind.key / "template.docx"
        path.parent.mkdir()
        path.write_bytes(write_package(package, {"word/numbering.xml": numbering.replace(old, new).encode()}))
        types.append(replace(kind, template=path))
    theirs = issued_pack(tmp_path / "issued", tuple(types))
    assert every_change(theirs.review(theirs.data("2A"))) == []


@pytest.mark.parametrize("words", ["In the text, “the provider”", "Develop a co-production strategy"])
def test_the_first_item_of_a_list_that_was_taken_out_gives_its_number_to_the_next_and_it_is_not_told(
    pack: IssuedPack, words: str
) -> None:
    def without(root: Element) -> None:
        paragraph = next(text_with(root, words).iterancestors(w("p")))
        holder = paragraph.getparent()
        assert holder is not None
        holder.remove(paragraph)

    (change,) = every_change(pack.review(edited(pack.data("2A"), without)))
    assert change.kind == "paragraph taken out"


# A template's numbering, and the lines of one clause in the lists that it has: its words, level, number and count.

_LISTS = f'''<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'''


def told_numbers(pack: IssuedPack, *items: tuple[int, str, str, int], inline: bool = False) -> list[str]:
    """The numbers that are told of a clause whose items stand in its lists: level, how the level counts, what it
    prints, and the place in its count. A clause within a line is the last of them alone."""
    package, _ = opened(pack.data("2A"))
    template, _ = opened(write_package(package, {"word/numbering.xml": _LISTS.encode()}))
    lines = [
        Line(f"Item {at}.", "", kind="number", level=level, label=label, sign=f"decimal\n{sign}\n", count=count)
        for at, (level, sign, label, count) in enumerate(items)
    ]
    blocks = tuple(Block("number", (Run(f"Item {at}."),), level) for at, (level, *_) in enumerate(items))
    clause = Expected("a/specification/b", 1, "", "", "", "", blocks[-1:] if inline else blocks, inline)
    last = len(lines) - 1
    held = Segment(Spot(last if inline else 0, 0), Spot(last, 7), not inline, Recognised("content control"))
    return [change.added for change in miscounted(lines, {0: held}, [clause], template).values()]


def test_a_nested_list_that_shows_the_number_above_begins_anew_under_each(pack: IssuedPack) -> None:
    right = [(0, "%1.", "1.", 1), (1, "%1.%2", "1.1", 1), (1, "%1.%2", "1.2", 2), (0, "%1.", "2.", 2)]
    assert told_numbers(pack, *right, (1, "%1.%2", "2.1", 1)) == []
    assert told_numbers(pack, *right, (1, "%1.%2", "2.4", 4)) == ["2.4"]


def test_levels_whose_numbers_look_alike_count_each_for_itself(pack: IssuedPack) -> None:
    right = [(0, "%1.", "1.", 1), (1, "%1.", "1.", 1), (1, "%1.", "2.", 2), (1, "%1.", "3.", 3)]
    assert told_numbers(pack, *right, (0, "%1.", "2.", 2)) == []
    assert told_numbers(pack, *right, (0, "%1.", "4.", 4)) == ["4."]


def test_a_clause_within_a_line_counts_on_in_the_list_of_the_template(pack: IssuedPack) -> None:
    assert told_numbers(pack, (0, "%1.", "1.", 1), (0, "%1.", "2.", 2), inline=True) == []
    assert told_numbers(pack, (0, "%1.", "1.", 1), (0, "%1.", "4.", 4), inline=True) == ["4."]


def test_a_record_from_before_figures_of_single_commissioners_stood_at_the_end_of_brackets_is_vouched_for(
    pack: IssuedPack,
) -> None:
    name = "personalised-care-and-support-planning/quality/usefulness"
    version = pack.library.clauses[name].versions[0]
    words = "% of people with a personalised care and support plan find it useful ("

    def problems(printed: str) -> list[str]:
        claim = Claim(
            name,
            1,
            version.fingerprint,
            "t",
            "b",
            {"pcsp_useful_target": "80% (for Upland Council: 75%)"},
            blocks=(Block("paragraph", (Run(words + printed),)),),
            fields={},
        )
        _, faults = expected_clauses([claim], pack.library, "x.docx")
        return [fault.slug for fault in faults]

    assert problems("80% Target; for Upland Council: 75%)") == []
    assert problems("80% (for Upland Council: 75%) Target)") == []
    assert problems("80% (for Upland Council: 70%) Target)") == ["record-differs"]


@pytest.mark.parametrize("against", [False, True])
def test_numbers_written_otherwise_are_told_at_their_clause(pack: IssuedPack, against: bool) -> None:
    package = package_of(pack.data("2A"))
    lists = package.part("word/numbering.xml")
    assert b'w:val="%1."' in lists
    data = write_package(package, {"word/numbering.xml": lists.replace(b'w:val="%1."', b'w:val="%1)"')})
    found = pack.review(data, pack.file("2A") if against else None)
    told = [change for each in found.clauses for change in each.changes]
    assert told and {(each.kind, each.sort) for each in told} == {("look changed", "look")}
    assert all(each.detail.startswith("its number is written otherwise: “1") for each in told[:2])
    assert not found.as_issued
