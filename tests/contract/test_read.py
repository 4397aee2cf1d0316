"""Reading a contract file: every fault with its line, its column and its cure; hostile files refused before they
grow."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from specgen.contract.contract import Contract
from specgen.contract.read import MOST_FAULTS, read_contract
from specgen.problems import Problem

GOOD = """\
contract:
  reference: NBB-2026-014
  title: Community services
  edition: 2026/27
  status: draft
  term: {start: 2026-04-01, end: 2029-03-31}
commissioners:
  - name: Northbrook Integrated Care Board
    ods_code: QXX
  - name: Upland Council
    no_ods_code: a local authority
    role: associate
    kind: local authority
provider:
  name: Harbour Community Health Trust
  ods_code: RXX
  kind: NHS trust
services:
  - name: Community respiratory service
    cohort: people with COPD
    specification:
      - shared-decision-making
      - clause: co-production/national@1
        values: {cop_group: the panel}
  - name: Pain service
    number: P1
"""


def read(text: str) -> Contract:
    contract, problems = read_contract(text.encode(), "contract.yaml")
    assert contract is not None, problems
    return contract


def problems_of(text: str) -> list[Problem]:
    contract, problems = read_contract(text.encode(), "contract.yaml")
    assert contract is None
    return problems


def shown(problem: Problem) -> tuple[str, int | None, int | None, str]:
    return problem.slug, problem.location.line, problem.location.column, problem.message


def with_line(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_a_good_file_is_read_with_its_places_and_its_fingerprint() -> None:
    contract = read(GOOD)
    assert contract.reference == "NBB-2026-014"
    assert contract.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert (
        contract.place("services", 0, "specification", 1, "values", "cop_group").line,
        contract.place("services", 0, "cohort").line,
    ) == (24, 20)
    assert contract.excerpt(contract.place("provider", "kind")) == "kind: NHS trust"


def test_the_place_of_what_was_left_out_is_the_nearest_above_it() -> None:
    contract = read(GOOD)
    assert contract.place("services", 1, "values", "x").line == 25
    assert contract.place("improvement").line == 1
    assert contract.place("contract", "dpia").line == 1


def test_the_contracts_day_and_commencement_default_to_the_first_day_of_the_term() -> None:
    assert (read(GOOD).day, read(GOOD).commencement) == (date(2026, 4, 1), date(2026, 4, 1))
    dated = read(with_line("  status: draft\n", "  date: 2026-03-20\n  service_commencement_date: 2026-05-01\n"))
    assert (dated.day, dated.commencement) == (date(2026, 3, 20), date(2026, 5, 1))


def test_a_service_without_a_number_has_its_position() -> None:
    assert [read(GOOD).service_number(index) for index in (0, 1)] == ["01", "P1"]


def test_the_co_ordinating_commissioner_is_found_whatever_its_position() -> None:
    assert read(GOOD).co_ordinating.name == "Northbrook Integrated Care Board"


@pytest.mark.parametrize(
    ("old", "new", "slug", "line", "column", "message"),
    [
        ("  status: draft", "  statsu: draft", "unknown-key", 5, 3, "“statsu” is not a name that belongs here"),
        ("  status: draft", "  status: final", "not-one-of", 5, 3, "“final” is not a value that “status” can have"),
        (
            "  status: draft",
            "  status: draft\n  term: {}",
            "repeated-key",
            7,
            3,
            "“term” is given twice; the first stands in line 6",
        ),
        ("  reference: NBB-2026-014\n", "", "missing-value", 1, 1, "“reference” is missing here"),
        ("  reference: NBB-2026-014", "  reference:", "missing-value", 2, 3, "“reference” is missing here"),
        (
            "  reference: NBB-2026-014",
            "  reference: " + "N" * 61,
            "too-long",
            2,
            3,
            "“reference” is longer than 60 characters",
        ),
        (
            "start: 2026-04-01",
            "start: 2026-02-30",
            "wrong-value",
            6,
            10,
            "“start”: “2026-02-30” is not a date; write it as 2026-09-30 or 30 September 2026",
        ),
        (
            "end: 2029-03-31",
            "end: 2025-03-31",
            "term-ends-before-start",
            6,
            29,
            "the term ends on 2025-03-31, before it starts on 2026-04-01",
        ),
        (
            "    role: associate\n",
            "",
            "co-ordinating-commissioner",
            10,
            5,
            "2 Commissioners have the role co-ordinating; there must be one",
        ),
        (
            "    ods_code: QXX",
            "    ods_code: Q-X",
            "wrong-value",
            9,
            5,
            "“ods_code”: “Q-X” is not an ODS code; it has letters and digits only, such as QXX or RTH",
        ),
        (
            "    ods_code: QXX\n",
            "",
            "ods-code",
            8,
            5,
            "Northbrook Integrated Care Board: give either “ods_code” or “no_ods_code” with the reason",
        ),
        (
            "  ods_code: RXX",
            "  ods_code: RXX\n  no_ods_code: none",
            "ods-code",
            14,
            1,
            "Harbour Community Health Trust: give either “ods_code” or “no_ods_code” with the reason",
        ),
        ("  kind: NHS trust", "  kind: trust", "not-one-of", 17, 3, "“trust” is not a value that “kind” can have"),
        ("    cohort: people with COPD", "    cohort: [people]", "wrong-value", 20, 5, "“cohort”: text is needed here"),
        ("    number: P1", '    number: "01"', "repeated-service", 26, 5, "two services have the number 01"),
        (
            "  - name: Pain service",
            "  - name: community RESPIRATORY service",
            "repeated-service",
            25,
            5,
            "two services are called “community RESPIRATORY service”",
        ),
        (
            "    number: P1",
            "    period: {start: 2026-04-01, end: 2030-03-31}",
            "period-outside-term",
            26,
            5,
            "the service's period (2026-04-01 to 2030-03-31) is not within the contract's term (2026-04-01 to "
            "2029-03-31)",
        ),
        (
            "    number: P1",
            "    period: {start: 2027-04-01, end: 2026-04-01}",
            "term-ends-before-start",
            26,
            33,
            "the service's period ends on 2026-04-01, before it starts on 2027-04-01",
        ),
        ("    number: P1", "    review_date: next spring", "not-a-date", 26, 5, "“next spring” is not a date"),
        (
            "    number: P1",
            "    cohort_includes: [dementai]",
            "not-one-of",
            26,
            23,
            "“dementai” is not a value that “cohort_includes” can have",
        ),
        (
            "    number: P1",
            "    quality: everything",
            "wrong-value",
            26,
            5,
            "“quality” must be a list, not the text “everything”",
        ),
        (
            "    number: P1",
            "    values: none",
            "wrong-value",
            26,
            5,
            "“values” must hold names with values, not the text “none”",
        ),
        (
            "        values: {cop_group: the panel}",
            "        valeus: {cop_group: the panel}",
            "unknown-key",
            24,
            9,
            "“valeus” is not a name that belongs here",
        ),
        (
            "  - name: Pain service\n    number: P1\n",
            "development:\n  reason: none\n",
            "unknown-key",
            26,
            3,
            "“reason” is not a name that belongs here",
        ),
    ],
)
def test_a_fault_is_reported_with_its_line_and_column(
    old: str, new: str, slug: str, line: int, column: int, message: str
) -> None:
    assert shown(problems_of(with_line(old, new))[0]) == (slug, line, column, message)


def test_a_misspelt_name_is_reported_with_what_was_meant_and_its_own_line() -> None:
    problem = problems_of(with_line("  status: draft", "  statsu: draft"))[0]
    assert (problem.suggestion, problem.excerpt) == ("status", "statsu: draft")
    assert "reference" in problem.cure and "chosen" not in problem.cure


def test_all_faults_of_a_file_come_out_together() -> None:
    text = (
        with_line("  status: draft", "  status: finl\n  titel: x")
        .replace("kind: NHS trust", "kind: trust")
        .replace("cohort: people with COPD", "cohrt: x")
    )
    assert [problem.location.line for problem in problems_of(text)] == [5, 6, 18, 21]


def test_an_entry_at_fault_does_not_make_its_list_too_short() -> None:
    problems = problems_of(
        GOOD.replace("ods_code: QXX", "ods_code: Q-X").replace("no_ods_code: a local authority", "no_ods_code: []")
    )
    assert [problem.slug for problem in problems] == ["wrong-value", "wrong-value"]


def test_an_empty_list_of_services_is_missing_its_entries() -> None:
    text = GOOD.partition("services:")[0] + "services: []\n"
    assert shown(problems_of(text)[0]) == ("missing-value", 18, 1, "“services” needs at least one entry")


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"", "empty-file"),
        (b"# only a remark\n", "empty-file"),
        (b"just words\n", "not-a-contract"),
        (b"- a\n- list\n", "not-a-contract"),
        (b"a: " + b"[" * 100, "yaml-depth"),
        (b"a: &x [1]\nb: *x\n", "yaml-anchor"),
        (b"a: &a [l, l]\nb: &b [*a, *a]\nc: [*b, *b]\n", "yaml-anchor"),
        (b"<<: {a: b}\n", "unknown-key"),
        (b"a: !!python/object/apply:os.system [ls]\n", "yaml-tag"),
        (b"a: !!binary aGk=\n", "yaml-tag"),
        (b"%YAML 1.1\n%TAG ! tag:x,2000:\n---\na: !x b\n", "yaml-tag"),
        (b"a: b\n---\nc: d\n", "several-documents"),
        (b"a: \x07bell\n", "control-character"),
        (b'a: "\\a"\n', "control-character"),
        (b'a: "\\0"\n', "control-character"),
        (b'a: "\\ud800"\n', "yaml-syntax"),
        (b'a: "\\ud83d\\ude00"\n', "yaml-syntax"),
        (b'a: "\\uFFFE"\n', "control-character"),
        (b"a: caf\xe9\n", "not-utf-8"),
        (b"\xff\xfea\x00:\x00 \x00b\x00", "not-utf-8"),
        (b"\xed\xa0\x80: a\n", "not-utf-8"),
        ("a: b\u2028c: d\n".encode(), "hidden-line-end"),
        ("a: b\x85c: d\n".encode(), "hidden-line-end"),
        (b"a:\n\t- b\n", "yaml-syntax"),
        (b'a: "never closed\n', "yaml-syntax"),
        (b"? [a]\n: b\n", "yaml-key"),
        (b"a: " + b"x" * 2_100_000, "file-too-large"),
        pytest.param(b"a: [" + b"x," * 120_000 + b"x]", "file-too-large", marks=pytest.mark.slow),
    ],
)
def test_a_file_that_is_no_contract_is_refused_by_name(data: bytes, slug: str) -> None:
    contract, problems = read_contract(data, "contract.yaml")
    assert contract is None
    assert slug in [problem.slug for problem in problems]
    assert all(problem.cure and problem.severity == "error" for problem in problems)


def test_a_hidden_line_end_is_found_at_its_line_and_column() -> None:
    contract, problems = read_contract("contract:\n  title: one\u2028two\n".encode(), "contract.yaml")
    assert contract is None
    assert shown(problems[0]) == (
        "hidden-line-end",
        2,
        13,
        "the character U+2028 is a line end that an editor does not show",
    )


def test_a_flood_of_faults_is_described_to_a_bound_and_counted() -> None:
    _, problems = read_contract("\n".join(f"name{n}: x" for n in range(MOST_FAULTS + 100)).encode(), "contract.yaml")
    assert len(problems) == MOST_FAULTS + 1
    assert problems[-1].slug == "too-many-problems"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing_but_the_fingerprint() -> None:
    windows = read_contract(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(), "contract.yaml")[0]
    assert windows is not None
    assert (windows.content, windows.places) == (read(GOOD).content, read(GOOD).places)


def test_values_stay_as_they_were_written() -> None:
    text = GOOD + "values: {a: no, b: 012, c: 1.10, d: 12:30, e: '{{ x }} & <b>', f: \"{% if %}\"}\n"
    assert read(text).content.values == {
        "a": "no",
        "b": "012",
        "c": "1.10",
        "d": "12:30",
        "e": "{{ x }} & <b>",
        "f": "{% if %}",
    }


def test_a_name_without_a_value_is_as_if_it_were_not_there() -> None:
    assert read(with_line("  status: draft", "  status:\n  dpia: ~")).content == read(GOOD).content


@pytest.mark.parametrize(
    "text", ["four hours â€“ weekly", "the clientâ€™s home", "CafÃ© Rose", "Â£12", "four hours\ufffd a week"]
)
def test_signs_that_were_read_in_the_wrong_encoding_are_told_at_their_line(text: str) -> None:
    found = problems_of(with_line("title: Community services", f'title: "{text}"'))
    assert [(problem.location.line, "wrong encoding" in problem.message) for problem in found] == [(3, True)]


@pytest.mark.parametrize(
    "text", ["Café Rose – São Paulo House", "the client’s home", "£12 or €5", "Ângela’s, Ãland", "â"]
)
def test_letters_with_accents_are_letters(text: str) -> None:
    assert read(with_line("title: Community services", f'title: "{text}"')).content.contract.title == text
