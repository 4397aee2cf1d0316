"""What Word shows that is not typed: the state of tick boxes and choices, data that a control is bound to, and the
results of fields that Word works out.

Source: ECMA-376 part 1, 17.16.7 to 17.16.9 and 17.16.29 (form fields: checkBox, checked, ddList, result), 17.5.2.5,
17.5.2.7, 17.5.2.15 (comboBox, date, dropDownList), 17.5.2.6 (dataBinding), 17.16.5 (fields); MS-DOCX 2.6.1.1 to
2.6.1.8 (w14:checkbox).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice, takewhile
from typing import Final, Literal

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.inline import text_after, texts_of
from specgen.word.package.ooxml import w, whole_number
from specgen.word.package.package import Package, parsed, relationships

_Element = etree._Element

_VAL: Final = w("val")
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_DATASTORE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}"
_ON: Final = frozenset({"1", "true", "on"})
TICKED: Final = "ticked"
NOT_TICKED: Final = "not ticked"

# The state of tick boxes, choices and dates, whatever is printed for it.

FillInKind = Literal["tick box", "choice", "date"]


class FillIn(Struct, frozen=True, eq=False):
    """A tick box, a choice from a list or a date. `name` is what it is called; `state` what it holds; `printed` the
    words that stand for it in the text, "" where Word draws it from its state; `options` what may be chosen."""

    kind: FillInKind
    name: str
    state: str
    printed: str
    options: tuple[str, ...]
    element: _Element

    @property
    def contradicts(self) -> bool:
        """Whether what is printed says another thing than what is held: Word shows the state when it is touched."""
        if self.kind == "tick box":
            shown = tick_of(self.printed)
            return bool(shown) and shown != self.state
        return self.kind == "choice" and bool(self.printed and self.state) and self.printed != self.state


def holders_of_states(root: _Element) -> list[_Element]:
    """What holds the state of a tick box, a choice or a date, in the order of the text: form fields and controls."""
    return list(root.iter(w("ffData"), w("sdtPr")))


def read_fill_ins(root: _Element) -> Iterator[FillIn]:
    """The form fields and controls below `root` that hold a state, in the order of the text."""
    for holder in holders_of_states(root):
        found = _form_field(holder) if holder.tag == w("ffData") else _control(holder)
        if found is not None:
            yield found


def _form_field(data: _Element) -> FillIn | None:
    name = _value(data.find(w("name")))
    box, choices = data.find(w("checkBox")), data.find(w("ddList"))
    if box is not None:
        checked = box.find(w("checked"))
        on = _is_on(checked if checked is not None else box.find(w("default")))
        return FillIn("tick box", name, TICKED if on else NOT_TICKED, "", (TICKED, NOT_TICKED), data)
    if choices is not None:
        entries = tuple(_value(each) for each in choices.iterchildren(w("listEntry")))
        said = choices.find(w("result"))
        chosen = whole_number(_value(said if said is not None else choices.find(w("default"))), 0)
        state = entries[chosen] if 0 <= chosen < len(entries) else ""
        # Word draws the entry that is chosen, whatever some program left as the field's result.
        return FillIn("choice", name, state, _result_of(data), entries, data)
    return None


_LONGEST_FIELD: Final = 200
"""Marks and texts of a paragraph that are looked at for the end of a form field, which has four or five."""


def _result_of(data: _Element) -> str:
    """The words that stand as the result of the form field with these data, "" for none."""
    begin = data.getparent()
    paragraph = next(data.iterancestors(w("p")), None)
    if begin is None or paragraph is None:
        return ""
    depth, shows, found = 1, False, ""
    for each in islice(_from(begin, paragraph), _LONGEST_FIELD):
        if each.tag == w("t"):
            found += (each.text or "") if shows else ""
        else:
            kind = each.get(w("fldCharType"), "")
            depth += {"begin": 1, "end": -1}.get(kind, 0)
            shows = shows or (kind == "separate" and depth == 1)
            if not depth:
                break
    return found.strip()


def _from(begin: _Element, paragraph: _Element) -> Iterator[_Element]:
    """The marks of fields and the texts of the paragraph that stand after `begin`."""
    run = begin.getparent()
    yield from begin.itersiblings(w("fldChar"), w("t"))
    while run is not None and run is not paragraph:
        for beside in run.itersiblings():
            yield from beside.iter(w("fldChar"), w("t"))
        run = run.getparent()


def _control(properties: _Element) -> FillIn | None:
    control = properties.getparent()
    if control is None:
        return None
    name, printed = _called(properties), "" if _is_prompt(properties) else printed_in(control)
    box = next(iter([*properties.iterchildren(f"{_W14}checkbox")]), None)
    if box is not None:
        checked = box.find(f"{_W14}checked")
        on = checked is not None and checked.get(f"{_W14}val", "1") in _ON
        return FillIn("tick box", name, TICKED if on else NOT_TICKED, printed, (TICKED, NOT_TICKED), control)
    for kind in ("dropDownList", "comboBox"):
        choices = properties.find(w(kind))
        if choices is not None:
            entries = _entries(choices)
            last = choices.get(w("lastValue"))
            state = entries.get(last, printed) if last is not None and printed else printed
            return FillIn("choice", name, state, printed, tuple(dict.fromkeys(entries.values())), control)
    date = properties.find(w("date"))
    if date is not None:
        return FillIn("date", name, date.get(w("fullDate"), "")[:10], printed, (), control)
    return None


def _entries(choices: _Element) -> dict[str, str]:
    """The value of each entry of a list → the words that are shown for it."""
    return {
        each.get(w("value"), each.get(w("displayText"), "")): each.get(w("displayText"), each.get(w("value"), ""))
        for each in choices.iterchildren(w("listItem"))
    }


def printed_in(control: _Element) -> str:
    """The words inside a control as they will be, its paragraphs one under the other; a sign of a symbol font as the
    letter it shows."""
    content = control.find(w("sdtContent"))
    if content is None:
        return ""
    if next(content.iter(w("p")), None) is not None:
        return "\n".join(texts_of(content))
    return text_after(content)


_TICKED_SIGNS: Final = frozenset("☑☒✓✔✗✘✕✖🗹🗷🗵🗸■◼⬛")
_EMPTY_SIGNS: Final = frozenset("☐□◻⬜▢❏❑❒")


def tick_of(sign: str) -> str:
    """Whether a sign is a ticked or an empty box: “ticked”, “not ticked”, or "" for any other."""
    bare = sign.strip()
    return TICKED if bare in _TICKED_SIGNS else NOT_TICKED if bare in _EMPTY_SIGNS else ""


def _is_on(element: _Element | None) -> bool:
    return element is not None and element.get(_VAL, "1") in _ON


def read_prompts(root: _Element) -> Iterator[tuple[_Element, str]]:
    """The controls whose words Word takes for a prompt, and these words (17.5.2.39)."""
    for properties in root.iter(w("sdtPr")):
        control = properties.getparent()
        if control is not None and _is_prompt(properties):
            words = " ".join(" ".join(texts_of(control) or [text_after(control)]).split())
            if words:
                yield control, words


def _is_prompt(properties: _Element) -> bool:
    return _is_on(properties.find(w("showingPlcHdr")))


def _value(element: _Element | None) -> str:
    return element.get(_VAL, "") if element is not None else ""


def _called(properties: _Element) -> str:
    return _value(properties.find(w("alias"))) or _value(properties.find(w("tag")))


# Data that a control is bound to: Word prints what is kept beside the text, not what stands in it.

_MAPPING: Final = re.compile(r"xmlns(?::([\w.\-]+))?\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")
_STEP: Final = re.compile(r"(@)?(?:([\w.\-]+):)?([\w.\-]+)(?:\[([0-9]{1,6})\])?")
_PROPERTY_STORES: Final = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "core-properties",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "extended-properties",
}
"""The stores that are the file's own properties."""


