"""What a text looks like that leaves open what it should say: a mark of a gap in it, or no word that says anything.

The handbook's prompts in capital letters, its X% and its square brackets are the first marks; the others are what
people and their programs leave behind. What a text says alone is told by its words and not by patterns: where none but
words of a closed list stand beside “to be agreed”, it says no more than that.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from specgen.wording.people import NOBODY, TITLES

LEFT_TO_DECIDE: Final = "[to decide: "
"""How the gap begins that stands where Commissioners became one and differed: nothing is built over it."""


GapRow = tuple[str, str]
"""Hints, of which each text that the pattern finds has one in small letters and between spaces (with a bar between
them), and the pattern. To look for hints takes a tenth of the time, and mostly says no."""

_OF_THE_HANDBOOK: tuple[GapRow, ...] = (
    ("enter ", r"\bENTER [A-Z]{2,}"),
    ("insert |specify ", r"\b(?:INSERT|SPECIFY)(?: [A-Z]{2,}){1,8}"),
    ("list those", r"\bLIST THOSE\b"),
    ("x%|x %", r"(?<![A-Za-z0-9])X{1,4} ?%"),
    ("£x|£ x", r"£ ?X{1,6}\b"),
    ("[", r"\[[^\]\n]{1,80}\]"),
    ("___", r"_{3,}"),
    ("???", r"\?{3,}"),
    ("tb", r"\bTB[ACD]\b"),
    ("to be ", r"\bTO BE (?:CONFIRMED|COMPLETED|AGREED)\b"),
)
"""In capital letters: no published form and no contract means these otherwise."""
GAP_MARKS = re.compile(rf"(?=[EISLX£\[_?T])(?:{'|'.join(pattern for _, pattern in _OF_THE_HANDBOOK)})")
"""What a left-over gap looks like, in wording too. Where none can begin, none is tried."""

_THINGS = r"(?i:(?:working |operational )?(?:hour|day|week|month|year|session|minute)s?|people|places|per ?cent)\b"
_MEANT_SO = "".join(
    f"(?<!{word} )"
    for word in (
        *("is", "are", "was", "were", "has", "have", "had", "need", "needs", "ought", "able", "due", "likely"),
        *("wish", "wishes", "want", "wants", "ask", "asks", "asked", "expected", "required", "entitled"),
    )
)
"""Words after which “to be agreed” says what somebody does, and no gap: “changes have to be agreed”."""
_ANYWHERE: tuple[GapRow, ...] = (
    *_OF_THE_HANDBOOK,
    # Letters that stand for words or numbers: tbc, at least xx%, N hours a week, Phase X, 20XX, dd/mm/yyyy.
    ("tb|t.b", r"(?i:\bt\.?b\.?[acd]\b)"),
    ("t b ", r"\bT B [ACD]\b"),
    ("xxx", r"(?<![A-Za-z0-9])[Xx]{3,}(?![A-Za-z0-9])"),
    ("xx%|xx |xxx", r"(?<![A-Za-z0-9])[Xx]{2,4} ?(?:%|per ?cent\b)"),
    (
        "xx",
        r"(?<![\w,.-])(?<!chapter )(?<!article )(?<!ward )(?<!unit )(?<!Chapter )(?<!Article )(?<!Ward )(?<!Unit )"
        r"[Xx]{2}(?![\w-])(?! ?(?:chromosome|%))",
    ),
    ("£x|£ x", r"£ ?x{1,6}\b"),
    (" x ", rf"^x (?={_THINGS})"),
    (
        " x | y | z | n | nn |? |… |... |● ",
        rf"(?<![\w-])(?<!Gen )(?<!Generation )(?:[XYZN]|nn|\?+|…|\.\.\.|●) {_THINGS}",
    ),
    (" nn ", r"\b(?:NN|nn) [a-z]{4,}"),
    (
        " x | x.| x,| x)| n | n.| n,| n)| nn",
        r"\b(?i:phase|stage|schedule|para(?:graph)?|clause|year|lot|appendix|annex) (?:X|N|NN)(?=[\s.,;:)]|$)",
    ),
    ("20xx", r"\b20(?:XX|xx)\b"),
    ("dd/|dd-|dd.|dd m|d/m|d.m", r"(?i:\b(?:dd|d) ?[/.-] ?mm? ?[/.-] ?yy(?:yy)?\b|\bdd month yyyy\b)"),
    ("hh:mm", r"(?i:\bhh:mm\b)"),
    ("lorem", r"(?i:\blorem ipsum\b)"),
    *NOBODY,
    ("1900|9999", r"\b(?:0?1/0?1/|0?1(?:st)? January )1900\b|\b1900-01-0[01]\b|\b(?:31/12/|31(?:st)? December )9999\b"),
    ("?)", r"\((?:\w{0,8}) ?\?\)"),
    ("(", r"\((?:names?|list|details?)(?: of (?:the )?\w+)?\)"),
    # A name to be filled in, and the note of a drafter.
    ("<", r"<[A-Za-z](?:[^<>\n]{0,60}[^<>\s])?>"),
    ("«", r"«(?:[^\s»]{1,60}|(?i:(?:insert|enter|add|name|date|number|to be|tb[acd])\b[^»\n]{0,60}))»"),
    ("${", r"\$\{[^{}\n]{1,60}\}"),
    ("%%", r"%%\w{1,60}%%"),
    ("dn", r"(?:^|[\[(])DN ?[:–-] (?!district)|\bDN: (?!district)"),
    # What Word, spreadsheets and web pages leave where nothing was chosen, found or computed.
    ("here to ", r"(?i:\b(?:click|tap)(?: or (?:click|tap))? here to (?:enter|add)\b)"),
    ("choose an item", r"(?i:\bchoose an item(?=\.|$))"),
    ("error! ", r"(?i:\berror! (?:reference|bookmark))"),
    ("delete as ", r"(?i:\bdelete as (?:applicable|appropriate|necessary)\b)"),
    ("#", r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)"),
    ("&", r"&(?:amp|nbsp|lt|gt|quot|apos|#\d{2,5});"),
    ("comment [", r"(?i:\bcomment \[\w{1,6}\]:)"),
    # What a text ends with that is still to be done, and a post that nobody holds yet.
    (
        "to be ",
        r"^(?i:(?:[\w’'-]+ ){0,4}(?:lead|nurse|matron|manager|champion|director|officer|person|holder|clinician|worker"
        r"|co-?ordinator|practitioner|consultant|adviser|advisor|chair) (?:is |yet )?to be (?:allocated|appointed|hired"
        r"|nominated|recruited)(?: by (?:the )?\w+)?\.?$)",
    ),
    ("please ", r"(?i:\(?\bplease (?:specify|state|insert)\)?\.?$)"),
    (" here", r"^(?i:(?:the )?(?:names?|text|details|dates?|numbers?|titles?|list)(?: of [^\n]{1,30})? here$)"),
    ("to be ", rf"(?i:{_MEANT_SO}\bto be (?:confirmed|agreed|advised|inserted|finali[sz]ed)\.?$)"),
)
"""What nobody means to print, wherever it stands in a text of a contract."""
_AT_THE_START = re.compile(
    "|".join(
        (
            r"(?:DN(?! ?[:–-] ?district)|draft(?:ing note)?|note to \w+|note(?=: (?:check|confirm|ask)\b))\b"
            r" ?(?:[:–]|-(?!\w))",
            r"(?:TODO|FIXME)\b",
            r"\(?insert(?: (?!for |to |of |into |in |and )[a-z<\[][^\n]{0,40}|$)",
            r"enter (?:your |the )?\w+\.?$",
            r"(?:enter|type|add|specify|complete) (?:your |the |any |further )?(?:text|details?|information|words?)\b"
            r"[^\n]{0,30}$",
            r"(?:enter|type|add|specify|complete) [^\n]{1,40} here\.?$",
            r"<[^<>\n]{1,60}>\.?$",
            # What a list to choose from shows before anybody has chosen.
            r"[-–—*<(\[ ]*(?:please (?:select|choose|pick)\b[^\n]{0,40}|(?:select|choose|pick)(?: from)?"
            r"(?: (?:an?|one|the|your))?(?: (?:item|option|value|one|entry|answer|list|drop-?down(?: list)?|below))?"
            r"|select (?:an? |the |your )?(?:date|supplier|provider|commissioner|status|type|kind|post|role|year)"
            r"|(?:none|nothing|not(?: yet)?|no option|no value) selected|no selection|\(?blanks\)?)[-–—*>)\]:. …]*$",
            r"\{[^{}%#\n]{1,60}\}\.?$",
            r"x+(?: x+)+\.?$",
        )
    ),
    re.IGNORECASE,
)
"""What a text begins with that stands for another, still to be written."""
_MARKS = tuple((tuple(hints.split("|")), pattern) for hints, pattern in _ANYWHERE)
"""Hints and pattern; compiled where a text has a hint, since most runs meet few of them. Python keeps them then."""
_SIGNS = frozenset("[(<«$#&%£_?●….x/!:")
"""Letters and signs that few texts have and most hints."""
_HINTS = tuple({hint for hints, _ in _MARKS for hint in hints})
_PLAIN_HINTS = tuple(hint for hint in _HINTS if _SIGNS.isdisjoint(hint))

# A text that says nothing else is told by its words.

_DONE = (
    "added|advised|agreed|allocated|announced|appointed|approved|available|baselined|calculated|chosen|clarified"
    "|collected|completed|confirmed"
    "|costed|created|decided|defined|described|designed|determined|developed|discussed|drafted|established|filled"
    "|finalised|finalized|fixed|funded|identified|inserted|known|listed|modelled|named|negotiated|nominated"
    "|notified|populated|provided|ratified|received|recruited|resolved|reviewed|set|settled|signed|specified|supplied"
    "|updated|worked|written"
)
_TO_DO = "add|advise|agree|check|clarify|complete|confirm|decide|fill|insert|name|populate|provide|supply"
_UNDER_WAY = "consideration|development|discussion|draft|negotiation|progress|review"
_NOT_THERE = (
    "await|awaited|awaiting|follows|outstanding|pending|tba|tbc|tbd|tbi|undecided|unfilled|unknown|vacancy|vacant"
    "|waiting for|waiting on|agreed separately|agreed locally|ask|check with|chase|speak to"
)
_SUBJECT_TO = "confirmation|contract|finance|sign-off|sign off|signoff"
_LEFT_OPEN = re.compile(
    rf"\b(?:(?:(?:to|will|shall|yet to) be|being|not yet(?: been)?|not(?: been)?) (?:{_DONE})|(?:not|no one|nobody) yet"
    rf"|(?:please|to|will|shall) (?:{_TO_DO}|follow(?! (?:the|an?|each|this|that|national)\b)|come(?! to\b))"
    rf"|(?:in|under) (?:{_UNDER_WAY})"
    rf"|subject to (?:final )?(?:{_SUBJECT_TO})|{_NOT_THERE}|(?<!not )(?<!as )needed)\b"
)
"""Words that say of something that it is not there yet."""
_BESIDE = frozenset(
    re.findall(
        r"\S+",
        """
    a activity after amount an and appointment approval april are arrangements as asap at august available award
    baseline be been before being bi board business by clearance cohort commissioner commissioners confirmation
    content contract contracting contracts council course criteria currently data date dates december decision
    definition description detail details dpia drafting due during eia end england england's estates exact february
    figure figures final finance financial following for form format from full further grantor group guidance had
    has have health here holder hours hr icb ig in information intelligence interview is it january july june later
    lead legal list local locally location march may method mobilisation moment month more name named names national
    nationally nhs nhse november now number numbers october of on once or our out panel per performance place plan
    plans please policy position possible post posts present prior procurement provider public q1 q2 q3 q4 quality
    quarter ratification ready recipient recruiting recruitment ref reference report reports role schedule schedules
    separately september service services shortly sign-off signature signatures signing signoff since site sites
    soon specification stage start still target team template text that the their then these this those time title
    to trajectory trust until up upon value values was we week were will with wording words year yet your
