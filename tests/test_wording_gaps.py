"""What a text looks like that leaves open what it should say, and what says something though it looks like that."""

from __future__ import annotations

import pytest

from specgen.wording.gaps import GAP_MARKS, code_left_open, gap_left_by_a_person, gap_mark, name_left_open, none_mark


@pytest.mark.parametrize(
    "text",
    [
        "ENTER COHORT TYPE",
        "X%",
        "at least X %",
        "[date]",
        "TBC",
        "TO BE CONFIRMED",
        "LIST THOSE PEOPLE",
        "at least XX%",
        "£XXX",
        "INSERT NAME",
        "TBA",
        "____",
        "???",
    ],
)
def test_what_looks_like_a_gap_is_known(text: str) -> None:
    assert GAP_MARKS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "people who enter the ward",
        "80%",
        "MAX%",
        "RAX 5%",
        "list those people",
        "PAM®",
        "[]",
        "TBCs",
        "ENTERAL feeding",
    ],
)
def test_ordinary_words_are_no_gap(text: str) -> None:
    assert not GAP_MARKS.search(text)


@pytest.mark.parametrize(
    "text",
    """
tbc|T.B.C.|To be confirmed|to be agreed.|to be agreed locally|To be confirmed by finance|to be inserted by the Trust
|?|the method is to be agreed|Details to follow|further details to be provided|text to follow|to come|Awaiting
|not known|see attached|as per above|refer to above|as service 01|As last year|see Schedule X|as agreed|under review
|date tbc|XXXX XXXX|yyy|{insert}|●|blank|draft|WIP|enter text here|to be agreed by 1 May|awaited from finance
|(to be named)|to be chosen|as per last year’s contract|Provider to confirm|The Council to advise.|finance to fill in
|Provider to confirm dates|ICB to provide figures.|vacant|Post vacant.|currently vacant|"|〃|ditto|-"-|null|see notes
|X hours a week|at least X working days|Y people|within X Operational Days|N hours a week|nn hours|?? hours a week
|… hours a week|hours to be agreed|yet to be agreed|not agreed yet|please insert|Please confirm|(insert hours)
|Enter hours|ask finance|check with the contracts team|See job plan|As per JD|same as last year|T B C|hh:mm|xyz|asdf
|test|No one yet|<four> hours a week|«hours»|DRAFT: four hours|Note: check with the Medical Director
|four hours a week (subject to confirmation)|Will be confirmed at mobilisation|Details will be provided later
|information not available|Don’t know|agreed separately|post holder to be named|Not yet modelled|to be funded
|Awaiting appointment|still being agreed with the Provider|amount to be worked out|as per last contract
|we are waiting for the name|Vacancy|a group that has not been named yet|Not yet in place|New post - to be recruited
|Unfilled|Currently being recruited|Spreadsheet - format to be supplied by commissioner|As previously used
|NOTE TO DRAFTER: agree|%%FORMAT%%|Comment [HB1]: x|the networks (list)|Ditto as service 2|DPIA ref needed
|awaiting signatures|the panel (name to follow)|name of group here|Vacant (recruiting)|Lead Nurse (vacant)
|post currently vacant|Lead – vacant|Please select|Please select a provider…|-- Select --|Select…|Select one|Choose…
|<select>|(Select from list)|Select an option|[Choose one]|Select date|Select the status|Not selected|None selected
|No selection|(blanks)|Please choose:|Pick a value
|Named lead to be appointed|A named lead is to be appointed|Champion to be appointed|Named nurse to be allocated
|Lead nurse to be recruited|Named person to be nominated by the Trust|Named lead to be identified|Plan to follow
|Activity plan to follow|Activity and finance schedule to follow|Service specification to follow|Policy to follow
|Cohort definition to follow|Activity figures to follow from BI|Activity numbers awaited|As per JSNA|as per the JSNA.
|See JSNA|per JSNA|As set out in the JSNA|as per ICB policy|As per national guidance|as per SDIP|As per business case
|As per service specification|As per the contract|Data to be provided by the Provider|Baseline to be set in year 1
|Numbers to be supplied by business intelligence|To be baselined|data to be collected in Q1|Data being collected
""".replace("\n", "").split("|"),
)
def test_a_text_that_says_only_that_it_is_open_is_a_gap(text: str) -> None:
    assert gap_mark(text) is not None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("one joint statement kept by the XXX", "XXX"),
        ("one joint statement (tbc)", "tbc"),
        ("one joint statement, DN: check with Jo", "DN: "),
        ("one joint statement, to be confirmed", "to be confirmed"),
        ("at least xx per cent", "xx per cent"),
        ("from dd/mm/yyyy", "dd/mm/yyyy"),
        ("the panel (name?)", "(name?)"),
        ("six hours a week (?)", "(?)"),
        ("about XX contacts a year", "XX"),
        ("on up to xx months’ notice", "xx"),
        ("in Phase X of the plan", "Phase X"),
        ("NN contacts a year", "NN contacts"),
        ("the plan of 2026, para X", "para X"),
        ("in 20XX 40 people", "20XX"),
        ("for «Provider_Name»", "«Provider_Name»"),
        ("for «insert the name»", "«insert the name»"),
        ("Activity: Click or tap here to enter text.", "Click or tap here to enter"),
        ("Lot: Choose an item.", "Choose an item"),
        ("see Error! Reference source not found.", "Error! Reference"),
        ("about #N/A contacts", "#N/A"),
        ("£#REF! a year", "#REF!"),
        ("for ${provider}", "${provider}"),
        ("contacts &amp; visits", "&amp;"),
        ("monthly / quarterly (delete as appropriate)", "delete as appropriate"),
        ("other (please specify)", "(please specify)"),
    ],
)
def test_a_mark_within_a_text_is_a_gap(text: str, mark: str) -> None:
    assert gap_mark(text) == mark


