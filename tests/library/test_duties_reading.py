"""Readings: what a file says, and every fault of one with its place."""

import dataclasses
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.checks.contracts import ROOT, shipped

from specgen.library.duties.model import DutyReading, Moment, When
from specgen.library.duties.read import read_reading, read_vocabulary
from specgen.library.duties.sentences import reading_form
from specgen.library.duties.verify import reading_faults, reading_of, version_faults
from specgen.library.model import ClauseVersion, Library
from specgen.library.read import read_library
from specgen.library.version_file import read_version
from specgen.problems import Problem

TERMS = "shared-decision-making/specification/local-terms"


def version(clause_id: str = TERMS) -> ClauseVersion:
    return shipped().clauses[clause_id].versions[0]


def read(entry: str, clause_id: str = TERMS) -> tuple[DutyReading | None, list[Problem]]:
    """One entry of a reading of the clause; its lines are given without their indentation."""
    lines = entry.strip("\n").split("\n")
    body = "\n".join(["  - " + lines[0], *("    " + line for line in lines[1:])])
    text = f"schema: 1\nwording: {version(clause_id).fingerprint}\nreadings:\n{body}\n"
    words, faults = read_vocabulary(shipped().vocabulary)
    assert faults == ()
    found, problems = read_reading(text.encode(), "1.duties.yaml", version(clause_id), words)
    return (found.readings[0] if found else None), problems


HEAD = """sentence: "1"
opens: The Provider must appoint its
mode: duty
actor: Provider
act: appoint
object: clinical champion
"""


def test_a_reading_says_who_owes_what_and_by_when() -> None:
    reading, problems = read(HEAD + 'when: {by: "{{ sdm_ready_date }}"}\nneeds: cohort proposal')
    assert problems == []
    assert reading is not None
    assert (reading.actor, reading.act, reading.object) == ("Provider", "appoint", "clinical champion")
    assert reading.when == When("by", Moment("placeholder", "sdm_ready_date"))
    assert reading.needs == ("cohort proposal",)
    assert reading.scope.kind == "service"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("{by: Service Commencement Date}", When("by", Moment("day", "Service Commencement Date"))),
        ('{start: "{{ sdm_ready_date }}"}', When("start", start=Moment("placeholder", "sdm_ready_date"))),
        ("{every: Quarter, within: one month}", When("every", period="Quarter", interval="one month")),
        ("{every: Contract Year}", When("every", period="Contract Year")),
        ("{within: 28 days, after: request}", When("within", Moment("trigger", "request"), interval="28 days")),
        ('{within: 28 days, after: "#3"}', When("within", Moment("duty", f"{TERMS}#3"), interval="28 days")),
        (
            '{before: "co-production/specification/local-terms#2", at_least: two months}',
            When("before", Moment("duty", "co-production/specification/local-terms#2"), interval="two months"),
        ),
        ("{on: each decision}", When("on", Moment("trigger", "each decision"))),
        ("{at_least_every: 3 months}", When("at_least_every", interval="3 months")),
        ("{always: yes}", When("always")),
        (
            '{later: [{by: "{{ sdm_ready_date }}"}, {within: one month, after: start of work}]}',
            When(
                "later",
                choices=(
                    When("by", Moment("placeholder", "sdm_ready_date")),
                    When("within", Moment("trigger", "start of work"), interval="one month"),
                ),
            ),
        ),
    ],
)
def test_each_way_of_saying_when_is_read(when: str, expected: When) -> None:
    reading, problems = read(f"{HEAD}when: {when}")
    assert problems == []
    assert reading is not None
    assert reading.when == expected


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (HEAD, "says nothing of when"),
        (HEAD + "when: {by: some day}", "“some day” is not a moment"),
        (HEAD + 'when: {by: "{{ sdm_redy_date }}"}', "no placeholder {{ sdm_redy_date }}"),
        (HEAD + "when: {within: soon, after: request}", "“soon” is not an interval"),
        (HEAD + "when: {within: 7 days}", "needs what the time is counted from"),
        (HEAD + "when: {by: request, on: request}", "says by and on"),
        (HEAD + "when: {at_least: 7 days}", "says nothing of a time"),
        (HEAD + "when: {later: [{by: request}]}", "needs two times or more"),
        (HEAD + "when: {by: request, after: request}", "“after” does not belong beside “by”"),
        (HEAD.replace("act: appoint", "act: nominate") + "when: {always: yes}", "“nominate” is not an act"),
        (HEAD.replace("clinical champion", "hero") + "when: {always: yes}", "“hero” is not an object"),
        (HEAD + "when: {always: yes}\nto: Nobody", "“Nobody” is not a recipient"),
        (HEAD + "when: {always: yes}\nneeds: hero", "“hero” is not an object"),
        (HEAD + "when: {always: yes}\nreported: somehow", "“somehow” is not a way of counting"),
        (HEAD + "when: {always: yes}\nbasis: {lead_in: the lead-in}", "names no sentence"),
        (HEAD.replace("actor: Provider\n", "") + "when: {always: yes}", "nothing of who owes it"),
        (HEAD.replace("object: clinical champion\n", "") + "when: {always: yes}", "not what is done"),
        (HEAD.replace("mode: duty", "mode: part") + "when: {always: yes}", "does not say of which"),
        (HEAD.replace("mode: duty", "mode: dutty"), "“dutty” is not a value that “mode” can have"),
        (HEAD + "whem: {always: yes}", "“whem” is not a name that belongs here"),
        (HEAD + "when: request", "must hold names with values"),
    ],
)
def test_a_fault_of_a_reading_is_said_at_its_line(entry: str, said: str) -> None:
    _, problems = read(entry)
    assert any(said in problem.message for problem in problems), [problem.message for problem in problems]
    assert all(problem.location.line and problem.location.line > 3 and problem.cure for problem in problems)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe",
        b"",
        b"schema: 2\nwording: x\nreadings: []\n",
        b"readings: nothing\n",
        b"- a list\n",
        b"schema: 1\nwording: &a b\nreadings: [*a]\n",
        b"schema: 1\nwording: " + b"0" * 64 + b"\nreadings: " + b"[" * 40 + b"]" * 40,
        b"schema: 1\nwording: " + b"0" * 64 + b"\nreadings: [{sentence: [1]}]\n",
    ],
)
def test_a_file_that_is_no_reading_gives_problems_and_no_reading(data: bytes) -> None:
    words, _ = read_vocabulary(shipped().vocabulary)
    found, problems = read_reading(data, "1.duties.yaml", version(), words)
    assert found is None
    assert problems
    assert all(problem.location.file == "1.duties.yaml" for problem in problems)


