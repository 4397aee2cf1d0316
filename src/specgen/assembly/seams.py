"""What is printed, read once more at every seam between wording and value.

A value reads on in a sentence that somebody else has written. Each value is told of the sentences that take it, and
what does not read on there is said at the value's line. The approved wording itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from operator import eq
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from specgen.assembly.trajectories import of_all_and_single
from specgen.assembly.values import Printed
from specgen.contract.contract import Contract
from specgen.contract.quantities import read_interval, read_trajectory
from specgen.library.model import Clause, ClauseVersion
from specgen.problems import Location, Problem
from specgen.wording.gaps import gap_left_by_a_person, none_mark
from specgen.wording.wording import Block, Placeholder, Reference, Run

LONGEST_LEAD = 60
"""Characters of the sentence on each side of a value that are looked at."""


class Seam(Struct, frozen=True):
    """A place where a version takes a value: the words before and after it in the same paragraph or item.

    A value beside another is `None` there: what is printed is known only with the values. `alone` says that the value
    is all there is, in a cell or as an item of a list; the words before it are then those that lead into the list.
    `always` are the words on either side where no other value stands there, as beside most.
    """

    before: tuple[str | Placeholder, ...]
    after: tuple[str | Placeholder, ...]
    alone: bool
    always: tuple[str, str] | None = None

    def words_before(self, values: Mapping[str, Printed]) -> str:
        return _words(self.before, values)[-LONGEST_LEAD:]

    def words_after(self, values: Mapping[str, Printed]) -> str:
        return _words(self.after, values)[:LONGEST_LEAD]


def _seam(before: tuple[str | Placeholder, ...], after: tuple[str | Placeholder, ...], alone: bool) -> Seam:
    seam = Seam(before, after, alone)
    if any(isinstance(part, Placeholder) for part in (*before, *after)):
        return seam
    return replace(seam, always=(seam.words_before({}), seam.words_after({})))


def _words(parts: tuple[str | Placeholder, ...], values: Mapping[str, Printed]) -> str:
    return "".join([part if isinstance(part, str) else as_text(values.get(part.name, "")) for part in parts])


def as_text(printed: Printed) -> str:
    """The value in one line, entries of a list parted by semicolons."""
    return printed if isinstance(printed, str) else "; ".join(printed)


@cache
def seams(version: ClauseVersion) -> Mapping[str, tuple[Seam, ...]]:
    """Every place of the version that takes a value, by the placeholder's name."""
    found: dict[str, list[Seam]] = {}
    for blocks in (version.blocks, *version.fields.values()):
        for number, block in enumerate(blocks):
            parts = _parts(block)
            alone = len(parts) == 1
            for index, part in enumerate(parts):
                if isinstance(part, Placeholder) and not isinstance(part, Reference):
                    lead = _lead(blocks[:number], block) if alone else parts[:index]
                    found.setdefault(part.name, []).append(_seam(lead, parts[index + 1 :], alone))
    return {name: tuple(places) for name, places in found.items()}


def _parts(block: Block) -> tuple[str | Placeholder, ...]:
    return tuple(part.text if isinstance(part, Run) else part for part in block.inlines)


def _lead(above: tuple[Block, ...], item: Block) -> tuple[str | Placeholder, ...]:
    """The paragraph that leads into the list whose item the value is; nothing for a value in a paragraph of its own."""
    if item.kind not in ("bullet", "number") or not above:
        return ()
    return _parts(above[-1]) if (above[-1].kind, above[-1].level) != (item.kind, item.level) else ()


@lru_cache(maxsize=512)
def as_it_reads(version: ClauseVersion, name: str, printed: str) -> str:
    """An interval as the version's sentences take it: `month` after “every”, `1 month` after “within”.

    Where the version has it in both ways, or in a cell of its own, it stays as it is.
    """
    interval = read_interval(printed)
    places = seams(version).get(name, ())
    if interval is None or not interval.is_one or not places:
        return printed
    if after_every(version, name):
        return interval.after_every()
    every = any(_EVERY.search(place.words_before({})) for place in places)
    return interval.counted() if not every and not any(place.alone for place in places) else printed


