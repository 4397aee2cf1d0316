"""Laws of the audit: what is unchanged is found unchanged whatever its values, what is changed is not, and no file ends
a run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.review.auditing import library, specification, version_of, yardstick

from specgen.library.model import ClauseVersion
from specgen.recognition.alignment import BREAK, LIST, WordKey, changed_amount, is_word, read_lines, tokens_of
from specgen.recognition.by_words import ClauseThere, find_clauses
from specgen.review.audit.audit import audit_document
from specgen.word.document.lines import Line
from specgen.wording.folded import fold
from specgen.wording.wording import Block, Placeholder, fill, placeholder_names

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff\ue000"), max_size=30
) | st.sampled_from(
    [
        "the Provider must",
        "(80% Target)",
        "1. ",
        "- ",
        "co-production",
        "“quoted”",
        "",
        " ",
        "\n",
        "12 months",
        ".",
        "Shared decision making",
        "[insert]",
    ]
)
VALUES = TEXT | st.lists(TEXT, max_size=4).map(tuple)
CLAUSES = st.sampled_from(sorted(library().clauses))
BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def lines_of(texts: Sequence[str]) -> list[Line]:
    return [Line(text, "word/document.xml") for text in texts]


def found_in(texts: Sequence[str]) -> list[ClauseThere[ClauseVersion]]:
    return find_clauses(yardstick().index, read_lines(lines_of(texts)))


def texts_of(clause_id: str, data: st.DataObject) -> list[str]:
    """The clause printed with values, list placeholders with lists."""
    blocks = version_of(clause_id).blocks
    alone = {
        part.name
        for block in blocks
        for part in block.inlines
        if isinstance(part, Placeholder) and len(block.inlines) == 1
    }
    values: dict[str, str | tuple[str, ...]] = {
        name: data.draw(VALUES if name in alone else TEXT, label=name)
        for name in dict.fromkeys(placeholder_names(blocks))
    }
    return [block.text for block in fill(blocks, values)]


@BOUNDED
@given(clause_id=CLAUSES, before=st.lists(TEXT, max_size=3), after=st.lists(TEXT, max_size=3), data=st.data())
def test_an_unmodified_clause_is_recognised_word_for_word_whatever_its_values(
    clause_id: str, before: list[str], after: list[str], data: st.DataObject
) -> None:
    found = found_in([*before, *texts_of(clause_id, data), *after])
    assert (clause_id, True) in {(each.key.clause_id, each.word_for_word) for each in found}


NEUTRAL_TEXT = "valuea valueb"
NEUTRAL_LIST = ("valuec", "valued valuee")


def neutral(clause_id: str) -> list[Block]:
    """The clause with values whose words stand in no clause."""
    blocks = version_of(clause_id).blocks
    alone = {
        part.name
        for block in blocks
        for part in block.inlines
        if isinstance(part, Placeholder) and len(block.inlines) == 1
    }
    return list(
        fill(blocks, {name: NEUTRAL_LIST if name in alone else NEUTRAL_TEXT for name in placeholder_names(blocks)})
    )


LONG = [
    clause_id
    for clause_id in sorted(library().clauses)
    if sum(token.isalpha() for block in version_of(clause_id).blocks for token in tokens_of(fold(block.text))) > 25
]


@BOUNDED
@given(clause_id=st.sampled_from(LONG), data=st.data())
def test_one_changed_word_makes_it_changed_by_that_word(clause_id: str, data: st.DataObject) -> None:
    texts = [block.text for block in neutral(clause_id)]
    row = data.draw(st.integers(0, len(texts) - 1))
    words = texts[row].split(" ")
    places = [place for place, word in enumerate(words) if word.isalpha() and not word.startswith("value")]
    assume(places)
    place = data.draw(st.sampled_from(places))
    words[place] = "zzqx"
    texts[row] = " ".join(words)
    (found,) = [each for each in found_in(texts) if each.key.clause_id == clause_id]
    assert not found.word_for_word
    # Beside a placeholder the new word may be the value's.
    assert found.amount.removed == 1
    assert found.amount.added in (0, 1)
    assert found.amount.signs == 0


EXTRA = st.lists(st.sampled_from(["zzqa", "zzqb", "zzqc"]), min_size=1, max_size=6)


def with_words_put_in(clause_id: str, extra: list[str], data: st.DataObject) -> list[str]:
    """The clause with words put between two words of a paragraph that has no placeholder, if there is such a one."""
    blocks = neutral(clause_id)
    rows = [number for number, block in enumerate(blocks) if "value" not in block.text and " " in block.text]
    assume(rows)
    texts = [block.text for block in blocks]
    row = data.draw(st.sampled_from(rows))
    words = texts[row].split(" ")
    place = data.draw(st.integers(1, len(words) - 1))
    texts[row] = " ".join([*words[:place], *extra, *words[place:]])
    return texts


@BOUNDED
@given(
    clause_id=st.sampled_from([clause_id for clause_id in LONG if not version_of(clause_id).names]),
    extra=EXTRA,
    data=st.data(),
)
def test_words_put_into_a_clause_without_placeholders_are_counted_to_the_word(
    clause_id: str, extra: list[str], data: st.DataObject
) -> None:
    (found,) = [each for each in found_in(with_words_put_in(clause_id, extra, data)) if each.key.clause_id == clause_id]
    assert (found.amount.removed, found.amount.added, found.amount.signs) == (0, len(extra), 0)


@BOUNDED
@given(clause_id=st.sampled_from(LONG), extra=EXTRA, data=st.data())
def test_words_put_in_make_it_changed_by_no_more_than_them(
    clause_id: str, extra: list[str], data: st.DataObject
) -> None:
    (found,) = [each for each in found_in(with_words_put_in(clause_id, extra, data)) if each.key.clause_id == clause_id]
    assert 0 < found.amount.removed + found.amount.added + found.amount.signs <= len(extra)


TOKENS = st.lists(st.sampled_from(["a", "b", "c", "d", ".", "e", BREAK]), max_size=14)
CLAUSE = st.lists(st.sampled_from(["a", "b", "c", "d", ".", None, LIST]), min_size=1, max_size=10)


def slow_cost(clause: Sequence[WordKey], text: Sequence[str]) -> int:
    """The least number of tokens taken out and put in, by trying everything; a paragraph's end is none."""

    def values(i: int, j: int) -> list[int]:
        """Where a value that begins at `j` may end: in its paragraph, or for a list's at the end of any that it begins
        with."""
        if clause[i] is None:
            return [end for end in range(j, len(text) + 1) if BREAK not in text[j:end]]
        begins = j == 0 or text[j - 1] == BREAK
        return [j, *(end for end in range(j + 1, len(text) + 1) if begins and (end == len(text) or text[end] == BREAK))]

    @cache
    def least(i: int, j: int) -> int:
        ways = [0] if i == len(clause) and j == len(text) else []
        if j < len(text):
            ways.append(least(i, j + 1) + (text[j] != BREAK))
        if i < len(clause) and clause[i] in (None, LIST):
            ways += [least(i + 1, end) for end in values(i, j)]
        elif i < len(clause):
            ways.append(least(i + 1, j) + 1)
            ways += [least(i + 1, j + 1)] if j < len(text) and clause[i] == text[j] else []
        return min(ways)

    return least(0, 0)


