"""What Word shows that nobody typed there: words of data kept in the file, results of fields, ticks and choices.

Such words stand in the text as they were issued and are others when the file is opened, or are no words at all; so each
that issuing did not put there is told, with what Word prints for it. Source: `word/document/fillins.py`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.marks import REFERRED_TO, reference_alike
from specgen.contract.dates import parse_day
from specgen.problems import cut
from specgen.review.changes import Change, ChangePlace, spot_of
from specgen.review.outside import WORDING, Owner
from specgen.review.sorts import Sort, sort_of
from specgen.word.document.fillins import (
    BoundWords,
    FieldResult,
    FillIn,
    FillInKind,
    holders_of_states,
    read_bound_words,
    read_field_results,
    read_fill_ins,
    read_prompts,
    settled_code,
    tick_of,
)
from specgen.word.document.inline import text_after
from specgen.word.document.lines import STAMP, stamp_paragraphs
from specgen.word.document.revisions import story_parts
from specgen.word.package.ooxml import MC, w
from specgen.word.package.package import Package, parsed
from specgen.word.redline.sides import led_elsewhere
from specgen.wording.sequences import common_row

_Element = etree._Element

HARMLESS: Final = re.compile(r"(?:FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|HYPERLINK)\b", re.IGNORECASE)
"""Fields whose words no program replaces; some programs make form fields of content controls."""
_MOST_SHOWN: Final = 200
_KINDS: Final = {"tick box": "a box ticked or emptied", "choice": "another entry chosen", "date": "another date held"}


class ShownChange(Struct, frozen=True):
    """A change with the part and the paragraph of that part that it stands in."""

    change: Change
    part: str
    paragraph: int


class _Held(Struct, frozen=True):
    """What a file holds of such things, each with the part it stands in."""

    bound: tuple[tuple[str, BoundWords], ...] = ()
    fields: tuple[tuple[str, FieldResult], ...] = ()
    fill_ins: tuple[tuple[str, FillIn], ...] = ()
    alternatives: tuple[tuple[str, _Alternative], ...] = ()
    prompts: tuple[tuple[str, _Element, str], ...] = ()


def shown_changes(
    package: Package,
    issued: Sequence[Package],
    owner_of: Callable[[str, int], Owner | None],
    own: Callable[[Owner], tuple[str, ...]] | None = None,
) -> list[ShownChange]:
    """What Word shows in `package` that it did not show in those of `issued`: the files as they went out, or the
    template they were made of. `own` says how the codes of the wording's own fields begin, None where the states of
    `issued` are those that went out. Without any, only what says of itself that it is another thing is told, and fields
    in clauses and beside them."""
    _text_of.cache_clear()
    now, then = _read(package), [_read(each) for each in issued]
    changes: list[ShownChange] = []
    known = {_bound_key(each) for held in then for _, each in held.bound}
    for part, each in now.bound:
        paragraph = _paragraph(each.control)
        owner = owner_of(part, paragraph)
        told = each.differs or not each.readable or (bool(then) and not _of_wording(owner))
        if told and _bound_key(each) not in known:
            changes.append(ShownChange(_of_bound(each, owner), part, paragraph))
    codes = {(_is_edge(part), _code(each)) for held in then for part, each in held.fields}
    for part, result in now.fields:
        paragraph = _paragraph(result.start)
        owner = owner_of(part, paragraph)
        if (_is_edge(part), _code(result)) in codes or not _replaces(result, part) or not (then or owner):
            continue
        if own is not None and owner is not None and _of_wording(owner) and _is_own(_code(result), own(owner)):
            continue
        changes.append(ShownChange(_of_field(result, owner), part, paragraph))
    if not then or own is not None:
        changes += _led_to_itself(now.fields, owner_of)
    else:
        changes += _led_elsewhere(package, issued, now.fields, owner_of)
        changes += _led_by_another_code(now.fields, then, owner_of)
    changes += _led_nowhere(package, issued if own is None else (), now.fields, owner_of)
    asked = {words for held in then for _, _, words in held.prompts}
    for part, control, words in now.prompts:
        owner = owner_of(part, _paragraph(control))
        if words not in asked and (then or owner):
            sort = sort_of(words, "", field=_field(owner))
            change = _change(PROMPT, owner, _line(control) or words, sort, _OF_PROMPT.format(cut(words, _MOST_SHOWN)))
            changes.append(ShownChange(change, part, _paragraph(control)))
    old = then[0].fill_ins if then and own is None else ()
    told_before = {(each.newer, each.older) for held in then for _, each in held.alternatives}
    for part, alternative in now.alternatives:
        if (alternative.newer, alternative.older) not in told_before:
            paragraph = _paragraph(alternative.element)
            changes.append(ShownChange(_of_alternative(alternative, owner_of(part, paragraph)), part, paragraph))
    for part, fill_in, change in _of_fill_ins([each for _, each in old], now.fill_ins, owner_of, known=bool(then)):
        changes.append(ShownChange(change, part, _paragraph(fill_in.element)))
    return [replace(each, change=dataclasses.replace(each.change, place=_spot(each))) for each in changes]


def _spot(each: ShownChange) -> ChangePlace | None:
    """The paragraph at which it is answered, with the state that was held."""
    spot, state = spot_of(each.part, [each.paragraph]), each.change.place
    return replace(spot, holder=state.holder, held=state.held) if spot is not None and state is not None else spot


def _read(package: Package) -> _Held:
    bound: list[tuple[str, BoundWords]] = []
    fields: list[tuple[str, FieldResult]] = []
    fill_ins: list[tuple[str, FillIn]] = []
    alternatives: list[tuple[str, _Alternative]] = []
    prompts: list[tuple[str, _Element, str]] = []
    for part in story_parts(package):
        data = package.part(part)
        if not any(sign in data for sign in (b"ataBinding", b"fldChar", b"fldSimple", b"sdtPr", b"Fallback")):
            continue
        root, _ = parsed(package, part)
        if root is not None:
            root = deepcopy(root)
            stamp_paragraphs(root)
            bound += [(part, each) for each in read_bound_words(package, root)]
            fields += [(part, each) for each in read_field_results(root)]
            fill_ins += [(part, each) for each in read_fill_ins(root)]
            alternatives += [(part, each) for each in _alternatives(root)]
            prompts += [(part, *each) for each in read_prompts(root)]
    return _Held(tuple(bound), tuple(fields), tuple(fill_ins), tuple(alternatives), tuple(prompts))


def _of_wording(owner: Owner | None) -> bool:
    """Whether the wording of a clause stands there, whose fields and controls are told with it."""
    return owner is not None and owner.where == WORDING


def _field(owner: Owner | None) -> str:
    return owner.field if owner is not None else ""


def _change(
    kind: str, owner: Owner | None, line: str, sort: Sort, detail: str, removed: str = "", added: str = ""
) -> Change:
    where = owner.where if owner is not None else "outside the clauses"
    return Change(False, kind, removed, added, sort, where, before=line, after=line, detail=detail)


# Controls that print data.


def _bound_key(each: BoundWords) -> tuple[str, ...]:
    return each.path, " ".join(each.shows.split()) if each.differs or not each.readable else ""


def _of_bound(each: BoundWords, owner: Owner | None) -> Change:
    line = _line(each.control) or each.printed
    named = f"“{each.name}”, " if each.name else ""
    if not each.differs:
        shown = cut(each.printed, _MOST_SHOWN)
        how = "" if each.readable else ", which cannot be followed here"
        detail = f"{named}which shows “{shown}” now, from {each.path or 'data in the file'}{how}"
        return _change(BOUND, owner, line, "look", detail)
    kind = "words that Word replaces by data kept in the file when it is opened"
    sort = sort_of(each.printed, each.shows, field=_field(owner))
    change = _change(kind, owner, line, sort, f"{named}from {each.path}", each.printed, each.shows)
    after = line.replace(each.printed, each.shows, 1) if each.printed else each.shows
    return dataclasses.replace(change, after=after)


# Fields.


def _code(result: FieldResult) -> str:
    """The code without what says nothing of its words."""
    return f"{settled_code(reference_alike(result.code))} {result.computed}".strip().casefold()


def _is_own(code: str, own: tuple[str, ...]) -> bool:
    """Whether it prints the number of a paragraph as our references do: with others of its switches (17.16.5.51) Word
    prints where that stands, or its words."""
    return code.startswith(own) and len(code.split()) == 4 and code.endswith(r" \r \h")


_PAGE_NUMBER: Final = re.compile(r"[0-9]{1,5}|[ivxlcdm]{1,8}", re.IGNORECASE)


def _is_edge(part: str) -> bool:
    return part.rpartition("/")[2].startswith(("header", "footer"))


def _replaces(result: FieldResult, part: str) -> bool:
    """Whether a program may put other words in the place of those that are shown, or some where none are. The number of
    a page is no words in a header, in a footer, and at the end of a line of contents; elsewhere it stands in the place
    of somebody's figure."""
    text = result.text.strip()
    if HARMLESS.match(result.code.strip()) and not result.computed:
        return False
    if not text:
        return result.kind != "page" and not _PRINTS_NOTHING.match(result.code.strip())
    if result.kind != "page" or not _PAGE_NUMBER.fullmatch(text):
        return True
    line = _line(result.start)
    return not (_is_edge(part) or line.rstrip().endswith(f"\t{text}"))


