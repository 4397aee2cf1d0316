"""Trajectories as they are printed: a figure for each Contract Year or Quarter, for all Commissioners and for single
ones, with the sum of theirs computed.

Source: handbook 2.1.2 (“plan your trajectory”) and 2.6.5 (“as a proportion against agreed trajectory”).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from specgen.contract.dates import long_date
from specgen.contract.quantities import TrajectoryFigures, TrajectoryPeriod, read_number, read_share, read_trajectory
from specgen.library.model import DeclaredPlaceholder
from specgen.problems import Location, Problem

if TYPE_CHECKING:
    from specgen.contract.contract import Contract

HOW_TO_WRITE = (
    "write a figure for each Contract Year, such as 60 in 2026/27; 110 in 2027/28; from a baseline of 42 in 2025/26"
)


def trajectory_given(given: object) -> str:
    """What a contract file says, as the one text: entries of a list are figures."""
    return "; ".join(map(str, given)) if isinstance(given, tuple) else str(given)


def figures_given(given: object, placeholder: DeclaredPlaceholder) -> TrajectoryFigures | str:
    """The figures for Contract Years or Quarters that a contract file gives for the placeholder, or why there are none;
    where shares are asked for, `60 in 2026/27` is one."""
    found = read_trajectory(trajectory_given(given))
    if isinstance(found, str) or placeholder.kind != "percentage":
        return found
    return found if found.percent else replace(found, percent=True)


def by_periods(given: object, placeholder: DeclaredPlaceholder) -> bool:
    """Whether the placeholder asks for a figure for each period, or may have one and does."""
    if placeholder.kind == "trajectory":
        return True
    return placeholder.by_year and not isinstance(figures_given(given, placeholder), str)


def one_figure(text: str) -> Decimal | None:
    """The number or share that stands for every Contract Year alike; None where it is no single figure."""
    share = read_share(text) if text.rstrip().endswith("%") else None
    return share if share is not None else read_number(text.strip())


def trajectory_fault(text: str, placeholder: DeclaredPlaceholder) -> tuple[str, str] | None:
    """What is wrong with the text as an answer to the placeholder, and how to mend it; None where nothing is."""
    single = one_figure(placeholder.example) is not None
    alone = one_figure(text) if single else None
    found = figures_given(text, placeholder) if alone is None else TrajectoryFigures((), text.rstrip().endswith("%"))
    if isinstance(found, str):
        also = f", or one figure for every Contract Year, such as {placeholder.example}" if single else ""
        return f"“{text}”: {found}", f"{HOW_TO_WRITE}{also}"
    shares = placeholder.kind == "percentage" or "%" in placeholder.example
    if found.percent != shares:
        wanted = "shares, such as 80%," if shares else "numbers"
        return f"“{text}”: {wanted} are asked for", f"{HOW_TO_WRITE}. {placeholder.question}"
    for amount in (alone,) if alone is not None else (amount for _, amount in found.figures):
        if shares and amount > 100:
            return f"“{found.written(amount)}” is more than all", "write shares from 0% to 100%"
        if (placeholder.least and amount < Decimal(placeholder.least)) or (
            placeholder.most and amount > Decimal(placeholder.most)
        ):
            return f"“{found.written(amount)}” is out of bounds", f"write figures {_bounds(placeholder)}"
    return None


def _bounds(placeholder: DeclaredPlaceholder) -> str:
    if placeholder.least and placeholder.most:
        return f"from {placeholder.least} to {placeholder.most}"
    return f"of {placeholder.least} or more" if placeholder.least else f"of {placeholder.most} or less"


def printed_alone(text: str, placeholder: DeclaredPlaceholder) -> str:
    """A trajectory as it is printed: in the order of time, in one form. One figure for all years stays one."""
    found = figures_given(text, placeholder)
    if isinstance(found, str):
        single = one_figure(text)
        return text if single is None else f"{single:,f}{'%' if text.rstrip().endswith('%') else ''}"
    return str(found)


def trajectory_of_all(
    contract: Contract, name: str, whole: str | None, own: Sequence[tuple[str, str]], where: Location
) -> tuple[str, list[Problem]]:
    """What the value prints with the figures of single Commissioners; nothing, with the problem, where they do not add
    up. `whole` is what the contract says of all, None where it says nothing."""
    printed, fault = for_commissioners(whole, own, len(contract.content.commissioners))
    if not fault:
        return printed, []
    return "", [
        contract.problem(
            "wrong-value",
            f"“{name}”: {fault}",
            where,
            cure="give each Commissioner figures for the same periods, and correct or delete the figures for all",
        )
    ]


def for_commissioners(base: str | None, own: Sequence[tuple[str, str]], parties: int) -> tuple[str, str]:
    """What is printed where single Commissioners have figures of their own, and what is wrong; "" where nothing is.

    `base` is what the contract says of all, None where it says nothing. Numbers of all Commissioners are added up for
    each period; a total that is written too is held against the sum. Shares have no sum. Where one figure stands for
    every Contract Year, no Commissioner's own may be above the one for all, and those of all come to it.
    """
    read = [(name, read_trajectory(text)) for name, text in own]
    each = [(name, found) for name, found in read if isinstance(found, TrajectoryFigures)]
    whole = read_trajectory(base) if base is not None else None
    if len(each) < len(read) or isinstance(whole, str):
        if base is None:
            return "", "each Commissioner has one figure of its own, and none is given for all"
        part = "" if base.rstrip().endswith("%") or one_figure(base) is None else OF_WHICH
        told = "; ".join(f"for {name}: {text}" for name, text in own)
        return f"{base} ({part}{told})", _not_the_one(base, own, parties)
    told = "; ".join(f"for {name}: {_own(found)}" for name, found in each)
    if any(found.percent for _, found in each):
        return (f"{whole} ({told})" if whole is not None else told), ""
    if fault := _periods_differ(whole, each) or _ways_differ(whole, each):
        return "", fault
    if len(each) < parties:
        if whole is None:
            return "", "not every Commissioner has figures of its own, and none are given for all together"
        return f"{whole} ({OF_WHICH}{told})", _more_than(whole, each)
    total = _sum(whole, each)
    return f"{total} ({OF_WHICH}{told})", _not_the_sum(whole, total, _baselines(each))


OF_WHICH: Final = "of which "
"""What is printed before the Commissioners' own numbers: without it nobody who has the paper alone can tell whether the
number before them is of all together, or of the others, as a share is."""
_OF_SINGLE: Final = re.compile(rf"(?P<whole>.*?)(?P<own> \((?:{OF_WHICH})?for .+: .+\))?", re.DOTALL)


def of_all_and_single(printed: str) -> tuple[str, str]:
    """What a printed value says of all Commissioners, and after it what it says of single ones; "" where nothing."""
    found = _OF_SINGLE.fullmatch(printed)
    return (found["whole"], found["own"] or "") if found is not None else (printed, "")


def is_of_all(printed: str, parties: Sequence[str]) -> bool:
    """Whether the words of a printed number say that it is of all Commissioners together: nothing is said of single
    ones, or theirs are of it, or each of the parties has its own, which can be added up."""
    _, own = of_all_and_single(printed)
    return not own or own.startswith(f" ({OF_WHICH}") or all(f"for {name}: " in own for name in parties)


def _own(found: TrajectoryFigures) -> str:
    """A Commissioner's figures, with commas: the semicolon stands between Commissioners."""
    since = f" in {found.baseline_period}" if found.baseline_period else ""
    base = f", from a baseline of {found.written(found.baseline)}{since}" if found.baseline is not None else ""
    return f"{found.series(', ')}{base}{f', held because {found.hold}' if found.hold else ''}"