def test_what_the_versions_own_fields_say_is_read_from_there() -> None:
    entry = 'sentence: "p1"\nopens: The Provider must train\nmode: duty\nact: train\n'
    entry += "object: staff trained in shared decision making"
    reading, problems = read(entry, "shared-decision-making/improvement/trained-staff")
    assert problems == []
    assert reading is not None
    assert (reading.actor, reading.when) == ("Provider", When("by", Moment("field", "timescale")))
    assert reading.evidence.startswith("Training records")
    assert reading.scope.kind == "contract"


def test_an_actor_against_the_versions_own_by_is_a_fault() -> None:
    entry = 'sentence: "p1"\nopens: The Provider must train\nmode: duty\nactor: Commissioners\nact: train\n'
    entry += "object: staff trained in shared decision making"
    _, problems = read(entry, "shared-decision-making/improvement/trained-staff")
    assert [problem.message for problem in problems] == [
        "the version’s own “by” says Provider, and the reading Commissioners"
    ]


# Against the wording.


@pytest.fixture
def library_folder(tmp_path: Path) -> Path:
    """The shipped clauses on shared decision making, to be changed."""
    folder = tmp_path / "clauses"
    shutil.copytree(ROOT / "clauses", folder)
    return folder


def with_version(changed: ClauseVersion) -> tuple[ClauseVersion, Library]:
    """The version, and the shipped library with it in the place of its own."""
    clause = shipped().clauses[changed.clause_id]
    clause = dataclasses.replace(clause, versions=(changed, *clause.versions[1:]))
    return changed, dataclasses.replace(shipped(), clauses={**shipped().clauses, clause.id: clause})


