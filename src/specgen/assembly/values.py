"""Values as they are printed: each placeholder's value converted by its kind, or the problem with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from specgen.assembly.trajectories import by_periods, figures_given, printed_alone, trajectory_fault, trajectory_given
from specgen.contract.dates import FORMS, long_date, not_a_date, parse_date_term, parse_day
from specgen.contract.kinds import without_marks
from specgen.contract.quantities import (
    Situations,
    looks_like_fraction,
    pounds,
    read_interval,
    read_money,
    read_number,
    read_share,
    read_trajectory,
)
from specgen.library.model import DeclaredPlaceholder, Situation
from specgen.problems import did_you_mean, in_a_row
from specgen.wording.gaps import gap_left_by_a_person, left_to_decide, name_left_open, none_mark

Printed = str | tuple[str, ...]


class Value(Struct, frozen=True, cache_hash=True):
    """A converted value: how it is printed, and the day meant if it is a date that is known."""

    printed: Printed
    day: date | None = None


class ValueFault(Struct, frozen=True):
    """Why a value does not fit its placeholder, how to mend it, and the likely meaning."""

    message: str
    cure: str
    suggestion: str = ""


_NOT_MEASURED = ("none yet", "nothing yet", "none at present", "none currently", "no baseline yet")
"""Of a baseline these say that nothing was measured before, as it is printed."""


def convert(
    given: object,
    placeholder: DeclaredPlaceholder,
    commencement: date | None,
    situations: Mapping[str, Situation],
    *,
    own_start: bool = False,
) -> Value | ValueFault:
    """The value `given` in a contract file as `placeholder` prints it, or what is wrong with it.

    `own_start`: the time of a date is counted from another day than the page’s Service Commencement Date, so that the
    day itself is printed.
    """
    if isinstance(given, Situations):
        return _situations(given, placeholder, situations)
    if isinstance(given, tuple):
        return _read_list(given, placeholder)
    return _read_text(str(given), placeholder, commencement, own_start)


def _read_list(given: tuple[str, ...], placeholder: DeclaredPlaceholder) -> Value | ValueFault:
    if len(given) == 1 and placeholder.may_be_none and none_mark(given[0]):
        return _none(placeholder)
    if placeholder.kind == "list":
        return Value(given)
    if by_periods(given, placeholder):
        return _by_periods(given, placeholder)
    return ValueFault(
        f"“{placeholder.name}” takes one value, not a list",
        f"{placeholder.question} For example: {placeholder.example}",
    )


@lru_cache(maxsize=512)  # most values of a portfolio's contracts are the same
def _read_text(
    text: str, placeholder: DeclaredPlaceholder, commencement: date | None, own_start: bool
) -> Value | ValueFault:
    if (between := left_to_decide(text)) is not None:
        return ValueFault(
            f"nobody has decided yet: {between}", f"write the one that holds in its place. {placeholder.question}"
        )
    if placeholder.may_be_none and none_mark(text):
        return _none(placeholder)
    if placeholder.kind == "list":
        return Value((text,))
    if by_periods(text, placeholder):
        return _by_periods(text, placeholder)
    if placeholder.kind == "date":
        term = parse_date_term(text, commencement)
        if term is None:
            return ValueFault(not_a_date(text), f"write it as {FORMS}")
        return Value(long_date(term.day) if own_start and term.day else term.printed, term.day)
    reader = _READERS.get(placeholder.kind)
    return reader(text, placeholder) if reader is not None else Value(text)


def _none(placeholder: DeclaredPlaceholder) -> Value:
    return Value((placeholder.may_be_none,) if placeholder.kind == "list" else placeholder.may_be_none)


def _by_periods(given: object, placeholder: DeclaredPlaceholder) -> Value | ValueFault:
    written = trajectory_given(given)
    fault = trajectory_fault(written, placeholder)
    return ValueFault(*fault) if fault is not None else Value(printed_alone(written, placeholder))


_NAMES_A_YEAR = re.compile(r"\b\d{4} ?[/-] ?\d{2}")


def _share(text: str, placeholder: DeclaredPlaceholder) -> Value | ValueFault:
    number = read_share(text)
    if number is None:
        cure = "write a number from 0 to 100, such as 80 or 80%"
        why = read_trajectory(text) if _NAMES_A_YEAR.search(text) else "this is not a percentage"
        if placeholder.by_year:
            return ValueFault(f"“{text}”: {why}", f"{cure}, or one for each year: 60% in 2026/27; 70% in 2027/28")
        every = "" if isinstance(why, str) else "; one figure is asked for, which holds in every year"
        return ValueFault(f"“{text}” is not a percentage", f"{cure}{every}")
    return _out_of_bounds(number, text, placeholder) or Value(f"{number:f}%")


def _number(text: str, placeholder: DeclaredPlaceholder) -> Value | ValueFault:
    number = read_number(text)
    if number is None:
        return ValueFault(f"“{text}” is not a number", "write digits, such as 250 or 1,250")
    if placeholder.kind == "count" and number != number.to_integral_value():
        return ValueFault(f"“{text}” is not a whole number", "write digits, such as 250 or 1,250")
    whole = number == number.to_integral_value()
    return _out_of_bounds(number, text, placeholder) or Value(f"{number.to_integral_value() if whole else number:,f}")


def _out_of_bounds(number: Decimal, text: str, placeholder: DeclaredPlaceholder) -> ValueFault | None:
    least, most = placeholder.least, placeholder.most
    if (least and number < Decimal(least)) or (most and number > Decimal(most)):
        bounds = (
            f"from {least} to {most}" if least and most else f"of {least} or more" if least else f"of {most} or less"
        )
        return ValueFault(f"“{text}” is out of bounds", f"write a number {bounds}")
    return None


def _money(text: str, placeholder: DeclaredPlaceholder) -> Value | ValueFault:
    amount = read_money(text)
    if amount is None:
        return ValueFault(f"“{text}” is not an amount", "write pounds as 1250000, £1,250,000.00 or £1.2m")
    return _out_of_bounds(amount, text, placeholder) or Value(pounds(amount))


def _interval(text: str, placeholder: DeclaredPlaceholder) -> Value | ValueFault:
    found = read_interval(text)
    cure = "write a number and a unit, such as 3 months, 10 Operational Days or 48 hours"
    if found is None:
        return ValueFault(f"“{text}” is not an interval", cure)
    return ValueFault(f"“{text}” is no time at all", cure) if found.is_nothing else Value(str(found))


def _choice(text: str, placeholder: DeclaredPlaceholder) -> Value | ValueFault:
    chosen = next((option for option in placeholder.options if option.casefold() == text.casefold()), None)
    if chosen is None:
        return ValueFault(
            f"“{text}” is not one of the choices",
            f"use one of: {', '.join(placeholder.options)}",
            did_you_mean(text, placeholder.options),
        )
    return Value(chosen)


_LEADING = re.compile(r"(?:the|an?|its|our|their|your|his|her)\s+(?=\S)", re.IGNORECASE)


def _post(text: str, placeholder: DeclaredPlaceholder) -> Value | ValueFault:
    """A post as it reads on after “its” and stands in a cell: without an article before it or a full stop after it."""
    if reason := contact_in(text):
        return ValueFault(
            f"“{text}” holds {reason}, and a post is asked for", f"write the post. {placeholder.question}"
        )
    bare = _LEADING.sub("", text, count=1) if _LEADING.match(text) else text
    return Value(bare.removesuffix(".") if not bare.endswith("..") else bare)


_CONTACTS = (
    ("an e-mail address", re.compile(r"\S ?@ ?\S|(?<!\S)@\w|\S ?[\[(]at[\])] ?\S|\S at \S+ dot \S", re.IGNORECASE)),
    (
        "a web address",
        re.compile(
            r"https?://|\bwww\.|\b[\w-]+\.(?:nhs\.uk|nhs\.net|(?:org|co|gov|ac)\.uk|com|org|net|uk|example)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a telephone number",
        re.compile(
            r"(?<![\w/])(?=(?:\D{0,3}\d){10})(?:\+\d{2}|\(?0)[\d ().-]{8,}\d"
            r"|\b(?:tel(?:ephone)?|ext(?:ension|n)?|bleep)\b\.?:? ?\d{3,}",
            re.IGNORECASE,
        ),
    ),
    (
        "an address",
        re.compile(
            r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
            r"|\b\d{1,4}[A-Za-z]? (?:[A-Z][\w'’]+ ){1,3}"
            r"(?:Street|Road|Lane|Avenue|Close|Drive|Way|Square|Terrace|Place)\b"
        ),
    ),
)
"""What reaches a person or a place, and names no post."""


def contact_in(text: str) -> str:
    """What the text holds that is no post: an e-mail address, a telephone number, an address; else nothing."""
    return next((what for what, pattern in _CONTACTS if pattern.search(text)), "")


_READERS: Mapping[str, Callable[[str, DeclaredPlaceholder], Value | ValueFault]] = {
    "percentage": _share,
    "number": _number,
    "count": _number,
    "money": _money,
    "interval": _interval,
    "choice": _choice,
    "post": _post,
}
"""Kind → how a text of that kind is read. A text of another kind is printed as it stands."""


def printed_example(placeholder: DeclaredPlaceholder) -> str:
    """The placeholder's example as a document prints it: 80% and 30 September 2026."""
    example = placeholder.example
    if placeholder.kind == "date":
        day = parse_day(example)
        return example if day is None else long_date(day)
    reader = _READERS.get(placeholder.kind)
    value = reader(example, placeholder) if reader is not None and example else None
    return value.printed if isinstance(value, Value) and isinstance(value.printed, str) else example