""",
    )
)
"""Words that say nothing beside those: articles, times, who is to do it, and what any text is called."""
_SAID = _BESIDE | {
    *re.findall(r"[\w-]+", f"{_DONE} {_TO_DO} {_UNDER_WAY} {_NOT_THERE} {_SUBJECT_TO}"),
    *("be", "being", "not", "yet", "no", "one", "nobody", "shall", "follow", "come", "under", "subject", "needed"),
}
"""Words of a text that may say no more than that it is open."""
_ELSEWHERE = re.compile(
    r"(?:please )?(?:see|refer to|cf|per)\b|(?:the )?same\b|as\b|ditto\b|idem\b|attached|enclosed|overleaf"
)
"""How a text begins that only sends its reader elsewhere."""
_PLACES = frozenset(
    re.findall(
        r"\S+",
        """
    above again agreed annex appendix applicable appropriate assessment attached attachment before below business
    case cf comment comments contract contract's cqc current described detailed discussed ditto document dos e-mail
    email enclosed existing guidance guidelines iap idem jd job joint jsna last letter needs nice note notes other
    overleaf page pbr plan policy present previous previously refer registration required row same schedule sdip
    section see separate service services set sheet shown sla sop specification stated strategic tab table tariff
    used usual usually website year's
""",
    )
)
_NAMED_THERE = re.compile(r"\b(?:schedule|appendix|annex|section|attachment|page|table) [a-z\d]{1,2}\b")
_NUMBERED = re.compile(r"\b(?:service|row|tab|contract|note|sheet|year|last|in|for) \d[\w./]{0,6}")
_NOTHING_TO_SAY = re.compile(
    r"(?:none|nil|nothing|n/?a|n\.a|n\\a|no|does not apply|not (?:applicable|relevant|required|needed|used))\b"
)
_NONE_OF = frozenset(
    re.findall(
        r"\S+",
        """
    above any applicable at change currently for identified known of present required requirement service
    services the these this time to yet
