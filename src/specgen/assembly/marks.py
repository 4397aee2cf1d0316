"""The marks by which a printed clause is found again, and the file names of documents."""

from __future__ import annotations

import hashlib
import re
from functools import cache

from specgen.library.model import ClauseVersion

LONGEST_TAG = 64
LONGEST_BOOKMARK = 40
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))}


@cache
def short_key(clause_id: str) -> str:
    """A short name for a clause, at most 30 characters of letters, digits and underscores, the same everywhere.

    The component's initials, the place's first three letters, the name, and four digits of the id's hash, because
    initials and shortened names can be the same for two clauses.
    """
    component, place, name = clause_id.split("/")
    initials = "".join(word[0] for word in component.split("-"))
    digest = hashlib.sha256(clause_id.encode()).hexdigest()[:4]
    return f"{initials[:6]}_{place[:3]}_{name.replace('-', '_')[:14].rstrip('_')}_{digest}"


@cache
def tag(version: ClauseVersion) -> str:
    """The content control's tag: `specgen:key:version:twelve hex digits of the fingerprint`."""
    return f"specgen:{short_key(version.clause_id)}:{version.number}:{version.fingerprint[:12]}"


def bookmark(version: ClauseVersion, ordinal: int) -> str:
    """The bookmark's name; `ordinal` tells the printings of one clause in a document apart, from 1."""
    return f"sg_{short_key(version.clause_id)}_{version.number}_{ordinal}"


def file_stem(*words: str) -> str:
    """The words as one file name that Windows and Linux accept, at most 120 characters, without its ending."""
    joined = " - ".join(word.strip() for word in words if word.strip())
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]', "-", joined)
    safe = re.sub(r"\s+", " ", safe)[:120].strip(" .")
    if not safe:
        return "document"
    return f"{safe}_" if safe.split(".")[0].upper() in _RESERVED else safe
