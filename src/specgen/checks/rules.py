"""The rules in the order in which they are documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from specgen.assembly.pack import Pack
from specgen.checks import (
    agreed_but_not_approved,
    budget_without_care_plan,
    budget_without_governance,
    budget_without_reviews,
    change_without_notice,
    clause_not_printed,
    clause_of_another_form,
    component_without_measure,
    dated_term,
    deviation_expired,
    drafting_words,
    form_without_its_clause,
    gap_in_text,
    gap_in_wording,
    improvement_by_commissioners,
    improvement_outside_year,
    improvement_without_co_production,
    information_governance_open,
    legal_rights_to_choice,
    measure_in_one_place,
    measure_without_wording,
    national_wording_alone,
    no_development_plan,
    no_equality_assessment,
    no_improvement_plan,
    no_personalised_care,
    other_tool,
    person_instead_of_post,
    referral_without_pathway,
    shared_decisions_without_champion,
    social_prescribing_alone,
    target_not_above_baseline,
    unsuitable_activation_measure,
    variation_beyond_limits,
    variation_not_recorded,
    variation_notice_due,
    wrong_social_prescribing_wording,
)
from specgen.problems import Problem, Severity


class Rule(Protocol):
    """A rule is a module with these names; its docstring is its documentation.

    `SEVERITY` is what it reports unless its documentation says otherwise of a case; `SECTION` is empty where the
    handbook gives no such rule.
    """

    SLUG: str
    SEVERITY: Severity
    SECTION: str
    __doc__: str | None

    def check(self, pack: Pack) -> Iterator[Problem]:
        """Every breach of the rule in the contract."""


RULES: tuple[Rule, ...] = (
    # What a specification must hold.
    no_personalised_care,
    legal_rights_to_choice,
    national_wording_alone,
    # Components that need one another.
    shared_decisions_without_champion,
    social_prescribing_alone,
    referral_without_pathway,
    wrong_social_prescribing_wording,
    unsuitable_activation_measure,
    budget_without_care_plan,
    budget_without_governance,
    budget_without_reviews,
    # Measures.
    component_without_measure,
    measure_without_wording,
    measure_in_one_place,
    target_not_above_baseline,
    other_tool,
    # The plans.
    no_development_plan,
    no_improvement_plan,
    improvement_by_commissioners,
    improvement_without_co_production,
    improvement_outside_year,
    # The contract as a whole.
    clause_of_another_form,
    form_without_its_clause,
    clause_not_printed,
    change_without_notice,
    information_governance_open,
    no_equality_assessment,
    agreed_but_not_approved,
    deviation_expired,
    # A variation.
    variation_not_recorded,
    variation_beyond_limits,
    variation_notice_due,
    # Words.
    gap_in_wording,
    gap_in_text,
    dated_term,
    drafting_words,
    person_instead_of_post,
)
