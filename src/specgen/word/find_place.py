"""The place in an existing specification where a section's clauses go: after what already stands under its heading.

The heading is found by its words first and its number second; where none or several fit, all that may be meant are named.
Source: handbook 4.2.4; the model specification's 3.2 and 5.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from specgen.problems import Location, Problem, did_you_mean
from specgen.word.folded import fold, words_of
from specgen.word.headings import heads_quality_requirements, typed_number, unnumbered
from specgen.word.host_document import Host, HostParagraph
from specgen.word.section_extent import section_of

_Element = etree._Element

SectionNumber = Literal["3.2", "5.1"]
TITLES: Final[dict[SectionNumber, str]] = {"3.2": "3.2 Service description/care pathway", "5.1": "5.1 Applicable Quality Requirements"}
MOST_LISTED: Final = 40
_SMALL: Final = frozenset({"and", "or", "of", "the", "s", "a", "for"})
_PLURALS: Final = {"services": "service", "descriptions": "description", "pathways": "pathway"}
_LONGEST_SHOWN: Final = 90


@dataclass(frozen=True, slots=True)
class Found:
    """A section's heading in the host; `remark` is what a person should check about how it was found."""

    heading: HostParagraph
    remark: str = ""


def find_heading(host: Host, section: SectionNumber, after: str = "") -> tuple[Found | None, list[Problem]]:
    """The heading of `section` in the host, or the one with the words `after`; None with a problem that lists what may be meant."""
    headings = [each for each in host.paragraphs if not each.contents and not each.blank]
    if after:
        return _told(host, headings, after)
    for way in _WAYS[section]:
        found = [each for each in headings if way(each)]
        if len(found) > 1:
            numbered = [each for each in found if number_of(each) == section]
            found = numbered if len(numbered) == 1 else found
        if len(found) == 1:
            return Found(found[0], "" if way is not _WAYS[section][-1] else f"found by its number {section} alone"), []
        if found:
            fault = Problem("several-places", f"{len(found)} headings may be “{TITLES[section]}”", Location(host.package.file), cure=f"say which with --after, in its own words{_apart(found)}")
            return None, [fault, *_candidates(host, found)]
    listed = [each for each in headings if each.level or (each.bold and each.may_head)]
    cure = "say after which heading with --after “…”" if listed else "the file has no headings; give the words of the line after which it is to go with --after “…”"
    return None, [Problem("no-place", f"no heading reads like “{TITLES[section]}”", Location(host.package.file), cure=cure), *_candidates(host, listed)]


def _told(host: Host, headings: Sequence[HostParagraph], after: str) -> tuple[Found | None, list[Problem]]:
    wanted = tuple(words_of(fold(after)))
    bare = unnumbered(fold(after), wanted)
    found = [each for each in headings if wanted and each.words == wanted] or [
        each for each in headings if bare and unnumbered(each.text, each.words) == bare and (not typed_number(fold(after)) or number_of(each) in ("", typed_number(fold(after))))
    ]
    if len(found) > 1 and len(heads := [each for each in found if each.level or each.bold or each.number]) == 1:
        found = heads
    if len(found) == 1:
        return Found(found[0]), []
    if found:
        fault = Problem("several-places", f"{len(found)} lines read “{after[:_LONGEST_SHOWN]}”", Location(host.package.file), cure="give its number too, or make the words of the one that is meant different in Word")
        return None, [fault, *_candidates(host, found)]
    listed = [each for each in headings if each.level or (each.bold and each.may_head)]
    near = did_you_mean(after, [each.line.text.strip() for each in listed])
    fault = Problem("no-place", f"no line reads “{after[:_LONGEST_SHOWN]}”", Location(host.package.file), cure="give the words of a heading as they stand", suggestion=near)
    return None, [fault, *_candidates(host, listed)]


def number_of(heading: HostParagraph) -> str:
    """The number that stands before the heading's words, typed or printed by numbering; "" without one."""
    return typed_number(heading.text) or heading.number


def _apart(found: Iterable[HostParagraph]) -> str:
    texts = [each.words for each in found]
    return "" if len(set(texts)) == len(texts) else "; where they read alike, make one of them different in Word"


def _core(heading: HostParagraph) -> tuple[str, ...]:
    """The heading's words without its number, small words and plural endings."""
    return tuple(_PLURALS.get(word, word) for word in unnumbered(heading.text, heading.words) if word not in _SMALL)


def _stands_out(heading: HostParagraph) -> bool:
    return bool(heading.level or heading.bold or heading.number or (heading.cell is not None and heading.may_head))


def _description_and_pathway(heading: HostParagraph) -> bool:
    core = _core(heading)
    return sorted(core) in (["care", "description", "pathway", "service"], ["description", "pathway", "service"])


def _description_near(heading: HostParagraph) -> bool:
    core = _core(heading)
    return _stands_out(heading) and heading.may_head and {"description", "pathway"} <= set(core) and len(core) <= 8


def _description_or_pathway(heading: HostParagraph) -> bool:
    return _stands_out(heading) and sorted(_core(heading)) in (["description", "service"], ["care", "pathway"], ["care", "pathway", "service"], ["pathway", "service"])


def _quality_alone(heading: HostParagraph) -> bool:
    return heading.may_head and heads_quality_requirements(unnumbered(heading.text, heading.words)) and "cquin" not in heading.words


def _quality_with_others(heading: HostParagraph) -> bool:
    return heading.may_head and heads_quality_requirements(unnumbered(heading.text, heading.words))


def _quality_near(heading: HostParagraph) -> bool:
    return _stands_out(heading) and heading.may_head and "quality" in heading.words and bool({"requirements", "requirement"} & set(heading.words))


def _by_number(section: SectionNumber) -> Callable[[HostParagraph], bool]:
    return lambda heading: heading.may_head and number_of(heading) == section and (heading.level > 0 or heading.bold or heading.cell is not None or bool(heading.number))


_WAYS: Final[dict[SectionNumber, tuple[Callable[[HostParagraph], bool], ...]]] = {
    "3.2": (_description_and_pathway, _description_near, _description_or_pathway, _by_number("3.2")),
    "5.1": (_quality_alone, _quality_with_others, _quality_near, _by_number("5.1")),
}


def _candidates(host: Host, found: Sequence[HostParagraph]) -> list[Problem]:
    """A note for each heading that may be meant: in its own words, with the heading above it and what stands under it."""
    notes = [
        Problem("may-be-meant", f"“{_short(each.text)}” {_around(host, each)}", Location(host.package.file, line=host.paragraphs.index(each) + 1, part=host.package.main), severity="note")
        for each in found[:MOST_LISTED]
    ]
    more = len(found) - MOST_LISTED
    return notes if more <= 0 else [*notes, Problem("may-be-meant", f"and {more:,} headings more", Location(host.package.file, line=len(host.paragraphs) + 1, part=host.package.main), severity="note")]


def _around(host: Host, heading: HostParagraph) -> str:
    at = host.paragraphs.index(heading)
    above = next((each for each in reversed(host.paragraphs[:at]) if (each.level or (each.bold and each.may_head)) and not each.contents), None)
    below = next((each for each in section_of(host, heading).members if not each.blank), None)
    before = f"comes after “{_short(above.text)}”" if above is not None else "comes first"
    return f"{before}{' in a table' if heading.cell is not None else ''}, {f'and under it stands “{_short(below.text)}”' if below is not None else 'and nothing stands under it'}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
