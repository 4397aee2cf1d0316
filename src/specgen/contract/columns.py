"""The columns that a register may have: the contract file's fields, each with its plain-English headings. Data only.

A column is named as the field is in a contract file (`term.start`, `provider.name`), with dots for what is nested.
`headings.py` finds the column that a user's heading means; `cells.py` reads a cell by its column's form.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pydantic import BaseModel

from specgen.contract.meanings import MEANINGS, Meaning
from specgen.contract.model import (
    Choice,
    Commissioner,
    ContractFile,
    LegalRights,
    Particulars,
    Period,
    Provider,
    Section75,
    Service,
    Term,
    Variation,
)
from specgen.contract.model import Choices as ScheduleChoices
from specgen.yamlfile import Path

Form = Literal["text", "code", "percentage", "day", "date", "list", "key"]
"""How a cell is read. `code` and `percentage`: digits that Excel may have spoiled; `day` and `date`: also Excel's numbers and
01/04/2026; `list`: several entries; `key`: which contract, service or list the row belongs to."""

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
    form: Form
    path: Path
    told: Meaning
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    needed: bool = False


_Entry = tuple[type[BaseModel], str, str, Form, tuple[str, ...]]
"""Model, field, heading, form, other headings."""

_PARTICULARS: Final[tuple[_Entry, ...]] = (
    (Particulars, "reference", "Reference", "key", ("contract reference", "contract ref", "ref", "contract number", "contract no", "contract id")),
    (Particulars, "title", "Title", "text", ("contract title", "contract name", "name of contract", "contract")),
    (Particulars, "edition", "Edition", "text", ("contract year",)),
    (Particulars, "form", "Form", "text", ("contract form", "form of contract")),
    (Particulars, "status", "Status", "text", ("contract status",)),
    (Particulars, "draft_version", "Draft version", "text", ()),
    (Particulars, "date", "Contract date", "day", ("date of contract", "date")),
    (Term, "start", "Start", "day", ("start date", "contract start", "contract start date", "commencement date", "begins")),
    (Term, "end", "Expiry", "day", ("expiry date", "end", "end date", "contract end", "contract end date", "contract expiry", "contract expiry date", "expires")),
    (Term, "extension", "Extension", "text", ("extensions", "option to extend", "extension options")),
    (Particulars, "service_commencement_date", "Service Commencement Date", "day", ("service commencement",)),
    (Particulars, "award_route", "Award route", "text", ("procurement route", "route to award")),
    (Particulars, "lifetime_value", "Lifetime value", "text", ("contract value", "total contract value", "whole life value", "total value")),
    (Particulars, "local_policies", "Local policies", "list", ()),
    (Particulars, "equality_assessment", "Equality assessment", "text", ("equality impact assessment",)),
    (Particulars, "dpia", "Data protection impact assessment", "text", ()),
    (Particulars, "sharing_agreement", "Information sharing agreement", "text", ("data sharing agreement",)),
    (Particulars, "in_year_notice", "In-year notice", "text", ()),
    (Particulars, "confirmed", "Confirmed facts of the edition", "list", ()),
)
_PROVIDER: Final[tuple[_Entry, ...]] = (
    (Provider, "name", "Provider", "text", ("supplier", "supplier name", "contractor", "name of supplier", "name of provider")),
    (Provider, "kind", "Provider kind", "text", ("supplier kind", "kind of provider", "kind of supplier", "provider type", "supplier type")),
    (Provider, "ods_code", "Provider ODS code", "code", ("supplier ods code",)),
    (Provider, "no_ods_code", "Provider: why no ODS code", "text", ("supplier why no ods code",)),
    (Provider, "company_number", "Company number", "code", ("supplier company number", "companies house number")),
    (Provider, "charity_number", "Charity number", "text", ("supplier charity number",)),
    (Provider, "address", "Provider address", "text", ("supplier address",)),
    (Provider, "sub_contractors", "Sub-contractors", "list", ("subcontractors",)),
    (Provider, "signatory", "Provider signatory", "text", ("supplier signatory",)),
)
_COMMISSIONER: Final[tuple[_Entry, ...]] = (
    (Commissioner, "name", "Commissioner", "text", ("co-ordinating commissioner", "coordinating commissioner", "commissioner name", "contracting authority", "buyer")),
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
    (Service, "commissioner_lead", "Commissioner lead", "text", ("owner", "contract owner", "contract manager", "contract lead")),
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
    (LegalRights, "not_applicable", "Why no legal rights to choice", "text", ("legal rights to choice not applicable",)),
    (Service, "specification", "Specification clauses", "list", ("clauses",)),
    (Service, "quality", "Quality measures", "list", ("measures",)),
)
_SCHEDULES: Final[tuple[_Entry, ...]] = tuple(
    entry
    for field, heading in (("development", "Development plan"), ("improvement", "Improvement plan"), ("system", "System plan"), ("reporting", "Reporting requirements"))
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
_INSIDE: Final[Mapping[str, str]] = {"Term": "term.", "Period": "period.", "Section75": "section_75.", "LegalRights": "legal_rights_to_choice."}
"""Where a model stands inside the model above it."""


def _columns(entries: tuple[_Entry, ...], prefix: str = "", root: Path = ()) -> tuple[Column, ...]:
    """The entries as columns named with `prefix`, whose values belong below `root`."""
    made = []
    for model, field, heading, form, also in entries:
        inner = f"{_INSIDE.get(model.__name__, '')}{field}"
        last = field.rpartition(".")[2]
        facts = model.model_fields[last]
        choices = closed_list(facts.annotation) or {"link_worker_service": ("yes", "no"), "legal_rights_to_choice": ("applies",)}.get(field, ())
        needed = facts.is_required() and not inner.startswith(("period.", "section_75.")) and last != "not_applicable"
        made.append(Column(prefix + inner, heading, form, (*root, *inner.split(".")), MEANINGS[model.__name__][last], also, () if form == "list" else choices, needed))
    return tuple(made)


def closed_list(annotation: Any) -> tuple[str, ...]:
    """The values of a closed list such as `Literal["a", "b"] | None`; none for anything else."""
    if typing.get_origin(annotation) is Literal:
        return typing.get_args(annotation)
    return next((found for part in typing.get_args(annotation) if (found := closed_list(part))), ())


def _own(name: str, heading: str, form: Form, meaning: str, how: str, example: str, also: tuple[str, ...] = (), choices: tuple[str, ...] = (), needed: bool = False) -> Column:
    """A column that is the register's own and no field of the contract file."""
    return Column(name, heading, form, (name,), Meaning(meaning, how, example), also, choices, needed)