BOUND: Final = "a content control whose words come from elsewhere when the file is opened"
PROMPT: Final = "words made the prompt of a control"
_OF_PROMPT: Final = "“{}”: Word takes them for a prompt, and the first letter that is typed there replaces them"
LEADS_ELSEWHERE: Final = "a reference leads elsewhere"
LEADS_NOWHERE: Final = "a reference leads nowhere"
FIELD: Final = "a field put in, whose words a program may replace"
_PRINTS_NOTHING: Final = re.compile(r"(?:XE|TC|TA|RD|SET|ASK|NEXT|NEXTIF|SKIPIF|PRIVATE|ADVANCE)\b", re.IGNORECASE)
_ASKS: Final = re.compile(r"FILLIN\b", re.IGNORECASE)


def _of_field(result: FieldResult, owner: Owner | None) -> Change:
    """The field, in the class of the words that it may replace: nobody else may choose them. Some programs make fields
    that ask of content controls, and keep their words."""
    line, text = _line(result.start), result.text.strip()
    sort = sort_of(text, "", field=_field(owner)) if text else "wording"
    code = " ".join(f"{result.code} {result.computed}".split())[:_MOST_SHOWN]
    shows = f"which shows “{cut(result.text, _MOST_SHOWN)}” now" if text else "which shows nothing yet"
    return _change(FIELD, owner, line, "look" if _ASKS.match(result.code.strip()) else sort, f"{code}, {shows}")


