"""The sums of a variation, held against the record of the pack that is varied.

Regulation 13 of the Provider Selection Regime counts all changes since the contract was entered into, against its value
then; so earlier ones are read from what was issued, and the lifetime value has to move by what the change is said to be
worth.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.pack import Pack
from specgen.checks.variation import variation_beyond_limits, variation_notice_due
from specgen.contract.contract import Contract
from specgen.contract.facts import FactChange, FactText, facts_of
from specgen.contract.quantities import pounds, read_change
from specgen.excel import POUNDS, Page, columns, letters
from specgen.issue.issued import IssuedPack, dated
from specgen.issue.occasions.occasion import particulars_of
from specgen.problems import Problem, Severity


def earlier_changes(varied: Contract, issued: IssuedPack | None) -> Decimal | None:
    """What all changes before this one come to, by the record of the pack that is varied; None where it tells none: it
    was made before any variation, with the particulars of this one, or by a later variation than the first that does
    not say what was changed before it."""
    facts = issued.record.facts if issued is not None else None
    if issued is None or facts is None or (value := _amount(facts, "variation.value")) is None:
        return None
    number = facts.get("variation.number")
    known = facts.get("variation.reference") or (f"{varied.reference}-V{number}" if number else "")
    if not known and _same_particulars(facts, varied):
        return None
    if (known or f"{varied.reference}-V{dated(issued.record)}") == particulars_of(varied).reference:
        return None
    earlier = _amount(facts, "variation.earlier_value")
    return None if earlier is None and number not in (None, "1") else value + (earlier or 0)


def _same_particulars(facts: Mapping[str, FactText], varied: Contract) -> bool:
    now = facts_of(varied.content)
    return all(facts.get(f"variation.{name}") == now.get(f"variation.{name}") for name in ("value", "reason", "ground"))


def _amount(facts: Mapping[str, FactText], key: str) -> Decimal | None:
    return read_change(str(facts.get(key, "")))


def with_earlier_changes(varied: Contract, issued: IssuedPack | None) -> Contract:
    """The contract with the value of earlier changes, where its file leaves it out and the record tells it."""
    own, earlier = particulars_of(varied), earlier_changes(varied, issued)
    if own.earlier_value is not None or earlier is None:
        return varied
    return replace(varied, content=replace(varied.content, variation=replace(own, earlier_value=earlier)))


# The sums of all variations of a run, as a sheet that adds them up.

_SUMS: Final = (
    ("Reference", 20), ("Variation", 26), ("Lifetime value before", 20), ("Lifetime value now", 20),
    ("Value of this change", 20), ("Value of earlier changes", 20), ("Both together", 20),
)  # fmt: skip
_FIRST_SUM: Final = 2
_NOT_RECORDED: Final = "Not recorded"
"""As an agreement says it of a sum that nobody gave."""


class VariedSums(Struct, frozen=True):
    """The sums of one variation; None where one is not recorded."""

    reference: str
    variation: str
    amounts: tuple[Decimal | None, ...]


def sums_of(contract: Contract, facts: Iterable[FactChange]) -> VariedSums:
    """The sums of a contract that `as_varied` has made, of whose facts these changed."""
    own, now = particulars_of(contract), contract.content.contract.lifetime_value
    was = next((each.before for each in facts if each.key == "contract.lifetime_value"), None)
    before = now if was is None else read_change(was)
    both = own.value + own.earlier_value if own.value is not None and own.earlier_value is not None else None
    return VariedSums(contract.reference, own.reference or "", (before, now, own.value, own.earlier_value, both))


def sums_page(sums: Iterable[VariedSums]) -> Page:
    """The sheet: a row a variation, and below them the totals, as formulas with their values."""
    found = sorted(sums, key=lambda each: (each.reference, each.variation))
    rows = [
        (each.reference, each.variation, *(_NOT_RECORDED if amount is None else amount for amount in each.amounts))
        for each in found
    ]

    def add_up(book: Any, sheet: Any) -> None:
        look = book.add_format({"bold": True, "top": 1, "font_name": "Arial", "font_size": 12, "num_format": POUNDS})
        last = len(rows) + 1
        sheet.write_string(last, 0, "Total", look)
        for at, amounts in enumerate(zip(*(each.amounts for each in found), strict=True), _FIRST_SUM):
            cells = f"{letters(at)}2:{letters(at)}{last}"
            total = None if None in amounts else float(sum(filter(None, amounts)))
            # What is not recorded is not nought: there is no total until every row of the column has a number.
            formula = (
                f'IF(COUNT({cells})<{len(amounts)},"Not known",SUM({cells}))' if total is None else f"SUM({cells})"
            )
            sheet.write_formula(last, at, f"={formula}", look, "Not known" if total is None else total)

    texts, widths = zip(*_SUMS, strict=True)
    return Page("Sums", columns(texts, widths), rows, left=True, draw=add_up)


def faults_of_sums(pack: Pack, issued: IssuedPack) -> Iterator[Problem]:
    """That the lifetime value moves by another sum than the change is said to be worth, and that earlier changes come
    to another one than is said; then also what follows from the true sum.

    An agreement prints these sums side by side, so none goes out for signature over them: they are errors but where
    DRAFT stands on every page for another cause."""
    contract = pack.contract
    severity: Severity = "warning" if pack.draft else "error"
    own, whole = particulars_of(contract), contract.content.contract
    was = _amount(issued.record.facts or {}, "contract.lifetime_value")
    if was is not None and whole.lifetime_value is not None and own.value not in (None, whole.lifetime_value - was):
        moved = whole.lifetime_value - was
        how = f"goes from {pounds(was)} to {pounds(whole.lifetime_value)}, by {pounds(moved)}"
        how = how if moved else f"stays at {pounds(was)}"
        yield contract.problem(
            "variation-value-differs",
            f"the lifetime value {how}, and the value of this change is said to be {pounds(own.value or Decimal(0))}",
            contract.place("contract", "lifetime_value"),
            severity,
            cure="write the lifetime value that the contract has with the change, or correct “value:” under variation; "
            "where the issued lifetime value was wrong, build the contract as it was issued with the right one first",
        )
    if was is not None and whole.lifetime_value is None:
        yield contract.problem(
            "variation-value-differs",
            f"no lifetime value is given, and {pounds(was)} was issued: the agreement would take it out",
            contract.place("contract", "lifetime_value"),
            severity,
            cure="write the lifetime value that the contract has with the change, or that of what was issued",
        )
    earlier = earlier_changes(contract, issued)
    if earlier is None or own.earlier_value in (None, earlier):
        return
    yield contract.problem(
        "earlier-changes-differ",
        f"by the record in “{issued.name}”, made after an earlier variation, earlier changes come to "
        f"{pounds(earlier)}, and “earlier_value:” says {pounds(own.earlier_value or Decimal(0))}",
        contract.place("variation", "earlier_value"),
        severity,
        cure="correct “earlier_value:” under variation, or take it out: it is then taken from that record. If that "
        "earlier variation was never agreed, vary from the pack that was issued before it",
    )
    content = replace(contract.content, variation=replace(own, earlier_value=earlier))
    corrected = dataclasses.replace(pack, contract=replace(contract, content=content))
    for rule in (variation_beyond_limits, variation_notice_due):
        if not any(rule.check(pack)):
            yield from rule.check(corrected)
