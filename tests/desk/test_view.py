"""The live view says what the Word document says: no word more, none less, in the same order."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as pages
from tests.conftest import CONTENT_TYPES, RELATIONSHIPS
from tests.desk.conftest import EXAMPLES, ready_examples

from specgen.contract.edit.change import Edit, Put, TakeOut, edited
from specgen.desk.asked.looked import Looked, look_at
from specgen.desk.asked.questions import questions_of
from specgen.desk.pages import Pages
from specgen.desk.shown.drawing import ShownDocument, drawn_document, read_shown
from specgen.issue.build import drafted, finish
from specgen.issue.sources import reading_of
from specgen.word.package.archive import join, pack
from specgen.yamlfile import Path as Steps

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("contract.yaml"))
PAGES = Pages()


def looked(data: bytes, name: str = "contract.yaml") -> Looked:
    return look_at(data, name, ready_examples().of(Path()).precedents)


def words_of(document: bytes) -> Iterator[str]:
    """The words of each paragraph of the body that has any, read without any of the program's own code."""
    with zipfile.ZipFile(BytesIO(document)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for paragraph in root.iter(f"{WORD}p"):
        inside = [each for run in paragraph.iter(f"{WORD}r") for each in run]
        words = {f"{WORD}tab": "\t", f"{WORD}br": "\n"}
        text = "".join(each.text or "" if each.tag == f"{WORD}t" else words.get(str(each.tag), "") for each in inside)
        if text:
            yield text


def words_of_page(shown: ShownDocument, region: str = "body") -> Iterator[str]:
    """The words of each line of the page's view, without the numbers that Word makes and what only a reader is told."""
    root: Any = pages.fromstring(PAGES.piece("parts", "view", shown, []))
    for line in root.iterfind(f".//div[@class='story {region}']//p"):
        for extra in line.findall(".//span[@class='label']") + line.findall(".//span[@class='unseen']"):
            extra.drop_tree()
        if text := line.text_content():
            yield text


def built(data: bytes) -> dict[str, bytes]:
    """File name → the bytes that “build --draft” would write."""
    precedents = ready_examples().of(Path()).precedents
    reading = reading_of(data, "contract.yaml")
    assert reading.contract is not None
    pack, problems = drafted(reading.contract, precedents, draft=True)
    assert pack is not None
    return {done.issued.file: done.data for done in finish(pack, problems, precedents)[0]}


@pytest.mark.parametrize("name", NAMES)
def test_the_view_of_each_document_holds_the_words_of_the_word_file(name: str) -> None:
    data = (EXAMPLES / name).read_bytes()
    found = looked(data)
    assert found.pack is not None
    documents = built(data)
    assert len(documents) == len(found.pack.documents)
    for document in found.pack.documents:
        if document.type.audience == "commissioner":
            continue  # it lists the run's own problems, which a draft words otherwise
        shown = drawn_document(found, document)
        assert list(words_of_page(shown)) == list(words_of(documents[document.file_name]))


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("two", "harbour", "community-m"))])
def test_every_value_that_a_clause_prints_is_marked_with_its_question(name: str) -> None:
    found = looked((EXAMPLES / name).read_bytes())
    assert found.pack is not None
    marked: set[tuple[Steps, str]] = set()
    for document in found.pack.documents:
        for story in drawn_document(found, document).stories:
            marked |= {(piece.path, piece.text) for line in story.lines for piece in line.pieces if piece.path}
    asked = {question.path for group in questions_of(found) for question in group.every()}
    assert {path for path, _ in marked} <= asked
    for clause in found.pack.chosen:
        for value_name, printed in clause.printed.items():
            if clause.clause.placeholders[value_name].comes_from:
                continue
            for text in printed if isinstance(printed, tuple) else (printed,):
                path = found.value_path(clause, value_name)
                pieces = {piece for where, piece in marked if where == path}
                assert any(text.replace("\t", "") in piece.replace("\t", "") for piece in pieces) or any(
                    all(line in pieces for line in text.split("\n")) for _ in "1"
                ), (clause.id, value_name)


