"""What an audit says of one document: which components it covers and how, its measures, gaps and open changes."""

from __future__ import annotations

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from tests.assembly.small_library import clause, version
from tests.assembly.small_library import library as small_library
from tests.review.auditing import (
    CO_PRODUCTION,
    PLANS,
    SHARED,
    audited,
    component,
    library,
    printed,
    saved,
    specification,
    version_of,
)

from specgen.assembly.marks import short_key
from specgen.library.model import Component, Library
from specgen.recognition.alignment import Amount
from specgen.review.audit.audit import Yardstick, yardstick_of
from specgen.review.audit.findings import Terms, read_terms


def test_a_clause_is_recognised_word_for_word_whatever_its_values() -> None:
    found = component(
        audited(
            specification(
                "# 3.2 Service description/care pathway",
                *printed(SHARED, {"sdm_cohort": "adults [with] {two} kneecaps"}),
            )
        ),
        "shared-decision-making",
    )
    assert found.coverage == "word for word"
    (there,) = found.clauses
    assert (there.clause_id, there.version, there.how, there.under) == (
        SHARED,
        1,
        "word for word",
        "3.2 Service description/care pathway",
    )


def test_another_shape_of_quotation_marks_dashes_and_spaces_is_no_change() -> None:
    lines = [line.replace("’", "'").replace(" ", "\u00a0", 1).replace("–", "-") + "  " for line in printed(SHARED)]
    assert component(audited(specification(*lines)), "shared-decision-making").coverage == "word for word"


def test_numbers_that_were_typed_before_list_items_are_no_change() -> None:
    lines = printed(CO_PRODUCTION)
    typed = [*lines[:2], *(f"{number}) {line}" for number, line in enumerate(lines[2:], 1))]
    assert component(audited(specification(*typed)), "co-production").coverage == "word for word"


def test_one_changed_word_is_changed_with_its_amount() -> None:
    lines = [line.replace("tangible outputs", "intangible outputs") for line in printed(CO_PRODUCTION)]
    found = component(audited(specification(*lines)), "co-production")
    assert found.coverage == "changed"
    (there,) = found.clauses
    assert there.amount == Amount(removed=1, added=1)
    assert there.how == "changed: 1 word taken out, 1 word put in; 99% the same"


def test_one_changed_clause_beside_one_that_is_whole_makes_the_component_changed_and_is_named() -> None:
    other = "shared-decision-making/specification/local-terms"
    whole = [*printed(SHARED), *printed(other)]
    softened = [line.replace("within 28 days", "within 23 days") for line in whole]
    assert softened != whole
    found = component(audited(specification(*softened)), "shared-decision-making")
    assert ([each.word_for_word for each in found.clauses], found.coverage) == ([True, False], "changed")
    title = version_of(other).title
    assert f"the approved words of “{title}”, which were changed" in found.missing
    assert component(audited(specification(*whole)), "shared-decision-making").coverage == "word for word"


def test_a_sentence_put_into_a_clause_is_counted() -> None:
    lines = printed(CO_PRODUCTION)
    lines[1] += " The provider need not do so in August."
    (there,) = component(audited(specification(*lines)), "co-production").clauses
    assert there.amount == Amount(added=8, signs=1)


def test_changed_punctuation_is_told_apart_from_changed_words() -> None:
    lines = [line.replace("leadership, values", "leadership; values") for line in printed(CO_PRODUCTION)]
    (there,) = component(audited(specification(*lines)), "co-production").clauses
    assert there.how == "changed: punctuation only"


def test_a_paragraph_taken_out_of_a_clause_is_counted() -> None:
    lines = printed(CO_PRODUCTION)
    (there,) = component(audited(specification(*lines[:2], *lines[3:])), "co-production").clauses
    assert not there.word_for_word
    assert there.amount.added == 0
    assert there.amount.removed > 20