def after_every(version: ClauseVersion, name: str) -> bool:
    """Whether the version has the value after “every” wherever it takes it."""
    places = seams(version).get(name, ())
    return bool(places) and all(_EVERY.search(place.words_before({})) for place in places)


@lru_cache(maxsize=512)
def trajectory_as_it_reads(version: ClauseVersion, name: str, printed: str) -> str:
    """A trajectory as the version's sentences take it: before the words for what is counted, each figure has its period
    in brackets."""
    whole, own = of_all_and_single(printed)
    found = read_trajectory(whole)
    places = seams(version).get(name, ())
    if isinstance(found, str) or not any(place.words_after({}).startswith(" ") for place in places):
        return printed
    return f"{found.before_words()}{own}"


@lru_cache(maxsize=512)
def of_whole_years(version: ClauseVersion, name: str) -> bool:
    """Whether the words around the value speak of the Contract Year and of no Quarter, as in “places for at least …
    Service Users in each Contract Year”: figures for Quarters are then no answer to them."""
    parts = (part for place in seams(version).get(name, ()) for part in (*place.before, *place.after))
    words = " ".join(part for part in parts if isinstance(part, str))
    return "Contract Year" in words and "Quarter" not in words


_EVERY = re.compile(r"\b(?:every|each|per|a) $", re.IGNORECASE)
_ARTICLES = frozenset({"the", "a", "an", "its", "their", "our", "his", "these", "those", "every"})
_WORD = re.compile(r"[\w'’-]+")
_NO_PLURALS = frozenset({"is", "was", "has", "this", "its", "as", "us", "plus", "less", "across", "always", "perhaps"})
"""Words that end with s and are no plural."""
_ENDS_A_NUMBER_OF = frozenset(
    _WORD.findall(
        "of in on at for to from with who that which is are was were has have must may as by within more each every "
        "during no not when where the a an and"
    )
)
"""Words before which the things that a number counts have been named, or are not."""
_SMALL_AFTER_STOP = re.compile(r"\s+[a-z]")
_STOP_SIGNS = ".,;:!?"
_REPEATED_STOP = re.compile(r"\s*[.,;:!?]")


def what_does_not_read_on(
    places: Iterable[Seam], texts: Iterable[str], values: Mapping[str, Printed], *, counts: bool
) -> str | None:
    """What is wrong at the first of the places where one of the texts stands wrong, in words; None when all read on.

    `counts`: the value is a number of things, which are named after it.
    """
    stripped = [text for given in texts if (text := given.strip())]
    for place in places:
        before, after = place.always or (place.words_before(values), place.words_after(values))
        for text in stripped:
            if not _reads_on_plainly(before, text, after) and (
                fault := _read(before, text, after, place.alone, counts)
            ):
                return fault
    return None


# The same values stand in many sentences, and the sentences stand in all contracts: what is told of the words on either
# side is kept, and what is told of a value by itself. Where neither is odd and none of their words meet, all is well.


def _reads_on_plainly(before: str, text: str, after: str) -> bool:
    """Whether nothing that `_read` looks for can be there. Whatever it looks for must make this say no."""
    own, end = _itself(text), _end(before)
    if own.odd or end.indefinite or own.first in end.stems:
        return False
    follows = _first_words(after)[1]
    return not follows or follows[0] not in own.last


class _Itself(NamedTuple):
    """A value by itself: the stem of its first word, those of its last four, and whether it begins, ends or reads as
    may be wrong in some sentence."""

    first: str
    last: tuple[str, ...]
    odd: bool