def edges_of(document: bytes) -> set[str]:
    """The words of each paragraph of headers and footers, with ¤ for what Word counts, read by none of our code."""
    found = set()
    with zipfile.ZipFile(BytesIO(document)) as package:
        for name in package.namelist():
            if not name.startswith(("word/header", "word/footer")):
                continue
            for paragraph in etree.fromstring(package.read(name)).iter(f"{WORD}p"):
                text, within = "", False
                for each in paragraph.iter():
                    turn = each.get(f"{WORD}fldCharType")
                    within = {"begin": True, "end": False}.get(turn, within) if turn else within
                    if turn == "begin":
                        text += "¤"
                    elif each.tag == f"{WORD}t" and not within:
                        text += each.text or ""
                found.add(text)
    return found - {""}


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("pod", "harbour"))])
def test_headers_and_footers_hold_the_words_of_the_word_file_and_say_what_word_counts(name: str) -> None:
    data = (EXAMPLES / name).read_bytes()
    found = looked(data)
    assert found.pack is not None
    for document in found.pack.documents:
        shown = drawn_document(found, document)
        words = {text for region in ("header", "footer") for text in words_of_page(shown, region)}
        assert "Page [page number] of [number of pages]" in words
        assert "{page}" not in "".join(words)
        as_counted = {text.replace("[page number]", "¤").replace("[number of pages]", "¤") for text in words}
        assert as_counted <= edges_of(built(data)[document.file_name])


FIELD = """<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"""


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (FIELD.format("PAGE \\* MERGEFORMAT"), ["[page number]"]),
        (FIELD.format("numpages"), ["[number of pages]"]),
        (FIELD.format("PAGE\\*roman"), ["[page number]"]),
        ('<w:fldSimple w:instr="SECTIONPAGES"><w:r><w:t>2</w:t></w:r></w:fldSimple>',
         ["[number of pages of this section]"]),
        ("<w:r><w:t>{page} of {page}</w:t></w:r>", ["{page} of {page}"]),
        (f"<w:r><w:t>{{page}}</w:t></w:r>{FIELD.format('PAGE')}", ["{page}[page number]"]),
    ],
)  # fmt: skip
def test_only_what_word_counts_is_said_to_be_counted(words: str, seen: list[str]) -> None:
    main = f'<w:document xmlns:w="{WORD[1:-1]}"><w:body><w:p>{words}</w:p></w:body></w:document>'
    parts = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONSHIPS, "word/document.xml": main}
    stories, _ = read_shown(join([pack(name, part.encode()) for name, part in parts.items()]), "a.docx", {})
    assert list(words_of_page(ShownDocument("a.docx", "A", stories))) == seen


ODD = st.one_of(
    st.sampled_from(
        [
            "a < b & c > d",
            "{{ x }}",
            "{% if %}",
            "<b>bold</b>",
            "“quoted” ‘too’",
            "é ü \U0001f600",
            "[Annex 1]",
            "a\tb",
            "TBC",
        ]
    ),
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=30),
).filter(lambda text: bool(text.strip()))


@st.composite
def drawn_files(draw: st.DrawFn) -> bytes:
    """A contract file with some of its texts changed or left out."""
    name = draw(st.sampled_from(["podiatry-services", "link-worker-service", "harbour-grant"]))
    data = (EXAMPLES / name / "contract.yaml").read_bytes()
    texts = [
        question
        for group in questions_of(looked(data))
        for question in group.every()
        if (
            question.answered
            and question.kind in ("line", "text", "list", "date", "percentage", "post")
            and question.path[0] == "services"
            and "values" in question.path
        )
        or question.path[-1] in ("title", "dpia", "address")
    ]
    edits: list[Edit] = []
    for question in draw(st.lists(st.sampled_from(texts), min_size=1, max_size=5, unique_by=lambda each: each.path)):
        if "values" in question.path and draw(st.booleans()):
            edits.append(TakeOut(question.path))
        elif question.kind in ("line", "text", "list") and question.answered:
            text = draw(ODD)
            edits.append(Put(question.path, [text, draw(ODD)] if question.kind == "list" else text))
    changed, _ = edited(data, edits, "contract.yaml")
    return changed or data


