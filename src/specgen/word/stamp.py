"""Whether a name and a date can stand on tracked changes (ECMA-376 part 1, 17.13.5: ST_String of 255, ST_DateTime)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from specgen.problems import Problem

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?)?")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def check_stamp(author: str, date: str) -> list[Problem]:
    """What is wrong with the name and the date that are to stand on tracked changes."""
    problems: list[Problem] = []
    if not author.strip() or _CONTROL.search(author) or len(author) > 255:
        problems.append(Problem("author-unfit", "the author's name is empty, too long, or holds a character that Word cannot hold", cure="give a name, for example --author “Ann Bell”", excerpt=author[:80]))
    try:
        fits = _DATE.fullmatch(date) is not None and datetime.fromisoformat(date.replace("Z", "+00:00")) is not None
    except ValueError:
        fits = False
    if not fits:
        problems.append(Problem("date-unfit", f"“{date[:40]}” is not a date", cure="write it as 2026-04-01 or 2026-04-01T09:30:00Z"))
    return problems
