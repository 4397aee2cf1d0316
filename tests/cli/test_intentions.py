"""`specgen intentions`: a letter to each Provider about all of its contracts that would change."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command_folder import Outcome
from tests.cli.small_contracts import EAST, NORTH, ROOT, Portfolio, edit, every_part, portfolio_in, words_of

from specgen.issue.comparison import question_alone

HILL, DALE = ("Hill Trust", "X9H"), ("Dale Trust", "X9D")
HILL_LETTER = "Hill Trust (X9H)/Hill Trust (X9H) - Commissioning intentions.docx"
DALE_LETTER = "Dale Trust (X9D)/Dale Trust (X9D) - Commissioning intentions.docx"
TYPED = "Head & deputy <of> {{ clinic }} [Annex 1]"


@pytest.fixture
def issued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    """Four contracts that were issued; since then three have another post, two of them with one Provider."""
    found = portfolio_in(tmp_path, monkeypatch, capsys)
    for reference, provider in (("A-1", HILL), ("A-2", HILL), ("A-3", DALE), ("A-4", DALE)):
        found.contract(reference, provider=provider)
    found.issue()
    for reference, provider in (("A-1", HILL), ("A-2", HILL), ("A-3", DALE)):
        found.contract(reference, provider=provider, post=TYPED if reference == "A-1" else f"Lead of {reference}")
    return found


def intentions(issued: Portfolio, *more: str, files: str = "contracts") -> Outcome:
    return issued.run("intentions", files, "--effective", "2027-04-01", "--since", "issued", "-o", "letters", *more)


def test_each_provider_gets_one_letter_about_all_of_its_contracts_that_would_change(issued: Portfolio) -> None:
    found = intentions(issued)
    assert found.code == 0, found.err
    assert set(issued.documents("letters")) == {HILL_LETTER, DALE_LETTER}
    assert "Letter to Hill Trust, about A-1, A-2" in found.out
    assert "No change, so in no letter: A-4." in found.out
    assert (
        "4 contracts: 3 would change, 1 would not, 0 left out; 2 letters. 2 documents written to letters." in found.out
    )


def test_a_letter_says_in_plain_words_what_would_change_from_when_and_that_it_binds_nobody(issued: Portfolio) -> None:
    intentions(issued, "--dated", "2026-10-05", "--reply-by", "2026-11-30", "--signatory", "Director of Commissioning")
    words = words_of(issued.documents("letters")[HILL_LETTER])
    for expected in (
        "Hill Trust (ODS code X9H)",
        "North Board (ODS code X9N)",
        "5 October 2026",
        "30 November 2026",
        "1 April 2027",
        "Director of Commissioning",
        "It binds nobody",
        "What we decide to take forward we will propose to you as a variation",
        "A-1: Title of A-1",
        "A-2: Title of A-2",
        "is to keep its wording, with other values",
        "From “Head of clinic” to “Lead of A-2”",
        f"to “{TYPED}”",
    ):
        assert expected in words


def test_a_letter_holds_nothing_of_another_providers_contracts(issued: Portfolio) -> None:
    intentions(issued)
    hill, dale = (every_part(issued.documents("letters")[name]) for name in (HILL_LETTER, DALE_LETTER))
    assert not any(other in hill for other in ("A-3", "A-4", "Dale Trust", "X9D"))
    assert not any(other in dale for other in ("A-1", "A-2", "Hill Trust", "X9H"))


def test_contracts_of_two_commissioners_with_one_provider_get_a_letter_each(issued: Portfolio) -> None:
    issued.contract("A-2", provider=HILL, commissioners=[EAST], post="Lead of A-2")
    found = intentions(issued)
    assert found.code == 0, found.err
    letters = {name: words_of(file) for name, file in issued.documents("letters").items() if name.startswith("Hill")}
    assert len(letters) == 2
    north, east = (next(words for words in letters.values() if f"From: {board[0]}" in words) for board in (NORTH, EAST))
    assert "A-2" not in north and "A-1" not in east


def test_a_contract_that_was_never_issued_is_named_and_the_others_get_their_letters(issued: Portfolio) -> None:
    issued.contract("A-9", provider=HILL)
    found = intentions(issued)
    assert found.code == 1
    assert "nothing that was issued for A-9 is in issued" in found.err
    assert set(issued.documents("letters")) == {HILL_LETTER, DALE_LETTER}
    assert "A-9" not in every_part(issued.documents("letters")[HILL_LETTER])


def test_a_letter_that_somebody_edited_is_kept_and_the_new_one_put_beside_it(issued: Portfolio) -> None:
    intentions(issued)
    letter = issued.documents("letters")[DALE_LETTER]
    edit(letter)
    kept = letter.read_bytes()
    issued.contract("A-3", provider=DALE, post="Another lead")
    intentions(issued)
    assert letter.read_bytes() == kept
    assert "Another lead" in words_of(
        letter.with_name("Dale Trust (X9D) - Commissioning intentions (new draft, not merged).docx")
    )


def test_the_order_of_the_contracts_makes_no_difference(issued: Portfolio) -> None:
    intentions(issued)
    before = {name: file.read_bytes() for name, file in issued.documents("letters").items()}
    names = [f"contracts/A-{number}.yaml" for number in (4, 2, 3, 1)]
    assert issued.run("intentions", *names, "--effective", "2027-04-01", "--since", "issued", "-o", "other").code == 0
    assert {name: file.read_bytes() for name, file in issued.documents("other").items()} == before


def test_how_far_the_text_has_got_is_no_intention(issued: Portfolio) -> None:
    for reference, provider in (("A-1", HILL), ("A-2", HILL), ("A-3", DALE), ("A-4", DALE)):
        issued.contract(reference, provider=provider, status="for agreement")
    found = intentions(issued)
    assert issued.documents("letters") == {}
    assert "4 would not, 0 left out; 0 letters" in found.out


def test_a_letter_says_draft_while_anything_in_it_is(issued: Portfolio) -> None:
    issued.contract("A-1", provider=HILL, post="Lead of A-1")  # brackets in a post would be a gap that is left open
    issued.contract("A-3", provider=DALE, post="Lead of A-3", status="draft")
    intentions(issued)
    assert "DRAFT" in words_of(issued.documents("letters")[DALE_LETTER])
    assert "DRAFT" not in words_of(issued.documents("letters")[HILL_LETTER])


def test_a_corrected_name_is_called_a_correction_and_the_schedules_say_that_they_print_it(issued: Portfolio) -> None:
    issued.contract("A-4", provider=("Dale Trust of Upland", "X9D"), post="Head of clinic")
    intentions(issued)
    (name,) = [
        each
        for each in issued.documents("letters")
        if "Dale Trust" in each and "Upland" in words_of(issued.documents("letters")[each])
    ]
    words = words_of(issued.documents("letters")[name])
    assert "is to be corrected from “Dale Trust” to “Dale Trust of Upland”" in words
    assert "This part is to change only in that it prints “Provider”, which is told under Particulars below." in words
    assert "words:" not in words and "is now" not in words


def test_what_was_issued_and_the_contract_files_are_not_touched(issued: Portfolio) -> None:
    before = issued.files("issued"), issued.files("contracts")
    intentions(issued)
    assert (issued.files("issued"), issued.files("contracts")) == before
    assert intentions(issued, "-o", "issued").code == 2


def test_the_letter_goes_to_the_provider_with_whom_the_contract_was_made_and_to_nobody_else(issued: Portfolio) -> None:
    issued.contract("A-3", provider=("Quay Trust", "X9Q"), post="Lead of A-3")
    found = intentions(issued)
    assert found.code == 0, found.err
    assert set(issued.documents("letters")) == {HILL_LETTER, DALE_LETTER}
    words = words_of(issued.documents("letters")[DALE_LETTER])
    assert "is to become “Quay Trust (ODS code X9Q)” in place of “Dale Trust (ODS code X9D)”" in words
    assert words.index("Dale Trust (ODS code X9D)") < words.index("Quay Trust")
    assert words.count("Quay Trust") == 1  # under Particulars: until the novation no schedule prints it
    assert "the letter about this contract goes to Dale Trust, with whom it was made; Quay Trust gets none" in found.err


@pytest.mark.parametrize("provider", [("Dale Community Trust", "X9D"), ("Dale Trust", "X9V")], ids=["name", "code"])
def test_a_provider_whose_name_or_code_is_corrected_is_the_same_one(
    issued: Portfolio, provider: tuple[str, str]
) -> None:
    issued.contract("A-3", provider=provider, post="Lead of A-3")
    found = intentions(issued)
    assert f"Letter to {provider[0]}, about A-3" in found.out and "letter-to-provider" not in found.err


OPTION = "end: 2029-03-31, extension: 'By up to two years, on six months’ notice'"


def dated(issued: Portfolio, reference: str, term: str, **more: Any) -> None:
    """The contract with another last day of its term, or other words on it."""
    file = issued.contract(reference, **more)
    file.write_text(file.read_text(encoding="utf-8").replace("end: 2029-03-31", term), encoding="utf-8")


def test_a_day_after_the_contract_has_ended_is_proposed_to_nobody(issued: Portfolio) -> None:
    dated(issued, "A-1", "end: 2027-01-31", provider=HILL)
    found = intentions(issued)
    assert found.code == 1
    assert "the term runs from 1 April 2026 to 31 January 2027: no variation can take effect on that day" in found.err
    assert "A-1" not in words_of(issued.documents("letters")[HILL_LETTER])


def test_a_contract_that_ends_before_the_day_and_does_not_change_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = portfolio_in(tmp_path, monkeypatch, capsys)
    dated(ended, "A-1", "end: 2027-01-31")
    ended.issue()
    found = intentions(ended)
    assert (found.code, "intentions-outside-term" in found.err) == (0, False)


@pytest.mark.parametrize(
    ("option", "how"),
    [
        (OPTION, ", by notice under the option to extend, which needs no agreement."),
        (OPTION.replace(" notice'", " notice, for the clinic alone'"), "."),
    ],
)
def test_a_later_last_day_comes_in_the_letter_as_it_comes_by_the_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: str, how: str
) -> None:
    clinics = portfolio_in(tmp_path, monkeypatch, capsys)
    dated(clinics, "A-1", option)
    clinics.issue()
    dated(clinics, "A-1", option.replace("2029", "2031"))
    assert intentions(clinics).code == 0
    words = words_of(clinics.documents("letters")[HILL_LETTER])
    assert f"Expiry is to become “31 March 2031” in place of “31 March 2029”{how}" in words
    clinics.run("vary", "contracts", "--effective", "2027-04-01", "--since", "issued", "-o", "out")
    assert any("Notice" in name for name in clinics.documents("out")) == ("by notice" in how)


def test_a_letter_tells_every_change_that_the_variation_of_the_same_day_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Among them the reports that Schedule 6A lists because a paragraph asks for them, and what a clause asks."""
    clinics = portfolio_in(tmp_path, monkeypatch, capsys)
    file = tmp_path / "contracts" / "N-1.yaml"
    file.parent.mkdir()
    text = (ROOT / "examples" / "community-respiratory" / "contract.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    clinics.run("build", "contracts", "-o", "issued")
    text = text.replace("      - supported-self-management/patient-education-referred\n", "")
    text = re.sub(r"      ssm_education_\w+:\n(?:        - .*\n)+", "", text)
    file.write_text(text.replace("pc_report_interval: 3 months", "pc_report_interval: 6 months"), encoding="utf-8")
    found = intentions(clinics)
    assert found.code == 0, found.err
    (letter,) = clinics.documents("letters").values()
    words = words_of(letter)
    day = ("--effective", "2027-04-01", "--since", "issued", "-o", "out", "--format", "json")
    (varied,) = json.loads(clinics.run("vary", "contracts", *day).out)["contracts"]
    documents = varied["revised"]
    reports = [report for each in documents for report in each["reports"]]
    assert {"taken out", "changed"} <= {report["change"] for report in reports}
    told = [f"Report “{report['title']}”" for report in reports]
    told += [clause["title"] for each in documents for clause in each["clauses"]]
    told += [value["asked"] for each in documents for clause in each["clauses"] for value in clause["values"]]
    told += [
        said for each in documents for change in (*each["reports"], *each["words"])
        for said in (change["from"], change["to"]) if said
    ]  # fmt: skip
    assert [each for each in told if each not in words] == []


def test_a_value_is_told_with_its_question_alone() -> None:
    assert question_alone("How many people? One number, or one for each Contract Year.") == "How many people?"
    assert question_alone("The name of the group.") == "The name of the group"
