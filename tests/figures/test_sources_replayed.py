"""The published documents with their own figures: each finding that they must give, and no other without a source."""

from collections import Counter
from pathlib import Path

import pytest

from specgen.figures.document import FiguredDocument
from specgen.figures.own_file import read_own_file
from specgen.issue.folders import at_person_level
from specgen.issue.own_document import own_draft
from specgen.issue.precedents import OwnForms
from specgen.problems import Problem
from specgen.shipped import shipped

EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"
FORMS = OwnForms((shipped("templates"),))


def read(name: str) -> tuple[FiguredDocument, tuple[Problem, ...]]:
    file = EXAMPLES / name
    own, problems = read_own_file(file.read_bytes(), str(file))
    assert own is not None and problems == []
    made = own_draft(own, FORMS, person_level=at_person_level(file))
    assert made.document is not None
    return made.document, made.problems


FINDINGS: dict[str, list[tuple[str, str]]] = {
    "memorandum.yaml": [
        ("total-holds-budgets-once", "D is D.2 and E, and is not added to them again (Total: 51,195)"),
        ("one-basis", "“Basis of the ambition” is By March 2020, and should be 2019/20"),
        ("one-basis", "6%; Share of the population that is stated: 4.9%"),
        ("ambition-reached", "people missing at least: 10,900; people missing at most: 12,100"),
        ("people-counted-once", "row “A”, column “Counted as” is “people assessed”"),
        ("people-counted-once", "row “B”, column “Counted as” is “people referred”"),
        ("people-counted-once", "row “C”, column “Counted as” is “people referred”"),
        ("people-counted-once", "row “D”, column “Counted as” is “plans or reviews”"),
        ("funding-named", "the column “Amount” is not given in 9 rows"),
        ("instalment-before-its-condition", "“Due” is October 2019, and should not lie before “Which is due by”"),
        ("payee-is-a-party", "“Payee” is “NHS Harbour City Clinical Commissioning Group”, which is not in"),
        ("representatives-of-parties", "“Harbour County Council”, which is not in"),
        ("a-signature-for-each-party", "“Signature blocks” is 4, and should be 2"),
        ("signature-named", "not given in 4 rows"),
        ("every-party-signs", "National Programme Office"),
        ("every-party-signs", "Northbrook and Harbour Integrated Care System"),
    ],
    "change-note.yaml": [
        ("terms-defined", "uses “CCNs”, and what is defined is MCN"),
        ("a-signature-for-each-party", "“Signature blocks” is 4, and should be 2"),
        ("signature-named", "not given in 4 rows"),
    ],
    "progress-report.yaml": [
        ("next-step-for-red-and-amber", "row “NO4.1”"),
        ("blue-and-finished", "row “NO1.1”"),
        ("blue-and-finished", "row “NO3.4”"),
        ("an-update-of-its-own", "row “NO4.4”, column “Update” says what table “Priorities”, row “NO1.2” says"),
        ("an-update-of-its-own", "row “NO3.4”, column “Update” says what table “Priorities”, row “NO3.2” says"),
        *(("key-explains-ratings", f"is “{rating}”") for rating in ("blue", "amber", "green", "red", "superseded")),
        ("attachments-named", "“Attachments” is “None”"),
        ("one-thing-asked", "“What the board is asked” is note, and should be approve"),
        ("issues-as-on-the-cover", "“Issues on the cover”, item 2 is “The mental health strategy is agreed"),
    ],
    "commitments.yaml": [
        ("status-as-the-source-says", "204,000; Expected by then: 225,000; What it is held against: a straight line"),
        ("status-as-the-source-says", "Months past: 18; Months in all: 24"),
        ("status-as-the-source-says", "“The source's own word” is ahead, and should be behind"),
        ("one-target", "“The target elsewhere in the paper” is 100,000, and should be 50,000"),
        ("one-thing-counted", "“What is counted there” is people, and should be budgets"),
        *(("profile-named", row) for row in ("Budgets in 2018/19", "Budgets by 2020/21", "People reached by")),
    ],
    "provider-memorandum.yaml": [
        ("appendices-there", "names appendix A"),
        ("appendices-there", "names appendix B"),
        ("sentences-whole", "a sentence breaks off before “This”"),
        ("bound-or-not", "“Governance” says “agree to be bound”"),
        ("names-spelt-in-one-way", "says “Shadow Multi-speciality Community Provider”, and “Background” says"),
    ],
    "statement-of-resources.yaml": [],
    "social-prescribing-funding.yaml": [
        ("sums-both-ways", "All funders £186,450.50 = All recipients £186,450.50 = Allocated in all £186,450.50"),
        ("small-organisations", "15.1%, and should be at least 20%"),
    ],
    "intentions.yaml": [],
    "choice-self-assessment.yaml": [("all-nine-reached", "33%, and should be at least 100%")],
    "person-level/statement.yaml": [("left-out", "what 1 row of the table “Services” cannot hold is left out")],
    "person-level/budget.yaml": [],
}  # fmt: skip


