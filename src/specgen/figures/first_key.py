"""What a file is by its first key, told without reading the rest: a document with figures, or not."""

from __future__ import annotations

import re
from typing import Final

_FIRST: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*|---[ \t]*|%YAML[^\n]*)?\r?\n)*[\"']?document[\"']?[ \t]*:"
)


def is_own_file(data: bytes) -> bool:
    """Whether the first key of the file is `document`: it is then no contract, whatever else it holds."""
    return _FIRST.match(data) is not None
