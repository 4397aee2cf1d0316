"""A slip for each kind of fault that an answer can have: which field, what is typed, and the kind that is told."""

from __future__ import annotations

from typing import Final

EXAMPLE: Final = "community-respiratory/contract.yaml"

SLIPS: Final[tuple[tuple[str, str, str, str], ...]] = (
    # slug, field, what is typed, words of the fault
    ("missing-value", "contract/title", "", "“title” is missing here"),
    ("missing-value", "services/0/values/sdm_champion_post", "", "the value “sdm_champion_post” is missing"),
    ("wrong-value", "contract/term/end", "2026-02-30", "“2026-02-30” is not a date"),
    ("wrong-value", "services/0/values/sdm_ready_date", "soon", "“soon” is not a date"),
    ("wrong-value", "services/0/values/pcsp_trained_target", "most", "“most” is not a percentage"),
    ("wrong-value", "services/0/values/pcsp_trained_target", "180", "is not a percentage"),
    ("wrong-value", "services/0/values/sdm_sample_size", "many", "“many” is not a number"),
    ("wrong-value", "services/0/values/sdm_measure_interval", "now and then", "is not an interval"),
    ("wrong-value", "services/0/values/sdm_measure_interval", "0 months", "is no time at all"),
    ("wrong-value", "services/0/values/sdm_champion_post", "ann@example.org", "holds an e-mail address"),
    ("wrong-value", "contract/lifetime_value", "a lot", "“a lot” is not an amount"),
    ("wrong-value", "provider/ods_code", "X-1", "is not an ODS code"),
    ("too-long", "contract/reference", "R" * 61, "is longer than 60 characters"),
    ("edition-unknown", "contract/edition", "2031/32", "there is no edition “2031/32”"),
    ("term-ends-before-start", "contract/term/end", "2025-01-01", "before it starts"),
    ("not-a-date", "services/0/review_date", "when it suits", "“when it suits” is not a date"),
    ("gap-in-value", "services/0/values/sdm_cohort", "TBC", "looks like a gap that was left open"),
    ("example-left-in", "services/0/values/sdm_collaborate_baseline", "44% in 2025/26", "example"),
    ("fraction-as-percentage", "services/0/values/pcsp_trained_target", "0.8", "80% may be meant"),
    ("nothing-asked-for", "services/0/values/pcsp_trained_target", "0", "is 0, so that nothing is asked for"),
    ("value-does-not-read-on", "services/0/values/sdm_cohort", "the people with asthma.", "does not read on"),
)
