"""Controls of two documents laid over one comparison."""

from __future__ import annotations

from specgen.word.package.ooxml import W, parse_xml
from specgen.word.redline.controls import PairedItem, SideControl, nest


def control(start: int, end: int, key: str, kind: str = "") -> SideControl:
    return SideControl(
        start, end, key, parse_xml(f'<w:sdt xmlns:w="{W}"><w:sdtPr>{kind}</w:sdtPr><w:sdtContent/></w:sdt>'.encode())
    )


def laid(
    items: list[PairedItem], old: list[SideControl], new: list[SideControl], glued: tuple[int, str] | None = None
) -> list[tuple[int, int, str]]:
    made = nest(items, old, new, glued)
    assert isinstance(made, list), made
    return [(each.start, each.end, each.fate) for each in made]


KEPT: list[PairedItem] = [(0, 0), (1, 1), (2, 2)]


def test_the_same_control_stays() -> None:
    assert laid(KEPT, [control(0, 2, "a")], [control(0, 2, "a")]) == [(0, 2, "stays")]


def test_another_key_is_one_that_comes_round_one_that_goes() -> None:
    assert laid(KEPT, [control(0, 2, "a")], [control(0, 2, "b")]) == [(0, 2, "comes"), (0, 2, "goes")]


def test_a_control_that_goes_may_hold_what_comes() -> None:
    items: list[PairedItem] = [(0, None), (1, 0), (None, 1)]
    assert laid(items, [control(0, 2, "a")], [control(0, 2, "b")]) == [(0, 3, "goes"), (1, 3, "comes")]


def test_controls_that_cross_for_good_name_the_stretch_to_give_up() -> None:
    assert nest(KEPT, [control(0, 2, "a")], [control(1, 3, "b")]) == (0, 3)


def test_a_plain_control_is_never_nested() -> None:
    assert nest(KEPT, [control(0, 1, "a", "<w:text/>")], [control(0, 1, "b", "<w:text/>")]) == (0, 1)


def test_an_outer_control_is_widened_over_what_its_inner_one_takes_in() -> None:
    items: list[PairedItem] = [(0, None), (None, 0)]
    old, new = [control(0, 1, "x"), control(0, 1, "a")], [control(0, 1, "a"), control(0, 1, "a")]
    made = nest(items, old, new)
    assert isinstance(made, list)
    outer = next(each for each in made if each.old == 0)
    inner = next(each for each in made if each.old == 1)
    assert (outer.start, outer.end, outer.fate) == (0, 2, "goes")
    assert outer.start <= inner.start
    assert inner.end <= outer.end
    assert made.index(outer) < made.index(inner)


def test_a_control_round_a_joined_paragraph_reaches_to_the_end() -> None:
    items: list[PairedItem] = [(0, 0), (None, 1)]
    assert laid(items, [control(0, 1, "a")], [control(0, 1, "a"), control(1, 2, "b")], (0, "old")) == [
        (0, 2, "goes"),
        (0, 1, "comes"),
        (1, 2, "comes"),
    ]
