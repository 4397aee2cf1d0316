"""Small Word files, record entries and what documents are drafted from, for the tests of issuing and for its laws."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from specgen import kept as kept_module
from specgen.assembly import document_type, edition
from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.contract.read import read_contract
from specgen.issue import precedents as precedents_module
from specgen.issue.plan import Finished
from specgen.issue.precedents import Precedents, open_precedents
from specgen.issue.records import InputFile, Inputs, IssuedContract, IssuedDocument, IssueRecord
from specgen.issue.sources import Reading
from specgen.library import organisation
from specgen.library.duties import verify
from specgen.library.organisation import load_library, read_organisation
from specgen.problems import has_errors
from specgen.shipped import shipped
from specgen.word.package.archive import join, pack
from specgen.word.package.package import package_hash, read_package
from specgen.word.template import parts

# Laws are held with the same draws on every run and every machine, so that a red one is the fault of the change that is
# tried and of nothing else; new draws are looked for on purpose, with `make search`. How long a draw takes is no fault.
# One thing moves the draws: Hypothesis draws constants of the modules that are loaded as well, and a worker that ran
# other tests before has loaded others.
settings.register_profile(
    "same", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", settings.get_profile("same"), derandomize=False)
settings.load_profile("same")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A test is not named by a whole file: two processes that collect it must give it one name, made of no bytes."""
    return argname if isinstance(val, (str, bytes)) and len(val) > 200 else None


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """What ships is read once for all tests of a process, and no library of a test's own is kept for the next run.

    It is asked for by what it is worked out of, as on the disk: where a byte is another, it is worked out again. A test
    that gives a folder of its own to keep it in is about the keeping, and has it done."""
    of_these: dict[tuple[str, str], Any] = {}
    files: dict[Path, list[bytes]] = {}
    ours: set[bytes] = set()
    usual, ships = kept_module.cache_folder(), {shipped("clauses"), shipped("editions")}

    def remembered(subject: str, of: Iterable[bytes], classes: tuple[type, ...], make: Callable[[], Any]) -> Any:
        pieces = list(of)
        key = subject, kept_module.seal_of(pieces)
        if kept_module.cache_folder() != usual:
            return kept_module.kept(subject, pieces, classes, make)
        if subject == "library" and pieces[0].startswith(os.fsencode(EXAMPLES.parent)):
            ours.update((pieces[0], key[1].encode()))
        if subject in ("library", "readings") and pieces[0] not in ours:
            return make()
        if key not in of_these:
            of_these[key] = kept_module.kept(subject, pieces, classes, make)
        return of_these[key]

    def everything(*folders: Path) -> list[bytes]:
        for folder in ships.difference(files):
            files[folder] = kept_module.everything(folder)
        return [each for folder in folders for each in files.get(folder) or kept_module.everything(folder)]

    with pytest.MonkeyPatch.context() as patch:
        for module in (organisation, precedents_module, parts, document_type, edition, verify):
            patch.setattr(module, "kept", remembered)
        for module in (organisation, edition):
            patch.setattr(module, "everything", everything)
        yield


CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def small_docx(text: str, level: int = 6) -> bytes:
    """A Word file of one paragraph. `level` changes the bytes of the zip and nothing else."""
    body = (
        f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    )
    parts = {"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONSHIPS, "word/document.xml": body}
    return join([pack(name, part.encode(), level) for name, part in parts.items()])


def hash_of(data: bytes) -> str:
    package, problems = read_package(data, "a file")
    assert package is not None, problems
    return package_hash(package)


def small_finished(file: str, text: str) -> Finished:
    data = small_docx(text)
    return Finished(
        IssuedDocument(
            clauses=(), content_hash=hash_of(data), file=file, schedule="2A", service="", title=file, type="insert"
        ),
        data,
    )


EMPTY = IssueRecord(
    contract=IssuedContract(
        draft_version="0.1", edition="2026/27", form="full-length", reference="A-1", status="draft", title="A contract"
    ),
    documents=(),
    draft=True,
    specgen="0",
    inputs=Inputs(
        clauses=(),
        contract=InputFile(file="contract.yaml", sha256="c"),
        edition=InputFile(file="2026.yaml", sha256="e"),
        templates={},
    ),
)


@pytest.fixture(scope="session")
def docx() -> Callable[..., bytes]:
    return small_docx


@pytest.fixture(scope="session")
def finished() -> Callable[[str, str], Finished]:
    return small_finished


@pytest.fixture(scope="session")
def empty() -> IssueRecord:
    return EMPTY


EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="session")
def precedents() -> Precedents:
    """The shipped clauses, editions and templates, with the approvals of the examples' organisation."""
    own, problems = read_organisation(EXAMPLES / "specgen.yaml")
    library, faults = load_library(shipped("clauses"), own)
    editions, more = read_editions(shipped("editions"))
    types, also = read_document_types(shipped("templates"))
    found, last = open_precedents(library, editions, types)
    assert not has_errors([*problems, *faults, *more, *also, *last])
    return found


@pytest.fixture(scope="session")
def reading() -> Callable[..., Reading]:
    """An example's contract file as a Reading; `changes` are pairs of text in it and what stands there instead."""

    def read(name: str, *changes: tuple[str, str]) -> Reading:
        text = (EXAMPLES / name / "contract.yaml").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        contract, problems = read_contract(text.encode(), f"{name}/contract.yaml")
        return Reading(f"{name}/contract.yaml", contract, tuple(problems))

    return read
