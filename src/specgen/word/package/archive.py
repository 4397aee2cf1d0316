"""A zip archive whose unchanged entries are written as the compressed bytes they were.

Reading is bounded before anything is decompressed. Writing is deterministic: one date, no data descriptors, no
attributes of the machine. Source: ECMA-376 part 2, annex B (zip), and PKWARE's APPNOTE 6.3.3.
"""

from __future__ import annotations

import importlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from itertools import pairwise
from typing import Any, Final, Literal

from msgspec import Struct

_deflating: Any = None
with suppress(ImportError):  # an extra: it deflates three times as fast, to other bytes of the same content
    _deflating = importlib.import_module("isal.isal_zlib")

LARGEST_ARCHIVE: Final = 100 * 2**20
MOST_ENTRIES: Final = 5_000
LARGEST_TOTAL: Final = 400 * 2**20
LARGEST_PART: Final = 200 * 2**20
# Word's own XML deflates at 10 to 60 times; deflate itself ends at 1,032 times. Small entries may be what they like.
HIGHEST_RATIO: Final = 300
RATIO_MATTERS_FROM: Final = 2**20

DEFLATER: Final[Literal["igzip", "zlib"]] = "zlib" if _deflating is None else "igzip"
"""What deflates here. Which it was is recorded, since the packed bytes differ and nothing else does. What is read is
always inflated by zlib, so that the gate does not hear from the one what the other has made."""

DEFLATE_LEVEL: Final = 1
"""Of a document.xml of 94 KB, level 1 makes 16 KB in 0.3 ms, level 6 makes 13 KB in 1.2 ms. Time is what a run of
thousands lacks, not room; the level is part of what makes equal bytes."""

_SPLIT: Final = "take pictures and pasted-in files out of the document, or split it"
_ASK: Final = "open the file in Word and save it again; if Word cannot, ask where it came from"
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_PIECE: Final = 2**20
_DATE: Final = 0x21  # 1 January 1980, the first day that a zip can say
_UTF8: Final = 0x800
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    UnicodeError,
    struct.error,
    ValueError,
    EOFError,
    OSError,
)
_ODD_NAME: Final = re.compile(r"^/|\\|\0|^[A-Za-z]:|(^|/)\.\.?(/|$)|//")


