"""Values of documents with figures: how they are read, rounded and printed."""

from fractions import Fraction

import pytest

from specgen.figures.values import Kind, UnreadableError, as_decimal, print_number, read_value
from specgen.problems import Location


@pytest.mark.parametrize(
    ("kind", "written", "printed"),
    [
        ("money", "£1,250.50", "£1,250.50"),
        ("money", "225000", "£225,000"),
        ("money", "0.1", "£0.10"),
        ("count", "51,195", "51,195"),
        ("count", "1615", "1,615"),
        ("share", "4.9%", "4.9%"),
        ("share", "85 per cent", "85%"),
        ("share", "275%", "275%"),
        ("number", "12.5", "12.5"),
        ("date", "2026-09-30", "30 September 2026"),
        ("date", "October 2019", "October 2019"),
        ("date", "Oct 2019", "October 2019"),
        ("identifier", "NBB-P-0042", "NBB-P-0042"),
        ("identifier", "9434765918", "9434765918"),
        ("identifier", "CHC-2026-10-01", "CHC-2026-10-01"),
        ("identifier", "SOR-2026-0001", "SOR-2026-0001"),
        ("identifier", "12345", "12345"),
        ("identifier", "A1/B2.3", "A1/B2.3"),
        ("identifier", "Case-7/Plan-2", "Case-7/Plan-2"),
        ("identifier", "ICB/CHC/0042", "ICB/CHC/0042"),
        ("identifier", "WHEELCHAIR-0042-R", "WHEELCHAIR-0042-R"),
        ("identifier", "nbb-0042b", "nbb-0042b"),
    ],
)
def test_a_value_is_read_and_prints_as_people_write_it(kind: Kind, written: str, printed: str) -> None:
    assert read_value(kind, written, Location()).printed == printed


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("money", "1,25.00"),
        ("money", "£1.005"),
        ("money", "-£5"),
        ("money", "about £5"),
        ("money", "9" * 16),
        ("count", "1.5"),
        ("count", "204.000"),
        ("count", "1.250.000"),
        ("count", "many"),
        ("share", "0.85"),
        ("share", "lots"),
        ("date", "31 June 2026"),
        ("date", "soon"),
        ("date", "Smarch 2026"),
        ("identifier", "9434765919"),
        ("identifier", "943-476-5919"),
        ("identifier", "CHC/9434765919/1"),
        ("identifier", "QQ123456C"),
        ("identifier", "p-qq12-34-56-c"),
        ("identifier", "1961-03-04"),
        ("identifier", "P-04.03.1961"),
        ("identifier", "P19610304"),
        ("identifier", "2026-10-01"),
        ("identifier", "Jane Smith"),
        ("identifier", "Smith"),
        *(
            ("identifier", name)
            for name in (
                "SMITH-42",
                "42/SMITH",
                "LEE-7",
                "JO-7",
                "Li7",
                "Ng-7",
                "JSMITH1",
                "NBB-OKAFOR-0042",
                "J-O-H-N-1",
                "ALI/2026",
                "PRZYBYLSKI-3",
                "HARBOUR-0042",
                "jones-7",
                "CASE-ANN-7",
            )
        ),
        ("identifier", "JaneSmith1"),
        ("identifier", "Jane-Smith-7"),
        ("identifier", "JSmith1974"),
        ("identifier", "j.smith/7"),
        ("identifier", "CHC/Smith/7"),
        ("identifier", "case-jones-1"),
        ("identifier", ""),
    ],
)
def test_what_is_not_of_its_kind_is_refused(kind: Kind, written: str) -> None:
    with pytest.raises(UnreadableError):
        read_value(kind, written, Location())


def test_a_month_means_all_its_days() -> None:
    days = read_value("date", "February 2028", Location()).days
    assert days is not None and (days.first.isoformat(), days.last.isoformat()) == ("2028-02-01", "2028-02-29")


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        ("1/8", 2, "0.13"),
        ("-1/8", 2, "-0.13"),
        ("5/1000", 2, "0.01"),
        ("4/1000", 2, "0.00"),
        ("1/2", 0, "1"),
        ("10860", -2, "10900"),
        ("12139", -2, "12100"),
        ("10850", -2, "10900"),
        ("2/3", 4, "0.6667"),
    ],
)
def test_half_is_rounded_up_at_the_stated_place(number: str, places: int, shown: str) -> None:
    assert f"{as_decimal(Fraction(number), places):f}" == shown


def test_money_below_nought_has_its_sign_before_the_pound() -> None:
    assert print_number("money", Fraction("-10432.40"), 2) == "-£10,432.40"


def test_a_whole_share_prints_without_noughts() -> None:
    assert print_number("share", Fraction(1), 2) == "100%"
    assert print_number("share", Fraction(9999, 10000), 2) == "99.99%"
