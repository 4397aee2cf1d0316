"""Files that were made to mislead a reader, to keep a program busy or to stop it: each made anew, none kept.

`WORD`, `SHEETS` and `TEXTS` are name → how the bytes are made; `hostile.py` gives them to every command.
Source of the forms: ECMA-376 parts 1 and 2, PKWARE's APPNOTE 6.3.3, XML 1.0.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

Make = Callable[[], bytes]
Parts = dict[str, bytes]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
BY = 'w:author="A" w:date="2026-04-01T09:00:00Z"'
ROOTS = {"header": "hdr", "footer": "ftr"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
HEADINGS = "".join(
    f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'
    f"<w:p><w:r><w:t>Adults are seen within {weeks} weeks.</w:t></w:r></w:p>"
    for weeks, words in enumerate(
        ("3.2 Service description/care pathway", "5.1 Applicable Quality Requirements", "6 Location"), 3
    )
)


def paragraph(words: str, properties: str = "") -> str:
    """One paragraph of one run."""
    return f"<w:p>{properties}<w:r><w:t>{words}</w:t></w:r></w:p>"


def parts_of(
    body: str, *, related: Iterable[str] = (), others: Mapping[str, bytes] | None = None, **held: str
) -> Parts:
    """The parts of a Word file with `body` and other parts by kind; `related` are further relationships as written."""
    held = {"styles": STYLES, **held}
    parts: Parts = {}
    overrides, links = [], []
    for name, inner in held.items():
        kind = name.rstrip("0123456789")
        root = ROOTS.get(kind, kind)
        parts[f"word/{name}.xml"] = f"<w:{root} {NAMES}>{inner}</w:{root}>".encode()
        overrides.append(f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{kind}+xml"/>')
        links.append(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>')
    first: Parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" '
            f'ContentType="{MAIN}.document.main+xml"/>{"".join(overrides)}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="d" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ).encode(),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{"".join((*links, *related))}</Relationships>'
        ).encode(),
    }
    return {**first, **parts, **(others or {})}


def zipped(parts: Mapping[str, bytes], *, pressed: bool = False) -> bytes:
    """The parts as a zip archive; large ones as they are unless `pressed`, or their ratio alone would refuse them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, found in parts.items():
            method = zipfile.ZIP_DEFLATED if pressed or len(found) < 2**18 else zipfile.ZIP_STORED
            archive.writestr(name, found, method)
    return made.getvalue()


def word(body: str = "", **more: Any) -> bytes:
    """A Word file of three headings and `body`."""
    return zipped(parts_of(HEADINGS + body, **more))


def _put(held: Parts, *changes: tuple[str, bytes | None]) -> bytes:
    """The parts with some replaced, added, or (None) taken out."""
    for name, found in changes:
        if found is None:
            held.pop(name, None)
        else:
            held[name] = found
    return zipped(held)


def _part(name: str, found: bytes | None) -> bytes:
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>'
    others: dict[str, Any] = dict.fromkeys(("numbering", "settings", "header1", "endnotes", "comments"), "")
    body = HEADINGS + '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    return _put(parts_of(body, **others, footnotes=notes), (name, found))


def _related(kind: str, target: str, mode: str = "", *, body: str = "", others: Parts | None = None) -> bytes:
    external = f' TargetMode="{mode}"' if mode else ""
    link = f'<Relationship Id="x1" Type="{OFFICE}/{kind}" Target="{target}"{external}/>'
    return zipped(parts_of(HEADINGS + body, related=(link,), others=others))


