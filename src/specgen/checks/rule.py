"""A rule, and the questions that several rules ask of a pack: what was chosen, and what a person wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import cleandoc
from typing import NamedTuple

from msgspec import Struct

from specgen.assembly.choose import ChosenClause
from specgen.assembly.ledger.build import clauses_by_name
from specgen.assembly.ledger.model import LedgerRow
from specgen.assembly.left_open import VALUES, KeyPath
from specgen.assembly.pack import Pack, texts_of
from specgen.assembly.trajectories import of_all_and_single
from specgen.contract.read import STAND_INS
from specgen.kept import kept_with_it
from specgen.problems import Location, Problem, Severity

HANDBOOK = "Handbook 2.1"
REGIME = "Provider Selection Regime, regulation 13"
"""The source of the rules about a variation, which the handbook does not hold."""
OWN_RULE = "specgen’s own rule"
"""The source of a rule that no section of the handbook gives, such as how terms are drafted."""


Varies = Mapping[tuple[str, int | None], Mapping[str, str] | None]
"""Clause and service (None for the whole contract) → the values that a variation changes, by name, as they were printed
before; None where the clause is new."""


def printed_for(printed: str, party: str) -> str:
    """What a printed value says for a Commissioner, "" for all that have none of their own: `70%` of “80% (for Upland
    Council: 70%)”."""
    whole, own = of_all_and_single(printed)
    parts = (each.partition(": ") for each in own.removesuffix(")").partition("for ")[2].split("; for "))
    return next((said for name, _, said in parts if party and name == party), whole)


class Breach(NamedTuple):
    """A breach at a place, or at a path of the contract file; `severity` where it differs from the rule's own."""

    where: Location | KeyPath
    message: str
    cure: str
    severity: Severity | None = None
    suggestion: str = ""


class Rule(Struct, frozen=True):
    """A rule over a whole pack: `rule` makes it of a function whose docstring is its page.

    `severity` is what it reports unless its page says otherwise of a case; `section` is empty where the handbook gives
    no such rule.
    """

    slug: str
    severity: Severity
    section: str
    page: str
    breaches: Callable[[Pack], Iterator[Breach]]

    @property
    def source(self) -> str:
        """`Handbook 2.1, 2.3.2`; the regulation; or that the rule is specgen's own."""
        if self.section == REGIME:
            return REGIME
        return f"{HANDBOOK}, {self.section}" if self.section else OWN_RULE

    def check(self, pack: Pack) -> Iterator[Problem]:
        """Every breach of the rule in the contract."""
        return (self.at(pack, *breach) for breach in self.breaches(pack))

    def at(
        self,
        pack: Pack,
        where: Location | KeyPath,
        message: str,
        cure: str,
        severity: Severity | None = None,
        suggestion: str = "",
    ) -> Problem:
        """A breach as a problem of the contract."""
        place = where if isinstance(where, Location) else pack.contract.place(*where)
        severity = severity or self.severity
        return pack.contract.problem(
            self.slug, message, place, severity, cure=cure, source=self.source, suggestion=suggestion
        )


def rule(slug: str, severity: Severity, section: str) -> Callable[[Callable[[Pack], Iterator[Breach]]], Rule]:
    """Makes a rule of the function that finds its breaches."""
    return lambda breaches: Rule(slug, severity, section, cleandoc(breaches.__doc__ or ""), breaches)


def standing(pack: Pack, where: Location) -> str:
    """Where another value stands, for the message about one: `line 12`, or the row and column of a register; with the
    file where that is not the contract's own."""
    return where.in_file if where.file == pack.contract.file else f"{where.in_file} of {where.file}"


def service_name(pack: Pack, service: int) -> str:
    """The service's name as messages show it; its number where the file does not give it yet."""
    name = pack.contract.content.services[service].name
    return f"“{name}”" if name != STAND_INS["name"] else f"service {pack.contract.service_number(service)}"


def whose(pack: Pack, service: int | None) -> str:
    """The service as it is named in a sentence, or the contract as a whole."""
    return service_name(pack, service) if service is not None else "the contract"


def services(pack: Pack) -> range:
    """The indexes of the contract's services."""
    return range(len(pack.contract.content.services))


def wording(pack: Pack, service: int, component: str) -> tuple[ChosenClause, ...]:
    """The clauses that give the service's specification wording on `component`, in the order of the file."""
    return _by_component(pack).get((service, component), ())


@kept_with_it
def _by_component(pack: Pack) -> Mapping[tuple[int | None, str], tuple[ChosenClause, ...]]:
    found: dict[tuple[int | None, str], list[ChosenClause]] = {}
    for clause in pack.at("specification"):
        found.setdefault((clause.service, clause.component), []).append(clause)
    return {key: tuple(clauses) for key, clauses in found.items()}


def serves_as(clause: ChosenClause, clause_id: str) -> bool:
    """Whether the clause is `clause_id`, or an adaptation that says it is based on it."""
    return clause.id == clause_id or clause.version.based_on.partition("@")[0] == clause_id


def first_serving(clauses: Iterable[ChosenClause], *clause_ids: str) -> ChosenClause | None:
    """The first of `clauses` that is one of `clause_ids` or adapts one of them."""
    return next((clause for clause in clauses if any(serves_as(clause, clause_id) for clause_id in clause_ids)), None)


def own_values(pack: Pack, name: str) -> Iterator[tuple[str, object, Location]]:
    """What single Commissioners give for the value: whose it is, what it says and where it stands."""
    for index, party in enumerate(pack.contract.content.commissioners):
        if name in party.values:
            yield party.name, party.values[name], pack.contract.place("commissioners", index, "values", name)


def clause_of(pack: Pack, row: LedgerRow) -> ChosenClause | None:
    """The clause in which the duty stands."""
    return clauses_by_name(pack).get((row.clause_id, row.service))


def texts(pack: Pack, *, with_values: bool) -> list[tuple[KeyPath, str]]:
    """Each text and the path at which it stands, in the order of the file's model.

    Without `with_values`, the values of placeholders are left out: those have been looked at where they were filled in.
    """
    return texts_of(pack) if with_values else _other_texts(pack)


@kept_with_it
def _other_texts(pack: Pack) -> list[tuple[KeyPath, str]]:
    return [(path, text) for path, text in texts_of(pack) if VALUES not in path]
