"""What can be told of words: passages that two texts share, sentences that break off, abbreviations.

Cautions of a reader, not of a judge: each is said with the words that led to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from specgen.wording.people import GIVEN_NAMES, TITLES

_WORD: Final = re.compile(r"[\w’'&-]+")
_ENDS: Final = (".", "!", "?", ":", ";", "”", "’", '"', ")", "…")
_BROKEN: Final = re.compile(
    r"\b(?:will|would|shall|should|must|may|can|could|to|of|the|a|an|and|or|by|with|from|for|in|on|at|is|are|has|have) "
    r"(?P<next>This|These|It|We|Our|They|Their|There|In addition|However)\b"
)
LONGEST_COMPARED: Final = 1_000_000
"""Letters of texts that are held against each other; whoever asks says that more are not."""
_SHORT: Final = 6
"""Words of a line that need not be a sentence: an item of a list, a name."""
_NAME: Final = re.compile(r"\b[A-Z][\w’'&-]*(?: (?:(?:of|for|and|the|in) ){0,2}[A-Z][\w’'&-]*){1,9}")
"""Words with capitals beside each other, as the names of bodies, services and boards have them."""
_OFF_BY_ONE: Final = 5
_OFF_BY_TWO: Final = 10
"""Letters of a word from which one letter, or two, may be a slip: North and South are two words."""
_TERM: Final = re.compile(r"\b[A-Z][A-Z]{2,}s?\b")


def own_words(texts: Sequence[str], most: int) -> Iterator[tuple[int, int, str]]:
    """Pairs of texts that share `most` words in a row, each pair once: the first, the second, the words they share."""
    if sum(map(len, texts)) > LONGEST_COMPARED:
        return
    first: dict[tuple[str, ...], int] = {}
    told: set[tuple[int, int]] = set()
    for number, text in enumerate(texts):
        words = _WORD.findall(text)
        folded = [word.casefold() for word in words]
        for at in range(len(words) - most + 1):
            piece = tuple(folded[at : at + most])
            before = first.setdefault(piece, number)
            if before == number or (before, number) in told:
                continue
            told.add((before, number))
            yield before, number, " ".join(words[at : at + most])


def unfinished(text: str) -> str | None:
    """What shows that a sentence of the text breaks off; None where nothing does."""
    if (found := _BROKEN.search(text)) is not None:
        start = max(0, found.start() - 20)
        return f"a sentence breaks off before “{found['next']}” in “{text[start : found.end() + 15].strip()}”"
    last = text.rstrip()
    if len(_WORD.findall(last)) > _SHORT and not last.endswith(_ENDS):
        return f"the last sentence does not end: “…{last[-40:]}”"
    return None


def terms_used(text: str) -> tuple[str, ...]:
    """The abbreviations of three capitals or more in the text, in their order, each once."""
    return tuple(dict.fromkeys(_TERM.findall(text)))


def spelt_twice(texts: Sequence[str]) -> Iterator[tuple[int, str, str, int]]:
    """Names that two texts, or one text, spell in two ways: the text, the name, the other spelling and its text.

    Two names are one when they have the same words but for one, and that one differs by a letter, by two letters that
    changed places, by a hyphen or by a space; a plural or an apostrophe makes no other name. Each pair is told once, at
    the spelling that is used less."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for number, text in enumerate(texts):
        for name in filter(None, map(_without_lead, _NAME.findall(text))):
            counts[name] += 1
            first.setdefault(name, number)
    by_shape: dict[tuple[str, ...], list[str]] = {}
    told: set[frozenset[str]] = set()
    for name in first:
        words = name.casefold().split()
        # Without one of its words, so that names that differ in that word alone meet.
        shapes: set[tuple[str, ...]] = {(*words[:at], "*", *words[at + 1 :]) for at in range(len(words))}
        shapes.add(("".join(letter for letter in name.casefold() if letter.isalnum()),))
        for shape in shapes:
            for other in by_shape.setdefault(shape, [])[:_MOST_ALIKE]:
                pair = frozenset((name, other))
                if pair in told or not _one_name(name, other):
                    continue
                told.add(pair)
                rare, usual = sorted((name, other), key=lambda each: (counts[each], -first[each]))
                yield first[rare], rare, usual, first[usual]
            by_shape[shape].append(name)


def _without_lead(name: str) -> str:
    """The name without a word that only begins its sentence; "" where one word is left."""
    first, _, rest = name.partition(" ")
    bare = rest if first.casefold() in _LEADS else name
    return bare if " " in bare else ""


