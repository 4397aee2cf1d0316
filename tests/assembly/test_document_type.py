"""Reading document types: a folder with type.yaml and template.docx."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen.assembly.document_type import ONE_OF, DocumentType, read_document_types, unknown_schedules
from specgen.assembly.edition import read_editions
from specgen.assembly.names import OCCASIONS
from specgen.problems import Problem
from specgen.shipped import shipped

GOOD = """\
title: Local quality requirements
schedule: quality-requirements
per: contract
prints: [quality]
when: chosen
audience: parties
name: Local quality requirements
order: 30
"""


def read(
    folder: Path, text: str, key: str = "quality", template: bool = True
) -> tuple[tuple[DocumentType, ...], list[Problem]]:
    (folder / key).mkdir()
    (folder / key / "type.yaml").write_text(text, encoding="utf-8", newline="\n")
    if template:
        (folder / key / "template.docx").write_bytes(b"")
    return read_document_types(folder)


def test_a_type_is_read_with_its_template(tmp_path: Path) -> None:
    (kind,), problems = read(tmp_path, GOOD)
    assert problems == []
    assert (kind.key, kind.schedule, kind.prints, kind.order, kind.template) == (
        "quality",
        "quality-requirements",
        ("quality",),
        30,
        tmp_path / "quality" / "template.docx",
    )


def test_a_type_may_belong_to_some_forms_of_contract_alone(tmp_path: Path) -> None:
    (kind,), problems = read(tmp_path, GOOD + "forms: [grant]\n")
    assert problems == []
    assert (kind.belongs_to("grant"), kind.belongs_to("full-length")) == (True, False)


def test_a_misspelt_form_is_reported(tmp_path: Path) -> None:
    kinds, (problem,) = read(tmp_path, GOOD + "forms: [grnat]\n")
    assert kinds == ()
    assert (problem.location.line, problem.suggestion) == (9, "grant")


def test_what_may_be_left_out_has_defaults(tmp_path: Path) -> None:
    (kind,), problems = read(tmp_path, "title: A note\nper: contract\nname: Note\n")
    assert problems == []
    assert (kind.schedule, kind.prints, kind.when, kind.audience, kind.order) == ("", (), "chosen", "parties", 100)


def test_types_come_in_their_order(tmp_path: Path) -> None:
    read(tmp_path, GOOD, "b")
    read(tmp_path, GOOD.replace("order: 30", "order: 5"), "c")
    assert [kind.key for kind in read(tmp_path, GOOD, "a")[0]] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "suggestion"),
    [
        ("prints: [quality]", "prints: [qualty]", 4, "“qualty” is not a place that clauses have", "quality"),
        ("per: contract", "per: contrat", 3, "“contrat” is not a value that “per” can have", "contract"),
        ("when: chosen", "wen: chosen", 5, "“wen” does not belong in type.yaml", "when"),
        ("audience: parties", "audience: everybody", 6, "“everybody” is not a value that “audience” can have", ""),
        ("title: Local quality requirements\n", "", 1, "“title” is missing", ""),
    ],
)
def test_a_fault_in_a_type_is_reported_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str, suggestion: str
) -> None:
    found, problems = read(tmp_path, GOOD.replace(old, new))
    assert found == ()
    assert [(problem.location.line, problem.message, problem.suggestion) for problem in problems] == [
        (line, message, suggestion)
    ]


def test_a_type_without_its_template_is_a_problem(tmp_path: Path) -> None:
    assert [problem.message for problem in read(tmp_path, GOOD, template=False)[1]] == [
        "there is no template.docx beside type.yaml"
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("order: 30", "order: ²", 8, "“²” is not a whole number from 0 to 9999, and “order” must be one"),
        (
            "order: 30",
            f"order: {'9' * 5000}",
            8,
            f"“{'9' * 80}” is not a whole number from 0 to 9999, and “order” must be one",
        ),
        ("order: 30", "order: abc", 8, "“abc” is not a whole number from 0 to 9999, and “order” must be one"),
        ("title: Local quality requirements", "title: [Local, quality]", 1, "“title” must be text, not a list"),
        ("name: Local quality requirements", "name: {a: b}", 7, "“name” must be text, not names with values"),
        ("name: Local quality requirements", 'name: "one\\ntwo"', 7, "“name” must be one line"),
        (
            "schedule: quality-requirements",
            "schedule: [quality-requirements]",
            2,
            "“schedule” must be text, not a list",
        ),
        ("per: contract", "per: [contract]", 3, "“per” must be text, not a list"),
        ("prints: [quality]", "prints: {quality: yes}", 4, "“prints” must be text, not names with values"),
        ("prints: [quality]", "prints: [[quality]]", 4, "entry 1 of “prints” must be text, not a list"),
        ("when: chosen", "when: [chosen]", 5, "“when” must be text, not a list"),
    ],
)
def test_a_value_of_the_wrong_kind_is_reported_at_its_line_with_how_to_mend_it(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    found, problems = read(tmp_path, GOOD.replace(old, new))
    assert (found, [(problem.slug, problem.location.line, problem.message) for problem in problems]) == (
        (),
        [("type-file", line, message)],
    )
    assert problems[0].cure and problems[0].excerpt


def test_a_schedule_that_no_edition_knows_is_reported_with_the_nearest(tmp_path: Path) -> None:
    (kind,), problems = read(tmp_path, GOOD.replace("quality-requirements", "quality-requirement"))
    editions, _ = read_editions(shipped("editions"))
    (problem,) = unknown_schedules([kind], editions)
    assert (problems, problem.message, problem.suggestion, problem.location.line) == (
        [],
        "no edition has a schedule “quality-requirement”",
        "quality-requirements",
        2,
    )


def test_one_place_may_be_written_without_brackets(tmp_path: Path) -> None:
    (kind,), problems = read(tmp_path, GOOD.replace("[quality]", "quality"))
    assert (kind.prints, problems) == (("quality",), [])


@pytest.mark.parametrize("name", ["template.docx", "type.yml", "type.yaml.txt"])
def test_a_folder_without_a_type_yaml_is_reported_and_not_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / "board").mkdir()
    (tmp_path / "board" / name).write_bytes(b"")
    (tmp_path / "pictures").mkdir()
    found, problems = read_document_types(tmp_path)
    assert (found, [(problem.message, problem.location.file) for problem in problems]) == (
        (),
        [("the folder has no type.yaml", str(tmp_path / "board"))],
    )


def test_a_type_can_say_every_occasion_whose_names_its_template_may_print() -> None:
    assert ONE_OF["when"] == ("chosen", "asked", "always", *OCCASIONS)