def _led_elsewhere(
    package: Package,
    issued: Sequence[Package],
    fields: Iterable[tuple[str, FieldResult]],
    owner_of: Callable[[str, int], Owner | None],
) -> Iterator[ShownChange]:
    """References of the main text whose bookmark stands in another paragraph than in each file that was issued."""
    now = package.tree(package.main)
    led = [led_elsewhere(each.tree(each.main), now) for each in issued]
    for part, result in fields:
        name = next(iter(result.code.split()[1:]), "")
        if part != package.main or result.kind not in ("reference", "page") or not all(name in each for each in led):
            continue
        was, leads = led[0][name]
        detail = f"“{result.text.strip()}” led to “{cut(was)}”, and to “{cut(leads)}” once the fields are updated"
        paragraph = _paragraph(result.start)
        owner = owner_of(part, paragraph)
        told = _change(LEADS_ELSEWHERE, owner, _line(result.start), "value", detail)
        yield ShownChange(told, part, paragraph)


def _led_nowhere(
    package: Package,
    issued: Sequence[Package],
    fields: Iterable[tuple[str, FieldResult]],
    owner_of: Callable[[str, int], Owner | None],
) -> Iterator[ShownChange]:
    """References whose bookmark is gone, so that Word prints an error in their place once the fields are updated: each
    that leads somewhere in all the files that were issued, and without them those of clauses to paragraphs of ours. The
    lines of a table of contents are made anew."""
    names = [_bookmarks(each) for each in (package, *issued)]
    for part, result in fields:
        name = next(iter(result.code.split()[1:]), "")
        if result.kind not in ("reference", "page") or name in names[0] or name.startswith("_Toc"):
            continue
        paragraph = _paragraph(result.start)
        owner = owner_of(part, paragraph)
        if all(name in held for held in names[1:]) if issued else owner is not None and name.startswith(REFERRED_TO):
            detail = (
                f"the bookmark that “{result.text.strip()}” led to is gone: once the fields are updated, Word prints "
            )
            change = _change(LEADS_NOWHERE, owner, _line(result.start), "value", f"{detail}an error in its place")
            yield ShownChange(change, part, paragraph)