_HEADER_USED = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="x1"/></w:sectPr></w:pPr></w:p>'
_NOTE = '<w:r><w:footnoteReference w:id="{0}"/></w:r>'
_END_NOTE = '<w:r><w:endnoteReference w:id="{0}"/></w:r>'
_REMARK = '<w:r><w:commentReference w:id="{0}"/></w:r>'
_NOTED = f"<w:p>{_NOTE}</w:p>"
_REMARKED = f"<w:p>{_REMARK}</w:p>"
_SO = f'<w:comment w:id="{{0}}" {BY}><w:p><w:r><w:t>So</w:t></w:r></w:p></w:comment>'
_IN_STYLE = paragraph("x", '<w:pPr><w:pStyle w:val="c{0}"/></w:pPr>')
_INSERTED = f'<w:p><w:ins w:id="{{0}}" {BY}><w:r><w:t>x</w:t></w:r></w:ins></w:p>'
_RUN = "<w:r><w:t>x</w:t></w:r>"
_BEGUN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_ENDED = (
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_OPENED, _CLOSED = '<w:bookmarkStart w:id="{0}" w:name="b{0}"/>', '<w:bookmarkEnd w:id="{0}"/>'


def _note(identity: int | str, inside: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{identity}"><w:p><w:r><w:t>A note</w:t></w:r>{inside}</w:p></w:{kind}>'


def _each(count: int, pattern: str, first: int = 0, step: int = 1) -> str:
    """The pattern with each number in place of `{0}`."""
    return "".join(map(pattern.format, range(first, first + count, step)))


def _many(count: int, pattern: str, first: int = 0, step: int = 1, around: str = "{0}", **held: str) -> bytes:
    """A Word file of the pattern with each number, and of other parts that are patterns too."""
    parts = {name: _each(count, inner, first) for name, inner in held.items()}
    return word(around.format(_each(count, pattern, first, step)), **parts)


def _chain(count: int, *, ring: bool = False, kind: str = "paragraph") -> str:
    """Styles, each based on the next."""
    last = f'<w:basedOn w:val="c{0 if ring else count}"/>'
    rows = (
        f'<w:style w:type="{kind}" w:styleId="c{number}"><w:name w:val="c{number}"/>'
        + (f'<w:basedOn w:val="c{number + 1}"/>' if number < count - 1 else last)
        + "</w:style>"
        for number in range(count)
    )
    return STYLES + "".join(rows)


def _lists(count: int, *, text: str = "%1.", form: str = "decimal", start: int = 1) -> str:
    return "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for number in range(count)
    ) + "".join(f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(count))


def _item(number: int = 1, level: int | str = 0) -> str:
    return paragraph(
        "An item.", f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    )


def _deep(opening: str, closing: str, depth: int, inside: str = "<w:p/>") -> str:
    return opening * depth + inside + closing * depth


_TABLE = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
_CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"
_ALTERNATE = '<mc:AlternateContent><mc:Choice Requires="wps">', "</mc:Choice></mc:AlternateContent>"
_BOX = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"


def _prose(letters: int) -> str:
    """Words that a zip can hardly press, as a long report has."""
    draw = random.Random(7)
    known = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 12))) for _ in range(60_000)]
    words: list[str] = []
    length = 0
    while length < letters:
        words.append(draw.choice(known))
        length += len(words[-1]) + 1
    return "".join(paragraph(" ".join(words[at : at + 60])) for at in range(0, len(words), 60))


def _big_text() -> bytes:
    """About 18 MB as it lies on the disk."""
    return zipped(parts_of(HEADINGS + _prose(40 * 10**6)), pressed=True)


_ROWS = "<w:tbl><w:tblPr/><w:tblGrid/>{0}</w:tbl>"
_TRACKED_ROW = f'<w:tr><w:trPr><w:ins w:id="1" {BY}/></w:trPr><w:tc><w:p/></w:tc></w:tr>'
_DTD = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def _with_dtd(name: str, dtd: str = _DTD) -> bytes:
    held = parts_of(HEADINGS, numbering="", settings="", footnotes="", header1="")
    held[name] = (f'<?xml version="1.0"?>{dtd}'.encode()) + held[name]
    return zipped(held)


def _utf16_dtd() -> bytes:
    held = parts_of(HEADINGS)
    text = '<?xml version="1.0" encoding="UTF-16"?>' + _DTD + held["word/styles.xml"].decode()
    held["word/styles.xml"] = text.encode("utf-16")
    return zipped(held)


# Archives that no program writes.


