"""Wording with the fate of every word: what a report's redline says, as values without Word."""

from __future__ import annotations

from msgspec import Struct

from specgen.wording.wording import Block, Inline


class Signature(Struct, frozen=True):
    """Who made a change, and when, as tracked changes say it; no date where "" is given."""

    author: str
    date: str = ""


class RedlinedWords(Struct, frozen=True):
    """Words in a row with one fate: put in by somebody, struck by somebody, both one after the other, or kept."""

    inlines: tuple[Inline, ...]
    put_in: Signature | None = None
    struck: Signature | None = None


class RedlinedBlock(Struct, frozen=True):
    """A paragraph of a redline: its form (the words of `block` are not looked at), the fate of the paragraph itself,
    and its words."""

    block: Block
    words: tuple[RedlinedWords, ...]
    put_in: Signature | None = None
    struck: Signature | None = None


class Redlined(Struct, frozen=True):
    """Wording with its changes: accepting all gives the new words, rejecting all the old ones."""

    blocks: tuple[RedlinedBlock, ...]
