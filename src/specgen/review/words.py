"""What the reports say, in words that are the same on screen, in Word and in Excel.

Characters that a reader takes for other ones are named where they stand: what changed has to be seen.
Source: Unicode Technical Standard 39 (confusables), Unicode Standard Annex 15 (compatibility decomposition).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from specgen.contract.dates import long_date
from specgen.problems import Location, Problem, cut
from specgen.review.changes import MOVED, Change, difference
from specgen.review.findings import ClauseFinding, Expected, ListMark, OutsideChange, Review
from specgen.review.sorts import SORT_WORDS, joined
from specgen.word.document.comments import Comment
from specgen.word.document.revisions import Revision
from specgen.wording.folded import LATIN_TWINS, UNSEEN
from specgen.wording.wording import Block, Blocks, Run

NOTHING_NAMED: Final[Mapping[int, str]] = MappingProxyType({})
NOBODY: Final = "not tracked"
UNKNOWN: Final = (
    "Nothing says how these lines were issued, and the file was saved since. Read each against your own copy, or give "
    "it with --issued:"
)
_PARTS: Final = (
    ("header", "header"),
    ("footer", "footer"),
    ("footnotes", "footnotes"),
    ("endnotes", "endnotes"),
    ("document", "main text"),
    ("comments", "comments"),
    ("styles", "styles"),
    ("numbering", "numbering"),
)


def number_of(count: int, what: str) -> str:
    """`1 clause`, `2 clauses`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def verdict(review: Review) -> str:
    """The result in one sentence."""
    counts = review.counts()
    if review.relied.kind == "nothing" or not review.clauses:
        found = len(review.outside)
        return (
            f"No clause of specgen was recognised. {found:,} tracked or silent change{'' if found == 1 else 's'} "
            f"and {number_of(counts['comments'], 'comment')} were found."
        )
    if review.relied.kind == "words in the document":
        differing = sum(clause.state != "untouched" for clause in review.clauses)
        return (
            f"{number_of(counts['clauses'], 'clause')} of the library {'was' if counts['clauses'] == 1 else 'were'} "
            f"recognised by {'its' if counts['clauses'] == 1 else 'their'} words alone, and "
            f"{differing:,} of them {'has' if differing == 1 else 'have'} other words than the library. Nothing says "
            f"what was issued."
        )
    if review.as_issued and review.relied.kind == "record in the document":
        return (
            f"Every clause is as the record inside the document says ({number_of(counts['clauses'], 'clause')}). Its "
            f"values, "
            f"and that it leaves no clause out, can only be checked with --issued."
        )
    if review.as_issued:
        return f"Every clause is as it was issued ({number_of(counts['clauses'], 'clause')})."
    differing = sum(clause.state != "untouched" or bool(clause.moved) for clause in review.clauses)
    said = [
        f"{differing:,} of {number_of(counts['clauses'], 'clause')} {'is' if differing == 1 else 'are'} not as "
        f"{'it was' if differing == 1 else 'they were'} issued"
        if differing
        else "The only clause has the words that were issued"
        if counts["clauses"] == 1
        else f"All {counts['clauses']:,} clauses have the words that were issued"
    ]
    if unvouched := sum(clause.expected.checked == "no" for clause in review.clauses):
        said.append(f"nothing vouches for {unvouched:,} of them")
    if counts["outside"]:
        said.append(
            f"{counts['outside']:,} change{'' if counts['outside'] == 1 else 's'} "
            f"belong{'s' if counts['outside'] == 1 else ''} to no clause"
        )
    if any(problem.severity == "error" for problem in review.problems):
        said.append("something could not be checked")
    if count := len(review.unknown):
        said.append(
            f"nothing says how {count:,} line{'' if count == 1 else 's'} beside the clauses "
            f"{'was' if count == 1 else 'were'} issued, and the file was saved since"
        )
    return "; ".join(said) + "."


def silent(review: Review) -> int:
    """How many changes were made without tracking, in clauses and elsewhere."""
    return len({change.id or number for number, change in enumerate(review.every_change()) if not change.tracked})


_NAMED: Final = 3


