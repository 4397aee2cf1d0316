"""Laws of reviewing what came back: nothing that was changed goes unseen, and each change is told of the right
clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.review.conftest import pack as pack  # the fixture, for the laws of this folder too
from tests.review.conftest import touched
from tests.review.negotiating import clause_deleted, clause_moved, commented, control, edited, opened, silently, tracked

from specgen.word.package.ooxml import w
from specgen.wording.wording import BlockKind

if TYPE_CHECKING:
    from tests.review.conftest import IssuedPack

LETTERS = st.sampled_from(list("0123456789aZé.,;%-  \u00a0\u200b\u2011аO")) | st.characters(
    exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff\u2028\u2029\ufffc"
)
BOUNDED = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def with_letter(text: str, at: int, letter: str) -> str:
    """The text with one letter changed."""
    return f"{text[:at]}{letter}{text[at + 1 :]}"


@pytest.mark.parametrize("kind", ["2A", "4C", "6D"])
@BOUNDED
@given(data=st.data())
def test_any_one_letter_of_any_clause_changed_without_tracking_is_found_in_that_clause(
    pack: IssuedPack, kind: str, data: st.DataObject
) -> None:
    clauses = pack.clauses(kind).clauses
    clause = data.draw(st.sampled_from(clauses))
    _, root = opened(pack.data(kind))
    texts = [text.text or "" for text in control(root, clause.tag).iter(w("t"))]
    number = data.draw(st.sampled_from([number for number, text in enumerate(texts) if text]))
    at = data.draw(st.integers(0, len(texts[number]) - 1))
    letter = data.draw(LETTERS.filter(lambda found: found != texts[number][at]))

    def edit(root: etree._Element) -> None:
        list(control(root, clause.tag).iter(w("t")))[number].text = with_letter(texts[number], at, letter)

    issued = data.draw(st.sampled_from([None, pack.file(kind), pack.record]))
    found = pack.review(edited(pack.data(kind), edit), issued)
    assert [each.expected.id for each in touched(found)] == [clause.id]
    assert found.clauses and not found.as_issued
    (changed,) = touched(found)
    assert changed.state == "changed without tracking"


def printed_fields(pack: IssuedPack, kind: str) -> Iterator[tuple[int, str, str]]:
    """Every text element beside a clause's wording that prints a field: its number in the file, the clause's id, the
    field's text."""
    _, root = opened(pack.data(kind))
    clauses = pack.clauses(kind).clauses
    by_tag = {clause.tag: clause for clause in clauses}
    titles = {control_title(root, clause.tag): clause for clause in clauses}
    section = None
    for number, text in enumerate(root.iter(w("t"))):
        paragraph = next(text.iterancestors(w("p")))
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and style.get(w("val")) == "Heading2":
            said = "".join(each.text or "" for each in paragraph.iter(w("t")))
            section = next((clause for title, clause in titles.items() if title in said), None)
        row = next(text.iterancestors(w("tr")), None)
        held = [
            by_tag[tag.get(w("val"), "")]
            for tag in (row.iter(w("tag")) if row is not None else ())
            if tag.get(w("val")) in by_tag
        ]
        owner = held[0] if held else section
        if (
            owner is not None
            and text.text
            and text.text in owner.fields.values()
            and next(text.iterancestors(w("sdt")), None) is None
        ):
            yield number, owner.id, text.text


def control_title(root: etree._Element, tag: str) -> str:
    alias = control(root, tag).find(f"{w('sdtPr')}/{w('alias')}")
    assert alias is not None
    return alias.get(w("val"), "")


@pytest.mark.parametrize("kind", ["4C", "6D", "2M"])
@BOUNDED
@given(data=st.data())
def test_any_one_letter_of_a_field_beside_the_wording_is_found_in_its_clause(
    pack: IssuedPack, kind: str, data: st.DataObject
) -> None:
    number, owner, text = data.draw(st.sampled_from(list(printed_fields(pack, kind))))
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(LETTERS.filter(lambda found: found != text[at]))

    def edit(root: etree._Element) -> None:
        list(root.iter(w("t")))[number].text = with_letter(text, at, letter)

    found = pack.review(edited(pack.data(kind), edit), data.draw(st.sampled_from([None, pack.file(kind)])))
    assert [each.expected.id for each in touched(found)] == [owner]
    assert {change.tracked for clause in found.clauses for change in clause.changes} == {False}
    assert {change.where for clause in found.clauses for change in clause.changes} <= set(
        pack_fields(pack, kind, owner)
    )


