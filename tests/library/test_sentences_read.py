"""How many sentences bind, and how many of them have a reading."""

from __future__ import annotations

import dataclasses
import json

import pytest
from msgspec.structs import replace
from tests.checks.read_clauses import library_of, own_clause

from specgen.cli.main import run
from specgen.library.duties.verify import SentencesRead, sentences_read

READ = own_clause(
    "co-production/specification/map",
    "1. The Provider must give a map.\n2. It is blue.",
    """
    - {sentence: "1", opens: "The Provider must", mode: duty, actor: Provider, act: give, object: map,
       when: {within: 28 days, after: request}}
    """,
)
UNREAD = own_clause("co-production/quality/plan", "The Provider must write a plan. It must have a map.", "")
UNREAD = dataclasses.replace(UNREAD, versions=tuple(replace(version, reading=b"") for version in UNREAD.versions))


def test_sentences_are_counted_by_component_and_place_and_a_sentence_without_a_reading_is_not_read() -> None:
    library = dataclasses.replace(library_of(), clauses={each.id: each for each in (READ, UNREAD)})
    assert sentences_read(library) == (
        SentencesRead("co-production", "specification", binding=1, read=1),
        SentencesRead("co-production", "quality", binding=2, read=0),
    )


def test_every_sentence_of_the_shipped_library_that_binds_has_a_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clauses", "verify", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)["sentences"]
    assert sum(each["binding"] for each in said) > 700
    assert [each for each in said if each["read"] != each["binding"]] == []
