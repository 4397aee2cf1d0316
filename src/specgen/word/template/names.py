"""Misspelt names found before anything is rendered, by holding a template's names against the shape of the values."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, Union

from specgen.problems import Problem, did_you_mean
from specgen.word.template.pieces import field_names, is_value
from specgen.word.template.tags import NameUse
from specgen.wording.wording import Block, Passage, Redlined

if TYPE_CHECKING:
    from specgen.word.template.parts import Template

TagKind = Literal["text", "number", "flag", "blocks", "passage", "redlined", "any"]
Shape = Union[TagKind, Mapping[str, "Shape"], "list[Shape]"]
"""What a name stands for: a kind of value, names within it, or (a list of one) what each item of a list is."""

_KINDS: dict[type, TagKind] = {
    str: "text",
    int: "number",
    bool: "flag",
    Passage: "passage",
    Block: "blocks",
    Redlined: "redlined",
}
_DESCRIBED = {
    "text": "a text",
    "number": "a number",
    "flag": "a yes or no",
    "blocks": "paragraphs",
    "passage": "a clause’s words",
    "redlined": "words with tracked changes",
}


def check_names(template: Template, known: Mapping[str, Shape]) -> list[Problem]:
    """Every name of the template that leads to no value, or to one that cannot stand there; all of them together."""
    return list(dict.fromkeys(problem for use in template.names for problem in _faults(use, known)))


def _faults(use: NameUse, known: Mapping[str, Shape]) -> Iterator[Problem]:
    here: Shape = known
    for step in use.path:
        if here == "any" or step == "":
            return
        if step == "[]":
            if not isinstance(here, list):
                return  # said where the loop begins
            here = here[0] if here else "any"
        elif isinstance(here, Mapping) and step in here:
            here = here[step]
        else:
            yield _missing(use, step, here)
            return
    yield from _misplaced(use, here)


def _missing(use: NameUse, step: str, here: Shape) -> Problem:
    if not isinstance(here, Mapping):
        what = "a list" if isinstance(here, list) else _DESCRIBED[here]
        return use.tag.problem(
            "unknown-name",
            f"“{use.written}” leads nowhere: there is no “{step}” in {what}",
            "take the last name away, or use another",
        )
    return use.tag.problem(
        "unknown-name", f"“{use.written}” is not a name that a value has: “{step}” is unknown",
        "correct the name; docs/reference/template-names.md lists all of them", did_you_mean(step, here),
    )  # fmt: skip


def _misplaced(use: NameUse, here: Shape) -> Iterator[Problem]:
    what = (
        "a list"
        if isinstance(here, list)
        else "a group of names"
        if isinstance(here, Mapping)
        else _DESCRIBED.get(here, "")
    )
    if use.role == "each":
        if here != "any" and not isinstance(here, list):
            yield use.tag.problem("name-misused", f"“{use.written}” is {what}, not a list", "use for with a list only")
    elif use.role == "rows":
        if here != "any" and not isinstance(here, list):
            yield use.tag.problem("name-misused", f"“{use.written}” is {what}, not rows", "use {{tr }} with rows only")
    elif use.role == "text" and (isinstance(here, list | Mapping) or here in ("blocks", "redlined", "flag")):
        cure = (
            "write {{p " + use.written + " }} in a paragraph of its own"
            if here in ("blocks", "redlined")
            else "use for or if, or a name within it"
        )
        yield use.tag.problem("name-misused", f"“{use.written}” is {what}, which cannot be printed inside a line", cure)
    elif use.role == "runs" and here == "redlined":
        yield use.tag.problem(
            "name-misused",
            f"“{use.written}” is {what}, which cannot be printed inside a line",
            "write {{p " + use.written + " }} in a paragraph of its own",
        )
    elif use.role in ("blocks", "runs") and (isinstance(here, Mapping) or here == "flag"):
        yield use.tag.problem(
            "name-misused", f"“{use.written}” is {what}, which cannot be printed", "use a name within it"
        )


def shape_of_type(kind: Any) -> Shape:
    """The shape that a dataclass's annotations give; `X | None` is X, `tuple[X, ...]` a list of X, `Blocks`
    paragraphs."""
    if kind in _KINDS:
        return _KINDS[kind]
    if is_value(kind):
        hints = typing.get_type_hints(kind)
        return {name: shape_of_type(hints[name]) for name in field_names(kind)}
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        rest = [each for each in arguments if each is not type(None)]
        return shape_of_type(rest[0]) if len(rest) == 1 else "any"
    if origin in (tuple, list):
        return "blocks" if arguments[0] is Block else [shape_of_type(arguments[0])]
    if origin is Literal:
        return "text"
    return "any"
