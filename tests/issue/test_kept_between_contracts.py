"""What is kept of one contract for the next: no word, date, name or figure of it reaches another's documents."""

from __future__ import annotations

import functools
import gc
from pathlib import Path

import pytest

from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.ledger import when
from specgen.assembly.ledger.build import ledger_of
from specgen.contract.read import read_contract
from specgen.issue.build import drafted, finish
from specgen.issue.precedents import Precedents, open_precedents
from specgen.library.read import read_library

ROOT = Path(__file__).parents[2]
CONTRACT = (ROOT / "examples" / "community-respiratory" / "contract.yaml").read_text(encoding="utf-8")
LIKE_IT = {
    "another figure": (("sdm_collaborate_target: 60", "sdm_collaborate_target: 61"),),
    "the same figure in another form": (("sdm_collaborate_target: 60", "sdm_collaborate_target: 60.0%"),),
    "shares by year": (
        ("sdm_collaborate_target: 60", "sdm_collaborate_target: 60 in 2026/27; 65 in 2027/28; 70 in 2028/29"),
    ),
    "other names": (
        ("Northbrook Community Health", "Southmoor Community Health"),
        ("NHS Northbrook Integrated Care Board", "NHS Southmoor Integrated Care Board"),
    ),
    "dates counted from another day": (
        ("sdm_ready_date: 2026-09-30", "sdm_ready_date: 6 months from Service Commencement Date"),
        ("  term:", "  service_commencement_date: 2026-05-01\n  term:"),
    ),
    "the same words and another day": (
        ("sdm_ready_date: 2026-09-30", "sdm_ready_date: 6 months from Service Commencement Date"),
    ),
    "a value that is missing": (("      pcsp_review_interval: 12 months\n", ""),),
    "other numbers of paragraphs": (("      - shared-decision-making\n      - personalised", "      - personalised"),),
    "words that XML escapes": (("sdm_cohort: moderate", "sdm_cohort: “<b>” & moderate"),),
}


@pytest.fixture(scope="module")
def precedents() -> Precedents:
    library, problems = read_library(ROOT / "clauses")
    assert problems == []
    editions, _ = read_editions(ROOT / "editions")
    types, _ = read_document_types(ROOT / "templates")
    found, _ = open_precedents(library, editions, types)
    return found


def changed(replaced: tuple[tuple[str, str], ...]) -> str:
    text = CONTRACT
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return text


def built(text: str, precedents: Precedents) -> tuple[dict[str, bytes], list[str]]:
    """The documents of a contract, and what is said of it, with its duties and their days."""
    contract, faults = read_contract(text.encode(), "contract.yaml")
    assert contract is not None, faults
    pack, problems = drafted(contract, precedents, draft=True)
    assert pack is not None
    documents, more = finish(pack, problems, precedents)
    said = [f"{each.slug} {each.message} {each.location.line}" for each in (*problems, *more)]
    return {each.issued.file: each.data for each in documents}, [*said, *map(repr, ledger_of(pack).rows)]


def forget() -> None:
    """As in a run that begins: nothing is kept of any contract."""
    gc.unfreeze()  # a desk that ran before in this process set all that there was apart
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and each.__module__.startswith("specgen."):
            each.cache_clear()
    when._KEPT.clear()


def test_a_contract_that_comes_after_others_is_built_as_it_is_alone(precedents: Precedents) -> None:
    texts = {"as it is": CONTRACT, **{name: changed(replaced) for name, replaced in LIKE_IT.items()}}
    alone = {}
    for name, text in texts.items():
        forget()
        alone[name] = built(text, precedents)
    assert len({str(documents) for documents, _ in alone.values()}) == len(texts)
    forget()
    for name in (*texts, *reversed(texts)):
        assert built(texts[name], precedents) == alone[name], name
