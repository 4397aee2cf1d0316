"""A whole return reviewed: each file that came back held against the issued one that it is, pack by pack.

One file is in memory at a time, and one that cannot be read stops no other. The record inside a file, its header or its
words tell which issued document it is. Nothing is compared on a guess: where two issued documents could be meant, both
are named and neither is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.assembly.document_type import DocumentType
from specgen.issue.disk import disk_problem
from specgen.issue.precedents import Workplace, open_workplace
from specgen.issue.records import folded
from specgen.library.model import Library
from specgen.problems import Location, Problem, has_errors
from specgen.review.answer.playbook import decided_as_one, playbook_matches, proposals
from specgen.review.answer.units import Unit, content_of, identified
from specgen.review.comparison.review import review_document
from specgen.review.findings import Review
from specgen.review.issued import read_bounded
from specgen.review.returns.across import Otherwise, SaidNow, said_now, stands_otherwise
from specgen.review.returns.finding import (
    BackFile,
    DocumentKey,
    Known,
    SentFile,
    back_files,
    known_by,
    known_words,
    sent_files,
)
from specgen.review.sorts import Sort
from specgen.review.words import by_class, verdict
from specgen.shared_work import ElsewhereError, shared
from specgen.word.package.package import Package, read_package

if TYPE_CHECKING:
    from concurrent.futures import Executor

HowPaired = Literal["record", "header", "likeness", ""]
HOW_WORDS: Final[Mapping[HowPaired, str]] = {
    "record": "by the record inside what came back",
    "header": "by the words of its header",
    "likeness": "by its words",
}

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


FileState = Literal["untouched", "as issued", "copy", "changed", "not clear", "extra", "within", "missing", "not read"]
STATE_WORDS: Final[Mapping[FileState, str]] = {
    "changed": "changed",
    "not read": "could not be read",
    "not clear": "not clear which document it is",
    "within": "came back within another file, and not compared",
    "missing": "did not come back",
    "extra": "not issued",
    "as issued": "as issued (saved again)",
    "untouched": "byte for byte as issued",
    "copy": "byte for byte another file that came back",
}
"""What became of a file, those that matter first."""
FINE: Final[frozenset[FileState]] = frozenset({"untouched", "as issued", "copy"})


class ReturnedFile(Struct, frozen=True):
    """What became of one file: its path in what came back ("" where it did not), the issued document with its pack and
    contract, how it was found, and what the review said. `candidates` are the documents that it could be."""

    state: FileState
    file: str = ""
    sent: str = ""
    pack: str = ""
    reference: str = ""
    how: HowPaired = ""
    says: str = ""
    candidates: tuple[str, ...] = ()
    classes: Mapping[Sort, int] = field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    content: str = ""
    proposed: Mapping[str, str] = field(default_factory=dict)
    """What is proposed for a change, by its id, inside the organisation only."""
    problems: tuple[Problem, ...] = ()
    said: tuple[SaidNow, ...] = ()
    """What it says that was not issued so, to be held against the other documents of the pack."""


class WholeReturn(Struct, frozen=True):
    """What was found in both folders, before anything is compared."""

    sent: tuple[SentFile, ...]
    back: tuple[BackFile, ...]
    pairs: tuple[Pairing, ...]
    problems: tuple[Problem, ...]
    within: Mapping[str, str] = field(default_factory=dict)
    """Issued documents of which no file came back and whose words stand in another one, with that file."""


def find_return(folder: Path, issued: Path, types: Iterable[DocumentType]) -> WholeReturn:
    """What came back and what was issued, paired. Raises OSError where a folder cannot be listed."""
    sent, problems = sent_files(issued, internal_types(types))
    back = list(back_files(folder))

    pairs = paired(
        back,
        sent,
        lambda each: known_words(each.basis, each.name) if each.there else None,
        lambda each: known_words(each.path, each.name),
    )
    within = dict(_within(sent, pairs))
    # What a file is known by has done its work; hundreds of packs hold millions of words.
    lean = [replace(one, known=None) for one in back]
    by_name = {one.name: one for one in lean}
    return WholeReturn(
        tuple(sent),
        tuple(lean),
        tuple(replace(pair, back=replace(by_name[pair.back.name], known=_lean(pair.back.known))) for pair in pairs),
        tuple(problems),
        within,
    )


def issued_of(
    returned: Path, package: Package, issued: Path, types: Iterable[DocumentType]
) -> tuple[Pairing, list[Problem]]:
    """The document below `issued` that one returned file is, with what keeps it from being known. The returned file
    itself is none of them, wherever it lies. Raises OSError where the folder cannot be listed."""
    sent, problems = sent_files(issued, internal_types(types))
    own = returned.resolve()
    pair = paired(
        [BackFile(returned.name, returned, known_by(package, words=False))],
        [each for each in sent if each.basis.resolve() != own],
        lambda each: known_words(each.basis, each.name) if each.there else None,
        lambda each: known_words(each.path, each.name),
    )[0]
    if pair.sent is not None and not pair.sent.internal:
        return pair, problems
    if pair.sent is not None:
        said, cure = f"it is {pair.sent.name}, a paper of your own that never goes out", "ask how it came to them"
    elif pair.candidates:
        named = ", ".join(f"“{each.name}”" for each in pair.candidates)
        said, cure = f"which issued document it is cannot be told; it could be {named}", "name that file with --issued"
    else:
        beside = " (itself, which lies there, left out)" if issued.resolve() in own.parents else ""
        said = f"it is none of the documents issued in {issued}{beside}"
        cure = "name the folder, or the file, that it came from"
    problem = Problem("issued-not-found", said, Location(str(returned)), cure=cure)
    return replace(pair, sent=None), [*problems, problem]


def internal_types(types: Iterable[DocumentType]) -> frozenset[str]:
    """The types of documents that never go out."""
    return frozenset(kind.key for kind in types if kind.audience == "commissioner")


def _within(sent: Sequence[SentFile], pairs: Sequence[Pairing]) -> Iterator[tuple[str, str]]:
    """The documents that did not come back as files of their own and whose words stand in a file that was taken for
    another one, or for none."""
    came = {pair.sent.name for pair in pairs if pair.sent is not None}
    wanted = [each for each in sent if each.there and not each.internal and each.name not in came]
    holders = [
        pair
        for pair in pairs
        if pair.sent is None or pair.back.known is None or pair.back.known.content != pair.sent.content
    ]
    for pack in dict.fromkeys(each.pack for each in wanted):
        words = {
            pair.back.name: (_lines(pair.back.path), _lines(pair.sent.basis) if pair.sent is not None else frozenset())
            for pair in holders
            if pair.sent is None or pair.sent.pack == pack
        }
        for each in (each for each in wanted if each.pack == pack):
            lines = _lines(each.basis) if words else frozenset()
            for name, (held, own) in words.items():
                only = lines - own
                if only and len(held & only) / len(only) >= LEAST_ALIKE:
                    yield each.name, name
                    break


def _lines(path: Path) -> frozenset[int]:
    known = known_words(path, path.name)
    return known.lines if known is not None else frozenset()


def _lean(known: Known | None) -> Known | None:
    return Known(known.content, known.key, issued=known.issued) if known is not None else None


def packs_reviewed(
    found: WholeReturn, reviewed: Callable[[Iterable[Pairing]], Iterable[ReturnedFile]], done: Callable[[], None]
) -> Iterator[tuple[str, list[ReturnedFile]]]:
    """Each pack of what was issued with what became of its files, then "" with what belongs to none. `reviewed` says
    what became of each pair, in their order; `done` is called after each file that came back."""
    mine: dict[str, list[Pairing]] = {}
    copies: dict[str, list[ReturnedFile]] = {}
    first: dict[tuple[str, str], str] = {}
    for pair in found.pairs:
        if pair.sent is None:
            continue
        of, name = pair.sent, pair.back.name
        same = first.setdefault((of.name, pair.back.sha256 or name), name)
        if same == name:
            mine.setdefault(of.pack, []).append(pair)
        else:
            said = f"It is {same}, byte for byte, which was compared."
            copies.setdefault(of.pack, []).append(
                ReturnedFile("copy", name, of.name, of.pack, of.reference, pair.how, said)
            )
    packs: dict[str, list[SentFile]] = {}
    for each in found.sent:
        packs.setdefault(each.pack, []).append(each)
    named: dict[str, list[str]] = {}
    for one in found.back:
        if one.problems and one.name not in {pair.back.name for pair in found.pairs}:
            named.setdefault(folded(Path(one.name).stem), []).append(one.name)
    answers = iter(reviewed(pair for pack in packs for pair in mine.get(pack, [])))
    for pack, sent in packs.items():
        files: list[ReturnedFile] = []
        for _ in mine.get(pack, []):
            files.append(next(answers))
            done()
        for copy in copies.get(pack, ()):
            files.append(copy)
            done()
        back = {file.sent for file in files}
        files += [
            _not_back(each, found.within.get(each.name, ""), named.get(folded(Path(each.name).stem), ()))
            for each in sent
            if each.name not in back and not each.internal
        ]
        yield pack, _with_others(_told_twice(files), found.within)
    others: list[ReturnedFile] = []
    came = {pair.sent.name for pair in found.pairs if pair.sent is not None}
    missing = {folded(Path(each.name).stem): each.name for each in found.sent if each.name not in came}
    clear = {pair.back.name for pair in found.pairs if pair.sent is not None}
    unclear = {pair.back.name: pair for pair in found.pairs if pair.sent is None}
    for one in found.back:
        if one.name in clear:
            continue
        if one.name not in unclear:
            said = "; ".join(problem.message for problem in one.problems)
            if like := missing.get(folded(Path(one.name).stem)):
                said = f"{said}. By its name it may be {like}."
            others.append(ReturnedFile("not read", file=one.name, says=said, problems=one.problems))
        elif names := tuple(each.name for each in unclear[one.name].candidates):
            said = f"It could be {' or '.join(names)}. It was not compared."
            others.append(ReturnedFile("not clear", file=one.name, says=said, candidates=names))
        else:
            others.append(ReturnedFile("extra", file=one.name, says=_extra(unclear[one.name].back.known)))
        done()
    yield "", others


def otherwise_in(
    pack: str, files: Sequence[ReturnedFile], sent: Sequence[SentFile], library: Library
) -> list[Otherwise]:
    """What was changed in one document of the pack and stands otherwise in another; `sent` are all that were issued.
    Raises OSError where the pack's record cannot be read."""
    mine = [each for each in sent if each.pack == pack]
    back: dict[str, list[tuple[str, Sequence[SaidNow]]]] = defaultdict(list)
    for each in files:
        if each.file and each.sent and each.state != "copy":
            back[each.sent].append((each.file, each.said))
    unread = [each.sent for each in files if each.sent and each.state in ("not read", "within")]
    return stands_otherwise(mine, back, unread, library)