def doubtful_authors(
    revisions: Sequence[Revision], issued: Sequence[Revision], ours: Iterable[str], file: str
) -> Iterator[Problem]:
    """Warnings of tracked changes that say less of who made them than they seem to: those that bear the name of
    somebody who approved wording of `ours`, and those without a date. Those that were `issued` are none of theirs."""
    sent = {(each.author, each.date, each.words) for each in issued}
    theirs = [each for each in revisions if (each.author, each.date, each.words) not in sent]
    people = {" ".join(name.split()).casefold() for name in ours} - {""}
    by_name = Counter(each.author for each in theirs if " ".join(each.author.split()).casefold() in people)
    for name, times in by_name.items():
        yield Problem(
            "tracked-under-our-name",
            f"{number_of(times, 'tracked change')} {'bears' if times == 1 else 'bear'} the name “{visible(name)}”, who "
            "approved wording for your organisation",
            Location(file),
            "warning",
            "a name in Word is whatever was typed there: ask the person whether they made them, and when; a reply of "
            "your own from an earlier round may be among them",
        )
    if undated := [each for each in theirs if not each.date.strip()]:
        count = number_of(len(undated), "tracked change")
        said = "; ".join(f"“{visible(cut(each.words or each.detail, 40))}”" for each in undated[:_NAMED])
        more = f"; and {len(undated) - _NAMED:,} more" if len(undated) > _NAMED else ""
        yield Problem(
            "tracked-without-date",
            f"{count} {'has' if len(undated) == 1 else 'have'} no date: {said}{more}",
            Location(file),
            "warning",
            "ask who made them and when: Word writes a date unless “Remove personal information from file properties "
            "on save” is on, and some other programs write none",
        )


def vouched(expected: Expected) -> str:
    """What vouches for the words that a clause is held against."""
    if expected.checked == "library":
        return (
            "the approved wording, rendered from the library"
            if expected.approved
            else "the library's words, rendered from a version that your organisation has not approved"
        )
    if expected.checked == "issued file":
        return "the issued file's words"
    return "the words that the document's own record claims; nothing vouches for them"


def called(expected: Expected) -> str:
    """What the words that a clause is held against are called above them."""
    if expected.checked == "library":
        return (
            "Approved words"
            if expected.approved
            else "The library's words (a version that your organisation has not approved)"
        )
    return "Issued words"


def by_class(review: Review) -> str:
    """How many changes of each class there are, those that matter first: `2 wording; 31 look only`."""
    return "; ".join(f"{count:,} {SORT_WORDS[sort]}" for sort, count in review.by_class().items())


def sorts(finding: ClauseFinding) -> str:
    """The classes of a clause's changes as one."""
    found = joined(change.sort for change in finding.changes)
    return SORT_WORDS[found] if found is not None else ""


def by_whom(change: Change) -> str:
    """Who made the change and when, or that it was not tracked."""
    if not change.tracked:
        return NOBODY
    return ", ".join(part for part in (change.author or "no author given", said_date(change.date)) if part)


def said_date(written: str) -> str:
    """`1 April 2026, 09:00` for a date as files write it; what is no such date as it stands."""
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        return written
    return f"{long_date(when.date())}, {when:%H:%M}" if "T" in written else long_date(when.date())


def removed_and_added(change: Change) -> tuple[str, str]:
    """The words taken out and put in, shown so that spaces and signs can be seen; for a look, what changed."""
    if not change.removed and not change.added:
        return "", change.detail
    removed, added = both_visible(change.removed, change.added)
    return removed, added + (f" ({change.detail})" if change.detail else "")


def both_visible(removed: str, added: str) -> tuple[str, str]:
    """The words taken out and put in; where an eye cannot tell the two apart, with the names of what differs."""
    one, two = told_apart(removed, added)
    return visible(removed, one), visible(added, two)


