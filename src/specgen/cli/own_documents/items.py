"""The actions, milestones and obligations of contracts (Schedules 2M, 6D and 8), as rows for a report on them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from specgen.assembly.pack import Pack, assemble
from specgen.assembly.page import page_values
from specgen.issue.precedents import open_workplace
from specgen.issue.sources import one_organisation, open_readings
from specgen.problems import Problem

PLACES = ("development", "improvement", "system")


def contract_items(files: Iterable[Path]) -> tuple[list[dict[str, str]], list[Problem]]:
    """Each item of the contracts by its parts, in the order of the contracts and their schedules, and what is wrong
    with the contracts."""
    given = tuple(files)
    workplace, problems = open_workplace(one_organisation(given))
    readings, faults = open_readings(given, None, workplace.organisation, workplace.library)
    problems += faults
    found: list[dict[str, str]] = []
    for reading in readings:
        problems += reading.problems
        if reading.contract is None:
            continue
        pack, faults = assemble(reading.contract, workplace.library, workplace.editions, workplace.types)
        problems += [fault for fault in faults if fault.severity == "error"]
        for document in pack.documents if pack is not None else ():
            place = next((each for each in PLACES if each in document.type.prints), "")
            if pack is None or not place or document.schedule is None or document.type.audience == "commissioner":
                continue
            items = page_values(pack, document, ()).get(place, ())
            assert isinstance(items, list | tuple)
            # Items stand in the order of their clauses, one each.
            for item, clause in zip(items, document.clauses, strict=False):
                found.append(
                    {
                        "label": f"{reading.contract.reference} {document.schedule.letter} {item['number']}",
                        "schedule": document.schedule.heading,
                        "title": str(item["title"]),
                        "owner": str(item.get("owner") or ""),
                        "due": str(item.get("date") or item.get("timescale") or ""),
                        "evidence": str(item.get("evidence") or ""),
                        "contract": reading.contract.reference,
                        "measures": "; ".join(
                            f"{reading.contract.reference} {measure}" for measure in measures_of(pack, clause.component)
                        ),
                    }
                )
    return found, problems


def measures_of(pack: Pack, component: str) -> list[str]:
    """The measures of the component that the contract has, as its returns name them; its reports where it has none."""
    for place in ("quality", "reporting"):
        found = [clause.id for clause in pack.chosen if clause.place == place and clause.component == component]
        if found:
            return list(dict.fromkeys(f"{each.split('/')[0]}/{each.split('/')[2]}" for each in found))
    return []
