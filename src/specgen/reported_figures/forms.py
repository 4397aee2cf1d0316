"""How the figures of each measure and report are returned, as data: `measures.yaml` of a clause library.

Source: handbook 4.1, stage 4, and 4.3; the words of a measure are its clause's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Literal, get_args

from msgspec import Struct

from specgen.library.lists import said_in
from specgen.library.shapes import LINE, LINES, ListOf, Names, OneOf, Written, shape_faults
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.yamlfile import plain, read_document

MEASURES_FILE: Final = "measures.yaml"
FigureKind = Literal["share", "count", "trajectory", "amount"]
EVERY_QUARTER: Final = "quarter"
EVERY_YEAR: Final = "year"

_SHAPE: Final = Names(
    {
        "measures": ListOf(
            Names(
                {
                    "clause": Written(
                        pattern=r"[a-z0-9-]+/(quality|reporting)/[a-z0-9-]+", says="component/place/name"
                    ),
                    "every": LINE,
                    "rows": ListOf(
                        Names(
                            {"kind": OneOf(get_args(FigureKind))},
                            {
                                "id": LINE,
                                "numerator": LINES,
                                "denominator": LINES,
                                "target": LINE,
                                "most": OneOf(("yes",)),
                                "over": OneOf(("year",)),
                                "answers": LINE,
                                "trajectory": LINE,
                                "note": LINES,
                                "people": LINE,
                                "cumulative": OneOf(("yes",)),
                                "adds": OneOf(("yes",)),
                            },
                        )
                    ),
                },
                {"people": LINE},
            )
        )
    }
)


class MeasureFigure(Struct, frozen=True):
    """One figure of a measure: what is counted of what, and the values of the clause that say what is asked. `people`
    are whom it counts, or whose money it is, where they are not those of the measure; `cumulative` says that it is
    counted since the Contract Year began, as every trajectory is; `adds` that whoever or whatever a share counts is
    counted in one quarter alone, so that the quarters make the year."""

    id: str
    kind: FigureKind
    numerator: str = ""
    denominator: str = ""
    target: str = ""
    most: bool = False
    over_year: bool = False
    answers: str = ""
    trajectory: str = ""
    note: str = ""
    people: str = ""
    cumulative: bool = False
    adds: bool = False


class MeasureForm(Struct, frozen=True):
    """How a clause's figures are returned. `every` is quarter, year, or the value that says how often; `people` are
    whom it counts, so that figures of the same people are hidden together; without a name those of its component."""

    clause_id: str
    every: str
    figures: tuple[MeasureFigure, ...]
    people: str


def read_forms(folders: Iterable[Path]) -> tuple[Mapping[str, MeasureForm], list[Problem]]:
    """The forms of the libraries in these folders by clause; a later library's comes before an earlier one's. A library
    need not have the file. Raises OSError."""
    forms: dict[str, MeasureForm] = {}
    problems: list[Problem] = []
    for folder in folders:
        file = folder / MEASURES_FILE
        if not file.is_file():
            continue
        document, faults = read_document(read_plain(file), str(file))
        faults = faults or shape_faults(document, _SHAPE, "library-list")
        problems += faults
        if has_errors(faults):
            continue
        whole: Any = plain(document.root)
        for entry in whole["measures"]:
            form = _form(entry)
            ids = [figure.id for figure in form.figures]
            if len(set(ids)) < len(ids):
                problems.append(
                    Problem(
                        "library-list",
                        f"two rows of {form.clause_id} have the same id",
                        Location(str(file)),
                        cure="give each row of a clause an id of its own",
                    )
                )
            forms[form.clause_id] = form
    return forms, problems


def _form(entry: dict[str, Any]) -> MeasureForm:
    clause = str(entry["clause"])
    people = str(entry.get("people") or clause.split("/", 1)[0])
    return MeasureForm(clause, str(entry["every"]), tuple(_figure(row) for row in entry["rows"]), people)


def _figure(row: dict[str, Any]) -> MeasureFigure:
    flags = {name: name in row for name in ("most", "adds")} | {"over_year": "over" in row}
    cumulative = "cumulative" in row or row["kind"] == "trajectory"
    said = {name: text for name, text in said_in(row).items() if name != "over"}
    return MeasureFigure(**({"id": ""} | said | flags | {"cumulative": cumulative}))
