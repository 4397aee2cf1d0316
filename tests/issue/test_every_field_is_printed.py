"""Nothing is asked for that no document uses: every field of free words in a contract file is printed somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document

from specgen.cli.main import run
from specgen.shipped import shipped

WORDS = {
    "contract": {"equality_assessment", "dpia", "sharing_agreement", "in_year_notice", "local_policies", "title"},
    "provider": {"name", "company_number", "charity_number", "address", "sub_contractors", "signatory"},
    "commissioners": {"name", "section_75", "signatory"},
    "services": {"name", "commissioner_lead", "provider_lead", "cohort", "population", "premises", "activity"},
}
LISTS = {"local_policies", "sub_contractors", "premises"}


def marked(name: str, part: str) -> Any:
    word = f"Zq{re.sub('[^a-z]', '', part + name)}"
    if name == "section_75":
        return {"reference": f"{word}reference", "lead": f"{word}lead"}
    return [f"{word}one", f"{word}two"] if name in LISTS else word


def words_of(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value.values()) if isinstance(value, dict) else value


def test_every_field_of_free_words_reaches_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = yaml.load(
        (shipped("examples") / "community-respiratory" / "contract.yaml").read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,
    )  # values as they are written
    given["contract"]["term"]["extension"] = "Zqextension"
    given["services"][0]["legal_rights_to_choice"] = {"not_applicable": "Zqrights"}
    given["services"][0]["cohort_includes"] = ["section 117 aftercare"]
    written = ["Zqextension", "Zqrights", "section 117 aftercare"]
    for part, names in WORDS.items():
        target = given[part][0] if isinstance(given[part], list) else given[part]
        for name in sorted(names):
            target[name] = marked(name, part)
            written += words_of(target[name])
    file = tmp_path / "contract.yaml"
    file.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8", newline="\n")
    assert run(["build", str(file), "-o", str(tmp_path / "out")]) == 0, capsys.readouterr().err
    pages = "\n".join(
        "".join(Document(str(path)).element.body.itertext()) for path in (tmp_path / "out").rglob("*.docx")
    )
    assert [word for word in written if word not in pages] == []
