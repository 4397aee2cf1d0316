"""`specgen answer` on the command line: what is written, what is printed, and what is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.review.answering import as_sent, main_part, report, texts, units_of
from tests.review.conftest import IssuedPack
from tests.review.conftest import pack as pack
from tests.review.negotiating import commented, silently, tracked

from specgen.cli.main import run
from specgen.review.answer.sheet import decision_note


@pytest.fixture
def returned(pack: IssuedPack, tmp_path: Path) -> Path:
    path = tmp_path / "returned.docx"
    path.write_bytes(
        silently(tracked(pack.data("2A"), "Clinical champion", "Clinical lead"), "within 28 days", "within 60 days")
    )
    return path


def decided(pack: IssuedPack, returned: Path, rows: dict[int, tuple[str, str]]) -> Path:
    data = returned.read_bytes()
    path = returned.with_name("report.xlsx")
    path.write_bytes(report(data, units_of(data, pack.file("2A")), rows))
    return path


def answer(returned: Path, decisions: Path, *words: str) -> int:
    given = ["--decisions", str(decisions), "-o", str(returned.with_name("reply.docx"))]
    return run(["answer", str(returned), *given, "--author", "Ada Shah", "--date", "2026-05-11", *words])


def test_the_reply_is_written_and_what_is_undecided_is_listed(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decisions = decided(pack, returned, {0: ("reject", "")})
    clean = returned.with_name("clean.docx")
    assert answer(returned, decisions, "--clean", str(clean)) == 1, "one change is open in the clean file"
    printed, warned = capsys.readouterr()
    assert "clean.docx: warning: 1 change is open in this file and agreed by nobody" in warned
    assert "it stands there tracked or with our comment: t-" in warned
    assert "1 change decided: 1 refused; proved both ways." in printed
    assert "Undecided (1):" in printed and "3. Shared decision making: local terms: deletion, insertion" in printed
    reply = main_part(returned.with_name("reply.docx").read_bytes())
    assert any("within 28 days" in line for line in texts(reply))
    assert as_sent(reply) == as_sent(main_part(returned.read_bytes()))
    assert any("within 28 days" in line for line in texts(main_part(clean.read_bytes())))


def test_a_report_in_which_nothing_is_decided_makes_no_reply(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(returned, decided(pack, returned, {})) == 1
    assert "nothing is decided in the report, so there is no reply to returned.docx" in capsys.readouterr().err
    assert not returned.with_name("reply.docx").exists()


def test_the_report_of_another_file_is_refused(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decisions = decided(pack, returned, {0: ("reject", "")})
    returned.write_bytes(silently(returned.read_bytes(), "four hours", "two hours"))
    assert answer(returned, decisions) == 1
    assert "the report is of another file" in capsys.readouterr().err
    assert not returned.with_name("reply.docx").exists()


def test_nothing_is_written_over(pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decisions = decided(pack, returned, {0: ("reject", "")})
    reply = returned.with_name("reply.docx")
    reply.write_bytes(b"theirs")
    clean = returned.with_name("clean.docx")
    assert answer(returned, decisions, "--clean", str(clean)) == 1
    assert reply.read_bytes() == b"theirs" and not clean.exists()
    assert "reply.docx is there already and differs" in capsys.readouterr().err
    assert answer(returned, decisions, "--clean", str(returned)) == 2


def test_what_is_decided_twice_or_unknown_is_named_by_its_cell(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = returned.read_bytes()
    units = units_of(data, pack.file("2A"))
    twice = returned.with_name("twice.xlsx")
    twice.write_bytes(
        report(data, [*units, units[0], replace(units[0], id="s-0000000000")], {0: ("reject", ""), 2: ("accept", "")})
    )
    assert answer(returned, twice, "--format", "json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["written"] is None
    assert [problem["slug"] for problem in said["problems"]] == ["decided-twice"]
    assert "row 4" in str(said["problems"][0]["location"]) or said["problems"][0]["location"]["line"] == 4
    unknown = returned.with_name("unknown.xlsx")
    unknown.write_bytes(report(data, [*units, replace(units[0], id="s-0000000000")], {2: ("accept", "")}))
    assert answer(returned, unknown) == 1
    assert (
        "“s-0000000000” is no change of this file, or what the report keeps of it was changed"
        in capsys.readouterr().err
    )


def test_every_change_is_told_with_its_id_in_json_in_the_workbook_and_in_word(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["review", str(returned), "--issued", str(pack.file("2A"))]
    said = []
    for ending in ("docx", "xlsx"):
        out = returned.with_name(f"report.{ending}")
        assert run([*given, "-o", str(out), "--format", "json"]) == 1
        said.append(json.loads(capsys.readouterr().out))
        with zipfile.ZipFile(out) as archive:
            text = "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
        ids = {change["id"] for clause in said[-1]["clauses"] for change in clause["changes"]}
        assert len(ids) == 2 and all(identity in text for identity in ids), ending
    assert said[0] == said[1]


def test_every_fault_of_the_decisions_is_told_at_once_and_each_says_one_thing(
    pack: IssuedPack, returned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned.write_bytes(commented(returned.read_bytes(), "Clinical", "28 days?"))
    data = returned.read_bytes()
    units = units_of(data, pack.file("2A"))
    (comment,) = [at for at, unit in enumerate(units) if unit.told.kind == "comment"]
    others = [at for at in range(len(units)) if at != comment]
    given = {comment: ("accept", ""), others[0]: ("refuse", ""), others[1]: ("counter", "")}
    assert answer(returned, decided(pack, returned, given)) == 1
    said = capsys.readouterr().err
    assert "“refuse” is no decision" in said and "a counter without words" in said
    assert "with “accept” in the file: a comment of theirs is no change" in said
    assert "To fix this: choose reply, or leave it blank" in said
    assert decision_note(units[comment]) == "Only reply, or leave it blank: a comment of theirs is no change."
