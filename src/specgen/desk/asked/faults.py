"""Each problem beside the question that it is about, in the words of `specgen check`; the others apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from specgen.desk.asked.looked import Looked
from specgen.desk.asked.questions import NOTHING_CHOSEN, Question, QuestionGroup, questions_of, quoted_names
from specgen.problems import Problem, in_reading_order
from specgen.yamlfile import Path


class PlacedFaults(Struct, frozen=True):
    """Path of a question → its problems; and those of no question. None is left out and none is said twice."""

    at: Mapping[Path, tuple[Problem, ...]]
    elsewhere: tuple[Problem, ...]


_PARTS: Final = ("term", "period", "legal_rights_to_choice", "section_75", "delegation")
"""Parts of a file that are asked by their fields: what is said of the part stands at the first of them."""
ROUTINE: Final = ("clause-not-approved", "edition-not-verified")
"""Kinds that are said of nearly every contract, and of no answer."""


def placed_faults(looked: Looked, further: tuple[Problem, ...] = ()) -> PlacedFaults:
    """Every problem of the look with its question; `further` are those found when the documents were drawn."""
    questions = {question.path: question for group in questions_of(looked) for question in group.every()}
    at: dict[Path, list[Problem]] = {}
    elsewhere: list[Problem] = []
    for problem in in_reading_order((*looked.problems, *further)):
        path = question_of(looked, problem, questions)
        if path is None:
            elsewhere.append(problem)
        else:
            at.setdefault(path, []).append(problem)
    return PlacedFaults({path: tuple(found) for path, found in at.items()}, tuple(elsewhere))


def question_of(looked: Looked, problem: Problem, questions: Mapping[Path, Question]) -> Path | None:
    """The path of the question that the problem is about; None where it is about none.

    A value that is missing has no place: the problem stands where it is asked for, and its words name it.
    """
    if problem.location.line is None or problem.slug in ROUTINE:
        return None
    if (place := NOTHING_CHOSEN.get(problem.slug)) is not None and (place, "not_applicable") in questions:
        return (place, "not_applicable")
    path = looked.path_at(problem.location)
    if path is None:
        return None
    names = quoted_names(problem)
    if problem.slug == "missing-value" and problem.message.startswith("the value “"):
        return _missing_value(path, names[0] if names else "", questions)
    places = looked.contract.places if looked.contract is not None else {}
    if len(path) > 1 and path[-1] not in names and places.get(path[:-1]) == problem.location:
        # An entry of a list begins with its first name, so that a place means either: the words tell which.
        beside = next((each for name in names if (each := (*path[:-1], name)) in questions), None)
        if beside is not None:
            return beside
    for length in range(len(path), -1, -1):
        above = path[:length]
        if above in questions and length == len(path):
            return above
        for name in names:
            found = next((each for each in ((*above, name), (*above, "term", name)) if each in questions), None)
            if found is not None:
                return found
        if above in questions:
            return above
        if length == len(path) and length > 1 and path[-1] in _PARTS:
            within = next((each for each in questions if each[:length] == path), None)
            if within is not None:
                return within
        if length and isinstance(path[length - 1], int):
            break  # what is said of one party or service is about none of the others
    return None


def _missing_value(chosen_at: Path, name: str, questions: Mapping[Path, Question]) -> Path | None:
    """The question of a value that a clause needs: chosen at this line, it is asked under the service or the whole."""
    service: Path = chosen_at[:2] if chosen_at[:1] == ("services",) else ()
    for path in ((*chosen_at, "values", name), (*service, "values", name), ("values", name)):
        if path in questions:
            return path
    return None


def open_count(group: QuestionGroup, faults: PlacedFaults) -> int:
    """How many questions of the group are still to be seen to: needed and not answered, or at fault."""
    return sum(is_open(question, faults) for question in group.every())


def is_open(question: Question, faults: PlacedFaults) -> bool:
    """Whether the question is needed and not answered, or its answer is at fault."""
    errors = any(problem.severity == "error" for problem in faults.at.get(question.path, ()))
    return errors or (question.needed and not question.answered)