_LEADS: Final = frozenset(
    ["the", "a", "an", "this", "that", "each", "every", "our", "all", "both", "at", "in", "on", "from", "to", "for"]
)
_MOST_ALIKE: Final = 50
"""Names of one shape that a name is held against."""


def _one_name(one: str, other: str) -> bool:
    """Whether the two are spellings of one name."""
    bare = ["".join(letter for letter in name.casefold() if letter.isalnum()) for name in (one, other)]
    if bare[0] == bare[1]:
        return one.casefold() != other.casefold()
    pairs = zip(one.casefold().split(), other.casefold().split(), strict=False)
    differ = [(first, second) for first, second in pairs if first != second]
    return len(differ) == 1 and _one_word(*differ[0])


def _one_word(one: str, other: str) -> bool:
    plain = [word.replace("’", "'").removesuffix("'s").removesuffix("s") for word in (one, other)]
    if plain[0] == plain[1] or any(letter.isdigit() for letter in one + other):
        return False
    short = min(len(one), len(other))
    if short >= _OFF_BY_ONE and _swapped(one, other):
        return True
    most = 2 if short >= _OFF_BY_TWO else 1 if short >= _OFF_BY_ONE else 0
    return abs(len(one) - len(other)) <= most and one[0] == other[0] and _letters_apart(one, other, most) <= most


def _swapped(one: str, other: str) -> bool:
    """Whether two letters next to each other changed places."""
    at = next((number for number, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    return len(one) == len(other) and at >= 0 and one[:at] + one[at + 1 : at + 2] + one[at] + one[at + 2 :] == other


def _letters_apart(one: str, other: str, most: int) -> int:
    """How many letters are to be changed, put in or taken out, up to `most` and one more."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, against in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != against))
        if min(row) > most:
            return most + 1
    return row[-1]


_TITLED: Final = re.compile(rf"\b(?:{TITLES}|MR|MRS|DR)\b\.? +(?P<run>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)")
_INITIAL: Final = re.compile(
    r"(?:^|\b(?:to|for|by|with|from|of|and|is) |[(:,;–-] ?)(?:[A-Z]\. ?)+(?P<run>[A-Z][a-z][\w’'-]+(?: [A-Z][\w’'-]*)*)"
)
"""J. Smith; not “Band A. Help”, where a sentence ends."""
_CAPITALS: Final = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_WORDS_TOO: Final = frozenset(("carol", "heather", "jean", "mark", "martin", "ray", "robin", "victoria", "sue"))
"""Given names that are words or places as well: alone they name nobody."""
_NOT_OF_PEOPLE: Final = frozenset(("saint", "st", "king", "queen", "prince", "princess"))
"""Before a given name: St Mary’s."""
_BODIES: Final = re.compile(
    r"(?:academy|agency|associates|association|care|cent(?:er|re)|charity|church|clinic|club|college|community|cottage|council"
    r"|court|curie|farm|foundation|gardens?|group|gym|hall|homecare|homes?|hospice|hospital|house|lane|lewis|lloyd|lodge"
    r"|limited|ltd|manor|nursery|park|partners|partnership|pharmacy|place|plc|practice|project|rest|road|school|services?"
    r"|society|stores?|street|surgery|trust|unit|university|villas?|ward)(?:[’']s)?",
    re.IGNORECASE,
)
"""What follows a given name in the name of a body or a place: Grace House, Marie Curie, David Lloyd."""


def named_person(text: str) -> str:
    """The words of the text that seem to name a person; "" where none do.

    Told by a title (Mrs Jones), by an initial (J. Smith), and by a given name that many people have; a name that is
    none of these is not seen."""
    for pattern in (_TITLED, _INITIAL):
        for found in pattern.finditer(text):
            if not any(map(_BODIES.fullmatch, found["run"].split())):
                return found.group().strip(" (:,;–-")
    for found in _CAPITALS.finditer(text):
        words = found.group().split()
        for at, word in enumerate(words):
            given = re.sub("[’']s?$", "", word).casefold()
            alone = given in _WORDS_TOO and at + 1 == len(words)
            if given not in GIVEN_NAMES or alone or (at and words[at - 1].casefold() in _NOT_OF_PEOPLE):
                continue
            if not any(map(_BODIES.fullmatch, words[at + 1 :])):
                return " ".join(words[at:])
    return ""
