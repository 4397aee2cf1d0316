"""A second run on a document that holds clauses already: the same, an older version, one that somebody edited; taking
out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.issue.inserting import (
    MODEL,
    accepted,
    attempt,
    block,
    canonical,
    clause,
    controls,
    heading,
    inserted,
    main,
    rejected,
    revision_ids,
    settled,
    specification,
    value,
    with_main,
)
from tests.word.labels import labels
from tests.word.making import STYLES, docx_bytes, p

from specgen.issue.insertion.insert import Insertion, remove
from specgen.issue.insertion.plan import WantedClause, wanted_clause
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.package.ooxml import w
from specgen.wording.wording import SEE, Block, Placeholder, Reference, Run, fill

HOST = specification(p("The service sees people at home."))
OLD = clause(
    "Plans are made together with the person.", block("kept for 3 months", "bullet"), block("read by staff", "bullet")
)
NEW = clause(
    "Plans are made together with the person and a carer.",
    block("kept for 6 months", "bullet"),
    "Plans are reviewed each year.",
    number=2,
)
CLAUSE = "co-production/specification/terms"


def taken_out(data: bytes, author: str = "Ada Shah") -> Insertion:
    made, problems = remove(data, "specification.docx", [CLAUSE], author, "2026-06-01", MODEL)
    assert made is not None, problems
    return made


def test_an_older_version_gets_the_difference_as_tracked_words_inside_it() -> None:
    host = settled(inserted(HOST, OLD).data)
    made = inserted(host, NEW)
    assert made.changed == (f"{CLAUSE}@2",) and not made.places
    kept = [text for text in accepted(made.data) if text]
    assert kept[2:7] == [
        "The service sees people at home.",
        "Our terms",
        "Plans are made together with the person and a carer.",
        "kept for 6 months",
        "Plans are reviewed each year.",
    ]
    assert rejected(made.data) == accepted(host)
    assert [each.text for each in controls(main(made.data))[0].iter(w("delText"))] == ["3", "read by staff"]


def test_after_an_upgrade_accepting_leaves_the_new_tag_alone_and_rejecting_the_old() -> None:
    host = settled(inserted(HOST, OLD).data)
    made = inserted(host, NEW)
    assert [value(each, "sdtPr/tag") for each in controls(accept_all(main(made.data)))] == [NEW.passage.tag]
    assert [value(each, "sdtPr/tag") for each in controls(reject_all(main(made.data)))] == [OLD.passage.tag]
    accepted_file = settled(made.data)
    assert inserted(accepted_file, NEW).data == accepted_file


def test_an_upgrade_leaves_every_byte_outside_the_clause() -> None:
    host = settled(inserted(HOST, OLD).data)
    before, after = main(host), main(inserted(host, NEW).data)
    start, end = before.index(b"<w:sdt>"), before.index(b"</w:sdt>") + len(b"</w:sdt>")
    assert after.startswith(before[:start]) and after.endswith(before[end:])


@pytest.mark.parametrize("author", ["Ada Shah", "Ben Okafor"])
def test_an_older_version_that_is_only_proposed_is_changed_inside_the_proposal(author: str) -> None:
    made = inserted(inserted(HOST, OLD).data, NEW, author=author)
    assert canonical(reject_all(main(made.data))) == canonical(main(HOST))
    assert [text for text in accepted(made.data) if text][3:7] == [
        "Our terms",
        "Plans are made together with the person and a carer.",
        "kept for 6 months",
        "Plans are reviewed each year.",
    ]
    assert [value(each, "sdtPr/tag") for each in controls(accept_all(main(made.data)))] == [NEW.passage.tag]
    assert len(set(revision_ids(main(made.data)))) == len(revision_ids(main(made.data)))


def test_other_values_of_the_same_version_are_proposed_too() -> None:
    host = settled(inserted(HOST, clause("At least 80% of plans.")).data)
    made = inserted(host, clause("At least 85% of plans."))
    assert "At least 85% of plans." in accepted(made.data) and "At least 80% of plans." in rejected(made.data)


def test_a_clause_that_somebody_edited_is_reported_and_left() -> None:
    host = settled(inserted(HOST, OLD).data)
    edited = with_main(host, main(host).replace(b"with the person", b"with their family"))
    made, problems = attempt(edited, NEW)
    assert made is not None and made.data == edited and made.left == (f"{CLAUSE}@2",)
    assert [each.slug for each in problems] == ["edited-by-hand"]


def test_a_clause_in_which_somebody_tracked_changes_is_left() -> None:
    host = settled(inserted(HOST, OLD).data)
    mark = b'<w:ins w:id="900" w:author="B" w:date="2026-01-01T00:00:00Z"><w:r><w:t>new </w:t></w:r></w:ins><w:r>'
    at = main(host).index(b"<w:sdtContent>")
    edited = with_main(host, main(host)[:at] + main(host)[at:].replace(b"<w:r>", mark, 1))
    made, problems = attempt(edited, NEW)
    assert made is not None and made.data == edited
    assert [each.slug for each in problems] == ["clause-open"]


def test_a_newer_version_than_is_asked_for_is_left() -> None:
    made, problems = attempt(settled(inserted(HOST, NEW).data), OLD)
    assert made is not None and made.left and [each.slug for each in problems] == ["newer-version"]


def test_words_of_a_clause_that_stand_there_without_its_control_are_not_put_in_twice() -> None:
    long = "Plans are made together with the person, written down, and given to them in a form they can use."
    made, problems = attempt(specification(p(long)), clause(long))
    assert made is not None and not made.places and [each.slug for each in problems] == ["words-stand-already"]


def asking(time: str, *options: str) -> WantedClause:
    """A clause with a time and a list, and a reference whose number is the document's own."""
    blocks = (
        Block("paragraph", (Run("The Provider gives the clinical champion "), Placeholder("time"), Run(" a week."))),
        block("Staff tell each Service User of the options, which are:"),
        Block("bullet", (Placeholder("options"),)),
        Block("paragraph", (Run("They are told as paragraph "), Reference(SEEN), Run(" of this document says."))),
    )
    version = replace(clause("-").version, blocks=blocks)
    return wanted_clause(version, fill(blocks, {"time": time, "options": options, SEEN: "3.2.9"}))


