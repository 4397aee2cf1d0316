"""Every fact of a contract that its papers print is read back, or named among what was not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml
from tests.adopt.papers_of import EXAMPLES, NAMES, adopted, documents_of, precedents, words_of

from specgen.adopt.adopt import held_against
from specgen.contract.dates import long_date, parse_day

_ELSEWHERE = {"values", "whole_specification", "specification", "quality", "confirmed", "done", "reasons", "began_on"}
"""What is no fact beside a label, or is printed nowhere."""
_BY_CHANCE = ("status", "cohort_includes")
"""Facts that only the drafting note prints, in words that clauses use too."""


def facts(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each fact of a contract file with the names that lead to it, without the places in lists."""
    if isinstance(part, dict):
        for name, each in part.items():
            if name not in _ELSEWHERE:
                yield from facts(each, (*path, name))
    elif isinstance(part, list):
        for each in part:
            yield from facts(each, path)
    elif part is not None:
        day = part if isinstance(part, date) else parse_day(str(part))
        yield path, long_date(day) if day is not None else str(part)


def lost(data: bytes, *, note: bool) -> list[tuple[str, str]]:
    """The facts that the papers print and that adopting passes over without a word. What only the drafting note prints
    as that fact may stand in the signed papers as a clause's own value or a section's text, and is read as that."""
    documents = {file: each for file, each in documents_of(data).items() if note or "Drafting note" not in file}
    printed = "\n".join("\n".join(words_of(each)) for each in documents.values())
    found = adopted(documents)
    written = yaml.safe_load(found.written.data)
    read = {(path, value.rstrip(".")) for path, value in facts(written)}
    words = "" if note else " ".join(" ".join(map(str, texts(written))).split())
    named = [each.what for each in found.written.not_read]
    parts = {part: whole for part, whole in yaml.safe_load(data).items() if part in PARTS}
    return [
        (" ".join(path), value)
        for path, value in facts(parts)
        if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", printed) is not None
        and (path, value.rstrip(".")) not in read
        and value not in words
        and not any(all(step.replace("_", " ") in what for step in path) for what in named)
        and (note or path[-1] not in _BY_CHANCE)
    ]


def texts(part: Any) -> Iterator[Any]:
    """Everything that a contract file says."""
    if isinstance(part, (dict, list)):
        for each in part.values() if isinstance(part, dict) else part:
            yield from texts(each)
    else:
        yield part


PARTS = ("contract", "commissioners", "provider", "services")


@pytest.mark.parametrize("note", [True, False], ids=["with the drafting note", "as it was signed"])
@pytest.mark.parametrize("name", NAMES)
def test_every_printed_fact_of_an_example_is_read_back_or_named(name: str, note: bool) -> None:
    assert lost((EXAMPLES / name / "contract.yaml").read_bytes(), note=note) == []


def two_services(**changed: Any) -> bytes:
    """The example of two services with other facts in its parts."""
    whole = yaml.safe_load((EXAMPLES / "two-services" / "contract.yaml").read_bytes())
    for part, facts_of_it in changed.items():
        place = whole[part][1] if isinstance(whole[part], list) else whole[part]
        place |= facts_of_it
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False).encode()


EVERYTHING = {
    "contract": {
        "in_year_notice": "Notice was given on 3 March 2026",
        "service_commencement_date": date(2026, 5, 11),
        "sharing_agreement": "Agreement 7, until it is replaced",
    },
    "commissioners": {
        "signatory": "Chief Finance Officer",
        "section_75": {
            "reference": "S75-9, budgets (joint), signed by both",
            "lead": "NHS Eastmere Integrated Care Board",
        },
    },
    "provider": {"signatory": "Managing Director", "company_number": "01234567", "sub_contractors": ["Alpha Ltd"]},
    "services": {
        "period": {"start": date(2027, 1, 11), "end": date(2028, 6, 30)},
        "population": "adults who live in Eastmere",
        "premises": ["Weir Lane", "Mill Street"],
        "activity": "about 400 people a year",
        "legal_rights_to_choice": {"not_applicable": "The service is not led by a consultant"},
    },
}


@pytest.mark.parametrize("part", [*EVERYTHING, ""])
@pytest.mark.parametrize("note", [True, False], ids=["with the drafting note", "as it was signed"])
def test_every_printed_fact_of_a_part_is_read_back_or_named(part: str, note: bool) -> None:
    changed = {part: EVERYTHING[part]} if part else EVERYTHING
    assert lost(two_services(**changed), note=note) == []


def test_the_own_period_of_a_service_is_read_from_its_page_and_makes_the_same_page() -> None:
    period = {"period": {"start": date(2027, 1, 11), "end": date(2028, 6, 30)}}
    documents = documents_of(two_services(services=period))
    signed = {file: data for file, data in documents.items() if "Drafting note" not in file}
    found = adopted(signed)
    written = yaml.safe_load(found.written.data)
    assert written["services"][1]["period"] == {"start": "2027-01-11", "end": "2028-06-30"}
    page = next(each for each in held_against(found.papers, found.written, precedents()) if "service 02" in each.file)
    assert [line for line in page.lines if "Period" in line[0]] == []


def test_what_a_period_of_one_month_is_follows_from_the_first_day_and_is_no_fact_that_was_not_read() -> None:
    whole = yaml.safe_load(two_services(services={"period": {"start": date(2027, 1, 11), "end": date(2028, 6, 30)}}))
    whole["values"]["pc_report_interval"] = "1 month"
    documents = documents_of(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False).encode())
    said = "Each period of 1 month: a calendar month; that in which the service begins is counted from 11 January 2027"
    (page,) = (file for file, data in documents.items() if any(line.startswith(said) for line in words_of(data)))
    assert "service 02" in page
    found = adopted(documents)
    assert [each.what for each in found.written.not_read if "month" in each.what] == []
    compared = held_against(found.papers, found.written, precedents())
    assert [line for each in compared for line in each.lines if "Each period" in "".join(line)] == []
