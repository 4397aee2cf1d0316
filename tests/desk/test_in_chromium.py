"""The desk in a real browser: a whole contract from nothing to built documents, by mouse and by keyboard alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.adopt.papers_of import example
from tests.desk.browser import chromium, served
from tests.desk.conftest import EXAMPLES, SECRETS
from tests.desk.faults import EXAMPLE, SLIPS

from specgen.desk.opened import Desk

ANSWERS = {
    "contract/title": "Home care for people with continuing healthcare",
    "contract/term/start": "2026-10-01",
    "contract/term/end": "2029-03-31",
    "contract/equality_assessment": "EIA-2026-101, completed on 2 June 2026",
    "contract/dpia": "DPIA-2026-102, approved on 9 June 2026",
    "commissioners/0/name": "NHS Northbrook Integrated Care Board",
    "commissioners/0/ods_code": "X9A01",
    "provider/name": "Moorland Home Care Limited",
    "provider/ods_code": "X9P44",
    "services/0/name": "Continuing healthcare at home",
    "services/0/cohort": "adults who are eligible for continuing healthcare",
    "services/0/review_date": "2027-09-30",
    "services/0/commissioner_lead": "Head of Continuing Healthcare",
    "services/0/provider_lead": "Registered Manager",
    "services/0/legal_rights_to_choice/not_applicable": "The service is not led by a consultant",
    "services/0/values/choice_responsible_post": "Registered Manager",
    "services/0/values/choice_ready_date": "2026-12-31",
    "services/0/values/choice_information_date": "2026-12-31",
    "services/0/values/choice_matters": "the days of the visits\nthe times of the visits\nwho visits",
}
CHOSEN = "enabling-choice/specification/general"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Desk]]:
    root = tmp_path_factory.mktemp("desk") / "contracts"
    shutil.copytree(EXAMPLES, root, ignore=shutil.ignore_patterns("documents"))
    with served(root) as found:
        yield found


@pytest.fixture
def desk(opened: tuple[str, Desk]) -> Desk:
    return opened[1]


@pytest.fixture
def address(opened: tuple[str, Desk]) -> tuple[str, Path]:
    return opened[0], opened[1].folder.root


@pytest.fixture
def page(browser: Any, address: tuple[str, Path]) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(120_000)
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.goto(f"{address[0]}/enter?key={SECRETS.address}")
    yield opened
    assert [fault for fault in faults if not re.search("40[49]", fault)] == []
    context.close()


def field(page: Any, name: str) -> Any:
    return page.locator(f'[id="q-{name}"]')


def built(root: Path, reference: str) -> set[str]:
    return {path.name for path in (root / "documents" / reference).glob("*.docx")}


def test_the_secret_leaves_the_address(page: Any, address: tuple[str, Path]) -> None:
    assert page.url == f"{address[0]}/"
    assert page.evaluate("document.cookie") == ""


def test_a_contract_from_nothing_to_its_documents_by_mouse(page: Any, address: tuple[str, Path]) -> None:
    _, root = address
    page.get_by_role("link", name="Start a contract").click()
    page.get_by_label("The contract’s reference").fill("MOUSE-1")
    page.get_by_role("button", name="Start with a blank contract").click()
    page.get_by_role("link", name="Enabling choice, including legal rights to choice").click()
    page.locator(f'[id="t-{CHOSEN}"]').check()
    page.get_by_text("1 clause chosen, 1 change not saved yet.").wait_for()
    page.get_by_role("button", name="Save the choice").click()
    page.get_by_text("The choice is saved.").wait_for()
    page.get_by_role("link", name="To the questions").click()
    view = page.locator("#view")
    view.locator(
        ".gap", has_text="[TO BE COMPLETED: Which of the Provider's posts is responsible for choice?]"
    ).wait_for()
    field(page, "provider/kind").select_option("independent provider")
    for name, answer in ANSWERS.items():
        field(page, name).fill(answer)
    view.locator(".gap").first.wait_for(state="detached")
    page.get_by_text("Every question is answered.").wait_for()
    assert "the days of the visits" in view.inner_text()
    # A value goes to its question, and the question back to the value.
    view.locator(".value", has_text="Registered Manager").first.click()
    assert page.evaluate("document.activeElement.id").startswith("q-services/0/")
    field(page, "services/0/values/choice_matters").focus()
    before = page.evaluate("scrollY")
    page.keyboard.press("Control+s")
    page.get_by_text("Saved.").wait_for()
    assert before > 500 and abs(page.evaluate("scrollY") - before) < 100, "the page is where it was"
    page.get_by_role("link", name="Build …").click()
    page.get_by_role("heading", name="What will be done").wait_for()
    assert not built(root, "MOUSE-1")
    page.get_by_role("button", name="Do this").click()
    page.get_by_text(re.compile(r"\d documents written to ")).wait_for()
    assert any("Service specification insert" in name for name in built(root, "MOUSE-1"))


def test_while_signed_papers_are_read_the_page_says_how_far_it_is_and_then_what_came_of_it(
    page: Any, address: tuple[str, Path], desk: Desk
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe looks at the pages").Axe()
    base, root = address
    (root / "signed").mkdir()
    for name, data in example("podiatry-services").items():
        (root / "signed" / name).write_bytes(data)
    page.goto(f"{base}/start")
    page.get_by_role("button", name="signed").click()
    page.wait_for_url("**/adopting")
    page.get_by_role("link", name="Go on with this contract").wait_for()
    assert axe.run(page).response["violations"] == []
    # The page of a reading that is under way, as it is drawn between two papers.
    assert desk.adopting is not None
    desk.adopting.ended = False
    page.goto(f"{base}/adopting")
    assert "is built again and held against" in page.get_by_role("status").inner_text()
    assert axe.run(page).response["violations"] == []
    desk.adopting.ended = True
    page.get_by_role("link", name="Go on with this contract").wait_for()


def tab_to(page: Any, inside: str, most: int = 400) -> None:
    """Press Tab until the focus is on what the selector says."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => !!document.activeElement && document.activeElement.matches(selector)", inside):
            return
    raise AssertionError(f"Tab never reached {inside}")


