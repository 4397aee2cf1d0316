"""The portfolio whose counts were worked out by hand, as the progress report takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from specgen.assembly.document_type import DocumentType, read_document_types
from specgen.assembly.edition import Edition, read_editions
from specgen.assembly.pack import assemble
from specgen.contract.read import read_contract
from specgen.library.model import Library
from specgen.library.read import read_library
from specgen.progress.actions import ProgressYardstick, read_yardstick
from specgen.progress.counted import CountedContract, counted
from specgen.progress.report import ProgressReport, progress_report
from specgen.shipped import shipped

PORTFOLIO = Path(__file__).parents[1] / "data" / "portfolio"


@cache
def wording() -> tuple[Library, tuple[Edition, ...], tuple[DocumentType, ...], ProgressYardstick]:
    library, problems = read_library(shipped("clauses"))
    editions, faults = read_editions(shipped("editions"))
    types, more = read_document_types(shipped("templates"))
    yardstick, last = read_yardstick(shipped("clauses"))
    assert yardstick is not None
    assert problems + faults + more + last == []
    return library, tuple(editions), tuple(types), yardstick


def contract_of(text: str, file: str = "contract.yaml") -> CountedContract:
    """The contract that the text of a contract file is."""
    library, editions, types, yardstick = wording()
    contract, problems = read_contract(text.encode("utf-8"), file)
    assert contract is not None, problems
    pack, _ = assemble(contract, library, editions, types)
    assert pack is not None
    return counted(pack, yardstick, types)


@cache
def text_of(name: str) -> str:
    return (PORTFOLIO / name / "contract.yaml").read_text(encoding="utf-8")


@cache
def portfolio() -> tuple[CountedContract, ...]:
    return tuple(contract_of(text_of(path.name), path.name) for path in sorted(PORTFOLIO.iterdir()))


def with_change(name: str, change: Callable[[str], str]) -> list[CountedContract]:
    """The portfolio with one contract file changed."""
    text = change(text_of(name))
    assert text != text_of(name), "nothing was changed"
    return [contract_of(text, name) if contract.file == name else contract for contract in portfolio()]


def report_of(contracts: Iterable[CountedContract]) -> ProgressReport:
    library, _, _, yardstick = wording()
    return progress_report(contracts, yardstick, library.components)
