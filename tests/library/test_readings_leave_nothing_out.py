"""Readings held against their sentences: no time, value or period that a sentence says is missing from what is read.

The words are looked for in the wording itself, by this test's own patterns; over every version of the shipped library.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from tests.checks.contracts import shipped

from specgen.library.duties.sentences import Sentence, sentences_of
from specgen.library.model import ClauseVersion

NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|ten|twelve)"
INTERVAL = re.compile(rf"\b{NUMBER} (?:Operational Days?|days?|weeks?|months?|hours?|years?)\b")
VALUE = re.compile(r"\{\{ (\w+) \}\}")
BEFORE = re.compile(r"\bbefore (?:the|a|an|each|it|planning|any|anything)\b")
WHENS = ("before", "by", "within", "later", "earlier", "on")


def said(value: object) -> str:
    """Every word below a value of a YAML file."""
    if isinstance(value, dict):
        return " ".join(f"{key if isinstance(key, str) else 'on'} {said(each)}" for key, each in value.items())
    if isinstance(value, list):
        return " ".join(map(said, value))
    return str(value)


@cache
def read_sentences() -> tuple[tuple[ClauseVersion, Sentence, list[dict[str, Any]]], ...]:
    return tuple(
        (version, sentence, mine)
        for clause in shipped().clauses.values()
        for version in clause.versions
        for entries in [yaml.safe_load(version.reading)["readings"] if version.reading else []]
        for sentence in sentences_of(version)
        if sentence.binds
        for mine in [[entry for entry in entries if str(entry["sentence"]) == sentence.id]]
        if mine and {entry["mode"] for entry in mine} != {"status"}
    )


def words_of(version: ClauseVersion, entries: list[dict[str, Any]]) -> str:
    """What is read in a sentence, with what the version says in fields of its own, which readings do not repeat."""
    read = [{key: each for key, each in entry.items() if key != "opens"} for entry in entries]
    return said(read) + " " + " ".join(block.text for blocks in version.fields.values() for block in blocks)


def fields_of(version: ClauseVersion) -> set[str]:
    return {
        inline.name for b in version.fields.values() for each in b for inline in each.inlines if hasattr(inline, "name")
    }


def left_out(pattern: re.Pattern[str]) -> Iterator[str]:
    for version, sentence, entries in read_sentences():
        read = words_of(version, entries).casefold()
        for found in pattern.findall(sentence.text):
            if found.casefold() not in read and found not in fields_of(version):
                yield f"{version.name}#{sentence.id} “{found}”: {sentence.text}"


def test_there_are_many_sentences_that_bind() -> None:
    assert len(read_sentences()) > 600


@pytest.mark.parametrize("pattern", [INTERVAL, VALUE], ids=["times", "values"])
def test_every_time_and_every_value_of_a_sentence_is_read(pattern: re.Pattern[str]) -> None:
    assert list(left_out(pattern)) == []


def test_what_is_due_in_each_period_is_not_read_as_due_at_intervals() -> None:
    """“In each month” is met on 1 January and on 28 February; “at least every month” is not."""
    wrong = [
        f"{version.name}#{sentence.id}: {sentence.text}"
        for version, sentence, entries in read_sentences()
        if re.search(r"\bin each (?:month|week|quarter|Quarter|Contract Year)\b", sentence.text)
        and any("at_least_every" in (entry.get("when") or {}) for entry in entries)
    ]
    assert wrong == []


def test_what_must_come_before_something_else_is_read_so() -> None:
    wrong = [
        f"{version.name}#{sentence.id}: {sentence.text}"
        for version, sentence, entries in read_sentences()
        if version.origin == "drafted" and BEFORE.search(sentence.text)
        if not any("before" in said(entry) for entry in entries)
    ]
    assert wrong == []


def test_what_an_agreement_or_invitation_needs_somebody_for_is_read_with_that_person() -> None:
    wrong = [
        f"{version.name}#{sentence.id}: {sentence.text}"
        for version, sentence, entries in read_sentences()
        if re.search(r"\bmust agree with (?:the|each) Service User\b|\binvited at least\b", sentence.text)
        if not any(entry.get("to") for entry in entries)
    ]
    assert wrong == []