def _entries(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip with the names just as given, be they there twice or lead out of it."""
    body, directory = b"", b""
    count = 0
    for name, found in parts:
        plain = name.encode()
        deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = deflater.compress(found) + deflater.flush()
        common = struct.pack("<5H3L2H", 20, 0, 8, 0, 0x21, zlib.crc32(found), len(packed), len(found), len(plain), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<4HL", 0, 0, 0, 0, 0)[:10]
        directory = directory[:-10] + struct.pack("<3HL", 0, 0, 0, 0) + struct.pack("<L", len(body)) + plain
        body += b"PK\3\4" + common + plain + packed
        count += 1
    return body + directory + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count, count, len(directory), len(body), 0)


def _named(*names: str) -> bytes:
    held = parts_of(HEADINGS)
    return _entries([*held.items(), *((name, b"<x/>") for name in names)])


def _renamed(change: Callable[[str], str]) -> bytes:
    return _entries([(change(name), found) for name, found in parts_of(HEADINGS).items()])


def _overlapping() -> bytes:
    """Every entry of the directory leads to the same compressed bytes."""
    plain = _entries(list(parts_of(HEADINGS).items()))
    start = plain.index(b"PK\1\2")
    end = plain.index(b"PK\5\6")
    directory = plain[start:end]
    first = directory[: directory.index(b"PK\1\2", 4)]
    many = b"".join(first for _ in range(400))
    close = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 400, 400, len(many), start, 0)
    return plain[:start] + many + close


def _patched(signature: bytes, at: int, put: bytes) -> bytes:
    """The plain file with `put` written `at` bytes into every record with that signature."""
    found = bytearray(word())
    where = found.find(signature)
    while where >= 0:
        found[where + at : where + at + len(put)] = put
        where = found.find(signature, where + 4)
    return bytes(found)


def _bomb(size: int) -> bytes:
    held = parts_of(HEADINGS)
    held["word/media/image1.png"] = b"\0" * size
    return zipped(held, pressed=True)


def _many_parts(count: int) -> bytes:
    held = parts_of(HEADINGS)
    return zipped({**held, **{f"customXml/item{number}.xml": b"<x/>" for number in range(count)}})


def _many_headers(count: int) -> bytes:
    kept: dict[str, Any] = {f"header{number}": paragraph("Page") for number in range(count)}
    return zipped(parts_of(HEADINGS + "".join(_HEADER_USED.replace("x1", name) for name in kept), **kept))


def _links(count: int) -> bytes:
    link = f'<Relationship Id="l{{0}}" Type="{OFFICE}/hyperlink" Target="http://a.example/" TargetMode="External"/>'
    used = _each(count, '<w:p><w:hyperlink r:id="l{0}"><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>', step=10)
    return zipped(parts_of(HEADINGS + used, related=[_each(count, link)]))


_XML_PARTS = ("styles", "numbering", "settings", "footnotes", "endnotes", "comments", "header1", "document")
_ILL = (b"<w:broken", b"<html/>", b"")


def _faulty_parts() -> Iterator[tuple[str, Make]]:
    for name in _XML_PARTS:
        for kind, found in zip(("ill-formed", "another root", "empty"), _ILL, strict=True):
            yield f"{name} {kind}", partial(_part, f"word/{name}.xml", found)
        if name != "document":
            yield f"{name} missing", partial(_part, f"word/{name}.xml", None)
            yield f"{name} is an image", partial(_part, f"word/{name}.xml", PNG)
    for name in ("word/_rels/document.xml.rels", "_rels/.rels", "[Content_Types].xml"):
        yield f"{name} ill-formed", partial(_part, name, b"<Relationships")
        yield f"{name} another root", partial(_part, name, b"<x/>")
        yield f"{name} empty", partial(_part, name, b"")
        yield f"{name} missing", partial(_part, name, None)


def _misled() -> Iterator[tuple[str, Make]]:
    image = {"word/media/image1.png": PNG}
    yield "header leads to an image", partial(_related, "header", "media/image1.png", body=_HEADER_USED, others=image)
    yield (
        "header's relationship is an image",
        partial(_related, "image", "media/image1.png", body=_HEADER_USED, others=image),
    )
    yield "header leads to the main part", partial(_related, "header", "document.xml", body=_HEADER_USED)
    yield "header leads nowhere", partial(_related, "header", "gone.xml", body=_HEADER_USED)
    yield "header has no relationship", partial(word, _HEADER_USED)
    yield "header leads out of the file", partial(_related, "header", "../../../etc/passwd", body=_HEADER_USED)
    yield "header is elsewhere", partial(_related, "header", "http://a.example/h.xml", "External", body=_HEADER_USED)
    for kind in ("styles", "numbering", "settings", "footnotes", "endnotes", "comments", "commentsExtended", "theme"):
        for said, target in (("an image", "media/image1.png"), ("the main part", "document.xml"), ("a folder", "./")):
            yield f"{kind} leads to {said}", partial(_without, kind, target)
        yield f"{kind} is elsewhere", partial(_without, kind, "http://a.example/x.xml", "External")
    yield "template is elsewhere", partial(_related, "attachedTemplate", "file:///c:/x.dotm", "External")


def _without(kind: str, target: str, mode: str = "") -> bytes:
    """The plain file whose relationship of that kind leads elsewhere; no other part of the kind is there."""
    held = parts_of(HEADINGS, others={"word/media/image1.png": PNG})
    external = f' TargetMode="{mode}"' if mode else ""
    link = f'<Relationship Id="x1" Type="{OFFICE}/{kind}" Target="{target}"{external}/>'.encode()
    rels = held["word/_rels/document.xml.rels"]
    if kind == "styles":
        rels = rels.replace(b'Target="styles.xml"', f'Target="{target}"{external}'.encode())
        del held["word/styles.xml"]
    else:
        rels = rels.replace(b"</Relationships>", link + b"</Relationships>")
    return zipped({**held, "word/_rels/document.xml.rels": rels})


def _rings() -> Iterator[tuple[str, Make]]:
    noted, itself = _NOTED.format(2), _NOTE.format(2)
    ring = _note(2, _NOTE.format(3)) + _note(3, itself)
    other = _note(2, itself, "endnote")
    doubled = "".join(_note(number, _NOTE.format(number + 1) * 2) for number in range(2, 42))
    remark = f'<w:comment w:id="2" {BY}><w:p><w:r><w:t>So</w:t></w:r>{_REMARK.format(2)}</w:p></w:comment>'
    yield "a footnote refers to itself", partial(word, noted, footnotes=_note(2, itself))
    yield "footnotes in a ring", partial(word, noted, footnotes=ring)
    yield (
        "a footnote and an endnote in a ring",
        partial(word, noted, footnotes=_note(2, _END_NOTE.format(2)), endnotes=other),
    )
    yield (
        "2,000 footnotes each in the one before",
        lambda: word(noted, footnotes="".join(_note(at, _NOTE.format(at + 1)) for at in range(2, 2002))),
    )
    yield "footnotes that double 40 times", partial(word, noted, footnotes=doubled)
    yield "a comment in itself", partial(word, _REMARKED.format(2), comments=remark)
    yield "styles in a ring", partial(word, _IN_STYLE.format(0), styles=_chain(3, ring=True))
    yield "a style based on itself", partial(word, _IN_STYLE.format(0), styles=_chain(1, ring=True))
    yield (
        "list styles in a ring",
        lambda: word(
            _item(),
            styles=STYLES
            + '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="1"/>'
            "</w:numPr></w:pPr></w:style>",
            numbering='<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        ),
    )


def _counts() -> Iterator[tuple[str, Make]]:
    unlike, item = paragraph("Line {0} of many."), _item()
    control = "<w:sdt><w:sdtPr><w:tag w:val='t{0}'/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    struck = paragraph("x", f'<w:pPr><w:rPr><w:del w:id="{{0}}" {BY}/></w:rPr></w:pPr>')
    nested = _BEGUN + "<w:r><w:instrText>IF </w:instrText></w:r>"
    in_one = "<w:p>{0}</w:p>"
    yield "600,000 paragraphs", partial(_many, 600_000, paragraph("x"))
    yield "60,000 empty paragraphs", partial(_many, 60_000, "<w:p/>")
    yield "300,000 runs in a paragraph", partial(_many, 300_000, _RUN, around=in_one)
    yield "20,000 chained styles", lambda: word(_IN_STYLE.format(0), styles=_chain(20_000))
    yield ("20,000 chained styles, all used", lambda: word(_each(20_000, _IN_STYLE, step=7), styles=_chain(20_000)))
    yield "3,000 chained styles, all used", lambda: word(_each(3_000, _IN_STYLE), styles=_chain(3_000))
    yield "20,000 lists", lambda: word("".join(map(_item, range(1, 20_000, 9))), numbering=_lists(20_000))
    yield "11,900 items", partial(word, item * 11_900, numbering=_lists(1))
    yield "24,000 runs in a paragraph", partial(_many, 24_000, _RUN, around=in_one)
    yield "11,900 unlike paragraphs", partial(_many, 11_900, unlike)
    yield "5,900 footnotes", partial(_many, 5_900, _NOTED, 2, footnotes=_note("{0}", ""))
    yield "9,000 comments", partial(_many, 9_000, _REMARKED, comments=_SO)
    yield "20,000 items", partial(word, item * 20_000, numbering=_lists(1))
    yield "20,000 comments", partial(_many, 20_000, _REMARKED, comments=_SO)
    yield "20,000 footnotes", partial(_many, 20_000, _NOTED, 2, footnotes=_note("{0}", ""))
    yield "50,000 relationships", partial(_links, 50_000)
    yield "6,000 parts", partial(_many_parts, 6_000)
    yield "4,000 parts", partial(_many_parts, 4_000)
    yield "3,000 headers", partial(_many_headers, 3_000)
    yield "900 headers", partial(_many_headers, 900)
    yield "100,000 bookmarks", partial(_many, 100_000, f"<w:p>{_OPENED}{_CLOSED}</w:p>")
    yield (
        "30,000 bookmarks in a paragraph",
        lambda: word(f"<w:p>{_each(30_000, _OPENED)}{_each(30_000, _CLOSED)}</w:p>"),
    )
    yield "20,000 controls", partial(_many, 20_000, control)
    yield "5,000 tables", partial(_many, 5_000, f"{_TABLE[0]}{_TABLE[1]}<w:p/>")
    yield "20,000 rows", partial(_many, 20_000, "<w:tr><w:tc><w:p/></w:tc></w:tr>", around=_ROWS)
    yield (
        "20,000 cells in a row",
        partial(_many, 20_000, "<w:tc><w:p/></w:tc>", around=_ROWS.format("<w:tr>{0}</w:tr>")),
    )
    yield "24,000 fields left open", partial(_many, 24_000, _BEGUN, around=in_one)
    yield "30,000 fields left open", partial(_many, 30_000, _BEGUN, around=in_one)
    yield "3,000 fields in each other", lambda: word(f"<w:p>{nested * 3_000}{_ENDED * 3_000}</w:p>")
    yield "20,000 sections", partial(_many, 20_000, "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>")
    yield "50,000 tracked changes", partial(_many, 50_000, _INSERTED)
    yield "5,000 tracked changes", partial(_many, 5_000, _INSERTED)
    yield "5,000 struck paragraph marks", partial(_many, 5_000, struck)
    yield "3,000 tracked rows", partial(_many, 3_000, _TRACKED_ROW, around=_ROWS)
    yield "18 MB of text", _big_text
    yield "100,000 unlike paragraphs", partial(_many, 100_000, unlike)


def _depths() -> Iterator[tuple[str, Make]]:
    for depth in (60, 80, 5_000):
        yield f"{depth:,} tables in each other", partial(_nested, *_TABLE, depth)
        yield f"{depth:,} controls in each other", partial(_nested, *_CONTROL, depth)
        yield f"{depth:,} alternatives in each other", partial(_nested, *_ALTERNATE, depth)
    yield "58 text boxes in each other", partial(_nested, *_BOX, 58)
    for name in ("ins", "del", "smartTag", "customXml", "hyperlink", "fldSimple", "moveTo"):
        inside = _deep(f'<w:{name} w:id="1" {BY}>', f"</w:{name}>", 240, _RUN)
        yield f"240 {name} in each other", partial(word, f"<w:p>{inside}</w:p>")
    yield "240 runs in each other", lambda: word(f"<w:p>{_deep('<w:r>', '</w:r>', 240, '<w:t>x</w:t>')}</w:p>")
    yield "240 paragraphs in each other", lambda: word(_deep("<w:p>", "</w:p>", 240, ""))
    yield "240 unknown elements in each other", lambda: word(_deep("<x>", "</x>", 240, ""))
    yield "240 deep in settings", lambda: word(settings=_deep("<w:a>", "</w:a>", 240, ""))
    yield "240 deep in styles", lambda: word(styles=STYLES + _deep("<w:style>", "</w:style>", 240, ""))


def _nested(opening: str, closing: str, depth: int) -> bytes:
    return word(_deep(opening, closing, depth))


def _laden(count: int, attribute: str = 'a{0}=""') -> str:
    return f"<w:p {' '.join(map(attribute.format, range(count)))}/>"


def _sizes() -> Iterator[tuple[str, Make]]:
    huge = "a" * 9_000_000
    yield "an attribute of 9 MB", lambda: word(f'<w:p w:rsidR="{huge}"/>')
    yield "an attribute of 30 MB", lambda: word(f'<w:p w:rsidR="{huge * 3}"/>')
    yield (
        "a style name of 9 MB",
        lambda: word(
            paragraph("x", '<w:pPr><w:pStyle w:val="H"/></w:pPr>') * 500,
            styles=f'{STYLES}<w:style w:type="paragraph" w:styleId="H"><w:name w:val="{huge}"/></w:style>',
        ),
    )
    yield (
        "a bookmark name of 9 MB",
        lambda: word(f'<w:p><w:bookmarkStart w:id="1" w:name="{huge}"/><w:bookmarkEnd w:id="1"/></w:p>'),
    )
    yield (
        "a tag of 9 MB",
        lambda: word(f'<w:sdt><w:sdtPr><w:tag w:val="{huge}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'),
    )
    yield "50,000 attributes on one element", lambda: word(_laden(50_000))
    yield "480 attributes on 8,000 elements", lambda: word(_laden(480) * 8_000)
    yield "480 attributes on 1,500 elements", lambda: word(_laden(480) * 1_500)
    yield "50,000 namespaces on one element", lambda: word(_laden(50_000, 'xmlns:a{0}="u{0}"'))
    yield "2.9 million letters in one text", lambda: word(paragraph("word " * 580_000))
    yield "2.9 million letters in 11,600 texts", lambda: word(paragraph("word " * 50) * 11_600)
    yield "9 MB in one text", lambda: word(paragraph("word " * 1_800_000))
    yield "12 MB in one text", lambda: word(paragraph("word " * 2_400_000))
    yield "9 MB without a space", lambda: word(paragraph("x" * 9_000_000))
    yield (
        "an author of 1 MB on 20 changes",
        lambda: word(
            f'<w:p><w:ins w:id="1" w:author="{"A" * 10**6}" w:date="x"><w:r><w:t>x</w:t></w:r></w:ins></w:p>' * 20
        ),
    )
    yield (
        "a list that counts in Roman from two thousand million",
        lambda: word(_item() * 50, numbering=_lists(1, form="lowerRoman", start=2_000_000_000)),
    )
    yield (
        "a list that counts in letters from two thousand million",
        lambda: word(_item() * 50, numbering=_lists(1, form="lowerLetter", start=2_000_000_000)),
    )
    yield "labels of 100 KB on 20,000 items", lambda: word(_item() * 20_000, numbering=_lists(1, text="%1" * 50_000))
    yield (
        "numbers beyond all numbers",
        lambda: word(
            _item(10**30, 10**30)
            + paragraph(
                "x",
                '<w:pPr><w:outlineLvl w:val="²"/><w:numPr><w:ilvl w:val="-5"/><w:numId w:val="٣"/></w:numPr>'
                '<w:ind w:left="99999999999999999999999" w:hanging="abc"/></w:pPr>',
            )
            + "<w:p><w:r><w:rPr><w:sz w:val='-1'/><w:color w:val='²'/></w:rPr><w:t>x</w:t><w:sym w:char='FFFFFFFFFF'/>"
            "</w:r></w:p>"
            "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:gridBefore w:val='9999999999'/></w:trPr><w:tc><w:tcPr>"
            "<w:gridSpan w:val='2000000000'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
            numbering=_lists(1, start=10**30),
        ),
    )
    yield (
        "tracked changes of odd days",
        lambda: word(
            "".join(
                f'<w:p><w:ins w:id="{mark}" w:author="" w:date="{mark}"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'
                for mark in ("", "9999-99-99", "0000-00-00T00:00:00Z", "²", "x" * 2_000)
            )
        ),
    )


def _archives() -> Iterator[tuple[str, Make]]:
    yield "an absolute part name", partial(_named, "/etc/passwd")
    yield "a drive in a part name", partial(_named, "C:/x.xml")
    yield "a part name that climbs out", partial(_named, "../../x.xml")
    yield "a backslash in a part name", partial(_named, "word\\x.xml")
    yield "all part names with backslashes", lambda: _renamed(lambda name: name.replace("/", "\\"))
    yield "all part names absolute", lambda: _renamed(lambda name: f"/{name}")
    yield "all part names in capitals", lambda: _renamed(str.upper)
    yield "a part twice", partial(_named, "word/styles.xml")
    yield "a part twice but for capitals", partial(_named, "Word/Document.xml")
    yield "the main part twice", partial(_named, "word/document.xml")
    yield "a part name of 60,000 letters", partial(_named, "a" * 60_000)
    yield "entries that lie over each other", _overlapping
    yield "a bomb of 90 MB", partial(_bomb, 90 * 2**20)
    yield "a bomb of 300 MB", partial(_bomb, 300 * 2**20)
    yield "a size that is a lie", partial(_patched, b"PK\1\2", 24, b"\xff\xff\xff\x7f")
    yield "a size that is too small", partial(_patched, b"PK\1\2", 24, b"\x05\0\0\0")
    yield "a sum that is wrong", partial(_patched, b"PK\1\2", 16, b"\0\0\0\0")
    yield "an offset beyond the end", partial(_patched, b"PK\1\2", 42, b"\xff\xff\xff\x7f")
    yield "a method that nobody has", partial(_patched, b"PK\1\2", 10, b"\x63\0")
    yield "a password", partial(_patched, b"PK\1\2", 8, b"\1\0")
    yield "half a file", lambda: word()[: len(word()) // 2]
    yield "a file without its directory", lambda: word()[: word().index(b"PK\1\2")]
    yield "nothing", lambda: b""
    yield "text", lambda: b"This is no Word file.\n" * 1_000
    yield "an old Word file", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096)
    yield "a file of 110 MB", lambda: word() + bytes(110 * 2**20)
    yield "a zip in a zip in a zip", lambda: zipped({"a.docx": zipped({"b.docx": word()})})


def _prologs() -> Iterator[tuple[str, Make]]:
    for name in ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/footnotes.xml"):
        yield f"a DTD in {name}", partial(_with_dtd, name)
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        yield f"a DTD in {name}", partial(_with_dtd, name)
    yield (
        "a DTD that reads a file",
        partial(_with_dtd, "word/document.xml", '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    )
    yield "a DTD in UTF-16", _utf16_dtd
    yield "a DTD after 2 MB of comments", partial(_with_dtd, "word/styles.xml", "<!-- x -->" * 200_000 + _DTD)
    yield "2 MB of comments before the root", partial(_with_dtd, "word/styles.xml", "<!-- x -->" * 200_000)
    yield "an encoding of its own", partial(_part, "word/styles.xml", b'<?xml version="1.0" encoding="UTF-7"?><x/>')
    yield "200,000 instructions in the text", lambda: word("<?x y?>" * 200_000)
    yield "200,000 comments in the text", lambda: word("<!-- y -->" * 200_000)
    yield "an entity that nobody declared", lambda: word(paragraph("&nobody;"))


def _word_files() -> Iterator[tuple[str, Make]]:
    yield "a plain file", word
    yield from _faulty_parts()
    yield from _misled()
    yield from _rings()
    yield from _counts()
    yield from _depths()
    yield from _sizes()
    yield from _archives()
    yield from _prologs()


WORD: dict[str, Make] = dict(_word_files())


# Workbooks and texts of contracts.

_SHEET_NAMES = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{OFFICE}"'


def workbook(rows: str = "", *, strings: str = "", styles: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet with the heading Reference and `rows` as they are written."""
    return zipped({**_workbook_parts(rows, strings, styles), **(more or {})})


def _cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def _workbook_parts(rows: str = "", strings: str = "", styles: str = "") -> Parts:
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{SHEET}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
            ("styles", "styles"),
        )
    )
    links = "".join(
        f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in (
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        )
    )
    headings = f'<row r="1">{_cell("A1", "Reference")}{_cell("B1", "Title")}</row>'
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
            f'vnd.openxmlformats-package.relationships+xml"/>{types}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="d" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook {_SHEET_NAMES}><sheets><sheet name="Contracts" sheetId="1" r:id="rworksheet"/></sheets>'
            "</workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": (
            f"<worksheet {_SHEET_NAMES}><sheetData>{headings}{rows}</sheetData></worksheet>"
        ).encode(),
        "xl/sharedStrings.xml": f"<sst {_SHEET_NAMES}>{strings}</sst>".encode(),
        "xl/styles.xml": f"<styleSheet {_SHEET_NAMES}>{styles}</styleSheet>".encode(),
    }


