"""The fields of a contract file. Anything else in the file is a problem.

Values arrive as the characters of the file (see `yamlfile`); each type here converts from those, because a YAML or
pydantic guess (`no` → False, `1743465600` → a date) would change them.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic.fields import FieldInfo

from specgen.contract.dates import FORMS, parse_day
from specgen.contract.quantities import read_money
from specgen.yamlfile import Path

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
            ]
        }
    ),
]


def _in_its_letters(value: object, field: FieldInfo | None) -> object:
    words: tuple[str, ...] = _words_of(field.annotation) if field is not None else ()  # type: ignore[arg-type]
    if not words:
        return value
    if isinstance(value, (list, tuple)):
        return type(value)(_in_its_letters(entry, field) for entry in value)
    return next((word for word in words if isinstance(value, str) and word.casefold() == value.casefold()), value)


@cache
def _words_of(annotation: Any) -> tuple[str, ...]:
    """The words of a closed list, alone, in a list or left out; none where the field is free."""
    if typing.get_origin(annotation) is Literal:
        return typing.get_args(annotation)
    parts = [_words_of(part) for part in typing.get_args(annotation) if part not in (type(None), Ellipsis)]
    return parts[0] if len(parts) == 1 else ()


class ContractPart(BaseModel):
    """A part of the contract file: frozen, and closed to names it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _closed_lists(cls, given: object) -> object:
        """Words of the model's own lists in its letters: `NHS Trust` for `NHS trust`, as a register has them."""
        if not isinstance(given, dict):
            return given
        return {name: _in_its_letters(value, cls.model_fields.get(name)) for name, value in given.items()}


class Term(ContractPart):
    """First and last day of the contract, and the right to extend it in words."""

    start: Day
    end: Day
    extension: Text | None = None


class Period(ContractPart):
    """A service's own first and last day, when they differ from the contract's."""

    start: Day
    end: Day


class Section75(ContractPart):
    """An agreement under section 75 of the National Health Service Act 2006."""

    reference: OneLine
    lead: OneLine


class NotApplicable(ContractPart):
    """A schedule or right that does not apply, with the reason for the file."""

    not_applicable: Text


Form = Literal["full-length", "shorter", "grant"]
"""The forms of agreement; what each has is in the edition files."""


class Particulars(ContractPart):
    """What the contract file says of the contract as a whole."""

    reference: Annotated[OneLine, Field(max_length=60)]
    title: OneLine
    edition: OneLine
    form: Form = "full-length"
    status: Literal["draft", "for agreement", "agreed"] = "draft"
    draft_version: OneLine = "0.1"
    date: Day | None = None
    term: Term
    service_commencement_date: Day | None = None
    award_route: (
        Literal[
            "direct award process A",
            "direct award process B",
            "direct award process C",
            "most suitable provider process",
            "competitive process",
            "framework",
            "not under the Provider Selection Regime",
        ]
        | None
    ) = None
    lifetime_value: Money | None = None
    local_policies: tuple[Text, ...] = ()
    equality_assessment: Text | None = None
    dpia: Text | None = None
    sharing_agreement: Text | None = None
    in_year_notice: Text | None = None
    confirmed: tuple[OneLine, ...] = ()


class Organisation(ContractPart):
    """A party's name and how it is identified."""

    name: OneLine
    ods_code: OdsCode | None = None
    no_ods_code: Text | None = None


class Commissioner(Organisation):
    """A Commissioner who is party to the contract; `values` holds what differs for it. `signatory` is a post."""

    role: Literal["co-ordinating", "associate"] = "co-ordinating"
    # The editions to 2021/22 were signed by clinical commissioning groups, which ended in July 2022.
    kind: Literal["integrated care board", "NHS England", "local authority", "clinical commissioning group"] = (
        "integrated care board"
    )
    section_75: Section75 | None = None
    signatory: OneLine | None = None
    values: dict[str, GivenValue] = Field(default_factory=dict)


class Provider(Organisation):
    """The Provider. `signatory` is a post."""

    kind: Literal[
        "NHS foundation trust",
        "NHS trust",
        "independent provider",
        "voluntary sector",
        "local authority",
        "primary care",
        "community interest company",
    ]
    company_number: OneLine | None = None
    charity_number: OneLine | None = None
    address: Text | None = None
    sub_contractors: tuple[OneLine, ...] = ()
    signatory: OneLine | None = None


