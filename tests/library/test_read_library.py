"""Reading a clause library: what each file gives, and every fault with its file and line."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from specgen.library.model import Library, Source
from specgen.library.read import read_library
from specgen.library.version_file import PLACE_FIELDS, fingerprint, read_version
from specgen.problems import Problem
from specgen.wording.wording import plain_text

CLAUSE = "shared-decision-making/specification/terms"
HEAD = """\
schema: 1
publisher: A publisher
sources:
  handbook: {title: A handbook, publisher: A body, version: "1", date: "2019", licence: none}
components:
  - id: shared-decision-making
    title: Shared decision making
    section: "2.2"
    page: 9
    sets:
      shared-decision-making: [specification/terms]
"""
SETTINGS = """\
owner: Clause editor
placeholders:
  sdm_date: {kind: date, question: By when?, example: 2026-09-30}
  service_name: {from: service.name}
"""
VERSION = """\
---
title: Terms
origin: drafted
source: {document: handbook, section: ["2.2.3", "2.2.4"], page: 9}
effective_from: 2019-04-01
change: First version.
---
In {{ service_name }} the Provider **must** act by {{ sdm_date }}.

1. First.
    - Nested.
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "library.yaml", HEAD)
    write(tmp_path, f"{CLAUSE}/clause.yaml", SETTINGS)
    write(tmp_path, f"{CLAUSE}/1.md", VERSION)
    return tmp_path


def said(folder: Path) -> list[tuple[str, str, int | None]]:
    """Every fault as slug, file and line; the file within the library."""

    def within(problem: Problem) -> str:
        return Path(problem.location.file).relative_to(folder).as_posix()

    return [(problem.slug, within(problem), problem.location.line) for problem in read_library(folder)[1]]


def library(folder: Path) -> Library:
    found, problems = read_library(folder)
    assert problems == []
    return found


# --- what is read ---------------------------------------------------------------------------------------------------


def test_a_clause_is_read_with_its_versions_placeholders_and_source(folder: Path) -> None:
    clause = library(folder).clauses[CLAUSE]
    version = clause.versions[0]
    assert (clause.owner, clause.component, clause.place) == (
        "Clause editor",
        "shared-decision-making",
        "specification",
    )
    assert (version.name, version.title, version.origin, version.source) == (
        f"{CLAUSE}@1",
        "Terms",
        "drafted",
        Source("handbook", ("2.2.3", "2.2.4"), 9),
    )
    assert (version.effective_from, version.effective_to, version.names) == (
        date(2019, 4, 1),
        None,
        ("service_name", "sdm_date"),
    )
    assert [(block.kind, block.level) for block in version.blocks] == [("paragraph", 0), ("number", 0), ("bullet", 1)]
    assert plain_text(version.blocks).startswith(
        "In {{ service_name }} the Provider must act by {{ sdm_date }}.\nFirst."
    )
    assert clause.placeholders["service_name"].comes_from == "service.name"


def test_components_sets_and_sources_are_read(folder: Path) -> None:
    found = library(folder)
    assert dict(found.sets()) == {"shared-decision-making": (CLAUSE,)}
    assert (found.publisher, found.sources["handbook"].version, found.components[0].page) == ("A publisher", "1", 9)
    assert found.component("shared-decision-making") == found.components[0]
    assert found.component("nothing") is None


def test_notes_situations_and_dated_terms_are_read(folder: Path) -> None:
    write(folder, "shared-decision-making/notes.yaml", '- {heading: Funding, text: A point., section: "3.1"}\n')
    write(
        folder,
        "situations.yaml",
        'situations:\n  - {number: "4", area: MSK, conversation: Knee pain}\nprocedures:\n  - {number: "1", '
        "procedure: Surgery}\n",
    )
    write(
        folder, "dated-terms.yaml", "- {term: CCG, match: [CCG, CCGs], now: Integrated Care Board, since: July 2022}\n"
    )
    found = library(folder)
    assert [note.text for note in found.components[0].notes] == ["A point."]
    assert list(found.situations) == ["4", "EBI 1"]
    assert [(term.term, term.match, term.since) for term in found.dated_terms] == [
        ("CCG", ("CCG", "CCGs"), "July 2022")
    ]


