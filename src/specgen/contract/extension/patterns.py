"""How the words of an option to extend say times, days of notice and last days. What they do not say plainly is not
guessed."""

from __future__ import annotations

from typing import Final

from specgen.contract.dates import NUMBER_WORDS, WEEKDAYS

_TENS: Final = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ONES: Final = {word: number for word, number in NUMBER_WORDS.items() if number < 10}
_IN_TWO: Final = {f"{ten}-{one}": tens + ones for ten, tens in _TENS.items() for one, ones in _ONES.items()}
COUNT_WORDS: Final = {"a": 1, "an": 1} | NUMBER_WORDS | _TENS | _IN_TWO
TIME: Final = (
    r"(?<!half )(?P<count>\d{1,3}|"
    + "|".join(sorted(COUNT_WORDS, key=len, reverse=True))
    + r")(?:\s*\([\w -]{1,20}\))?"
    r"(?:\s+(?:calendar|full|whole|further|more|additional))?[\s-]+"
    r"(?P<unit>(?:operational |working )?day|week|month|year)(?>[’']s\b|s?\b[’']?)"
)
AT_LEAST: Final = r"(?:no(?:t)?\s+(?:less|later|fewer)\s+than|at\s+least|(?:a\s+)?minimum\s+of)\s+"
NOTICE: Final = (
    rf"\b{TIME}\s*(?:(?:prior|written|advance)\s+)*(?:notice|before|prior)\b",
    rf"(?P<kept>\bnotice\b(?:(?!exten|renew)[^.;]){{0,60}}?)\b(?:{AT_LEAST}|of\s+){TIME}",
)
NOT_ONE_LENGTH: Final = (
    r"\b(?:each|every|twice|thrice|times|periods|instalments?|increments?|steps|consecutive|successive|in all|overall"
    r"|(?:in )?(?:total|aggregate)|maximum (?:term|duration|length)|whole (?:term|life))\b|\+|\d\s*[x×]\s*\d"
    r"|\b\w+\s+[x×]\s|\b(?:two|three|four|five|[2-5]) (?:(?:further|additional|separate) )?\w+[ -](?:month|year)\b"
)
"""Words by which a length of time is not the whole of an extension, or more than it: “two periods of 12 months each”,
“five years in total”."""
A_DAY: Final = (
    rf"(?P<day>(?:(?:{'|'.join(WEEKDAYS)}),? )?\d{{1,2}}(?:st|nd|rd|th)? [A-Za-z]{{3,9}} \d{{4}}"
    r"|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4})"
)
DAY_OF_NOTICE: Final = (
    r"(?P<kept>\b(?:notice|notif\w+|writing|exercis\w+)\b(?:(?!exten\w+[^.;]{0,60} by )[^.;¦]){0,60}?)\b(?:by )?"
    r"(?P<how>by|on or before|before|no later than|not later than|prior to)"
    rf" {A_DAY}"
)
NOT_A_NOTICE: Final = (
    r"(?:(?:more|earlier|longer) than|up to|at (?:the )?most|maximum of|\d ?[-–/]|\b(?:exten[ds]|renew)[^.;,]{0,40}? "
    r"(?:by|for)(?: a)?(?: further)?|\b(?:in|within|during)(?: the| any)?|\b(?:\d{1,3}|"
    + "|".join(COUNT_WORDS)
    + r") ?(?:(?:day|week|month|year)s?[’']?s? )?(?:to|or|and)) ?$"
)
"""Words before a length of time that make it the longest notice, one of two, or a time in which notice can be given:
“not more than 12 months’ notice”, “in the 6 months before”."""
TO_A_DAY: Final = (
    r"(?:(?P<kept>\b(?:[Ee]xten[ds][^.;]{0,60}?|(?:month|year)s?,?)) (?<!prior )(?<!due )\(?(?:up )?(?:to|until)"
    rf"(?: and including| (?:no|not) later than)?|^(?:[Uu]p to|[Tt]o|[Uu]ntil)|\((?:to|until)) {A_DAY}"
)
ONCE: Final = (
    r"\b(?:once|on one occasion|one[- ]time|a single (?:time|occasion|extension|period)"
    r"|one (?:further |additional )?(?:extension|period))\b"
)
NO_OPTION: Final = (
    r"^\W*(?:none|nil|n/?a|not applicable|no)\W*$|\b(?:no (?:(?:further|contractual) )?(?:options?|rights?|provisions?"
    r"|extensions?)|(?:may|can|shall|must|will|is|are) ?not (?:to )?be extended)\b"
    r"(?![^.;]{0,40}\b(?:beyond|without|unless|except|more|until|before|later|longer)\b)"
)
TERM_SO_FAR: Final = rf"\b(?:contract|initial|original) term (?:of|is) {TIME}(?=,? may be extended\b)"
IN_TOTAL: Final = (
    rf"\bby (?:(?:any period (?:of )?)?up to |a maximum of )?(?P<said>{TIME}) in (?:total|all|(?:the )?aggregate)\b"
)
"""“By up to 24 months in total” is the most that all extensions come to; “five years in total” is the term."""
COUNTED_FROM: Final = (
    rf"(?P<kept>\b{TIME}\s*(?:before|prior to))(?: (?:the )?(?:(?:contract )?(?:expiry|expiration|end)(?: date)?)"
    rf"(?: of| on)?)? \(?{A_DAY}\)?"
)
"""A time of notice before a day: it is read where that is the last day of the term."""
LONGEST_READ: Final = 2_000
"""Characters of an option that are read: what is longer is a pasted document."""
SAID_AGAIN: Final = r"\w \(\w+ \w+\)"
PERIODS: Final = (
    rf"\b(?P<times>two|three|four|five|[2-5])\W+(?:\(\w+\) )?(?:(?:further|additional|separate|optional|successive"
    rf"|consecutive) )*(?:periods?|options?|extensions?|terms?) of (?:up to )?{TIME}(?: each\b)?"
)
AS_FAR_AS: Final = (
    r"\b(?:up to|(?:no|not) (?:more|longer|later) than|not exceed\w*|exceed|maximum|at (?:the )?most|at the latest"
    r"|any period|beyond)\b"
)
NO_FURTHER: Final = rf"(?P<kept>\b(?:[Nn]o|[Nn]ot)\b[^.;]{{0,60}}?) beyond {A_DAY}"