class Variation(ContractPart):
    """What is said of the variation under way: for `specgen vary`, and for the checks on regulation 13 of the Provider
    Selection Regime. None of it reaches a schedule.
    """

    reference: Annotated[OneLine, Field(max_length=60)] | None = None
    number: Count | None = None
    proposed_by: Literal["co-ordinating Commissioner", "Provider"] | None = None
    proposed_on: Day | None = None
    agreed_on: Day | None = None
    reason: Text | None = None
    ground: (
        Literal[
            "provided for in the contract",
            "change of provider by succession",
            "external factors",
            "decision of the authority",
        ]
        | None
    ) = None
    value: Money | None = None
    earlier_value: Money | None = None
    notice: Text | None = None


class Choice(ContractPart):
    """A clause or a set of clauses chosen for a schedule, by name or by name and version, with values of its own."""

    clause: OneLine
    values: dict[str, GivenValue] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: object) -> object:
        return {"clause": given} if isinstance(given, str) else given

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, handler(core_schema)]}


class Choices(ContractPart):
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
        return {
            "anyOf": [
                {"type": "array"},  # the schema says that its items are Choices
                {
                    "type": "object",
                    "properties": {"not_applicable": {"type": "string"}},
                    "required": ["not_applicable"],
                    "additionalProperties": False,
                },
            ]
        }


class LegalRights(ContractPart):
    """Whether legal rights to choice apply to a service; if not, the reason."""

    applies: bool
    not_applicable: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, given: object) -> object:
        if isinstance(given, str) and given.strip().casefold() == "applies":
            return {"applies": True}
        if isinstance(given, dict) and set(given) == {"not_applicable"}:
            return {"applies": False, **given}
        raise ValueError("write “applies”, or “not_applicable:” with the reason")

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "anyOf": [
                {"const": "applies"},
                {
                    "type": "object",
                    "properties": {"not_applicable": {"type": "string"}},
                    "required": ["not_applicable"],
                    "additionalProperties": False,
                },
            ]
        }


CohortGroup = Literal[
    "severe and enduring mental illness",
    "dementia",
    "learning disability",
    "reading age under 12",
    "continuing healthcare",
    "children's continuing care",
    "section 117 aftercare",
    "wheelchair services",
]


class Service(ContractPart):
    """A service and what its specification is to hold."""

    number: OneLine | None = None
    name: OneLine
    commissioner_lead: OneLine | None = None
    provider_lead: OneLine | None = None
    period: Period | None = None
    review_date: DateText | None = None
    cohort: OneLine | None = None
    cohort_includes: tuple[CohortGroup, ...] = ()
    population: Text | None = None
    premises: tuple[Text, ...] = ()
    activity: Text | None = None
    link_worker_service: YesNo = False
    legal_rights_to_choice: LegalRights | None = None
    specification: tuple[Choice, ...] = ()
    quality: tuple[Choice, ...] = ()
    values: dict[str, GivenValue] = Field(default_factory=dict)
    whole_specification: dict[str, GivenValue] | None = None


class ContractFile(ContractPart):
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
    values: dict[str, GivenValue] = Field(default_factory=dict)