def test_versions_come_in_the_order_of_their_numbers(folder: Path) -> None:
    for number in (2, 10):
        write(folder, f"{CLAUSE}/{number}.md", VERSION)
    assert [version.number for version in library(folder).clauses[CLAUSE].versions] == [1, 2, 10]


def test_the_fingerprint_is_over_the_bytes_with_lf_and_without_a_mark() -> None:
    plain = VERSION.encode()
    assert fingerprint(plain) == hashlib.sha256(plain).hexdigest()
    assert fingerprint(b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n")) == fingerprint(plain)
    assert fingerprint(plain + b"\n") != fingerprint(plain)


@pytest.mark.parametrize("place", PLACE_FIELDS)
def test_every_place_asks_for_its_own_fields(place: str) -> None:
    front = VERSION.replace(
        "In {{ service_name }} the Provider **must** act by {{ sdm_date }}.\n\n1. First.\n    - Nested.\n", "Words.\n"
    )
    fields = "".join(f"{name}: By {{{{ sdm_date }}}}\n" for name in PLACE_FIELDS[place])
    found, problems = read_version(front.replace("change:", f"{fields}change:").encode(), "1.md", f"a/{place}/b", 1)
    assert found is not None and problems == []
    assert list(found.fields) == list(PLACE_FIELDS[place])
    lacking = read_version(front.encode(), "1.md", f"a/{place}/b", 1)[1]
    assert [problem.message for problem in lacking] == [
        f"“{name}” is missing in the front matter" for name in PLACE_FIELDS[place]
    ]


# --- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "faults"),
    [
        (f"{CLAUSE}/1.md", "origin: drafted", "origin: ours", [("origin", 3)]),
        (f"{CLAUSE}/1.md", "change: First version.\n", "", [("missing-value", 2)]),
        (f"{CLAUSE}/1.md", "title: Terms", "titel: Terms", [("unknown-key", 2), ("missing-value", 2)]),
        (f"{CLAUSE}/1.md", "2019-04-01", "April 2019", [("not-a-date", 5)]),
        (f"{CLAUSE}/1.md", "title: Terms", "title: Terms for {{ sdm_cohort }}", [("title-markup", 2)]),
        (f"{CLAUSE}/1.md", "title: Terms", "title: Our **own** terms", [("title-markup", 2)]),
        (f"{CLAUSE}/1.md", "page: 9", "page: nine", [("front-matter", 4)]),
        (f"{CLAUSE}/1.md", "page: 9", "page: ²", [("front-matter", 4)]),
        (f"{CLAUSE}/1.md", "**must**", "**must", [("unclosed-emphasis", 8)]),
        (f"{CLAUSE}/1.md", "1. First.", "# First.", [("not-wording", 10)]),
        (f"{CLAUSE}/1.md", "    - Nested.", "  - Nested.", [("list-indent", 11)]),
        (f"{CLAUSE}/1.md", "title: Terms", "title: Terms\ntitle: More", [("repeated-key", 3)]),
        (f"{CLAUSE}/1.md", "---\ntitle", "title", [("no-front-matter", 1)]),
    ],
)
def test_a_fault_in_a_version_is_reported_at_its_line_and_the_version_left_out(
    folder: Path, file: str, old: str, new: str, faults: list[tuple[str, int]]
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    write(folder, file, text.replace(old, new, 1))
    found = [(slug, line) for slug, name, line in said(folder) if name == file]
    assert [fault for fault in faults if fault not in found] == []
    assert CLAUSE not in read_library(folder)[0].clauses


@pytest.mark.parametrize(
    ("old", "new", "slug", "line"),
    [
        ("owner: Clause editor\n", "", "clause-without-owner", 1),
        ("owner: Clause editor", "owner: Clause editor\nowned: x", "unknown-key", 2),
        ("kind: date, ", "", "placeholder", 3),
        ("kind: date", "kind: choice", "placeholder", 3),
        ("kind: date", "kind: day", "placeholder", 3),
        ("question: By when?, ", "", "placeholder", 3),
        ("from: service.name", "from: service.nam", "placeholder-from", 4),
        (
            "  service_name: {from: service.name}\n",
            "  service_name: {from: service.name}\n  sdm_more: {kind: text, question: Q, example: e}\n",
            "unused-placeholder",
            5,
        ),
    ],
)
def test_a_fault_in_clause_yaml_is_reported_at_its_line(folder: Path, old: str, new: str, slug: str, line: int) -> None:
    write(folder, f"{CLAUSE}/clause.yaml", SETTINGS.replace(old, new))
    assert (slug, f"{CLAUSE}/clause.yaml", line) in said(folder)


def test_a_clause_with_an_undescribed_placeholder_is_left_out_and_reported(folder: Path) -> None:
    write(folder, f"{CLAUSE}/clause.yaml", SETTINGS.replace("sdm_date", "sdm_day"))
    found, problems = read_library(folder)
    assert CLAUSE not in found.clauses
    (problem,) = [problem for problem in problems if problem.slug == "undeclared-placeholder"]
    assert (problem.message, problem.suggestion) == (
        "the wording has {{ sdm_date }}, which clause.yaml does not describe",
        "sdm_day",
    )


def test_a_placeholder_from_the_service_is_only_for_places_that_have_one(folder: Path) -> None:
    action = "shared-decision-making/development/action"
    fields = "".join(f"{name}: something\n" for name in PLACE_FIELDS["development"])
    write(folder, f"{action}/clause.yaml", "owner: E\nplaceholders:\n  service_name: {from: service.name}\n")
    write(
        folder,
        f"{action}/1.md",
        VERSION.split("In {{")[0].replace("change:", f"{fields}change:") + "For {{ service_name }}.\n",
    )
    assert ("placeholder-from", f"{action}/clause.yaml", 3) in said(folder)


def test_wording_that_stands_in_a_table_is_one_paragraph(folder: Path) -> None:
    action = "shared-decision-making/development/action"
    fields = "".join(f"{name}: something\n" for name in PLACE_FIELDS["development"])
    write(folder, f"{action}/clause.yaml", "owner: E\nplaceholders: {}\n")
    write(folder, f"{action}/1.md", VERSION.split("In {{")[0].replace("change:", f"{fields}change:") + "One.\n\nTwo.\n")
    assert ("one-paragraph", f"{action}/1.md", 13) in said(folder)


@pytest.mark.parametrize(
    ("name", "text", "slug"),
    [
        (f"{CLAUSE}/v2.md", VERSION, "version-file-name"),
        (f"{CLAUSE}/0.md", VERSION, "version-file-name"),
        (f"{CLAUSE}/01.md", VERSION, "version-file-name"),
        ("shared-decision-making/specification/loose/1.md", VERSION, "clause-folder"),
        ("shared-decision-making/specifications/terms/clause.yaml", SETTINGS, "clause-folder"),
        ("Shared/specification/terms/clause.yaml", SETTINGS, "clause-folder"),
        ("shared-decision-making/specification/empty/clause.yaml", "owner: E\n", "clause-without-version"),
    ],
)
def test_a_file_that_would_be_passed_over_is_reported(folder: Path, name: str, text: str, slug: str) -> None:
    write(folder, name, text)
    assert [fault[0] for fault in said(folder)] == [slug]


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        ("[specification/terms]", "[specification/term]", "set-member"),
        ("id: shared-decision-making", "id: shared-decisions", "unknown-component"),
        ("  handbook:", "  hand-book:", "unknown-source"),
    ],
)
def test_what_does_not_fit_between_the_files_is_reported(folder: Path, old: str, new: str, slug: str) -> None:
    write(folder, "library.yaml", HEAD.replace(old, new))
    assert slug in [fault[0] for fault in said(folder)]