def test_paragraphs_run_together_have_the_same_words() -> None:
    lines = printed(CO_PRODUCTION)
    assert component(audited(specification(" ".join(lines[:2]), *lines[2:])), "co-production").clauses[0].word_for_word


def test_a_component_that_is_only_mentioned_says_where() -> None:
    found = component(
        audited(
            specification(
                "# 3.1 Aims", "Nothing here.", "# 3.4 Thresholds", "Staff use shared decision-making with each person."
            )
        ),
        "shared-decision-making",
    )
    assert (found.coverage, found.mention_count) == ("only mentioned", 1)
    assert found.mentions[0].under == "3.4 Thresholds"
    assert found.mentions[0].excerpt == "Staff use shared decision-making with each person."
    assert found.missing == ("mentioned, and no clause about it", "no measure in 5.1")


def test_a_care_and_support_plan_is_no_mention_of_personalised_care_as_a_whole() -> None:
    found = audited(specification("Each person has a personalised care and support plan."))
    assert component(found, "personalised-care-and-support-planning").coverage == "only mentioned"
    assert component(found, "personalised-care").coverage == "absent"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The PAM is used.", "only mentioned"),
        ("Pam Smith answers the telephone.", "absent"),
        ("Two PHBs were agreed.", "absent"),
    ],
)
def test_letters_in_capitals_are_looked_for_in_capitals(text: str, expected: str) -> None:
    assert component(audited(specification(text)), "supported-self-management").coverage == expected


def test_an_absent_component_is_missing() -> None:
    found = component(audited(specification("A podiatry service.")), "social-prescribing")
    assert (found.coverage, found.measure, found.missing) == ("absent", "none", ("nothing about it",))


def test_clauses_that_belong_beside_one_that_is_there_are_missing() -> None:
    found = component(audited(specification(*printed(CO_PRODUCTION))), "co-production")
    assert [entry.split(" (")[0] for entry in found.missing] == [
        "no clause “Co-production: how the national wording applies”",
        "no clause “Co-production: local terms”",
    ]


def test_a_document_reflects_personalised_care_by_a_clause_and_not_by_a_mention() -> None:
    assert audited(specification(*printed(CO_PRODUCTION))).reflects
    assert not audited(specification("We practise co-production.")).reflects


MEASURED = "# 5.1 Applicable Quality Requirements"


def test_a_measure_of_the_library_in_5_1() -> None:
    found = audited(specification(MEASURED, f"Plans agreed. {printed(PLANS)[0]}"))
    assert found.has_5_1
    assert component(found, "personalised-care-and-support-planning").measure == "library's, in 5.1"
    assert [each.clause_id for each in component(found, "personalised-care-and-support-planning").measures] == [PLANS]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("60% of patients will have an agreed care plan.", True),
        ("80% of patients will have an agreed care plan.", False),
        ("The baseline is 60% of patients with an agreed care plan.", False),
        ("60% of patients are seen within 18 weeks.", False),
    ],
)
def test_another_percentage_than_its_measure_says_is_remarked_where_the_paper_gives_one(line: str, told: bool) -> None:
    measure = f"Plans agreed. {printed(PLANS, {'pcsp_agreed_target': '80%'})[0]}"
    remarks = audited(specification("# 2 Scope", line, MEASURED, measure)).remarks
    said = f"“Plans agreed by eligible people” says 80%, and the document says elsewhere “{line}”"
    assert remarks == ((said,) if told else ())


def test_a_measure_of_few_words() -> None:
    assert (
        component(
            audited(specification(MEASURED, "1. Involvement: Three-item CollaboRATE")), "shared-decision-making"
        ).measure
        == "library's, in 5.1"
    )


def test_a_changed_measure_in_5_1() -> None:
    changed = printed(PLANS)[0].replace("eligible people", "some people")
    assert (
        component(audited(specification(MEASURED, changed)), "personalised-care-and-support-planning").measure
        == "library's, changed, in 5.1"
    )