# What each field of the contract file means, how it is written and an example: one text for the schema and the docs.


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field for a reader: what it says, the form its value takes, and a value."""

    meaning: str
    form: str
    example: str


def _m(meaning: str, form: str, example: str) -> Meaning:
    return Meaning(meaning, form, example)


_LINE = "one line of text"
_TEXT = "text"
_DAY = "a day"
_LIST = "a list of text"
_VALUES = "names with values"

_PARTY = {
    "name": _m("The party's full legal name.", _LINE, "NHS Northbrook Integrated Care Board"),
    "ods_code": _m(
        "Its code in the Organisation Data Service. Give this or no_ods_code.", "2 to 12 letters and digits", "X9A01"
    ),
    "no_ods_code": _m(
        "Why it has no ODS code. Give this or ods_code.", _TEXT, "applied for on 12 January 2026 and not yet issued"
    ),
}

MEANINGS: Mapping[str, Mapping[str, Meaning]] = {
    "ContractFile": {
        "contract": _m("What is said of the contract as a whole.", _VALUES, "see below"),
        "commissioners": _m(
            "The Commissioners who are party to the contract, at least one; one of them is co-ordinating.",
            "a list, each with names and values",
            "see below",
        ),
        "provider": _m("The Provider.", _VALUES, "see below"),
        "services": _m(
            "The services, at least one; each gets a Service Specification insert of its own.",
            "a list, each with names and values",
            "see below",
        ),
        "development": _m(
            "What goes into Schedule 2M, the development plan for personalised care.",
            "a list of clauses, or not_applicable with the reason",
            "- personalised-care/ambition",
        ),
        "improvement": _m(
            "What goes into Schedule 6D, the service development and improvement plan.",
            "a list of clauses, or not_applicable with the reason",
            "- co-production/outputs",
        ),
        "system": _m(
            "What goes into Schedule 8, the system plan obligations.",
            "a list of clauses, or not_applicable with the reason",
            "- personalised-care/liaison",
        ),
        "reporting": _m(
            "What goes into the reporting requirements.",
            "a list of clauses, or not_applicable with the reason",
            "- personalised-care/satisfaction",
        ),
        "variation": _m(
            "What is said of the variation that “specgen vary” writes. It reaches no schedule.", _VALUES, "see below"
        ),
        "values": _m(
            "Values that the chosen clauses ask for, for the contract as a whole.",
            _VALUES,
            "pc_report_interval: 3 months",
        ),
    },
    "Particulars": {
        "reference": _m(
            "The contract's reference. It begins the name of every file and names the folder.",
            "one line, 60 characters at most",
            "NBB-2026-014",
        ),
        "title": _m("What the contract is called.", _LINE, "Community respiratory services"),
        "edition": _m(
            "The contract year of the NHS Standard Contract that the contract uses.",
            "a year as 2026/27; “specgen editions” lists them",
            "2026/27",
        ),
        "form": _m(
            "Which form of the NHS Standard Contract it uses; or grant, for a local grant agreement. The "
            "shorter form has no Schedule 2M, 6D or 8; a grant agreement has no schedules.",
            "full-length, shorter or grant",
            "full-length",
        ),
        "status": _m(
            "How far the text has got. DRAFT leaves the pages only when this is agreed, every clause is "
            "approved and no value is missing.",
            "draft, for agreement or agreed",
            "draft",
        ),
        "draft_version": _m("The number of the draft, for the reader.", _LINE, '"0.1"'),
        "date": _m(
            "The contract's date, which decides the versions of clauses that apply; if left out, the first "
            "day of the term.",
            _DAY,
            "2026-03-20",
        ),
        "term": _m("The contract's first and last day.", _VALUES, "see below"),
        "service_commencement_date": _m(
            "The Service Commencement Date, when it is not the first day of the term.", _DAY, "2026-07-01"
        ),
        "award_route": _m(
            "How the contract was awarded under the Provider Selection Regime.",
            "one of the routes listed below",
            "direct award process C",
        ),
        "lifetime_value": _m(
            "The contract's value over its whole life, in pounds.",
            "an amount, as 1250000 or £1,250,000.00",
            "£7,140,000",
        ),
        "local_policies": _m(
            "Local policies that the contract names (Schedule 2G).",
            _LIST,
            "- Northbrook accessible information policy, version 3",
        ),
        "equality_assessment": _m(
            "The assessment of equality and health inequalities: its reference and date, or why there is none.",
            _TEXT,
            "EIA-2026-007, completed on 9 February 2026",
        ),
        "dpia": _m(
            "The data protection impact assessment: its reference and date, or why none is needed.",
            _TEXT,
            "DPIA-2026-011, approved on 12 February 2026",
        ),
        "sharing_agreement": _m(
            "The information sharing agreement that covers the services.",
            _TEXT,
            "Northbrook shared care record agreement, version 4",
        ),
        "in_year_notice": _m(
            "When these parts change a contract during its year: the notice that was given.",
            _TEXT,
            "Notice given to the Provider on 24 April 2026",
        ),
        "confirmed": _m(
            "Facts of the edition that you have checked against the published form; “specgen editions "
            "2026/27” lists their names.",
            "a list of names",
            "- schedule-8-title",
        ),
    },
    "Term": {
        "start": _m("The first day of the contract.", _DAY, "2026-04-01"),
        "end": _m("The last day of the contract.", _DAY, "2029-03-31"),
        "extension": _m(
            "The right to extend the term, in words.",
            _TEXT,
            "The Co-ordinating Commissioner may extend the term once, by up to two years",
        ),
    },
    "Commissioner": {
        **_PARTY,
        "role": _m(
            "Whether this is the co-ordinating Commissioner, of whom there is one, or an associate.",
            "co-ordinating or associate",
            "associate",
        ),
        "kind": _m(
            "What kind of commissioner it is. Clinical commissioning groups are for editions up to 2021/22.",
            "integrated care board, NHS England, local authority or clinical commissioning group",
            "integrated care board",
        ),
        "section_75": _m(
            "The agreement under section 75 of the National Health Service Act 2006, where there is one.",
            _VALUES,
            "see below",
        ),
        "signatory": _m("The post that signs for this Commissioner.", _LINE, "Chief Executive"),
        "values": _m(
            "Values that differ for this Commissioner; they are printed beside the others', with its name.",
            _VALUES,
            "pcsp_agreed_target: 70",
        ),
    },
    "Variation": {
        "reference": _m(
            "The variation's reference. If left out, the contract's reference, -V and the number; without a "
            "number, -V and the day on which the variation takes effect.",
            "one line, 60 characters at most",
            "NBB-2026-014-V2",
        ),
        "number": _m(
            "Which variation of the contract this is; its reference is then made of it.", "a whole number", "2"
        ),
        "proposed_by": _m(
            "The party that proposes the variation; if left out, the co-ordinating Commissioner.",
            "co-ordinating Commissioner or Provider",
            "Provider",
        ),
        "proposed_on": _m(
            "The day on which it was proposed. Tracked changes bear it, unless the command gives another day.",
            _DAY,
            "2026-07-20",
        ),
        "agreed_on": _m(
            "The day on which it was agreed; if left out, the line is there to be filled in at signature.",
            _DAY,
            "2026-08-28",
        ),
        "reason": _m(
            "Why the contract is changed, in your own words; it begins the summary.",
            _TEXT,
            "The service opens a second clinic in October 2026",
        ),
        "ground": _m(
            "What regulation 13 of the Provider Selection Regime is taken to allow the change by.",
            "provided for in the contract, change of provider by succession, external factors or decision of "
            "the authority",
            "decision of the authority",
        ),
        "value": _m(
            "By how much this change alters the contract's value over its life, in pounds; 0 when it does not.",
            "an amount, as 1250000 or £1,250,000.00",
            "£120,000",
        ),
        "earlier_value": _m(
            "The same of all earlier changes together.", "an amount, as 1250000 or £1,250,000.00", "£85,000"
        ),
        "notice": _m(
            "The notice of the change that was published: its reference and date, or where it is planned.",
            _TEXT,
            "Notice 2026-000123, published on 3 September 2026",
        ),
    },
    "Section75": {
        "reference": _m(
            "The agreement's reference and subject.", _LINE, "S75-NBB-2024-02, integrated personal budgets"
        ),
        "lead": _m("The organisation that leads under it.", _LINE, "NHS Northbrook Integrated Care Board"),
    },
    "Provider": {
        **_PARTY,
        "kind": _m("What kind of provider it is.", "one of the kinds listed below", "NHS foundation trust"),
        "company_number": _m("Its number at Companies House.", _LINE, '"99990001"'),
        "charity_number": _m("Its number at the Charity Commission.", _LINE, '"9990001"'),
        "address": _m("Its office address.", _TEXT, "Millrace House, 4 Weir Lane, Northbrook, ZZ1 4AA"),
        "sub_contractors": _m(
            "Sub-contractors, each with what it does.",
            "a list, each one line of text",
            "- Quayside Imaging Limited, for ultrasound",
        ),
        "signatory": _m("The post that signs for the Provider.", _LINE, "Chief Executive"),
    },
    "Service": {
        "number": _m(
            "The Service Specification's number; if left out, 01 for the first service, 02 for the second and so on.",
            _LINE,
            '"01"',
        ),
        "name": _m("What the service is called.", _LINE, "Community respiratory service"),
        "commissioner_lead": _m(
            "The Commissioner's post that leads on the service.", _LINE, "Head of Long-Term Conditions Commissioning"
        ),
        "provider_lead": _m(
            "The Provider's post that leads on the service.", _LINE, "Associate Director of Community Services"
        ),
        "period": _m(
            "The service's own first and last day, when they are not the contract's; both lie inside the term.",
            _VALUES,
            "see below",
        ),
        "review_date": _m("When the Service Specification is reviewed.", "a date", "2028-09-30"),
        "cohort": _m(
            "Who the service is for, as the clauses and measures name them.",
            _LINE,
            "adults with chronic obstructive pulmonary disease",
        ),
        "cohort_includes": _m(
            "Groups among them for whom other rules hold, so that the checks can see to them.",
            "a list of the groups listed below",
            "- section 117 aftercare",
        ),
        "population": _m(
            "The population covered, for 3.3 of a whole specification; if left out, the cohort.",
            _TEXT,
            "Adults registered with a general practice in Northbrook",
        ),
        "premises": _m(
            "Where the service is given, for 6 of a whole specification.",
            _LIST,
            "- Weir Lane Health Centre, Northbrook",
        ),
        "activity": _m("How much activity is expected.", _TEXT, "About 2,400 people on the caseload"),
        "link_worker_service": _m(
            "Whether this is itself a social prescribing link worker service.", "yes or no", "yes"
        ),
        "legal_rights_to_choice": _m(
            "Whether the legal rights to choice apply to the service.",
            "applies, or not_applicable with the reason",
            "applies",
        ),
        "specification": _m(
            "The clauses that go under 3.2 of the Service Specification.",
            "a list of sets and clauses",
            "- shared-decision-making",
        ),
        "quality": _m(
            "The measures that go under 5.1 of the Service Specification and into Schedule 4.",
            "a list of clauses",
            "- shared-decision-making/collaborate",
        ),
        "values": _m(
            "Values that the service's clauses ask for; they come before the contract's.",
            _VALUES,
            "sdm_cohort: chronic obstructive pulmonary disease",
        ),
        "whole_specification": _m(
            "Asks for the whole draft Service Specification: a text for each of its headings, by number.",
            "numbers with texts or lists",
            '"3.1": The service helps adults to live well with diabetes.',
        ),
    },
    "Period": {
        "start": _m("The service's first day.", _DAY, "2026-10-01"),
        "end": _m("The service's last day.", _DAY, "2029-03-31"),
    },
    "Choice": {
        "clause": _m(
            "The name of a set, or of a clause as component/name, with @ and a number to hold it to one version.",
            _LINE,
            "shared-decision-making/collaborate@1",
        ),
        "values": _m(
            "Values for this choice alone; they come before the service's and the contract's.",
            _VALUES,
            "pc_report_interval: 6 months",
        ),
    },
    "Choices": {
        "not_applicable": _m(
            "Why the schedule does not apply; it is then printed as Not Applicable.",
            _TEXT,
            "Nothing new is to be developed in the one year of this contract",
        ),
    },
    "LegalRights": {
        "not_applicable": _m(
            "Why the legal rights to choice do not apply to the service.",
            _TEXT,
            "The service is not led by a consultant",
        ),
    },
}
"""Model name → field → what it means. Every field of the model is here; a test holds the two together."""


ScheduleChoices = Choices

# The columns that a register may have: the contract file's fields, each with its plain-English headings. Data only.
#
# A column is named as the field is in a contract file (`term.start`, `provider.name`), with dots for what is nested.
# `headings.py` finds the column that a user's heading means; `cells.py` reads a cell by its column's form.

ColumnForm = Literal["text", "code", "percentage", "day", "date", "list", "key"]
"""How a cell is read. `code` and `percentage`: digits that Excel may have spoiled; `day` and `date`: also Excel's
numbers and 01/04/2026; `list`: several entries; `key`: which contract, service or list the row belongs to."""

Role = Literal["contracts", "services", "commissioners", "items", "entries"]
"""What a row of a sheet is."""

SCHEDULES: Final = ("specification", "quality", "development", "improvement", "system", "reporting")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one kind of sheet.

    `path` is where its value belongs: in the contract file for a sheet of contracts (where `service` and `commissioner`
    stand for the row's own service and the co-ordinating Commissioner), in the service, Commissioner or item for the
    others. `also` are further headings that mean it; `choices` the values of a closed list.
    """

    name: str
    heading: str
    form: ColumnForm
    path: Path
    told: Meaning
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    needed: bool = False


