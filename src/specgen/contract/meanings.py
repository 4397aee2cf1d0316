"""What each field of the contract file means, how it is written and an example: one text for the schema and the docs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field for a reader: what it says, the form its value takes, and a value."""

    meaning: str
    form: str
    example: str


def _m(meaning: str, form: str, example: str) -> Meaning:
    return Meaning(meaning, form, example)


_LINE = "one line of text"
_TEXT = "text"
_DAY = "a day"
_LIST = "a list of text"
_VALUES = "names with values"

_PARTY = {
    "name": _m("The party's full legal name.", _LINE, "NHS Northbrook Integrated Care Board"),
    "ods_code": _m("Its code in the Organisation Data Service. Give this or no_ods_code.", "2 to 12 letters and digits", "X9A01"),
    "no_ods_code": _m("Why it has no ODS code. Give this or ods_code.", _TEXT, "applied for on 12 January 2026 and not yet issued"),
}

MEANINGS: Mapping[str, Mapping[str, Meaning]] = {
    "ContractFile": {
        "contract": _m("What is said of the contract as a whole.", _VALUES, "see below"),
        "commissioners": _m("The Commissioners who are party to the contract, at least one; one of them is co-ordinating.", "a list, each with names and values", "see below"),
        "provider": _m("The Provider.", _VALUES, "see below"),
        "services": _m("The services, at least one; each gets a Service Specification insert of its own.", "a list, each with names and values", "see below"),
        "development": _m("What goes into Schedule 2M, the development plan for personalised care.", "a list of clauses, or not_applicable with the reason", "- personalised-care/ambition"),
        "improvement": _m("What goes into Schedule 6D, the service development and improvement plan.", "a list of clauses, or not_applicable with the reason", "- co-production/outputs"),
        "system": _m("What goes into Schedule 8, the system plan obligations.", "a list of clauses, or not_applicable with the reason", "- personalised-care/liaison"),
        "reporting": _m("What goes into the reporting requirements.", "a list of clauses, or not_applicable with the reason", "- personalised-care/satisfaction"),
        "variation": _m("What is said of the variation that “specgen vary” writes. It reaches no schedule.", _VALUES, "see below"),
        "values": _m("Values that the chosen clauses ask for, for the contract as a whole.", _VALUES, "pc_report_interval: 3 months"),
    },
    "Particulars": {
        "reference": _m("The contract's reference. It begins the name of every file and names the folder.", "one line, 60 characters at most", "NBB-2026-014"),
        "title": _m("What the contract is called.", _LINE, "Community respiratory services"),
        "edition": _m("The contract year of the NHS Standard Contract that the contract uses.", "a year as 2026/27; “specgen editions” lists them", "2026/27"),
        "form": _m("Which form of the NHS Standard Contract it uses; or grant, for a local grant agreement. The shorter form has no Schedule 2M, 6D or 8; a grant agreement has no schedules.", "full-length, shorter or grant", "full-length"),
        "status": _m("How far the text has got. DRAFT leaves the pages only when this is agreed, every clause is approved and no value is missing.", "draft, for agreement or agreed", "draft"),
        "draft_version": _m("The number of the draft, for the reader.", _LINE, '"0.1"'),
        "date": _m("The contract's date, which decides the versions of clauses that apply; if left out, the first day of the term.", _DAY, "2026-03-20"),
        "term": _m("The contract's first and last day.", _VALUES, "see below"),
        "service_commencement_date": _m("The Service Commencement Date, when it is not the first day of the term.", _DAY, "2026-07-01"),
        "award_route": _m("How the contract was awarded under the Provider Selection Regime.", "one of the routes listed below", "direct award process C"),
        "lifetime_value": _m("The contract's value over its whole life, in pounds.", "an amount, as 1250000 or £1,250,000.00", "£7,140,000"),
        "local_policies": _m("Local policies that the contract names (Schedule 2G).", _LIST, "- Northbrook accessible information policy, version 3"),
        "equality_assessment": _m("The assessment of equality and health inequalities: its reference and date, or why there is none.", _TEXT, "EIA-2026-007, completed on 9 February 2026"),
        "dpia": _m("The data protection impact assessment: its reference and date, or why none is needed.", _TEXT, "DPIA-2026-011, approved on 12 February 2026"),
        "sharing_agreement": _m("The information sharing agreement that covers the services.", _TEXT, "Northbrook shared care record agreement, version 4"),
        "in_year_notice": _m("When these parts change a contract during its year: the notice that was given.", _TEXT, "Notice given to the Provider on 24 April 2026"),
        "confirmed": _m("Facts of the edition that you have checked against the published form; “specgen editions 2026/27” lists their names.", "a list of names", "- schedule-8-title"),
    },
    "Term": {
        "start": _m("The first day of the contract.", _DAY, "2026-04-01"),
        "end": _m("The last day of the contract.", _DAY, "2029-03-31"),
        "extension": _m("The right to extend the term, in words.", _TEXT, "The Co-ordinating Commissioner may extend the term once, by up to two years"),
    },
    "Commissioner": {
        **_PARTY,
        "role": _m("Whether this is the co-ordinating Commissioner, of whom there is one, or an associate.", "co-ordinating or associate", "associate"),
        "kind": _m("What kind of commissioner it is. Clinical commissioning groups are for editions up to 2021/22.", "integrated care board, NHS England, local authority or clinical commissioning group", "integrated care board"),
        "section_75": _m("The agreement under section 75 of the National Health Service Act 2006, where there is one.", _VALUES, "see below"),
        "signatory": _m("The post that signs for this Commissioner.", _LINE, "Chief Executive"),
        "values": _m("Values that differ for this Commissioner; they are printed beside the others', with its name.", _VALUES, "pcsp_agreed_target: 70"),
    },
    "Variation": {
        "reference": _m("The variation's reference. If left out, the contract's reference, -V and the number; without a number, -V and the day on which the variation takes effect.",
                        "one line, 60 characters at most", "NBB-2026-014-V2"),
        "number": _m("Which variation of the contract this is; its reference is then made of it.", "a whole number", "2"),
        "proposed_by": _m("The party that proposes the variation; if left out, the co-ordinating Commissioner.", "co-ordinating Commissioner or Provider", "Provider"),
        "proposed_on": _m("The day on which it was proposed. Tracked changes bear it, unless the command gives another day.", _DAY, "2026-07-20"),
        "agreed_on": _m("The day on which it was agreed; if left out, the line is there to be filled in at signature.", _DAY, "2026-08-28"),
        "reason": _m("Why the contract is changed, in your own words; it begins the summary.", _TEXT, "The service opens a second clinic in October 2026"),
        "ground": _m("What regulation 13 of the Provider Selection Regime is taken to allow the change by.",
                     "provided for in the contract, change of provider by succession, external factors or decision of the authority", "decision of the authority"),
        "value": _m("By how much this change alters the contract's value over its life, in pounds; 0 when it does not.", "an amount, as 1250000 or £1,250,000.00", "£120,000"),
        "earlier_value": _m("The same of all earlier changes together.", "an amount, as 1250000 or £1,250,000.00", "£85,000"),
        "notice": _m("The notice of the change that was published: its reference and date, or where it is planned.", _TEXT, "Notice 2026-000123, published on 3 September 2026"),
    },
    "Section75": {
        "reference": _m("The agreement's reference and subject.", _LINE, "S75-NBB-2024-02, integrated personal budgets"),
        "lead": _m("The organisation that leads under it.", _LINE, "NHS Northbrook Integrated Care Board"),
    },
    "Provider": {
        **_PARTY,
        "kind": _m("What kind of provider it is.", "one of the kinds listed below", "NHS foundation trust"),
        "company_number": _m("Its number at Companies House.", _LINE, '"99990001"'),
        "charity_number": _m("Its number at the Charity Commission.", _LINE, '"9990001"'),
        "address": _m("Its office address.", _TEXT, "Millrace House, 4 Weir Lane, Northbrook, ZZ1 4AA"),
        "sub_contractors": _m("Sub-contractors, each with what it does.", "a list, each one line of text", "- Quayside Imaging Limited, for ultrasound"),
        "signatory": _m("The post that signs for the Provider.", _LINE, "Chief Executive"),
    },
    "Service": {
        "number": _m("The Service Specification's number; if left out, 01 for the first service, 02 for the second and so on.", _LINE, '"01"'),
        "name": _m("What the service is called.", _LINE, "Community respiratory service"),
        "commissioner_lead": _m("The Commissioner's post that leads on the service.", _LINE, "Head of Long-Term Conditions Commissioning"),
        "provider_lead": _m("The Provider's post that leads on the service.", _LINE, "Associate Director of Community Services"),
        "period": _m("The service's own first and last day, when they are not the contract's; both lie inside the term.", _VALUES, "see below"),
        "review_date": _m("When the Service Specification is reviewed.", "a date", "2028-09-30"),
        "cohort": _m("Who the service is for, as the clauses and measures name them.", _LINE, "adults with chronic obstructive pulmonary disease"),
        "cohort_includes": _m("Groups among them for whom other rules hold, so that the checks can see to them.", "a list of the groups listed below", "- section 117 aftercare"),
        "population": _m("The population covered, for 3.3 of a whole specification; if left out, the cohort.", _TEXT, "Adults registered with a general practice in Northbrook"),
        "premises": _m("Where the service is given, for 6 of a whole specification.", _LIST, "- Weir Lane Health Centre, Northbrook"),
        "activity": _m("How much activity is expected.", _TEXT, "About 2,400 people on the caseload"),
        "link_worker_service": _m("Whether this is itself a social prescribing link worker service.", "yes or no", "yes"),
        "legal_rights_to_choice": _m("Whether the legal rights to choice apply to the service.", "applies, or not_applicable with the reason", "applies"),
        "specification": _m("The clauses that go under 3.2 of the Service Specification.", "a list of sets and clauses", "- shared-decision-making"),
        "quality": _m("The measures that go under 5.1 of the Service Specification and into Schedule 4.", "a list of clauses", "- shared-decision-making/collaborate"),
        "values": _m("Values that the service's clauses ask for; they come before the contract's.", _VALUES, "sdm_cohort: chronic obstructive pulmonary disease"),
        "whole_specification": _m("Asks for the whole draft Service Specification: a text for each of its headings, by number.", "numbers with texts or lists", '"3.1": The service helps adults to live well with diabetes.'),
    },
    "Period": {
        "start": _m("The service's first day.", _DAY, "2026-10-01"),
        "end": _m("The service's last day.", _DAY, "2029-03-31"),
    },
    "Choice": {
        "clause": _m("The name of a set, or of a clause as component/name, with @ and a number to hold it to one version.", _LINE, "shared-decision-making/collaborate@1"),
        "values": _m("Values for this choice alone; they come before the service's and the contract's.", _VALUES, "pc_report_interval: 6 months"),
    },
    "Choices": {
        "not_applicable": _m("Why the schedule does not apply; it is then printed as Not Applicable.", _TEXT, "Nothing new is to be developed in the one year of this contract"),
    },
    "LegalRights": {
        "not_applicable": _m("Why the legal rights to choice do not apply to the service.", _TEXT, "The service is not led by a consultant"),
    },
}
"""Model name → field → what it means. Every field of the model is here; a test holds the two together."""
