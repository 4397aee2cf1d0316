"""A paragraph is cited by the number that Word prints before it."""

from __future__ import annotations

import pytest
from tests.checks.contracts import contract, editions, shipped
from tests.golden.test_outlines import rendered
from tests.word.labels import labels

from specgen.assembly.document_type import read_document_types
from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.pack import Pack, assemble
from specgen.contract.read import read_contract
from specgen.shipped import shipped as folder_of

LISTS_BETWEEN = (  # quoted text with a list of its own stands between the two halves of the run
    "co-production/lead-in",
    "co-production/national",
    "co-production/local-terms",
    "personalised-care-and-support-planning/lead-in",
    "personalised-care-and-support-planning/national",
    "personalised-care-and-support-planning/local-terms",
    "enabling-choice/general",
)
GRANT = (
    "personalised-care/grant-terms",
    "personalised-care/grant-generic",
    "social-prescribing/grant-community-support",
)


def pack_of(text: str) -> Pack:
    found, problems = read_contract(text.encode(), "contract.yaml")
    assert found is not None, problems
    types, faults = read_document_types(folder_of("templates"))
    assert faults == []
    pack, _ = assemble(found, shipped(), editions(), types)
    assert pack is not None
    return pack


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (contract(f"specification: [{', '.join(LISTS_BETWEEN)}]"), "3.2.1"),
        (contract(f"number: P1\nspecification: [{', '.join(GRANT)}]", form="grant"), "P1.1"),
    ],
)
def test_every_numbered_paragraph_of_the_ledger_is_printed_with_its_number(text: str, begins: str) -> None:
    pack = pack_of(text)
    (document,) = (each for each in pack.documents if "specification" in each.type.prints)
    printed = {label: words for label, words in labels(rendered(pack, document, ())) if label}
    rows = [row for row in ledger_of(pack).rows if "." in row.paragraph.number]
    assert begins in printed and len(rows) > 10
    for row in rows:
        assert row.sentence.split("(not given)")[0][:40] in printed[row.paragraph.number]


def test_quoted_text_keeps_the_numbers_that_it_was_published_with() -> None:
    pack = pack_of(contract("specification: [co-production]"))
    found = [label for label, _ in labels(rendered(pack, pack.documents[0], ())) if label[:1].isdigit()]
    run = [label for label in found if label.startswith("3.2.")]
    assert [label for label in found if label not in run] == ["1.", "2.", "3."]
    assert run == [f"3.2.{number}" for number in range(1, len(run) + 1)]


def test_a_paragraph_that_another_contract_numbers_otherwise_is_cited_by_its_own_number_in_each() -> None:
    texts = ("enabling-choice/general", "co-production/local-terms, enabling-choice/general")
    alone, after = (
        {row.key: row.paragraph.number for row in ledger_of(pack_of(contract(f"specification: [{text}]"))).rows}
        for text in texts
    )
    assert len(alone) > 3 and alone.keys() < after.keys()
    assert not [key for key, number in alone.items() if after[key] == number]
