"""`specgen succeed` where Commissioners become one: what they differ in is decided by nobody but a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.cli.command_folder import Outcome
from tests.cli.small_contracts import Portfolio, portfolio_in, words_of

SUCCESSOR = ("--name", "Vale Board", "--ods", "X9Z", "--transfer-scheme", "a scheme", "--effective", "2027-04-01")
AS_SIGNED = ("--variations", "varied", "--since", "issued", "--register", "after.xlsx")
NORTH = "{name: North Board, ods_code: X9N, signatory: Chief Officer"
EAST = "{name: East Board, ods_code: X9E, role: associate"
WEST = "{name: West Board, ods_code: X9W, role: associate"
LATER = "values: {choice_ready_date: 2027-12-31}"
SAME = "values: {choice_ready_date: 2026-09-30}"
DELEGATION = "delegation: {reference: DEL-7, holder: Hill Panel}"
SECTION_75 = "section_75: {reference: S75-1, lead: Hill Council}"
READY = "“2026-09-30” for North Board, or “2027-12-31” for East Board"


@pytest.fixture
def merging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portfolio:
    return portfolio_in(tmp_path, monkeypatch, capsys)


def merged(merging: Portfolio, *commissioners: str, parties: tuple[str, ...] = ("X9N", "X9E")) -> Outcome:
    """What the run says of one issued contract with these Commissioners, of which `parties` become Vale Board."""
    file = merging.contract("A-1")
    text = file.read_text(encoding="utf-8")
    was = '  - {name: "North Board", ods_code: X9N, role: co-ordinating}\n'
    assert text.count(was) == 1
    file.write_text(text.replace(was, "".join(f"  - {each}}}\n" for each in commissioners)), encoding="utf-8")
    merging.issue()
    named = (word for party in parties for word in ("--party", party))
    return merging.run("succeed", "contracts", *named, *SUCCESSOR, "-o", "notices", *AS_SIGNED)


def cells(merging: Portfolio) -> list[str]:
    """Every text of the register that was written."""
    book = CalamineWorkbook.from_path(merging.folder / "after.xlsx")
    sheets = (name for name in book.sheet_names if name != "Explanation")
    return [str(cell) for name in sheets for row in book.get_sheet_by_name(name).to_python() for cell in row if cell]


def left_open(merging: Portfolio) -> list[str]:
    return [cell for cell in cells(merging) if cell.startswith("[to decide: ")]


@pytest.mark.parametrize(
    "commissioners, parties, between, at",
    [
        ((NORTH, f"{EAST}, {LATER}"), ("X9N", "X9E"), READY, "services.1.values.choice_ready_date"),
        ((NORTH, f"{EAST}, {LATER}", WEST), ("X9N", "X9E"), READY, "commissioners.1.values.choice_ready_date"),
        (
            (NORTH, f"{EAST}, {LATER}", f"{WEST}, {LATER}"),
            ("X9N", "X9E", "X9W"),
            "“2026-09-30” for North Board, or “2027-12-31” for East Board and West Board",
            "services.1.values.choice_ready_date",
        ),
        (
            (NORTH, f"{EAST}, {LATER}", "{name: Vale Board, ods_code: X9Z, role: associate"),
            ("X9E",),
            "“2027-12-31” for East Board, or “2026-09-30” for Vale Board",
            "commissioners.2.values.choice_ready_date",
        ),
        (
            (NORTH, f"{EAST}, {DELEGATION}"),
            ("X9N", "X9E"),
            "nothing for North Board, or “DEL-7, Hill Panel” for East Board",
            "commissioners.1.delegation",
        ),
        (
            (f"{NORTH}, {SECTION_75}", EAST, WEST),
            ("X9N", "X9E"),
            "“S75-1, Hill Council” for North Board, or nothing for East Board",
            "commissioners.1.section_75",
        ),
    ],
    ids=["two", "two of three", "three", "joins a party", "delegation", "section 75"],
)
def test_what_merging_boards_differ_in_stays_open_in_the_register_and_stops_pack_and_agreement(
    merging: Portfolio, commissioners: tuple[str, ...], parties: tuple[str, ...], between: str, at: str
) -> None:
    found = merged(merging, *commissioners, parties=parties)
    assert found.code == 1
    assert f"{between}, who become one Commissioner: decide, and write the one that holds at “{at}”" in found.out
    assert "own-value-of-a-predecessor" in found.err
    assert list(merging.documents("notices")) == ["A-1/A-1 - Successor notice.docx"]
    assert merging.documents("varied") == {} and "A-1 (contracts/A-1.yaml): not varied" in found.out
    assert set(left_open(merging)) == {f"[to decide: {between}]"}
    built = merging.run("build", "after.xlsx", "-o", "again", "--draft")
    assert built.code == 1 and merging.documents("again") == {}
    assert f"nobody has decided yet: {between}" in built.err


@pytest.mark.parametrize(
    "commissioners",
    [
        (NORTH, EAST),
        (NORTH, f"{EAST}, {SAME}"),
        (f"{NORTH}, {LATER}", f"{EAST}, {LATER}"),
        (f"{NORTH}, {DELEGATION}", f"{EAST}, {DELEGATION}", WEST),
    ],
    ids=["none of their own", "the same as the others", "the same of both", "one delegation"],
)
def test_what_merging_boards_have_in_common_stays_and_nobody_is_asked(
    merging: Portfolio, commissioners: tuple[str, ...]
) -> None:
    found = merged(merging, *commissioners)
    assert found.code == 0, found.err
    assert "to decide" not in found.out + found.err and left_open(merging) == []
    assert merging.run("build", "after.xlsx", "-o", "again").code == 0


def test_a_day_that_both_boards_had_is_the_one_day_of_the_board_that_they_become(merging: Portfolio) -> None:
    merged(merging, f"{NORTH}, {LATER}", f"{EAST}, {LATER}")
    merging.run("build", "after.xlsx", "-o", "again")
    words = words_of(next(file for name, file in merging.documents("again").items() if "2A" in name))
    assert "31 December 2027" in words and "(for " not in words
    assert not any("30 September 2026" in line and "ready" in line for line in words.splitlines())


def test_where_one_board_is_left_its_own_day_is_the_only_one_that_is_printed(merging: Portfolio) -> None:
    file = merging.contract("A-1")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("role: co-ordinating}", f"role: co-ordinating, {LATER}}}"), encoding="utf-8")
    merging.issue()
    words = words_of(next(file for name, file in merging.documents("issued").items() if "2A" in name))
    assert "31 December 2027" in words and "(for North Board" not in words


def test_the_agreement_says_of_both_boards_that_they_go_by_the_notice(merging: Portfolio) -> None:
    found = merged(merging, NORTH, EAST, WEST)
    assert "Commissioner: “East Board (ODS code X9E)” is taken out (by a successor notice)" in found.out
    assert "(by this variation)" not in found.out
    agreement = words_of(merging.folder / "varied" / "A-1" / "A-1 - Variation agreement.docx")
    assert "East Board (ODS code X9E)" in agreement


def test_boards_of_two_kinds_are_put_into_no_register_until_somebody_says_what_they_become(merging: Portfolio) -> None:
    merging.contract("A-2")
    found = merged(merging, NORTH, f"{EAST}, kind: NHS England")
    assert "“kind”: “integrated care board” for North Board, or “NHS England” for East Board" in found.out
    assert "A-2" in cells(merging) and "A-1" not in cells(merging)
    assert "1 contract with the successor written to after.xlsx. 1 contract left out." in found.out


def with_successor(merging: Portfolio, *commissioners: str, gone: tuple[str, ...]) -> None:
    """What was issued with `commissioners`; then, in its contract file, Vale Board in place of the North Board and of
    those `gone`, and a change to be agreed."""
    merged(merging, *commissioners)
    (merging.folder / "after.xlsx").unlink()
    file = merging.folder / "contracts" / "A-1.yaml"
    text = file.read_text(encoding="utf-8")
    changes = [("North Board", "Vale Board"), ("X9N", "X9Z"), ("Head of clinic", "Head of Care")]
    for was, now in (*changes, *((f"  - {each}}}\n", "") for each in gone)):
        assert was in text
        text = text.replace(was, now)
    file.write_text(text, encoding="utf-8")


VARY = ("vary", "contracts", "--effective", "2027-06-01", "--since", "issued", "-o", "decided")
BOTH = ("--succeeded", "X9N", "--succeeded", "east board")


def test_a_variation_after_a_merger_waits_until_somebody_says_who_went_by_the_notice(merging: Portfolio) -> None:
    with_successor(merging, NORTH, f"{EAST}, {LATER}", gone=(f"{EAST}, {LATER}",))
    found = merging.run(*VARY)
    assert found.code == 1 and merging.documents("decided") == {}
    assert "“East Board (ODS code X9E)” is no Commissioner of this contract any more, and “Vale Board" in found.err
    assert "[goes-while-another-comes]" in found.err and "--succeeded" in found.err
    half = merging.run(*VARY, "--succeeded", "X9E")
    assert half.code == 1 and merging.documents("decided") == {}


@pytest.mark.parametrize("third", [(), (WEST,)], ids=["two", "two of three"])
def test_after_a_merger_the_successor_alone_varies_the_contract_and_signs(
    merging: Portfolio, third: tuple[str, ...]
) -> None:
    with_successor(merging, NORTH, f"{EAST}, {LATER}", *third, gone=(f"{EAST}, {LATER}",))
    found = merging.run(*VARY, *BOTH)
    assert found.code == 0, found.err
    assert found.out.count("(by a successor notice)") == 2 and "not-by-variation" not in found.err
    agreement = words_of(merging.folder / "decided" / "A-1" / "A-1 - Variation agreement.docx")
    signing = agreement[agreement.index("Signatures") :]
    assert "Vale Board" in signing and "North Board" not in signing and "East Board" not in signing
    assert ("West Board" in signing) == bool(third)
    clean = merging.folder / "decided" / "A-1" / "A-1 - Schedule 2A - Service specification insert - service 01.docx"
    assert "Vale Board (ODS code X9Z)" in words_of(clean) and "North Board" not in words_of(clean)
    assert "from “30 September 2026 (for East Board: 31 December 2027)” to “30 September 2026”" in agreement


def test_a_successor_that_stands_in_no_old_place_is_known_by_those_that_went(merging: Portfolio) -> None:
    with_successor(merging, NORTH, EAST, WEST, gone=(EAST, WEST))
    file = merging.folder / "contracts" / "A-1.yaml"
    text = file.read_text(encoding="utf-8")
    vale = "{name: Vale Board, ods_code: X9Z, role: associate, signatory: Chief Officer}"
    west = "{name: West Board, ods_code: X9W, role: co-ordinating}"
    text = text.replace("{name: Vale Board, ods_code: X9Z, signatory: Chief Officer}", f"{west}\n  - {vale}")
    file.write_text(text, encoding="utf-8")
    refused = merging.run(*VARY)
    assert refused.code == 1 and refused.err.count("[goes-while-another-comes]") == 2
    found = merging.run(*VARY, *BOTH)
    assert found.code == 0, found.err
    agreement = words_of(merging.folder / "decided" / "A-1" / "A-1 - Variation agreement.docx")
    signing = agreement[agreement.index("Signatures") :]
    assert "Vale Board" in signing and "North Board" not in signing and "East Board" not in signing


def test_one_board_in_the_place_of_another_varies_once_its_notice_is_said_to_be_given(merging: Portfolio) -> None:
    with_successor(merging, NORTH, gone=())
    before = merging.run(*VARY)
    assert before.code == 0 and "[not-by-variation]" in before.err
    words = words_of(merging.folder / "decided" / "A-1" / "A-1 - Variation agreement.docx")
    assert "North Board" in words[words.index("Signatures") :]
    found = merging.run(*VARY[:-1], "then", "--succeeded", "X9N")
    assert found.code == 0, found.err
    words = words_of(merging.folder / "then" / "A-1" / "A-1 - Variation agreement.docx")
    signing = words[words.index("Signatures") :]
    assert "Vale Board" in signing and "North Board" not in signing


def test_a_board_that_leaves_by_agreement_signs_it_as_before(merging: Portfolio) -> None:
    merged(merging, NORTH, EAST)
    file = merging.folder / "contracts" / "A-1.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(f"  - {EAST}}}\n", ""), encoding="utf-8")
    found = merging.run(*VARY)
    assert found.code == 0, found.err
    agreement = words_of(merging.folder / "decided" / "A-1" / "A-1 - Variation agreement.docx")
    assert "East Board, Associate Commissioner until the Variation takes effect" in agreement


def test_a_party_said_to_have_gone_that_stands_in_no_issued_contract_is_named(merging: Portfolio) -> None:
    with_successor(merging, NORTH, gone=())
    found = merging.run(*VARY, "--succeeded", "X9N", "--succeeded", "X9Q")
    assert found.code == 1
    assert "in place of X9Q no contract of this run has another Commissioner than it was issued with" in found.err


def test_a_decision_is_carried_by_the_variation_and_not_by_the_notice(merging: Portfolio) -> None:
    with_successor(merging, f"{NORTH}, {LATER}", EAST, WEST, gone=(EAST,))
    file = merging.folder / "contracts" / "A-1.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2027-12-31", "2027-12-30"), encoding="utf-8")
    found = merging.run(*VARY, *BOTH)
    assert "to “Vale Board (ODS code X9Z)” (by a successor notice)" in found.out
    assert "to “30 September 2026 (for Vale Board: 30 December 2027)”" in found.out


def test_addresses_and_short_names_of_the_body_that_goes_are_told(merging: Portfolio) -> None:
    fell = "NHS Fellside Integrated Care Board"
    title = "Clinics of Fellside ICS, see fellside-clinics.nhs.uk; Fellside Road, Fellside Council"
    merging.contract("A-4", commissioners=[(fell, "X9K")], title=title)
    found = merging.run("succeed", "contracts", "--party", "X9K", *SUCCESSOR, "-o", "notices")
    assert f"“title” has “fellside-clinics.nhs.uk”, which may be of “{fell}”" in found.out
    merging.contract("A-4", commissioners=[(fell, "X9K")], title="Clinics of Fellside ICS")
    found = merging.run("succeed", "contracts", "--party", "X9K", *SUCCESSOR, "-o", "notices")
    assert f"“title” has “Fellside ICS”, which may be of “{fell}”" in found.out
    merging.contract("A-4", commissioners=[(fell, "X9K")], title="Clinics in Fellside Road, Fellside")
    found = merging.run("succeed", "contracts", "--party", "X9K", *SUCCESSOR, "-o", "notices")
    assert "which may be of" not in found.out


def test_a_place_without_a_column_is_said_without_one_and_a_base_is_named(merging: Portfolio) -> None:
    base = merging.contract("A-1", commissioners=[("North Board", "X9N"), ("East Board", "X9E")], own=f", {LATER}")
    base.rename(merging.folder / "base.yaml")
    (merging.folder / "list.csv").write_text("Reference,Title\nB-1,Clinics\n", encoding="utf-8")
    found = merging.run(
        "succeed", "list.csv", "--base", "base.yaml", "--party", "X9N", "--party", "X9E", *SUCCESSOR, "-o", "notices"
    )
    assert "column None" not in found.out + found.err
    assert "to decide       base.yaml, line 9: “choice_ready_date”" in found.out
