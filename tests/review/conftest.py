"""Documents as they are issued for an example contract, and the command's way of looking at what came back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from specgen.assembly.document_type import DocumentType, read_document_types
from specgen.assembly.edition import read_editions
from specgen.contract.read import read_contract
from specgen.issue.build import prepare, write
from specgen.issue.document_record import DocumentRecord
from specgen.issue.precedents import open_precedents
from specgen.issue.records import RECORD_FILE
from specgen.issue.sources import Reading
from specgen.library.model import Library
from specgen.library.read import read_library
from specgen.review.comparison.review import review_document
from specgen.review.findings import ClauseFinding, Review
from specgen.review.issued import own_record
from specgen.word.package.package import read_package
from specgen.writing import Disk

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "examples" / "community-respiratory" / "contract.yaml"


@dataclass(frozen=True)
class IssuedPack:
    """The pack of one contract on the disk, with the library and types that it was made of."""

    folder: Path
    library: Library
    types: tuple[DocumentType, ...]

    def __repr__(self) -> str:
        return "the issued pack"

    def file(self, kind: str) -> Path:
        """The document whose file name holds the words."""
        return next(path for path in sorted(self.folder.glob("*.docx")) if kind in path.name)

    def data(self, kind: str) -> bytes:
        return self.file(kind).read_bytes()

    @property
    def record(self) -> Path:
        return self.folder / RECORD_FILE

    def clauses(self, kind: str) -> DocumentRecord:
        """The record inside the document."""
        package, _ = read_package(self.data(kind), kind)
        assert package is not None
        record, problems = own_record(package)
        assert record is not None, problems
        return record

    def review(self, data: bytes, issued: Path | None = None) -> Review:
        """The review of `data`."""
        found, problems = review_document(data, "returned.docx", self.library, self.types, issued)
        assert found is not None, problems
        return found


@cache
def _library() -> Library:
    library, problems = read_library(ROOT / "clauses")
    assert problems == []
    return library


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> IssuedPack:
    """The example contract's pack, without the drafting note, which never goes out."""
    return issued_pack(tmp_path_factory.mktemp("issued"), types_sent())


def types_sent() -> tuple[DocumentType, ...]:
    types, _ = read_document_types(ROOT / "templates")
    return tuple(kind for kind in types if kind.audience == "parties")


def issued_pack(folder: Path, sent: tuple[DocumentType, ...]) -> IssuedPack:
    """The example contract's pack as documents of these types."""
    editions, _ = read_editions(ROOT / "editions")
    precedents, _ = open_precedents(_library(), editions, sent)
    contract, _ = read_contract(CONTRACT.read_bytes(), "contract.yaml")
    (outcome,) = prepare([Reading("contract.yaml", contract)], precedents, folder, draft=True)
    done = write(outcome, Disk(durable=False))
    assert done.folder is not None and done.written, done.problems
    return IssuedPack(done.folder, _library(), sent)


def touched(review: Review) -> list[ClauseFinding]:
    """The clauses to which something happened."""
    return [clause for clause in review.clauses if clause.changes or clause.moved or clause.deleted]