def with_reading(old: str, new: str) -> tuple[ClauseVersion, Library]:
    """The version of `TERMS` with other words in its reading, and the library that holds it."""
    found = version()
    assert old.encode() in found.reading
    return with_version(replace(found, reading=found.reading.replace(old.encode(), new.encode(), 1)))


def test_a_binding_sentence_without_a_reading_is_named() -> None:
    text = version().reading.decode()
    start, end = text.index('  - sentence: "9"'), text.index('  - sentence: "10"')
    (fault,) = version_faults(*with_reading(text[start:end], ""))
    assert (fault.slug, fault.severity) == ("sentence-without-reading", "error")
    assert "sentence 9" in fault.message


def test_a_reading_of_a_sentence_that_is_not_there_is_named() -> None:
    found = version_faults(*with_reading('sentence: "17"', 'sentence: "71"'))
    assert [fault.slug for fault in found] == ["reading-without-sentence", "sentence-without-reading"]


@pytest.mark.parametrize("opening", ["The Provider must nominate its", "The Provider", "appoint its"])
def test_a_reading_whose_opening_words_are_not_the_sentences_is_named(opening: str) -> None:
    found = version_faults(*with_reading("opens: The Provider must appoint its", f"opens: {opening}"))
    assert [fault.slug for fault in found] == ["reading-without-sentence"]


def test_a_wording_that_changed_since_it_was_read_is_told() -> None:
    words = (ROOT / "clauses" / TERMS / "1.md").read_bytes()
    changed, problems = read_version(words.replace(b"within 28 days", b"within 29 days", 1), "1.md", TERMS, 1)
    assert changed is not None and problems == [] and b"within 28 days" in words
    found = version_faults(*with_version(replace(changed, reading=version().reading)))
    assert [fault.slug for fault in found] == ["reading-of-other-words"]


def test_nothing_is_listed_from_a_reading_of_other_words_or_one_with_a_fault() -> None:
    for old, new in (
        ("opens: The Provider must appoint its", "opens: The Provider must not"),
        ("mode: duty", "mode: duti"),
    ):
        changed, library = with_reading(old, new)
        assert version_faults(changed, library)
        assert reading_of(changed, library) is None


def test_a_reference_to_a_sentence_that_nobody_has_is_named() -> None:
    found = version_faults(*with_reading('"#15"', '"#51"'))
    assert [fault.slug for fault in found] == ["reading-reference"]


@pytest.mark.slow
def test_a_reading_without_its_version_is_a_fault_of_the_library(library_folder: Path) -> None:
    folder = library_folder / TERMS
    (folder / "1.duties.yaml").rename(folder / "99.duties.yaml")
    _, problems = read_library(library_folder)
    assert [problem.slug for problem in problems] == ["reading-without-version"]


@pytest.mark.slow
def test_an_organisations_own_version_without_a_reading_is_told_by_count_as_a_warning(library_folder: Path) -> None:
    (library_folder / TERMS / "1.duties.yaml").unlink()
    library, _ = read_library(library_folder)
    (warning,) = reading_faults(library, library_folder)
    assert (warning.slug, warning.severity) == ("version-without-reading", "warning")
    assert "of your own library" in warning.message


def test_the_readings_of_the_shipped_library_have_no_fault() -> None:
    assert reading_faults(shipped()) == []


def test_a_reading_has_a_fingerprint_of_its_own_that_line_ends_do_not_change() -> None:
    found = version()
    words, _ = read_vocabulary(shipped().vocabulary)
    windows, _ = read_reading(found.reading.replace(b"\n", b"\r\n"), "1.duties.yaml", found, words)
    as_shipped = reading_of(found, shipped())
    assert as_shipped is not None and windows is not None
    assert windows.fingerprint == as_shipped.fingerprint != found.fingerprint


def test_the_form_of_a_reading_has_every_binding_sentence_and_only_blanks_to_fill_in() -> None:
    text = reading_form(version())
    filled = text.replace("act:\n", "act: give\n").replace("object:\n", "object: clinical champion\n")
    filled = filled.replace("{by: }", "{always: yes}")
    words, _ = read_vocabulary(shipped().vocabulary)
    reading, problems = read_reading(filled.encode(), "1.duties.yaml", version(), words)
    assert problems == []
    assert reading is not None
    assert [entry.sentence for entry in reading.readings] == [str(number) for number in range(1, 18)]
