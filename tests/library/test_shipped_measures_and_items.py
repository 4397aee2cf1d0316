"""The shipped library's measures, plan items and reports: quoted where they say so, drafted by the rules, and
complete."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from specgen.library.verify import words_alone

ROOT = Path(__file__).resolve().parents[2]
CLAUSES = ROOT / "clauses"
SOURCES = CLAUSES / "sources" / "handbook-2.1"

FIELDS = {
    "quality": (
        "cohort",
        "baseline",
        "threshold",
        "numerator",
        "denominator",
        "instrument",
        "sample",
        "method",
        "data_source",
        "frequency",
        "period",
        "accountable",
    ),
    "development": ("scope", "owner", "date", "evidence", "key_action"),
    "improvement": ("by", "timescale", "benefit", "co_production", "evidence"),
    "system": ("by", "subject", "date", "evidence"),
    "reporting": ("information", "frequency", "due", "to", "format"),
}
MAY_HAVE = {
    "development": {"horizon", "co_production"},
    "improvement": {"owner", "steps", "review"},
    "system": {"owner", "plan"},
}
DATE_FIELD = {"development": "date", "improvement": "timescale", "system": "date"}
FRONT = {"title", "origin", "source", "effective_from", "change"}
OPTIONAL = {"source_note", "based_on"}
KINDS = {"text", "list", "date", "percentage", "number", "money", "post", "choice", "interval", "trajectory"}

MEASURES = {"2.2.5": 3, "2.3.5": 5, "2.5.7": 2, "2.6.5": 4, "2.7.6": 2, "4.1-stage-4": 8}
"""How many measures each passage of the handbook lists, counted by hand."""

MEASURES_OF_OUR_OWN = {
    f"social-prescribing/quality/{name}"
    for name in ("first-conversation", "caseload", "goals-reached", "introductions")
}
"""The handbook measures referrals made to a link worker service, and nothing that such a service does itself."""

FIRST_PAGE = {
    "2.1": 7,
    "2.2": 9,
    "2.3": 13,
    "2.4": 16,
    "2.5": 19,
    "2.6": 22,
    "2.7": 25,
    "2.8": 34,
    "3.1": 36,
    "3.2": 40,
    "4.1": 45,
    "4.2": 49,
    "4.3": 52,
    "4.4": 55,
    "5.3": 65,
    "6.1": 70,
    "6.2": 71,
}

NOT_IN_DRAFTED_TEXT = {
    "a word that binds nobody": r"\b(will|should|shall|aims?|ensure)\b",
    "an agreement to agree": r"\bmust (together )?agree\b",
    "a vague word": r"\b(appropriate(ly)?|where possible|and/or|regular(ly)?|timely|as soon "
    r"as|robust|effectively|etc)\b",
    (
        "a matter the contract deals with elsewhere"
    ): r"\b(prices?|liab\w+|terminat\w+|remed\w+|indemni\w+|penalt\w+|damages|controllers?|processors?)\b",
    "a term that has dated": r"\b(CCGs?|STPs?|clinical commissioning groups?|NHS Improvement|IAF|CQUIN|GDPR|Long "
    r"Term Plan)\b",
    "a defined term in small letters": r"\b(service users?|the provider|co-ordinating commissioner|the "
    r"commissioners)\b",
}


@dataclass(frozen=True)
class Text:
    """A shipped clause's version as a test reads it. `placeholders` are those that it uses."""

    clause: str
    number: int
    place: str
    front: dict[str, object]
    body: str
    placeholders: dict[str, dict[str, object]]

    def field(self, name: str) -> str:
        return str(self.front[name])

    @property
    def drafted(self) -> list[str]:
        """Every text of the version that is ours: the title, the fields and, unless it is quoted, the body."""
        own = [name for name in sorted(MAY_HAVE.get(self.place, ())) if name in self.front and name != "horizon"]
        texts = [self.field(name) for name in ("title", *FIELDS[self.place], *own)]
        return texts if self.front["origin"] == "national" else [*texts, self.body]


