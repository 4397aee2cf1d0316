"""Values as they are printed: each placeholder's value converted by its kind, or the problem with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import groupby

from specgen.contract.dates import FORMS, parse_date_term
from specgen.contract.fields import Situations
from specgen.library.model import DeclaredPlaceholder, Situation
from specgen.problems import did_you_mean

Printed = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A converted value: how it is printed, and the day meant if it is a date that is known."""

    printed: Printed
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ValueFault:
    """Why a value does not fit its placeholder, how to mend it, and the likely meaning."""

    message: str
    cure: str
    suggestion: str = ""


_INTERVAL = re.compile(
    r"(?:\d{1,3} |one |two |three |four |six |twelve )?(?:working |calendar |contract "
    r")?(?:day|week|month|quarter|year)s?",
    re.IGNORECASE,
)
GAP_MARKS = re.compile(
    r"\bENTER [A-Z]{2,}|\b(?:INSERT|SPECIFY)(?: [A-Z]{2,}){1,8}|\bLIST THOSE\b|(?<![A-Za-z0-9])X{1,4} ?%|£ "
    r"?X{1,6}\b|\[[^\]\n]{1,80}\]|_{3,}|\?{3,}"
    r"|\bTB[ACD]\b|\bTO BE (?:CONFIRMED|COMPLETED|AGREED)\b"
)
"""What a left-over gap looks like: the handbook's capital-letter prompts, X%, square brackets, TBC, a blank to fill in.
"""
_GAP_HINTS = (
    "ENTER ",
    "INSERT ",
    "SPECIFY ",
    "LIST THOSE",
    "X%",
    "X %",
    "£X",
    "£ X",
    "[",
    "___",
    "???",
    "TB",
    "TO BE ",
)
"""Each of the marks has one of these in it, which is told at a tenth of the time."""
_NOTHING_SAID = frozenset(
    {
        "tbc",
        "tba",
        "tbd",
        "to be confirmed",
        "to be agreed",
        "to be advised",
        "to be completed",
        "to be decided",
        "not yet known",
        "?",
        "??",
        "…",
    }
)
"""Texts that, alone, leave open what they should say."""
_LONGEST_NOTHING = max(map(len, _NOTHING_SAID)) + 1


@lru_cache(maxsize=4096)  # most values stand in several clauses, and many in several contracts
def gap_mark(text: str) -> str | None:
    """The first mark of a left-over gap in the text, or None. A text that says nothing but that it is open is its own
    mark."""
    if len(text) <= _LONGEST_NOTHING and text.rstrip(".").casefold() in _NOTHING_SAID:
        return text
    if not any(hint in text for hint in _GAP_HINTS):
        return None
    found = GAP_MARKS.search(text)
    return found.group() if found else None


def convert(
    given: object, placeholder: DeclaredPlaceholder, commencement: date | None, situations: Mapping[str, Situation]
) -> Value | ValueFault:
    """The value `given` in a contract file as `placeholder` prints it, or what is wrong with it."""
    asked = f"{placeholder.question} For example: {placeholder.example}"
    if isinstance(given, Situations):
        return _situations(given, placeholder, situations)
    if placeholder.kind == "list":
        return Value(given if isinstance(given, tuple) else (str(given),))
    if isinstance(given, tuple):
        return ValueFault(f"“{placeholder.name}” takes one value, not a list", asked)
    text = str(given)
    if placeholder.kind == "date":
        term = parse_date_term(text, commencement)
        return Value(term.printed, term.day) if term else ValueFault(f"“{text}” is not a date", f"write it as {FORMS}")
    if placeholder.kind == "percentage":
        number = _number(text.removesuffix("%").strip())
        if number is None or not 0 <= number <= 100:
            return ValueFault(f"“{text}” is not a percentage", "write a number from 0 to 100, such as 80 or 80%")
        return Value(f"{number:f}%")
    if placeholder.kind == "number":
        number = _number(text)
        return (
            Value(f"{number:,f}")
            if number is not None
            else ValueFault(f"“{text}” is not a number", "write digits, such as 250 or 1,250")
        )
    if placeholder.kind == "choice":
        chosen = next((option for option in placeholder.options if option.casefold() == text.casefold()), None)
        if chosen is None:
            return ValueFault(
                f"“{text}” is not one of the choices",
                f"use one of: {', '.join(placeholder.options)}",
                did_you_mean(text, placeholder.options),
            )
        return Value(chosen)
    if placeholder.kind == "interval" and not _INTERVAL.fullmatch(text):
        return ValueFault(
            f"“{text}” is not an interval", "write a number and a unit, such as 3 months or 10 working days"
        )
    return Value(text)


def _number(text: str) -> Decimal | None:
    if not re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?|\d{1,12}(\.\d{1,4})?", text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _situations(
    chosen: Situations, placeholder: DeclaredPlaceholder, situations: Mapping[str, Situation]
) -> Value | ValueFault:
    if placeholder.kind not in ("text", "list"):
        return ValueFault(
            f"“{placeholder.name}” cannot be chosen from Appendix 1", f"write a value: {placeholder.question}"
        )
    unknown = [number for number in chosen if number not in situations]
    if unknown:
        return ValueFault(
            f"Appendix 1 has no situation “{unknown[0]}”",
            f"use numbers of it: {', '.join(situations)}",
            did_you_mean(unknown[0], situations),
        )
    if placeholder.kind == "list":
        return Value(tuple(f"{situations[number].conversation} ({situations[number].area})" for number in chosen))
    areas = groupby((situations[number] for number in chosen), key=lambda situation: situation.area)
    return Value(
        "; ".join(f"{_series([situation.conversation for situation in group])} ({area})" for area, group in areas)
    )


def _series(words: list[str]) -> str:
    """`a, b and c`, for a sentence."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def with_own_values(base: Value, own: tuple[tuple[str, Value], ...]) -> Value:
    """The value with what differs for single Commissioners: `80% (for Upland Council: 75%)`."""
    if not own:
        return base
    if isinstance(base.printed, tuple):
        entries = [
            f"{entry} (for {name})"
            for name, value in own
            for entry in (value.printed if isinstance(value.printed, tuple) else (value.printed,))
        ]
        return Value((*base.printed, *entries), base.day)
    differing = "; ".join(
        f"for {name}: {value.printed if isinstance(value.printed, str) else '; '.join(value.printed)}"
        for name, value in own
    )
    return Value(f"{base.printed} ({differing})", base.day)
