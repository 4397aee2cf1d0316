"""Facts are taken where a label says what they are; two places that differ make one unknown."""

from __future__ import annotations

import io

import docx
import pytest

from specgen.adopt.adopt import grouped
from specgen.adopt.facts import Read, facts_in, not_understood, settled
from specgen.adopt.papers import Paper, read_paper


def paper(
    *rows: tuple[str, str], title: str = "Particulars", lines: tuple[str, ...] = (), file: str = "p.docx"
) -> Paper:
    document = docx.Document()
    document.add_paragraph(title)
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=0, cols=2)
        for label, value in rows:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, value
    saved = io.BytesIO()
    document.save(saved)
    found, problems = read_paper(saved.getvalue(), file)
    assert found is not None, problems
    return found


def facts(found: Paper) -> dict[tuple[str, ...], str]:
    return {path: read.value for path, read in settled(facts_in(found)).facts.items()}


def test_the_particulars_are_read_beside_their_labels() -> None:
    found = facts(
        paper(
            ("DATE OF CONTRACT", "2 March 2026"),
            ("SERVICE COMMENCEMENT DATE", "1 April 2026"),
            ("CONTRACT TERM", "3 years commencing 1 April 2026 (or as extended)"),
            ("COMMISSIONERS", "NHS A Integrated Care Board (ODS X9A01)\nB Council (no ODS code: a council; none)"),
            ("CO-ORDINATING COMMISSIONER", "NHS A Integrated Care Board"),
            (
                "PROVIDER",
                "C NHS Trust (ODS X9T03)\nPrincipal office address: 1 Road\nCompany number: [ ]",
            ),
            ("Contract Reference", "AB-1"),
            ("Option to extend Contract Term", "up to two years, on twelve months’ written notice"),
        )
    )
    a, b = "nhs a integrated care board", "b council"
    assert found == {
        ("contract", "date"): "2026-03-02",
        ("contract", "service_commencement_date"): "2026-04-01",
        ("contract", "term", "start"): "2026-04-01",
        ("contract", "term", "end"): "2029-03-31",
        ("contract", "term", "extension"): "up to two years, on twelve months’ written notice",
        ("contract", "reference"): "AB-1",
        ("commissioners", a, "name"): "NHS A Integrated Care Board",
        ("commissioners", a, "ods_code"): "X9A01",
        ("commissioners", a, "kind"): "integrated care board",
        ("commissioners", a, "role"): "co-ordinating",
        ("commissioners", b, "name"): "B Council",
        ("commissioners", b, "no_ods_code"): "a council; none",
        ("commissioners", b, "kind"): "local authority",
        ("provider", "name"): "C NHS Trust",
        ("provider", "kind"): "NHS trust",
        ("provider", "ods_code"): "X9T03",
        ("provider", "address"): "1 Road",
    }


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Contract Term", "as agreed between the Parties"),
        ("Contract Term", "[ ] years commencing [ ]"),
        ("Service Commencement Date", "when the building is ready"),
        ("Commissioners", "[Insert name]"),
        ("Provider", "to be confirmed"),
        ("Option to extend Contract Term", "NO"),
        ("Contract Reference", "not yet known"),
        ("Contract title", "TBC"),
        ("Contract title", "to be confirmed by finance"),
        ("Contract", "2026/27"),
        ("Co-ordinating Commissioner", "see Schedule 1"),
        ("Contract Term", "1 April 2026 to 31 March 2025"),
        ("Contract Term", "0 years commencing 1 April 2026"),
        ("Contract Term", "1 April 2026 to 31 March 2029 (not yet agreed)"),
        ("Contract Term", "1 April 2026 to 31 March 2029 (2 years)"),
        ("Contract Term", "not 1 April 2026 to 31 March 2029"),
        ("Contract Term", "e.g. 1 April 2026 to 31 March 2029"),
        ("Contract Term", "36 months commencing 1 April 2026, extended to 31 March 2030"),
        ("Contract Term", "1 year commencing 1 April 2026 or 2 years commencing 1 May 2026"),
        ("Contract Term", "1 April 2026 to 31 March 2029, formerly 1 April 2025 to 31 March 2028"),
        ("Provider", "C NHS Trust (ODS TBC)"),
        ("Provider", "C NHS Trust (ODS 12)"),
        ("Provider", "C NHS Trust, formerly D NHS Trust"),
        ("Provider", "C NHS Trust [to be confirmed]"),
        ("Provider", "C NHS Trust?"),
        ("Provider", "the Board"),
        ("Provider", "A NHS Trust and B NHS Trust (ODS X9T03)"),
        ("Provider", "A Care Limited and B Care Limited"),
        ("Co-ordinating Commissioner", "A County Council & B City Council"),
        ("Provider", "C NHS Trust (ODS X9T03)\nD NHS Trust (ODS X9T04)"),
        ("Co-ordinating Commissioner", "NHS A Integrated Care Board until 30 June 2026, then NHS B"),
        ("Commissioners", "NHS A ICB (ODS X9A01), Co-ordinating Commissioner, NHS B ICB (ODS X9A02)"),
        ("Contract Reference", "v1.2"),
        ("Contract Reference", "AB-1 and AB-2"),
        ("Option to extend Contract Term", "YES/NO"),
        ("Option to extend Contract Term", "N/A"),
        ("Option to extend Contract Term", "up to [ ] years"),
        ("Option to extend Contract Term", "The option that was in this row was deleted"),
        ("Notes", "1 April 2026 to 31 March 2029"),
    ],
)
def test_what_has_not_the_form_of_the_fact_is_not_taken(label: str, value: str) -> None:
    assert facts(paper((label, value))) == {}