_Entry = tuple[type[BaseModel], str, str, ColumnForm, tuple[str, ...]]
"""Model, field, heading, form, other headings."""

_PARTICULARS: Final[tuple[_Entry, ...]] = (
    (
        Particulars,
        "reference",
        "Reference",
        "key",
        ("contract reference", "contract ref", "ref", "contract number", "contract no", "contract id"),
    ),
    (Particulars, "title", "Title", "text", ("contract title", "contract name", "name of contract", "contract")),
    (Particulars, "edition", "Edition", "text", ("contract year",)),
    (Particulars, "form", "Form", "text", ("contract form", "form of contract")),
    (Particulars, "status", "Status", "text", ("contract status",)),
    (Particulars, "draft_version", "Draft version", "text", ()),
    (Particulars, "date", "Contract date", "day", ("date of contract", "date")),
    (
        Term,
        "start",
        "Start",
        "day",
        ("start date", "contract start", "contract start date", "commencement date", "begins"),
    ),
    (
        Term,
        "end",
        "Expiry",
        "day",
        (
            "expiry date",
            "end",
            "end date",
            "contract end",
            "contract end date",
            "contract expiry",
            "contract expiry date",
            "expires",
        ),
    ),
    (Term, "extension", "Extension", "text", ("extensions", "option to extend", "extension options")),
    (Particulars, "service_commencement_date", "Service Commencement Date", "day", ("service commencement",)),
    (Particulars, "award_route", "Award route", "text", ("procurement route", "route to award")),
    (
        Particulars,
        "lifetime_value",
        "Lifetime value",
        "text",
        ("contract value", "total contract value", "whole life value", "total value"),
    ),
    (Particulars, "local_policies", "Local policies", "list", ()),
    (Particulars, "equality_assessment", "Equality assessment", "text", ("equality impact assessment",)),
    (Particulars, "dpia", "Data protection impact assessment", "text", ()),
    (Particulars, "sharing_agreement", "Information sharing agreement", "text", ("data sharing agreement",)),
    (Particulars, "in_year_notice", "In-year notice", "text", ()),
    (Particulars, "confirmed", "Confirmed facts of the edition", "list", ()),
)
_PROVIDER: Final[tuple[_Entry, ...]] = (
    (
        Provider,
        "name",
        "Provider",
        "text",
        ("supplier", "supplier name", "contractor", "name of supplier", "name of provider"),
    ),
    (
        Provider,
        "kind",
        "Provider kind",
        "text",
        ("supplier kind", "kind of provider", "kind of supplier", "provider type", "supplier type"),
    ),
    (Provider, "ods_code", "Provider ODS code", "code", ("supplier ods code",)),
    (Provider, "no_ods_code", "Provider: why no ODS code", "text", ("supplier why no ods code",)),
    (Provider, "company_number", "Company number", "code", ("supplier company number", "companies house number")),
    (Provider, "charity_number", "Charity number", "text", ("supplier charity number",)),
    (Provider, "address", "Provider address", "text", ("supplier address",)),
    (Provider, "sub_contractors", "Sub-contractors", "list", ("subcontractors",)),
    (Provider, "signatory", "Provider signatory", "text", ("supplier signatory",)),
)
_COMMISSIONER: Final[tuple[_Entry, ...]] = (
    (
        Commissioner,
        "name",
        "Commissioner",
        "text",
        (
            "co-ordinating commissioner",
            "coordinating commissioner",
            "commissioner name",
            "contracting authority",
            "buyer",
        ),
    ),
    (Commissioner, "ods_code", "Commissioner ODS code", "code", ()),
    (Commissioner, "no_ods_code", "Commissioner: why no ODS code", "text", ()),
    (Commissioner, "kind", "Commissioner kind", "text", ("kind of commissioner", "commissioner type")),
    (Section75, "reference", "Section 75 reference", "text", ("section 75 agreement",)),
    (Section75, "lead", "Section 75 lead", "text", ()),
    (Commissioner, "signatory", "Commissioner signatory", "text", ()),
)
_SERVICE: Final[tuple[_Entry, ...]] = (
    (Service, "number", "Service number", "text", ("service specification number", "service no")),
    (Service, "name", "Service", "text", ("service name", "name of service")),
    (
        Service,
        "commissioner_lead",
        "Commissioner lead",
        "text",
        ("owner", "contract owner", "contract manager", "contract lead"),
    ),
    (Service, "provider_lead", "Provider lead", "text", ("supplier lead",)),
    (Period, "start", "Service start", "day", ()),
    (Period, "end", "Service end", "day", ()),
    (Service, "review_date", "Review date", "date", ("date of review", "review")),
    (Service, "cohort", "Cohort", "text", ()),
    (Service, "cohort_includes", "Cohort includes", "list", ()),
    (Service, "population", "Population", "text", ("population covered",)),
    (Service, "premises", "Premises", "list", ("location", "locations")),
    (Service, "activity", "Activity", "text", ("expected activity",)),
    (Service, "link_worker_service", "Link worker service", "text", ()),
    (Service, "legal_rights_to_choice", "Legal rights to choice", "text", ()),
    (
        LegalRights,
        "not_applicable",
        "Why no legal rights to choice",
        "text",
        ("legal rights to choice not applicable",),
    ),
    (Service, "specification", "Specification clauses", "list", ("clauses",)),
    (Service, "quality", "Quality measures", "list", ("measures",)),
)
_SCHEDULES: Final[tuple[_Entry, ...]] = tuple(
    entry
    for field, heading in (
        ("development", "Development plan"),
        ("improvement", "Improvement plan"),
        ("system", "System plan"),
        ("reporting", "Reporting requirements"),
    )
    for entry in (
        (ContractFile, field, heading, "list", ()),
        (ScheduleChoices, f"{field}.not_applicable", f"{heading}: why not applicable", "text", ()),
    )
)
_VARIATION: Final[tuple[_Entry, ...]] = (
    (Variation, "reference", "Variation reference", "text", ("variation ref",)),
    (Variation, "number", "Variation number", "text", ("variation no",)),
    (Variation, "proposed_by", "Variation proposed by", "text", ()),
    (Variation, "proposed_on", "Variation proposed on", "day", ("date of proposal",)),
    (Variation, "agreed_on", "Variation agreed on", "day", ("date of variation agreement",)),
    (Variation, "reason", "Reason for variation", "text", ()),
    (Variation, "ground", "Regulation 13 ground", "text", ()),
    (Variation, "value", "Value of variation", "text", ("variation value",)),
    (Variation, "earlier_value", "Value of earlier variations", "text", ()),
    (Variation, "notice", "Notice of variation published", "text", ()),
)
_INSIDE: Final[Mapping[str, str]] = {
    "Term": "term.",
    "Period": "period.",
    "Section75": "section_75.",
    "LegalRights": "legal_rights_to_choice.",
}
"""Where a model stands inside the model above it."""