SEEN = f"{SEE}co-production/specification/other#1"
THERE = (
    "The Provider gives the clinical champion four hours a week.",
    "Staff tell each Service User of the options, which are:",
    "watching and waiting",
    "a second opinion",
    "They are told as paragraph 17 of this document says.",
)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (asking("four hours", "watching and waiting", "a second opinion"), ""),
        (
            asking("three hours", "watching and waiting", "a second opinion"),
            "“four” stands there and “three” is asked for, after “gives the clinical champion”",
        ),
        (
            asking("four hours", "watching and waiting", "a second opinion", "surgery"),
            "“surgery” is asked for and does not stand there",
        ),
        (
            asking("four hours", "watching and waiting"),
            "“a second opinion” stands there and is not asked for",
        ),
    ],
    ids=["the same", "another value", "an entry more", "an entry less"],
)
def test_words_that_stand_there_with_other_values_are_told_with_both(wanted: WantedClause, said: str) -> None:
    made, problems = attempt(specification("".join(map(p, THERE))), wanted)

    (problem,) = problems
    assert made is not None and made.left == (f"{CLAUSE}@1",) and not made.places
    assert problem.slug == ("other-values-stand" if said else "words-stand-already")
    assert problem.message.endswith(f"and it says otherwise: {said}" if said else "not put in a second time")


def test_words_that_stand_there_in_an_older_version_are_not_called_those_that_are_asked_for() -> None:
    old, new = asking("four hours", "watching and waiting", "a second opinion"), asking("four hours")
    shorter = replace(new.version, blocks=new.version.blocks[:1], number=2)
    wanted = wanted_clause(shorter, fill(shorter.blocks, {"time": "four hours"}))

    made, problems = attempt(specification("".join(map(p, THERE))), wanted, known=(old.version,))

    assert made is not None and not made.places
    assert [each.message.rpartition(": ")[2] for each in problems] == ["version 1, where version 2 is asked for"]


@pytest.mark.parametrize("look", ["<w:strike/>", '<w:rStyle w:val="Removed"/>'])
def test_words_of_a_clause_that_are_struck_through_by_hand_or_by_a_style_do_not_stand_there(look: str) -> None:
    long = "Plans are made together with the person, written down, and given to them in a form they can use."
    styles = f'{STYLES}<w:style w:type="character" w:styleId="Removed"><w:rPr><w:strike/></w:rPr></w:style>'
    host = docx_bytes(
        heading("3.2 Service description/care pathway") + p(long, run=look) + heading("4 Prices"), styles=styles
    )
    made, problems = attempt(host, clause(long))
    assert made is not None and len(made.places) == 1 and list(problems) == []


def test_a_new_clause_goes_after_those_that_stand_there() -> None:
    made = inserted(inserted(HOST, OLD).data, OLD, clause("Carers are asked.", name="carers", title="Carers"))
    words = accepted(made.data)
    assert words.index("Carers are asked.") > words.index("read by staff") and made.standing == (f"{CLAUSE}@1",)


def test_taking_a_clause_out_is_a_tracked_deletion_that_leaves_no_control() -> None:
    host = settled(inserted(HOST, OLD).data)
    made = taken_out(host)
    assert accepted(made.data) == accepted(HOST) and controls(accept_all(main(made.data))) == []
    assert canonical(reject_all(main(made.data))) == canonical(main(host))
    assert made.removed == (CLAUSE,)


def test_taking_out_what_the_same_author_only_proposed_withdraws_it() -> None:
    assert main(taken_out(inserted(HOST, OLD).data).data) == main(HOST)


def test_what_somebody_else_proposed_is_not_taken_out() -> None:
    made, problems = remove(
        inserted(HOST, OLD, author="Ben Okafor").data, "specification.docx", [CLAUSE], "Ada Shah", "2026-06-01", MODEL
    )
    assert made is None and "proposed, by Ben Okafor" in problems[0].message


def test_a_clause_that_is_not_there_cannot_be_taken_out() -> None:
    made, problems = remove(HOST, "specification.docx", [CLAUSE], "Ada Shah", "2026-06-01", MODEL)
    assert made is None and problems[0].slug == "clause-not-there"


def test_a_new_item_of_a_numbered_list_goes_on_with_its_numbers() -> None:
    host = settled(inserted(HOST, clause("Plans are:", block("made", "number"), block("kept", "number"))).data)
    made = inserted(
        host,
        clause(
            "Plans are:",
            block("made", "number"),
            block("agreed with the person", "number"),
            block("kept", "number"),
            number=2,
        ),
    )
    said = [(label, text) for label, text in labels(settled(made.data)) if label]
    assert said == [("1.", "made"), ("2.", "agreed with the person"), ("3.", "kept")]
