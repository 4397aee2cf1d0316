"""The names that a successor notice can print besides those of every template."""

from __future__ import annotations

from collections.abc import Mapping

from specgen.assembly.page_names import Name, each, group, texts

_PARTY = texts(name="the party’s name", role="what it is in the agreement, such as Co-ordinating Commissioner or Provider", identity="its ODS code, or why there is none")

SUCCESSION_NAMES: Mapping[str, Name] = {
    "succession": group("The succession of one party by another; only in a type with `when: succession`", {
        **texts(
            reference="the notice’s reference", scheme="the transfer scheme, in the user’s words", effective="the day on which the successor takes the place", dated="the date of the notice, or nothing",
            name="the successor’s name", identity="the successor’s ODS code, or why there is none", signatory="the post that signs for the successor, or nothing",
        ),
        "predecessors": each("the parties that are succeeded", _PARTY),
        "recipients": each("the other parties, to whom the notice goes", _PARTY),
    }),
}
