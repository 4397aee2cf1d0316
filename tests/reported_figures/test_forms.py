"""How the shipped measures and reports are returned, held against their clauses."""

from pathlib import Path

import pytest
from tests.progress.portfolio import wording

from specgen.progress.actions import matches
from specgen.reported_figures.forms import EVERY_QUARTER, EVERY_YEAR, MeasureForm, read_forms
from specgen.shipped import shipped

LIBRARY, YARDSTICK = wording()[0], wording()[3]
FORMS, FAULTS = read_forms([shipped("clauses")])
IN_WORDS = {
    "co-production/reporting/demonstration",
    "personalised-care/reporting/by-characteristic",
    "personalised-care/reporting/evaluation",
}
"""Reports that are an account in words, or a table of their own."""


def test_every_measure_and_every_report_of_numbers_can_be_returned() -> None:
    asked = {name for name, clause in LIBRARY.clauses.items() if clause.place in ("quality", "reporting")}
    assert FAULTS == []
    assert set(FORMS) == asked - IN_WORDS


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.clause_id)
def test_a_form_names_values_of_its_clause_of_the_right_kind(form: MeasureForm) -> None:
    clause = LIBRARY.clauses[form.clause_id]
    version = clause.versions[-1]
    kinds = {name: clause.placeholders[name].kind for name in version.names}
    assert form.every in (EVERY_QUARTER, EVERY_YEAR) or kinds[form.every] == "interval"
    for figure in form.figures:
        if figure.target:
            share = figure.kind in ("share", "trajectory")
            assert kinds[figure.target] in (("percentage",) if share else ("number", "count", "trajectory"))
            # The threshold that is printed is the value that is held against.
            assert any(figure.target in block.text for block in version.fields["threshold"])
        for name in filter(None, (figure.answers, figure.trajectory)):
            assert kinds[name] in ("number", "count", "trajectory")
        words = figure.numerator or "numerator" in version.fields
        assert words and (figure.kind != "share" or figure.denominator or "denominator" in version.fields)


def test_quarters_are_those_that_the_clause_says() -> None:
    said = {EVERY_QUARTER: "Each quarter of the Contract Year", EVERY_YEAR: "Once in each Contract Year"}
    for form in FORMS.values():
        version = LIBRARY.clauses[form.clause_id].versions[-1]
        if form.every in said:
            assert "".join(block.text for block in version.fields["frequency"]) == said[form.every]


def test_what_is_counted_for_the_key_actions_is_in_the_library() -> None:
    placeholders = {name for clause in LIBRARY.clauses.values() for name in clause.placeholders}
    for action in YARDSTICK.actions:
        for measure in action.measures:
            for pattern in (*measure.holds, *measure.holds_all):
                assert any(matches(name, (pattern,)) for name in LIBRARY.clauses), pattern
            assert not measure.day or measure.day in placeholders
        for pattern in (*action.steps, *action.groups):
            component, place, _ = pattern.split("/")
            assert component in {each.id for each in LIBRARY.components}, pattern
            assert place in ("specification", "improvement", "system")
    assert {figure.value for figure in YARDSTICK.figures.values()} <= placeholders


def test_every_dated_item_of_6d_and_8_leads_to_an_action() -> None:
    items = [name for name, clause in LIBRARY.clauses.items() if clause.place in ("improvement", "system")]
    assert [name for name in items if YARDSTICK.action_of_step(name) is None] == []


def test_an_organisation_says_how_its_own_measures_are_returned(tmp_path: Path) -> None:
    (tmp_path / "measures.yaml").write_text(
        "measures:\n  - {clause: podiatry/quality/feet, every: year, rows: [{kind: count, numerator: Feet seen}]}\n",
        encoding="utf-8",
    )
    forms, faults = read_forms([shipped("clauses"), tmp_path])
    assert faults == [] and forms["podiatry/quality/feet"].figures[0].numerator == "Feet seen"
    assert len(forms) == len(FORMS) + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("measures: no\n", "must be a list"),
        ("measures:\n  - {clause: x, every: year, rows: []}\n", "component/place/name"),
        ("measures:\n  - {clause: a/quality/b, every: year, rows: [{kind: ratio}]}\n", "ratio"),
        ("measures:\n  - {clause: a/quality/b, every: year, rows: [{kind: count}, {kind: count}]}\n", "the same id"),
    ],
)
def test_what_is_wrong_in_such_a_file_is_said(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "measures.yaml").write_text(text, encoding="utf-8")
    _, faults = read_forms([tmp_path])
    assert faults and said in faults[0].message