@pytest.mark.parametrize(
    "text",
    """
to be agreed by the Parties in writing|to be agreed with each Service User at the first appointment|a question?
|to be completed by a person who has not met them|to be written by the Service User|to be decided by the Service User
|As set out in Schedule 6D|see people at home|awaiting an operation|data awaited by the panel each month
|Not measured before; the first Contract Year’s result is the baseline|as agreed with the Service User|draft plans
|to come to a group|complete a form|adults with TB|the date is set with the person|will follow the pathway|Ward XX
|a one-page profile (what matters to me?)|the parties to the agreement|a nurse to advise them on food
|Provider to supply equipment|Trust to complete assessments|Commissioner to provide interpreters
|the parties to provide data|ICB to advise patients|the Provider to which they are referred
|the vacant shop in Fish Street|Generation-X people|Malcolm X house|none in 2025/26|Outstanding|DN: district nurse
|the DN – or the GP – visits|BMI < 30 and > 25|eGFR <60 ml per minute|how treatment is to be agreed
|subject to the Service User’s agreement|a vacant possession order|the test of understanding
|Note: bring a list of medicines|draft a plan with them|check with the Service User each time
|ask the Provider of the other service for a place|see the job coach|changes have to be agreed
|each plan needs to be confirmed.|people who ask to be advised|adults of Gen Z people|draft-free weeks
|aged <eighteen and >ten|people who enter hospital|what each of N of 1 trials shows|Vacant Homes Officer
|the leaflet «Bien choisir»|people with an XX chromosome|a 46,XX karyotype|XXL socks|Insert and removal of splints
|R&D; and A&E;|choose an item of equipment|item #4 of the list|adults, carers, etc.
|see the policy on choice, version 3|add a stop here and there for them|Generation X|Chapter XX of the code
|half a day a week until March|four hours a week, more if needed|a list of names and dates
|not only COPD but also asthma|whether to go on with it as before|people not yet diagnosed|Public Health Consultant
|the group named in the policy of 2026|See appendix A.|home visits, as needed|the waiting list
|people who are not known to services|people pending a heart transplant|as a team|the same team each week
|people awaiting a scan|the number stated here is the least|a plan in development of new skills
|Select Healthcare Group|choose a hospital|the Select Committee|Choose and Book|select patients for review
|choose provider|any extension is subject to contract review meetings|a patient to confirm the day with the clinic
|Named nurse|a named lead in each ward|the lead nurse appointed by the Trust|an action plan to follow up each finding
|a champion who is to be appointed from among the peer leaders|Activity plan to follow the national template
|people who need a plan to follow|lunch to follow the group meeting|the activity plan of 2026/27|a schedule of visits
|the number of link workers to be recruited|people counted in the JSNA|As per JSNA 2025, section 4
|in line with Trust policy|As per JSNA 2025, chapter 4: adults with COPD|as per plan of the person
|As per NICE guideline NG197, adults with diabetes
|in accordance with national guidance|the data that the Provider gives|data provided by the Provider each month
|goals to be set with each person|information to be provided in easy read|data to be collected with each review
|no data available|data requested by the Commissioner|leaflets to be provided by the Provider at each visit
""".replace("\n", "").split("|"),
)
def test_a_text_that_says_something_is_no_gap(text: str) -> None:
    assert gap_mark(text) is None