def _least_share(given: object, placeholder: DeclaredPlaceholder) -> str:
    """What is given; of shares for Contract Years the least."""
    found = figures_given(given, placeholder) if placeholder.by_year else ""
    return str(given) if isinstance(found, str) else str(min(amount for _, amount in found.figures))


_COUNTS_WHOLE = re.compile(r"\bhow (?:many|few)\b(?!.*(?:whole-time|hours|years|weeks))", re.IGNORECASE).search
"""Whether a question asks for a number of people or things, which have no parts."""


def _has_parts(value: Value, placeholder: DeclaredPlaceholder) -> bool:
    """Whether the number, or a figure of the trajectory, is no whole one."""
    if placeholder.kind == "trajectory":
        found = read_trajectory(str(value.printed))
        if isinstance(found, str):
            return (read_number(str(value.printed)) or 0) % 1 != 0
        return not found.percent and any(amount % 1 for _, amount in found.figures)
    return placeholder.kind in ("number", "count") and "." in str(value.printed)


def doubts(given: object, value: Value, placeholder: DeclaredPlaceholder) -> tuple[tuple[str, str, str], ...]:
    """What is to be asked about a value that fits: the problem's kind, what is said and how to mend it."""
    return _doubts(_least_share(given, placeholder), value, placeholder)


