"""Trajectories: a figure for each Contract Year or Quarter, read by one reader whatever they are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.test_model import read

from specgen.contract.quantities import TrajectoryFigures, TrajectoryPeriod, read_period, read_trajectory


@pytest.mark.parametrize(
    "written",
    [
        "60 in 2026/27; 110 in 2027/28; 1,150 in 2028/29",
        "60 in 2026-27, 110 in 2027/2028 and 1150 in 2028/29",
        "60 (2026/27), 110 (2027/28) and 1,150 (2028/29)",
        "1,150 in 2028/29; 60 in the Contract Year 2026/27; 110 by the end of the Contract Year 2027/28",
    ],
)
def test_the_same_figures_are_read_however_they_are_written(written: str) -> None:
    assert str(read_trajectory(written)) == "60 in 2026/27; 110 in 2027/28; 1,150 in 2028/29"


def test_baseline_direction_and_reason_are_read_and_written_back() -> None:
    found = read_trajectory(
        "90% in Q1 2026/27; 80% in Q2 2026/27; falling from a baseline of 95% in 2025/26; hold: a; b"
    )
    assert isinstance(found, TrajectoryFigures)
    assert (found.percent, found.falls, found.hold, str(found.baseline), found.baseline_period) == (
        True, True, "a; b", "95", "2025/26"
    )  # fmt: skip
    assert str(found).endswith("; falling from a baseline of 95% in 2025/26; held because a; b")


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", "no figure is given"),
        ("about 60", "“about 60” is not a figure for a Contract Year or Quarter"),
        ("60 in 2026/28", "“60 in 2026/28” is not a figure for a Contract Year or Quarter"),
        ("many in 2026/27", "“many” (2026/27) is not a number"),
        ("60 in 2026/27; 70 in 2026-27", "2026/27 is given twice"),
        ("60% in 2026/27; 70 in 2027/28", "some figures are shares and some are numbers"),
        ("60 in 2026/27; 70 in Q1 2027/28", "some figures are for a Contract Year and some for a Quarter"),
        ("60 in 2026/27; baseline: 40%", "the baseline is a share, and the figures are not"),
        ("60 in 2026/27; baseline: some", "“some” is not a number, and the baseline needs one"),
        ("60 in 2026/27; baseline 4; baseline 5", "the baseline is given twice"),
        ("60 in 2026/27; hold:", "“hold” is given without a reason"),
        ("; ".join(f"1 in {year}-{year + 1}" for year in range(1000, 1101)), "more than 100 figures are given"),
    ],
)  # fmt: skip
def test_what_is_no_trajectory_is_told_in_words(written: str, fault: str) -> None:
    assert read_trajectory(written) == fault


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2026/27", (2026, 0)),
        ("2099/00", (2099, 0)),
        ("2026-2027", (2026, 0)),
        ("Quarter 3 of 2026/27", (2026, 3)),
        ("2026/27 Q4", (2026, 4)),
    ],
)
def test_a_period_is_a_contract_year_or_a_quarter_of_one(written: str, period: tuple[int, int]) -> None:
    assert read_period(written) == TrajectoryPeriod(*period)


FIGURES = st.dictionaries(
    st.integers(1990, 2090), st.decimals(0, 99, places=1, allow_nan=False), min_size=1, max_size=8
)


@given(
    FIGURES, st.booleans(), st.booleans(), st.none() | st.decimals(0, 99, places=1), st.sampled_from(["", "no room"])
)
@pytest.mark.slow
def test_what_is_printed_is_read_again(
    figures: dict[int, object], percent: bool, falls: bool, baseline: object, hold: str
) -> None:
    trajectory = TrajectoryFigures(
        tuple((TrajectoryPeriod(year), amount) for year, amount in sorted(figures.items())),  # type: ignore[misc]
        percent,
        baseline,  # type: ignore[arg-type]
        "2025/26" if baseline is not None else "",
        falls,
        hold,
    )
    assert read_trajectory(str(trajectory)) == trajectory
    assert read_trajectory(trajectory.before_words()) == trajectory


def test_a_mapping_in_a_contract_file_says_what_the_line_says() -> None:
    named = {"baseline": "42 in 2025/26", "2026/27": "60", "Q1 2027/28": "20", "direction": "falling", "hold": "x"}
    assert read("values.a", named).values["a"] == (
        "60 in 2026/27; 20 in Q1 2027/28; falling; from a baseline of 42 in 2025/26; held because x"
    )


@pytest.mark.parametrize("reason", ["the pool closes (phase 2)", "ward 3 (of 4) closes; see note (3.2)", "(as agreed)"])
def test_the_words_of_a_reason_are_never_changed(reason: str) -> None:
    found = read_trajectory(f"260 in 2026/27; 250 in 2027/28; from a baseline of 240 (2025/26); hold: {reason}")
    assert isinstance(found, TrajectoryFigures)
    assert (found.hold, found.baseline_period) == (reason, "2025/26")
    assert read_trajectory(str(found)) == read_trajectory(found.before_words()) == found
