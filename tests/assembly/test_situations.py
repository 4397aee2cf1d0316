"""Situations of the handbook's Appendix 1 as values."""

import re

import pytest
from tests.checks.contracts import shipped

from specgen.assembly.values import Value, ValueFault, convert
from specgen.contract.quantities import Situations
from specgen.library.model import DeclaredPlaceholder, Situation

KNOWN = {
    "4": Situation("4", "MSK", "Management of knee pain"),
    "5": Situation("5", "MSK", "Management of hip pain"),
    "7": Situation("7", "MSK", "Management of back pain"),
    "11": Situation("11", "MH - Anxiety", "Best management of mild/moderate anxiety"),
}


def printed(kind: str, *numbers: str) -> object:
    placeholder = DeclaredPlaceholder("sdm_cohort", kind, "Which group?", "hip pain")  # type: ignore[arg-type]
    return convert(Situations(numbers), placeholder, None, KNOWN)


def test_in_a_sentence_situations_of_one_area_share_its_name() -> None:
    assert printed("text", "4", "5", "7", "11") == Value(
        "management of knee pain, management of hip pain and management of back pain (MSK); "
        "best management of mild/moderate anxiety (MH - Anxiety)"
    )


def test_in_a_list_each_situation_has_its_area() -> None:
    assert printed("list", "4", "11") == Value(
        ("Management of knee pain (MSK)", "Best management of mild/moderate anxiety (MH - Anxiety)")
    )


def test_a_number_that_the_appendix_lacks_is_a_fault() -> None:
    assert isinstance(printed("text", "44"), ValueFault)


def test_a_number_cannot_be_chosen_from_the_appendix() -> None:
    assert isinstance(printed("percentage", "4"), ValueFault)


FURTHER = " Further details can be found on the webpage (https://www.example.org/medicines/)"
APPENDIX = {
    **KNOWN,
    "9": Situation("9", "CVD", "TAVI"),
    "13-26": Situation("13-26", "Programme (13 out of 17 procedures)", f"As per EBI programme{FURTHER}"),
    "27": Situation("27", "Medicines (18)", f"In care homes{FURTHER}", "optimising medication in care homes"),
    "28-30": Situation("28-30", "Safety", f"Top 4 riskiest medications{FURTHER}"),
    "EBI 1": Situation("EBI 1", "Programme", "Surgery for snoring"),
    "EBI 14": Situation("EBI 14", "Programme", "Dupuytren's contracture release"),
}


def in_words(kind: str, *numbers: str) -> object:
    placeholder = DeclaredPlaceholder("sdm_cohort", kind, "Which group?", "hip pain")  # type: ignore[arg-type]
    return convert(Situations(numbers), placeholder, None, APPENDIX)


def test_no_link_of_the_appendix_reaches_a_sentence_or_a_list() -> None:
    assert in_words("text", "27", "28-30") == Value(
        "optimising medication in care homes (Medicines); top 4 riskiest medications (Safety)"
    )
    assert in_words("list", "28-30") == Value(("Top 4 riskiest medications (Safety)",))


def test_a_small_letter_stands_before_an_ordinary_word_only() -> None:
    assert in_words("text", "9", "EBI 14", "EBI 1") == Value(
        "TAVI (CVD); Dupuytren's contracture release and surgery for snoring (Programme)"
    )


def test_rows_that_name_no_procedure_ask_for_their_procedures() -> None:
    fault = in_words("text", "13-26")
    assert isinstance(fault, ValueFault) and "EBI 1" in fault.cure
    assert in_words("text", "13-26", "EBI 1") == Value("surgery for snoring (Programme)")


@pytest.mark.parametrize("number", [number for number in shipped().situations if number != "13-26"])
def test_every_situation_of_the_appendix_reads_on_inside_the_quoted_sentence(number: str) -> None:
    placeholder = DeclaredPlaceholder("sdm_cohort", "text", "Which group?", "hip pain")
    value = convert(Situations((number,)), placeholder, None, shipped().situations)
    assert isinstance(value, Value) and isinstance(value.printed, str)
    words = value.printed
    assert re.match(r"[a-z]|[A-Z]{2}|[A-Z][a-z]+['’]s ", words), f"“for the {words} cohort”"
    assert re.search(r"https?:|Further details|As per|[.,;]$|\.\s|  ", words) is None
    assert words.count("(") == words.count(")") and words.endswith(")")


def test_several_situations_of_one_area_name_it_once_inside_the_sentence() -> None:
    placeholder = DeclaredPlaceholder("sdm_cohort", "text", "Which group?", "hip pain")
    value = convert(Situations(("4", "5", "27")), placeholder, None, shipped().situations)
    assert isinstance(value, Value)
    assert value.printed == (
        "management of knee pain and management of hip pain (MSK); optimising medication in care homes "
        "(Link with medicines value programme)"
    )
