"""The closed vocabulary of readings: `vocabulary.yaml` at the top of a library."""

from __future__ import annotations

from functools import cache

from specgen.library.duties.model import DutyWords
from specgen.library.lists import as_dict, as_list
from specgen.library.shapes import LINE, EachName, ListOf, Names, OneOf, shape_faults
from specgen.problems import Problem
from specgen.yamlfile import decode, parse_yaml, plain

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