def _not_the_one(base: str, own: Sequence[tuple[str, str]], parties: int) -> str:
    """What is wrong with the Commissioners' own figures beside one number for every Contract Year; "" where nothing is,
    and of shares."""
    whole = one_figure(base) if not base.rstrip().endswith("%") else None
    if whole is None:
        return ""
    alone = [one_figure(text) for _, text in own]
    for (name, text), single in zip(own, alone, strict=True):
        found = read_trajectory(text) if single is None else None
        amounts = [amount for _, amount in found.figures] if isinstance(found, TrajectoryFigures) else []
        highest = max([*amounts, *([single] if single is not None else [])], default=whole)
        if highest > whole:
            return f"{name} has {highest:,f}, and {whole:,f} is given for all"
    singles = [each for each in alone if each is not None]
    if (
        len(singles) == len(own)
        and (total := sum(singles, Decimal(0))) != whole
        and (len(own) == parties or total > whole)
    ):
        return f"the Commissioners’ figures come to {total:,f}, and {whole:,f} is given for all"
    return ""


def _ways_differ(whole: TrajectoryFigures | None, each: Sequence[tuple[str, TrajectoryFigures]]) -> str:
    first = whole if whole is not None else each[0][1]
    for name, found in each:
        if found.falls != first.falls:
            others = "the contract’s" if whole is not None else f"those of {each[0][0]}"
            way = "fall" if found.falls else "rise"
            return f"the figures of {name} are to {way}, and {others} to {'rise' if found.falls else 'fall'}"
    return ""


