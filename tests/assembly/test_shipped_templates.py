"""The shipped templates: what the script writes, only known names, and tables and styles that everybody can read."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.names import OCCASIONS, name_shapes
from specgen.progress.page import ProgressPage
from specgen.reported_figures.page import ReturnsPage
from specgen.review.reports.forms import value_name
from specgen.review.reports.meeting_page import MeetingPage
from specgen.review.reports.review_page import ReviewPage
from specgen.review.reports.version_page import VersionsPage
from specgen.shipped import shipped
from specgen.word.package.ooxml import w
from specgen.word.template.compile import compile_template
from specgen.word.template.names import Shape, check_names, shape_of_type

ROOT = Path(__file__).parents[2]
TYPES, FAULTS = read_document_types(ROOT / "templates")
REPORTS = {
    "reports/progress": ProgressPage,
    "reports/meeting": MeetingPage,
    "reports/returns": ReturnsPage,
    "reports/review": ReviewPage,
    "reports/clause-redline": VersionsPage,
}
TYPE_KEYS = [kind.key for kind in TYPES]
KEYS = [*TYPE_KEYS, *REPORTS]
FILES = [*(kind.template for kind in TYPES), *(ROOT / "templates" / key / "template.docx" for key in REPORTS)]
PARTS = [
    "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", ("word/_rels/"
        "document.xml.rels"), "word/styles.xml",
    "word/numbering.xml", "word/settings.xml", "word/header1.xml", "word/footer1.xml",
    "word/fontTable.xml", "word/theme/theme1.xml",
]  # fmt: skip


def root_of(file: Path, part: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(file) as package:
        return etree.fromstring(package.read(part))


def value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(w("val"))


def test_the_types_are_there_in_the_order_of_the_pack() -> None:
    assert FAULTS == []
    assert TYPE_KEYS == [
        "specification-insert",
        "grant-insert",
        "whole-specification",
        "development-plan",
        "quality-requirements",
        "reporting-requirements",
        "improvement-plan",
        "system-plan",
        "drafting-note",
        "variation-agreement",
        "list-of-changes",
        "extension-notice",
        "successor-notice",
        "commissioning-intentions",
    ]


def test_a_pack_has_its_schedules_in_the_order_of_their_numbers_and_letters_in_every_edition() -> None:
    editions, _ = read_editions(shipped("editions"))
    for edition in editions:
        letters = [edition.schedules[kind.schedule].letter for kind in TYPES if kind.schedule in edition.schedules]
        assert letters == sorted(
            letters, key=lambda letter: (int(letter.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), letter)
        ), edition.name
    assert [kind.key for kind in TYPES if kind.audience == "commissioner"] == ["drafting-note"]


def test_the_script_writes_the_templates_that_are_committed_part_by_part(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "tools" / "make_templates.py"), "--to", str(tmp_path)], check=True)
    for key, file in zip(KEYS, FILES, strict=True):
        with zipfile.ZipFile(file) as there, zipfile.ZipFile(tmp_path / key / "template.docx") as made:
            assert there.namelist() == made.namelist() == PARTS
            for part in PARTS:
                assert there.read(part) == made.read(part), f"{key}, {part}: run python tools/make_templates.py"


@pytest.mark.parametrize("file", FILES, ids=KEYS)
def test_a_template_is_a_valid_word_file(file: Path) -> None:
    assert OpenXmlValidator().validate(str(file)).errors == []


@pytest.mark.parametrize("kind", TYPES, ids=TYPE_KEYS)
def test_a_template_uses_names_that_exist_and_nothing_that_is_not_allowed(kind: object) -> None:
    found = next(each for each in TYPES if each is kind)
    template, problems = compile_template(found.template.read_bytes(), found.key)
    assert template is not None and problems == []
    assert not check_names(
        template, cast(Mapping[str, Shape], name_shapes(found.audience == "commissioner", OCCASIONS.get(found.when)))
    )


@pytest.mark.parametrize("key", REPORTS)
def test_the_form_of_a_report_uses_the_names_of_its_page_and_prints_every_one_of_them(key: str) -> None:
    page = REPORTS[key]
    template, problems = compile_template((ROOT / "templates" / key / "template.docx").read_bytes(), key)
    assert template is not None and problems == []
    known = {value_name(page): shape_of_type(page)}
    assert check_names(template, known) == []
    assert {use.path for use in template.names} >= set(leaves(known, ()))


def leaves(shape: Shape, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Where each value that can be printed stands: the names on the way, and `[]` for an item of a list."""
    if isinstance(shape, Mapping):
        for name, inner in shape.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(shape, list):
        yield from leaves(shape[0], (*path, "[]"))
    else:
        yield path


