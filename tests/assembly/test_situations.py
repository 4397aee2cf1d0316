"""Situations of the handbook's Appendix 1 as values."""

from specgen.assembly.values import Value, ValueFault, convert
from specgen.contract.fields import Situations
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