@pytest.mark.parametrize(
    "value",
    [
        "1 April 2026 to 31 March 2029",
        "From 1 April 2026 until 31 March 2029 inclusive.",
        "1/4/2026 – 31/3/2029 (3 years)",
        "36 months commencing 1 April 2026 (or as extended under GC2)",
        "3 years from 1 April 2026 (for three (3) years)",
    ],
)
def test_a_term_is_read_where_nothing_else_is_said_of_it(value: str) -> None:
    found = facts(paper(("Contract Term", value)))
    assert found == {("contract", "term", "start"): "2026-04-01", ("contract", "term", "end"): "2029-03-31"}


@pytest.mark.parametrize("between", [", ", " and ", "; ", "\n", ";\n"])
def test_commissioners_in_a_row_are_read_each(between: str) -> None:
    found = facts(paper(("Commissioners", f"1. NHS A ICB (ODS X9A01){between}B Hospital (ODS X9A02)")))
    assert [value for path, value in found.items() if path[-1] == "ods_code"] == ["X9A01", "X9A02"]
    assert [value for path, value in found.items() if path[-1] == "name"] == ["NHS A ICB", "B Hospital"]


@pytest.mark.parametrize(
    "name", ["A and B Partnership NHS Foundation Trust", "A, B and C Valleys NHS Trust", "Council of A Limited"]
)
def test_the_name_of_one_body_may_hold_an_and(name: str) -> None:
    assert facts(paper(("Provider", f"{name} (ODS X9T03)")))["provider", "name"] == name


def test_a_party_without_a_code_is_known_by_its_name_alone() -> None:
    found = facts(paper(("Provider", "C NHS Trust"), ("Co-ordinating Commissioner", "NHS A Integrated Care Board")))
    assert found == {
        ("provider", "name"): "C NHS Trust",
        ("commissioners", "nhs a integrated care board", "name"): "NHS A Integrated Care Board",
        ("commissioners", "nhs a integrated care board", "role"): "co-ordinating",
    }


def test_two_papers_that_differ_leave_the_fact_open_and_both_are_named() -> None:
    one = Read(("contract", "term", "end"), "2029-03-31", "paper 1, table 1, row 3")
    two = Read(("contract", "term", "end"), "2030-03-31", "paper 2, table 1, row 3")
    found = settled([one, two, one])
    assert found.facts == {} and found.differing == ((one, two),)
    assert settled([one, one]).facts == {one.path: one}


def test_an_expiry_date_that_is_not_the_last_day_of_the_term_leaves_the_end_open() -> None:
    found = paper(("Contract Term", "3 years commencing 1 April 2026"), ("EXPECTED EXPIRY DATE", "31 March 2028"))
    agreed = settled(facts_in(found))
    assert {path[-1]: read.value for path, read in agreed.facts.items()} == {"start": "2026-04-01"}
    ((one, two),) = agreed.differing
    assert (one.value, two.value) == ("2029-03-31", "2028-03-31")
    same = facts(paper(("Contract Term", "3 years commencing 1 April 2026"), ("Expiry Date", "31 March 2029")))
    assert same["contract", "term", "end"] == "2029-03-31"


@pytest.mark.parametrize(
    ("label", "value", "path"),
    [
        ("Date of Contract", "4 May 2025 as varied on 6 June 2026", ("contract", "date")),
        (
            "Service Commencement Date",
            "1 April 2026 (previously 1 March 2026)",
            ("contract", "service_commencement_date"),
        ),
        ("Contract Term", "24 months", ("contract", "term")),
        ("Expiry Date", "the day before the new form", ("contract", "term", "end")),
        ("Option to extend", "YES/NO", ("contract", "term", "extension")),
        ("Provider", "Delta Ltd (in administration)", ("provider", "name")),
        ("Commissioners", "NHS A ICB (ODS X9A01); see Schedule 1 for the rest", ("commissioners",)),
        ("Contract Reference", "AB-1 and AB-2", ("contract", "reference")),
    ],
)
def test_what_stands_beside_the_label_of_a_fact_and_is_not_understood_is_named(
    label: str, value: str, path: tuple[str, ...]
) -> None:
    found = paper((label, value))
    agreed = settled(facts_in(found), not_understood(found))
    ((read),) = agreed.unread
    assert read.path == path and read.value in value and not read.understood


@pytest.mark.parametrize("value", ["TBC", "[insert]", "N/A", "None"])
def test_a_label_with_nothing_behind_it_is_not_named(value: str) -> None:
    assert list(not_understood(paper(("Option to extend", value), ("Date of Contract", value)))) == []


