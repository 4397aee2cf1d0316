"""The services of a contract file, and what is chosen for each schedule."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import field

from specgen.contract.kinds import (
    DAY,
    LINE,
    LIST,
    TEXT,
    VALUES,
    DateText,
    Day,
    GivenValue,
    OneLine,
    Text,
    YesNo,
)
from specgen.contract.model import ContractPart, Declared


class Period(ContractPart, frozen=True, kw_only=True):
    """A service's own first and last day, when they differ from the contract's."""

    start: Annotated[Day, Declared("The service's first day.", DAY, "2026-10-01", heading="Service start")]
    end: Annotated[Day, Declared("The service's last day.", DAY, "2029-03-31", heading="Service end")]


class Choice(ContractPart, frozen=True, kw_only=True):
    """A clause or a set of clauses chosen for a schedule, by name or by name and version, with values of its own."""

    clause: Annotated[
        OneLine,
        Declared(
            "The name of a set, or of a clause as component/name, with @ and a number to hold it to one version.",
            LINE,
            "shared-decision-making/collaborate@1",
            heading="Clause",
            also=("item", "milestone", "set"),
        ),
    ]
    values: Annotated[
        dict[str, GivenValue],
        Declared(
            "Values for this choice alone; they come before the service's and the contract's.",
            VALUES,
            "pc_report_interval: 6 months",
        ),
    ] = field(default_factory=dict)

    @classmethod
    def long_form(cls, given: object) -> object:
        return {"clause": given} if isinstance(given, str) else given

    @classmethod
    def schema_of(cls, names_and_values: dict[str, Any]) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, names_and_values]}


def _reason_alone(names_and_values: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of the reason why something does not apply."""
    reason = names_and_values["properties"]["not_applicable"]
    return {
        "type": "object",
        "properties": {"not_applicable": {"type": "string", "description": reason["description"]}},
        "required": ["not_applicable"],
        "additionalProperties": False,
    }


class Choices(ContractPart, frozen=True, kw_only=True):
    """What is chosen for a schedule; or why the schedule does not apply."""

    chosen: tuple[Choice, ...] = ()
    not_applicable: Annotated[
        Text | None,
        Declared(
            "Why the schedule does not apply; it is then printed as Not Applicable.",
            TEXT,
            "Nothing new is to be developed in the one year of this contract",
            heading="{}: why not applicable",
        ),
    ] = None

    @classmethod
    def long_form(cls, given: object) -> object:
        if isinstance(given, (list, tuple)):
            return {"chosen": given}
        if isinstance(given, dict) and "chosen" in given:
            raise ValueError("write the list itself, or “not_applicable:” with the reason")
        return given

    @classmethod
    def schema_of(cls, names_and_values: dict[str, Any]) -> dict[str, Any]:
        return {"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/Choice"}}, _reason_alone(names_and_values)]}


class LegalRights(ContractPart, frozen=True, kw_only=True):
    """Whether legal rights to choice apply to a service; if not, the reason."""

    applies: bool
    not_applicable: Annotated[
        Text | None,
        Declared(
            "Why the legal rights to choice do not apply to the service.",
            TEXT,
            "The service is not led by a consultant",
            heading="Why no legal rights to choice",
            also=("legal rights to choice not applicable",),
        ),
    ] = None

    @classmethod
    def long_form(cls, given: object) -> object:
        if isinstance(given, str) and given.strip().casefold() == "applies":
            return {"applies": True}
        if isinstance(given, dict) and set(given) == {"not_applicable"}:
            return {"applies": False, **given}
        raise ValueError("write “applies”, or “not_applicable:” with the reason")

    @classmethod
    def schema_of(cls, names_and_values: dict[str, Any]) -> dict[str, Any]:
        return {"anyOf": [{"const": "applies"}, _reason_alone(names_and_values)]}


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


