"""The place in an existing specification where a section's clauses go: after what already stands under its heading.

The heading is found by its words first and its number second; where none or several fit, all that may be meant are
named, each with the option that chooses it. Source: handbook 4.2.4; the model specification's 3.2 and 5.1."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal

from msgspec import Struct

from specgen.problems import Location, Problem, did_you_mean
from specgen.word.document.headings import MOST_HEADING_WORDS, heads_quality_requirements, typed_number, unnumbered
from specgen.word.insert.extent import (
    SectionExtent,
    after_line,
    below_lead_in,
    heading_above,
    section_of,
    shortened,
    stands_out,
)
from specgen.word.insert.host import SMALL_WORDS, Host, HostParagraph, names_contents
from specgen.word.package.ooxml import first_child, w
from specgen.wording.folded import fold, words_of

SectionNumber = Literal["3.2", "5.1"]
TITLES: Final[dict[SectionNumber, str]] = {
    "3.2": "3.2 Service description/care pathway",
    "5.1": "5.1 Applicable Quality Requirements",
}
MOST_LISTED: Final = 40
_DESCRIBES: Final = frozenset({"description", "descriptions", "pathway", "pathways"})
"""One of these stands in every wording of the heading of 3.2."""
_PLURALS: Final = {"services": "service", "descriptions": "description", "pathways": "pathway"}


class Found(Struct, frozen=True):
    """A section's heading in the host and what belongs to it; `remark` is what a person should check about how it was
    found."""

    heading: HostParagraph
    extent: SectionExtent
    remark: str = ""


LINE: Final = "line:"
TABLE: Final = "table:"
"""What stands before the words of `--after` where they name the very line, or the table that ends with it, after which
the clauses go, and not the heading of their section."""
_NTH: Final = re.compile(r"\s*#([0-9]{1,4})\s*$")
_UNSAFE: Final = re.compile('["$`\\\\!%^“”„‟\u0000-\u001f\u007f]+')
"""Signs that one shell or another reads as its own between double quotes; no words are told apart by them."""
_LONGEST_OPTION: Final = 70
_PICTURE: Final = "[picture]"
_AS_IT_STANDS: Final = "give the words of a heading as they stand"


def find_heading(
    host: Host, section: SectionNumber, after: str = "", *, both: bool = False
) -> tuple[Found | None, list[Problem]]:
    """The heading of `section` in the host, or the one with the words `after`; None with a problem that lists what may
    be meant. With `both` an option says which of the two sections it is for.

    Where no line of its own is the heading, the bold words are looked at with which paragraphs begin."""
    found, problems = _found(host, section, after, both=both)
    if found is None and host.by_leads is not None and any(each.slug == "no-place" for each in problems):
        found, problems = _found(host.by_leads, section, after, both=both)
    return found, problems


def _found(host: Host, section: SectionNumber, after: str, *, both: bool) -> tuple[Found | None, list[Problem]]:
    headings = host.habits.seen
    own = f"{section}=" if both else ""
    if after:
        return _told(host, headings, after, own)
    for way in _WAYS[section]:
        found = [
            each for each in headings if way(each) and not _is_unseen(each) and not _names_it_only(host, headings, each)
        ]
        if len(found) > 1:
            numbered = [each for each in found if number_of(each) == section]
            found = numbered if len(numbered) == 1 else found
        if len(found) > 1:  # a list of contents or of changes, in a table, names the heading and is none
            heads = [each for each in found if each.line.heading or each.bold]
            cells = [each for each in found if each.cell is not None and not (each.line.heading or each.bold)]
            found = heads if len(heads) == 1 and len(cells) == len(found) - 1 else found
        if way is _WAYS[section][-1] and not any(_among_its_own(host, each) for each in found):
            break  # a number that any document may have
        if len(found) == 1:
            remark = "" if way is not _WAYS[section][-1] else f"found by its number {section} alone"
            return Found(found[0], section_of(host, found[0]), remark), []
        if found:
            return None, _several(host, found, f"headings may be “{TITLES[section]}”", own)
    listed = [each for each in headings if stands_out(each)]
    cure = (
        "say after which heading with one of the options below"
        if listed
        else "the file has no headings; give the words of the line after which it is to go with --after “…”"
    )
    where = Location(host.package.file)
    fault = Problem("no-place", f"no heading reads like “{TITLES[section]}”", where, cure=cure)
    return None, [fault, *_candidates(host, listed, own)]


def doubtful_end(host: Host, section: SectionNumber, extent: SectionExtent, *, both: bool = False) -> list[Problem]:
    """The problem that it cannot be told where the section ends, with the places that may be meant; none where it
    can."""
    if not extent.doubt:
        return []
    host = (host.by_leads or host) if extent.heading.lead else host
    fault = Problem(
        "end-not-sure",
        f"it cannot be told where “{shortened(_with_number(extent.heading))}” ends: {extent.doubt}",
        Location(host.package.file),
        cure="say after which line the clauses go, with one of the options below",
    )
    own = f"{section}=" if both else ""
    last = next(each for each in reversed(host.paragraphs) if not each.blank)
    notes = []
    for each in extent.choices[:MOST_LISTED]:
        end = "at the very end" if each.line is last else "in its cell" if each.line.cell is not None else "there"
        before = f"before “{shortened(_with_number(each.before))}”" if each.before is not None else end
        what = "the table that ends with " if each.table else ""
        said = f"after {what}“{shortened(_with_number(each.line))}”, {before}"
        chosen = option(host, each.line, own + (TABLE if each.table else LINE))
        notes.append(_may_be_meant(host, said, host.paragraphs.index(each.line) + 1, chosen))
    return [fault, *notes]


def option(host: Host, line: HostParagraph, prefix: str = "") -> str:
    """The option that chooses the line, as it can be typed into any shell; "" where its words cannot."""
    lines = host.habits.seen
    words = " ".join(_UNSAFE.sub(" ", line.said).split())
    if len(words) > _LONGEST_OPTION:
        words = f"{words[:_LONGEST_OPTION].rpartition(' ')[0] or words[:_LONGEST_OPTION]}…"
    found = _reading(lines, words)
    if not any(each is line for each in found):
        words = " ".join(_UNSAFE.sub(" ", line.said).split())
        found = _reading(lines, words)
    if not any(each is line for each in found):
        return ""
    nth = next(place for place, each in enumerate(found, 1) if each is line)
    return f'--after "{prefix}{words}{f"#{nth}" if len(found) > 1 else ""}"'


def _reading(lines: Sequence[HostParagraph], said: str) -> list[HostParagraph]:
    """The lines with these words; with their first ones where “…” stands for the rest."""
    wanted = tuple(words_of(fold(said)))
    if not wanted:
        return []
    exact = [each for each in lines if each.words == wanted]
    drawn = (each for each in lines if _PICTURE in each.line.text)  # A heading may hold a picture beside its words.
    exact = exact or [each for each in drawn if tuple(words_of(fold(each.line.text.replace(_PICTURE, " ")))) == wanted]
    cut = said.rstrip().endswith(("…", "..."))
    return [each for each in lines if each.words[: len(wanted)] == wanted] if cut and not exact else exact


def _told(host: Host, headings: Sequence[HostParagraph], after: str, own: str) -> tuple[Found | None, list[Problem]]:
    kind = next((each for each in (LINE, TABLE) if after.casefold().startswith(each)), "")
    nth = _NTH.search(after)
    said = (after[: nth.start()] if nth is not None else after)[len(kind) :].strip()
    words = words_of(fold(said))
    bare = unnumbered(fold(said), tuple(words))
    found = _reading(headings, said)
    if not found and nth is not None and (whole := _reading(headings, after[len(kind) :])):
        found, nth = whole, None
    found = found or [each for each in headings if each.label and words_of(fold(f"{each.label} {each.said}")) == words]
    found = found or [
        each
        for each in headings
        if bare
        and unnumbered(each.text, each.words) == bare
        and (not typed_number(fold(said)) or number_of(each) in ("", typed_number(fold(said))))
    ]
    letters = "".join(words)
    found = found or [each for each in headings if letters and "".join(each.words) == letters]
    heads = _meant(host, found)
    if nth is not None:
        found = found[int(nth[1]) - 1 : int(nth[1])] if int(nth[1]) else []
    elif not kind and len(found) > 1 and len(heads) == 1:
        found = heads
    elif (
        not kind
        and len(same := [each for each in found if each.line.text.strip() == said]) == 1
        and (same[0] in heads or all(each.numbered is not None for each in found if each is not same[0]))
    ):
        found = same  # Of headings that differ by a sign, the one with that sign.
    if len(found) == 1:
        line = found[0]
        headed = _heads(line) or line.may_head or (line.line.heading > 0 and not line.prose)
        if not kind and names_contents(line) and line.numbered is None and not _heads_text(headings, line):
            return None, [_is_contents(host, shortened(said))]
        if kind:
            return Found(line, after_line(host, line, table=kind == TABLE and line.cell is not None)), []
        number = typed_number(line.text)
        headed = headed or (bool(number) and line.capitals and len(line.words) <= MOST_HEADING_WORDS)
        if not (headed or "." in number):
            return Found(line, below_lead_in(host, line)), []
        return Found(line, section_of(host, line)), []
    if found:
        return None, _several(host, found, f"lines read “{shortened(said)}”", own + kind)
    listed = [each for each in headings if stands_out(each)]
    contents = _reading([each for each in host.paragraphs if each.contents], said)
    near, where = did_you_mean(said, [each.line.text.strip() for each in listed]), Location(host.package.file)
    fault = Problem("no-place", f"no line reads “{shortened(said)}”", where, cure=_AS_IT_STANDS, suggestion=near)
    return None, [_is_contents(host, shortened(said)) if contents else fault, *_candidates(host, listed, own)]


def _heads_text(headings: Sequence[HostParagraph], line: HostParagraph) -> bool:
    """Whether a sentence stands under “Content”, which then lists no headings."""
    following = next(iter(headings[headings.index(line) + 1 :]), line)
    return len(line.words) == 1 and following.prose and not following.line.heading


def _is_contents(host: Host, said: str) -> Problem:
    """The problem that the words are those of a table of contents."""
    where = Location(host.package.file)
    return Problem(
        "no-place",
        f"“{said}” stands only in the table of contents, where nothing can be put",
        where,
        cure=_AS_IT_STANDS,
    )


def _heads(line: HostParagraph) -> bool:
    return bool(line.level or line.bold or line.number)


def _meant(host: Host, found: Sequence[HostParagraph]) -> list[HostParagraph]:
    """Of lines that read alike those that look like headings; left out are lists and rows of tables that only name
    what has a section of its own."""
    heads = [each for each in found if _heads(each) or each.look != host.habits.body_look]
    if any(map(_heads, heads)):
        large = (each for each in heads if each.line.kind != "bullet" and each.first_letters.size > host.body_size)
        heads = [*filter(_heads, heads), *(each for each in large if not _heads(each))]
    heads = [each for each in heads if each.line.heading or not _is_listed_before(host, each, found)]
    apart = [each for each in heads if each.cell is None]
    rows = (next(each.cell.iterancestors(w("tr"))) for each in found if each.cell is not None)
    listed = all(len(row.findall(w("tc"))) > 1 for row in rows)
    return apart if apart and listed else heads


def _is_listed_before(host: Host, line: HostParagraph, found: Sequence[HostParagraph]) -> bool:
    """Whether the line beside this one and one of those that read as this one does come again later, in the same order
    and with something between them: the lines list what the document has."""
    lines, places = host.habits.seen, host.habits.places
    at = places[line.element]
    later = [places[each.element] for each in found if places[each.element] > at]
    for step in (1, -1):
        beside = lines[at + step] if 0 <= at + step < len(lines) else line
        again = (place for place, each in enumerate(lines) if place > at + 1 and each.words == beside.words)
        if beside.words and any((there - here) * step > 1 for there in again for here in later):
            return True
    return False


def _is_unseen(line: HostParagraph) -> bool:
    """Whether every word of a line is hidden or struck through, by hand or by a style, so that a reader takes it for
    no heading."""
    own, table = first_child(line.element, w("pPr")), line.letters.around(line.element)
    runs = [run for run in line.element.iter(w("r")) if any((text.text or "").strip() for text in run.iter(w("t")))]
    looks = [line.letters.of(own, first_child(run, w("rPr")), table) for run in runs]
    return bool(looks) and all(look.hidden or look.struck for look in looks)


_DEFINES: Final = frozenset({"definitions", "definition", "glossary", "interpretation", "abbreviations", "diffiniadau"})


def _names_it_only(host: Host, headings: Sequence[HostParagraph], line: HostParagraph) -> bool:
    """Whether a line only names what the section holds: a word that is defined, or the label of one short field in a
    document whose sections have headings outside its tables."""
    if line.number or typed_number(line.text) or line.line.heading:
        return False
    before = headings[: headings.index(line)]
    # Among words that are defined, those defined before stand above it.
    above = next((each for each in reversed(before) if stands_out(each) and not each.lead), None)
    if above is not None and (above.level or line.lead) and not _DEFINES.isdisjoint(above.words):
        return True
    if line.cell is None or sum(each.line.heading > 0 and each.cell is None for each in headings) < _FEWEST_HEADINGS:
        return False
    table = next(line.cell.iterancestors(w("tbl")))
    own = [each for each in headings if each.cell is not None and table in each.cell.iterancestors(w("tbl"))]
    return not any(each.known and each is not line for each in own)


_FEWEST_HEADINGS: Final = 2
"""Headings of the outline outside tables from which a document has its sections there."""


def _among_its_own(host: Host, heading: HostParagraph) -> bool:
    """Whether a heading that is known by its number alone stands where the model has it: under or beside headings
    whose words are the model's."""
    series = number_of(heading).partition(".")[0]
    return any(
        each.known and number_of(each).partition(".")[0] == series
        for each in host.paragraphs
        if each is not heading and not each.contents and each.may_head
    )


