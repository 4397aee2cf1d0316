"""Laws of inserting: whatever the host holds, nothing in it moves, and both ways of resolving give what they are to
give."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.issue.inserting import (
    MODEL,
    TITLE,
    accepted,
    attempt,
    block,
    canonical,
    clause,
    heading,
    item,
    main,
    parts,
    rejected,
)
from tests.word.making import docx_bytes, p, table, text_box, zipped

from specgen.issue.insertion.insert import Insertion, remove
from specgen.issue.insertion.plan import WantedClause
from specgen.problems import Problem
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.package.ooxml import w
from specgen.wording.wording import Block

WORDS = st.text("abc de&<>\"'–é😀\u00a0", min_size=1, max_size=24).map(str.strip).filter(bool)
AUTHORS = st.sampled_from(["Ben Okafor", "C. Ruiz"])
MARKED = (
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "customXmlInsRangeStart",
    "customXmlDelRangeStart",
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """The body of a host with ids, bookmarks and comments that are each there once."""
    ids = iter(range(1, 10_000))
    bookmarks = iter(range(1, 10_000))

    def mark(kind: str) -> str:
        return (
            f'w:{kind} w:id="{next(ids)}" w:author="{draw(AUTHORS)}" '
            f'w:date="2026-01-0{draw(st.integers(1, 9))}T00:00:00Z"'
        )

    def run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'

    def paragraph() -> str:
        text = draw(WORDS)
        kind = draw(
            st.sampled_from(
                [
                    "plain",
                    "plain",
                    "bold",
                    "bullet",
                    "number",
                    "inserted",
                    "deleted",
                    "words",
                    "format",
                    "mark",
                    "numbered in",
                    "note",
                    "comment",
                    "bookmark",
                    "empty",
                    "control",
                    "box",
                    "field",
                    "style",
                ]
            )
        )
        if kind == "bullet":
            return item(escaped(text), 2, draw(st.integers(0, 2)))
        if kind == "number":
            return item(escaped(text), 1, draw(st.integers(0, 2)))
        if kind == "inserted":
            return f"<w:p><w:pPr><w:rPr><{mark('ins')}/></w:rPr></w:pPr><{mark('ins')}>{run(text)}</w:ins></w:p>"
        if kind == "deleted":
            return (
                f"<w:p><w:pPr><w:rPr><{mark('del')}/></w:rPr></w:pPr><{mark('del')}>"
                f"{run(text).replace('w:t>', 'w:delText>').replace('w:t ', 'w:delText ')}</w:del></w:p>"
            )
        if kind == "words":
            return f"<w:p>{run(text)}<{mark('ins')}>{run(text)}</w:ins>{run('.')}</w:p>"
        if kind == "format":
            return (
                f'<w:p><w:pPr><w:jc w:val="both"/><{mark("pPrChange")}><w:pPr/></w:pPrChange></w:pPr>{run(text)}</w:p>'
            )
        if kind == "mark":
            return (
                f"<w:p><w:pPr><w:rPr><w:i/><{mark('rPrChange')}><w:rPr/></w:rPrChange></w:rPr></w:pPr>{run(text)}</w:p>"
            )
        if kind == "numbered in":
            return (
                f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/><{mark("ins")}/></w:numPr></w:pPr>'
                f"{run(text)}</w:p>"
            )
        if kind == "note":
            return f'<w:p>{run(text)}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        if kind == "comment":
            return (
                f'<w:p><w:commentRangeStart w:id="1"/>{run(text)}<w:commentRangeEnd w:id="1"/><w:r>'
                f'<w:commentReference w:id="1"/></w:r></w:p>'
                if draw(st.booleans())
                else p(escaped(text))
            )
        if kind == "bookmark":
            number = next(bookmarks)
            return (
                f'<w:bookmarkStart w:id="{number + 20_000}" w:name="b{number}"/>{p(escaped(text))}<w:bookmarkEnd '
                f'w:id="{number + 20_000}"/>'
            )
        if kind == "empty":
            return "<w:p/>"
        if kind == "control":
            inner = (
                f'<w:sdt><w:sdtPr><w:tag w:val="inner"/></w:sdtPr><w:sdtContent>{p(escaped(text))}</w:sdtContent>'
                f"</w:sdt>"
            )
            return (
                f'<w:sdt><w:sdtPr><w:tag w:val="theirs"/></w:sdtPr><w:sdtContent>'
                f"{inner}{p(escaped(text))}</w:sdtContent></w:sdt>"
            )
        if kind == "box":
            return text_box(p(escaped(text)))
        if kind == "field":
            return (
                f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
                f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run(text)}</w:p>'
            )
        if kind == "style":
            return p(
                escaped(text), '<w:pStyle w:val="BodyText"/><w:spacing w:after="120"/>', '<w:rFonts w:ascii="Arial"/>'
            )
        return p(escaped(text), run="<w:b/>" if kind == "bold" else "")

    def content() -> str:
        made = [paragraph() for _ in range(draw(st.integers(0, 4)))]
        if draw(st.integers(0, 4)) == 0:
            made.insert(draw(st.integers(0, len(made))), table((paragraph(), p("a cell")), (p("another"), p("last"))))
        return "".join(made)

    def ended(blocks: str) -> str:
        """A body or a cell ends with a paragraph."""
        return blocks if blocks.endswith(("</w:p>", "<w:p/>")) else f"{blocks}{p('The end.')}"

    styled = draw(st.booleans())

    def head(text: str, level: int) -> str:
        return heading(text, level) if styled else p(text, run="<w:b/>")

    start = content() + head("3 Scope", 1) + head("3.1 Aims and objectives of service", 2) + content()
    section = head(TITLE, 2) + content()
    end = draw(st.sampled_from(["next", "next", "end", "break", "break paragraph"]))
    if end == "end":
        rest = ""
    elif end == "break":
        rest = (
            p("", '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>')
            + head("3.3 Population covered", 2)
            + content()
        )
    elif end == "break paragraph":
        rest = (
            p("Words before the break.", '<w:jc w:val="center"/><w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>')
            + head("3.3 Population covered", 2)
            + content()
        )
    else:
        rest = head("3.3 Population covered", 2) + content()
    body = start + section + rest
    if draw(st.integers(0, 3)) == 0:
        body = start + table((ended(section),), *(((ended(rest),),) if rest else ())) + p("End.")
    return ended(body)


@st.composite
def clauses(draw: st.DrawFn) -> tuple[WantedClause, ...]:
    """One to three clauses with paragraphs and lists."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        blocks = [
            block(draw(WORDS), draw(st.sampled_from(["paragraph", "paragraph", "bullet", "number"])))
            for _ in range(draw(st.integers(1, 4)))
        ]
        made.append(clause(*blocks, name=f"terms-{number}", title=f"Our terms, part {number}"))
    return tuple(made)


