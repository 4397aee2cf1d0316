"""The whole path at the desk, without a browser: the list, a contract, its faults, saving and building."""

from __future__ import annotations

import hashlib
import html
import re
import shutil
from pathlib import Path

import pytest
from tests.desk.conftest import EXAMPLES, ORIGIN, AskedDesk

from specgen.desk.answers.adopting import steps_of
from specgen.desk.folder import HeldFile
from specgen.desk.opened import Adopting
from specgen.issue.records import RECORD_FILE

NAMES = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("contract.yaml"))


def test_the_list_names_every_contract_of_the_folder_and_no_settings(asked: AskedDesk) -> None:
    page = asked.page("/")
    assert [name for name in NAMES if name in page] == NAMES
    assert "specgen.yaml" not in page


@pytest.mark.parametrize("name", ["podiatry-services/contract.yaml", "harbour-grant/contract.yaml"])
def test_saving_with_nothing_changed_leaves_the_same_bytes(asked: AskedDesk, name: str) -> None:
    before = (asked.root / name).read_bytes()
    stamp = (asked.root / name).stat().st_mtime_ns
    page = asked.send(f"/contract?file={name}", {**asked.form(name), "do": "save"})
    assert "Nothing was changed, so nothing was written." in page
    assert (asked.root / name).read_bytes() == before
    assert (asked.root / name).stat().st_mtime_ns == stamp


def test_one_changed_value_changes_only_its_line(asked: AskedDesk) -> None:
    name = "podiatry-services/contract.yaml"
    file = asked.root / name
    before = file.read_text(encoding="utf-8").splitlines()
    form = asked.form(name)
    form["v:contract/title"] = "Podiatry: feet & ankles"
    page = asked.send(f"/contract?file={name}", {**form, "do": "save"})
    after = file.read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert changed[0][0].strip().startswith("title:")
    assert "Saved." in page
    assert html.escape("Podiatry: feet & ankles", quote=False) in page


def test_a_fault_stands_at_its_field_in_the_words_of_check(asked: AskedDesk) -> None:
    name = "podiatry-services/contract.yaml"
    form = asked.form(name)
    form["v:contract/term/end"] = "2026-02-30"
    told = asked.client.post(f"/look?file={name}", data=form, headers={"Origin": "http://127.0.0.1:8899"}).json()
    assert told["wrong"] == ["contract/term/end"]
    assert (
        "“2026-02-30” is not a date; write it as 2026-09-30 or 30 September 2026" in told["faults"]["contract/term/end"]
    )


def test_a_file_that_somebody_else_changed_is_told_and_not_overwritten(asked: AskedDesk) -> None:
    name = "podiatry-services/contract.yaml"
    file = asked.root / name
    form = asked.form(name)
    theirs = file.read_bytes().replace(b"title: ", b"title: Their ", 1)
    file.write_bytes(theirs)
    form["v:contract/title"] = "Mine"
    page = asked.send(f"/contract?file={name}", {**form, "do": "save"}, 409)
    assert "The file was changed meanwhile" in page
    assert "Their " in page and "Mine" in page
    assert file.read_bytes() == theirs
    mended = {"known": hashlib.sha256(theirs).hexdigest(), "v:contract/title": "Mine", "do": "save"}
    assert "Saved." in asked.send(f"/contract?file={name}", mended)
    assert b"title: Mine" in file.read_bytes()


def test_a_file_that_is_gone_is_told_and_what_was_typed_stays_on_the_page(asked: AskedDesk) -> None:
    name = "podiatry-services/contract.yaml"
    file = asked.root / name
    form = {**asked.form(name), "v:contract/title": "Typed for an hour"}
    file.rename(file.with_name("moved.yaml"))
    told = asked.client.post(f"/look?file={name}", data=form, headers={"Origin": ORIGIN}).json()
    assert "The file is not there any more" in told["status"]
    page = asked.send(f"/contract?file={name}", {**form, "do": "save"}, 409)
    assert "Nothing was saved. The file is not there any more" in page and 'value="Typed for an hour"' in page
    assert not file.exists()
    file.with_name("moved.yaml").rename(file)
    asked.send(f"/contract?file={name}", {**form, "do": "save"})
    assert b"title: Typed for an hour" in file.read_bytes()