def _columns(entries: tuple[_Entry, ...], prefix: str = "", root: Path = ()) -> tuple[Column, ...]:
    """The entries as columns named with `prefix`, whose values belong below `root`."""
    made = []
    for model, field, heading, form, also in entries:
        inner = f"{_INSIDE.get(model.__name__, '')}{field}"
        last = field.rpartition(".")[2]
        facts = model.model_fields[last]
        choices = closed_list(facts.annotation) or {
            "link_worker_service": ("yes", "no"),
            "legal_rights_to_choice": ("applies",),
        }.get(field, ())
        needed = facts.is_required() and not inner.startswith(("period.", "section_75.")) and last != "not_applicable"
        made.append(
            Column(
                prefix + inner,
                heading,
                form,
                (*root, *inner.split(".")),
                MEANINGS[model.__name__][last],
                also,
                () if form == "list" else choices,
                needed,
            )
        )
    return tuple(made)


def closed_list(annotation: Any) -> tuple[str, ...]:
    """The values of a closed list such as `Literal["a", "b"] | None`; none for anything else."""
    if typing.get_origin(annotation) is Literal:
        return typing.get_args(annotation)
    return next((found for part in typing.get_args(annotation) if (found := closed_list(part))), ())


def _own(
    name: str,
    heading: str,
    form: ColumnForm,
    meaning: str,
    how: str,
    example: str,
    also: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
    needed: bool = False,
) -> Column:
    """A column that is the register's own and no field of the contract file."""
    return Column(name, heading, form, (name,), Meaning(meaning, how, example), also, choices, needed)


