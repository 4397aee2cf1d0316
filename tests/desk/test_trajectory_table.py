"""A trajectory at the desk: a small table of fields, which is read from any form and changes only what was changed."""

from __future__ import annotations

import pytest
from tests.desk.conftest import EXAMPLES, AskedDesk
from tests.desk.test_saving import form_of_page, looked

from specgen.desk.asked.edits import PREFIX, changed_answers, with_answers
from specgen.desk.asked.questions import Question, questions_of

FILE = "two-services/contract.yaml"
LINE = "  ssm_people_by_year: 300 in 2026/27; 400 in 2027/28; 500 in 2028/29"
MAPPING = """  ssm_people_by_year:  # by year
    2026/27: 300
    2027/28: 400   # agreed in March
    2028/29: 500
    baseline: 1,200 in 2025/26
    direction: falling
    hold: no room"""
FIELD = f"{PREFIX}values/ssm_people_by_year//"


def text_with(said: str) -> str:
    text = (EXAMPLES / FILE).read_text(encoding="utf-8")
    assert LINE in text
    return text.replace(LINE, said)


def question(data: bytes) -> Question:
    found = [each for group in questions_of(looked(data)) for each in group.every()]
    return next(each for each in found if each.path == ("values", "ssm_people_by_year"))


def saved(said: str, **typed: str) -> str:
    data = text_with(said).encode()
    found = looked(data)
    form = form_of_page(found) | {f"{FIELD}{key}": value for key, value in typed.items()}
    after, problems = with_answers(found, changed_answers(found, form))
    assert after is not None, problems
    return after.decode()


@pytest.mark.parametrize(
    "said", [LINE, MAPPING, LINE.replace("; ", ", ").replace("2027/28", "2027-28"), LINE + "; held because of rooms"]
)
def test_a_table_that_is_sent_as_it_came_changes_nothing(said: str) -> None:
    assert saved(said) == text_with(said)


def test_every_contract_year_of_the_term_has_a_field_with_what_the_file_says() -> None:
    for said in (LINE, MAPPING):
        cells = question(text_with(said).encode()).cells
        years = {cell.key: cell.given for cell in cells if cell.key[0].isdigit()}
        assert list(years.items())[:3] == [("2026/27", "300"), ("2027/28", "400"), ("2028/29", "500")]
        assert [cell.key for cell in cells[-3:]] == ["baseline", "direction", "hold"]


def test_one_figure_changes_its_line_alone() -> None:
    assert saved(LINE, **{"2027/28": "450"}) == text_with(LINE.replace("400", "450"))
    assert saved(MAPPING, **{"2027/28": "450"}) == text_with(MAPPING.replace("400", "450"))


def test_direction_reason_and_a_figure_can_be_taken_away() -> None:
    assert saved(MAPPING, direction="", hold="", **{"2028/29": ""}) == text_with(
        MAPPING.replace("    2028/29: 500\n", "").replace("\n    direction: falling\n    hold: no room", "")
    )


def test_a_name_without_a_value_takes_the_table_as_one_line() -> None:
    assert saved("  ssm_people_by_year:", **{"2026/27": "10", "baseline": "5 in 2025/26"}) == text_with(
        "  ssm_people_by_year: 10 in 2026/27; from a baseline of 5 in 2025/26"
    )


def test_one_number_for_all_years_is_a_field_where_the_clause_takes_one() -> None:
    found = [each for group in questions_of(looked(text_with(LINE).encode())) for each in group.every()]
    single = next(each for each in found if each.path[:1] == ("services",) and each.name == "sp_referrals_target")
    assert (single.cells[0].key, single.cells[0].given) == ("every", single.given)


def test_what_is_no_trajectory_is_a_line_with_its_fault() -> None:
    found = question(text_with("  ssm_people_by_year: as many as can be").encode())
    assert (found.kind, found.cells) == ("line", ())


def test_the_page_shows_the_table_and_saves_it(asked: AskedDesk) -> None:
    page = asked.page(f"/contract?file={FILE}")
    assert 'name="v:values/ssm_people_by_year//2026/27"' in page and "Figure</th>" in page
    assert "A figure for each Quarter instead" not in page  # every clause of it speaks of the Contract Year


def test_a_number_has_fields_for_quarters_only_where_the_file_gives_such_figures() -> None:
    def quarters(said: str) -> dict[str, str]:
        return {cell.key: cell.given for cell in question(text_with(said).encode()).cells if cell.quarter}

    assert quarters(LINE) == {}
    given = quarters("  ssm_people_by_year: {Q1 2026/27: 20}")
    assert (given["Q1 2026/27"], given["Q2 2026/27"]) == ("20", "")


def test_a_share_that_differs_from_year_to_year_is_a_table_and_one_for_all_a_field() -> None:
    one, years = "pcsp_agreed_target: 80\n", "pcsp_agreed_target: {2026/27: 60%, 2027/28: 70%}\n"

    def of(text: str) -> Question:
        found = [each for group in questions_of(looked(text.encode())) for each in group.every()]
        return next(each for each in found if each.name == "pcsp_agreed_target" and each.path[0] == "services")

    text = text_with(LINE)
    assert of(text).kind == "percentage"
    table = of(text.replace(one, years, 1))
    assert table.kind == "trajectory"
    assert {cell.key: cell.given for cell in table.cells if cell.given} == {"2026/27": "60%", "2027/28": "70%"}
    assert sum(cell.quarter for cell in table.cells) % 4 == 0 and any(cell.quarter for cell in table.cells)