def host_of(body: str) -> bytes:
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>'
    comments = (
        '<w:comment w:id="1" w:author="Ben Okafor" w:date="2026-01-01T00:00:00Z"><w:p><w:r><w:t>'
        "Why?</w:t></w:r>"
        "</w:p></w:comment>"
    )
    first = body.find("<w:commentRangeStart")
    if first >= 0:  # a comment's range may be there once
        end = body.find("</w:p>", first)
        rest = body[end:]
        for piece in (
            '<w:commentRangeStart w:id="1"/>',
            '<w:commentRangeEnd w:id="1"/>',
            '<w:r><w:commentReference w:id="1"/></w:r>',
        ):
            rest = rest.replace(piece, "")
        body = body[:end] + rest
    return docx_bytes(body, footnotes=notes, comments=comments)


def put(host: bytes, *wanted: WantedClause, plain: bool = False) -> tuple[Insertion, list[Problem]]:
    """What comes of inserting, which succeeds; only a place whose very end somebody struck, or a section that nothing
    surely ends, may be refused, and by that name. A clause whose words the host happens to hold already is left out."""
    made, problems = attempt(host, *wanted, plain=plain)
    faults = [each.slug for each in problems if each.severity == "error"]
    assume(faults not in (["place-struck"], ["end-not-sure"]))
    assert made is not None, problems
    assume(all(each.slug not in ("words-stand-already", "other-values-stand") for each in problems))
    return made, problems


