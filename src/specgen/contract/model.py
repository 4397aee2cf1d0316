"""The fields of a contract file. Anything else in the file is a problem.

Values arrive as the characters of the file (see `yamlfile`); each type here converts from those, because a YAML or
pydantic guess (`no` → False, `1743465600` → a date) would change them.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from specgen.contract.dates import FORMS, parse_day

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
    # A comma stands before three digits or not at all: elsewhere it may be meant as a decimal point.
    found = re.fullmatch(r"£? ?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,2})?)", _line(value))
    if found is None:
        raise ValueError(f"“{value}” is not an amount; write pounds as 1250000 or £1,250,000.00")
    return Decimal(found[1].replace(",", ""))


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
    """A placeholder's value: text, a list of text, or situations chosen from the handbook's Appendix 1."""
    if isinstance(value, (list, tuple)):
        if not value:
            raise ValueError("the list is empty")
        return tuple(_text(item) for item in value)
    if isinstance(value, dict):
        if set(value) != {"situations"} or not isinstance(value["situations"], list) or not value["situations"]:
            raise ValueError("write text, a list, or “situations:” with a list of the numbers of Appendix 1")
        return Situations(tuple(_line(item) for item in value["situations"]))
    return _text(value)


class Situations(tuple[str, ...]):
    """Numbers of clinical situations in the handbook's Appendix 1, as written."""

    __slots__ = ()


Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number"]})]
Line = Annotated[str, BeforeValidator(_line), WithJsonSchema({"type": ["string", "number"]})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "description": "2026-09-30"})]
DateText = Annotated[str, BeforeValidator(_line), WithJsonSchema({"type": "string", "description": FORMS})]
Money = Annotated[Decimal, BeforeValidator(_money), WithJsonSchema({"type": ["string", "number"]})]
OdsCode = Annotated[str, BeforeValidator(_ods_code), WithJsonSchema({"type": ["string", "number"]})]
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": ["string", "number"]})]
YesNo = Annotated[bool, BeforeValidator(_yes), WithJsonSchema({"enum": ["yes", "no", True, False]})]
Value = Annotated[
    Any,
    BeforeValidator(_value),
    WithJsonSchema({"anyOf": [
        {"type": ["string", "number"]},
        {"type": "array", "items": {"type": ["string", "number"]}},
        {"type": "object", "properties": {"situations": {"type": "array"}}, "additionalProperties": False},
    ]}),
]


class Part(BaseModel):
    """A part of the contract file: frozen, and closed to names it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Term(Part):
    """First and last day of the contract, and the right to extend it in words."""

    start: Day
    end: Day
    extension: Text | None = None


class Period(Part):
    """A service's own first and last day, when they differ from the contract's."""

    start: Day
    end: Day


class Section75(Part):
    """An agreement under section 75 of the National Health Service Act 2006."""

    reference: Line
    lead: Line


class NotApplicable(Part):
    """A schedule or right that does not apply, with the reason for the file."""

    not_applicable: Text


Form = Literal["full-length", "shorter", "grant"]
"""The forms of agreement; what each has is in the edition files."""


class Particulars(Part):
    """What the contract file says of the contract as a whole."""

    reference: Annotated[Line, Field(max_length=60)]
    title: Line
    edition: Line
    form: Form = "full-length"
    status: Literal["draft", "for agreement", "agreed"] = "draft"
    draft_version: Line = "0.1"
    date: Day | None = None
    term: Term
    service_commencement_date: Day | None = None
    award_route: Literal[
        "direct award process A", "direct award process B", "direct award process C", "most suitable provider process",
        "competitive process", "framework", "not under the Provider Selection Regime",
    ] | None = None
    lifetime_value: Money | None = None
    local_policies: tuple[Text, ...] = ()
    equality_assessment: Text | None = None
    dpia: Text | None = None
    sharing_agreement: Text | None = None
    in_year_notice: Text | None = None
    confirmed: tuple[Line, ...] = ()


class Organisation(Part):
    """A party's name and how it is identified."""

    name: Line
    ods_code: OdsCode | None = None
    no_ods_code: Text | None = None


