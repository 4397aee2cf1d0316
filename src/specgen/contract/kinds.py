"""The kinds of values in a contract file.

Values arrive as the characters of the file (see `yamlfile`); each type here converts from those, because a YAML guess
(`no` → False, `1743465600` → a date) would change them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from specgen.contract.dates import FORMS, not_a_date, parse_day
from specgen.contract.model import ReadAs
from specgen.contract.quantities import TRAJECTORY_WORDS, read_change, read_money, read_period, trajectory_text
from specgen.contract.quantities import Situations as Situations

LONGEST_TEXT = 20_000
"""Characters in one value; a longer one is a pasted document."""


_GARBLED = re.compile("\ufffd|[\u00c2\u00c3\u00c5\u00e2][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]{1,2}")
"""U+FFFD, or what may be UTF-8 read as Windows-1252: `â€“` for a dash."""
_BEGINS_GARBLED = "\ufffd\u00c2\u00c3\u00c5\u00e2"


WAS_GARBLED = "which is what becomes of a dash, a quotation mark or £ when a file is read in the wrong encoding"


def garbled(text: str) -> str:
    """The first piece of the text that is no writing but a sign read in the wrong encoding; "" where there is none."""
    if text.isascii() or not any(map(text.__contains__, _BEGINS_GARBLED)):
        return ""
    for found in _GARBLED.finditer(text):
        if found[0] == "\ufffd":
            return found[0]
        for piece in (found[0], found[0][:2]):  # a sign of its own may follow a letter of two bytes
            try:
                was = piece.encode("cp1252").decode("utf-8")
            except UnicodeError:
                continue
            if was >= "\u00a0":  # no sign of writing is a control: a Welsh sentence may begin with “Â’r”
                return piece
    return ""


_BULLET = re.compile("(?:[•▪■●○◦‣⁃►➢✓☐☑\ue000-\uf8ff]\\s*|[-*–—·]\\s+|o(?:\t| {2,}))(?=\\S)")
_NUMBER = re.compile(r"\(?(\d{1,2}|[a-z]|[ivx]{2,5})[.)]\s+(?=\S)", re.IGNORECASE)
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]


def without_marks(entries: tuple[str, ...]) -> tuple[str, ...]:
    """The entries of a list without what people type or paste before each, where a document has marks of its own: signs
    such as “–”, and numbers or letters that count the entries from the first on."""
    bare = tuple(_BULLET.sub("", entry, count=1) if _BULLET.match(entry) else entry for entry in entries)
    marks = [mark[1].casefold() for entry in bare if (mark := _NUMBER.match(entry)) is not None]
    count = len(bare)
    counted = ([str(at) for at in range(1, count + 1)], [chr(ord("a") + at) for at in range(count)], _ROMAN[:count])
    return tuple(_NUMBER.sub("", entry, count=1) for entry in bare) if count > 1 and marks in counted else bare


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text is needed here" if value is not None else "the value is missing")
    if not value.strip():
        raise ValueError("the value is empty")
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"the text is longer than {LONGEST_TEXT:,} characters")
    if was := garbled(value):
        raise ValueError(f"the text holds “{was}”, {WAS_GARBLED}; type it again")
    return value.strip().replace("\r\n", "\n").replace("\r", "\n")


def _line(value: object) -> str:
    text = _text(value)
    if len(text.splitlines()) > 1:
        raise ValueError("this must be one line")
    return text


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    found = parse_day(_line(value))
    if found is None:
        raise ValueError(f"{not_a_date(str(value))}; write it as 2026-09-30 or 30 September 2026")
    return found


def _amount(value: object, read: Callable[[str], Decimal | None], written: str) -> Decimal:
    if isinstance(value, Decimal):
        return value
    found = read(_line(value))
    if found is None:
        raise ValueError(f"“{value}” is not an amount; write pounds as {written}")
    return found


def _money(value: object) -> Decimal:
    return _amount(value, read_money, "1250000 or £1,250,000.00")


def _change(value: object) -> Decimal:
    return _amount(value, read_change, "120000 or £120,000.00, a decrease as -£120,000")


def _ods_code(value: object) -> str:
    written = _line(value)
    if not re.fullmatch(r"[A-Za-z0-9]{2,12}", written):
        raise ValueError(f"“{written}” is not an ODS code; it has letters and digits only, such as QXX or RTH")
    return written.upper()


def _count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    written = _line(value)
    if not re.fullmatch(r"[1-9][0-9]{0,3}", written):
        raise ValueError(f"“{written}” is not a whole number from 1 to 9999")
    return int(written)


def _yes(value: object) -> bool:
    if isinstance(value, bool):
        return value
    written = _line(value).casefold()
    if written not in ("yes", "no", "true", "false"):
        raise ValueError(f"“{value}” is neither yes nor no")
    return written in ("yes", "true")


def _value(value: object) -> object:
    """A placeholder's value: text, a list of text, situations chosen from the handbook's Appendix 1, or a trajectory by
    Contract Year or Quarter, which is read as the one text that says it."""
    if isinstance(value, (list, tuple)):
        if not value:
            raise ValueError("the list is empty")
        return tuple(_text(item) for item in value)
    if isinstance(value, dict):
        if value and all(name in TRAJECTORY_WORDS or read_period(str(name)) is not None for name in value):
            return trajectory_text((str(name), _line(said)) for name, said in value.items())
        if set(value) != {"situations"} or not isinstance(value["situations"], list) or not value["situations"]:
            raise ValueError(
                "write text, a list, “situations:” with a list of the numbers of Appendix 1, or a figure for each "
                "Contract Year, such as “2026/27: 60”"
            )
        return Situations(tuple(_line(item) for item in value["situations"]))
    return _text(value)


def _named_reasons(value: object) -> object:
    """A name and what is said of it may be written without quotation marks too, which YAML takes for a name and a
    value."""
    entries = list(value.items()) if isinstance(value, dict) else value
    if not isinstance(entries, (list, tuple)):
        return value
    found: list[object] = []
    for entry in entries:
        pairs = [entry] if isinstance(entry, tuple) else list(entry.items()) if isinstance(entry, dict) else None
        found += [f"{name}: {reason}" for name, reason in pairs] if pairs is not None else [entry]
    return tuple(found)


Text = Annotated[str, ReadAs(_text, {"type": ["string", "number"]})]
OneLine = Annotated[str, ReadAs(_line, {"type": ["string", "number"]})]
Day = Annotated[date, ReadAs(_day, {"type": "string", "description": "2026-09-30"})]
DateText = Annotated[str, ReadAs(_line, {"type": "string", "description": FORMS})]
Money = Annotated[Decimal, ReadAs(_money, {"type": ["string", "number"]})]
ChangeInPounds = Annotated[Decimal, ReadAs(_change, {"type": ["string", "number"]})]
OdsCode = Annotated[str, ReadAs(_ods_code, {"type": ["string", "number"]})]
Count = Annotated[int, ReadAs(_count, {"type": ["string", "number"]})]
YesNo = Annotated[bool, ReadAs(_yes, {"enum": ["yes", "no", True, False]})]
GivenValue = Annotated[
    Any,
    ReadAs(
        _value,
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "array", "items": {"type": ["string", "number"]}},
                {"type": "object", "properties": {"situations": {"type": "array"}}, "additionalProperties": False},
                {
                    "type": "object",
                    "properties": {
                        "baseline": {"type": ["string", "number"]},
                        "direction": {"enum": ["rising", "falling"]},
                        "hold": {"type": "string"},
                    },
                    "additionalProperties": {"type": ["string", "number"]},
                },
            ]
        },
    ),
]
NamedReasons = Annotated[
    tuple[Text, ...],
    ReadAs(
        _named_reasons,
        {
            "anyOf": [
                {"type": "array", "items": {"type": ["string", "object"]}},
                {"type": "object", "additionalProperties": {"type": "string"}},
            ]
        },
    ),
]


LINE = "one line of text"
TEXT = "text"
DAY = "a day"
LIST = "a list of text"
VALUES = "names with values"
