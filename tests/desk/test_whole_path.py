"""The whole path at the desk, without a browser: the list, a contract, its faults, saving and building."""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path

import pytest
from tests.desk.conftest import EXAMPLES, AskedDesk

NAMES = sorted(path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.rglob("contract.yaml"))


def test_the_list_names_every_contract_of_the_folder_and_no_settings(asked: AskedDesk) -> None:
    page = asked.page("/")
    assert [name for name in NAMES if name in page] == NAMES
    assert "specgen.yaml" not in page


@pytest.mark.parametrize("name", NAMES)
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
    mended = {
        "known": hashlib.sha256(theirs).hexdigest(),
        "v:contract/title": "Mine",
        "do": "save",
    }
    assert "Saved." in asked.send(f"/contract?file={name}", mended)
    assert b"title: Mine" in file.read_bytes()


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