class BoundWords(Struct, frozen=True, eq=False):
    """A control that prints data kept beside the text. `printed` is what stands in the text, `kept` what is kept, None
    where nothing is found there; `shows` what Word prints when it opens the file."""

    name: str
    path: str
    printed: str
    kept: str | None
    shows: str
    control: _Element

    @property
    def differs(self) -> bool:
        """Whether Word, on opening the file, prints other words than those that stand in the text."""
        return self.shows.split() != self.printed.split()

    @property
    def readable(self) -> bool:
        """Whether the path is one of plain steps, so that what is kept there could be looked up."""
        path = self.path.strip().removesuffix("/text()")
        return path.startswith("/") and all(_STEP.fullmatch(step) for step in path[1:].split("/"))


def read_bound_words(package: Package, root: _Element) -> tuple[BoundWords, ...]:
    """The bound controls below `root`, a part of the package, with what they print and what is kept."""
    bindings = [
        (properties, binding)
        for properties in root.iter(w("sdtPr"))
        for binding in properties.iterchildren(w("dataBinding"), f"{_W15}dataBinding")
    ]
    stores = _stores(package) if bindings else []
    found = []
    for properties, binding in bindings:
        control = properties.getparent()
        if control is not None:
            kept = _kept(binding, stores)
            printed = "" if _is_prompt(properties) else printed_in(control)
            shows = printed if kept is None else _shown(properties, kept, printed)
            found.append(BoundWords(_called(properties), binding.get(w("xpath"), ""), printed, kept, shows, control))
    return tuple(found)