def _periods_differ(whole: TrajectoryFigures | None, each: Sequence[tuple[str, TrajectoryFigures]]) -> str:
    periods = whole.periods if whole is not None else each[0][1].periods
    for name, found in each:
        if found.periods != periods:
            others = "the contract" if whole is not None else each[0][0]
            return (
                f"{name} has figures for {_named(found.periods)} and {others} for {_named(periods)}, which have no sum"
            )
    return ""


def _named(periods: Sequence[TrajectoryPeriod]) -> str:
    return ", ".join(map(str, periods))


def _sum(whole: TrajectoryFigures | None, each: Sequence[tuple[str, TrajectoryFigures]]) -> TrajectoryFigures:
    figures = tuple(
        (period, sum((found.figures[index][1] for _, found in each), Decimal(0)).normalize())
        for index, period in enumerate(each[0][1].periods)
    )
    falls = each[0][1].falls
    if whole is not None:
        return TrajectoryFigures(figures, False, whole.baseline, whole.baseline_period, falls, whole.hold)
    baseline, since = _baselines(each)
    return TrajectoryFigures(figures, False, baseline, since, falls)


def _baselines(each: Sequence[tuple[str, TrajectoryFigures]]) -> tuple[Decimal | None, str]:
    """The baselines together, and of when they are; None where one is missing, or they are of different times."""
    known = [found.baseline for _, found in each if found.baseline is not None]
    since = {found.baseline_period for _, found in each}
    if len(known) < len(each) or len(since) > 1:
        return None, ""
    return sum(known, Decimal(0)).normalize(), since.pop()


def _more_than(whole: TrajectoryFigures, each: Sequence[tuple[str, TrajectoryFigures]]) -> str:
    for index, (period, amount) in enumerate(whole.figures):
        own = sum((found.figures[index][1] for _, found in each), Decimal(0))
        if own > amount:
            return (
                f"the Commissioners that have figures of their own come to {own:,f} in {period}, and all to {amount:,f}"
            )
    return ""


def _not_the_sum(whole: TrajectoryFigures | None, total: TrajectoryFigures, bases: tuple[Decimal | None, str]) -> str:
    if whole is None:
        return ""
    for (period, amount), (_, summed) in zip(whole.figures, total.figures, strict=True):
        if amount != summed:
            return f"the Commissioners’ figures come to {summed:,f} in {period}, and {amount:,f} is given for all"
    (base, since), given = bases, whole.baseline
    if base is not None and given is not None and base != given and since == whole.baseline_period:
        return f"the Commissioners’ baselines come to {base:,f}, and {given:,f} is given for all"
    return ""


def is_whole_year(first: date, last: date) -> bool:
    """Whether the Contract Year with these days is a whole one."""
    return (first.month, first.day, last.month, last.day) == (4, 1, 3, 31)


_NEARLY_A_YEAR: Final = 365 - 28


def is_nearly_a_year(first: date, last: date) -> bool:
    """Whether these days lack less than a month of a year, as from the first working day of April."""
    return (last - first).days + 1 > _NEARLY_A_YEAR


def not_of_a_cut_year(written: str, first: date, last: date, expected: date, *, in_quarters: bool = False) -> str:
    """Why the number is not held against a count of the Contract Year with these days, whole; "" where it is."""
    why = why_not_of(written, first, last, expected, in_quarters=in_quarters)
    return f"the Contract Year is short ({long_date(first)} to {long_date(last)}), and {why}" if why else ""


def why_not_of(written: str, first: date, last: date, expected: date, *, in_quarters: bool) -> str:
    """Why a number of people or things that a clause gives for a Contract Year is not held against a count of the one
    with these days; "" where it is.

    One number for every Contract Year is for a whole one: nothing on paper says how much of it is owed in a year that
    the term or the service's own period cuts. A figure for that very Contract Year, or for its Quarters, is owed as it
    stands, unless the service began later than `expected`, for which it was written. Where the clause asks for a
    quarter of the figure for each quarter that has ended (`in_quarters`), the quarters of a cut year do not come to the
    whole, and only figures by Quarter are owed. A year that lacks less than a month counts as a whole one, unless its
    last quarter never ends.
    """
    if is_nearly_a_year(first, last) and (not in_quarters or (last.month, last.day) == (3, 31)):
        return ""
    if first > expected and (first.month, first.day) != (4, 1):
        return f"the number is for one from {long_date(expected)}"
    found = read_trajectory(written)
    if isinstance(found, str):
        return "the number is for a whole one"
    if in_quarters and not found.periods[0].quarter:
        return "a quarter of the figure for each quarter that has ended does not come to the whole of it"
    return ""
