"""Laws of what is issued: nothing bleeds from one contract or document into another, and the same inputs give the same
bytes."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from specgen.contract.read import read_contract
from specgen.issue.build import Outcome, prepare, write
from specgen.issue.precedents import Precedents
from specgen.issue.records import RECORD_FILE
from specgen.issue.sources import Reading
from specgen.word.package.ooxml import parse_xml
from specgen.word.package.package import Package, read_package, record_part
from specgen.writing import Disk

Read = Callable[..., Reading]
EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = tuple(sorted(path.parent.name for path in EXAMPLES.glob("*/contract.yaml")))
MARK = re.compile(r"Zq[A-Z]\d+q")


class Marks:
    """Texts that occur nowhere else, one for each value: `ZqA17q`."""

    def __init__(self, letter: str) -> None:
        self.letter, self.count = letter, 0

    def next(self) -> str:
        self.count += 1
        return f"Zq{self.letter}{self.count}q"


def marked(name: str, letter: str, precedents: Precedents) -> Reading:
    """The example with a mark in every text that its author chose: values, names, posts, addresses, reasons."""
    marks = Marks(letter)
    given: dict[str, Any] = yaml.safe_load((EXAMPLES / name / "contract.yaml").read_text(encoding="utf-8"))
    kinds = {
        key: placeholder.kind
        for clause in precedents.library.clauses.values()
        for key, placeholder in clause.placeholders.items()
    }

    def mark_values(values: dict[str, Any]) -> None:
        for key, value in values.items():
            if kinds.get(key) in ("text", "post") and isinstance(value, str):
                values[key] = f"{value} {marks.next()}"
            elif kinds.get(key) == "list" and isinstance(value, list):
                values[key] = [f"{entry} {marks.next()}" for entry in value]

    def mark_fields(group: dict[str, Any], *names: str) -> None:
        for key in names:
            if isinstance(group.get(key), str):
                group[key] = f"{group[key]} {marks.next()}"

    mark_fields(given["contract"], "reference", "title", "dpia", "sharing_agreement", "equality_assessment")
    given["contract"]["reference"] = f"{letter}-{given['contract']['reference']}"
    for party in (*given["commissioners"], given["provider"]):
        mark_fields(party, "name", "address", "signatory")
        mark_values(party.get("values", {}))
    for service in given["services"]:
        mark_fields(service, "name", "commissioner_lead", "provider_lead", "cohort", "population", "activity")
        mark_values(service.get("values", {}))
        for choice in (*service.get("specification", ()), *service.get("quality", ())):
            mark_values(choice.get("values", {}) if isinstance(choice, dict) else {})
    for place in ("development", "improvement", "system", "reporting"):
        if isinstance(given.get(place), dict):
            mark_fields(given[place], "not_applicable")
        for choice in given.get(place, ()) if isinstance(given.get(place), list) else ():
            mark_values(choice.get("values", {}) if isinstance(choice, dict) else {})
    mark_values(given.get("values", {}))
    text = yaml.safe_dump(given, allow_unicode=True, sort_keys=False)
    contract, problems = read_contract(text.encode(), f"{name}/contract.yaml")
    assert contract is not None, problems
    return Reading(f"{name}/contract.yaml", contract, tuple(problems))


def build(readings: Iterable[Reading], precedents: Precedents, out: Path) -> list[Outcome]:
    outcomes = [write(outcome, Disk(durable=False)) for outcome in prepare(list(readings), precedents, out)]
    assert [problem for outcome in outcomes for problem in outcome.problems if problem.severity == "error"] == []
    return outcomes


def package_of(path: Path) -> Package:
    package, problems = read_package(path.read_bytes(), path.name)
    assert package is not None, problems
    return package


def everything(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def all_bytes(package: Package) -> str:
    """Every part and every part's name, as one text."""
    return "\n".join(f"{name}\n{package.part(name).decode('utf-8', 'replace')}" for name in package.names)


def printed_text(package: Package) -> str:
    """What a reader sees: body, headers, footers, notes; and the properties, which Word shows."""
    record = record_part(package)
    names = [
        name
        for name in package.names
        if name.endswith(".xml") and name != record and name.startswith(("word/", "docProps/"))
    ]
    return "\n".join("".join(map(str, parse_xml(package.part(name)).itertext())) for name in names)


def test_no_value_of_one_contract_is_found_in_another(tmp_path: Path, precedents: Precedents) -> None:
    readings = [marked(name, letter, precedents) for name, letter in zip(NAMES, "ABCDEFGHIJ", strict=False)]
    for letter, outcome in zip("ABCDEFGHIJ", build(readings, precedents, tmp_path), strict=False):
        assert outcome.folder is not None
        for path in outcome.folder.iterdir():
            data = path.read_text(encoding="utf-8") if path.name == RECORD_FILE else all_bytes(package_of(path))
            found = MARK.findall(data)
            assert found and {mark[2] for mark in found} == {letter}, path.name


