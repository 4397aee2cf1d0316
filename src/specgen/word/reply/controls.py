"""What a control holds beside its words, made to agree with the words that were decided: no mark of ours can track it.

A tick, a date and the entry of a list are kept in the control's properties, and Word goes by them when the control is
touched. Source: ECMA-376 part 1, 17.5.2.7 (date), 17.5.2.15 (dropDownList), 17.5.2.39 (showingPlcHdr); MS-DOCX 2.5.1
(w14:checkbox).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from lxml import etree

from specgen.word.document.comments import W14
from specgen.word.document.fillins import NOT_TICKED, TICKED, printed_in, tick_of
from specgen.word.package.ooxml import w

_Element = etree._Element

_CHECKED: Final = f"{{{W14}}}checked"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
    box, day, choices = _held(properties)
    if box is not None and (tick := tick_of(said)):
        _tick(box, ticked=tick == TICKED)
    if day is not None and day.get(w("fullDate")) is not None:
        try:
            _date(day, datetime.strptime(said.strip(), "%d %B %Y").date().isoformat())
        except ValueError:
            del day.attrib[w("fullDate")]
    if choices is not None and choices.get(w("lastValue")) is not None and not _choose(choices, said):
        del choices.attrib[w("lastValue")]


def _held(properties: _Element) -> tuple[_Element | None, _Element | None, _Element | None]:
    box, day, choices = (
        next(properties.iterchildren(*names), None)
        for names in ((f"{{{W14}}}checkbox",), (w("date"),), (w("dropDownList"), w("comboBox")))
    )
    return box, day, choices


def _tick(box: _Element, *, ticked: bool) -> None:
    checked = box.find(_CHECKED)
    if checked is None:
        checked = etree.Element(_CHECKED)
        box.insert(0, checked)
    checked.set(f"{{{W14}}}val", str(int(ticked)))


def _date(day: _Element, iso: str) -> None:
    if day.get(w("fullDate"), "")[:10] != iso:
        day.set(w("fullDate"), f"{iso}T00:00:00Z")


def _choose(choices: _Element, said: str) -> bool:
    shown = (each for each in choices if said in (each.get(w("displayText")), each.get(w("value"))))
    value = next((each.get(w("value"), said) for each in shown), None)
    if value is not None:
        choices.set(w("lastValue"), value)
    return value is not None


# A state that was refused.


def hold(holder: _Element, state: str) -> bool:
    """Make the form field or control hold the state (`ticked`, an entry's words, a day in ISO 8601), its words left as
    they are; whether it can."""
    if holder.tag == w("ffData"):
        return _hold_in_field(holder, state)
    if any(str(each.tag).endswith("}dataBinding") for each in holder):
        # Word prints what is kept elsewhere.
        return False
    box, day, choices = _held(holder)
    if box is not None and state in (TICKED, NOT_TICKED):
        _tick(box, ticked=state == TICKED)
    elif day is not None and _DAY.fullmatch(state):
        _date(day, state)
    else:
        return choices is not None and _choose(choices, state)
    return True


def _hold_in_field(data: _Element, state: str) -> bool:
    box, choices = data.find(w("checkBox")), data.find(w("ddList"))
    if box is not None and state in (TICKED, NOT_TICKED):
        name, value, before = "checked", str(int(state == TICKED)), box
    elif choices is not None:
        entries = [each.get(w("val")) for each in choices.iterchildren(w("listEntry"))]
        if state not in entries:
            return False
        name, value, before = "result", str(entries.index(state)), choices
    else:
        return False
    held = before.find(w(name))
    if held is None:
        held = etree.Element(w(name))
        # A list begins with what is chosen; a box ends with it (17.16.9, 17.16.7).
        before.insert(0 if name == "result" else len(before), held)
    held.set(w("val"), value)
    return True
