"""The parties of a contract file: its Commissioners and its Provider."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import field

from specgen.contract.kinds import LINE, TEXT, VALUES, GivenValue, OdsCode, OneLine, Text
from specgen.contract.model import ContractPart, Declared


class Section75(ContractPart, frozen=True, kw_only=True):
    """An agreement under section 75 of the National Health Service Act 2006."""

    reference: Annotated[
        OneLine,
        Declared(
            "The agreement's reference and subject.",
            LINE,
            "S75-NBB-2024-02, integrated personal budgets",
            heading="Section 75 reference",
            also=("section 75 agreement",),
            from_base="told",
        ),
    ]
    lead: Annotated[
        OneLine,
        Declared(
            "The organisation that leads under it.",
            LINE,
            "NHS Northbrook Integrated Care Board",
            heading="Section 75 lead",
        ),
    ]


class Delegation(ContractPart, frozen=True, kw_only=True):
    """A body that decides on people's plans and budgets for a Commissioner, with the authority that it was given."""

    reference: Annotated[
        OneLine,
        Declared(
            "The delegation's reference.",
            LINE,
            "DEL-2026-07, decisions on personal health budgets",
            heading="Delegation reference",
            from_base="told",
        ),
    ]
    holder: Annotated[
        OneLine,
        Declared(
            "The body that holds the authority.",
            LINE,
            "NHS Northbrook Integrated Care Board",
            heading="Delegation holder",
            also=("delegated to",),
        ),
    ]


def _code(party: str, example: str, *also: str) -> Declared:
    return Declared(
        "Its code in the Organisation Data Service. Give this or no_ods_code.",
        "2 to 12 letters and digits",
        example,
        heading=f"{party} ODS code",
        column="code",
        also=also,
        prints="the ODS code, or nothing",
        instrument="correction",
    )


def _no_code(party: str, *also: str) -> Declared:
    return Declared(
        "Why it has no ODS code. Give this or ods_code.",
        TEXT,
        "applied for on 12 January 2026 and not yet issued",
        heading=f"{party}: why no ODS code",
        also=also,
        prints="why there is no ODS code, or nothing",
        instrument="correction",
    )


def _signs(which: str, party: str, *also: str) -> Declared:
    return Declared(
        f"The post that signs for {which} {party}.",
        LINE,
        "Chief Executive",
        heading=f"{party} signatory",
        also=also,
        prints="the signatory’s post, or nothing",
        instrument="internal",
    )


class Organisation(ContractPart, frozen=True, kw_only=True):
    """A party's name and how it is identified."""

    name: OneLine
    ods_code: OdsCode | None = None
    no_ods_code: Text | None = None


