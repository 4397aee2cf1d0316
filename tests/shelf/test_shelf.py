"""The published shelf: the wording to the letter, nothing of the organisation's own business, nothing loaded."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from msgspec.structs import replace

from specgen.issue.precedents import open_workplace
from specgen.library.model import Approval, Fallback, Library, Note
from specgen.problems import NOWHERE
from specgen.shelf.gather import INTERNAL, drawn_shelf, shelf_of, texts_of
from specgen.shelf.model import ClauseShelf, InsideClause, InsideVersion, ShelfNote
from specgen.word.template.pieces import field_names, is_value
from specgen.wording.wording import Block, Reference, Run, list_marks, parse_wording

EXAMPLES = Path(__file__).parents[2] / "examples"
BASE = "shared-decision-making/specification/local-terms"


@cache
def shipped_library() -> Library:
    """The library of the example organisation, with its invented approvals."""
    workplace, problems = open_workplace(EXAMPLES)
    assert problems == []
    return workplace.library


@cache
def secretive() -> Library:
    """A library with everything that is the organisation's own, each with words that stand nowhere else."""
    library = shipped_library()
    clause = library.clauses[BASE]
    newest = replace(
        clause.versions[-1],
        change="Zebra reason of change",
        source_note="Zebra note on the source",
        deviation_until=date(2031, 7, 19),
        based_on="zebra/specification/base@7",
        effective_from=date(2019, 11, 23),
        effective_to=date(2039, 5, 17),
    )
    version = replace(newest, clause_id=f"{BASE}-zebra", number=1, title="Zebra terms that may be agreed instead")
    second = dataclasses.replace(
        clause, id=f"{BASE}-zebra", versions=(version,), fallback=Fallback(BASE, 737, "zebra head")
    )
    first = dataclasses.replace(
        clause,
        versions=(*clause.versions[:-1], newest),
        owner="Zebra owner of the clause",
        excludes=(*clause.excludes, second.id),
        needs=(*clause.needs, second.id),
    )
    lines = tuple(
        Approval(
            name,
            number,
            sha256,
            "Zenobia Zebra",
            "Zebra director of contracts",
            date(2033, 3, 27),
            "Zebra minutes, item 4",
            note,
            NOWHERE,
        )
        for name, number, sha256, note in (
            (BASE, newest.number, newest.fingerprint, "Zebra remark"),
            (BASE, clause.versions[0].number, clause.versions[0].fingerprint, "withdrawn: zebra second thoughts"),
            (second.id, 1, version.fingerprint, ""),
        )
    )
    component = replace(
        library.components[0],
        notes=(Note("Zebra heading", "Zebra point of the drafting note", "9.9.9"),),
        sets={**library.components[0].sets},
    )
    return dataclasses.replace(
        library,
        clauses={**library.clauses, BASE: first, second.id: second},
        approvals=lines,
        components=(component, *library.components[1:]),
    )


def page(shelf: ClauseShelf) -> str:
    return drawn_shelf(shelf).decode("utf-8")


@cache
def for_everybody() -> str:
    return page(shelf_of(secretive(), organisation="Exampleshire"))


@cache
def for_the_organisation() -> str:
    return page(shelf_of(secretive(), organisation="Exampleshire", internal=True))


def inside(value: Any, told: bool = False) -> Iterator[Any]:
    """Every text and number in the parts of a shelf that are for the organisation alone."""
    if isinstance(value, (InsideClause, InsideVersion, ShelfNote)):
        told = True
    if is_value(value):
        for name in field_names(type(value)):
            yield from inside(getattr(value, name), told)
    elif isinstance(value, tuple):
        for entry in value:
            yield from inside(entry, told)
    elif told and isinstance(value, str | int) and not isinstance(value, bool):
        yield value


SECRETS = (
    *("Zebra", "zebra", "Zenobia", INTERNAL, "allback", "737"),
    *("27 March 2033", "2033-03-27", "19 July 2031", "2031-07-19", "23 November 2019", "2019-11-23", "17 May 2039"),
    *("second thoughts", "9.9.9"),
)


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_the_organisations_own_stands_on_the_internal_page_alone(secret: str) -> None:
    assert secret not in for_everybody()
    dates_of_files = ("2033-03-27", "2031-07-19", "2019-11-23")  # printed in words
    assert (secret in for_the_organisation()) != (secret in dates_of_files)


def test_every_word_of_the_internal_parts_is_missing_from_the_page_for_everybody() -> None:
    """Every text of the internal parts that the wording itself does not say is searched for on the plain page."""
    shelf = shelf_of(secretive(), internal=True)
    wording = " ".join(block.text for version in secretive().versions() for block in version.blocks)
    plain = for_everybody()
    texts = {str(value) for value in inside(shelf) if len(str(value)) > 7}
    texts -= {text for text in texts if text.startswith("k-") and f'id="{text}"' in plain}
    titles = {version.title for version in secretive().versions()} - {"Zebra terms that may be agreed instead"}
    searched = {text for text in texts if text not in wording and text not in titles}
    assert len(searched) > 300
    assert sorted(text for text in searched if text in plain) == []


