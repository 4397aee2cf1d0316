"""Why something cannot be put into a document that is a sound Word file: signed, protected, or the place is closed.

Source: ECMA-376 part 2, 12 (digital signatures); part 1, 17.15.1.29 (documentProtection), 17.15.1.93 (writeProtection),
17.5.2.23 (lock), 17.5.2.6 (dataBinding), 17.16 (fields).
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from specgen.problems import Location, Problem
from specgen.word.insert.extent import BlockSpot
from specgen.word.insert.host import Host
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, related, relationships

_VAL: Final = w("val")
_OFF: Final = frozenset({"0", "false", "off"})
_LOCKS: Final = frozenset({"contentLocked", "sdtContentLocked"})
_BOUND: Final = frozenset(
    {"dataBinding", "text", "docPartObj", "bibliography", "citation", "date", "comboBox", "dropDownList", "picture"}
)


def closed_host(package: Package) -> list[Problem]:
    """Why nothing may be put into the document at all: it is signed or protected. Raises etree.XMLSyntaxError."""
    if any("/digital-signature/" in each.type for each in relationships(package)) or any(
        name.lower().startswith("_xmlsignatures/") for name in package.names
    ):
        cure = (
            "take the signature off in Word (File, Info, View Signatures), or use the file as it was before it was "
            "signed"
        )
        return _closed(package, "signed-file", "the file is signed: any change makes the signature invalid", cure)
    settings = related(package, "settings")
    root = package.tree(settings) if settings is not None else None
    protection = root.find(w("documentProtection")) if root is not None else None
    if protection is not None and protection.get(w("enforcement"), "0") not in _OFF:
        kind = {
            "readOnly": "nothing may be changed",
            "comments": "only comments may be added",
            "forms": "only forms may be filled in",
            "trackedChanges": "changes must be tracked, and nobody may turn that off",
        }.get(protection.get(w("edit"), ""), "editing is restricted")
        cure = (
            "take the protection off in Word (Review, Restrict Editing, Stop Protection), and protect it again "
            "afterwards"
        )
        return _closed(package, "protected-file", f"the file is protected: {kind}", cure)
    write = root.find(w("writeProtection")) if root is not None else None
    if write is not None and any(etree.QName(str(name)).localname in ("hash", "hashValue") for name in write.attrib):
        cure = "save it in Word without the password to modify (Save As, Tools, General Options)"
        return _closed(package, "protected-file", "the file is protected: a password is needed to change it", cure)
    return []


def _closed(package: Package, slug: str, message: str, cure: str, part: str = "") -> list[Problem]:
    return [Problem(slug, message, Location(package.file, part=part or None), cure=cure)]


def closed_place(host: Host, spot: BlockSpot, *, tracked: bool) -> list[Problem]:
    """Why nothing may be put at the spot: what stands there is locked, filled by Word, or the inside of a field."""

    def closed(message: str, cure: str) -> list[Problem]:
        return _closed(host.package, "place-closed", f"the place is {message}", cure, host.package.main)

    holders = [each for each in (spot.container, *spot.container.iterancestors()) if each.tag == w("sdt")]
    for control in holders:
        properties = control.find(w("sdtPr"))
        if properties is None:
            continue
        lock = properties.find(w("lock"))
        if (lock is not None and lock.get(_VAL) in _LOCKS) or properties.find(w("group")) is not None:
            cure = "take the lock off in Word (Developer, Properties)"
            return closed("in a content control that is locked against changes", cure)
        if any(isinstance(child.tag, str) and etree.QName(child).localname in _BOUND for child in properties):
            cure = "choose another place with --after"
            return closed("in a content control whose words Word fills in itself", cure)
    block = spot.last if spot.last.getparent() is spot.container else None
    if (
        tracked
        and not spot.following
        and spot.last is not spot.container
        and (block is None or (block.tag == w("tbl") and spot.container.tag == w("tc")))
    ):
        return closed(
            "at the very end, after a content control or table that no paragraph follows, so no tracked change could "
            "be undone there",
            "open the file in Word, put an empty paragraph after it, and save",
        )
    if _in_field(host, spot):
        cure = "choose another place with --after, or make the field plain text in Word (Ctrl+Shift+F9)"
        return closed("inside a field, whose words Word replaces when it updates it", cure)
    return []


def struck_end(host: Host, spot: BlockSpot) -> Problem | None:
    """The problem that a tracked change takes out the end of the paragraph before the place, or of the one that ends
    its cell or the body, or puts it in with a look of its own."""
    ending = next((each for each in reversed(spot.container) if each.tag == w("p")), None)
    for paragraph, what in (
        (spot.last, "the end of the paragraph before the place"),
        (ending, "the paragraph that ends the place"),
    ):
        mark = paragraph.find(f"{w('pPr')}/{w('rPr')}") if paragraph is not None and paragraph.tag == w("p") else None
        if mark is None:
            continue
        for change, slug, does in (("del", "place-struck", "takes out"), ("ins", "place-proposed", "puts in")):
            if mark.find(w(change)) is not None:
                return Problem(
                    slug,
                    f"a tracked change {does} {what}, and the clauses cannot be proved beside it",
                    Location(host.package.file, part=host.package.main),
                    cure="accept or reject that change in Word first, or choose another place with --after",
                )
    return None


def _in_field(host: Host, spot: BlockSpot) -> bool:
    story = next(
        (each for each in (spot.container, *spot.container.iterancestors()) if each.tag in (w("tc"), w("body"))),
        host.body,
    )
    marks = list(story.iter(w("fldChar")))
    if not marks:
        return False
    limit = host.part.end(spot.after) if spot.after is not spot.container else host.part.start_tag(spot.container)[1]
    kinds = [mark.get(w("fldCharType")) for mark in marks if host.part.start(mark) < limit]
    return kinds.count("begin") > kinds.count("end")
