"""The columns that a register may have: the fields of the contract file with their headings, and columns of its
own.

A column is named as the field is in a contract file (`term.start`, `provider.name`), with dots for what is nested.
`headings.py` finds the column that a user's heading means; `cells.py` reads a cell by its column's form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.fields import ContractFile, part_of
from specgen.contract.model import ColumnForm, ContractPart, Declared, closed_list, part_fields
from specgen.contract.particulars import Particulars
from specgen.contract.parties import Commissioner, Provider
from specgen.contract.services import Choice, Service
from specgen.problems import Location
from specgen.yamlfile import Path

Role = Literal["contracts", "services", "commissioners", "items", "entries"]
"""What a row of a sheet is."""

SCHEDULES: Final = ("specification", "quality", "development", "improvement", "system", "reporting")


SUMS: Final = ("lifetime_value", "value", "earlier_value")
"""The fields of a contract file that hold a sum in pounds."""


class Column(Struct, frozen=True):
    """A column of one kind of sheet.

    `path` is where its value belongs: in the contract file for a sheet of contracts (where `service` and `commissioner`
    stand for the row's own service and the co-ordinating Commissioner), in the service, Commissioner or item for the
    others. `also` are further headings that mean it; `choices` the values of a closed list. `kind` is the kind
    of a clause's value, `unit` what its heading says of bare numbers below it: `k` of £000, ` months`.
    """

    name: str
    heading: str
    form: ColumnForm
    path: Path
    told: Declared
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    needed: bool = False
    kind: str = ""
    unit: str = ""

    @property
    def is_money(self) -> bool:
        """Whether a sum in pounds stands in it."""
        return self.kind == "money" or ("values" not in self.path and self.path[-1] in SUMS)


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
    return Column(name, heading, form, (name,), Declared(meaning, how, example), also, choices, needed)


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


def _columns(part: type[ContractPart], prefix: str = "", root: Path = ()) -> tuple[Column, ...]:
    """The columns of a part's fields, named with `prefix`, whose values belong below `root`."""
    return tuple(_of_part(part, prefix, root, "", needed=True))


def _of_part(part: type[ContractPart], prefix: str, path: Path, above: str, *, needed: bool) -> list[Column]:
    made: list[Column] = []
    for name, field in part_fields(part).items():
        told, inner = field.declared, part_of(field.annotation)
        own: list[Column] = []
        heading = told.heading.format(above)
        if heading:
            choices = () if told.column == "list" else closed_list(field.annotation) or told.choices
            must = needed and field.required
            own.append(
                Column(f"{prefix}{name}", heading, told.column or "text", (*path, name), told, told.also, choices, must)
            )
        if inner is not None:
            own += _of_part(inner, f"{prefix}{name}.", (*path, name), heading, needed=needed and field.required)
        at = next((index for index, column in enumerate(made, 1) if column.path == (*path, told.after)), len(made))
        made[at:at] = own
    return made


def _only(part: type[ContractPart], *names: str, prefix: str = "", root: Path = ()) -> tuple[Column, ...]:
    """The columns of these fields of a part, and of what is within them."""
    return tuple(column for column in _columns(part, prefix, root) if str(column.path[len(root)]) in names)


def _own_name_too(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(replace(column, also=(*column.also, column.name)) for column in columns)


_PARTY: Final = tuple(name for name in part_fields(Commissioner) if name != "role")
"""A Commissioner's role has a column on the sheet of Commissioners alone: on that of contracts one is co-ordinating."""

COLUMNS: Final[Mapping[Role, tuple[Column, ...]]] = {
    "contracts": (
        *_columns(Particulars, root=("contract",)),
        *_columns(Provider, "provider.", ("provider",)),
        *_only(Commissioner, *_PARTY, prefix="commissioner.", root=("commissioner",)),
        *_columns(Service, "service.", ("service",)),
        *_only(ContractFile, *SCHEDULES[2:], "variation"),
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
    "services": (_REFERENCE, _POSITION, *_own_name_too(_columns(Service))),
    "commissioners": (
        _REFERENCE,
        _POSITION,
        *_own_name_too(_only(Commissioner, *_PARTY)),
        *_only(Commissioner, "role"),
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
        *_columns(Choice),
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


REGISTER_ENDINGS: Final = (".xlsx", ".xlsm", ".ods", ".csv")
"""How the name of a register ends."""
LARGEST_REGISTER: Final = 64 * 2**20
TAKEN_SLUG: Final = "blank-taken-from-base"
"""The kind of the warnings at blank cells for which a fact came from the base, by which the summary of a run knows
them."""


def heading_in(where: Location) -> str:
    """The heading of a cell's column: `Supplier` of `D (Supplier)`; "" where the place names none."""
    return (where.cell or "").partition("(")[2].removesuffix(")")


@lru_cache(maxsize=1024)
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
