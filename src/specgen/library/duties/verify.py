"""Whether every sentence that binds has a reading and every reading a sentence, over a whole library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from specgen.kept import kept, seal_of
from specgen.library.duties.model import BindingBasis, DutyReading, DutyScope, Moment, VersionReading, When
from specgen.library.duties.read import REFERENCE, read_reading, read_vocabulary
from specgen.library.duties.sentences import Sentence, sentences_of
from specgen.library.lists import READING_ENDING
from specgen.library.model import PLACES, ClauseVersion, Library
from specgen.problems import Location, Problem
from specgen.wording.wording import references_in

FEWEST_WORDS = 3
"""Words that the opening of a sentence has at the least, if the sentence has as many."""


def reading_file(version: ClauseVersion) -> str:
    """Where the version's reading lies, or would lie."""
    return str(Path(version.file).with_name(f"{version.number}{READING_ENDING}"))


_Read = tuple[str, VersionReading | None, tuple[Problem, ...]]
"""The seal of the version and its reading as they were read, the reading, its faults."""
Vocabulary = tuple[tuple[str, bytes], ...]


@cache
def _read(
    version: ClauseVersion, data: bytes, vocabulary: Vocabulary
) -> tuple[VersionReading | None, tuple[Problem, ...]]:
    """The reading as it can be read, and its faults but for references to other clauses."""
    reading, problems = read_reading(data, reading_file(version), version, read_vocabulary(vocabulary)[0])
    if reading is not None:
        problems += _against_wording(version, reading)
    return reading, tuple(problems)


_KEPT = (VersionReading, DutyReading, DutyScope, BindingBasis, When, Moment, Problem, Location)
_TABLES: dict[str, Mapping[str, _Read]] = {}
_FOUND: dict[tuple[str, ClauseVersion], tuple[VersionReading | None, tuple[Problem, ...]]] = {}
"""What was found so far of a library's versions, by its seal."""


def _read_once(version: ClauseVersion, library: Library) -> tuple[VersionReading | None, tuple[Problem, ...]]:
    """As `_read`; from those that were read together in an earlier run, where the library is the same."""
    found = _FOUND.get((library.seal, version)) if library.seal else None
    if found is None:
        found = _looked_up(version, library)
        if library.seal:
            _FOUND[library.seal, version] = found
    return found


def _looked_up(version: ClauseVersion, library: Library) -> tuple[VersionReading | None, tuple[Problem, ...]]:
    if library.seal:
        if library.seal not in _TABLES:
            _TABLES[library.seal] = kept("readings", (library.seal.encode(),), _KEPT, lambda: _all_read(library))
        there = _TABLES[library.seal].get(version.name)
        if there is not None and there[0] == _seal(version):
            return there[1], there[2]
    return _read(version, version.reading, library.vocabulary)


def _all_read(library: Library) -> dict[str, _Read]:
    return {
        version.name: (_seal(version), *_read(version, version.reading, library.vocabulary))
        for clause in library.clauses.values()
        for version in clause.versions
        if version.reading
    }


@cache
def _seal(version: ClauseVersion) -> str:
    return seal_of((version.fingerprint.encode(), version.file.encode(), version.reading))


def reading_of(version: ClauseVersion, library: Library) -> VersionReading | None:
    """The version's reading, read once a run; None where it has none or one with a fault.

    Nothing is listed from a reading of other words, or from one that says what nobody can make out.
    """
    if not version.reading:
        return None
    reading, problems = _read_once(version, library)
    return None if problems else reading


def shown_reading(version: ClauseVersion, library: Library) -> VersionReading | None:
    """The version's reading to be looked at, with its faults if it has some."""
    return _read_once(version, library)[0] if version.reading else None


def version_faults(version: ClauseVersion, library: Library) -> list[Problem]:
    """What is wrong with the version's reading; a sentence without one, where there is a file."""
    if not version.reading:
        return []
    reading, problems = _read_once(version, library)
    if reading is None:
        return list(problems)
    sentences = frozenset(sentence.id for sentence in sentences_of(version))
    further = [fault for entry in reading.readings for fault in _reference_faults(version, entry, sentences, library)]
    return [*problems, *further]


def _against_wording(version: ClauseVersion, reading: VersionReading) -> Iterator[Problem]:
    file = reading_file(version)
    if reading.wording != version.fingerprint:
        yield Problem(
            "reading-of-other-words",
            f"the reading is of a wording with the fingerprint {reading.wording[:12]}…, and {version.name} has "
            f"{version.fingerprint[:12]}…",
            Location(file, 1, 1),
            cure="read the wording as it stands, correct what differs, and put its fingerprint after “wording:”",
        )
    sentences = {sentence.id: sentence for sentence in sentences_of(version)}
    for entry in reading.readings:
        sentence = sentences.get(entry.sentence)
        if sentence is None:
            yield Problem(
                "reading-without-sentence",
                f"{version.name} has no sentence “{entry.sentence}”",
                entry.location,
                cure=f"its sentences are: {', '.join(sentences)}",
            )
        elif not _opens(sentence, entry.opens):
            yield Problem(
                "reading-without-sentence",
                f"sentence {entry.sentence} of {version.name} does not begin “{entry.opens}”",
                entry.location,
                cure=f"it begins: {' '.join(sentence.text.split()[:8])}",
            )
    read = {entry.sentence for entry in reading.readings}
    for sentence in sentences.values():
        if sentence.binds and sentence.id not in read:
            yield Problem(
                "sentence-without-reading",
                f"sentence {sentence.id} of {version.name} binds and has no reading",
                Location(file, 1, 1),
                excerpt=sentence.text,
                cure="add its reading to the file; docs/reference/duties.md shows the fields",
            )


