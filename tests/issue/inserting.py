"""Specifications and clauses for the tests of inserting, and checks that share nothing with what inserts."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

from lxml import etree
from tests.word.making import docx_bytes, p, zipped

from specgen.issue.insertion.insert import Insertion, Request, insert
from specgen.issue.insertion.plan import WantedClause, wanted_clause
from specgen.library.model import ClauseVersion, Source
from specgen.problems import Problem
from specgen.word.document.headings import model_headings
from specgen.word.document.resolve import accept_all, reject_all
from specgen.word.insert.place import SectionNumber
from specgen.word.package.ooxml import w
from specgen.wording.wording import Block, BlockKind, Run

MODEL = model_headings((
    ("1", "Population Needs"), ("2", "Outcomes"), ("3", "Scope"), ("3.1", "Aims and objectives "
        "of service"), ("3.2", "Service "
        "description/care pathway"), ("3.3", "Population covered"),
    ("4", "Applicable Service Standards"), ("5", "Applicable quality requirements and "
        "CQUIN goals"), ("5.1", "Applicable Quality "
        "Requirements"), ("5.2", "Applicable "
        "CQUIN goals"),
))  # fmt: skip
TITLE = "3.2 Service description/care pathway"
MAIN = "word/document.xml"


def block(text: str, kind: BlockKind = "paragraph", level: int = 0) -> Block:
    return Block(kind, (Run(text),), level)


def clause(
    *blocks: Block | str, name: str = "terms", place: str = "specification", number: int = 1, title: str = "Our terms"
) -> WantedClause:
    """A clause version with these blocks as printed."""
    made = tuple(each if isinstance(each, Block) else block(each) for each in blocks)
    fingerprint = hashlib.sha256(repr((name, number, made)).encode()).hexdigest()
    version = ClauseVersion(
        f"co-production/{place}/{name}",
        number,
        title,
        "drafted",
        Source("policy", ("1",)),
        date(2020, 4, 1),
        None,
        "First version.",
        made,
        {},
        fingerprint,
        f"{number}.md",
    )
    return wanted_clause(version, made)


def heading(text: str, level: int = 2) -> str:
    return p(text, f'<w:pStyle w:val="Heading{level}"/>')


def item(text: str, num: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def specification(*under: str, before: str = "", after: str | None = None) -> bytes:
    """A specification with these blocks under 3.2; `after` is what follows the section (by default 3.3 and its
    text)."""
    rest = heading("3.3 Population covered") + p("Adults of the area.") if after is None else after
    return docx_bytes(f"{before}{heading('3 Scope', 1)}{heading(TITLE)}{''.join(under)}{rest}")


def inserted(
    data: bytes,
    *wanted: WantedClause,
    plain: bool = False,
    after: Mapping[SectionNumber, str] | None = None,
    author: str = "Ada Shah",
) -> Insertion:
    """The result, with no error."""
    made, problems = attempt(data, *wanted, plain=plain, after=after, author=author)
    assert made is not None, problems
    return made


def attempt(
    data: bytes,
    *wanted: WantedClause,
    plain: bool = False,
    after: Mapping[SectionNumber, str] | None = None,
    author: str = "Ada Shah",
    renumber: bool = False,
    known: tuple[ClauseVersion, ...] = (),
) -> tuple[Insertion | None, list[Problem]]:
    return insert(
        data,
        "specification.docx",
        Request(wanted, "" if plain else author, "" if plain else "2026-05-04", after or {}, renumber, known),
        MODEL,
    )


def refusal(data: bytes, *wanted: WantedClause, after: Mapping[SectionNumber, str] | None = None) -> Problem:
    """The one problem for which nothing is inserted."""
    made, problems = attempt(data, *(wanted or (clause("Words."),)), after=after)
    assert made is None
    (problem,) = [each for each in problems if each.severity == "error"]
    return problem


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(data: bytes) -> bytes:
    return parts(data)[MAIN]


def settled(data: bytes) -> bytes:
    """The file as somebody saves it who has accepted every change."""
    return with_main(data, accept_all(main(data)))


def with_main(data: bytes, xml: bytes) -> bytes:
    return zipped({**parts(data), MAIN: xml})


def accepted(data: bytes) -> list[str]:
    return lines(accept_all(main(data)))


def rejected(data: bytes) -> list[str]:
    return lines(reject_all(main(data)))


def lines(xml: bytes) -> list[str]:
    """The words of each paragraph."""
    return [
        "".join(each.text or "" for each in paragraph.iter(w("t"))) for paragraph in etree.fromstring(xml).iter(w("p"))
    ]


def canonical(xml: bytes) -> bytes:
    """The part in a form that is equal for the same elements, attributes and words."""
    return etree.tostring(etree.fromstring(xml), method="c14n", exclusive=True)


def assert_only_added(host: bytes, result: bytes, insertions: int = 1) -> list[str]:
    """Every part but the main one is the same bytes; of the main one's bytes none is gone or changed. The stretches put
    in."""
    before, after = parts(host), parts(result)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} <= {MAIN}
    return stretches(before[MAIN], after[MAIN], insertions)


def stretches(before: bytes, after: bytes, most: int) -> list[str]:
    """What was put into `before` to make `after`, in at most `most` stretches that begin and end between tags."""
    found: list[str] = []
    i = j = 0
    while len(found) < most:
        same = _shared(before[i:], after[j:])
        i, j = i + same, j + same
        if i == len(before) and j == len(after):
            return found
        rest = len(after) - j - (len(before) - i)
        if len(found) == most - 1:
            assert after[j + rest :] == before[i:], "bytes of the host are changed or gone"
            found.append(after[j : j + rest].decode())
            return found
        end = next(at for at in range(j + 1, len(after)) if after[at : at + 200] == before[i : i + 200])
        found.append(after[j:end].decode())
        j = end
    raise AssertionError("more stretches than allowed")


def _shared(one: bytes, two: bytes) -> int:
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == two[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def revision_ids(xml: bytes) -> list[int]:
    """The ids of tracked changes, as they stand."""
    names = (
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "rPrChange",
        "pPrChange",
        "customXmlInsRangeStart",
        "customXmlDelRangeStart",
    )
    return [int(each.get(w("id"), "0")) for each in etree.fromstring(xml).iter(*(w(name) for name in names))]


def controls(xml: bytes) -> list[etree._Element]:
    return list(etree.fromstring(xml).iter(w("sdt")))


def paragraph(xml: bytes, text: str) -> etree._Element:
    """The paragraph that reads `text`."""
    return next(
        each
        for each in etree.fromstring(xml).iter(w("p"))
        if "".join(found.text or "" for found in each.iter(w("t"))) == text
    )


def value(element: etree._Element, path: str, attribute: str = "val") -> str:
    """An attribute of what stands at `path` (names of the standard, parted by slashes) in the element."""
    found = element.find("/".join(w(name) if name != "." else name for name in path.split("/")))
    assert found is not None, path
    return found.get(w(attribute), "")


def style_of(element: etree._Element) -> str:
    found = element.find(f"{w('pPr')}/{w('pStyle')}")
    return found.get(w("val"), "") if found is not None else ""


def without(xml: bytes, texts: Sequence[str]) -> list[str]:
    """The words of each paragraph, the first of each of `texts` left out."""
    left = lines(xml)
    for text in texts:
        left.remove(text)
    return left
