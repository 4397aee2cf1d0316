"""What each shipped document type looks like, from one small contract, as an outline that a person can read.

To renew the outlines after a change that is meant, and read the difference before committing it:

    SPECGEN_RENEW=1 python -m pytest tests/golden
    git diff tests/golden/outlines
"""

from __future__ import annotations

import dataclasses
import difflib
import os
from functools import cache
from pathlib import Path

import pytest
from tests.golden.outline import outline

from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.pack import Document, Pack, as_draft, assemble
from specgen.assembly.page import page_values
from specgen.contract.read import read_contract
from specgen.library.read import read_library
from specgen.problems import Problem, has_errors
from specgen.word.package.properties import Properties
from specgen.word.template.compile import compile_template
from specgen.word.template.gate import check
from specgen.word.template.render import render

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OUTLINES = HERE / "outlines"
NAMES = (
    "specification-insert-01",
    "specification-insert-02",
    "whole-specification-01",
    "quality-requirements",
    "development-plan",
    "improvement-plan",
    "system-plan",
    "reporting-requirements",
    "drafting-note",
)


@cache
def golden_pack(edition: str = "2021/22") -> tuple[Pack, tuple[Problem, ...]]:
    library, faults = read_library(HERE / "clauses")
    assert faults == []
    data = (HERE / "contract.yaml").read_bytes().replace(b"2021/22", edition.encode())
    contract, faults = read_contract(data, "contract.yaml")
    assert contract is not None and faults == []
    types, faults = read_document_types(ROOT / "templates")
    assert faults == []
    pack, problems = assemble(contract, library, read_editions(ROOT / "editions")[0], types)
    assert pack is not None and not has_errors(as_draft(problems)), problems
    return pack, tuple(as_draft(problems))


def name_of(pack: Pack, document: Document) -> str:
    return document.type.key + (
        f"-{pack.contract.service_number(document.service)}" if document.service is not None else ""
    )


def rendered(pack: Pack, document: Document, problems: tuple[Problem, ...]) -> bytes:
    template, faults = compile_template(document.type.template.read_bytes(), document.type.key)
    assert template is not None, faults
    made = render(template, page_values(pack, document, problems), Properties(title=document.title, language="en-GB"))
    assert check(made) == []
    return made.data


def hold(name: str, found: str) -> None:
    file = OUTLINES / f"{name}.txt"
    if os.environ.get("SPECGEN_RENEW") == "1":
        file.write_text(found, encoding="utf-8", newline="\n")
    known = file.read_text(encoding="utf-8") if file.is_file() else ""
    difference = "\n".join(
        difflib.unified_diff(
            known.splitlines(), found.splitlines(), f"{name}, as it was", f"{name}, as it is", lineterm=""
        )
    )
    assert not difference, (
        f"the outline is another; if that is meant, renew it as the head of {Path(__file__).name} says\n{difference}"
    )


def test_the_pack_has_the_documents_that_have_outlines() -> None:
    pack, _ = golden_pack()
    assert sorted(name_of(pack, document) for document in pack.documents) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_document_has_the_outline_that_was_agreed(name: str) -> None:
    pack, problems = golden_pack()
    document = next(each for each in pack.documents if name_of(pack, each) == name)
    hold(name, outline(rendered(pack, document, problems)))


@pytest.mark.parametrize("name", ["quality-requirements", "improvement-plan"])
def test_an_older_edition_gets_its_own_columns(name: str) -> None:
    pack, problems = golden_pack("2019/20")
    document = next(each for each in pack.documents if name_of(pack, each) == name)
    hold(f"{name}-2019-20", outline(rendered(pack, document, problems)))


@cache
def grant_pack() -> tuple[Pack, tuple[Problem, ...]]:
    """The pack of the example that is a grant agreement: a form of its own, with clauses of its own."""
    file = ROOT / "examples" / "harbour-grant" / "contract.yaml"
    contract, _ = read_contract(file.read_bytes(), "contract.yaml")
    assert contract is not None
    pack, problems = assemble(
        contract,
        read_library(ROOT / "clauses")[0],
        read_editions(ROOT / "editions")[0],
        read_document_types(ROOT / "templates")[0],
    )
    assert pack is not None
    return pack, tuple(problems)


def test_a_grant_agreement_gets_an_insert_and_a_note_and_no_schedule() -> None:
    pack, problems = grant_pack()
    assert [(document.type.key, document.schedule, document.file_name) for document in pack.documents] == [
        ("grant-insert", None, "NBG-2026-007 - Grant agreement insert.docx"),
        ("drafting-note", None, "NBG-2026-007 - Drafting note, internal.docx"),
    ]
    hold("grant-insert", outline(rendered(pack, pack.documents[0], problems)))


def test_the_insert_of_a_grant_agreement_has_no_word_of_the_standard_contract_but_the_name_that_it_sets_aside() -> None:
    pack, problems = grant_pack()
    found = outline(rendered(pack, pack.documents[0], problems))
    assert [
        line
        for line in found.splitlines()
        for word in ("Provider", "Commissioner", "Condition", "Schedule", "Particulars", "Service User")
        if word in line
    ] == []
    assert [
        line
        for line in found.splitlines()
        if "contract" in line.casefold()
        and "The NHS Standard Contract and its conditions are not part" not in line
        and "Contract Table" not in line
    ] == []


def test_an_agreed_document_does_not_say_draft() -> None:
    pack, problems = golden_pack()
    agreed = dataclasses.replace(pack, draft=False)
    hold("specification-insert-01-agreed", outline(rendered(agreed, agreed.documents[0], problems)))


def test_a_report_that_names_nobody_who_gets_it_leaves_no_label_without_words() -> None:
    pack, problems = golden_pack()
    document = next(each for each in pack.documents if each.type.key == "reporting-requirements")
    template, _ = compile_template(document.type.template.read_bytes(), document.type.key)
    assert template is not None
    report = {
        **dict.fromkeys(("title", "wording", "basis", "period", "first", "required_by"), "Linked data"),
        "number": 9,
    }
    for to, labels in (("", 0), ("Co-ordinating Commissioner", 1)):
        values = {**page_values(pack, document, problems), "reporting": (), "further_reports": ({**report, "to": to},)}
        made = outline(render(template, values, Properties(title=document.title, language="en-GB")).data)
        assert made.count("To:") == labels
