"""What closes an existing specification and belongs to none of its sections, annexes and signatures; and a line that
closes nothing, because it leads in what is to come.

Source: the documents that are met; ECMA-376 part 1, 17.4 (tables).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from specgen.word.insert.host import HostParagraph
from specgen.word.package.ooxml import w
from specgen.wording.patterns import when_used

_ANNEX: Final = when_used(
    r"(?:annex|appendix|schedule|exhibit|attachment|enclosure|atodiad|atodlen)"
    r"(?: (?:[a-z]|[0-9]{1,2}|[ivx]{1,4})(?:\.[0-9]{1,2}|[a-z])?)?(?: ?[:.(–—-].{0,90})?$",
    re.IGNORECASE,
)
"""What begins a part after the document's own text."""
_UNNAMED: Final = when_used(r"(?:schedule|attachment|enclosure|exhibit)(?: ?[:.(–—-].*)?$", re.IGNORECASE)
"""What may be a heading inside a section as well, as of a schedule of visits."""
_LABELS: Final = (
    r"(?=\W*$|\W*[:_…(]| (?:by|for|on behalf|as a deed|in the presence|this|date|name|page|block|gan|dros|ar ran"
    r"|fel gweithred)\b)"
)
"""What follows a word of signing where somebody is to sign, and not in “signed consent is obtained”."""
_SIGNING: Final = when_used(
    rf"\W{{0,3}}(?:signed{_LABELS}|signatures?{_LABELS}|(?:agreed and accepted|accepted and agreed){_LABELS}"
    rf"|sign(?:ing)?[ -]?off\W*$|signatories\W*$|authori[sz]ed signator(?:y|ies){_LABELS}"
    r"|(?:agreed|accepted|witnessed|docusigned) by\W*$|/s/ "
    rf"|executed (?:by|as|on)\b|(?:duly authori[sz]ed )?for and on behalf of\b|[^.]{{0,40}}\bsignature{_LABELS}"
    rf"|llofnod(?:wyd|ion|wyr|ydd)?{_LABELS}|dros ac ar ran\b)",
    re.IGNORECASE,
)
"""Where somebody signs, in English or in Welsh."""
_SEALED: Final = when_used(
    r"\W{0,3}(?:(?:in|as) witness (?:wh|the hands?\b|of which)|the parties (?:hereto )?have (?:executed|signed)"
    r"|th(?:is|e) (?:agreement|contract|deed|document) (?:has been|is) (?:entered into|executed|signed)"
    r" (?:on the d|by the p|as a deed)"
    r"|(?:[-–—*]{1,5} ?)?(?:the )?end of (?:the )?(?:document|specification|schedule|agreement|contract|form)\W*$"
    r"|page \d+ of \d+\W*$|diwedd y ddogfen\W*$)",
    re.IGNORECASE,
)
"""Words that close a document though they may be a sentence."""
HEADS_SIGNING: Final = frozenset(
    {"acceptance", "agreement", "approval", "approvals", "authorisation", "agreed", "declaration", "execution", "off"}
    | {"authorization"}
    | {"sign", "signing", "signatories", "signature", "signatures", "signed", "llofnodion", "cytundeb", "cymeradwyo"}
)
"""Words of a line that stands directly above those in which somebody signs, and goes with them."""
_SIGN_OFF: Final = when_used(
    r"(?:(?:created|prepared|approved|reviewed|authori[sz]ed|last (?:updated|reviewed)|updated|issued) ?(?:on|by|:)"
    r"|.{0,60}_{5}|\[picture\]$"
    r"|(?:i|we)\b.{0,60}\b(?:have read|agree|certify|confirm|declare|acknowledge|undersigned)\b"
    r"|[\[<{(]?(?:document owner|date for review|review date|next review|version|(?:job )?title|name|date"
    r"|(?:\w+ )?printed name"
    r"|enw|swydd|teitl"
    r"|dyddiad)\b ?(?:[^.;]|(?<=\d)\.(?=\d)){0,60}$|[.…]{6})",
    re.IGNORECASE,
)
_ANNEXES: Final = frozenset(
    {"annexes", "appendices", "schedules", "exhibits", "attachments", "signatures", "atodiadau", "atodlenni"}
    | {"llofnodion"}
)
_AT_THE_BACK: Final = when_used(
    r"(?:glossary(?: of (?:terms|abbreviations))?|(?:list of )?abbreviations|references|bibliography|index"
    r"|(?:document|version|revision|amendment|change)(?: (?:and|&) (?:document|version|revision|change))?"
    r" (?:control|history|log)|distribution list|geirfa|cyfeiriadau|llyfryddiaeth|hanes (?:y )?fersiynau?)\W*$",
    re.IGNORECASE,
)
"""What stands at the back of a document, and heads no part of one section."""
_OF_THE_FILE: Final = frozenset(
    {"version", "date", "author", "authors", "status", "change", "changes", "amendment", "amendments", "revision"}
    | {"issue", "reviewer", "approver", "approved", "reviewed", "reason", "comments", "description", "details"}
    | {"by", "of", "no", "number", "summary", "issued", "editor", "owner", "section", "sections", "and", "page"}
    | {"fersiwn", "dyddiad", "awdur"}
)
"""Words of the first row of a table that tells a document's versions."""
_VERSIONS: Final = frozenset({"version", "revision", "issue", "fersiwn"})
_MOST_SIGNING: Final = 40
_LONGEST_SIGNATURE: Final = 16
"""Words of a line among signatures, the first one left out."""
_LEADS_IN: Final = when_used(
    r"(?:[:,]|:\W{0,2}[-–—]|(?<=[\w)]) ?[-–—]|(?<=[\w,;)]) (?:and|or|and/or|neu|ac)[;,]?"
    r"|\b(?:as follows|the following(?: (?:\w+ )?(?:criteria|points|principles|services|standards|requirements"
    r"|conditions|items|elements|steps|groups|areas|outcomes|ways|reasons|people|documents|organi[sz]ations|providers))?"
    r"|listed below|as below|(?:y )?canlynol|fel a ganlyn|namely|including|such as)[.:;,]?)\W{0,2}$",
    re.IGNORECASE,
)
"""How a line ends after which a reader waits for more, in English or in Welsh."""
_LONGEST_LEAD_IN: Final = 80
"""Letters that the words have that lead in."""


