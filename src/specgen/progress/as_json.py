"""The progress report as plain values for programs; docs/reference/commands.md describes the shape."""

from __future__ import annotations

from typing import Any

from specgen.progress.report import ActionCell, ProgressReport
from specgen.progress.reported import total_said
from specgen.reported_figures.hold import OUTCOMES
from specgen.reported_figures.report import returns_json


def progress_json(report: ProgressReport) -> dict[str, Any]:
    """Everything that the report says. A cell of a key action has a name of its own."""
    return {
        "on": report.on.isoformat(),
        "quarters": [day.isoformat() for day in report.quarters],
        "contracts": [contract.reference for contract in report.contracts],
        "services": report.services,
        "grants": [contract.reference for contract in report.grants],
        "ended": [contract.reference for contract in report.ended],
        "actions": [
            {
                "number": progress.action.number,
                "action": progress.action.action,
                "chapter": progress.action.chapter,
                "cells": [_cell(cell, index) for index, cell in enumerate(progress.cells, 1)],
                "grants": [
                    {"measure": cell.measure.says, "counted": cell.measure.unit, "count": cell.count, "of": cell.of}
                    for cell in progress.grants
                ],
                "steps": {
                    "count": len(progress.steps),
                    "undated": progress.steps_undated,
                    "due_by_quarter": list(progress.steps_due),
                },
                **({"groups": list(progress.groups)} if progress.action.groups else {}),
            }
            for progress in report.actions
        ],
        "components": [component.id for component in report.components],
        "providers": [
            {
                "provider": each.provider,
                "contracts": each.contracts,
                "services": each.services,
                "by_component": dict(
                    zip((component.id for component in report.components), each.by_component, strict=True)
                ),
            }
            for each in report.providers
        ],
        "figures": [
            {
                "figure": found.figure.id,
                "says": found.figure.says,
                "total": None
                if found.total is None
                else [{"year": year or None, "amount": f"{amount:f}"} for year, amount in found.total],
                "stated": [
                    {
                        "contract": contract.reference,
                        "service": stated.service or None,
                        "commissioner": stated.party or None,
                        "amounts": [{"year": year or None, "amount": f"{amount:f}"} for year, amount in stated.amounts],
                        "words": stated.words or None,
                    }
                    for contract, stated in found.rows
                ],
            }
            for found in report.figures
        ],
        "commitments": [
            {"number": each.number, "words": each.words, "figures": list(each.figures), "limits": each.limits}
            for each in report.yardstick.commitments
        ],
        "issued": dict(report.issued) or None,
        "reported": [
            {
                "clause": each.clause,
                "figure": each.figure or None,
                "due_from": each.asked,
                "outcomes": {outcome: each.outcomes[outcome] for outcome in OUTCOMES if each.outcomes.get(outcome)},
                "latest": [total_said(total) for total in each.latest],
            }
            for each in report.reported
        ],
        "returns": returns_json(report.returns) if report.returns is not None else None,
        "sealed": report.sealed if report.returns is not None else None,
    }


def _cell(cell: ActionCell, index: int) -> dict[str, Any]:
    return {
        "cell": f"{cell.action}.{index}",
        "counted": cell.measure.unit,
        "measure": cell.measure.says,
        "count": cell.count,
        "of": cell.of,
        "target": cell.measure.share,
        "missing": [name.name for name in cell.missing],
        "not_applicable": [{"name": name.name, "why": name.why} for name in cell.not_applicable],
        "by_quarter": list(cell.by_quarter),
        "without_dated_step": cell.undated,
    }
