"""What differs between two forms of one story, in words that a reader of Word documents knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from specgen.word.normal_form import text_of_form
from specgen.word.style_effects import Form

_SHOWN: Final = 60
"""Letters of a person's text that are shown of either side."""
_SECTION: Final = "the page settings of a section"
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "paragraph": ("", "the style of a paragraph", "the number or bullet of a paragraph", "the settings of a paragraph", "the look of a paragraph's end", _SECTION, ""),
    "text": ("", "words", "the look of words"),
    "table": ("", "the style of a table", "the settings of a table", "the widths of a table's columns", ""),
    "row": ("", "the settings of a row", "the settings of a row", ""),
    "cell": ("", "the settings of a cell", ""),
    "control": ("", "a content control", ""),
    "code": ("", "a field"),
    "note": ("", "a note", "a note", "", "the look of a note's mark"),
    "item": ("", "a tab, a break or a sign", "the look of a tab, a break or a sign"),
    "other": ("", "something that is neither a paragraph nor a table"),
}
"""What stands at each place of a form of a kind; an empty name is a place to look into."""
_KINDS: Final = {
    "paragraph": "a paragraph", "table": "a table", "row": "a row", "cell": "a cell", "control": "a content control", "text": "words", "field": "a field",
    "code": "a field", "shows": "a field", "field ends": "a field", "note": "a note", "item": "a tab, a break or a sign", "section": "a section",
}  # fmt: skip
_SETTINGS: Final = {
    "pgSz": "size or direction of the page", "pgMar": "margins", "cols": "columns", "titlePg": "another first page", "pgNumType": "page numbers", "type": "where the section begins",
    "ind": "indent", "spacing": "spacing", "jc": "alignment", "keepNext": "keep with next", "keepLines": "keep lines together", "pageBreakBefore": "page break before", "tabs": "tab stops",
    "shd": "shading", "pBdr": "borders", "outlineLvl": "outline level", "widowControl": "lines left alone", "tblW": "width", "tblBorders": "borders", "tblLayout": "layout", "tblInd": "indent",
    "tcW": "width", "gridSpan": "joined cells", "vMerge": "joined cells", "tcBorders": "borders", "vAlign": "alignment", "tblHeader": "repeated header row", "cantSplit": "row kept on one page",
    "trHeight": "height", "contextualSpacing": "spacing", "framePr": "frame",
}  # fmt: skip


def difference_in_words(wanted: Sequence[Form], made: Sequence[Form]) -> tuple[str, str]:
    """Where two rows of forms first differ, to be read after “the difference is in”, and the words at that place."""
    at = next((number for number, (one, two) in enumerate(zip(wanted, made, strict=False)) if one != two), min(len(wanted), len(made)))
    one, two = (forms[at] if at < len(forms) else () for forms in (wanted, made))
    place = text_of_form(one) or text_of_form(two)
    if not one or not two:
        there = one or two
        return f"{_kind_of(there)}, which only one of the two has", place
    if one[0] != two[0]:
        return f"{_kind_of(one)}, where the redline has {_kind_of(two)}", place
    return _inside(one, two, place)


def _kind_of(form: Form) -> str:
    return _KINDS.get(str(form[0]), "something else") if form else "nothing"


def _inside(one: Form, two: Form, place: str) -> tuple[str, str]:
    """The difference in two forms of one kind, looked for from the outside in; () where there is none."""
    kind = str(one[0])
    if kind == "section":
        return f"{_SECTION}{_how(_SECTION, one[1:], two[1:])}", place
    names = _PARTS.get(kind, ())
    for number, (a, b) in enumerate(zip(one, two, strict=False)):
        if a == b:
            continue
        if number < len(names) and not names[number] and isinstance(a, tuple) and isinstance(b, tuple):
            what, words = difference_in_words(_forms(a), _forms(b))
            return what, words or place
        name = names[number] if number < len(names) else _kind_of(one)
        return f"{name}{_how(name, a, b)}", place
    return _kind_of(one), place


def _forms(held: Form) -> list[Form]:
    return [each for each in held if isinstance(each, tuple)]


def _how(name: str, one: object, two: object) -> str:
    if isinstance(one, str) and isinstance(two, str):
        return f": “{_short(one)}” and “{_short(two)}”"
    if name == "the number or bullet of a paragraph":
        labels = [str(each[0]) if isinstance(each, tuple) and each else "" for each in (one, two)]
        return f": “{labels[0]}” and “{labels[1]}”" if labels[0] != labels[1] else " ; its look or its level"
    if not isinstance(one, tuple) or not isinstance(two, tuple):
        return ""
    if not one or not two:
        return ", of which only one of the two has any" if name.endswith("section") or "settings" in name else ""
    said = {
        _SETTINGS[plain]: None
        for each in (*one, *two)
        if isinstance(each, tuple) and each and (each in one) != (each in two) and (plain := str(each[0]).rpartition("}")[2]) in _SETTINGS
    }
    return f": {', '.join(said)}" if said else ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