def leads_in(line: HostParagraph) -> bool:
    """Whether the line is unfinished, so that a reader takes what comes next for what it leads in."""
    return bool(line.words) and _LEADS_IN.search(line.text[-_LONGEST_LEAD_IN:]) is not None


def heads_annexes(line: HostParagraph) -> bool:
    """Whether the line is nothing but a name of what stands after the sections, “Appendices”."""
    return bool(line.words) and _ANNEXES.issuperset(line.words)


def is_of_the_end(heading: HostParagraph) -> bool:
    """Whether the heading itself is that of annexes or signatures, or of several of them."""
    return _is_annex(heading) or _signs(heading) or not _ANNEXES.isdisjoint(heading.words)


def closes(heading: HostParagraph, lines: Sequence[HostParagraph]) -> tuple[int, bool] | None:
    """Which of the last lines of a document is the first that is none of the heading's section, in which they stand,
    but begins its annexes or signatures, and whether that is sure; None where all may belong to it."""
    found = _closing_line(lines)
    if found is None:
        return None
    at, sure = found
    if len(heading.words) <= _LONGEST_NAME and not HEADS_SIGNING.isdisjoint(heading.words) and not _is_annex(lines[at]):
        return at, False  # “Acceptance” may be of those who sign below it
    above = lines[at - 1] if at else None
    if above is None or not above.may_head or above.cell is not None:
        return found
    if sure and _may_be_a_name(above) and _RULE.match(lines[at].text):
        return at - 1 - (at > 1 and _may_be_a_name(lines[at - 2])), False
    signing = not HEADS_SIGNING.isdisjoint(above.words)
    if not (above.level or above.bold or (above.capitals and signing)):
        return found
    return at - 1, sure and signing  # a line that stands out, with nothing under it, heads what follows


