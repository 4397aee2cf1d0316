"""The workbook of what was adopted: each contract, what is missing in it, its clauses, and the papers left aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from specgen.adopt.adopt import Adopted, SignedBeside
from specgen.excel import Out, Page, columns, workbook_bytes


class AdoptedContract(Struct, frozen=True):
    """A contract that was adopted, in its folder, held against its papers where that was asked for."""

    folder: str
    adopted: Adopted
    compared: tuple[SignedBeside, ...]


def adopted_workbook(listed: Sequence[AdoptedContract], left_out: Iterable[tuple[str, str]]) -> bytes:
    pages = (
        Page(
            "Contracts",
            columns(
                (
                    "Folder",
                    "Contract",
                    "Provider",
                    "Papers",
                    "Values read",
                    "Clauses",
                    "Changed clauses",
                    "Missing",
                    "Built again",
                ),
                (28, 22, 36, 8, 10, 10, 10, 10, 40),
            ),
            [_contract(each) for each in listed],
        ),
        Page(
            "Missing",
            columns(("Contract", "What was not read", "Why"), (28, 44, 80)),
            [(each.folder, missing.what, missing.why) for each in listed for missing in each.adopted.written.not_read],
        ),
        Page(
            "Clauses",
            columns(("Contract", "Service", "Clause", "Likeness", "Where"), (28, 10, 50, 32, 50)),
            [row for each in listed for row in _clauses(each)],
        ),
        Page("Left aside", columns(("File", "Why"), (60, 80)), list(left_out)),
    )
    return workbook_bytes(pages, "Contracts adopted from signed papers")


def _contract(each: AdoptedContract) -> tuple[Out, ...]:
    adopted = each.adopted
    return (
        each.folder,
        adopted.reference,
        adopted.provider,
        len(adopted.papers),
        adopted.written.read,
        len(adopted.clauses),
        sum(not clause.word_for_word for clause in adopted.clauses),
        len(adopted.written.not_read),
        compared_words(each.compared),
    )


def compared_words(compared: Sequence[SignedBeside]) -> str:
    """What came of building the contract again, in words."""
    same = sum(each.new is not None and not each.differing for each in compared)
    differing = [each for each in compared if each.differing]
    without = [each for each in compared if each.new is None]
    said = [f"{same} of {len(compared)} papers say the same"] if compared else ["not built again"]
    if differing:
        said.append(f"{sum(each.differing for each in differing)} lines differ in {len(differing)}")
    if without:
        said.append(f"{len(without)} have no document beside them")
    return "; ".join(said)


def _clauses(each: AdoptedContract) -> Iterator[tuple[Out, ...]]:
    for clause in each.adopted.clauses:
        service = "not known" if clause.service is None else clause.service
        yield each.folder, service, clause.version.name, clause.likeness, f"{clause.paper.name}: {clause.place}"