@lru_cache(maxsize=512)
def _itself(text: str) -> _Itself:
    odd = (
        text == "1"
        or text[-1] in _STOP_SIGNS
        or text in _LOOSELY_ENDED
        or text.startswith(_LOOSELY_BEGUN)
        or text.endswith(_LOOSE_ENDS)
        or _FIRST_ARTICLE.match(text) is not None
        or _PARTYS.match(text) is not None
        or bool(_inside(text))
    )
    words = _last_words(text)
    first = _WORD.search(text, 0, LONGEST_LEAD)
    return _Itself(_stem(first[0]) if first is not None else "", tuple(map(_stem, words)), odd)


def words_beside(before: str, text: str, after: str) -> str | None:
    """What is wrong with the words where they meet those before and after them: words that stand twice, an article
    before another; None where they read on."""
    if found := _doubled(before, text) or _doubled(text, after):
        return f"“{found}” is printed, with words that stand twice"
    return f"“{found} …” is printed" if (found := _articles(before, text)) else None


def words_put_in(before: str, text: str, after: str) -> str | None:
    """What is wrong with words that take the place of others in a sentence, beside it or within them: “the the”, “an
    report”, two stops; None where they read on. A comma at their end may go on into what follows."""
    if found := words_beside(before, text, after) or (_stop(text, after) if text.endswith((".", "!", "?")) else None):
        return found
    if inside := wrong_inside(text):
        return f"“{inside}” is printed"
    article = _end(before).indefinite
    return f"“{article} {text.split()[0]}” is printed" if article and _wrong_article(article, text) else None


def _read(before: str, text: str, after: str, alone: bool, counts: bool) -> str | None:
    if found := words_beside(before, text, "" if alone else after):
        return found
    if inside := _inside(text):
        return inside
    if text in _LOOSELY_ENDED:
        return f"“{text}” is printed alone"
    if alone:
        loose = _LOOSE.search(text) if text.startswith(_LOOSELY_BEGUN) or text.endswith(_LOOSE_ENDS) else None
        return f"“{loose.group().strip()}” is printed, as in a sentence" if loose else None
    if found := _stop(text, after):
        return found
    if text.endswith(_LOOSE_ENDS[2:]):
        return f"“{' '.join(text.split()[-2:])} {after.split()[0] if after.strip() else ''}” is printed"
    if counts and text == "1" and (plural := _plural(after)):
        return f"“1 {plural}” is printed"
    if (article := _end(before).indefinite) and _wrong_article(article, text):
        return f"“{article} {text.split()[0]}” is printed"
    return None


_OF_SEVERAL = re.compile(r" (?:find|refer|identify|follow|are|have|were|do)\b")
_OF_ONE = re.compile(
    r"(?:the|an?|our|this) (?!.*(?:\band\b|[,;&]))(?:[\w’'-]+ )*?"
    r"(?!people\b|staff\b|children\b|men\b|women\b|team\b)[\w’'-]*[^\Ws](?: (?:of|for|in|at|with|that|who|which)\b.*)?",
    re.IGNORECASE,
)


_ONE_BEGINS = ("the ", "a ", "an ", "our ", "this ")


def _one_for_several(places: Iterable[Seam], text: str, values: Mapping[str, Printed]) -> str:
    """What is said of a value that names one, where the sentence goes on as of several: “whom the Bay network find”."""
    if len(text) > _LONG_END or not text.casefold().startswith(_ONE_BEGINS) or _OF_ONE.fullmatch(text) is None:
        return ""
    verbs = (_OF_SEVERAL.match(place.words_after(values)) for place in places if not place.alone)
    verb = next(filter(None, verbs), None)
    return f"“{text}{verb.group()}” is printed, as of several" if verb is not None else ""


