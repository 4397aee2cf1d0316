"""Laws of what is called unchanged without being made again: it is what making it would say, and any change ends it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cli.portfolio import everything, organisation, register, row
from tests.contract.registers import workbook

from specgen import __version__, program
from specgen.cli.main import run
from specgen.issue.build import prepared
from specgen.issue.portfolio import portfolio as batch_module
from specgen.issue.portfolio import portfolio as workroom
from specgen.issue.portfolio import unchanged as inputs
from specgen.issue.portfolio.portfolio import Batch, Ended, build_all, open_batch
from specgen.issue.portfolio.unchanged import workplace_inputs
from specgen.issue.portfolio.waiting import Waiting
from specgen.issue.precedents import open_workplace, organisation_of
from specgen.program import digest_of

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every example, built from its contract file into `files` and from a register of all into `rows`."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(EXAMPLES, folder / "examples")
    here = Path.cwd()
    os.chdir(folder)
    try:
        assert run(["register", "export", "examples", "-o", "examples/all.xlsx"]) == 0
        for out, file in (("files", "examples"), ("rows", "examples/all.xlsx")):
            list(build_all(opened(folder, file, out)))
    finally:
        os.chdir(here)
    return folder


def opened(folder: Path, file: str, out: str) -> Batch:
    paths = (
        sorted(path.relative_to(folder) for path in (folder / file).glob("*/contract.yaml"))
        if file == "examples"
        else [Path(file)]
    )
    return open_batch([folder / path for path in paths], folder / out, durable=False)


def made_anew(monkeypatch: pytest.MonkeyPatch, batch: Batch) -> list[Ended]:
    """What the ordinary way answers, which makes every document."""
    with monkeypatch.context() as patch:
        patch.setattr(workroom, "unchanged", lambda *_: None)
        return list(build_all(batch))


@pytest.mark.parametrize(("file", "out"), [("examples", "files"), ("examples/all.xlsx", "rows")])
def test_what_is_not_made_again_is_told_as_if_it_had_been(
    built: Path, monkeypatch: pytest.MonkeyPatch, file: str, out: str
) -> None:
    before = everything(built / out)

    def making(*_: object, **__: object) -> None:
        raise AssertionError("a pack was made again")

    with monkeypatch.context() as patch:
        patch.setattr(workroom, "prepared", making)
        quick = list(build_all(opened(built, file, out)))
    assert quick == made_anew(monkeypatch, opened(built, file, out))
    assert len(quick) > 6 and any(done.problems for done in quick)
    assert everything(built / out) == before


@pytest.fixture(scope="module")
def whole(built: Path) -> Batch:
    """The batch of all contract files."""
    return opened(built, "examples", "files")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_byte_of_a_pack_that_differs_ends_it(built: Path, whole: Batch, data: st.DataObject) -> None:
    pack = built / "files" / "NBB-2026-040"
    batch = whole
    files = sorted(path for path in pack.iterdir())
    path = data.draw(st.sampled_from(files), label="file")
    held = path.read_bytes()
    at = data.draw(st.integers(0, len(held) - 1), label="at")
    byte = data.draw(st.integers(1, 255), label="by")
    waiting = next(each for each in batch.queue if each.folder == pack.name)
    room = workroom.Workroom(batch.work, batch.queue.shelf, lambda: batch.precedents)
    key = workroom._key(batch.work, batch.queue.shelf.key(waiting, batch.queue.shelf.data(waiting)))
    assert room._unchanged(waiting, key, "write") is not None
    try:
        path.write_bytes(held[:at] + bytes([held[at] ^ byte]) + held[at + 1 :])
        assert room._unchanged(waiting, key, "write") is None
    finally:
        path.write_bytes(held)


def spoilers() -> Iterator[tuple[str, Callable[[Path], object]]]:
    yield "gone", lambda pack: next(pack.glob("*.docx")).unlink()
    yield "record gone", lambda pack: (pack / "specgen-record.json").unlink()
    yield "unfinished file", lambda pack: (pack / ".specgen-1-1.tmp").write_bytes(b"")
    yield "link", as_link
    yield "another name", lambda pack: next(pack.glob("*.docx")).rename(pack / "mine.docx")
    yield "edited, beside a copy in capitals", edited_beside_a_copy_in_capitals


def as_link(pack: Path) -> None:
    path = next(pack.glob("*.docx"))
    path.rename(pack.parent / "elsewhere.docx")
    path.symlink_to(pack.parent / "elsewhere.docx")


def edited_beside_a_copy_in_capitals(pack: Path) -> None:
    path = next(pack.glob("*.docx"))
    (pack / path.name.upper()).write_bytes(path.read_bytes())
    path.write_bytes(b"edited")


@pytest.mark.parametrize("spoil", [spoil for _, spoil in spoilers()], ids=[name for name, _ in spoilers()])
def test_whatever_lies_there_otherwise_is_judged_in_the_ordinary_way(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object]
) -> None:
    shutil.copytree(built / "files" / "NBB-2026-040", tmp_path / "out" / "NBB-2026-040")
    spoil(tmp_path / "out" / "NBB-2026-040")
    made = []
    ordinary = prepared

    def noted(*given: object, **named: object) -> object:
        made.append(given)
        return ordinary(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(workroom, "prepared", noted)
    file = built / "examples" / "link-worker-service" / "contract.yaml"
    list(build_all(open_batch([file], tmp_path / "out", durable=False)))
    assert len(made) == 1


def test_an_approval_that_is_taken_back_while_the_library_is_read_is_noticed_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    file, out = tmp_path / "examples" / "podiatry-services" / "contract.yaml", tmp_path / "out"

    def read_and_changed(start: Path, today: date | None) -> object:
        read = open_workplace(start, today)
        approvals = tmp_path / "examples" / "approvals.csv"
        approvals.write_bytes(approvals.read_bytes().split(b"\n")[0] + b"\n")
        return read

    with monkeypatch.context() as patch:
        patch.setattr(batch_module, "open_workplace", read_and_changed)
        (first,) = build_all(open_batch([file], out, durable=False))
    (second,) = build_all(open_batch([file], out, durable=False))
    assert {document.kind for document in first.documents} == {"new"}
    assert {document.kind for document in second.documents} == {"changed", "unchanged"}


def key_of(batch: Batch) -> str:
    waiting: Waiting = next(iter(batch.queue))
    return workroom._key(batch.work, batch.queue.shelf.key(waiting, batch.queue.shelf.data(waiting)))


def of_rows(folder: Path, *, draft: bool = False) -> str:
    return key_of(open_batch([folder / "register.csv"], folder / "out", folder / "base.yaml", draft=draft))


def append(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes() + b"\n")


def new_version(folder: Path) -> None:
    (folder / "library/co-production/specification/ours").mkdir(parents=True)
    (folder / "library/co-production/specification/ours/1.md").write_text("", encoding="utf-8")


ROWS: list[tuple[str, Callable[[Path], object]]] = [
    ("a cell", lambda folder: register(folder, [row(1, title="Podiatry!")])),
    ("a cell as another writes it", lambda folder: register(folder, [row(1, start="2026-04-01")])),
    ("the base", append("base.yaml")),
    ("the register's name", lambda folder: (folder / "register.csv").rename(folder / "other.csv")),
    ("the settings", append("specgen.yaml")),
    ("the approvals", append("approvals.csv")),
    ("a clause", new_version),
    ("a template", lambda folder: append("templates/one/template.docx")(folder)),
    ("a row more of the contract", lambda folder: register(folder, [row(1), row(1)])),
]


def prepared_folder(folder: Path) -> Path:
    """An organisation with a library and templates of its own, and a register of one contract."""
    organisation(folder)
    (folder / "library").mkdir()
    (folder / "templates" / "one").mkdir(parents=True)
    (folder / "templates" / "one" / "template.docx").write_bytes(b"")
    settings_file = folder / "specgen.yaml"
    settings_file.write_text(
        settings_file.read_text(encoding="utf-8") + "library: library\ntemplates: templates\n", encoding="utf-8"
    )
    register(folder, [row(1)])
    return folder


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The hash of the one contract, in a folder of another name."""
    return of_rows(prepared_folder(tmp_path_factory.mktemp("before")))


