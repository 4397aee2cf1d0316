"""Where what came back is a fallback of the organisation's own: which one, who may agree it, and the decision that
follows.

INTERNAL throughout. Only reports for the organisation are given these values; nothing that writes a reply reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from specgen.library.model import Clause, ClauseVersion, Library
from specgen.review.answer.units import Unit
from specgen.review.findings import ClauseFinding, Expected, Review
from specgen.review.issued import Claim, rendered, values_found
from specgen.review.sorts import SORT_WORDS

INTERNAL = "INTERNAL"


class PlaybookMatch(Struct, frozen=True):
    """A clause of the review (by its place from 0) whose words are now those of a fallback; `ids` are the changes that
    made them so."""

    clause: int
    title: str
    fallback: str
    version: int
    rank: int
    may_agree: str
    ids: tuple[str, ...]
    behind: str = ""
    """The older version of the clause that the fallback was written for; "" where it is that of the contract."""

    @property
    def says(self) -> str:
        """What is proposed, in a sentence."""
        who, name = self.may_agree.removeprefix("the "), f"{self.fallback}@{self.version}"
        if self.behind:
            return (
                f"their change is fallback {self.rank} ({name}), which was written for {self.behind}: what newer words "
                f"of the clause add is lost with it, and the {who} may agree it only when that was looked at"
            )
        one = "; all its changes or none, since some of them would be nobody’s wording" if len(self.ids) > 1 else ""
        return f"their change is fallback {self.rank}, which the {who} may agree ({name}){one}"


def playbook_matches(review: Review, library: Library) -> tuple[PlaybookMatch, ...]:
    """The clauses of the review that were made an approved fallback, word for word."""
    known: dict[str, list[Clause]] = {}
    for clause in library.clauses.values():
        if clause.fallback is not None:
            known.setdefault(clause.fallback.of, []).append(clause)
    return tuple(_matches(review, library, known)) if known else ()


def proposals(matches: Sequence[PlaybookMatch]) -> Mapping[str, str]:
    """The id of each change that a fallback explains, with what is proposed for it."""
    return {
        identity: f"{INTERNAL}: {'nothing' if match.behind else 'accept'} is proposed; {match.says}."
        for match in matches
        for identity in match.ids
    }


def decided_as_one(units: Iterable[Unit], matches: Sequence[PlaybookMatch]) -> tuple[Unit, ...]:
    """The units, those that make one fallback each with the ids of all of them: what of it can be accepted, and is
    more than a look."""
    given = tuple(units)
    of_words = {unit.id for unit in given if unit.told.sort != SORT_WORDS["look"] and not unit.refusal("accept")}
    wholes = (tuple(each for each in match.ids if each in of_words) for match in matches)
    whole_of = {identity: whole for whole in wholes if len(whole) > 1 for identity in whole}
    return tuple(replace(unit, together=whole_of.get(unit.id, ())) for unit in given)


def _matches(review: Review, library: Library, known: Mapping[str, list[Clause]]) -> Iterator[PlaybookMatch]:
    for number, finding in enumerate(review.clauses):
        if not finding.changes or not finding.theirs:
            continue
        for clause in sorted(known.get(finding.expected.id, ()), key=_rank):
            version = _newest_approved(clause, library)
            if clause.fallback is None or version is None or not _is_it(version, finding):
                continue
            yield PlaybookMatch(
                number,
                finding.expected.title,
                clause.id,
                version.number,
                clause.fallback.rank,
                clause.fallback.may_agree,
                tuple(dict.fromkeys(change.id for change in finding.changes)),
                version.based_on if _is_behind(version, finding.expected) else "",
            )
            break


def _is_behind(version: ClauseVersion, expected: Expected) -> bool:
    clause_id, _, number = version.based_on.partition("@")
    return clause_id == expected.id and number.isdecimal() and int(number) < expected.version


def _rank(clause: Clause) -> int:
    return clause.fallback.rank if clause.fallback is not None else 0


def _newest_approved(clause: Clause, library: Library) -> ClauseVersion | None:
    approved = (version for version in reversed(clause.versions) if library.approval(version) is not None)
    return next(approved, None)


def _is_it(version: ClauseVersion, finding: ClauseFinding) -> bool:
    """Whether the clause, wording and fields, now says what the version says with the contract's own values."""
    expected = finding.expected
    body = finding.theirs if expected.inline else finding.theirs[1:]
    values = {**values_found(version.blocks, body), **expected.values}
    claim = Claim(expected.id, version.number, "", "", "", values)
    wanted = rendered(version, claim)
    lines = wanted.lines if expected.inline else wanted.lines[1:]
    return list(map(_folded, body)) == list(map(_folded, lines)) and _fields_are(wanted, finding)


def _fields_are(wanted: Expected, finding: ClauseFinding) -> bool:
    theirs = dict(finding.expected.fields)
    for change in finding.changes:
        if change.where in theirs:
            theirs[change.where] = change.after
        elif change.where != "wording":
            return False
    return all(_folded(wanted.fields.get(name, "")) == _folded(text) for name, text in theirs.items())


def _folded(text: str) -> str:
    return " ".join(text.split())