def _shown(properties: _Element, kept: str, printed: str) -> str:
    """What a control prints of what is kept: an entry's words for its value, a date and a picture as they stand."""
    for kind in ("dropDownList", "comboBox"):
        choices = properties.find(w(kind))
        if choices is not None:
            return _entries(choices).get(kept, kept)
    date, box = properties.find(w("date")), properties.find(f"{_W14}checkbox")
    if date is not None:
        return printed if date.get(w("fullDate"), "")[:10] == kept[:10] else kept
    if box is not None:
        state = TICKED if kept.strip() in _ON else NOT_TICKED
        return printed if tick_of(printed) in ("", state) else {TICKED: "☒", NOT_TICKED: "☐"}[state]
    if properties.find(w("picture")) is not None:
        return printed
    return kept


def _stores(package: Package) -> list[tuple[str, _Element]]:
    """(id, root) of the data kept in the package."""
    found: list[tuple[str, _Element]] = []
    for identity, kind in _PROPERTY_STORES.items():
        for each in relationships(package):
            if each.type.endswith(f"/{kind}") and each.target in package.entries:
                root, _ = parsed(package, each.target)
                found += [(identity, root)] if root is not None else []
    for each in relationships(package, package.main):
        if each.type.endswith("/customXml") and each.target in package.entries:
            root, _ = parsed(package, each.target)
            found += [(_store_id(package, each.target), root)] if root is not None else []
    return found


def _store_id(package: Package, part: str) -> str:
    for each in relationships(package, part):
        if each.type.endswith("/customXmlProps") and each.target in package.entries:
            root, _ = parsed(package, each.target)
            if root is not None:
                return str(root.get(f"{_DATASTORE}itemID", "")).upper()
    return ""


def _kept(binding: _Element, stores: list[tuple[str, _Element]]) -> str | None:
    """What is kept where the binding points; of the stores without an id every one is asked (17.5.2.6)."""
    identity = binding.get(w("storeItemID"), "").upper()
    names = {prefix: one or two for prefix, one, two in _MAPPING.findall(binding.get(w("prefixMappings"), ""))}
    for own, root in stores:
        if (not identity or own == identity) and (
            found := _at_path(root, binding.get(w("xpath"), ""), names)
        ) is not None:
            return found
    return None


def _at_path(root: _Element, path: str, names: Mapping[str, str]) -> str | None:
    """The text at a path of plain steps, as Word writes it; None for any other path, and where nothing is there."""
    at: _Element | None = None
    steps = path.strip().removeprefix("/").split("/")
    for number, step in enumerate(steps):
        if step == "text()" and number == len(steps) - 1:
            break
        found = _STEP.fullmatch(step)
        if found is None or (found[2] and found[2] not in names):
            return None
        tag = f"{{{names[found[2]]}}}{found[3]}" if found[2] else found[3]
        if found[1]:
            return at.get(tag) if at is not None and number == len(steps) - 1 else None
        wanted = int(found[4] or 1)
        if at is None:
            at = root if root.tag == tag and wanted == 1 else None
        else:
            at = next((child for count, child in enumerate(at.iterchildren(tag), 1) if count == wanted), None)
        if at is None:
            return None
    return "".join(str(text) for text in at.itertext()) if at is not None else None


# Fields whose results Word works out, apart from words that somebody typed.

FieldKind = Literal["contents", "page", "reference", "count", "date", "property", "calculation", ""]
_FIELD_KINDS: Final[Mapping[str, FieldKind]] = {
    **dict.fromkeys(("TOC", "TOA", "INDEX", "BIBLIOGRAPHY"), "contents"),
    **dict.fromkeys(("PAGE", "PAGEREF", "NUMPAGES", "SECTION", "SECTIONPAGES"), "page"),
    **dict.fromkeys(("REF", "NOTEREF", "STYLEREF", "FTNREF"), "reference"),
    **dict.fromkeys(("SEQ", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "REVNUM"), "count"),
    **dict.fromkeys(("NUMCHARS", "NUMWORDS", "FILESIZE", "EDITTIME"), "count"),
    **dict.fromkeys(("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE"), "date"),
    **dict.fromkeys(("DOCPROPERTY", "DOCVARIABLE", "INFO", "TITLE", "SUBJECT", "AUTHOR", "KEYWORDS"), "property"),
    **dict.fromkeys(("COMMENTS", "FILENAME", "TEMPLATE", "LASTSAVEDBY", "USERNAME", "USERADDRESS"), "property"),
    **dict.fromkeys(("USERINITIALS",), "property"),
    **dict.fromkeys(("=", "IF", "COMPARE", "QUOTE", "MERGEFIELD", "INCLUDETEXT", "DATABASE"), "calculation"),
}
_DEEPEST_FIELD: Final = 20