def test_every_example_is_held_against_its_findings() -> None:
    assert sorted(FINDINGS) == sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("*.yaml"))


@pytest.mark.parametrize("name", FINDINGS)
def test_the_figures_of_a_source_give_its_findings_alone_and_each_cites_its_sentence(name: str) -> None:
    _, problems = read(name)
    for slug, says in FINDINGS[name]:
        assert any(each.slug == slug and says in each.message for each in problems), (slug, says, problems)
    listed = FINDINGS[name]
    assert [
        each for each in problems if not any(each.slug == slug and says in each.message for slug, says in listed)
    ] == []
    assert [each for each in problems if not each.source and each.slug != "left-out"] == []
    assert all(each.severity != "error" for each in problems)


def test_the_memorandum_reproduces_its_tables() -> None:
    document, _ = read("memorandum.yaml")
    printed = {name: value.printed for name, value in document.figures.items()}
    assert printed["projections_total"] == "51,195"
    assert (printed["plans"], printed["plans_parts"], printed["budgets"]) == ("19,580", "19,580", "2,900")
    assert (printed["implied_least"], printed["implied_most"]) == ("1,034,242", "1,055,567")
    assert [row.cells["amount"].printed for row in document.rows["instalments"]] == ["£157,500", "£67,500"]
    assert (printed["instalments_share"], printed["instalments_total"]) == ("100%", "£225,000")
    assert "funding_total" in document.unknown
    assert len(document.rows["funding"]) == 9


def test_the_progress_report_counts_its_ratings() -> None:
    document, _ = read("progress-report.yaml")
    ratings = Counter(row.cells["rating"].printed for row in document.rows["priorities"])
    assert ratings == {"blue": 4, "amber": 5, "green": 6, "red": 1, "superseded": 1}
    assert [document.figures[name].printed for name in ("blue", "amber", "green", "red", "superseded")] == [
        "4", "5", "6", "1", "1",
    ]  # fmt: skip


def test_a_stated_growth_implies_what_there_was_before() -> None:
    document, _ = read("commitments.yaml")
    before = {
        row.cells["growth"].printed: row.cells["implied_before"].printed
        for row in document.rows["commitments"]
        if "growth" in row.cells
    }
    assert before == {"105%": "15,776", "275%": "14,803", "50%": "67,758"}
    (reached,) = [row for row in document.rows["commitments"] if row.cells["target"].printed == "300,000"]
    assert (reached.cells["expected"].printed, reached.cells["status"].printed) == ("225,000", "behind")


def test_the_statement_of_resources_comes_to_what_a_hand_sheet_says() -> None:
    document, _ = read("statement-of-resources.yaml")
    annual = {row.cells["service"].printed: row.cells["annual"].printed for row in document.rows["services"]}
    assert annual["Home care"] == "£15,585.50"
    bands = {row.cells["band"].printed: row.cells for row in document.rows["bands"]}
    assert bands["Moderate"]["annual"].printed == "£20,372.70"
    assert bands["Moderate"]["in_budget"].printed == "£19,615.50"
    assert document.figures["forecast_total"].printed == "£1,155,695"


