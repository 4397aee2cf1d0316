"""Patterns that are compiled when they are first used: most runs need few of the long ones, which take milliseconds."""

from __future__ import annotations

import re
from typing import Any, cast


def when_used(said: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled at its first search. A fault in it is raised then, as re.error."""
    return cast("re.Pattern[str]", _CompiledWhenUsed(said, flags))


class _CompiledWhenUsed:
    def __init__(self, said: str, flags: int) -> None:
        self._given = said, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._given), name)
        setattr(self, name, found)  # so that it is asked for once
        return found
