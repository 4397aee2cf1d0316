"""`specgen vary` and `build --plan` on what a contract file says outside its values, as a user runs them."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest

from specgen.cli.main import run
from specgen.shipped import shipped

REFERENCE = "X9-620"
CONTRACT = """\
contract:
  reference: X9-620
  title: Community podiatry
  edition: 2026/27
  date: 2026-03-20
  term: {start: 2026-04-01, end: 2029-03-31}
commissioners:
  - {name: NHS Fellside Board, ods_code: X9F01}
provider: {name: Fellside Care Trust, ods_code: X9F02, kind: NHS trust}
services:
  - name: Community podiatry
    cohort: adults with a foot problem
    commissioner_lead: Head of Commissioning
    legal_rights_to_choice: {not_applicable: The service is not led by a consultant}
    specification: [enabling-choice]
development: {not_applicable: Nothing is asked for}
improvement: {not_applicable: Nothing is asked for}
values:
  choice_responsible_post: Access Manager
  choice_ready_date: 2026-10-31
  choice_information_date: 2026-08-31
  choice_matters: [the day and the place of each appointment]
"""
VARY = ["vary", "c.yaml", "--effective", "2026-10-01", "--since", "issued", "-o", "out"]
POST = ("Access Manager", "Booking Manager")
OPTION = ("2029-03-31}", '2029-03-31, extension: "By up to two years, on not less than six months’ notice"}')


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(CONTRACT)
    return tmp_path


def write(text: str, *changes: tuple[str, str], file: str = "c.yaml") -> None:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    Path(file).write_text(text, encoding="utf-8")


def build(*more: str) -> int:
    return run(["build", "c.yaml", "-o", "issued", *more])


def vary(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    run([*VARY, "--format", "json", *more])
    told = json.loads(capsys.readouterr().out)
    (contract,) = told["contracts"]
    return {**contract, "summary": told["summary"]}


def words(path: Path) -> str:
    opened: Any = python_docx.Document(str(path))
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{W}t", f"{W}delText"))
        for paragraph in opened.element.body.iter(f"{W}p")
    )


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paper(name: str) -> str:
    return words(next(Path("out", REFERENCE).glob(f"*{name}*.docx")))


def edit(pattern: str, old: str, new: str) -> None:
    """Other words in a Word file, as a hand edit saves them."""
    path = next(Path().glob(pattern))
    with zipfile.ZipFile(path) as archive:
        parts = [(entry, archive.read(entry)) for entry in archive.infolist()]
    assert any(old.encode() in data for entry, data in parts if entry.filename == "word/document.xml")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts:
            archive.writestr(entry, data.replace(old.encode(), new.encode()) if "word/" in entry.filename else data)


def test_another_last_day_alone_is_a_variation_of_the_particulars(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    write(CONTRACT, ("2029-03-31", "2030-03-31"))
    found = vary(capsys)
    assert found["state"] == "varied" and found["revised"] == []
    (fact,) = found["facts"]
    assert (fact["asked"], fact["from"], fact["to"]) == ("Expiry", "31 March 2029", "31 March 2030")
    assert "no-option-to-extend" in {problem["slug"] for problem in found["problems"]}
    assert "Expiry: from “31 March 2029” to “31 March 2030”" in paper("agreement")
    assert "No schedule is revised" in paper("agreement")


def test_the_agreement_names_every_particular_before_it_says_that_all_else_stays(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    write(CONTRACT, ("2029-03-31", "2030-03-31"), POST, ("X9F02", "X9F03"), ("Head of Comm", "Deputy of Comm"))
    found = vary(capsys)
    agreement = paper("agreement")
    assert "Corrected: Provider ODS code: from “X9F02” to “X9F03”" in agreement and "31 March 2030" in agreement
    assert "In every other respect the contract continues unchanged." in agreement
    assert "Deputy of Commissioning" not in agreement + paper("List of changes")
    lead = next(fact for fact in found["facts"] if fact["asked"] == "Commissioner lead")
    assert lead["instrument"] == "internal"


def test_what_is_the_organisations_own_is_listed_and_makes_no_document(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    write(CONTRACT, ("Head of Comm", "Deputy of Comm"))
    found = vary(capsys)
    assert found["state"] == "no document" and found["facts"][0]["to"] == "Deputy of Commissioning"
    assert found["summary"]["no_change"] == [] and not Path("out", REFERENCE).exists()


def test_another_provider_is_named_as_a_novation_and_the_agreement_does_not_claim_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    write(CONTRACT, ("Fellside Care Trust", "Westmarsh Trust"), ("X9F02", "X9F12"), POST)
    found = vary(capsys)
    assert "not-by-variation" in {problem["slug"] for problem in found["problems"]}
    agreement = paper("agreement")
    assert "In every other respect" not in agreement
    assert "This agreement does not itself change the following" in agreement
    assert re.search(r"Provider: from “Fellside Care Trust \(ODS code X9F02\)” to “Westmarsh.*by a novation", agreement)


def test_another_form_of_agreement_is_refused_by_name(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build()
    write(CONTRACT, ("edition: 2026/27", "edition: 2026/27\n  form: shorter"))
    found = vary(capsys)
    assert found["state"] == "not varied"
    assert "Form: from “full-length” to “shorter”" in " ".join(each["message"] for each in found["problems"])


def test_an_extension_under_the_option_is_a_notice_with_its_latest_day(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, OPTION)
    build()
    write(CONTRACT, OPTION, ("end: 2029-03-31", "end: 2031-03-31"))
    found = vary(capsys)
    assert found["state"] == "extended" and found["summary"]["extended"] == 1
    due = next(each for each in found["problems"] if each["slug"] == "extension-notice-due")
    assert "must be given by 30 September 2028, 6 months before 31 March 2029" in due["message"]
    assert "Saturday 30 September 2028 is no Operational Day; the last one before it is 29 S" in due["message"]
    assert [path.name for path in Path("out", REFERENCE).glob("*.docx")] == [f"{REFERENCE} - Notice of extension.docx"]
    assert "its last day is 31 March 2031" in paper("Notice") and "By up to two years" in paper("Notice")
    assert "Fellside Care Trust (ODS code X9F02), Provider" in paper("Notice"), "the notice says to whom it is given"


def test_an_extension_by_notice_alone_is_asked_for_nothing_that_a_variation_records(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, OPTION)
    build()
    of_agreements = {"variation-not-recorded", "change-without-notice"}
    for also, asked in (((), set()), ((POST,), of_agreements)):
        write(CONTRACT, OPTION, ("end: 2029-03-31", "end: 2031-03-31"), *also)
        found = vary(capsys)
        assert found["state"] == ("varied" if also else "extended")
        assert {problem["slug"] for problem in found["problems"]} & of_agreements == asked


@pytest.mark.parametrize(
    ("end", "more", "reason"),
    [
        ("2031-04-01", (), "the option allows 2 years from 31 March 2029, which is 31 March 2031 at the latest"),
        ("2031-03-31", ("--proposed-on", "2028-10-01"), "had to be given by 30 September 2028"),
    ],
)
def test_what_the_option_does_not_allow_is_a_variation_and_says_so(
    here: Path, capsys: pytest.CaptureFixture[str], end: str, more: tuple[str, ...], reason: str
) -> None:
    write(CONTRACT, OPTION)
    build()
    write(CONTRACT, OPTION, ("end: 2029-03-31", f"end: {end}"))
    found = vary(capsys, *more)
    assert found["state"] == "varied"
    assert reason in " ".join(each["message"] for each in found["problems"])
    assert "Expiry: from “31 March 2029”" in paper("agreement")


@pytest.mark.parametrize(
    ("words", "end", "reason"),
    [
        (
            "once, by up to two years",
            "2031-03-31",
            "from 31 March 2029 (“issued/X9-620”) to 31 March 2030 before",
        ),
        ("by up to two years", "2031-04-01", "the option allows 2 years from 31 March 2029, which is 31 March 2031"),
        ("by up to two years", "2031-03-31", ""),
    ],
)
def test_an_option_that_was_used_before_is_used_again_only_as_far_as_it_goes(
    here: Path, capsys: pytest.CaptureFixture[str], words: str, end: str, reason: str
) -> None:
    option = ("2029-03-31}", f'2029-03-31, extension: "May extend {words}, on six months’ notice"}}')
    write(CONTRACT, option)
    build()
    write(CONTRACT, option, ("end: 2029-03-31", "end: 2030-03-31"))
    run(["build", "c.yaml", "-o", "extended"])
    write(CONTRACT, option, ("end: 2029-03-31", f"end: {end}"))
    found = vary(capsys, "--since", "extended")
    assert found["state"] == ("varied" if reason else "extended")
    assert reason in " ".join(each["message"] for each in found["problems"])


def test_an_option_that_names_its_last_day_goes_no_further(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    option = ("2029-03-31}", '2029-03-31, extension: "May be extended to 31 March 2030 on three months’ notice"}')
    write(CONTRACT, option)
    build()
    for end, state in (("2030-03-31", "extended"), ("2030-04-01", "varied")):
        write(CONTRACT, option, ("end: 2029-03-31", f"end: {end}"))
        found = vary(capsys)
        assert found["state"] == state
    told = " ".join(each["message"] for each in found["problems"])
    assert "the option goes to 31 March 2030 at the latest" in told


def test_a_notice_of_extension_beside_a_variation_leaves_the_term_to_the_notice(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, OPTION)
    build()
    write(CONTRACT, OPTION, ("end: 2029-03-31", "end: 2031-03-31"), POST)
    assert vary(capsys)["state"] == "varied"
    assert "Expiry: from “31 March 2029” to “31 March 2031”, by notice under the option" in paper("agreement")
    assert "31 March 2031" in paper("Notice")


def test_a_record_without_facts_is_no_ground_to_say_that_nothing_changed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    record = Path("issued", REFERENCE, "specgen-record.json")
    given = json.loads(record.read_text(encoding="utf-8"))
    del given["facts"]
    record.write_text(json.dumps(given, indent=1), encoding="utf-8")
    assert vary(capsys)["state"] == "no change", "the contract file is the same to the byte"
    write(CONTRACT, ("2029-03-31", "2030-03-31"))
    found = vary(capsys)
    assert found["state"] == "no printed change"
    assert "facts-not-recorded" in {problem["slug"] for problem in found["problems"]}


# --- an issued document that was edited by hand ---------------------------------------------------------------------


def test_agreement_list_and_redline_say_the_same_from(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build()
    edit("issued/*/*2A*.docx", "Access Manager", "Front Desk Manager")
    write(CONTRACT, POST)
    vary(capsys)
    for name in ("agreement", "List of changes"):
        assert "Front Desk Manager" in paper(name) and "Access Manager" not in paper(name)
        assert "edited after it was issued" in paper(name)
    assert "Front Desk" in paper("tracked changes") and "Access" not in paper("tracked changes")


SIGNED = ("date: 2026-03-20", "date: 2026-09-01")


@pytest.mark.parametrize(
    ("folder", "changes", "ends"),
    [
        ("", (), "none"),
        ("first", (), "warning"),  # made of the same pack, but nobody knows whether it was signed
        ("issued/first", (), "warning"),
        ("variations/2026-09/first", (), "warning"),
        ("first withdrawn", (), "none"),
        ("issued/Withdrawn, not signed", (SIGNED,), "warning"),  # dated anew all the same
        ("", (SIGNED,), "warning"),  # the contract was dated anew, and no pack of that day is seen
        ("first", (SIGNED,), "error"),
        ("issued/first", (SIGNED,), "error"),
        ("variations/2026-09/first", (SIGNED,), "error"),
        ("", (("date: 2026-03-20", "date: 2026-10-01"),), "none"),  # dated as this variation itself
        ("", (("date: 2026-03-20", "date: 2026-03-01"),), "none"),
    ],
)
def test_the_first_pack_is_not_silently_compared_after_a_later_variation(
    here: Path, capsys: pytest.CaptureFixture[str], folder: str, changes: tuple[tuple[str, str], ...], ends: str
) -> None:
    build()
    if folder:
        write(CONTRACT, POST)
        run(["vary", "c.yaml", "--effective", "2026-09-01", "--since", "issued", "-o", folder])
    write(CONTRACT, (POST[0], "Front Desk Manager"), *changes)
    told = vary(capsys)
    found = [each for each in told["problems"] if each["slug"] == "varied-since"]
    assert [each["severity"] for each in found] == ([] if ends == "none" else [ends])
    assert (told["state"] == "not varied") == (ends == "error")
    if folder and "ithdrawn" not in folder:
        assert f"“{folder}/X9-620”" in found[0]["message"]
        assert "never agreed, add the word “withdrawn” to the name of its folder" in found[0]["cure"]
        assert "issued/X9-620" in found[0]["message"] and "X9-620-V2026-09-01" in found[0]["message"]


def test_a_variation_that_was_never_signed_is_passed_over_once_its_folder_says_withdrawn(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    write(CONTRACT, POST)
    run(["vary", "c.yaml", "--effective", "2026-09-01", "--since", "issued", "-o", "variations"])
    (told,) = [each for each in vary(capsys)["problems"] if each["slug"] == "varied-since"]
    assert "“variations/X9-620”" in told["message"]
    (here / "variations" / "X9-620").rename(here / "variations" / "X9-620 withdrawn")
    assert not [each for each in vary(capsys)["problems"] if each["slug"] == "varied-since"]


@pytest.mark.parametrize("folder", ["X9-620/V1", "Signed X9-620", "2026-09/Deed 1 (X9-620)"])
def test_a_variation_is_found_under_the_name_of_its_contract_wherever_it_lies(
    here: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    build()
    write(CONTRACT, POST)
    run(["vary", "c.yaml", "--effective", "2026-09-01", "--since", "issued", "-o", "made"])
    (here / "variations" / folder).parent.mkdir(parents=True)
    (here / "made" / "X9-620").rename(here / "variations" / folder)
    (told,) = [each for each in vary(capsys)["problems"] if each["slug"] == "varied-since"]
    assert f"“variations/{folder}”" in told["message"]


def test_a_contract_built_after_a_variation_is_known_beside_the_first_pack(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    write(CONTRACT, POST, SIGNED)
    run(["build", "c.yaml", "-o", "as-varied"])
    write(CONTRACT, (POST[0], "Front Desk Manager"), SIGNED)
    (found,) = [each for each in vary(capsys)["problems"] if each["slug"] == "varied-since"]
    assert found["severity"] == "error" and "“as-varied/X9-620” holds a later pack" in found["message"]
    told = vary(capsys, "--since", "as-varied")
    assert told["state"] == "varied" and not [each for each in told["problems"] if each["slug"] == "varied-since"]
    assert "Booking Manager" in words(here / "out" / "X9-620" / "X9-620 - Variation agreement.docx")


@pytest.mark.parametrize(
    ("reference", "effective", "slugs"),
    [
        ("V1", "2026-12-01", ["variation-reference-used"]),
        ("V2", "2026-08-01", ["varied-out-of-turn"]),
        ("V2", "2026-12-01", []),
    ],
)
def test_a_variation_with_the_reference_or_before_the_day_of_another_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], reference: str, effective: str, slugs: list[str]
) -> None:
    build()
    write(CONTRACT + "variation: {reference: V1}\n", POST)
    run(["vary", "c.yaml", "--effective", "2026-10-01", "--since", "issued", "-o", "first"])
    assert run(["build", "c.yaml", "-o", "as-varied"]) == 0
    write(CONTRACT + f"variation: {{reference: {reference}}}\n", (POST[0], "Front Desk Manager"))
    told = vary(capsys, "--since", "as-varied", "--effective", effective)["problems"]
    mine = [each for each in told if each["slug"] in ("variation-reference-used", "varied-out-of-turn")]
    assert [each["slug"] for each in mine] == slugs and all("“first/X9-620”" in each["message"] for each in mine)


def test_two_variations_of_one_pack_with_one_reference_are_told_where_they_differ(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    for post, slugs in (("Booking Manager", []), ("Front Desk Manager", ["variation-reference-used"])):
        write(CONTRACT, (POST[0], "Booking Manager"))
        run(["vary", "c.yaml", "--effective", "2026-10-01", "--since", "issued", "-o", "first"])
        write(CONTRACT, (POST[0], post))
        told = vary(capsys, "--effective", "2026-10-01")["problems"]
        assert [each["slug"] for each in told if each["slug"] == "variation-reference-used"] == slugs


def test_a_pack_that_another_run_wrote_while_it_was_compared_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    write(CONTRACT, POST)
    from specgen.issue.occasions.particulars import facts_varied

    def another_run(*given: Any) -> Any:
        record = next(Path("issued").rglob("specgen-record.json"))
        record.write_bytes(record.read_bytes() + b" ")
        return facts_varied(*given)

    monkeypatch.setattr("specgen.issue.occasions.variation.facts_varied", another_run)
    told = vary(capsys)
    assert told["state"] == "not varied"
    assert [each["slug"] for each in told["problems"] if each["severity"] == "error"] == ["issued-meanwhile"]


def test_a_value_that_somebody_wrote_in_already_is_said_to_stand_there(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    edit("issued/*/*2A*.docx", "Access Manager", "Booking Manager")
    write(CONTRACT, POST)
    vary(capsys)
    assert "it already reads “Booking Manager” where it was issued with “Access Manager”" in paper("agreement")


# --- where packs lie ------------------------------------------------------------------------------------------------


def test_a_pack_is_found_in_a_folder_of_any_name_by_vary_and_intentions(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    Path("issued", "2026").mkdir()
    Path("issued", REFERENCE).rename(Path("issued", "2026", "podiatry (signed)"))
    write(CONTRACT, POST)
    assert vary(capsys)["state"] == "varied"
    assert run(["intentions", "c.yaml", "--effective", "2026-10-01", "--since", "issued", "-o", "letters"]) == 0
    assert "1 would change" in capsys.readouterr().out


def test_a_copy_is_named_and_counts_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build()
    shutil.copytree(Path("issued", REFERENCE), Path("issued", f"{REFERENCE} - Copy"))
    write(CONTRACT, POST)
    found = vary(capsys, "--plan")
    assert found["state"] == "varied"
    assert "copied-pack" in {problem["slug"] for problem in found["problems"]}
    assert run(["impact", "enabling-choice/general", "--issued", "issued"]) == 0
    said = capsys.readouterr()
    assert "1 contract of 1, in 1 document" in said.out and "[copied-pack]" in said.err


def test_two_records_of_one_contract_are_not_compared_on_a_guess(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    Path("issued", REFERENCE).rename(Path("issued", "first"))
    write(CONTRACT, POST)
    build()
    Path("issued", REFERENCE).rename(Path("issued", "second"))
    found = vary(capsys, "--plan")
    assert "issued-twice" in {problem["slug"] for problem in found["problems"]}
    Path("issued", "second").rename(Path("issued", REFERENCE))
    assert "another-record" in {problem["slug"] for problem in vary(capsys, "--plan")["problems"]}


def test_documents_without_a_record_are_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build()
    Path("issued", REFERENCE, "specgen-record.json").unlink()
    (problem,) = [each for each in vary(capsys)["problems"] if each["slug"] == "not-issued"]
    assert f"1 folder there holds Word documents without a record: {REFERENCE}" in problem["message"]


# --- a build over what lies there -----------------------------------------------------------------------------------


def test_a_preview_names_changed_parties_and_facts_in_words(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build()
    write(CONTRACT, ("name: Fellside Care Trust", "name: Fellside Care NHS Trust"), POST, ("2029-03-31", "2030-03-31"))
    capsys.readouterr()
    assert build("--plan") == 0
    said = capsys.readouterr().out
    assert "differs         Provider: from “Fellside Care Trust” to “Fellside Care NHS Trust”" in said
    assert "differs         Expiry: from “31 March 2029” to “31 March 2030”" in said
    assert "responsible for choice? “Access Manager” is now “Booking Manager”" in said


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("d.yaml", [("Fellside Care Trust", "Quillmere Care Limited"), ("X9F02", "X9F12")]),
        ("d.yaml", [("Fellside Care Trust", "Quillmere Care Limited")]),
        ("d.yaml", [("title: Community podiatry", "title: Community physiotherapy")]),
        ("copied/c.yaml", [("Fellside Care Trust", "Quillmere Care Limited"), ("X9F02", "X9F12")]),
    ],
)
def test_a_second_contract_with_a_reference_used_before_is_told_and_overwrites_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], file: str, changes: list[tuple[str, str]]
) -> None:
    build()
    before = {path: path.read_bytes() for path in Path("issued").rglob("*") if path.is_file()}
    Path(file).parent.mkdir(exist_ok=True)
    write(CONTRACT, *changes, file=file)
    capsys.readouterr()
    assert run(["build", file, "-o", "issued"]) == 1
    said = capsys.readouterr().err
    assert "[reference-used-before]" in said and "Fellside Care Trust" in said
    assert {path: path.read_bytes() for path in Path("issued").rglob("*") if path.is_file()} == before


def test_the_same_contract_is_built_again_whatever_its_file_is_called(here: Path) -> None:
    build()
    write(CONTRACT, POST, file="renamed.yaml")
    assert run(["build", "renamed.yaml", "-o", "issued"]) == 0


# --- an insert and a whole specification ----------------------------------------------------------------------------

WHOLE = "\n".join(f"      '{number}': Not Applicable" for number in ("1.1", "2.1", "2.2", "3.1", "3.4", "3.5"))
WHOLE += "\n" + "\n".join(f"      '{number}': Not Applicable" for number in ("4.1", "4.2", "4.3", "5.1", "5.2", "6"))
WHOLE += "\n      '7': Not Applicable\n      '8.1': Not Applicable"
HEAD = "    provider_lead: Head of Podiatry\n    review_date: 2028-06-30\n    whole_specification:\n      insert: yes\n"
BOTH = ("    specification:", f"{HEAD}{WHOLE}\n    specification:")


def test_a_value_in_insert_and_whole_specification_is_told_of_both(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, BOTH)
    assert build() == 0
    write(CONTRACT, BOTH, POST)
    found = vary(capsys)
    assert [entry["status"] for entry in found["revised"]] == ["changed", "changed"]
    (fact,) = found["facts"]
    assert (fact["from"], fact["to"]) == ("Access Manager", "Booking Manager")
    assert paper("agreement").count("In its wording: from “Access Manager” to “Booking Manager”") == 2


def test_an_insert_that_is_given_up_says_where_its_terms_stand(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(CONTRACT, BOTH)
    build()
    write(CONTRACT, BOTH, ("      insert: yes\n", ""))
    found = vary(capsys)
    assert [entry["status"] for entry in found["revised"]] == ["gone"] and found["state"] == "varied"
    assert "is deleted. Its terms stand in “Service specification: Community podiatry”." in paper("agreement")


def test_the_examples_own_agreement_without_the_names_of_facts_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build()
    write(CONTRACT, ("2029-03-31", "2030-03-31"))
    Path("specgen.yaml").write_text("organisation: A board\ntemplates: own\n", encoding="utf-8")
    shutil.copytree(shipped("templates") / "variation-agreement", Path("own", "variation-agreement"))
    edit("own/*/template.docx", "variation.particulars", "variation.apart")
    found = vary(capsys)
    assert found["state"] == "not varied" and not Path("out", REFERENCE).exists()
    assert "template-without-facts" in {problem["slug"] for problem in found["problems"]}


READY = "choice_ready_date: 2026-10-31"
COP = (
    "    specification: [enabling-choice]",
    "    specification: [enabling-choice, co-production/national, co-production/local-terms]",
)
COP_VALUES = (
    "  choice_matters:",
    "  cop_plan_date: {day}\n  cop_group: the Fellside foot care panel\n  cop_outputs: [a letter]\n"
    "  cop_meeting_interval: 3 months\n  cop_outputs_date: 2027-03-31\n"
    "  cop_lead_post: Head of Patient Involvement\n  choice_matters:",
)


def of_dates(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (each["severity"], each["slug"])
        for each in told["problems"]
        if each["slug"] in ("date-outside-term", "duty-cannot-be-kept")
    ]


@pytest.mark.parametrize(
    ("change", "found", "state"),
    [
        (POST, [], "varied"),
        ((READY, "choice_ready_date: 2026-12-31"), [], "varied"),
        ((READY, "choice_ready_date: 2026-10-01"), [], "varied"),
        ((READY, "choice_ready_date: 2026-09-30"), [("error", "date-outside-term")], "not varied"),
        ((READY, "choice_ready_date: Q2 2026/27"), [("error", "date-outside-term")], "not varied"),
        (("2029-03-31}", '2029-03-31, extension: "By up to two years"}'), [], "varied"),
    ],
)
def test_only_a_date_that_the_variation_changes_is_held_against_the_day_on_which_it_takes_effect(
    here: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], found: list[tuple[str, str]], state: str
) -> None:
    assert build() == 0
    write(CONTRACT, change)
    told = vary(capsys)
    assert of_dates(told) == found and told["state"] == state


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-11-15", [("error", "duty-cannot-be-kept")]), ("2026-12-31", []), ("2026-09-15", None)],
)
def test_what_an_added_clause_asks_for_falls_due_after_the_variation_takes_effect(
    here: Path, capsys: pytest.CaptureFixture[str], day: str, found: list[tuple[str, str]] | None
) -> None:
    assert build() == 0
    write(CONTRACT, COP, (COP_VALUES[0], COP_VALUES[1].format(day=day)))
    told = of_dates(vary(capsys))
    assert told == found if found is not None else ("error", "date-outside-term") in told


def test_a_changed_date_that_was_met_or_is_for_mobilisation_is_not_held_against_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build() == 0
    write(CONTRACT, (READY, "choice_ready_date: 2026-09-15"))
    (fault,) = [each for each in vary(capsys)["problems"] if each["slug"] == "date-outside-term"]
    named = re.findall(r"“([a-z-]+/[a-z-]+#[^\s:]+): \(the day\)”", fault["cure"])
    done = "".join(f'\n    - "{each}: 2026-09-10"' for each in named)
    write(
        CONTRACT,
        (READY, "choice_ready_date: 2026-09-15"),
        ("  edition: 2026/27", f"  edition: 2026/27\n  done:{done}"),
    )
    assert named and of_dates(vary(capsys)) == []


ONCE = ("2029-03-31}", '2029-03-31, extension: "May extend once, by up to two years, on six months’ notice"}')


@pytest.mark.parametrize("day", ["2026-03-20", "2027-01-01"])
@pytest.mark.parametrize("beside", [True, False])
def test_an_option_that_is_used_once_is_no_notice_again_when_the_older_packs_are_elsewhere(
    here: Path, capsys: pytest.CaptureFixture[str], day: str, beside: bool
) -> None:
    """The pack itself says that its term was extended where the older one lay beside it when it was built; else one
    that is dated after the term began is known to follow a change."""
    write(CONTRACT, ONCE)
    build()
    if not beside:
        Path("issued").rename(here.parent / f"{here.name}-archive")
    extended = (ONCE, ("end: 2029-03-31", "end: 2030-03-31"), ("date: 2026-03-20", f"date: {day}"))
    write(CONTRACT, *extended)
    run(["build", "c.yaml", "-o", "extended"])
    record = json.loads(Path("extended", REFERENCE, "specgen-record.json").read_text(encoding="utf-8"))
    assert (record.get("extended_from"), record["schema"]) == (("2029-03-31", 3) if beside else (None, 2))
    shutil.rmtree("issued", ignore_errors=True)
    write(CONTRACT, *extended, ("end: 2030-03-31", "end: 2031-03-31"))
    found = vary(capsys, "--since", "extended")
    known = beside or day == "2027-01-01"
    assert found["state"] == ("varied" if known else "extended")
    assert not known or "extension-not-under-option" in {each["slug"] for each in found["problems"]}


@pytest.mark.parametrize(
    ("when", "reason", "state"),
    [
        ("then", "change-without-notice: signed late on 10 May 2026", "extended"),
        ("now", "change-without-notice: Signed late, on 10/05/2026", "extended"),
        ("now", "change-without-notice: signed late on 10 April 2026", "varied"),
        ("now", "change-without-notice: agreed by telephone", "varied"),
        ("never", "", "varied"),
    ],
)
def test_a_contract_that_was_only_signed_late_gets_the_notice_of_its_first_extension(
    here: Path, capsys: pytest.CaptureFixture[str], when: str, reason: str, state: str
) -> None:
    late = ("date: 2026-03-20", "date: 2026-05-10")
    said = ("  edition: 2026/27", f'  edition: 2026/27\n  reasons: ["{reason}"]')
    write(CONTRACT, ONCE, late, *([said] if when == "then" else []))
    build()
    write(CONTRACT, ONCE, late, *([said] if when != "never" else []), ("end: 2029-03-31", "end: 2030-03-31"))
    found = vary(capsys)
    assert found["state"] == state
    told = [each["message"] for each in found["problems"] if each["slug"] == "extension-not-under-option"]
    assert (state == "extended") == (told == [])
    assert all(
        "where it was only signed late, write “change-without-notice: signed late on 10 May 2026”" in each
        for each in told
    )
    assert found["facts"], "of the change that is made nothing is accepted because the contract was signed late"
    assert state == "extended" or "change-without-notice" in {
        each["slug"] for each in found["problems"] if each["severity"] == "warning"
    }


def test_a_notice_whose_last_day_the_pack_has_is_no_variation_since(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(CONTRACT, OPTION)
    build()
    longer = ("end: 2029-03-31", "end: 2030-03-31")
    write(CONTRACT, OPTION, longer)
    assert run(["vary", "c.yaml", "--effective", "2026-09-01", "--since", "issued", "-o", "notices"]) == 0
    run(["build", "c.yaml", "-o", "extended"])
    write(CONTRACT, OPTION, longer, POST)
    capsys.readouterr()
    slugs = {each["slug"] for each in vary(capsys, "--since", "extended")["problems"]}
    assert "varied-since" not in slugs
    (told,) = [each for each in vary(capsys)["problems"] if each["slug"] == "varied-since"]
    assert "holds the notice of extension X9-620-V2026-09-01" in told["message"]


def test_a_lifetime_value_that_is_left_out_is_never_taken_out_of_the_contract_in_silence(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worth = ("2029-03-31}", "2029-03-31}\n  lifetime_value: £365,000")
    write(CONTRACT, worth)
    build()
    write(CONTRACT, POST)
    found = vary(capsys)
    (told,) = [each for each in found["problems"] if each["slug"] == "variation-value-differs"]
    assert told["message"].startswith("no lifetime value is given, and £365,000 was issued")
    write(CONTRACT, worth, POST)
    assert "variation-value-differs" not in {each["slug"] for each in vary(capsys)["problems"]}