def test_a_build_says_what_it_will_do_then_does_it_and_opens_the_folder(asked: AskedDesk) -> None:
    name = "podiatry-services/contract.yaml"
    page = asked.page(f"/build?file={name}")
    assert not (asked.root / "documents").exists()
    plan = re.search(r'name="plan" value="([0-9a-f]{64})"', page)
    assert plan is not None
    done = asked.send(f"/build?file={name}", {"out": "documents", "draft": "", "plan": plan[1]})
    written = sorted(path.name for path in (asked.root / "documents").rglob("*.docx"))
    assert written
    assert all(document in html.unescape(done) for document in written)
    assert asked.opened == [next((asked.root / "documents").iterdir())]


def test_a_build_is_refused_when_the_file_changed_after_it_was_said(asked: AskedDesk) -> None:
    name = "podiatry-services/contract.yaml"
    plan = re.search(r'name="plan" value="([0-9a-f]{64})"', asked.page(f"/build?file={name}"))
    assert plan is not None
    file = asked.root / name
    file.write_bytes(file.read_bytes().replace(b"title: ", b"title: Other ", 1))
    page = asked.send(f"/build?file={name}", {"out": "documents", "draft": "", "plan": plan[1]}, 409)
    assert "something changed since it was said" in page
    assert not list((asked.root / "documents").rglob("*.docx"))


@pytest.mark.parametrize("out", ["../elsewhere", "/tmp/elsewhere", "a/../../b", ".hidden", "C:\\documents"])
def test_documents_are_built_nowhere_but_in_the_folder(asked: AskedDesk, out: str, tmp_path: Path) -> None:
    answer = asked.client.get("/build", params={"file": "podiatry-services/contract.yaml", "out": out})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("order", "asked_for"),
    [
        ("add:commissioners", "v:commissioners/1/name"),
        ("add:services", "v:services/1/name"),
        ("add:whole_specification/0", "v:services/0/whole_specification/1.1"),
    ],
)
def test_room_is_made_for_what_is_added_and_it_is_asked_for(asked: AskedDesk, order: str, asked_for: str) -> None:
    name = "podiatry-services/contract.yaml"
    before = (asked.root / name).read_bytes().splitlines()
    form = asked.form(name)
    form["v:contract/title"] = "With more room"
    page = asked.send(f"/contract?file={name}", {**form, "do": order})
    assert f'name="{asked_for}"' in page
    after = (asked.root / name).read_bytes().splitlines()
    assert b"  title: With more room" in after
    assert len([line for line in before if line not in after]) == 1


def test_a_blank_contract_is_begun_and_clauses_chosen_for_it(asked: AskedDesk) -> None:
    form = {"from": "blank", "reference": "NEW/1", "edition": "2026/27", "form": "full-length"}
    asked.send("/start", form, 303, follow=False)
    name = "NEW-1/contract.yaml"
    page = asked.page(f"/clauses?file={name}&component=supported-self-management")
    known = re.search(r'name="known" value="([0-9a-f]{64})"', page)
    assert known is not None
    one, other = (f"supported-self-management/specification/peer-support-{how}" for how in ("delivered", "referred"))
    ticks = {f"shown:{one}": "1", f"shown:{other}": "1", f"clause:{one}": "1", f"clause:{other}": "1"}
    address = f"/choose?file={name}&service=0"
    told = asked.client.post(address, data={"known": known[1], **ticks}, headers={"Origin": ORIGIN}).json()
    assert "cannot stand beside" in told["told"][one] and "cannot stand beside" in told["told"][other]
    assert "excludes the other" in told["said"]
    del ticks[f"clause:{other}"]
    address = f"/clauses?file={name}&service=0&component=supported-self-management"
    asked.send(address, {"known": known[1], "do": "save", **ticks})
    text = (asked.root / name).read_text(encoding="utf-8")
    assert "    specification:\n      - supported-self-management/peer-support-delivered\n" in text
    assert "reference: NEW/1\n" in text


def test_taking_one_clause_out_of_a_set_leaves_the_others_by_name(asked: AskedDesk) -> None:
    name = "community-respiratory/contract.yaml"
    page = asked.page(f"/clauses?file={name}&component=shared-decision-making")
    known = re.search(r'name="known" value="([0-9a-f]{64})"', page)
    assert known is not None
    gone = "shared-decision-making/specification/local-terms"
    address = f"/clauses?file={name}&service=0"
    asked.send(address, {"known": known[1], "do": "save", f"shown:{gone}": "1"})
    text = (asked.root / name).read_text(encoding="utf-8")
    assert "      - shared-decision-making/lead-in\n      - shared-decision-making/national\n" in text
    assert "shared-decision-making/local-terms" not in text