def visible(text: str, named: Mapping[int, str] = NOTHING_NAMED) -> str:
    """The text, or a name for what cannot be seen when it is nothing else. `named` are further characters to be named,
    by their place."""
    if text and not text.strip():
        names = {" ": "space", "\t": "tab", "\n": "line break", "\u00a0": "no-break space"}
        return " + ".join(f"[{names.get(letter, f'sign U+{ord(letter):04X}')}]" for letter in text[:5])
    odd = odd_letters(text)
    if not odd and not named and text.isascii():
        return text
    return "".join(
        f"[U+{ord(letter):04X}]"
        if letter in UNSEEN
        else f"{letter}[{odd[at]}, U+{ord(letter):04X}]"
        if at in odd
        else f"{letter}[{named[at]}]"
        if at in named
        else letter
        for at, letter in enumerate(text)
    )


_LONGEST_SENTENCE: Final = 140
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.;:?!])\s+(?=[^\W\d_a-z])|\n")


def spot_said(change: Change, longest: int = _LONGEST_SENTENCE) -> str:
    """The printed number of the change's paragraph and the sentence that it stands in, cut to the `longest` letters; ""
    for what has neither, and without a sentence where that is no more than the words that changed."""
    words, line, at = _stands(change)
    there = at >= 0 or not words
    at = max(at, 0) + len(words) - len(words.lstrip())
    start = 0
    sentence = ""
    for end in (*(found.start() for found in _SENTENCE_ENDS.finditer(line)), len(line)):
        if start <= at <= end:
            sentence = line[start:end].strip()
            break
        start = end
    if not words.strip() or change.kind == MOVED or sentence in words or not longest or not there:
        sentence = ""
    if len(sentence) > longest:
        # What changed is to be seen, though it stands far on in a long sentence.
        begin = max(min(at - start - longest // 2, len(sentence) - longest), 0)
        begin = sentence.rfind(" ", 0, begin) + 1
        sentence = ("… " if begin else "") + cut(sentence[begin:], longest)
    said = f"“{visible(sentence)}”" if sentence else ""
    return ": ".join(filter(None, (change.number, said))) if said else change.number


def _stands(change: Change) -> tuple[str, str, int]:
    """The words that were put in, else those taken out, their paragraph, and where in it they begin; -1 where they do
    not stand in it as they are, as those of which somebody struck some."""
    words, line = (change.added, change.after) if change.added else (change.removed, change.before or change.after)
    place = change.place
    known = place is not None and not change.tracked and not place.beside and change.added
    return words, line, place.start - place.before if known and place is not None else line.find(words)


_ROUND: Final = 32


def words_round(change: Change) -> tuple[str, str]:
    """A few words before and after what changed within a paragraph, so that one knows on the screen what it is about;
    none round whole paragraphs."""
    words, line, at = _stands(change)
    before, after = line[: max(at, 0)], line[at + len(words) :]
    if (
        at < 0
        or not words.strip()
        or change.kind == MOVED
        or line[at : at + len(words)] != words
        or not (before + after).strip()
    ):
        return "", ""
    if len(before) > _ROUND:
        before = "… " + before[-_ROUND:].partition(" ")[2]
    if len(after) > _ROUND:
        after = after[:_ROUND].rpartition(" ")[0] + " …"
    return visible(before), visible(after)


def place_of(outside: OutsideChange) -> str:
    """Where a change outside the clauses stands."""
    name = outside.part.rpartition("/")[2]
    part = next((said for begins, said in _PARTS if name.startswith(begins)), outside.part)
    return f"{part}, {outside.near}" if outside.near else part


def comment_lines(comments: Iterable[Comment]) -> Iterator[tuple[Comment, str]]:
    """Every comment, each followed by its replies, with what a reply is called; "" for one that is none.

    A thread is settled where the comment that begins it is; programs write a reply to one as not settled.
    """
    for comment in comments:
        yield comment, ""
        for reply in comment.replies:
            yield reply, "reply after it was resolved" if comment.settled and not reply.settled else "reply"


def shaped(lines: Sequence[str], like: Blocks, marks: Sequence[ListMark] = ()) -> Blocks:
    """The lines as blocks of the kinds that the blocks of `like` have, which they came from, unless `marks`, which say
    what stands before each of them, tell otherwise; without these a new line takes the kind before it."""
    kinds: list[tuple[int | None, str]] = []
    old_number = 0
    for each in difference([block.text for block in like], lines):
        if each.new is not None:
            kinds.append((old_number if each.old is not None else None, each.new.text))
        old_number += each.old is not None
    made: list[Block] = []
    for number, text in kinds:
        source = like[number] if number is not None else None
        last = made[-1] if made else None
        own = marks[len(made)] if len(marks) == len(kinds) else None
        label = own.label if own is not None else ""
        if own is not None and own.kind != "heading" and (source is None or source.kind not in ("heading", own.kind)):
            made.append(Block(own.kind, (Run(text),), own.level, label=label))
        elif source is not None:
            inlines = source.inlines if source.text == text else (Run(text),)
            made.append(Block(source.kind, inlines, source.level, label=label))
        elif last is not None and last.kind in ("bullet", "number"):
            made.append(Block(last.kind, (Run(text),), last.level, label=label))
        else:
            made.append(Block("paragraph", (Run(text),), label=label))
    return tuple(made)


_LIKE_LATIN: Final = frozenset(
    "АВСЕНІЈКМОРЅТХУаеіјорсухѕһԁԛԝүҮґӀӏ"  # Cyrillic
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυικτϲϹ"  # Greek
    "ՕՏՍոսցհգ"  # Armenian
)
_SCRIPTS: Final = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL", "COPTIC", "LISU")
_SCRIPT_NAMES: Final = {"FULLWIDTH": "full-width", "MATHEMATICAL": "mathematical letter"}
_WORD: Final = re.compile(r"[^\W_]+")
_OF_LATIN: Final = frozenset("ıȷſƖɑɡɩʟɪɴʀᴀᴄᴇᴋᴍᴏᴘᴛᴜᴠᴡᴢℓℯℊℴⅼⅽⅾⅿⅠⅤⅩⅬⅭⅮⅯⅰⅴⅹǀ")
"""Letters of the Latin script, and numbers made of them, that look like plain ones."""


def odd_letters(text: str) -> dict[int, str]:
    """The letters and digits that stand among Latin ones, or could be taken for them, and are none, by place, each with
    what it is.

    A word of another language is none: it holds letters that look like no Latin one.
    """
    if text.isascii():
        return {}
    found: dict[int, str] = {}
    for word in _WORD.finditer(text):
        odd = {at: named for at, letter in enumerate(word.group(), word.start()) if (named := _odd(letter))}
        mixed = any(letter.isascii() and letter.isalnum() for letter in word.group())
        alone = bool(odd) and all(text[at] in _LIKE_LATIN or _always(text[at]) for at in odd)
        if mixed or alone:
            found |= odd
    return found


def _odd(letter: str) -> str:
    """What a letter is that is no plain one of English; "" for a plain one, and for Latin letters with their marks."""
    if letter in _OF_LATIN:
        return unicodedata.name(letter, "").capitalize()
    if letter.isascii() or "\u00c0" <= letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff" or letter in "ªº²³¹¼½¾":
        return ""
    name = unicodedata.name(letter, "")
    script = next((script for script in _SCRIPTS if name.startswith(script)), "")
    if script:
        return _SCRIPT_NAMES.get(script, script.capitalize())
    if "LIGATURE" in name:
        return "two letters in one"
    if unicodedata.category(letter) == "Nd":
        return f"{name.partition(' DIGIT')[0].capitalize()} digit"
    return ""


def _always(letter: str) -> bool:
    """Whether a character is named even in a word of its own: what stands for plain letters or digits."""
    return (
        letter in _OF_LATIN
        or unicodedata.category(letter) == "Nd"
        or unicodedata.name(letter, "").startswith(("FULLWIDTH", "MATHEMATICAL", "LATIN SMALL LIGATURE"))
    )


_ONE: Final = {
    **dict.fromkeys("0OoОοΟ", "o"),
    **dict.fromkeys("1lIi|ІіΙǀӀӏıⅼ", "l"),
    **dict.fromkeys("-‐‑‒–—―−⁃﹘﹣－˗", "-"),
    **dict.fromkeys("'’‘‛ʹʼ`´′", "'"),
    **dict.fromkeys('"“”„″', '"'),
    **dict.fromkeys(" \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    **dict.fromkeys(";\u037e；", ";"),
    **dict.fromkeys("․.。．", "."),
    **dict.fromkeys(",‚，", ","),
    **dict.fromkeys("/⁄∕⧸／", "/"),
    **dict.fromkeys("×xXхХχΧ✕", "x"),
}

_MARKS: Final = str.maketrans(
    {
        **{"ø": "o\u0338", "Ø": "O\u0338", "đ": "d\u0335", "Đ": "D\u0335", "ð": "d\u0335", "Ð": "D\u0335"},
        **{"ħ": "h\u0335", "Ħ": "H\u0335", "ŧ": "t\u0335", "Ŧ": "T\u0335", "ł": "l\u0335", "Ł": "L\u0335"},
        **{"\u0337": "\u0338", "\u0336": "\u0335", "\u0326": "\u0327", "\u02bc": "'"},
    }
)
"""Letters that Unicode does not take apart, as a letter and the mark that it looks like; marks that look alike."""


def _seen(letter: str) -> str:
    """The letter as an eye takes it in; "" for what prints nothing."""
    if letter in UNSEEN:
        return ""
    # A letter with its mark is one character or two, and looks the same.
    plain = letter if letter in _ONE else unicodedata.normalize("NFKD", letter)
    return "".join(_ONE.get(each, each.translate(LATIN_TWINS)) for each in plain).translate(_MARKS)


def told_apart(removed: str, added: str) -> tuple[dict[int, str], dict[int, str]]:
    """Where two texts that look alike differ: by place in each, what the character is. Nothing where they look
    different, so that their letters say what changed."""
    if not removed or not added or removed == added:
        return {}, {}
    one, two = ([(at, letter, _seen(letter)) for at, letter in enumerate(text)] for text in (removed, added))
    whole = [unicodedata.normalize("NFD", "".join(seen for _, _, seen in side)) for side in (one, two)]
    if whole[0] != whole[1]:
        return {}, {}
    ends = [_ends(side) for side in (one, two)]
    differing = {end for end in ends[0].keys() | ends[1].keys() if ends[0].get(end) != ends[1].get(end)}
    named = _named(one, differing), _named(two, differing)
    # Where a sign of another kind is the difference, the plain one in its place says nothing more.
    odd = any(not text[at].isascii() for text, places in zip((removed, added), named, strict=True) for at in places)
    return (
        {at: name for at, name in named[0].items() if not (odd and removed[at].isascii())},
        {at: name for at, name in named[1].items() if not (odd and added[at].isascii())},
    )


def _ends(side: list[tuple[int, str, str]]) -> dict[int, str]:
    """How many seen letters stand up to each character → the characters that end there."""
    found: dict[int, str] = {}
    count = 0
    for _, letter, seen in side:
        count += len(seen)
        # What prints nothing is named wherever it stands.
        if letter not in UNSEEN:
            found[count] = found.get(count, "") + letter
    return found


def _named(side: list[tuple[int, str, str]], differing: set[int]) -> dict[int, str]:
    def walk() -> Iterator[tuple[int, str]]:
        count = 0
        for at, letter, seen in side:
            count += len(seen)
            if count in differing and letter not in UNSEEN and letter not in " \t\n":
                yield at, character(letter)

    return dict(walk())


def character(letter: str) -> str:
    """A character by its name, for people: `letter O`, `digit 0`, `no-break hyphen`."""
    if letter.isascii() and letter.isalpha():
        return f"{'capital' if letter.isupper() else 'small'} letter {letter}"
    if letter.isascii() and letter.isdigit():
        return f"digit {letter}"
    return {
        "-": "hyphen",
        "\u00a0": "no-break space",
        "\u2011": "no-break hyphen",
        "\u2010": "another hyphen",
        "\u2013": "en dash",
        "\u2014": "em dash",
        "\u2212": "minus sign",
    }.get(letter, unicodedata.name(letter, "character").lower())
