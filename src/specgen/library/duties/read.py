"""Reading `N.duties.yaml`, format 1: every field with its place, and what cannot be used said in everyday words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct

from specgen.contract.dates import parse_day
from specgen.contract.quantities import read_interval
from specgen.library.duties.model import (
    ACTORS,
    MODES,
    NAMED_DAYS,
    PERIODS,
    SCOPES,
    SILENCES,
    Actor,
    BindingBasis,
    DutyMode,
    DutyReading,
    DutyScope,
    DutyScopeKind,
    DutyWords,
    Moment,
    Silence,
    VersionReading,
    When,
)
from specgen.library.duties.sentences import said_on_one_line
from specgen.library.lists import as_dict, as_list
from specgen.library.model import ClauseVersion
from specgen.library.shapes import LINE, LINES, EachName, ListOf, Names, OneOf, Written, WrittenShape, shape_faults
from specgen.library.version_file import fingerprint
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import Path, YamlDocument, decode, parse_yaml, plain

REFERENCE = re.compile(
    r"(?:(?P<clause>[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+))?#(?P<sentence>(?:L\d:)?[pb]?\d+(?:-\d+)*(?:\.\d+)?)"
)
_PLACEHOLDER = re.compile(r"\{\{ *([a-z][a-z0-9_]*) *\}\}")
_YES = Written(pattern="yes", says="yes")
_SENTENCE = Written(pattern=r"(?:L\d:)?[pb]?\d+(?:-\d+)*(?:\.\d+)?", says="a sentence’s id, such as 3, p2 or p2.1")

_WHEN_KEYS: dict[str, WrittenShape] = {
    "by": LINE,
    "start": LINE,
    "every": LINE,
    "within": LINE,
    "after": LINE,
    "before": LINE,
    "at_least": LINE,
    "on": LINE,
    "at_least_every": LINE,
    "always": _YES,
}
_WHEN = Names(
    optional={
        **_WHEN_KEYS,
        "later": ListOf(Names(optional=_WHEN_KEYS)),
        "earlier": ListOf(Names(optional=_WHEN_KEYS)),
    }
)
_READING = Names(
    {"sentence": _SENTENCE, "opens": LINE, "mode": OneOf(MODES)},
    {
        "actor": OneOf(ACTORS),
        "through": LINE,
        "act": LINE,
        "object": LINE,
        "scope": Names(optional={"of": OneOf(SCOPES), "group": LINE, "stage": LINE}),
        "much": LINE,
        "to": ListOf(LINE, alone=True),
        "when": _WHEN,
        "if": LINE,
        "needs": ListOf(LINE, alone=True),
        "reported": LINE,
        "basis": Names({"lead_in": LINE}, {"met_by": ListOf(LINE, alone=True)}),
        "of": _SENTENCE,
        "silence": OneOf(SILENCES),
        "mobilisation": _YES,
        "evidence": LINE,
        "note": LINES,
    },
)
_FILE = Names(
    {
        "schema": OneOf(("1",)),
        "wording": Written(pattern="[0-9a-f]{64}", says="the fingerprint of the wording (64 small letters and digits)"),
        "readings": ListOf(_READING),
    }
)
SLUG = "reading"


class _At(Struct, frozen=True):
    """Where a reading stands: what is wrong with one of its fields is said there."""

    document: YamlDocument
    index: int
    version: ClauseVersion
    words: DutyWords
    names: frozenset[str]
    problems: list[Problem]

    def place(self, *path: str | int) -> Location:
        return self.document.place(("readings", self.index, *path))

    def fault(self, message: str, *path: str | int, cure: str = "", near: str = "") -> None:
        where = self.place(*path)
        self.problems.append(self.document.problem(SLUG, message, where, cure=cure, suggestion=near))

    def known(self, what: str, word: str, words: Iterable[str], *path: str | int) -> bool:
        """Whether the word is in the vocabulary; said where it is not."""
        if word in (known := list(words)):
            return True
        self.fault(
            f"“{word}” is not {what} of the vocabulary",
            *path,
            cure="use a word of clauses/vocabulary.yaml, or add it there",
            near=did_you_mean(word, known),
        )
        return False

    def placeholders(self, text: str, *path: str | int) -> None:
        """Every placeholder in the text is one of the clause."""
        for name in _PLACEHOLDER.findall(text):
            if name not in self.names:
                self.fault(
                    f"the version has no placeholder {{{{ {name} }}}}",
                    *path,
                    cure="use a placeholder of this version",
                    near=did_you_mean(name, self.names),
                )


def read_reading(
    data: bytes, file: str, version: ClauseVersion, words: DutyWords
) -> tuple[VersionReading | None, list[Problem]]:
    """The reading in `data` of the version, and every fault of the file; None when nothing of it can be used."""
    text, problems = decode(data, file)
    document, faults = parse_yaml(text, file)
    problems += faults
    if problems:
        return None, problems
    if faults := shape_faults(document, _FILE, SLUG):
        return None, faults
    given = as_dict(plain(document.root))
    readings = []
    for index, entry in enumerate(as_list(given.get("readings"))):
        at = _At(document, index, version, words, frozenset(version.names), problems)
        readings.append(_reading(at, as_dict(entry)))
    return VersionReading(
        version.clause_id, version.number, str(given["wording"]), fingerprint(data), tuple(readings)
    ), problems


def _reading(at: _At, given: Mapping[str, object]) -> DutyReading:
    mode: DutyMode = next(known for known in MODES if known == given["mode"])
    actor, through = _actor(at, given, mode)
    act, thing = str(given.get("act") or ""), str(given.get("object") or "")
    if act:
        at.known("an act", act, at.words.acts, "act")
    if thing:
        at.known("an object", thing, at.words.objects, "object")
    if mode not in ("status", "part") and not (act and thing):
        at.fault("says who, and not what is done and to what", cure="add “act:” and “object:”")
    for name in ("through", "much", "if", "evidence"):
        at.placeholders(str(given.get(name) or ""), name)
    needs = tuple(map(str, _list(given.get("needs"))))
    for word in needs:
        at.known("an object", word, at.words.objects, "needs")
    reported = str(given.get("reported") or "")
    if reported:
        at.known("a way of counting", reported, at.words.counts, "reported")
    if mode == "part" and not given.get("of"):
        at.fault("is part of another duty, and does not say of which", cure="add “of:” with that sentence’s id")
    silence: Silence | None = next((known for known in SILENCES if known == given.get("silence")), None)
    return DutyReading(
        sentence=str(given["sentence"]),
        opens=said_on_one_line(str(given["opens"])),
        mode=mode,
        location=at.place(),
        actor=actor,
        through=through,
        act=act,
        object=thing,
        scope=_scope(at, given.get("scope")),
        much=str(given.get("much") or _field(at, "threshold")),
        to=_recipients(at, given),
        when=_when(at, given, mode),
        condition=str(given.get("if") or ""),
        needs=needs,
        reported=reported,
        basis=_basis(at, given.get("basis")),
        of=str(given.get("of") or ""),
        silence=silence,
        mobilisation=given.get("mobilisation") == "yes",
        evidence=str(given.get("evidence") or _field(at, "evidence")),
        note=str(given.get("note") or ""),
    )


def _list(given: object) -> list[object]:
    return as_list(given) or ([given] if given else [])


def _field(at: _At, name: str) -> str:
    """The version’s own field as its wording, or nothing."""
    blocks = at.version.fields.get(name)
    return said_on_one_line(" ".join(block.text for block in blocks)) if blocks else ""


_BY: Mapping[str, tuple[Actor, ...]] = {
    "Provider": ("Provider",),
    "Commissioners": ("Commissioners", "each Commissioner", "Co-ordinating Commissioner", "responsible Commissioner"),
    "Provider and Commissioners": ("Parties",),
}
"""What the field `by` of a version says → who may be the actor; the first is meant where the reading names none."""


def _actor(at: _At, given: Mapping[str, object], mode: DutyMode) -> tuple[Actor | None, str]:
    """Who owes it: as the reading says, else as the version’s own `by` says; and through which post."""
    through = str(given.get("through") or _field(at, "accountable"))
    if at.version.clause_id.split("/")[1] == "development":
        through = through or _field(at, "owner")
    actor: Actor | None = next((known for known in ACTORS if known == given.get("actor")), None)
    allowed = _BY.get(_field(at, "by"))
    if allowed and actor is not None and actor not in allowed and mode not in ("consent", "power", "status", "part"):
        at.fault(
            f"the version’s own “by” says {_field(at, 'by')}, and the reading {actor}",
            "actor",
            cure="leave “actor” out, or correct it: the wording prevails",
        )
    if actor is None and allowed:
        actor = allowed[0]
    if actor is None and mode not in ("status", "part"):
        at.fault("says nothing of who owes it", cure=f"add “actor:” with one of: {', '.join(ACTORS)}")
    return actor, through


def _scope(at: _At, given: object) -> DutyScope:
    place = at.version.clause_id.split("/")[1]
    usual: DutyScopeKind = "service" if place in ("specification", "quality") else "contract"
    whole = as_dict(given)
    kind: DutyScopeKind = next((known for known in SCOPES if known == whole.get("of")), usual)
    group = str(whole.get("group") or "")
    at.placeholders(group, "scope", "group")
    return DutyScope(kind, group, str(whole.get("stage") or ""))


_TO = {"the co-ordinating commissioner": "Co-ordinating Commissioner", "the provider": "Provider"}


def _recipients(at: _At, given: Mapping[str, object]) -> tuple[str, ...]:
    """To whom: as the reading says, else as the version’s own `to` says."""
    written = tuple(map(str, _list(given.get("to"))))
    if not written and (own := _field(at, "to")):
        return (_TO.get(own.casefold(), own),)
    for word in written:
        if not _PLACEHOLDER.fullmatch(word):
            at.known("a recipient", word, (*ACTORS, *at.words.recipients), "to")
        at.placeholders(word, "to")
    return written


def _basis(at: _At, given: object) -> BindingBasis | None:
    whole = as_dict(given)
    if not whole:
        return None
    lead_in, met_by = str(whole["lead_in"]), tuple(map(str, _list(whole.get("met_by"))))
    for name, references in (("lead_in", (lead_in,)), ("met_by", met_by)):
        for reference in references:
            if not REFERENCE.fullmatch(reference):
                at.fault(
                    f"“{reference}” names no sentence",
                    "basis",
                    name,
                    cure="write the clause’s id, # and the sentence’s id, or # and the id alone in this clause",
                )
    return BindingBasis(_whole(at, lead_in), tuple(_whole(at, reference) for reference in met_by))


def _whole(at: _At, reference: str) -> str:
    """The reference with its clause; `#3` is a sentence of the clause that is read."""
    return f"{at.version.clause_id}{reference}" if reference.startswith("#") else reference


# When.

_KINDS = ("by", "every", "within", "before", "on", "at_least_every", "always", "later", "earlier")
_USUAL: Mapping[str, Mapping[str, str]] = {
    "quality": {"every": "period"},
    "development": {"by": "date"},
    "improvement": {"by": "timescale"},
    "system": {"by": "date"},
    "reporting": {"every": "frequency", "within": "due"},
}
"""Place → when its versions are due by their own fields, where a reading does not say it."""


def _when(at: _At, given: Mapping[str, object], mode: DutyMode) -> When:
    written = as_dict(given.get("when"))
    if written:
        return _one_when(at, written, ("when",))
    if mode in ("limit", "power", "status", "part", "consent"):
        return When()
    if mode == "standing":
        return When("always")
    usual = _USUAL.get(at.version.clause_id.split("/")[1])
    if usual is None:
        at.fault(
            "is a duty and says nothing of when", cure="add “when:”, or make it a standing duty (“mode: standing”)"
        )
        return When()
    return _one_when(at, usual, ())


def _one_when(at: _At, given: Mapping[str, object], path: Path) -> When:
    kinds = [kind for kind in _KINDS if given.get(kind)]
    if "every" in kinds and "within" in kinds:
        kinds.remove("within")
    start = _moment(at, str(given["start"]), (*path, "start")) if given.get("start") else None
    if not kinds and start is not None:
        return When("start", start=start)
    if len(kinds) != 1:
        at.fault(
            f"says {' and '.join(kinds)}, and a time is one of these" if kinds else "says nothing of a time",
            *path,
            cure=f"use one of: {', '.join(('start', *_KINDS))}",
        )
        return When()
    kind = kinds[0]
    if kind in ("later", "earlier"):
        choices = tuple(
            _one_when(at, as_dict(entry), (*path, kind, index)) for index, entry in enumerate(as_list(given[kind]))
        )
        if len(choices) < 2:
            at.fault(f"“{kind}” needs two times or more", *path, kind, cure="add the other one, or write it alone")
        return When("later" if kind == "later" else "earlier", start=start, choices=choices)
    for name, owner in (
        ("after", ("within", "at_least_every")),
        ("at_least", ("before",)),
        ("within", ("every", "within")),
    ):
        if given.get(name) and kind not in owner:
            at.fault(f"“{name}” does not belong beside “{kind}”", *path, name, cure="take it out")
    if kind == "within" and not given.get("after"):
        at.fault("“within” needs what the time is counted from", *path, "within", cure="add “after:”")
    written = str(given[kind])
    if kind == "always":
        return When("always", start=start)
    if kind == "every":
        period = _period(at, written, (*path, "every"))
        interval = _interval(at, str(given["within"]), (*path, "within")) if given.get("within") else ""
        return When("every", period=period, interval=interval, start=start)
    if kind == "within" or kind == "at_least_every":
        after = _moment(at, str(given["after"]), (*path, "after")) if given.get("after") else None
        interval = _interval(at, written, (*path, kind))
        return When("within" if kind == "within" else "at_least_every", after, interval=interval, start=start)
    moment = _moment(at, written, (*path, kind))
    if kind == "before":
        least = _interval(at, str(given["at_least"]), (*path, "at_least")) if given.get("at_least") else ""
        return When("before", moment, interval=least, start=start)
    return When("by" if kind == "by" else "on", moment, start=start)


def _moment(at: _At, written: str, path: Path) -> Moment:
    if found := _PLACEHOLDER.fullmatch(written):
        at.placeholders(written, *path)
        return Moment("placeholder", found[1])
    if written in at.version.fields:
        return Moment("field", written)
    if written in NAMED_DAYS or parse_day(written):
        return Moment("day", written)
    if REFERENCE.fullmatch(written):
        return Moment("duty", _whole(at, written))
    at.known("a moment", written, (*at.words.triggers, *NAMED_DAYS, *at.version.fields), *path)
    return Moment("trigger", written)


def _interval(at: _At, written: str, path: Path) -> str:
    found = _PLACEHOLDER.match(written)
    if found is not None and (found.end() == len(written) or read_interval(f"2{written[found.end() :]}") is not None):
        at.placeholders(written, *path)
    elif written not in at.version.fields and read_interval(written) is None:
        at.fault(
            f"“{written}” is not an interval",
            *path,
            cure="write a number and a unit, such as 3 months or 10 Operational Days, or {{ name }}",
        )
    return written


def _period(at: _At, written: str, path: Path) -> str:
    return written if written in PERIODS else _interval(at, written, path)


# The closed vocabulary of readings: `vocabulary.yaml` at the top of a library.


_SHAPE = Names(
    {"schema": OneOf(("1",))},
    {
        "acts": EachName(ListOf(LINE)),
        "objects": EachName(ListOf(LINE)),
        "triggers": ListOf(LINE),
        "recipients": ListOf(LINE),
        "counts": ListOf(LINE),
    },
)


@cache
def read_vocabulary(files: tuple[tuple[str, bytes], ...]) -> tuple[DutyWords, tuple[Problem, ...]]:
    """The words of all libraries' files together (an organisation's library adds its own), and the files' faults."""
    problems: list[Problem] = []
    acts: dict[str, str] = {}
    objects: dict[str, str] = {}
    lists: dict[str, list[str]] = {"triggers": [], "recipients": [], "counts": []}
    for file, data in files:
        text, faults = decode(data, file)
        document, more = parse_yaml(text, file)
        faults = [*faults, *more] or shape_faults(document, _SHAPE, "vocabulary")
        problems += faults
        if faults:
            continue
        given = as_dict(plain(document.root))
        for family, words in as_dict(given.get("acts")).items():
            acts.update((str(word), family) for word in as_list(words))
        for component, words in as_dict(given.get("objects")).items():
            objects.update((str(word), component) for word in as_list(words))
        for name, known in lists.items():
            known += [str(word) for word in as_list(given.get(name)) if str(word) not in known]
    words_of_lists = (tuple(known) for known in lists.values())
    return DutyWords(acts, objects, *words_of_lists), tuple(problems)