def revisions(xml: bytes, mine: str) -> list[tuple[str, ...]]:
    return [
        (each.tag, each.get(w("id"), ""), each.get(w("author"), ""), each.get(w("date"), ""))
        for each in etree.fromstring(xml).iter(etree.Element)
        if each.get(w("author")) not in (None, mine)
    ]


def others(xml: bytes) -> list[bytes]:
    """What others put there that no insertion may touch, in its order."""
    names = (
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "footnoteReference",
        "fldChar",
        "instrText",
        "sectPr",
    )
    root = etree.fromstring(xml)
    found = [
        etree.tostring(each, method="c14n", exclusive=True, with_tail=False)
        for each in root.iter(*(w(name) for name in names))
    ]
    return found + sorted(
        etree.tostring(each, method="c14n", exclusive=True, with_tail=False)
        for each in root.iter(w("sdtPr"))
        if b"specgen:" not in etree.tostring(each)
    )


@settings(max_examples=30, deadline=None)
@given(bodies(), clauses())
def test_rejecting_gives_back_the_host_and_accepting_the_host_with_the_clauses_in_their_place(
    body: str, wanted: tuple[WantedClause, ...]
) -> None:
    host = host_of(body)
    made, _ = put(host, *wanted)
    assert canonical(reject_all(main(made.data))) == canonical(reject_all(main(host)))
    words = accepted(made.data)
    added = [text for each in wanted for text in each.lines]
    at = next(place for place in range(len(words)) if words[place : place + len(added)] == added)
    # Where no paragraph follows, an empty one ends the cell or the body.
    ending = len(words) - len(added) - len(accepted(host))
    assert ending in (0, 1) and words[at + len(added) :][:ending] == [""] * ending
    assert words[:at] + words[at + len(added) + ending :] == accepted(host)
    assert TITLE in words[:at] and "3.3 Population covered" not in words[:at]


@settings(max_examples=30, deadline=None)
@given(bodies(), clauses())
def test_every_byte_of_the_host_stays_and_everybodys_marks_too(body: str, wanted: tuple[WantedClause, ...]) -> None:
    host = host_of(body)
    made, problems = put(host, *wanted)
    before, after = parts(host), parts(made.data)
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} <= {"word/document.xml", "word/numbering.xml"}
    numbering, changed = before["word/numbering.xml"], after["word/numbering.xml"]
    first = numbering.index(b"<w:num ")
    assert (
        changed.startswith(numbering[:first])
        and changed.endswith(b"</w:numbering>")
        and numbering[first : -len(b"</w:numbering>")] in changed
    )
    moved = any(problem.slug == "mark-moved" for problem in problems)
    if not moved:
        ours = after["word/document.xml"]
        start, end = ours.index(b"<w:customXmlInsRangeStart"), ours.rindex(b"<w:customXmlInsRangeEnd")
        end = ours.index(b">", end) + 1
        assert ours[:start] + ours[end:] == before["word/document.xml"]
    assert sorted(revisions(main(made.data), "Ada Shah")) == sorted(revisions(main(host), "Ada Shah"))
    assert (
        others(main(made.data)) == others(main(host))
        if not moved
        else sorted(others(main(made.data))) == sorted(others(main(host)))
    )
    identities = [
        int(each.get(w("id"), "0")) for each in etree.fromstring(main(made.data)).iter(*(w(name) for name in MARKED))
    ]
    theirs = [int(each[1]) for each in revisions(main(host), "")]
    assert len(set(identities)) == len(identities) and min(set(identities) - set(theirs)) > max(
        [*theirs, 20_000 * ("bookmarkStart" in body)]
    )