_REFERENCE: Final = _own("reference", "Reference", "key", "The reference of the contract that the row belongs to.", "as on the sheet of contracts", "NBB-2026-014",
                         ("contract reference", "contract", "contract ref", "ref"), needed=True)
_POSITION: Final = _own("position", "Position", "key", "The order in which rows of one contract are printed; if left out, the order in which they stand.", "a whole number", "2", ("order", "no"))
_OF_SERVICE: Final = _own("service", "Service", "key", "The number or name of the service that the row belongs to; left out for a schedule of the whole contract, or when there is one service.",
                          "as on the sheet of services", "01", ("service number", "service name"))

_SERVICES: Final = tuple(replace(column, also=(*column.also, column.name)) for column in _columns(_SERVICE))

COLUMNS: Final[Mapping[Role, tuple[Column, ...]]] = {
    "contracts": (
        *_columns(_PARTICULARS, root=("contract",)),
        *_columns(_PROVIDER, "provider.", ("provider",)),
        *_columns(_COMMISSIONER, "commissioner.", ("commissioner",)),
        *_columns(_SERVICE, "service.", ("service",)),
        *_columns(_SCHEDULES),
        *_columns(_VARIATION, "variation.", ("variation",)),
        _own("base", "Base", "key", "The contract file that supplies what the row leaves out, in the register's folder or below it.", "a file name", "bases/community.yaml", ("base file",)),
    ),
    "services": (_REFERENCE, _POSITION, *_SERVICES),
    "commissioners": (
        _REFERENCE, _POSITION, *(replace(column, also=(*column.also, column.name)) for column in _columns(_COMMISSIONER)),
        *_columns(((Commissioner, "role", "Role", "text", ("commissioner role",)),)),
    ),
    "items": (
        _REFERENCE, _POSITION, _OF_SERVICE,
        _own("schedule", "Schedule", "key", "The list of the contract file that the item belongs to.", "one of the names on the right", "improvement", ("list", "place"), SCHEDULES, needed=True),
        *_columns(((Choice, "clause", "Clause", "text", ("item", "milestone", "set")),)),
    ),
    "entries": (
        _REFERENCE, _POSITION,
        _own("field", "Field", "key", "The list that the entry belongs to, by its place in the contract file; services, Commissioners and items are counted from 1.",
             "names and numbers with dots", "services.1.premises", needed=True),
        _own("entry", "Entry", "text", "One entry of the list, which may go over several lines.", "text", "Weir Lane Health Centre; ground floor", needed=True),
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

PASSED_OVER: Final = frozenset({
    "category", "cpv", "cpv code", "cpv codes", "description", "contract description", "spend", "annual spend", "annual value", "duration", "contract duration", "contract length",
    "department", "directorate", "team", "region", "notes", "note", "comments", "comment", "remarks", "sme", "vcse", "procurement reference", "days to expiry", "notice period",
})
"""Headings that a board's register has and a contract file does not: noted, and not read."""


def column_at(path: Path) -> Column | None:
    """The column of a sheet of contracts whose value belongs at `path` of a contract file."""
    if path[:1] in (("services",), ("commissioners",)):
        path = (str(path[0])[:-1], *path[2:])
    return next((column for column in COLUMNS["contracts"] if column.path == path), None)


def heading_of(path: Path) -> str:
    """The heading of the column, or of the needed columns, whose value belongs at `path` of a contract file; "" when none is."""
    if len(path) >= 2 and path[-2] in ("values", "whole_specification"):
        return f"{'service ' if path[0] == 'services' else ''}{'value' if path[-2] == 'values' else 'section'} {path[-1]}"
    if (column := column_at(path)) is not None:
        return column.heading
    if path[:1] in (("services",), ("commissioners",)):
        path = (str(path[0])[:-1], *path[2:])
    below = [column.heading for column in COLUMNS["contracts"] if column.path[:len(path)] == path and column.needed]
    return "” and “".join(below)
