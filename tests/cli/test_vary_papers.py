"""What the papers of a variation say to those who sign them: who gives a notice, what follows from it, and every fact
of the contract that changes."""

from __future__ import annotations

import itertools
import re
import shutil
from pathlib import Path

import pytest
from tests.cli.test_vary_facts import BOTH, CONTRACT, OPTION, POST, REFERENCE, build, paper, vary, words, write

BOARDS = ("Fellside", "Dale", "Coast")
FIRST = "  - {name: NHS Fellside Board, ods_code: X9F01}\n"
LONGER = ("end: 2029-03-31", "end: 2031-03-31")
TWO = (BOTH[0], BOTH[1].replace("      insert: yes\n", ""))
"""A whole specification prints the period of the service, and so the last day."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def of_boards(count: int, lead: int = 0) -> tuple[str, str]:
    """That so many Commissioners make the contract, one of them co-ordinating, wherever it stands."""
    lines = [
        f"  - {{name: NHS {name} Board, ods_code: X9F1{number}, signatory: Chief of {name}, "
        f"role: {'co-ordinating' if number == lead else 'associate'}}}\n"
        for number, name in enumerate(BOARDS[:count])
    ]
    return FIRST, "".join(lines)


@pytest.mark.parametrize("status", ["draft", "agreed"])
@pytest.mark.parametrize(("count", "lead"), [(1, 0), (2, 0), (2, 1), (3, 2)])
def test_the_notice_is_given_and_signed_by_every_commissioner_and_goes_to_the_provider_alone(
    here: Path, capsys: pytest.CaptureFixture[str], count: int, lead: int, status: str
) -> None:
    stands = ("  edition:", f"  status: {status}\n  edition:")
    write(CONTRACT, OPTION, of_boards(count, lead), stands)
    assert build() == 0
    write(CONTRACT, OPTION, of_boards(count, lead), stands, LONGER)
    assert vary(capsys)["state"] == "extended"
    lines = paper("Notice").splitlines()
    after = dict(itertools.pairwise(lines))
    boards = [
        f"NHS {name} Board" for name in (BOARDS[lead], *(each for each in BOARDS[:count] if each != BOARDS[lead]))
    ]
    given = [each.split(" (")[0] for each in after["Given by"].split("; ")]
    assert given == boards, "the co-ordinating Commissioner first"
    assert after["Given to"] == "Fellside Care Trust (ODS code X9F02), Provider"
    signed = [line.split(",")[0].removeprefix("For ") for line in lines if line.startswith("For ")]
    assert signed == boards and lines.count("Signature") == count
    assert all(f"Chief of {name.split()[1]}" in lines for name in boards)
    gives = f"{', '.join(boards[:-1])} and {boards[-1]} together give" if count > 1 else f"{boards[0]} gives"
    assert f"Under that option {gives} notice that the term" in paper("Notice")


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (
            "2029-03-31",
            "30 September 2028 (Saturday 30 September 2028 is no Operational Day; the last one before it is 29",
        ),
        ("2029-04-02", "2 October 2028"),
    ],
)
def test_the_notice_names_the_working_day_before_a_latest_day_that_is_none(
    here: Path, capsys: pytest.CaptureFixture[str], end: str, said: str
) -> None:
    of_end = ("2029-03-31", end)
    write(CONTRACT, OPTION, of_end)
    build()
    write(CONTRACT, OPTION, of_end, (f"end: {end}", "end: 2030-03-31"))
    assert vary(capsys)["state"] == "extended"
    (day,) = [
        after for before, after in itertools.pairwise(paper("Notice").splitlines()) if before.startswith("Latest")
    ]
    assert day.startswith(said) and ("(" in day) == ("(" in said)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("The Provider may extend by up to two years, on six months’ notice", "give the right to another"),
        ("By up to two years by mutual agreement, on six months’ notice", "ask for an agreement"),
        ("The Commissioners may not extend the term beyond 31 March 2029", "forbid an extension"),
        ("The Commissioner had an option of two years, which was used in 2025", "was used already"),
        ("May extend by up to two years on six months’ notice, if the Provider agrees", "ask for an agreement"),
        ("May extend by up to two years on six months’ notice, subject to funding", "depend on a condition"),
        ("By up to two years, on six months’ notice, for service 01 only", "also say “for service 01 only”"),
        ("The Commissioner may extend once, by exactly three years, on six months’ notice", "and no other day"),
        ("The Commissioners may extend by up to two years, on six months’ notice to the Provider", ""),
    ],
)
def test_words_that_do_not_plainly_give_the_commissioners_a_right_make_no_notice_and_say_why(
    here: Path, capsys: pytest.CaptureFixture[str], words: str, why: str
) -> None:
    option = ("2029-03-31}", f'2029-03-31, extension: "{words}"}}')
    write(CONTRACT, option)
    build()
    write(CONTRACT, option, LONGER)
    found = vary(capsys)
    assert found["state"] == ("varied" if why else "extended")
    told = {each["slug"]: each["message"] for each in found["problems"]}
    assert why in told["extension-not-under-option" if why else "extension-notice-due"]
    assert bool(list(Path("out", REFERENCE).glob("*Notice*"))) != bool(why)
    if why:
        assert "Expiry: from “31 March 2029” to “31 March 2031”" in paper("agreement")


def test_a_schedule_that_only_prints_the_last_day_follows_from_the_notice_and_no_agreement_changes_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, OPTION, TWO)
    assert build() == 0
    write(CONTRACT, OPTION, TWO, LONGER)
    found = vary(capsys)
    assert found["state"] == "extended"
    assert [entry["by_notice"] for entry in found["revised"]] == ["whole"]
    assert not list(Path("out", REFERENCE).glob("*agreement*"))
    notice = paper("Notice")
    assert "Once the notice of extension is given, “Service specification: Community podiatry” in Schedule 2A" in notice
    assert "The words “1 April 2026 to 31 March 2029” become “1 April 2026 to 31 March 2031”" in notice


def test_an_agreement_beside_the_notice_leaves_what_prints_the_last_day_to_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = ("development: {not_applicable: Nothing is asked for}", "development: {not_applicable: Nothing at all}")
    write(CONTRACT, OPTION, TWO)
    assert build() == 0
    write(CONTRACT, OPTION, TWO, LONGER, plan)
    assert vary(capsys)["state"] == "varied"
    summary, _, rest = paper("agreement").partition("When the Variation takes effect")
    assert "2031" not in summary, "no sentence of the variation itself changes the last day"
    assert "Expiry: from “31 March 2029” to “31 March 2031”, by notice under the option to extend" in rest
    assert "Once the notice of extension is given, “Service specification: Community podiatry”" in rest
    assert "In every respect that is named neither here nor above the contract continues unchanged." in rest


def test_of_a_schedule_that_changes_otherwise_too_the_last_day_waits_for_the_notice(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, OPTION, TWO)
    build()
    write(CONTRACT, OPTION, TWO, LONGER, POST)
    found = vary(capsys)
    assert found["state"] == "varied" and [entry["by_notice"] for entry in found["revised"]] == ["part"]
    for name in ("agreement", "List of changes"):
        assert (
            "What it prints of the last day of the term, and of what is reckoned from it, has effect only once the"
            in paper(name)
        )


def test_a_period_of_the_service_that_is_varied_to_the_same_day_does_not_follow_from_the_notice(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    period = ("    cohort:", "    period: {start: 2026-04-01, end: 2029-03-31}\n    cohort:")
    write(CONTRACT, OPTION, TWO, period)
    assert build() == 0
    text = CONTRACT.replace(*OPTION).replace(*TWO).replace(*period)
    write(
        text,
        ("2029-03-31, extension", "2031-03-31, extension"),
        ("01, end: 2029-03-31}\n    coh", "01, end: 2031-03-31}\n    coh"),
    )
    found = vary(capsys)
    assert found["state"] == "varied" and [entry["by_notice"] for entry in found["revised"]] == [None]


@pytest.mark.parametrize("printed", [True, False])
@pytest.mark.parametrize("option", [True, False])
def test_another_last_day_stands_in_the_agreement_whether_or_not_a_schedule_prints_it(
    here: Path, capsys: pytest.CaptureFixture[str], printed: bool, option: bool
) -> None:
    changes = [*([OPTION] if option else []), *([TWO] if printed else [])]
    write(CONTRACT, *changes)
    assert build() == 0
    beyond = "2032-03-31"
    write(CONTRACT, *changes, ("end: 2029-03-31", f"end: {beyond}"))
    found = vary(capsys)
    assert [(fact["asked"], fact["instrument"]) for fact in found["facts"]] == [("Expiry", "variation")]
    assert len(found["revised"]) == printed
    for name, said in (("agreement", "Expiry: from “31 March 2029” to “31 March 2032”"), ("List of changes", "Expiry")):
        assert said in paper(name)
        assert ("It changes because it prints what is named below" in paper(name)) == printed
    assert "(Expiry)" in paper("agreement") or not printed


PARTIES = {
    "a Provider's name": (("name: Fellside Care Trust", "name: Fellside Care NHS Trust"), "Provider"),
    "a Commissioner's name": (("NHS Fellside Board", "NHS Fellside ICB"), "Commissioner"),
}


@pytest.mark.parametrize("which", PARTIES)
def test_a_corrected_name_is_told_as_a_correction_and_both_parties_know_who_is_meant(
    here: Path, capsys: pytest.CaptureFixture[str], which: str
) -> None:
    (old, new), role = PARTIES[which]
    was, now = old.removeprefix("name: "), new.removeprefix("name: ")
    write(CONTRACT)
    build()
    write(CONTRACT, (old, new))
    found = vary(capsys)
    assert [(fact["asked"], fact["instrument"]) for fact in found["facts"]] == [(role, "correction")]
    agreement = paper("agreement")
    assert f"Corrected: {role}: from “{was}” to “{now}”" in agreement
    assert f"{role}: now {now}, named “{was}” in the contract." in agreement
    assert f"{now}, {role}, named “{was}” in the contract" in agreement, "where it signs"
    assert agreement.count("is deleted and replaced") == agreement.count("It changes because it prints")
    assert "In every other respect the contract continues unchanged." in agreement


def test_a_schedule_with_a_value_beside_a_corrected_name_does_not_say_that_it_only_prints(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT)
    build()
    write(CONTRACT, POST, PARTIES["a Provider's name"][0])
    vary(capsys)
    of_2a = paper("agreement").partition("\nSchedule 2A")[2].partition("\nSchedule ")[0]
    assert "Booking Manager" in of_2a and "Corrected: Provider: from" in paper("agreement")
    assert "It changes because" not in of_2a and "It changes because" in paper("agreement")


NOTICE = "in_year_notice: Given to the Provider on {}"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("30 June 2026", "30 June 2026", "stands in the pack that is varied as well"),
        ("30 June 2026", "30 June 2026, by letter", "has the day of the notice that stands in the pack"),
        ("", "1 March 2026", "is of 1 March 2026, before the pack that is varied, which is of 20 March 2026"),
        ("", "30 June 2026", ""),
        ("30 June 2026", "1 July 2026", ""),
        ("", "a day in June", ""),
        ("30 June 2026", "", ""),
    ],
)
def test_a_notice_of_an_earlier_change_is_told_before_an_agreement_prints_it_again(
    here: Path, capsys: pytest.CaptureFixture[str], before: str, after: str, reason: str
) -> None:
    def noticed(day: str) -> tuple[str, str]:
        return "  date: 2026-03-20\n", f"  date: 2026-03-20\n{f'  {NOTICE.format(day)}{chr(10)}' if day else ''}"

    write(CONTRACT, noticed(before))
    build()
    write(CONTRACT, noticed(after), POST)
    told = [each["message"] for each in vary(capsys)["problems"] if each["slug"] == "notice-of-another-change"]
    assert [reason in message for message in told] == ([True] if reason else [])


def test_tracked_changes_are_spoken_of_only_where_there_are_some(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT)
    build()
    write(CONTRACT, POST)
    vary(capsys)
    assert "Documents with tracked changes and the list of changes are attached" in paper("agreement")
    write(CONTRACT, ("2029-03-31", "2030-03-31"))
    shutil.rmtree("out")
    vary(capsys)
    assert "tracked changes" not in paper("agreement") and "No schedule is revised" in paper("agreement")


def test_no_question_stands_in_an_agreement_and_the_terminal_keeps_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT)
    build()
    write(CONTRACT, POST, ("2026-08-31", "2026-12-31"))
    found = vary(capsys)
    asked = [value["asked"] for clause in found["revised"][0]["clauses"] for value in clause["values"]]
    assert asked and all(each.endswith("?") for each in asked)
    assert "?" not in paper("agreement") and "In its wording: from “Access Manager”" in paper("agreement")


# --- another party comes in by an instrument of its own --------------------------------------------------------------

TRUST = (("Fellside Care Trust", "Westmarsh Trust"), ("X9F02", "X9F12"), ("kind: NHS trust", "kind: voluntary sector"))
BOARD = (("NHS Fellside Board, ods_code: X9F01", "NHS Coast Board, ods_code: X9Z01"),)
NAMED = "each appointment with {}]"
ANOTHER_PARTY = pytest.mark.parametrize(
    ("changes", "was", "now"),
    [(TRUST, "Fellside Care Trust", "Westmarsh Trust"), (BOARD, "NHS Fellside Board", "NHS Coast Board")],
)


def every_paper() -> str:
    return "\n".join(words(path) for path in Path("out", REFERENCE).glob("*.docx"))


@ANOTHER_PARTY
def test_a_party_that_comes_in_by_another_instrument_alone_makes_no_agreement_and_the_instrument_is_named(
    here: Path, capsys: pytest.CaptureFixture[str], changes: tuple[tuple[str, str], ...], was: str, now: str
) -> None:
    place = ("each appointment]", NAMED.format(was))
    write(CONTRACT, TWO, place)
    assert build() == 0
    write(CONTRACT, TWO, (place[0], place[1].replace(was, now)), *changes)
    found = vary(capsys)
    assert (found["state"], found["revised"]) == ("no document", [])
    assert not Path("out", REFERENCE).exists()
    (said,) = [each["message"] for each in found["problems"] if each["slug"] == "not-by-variation"]
    assert ("novation" if was == "Fellside Care Trust" else "specgen succeed") in said
    assert {each["instrument"] for each in found["facts"]} <= {"novation", "succession"}


@ANOTHER_PARTY
def test_the_parties_that_were_issued_vary_the_contract_until_another_one_stands_in_it(
    here: Path, capsys: pytest.CaptureFixture[str], changes: tuple[tuple[str, str], ...], was: str, now: str
) -> None:
    place = ("each appointment]", NAMED.format(was))
    write(CONTRACT, OPTION, TWO, place)
    assert build() == 0
    write(CONTRACT, OPTION, TWO, (place[0], place[1].replace(was, now)), POST, LONGER, *changes)
    assert vary(capsys)["state"] == "varied"
    told = [line for line in every_paper().splitlines() if now in line]
    agreement = paper("agreement")
    assert f"{was}, {'Provider' if was == 'Fellside Care Trust' else 'Commissioner'}" in agreement, "who signs"
    assert any("by a novation" in line or "by a successor notice" in line for line in told)
    assert not [line for line in told if "deleted" in line or "become" in line], "no schedule is changed for it"
    for path in Path("out", REFERENCE).glob("*Schedule*.docx"):
        assert now not in words(path) and was in words(path), path.name
    assert now not in paper("Notice") and was in paper("Notice")


def test_the_values_of_a_commissioner_that_is_succeeded_are_the_agreements(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boards = of_boards(2)
    write(CONTRACT, boards)
    assert build() == 0
    own = (
        "signatory: Chief of Dale, role: associate}",
        "role: associate, values: {choice_responsible_post: Desk Manager}}",
    )
    write(CONTRACT, boards, own, ("NHS Dale Board, ods_code: X9F11", "NHS Coast Board, ods_code: X9Z01"))
    found = vary(capsys)
    assert found["state"] == "varied"
    assert "(for NHS Dale Board: Desk Manager)" in paper("agreement")
    assert "(for NHS Coast Board" not in every_paper()


@pytest.mark.parametrize(("before", "after"), [(2, 1), (1, 2)])
def test_a_commissioner_signs_the_agreement_that_takes_it_out_or_brings_it_in_and_gives_notice_while_it_is_a_party(
    here: Path, capsys: pytest.CaptureFixture[str], before: int, after: int
) -> None:
    write(CONTRACT, OPTION, of_boards(before))
    assert build() == 0
    write(CONTRACT, OPTION, of_boards(after), LONGER, POST)
    assert vary(capsys)["state"] == "varied"
    until = " until the Variation takes effect" if before == 2 else ""
    assert f"NHS Dale Board, Associate Commissioner{until}" in paper("agreement").splitlines()
    signed = [line.split(",")[0] for line in paper("Notice").splitlines() if line.startswith("For ")]
    assert signed == [f"For NHS {name} Board" for name in BOARDS[:before]]


# --- the words that are quoted stand in the papers -------------------------------------------------------------------

MEASURED = (
    "specification: [enabling-choice]\n",
    "specification: [enabling-choice]\n    quality: [personalised-care-and-support-planning/plans-agreed]\n"
    "    values: {pcsp_agreed_target: 80, pcsp_agreed_baseline: Not measured before, "
    "pcsp_measure_owner: Head of Care}\n",
)
DALE = "ods_code: X9F11, signatory: Chief of Dale, "


@pytest.mark.parametrize(
    ("was", "now", "places"),
    [
        (("target: 80", "target: 80"), ("target: 80", "target: 85"), {"In its wording and threshold: from “80%”"}),
        (
            (DALE, f"{DALE}values: {{pcsp_agreed_target: 70}}, "),
            (DALE, f"{DALE}values: {{pcsp_agreed_target: 75}}, "),
            {"In its wording: from “80% Target; for NHS Dale", "Threshold: from “80% (for NHS Dale Board: 70%)”"},
        ),
    ],
)
def test_every_word_that_is_quoted_of_a_value_stands_in_the_papers_where_it_is_said_to(
    here: Path, capsys: pytest.CaptureFixture[str], was: tuple[str, str], now: tuple[str, str], places: set[str]
) -> None:
    write(CONTRACT, of_boards(2), MEASURED, was)
    assert build() == 0
    write(CONTRACT, of_boards(2), MEASURED, now)
    assert vary(capsys)["state"] == "varied"
    agreement = paper("agreement")
    assert all(each in agreement for each in places)
    before, after = (
        words(next(Path(folder).glob("*/*4C - Local quality requirements.docx"))) for folder in ("issued", "out")
    )
    pairs = re.findall(r"from “([^”]+)” to “([^”]+)”", agreement)
    assert len(pairs) == 2 * len(places), "in the insert and in the schedule"
    assert all(old in before and new in after for old, new in pairs)
