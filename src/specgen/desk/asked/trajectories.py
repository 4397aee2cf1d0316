"""A trajectory as a small table of fields: a figure for each Contract Year or Quarter, the baseline, the direction and
the reason where a figure is held. What a page sends is put together to the one line that a contract file may say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from specgen.assembly.ledger.days import contract_years
from specgen.assembly.trajectories import one_figure
from specgen.contract.edit.change import Edit, Put, TakeOut
from specgen.contract.quantities import (
    TrajectoryFigures,
    TrajectoryPeriod,
    read_period,
    read_trajectory,
    trajectory_text,
)
from specgen.desk.asked.looked import Looked
from specgen.yamlfile import Mapping as Names
from specgen.yamlfile import Node, Path, Scalar

_MOST_YEARS: Final = 15
EVERY: Final = "every"


class AnswerCell(Struct, frozen=True):
    """One field of the table: `key` names it in the form and in the file, `given` is what the file says."""

    key: str
    label: str
    given: str = ""
    quarter: bool = False
    options: tuple[str, ...] = ()


def trajectory_cells(looked: Looked, given: str | None, *, single: bool, quarters: bool) -> tuple[AnswerCell, ...]:
    """The fields for what the file says; none where it says what no table holds, or where no period is known.

    `single` says that one figure for every Contract Year is an answer too, `quarters` that figures for Quarters are;
    those that the file gives have their fields all the same, to be taken out."""
    found: TrajectoryFigures | str = TrajectoryFigures(()) if given is None else read_trajectory(given)
    alone = given if single and given is not None and one_figure(given) is not None else ""
    if isinstance(found, str):
        if not alone:
            return ()
        found = TrajectoryFigures(())
    said = {str(period): found.written(amount) for period, amount in found.figures}
    years = sorted({period.year for period in found.periods} | set(_years_of_term(looked)))
    if not years or len(years) > _MOST_YEARS:
        return ()
    cells = [AnswerCell(EVERY, "Every Contract Year alike", alone)] if single else []
    for year in years:
        whole = str(TrajectoryPeriod(year))
        cells.append(AnswerCell(whole, whole, said.get(whole, "")))
    by_quarter = quarters or any(period.quarter for period in found.periods)
    for year in years if by_quarter else ():
        for quarter in (1, 2, 3, 4):
            named = str(TrajectoryPeriod(year, quarter))
            cells.append(AnswerCell(named, named, said.get(named, ""), quarter=True))
    base = ""
    if found.baseline is not None:
        since = f" in {found.baseline_period}" if found.baseline_period else ""
        base = f"{found.written(found.baseline)}{since}"
    cells.append(AnswerCell("baseline", "Baseline, and when it was counted", base))
    cells.append(AnswerCell("direction", "What is better", "falling" if found.falls else "", options=("", "falling")))
    cells.append(AnswerCell("hold", "Why a figure does not improve, where it does not", found.hold))
    return tuple(cells)


def _years_of_term(looked: Looked) -> Iterator[int]:
    if looked.contract is None or any(path[:2] == ("contract", "term") for path in looked.mended):
        return
    term = looked.contract.content.contract.term
    for period in contract_years(term.start, term.end):
        yield period.last.year - (period.last.month < 4)


def cell_name(field: str, cell: AnswerCell) -> str:
    """The name of the cell's field in a form."""
    return f"{field}//{cell.key}"


def line_of(cells: tuple[AnswerCell, ...], field: str, form: Mapping[str, str]) -> str:
    """The line that the posted fields come to; "" where all are empty."""
    typed = [(cell.key, " ".join(form.get(cell_name(field, cell), cell.given).split())) for cell in cells]
    alone = next((said for key, said in typed if key == EVERY), "")
    rest = trajectory_text((key, said) for key, said in typed if said and key != EVERY)
    return "; ".join(filter(None, (alone, rest)))


def line_given(node: Node | None) -> str | None:
    """What a mapping of the file says as the line; None where the node is none."""
    if not isinstance(node, Names) or not all(isinstance(each, Scalar) for _, each in node.entries):
        return None
    return trajectory_text((key.value, each.value) for key, each in node.entries if isinstance(each, Scalar))


def edits_of_mapping(path: Path, node: Names, line: str) -> Iterator[Edit]:
    """The changes of a trajectory that the file gives name by name: only the names that say something else now."""
    found = read_trajectory(line)
    if isinstance(found, str):
        yield Put(path, line)
        return
    wanted = {str(period): found.written(amount) for period, amount in found.figures}
    if found.baseline is not None:
        since = f" in {found.baseline_period}" if found.baseline_period else ""
        wanted["baseline"] = f"{found.written(found.baseline)}{since}"
    if found.falls:
        wanted["direction"] = "falling"
    if found.hold:
        wanted["hold"] = found.hold
    for key, each in node.entries:
        period = read_period(key.value)
        name = str(period) if period is not None else key.value
        now = wanted.pop(name, "")
        if not now and not (name == "direction" and not found.falls):
            yield TakeOut((*path, key.value))
        elif now and not (isinstance(each, Scalar) and _same(name, each.value, now)):
            yield Put((*path, key.value), now)
        elif name == "direction" and isinstance(each, Scalar) and each.value == "falling" and not found.falls:
            yield TakeOut((*path, key.value))
    for name, said in wanted.items():
        yield Put((*path, name), said)


def _same(name: str, before: str, now: str) -> bool:
    """Whether two ways to write one thing: `1200` and `1,200`."""
    if name == "hold":
        return before.strip() == now
    if name in ("baseline", "direction"):
        return before.strip() == now or before.replace(",", "").strip() == now.replace(",", "")
    return one_figure(before) == one_figure(now) and before.rstrip().endswith("%") == now.endswith("%")
