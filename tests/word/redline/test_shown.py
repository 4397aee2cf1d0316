"""What Word works out or takes from data: results stand as in NEW and are counted, other words of data are told."""

from __future__ import annotations

import pytest
from tests.word.redline.making import STYLES, build
from tests.word.test_what_word_shows import bound, code, mark, package_with, run

from specgen.problems import Problem
from specgen.word.document.inline import texts_of
from specgen.word.document.stories import pending_changes
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, read_package, write_package
from specgen.word.redline.redline import redline

TOLD = "field-results-as-in-new"


def redlined(old: bytes, new: bytes, *, words_only: bool = False) -> tuple[Package, list[Problem]]:
    made, problems = redline(
        old, new, "A Test", "2026-05-04", old_name="old.docx", new_name="new.docx", words_only=words_only
    )
    assert made is not None, problems
    package, faults = read_package(made, "o.docx")
    assert package is not None, faults
    return package, problems


def marks(package: Package) -> list[str]:
    root = package.root(package.main)
    return [
        "".join(str(text) for text in each.itertext())
        for each in root.iter(w("ins"), w("del"))
        if next(each.iter(w("t"), w("delText")), None) is not None
    ]


TAB = "<w:r><w:tab/></w:r>"


def contents(*lines: tuple[str, str]) -> str:
    entries = [
        f'<w:hyperlink w:anchor="_T">{run(name)}{TAB}{code(" PAGEREF _T ")}{run(page)}{mark("end")}</w:hyperlink>'
        for name, page in lines
    ]
    first = f"<w:p>{code(' TOC ')}{entries[0]}</w:p>"
    return first + "".join(f"<w:p>{entry}</w:p>" for entry in entries[1:]) + f"<w:p>{mark('end')}</w:p>"


def heading(words: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run(words)}</w:p>'


def whole(listed: tuple[tuple[str, str], ...], headings: tuple[str, ...], price: str) -> bytes:
    return build(contents(*listed) + "".join(heading(each) for each in headings) + f"<w:p>{run(price)}</w:p>")


def test_a_contents_list_is_as_in_new_and_only_the_price_is_tracked() -> None:
    old = whole((("Scope", "1"), ("Price", "2")), ("Scope", "Price"), "£10")
    new = whole((("Scope", "1"), ("Price", "6")), ("Scope", "Price"), "£12")
    made, problems = redlined(old, new)
    assert marks(made) == ["£10", "£12"] or marks(made) == ["10", "12"]
    assert "Price\t6" in texts_of(made.root(made.main)[0])
    (told,) = [each for each in problems if each.slug == TOLD]
    assert "1 result of fields" in told.message and "contents list" in told.message


def test_a_new_heading_comes_into_the_contents_list_untracked() -> None:
    old = whole((("Scope", "1"),), ("Scope",), "£10")
    new = whole((("Scope", "1"), ("Price", "6")), ("Scope", "Price"), "£10")
    made, problems = redlined(old, new)
    assert marks(made) == ["Price"]
    assert [each.slug for each in problems].count(TOLD) == 1


def test_words_that_stand_nowhere_else_are_tracked_in_a_contents_list_too() -> None:
    old = whole((("Scope", "1"),), ("Scope",), "£10")
    new = whole((("Scope", "1"), ("The Provider must pay", "6")), ("Scope",), "£10")
    made, problems = redlined(old, new)
    assert "The Provider must pay" in "".join(marks(made))
    assert TOLD not in [each.slug for each in problems]


def simple(said: str, words: str) -> str:
    return f'<w:p>{run("see")}<w:fldSimple w:instr="{said}">{run(words)}</w:fldSimple></w:p>'


def complex_(said: str, words: str) -> str:
    return f"<w:p>{run('see')}{code(said)}{run(words)}{mark('end')}</w:p>"


@pytest.mark.parametrize("made_as", [simple, complex_])
@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("PAGE", True),
        ("NUMPAGES", True),
        ("PAGEREF a", True),
        ("REF a \\r", True),
        ("DOCPROPERTY Price", False),
        ("= 30+10", False),
        ("MERGEFIELD Price", False),
        ("FORMTEXT", False),
    ],
)
def test_which_results_stand_as_in_new(made_as: object, said: str, taken: bool) -> None:
    assert callable(made_as)
    made, problems = redlined(build(made_as(said, "10")), build(made_as(said, "12")))
    assert (pending_changes(made)[0].count == 0) is taken
    told = [each.message for each in problems if each.slug == TOLD]
    assert len(told) == taken and all("“10” is “12” now" in each for each in told)


