"""The shelf in a real browser: search, copying, the keyboard, axe, and INTERNAL on every printed page."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.shelf.test_shelf import secretive, shipped_library, two_versions

from specgen.shelf.gather import drawn_shelf, shelf_of

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="no Chromium is installed (Debian: apt-get install chromium): the shelf was not tried in a browser",
)

SHOWN = re.compile("clauses? (is|are) shown")
"""What the page says when it has searched."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            yield opened
        finally:
            opened.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "plain.html").write_bytes(drawn_shelf(shelf_of(shipped_library())))
    (folder / "inside.html").write_bytes(drawn_shelf(shelf_of(secretive(), internal=True, packs=())))
    return folder


@pytest.fixture
def page(browser: Any, files: Path) -> Iterator[Any]:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("request", lambda request: asked.append(request.url))
    address = (files / "plain.html").as_uri()
    opened.goto(address)
    yield opened
    assert said == []  # no refusal of the policy, no error
    assert {url for url in asked if not url.startswith("data:")} == {address}
    context.close()


def test_the_search_shows_the_clauses_that_hold_every_word_and_says_how_many(page: Any) -> None:
    page.get_by_label("Search in the wording").fill("link  WORKERS")
    page.get_by_text(SHOWN).wait_for()
    shown = page.locator("article:visible")
    assert 0 < shown.count() < 30
    for text in shown.all_text_contents():
        assert "link" in text.lower() and "workers" in text.lower()
    assert page.get_by_role("status").inner_text() == f"{shown.count()} of 136 clauses are shown."
    page.get_by_label("Where it goes").select_option("quality")  # at once
    assert page.locator('article:visible:not([data-place="quality"])').count() == 0
    page.get_by_label("Search in the wording").fill("")
    page.get_by_label("Where it goes").select_option("")
    page.get_by_text("136 of 136 clauses are shown.").wait_for()
    assert page.locator("article:visible").count() == 136


@pytest.mark.parametrize(
    ("typed", "fewest", "most"),
    [
        ("copy the wording", 0, 3),  # the page's own words are no part of a clause
        ("words struck put in", 0, 3),
        ('"shared decision making: national', 1, 3),  # straight quotation marks for curly ones
        ("service commissioner's", 1, 60),
        ("shared-decision-making/lead-in", 1, 1),
        ("Decision support resource Timescale", 1, 20),
    ],
)
def test_the_search_looks_at_wording_names_and_questions_and_at_nothing_else(
    page: Any, typed: str, fewest: int, most: int
) -> None:
    page.get_by_label("Search in the wording").fill(typed)
    page.get_by_text(SHOWN).wait_for()
    assert fewest <= page.locator("article:visible").count() <= most


def test_words_of_another_version_are_found_and_said_to_be_of_another(browser: Any, tmp_path: Path) -> None:
    library = two_versions("The Provider must send four letters.", "The Provider must send six letters.")
    (tmp_path / "two.html").write_bytes(drawn_shelf(shelf_of(library)))
    opened = browser.new_page()
    opened.goto((tmp_path / "two.html").as_uri())
    opened.get_by_label("Search in the wording").fill("six")
    opened.get_by_text("1 clause is shown.").wait_for()
    opened.get_by_label("Search in the wording").fill("four")
    opened.get_by_text("1 clause is shown, 1 of them for another version of it.").wait_for()
    opened.close()


def test_a_word_without_end_stays_within_the_page(browser: Any, tmp_path: Path) -> None:
    library = two_versions("x" * 900, "y" * 900, title="Donaudampfschiff" * 30)
    (tmp_path / "long.html").write_bytes(drawn_shelf(shelf_of(library, organisation="Board" * 90)))
    for width in (320, 1280):
        opened = browser.new_page(viewport={"width": width, "height": 900})
        opened.goto((tmp_path / "long.html").as_uri())
        opened.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        opened.evaluate(
            "document.querySelectorAll('article').forEach(each => { each.style.contentVisibility = 'visible'; })"
        )
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        opened.close()


