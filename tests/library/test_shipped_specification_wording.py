"""The shipped library's specification wording: quoted words are the source's own, drafted words keep the conventions.

The files are read here directly, apart from the code that reads them for the product; only what counts as a word is
shared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen.library.verify import words_alone

CLAUSES = Path(__file__).parents[2] / "clauses"
SOURCES = CLAUSES / "sources"
SECTIONS_NEEDED = (
    "2.1.2",
    "2.2.4",
    "2.2.5",
    "2.3.4",
    "2.3.5",
    "2.5.6b",
    "2.5.7",
    "2.6.5",
    "2.7.6",
    "2.8.3",
    "4.1-stage-4",
    "appendix-1",
)
KINDS = {"text", "list", "date", "percentage", "number", "post", "choice", "interval", "trajectory"}


@dataclass(frozen=True, slots=True)
class Version:
    """A version file, split but otherwise as it stands. `placeholders` are those that it uses of its clause's."""

    clause: str
    number: int
    front: dict[str, Any]
    body: str
    placeholders: dict[str, dict[str, Any]]


def yaml_as_written(text: str) -> Any:
    """YAML with every scalar as the text that stands in the file."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def versions(pattern: str) -> list[Version]:
    found = []
    for path in sorted(CLAUSES.glob(pattern)):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        clause = yaml_as_written((path.parent / "clause.yaml").read_text(encoding="utf-8"))
        written = front + body
        used = {name: entry for name, entry in (clause["placeholders"] or {}).items() if f"{{{{ {name} }}}}" in written}
        found.append(
            Version(path.parent.relative_to(CLAUSES).as_posix(), int(path.stem), yaml_as_written(front), body, used)
        )
    return found


SPECIFICATION = versions("*/specification/*/[0-9]*.md")
NATIONAL = [version for version in SPECIFICATION if version.front["origin"] == "national"]
DRAFTED = [version for version in SPECIFICATION if version.front["origin"] == "drafted"]
EVERYWHERE = versions("*/*/*/[0-9]*.md")


def named(found: list[Version]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("version", found, ids=[f"{version.clause}@{version.number}" for version in found])


# --- quoted wording -------------------------------------------------------------------------------------------------


def with_gaps(version: Version) -> str:
    """The wording with each placeholder replaced by the words that the source has there."""
    return re.sub(r"\{\{ (\w+) \}\}", lambda match: str(version.placeholders[match[1]]["gap"]), version.body)


def source_passage(version: Version) -> str:
    source = version.front["source"]
    passage: str = Path(SOURCES, source["document"], f"{source['section']}.txt").read_text(encoding="utf-8").strip()
    assert passage[0] == "“" and passage[-1] == "”", (
        "the stored passage keeps the quotation marks that open and close it"
    )
    return passage[1:-1]


@named(NATIONAL)
def test_a_national_clause_has_the_words_of_its_source_and_no_others(version: Version) -> None:
    assert words_alone(with_gaps(version)) == words_alone(source_passage(version))


@named(NATIONAL)
def test_a_national_clause_has_the_paragraphs_and_list_items_of_its_source(version: Version) -> None:
    def marks(text: str) -> list[str]:
        return [(re.match(r"\s*(- |\d+\. )?", line) or [""])[0] for line in text.splitlines() if line.strip()]

    assert marks(version.body) == marks(source_passage(version))


def test_the_four_components_with_model_wording_are_quoted_and_no_other() -> None:
    assert {version.clause for version in NATIONAL} == {
        "shared-decision-making/specification/national",
        "personalised-care-and-support-planning/specification/national",
        "social-prescribing/specification/referral-in",
        "co-production/specification/national",
    }


def test_one_changed_word_of_a_quotation_is_noticed() -> None:
    version = NATIONAL[0]
    altered = Version(
        version.clause,
        version.number,
        version.front,
        version.body.replace("should", "must", 1).replace("will", "must", 1),
        version.placeholders,
    )
    assert altered.body != version.body
    assert words_alone(with_gaps(altered)) != words_alone(source_passage(version))


@pytest.mark.parametrize("section", SECTIONS_NEEDED)
def test_every_quoted_section_of_the_handbook_is_stored(section: str) -> None:
    words = (SOURCES / "handbook-2.1" / f"{section}.txt").read_text(encoding="utf-8")
    assert len(words.split()) > 10
    assert "\r" not in words


# --- drafted wording ------------------------------------------------------------------------------------------------

BANNED = re.compile(
    r"\b(will|should|shall|ought|aims?|aimed|appropriate|appropriately|where possible|without "
    r"delay|promptly|as soon as|and/or|regular|regularly|etc|"
    r"price|prices|liability|liable|terminate|terminates|termination|remedy|remedies|penalty|data "
    r"controller|data processor|"
    r"(?:GC|SC) ?\d+)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*”")
ALLOWED_SENTENCE = "each sentence of it that says what ought to be done"
MODAL = re.compile(r"\b(must|may)\b")
PARTY_MODAL = re.compile(
    r"\b(?:Recipient|Grantor|Provider|Co-ordinating Commissioner|Each Commissioner|[Tt]he "
    r"(?:responsible )?Commissioner|Commissioners|Parties) (?:must|may)\b"
)
SMALL_LETTER_TERMS = re.compile(
    r"\b(service users?|the provider|co-ordinating commissioner|commissioners|staff|service commencement "
    r"date|services described)\b"
)
AGREEMENT_TO_AGREE = re.compile(r"\bmust (?:together )?agree\b(?! with (?:each|that|the) (?:Service User|Participant))")
"""A plan or a choice of treatment is agreed with a person; what the Parties are still to agree is no term of a
contract."""
PLACEHOLDER = re.compile(r"\{\{ (\w+) \}\}")


def numbered_sentences(body: str) -> Iterator[str]:
    """The text of each numbered item of the first level, without its bold lead word."""
    for line in body.splitlines():
        if match := re.match(r"\d+\. (?:\*\*[^*]+\*\* )?(.+)", line):
            yield match[1]


def banned_words(text: str) -> list[str]:
    return [match[0] for match in BANNED.finditer(text.replace(ALLOWED_SENTENCE, ""))]


def drafting_faults(body: str) -> list[str]:
    """What in the wording breaks a convention that can be checked by reading."""
    faults = [f"“{word}” is not used in drafted wording" for word in banned_words(body)]
    own = QUOTED.sub("", body)
    faults += [f"an agreement to agree binds nobody: “{match[0]}”" for match in AGREEMENT_TO_AGREE.finditer(own)]
    faults += [
        f"“{match[0]}” is a term of the contract and takes capitals" for match in SMALL_LETTER_TERMS.finditer(own)
    ]
    for sentence in numbered_sentences(body):
        modals = MODAL.findall(sentence)
        if len(modals) > 1:
            faults.append(f"more than one duty or discretion in: {sentence}")
        if modals and not PARTY_MODAL.search(sentence):
            faults.append(f"a duty or discretion of someone who is not a Party: {sentence}")
        if not sentence.endswith((".", ":")):
            faults.append(f"no full stop: {sentence}")
        if re.search(r"\. [A-Z]", sentence):
            faults.append(f"more than one sentence: {sentence}")
    return faults


@named(DRAFTED)
def test_drafted_wording_keeps_the_conventions(version: Version) -> None:
    assert drafting_faults(version.body) == []


@pytest.mark.parametrize(
    ("wording", "fault"),
    [
        ("1. The Provider will train Staff.", "“will” is not used"),
        ("1. The Provider Should train Staff.", "“Should” is not used"),
        ("1. The Provider must, where possible, train Staff.", "“where possible” is not used"),
        ("1. The Provider must hold regular meetings.", "“regular” is not used"),
        ("1. The Provider must comply with SC 10.", "“SC 10” is not used"),
        ("1. The provider must train Staff.", "someone who is not a Party"),
        ("1. A Service User must attend.", "someone who is not a Party"),
        ("1. The Provider must ask each service user.", "takes capitals"),
        ("1. The Provider must train Staff and must report it.", "more than one duty"),
        ("1. The Provider must agree a plan with the Co-ordinating Commissioner.", "agreement to agree"),
        ("1. The Provider must hold regular meetings without delay.", "“without delay” is not used"),
        ("1. The Provider must train Staff", "no full stop"),
        ("1. The Provider must train Staff. This helps.", "more than one sentence"),
    ],
)
def test_wording_that_breaks_a_convention_is_reported(wording: str, fault: str) -> None:
    assert any(fault in found for found in drafting_faults(wording)), drafting_faults(wording)


def test_a_clean_drafted_sentence_has_no_fault() -> None:
    assert (
        drafting_faults("1. **Training.** The Provider must train 80% of the Staff no later than 31 March 2027.") == []
    )


@named([version for version in DRAFTED if not version.clause.endswith(("lead-in", "quoted-text", "grant-terms"))])
def test_drafted_terms_are_one_numbered_list_counted_from_one(version: Version) -> None:
    numbers = [int(match[1]) for line in version.body.splitlines() if (match := re.match(r"(\d+)\. ", line))]
    assert len(numbers) >= 8
    assert numbers == list(range(1, len(numbers) + 1))


@named([version for version in DRAFTED if version.clause.endswith("lead-in")])
def test_a_lead_in_binds_the_national_wording_to_the_contract(version: Version) -> None:
    component, place, _ = version.clause.split("/")
    heading = next(other.front["title"] for other in NATIONAL if other.clause.startswith(f"{component}/{place}/"))
    assert f"“{heading}”" in version.body, "the lead-in names the heading under which the national wording stands"
    assert "mean the Provider" in version.body or "means the Provider" in version.body
    assert "explained in writing to the Co-ordinating Commissioner" in version.body
    assert "supplement the Service Conditions and do not limit them" in version.body


GRANT = [version for version in DRAFTED if "/grant-" in version.clause]
FOR_GRANTS_ALONE = re.compile(r"\b(?:Grantor|Recipient|Funded Activities|Participants?|Workers?)\b")


@named(GRANT)
def test_a_clause_for_grants_has_no_term_of_the_standard_contract(version: Version) -> None:
    words = yaml_as_written((CLAUSES.parent / "editions" / "2026-27-grant.yaml").read_text(encoding="utf-8"))[
        "foreign_words"
    ]
    front = {key: value for key, value in version.front.items() if key in ("title", "change")}
    assert [word for word in words if re.search(rf"\b{word}s?\b", f"{front} {version.body}")] == []
    assert FOR_GRANTS_ALONE.search(version.body)


def test_the_words_of_a_grant_are_said_once_what_they_mean_and_stand_in_no_other_clause() -> None:
    terms = next(version for version in GRANT if version.clause.endswith("/grant-terms"))
    assert all(
        f"“{word}” means" in terms.body
        for word in ("Grantor", "Recipient", "Funded Activities", "Participants", "Workers")
    )
    assert "supplement the grant agreement and do not limit it" in terms.body
    assert [
        version.clause for version in SPECIFICATION if version not in GRANT and FOR_GRANTS_ALONE.search(version.body)
    ] == []


@named(
    [version for version in DRAFTED if not version.clause.endswith(("lead-in", "local-terms")) and version not in GRANT]
)
def test_drafted_terms_without_a_lead_in_say_themselves_that_they_supplement_the_service_conditions(
    version: Version,
) -> None:
    assert "supplement the Service Conditions and do not limit them" in version.body


# --- placeholders ---------------------------------------------------------------------------------------------------


@named(SPECIFICATION)
def test_every_used_placeholder_is_declared(version: Version) -> None:
    assert set(PLACEHOLDER.findall(version.body)) == set(version.placeholders)


def test_every_declared_placeholder_is_used_by_a_version() -> None:
    unused = {
        (path.parent.name, name)
        for path in CLAUSES.glob("*/*/*/clause.yaml")
        for name in yaml_as_written(path.read_text(encoding="utf-8"))["placeholders"] or {}
        if not any(f"{{{{ {name} }}}}" in each.read_text(encoding="utf-8") for each in path.parent.glob("*.md"))
    }
    assert unused == set()


def test_a_new_version_asks_for_no_value_that_the_one_before_it_did_not_ask_for() -> None:
    before = {(version.clause, version.number): version for version in EVERYWHERE}
    asked = {
        (version.clause, name)
        for version in EVERYWHERE
        if version.number > 1
        for name, entry in version.placeholders.items()
        if name not in before[version.clause, version.number - 1].placeholders
        and not ("from" in entry or "otherwise" in entry)
    }
    assert asked == set(), "contracts that do without it could not be built any more: make it a clause of its own"


def test_a_new_version_takes_every_value_that_the_one_before_it_asked_for() -> None:
    after = {(version.clause, version.number): set(version.placeholders) for version in EVERYWHERE}
    left = {
        (clause, number): names - after[clause, number + 1]
        for (clause, number), names in after.items()
        if (clause, number + 1) in after and names - after[clause, number + 1]
    }
    assert left == {}


@named(SPECIFICATION)
def test_a_list_placeholder_stands_alone_in_its_item_and_no_other_kind_does(version: Version) -> None:
    for line in version.body.splitlines():
        alone = re.fullmatch(r" *(?:-|\d+\.) \{\{ (\w+) \}\}", line)
        for name in PLACEHOLDER.findall(line):
            assert (version.placeholders[name].get("kind") == "list") == (alone is not None), line


@named(SPECIFICATION)
def test_every_placeholder_asks_a_question_and_gives_an_example_of_its_kind(version: Version) -> None:
    for name, entry in version.placeholders.items():
        if "from" in entry:
            continue
        assert entry["kind"] in KINDS, name
        assert entry["question"].rstrip().endswith(("?", ".")) and "?" in entry["question"], name
        assert entry["example"], name
        if entry["kind"] == "choice":
            assert entry["example"] in entry["options"], name
        if entry["kind"] in ("number", "percentage"):
            assert entry["example"].isdigit(), name
        if (
            entry["kind"] == "date"
            and not entry["example"].startswith("Q")
            and "Service Commencement Date" not in entry["example"]
        ):
            date.fromisoformat(entry["example"])
        if entry["kind"] == "interval":
            assert re.fullmatch(r"\d+ (day|week|month|year)s?", entry["example"]), name


@named(NATIONAL)
def test_every_placeholder_of_quoted_wording_gives_the_gap_it_fills(version: Version) -> None:
    for name, entry in version.placeholders.items():
        assert source_passage(version).count(entry["gap"]) == 1, name


def test_a_placeholder_name_means_the_same_in_every_clause_of_every_place() -> None:
    meanings: dict[str, dict[tuple[str, str, str], str]] = {}
    for version in EVERYWHERE:
        for name, entry in version.placeholders.items():
            meaning = (
                str(entry.get("from") or entry.get("kind")),
                str(entry.get("question", "")),
                str(entry.get("options", "")),
            )
            meanings.setdefault(name, {})[meaning] = version.clause
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


# --- version files --------------------------------------------------------------------------------------------------


@named(SPECIFICATION)
def test_every_version_says_where_it_comes_from_and_when_it_starts(version: Version) -> None:
    front = version.front
    assert set(front) <= {
        "title",
        "origin",
        "source",
        "effective_from",
        "effective_to",
        "change",
        "based_on",
        "source_note",
    }
    assert front["title"] and front["change"]
    assert front["origin"] in ("national", "drafted")
    assert front["source"]["document"] == "handbook-2.1"
    sections = front["source"]["section"]
    assert all(
        re.fullmatch(r"\d(\.\d)+b?", section) for section in ([sections] if isinstance(sections, str) else sections)
    )
    assert int(front["source"]["page"]) in (
        7,
        9,
        13,
        16,
        19,
        22,
        25,
        34,
        36,
        40,
        43,
        45,
        49,
        52,
        55,
        57,
        60,
        65,
        70,
        71,
        73,
    )
    assert date.fromisoformat(front["effective_from"]) == (
        date(2019, 8, 1) if front["origin"] == "national" else date(2019, 4, 1)
    )


def test_headings_that_are_printed_are_different_from_one_another() -> None:
    titles = {version.clause: version.front["title"] for version in SPECIFICATION}
    assert len(set(titles.values())) == len(titles)


# --- the lists beside the clauses -----------------------------------------------------------------------------------


def read_list(name: str) -> Any:
    return yaml_as_written((CLAUSES / name).read_text(encoding="utf-8"))


def test_every_set_names_clauses_that_are_there_and_no_set_name_is_used_twice() -> None:
    components = read_list("library.yaml")["components"]
    clauses = {version.clause for version in SPECIFICATION}
    names = [name for component in components for name in component["sets"]]
    assert len(names) == len(set(names))
    for component in components:
        for name, members in component["sets"].items():
            assert {f"{component['id']}/{member}" for member in members} <= clauses, name


def test_every_specification_clause_is_in_a_set_or_is_chosen_singly() -> None:
    in_sets = {
        f"{component['id']}/{member}"
        for component in read_list("library.yaml")["components"]
        for members in component["sets"].values()
        for member in members
    }
    assert {version.clause for version in SPECIFICATION} - in_sets == {
        f"supported-self-management/specification/{intervention}-{way}"
        for intervention in ("patient-activation", "health-coaching", "patient-education", "peer-support")
        for way in ("delivered", "referred")
    } | {
        f"personal-health-budgets/specification/{name}"
        for name in ("help-to-hold", "integrated-budgets", "wheelchair-budgets", "section-117")
    } | {f"enabling-choice/specification/{name}" for name in ("maternity", "end-of-life")}


def test_the_ten_key_actions_are_word_for_word() -> None:
    stored = (SOURCES / "handbook-2.1" / "2.1.2.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in stored.splitlines() if re.match(r"\d+\t", line)]
    actions = read_list("key-actions.yaml")["actions"]
    assert [[entry["number"], entry["action"], entry["chapter"]] for entry in actions] == rows
    assert len(rows) == 10


def test_the_clinical_situations_are_word_for_word_and_complete() -> None:
    stored = (SOURCES / "handbook-2.1" / "appendix-1.txt").read_text(encoding="utf-8")
    rows = [
        [" ".join(re.sub("</?p>", "", cell).split()) for cell in line.split("\t")]
        for line in stored.splitlines()
        if re.match(r"\d[\d-]*\t", line)
    ]
    situations = read_list("situations.yaml")
    assert [[entry["number"], entry["area"], entry["conversation"]] for entry in situations["situations"]] == [
        row for row in rows if len(row) == 3
    ]
    assert [[entry["number"], entry["procedure"]] for entry in situations["procedures"]] == [
        [row[0], row[1].rstrip(",")] for row in rows if len(row) == 2
    ]
    assert len(situations["procedures"]) == 17


def test_every_dated_term_can_be_found_and_is_never_found_in_the_term_that_replaced_it() -> None:
    for entry in read_list("dated-terms.yaml"):
        assert set(entry) <= {"term", "match", "now", "since", "section", "known", "confirm"}
        assert entry["match"] and entry["now"] and entry["since"] and entry["confirm"] == "true"
        assert entry["known"] in ("general", "read")
        assert not [word for word in entry["match"] if word in entry["now"]], entry["term"]


def test_every_component_has_notes_with_the_section_each_comes_from() -> None:
    headings = {
        "Information governance",
        "Contract management",
        "Funding",
        "Linked data",
        "What the source leaves open",
    }
    for component in read_list("library.yaml")["components"]:
        notes = yaml_as_written((CLAUSES / component["id"] / "notes.yaml").read_text(encoding="utf-8"))
        assert notes and all(set(note) == {"heading", "text", "section"} for note in notes)
        assert {note["heading"] for note in notes} <= headings
        assert "Information governance" in {note["heading"] for note in notes}, component["id"]


def test_the_eight_principles_of_contract_management_are_in_the_notes() -> None:
    notes = yaml_as_written((CLAUSES / "personalised-care" / "notes.yaml").read_text(encoding="utf-8"))
    principles = [note["text"] for note in notes if note["section"] == "4.2.5"]
    assert [text.split(":")[0] for text in principles] == [f"Principle {number}" for number in range(1, 9)]
