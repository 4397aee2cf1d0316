"""What the other side does to a document: edits as Word writes them, with tracking and without, and what other programs
drop."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from specgen.word.package.ooxml import CONTENT_TYPES, DECLARATION, RELATIONSHIPS, R, w
from specgen.word.package.package import Package, parsed, read_package, record_part, relationships_part, write_package

Element = etree._Element
BY = {w("author"): "Ann Bell", w("date"): "2026-05-04T09:30:00Z"}
COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def opened(data: bytes) -> tuple[Package, Element]:
    package, problems = read_package(data, "a file")
    assert package is not None, problems
    root, _ = parsed(package, package.main)
    assert root is not None
    return package, root


def edited(data: bytes, edit: Callable[[Element], None]) -> bytes:
    """The file with its main part changed by `edit`."""
    package, root = opened(data)
    edit(root)
    return write_package(
        package, {package.main: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    )


def text_with(root: Element, words: str) -> Element:
    """The first w:t that holds the words."""
    return next(text for text in root.iter(w("t")) if words in (text.text or ""))


def silently(data: bytes, old: str, new: str, tag: str = "") -> bytes:
    """The first `old` made `new` without tracking; `tag` looks for it in that clause only."""

    def edit(root: Element) -> None:
        text = text_with(control(root, tag) if tag else root, old)
        text.text = (text.text or "").replace(old, new, 1)

    return edited(data, edit)


def mark(kind: str, number: int, author: str = "Ann Bell") -> Element:
    return etree.Element(w(kind), {w("id"): str(number), **BY, w("author"): author})


def tracked(data: bytes, old: str, new: str, author: str = "Ann Bell", number: int = 9001, tag: str = "") -> bytes:
    """The first `old` replaced by `new` with tracking, as Word writes it: a deletion and an insertion."""

    def edit(root: Element) -> None:
        text = text_with(control(root, tag) if tag else root, old)
        run = text.getparent()
        assert run is not None
        holder = run.getparent()
        assert holder is not None
        said = text.text or ""
        at = said.index(old)
        pieces: list[Element] = []
        for words, kind in ((said[:at], ""), (old, "del"), (new, "ins"), (said[at + len(old) :], "")):
            if words:
                made = deepcopy(run)
                for child in [child for child in made if child.tag != w("rPr")]:
                    made.remove(child)
                written = etree.SubElement(
                    made,
                    w("delText" if kind == "del" else "t"),
                    {"{http://www.w3.org/XML/1998/namespace}space": "preserve"},
                )
                written.text = words
                if kind:
                    wrapper = mark(kind, number + (kind == "ins"), author)
                    wrapper.append(made)
                    made = wrapper
                pieces.append(made)
        place = holder.index(run)
        holder[place : place + 1] = pieces

    return edited(data, edit)


def control(root: Element, tag: str) -> Element:
    """The content control with this tag."""
    return next(
        each
        for each in root.iter(w("sdt"))
        if (found := each.find(f"{w('sdtPr')}/{w('tag')}")) is not None and found.get(w("val")) == tag
    )


def delete_tracked(block: Element, number: int = 9100) -> None:
    """Strike every word and every paragraph mark in the block."""
    for run in list(block.iter(w("r"))):
        holder = run.getparent()
        assert holder is not None
        for text in run.iter(w("t")):
            text.tag = w("delText")
        struck = mark("del", number)
        holder.replace(run, struck)
        struck.append(run)
        number += 1
    _mark_paragraphs(block, "del", number)


def insert_tracked(block: Element, number: int = 9400) -> None:
    """Mark every word and every paragraph mark in the block as put in."""
    for run in list(block.iter(w("r"))):
        holder = run.getparent()
        assert holder is not None
        put_in = mark("ins", number)
        holder.replace(run, put_in)
        put_in.append(run)
        number += 1
    _mark_paragraphs(block, "ins", number)


def _mark_paragraphs(block: Element, kind: str, number: int) -> None:
    for count, paragraph in enumerate(block.iter(w("p"))):
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        look = properties.find(w("rPr"))
        if look is None:
            look = etree.SubElement(properties, w("rPr"))
        look.insert(0, mark(kind, number + count))


def clause_deleted(data: bytes, tag: str, *, tracking: bool) -> bytes:
    """The clause with this tag deleted: struck, or simply gone."""

    def edit(root: Element) -> None:
        found = control(root, tag)
        if tracking:
            delete_tracked(found)
        else:
            holder = found.getparent()
            assert holder is not None
            holder.remove(found)

    return edited(data, edit)


def clause_moved(data: bytes, tag: str, after: str, *, tracking: bool) -> bytes:
    """The clause with this tag put after the one with the tag `after`: cut and pasted."""

    def edit(root: Element) -> None:
        found, goal = control(root, tag), control(root, after)
        holder = goal.getparent()
        assert holder is not None
        if tracking:
            pasted = deepcopy(found)
            for bookmark in list(pasted.iter(w("bookmarkStart"), w("bookmarkEnd"))):
                parent = bookmark.getparent()
                assert parent is not None
                parent.remove(bookmark)
            insert_tracked(pasted)
            delete_tracked(found)
            found = pasted
        holder.insert(holder.index(goal) + 1, found)

    return edited(data, edit)


def paragraph_added(data: bytes, after: str, words: str, *, tracking: bool) -> bytes:
    """A paragraph put in after the clause with the tag `after`."""

    def edit(root: Element) -> None:
        goal = control(root, after)
        holder = goal.getparent()
        assert holder is not None
        paragraph = etree.Element(w("p"))
        run = etree.SubElement(paragraph, w("r"))
        etree.SubElement(run, w("t")).text = words
        if tracking:
            insert_tracked(paragraph)
        holder.insert(holder.index(goal) + 1, paragraph)

    return edited(data, edit)


def row_deleted(data: bytes, tag: str, *, tracking: bool) -> bytes:
    """The table row in which the clause with this tag stands deleted."""

    def edit(root: Element) -> None:
        row = next(control(root, tag).iterancestors(w("tr")))
        holder = row.getparent()
        assert holder is not None
        if not tracking:
            holder.remove(row)
            return
        properties = row.find(w("trPr"))
        if properties is None:
            properties = etree.Element(w("trPr"))
            row.insert(0, properties)
        properties.append(mark("del", 9700))
        delete_tracked(row, 9701)

    return edited(data, edit)


def commented(data: bytes, words: str, said: str, author: str = "Cy Dunn", tag: str = "") -> bytes:
    """A comment on the run that holds the words; `tag` looks for them in that clause only."""
    package, root = opened(data)
    run = text_with(control(root, tag) if tag else root, words).getparent()
    assert run is not None
    holder = run.getparent()
    assert holder is not None
    at = holder.index(run)
    reference = etree.Element(w("r"))
    etree.SubElement(reference, w("commentReference"), {w("id"): "1"})
    holder[at : at + 1] = [
        etree.Element(w("commentRangeStart"), {w("id"): "1"}),
        run,
        etree.Element(w("commentRangeEnd"), {w("id"): "1"}),
        reference,
    ]
    comments = etree.Element(w("comments"))
    comment = etree.SubElement(
        comments,
        w("comment"),
        {w("id"): "1", w("author"): author, w("date"): "2026-05-05T10:00:00Z", w("initials"): "CD"},
    )
    etree.SubElement(etree.SubElement(etree.SubElement(comment, w("p")), w("r")), w("t")).text = said
    related = relationships_part(package.main)
    links, _ = parsed(package, related)
    types, _ = parsed(package, "[Content_Types].xml")
    assert links is not None and types is not None
    etree.SubElement(
        links, f"{{{RELATIONSHIPS}}}Relationship", {"Id": "rIdC", "Type": f"{R}/comments", "Target": "comments.xml"}
    )
    etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", {"PartName": "/word/comments.xml", "ContentType": COMMENTS})
    replaced = {
        package.main: etree.tostring(root),
        related: etree.tostring(links),
        "[Content_Types].xml": etree.tostring(types),
    }
    return write_package(
        package, replaced, {"word/comments.xml": DECLARATION.encode() + etree.tostring(comments, encoding="utf-8")}
    )


def without_controls(data: bytes) -> bytes:
    """Every content control taken away, its words left: what some programs do."""

    def edit(root: Element) -> None:
        for each in list(root.iter(w("sdt"))):
            holder, content = each.getparent(), each.find(w("sdtContent"))
            assert holder is not None and content is not None
            at = holder.index(each)
            holder[at : at + 1] = list(content)

    return edited(data, edit)


def without_bookmarks(data: bytes) -> bytes:
    """Every bookmark of a clause taken away; those that references lead to stay."""

    def edit(root: Element) -> None:
        starts = [each for each in root.iter(w("bookmarkStart")) if each.get(w("name"), "").startswith("sg_")]
        ids = {each.get(w("id")) for each in starts}
        for each in [*starts, *(each for each in root.iter(w("bookmarkEnd")) if each.get(w("id")) in ids)]:
            holder = each.getparent()
            assert holder is not None
            holder.remove(each)

    return edited(data, edit)


def without_headings(data: bytes) -> bytes:
    """Every heading taken away that stands in a clause."""

    def edit(root: Element) -> None:
        for each in list(root.iter(w("p"))):
            style = each.find(f"{w('pPr')}/{w('pStyle')}")
            holder = each.getparent()
            if style is not None and style.get(w("val")) == "Heading2" and holder is not None:
                holder.remove(each)

    return edited(data, edit)


def without_record(data: bytes) -> bytes:
    """The record taken away, and what points to it."""
    package, _ = opened(data)
    part = record_part(package)
    assert part is not None
    links, _ = parsed(package, relationships_part(package.main))
    assert links is not None
    for each in list(links):
        if each.get("Type", "").endswith("/customXml"):
            links.remove(each)
    kept = {name: entry for name, entry in package.entries.items() if not name.startswith("customXml/")}
    types, _ = parsed(package, "[Content_Types].xml")
    assert types is not None
    for each in list(types):
        if each.get("PartName", "").startswith("/customXml/"):
            types.remove(each)
    return write_package(
        Package(package.file, package.main, kept),
        {relationships_part(package.main): etree.tostring(links), "[Content_Types].xml": etree.tostring(types)},
    )
