"""Which program this is: the hash of its version and its source."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from specgen import __version__


@cache
def program_digest() -> str:
    """SHA-256 (hex) over what specgen is: its version and its source.

    Not over the versions of Python and of the libraries that happen to be installed: the same inputs give the same
    parts with any of them, and a record that named them would differ from one machine to the next."""
    package = str(Path(__file__).resolve().parent)
    source = {"specgen": __version__}
    for place, folders, names in os.walk(package):
        folders[:] = [folder for folder in folders if folder not in ("_shipped", "__pycache__")]
        within = place[len(package) :].replace(os.sep, "/")
        for name in names:
            if name.endswith(".py"):
                with open(f"{place}/{name}", "rb", buffering=0) as opened:  # noqa: PTH123 - every command reads all of them
                    found = opened.read().replace(b"\r\n", b"\n")
                source[f"{within}/{name}"[1:]] = hashlib.sha256(found).hexdigest()
    return digest_of(source)


def digest_of(inputs: Mapping[str, str]) -> str:
    """SHA-256 (hex) over names and hashes, whatever order they are in."""
    return hashlib.sha256(json.dumps(sorted(inputs.items()), ensure_ascii=True).encode("ascii")).hexdigest()