def test_a_set_holds_clauses_of_one_place(folder: Path) -> None:
    action = "shared-decision-making/system/action"
    fields = "".join(f"{name}: something\n" for name in PLACE_FIELDS["system"])
    write(folder, f"{action}/clause.yaml", "owner: E\nplaceholders: {}\n")
    write(folder, f"{action}/1.md", VERSION.split("In {{")[0].replace("change:", f"{fields}change:") + "One.\n")
    write(folder, "library.yaml", HEAD.replace("[specification/terms]", "[specification/terms, system/action]"))
    assert said(folder) == [("set-places", "library.yaml", None)]


def test_two_sets_of_one_name_are_reported(folder: Path) -> None:
    other = "  - id: co-production\n    title: Co-production\n    sets: {shared-decision-making: []}\n"
    write(folder, "library.yaml", HEAD + other)
    assert said(folder) == [("repeated-set", "library.yaml", None)]


def test_a_placeholder_means_one_thing_in_the_whole_library(folder: Path) -> None:
    write(
        folder,
        "shared-decision-making/specification/zz/clause.yaml",
        "owner: E\nplaceholders:\n  sdm_date: {kind: text, question: When?, example: x}\n",
    )
    write(folder, "shared-decision-making/specification/zz/1.md", VERSION.split("In {{")[0] + "By {{ sdm_date }}.\n")
    assert said(folder) == [("placeholder-meaning", "shared-decision-making/specification/zz/clause.yaml", 1)]


