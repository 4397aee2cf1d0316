"""The letters of a Word draft: the placeholders among them, `[how many people]` or `{{ sdm_cohort }}`, made names;
and which of them are bold or italic, and what else of their look carries meaning, their styles taken into account.

Source: ECMA-376 part 1, 17.7.2 (which style gives way to which), 17.7.3 (toggle properties), 17.3.2 (run properties).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import groupby
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.document.looks import ANY_PAGE, PageSize, ParagraphHiding, RunLooks
from specgen.word.document.styles import Held, RunStyles, Styles
from specgen.word.package.ooxml import w
from specgen.wording.wording import SEE, SEE_TARGET, Inline, Placeholder, Reference, Run

LONGEST_NAME: Final = 40
MARKS: Final = re.compile(r"\{\{(?P<braces>[^{}]*)\}\}|\[(?P<brackets>[^\[\]]*)\]")
_SEE: Final = re.compile(f"see: *({SEE_TARGET})")
"""What refers to another paragraph by its number."""
_INSTRUCTION: Final = re.compile(
    r"(?:please )?(?:delete|strike out|remove)(?: (?:as|if|where|when|unless|whichever|one|either|this|these)\b.*)?"
    r"|(?:please )?(?:insert|complete|enter|specify|amend|select|choose|tick|fill in)"
    r"(?: (?:here|as (?:appropriate|applicable|necessary|required|needed)|one(?: (?:of|only|or more)\b.*)?))?"
    r"|(?:as|if|where|when) (?:any|appropriate|applicable|necessary|needed|relevant|required)"
    r"|optional(?: (?:clause|paragraph|sentence|text|wording|words|provision))?"
    r"|(?:optional|option \w{1,3}|alternative(?: \w{1,3})?) ?[:–-].*"
    r"|(?:to be|yet to be|to) (?:add|agree|advise|complete|confirm|decide|determine|finali[sz]e|insert)(?:e?d)?"
    r"(?: (?:by|with|in|on|at|before|later|locally)\b.*)?|tb[acdi]"
    r"|(?:drafting|drafter.?s|explanatory|guidance) note|note to (?:drafter|drafting|self)\b.*"
    r"|(?:(?:[\w’']+ )?note(?: (?:to|for) [\w’' -]+)?|dn|guidance) ?[:–-].*"
    r"|(?:intentionally )?(?:deleted|not used|omitted|reserved|left blank|blank)|and/or|or",
    re.IGNORECASE,
)
"""What is said to whoever drafts, and never stands in a contract in other words."""
_TYPED_NUMBER: Final = re.compile(
    r"(?!\A\w+ \d[\d.]*[.:]? ?[–-]?\s)\b(?:sub-?)?(?:paragraphs?|clauses?) \d{1,3}(?:\.\d{1,3}){0,5}"
    r"(?:\([a-z0-9]{1,4}\))*(?!\d|[.]\d| (?:of|to|in) (?!this\b|these\b))"
    r"|\bsections? \d{1,3}(?:\.\d{1,3}){0,5} (?:above|below)\b",
    re.IGNORECASE,
)
"""A paragraph of this document by a number that was typed; not “clause 7 of the General Conditions”."""
_STRAY: Final = re.compile(r"\{\{|\}\}|\[|\]")


class DraftLetter(Struct, frozen=True):
    """One letter of a draft with its look."""

    text: str
    bold: bool
    italic: bool


def named_inlines(
    atoms: list[DraftLetter], known: dict[str, str], place: Location
) -> tuple[tuple[Inline, ...], list[Problem]]:
    """The letters as runs and placeholders. Each placeholder's name is put into `known` with what the draft writes for
    it.

    A bracket that is not closed, a name with no letters, a placeholder that is only partly bold, and one name for two
    placeholders are problems.
    """
    text = "".join(atom.text for atom in atoms)
    inlines: list[Inline] = []
    problems: list[Problem] = []

    def fault(message: str, cure: str) -> None:
        problems.append(Problem("draft-placeholder", message, place, cure=cure))

    position = 0
    for match in MARKS.finditer(text):
        inlines += _runs(atoms[position : match.start()])
        position = match.end()
        written = " ".join((match["braces"] or match["brackets"] or "").split())
        name = placeholder_name(written)
        if match["brackets"] is not None and (said := _no_placeholder(written, text, match)):
            fault(
                f"“{match.group()}” is {said}, and square brackets make a placeholder",
                "follow it or leave it out; where it is to be printed, write it in round brackets",
            )
            continue
        looks = {(atom.bold, atom.italic) for atom in atoms[match.start() : match.end()] if not atom.text.isspace()}
        if (see := _SEE.fullmatch(written)) and len(looks) == 1:
            inlines.append(Reference(f"{SEE}{see[1]}", *min(looks)))
            continue
        if not name:
            cure = "write in the brackets what belongs there, such as [number of people]"
            fault(f"“{match.group()}” gives a placeholder no name", cure)
            continue
        if len(looks) > 1:
            fault(f"the placeholder “{match.group()}” is partly bold or italic", "give the whole of it one look")
        if _alike(known.setdefault(name, written)) != _alike(written):
            message = f"“[{written}]” and “[{known[name]}]” would both be called “{name}”"
            fault(message, "word one of them differently from its beginning, in letters and not in signs")
        inlines.append(Placeholder(name, *min(looks)))
    inlines += _runs(atoms[position:])
    if typed := _TYPED_NUMBER.search(MARKS.sub(" ", text)):
        message = f"“{typed.group()}” was typed: it does not follow where the paragraph gets another number"
        cure = "write {{ see: … }} with the id of the clause that is meant, or name it by its heading"
        problems.append(Problem("draft-typed-number", message, place, "note", cure=cure))
    if odd := _STRAY.search(MARKS.sub(" ", text)):
        fault(
            f"“{odd.group()}” stands alone: a placeholder is not closed or not opened",
            "write a placeholder as [what belongs there]; other square brackets and double braces are not "
            "used in wording",
        )
    return tuple(inlines), problems


def _no_placeholder(written: str, text: str, match: re.Match[str]) -> str:
    """What words in square brackets are where they are none that a contract fills in; "" where they may be."""
    if re.fullmatch(r"[\d\s.,;:–-]*\d[\d\s.,;:–-]*", written):
        return "a number"
    if re.fullmatch(
        r"(?i)sic[.!]?|(?:our |my |original |with )?emphasis(?: added| ours| in (?:the )?original)?", written
    ):
        return "a remark on a quotation"
    if _INSTRUCTION.fullmatch(written):
        return "an instruction to whoever drafts"
    if not text[: match.start()].strip() and re.fullmatch(r"\d{0,2}[a-mo-wyz]|[ivx]{2,5}", written, re.IGNORECASE):
        return "the mark of a list"
    end = match.end()
    return "a letter of a quotation" if re.fullmatch("[A-Z]", written) and text[end : end + 1].islower() else ""


def placeholder_name(written: str) -> str:
    """The name that a placeholder gets from what is written in its brackets: small letters, digits and underscores.

    What is a name already stays as it is.
    """
    if re.fullmatch(r"[a-z][a-z0-9_]{0,99}", written):
        return written
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode("ascii").casefold()
    words = re.findall(r"[a-z0-9]+", plain)
    while len("_".join(words)) > LONGEST_NAME and len(words) > 1:
        words.pop()
    name = "_".join(words)[:LONGEST_NAME]
    return f"value_{name}"[:LONGEST_NAME] if name[:1].isdigit() else name


def _alike(written: str) -> str:
    return " ".join(written.casefold().replace("_", " ").replace("’", "'").split())


def _runs(atoms: list[DraftLetter]) -> list[Run]:
    return [
        Run("".join(atom.text for atom in group), *look)
        for look, group in groupby(atoms, key=lambda atom: (atom.bold, atom.italic))
    ]


_Element = etree._Element
_VAL: Final = w("val")
_FALSE: Final = frozenset({"0", "false", "off"})
_TOGGLES: Final = ("b", "i", "caps", "smallCaps", "strike", "vanish", "outline", "shadow", "emboss", "imprint")
_UNTRACKED_SWITCHES: Final = ("dstrike", "webHidden")
_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "u": ("none",),
    "vertAlign": ("baseline",),
    "highlight": ("none",),
    "em": ("none",),
    "bdr": ("none", "nil"),
    "effect": ("none",),
}
"""Properties with a value, and the values that stand for nothing."""
_NAMES: Final[Mapping[str, str]] = {
    "caps": "all capitals",
    "smallCaps": "small capitals",
    "strike": "struck through",
    "dstrike": "struck through",
    "vanish": "hidden",
    "webHidden": "hidden",
    "outline": "outlined letters",
    "shadow": "shadowed letters",
    "emboss": "raised letters",
    "imprint": "sunk letters",
    "u": "underlined",
    "vertAlign": "raised or lowered",
    "highlight": "highlighted",
    "em": "emphasis marks",
    "bdr": "a border",
    "effect": "an effect",
}
_OTHER_LOOKS: Final = frozenset(
    w(name) for name in ("rFonts", "color", "sz", "spacing", "w", "kern", "position", "shd", "rStyle")
)


_SAID_ALONE: Final = frozenset({"hidden", "struck through"})


class Emphasis(Struct, frozen=True):
    """The look of a run: what wording has (bold, italic), what it has not (`odd`, in plain words), and whether more is
    set."""

    bold: bool
    italic: bool
    odd: tuple[str, ...] = ()
    more: bool = False


class EmphasisReader:
    """Reads the look of runs with the styles of one document and its theme's fonts and colours."""

    def __init__(self, styles: _Element | None, theme: Mapping[str, str] | None = None) -> None:
        known = Styles(styles)
        self._styles = RunStyles(known, _read)
        self._letters = RunLooks(known, theme)
        self._paragraphs = ParagraphHiding(known, theme or {})

    def of(self, paragraph_style: str, run: _Element, ground: str = "") -> Emphasis:
        """The look of `run` in a paragraph of that style ("" is the default one), which paints `ground` behind it."""
        properties = run.find(w("rPr"))
        found = self._styles.of(paragraph_style, properties)
        odd = [words for name, words in _NAMES.items() if found.get(name)]
        look = self._letters.of_style(paragraph_style, properties)._replace(ground=ground)
        if look.unseen and look.unseen not in odd:
            odd.append(look.unseen if look.unseen in _SAID_ALONE else f"in {look.unseen}")
        more = properties is not None and any(child.tag in _OTHER_LOOKS for child in properties)
        return Emphasis(bool(found.get("b")), bool(found.get("i")), tuple(dict.fromkeys(odd)), more)

    def around(self, paragraph: _Element | None, page: PageSize = ANY_PAGE) -> tuple[str, str]:
        """Why nothing in a paragraph with these properties can be read on the page, "" when it can, and what it paints
        behind its letters."""
        return self._paragraphs.of(paragraph, page)


def _read(properties: _Element | None) -> Held:
    """The properties that carry meaning, each with "1", its value, or "" where it is turned off."""
    found: Held = {}
    for name in (*_TOGGLES, *_UNTRACKED_SWITCHES):
        element = properties.find(w(name)) if properties is not None else None
        if element is not None:
            found[name] = "" if element.get(_VAL, "1") in _FALSE else "1"
    for name, nothing in _VALUES.items():
        element = properties.find(w(name)) if properties is not None else None
        if element is not None:
            value = element.get(_VAL, "none" if name != "u" else "single")
            found[name] = "" if value in nothing else value
    return found
