"""The law of an answer, proved before it is written: rejecting all of ours gives what they sent, and accepting
everything gives what the decisions say.

Both are worked out apart from what writes: by the resolver, on trees of the whole part, and held against each other
element by element. How runs are cut, ids and save marks of sessions are left out; nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import groupby
from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.document.inline import known_by, rows_of, sides_of, text_after
from specgen.word.document.resolve import Resolution, RevisionMark, resolve_tree, tidy, tidy_tables
from specgen.word.document.revisions import revision_marks
from specgen.word.package.ooxml import canonical, paragraph_properties, parse_xml, w
from specgen.word.package.package import CONTENT_TYPES_PART, Package, relationships_part
from specgen.word.reply.comments import COMMENTS, EXTENDED, IDS, PARA_ID, ThreadAt, part_of
from specgen.word.reply.letters import WordsAt
from specgen.word.reply.missing import MissingParagraph, block_beside
from specgen.word.reply.proposals import Proposal, paragraph_of_look
from specgen.word.reply.rows import MissingRow, RowsAt, block_of, whole_row
from specgen.word.reply.write import Answer, WrittenReply

_Element = etree._Element
_Form = tuple[object, ...]

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_ANCHORS: Final = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))
_PASSED: Final = frozenset(w(name) for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd"))
_PROPERTIES: Final = frozenset(w(name) for name in ("rPr", "pPr", "trPr", "tcPr", "numPr", "tblPrEx"))
_TEXTS: Final = frozenset({w("t"), w("delText")})
_SIGNS: Final = frozenset(w(name) for name in ("tab", "ptab", "cr", "br", "noBreakHyphen", "softHyphen", "sym"))
_CURE: Final = (
    "nothing was written; leave this change undecided and answer it in Word, and please report it with the file"
)


def prove_reply(sent: Package, answers: Sequence[Answer], reply: Package, written: WrittenReply) -> list[Problem]:
    """The problems for which the reply is not what it is to be; none when it is proved."""
    problems = _rest_is_theirs(sent, answers, reply, written)
    for name in dict.fromkeys(each.where.part for each in answers):
        mine = [each for each in answers if each.where.part == name]
        theirs, made = parse_xml(sent.part(name)), parse_xml(reply.part(name))
        wanted = as_decided(theirs, mine)
        for mark in marks_that_gave_way(theirs, mine):
            mark.getparent().remove(mark)  # type: ignore[union-attr]
        rejected = deepcopy(made)
        resolve_tree(rejected, lambda mark: "reject" if mark.id in written.marks else "keep")
        drop_comments(rejected, written.comments)
        tidy_tables(theirs)
        tidy(theirs)
        if _form(rejected, whole=True) != _form(theirs, whole=True):
            problems.append(_fault(reply, name, "rejecting every change of ours does not give back what they sent"))
        drop_comments(made, written.comments)
        problems += same_when_accepted(made, wanted, reply, name)
        # Not held against `wanted`, which is made by the same place.
        if any(
            not _in_order(made, each.where) for each in mine if isinstance(each.where, MissingRow) and not each.comment
        ):
            problems.append(_fault(reply, name, "a row that is put in again does not stand where it was issued"))
    return problems


def _in_order(root: _Element, where: MissingRow) -> bool:
    """Whether the row stands in the table that has most of the rows that were issued round it, or in the one between
    the lines that its own was issued between, below each row that it was issued below and above each that it was issued
    above."""
    above, below = (frozenset(side.split()) for side in where.around)
    tables = [(rows, [known_by(row) for row in rows]) for rows in map(rows_of, root.iter(w("tbl")))]
    most = 0 if where.table else max((len((above | below) & {*known}) for _, known in tables), default=0)
    return any(
        [*where.cells] == ["\n".join(map(text_after, cell.iter(w("p")))) for cell in row.iter(w("tc"))]
        and all(side <= 0 for side in sides[:at])
        and all(side >= 0 for side in sides[at + 1 :])
        and (not where.table or _between(row) == where.between)
        for rows, known in tables
        if where.table or len((above | below) & {*known}) == most
        for sides in [sides_of(known, above, below)]
        for at, row in enumerate(rows)
    )


def _between(row: _Element) -> tuple[str, str]:
    """The words of the nearest lines above and below the table of the row; "" where there are none or it is a table."""
    table = next(row.iterancestors(w("tbl")))
    blocks = (table.itersiblings(w("p"), w("tbl"), preceding=before) for before in (True, False))
    above, below = (
        next((each for each in side if any(text_after(line).strip() for line in each.iter(w("p")))), None)
        for side in blocks
    )
    return tuple(text_after(each) if each is not None and each.tag == w("p") else "" for each in (above, below))  # type: ignore[return-value]


def marks_that_gave_way(theirs: _Element, answers: Sequence[Answer]) -> list[_Element]:
    """Their marks of looks of paragraphs that are refused, in whose place ours stand: rejecting ours leaves the look
    that they proposed."""
    marks = revision_marks(theirs)
    refused = [
        marks[number]
        for answer in answers
        if isinstance(answer.where, Proposal) and answer.where.look and answer.verdict == "reject"
        if not answer.by_comment
        for number in answer.where.marks
    ]
    return [mark for mark in refused if paragraph_of_look(mark) is not None]


def same_when_accepted(made: _Element, wanted: _Element, reply: Package, part: str) -> list[Problem]:
    """The problem that accepting all that `made` holds does not give `wanted`, if it does not. Resolves `made`."""
    resolve_tree(made, "accept")
    if _form(made, whole=False) == _form(wanted, whole=False):
        return []
    return [not_as_decided(reply, part)]


def not_as_decided(reply: Package, part: str) -> Problem:
    """The problem that the part does not become what was decided."""
    return _fault(reply, part, "accepting every change does not give what the decisions say")


def _fault(reply: Package, part: str, message: str) -> Problem:
    return Problem("answer-not-proved", message, Location(reply.file, part=part), cure=_CURE)


def _rest_is_theirs(sent: Package, answers: Sequence[Answer], reply: Package, written: WrittenReply) -> list[Problem]:
    """Whether everything else is as it was sent: every other part its bytes, and theirs of the comments."""
    touched = {each.where.part for each in answers}
    told = [name for kind in (COMMENTS, EXTENDED, IDS) if (name := part_of(reply, kind)) is not None]
    if written.comments:
        touched |= {CONTENT_TYPES_PART, relationships_part(reply.main), *told}
    gone = [name for name in sent.names if name not in reply.entries]
    other = [
        name
        for name in reply.names
        if name not in touched and (name not in sent.entries or sent.part(name) != reply.part(name))
    ]
    problems = [_fault(reply, name, "a part that no answer touches is not as it was sent") for name in (*gone, *other)]
    if not written.comments:
        return problems
    new = sum(name not in sent.entries for name in told)
    replies = sum(isinstance(each.where, ThreadAt) for each in answers)
    # A comment that is answered may be named in the other two parts for the first time, beside its replies.
    most = {CONTENT_TYPES_PART: new, relationships_part(reply.main): new, part_of(reply, COMMENTS): 0}
    for name in (CONTENT_TYPES_PART, relationships_part(reply.main), *told):
        before = _entries(sent, name, frozenset()) if name in sent.entries else []
        after = _entries(reply, name, written.comments) if name in reply.entries else []
        added = after[len(before) :]
        if after[: len(before)] != before or len(added) > most.get(name, 2 * replies):
            problems.append(_fault(reply, name, "their comments or their links are not as they were sent"))
    return problems


def _entries(package: Package, name: str, ours: frozenset[str]) -> list[bytes]:
    root = parse_xml(package.part(name))
    for each in root.iter(w("p")):
        # Given to a comment of theirs so that a reply can name it; no reader sees it.
        if PARA_ID in each.attrib:
            del each.attrib[PARA_ID]
    return [
        canonical(each)
        for each in root
        if isinstance(each.tag, str) and not (each.tag == w("comment") and each.get(w("id")) in ours)
    ]


def drop_comments(root: _Element, ours: frozenset[str]) -> None:
    """Take the anchors of our comments out of the tree."""
    for each in list(root.iter(*_ANCHORS)):
        if each.get(w("id")) in ours:
            holder = each.getparent()
            assert holder is not None
            holder.remove(each)


# What the decisions say, worked out on the document that came back.


def as_decided(theirs: _Element, answers: Sequence[Answer]) -> _Element:
    """The tree of the part as it is to read when everything is accepted."""
    root = deepcopy(theirs)
    marks = revision_marks(root)
    verdicts: dict[_Element, Resolution] = {}
    spots: list[tuple[_Element, str, _Element | None]] = []
    for answer in answers:
        if not isinstance(answer.where, Proposal) or answer.comment:
            continue
        own = [marks[number] for number in answer.where.marks]
        runs = [mark for mark in own if mark.getparent() is not None and not _on_paragraph(mark)]
        for mark in own:
            refused = answer.verdict == "reject" or (mark in runs and mark.tag in (w("ins"), w("moveTo")))
            verdicts[mark] = "reject" if refused else "accept"
        if answer.verdict == "counter":
            first = next(
                (
                    run
                    for kind in ("moveTo", "ins", "del")
                    for mark in runs
                    if mark.tag == w(kind)
                    for run in mark.iter(w("r"))
                ),
                None,
            )
            outer = [mark for mark in runs if not any(above in own for above in mark.iterancestors())]
            outer = [mark for mark in outer if mark.tag == w("moveTo")] or outer
            spots.append((outer[-1], answer.words, first.find(w("rPr")) if first is not None else None))
    for mark, verdict in verdicts.items():
        mark.set(w("id"), f"decided {verdict}")
    paragraphs = list(root.iter(w("p")))
    rows = list(root.iter(w("tr")))
    _take_out_rows(root, answers)
    _put_back_rows(paragraphs, rows, answers)
    _put_back_words(paragraphs, [each for each in answers if isinstance(each.where, WordsAt)])
    _put_back_paragraphs(paragraphs, answers)
    for mark, words, look in spots:
        mark.addnext(_run_of(words, look))
    resolve_tree(root, _verdict_of)
    return root


def _verdict_of(mark: RevisionMark) -> Resolution:
    return "reject" if mark.id == "decided reject" else "accept"


def _on_paragraph(mark: _Element) -> bool:
    return next(mark.iterancestors(w("pPr"), w("trPr")), None) is not None


def _run_of(words: str, look: _Element | None) -> _Element:
    run = etree.Element(w("r"))
    if look is not None:
        run.append(deepcopy(look))
        for each in [each for each in run[0] if str(each.tag).endswith("Change")]:
            run[0].remove(each)
    for number, line in enumerate(words.replace("\r\n", "\n").split("\n")):
        if number:
            etree.SubElement(run, w("br"))
        for count, piece in enumerate(line.split("\t")):
            if count:
                etree.SubElement(run, w("tab"))
            etree.SubElement(run, w("t")).text = piece
    return run


def _take_out_rows(root: _Element, answers: Sequence[Answer]) -> None:
    """Rows that nobody tracked and that are refused, as rows whose deletion is accepted."""
    refused = [each.where for each in answers if isinstance(each.where, RowsAt) and not each.comment]
    gone = {number for where in refused for number in where.rows}
    for row in [row for number, row in enumerate(root.iter(w("tr")), 1) if number in gone]:
        properties = row.find(w("trPr"))
        if properties is None:
            properties = etree.Element(w("trPr"))
            row.insert(int(row.find(w("tblPrEx")) is not None), properties)
        etree.SubElement(properties, w("del"), {w("id"): "decided accept"})


def _put_back_rows(paragraphs: Sequence[_Element], rows: Sequence[_Element], answers: Sequence[Answer]) -> None:
    """Rows that are gone, put in again as plain ones, in the order of the answers; those of a table that is gone in
    one."""
    after: dict[int, _Element] = {}
    tables: dict[tuple[int, str], _Element] = {}
    for answer in answers:
        where = answer.where
        if not isinstance(where, MissingRow) or answer.comment:
            continue
        new = where.made()
        if where.table:
            key = where.beside, where.table
            if key not in tables:
                tables[key] = where.made_table()
                block_of(paragraphs[where.beside - 1]).addnext(tables[key])
            tables[key].append(new)
            continue
        beside = whole_row(rows[where.beside - 1])
        if where.after:
            after.get(where.beside, beside).addnext(new)
            after[where.beside] = new
        else:
            beside.addprevious(new)


def _put_back_paragraphs(paragraphs: Sequence[_Element], answers: Sequence[Answer]) -> None:
    """Paragraphs that are gone, put in again as plain ones, those of a clause in its control; those of one place in the
    order of the answers."""
    after: dict[_Element, _Element] = {}
    for answer in answers:
        where = answer.where
        if not isinstance(where, MissingParagraph) or answer.verdict in ("accept", "ask"):
            continue
        whole = zip(where.likes, where.issued.split("\n"), strict=True) if where.likes else None
        words = answer.words if answer.verdict == "counter" else where.issued
        beside = block_beside(paragraphs[where.beside - 1], where)
        assert beside is not None
        made: list[_Element] = []
        for like, line in whole or [(where.like, words)]:
            new = etree.Element(w("p"))
            form = deepcopy(paragraphs[like - 1].find(w("pPr")))
            if form is not None:
                for name in ("rPr", "sectPr", "pPrChange"):
                    for each in form.findall(w(name)):
                        form.remove(each)
                new.append(form)
            new.append(_run_of(line, None))
            made.append(new)
        for new in [_in_control(made, where.control)] if where.control else made:
            if where.after:
                after.get(beside, beside).addnext(new)
                after[beside] = new
            else:
                beside.addprevious(new)


def _in_control(paragraphs: Sequence[_Element], named: Sequence[str]) -> _Element:
    control = etree.Element(w("sdt"))
    properties = etree.SubElement(control, w("sdtPr"))
    for name, value in zip(("alias", "tag"), named, strict=False):
        etree.SubElement(properties, w(name), {w("val"): value})
    etree.SubElement(control, w("sdtContent")).extend(paragraphs)
    return control


def _put_back_words(paragraphs: Sequence[_Element], answers: Sequence[Answer]) -> None:
    """Words that nobody tracked, made those that are decided: from the last to the first, so that letters before stay
    where they are."""

    def place(answer: Answer) -> tuple[int, int]:
        assert isinstance(answer.where, WordsAt)
        return answer.where.paragraph, answer.where.start

    whole: list[_Element] = []
    for answer in sorted(answers, key=place, reverse=True):
        where = answer.where
        assert isinstance(where, WordsAt)
        if answer.verdict in ("accept", "ask"):
            continue
        paragraph = paragraphs[where.paragraph - 1]
        words = answer.words if answer.verdict == "counter" else where.issued
        _replace(paragraph, where.start, where.end, words)
        if where.whole and answer.verdict == "reject":
            whole.append(paragraph)
    for paragraph in whole:
        properties = paragraph_properties(paragraph)
        look = properties.find(w("rPr"))
        if look is None:
            look = etree.Element(w("rPr"))
            later = next((each for each in properties if each.tag in (w("sectPr"), w("pPrChange"))), None)
            properties.insert(properties.index(later) if later is not None else len(properties), look)
        # As a deletion that is accepted, so that the resolver joins the paragraphs as it does in the reply.
        look.insert(0, etree.Element(w("del"), {w("id"): "decided accept"}))


def _replace(paragraph: _Element, start: int, end: int, words: str) -> None:
    """The letters from `start` to `end`, without proposed ones, give way to the words, which look like the first."""
    at = 0
    spot: tuple[_Element, int] | None = None
    gone: list[tuple[_Element, int, int]] = []
    for run in paragraph.iter(w("r")):
        holders = list(run.iterancestors(w("ins"), w("moveTo"), w("p")))
        if holders[0].tag != w("p") or holders[0] is not paragraph:
            continue
        for child in run:
            length = len(child.text or "") if child.tag in _TEXTS else int(child.tag in _SIGNS)
            if child.tag == w("br") and child.get(w("type")) in ("page", "column"):
                length = 0
            if not length:
                continue
            first, last = max(start, at), min(end, at + length)
            if first < last:
                gone.append((child, first - at, last - at))
            beside = at <= start < at + length if start < end else at < start <= at + length
            if beside or start == end == at == 0:
                spot = child, start - at
            at += length
    if spot is not None and words:
        child, place = spot
        own = child.getparent()
        assert own is not None
        look = own.find(w("rPr"))
        rest = _run_of("", look)
        follow = list(own)[own.index(child) + 1 :]
        if not place:
            follow.insert(0, child)
        elif child.tag in _TEXTS:
            tail = deepcopy(child)
            tail.text, child.text = (child.text or "")[place:], (child.text or "")[:place]
            follow.insert(0, tail)
            # Nothing before the point goes, so the letters that do are counted from it.
            gone = [(tail, a - place, b - place) if each is child else (each, a, b) for each, a, b in gone]
        rest.extend(follow)
        own.addnext(rest)
        own.addnext(_run_of(words, look))
    elif words:
        paragraph.append(_run_of(words, None))
    for child, first, last in gone:
        own = child.getparent()
        assert own is not None
        child.text = (child.text or "")[:first] + (child.text or "")[last:] if child.tag in _TEXTS else ""
        if not child.text:
            own.remove(child)
        if not any(each.tag != w("rPr") for each in own) and (holder := own.getparent()) is not None:
            holder.remove(own)


# A tree as values: equal for two that differ in nothing but the cutting of runs.


def _form(root: _Element, *, whole: bool) -> _Form:
    """The tree. `whole` takes in bookmarks, comments and the marks of tracked changes with their ids and authors."""
    return (root.tag, tuple(_merged(_children(root, whole))))


def _children(element: _Element, whole: bool) -> Iterator[_Form]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if not whole and (child.tag in _PASSED or child.tag in _ANCHORS):
            continue
        if not whole and child.tag == w("id") and element.tag == w("sdtPr"):
            continue
        if child.tag == w("r"):
            yield from _of_run(child, whole)
        elif child.tag in _PROPERTIES and not len(child) and not child.attrib:
            continue
        else:
            held = tuple(_merged(_children(child, whole)))
            if child.tag in _PROPERTIES and not held:
                continue
            yield ("element", child.tag, _attributes(child, whole), _own_text(child), held)


def _of_run(run: _Element, whole: bool) -> Iterator[_Form]:
    properties = run.find(w("rPr"))
    look = tuple(_children(properties, whole)) if properties is not None else ()
    for child in run:
        if child is properties or not isinstance(child.tag, str) or (not whole and child.tag in _ANCHORS):
            continue
        if child.tag in _TEXTS:
            if child.text:
                yield ("text", child.tag, look, child.text)
        else:
            held = tuple(_merged(_children(child, whole)))
            yield ("sign", child.tag, look, _attributes(child, whole), _own_text(child), held)


def _own_text(element: _Element) -> str:
    """What an element without others in it says; white space between elements is nothing."""
    text = element.text or "" if not len(element) else ""
    return text if text.strip() else ""


def _attributes(element: _Element, whole: bool) -> _Form:
    left: Mapping[str, str] = {str(key): str(value) for key, value in element.attrib.items()}
    if not whole and element.tag == w("p"):
        left = {}
    return tuple(sorted((key, value) for key, value in left.items() if key != _SPACE))


def _merged(forms: Iterator[_Form]) -> Iterator[_Form]:
    """Neighbouring letters of one look as one."""
    for _, alike in groupby(forms, lambda form: form[:3] if form[0] == "text" else object()):
        first, *more = alike
        yield (*first[:3], "".join(str(each[3]) for each in (first, *more))) if more else first
