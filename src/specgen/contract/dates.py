"""Dates as contracts write them: a day, a quarter of the contract year, or a time from the Service Commencement
Date."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

FORMS = "2026-09-30, 30 September 2026, Q2 2026/27 or 3 months from Service Commencement Date"
"""The forms a date may take, for messages."""

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})(?: 00:00(?::00)?)?")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY_BEFORE = r"(?:(?P<weekday>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})\.?,? )"
_MONTH_NAMED = re.compile(
    rf"{_WEEKDAY_BEFORE}?(?:the )?"
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[ -](?P<month>[A-Za-z]{3,9})\.?,?[ -](?P<year>[0-9]{4}|[0-9]{2})",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"(?:(?:the )?end of )?Q(?:uarter )?([1-4]),? (?:of )?(?:20)?([0-9]{2}) ?[/-] ?(?:20)?([0-9]{2})"
    r"|(?:20)?([0-9]{2}) ?[/-] ?(?:20)?([0-9]{2}),? Q(?:uarter )?([1-4])",
    re.IGNORECASE,
)
_END_OF_MONTH = re.compile(r"(?:the )?end of ([A-Za-z]{3,9})\.? ([12][0-9]{3}|[0-9]{2})", re.IGNORECASE)
_NUMBERS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_RELATIVE = re.compile(
    rf"([0-9]{{1,3}}|{_NUMBERS.replace(' ', '|')}) (day|week|month|year)s? (?:from|after|of) "
    r"(?:the )?Service Commencement Date",
    re.IGNORECASE,
)


class DateTerm(Struct, frozen=True):
    """A date for a document: `printed` is how it reads there; `day` the day meant, None while commencement is
    unknown."""

    printed: str
    day: date | None


def long_date(day: date) -> str:
    """`30 September 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def parse_day(text: str) -> date | None:
    """The day that `2026-09-30`, `30 September 2026`, `30/09/2026` or `30-Sep-26` names; None when it names none
    (31 June, 2026-13-01).

    One reader for a contract file and a register: the day stands first, as in Britain, and a year of two digits is of
    this century. A spreadsheet's midnight after the day is passed over, and a day of the week is to be the right one.
    """
    text = " ".join(text.split())
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _DAY_FIRST.fullmatch(text):
        year, month, day = _year(match[3]), int(match[2]), int(match[1])
    elif match := _MONTH_NAMED.fullmatch(text):
        year, month, day = _year(match["year"]), _month(match["month"]), int(match["day"])
    else:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    weekday = match["weekday"] if match.re is _MONTH_NAMED else None
    return found if not weekday or WEEKDAYS[found.weekday()][:3] == weekday[:3].capitalize() else None


def not_a_date(text: str) -> str:
    """`“soon” is not a date`; of a day with the wrong day of the week also which one it is."""
    bare, found = re.subn(rf"\A{_WEEKDAY_BEFORE}", "", " ".join(text.split()), flags=re.IGNORECASE)
    day = parse_day(bare) if found else None
    is_one = f": {long_date(day)} is a {WEEKDAYS[day.weekday()]}" if day is not None else ""
    return f"“{text}” is not a date{is_one}"


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _month(written: str) -> int:
    """The month that a name, its first three letters or more, or `Sept` says; 0 when none."""
    short = written.casefold()
    return next((number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(short)), 0)


@lru_cache(maxsize=4096)  # many clauses have the same days, and so have many contracts
def parse_date_term(text: str, commencement: date | None) -> DateTerm | None:
    """The date that `text` means, or None when it is none.

    The last day of a quarter is printed, counted in contract years from 1 April. A time from the Service Commencement
    Date is printed in those words; its day is worked out from `commencement` for the checks only.
    """
    text = " ".join(text.split())
    if day := parse_day(text):
        return DateTerm(long_date(day), day)
    if match := _QUARTER.fullmatch(text):
        quarter, first, second = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
        year = contract_year(f"20{first}/{second}")
        if year is None:
            return None
        end = add_time(year[0], 3 * int(quarter), "month") - timedelta(days=1)
        return DateTerm(long_date(end), end)
    if (match := _END_OF_MONTH.fullmatch(text)) and (month := _month(match[1])):
        end = add_time(date(_year(match[2]), month, 1), 1, "month") - timedelta(days=1)
        return DateTerm(long_date(end), end)
    if match := _RELATIVE.fullmatch(text):
        count, unit = _WORDS.get(match[1].lower()) or int(match[1]), match[2].lower()
        if count == 0:
            return None
        words = f"{count} {unit}{'' if count == 1 else 's'} from the Service Commencement Date"
        try:
            return DateTerm(words, add_time(commencement, count, unit) if commencement else None)
        except (ValueError, OverflowError):  # beyond the year 9999
            return None
    return None


@lru_cache(maxsize=1024)  # many rules count from the same days
def add_time(start: date, count: int, unit: str) -> date:
    """`start` and `count` days, weeks, months or years later; the last day of a shorter month.

    Raises ValueError or OverflowError beyond the year 9999.
    """
    if unit in ("day", "week"):
        return start + timedelta(days=count * (7 if unit == "week" else 1))
    months = start.month - 1 + count * (12 if unit == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def reached(start: date, count: int, unit: str) -> date:
    """As `add_time`; the first or the last day that there is, where it would lie beyond. A term without an end is often
    written to 31 December 9999."""
    try:
        return add_time(start, count, unit)
    except (ValueError, OverflowError):
        return date.max if count > 0 else date.min


def contract_year(edition: str) -> tuple[date, date] | None:
    """The first and last day of the contract year `2026/27`, or None when it is not one."""
    match = re.fullmatch(r"([1-9][0-9]{3})/([0-9]{2})", edition)
    if match is None or int(match[2]) != (int(match[1]) + 1) % 100 or match[1] == "9999":
        return None
    return date(int(match[1]), 4, 1), date(int(match[1]) + 1, 3, 31)


# The right to extend a contract's term, in words: how long before the last day notice is to be given, and by how much
# the term may grow. What the words do not say plainly is not guessed.

_WORDS: Final = {word: number for number, word in enumerate(_NUMBERS.split(" "), 1)} | {
    "a": 1,
    "an": 1,
    "twenty-four": 24,
    "thirty": 30,
    "thirty-six": 36,
    "sixty": 60,
    "ninety": 90,
}
_TIME: Final = (
    r"(?<!half )(?P<count>\d{1,3}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")(?:\s*\(\w+\))?"
    r"(?:\s+(?:calendar|full|whole|further|more|additional))?[\s-]+"
    r"(?P<unit>(?:operational |working )?day|week|month|year)(?>[’']s\b|s?\b[’']?)"
)
_AT_LEAST: Final = r"(?:no(?:t)?\s+(?:less|later|fewer)\s+than|at\s+least|(?:a\s+)?minimum\s+of)\s+"
_NOTICE: Final = (
    rf"\b{_TIME}\s*(?:(?:prior|written|advance)\s+)*(?:notice|before|prior)\b",
    rf"(?P<kept>\bnotice\b(?:(?!exten|renew)[^.;]){{0,60}}?)\b(?:{_AT_LEAST}|of\s+){_TIME}",
)
_NOT_ONE_LENGTH: Final = (
    r"\b(?:each|every|twice|thrice|times|periods|instalments?|increments?|steps|consecutive|successive|in all|overall"
    r"|(?:in )?(?:total|aggregate)|maximum (?:term|duration|length)|whole (?:term|life))\b|\+|\d\s*[x×]\s*\d"
    r"|\b\w+\s+[x×]\s|\b(?:two|three|four|five|[2-5]) (?:(?:further|additional|separate) )?\w+[ -](?:month|year)\b"
)
"""Words by which a length of time is not the whole of an extension, or more than it: “two periods of 12 months each”,
“five years in total”."""
_A_DAY: Final = (
    rf"(?P<day>(?:(?:{'|'.join(WEEKDAYS)}),? )?\d{{1,2}}(?:st|nd|rd|th)? [A-Za-z]{{3,9}} \d{{4}}"
    r"|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4})"
)
_DAY_OF_NOTICE: Final = (
    r"(?P<kept>\b(?:notice|notif\w+|writing|exercis\w+)\b(?:(?!exten\w+[^.;]{0,60} by )[^.;¦]){0,60}?)\b(?:by )?"
    r"(?P<how>by|on or before|before|no later than|not later than|prior to)"
    rf" {_A_DAY}"
)
_NOT_A_NOTICE: Final = (
    r"(?:(?:more|earlier|longer) than|up to|at (?:the )?most|maximum of|\d ?[-–/]|\b(?:exten[ds]|renew)[^.;,]{0,40}? "
    r"(?:by|for)(?: a)?(?: further)?|\b(?:in|within|during)(?: the| any)?|\b(?:\d{1,3}|"
    + "|".join(_WORDS)
    + r") ?(?:(?:day|week|month|year)s?[’']?s? )?(?:to|or|and)) ?$"
)
"""Words before a length of time that make it the longest notice, one of two, or a time in which notice can be given:
“not more than 12 months’ notice”, “in the 6 months before”."""
_TO_A_DAY: Final = (
    r"(?:(?P<kept>\b(?:[Ee]xten[ds][^.;]{0,60}?|(?:month|year)s?,?)) (?<!prior )(?<!due )\(?(?:to|until)"
    rf"(?: and including| (?:no|not) later than)?|^(?:[Uu]p to|[Tt]o|[Uu]ntil)|\((?:to|until)) {_A_DAY}"
)
_ONCE: Final = (
    r"\b(?:once|on one occasion|one[- ]time|a single (?:time|occasion|extension|period)"
    r"|one (?:further |additional )?(?:extension|period))\b"
)
_NO_OPTION: Final = (
    r"^\W*(?:none|nil|n/?a|not applicable|no)\W*$|\b(?:no (?:(?:further|contractual) )?(?:options?|rights?|provisions?"
    r"|extensions?)|(?:may|can|shall|must|will|is|are) ?not (?:to )?be extended)\b"
    r"(?![^.;]{0,40}\b(?:beyond|without|unless|except|more|until|before|later|longer)\b)"
)
_TERM_SO_FAR: Final = rf"\b(?:contract|initial|original) term (?:of|is) {_TIME}(?=,? may be extended\b)"
_IN_TOTAL: Final = (
    rf"\bby (?:(?:any period (?:of )?)?up to |a maximum of )?(?P<said>{_TIME}) in (?:total|all|(?:the )?aggregate)\b"
)
"""“By up to 24 months in total” is the most that all extensions come to; “five years in total” is the term."""
_COUNTED_FROM: Final = (
    rf"(?P<kept>\b{_TIME}\s*(?:before|prior to))(?: (?:the )?(?:(?:contract )?(?:expiry|expiration|end)(?: date)?)"
    rf"(?: of| on)?)? \(?{_A_DAY}\)?"
)
"""A time of notice before a day: it is read where that is the last day of the term."""
_LONGEST_READ: Final = 2_000
"""Characters of an option that are read: what is longer is a pasted document."""


def _without_endings(words: str) -> str:
    """The words without what they say on ending the contract, whose time of notice is another."""
    return re.sub(r"[^.;,]+", lambda found: " " if re.search(r"\bterminat", found[0], re.I) else found[0], words)


class Span(Struct, frozen=True):
    """A length of time: so many days, weeks, months or years."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


class OptionToExtend(Struct, frozen=True):
    """What the words say: the notice to be given before the last day, or by which day it is, and the longest extension,
    or the day `until` which it goes; None for what they do not say, or say twice in different ways. `period` is the
    length of one of several `times`. `whole`: it is used for all of that or not at all. `once`: the option is used
    once. `absent`: they say that there is no option. `doubt` is why they do not plainly give the Commissioners the
    right to extend the term by their notice alone; "" where they do. `unread` are the words of which it is not known
    what they do to the right, its length or its days: no day is worked out over them; nor over two of its parts that
    cannot both be (`contradiction`)."""

    notice: Span | None = None
    most: Span | None = None
    by: date | None = None
    until: date | None = None
    once: bool = False
    absent: bool = False
    period: Span | None = None
    times: int = 1
    whole: bool = False
    doubt: str = ""
    unread: str = ""
    contradiction: str = ""

    def unlike(self, end: date, new: date) -> str | None:
        """How a last day is not one that the option gives to a term which ends on `end`; None where it is, and where
        the words do not tell it."""
        span, last = self.most or self.period, self.until
        said = "goes to"
        if span is not None and (last is None or longest_end(end, span) <= last):
            last, said = longest_end(end, span), f"allows {span} from {long_date(end)}, which is"
        if last is None or new == last or (new < last and not self.whole):
            return None
        how = f"{long_date(last)} at the latest" if new > last else f"{long_date(last)} and no other day"
        return f"the last day becomes {long_date(new)}, and the option {said} {how}"


@lru_cache(maxsize=64)  # several rules ask, and many contracts say the same
def option_of(words: str, commissioners: tuple[str, ...] | None = None, end: date | None = None) -> OptionToExtend:
    """The option that the words give. With the names of the contract's `commissioners`, another body's option is not
    read as theirs; with the last day of the term, the parts of the words are held against each other."""
    # Few commands ask, so that these are compiled where one does; Python keeps them then.
    said = re.sub(r"^yes\W+(?=\w)", "", " ".join(words.split()), flags=re.IGNORECASE)
    if len(said) > _LONGEST_READ:
        doubt = f"are longer than {_LONGEST_READ:,} characters, and specgen does not read them"
        return OptionToExtend(doubt=doubt, unread=f"{said[:60]}…")
    text = _without_endings(said)
    if re.search(_NO_OPTION, text, re.IGNORECASE):
        return OptionToExtend(absent=True, doubt="say that there is no option to extend")
    notices = notices_of(text)
    rest = text
    for pattern in (_TERM_SO_FAR, *_NOTICE):
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    rest = re.sub(_IN_TOTAL, r"by up to \g<said>", rest, flags=re.IGNORECASE)
    lengths = [_span(found) for found in re.finditer(rf"\b{_TIME}(?! for\b(?! all\b))", rest, re.IGNORECASE)]
    if len(lengths) == 2 and _months(lengths[0]) == _months(lengths[1]) and re.search(_SAID_AGAIN, rest):
        lengths = lengths[:1]  # “24 months (2 years)”
    plain = len(lengths) == 1 and re.search(_NOT_ONE_LENGTH, rest, re.IGNORECASE) is None
    # A day that a time of notice is counted from is not the day of the notice.
    counted = re.sub(rf"\b{_TIME}\s*(?:before|prior to)\b", "¦", text, flags=re.IGNORECASE)
    by = {_day_of_notice(found) for found in re.finditer(_DAY_OF_NOTICE, counted, re.IGNORECASE)}
    to = [day for found in re.finditer(_TO_A_DAY, text) if (day := parse_day(found["day"])) is not None]
    several = re.search(_PERIODS, rest, re.IGNORECASE) if len(lengths) == 1 else None
    limits = [day for found in re.finditer(_NO_FURTHER, text) if (day := parse_day(found["day"])) is not None]
    option = OptionToExtend(
        next(iter(notices)) if len(notices) == 1 else None,
        lengths[0] if plain else None,
        next(iter(by)) if len(by) == 1 else None,
        max(to, default=min(limits, default=None)),
        re.search(_ONCE, text, re.IGNORECASE) is not None,
        period=_span(several) if several is not None else None,
        times=_count(several["times"]) if several is not None else 1,
        whole=re.search(_AS_FAR_AS, several[0] if several is not None else rest, re.IGNORECASE) is None,
    )
    if end is not None:
        option = replace(option, contradiction=_contradiction(option, end, to[0] if len(to) == 1 else None))
    ends = {parse_day(found["day"]) for found in re.finditer(_COUNTED_FROM, said, re.IGNORECASE)} == {end}
    one_day = len(to) + len(limits) == 1
    option = replace(option, unread=_unread(said, option, commissioners, one_day=one_day, ends=ends))
    return replace(option, doubt=option.contradiction or _doubt(text, option))


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
    text = _without_endings(" ".join(words[:_LONGEST_READ].split()))
    return frozenset(
        _span(found)
        for pattern in _NOTICE
        for found in re.finditer(pattern, text, re.IGNORECASE)
        if not re.search(_NOT_A_NOTICE, text[: found.start("count")], re.IGNORECASE)
    )


def _day_of_notice(found: re.Match[str]) -> date | None:
    day = parse_day(found["day"])
    return reached(day, -1, "day") if day is not None and found["how"] in ("before", "prior to") else day


def _span(found: re.Match[str]) -> Span:
    return Span(_count(found["count"]), found["unit"].lower())


def _months(span: Span) -> Span:
    return Span(span.count * 12, "month") if span.unit == "year" else span


def _count(written: str) -> int:
    return _WORDS[written.lower()] if written.lower() in _WORDS else int(written)


_COUNTED_AGAIN: Final = (
    rf"\b(\d{{1,3}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})\s*\((\w+)\)"
    r"(?=[\w\s-]*?\b(?:day|week|month|year))"
)
"""A count and the same one in brackets: `six (6) months`."""

# What of the words was understood. A word that was not may move the day, narrow the right or take it away.

_THE_END: Final = (
    r"(?:the |its )?(?:(?:original|initial|current) )*(?:(?:contract )?(?:expiry|expiration)(?: date)?|end|last day)"
    r"(?: of (?:the |this )?(?:(?:original|initial|contract) )*(?:term|contract|agreement))?(?! of\b)"
)
_NO_TIME: Final = "".join(
    f"(?<!{unit} )" for unit in ("day", "days", "week", "weeks", "month", "months", "year", "years")
)
_READ_NOTICE: Final = rf"(?:subject to (?:giving )?)?(?:{_AT_LEAST})?{_NOTICE[0]}(?:(?: to)? {_THE_END}\b)?"
_READ_LENGTH: Final = (
    r"(?:(?:any period(?: of)?|one (?:further |additional )?(?:period|extension) of|exactly|up to|not exceed(?:ing)?"
    r"|(?:no|not) (?:more|longer) than|(?:a |the )?maximum(?: period)? of|a further) )*"
    rf"{_TIME}(?! (?:(?:prior|written|advance) )*(?:notice|before|prior)\b)(?:(?: from| beyond) {_THE_END}\b)?"
    r"(?: in (?:total|all|(?:the )?aggregate)\b)?"
)
_READ_PHRASES: Final = (
    # The Provider is read where it receives the notice, and nowhere else: what it gives may be its own right.
    r"(?P<kept>\bnotify(?:ing)?) the (?:Provider|Recipient)\b(?= (?:in writing\b|by\b|no later|not later|at least|¦))",
    r"(?P<kept>\bnotice(?: (?:in writing|to that effect|given|served|(?:from|by) the (?:co-ordinating )?commissioners?)"
    r")*) (?:to|on|upon) the (?:Provider|Recipient)\b"
    r"(?! (?:and|or)\b(?: (?:by|from|to|on))? (?:the|all|each|any|its|both|commissioners?)\b)",
    r"(?P<kept>\b(?:giv(?:es?|ing)|serv(?:es?|ing))) (?:(?:to|on) )?the (?:Provider|Recipient)\b"
    rf"(?= (?:{_AT_LEAST})?(?:{_TIME} )?(?:(?:a|prior|written) )*notice\b)",
    r"\b(?:only once|once only|on one occasion(?: only)?|one[- ]time|a single (?:time|occasion))\b",
    r"\bonly on or before the date referred to above\b|\bonly by (?:all|both) (?:of the )?commissioners\b",
    r"\b(?:only )?(?:in respect of|for) all (?:of )?(?:the )?services\b|\bin writing\b",
    r"\bnot yet (?:been )?(?:exercised|used)\b",
    r"\bas advertised to all prospective providers before the award of this contract\b",
    r"\bto that effect\b|\bon behalf of (?:all |both )?(?:of )?(?:the )?commissioners\b|\bon the same terms\b",
    r"\b(?:all|both)(?: of)?(?: the)? commissioners\b",
    rf"\bat any time(?: (?:before|prior to) {_THE_END})?\b|{_NO_TIME}\b(?:before|prior to) {_THE_END}\b",
    r"\bat (?:its|their|(?:the )?(?:(?:co-ordinating )?commissioners?[’']s?|¦+))"
    r"(?: (?:sole|own))? (?:option|discretion)\b",
    r"\bat the (?:sole |absolute )?(?:option|discretion) of the (?:co-?ordinating )?commissioners?\b",
    r"\b(?:if|where) the (?:co-ordinating )?commissioners? wish(?:es)? to (?:extend|exercise)\b",
    r"\b(?:if|provid(?:ed|ing)(?: that)?) (?:it|they) gives?\b|\bno (?:further )?extension(?: may go)?(?= *¦)",
    r"\bwithout (?:the )?(?:provider[’']s? )?(?:further )?(?:consent|agreement)\b",
)
_READ_WORDS: Final = (
    r"an?|absolute|additional|all|alone|and|are|be|been|by|can|(?:co-?ordinating|commissioners?(?:'s?)?)"
    r"|agreement|contract|discretion|does|duration|entitled|exercis(?:e[ds]?|ing|able)|exten(?:d(?:s|ed|ing|able)?|sions?)"
    r"|for|from|further|gave|given?|gives|giving|grant|has|have|in|includes|is|its?|length|may|must|notices?"
    r"|notif(?:y|ying|ication)|of|on|once|opt|options?|optional|or|original|own|periods?|power|renew(?:al|ed|s)?"
    r"|reserves?|retains|right|serv(?:ed?|ing)|shall|sole|term|that|the|their|this|to|together|upon|which|with"
    r"|written"
)
_BODY: Final = (
    r"\bNHS (?-i:(?:(?!Provider|Recipient|Commissioner)(?:[A-Z][\w’'-]*|and|of|the|in|&),? ){1,8}?)"
    r"(?:ICB|Integrated Care Board)\b|\bNHS England\b"
    r"|\b(?:Integrated Care Board|ICB|Council|Authority|Funder|Grantor)s?\b"
)
_OURS: Final = rf"(?:\bCommissioners?\b|{_BODY})"
_NO_RIGHT: Final = r"(?! (?:the|an?) (?:\w+ )?(?:option|right|power)\b)"
_THEM: Final = rf"(?:(?:all|both|any|each|the|of|relevant|co-?ordinating) )*(?:{_OURS}|it\b|them\b)(?![’'])"
_NOT_READ: Final = (
    # The Commissioners receive the notice, so that another gives it.
    rf"\b(?:to|giv(?:es?|en|ing)|notify(?:ing)?|serv(?:e[ds]?|ing)) {_THEM}{_NO_RIGHT}",
    rf"\b(?:on|upon) {_THEM}(?! giving\b)",
    rf"{_OURS}(?: (?:to|must|shall|will|is|are|has|have|having|be|been|being))* (?:given|served|notified)\b"
    rf"{_NO_RIGHT}",
    # They have a duty, and not a right.
    rf"{_OURS} (?:must|shall) (?:extend|renew|grant|give (?:the|an?) (?:extension|renewal))\b",
    rf"\A(?!.*{_OURS}).*\b(?:must|shall|will|is|are) (?:be )?(?:extended|renewed)\b",
    rf"\A(?!.*{_OURS}).*\b(?:term|contract|agreement) (?:extends|renews)\b",
    # Whose option it is cannot be told.
    rf"(?:\A(?:(?!{_OURS}).)*?|\b(?:Provider|Recipient)\b[^.;]*?)\b(?:its|their) (?:\w+ )?(?:option|discretion)\b",
)
"""Words that were all read, and together say another thing."""


def _unread(
    said: str, option: OptionToExtend, commissioners: tuple[str, ...] | None, *, one_day: bool, ends: bool
) -> str:
    """The parts of the sentences that say something else than what the option holds; "" where none does. `ends`: a time
    of notice is counted from the last day of the term, which the words name."""
    ending = rf"\b(?:on )?(?:{_AT_LEAST})?{_TIME} notice of termination\b"
    read = [ending, _TERM_SO_FAR] if option.by is None else [ending, _TERM_SO_FAR, _DAY_OF_NOTICE]
    if ends:
        read.insert(0, _COUNTED_FROM)
    if option.until is not None and one_day:
        read += [_TO_A_DAY, _NO_FURTHER]
    read += _READ_PHRASES
    if option.notice is not None:
        read += [_READ_NOTICE, _NOTICE[1]]
    if option.period is not None:
        read.append(rf"(?:\bup to )?{_PERIODS}(?:,? each(?= on\b|[ ,]*¦))?")
    elif option.most is not None:
        read.append(_READ_LENGTH)
    read += [r"\binitial (?:contract )?(?:term|period)\b", r"(?P<kept>\bnotice(?: of)? ¦+)(?: is)? required\b"]
    text = re.sub(
        rf"(?P<body>{_BODY})(?:[’']s\b)?",
        lambda found: _passed(found) if _is_one_of(found["body"], commissioners) else found[0],
        said,
        flags=re.IGNORECASE,
    )
    for pattern in read:
        text = re.sub(pattern, _passed, text, flags=re.IGNORECASE)
    places = [found.end() - 1 for pattern in _NOT_READ for found in re.finditer(pattern, said, re.IGNORECASE)]
    places += [found.start() for found in re.finditer(r"¦[,;]? or ¦", text)]  # which of two times, nobody can tell
    places += [found.start() for found in re.finditer(_COUNTED_AGAIN, said, re.IGNORECASE) if not _alike(found)]
    places += [
        found.start()
        for found in re.finditer(r"[^\W_](?:[^\s,.;:()¦]*[^\W_])?", text)
        if not re.fullmatch(_READ_WORDS, found[0].casefold().replace("’", "'"))
    ]
    return "” and “".join(dict.fromkeys(_parts(said, places)))


def _alike(found: re.Match[str]) -> bool:
    """Whether `six (6)` says one number in both ways."""
    one, other = (_WORDS.get(each.casefold(), each) for each in found.groups())
    return str(one) == str(other)


def _passed(found: re.Match[str]) -> str:
    """What was read is marked, as long as it is, so that the rest keeps its place."""
    kept = found.groupdict().get("kept") or ""
    return kept + "¦" * (len(found[0]) - len(kept))


def _parts(sentence: str, places: Iterable[int]) -> Iterator[str]:
    """The parts between two marks of punctuation that hold what stands at the places."""
    marks = [0]
    for mark in re.finditer(r"[;()]|[,:](?=\s|$)|(?<!\W\w)\.(?=\s|$)", sentence):
        marks += mark.span()
    marks.append(len(sentence))
    for at in places:
        after = bisect_right(marks, at)
        yield sentence[marks[after - 1] : marks[after]].strip()


def _is_one_of(body: str, commissioners: tuple[str, ...] | None) -> bool:
    """Whether a body that the words name is one of the Commissioners, or the kind of body that one of them is."""

    def plain(name: str) -> str:
        name = re.sub(r"\bicb\b", "integrated care board", name.casefold().replace("’", "'"))
        return re.sub(r"\W+", " ", name).removeprefix("the ")

    if commissioners is None:
        return True
    bare = plain(body.removesuffix("s"))
    names = [plain(name) for name in commissioners]
    return bare in names if bare.startswith("nhs ") else any(re.search(rf"\b{bare}\b", name) for name in names)


# Whether the words give the Commissioners the right to extend by their own notice. A right that is not plain is none: a
# notice without a right extends nothing, and what the parties agree always does.

_SAID_AGAIN: Final = r"\w \(\w+ \w+\)"
_PERIODS: Final = (
    rf"\b(?P<times>two|three|four|five|[2-5])\W+(?:\(\w+\) )?(?:(?:further|additional|separate|optional|successive"
    rf"|consecutive) )*(?:periods?|options?|extensions?|terms?) of (?:up to )?{_TIME}(?: each\b)?"
)
_AS_FAR_AS: Final = (
    r"\b(?:up to|(?:no|not) (?:more|longer|later) than|not exceed\w*|exceed|maximum|at (?:the )?most|at the latest"
    r"|any period|beyond)\b"
)
_NO_FURTHER: Final = rf"(?P<kept>\b(?:[Nn]o|[Nn]ot)\b[^.;]{{0,60}}?) beyond {_A_DAY}"
_FORBIDS: Final = (
    r"\b(?:may|can|shall|must|will|is|are|do|does) ?not\b|\b(?:neither|nor|never)\b|n[’']t\b"
    r"|\bno\b(?! (?:more|longer|later|less|fewer|earlier)\b)"
)
_USED: Final = (
    r"^\W*(?:extended|used|exercised)\b|\bhad\b|\b(?:lapsed|exhausted|used up|spent|formerly|waived"
    r"|surrendered|withdrawn|removed|deleted|given up|released|expired (?:on|in)|has expired|itself an extension)\b"
    r"|\b(?:was|were|been|already|previously) (?:\w+ ){0,2}?(?:used|exercised|extended|taken up|renewed)\b"
    r"|\b(?<!be )(?:used|exercised|extended|taken up|renewed)\b[^.;,]{0,40}?\b(?:in|on|of)\b[^.;,]{0,20}\b20\d\d\b"
)
_WHO: Final = r"(?:Provider|Recipient|Supplier|Contractor|part(?:y|ies))"
_OF_ANOTHER: Final = (
    rf"\b{_WHO}\b(?:,? (?!to\b)\w+){{0,3}}? (?:may|can|has|have|is|are|shall (?:have|be entitled)|requests?|elects?)\b"
    rf"|\b{_WHO}[’']s? (?:\w+ )?(?:option|right|discretion|request|election)"
    rf"|\b(?:option|discretion|request|election) of (?:the |either |any |both )?{_WHO}\b"
    rf"|\bnotice (?:by|from|of|given by) (?:the |either |any |both )?{_WHO}\b"
)
_AGREED: Final = (
    r"\b(?:agree[sd]?|agreeing|consent\w*|mutual\w*|negotiat\w*|accept\w*|approv\w*|a variation|by variation)\b"
    rf"|\bagreement (?:of|between|by|with|from) (?:the |both |all )?{_WHO}"
    rf"|\b(?:by|with|in|subject to)(?: \w+)? agreement\b(?! by)|\b{_WHO}[’']s? (?:\w+ )?agreement\b"
)
_CONDITION: Final = (
    r"\b(?P<how>if|provid(?:ed|ing)(?: that)?|subject to|unless|where|when|whenever|on condition|conditional|contingent"
    r"|depend\w*|as long as|so long as|in the event)\b(?P<what>[^.;]*)"
)
_ONLY_THE_NOTICE: Final = (
    r"^(?: (?:it|they|that|the|co-ordinating|commissioners?|not|no|less|than|at|least|of|a|is|are|must|be|prior|written"
    r"|\d+|\w+[’']s?|give[ns]?|giving|gives|receiving|service|wish(?:es)?|choose[s]?|decides?|elects?|want[s]?"
    r"|(?:one|two|three|six|nine|twelve) (?:days?|weeks?|months?)[’']?|total|extension|does|do))*"
    r" (?:notice|to (?:extend|exercise)|maximum|exceeds?)\b"
)
_RISKY: Final = r"\b(?:performance|review|fund\w*|budget|need|demand|satisf\w*|met|favourable|objects?)\b"
_GIVES: Final = (
    r"\b(?:Commissioners?|ICBs?|Boards?|Authority|Council|Funder|Purchaser|Buyer|Customer|NHS England)\b[^.;]{0,120}?"
    r"\b(?:may|can|(?:is|are|shall be) entitled|(?:has|have|reserves?|retains?) (?:the |an |a )?(?:\w+ )?"
    r"(?:option|right|power)|wish(?:es)?)\b[^.;]{0,120}?\b(?:exten[ds]|renew)"
    r"|\bCommissioners?[’']s? (?:\w+ )?(?:discretion|option)\b|\b(?:discretion|option) of the (?:\S+ )?Commissioner"
)
_ASKS: Final = (
    r"\b(?:may|can|shall|will)(?:,[^,.;]*,)?(?: \w+){0,2}? (?:request|propose|seek|ask|invite|offer|discuss|consider"
    r"|recommend|apply)\b"
    r"|\b(?:might|could|would|intend\w*|hope\w*|minded|expect\w*|propos\w*|tbc|to be (?:confirmed|agreed|decided))\b"
)
_BY_THEM: Final = r"\bby (?:\w+ ){0,2}?(?:Commissioners?|ICBs?|Boards?|Authority|Council|Funder)\b"
_UNNAMED: Final = r"\bnotice\b|\bnotif|\b(?:option|right)s? (?:\w+ ){0,4}?to (?:extend|renew)\b|\bin writing\b"


def _doubt(text: str, option: OptionToExtend) -> str:
    """Why the words do not plainly give the Commissioners the right; "" where they do."""

    def says(pattern: str, within: str = text) -> bool:
        return re.search(pattern, within, re.IGNORECASE) is not None

    own = re.sub(r"\b(?:this|the) (?:\w+ )?Agreement\b(?! (?:of|between|by|with)\b)", "contract", text)
    own = re.sub(r"\bwithout (?:\S+ ){0,3}?(?:agreement|consent)\b", "", own)
    given = " ".join(sentence for sentence in re.split(r"(?<=[.;]) ", text) if not says(_FORBIDS, sentence))
    named = says(_GIVES, given) or (says(_BY_THEM, given) and says(r"\bmay be (?:extended|renewed)\b", given))
    if says(_USED):
        return "speak of an extension or an option that was used already"
    if says(_FORBIDS) and not (named or says(_UNNAMED, given)):
        return "forbid an extension, and give no right to one"
    if says(_AGREED, own):
        return "ask for an agreement or a consent"
    if says(_OF_ANOTHER):
        return "give the right to another than the Commissioners alone"
    if any(
        says(_RISKY, each["what"]) or not says(_ONLY_THE_NOTICE, each["what"])
        for each in re.finditer(_CONDITION, text, re.IGNORECASE)
    ):
        return "make it depend on a condition"
    if says(_ASKS) or not (named or (says(_UNNAMED, given) and says(rf"{_TIME}|\bextend", given))):
        return "do not say plainly that the Commissioners may extend the term by notice"
    if option.most is None and option.until is None and option.period is None:
        return "do not say plainly by how much the term may be extended"
    return f"also say “{option.unread}”, which specgen does not read" if option.unread else ""


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
            days.append(longest_end(end, option.most or LONGEST_EXTENSION))
        least = max if option.unread or option.contradiction else min
        return end if option.absent else max(end, least(days))
    except (ValueError, OverflowError):  # beyond the year 9999
        return end


def longest_end(end: date, most: Span) -> date:
    """The last day to which a term that ends on `end` may be extended: a term that ends with a month still does.

    Raises ValueError or OverflowError beyond the year 9999.
    """
    following = end + timedelta(days=1)
    return add_time(following, most.count, most.unit) - timedelta(days=1)
