"""The option to extend a contract's term, as values: how long before the last day notice is to be given, and by how
much the term may grow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from msgspec import Struct

from specgen.contract.dates import add_time, long_date


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


class UseOfOption(NamedTuple):
    """What is known of the use of an option so far: whether it can be used no more, and how that is said."""

    spent: bool
    said: str


def longest_end(end: date, most: Span) -> date:
    """The last day to which a term that ends on `end` may be extended: a term that ends with a month still does, any
    other ends on the same day of its month.

    Raises ValueError or OverflowError beyond the year 9999.
    """
    following = end + timedelta(days=1)
    return max(add_time(end, most.count, most.unit), add_time(following, most.count, most.unit) - timedelta(days=1))