_REFERENCE: Final = _own(
    "reference",
    "Reference",
    "key",
    "The reference of the contract that the row belongs to.",
    "as on the sheet of contracts",
    "NBB-2026-014",
    ("contract reference", "contract", "contract ref", "ref"),
    needed=True,
)
_POSITION: Final = _own(
    "position",
    "Position",
    "key",
    "The order in which rows of one contract are printed; if left out, the order in which they stand.",
    "a whole number",
    "2",
    ("order", "no"),
)
_OF_SERVICE: Final = _own(
    "service",
    "Service",
    "key",
    "The number or name of the service that the row belongs to; left out for a schedule of the whole "
    "contract, or when there is one service.",
    "as on the sheet of services",
    "01",
    ("service number", "service name"),
)

_SERVICES: Final = tuple(replace(column, also=(*column.also, column.name)) for column in _columns(_SERVICE))

COLUMNS: Final[Mapping[Role, tuple[Column, ...]]] = {
    "contracts": (
        *_columns(_PARTICULARS, root=("contract",)),
        *_columns(_PROVIDER, "provider.", ("provider",)),
        *_columns(_COMMISSIONER, "commissioner.", ("commissioner",)),
        *_columns(_SERVICE, "service.", ("service",)),
        *_columns(_SCHEDULES),
        *_columns(_VARIATION, "variation.", ("variation",)),
        _own(
            "base",
            "Base",
            "key",
            "The contract file that supplies what the row leaves out, in the register's folder or below it.",
            "a file name",
            "bases/community.yaml",
            ("base file",),
        ),
    ),
    "services": (_REFERENCE, _POSITION, *_SERVICES),
    "commissioners": (
        _REFERENCE,
        _POSITION,
        *(replace(column, also=(*column.also, column.name)) for column in _columns(_COMMISSIONER)),
        *_columns(((Commissioner, "role", "Role", "text", ("commissioner role",)),)),
    ),
    "items": (
        _REFERENCE,
        _POSITION,
        _OF_SERVICE,
        _own(
            "schedule",
            "Schedule",
            "key",
            "The list of the contract file that the item belongs to.",
            "one of the names on the right",
            "improvement",
            ("list", "place"),
            SCHEDULES,
            needed=True,
        ),
        *_columns(((Choice, "clause", "Clause", "text", ("item", "milestone", "set")),)),
    ),
    "entries": (
        _REFERENCE,
        _POSITION,
        _own(
            "field",
            "Field",
            "key",
            "The list that the entry belongs to, by its place in the contract file; services, Commissioners "
            "and items are counted from 1.",
            "names and numbers with dots",
            "services.1.premises",
            needed=True,
        ),
        _own(
            "entry",
            "Entry",
            "text",
            "One entry of the list, which may go over several lines.",
            "text",
            "Weir Lane Health Centre; ground floor",
            needed=True,
        ),
    ),
}
"""The columns of each kind of sheet, in the order in which a new register has them."""

