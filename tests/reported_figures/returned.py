"""Contracts as they were issued, and returns for them, for the tests of reported figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from msgspec.structs import replace
from tests.conftest import EMPTY
from tests.progress.portfolio import wording

from specgen.assembly.pack import assemble
from specgen.contract.facts import facts_of
from specgen.contract.read import read_contract
from specgen.issue.issued import IssuedPack
from specgen.issue.records import IssuedContract, issued_document
from specgen.library.model import Library
from specgen.problems import Problem
from specgen.reported_figures.asked import AskedPack, AskedRow, asked_of
from specgen.reported_figures.forms import read_forms
from specgen.reported_figures.hold import HeldReturns, hold
from specgen.reported_figures.read import ReadReturns, read_returns
from specgen.reported_figures.workbook import ALL, HEADINGS, measure_words, service_words
from specgen.shipped import shipped

# Two Commissioners; a service with a share (plans agreed), a count of the year (referrals), a trajectory (education)
# and a yearly check; one that begins later; and three reports of Schedule 6A.
CONTRACT = """
contract:
  reference: T-1
  title: A contract
  edition: 2026/27
  term: {start: 2026-04-01, end: 2028-03-31}
commissioners:
  - {name: NHS Upland Integrated Care Board, ods_code: X9A01}
  - name: Upland Council
    ods_code: X9A02
    role: associate
    kind: local authority
provider: {name: Upland Care, kind: NHS trust, ods_code: X9T01}
services:
  - name: A service
    cohort: adults
    quality:
      - personalised-care-and-support-planning/plans-agreed
      - personalised-care-and-support-planning/annual-quality-check
      - social-prescribing/referrals-made
      - supported-self-management/patient-education
    values:
      pcsp_agreed_target: 80
      pcsp_agreed_baseline: 40% in 2025/26
      pcsp_check_target: 90
      pcsp_check_baseline: 70% in 2025/26
      pcsp_check_sample: 40
      sp_referrals_target: 200
      sp_referrals_baseline: 120
      ssm_education_target: 80
      ssm_education_trajectory: 400
      ssm_education_baseline: 300 in 2025/26
  - name: A later service
    cohort: children
    period: {start: 2026-10-01, end: 2028-03-31}
    quality:
      - personal-health-budgets/experience
    values: {phb_experience_target: 75, phb_experience_baseline: 60% in 2025/26}
reporting:
  - personalised-care-and-support-planning/people-with-a-plan
  - personalised-care-and-support-planning/outcomes-achieved
  - personalised-care/total-funding
values: {pc_report_interval: 3 months, pc_report_due: 20 days, pc_report_format: a table}
"""


@cache
def pack(text: str = CONTRACT) -> IssuedPack:
    """The contract as it was issued: its record, without the documents."""
    return issued_with(text, wording()[0])


def issued_with(text: str, library: Library) -> IssuedPack:
    """The contract as it was issued with these clauses."""
    _, editions, types, _ = wording()
    contract, problems = read_contract(text.encode("utf-8"), "contract.yaml")
    assert contract is not None, problems
    made, _ = assemble(contract, library, editions, types)
    assert made is not None
    record = replace(
        EMPTY,
        contract=IssuedContract(
            draft_version="0.1",
            edition="2026/27",
            form="full-length",
            provider=contract.content.provider.name,
            reference=contract.reference,
            status="draft",
            title=contract.content.contract.title,
        ),
        documents=tuple(issued_document(made, document, "hash") for document in made.documents),
        facts=facts_of(contract.content),
    )
    return IssuedPack(Path("issued"), contract.reference, record, "ab" * 32)


@cache
def asked(text: str = CONTRACT) -> AskedPack:
    forms, faults = read_forms([shipped("clauses")])
    found, problems = asked_of(pack(text), wording()[0], forms)
    assert found is not None and faults + problems == []
    return found


def row(title: str, last: str, party: str = "", figure: str = "", of: AskedPack | None = None) -> AskedRow:
    """The row of a measure, by its title, the last day of its period and its Commissioner."""
    found = [
        each
        for each in (of or asked()).rows
        if (each.title, each.last.isoformat(), each.party, each.figure) == (title, last, party, figure)
    ]
    assert len(found) == 1, [(each.title, each.last, each.party, each.figure) for each in (of or asked()).rows][:60]
    return found[0]


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in a row: the cells that a Provider fills in, and cells that were altered."""

    row: AskedRow
    numerator: object = ""
    denominator: object = ""
    status: str = "final"
    on: str = ""
    note: str = ""
    other: tuple[tuple[str, str], ...] = ()

    def cells(self, record: str) -> list[str]:
        each = self.row
        whole = {
            "Row": each.id,
            "Contract": each.reference,
            "Service": service_words(each),
            "Commissioner": each.party or ALL,
            "Schedule": each.schedule,
            "Measure": measure_words(each),
            "From": each.first.isoformat(),
            "To": each.last.isoformat(),
            "What is counted": each.numerator,
            "Numerator": str(self.numerator),
            "Of what": each.denominator,
            "Denominator": str(self.denominator),
            "Status": self.status,
            "Reported on": self.on,
            "Note": self.note,
            "Record": record,
            **dict(self.other),
        }
        return [whole[heading.text] for heading in HEADINGS]


TEXTS = tuple(heading.text for heading in HEADINGS)


def returned(given: Iterable[Given], headings: Sequence[str] = TEXTS, record: str = "ab" * 32) -> bytes:
    """A file of returns, as CSV."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(headings)
    writer.writerows(each.cells(record) for each in given)
    return made.getvalue().encode("utf-8")


def read(*given: Given, file: str = "returns.csv") -> tuple[ReadReturns, list[Problem]]:
    return read_returns(returned(given), file, {asked().reference: asked()})


def held(*given: Given, on: str = "2027-06-01", of: AskedPack | None = None) -> tuple[HeldReturns, list[Problem]]:
    pack = of or asked()
    found, problems = read_returns(returned(given), "returns.csv", {pack.reference: pack})
    whole, more = hold(found, [pack], date.fromisoformat(on))
    return whole, problems + more


def outcome(whole: HeldReturns, asked_row: AskedRow) -> str:
    found = next(each for each in whole.figures if each.asked.id == asked_row.id)
    by = f" by {round(found.by, 3).normalize():f}" if found.by is not None else ""
    return f"{found.outcome}{by}"