@pytest.mark.parametrize(
    "line",
    [
        "Number of people with a personalised care and support plan: none.",
        "% of people with a personalised care and support plan (80% Target)",
    ],
)
def test_words_that_several_measures_share_are_none_of_them(line: str) -> None:
    assert component(audited(specification(MEASURED, line)), "personalised-care-and-support-planning").measures == ()


def test_a_measure_of_one_paragraph_with_a_word_more_or_less_is_still_found() -> None:
    lost = []
    for each in library().clauses.values():
        if each.id.split("/")[1] != "quality" or len(lines := printed(each.id)) != 1:
            continue
        for changed in (f"{lines[0]} locally", lines[0].rpartition(" ")[0]):
            found = component(audited(specification(MEASURED, changed)), each.id.split("/")[0])
            if len(lines[0].split()) > 8 and each.id not in [measure.clause_id for measure in found.measures]:
                lost.append((each.id, changed))
    assert lost == []


def test_a_measure_in_the_documents_own_words() -> None:
    assert (
        component(
            audited(specification(MEASURED, "Social prescribing: 40 referrals a month.")), "social-prescribing"
        ).measure
        == "in its own words, in 5.1"
    )


def test_a_measure_that_stands_elsewhere() -> None:
    found = audited(specification("# 6 Monitoring", *printed(PLANS), MEASURED, "Waiting times.", "# 6 Premises"))
    assert component(found, "personalised-care-and-support-planning").measure == "outside 5.1"
    assert "a measure, but not in 5.1" in component(found, "personalised-care-and-support-planning").missing


def test_the_handbook_offers_no_measure_for_some_components() -> None:
    assert component(audited(specification(*printed(CO_PRODUCTION))), "co-production").measure == "none offered"


def own(*wordings: str) -> Yardstick:
    """A library of one clause with a version for each wording."""
    clause_id = "shared-decision-making/specification/terms"
    library = small_library(
        clause(clause_id, *(version(clause_id, number, wording) for number, wording in enumerate(wordings, 1)))
    )
    return yardstick_of(library, Terms([]), [])


OLD = "The Provider must use shared decisions in every clinic that it runs."
NEW = "The Provider must use shared decisions in every clinic and at every home visit that it makes."


def test_the_version_is_told_by_its_words_and_an_older_one_is_missing_the_newer() -> None:
    (found,) = audited(specification(OLD), own(OLD, NEW)).components
    assert (found.clauses[0].version, found.clauses[0].newest, found.coverage) == (1, 2, "word for word")
    assert found.missing == ("version 1 of “Terms”, of which there is a version 2",)


def test_of_versions_with_the_same_words_the_newest_counts() -> None:
    assert audited(specification(OLD), own(OLD, OLD)).components[0].clauses[0].version == 2


def test_a_mark_in_the_document_decides_between_versions_with_the_same_words() -> None:
    against = own(OLD, OLD)
    first = against.library.clauses["shared-decision-making/specification/terms"].versions[0]
    document = docx.Document()
    paragraph = document.add_paragraph(OLD)._p
    control = OxmlElement("w:sdt")
    properties, content, mark = OxmlElement("w:sdtPr"), OxmlElement("w:sdtContent"), OxmlElement("w:tag")
    mark.set(qn("w:val"), f"specgen:{short_key(first.clause_id)}:1:{first.fingerprint[:12]}")
    properties.append(mark)
    paragraph.addprevious(control)
    content.append(paragraph)
    control.append(properties)
    control.append(content)
    assert audited(saved(document), against).components[0].clauses[0].version == 1


def test_a_clause_that_stands_there_twice_is_found_twice() -> None:
    lines = printed(CO_PRODUCTION)
    found = component(
        audited(
            specification(*lines, "Something between.", *lines[:2], lines[2].replace("strategy", "policy"), *lines[3:])
        ),
        "co-production",
    )
    assert [each.word_for_word for each in found.clauses] == [True, False]


