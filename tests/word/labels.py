"""The numbers that Word prints before list items, computed as ECMA-376 part 1, 17.9 says, from a written file.

Apart from the product: counters belong to the abstract list; a level begins again when an item of a higher level has
come between (17.9.11), and when an instance that overrides its start is used for the first time (17.9.26).
"""

from __future__ import annotations

from lxml import etree
from tests.word.making import W, part_of, words

from specgen.word.template.render import Rendered


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _val(element: etree._Element | None, name: str = "val") -> str | None:
    return element.get(_w(name)) if element is not None else None


def _label(form: str, number: int) -> str:
    if form == "lowerLetter":
        return chr(96 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1)
    if form == "lowerRoman":
        out = ""
        for value, sign in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
            while number >= value:
                out, number = out + sign, number - value
        return out
    return str(number)


def labels(rendered: Rendered | bytes) -> list[tuple[str, str]]:
    """(label, text) of every paragraph of the body; the label of a bullet is its sign, of other paragraphs ""."""
    numbering, styles = part_of(rendered, "word/numbering.xml"), part_of(rendered, "word/styles.xml")
    abstracts = {
        _val(each, "abstractNumId"): {int(_val(level, "ilvl") or 0): level for level in each.iter(_w("lvl"))}
        for each in numbering.iter(_w("abstractNum"))
    }
    nums = {_val(each, "numId"): each for each in numbering.iter(_w("num"))}
    by_style = {
        _val(each, "styleId"): _val(each.find(f"{_w('pPr')}/{_w('numPr')}/{_w('numId')}"))
        for each in styles.iter(_w("style"))
    }
    counters: dict[str | None, dict[int, int]] = {}
    used: set[tuple[str | None, int]] = set()
    out: list[tuple[str, str]] = []
    for paragraph in part_of(rendered).iter(_w("p")):
        properties = paragraph.find(_w("pPr"))
        num = _val(properties.find(f"{_w('numPr')}/{_w('numId')}")) if properties is not None else None
        level = int(_val(properties.find(f"{_w('numPr')}/{_w('ilvl')}")) or 0) if properties is not None else 0
        if num is None and properties is not None:
            num = by_style.get(_val(properties.find(_w("pStyle"))))
        if num is None:
            out.append(("", words(paragraph)))
            continue
        abstract = _val(nums[num].find(_w("abstractNumId")))
        levels, counts = abstracts[abstract], counters.setdefault(abstract, {})
        overrides = {
            int(_val(each, "ilvl") or 0): _val(each.find(_w("startOverride")))
            for each in nums[num].iter(_w("lvlOverride"))
        }
        start = int(_val(levels[level].find(_w("start"))) or 0)
        if level in overrides and (num, level) not in used:
            counts[level] = int(overrides[level] or 0)
        else:
            counts[level] = counts[level] + 1 if level in counts else start
        used.add((num, level))
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        text = _val(levels[level].find(_w("lvlText"))) or ""
        for each in range(level + 1):
            if f"%{each + 1}" in text:
                form = _val(levels[each].find(_w("numFmt"))) or "decimal"
                text = text.replace(f"%{each + 1}", _label(form, counts.get(each, 1)))
        out.append((text, words(paragraph)))
    return out
