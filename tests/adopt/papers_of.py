"""The documents of an example as they are built, and as other programs save them again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import docx

from specgen.adopt.adopt import Adopted, adopt, numbered
from specgen.adopt.papers import Paper, read_paper
from specgen.contract.read import read_contract
from specgen.issue.build import drafted, finish
from specgen.issue.precedents import Precedents, Workplace, open_precedents, open_workplace
from specgen.issue.records import IssueRecord
from specgen.library.model import ClauseVersion
from specgen.recognition.by_words import WordIndex, version_index

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/contract.yaml"))


@cache
def workplace() -> Workplace:
    found, problems = open_workplace(EXAMPLES)
    assert problems == []
    return found


@cache
def precedents() -> Precedents:
    place = workplace()
    return open_precedents(place.library, place.editions, place.types)[0]


@cache
def index() -> WordIndex[ClauseVersion]:
    return version_index(workplace().library.versions())


def documents_of(data: bytes) -> dict[str, bytes]:
    """The documents of a contract file by their names, with gaps where values are missing."""
    contract, problems = read_contract(data, "contract.yaml")
    assert contract is not None, problems
    pack, problems = drafted(contract, precedents(), draft=True)
    assert pack is not None, problems
    finished, _ = finish(pack, problems, precedents())
    return {each.issued.file: each.data for each in finished}


@cache
def example(name: str) -> dict[str, bytes]:
    return documents_of((EXAMPLES / name / "contract.yaml").read_bytes())


def papers(documents: Mapping[str, bytes]) -> list[Paper]:
    found = []
    for name, data in documents.items():
        paper, problems = read_paper(data, name)
        assert paper is not None, problems
        found.append(paper)
    return numbered(found)


def adopted(documents: Mapping[str, bytes], *records: IssueRecord) -> Adopted:
    headings = {heading.number: heading.title for edition in workplace().editions for heading in edition.headings}
    return adopt(papers(documents), index(), workplace().library, headings, dict(zip("ABC", records, strict=False)))


def saved_by_python_docx(data: bytes) -> bytes:
    saved = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(saved)
    return saved.getvalue()


def words_of(data: bytes) -> list[str]:
    paper, problems = read_paper(data, "x.docx")
    assert paper is not None, problems
    return [" ".join(line.text.split()) for line in paper.story.lines if line.text.strip()]


def document_xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml")


def with_words(data: bytes, old: str, new: str) -> bytes:
    """The file with words of its main part changed, which stand there once."""
    xml = document_xml(data).decode("utf-8")
    assert xml.count(old) == 1, xml.count(old)
    return with_first_words(data, old, new)


def with_first_words(data: bytes, old: str, new: str) -> bytes:
    """The file with these words of its main part changed where they stand first."""
    xml = document_xml(data).decode("utf-8")
    assert old in xml
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as written:
        for name in archive.namelist():
            content = archive.read(name)
            written.writestr(name, xml.replace(old, new, 1).encode() if name == "word/document.xml" else content)
    return made.getvalue()