@pytest.mark.parametrize(
    ("old", "new", "slug", "line"),
    [
        ("publisher: A publisher", "publisheer: A publisher", "unknown-key", 2),
        ('version: "1", ', "", "missing-value", 4),
        ("title: A handbook", "titel: A handbook", "unknown-key", 4),
        ('    section: "2.2"\n', '    sections: "2.2"\n', "unknown-key", 8),
        ("    title: Shared decision making\n", "", "missing-value", 6),
        (HEAD, "- a\n", "library-file", 1),
        (HEAD, "", "library-file", 1),
    ],
)
def test_a_fault_in_library_yaml_is_reported_at_its_line(
    folder: Path, old: str, new: str, slug: str, line: int
) -> None:
    write(folder, "library.yaml", HEAD.replace(old, new))
    assert (slug, "library.yaml", line) in said(folder)


@pytest.mark.parametrize(
    ("file", "text", "slug", "line"),
    [
        ("shared-decision-making/notes.yaml", "- {heading: Funding, text: A point.}\n", "missing-value", 1),
        ("shared-decision-making/notes.yaml", "heading: Funding\n", "library-list", 1),
        (
            "dated-terms.yaml",
            "- {term: A, match: [A], now: B, since: C}\n- {term: A, now: B, since: C}\n",
            "missing-value",
            2,
        ),
        ("dated-terms.yaml", "- just words\n", "library-list", 1),
        ("dated-terms.yaml", "- {term: A, match: A, now: B, since: C}\n", "library-list", 1),
        ("situations.yaml", 'situations:\n  - {number: "4", area: MSK}\n', "missing-value", 2),
        ("situations.yaml", "situations: none\n", "library-list", 1),
    ],
)
def test_an_entry_of_a_list_that_lacks_something_is_reported_and_not_passed_over(
    folder: Path, file: str, text: str, slug: str, line: int
) -> None:
    write(folder, file, text)
    assert (slug, file, line) in said(folder)


def test_a_library_without_its_list_is_reported(tmp_path: Path) -> None:
    assert [problem.slug for problem in read_library(tmp_path)[1]] == ["library-file"]


@pytest.mark.parametrize("name", ["library.yaml", f"{CLAUSE}/clause.yaml", f"{CLAUSE}/1.md"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"- a",
        b"a: [",
        b"a: &x [*x]",
        b"---\n---\n---\n",
        b"---\na: \x07\n---\nx",
        b"---\n- a\n---\nx\n",
    ],
)
def test_no_file_of_a_library_can_end_the_program(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    found, problems = read_library(folder)
    assert problems and isinstance(found, Library)
