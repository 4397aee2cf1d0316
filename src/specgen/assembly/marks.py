"""The marks by which a printed clause is found again, and the file names of documents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from msgspec import Struct

from specgen.library.model import ClauseVersion
from specgen.wording.wording import Block, Run

LONGEST_TAG = 64
LONGEST_REFERENCE_BYTES = 120
LONGEST_STEM_BYTES = 200
"""Linux holds 255 in a name; the rest is for the ending, and for what is said of a draft that is put beside."""
_RESERVED = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    "CONIN$",
    "CONOUT$",
    *(f"{port}{n}" for port in ("COM", "LPT") for n in "123456789¹²³"),
}


@cache
def short_key(clause_id: str) -> str:
    """A short name for a clause, at most 30 characters of letters, digits and underscores, the same everywhere.

    The component's initials, the place's first three letters, the name, and four digits of the id's hash, because
    initials and shortened names can be the same for two clauses.
    """
    digest = hashlib.sha256(clause_id.encode()).hexdigest()[:4]
    return f"{_shortened(clause_id)}_{digest}"


def _shortened(clause_id: str) -> str:
    component, place, name = clause_id.split("/")
    initials = "".join(word[0] for word in component.split("-"))
    return f"{initials[:6]}_{place[:3]}_{name.replace('-', '_')[:14].rstrip('_')}"


@cache
def tag(version: ClauseVersion) -> str:
    """The content control's tag: `specgen:key:version:twelve hex digits of the fingerprint`."""
    return f"specgen:{short_key(version.clause_id)}:{version.number}:{version.fingerprint[:12]}"


def printed_digest(lines: Iterable[str]) -> str:
    """Six hex digits of the words as printed, by which an edit is noticed in a document that carries no record."""
    said = "\n\0".join(lines).replace("\r\n", "\n")
    for end in "\r\u2028\u2029":
        said = said.replace(end, "\n")
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:6]


FIELD_LINES: Final = {
    "threshold": "Threshold",
    "method": "Method",
    "baseline": "Baseline",
    "cohort": "Cohort",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "instrument": "Instrument",
    "sample": "Sample",
    "data_source": "Data source",
    "frequency": "Frequency",
    "period": "Period",
    "accountable": "Accountable",
}
"""The lines under a measure that is put into a document that is not ours, and the words that each begins with."""
_NONE: Final = "Not applicable"


def field_line(version: ClauseVersion, name: str) -> Block | None:
    """The line for a field of the measure, its placeholders open; None for one that it has not, or that says so."""
    blocks = version.fields.get(name, ())
    if not blocks or blocks[0].text.startswith(_NONE):
        return None
    return Block("paragraph", (Run(f"{FIELD_LINES[name]}: "), *blocks[0].inlines))


def inserted_tag(version: ClauseVersion, lines: Iterable[str]) -> str:
    """The tag of a clause put into a document that is not ours: `tag`, then a colon and the digest of the words
    printed."""
    return f"{tag(version)}:{printed_digest(lines)}"


def bookmark(version: ClauseVersion, ordinal: int) -> str:
    """The bookmark's name; `ordinal` tells the printings of one clause in a document apart, from 1."""
    return f"sg_{short_key(version.clause_id)}_{version.number}_{ordinal}"


READING_PREFIX = "specgen-reading:"


def reading_tag(clause_id: str, version: int, sentence: str) -> str:
    """The tag of words that come from a reading: `specgen-reading:key:version:sentence`. They are no printing of the
    clause, and nobody takes them for one."""
    return f"{READING_PREFIX}{short_key(clause_id)}:{version}:{sentence.replace(':', '-')}"[:LONGEST_TAG]


class ReadReading(Struct, frozen=True):
    """What such a tag says: the clause's short key, the version and the sentence; nothing for another tag."""

    key: str = ""
    version: int = 0
    sentence: str = ""


def read_reading_tag(written: str) -> ReadReading:
    """The tag of words that come from a reading, read."""
    parts = written.removeprefix(READING_PREFIX).split(":", 2)
    if not written.startswith(READING_PREFIX) or len(parts) != 3 or not re.fullmatch(r"\d{1,6}", parts[1]):
        return ReadReading()
    return ReadReading(parts[0], int(parts[1]), parts[2])


def reading_bookmark(clause_id: str, ordinal: int) -> str:
    """The bookmark's name; `ordinal` tells the rows of a list apart."""
    return f"sr_{short_key(clause_id)}_{ordinal}"


def paragraph_bookmark(clause_id: str, document: tuple[str, ...], ordinal: int) -> str:
    """The bookmark's name of a paragraph of the clause that another refers to; `ordinal` tells those of a document
    apart.

    What names the document (contract, type, service) is in the name: where two documents are put into one file, a
    reference that Word brings up to date must not find the paragraph of the other. At most 40 characters, as Word has
    it, for 999 paragraphs.
    """
    digest = hashlib.sha256("\0".join((clause_id, *document)).encode()).hexdigest()[:6]
    return f"{REFERRED_TO}{_shortened(clause_id)}_{digest}_{ordinal}"


def references_to(clause_id: str) -> str:
    """How the codes of fields that print the number of one of the clause's paragraphs begin, in every edition of our
    documents, in small letters."""
    return f"REF {REFERRED_TO}{_shortened(clause_id)}_".casefold()


def reference_alike(code: str) -> str:
    """The code of a field without that of its bookmark's name which alone tells two documents of one wording apart."""
    return _OWN_REFERENCE.sub(r"\1_\2", code)


REFERRED_TO: Final = "sp_"
"""How the names of bookmarks begin that references lead to."""
_OWN_REFERENCE: Final = re.compile(r"(\bREF sp_\w+)_[0-9a-f]{4,6}_(\d+)", re.IGNORECASE)


def file_stem(*words: str) -> str:
    """The words as one file name that Windows and Linux accept, at most 120 characters and 200 bytes, without its
    ending.

    Windows reserves some names whatever follows their first dot, so what sets one apart goes before the dot.
    """
    joined = " - ".join(
        _cut(word.strip(), LONGEST_STEM_BYTES if place else LONGEST_REFERENCE_BYTES)
        for place, word in enumerate(words)
        if word.strip()
    )
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', "-", joined)
    safe = _cut(re.sub(r"\s+", " ", safe)[:120], LONGEST_STEM_BYTES).strip(" .")
    if not safe:
        return "document"
    first, dot, rest = safe.partition(".")
    return f"{first}_{dot}{rest}" if first.rstrip().upper() in _RESERVED else safe


def _cut(text: str, longest: int) -> str:
    """As much of the text as `longest` bytes of UTF-8 hold; no letter is cut in two."""
    return text.encode("utf-8", "ignore")[:longest].decode("utf-8", "ignore")