def _with_number(line: HostParagraph) -> str:
    """The line's words with the number that is printed before them."""
    return f"{line.label} {line.shown}".strip() if line.number else line.shown


def number_of(heading: HostParagraph) -> str:
    """The number that stands before the heading's words, typed or printed by numbering; "" without one."""
    return typed_number(heading.text) or heading.number


def _core(heading: HostParagraph) -> tuple[str, ...]:
    """The heading's words without its number, small words and plural endings."""
    return tuple(
        _PLURALS.get(word, word) for word in unnumbered(heading.text, heading.words) if word not in SMALL_WORDS
    )


def _stands_out(heading: HostParagraph) -> bool:
    return bool(heading.level or heading.bold or heading.number or (heading.cell is not None and heading.may_head))


def _description_and_pathway(heading: HostParagraph) -> bool:
    if _DESCRIBES.isdisjoint(heading.words):
        return False
    core = _core(heading)
    return sorted(core) in (["care", "description", "pathway", "service"], ["description", "pathway", "service"])


def _description_near(heading: HostParagraph) -> bool:
    if _DESCRIBES.isdisjoint(heading.words) or not heading.may_head:
        return False
    core = _core(heading)
    fits = {"description", "pathway"} <= set(core) and len(core) <= 8 and _SPEAKS_OF.isdisjoint(core)
    return fits and _stands_out(heading)