def _not_back(sent: SentFile, within: str, named: Sequence[str]) -> ReturnedFile:
    """An issued document of which no file came back that could be read."""
    if within:
        said = f"Its words stand in {within}, together with those of another document; they were not compared."
        return ReturnedFile("within", sent=sent.name, pack=sent.pack, reference=sent.reference, says=said)
    said = f"By its name {' or '.join(named)} may be it, which was not read." if named else ""
    return ReturnedFile("missing", sent=sent.name, pack=sent.pack, reference=sent.reference, says=said)


def _with_others(files: Sequence[ReturnedFile], within: Mapping[str, str]) -> list[ReturnedFile]:
    """The files, where one holds further documents each saying so."""
    more: dict[str, list[str]] = {}
    for sent, name in within.items():
        more.setdefault(name, []).append(sent)
    return [
        replace(each, says=f"{each.says} It also holds {', '.join(more[each.file])}; ask for each document as a file.")
        if each.file in more
        else each
        for each in files
    ]


def _extra(known: Known | None) -> str:
    """What a file is that was not issued, as far as its own record says it."""
    if known is None or known.key is None:
        return "Nothing that was issued is like it."
    reference, kind, service = known.key
    said = f"{kind}, service {service}" if service else kind
    return f"Its record says that it is of contract {reference} ({said}), which was not issued here."