_INSIDE = re.compile(
    r"\b(the|an?|of|to|and|in|for|with|by|at|on) \1\b"
    r"|(?<![\d.,/+-])(?<![+–x×] )1 (?:hours|days|weeks|months|years|sessions)\b"
    r"|(?<!etc)(?<!Ltd)(?<!Inc)(?<!Co)(?<!\.)\.,|[,;] ?[.,;]",
    re.IGNORECASE,
)
"""What reads wrong within a value."""
_TWICE = re.compile(
    r"\b(?!had |that |very |so )([A-Za-z]{2,}) \1\b|\b(?!by |to |and )([a-z]{2,}(?: (?!by|to|and)[a-z]{2,}){1,3}) \2\b"
)
_LOOSELY_ENDED = ("and", "or", "the", "a", "an", "who", "whose", "which", "because")
_LOOSE = re.compile(rf"^(?:and|or) \w+|\w+[;,]$|\w+[;,]? (?:{'|'.join(_LOOSELY_ENDED)})$")
"""What joins an entry of a list to the next, which stands by itself; or the last word of one that was cut short."""
_LOOSELY_BEGUN, _LOOSE_ENDS = ("and ", "or "), (";", ",", *(f" {word}" for word in _LOOSELY_ENDED))


_SMALL = re.compile("[a-z]+")
_HINT_OF_INSIDE = re.compile(r"[,;] ?[.,;]|\.,|1 ")
"""Without words that stand twice, what reads wrong within a value has one of these in it."""


_DAY_OF_PROGRAMS = re.compile(r"(?<![\w/.-])[0-9]{4}-(?:0[1-9]|1[0-2])-[0-3][0-9](?![\w/-])")


@lru_cache(maxsize=256)
def _inside(text: str) -> str:
    """What is wrong within a value, wherever it stands; "" where nothing is."""
    if unpaired := _unpaired(text):
        return f"“{unpaired}” is printed without the sign that belongs to it"
    if "-" in text and (day := _DAY_OF_PROGRAMS.search(text)):
        return f"“{day[0]}” is printed, as programs write a day"
    return f"“{found}” is printed" if (found := wrong_inside(text)) else ""


@lru_cache(maxsize=1024)  # most of what a contract says stands in others too
def wrong_inside(text: str) -> str:
    """What reads wrong within the text itself: “the the”, “.,”; nothing where it reads on."""
    words = _SMALL.findall(text.casefold())
    if not _one_after_another(words) and _HINT_OF_INSIDE.search(text) is None:
        return ""
    found = _INSIDE.search(text) or _TWICE.search(text)
    return found.group() if found else ""


def _one_after_another(words: list[str]) -> bool:
    """Whether one to four of the words stand twice, the second time right after the first."""
    # Of words that stand again `count` places on, `count` in a row are a phrase that is said twice.
    return len(set(words)) < len(words) and (
        any(map(eq, words, words[1:]))
        or b"\1\1" in bytes(map(eq, words, words[2:]))
        or b"\1\1\1" in bytes(map(eq, words, words[3:]))
        or b"\1\1\1\1" in bytes(map(eq, words, words[4:]))
    )


_NUMBERED = re.compile(r"(?<![^\s;,])(?:[a-z]|[ivx]+|\d{1,2})\.?\Z", re.IGNORECASE)
"""The letter or number of an entry of a list, behind which a bracket closes that was never open: `a) … b) …`."""
_LONGEST_NUMBER = 8


def _unpaired(text: str) -> str:
    """The bracket or quotation mark that has no other half."""
    for one, two in (("(", ")"), ("[", "]"), ("“", "”")):
        opened = 0
        for at, sign in enumerate(text) if one in text or two in text else ():
            if sign == one:
                opened += 1
            elif sign == two and opened:
                opened -= 1
            elif sign == two and (two != ")" or not _NUMBERED.search(text[max(at - _LONGEST_NUMBER, 0) : at])):
                return two
        if opened:
            return one
    return ""