def _read(version: Path) -> Text:
    place, component = version.parent.parent.name, version.parent.parent.parent.name
    _, front, body = version.read_text(encoding="utf-8").split("---\n", 2)
    clause = yaml.safe_load((version.parent / "clause.yaml").read_text(encoding="utf-8"))
    return Text(
        f"{component}/{place}/{version.parent.name}",
        int(version.stem),
        place,
        yaml.safe_load(front),
        body.rstrip("\n"),
        {name: entry for name, entry in clause["placeholders"].items() if f"{{{{ {name} }}}}" in front + body},
    )


@cache
def texts(place: str) -> tuple[Text, ...]:
    return tuple(_read(path) for path in sorted(CLAUSES.glob(f"*/{place}/*/[0-9]*.md")))


def every_text() -> tuple[Text, ...]:
    return tuple(text for place in FIELDS for text in texts(place))


def quoted() -> tuple[Text, ...]:
    return tuple(text for text in every_text() if text.front["origin"] == "national")


def source_measures(passage: str) -> list[str]:
    """The list items of a stored passage, without the AND/OR that stands between some of them."""
    lines = (SOURCES / f"{passage}.txt").read_text(encoding="utf-8").splitlines()
    items = [words_alone(line) for line in lines if line.startswith("- ")]
    return [item for item in items if item != "AND/OR"]


def with_gaps(text: Text) -> str:
    """The body as the source prints it: every placeholder replaced by the characters that it stands for."""
    return words_alone(re.sub(r"\{\{ (\w+) \}\}", lambda found: str(text.placeholders[found[1]]["gap"]), text.body))


def passage_of(text: Text) -> str:
    section = text.front["source"]["section"]  # type: ignore[index]
    return "4.1-stage-4" if section == "4.1" else str(section)


def adaptations() -> tuple[Text, ...]:
    """The clauses that are offered in place of quoted ones whose terms have dated."""
    return tuple(text for text in every_text() if "based_on" in text.front)


def used(words: str) -> list[str]:
    return re.findall(r"\{\{ (\w+) \}\}", words)


@pytest.mark.parametrize(("passage", "count"), MEASURES.items())
def test_every_measure_of_a_passage_is_quoted_word_for_word_by_exactly_one_clause(passage: str, count: int) -> None:
    wanted = source_measures(passage)
    assert len(wanted) == count
    found = [with_gaps(text) for text in quoted() if passage_of(text) == passage]
    assert Counter(found) == Counter(wanted)


def test_every_quoted_clause_comes_from_a_passage_that_lists_measures() -> None:
    assert {passage_of(text) for text in quoted()} == set(MEASURES)
    drafted = {text.clause for text in texts("quality") if text.front["origin"] == "drafted"}
    assert drafted - {text.clause for text in adaptations()} == MEASURES_OF_OUR_OWN


def test_what_stands_between_the_measures_of_self_management_is_in_none_of_them() -> None:
    assert "AND/OR" in (SOURCES / "2.6.5.txt").read_text(encoding="utf-8")
    assert not [text.clause for text in texts("quality") if "AND/OR" in text.body]


def test_each_x_per_cent_of_the_source_became_a_percentage_that_is_asked_for() -> None:
    for text in quoted():
        gaps = [text.placeholders[name] for name in used(text.body)]
        assert len(gaps) == with_gaps(text).count("X%"), text.clause
        assert all((gap["kind"], gap["gap"]) == ("percentage", "X%") for gap in gaps), text.clause


def test_a_gap_stands_only_on_placeholders_of_quoted_words() -> None:
    for text in every_text():
        expected = set(used(text.body)) if text.front["origin"] == "national" else set()
        assert {name for name, entry in text.placeholders.items() if "gap" in entry} == expected, text.clause


def test_the_measures_that_name_only_a_tool_have_a_percentage_to_reach() -> None:
    for text in texts("quality"):
        if passage_of(text) == "2.2.5":
            assert [
                name for name in used(text.field("threshold")) if text.placeholders[name]["kind"] == "percentage"
            ], text.clause