_SPEAKS_OF: Final = frozenset({"see", "is", "are", "refer", "must", "should", "will", "below", "above", "attached"})
"""Words of a line that speaks of the section and does not head it."""
_OTHER_QUALITY: Final = frozenset({"data", "water", "air", "image", "record", "records", "coding", "information"})
"""Things other than a service whose quality has requirements."""


def _in_welsh(*words: tuple[str, ...]) -> Callable[[HostParagraph], bool]:
    """Whether a heading has one of the words of each group, in Welsh."""
    return lambda heading: (
        heading.may_head and _stands_out(heading) and all(not set(group).isdisjoint(heading.words) for group in words)
    )


def _description_or_pathway(heading: HostParagraph) -> bool:
    if _DESCRIBES.isdisjoint(heading.words):
        return False
    core = sorted(_core(heading))
    paths = (["care", "pathway"], ["care", "pathway", "service"], ["pathway", "service"])
    return _stands_out(heading) and (core == ["description", "service"] or core in paths)


def _quality_alone(heading: HostParagraph) -> bool:
    return "cquin" not in heading.words and _quality_with_others(heading)


def _quality_with_others(heading: HostParagraph) -> bool:
    return heading.may_head and heads_quality_requirements(unnumbered(heading.text, heading.words))


def _quality_near(heading: HostParagraph) -> bool:
    said = set(heading.words)
    may = heading.may_head and "quality" in said and not {"requirements", "requirement"}.isdisjoint(said)
    return may and (_SPEAKS_OF | _OTHER_QUALITY).isdisjoint(said) and _stands_out(heading)


