"""The option to extend a contract's term, read from its words."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from msgspec.structs import replace

from specgen.contract.dates import long_date, parse_day, reached
from specgen.contract.extension.model import OptionToExtend, Span, longest_end
from specgen.contract.extension.patterns import (
    AS_FAR_AS,
    COUNT_WORDS,
    COUNTED_FROM,
    DAY_OF_NOTICE,
    IN_TOTAL,
    LONGEST_READ,
    NO_FURTHER,
    NO_OPTION,
    NOT_A_NOTICE,
    NOT_ONE_LENGTH,
    NOTICE,
    ONCE,
    PERIODS,
    SAID_AGAIN,
    TERM_SO_FAR,
    TIME,
    TO_A_DAY,
)
from specgen.contract.extension.right import doubt_about
from specgen.contract.extension.understood import unread_in


@lru_cache(maxsize=64)  # several rules ask, and many contracts say the same
def option_of(words: str, commissioners: tuple[str, ...] | None = None, end: date | None = None) -> OptionToExtend:
    """The option that the words give. With the names of the contract's `commissioners`, another body's option is not
    read as theirs; with the last day of the term, the parts of the words are held against each other."""
    # Few commands ask, so that these are compiled where one does; Python keeps them then.
    said = re.sub(r"^yes\W+(?=\w)", "", " ".join(words.split()), flags=re.IGNORECASE)
    if len(said) > LONGEST_READ:
        doubt = f"are longer than {LONGEST_READ:,} characters, and specgen does not read them"
        return OptionToExtend(doubt=doubt, unread=f"{said[:60]}…")
    text = _without_endings(said)
    if re.search(NO_OPTION, text, re.IGNORECASE):
        return OptionToExtend(absent=True, doubt="say that there is no option to extend")
    notices = notices_of(text)
    rest = text
    for pattern in (TERM_SO_FAR, *NOTICE):
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    rest = re.sub(IN_TOTAL, r"by up to \g<said>", rest, flags=re.IGNORECASE)
    lengths = [_span(found) for found in re.finditer(rf"\b{TIME}(?! for\b(?! all\b))", rest, re.IGNORECASE)]
    if len(lengths) == 2 and _months(lengths[0]) == _months(lengths[1]) and re.search(SAID_AGAIN, rest):
        lengths = lengths[:1]  # “24 months (2 years)”
    plain = len(lengths) == 1 and re.search(NOT_ONE_LENGTH, rest, re.IGNORECASE) is None
    # A day that a time of notice is counted from is not the day of the notice.
    counted = re.sub(rf"\b{TIME}\s*(?:before|prior to)\b", "¦", text, flags=re.IGNORECASE)
    by = {_day_of_notice(found) for found in re.finditer(DAY_OF_NOTICE, counted, re.IGNORECASE)}
    to = [day for found in re.finditer(TO_A_DAY, text) if (day := parse_day(found["day"])) is not None]
    several = re.search(PERIODS, rest, re.IGNORECASE) if len(lengths) == 1 else None
    limits = [day for found in re.finditer(NO_FURTHER, text) if (day := parse_day(found["day"])) is not None]
    option = OptionToExtend(
        next(iter(notices)) if len(notices) == 1 else None,
        lengths[0] if plain else None,
        next(iter(by)) if len(by) == 1 else None,
        max(to, default=min(limits, default=None)),
        re.search(ONCE, text, re.IGNORECASE) is not None,
        period=_span(several) if several is not None else None,
        times=_count(several["times"]) if several is not None else 1,
        whole=re.search(AS_FAR_AS, several[0] if several is not None else rest, re.IGNORECASE) is None,
    )
    if end is not None:
        option = replace(option, contradiction=_contradiction(option, end, to[0] if len(to) == 1 else None))
    ends = {parse_day(found["day"]) for found in re.finditer(COUNTED_FROM, said, re.IGNORECASE)} == {end}
    one_day = len(to) + len(limits) == 1
    option = replace(option, unread=unread_in(said, option, commissioners, one_day=one_day, ends=ends))
    return replace(option, doubt=option.contradiction or doubt_about(text, option))


def _contradiction(option: OptionToExtend, end: date, to: date | None) -> str:
    """What the words say twice, and not alike, of a term that ends on `end`; "" where they do not."""
    each = option.most or option.period
    if to is not None and each is not None and to > end:
        try:
            last = longest_end(end, Span(each.count * option.times, each.unit))
        except (ValueError, OverflowError):  # beyond the year 9999
            return ""
        if last != to:
            length = f"{each} {option.times} times" if option.times > 1 else str(each)
            return (
                f"speak of {length} and of {long_date(to)}, and {length} from {long_date(end)} go to {long_date(last)}"
            )
    if option.by is not None and option.by > end:
        return f"let the notice be given by {long_date(option.by)}, after the last day of the term, {long_date(end)}"
    return ""


def notices_of(words: str) -> frozenset[Span]:
    """The lengths of notice that the words give, those on ending the contract left out."""
    text = _without_endings(" ".join(words[:LONGEST_READ].split()))
    return frozenset(
        _span(found)
        for pattern in NOTICE
        for found in re.finditer(pattern, text, re.IGNORECASE)
        if not re.search(NOT_A_NOTICE, text[: found.start("count")], re.IGNORECASE)
    )


def _day_of_notice(found: re.Match[str]) -> date | None:
    day = parse_day(found["day"])
    return reached(day, -1, "day") if day is not None and found["how"] in ("before", "prior to") else day


def _span(found: re.Match[str]) -> Span:
    return Span(_count(found["count"]), found["unit"].lower())


def _months(span: Span) -> Span:
    return Span(span.count * 12, "month") if span.unit == "year" else span


def _without_endings(words: str) -> str:
    """The words without what they say on ending the contract, whose time of notice is another."""
    return re.sub(r"[^.;,]+", lambda found: " " if re.search(r"\bterminat", found[0], re.I) else found[0], words)


def _count(written: str) -> int:
    return COUNT_WORDS[written.lower()] if written.lower() in COUNT_WORDS else int(written)


LONGEST_EXTENSION = Span(10, "year")
"""What is taken for the longest extension where the words do not say plainly how long it may be."""


def last_possible_day(end: date, extension: str | None) -> date:
    """The last day on which a contract may still run: `end`, or what the words on its extension allow at the most."""
    if not extension:
        return end
    option = option_of(extension, end=end)
    try:
        days = [] if option.until is None else [option.until]
        if option.most is not None or not days:
            all_periods = option.period and Span(option.period.count * option.times, option.period.unit)
            most = option.most or (all_periods if not option.unread else None)
            days.append(longest_end(end, most or LONGEST_EXTENSION))
        least = max if option.unread or option.contradiction else min
        return end if option.absent else max(end, least(days))
    except (ValueError, OverflowError):  # beyond the year 9999
        return end