@pytest.mark.parametrize("change", [change for _, change in ROWS], ids=[name for name, _ in ROWS])
def test_a_change_of_any_input_of_a_row_changes_the_hash(
    tmp_path: Path, before: str, change: Callable[[Path], object]
) -> None:
    prepared_folder(tmp_path)
    change(tmp_path)
    name = "other.csv" if (tmp_path / "other.csv").exists() else "register.csv"
    assert key_of(open_batch([tmp_path / name], tmp_path / "out", tmp_path / "base.yaml")) != before


def test_neither_the_folder_nor_the_place_of_the_row_nor_the_rows_of_others_count_but_draft_does(
    tmp_path: Path, before: str
) -> None:
    prepared_folder(tmp_path)
    assert of_rows(tmp_path, draft=True) != before
    register(tmp_path, [row(2), row(3), row(1)])
    batch = open_batch([tmp_path / "register.csv"], tmp_path / "out", tmp_path / "base.yaml")
    assert workroom._key(batch.work, batch.queue.shelf.key(list(batch.queue)[-1], b"")) == before


HEADINGS = ["Reference", "Service number", "Service", "Cohort"]


def services(*rows: list[object]) -> bytes:
    return workbook({"Contracts": [["Reference", "Title", "Start", "Expiry"], row(1)], "Services": [HEADINGS, *rows]})


