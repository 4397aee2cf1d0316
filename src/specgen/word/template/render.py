"""Values into a template: the bytes of one document, the same for the same values, on every machine with the same
zlib."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from msgspec import Struct

from specgen.problems import Location, Problem
from specgen.word.package.archive import Entry, join, pack
from specgen.word.package.ooxml import RefusedValue
from specgen.word.package.package import content_hash
from specgen.word.package.properties import Properties, core_properties
from specgen.word.template.blocks import Writer
from specgen.word.template.gate import PackageFacts
from specgen.word.template.parts import WRITER, Template, drawn, told
from specgen.word.template.tags import Tag


class RenderError(ValueError):
    """A value cannot stand where the template puts it; `problem` says so in a user's words."""

    def __init__(self, fault: RefusedValue, file: str, part: str) -> None:
        tag = fault.tag if isinstance(fault.tag, Tag) else None
        self.name = tag.body if tag else ""
        self.part = part
        self.paragraph = (tag.location.paragraph or "") if tag else ""
        verb = "decided" if tag and tag.statement else "printed"
        named = f"“{self.name}” cannot be {verb}" if self.name else "the document cannot be made"
        self.problem = Problem(
            "value-refused", f"{named}: {fault.reason}", Location(file, part=part, paragraph=self.paragraph or None),
            cure=fault.cure, excerpt=tag.written if tag else "",
        )  # fmt: skip
        super().__init__(self.problem.message)


class Rendered(Struct, frozen=True):
    """One document: its bytes, its content hash, its text by part; and what the gate needs to check it."""

    file: str
    data: bytes
    content_hash: str
    texts: Mapping[str, str]
    """part → the text it is to hold, told apart from the XML (see plaintext.py for its marks)."""
    changed: Mapping[str, Entry]
    loose: frozenset[str]
    """Parts in which an empty paragraph may stand that no value has put there."""
    properties: Properties
    core_part: str
    numbering_part: str
    """The name of the numbering part; "" when the template has none."""
    standing: PackageFacts


def render(
    template: Template,
    values: Mapping[str, object],
    properties: Properties,
    record: Callable[[str, Mapping[str, str]], bytes] | None = None,
) -> Rendered:
    """The document of `values`. `record` makes the record part's bytes from the content hash and the text by part; None
    leaves the part out.

    Raises RenderError for a value that cannot stand where the template puts it.
    """
    writer = Writer(template.first, template.looks, template.places, template.run_looks)
    known: dict[str, object] = {**values, WRITER: writer}
    changed: dict[str, Entry] = {}
    digests = dict(template.digests)
    texts: dict[str, str] = {}
    core = template.core

    def put(name: str, found: bytes, packed: Entry | None = None) -> None:
        changed[name] = packed or pack(name, found)
        digests[name] = hashlib.sha256(found).hexdigest()

    for part in template.parts:
        try:
            found = drawn(part, known)
        except RefusedValue as fault:
            raise RenderError(fault, template.file, part.name) from fault
        if part.name == template.core_part:
            core = found
            continue
        put(part.name, found)
        if part.tell is not None:
            texts[part.name] = told(part, known)
    try:
        put(template.core_part, core_properties(core, properties))
    except RefusedValue as fault:
        raise RenderError(fault, template.file, template.core_part) from fault
    if writer.lists and template.numbering is not None:
        packed, plain = template.numbering.with_lists(tuple(writer.lists))
        put(template.numbering.part, plain, packed)
    entries: Mapping[str, Entry] = template.entries
    if record is not None:
        entries = {**entries, **template.recorded}
        digests.update(template.recorded_digests)
    hashed = content_hash(digests.items())
    if record is not None:
        entries = {**entries, template.record.part: pack(template.record.part, record(hashed, texts))}
    return Rendered(
        file=template.file,
        data=join({**entries, **changed}.values()),
        content_hash=hashed,
        texts=texts,
        changed=changed,
        loose=frozenset(part.name for part in template.parts if part.mends),
        properties=properties,
        core_part=template.core_part,
        numbering_part=template.numbering.part if template.numbering else "",
        standing=template.standing,
    )