def test_a_contract_from_nothing_to_its_documents_by_keyboard_alone(page: Any, address: tuple[str, Path]) -> None:
    _, root = address
    keys = page.keyboard
    tab_to(page, 'a[href="/start"]')
    keys.press("Enter")
    page.wait_for_url("**/start")
    tab_to(page, "#reference")
    keys.type("KEYS-1")
    tab_to(page, 'button[value="blank"]')
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/clauses\?"))
    tab_to(page, 'a[href*="component=enabling-choice"]')
    keys.press("Enter")
    page.wait_for_url(re.compile("component=enabling-choice"))
    tab_to(page, f'[id="t-{CHOSEN}"]')
    keys.press("Space")
    page.get_by_text("1 clause chosen, 1 change not saved yet.").wait_for()
    keys.press("Enter")  # in a form's field it sends the form by its first button: saves
    page.get_by_text("The choice is saved.").wait_for()
    tab_to(page, ".bar a")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/contract\?"))
    tab_to(page, '[name="v:contract/title"]')
    names = {**ANSWERS, "provider/kind": "i"}
    while names:
        name = page.evaluate("(document.activeElement.name || '').replace(/^v:/, '')")
        if name in names:
            keys.insert_text(names.pop(name)) if name != "provider/kind" else keys.type(names.pop(name))
        keys.press("Tab")
        assert page.evaluate("document.activeElement !== document.body"), f"not reached: {sorted(names)}"
    page.get_by_text("Every question is answered.").wait_for()
    tab_to(page, 'button[value="save"]')
    keys.press("Enter")
    page.get_by_text("Saved.").wait_for()
    tab_to(page, 'a[href^="/build"]')
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/build\?"))
    tab_to(page, 'form[method="post"] button')
    keys.press("Enter")
    page.get_by_text(re.compile(r"\d documents written to ")).wait_for()
    assert any("Service specification insert" in name for name in built(root, "KEYS-1"))


def test_with_script_off_everything_but_the_live_update_works(browser: Any, address: tuple[str, Path]) -> None:
    base, root = address
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/enter?key={SECRETS.address}")
    page.goto(f"{base}/contract?file=wheelchair-services/contract.yaml")
    field(page, "contract/title").fill("Chairs without script")
    page.get_by_role("button", name="Look without saving").click()
    assert "Chairs without script" in page.locator("#view").inner_text()
    assert b"Chairs without script" not in (root / "wheelchair-services/contract.yaml").read_bytes()
    page.get_by_role("button", name="Save", exact=True).click()
    assert b"Chairs without script" in (root / "wheelchair-services/contract.yaml").read_bytes()
    page.goto(f"{base}/clauses?file=wheelchair-services/contract.yaml&component=co-production")
    page.get_by_role("button", name="Say what these choices mean").click()
    assert page.get_by_role("button", name="Save the choice").is_visible()
    context.close()