def _bookmarks(package: Package) -> frozenset[str]:
    marks = (package.tree(part).iter(w("bookmarkStart")) for part in story_parts(package))
    return frozenset(each.get(w("name"), "") for held in marks for each in held)


def _led_by_another_code(
    fields: Iterable[tuple[str, FieldResult]], then: Sequence[_Held], owner_of: Callable[[str, int], Owner | None]
) -> Iterator[ShownChange]:
    """References whose line is as it was issued and whose code is that of another reference of the document."""
    issued = [_references_by_line(each.fields) for each in then]
    known = {_code(result) for held in then for _, result in held.fields}
    for key, row in _references_by_line(fields).items():
        rows = [held.get(key, []) for held in issued]
        if any(len(each) != len(row) for each in rows):
            continue
        for at, result in enumerate(row):
            code = _code(result)
            if code in known and all(code != _code(each[at]) for each in rows):
                detail = f"“{result.text.strip()}” is another paragraph’s number once the fields are updated"
                paragraph = _paragraph(result.start)
                change = _change(LEADS_ELSEWHERE, owner_of(key[0], paragraph), _line(result.start), "value", detail)
                yield ShownChange(change, key[0], paragraph)


def _references_by_line(fields: Iterable[tuple[str, FieldResult]]) -> dict[tuple[str, str], list[FieldResult]]:
    """The references in order, by their part and the words round them."""
    found: dict[tuple[str, str], list[FieldResult]] = {}
    for part, result in fields:
        if result.kind == "reference":
            found.setdefault((part, _line(result.start).replace(result.text, "", 1)), []).append(result)
    return found


def _led_to_itself(
    fields: Iterable[tuple[str, FieldResult]], owner_of: Callable[[str, int], Owner | None]
) -> Iterator[ShownChange]:
    """References whose bookmark stands in their own paragraph: no wording refers to itself."""
    for part, result in fields:
        if _is_in_its_target(result):
            detail = f"“{result.text.strip()}” is the number of its own paragraph once the fields are updated"
            paragraph = _paragraph(result.start)
            change = _change(LEADS_ELSEWHERE, owner_of(part, paragraph), _line(result.start), "value", detail)
            yield ShownChange(change, part, paragraph)


def _is_in_its_target(result: FieldResult) -> bool:
    name = next(iter(result.code.split()[1:]), "")
    above = next(result.start.iterancestors(w("p")), None) if result.kind == "reference" else None
    return above is not None and any(each.get(w("name")) == name for each in above.iter(w("bookmarkStart")))


# Ticks, choices and dates.


def _of_fill_ins(
    old: list[FillIn],
    new: tuple[tuple[str, FillIn], ...],
    owner_of: Callable[[str, int], Owner | None],
    *,
    known: bool,
) -> Iterator[tuple[str, FillIn, Change]]:
    """`known` says that all that was issued is known, so that what is not in `old` was put in."""
    pairs = _paired(old, [each for _, each in new])
    for number, (part, each) in enumerate(new):
        was = pairs.get(number)
        if was is not None and was.state != each.state and was.printed == each.printed:
            removed, added, kind = was.state, each.state, _KINDS[each.kind]
        elif _contradicts(each) and (was is None or not _contradicts(was)):
            shown = was.state if was is not None and was.state != each.state else each.printed
            removed, added, kind = shown, each.state, "a choice that is not the one the text shows"
        elif known and was is None and each.kind != "date" and each.state and not each.printed:
            # Word draws it from its state: nothing of it stands among the words.
            removed, added, kind = "", each.state, "a tick box or a choice put in"
        elif known and was is None and each.kind != "tick box" and each.printed:
            # The words stand, and whoever opens the file may choose others in their place.
            removed, added, kind = "", "", "a list of choices or dates put over words"
        else:
            continue
        place = ChangePlace(part, holder=_holder(each.element), held=_as_held(each.kind, removed)) if removed else None
        owner, line = owner_of(part, _paragraph(each.element)), _line(each.element)
        sort: Sort = "choice" if each.kind == "tick box" else sort_of(removed, added) if removed or added else "look"
        named = f"{each.kind} “{each.name}”" if each.name else each.kind
        shows = "" if removed or added else f", which shows “{cut(each.printed)}” now"
        change = _change(kind, owner, line, sort, f"{named}{shows}", removed, added)
        yield part, each, dataclasses.replace(change, place=place)


