"""What a control holds beside its words, made to agree with the words that were decided: no mark of ours can track it.

A tick, a date and the entry of a list are kept in the control's properties, and Word goes by them when the control is
touched. Source: ECMA-376 part 1, 17.5.2.7 (date), 17.5.2.15 (dropDownList), 17.5.2.39 (showingPlcHdr); MS-DOCX 2.5.1
(w14:checkbox).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from lxml import etree

from specgen.word.document.comments import W14
from specgen.word.document.fillins import TICKED, printed_in, tick_of
from specgen.word.package.ooxml import w

_Element = etree._Element

_CHECKED: Final = f"{{{W14}}}checked"


def controls_round(marks: Iterable[_Element]) -> list[_Element]:
    """The controls that any of the marks stands in, each once."""
    return list(dict.fromkeys(control for mark in marks for control in mark.iterancestors(w("sdt"))))


def settle(control: _Element) -> None:
    """Make what the control holds agree with its words, which were changed."""
    properties = control.find(w("sdtPr"))
    if properties is None:
        return
    said = printed_in(control)
    for prompt in properties.findall(w("showingPlcHdr")) if said.strip() else ():
        # Word would take the words out again as soon as somebody clicks on them.
        properties.remove(prompt)
    box, day, choices = (
        next(properties.iterchildren(*names), None)
        for names in ((f"{{{W14}}}checkbox",), (w("date"),), (w("dropDownList"), w("comboBox")))
    )
    if box is not None and (tick := tick_of(said)):
        checked = box.find(_CHECKED)
        if checked is None:
            checked = etree.Element(_CHECKED)
            box.insert(0, checked)
        checked.set(f"{{{W14}}}val", str(int(tick == TICKED)))
    if day is not None and day.get(w("fullDate")) is not None:
        try:
            read = datetime.strptime(said.strip(), "%d %B %Y").date().isoformat()
        except ValueError:
            del day.attrib[w("fullDate")]
        else:
            if day.get(w("fullDate"), "")[:10] != read:
                day.set(w("fullDate"), f"{read}T00:00:00Z")
    if choices is not None and choices.get(w("lastValue")) is not None:
        shown = (each for each in choices if said in (each.get(w("displayText")), each.get(w("value"))))
        value = next((each.get(w("value"), said) for each in shown), None)
        if value is None:
            del choices.attrib[w("lastValue")]
        else:
            choices.set(w("lastValue"), value)