def test_text_in_table_cells_is_read() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    for line in printed(CO_PRODUCTION):
        cell.add_paragraph(line)
    assert component(audited(saved(document)), "co-production").coverage == "word for word"


def tracked(kind: str, *lines: str) -> bytes:
    """A document whose paragraphs are all tracked insertions (`ins`) or deletions (`del`) of one author, after a plain
    one."""
    document = docx.Document()
    document.add_paragraph("A podiatry service.")
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph(line)
        mark = OxmlElement(f"w:{kind}")
        for name, value in (
            ("w:id", str(number)),
            ("w:author", "Ada Shah"),
            ("w:date", f"2026-03-{number + 1:02}T09:00:00Z"),
        ):
            mark.set(qn(name), value)
        run = paragraph.runs[0]._r
        if kind == "del":
            for text in run.findall(qn("w:t")):
                text.tag = qn("w:delText")
        paragraph._p.append(mark)
        mark.append(run)
    return saved(document)


def test_a_clause_that_is_only_proposed_does_not_count_as_there() -> None:
    found = audited(tracked("ins", *printed(CO_PRODUCTION)))
    assert (component(found, "co-production").coverage, component(found, "co-production").if_accepted) == (
        "absent",
        "word for word",
    )
    assert (found.reflects, found.reflects_if_accepted) == (False, True)
    assert (found.tracked.count, found.tracked.authors, found.tracked.first, found.tracked.last) == (
        5,
        ("Ada Shah",),
        "2026-03-01",
        "2026-03-05",
    )


def test_a_clause_that_is_to_be_deleted_still_counts() -> None:
    found = component(audited(tracked("del", *printed(CO_PRODUCTION))), "co-production")
    assert (found.coverage, found.if_accepted) == ("word for word", "absent")


def test_words_of_a_component_of_an_organisations_own_are_its_title() -> None:
    components = (Component("carer-support", "Carer support", "1", None, {}),)
    terms, problems = read_terms([], components)
    assert problems == []
    found = audited(specification("There is carer support."), yardstick_of(Library(components=components), terms, []))
    assert found.components[0].coverage == "only mentioned"


def test_the_clauses_heading_is_no_mention() -> None:
    found = component(
        audited(specification(f"## {version_of(SHARED).title}", *printed(SHARED))), "shared-decision-making"
    )
    assert found.mention_count == 0


def test_a_value_does_not_swallow_a_paragraph_that_was_put_in() -> None:
    lines = printed("co-production/specification/local-terms", {"cop_outputs": ("one", "two")})
    at = next(number for number, line in enumerate(lines) if line.startswith("Plan."))
    (there,) = component(
        audited(specification(*lines[: at + 1], "None of this applies in August.", *lines[at + 1 :])), "co-production"
    ).clauses
    assert not there.word_for_word
    assert (there.amount.removed, there.amount.signs) == (0, 1)


@pytest.mark.parametrize("look", ["hidden", "strike"])
def test_words_that_cannot_be_read_on_the_page_do_not_count(look: str) -> None:
    document = docx.Document()
    for number, line in enumerate(printed(CO_PRODUCTION)):
        run = document.add_paragraph().add_run(line)
        if number == 1:
            setattr(run.font, look, True)
    (there,) = component(audited(saved(document)), "co-production").clauses
    assert (there.word_for_word, there.amount.removed) == (False, 34)


def test_words_that_a_style_strikes_through_do_not_count() -> None:
    document = docx.Document()
    document.styles.add_style("Removed", WD_STYLE_TYPE.CHARACTER).font.strike = True
    for number, line in enumerate(printed(CO_PRODUCTION)):
        document.add_paragraph().add_run(line, "Removed" if number == 1 else None)
    (there,) = component(audited(saved(document)), "co-production").clauses
    assert (there.word_for_word, there.amount.removed) == (False, 34)