def test_what_is_for_the_commissioner_alone_cannot_be_printed_by_a_document_for_the_parties() -> None:
    note = next(kind for kind in TYPES if kind.key == "drafting-note")
    template, _ = compile_template(note.template.read_bytes(), note.key)
    assert template is not None
    problems = check_names(template, cast(Mapping[str, Shape], name_shapes(False)))
    assert problems and all(problem.slug == "unknown-name" for problem in problems)


@pytest.mark.parametrize("file", FILES, ids=KEYS)
def test_every_table_has_a_header_row_fixed_columns_that_fit_the_page_and_no_merged_cells(file: Path) -> None:
    root = root_of(file)
    for merged in ("gridSpan", "vMerge"):
        assert root.find(f".//{w(merged)}") is None
    for table in root.iter(w("tbl")):
        grid = [int(column.get(w("w"), "0")) for column in table.iter(w("gridCol"))]
        assert sum(grid) in (9638, 14570), "the text's width on a portrait or landscape page"
        layout = table.find(f"{w('tblPr')}/{w('tblLayout')}")
        assert layout is not None and layout.get(w("type")) == "fixed"
        rows = table.findall(w("tr"))
        assert rows[0].find(f"{w('trPr')}/{w('tblHeader')}") is not None
        for row in rows:
            widths = [int(width.get(w("w"), "0")) for width in row.iter(w("tcW"))]
            if "{%tc" in "".join(map(str, row.itertext())):  # which of the cells stand there is told by values
                assert set(widths) <= set(grid)
            else:
                assert widths == grid
            assert all(cell[-1].tag == w("p") for cell in row.iter(w("tc")))


@pytest.mark.parametrize("file", FILES, ids=KEYS)
def test_looks_come_from_named_styles_and_every_style_exists(file: Path) -> None:
    styles = {style.get(w("styleId")) for style in root_of(file, "word/styles.xml").iter(w("style"))}
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        root = root_of(file, part)
        assert {child.tag for look in root.iter(w("rPr")) for child in look} <= {w("rStyle")}
        assert {child.tag for look in root.iter(w("pPr")) for child in look} <= {w("pStyle"), w("sectPr")}
        assert {value(each) for name in ("pStyle", "rStyle", "tblStyle") for each in root.iter(w(name))} <= styles


@pytest.mark.parametrize("file", FILES, ids=KEYS)
def test_headings_go_down_one_level_at_a_time(file: Path) -> None:
    styles = [value(each) or "" for each in root_of(file).iter(w("pStyle"))]
    assert styles[0] == "Title"
    levels = [int(style.removeprefix("Heading")) for style in styles if style.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_is_large_enough_dark_enough_and_never_slanted_or_in_capitals() -> None:
    root = root_of(FILES[0], "word/styles.xml")
    lightest_ground = min(luminance(each.get(w("fill"), "FFFFFF")) for each in root.iter(w("shd")))
    for style in root.iter(w("style")):
        name = value(style.find(w("name")))
        color, size = value(style.find(f"{w('rPr')}/{w('color')}")), value(style.find(f"{w('rPr')}/{w('sz')}"))
        if color is not None:
            assert (lightest_ground + 0.05) / (luminance(color) + 0.05) >= 4.5, name
        if name not in ("Template Tag", "Section End"):  # these never stand on a finished page, or hold no words
            assert size is None or int(size) >= 22, name
    for forbidden in ("caps", "smallCaps", "i"):
        assert root.find(f".//{w(forbidden)}") is None
    assert value(root.find(f".//{w('docDefaults')}//{w('sz')}")) == "24"
    assert value(root.find(f".//{w('docDefaults')}//{w('lang')}")) == "en-GB"
    assert {each.get(w("ascii")) for each in root.iter(w("rFonts"))} == {"Arial"}


def test_what_belongs_to_a_requirement_stands_closer_to_it_than_the_next_requirement() -> None:
    styles = root_of(ROOT / "templates" / "specification-insert" / "template.docx", "word/styles.xml")

    def gap(style: str, side: str) -> int:
        (found,) = (
            each
            for each in styles.iter(w("spacing"))
            if (owner := each.getparent()) is not None
            and (named := owner.getparent()) is not None
            and named.get(w("styleId")) == style
        )
        return int(found.get(w(side)) or 0)

    assert gap("RequirementList", "after") == gap("RequirementText", "after") < gap("RequirementList", "before")
    assert gap("RequirementText", "before") == 0
