"""Numbers, shares, sums of money and intervals, as contract files and registers write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specgen.contract.quantities import looks_like_fraction, pounds, read_interval, read_money, read_number, read_share


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("1250000", "£1,250,000"),
        ("£1,250,000.00", "£1,250,000"),
        ("£1.2m", "£1,200,000"),
        ("£1.2 million", "£1,200,000"),
        ("£ 3bn", "£3,000,000,000"),
        ("£250k", "£250,000"),
        ("£1.2555k", "£1,255.50"),
        ("1.20", "£1.20"),
    ],
)
def test_a_sum_is_read_with_its_sign_its_commas_and_a_word_for_thousands_or_more(written: str, printed: str) -> None:
    amount = read_money(written)
    assert amount is not None and pounds(amount) == printed


@pytest.mark.parametrize("written", ["", "£", "1,25", "1.250", "£1.234567k", "12 apples", "-5", "1e6", "€5", "£1.2mm"])
def test_what_is_no_sum_of_pounds_and_pence_is_none(written: str) -> None:
    assert read_money(written) is None


@pytest.mark.parametrize("unit", ["", "m", "bn", "k"])
@pytest.mark.parametrize("digits", ["9" * 16, "9" * 5000, "1." + "9" * 5000, "0," + ",".join(["000"] * 1000)])
def test_more_digits_than_a_sum_can_have_are_none(digits: str, unit: str) -> None:
    assert read_money(f"£{digits}{unit}") is None


@given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False))
def test_every_sum_that_is_printed_is_read_as_itself(amount: Decimal) -> None:
    assert read_money(pounds(amount)) == amount


@pytest.mark.parametrize("written", ["85", "85%", "85 %", "85 per cent", "85 percent", " 85% "])
def test_a_share_is_read_with_and_without_its_sign(written: str) -> None:
    assert read_share(written) == 85


@pytest.mark.parametrize("written", ["", "%", "101", "-1", "most", "80-90", "8,5"])
def test_what_is_no_share_from_0_to_100_is_none(written: str) -> None:
    assert read_share(written) is None


@pytest.mark.parametrize(
    ("written", "asked"), [("0.85", True), (".5", True), ("1", True), ("0.85%", False), ("85", False), ("1.5", False)]
)
def test_a_number_by_which_a_spreadsheet_may_mean_a_share_is_known(written: str, asked: bool) -> None:
    assert looks_like_fraction(written) is asked


@given(st.integers(min_value=0, max_value=10**9))
def test_a_whole_number_is_read_with_and_without_commas(number: int) -> None:
    assert read_number(str(number)) == read_number(f"{number:,}") == number


@pytest.mark.parametrize(
    ("written", "every", "within"),
    [
        ("3 months", "3 months", "3 months"),
        ("1 months", "month", "1 month"),
        ("1 month", "month", "1 month"),
        ("month", "month", "1 month"),
        ("one week", "week", "one week"),
        ("monthly", "month", "1 month"),
        ("every other month", "2 months", "2 months"),
        ("half yearly", "6 months", "6 months"),
        ("3 months.", "3 months", "3 months"),
        ("Quarterly", "quarter", "1 quarter"),
        ("fortnightly", "2 weeks", "2 weeks"),
        ("10 operational days", "10 Operational Days", "10 Operational Days"),
        ("48 Hours", "48 hours", "48 hours"),
        ("48hrs", "48 hours", "48 hours"),
        ("6 wks", "6 weeks", "6 weeks"),
        ("1 mth", "month", "1 month"),
        ("2yrs", "2 years", "2 years"),
        ("3-monthly", "3 months", "3 months"),
        ("six weekly", "six weeks", "six weeks"),
        ("1-yearly", "year", "1 year"),
        ("2 contract years", "2 Contract Years", "2 Contract Years"),
        ("every 6 weeks", "6 weeks", "6 weeks"),
        ("within 5 working days", "5 working days", "5 working days"),
        ("Two weeks", "two weeks", "two weeks"),
    ],
)
def test_an_interval_reads_on_after_every_and_after_within(written: str, every: str, within: str) -> None:
    interval = read_interval(written)
    assert interval is not None
    assert (interval.after_every(), interval.counted()) == (every, within)


@pytest.mark.parametrize("written", ["0 months", "00 days", "zero days", "no days", "0.0 hours"])
def test_an_interval_of_nothing_is_known(written: str) -> None:
    interval = read_interval(written)
    assert interval is not None and interval.is_nothing


@pytest.mark.parametrize(
    "written", ["regularly", "3 months or so", "soon", "3", "months of 3", "10 workdays", "1000 days"]
)
def test_what_is_no_interval_is_none(written: str) -> None:
    assert read_interval(written) is None
