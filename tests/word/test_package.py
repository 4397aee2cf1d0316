"""The byte-exact package: what is refused, and that nothing changes but what is to change."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from tests.word.making import WORD, docx_bytes, p, zipped
from tests.work import calls

from specgen.word.package.archive import Entry
from specgen.word.package.ooxml import RELATIONSHIPS
from specgen.word.package.package import (
    Package,
    content_hash,
    content_types,
    package_hash,
    read_package,
    record_part,
    relationships,
    write_package,
)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(data: bytes) -> Package:
    package, problems = read_package(data, "x.docx")
    assert package is not None, problems
    return package


def refusal(data: bytes) -> str:
    package, problems = read_package(data, "x.docx")
    assert package is None
    assert len(problems) == 1
    assert problems[0].location.file == "x.docx"
    return problems[0].slug


def repacked(data: bytes, **changed: str | bytes | None) -> bytes:
    """The file with parts changed (`word__document` is word/document.xml), or left out."""
    known = {
        name.replace("/", "__").replace("[", "").replace("]", "").replace(".xml", "").replace(".", "_"): name
        for name in parts_of(data)
    }
    new = {known[key]: value for key, value in changed.items()}
    parts = {name: new.get(name, found) for name, found in parts_of(data).items()}
    return zipped({name: part for name, part in parts.items() if part is not None})


GOOD = docx_bytes(p("Words"))


def test_a_file_is_read_with_its_parts_in_order_and_its_main_part() -> None:
    package = read(GOOD)
    assert package.names == tuple(parts_of(GOOD))
    assert package.main == "word/document.xml"
    assert package.part("word/document.xml") == parts_of(GOOD)["word/document.xml"]
    assert [each.target for each in relationships(package)] == ["word/document.xml"]
    assert content_types(package).of("word/document.xml") == f"{WORD}.document.main+xml"
    assert content_types(package).of("_rels/.rels").endswith("relationships+xml")


def test_unchanged_parts_are_written_as_the_compressed_bytes_they_were() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for number, (name, found) in enumerate(parts_of(GOOD).items()):
            archive.writestr(name, found, compress_type=zipfile.ZIP_DEFLATED, compresslevel=number % 9 + 1)
    package = read(stored.getvalue())
    written = write_package(package, {"word/document.xml": b"<changed/>"}, {"customXml/item1.xml": b"<new/>"})
    again = {each.filename: each for each in zipfile.ZipFile(io.BytesIO(written)).infolist()}
    assert list(again) == [*package.names, "customXml/item1.xml"]
    for name in ("word/styles.xml", "word/numbering.xml", "_rels/.rels"):
        entry = package.entries[name]
        start = again[name].header_offset + 30 + len(name)
        assert written[start : start + len(entry.packed)] == bytes(entry.packed)
    assert parts_of(written)["word/document.xml"] == b"<changed/>"
    assert {each.date_time for each in again.values()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any(each.flag_bits & 8 for each in again.values())


def test_writing_twice_gives_the_same_bytes() -> None:
    assert write_package(read(GOOD), {"word/document.xml": b"<a/>"}) == write_package(
        read(GOOD), {"word/document.xml": b"<a/>"}
    )


def test_a_part_that_is_not_there_cannot_be_replaced_and_one_that_is_cannot_be_added() -> None:
    with pytest.raises(KeyError, match=r"word/none\.xml"):
        write_package(read(GOOD), {"word/none.xml": b""})
    with pytest.raises(ValueError, match=r"word/styles\.xml"):
        write_package(read(GOOD), {}, {"word/styles.xml": b""})


def test_names_beyond_ascii_survive() -> None:
    data = zipped({**parts_of(GOOD), "word/media/Füße.png": b"\x89PNG"})
    written = write_package(read(data), {})
    assert "word/media/Füße.png" in parts_of(written)


def test_the_content_hash_is_over_names_and_uncompressed_bytes_only() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w", zipfile.ZIP_STORED) as archive:
        for name, found in reversed(parts_of(GOOD).items()):
            archive.writestr(name, found)
    assert package_hash(read(GOOD)) == package_hash(read(other.getvalue()))
    changed = repacked(GOOD, word__document=parts_of(GOOD)["word/document.xml"].replace(b"Words", b"words"))
    assert package_hash(read(changed)) != package_hash(read(GOOD))
    assert content_hash([("a", "1"), ("b", "2")]) == content_hash([("b", "2"), ("a", "1")])


def test_the_content_hash_leaves_the_record_out_and_nothing_else() -> None:
    def with_item(item: str) -> Package:
        return read(zipped({**parts_of(GOOD), "customXml/item1.xml": item}))

    record = '<record xmlns="urn:specgen:record:1" n="{}"/>'
    assert record_part(with_item(record)) == "customXml/item1.xml"
    assert package_hash(with_item(record.format(1))) == package_hash(with_item(record.format(2)))
    assert record_part(with_item("<x>urn:specgen:record:1</x>")) is None
    assert package_hash(with_item("<x>1</x>")) != package_hash(with_item("<x>2</x>"))


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"", "not-a-word-file"),
        (b"Dear Sir", "not-a-word-file"),
        (b"PK\3\4" + b"\0" * 100, "damaged-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted-or-old-file"),
        (zipped({"a.txt": "x"}), "not-a-word-file"),
        (zipped({"../evil.xml": "<x/>", **parts_of(GOOD)}), "hostile-file"),
        (zipped({"/etc/passwd": "<x/>", **parts_of(GOOD)}), "hostile-file"),
        (zipped({"C:/x.xml": "<x/>", **parts_of(GOOD)}), "hostile-file"),
        (zipped({"word\\..\\x.xml": "<x/>", **parts_of(GOOD)}), "hostile-file"),
        (zipped({"WORD/Document.xml": "<x/>", **parts_of(GOOD)}), "damaged-file"),
        (repacked(GOOD, Content_Types=None), "not-a-word-file"),
        (repacked(GOOD, word__document=None), "not-a-word-file"),
        (
            repacked(
                GOOD,
                Content_Types=parts_of(GOOD)["[Content_Types].xml"].replace(
                    b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"
                ),
            ),
            "not-a-word-file",
        ),
        (
            repacked(
                GOOD, Content_Types=parts_of(GOOD)["[Content_Types].xml"].replace(b"document.main", b"template.main")
            ),
            "not-a-word-file",
        ),
        (
            repacked(
                GOOD,
                Content_Types=parts_of(GOOD)["[Content_Types].xml"].replace(
                    f"{WORD}.document.main".encode(), b"application/vnd.ms-word.document.macroEnabled.main"
                ),
            ),
            "macros",
        ),
        (
            repacked(
                GOOD,
                _rels___rels=parts_of(GOOD)["_rels/.rels"].replace(
                    b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/officeDocument"
                ),
            ),
            "strict-file",
        ),
        (repacked(GOOD, word__styles='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "hostile-file"),
        (repacked(GOOD, word__styles='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")), "hostile-file"),
        (
            repacked(GOOD, word__styles="<!-- " + "x" * 5000 + (' --><!DOCTYPE x SYSTEM "http://a/b"><x/>')),
            "hostile-file",
        ),
        (repacked(GOOD, word__styles='<?xml version="1.0" encoding="EBCDIC-CP-US"?><x/>'), "hostile-file"),
        (repacked(GOOD, word__styles="no XML at all"), "hostile-file"),
        (repacked(GOOD, word__styles="<!--" + " -->\n<!--" * 100_000), "hostile-file"),
        (repacked(GOOD, word__styles="<x>" + " " * (8 * 2**20) + "</x>"), "file-too-large"),
        (zipped({**parts_of(GOOD), **{f"word/x{n}.bin": b"" for n in range(5001)}}), "file-too-large"),
        (GOOD[: len(GOOD) // 2], "damaged-file"),
    ],
)
def test_what_is_refused_is_refused_by_name_and_with_little_work(data: bytes, slug: str) -> None:
    assert refusal(data) == slug
    assert calls(lambda: refusal(data)) <= 2_000


def test_a_macro_enabled_file_is_read_where_it_is_allowed() -> None:
    types = parts_of(GOOD)["[Content_Types].xml"].replace(
        f"{WORD}.document.main".encode(), b"application/vnd.ms-word.document.macroEnabled.main"
    )
    assert read_package(repacked(GOOD, Content_Types=types), "x.docm", macros=True)[0] is not None


def test_a_damaged_part_is_found_when_the_file_is_read() -> None:
    entry = read(GOOD).entries["word/styles.xml"]
    assert isinstance(entry, Entry)
    where = GOOD.index(bytes(entry.packed))
    broken = bytearray(GOOD)
    broken[where + 20] ^= 0xFF
    assert refusal(bytes(broken)) == "damaged-file"


def test_an_encrypted_entry_is_refused() -> None:
    flagged = bytearray(GOOD)
    central = GOOD.index(b"PK\1\2")
    flagged[central + 8] |= 1
    assert refusal(bytes(flagged)) == "encrypted-or-old-file"


def test_parts_that_lie_over_each_other_are_refused() -> None:
    """Many names for one stretch of compressed bytes: the way of bombs that no ratio gives away."""
    inner = zlib.compress(b"<x/>" * 1000)[2:-4]
    name = b"word/a.xml"
    local = (
        struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(b"<x/>" * 1000), len(inner), 4000, len(name), 0)
        + name
        + inner
    )
    central = b"".join(
        struct.pack(
            "<4s6H3L5H2L",
            b"PK\1\2",
            20,
            20,
            0,
            8,
            0,
            33,
            zlib.crc32(b"<x/>" * 1000),
            len(inner),
            4000,
            len(name),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + name
        for _ in range(50)
    )
    assert (
        refusal(local + central + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 50, 50, len(central), len(local), 0))
        == "damaged-file"
    )


def test_a_part_with_all_that_it_stands_on_is_another_where_what_it_stands_on_is() -> None:
    def chart_with(workbook: bytes) -> str:
        package, _ = read_package(docx_bytes("<w:p/>"), "a.docx")
        assert package is not None
        link = '<Relationship Id="r1" Type="http://x/package" Target="../embeddings/b.xlsx"/>'
        around = f'<Relationships xmlns="{RELATIONSHIPS}">{link}</Relationships>'.encode()
        parts = {
            "word/charts/c.xml": b"<c/>",
            "word/charts/_rels/c.xml.rels": around,
            "word/embeddings/b.xlsx": workbook,
        }
        whole, _ = read_package(write_package(package, {}, parts), "a.docx")
        assert whole is not None
        assert whole.whole_digest("word/embeddings/b.xlsx") == whole.digest("word/embeddings/b.xlsx")
        return whole.whole_digest("word/charts/c.xml")

    assert chart_with(b"one") == chart_with(b"one") != chart_with(b"two")
