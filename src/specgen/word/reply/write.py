"""Answers written into the document that came back: their marks and words stay, ours stand in and beside them.

An insertion that is refused gets our deletion inside it; of a deletion that is refused the words are put in again
beside it. A change that nobody tracked is tracked back under our name. Only the bytes that change are written.
Source: ECMA-376 part 1, 17.13.4 and 17.13.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lxml import etree
from msgspec import Struct, field

from specgen.word.document.revisions import revision_marks, story_parts
from specgen.word.package.ooxml import outer_xml, w, whole_number
from specgen.word.package.package import Package, write_package
from specgen.word.package.spans import SpannedPart, Splice
from specgen.word.package.tracked import Tracking, declared, declared_throughout, marked
from specgen.word.reply.comments import (
    AGREED,
    AGREED_SILENT,
    NewComment,
    SpotAt,
    ThreadAt,
    anchors_of,
    at_end,
    with_comments,
)
from specgen.word.reply.letters import (
    Rewriting,
    WordsAt,
    found_span,
    letters_of,
    look_beside,
    own_look,
    put_in,
    rewritten,
    struck,
)
from specgen.word.reply.missing import MissingParagraph, block_beside, clause_again, form_of_paragraph, paragraph_again
from specgen.word.reply.proposals import (
    PUT_IN,
    AnswerVerdict,
    Proposal,
    is_paragraph_mark,
    paragraph_of,
    paragraph_of_look,
    row_marks,
    row_of,
    run_of_look,
    within,
)
from specgen.word.reply.rows import MissingRow, RowsAt, block_of, missing_row, row_again, strike_row, whole_row

_Element = etree._Element

NOT_AGREED_TRACKED: Final = "Not agreed: this tracked change is to be rejected; it is to be as it was issued."
_HIGHEST: Final = 2**31 - 2_000_000
_APART: Final = 1_000_000
"""How far the ids of what stays open stand above those of what is decided."""
_MARKS: Final = frozenset(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))
_NOT_OF_LOOK: Final = frozenset(w(name) for name in ("rPr", "sectPr", "pPrChange"))
"""What stands beside the look in the properties of a paragraph (17.3.1.26)."""


AnswerPlace = Proposal | WordsAt | MissingParagraph | RowsAt | MissingRow | ThreadAt | SpotAt
"""Where an answer stands in the file."""


class Answer(Struct, frozen=True):
    """What is answered to one change: `words` are those of a counter, or the question that is asked."""

    id: str
    verdict: AnswerVerdict
    where: AnswerPlace
    words: str = ""
    open: bool = False
    """Whether it is about a change that nobody has agreed: in the file as decided it stays tracked or commented."""

    @property
    def comment(self) -> str:
        """What our comment at its place says; "" where there is none."""
        if isinstance(self.where, SpotAt):
            return self.where.comment(self.verdict, self.words)
        # Nothing of a clause or row that is gone stands at the place: the comment quotes it.
        about = ""
        if isinstance(self.where, MissingRow) or (isinstance(self.where, MissingParagraph) and self.where.likes):
            what = "row" if isinstance(self.where, MissingRow) else "clause"
            about = f" ({what} deleted: “{self.where.issued}”)"
        if self.verdict == "ask":
            return self.words + about
        if self.verdict == "accept":
            return AGREED if isinstance(self.where, Proposal) else AGREED_SILENT + about
        return NOT_AGREED_TRACKED if self.by_comment else ""

    @property
    def by_comment(self) -> bool:
        """Whether it refuses by a comment alone, so that the change stands as they made it."""
        where = self.where
        alone = isinstance(where, SpotAt) or (isinstance(where, Proposal) and bool(where.fault or where.no_reject))
        return self.verdict == "reject" and alone

    @property
    def resolves(self) -> bool:
        """Whether it refuses a state that no mark can show, and that is as before in a file in which it is decided."""
        return self.verdict == "reject" and isinstance(self.where, SpotAt) and self.where.holder > 0


class WrittenReply(Struct, frozen=True):
    """The reply before it is proved: its bytes, the ids of our marks and of our comments in it, and those among them
    that stand at changes that are open."""

    data: bytes
    marks: frozenset[str]
    comments: frozenset[str]
    open_marks: frozenset[str]
    open_comments: tuple[NewComment, ...]


def write_reply(package: Package, answers: Sequence[Answer], author: str, date: str) -> WrittenReply:
    """The document with the answers in it. `date` is a moment (ISO 8601). Raises RefusedValue for words that no Word
    file can hold, etree.XMLSyntaxError for a part that is no XML, ValueError where two answers meet."""
    first = _first_free(package)
    ours, opened = Tracking(author, date, first, 0), Tracking(author, date, first + _APART, 0)
    writer = _Writer(package, ours, opened)
    changed: dict[str, bytes] = {}
    for name in dict.fromkeys(each.where.part for each in answers):
        changed[name] = writer.part(name, [each for each in answers if each.where.part == name])
    replaced, added = with_comments(package, writer.comments, author, date)
    data = write_package(package, {**changed, **replaced}, added)
    ids, left = _ids(first, ours), _ids(first + _APART, opened)
    said = frozenset(each.id for each in writer.comments)
    return WrittenReply(data, ids | left, said, left, tuple(each for each in writer.comments if each.id in left))


def _ids(first: int, tracking: Tracking) -> frozenset[str]:
    return frozenset(map(str, range(first, tracking.revision)))


def _first_free(package: Package) -> int:
    """One above every id that is given in the document, so that ours are ours alone."""
    highest = 0
    for name in story_parts(package):
        for each in package.tree(name).iter(etree.Element):
            number = whole_number(each.get(w("id")))
            highest = max(highest, number if number < _HIGHEST else 0)
    return highest + 1


class _Writer(Struct):
    package: Package
    ours: Tracking
    opened: Tracking
    comments: list[NewComment] = field(default_factory=list)
    tracking: Tracking = field(default_factory=lambda: Tracking("", "", 0, 0))
    """That of the answer which is being written."""

    def part(self, name: str, answers: Sequence[Answer]) -> bytes:
        """The part with the answers that stand in it."""
        part = SpannedPart(self.package.part(name), self.package.tree(name))
        marks = revision_marks(part.root)
        paragraphs = list(part.root.iter(w("p")))
        numbers = {paragraph: number for number, paragraph in enumerate(paragraphs)}
        tasks: dict[_Element, Rewriting] = {}
        tables: dict[tuple[int, str], list[str]] = {}
        spoken: dict[_Element, str] = {}
        again: list[tuple[_Element, Tracking]] = []
        splices: list[Splice] = []
        for answer in answers:
            self.tracking = self.opened if answer.open else self.ours
            if isinstance(answer.where, Proposal):
                own = [marks[number] for number in answer.where.marks]
                # In the order in which they are read: the end of a paragraph after its words.
                own.sort(key=lambda mark: (numbers[_paragraph(mark)], is_paragraph_mark(mark)))
                struck = self._struck_row(answer, own)
                if struck is not None:
                    again.append((struck, self.tracking))
                else:
                    splices += self._proposal(part, answer, own)
            elif isinstance(answer.where, ThreadAt):
                splices += self._reply(part, answer, answer.where)
            elif isinstance(answer.where, SpotAt):
                about = paragraphs[answer.where.paragraph - 1]
                spoken[about] = spoken.get(about, "") + "".join(self._comment(answer.comment))
            elif isinstance(answer.where, RowsAt):
                splices += self._rows(part, answer, answer.where, paragraphs)
            elif isinstance(answer.where, MissingRow):
                splices += self._missing_row(part, answer, answer.where, paragraphs, tables)
            elif isinstance(answer.where, MissingParagraph):
                splices.append(self._missing(part, answer, answer.where, paragraphs))
            else:
                splices += self._words(part, answer, answer.where, paragraphs[answer.where.paragraph - 1], tasks)
        for row, tracking in again:
            # What is said of a row that they struck is said where it still stands once that is gone.
            said = [spoken.pop(each, "") for each in row.iter(w("p"))]
            # Before rows that were issued below it.
            splices.insert(0, Splice(part.end(row), part.end(row), declared([row_again(row, said, tracking)], row)))
        splices += [_inside(part, paragraph, said) for paragraph, said in spoken.items()]
        for paragraph, task in tasks.items():
            splices += rewritten(part, paragraph, task)
        for (beside, table), rows in tables.items():
            above = block_of(paragraphs[beside - 1])
            whole = f"{table.removesuffix('</w:tbl>')}{''.join(rows)}</w:tbl>"
            splices.append(Splice(part.end(above), part.end(above), declared([whole], above)))
        return part.spliced(splices)

    # Their tracked changes.

    def _proposal(self, part: SpannedPart, answer: Answer, marks: Sequence[_Element]) -> Iterator[Splice]:
        row = next((row for mark in marks if (row := row_of(mark)) is not None), None)
        if answer.comment:
            begin, end = self._comment(answer.comment)
            said = [mark for mark in marks if row_of(mark) is None] or [_paragraph(marks[0])]
            # What is moved is spoken about where it stands now.
            said = [mark for mark in said if mark.tag == w("moveTo")] or said
            yield from _around(part, said[0], said[-1], begin, end)
            return
        if row is not None:
            yield from self._row(part, row, marks)
            return
        for mark in marks:
            if (changed := run_of_look(mark)) is not None:
                yield self._look_again(part, changed, mark)
            elif paragraph_of_look(mark) is not None:
                yield from self._paragraph_look_again(part, mark)
            elif is_paragraph_mark(mark):
                if answer.verdict == "reject":
                    yield from self._paragraph_end(part, mark)
            elif within(mark, marks):
                continue
            elif mark.tag in PUT_IN:
                yield from self._strike(part, mark)
            elif answer.verdict == "reject":
                yield Splice(part.end(mark), part.end(mark), declared([self._again(mark)], mark))
        if answer.verdict == "counter":
            words = [mark for mark in marks if not is_paragraph_mark(mark) and not within(mark, marks)]
            words = [mark for mark in words if mark.tag == w("moveTo")] or words
            # The look of what they put in, else of what they struck.
            ordered = sorted(words, key=lambda mark: mark.tag == w("del"))
            look = own_look(next((run for mark in ordered for run in mark.iter(w("r"))), None))
            at = part.end(words[-1])
            yield Splice(at, at, declared([put_in(answer.words, look, self.tracking)], words[-1]))

    def _struck_row(self, answer: Answer, marks: Sequence[_Element]) -> _Element | None:
        """The row that they struck, where that is refused: it is put in again after it."""
        row = next((row for mark in marks if (row := row_of(mark)) is not None), None)
        return row if row is not None and not answer.comment and row_marks(row)[0].tag == w("del") else None

    def _row(self, part: SpannedPart, row: _Element, marks: Sequence[_Element]) -> Iterator[Splice]:
        """The row that they put in, refused: our deletion inside it."""
        (own,) = row_marks(row)
        yield Splice(part.end(own), part.end(own), declared([f"<{self.tracking.mark('del')}/>"], row))
        for mark in marks:
            if row_of(mark) is None and not is_paragraph_mark(mark):
                yield from self._strike(part, mark)

    def _strike(self, part: SpannedPart, mark: _Element) -> Iterator[Splice]:
        """Our deletion inside their insertion, round each of its runs."""
        for run in mark.iter(w("r")):
            # Words that they put in and took out again are struck already.
            if run.find(w("commentReference")) is None and next(run.iterancestors(w("del")), None) is None:
                xml = struck(part.text(run), run.prefix, self.tracking)
                yield Splice(part.start(run), part.end(run), declared([xml], run))

    def _look_again(self, part: SpannedPart, run: _Element, mark: _Element) -> Splice:
        """Words whose look is refused: struck as they look now, and put in again as they looked."""
        old = mark.find(w("rPr"))
        look = "".join(outer_xml(child) for child in (old if old is not None else ()))
        said = "".join(outer_xml(child) for child in run if child.tag != w("rPr"))
        again = f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{said}</w:r>"
        gone = struck(part.text(run), run.prefix, self.tracking)
        return Splice(
            part.start(run), part.end(run), declared([gone, f"<{self.tracking.mark('ins')}>{again}</w:ins>"], run)
        )

    def _paragraph_look_again(self, part: SpannedPart, mark: _Element) -> Iterator[Splice]:
        """A paragraph's look that is refused: it looks as it did, and what they proposed stands as the look before our
        change (17.13.5.29). Word keeps one such mark a paragraph, so ours takes the place of theirs."""
        properties, before = mark.getparent(), mark.find(w("pPr"))
        assert properties is not None
        proposed = [child for child in properties if child.tag not in _NOT_OF_LOOK and isinstance(child.tag, str)]
        old = "".join(outer_xml(child) for child in (before if before is not None else ()))
        new = "".join(outer_xml(child) for child in proposed)
        first = properties[0]
        if old and first not in proposed:
            yield Splice(part.start(first), part.start(first), declared([old], properties))
        for child in proposed:
            put = declared([old], properties) if child is first and old else ""
            yield Splice(part.start(child), part.end(child), put)
        ours = f"<{self.tracking.mark('pPrChange')}><w:pPr>{new}</w:pPr></w:pPrChange>"
        yield Splice(part.start(mark), part.end(mark), declared([ours], properties))

    def _again(self, mark: _Element) -> str:
        """The words of their deletion as our insertion."""
        runs: list[str] = []
        for run in mark.iter(w("r")):
            said = "".join(outer_xml(child) for child in run if child.tag != w("rPr"))
            prefix = f"{run.prefix}:" if run.prefix else ""
            said = said.replace(f"<{prefix}delText", f"<{prefix}t").replace(f"</{prefix}delText", f"</{prefix}t")
            runs.append(f"<w:r>{own_look(run)}{said}</w:r>")
        return f"<{self.tracking.mark('ins')}>{''.join(runs)}</w:ins>"

    def _paragraph_end(self, part: SpannedPart, mark: _Element) -> Iterator[Splice]:
        paragraph = paragraph_of(mark)
        if mark.tag in PUT_IN:
            yield from marked(part, paragraph, f"<{self.tracking.mark('del')}/>")
            return
        # The paragraph ends again by an end of ours after it: what is left in it runs on into that one.
        own = paragraph.find(f"{w('pPr')}/{w('rPr')}")
        kept = form_of_paragraph(paragraph)
        looks = "".join(
            outer_xml(child)
            for child in (own if own is not None else ())
            if child.tag not in _MARKS and child.tag != w("rPrChange")
        )
        new = f"<w:p><w:pPr>{kept}<w:rPr><{self.tracking.mark('ins')}/>{looks}</w:rPr></w:pPr></w:p>"
        yield Splice(part.end(paragraph), part.end(paragraph), declared([new], paragraph))

    # Words and rows that nobody tracked.

    def _rows(
        self, part: SpannedPart, answer: Answer, where: RowsAt, paragraphs: Sequence[_Element]
    ) -> Iterator[Splice]:
        if answer.comment:
            yield _inside(part, paragraphs[where.paragraph - 1], "".join(self._comment(answer.comment)))
            return
        for number, row in enumerate(part.root.iter(w("tr")), 1):
            if number in where.rows:
                yield from strike_row(part, row, self.tracking)

    def _missing_row(
        self,
        part: SpannedPart,
        answer: Answer,
        where: MissingRow,
        paragraphs: Sequence[_Element],
        tables: dict[tuple[int, str], list[str]],
    ) -> Iterator[Splice]:
        """The row put in again; of a table that is gone, among the `tables` that are."""
        if answer.comment:
            yield _inside(part, paragraphs[where.paragraph - 1], "".join(self._comment(answer.comment)))
            return
        new = missing_row(where, self.tracking)
        if where.table:
            tables.setdefault((where.beside, where.table), []).append(new)
            return
        beside = whole_row(list(part.root.iter(w("tr")))[where.beside - 1])
        at = part.end(beside) if where.after else part.start(beside)
        yield Splice(at, at, declared([new], beside))

    def _words(
        self,
        part: SpannedPart,
        answer: Answer,
        where: WordsAt,
        paragraph: _Element,
        tasks: dict[_Element, Rewriting],
    ) -> Iterator[Splice]:
        found = letters_of(paragraph)
        span = found_span(found, where)
        assert span is not None
        first, last = span
        if answer.comment:
            begin, end = self._comment(answer.comment)
            if not found:
                yield _inside(part, paragraph, begin + end)
                return
            # A point stands beside the plain letter that it was found by.
            left = first == last and first > 0 and not found[first - 1].item.marks
            ends = (first, last - 1) if first < last else (first - left, first - left)
            runs = [found[at].item.run for at in ends]
            if any(run is None or run.getparent() is not paragraph for run in runs):
                yield from _around(part, found[ends[0]].item.element, found[ends[1]].item.element, begin, end)
                return
            task = tasks.setdefault(paragraph, Rewriting())
            if first < last:
                task.before.setdefault(first, []).append(begin)
                task.after.setdefault(last - 1, []).append(end)
            else:
                _at_point(task, first, begin + end, left=left)
            return
        words = answer.words if answer.verdict == "counter" else where.issued
        new = put_in(words, look_beside(found, span), self.tracking) if words else ""
        if not found:
            yield _inside(part, paragraph, new)
        else:
            task = tasks.setdefault(paragraph, Rewriting())
            task.gone.update(dict.fromkeys(range(first, last), self.tracking))
            if new:
                _at_point(task, last, new, left=first < last or (first > 0 and not found[first - 1].item.marks))
        if where.whole and answer.verdict == "reject":
            yield from marked(part, paragraph, f"<{self.tracking.mark('del')}/>")

    def _missing(
        self, part: SpannedPart, answer: Answer, where: MissingParagraph, paragraphs: Sequence[_Element]
    ) -> Splice:
        beside = paragraphs[where.beside - 1]
        if answer.comment:
            return _inside(part, beside, "".join(self._comment(answer.comment)))
        words = answer.words if answer.verdict == "counter" else where.issued
        new = [paragraph_again(paragraphs[like - 1], line, self.tracking) for like, line in where.paragraphs(words)]
        block = block_beside(beside, where)
        assert block is not None
        at = part.end(block) if where.after else part.start(block)
        return Splice(at, at, declared_throughout(clause_again(where, new, self.tracking), block))

    def _reply(self, part: SpannedPart, answer: Answer, where: ThreadAt) -> Iterator[Splice]:
        """Our reply, anchored where the comment is that it answers."""
        begin, end = self._comment(answer.words, where)
        start, stop, reference = anchors_of(part.root, where.comment)
        holder = reference.getparent()
        assert holder is not None
        closing, referring = end.split("/>", 1)
        if start is not None and stop is not None:
            first = _last_of(start, lambda each: each.tag == start.tag)
            yield Splice(part.end(first), part.end(first), declared_throughout(begin, first))
            referring = f"{closing}/>{referring}"
        last = _last_of(holder, _ends_comment)
        yield Splice(part.end(last), part.end(last), declared_throughout(referring, last))

    def _comment(self, says: str, answers: ThreadAt | None = None) -> tuple[str, str]:
        """What begins the range of a new comment and what ends it."""
        identity = str(self.tracking.revision)
        self.tracking.revision += 1
        self.comments.append(NewComment(identity, says, answers))
        end = f'<w:commentRangeEnd w:id="{identity}"/><w:r><w:commentReference w:id="{identity}"/></w:r>'
        return f'<w:commentRangeStart w:id="{identity}"/>', end


def _paragraph(mark: _Element) -> _Element:
    """The paragraph that the mark stands in; for that of a row its first."""
    row = row_of(mark)
    return paragraph_of(mark) if row is None else next(row.iter(w("p")))


def _last_of(element: _Element, alike: Callable[[_Element], bool]) -> _Element:
    """The last of those that follow the element directly and are alike: what stands in its thread already."""
    while (after := element.getnext()) is not None and alike(after):
        element = after
    return element


def _ends_comment(element: _Element) -> bool:
    return element.tag == w("commentRangeEnd") or element.find(w("commentReference")) is not None


def _at_point(task: Rewriting, at: int, xml: str, *, left: bool) -> None:
    """Put something in between two letters: after the one on the left, or before the one with this number."""
    if left:
        task.after.setdefault(at - 1, []).append(xml)
    else:
        task.before.setdefault(at, []).append(xml)


def _top(element: _Element) -> _Element:
    """What holds the element and stands in its paragraph itself: comments begin and end there, in no control."""
    while (parent := element.getparent()) is not None and parent.tag != w("p"):
        element = parent
    return element


def _at_end_of(element: _Element) -> _Element | None:
    """The paragraph at whose end a comment on this stands: itself, or the one whose properties it is among."""
    if element.tag == w("p"):
        return element
    return paragraph_of(element) if next(element.iterancestors(w("pPr")), None) is not None else None


def _around(part: SpannedPart, first: _Element, last: _Element, begin: str, end: str) -> Iterator[Splice]:
    """What begins a comment before the one, and what ends it after the other."""
    for element, xml, side in ((first, begin, part.start), (last, end, part.end)):
        if (whole := _at_end_of(element)) is not None:
            yield _inside(part, whole, xml)
        else:
            at = side(_top(element))
            yield Splice(at, at, declared_throughout(xml, element))


def _inside(part: SpannedPart, paragraph: _Element, xml: str) -> Splice:
    """At the end of the paragraph."""
    return at_end(part, paragraph, declared_throughout(xml, paragraph))