@pytest.mark.parametrize("text", every_text(), ids=lambda text: f"{text.clause}@{text.number}")
def test_the_front_matter_has_every_field_of_its_place_and_no_other(text: Text) -> None:
    wanted = FRONT | set(FIELDS[text.place])
    assert wanted <= set(text.front) <= wanted | OPTIONAL | MAY_HAVE.get(text.place, set())
    assert all(str(value).strip() for value in text.front.values())
    if text not in adaptations():
        assert str(text.front["effective_from"]) == (
            "2019-08-01" if text.front["origin"] == "national" else "2019-04-01"
        )


@pytest.mark.parametrize("text", every_text(), ids=lambda text: f"{text.clause}@{text.number}")
def test_the_wording_is_one_paragraph_on_one_line(text: Text) -> None:
    assert text.body
    assert "\n" not in text.body
    assert not re.match(r"(- |\d+\. |#)", text.body)


@pytest.mark.parametrize("text", every_text(), ids=lambda text: f"{text.clause}@{text.number}")
def test_the_placeholders_described_are_those_used(text: Text) -> None:
    names = set(used(text.body))
    for field in (*FIELDS[text.place], *MAY_HAVE.get(text.place, ())):
        names |= set(used(text.field(field))) if field in text.front else set()
    assert names == set(text.placeholders)


@pytest.mark.parametrize("text", every_text(), ids=lambda text: f"{text.clause}@{text.number}")
def test_drafted_words_obey_the_conventions(text: Text) -> None:
    faults = [
        f"{what}: “{found[0]}” in “{words}”"
        for words in text.drafted
        for what, pattern in NOT_IN_DRAFTED_TEXT.items()
        if (found := re.search(pattern, words))
    ]
    assert faults == []


def test_a_convention_that_is_broken_would_be_seen() -> None:
    for words in (
        "The Provider will act",
        "where possible",
        "and/or",
        "a regular report",
        "the price",
        "each CCG",
        "a service user",
    ):
        assert any(re.search(pattern, words) for pattern in NOT_IN_DRAFTED_TEXT.values()), words


@pytest.mark.parametrize(
    "text",
    [text for text in every_text() if text.front["origin"] == "drafted" and text not in adaptations()],
    ids=lambda text: text.clause,
)
def test_a_drafted_item_is_one_sentence_with_one_duty(text: Text) -> None:
    assert re.fullmatch(r"[^.]+\.", text.body)
    assert len(re.findall(r"\bmust\b", text.body)) == 1
    assert not re.search(r"\bmay\b", text.body)
    actor = re.split(r" must\b", text.body)[0]
    allowed = {
        "Provider": {"The Provider"},
        "Commissioners": {"The Commissioners", "Each Commissioner"},
        "Provider and Commissioners": {"The Provider and the Commissioners"},
    }.get(str(text.front.get("by")), {"The Provider", "The Co-ordinating Commissioner"})
    assert actor in allowed


@pytest.mark.parametrize(
    "text", [text for place in DATE_FIELD for text in texts(place)], ids=lambda text: f"{text.clause}@{text.number}"
)
def test_the_deadline_is_one_date_that_the_duty_and_its_field_share(text: Text) -> None:
    named = re.fullmatch(r"\{\{ (\w+) \}\}", text.field(DATE_FIELD[text.place]))
    assert named is not None
    assert text.placeholders[named[1]]["kind"] == "date"
    assert [name for name in used(text.body) if text.placeholders[name]["kind"] == "date"] == [named[1]]
    assert f"no later than {{{{ {named[1]} }}}}" in text.body


def test_no_two_items_share_a_date() -> None:
    dates = Counter(
        name
        for _, name in {
            (text.clause, name)
            for text in every_text()
            for name, entry in text.placeholders.items()
            if entry.get("kind") == "date"
        }
    )
    assert [name for name, times in dates.items() if times > 1] == []


