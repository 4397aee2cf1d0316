"""`specgen succeed`: a notice for each contract in which a party stands that is succeeded by another."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from tests.cli.command_folder import Outcome
from tests.cli.small_contracts import EAST, NORTH, ROOT, Portfolio, edit, every_part, portfolio_in, words_of

SCHEME = "the Coast & Vale <Transfer> Scheme {{ 2027 }} [Annex 1]"
SUCCESSOR = ("--name", "Coast & Vale Board", "--ods", "X9Z", "--transfer-scheme", SCHEME, "--effective", "2027-04-01")


@pytest.fixture
def boards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    """Three contracts: of North, of East, and of both."""
    found = portfolio_in(tmp_path, monkeypatch, capsys)
    found.contract("A-1")
    found.contract("A-2", commissioners=[EAST])
    found.contract("A-3", commissioners=[NORTH, EAST], provider=("Dale Trust", "X9D"))
    return found


def succeed(boards: Portfolio, *more: str, party: str = "X9N") -> Outcome:
    return boards.run("succeed", "contracts", "--party", party, *SUCCESSOR, "-o", "notices", *more)


def notice(boards: Portfolio, reference: str) -> Path:
    return boards.folder / "notices" / reference / f"{reference} - Successor notice.docx"


def test_each_contract_with_the_party_gets_a_notice_and_the_others_are_listed(boards: Portfolio) -> None:
    found = succeed(boards)
    assert found.code == 0
    assert set(boards.documents("notices")) == {"A-1/A-1 - Successor notice.docx", "A-3/A-3 - Successor notice.docx"}
    assert "The party does not stand in: A-2." in found.out
    assert (
        "3 contracts: 2 with a notice, 1 without the party, 0 with errors. 2 documents written to notices." in found.out
    )


def test_a_notice_says_who_succeeds_whom_in_which_contract_from_when_and_under_which_scheme_as_typed(
    boards: Portfolio,
) -> None:
    succeed(boards, "--dated", "2027-02-01", "--signatory", "Chief Executive")
    words = words_of(notice(boards, "A-3"))
    for expected in (
        "A-3",
        "Title of A-3",
        "A-3-S2027-04-01",
        "1 February 2027",
        "1 April 2027",
        "Coast & Vale Board (ODS code X9Z)",
        "North Board (ODS code X9N), Co-ordinating Commissioner",
        SCHEME,
        "Chief Executive",
        "East Board, Associate Commissioner; Dale Trust, Provider",
    ):
        assert expected in words


def test_a_post_that_no_word_file_can_hold_is_a_wrong_command_line(boards: Portfolio) -> None:
    found = succeed(boards, "--signatory", "Chief\x07Executive")
    assert found.code == 2 and "--signatory" in found.err
    assert not (boards.folder / "notices").exists()


def test_a_notice_holds_nothing_of_another_contract_and_no_schedule_letter(boards: Portfolio) -> None:
    succeed(boards)
    whole = every_part(notice(boards, "A-1"))
    assert "A-1" in whole
    assert not any(other in whole for other in ("A-2", "A-3", "Dale Trust", "East Board", "Schedule"))


def test_what_is_to_be_changed_in_the_contract_files_is_said_and_nothing_there_is_changed(boards: Portfolio) -> None:
    boards.contract("A-1", post="Head of clinic for North Board")
    before = boards.files("contracts")
    found = succeed(boards)
    assert "to change       line 8: name: “North Board” becomes “Coast & Vale Board”" in found.out
    assert "line 8: ods_code: “X9N” becomes ods_code “X9Z”" in found.out
    assert "“choice_responsible_post” speaks of “North Board”" in found.out
    assert boards.files("contracts") == before


def test_a_notice_that_somebody_edited_is_kept_and_the_new_one_put_beside_it(boards: Portfolio) -> None:
    succeed(boards)
    edit(notice(boards, "A-1"))
    kept = notice(boards, "A-1").read_bytes()
    found = succeed(boards, "--signatory", "Chief Executive")
    assert notice(boards, "A-1").read_bytes() == kept
    assert "A-1 - Successor notice (new draft, not merged).docx" in found.out
    assert (notice(boards, "A-1").parent / "A-1 - Successor notice (new draft, not merged).docx").is_file()


def test_one_bad_contract_stops_nothing_else(boards: Portfolio) -> None:
    file = boards.contract("A-1")
    file.write_text(
        file.read_text(encoding="utf-8").replace("      choice_ready_date", "      choice_redy_date"), encoding="utf-8"
    )
    found = succeed(boards)
    assert found.code == 1
    assert set(boards.documents("notices")) == {"A-3/A-3 - Successor notice.docx"}
    assert "No notice was written for this contract: 2 errors" in found.out


def test_a_party_that_stands_nowhere_is_an_error(boards: Portfolio) -> None:
    found = succeed(boards, party="X9Q")
    assert found.code == 1
    assert "no contract has the party X9Q" in found.err
    assert boards.documents("notices") == {}


def test_a_party_of_several_that_stands_nowhere_is_told_with_the_one_that_may_be_meant(boards: Portfolio) -> None:
    found = succeed(boards, "--party", "X9EE")
    assert found.code == 0 and len(boards.documents("notices")) == 2
    assert "warning: no contract has the party X9EE [not-a-party]" in found.err and "“X9E”" in found.err


def test_a_party_is_found_by_its_name_whatever_the_spaces(boards: Portfolio) -> None:
    assert succeed(boards, party=" north\u00a0 board").code == 0
    assert len(boards.documents("notices")) == 2


@pytest.mark.parametrize(
    ("name", "code", "notices", "slug", "said"),
    [
        ("North Board", "X9N", 0, "successor-is-the-party", "error: North Board (ODS code X9N) would succeed itself"),
        ("Coast Board", "X9N", 2, "successor-is-the-party", "a body that only changes its name has no successor"),
        ("Dale Trust", "X9D", 1, "same-body-on-both-sides", "the same body is Commissioner and Provider at once"),
        ("Coast Board", "X9E", 2, "code-with-two-names", "the ODS code X9E is that of “East Board” here"),
    ],
)
def test_a_successor_that_is_one_of_the_parties_is_told(
    boards: Portfolio, name: str, code: str, notices: int, slug: str, said: str
) -> None:
    found = succeed(boards, "--name", name, "--ods", code)
    assert len(boards.documents("notices")) == notices
    assert f"[{slug}]" in found.err and said in found.err


@pytest.mark.parametrize("option", ["--name", "--signatory", "--transfer-scheme"])
def test_a_word_for_what_is_left_open_is_printed_on_no_notice(boards: Portfolio, option: str) -> None:
    found = succeed(boards, option, "TBC")
    assert found.code == 2 and option in found.err and boards.documents("notices") == {}


def test_a_text_that_speaks_of_the_party_by_its_code_or_a_short_form_is_told(boards: Portfolio) -> None:
    fell = "NHS Fell Integrated Care Board"
    boards.contract("A-4", commissioners=[(fell, "X9K")], title="Services for Fell ICB", post="Clinic lead (X9K)")
    found = succeed(boards, party="X9K")
    assert f"“title” speaks of “{fell}”" in found.out and f"“choice_responsible_post” speaks of “{fell}”" in found.out


def test_a_party_may_be_named_by_its_name_and_may_be_the_provider(boards: Portfolio) -> None:
    found = succeed(boards, party="dale trust")
    assert set(boards.documents("notices")) == {"A-3/A-3 - Successor notice.docx"}
    assert "[provider-succeeded]" in found.err
    assert "Dale Trust (ODS code X9D), Provider" in words_of(notice(boards, "A-3"))


def test_two_boards_that_merge_get_one_notice_a_contract_and_become_one_party(boards: Portfolio) -> None:
    boards.contract("A-3", commissioners=[NORTH, EAST], own=", values: {choice_ready_date: 2026-12-31}")
    found = succeed(boards, "--party", "X9E", "--register", "changed.xlsx")
    assert set(boards.documents("notices")) == {
        f"{name}/{name} - Successor notice.docx" for name in ("A-1", "A-2", "A-3")
    }
    words = words_of(notice(boards, "A-3"))
    assert (
        "North Board (ODS code X9N), Co-ordinating Commissioner" in words
        and "East Board (ODS code X9E), Associate Commissioner" in words
    )
    assert "“East Board” and “North Board” become one Commissioner: keep one entry" in found.out
    assert "to decide       line 9: “choice_ready_date”: “2026-09-30” for North Board, or “2026-12-31”" in found.out


def test_the_changed_register_is_a_new_file_that_reads_as_the_contracts_with_the_successor(boards: Portfolio) -> None:
    assert (
        "3 contracts with the successor written to changed.xlsx." in succeed(boards, "--register", "changed.xlsx").out
    )
    again = boards.run(
        "succeed",
        "changed.xlsx",
        "--party",
        "X9Z",
        "--name",
        "Third Board",
        "--no-ods",
        "not yet given",
        "--transfer-scheme",
        "a scheme",
        "--effective",
        "2028-04-01",
        "-o",
        "later",
        "--plan",
        "--format",
        "json",
    ).json
    assert [(one["reference"], one["succeeded"]) for one in again["contracts"]] == [
        ("A-1", ["Coast & Vale Board"]),
        ("A-2", []),
        ("A-3", ["Coast & Vale Board"]),
    ]
    refused = succeed(boards, "--register", "changed.xlsx")
    assert refused.code == 2
    assert "is not overwritten" in refused.err


def test_variations_are_written_only_if_asked_for(boards: Portfolio) -> None:
    boards.issue()
    succeed(boards)
    assert not (boards.folder / "varied").exists()
    found = succeed(boards, "--variations", "varied", "--since", "issued")
    assert found.code == 0, found.err
    assert {name.split("/")[0] for name in boards.documents("varied")} == {"A-1", "A-3"}
    assert "No change, so no variation: A-2." in found.out
    assert "Coast & Vale Board (ODS code X9Z)" in words_of(
        boards.folder / "varied" / "A-1" / "A-1 - Variation agreement.docx"
    )


def test_notices_are_held_against_what_was_issued_wherever_it_lies(boards: Portfolio) -> None:
    boards.contract("A-9")
    boards.issue()
    (boards.folder / "contracts" / "A-9.yaml").unlink()
    boards.contract("A-4")
    shutil.move(boards.folder / "issued" / "A-1", boards.folder / "issued" / "signed last year")
    shutil.copytree(boards.folder / "issued" / "A-3", boards.folder / "issued" / "copy of A-3")
    found = succeed(boards, "--since", "issued")
    assert found.code == 0, found.err
    assert "Issued, but not in this run: A-9." in found.out
    assert "In this run, but not among what was issued: A-4." in found.out
    assert "“copy of A-3” has the same record as “A-3”" in found.err
    assert not (boards.folder / "varied").exists()
    said = succeed(boards, "--since", "issued", "--plan", "--format", "json").json["summary"]
    assert (said["not_in_run"], said["never_issued"]) == (["A-9"], ["A-4"])


def test_a_notice_never_goes_into_the_folder_of_the_issued_contract(boards: Portfolio) -> None:
    boards.issue()
    before = boards.files("issued")
    found = boards.run("succeed", "contracts", "--party", "X9N", *SUCCESSOR, "-o", "issued")
    assert found.code == 1
    assert "holds the issued documents of the contract" in found.err
    assert boards.files("issued") == before


def test_a_notice_says_draft_only_while_its_contract_is_not_agreed(boards: Portfolio) -> None:
    boards.contract("A-1", status="draft")
    succeed(boards)
    assert "DRAFT" in words_of(notice(boards, "A-1"))
    assert "DRAFT" not in words_of(notice(boards, "A-3"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--no-ods", "none yet"), "with --ods, or the reason"),
        (("--variations", "varied"), "belong together"),
        (("--variations", "notices", "--since", "contracts"), "name one folder twice"),
    ],
)
def test_options_that_do_not_fit_are_a_wrong_command_line(boards: Portfolio, more: tuple[str, ...], said: str) -> None:
    found = succeed(boards, *more)
    assert found.code == 2
    assert said in found.err


def kept_with_the_next(file: Path) -> list[str]:
    """The text of each paragraph whose style holds it on the page of what follows."""
    word = docx.Document(str(file))
    return [
        each.text
        for each in word.paragraphs
        if each.style is not None and each.style.name == "Body Text Kept" and each.style.paragraph_format.keep_with_next
    ]


def test_a_signature_never_stands_on_a_page_of_its_own(boards: Portfolio) -> None:
    succeed(boards)
    assert kept_with_the_next(notice(boards, "A-1")) == [
        "This notice varies nothing: every term of the contract stays as it is."
    ]


def test_the_notice_of_a_grant_agreement_calls_its_parties_as_the_agreement_does(boards: Portfolio) -> None:
    shutil.copytree(ROOT / "examples" / "harbour-grant", boards.folder / "grant")
    found = boards.run("succeed", "grant", "--party", "X9A01", *SUCCESSOR, "-o", "notices")
    assert found.code == 0, found.err
    words = words_of(boards.folder / "notices" / "NBG-2026-007" / "NBG-2026-007 - Successor notice.docx")
    assert (
        "NHS Northbrook Integrated Care Board (ODS code X9A01), Grantor" in words
        and "Harbour Neighbours, Recipient" in words
        and "How the grant agreement is read" in words
    )
    assert not any(word in words for word in ("Provider", "Commissioner", "contract", "Schedule"))


def test_every_line_of_a_succeeded_partys_own_is_listed_to_change_or_to_check(boards: Portfolio) -> None:
    file = boards.contract("A-4", provider=("Moorland Trust", "X9M"))
    text = file.read_text(encoding="utf-8")
    written = 'provider: {name: "Moorland Trust", ods_code: X9M, kind: NHS trust}\n'
    assert text.count(written) == 1
    own = (
        "provider:\n  name: Moorland Trust\n  ods_code: X9M\n  kind: NHS trust\n"
        "  address: 1 Fell Road\n  signatory: Chief Officer\n  charity_number: '999'\n"
    )
    file.write_text(text.replace(written, own), encoding="utf-8")
    lines = file.read_text(encoding="utf-8").splitlines()
    found = succeed(boards, "--signatory", "Chief Executive", party="X9M")
    listed = [line.split("line ", 1) for line in found.out.splitlines() if line.startswith("  to ")]
    told = {int(rest.partition(":")[0]): (words.strip(), rest.partition(": ")[2]) for words, rest in listed}
    at = lines.index("provider:") + 1
    assert {lines[number - 1].strip().partition(":")[0]: said for number, said in told.items() if number > at} == {
        "name": ("to change", "name: “Moorland Trust” becomes “Coast & Vale Board”"),
        "kind": ("to check", "kind: “NHS trust”"),
        "ods_code": ("to change", "ods_code: “X9M” becomes ods_code “X9Z”"),
        "address": ("to check", "address: “1 Fell Road”"),
        "charity_number": ("to check", "charity_number: “999”"),
        "signatory": ("to change", "signatory: “Chief Officer” becomes “Chief Executive”"),
    }