class FieldResult(Struct, eq=False):
    """A field: its code, and the runs and words of its result, the results of fields inside it among them. `start` is
    its mark; `computed` says what a form's text is worked out from (calculated, currentDate), "" where somebody types
    it (17.16.34)."""

    start: _Element
    code: str = ""
    computed: str = ""
    text: str = ""
    runs: list[_Element] = field(default_factory=list)
    shows: bool = False

    @property
    def kind(self) -> FieldKind:
        """What Word works it out from; "" where its words are somebody's own (a link, a form's text)."""
        return field_kind(self.code)


def field_kind(code: str) -> FieldKind:
    """What Word works a field's result out from, by its code; "" where it does not."""
    words = code.split(None, 1)
    name = words[0].upper() if words else ""
    return "calculation" if name.startswith("=") else _FIELD_KINDS.get(name, "")


_KEPT_LOOK: Final = re.compile(r"\\\*\s*MERGEFORMAT", re.IGNORECASE)
_PLAIN_COUNT: Final = re.compile(r"(NUMPAGES|SECTIONPAGES)\b(.*)\\\*\s*ARABIC", re.IGNORECASE)


def settled_code(code: str) -> str:
    """A field's code without what says nothing of its result: spaces, `\\* MERGEFORMAT`, which keeps the look of the
    last one (17.16.4.3), and `\\* ARABIC` of a count of pages, which is so anyway."""
    return " ".join(_PLAIN_COUNT.sub(r"\1\2", _KEPT_LOOK.sub("", code)).split())


_NUMBERS: Final = frozenset({"LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "SEQ"})


def number_field(paragraph: _Element) -> str:
    """The name of the field with which the paragraph begins and that counts it, "" where none does: no list knows of
    such a number (17.16.5.4 to 17.16.5.6, 17.16.5.31, 17.16.5.56)."""
    for each in read_field_results(paragraph):
        name, _, rest = each.code.strip().partition(" ")
        if name.upper() in _NUMBERS and "\\h" not in rest and not _says_before(paragraph, each.start):
            return name.upper()
    return ""


def _says_before(paragraph: _Element, mark: _Element) -> bool:
    """Whether words of the paragraph stand before the mark."""
    before = takewhile(lambda element: element is not mark, paragraph.iter())
    return any(element.tag == w("t") and (element.text or "").strip(" \t(") for element in before)


def read_field_results(root: _Element) -> Iterator[FieldResult]:
    """The fields below `root`, each at its end, in the order of their ends (17.16.18); one that is never ended goes
    on to the end of the text."""
    opened: list[FieldResult] = []
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=(w("r"), w("fldSimple"))):
        if element.tag == w("fldSimple"):
            if event == "start":
                opened.append(FieldResult(element, element.get(w("instr"), ""), shows=True))
            elif opened:
                yield opened.pop()
        elif event == "start":
            yield from _read_run(element, opened)
    yield from reversed(opened)


def _read_run(run: _Element, opened: list[FieldResult]) -> Iterator[FieldResult]:
    for child in run:
        if child.tag == w("fldChar"):
            kind = child.get(w("fldCharType"), "")
            if kind == "begin":
                opened.append(FieldResult(child, computed=_computed(child)))
            elif kind == "separate" and opened:
                opened[-1].shows = True
            elif kind == "end" and opened:
                yield opened.pop()
        elif child.tag == w("instrText") and opened and not opened[-1].shows:
            opened[-1].code += child.text or ""
        elif child.tag in (w("t"), w("tab")):
            for each in opened[-_DEEPEST_FIELD:]:
                if each.shows:
                    each.text += (child.text or "") if child.tag == w("t") else "\t"
                    if not each.runs or each.runs[-1] is not run:
                        each.runs.append(run)


def _computed(begin: _Element) -> str:
    """What the text of a form's field is worked out from, "" where it is typed."""
    kind = _value(begin.find(f"{w('ffData')}/{w('textInput')}/{w('type')}"))
    return kind if kind in ("calculated", "currentDate", "currentTime") else ""