@settings(max_examples=300, deadline=None)
@given(CLAUSE, TOKENS)
def test_the_amount_is_never_less_than_the_least_and_nought_only_where_nothing_changed(
    clause: list[WordKey], text: list[str]
) -> None:
    amount, _, _ = changed_amount(clause, text, {0}, {len(text)})
    least = slow_cost(clause, text)
    assert amount.removed + amount.added + amount.signs >= least
    assert not amount.none or least == 0
    assert amount.removed <= sum(token is not None and is_word(token) for token in clause)
    assert amount.added <= sum(map(is_word, text))


GOOD = specification(
    "# 5.1 Applicable Quality Requirements",
    "Care [by whom].",
    head=[("Service", "Podiatry"), ("Provider", "Moorland Trust")],
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_file_with_spoiled_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    spoiled = bytearray(GOOD)
    for place, byte in changes:
        spoiled[place % len(spoiled)] = byte
    found, problems = audit_document(bytes(spoiled), "a.docx", yardstick())
    assert found is not None or problems


ELEMENTS = st.sampled_from(
    [
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>words</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        ("<w:ins w:id='1' w:author='A'>"),
        "</w:ins>",
        "<w:del>",
        "</w:del>",
        "<w:sdt>",
        "</w:sdt>",
        ("<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"),
        "<w:sdtContent>",
        "</w:sdtContent>",
        ("<w:fldChar w:fldCharType='end'/>"),
        "<w:rPr><w:highlight w:val='yellow'/></w:rPr>",
        "<w:bookmarkStart w:id='x' w:name='sg_a_1_1'/>",
        ("<w:bookmarkEnd w:id='x'/>"),
        "<w:sym w:char='zz'/>",
        "<w:commentReference/>",
        ("<w:pPr><w:outlineLvl w:val='99'/></w:pPr>"),
        "<w:moveFrom>",
        "</w:moveFrom>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:cellMerge/>",
        ("<w:trPr><w:del/></w:trPr>"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ELEMENTS, max_size=25))
def test_any_body_is_read_or_refused(pieces: list[str]) -> None:
    found, problems = audit_document(with_body("".join(closed(pieces))), "a.docx", yardstick())
    assert found is not None or problems


def closed(pieces: list[str]) -> list[str]:
    """The pieces with every element closed in the order in which they were opened; an end that fits nothing is left
    out."""
    made: list[str] = []
    waiting: list[str] = []
    for piece in pieces:
        name = piece.strip("</>").split()[0].split(">")[0]
        if piece.startswith("</"):
            if name not in waiting:
                continue
            while waiting[-1] != name:
                made.append(f"</{waiting.pop()}>")
            waiting.pop()
        elif not piece.endswith("/>") and f"</{name}>" not in piece:
            waiting.append(name)
        made.append(piece)
    return [*made, *(f"</{name}>" for name in reversed(waiting))]


def with_body(body: str) -> bytes:
    """A Word file with this body."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                head = data[: data.index(b"<w:body>")]
                data = head + f"<w:body>{body}</w:body></w:document>".encode()
            new.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_clauses_in_a_document_is_no_matter(order: int) -> None:
    chosen = sorted(library().clauses, reverse=order < 0)
    found = found_in([block.text for clause_id in chosen for block in neutral(clause_id)])
    assert [each.key.clause_id for each in found if each.word_for_word] == [each.key.clause_id for each in found]
    assert sorted(each.key.clause_id for each in found) == sorted(chosen)
