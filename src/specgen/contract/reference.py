"""The reference that a contract file gives, found without reading the rest of the file.

A run must know the folders of all its packs before it writes the first of them, and need not read every contract twice
for that.
"""

from __future__ import annotations

import yaml

from specgen.yamlfile import DEEPEST, LARGEST_FILE, decode

_PATH = ("contract", "reference")


def reference_in(data: bytes) -> str | None:
    """The text under `contract`, `reference`; None when it is not found so easily, and the file is to be read as a whole.

    It says nothing of whether the rest of the file can be used.
    """
    if len(data) > LARGEST_FILE:
        return None
    text, problems = decode(data, "")
    if problems:
        return None
    try:
        return _found(text)
    except (yaml.YAMLError, UnicodeError, ValueError):
        return None


def _found(text: str) -> str | None:
    names: list[str | None] = []
    """For each mapping that is open, the name whose value is next; None where a name is next, or in a list."""
    lists = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if lists + len(names) > DEEPEST:
            return None  # the parser needs ever longer the deeper it comes
        if isinstance(event, yaml.ScalarEvent):
            if lists or not names:
                continue
            if names[-1] is None:
                names[-1] = event.value
            elif tuple(names) == _PATH:
                return str(event.value)
            else:
                names[-1] = None
        elif isinstance(event, yaml.MappingStartEvent):
            if lists or (names and names[-1] is None):
                lists += 1
            else:
                names.append(None)
        elif isinstance(event, yaml.SequenceStartEvent):
            lists += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            if lists:
                lists -= 1
                ended = lists == 0
            else:
                names.pop()
                ended = True
            if ended and names:
                names[-1] = None
        elif isinstance(event, yaml.AliasEvent):
            return None
    return None