class Service(ContractPart, frozen=True, kw_only=True):
    """A service and what its specification is to hold."""

    number: Annotated[
        OneLine | None,
        Declared(
            "The Service Specification's number; if left out, 01 for the first service, 02 for the second and so on.",
            LINE,
            '"01"',
            heading="Service number",
            also=("service specification number", "service no"),
            prints="“01”",
            instrument="correction",
            from_base="asked",
        ),
    ] = None
    name: Annotated[
        OneLine,
        Declared(
            "What the service is called.",
            LINE,
            "Community respiratory service",
            heading="Service",
            also=("service name", "name of service"),
            prints="the service’s name",
            from_base="asked",
        ),
    ]
    commissioner_lead: Annotated[
        OneLine | None,
        Declared(
            "The Commissioner's post that leads on the service.",
            LINE,
            "Head of Long-Term Conditions Commissioning",
            heading="Commissioner lead",
            also=("owner", "contract owner", "contract manager", "contract lead"),
            prints="the Commissioner’s lead post",
            instrument="internal",
            from_base="with its party",
        ),
    ] = None
    provider_lead: Annotated[
        OneLine | None,
        Declared(
            "The Provider's post that leads on the service.",
            LINE,
            "Associate Director of Community Services",
            heading="Provider lead",
            also=("supplier lead",),
            prints="the Provider’s lead post",
            instrument="internal",
            from_base="with its party",
        ),
    ] = None
    period: Annotated[
        Period | None,
        Declared(
            "The service's own first and last day, when they are not the contract's; both lie inside the term.",
            VALUES,
            "see below",
            from_base="told",
        ),
    ] = None
    began_on: Annotated[
        Day | None,
        Declared(
            "The day on which this service began, once it is known, when it is not the day on which all Services did.",
            DAY,
            "2026-10-12",
            heading="Service began on",
            instrument="internal",
            from_base="kept",
        ),
    ] = None
    review_date: Annotated[
        DateText | None,
        Declared(
            "When the Service Specification is reviewed.",
            "a date",
            "2028-09-30",
            heading="Review date",
            column="date",
            also=("date of review", "review"),
            prints="the date of review, or nothing",
            from_base="told",
        ),
    ] = None
    cohort: Annotated[
        OneLine | None,
        Declared(
            "Who the service is for, as the clauses and measures name them.",
            LINE,
            "adults with chronic obstructive pulmonary disease",
            heading="Cohort",
            prints="the people the service is for, or nothing",
            from_base="asked",
        ),
    ] = None
    cohort_includes: Annotated[
        tuple[CohortGroup, ...],
        Declared(
            "Groups among them for whom other rules hold, so that the checks can see to them.",
            "a list of the groups listed below",
            "- section 117 aftercare",
            heading="Cohort includes",
            prints="the groups among those people for whom other rules hold",
        ),
    ] = ()
    population: Annotated[
        Text | None,
        Declared(
            "The population covered, for 3.3 of a whole specification; if left out, the cohort.",
            TEXT,
            "Adults registered with a general practice in Northbrook",
            heading="Population",
            also=("population covered",),
            prints="the population covered, or nothing",
            from_base="asked",
        ),
    ] = None
    premises: Annotated[
        tuple[Text, ...],
        Declared(
            "Where the service is given, for 6 of a whole specification.",
            LIST,
            "- Weir Lane Health Centre, Northbrook",
            heading="Premises",
            also=("location", "locations"),
            prints="the premises",
            from_base="told",
        ),
    ] = ()
    activity: Annotated[
        Text | None,
        Declared(
            "How much activity is expected.",
            TEXT,
            "About 2,400 people on the caseload",
            heading="Activity",
            also=("expected activity",),
            prints="the activity, or nothing",
            from_base="told",
        ),
    ] = None
    link_worker_service: Annotated[
        YesNo,
        Declared(
            "Whether this is itself a social prescribing link worker service.",
            "yes or no",
            "yes",
            heading="Link worker service",
            choices=("yes", "no"),
        ),
    ] = False
    legal_rights_to_choice: Annotated[
        LegalRights | None,
        Declared(
            "Whether the legal rights to choice apply to the service.",
            "applies; or the reason why not, in a line below as “not_applicable: …”",
            "applies",
            heading="Legal rights to choice",
            choices=("applies",),
        ),
    ] = None
    specification: Annotated[
        tuple[Choice, ...],
        Declared(
            "The clauses that go under 3.2 of the Service Specification.",
            "a list of sets and clauses",
            "- shared-decision-making",
            heading="Specification clauses",
            also=("clauses",),
        ),
    ] = ()
    quality: Annotated[
        tuple[Choice, ...],
        Declared(
            "The measures that go under 5.1 of the Service Specification and into Schedule 4.",
            "a list of clauses",
            "- shared-decision-making/collaborate",
            heading="Quality measures",
            also=("measures",),
        ),
    ] = ()
    values: Annotated[
        dict[str, GivenValue],
        Declared(
            "Values that the service's clauses ask for; they come before the contract's.",
            VALUES,
            "sdm_cohort: chronic obstructive pulmonary disease",
        ),
    ] = field(default_factory=dict)
    whole_specification: Annotated[
        dict[str, GivenValue] | None,
        Declared(
            "Asks for the whole draft Service Specification: a text for each of its headings, by number.",
            "numbers with texts or lists",
            '"3.1": The service helps adults to live well with diabetes.',
        ),
    ] = None