def _sheet_part(name: str, found: bytes | None) -> bytes:
    return _put(_workbook_parts(f'<row r="2">{_cell("A2", "EST-1")}</row>'), (name, found))


def _merged(places: bytes) -> bytes:
    """A workbook of five rows with places merged."""
    name = "xl/worksheets/sheet1.xml"
    merged = b"</sheetData><mergeCells>" + places + b"</mergeCells>"
    return _sheet_part(name, _workbook_parts(_rows(5))[name].replace(b"</sheetData>", merged))


def _shared(at: int, strings: str = "") -> bytes:
    return workbook(f'<row r="2"><c r="A2" t="s"><v>{at}</v></c></row>', strings=strings)


def _rows(count: int) -> str:
    return "".join(
        f'<row r="{n}">{_cell(f"A{n}", f"EST-{n}")}{_cell(f"B{n}", "Foot care")}</row>' for n in range(2, count + 2)
    )


def _sheet_files() -> Iterator[tuple[str, Make]]:
    for name in (
        "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml",
        "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml",
    ):  # fmt: skip
        for kind, found in (("ill-formed", b"<broken"), ("another root", b"<x/>"), ("empty", b""), ("missing", None)):
            yield f"{name} {kind}", partial(_sheet_part, name, found)
        dtd = f'<?xml version="1.0"?>{_DTD}'.encode()
        yield f"{name} with a DTD", partial(_sheet_part, name, dtd + _workbook_parts()[name])
    yield "600,000 rows", lambda: workbook(_rows(600_000))
    yield "20,000 rows", lambda: workbook(_rows(20_000))
    far = "".join(f'<row r="{n}">{_cell(f"XFD{n}", "x")}</row>' for n in range(2, 300))
    beyond = f'<row r="99999999999">{_cell("ZZZZZZ99999999999", "x")}</row><row r="²">{_cell("²", "x")}</row>'
    yield "16,000 columns", partial(workbook, far)
    yield "a cell at the last place", lambda: workbook(f'<row r="1048576">{_cell("XFD1048576", "x")}</row>')
    yield "cells beyond all places", partial(workbook, beyond)
    yield "all cells merged", partial(_merged, b'<mergeCell ref="A1:XFD1048576"/>')
    yield (
        "50,000 merged places",
        lambda: _merged(b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n + 5) for n in range(2, 50_002))),
    )
    yield "18 MB of shared strings", lambda: _shared(0, f"<si><t>{'x ' * 9_000_000}</t></si>")
    yield "600,000 shared strings", lambda: _shared(599_999, _each(600_000, "<si><t>{0}</t></si>"))
    yield "a shared string that is not there", partial(_shared, 9_999_999)
    yield (
        "a day beyond all days",
        lambda: workbook(
            f'<row r="2">{_cell("A2", "EST-1")}<c r="B2" s="0"><v>1e308</v></c></row>'
            f'<row r="3">{_cell("A3", "EST-2")}<c r="B3" s="0"><v>-99999999999</v></c></row>',
            styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
        ),
    )
    yield (
        "a number format of 9 MB",
        lambda: workbook(
            f'<row r="2">{_cell("A2", "EST-1")}<c r="B2" s="0"><v>5</v></c></row>' * 50,
            styles=f'<numFmts><numFmt numFmtId="200" formatCode="{"0" * 9_000_000}"/></numFmts>'
            '<cellXfs><xf numFmtId="200"/></cellXfs>',
        ),
    )
    yield "240 elements in each other", lambda: workbook(_deep("<x>", "</x>", 240, ""))
    yield "5,000 elements in each other", lambda: workbook(_deep("<x>", "</x>", 5_000, ""))
    sheets = _each(3_000, '<sheet name="S{0}" sheetId="{0}" r:id="rworksheet"/>')
    book = f"<workbook {_SHEET_NAMES}><sheets>{sheets}</sheets></workbook>"
    yield "3,000 sheets", partial(_sheet_part, "xl/workbook.xml", book.encode())
    yield (
        "part names with backslashes",
        lambda: _entries([(name.replace("/", "\\"), found) for name, found in _workbook_parts(_rows(1)).items()]),
    )
    yield "a part twice", lambda: _entries([*_workbook_parts(_rows(1)).items(), ("xl/workbook.xml", b"<x/>")])
    yield "a bomb", lambda: zipped({**_workbook_parts(), "xl/media/x.png": bytes(150 * 2**20)}, pressed=True)
    yield "a sheet that is a bomb", lambda: zipped(_workbook_parts(f"<!--{' ' * (90 * 2**20)}-->"), pressed=True)
    yield "a Word file", word
    yield "text", lambda: b"Reference\nEST-1\n"
    yield "nothing", lambda: b""