def _by_number(section: SectionNumber) -> Callable[[HostParagraph], bool]:
    return lambda heading: (
        heading.may_head
        and number_of(heading) == section
        and (heading.level > 0 or heading.bold or heading.cell is not None or bool(heading.number))
    )


_WAYS: Final[dict[SectionNumber, tuple[Callable[[HostParagraph], bool], ...]]] = {
    "3.2": (
        _description_and_pathway,
        _description_near,
        _in_welsh(("disgrifiad",), ("gwasanaeth", "gwasanaethau", "llwybr")),
        _description_or_pathway,
        _by_number("3.2"),
    ),
    "5.1": (
        _quality_alone,
        _quality_with_others,
        _in_welsh(("gofynion",), ("ansawdd",)),
        _quality_near,
        _by_number("5.1"),
    ),
}


def _several(host: Host, found: Sequence[HostParagraph], what: str, prefix: str) -> list[Problem]:
    """The problem that several lines may be meant, and which they are."""
    where, cure = Location(host.package.file), "say which with one of the options below"
    return [Problem("several-places", f"{len(found)} {what}", where, cure=cure), *_candidates(host, found, prefix)]


def _may_be_meant(host: Host, message: str, line: int, cure: str = "") -> Problem:
    where = Location(host.package.file, line=line, part=host.package.main)
    return Problem("may-be-meant", message, where, severity="note", cure=cure)


def _candidates(host: Host, found: Sequence[HostParagraph], prefix: str = "") -> list[Problem]:
    """A note for each heading that may be meant: in its own words, with the heading above it and what stands
    under it."""

    notes = []
    for each in found[:MOST_LISTED]:
        said, at = f"“{shortened(each.text)}” {_around(host, each)}", host.paragraphs.index(each) + 1
        notes.append(_may_be_meant(host, said, at, option(host, each, prefix)))
    if (more := len(found) - MOST_LISTED) > 0:
        notes.append(_may_be_meant(host, f"and {more:,} headings more", len(host.paragraphs) + 1))
    return notes


def _around(host: Host, heading: HostParagraph) -> str:
    above = heading_above(host, heading, itself=False)
    comes = f"comes after “{shortened(above.text)}”" if above is not None else "comes first"
    if heading.lead:
        return f"{comes} and leads its paragraph in" if above is not None else comes
    below = next((each for each in section_of(host, heading).members if not each.blank), None)
    return (
        f"{comes}{' in a table' if heading.cell is not None else ''}, "
        f"{f'and under it stands “{shortened(below.text)}”' if below is not None else 'and nothing stands under it'}"
    )
