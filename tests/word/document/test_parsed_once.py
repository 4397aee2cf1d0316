"""How often a command parses one part of a Word file: the model reads it once, and a judge once more for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import etree
from tests.issue.inserting import main
from tests.issue.inserting import parts as parts_of
from tests.review.answering import report, units_of
from tests.review.conftest import IssuedPack
from tests.review.conftest import pack as pack
from tests.review.negotiating import silently, tracked
from tests.word.making import docx_bytes, p, text_box

from specgen.cli.main import run
from specgen.word.document.stories import read_existing
from specgen.word.draft.read import read_wording
from specgen.word.package.bounds import read_document

SPECIFICATION = Path(__file__).parents[3] / "docs" / "respiratory-specification.docx"
TRACKED = ("--author", "Ada Shah", "--date", "2026-05-04")
CLAUSE = "shared-decision-making/specification/national"
MARK = 'w:author="Ann" w:date="2026-04-01T00:00:00Z"'


def document(words: str, more: str = "") -> bytes:
    """A document with a header, a footer, footnotes, comments, lists and a text box."""
    return docx_bytes(
        p(words)
        + p("first", '<w:pStyle w:val="ListNumber"/>')
        + text_box(p("in the box"))
        + more
        + '<w:p><w:r><w:t>noted</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        header1=p(f"the header of {words}"),
        footer1=p("the footer"),
        footnotes=f'<w:footnote w:id="2">{p("a note")}</w:footnote>',
        comments=f'<w:comment w:id="5" w:author="Ann">{p("Really?")}</w:comment>',
    )


@contextmanager
def parses_of(monkeypatch: pytest.MonkeyPatch, *files: bytes) -> Iterator[Callable[[], dict[str, int]]]:
    """How often each part of the files is parsed in the block, by the part's bytes: parts that are the same in two
    files are counted together and divided by two."""
    names: dict[bytes, list[str]] = {}
    for number, file in enumerate(files):
        for name, data in parts_of(file).items():
            names.setdefault(data, []).append(f"{number}/{name}")
    counted: Counter[bytes] = Counter()
    parse: Callable[..., etree._Element] = etree.fromstring

    def counting(data: bytes, *rest: object) -> etree._Element:
        counted[data] += 1
        return parse(data, *rest)

    monkeypatch.setattr(etree, "fromstring", counting)
    yield lambda: {
        " ".join(names[data]): -(-count // len(names[data])) for data, count in counted.items() if data in names
    }
    monkeypatch.undo()


def most(counts: dict[str, int]) -> dict[str, int]:
    """Those parts that are parsed most often."""
    highest = max(counts.values())
    return {name: count for name, count in counts.items() if count == highest}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_insert_parses_a_part_twice_at_most_with_its_proof(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    host = SPECIFICATION.read_bytes()
    (folder / "host.docx").write_bytes(host)
    with parses_of(monkeypatch, host) as counts:
        command = ["insert", "host.docx", "-o", "out.docx", "--clause", CLAUSE, "--set", "sdm_cohort=asthma", *TRACKED]
        assert run(command) == 0
        assert counts()["0/word/document.xml"] >= 1
        assert all(count <= 2 for count in counts().values()), most(counts())


def test_a_redline_parses_a_part_of_either_side_twice_at_most_with_its_proof(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = document("the old words"), document("the new words", p("and more"))
    (folder / "old.docx").write_bytes(old)
    (folder / "new.docx").write_bytes(new)
    with parses_of(monkeypatch, old, new) as counts:
        assert run(["redline", "old.docx", "new.docx", "-o", "out.docx", *TRACKED]) == 0
        assert counts()["0/word/document.xml"] >= 1
        assert all(count <= 2 for count in counts().values()), most(counts())


def test_a_redline_of_documents_with_tracked_changes_parses_no_part_oftener(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending = f'<w:p><w:ins w:id="9" {MARK}><w:r><w:t>pending</w:t></w:r></w:ins></w:p>'
    old, new = document("the old words", pending), document("the new words", pending)
    (folder / "old.docx").write_bytes(old)
    (folder / "new.docx").write_bytes(new)
    with parses_of(monkeypatch, old, new) as counts:
        command = ["redline", "old.docx", "new.docx", "-o", "out.docx", "--existing", "accept", *TRACKED]
        assert run(command) == 0
        assert all(count <= 2 for count in counts().values()), most(counts())


def test_a_review_parses_a_part_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "host.docx").write_bytes(SPECIFICATION.read_bytes())
    command = ["insert", "host.docx", "-o", "back.docx", "--clause", CLAUSE, "--set", "sdm_cohort=asthma", *TRACKED]
    assert run(command) == 0
    back = (folder / "back.docx").read_bytes()
    assert b"w:ins " in main(back)
    with parses_of(monkeypatch, back) as counts:
        assert run(["review", "back.docx"]) == 1
        assert counts()["0/word/document.xml"] == 1
        assert set(counts().values()) == {1}, most(counts())


def test_an_audit_and_an_import_parse_a_part_once(monkeypatch: pytest.MonkeyPatch) -> None:
    data = document("Some words.")
    for reading in (read_existing, read_wording):
        package, problems = read_document(data, "asked.docx")
        assert package is not None, problems
        with parses_of(monkeypatch, data) as counts:
            reading(package)
            assert all(count <= 1 for count in counts().values()), (reading.__name__, most(counts()))


def test_the_command_audit_parses_a_part_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = document("Some words.")
    (folder / "asked.docx").write_bytes(data)
    with parses_of(monkeypatch, data) as counts:
        assert run(["audit", "asked.docx"]) in (0, 1)
        read = counts()
    assert read["0/word/document.xml"] == 1 and all(count <= 1 for count in read.values()), most(read)


def test_an_answer_parses_a_part_of_what_came_back_twice_at_most_with_its_proof(
    pack: IssuedPack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    returned = silently(tracked(pack.data("2A"), "Clinical champion", "Clinical lead"), "within 28 days", "within 60")
    (folder / "returned.docx").write_bytes(returned)
    (folder / "report.xlsx").write_bytes(report(returned, units_of(returned, pack.file("2A")), {0: ("reject", "")}))
    with parses_of(monkeypatch, returned) as counts:
        command = ["answer", "returned.docx", "--decisions", "report.xlsx", "-o", "reply.docx", *TRACKED]
        assert run(command) == 0
        read = counts()
    assert read["0/word/document.xml"] >= 1 and all(count <= 2 for count in read.values()), most(read)