def reviewed_pair(pair: Pairing, library: Library, types: Sequence[DocumentType]) -> ReturnedFile:
    """One file held against what was issued; whatever goes wrong with it is told of it alone."""
    sent, back = pair.sent, pair.back
    assert sent is not None
    base = ReturnedFile("not read", back.name, sent.name, sent.pack, sent.reference, pair.how)
    if sent.internal:
        said = "It is a paper of your own that never goes out. Ask how it came to them; it was not compared."
        return replace(base, state="extra", says=said)
    own = back.known.key in (None, sent.key) if back.known is not None else False
    if sent.content and own and back.known is not None and back.known.content == sent.content:
        return replace(base, state="untouched", says="Every part is byte for byte as it was issued.")
    try:
        data = read_bounded(back.path)
        review, problems = review_document(data, back.name, library, types, sent.basis)
    except OSError as fault:
        return replace(base, says="It cannot be read.", problems=(disk_problem(fault, back.path),))
    package, _ = read_package(data, back.name, macros=True)
    if review is None or package is None:
        said = "; ".join(problem.message for problem in problems)
        return replace(base, says=said, problems=tuple(problems))
    facts = said_now(review)
    review, units = identified(review, package)
    matches = playbook_matches(review, library)
    units = decided_as_one(units, matches)
    comments = review.counts()["comments"]
    told = f" By class: {by_class(review)}." if review.by_class() else ""
    said = f"{verdict(review)}{told}" + (f" {comments:,} comment{'' if comments == 1 else 's'}." if comments else "")
    return replace(
        base,
        state="as issued" if review.as_issued and not has_errors(problems) and not comments else "changed",
        says=said,
        classes=review.by_class(),
        units=units,
        content=content_of(package),
        proposed=proposals(matches),
        problems=_of_file(review, problems, back.name),
        said=facts,
    )