@settings(max_examples=8, deadline=None)
@given(drawn_files())
def test_the_view_of_any_contract_that_can_be_built_as_a_draft_holds_the_words_of_the_word_file(data: bytes) -> None:
    found = looked(data)
    if not found.usable or found.pack is None:
        return
    documents = built(data)
    for document in found.pack.documents:
        if document.file_name in documents and document.type.audience != "commissioner":
            shown = drawn_document(found, document)
            assert list(words_of_page(shown)) == list(words_of(documents[document.file_name]))


def test_a_gap_is_a_marked_box_that_goes_to_its_question() -> None:
    data = (EXAMPLES.parent / "docs" / "unfinished-contract.yaml").read_bytes()
    found = looked(data)
    assert found.pack is not None
    shown = drawn_document(found, found.pack.documents[0])
    root: Any = pages.fromstring(PAGES.piece("parts", "view", shown, []))
    (gap,) = [each for each in root.iterfind(".//a[@class='gap']") if "responsible for choice" in each.text_content()]
    asks = "Which of the Provider's posts is responsible for choice?"
    assert gap.text_content() == f"Gap: [TO BE COMPLETED: {asks}]"
    assert gap.get("href") == "#q-services/0/values/choice_responsible_post"


def test_what_was_stood_in_for_is_a_gap_and_no_word_of_the_contract() -> None:
    data = (EXAMPLES / "podiatry-services" / "contract.yaml").read_bytes()
    for line in (b"  title: Community podiatry\n", b"    start: 2026-04-01\n"):
        assert line in data
        data = data.replace(line, b"")
    found = looked(data)
    assert not found.usable
    assert found.pack is not None
    for document in found.pack.documents:
        shown = drawn_document(found, document)
        text = "\n".join(line.text for story in shown.stories for line in story.lines)
        assert "2999" not in text
        assert "?" not in text.replace("?]", "")
        assert "[TO BE COMPLETED: Title]" in text


def test_list_numbers_are_text_on_the_page() -> None:
    found = looked((EXAMPLES / "podiatry-services" / "contract.yaml").read_bytes())
    assert found.pack is not None
    shown = drawn_document(found, found.pack.documents[0])
    root: Any = pages.fromstring(PAGES.piece("parts", "view", shown, []))
    labels = [each.text_content().strip() for each in root.iterfind(".//span[@class='label']")]
    assert labels[:5] == ["3.2.1", "3.2.2", "–", "–", "3.2.3"]


W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
CONTROLS = f"""<w:document xmlns:w="{WORD[1:-1]}" xmlns:w14="{W14}"><w:body>
<w:p><w:r><w:t xml:space="preserve">Contact: </w:t></w:r>
<w:sdt><w:sdtPr><w:alias w:val="post"/><w:showingPlcHdr/></w:sdtPr>
<w:sdtContent><w:r><w:t>Click to enter a post</w:t></w:r></w:sdtContent></w:sdt></w:p>
<w:p><w:sdt><w:sdtPr><w:alias w:val="agreed"/><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>
<w:sdtContent><w:r><w:t>\u2610</w:t></w:r></w:sdtContent></w:sdt>
<w:r><w:t xml:space="preserve"> agreed</w:t></w:r></w:p>
<w:p><w:sdt><w:sdtPr><w:alias w:val="day"/><w:date w:fullDate="2026-04-01T00:00:00Z"/></w:sdtPr>
<w:sdtContent><w:r><w:t>1 May 2026</w:t></w:r></w:sdtContent></w:sdt></w:p></w:body></w:document>"""


def test_a_prompt_is_a_gap_and_a_box_or_date_that_holds_another_thing_than_it_prints_is_told() -> None:
    parts = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONSHIPS, "word/document.xml": CONTROLS}
    data = join([pack(name, part.encode()) for name, part in parts.items()])
    (body,), odd = read_shown(data, "a.docx", {})
    assert [(piece.text, piece.gap) for piece in body.lines[0].pieces] == [
        ("Contact: ", False),
        ("Click to enter a post", True),
    ]
    assert len(odd) == 2
    assert "The tick box “agreed” prints “\u2610” and holds “ticked”" in odd[0]
    assert "The date “day” prints “1 May 2026” and holds “2026-04-01”" in odd[1]
