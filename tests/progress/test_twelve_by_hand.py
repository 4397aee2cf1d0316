"""Twelve invented contracts, counted by hand before they were counted by the program: every numerator, denominator,
quarter's end and missing contract."""

from datetime import date

from tests.progress.portfolio import contract_of, wording

from specgen.progress.report import ProgressReport, progress_report
from specgen.progress.words import board_summary

APPLIES, NOT = "applies", "{not_applicable: no consultant leads it}"
READY = "sdm_ready_date: 2026-09-30"
SHARED, PLANS = "shared-decision-making/local-terms", "personalised-care-and-support-planning/local-terms"
EIGHT = (
    "personalised-care-and-support-planning/people-with-a-plan, personal-health-budgets/people-with-a-budget, "
    "social-prescribing/people-reached, personalised-care/personalised-approaches, personalised-care/total-funding, "
    "personalised-care-and-support-planning/outcomes-achieved, personalised-care/satisfaction, "
    "co-production/demonstration"
)
LONG = "{start: 2026-04-01, end: 2029-03-31}"
Written = tuple[str, str, str, str]
"""Of a service: its clauses, the answer on legal rights, its values, its groups."""

CONTRACTS: dict[str, tuple[str, str, tuple[Written, ...], str]] = {
    "H-01": (
        LONG,
        "",
        (
            (f"personalised-care/generic, {SHARED}, enabling-choice/general", APPLIES, READY, ""),
            (f"{PLANS}, enabling-choice/general", "", "", ""),
        ),
        "development: [shared-decision-making/pathways]\nimprovement: [shared-decision-making/decision-support]\n"
        "values: {sdm_pathways_date: 2027-03-31, sdm_resources_date: 2026-12-31}\n",
    ),
    "H-02": (
        LONG,
        "",
        ((SHARED, NOT, "", ""),),
        "improvement: [shared-decision-making/decision-support]\nvalues: {sdm_resources_date: 2027-06-30}\n",
    ),
    "H-03": (LONG, "", (("", APPLIES, "", ""),), "development: {not_applicable: in another contract}\n"),
    "H-04": (
        LONG,
        "",
        (("social-prescribing/referral-local-terms, enabling-choice/general", NOT, "", ""),),
        "development: [personalised-care/incentives, personalised-care/lead-commissioner]\n"
        "system: [social-prescribing/link-workers, enabling-choice/website]\n"
        "values: {pc_incentive_date: 2027-03-31, pc_lead_commissioner_date: 2026-12-31,"
        " sp_link_worker_date: 2026-11-30, choice_website_date: 2027-01-31}\n",
    ),
    "H-05": (
        LONG,
        "",
        (
            ("personal-health-budgets/process", APPLIES, "", "wheelchair services"),
            ("personal-health-budgets/governance", NOT, "", "continuing healthcare"),
            ("supported-self-management/peer-support-delivered", NOT, "", "section 117 aftercare"),
        ),
        "improvement: [personal-health-budgets/testing-period, supported-self-management/new-support]\n"
        "values: {phb_test_date: Q3 2026/27, ssm_new_support_date: 2027-01-15}\n",
    ),
    "H-06": (
        LONG,
        "grant",
        (("personalised-care/grant-generic, social-prescribing/grant-link-workers", "", "", ""),),
        "",
    ),
    "H-07": (
        "{start: 2024-04-01, end: 2026-09-30}",
        "",
        ((f"personalised-care/generic, {SHARED}", "", READY, ""),),
        "",
    ),
    "H-08": (
        "{start: 2027-04-01, end: 2029-03-31}",
        "",
        (
            (
                "supported-self-management/health-coaching-referred, enabling-choice/general, "
                "supported-self-management/patient-education-delivered",
                NOT,
                "",
                "",
            ),
        ),
        f"development: [personalised-care/data-systems]\nreporting: [{EIGHT}]\nvalues: {{pc_data_date: 2027-09-30}}\n",
    ),
    "H-09": (
        LONG,
        "shorter",
        ((f"{PLANS}, {SHARED}, enabling-choice/operational", APPLIES, READY, ""),),
        "reporting: [personalised-care-and-support-planning/people-with-a-plan]\n",
    ),
    "H-10": (
        LONG,
        "",
        (("personalised-care/generic, enabling-choice/operational", APPLIES, "", ""),),
        "reporting: {not_applicable: the reports are those of H-09}\n",
    ),
    "H-11": (
        LONG,
        "",
        ((f"{SHARED}, enabling-choice/general", NOT, READY, ""), (SHARED, NOT, "sdm_ready_date: 2027-01-01", "")),
        "development: [shared-decision-making/pathways]\n"
        "improvement: [shared-decision-making/decision-support, co-production/outputs]\n"
        "reporting: [personalised-care/satisfaction, co-production/demonstration]\n"
        "values: {sdm_pathways_date: 2026-06-30, sdm_resources_date: 2026-08-31, cop_outputs_date: 2027-03-31}\n",
    ),
    "H-12": (
        LONG,
        "",
        (
            (
                f"personalised-care/generic, {SHARED}, personalised-care-and-support-planning/national, "
                "social-prescribing/link-worker-service, personal-health-budgets/process, enabling-choice/general",
                NOT,
                READY,
                "",
            ),
        ),
        "development: [personalised-care/ambition]\n"
        "improvement: [personalised-care/digital-plan, personalised-care-and-support-planning/template]\n"
        "values: {pc_ambition_date: 2028-03-31, pc_digital_plan_date: 2028-12-31, pcsp_template_date: 2027-02-28}\n",
    ),
}

