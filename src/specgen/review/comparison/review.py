"""The review of a document that came back, from its bytes to what was found.

Nothing is printed or written here. What the file says is judged, never followed: no code in it runs, and what is too
large or broken is refused with a problem. By way of which kind of program it came back is told by what is left of the
marks that it went out with (docs/word/other-programs.md): a sign is no proof, and nothing is decided by it.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Final

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.document_type import DocumentType
from specgen.assembly.marks import references_to
from specgen.library.model import Library
from specgen.problems import Location, Problem, cut
from specgen.recognition.printed import Segment, further_printings, moved, recognise
from specgen.recognition.rows import lines_gone, rows_that_stay
from specgen.review.changes import Change, Veiled, by_weight, moves_as_one, moves_between, rows_as_one, weight
from specgen.review.comparison.clauses import (
    Material,
    ReturnedSide,
    clause_findings,
    figures_before,
    looks_beside,
    moved_on,
    number_changes,
    numbers_as_issued,
    unseen_changes,
    words_of_list,
)
from specgen.review.comparison.covered import CELLS_JOINED, all_in_sight, cells_merged
from specgen.review.comparison.gone import RowsGone
from specgen.review.comparison.headings import (
    cells_apart,
    rows_wider_than_their_headings,
    under_other_headings,
)
from specgen.review.comparison.remade import parted, parted_at_tabs, tables_elsewhere, tables_remade
from specgen.review.comparison.rows import marks_of_rows, rows_in_both, rows_taken_out, with_rows_put_in
from specgen.review.comparison.rows_apart import rows_apart, words_in_other_rows
from specgen.review.comparison.trusted import Trusted, fields_not_seen, not_vouched, trusted
from specgen.review.findings import ClauseFinding, OutsideChange, Review
from specgen.review.form import FormLines, form_of, frame_of_form, ordered_by_form
from specgen.review.frame import (
    SIGN,
    FrameComparison,
    FrameDifference,
    FrameLine,
    SeenLine,
    compare_frame,
    empty_cells,
    frame_of_issued,
    seen_lines,
)
from specgen.review.issued import Basis, IssuedFile, basis_of_issued, basis_of_returned, fits
from specgen.review.outside import (
    NEW_TEXT,
    Neighbour,
    Owner,
    Unprinted,
    between_clauses,
    gaps_of,
    marks_exchanged,
    other_pictures,
    other_stories,
    owners,
    places_alone,
    rearranged_outside,
    silent_outside,
    titles_in_print,
    tracked_outside,
    words_of_drawings,
)
from specgen.review.recorded import Differing, held_against, miscounted, numbers_written, recorded_stories, roads_taken
from specgen.review.shown import shown_changes
from specgen.review.words import doubtful_authors
from specgen.word.document.comments import Comment, read_comments, threaded_as
from specgen.word.document.lines import Story
from specgen.word.document.revisions import (
    RevisedWords,
    Revision,
    read_revisions,
    read_shown_names,
    revised_words,
    story_parts,
)
from specgen.word.document.stories import Sides, read_sides, too_many_marks
from specgen.word.package.bounds import read_document
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, parsed
from specgen.word.reply.issued_rows import RowsAsIssued
from specgen.wording.wording import references_in

LOOK: Final = (
    "the fonts of letters, spacing, indents and alignment, except tracked changes of it and where they hide words"
)
LOOK_UNKNOWN: Final = (
    "how words look (bold, italic, sizes, colours, headings and lists), except tracked changes of it and "
    "words that cannot be read on the page, because the issued "
    "file was not given (--issued); fonts, spacing, indents, alignment, how lists outside the clauses are numbered, "
    "and where tables and their columns begin and end"
)
NOT_WORDS: Final = (
    "the layout of the page, what pictures show, where links lead, document properties, settings, and data kept in the "
    "file beside its text, except where a control prints it"
)


_MOVED_SHOWN: Final = 3


def review_document(
    data: bytes, file: str, library: Library, types: Iterable[DocumentType], issued: Path | None = None
) -> tuple[Review | None, list[Problem]]:
    """What became of the document in `data`, or None with the problems for which it cannot be reviewed.

    `file` is its name for people. `issued` is the file as it went out, or the record of its pack. Raises OSError when
    that cannot be read."""
    package, problems = read_document(data, file, macros=True)
    return (None, problems) if package is None else review_package(package, library, types, issued)


def review_package(
    package: Package, library: Library, types: Iterable[DocumentType], issued: Path | None = None
) -> tuple[Review | None, list[Problem]]:
    """As `review_document`, of a package that `read_document` read; whoever goes on with it parses nothing again."""
    file = package.file
    if (busy := too_many_marks(package)) is not None:
        return None, [busy]
    sides, problems = read_sides(package)
    if sides is None:
        return None, problems
    revisions, faults = read_revisions(package)
    comments, more = read_comments(package)
    problems += faults + more
    story = sides.before.main
    basis: Basis | None
    if issued is not None:
        basis, faults = basis_of_issued(issued, package, story, library)
    else:
        basis, faults = basis_of_returned(package, sides, library)
    problems += faults
    if basis is None:
        return None, problems
    if basis.file is not None:
        comments = threaded_as(comments, read_comments(basis.file.package)[0])
    issued_marks = read_revisions(basis.file.package)[0] if revisions and basis.file is not None else []
    approvers = (name.approved_by for line in library.approvals for name in (line, *line.others))
    problems += doubtful_authors(revisions, issued_marks, approvers, file)
    form, remark, template, counted = form_of(basis, types)
    reviewing = _Reviewing(package, sides, basis, form, revisions, template, counted)
    return reviewing.review(file, comments, problems, remark), []


class _Reviewing(Struct, frozen=True):
    """One review under way."""

    package: Package
    sides: Sides
    basis: Basis
    form: FormLines | None
    revisions: Sequence[Revision]
    template: Package | None
    """The template that the document was made of, where it is at hand and no issued file is."""
    counted: frozenset[str] | None
    """How its lists count."""

    def review(self, file: str, comments: Sequence[Comment], problems: Sequence[Problem], remark: str) -> Review:
        clauses, issued = self.basis.clauses, self.basis.file
        before, after = self._side(self.sides.before.main), self._side(self.sides.after.main)
        order = list(range(len(clauses)))
        if issued is None and self.form is not None:
            order = ordered_by_form(self.form, clauses)
        whole = seen_lines(before.story, before.recognition)
        seen = parted_at_tabs(whole, self._said())
        pairs = rows_that_stay(*self._roots()) if issued is not None else {}
        frame = self._frame(before, seen, pairs)
        compared = frame.compared
        known = owners([(side.story, side.recognition) for side in (before, after)], compared.owners, before.story)
        revised = self._revised()
        mine, others = self._of_clauses(known)
        about, elsewhere = _comments_of_clauses(comments, known, self.package.main)
        veiled = {story.part: _veiled(story, later) for story, later in self._both_sides()}
        older = None
        if issued is not None and issued.older != issued.stories:
            older = ReturnedSide(issued.older.main, recognise(issued.older.main, clauses))
        apart = parted(seen)
        alike = [
            FrameDifference(compared.owners.get(each.index) if each.index not in apart else None, each)
            for each in whole
            if SIGN not in each.text
        ]
        gone = None
        if issued is not None:
            stays = _stays(issued, before, compared.owners)
            as_issued = partial(_rows_as_issued, issued.package, self.package)
            gone = RowsGone(self._roots(), self.package.main, pairs, stays, cache(as_issued))
        outside, uncompared, copies = self._outside(before, after, frame, seen, others, revised, veiled, gone)
        if pairs:
            joined = {each.change.place for each in outside if each.change.kind == CELLS_JOINED}
            merged = cells_merged(self._roots(), pairs, self.package.main)
            outside += [each for each in merged if each.change.place not in joined]
        issued_side = ReturnedSide(issued.stories.main, issued.recognition) if issued is not None else None
        counted = self.counted if frame.whole else None
        shown, beside = self._shown(before, known, vouched=frame.whole)
        outside += beside
        numbers = self._numbers(before, [each for each in (issued_side, older) if each is not None])
        outside += self._numbers_outside(numbers, before, known, shown)
        material = Material(
            before,
            after,
            order,
            # What a record holds is held against it line by line.
            replace(compared, rearranged=()) if issued is None and self.basis.beside else compared,
            mine,
            revised.get(self.package.main, {}),
            about,
            issued_side,
            older,
            copies,
            alike,
            shown,
            counted,
            veiled.get(self.package.main, {}),
            numbers_written(self.template) if counted is not None and self.template is not None else None,
            gone,
        )
        outside += self._looks_outside(before, alike, counted)
        look = LOOK if issued is not None else LOOK_UNKNOWN
        relied = self.basis.relied
        if not relied.untouched:
            stand = [clause for index, clause in enumerate(clauses) if index in before.recognition.segments]
            relied = replace(relied, says=(*relied.says, *roads_taken(self.package, before.story, stand)))
        told, apart_from_clauses = self._numbered(
            clause_findings(clauses, material), outside, before.story, after.story
        )
        if gone is not None:
            told, apart_from_clauses = _rows_as_one(told, apart_from_clauses, gone)
        main = self.package.main
        told, apart_from_clauses = all_in_sight(told, apart_from_clauses, self.package.tree(main), main)
        return Review(
            file,
            relied,
            told,
            apart_from_clauses,
            tuple(elsewhere),
            tuple(uncompared),
            (
                *self.sides.unread,
                *filter(None, [remark]),
                look,
                NOT_WORDS,
            ),
            (*problems, *([] if frame.whole else [not_vouched(file)]), *self._moved_on(file, after, numbers)),
        )

    def _side(self, story: Story) -> ReturnedSide:
        """The story with what was recognised in it; a line that was issued beside a clause is no clause, though the
        words between its heading and that line are gone."""
        issued, found = self.basis.file, recognise(story, self.basis.clauses)
        known = (
            Counter(each.text for each in seen_lines(issued.stories.main, issued.recognition)) if issued else Counter()
        )
        now = Counter(line.text for line in story.lines)
        segments = {
            index: each
            for index, each in found.segments.items()
            if each.found.how != "heading"
            or any(now[line] > known[line] or not now[line] for line in each.lines(story))
        }
        return ReturnedSide(story, replace(found, segments=segments))

    def _roots(self) -> tuple[etree._Element, etree._Element]:
        """The main parts of the issued file and of the one that came back."""
        issued = self.basis.file
        assert issued is not None
        return issued.package.tree(issued.package.main), self.package.tree(self.package.main)

    def _moved_on(self, file: str, after: ReturnedSide, numbers: Mapping[int, Change]) -> Iterator[Problem]:
        """A warning where paragraphs that nobody changed have other numbers, by which other schedules name them."""
        issued = self.basis.file
        lines = moved_on(issued.stories.main, after.story, numbers.values()) if issued is not None else []
        if not lines:
            return
        told = "; ".join(f"{was} “{cut(words, 40)}” is {now} now" for words, was, now in lines[:_MOVED_SHOWN])
        more = f"; and {len(lines) - _MOVED_SHOWN:,} more" if len(lines) > _MOVED_SHOWN else ""
        yield Problem(
            "numbers-moved-on",
            f"{len(lines):,} paragraph{'s' * (len(lines) > 1)} as issued, but counted otherwise, since lines came in, "
            f"went or were moved: {told}{more}",
            Location(file),
            "warning",
            "look for what names them by number, here and in the other documents of the contract (Schedule 6A names "
            "paragraphs)",
        )

    def _numbered(
        self, clauses: Iterable[ClauseFinding], outside: Sequence[OutsideChange], before: Story, after: Story
    ) -> tuple[tuple[ClauseFinding, ...], tuple[OutsideChange, ...]]:
        """What was found, each change with the number of its paragraph, and what was moved with tracking as one."""
        was_after, is_after = _stands_after(before), _stands_after(after)
        printed = {
            number: figures_before(line) for story in (before, after) for line in story.lines for number in line.numbers
        }

        as_issued = numbers_as_issued(self.basis.file.stories.main if self.basis.file is not None else None)
        stays = {number for line in after.lines for number in line.numbers}

        def number_of(change: Change) -> str:
            """The number before its paragraph; of one that is gone its own, as it was issued, and of no other."""
            at = change.place.paragraphs[0] if change.place is not None and change.place.paragraphs else 0
            gone = change.place is not None and (bool(change.place.beside) or at not in stays)
            own = as_issued.get(change.before.split("\n")[0].strip(), "") if gone else ""
            return own or ("" if change.place is not None and change.place.beside else printed.get(at, ""))

        def settled(changes: Sequence[Change]) -> list[Change | None]:
            return [
                dataclasses.replace(each, number=number_of(each))
                if each is not None and each.place is not None and each.place.part == main
                else each
                for each in moves_as_one(changes, was_after, is_after)
            ]

        main = self.package.main
        if in_rows := marks_of_rows(self.package.tree(main)):
            clauses = [
                replace(each, changes=tuple(filter(None, rows_as_one(each.changes, in_rows)))) for each in clauses
            ]
            whole = iter(rows_as_one([each.change for each in outside if each.part == main], in_rows))
            pairs = [(each, next(whole) if each.part == main else each.change) for each in outside]
            outside = [replace(each, change=change) for each, change in pairs if change is not None]
        of_main = iter(settled([each.change for each in outside if each.part == main]))
        changes = [next(of_main) if each.part == main else each.change for each in outside]
        found = [
            replace(each, change=change) for each, change in zip(outside, changes, strict=True) if change is not None
        ]
        held = [(each, [change for change in settled(each.changes) if change is not None]) for each in clauses]
        rows = [
            (f"clause {number}, “{each.expected.title}”", change)
            for number, (each, changes) in enumerate(held, 1)
            for change in changes
        ]
        rows += [("the text outside the clauses", each.change) for each in found if each.part == main]
        joined = iter(moves_between(rows, was_after, is_after))
        told = [
            replace(each, changes=tuple(by_weight(filter(None, [next(joined) for _ in changes]))))
            for each, changes in held
        ]
        outer = [(each, next(joined) if each.part == main else each.change) for each in found]
        apart = [replace(each, change=change) for each, change in outer if change is not None]
        return tuple(told), tuple(sorted(apart, key=lambda each: weight(each.change)))

    def _said(self) -> frozenset[str]:
        """The lines that were printed outside the clauses."""
        if (issued := self.basis.file) is None:
            return frozenset(self.basis.beside.get(self.package.main, ()))
        return frozenset(each.text for each in seen_lines(issued.stories.main, issued.recognition))

    def _frame(
        self, before: ReturnedSide, seen: Sequence[SeenLine], pairs: Mapping[etree._Element, etree._Element]
    ) -> Trusted:
        clauses, issued = self.basis.clauses, self.basis.file
        found = before.recognition.order()
        gone = frozenset(index for index in range(len(clauses)) if index not in before.recognition.segments)
        if issued is None and self.form is not None:
            printed = frame_of_form(self.form, clauses, seen)
            compared = compare_frame(printed, seen, found, gone)
            # A record that names this very template leaves no other one to explain what differs.
            return Trusted(compared, (), True) if self.basis.form_sha256 else trusted(compared, printed)
        if issued is None:
            missing = fields_not_seen(clauses, frozenset(found), seen)
            whole = bool(self.basis.beside) or not any(clause.inline for clause in clauses)
            return Trusted(FrameComparison(tuple(missing), {}), (), whole)
        frame = frame_of_issued(issued.stories.main, issued.recognition, clauses)
        empty = empty_cells(before.story)
        went = lines_gone(*self._roots(), pairs)
        rows = rows_in_both(self._roots(), pairs)
        compared = compare_frame(frame, seen, found, gone, empty, went, rows)
        if compared.differences and issued.older != issued.stories:
            older = frame_of_issued(issued.older.main, recognise(issued.older.main, clauses), clauses)
            compared = min(
                compared,
                compare_frame(older, seen, found, gone, empty, went, rows),
                key=lambda each: len(each.differences),
            )
        return Trusted(compared, (), True)

    def _numbers(self, before: ReturnedSide, issued: Sequence[ReturnedSide]) -> Mapping[int, Change]:
        """The lines that are counted otherwise than in the issued file, with or without its own tracked changes, or,
        without that file, than the lists of the wording; so are items of the issued file that no longer count on from
        the one before them, whatever else was changed."""
        template = self.template or (self.basis.file or self).package
        counted = [
            miscounted(side.story.lines, side.recognition.segments, self.basis.clauses, template)
            for side in (before, *issued)
        ]
        if not issued:
            return counted[0]
        as_issued = {side.story.lines[at].text for side, held in zip(issued, counted[1:], strict=True) for at in held}
        as_printed = {(line.text, line.label.strip()) for line in issued[0].story.lines}
        texts = Counter(line.text for line in issued[0].story.lines)
        labels = {line.text: line.label.strip() for line in issued[0].story.lines if texts[line.text] == 1}
        now = {
            at: dataclasses.replace(change, removed=label, detail="")
            if not change.removed and (label := labels.get(change.after, change.added)) not in ("", change.added)
            else change
            for at, change in counted[0].items()
            if change.added
            and change.after not in as_issued
            and (change.removed or (change.after, change.added) not in as_printed)
        }
        return now | min((number_changes(side, before) for side in issued), key=len)

    def _numbers_outside(
        self,
        numbers: Mapping[int, Change],
        before: ReturnedSide,
        known: Mapping[int, Owner],
        shown: dict[int, list[Change]],
    ) -> Iterator[OutsideChange]:
        """The changed numbers that belong to no clause; the others join what is `shown` of their clause."""
        for at, change in numbers.items():
            owner = next((known[number] for number in before.story.lines[at].numbers if number in known), None)
            if owner is not None:
                shown.setdefault(owner.clause, []).append(dataclasses.replace(change, where=owner.where))
            else:
                yield OutsideChange(change, self.package.main, self._neighbour(before).said(at))

    def _neighbour(self, side: ReturnedSide) -> Neighbour:
        return Neighbour(side.recognition, [clause.title for clause in self.basis.clauses], side.story.controls)

    def _both_sides(self) -> Iterator[tuple[Story, Story]]:
        """Each part without the tracked changes and with them."""
        yield self.sides.before.main, self.sides.after.main
        later = {story.part: story for story in self.sides.after.others}
        for story in self.sides.before.others:
            if story.part in later:
                yield story, later[story.part]

    def _looks_outside(
        self, before: ReturnedSide, alike: Sequence[FrameDifference], counted: frozenset[str] | None
    ) -> Iterator[OutsideChange]:
        """Words of no clause that cannot be read on the page, or look otherwise than they were issued."""
        issued, beside = self.basis.file, self._neighbour(before)
        for each in alike:
            if each.seen is not None and (each.printed is None or each.printed.clause is None):
                for change in looks_beside(each.printed, each.seen.line, counted):
                    yield OutsideChange(change, self.package.main, beside.said(each.seen.index))
        known = [
            line
            for stories in ((issued.stories, issued.older) if issued is not None else ())
            for story in stories.others
            for line in story.lines
        ]
        signs = frozenset(line.sign for line in known) | (counted or frozenset())
        for story in self.sides.before.others:
            for change in unseen_changes(story.lines, known, "outside the clauses"):
                yield OutsideChange(change, story.part)
            for change in words_of_list(story.lines, "outside the clauses", signs):
                yield OutsideChange(change, story.part)

    def _shown(
        self, before: ReturnedSide, known: Mapping[int, Owner], *, vouched: bool
    ) -> tuple[dict[int, list[Change]], list[OutsideChange]]:
        """What Word shows in the place of the words that stand there: that of each clause, and that of none."""
        issued, main = self.basis.file, self.package.main
        held = [issued.package] if issued is not None else [self.template] if self.template and vouched else []
        found = shown_changes(
            self.package,
            held,
            lambda part, number: known.get(number) if part == main else None,
            None if issued is not None else self._own_fields,
        )
        beside = self._neighbour(before)
        places = {number: beside.said(at) for at, line in enumerate(before.story.lines) for number in line.numbers}
        mine: dict[int, list[Change]] = {}
        others: list[OutsideChange] = []
        for each in found:
            owner = known.get(each.paragraph) if each.part == main else None
            if owner is not None:
                mine.setdefault(owner.clause, []).append(each.change)
            else:
                near = places.get(each.paragraph, "") if each.part == main else ""
                others.append(OutsideChange(each.change, each.part, near))
        return mine, others

    def _own_fields(self, owner: Owner) -> tuple[str, ...]:
        """How the codes of a clause's own references begin: they print the number of another paragraph, compared as
        words."""
        wording = self.basis.clauses[owner.clause].wording
        return tuple(references_to(each.target[0]) for each in references_in(wording))

    def _revised(self) -> dict[str, Mapping[tuple[int, str], RevisedWords]]:
        found: dict[str, Mapping[tuple[int, str], RevisedWords]] = {}
        for name in dict.fromkeys(revision.place.part for revision in self.revisions):
            root, _ = parsed(self.package, name)
            if root is not None:
                found[name] = revised_words(root)
        return found

    def _of_clauses(self, known: Mapping[int, Owner]) -> tuple[dict[int, list[tuple[Revision, Owner]]], list[Revision]]:
        """The revisions of each clause, and those of none."""
        mine: dict[int, list[tuple[Revision, Owner]]] = {}
        others: list[Revision] = []
        for revision in self.revisions:
            owner = known.get(self._paragraph(revision)) if revision.place.part == self.package.main else None
            if owner is None:
                others.append(revision)
            else:
                mine.setdefault(owner.clause, []).append((revision, owner))
        return mine, others

    def _paragraph(self, revision: Revision) -> int:
        """The paragraph that the revision stands in, or the first one in the row, table or control that it is about."""
        if revision.place.paragraph:
            return revision.place.paragraph
        found = (self.sides.marked.get((identity, revision.author, revision.date)) for identity in revision.ids)
        return next((number for number in found if number is not None), 0)

    def _outside(
        self,
        before: ReturnedSide,
        after: ReturnedSide,
        frame: Trusted,
        seen: Sequence[SeenLine],
        others: Sequence[Revision],
        revised: Mapping[str, Mapping[tuple[int, str], RevisedWords]],
        veiled: Mapping[str, Mapping[int, Veiled]],
        gone: RowsGone | None,
    ) -> tuple[list[OutsideChange], list[str], Mapping[int, Sequence[Segment]]]:
        clauses, issued, main = self.basis.clauses, self.basis.file, self.package.main
        beside = self._neighbour(before)
        found: list[OutsideChange] = []
        uncompared: list[str] = []
        new = [each.seen.index for each in frame.compared.differences if each.seen is not None and each.printed is None]
        differing = self._unrecorded(before, frame, seen) if issued is None and self.basis.beside else []
        vouched = issued is not None or self.form is not None or bool(self.basis.beside)
        if differing:
            new = [each.seen.index for each in differing if each.seen is not None]
        elif not vouched:
            # Nothing says what else was printed, so every line may be a further printing of wording.
            new = [each.index for each in seen]
        copies, copied = further_printings(before.story, clauses, new, before.recognition.segments, inline=vouched)
        if copied:
            seen = [each for each in seen if each.index not in copied]
            differences = [
                each for each in frame.compared.differences if each.seen is None or each.seen.index not in copied
            ]
            frame = replace(frame, compared=replace(frame.compared, differences=tuple(differences)))
        if issued is not None:
            assert gone is not None
            roots = self._roots()
            titles = frozenset(each.get(w("val"), "") for each in roots[0].iter(w("tblCaption")))
            left, found = rows_taken_out(frame.compared, roots[0], beside, main, gone)
            new_lines = silent_outside(left, beside, main)
            found += with_rows_put_in(titles_in_print(new_lines, before.story.lines, titles), roots, main)
            found += under_other_headings(roots, frame.compared, seen, beside, main)
            found += rearranged_outside(frame.compared.rearranged, beside, main)
            found += other_stories([issued.stories, issued.older], self.sides.before)
            found += words_of_drawings(issued.package, self.package)
            found += other_pictures(issued.package, self.package)
        elif self.basis.beside:
            found = list(self._told_by_record(differing, copied, beside))
        elif clauses:
            found, uncompared = self._unprinted(before, frame, seen, beside)
        if issued is None and clauses:
            found += rows_wider_than_their_headings(self.package.tree(main), before.story.lines, main)
        found += marks_exchanged(before.story, before.recognition, clauses, main)
        found += cells_apart(frame.compared.owners, seen, beside, main)
        found += tables_remade(frame.compared.owners, seen, beside, main)
        found += tables_elsewhere(frame.compared.tables, beside, main)
        places = {number: beside.said(at) for at, line in enumerate(before.story.lines) for number in line.numbers}
        later = self._neighbour(after)
        for at, line in enumerate(after.story.lines):
            for number in line.numbers:
                places.setdefault(number, later.said(at))
        found += tracked_outside(others, revised, places, veiled)
        return found, list(dict.fromkeys(uncompared)), copies

    def _unrecorded(self, before: ReturnedSide, frame: Trusted, seen: Sequence[SeenLine]) -> list[Differing]:
        """Words outside the clauses that the record in the document does not say, or says and that are gone, apart from
        the fields of clauses that were compared with their own."""
        clauses, differences = self.basis.clauses, frame.compared.differences
        dealt_with = {id(each.seen) for each in differences if each.seen is not None and each.printed is not None}
        explained = [each.printed.literals for each in differences if each.printed is not None]
        gone = [clause for index, clause in enumerate(clauses) if index not in before.recognition.segments]
        left = [each for each in seen if id(each) not in dealt_with]
        found = held_against(
            self.basis.beside.get(self.package.main, ()), left, clauses, gone, self._told_by_moves(before, frame)
        )
        return [
            each
            for each in found
            if each.seen is not None or all(fits(literals, each.old) is None for literals in explained)
        ]

    def _told_by_moves(self, before: ReturnedSide, frame: Trusted) -> Callable[[SeenLine], bool]:
        """Whether what stands elsewhere went with its clause, where some clause stands elsewhere: the cells of its row,
        and lines of the text."""
        order = before.recognition.order()
        went = moved(order, sorted(order))
        lines = before.story.lines
        rows = {
            cell[:2]: index
            for index, segment in before.recognition.segments.items()
            if segment.start.line < len(lines) and (cell := lines[segment.start.line].cell) is not None
        }
        owners = {at: printed.clause for at, printed in frame.compared.owners.items()}

        def told(each: SeenLine) -> bool:
            owner, cell = owners.get(each.index), each.line.cell
            if not went or cell is None:
                return owner in went
            # Whatever of a clause stands in a table of its own, such as a baseline, is told by itself.
            return cell[:2] in rows and owner in (None, rows[cell[:2]])

        return told

    def _told_by_record(
        self, differing: Sequence[Differing], copied: Collection[int], beside: Neighbour
    ) -> Iterator[OutsideChange]:
        for each in differing:
            if each.seen is not None and each.seen.index in copied:
                continue
            near = beside.said(each.seen.index) if each.seen is not None else ""
            for change in each.changes("outside the clauses", near):
                yield OutsideChange(change, self.package.main, near)
        recorded = recorded_stories(self.basis.beside, self.package.main)
        yield from other_stories([recorded], self.sides.before)

    def _unprinted(
        self, before: ReturnedSide, frame: Trusted, seen: Sequence[SeenLine], beside: Neighbour
    ) -> tuple[list[OutsideChange], list[str]]:
        """Lines that the form does not print, and those of which nothing tells how they were, where there is no issued
        file."""
        judge = Unprinted(self.form if frame.whole else None)
        compared = frame.compared
        between = (
            between_clauses(before.recognition, self.basis.clauses, places_alone(self.form)) if frame.whole else set()
        )
        dealt_with = {
            each.seen.index for each in compared.differences if each.seen is not None and each.printed is not None
        }
        found: list[OutsideChange] = []
        uncompared = list(frame.uncompared)
        for line in seen:
            printed = compared.owners.get(line.index)
            if printed is not None:
                uncompared += [line.text] if line.index not in dealt_with and gaps_of(printed, line) else []
                continue
            verdict = judge.judge(line, between=line.index in between)
            if verdict == NEW_TEXT:
                found += silent_outside(
                    [each for each in compared.differences if each.seen is line], beside, self.package.main
                )
            elif verdict == "not compared":
                uncompared.append(line.text)
        uncompared += [line.text for story in self.sides.before.others for line in story.lines if line.text.strip()]
        return found, uncompared


def _rows_as_one(
    told: tuple[ClauseFinding, ...],
    outside: tuple[OutsideChange, ...],
    gone: RowsGone,
) -> tuple[tuple[ClauseFinding, ...], tuple[OutsideChange, ...]]:
    """The same, with the changes of rows that only whole rows bring back to be decided as one."""
    for each in rows_apart(gone):
        told = tuple(replace(finding, changes=tuple(map(each.told, finding.changes))) for finding in told)
        outside = tuple(replace(found, change=each.told(found.change)) for found in outside)
    known = [*(each for found in told for each in found.changes), *(found.change for found in outside)]
    return told, (*outside, *words_in_other_rows(gone, known))


def _stands_after(story: Story) -> dict[int, str]:
    """Each paragraph → the words of the one that it stands after, with its number; "" for the first."""
    found: dict[int, str] = {}
    last = ""
    for line in story.lines:
        found.update(dict.fromkeys(line.numbers, last))
        if line.text.strip():
            last = f"{figures_before(line)} {line.text}".strip()
    return found


def _veiled(before: Story, after: Story) -> dict[int, Veiled]:
    """The words of each paragraph that cannot be read once its tracked changes are accepted, and now can."""
    known = {(number, each) for line in before.lines for number in line.numbers for each in line.unseen}
    found: dict[int, Veiled] = {}
    for line in after.lines:
        for number in line.numbers:
            if come := tuple(each for each in line.unseen if (number, each) not in known):
                found[number] = come
    return found


def _comments_of_clauses(
    comments: Iterable[Comment], known: Mapping[int, Owner], main: str
) -> tuple[dict[int, list[Comment]], list[Comment]]:
    """The comments of each clause, and those of none."""
    about: dict[int, list[Comment]] = {}
    elsewhere: list[Comment] = []
    for comment in comments:
        owner = known.get(comment.place.paragraph) if comment.place.part == main else None
        if owner is None:
            elsewhere.append(comment)
        else:
            about.setdefault(owner.clause, []).append(comment)
    return about, elsewhere


def _rows_as_issued(was: Package, now: Package) -> RowsAsIssued:
    """What makes rows of the one file that can stand in the other."""
    roots = [now.tree(name) for name in story_parts(now)]
    taken = {each.get(w("val"), "") for root in roots for each in root.iter(w("tag"))}
    taken |= {each.get(w("name"), "") for root in roots for each in root.iter(w("bookmarkStart"))}
    return RowsAsIssued(read_shown_names(was).styles, read_shown_names(now).styles, frozenset(taken))


def _stays(issued: IssuedFile, before: ReturnedSide, owners: Mapping[int, FrameLine]) -> dict[int, int]:
    """The paragraphs of the issued file that something stands for, each with the first where that is, or 0."""
    now = before.story.lines
    found = {
        number: now[index].numbers[0] if now[index].numbers else 0
        for index, each in owners.items()
        if each.line is not None
        for number in each.line.numbers
    }
    for index, segment in before.recognition.segments.items():
        was = issued.recognition.segments.get(index)
        first = now[segment.start.line].numbers if segment.start.line < len(now) else ()
        for line in issued.stories.main.lines[was.start.line : was.end.line + 1] if was is not None else ():
            found.update(dict.fromkeys(line.numbers, first[0] if first else 0))
    return found