class ArchiveError(Exception):
    """The archive is refused. `slug` names the kind, the text says why, `cure` how to mend it."""

    def __init__(self, slug: str, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.slug = slug
        self.cure = cure


class Entry(Struct, frozen=True):
    """One entry: its name, its compressed bytes, and the records that a zip holds of it."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes | memoryview
    local: bytes
    central: bytes
    """The central record up to the offset, which only the writer knows; the name follows it."""

    def opened(self) -> bytes:
        """The uncompressed bytes. Raises ArchiveError when they are not what the archive says."""
        found = bytes(self.packed) if self.method == 0 else _inflated(self.packed, self.size + 1, whole=True)
        if len(found) != self.size or zlib.crc32(found) != self.crc:
            raise ArchiveError("damaged-file", f"the part {self.name} is damaged", "ask for the file again")
        return found

    def verify(self) -> None:
        """Raise ArchiveError when the uncompressed bytes are not what the archive says; none of them is kept."""
        inflater = zlib.decompressobj(-15)
        crc = size = 0
        rest: bytes | memoryview = self.packed
        try:
            while self.method == 8 and size <= self.size and (piece := inflater.decompress(rest, _PIECE)):
                crc, size, rest = zlib.crc32(piece, crc), size + len(piece), inflater.unconsumed_tail
        except zlib.error:
            size = -1
        if self.method == 0:
            crc, size = zlib.crc32(self.packed), len(self.packed)
        if (size, crc) != (self.size, self.crc):
            raise ArchiveError("damaged-file", f"the part {self.name} is damaged", "ask for the file again")

    def head(self, length: int) -> bytes:
        """The first `length` uncompressed bytes, without decompressing the rest."""
        if self.method == 0:
            return bytes(self.packed[:length])
        return _inflated(self.packed, length, whole=False)


def entry(name: str, method: int, crc: int, size: int, packed: bytes | memoryview) -> Entry:
    """An entry with its records made ready, so that writing is only joining."""
    plain = name.encode("utf-8")
    flags = 0 if plain.isascii() else _UTF8
    common = (20, flags, method, 0, _DATE, crc, len(packed), size, len(plain), 0)
    local = _LOCAL.pack(b"PK\3\4", *common) + plain
    central = _CENTRAL.pack(b"PK\1\2", 20, *common, 0, 0, 0, 0, 0)[:-4]
    return Entry(name, method, crc, size, packed, local, central)


def pack(name: str, found: bytes, level: int = DEFLATE_LEVEL) -> Entry:
    """`found` deflated as an entry."""
    deflater = _deflater(level)
    crc = zlib.crc32(found) if _deflating is None else _deflating.crc32(found)  # the same sum, in a third of the time
    return entry(name, 8, crc, len(found), deflater.compress(found) + deflater.flush())


def _deflater(level: int) -> Any:
    if _deflating is None:
        return zlib.compressobj(level, zlib.DEFLATED, -15)
    return _deflating.compressobj(min(level, 3), zlib.DEFLATED, -15)  # the levels of igzip end at 3


def join(entries: Iterable[Entry]) -> bytes:
    """The archive of `entries` in the order given."""
    pieces: list[bytes | memoryview] = []
    directory: list[bytes] = []
    offset = 0
    for each in entries:
        pieces += (each.local, each.packed)
        directory += (each.central, offset.to_bytes(4, "little"), each.local[30:])
        offset += len(each.local) + len(each.packed)
    central = b"".join(directory)
    count = len(directory) // 3
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(central), offset, 0)
    return b"".join((*pieces, central, end))


_OTHER_FILES: Final = {
    b"%pdf": "it is a PDF",
    b"{\\rtf": "it is Rich Text (.rtf)",
    b"<html": "it is a web page",
    b"<!doctype html": "it is a web page",
    b"mime-version:": "it is a web page with its pictures, or a message",
}
"""What a file begins with that is something else, whatever it is called."""


def read_entries(found: bytes) -> tuple[Entry, ...]:
    """The entries in the archive's order, nothing decompressed. Raises ArchiveError for what is refused."""
    if len(found) > LARGEST_ARCHIVE:
        raise ArchiveError("file-too-large", f"the file is larger than {LARGEST_ARCHIVE // 2**20} MiB", _SPLIT)
    if found.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ArchiveError(
            "encrypted-or-old-file",
            "the file is protected by a password, or is in the old .doc format",
            "open it in Word, take the password off, and save it as “Word Document (*.docx)”",
        )
    if not found.startswith(b"PK"):
        start = found[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        named = next((f": {name}" for sign, name in _OTHER_FILES.items() if start.startswith(sign)), "")
        raise ArchiveError(
            "not-a-word-file",
            f"the file is not a Word document (.docx){named if found else ': it is empty'}",
            "save it in Word as “Word Document (*.docx)”",
        )
    if found.count(b"PK\1\2") > MOST_ENTRIES:
        raise ArchiveError("file-too-large", f"the file holds more than {MOST_ENTRIES:,} parts", _SPLIT)
    try:
        with zipfile.ZipFile(io.BytesIO(found)) as archive:
            listed = archive.infolist()
        _refuse_oversize(listed)
        spans = sorted((_located(found, each) for each in listed), key=lambda span: span[0])
    except _UNREADABLE as fault:
        raise ArchiveError(
            "damaged-file", f"the file is damaged: its list of parts cannot be read ({fault})", "ask for the file again"
        ) from fault
    if any(before[1] > after[0] for before, after in pairwise(spans)):
        raise ArchiveError("damaged-file", "the file is damaged or hostile: parts lie over each other", _ASK)
    _refuse_odd_names([each.orig_filename for each in listed])
    view = memoryview(found)
    at = {name: view[start:end] for _, end, start, name in spans}
    return tuple(
        entry(each.filename, each.compress_type, each.CRC, each.file_size, at[each.orig_filename]) for each in listed
    )


def _refuse_oversize(listed: list[zipfile.ZipInfo]) -> None:
    if len(listed) > MOST_ENTRIES:
        raise ArchiveError("file-too-large", f"the file holds more than {MOST_ENTRIES:,} parts", _SPLIT)
    if sum(each.file_size for each in listed) > LARGEST_TOTAL:
        raise ArchiveError("file-too-large", f"the file unpacks to more than {LARGEST_TOTAL // 2**20} MiB", _SPLIT)
    for each in listed:
        if each.flag_bits & 0x41:
            raise ArchiveError(
                "encrypted-or-old-file",
                "the file is protected by a password",
                "take the password off in Word and save again",
            )
        if each.file_size > LARGEST_PART:
            raise ArchiveError(
                "file-too-large", f"the part {each.filename} unpacks to more than {LARGEST_PART // 2**20} MiB", _SPLIT
            )
        if each.file_size > RATIO_MATTERS_FROM and each.file_size > HIGHEST_RATIO * max(each.compress_size, 1):
            raise ArchiveError(
                "file-too-large", f"the part {each.filename} unpacks to more than {HIGHEST_RATIO} times its size", _ASK
            )
        if each.compress_type not in (0, 8) or (each.compress_type == 0 and each.compress_size != each.file_size):
            raise ArchiveError(
                "damaged-file", f"the part {each.filename} is packed in a way that Word does not read", _ASK
            )


def _located(found: bytes, listed: zipfile.ZipInfo) -> tuple[int, int, int, str]:
    """Where the entry begins and ends, where its compressed bytes begin, and its name."""
    head = _LOCAL.unpack_from(found, listed.header_offset)
    start = listed.header_offset + _LOCAL.size + head[-2] + head[-1]
    end = start + listed.compress_size
    name_at = listed.header_offset + _LOCAL.size
    raw = found[name_at : name_at + head[-2]]
    written = listed.orig_filename.encode("utf-8" if listed.flag_bits & _UTF8 else "cp437")
    if head[0] != b"PK\3\4" or end > len(found) or raw != written:
        raise ValueError(f"the part {listed.orig_filename[:80]} is not where the list says")
    return listed.header_offset, end, start, listed.orig_filename


def _refuse_odd_names(names: list[str]) -> None:
    for name in names:
        if "\\" in name and not _ODD_NAME.search(name.replace("\\", "/")):
            raise ArchiveError(
                "damaged-file",
                f"the name of a part is written with a backslash, as no Word file has it: “{name[:80]}”",
                "open the file in Word and save it again, or ask for it as Word saves it",
            )
        if _ODD_NAME.search(name) or not name:
            raise ArchiveError(
                "hostile-file",
                f"the name of a part leads out of the file: “{name[:80]!r}”",
                "do not use this file; ask where it came from",
            )
    folded: set[str] = set()
    for name in names:
        if name.casefold() in folded:
            raise ArchiveError(
                "damaged-file", f"the part {name[:80]} is there twice", "open the file in Word and save it again"
            )
        folded.add(name.casefold())


def _inflated(packed: bytes | memoryview, most: int, *, whole: bool) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        found = inflater.decompress(packed, most)
    except zlib.error as fault:
        raise ArchiveError("damaged-file", "a part cannot be unpacked", "ask for the file again") from fault
    if whole and not inflater.eof and len(found) < most:
        raise ArchiveError("damaged-file", "a part ends before its end", "ask for the file again")
    return found
