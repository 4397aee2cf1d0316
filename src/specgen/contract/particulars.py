"""What a contract file says of the contract as a whole, and of a variation under way."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from specgen.contract.kinds import (
    DAY,
    LINE,
    LIST,
    TEXT,
    VALUES,
    ChangeInPounds,
    Count,
    Day,
    Money,
    NamedReasons,
    OneLine,
    Text,
)
from specgen.contract.model import ContractPart, Declared
from specgen.contract.quantities import Form as Form


class Term(ContractPart, frozen=True, kw_only=True):
    """First and last day of the contract, and the right to extend it in words."""

    start: Annotated[
        Day,
        Declared(
            "The first day of the contract.",
            DAY,
            "2026-04-01",
            heading="Start",
            also=("start date", "contract start", "contract start date", "commencement date", "begins"),
            prints="first day of the term",
            instrument="correction",
            from_base="told",
        ),
    ]
    end: Annotated[
        Day,
        Declared(
            "The last day of the contract.",
            DAY,
            "2029-03-31",
            heading="Expiry",
            also=(
                "expiry date",
                "end",
                "end date",
                "contract end",
                "contract end date",
                "contract expiry",
                "contract expiry date",
                "expires",
            ),
            prints="last day of the term",
            instrument="extension",
            from_base="told",
        ),
    ]
    extension: Annotated[
        Text | None,
        Declared(
            "The right to extend the term, in words.",
            TEXT,
            "The Co-ordinating Commissioner may extend the term once, by up to two years",
            heading="Extension",
            also=("extensions", "option to extend", "extension options"),
            prints="the right to extend, or nothing",
            from_base="asked",
        ),
    ] = None


class Particulars(ContractPart, frozen=True, kw_only=True):
    """What the contract file says of the contract as a whole."""

    reference: Annotated[
        OneLine,
        Meta(max_length=60),
        Declared(
            "The contract's reference. It begins the name of every file and names the folder.",
            "one line, 60 characters at most",
            "NBB-2026-014",
            heading="Reference",
            column="key",
            also=("contract reference", "contract ref", "ref", "contract number", "contract no", "contract id"),
            prints="its reference",
            instrument="none",
            from_base="kept",
        ),
    ]
    title: Annotated[
        OneLine,
        Declared(
            "What the contract is called.",
            LINE,
            "Community respiratory services",
            heading="Title",
            also=("contract title", "contract name", "name of contract", "contract"),
            prints="its title",
            instrument="correction",
            from_base="told",
        ),
    ]
    edition: Annotated[
        OneLine,
        Declared(
            "The contract year of the NHS Standard Contract that the contract uses.",
            "a year as 2026/27; “specgen editions” lists them",
            "2026/27",
            heading="Edition",
            also=("contract year",),
            prints="the contract year, such as 2026/27",
        ),
    ]
    form: Annotated[
        Form,
        Declared(
            "Which form of the NHS Standard Contract it uses; or grant, for a local grant "
            "agreement. The shorter form has no Schedule 2M, 6D or 8; a grant agreement has no "
            "schedules.",
            "full-length, shorter or grant",
            "full-length",
            heading="Form",
            also=("contract form", "form of contract"),
            prints="full-length, shorter or grant",
            instrument="none",
        ),
    ] = "full-length"
    status: Annotated[
        Literal["draft", "for agreement", "agreed"],
        Declared(
            "How far the text has got. DRAFT leaves the pages only when this is agreed, every "
            "clause is approved and no value is missing.",
            "draft, for agreement or agreed",
            "draft",
            heading="Status",
            also=("contract status",),
            prints="draft, for agreement or agreed",
            instrument="internal",
            from_base="told",
        ),
    ] = "draft"
    draft_version: Annotated[
        OneLine,
        Declared(
            "The number of the draft, for the reader.",
            LINE,
            '"0.1"',
            heading="Draft version",
            prints="the draft version",
            instrument="internal",
        ),
    ] = "0.1"
    date: Annotated[
        Day | None,
        Declared(
            "The contract's date, which decides the versions of clauses that apply; if left out, "
            "the first day of the term.",
            DAY,
            "2026-03-20",
            heading="Contract date",
            also=("date of contract", "date"),
            prints="the date of the contract, or nothing",
            instrument="internal",
            from_base="told",
        ),
    ] = None
    term: Annotated[Term, Declared("The contract's first and last day.", VALUES, "see below")]
    service_commencement_date: Annotated[
        Day | None,
        Declared(
            "The Service Commencement Date, when it is not the first day of the term.",
            DAY,
            "2026-07-01",
            heading="Service Commencement Date",
            also=("service commencement",),
            prints="the Service Commencement Date",
            from_base="told",
        ),
    ] = None
    began_on: Annotated[
        Day | None,
        Declared(
            "The day on which the Services began, once it is known: the actual Service Commencement Date. Until it is "
            "recorded the date is the expected one. Times are counted from it, and the list of duties says which days "
            "move.",
            DAY,
            "2026-07-14",
            heading="Services began on",
            also=("actual service commencement date",),
            instrument="internal",
            from_base="kept",
        ),
    ] = None
    done: Annotated[
        NamedReasons,
        Declared(
            "Duties that were met, each with the day: the clause, “#”, its sentence as the list of duties names it, a "
            "colon and the day. With “in 02” before the colon it is that of one service. With “mobilisation” for the "
            "day it is one that is to be met before the services begin; then the sentence may be left out, where all "
            "that the clause asks for before that day is meant.",
            LIST,
            '- "shared-decision-making/local-terms#1: 2026-03-28"',
            heading="Duties that were met",
            instrument="internal",
            from_base="kept",
        ),
    ] = ()
    award_route: Annotated[
        Literal[
            "direct award process A",
            "direct award process B",
            "direct award process C",
            "most suitable provider process",
            "competitive process",
            "framework",
            "not under the Provider Selection Regime",
        ]
        | None,
        Declared(
            "How the contract was awarded under the Provider Selection Regime.",
            "one of the routes listed below",
            "direct award process C",
            heading="Award route",
            also=("procurement route", "route to award"),
            prints="how it was awarded, or nothing",
            instrument="correction",
            from_base="asked",
        ),
    ] = None
    lifetime_value: Annotated[
        Money | None,
        Declared(
            "The contract's value over its whole life, in pounds; when it is varied, the value that it then has.",
            "an amount, as 1250000 or £1,250,000.00",
            "£7,140,000",
            heading="Lifetime value",
            also=("contract value", "total contract value", "whole life value", "total value"),
            prints="its lifetime value in pounds, or nothing",
            from_base="told",
        ),
    ] = None
    local_policies: Annotated[
        tuple[Text, ...],
        Declared(
            "Local policies that the contract names (Schedule 2G).",
            LIST,
            "- Northbrook accessible information policy, version 3",
            heading="Local policies",
            prints="the local policies of Schedule 2G",
        ),
    ] = ()
    equality_assessment: Annotated[
        Text | None,
        Declared(
            "The assessment of equality and health inequalities: its reference and date, or why there is none.",
            TEXT,
            "EIA-2026-007, completed on 9 February 2026",
            heading="Equality assessment",
            also=("equality impact assessment",),
            prints="the equality assessment, or nothing",
            instrument="internal",
            from_base="told",
        ),
    ] = None
    dpia: Annotated[
        Text | None,
        Declared(
            "The data protection impact assessment: its reference and date, or why none is needed.",
            TEXT,
            "DPIA-2026-011, approved on 12 February 2026",
            heading="Data protection impact assessment",
            prints="the data protection impact assessment, or nothing",
            instrument="internal",
            from_base="told",
        ),
    ] = None
    sharing_agreement: Annotated[
        Text | None,
        Declared(
            "The information sharing agreement that covers the services.",
            TEXT,
            "Northbrook shared care record agreement, version 4",
            heading="Information sharing agreement",
            also=("data sharing agreement",),
            prints="the information sharing agreement, or nothing",
            from_base="asked",
        ),
    ] = None
    in_year_notice: Annotated[
        Text | None,
        Declared(
            "When these parts change a contract during its year: the notice that was given.",
            TEXT,
            "Notice given to the Provider on 24 April 2026",
            heading="In-year notice",
            prints="the notice of a change during the year, or nothing",
            instrument="internal",
            from_base="kept",
        ),
    ] = None
    confirmed: Annotated[
        tuple[OneLine, ...],
        Declared(
            "Facts of the edition that you have checked against the published form; “specgen "
            "editions 2026/27” lists their names.",
            "a list of names",
            "- schedule-8-title",
            heading="Confirmed facts of the edition",
            instrument="internal",
        ),
    ] = ()
    reasons: Annotated[
        NamedReasons,
        Declared(
            "Why a warning about the contract as a whole is accepted: the rule’s name, a colon and the reason. It is "
            "then a note, with the reason.",
            LIST,
            '- "consent-without-end: The working protocol of 2 March 2026 gives ten days for each answer"',
            heading="Reasons for what is accepted",
            instrument="internal",
            from_base="told",
        ),
    ] = ()


class Variation(ContractPart, frozen=True, kw_only=True):
    """What is said of the variation under way: for `specgen vary`, and for the checks on regulation 13 of the Provider
    Selection Regime. None of it reaches a schedule.
    """

    reference: Annotated[
        Annotated[OneLine, Meta(max_length=60)] | None,
        Declared(
            "The variation's reference. If left out, the contract's reference, -V and the number;"
            " without a number, -V and the day on which the variation takes effect.",
            "one line, 60 characters at most",
            "NBB-2026-014-V2",
            heading="Variation reference",
            also=("variation ref",),
            instrument="internal",
        ),
    ] = None
    number: Annotated[
        Count | None,
        Declared(
            "Which variation of the contract this is; its reference is then made of it.",
            "a whole number",
            "2",
            heading="Variation number",
            also=("variation no",),
            instrument="internal",
        ),
    ] = None
    proposed_by: Annotated[
        Literal["co-ordinating Commissioner", "Provider"] | None,
        Declared(
            "The party that proposes the variation; if left out, the co-ordinating Commissioner.",
            "co-ordinating Commissioner or Provider",
            "Provider",
            heading="Variation proposed by",
            instrument="internal",
        ),
    ] = None
    proposed_on: Annotated[
        Day | None,
        Declared(
            "The day on which it was proposed. Tracked changes bear it, unless the command gives another day.",
            DAY,
            "2026-07-20",
            heading="Variation proposed on",
            also=("date of proposal",),
            instrument="internal",
        ),
    ] = None
    agreed_on: Annotated[
        Day | None,
        Declared(
            "The day on which it was agreed; if left out, the line is there to be filled in at signature.",
            DAY,
            "2026-08-28",
            heading="Variation agreed on",
            also=("date of variation agreement",),
            instrument="internal",
        ),
    ] = None
    reason: Annotated[
        Text | None,
        Declared(
            "Why the contract is changed, in your own words; it begins the summary.",
            TEXT,
            "The service opens a second clinic in October 2026",
            heading="Reason for variation",
            instrument="internal",
        ),
    ] = None
    ground: Annotated[
        Literal[
            "provided for in the contract",
            "change of provider by succession",
            "external factors",
            "decision of the authority",
        ]
        | None,
        Declared(
            "What regulation 13 of the Provider Selection Regime is taken to allow the change by.",
            "provided for in the contract, change of provider by succession, external factors or "
            "decision of the authority",
            "decision of the authority",
            heading="Regulation 13 ground",
            instrument="internal",
        ),
    ] = None
    value: Annotated[
        ChangeInPounds | None,
        Declared(
            "By how much this change alters the contract's value over its life, in pounds; 0 when it does not. The "
            "lifetime value is then the new one, with the change in it.",
            "an amount, as 1250000 or £1,250,000.00; a decrease as -£120,000",
            "£120,000",
            heading="Value of variation",
            also=("variation value",),
            instrument="internal",
        ),
    ] = None
    earlier_value: Annotated[
        ChangeInPounds | None,
        Declared(
            "The same of all earlier changes together. If left out, it is taken from the record of the pack that is "
            "varied, where that was made after an earlier variation.",
            "an amount, as 1250000 or £1,250,000.00; a decrease as -£120,000",
            "£85,000",
            heading="Value of earlier variations",
            instrument="internal",
        ),
    ] = None
    notice: Annotated[
        Text | None,
        Declared(
            "The notice of the change that was published: its reference and date, or where it is planned.",
            TEXT,
            "Notice 2026-000123, published on 3 September 2026",
            heading="Notice of variation published",
            instrument="internal",
        ),
    ] = None