# Cell: how many of how many, who is missing among contracts (of services how many), not applicable, how many at each of
# the nine quarter ends from 31 December 2026 to 31 December 2028, and how many without a dated step.
BY_HAND: dict[str, tuple[int, int, str | int, int, str, int]] = {
    "1.1": (9, 10, "03", 0, "011112222", 7),
    "1.2": (13, 14, 1, 0, "022223333", 10),
    "2.1": (4, 10, "02 03 04 05 08 10", 0, "122222222", 2),
    "2.2": (5, 14, 9, 0, "233333333", 2),
    "3.1": (3, 10, "02 03 04 05 08 10 11", 0, "011111111", 2),
    "3.2": (3, 14, 11, 0, "011111111", 2),
    "4.1": (5, 10, "01 02 03 05 11", 0, "011111111", 4),
    "4.2": (7, 14, 7, 0, "011111111", 6),
    "4.3": (5, 14, 1, 8, "", 0),
    "5.1": (2, 10, "01 02 03 05 08 09 10 11", 0, "111111111", 1),
    "5.2": (2, 14, 12, 0, "111111111", 1),
    "6.1": (2, 10, "01 02 03 04 09 10 11 12", 0, "011111111", 1),
    "6.2": (2, 14, 12, 0, "011111111", 1),
    "6.3": (1, 14, 13, 0, "", 0),
    "6.4": (1, 14, 13, 0, "", 0),
    "6.5": (1, 14, 13, 0, "", 0),
    "7.1": (2, 10, "01 02 03 04 08 09 10 11", 0, "111111111", 1),
    "7.2": (3, 14, 11, 0, "222222222", 1),
    "8.1": (1, 10, "01 02 05 08 10 11 12", 2, "011111111", 0),
    "9.1": (1, 10, "01 02 03 04 05 09 11 12", 1, "000111111", 0),
    "9.2": (2, 10, "01 02 03 04 05 11 12", 1, "", 0),
    "9.3": (1, 10, "01 02 03 04 05 09 11 12", 1, "", 0),
    "9.4": (1, 10, "01 02 03 04 05 09 11 12", 1, "", 0),
    "9.5": (1, 10, "01 02 03 04 05 09 11 12", 1, "", 0),
    "9.6": (1, 10, "01 02 03 04 05 09 11 12", 1, "", 0),
    "9.7": (1, 10, "01 02 03 04 05 09 11 12", 1, "", 0),
    "9.8": (2, 10, "01 02 03 04 05 09 12", 1, "", 0),
    "9.9": (2, 10, "01 02 03 04 05 09 12", 1, "", 0),
    "10.1": (1, 10, "01 02 05 08 10 11 12", 2, "111111111", 0),
}


def text_of(reference: str) -> str:
    term, form, services, rest = CONTRACTS[reference]
    lines = [
        f"contract:\n  reference: {reference}\n  title: A contract\n  edition: 2026/27\n  status: agreed",
        f"  form: {form}" if form else "",
        f"  term: {term}",
        "commissioners:\n  - {name: NHS Upland Integrated Care Board, ods_code: X9A01}",
        "provider: {name: Upland Care, kind: NHS trust, ods_code: X9T01}\nservices:",
    ]
    for number, (clauses, rights, values, groups) in enumerate(services, 1):
        lines.append(f"  - name: Service {number}\n    cohort: adults")
        lines.append(f"    cohort_includes: [{groups}]" if groups else "")
        lines.append(f"    legal_rights_to_choice: {rights}" if rights else "")
        lines.append(f"    specification: [{clauses}]" if clauses else "")
        lines.append(f"    values: {{{values}}}" if values else "")
    return "\n".join([line for line in lines if line] + [rest])


def report() -> ProgressReport:
    library, _, _, yardstick = wording()
    contracts = [contract_of(text_of(reference), reference) for reference in CONTRACTS]
    return progress_report(contracts, yardstick, library.components, date(2026, 10, 1))


def test_every_cell_is_as_it_was_counted_by_hand() -> None:
    found = report()
    assert (len(found.contracts), found.services, len(found.grants)) == (10, 14, 1)
    assert [contract.reference for contract in found.ended] == ["H-07"]
    assert [day.isoformat() for day in (found.quarters[0], found.quarters[-1])] == ["2026-12-31", "2028-12-31"]
    assert {
        f"{cell.action}.{index}": (
            cell.count,
            cell.of,
            " ".join(name.reference[2:] for name in cell.missing)
            if cell.measure.unit == "contracts"
            else len(cell.missing),
            len(cell.not_applicable),
            "".join(map(str, cell.by_quarter)),
            cell.undated,
        )
        for progress in found.actions
        for index, cell in enumerate(progress.cells, 1)
    } == BY_HAND
    assert found.actions[6].groups == ("continuing healthcare", "wheelchair services")
    assert "".join(map(str, found.actions[1].steps_due)) == "345555555"
    assert "".join(map(str, found.actions[8].steps_due)) == "000111112"


def test_the_summary_asks_what_was_found_by_hand() -> None:
    summary = board_summary(report())
    assert [row.status for row in summary.rows if row.target == "100%"] == [
        "below target, 1 contract and 1 service short",
        "below target, 5 contracts and 7 services short",
    ]
    assert summary.decisions == (
        "Below the target: key actions 1 and 4. By when do the missing get the wording?",
        "No target stated: key actions 2, 3 and 5 to 10. Which share is wanted, by when?",
        "63 of 65 gaps (a contract without an action) have no dated step. Which are to be closed?",
        "2 dated steps had fallen due by 1 October 2026. Were they done?",
    )