@lru_cache(maxsize=512)
def _doubts(written: str, value: Value, placeholder: DeclaredPlaceholder) -> tuple[tuple[str, str, str], ...]:
    return tuple(_each_doubt(written, value, placeholder))


_POINT_FOR_COMMA = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
"""A number that is thousands where a point parts them, and the same without the zeros where it does not."""
_TICK = re.compile("yes|y|tick|✓", re.IGNORECASE)
_AMOUNTS = ("percentage", "number", "count", "money", "trajectory")


def _each_doubt(written: str, value: Value, placeholder: DeclaredPlaceholder) -> Iterator[tuple[str, str, str]]:
    entries = value.printed if isinstance(value.printed, tuple) else (value.printed,)
    for text in entries:
        if placeholder.name.endswith("_baseline") and text.casefold().strip(" .") in _NOT_MEASURED:
            continue
        mark = name_left_open(text) if placeholder.kind == "post" else gap_left_by_a_person(text) or none_mark(text)
        if _TICK.fullmatch(text) and placeholder.kind in ("text", "list", "post"):
            mark = text if not placeholder.name.endswith("_baseline") else mark  # a rule of its own tells of those
        if text != placeholder.may_be_none and mark:
            yield (
                "gap-in-value",
                f"the value “{placeholder.name}” holds “{mark}”, which looks like a gap that was left open",
                "write what is meant; if it is meant as it stands, nothing need be done",
            )
            break
    folded = [" ".join(entry.split()).casefold().rstrip(".;,") for entry in entries]
    if twice := next((entry for entry, low in zip(entries, folded, strict=True) if folded.count(low) > 1), None):
        yield ("listed-twice", f"“{placeholder.name}” has “{twice}” twice", "take one of the two out")
    if isinstance(value.printed, tuple) and (bare := without_marks(value.printed)) != value.printed:
        was = next(entry for entry, plain in zip(value.printed, bare, strict=True) if entry != plain)
        yield (
            "typed-list",
            f"“{placeholder.name}” has an entry that begins with a mark of its own, “{was[:40]}”; the document puts "
            "one before each entry",
            "leave out what is typed before the entries; if it is part of the words, nothing need be done",
        )
    as_thousands = _POINT_FOR_COMMA.fullmatch(written) is not None
    if (_has_parts(value, placeholder) or as_thousands) and _COUNTS_WHOLE(placeholder.question):
        yield (
            "part-of-a-thing",
            f"“{placeholder.name}”: {written if as_thousands else value.printed} is asked for, of what is counted in "
            "whole numbers",
            "write a whole number; if a part is meant, nothing need be done",
        )
    if placeholder.kind == "percentage" and looks_like_fraction(written):
        yield (
            "fraction-as-percentage",
            f"“{placeholder.name}”: {written} is read as {written}%, and {float(written) * 100:g}% may be meant",
            f"write {float(written) * 100:g}%, or {written}% if that is meant",
        )
    elif placeholder.kind in _AMOUNTS and not placeholder.least:
        number = read_number(str(value.printed).removesuffix("%").removeprefix("£"))
        if number == 0 and not placeholder.name.endswith("_baseline"):
            yield (
                "nothing-asked-for",
                f"the value “{placeholder.name}” is 0, so that nothing is asked for",
                "write a number greater than 0; if 0 is meant, nothing need be done",
            )


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
    procedures = any(map(_is_procedure, chosen))
    given = [situations[number] for number in chosen if not (procedures and _names_no_procedure(situations[number]))]
    if (unnamed := next((each for each in given if _names_no_procedure(each)), None)) is not None:
        return ValueFault(
            f"“{unnamed.number}” of Appendix 1 names no procedure",
            f"choose the procedures that are meant: {', '.join(filter(_is_procedure, situations))}",
        )
    if placeholder.kind == "list":
        return Value(tuple(f"{_said(situation)} ({_area(situation)})" for situation in given))
    areas = groupby(given, key=_area)
    return Value(
        "; ".join(f"{in_a_row([_in_sentence(situation) for situation in group])} ({area})" for area, group in areas)
    )