def test_last_years_file_is_copied_with_its_days_left_open(asked: AskedDesk) -> None:
    earlier = "podiatry-services/contract.yaml"
    before = (asked.root / earlier).read_bytes()
    asked.send("/start", {"from": f"earlier:{earlier}", "reference": "NBB-2027-051"}, 303, follow=False)
    text = (asked.root / "NBB-2027-051/contract.yaml").read_text(encoding="utf-8")
    assert "  reference: NBB-2027-051\n" in text
    assert "    start:\n    end:\n" in text
    assert (asked.root / earlier).read_bytes() == before


def test_what_changed_since_issue_is_a_redline_with_words_round_it(asked: AskedDesk) -> None:
    name = "podiatry-services/contract.yaml"
    plan = re.search(r'name="plan" value="([0-9a-f]{64})"', asked.page(f"/build?file={name}"))
    assert plan is not None
    asked.send(f"/build?file={name}", {"out": "documents", "draft": "", "plan": plan[1]})
    file = asked.root / name
    file.write_bytes(file.read_bytes().replace(b"title: Community podiatry", b"title: Community foot care"))
    page = asked.page(f"/since?file={name}")
    struck = '<span class="sign">[struck:</span> <del class="change">podiatry</del><span class="sign">]'
    assert struck in page
    assert '<span class="sign">[put in:</span> <ins class="change">foot care</ins><span class="sign">]' in page
    assert "Community podiatry service" in asked.page(f"/since?file={name}&all=1")
    # Headers and footers are compared too, and the cells of a table stand in their rows.
    whole = asked.page(f"/since?file={name}&all=1")
    assert "<h3>Body</h3>" in whole and "<h3>Footer" in whole and "<td><p" in whole


def test_duties_and_the_meeting_page_stand_on_a_tab(asked: AskedDesk) -> None:
    page = asked.page("/duties?file=musculoskeletal-outpatients/contract.yaml&day=1 October 2026")
    assert "Page for the Review Meeting, 1 October 2026" in page
    assert "Every duty of the contract" in page
    wrong = asked.page("/duties?file=musculoskeletal-outpatients/contract.yaml&day=soon")
    assert "“soon” is not a date" in wrong


def signed_papers(asked: AskedDesk) -> Path:
    """A folder with the papers of an example."""
    name = "podiatry-services/contract.yaml"
    plan = re.search(r'name="plan" value="([0-9a-f]{64})"', asked.page(f"/build?file={name}"))
    assert plan is not None
    asked.send(f"/build?file={name}", {"out": "documents", "draft": "", "plan": plan[1]})
    signed = asked.root / "signed"
    signed.mkdir()
    for document in (asked.root / "documents" / "NBB-2026-051").glob("*.docx"):
        document.rename(signed / document.name)
    return signed


def test_while_signed_papers_are_read_the_page_says_which_and_the_desk_answers(asked: AskedDesk) -> None:
    papers = sorted(path.name for path in signed_papers(asked).glob("*.docx"))
    asked.desk.adopting = reading = Adopting("signed", tuple(sorted((asked.root / "signed").iterdir())))
    steps = steps_of(asked.desk, reading)
    told = []
    for _ in steps:
        page = html.unescape(asked.page("/adopting"))
        told.append(page[page.index('role="status">') :].partition(">")[2].partition("<")[0])
        assert "Papers are being read:" in asked.page("/") and "Go on with" not in page
    reading.ended = True
    assert told == [
        "The clause library is made ready.",
        *(f"Paper {number} of {len(papers)} is read: {name}" for number, name in enumerate(papers, 1)),
        "The words of the clause library are listed, to find them in the papers.",
        "Contract 1 of 1 is put together: NBB-2026-051",
        "Contract 1 of 1 is built again and held against what was signed: NBB-2026-051",
    ]
    assert "Go on with this contract" in asked.page("/adopting") and "What was read from" in asked.page("/")


def test_a_reading_that_breaks_off_says_what_was_written_before(asked: AskedDesk) -> None:
    signed = signed_papers(asked)
    shutil.copytree(signed, asked.root / "other")
    for paper in (asked.root / "other").glob("*.docx"):
        paper.unlink() if "insert" not in paper.name else None
    made = asked.desk.folder.create

    def full(name: str, data: bytes) -> HeldFile:
        raise OSError(28, "No space left on device")

    asked.desk.folder.create = full  # type: ignore[method-assign]
    page = asked.send("/start", {"from": "signed:other"}, 503)
    assert "No space left on device" in page
    asked.desk.folder.create = made  # type: ignore[method-assign]
    assert "Go on with this contract" in asked.send("/start", {"from": "signed:other"})


