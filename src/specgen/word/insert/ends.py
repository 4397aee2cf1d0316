"""Whether a line of an existing specification begins another section.

Source: ECMA-376 part 1, 17.3.1.20 (outline levels), 17.9 (numbering).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal

from specgen.word.document.headings import MOST_HEADING_WORDS, typed_number
from specgen.word.insert.closing import HEADS_SIGNING, heads_annexes
from specgen.word.insert.host import Host, HostParagraph, is_counted_under, is_text_of, led, names_contents
from specgen.word.insert.makes import (
    core_of,
    counted,
    counts_in_words,
    depth_of,
    in_same_list,
    instance_of,
    is_next,
    label_form,
    letters_on,
    listed_alike,
    make_of,
    marks_of,
    may_follow,
    number_of,
    of_one_form,
    printed_of,
)

Ends = Literal["no", "yes", "number", "look"]
"""Whether a line begins another section: surely not, surely, or only by its number or its look."""


_HIGH = 2
"""The lowest level that surely stands above lines without one."""
_SHORT_CAPITALS = 3
_A_POINT = 2
_PARTS = 3
_COUNT_ALONE = 2
"""Words of a line that only counts, “Clause 5”; what it is about stands under it."""
_TWICE = 2
_FEW_WORDS = 8
"""Words of a line that may head a section though it looks as the text does."""


class SectionJudge:
    """Says of the lines after a heading whether they begin another section of its level or a higher one."""

    def __init__(self, host: Host, heading: HostParagraph) -> None:
        self.heading = heading
        self._host = host
        habits = host.habits
        self._seen, self._body_look, self._head_styles = habits.seen, habits.body_look, habits.head_styles
        self._at = next((at for at, each in enumerate(self._seen) if each is heading), 0)

    def ends(self, other: HostParagraph) -> Ends:
        """The verdict on `other`, which comes after the heading."""
        verdict = self._weighed(other)
        return "yes" if verdict in ("look", "number") and self._stands_beside(other) else verdict

    def _stands_beside(self, other: HostParagraph) -> bool:
        """Whether a line of which only its look or its number speaks stands as the heading does: text stands under
        both, they are of one make or the line is no weaker, and it has the very next number where either has one.

        A line that heads a part which recurs, or one of several of a kind, is no such line."""
        heading, mine, its = self.heading, self._mine, number_of(other)
        directly_under = other in self._seen[self._at + 1 : self._at + 2]
        if directly_under or heading.lead or other.lead or other.contents or heading.cell is not other.cell:
            return False
        alike = make_of(heading) == make_of(other)
        if mine or its:
            return alike and heading.bold and is_next(mine, its) and not self._counts_inside(other, its)
        following = next(iter(self._after(other)), None)
        if following is None or (other.bold and following.bold and following.may_head):
            return False
        signs = [None if each.text[-1:].isalnum() else each.text[-1:] for each in (heading, other)]
        marked = heading.bold == other.bold and signs[0] == signs[1] and label_form(heading) == label_form(other)
        if not marked or other.prose or not other.may_head or "[picture]" in other.text or self._heads_a_part(other):
            return False
        if alike or not heading.bold:
            return alike and heading.line.heading == other.line.heading and (heading.bold or signs[0] == ":")
        if heading.line.heading or other.line.heading or not listed_alike(heading, other):
            return False
        if heading.capitals > other.capitals or heading.first_letters.size > other.first_letters.size:
            return False
        between, after = self._seen[self._at + 1 : self._place(other)], self._after(other)
        made = any(each.may_head and make_of(each) == make_of(heading) for each in after)
        return not (made or any(each.bold and each.may_head for each in between))

    def _heads_a_part(self, other: HostParagraph) -> bool:
        """Whether something in the document says that the line may be a part of the heading's section."""
        heading = self.heading
        leads = other.text.endswith(":") > heading.text.endswith(":")  # “Tasks:” may be of the last of three projects
        part = (leads and counted(heading) is not None and counted(other) is None) or self._recurs(other)
        return part or self._comes_between(other) or self._is_of_questions(other) or self._has_a_fellow(other)

    def _weighed(self, other: HostParagraph) -> Ends:
        if self._comes_beforecounted(other):
            return "no"
        if self._counts_on_from_above(other):
            return "yes"
        verdict = self._by_rules(other)
        goes_on = verdict != "no" and self._goes_on_inside(other)
        if goes_on:
            return "no" if verdict == "number" else "look"
        if verdict == "no":
            verdict = self._as_seen(other)
        if verdict == "yes" and (self._comes_before_next(other) or not self._is_evident(other)):
            return "yes" if not self._comes_before_next(other) and self._heads_next_list(other) else "look"
        if verdict == "number" and self._fills_a_gap(other):
            return "yes"
        outside = verdict == "no" and self._is_outside(other)
        if outside and self._heads_next_list(other):
            return "yes"
        return "look" if outside or (verdict == "no" and self._stands_as_high(other)) else verdict

    def _comes_beforecounted(self, other: HostParagraph) -> bool:
        """Whether the line stands between a heading that counts in its words, “Phase 2: build”, and the next of them,
        made as the heading is, and is no larger."""
        heading, mine = self.heading, counted(self.heading)
        if mine is None or heading.line.heading or other.line.heading or heading.cell is not other.cell:
            return False
        title = len(heading.words) == _COUNT_ALONE and other in self._seen[self._at + 1 : self._at + 2]
        if other.capitals > heading.capitals + title or other.first_letters.size > heading.first_letters.size:
            return False
        same = (each for each in self._seen[self._place(other) :] if (counted(each) or ("", 0))[0] == mine[0])
        following = next(same, other)
        return following is not other and counts_in_words(heading, following) and make_of(following) == make_of(heading)

    def _counts_on_from_above(self, other: HostParagraph) -> bool:
        """Whether the line counts on from the one directly over the heading, and both are made alike and only count:
        “Clause 6” where the heading stands under “Clause 5”."""
        above = self._seen[self._at - 1] if self._at else self.heading
        alone = len(above.words) == len(other.words) == _COUNT_ALONE and above.cell is other.cell is self.heading.cell
        return alone and above.bold and counts_in_words(above, other) and make_of(above) == make_of(other)

    def _heads_next_list(self, other: HostParagraph) -> bool:
        """Whether the line is made as the one over the first item of the heading's list, text between them aside, of
        which the heading is the third or a later one, and no line among the items is."""
        heading, its = self.heading, make_of(other)
        items = [at for at, each in enumerate(self._seen[: self._at + 1]) if each.numbered == heading.numbered]
        if heading.numbered is None or len(items) < _PARTS or not items[0]:
            return False
        between = self._seen[items[0] : self._at]
        over = next((each for each in reversed(self._seen[: items[0]]) if not each.prose), heading)
        return make_of(over) == its and all(make_of(each) != its for each in between)

    def _is_outside(self, other: HostParagraph) -> bool:
        """Whether a line that no rule takes for a heading is made as those that stand over this one without a level."""
        heading = self.heading
        if heading.line.heading or heading.lead or not other.may_head or not other.bold or other.contents:
            return False
        within = other.cell is not heading.cell or other.numbered is not None or self._comes_before_next(other)
        return not (within or number_of(other)) and make_of(other) != make_of(heading) and self._comes_above(other)

    def _is_evident(self, other: HostParagraph) -> bool:
        """Whether the document itself shows that the line stands beside the heading or over it: both have a level, or
        both are of one make, or count on in one way, or the make of the line, or its level, comes first in the
        document."""
        heading, mine, its = self.heading, make_of(self.heading), make_of(other)
        if heading.line.heading or heading.lead or other.contents or heading.cell is not None or mine == its:
            return True
        typed = bool(typed_number(heading.text)) == bool(typed_number(other.text))
        if (typed and is_next(number_of(heading), number_of(other))) or self._is_typed_next(other):
            return True
        if self._is_next_letter(other):
            return True
        if mine[:-1] == its[:-1] and self._counts_from_above(other):
            return True
        if other.line.heading and not any(make_of(each) == mine for each in self._after(other) if each.may_head):
            return True
        return self._comes_above(other)

    def _is_typed_next(self, other: HostParagraph) -> bool:
        """Whether the very next number is typed before a line that prints as the heading, whose own is the list's."""
        heading, own, letters = self.heading, self.heading.first_letters, other.first_letters
        following = bool(heading.number) and other.numbered is None and is_next(number_of(heading), number_of(other))
        return following and marks_of(heading) == marks_of(other) and abs(own.size - letters.size) <= _A_POINT

    def _counts_from_above(self, other: HostParagraph) -> bool:
        """Whether the heading, which has no number, stands with text under it between two typed ones of one make."""
        made = [each for each in self._seen[: self._at] if each.may_head and make_of(each) == make_of(other)]
        empty = other in self._seen[self._at + 1 : self._at + 2]
        return not empty and bool(made and typed_number(other.text)) and is_next(number_of(made[-1]), number_of(other))

    def _comes_above(self, other: HostParagraph) -> bool:
        """Whether a line of the other's list, or of its make or level where it looks no weaker than the heading, is met
        before any of the heading's make."""
        heading, mine, its = self.heading, make_of(self.heading), make_of(other)
        weaker = heading.capitals > other.capitals or heading.bold > (other.bold or other.line.heading > 0)
        weaker = weaker or heading.first_letters.size > other.first_letters.size + 1
        for each in self._seen[: self._at]:
            if each.may_head:
                listed = heading.numbered is None and depth_of(each) == depth_of(other)
                like = make_of(each) == its or 0 < each.line.heading <= other.line.heading
                if (like and not weaker) or (listed and in_same_list(self._host, each, other)):
                    return True
                if make_of(each) == mine:
                    return False
        return False

    def _as_seen(self, other: HostParagraph) -> Ends:
        """What a reader takes the line for by its letters alone, where no level in the outline and no number ranks the
        two: as large and as marked as the heading's, or larger."""
        heading, mine, its = self.heading, self._mine, number_of(other)
        ranked = (heading.line.heading and other.line.heading) or (mine and its[: len(mine)] == mine)
        if ranked or other.contents or not other.may_head or other.lead or heading.lead:
            return "no"
        if other.cell is not heading.cell or not listed_alike(heading, other) or "[picture]" in other.text:
            return "no"
        own, letters, body = heading.first_letters, other.first_letters, self._host.body_size
        marked = letters.underlined and not own.underlined and letters.bold and letters.size >= own.size
        if marked or (letters.size > own.size + _A_POINT and (letters.size > body or letters.bold)):
            return "yes" if self._stands_again(other) and other.line.style in self._head_styles else "look"
        under = other in self._seen[self._at + 1 : self._at + 2]  # a title may stand under the line that numbers it
        unlike = marks_of(heading) != marks_of(other) or abs(own.size - letters.size) > _A_POINT
        if under or (mine and not its) or unlike:
            return "no"
        if (own.size, heading.tint) != (letters.size, other.tint) or label_form(heading) != label_form(other):
            # Two people may have written them.
            return "look" if heading.bold and not (heading.line.heading or self._recurs(other)) else "no"
        sure = own.size > body + _A_POINT or (heading.capitals and len(other.text) > _SHORT_CAPITALS)
        sure = sure and not self._recurs(other)
        return "yes" if sure else "look" if heading.bold or own.underlined else "no"

    def _by_rules(self, other: HostParagraph) -> Ends:
        verdict = self._ends(other)
        if verdict == "yes" and not other.line.heading and self._counts_back(other):
            return "number"
        if verdict == "look" and self._is_sure(other) and number_of(other):
            return "yes" if self._among_numbers(other, self._mine, number_of(other)) == "yes" else "look"
        if verdict != "no" or other.line.heading:
            return verdict
        if self._is_sure(other) or (other.may_head and other.underlined):
            verdict = self._among_numbers(other, self._mine, number_of(other))
        if verdict == "no" and other.may_head and other.bold and counts_in_words(self.heading, other):
            return "look"
        return "look" if verdict == "no" and self._is_outer(other) else verdict

    def _ends(self, other: HostParagraph) -> Ends:
        heading = self.heading
        if other.contents:
            return "no" if names_contents(heading) else "yes"
        if other.text in ("", "[picture]"):
            return "look" if (other.line.heading and other.shown) or other.boxed_title else "no"
        if self._is_next_letter(other):
            return "yes"
        if other.prose and not heading.prose and not (heading.lead and heading.line.heading):
            return "no"
        mine, its = self._mine, number_of(other)
        same_list = in_same_list(self._host, heading, other)
        sure = self._is_sure(other)
        if mine and its and its[: len(mine)] == mine and len(its) > len(mine) and (other.level or same_list or sure):
            return "no"
        typed = bool(typed_number(heading.text) and typed_number(other.text))
        if heading.line.heading and other.line.heading:
            if other.line.heading <= heading.line.heading:
                return self._beside(other, mine, its)
            if not mine and not its and self._is_lettered_beside(other):
                return "yes" if other.bold == heading.bold else "look"
            again = typed or (same_list and depth_of(other) <= depth_of(heading))
            follows = again and its > mine and may_follow(mine, its)
            return "yes" if follows and not self._counts_inside(other, its) else "no"
        if other.line.heading:
            if mine and not its and self._counts_on_after(other, mine):
                return "no" if self._is_weaker(other, len(mine)) else "look"
            if not heading.level:
                return self._after_bold(other)
            upper = other.line.heading <= heading.level or (is_next(mine, its) and not self._counts_inside(other, its))
            return "yes" if upper else "look"
        if sure and self._is_like_above(other):
            return "yes"
        # Letters count as well.
        counts_on = its > mine if mine and its else sure and (not its or depth_of(other) < depth_of(heading))
        if same_list and other.label and depth_of(other) <= depth_of(heading) and counts_on:
            return self._counted_as_text(other)
        if self._runs_in_next(other, mine, its):
            return "yes"
        if self._stands_in_list_of(other):
            return "yes" if sure else "number"
        if typed and self._next_in_series(other, mine, its):
            return "yes"
        if mine and its and (typed or (sure and may_follow(mine, its))) and (other.level or sure):
            if self._counts_inside(other, its):
                return "number" if self._made_alike(other) else "no"
            follows = may_follow(mine, its)
            if its > mine and sure:
                if heading.line.heading and not (typed or same_list or self._is_typed_next(other)):
                    return "number"  # The bold item of another list, under a heading of the outline.
                return "yes" if follows or self._made_alike(other) else "number"
            if its > mine:
                # No amount is written with three parts or more.
                return "no" if not follows else "number" if len(its) < _PARTS else "yes"
            if not sure:
                return "no"
        if typed and not other.may_head and may_follow(mine, its) and self._leads_on(other, its):
            return "number"
        if other.level and (sure or not heading.line.heading):
            return ("yes" if sure else "number") if other.level <= (heading.told_level or 2) else "no"
        if heading.line.heading:
            return "no"
        return self._by_look(other, mine, its)

    def _fills_a_gap(self, other: HostParagraph) -> bool:
        """Whether the number that is missing between this heading of the outline and the next one of its level stands
        before the line: “1.3” after “1.2” and before “1.4”."""
        its, level = number_of(other), self.heading.line.heading
        if not level or len(its) < 2 or not other.may_head or not typed_number(other.text):
            return False
        following = next((each for each in self._after(other) if 0 < each.line.heading <= level), None)
        return is_next(self._mine, its) and following is not None and number_of(following) == (*its[:-1], its[-1] + 1)

    def _is_next_letter(self, other: HostParagraph) -> bool:
        """Whether the next letter is typed before a bold line, as one is before this bold heading: “D. Timeline” after
        “C. Approach”."""
        heading, form = self.heading, label_form(self.heading)
        bold = heading.bold and other.bold and other.may_head and heading.cell is other.cell
        if not (bold and form == label_form(other) and letters_on(heading, other)):
            return False
        return all(label_form(each) != form for each in self._seen[self._at + 1 : self._place(other)])

    def _runs_in_next(self, other: HostParagraph, mine: tuple[int, ...], its: tuple[int, ...]) -> bool:
        """Whether the very next number stands before a paragraph that begins as bold as the heading is, “15. General.
        The laws of …”, and the headings and two or more such paragraphs count on through the document."""
        if other.may_head or not mine or its != (*mine[:-1], mine[-1] + 1):
            return False
        made = (self.heading.line.style, bool(typed_number(self.heading.text)), label_form(self.heading))
        series = [
            each
            for each in self._seen
            if (each.line.style, bool(typed_number(each.text)), label_form(each)) == made
            and each.first_letters.bold
            and each.first_letters.size == self.heading.first_letters.size
            and each.cell is self.heading.cell
            and number_of(each)[:-1] == mine[:-1]
            and len(number_of(each)) == len(mine)
        ]
        numbers = [number_of(each) for each in series]
        run_in = sum(not (each.bold or each.may_head) for each in series)
        return other in series and run_in > 1 and numbers == sorted(set(numbers)) and self.heading in series

    def _counted_as_text(self, other: HostParagraph) -> Ends:
        """The verdict on a line that the heading's own list counts on: a sentence directly under a bold heading is the
        heading's text, and one after that may be."""
        heading, between = self.heading, self._seen[self._at + 1 : self._place(other)]
        is_text = [not (each.bold or each.may_head) for each in (*between, other)]
        if not (heading.bold and heading.may_head and all(is_text)):
            return "yes"
        return "look" if between else "no"

    def _stands_as_high(self, other: HostParagraph) -> bool:
        """Whether a reader who goes by the letters takes a line that no rule takes for a heading for one beside this
        heading or over it: it is as large and as marked, or larger, and nothing ranks it lower."""
        heading, own, letters = self.heading, self.heading.first_letters, other.first_letters
        if other.contents or other.lead or heading.lead or not other.words or other.text.startswith("[picture]"):
            return False
        if other.cell is not heading.cell or is_text_of(other, heading) or self._stands_oftener(other):
            return False
        if heads_annexes(other) and other.bold:
            return not heads_annexes(heading)
        follows = is_next(self._mine, number_of(other))
        if self._is_lower(other) or (other.numbered is not None and heading.numbered is None and not follows):
            return False
        if heading.line.heading and other.line.heading:
            following = next(iter(self._after(other)), None)
            alike = other.line.style == heading.line.style and other.bold == heading.bold
            alike = alike or other.line.heading < heading.line.heading
            text = following is None or following.line.style != other.line.style
            return alike and (text or (other.text.endswith(":") and not heading.bold))
        body, bold = self._host.body_size, other.bold or (letters.bold and self._in_own_style(other))
        less = (heading.bold, own.underlined, heading.capitals) > (bold, letters.underlined, other.capitals)
        least = own.size - _A_POINT
        if heading.line.heading and letters.size > body + _A_POINT:
            least = min(least, own.size * 4 // 5)
        as_marked = not less and letters.size > least
        larger = letters.size >= own.size + _A_POINT and (bold or not heading.bold)
        stands_out = bold or letters.size > body or letters.underlined
        if heading.line.heading:
            # The level stands in the paragraph itself, and may have been forgotten in one.
            under = other in self._seen[self._at + 1 : self._at + 2] or bool(number_of(other)) or names_contents(other)
            by_hand = other.line.style == heading.line.style and not under
            stands_out = letters.size > body or (bold and (by_hand or other.capitals > heading.capitals))
        elif heading.numbered is not None and other.numbered is None:
            stands_out = larger or heading.line.kind == "bullet" or marks_of(other) != marks_of(heading)
        short = other.bold or len(other.words) <= MOST_HEADING_WORDS
        short = other.may_head or (short and not heading.line.heading)
        return short and stands_out and (as_marked or larger)

    def _in_own_style(self, other: HostParagraph) -> bool:
        """Whether the line has the heading's style, which is not that of the text."""
        style = self.heading.line.style
        return other.line.style == style not in (self._body_look[:1] or ("",)) and style not in ("", "Normal")

    def _comes_before_next(self, other: HostParagraph) -> bool:
        """Whether the line has no number and no level, and the number that comes next after the heading's stands on a
        later line made as the heading is."""
        if not self._mine or number_of(other) or other.line.heading:
            return False
        return any(self._made_alike(each) and is_next(self._mine, number_of(each)) for each in self._after(other))

    def _is_lower(self, other: HostParagraph) -> bool:
        """Whether the outline or a number ranks the line under the heading."""
        heading, mine, its = self.heading, self._mine, number_of(other)
        if 0 < heading.line.heading < other.line.heading or is_counted_under(other, heading):
            return True
        if mine and not its and not (heading.line.heading and other.line.heading):
            return other.first_letters.size < heading.first_letters.size + _A_POINT
        typed = bool(typed_number(heading.text) and typed_number(other.text))
        parts = bool(mine) and its[: len(mine)] == mine and len(its) > len(mine)
        return parts and (typed or in_same_list(self._host, heading, other))

    def overlooks(self, other: HostParagraph, ended_by: HostParagraph | None) -> bool:
        """Whether a line in the section may begin another one after all: its number comes between that of the heading
        and that of the heading which ends it and is not the next."""
        mine, its, end = self._mine, number_of(other), number_of(ended_by) if ended_by is not None else ()
        if not (mine and its and other.may_head and other.cell is self.heading.cell) or is_next(mine, end):
            return False
        again = its == mine and self._is_sure(other)
        return (again or (may_follow(mine, its) and (not end or its <= end))) and not self._counts_inside(other, its)

    def _counts_back(self, other: HostParagraph) -> bool:
        """Whether the line has a typed number before that of the heading."""
        its = number_of(other) if typed_number(other.text) else ()
        return bool(its) and its < self._mine

    @cached_property
    def _mine(self) -> tuple[int, ...]:
        """The heading's number; none where it has fewer parts than that of the heading over it, under which such
        headings are counted by themselves."""
        own, level = number_of(self.heading), self.heading.line.heading
        over = (each for each in reversed(self._seen[: self._at]) if 0 < each.line.heading < level and not each.prose)
        above = next(map(number_of, over), ())
        return () if len(own) < len(above) and not may_follow(above, own) else own

    def _leads_on(self, other: HostParagraph, its: tuple[int, ...]) -> bool:
        """Whether a long line with a number has one of several parts or begins with words that stand out, and is no
        item of a list under the heading."""
        at = next((at for at, each in enumerate(self._seen) if each is other), self._at)
        among = (number_of(each) for each in self._seen[self._at + 1 : at])
        stands_out = len(its) > 1 or other.bold or bool(led(other, self._host.model).lead)
        return stands_out and not any(len(each) == len(its) for each in among)

    def _is_sure(self, other: HostParagraph) -> bool:
        """Whether more than a number says that the line is a heading: the model's words, or its look."""
        if other.line.heading or other.known or not other.may_head:
            return bool(other.line.heading or other.known)
        styled = other.line.style in self._head_styles or other.look == self.heading.look != self._body_look
        return styled or other.bold or (other.underlined and self.heading.underlined and not self.heading.bold)

    def _after_bold(self, other: HostParagraph) -> Ends:
        """The verdict on a heading of the outline after one that has no level: it ends the section, unless lines of
        the heading's own make stand before any such heading and after this one too."""
        if self.heading.line.style in self._head_styles and self._larger(other):
            return "no"
        levels = [each.line.heading for each in self._seen[self._at :] if each.line.heading and each.prose]
        if other.line.heading in levels:
            return "look"  # whole paragraphs have the level, so that it makes no heading
        top = min(each.line.heading for each in self._seen if each.line.heading)
        under = any(each.line.heading and not each.prose for each in self._seen[: self._at])
        if under or top == other.line.heading == 1 or not any(map(self._is_of_one_make, self._after(other))):
            return "yes"
        return "no" if self.heading.capitals and not other.capitals else "look"

    def _larger(self, other: HostParagraph) -> bool:
        """Whether the heading's letters are clearly larger than the line's."""
        return self.heading.first_letters.size > other.first_letters.size + _A_POINT

    def _after(self, other: HostParagraph) -> Sequence[HostParagraph]:
        return self._seen[self._place(other) + 1 :]

    def _is_of_one_make(self, other: HostParagraph) -> bool:
        """Whether the other line looks as the heading does, which has no level."""
        heading = self.heading
        alike = other.capitals == heading.capitals and other.bold == heading.bold
        return alike and not other.level and other.may_head and other.look == heading.look

    def _is_outer(self, other: HostParagraph) -> bool:
        """Whether a line in capitals is made as those that stand before the first heading of the outline, and this
        heading is a low one."""
        if not self.heading.line.heading or not other.may_head:
            return False
        before, above = self._before_outline
        # Where the outline has no first level, lines above its first heading may be that level.
        if above is not None and other.bold and self._is_like(above, other) and listed_alike(above, other):
            return True
        if self.heading.line.heading <= _HIGH or not other.capitals:
            return False
        # Not all of such a line need be bold.
        return any(each.capitals and each.may_head and each.look == other.look for each in before)

    @cached_property
    def _before_outline(self) -> tuple[Sequence[HostParagraph], HostParagraph | None]:
        """The lines before the first heading of the outline, and the last bold one where the outline has no first
        level."""
        heads = [at for at, each in enumerate(self._seen) if each.line.heading and not each.prose]
        before = self._seen[: heads[0]] if heads else ()
        lowest = min((self._seen[at].line.heading for at in heads), default=1) > 1
        return before, next((each for each in reversed(before) if lowest and each.may_head and each.bold), None)

    def _among_numbers(self, other: HostParagraph, mine: tuple[int, ...], its: tuple[int, ...]) -> Ends:
        """The verdict on a numbered line after a heading without a number: it ends the section where the heading itself
        stands among lines of that make, of which this is the next."""
        if mine or (its and self._counts_inside(other, its)):
            return "no"
        before = self._seen[: self._at]
        outer = [each for each in before if self._counts_to(each, other)]
        if not outer or (its and not may_follow(number_of(outer[-1]), its)):
            return "no"
        begun = next((at for at, each in enumerate(before) if each.line.heading and not each.prose), len(before))
        if any(each is outer[0] for each in before[:begun]):
            return "yes"
        return "no" if self._heads_numbers(other) else "look"

    def _counts_to(self, one: HostParagraph, other: HostParagraph) -> bool:
        """Whether both lines have a number and look alike, or are bold or not in one list at one level; lines that are
        underlined need not be bold."""
        alike = self._is_like(one, other) or (one.may_head and other.underlined and one.look == other.look)
        listed = other.line.kind == "number" and bool(other.label) and one.may_head
        listed = listed and in_same_list(self._host, one, other) and depth_of(one) == depth_of(other)
        return (listed and (alike or one.bold == other.bold)) or (alike and bool(number_of(one) and number_of(other)))

    def _counts_on_after(self, other: HostParagraph, mine: tuple[int, ...]) -> bool:
        """Whether a line of the heading's make has the next number after the line, so that the line stands among
        them."""
        nexts = (each for each in self._after(other) if self._is_like(each, self.heading))
        return any(may_follow(mine, number_of(each)) for each in nexts) and not self._heads_numbers(self.heading)

    def _goes_on_inside(self, other: HostParagraph) -> bool:
        """Whether the line is a later item of a list that began under the heading, which is no item of it."""
        if other.numbered is None or other.line.heading or in_same_list(self._host, self.heading, other):
            return False
        return any(each.numbered == other.numbered for each in self._seen[self._at + 1 : self._place(other)])

    def _counts_inside(self, other: HostParagraph, its: tuple[int, ...]) -> bool:
        """Whether the number goes on from that of a line of its list in the section, whose parts are counted from one.
        Where the line is made as the heading is, only lines that are too count before it."""
        typed, own = bool(typed_number(other.text)), self._made_alike(other)
        among = (self._seen[at] for at in range(self._place(other) - 1, self._at, -1))
        alike = (
            number_of(each)
            for each in among
            if each.line.heading == other.line.heading
            and (bool(typed_number(each.text)) if typed else in_same_list(self._host, each, other))
            and (not own or of_one_form(each, other))
        )
        last = next(alike, ())
        return len(last) == len(its) and may_follow(last, its)

    def _beside(self, other: HostParagraph, mine: tuple[int, ...], its: tuple[int, ...]) -> Ends:
        """The verdict on a heading of the outline at the heading's level or a higher one: it ends the section, unless
        whole lists and sentences stand in the style of the bold heading, or the line recurs there."""
        heading = self.heading
        if is_counted_under(other, heading):
            return "no"
        if (mine and its) or other.line.heading < heading.line.heading:
            return "yes"
        if other.line.style != heading.line.style:
            return "look" if self._larger(other) and not its else "yes"
        if is_text_of(other, heading):
            return "no"
        if heading.bold and not (other.bold or other.first_letters.bold):
            large = other.first_letters.size > self._host.body_size + 2 * _A_POINT
            alike = large and other.numbered is None and other.first_letters.size == heading.first_letters.size
            return "yes" if alike and not other.prose else "look"
        return "look" if self._stands_oftener(other) and bool(mine) != bool(its) else "yes"

    def _stands_oftener(self, other: HostParagraph) -> bool:
        """Whether more lines of its make read as this one does than lines of the heading's read as the heading."""
        texts = self._host.habits.texts
        if texts[other.text, other.cell is None] < _TWICE:
            return False  # most lines stand once, and their makes need not be asked for
        one, two = (
            sum(each.text == line.text and make_of(each) == make_of(line) for each in self._seen)
            for line in (self.heading, other)
        )
        return two > one

    def _is_lettered_beside(self, other: HostParagraph) -> bool:
        """Whether one list counts both lines at one depth or the other's less, though the outline has it lower."""
        heading = self.heading
        alike = in_same_list(self._host, heading, other) and depth_of(other) <= depth_of(heading)
        return alike and bool(heading.label) and bool(other.label) and other.label != heading.label

    def _stands_in_list_of(self, other: HostParagraph) -> bool:
        """Whether the line is an item of a list after one of whose items the heading's own list begins."""
        heading, host = self.heading, self._host
        counted = heading.line.kind == other.line.kind == "number" and other.may_head
        if not counted or in_same_list(host, heading, other):
            return False
        before = [each for each in self._seen[: self._at + 1] if each.numbered is not None]
        begun = next(at for at, each in enumerate(before) if instance_of(each) == instance_of(heading))
        around = [at for at, each in enumerate(before) if in_same_list(host, each, other)]
        return bool(around) and around[-1] < begun

    def _is_weaker(self, other: HostParagraph, depth: int) -> bool:
        """Whether a heading of the outline is less than this bold line, whose number has so many parts: it is lower,
        not bold and no larger."""
        lower = other.line.heading > depth and other.first_letters.size <= self.heading.first_letters.size
        return self.heading.bold and not other.bold and lower

    def _made_alike(self, other: HostParagraph) -> bool:
        """Whether a numbered line is of the heading's make, and of its list where the number is not typed."""
        typed = bool(typed_number(other.text))
        return of_one_form(self.heading, other) and (typed or in_same_list(self._host, self.heading, other))

    def _heads_numbers(self, other: HostParagraph) -> bool:
        """Whether such numbered lines stand directly under headings of the outline."""
        return any(
            one.line.heading and not one.prose and self._is_like(two, other) and number_of(two)
            for one, two in pairwise(self._seen)
        )

    def _is_like_above(self, other: HostParagraph) -> bool:
        """Whether the line looks as the bold one does that stands above a heading which is not bold."""
        if number_of(other) or self.heading.bold or self.heading.level:
            return False
        before = reversed(self._seen[: self._at])
        above = next((each for each in before if each.may_head and (each.bold or each.level)), None)
        return above is not None and not above.level and self._is_like(above, other) and not number_of(above)

    def _stands_again(self, other: HostParagraph) -> bool:
        """Whether another line looks as this one does, so that it is of the document's headings."""
        size = other.first_letters.size
        alike = (each for each in self._seen if each is not other and self._is_like(each, other))
        return any(each.first_letters.size == size for each in alike)

    def _is_like(self, one: HostParagraph, other: HostParagraph) -> bool:
        alike = one.may_head and one.look == other.look and bool(one.line.heading) == bool(other.line.heading)
        return alike and one.bold == other.bold

    def _next_in_series(self, other: HostParagraph, mine: tuple[int, ...], its: tuple[int, ...]) -> bool:
        """Whether typed numbers count on from the heading to the line, and at least one more line of that make counts
        with them."""
        if not may_follow(mine, its) or not of_one_form(self.heading, other):
            return False
        series = [each for each in self._seen if typed_number(each.text) and of_one_form(self.heading, each)]
        return len(series) > 2 and [number_of(each) for each in series] == sorted({number_of(each) for each in series})

    def _by_look(self, other: HostParagraph, mine: tuple[int, ...], its: tuple[int, ...]) -> Ends:
        heading = self.heading
        if not other.may_head:
            return "no"
        signs = [label_form(each) for each in (heading, other)]
        if all(each.startswith("#") for each in signs):
            return "yes" if signs[1] in signs[0] else "no"
        if heading.line.style in self._head_styles and other.line.style in self._head_styles:
            return "yes" if other.line.style == heading.line.style else self._of_style(other.line.style)
        if heading.bold and other.bold and other.first_letters.size > heading.first_letters.size:
            return "yes"
        _, _, underlined, _, capitals, _ = heading.look
        stands_out = heading.look != self._body_look or bool(underlined or capitals)
        alike = heading.bold == other.bold and (heading.bold or stands_out)
        same = heading.look == other.look or (heading.bold and other.bold and printed_of(heading) == printed_of(other))
        if alike and same and not mine:
            if is_text_of(other, heading):
                return "no"
            under_capitals = heading.capitals and not other.capitals and len(heading.text) > _SHORT_CAPITALS
            if under_capitals and self._stands_under(other):
                return "no"
            if under_capitals or label_form(heading) != label_form(other):
                return "look"
            alone = other in self._seen[self._at + 1 : self._at + 2]  # nothing stands under such a heading
            return "look" if its or alone or self._heads_a_part(other) else "yes"
        plain = not (heading.bold or stands_out or mine or heading.known or heading.cell is not None)
        weaker = other.bold or (heading.look == other.look and other.line.kind == "paragraph")
        if not (plain and weaker and len(other.words) <= _FEW_WORDS):
            return "no"
        return "yes" if letters_on(heading, other) and not other.prose else "look"

    def _stands_under(self, other: HostParagraph) -> bool:
        """Whether two or more lines in capitals made as the heading have one made as the other directly under them, and
        none directly over them."""
        pairs = (pair for pair in pairwise(self._seen) if all(self._is_like(each, other) for each in pair))
        firsts = [one.capitals for one, two in pairs if one.capitals != two.capitals]
        return len(firsts) > 1 and all(firsts)

    def _recurs(self, other: HostParagraph) -> bool:
        """Whether the line, or what stands before its colon (“Finding: …”), is found again: it heads parts of
        sections."""
        labels = self._host.habits.labels
        mine, its = (each.text.partition(":")[0] for each in (self.heading, other))
        return self._stands_oftener(other) or (mine != its and labels[its] > max(labels[mine], 1))

    def _comes_between(self, other: HostParagraph) -> bool:
        """Whether the line has no words of the model, and a line of the heading's own make that has them comes later:
        it may be a part of the heading's section."""
        return not other.known and self.heading.known and self._last_like > self._place(other)

    def _has_a_fellow(self, other: HostParagraph) -> bool:
        """Whether another line made as the heading differs from it by one word, as “Non-functional requirements” from
        “Functional requirements”, so that a line which does not may be a part of the heading's section."""
        heading, mine = self.heading, core_of(self.heading)
        like = (each for each in self._seen if each.capitals == heading.capitals and self._is_like(each, heading))
        label = heading.text.partition(":")[0]
        if label != heading.text and other.text.partition(":")[0] == label:
            return False
        cores = [core_of(each) for each in like if each is not other]
        fellow = any(
            mine != its and len(mine & its) > 1 and max(len(mine - its), len(its - mine)) == 1 for its in cores
        )
        return fellow and len(mine.intersection(other.words)) < len(mine) - 1

    def _is_of_questions(self, other: HostParagraph) -> bool:
        """Whether the line is the first of two or more questions made as the heading is, which is none: they may be
        asked under it."""
        following = next((each for each in self._after(other) if self._is_like(each, other)), other)
        asked = other.text.endswith("?") and following.text.endswith("?") and following is not other
        return asked and not self.heading.text.endswith("?")

    @cached_property
    def _last_like(self) -> int:
        """Where the last line with the model's words stands that is made as the heading."""
        like = (each.known and each.may_head and each.look == self.heading.look for each in self._seen)
        return max((at for at, is_like in enumerate(like) if is_like), default=-1)

    def _place(self, other: HostParagraph) -> int:
        return self._host.habits.places.get(other.element, len(self._seen))

    def _of_style(self, style: str) -> Ends:
        """Whether lines in another house style stand above those in the heading's: they do where one comes just before
        such a heading, and not where one stands inside such a section, of those before this one."""
        own, styles = self.heading.line.style, [each.line.style for each in self._seen]
        above = (style, own) in pairwise(styles)
        inside = pairwise(styles[styles.index(own) : self._at + 1])
        below = any(each == style and following != own for each, following in inside)
        return "look" if above == below else "yes" if above else "no"

    def goes_to_the_end(self, members: Sequence[HostParagraph]) -> bool:
        """Whether the section surely goes on to the end of the document: its heading has a level in the outline, and
        short bold lines in it are such as stand in other sections too; or it is made as those before it, and nothing
        in it is made otherwise than text and lists are."""
        if self.heading.line.heading:
            return not self.strange(members)
        return self._is_one_of_many() and self._is_plain(members)

    def _is_one_of_many(self) -> bool:
        """Whether the heading stands out, and two or more before it are made as it is, none of them without text."""
        heading, mine = self.heading, make_of(self.heading)
        if not heading.may_head or heading.cell is not None or not (heading.bold or number_of(heading)):
            return False
        return sum(each.may_head and make_of(each) == mine for each in self._seen[: self._at]) > 1

    def _is_plain(self, members: Sequence[HostParagraph]) -> bool:
        """Whether lines are sentences, with lists or tables below them, and none stands apart, as one does that closes
        the document."""
        listed = parted = False
        for each in members:
            item = each.numbered is not None or each.text[:1] in "-–—•*·"
            text = not (each.blank or each.cell is not None or item)
            if text and (listed or parted or each.bold or (each.may_head and not each.prose)):
                return False
            parted = each.blank and (parted or each is not members[0])
            listed = listed or (item and not each.blank)
        return bool(members)

    def strange(self, members: Iterable[HostParagraph]) -> list[HostParagraph]:
        """Those of the lines that look like headings without a level, unless such stand in other sections too and
        they head no signatures."""
        found = [each for each in members if self.looks_like_a_head(each)]
        before = self._seen[: self._at]
        begun = next((place for place, each in enumerate(before) if each.line.heading), len(before))
        usual = any(self.looks_like_a_head(each) for each in before[begun:])
        return [each for each in found if not usual or not HEADS_SIGNING.isdisjoint(each.words)]

    def looks_like_a_head(self, line: HostParagraph) -> bool:
        """Whether the line has no level and looks like a heading."""
        may = line.may_head and not (line.level or line.blank) and line.cell is self.heading.cell
        return may and (line.bold or line.line.style in self._head_styles)
