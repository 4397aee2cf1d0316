"""The parts of a workbook, read as a stream and within bounds, whatever a hostile file claims.

Nothing is unpacked as a whole: each part runs through expat in pieces, and a limit that is passed ends the reading. A
document type declaration, the way to XML entities, is refused. Source: ECMA-376 part 2 (packages).
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

from specgen.contract.columns import LARGEST_REGISTER

MOST_ENTRIES: Final = 5_000
LARGEST_UNPACKED: Final = 256 * 2**20
"""Bytes of all parts that are read; a register of 5,000 contracts has a tenth of it."""
LONGEST_PIECE: Final = 2**20
"""Bytes of XML that may stand without the parser getting on; a cell holds 32,767 letters."""
DEEPEST: Final = 60
_PIECE: Final = 2**18
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    struct.error,
    ValueError,
    EOFError,
    OSError,
    zlib.error,
)

OnStart = Callable[[str, dict[str, str]], None]
OnEnd = Callable[[str], None]
OnText = Callable[[str], None]


class RefusedError(Exception):
    """The file is refused: `slug` names the kind, the text says why, `cure` how to mend it."""

    def __init__(self, slug: str, message: str, cure: str) -> None:
        super().__init__(message)
        self.slug = slug
        self.cure = cure


TOO_LARGE_CURE: Final = "copy the table into a new workbook, or split the register into several"
DAMAGED_CURE: Final = "open the file in Excel, save it as “Excel Workbook (*.xlsx)” and try again"


class Parts:
    """The parts of one workbook, by name. Raises RefusedError for everything that is not a workbook within bounds."""

    def __init__(self, found: bytes) -> None:
        if len(found) > LARGEST_REGISTER:
            raise RefusedError(
                "file-too-large", f"the file is larger than {LARGEST_REGISTER // 2**20} MiB", TOO_LARGE_CURE
            )
        if found.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            raise RefusedError(
                "encrypted-or-old-file",
                "the file is protected by a password, or is in the old .xls format",
                "open it in Excel, take the password off, and save it as “Excel Workbook (*.xlsx)”",
            )
        if found.count(b"PK\1\2") > MOST_ENTRIES:
            raise RefusedError("file-too-large", f"the file holds more than {MOST_ENTRIES:,} parts", TOO_LARGE_CURE)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(found))
            listed = self._archive.infolist()
        except _UNREADABLE as fault:
            raise RefusedError(
                "not-a-workbook", "the file is not an Excel workbook (.xlsx), or it is damaged", DAMAGED_CURE
            ) from fault
        # Some programs write backslashes into the names (APPNOTE 4.4.17 has none); Excel reads them as slashes.
        self._listed = {each.filename.replace("\\", "/").casefold().lstrip("/"): each for each in listed}
        if len(self._listed) < len(listed):
            raise RefusedError("damaged-file", "the file holds a part twice", DAMAGED_CURE)
        if any(each.flag_bits & 0x41 for each in listed):
            raise RefusedError(
                "encrypted-or-old-file",
                "the file is protected by a password",
                "take the password off in Excel and save again",
            )
        self._left = LARGEST_UNPACKED

    def has(self, name: str) -> bool:
        return name.casefold() in self._listed

    def parse(self, name: str, start: OnStart, end: OnEnd | None = None, text: OnText | None = None) -> None:
        """Run the part through the handlers, names without prefixes. Raises RefusedError."""
        entry = self._listed.get(name.casefold())
        if entry is None:
            raise RefusedError("damaged-file", f"the file lacks its part {name[:80]}", DAMAGED_CURE)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedError(
                "damaged-file", f"the part {name[:80]} is packed in a way that Excel does not read", DAMAGED_CURE
            )
        parser = _parser(start, end, text)
        fed = 0
        try:
            with self._archive.open(entry) as opened:
                while piece := opened.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise RefusedError(
                            "file-too-large",
                            f"the file unpacks to more than {LARGEST_UNPACKED // 2**20} MiB",
                            TOO_LARGE_CURE,
                        )
                    parser.Parse(piece, False)
                    fed += len(piece)
                    # A single endless name or value would be read again from its beginning with every piece.
                    if fed - parser.CurrentByteIndex > LONGEST_PIECE:
                        raise RefusedError(
                            "hostile-file",
                            f"the part {name[:80]} holds a single value of more than {LONGEST_PIECE // 2**20} MiB",
                            DAMAGED_CURE,
                        )
            parser.Parse(b"", True)
        except expat.ExpatError as fault:
            raise RefusedError("damaged-file", f"the part {name[:80]} is damaged ({fault})", DAMAGED_CURE) from fault
        except _UNREADABLE as fault:
            raise RefusedError("damaged-file", f"the part {name[:80]} cannot be unpacked", DAMAGED_CURE) from fault

    def related(self, source: str) -> dict[str, tuple[str, str]]:
        """The parts that `source` ("" for the package) points to: id → type and name."""
        folder, _, file = source.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                whole = (
                    target.lstrip("/")
                    if target.startswith("/")
                    else posixpath.normpath(f"{folder}/{target}").lstrip("/")
                )
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], whole)

        part = f"{folder}/_rels/{file}.rels".lstrip("/")
        if self.has(part):
            self.parse(part, start)
        return found


def _parser(start: OnStart, end: OnEnd | None, text: OnText | None) -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def refuse(*_: object) -> None:
        raise RefusedError(
            "hostile-file",
            "the file declares XML entities, which no spreadsheet program writes",
            "do not use this file; ask where it came from",
        )

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise RefusedError("hostile-file", f"the file nests more than {DEEPEST} levels", DAMAGED_CURE)
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name.rpartition(":")[2] if ":" in name else name)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    if text is not None:
        parser.CharacterDataHandler = text
    return parser