def _holder(element: _Element) -> int:
    """The number of what holds the state among all such of the part, from 1."""
    own = element if element.tag == w("ffData") else element.find(w("sdtPr"))
    return holders_of_states(element.getroottree().getroot()).index(own) + 1 if own is not None else 0


def _as_held(kind: FillInKind, shown: str) -> str:
    """The state as a control holds it, of which these are the words."""
    if kind == "tick box":
        return tick_of(shown) or shown
    day = parse_day(shown) if kind == "date" else None
    return day.isoformat() if day is not None else shown


def _contradicts(each: FillIn) -> bool:
    """Whether what is printed says another thing than what is held; a date in figures may be read either way."""
    if each.kind != "date" or not each.state:
        return each.contradicts
    figures = _FIGURES.fullmatch(each.printed.strip())
    days = [each.printed, f"{figures[2]}/{figures[1]}/{figures[3]}" if figures else ""]
    read = {day.isoformat() for text in days if (day := parse_day(text)) is not None}
    return bool(read) and each.state not in read


_WORDS: Final = re.compile(r"[^\W_]")
_FIGURES: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})")


# Words that older programs show in the place of others.


class _Alternative(Struct, frozen=True, eq=False):
    """Words for programs that know a newer form, and those that the others show."""

    newer: str
    older: str
    element: _Element


def _alternatives(root: _Element) -> Iterator[_Alternative]:
    """The places below `root` with other words for older programs (ECMA-376 part 3, 10.2.1)."""
    for each in root.iter(f"{{{MC}}}AlternateContent"):
        if next(each.iterancestors(f"{{{MC}}}Fallback"), None) is not None:
            continue
        choice, fallback = each.find(f"{{{MC}}}Choice"), each.find(f"{{{MC}}}Fallback")
        if choice is not None and fallback is not None:
            newer, older = (" ".join(_texts(side).split()) for side in (choice, fallback))
            # An emoji stands there as a sign of its own, and as a letter for older programs.
            if _WORDS.search(older) and newer != older:
                yield _Alternative(newer, older, each)


def _texts(holder: _Element) -> str:
    """The words in it, without those that are taken out with tracking."""
    return " ".join(text.text or "" for text in holder.iter(w("t")))


def _of_alternative(each: _Alternative, owner: Owner | None) -> Change:
    line, sort = _line(each.element) or each.newer, sort_of(each.newer, each.older, field=_field(owner))
    detail = "programs that do not know the newer form show the second in the place of the first"
    return _change("other words for older programs", owner, line, sort, detail, each.newer, each.older)


def _paired(old: list[FillIn], new: list[FillIn]) -> dict[int, FillIn]:
    """The one of `old` that each of `new` stands for, by its place in `new`."""
    if [each.kind for each in old] == [each.kind for each in new]:
        return dict(enumerate(old))
    keys = [[(each.kind, each.name) for each in side] for side in (old, new)]
    return {b: old[a] for a, b in common_row(keys[0], keys[1])}


# Where they stand.


def _paragraph(element: _Element) -> int:
    """The number of the paragraph that the element stands in, else of the first one in it."""
    above = next(element.iterancestors(w("p")), None)
    inside = above if above is not None else next(element.iter(w("p")), None)
    return _number(inside) if inside is not None else 0


def _number(stamped: _Element) -> int:
    return int(stamped.get(STAMP, "0"))


def _line(element: _Element) -> str:
    above = next(element.iterancestors(w("p")), None)
    return _text_of(above) if above is not None else ""


@lru_cache(maxsize=1)
def _text_of(paragraph: _Element) -> str:
    """What the paragraph says: once for all the fields in it, of which there may be thousands."""
    return text_after(paragraph)
