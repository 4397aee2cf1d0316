"""One number, wherever it stands: the specification, the quality schedule, the workbook of returns, the verdict and the
board's report say the same of it, however the contract gives it."""

import pytest
from tests.progress.portfolio import contract_of, report_of
from tests.reported_figures.returned import Given, asked, held, pack

from specgen.assembly.trajectories import of_all_and_single

# Measure, the clause of the specification that prints its number too, the value, what its words count, and its figure
# in the board's report.
MEASURES = {
    "health-coaching": ("health-coaching-delivered", "ssm_coaching", "Service Users", "coaching"),
    "patient-education": ("patient-education-delivered", "ssm_education", "Service Users", "education"),
    "pam-licences": ("", "ssm_licence", "licences", "activation-licences"),
    "pam-licences-updated": ("", "ssm_licence", "licences", "activation-licences"),
    "referrals-made": ("", "sp_referrals", "referrals", "referrals-asked"),
}
YEARS = "{2026/27: 400, 2027/28: 480}"
# What is said of all, of the one Commissioner and of the other; whether there is another.
GIVEN = {
    "one number for every year": ("400", "", "", True),
    "a number for each year": (YEARS, "", "", True),
    "each Commissioner's, without a total": ("", "{2026/27: 150, 2027/28: 180}", "{2026/27: 250, 2027/28: 300}", True),
    "each Commissioner's, with the total": (
        YEARS,
        "{2026/27: 150, 2027/28: 180}",
        "{2026/27: 250, 2027/28: 300}",
        True,
    ),
    "one Commissioner's beside the total": (YEARS, "", "{2026/27: 250, 2027/28: 300}", True),
    "the only Commissioner's own": ("", YEARS, "", False),
}


def contract(measure: str, given: str) -> str:
    clause, stem, _, _ = MEASURES[measure]
    whole, one, other, several = GIVEN[given]
    component = "social-prescribing" if measure == "referrals-made" else "supported-self-management"
    name = f"{stem}_{'target' if measure == 'referrals-made' else 'trajectory'}"

    def own(value: str) -> str:
        return f"\n    values: {{{name}: {value}}}" if value else ""

    return f"""
contract:
  reference: T-1
  title: A contract
  edition: 2026/27
  term: {{start: 2026-04-01, end: 2028-03-31}}
commissioners:
  - name: Upland Council
    ods_code: X9A01
    kind: local authority{own(one)}
{f"  - name: Lowland Council{chr(10)}    ods_code: X9A02{chr(10)}    role: associate{own(other)}" if several else ""}
provider: {{name: Upland Care, kind: NHS trust, ods_code: X9T01}}
services:
  - name: A service
    specification: [{f"{component}/{clause}" if clause else ""}]
    quality: [{component}/{measure}]
    values: {{{stem}_baseline: 10 in 2025/26{"" if measure == "referrals-made" else f", {stem}_target: 80"}}}
values: {{{f"{name}: {whole}" if whole else ""}}}
"""


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("measure", MEASURES)
def test_print_workbook_verdict_and_board_say_one_number(measure: str, given: str) -> None:
    text = contract(measure, given)
    _, stem, things, figure = MEASURES[measure]
    by_year = given != "one number for every year"
    count = measure == "referrals-made"

    # Paper: the specification and the quality schedule print one number, each year's beside its year.
    printed = "400 (2026/27) and 480 (2027/28)" if by_year else "400"
    issued = [clause for document in pack(text).record.documents for clause in document.clauses]
    values = {
        clause.id: str(value.printed)
        for clause in issued
        for name, value in clause.values.items()
        if name == f"{stem}_{'target' if count else 'trajectory'}"
    }
    assert values and all(of_all_and_single(value)[0] == printed for value in values.values()), values

    # The workbook and the verdict: a whole year owes the year's number, half a year of a trajectory half of it.
    rows = [row for row in asked(text).rows if not row.party]
    assert [row.first.month for row in rows] == ([4, 7, 10, 1] if count else [4] * 4) * 2
    for year, owed in ((rows[:4], 400), (rows[4:], 480 if by_year else 400)):
        share = 1 if count else 80
        one_less = owed * share // (1 if count else 100) - 1
        quarters = [one_less // 4] * 3 + [one_less - one_less // 4 * 3] if count else [one_less] * 4
        whole, problems = held(
            *(Given(row, number) for row, number in zip(year, quarters, strict=True)), of=asked(text), on="2028-05-01"
        )
        assert problems == []
        if count:
            of_year = next(each for each in whole.years if each.asked in year)
            bound, said = of_year.asked.bound, of_year.outcome
        else:
            assert [str(row.whole) for row in year] == [f"{owed * quarter / 4:g}" for quarter in (1, 2, 3, 4)]
            last = next(each for each in whole.figures if each.asked.id == year[3].id)
            bound, said = year[3].whole, last.outcome
        # Where Commissioners have numbers of their own too, all of them together still owe the number for all.
        assert said == "below threshold" and bound == owed

    # The board.
    total = report_of([contract_of(text)]).figure(figure).total or ()
    assert [(year, int(amount)) for year, amount in total] == (
        [("2026/27", 400), ("2027/28", 480)] if by_year else [("", 400)]
    )
    assert things in f"{rows[0].threshold} {rows[0].denominator}"