def test_a_search_in_the_wording_looks_at_nothing_of_the_organisation(browser: Any, files: Path) -> None:
    opened = browser.new_page()
    opened.goto((files / "inside.html").as_uri())
    assert "19 July 2031" in opened.locator("article").first.evaluate("() => document.body.textContent")
    opened.get_by_label("Search in the wording").fill("July 2031")
    opened.get_by_text("0 of 137 clauses are shown.").wait_for()
    assert opened.locator("article:visible").count() == 0
    assert opened.locator("section[data-portfolio]:visible").count() == 0
    opened.get_by_label("Search in the wording").fill("")
    opened.get_by_text("137 of 137 clauses are shown.").wait_for()
    assert opened.locator("article[hidden]").count() == 0
    opened.close()


def test_the_wording_is_copied_as_lines_with_numbers(page: Any) -> None:
    article = page.locator("#k-shared-decision-making-specification-lead-in")
    article.get_by_role("button").click()
    article.get_by_text("Copied").wait_for()
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert lines[0].startswith("The text headed “Shared decision making: national wording” is quoted")
    assert lines[1].startswith("1. In the text,") and lines[-1].startswith("7. ")


def test_it_is_used_by_the_keyboard_alone(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "wording"
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentNode.open") is True


@pytest.mark.parametrize("name", ["plain", "inside"])
def test_axe_finds_nothing_and_nothing_is_cut_off_when_narrow(browser: Any, files: Path, name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe looks at the pages").Axe()
    opened = browser.new_page(viewport={"width": 320, "height": 900})
    opened.goto((files / f"{name}.html").as_uri())
    opened.evaluate(
        # A few of the clauses, everything unfolded: axe takes a minute for all, and they are made alike.
        "document.querySelectorAll('article').forEach((each, at) => { if (at % 20) each.remove(); });"
        "document.querySelectorAll('nav li li a').forEach(each => {"
        "  if (!document.querySelector(each.hash)) each.parentNode.remove(); });"
        "document.querySelectorAll('details').forEach(each => { each.open = true; });"
        "document.querySelectorAll('article').forEach(each => { each.style.contentVisibility = 'visible'; });"
    )
    found = axe.run(opened).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    wide = opened.evaluate(
        "Array.from(document.querySelectorAll('body *')).filter(each => each.getBoundingClientRect().right > 321 &&"
        " !each.closest('.wide, .skip')).map(each => each.outerHTML.slice(0, 120))"
    )
    assert wide == []
    opened.close()


def test_internal_stands_on_every_printed_page_and_on_none_of_the_other(
    browser: Any, files: Path, tmp_path: Path
) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("no pdftotext (Debian: poppler-utils): the printed pages were not read")
    counts = {}
    for name in ("plain", "inside"):
        opened = browser.new_page()
        opened.goto((files / f"{name}.html").as_uri())
        opened.evaluate("document.querySelectorAll('article').forEach((each, at) => { if (at % 16) each.remove(); });")
        opened.pdf(path=tmp_path / f"{name}.pdf", format="A4")
        opened.close()
        text = subprocess.run(
            [pdftotext, tmp_path / f"{name}.pdf", "-"], capture_output=True, check=True
        ).stdout.decode()
        pages = [page for page in text.split("\f") if page.strip()]
        counts[name] = (len(pages), sum("INTERNAL" in page for page in pages))
    assert counts["plain"][0] > 5 and counts["plain"][1] == 0
    assert counts["inside"][0] > 5 and counts["inside"][1] == counts["inside"][0]


def test_without_script_everything_is_there_to_read(browser: Any, files: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((files / "plain.html").as_uri())
    assert opened.locator("article:visible").count() == 136
    assert opened.locator("form:visible").count() == 0 and opened.locator("button:visible").count() == 0
    context.close()