class Commissioner(Organisation, frozen=True, kw_only=True):
    """A Commissioner who is party to the contract; `values` holds what differs for it. `signatory` is a post."""

    name: Annotated[
        OneLine,
        Declared(
            "The party's full legal name.",
            LINE,
            "NHS Northbrook Integrated Care Board",
            heading="Commissioner",
            also=(
                "co-ordinating commissioner",
                "coordinating commissioner",
                "commissioner name",
                "contracting authority",
                "buyer",
            ),
            prints="the name",
            instrument="correction",
        ),
    ]
    ods_code: Annotated[OdsCode | None, _code("Commissioner", "X9A01")] = None
    no_ods_code: Annotated[Text | None, _no_code("Commissioner")] = None
    role: Annotated[
        Literal["co-ordinating", "associate"],
        Declared(
            "Whether this is the co-ordinating Commissioner, of whom there is one, or an associate.",
            "co-ordinating or associate",
            "associate",
            heading="Role",
            also=("commissioner role",),
            prints="“Co-ordinating Commissioner” or “Associate Commissioner”",
        ),
    ] = "co-ordinating"
    # The editions to 2021/22 were signed by clinical commissioning groups, which ended in July 2022.
    kind: Annotated[
        Literal["integrated care board", "NHS England", "local authority", "clinical commissioning group"],
        Declared(
            "What kind of commissioner it is. Clinical commissioning groups are for editions up to 2021/22.",
            "integrated care board, NHS England, local authority or clinical commissioning group",
            "integrated care board",
            heading="Commissioner kind",
            also=("kind of commissioner", "commissioner type"),
            prints="integrated care board, NHS England or local authority",
            instrument="correction",
        ),
    ] = "integrated care board"
    section_75: Annotated[
        Section75 | None,
        Declared(
            "The agreement under section 75 of the National Health Service Act 2006, where there is one.",
            VALUES,
            "see below",
            prints="the agreement under section 75 and its lead, or nothing",
        ),
    ] = None
    delegation: Annotated[
        Delegation | None,
        Declared(
            "The body that decides on people's plans and budgets for this Commissioner, where there is one.",
            VALUES,
            "see below",
        ),
    ] = None
    signatory: Annotated[OneLine | None, _signs("this", "Commissioner")] = None
    values: Annotated[
        dict[str, GivenValue],
        Declared(
            "Values that differ for this Commissioner; they are printed beside the others', with its name. A number "
            "for the Contract Year is a part of the number for all, and is printed so.",
            VALUES,
            "pcsp_agreed_target: 70",
        ),
    ] = field(default_factory=dict)


class Provider(Organisation, frozen=True, kw_only=True):
    """The Provider. `signatory` is a post."""

    name: Annotated[
        OneLine,
        Declared(
            "The party's full legal name.",
            LINE,
            "Harbour Community Health NHS Trust",
            heading="Provider",
            also=("supplier", "supplier name", "contractor", "name of supplier", "name of provider"),
            prints="the name",
            instrument="correction",
        ),
    ]
    ods_code: Annotated[OdsCode | None, _code("Provider", "X9P01", "supplier ods code")] = None
    no_ods_code: Annotated[Text | None, _no_code("Provider", "supplier why no ods code")] = None
    kind: Annotated[
        Literal[
            "NHS foundation trust",
            "NHS trust",
            "independent provider",
            "voluntary sector",
            "local authority",
            "primary care",
            "community interest company",
        ],
        Declared(
            "What kind of provider it is.",
            "one of the kinds listed below",
            "NHS foundation trust",
            heading="Provider kind",
            also=("supplier kind", "kind of provider", "kind of supplier", "provider type", "supplier type"),
            after="name",
            prints="such as NHS trust or voluntary sector",
            instrument="correction",
        ),
    ]
    company_number: Annotated[
        OneLine | None,
        Declared(
            "Its number at Companies House.",
            LINE,
            '"99990001"',
            heading="Company number",
            column="code",
            also=("supplier company number", "companies house number"),
            prints="the company number, or nothing",
            instrument="correction",
        ),
    ] = None
    charity_number: Annotated[
        OneLine | None,
        Declared(
            "Its number at the Charity Commission.",
            LINE,
            '"9990001"',
            heading="Charity number",
            also=("supplier charity number",),
            prints="the charity number, or nothing",
            instrument="correction",
        ),
    ] = None
    address: Annotated[
        Text | None,
        Declared(
            "Its office address.",
            TEXT,
            "Millrace House, 4 Weir Lane, Northbrook, ZZ1 4AA",
            heading="Provider address",
            also=("supplier address",),
            prints="the office address, or nothing",
            instrument="correction",
        ),
    ] = None
    sub_contractors: Annotated[
        tuple[OneLine, ...],
        Declared(
            "Sub-contractors, each with what it does.",
            "a list, each one line of text",
            "- Quayside Imaging Limited, for ultrasound",
            heading="Sub-contractors",
            also=("subcontractors",),
            prints="the sub-contractors’ names",
        ),
    ] = ()
    signatory: Annotated[OneLine | None, _signs("the", "Provider", "supplier signatory")] = None