def pack_fields(pack: IssuedPack, kind: str, owner: str) -> list[str]:
    return [name for clause in pack.clauses(kind).clauses if clause.id == owner for name in clause.fields]


WHAT = ("nothing", "tracked", "silent", "both", "deleted tracked", "deleted", "moved tracked", "moved", "comment")


def word_of(lines: tuple[str, ...], number: int) -> str:
    """A long word that stands in one run of the clause."""
    return [word for line in lines for word in line.split() if word.isalpha() and len(word) > 4][number]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_whatever_is_done_to_each_clause_is_told_of_each_clause(pack: IssuedPack, data: st.DataObject) -> None:
    clauses = [clause for clause in pack.clauses("2A").clauses if "/specification/" in clause.id]
    last = clauses[-1]
    doings = {clause.tag: data.draw(st.sampled_from(WHAT), label=clause.id) for clause in clauses[:-1]}
    # Two neighbours that change places are one move, and either may be the one; so only the first clauses move, to the
    # end.
    moves = [tag for number, (tag, what) in enumerate(doings.items()) if what.startswith("moved") and number < 8]
    late = [tag for number, (tag, what) in enumerate(doings.items()) if what.startswith("moved") and number >= 8]
    comments = [tag for tag, what in doings.items() if what == "comment"]
    for tag in (*moves[2:], *late, *comments[1:]):
        doings[tag] = "nothing"
    returned = pack.data("2A")
    for number, clause in enumerate(clauses[:-1]):
        blocks: list[tuple[BlockKind | str, str]] = [(block.kind, block.text) for block in clause.blocks]
        words = tuple(text for _, text in blocks)
        returned = done(returned, doings[clause.tag], clause.tag, words, last.tag, 10_000 + 1_000 * number)
    found = pack.review(returned, data.draw(st.sampled_from([None, pack.file("2A"), pack.record])))
    for finding in found.clauses:
        what = doings.get(finding.expected.tag, "nothing")
        expected = {
            "nothing": ("untouched", "", 0),
            "comment": ("untouched", "", 1),
            "tracked": ("changed with tracking", "", 0),
            "silent": ("changed without tracking", "", 0),
            "both": ("changed with and without tracking", "", 0),
            "deleted tracked": ("deleted", "", 0),
            "deleted": ("deleted", "", 0),
            "moved tracked": ("untouched", "with tracking", 0),
            "moved": ("untouched", "without tracking", 0),
        }[what]
        assert (finding.state, finding.moved, len(finding.comments)) == expected, (finding.expected.id, what)
        assert finding.deleted == {"deleted": "without tracking", "deleted tracked": "with tracking"}.get(what, "")
    assert found.outside == ()
    assert found.as_issued == (set(doings.values()) <= {"nothing", "comment"})


def done(data: bytes, what: str, tag: str, words: tuple[str, ...], last: str, number: int) -> bytes:
    if what in ("tracked", "both"):
        data = tracked(data, word_of(words, 3), "altogether", number=number, tag=tag)
    if what in ("silent", "both"):
        data = silently(data, word_of(words, 7), "elsewhere", tag=tag)
    if what.startswith("deleted"):
        data = clause_deleted(data, tag, tracking=what.endswith("tracked"))
    if what.startswith("moved"):
        data = clause_moved(data, tag, last, tracking=what.endswith("tracked"))
    return commented(data, word_of(words, 3), "Why?", tag=tag) if what == "comment" else data


@BOUNDED
@given(data=st.data())
def test_accepting_gives_theirs_and_rejecting_gives_what_was_issued(pack: IssuedPack, data: st.DataObject) -> None:
    clause = data.draw(
        st.sampled_from([clause for clause in pack.clauses("2A").clauses if "/specification/" in clause.id])
    )
    words = tuple(block.text for block in clause.blocks)
    number = data.draw(
        st.integers(0, len([word for line in words for word in line.split() if word.isalpha() and len(word) > 4]) - 1)
    )
    old = word_of(words, number)
    (finding,) = touched(pack.review(tracked(pack.data("2A"), old, "SOMETHING", tag=clause.tag), pack.file("2A")))
    assert finding.rejected == finding.expected.lines == words
    assert "\n".join(finding.theirs) == "\n".join(words).replace(old, "SOMETHING", 1)
    assert [(change.removed, change.added) for change in finding.changes] == [(old, ""), ("", "SOMETHING")]