def _of_file(review: Review, problems: Sequence[Problem], name: str) -> tuple[Problem, ...]:
    return tuple(
        replace(each, location=Location(name)) if not each.location.file else each
        for each in (*review.problems, *problems)
    )


def _told_twice(files: Sequence[ReturnedFile]) -> list[ReturnedFile]:
    """The files of a pack, where two that came back are one issued document each saying so."""
    twice = came_twice(files)
    return [
        replace(each, says=f"{each.says} It came back more than once: {', '.join(twice[each.sent])}.")
        if each.file and each.state != "copy" and each.sent in twice
        else each
        for each in files
    ]


def came_twice(files: Iterable[ReturnedFile]) -> dict[str, list[str]]:
    """The issued documents that came back in several files that are not copies of one, with these: somebody has to say
    which of them holds."""
    back: dict[str, list[str]] = {}
    for each in files:
        if each.file and each.sent and each.state != "copy":
            back.setdefault(each.sent, []).append(each.file)
    return {sent: names for sent, names in back.items() if len(names) > 1}


# A whole return reviewed by several processes: each opens the clause library for itself, once for a run.


PairsReviewed = Callable[[Iterable[Pairing]], Iterable[ReturnedFile]]
"""What became of each pair, in their order."""


def reviewed_here(workplace: Workplace) -> PairsReviewed:
    """How this process reviews files, one after the other."""
    return lambda pairs: (reviewed_pair(pair, workplace.library, workplace.types) for pair in pairs)


def reviewed_by(executor: Executor, start: Path, workplace: Workplace) -> PairsReviewed:
    """How the executor's processes review files; `start` is where the organisation is found.

    Raises ElsewhereError where one of them finds another library, and WorkerDiedError."""
    work = partial(_reviewed, start, workplace.library.seal)
    return lambda pairs: shared(executor, work, pairs)


def _reviewed(start: Path, seal: str, pairs: Sequence[Pairing]) -> list[ReturnedFile]:
    workplace = _workplace(start)
    if workplace.library.seal != seal:
        raise ElsewhereError("a worker finds other clauses than the run began with")
    return list(reviewed_here(workplace)(pairs))


@lru_cache(maxsize=1)
def _workplace(start: Path) -> Workplace:
    return open_workplace(start)[0]