""",
    )
)
_ALONE = frozenset(
    """
tbc|tba|tbd|tbi|etc|undefined|insert|insert here|fill in|fill in here|enter here|enter text|enter text here|blank
|leave blank|left blank|draft|complete|complete here|placeholder|drafting note|above|below|?|??|…|...|-|--|–|—|/|x|xx
|xxx|xxxx|xxxxx|y|yy|yyy|z|zz|zzz|●|•|*|{}|()|lorem ipsum|text|text here|post to be filled|work in progress|wip|"|""|”
|’’|″|〃|do|d/o|-"-|null|nan|#n/a|^|↑|n/k|don't know|not sure|xyz|abc|asdf|qwerty|test|various|multiple|several
|existing provider|current provider|incumbent|incumbent provider|existing supplier|current supplier|new provider
""".replace("\n", "").split("|")
)
"""Texts that, alone, leave open what they should say."""
_NOUNS = (
    "commissioner|company|contract|council|data|description|e-?mail|entry|holder|lead|manager|name|officer|only"
    "|organisation|organization|party|person|post|practice|provider|role|service|staff|supplier|text|title|trust|value"
)
_TITLES = TITLES.lower()
_STAND_IN = re.compile(
    rf"(?:{_TITLES})(?:/(?:{_TITLES}))*\.? ?[a-z]|(?:joe?|jane|john) (?:doe|public)|(?:some|any|no) ?(?:one|body)"
    rf"|(?:{_NOUNS}) (?:[abcxyz]|x+|\?+)|(?:the )?[xyz] (?:{_NOUNS}|ltd|limited|plc)"
    rf"|(?:dummy|fake|foo|placeholder|sample|test)(?: (?:{_NOUNS}|bar|baz|\d+))*|example(?: (?:text|only|name))?"
    r"|lorem|n\.? ?n"
)
"""What stands for a name, where it is all that a person wrote: of a text in small letters, as `_bare` has it."""
_NAME_OF_A_NAME = re.compile(
    rf"(?:the |your |full |contact |first |fore|given |sur|last |family |job |signatory |(?:{_NOUNS})(?:'s)? )*"
    r"(?:names?|forename|firstname|surname|lastname|title|signatory)"
    rf"(?: (?:and|&|or) (?:job )?(?:title|role|post)| of (?:the )?(?:{_NOUNS})| (?:forename|surname|last ?name))*"
)
"""What a form calls a name."""
_LONGEST_NOTHING, _LONGEST_OPEN = 40, 120
"""Characters of the longest text that may be nothing but that there is nothing, or that it is open."""
_PIECES = re.compile(r"[()]|\s[–—-]\s|[:;,]\s")
_WORDS = re.compile(r"[\w/’'-]+")


def gap_mark(text: str) -> str | None:
    """The first mark of a left-over gap in the text, or None. A text that says nothing but that it is open is its own
    mark."""
    short = len(text) <= _LONGEST_OPEN
    bare = _bare(text) if short else ""
    if short and _is_open_alone(bare):
        return text
    if found := _AT_THE_START.match(text):
        return found.group()
    folded = f" {text.casefold()} "
    near = _PLAIN_HINTS if _SIGNS.isdisjoint(folded) else _HINTS
    for hints, pattern in _MARKS if any(map(folded.__contains__, near)) else ():
        if any(hint in folded for hint in hints) and (found := re.search(pattern, text)):
            return found.group()
    pieces = _PIECES.split(text) if short else ()
    # The whole was looked at already, unless it seemed to send its reader elsewhere.
    again = len(pieces) > 1 or _ELSEWHERE.match(bare) is not None
    return next(filter(_is_open_piece, pieces), None) if again else None


def _is_open_alone(bare: str) -> bool:
    """Whether none of the words says anything but that they are still to be written, or where else to look."""
    if bare in _ALONE:
        return True
    if (found := _ELSEWHERE.match(bare)) is not None and not _NAMED_THERE.search(bare):
        rest = _NUMBERED.sub(" ", bare[found.end() :])
        words = {*_WORDS.findall(rest)}
        names = not words.isdisjoint(_PLACES) or rest != bare[found.end() :] or not words
        return names and words <= _PLACES | _BESIDE
    return _is_open(bare)


def _is_open_piece(piece: str) -> bool:
    """Whether what stands in brackets, or after a dash or a comma, says no more than that: “(name to follow)”."""
    return not piece.casefold().startswith("not ") and not any(map(str.isdigit, piece)) and _is_open(_bare(piece))


def _is_open(bare: str) -> bool:
    others = [word for word in _WORDS.findall(bare) if word not in _SAID]
    if not all(word[0].isdecimal() for word in others) or bare == "outstanding":
        return False
    rest = _LEFT_OPEN.sub(" ", bare)
    return rest != bare and _BESIDE.issuperset(word for word in _WORDS.findall(rest) if not word[0].isdecimal())


def left_to_decide(text: str) -> str | None:
    """What somebody has to decide between, where the text is the gap of a merger; None where it is not."""
    return text.removeprefix(LEFT_TO_DECIDE).removesuffix("]") if text.startswith(LEFT_TO_DECIDE) else None


_NAME_LEFT = re.compile(r"\{\{[^{}\n]{1,60}\}\}")


@lru_cache(maxsize=512)  # most values stand in several clauses, and many in several contracts
def gap_left_by_a_person(text: str) -> str | None:
    """As `gap_mark`, of words that a person wrote: there a name in braces is a gap too, and is filled in nowhere; and
    so are signs alone, which a template may well print as the head of a column."""
    if len(text) <= _LONGEST_NOTHING and not any(map(str.isalnum, text.strip() or "a")):
        return text
    if len(text) <= _LONGEST_OPEN and _stands_in(_STAND_IN, text):
        return text
    return gap_mark(text) or (found.group() if (found := _NAME_LEFT.search(text)) is not None else None)


def name_left_open(text: str) -> str | None:
    """As `gap_left_by_a_person`, of what is to name a person, a post or an organisation: there “Job title” is a gap
    too, and so is “None”."""
    return text if _stands_in(_NAME_OF_A_NAME, text) else gap_left_by_a_person(text) or none_mark(text)


_NO_CODE = re.compile(r"(.)\1+|00A|A1B2(?:C3?)?|ABC\d*|123(?:4(?:56?)?)?|X{2,}\d*", re.IGNORECASE)


def code_left_open(text: str) -> str | None:
    """As `gap_left_by_a_person`, of a code of an organisation."""
    return text if _NO_CODE.fullmatch(text.strip()) else gap_left_by_a_person(text) or none_mark(text)


def _stands_in(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the text, or what stands in it before a bracket or a comma, is such a stand-in."""
    if pattern.fullmatch(_bare(text)) is not None:
        return True
    piece = _FIRST_PIECE.search(text)
    return piece is not None and pattern.fullmatch(_bare(text[: piece.start()])) is not None


_FIRST_PIECE = re.compile(r" ?\(|, ")


@lru_cache(maxsize=2048)
def none_mark(text: str) -> str | None:
    """The text, where it says nothing but that there is nothing to say: “None”, “N/A”."""
    if len(text) > _LONGEST_NOTHING:
        return None
    bare = _bare(text)
    found = _NOTHING_TO_SAY.match(bare)
    return text if found is not None and _NONE_OF.issuperset(_WORDS.findall(bare[found.end() :])) else None


@lru_cache(maxsize=1024)  # each text is asked for several marks in turn
def _bare(text: str) -> str:
    folded = " ".join(text.split()).casefold().replace("’", "'")
    return folded.strip(" .[]()*“”\"'") or folded
