"""A path as it is to be typed after a command, so that what is printed can be pasted."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import Final

STANDS_FOR_THE_PATH: Final = "FILE"
"""What is printed in the place of a path that no quotation marks make safe."""
_PLAIN_ON_WINDOWS: Final = re.compile(r"[\w.:\\/+-]+", re.ASCII)
_EXPANDED_ON_WINDOWS: Final = frozenset('%$`[*?"“”„')
"""What PowerShell, the command prompt or click's own expansion of names reads within quotation marks too."""


def shell_word(path: Path, *, windows: bool = os.name == "nt") -> str | None:
    """The path in the words of every usual shell of the system; None when there is none that all of them read alike.

    POSIX shells take everything within single quotation marks as it stands (fish all but a backslash). Of Windows, the command prompt and PowerShell
    have only double ones in common, and within those each still expands something.
    """
    text = str(path)
    if not text.isprintable():
        return None  # a line break, or what a terminal would obey or could not show
    if text[0] in ("-~" if windows else "-="):
        text = f".{chr(92) if windows else '/'}{text}"  # else it would be an option, somebody's home, or for zsh a command
    if not windows:
        return None if "\\" in text else shlex.quote(text)
    if _EXPANDED_ON_WINDOWS & set(text):
        return None
    return text if _PLAIN_ON_WINDOWS.fullmatch(text) else f'"{text}"'


def in_words(path: Path) -> tuple[str, str]:
    """The word for the path, and what is to be said of it; "" where it is the path."""
    word = shell_word(path)
    if word is not None:
        return word, ""
    return STANDS_FOR_THE_PATH, f"{STANDS_FOR_THE_PATH} stands for the path of the file, which has characters that a shell or a terminal may read in another way."