SHEETS: Final[Mapping[Role, tuple[str, ...]]] = {
    "contracts": ("Contracts", "Contract", "Register", "Contract register", "Contracts register"),
    "services": ("Services", "Service"),
    "commissioners": ("Commissioners", "Commissioner"),
    "items": ("Items", "Item", "Milestones", "Milestone"),
    "entries": ("Entries", "Long lists"),
}
"""The names of sheets by which their kind is known; the first is that of a new register."""

EXPLANATION: Final = "Explanation"
UNREAD_SHEETS: Final = (EXPLANATION, "Notes", "Lists")
"""Sheets that are there for people and are passed over without a word."""

PASSED_OVER: Final = frozenset(
    {
        "category",
        "cpv",
        "cpv code",
        "cpv codes",
        "description",
        "contract description",
        "spend",
        "annual spend",
        "annual value",
        "duration",
        "contract duration",
        "contract length",
        "department",
        "directorate",
        "team",
        "region",
        "notes",
        "note",
        "comments",
        "comment",
        "remarks",
        "sme",
        "vcse",
        "procurement reference",
        "days to expiry",
        "notice period",
    }
)
"""Headings that a board's register has and a contract file does not: noted, and not read."""


def column_at(path: Path) -> Column | None:
    """The column of a sheet of contracts whose value belongs at `path` of a contract file."""
    if path[:1] in (("services",), ("commissioners",)):
        path = (str(path[0])[:-1], *path[2:])
    return next((column for column in COLUMNS["contracts"] if column.path == path), None)


def heading_of(path: Path) -> str:
    """The heading of the column, or of the needed columns, whose value belongs at `path` of a contract file; "" when
    none is."""
    if len(path) >= 2 and path[-2] in ("values", "whole_specification"):
        return (
            f"{'service ' if path[0] == 'services' else ''}{'value' if path[-2] == 'values' else 'section'} {path[-1]}"
        )
    if (column := column_at(path)) is not None:
        return column.heading
    if path[:1] in (("services",), ("commissioners",)):
        path = (str(path[0])[:-1], *path[2:])
    below = [column.heading for column in COLUMNS["contracts"] if column.path[: len(path)] == path and column.needed]
    return "” and “".join(below)