def test_two_windows_on_one_file_the_second_to_save_is_told(browser: Any, page: Any, address: tuple[str, Path]) -> None:
    base, root = address
    name = "harbour-grant/contract.yaml"
    other = page.context.new_page()
    for each, title in ((page, "First"), (other, "Second")):
        each.goto(f"{base}/contract?file={name}")
        field(each, "contract/title").fill(title)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()
    other.get_by_role("button", name="Save", exact=True).click()
    other.get_by_role("heading", name="The file was changed meanwhile").wait_for()
    assert b"title: First" in (root / name).read_bytes()
    other.get_by_role("button", name="Put my answers into the file as it is now").click()
    other.get_by_text("Saved.").wait_for()
    assert b"title: Second" in (root / name).read_bytes()


def test_a_page_of_another_origin_reaches_nothing(
    browser: Any, page: Any, address: tuple[str, Path], tmp_path: Path
) -> None:
    base, root = address
    name = "podiatry-services/contract.yaml"
    before = (root / name).read_bytes()
    evil = tmp_path / "evil.html"
    evil.write_text(
        f'<form id="f" method="post" action="{base}/contract?file={name}"><input name="v:contract/title" value="evil">'
        '<input name="do" value="save"></form>',
        encoding="utf-8",
    )
    foreign = page.context.new_page()
    foreign.goto(evil.as_uri())
    read = foreign.evaluate(
        "url => fetch(url, {credentials: 'include', mode: 'no-cors'}).then(a => a.text()).catch(f => 'refused: ' + f)",
        f"{base}/",
    )
    assert "NBB" not in read
    with foreign.expect_navigation():
        foreign.evaluate("document.getElementById('f').submit()")
    assert "only" in foreign.inner_text("body")
    assert (root / name).read_bytes() == before


def rounds() -> list[list[tuple[str, str, str, str]]]:
    """The slips in as few rounds as there are slips of one field; what keeps the file from being read apart from what
    does not, since a file that cannot be read is judged less."""
    found: list[list[tuple[str, str, str, str]]] = []
    for slip in SLIPS:
        values = "/values/" in slip[1]
        for each in found:
            if all(slip[1] != name for _, name, _, _ in each) and ("/values/" in each[0][1]) == values:
                each.append(slip)
                break
        else:
            found.append([slip])
    return found


def test_each_kind_of_slip_is_shown_beside_its_field(page: Any, address: tuple[str, Path]) -> None:
    base, _ = address
    page.on("dialog", lambda dialog: dialog.accept())
    for together in rounds():
        page.goto(f"{base}/contract?file={EXAMPLE}")
        # What is not in a list cannot be chosen.
        typed = [slip for slip in together if field(page, slip[1]).evaluate("each => each.tagName") != "SELECT"]
        for _, name, text, _ in typed:
            field(page, name).fill(text)
        for slug, name, _, words in typed:
            told = page.locator(f'[id="f-{name}"] .fault', has_text=words).first
            told.wait_for()
            assert slug in told.inner_text()
            # Both in one look at one page: it may move between two, or be drawn anew with another field.
            between = (
                "(told, id) => told.getBoundingClientRect().top"
                " - told.ownerDocument.getElementById(id).getBoundingClientRect().bottom"
            )
            below = told.evaluate(between, f"q-{name}")
            assert -1 <= below < 200, "it stands under its field"


PAGES = (
    "/",
    "/start",
    "/contract?file=podiatry-services/contract.yaml",
    "/contract?file=faulty.yaml",
    "/contract?file=harbour-grant/contract.yaml&doc=1",
    "/clauses?file=podiatry-services/contract.yaml",
    "/clauses?file=harbour-grant/contract.yaml&component=supported-self-management",
    "/duties?file=musculoskeletal-outpatients/contract.yaml&day=2026-10-01",
    "/since?file=podiatry-services/contract.yaml",
    "/build?file=podiatry-services/contract.yaml",
    "/build?file=faulty.yaml",
    "/contract?file=nothing.yaml",
)


def test_axe_finds_nothing_and_nothing_is_cut_off_at_twice_or_four_times_the_size(
    page: Any, address: tuple[str, Path]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe looks at the pages").Axe()
    base, root = address
    shutil.copy(EXAMPLES.parent / "docs" / "faulty-contract.yaml", root / "faulty.yaml")
    # A document that was issued with another title, so that there is something to compare.
    earlier = root / "podiatry-services" / "contract.yaml"
    text = earlier.read_bytes()
    page.goto(f"{base}/build?file=podiatry-services/contract.yaml")
    page.get_by_role("button", name="Do this").click()
    page.get_by_text("documents written to").wait_for()
    earlier.write_bytes(text.replace(b"title: Community podiatry", b"title: Community foot care"))
    for address_of in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{base}{address_of}")
        for details in page.locator("details").all()[:5]:
            details.evaluate("element => { element.open = true }")
        found = axe.run(page).response["violations"]
        assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found] == [], address_of
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 450})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address_of