def test_a_document_for_both_parties_carries_no_value_that_it_does_not_print(
    tmp_path: Path, precedents: Precedents
) -> None:
    for outcome in build([marked(name, "A", precedents) for name in NAMES], precedents, tmp_path):
        assert outcome.pack is not None and outcome.folder is not None
        for document in outcome.pack.documents:
            package = package_of(outcome.folder / document.file_name)
            hidden = set(MARK.findall(all_bytes(package))) - set(MARK.findall(printed_text(package)))
            assert hidden == set(), document.file_name


def test_nothing_internal_travels_in_a_document_for_both_parties(tmp_path: Path, precedents: Precedents) -> None:
    approvals = precedents.library.approvals
    internal = {
        approvals[0].approved_by,
        approvals[0].role,
        approvals[0].evidence,
        "newest approved version",
        "not approved",
        "pinned",
    }
    internal |= {note.text for component in precedents.library.components for note in component.notes}
    internal |= {clause.owner for clause in precedents.library.clauses.values() if len(clause.owner) > 20}
    internal |= {str(EXAMPLES.parent), str(tmp_path), "contract.yaml", ".md", os.sep + "clauses"}
    for outcome in build([marked(name, "A", precedents) for name in NAMES], precedents, tmp_path):
        assert outcome.pack is not None and outcome.contract is not None and outcome.folder is not None
        content = outcome.contract.content
        reasons = {
            declared.not_applicable
            for declared in (content.development, content.improvement, content.system, content.reporting)
            if declared.not_applicable
        }
        messages = {problem.message for problem in outcome.problems if len(problem.message) > 20}
        for document in outcome.pack.documents:
            if document.type.audience == "parties":
                data = all_bytes(package_of(outcome.folder / document.file_name))
                assert [words for words in (*internal, *reasons, *messages) if words in data] == [], document.file_name


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(NAMES))
def test_the_order_of_contracts_changes_no_byte(
    order: list[str], tmp_path_factory: pytest.TempPathFactory, precedents: Precedents, reading: Read
) -> None:
    chosen = order[:3]
    together, apart = tmp_path_factory.mktemp("together"), tmp_path_factory.mktemp("apart")
    build([reading(name) for name in chosen], precedents, together)
    for name in sorted(chosen):
        build([reading(name)], precedents, apart)
    assert everything(together) == everything(apart)


@settings(max_examples=8, deadline=None)
@given(data=st.data(), name=st.sampled_from(NAMES))
def test_the_order_of_documents_and_of_what_the_library_lists_changes_no_byte(
    data: st.DataObject, name: str, tmp_path_factory: pytest.TempPathFactory, precedents: Precedents, reading: Read
) -> None:
    clauses = data.draw(st.permutations(list(precedents.library.clauses.items())))
    forms = data.draw(st.permutations(list(precedents.forms.items())))
    shuffled = replace(
        precedents, forms=dict(forms), library=dataclasses.replace(precedents.library, clauses=dict(clauses))
    )
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    build([reading(name)], precedents, one)
    build([reading(name)], shuffled, other)
    assert everything(one) == everything(other)


BUILD = """
import sys
from pathlib import Path
from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.contract.read import read_contract
from specgen.issue.build import Reading, prepare, write
from specgen.issue.disk import Disk
from specgen.issue.precedents import open_precedents
from specgen.library.organisation import load_library, read_organisation
root, out = Path(sys.argv[1]), Path(sys.argv[2])
organisation, _ = read_organisation(root / "examples" / "specgen.yaml")
library, _ = load_library(root / "clauses", organisation)
editions, types = read_editions(root / "editions")[0], read_document_types(root / "templates")[0]
precedents, _ = open_precedents(library, editions, types)
readings = []
for file in sorted(root.glob("examples/*/contract.yaml")):
    contract, problems = read_contract(file.read_bytes(), str(file))
    readings.append(Reading(str(file), contract, tuple(problems)))
for outcome in prepare(readings, precedents, out):
    write(outcome, Disk(durable=False))
"""


def test_another_folder_hash_seed_locale_and_time_zone_change_no_byte(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    root = EXAMPLES.parent
    for number, settings_ in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "UTC"},
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "0"},
        )
    ):
        copy = tmp_path / f"{'zz' * number}copy" / str(number)
        for name in ("clauses", "editions", "templates", "examples"):
            shutil.copytree(root / name, copy / name)
        subprocess.run(
            [sys.executable, "-c", BUILD, str(copy), str(tmp_path / f"out{number}")],
            check=True,
            env={**os.environ, **settings_},
            cwd=copy,
        )
    first, second = everything(tmp_path / "out0"), everything(tmp_path / "out1")
    assert len(first) > 40
    assert first == second
    build([reading(name) for name in NAMES], precedents, tmp_path / "here")
    assert everything(tmp_path / "here") == first
