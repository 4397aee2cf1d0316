"""The kinds of values in a contract file, and what is told of each field.

Values arrive as the characters of the file (see `yamlfile`); each type here converts from those, because a YAML or
pydantic guess (`no` → False, `1743465600` → a date) would change them.
"""

from __future__ import annotations

import re
import typing
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal

from msgspec import Struct
from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator
from pydantic.fields import FieldInfo

from specgen.contract.dates import FORMS, parse_day
from specgen.contract.quantities import TRAJECTORY_WORDS, read_money, read_period, trajectory_text
from specgen.contract.quantities import Situations as Situations

LONGEST_TEXT = 20_000
"""Characters in one value; a longer one is a pasted document."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text is needed here" if value is not None else "the value is missing")
    if not value.strip():
        raise ValueError("the value is empty")
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"the text is longer than {LONGEST_TEXT:,} characters")
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
        raise ValueError(f"“{value}” is not a date; write it as 2026-09-30 or 30 September 2026")
    return found


def _money(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    found = read_money(_line(value))
    if found is None:
        raise ValueError(f"“{value}” is not an amount; write pounds as 1250000 or £1,250,000.00")
    return found


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


Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number"]})]
OneLine = Annotated[str, BeforeValidator(_line), WithJsonSchema({"type": ["string", "number"]})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "description": "2026-09-30"})]
DateText = Annotated[str, BeforeValidator(_line), WithJsonSchema({"type": "string", "description": FORMS})]
Money = Annotated[Decimal, BeforeValidator(_money), WithJsonSchema({"type": ["string", "number"]})]
OdsCode = Annotated[str, BeforeValidator(_ods_code), WithJsonSchema({"type": ["string", "number"]})]
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": ["string", "number"]})]
YesNo = Annotated[bool, BeforeValidator(_yes), WithJsonSchema({"enum": ["yes", "no", True, False]})]
GivenValue = Annotated[
    Any,
    BeforeValidator(_value),
    WithJsonSchema(
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
        }
    ),
]


ColumnForm = Literal["text", "code", "percentage", "day", "date", "list", "key"]
"""How a cell of a register is read. `code` and `percentage`: digits that Excel may have spoiled; `day` and `date`: also
Excel's numbers and 01/04/2026; `list`: several entries; `key`: which contract, service or list the row belongs to."""

Instrument = Literal["variation", "extension", "succession", "novation", "correction", "internal", "none"]
"""By what a fact of a contract that was issued is changed: a variation; a notice under the option to extend; a
successor notice; a novation; a correction, where the fact was another all along; nothing between the parties, where it
is the organisation's own (`internal`); or by nothing at all, since it would be another contract."""

LINE = "one line of text"
TEXT = "text"
DAY = "a day"
LIST = "a list of text"
VALUES = "names with values"


class Declared(Struct, frozen=True):
    """All that is told of a field, in one place: the schema, the register's columns, the names in templates and the
    reference pages are made of it.

    `meaning` is what it says, `form` how its value is written, `example` a value. `heading` is that of its column in a
    register ("" for none; `{}` stands for the heading above), `column` how a cell is read, `also` are further headings
    that mean it, `choices` the values of a closed list that is not one in the model, and the column of `after` stands
    before it. `prints` is what a template's name for it stands for ("" where it has none). `instrument` is by what the
    fact is changed once the contract was issued."""

    meaning: str
    form: str
    example: str
    heading: str = ""
    column: ColumnForm = "text"
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    after: str = ""
    prints: str = ""
    instrument: Instrument = "variation"


NOTHING_DECLARED = Declared("", "", "")


def declared_of(field: FieldInfo) -> Declared:
    """What is told of a field of a model."""
    return next((found for found in field.metadata if isinstance(found, Declared)), NOTHING_DECLARED)


def _in_its_letters(value: object, field: FieldInfo | None) -> object:
    words: tuple[str, ...] = words_of(field.annotation) if field is not None else ()  # type: ignore[arg-type]
    if not words:
        return value
    if isinstance(value, (list, tuple)):
        return type(value)(_in_its_letters(entry, field) for entry in value)
    return next((word for word in words if isinstance(value, str) and _plain(word) == _plain(value)), value)


def _plain(word: str) -> str:
    """The word in small letters, with straight apostrophes and single spaces."""
    return " ".join(word.replace("’", "'").casefold().split())


@cache
def words_of(annotation: Any) -> tuple[str, ...]:
    """The words of a closed list, alone, in a list or left out; none where the field is free."""
    if typing.get_origin(annotation) is Literal:
        return typing.get_args(annotation)
    parts = [words_of(part) for part in typing.get_args(annotation) if part not in (type(None), Ellipsis)]
    return parts[0] if len(parts) == 1 else ()


class ContractPart(BaseModel):
    """A part of the contract file: frozen, and closed to names it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _closed_lists(cls, given: object) -> object:
        """Words of the model's own lists in its letters: `NHS Trust` for `NHS trust`, as a register has them."""
        if not isinstance(given, dict):
            return given
        return {name: _in_its_letters(value, cls.model_fields.get(name)) for name, value in given.items()}