def test_two_bodies_for_one_party_leave_it_open_although_one_is_not_understood() -> None:
    found = paper(("Provider", "Alpha Ltd"), lines=("Provider: Delta Ltd (in administration)",))
    agreed = settled(facts_in(found), not_understood(found))
    assert ("provider", "name") not in agreed.facts and agreed.unread == ()
    assert {read.value for read in agreed.differing[0]} == {"Alpha Ltd", "Delta Ltd (in administration)"}


def test_a_party_with_its_former_name_in_brackets_is_that_party_and_is_named() -> None:
    found = paper(("Provider", "Alpha Ltd"), lines=("Provider: Alpha Ltd (formerly Delta Ltd)",))
    agreed = settled(facts_in(found), not_understood(found))
    assert agreed.facts["provider", "name"].value == "Alpha Ltd"
    assert [read.value for read in agreed.unread] == ["Alpha Ltd (formerly Delta Ltd)"]


# --- which papers belong together -------------------------------------------------------------------------------------


def test_papers_are_of_one_contract_by_reference_and_in_a_folder_of_one_contract_without_it() -> None:
    stated = paper(lines=("Contract: AB-1, Title",), title="Insert", file="in/a.docx")
    silent = paper(title="Service specification: foot care", file="in/b.docx")
    other = paper(lines=("Contract: CD-2, Title",), title="Insert", file="out/c.docx")
    lonely = paper(title="Service specification: eye care", file="out/d.docx")
    varied = paper(title="Variation agreement AB-1-V2", file="in/e.docx")
    third = paper(lines=("Contract: EF-3, Title",), title="Insert", file="out/f.docx")
    found = grouped([("in", stated), ("in", silent), ("out", other), ("out", lonely), ("in", varied), ("out", third)])
    assert [(group.name, [each.file for each in group.papers]) for group in found.groups] == [
        ("AB-1", ["in/a.docx", "in/b.docx"]),
        ("CD-2", ["out/c.docx"]),
        ("d", ["out/d.docx"]),
        ("EF-3", ["out/f.docx"]),
    ]
    assert [file for file, _ in found.left_out] == ["in/e.docx"]


def test_a_file_that_is_no_word_file_is_said_and_read_as_nothing() -> None:
    found, problems = read_paper(b"PK\x03\x04 not really", "x.docx")
    assert found is None and problems and problems[0].severity == "error"


HEADER = (
    ("Service Specification No", "01"),
    ("Service", "Community podiatry"),
    ("Commissioner Lead", "Head of Contracts"),
    ("Provider Lead", "Head of Podiatry"),
    ("Period", "1 April 2026 to 31 March 2029"),
    ("Date of Review", "30 September 2028"),
)


@pytest.mark.parametrize(
    ("label", "other", "fact"),
    [
        ("Service Specification No", "02", ("number",)),
        ("Service", "Community diabetes", ("name",)),
        ("Commissioner Lead", "Director of Contracts", ("commissioner_lead",)),
        ("Provider Lead", "Director of Therapies", ("provider_lead",)),
        ("Period", "1 April 2026 to 31 March 2028", ("period", "end")),
        ("Date of Review", "31 March 2028", ("review_date",)),
    ],
)
def test_two_values_for_one_label_of_a_header_table_are_both_named_and_neither_is_taken(
    label: str, other: str, fact: tuple[str, ...]
) -> None:
    found = settled(facts_in(paper(*HEADER, (label, other))))
    assert [(first.path[2:], first.value != second.value) for first, second in found.differing] == [(fact, True)]
    assert ("services", "01", *fact) not in found.facts


def test_a_label_that_says_the_same_twice_is_taken() -> None:
    found = settled(facts_in(paper(*HEADER, *HEADER)))
    assert not found.differing and found.facts["services", "01", "name"].value == "Community podiatry"


@pytest.mark.parametrize(
    ("line", "read", "named"),
    [
        ("Period: 11 January 2027 to 30 June 2028", {"start": "2027-01-11", "end": "2028-06-30"}, []),
        ("Period: from 11 January 2027 to 30 June 2028 (inclusive)", {"start": "2027-01-11", "end": "2028-06-30"}, []),
        ("Period: 11 January 2027 to 30 June 2028, or 30 September 2028", {}, ["period"]),
        ("Period: 11 January 2027 to 30 June 2028 (two years)", {}, ["period"]),
        ("Period: the winter of 2027", {}, ["period"]),
        ("Hours: every day from 8 to 20", {}, ["hours"]),
        ("Provider: C NHS Trust (ODS code X9T03)", {}, []),
    ],
)
def test_what_the_page_of_a_service_says_of_it_is_read_or_named(
    line: str, read: dict[str, str], named: list[str]
) -> None:
    page = paper(title="Insert", lines=("Service: 02 Pain service", line))
    found = facts(page)
    assert found[("services", "02", "name")] == "Pain service"
    assert {path[-1]: value for path, value in found.items() if path[2:3] == ("period",)} == read
    assert [each.path[-1] for each in not_understood(page)] == named