def test_a_memorandum_put_right_has_no_finding_left_but_what_it_proves(tmp_path: Path) -> None:
    said = (EXAMPLES / "memorandum.yaml").read_text("utf-8")
    amounts = iter([40_000, 30_000, 30_000, 20_000, 15_000, 50_000, 20_000, 10_000, 10_000])
    lines = []
    for line in said.split("\n"):
        if line.startswith("  - {what: ") and "at_" not in line:
            line = line.replace("}", f", amount: {next(amounts)}}}")
        lines.append(line)
    right = "\n".join(lines)
    for before, after in [
        ("ambition_basis: By March 2020", "ambition_basis: 2019/20"),
        ("ambition: 6%", "ambition: 4%"),
        ("payee: NHS Harbour City Clinical Commissioning Group",
         "payee: Northbrook and Harbour Integrated Care System"),
        ("organisation: Harbour County Council", "organisation: Northbrook and Harbour Integrated Care System"),
        ("subject_by: March 2020", "subject_by: September 2019"),
        ('  - {post: ""}\n  - {post: ""}\n  - {post: ""}\n  - {post: ""}\n',
         "  - {party: National Programme Office}\n  - {party: Northbrook and Harbour Integrated Care System}\n"),
        ("counts: people assessed", "counts: people each once"),
        ("counts: people referred", "counts: people each once"),
        ("all, counts: plans or reviews", "all, counts: people each once"),
    ]:  # fmt: skip
        assert before in right
        right = right.replace(before, after)
    own, _ = read_own_file(right.encode(), str(tmp_path / "memorandum.yaml"))
    assert own is not None
    made = own_draft(own, FORMS)
    assert [each.slug for each in made.problems] == ["total-holds-budgets-once"], made.problems
    assert made.document is not None and made.document.figures["funding_total"].printed == "£225,000"


def test_the_provider_memorandum_holds_the_lists_of_its_source() -> None:
    document, _ = read("provider-memorandum.yaml")
    counts = {name: len(rows) for name, rows in document.rows.items()}
    assert (counts["participants"], counts["board"], counts["signatories"]) == (4, 5, 4)
    assert (counts["in_scope"], counts["in_view"], counts["risks"]) == (6, 7, 5)


def test_a_service_in_two_lists_and_a_participant_without_a_post_are_told(tmp_path: Path) -> None:
    said = (EXAMPLES / "provider-memorandum.yaml").read_text("utf-8")
    said = said.replace("{service: Diagnostics}", "{service: Adult social care}")
    said = said.replace("  - {post: Chief Officer, organisation: Viewpoint Health}\n", "")
    said = said.replace("  - {party: Viewpoint Health}\n", "")
    own, _ = read_own_file(said.encode(), str(tmp_path / "m.yaml"))
    assert own is not None
    problems = own_draft(own, FORMS).problems
    assert [each.severity for each in problems if each.slug == "scope-lists-apart"] == ["error"]
    assert {"every-participant-on-the-board", "every-participant-signs"} <= {each.slug for each in problems}


def test_a_deliverable_below_its_bound_is_told_when_it_was_measured(tmp_path: Path) -> None:
    said = (EXAMPLES / "memorandum.yaml").read_text("utf-8")
    said = said.replace("by a budget, at_least: 85%}", "by a budget, at_least: 85%, reached: 84.9%}")
    said = said.replace("one group, at_most: 50%}", "one group, at_most: 50%, reached: 51%}")
    own, _ = read_own_file(said.encode(), str(tmp_path / "m.yaml"))
    assert own is not None
    told = {each.slug: each.message for each in own_draft(own, FORMS).problems}
    assert "is 84.9%, and should be at least 85%" in told["deliverable-reached"]
    assert "is 51%, and should be at most 50%" in told["deliverable-not-exceeded"]