class _End(NamedTuple):
    """How a text ends: its last four words and their stems, whether a sentence ends there, and an article that is its
    last word: any, and one before which a space stands and after it nothing else."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    stops: bool
    article: str
    indefinite: str


_STOPS = re.compile(r"[.!?]\s+$")
_LETTERS_AT_END = re.compile(r"[A-Za-z]+\Z")
_LONG_END = 100
_LONGEST_ARTICLE = max(map(len, _ARTICLES))
_INDEFINITE = re.compile(r"(?:^|[^\w])(an?) $", re.IGNORECASE)
_FIRST_ARTICLE = re.compile(r"(?:the|an?|its|their|our|this|these) ", re.IGNORECASE)
_OTHER_ARTICLE = re.compile(r"(?:the|its|their|our) ")
_PARTYS = re.compile(
    r"(?:[\w&-]+ ){0,6}?(?:provider|recipient|grantor|commissioner|supplier|contractor|trust)(?:['’]s|s['’]) ",
    re.IGNORECASE,
)
"""A party as an owner, which “its” has named: `the provider’s Lead Nurse`, typed where a post is asked for."""


def _last_words(text: str) -> list[str]:
    """The last four words."""
    # The last four of five words that stand at the end of a long text are the last four of the whole.
    found = _WORD.findall(text[-_LONG_END:])
    return (found if len(found) > 4 or len(text) <= _LONG_END else _WORD.findall(text))[-4:]


@lru_cache(maxsize=512)
def _end(text: str) -> _End:
    words = tuple(_last_words(text))
    # Only what stands at the very end can be an article, and looking for it from the beginning takes long.
    indefinite = _INDEFINITE.search(text[-6:]) if text[-2:].strip() != text[-2:] else None
    stops = text[-1:].isspace() and _STOPS.search(text) is not None
    return _End(words, tuple(map(_stem, words)), stops, _last_article(text),
                indefinite[1] if indefinite is not None else "")  # fmt: skip


def _last_article(text: str) -> str:
    """The last word, before a colon and spaces, where it is an article or the like."""
    rest = text.removesuffix("\n").rstrip(" ").removesuffix(":")
    last = _LETTERS_AT_END.search(rest[-_LONGEST_ARTICLE - 1 :])
    return last[0] if last is not None and last[0].casefold() in _ARTICLES else ""


@lru_cache(maxsize=1024)  # a contract asks it of every place that takes a value
def _first_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first four words, and their stems."""
    words = tuple(_WORD.findall(text[:LONGEST_LEAD])[:4])
    return words, tuple(map(_stem, words))


def _doubled(left: str, right: str) -> str | None:
    """One to four words with which the left text ends and the right one begins."""
    end, (begins, stems) = _end(left), _first_words(right)
    if end.stops or not stems or stems[0] not in end.stems:
        return None  # another sentence begins, or nothing stands twice
    for count in range(min(len(end.words), len(begins)), 0, -1):
        last, first = end.words[-count:], begins[:count]
        if end.stems[-count:] == stems[:count]:
            if count == 1 and (first[0].casefold() in ("had", "that") or first[0].isdigit()):
                return None
            between = left[left.rindex(last[-1]) + len(last[-1]) :] + right[: right.index(first[0])]
            return None if re.search(r"[;()]", between) else f"{' '.join(last)}{between}{' '.join(first)}".strip()
    return None


def _stem(word: str) -> str:
    """The word in small letters, without the s of a plural: “service services” stands twice too."""
    small = word.casefold()
    return small[:-1] if len(small) > 5 and small.endswith("s") else small


def _articles(before: str, text: str) -> str | None:
    """An article or the like before another, or before the owner that it names: `its the`, `its provider’s`."""
    first = _FIRST_ARTICLE.match(text)
    if (owner := _PARTYS.match(text)) is not None and (last := _end(before).article).casefold() in ("its", "their"):
        return f"{last} {owner.group()}".strip()
    if first is None:
        return None
    if (last := _end(before).article) or _OTHER_ARTICLE.match(text, first.end()):
        return f"{last} {first.group()}".strip() if last else " ".join(text.split()[:2])
    return None


