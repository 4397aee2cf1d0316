"""Every problem of “specgen check” is on the page: beside its question, or with what is said of the whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html as pages
from tests.desk.conftest import EXAMPLES, ORIGIN, AskedDesk, made_desk, ready_examples
from tests.desk.faults import EXAMPLE, SLIPS

from specgen.desk.asked.faults import placed_faults
from specgen.desk.asked.looked import look_at
from specgen.desk.asked.questions import field_name, questions_of

DOCS = EXAMPLES.parent / "docs"
FILES = [*sorted(EXAMPLES.glob("*/contract.yaml")), *sorted(DOCS.glob("*contract*.yaml"))]


@pytest.fixture(scope="module")
def respiratory() -> tuple[AskedDesk, dict[str, str]]:
    """The desk over the examples themselves, which nothing here writes to, with the form of one of them."""
    asked = made_desk(EXAMPLES)
    return asked, asked.form(EXAMPLE)


@pytest.mark.parametrize(("slug", "field", "typed", "words"), SLIPS)
def test_a_slip_is_told_beside_its_field_in_the_words_of_check(
    respiratory: tuple[AskedDesk, dict[str, str]], slug: str, field: str, typed: str, words: str
) -> None:
    asked, form = respiratory
    assert f"v:{field}" in form
    form = {**form, f"v:{field}": typed}
    told = asked.client.post(f"/look?file={EXAMPLE}", data=form, headers={"Origin": ORIGIN}).json()
    box: Any = pages.fromstring(f"<div>{told['faults'].get(field, '')}</div>")
    said = box.text_content()
    assert words in said
    assert slug in said


@pytest.mark.parametrize(
    ("name", "value", "slug"),
    [
        ("sdm_champion_post", "TBC", "gap-in-value"),
        ("sdm_training_share", "0.9", "fraction-as-percentage"),
        ("sdm_decision_points", "[the first visit, The first visit]", "listed-twice"),
    ],
)
def test_a_caution_about_one_answer_is_told_while_others_are_still_missing(name: str, value: str, slug: str) -> None:
    text = (
        "contract:\n  reference: A-1\n  title:\n  edition: 2026/27\n  form: full-length\n  term: {}\n"
        "commissioners:\n  - name:\n    role: co-ordinating\nprovider:\n  name:\n"
        f"services:\n  - name:\n    specification: [shared-decision-making]\n    values:\n      {name}: {value}\n"
    )
    looked = look_at(text.encode(), "contract.yaml", ready_examples().of(Path()).precedents)
    placed = placed_faults(looked)
    assert "missing-value" in {problem.slug for problem in looked.problems}
    assert [problem.slug for problem in placed.at[("services", 0, "values", name)]] == [slug]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_problem_is_placed_once_and_none_is_left_out(file: Path) -> None:
    looked = look_at(file.read_bytes(), file.name, ready_examples().of(file).precedents)
    placed = placed_faults(looked)
    found = [problem for each in placed.at.values() for problem in each] + list(placed.elsewhere)
    assert len(found) == len(set(found))
    assert set(found) == set(looked.problems)
    assert set(placed.at) <= {question.path for group in questions_of(looked) for question in group.every()}


@pytest.mark.parametrize(
    ("old", "new", "slug", "field"),
    [
        ("role: associate", "role: co-ordinating", "co-ordinating-commissioner", "commissioners/1/role"),
        ("    ods_code: X9A02\n", "", "ods-code", "commissioners/1/ods_code"),
        ("  ods_code: X9T03", "  no_ods_code: none\n  ods_code: X9T03", "ods-code", "provider/ods_code"),
        (
            "name: Continuing healthcare at home",
            "name: Community diabetes service",
            "repeated-service",
            "services/1/name",
        ),
        ("kind: NHS trust", "kind: NHS trusty", "not-one-of", "provider/kind"),
        (
            '  - number: "01"\n',
            '  - number: "01"\n    period:\n      start: 2020-01-01\n      end: 2020-02-01\n',
            "period-outside-term",
            "services/0/period/start",
        ),
        ("    start: 2026-04-01", "    start: 1 Aprill", "wrong-value", "contract/term/start"),
    ],
)
def test_a_slip_in_the_file_stands_at_the_field_that_mends_it(old: str, new: str, slug: str, field: str) -> None:
    text = (EXAMPLES / "two-services" / "contract.yaml").read_text(encoding="utf-8")
    assert old in text
    looked = look_at(text.replace(old, new, 1).encode(), "contract.yaml", ready_examples().of(Path()).precedents)
    placed = placed_faults(looked)
    at = {(problem.slug, field_name(path)) for path, found in placed.at.items() for problem in found}
    assert (slug, field) in at
    assert slug not in {problem.slug for problem in placed.elsewhere}


def test_a_contract_that_cannot_be_read_says_why_and_shows_no_document(asked: AskedDesk) -> None:
    (asked.root / "broken.yaml").write_text("contract: [\n", encoding="utf-8")
    page = asked.page("/contract?file=broken.yaml")
    assert "yaml-syntax" in page
    assert "There is no document to show until the contract can be read." in page
    (asked.root / "latin.yaml").write_bytes(b"contract:\n  title: caf\xe9\n")
    assert "not-utf-8" in asked.page("/contract?file=latin.yaml")
    (asked.root / "empty.yaml").write_bytes(b"")
    assert "empty-file" in asked.page("/contract?file=empty.yaml")
    (asked.root / "other.yaml").write_bytes(b"- a\n- b\n")
    assert "not-a-contract" in asked.page("/contract?file=other.yaml")


def test_what_the_page_does_not_know_of_the_file_stays(asked: AskedDesk) -> None:
    name = "community-respiratory/contract.yaml"
    file = asked.root / name
    odd = file.read_bytes().replace(b"contract:\n", b"# a note\ncontract:   # another\n", 1) + b"\n# the end\n"
    file.write_bytes(odd)
    form = asked.form(name)
    form["v:contract/title"] = "Another title"
    asked.send(f"/contract?file={name}", {**form, "do": "save"})
    before, after = odd.split(b"\n"), file.read_bytes().split(b"\n")
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [b"  title: Another title"]