def _opens(sentence: Sentence, opening: str) -> bool:
    words, whole = opening.split(), sentence.text.split()
    return sentence.text.startswith(opening) and len(words) >= min(FEWEST_WORDS, len(whole))


def _reference_faults(
    version: ClauseVersion, entry: DutyReading, sentences: frozenset[str], library: Library
) -> Iterator[Problem]:
    """References to sentences that nobody has."""
    if entry.of and (entry.of not in sentences or entry.of == entry.sentence):
        yield _unknown(entry, entry.of, version.name)
    moments = [entry.when.moment, entry.when.start]
    moments += [moment for choice in entry.when.choices for moment in (choice.moment, choice.start)]
    named = [moment.value for moment in moments if moment is not None and moment.kind == "duty"]
    if entry.basis is not None:
        named += [entry.basis.lead_in, *entry.basis.met_by]
    for reference in named:
        found = REFERENCE.fullmatch(reference)
        clause_id = found["clause"] if found else None
        if found is None or clause_id is None:
            continue  # said already
        if clause_id == version.clause_id:
            known: Iterable[str] = sentences
        else:
            other = library.clauses.get(clause_id)
            known = [sentence.id for each in other.versions for sentence in sentences_of(each)] if other else ()
        if found["sentence"] not in known:
            yield _unknown(entry, reference, clause_id)


def _unknown(entry: DutyReading, reference: str, where: str) -> Problem:
    return Problem(
        "reading-reference",
        f"“{reference}” is no sentence of {where}, or is the sentence itself",
        entry.location,
        cure="“specgen clauses duties ID” shows the ids of a clause’s sentences",
    )


def reading_faults(library: Library, own: Path | None = None) -> list[Problem]:
    """Every fault of the library's readings. A version that binds and has no reading is an error, and one warning by
    count for those of the organisation's `own` library."""
    problems = list(read_vocabulary(library.vocabulary)[1])
    without: list[ClauseVersion] = []
    shipped: list[ClauseVersion] = []
    for clause in library.clauses.values():
        for version in clause.versions:
            problems += version_faults(version, library)
            problems += _sentences_not_there(version, library)
            if version.reading or not any(sentence.binds for sentence in sentences_of(version)):
                continue
            if own is None or not Path(version.file).is_relative_to(own):
                shipped.append(version)
            else:
                without.append(version)
    problems += [_missing(version) for version in shipped]
    problems += _without(without, "of your own library")
    return problems


class SentencesRead(Struct, frozen=True):
    """Of all versions of a component's clauses at a place: how many sentences bind, and how many of them are read."""

    component: str
    place: str
    binding: int
    read: int


def sentences_read(library: Library) -> tuple[SentencesRead, ...]:
    """How many sentences bind and have readings, in the order of components and places."""
    binding: Counter[tuple[str, str]] = Counter()
    read: Counter[tuple[str, str]] = Counter()
    for clause in library.clauses.values():
        where = (clause.component, clause.place)
        for version in clause.versions:
            found = {sentence.id for sentence in sentences_of(version) if sentence.binds}
            reading = shown_reading(version, library)
            binding[where] += len(found)
            read[where] += len(found & {entry.sentence for entry in reading.readings} if reading else ())
    order = sorted(binding, key=lambda where: (where[0], PLACES.index(where[1])))
    return tuple(SentencesRead(*where, binding[where], read[where]) for where in order)


def _sentences_not_there(version: ClauseVersion, library: Library) -> Iterator[Problem]:
    """References of the wording to sentences that no version of the other clause has; to a clause that is not there
    `library_faults` looks."""
    for name, sentence in dict.fromkeys(reference.target for reference in references_in(version.blocks)):
        there = library.clauses[name].versions if name in library.clauses else ()
        if there and not any(sentence == each.id for other in there for each in sentences_of(other)):
            yield Problem(
                "reference-unknown",
                f"{version.name} refers to {name}#{sentence}, and no version of that clause has such a sentence",
                Location(version.file, 1, 1),
                cure=f"“specgen clauses duties {name}” shows the ids of its sentences",
            )


def _missing(version: ClauseVersion) -> Problem:
    return Problem(
        "version-without-reading",
        f"{version.name} has no reading",
        Location(version.file, 1, 1),
        cure=f"write one beside it; “specgen clauses duties {version.name} --form” begins it",
    )


def _without(versions: Sequence[ClauseVersion], whose: str) -> Iterator[Problem]:
    if not versions:
        return
    names = ", ".join(version.name for version in versions[:3])
    more = f" and {len(versions) - 3} more" if len(versions) > 3 else ""
    verb = f"version {whose} has" if len(versions) == 1 else f"versions {whose} have"
    yield Problem(
        "version-without-reading",
        f"{len(versions)} {verb} no reading and stay{'s' * (len(versions) == 1)} out of lists of duties: {names}{more}",
        Location(versions[0].file, 1, 1),
        severity="warning",
        cure=f"write a reading beside each, if its duties are to be listed; “specgen clauses duties "
        f"{versions[0].name} --form” begins one",
    )
