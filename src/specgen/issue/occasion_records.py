"""What a pack's record says of its occasion, where the pack is not a contract's documents: a variation, a successor notice
or a letter of commissioning intentions. docs/reference/issue-record.md describes every field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

_CLOSED = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedVariation:
    """The variation that a pack is: the day on which it takes effect (ISO 8601), its reference, and the SHA-256 (hex) of
    the record of what was issued, which it was compared with."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    effective: str
    reference: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedSuccession:
    """The succession that a pack gives notice of: the day on which it takes effect (ISO 8601) and its reference."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    effective: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedContract:
    """A contract that a letter of intentions is about, and the SHA-256 (hex) of the record of what was issued for it."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    reference: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedIntentions:
    """The letter of commissioning intentions that a pack is: from which day (ISO 8601), and for which contracts."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    contracts: tuple[IntendedContract, ...]
    effective: str
