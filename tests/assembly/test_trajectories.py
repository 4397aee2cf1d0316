"""Trajectories in a pack: the same figures in 2M, in section 5.1 and in the quality schedule, and the sum of what
single Commissioners give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.checks.contracts import contract, editions, pack_of, shipped

from specgen.assembly.pack import assemble
from specgen.assembly.trajectories import for_commissioners, is_of_all, of_all_and_single
from specgen.contract.quantities import TrajectoryFigures, TrajectoryPeriod, read_trajectory
from specgen.contract.read import read_contract

NAME = "social-prescribing"
SERVICE = f"quality: [{NAME}/referrals-made]\nvalues:\n  sp_referrals_target: "


def contract_with(target: str, own: tuple[str, ...] = (), whole: bool = True) -> str:
    """A contract with the measure of referrals and the 2M action about people, both with a trajectory."""
    text = contract(
        f"{SERVICE}{target}" if whole else f"quality: [{NAME}/referrals-made]",
        after=f"development: [{NAME}/people]\nvalues:\n  sp_people_by_year: {{2026/27: 140, 2027/28: 180}}",
    )
    for number, said in enumerate(own):
        party = f"    values:\n      sp_referrals_target: {said}\n"
        text = (
            text.replace("provider:", f"{party}provider:")
            if not number
            else text.replace(
                "provider:",
                f"  - name: Council {number}\n    ods_code: Q{number}\n    role: associate\n{party}provider:",
            )
        )
    return text


def printed(text: str) -> dict[str, object]:
    return {f"{clause.place} {name}": said for clause in pack_of(text).chosen for name, said in clause.printed.items()}


def faults(text: str) -> list[str]:
    found, _ = read_contract(text.encode(), "contract.yaml")
    assert found is not None
    return [each.message for each in assemble(found, shipped(), editions(), ())[1] if each.slug == "wrong-value"]


def test_a_trajectory_reads_on_before_what_it_counts_and_at_the_end_of_its_sentence() -> None:
    pack = pack_of(contract_with("{2026/27: 180, 2027/28: 220}"))
    threshold = next(clause.fields["threshold"] for clause in pack.chosen if clause.place == "quality")
    action = next(clause for clause in pack.chosen if clause.place == "development")
    assert threshold == "At least 180 (2026/27) and 220 (2027/28) referrals in the Contract Year"
    assert action.blocks[-1].text.endswith(": 140 in 2026/27; 180 in 2027/28.")


def test_one_number_still_stands_for_every_contract_year() -> None:
    assert printed(contract_with('"1250"'))["quality sp_referrals_target"] == "1,250"


def test_the_sum_of_all_commissioners_is_computed_and_nothing_is_missing() -> None:
    text = contract_with("", ("{2026/27: 120, 2027/28: 140}", "60 in 2026/27; 80 in 2027/28"), whole=False)
    assert faults(text) == []
    assert printed(text)["quality sp_referrals_target"] == (
        "180 (2026/27) and 220 (2027/28) (of which for Northbrook Integrated Care Board: 120 in 2026/27, "
        "140 in 2027/28; for Council 1: 60 in 2026/27, 80 in 2027/28)"
    )


@pytest.mark.parametrize(
    ("whole", "own", "fault"),
    [
        ("{2026/27: 190}", ("{2026/27: 120}", "{2026/27: 60}"), "come to 180 in 2026/27, and 190"),
        ("{2026/27: 180}", ("{2026/27: 120}", "{2027/28: 60}"), "Council 1 has figures for 2027/28 and"),
        ("some", (), "“some” is not a figure for a Contract Year or Quarter"),
        ("{2026/27: 80%}", (), "numbers are asked for"),
    ],
)  # fmt: skip
def test_what_does_not_add_up_or_is_no_figure_is_refused(whole: str, own: tuple[str, ...], fault: str) -> None:
    assert [fault in said for said in faults(contract_with(whole, own))] == [True]


def test_a_part_of_the_commissioners_cannot_come_to_more_than_all() -> None:
    _, fault = for_commissioners("100 in 2026/27", [("A", "120 in 2026/27")], 2)
    assert fault == "the Commissioners that have figures of their own come to 120 in 2026/27, and all to 100"
    said, fault = for_commissioners("100 in 2026/27", [("A", "60 in 2026/27")], 2)
    assert (said, fault) == ("100 in 2026/27 (of which for A: 60 in 2026/27)", "")


def test_shares_of_commissioners_have_no_sum() -> None:
    said, fault = for_commissioners(None, [("A", "80% in 2026/27"), ("B", "70% in 2026/27")], 2)
    assert (said, fault) == ("for A: 80% in 2026/27; for B: 70% in 2026/27", "")


ROWS = st.lists(st.lists(st.integers(0, 9999), min_size=3, max_size=3), min_size=1, max_size=5)


@given(ROWS, st.randoms())
def test_the_total_is_the_sum_of_its_rows_whatever_their_order(rows: list[list[int]], chance: object) -> None:
    own = [
        (f"Council {number}", "; ".join(f"{amount} in {2026 + at}/{27 + at}" for at, amount in enumerate(row)))
        for number, row in enumerate(rows)
    ]
    chance.shuffle(own)  # type: ignore[attr-defined]
    said, fault = for_commissioners(None, own, len(own))
    assert fault == ""
    assert read_trajectory(of_all_and_single(said)[0]) == TrajectoryFigures(
        tuple((TrajectoryPeriod(2026 + at), sum(row[at] for row in rows)) for at in range(3))  # type: ignore[misc]
    )


@pytest.mark.parametrize(
    ("whole", "own", "fault"),
    [
        ("480", ("600 in 2026/27; 650 in 2027/28", "30 in 2026/27"), "A has 650, and 480 is given for all"),
        ("50", ("30", "30"), "the Commissioners’ figures come to 60, and 50 is given for all"),
        ("60", ("30", "30"), ""),
        ("480", ("400 in 2026/27", "30 in 2026/27"), ""),
        ("80%", ("70%", "90%"), ""),
        ("90 in 2026/27; from a baseline of 10", ("60 in 2026/27; from a baseline of 40",
         "30 in 2026/27; from a baseline of 20"), "the Commissioners’ baselines come to 60, and 10 is given for all"),
        (None, ("60 in 2026/27; falling", "30 in 2026/27"), "the figures of B are to rise, and those of A to fall"),
    ],
)  # fmt: skip
def test_what_is_given_for_all_is_held_against_what_each_has(
    whole: str | None, own: tuple[str, str], fault: str
) -> None:
    assert for_commissioners(whole, list(zip("AB", own, strict=True)), 2)[1] == fault


def test_a_sum_says_nothing_that_one_commissioner_alone_says() -> None:
    own = [
        ("A", "60.5 in 2026/27; from a baseline of 40 in 2024/25; hold: a ward closes"),
        ("B", "59.5 in 2026/27; from a baseline of 20 in 2025/26"),
    ]
    assert for_commissioners(None, own, 2)[0] == (
        "120 in 2026/27 (of which for A: 60.5 in 2026/27, from a baseline of 40 in 2024/25, "
        "held because a ward closes; for B: 59.5 in 2026/27, from a baseline of 20 in 2025/26)"
    )


@pytest.mark.parametrize(
    ("printed", "of_all"),
    [
        ("400", True),
        ("400 (2026/27) (of which for A: 250 in 2026/27)", True),
        ("400 (2026/27) (for A: 250 in 2026/27; for B: 150 in 2026/27)", True),
        ("400 (2026/27) (for A: 250 in 2026/27)", False),
    ],
)
def test_a_number_beside_one_commissioners_own_is_of_all_only_where_its_words_say_so(
    printed: str, of_all: bool
) -> None:
    assert is_of_all(printed, ["A", "B"]) is of_all


@given(
    st.sampled_from(["80%", "480", "some words"]), st.lists(st.sampled_from(["70", "80%", "90 in 2026/27"]), max_size=3)
)
def test_what_is_said_of_all_and_of_single_ones_is_told_apart_again(base: str, each: list[str]) -> None:
    own = [(f"Council {number}", text) for number, text in enumerate(each)]
    said, _ = for_commissioners(base, own, 9) if own else (base, "")
    whole, rest = of_all_and_single(said)
    assert (whole, bool(rest)) == (base, bool(own))
    assert ("of which" in rest) == (base == "480" and bool(own))


@pytest.mark.parametrize(
    ("own", "told", "fault"),
    [(3, "4 (of which for Council 1: 3)", ""), (9, "", "Council 1 has 9, and 4 is given for all")],
)
def test_posts_of_one_commissioner_are_printed_as_a_part_of_those_of_all(own: int, told: str, fault: str) -> None:
    text = contract(
        "specification: [social-prescribing/link-worker-service]\nvalues: {sp_link_worker_number: 4}"
    ).replace("    ods_code: QXX", "    ods_code: QXX\n    role: co-ordinating")
    text = text.replace(
        "provider:",
        "  - name: Council 1\n    role: associate\n    kind: local authority\n    ods_code: QYY\n"
        f"    values: {{sp_link_worker_number: {own}}}\nprovider:",
    )
    assert [each for each in faults(text) if "sp_link_worker_number" in each] == (
        [f"“sp_link_worker_number”: {fault}"] if fault else []
    )
    assert printed(text).get("specification sp_link_worker_number", "") == told