class Commissioner(Organisation):
    """A Commissioner who is party to the contract; `values` holds what differs for it. `signatory` is a post."""

    role: Literal["co-ordinating", "associate"] = "co-ordinating"
    # The editions to 2021/22 were signed by clinical commissioning groups, which ended in July 2022.
    kind: Literal["integrated care board", "NHS England", "local authority", "clinical commissioning group"] = "integrated care board"
    section_75: Section75 | None = None
    signatory: Line | None = None
    values: dict[str, Value] = Field(default_factory=dict)


class Provider(Organisation):
    """The Provider. `signatory` is a post."""

    kind: Literal[
        "NHS foundation trust", "NHS trust", "independent provider", "voluntary sector", "local authority",
        "primary care", "community interest company",
    ]
    company_number: Line | None = None
    charity_number: Line | None = None
    address: Text | None = None
    sub_contractors: tuple[Line, ...] = ()
    signatory: Line | None = None


class Variation(Part):
    """What is said of the variation under way: for `specgen vary`, and for the checks on regulation 13 of the Provider
    Selection Regime. None of it reaches a schedule.
    """

    reference: Annotated[Line, Field(max_length=60)] | None = None
    number: Count | None = None
    proposed_by: Literal["co-ordinating Commissioner", "Provider"] | None = None
    proposed_on: Day | None = None
    agreed_on: Day | None = None
    reason: Text | None = None
    ground: Literal["provided for in the contract", "change of provider by succession", "external factors", "decision of the authority"] | None = None
    value: Money | None = None
    earlier_value: Money | None = None
    notice: Text | None = None


class Choice(Part):
    """A clause or a set of clauses chosen for a schedule, by name or by name and version, with values of its own."""

    clause: Line
    values: dict[str, Value] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: object) -> object:
        return {"clause": given} if isinstance(given, str) else given

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, handler(core_schema)]}


class Choices(Part):
    """What is chosen for a schedule; or why the schedule does not apply."""

    chosen: tuple[Choice, ...] = ()
    not_applicable: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: object) -> object:
        if isinstance(given, (list, tuple)):
            return {"chosen": given}
        if isinstance(given, dict) and "chosen" in given:
            raise ValueError("write the list itself, or “not_applicable:” with the reason")
        return given

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [
            {"type": "array"},  # the schema says that its items are Choices
            {"type": "object", "properties": {"not_applicable": {"type": "string"}}, "required": ["not_applicable"],
             "additionalProperties": False},
        ]}


class LegalRights(Part):
    """Whether legal rights to choice apply to a service; if not, the reason."""

    applies: bool
    not_applicable: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: object) -> object:
        if given == "applies":
            return {"applies": True}
        if isinstance(given, dict) and set(given) == {"not_applicable"}:
            return {"applies": False, **given}
        raise ValueError("write “applies”, or “not_applicable:” with the reason")

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [
            {"const": "applies"},
            {"type": "object", "properties": {"not_applicable": {"type": "string"}}, "required": ["not_applicable"],
             "additionalProperties": False},
        ]}


CohortGroup = Literal[
    "severe and enduring mental illness", "dementia", "learning disability", "reading age under 12",
    "continuing healthcare", "children's continuing care", "section 117 aftercare", "wheelchair services",
]


class Service(Part):
    """A service and what its specification is to hold."""

    number: Line | None = None
    name: Line
    commissioner_lead: Line | None = None
    provider_lead: Line | None = None
    period: Period | None = None
    review_date: DateText | None = None
    cohort: Line | None = None
    cohort_includes: tuple[CohortGroup, ...] = ()
    population: Text | None = None
    premises: tuple[Text, ...] = ()
    activity: Text | None = None
    link_worker_service: YesNo = False
    legal_rights_to_choice: LegalRights | None = None
    specification: tuple[Choice, ...] = ()
    quality: tuple[Choice, ...] = ()
    values: dict[str, Value] = Field(default_factory=dict)
    whole_specification: dict[str, Value] | None = None


class ContractFile(Part):
    """A whole contract file."""

    contract: Particulars
    commissioners: Annotated[tuple[Commissioner, ...], Field(min_length=1)]
    provider: Provider
    services: Annotated[tuple[Service, ...], Field(min_length=1)]
    development: Choices = Choices()
    improvement: Choices = Choices()
    system: Choices = Choices()
    reporting: Choices = Choices()
    variation: Variation | None = None
    values: dict[str, Value] = Field(default_factory=dict)