def _stop(text: str, after: str) -> str | None:
    """A stop at the value's end that the sentence does not end with, or has already."""
    if text[-1] not in _STOP_SIGNS or text.endswith(("etc.", "a.m.", "p.m.", "p.a.", "Ltd.", "Inc.", "Co.")):
        return None
    if _REPEATED_STOP.match(after):
        return f"“{text.split()[-1]}{after.split()[0]}” is printed, with one stop too many"
    if text[-1] in ".!?" and _SMALL_AFTER_STOP.match(after):
        return f"“{text.split()[-1]} {after.split()[0]}” is printed, with a stop in the middle of the sentence"
    if text[-1] in ",;:" and after.strip():
        return f"“{text.split()[-1]} {after.split()[0]}” is printed"
    return None


def _plural(after: str) -> str | None:
    """The words after a number up to the plural of what it counts; None where that is in no plural, or not named."""
    if not after.startswith(" "):
        return None
    words: list[str] = []
    for word in re.findall(r"[\w'’-]+|[^\w\s]", after)[:5]:
        if not word[0].isalpha() or word.casefold() in _ENDS_A_NUMBER_OF:
            return None
        words.append(word)
        if word.endswith("s") and not word.endswith(("ss", "’s", "'s")) and word.casefold() not in _NO_PLURALS:
            return " ".join(words)
        if word == "people":
            return " ".join(words)
    return None


def _wrong_article(article: str, text: str) -> bool:
    """Whether `a` stands before a vowel or `an` before a consonant, told by letters and by figures that are spoken."""
    first = text.split()[0].casefold()
    vowel = bool(re.match(r"[aeio]|u(?!ni|se|ti)|8|11(?!\d)|18(?!\d)|hour|honest", first))
    return vowel != (article.casefold() == "an")


PrintedInOrder = tuple[tuple[str, Printed], ...]
"""The values of a clause as they are printed, by their names."""
COUNTING = ("number", "count")
"""Kinds of values after which the wording names what they count."""


_CURE = "write the value so that it fits the sentence; if it is meant as it stands, nothing need be done"
_CURE_OF_A_NUMBER = (
    "nothing need be done where the number is right: it says what is owed; a version of the clause with words for one, "
    "or a clause of your own, reads better"
)


def seam_faults(
    contract: Contract,
    clause: Clause,
    version: ClauseVersion,
    printed: PrintedInOrder,
    wheres: Mapping[str, list[tuple[Location, Printed]]],
) -> Iterator[Problem]:
    """A warning for each value that does not read on in a sentence of the version, once for each value."""
    given = tuple(
        (name, clause.placeholders[name].kind in COUNTING, tuple([value for _, value in found]))
        for name, found in wheres.items()
    )
    for name, index, said in _loose_ends(version, printed, given):
        where = wheres[name][index][0]
        yield contract.problem(
            "value-does-not-read-on",
            f"“{clause.placeholders[name].comes_from or name}” does not read on in {version.title}: {said}",
            where,
            severity="warning",
            cure=_CURE_OF_A_NUMBER if clause.placeholders[name].kind in COUNTING else _CURE,
        )


@lru_cache(maxsize=256)
def _loose_ends(
    version: ClauseVersion, printed: PrintedInOrder, given: tuple[tuple[str, bool, tuple[Printed, ...]], ...]
) -> tuple[tuple[str, int, str], ...]:
    """The name and number of each value that does not read on in a sentence of the version, and what is wrong there.
    `given` has for each name whether it counts things, and its values."""
    values = dict(printed)
    by_name = {name: (counts, found) for name, counts, found in given}
    told = []
    for name, places in seams(version).items():
        counts, found = by_name.get(name, (False, ()))
        for index, value in enumerate(found):
            texts = (value,) if isinstance(value, str) else value
            if what_does_not_read_on(places, texts, values, counts=counts) is None:
                if isinstance(value, str) and (verb := _one_for_several(places, value.strip(), values)):
                    told.append((name, index, verb))
                continue
            texts = tuple(text for text in texts if gap_left_by_a_person(text) is None and none_mark(text) is None)
            if first := what_does_not_read_on(places, texts, values, counts=counts):
                told.append((name, index, first))
    return tuple(told)
