"""What a newcomer stumbled over at the desk: each is told where it is answered, and in words of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.desk.conftest import EXAMPLES, ORIGIN, made_desk, ready_examples

from specgen.checks.words import looks_like_a_person
from specgen.desk.asked.choosing import Wished, clauses_to_read, sets_to_read, wording_pieces
from specgen.desk.asked.faults import placed_faults
from specgen.desk.asked.looked import Looked, look_at
from specgen.desk.asked.questions import NEVER_MEASURED, Question, questions_of
from specgen.wording.gaps import gap_mark, none_mark

FILE = EXAMPLES / "two-services" / "contract.yaml"
GRANT = EXAMPLES / "harbour-grant" / "contract.yaml"
SMALL = """
contract:
  reference: T-1
  title: A contract
  edition: 2026/27
  form: full-length
  term: {start: 2027-01-01, end: 2028-03-31}
commissioners: [{name: NHS Upland Integrated Care Board, ods_code: X9A01, role: co-ordinating}]
provider: {name: Upland Care, kind: NHS trust, ods_code: X9T01}
services:
  - name: A service
    cohort: adults
    legal_rights_to_choice: {not_applicable: The service is not led by a consultant}
    specification: [personal-health-budgets, enabling-choice]
    quality: [personal-health-budgets/experience]
"""


def looked_at(text: str | bytes) -> Looked:
    data = text.encode("utf-8") if isinstance(text, str) else text
    return look_at(data, "contract.yaml", ready_examples().of(FILE).precedents)


def questions(looked: Looked) -> dict[str, Question]:
    return {question.field: question for group in questions_of(looked) for question in group.every()}


def test_a_sentence_shows_a_mark_where_another_answer_is_not_known_yet() -> None:
    eligible = questions(looked_at(SMALL))["services/0/values/phb_eligibility"]
    said = "".join(piece.text for piece in eligible.sentence)
    assert "starting no later than …, to each Service User in the cohort of this specification (adults)" in said


def test_a_schedule_without_items_is_told_where_its_reason_is_given() -> None:
    looked = looked_at(SMALL)
    placed = placed_faults(looked)
    for place, slug in (("development", "no-development-plan"), ("improvement", "no-improvement-plan")):
        assert [problem.slug for problem in placed.at[(place, "not_applicable")]] == [slug]
    group = next(group for group in questions_of(looked) if group.key == "not-applicable")
    assert [question.path[0] for question in group.asked] == ["development", "improvement"]


def test_what_was_confirmed_of_the_edition_can_be_answered() -> None:
    assert questions(looked_at(SMALL))["contract/confirmed"].kind == "list"


def test_a_new_service_may_say_that_its_baseline_was_never_measured() -> None:
    asked = questions(looked_at(SMALL))["services/0/values/phb_experience_baseline"]
    assert NEVER_MEASURED in asked.says
    answer = NEVER_MEASURED.rpartition(": ")[2].removesuffix(".")
    assert not gap_mark(answer) and not none_mark(answer)


@pytest.mark.parametrize(
    ("file", "shown", "not_shown"),
    [
        (FILE, "co-production/specification/local-terms", "co-production/specification/grant-local-terms"),
        (GRANT, "co-production/specification/grant-local-terms", "co-production/specification/local-terms"),
    ],
    ids=["contract", "grant"],
)
def test_clauses_of_another_form_of_agreement_are_not_offered(file: Path, shown: str, not_shown: str) -> None:
    looked = looked_at(file.read_bytes())
    wished = Wished(component="co-production")
    ids = {each.id for each in clauses_to_read(looked, wished, 0)}
    assert shown in ids and not_shown not in ids
    sets = {clause for each in sets_to_read(looked, wished, 0) for clause in each.ids}
    assert shown in sets and not_shown not in sets


def test_a_clause_of_another_form_that_is_chosen_is_shown_so_that_it_can_be_taken_out() -> None:
    looked = looked_at(SMALL.replace("[personal-health-budgets, enabling-choice]", "[grant-co-production]"))
    ids = {each.id for each in clauses_to_read(looked, Wished(component="co-production"), 0)}
    assert "co-production/specification/grant-local-terms" in ids


def test_a_clause_is_found_by_the_set_that_a_fault_names() -> None:
    found = clauses_to_read(looked_at(SMALL), Wished(words="enabling-choice-operational"), 0)
    assert {each.id for each in found} == {
        "enabling-choice/specification/general",
        "enabling-choice/specification/operational",
    }
    assert "in enabling-choice, enabling-choice-operational" in found[0].called + found[1].called


def test_a_fault_of_the_choice_leads_to_the_clauses_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    text = re.sub("    (legal_rights|quality).*\n", "", SMALL)
    text = text.replace("personal-health-budgets, enabling-choice", "co-production")
    (tmp_path / "own" / "contract.yaml").write_text(text, encoding="utf-8")
    page = made_desk(tmp_path).page("/clauses?file=own/contract.yaml&component=co-production")
    assert "“A service” does not state the legal rights to choice" in page
    link = "/clauses?file=own/contract.yaml&amp;service=0&amp;words=enabling-choice#found"
    assert f'<a href="{link}">Show what is called “enabling-choice”</a>' in page


def test_what_is_said_of_a_field_names_others_as_the_page_does() -> None:
    said = [question.says for question in questions(looked_at(SMALL)).values()]
    assert any("Give this or “Why there is no ODS code”." in each for each in said)
    assert not [each for each in said if "ods_code" in each]


def test_an_example_in_the_wording_reads_as_the_page_would() -> None:
    found = clauses_to_read(looked_at(SMALL), Wished(component="personal-health-budgets", place="specification"), 0)
    process = next(each for each in found if each.id.endswith("/process"))
    shown = {
        piece.text for block in process.version.blocks for piece in wording_pieces(process.clause, block) if piece.asks
    }
    assert "1 October 2026" in shown
    assert not [text for text in shown if "_" in text or "phb" in text or (text[:4].isdigit() and "-" in text)]


def test_an_answer_that_is_typed_is_needed_no_more_and_names_the_page(tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_text(SMALL.replace("  title: A contract\n", ""), encoding="utf-8")
    asked = made_desk(tmp_path)
    form = asked.form("contract.yaml")
    address = "/look?file=contract.yaml"
    before = asked.client.post(address, data=form, headers={"Origin": ORIGIN}).json()
    assert "contract/title" in before["open"]
    form["v:contract/title"] = "Home care"
    after = asked.client.post(address, data=form, headers={"Origin": ORIGIN}).json()
    assert "contract/title" not in after["open"]
    assert after["heading"] == "T-1: Home care"


@pytest.mark.parametrize(
    "post", ["Nurse Assessor", "Care Broker", "Budget Holder", "Complaints Handler", "Wheelchair Engineer", "Rota Lead"]
)
def test_a_post_of_two_words_is_no_person(post: str) -> None:
    assert not looks_like_a_person(post)


@pytest.mark.parametrize("name", ["Jane Carter", "Nurse Carter", "Dr Jane Broker", "Alex Reed, Nurse Assessor"])
def test_a_person_beside_such_words_is_still_told(name: str) -> None:
    assert looks_like_a_person(name)


def test_an_address_without_a_page_leads_back_to_the_list(tmp_path: Path) -> None:
    found = made_desk(tmp_path).client.get("/nowhere")
    assert found.status_code == 404
    assert "There is no such page" in found.text and 'href="/"' in found.text