_RULE: Final = re.compile(r"[_.…]{5}")
_LONGEST_NAME: Final = 4


def _may_be_a_name(line: HostParagraph) -> bool:
    """Whether a line above the one to sign on may say who signs there: few words, and no sentence, item or heading."""
    plain = line.line.kind == "paragraph" and not line.bold and line.cell is None
    return plain and 0 < len(line.words) <= _LONGEST_NAME and line.text[-1:].isalnum() | (line.text[-1:] in ")]>}")


def _closing_line(lines: Sequence[HostParagraph]) -> tuple[int, bool] | None:
    annex = next((at for at, each in enumerate(lines) if _is_annex(each) or _is_back_matter(each)), None)
    seen = lines[:annex]
    signed = next((at for at, each in enumerate(seen) if _signs(each)), None)
    after = seen[signed + 1 :] if signed is not None else ()
    if annex is None and (versions := _table_of_versions(lines)):
        return versions, False
    if signed is not None and all(len(each.words) <= _LONGEST_SIGNATURE for each in after):
        first = _begun(seen, signed)
        return (first, True) if first else None
    if annex is not None:
        return annex, _UNNAMED.match(lines[annex].text) is None
    plain = next((at for at, each in enumerate(seen) if at and each.may_head and _ANNEX.match(each.text)), None)
    said = next((at for at, each in enumerate(seen) if _may_sign(each)), None)
    if said is not None and (first := _begun(seen, said)):
        return first, False
    if plain is not None and not seen[plain].line.heading:
        return plain, False
    first = _begun(seen, len(seen))
    # A picture goes with such lines, and is none by itself.
    return (first, False) if first and any(each.text != "[picture]" for each in seen[first:]) else None


def _begun(lines: Sequence[HostParagraph], end: int) -> int:
    """The first of the lines that run to `end` with nothing but names, dates and versions of the document."""
    while end and _SIGN_OFF.match(lines[end - 1].text) and len(lines[end - 1].words) <= _MOST_SIGNING:
        end -= 1
    return end


def _signs(line: HostParagraph) -> bool:
    """Whether somebody signs there; a sentence of the text may begin with the same words."""
    sentence = line.text.rstrip().endswith((".", ";", ",")) and "___" not in line.text
    return _may_sign(line) and (not sentence or _SEALED.match(line.text) is not None)


def _may_sign(line: HostParagraph) -> bool:
    may = len(line.words) <= _MOST_SIGNING and line.line.kind == "paragraph"
    return may and any(pattern.match(line.text) is not None for pattern in (_SIGNING, _SEALED))


def _is_back_matter(line: HostParagraph) -> bool:
    return _AT_THE_BACK.match(line.text) is not None and line.cell is None and (line.bold or line.capitals)


def _table_of_versions(lines: Sequence[HostParagraph]) -> int:
    """Where the table begins that ends the document and tells its versions; 0 without one."""
    cell = lines[-1].cell if lines else None
    table = next(cell.iterancestors(w("tbl")), None) if cell is not None else None
    row = next(table.iter(w("tr")), None) if table is not None else None
    if table is None or row is None:
        return 0
    first = next(at for at, each in enumerate(lines) if each.cell is not None and table in each.cell.iterancestors())
    heads = [word for each in lines[first:] if row in each.element.iterancestors() for word in each.words]
    return first if heads and not _VERSIONS.isdisjoint(heads) and _OF_THE_FILE.issuperset(heads) else 0


def _is_annex(line: HostParagraph) -> bool:
    stands_out = line.level > 0 or line.capitals or line.bold
    return line.may_head and line.cell is None and _ANNEX.match(line.text) is not None and stands_out
