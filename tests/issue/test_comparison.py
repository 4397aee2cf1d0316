"""What was issued compared with what would be issued now."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from specgen.issue.build import drafted, finish, record_of
from specgen.issue.comparison import Comparison, compare
from specgen.issue.plan import InputChange
from specgen.issue.precedents import Precedents
from specgen.issue.records import IssueRecord
from specgen.issue.sources import Reading

Read = Callable[..., Reading]
A = "community-respiratory"
COHORT = ("sdm_cohort: moderate or severe COPD", "sdm_cohort: asthma")


def compared(
    precedents: Precedents,
    then: Reading,
    now: Reading,
    issued: Callable[[IssueRecord], IssueRecord] = lambda record: record,
) -> Comparison:
    """The comparison of what `then` was issued as with `now`."""
    records = []
    for reading in (then, now):
        assert reading.contract is not None, reading.problems
        pack, problems = drafted(reading.contract, precedents)
        assert pack is not None
        finished, faults = finish(pack, problems, precedents)
        assert not faults
        records.append((pack, finished))
    (old, first), (new, second) = records
    return compare(issued(record_of(old, first, precedents)), new, second, precedents)


def statuses(comparison: Comparison) -> dict[str, str]:
    return {document.issued.type: document.status for document in comparison.documents}


def test_a_contract_of_which_nothing_changed_is_unchanged_in_every_document(
    precedents: Precedents, reading: Read
) -> None:
    comparison = compared(precedents, reading(A), reading(A))
    assert set(statuses(comparison).values()) == {"unchanged"} and not comparison.changed


def test_a_changed_value_is_told_from_and_to_with_what_was_asked(precedents: Precedents, reading: Read) -> None:
    comparison = compared(precedents, reading(A), reading(A, COHORT))
    (insert,) = [document for document in comparison.documents if document.issued.type == "specification-insert"]
    told = {
        (clause.id, value.before, value.after)
        for clause in insert.clauses
        for value in clause.values
        if value.name == "sdm_cohort"
    }
    assert ("shared-decision-making/specification/national", "moderate or severe COPD", "asthma") in told
    line = next(str(clause) for clause in insert.clauses if clause.id.endswith("specification/national"))
    assert "version 1, as before" in line and "From “moderate or severe COPD” to “asthma”" in line
    assert "?" in next(
        value.asked for clause in insert.clauses for value in clause.values if value.name == "sdm_cohort"
    )


def test_a_value_that_a_document_does_not_print_is_not_told_of_it(precedents: Precedents, reading: Read) -> None:
    comparison = compared(precedents, reading(A), reading(A, COHORT))
    for document in comparison.documents:
        for clause in document.clauses:
            assert clause.values or clause.other_version or None in (clause.before, clause.after)


def test_a_clause_that_is_added_and_one_that_is_taken_out_are_told(precedents: Precedents, reading: Read) -> None:
    less = reading(
        A,
        ("      - social-prescribing/uptake@1\n", ""),
        *(
            (f"      {name}", f"      # {name}")
            for name in ("sp_uptake_target", "sp_uptake_baseline", "sp_uptake_interval")
        ),
    )
    for then, now, words in ((less, reading(A), "added, version 1"), (reading(A), less, "taken out, version 1")):
        comparison = compared(precedents, then, now)
        (quality,) = [document for document in comparison.documents if document.issued.type == "quality-requirements"]
        assert [clause.version_in_words for clause in quality.clauses if clause.id.endswith("/uptake")] == [words]


def test_another_version_is_told_from_and_to(precedents: Precedents, reading: Read) -> None:
    def older(record: IssueRecord) -> IssueRecord:
        return replace(
            record,
            documents=tuple(
                replace(
                    document,
                    content_hash="as it was",
                    clauses=tuple(replace(clause, version=7, fingerprint="another") for clause in document.clauses[:1])
                    + document.clauses[1:],
                )
                for document in record.documents
            ),
        )

    comparison = compared(precedents, reading(A), reading(A), older)
    clause = comparison.documents[0].clauses[0]
    assert (clause.before, clause.after, clause.other_version) == (7, 1, True)
    assert "from version 7 to version 1" in str(clause)


def test_a_schedule_that_comes_in_is_new_and_one_that_goes_is_gone(precedents: Precedents, reading: Read) -> None:
    def without_quality(record: IssueRecord) -> IssueRecord:
        return replace(
            record,
            documents=tuple(document for document in record.documents if document.type != "quality-requirements"),
        )

    assert statuses(compared(precedents, reading(A), reading(A), without_quality))["quality-requirements"] == "new"

    def with_another(record: IssueRecord) -> IssueRecord:
        return replace(
            record, documents=(*record.documents, replace(record.documents[0], file="Other.docx", type="other"))
        )

    comparison = compared(precedents, reading(A), reading(A), with_another)
    assert statuses(comparison)["other"] == "gone" and comparison.changed


def test_a_document_whose_letter_changed_is_the_same_document(precedents: Precedents, reading: Read) -> None:
    def renamed(record: IssueRecord) -> IssueRecord:
        return replace(
            record, documents=tuple(replace(document, file=f"Old {document.file}") for document in record.documents)
        )

    assert set(statuses(compared(precedents, reading(A), reading(A), renamed)).values()) == {"unchanged"}


def test_a_fact_outside_the_values_is_told_by_its_heading(precedents: Precedents, reading: Read) -> None:
    comparison = compared(
        precedents, reading(A), reading(A, ("name: Northbrook Community Health NHS", "name: Weir Valley NHS"))
    )
    insert = comparison.documents[0]
    before, after = (f"{name} NHS Foundation Trust" for name in ("Northbrook Community Health", "Weir Valley"))
    assert insert.status == "changed" and insert.others == (InputChange("fact", "Provider", before, after),)


def test_what_an_older_record_does_not_hold_is_told_as_other(precedents: Precedents, reading: Read) -> None:
    comparison = compared(
        precedents,
        reading(A),
        reading(A, ("name: Northbrook Community Health NHS", "name: Weir Valley NHS")),
        lambda record: replace(record, facts=None),
    )
    insert = comparison.documents[0]
    assert insert.status == "changed" and insert.others == (InputChange("other", insert.issued.file),)


def test_the_internal_note_is_not_between_the_parties(precedents: Precedents, reading: Read) -> None:
    comparison = compared(precedents, reading(A), reading(A))
    assert "drafting-note" not in {document.issued.type for document in comparison.between_parties}
    assert "drafting-note" in statuses(comparison)


def test_a_clause_that_the_library_no_longer_has_is_told_by_its_id(precedents: Precedents, reading: Read) -> None:
    def with_an_old_clause(record: IssueRecord) -> IssueRecord:
        first = record.documents[0]
        gone = replace(first.clauses[0], id="old/specification/one", version=3)
        return replace(
            record,
            documents=(replace(first, content_hash="as it was", clauses=(*first.clauses, gone)), *record.documents[1:]),
        )

    (clause,) = compared(precedents, reading(A), reading(A), with_an_old_clause).documents[0].clauses
    assert str(clause) == "old/specification/one: taken out, version 3"


TWO = "two-services"
TRAINED = "personalised-care-and-support-planning/quality/trained-staff"


BOTH = (
    ("      - personal-health-budgets/recommendation\n",
     "      - personal-health-budgets/recommendation\n      - personalised-care-and-support-planning/trained-staff\n"),
    ("pcsp_trained_target: 95\n", "pcsp_trained_target: 95\n      pcsp_trained_baseline: 40% in 2025/26\n"),
)  # fmt: skip
"""Both services have the measure."""


def told_in_4c(comparison: Comparison) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    (schedule,) = [each for each in comparison.documents if each.issued.schedule == "4C"]
    return {
        clause.title: (clause.version_in_words, [(value.before, value.after) for value in clause.values])
        for clause in schedule.clauses
        if clause.id == TRAINED
    }


def test_a_measure_that_two_services_have_is_told_with_the_service_whose_it_is(
    precedents: Precedents, reading: Read
) -> None:
    comparison = compared(
        precedents, reading(TWO, *BOTH), reading(TWO, *BOTH, ("pcsp_trained_target: 95", "pcsp_trained_target: 96"))
    )
    (title, told), *others = told_in_4c(comparison).items()
    assert title.endswith(" (service 02)") and told[1] == [("95%", "96%")] and not others


def test_a_measure_that_one_of_two_services_loses_is_never_told_as_the_others(
    precedents: Precedents, reading: Read
) -> None:
    """The first of the two printings goes, and the second is another service's with other values."""
    gone = ("      - personalised-care-and-support-planning/trained-staff\n      - personalised-care-and-support"
            "-planning/annual-quality-check\n",
            "      - personalised-care-and-support-planning/annual-quality-check\n")  # fmt: skip
    comparison = compared(precedents, reading(TWO, *BOTH), reading(TWO, *BOTH, gone))
    (title, told), *others = told_in_4c(comparison).items()
    assert title.endswith(" (service 01)") and told == ("taken out, version 1", []) and not others
