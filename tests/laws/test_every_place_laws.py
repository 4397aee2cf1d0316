"""A user's text is text in every place of a contract file: a mark with signs that mean something elsewhere is put into
each place that takes words, the contract is built, and every mark is looked for in the documents.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from specgen.cli.main import run
from specgen.contract.read import read_contract
from specgen.library.read import read_library
from specgen.shipped import shipped

SIGNS = (
    "&<>\"' {{ x }} {% if y %} {# c #} [Annex 1] **b** *i* \\* `q` $1 %s ‘’“” – é 漢字 \U0001f600 "
    "\U0001f469\u200d\U0001f467 a\u0301 \u00a0 \u00ad \u2011 \u200b "
    "\u200f\u202e \ufeff ]]> <!-- --> &amp; &#x26; _x0041_  two  spaces ‚"
)
LINES = ("   moved in by three", "\tafter a tab", "- no bullet", "1. no number", "# no heading")
WORDS = {
    "title",
    "draft_version",
    "name",
    "signatory",
    "lead",
    "commissioner_lead",
    "provider_lead",
    "cohort",
    "extension",
    "equality_assessment",
    "dpia",
    "sharing_agreement",
    "in_year_notice",
    "no_ods_code",
    "address",
    "population",
    "activity",
    "not_applicable",
    "company_number",
    "charity_number",
}
LISTS = {"local_policies", "sub_contractors", "premises"}
TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Marks:
    """Hands out marks that differ, and knows for which place each was."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        mark = f"Q{len(self.places):04d}a{SIGNS}Z{len(self.places):04d}"
        self.places[mark] = place
        return mark


def kinds() -> dict[str, str]:
    library, _ = read_library(shipped("clauses"))
    return {
        name: placeholder.kind
        for clause in library.clauses.values()
        for name, placeholder in clause.placeholders.items()
    }


def mark_value(name: str, said: Any, kind: str, mark: Marks) -> Any:
    """A mark for a value of words, one for each entry of a list; a date, a number or a choice as it is."""
    return [mark(name) for _ in said] if kind == "list" else mark(name) if kind in ("text", "post") else said


def marked(value: Any, name: str, kind_of: dict[str, str], mark: Marks) -> Any:
    """The part of a contract file with a mark in each place that takes words."""
    if name == "values":
        return {each: mark_value(each, said, kind_of.get(each, ""), mark) for each, said in value.items()}
    if name == "whole_specification":
        return {
            each: said
            if each == "insert"  # yes or no
            else [mark(each) for _ in said]
            if isinstance(said, list)
            else "\n".join([mark(each), *LINES, "", mark(each)])
            for each, said in value.items()
        }
    if isinstance(value, dict):
        return {each: marked(said, each, kind_of, mark) for each, said in value.items()}
    if isinstance(value, list):
        return [mark(name) if name in LISTS else marked(said, "", kind_of, mark) for said in value]
    return mark(name) if name in WORDS else value


def paragraphs(file: Path) -> Iterator[str]:
    """The words of every paragraph in every part, and of the properties: read without any of the program's own code."""
    with zipfile.ZipFile(file) as package:
        for part in package.namelist():
            if part.endswith(".xml") and part.startswith(("word/", "docProps/")):
                root = etree.fromstring(package.read(part))
                yield from (element.text or "" for element in root.iter() if part.startswith("docProps/"))
                for paragraph in root.iter(f"{TEXT}p"):
                    inside = [each for words in paragraph.iter(f"{TEXT}r") for each in words]
                    yield "".join(
                        {f"{TEXT}t": each.text or "", f"{TEXT}tab": "\t", f"{TEXT}br": "\n"}.get(str(each.tag), "")
                        for each in inside
                    )


@pytest.mark.parametrize("example", ["two-services", "link-worker-service", "harbour-grant"])
def test_a_text_in_any_place_of_a_contract_file_is_in_a_document_as_it_was_typed(
    example: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = yaml.load(
        (shipped("examples") / example / "contract.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    mark = Marks()
    given = marked(given, "", kinds(), mark)
    file = tmp_path / "contract.yaml"
    file.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8", newline="\n")
    contract, problems = read_contract(file.read_bytes(), "contract.yaml")
    assert contract is not None, problems
    assert run(["build", str(file), "-o", str(tmp_path / "out")]) == 0, capsys.readouterr().err
    read = [words for made in sorted((tmp_path / "out").rglob("*.docx")) for words in paragraphs(made)]
    assert [place for words, place in mark.places.items() if not any(words in said for said in read)] == []
    assert len(mark.places) > 30
    if example == "two-services":
        assert [line for line in LINES if line not in read] == []
