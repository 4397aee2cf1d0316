"""What docs/figures.md shows is so: the total that it shows as wrong, every form, every shipped type."""

from pathlib import Path
from typing import get_args

from tests.figures.trying import document_of, sound_type

from specgen.figures.model import ConditionForm, FigureForm
from specgen.figures.read_type import own_file_types
from specgen.figures.values import Kind
from specgen.problems import render_text
from specgen.shipped import shipped

PAGE = (Path(__file__).parents[2] / "docs" / "figures.md").read_text(encoding="utf-8")


def test_every_type_form_and_kind_stands_on_the_page() -> None:
    for name in (
        *own_file_types(shipped("templates")),
        *get_args(FigureForm),
        *get_args(ConditionForm),
        *get_args(Kind),
    ):
        assert f"`{name}" in PAGE, name


def test_the_total_that_the_page_shows_is_refused_in_those_words() -> None:
    kind = sound_type(
        "tables:\n  rows: {columns: {amount: {kind: money}}}\n"
        "figures:\n  allocated_total: {title: Allocated in all, kind: money, sum: {column: rows.amount}}\n"
    )
    _, (problem,) = document_of(kind, "rows:\n  - {amount: 30000}\nallocated_total: £30,000.01\n")
    shown = PAGE.partition("<!-- total -->\n```text\n")[2].partition("\n```")[0]
    assert render_text(problem).split("\n")[0].partition(": ")[2] == shown.partition(": ")[2]


def test_the_type_that_the_page_shows_is_a_type() -> None:
    shown = PAGE.partition("```yaml\ntitle: Travel claim")[2].partition("```")[0]
    kind = sound_type(shown, head="title: Travel claim")
    assert kind.conditions[0].source == "Travel policy, section 4" and kind.place == 600