def test_improvements_are_never_for_the_commissioners_alone_and_each_says_who_co_produces_it() -> None:
    assert {text.field("by") for text in texts("improvement")} == {"Provider", "Provider and Commissioners"}
    assert all("cop_group" in used(text.field("co_production")) for text in texts("improvement"))


ALL_THREE_TERMS = "personalised-care/development/ambition-stated"
"""The one action whose sentence names a short, a medium and a long term: its day alone would deny one of them."""


def test_the_development_plan_serves_all_ten_key_actions_and_newer_ones_take_the_horizon_from_the_date() -> None:
    assert {int(text.field("key_action")) for text in texts("development")} == set(range(1, 11))
    newest = {text.clause: text for text in texts("development")}.values()
    assert [
        text.clause
        for text in newest
        if text.front.get("horizon")
        != ("short, medium and long" if text.clause == ALL_THREE_TERMS else "{{ pc_horizon }}")
        or "co_production" not in text.front
    ] == []


def test_the_system_plan_has_duties_of_each_party_and_the_six_actions_at_the_primary_care_interface() -> None:
    assert {text.field("by") for text in texts("system")} == {"Provider", "Commissioners", "Provider and Commissioners"}
    assert (
        len(
            {
                text.clause
                for text in texts("system")
                if text.front["source"] == {"document": "handbook-2.1", "section": "6.2", "page": 71}
            }
        )
        == 6
    )


def test_the_commissioners_side_of_choice_is_complete() -> None:
    names = {text.clause for text in texts("system") if text.clause.startswith("enabling-choice/")}
    assert {
        f"enabling-choice/system/{name}"
        for name in ("executive-lead", "policy", "website", "assurance", "promotion-plan")
    } <= names


def test_the_measures_with_the_patient_activation_measure_leave_out_those_it_does_not_suit() -> None:
    concerned = [text for text in texts("quality") if "PAM" in text.body or "activation" in text.body]
    assert len(concerned) == 2 + len([text for text in concerned if text in adaptations()])
    for text in concerned:
        for group in ("severe and enduring mental illness", "dementia", "learning disability", "reading age above 12"):
            assert group in text.field("cohort"), text.clause


def test_one_post_answers_for_all_the_measures_of_a_component() -> None:
    owners: dict[str, set[str]] = {}
    for text in texts("quality"):
        owners.setdefault(text.clause.split("/")[0], set()).update(used(text.field("accountable")))
    assert all(len(names) == 1 for names in owners.values())


def test_a_placeholder_name_means_the_same_wherever_it_stands() -> None:
    meanings: dict[str, set[tuple[str, str, str]]] = {}
    for path in sorted(CLAUSES.glob("*/*/*/clause.yaml")):
        for name, entry in yaml.safe_load(path.read_text(encoding="utf-8"))["placeholders"].items():
            meanings.setdefault(name, set()).add(
                (str(entry.get("kind")), str(entry.get("question")), str(entry.get("from")))
            )
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


def test_a_placeholder_is_taken_from_the_contract_or_asked_with_an_example() -> None:
    for text in every_text():
        for name, entry in text.placeholders.items():
            if "from" in entry:
                assert set(entry) == {"from"}
                assert text.place == "quality" or not str(entry["from"]).startswith("service."), text.clause
                continue
            assert entry["kind"] in KINDS, (text.clause, name)
            assert "?" in str(entry["question"]) and str(entry["question"]).endswith(("?", ".")), (text.clause, name)
            assert str(entry["example"]), (text.clause, name)
            assert re.match(r"(sdm|pcsp|choice|sp|ssm|phb|cop|pc)_[a-z0-9_]+$", name), (text.clause, name)


def test_the_page_is_the_first_of_the_section_that_holds_the_source() -> None:
    for text in every_text():
        source = text.front["source"]
        assert isinstance(source, dict)
        sections = source["section"] if isinstance(source["section"], list) else [source["section"]]
        assert source["page"] == FIRST_PAGE[".".join(sections[0].split(".")[:2])], text.clause
        assert all(".".join(section.split(".")[:2]) in FIRST_PAGE for section in sections), text.clause