@pytest.mark.parametrize("sign", ["%", "£", "+/-", "—", "•"])
def test_signs_alone_are_a_gap_where_a_person_wrote_them(sign: str) -> None:
    assert gap_left_by_a_person(sign) == sign
    assert gap_left_by_a_person(f"1{sign}") is None


@pytest.mark.parametrize(
    "text", ["none", "N/A", "Not required.", "no", "none applicable", "none at present", "None of the above", "N.A."]
)
def test_a_text_that_says_that_there_is_nothing_is_told_apart(text: str) -> None:
    assert gap_mark(text) is None
    assert none_mark(text) == text


STAND_INS = """
Lorem|A N Other|A.N. Other|AN Other|A. N. Other|A N Other (Head of contracts)|a n other|Mr X|Ms Y|Dr X|Mrs Z|Mr XX
|Joe Bloggs|Jane Doe|John Doe|Fred Bloggs|J. Bloggs|Provider X|Provider A|Trust X|Test Provider|Test|Example|Someone
|Somebody|Nobody|Person A|n.n.|NN|foo bar|dummy|Dummy Provider|Sample text|Mr _____|Dr …|Ms ?|The X Trust|X Ltd
|Mr/Mrs X|Mr. X|Mrs A|Prof X|Anytown|Mr X, Head of contracts|Mr X (Head of contracts)|the lead is Mr X|XYZ Trust
|DPIA-7, completed on 01/01/1900|until 31 December 9999
""".replace("\n", "").split("|")
NAMES_OF_NAMES = """
Name|Full name|Job title|Post title|Name and title|Name Surname|First name Surname|Forename Surname|Contact name
|Provider name|Name of provider|Name of the commissioner|Contract title|Signatory|None|N/A|Name here|[ ]|???|TBC
""".replace("\n", "").split("|")
NAMED = """
Head of contracts|Malcolm X|Dr N Patel|Mr X. Smith|Dr X Smith|Nurse|Service Lead|Contract Manager|Title IX|Provider lead
|Test and trace|Example Community Health NHS Foundation Trust|Anne Other|an other|Miss Nettle|Prof Nelson|Dr Nair|Mr Xu
|Dr Z Ahmed|Named nurse|Service A&E|Practice manager|Team A|Ward X|Sample size 40|Nobody is left out|Test of change
|Community X-ray service|X-ray|Rev N. O’Neill|people who have no one|in 1900 beds|Data Protection Officer
""".replace("\n", "").split("|")


@pytest.mark.parametrize("text", [*STAND_INS, *NAMES_OF_NAMES])
def test_what_stands_for_a_name_that_is_still_to_be_written_is_a_gap_where_a_name_belongs(text: str) -> None:
    assert name_left_open(text) is not None
    assert text in NAMES_OF_NAMES or gap_left_by_a_person(text) is not None, "wherever else a person writes too"


@pytest.mark.parametrize("text", NAMED)
def test_names_of_people_posts_and_organisations_are_no_gap(text: str) -> None:
    assert name_left_open(text) is None


@pytest.mark.parametrize("text", ["Name and title", "the name of the person", "Job title", "Contact name"])
def test_a_list_may_hold_what_a_form_asks_for(text: str) -> None:
    assert gap_left_by_a_person(text) is None


@pytest.mark.parametrize(
    ("code", "open_"),
    [
        *((code, True) for code in ("000", "AAA", "00A", "ABC", "123", "A1B2C3", "NA", "tbc")),
        *((code, False) for code in ("X9A01", "00L", "QXX", "RTH", "99A")),
    ],
)
def test_a_code_that_nobody_has_is_a_gap(code: str, *, open_: bool) -> None:
    assert (code_left_open(code) is not None) is open_