PROCEDURE = "EBI "
"""How the number of a procedure begins."""
_FURTHER_DETAILS = re.compile(r"\s*(?:Further details can be found\b.*|\(?https?://\S+)$", re.DOTALL)
"""What the appendix adds for a reader: a link, which belongs into no sentence."""


def _is_procedure(number: str) -> bool:
    return number.startswith(PROCEDURE)


def _names_no_procedure(situation: Situation) -> bool:
    """Whether the row says no more than that a programme's procedures are meant."""
    return _said(situation).casefold().startswith("as per ")


def _said(situation: Situation) -> str:
    return _FURTHER_DETAILS.sub("", situation.conversation).strip(" .,")


def _in_sentence(situation: Situation) -> str:
    """The situation as it reads on inside a sentence: in the library's words for that, else with a small letter before
    an ordinary word."""
    said = situation.reads or _said(situation)
    return said if len(said) < 2 or not said[1].islower() or _NAMES.match(said) else said[0].lower() + said[1:]


_NAMES = re.compile(r"\w+['’]s\b")
"""A condition that is called after a person keeps its capital."""


def _area(situation: Situation) -> str:
    """The situation's area without what the appendix adds in brackets, which would stand in brackets itself."""
    return re.sub(r"\s*\([^()]*\)$", "", situation.area)


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