def test_the_order_of_a_contracts_rows_counts_only_where_it_changes_the_contract(tmp_path: Path) -> None:
    organisation(tmp_path)

    def key(*rows: list[object]) -> str:
        (tmp_path / "r.xlsx").write_bytes(services(*rows))
        return key_of(open_batch([tmp_path / "r.xlsx"], tmp_path / "out", tmp_path / "base.yaml"))

    numbered: list[list[object]] = [["R-0001", "01", "Feet", "adults"], ["R-0001", "02", "Legs", "children"]]
    plain: list[list[object]] = [["R-0001", None, "Feet", "adults"], ["R-0001", None, "Legs", "children"]]
    assert key(*numbered) == key(*reversed(numbered))
    assert key(*plain) != key(*reversed(plain))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_byte_of_a_contract_file_counts(whole: Batch, data: st.DataObject) -> None:
    held = (EXAMPLES / "podiatry-services" / "contract.yaml").read_bytes()
    at = data.draw(st.integers(0, len(held) - 1))
    other = held[:at] + bytes([held[at] ^ data.draw(st.integers(1, 255))]) + held[at + 1 :]
    key = whole.queue.shelf.key
    assert (
        key(Waiting("contract.yaml"), other) != key(Waiting("contract.yaml"), held) != key(Waiting("other.yaml"), held)
    )


def test_every_shipped_file_and_every_module_of_specgen_is_an_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = EXAMPLES.parent
    for name in inputs.SHIPPED:
        shutil.copytree(root / name, tmp_path / name)
    monkeypatch.setattr(inputs, "shipped", lambda name: tmp_path / name)
    organisation_found = organisation_of(tmp_path)
    before = workplace_inputs(organisation_found)
    for name in inputs.SHIPPED:
        for path in sorted(path for path in (tmp_path / name).rglob("*") if path.is_file())[::9]:
            whole = path.read_bytes()
            path.write_bytes(whole + b"\n")
            assert before != workplace_inputs(organisation_found), path
            path.write_bytes(whole)
    assert before == workplace_inputs(organisation_found)
    assert digest_of(before) != digest_of({**before, "shipped/clauses/new.md": ""})
    (tmp_path / "templates" / "specification-insert" / "~$mplate.docx").write_bytes(b"Word has it open")
    assert before == workplace_inputs(organisation_found)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few people make links")
def test_a_clause_that_lies_behind_a_link_is_an_input(tmp_path: Path) -> None:
    clause = tmp_path / "shared" / "co-production" / "specification" / "panel"
    clause.mkdir(parents=True)
    (clause / "1.md").write_text("The Provider asks a panel.\n", encoding="utf-8")
    (tmp_path / "clauses").mkdir()
    (tmp_path / "specgen.yaml").write_text("organisation: Northbrook\nlibrary: clauses\n", encoding="utf-8")
    before = workplace_inputs(organisation_of(tmp_path))
    (tmp_path / "clauses" / "co-production").symlink_to(tmp_path / "shared" / "co-production")
    linked = workplace_inputs(organisation_of(tmp_path))
    assert linked.keys() - before.keys() == {"organisation/clauses/co-production/specification/panel/1.md"}
    (clause / "1.md").write_text("The Provider need not ask a panel.\n", encoding="utf-8")
    assert workplace_inputs(organisation_of(tmp_path)) != linked


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few people make links")
def test_a_link_that_leads_back_ends_and_each_of_two_names_of_a_folder_is_an_input(tmp_path: Path) -> None:
    (tmp_path / "clauses" / "a").mkdir(parents=True)
    (tmp_path / "clauses" / "a" / "notes.yaml").write_text("[]\n", encoding="utf-8")
    (tmp_path / "clauses" / "a" / "back").symlink_to(tmp_path / "clauses")
    (tmp_path / "clauses" / "b").symlink_to(tmp_path / "clauses" / "a")
    (tmp_path / "specgen.yaml").write_text("organisation: Northbrook\nlibrary: clauses\n", encoding="utf-8")
    with_both = workplace_inputs(organisation_of(tmp_path))
    (tmp_path / "clauses" / "b").unlink()
    assert with_both != workplace_inputs(organisation_of(tmp_path))


def test_the_program_is_an_input_whatever_its_line_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(
        EXAMPLES.parent / "src" / "specgen",
        tmp_path / "specgen",
        ignore=shutil.ignore_patterns("__pycache__", "_shipped"),
    )
    here = program.program_digest()
    monkeypatch.setattr(program, "__file__", str(tmp_path / "specgen" / "program.py"))
    digest = program.program_digest.__wrapped__
    assert digest() == here
    module = tmp_path / "specgen" / "word" / "template" / "gate.py"
    whole = module.read_bytes()
    module.write_bytes(whole.replace(b"\n", b"\r\n"))
    assert digest() == here
    stamp = program.program_stamp.__wrapped__()
    assert program.program_stamp.__wrapped__() == stamp
    module.write_bytes(whole + b"\n")
    assert digest() != here
    assert program.program_stamp.__wrapped__() != stamp, "what was kept by the program as it was is not taken"


def test_the_program_is_its_version_and_its_source_and_no_library_that_is_installed() -> None:
    # A record that named the libraries would differ from one machine to the next, though the documents do not.
    package = EXAMPLES.parent / "src" / "specgen"
    source = {
        path.relative_to(package).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in package.rglob("*.py")
    }
    assert program.program_digest() == digest_of({"specgen": __version__, **source})