ALTERED = [
    ("memorandum.yaml", "share: 30%", "share: 31%", {"instalments-whole", "instalments-add-up"}),
    ("memorandum.yaml", 'target: "2,900"', 'target: "2,901"', {"total-holds-budgets-once"}),
    ("memorandum.yaml", 'projections_total: "51,195"', 'projections_total: "54,095"', {"total-differs"}),
    ("memorandum.yaml", "{date: October 2019, what: F", "{date: October 2020, what: F", {"gateways-in-period"}),
    (
        "provider-memorandum.yaml",
        "  - Services for children",
        "  - Diagnostics\n  - Services for children",
        {"out-of-view-apart"},
    ),
    (
        "provider-memorandum.yaml",
        "  - Services for children",
        "  - adult  social care\n  - Services for children",
        {"out-of-scope-apart"},
    ),
    (
        "provider-memorandum.yaml",
        "  - {party: Viewpoint Health}",
        "  - {party: Viewpoint Health}\n" * 2,
        {"signs-once"},
    ),
    ("provider-memorandum.yaml", "by: March 2017}", "by: March 2018}", {"duties-in-term"}),
    ("progress-report.yaml", "number: NO1.2", "number: NO1.1", {"rated-once"}),
    ("progress-report.yaml", 'next_step: "2"', 'next_step: "9"', {"unknown-reference"}),
    ("commitments.yaml", "dated: 2019-01-31", "dated: 2018-07-31", {"figures-before-the-report"}),
    ("commitments.yaml", "    starts: 2017-04-01\n    start_count: 0\n", "", {"a-day-to-count-from"}),
    (
        "social-prescribing-funding.yaml",
        "small grant, amount: £18725.25",
        "small grant, amount: £18725.26",
        {"whole-sum-allocated"},
    ),
    ("statement-of-resources.yaml", "uptake: 38", "uptake: 48", {"uptake-in-band"}),
    ("choice-self-assessment.yaml", "by: 2027-03-31}", "by: 2025-03-31}", {"action-after-assessment"}),
    ("person-level/budget.yaml", "approved_on: 2026-09-14", "approved_on: 2026-11-14", {"approved-before-start"}),
    ("person-level/budget.yaml", "review: 2027-01-04", "review: 2027-06-04", {"review-within-three-months"}),
    ("person-level/budget.yaml", "amount: £1704.60", "amount: £1704.61", {"ways-come-to-final"}),
]


@pytest.mark.parametrize(
    ("name", "before", "after", "told"), ALTERED, ids=[f"{case[0]} {case[2][:30]}" for case in ALTERED]
)
def test_what_is_altered_in_a_source_is_told(name: str, before: str, after: str, told: set[str]) -> None:
    said = (EXAMPLES / name).read_text(encoding="utf-8")
    assert before in said
    own, _ = read_own_file(said.replace(before, after, 1).encode(), name)
    assert own is not None
    made = own_draft(own, FORMS, person_level="person-level" in name)
    new = Counter(each.slug for each in made.problems if each.severity != "note")
    new -= Counter(each.slug for each in read(name)[1] if each.severity != "note")
    assert told <= set(new)


def test_an_ambition_that_is_the_stated_share_is_not_told_as_missed() -> None:
    said = (EXAMPLES / "memorandum.yaml").read_text(encoding="utf-8").replace("ambition: 6%", "ambition: 4.9%")
    own, _ = read_own_file(said.encode(), "memorandum.yaml")
    assert own is not None
    assert "ambition-reached" not in {each.slug for each in own_draft(own, FORMS).problems}


def test_a_service_that_is_there_twice_for_a_band_is_told() -> None:
    said = (EXAMPLES / "statement-of-resources.yaml").read_text(encoding="utf-8")
    line = next(line for line in said.split("\n") if "service: Night care" in line)
    own, _ = read_own_file(said.replace(line, f"{line}\n{line}").encode(), "s.yaml")
    assert own is not None
    assert "service-once" in {each.slug for each in own_draft(own, FORMS).problems}
