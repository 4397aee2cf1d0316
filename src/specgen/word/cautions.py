"""What a template carries into every document without its author seeing it: a caution for each, none stops a document."""

from __future__ import annotations

from collections.abc import Iterator

from specgen.problems import Location, Problem
from specgen.word.ooxml import parse_xml, w
from specgen.word.package import Package, relationships


def cautions(package: Package) -> list[Problem]:
    """Warnings about the package of a template, all of whose parts are known to be well-formed."""
    return list(_cautions(package))


def _cautions(package: Package) -> Iterator[Problem]:
    for each in relationships(package, package.main):
        if each.external or each.target not in package.entries:
            continue
        where = Location(package.file, part=each.target)
        if each.type.endswith("/settings"):
            root = parse_xml(package.part(each.target))
            update = root.find(w("updateFields"))
            if update is not None and update.get(w("val"), "true") not in ("0", "false", "off"):
                yield Problem("template-asks", "Word will ask at every opening whether to update fields", where, "warning",
                              cure="update the fields in Word (Ctrl+A, F9), and set the template up anew without “update fields on opening”")  # fmt: skip
            for other in relationships(package, each.target):
                if other.type.endswith("/attachedTemplate") and other.external:
                    yield Problem("template-path", "every document will name the template that this one was made from, with its folder", where, "warning",
                                  cure="attach Normal.dotm instead (Developer, Document Template)", excerpt=other.target)  # fmt: skip
        elif each.type.endswith("/comments") and parse_xml(package.part(each.target)).find(w("comment")) is not None:
            yield Problem("template-comments", "the template holds comments, which every document will carry", where, "warning",
                          cure="delete them (Review, Delete All Comments)")  # fmt: skip
