"""Adults in the cohort and children in the population, or the other way."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.numbers import cohort_and_population_differ as rule

SLUG = "cohort-and-population-differ"


def told(cohort: str, population: str = "", name: str = "Community respiratory service", more: str = "") -> list[str]:
    lines = [f'cohort: "{cohort}"', f'population: "{population}"' if population else "", more]
    text = contract("\n".join(filter(None, lines))).replace("name: Community respiratory service", f"name: {name}")
    return [severity for _, severity, _ in breaches(rule, text)]


@pytest.mark.parametrize(
    ("cohort", "population"),
    [
        ("adults with asthma", "Children and young people registered with a general practice in Northbrook"),
        ("children with asthma", "Adults registered with a general practice in Northbrook"),
        ("adults with asthma", "Children of Northbrook"),
        ("people aged 65 and over", "People aged under 18 in Northbrook"),
        ("people aged 18 to 25", "Residents aged 65+ in Northbrook"),
        ("adults with asthma", "People under the age of 16 in Northbrook"),
    ],
)
def test_ages_that_do_not_meet_are_told(cohort: str, population: str) -> None:
    assert told(cohort, population) == ["warning"]


@pytest.mark.parametrize(
    ("cohort", "population"),
    [
        ("adults with asthma", "Adults registered with a general practice in Northbrook"),
        ("adults with asthma", "People registered with a general practice in Northbrook"),
        ("adults with asthma", "People registered with the children's community team until they are 18"),
        ("children and adults who are eligible for a wheelchair", "Adults registered in Northbrook"),
        ("children with asthma", "Children and adults registered in Northbrook"),
        ("children and young people up to 25", "People aged 0 to 25 in Northbrook"),
        ("children and young people aged under 25", "Adults and children of Northbrook"),
        ("young people aged 16 to 25", "Children and young people of Northbrook"),
        ("young adults aged 18 to 25", "Adults of Northbrook"),
        ("parents of children with asthma", "Adults registered in Northbrook"),
        ("adults who care for others", "Families with children in Northbrook"),
        ("adults with asthma since childhood", "Adults who had asthma as children"),
        ("adults, but no children", "Adults registered in Northbrook"),
        ("people aged 65 and over", "Adults registered in Northbrook"),
        ("adults with diabetes", "People who live within 5 miles and under 2 hours’ travel"),
        ("adults who wait over 18 weeks", "Adults registered in Northbrook"),
        ("people with COPD", ""),
        ("adults moving on from children’s services", "Adults registered in Northbrook"),
    ],
)
def test_ages_that_meet_or_are_not_said_are_right(cohort: str, population: str) -> None:
    assert told(cohort, population) == []


def test_the_name_of_the_service_and_what_its_cohort_includes_are_held_against_the_cohort() -> None:
    assert told("adults with asthma", name="Children’s asthma service") == ["warning"]
    assert told("children with asthma", name="Adult asthma service") == ["warning"]
    assert told("young people with asthma", name="Paediatric to adult transition") == []
    assert told("children with asthma", name="Paediatric asthma service") == []
    continuing = "cohort_includes: [children's continuing care]"
    assert told("adults with complex needs", more=continuing) == ["warning"]
    assert told("children with complex needs", more=continuing) == []