def test_a_result_in_a_style_that_old_does_not_have_is_tracked() -> None:
    styled = run("12").replace("<w:r>", '<w:r><w:rPr><w:rStyle w:val="Odd"/></w:rPr>')
    odd = f'{STYLES}<w:style w:type="character" w:styleId="Odd"><w:name w:val="Odd"/></w:style>'
    new = build(complex_("REF a", "12").replace(run("12"), styled), styles=odd)
    _, problems = redlined(build(complex_("REF a", "10")), new)
    assert TOLD not in [each.slug for each in problems]


def test_the_same_results_are_not_told() -> None:
    data = whole((("Scope", "1"),), ("Scope",), "£10")
    made, problems = redlined(data, data)
    assert (pending_changes(made)[0].count, problems) == (0, [])


def marked(name: str, words: str) -> str:
    return f'<w:p><w:bookmarkStart w:id="1" w:name="{name}"/>{run(words)}<w:bookmarkEnd w:id="1"/></w:p>'


@pytest.mark.parametrize("made_as", [simple, complex_])
def test_a_bookmark_that_only_has_another_name_is_no_change(made_as: object) -> None:
    assert callable(made_as)
    old = build(marked("_Ref1", "The map.") + made_as("REF _Ref1 \\r", "3.2"))
    new = build(marked("_Ref2", "The map.") + made_as("REF _Ref2 \\r", "3.2"))
    for words_only in (False, True):
        made, problems = redlined(old, new, words_only=words_only)
        assert (pending_changes(made)[0].count, problems) == (0, [])


@pytest.mark.parametrize("words_only", [False, True])
def test_a_bookmark_that_leads_a_reference_to_another_paragraph_is_named(words_only: bool) -> None:
    old = build(marked("_Ref1", "The map.") + f"<w:p>{run('The use.')}</w:p>" + complex_("REF _Ref1 \\r", "3.2"))
    new = build(f"<w:p>{run('The map.')}</w:p>" + marked("_Ref1", "The use.") + complex_("REF _Ref1 \\r", "3.2"))
    made, problems = redlined(old, new, words_only=words_only)
    assert pending_changes(made)[0].count == 0
    assert [each.slug for each in problems] == ["references-not-compared"]


def test_a_contents_list_that_was_made_anew_is_no_change_and_its_links_find_their_headings() -> None:
    def listed(name: str) -> bytes:
        first = contents(("Scope", "1")).replace("_T", name)
        return build(first + heading("Scope").replace("<w:r>", f'<w:bookmarkStart w:id="1" w:name="{name}"/><w:r>', 1))

    made, problems = redlined(listed("_Toc1"), listed("_Toc2"))
    assert (pending_changes(made)[0].count, problems) == (0, [])
    root = made.root(made.main)
    (anchor,) = (each.get(w("anchor")) for each in root.iter(w("hyperlink")))
    assert [each.get(w("name")) for each in root.iter(w("bookmarkStart"))] == [anchor]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(marked("_Ref1", "The map."), marked("_Ref2", "The budget."), id="other words"),
        pytest.param(
            marked("_Ref1", "The map.") + marked("_Ref2", "The budget."),
            marked("_Ref1", "The map.") + marked("_Ref2", "The budget."),
            id="both are in both",
        ),
        pytest.param(
            marked("_Ref1", "It is kept.") + marked("_Ref3", "It is kept.") + simple("REF _Ref3", "3.4"),
            marked("_Ref2", "It is kept.") + simple("REF _Ref3", "3.4"),
            id="the words stand twice",
        ),
    ],
)
def test_a_reference_to_another_paragraph_is_a_change_though_its_number_is_the_same(before: str, after: str) -> None:
    made, _ = redlined(build(before + simple("REF _Ref1", "3.2")), build(after + simple("REF _Ref2", "3.2")))
    assert [each for each in marks(made) if "REF" in each] == [" REF _Ref1 3.2", " REF _Ref2 3.2"]


def kept(data: str, shown: str) -> bytes:
    inner = bound("/e:c[1]/e:limit[1]", shown=shown)
    return write_package(package_with(inner, f'<c xmlns="urn:e"><limit>{data}</limit></c>'), {})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (("40", "40"), ("40", "40"), []),
        (("40", "40"), ("60", "40"), [("new.docx", "60")]),
        (("60", "40"), ("40", "40"), [("old.docx", "60")]),
        (("40", "40"), ("60", "60"), [("old.docx", "40")]),
    ],
)
def test_words_of_data_that_differ_from_the_text_are_told(
    old: tuple[str, str], new: tuple[str, str], told: list[tuple[str, str]]
) -> None:
    _, problems = redlined(kept(*old), kept(*new))
    found = [each for each in problems if each.slug == "bound-words-differ"]
    assert [each.location.file for each in found if each.location] == [file for file, _ in told]
    assert all(f"Word prints “{words}”" in each.message for each, (_, words) in zip(found, told, strict=True))
