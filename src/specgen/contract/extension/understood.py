"""What of the words of an option to extend was understood. A word that was not may move the day, narrow the right or
take it away."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from specgen.contract.extension.model import OptionToExtend
from specgen.contract.extension.patterns import (
    AT_LEAST,
    COUNT_WORDS,
    COUNTED_FROM,
    DAY_OF_NOTICE,
    NO_FURTHER,
    NOTICE,
    PERIODS,
    TERM_SO_FAR,
    TIME,
    TO_A_DAY,
)

_COUNTED_AGAIN: Final = (
    rf"\b(\d{{1,3}}|{'|'.join(sorted(COUNT_WORDS, key=len, reverse=True))})\s*\(([\w -]+)\)"
    r"(?=[\w\s-]*?\b(?:day|week|month|year))"
)
"""A count and the same one in brackets: `six (6) months`."""

_THE_END: Final = (
    r"(?:the |its )?(?:(?:original|initial|current) )*(?:(?:contract )?(?:expiry|expiration)(?: date)?|end|last day)"
    r"(?: of (?:the |this )?(?:(?:original|initial|contract) )*(?:term|contract|agreement))?(?! of\b)"
)
_NO_TIME: Final = "".join(
    f"(?<!{unit} )" for unit in ("day", "days", "week", "weeks", "month", "months", "year", "years")
)
_READ_NOTICE: Final = rf"(?:subject to (?:giving )?)?(?:{AT_LEAST})?{NOTICE[0]}(?:(?: to)? {_THE_END}\b)?"
_READ_LENGTH: Final = (
    r"(?:(?:any period(?: of)?|one (?:further |additional )?(?:period|extension) of|exactly|up to|not exceed(?:ing)?"
    r"|(?:no|not) (?:more|longer) than|(?:a |the )?maximum(?: period)? of|a further) )*"
    rf"{TIME}(?! (?:(?:prior|written|advance) )*(?:notice|before|prior)\b)(?:(?: from| beyond) {_THE_END}\b)?"
    r"(?: in (?:total|all|(?:the )?aggregate)\b)?"
)
_READ_PHRASES: Final = (
    # The Provider is read where it receives the notice, and nowhere else: what it gives may be its own right.
    r"(?P<kept>\bnotify(?:ing)?) the (?:Provider|Recipient)\b(?= (?:in writing\b|by\b|no later|not later|at least|¦))",
    r"(?P<kept>\bnotice(?: (?:in writing|to that effect|given|served|(?:from|by) the (?:co-ordinating )?commissioners?)"
    r")*) (?:to|on|upon) the (?:Provider|Recipient)\b"
    r"(?! (?:and|or)\b(?: (?:by|from|to|on))? (?:the|all|each|any|its|both|commissioners?)\b)",
    r"(?P<kept>\b(?:giv(?:es?|ing)|serv(?:es?|ing))) (?:(?:to|on) )?the (?:Provider|Recipient)\b"
    rf"(?= (?:{AT_LEAST})?(?:{TIME} )?(?:(?:a|prior|written) )*notice\b)",
    r"\b(?:only once|once only|on one occasion(?: only)?|one[- ]time|a single (?:time|occasion))\b",
    r"\bonly on or before the date referred to above\b|\bonly by (?:all|both) (?:of the )?commissioners\b",
    r"\b(?:only )?(?:in respect of|for) all (?:of )?(?:the )?services\b|\bin writing\b",
    r"\bnot yet (?:been )?(?:exercised|used)\b",
    r"\bas advertised to all prospective providers before the award of this contract\b",
    r"\bto that effect\b|\bon behalf of (?:all |both )?(?:of )?(?:the )?commissioners\b|\bon the same terms\b",
    r"\b(?:all|both)(?: of)?(?: the)? commissioners\b",
    rf"\bat any time(?: (?:before|prior to) {_THE_END})?\b|{_NO_TIME}\b(?:before|prior to) {_THE_END}\b",
    r"\bat (?:its|their|(?:the )?(?:(?:co-ordinating )?commissioners?[’']s?|¦+))"
    r"(?: (?:sole|own))? (?:option|discretion)\b",
    r"\bat the (?:sole |absolute )?(?:option|discretion) of the (?:co-?ordinating )?commissioners?\b",
    r"\b(?:if|where) the (?:co-ordinating )?commissioners? wish(?:es)? to (?:extend|exercise)\b",
    r"\bprovid(?:ed|ing)(?: that)?(?= (?:the |such |a )?(?:\w+ )?notice (?:is|must be) (?:given|served)\b)",
    r"\b(?:if|provid(?:ed|ing)(?: that)?) (?:it|they) gives?\b|\bno (?:further )?extension(?: may go)?(?= *¦)",
    r"\bwithout (?:the )?(?:provider[’']s? )?(?:further )?(?:consent|agreement)\b",
)
_READ_WORDS: Final = (
    r"an?|absolute|additional|all|alone|and|are|be|been|by|can|(?:co-?ordinating|commissioners?(?:'s?)?)"
    r"|agreement|contract|discretion|does|duration|entitled|exercis(?:e[ds]?|ing|able)|exten(?:d(?:s|ed|ing|able)?|sions?)"
    r"|for|from|further|gave|given?|gives|giving|grant|has|have|in|includes|is|its?|length|may|must|notices?"
    r"|notif(?:y|ying|ication)|of|on|once|opt|options?|optional|or|original|own|periods?|power|renew(?:al|ed|s)?"
    r"|reserves?|retains|right|serv(?:ed?|ing)|shall|sole|term|that|the|their|this|to|together|upon|which|with"
    r"|written"
)
_BODY: Final = (
    r"\bNHS (?-i:(?:(?!Provider|Recipient|Commissioner)(?:[A-Z][\w’'-]*|and|of|the|in|&),? ){1,8}?)"
    r"(?:ICB|Integrated Care Board)\b|\bNHS England\b"
    r"|\b(?:Integrated Care Board|ICB|Council|Authority|Funder|Grantor)s?\b"
)
_OURS: Final = rf"(?:\bCommissioners?\b|{_BODY})"
_NO_RIGHT: Final = r"(?! (?:the|an?) (?:\w+ )?(?:option|right|power)\b)"
_THEM: Final = rf"(?:(?:all|both|any|each|the|of|relevant|co-?ordinating) )*(?:{_OURS}|it\b|them\b)(?![’'])"
_NOT_READ: Final = (
    # The Commissioners receive the notice, so that another gives it.
    rf"\b(?:to|giv(?:es?|en|ing)|notify(?:ing)?|serv(?:e[ds]?|ing)) {_THEM}{_NO_RIGHT}",
    rf"\b(?:on|upon) {_THEM}(?! giving\b)",
    rf"{_OURS}(?: (?:to|must|shall|will|is|are|has|have|having|be|been|being))* (?:given|served|notified)\b"
    rf"{_NO_RIGHT}",
    # They have a duty, and not a right.
    rf"{_OURS} (?:must|shall) (?:extend|renew|grant|give (?:the|an?) (?:extension|renewal))\b",
    rf"\A(?!.*{_OURS}).*\b(?:must|shall|will|is|are) (?:be )?(?:extended|renewed)\b",
    rf"\A(?!.*{_OURS}).*\b(?:term|contract|agreement) (?:extends|renews)\b",
    # Whose option it is cannot be told.
    rf"(?:\A(?:(?!{_OURS}).)*?|\b(?:Provider|Recipient)\b[^.;]*?)\b(?:its|their) (?:\w+ )?(?:option|discretion)\b",
)
"""Words that were all read, and together say another thing."""


def unread_in(
    said: str, option: OptionToExtend, commissioners: tuple[str, ...] | None, *, one_day: bool, ends: bool
) -> str:
    """The parts of the sentences that say something else than what the option holds; "" where none does. `ends`: a time
    of notice is counted from the last day of the term, which the words name."""
    ending = rf"\b(?:on )?(?:{AT_LEAST})?{TIME} notice of termination\b"
    read = [ending, TERM_SO_FAR] if option.by is None else [ending, TERM_SO_FAR, DAY_OF_NOTICE]
    if ends:
        read.insert(0, COUNTED_FROM)
    if option.until is not None and one_day:
        read += [TO_A_DAY, NO_FURTHER]
    read += _READ_PHRASES
    if option.notice is not None:
        read += [_READ_NOTICE, NOTICE[1]]
    if option.period is not None:
        read.append(rf"(?:\bup to )?{PERIODS}(?:,? each(?= on\b|[ ,]*¦))?")
    elif option.most is not None:
        read.append(_READ_LENGTH)
    read += [r"\binitial (?:contract )?(?:term|period)\b", r"(?P<kept>\bnotice(?: of)? ¦+)(?: is)? required\b"]
    text = re.sub(
        rf"(?P<body>{_BODY})(?:[’']s\b)?",
        lambda found: _passed(found) if _is_one_of(found["body"], commissioners) else found[0],
        said,
        flags=re.IGNORECASE,
    )
    for pattern in read:
        text = re.sub(pattern, _passed, text, flags=re.IGNORECASE)
    places = [found.end() - 1 for pattern in _NOT_READ for found in re.finditer(pattern, said, re.IGNORECASE)]
    places += [found.start() for found in re.finditer(r"¦[,;]? or ¦", text)]  # which of two times, nobody can tell
    places += [found.start() for found in re.finditer(_COUNTED_AGAIN, said, re.IGNORECASE) if not _alike(found)]
    places += [
        found.start()
        for found in re.finditer(r"[^\W_](?:[^\s,.;:()¦]*[^\W_])?", text)
        if not re.fullmatch(_READ_WORDS, found[0].casefold().replace("’", "'"))
    ]
    return "” and “".join(dict.fromkeys(_parts(said, places)))


def _alike(found: re.Match[str]) -> bool:
    """Whether `six (6)` says one number in both ways."""
    one, other = (COUNT_WORDS.get(each.casefold().replace(" ", "-"), each) for each in found.groups())
    return str(one) == str(other)


def _passed(found: re.Match[str]) -> str:
    """What was read is marked, as long as it is, so that the rest keeps its place."""
    kept = found.groupdict().get("kept") or ""
    return kept + "¦" * (len(found[0]) - len(kept))


def _parts(sentence: str, places: Iterable[int]) -> Iterator[str]:
    """The parts between two marks of punctuation that hold what stands at the places."""
    marks = [0]
    for mark in re.finditer(r"[;()]|[,:](?=\s|$)|(?<!\W\w)\.(?=\s|$)", sentence):
        marks += mark.span()
    marks.append(len(sentence))
    for at in places:
        after = bisect_right(marks, at)
        yield sentence[marks[after - 1] : marks[after]].strip()


def _is_one_of(body: str, commissioners: tuple[str, ...] | None) -> bool:
    """Whether a body that the words name is one of the Commissioners, or the kind of body that one of them is."""

    def plain(name: str) -> str:
        name = re.sub(r"\bicb\b", "integrated care board", name.casefold().replace("’", "'"))
        return re.sub(r"\W+", " ", name).removeprefix("the ")

    if commissioners is None:
        return True
    bare = plain(body.removesuffix("s"))
    names = [plain(name) for name in commissioners]
    return bare in names if bare.startswith("nhs ") else any(re.search(rf"\b{bare}\b", name) for name in names)
