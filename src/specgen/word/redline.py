"""A redline: OLD and NEW compared, and what changed written into OLD as native tracked changes, proved before it is returned.

docs/word/revisions.md says how, and what is refused.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from lxml import etree

from specgen.problems import Location, Problem, has_errors, in_reading_order
from specgen.word.compare_side import Looks, Side
from specgen.word.package import Package, read_package, write_package
from specgen.word.prove_redline import prove
from specgen.word.resolve import Verdict, resolve_part
from specgen.word.revisions import has_revisions
from specgen.word.stamp import check_stamp
from specgen.word.story_text import story_parts
from specgen.word.write_redline import write_redline

_Element = etree._Element
Existing = Literal["refuse", "accept", "reject"]

_SIGN: Final = re.compile(rb"[:<](?:ins|del|move\w+|cell(?:Ins|Del|Merge)|\w+Change|custom\w+Range\w+)[\s/>]")
"""What a part with tracked changes holds somewhere; a part without it need not be parsed to know that it has none."""


def redline(
    old: bytes, new: bytes, author: str, date: str, *, old_name: str, new_name: str, existing: Existing = "refuse"
) -> tuple[bytes | None, list[Problem]]:
    """The redline from `old` to `new` as a Word file, or None with the problems for which there is none.

    `author` and `date` (ISO 8601, a day or a moment) stand on every change. The names are for messages. `existing` says what
    to do with tracked changes that a side already holds. Warnings may come with a redline: they list what it does not show.
    """
    problems = check_stamp(author, date)
    packages: list[Package] = []
    for found, name in ((old, old_name), (new, new_name)):
        package, faults = read_package(found, name)
        problems.extend(faults)
        if package is not None:
            settled, faults = _settled(package, existing)
            problems.extend(faults)
            packages.append(settled)
    if has_errors(problems) or len(packages) < 2:
        return None, in_reading_order(problems)
    try:
        made, faults = write_redline(packages[0], packages[1], author, date if "T" in date else f"{date}T00:00:00Z")
    except etree.XMLSyntaxError as fault:
        made, faults = None, [Problem("damaged-file", f"a part is not well-formed XML: {fault.msg}", Location(old_name), cure="open both files in Word and save them again")]
    problems.extend(faults)
    if made is None or has_errors(problems):
        return None, in_reading_order(problems)
    whole, faults = read_package(made, old_name)
    problems.extend(faults)
    if whole is not None:
        problems.extend(prove(packages[0], packages[1], whole))
    return (None if has_errors(problems) else made), in_reading_order(problems)


def _settled(package: Package, existing: Existing) -> tuple[Package, list[Problem]]:
    """The package without tracked changes: as it is, or resolved as asked; a problem if that is not allowed."""
    marked: list[str] = []
    for name in story_parts(package):
        if _SIGN.search(package.part(name)) or package.part(name)[:2] in (b"\xff\xfe", b"\xfe\xff"):
            side = Side(package, Looks(), lambda identity, kind: identity)
            try:
                marked += [name] if has_revisions(side.root(name)) else []
            except etree.XMLSyntaxError as fault:
                return package, [Problem("damaged-file", f"the part is not well-formed XML: {fault.msg}", Location(package.file, part=name), cure="ask for the file again")]
    if not marked:
        return package, []
    if existing == "refuse":
        message = f"the file already holds tracked changes (in {', '.join(marked)})"
        return package, [Problem("tracked-changes-present", message, Location(package.file), cure="accept or reject them in Word, or say --existing accept or --existing reject")]
    verdict: Verdict = existing
    resolved = {name: resolve_part(package.part(name), lambda mark: verdict) for name in marked}
    settled, problems = read_package(write_package(package, resolved), package.file)
    return settled or package, problems