def test_the_example_organisations_approvals_are_told_as_approved_and_nothing_more() -> None:
    library = shipped_library()
    plain = page(shelf_of(library, organisation="NHS Northbrook Integrated Care Board"))
    assert plain.count(">Approved</span>") > 40
    for line in library.approvals:
        for word in (line.approved_by, line.role, line.evidence, line.approved_on.isoformat(), line.sha256):
            assert word not in plain


# --- the words --------------------------------------------------------------------------------------------------------


def parsed(text: str) -> Any:
    return lxml.html.fromstring(text)


def words_in(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_every_clause_is_shown_with_its_words_to_the_letter() -> None:
    library = shipped_library()
    tree = parsed(page(shelf_of(library)))
    articles = {article.get("id"): article for article in tree.iter("article")}
    assert len(articles) == len(library.clauses)
    for clause in library.clauses.values():
        article = articles[f"k-{clause.id.replace('/', '-')}"]
        version = library.version_on(clause, None)
        wording = article.get_element_by_id(f"w-{article.get('id')}")
        shown = [
            re.sub(" of these terms (?=}})", " ", line.text_content()) for line in wording.xpath(".//*[@data-mark]")
        ]
        said = [re.sub("(?<={{ )see: [^#]*#", "the number of paragraph ", block.text) for block in version.blocks]
        assert shown[: len(version.blocks)] == said
        assert all(block.text in shown for blocks in version.fields.values() for block in blocks)
        assert words_in(article.find(".//h3")) == version.title


def test_versions_stand_side_by_side_and_a_redline_gives_both_back() -> None:
    library = shipped_library()
    tree = parsed(page(shelf_of(library)))
    clause = library.clauses[BASE]
    article = tree.get_element_by_id(f"k-{BASE.replace('/', '-')}")
    old, new = clause.versions
    sides = article.xpath('.//*[@class="pair"]/div/*[@class="wording"]')
    assert [words_in(side)[:60] for side in sides] == [
        " ".join(" ".join(block.text for block in version.blocks).split())[:60] for version in (old, new)
    ]
    redline = article.xpath('.//*[@class="redline"]')[0]
    for version, left_out in ((old, "ins"), (new, "del")):
        copy = parsed(lxml.html.tostring(redline, encoding="unicode"))
        for element in [*copy.iter(left_out), *copy.iter("small"), *copy.iter("span")]:
            element.drop_tree()
        assert "".join(copy.text_content().split()) == "".join("".join(block.text for block in version.blocks).split())


def test_nested_lists_keep_their_order_and_their_marks() -> None:
    blocks, problems = parse_wording("One\n\n1. a\n    - b\n    - c\n2. d\n\nTwo\n\n- e", "x")
    assert problems == []
    assert list(list_marks(blocks)) == ["", "1.", "•", "•", "2.", "", "•"]
    first, numbered, second, bullets = texts_of(blocks)
    assert (first.words, second.words) == ((Run("One"),), (Run("Two"),))
    assert [item.words for item in numbered.items] == [(Run("a"),), (Run("d"),)] and numbered.numbered
    assert [item.mark for item in numbered.items[0].below[0].items] == ["    • ", "    • "]
    assert not bullets.numbered
    odd = (Block("bullet", (Run("deep"),), 2), Block("bullet", (Run("flat"),), 0))
    assert len(texts_of(odd)) == 2


def test_the_wording_in_force_is_that_of_the_day_and_an_approved_one_before_a_newer_one() -> None:
    library = secretive()
    clause = library.clauses[BASE]
    assert library.version_on(clause, None).number == clause.versions[-1].number
    assert library.version_on(clause, date(2018, 1, 1)) in clause.versions
    assert "The wording in force on 1 April 2026;" in page(shelf_of(library, day=date(2026, 4, 1)))


def two_versions(old: str, new: str, title: str = "Two") -> Library:
    """A library with a clause that has these two versions, and nothing else."""
    library = shipped_library()
    clause = library.clauses[BASE]
    versions = tuple(
        replace(
            clause.versions[0], number=number, title=heading, blocks=parse_wording(text, "x")[0], fields={}, names=()
        )
        for number, text, heading in ((1, old, "One"), (2, new, title))
    )
    return dataclasses.replace(library, clauses={BASE: dataclasses.replace(clause, versions=versions, needs=())})


@pytest.mark.parametrize(
    ("old", "new", "title", "said", "shown"),
    [
        ("a b c d e f", "a b c d e g", "One", "1 word struck, 1 put in", "[struck: f][put in: g]"),
        ("a b c d e f", "a b c d e f", "Two", "1 word struck, 1 put in", "Title: [struck: One] [put in: Two] a b c"),
        ("a b c", "a **b** c", "One", "0 words struck, 0 put in, 1 with another look", "a [another look: b] c"),
        ("- a b c", "1. a b c", "One", "0 words struck", "1. [bulleted item of level 1 → numbered item of level 1] a"),
        ("a b c", "- a b c", "One", "0 words struck", "• [paragraph → bulleted item of level 1] a b c"),
        ("1. a b\n2. c d", "1. x y\n2. a b\n3. c d", "One", "0 words struck, 2 put in", "1. [put in: x y] 2. a b 3"),
        ("1. a b\n    1. c d", "1. a b\n2. c d", "One", "0 words", "2. [numbered item of level 2 → numbered item"),
        ("a b c", "a b c", "One", "the same words", "a b c"),
    ],
)  # fmt: skip
def test_whatever_differs_between_two_versions_is_counted_and_shown(
    old: str, new: str, title: str, said: str, shown: str
) -> None:
    (article,) = parsed(page(shelf_of(two_versions(old, new, title)))).iter("article")
    summary = next(each for each in article.iter("summary") if "Versions" in each.text_content())
    assert words_in(summary).startswith(f"Versions 1 and 2: {said}")
    assert shown in words_in(article.xpath('.//*[@class="redline"]')[0])


def test_a_reference_to_a_paragraph_is_said_in_words_and_names_no_fallback() -> None:
    library = secretive()
    clause = library.clauses[BASE]
    seen = tuple(
        Reference(f"see: {target}#3") for target in (BASE, f"{BASE}-zebra", "co-production/specification/lead-in")
    )
    version = replace(clause.versions[-1], blocks=(Block("paragraph", seen),), fields={}, names=())
    spoiled = dataclasses.replace(clause, versions=(version,))
    library = dataclasses.replace(library, clauses={**library.clauses, BASE: spoiled})
    for internal in (False, True):
        tree = parsed(page(shelf_of(library, internal=internal)))
        wording = words_in(tree.get_element_by_id(f"w-k-{BASE.replace('/', '-')}"))
        other = "of “Zebra terms that may be agreed instead”" if internal else "elsewhere"
        lead_in = library.clauses["co-production/specification/lead-in"].versions[-1].title
        assert wording == (
            f"{{{{ the number of paragraph 3 of these terms }}}}{{{{ the number of paragraph 3 {other} }}}}"
            f"{{{{ the number of paragraph 3 of “{lead_in}” }}}}"
        )


def test_another_clause_is_named_by_the_title_that_this_page_shows() -> None:
    """Its newest version may have another title and come into force later."""
    library = two_versions("a", "b", "A title of later")
    clause = library.clauses[BASE]
    first, second = clause.versions
    later = dataclasses.replace(clause, versions=(first, replace(second, effective_from=date(2040, 1, 1))))
    asking = dataclasses.replace(
        clause, id=f"{BASE}-two", versions=(replace(first, clause_id=f"{BASE}-two"),), needs=(BASE,)
    )
    library = dataclasses.replace(library, clauses={BASE: later, asking.id: asking})
    text = page(shelf_of(library, day=date(2026, 4, 1)))
    assert "Needs: One" in text and "Needs: A title" not in text


def test_what_is_not_asked_and_examples_are_said_as_a_reader_of_contracts_knows_them() -> None:
    text = page(shelf_of(shipped_library()))
    assert "’s cohort" not in text and "Not asked: the people the service is for." in text
    assert "<td>80%</td>" in text and not re.search(r"<td>\d{4}-\d\d-\d\d</td>", text)


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("internal", [False, True])
def test_nothing_is_loaded_and_only_its_own_style_and_script_may_run(internal: bool) -> None:
    text = page(shelf_of(shipped_library(), internal=internal))
    tree = parsed(text)
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name != "style"
            if name in ("src", "href", "action", "data", "srcset", "poster"):
                assert value.startswith("#") or value == "data:,", value
    assert "url(" not in text and "@import" not in text
    (policy,) = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]')
    for kind in ("style", "script"):
        (element,) = tree.iter(kind)
        hashed = b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{hashed}'" in policy.get("content")
    assert "default-src 'none'" in policy.get("content") and "unsafe" not in policy.get("content")
    ids = {element.get("id") for element in tree.iter()}
    assert {link.get("href")[1:] for link in tree.iter("a")} <= ids


def test_every_text_is_escaped() -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}'
    library = shipped_library()
    clause = library.clauses[BASE]
    version = replace(
        clause.versions[-1], title=evil, blocks=(Block("paragraph", (Run(evil),)),), fields={evil: ()}, change=evil
    )
    asked = {name: replace(each, question=evil, example=evil) for name, each in clause.placeholders.items()}
    spoiled = dataclasses.replace(clause, versions=(version,), placeholders=asked, owner=evil)
    for internal in (False, True):
        text = page(
            shelf_of(
                dataclasses.replace(library, clauses={**library.clauses, BASE: spoiled}),
                organisation=evil,
                internal=internal,
            )
        )
        tree = parsed(text)
        assert len(list(tree.iter("script"))) == 1 and not list(tree.iter("img"))
        assert evil in tree.get_element_by_id(f"k-{BASE.replace('/', '-')}").text_content()


def test_the_page_is_the_same_for_the_same_library_and_not_large() -> None:
    first, second = (drawn_shelf(shelf_of(shipped_library())) for _ in range(2))
    assert first == second
    assert len(first) < 1_500_000
