"""One word-level difference: the list on a screen, tracked changes, a variation and a review say the same words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.word.redline.making import build

from specgen.issue.build import prepare, write
from specgen.issue.occasions.occasion import VariationTerms
from specgen.issue.occasions.occasion import prepare as prepare_occasion
from specgen.issue.occasions.variation import Variations
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Reading
from specgen.library.model import ClauseVersion, Library, Source
from specgen.library.versions import version_difference
from specgen.review.changes import silent_changes
from specgen.review.reports.version_page import version_redline
from specgen.word.document.revisions import pieces
from specgen.word.package.ooxml import parse_xml, w
from specgen.word.package.package import read_package
from specgen.word.redline.redline import redline
from specgen.wording.difference import BlockDifference, compare, count_words
from specgen.wording.wording import Block, Blocks, Placeholder, Run
from specgen.writing import Disk

ROWS = [
    # (as it was, as it is, the one answer)
    (
        "a day and a month",
        "The Provider must report by 1st April 2026 to the Commissioner.",
        "The Provider must report by 1st May 2026 to the Commissioner.",
        "The Provider must report by [-1st April 2026-]{+1st May 2026+} to the Commissioner.",
    ),
    (
        "a date without a year",
        "Plans are agreed by 30 September of each year.",
        "Plans are agreed by 1 October of each year.",
        "Plans are agreed by [-30 September-]{+1 October+} of each year.",
    ),
    (
        "a date with “of”",
        "Plans are agreed by the 1st of April 2026 at the latest.",
        "Plans are agreed by the 2nd of April 2026 at the latest.",
        "Plans are agreed by the [-1st of April 2026-]{+2nd of April 2026+} at the latest.",
    ),
    (
        "a month and a year",
        "Training begins in April 2026 for all Staff.",
        "Training begins in June 2026 for all Staff.",
        "Training begins in [-April 2026-]{+June 2026+} for all Staff.",
    ),
    (
        "the first of two dates",
        "Reports are due on 30 September 2026 and 31 March 2027.",
        "Reports are due on 30 June 2026 and 31 March 2027.",
        "Reports are due on [-30 September 2026-]{+30 June 2026+} and 31 March 2027.",
    ),
    (
        "a rewritten sentence",
        "The Provider must review each plan every 12 months and record it.",
        "The Provider shall offer each person a review of the plan at least every 6 months.",
        "[-The Provider must review each plan every 12 months and record it.-]"
        "{+The Provider shall offer each person a review of the plan at least every 6 months.+}",
    ),
    (
        "a space before a per cent sign",
        "At least 80% of people have a plan. The Provider records it.",
        "At least 80 % of people have a plan. The Provider must not record it.",
        "At least [-80%-]{+80 %+} of people have a plan. The Provider [-records-]{+must not record+} it.",
    ),
    (
        "a percentage with a space",
        "A plan is offered to 80 % of people.",
        "A plan is offered to 85 % of people.",
        "A plan is offered to [-80 %-]{+85 %+} of people.",
    ),
    (
        "small words",
        "The Provider will offer choice at the point of referral.",
        "The Provider may offer choice at any point of the referral.",
        "The Provider [-will-]{+may+} offer choice at [-the-]{+any+} point of{+ the+} referral.",
    ),
    ("one sentence of three", "A sentence. The B. The C.", "A sentence. The C.", "A sentence.[- The B.-] The C."),
    (
        "a sentence out of a row of similar ones",
        "The Provider must publish what it heard. The Provider must answer. The Commissioner pays.",
        "The Provider must publish what it heard. The Commissioner pays.",
        "The Provider must publish what it heard.[- The Provider must answer.-] The Commissioner pays.",
    ),
    (
        "two sentences out of a row of similar ones",
        "The Provider must train. The Provider must train Carers. The Provider must pay. The Provider must report.",
        "The Provider must train. The Provider must pay.",
        "The Provider must train.[- The Provider must train Carers.-] The Provider must pay."
        "[- The Provider must report.-]",
    ),
    (
        "a sentence put into a row of similar ones",
        "The Provider must train Staff. The Provider must pay Staff.",
        "The Provider must train Staff. The Provider must train Carers. The Provider must pay Staff.",
        "The Provider must train Staff.{+ The Provider must train Carers.+} The Provider must pay Staff.",
    ),
    (
        "joined words",
        "Staff e-mail the co-ordinator in writing.",
        "Staff email the coordinator in writing.",
        "Staff [-e-mail the co-ordinator-]{+email the coordinator+} in writing.",
    ),
    (
        "all words that count",
        "e-mail the co-ordinator",
        "email the coordinator",
        "[-e-mail the co-ordinator-]{+email the coordinator+}",
    ),
    (
        "money",
        "The grant is £1,250,000.50 for each Contract Year.",
        "The grant is £1,350,000.50 for each Contract Year.",
        "The grant is [-£1,250,000.50-]{+£1,350,000.50+} for each Contract Year.",
    ),
    (
        "money with a space",
        "The grant is £ 500,000 for each Contract Year.",
        "The grant is £500,000 for each Contract Year.",
        "The grant is [-£ 500,000-]{+£500,000+} for each Contract Year.",
    ),
    (
        "an interval",
        "Each plan is reviewed every 12 months by the team.",
        "Each plan is reviewed every 6 months by the team.",
        "Each plan is reviewed every [-12-]{+6+} months by the team.",
    ),
    (
        "a range",
        "Between 10–12 weeks after referral.",
        "Between 10–14 weeks after referral.",
        "Between [-10–12-]{+10–14+} weeks after referral.",
    ),
    (
        "a financial year",
        "Figures of 2025/26 are the baseline.",
        "Figures of 2026/27 are the baseline.",
        "Figures of [-2025/26-]{+2026/27+} are the baseline.",
    ),
    (
        "straight and curly quotation marks",
        'The Provider\'s plan is "agreed" by then.',
        "The Provider’s plan is “agreed” by then.",
        'The [-Provider\'s-]{+Provider’s+} plan is [-"-]{+“+}agreed[-"-]{+”+} by then.',
    ),
    (
        "a word taken out",
        "The Provider must train all Staff each year.",
        "The Provider must train Staff each year.",
        "The Provider must train[- all-] Staff each year.",
    ),
    (
        "a word put in",
        "The Provider must train Staff each year.",
        "The Provider must not train Staff each year.",
        "The Provider must{+ not+} train Staff each year.",
    ),
    (
        "a part of a sentence",
        "The Provider must report.",
        "The Provider must, each quarter, report.",
        "The Provider must{+, each quarter,+} report.",
    ),
    ("white space", "two  spaces between words", "two spaces between words", "two[-  -]{+ +}spaces between words"),
    (
        "a capital",
        "The staff are trained each year.",
        "The Staff are trained each year.",
        "The [-staff-]{+Staff+} are trained each year.",
    ),
]
TABLE = pytest.mark.parametrize(("old", "new", "answer"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])

MARKS = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
Read = Callable[..., Reading]


def block(text: str) -> Blocks:
    return (Block("paragraph", (Run(text),)),)


def shown(differences: tuple[BlockDifference, ...]) -> str:
    """What a screen shows."""
    return "".join(MARKS[each.mark].format(each.text) for found in differences for each in found.stretches)


def tracked(data: bytes) -> Iterator[str]:
    """The paragraphs of a Word file that hold tracked words, with their marks."""
    package, problems = read_package(data, "a file")
    assert package is not None, problems
    for paragraph in parse_xml(package.part(package.main)).iter(w("p")):
        said = ""
        for piece in pieces(paragraph):
            mark = "kept" if piece.was and piece.will_be else "removed" if piece.was else "added"
            said += MARKS[mark].format(piece.text)
        # Neighbouring runs of one mark are one stretch.
        said = said.replace("-][-", "").replace("+}{+", "")
        if "[-" in said or "{+" in said:
            yield said


def version(number: int, blocks: Blocks, title: str = "Our terms") -> ClauseVersion:
    return ClauseVersion(
        "co-production/specification/ours", number, title, "drafted", Source("policy", ("1",)), date(2026, 4, 1), None,
        "Other words.", blocks, {}, "f" * 64, f"{number}.md",
    )  # fmt: skip


def own_words(data: bytes) -> str:
    """The tracked words of a page of two versions."""
    return "".join(tracked(data))


def redlined(old: Blocks, new: Blocks, titles: tuple[str, str] = ("Our terms", "Our terms")) -> bytes:
    data, problems = version_redline(
        Library(), version(1, old, titles[0]), version(2, new, titles[1]), "A Test", "2026-05-04"
    )
    assert data is not None, problems
    return data


@TABLE
def test_the_list_of_changes_of_two_versions(old: str, new: str, answer: str) -> None:
    assert shown(compare(block(old), block(new))) == answer


@TABLE
def test_the_redline_of_two_versions(old: str, new: str, answer: str) -> None:
    assert own_words(redlined(block(old), block(new))) == answer


@TABLE
def test_the_redline_of_two_documents(old: str, new: str, answer: str) -> None:
    one, two = (
        build(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p><w:sectPr/>') for text in (old, new)
    )
    data, problems = redline(one, two, "A Test", "2026-05-04", old_name="old", new_name="new")
    assert data is not None, problems
    assert "".join(tracked(data)) == answer


@TABLE
def test_the_changes_that_a_review_tells(old: str, new: str, answer: str) -> None:
    changes = silent_changes((old,), (new,))
    assert [each.removed for each in changes if each.removed] == re.findall(r"\[-(.+?)-\]", answer)
    assert [each.added for each in changes if each.added] == re.findall(r"\{\+(.+?)\+\}", answer)


def test_the_tracked_schedule_of_a_variation(tmp_path: Path, precedents: Precedents, reading: Read) -> None:
    points = "        - starting, stepping up or stopping insulin\n"

    def with_items(which: int) -> Reading:
        # Between two rows stands an item that stays, so that each is compared with its own.
        items = "".join(
            f"        - {json.dumps(text, ensure_ascii=False)}\n"
            for number, row in enumerate(ROWS)
            for text in (f"point {number} stays", row[which])
        )
        # What changes is worth nothing, since the lifetime value stays what it was.
        return reading("variation", (points, items), ("\n  value: £36,000", "\n  value: £0"))

    for outcome in prepare([with_items(1)], precedents, tmp_path / "issued"):
        write(outcome, Disk(durable=False))
    terms = VariationTerms(date(2026, 10, 1))
    occasion = Variations(precedents, tmp_path / "issued", tmp_path / "out", terms)
    (varied,) = prepare_occasion(occasion, [with_items(2)])
    outcome = write(varied.outcome, Disk(durable=False))
    assert not outcome.failed, outcome.problems
    (file,) = (tmp_path / "out").rglob("*Schedule 2A*tracked changes.docx")
    found = list(tracked(file.read_bytes()))
    for _, _, _, answer in ROWS:
        assert any(answer.rstrip(".") in each for each in found), answer
    assert len(found) == len(ROWS)


WORDS = st.sampled_from(
    ["the Provider", "must", "the plan", "Staff", "80%", "85 %", "1st April 2026", "1 May 2026", "report", "not",
     "co-production", ".", ". The", ",", "12 months", "£500", "“agreed”", "Provider’s"]
)  # fmt: skip
PART = st.builds(
    lambda words, bold: Run(" ".join(words) + " ", bold), st.lists(WORDS, min_size=1, max_size=7), st.booleans()
) | st.builds(Placeholder, st.sampled_from(["number_of_people", "post"]))
BLOCK = st.builds(
    Block, st.sampled_from(["paragraph", "bullet", "number"]), st.lists(PART, min_size=1, max_size=4).map(tuple)
)
TITLE = st.sampled_from(["Our terms", "Our new terms", "Asking carers"])


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCK, max_size=4).map(tuple), st.lists(BLOCK, max_size=4).map(tuple), TITLE, TITLE)
def test_the_screen_and_the_file_say_the_same_words_and_the_count_is_what_the_file_holds(
    old: Blocks, new: Blocks, title: str, other: str
) -> None:
    difference = version_difference(version(1, old, title), version(2, new, other))
    stretches = [each for found in (*difference.title, *difference.wording) for each in found.stretches]
    file = list(tracked(redlined(old, new, (title, other))))
    for mark, signs, count in zip(
        ("removed", "added"), (r"\[-(.+?)-\]", r"\{\+(.+?)\+\}"), difference.counts, strict=True
    ):
        held = [words for paragraph in file for words in re.findall(signs, paragraph)]
        assert held == [each.text for each in stretches if each.mark == mark]
        assert sum(map(count_words, held)) == count


def test_words_with_another_look_alone_are_no_words_taken_out_or_put_in() -> None:
    old = (Block("paragraph", (Run("The plan is shared."),)),)
    new = (Block("paragraph", (Run("The "), Run("plan", bold=True), Run(" is shared."))),)
    difference = version_difference(version(1, old), version(2, new))
    assert difference.counts == (0, 0) and difference.words_differ and difference.restyled == 1
    assert not list(tracked(redlined(old, new)))


def test_another_field_of_a_measure_is_the_same_words_on_the_screen_and_in_the_file() -> None:
    fields = {"threshold": block("At least 80% of plans"), "period": block("Each quarter, and at the end of the year")}
    others = {"threshold": block("70% of all plans that were made"), "period": block("Each month, by the last day")}
    one, two = replace(version(1, block("A.")), fields=fields), replace(version(2, block("A.")), fields=others)
    difference = version_difference(one, two)
    data, problems = version_redline(Library(), one, two, "A Test", "2026-05-04")
    assert data is not None, problems
    stretches = [each for blocks in difference.fields.values() for found in blocks for each in found.stretches]
    file = "".join(tracked(data))
    assert re.findall(r"\[-(.+?)-\]", file) == [each.text for each in stretches if each.mark == "removed"]
    assert re.findall(r"\{\+(.+?)\+\}", file) == [each.text for each in stretches if each.mark == "added"]
