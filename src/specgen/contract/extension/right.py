"""Whether the words of an option to extend give the Commissioners the right to extend by their own notice. A right that
is not plain is none: a notice without a right extends nothing, and what the parties agree always does."""

from __future__ import annotations

import re
from typing import Final

from specgen.contract.extension.model import OptionToExtend
from specgen.contract.extension.patterns import TIME

_FORBIDS: Final = (
    r"\b(?:may|can|shall|must|will|is|are|do|does) ?not\b|\b(?:neither|nor|never)\b|n[’']t\b"
    r"|\bno\b(?! (?:more|longer|later|less|fewer|earlier)\b)"
)
_USED: Final = (
    r"^\W*(?:extended|used|exercised)\b|\bhad\b|\b(?:lapsed|exhausted|used up|spent|formerly|waived"
    r"|surrendered|withdrawn|removed|deleted|given up|released|expired (?:on|in)|has expired|itself an extension)\b"
    r"|\b(?:was|were|been|already|previously) (?:\w+ ){0,2}?(?:used|exercised|extended|taken up|renewed)\b"
    r"|\b(?<!be )(?:used|exercised|extended|taken up|renewed)\b[^.;,]{0,40}?\b(?:in|on|of)\b[^.;,]{0,20}\b20\d\d\b"
)
_WHO: Final = r"(?:Provider|Recipient|Supplier|Contractor|part(?:y|ies))"
_OF_ANOTHER: Final = (
    rf"\b{_WHO}\b(?:,? (?!to\b)\w+){{0,3}}? (?:may|can|has|have|is|are|shall (?:have|be entitled)|requests?|elects?)\b"
    rf"|\b{_WHO}[’']s? (?:\w+ )?(?:option|right|discretion|request|election)"
    rf"|\b(?:option|discretion|request|election) of (?:the |either |any |both )?{_WHO}\b"
    rf"|\bnotice (?:by|from|of|given by) (?:the |either |any |both )?{_WHO}\b"
)
_AGREED: Final = (
    r"\b(?:agree[sd]?|agreeing|consent\w*|mutual\w*|negotiat\w*|accept\w*|approv\w*|a variation|by variation)\b"
    rf"|\bagreement (?:of|between|by|with|from) (?:the |both |all )?{_WHO}"
    rf"|\b(?:by|with|in|subject to)(?: \w+)? agreement\b(?! by)|\b{_WHO}[’']s? (?:\w+ )?agreement\b"
)
_CONDITION: Final = (
    r"\b(?P<how>if|provid(?:ed|ing)(?: that)?|subject to|unless|where|when|whenever|on condition|conditional|contingent"
    r"|depend\w*|as long as|so long as|in the event)\b(?P<what>[^.;]*)"
)
_ONLY_THE_NOTICE: Final = (
    r"^(?: (?:it|they|that|the|co-ordinating|commissioners?|not|no|less|than|at|least|of|a|is|are|must|be|prior|written"
    r"|\d+|\w+[’']s?|give[ns]?|giving|gives|receiving|service|wish(?:es)?|choose[s]?|decides?|elects?|want[s]?"
    r"|(?:one|two|three|six|nine|twelve) (?:days?|weeks?|months?)[’']?|total|extension|does|do))*"
    r" (?:notice|to (?:extend|exercise)|maximum|exceeds?)\b"
)
_RISKY: Final = r"\b(?:performance|review|fund\w*|budget|need|demand|satisf\w*|met|favourable|objects?)\b"
_GIVES: Final = (
    r"\b(?:Commissioners?|ICBs?|Boards?|Authority|Council|Funder|Purchaser|Buyer|Customer|NHS England)\b[^.;]{0,120}?"
    r"\b(?:may|can|(?:is|are|shall be) entitled|(?:has|have|reserves?|retains?) (?:the |an |a )?(?:\w+ )?"
    r"(?:option|right|power)|wish(?:es)?)\b[^.;]{0,120}?\b(?:exten[ds]|renew)"
    r"|\bCommissioners?[’']s? (?:\w+ )?(?:discretion|option)\b|\b(?:discretion|option) of the (?:\S+ )?Commissioner"
)
_ASKS: Final = (
    r"\b(?:may|can|shall|will)(?:,[^,.;]*,)?(?: \w+){0,2}? (?:request|propose|seek|ask|invite|offer|discuss|consider"
    r"|recommend|apply)\b"
    r"|\b(?:might|could|would|intend\w*|hope\w*|minded|expect\w*|propos\w*|tbc|to be (?:confirmed|agreed|decided))\b"
)
_BY_THEM: Final = r"\bby (?:\w+ ){0,2}?(?:Commissioners?|ICBs?|Boards?|Authority|Council|Funder)\b"
_UNNAMED: Final = r"\bnotice\b|\bnotif|\b(?:option|right)s? (?:\w+ ){0,4}?to (?:extend|renew)\b|\bin writing\b"


def doubt_about(text: str, option: OptionToExtend) -> str:
    """Why the words do not plainly give the Commissioners the right; "" where they do."""

    def says(pattern: str, within: str = text) -> bool:
        return re.search(pattern, within, re.IGNORECASE) is not None

    own = re.sub(r"\b(?:this|the) (?:\w+ )?Agreement\b(?! (?:of|between|by|with)\b)", "contract", text)
    own = re.sub(r"\bwithout (?:\S+ ){0,3}?(?:agreement|consent)\b", "", own)
    given = " ".join(sentence for sentence in re.split(r"(?<=[.;]) ", text) if not says(_FORBIDS, sentence))
    named = says(_GIVES, given) or (says(_BY_THEM, given) and says(r"\bmay be (?:extended|renewed)\b", given))
    if says(_USED):
        return "speak of an extension or an option that was used already"
    if says(_FORBIDS) and not (named or says(_UNNAMED, given)):
        return "forbid an extension, and give no right to one"
    if says(_AGREED, own):
        return "ask for an agreement or a consent"
    if says(_OF_ANOTHER):
        return "give the right to another than the Commissioners alone"
    if any(
        says(_RISKY, each["what"]) or not says(_ONLY_THE_NOTICE, each["what"])
        for each in re.finditer(_CONDITION, text, re.IGNORECASE)
    ):
        return "make it depend on a condition"
    if says(_ASKS) or not (named or (says(_UNNAMED, given) and says(rf"{TIME}|\bextend", given))):
        return "do not say plainly that the Commissioners may extend the term by notice"
    if option.most is None and option.until is None and option.period is None:
        return "do not say plainly by how much the term may be extended"
    return f"also say “{option.unread}”, which specgen does not read" if option.unread else ""
