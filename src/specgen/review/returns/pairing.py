"""Which issued document a returned file is: by the record inside it, by its header, or by its words.

Nothing is compared on a guess: where two issued documents could be meant, both are named and neither is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from specgen.review.returns.finding import BackFile, DocumentKey, Known, SentFile

HowPaired = Literal["record", "header", "likeness", ""]

LEAST_ALIKE: Final = 0.5
"""The share of the words that set an issued document apart which a file must have to be taken for it."""
_APART: Final = 0.3
"""How much more of what sets two documents apart the one must have than the other."""
_MOST_NAMED: Final = 5


class Pairing(Struct, frozen=True):
    """A returned file with the issued document that it is, and how that is known; `candidates` are those that it could
    be, where that is not clear."""

    back: BackFile
    sent: SentFile | None = None
    how: HowPaired = ""
    candidates: tuple[SentFile, ...] = ()


def paired(
    back: Sequence[BackFile],
    sent: Sequence[SentFile],
    known_of: Callable[[SentFile], Known | None],
    words_of: Callable[[BackFile], Known | None],
) -> list[Pairing]:
    """Each returned file that can be read, paired. `known_of` and `words_of` read an issued document and a returned one
    with their words, asked only where a record does not say."""
    by_key: dict[DocumentKey, list[SentFile]] = defaultdict(list)
    by_content: dict[str, list[SentFile]] = defaultdict(list)
    for each in sent:
        if each.key is not None:
            by_key[each.key].append(each)
        if each.content:
            by_content[each.content].append(each)
    search: _AmongIssued | None = None
    made: list[Pairing] = []
    for one in back:
        if one.known is None:
            continue
        mine = by_key.get(one.known.key, []) if one.known.key is not None else []
        same = [each for each in by_content.get(one.known.content, []) if not mine or each in mine]
        if len(mine) > 1 and not same and one.known.issued:
            # Of two issues of one document its record says which it was.
            same = [each for each in mine if each.content == one.known.issued]
        if len(mine) == 1 or len(same) == 1:
            made.append(Pairing(one, (same or mine)[0], "record"))
            continue
        if one.known.key is not None and not mine:
            # It says of itself which document it is, and that one was not issued here; only files without a record may
            # be its issue.
            mine = [each for each in sent if each.key is None]
            if not mine:
                made.append(Pairing(one))
                continue
        if search is None:
            search = _AmongIssued(sent, known_of)
        known = one.known if one.known.lines else words_of(one) or one.known
        made.append(search.pairing(one, known, mine))
    return made


class _AmongIssued:
    """The issued documents by their headers and their words, read once."""

    def __init__(self, sent: Iterable[SentFile], known_of: Callable[[SentFile], Known | None]) -> None:
        self._known: dict[SentFile, Known] = {}
        self._headers: dict[tuple[str, ...], list[SentFile]] = defaultdict(list)
        self._holders: dict[int, list[SentFile]] = defaultdict(list)
        for each in sent:
            known = known_of(each)
            if known is None:
                continue
            self._known[each] = known
            if known.header:
                self._headers[known.header].append(each)
            for line in known.lines:
                self._holders[line].append(each)
        weights = {line: 1 / len(holders) for line, holders in self._holders.items()}
        self._weights: Mapping[int, float] = weights
        self._whole = {each: sum(weights[line] for line in known.lines) for each, known in self._known.items()}

    def pairing(self, back: BackFile, known: Known, among: Sequence[SentFile]) -> Pairing:
        """What the file is, `among` some or, without any, all that were issued."""
        allowed = set(among) if among else None
        headed = [each for each in self._headers.get(known.header, []) if allowed is None or each in allowed]
        if len(headed) == 1:
            return Pairing(back, headed[0], "header")
        likely = [each for each, share in self._shares(known, set(headed) or allowed) if share >= LEAST_ALIKE]
        left = [each for each in likely[1:] if not self._sets_apart(known, likely[0], each)]
        if likely and not left:
            return Pairing(back, likely[0], "likeness")
        by_record = [each for each in among if known.key is not None and each.key == known.key]
        return Pairing(back, candidates=tuple([*likely[:1], *left] if likely else headed or by_record)[:_MOST_NAMED])

    def _sets_apart(self, known: Known, one: SentFile, two: SentFile) -> bool:
        """Whether the file has most of the lines that `one` has and `two` has not, and few of the other's."""
        mine, other = self._known[one].lines, self._known[two].lines
        only_mine, only_other = mine - other, other - mine
        if not only_mine:
            return False
        has = len(known.lines & only_mine) / len(only_mine)
        lacks = len(known.lines & only_other) / len(only_other) if only_other else 0.0
        return has >= LEAST_ALIKE and has - lacks >= _APART

    def _shares(self, known: Known, among: set[SentFile] | None) -> list[tuple[SentFile, float]]:
        """The issued documents with the share of their words that the file has, the likest first. Words that many have
        count for little, so that one contract's document is not taken for another's."""
        found: defaultdict[SentFile, float] = defaultdict(float)
        for line in known.lines:
            for each in self._holders.get(line, ()):
                if among is None or each in among:
                    found[each] += self._weights[line]
        shares = [(each, weight / self._whole[each]) for each, weight in found.items() if self._whole[each]]
        return sorted(shares, key=lambda entry: (-entry[1], entry[0].name))