def test_more_papers_than_the_desk_reads_at_once_are_told_with_the_way_on(asked: AskedDesk) -> None:
    (asked.root / "many").mkdir()
    for number in range(61):
        (asked.root / "many" / f"{number}.docx").write_bytes(b"")
    page = asked.send("/start", {"from": "signed:many"}, 400)
    assert "There are more than 60 papers in this folder" in page and "specgen adopt" in page


def test_signed_papers_of_a_folder_are_read_into_a_contract(asked: AskedDesk) -> None:
    signed_papers(asked)
    assert 'value="signed:signed"' in asked.page("/start")
    page = asked.send("/start", {"from": "signed:signed"})
    assert "Go on with this contract" in page
    made = (asked.root / "NBB-2026-051" / "contract.yaml").read_text(encoding="utf-8")
    assert "title: Community podiatry" in made
    assert "There is no such file" in asked.send("/start", {"from": "signed:../elsewhere"}, 404)


def test_a_service_without_a_name_yet_is_named_by_its_number_where_clauses_are_chosen(asked: AskedDesk) -> None:
    asked.send(
        "/start",
        {"from": "blank", "reference": "NEW-1", "edition": "2026/27", "form": "full-length"},
        303,
        follow=False,
    )
    page = asked.page("/clauses?file=NEW-1/contract.yaml&component=personal-health-budgets")
    name = "personal-health-budgets/specification/process"
    known = re.search(r'name="known" value="([0-9a-f]{64})"', page)
    assert known is not None
    told = asked.client.post(
        "/choose?file=NEW-1/contract.yaml&service=0",
        data={"known": known[1], f"shown:{name}": "1", f"clause:{name}": "1"},
        headers={"Origin": ORIGIN},
    ).json()
    assert "service 01 does not state the legal rights to choice" in told["said"]
    assert "“?”" not in told["said"]


def test_a_field_that_a_chosen_clause_prints_is_needed_and_told_as_open(asked: AskedDesk) -> None:
    file = asked.root / "community-respiratory/contract.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"\n    cohort: .*", "", text), encoding="utf-8")
    page = asked.page("/contract?file=community-respiratory/contract.yaml")
    assert '<div class="question open" data-field="services/0/cohort">' in page


def test_what_is_said_to_be_done_on_a_day_still_to_come_is_refused_on_the_tab_too(asked: AskedDesk) -> None:
    file = asked.root / "musculoskeletal-outpatients" / "contract.yaml"
    text = file.read_text(encoding="utf-8")
    entry = "  done: ['shared-decision-making/local-terms#1: 2026-11-20']\n"
    file.write_text(text.replace("\n  term:", f"\n{entry}  term:", 1), encoding="utf-8")
    early = asked.page("/duties?file=musculoskeletal-outpatients/contract.yaml&day=1 October 2026")
    assert "is said to be done on 20 November 2026, which is still to come on 1 October 2026" in early
    assert "Page for the Review Meeting" not in early and "done on 20 November 2026<" not in early
    later = asked.page("/duties?file=musculoskeletal-outpatients/contract.yaml&day=1 December 2026")
    assert "still to come" not in later and "Page for the Review Meeting, 1 December 2026" in later


def test_the_record_beside_signed_papers_gives_what_no_paper_prints(asked: AskedDesk) -> None:
    file = asked.root / "podiatry-services/contract.yaml"
    file.write_text(file.read_text("utf-8").replace("\n  term:", "\n  began_on: 2026-06-01\n  term:", 1), "utf-8")
    signed = signed_papers(asked)
    assert 'value="signed:documents/NBB-2026-051"' not in asked.page("/start")  # built by the desk itself
    record = asked.root / "documents" / "NBB-2026-051" / RECORD_FILE
    record.rename(signed / RECORD_FILE)
    assert 'value="signed:signed"' not in asked.page("/start")
    shutil.rmtree(asked.root / "podiatry-services")
    assert 'value="signed:signed"' in asked.page("/start")
    asked.send("/start", {"from": "signed:signed"})
    made = (asked.root / "NBB-2026-051" / "contract.yaml").read_text(encoding="utf-8")
    assert re.search(r"began_on: .?2026-06-01", made)