SHEETS: dict[str, Make] = dict(_sheet_files())


def _text_files() -> Iterator[tuple[str, Make]]:
    yield "brackets.yaml", lambda: b"[" * 100_000
    yield "maps.yaml", lambda: b"\n".join(b" " * n + b"a:" for n in range(2_000))
    yield "laughs.yaml", lambda: b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    yield "tag.yaml", lambda: b"a: !!python/object/apply:os.system [echo]\n"
    yield "large.yaml", lambda: b"a: " + b"x" * (3 * 2**20)
    yield "values.yaml", lambda: b"".join(b"k%d: 1\n" % n for n in range(150_000))
    yield "zeros.yaml", lambda: bytes(100_000)
    yield "latin.yaml", lambda: "contract:\n  title: £\n".encode("latin-1")
    yield "empty.yaml", lambda: b""
    yield "number.yaml", lambda: b"contract: {date: " + b"9" * 100_000 + b"}\n"
    yield "no-break.yaml", lambda: "contract:\n\u00a0 title: x\n".encode()
    yield "quotes.csv", lambda: b'Reference,Title\n"' + b"x" * (9 * 2**20)
    yield "rows.csv", lambda: b"Reference,Title\n" + b"".join(b"EST-%d,Foot care\n" % n for n in range(100_000))
    yield "columns.csv", lambda: b"Reference" + b",x" * 100_000 + b"\nEST-1\n"
    yield "zeros.csv", lambda: b"Reference,Title\n\0\0\0,\0\n"
    yield "latin.csv", lambda: "Reference,Title\nEST-1,£\n".encode("latin-1")
    yield "empty.csv", lambda: b""
    yield "large.csv", lambda: b"Reference,Title\n" + b"EST-1,x\n" * (6 * 2**20)
    yield "large.json", lambda: b"[" * (40 * 2**20)
    yield "numbers.json", lambda: b'{"schema": ' + b"9" * 100_000 + b"}"
    yield "brackets.json", lambda: b"[" * 100_000 + b"]" * 100_000


TEXTS: dict[str, Make] = dict(_text_files())