@settings(max_examples=30, deadline=None)
@given(bodies(), clauses())
def test_the_second_run_changes_nothing_and_taking_out_leads_back(body: str, wanted: tuple[WantedClause, ...]) -> None:
    host = host_of(body)
    made, problems = put(host, *wanted)
    again, problems = attempt(made.data, *wanted)
    assert again is not None and again.data == made.data and not again.places
    settled = zipped({**parts(made.data), "word/document.xml": accept_all(main(made.data))})
    out, problems = remove(
        settled, "specification.docx", [each.version.clause_id for each in wanted], "Ben Okafor", "2026-06-01", MODEL
    )
    assert out is not None, problems
    assert rejected(out.data) == accepted(settled)
    left = [text for text in accepted(out.data) if text]
    assert left == [text for text in accepted(host) if text]
    assert not any(
        each.find(f"{w('sdtPr')}/{w('alias')}") is not None
        for each in etree.fromstring(accept_all(main(out.data))).iter(w("sdt"))
    )


@settings(max_examples=30, deadline=None)
@given(bodies(), clauses(), st.data())
def test_an_upgrade_leads_to_the_new_version_and_back_to_the_old(
    body: str, wanted: tuple[WantedClause, ...], data: st.DataObject
) -> None:
    host = host_of(body)
    first, _ = put(host, *wanted)
    settled = (
        zipped({**parts(first.data), "word/document.xml": accept_all(main(first.data))})
        if data.draw(st.booleans())
        else first.data
    )
    newer = tuple(
        clause(*changed(each, data), name=each.version.clause_id.split("/")[2], title=each.version.title, number=2)
        for each in wanted
    )
    made, _ = put(settled, *newer)
    assert rejected(made.data) == rejected(settled)
    assert without_stretch(accepted(made.data), newer) == without_stretch(accepted(settled), wanted)


def without_stretch(words: list[str], clauses: tuple[WantedClause, ...]) -> list[str]:
    """The lines without those of the clauses, which stand there one after the other."""
    added = [text for each in clauses for text in each.lines]
    at = next(place for place in range(len(words)) if words[place : place + len(added)] == added)
    return words[:at] + words[at + len(added) :]


def changed(wanted: WantedClause, data: st.DataObject) -> list[Block]:
    """The clause's blocks with some taken out, put in and changed."""
    made: list[Block] = []
    for each in wanted.passage.blocks[1:]:
        fate = data.draw(st.sampled_from(["kept", "kept", "changed", "gone", "after"]))
        if fate in ("kept", "after"):
            made.append(each)
        if fate == "changed":
            made.append(block(f"{each.text} {data.draw(WORDS)}".strip(), each.kind))
        if fate == "after":
            made.append(block(data.draw(WORDS), data.draw(st.sampled_from(["paragraph", "bullet"]))))
    return made or [block("At least something.")]


@settings(max_examples=30, deadline=None)
@given(bodies(), clauses())
def test_without_tracking_the_words_are_the_same(body: str, wanted: tuple[WantedClause, ...]) -> None:
    host = host_of(body)
    plain, _ = put(host, *wanted, plain=True)
    tracked, _ = put(host, *wanted)
    assert [text for text in accepted(plain.data) if text] == [text for text in accepted(tracked.data) if text]
    assert revisions(main(plain.data), "") == revisions(main(host), "")


@pytest.mark.parametrize("names", [("z.bin", "word/odd part.xml"), ("a/b/c.dat",)])
def test_unknown_parts_and_their_order_are_kept(names: tuple[str, ...]) -> None:
    held = {
        **parts(host_of(heading(TITLE) + p("Words.") + heading("3.3 Population covered"))),
        **{name: f"<{name[0]}/>".encode() for name in names},
    }
    held = dict(sorted(held.items(), key=lambda entry: (entry[0] != "[Content_Types].xml", entry[0][::-1])))
    made, problems = attempt(zipped(held), clause("Plans."))
    assert made is not None, problems
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert archive.namelist() == list(held) and all(
            archive.read(name) == data for name, data in held.items() if name != "word/document.xml"
        )
        assert all(one.header_offset < two.header_offset for one, two in pairwise(archive.infolist()))
