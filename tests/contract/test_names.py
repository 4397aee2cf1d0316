"""A name that is known, written at the wrong level: where it belongs is said."""

import pytest

from specgen.contract.read import known_names, read_contract, where_it_belongs

FILE = """\
contract:
  reference: A-1
  title: A contract
  edition: 2026/27
  extension: two years more
  term: {start: 2026-04-01, end: 2027-03-31}
commissioners:
  - {name: North Board, ods_code: QXX}
provider: {name: Hill Trust, ods_code: RXX, kind: NHS trust}
services:
  - name: Clinic
"""


def test_a_field_of_the_term_written_directly_under_contract_is_told_where_it_belongs() -> None:
    contract, problems = read_contract(FILE.encode(), "contract.yaml")
    assert contract is None
    (problem,) = problems
    assert (problem.slug, problem.location.line, problem.cure) == (
        "unknown-key",
        5,
        "put it in “contract.term”, where it belongs",
    )


def test_a_name_that_no_level_has_is_told_the_names_that_belong_here() -> None:
    (problem,) = read_contract(FILE.replace("extension", "prolongation").encode(), "contract.yaml")[1]
    assert problem.cure.startswith("use one of: award_route, began_on, confirmed, date")


@pytest.mark.parametrize(
    ("name", "path", "home"),
    [
        ("title", (), "“contract”"),
        ("services", ("contract",), "the top of the file, without spaces before it"),
        ("cohort", ("contract",), "an entry of “services”"),
        ("end", ("services", 0), "“services.period”"),
        ("end", ("contract",), "“contract.term”"),
        ("lead", ("commissioners", 0), "“commissioners.section_75”"),
        ("reference", (), "“contract” or “variation”"),
        ("values", ("commissioners", 0, "section_75"), "an entry of “commissioners”"),
        ("colour", (), ""),
    ],
)
def test_of_several_levels_that_have_a_name_the_nearest_is_told(
    name: str, path: tuple[str | int, ...], home: str
) -> None:
    assert name not in known_names(path)
    assert where_it_belongs(name, path) == home
