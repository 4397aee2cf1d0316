"""The share that a quoted measure leaves open, where it differs from year to year."""

import pytest
from tests.checks.contracts import contract, editions, pack_of, shipped

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import assemble
from specgen.checks.measures import target_not_above_baseline
from specgen.contract.read import read_contract
from specgen.problems import Problem

MEASURE = "personalised-care-and-support-planning"
BY_YEAR = "60% (2026/27), 70% (2027/28) and 80% (2028/29)"


def text_with(target: str, baseline: str = "42% in 2025/26", own: str = "") -> str:
    text = contract(
        f"specification: [{MEASURE}]\nquality: [{MEASURE}/plans-agreed]\nvalues:\n  pcsp_agreed_baseline: {baseline}\n"
        f"  pcsp_agreed_target: {target}"
    )
    party = f"  - name: Council\n    ods_code: Q1\n    role: associate\n    values: {{pcsp_agreed_target: {own}}}\n"
    return text.replace("provider:\n", f"{party}provider:\n") if own else text


def measure_of(text: str) -> ChosenClause:
    return next(clause for clause in pack_of(text).chosen if clause.place == "quality")


def said(text: str, slug: str) -> list[Problem]:
    found, _ = read_contract(text.encode(), "contract.yaml")
    assert found is not None
    return [each for each in assemble(found, shipped(), editions(), ())[1] if each.slug == slug]


@pytest.mark.parametrize(
    "target",
    [
        "{2026/27: 60, 2027/28: 70, 2028/29: 80}",
        "{2028/29: 80%, 2026/27: 60%, 2027/28: 70%}",
        "60% in 2026/27; 70% in 2027/28; 80% in 2028/29",
        "[60% in 2026/27, 70% in 2027/28, 80% in 2028/29]",
        "60 per cent in 2026-27; 70 per cent in 2027-28; 80 per cent in 2028-29",
        "60 in 2026/27; 70 in 2027/2028; 80 in 2028/29",
    ],
)
def test_it_reads_on_in_the_quoted_words_and_in_the_threshold(target: str) -> None:
    clause = measure_of(text_with(target))
    assert clause.blocks[0].text.endswith(f"– ({BY_YEAR} Target)")
    assert clause.fields["threshold"] == f"At least {BY_YEAR} of the Service Users counted have an agreed plan"


@pytest.mark.parametrize("target", ["80", "80%", "80 per cent"])
def test_one_share_still_stands_for_every_year(target: str) -> None:
    assert measure_of(text_with(target)).printed["pcsp_agreed_target"] == "80%"


def test_one_commissioner_may_have_its_own_and_one_may_have_years() -> None:
    assert measure_of(text_with("80", own="{2026/27: 60, 2027/28: 70, 2028/29: 80}")).printed["pcsp_agreed_target"] == (
        f"80% (for Council: {BY_YEAR})"
    )


@pytest.mark.parametrize(
    ("target", "because"),
    [
        ("{2026/27: 60, 2027/28: 170}", "more than all"),
        ("60% in 2026/27; seventy in 2027/28", "not a number"),
        ("60% in 2026/27; 70% in 2026/27", "given twice"),
        ("60% in 2026/28", "not a figure"),
        ("{2026/27: 60, 2027/28: 70%}", "some figures are shares"),
    ],
)
def test_what_is_no_share_for_a_year_is_refused_with_the_reason(target: str, because: str) -> None:
    (problem,) = said(text_with(target), "wrong-value")
    assert because in problem.message


def test_a_fraction_in_one_of_the_years_is_asked_about() -> None:
    assert len(said(text_with("{2026/27: 0.6, 2027/28: 0.7}"), "fraction-as-percentage")) == 1


def test_a_share_by_a_day_stays_one_figure_and_says_so() -> None:
    values = "values:\n  sdm_training_share: 60% in 2026/27; 70% in 2027/28"
    text = contract(f"specification: [shared-decision-making/local-terms]\n{values}")
    (problem,) = said(text, "wrong-value")
    assert "one figure is asked for" in problem.cure


@pytest.mark.parametrize(
    ("target", "number"),
    [
        ("{2026/27: 60, 2027/28: 70, 2028/29: 80}", 0),
        ("{2026/27: 40, 2027/28: 70, 2028/29: 80}", 1),  # below the baseline
        ("{2026/27: 60, 2027/28: 50, 2028/29: 80}", 1),  # falls
        ("{2026/27: 100, 2027/28: 100, 2028/29: 100}", 0),
        ("{2026/27: 60, 2027/28: 60, 2028/29: 60, hold: the clinic moves}", 0),
    ],
)
def test_it_is_held_against_its_baseline_and_from_year_to_year(target: str, number: int) -> None:
    assert len(list(target_not_above_baseline.check(pack_of(text_with(target))))) == number


@pytest.mark.parametrize(
    ("baseline", "own", "number"),
    [
        ("42% in 2025/26", "42%", 0),
        ("42% in 2025/26", "50%", 1),
        ("42.5% in 2025/26", "42%", 1),
        ("42% in 2025/26 and 50% on paper", "50%", 0),
        ("30 of 70 people in 2025/26", "43%", 0),  # 42.86%
        ("30 of 70 people in 2025/26", "50%", 1),
        ("Not measured before", "42%", 0),
    ],
)
@pytest.mark.parametrize("hold", ["", "; held because the clinic moves"])
def test_two_baselines_of_one_measure_are_told(baseline: str, own: str, number: int, hold: str) -> None:
    target = f"60% in 2026/27; 70% in 2027/28; 80% in 2028/29; from a baseline of {own} in 2025/26{hold}"
    found = list(target_not_above_baseline.check(pack_of(text_with(target, baseline))))
    assert ["says another" in each.message for each in found] == [True] * number
